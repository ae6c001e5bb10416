//! 受理 (F9): the intent is committed, sent, and answered by the hall alone. The same draft gives the same
//! answer however often the key is pressed. When the hall does not answer, the window receives.

use cases::case::Stage;
use cases::error::Trouble;
use cases::review;
use cases::roles::Deed;
use cases::wire::intake::{Command, Outcome};
use cases::wire::rating::Rated;
use jiff::Timestamp;
use uuid::Uuid;

use crate::applicant::AskedRating;
use crate::chance;
use crate::desk::{Desk, State};
use crate::intake::show;
use crate::store::outbox::{self, OutboxRow};
use crate::store::{meta, papers};
use crate::trouble;
use crate::view::outcome::{AcceptView, PaperView};

/// What the desk's own look gave.
pub(crate) enum Judged {
    Blocked(Vec<review::Finding>),
    /// The place of the committed intent.
    Committed(u64),
}

impl Desk {
    pub async fn accept(&self, id: &str, base_revision: u32) -> Result<AcceptView, Trouble> {
        let session = self.permit_here(Deed::Accept)?;
        let id = super::id(id)?;
        let rooms = self.rooms()?;
        let slip = self.slip_of(id)?;
        let last = rooms
            .store
            .read(|connection| outbox::last_of(connection, id, "accept"))?;
        let sequence = match last {
            Some(row) if row.state == "waiting" => row.sequence,
            Some(row) if slip.is_none() => return self.accept_view(&row),
            Some(_) | None => match self.judge(id, u64::from(base_revision), &session.staff)? {
                Judged::Blocked(findings) => {
                    return Ok(AcceptView::Blocked {
                        findings: findings.into_iter().map(show::finding).collect(),
                    });
                }
                Judged::Committed(sequence) => sequence,
            },
        };
        let visit = self.state().visit.as_ref().map(|visit| visit.visit.id);
        let answer = match self.send_through(sequence).await? {
            Ok(row) => self.accept_view(&row),
            Err(fault) if fault.is_line() || matches!(fault, crate::hall_link::HallFault::Garbled) => {
                self.receive_without_hall(id, sequence, &session).await
            }
            Err(fault) => {
                self.reopen(id);
                Err(fault.into())
            }
        }?;
        if let Some(visit) = visit {
            self.rate_after(visit, &answer);
        }
        Ok(answer)
    }

    /// What was handled counts in its visit, and is rated on the applicant's screen.
    pub(crate) fn rate_after(&self, visit: Uuid, answer: &AcceptView) {
        let (slip, number, outcome) = match answer {
            AcceptView::Accepted {
                slip, case_number, ..
            } => (slip, case_number, "accepted"),
            AcceptView::Received { slip, .. } => (slip, slip, "received"),
            AcceptView::Refused { slip, .. } => (slip, slip, "refused"),
            AcceptView::Supplementing { slip, number, .. } => (slip, number, "supplementing"),
            AcceptView::Returned { slip, .. } => (slip, slip, "received"),
            AcceptView::Blocked { .. } | AcceptView::Duplicate { .. } | AcceptView::HeldElsewhere { .. } => {
                return;
            }
        };
        let first = self.count_handed(visit, slip);
        let of = Rated {
            visit,
            slip: slip.clone(),
        };
        let asked = AskedRating {
            of,
            number: number.clone(),
            outcome: outcome.to_owned(),
        };
        self.ask_rating(asked, first);
    }

    /// Counts what was handed in during the visit; whether it is the first.
    fn count_handed(&self, visit: Uuid, slip: &str) -> bool {
        let (first, kept) = {
            let mut state = self.state();
            let Some(open) = state.visit.as_mut().filter(|open| open.visit.id == visit) else {
                return true;
            };
            (open.note_handed(slip), serde_json::to_string(open))
        };
        let saved = kept
            .map_err(|_| trouble::store_failed())
            .and_then(|json| Ok(self.rooms()?.store.mark(|tx| meta::set(tx, meta::VISIT, &json))?));
        if let Err(trouble) = saved {
            // The case stands whatever becomes of the count.
            tracing::warn!(visit.code = %trouble.code, "a case of the visit was not counted");
        }
        first
    }

    pub(crate) fn slip_of(&self, id: Uuid) -> Result<Option<String>, Trouble> {
        let state = self.state();
        Ok(state
            .intake
            .as_ref()
            .filter(|intake| intake.draft.id == id)
            .map(|intake| intake.draft.slip.clone()))
    }

    /// Reviews and, when nothing blocks, commits the intent; nothing of the draft changes from then on.
    pub(crate) fn judge(&self, id: Uuid, base: u64, staff: &str) -> Result<Judged, Trouble> {
        let rooms = self.rooms()?;
        let book = self.book()?;
        let mut guard = self.state();
        let State {
            intake, approvals, ..
        } = &mut *guard;
        let intake = intake
            .as_mut()
            .filter(|intake| intake.draft.id == id)
            .ok_or_else(trouble::no_such_draft)?;
        if intake.closed {
            return Err(trouble::already_received());
        }
        if intake.changed_since(base) {
            return Err(trouble::changed_meanwhile());
        }
        let item = book
            .catalogue
            .item(&intake.draft.item)
            .ok_or_else(trouble::no_such_item)?;
        let ground = self.ground(&book, item);
        let catalogue = &book.catalogue;
        let findings = review::run(
            item,
            &catalogue.rules,
            &catalogue.codes,
            &intake.draft,
            ground.today(),
        );
        if !review::is_clear(&findings) {
            return Ok(Judged::Blocked(findings));
        }
        let command = Command::Accept {
            draft: intake.draft.clone(),
            approval: self.approval_to_pass(&intake.draft, approvals),
        };
        let key = chance::id_at(ground.now);
        let line = self.line(staff, "accept", id, &item.name);
        let sequence = rooms
            .store
            .transact(line, |tx| outbox::add(tx, &command, key, ground.now))?;
        intake.closed = true;
        Ok(Judged::Committed(sequence))
    }

    /// The outcome as the screen shows it, the same for the same row.
    pub(crate) fn accept_view(&self, row: &OutboxRow) -> Result<AcceptView, Trouble> {
        let Some(outcome) = &row.outcome else {
            self.reopen(row.draft);
            return Err(row.cause.clone().unwrap_or_else(trouble::hall_garbled));
        };
        Ok(match outcome {
            Outcome::Accepted(accepted) => AcceptView::Accepted {
                case_number: accepted.case_number.clone(),
                slip: accepted.slip.clone(),
                notice_number: accepted.notice_number.clone(),
                accepted_at: accepted.accepted_at.to_string(),
                due_day: accepted.due_day.to_string(),
                provisional: accepted.provisional,
                departments: accepted.departments.clone(),
                papers: self.kept_papers(&accepted.slip)?,
                waits: self.waits_for(&accepted.slip),
            },
            Outcome::Received {
                slip,
                received_at,
                notify_by,
                why,
            } => AcceptView::Received {
                slip: slip.clone(),
                received_at: received_at.to_string(),
                notify_by: notify_by.to_string(),
                why: Some(why.clone().unwrap_or_else(trouble::accepted_later).into()),
                papers: self.kept_papers(slip)?,
            },
            Outcome::Refused(refused) => AcceptView::Refused {
                slip: refused.slip.clone(),
                number: refused.number.clone(),
                refused_at: refused.refused_at.to_string(),
                not_needed: refused.stage == Stage::NotNeeded,
                papers: self.kept_papers(&refused.slip)?,
            },
            Outcome::Supplementing(told) => AcceptView::Supplementing {
                slip: told.slip.clone(),
                number: told.number.clone(),
                told_at: told.told_at.to_string(),
                until: told.until.to_string(),
                demands: told.demands,
                papers: self.kept_papers(&told.slip)?,
            },
            Outcome::Returned(returned) => AcceptView::Returned {
                slip: returned.slip.clone(),
                came: returned.came.clone(),
                open: returned.open.clone(),
                until: returned.until.to_string(),
                papers: self.kept_papers(&returned.slip)?,
            },
            Outcome::Blocked { findings } => AcceptView::Blocked {
                findings: findings.iter().cloned().map(show::finding).collect(),
            },
            Outcome::Duplicate { case_number } => AcceptView::Duplicate {
                case_number: case_number.clone(),
            },
            Outcome::HeldElsewhere { desk, clerk, .. } => AcceptView::HeldElsewhere {
                desk: desk.clone(),
                clerk: clerk.clone(),
            },
            Outcome::Saved { .. } | Outcome::ToldOnce { .. } => return Err(trouble::hall_garbled()),
        })
    }

    /// 收件凭证, 受理通知书 and 不予受理通知书 of a case, as they are kept here.
    pub(crate) fn kept_papers(&self, slip: &str) -> Result<Vec<PaperView>, Trouble> {
        let kept = self
            .rooms()?
            .store
            .read(|connection| papers::of_case(connection, slip))?;
        let handed_out = kept.into_iter().filter(|paper| paper.kind != "form");
        Ok(handed_out.map(|paper| self.show_paper(paper)).collect())
    }

    pub(crate) fn reopen(&self, id: Uuid) {
        if let Some(intake) = self
            .state()
            .intake
            .as_mut()
            .filter(|intake| intake.draft.id == id)
        {
            intake.closed = false;
        }
    }
}

/// A moment for the screens, RFC 3339.
pub(crate) fn shown(at: Timestamp) -> String {
    at.to_string()
}
