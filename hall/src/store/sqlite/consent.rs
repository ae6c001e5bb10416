//! `consent`: what was agreed to, refused and taken back in a case, as the hall heard it first. What was taken back stays
//! so, whatever a desk sends later.

use cases::case::Draft;
use cases::consent::{Consented, Gap, How, Named, Wanted};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::values::ms;
use super::{audit, collected, draft, look};
use crate::store::{Act, Kept, Look};

/// What a look rests on by the case it is for.
pub fn standing(tx: &Connection, act: &Act, look: &Look) -> Kept<Result<Option<Consented>, Gap>> {
    if look.rest.wants.is_empty() {
        return Ok(Ok(None));
    }
    let known = match look.draft {
        Some(of) => draft::find(tx, of)?.map(|(draft, _)| draft),
        None => None,
    };
    let consent = match look.rest.standing(known.as_ref(), act.at) {
        Ok(consent) => consent,
        Err(gap) => return Ok(Err(gap)),
    };
    for wanted in &look.rest.wants {
        if let Some(draft) = &known
            && was_withdrawn(tx, draft, wanted)?
        {
            return Ok(Err(Gap::Withdrawn));
        }
    }
    Ok(Ok(consent))
}

/// Whether the word that the case now has of a set was taken back before.
fn was_withdrawn(tx: &Connection, draft: &Draft, wanted: &Wanted) -> Kept<bool> {
    let said = draft.heard.consents.iter().rev();
    let last = said
        .filter(|one| !one.is_open())
        .find(|one| one.names(&wanted.set));
    let Some(last) = last else { return Ok(false) };
    let found = tx
        .query_row(
            "SELECT 1 FROM consent WHERE draft = ?1 AND asked_at = ?2 AND source = ?3 AND base = ?4 AND person = ?5
               AND state = 'withdrawn'",
            params![
                draft.id.to_string(),
                ms(last.asked_at),
                wanted.set.source,
                wanted.set.base,
                look::digest_of(tx, &wanted.set.of)?
            ],
            |_| Ok(()),
        )
        .optional()?;
    Ok(found.is_some())
}

/// Keeps what was said in a case since it was last saved, each word once and with a line of the log.
pub fn keep(tx: &Connection, act: &Act, draft: &Draft) -> Kept<()> {
    for consent in &draft.heard.consents {
        let Some(answer) = &consent.answer else { continue };
        let said = |set: &Named, state: &str, at: Timestamp| Said {
            asked_at: consent.asked_at,
            set: set.clone(),
            state: state.to_owned(),
            at,
            how: answer.how,
            giver: answer.by.number.clone(),
        };
        for set in &consent.asked {
            let given = answer.agreed.contains(set);
            let state = if given { "given" } else { "refused" };
            put(tx, act, draft, &said(set, state, answer.at))?;
        }
        for gone in &consent.withdrawn {
            put(tx, act, draft, &said(&gone.set, "withdrawn", gone.at))?;
        }
    }
    Ok(())
}

struct Said {
    asked_at: Timestamp,
    set: Named,
    state: String,
    at: Timestamp,
    how: How,
    giver: String,
}

fn put(tx: &Connection, act: &Act, draft: &Draft, said: &Said) -> Kept<()> {
    let fresh = tx.execute(
        "INSERT INTO consent (draft, asked_at, source, base, person, state, at, how, giver, desk, staff)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING",
        params![
            draft.id.to_string(),
            ms(said.asked_at),
            said.set.source,
            said.set.base,
            look::digest_of(tx, &said.set.of)?,
            said.state,
            ms(said.at),
            said.how.word(),
            look::digest_of(tx, &said.giver)?,
            act.desk,
            act.staff
        ],
    )?;
    if fresh == 1 {
        let deed = format!("consent:{}", said.state);
        let detail = format!("{} {} {}", said.set.source, said.set.base, said.how.word());
        audit::log(tx, act, &deed, &draft.slip, &said.set.source, &detail)?;
        if said.state == "withdrawn" {
            let gone = collected::withdrawn(tx, &said.set)?;
            if gone > 0 {
                let law = "个人信息保护法第四十七条";
                audit::log(tx, act, "forgetCollected", &draft.slip, law, &gone.to_string())?;
            }
        }
    }
    Ok(())
}
