//! An open case of the same applicant and item stops another one, unless a supervisor let it pass.

use cases::approval::Purpose;
use cases::wire::intake::Outcome;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{approval, casefile};
use crate::intake::plan::Ground;
use crate::store::{Act, Kept};

/// What stands beside a draft.
pub enum Beside {
    Clear,
    Stops(Outcome),
    Passes(Passed),
}

/// A draft that was let through.
pub struct Passed {
    approval: Uuid,
    case_number: String,
    by: String,
}

/// Looks for an open case of the same matter and uses the approval to pass it, where there is one. A case that was let
/// through once is not stopped again.
pub fn look(
    tx: &Connection,
    act: &Act,
    ground: &Ground,
    approval: Option<Uuid>,
    passed: bool,
) -> Kept<Beside> {
    let Some(case_number) = open_case_of(tx, ground)?.filter(|_| !passed) else {
        return Ok(Beside::Clear);
    };
    let Some(approval) = approval else {
        return Ok(Beside::Stops(Outcome::Duplicate { case_number }));
    };
    let purpose = Purpose::PassDuplicate(&ground.draft, &case_number);
    let used = approval::use_for(tx, act, approval, purpose)?;
    let by = used.state.answer().map(|answer| answer.name.clone());
    Ok(Beside::Passes(Passed {
        approval,
        by: by.unwrap_or_default(),
        case_number,
    }))
}

/// Writes on the timeline of the case that it was let through, beside what and by whom.
pub fn note(tx: &Connection, act: &Act, case: Uuid, passed: &Passed) -> Kept<()> {
    tx.execute(
        "UPDATE casefile SET passed_by = ?2 WHERE id = ?1",
        params![case.to_string(), passed.approval.to_string()],
    )?;
    let note = format!(
        "与在办件 {} 同一申请人同一事项，经{}审批放行",
        passed.case_number, passed.by
    );
    casefile::happen(tx, case, act.at, &act.staff, "passedDuplicate", Some(&note))
}

fn open_case_of(tx: &Connection, ground: &Ground) -> Kept<Option<String>> {
    Ok(tx
        .query_row(
            "SELECT coalesce(case_number, slip) FROM casefile
             WHERE item = ?1 AND applicant_number = ?2 AND stage IN ('received', 'supplementing', 'accepted', 'decided') AND id <> ?3
             ORDER BY received_at DESC LIMIT 1",
            params![
                ground.draft.item,
                ground.draft.party.applicant_number(),
                ground.draft.id.to_string()
            ],
            |row| row.get(0),
        )
        .optional()?)
}
