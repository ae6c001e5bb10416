//! Everything on the desk at once.

use cases::error::Trouble;
use cases::identity::mask;
use cases::queue::Ticket;
use cases::wire::queue::QueueView as WireQueue;
use cases::wire::visit::RegisterCheck;

use crate::desk::{Desk, VisitState};
use crate::intake::show;
use crate::store::outbox;
use crate::trouble;
use crate::view::desk::{
    DeskEvent, DeskView, DeviceView, LinkView, PersonView, QueueView, TicketView, VisitView,
};

impl Desk {
    pub fn desk_view(&self) -> Result<DeskView, Trouble> {
        if let Some(trouble) = self.is_stopped() {
            return Err(trouble);
        }
        if self.is_locked() {
            return Err(trouble::locked());
        }
        let unsent = self.rooms()?.store.read(outbox::waiting)?;
        let devices = self.devices();
        let state = self.state();
        let session = state.session.as_ref().ok_or_else(trouble::not_signed_in)?;
        let book = state.book.clone().ok_or_else(trouble::not_signed_in)?;
        let family = state
            .visit
            .as_ref()
            .and_then(|visit| visit.identified.as_ref())
            .map(|identified| identified.family.as_slice())
            .unwrap_or_default();
        let intake = state.intake.as_ref().and_then(|intake| {
            let item = book.catalogue.item(&intake.draft.item)?;
            Some(show::view(self.ground(&book, item), intake, family))
        });
        Ok(DeskView {
            realm: self.realm_view(),
            hall_name: session.hall_name.clone(),
            desk: self.0.desk.clone(),
            staff: session.staff.clone(),
            staff_name: session.name.clone(),
            link: self.link_view(),
            queue: queue(&state.queue),
            visit: state.visit.as_ref().map(visit),
            intake,
            devices,
            unsent,
        })
    }

    pub(crate) fn link_view(&self) -> LinkView {
        let link = self.0.link.state();
        LinkView {
            up: link.up,
            since: show::minute(link.since),
            offset_s: i32::try_from(link.offset_s()).unwrap_or(i32::MAX),
            trouble: if link.up {
                link.trouble
            } else {
                Some(trouble::hall_down())
            }
            .map(Into::into),
        }
    }

    fn devices(&self) -> Vec<DeviceView> {
        // While a card is being read the reader is in use, which is as good as present.
        let name = match self.0.reader.try_lock() {
            Ok(reader) => reader.as_ref().map(|reader| reader.describe()),
            Err(_) => Some("二代证阅读器".to_owned()),
        };
        let ok = name.is_some();
        vec![DeviceView {
            kind: "card".to_owned(),
            name: name.unwrap_or_else(|| "二代证阅读器".to_owned()),
            ok,
            note: (!ok).then(|| trouble::no_reader().into()),
        }]
    }

    /// Fetches the waiting list and tells the screens. A hall that does not answer leaves the old list.
    pub(crate) async fn refresh_queue(&self) {
        if let Ok(waiting) = self.0.link.get::<WireQueue>("/v1/queue").await {
            let view = queue(&waiting.waiting);
            self.state().queue = waiting.waiting;
            self.emit(DeskEvent::Queue { queue: view });
        }
    }
}

fn queue(waiting: &[Ticket]) -> QueueView {
    QueueView {
        waiting: waiting.iter().map(ticket).collect(),
    }
}

fn ticket(ticket: &Ticket) -> TicketView {
    TicketView {
        number: ticket.number.clone(),
        group: ticket.group.clone(),
        priority: ticket.priority.is_some(),
        taken_at: ticket.taken_at.to_string(),
    }
}

fn visit(state: &VisitState) -> VisitView {
    let ticket = state.visit.ticket.as_ref();
    let mut bodies = Vec::new();
    if let Some(identified) = &state.identified {
        bodies.extend(identified.bodies.iter().map(show::body));
    }
    for found in &state.found {
        if !bodies.iter().any(|known| known.uscc == found.uscc) {
            bodies.push(show::body(found));
        }
    }
    VisitView {
        id: state.visit.id.to_string(),
        ticket: ticket.map(|ticket| ticket.number.clone()),
        priority: ticket.is_some_and(|ticket| ticket.priority.is_some()),
        opened_at: state.visit.opened_at.to_string(),
        person: state.identified.as_ref().map(|identified| PersonView {
            name: identified.person.name.clone(),
            id_type: identified.person.id_type.clone(),
            masked_number: mask::document(&identified.person.id_number),
            how: show::how_word(&identified.person).unwrap_or_default(),
            register: match identified.register {
                RegisterCheck::Match => "match",
                RegisterCheck::Mismatch => "mismatch",
                RegisterCheck::Unknown => "unknown",
                RegisterCheck::Unavailable => "unavailable",
            }
            .to_owned(),
        }),
        bodies,
        bodies_known: state
            .identified
            .as_ref()
            .is_some_and(|identified| identified.bodies_known),
        party: state.party.as_ref().map(show::party),
    }
}
