//! 材料: licences looked for, files imported, paper seen or kept with counts.

use cases::consent::Gap;
use cases::deadline::hall_date;
use cases::error::Trouble;
use cases::identity::LicenceIdentifier;
use cases::material::{Held, Piece, Slot, verify};
use cases::roles::Deed;
use cases::wire::gateway::{LicenceBy, LicenceReply};
use scanners::files::{self, Caps, FileKind, Import};
use uuid::Uuid;

use super::fill;
use crate::change::Why;
use crate::desk::Desk;
use crate::hall_link::HallFault;
use crate::intake::Intake;
use crate::intake::asks::licence_look;
use crate::intake::{consents, paper};
use crate::pieces::Pieces;
use crate::store::pieces;
use crate::trouble;
use crate::view::intake::IntakeDelta;

/// What a material is handled for, in the trail.
const MATERIALS: &str = "材料";

impl Desk {
    /// Looks for the licence of one material again, and waits for the answer.
    pub async fn look_for_licence(&self, id: &str, material: &str) -> Result<IntakeDelta, Trouble> {
        self.look_by(id, material, LicenceBy::Holder).await
    }

    /// 亮证码 or 证照标识: the licence that the applicant shows, read or typed. Somebody else's, another kind's and one that
    /// is not valid are refused in words, and the slot stays as it was.
    pub async fn show_licence(&self, id: &str, material: &str, text: &str) -> Result<IntakeDelta, Trouble> {
        let text = text.trim();
        if text.is_empty() {
            return Err(trouble::nothing_shown());
        }
        let by = if LicenceIdentifier::is_meant(text) {
            let identifier = LicenceIdentifier::parse(text).map_err(Trouble::from)?;
            LicenceBy::Identifier {
                identifier: identifier.to_string(),
            }
        } else {
            LicenceBy::Code {
                code: text.to_owned(),
            }
        };
        self.look_by(id, material, by).await
    }

    async fn look_by(&self, id: &str, material: &str, by: LicenceBy) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::ReadLicence)?;
        let id = super::id(id)?;
        let is_shown = by != LicenceBy::Holder;
        let look = {
            let book = self.book()?;
            let state = self.state();
            let intake = state
                .intake
                .as_ref()
                .filter(|intake| intake.draft.id == id)
                .ok_or_else(trouble::no_such_draft)?;
            let item = book
                .catalogue
                .item(&intake.draft.item)
                .ok_or_else(trouble::no_such_item)?;
            let spec = item.material(material).ok_or_else(trouble::no_such_material)?;
            if spec.original_by_law.is_some() {
                return Err(trouble::original_by_law());
            }
            let ground = self.ground(&book, item);
            let look = licence_look(ground, &intake.draft, spec).ok_or_else(trouble::no_such_material)?;
            // Who shows it agrees by showing it.
            if !matches!(by, LicenceBy::Code { .. }) {
                let rest = consents::of_licence(ground, &look);
                rest.standing(Some(&intake.draft), ground.now)
                    .map_err(Gap::trouble)?;
            }
            look
        };
        let asking = fill::look_up(self, id, &look, by).ok_or_else(trouble::no_visit)?;
        let answer = asking.await;
        let answer = match answer {
            // What was shown is wrong: that says nothing of what the library has.
            Err(HallFault::Problem { trouble, .. }) if is_shown => return Err(trouble),
            Err(fault) if is_shown => return Err(fault.into()),
            answer => answer,
        };
        if let (true, Ok(reply)) = (is_shown, &answer) {
            self.is_usable(reply)?;
        }
        let why = Why {
            actor: &session.staff,
            deed: "licence",
            purpose: "调用电子证照",
            since: None,
        };
        self.change(id, &why, |ground, intake| {
            intake
                .looked
                .insert((look.material.clone(), look.holder_code.clone()));
            fill::place(ground, intake, &look, answer);
            Ok(())
        })
    }

    /// Nothing of what was shown passes: the first reason.
    fn is_usable(&self, reply: &LicenceReply) -> Result<(), Trouble> {
        let today = hall_date(self.0.link.legal_now());
        let judged = reply.licences.iter().map(|one| verify::verify(one, true, today));
        let judged: Vec<_> = judged.collect();
        if judged.iter().any(|checks| verify::failed(checks).is_none()) {
            return Ok(());
        }
        let failed = judged.iter().find_map(|checks| verify::failed(checks));
        Err(failed.map_or_else(trouble::no_such_material, verify::refusal))
    }

    /// Imports a PDF, JPEG, PNG or TIFF: measured before it is decoded, sealed before the slot names it.
    pub async fn import_file(
        &self,
        id: &str,
        material: &str,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        let id = super::id(id)?;
        self.may_take(id, material)?;
        let rooms = self.rooms()?;
        let (piece, _) = measured(&rooms.pieces, name, bytes).await?;
        let at = self.0.link.legal_now();
        rooms.store.mark(|tx| pieces::add(tx, id, &piece, at))?;
        self.on_slot(id, material, &session.staff, "import_file", |slot| {
            match &mut slot.held {
                Some(Held::Files { pieces }) if pieces.iter().any(|known| known.digest == piece.digest) => {}
                Some(Held::Files { pieces }) => pieces.push(piece),
                held => *held = Some(Held::Files { pieces: vec![piece] }),
            }
            Ok(())
        })
    }

    /// 原件已核 / 收取, with counts.
    pub fn paper(
        &self,
        id: &str,
        material: &str,
        originals: u32,
        copies: u32,
        pages: u32,
        kept: bool,
    ) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        if originals + copies == 0 {
            return Err(trouble::no_counts());
        }
        self.may_take(super::id(id)?, material)?;
        self.on_slot(super::id(id)?, material, &session.staff, "paper", |slot| {
            slot.held = Some(Held::Paper {
                originals,
                copies,
                pages: pages.max(1),
                kept,
            });
            Ok(())
        })
    }

    /// Counts signed copies of the printed application form (申请表签字).
    pub fn sign_form(&self, id: &str, material: &str, copies: u32) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::TakeSignature)?;
        let why = Why {
            actor: &session.staff,
            deed: "sign_form",
            purpose: MATERIALS,
            since: None,
        };
        self.change(super::id(id)?, &why, |_, intake: &mut Intake| {
            let now = intake.draft.form_digest();
            let slot = open_slot(intake, material)?;
            match &mut slot.held {
                Some(Held::Generated { form_digest, .. }) if *form_digest != now => {
                    Err(trouble::form_outdated())
                }
                Some(Held::Generated { signed_copies, .. }) => {
                    *signed_copies = copies;
                    Ok(())
                }
                Some(
                    Held::Licence { .. } | Held::Verified { .. } | Held::Files { .. } | Held::Paper { .. },
                )
                | None => Err(trouble::unsigned_form()),
            }
        })
    }

    pub fn clear_material(&self, id: &str, material: &str) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        self.on_slot(
            super::id(id)?,
            material,
            &session.staff,
            "clear_material",
            |slot| {
                slot.held = None;
                Ok(())
            },
        )
    }

    /// 免提交 comes first: see [`paper::may_be_taken`].
    pub(crate) fn may_take(&self, id: Uuid, material: &str) -> Result<(), Trouble> {
        let book = self.book()?;
        let state = self.state();
        let intake = state
            .intake
            .as_ref()
            .filter(|intake| intake.draft.id == id)
            .ok_or_else(trouble::no_such_draft)?;
        let item = book
            .catalogue
            .item(&intake.draft.item)
            .ok_or_else(trouble::no_such_item)?;
        paper::may_be_taken(self.ground(&book, item), intake, material)
    }

    pub(crate) fn on_slot(
        &self,
        id: Uuid,
        material: &str,
        staff: &str,
        deed: &'static str,
        body: impl FnOnce(&mut Slot) -> Result<(), Trouble>,
    ) -> Result<IntakeDelta, Trouble> {
        let why = Why {
            actor: staff,
            deed,
            purpose: MATERIALS,
            since: None,
        };
        self.change(id, &why, |_, intake: &mut Intake| {
            body(open_slot(intake, material)?)
        })
    }
}

/// The slot of an intake that nothing was decided about yet.
pub(super) fn open_slot<'a>(intake: &'a mut Intake, material: &str) -> Result<&'a mut Slot, Trouble> {
    if intake.closed {
        return Err(trouble::already_received());
    }
    // Whatever becomes of the slot, what stood there is settled.
    intake.draft.heard.withdrawn.remove(material);
    intake
        .draft
        .slot_mut(material)
        .ok_or_else(trouble::no_such_material)
}

/// Has a file measured and decoded by a child under limits, and seals it: a piece exists only whole. A desk in memory has no
/// program beside it.
pub(crate) async fn measured(
    pieces: &Pieces,
    name: &str,
    bytes: Vec<u8>,
) -> Result<(Piece, Vec<u8>), Trouble> {
    let in_memory = matches!(pieces, Pieces::Memory(_));
    let brought = tokio::task::spawn_blocking(move || {
        if in_memory {
            files::bring(bytes, &Caps::default())
        } else {
            Import::default().bytes(bytes)
        }
    })
    .await
    .map_err(|_| trouble::piece_damaged())?
    .map_err(|fault| Trouble::new(fault.code(), fault.zh(), fault.en()))?;
    let piece = Piece {
        digest: pieces.keep(&brought.bytes)?,
        kind: match brought.kept {
            FileKind::Pdf => "pdf",
            FileKind::Jpeg => "jpeg",
            FileKind::Png => "png",
            FileKind::Tiff => "tiff",
            FileKind::Heic => "heic",
        }
        .to_owned(),
        pages: brought.imported.pages,
        bytes: brought.bytes.len() as u64,
        name: name.chars().filter(|ch| !ch.is_control()).take(120).collect(),
    };
    Ok((piece, brought.bytes))
}
