//! 加注件: the one way in which a licence or a file leaves the case, with grade and purpose burned into every page. And
//! 经核对与原件一致, which makes the grade better.

use ::papers::copy::Stamp;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use cases::case::Draft;
use cases::consent::Gap;
use cases::error::Trouble;
use cases::material::grade::{CopyMark, Grade};
use cases::material::{Compared, Held, Known};
use cases::notice::PaperKind;
use cases::roles::Deed;
use cases::wire::gateway::{LicenceAsk, LicenceCopy, LicenceCopyAsk};
use cases::wire::session::Session;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::fill;
use super::papers::keep_made;
use crate::chance;
use crate::copies;
use crate::desk::Desk;
use crate::intake::asks::{LicenceLook, licence_look};
use crate::intake::{Ground, consents};
use crate::store::papers;
use crate::trouble;
use crate::view::intake::IntakeDelta;
use crate::view::outcome::PaperView;

/// What is copied.
enum Source {
    Licence {
        look: LicenceLook,
        identifier: String,
    },
    /// Digest and kind of each file.
    Files(Vec<(String, String)>),
}

impl Desk {
    /// A copy of what stands in a slot, for this case and nothing else.
    pub async fn make_copy(&self, id: &str, material: &str) -> Result<PaperView, Trouble> {
        let session = self.permit_here(Deed::ReadLicence)?;
        let id = super::id(id)?;
        let (source, mark) = self.with_draft(id, |ground, draft| {
            source_of(ground, draft, material, self.desk_name(), &session)
        })?;
        let files = match source {
            Source::Licence { look, identifier } => vec![self.licence_file(id, look, identifier).await?],
            Source::Files(pieces) => {
                let rooms = self.rooms()?;
                let read = |(digest, kind): (String, String)| Ok((kind, rooms.pieces.read(&digest)?));
                pieces.into_iter().map(read).collect::<Result<_, Trouble>>()?
            }
        };
        let at = mark.at;
        let stamp = Stamp {
            realm: self.0.realm,
            title: format!("加注件：{}", mark.of),
            across: mark.across(),
            lines: mark.lines(),
        };
        let title = stamp.title.clone();
        let desk = self.clone();
        let rendered = tokio::task::spawn_blocking(move || copies::make(&files, &stamp, desk.fonts()?, at))
            .await
            .map_err(|_| trouble::not_copied())??;
        let paper = keep_made(&mark.slip, PaperKind::MarkedCopy, title, rendered, at);
        let words = format!("加注件 {} {}级", mark.of, mark.grade.letter());
        let line = self.line(&session.staff, "make_copy", id, &words);
        self.rooms()?
            .store
            .transact(line, |tx| papers::add(tx, &paper, at))?;
        Ok(self.show_paper(paper))
    }

    /// 经核对与原件一致: the clerk has compared every file of a slot with the original that lies before him.
    pub fn compare_material(&self, id: &str, material: &str) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::Accept)?;
        let compared = Compared {
            by: session.staff.clone(),
            at: self.0.link.legal_now(),
        };
        self.on_slot(
            super::id(id)?,
            material,
            &session.staff,
            "compare_material",
            |slot| {
                let Some(Held::Files { pieces }) = &slot.held else {
                    return Err(trouble::nothing_to_compare());
                };
                for piece in pieces {
                    let known: &mut Known = slot.known.entry(piece.digest.clone()).or_default();
                    known.compared = Some(compared.clone());
                }
                Ok(())
            },
        )
    }

    /// The library's own copy through the hall; whole, or none.
    async fn licence_file(
        &self,
        id: Uuid,
        look: LicenceLook,
        identifier: String,
    ) -> Result<(String, Vec<u8>), Trouble> {
        let (visit, item) = fill::reason(self, id, Deed::ReadLicence)
            .map_err(|trouble| trouble.unwrap_or_else(trouble::no_visit))?;
        let ask = LicenceCopyAsk {
            of: LicenceAsk {
                visit,
                draft: id,
                item,
                holder_code: look.holder_code,
                holder_type: look.holder_type.to_owned(),
                type_code: look.type_code,
                type_name: look.type_name,
                by: Default::default(),
            },
            identifier,
        };
        let key = chance::id_at(self.0.link.legal_now());
        let file: LicenceCopy = self.0.link.post("/v1/gateway/licences/copy", key, &ask).await?;
        let bytes = BASE64.decode(&file.content).map_err(|_| trouble::not_copied())?;
        if hex::encode(Sha256::digest(&bytes)) != file.digest {
            return Err(trouble::not_copied());
        }
        Ok((file.kind, bytes))
    }

    fn desk_name(&self) -> &str {
        &self.0.desk
    }
}

fn source_of(
    ground: Ground<'_>,
    draft: &Draft,
    material: &str,
    desk: &str,
    session: &Session,
) -> Result<(Source, CopyMark), Trouble> {
    let spec = ground
        .item
        .material(material)
        .ok_or_else(trouble::no_such_material)?;
    let slot = draft.slot(material).ok_or_else(trouble::no_such_material)?;
    let (source, of) = match &slot.held {
        Some(Held::Licence {
            identifier,
            type_name,
            ..
        }) => {
            let look = licence_look(ground, draft, spec).ok_or_else(trouble::no_such_material)?;
            consents::of_licence(ground, &look)
                .standing(Some(draft), ground.now)
                .map_err(Gap::trouble)?;
            let identifier = identifier.clone();
            (Source::Licence { look, identifier }, type_name.clone())
        }
        Some(Held::Files { pieces }) if !pieces.is_empty() => {
            let pieces = pieces
                .iter()
                .map(|piece| (piece.digest.clone(), piece.kind.clone()));
            (Source::Files(pieces.collect()), spec.name.clone())
        }
        Some(Held::Files { .. } | Held::Verified { .. } | Held::Paper { .. } | Held::Generated { .. })
        | None => {
            return Err(trouble::nothing_to_copy());
        }
    };
    let mark = CopyMark {
        grade: slot.grade().unwrap_or(Grade::D),
        of,
        item: ground.item.name.clone(),
        body: ground.item.department.clone(),
        desk: desk.to_owned(),
        staff: session.staff.clone(),
        slip: draft.slip.clone(),
        at: ground.now,
    };
    Ok((source, mark))
}
