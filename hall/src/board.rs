//! 大厅值守: gathers the day for [`cases::board`], which judges it.

use cases::board::{Approval, Day, DraftsAt, Helper, ItemTime, OpenCases, Support, board, until_called};
use cases::deadline::Promise;
use cases::support::call::{SupportCall, SupportWhy};
use cases::wire::board::{BadRating, Board};
use jiff::{SignedDuration, Timestamp};

use crate::fault::Fault;
use crate::queue;
use crate::rooms::Rooms;
use crate::store::follow_up::{OpenRow, RatingFile};

pub async fn view(rooms: &Rooms) -> Result<Board, Fault> {
    let now = rooms.now();
    let paper_days = i64::from(rooms.queue.board.paper_days);
    let paper_since = now
        .checked_sub(SignedDuration::from_hours(24 * paper_days))
        .unwrap_or(Timestamp::MIN);
    let mut facts = rooms.store.board_facts(now, paper_since).await?;
    for window in &mut facts.windows {
        queue::mark_silent(rooms, window);
    }
    let quiet = SignedDuration::from_secs(i64::from(rooms.queue.rules.silent_after_s));
    let there = |desk: &str| now.duration_since(rooms.heard_of(desk)) <= quiet;
    let counting = rooms.counting();
    let day = Day {
        now,
        calendar: &counting.calendar,
        opening: &rooms.hall.opening,
        rules: &rooms.queue,
        tickets: facts.tickets,
        last_week: facts.last_week,
        windows: facts.windows,
        times: facts
            .times
            .into_iter()
            .map(|row| ItemTime {
                name: item_name(rooms, row.item.clone()),
                item: row.item,
                seconds: row.seconds,
            })
            .collect(),
        outcomes: facts.outcomes,
        open: facts.open.into_iter().map(|row| open(rooms, row)).collect(),
        overdue: facts.overdue,
        ratings: facts.ratings,
        bad: facts.bad,
        drafts: facts
            .drafts
            .into_iter()
            .map(|row| DraftsAt {
                last_item: item_name(rooms, row.last_item),
                desk: row.desk,
                count: row.count,
            })
            .collect(),
        help: facts.help,
        helpers: facts
            .helpers
            .into_iter()
            .filter(|helper| there(&helper.desk))
            .map(|helper| Helper {
                staff: helper.staff,
                name: helper.name,
            })
            .collect(),
        departments: facts.departments,
        paper_away: facts.paper_away,
        supports: facts.supports.into_iter().map(support).collect(),
        approvals: rooms
            .store
            .waiting_approvals()
            .await?
            .into_iter()
            .map(|waiting| Approval {
                id: waiting.id,
                desk: waiting.desk,
                kind: waiting.kind,
                at: waiting.at,
                passed_on: waiting.passed_on,
            })
            .collect(),
        alarms: facts.alarms,
        watched: facts.watched,
    };
    Ok(board(&day))
}

/// Accepted cases run towards their promise, others towards a day that is near from two working days on.
fn open(rooms: &Rooms, row: OpenRow) -> OpenCases {
    let catalogue = rooms.catalogue();
    let item = row.item.and_then(|item| catalogue.item(&item));
    OpenCases {
        due_day: row.day,
        promise: item.map_or(Promise::working_days(5), |item| item.limits().promised),
        count: row.count,
    }
}

/// Whoever is on the way is on it: the helper who was sent, or the supervisor.
fn support(call: SupportCall) -> Support {
    let why = call.why.map(SupportWhy::word).unwrap_or_default();
    Support {
        id: call.id,
        desk: call.desk,
        kind: call.kind,
        at: call.at,
        why: if call.note.is_empty() {
            why.to_owned()
        } else {
            call.note
        },
        taken_by: call.taken.map(|taken| match taken.helper {
            Some(helper) => helper.name,
            None => taken.name,
        }),
    }
}

/// As the edition in force calls it; one of an older edition keeps its id.
fn item_name(rooms: &Rooms, id: String) -> String {
    match rooms.catalogue().item(&id) {
        Some(item) => item.name.clone(),
        None => id,
    }
}

/// A bad rating with its limit.
pub fn rating(rooms: &Rooms, file: RatingFile) -> BadRating {
    BadRating {
        until: until(rooms, file.at),
        id: file.id,
        desk: file.desk,
        slip: file.slip,
        item_name: file.item_name,
        level: file.said.level,
        reasons: file.said.reasons,
        words: file.said.words,
        at: file.at,
        calls: file.calls,
    }
}

fn until(rooms: &Rooms, given: Timestamp) -> Timestamp {
    until_called(given, &rooms.counting().calendar, &rooms.hall.opening)
}
