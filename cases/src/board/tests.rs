//! Days of a small hall, and what its board says.

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::assist::request::{HelpKind, HelpNote, HelpRequest};
use crate::deadline::{Calendar, HALL_OFFSET, OpeningHours, Promise};
use crate::queue::{QueueRules, Ticket, TicketState, Window, WindowState};
use crate::support::call::SupportKind;
use crate::wire::board::{Act, Alert, AlertKind, Level};

/// A Friday morning with the hall open.
const NOW: &str = "2026-11-20T10:42";

fn at(text: &str) -> Timestamp {
    HALL_OFFSET.to_timestamp(text.parse().unwrap()).unwrap()
}

fn ago(minutes: i64) -> Timestamp {
    at(NOW) - SignedDuration::from_mins(minutes)
}

/// The data a day refers to.
struct Hall {
    rules: QueueRules,
    calendar: Calendar,
    opening: OpeningHours,
}

impl Hall {
    fn open() -> Self {
        let mut rules = QueueRules::load(include_str!("../../../catalogue/queue.json")).unwrap();
        rules.board = Limits::default();
        Self {
            rules,
            calendar: serde_json::from_str(include_str!("../../fixtures/calendar.json")).unwrap(),
            opening: OpeningHours::default(),
        }
    }

    /// A day on which nothing has happened.
    fn day(&self) -> Day<'_> {
        Day {
            now: at(NOW),
            calendar: &self.calendar,
            opening: &self.opening,
            rules: &self.rules,
            tickets: Vec::new(),
            last_week: Vec::new(),
            windows: Vec::new(),
            times: Vec::new(),
            outcomes: Outcomes::default(),
            open: Vec::new(),
            overdue: Vec::new(),
            ratings: RatingsOfDay::default(),
            bad: Vec::new(),
            drafts: Vec::new(),
            help: Vec::new(),
            helpers: Vec::new(),
            departments: Vec::new(),
            paper_away: Vec::new(),
            supports: Vec::new(),
            approvals: Vec::new(),
            alarms: Vec::new(),
            watched: Vec::new(),
        }
    }
}

fn waits(number: &str, minutes: i64) -> Ticket {
    let group = number[..1].to_owned();
    let serial: u128 = number[1..].parse().unwrap();
    Ticket::taken(
        Uuid::from_u128(serial),
        number.into(),
        group,
        None,
        None,
        ago(minutes),
    )
}

fn served(number: &str, taken: i64, called: i64, closed: i64) -> Ticket {
    Ticket {
        state: TicketState::Served,
        called_at: Some(ago(called)),
        closed_at: Some(ago(closed)),
        ..waits(number, taken)
    }
}

fn window(desk: &str, state: WindowState, groups: &[&str]) -> Window {
    Window {
        state,
        staff: (state != WindowState::Closed).then(|| "0826".into()),
        ..Window::closed(desk, groups.iter().map(|one| (*one).to_owned()).collect(), ago(5))
    }
}

fn of(alerts: &[Alert], kind: AlertKind) -> Vec<&Alert> {
    alerts.iter().filter(|alert| alert.kind == kind).collect()
}

#[test]
fn a_wait_of_31_minutes_is_over_in_figure_bar_and_list() {
    let hall = Hall::open();
    for (minutes, level) in [(14, Level::Ok), (16, Level::Warn), (31, Level::Over)] {
        let mut day = hall.day();
        day.tickets = vec![waits("B052", minutes), waits("B053", 2)];
        day.windows = vec![window("01", WindowState::Serving, &["B"])];
        let board = board(&day);
        let longest = &board.figures.longest;
        assert_eq!(
            (longest.level, longest.ticket.as_deref(), longest.limit_s),
            (level, Some("B052"), 1200)
        );
        assert_eq!(longest.since, Some(ago(minutes)));
        let bars = board.groups.iter().find(|group| group.letter == "B").unwrap();
        assert_eq!((bars.level, bars.waiting[0].level), (level, level));
        assert_eq!((bars.waiting[1].level, bars.warn_s), (Level::Ok, 900));
        let alerts = of(&board.alerts, AlertKind::LongWait);
        let said: Vec<_> = alerts
            .iter()
            .map(|alert| {
                (
                    alert.level,
                    alert.ticket.as_deref(),
                    alert.group.as_deref(),
                    alert.count,
                )
            })
            .collect();
        let expected = vec![(Level::Over, Some("B052"), Some("B"), 1)];
        assert_eq!(
            said,
            if level == Level::Over {
                expected
            } else {
                Vec::new()
            }
        );
    }
}

#[test]
fn a_wait_begins_where_the_hall_lets_somebody_wait() {
    let hall = Hall::open();
    let mut back = waits("B001", 90);
    back.rejoined_at = Some(ago(3));
    let mut early = waits("B002", 60);
    early.appointment_at = Some(ago(10));
    let mut too_early = waits("B003", 60);
    too_early.appointment_at = Some(ago(-30));
    let mut day = hall.day();
    day.tickets = vec![back, early, too_early];
    let bars = bars::groups(&day).swap_remove(1);
    let waits: Vec<_> = bars.waiting.iter().map(|bar| bar.since).collect();
    assert_eq!(waits, [ago(10), ago(3), ago(0)]);
}

/// Windows as desk, state and groups; who waits; the groups and the window that is to help.
fn check_move(
    windows: &[(&str, WindowState, &[&str])],
    waiting: &[&str],
    group: &str,
    expected: Option<(&str, &[&str])>,
) {
    let hall = Hall::open();
    let mut day = hall.day();
    day.windows = windows
        .iter()
        .map(|(desk, state, groups)| window(desk, *state, groups))
        .collect();
    day.windows.iter_mut().for_each(|window| window.version = 7);
    day.tickets = waiting.iter().map(|number| waits(number, 31)).collect();
    let expected = expected.map(|(desk, groups)| Act::MoveWindow {
        desk: desk.into(),
        groups: groups.iter().map(|one| (*one).to_owned()).collect(),
        version: 7,
    });
    assert_eq!(moving::suggestion(&day, group), expected, "{windows:?}");
}

#[test]
fn the_window_to_move_is_free_or_the_least_loaded_and_nobody_loses_his() {
    use WindowState::{Closed, Free, Paused, Serving};
    check_move(&[], &["B001"], "B", None);
    check_move(
        &[("01", Closed, &["A"]), ("02", Paused, &["A"])],
        &["B001"],
        "B",
        None,
    );
    // A free one before one that serves, whoever waits for it.
    check_move(
        &[("01", Serving, &["A"]), ("02", Free, &["C"])],
        &["B001", "C001"],
        "B",
        Some(("02", &["B", "C"])),
    );
    // The one with fewer people.
    check_move(
        &[("01", Serving, &["A"]), ("02", Serving, &["C"])],
        &["B001", "A001", "A002", "C001"],
        "B",
        Some(("02", &["B", "C"])),
    );
    // Two windows share their people.
    check_move(
        &[
            ("01", Serving, &["A"]),
            ("02", Serving, &["A"]),
            ("03", Serving, &["C"]),
        ],
        &["B001", "A001", "A002", "A003", "C001", "C002"],
        "B",
        Some(("01", &["A", "B"])),
    );
    // All of them serve it already: one is left to it alone, whose other groups are served elsewhere.
    check_move(
        &[
            ("01", Serving, &["A", "B"]),
            ("02", Serving, &["B", "C"]),
            ("03", Serving, &["A", "B"]),
        ],
        &["B001", "A001"],
        "B",
        Some(("01", &["B"])),
    );
    check_move(
        &[("01", Serving, &["A", "B"]), ("02", Serving, &["B", "C"])],
        &["B001"],
        "B",
        None,
    );
    check_move(&[("01", Serving, &["B"])], &["B001"], "B", None);
}

#[test]
fn a_window_that_is_silent_or_calls_for_support_is_left_alone() {
    let hall = Hall::open();
    let mut day = hall.day();
    day.windows = vec![
        window("01", WindowState::Free, &["A"]),
        window("02", WindowState::Free, &["A"]),
        window("03", WindowState::Serving, &["A"]),
    ];
    day.windows[0].silent_since = Some(ago(2));
    day.supports = vec![call("02", SupportKind::Support, None)];
    let Some(Act::MoveWindow { desk, .. }) = moving::suggestion(&day, "B") else {
        panic!("one is left")
    };
    assert_eq!(desk, "03");
}

fn call(desk: &str, kind: SupportKind, taken_by: Option<&str>) -> Support {
    Support {
        id: Uuid::from_u128(5),
        desk: desk.into(),
        kind,
        at: ago(1),
        why: "情绪激动".into(),
        taken_by: taken_by.map(str::to_owned),
    }
}

#[test]
fn a_call_for_support_stands_first_and_a_quiet_alarm_shows_at_no_window() {
    let hall = Hall::open();
    let support = Uuid::from_u128(5);
    let mut day = hall.day();
    day.tickets = vec![waits("B001", 31)];
    day.windows = vec![window("05", WindowState::Serving, &["C"])];
    day.helpers = ["0830", "0831", "0832"]
        .map(|staff| Helper {
            staff: staff.into(),
            name: format!("帮办{staff}"),
        })
        .to_vec();
    day.supports = vec![call("05", SupportKind::Support, None)];
    let open = board(&day);
    assert_eq!(
        (open.windows[0].support, open.windows[0].level),
        (true, Level::Over)
    );
    let first = &open.alerts[0];
    assert_eq!(
        (first.kind, first.level, first.note.as_deref()),
        (AlertKind::Support, Level::Over, Some("情绪激动"))
    );
    let words: Vec<_> = first.acts.iter().map(|act| json!(act)["act"].clone()).collect();
    assert_eq!(words, ["goThere", "sendHelper", "sendHelper"]);
    assert_eq!(first.acts[0], Act::GoThere { support });

    day.supports = vec![call("05", SupportKind::Support, Some("陈立"))];
    let taken = board(&day);
    let alert = of(&taken.alerts, AlertKind::Support)[0];
    assert_eq!(
        (alert.level, alert.taken_by.as_deref()),
        (Level::Warn, Some("陈立"))
    );
    assert_eq!(alert.acts, [Act::EndSupport { support }]);

    day.supports = vec![call("05", SupportKind::QuietAlarm, None)];
    let quiet = board(&day);
    assert_eq!(quiet.alerts[0].kind, AlertKind::QuietAlarm);
    assert_eq!(quiet.alerts[0].acts, [Act::GoThere { support }]);
    assert_eq!(
        (quiet.windows[0].support, quiet.windows[0].level),
        (false, Level::Ok)
    );
}

/// Everything that can be wrong at once.
fn bad_day(hall: &Hall) -> Day<'_> {
    let mut day = hall.day();
    day.tickets = vec![waits("B001", 31), waits("D001", 40), waits("A001", 1)];
    let mut silent = window("01", WindowState::Free, &["B"]);
    silent.silent_since = Some(ago(3));
    let mut long = window("03", WindowState::Serving, &["A"]);
    long.since = ago(28);
    long.ticket = Some("A009".into());
    day.windows = vec![silent, long, window("13", WindowState::Closed, &["D"])];
    day.drafts = vec![
        DraftsAt {
            desk: "13".into(),
            count: 2,
            last_item: "不动产转移登记".into(),
        },
        DraftsAt {
            desk: "03".into(),
            count: 1,
            last_item: "开餐馆".into(),
        },
    ];
    let open = |due_day, count| OpenCases {
        due_day,
        promise: Promise::working_days(20),
        count,
    };
    day.open = vec![
        open(date(2026, 11, 19), 3),
        open(date(2026, 11, 20), 2),
        open(date(2026, 12, 30), 50),
    ];
    day.overdue = vec![OverdueCase {
        slip: "S".into(),
        item_name: "户外招牌".into(),
        due_day: date(2026, 11, 19),
        urged: 1,
    }];
    day.ratings = RatingsOfDay { all: 10, bad: 1 };
    day.bad = vec![BadRatingFact {
        id: Uuid::from_u128(9),
        desk: "12".into(),
        slip: "T".into(),
        item_name: "社保卡补领".into(),
        at: at("2026-11-19T16:20"),
        tries: 1,
    }];
    day.help = vec![HelpRequest {
        id: Uuid::from_u128(4),
        place: "自助机 03".into(),
        kind: HelpKind::Kiosk,
        note: HelpNote::Face,
        asked_at: ago(2),
        due_at: None,
        taken: None,
        ended: None,
    }];
    day.departments = vec![DepartmentLine {
        name: "示范区税务局".into(),
        failures: 3,
        since: ago(9),
        next_try: ago(-1),
    }];
    day.supports = vec![call("05", SupportKind::QuietAlarm, None)];
    day.approvals = vec![Approval {
        id: Uuid::from_u128(3),
        desk: "03".into(),
        kind: "refusal".into(),
        at: ago(6),
        passed_on: Some(ago(1)),
    }];
    day.alarms = vec![WindowAlarm {
        id: Uuid::from_u128(2),
        desk: "03".into(),
        what: "placeConflict".into(),
        slip: None,
        at: ago(20),
    }];
    day
}

#[test]
fn every_alert_says_what_can_be_done_and_what_burns_stands_first() {
    let hall = Hall::open();
    let board = board(&bad_day(&hall));
    let rows: Vec<String> = board
        .alerts
        .iter()
        .map(|alert| {
            let acts: Vec<String> = alert
                .acts
                .iter()
                .map(|act| json!(act)["act"].as_str().unwrap().to_owned())
                .collect();
            format!(
                "{} {} ×{}: {}",
                alert.level.word(),
                alert.id,
                alert.count,
                acts.join(" ")
            )
        })
        .collect();
    let id = |last: u128| Uuid::from_u128(last);
    assert_eq!(
        rows,
        [
            format!("over quietAlarm/{} ×1: goThere", id(5)),
            "over silentWindow/01 ×1: release".into(),
            "over longWait/D ×1: moveWindow announce".into(),
            "over longWait/B ×1: moveWindow announce".into(),
            "over red/S ×1: urge showCase".into(),
            "over red/list ×2: showList".into(),
            format!("over log/{} ×1: message", id(2)),
            format!("warn approval/{} ×1: answer", id(3)),
            format!("warn helpWaits/{} ×1: announce", id(4)),
            format!("warn badRating/{} ×1: callBack showCase", id(9)),
            "warn amber/list ×2: showList".into(),
            "warn longHandling/03 ×1: message".into(),
            "warn leftDrafts/13 ×2: reassign".into(),
            "warn department/示范区税务局 ×3: announce".into(),
            "warn calendar/2027 ×1: ".into(),
        ]
    );
    let asked = of(&board.alerts, AlertKind::Approval)[0];
    assert_eq!(asked.passed_on, bad_day(&hall).approvals[0].passed_on);
    assert!(
        asked.passed_on.is_some(),
        "the hall's word, whatever the clock says"
    );
    let long = of(&board.alerts, AlertKind::LongHandling)[0];
    assert_eq!(
        (long.name.as_deref(), long.ticket.as_deref(), long.since),
        (Some("开餐馆"), Some("A009"), ago(28))
    );
    // One working day, at the same time.
    let bad = of(&board.alerts, AlertKind::BadRating)[0];
    assert_eq!((bad.until, bad.times), (Some(at("2026-11-20T16:20")), 1));
    assert_eq!(of(&board.alerts, AlertKind::Red)[0].times, 1);
    let lights = &board.figures.lights;
    assert_eq!((lights.level, lights.red, lights.amber), (Level::Over, 3, 2));
    let praise = &board.figures.praise;
    assert_eq!((praise.level, praise.share), (Level::Warn, Some(900)));
    let tile = |desk: &str| board.windows.iter().find(|tile| tile.desk == desk).unwrap();
    assert_eq!(
        (tile("01").level, tile("03").level, tile("13").drafts),
        (Level::Over, Level::Warn, 2)
    );
}

#[test]
fn a_call_back_that_is_late_is_over() {
    let hall = Hall::open();
    let mut day = bad_day(&hall);
    day.now = at("2026-11-20T16:21");
    let board = board(&day);
    assert_eq!(of(&board.alerts, AlertKind::BadRating)[0].level, Level::Over);
    assert_eq!(board.figures.praise.level, Level::Over);
    // Over a week-end the next working day is Monday; a year without a calendar counts Monday to Friday.
    let until = |given: &str| alert::until_called(at(given), day.calendar, day.opening);
    assert_eq!(until("2026-11-20T10:00"), at("2026-11-23T10:00"));
    assert_eq!(until("2031-01-03T10:00"), at("2031-01-06T10:00"));
}

#[test]
fn drafts_are_left_only_where_somebody_could_have_them() {
    let hall = Hall::open();
    let mut day = bad_day(&hall);
    day.windows.retain(|window| window.desk == "13");
    assert!(of(&board(&day).alerts, AlertKind::LeftDrafts).is_empty());
}

#[test]
fn an_empty_day_has_a_board() {
    let hall = Hall::open();
    let quiet = board(&hall.day());
    assert!(quiet.handling.is_empty() && quiet.windows.is_empty());
    let ids: Vec<&str> = quiet.alerts.iter().map(|alert| alert.id.as_str()).collect();
    assert_eq!(ids, ["calendar/2027"]);
    let figures = &quiet.figures;
    assert_eq!(
        (figures.waiting.people, figures.waiting.more_than_last_week),
        (0, None)
    );
    assert_eq!(
        (
            figures.average.seconds,
            figures.handled.first_time,
            figures.praise.share
        ),
        (None, None, None)
    );
    assert_eq!(
        figures.windows.level,
        Level::Over,
        "the hall is open, no window is"
    );
    assert_eq!(quiet.groups.len(), 5);
    // 09:00 to 17:00 in quarters.
    assert_eq!(quiet.flow.slots.len(), 32);
    assert!(
        quiet
            .flow
            .slots
            .iter()
            .all(|slot| slot.taken + slot.finished == 0)
    );
    assert_eq!((quiet.staffing.len(), quiet.staffing[0].needed), (4, 0));

    // A Sunday, and a Sunday of a year without a calendar.
    for sunday in ["2026-11-22T10:42", "2031-11-23T10:42"] {
        let mut day = hall.day();
        day.now = at(sunday);
        let closed = board(&day);
        assert!(
            closed.flow.slots.is_empty() && closed.staffing.is_empty(),
            "{sunday}"
        );
        assert_eq!(closed.figures.windows.level, Level::Ok);
    }
    let mut day = hall.day();
    day.now = at("2031-11-21T10:42");
    assert_eq!(
        board(&day).flow.slots.len(),
        32,
        "Monday to Friday are taken as worked"
    );
}

/// Takings of a past day, minutes before this time of that day.
fn past(taken: i64, called: Option<i64>) -> Past {
    let week = SignedDuration::from_hours(7 * 24);
    Past {
        taken_at: ago(taken) - week,
        called_at: called.map(|called| ago(called) - week),
        closed_at: called.map(|called| ago(called - 5) - week),
    }
}

#[test]
fn the_figures_compare_with_the_same_minute_a_week_ago() {
    let hall = Hall::open();
    let mut day = hall.day();
    day.tickets = vec![
        waits("A001", 3),
        served("A002", 40, 20, 10),
        served("A003", 90, 70, 65),
    ];
    // One waited then, one was called before, one came later.
    day.last_week = vec![past(5, Some(-5)), past(30, Some(10)), past(-10, None)];
    let figures = board(&day).figures;
    assert_eq!(figures.waiting.more_than_last_week, Some(0));
    // Called in the last hour: one, after twenty minutes.
    assert_eq!(
        (figures.average.seconds, figures.average.level),
        (Some(1_200), Level::Warn)
    );
}

#[test]
fn the_rest_of_the_day_is_expected_from_a_week_ago_in_proportion() {
    let hall = Hall::open();
    let mut day = hall.day();
    let at_time = |text: &str| at(&format!("2026-11-20T{text}"));
    let take = |serial: u32, text: &str| Ticket {
        taken_at: at_time(text),
        ..served(&format!("B{serial:03}"), 0, 12, 2)
    };
    // Twenty by now, against ten then; eight came then in the quarter of 11:00.
    day.tickets = (1..=20).map(|serial| take(serial, "09:20")).collect();
    let then = |text: &str| Past {
        taken_at: at(&format!("2026-11-13T{text}")),
        called_at: None,
        closed_at: None,
    };
    day.last_week = (0..10)
        .map(|_| then("09:40"))
        .chain((0..8).map(|_| then("11:05")))
        .collect();
    day.windows = vec![window("01", WindowState::Free, &["B"])];
    let board = board(&day);
    let slot = |text: &str| board.flow.slots.iter().find(|slot| slot.at == text).unwrap();
    assert_eq!((slot("09:15").taken, slot("09:15").expected), (20, false));
    assert_eq!((slot("11:00").taken, slot("11:00").expected), (16, true));
    // Ten minutes each at one window: three in two quarters, and they go on until all have gone.
    let finished: u32 = board
        .flow
        .slots
        .iter()
        .filter(|slot| slot.expected)
        .map(|slot| slot.finished)
        .sum();
    assert_eq!((slot("11:00").finished, finished), (1, 16 + 20));
    // Sixteen visits of ten minutes in half an hour.
    let needed: Vec<_> = board
        .staffing
        .iter()
        .map(|step| (step.at.as_str(), step.needed, step.planned))
        .collect();
    assert_eq!(
        needed,
        [("11:00", 6, 1), ("11:30", 0, 1), ("12:00", 0, 1), ("12:30", 0, 1)]
    );
}

#[test]
fn without_a_week_ago_the_last_hour_goes_on_and_nothing_comes_of_nothing() {
    let hall = Hall::open();
    let mut day = hall.day();
    day.tickets = (1..=6)
        .map(|serial| waits(&format!("B{serial:03}"), 50))
        .collect();
    let board = board(&day);
    let slot = |text: &str| board.flow.slots.iter().find(|slot| slot.at == text).unwrap();
    // Six in the four quarters before.
    assert_eq!((slot("11:00").taken, slot("16:45").taken), (2, 2));
    assert_eq!(slot("11:00").finished, 0, "no window is open");
    // Those who wait are gone by the end of the two hours.
    assert!(board.staffing.iter().all(|step| step.needed > 0));
}

#[test]
fn nobody_is_expected_after_closing() {
    let hall = Hall::open();
    let mut day = hall.day();
    day.now = at("2026-11-20T16:50");
    day.last_week = vec![past(0, None)];
    assert!(board(&day).staffing.is_empty());
    day.now = at("2026-11-20T20:00");
    day.tickets = vec![waits("A001", 0)];
    let late = board(&day);
    assert_eq!(
        late.flow.slots.last().unwrap().at,
        "20:00",
        "somebody still waits"
    );
    assert!(late.staffing.is_empty());
}

#[test]
fn handling_is_told_by_median_and_ninth_decile_against_the_items_standard() {
    let mut hall = Hall::open();
    hall.rules.board.standards_min.insert("quick".into(), 5);
    let mut day = hall.day();
    let time = |item: &str, minutes: u32| ItemTime {
        item: item.into(),
        name: item.to_uppercase(),
        seconds: minutes * 60,
    };
    day.times = (1..=10)
        .map(|minutes| time("quick", minutes))
        .chain([
            time("rare", 50),
            time("slow", 5),
            time("slow", 6),
            time("slow", 7),
        ])
        .collect();
    let rows: Vec<_> = board(&day)
        .handling
        .into_iter()
        .map(|row| {
            (
                row.name,
                row.level,
                row.count,
                row.median_s / 60,
                row.p90_s / 60,
                row.standard_s / 60,
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("QUICK".into(), Level::Over, 10, 5, 9, 5),
            ("SLOW".into(), Level::Ok, 3, 6, 7, 20),
            ("RARE".into(), Level::Warn, 1, 50, 50, 20),
        ]
    );
    for (sorted, per_cent, expected) in [(vec![], 50, 0), (vec![7], 90, 7), (vec![1, 2, 3, 4], 50, 2)] {
        assert_eq!(handling::quantile(&sorted, per_cent), expected, "{sorted:?}");
    }
}

#[test]
fn first_time_success_counts_who_had_to_go_home() {
    let hall = Hall::open();
    let mut day = hall.day();
    day.outcomes = Outcomes {
        accepted: 9,
        in_first_visit: 8,
        sent_home: 1,
    };
    let handled = board(&day).figures.handled;
    assert_eq!(
        (handled.cases, handled.first_time, handled.level),
        (9, Some(800), Level::Warn)
    );
}

#[test]
fn limits_are_data_and_are_checked() {
    let data: serde_json::Value =
        serde_json::from_str(include_str!("../../../catalogue/queue.json")).unwrap();
    assert!(
        data.get("board").is_some(),
        "the demonstration hall states its own"
    );
    let mut without = data.clone();
    without.as_object_mut().unwrap().remove("board");
    let rules = QueueRules::load(&without.to_string()).unwrap();
    assert_eq!(rules.board, Limits::default());
    for (key, value, path) in [
        ("warnShare", json!(0), "board.warnShare"),
        ("praiseTarget", json!(1001), "board.praiseTarget"),
        ("waitingWarn", json!(61), "board.waitingWarn"),
        ("averageTargetS", json!(0), "board.averageTargetS"),
        ("longHandlingS", json!(0), "board.longHandlingS"),
        ("standardsMin", json!({ "x": 0 }), "board.standardMin"),
        ("redAllowed", json!(-1), "board.redAllowed"),
        ("waitingLimt", json!(1), "board.waitingLimt"),
    ] {
        let mut wrong = without.clone();
        wrong["board"] = json!({ key: value });
        let fault = QueueRules::load(&wrong.to_string()).unwrap_err();
        assert_eq!(fault.path, path, "{fault}");
    }
}

#[test]
fn promise_08_nobody_is_named_on_the_board() {
    let hall = Hall::open();
    let text = serde_json::to_string(&board(&bad_day(&hall))).unwrap();
    let keys = ["applicant", "idNumber", "holder", "phone", "words"];
    for key in keys {
        assert!(!text.contains(key), "{key} in {text}");
    }
    // What goes in has no place for a person: a run of digits on the board is a moment or an id.
    let board: serde_json::Value = serde_json::from_str(&text).unwrap();
    fn walk(value: &serde_json::Value, see: &mut impl FnMut(&str)) {
        match value {
            serde_json::Value::String(text) => see(text),
            serde_json::Value::Array(all) => all.iter().for_each(|one| walk(one, see)),
            serde_json::Value::Object(all) => all.values().for_each(|one| walk(one, see)),
            serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
        }
    }
    walk(&board, &mut |text| {
        let longest = text.split(|ch: char| !ch.is_ascii_digit()).map(str::len).max();
        let is_id = text
            .rsplit('/')
            .next()
            .is_some_and(|last| last.parse::<Uuid>().is_ok());
        assert!(is_id || longest.unwrap_or(0) < 11, "{text}");
    });
}

/// Nobody guesses a year: its calendar is asked for as soon as it is published, and loudly once it is needed.
#[test]
fn a_year_whose_calendar_is_not_loaded_is_asked_for_before_it_begins() {
    let hall = Hall::open();
    let check = |now: &str, wanted: Option<(&str, Level, &str)>| {
        let day = Day {
            now: at(now),
            ..hall.day()
        };
        let board = board(&day);
        let found = of(&board.alerts, AlertKind::Calendar).first().map(|alert| {
            let year = alert.name.clone().unwrap_or_default();
            (year, alert.level, alert.since)
        });
        let wanted = wanted.map(|(year, level, since)| (year.to_owned(), level, at(since)));
        assert_eq!(found, wanted, "{now}");
    };
    check("2026-10-31T23:59", None);
    check(
        "2026-11-01T00:00",
        Some(("2027", Level::Warn, "2026-11-01T00:00")),
    );
    check(
        "2026-12-31T23:59",
        Some(("2027", Level::Warn, "2026-11-01T00:00")),
    );
    check(
        "2027-01-01T00:00",
        Some(("2027", Level::Over, "2027-01-01T00:00")),
    );
    check("2025-12-01T10:00", None);
}
