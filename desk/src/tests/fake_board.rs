//! The supervisor's board of the small hall, and what was asked of it.

use cases::queue::Window;
use cases::rating::Level as Rating;
use cases::wire::board::{
    Act, Alert, AlertKind, Average, BadRating, Bar, Board, CallBack, Called, Figures, Flow, FlowSlot,
    GroupBar, HandledCases, Level, LitCases, Longest, OpenWindows, Praise, Tile, Urged, Waiting,
};
use cases::wire::queue::{MoveWindow, Moved, OpenDraft, Reassign, Reassigned};
use jiff::Timestamp;
use uuid::Uuid;

use super::fake_hall::{no, ok};
use crate::hall_link::Answer;

pub const RATING: Uuid = Uuid::from_u128(9);

#[derive(Default)]
pub struct FakeBoard {
    /// Every write, by its path.
    pub asked: Vec<String>,
    /// A supervisor moved the window before.
    pub moved_by: Option<String>,
    /// Somebody has an open session no more.
    pub signed_out: bool,
    pub calls: Vec<Called>,
    /// What lay at a window was given on.
    given: bool,
}

impl FakeBoard {
    pub fn answer(&mut self, path: &str, body: &[u8], now: Timestamp) -> Option<Answer> {
        let parts: Vec<&str> = path.trim_start_matches("/v1/").split('/').collect();
        let answer = match parts[..] {
            ["board"] if self.signed_out => return Some(no(401, "YC-2202")),
            ["board"] => return Some(ok(&board(now))),
            ["windows", desk, "groups"] => {
                let ask: MoveWindow = serde_json::from_slice(body).unwrap();
                let moved = self.moved_by.is_none();
                let mut window = Window::closed(desk, ask.groups, now);
                window.version = ask.version.unwrap() + 1;
                let by = self.moved_by.get_or_insert_with(|| "王雨桐 0826".into());
                window.moved_by = Some(by.clone());
                ok(&Moved { moved, window })
            }
            ["windows", "07", "release"] => no(409, "YC-2613"),
            ["windows", desk, "release"] => ok(&Window::closed(desk, Vec::new(), now)),
            ["windows", _, "drafts"] if self.given => return Some(ok(&Vec::<OpenDraft>::new())),
            ["windows", desk, "drafts"] => return Some(ok(&[draft(desk, now)])),
            ["windows", _, "reassign"] => {
                let ask: Reassign = serde_json::from_slice(body).unwrap();
                self.given = true;
                ok(&Reassigned {
                    drafts: vec![draft(&ask.to, now)],
                })
            }
            ["cases", slip, "urge"] => ok(&Urged {
                slip: slip.to_owned(),
                times: 1,
            }),
            ["ratings", id] if id == RATING.to_string() => return Some(ok(&self.rating(now))),
            ["ratings", _, "call-back"] => {
                let CallBack { reached, note } = serde_json::from_slice(body).unwrap();
                self.calls.push(Called {
                    at: now,
                    staff: "0826".into(),
                    reached,
                    note,
                });
                ok(&self.rating(now))
            }
            _ => return None,
        };
        self.asked.push(path.to_owned());
        Some(answer)
    }

    fn rating(&self, now: Timestamp) -> BadRating {
        BadRating {
            id: RATING,
            desk: "12".into(),
            slip: "S".into(),
            item_name: "社保卡补领".into(),
            level: Rating::Bad,
            reasons: vec!["02".into()],
            words: "说法不一致".into(),
            at: now,
            until: now,
            calls: self.calls.clone(),
        }
    }
}

fn draft(desk: &str, now: Timestamp) -> OpenDraft {
    OpenDraft {
        id: Uuid::from_u128(3),
        slip: "S".into(),
        item: "cz-bookkeeping".into(),
        desk: desk.into(),
        clerk: "0827".into(),
        saved_at: now,
    }
}

/// A board with one of everything that screens show.
pub fn board(now: Timestamp) -> Board {
    let act = |act| vec![act];
    let alert = |id: &str, kind, acts| Alert {
        id: id.into(),
        kind,
        level: Level::Over,
        since: now,
        desk: None,
        group: None,
        ticket: None,
        slip: None,
        name: None,
        count: 1,
        until: Some(now),
        taken_by: None,
        passed_on: None,
        note: None,
        times: 0,
        acts,
    };
    Board {
        at: now,
        figures: Figures {
            waiting: Waiting {
                level: Level::Warn,
                people: 47,
                limit: 60,
                more_than_last_week: Some(12),
            },
            longest: Longest {
                level: Level::Over,
                since: Some(now),
                ticket: Some("B052".into()),
                limit_s: 1_200,
            },
            average: Average {
                level: Level::Ok,
                seconds: Some(680),
                target_s: 900,
            },
            windows: OpenWindows {
                level: Level::Ok,
                open: 14,
                all: 18,
                paused: 2,
                closed: 2,
                at_least: 4,
            },
            handled: HandledCases {
                level: Level::Ok,
                cases: 213,
                first_time: Some(915),
                target: 900,
            },
            lights: LitCases {
                level: Level::Over,
                red: 2,
                amber: 3,
                limit: 0,
            },
            praise: Praise {
                level: Level::Ok,
                share: Some(991),
                target: 950,
                bad: 2,
                to_call_back: 1,
            },
        },
        groups: vec![GroupBar {
            letter: "B".into(),
            zh: "个人综合".into(),
            en: "Persons".into(),
            level: Level::Over,
            waiting: vec![Bar {
                ticket: "B052".into(),
                since: now,
                level: Level::Over,
            }],
            serving: 5,
            windows: 6,
            warn_s: 900,
            limit_s: 1_200,
        }],
        windows: vec![Tile {
            desk: "05".into(),
            state: cases::queue::WindowState::Serving,
            since: now,
            level: Level::Over,
            groups: vec!["C".into()],
            version: 3,
            moved_by: None,
            pause: None,
            staff: Some("0827".into()),
            staff_name: Some("李明远".into()),
            ticket: Some("C007".into()),
            silent_since: None,
            support: true,
            drafts: 1,
        }],
        flow: Flow {
            slot_min: 15,
            slots: vec![FlowSlot {
                at: "10:30".into(),
                taken: 28,
                finished: 22,
                expected: true,
            }],
        },
        handling: Vec::new(),
        staffing: Vec::new(),
        alerts: vec![
            alert(
                "longWait/B",
                AlertKind::LongWait,
                act(Act::MoveWindow {
                    desk: "07".into(),
                    groups: vec!["B".into(), "C".into()],
                    version: 3,
                }),
            ),
            alert(
                "amber/list",
                AlertKind::Amber,
                act(Act::ShowList {
                    light: cases::deadline::Light::Amber,
                }),
            ),
        ],
    }
}
