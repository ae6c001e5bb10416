//! The life of windows: open, pause, resume, shift change, close; and what a supervisor does with them.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use cases::queue::{Window, WindowStep};
use cases::roles::scope::{self, Who};
use cases::roles::{Deed, Role};
use cases::wire::Problem;
use cases::wire::queue::{MoveWindow, Moved, OpenDraft, PauseWindow, Reassign, Reassigned, Seated};

use super::caller::{Caller, Reply, Write};
use super::drafts::Nothing;
use crate::fault::{self, Fault};
use crate::queue;
use crate::rooms::Rooms;

#[utoipa::path(get, path = "/v1/windows", tag = "windows", responses((status = 200, body = Vec<Window>)))]
pub async fn list(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Vec<Window>> {
    caller.may(Deed::SeeQueue)?;
    queue::windows(&rooms).await.map(Json)
}

/// Whether this is the window of who asks.
fn own<T>(desk: &str, write: &Write<T>) -> Result<(), Fault> {
    write.caller.may(Deed::RunWindow)?;
    if desk == write.caller.desk {
        Ok(())
    } else {
        Err(fault::other_window())
    }
}

/// 开窗; by the same clerk again it changes nothing.
#[utoipa::path(post, path = "/v1/windows/{desk}/open", tag = "windows", params(("desk" = String, Path)),
    responses((status = 200, body = Seated), (status = 409, body = Problem)))]
pub async fn open(
    State(rooms): State<Arc<Rooms>>,
    Path(desk): Path<String>,
    write: Write<Nothing>,
) -> Reply<Seated> {
    own(&desk, &write)?;
    let groups = rooms.queue.groups_of(&desk);
    rooms
        .store
        .open_window(write.act(), &write.caller.name, groups)
        .await
        .map(Json)
}

/// 交接班: the clerk who is signed in takes window and open visit over.
#[utoipa::path(post, path = "/v1/windows/{desk}/take-shift", tag = "windows", params(("desk" = String, Path)),
    responses((status = 200, body = Seated), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn take_shift(
    State(rooms): State<Arc<Rooms>>,
    Path(desk): Path<String>,
    write: Write<Nothing>,
) -> Reply<Seated> {
    own(&desk, &write)?;
    rooms
        .store
        .take_shift(write.act(), &write.caller.name)
        .await
        .map(Json)
}

/// 暂停
#[utoipa::path(post, path = "/v1/windows/{desk}/pause", tag = "windows", params(("desk" = String, Path)),
    request_body = PauseWindow, responses((status = 200, body = Window), (status = 409, body = Problem)))]
pub async fn pause(
    State(rooms): State<Arc<Rooms>>,
    Path(desk): Path<String>,
    write: Write<PauseWindow>,
) -> Reply<Window> {
    let why = write.body.why;
    run(&rooms, &desk, WindowStep::Pause { why }, &write).await
}

/// 恢复
#[utoipa::path(post, path = "/v1/windows/{desk}/resume", tag = "windows", params(("desk" = String, Path)),
    responses((status = 200, body = Window), (status = 409, body = Problem)))]
pub async fn resume(
    State(rooms): State<Arc<Rooms>>,
    Path(desk): Path<String>,
    write: Write<Nothing>,
) -> Reply<Window> {
    run(&rooms, &desk, WindowStep::Resume, &write).await
}

/// 关窗; with a visit open the window waits for the next clerk.
#[utoipa::path(post, path = "/v1/windows/{desk}/close", tag = "windows", params(("desk" = String, Path)),
    responses((status = 200, body = Window), (status = 409, body = Problem)))]
pub async fn close(
    State(rooms): State<Arc<Rooms>>,
    Path(desk): Path<String>,
    write: Write<Nothing>,
) -> Reply<Window> {
    run(&rooms, &desk, WindowStep::Close, &write).await
}

async fn run<T>(rooms: &Rooms, desk: &str, step: WindowStep, write: &Write<T>) -> Reply<Window> {
    own(desk, write)?;
    rooms.store.run_window(write.act(), step).await.map(Json)
}

/// 调窗
#[utoipa::path(post, path = "/v1/windows/{desk}/groups", tag = "windows", params(("desk" = String, Path)),
    request_body = MoveWindow,
    responses((status = 200, body = Moved), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn change_groups(
    State(rooms): State<Arc<Rooms>>,
    Path(desk): Path<String>,
    write: Write<MoveWindow>,
) -> Reply<Moved> {
    write.caller.may(Deed::ManageWindows)?;
    let MoveWindow { groups, version } = &write.body;
    if groups.is_empty() || !groups.iter().all(|group| rooms.queue.group(group).is_some()) {
        return Err(fault::no_groups());
    }
    let by = format!("{} {}", write.caller.name, write.caller.staff);
    rooms
        .store
        .move_window(write.act(), &desk, groups.clone(), &by, *version)
        .await
        .map(Json)
}

/// 收回: what a silent window has goes back to the queue.
#[utoipa::path(post, path = "/v1/windows/{desk}/release", tag = "windows", params(("desk" = String, Path)),
    responses((status = 200, body = Window), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn release(
    State(rooms): State<Arc<Rooms>>,
    Path(desk): Path<String>,
    write: Write<Nothing>,
) -> Reply<Window> {
    write.caller.may(Deed::ManageWindows)?;
    let windows = queue::windows(&rooms).await?;
    let answers = windows
        .iter()
        .any(|window| window.desk == desk && window.staff.is_some() && window.silent_since.is_none());
    if answers {
        return Err(fault::window_answers());
    }
    rooms
        .store
        .release_window(write.act(), &desk, rooms.queue.rules)
        .await
        .map(Json)
}

/// What lies open at a window, without anybody's name.
#[utoipa::path(get, path = "/v1/windows/{desk}/drafts", tag = "windows", params(("desk" = String, Path)),
    responses((status = 200, body = Vec<OpenDraft>)))]
pub async fn drafts(
    State(rooms): State<Arc<Rooms>>,
    Path(desk): Path<String>,
    caller: Caller,
) -> Reply<Vec<OpenDraft>> {
    caller.may(Deed::ManageWindows)?;
    rooms.store.open_drafts(&desk).await.map(Json)
}

/// 改派: an absent clerk's open drafts go to another window.
#[utoipa::path(post, path = "/v1/windows/{desk}/reassign", tag = "windows", params(("desk" = String, Path)),
    request_body = Reassign,
    responses((status = 200, body = Reassigned), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn reassign(
    State(rooms): State<Arc<Rooms>>,
    Path(desk): Path<String>,
    write: Write<Reassign>,
) -> Reply<Reassigned> {
    write.caller.may(Deed::ManageWindows)?;
    taker_may(&rooms, &desk, &write.body).await?;
    rooms
        .store
        .reassign(write.act(), &desk, write.body.clone())
        .await
        .map(Json)
}

/// Whether the clerk of the window that gets the drafts may take each of their items.
async fn taker_may(rooms: &Rooms, from: &str, ask: &Reassign) -> Result<(), Fault> {
    let windows = rooms.store.windows().await?;
    let there = windows.iter().find(|window| window.desk == ask.to);
    let Some(staff) = there.and_then(|window| window.staff.as_deref()) else {
        // Without a clerk nothing is given over anyway, which the store says.
        return Ok(());
    };
    let who = Who {
        role: Role::Clerk,
        staff,
        limits: &rooms.limits,
    };
    let Some(reach) = scope::reach(who, Deed::TakeDraft, &rooms.catalogue()) else {
        return Ok(());
    };
    let lying = rooms.store.open_drafts(from).await?;
    let beyond = lying.iter().any(|draft| {
        let given = ask.drafts.is_empty() || ask.drafts.contains(&draft.id);
        given && !reach.contains(&draft.item)
    });
    if beyond {
        Err(fault::item_not_theirs())
    } else {
        Ok(())
    }
}
