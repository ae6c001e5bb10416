//! 签收 on the applicant's screen: the receiver sees what he takes and signs under it, and that signature is the
//! delivery. Without his screen, or if he would rather, he signs on paper.

use cases::case::delivery::{Receiver, Signed, Way};
use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::delivery::Deliver;
use cases::wire::record::CaseView;

use super::deliver::needs_hall;
use crate::applicant::Showing;
use crate::applicant::receipt::ReceiptSheet;
use crate::chance;
use crate::deeds::hear_signature::{ink_trouble, strokes};
use crate::desk::Desk;
use crate::hall_link::HallFault;
use crate::trouble;
use crate::view::applicant::{ApplicantStrip, ApplicantView, InkView};
use crate::view::desk::DeskEvent;
use crate::view::results::DeliverForm;

/// Nothing but the signature is missing, as the hall says it.
const UNSIGNED: &str = "YC-2858";

impl Desk {
    /// Puts what is handed over on the applicant's screen, when the hall finds nothing but the signature missing.
    pub async fn ask_receipt(&self, slip: &str, form: DeliverForm) -> Result<ApplicantStrip, Trouble> {
        let session = self.permit(Deed::Deliver)?;
        self.permit(Deed::AskApplicant)?;
        let slip: String = slip.chars().filter(char::is_ascii_alphanumeric).collect();
        {
            let state = self.state();
            if !state.screen.attached {
                return Err(trouble::applicant_absent());
            }
            if matches!(state.screen.showing, Showing::Rate { .. }) {
                return Err(trouble::rating_is_his());
            }
        }
        let deliver = self.to_deliver(&form, Signed::Nobody)?;
        let (Way::Direct, Some(receiver), Some(visit)) = (deliver.way, &deliver.receiver, deliver.visit)
        else {
            return Err(trouble::only_by_hand());
        };
        let line = self.line(&session.staff, "ask_receipt", &slip, "送申请人屏签收");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let case = self.unsigned(&slip, &deliver).await?;
        let sheet = Box::new(self.receipt_sheet(&case, receiver, deliver.copies)?);
        self.on_screen(|state, now| {
            let showing = Showing::Receipt {
                visit,
                slip,
                form,
                sheet,
            };
            state.screen.ask(showing, now);
        });
        Ok(self.applicant_strip())
    }

    fn receipt_sheet(
        &self,
        case: &CaseView,
        receiver: &Receiver,
        copies: u32,
    ) -> Result<ReceiptSheet, Trouble> {
        let book = self.book()?;
        Ok(ReceiptSheet::of(case, receiver, copies, &book.catalogue.wording))
    }

    /// The case, once the hall has judged everything of the delivery but its signature: nobody signs for what is then
    /// refused.
    async fn unsigned(&self, slip: &str, deliver: &Deliver) -> Result<CaseView, Trouble> {
        let path = format!("/v1/cases/{slip}/delivery");
        let key = chance::id_at(self.0.link.legal_now());
        match self.0.link.post::<_, CaseView>(&path, key, deliver).await {
            // Nobody signed, and the hall took it all the same: it is not a hall's answer.
            Ok(_) => return Err(trouble::hall_garbled()),
            Err(HallFault::Problem { trouble, .. }) if trouble.code == UNSIGNED => {}
            Err(fault) => return Err(needs_hall(fault)),
        }
        let case = self.0.link.get(&format!("/v1/cases/{slip}")).await;
        case.map_err(needs_hall)
    }

    /// The receiver signed under `digest`: it is delivered, and the clerk told.
    pub(crate) async fn sign_receipt(
        &self,
        serial: u32,
        digest: &str,
        ink: Option<InkView>,
    ) -> Result<ApplicantView, Trouble> {
        let ink = strokes(ink.ok_or_else(trouble::odd_answer)?);
        ink.check().map_err(ink_trouble)?;
        let (slip, form, words) = {
            let state = self.state();
            state.screen.expects(serial)?;
            let Showing::Receipt {
                slip, form, sheet, ..
            } = &state.screen.showing
            else {
                return Err(trouble::question_gone());
            };
            if sheet.digest() != digest {
                return Err(trouble::shown_differs());
            }
            (slip.clone(), form.clone(), sheet.words())
        };
        let signed = Signed::Screen {
            ink,
            words,
            shown: digest.to_owned(),
        };
        let delivered = match self.to_deliver(&form, signed) {
            Ok(deliver) => self.hand_out(&slip, deliver).await,
            Err(trouble) => Err(trouble),
        };
        match delivered {
            Ok(handed) => {
                self.on_screen(|state, now| {
                    // Withdrawn while the hall was writing: it is delivered, and the screen is somebody else's.
                    if state.screen.expects(serial).is_ok() {
                        state.screen.show(Showing::Thanks("received"), now);
                    }
                });
                self.emit(DeskEvent::HandedOut {
                    handed: Box::new(handed),
                });
                Ok(self.applicant_view())
            }
            Err(trouble) => {
                self.on_screen(|state, _| {
                    state.screen.note = Some(trouble.clone());
                    state.screen.touch();
                });
                Err(trouble)
            }
        }
    }

    /// The receiver does not sign: nothing is handed over, and the clerk told.
    pub(crate) fn decline_receipt(&self, serial: u32) -> Result<ApplicantView, Trouble> {
        self.on_screen(|state, now| {
            state.screen.expects(serial)?;
            state.screen.show(Showing::Idle, now);
            state.screen.note = Some(trouble::not_taken());
            Ok::<(), Trouble>(())
        })?;
        Ok(self.applicant_view())
    }

    /// Whether the receiver of a result is asked.
    pub(crate) fn asks_receipt(&self) -> bool {
        matches!(self.state().screen.showing, Showing::Receipt { .. })
    }
}
