//! Hand-overs (移交): a helper's draft offered to windows under a code, taken once (promise 3).

use cases::assist::code::{CODES, HandOverCode, LASTS, Tries};
use cases::assist::left::{by_card, prepared};
use cases::assist::{Mode, mandate};
use cases::deadline::hall_date;
use cases::identity::mask;
use cases::wire::assist::{HandOverReply, HandOverRow, HandedOver, Holder};
use cases::wire::feed::What;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::values::{at, count, id, json, maybe_at, ms, word};
use super::{audit, draft, feed, help, inbox};
use crate::store::assist::{HandOverPlan, Offered, Take, Token};
use crate::store::{Act, Kept};
use crate::{chance, fault};

const COLUMNS: &str = "h.id, h.draft, h.number, h.mode, h.desk, s.name, h.item, h.item_name, h.applicant,
    h.prepared, h.lane, h.ticket, h.made_at, h.until, h.taken_desk, h.taken_staff, t.name, h.taken_at, h.withdrawn_at";
const FROM: &str =
    "hand_over h JOIN staff s ON s.number = h.staff LEFT JOIN staff t ON t.number = h.taken_staff";

fn row(row: &Row<'_>) -> rusqlite::Result<(HandOverRow, bool)> {
    let taken = match row.get::<_, Option<String>>(14)? {
        None => None,
        Some(desk) => Some(Holder {
            desk,
            staff: row.get(15)?,
            name: row.get(16)?,
        }),
    };
    let withdrawn = maybe_at(row, 18)?.is_some();
    let offered = HandOverRow {
        id: id(row, 0)?,
        draft: id(row, 1)?,
        number: row.get(2)?,
        mode: word(row, 3, Mode::from_word)?,
        desk: row.get(4)?,
        helper: row.get(5)?,
        item: row.get(6)?,
        item_name: row.get(7)?,
        applicant: row.get(8)?,
        prepared: json(row, 9)?,
        group: row.get(10)?,
        ticket: row.get(11)?,
        made_at: at(row, 12)?,
        until: at(row, 13)?,
        taken,
    };
    Ok((offered, withdrawn))
}

/// Offers a draft, or says what its mandate lacks. An earlier code of the draft ends.
pub fn make(tx: &Connection, act: &Act, plan: &HandOverPlan) -> Kept<HandOverReply> {
    let (held, open) = draft::find(tx, plan.draft)?.ok_or_else(fault::no_draft)?;
    if !open {
        return Err(fault::draft_closed());
    }
    let holder = draft::holder(tx, plan.draft)?.ok_or_else(fault::no_draft)?;
    if holder.desk != act.desk {
        return Err(fault::draft_elsewhere().about(holder.desk));
    }
    let catalogue = &plan.catalogue;
    let item = catalogue.item(&held.item).ok_or_else(fault::no_such_item)?;
    let today = hall_date(act.at);
    let (kept, mode) = super::mandate::of_draft(tx, plan.draft)?;
    if mode == Mode::InPlace {
        let lacks = match kept {
            None => vec![mandate::missing()],
            Some(kept) => mandate::check(&kept, item, &catalogue.rules, &held, &act.staff, today),
        };
        if !lacks.is_empty() {
            return Ok(HandOverReply::Lacking { lacks });
        }
    }
    withdraw(tx, act, plan.draft)?;
    let (_, number) = help::of_draft(tx, plan.draft)?;
    let number = if number.is_empty() {
        help::number(tx, act)?
    } else {
        number
    };
    let code = free_code(tx, act.at)?;
    let made = chance::id(act.at);
    tx.execute(
        "INSERT INTO hand_over (id, code, draft, number, mode, desk, staff, item, item_name, applicant, prepared,
           lane, ticket, made_at, until)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        params![
            made.to_string(),
            code.as_str(),
            plan.draft.to_string(),
            number,
            mode.word(),
            act.desk,
            act.staff,
            item.id,
            item.name,
            mask::name(held.party.applicant_name()),
            serde_json::to_string(&prepared(item, &held, today))?,
            plan.ask.group,
            plan.ask.ticket,
            ms(act.at),
            ms(act.at.saturating_add(LASTS).unwrap_or(Timestamp::MAX))
        ],
    )?;
    audit::log(
        tx,
        act,
        "handOver",
        &plan.draft.to_string(),
        mode.word(),
        &made.to_string(),
    )?;
    feed::say(tx, &What::HandOver { hand_over: made })?;
    Ok(HandOverReply::Given {
        code,
        hand_over: Box::new(find(tx, made)?.ok_or_else(fault::no_hand_over)?.0),
    })
}

/// A code that no hand-over of the last half hour has, so that "taken already" speaks of one alone.
fn free_code(tx: &Connection, now: Timestamp) -> Kept<HandOverCode> {
    let start = u32::from_be_bytes(chance::bytes::<4>()?);
    // An odd step visits every code once.
    for step in 0..CODES {
        let code = HandOverCode::of(start.wrapping_add(step.wrapping_mul(1_021)));
        let used = tx
            .query_row(
                "SELECT 1 FROM hand_over WHERE code = ?1 AND until > ?2",
                params![code.as_str(), ms(now)],
                |_| Ok(()),
            )
            .optional()?;
        if used.is_none() {
            return Ok(code);
        }
    }
    Err(fault::codes_used_up())
}

fn find(tx: &Connection, of: Uuid) -> Kept<Option<(HandOverRow, bool)>> {
    Ok(tx
        .query_row(
            &format!("SELECT {COLUMNS} FROM {FROM} WHERE h.id = ?1"),
            [of.to_string()],
            row,
        )
        .optional()?)
}

/// Ends what is still offered of a draft: it goes another way.
pub fn withdraw(tx: &Connection, act: &Act, of: Uuid) -> Kept<()> {
    let ended: Option<Uuid> = tx
        .query_row(
            "UPDATE hand_over SET withdrawn_at = ?2
             WHERE draft = ?1 AND withdrawn_at IS NULL AND taken_at IS NULL RETURNING id",
            params![of.to_string(), ms(act.at)],
            |row| id(row, 0),
        )
        .optional()?;
    match ended {
        Some(hand_over) => feed::say(tx, &What::HandOver { hand_over }),
        None => Ok(()),
    }
}

pub fn list(tx: &Connection, now: Timestamp, of: &Offered) -> Kept<Vec<HandOverRow>> {
    let since = now.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(now);
    let read = |clause: &str, value: &dyn rusqlite::ToSql| -> Kept<Vec<(HandOverRow, bool)>> {
        let mut rows = tx.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM {FROM} WHERE {clause} AND h.made_at >= ?1 ORDER BY h.made_at, h.id"
        ))?;
        let rows = rows
            .query_map(params![ms(since), value], row)?
            .collect::<Result<Vec<_>, _>>()?;
        Ok(rows)
    };
    let rows = match of {
        Offered::Open => read(
            "h.taken_at IS NULL AND h.withdrawn_at IS NULL AND h.until > ?2",
            &ms(now),
        )?,
        Offered::Of(staff) => read("h.withdrawn_at IS NULL AND h.staff = ?2", staff)?,
    };
    let today = hall_date(now);
    Ok(rows
        .into_iter()
        .filter(|(offered, _)| *of == Offered::Open || hall_date(offered.made_at) == today)
        .map(|(offered, _)| offered)
        .collect())
}

/// Takes what a code or a ticket stands for. Wrong codes are counted by desk; the last one raises an alarm.
pub fn take(tx: &Connection, act: &Act, token: &Token, reach: Option<&[String]>) -> Kept<Take> {
    let (offered, withdrawn) = match token {
        Token::Code(code) => {
            let tries = tries(tx, &act.desk)?;
            if let Some(until) = tries.locked_until(act.at) {
                return Ok(Take::Locked { until });
            }
            let latest = tx
                .query_row(
                    &format!(
                        "SELECT {COLUMNS} FROM {FROM} WHERE h.code = ?1 AND h.made_at >= ?2
                         ORDER BY h.made_at DESC LIMIT 1"
                    ),
                    params![
                        code.as_str(),
                        ms(act.at.saturating_sub(2 * LASTS).unwrap_or(act.at))
                    ],
                    row,
                )
                .optional()?;
            match latest {
                Some(found) => found,
                None => return wrong(tx, act, tries.after_wrong(act.at)),
            }
        }
        Token::Ticket(of) => {
            let found = find(tx, *of)?.ok_or_else(fault::no_hand_over)?;
            let served: Option<String> = tx
                .query_row(
                    "SELECT t.number FROM visit v JOIN ticket t ON t.id = v.ticket
                     WHERE v.desk = ?1 AND v.closed_at IS NULL AND t.day = ?2 AND t.number = ?3",
                    params![act.desk, hall_date(found.0.made_at).to_string(), found.0.ticket],
                    |row| row.get(0),
                )
                .optional()?;
            if served.is_none() {
                return Ok(Take::OtherTicket);
            }
            found
        }
    };
    if let Some(holder) = offered.taken {
        return Ok(Take::Gone(holder));
    }
    if reach.is_some_and(|items| !items.contains(&offered.item)) {
        return Ok(Take::OtherItem(offered.item_name));
    }
    if withdrawn || offered.until <= act.at {
        return Ok(Take::Over);
    }
    tx.execute(
        "UPDATE hand_over SET taken_desk = ?2, taken_staff = ?3, taken_at = ?4 WHERE id = ?1 AND taken_at IS NULL",
        params![offered.id.to_string(), act.desk, act.staff, ms(act.at)],
    )?;
    let taken = draft::take_with(tx, act, offered.draft, |draft| {
        // Under a mandate the principal was checked with it and does not come himself.
        if !by_card(draft) && offered.mode == Mode::Beside {
            draft.party.person.verified = None;
        }
    })?;
    tx.execute("DELETE FROM code_try WHERE desk = ?1", [&act.desk])?;
    audit::log(
        tx,
        act,
        "takeHandOver",
        &offered.draft.to_string(),
        offered.mode.word(),
        &offered.id.to_string(),
    )?;
    feed::say(
        tx,
        &What::HandOver {
            hand_over: offered.id,
        },
    )?;
    Ok(Take::Taken(Box::new(HandedOver {
        draft: taken,
        hand_over: find(tx, offered.id)?.ok_or_else(fault::no_hand_over)?.0,
    })))
}

fn tries(tx: &Connection, desk: &str) -> Kept<Tries> {
    Ok(tx
        .query_row(
            "SELECT wrong, last FROM code_try WHERE desk = ?1",
            [desk],
            |row| {
                Ok(Tries {
                    wrong: count(row, 0)?,
                    last: Some(at(row, 1)?),
                })
            },
        )
        .optional()?
        .unwrap_or_default())
}

fn wrong(tx: &Connection, act: &Act, now: Tries) -> Kept<Take> {
    tx.execute(
        "INSERT INTO code_try (desk, wrong, last) VALUES (?1, ?2, ?3)
         ON CONFLICT (desk) DO UPDATE SET wrong = excluded.wrong, last = excluded.last",
        params![act.desk, now.wrong, ms(act.at)],
    )?;
    audit::log(tx, act, "wrongHandOverCode", &act.desk, "hand over", "")?;
    match now.locked_until(act.at) {
        Some(until) => {
            inbox::raise_alarm(tx, act, "handOverGuessed", "wrong hand-over codes in a row")?;
            Ok(Take::Locked { until })
        }
        None => Ok(Take::Wrong { left: now.left() }),
    }
}
