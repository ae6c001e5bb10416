//! Everything on the desk at once.

use cases::error::Trouble;
use cases::identity::mask;
use cases::queue::{Ticket, Window, WindowState};
use cases::roles::Deed;
use cases::wire::queue::QueueView as WireQueue;
use cases::wire::visit::RegisterCheck;

use crate::desk::{Desk, VisitState};
use crate::intake::show;
use crate::store::{self, outbox};
use crate::trouble;
use crate::view::desk::{DeskEvent, DeskView, DeviceView, LinkView, PersonView, VisitView};
use crate::view::intake::IntakeView;
use crate::view::queue::{GroupView, QueueView, TicketView, WindowView};

impl Desk {
    pub fn desk_view(&self) -> Result<DeskView, Trouble> {
        if let Some(trouble) = self.is_stopped() {
            return Err(trouble);
        }
        if self.is_locked() {
            return Err(trouble::locked());
        }
        let rooms = self.rooms()?;
        let unsent = rooms.store.read(outbox::waiting)?;
        let devices = self.devices();
        let state = self.state();
        let session = state.session.as_ref().ok_or_else(trouble::not_signed_in)?;
        let book = state.book_here().ok_or_else(trouble::not_signed_in)?;
        let family = state
            .visit
            .as_ref()
            .and_then(|visit| visit.identified.as_ref())
            .map(|identified| identified.family.as_slice())
            .unwrap_or_default();
        let intake = state.intake.as_ref().and_then(|intake| {
            let item = book.catalogue.item(&intake.draft.item)?;
            let slip = &intake.draft.slip;
            let received = rooms
                .store
                .read(|connection| store::cases::is_received(connection, slip));
            Some(IntakeView {
                received: received.unwrap_or_default(),
                ..show::view(self.ground(&book, item), intake, family)
            })
        });
        Ok(DeskView {
            realm: self.realm_view(),
            hall_name: session.hall_name.clone(),
            desk: self.0.desk.clone(),
            staff: session.staff.clone(),
            staff_name: session.name.clone(),
            link: self.link_view(),
            queue: queue(&state.queue, &self.0.desk, state.shift_due),
            visit: state.visit.as_ref().map(visit),
            intake,
            devices,
            unsent,
            applicant: state.screen.strip(),
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
                Some(trouble::line_away(self.0.post))
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

    /// Fetches the queue and tells the screens. A hall that does not answer leaves the old one.
    pub(crate) async fn refresh_queue(&self) {
        let Ok(fresh) = self.0.link.get::<WireQueue>("/v1/queue").await else {
            return;
        };
        let view = {
            let mut state = self.state();
            let view = queue(&fresh, &self.0.desk, state.shift_due);
            state.queue = fresh;
            view
        };
        self.emit(DeskEvent::Queue {
            queue: Box::new(view),
        });
    }

    /// The window changed at the hall. One that was closed there while a visit is open here was taken back.
    pub(crate) async fn refresh_window(&self) {
        self.refresh_queue().await;
        let Ok(session) = self.permit(Deed::RunWindow) else {
            return;
        };
        let closed = self
            .state()
            .queue
            .windows
            .iter()
            .any(|window| window.desk == self.0.desk && window.state == WindowState::Closed);
        if closed
            && self.state().visit.is_some()
            && let Err(trouble) = self.settle_visit(&session.staff, None)
        {
            self.emit(DeskEvent::Trouble {
                trouble: trouble.into(),
            });
        }
    }
}

/// The queue as this post sees it: a window what it may call, everybody else all of it.
fn queue(all: &WireQueue, desk: &str, shift_due: bool) -> QueueView {
    let open = all
        .windows
        .iter()
        .find(|window| window.desk == desk && window.state != WindowState::Closed);
    let tickets = |of: &[Ticket]| of.iter().map(|one| ticket(one, desk)).collect();
    QueueView {
        waiting: all
            .waiting
            .iter()
            .filter(|one| match (open, &one.hold) {
                (None, _) => true,
                (Some(_), Some(hold)) => hold.window == desk,
                (Some(window), None) => window.groups.contains(&one.group),
            })
            .map(|one| ticket(one, desk))
            .collect(),
        called: tickets(&all.called),
        parked: tickets(&all.parked),
        missed: tickets(&all.missed),
        groups: all
            .groups
            .iter()
            .map(|line| GroupView {
                letter: line.group.letter.clone(),
                zh: line.group.zh.clone(),
                en: line.group.en.clone(),
                waiting: line.waiting,
                windows: line.windows,
                estimate_min: line.estimate_min,
            })
            .collect(),
        windows: all.windows.iter().map(window).collect(),
        window: open.map(window),
        shift_due,
    }
}

fn window(window: &Window) -> WindowView {
    WindowView {
        desk: window.desk.clone(),
        groups: window.groups.clone(),
        state: window.state.word().to_owned(),
        since: window.since.to_string(),
        pause: window.pause.map(|why| why.word().to_owned()),
        staff: window.staff.clone(),
        staff_name: window.staff_name.clone(),
        ticket: window.ticket.clone(),
        silent_since: window.silent_since.map(|at| at.to_string()),
    }
}

fn ticket(ticket: &Ticket, desk: &str) -> TicketView {
    TicketView {
        id: ticket.id.to_string(),
        number: ticket.number.clone(),
        group: ticket.group.clone(),
        moved_from: ticket.moved_from.clone(),
        priority: ticket.priority.map(|why| why.word().to_owned()),
        appointment_at: ticket.appointment_at.map(|at| at.to_string()),
        taken_at: ticket.taken_at.to_string(),
        announced_at: ticket.announced_at.map(|at| at.to_string()),
        calls: ticket.calls,
        returned: ticket.rejoined_at.is_some(),
        held: ticket.hold.as_ref().is_some_and(|hold| hold.window == desk),
        desk: ticket.desk.clone(),
        parked_why: ticket.parked_why.clone(),
        missed: ticket.missed,
    }
}

fn visit(state: &VisitState) -> VisitView {
    let called = state
        .visit
        .ticket
        .as_ref()
        .map(|one| ticket(one, &state.visit.desk));
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
        ticket: called.as_ref().map(|one| one.number.clone()),
        priority: called.as_ref().is_some_and(|one| one.priority.is_some()),
        called,
        opened_at: state.visit.opened_at.to_string(),
        person: state.identified.as_ref().map(|identified| PersonView {
            name: identified.person.name.clone(),
            id_type: identified.person.id_type.clone(),
            masked_number: mask::document(&identified.person.id_number),
            how: show::how_word(&identified.person).unwrap_or_default(),
            register: check_word(identified.register),
            real_name: identified.real_name.map(check_word),
            licences: identified
                .code
                .as_ref()
                .map(|code| code.licences.clone())
                .unwrap_or_default(),
        }),
        bodies,
        bodies_known: state
            .identified
            .as_ref()
            .is_some_and(|identified| identified.bodies_known),
        party: state.party.as_ref().map(show::party),
        handed: u32::try_from(state.handed.len()).unwrap_or(u32::MAX),
        waits: state.waits.clone(),
    }
}

fn check_word(check: RegisterCheck) -> String {
    match check {
        RegisterCheck::Match => "match",
        RegisterCheck::Mismatch => "mismatch",
        RegisterCheck::Unknown => "unknown",
        RegisterCheck::Unavailable => "unavailable",
    }
    .to_owned()
}
