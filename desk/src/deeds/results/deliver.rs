//! 送达: committed at the hall alone, once; then its papers are here to be printed and signed.

use cases::case::delivery::{Receiver, Signed, Way};
use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::delivery::Deliver;
use cases::wire::record::CaseView;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::deeds::papers::row_of;
use crate::desk::Desk;
use crate::hall_link::HallFault;
use crate::store;
use crate::store::papers;
use crate::trouble;
use crate::view::results::{DeliverForm, HandedOutView};

impl Desk {
    /// The same delivery gives the same answer however often the key is pressed.
    pub async fn deliver(&self, slip: &str, form: DeliverForm) -> Result<HandedOutView, Trouble> {
        let slip: String = slip.chars().filter(char::is_ascii_alphanumeric).collect();
        let deliver = self.to_deliver(&form, Signed::Paper)?;
        self.hand_out(&slip, deliver).await
    }

    pub(super) async fn hand_out(&self, slip: &str, deliver: Deliver) -> Result<HandedOutView, Trouble> {
        let session = self.permit(Deed::Deliver)?;
        let line = self.line(&session.staff, "deliver", slip, deliver.way.zh());
        let rooms = self.rooms()?;
        rooms.store.transact(line, |_| Ok(()))?;
        let before = rooms.store.read(|connection| papers::of_case(connection, slip))?;
        let path = format!("/v1/cases/{slip}/delivery");
        let case: CaseView = self
            .0
            .link
            .post(&path, key_of(slip, &deliver), &deliver)
            .await
            .map_err(needs_hall)?;
        let at = self.0.link.legal_now();
        let row = row_of(&case);
        rooms.store.mark(|tx| store::cases::keep(tx, &row, at))?;
        self.stop_waiting(&session.staff, &case.slip, "已送达")?;
        // Papers can be fetched again at any time; a lost one does not undo the delivery.
        if let Err(trouble) = self.fetch_papers(&case.slip, &case.papers).await {
            tracing::warn!(paper.code = %trouble.code, "a paper of a delivery was not fetched");
        }
        let kept = rooms
            .store
            .read(|connection| papers::of_case(connection, &case.slip))?;
        let of_delivery = kept
            .into_iter()
            .filter(|paper| before.iter().all(|known| known.id != paper.id));
        let papers = of_delivery.map(|paper| self.show_paper(paper)).collect();
        Ok(HandedOutView {
            case: self.show_case(case),
            papers,
            signed: matches!(deliver.signed, Signed::Screen { .. }),
        })
    }

    /// What the form asks for; only what is handed over at the window is signed for.
    pub(super) fn to_deliver(&self, form: &DeliverForm, signed: Signed) -> Result<Deliver, Trouble> {
        let way = Way::from_word(&form.way).ok_or_else(trouble::odd_way)?;
        let state = self.state();
        let visit = state.visit.as_ref();
        let person = visit
            .and_then(|visit| visit.identified.as_ref())
            .map(|identified| identified.person.clone());
        let receiver = match (way, person) {
            (Way::Direct, None) => return Err(trouble::not_identified()),
            (Way::Direct, Some(person)) => Some(match &form.agent {
                Some(agent) => Receiver::Agent {
                    person,
                    relation: agent.relation.trim().to_owned(),
                    authority: agent.authority.trim().to_owned(),
                },
                None => Receiver::Applicant { person },
            }),
            (Way::Mail | Way::Electronic | Way::Left | Way::Announced, _) => None,
        };
        Ok(Deliver {
            visit: visit.filter(|_| way == Way::Direct).map(|visit| visit.visit.id),
            way,
            receiver,
            signed: match way {
                Way::Direct => signed,
                Way::Mail | Way::Electronic | Way::Left | Way::Announced => Signed::Nobody,
            },
            copies: form.copies,
            proof: form.proof.trim().to_owned(),
        })
    }
}

/// One key for one delivery: pressing again after a lost reply is the same deed.
fn key_of(slip: &str, deliver: &Deliver) -> Uuid {
    let mut sum = Sha256::new();
    sum.update(b"deliver");
    sum.update(slip.as_bytes());
    // A delivery is plain data; serialising it cannot fail.
    sum.update(serde_json::to_vec(deliver).unwrap_or_default());
    let digest = sum.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

pub(super) fn needs_hall(fault: HallFault) -> Trouble {
    if fault.is_line() {
        trouble::delivery_needs_hall()
    } else {
        fault.into()
    }
}
