//! Approvals: a desk asks and takes back; supervisors see what waits, open one, answer.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use cases::approval::{About, Lacking, Overridden, seen};
use cases::case::{Draft, Stage};
use cases::catalogue::{Catalogue, Item};
use cases::deadline::{Event, Happened, Promise};
use cases::identity::{Uscc, mask};
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::approval::{
    AnswerApproval, Answered, ApprovalRow, AskApproval, DemandCount, OpenedApproval,
};
use cases::wire::record::CaseView;
use uuid::Uuid;

use super::caller::{Caller, Reply, Write};
use super::drafts::Nothing;
use super::records::reference_of;
use crate::fault::{self, Fault};
use crate::gateway::may_be_granted;
use crate::intake::service::ground;
use crate::intake::told;
use crate::rooms::Rooms;
use crate::store::approval::{AskPlan, Asked};

/// 提请审批
#[utoipa::path(post, path = "/v1/approvals", tag = "approvals", request_body = AskApproval,
    responses((status = 200, body = ApprovalRow), (status = 403, body = Problem), (status = 409, body = Problem),
              (status = 422, body = Problem)))]
pub async fn ask(State(rooms): State<Arc<Rooms>>, write: Write<AskApproval>) -> Reply<ApprovalRow> {
    write.caller.may(Deed::AskApproval)?;
    let act = write.act();
    let plan = plan(&rooms, &write.caller, write.body.about).await?;
    rooms.store.ask_approval(act, plan).await.map(Json)
}

/// Checks what is asked against what the hall knows.
async fn plan(rooms: &Rooms, caller: &Caller, about: About) -> Result<AskPlan, Fault> {
    match about {
        About::Refusal {
            draft,
            revision,
            seen: looked_at,
            ground,
            reasons,
            right_body,
            ..
        } => {
            let (draft, catalogue) = held_here(rooms, caller, draft, &looked_at).await?;
            let item = asked_for(caller, &catalogue, &draft.item)?;
            // The law is the hall's to quote.
            let basis = catalogue.rules.ground(item, &ground).map(|it| it.basis(item));
            let about = About::Refusal {
                draft: draft.id,
                revision,
                seen: looked_at,
                ground,
                basis: basis.unwrap_or_default(),
                reasons,
                right_body,
            };
            complete(rooms, &catalogue, item, about)
        }
        About::Override {
            draft,
            revision,
            seen: looked_at,
            what,
            reason,
        } => {
            let (draft, catalogue) = held_here(rooms, caller, draft, &looked_at).await?;
            let item = asked_for(caller, &catalogue, &draft.item)?;
            let Overridden::Duplicate { case_number } = &what;
            let beside = case(rooms, case_number).await?;
            if beside.item != item.id {
                return Err(fault::no_case());
            }
            let about = About::Override {
                draft: draft.id,
                revision,
                seen: looked_at,
                what,
                reason,
            };
            complete(rooms, &catalogue, item, about)
        }
        About::SecondDemand {
            case: slip,
            materials,
            reason,
        } => {
            let (slip, item) = match case(rooms, &slip).await {
                Ok(case) if case.stage == Stage::Void => return Err(fault::case_void()),
                Ok(case) if !case.stage.may_ask_more() => return Err(fault::wrong_stage()),
                Ok(case) => (case.slip, case.item),
                // No case yet: more is asked for than its draft was told.
                Err(none) => match rooms.store.first_notice(reference_of(&slip)).await? {
                    Some(told) if told.open && told.draft.desk == caller.desk => {
                        (told.view.slip, told.view.item)
                    }
                    Some(_) | None => return Err(none),
                },
            };
            let catalogue = rooms.catalogue();
            let item = asked_for(caller, &catalogue, &item)?;
            let about = About::SecondDemand {
                case: slip,
                materials,
                reason,
            };
            complete(rooms, &catalogue, item, about)
        }
        About::Void {
            case: slip,
            wrong,
            reason,
        } => {
            let case = case(rooms, &slip).await?;
            crate::intake::voiding::may_still(case.stage)?;
            let catalogue = rooms.catalogue();
            let item = asked_for(caller, &catalogue, &case.item)?;
            let about = About::Void {
                case: case.slip,
                wrong,
                reason,
            };
            complete(rooms, &catalogue, item, about)
        }
        About::Pause {
            case: slip,
            procedure,
            expected,
            reason,
        } => {
            let case = case(rooms, &slip).await?;
            let about = About::Pause {
                case: case.slip.clone(),
                procedure: procedure.clone(),
                expected,
                reason: reason.clone(),
            };
            let paused = Happened::Paused {
                kind: procedure,
                expected,
                reason,
                approver: caller.staff.clone(),
            };
            possible(rooms, caller, &case, about, paused)
        }
        About::Extension {
            case: slip,
            days,
            reason,
        } => {
            let case = case(rooms, &slip).await?;
            let about = About::Extension {
                case: case.slip.clone(),
                days,
                reason: reason.clone(),
            };
            let extended = Happened::Extended {
                by: Promise::working_days(days),
                reason,
                approver: caller.staff.clone(),
            };
            possible(rooms, caller, &case, about, extended)
        }
        About::Grant {
            item,
            dataset,
            elements,
            until,
            reason,
        } => {
            let catalogue = rooms.catalogue();
            let item = asked_for(caller, &catalogue, &item)?;
            may_be_granted(&catalogue, item, &dataset, &elements)?;
            let about = About::Grant {
                item: item.id.clone(),
                dataset,
                elements,
                until: crate::clock::to_millisecond(until),
                reason,
            };
            complete(rooms, &catalogue, item, about)
        }
    }
}

/// A request about a case's clock, when what it asks for could be done now.
fn possible(
    rooms: &Rooms,
    caller: &Caller,
    case: &CaseView,
    about: About,
    what: Happened,
) -> Result<AskPlan, Fault> {
    let catalogue = rooms.catalogue();
    let item = asked_for(caller, &catalogue, &case.item)?;
    let plan = complete(rooms, &catalogue, item, about)?;
    let next = Event::new(rooms.now(), what);
    rooms.counting().admit(&case.acts, &next, &item.limits())?;
    Ok(plan)
}

fn complete(rooms: &Rooms, catalogue: &Catalogue, item: &Item, about: About) -> Result<AskPlan, Fault> {
    match about.lacks(item, &catalogue.rules, rooms.now()) {
        None => Ok(AskPlan {
            about,
            item: item.id.clone(),
            item_name: item.name.clone(),
        }),
        Some(Lacking::Reason) => Err(fault::no_ask_reason()),
        Some(Lacking::Ground) => Err(fault::no_ground()),
        Some(Lacking::RightBody) => Err(fault::no_right_body()),
        Some(Lacking::Materials) => Err(fault::no_demanded()),
        Some(Lacking::Until) => Err(fault::odd_until()),
        Some(Lacking::Procedure) => Err(fault::no_procedure()),
        Some(Lacking::Days) => Err(fault::odd_days()),
    }
}

/// The draft as this desk holds it, when it is the one that was looked at.
async fn held_here(
    rooms: &Rooms,
    caller: &Caller,
    id: Uuid,
    looked_at: &str,
) -> Result<(Draft, Arc<Catalogue>), Fault> {
    let (draft, open) = rooms.store.draft(id).await?.ok_or_else(fault::no_draft)?;
    if draft.desk != caller.desk {
        return Err(fault::draft_elsewhere().about(draft.desk));
    }
    if !open {
        return Err(fault::draft_closed());
    }
    if seen(&draft) != looked_at {
        return Err(fault::approval_behind());
    }
    let catalogue = rooms.edition(&draft.edition, &draft.item).await?;
    Ok((draft, catalogue))
}

/// The item, when this clerk may ask for something about it.
fn asked_for<'a>(caller: &Caller, catalogue: &'a Catalogue, id: &str) -> Result<&'a Item, Fault> {
    let item = catalogue.item(id).ok_or_else(fault::no_such_item)?;
    caller.may_for(Deed::AskApproval, item)?;
    Ok(item)
}

/// The request, when this supervisor may answer for its item.
async fn to_answer(rooms: &Rooms, caller: &Caller, id: Uuid) -> Result<ApprovalRow, Fault> {
    let row = rooms.store.approval(id).await?.ok_or_else(fault::no_approval)?;
    if let Some(item) = rooms.catalogue().item(&row.item) {
        caller.may_for(Deed::AnswerApproval, item)?;
    }
    Ok(row)
}

async fn case(rooms: &Rooms, reference: &str) -> Result<CaseView, Fault> {
    let (_, case) = rooms
        .store
        .case(rooms.now(), reference)
        .await?
        .ok_or_else(fault::no_case)?;
    Ok(case)
}

/// For a supervisor what waits in the hall; for a desk what it asked.
#[utoipa::path(get, path = "/v1/approvals", tag = "approvals",
    responses((status = 200, body = Vec<ApprovalRow>), (status = 403, body = Problem)))]
pub async fn list(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Vec<ApprovalRow>> {
    let of = if caller.may(Deed::AnswerApproval).is_ok() {
        Asked::InHall
    } else {
        caller.may(Deed::AskApproval)?;
        Asked::ByDesk(caller.desk.clone())
    };
    rooms.store.approvals(rooms.now(), of).await.map(Json)
}

/// Opens a request: the applicant masked, and what the paper will say. Every look is logged.
#[utoipa::path(get, path = "/v1/approvals/{id}", tag = "approvals", params(("id" = Uuid, Path)),
    responses((status = 200, body = OpenedApproval), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn one(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    caller: Caller,
) -> Reply<OpenedApproval> {
    caller.may(Deed::AnswerApproval)?;
    let row = to_answer(&rooms, &caller, id).await?;
    rooms
        .store
        .note_look(
            caller.act(),
            "look:approval",
            &id.to_string(),
            row.approval.about.kind(),
        )
        .await?;
    let about = &row.approval.about;
    let mut first_told = None;
    let (applicant, paper) = match about {
        About::Refusal { draft, .. } => {
            let (draft, _) = rooms.store.draft(*draft).await?.ok_or_else(fault::no_draft)?;
            let shown = masked(draft);
            let applicant = shown.party.applicant_name().to_owned();
            let ground = ground(&rooms, shown).await?;
            let now = rooms.now();
            let paper = ground.refusal(ground.item()?, about, None, (now, now))?;
            (Some(applicant), Some(paper))
        }
        About::Override { draft, .. } => {
            let (draft, _) = rooms.store.draft(*draft).await?.ok_or_else(fault::no_draft)?;
            (Some(masked(draft).party.applicant_name().to_owned()), None)
        }
        About::SecondDemand { case: slip, .. } => {
            let told = rooms.store.first_notice(slip.clone()).await?;
            first_told = told.as_ref().map(|told| told.view.told.clone());
            match (case(&rooms, slip).await, told) {
                (Ok(case), _) => (Some(case.applicant), None),
                (Err(_), Some(told)) => (Some(masked(told.draft).party.applicant_name().to_owned()), None),
                (Err(none), None) => return Err(none),
            }
        }
        About::Void { case: slip, .. }
        | About::Pause { case: slip, .. }
        | About::Extension { case: slip, .. } => (Some(case(&rooms, slip).await?.applicant), None),
        About::Grant { .. } => (None, None),
    };
    Ok(Json(OpenedApproval {
        row,
        applicant,
        paper,
        first_told,
    }))
}

/// A draft whose persons show no full name; a body's name is registered and public.
fn masked(mut draft: Draft) -> Draft {
    let people = std::iter::once(&mut draft.party.person).chain(draft.subjects.values_mut());
    for person in people {
        person.name = mask::name(&person.name);
    }
    if let Some(body) = &mut draft.party.body
        && Uscc::parse(&body.uscc).is_err()
    {
        body.name = mask::name(&body.name);
    }
    draft
}

/// 审批: the first answer stands; the second supervisor is told whose it is.
#[utoipa::path(post, path = "/v1/approvals/{id}/answer", tag = "approvals", params(("id" = Uuid, Path)),
    request_body = AnswerApproval,
    responses((status = 200, body = Answered), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn answer(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<AnswerApproval>,
) -> Reply<Answered> {
    write.caller.may(Deed::AnswerApproval)?;
    to_answer(&rooms, &write.caller, id).await?;
    let answered = rooms
        .store
        .answer_approval(write.act(), id, write.body.clone())
        .await?;
    if matches!(
        answered.row.approval.about,
        About::Pause { .. } | About::Extension { .. }
    ) {
        told::write(&rooms).await?;
    }
    Ok(Json(answered))
}

/// 撤回提请, by the desk that asked.
#[utoipa::path(post, path = "/v1/approvals/{id}/withdraw", tag = "approvals", params(("id" = Uuid, Path)),
    responses((status = 200, body = ApprovalRow), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem)))]
pub async fn withdraw(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<Nothing>,
) -> Reply<ApprovalRow> {
    write.caller.may(Deed::AskApproval)?;
    rooms.store.withdraw_approval(write.act(), id).await.map(Json)
}

/// Second demands by item and department.
#[utoipa::path(get, path = "/v1/second-demands", tag = "approvals",
    responses((status = 200, body = Vec<DemandCount>), (status = 403, body = Problem)))]
pub async fn second_demands(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Vec<DemandCount>> {
    caller.may(Deed::SeeBoard)?;
    rooms.store.second_demands().await.map(Json)
}
