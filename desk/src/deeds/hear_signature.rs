//! 签名 on the applicant's screen: strokes and sheet are sealed as one piece, the application form is made with the
//! signature on it, and the draft names both, in one transaction. What is signed is what was shown: another digest
//! is refused and the new content shown.

use cases::case::{Ink, InkPoint};
use cases::deadline::hall_date;
use cases::error::Trouble;
use cases::material::{Held, Piece};
use cases::notice::{SignedOnScreen, form};
use cases::roles::Deed;
use jiff::Timestamp;

use super::ask_applicant::why;
use super::hear_consent::APPLICANT;
use super::papers::keep_rendered;
use crate::applicant::Showing;
use crate::applicant::sheet::{ConfirmSheet, SignedPiece};
use crate::change::Answer;
use crate::desk::Desk;
use crate::intake::forms;
use crate::store::papers::KeptPaper;
use crate::store::{papers, pieces};
use crate::trouble;
use crate::view::applicant::{ApplicantView, InkView};
use crate::view::desk::DeskEvent;

/// A form with the signature on it.
struct Made {
    material: String,
    paper: KeptPaper,
}

impl Desk {
    /// `digest` is of the sheet that was on the screen. Where no signature is asked, `ink` is left out and this only
    /// confirms.
    pub async fn applicant_sign(
        &self,
        serial: u32,
        digest: &str,
        ink: Option<InkView>,
    ) -> Result<ApplicantView, Trouble> {
        self.may_answer(Deed::TakeSignature)?;
        if self.asks_receipt() {
            return self.sign_receipt(serial, digest, ink).await;
        }
        let (id, sheet) = self.sheet_to_sign(serial, digest)?;
        let at = self.0.link.legal_now();
        let signed = match (ink, sheet.forms.is_empty()) {
            (Some(ink), false) => {
                let ink = strokes(ink);
                ink.check().map_err(ink_trouble)?;
                Some(ink)
            }
            (None, true) => None,
            (Some(_), true) | (None, false) => return Err(trouble::odd_answer()),
        };
        let thanks = if signed.is_some() { "signed" } else { "confirmed" };
        let rooms = self.rooms()?;
        let mut made = Vec::new();
        let mut sealed = None;
        if let Some(ink) = signed {
            let piece = SignedPiece {
                version: 1,
                desk: self.0.desk.clone(),
                shown: digest.to_owned(),
                sheet: sheet.clone(),
                ink,
                at,
            };
            let bytes = piece.bytes();
            let kept = rooms.pieces.keep(&bytes)?;
            for material in &sheet.forms {
                made.push(self.signed_form(id, material, &piece, at).await?);
            }
            let row = Piece {
                digest: kept.clone(),
                kind: "signature".to_owned(),
                pages: 0,
                bytes: bytes.len() as u64,
                name: "申请人签名".to_owned(),
            };
            sealed = Some((piece.named(kept), row));
        }
        let changed = self.change_by(
            id,
            &why(APPLICANT, "sign_on_screen", "申请人屏核对签名"),
            Some(Answer { serial, thanks }),
            |ground, intake| {
                // While the form was drawn something may have changed, or the question was withdrawn.
                if intake.closed || ConfirmSheet::of(ground, intake) != sheet {
                    return Err(trouble::shown_differs());
                }
                intake.draft.heard.doubts.clear();
                for Made { material, paper } in &made {
                    let slot = intake.draft.slot_mut(material);
                    let slot = slot.ok_or_else(trouble::no_such_material)?;
                    slot.held = Some(Held::Generated {
                        form_digest: sheet.form_digest.clone(),
                        pages: paper.pages,
                        signed_copies: 0,
                        signature: sealed.as_ref().map(|(named, _)| named.clone()),
                    });
                }
                Ok(())
            },
            |tx| {
                if let Some((_, row)) = &sealed {
                    pieces::add(tx, id, row, at)?;
                }
                made.iter().try_for_each(|one| papers::add(tx, &one.paper, at))
            },
        );
        match changed {
            Ok(delta) => {
                self.emit(DeskEvent::Intake {
                    delta: Box::new(delta),
                });
                Ok(self.applicant_view())
            }
            Err(trouble) => {
                self.recheck_sheet(id);
                Err(trouble)
            }
        }
    }

    /// The sheet of this question, when it is the one that was on the screen and everything of it was read.
    fn sheet_to_sign(&self, serial: u32, digest: &str) -> Result<(uuid::Uuid, ConfirmSheet), Trouble> {
        let state = self.state();
        let id = state.asked_draft(serial)?;
        let Showing::Confirm { sheet, opened, .. } = &state.screen.showing else {
            return Err(trouble::question_gone());
        };
        if sheet.digest() != digest {
            return Err(trouble::shown_differs());
        }
        if opened.len() < sheet.commitments.len() {
            return Err(trouble::incomplete_answer());
        }
        Ok((id, ConfirmSheet::clone(sheet)))
    }

    async fn signed_form(
        &self,
        id: uuid::Uuid,
        material: &str,
        piece: &SignedPiece,
        at: Timestamp,
    ) -> Result<Made, Trouble> {
        let session = self.permit_here(Deed::TakeSignature)?;
        let (content, slip) = {
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
            let maker = self.maker(&session);
            let mut facts = forms::application(self.ground(&book, item), intake, spec, &maker);
            facts.signed = Some(SignedOnScreen {
                ink: piece.ink.clone(),
                on: hall_date(at),
                shown: piece.shown.clone(),
            });
            (
                form::content(&facts, &book.catalogue.wording),
                intake.draft.slip.clone(),
            )
        };
        let rendered = self.render(content.clone(), at).await?;
        Ok(Made {
            material: material.to_owned(),
            paper: keep_rendered(&slip, &content, rendered, at),
        })
    }
}

pub(crate) fn strokes(view: InkView) -> Ink {
    let stroke = |points: Vec<crate::view::applicant::InkPointView>| {
        let points = points.into_iter().map(|point| InkPoint {
            x: point.x,
            y: point.y,
            ms: point.ms,
        });
        points.collect()
    };
    Ink {
        aspect: view.aspect,
        strokes: view.strokes.into_iter().map(stroke).collect(),
    }
}

pub(crate) fn ink_trouble(fault: cases::case::ink::InkFault) -> Trouble {
    use cases::case::ink::InkFault;
    match fault {
        InkFault::TooLittle => trouble::too_little_ink(),
        InkFault::TooMuch | InkFault::Impossible => trouble::odd_answer(),
    }
}
