//! Papers that the law wants written of an act, and that are not written yet.

use cases::deadline::Happened;
use cases::notice::PaperKind;
use rusqlite::{Connection, params};

use super::values::{id, ms};
use super::{audit, feed, history, paper, staff};
use crate::law;
use crate::store::law::{Owed, OwedPaper};
use crate::store::{Act, Kept};
use crate::{fault, store};

pub fn all(tx: &Connection) -> Kept<Vec<Owed>> {
    let mut rows = tx.prepare_cached(
        "SELECT e.casefile, e.sequence, c.case_number,
                (SELECT p.number FROM paper p WHERE p.casefile = e.casefile AND p.kind = ?1
                   AND p.companion_of IS NULL ORDER BY p.made_at DESC LIMIT 1)
         FROM law_event e JOIN casefile c ON c.id = e.casefile
         WHERE e.paper IS NULL AND json_extract(e.event, '$.event') IN ('paused', 'extended', 'ended')
           AND coalesce(json_extract(e.event, '$.stage'), 'lapsed') = 'lapsed'
         ORDER BY e.at, e.casefile, e.sequence",
    )?;
    let mut owed = rows
        .query_map([PaperKind::SupplementNotice.word()], |row| {
            Ok(Owed {
                case: id(row, 0)?,
                sequence: row.get(1)?,
                case_number: row.get(2)?,
                told_by: row.get(3)?,
                acts: Vec::new(),
            })
        })?
        .collect::<Result<Vec<_>, _>>()?;
    for one in &mut owed {
        let all = history::of(tx, one.case)?;
        let until = usize::try_from(one.sequence).unwrap_or(0);
        one.acts = all.into_iter().take(until).collect();
    }
    Ok(owed)
}

pub fn write(tx: &Connection, act: &Act, of: &OwedPaper) -> Kept<bool> {
    let (case, sequence) = (of.owed.case, of.owed.sequence);
    let place = params![case.to_string(), sequence];
    let open: bool = tx.query_row(
        "SELECT EXISTS (SELECT 1 FROM law_event WHERE casefile = ?1 AND sequence = ?2 AND paper IS NULL)",
        place,
        |row| row.get(0),
    )?;
    let Some(kind) = of.kind().filter(|_| open) else {
        return Ok(false);
    };
    let event = of.act().ok_or_else(fault::wrong_stage)?;
    let item = of.ground.item()?;
    let serial = feed::next_number(tx, &law::document_series(item, kind, event.at))?;
    let number = law::document_number(&of.ground.hall, item, kind, event.at, serial)?.to_string();
    let content = of.content(number.clone(), &approver(tx, &event.what)?)?;
    let paper = paper::write(tx, case, act.at, &content)?;
    tx.execute(
        "UPDATE law_event SET paper = ?3 WHERE casefile = ?1 AND sequence = ?2",
        params![case.to_string(), sequence, paper.to_string()],
    )?;
    audit::log(tx, act, "tell", &number, kind.word(), &ms(event.at).to_string())?;
    Ok(true)
}

/// A supervisor of this hall by his name; whoever a department names, as it names him.
fn approver(tx: &Connection, what: &Happened) -> Kept<String> {
    let Happened::Extended { approver, .. } = what else {
        return Ok(String::new());
    };
    let known: Option<store::StaffRow> = staff::find(tx, approver)?;
    Ok(known.map_or_else(|| approver.clone(), |row| row.name))
}
