//! 号票: a number that was taken, on paper. It is printed once by itself and again only at a touch. Nobody waits for it: the
//! number stands on the screen, and what became of the paper is told there.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use ::printers::Fault;
use ::printers::ticket::{Line, Printed, Setup, Size, Slip, TicketPrinter, encode, has_sign};
use cases::deadline::hall_time;
use cases::error::Trouble;
use cases::queue::{Ticket, WindowState};
use cases::realm::Realm;
use cases::roles::Deed;
use uuid::Uuid;

use crate::desk::Desk;
use crate::trouble;
use crate::view::desk::DeskEvent;
use crate::view::queue::{NumberView, SlipState, SlipView};

/// Numbers of this kiosk that can be printed again.
const MOST: usize = 200;
/// What stands for a sign that no printer's font has (生僻字).
const UNKNOWN: char = '〓';

/// The slips of the numbers that were taken here, the latest last.
#[derive(Default)]
pub(crate) struct Slips {
    of: VecDeque<Made>,
    /// One slip at a time is at the printer.
    line: Arc<Mutex<()>>,
}

struct Made {
    ticket: Uuid,
    bytes: Arc<Vec<u8>>,
    view: SlipView,
}

impl Desk {
    /// Has the slip of a number printed that was taken just now; one that was printed is not printed again. `None` where
    /// this machine has no ticket printer.
    pub(crate) fn print_slip(&self, ticket: &Ticket, number: &NumberView) -> Option<SlipView> {
        let written = self.0.ticket_printer.as_deref()?;
        if let Some(made) = self.state().slips.of.iter().find(|made| made.ticket == ticket.id) {
            return Some(made.view.clone());
        }
        let mut view = SlipView {
            ticket: ticket.id.to_string(),
            state: SlipState::Printing,
            paper_low: false,
            trouble: None,
        };
        let made = TicketPrinter::written(written)
            .ok_or(Fault::NotFound)
            .and_then(|(printer, setup)| Ok((printer, self.slip_bytes(ticket, number, setup)?)));
        let (printer, bytes) = match made {
            Ok((printer, bytes)) => (Some(printer), bytes),
            Err(fault) => {
                (view.state, view.trouble) = (SlipState::Failed, Some(trouble::printer(&fault).into()));
                (None, Vec::new())
            }
        };
        let bytes = Arc::new(bytes);
        {
            let slips = &mut self.state().slips;
            if slips.of.len() == MOST {
                slips.of.pop_front();
            }
            slips.of.push_back(Made {
                ticket: ticket.id,
                bytes: Arc::clone(&bytes),
                view: view.clone(),
            });
        }
        if let Some(printer) = printer {
            self.send_slip(ticket.id, printer, bytes);
        }
        Some(view)
    }

    /// 补打: once more, as somebody asked for it. A slip that is under way is not sent a second time.
    pub async fn reprint_slip(&self, ticket: &str) -> Result<SlipView, Trouble> {
        self.permit(Deed::IssueTicket)?;
        let written = self.0.ticket_printer.as_deref();
        let found = written.and_then(TicketPrinter::written);
        let (printer, _) = found.ok_or_else(|| trouble::printer(&Fault::NotFound))?;
        let (id, bytes, view) = {
            let mut state = self.state();
            let mut all = state.slips.of.iter_mut();
            let made = all.find(|made| made.view.ticket == ticket && !made.bytes.is_empty());
            let made = made.ok_or_else(trouble::no_such_number)?;
            if made.view.state == SlipState::Printing {
                return Ok(made.view.clone());
            }
            (made.view.state, made.view.trouble) = (SlipState::Printing, None);
            (made.ticket, Arc::clone(&made.bytes), made.view.clone())
        };
        self.send_slip(id, printer, bytes);
        Ok(view)
    }

    fn send_slip(&self, ticket: Uuid, printer: TicketPrinter, bytes: Arc<Vec<u8>>) {
        let desk = self.weak();
        let line = Arc::clone(&self.state().slips.line);
        tokio::task::spawn_blocking(move || {
            let printed = {
                let _turn = line.lock().unwrap_or_else(PoisonError::into_inner);
                printer.print(&bytes)
            };
            if let Some(desk) = desk.upgrade().map(Desk) {
                desk.slip_ended(ticket, printed);
            }
        });
    }

    fn slip_ended(&self, ticket: Uuid, printed: Result<Printed, Fault>) {
        let slip = {
            let mut state = self.state();
            let Some(made) = state.slips.of.iter_mut().find(|made| made.ticket == ticket) else {
                return;
            };
            let view = &mut made.view;
            match printed {
                Ok(Printed::Seen { paper_low }) => {
                    (view.state, view.paper_low) = (SlipState::Done, paper_low)
                }
                Ok(Printed::Sent) => view.state = SlipState::Sent,
                Err(fault) => {
                    view.state = if fault.is_doubtful() {
                        SlipState::Doubtful
                    } else {
                        SlipState::Failed
                    };
                    view.trouble = Some(trouble::printer(&fault).into());
                }
            }
            view.clone()
        };
        self.emit(DeskEvent::Slip { slip });
    }

    fn slip_bytes(&self, ticket: &Ticket, number: &NumberView, setup: Setup) -> Result<Vec<u8>, Fault> {
        let windows: Vec<String> = {
            let state = self.state();
            let open = state.queue.windows.iter().filter(|window| {
                window.state != WindowState::Closed && window.groups.contains(&ticket.group)
            });
            open.map(|window| window.desk.clone()).collect()
        };
        let hall = self.start().hall_name;
        let slip = on_paper(self.0.realm, &hall, ticket, number, &windows);
        encode(&slip, setup, &|_, _, _| None)
    }
}

fn on_paper(realm: Realm, hall: &str, ticket: &Ticket, number: &NumberView, windows: &[String]) -> Slip {
    let mut lines = vec![
        Line::centred(known(hall), Size::Normal),
        Line::Feed(1),
        Line::centred(known(&number.number), Size::Triple),
        Line::centred(known(&number.zh), Size::Double),
    ];
    if !number.en.is_empty() {
        lines.push(Line::centred(known(&number.en), Size::Normal));
    }
    lines.push(Line::Rule);
    if !windows.is_empty() {
        lines.push(Line::text(known(&format!("办理窗口：{}", windows.join("、")))));
    }
    lines.push(Line::text(format!("前面等候：{} 人", number.ahead)));
    if let Some(minutes) = number.estimate_min {
        lines.push(Line::text(format!("预计等候：约 {minutes} 分钟")));
    }
    if let Some(at) = ticket.appointment_at {
        lines.push(Line::text(format!(
            "预约时间：{}",
            hall_time(at).strftime("%Y-%m-%d %H:%M")
        )));
    }
    let taken = hall_time(ticket.taken_at).strftime("%Y-%m-%d %H:%M").to_string();
    lines.push(Line::text(format!("取号时间：{taken}")));
    lines.push(Line::Rule);
    lines.push(Line::text("请留意大屏和呼叫，过号请到取号机回队。"));
    if realm == Realm::Training {
        lines.push(Line::centred("训练环境，号票无效", Size::Normal));
    }
    lines.push(Line::Feed(2));
    Slip { lines }
}

fn known(text: &str) -> String {
    let sign = |sign: char| if has_sign(sign) { sign } else { UNKNOWN };
    text.chars().map(sign).collect()
}
