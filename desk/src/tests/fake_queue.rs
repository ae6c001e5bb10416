//! Tickets and the window of the small hall, with the real rules of both.

use cases::queue::{QueueRules, Step, Ticket, TicketState, To, Window, WindowStep};
use cases::wire::queue::{CallReply, IssueTicket, ParkTicket, QueueView, Seated, Transfer, TransferTicket};
use cases::wire::visit::Visit;
use jiff::Timestamp;
use uuid::Uuid;

use super::fake_hall::{no, ok};
use crate::hall_link::Answer;

#[derive(Default)]
pub struct FakeQueue {
    pub tickets: Vec<Ticket>,
    /// The visit that is open at window 08.
    pub visit: Option<Visit>,
    pub window: Option<Window>,
    pub other_windows: Vec<Window>,
    /// Who signed in: 工号.
    pub staff: String,
    /// What numbers were asked with.
    pub issued: Vec<IssueTicket>,
    /// Outcomes of visits that were closed.
    pub closed: Vec<String>,
}

pub fn rules() -> QueueRules {
    QueueRules::load(include_str!("../../../catalogue/queue.json")).unwrap()
}

impl FakeQueue {
    /// Somebody waits in a group.
    pub fn arrives(&mut self, serial: u32, group: &str, at: Timestamp) -> Uuid {
        let id = Uuid::from_u128(u128::from(1_000 + serial));
        let number = format!("{group}{serial:03}");
        self.tickets
            .push(Ticket::taken(id, number, group.into(), None, None, at));
        id
    }

    pub fn ticket(&self, id: Uuid) -> &Ticket {
        self.tickets.iter().find(|ticket| ticket.id == id).unwrap()
    }

    pub fn answer(&mut self, path: &str, body: &[u8], now: Timestamp) -> Option<Answer> {
        let parts: Vec<&str> = path.trim_start_matches("/v1/").split('/').collect();
        Some(match parts[..] {
            ["queue"] => ok(&self.view()),
            ["queue", "call"] => self.call(now),
            ["tickets"] => {
                let ask: IssueTicket = serde_json::from_slice(body).unwrap();
                self.issued.push(ask.clone());
                let serial = u32::try_from(self.tickets.len()).unwrap() + 1;
                let id = self.arrives(serial, &ask.group, now);
                ok(self.ticket(id))
            }
            ["tickets", id, deed] => self.handle(id.parse().unwrap(), deed, body, now),
            ["windows", "08", deed] => self.run(deed, now),
            ["visits", _, "close"] => {
                let ask: serde_json::Value = serde_json::from_slice(body).unwrap();
                self.closed.push(ask["outcome"].as_str().unwrap().to_owned());
                self.end(now);
                Answer {
                    status: 204,
                    body: Vec::new(),
                }
            }
            _ => return None,
        })
    }

    pub fn serve(&mut self, visit: &Visit, now: Timestamp) {
        self.visit = Some(visit.clone());
        let serves = WindowStep::Serve {
            visit: visit.id,
            ticket: visit.ticket.as_ref().map(|ticket| ticket.number.clone()),
        };
        self.step(&serves, now);
    }

    fn end(&mut self, now: Timestamp) {
        if self.visit.take().is_some() {
            self.step(&WindowStep::Free, now);
        }
    }

    /// The supervisor takes back what a silent window has.
    pub fn release(&mut self, now: Timestamp) {
        self.visit = None;
        self.step(&WindowStep::Lose, now);
    }

    fn step(&mut self, step: &WindowStep, now: Timestamp) {
        if let Some(window) = self.window.take() {
            self.window = Some(window.clone().step(step, now).unwrap_or(window));
        }
    }

    fn view(&self) -> QueueView {
        let of = |state| {
            let of_state = self.tickets.iter().filter(move |ticket| ticket.state == state);
            of_state.cloned().collect()
        };
        QueueView {
            waiting: of(TicketState::Waiting),
            called: of(TicketState::Called),
            parked: of(TicketState::Parked),
            missed: of(TicketState::Missed),
            groups: Vec::new(),
            windows: self.window.iter().chain(&self.other_windows).cloned().collect(),
        }
    }

    fn call(&mut self, now: Timestamp) -> Answer {
        if self.visit.is_some() {
            return no(409, "YC-2611");
        }
        let first = self
            .tickets
            .iter()
            .position(|ticket| ticket.state == TicketState::Waiting);
        let visit = first.map(|at| self.open(at, now));
        ok(&CallReply { visit })
    }

    fn open(&mut self, at: usize, now: Timestamp) -> Visit {
        let call = Step::Call { desk: "08".into() };
        let called = self.tickets[at].clone().step(&call, now, &rules().rules).unwrap();
        self.tickets[at] = called.clone();
        let visit = Visit {
            id: Uuid::from_u128(called.id.as_u128() * 100 + u128::from(called.missed)),
            ticket: Some(called),
            reason: None,
            desk: "08".into(),
            opened_at: now,
        };
        self.serve(&visit, now);
        visit
    }

    fn handle(&mut self, id: Uuid, deed: &str, body: &[u8], now: Timestamp) -> Answer {
        let Some(at) = self.tickets.iter().position(|ticket| ticket.id == id) else {
            return no(404, "YC-2603");
        };
        let step = match deed {
            "take-up" => return ok(&self.open(at, now)),
            "recall" => Step::Recall,
            "miss" => Step::Miss,
            "rejoin" => Step::Rejoin,
            "leave" => Step::Leave,
            "park" => Step::Park {
                why: serde_json::from_slice::<ParkTicket>(body).unwrap().why,
            },
            "transfer" => Step::Transfer {
                to: match serde_json::from_slice::<TransferTicket>(body).unwrap().to {
                    Transfer::Group { group } => To::Group { group },
                    Transfer::Window { window } => To::Window { window },
                    Transfer::Person { .. } => To::Window { window: "09".into() },
                },
            },
            other => panic!("no such deed: {other}"),
        };
        match self.tickets[at].clone().step(&step, now, &rules().rules) {
            Ok(after) => {
                self.tickets[at] = after.clone();
                if after.state != TicketState::Called && deed != "rejoin" {
                    self.end(now);
                }
                ok(&after)
            }
            Err(_) => no(409, "YC-2605"),
        }
    }

    fn run(&mut self, deed: &str, now: Timestamp) -> Answer {
        let groups = vec!["A".to_owned()];
        let window = self
            .window
            .take()
            .unwrap_or_else(|| Window::closed("08", groups, now));
        let (staff, name) = (self.staff.clone(), "某人".to_owned());
        let step = match deed {
            "open" => WindowStep::Open { staff, name },
            "take-shift" => WindowStep::HandOver { staff, name },
            "pause" => WindowStep::Pause {
                why: cases::queue::PauseReason::Lunch,
            },
            "resume" => WindowStep::Resume,
            "close" => WindowStep::Close,
            other => panic!("no such deed: {other}"),
        };
        match window.clone().step(&step, now) {
            Ok(after) => {
                self.window = Some(after.clone());
                let visit = self.visit.clone();
                match deed {
                    "open" | "take-shift" => ok(&Seated { window: after, visit }),
                    _ => ok(&after),
                }
            }
            Err(odd) => {
                self.window = Some(window);
                no(
                    409,
                    match odd {
                        cases::queue::OddWindowStep::Taken { .. } => "YC-2609",
                        cases::queue::OddWindowStep::Busy => "YC-2611",
                        cases::queue::OddWindowStep::NotWhile(_) => "YC-2610",
                    },
                )
            }
        }
    }
}
