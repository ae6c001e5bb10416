//! What the law wants told in writing of an act that no window writes a paper for: 特别程序告知书, 延期通知书, and the
//! 终止办理通知书 of a case that lapsed. Owed from the act's own transaction on, written right after it, and by the next
//! round where the hall was killed in between.

use cases::catalogue::Item;
use cases::deadline::{Clocks, Event, Happened, Promise, Unit, hall_date};
use cases::notice::{
    self, Content, Ending, EndingFacts, ExtensionFacts, Head, Length, PaperKind, SpecialFacts,
};
use jiff::civil::Date;

use super::plan::Ground;
use super::service::ground;
use crate::fault::{self, Fault};
use crate::keeping;
use crate::rooms::Rooms;
use crate::store::Act;
use crate::store::law::{Owed, OwedPaper};

/// Writes what is owed, the oldest first. A paper that cannot be written is owed on and holds no other back.
pub async fn write(rooms: &Rooms) -> Result<(), Fault> {
    for owed in rooms.store.owed_papers().await? {
        let case = owed.case;
        if let Err(fault) = one(rooms, owed).await {
            tracing::error!(case.id = %case, paper.code = fault.code(), paper.cause = ?fault.cause, "what the law wants told was not written");
        }
    }
    Ok(())
}

async fn one(rooms: &Rooms, owed: Owed) -> Result<(), Fault> {
    let case = owed.case;
    let draft = rooms
        .store
        .received_draft(case)
        .await?
        .ok_or_else(fault::no_case)?;
    let ground = ground(rooms, draft).await?;
    let paper = OwedPaper { ground, owed };
    rooms.store.write_owed(Act::of_hall(rooms.now()), paper).await?;
    keeping::papers_of(rooms, case).await?;
    Ok(())
}

impl OwedPaper {
    pub fn kind(&self) -> Option<PaperKind> {
        match self.act()?.what {
            Happened::Paused { .. } => Some(PaperKind::SpecialProcedure),
            Happened::Extended { .. } => Some(PaperKind::Extension),
            Happened::Ended { .. } => Some(PaperKind::TerminationNotice),
            Happened::Received
            | Happened::Told { .. }
            | Happened::Supplemented
            | Happened::Accepted { .. }
            | Happened::Resumed
            | Happened::Decided { .. }
            | Happened::Completed
            | Happened::Delivered => None,
        }
    }

    pub fn act(&self) -> Option<&Event> {
        self.owed.acts.last()
    }

    /// What the paper says. `approver` is the name of who approved.
    pub fn content(&self, number: String, approver: &str) -> Result<Content, Fault> {
        let Ground {
            catalogue, counting, ..
        } = &self.ground;
        let item = self.ground.item()?;
        let limits = item.limits();
        let acts = &self.owed.acts;
        let (event, earlier) = acts.split_last().ok_or_else(fault::wrong_stage)?;
        let before = counting.replay(earlier, &limits)?;
        let after = counting.replay(acts, &limits)?;
        let head = Head {
            number: Some(number),
            case_number: self.owed.case_number.clone(),
            ..self.ground.head(item)
        };
        let accepted_on = after.accepted_at.map_or(hall_date(event.at), hall_date);
        let wording = &catalogue.wording;
        match &event.what {
            Happened::Paused {
                kind,
                expected,
                reason,
                ..
            } => {
                let ends = after.paused.map(|still| still.ends.due);
                let facts = SpecialFacts {
                    head,
                    accepted_on,
                    procedure: kind.clone(),
                    reason: reason.clone(),
                    basis: own_basis(item)
                        .unwrap_or_else(|| "《中华人民共和国行政许可法》第四十五条".to_owned()),
                    starts_on: hall_date(event.at),
                    expected: length(*expected),
                    expected_until: ends.filter(|due| !due.provisional).map(|due| due.day),
                    due_before: before
                        .promised
                        .map(|clock| clock.due)
                        .filter(|due| !due.provisional)
                        .map(|due| due.day),
                };
                Ok(notice::special::content(&facts, wording))
            }
            Happened::Extended { by, reason, .. } => {
                let (due_before, due) = moved(&before, &after).ok_or_else(fault::wrong_stage)?;
                let facts = ExtensionFacts {
                    head,
                    accepted_on,
                    reason: reason.clone(),
                    basis: own_basis(item),
                    approver: approver.to_owned(),
                    approved_on: hall_date(event.at),
                    by: length(*by),
                    due_before,
                    due,
                };
                Ok(notice::extension::content(&facts, wording))
            }
            Happened::Ended { .. } => {
                let told = acts.iter().rev().find_map(|act| match &act.what {
                    Happened::Told { until } => Some((hall_date(act.at), *until)),
                    Happened::Received
                    | Happened::Supplemented
                    | Happened::Accepted { .. }
                    | Happened::Paused { .. }
                    | Happened::Resumed
                    | Happened::Extended { .. }
                    | Happened::Decided { .. }
                    | Happened::Completed
                    | Happened::Delivered
                    | Happened::Ended { .. } => None,
                });
                let (told_on, until) = told.ok_or_else(fault::wrong_stage)?;
                let received = acts.first().map_or(event.at, |act| act.at);
                let facts = EndingFacts {
                    head,
                    ending: Ending::Lapsed {
                        notice_number: self.owed.told_by.clone().unwrap_or_default(),
                        told_on,
                        until: until.unwrap_or(told_on),
                    },
                    applied_on: hall_date(received),
                    ended_on: hall_date(event.at),
                    materials: self.ground.handed_over(item),
                };
                Ok(notice::ending::content(&facts, wording))
            }
            Happened::Received
            | Happened::Told { .. }
            | Happened::Supplemented
            | Happened::Accepted { .. }
            | Happened::Resumed
            | Happened::Decided { .. }
            | Happened::Completed
            | Happened::Delivered => Err(fault::wrong_stage()),
        }
    }
}

/// The item's own rule; a licence rests on 行政许可法.
fn own_basis(item: &Item) -> Option<String> {
    let basis = item.legal_basis.first().filter(|_| !item.is_licence())?;
    Some(format!("《{}》{}", basis.law, basis.article))
}

/// The limit that was put off, before and after: the promise, or the statute where the promise had passed.
fn moved(before: &Clocks, after: &Clocks) -> Option<(Date, Date)> {
    let of = |clocks: &Clocks| Some((clocks.promised?.due.day, clocks.statutory?.due.day));
    let ((promise, statute), (promised, statutory)) = (of(before)?, of(after)?);
    Some(if promise == promised {
        (statute, statutory)
    } else {
        (promise, promised)
    })
}

fn length(promise: Promise) -> Length {
    let unit = match promise.unit {
        Unit::WorkingDays => "工作日",
        Unit::CalendarDays => "日",
        Unit::Hours => "小时",
    };
    Length {
        days: u32::from(promise.days),
        unit: unit.to_owned(),
    }
}
