//! The commands of 事后审计 over `look`, `look_draw` and `look_sample`.

use async_trait::async_trait;
use cases::deadline::HALL_OFFSET;
use cases::identity::mask;
use cases::support::text::{self, OddText};
use cases::watch::month::{AlarmRow, Month, RefusedRow, Report, Row, Samples};
use cases::watch::sample::{Judged, LARGEST, Verdict, draw};
use cases::watch::{Kind, Outcome};
use cases::wire::watch::{AskDraw, Draw, JudgeSample, LookRow, LooksOf, Sample};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::look::{self, CASED};
use super::values::{at, count, id, int, maybe_at, ms, word};
use super::{SqliteStore, audit, visit};
use crate::store::auditing::AuditStore;
use crate::store::{Act, Kept};
use crate::{chance, fault};

/// Looks that one list names.
const LISTED: u32 = 500;

#[async_trait]
impl AuditStore for SqliteStore {
    async fn draw_looks(&self, act: Act, month: Month, ask: AskDraw) -> Kept<Draw> {
        self.write(act, move |tx, act| make_draw(tx, act, month, &ask))
            .await
    }

    async fn draws(&self, act: Act, month: Month) -> Kept<Vec<Draw>> {
        self.plain_write(move |tx| {
            audit::log(tx, &act, "samplesRead", &month.to_string(), "审计抽查", "")?;
            draws(tx, month)
        })
        .await
    }

    async fn judge_sample(&self, act: Act, id: Uuid, said: JudgeSample) -> Kept<Sample> {
        self.write(act, move |tx, act| judge(tx, act, id, &said)).await
    }

    async fn month_report(&self, act: Act, month: Month) -> Kept<Report> {
        self.plain_write(move |tx| {
            audit::log(tx, &act, "auditReport", &month.to_string(), "审计月报", "")?;
            report(tx, month)
        })
        .await
    }

    async fn looks_of(&self, act: Act, visit: Uuid, id_number: &str) -> Kept<LooksOf> {
        let number = id_number.to_owned();
        self.plain_write(move |tx| of_person(tx, &act, visit, &number))
            .await
    }
}

fn midnight(day: Date) -> i64 {
    let moment = HALL_OFFSET.to_timestamp(day.to_datetime(Time::midnight()));
    ms(moment.unwrap_or(Timestamp::MAX))
}

fn bounds(month: Month) -> (i64, i64) {
    (midnight(month.first()), midnight(month.end()))
}

fn make_draw(tx: &Connection, act: &Act, month: Month, ask: &AskDraw) -> Kept<Draw> {
    if !(1..=LARGEST).contains(&ask.size) {
        return Err(fault::odd_draw());
    }
    let seed = match ask.seed.as_deref().map(str::trim).filter(|seed| !seed.is_empty()) {
        Some(seed) if seed.chars().count() > 100 => return Err(fault::odd_draw()),
        Some(seed) => seed.to_owned(),
        None => head(tx)?.1,
    };
    let (from, until) = bounds(month);
    let mut rows = tx.prepare_cached("SELECT id FROM look WHERE at >= ?1 AND at < ?2 AND code IS NULL")?;
    let looks: Vec<Uuid> = rows
        .query_map(params![from, until], |row| id(row, 0))?
        .collect::<Result<_, _>>()?;
    let among = looks.len();
    let drawn = draw(looks, ask.size, &seed);
    let of = chance::id(act.at);
    tx.execute(
        "INSERT INTO look_draw (id, month, seed, among, at, staff) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            of.to_string(),
            month.to_string(),
            seed,
            int(among),
            ms(act.at),
            act.staff
        ],
    )?;
    for (place, look) in drawn.iter().enumerate() {
        tx.execute(
            "INSERT INTO look_sample (id, draw, place, look) VALUES (?1, ?2, ?3, ?4)",
            params![
                chance::id(act.at).to_string(),
                of.to_string(),
                int(place + 1),
                look.to_string()
            ],
        )?;
    }
    audit::log(tx, act, "drawSamples", &of.to_string(), "审计抽查", &seed)?;
    let found = draws(tx, month)?.into_iter().find(|draw| draw.id == of);
    found.ok_or_else(fault::no_sample)
}

fn draws(tx: &Connection, month: Month) -> Kept<Vec<Draw>> {
    let mut rows = tx.prepare_cached(
        "SELECT id, month, seed, among, at, staff FROM look_draw WHERE month = ?1 ORDER BY at DESC, id DESC",
    )?;
    let mut draws: Vec<Draw> = rows
        .query_map([month.to_string()], |row| {
            Ok(Draw {
                id: id(row, 0)?,
                month: row.get(1)?,
                seed: row.get(2)?,
                among: count(row, 3)?,
                at: at(row, 4)?,
                staff: row.get(5)?,
                samples: Vec::new(),
            })
        })?
        .collect::<Result<_, _>>()?;
    for draw in &mut draws {
        let mut ids = tx.prepare_cached("SELECT id FROM look_sample WHERE draw = ?1 ORDER BY place")?;
        let ids: Vec<Uuid> = ids
            .query_map([draw.id.to_string()], |row| id(row, 0))?
            .collect::<Result<_, _>>()?;
        for of in ids {
            draw.samples.push(sample(tx, of)?);
        }
    }
    Ok(draws)
}

fn sample(tx: &Connection, of: Uuid) -> Kept<Sample> {
    type Found = (String, Option<Judged>);
    let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<Found> {
        let judged = maybe_at(row, 5)?
            .map(|at| {
                Ok::<_, rusqlite::Error>(Judged {
                    verdict: word(row, 1, Verdict::from_word)?,
                    note: row.get(2)?,
                    by: row.get(3)?,
                    name: row.get(4)?,
                    at,
                })
            })
            .transpose()?;
        Ok((row.get(0)?, judged))
    };
    let found = tx
        .query_row(
            "SELECT p.look, p.verdict, p.note, p.judged_by, coalesce(s.name, p.judged_by), p.judged_at
             FROM look_sample p LEFT JOIN staff s ON s.number = p.judged_by WHERE p.id = ?1",
            [of.to_string()],
            read,
        )
        .optional()?;
    let (look, judged) = found.ok_or_else(fault::no_sample)?;
    let row = look::rows(tx, "l.id = ?1", &[&look])?.pop();
    Ok(Sample {
        id: of,
        look: row.ok_or_else(fault::no_sample)?,
        judged,
    })
}

fn judge(tx: &Connection, act: &Act, of: Uuid, said: &JudgeSample) -> Kept<Sample> {
    let known = sample(tx, of)?;
    if known.look.staff == act.staff {
        return Err(fault::own_sample());
    }
    if let Some(judged) = known.judged {
        return Err(fault::sample_judged().about(judged.name));
    }
    let note = match said.verdict {
        Verdict::InOrder => text::note(&said.note),
        Verdict::ToExplain => text::read(&said.note),
    };
    let note = note.map_err(|odd| match odd {
        OddText::Empty => fault::text_empty(),
        OddText::TooLong(length) => fault::text_too_long().about(length),
        OddText::Number => fault::text_has_number(),
    })?;
    tx.execute(
        "UPDATE look_sample SET verdict = ?2, note = ?3, judged_by = ?4, judged_at = ?5 WHERE id = ?1",
        params![of.to_string(), said.verdict.word(), note, act.staff, ms(act.at)],
    )?;
    audit::log(
        tx,
        act,
        "judgeSample",
        &of.to_string(),
        said.verdict.word(),
        &note,
    )?;
    sample(tx, of)
}

/// Entries of the chain, and the hash of its end.
fn head(tx: &Connection) -> Kept<(u64, String)> {
    let found = tx.query_row(
        "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1",
        [],
        |row| Ok((count(row, 0)?, row.get(1)?)),
    );
    Ok(found.optional()?.unwrap_or_default())
}

fn report(tx: &Connection, month: Month) -> Kept<Report> {
    let (from, until) = bounds(month);
    let (chain_entries, chain_head) = head(tx)?;
    let figures = |key: &str, name: &str| -> Kept<Vec<Row>> {
        let mut rows = tx.prepare_cached(&format!(
            "SELECT {key}, {name}, coalesce(sum(l.code IS NULL), 0),
               count(DISTINCT CASE WHEN l.code IS NULL THEN l.person END), coalesce(sum(l.code IS NOT NULL), 0),
               coalesce(sum(l.code IS NULL AND l.part = 0 AND l.ticket = 0 AND NOT {CASED}), 0)
             FROM look l LEFT JOIN staff s ON s.number = l.staff WHERE l.at >= ?1 AND l.at < ?2
             GROUP BY 1, 2 ORDER BY 3 DESC, 1"
        ))?;
        let found = rows
            .query_map(params![from, until], |row| {
                Ok(Row {
                    key: row.get(0)?,
                    name: row.get(1)?,
                    looks: count(row, 2)?,
                    people: count(row, 3)?,
                    refused: count(row, 4)?,
                    without_ticket: count(row, 5)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(found)
    };
    let mut rows = tx.prepare_cached(
        "SELECT code, count(*) FROM look WHERE at >= ?1 AND at < ?2 AND code IS NOT NULL GROUP BY code ORDER BY 2 DESC, 1",
    )?;
    let refused = rows
        .query_map(params![from, until], |row| {
            Ok(RefusedRow {
                code: row.get(0)?,
                count: count(row, 1)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(Report {
        month: month.to_string(),
        hall: String::new(),
        total: figures("''", "''")?.pop().unwrap_or_default(),
        operators: figures("l.staff", "coalesce(s.name, l.staff)")?,
        items: figures("l.item", "l.item")?,
        datasets: figures("l.dataset", "l.dataset")?,
        refused,
        alarms: alarms(tx, from, until)?,
        samples: samples(tx, month)?,
        chain_entries,
        chain_head,
    })
}

fn alarms(tx: &Connection, from: i64, until: i64) -> Kept<Vec<AlarmRow>> {
    let mut rows = tx.prepare_cached("SELECT kind, outcome FROM watch_alarm WHERE at >= ?1 AND at < ?2")?;
    let raised: Vec<(Kind, Option<Outcome>)> = rows
        .query_map(params![from, until], |row| {
            let outcome: Option<String> = row.get(1)?;
            Ok((
                word(row, 0, Kind::from_word)?,
                outcome.as_deref().and_then(Outcome::from_word),
            ))
        })?
        .collect::<Result<_, _>>()?;
    let of_kind = |kind: Kind| {
        let ended = |how: Option<Outcome>| {
            let same = raised.iter().filter(|(of, end)| *of == kind && *end == how);
            u32::try_from(same.count()).unwrap_or(u32::MAX)
        };
        let [in_order, warned, passed_on] = Outcome::ALL.map(|outcome| ended(Some(outcome)));
        let open = ended(None);
        AlarmRow {
            kind: kind.word().to_owned(),
            raised: in_order + warned + passed_on + open,
            in_order,
            warned,
            passed_on,
            open,
        }
    };
    let rows = Kind::ALL.map(of_kind).into_iter();
    Ok(rows.filter(|row| row.raised > 0).collect())
}

fn samples(tx: &Connection, month: Month) -> Kept<Samples> {
    Ok(tx.query_row(
        "SELECT count(*), coalesce(sum(p.verdict = 'inOrder'), 0), coalesce(sum(p.verdict = 'toExplain'), 0),
           coalesce(sum(p.verdict IS NULL), 0)
         FROM look_sample p JOIN look_draw d ON d.id = p.draw WHERE d.month = ?1",
        [month.to_string()],
        |row| {
            Ok(Samples {
                drawn: count(row, 0)?,
                in_order: count(row, 1)?,
                to_explain: count(row, 2)?,
                open: count(row, 3)?,
            })
        },
    )?)
}

fn of_person(tx: &Connection, act: &Act, of: Uuid, number: &str) -> Kept<LooksOf> {
    if !visit::is_open_at(tx, of, &act.desk)? {
        return Err(fault::no_visit());
    }
    if !visit::was_identified(tx, of, number)? {
        return Err(fault::looks_not_present());
    }
    let subject = mask::document(number);
    audit::log(
        tx,
        act,
        "looksListed",
        &subject,
        "告知申请人本人查询记录",
        &of.to_string(),
    )?;
    let person = look::digest_of(tx, number)?;
    let looks: Vec<LookRow> = look::rows(
        tx,
        "l.person = ?1 ORDER BY l.at DESC, l.id DESC LIMIT ?2",
        &[&person, &LISTED],
    )?;
    Ok(LooksOf {
        subject,
        at: act.at,
        looks,
    })
}
