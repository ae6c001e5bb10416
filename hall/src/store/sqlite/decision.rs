//! What was decided is told in writing (决定送达通知书).

use cases::case::Stage;
use cases::deadline::{Happened, Rule};
use cases::notice::PaperKind;
use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

use super::{casefile, feed, history, paper, result};
use crate::intake::plan::Ground;
use crate::intake::result_papers::Decision;
use crate::law;
use crate::store::{Act, Kept};

/// 决定送达通知书: written once the case is complete, to be handed over with its result.
pub fn tell(tx: &Connection, act: &Act, case: Uuid, parcel: Uuid, ground: &Ground) -> Kept<()> {
    let item = ground.item()?;
    let known = casefile::find(tx, case)?.filter(|known| known.stage == Stage::Completed);
    let Some(known) = known else { return Ok(()) };
    let acts = history::of(tx, case)?;
    let decided = acts.iter().find_map(|act| {
        if let Happened::Decided { granted } = act.what {
            Some((act.at, granted))
        } else {
            None
        }
    });
    let (Some((decided_at, granted)), Some(accepted_at), Some(case_number)) =
        (decided, known.accepted_at, known.case_number)
    else {
        return Ok(());
    };
    let kind = PaperKind::DecisionNotice;
    let serial = feed::next_number(tx, &law::document_series(item, kind, act.at))?;
    let clocks = ground.counting.replay(&acts, &item.limits()).ok();
    let running = clocks.and_then(|clocks| clocks.running);
    let decision = Decision {
        number: law::document_number(&ground.hall, item, kind, act.at, serial)?.to_string(),
        case_number,
        accepted_at,
        decided_at,
        told_at: act.at,
        granted,
        opinion: opinion(tx, parcel)?,
        results: result::of(tx, case, false)?,
        deliver_by: running
            .filter(|clock| clock.rule == Rule::Delivery && !clock.due.provisional)
            .map(|clock| clock.due.day),
    };
    paper::write(tx, case, act.at, &ground.decision(item, &decision))?;
    Ok(())
}

/// What the department said when it decided.
fn opinion(tx: &Connection, parcel: Uuid) -> Kept<Option<String>> {
    let note: Option<Option<String>> = tx
        .query_row(
            "SELECT note FROM progress WHERE parcel = ?1 AND kind = 'decided' AND applied = 1 ORDER BY sequence LIMIT 1",
            [parcel.to_string()],
            |row| row.get(0),
        )
        .optional()?;
    let said = note.flatten().map(|note| {
        let bare = note.strip_prefix("准予，").or(note.strip_prefix("不予，"));
        bare.unwrap_or(&note).to_owned()
    });
    Ok(said)
}
