//! `look`: every look at somebody, granted or refused (数据查询记录).

use cases::consent::Consented;
use cases::watch::{Denial, Seen, Whose};
use cases::wire::watch::LookRow;
use hmac::{Hmac, KeyInit, Mac};
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use sha2::Sha256;
use uuid::Uuid;

use cases::deadline::{HALL_OFFSET, hall_date};

use super::values::{at, count, id, json, maybe_id, maybe_json, ms, word};
use crate::store::watched::Watch;
use crate::store::{Act, Kept, Look};
use crate::{chance, fault};

/// What became of a look.
pub enum End<'a> {
    Granted {
        grant: &'a str,
        consent: Option<Consented>,
    },
    Refused {
        code: &'a str,
        denial: Denial,
    },
}

impl End<'_> {
    fn denial(&self) -> Option<Denial> {
        match self {
            End::Granted { .. } => None,
            End::Refused { denial, .. } => Some(*denial),
        }
    }
}

/// A person as this hall knows him in its looks: nobody reckons the number from it without the hall's own key.
pub fn digest_of(tx: &Connection, number: &str) -> Kept<String> {
    let kept: Option<Vec<u8>> = tx
        .query_row("SELECT key FROM watch_key", [], |row| row.get(0))
        .optional()?;
    let key = match kept {
        Some(key) => key,
        None => {
            let fresh = chance::bytes::<32>()?.to_vec();
            tx.execute("INSERT INTO watch_key (one, key) VALUES (1, ?1)", [&fresh])?;
            fresh
        }
    };
    let mut mac =
        Hmac::<Sha256>::new_from_slice(&key).map_err(|error| fault::store_failed().inside(error))?;
    mac.update(number.trim().to_ascii_uppercase().as_bytes());
    Ok(hex::encode(mac.finalize().into_bytes()))
}

/// Whose data it is, as seen from who looks.
pub fn whose(tx: &Connection, staff: &str, person: &str) -> Kept<Whose> {
    let found = tx
        .query_row(
            "SELECT whose FROM watch_person WHERE person = ?1 AND (staff = ?2 OR staff = '')
             ORDER BY CASE whose WHEN 'own' THEN 0 WHEN 'relative' THEN 1 ELSE 2 END LIMIT 1",
            params![person, staff],
            |row| word(row, 0, Whose::from_word),
        )
        .optional()?;
    Ok(found.unwrap_or(Whose::Anybody))
}

/// Whether an open visit with a ticket stands behind the look, and whether a case does.
fn backing(tx: &Connection, visit: Uuid) -> Kept<(bool, bool)> {
    let visit = visit.to_string();
    let ticket = tx
        .query_row(
            "SELECT 1 FROM visit WHERE id = ?1 AND ticket IS NOT NULL",
            [&visit],
            |_| Ok(()),
        )
        .optional()?
        .is_some();
    let cased = tx.query_row(
        &format!("SELECT {CASED}").replace("l.visit", "?1"),
        [&visit],
        |row| row.get::<_, i64>(0),
    )?;
    Ok((ticket, cased == 1))
}

/// A case was opened, handed in or handed out in the look's visit.
pub const CASED: &str = "(EXISTS (SELECT 1 FROM intake_time i WHERE i.first_visit = l.visit)
  OR EXISTS (SELECT 1 FROM intake_time i WHERE i.visit = l.visit)
  OR EXISTS (SELECT 1 FROM delivery d WHERE d.visit = l.visit))";

/// The look as it will be judged, before anything of it is written.
pub fn seen(
    tx: &Connection,
    act: &Act,
    look: &Look,
    watch: &Watch,
    denied: Option<Denial>,
) -> Kept<(Seen, bool)> {
    let (ticket, cased) = backing(tx, look.visit)?;
    let subject = digest_of(tx, &look.number)?;
    let seen = Seen {
        at: act.at,
        whose: whose(tx, &act.staff, &subject)?,
        subject,
        case: look.draft,
        backed: ticket || cased,
        part: look.part,
        denied,
        outside_minutes: watch.outside_minutes,
    };
    Ok((seen, ticket))
}

/// An operator's looks of this day and of the hour before, in order.
pub fn of_staff(tx: &Connection, staff: &str, now: Timestamp) -> Kept<Vec<Seen>> {
    let midnight = HALL_OFFSET
        .to_timestamp(hall_date(now).to_datetime(Time::midnight()))
        .unwrap_or(now);
    let hour = now.saturating_sub(SignedDuration::from_hours(1)).unwrap_or(now);
    let mut rows = tx.prepare_cached(&format!(
        "SELECT l.at, l.person, l.draft, l.part, l.whose, l.denied, l.outside, l.ticket = 1 OR {CASED}
         FROM look l WHERE l.staff = ?1 AND l.at >= ?2 ORDER BY l.at, l.id"
    ))?;
    let looks = rows
        .query_map(params![staff, ms(midnight.min(hour))], |row| {
            let denied: Option<String> = row.get(5)?;
            Ok(Seen {
                at: at(row, 0)?,
                subject: row.get(1)?,
                case: maybe_id(row, 2)?,
                part: row.get::<_, i64>(3)? == 1,
                whose: word(row, 4, Whose::from_word)?,
                denied: denied.as_deref().and_then(Denial::from_word),
                outside_minutes: count(row, 6)?,
                backed: row.get::<_, i64>(7)? == 1,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(looks)
}

pub fn keep(
    tx: &Connection,
    act: &Act,
    look: &Look,
    (seen, ticket): (&Seen, bool),
    end: &End<'_>,
) -> Kept<()> {
    let (grant, consent, code) = match end {
        End::Granted { grant, consent } => (Some(*grant), *consent, None),
        End::Refused { code, .. } => (None, None, Some(*code)),
    };
    let consent = consent
        .map(|consent| serde_json::to_string(&consent))
        .transpose()?;
    let base = (!look.rest.bases.is_empty()).then(|| look.rest.word());
    tx.execute(
        "INSERT INTO look (id, at, staff, desk, visit, draft, item, dataset, elements, subject, person, purpose,
           grant_id, code, denied, part, ticket, whose, outside, base, consent)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
        params![
            chance::id(act.at).to_string(),
            ms(act.at),
            act.staff,
            act.desk,
            look.visit.to_string(),
            look.draft.map(|draft| draft.to_string()),
            look.item,
            look.dataset,
            serde_json::to_string(&look.elements)?,
            look.subject,
            seen.subject,
            look.purpose,
            grant,
            code,
            end.denial().map(Denial::word),
            i64::from(seen.part),
            i64::from(ticket),
            seen.whose.word(),
            i64::from(seen.outside_minutes),
            base,
            consent
        ],
    )?;
    Ok(())
}

const SELECT: &str =
    "SELECT l.id, l.at, l.staff, coalesce(s.name, l.staff), l.desk, l.item, l.dataset, l.elements,
  l.subject, l.purpose, l.grant_id, l.code, coalesce(d.slip, c.slip), l.base, l.consent";

const FROM: &str = "FROM look l LEFT JOIN staff s ON s.number = l.staff LEFT JOIN draft d ON d.id = l.draft
  LEFT JOIN casefile c ON c.id = l.draft";

fn row(row: &Row<'_>) -> rusqlite::Result<LookRow> {
    let item: String = row.get(5)?;
    Ok(LookRow {
        id: id(row, 0)?,
        at: at(row, 1)?,
        staff: row.get(2)?,
        staff_name: row.get(3)?,
        desk: row.get(4)?,
        item_name: item.clone(),
        item,
        dataset: row.get(6)?,
        elements: json(row, 7)?,
        subject: row.get(8)?,
        purpose: row.get(9)?,
        grant: row.get(10)?,
        refused: row.get(11)?,
        slip: row.get(12)?,
        base: row.get(13)?,
        consent: maybe_json(row, 14)?,
        backed: row.get::<_, i64>(15)? == 1,
    })
}

/// Looks under a condition on `l`; the caller says what is written after it. Items stand with their ids.
pub fn rows(tx: &Connection, condition: &str, values: &[&dyn ToSql]) -> Kept<Vec<LookRow>> {
    let sql = format!("{SELECT}, l.ticket = 1 OR {CASED} {FROM} WHERE {condition}");
    let mut found = tx.prepare_cached(&sql)?;
    let rows = found.query_map(values, row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}
