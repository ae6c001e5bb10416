//! Drafts (收件稿) at the hall: the last saved revision, and who holds it (promise 3).

use cases::case::Draft;
use cases::wire::feed::What;
use cases::wire::intake::Outcome;
use cases::wire::queue::{OpenDraft, Reassign, Reassigned};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::values::{self, count, int, json, ms};
use super::{audit, consent, draft_ask, feed, first_notice, hand_over, help, intake_time, window};
use crate::fault;
use crate::store::{Act, Kept};

/// Who holds a draft.
pub struct Holder {
    pub revision: u64,
    pub fence: u64,
    pub desk: String,
    pub clerk: String,
    pub open: bool,
}

/// What a save met.
pub enum Saved {
    Kept,
    /// The draft's lease has gone to somebody else.
    Elsewhere(Outcome),
    /// It is a case already.
    Closed,
}

pub fn holder(tx: &Connection, id: Uuid) -> Kept<Option<Holder>> {
    Ok(tx
        .query_row(
            "SELECT revision, fence, desk, clerk, open FROM draft WHERE id = ?1",
            [id.to_string()],
            |row| {
                Ok(Holder {
                    revision: count(row, 0)?,
                    fence: count(row, 1)?,
                    desk: row.get(2)?,
                    clerk: row.get(3)?,
                    open: row.get::<_, i64>(4)? == 1,
                })
            },
        )
        .optional()?)
}

/// Keeps a revision, unless the lease has gone elsewhere. An older revision of the same lease changes nothing.
pub fn save(tx: &Connection, act: &Act, draft: &Draft) -> Kept<Saved> {
    match holder(tx, draft.id)? {
        Some(held) if !held.open => return Ok(Saved::Closed),
        Some(held) if draft.fence != held.fence || held.desk != act.desk => {
            return Ok(Saved::Elsewhere(Outcome::HeldElsewhere {
                desk: held.desk,
                clerk: held.clerk,
                fence: held.fence,
            }));
        }
        Some(held) if draft.revision <= held.revision => return Ok(Saved::Kept),
        Some(_) | None => {}
    }
    let draft = &*first_notice::as_known(tx, draft)?;
    let owner: Option<String> = tx
        .query_row("SELECT id FROM draft WHERE slip = ?1", [&draft.slip], |row| {
            row.get(0)
        })
        .optional()?;
    if owner.is_some_and(|owner| owner != draft.id.to_string()) {
        return Err(fault::slip_taken());
    }
    tx.execute(
        "INSERT INTO draft (id, revision, fence, desk, clerk, slip, open, body, saved_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?8)
         ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, fence = excluded.fence, desk = excluded.desk,
           clerk = excluded.clerk, slip = excluded.slip, body = excluded.body, saved_at = excluded.saved_at",
        params![
            draft.id.to_string(),
            int(draft.revision),
            int(draft.fence),
            act.desk,
            draft.clerk,
            draft.slip,
            serde_json::to_string(draft)?,
            ms(act.at)
        ],
    )?;
    consent::keep(tx, act, draft)?;
    intake_time::opened(tx, draft)?;
    help::note_draft(tx, draft)?;
    feed::say(
        tx,
        &What::Draft {
            draft: draft.id,
            revision: draft.revision,
            desk: act.desk.clone(),
        },
    )?;
    Ok(Saved::Kept)
}

/// Puts what the hall knows of a draft into its kept copy; revision and holder stay.
pub fn rewrite(tx: &Connection, draft: &Draft) -> Kept<()> {
    tx.execute(
        "UPDATE draft SET body = ?2 WHERE id = ?1",
        params![draft.id.to_string(), serde_json::to_string(draft)?],
    )?;
    Ok(())
}

/// Ends a draft's life as a draft.
pub fn close(tx: &Connection, id: Uuid) -> Kept<()> {
    tx.execute("UPDATE draft SET open = 0 WHERE id = ?1", [id.to_string()])?;
    Ok(())
}

pub fn of_desk(tx: &Connection, desk: &str) -> Kept<Vec<Draft>> {
    let mut rows =
        tx.prepare_cached("SELECT body FROM draft WHERE desk = ?1 AND open = 1 ORDER BY saved_at DESC")?;
    let drafts = rows
        .query_map([desk], |row| json(row, 0))?
        .collect::<Result<_, _>>()?;
    Ok(drafts)
}

pub fn find(tx: &Connection, id: Uuid) -> Kept<Option<(Draft, bool)>> {
    Ok(tx
        .query_row(
            "SELECT body, open FROM draft WHERE id = ?1",
            [id.to_string()],
            |row| Ok((json(row, 0)?, row.get::<_, i64>(1)? == 1)),
        )
        .optional()?)
}

/// Gives the draft to this desk under a higher fence: whoever held it has lost it.
pub fn take(tx: &Connection, act: &Act, id: Uuid) -> Kept<Draft> {
    take_with(tx, act, id, |_| {})
}

/// Takes a draft and changes it on the way.
pub fn take_with(tx: &Connection, act: &Act, id: Uuid, change: impl FnOnce(&mut Draft)) -> Kept<Draft> {
    give(
        tx,
        act,
        id,
        (&act.desk, &act.staff),
        ("takeDraft", "take over"),
        change,
    )
}

/// Gives a draft to a desk and its clerk under a higher fence, by a deed and for a purpose.
fn give(
    tx: &Connection,
    act: &Act,
    id: Uuid,
    (desk, clerk): (&str, &str),
    (deed, purpose): (&str, &str),
    change: impl FnOnce(&mut Draft),
) -> Kept<Draft> {
    let (mut draft, open) = find(tx, id)?.ok_or_else(fault::no_draft)?;
    if !open {
        return Err(fault::draft_closed());
    }
    let held = holder(tx, id)?.ok_or_else(fault::no_draft)?;
    draft.fence = held.fence + 1;
    draft.revision = held.revision + 1;
    desk.clone_into(&mut draft.desk);
    clerk.clone_into(&mut draft.clerk);
    change(&mut draft);
    tx.execute(
        "UPDATE draft SET revision = ?2, fence = ?3, desk = ?4, clerk = ?5, body = ?6, saved_at = ?7 WHERE id = ?1",
        params![
            id.to_string(),
            int(draft.revision),
            int(draft.fence),
            draft.desk,
            draft.clerk,
            serde_json::to_string(&draft)?,
            ms(act.at)
        ],
    )?;
    audit::log(tx, act, deed, &id.to_string(), purpose, &held.desk)?;
    hand_over::withdraw(tx, act, id)?;
    draft_ask::follow(tx, act, id, desk)?;
    feed::say(
        tx,
        &What::Draft {
            draft: id,
            revision: draft.revision,
            desk: draft.desk.clone(),
        },
    )?;
    Ok(draft)
}

/// What lies open at a desk, without anybody's name.
pub fn lying_at(tx: &Connection, desk: &str) -> Kept<Vec<OpenDraft>> {
    let mut rows = tx.prepare_cached(
        "SELECT id, slip, json_extract(body, '$.item'), desk, clerk, saved_at FROM draft
         WHERE desk = ?1 AND open = 1 ORDER BY saved_at DESC, id",
    )?;
    let drafts = rows
        .query_map([desk], |row| {
            Ok(OpenDraft {
                id: values::id(row, 0)?,
                slip: row.get(1)?,
                item: row.get(2)?,
                desk: row.get(3)?,
                clerk: row.get(4)?,
                saved_at: values::at(row, 5)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(drafts)
}

/// 改派: open drafts of an absent clerk's desk go to another window and who sits there.
pub fn reassign(tx: &Connection, act: &Act, from: &str, ask: &Reassign) -> Kept<Reassigned> {
    let there = window::find(tx, &ask.to)?.ok_or_else(fault::no_such_window)?;
    let clerk = there.staff.ok_or_else(fault::no_such_window)?;
    let lying = lying_at(tx, from)?;
    let wanted: Vec<Uuid> = if ask.drafts.is_empty() {
        lying.iter().map(|draft| draft.id).collect()
    } else {
        ask.drafts.clone()
    };
    let mut drafts = Vec::new();
    for id in wanted {
        let Some(before) = lying.iter().find(|draft| draft.id == id) else {
            return Err(fault::draft_elsewhere());
        };
        give(
            tx,
            act,
            id,
            (&ask.to, &clerk),
            ("reassignDraft", "absent clerk"),
            |_| {},
        )?;
        drafts.push(OpenDraft {
            desk: ask.to.clone(),
            clerk: clerk.clone(),
            saved_at: act.at,
            ..before.clone()
        });
    }
    Ok(Reassigned { drafts })
}
