//! A case as it stands: its departments, their steps, its results.

use cases::case::{ParcelState, Stage};
use cases::deadline::Happened;
use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::further::{Further, FurtherDemand};
use cases::wire::record::{CaseRow, CaseView};

use crate::deeds::papers::stage_words;
use crate::desk::Desk;
use crate::following::parcel_word;
use crate::hall_link::HallFault;
use crate::intake::show;
use crate::store;
use crate::trouble;
use crate::view::results::{
    CaseNowView, DeliveredView, FurtherLine, FurtherView, ParcelNowView, PromisedView, ResultView, StepView,
};

/// What stands on the timeline beside what departments do: acts of the law, and what was said to whom.
const ASIDE: [&str; 30] = [
    "received",
    "supplementing",
    "returned",
    "supplemented",
    "lapsed",
    "accepted",
    "deemedAccepted",
    "tolerated",
    "byCommitment",
    "promiseKept",
    "promiseNear",
    "promiseBroken",
    "furtherTold",
    "furtherCame",
    "messageNotTaken",
    "withdrawn",
    "refused",
    "notNeeded",
    "undoneAnswered",
    "suspended",
    "resumed",
    "extended",
    "notTaken",
    "noticeNear",
    "cureNear",
    "limitNear",
    "limitLastDay",
    "limitPassed",
    "pauseOver",
    "calendarMissing",
];

impl Desk {
    /// By slip code or case number. Without the hall, as this window saw it last.
    pub async fn case_now(&self, slip: &str) -> Result<CaseNowView, Trouble> {
        self.permit(Deed::SeeCase)?;
        let reference: String = slip.chars().filter(char::is_ascii_alphanumeric).collect();
        match self
            .0
            .link
            .get::<CaseView>(&format!("/v1/cases/{reference}"))
            .await
        {
            Ok(case) => Ok(self.show_case(case)),
            Err(fault) if fault.is_line() || matches!(fault, HallFault::Garbled) => {
                let rows = self.rooms()?.store.read(store::cases::all)?;
                let row = rows.into_iter().find(|row| row.slip == reference);
                row.map(|row| self.show_kept(row)).ok_or_else(trouble::hall_down)
            }
            Err(fault) => Err(fault.into()),
        }
    }

    pub(crate) fn show_case(&self, case: CaseView) -> CaseNowView {
        let (stage, stage_word) = stage_words(case.stage);
        let granted = case.acts.iter().find_map(|act| {
            if let Happened::Decided { granted } = act.what {
                Some(granted)
            } else {
                None
            }
        });
        let book = self.book().ok();
        let item = book.as_ref().and_then(|book| book.catalogue.item(&case.item));
        let first = case.first_told.as_ref();
        let is_added = |demand: &FurtherDemand| item.is_some_and(|item| demand.added(first, item).is_some());
        CaseNowView {
            waits: self.waits_for(&case.slip),
            promise: self.promise_of(&case.item),
            further: case
                .further
                .into_iter()
                .map(|one| further_view(one, is_added))
                .collect(),
            item: Some(case.item),
            stage,
            stage_word,
            case_number: case.case_number,
            item_name: case.item_name,
            applicant: case.applicant,
            accepted_at: case.accepted_at.map(|at| at.to_string()),
            due_day: case.due_day.map(|day| day.to_string()),
            parcels: case
                .parcels
                .into_iter()
                .map(|parcel| ParcelNowView {
                    department: parcel.department,
                    state: parcel.state.word().to_owned(),
                    state_word: parcel_word(parcel.state).to_owned(),
                    why: parcel
                        .cause
                        .filter(|_| matches!(parcel.state, ParcelState::Waiting | ParcelState::Refused))
                        .map(Into::into),
                })
                .collect(),
            steps: case
                .timeline
                .into_iter()
                .filter(|line| line.what.starts_with("parcel") || ASIDE.contains(&line.what.as_str()))
                .map(|line| StepView {
                    at: line.at.to_string(),
                    by: line.by,
                    what: line.what,
                    note: line.note,
                })
                .collect(),
            results: case
                .results
                .into_iter()
                .map(|result| ResultView {
                    department: result.department,
                    name: result.name,
                    number: result.number,
                    granted: result.granted,
                    valid_to: result.valid_to.map(|day| day.to_string()),
                    at: result.at.to_string(),
                    handed_over: result.handed_over,
                })
                .collect(),
            granted,
            deliver_by: case.deliver_by,
            promised: case
                .promised
                .into_iter()
                .map(|one| PromisedView {
                    material: one.material,
                    name: one.name,
                    due: one.due.to_string(),
                    kept_at: one.kept_at.map(|at| at.to_string()),
                    defaulted: one.defaulted,
                })
                .collect(),
            objections: case
                .objections
                .into_iter()
                .map(|row| self.show_objection(row))
                .collect(),
            cure_by: case
                .told
                .filter(|_| case.stage == Stage::Supplementing)
                .map(|told| told.until.to_string()),
            delivery: case.delivery.map(|delivery| DeliveredView {
                at: delivery.at.to_string(),
                way: delivery.way.word().to_owned(),
                receiver: delivery.receiver,
                relation: delivery.relation,
                desk: delivery.desk,
            }),
            slip: case.slip,
            stale: false,
        }
    }

    fn show_kept(&self, row: CaseRow) -> CaseNowView {
        let (stage, stage_word) = stage_words(row.stage);
        CaseNowView {
            waits: self.waits_for(&row.slip),
            stage,
            stage_word,
            slip: row.slip,
            case_number: row.case_number,
            item: None,
            item_name: row.item_name,
            applicant: row.applicant,
            accepted_at: None,
            due_day: row.due_day.map(|day| day.to_string()),
            promise: None,
            parcels: Vec::new(),
            steps: Vec::new(),
            results: Vec::new(),
            granted: None,
            deliver_by: None,
            promised: Vec::new(),
            further: Vec::new(),
            objections: Vec::new(),
            cure_by: None,
            delivery: None,
            stale: true,
        }
    }

    fn promise_of(&self, item: &str) -> Option<String> {
        let book = self.book().ok()?;
        book.catalogue.item(item).map(show::promise_words)
    }
}

fn further_view(asked: Further, added: impl Fn(&FurtherDemand) -> bool) -> FurtherView {
    let told = asked.told;
    FurtherView {
        id: asked.id.to_string(),
        department: asked.department,
        reason: asked.reason,
        asked_at: asked.asked_at.to_string(),
        number: told.as_ref().map(|told| told.number.clone()),
        round: told.as_ref().map(|told| told.round),
        until: told.map(|told| told.until.to_string()),
        lines: asked
            .demands
            .into_iter()
            .map(|demand| FurtherLine {
                added: added(&demand),
                material: demand.material,
                wrong: demand.wrong,
                cure: demand.cure,
                came_at: demand.came_at.map(|at| at.to_string()),
            })
            .collect(),
    }
}
