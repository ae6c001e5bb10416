//! Text messages (短信): written with the act they tell, leased, tried, settled; and the line to the gateway.

use cases::deadline::{Happened, hall_date};
use cases::identity::mask;
use cases::texting::Moment;
use cases::wire::feed::What;
use cases::wire::record::{TextState, TextView};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::values::{at, count, day, id, json, maybe_at, maybe_day, maybe_json, ms, word};
use super::{audit, feed, further, notice_text};
use crate::store::texting::{Fixed, LeasedText, Saying, TextSettled, Warning};
use crate::store::{Act, Kept};
use crate::{chance, fault};

/// Writes what an act tells the applicant. `sequence` is the act's place in the case.
pub fn tell(tx: &Connection, case: Uuid, when: Timestamp, what: &Happened, sequence: i64) -> Kept<()> {
    let Some((moment, day)) = Moment::of(what) else {
        return Ok(());
    };
    // What happens in the same moment is told once, by the last of it: receipt and acceptance in one act.
    let replaced = tx.execute(
        "DELETE FROM text_message WHERE casefile = ?1 AND made_at = ?2 AND state = 'waiting'
           AND attempts = 0 AND leased_until IS NULL",
        params![case.to_string(), ms(when)],
    )?;
    tx.execute(
        "UPDATE text_message SET state = 'overtaken' WHERE casefile = ?1 AND state = 'waiting'
           AND leased_until IS NULL AND (moment IN ('dueSoon', 'lapseSoon') OR (moment = 'furtherSoon' AND ?2))",
        // What a department asked for is of no use to it any more.
        params![
            case.to_string(),
            matches!(moment, Moment::Decided | Moment::Pickup | Moment::Ended)
        ],
    )?;
    let in_visit = match what {
        Happened::Received => true,
        Happened::Accepted { deemed } => replaced > 0 && !deemed,
        Happened::Told { .. } | Happened::Ended { .. } => replaced > 0,
        Happened::Supplemented
        | Happened::Paused { .. }
        | Happened::Resumed
        | Happened::Extended { .. }
        | Happened::Decided { .. }
        | Happened::Completed
        | Happened::Delivered => false,
    };
    let round = match moment {
        Moment::Supplement | Moment::Extended => sequence.to_string(),
        Moment::Received
        | Moment::Accepted
        | Moment::DueSoon
        | Moment::Decided
        | Moment::Pickup
        | Moment::LapseSoon
        | Moment::Further
        | Moment::PromiseSoon
        | Moment::FurtherSoon
        | Moment::Checked
        | Moment::Ended => String::new(),
    };
    insert(tx, case, moment, &round, day, when, in_visit)
}

/// Writes what no act of law tells: a notice of further materials, a promise whose day is near. `round` keeps what is
/// said again apart from what was said.
pub fn say(
    tx: &Connection,
    case: Uuid,
    moment: Moment,
    round: &str,
    day: Option<Date>,
    when: Timestamp,
) -> Kept<()> {
    insert(tx, case, moment, round, day, when, false)
}

/// What was promised or asked for by this day has come: nobody is reminded of it any more.
pub fn has_come(tx: &Connection, case: Uuid, reminded_of: Moment, due: Date) -> Kept<()> {
    tx.execute(
        "UPDATE text_message SET state = 'overtaken' WHERE casefile = ?1 AND moment = ?2 AND round = ?3
           AND state = 'waiting' AND leased_until IS NULL",
        params![case.to_string(), reminded_of.word(), due.to_string()],
    )?;
    Ok(())
}

fn insert(
    tx: &Connection,
    case: Uuid,
    moment: Moment,
    round: &str,
    day: Option<Date>,
    when: Timestamp,
    in_visit: bool,
) -> Kept<()> {
    tx.execute(
        "INSERT INTO text_message (id, casefile, moment, round, day, in_visit, state, made_at, next_try)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting', ?7, ?7) ON CONFLICT (casefile, moment, round) DO NOTHING",
        params![
            chance::id(when).to_string(),
            case.to_string(),
            moment.word(),
            round,
            day.map(|day| day.to_string()),
            in_visit,
            ms(when)
        ],
    )?;
    Ok(())
}

/// See [`TextStore::lease_text`](crate::store::texting::TextStore::lease_text).
pub fn lease(tx: &Connection, now: Timestamp, until: Timestamp, quiet: bool) -> Kept<Option<LeasedText>> {
    let leased: Option<Uuid> = tx
        .query_row(
            "UPDATE text_message SET leased_until = ?2 WHERE id = (
               SELECT t.id FROM text_message t
               WHERE t.state = 'waiting' AND t.next_try <= ?1 AND coalesce(t.leased_until, 0) <= ?1
                 AND (NOT ?3 OR t.in_visit = 1)
                 AND coalesce((SELECT open_until FROM text_line), 0) <= ?1
                 AND NOT EXISTS (SELECT 1 FROM text_message e WHERE e.casefile = t.casefile
                                 AND e.state = 'waiting' AND e.rowid < t.rowid)
               ORDER BY t.next_try, t.rowid LIMIT 1)
             RETURNING id",
            params![ms(now), ms(until), quiet],
            |row| id(row, 0),
        )
        .optional()?;
    let Some(leased) = leased else {
        return notice_text::lease(tx, now, until);
    };
    Ok(Some(tx.query_row(
        "SELECT c.slip, t.moment,
           coalesce(t.day, CASE t.moment WHEN 'received' THEN c.notify_by
                                         WHEN 'accepted' THEN c.due_day WHEN 'extended' THEN c.due_day END),
           t.attempts, (SELECT failures FROM text_line), t.phone, t.words, c.body
         FROM text_message t JOIN casefile c ON c.id = t.casefile WHERE t.id = ?1",
        [leased.to_string()],
        |row| {
            let phone: Option<String> = row.get(5)?;
            let words: Option<String> = row.get(6)?;
            let saying = match phone.zip(words) {
                Some((phone, words)) => Saying::Fixed(Fixed { phone, words }),
                None => Saying::OfCase {
                    slip: row.get(0)?,
                    moment: word(row, 1, Moment::from_word)?,
                    day: maybe_day(row, 2)?,
                    draft: json(row, 7)?,
                },
            };
            Ok(LeasedText {
                id: leased,
                attempts: count(row, 3)?,
                failures: count(row, 4)?,
                saying,
            })
        },
    )?))
}

pub fn fix(tx: &Connection, text: Uuid, fixed: &Fixed) -> Kept<()> {
    tx.execute(
        "UPDATE text_message SET phone = ?2, phone_masked = ?3, words = ?4 WHERE id = ?1 AND words IS NULL",
        params![
            text.to_string(),
            fixed.phone,
            mask::phone(&fixed.phone),
            fixed.words
        ],
    )?;
    Ok(())
}

/// Writes down what became of an attempt.
pub fn settle(tx: &Connection, act: &Act, text: Uuid, settled: &TextSettled) -> Kept<()> {
    if notice_text::settle(tx, act, text, settled)? {
        return Ok(());
    }
    let (slip, desk, moment) = tx
        .query_row(
            "SELECT c.slip, c.desk, t.moment FROM text_message t JOIN casefile c ON c.id = t.casefile
             WHERE t.id = ?1 AND t.state = 'waiting'",
            [text.to_string()],
            |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, String>(2)?,
                ))
            },
        )
        .optional()?
        .ok_or_else(fault::no_text)?;
    let deed = match settled {
        TextSettled::NoPhone => {
            tx.execute(
                "UPDATE text_message SET state = 'noPhone', leased_until = NULL WHERE id = ?1",
                [text.to_string()],
            )?;
            None
        }
        TextSettled::Sent { .. } | TextSettled::Refused { .. } | TextSettled::Later { .. } => {
            answered(tx, act, "text_message", text, settled)?
        }
    };
    if let Some(deed) = deed {
        audit::log(tx, act, deed, &slip, &moment, "")?;
    }
    feed::say(tx, &What::Text { slip, desk })
}

/// What the gateway said of a text, in the table that has it; gives the deed of a text that is done with.
pub fn answered(
    tx: &Connection,
    act: &Act,
    table: &'static str,
    text: Uuid,
    settled: &TextSettled,
) -> Kept<Option<&'static str>> {
    match settled {
        TextSettled::Sent { receipt_no } => {
            tx.execute(
                &format!(
                    "UPDATE {table} SET state = 'sent', attempts = attempts + 1, sent_at = ?2, receipt_no = ?3,
                       cause = NULL, leased_until = NULL, phone = NULL WHERE id = ?1"
                ),
                params![text.to_string(), ms(act.at), receipt_no],
            )?;
            line_is_up(tx)?;
            Ok(Some("sendText"))
        }
        TextSettled::Refused { why } => {
            tx.execute(
                &format!(
                    "UPDATE {table} SET state = 'refused', attempts = attempts + 1, cause = ?2, leased_until = NULL,
                       phone = NULL WHERE id = ?1"
                ),
                params![text.to_string(), serde_json::to_string(why)?],
            )?;
            line_is_up(tx)?;
            Ok(Some("refuseText"))
        }
        TextSettled::Later { next_try, why } => {
            tx.execute(
                &format!(
                    "UPDATE {table} SET attempts = attempts + 1, cause = ?2, leased_until = NULL, next_try = ?3
                     WHERE id = ?1"
                ),
                params![text.to_string(), serde_json::to_string(why)?, ms(*next_try)],
            )?;
            tx.execute(
                "UPDATE text_line SET failures = failures + 1, open_until = ?1,
                   failing_since = coalesce(failing_since, ?2)",
                params![ms(*next_try), ms(act.at)],
            )?;
            Ok(None)
        }
        TextSettled::NoPhone => Err(fault::no_text()),
    }
}

fn line_is_up(tx: &Connection) -> Kept<()> {
    tx.execute(
        "UPDATE text_line SET failures = 0, open_until = NULL, failing_since = NULL",
        [],
    )?;
    Ok(())
}

/// When something may be due next, however it turns out.
pub fn next_time(tx: &Connection, quiet_until: Option<Timestamp>) -> Kept<Option<Timestamp>> {
    Ok(tx
        .query_row(
            "SELECT min(due) FROM (
               SELECT max(t.next_try, coalesce(t.leased_until, 0), coalesce((SELECT open_until FROM text_line), 0),
                          CASE t.in_visit WHEN 1 THEN 0 ELSE coalesce(?1, 0) END) AS due
               FROM text_message t WHERE t.state = 'waiting'
                 AND NOT EXISTS (SELECT 1 FROM text_message e WHERE e.casefile = t.casefile
                                 AND e.state = 'waiting' AND e.rowid < t.rowid)
               UNION ALL
               SELECT max(n.next_try, coalesce(n.leased_until, 0), coalesce((SELECT open_until FROM text_line), 0))
               FROM notice_text n WHERE n.state = 'waiting')",
            [quiet_until.map(ms)],
            |row| maybe_at(row, 0),
        )
        .optional()?
        .flatten())
}

pub fn release_leases(tx: &Connection) -> Kept<u64> {
    let freed = tx.execute(
        "UPDATE text_message SET leased_until = NULL WHERE leased_until IS NOT NULL",
        [],
    )?;
    let notices = tx.execute(
        "UPDATE notice_text SET leased_until = NULL WHERE leased_until IS NOT NULL",
        [],
    )?;
    Ok((freed + notices) as u64)
}

/// Cases under a limit (承诺期限) whose clock does not stand still, and cases that wait for the applicant (补正期限,
/// 补充材料期限).
pub fn unwarned(tx: &Connection, from: Date, until: Date) -> Kept<Vec<Warning>> {
    let mut rows = tx.prepare_cached(&format!(
        "SELECT id, moment, day, since FROM (
           SELECT id, 'dueSoon' AS moment, due_day AS day, accepted_at AS since FROM casefile
           WHERE stage = 'accepted' AND due_day BETWEEN ?1 AND ?2 AND runs IS NOT 'specialProcedure'
           UNION ALL
           SELECT id, 'lapseSoon', json_extract(clock, '$.running.due.day'),
             CAST(strftime('%s', json_extract(clock, '$.running.from')) AS INTEGER) * 1000
           FROM casefile WHERE stage = 'supplementing' AND runs = 'cure'
             AND json_extract(clock, '$.running.due.day') BETWEEN ?1 AND ?2
           UNION ALL
           SELECT casefile, 'furtherSoon', until, told_at FROM ({}) WHERE until BETWEEN ?1 AND ?2) AS near
         WHERE NOT EXISTS (SELECT 1 FROM text_message t WHERE t.casefile = near.id AND t.moment = near.moment
                           AND t.round = near.day)",
        further::AWAITED
    ))?;
    let found = rows
        .query_map(params![from.to_string(), until.to_string()], |row| {
            Ok(Warning {
                case: id(row, 0)?,
                moment: word(row, 1, Moment::from_word)?,
                day: day(row, 2)?,
                since: hall_date(at(row, 3)?),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Writes warnings, but for those that were written meanwhile or whose case has moved on.
pub fn warn(tx: &Connection, act: &Act, warnings: &[Warning]) -> Kept<()> {
    for warning in warnings {
        let stage = match warning.moment {
            Moment::LapseSoon => "supplementing",
            Moment::DueSoon
            | Moment::Received
            | Moment::Supplement
            | Moment::Accepted
            | Moment::Extended
            | Moment::Decided
            | Moment::Pickup
            | Moment::Further
            | Moment::PromiseSoon
            | Moment::FurtherSoon
            | Moment::Checked
            | Moment::Ended => "accepted",
        };
        let stands: bool = tx.query_row(
            "SELECT EXISTS (SELECT 1 FROM casefile WHERE id = ?1 AND stage = ?2)",
            params![warning.case.to_string(), stage],
            |row| row.get(0),
        )?;
        if stands {
            let round = warning.day.to_string();
            insert(
                tx,
                warning.case,
                warning.moment,
                &round,
                Some(warning.day),
                act.at,
                false,
            )?;
        }
    }
    Ok(())
}

/// What the applicant was told, in order.
pub fn views(tx: &Connection, case: Uuid) -> Kept<Vec<TextView>> {
    let mut rows = tx.prepare_cached(
        "SELECT moment, state, phone_masked, words, made_at, sent_at, attempts, cause, next_try
         FROM text_message WHERE casefile = ?1 ORDER BY rowid",
    )?;
    let texts = rows
        .query_map([case.to_string()], |row| {
            let state = word(row, 1, TextState::from_word)?;
            Ok(TextView {
                moment: word(row, 0, Moment::from_word)?,
                state,
                phone: row.get(2)?,
                words: row.get(3)?,
                made_at: at(row, 4)?,
                sent_at: maybe_at(row, 5)?,
                attempts: count(row, 6)?,
                cause: maybe_json(row, 7)?,
                next_try: (state == TextState::Waiting).then(|| at(row, 8)).transpose()?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::super::{MIGRATIONS, migrate};
    use super::*;
    use cases::deadline::Promise;
    use jiff::civil::date;

    const CASE: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    fn case(stage: &str, due_day: &str) -> (Connection, Uuid) {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(MIGRATIONS[0]).unwrap();
        connection.execute_batch("PRAGMA user_version = 1;").unwrap();
        migrate(&mut connection).unwrap();
        connection
            .execute(
                "INSERT INTO casefile (id, slip, item, item_name, edition, stage, applicant_name, applicant_number, desk,
                   clerk, received_at, notify_by, accepted_at, due_day, body)
                 VALUES (?1, 'S', 'x', 'X', 'e', ?2, 'n', '1', '08', '0826', 0, '2026-11-27', 0, ?3, '{}')",
                params![CASE, stage, due_day],
            )
            .unwrap();
        (connection, CASE.parse().unwrap())
    }

    /// An act as it is kept, whether or not the law allows it here.
    fn note(tx: &Connection, case: Uuid, when: Timestamp, what: &Happened) -> Kept<()> {
        let sequence = tx.query_row(
            "INSERT INTO law_event (casefile, sequence, at, event)
             VALUES (?1, 1 + (SELECT count(*) FROM law_event WHERE casefile = ?1), ?2, ?3) RETURNING sequence",
            params![case.to_string(), ms(when), serde_json::to_string(what)?],
            |row| row.get(0),
        )?;
        tell(tx, case, when, what, sequence)
    }

    /// What the replayed clock says of the only case.
    fn runs(tx: &Connection, rule: &str, day: &str) {
        let clock =
            serde_json::json!({ "running": { "from": "2026-11-20T01:00:00Z", "due": { "day": day } } });
        tx.execute(
            "UPDATE casefile SET runs = ?1, clock = ?2",
            params![rule, clock.to_string()],
        )
        .unwrap();
    }

    fn at_second(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_140_000 + second).unwrap()
    }

    fn told(tx: &Connection, case: Uuid) -> Vec<String> {
        let mut rows = tx
            .prepare(
                "SELECT moment || '/' || round || '/' || coalesce(day, '') FROM text_message ORDER BY rowid",
            )
            .unwrap();
        let told = rows
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let other: i64 = tx
            .query_row(
                "SELECT count(*) FROM text_message WHERE casefile <> ?1",
                [case.to_string()],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(other, 0);
        told
    }

    #[test]
    fn each_round_is_told_once_and_every_other_moment_once_for_all() {
        let (tx, case) = case("supplementing", "2026-12-11");
        let until = |day| Happened::Told { until: Some(day) };
        let acts = [
            Happened::Received,
            until(date(2026, 11, 30)),
            until(date(2026, 12, 4)),
            Happened::Supplemented,
            Happened::Accepted { deemed: false },
            Happened::Extended {
                by: Promise::working_days(10),
                reason: String::new(),
                approver: String::new(),
            },
            Happened::Decided { granted: false },
            Happened::Decided { granted: true },
            Happened::Completed,
            Happened::Delivered,
        ];
        for (second, act) in acts.iter().enumerate() {
            note(&tx, case, at_second(i64::try_from(second).unwrap()), act).unwrap();
        }
        assert_eq!(
            told(&tx, case),
            [
                "received//",
                "supplement/2/2026-11-30",
                "supplement/3/2026-12-04",
                "accepted//",
                "extended/6/",
                "decided//",
                "pickup//"
            ]
        );
    }

    #[test]
    fn who_does_not_bring_what_was_asked_for_is_warned_of_that_day_once() {
        let (tx, case) = case("supplementing", "2026-12-11");
        let told_until = Happened::Told {
            until: Some(date(2026, 11, 30)),
        };
        note(&tx, case, at_second(0), &told_until).unwrap();
        runs(&tx, "cure", "2026-11-30");
        let act = Act::of_hall(at_second(100));
        let warnings = unwarned(&tx, date(2026, 11, 26), date(2026, 11, 30)).unwrap();
        let seen: Vec<_> = warnings.iter().map(|one| (one.moment, one.day)).collect();
        assert_eq!(seen, [(Moment::LapseSoon, date(2026, 11, 30))]);
        assert_eq!(warnings[0].since, date(2026, 11, 20));
        warn(&tx, &act, &warnings).unwrap();
        warn(&tx, &act, &warnings).unwrap();
        assert_eq!(told(&tx, case).len(), 2);
        assert_eq!(unwarned(&tx, date(2026, 11, 26), date(2026, 11, 30)).unwrap(), []);
        // What came is warned of no more.
        note(&tx, case, at_second(200), &Happened::Accepted { deemed: false }).unwrap();
        let state: String = tx
            .query_row(
                "SELECT state FROM text_message WHERE moment = 'lapseSoon'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(state, "overtaken");
    }

    #[test]
    fn a_clock_that_stands_still_warns_of_nothing() {
        let (tx, _) = case("accepted", "2026-12-11");
        let near = || {
            unwarned(&tx, date(2026, 12, 9), date(2026, 12, 11))
                .unwrap()
                .len()
        };
        assert_eq!(near(), 1);
        runs(&tx, "specialProcedure", "2026-12-04");
        assert_eq!(near(), 0);
        runs(&tx, "promised", "2026-12-11");
        assert_eq!(near(), 1);
    }
}
