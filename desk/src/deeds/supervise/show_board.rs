//! 值守看板: the hall as it stands. What changes is heard from the feed, gathered for a moment and told once; waits
//! grow without any change, so that the board is also told of from time to time.

use std::sync::atomic::Ordering;
use std::time::Duration;

use cases::error::Trouble;
use cases::post::Post;
use cases::roles::Deed;
use cases::wire::board::{Act, Alert, Board, Figures, GroupBar, Tile};
use cases::wire::feed::What;

use crate::desk::Desk;
use crate::hall_link::HallFault;
use crate::view::board::{
    ActView, AlertView, AverageView, BarView, BoardView, FiguresView, FlowSlotView, FlowView, GroupBarView,
    HandledView, HandlingView, LightsView, LongestView, OpenWindowsView, PraiseView, StaffingView, TileView,
    WaitingView,
};
use crate::view::desk::DeskEvent;

/// How long changes are gathered; a call alone makes three.
const GATHER: Duration = Duration::from_millis(400);
/// How often the board is looked at though nothing changed.
const LOOK_AGAIN: Duration = Duration::from_secs(10);

impl Desk {
    /// Asks the hall anew. When it does not answer, the board is as it was and says why.
    pub async fn board_view(&self) -> Result<BoardView, Trouble> {
        self.permit(Deed::SeeBoard)?;
        match self.0.link.get::<Board>("/v1/board").await {
            Ok(board) => {
                let view = view(&board);
                self.state().board = Some(view.clone());
                Ok(view)
            }
            Err(HallFault::Problem { status, trouble }) if status < 500 => Err(trouble),
            Err(fault) => {
                let last = self.state().board.clone();
                let mut view = last.ok_or_else(|| fault.trouble())?;
                view.trouble = Some(fault.trouble().into());
                Ok(view)
            }
        }
    }

    /// Tells the board's window once that something is not as it was.
    pub(crate) fn board_changed(&self) {
        if self.0.post != Post::Supervisor || self.0.board_due.swap(true, Ordering::Relaxed) {
            return;
        }
        let weak = self.weak();
        self.spawn(async move {
            tokio::time::sleep(GATHER).await;
            let Some(inner) = weak.upgrade() else { return };
            inner.board_due.store(false, Ordering::Relaxed);
            Desk(inner).emit(DeskEvent::Board);
        });
    }

    /// Tells it from time to time, for as long as the desk lives.
    pub(crate) fn look_again(&self) {
        if self.0.post != Post::Supervisor {
            return;
        }
        let weak = self.weak();
        self.spawn(async move {
            loop {
                tokio::time::sleep(LOOK_AGAIN).await;
                let Some(inner) = weak.upgrade() else { return };
                let desk = Desk(inner);
                if desk.state().session.is_some() {
                    desk.board_changed();
                }
            }
        });
    }
}

/// Whether a change of the hall may be seen on the board.
pub(crate) fn is_seen(what: &What) -> bool {
    match what {
        What::Queue { .. }
        | What::Window { .. }
        | What::Draft { .. }
        | What::Case { .. }
        | What::Parcel { .. }
        | What::Rated { .. }
        | What::Urged { .. }
        | What::CalledBack { .. }
        | What::Help { .. }
        | What::Support { .. }
        | What::Approval { .. }
        | What::Warned { .. }
        | What::Watched { .. }
        | What::Reset => true,
        // A call is a change of the queue as well.
        What::Call { .. }
        | What::HandOver { .. }
        | What::Online { .. }
        | What::DraftAsk { .. }
        | What::Message { .. }
        | What::Objection { .. }
        | What::Text { .. }
        | What::Edition { .. } => false,
    }
}

fn view(board: &Board) -> BoardView {
    let flow = &board.flow;
    BoardView {
        at: board.at.to_string(),
        figures: figures(&board.figures),
        groups: board.groups.iter().map(bars).collect(),
        windows: board.windows.iter().map(tile).collect(),
        flow: FlowView {
            slot_min: flow.slot_min,
            slots: flow
                .slots
                .iter()
                .map(|slot| FlowSlotView {
                    at: slot.at.clone(),
                    taken: slot.taken,
                    finished: slot.finished,
                    expected: slot.expected,
                })
                .collect(),
        },
        handling: board
            .handling
            .iter()
            .map(|row| HandlingView {
                item: row.item.clone(),
                name: row.name.clone(),
                level: row.level.word().to_owned(),
                count: row.count,
                median_s: row.median_s,
                p90_s: row.p90_s,
                standard_s: row.standard_s,
            })
            .collect(),
        staffing: board
            .staffing
            .iter()
            .map(|step| StaffingView {
                at: step.at.clone(),
                needed: step.needed,
                planned: step.planned,
            })
            .collect(),
        alerts: board.alerts.iter().map(alert).collect(),
        trouble: None,
    }
}

fn figures(figures: &Figures) -> FiguresView {
    let Figures {
        waiting,
        longest,
        average,
        windows,
        handled,
        lights,
        praise,
    } = figures;
    FiguresView {
        waiting: WaitingView {
            level: waiting.level.word().to_owned(),
            people: waiting.people,
            limit: waiting.limit,
            more_than_last_week: waiting.more_than_last_week,
        },
        longest: LongestView {
            level: longest.level.word().to_owned(),
            since: longest.since.map(|since| since.to_string()),
            ticket: longest.ticket.clone(),
            limit_s: longest.limit_s,
        },
        average: AverageView {
            level: average.level.word().to_owned(),
            seconds: average.seconds,
            target_s: average.target_s,
        },
        windows: OpenWindowsView {
            level: windows.level.word().to_owned(),
            open: windows.open,
            all: windows.all,
            paused: windows.paused,
            closed: windows.closed,
            at_least: windows.at_least,
        },
        handled: HandledView {
            level: handled.level.word().to_owned(),
            cases: handled.cases,
            first_time: handled.first_time,
            target: handled.target,
        },
        lights: LightsView {
            level: lights.level.word().to_owned(),
            red: lights.red,
            amber: lights.amber,
            limit: lights.limit,
        },
        praise: PraiseView {
            level: praise.level.word().to_owned(),
            share: praise.share,
            target: praise.target,
            bad: praise.bad,
            to_call_back: praise.to_call_back,
        },
    }
}

fn bars(group: &GroupBar) -> GroupBarView {
    GroupBarView {
        letter: group.letter.clone(),
        zh: group.zh.clone(),
        en: group.en.clone(),
        level: group.level.word().to_owned(),
        waiting: group
            .waiting
            .iter()
            .map(|bar| BarView {
                ticket: bar.ticket.clone(),
                since: bar.since.to_string(),
                level: bar.level.word().to_owned(),
            })
            .collect(),
        serving: group.serving,
        windows: group.windows,
        warn_s: group.warn_s,
        limit_s: group.limit_s,
    }
}

fn tile(tile: &Tile) -> TileView {
    TileView {
        desk: tile.desk.clone(),
        state: tile.state.word().to_owned(),
        since: tile.since.to_string(),
        level: tile.level.word().to_owned(),
        groups: tile.groups.clone(),
        version: version(tile.version),
        moved_by: tile.moved_by.clone(),
        pause: tile.pause.map(|why| why.word().to_owned()),
        staff: tile.staff.clone(),
        staff_name: tile.staff_name.clone(),
        ticket: tile.ticket.clone(),
        silent_since: tile.silent_since.map(|since| since.to_string()),
        support: tile.support.then(|| "support".to_owned()),
        drafts: tile.drafts,
    }
}

/// Moves of a window are few; screens have no larger whole numbers.
pub(super) fn version(version: u64) -> u32 {
    u32::try_from(version).unwrap_or(u32::MAX)
}

fn alert(alert: &Alert) -> AlertView {
    AlertView {
        id: alert.id.clone(),
        kind: alert.kind.word().to_owned(),
        level: alert.level.word().to_owned(),
        since: alert.since.to_string(),
        desk: alert.desk.clone(),
        group: alert.group.clone(),
        ticket: alert.ticket.clone(),
        slip: alert.slip.clone(),
        name: alert.name.clone(),
        count: alert.count,
        until: alert.until.map(|until| until.to_string()),
        taken_by: alert.taken_by.clone(),
        passed_on: alert.passed_on.map(|at| at.to_string()),
        note: alert.note.clone(),
        times: alert.times,
        acts: alert.acts.iter().cloned().map(act).collect(),
    }
}

fn act(act: Act) -> ActView {
    match act {
        Act::GoThere { support } => ActView::GoThere {
            support: support.to_string(),
        },
        Act::SendHelper { support, staff, name } => ActView::SendHelper {
            support: support.to_string(),
            staff,
            name,
        },
        Act::EndSupport { support } => ActView::EndSupport {
            support: support.to_string(),
        },
        Act::MoveWindow {
            desk,
            groups,
            version: seen,
        } => ActView::MoveWindow {
            desk,
            groups,
            version: version(seen),
        },
        Act::Message { desk } => ActView::Message { desk },
        Act::Release { desk } => ActView::Release { desk },
        Act::Reassign { desk } => ActView::Reassign { desk },
        Act::Answer { approval } => ActView::Answer {
            approval: approval.to_string(),
        },
        Act::Urge { slip } => ActView::Urge { slip },
        Act::ShowCase { slip } => ActView::ShowCase { slip },
        Act::ShowList { light } => ActView::ShowList {
            light: light.word().to_owned(),
        },
        Act::CallBack { rating } => ActView::CallBack {
            rating: rating.to_string(),
        },
        Act::ShowTransfers => ActView::ShowTransfers,
        Act::ShowWatch { alarm } => ActView::ShowWatch {
            alarm: alarm.to_string(),
        },
        Act::Announce { group } => ActView::Announce { group },
    }
}
