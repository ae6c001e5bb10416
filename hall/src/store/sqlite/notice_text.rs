//! `notice_text`: the one text message of a notice or a consultation. The number goes once the gateway has it.

use cases::identity::mask;
use cases::wire::notice::NoticeText;
use cases::wire::record::TextState;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::values::{at, count, id, ms, word};
use super::{audit, text_message};
use crate::store::telling::TextOf;
use crate::store::texting::{Fixed, LeasedText, Saying, TextSettled};
use crate::store::{Act, Kept};
use crate::{chance, fault};

/// What is written of a text; one of a consultation keeps nobody's number, masked or not.
pub fn ask(tx: &Connection, act: &Act, of: &TextOf, fixed: &Fixed, agreed: bool) -> Kept<NoticeText> {
    let (about, slip, masked) = match of {
        TextOf::Notice { draft, slip } => (*draft, Some(slip), Some(mask::phone(&fixed.phone))),
        TextOf::Consultation(consultation) => (*consultation, None, None),
    };
    if let Some(sent) = self::of(tx, about)? {
        return Err(fault::notice_texted().about(sent.phone.unwrap_or_else(|| "一次".to_owned())));
    }
    tx.execute(
        "INSERT INTO notice_text (id, about, slip, desk, state, phone, phone_masked, words, made_at, next_try)
         VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, ?6, ?7, ?8, ?8)",
        params![
            chance::id(act.at).to_string(),
            about.to_string(),
            slip,
            act.desk,
            fixed.phone,
            masked,
            fixed.words,
            ms(act.at)
        ],
    )?;
    let subject = slip.map_or_else(|| about.to_string(), String::clone);
    let consent = if agreed { "申请人同意写明" } else { "" };
    audit::log(tx, act, "textNotice", &subject, "一次告知", consent)?;
    self::of(tx, about)?.ok_or_else(fault::no_text)
}

/// The text of a notice or consultation.
pub fn of(tx: &Connection, about: Uuid) -> Kept<Option<NoticeText>> {
    Ok(tx
        .query_row(
            "SELECT state, phone_masked, words, made_at FROM notice_text WHERE about = ?1",
            [about.to_string()],
            |row| {
                Ok(NoticeText {
                    state: word(row, 0, TextState::from_word)?,
                    phone: row.get(1)?,
                    words: row.get(2)?,
                    made_at: at(row, 3)?,
                })
            },
        )
        .optional()?)
}

/// Leases the one that has been due longest. Whoever asked for it stands at the window: quiet hours do not hold.
pub fn lease(tx: &Connection, now: Timestamp, until: Timestamp) -> Kept<Option<LeasedText>> {
    Ok(tx
        .query_row(
            "UPDATE notice_text SET leased_until = ?2 WHERE id = (
               SELECT id FROM notice_text WHERE state = 'waiting' AND next_try <= ?1
                 AND coalesce(leased_until, 0) <= ?1
                 AND coalesce((SELECT open_until FROM text_line), 0) <= ?1
               ORDER BY next_try, rowid LIMIT 1)
             RETURNING id, attempts, (SELECT failures FROM text_line), phone, words",
            params![ms(now), ms(until)],
            |row| {
                Ok(LeasedText {
                    id: id(row, 0)?,
                    attempts: count(row, 1)?,
                    failures: count(row, 2)?,
                    saying: Saying::Fixed(Fixed {
                        phone: row.get(3)?,
                        words: row.get(4)?,
                    }),
                })
            },
        )
        .optional()?)
}

/// Writes down what became of an attempt. `false` where the text is none of these.
pub fn settle(tx: &Connection, act: &Act, text: Uuid, settled: &TextSettled) -> Kept<bool> {
    let known: Option<String> = tx
        .query_row(
            "SELECT coalesce(slip, about) FROM notice_text WHERE id = ?1 AND state = 'waiting'",
            [text.to_string()],
            |row| row.get(0),
        )
        .optional()?;
    let Some(subject) = known else {
        return Ok(false);
    };
    // It has its number from the beginning.
    let Some(deed) = text_message::answered(tx, act, "notice_text", text, settled)? else {
        return Ok(true);
    };
    audit::log(tx, act, deed, &subject, "一次告知", "")?;
    Ok(true)
}
