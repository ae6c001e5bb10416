//! Mandates (委托书), one per draft, as they were last kept.

use cases::assist::Mode;
use cases::assist::mandate::{IdentityCheck, Mandate, WillCheck};
use cases::wire::assist::KeepMandate;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::values::{json, ms};
use super::{audit, draft, help, staff};
use crate::fault;
use crate::store::{Act, Kept};

pub fn find(tx: &Connection, draft: Uuid) -> Kept<Option<Mandate>> {
    Ok(tx
        .query_row(
            "SELECT body FROM mandate WHERE draft = ?1",
            [draft.to_string()],
            |row| json(row, 0),
        )
        .optional()?)
}

/// The mandate, and whether the draft is made in somebody's place: by its visit, or because it has one.
pub fn of_draft(tx: &Connection, draft: Uuid) -> Kept<(Option<Mandate>, Mode)> {
    let mandate = find(tx, draft)?;
    let (noted, _) = help::of_draft(tx, draft)?;
    let mode = if mandate.is_some() { Mode::InPlace } else { noted };
    Ok((mandate, mode))
}

/// Keeps what the paper says. A check that stood already keeps its moment and its name; a revocation is not undone.
pub fn keep(tx: &Connection, act: &Act, id: Uuid, of: &KeepMandate) -> Kept<Mandate> {
    let held = draft::holder(tx, id)?.ok_or_else(fault::no_draft)?;
    if !held.open {
        return Err(fault::draft_closed());
    }
    if held.desk != act.desk {
        return Err(fault::draft_elsewhere().about(held.desk));
    }
    let agent = staff::find(tx, &of.agent)?.ok_or_else(fault::unknown_agent)?;
    if let Some(document) = &of.document {
        let known = tx
            .query_row(
                "SELECT 1 FROM piece WHERE digest = ?1",
                [&document.digest],
                |_| Ok(()),
            )
            .optional()?;
        if known.is_none() {
            let mut missing = fault::pieces_missing();
            missing.digests.push(document.digest.clone());
            return Err(missing);
        }
    }
    let before = find(tx, id)?;
    let seen = before.as_ref().and_then(|before| before.identity.clone());
    let said = before.as_ref().and_then(|before| before.will.clone());
    let revoked = before.as_ref().and_then(|before| before.revoked_at);
    let mandate = Mandate {
        principal: of.principal.clone(),
        agent: of.agent.clone(),
        agent_name: agent.name,
        items: of.items.clone(),
        powers: of.powers.clone(),
        from: of.from,
        until: of.until,
        document: of.document.clone(),
        identity: of.identity.map(|how| {
            seen.filter(|seen| seen.how == how).unwrap_or(IdentityCheck {
                how,
                at: act.at,
                by: act.staff.clone(),
            })
        }),
        will: of.will.as_ref().map(|will| {
            said.filter(|said| said.how == will.how && said.reference == will.reference)
                .unwrap_or(WillCheck {
                    how: will.how,
                    at: act.at,
                    by: act.staff.clone(),
                    reference: will.reference.clone(),
                })
        }),
        revoked_at: revoked.or(of.revoked.then_some(act.at)),
    };
    tx.execute(
        "INSERT INTO mandate (draft, body, kept_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (draft) DO UPDATE SET body = excluded.body, kept_at = excluded.kept_at",
        params![id.to_string(), serde_json::to_string(&mandate)?, ms(act.at)],
    )?;
    let purpose = if mandate.revoked_at.is_some() {
        "mandate revoked"
    } else {
        "mandate"
    };
    audit::log(tx, act, "keepMandate", &id.to_string(), purpose, &of.agent)?;
    if mandate.revoked_at.is_some() {
        super::hand_over::withdraw(tx, act, id)?;
    }
    Ok(mandate)
}
