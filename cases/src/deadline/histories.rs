//! Histories: what may follow what, which clocks run, and what holds whatever happens.

use jiff::civil::{Date, date, time};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::case::Stage;
use crate::error::Trouble;

fn calendar() -> Calendar {
    serde_json::from_str(include_str!("../../fixtures/calendar.json")).unwrap()
}

fn at(text: &str) -> Timestamp {
    HALL_OFFSET.to_timestamp(text.parse().unwrap()).unwrap()
}

/// A licence with five working days promised of twenty.
fn licence() -> Limits {
    Limits {
        promised: Promise::working_days(5),
        statutory: Promise::working_days(20),
        licence: true,
        joint: false,
    }
}

fn told(until: Option<Date>) -> Happened {
    Happened::Told { until }
}

fn accepted() -> Happened {
    Happened::Accepted { deemed: false }
}

fn paused(days: u16) -> Happened {
    Happened::Paused {
        kind: "检验".to_owned(),
        expected: Promise::working_days(days),
        reason: "须委托检验机构出具报告".to_owned(),
        approver: "0101".to_owned(),
    }
}

fn extended(days: u16) -> Happened {
    Happened::Extended {
        by: Promise::working_days(days),
        reason: "材料须向外省核实".to_owned(),
        approver: "0101".to_owned(),
    }
}

fn decided() -> Happened {
    Happened::Decided { granted: true }
}

fn ended() -> Happened {
    Happened::Ended {
        stage: Stage::Withdrawn,
    }
}

fn history(acts: &[(&str, Happened)]) -> Vec<Event> {
    let event = |(when, what): &(&str, Happened)| Event::new(at(when), what.clone());
    acts.iter().map(event).collect()
}

fn clocks_of(limits: &Limits, acts: &[(&str, Happened)]) -> Clocks {
    replay(&history(acts), limits, &calendar(), &OpeningHours::default()).unwrap()
}

fn runs(limits: &Limits, acts: &[(&str, Happened)]) -> (Rule, Date) {
    let clock = clocks_of(limits, acts).running.unwrap();
    (clock.rule, clock.due.day)
}

/// The last act is refused, at a `now` long after it, with this code; each act before it is admitted.
fn check_refused(acts: &[(&str, Happened)], code: &str) {
    let events = history(acts);
    let now = at("2026-12-30T10:00");
    let (next, before) = events.split_last().unwrap();
    let fault = admit(
        before,
        next,
        &licence(),
        &calendar(),
        &OpeningHours::default(),
        now,
    )
    .unwrap_err();
    assert_eq!(fault.code(), code, "{fault}");
    let trouble = Trouble::from(fault);
    assert_eq!(trouble.code, code);
    assert!(
        trouble.zh.ends_with('。') && trouble.zh.chars().count() <= 80,
        "{}",
        trouble.zh
    );
    assert!(
        trouble.en.ends_with('.') && trouble.en.is_ascii(),
        "{}",
        trouble.en
    );
}

#[test]
fn an_act_that_cannot_be_is_refused_with_a_sentence() {
    use Happened::{Completed, Delivered, Received, Resumed, Supplemented};
    let open = [("2026-11-02T10:00", Received), ("2026-11-02T10:00", accepted())];
    let with = |more: &[(&'static str, Happened)]| [open.to_vec(), more.to_vec()].concat();
    check_refused(&[("2026-11-02T10:00", accepted())], "YC-1171");
    // The clock went back a day.
    check_refused(&with(&[("2026-11-01T10:00", decided())]), "YC-1172");
    check_refused(
        &[("2026-11-02T10:00", Received), ("2026-11-01T10:00", accepted())],
        "YC-1172",
    );
    check_refused(&with(&[("2026-12-30T10:01", decided())]), "YC-1173");
    check_refused(&with(&[("2026-11-03T10:00", Received)]), "YC-1174");
    check_refused(&with(&[("2026-11-03T10:00", accepted())]), "YC-1175");
    let decided_once = [("2026-11-03T10:00", decided())];
    let twice = [decided_once.to_vec(), vec![("2026-11-03T11:00", decided())]].concat();
    check_refused(&with(&twice), "YC-1176");
    check_refused(&with(&[("2026-11-03T10:00", Completed)]), "YC-1177");
    check_refused(&with(&[("2026-11-03T10:00", Delivered)]), "YC-1177");
    check_refused(
        &[("2026-11-02T10:00", Received), ("2026-11-02T11:00", Supplemented)],
        "YC-1177",
    );
    check_refused(
        &[("2026-11-02T10:00", Received), ("2026-11-02T11:00", paused(5))],
        "YC-1177",
    );
    check_refused(
        &with(&[("2026-11-03T10:00", ended()), ("2026-11-04T10:00", decided())]),
        "YC-1178",
    );
    let deemed = Happened::Accepted { deemed: true };
    check_refused(
        &[("2026-11-02T10:00", Received), ("2026-11-10T00:00", deemed)],
        "YC-1179",
    );
    // Received on a Monday: the fifth working day is the Monday after.
    check_refused(
        &[("2026-11-02T10:00", Received), ("2026-11-10T00:00", told(None))],
        "YC-1180",
    );
    check_refused(
        &with(&[("2026-11-03T10:00", paused(5)), ("2026-11-04T10:00", paused(5))]),
        "YC-1181",
    );
    check_refused(&with(&[("2026-11-03T10:00", Resumed)]), "YC-1182");
    check_refused(
        &with(&[("2026-11-03T10:00", paused(5)), ("2026-11-02T11:00", Resumed)]),
        "YC-1183",
    );
    check_refused(&with(&[("2026-11-03T10:00", paused(0))]), "YC-1184");
    let unsaid = Happened::Paused {
        kind: "检验".to_owned(),
        expected: Promise::working_days(5),
        reason: " ".to_owned(),
        approver: "0101".to_owned(),
    };
    check_refused(&with(&[("2026-11-03T10:00", unsaid)]), "YC-1184");
    check_refused(&with(&[("2026-11-03T10:00", extended(0))]), "YC-1185");
    let once = ("2026-11-03T10:00", extended(5));
    check_refused(&with(&[once, ("2026-11-04T10:00", extended(5))]), "YC-1186");
    check_refused(&with(&[("2026-11-03T10:00", extended(11))]), "YC-1187");
    // Accepted on Monday the 2nd: twenty working days end on Monday the 30th.
    check_refused(&with(&[("2026-12-01T00:00", extended(5))]), "YC-1188");
}

#[test]
fn what_is_refused_late_was_right_until_then() {
    let admitted = |acts: &[(&str, Happened)]| {
        let events = history(acts);
        let (next, before) = events.split_last().unwrap();
        admit(
            before,
            next,
            &licence(),
            &calendar(),
            &OpeningHours::default(),
            next.at,
        )
        .unwrap()
    };
    let received = ("2026-11-02T10:00", Happened::Received);
    admitted(&[received.clone(), ("2026-11-09T23:59", told(None))]);
    let open = [received, ("2026-11-02T10:00", accepted())];
    let last = [open.to_vec(), vec![("2026-11-30T23:59", extended(10))]].concat();
    assert_eq!(admitted(&last).statutory.unwrap().due.day, date(2026, 12, 14));
    // A limit that stands still has not passed.
    let standing = [
        open.to_vec(),
        vec![
            ("2026-11-20T10:00", paused(5)),
            ("2026-12-10T10:00", extended(10)),
        ],
    ]
    .concat();
    assert!(admitted(&standing).extended);
}

#[test]
fn joint_handling_is_extended_by_fifteen_days() {
    let joint = Limits {
        statutory: Promise::working_days(45),
        joint: true,
        ..licence()
    };
    let acts = [
        ("2026-09-01T10:00", Happened::Received),
        ("2026-09-01T10:00", accepted()),
        ("2026-09-02T10:00", extended(15)),
    ];
    // 45 + 15 after 1 September, with the autumn's holidays and make-up days.
    assert_eq!(
        clocks_of(&joint, &acts).statutory.unwrap().due.day,
        date(2026, 11, 30)
    );
}

#[test]
fn each_stage_has_its_clock() {
    use Happened::{Completed, Delivered, Received, Supplemented};
    let limits = licence();
    let mut acts = vec![("2026-09-28T10:00", Received)];
    assert_eq!(runs(&limits, &acts), (Rule::Notice, date(2026, 10, 10)));
    // The 17th is a Saturday: the day on the paper ends on Monday.
    acts.push(("2026-09-29T10:00", told(Some(date(2026, 10, 17)))));
    assert_eq!(runs(&limits, &acts), (Rule::Cure, date(2026, 10, 19)));
    acts.push(("2026-10-08T10:00", Supplemented));
    assert_eq!(runs(&limits, &acts), (Rule::Completed, date(2026, 10, 14)));
    // Accepted two days later, and dated at completeness.
    acts.push(("2026-10-09T10:00", accepted()));
    let clocks = clocks_of(&limits, &acts);
    assert_eq!(clocks.accepted_at, Some(at("2026-10-08T10:00")));
    assert_eq!(clocks.running.unwrap().rule, Rule::Promised);
    assert_eq!(clocks.promised.unwrap().due.day, date(2026, 10, 14));
    assert_eq!(clocks.statutory.unwrap().due.day, date(2026, 11, 4));
    acts.push(("2026-10-12T10:00", decided()));
    assert_eq!(runs(&limits, &acts), (Rule::Delivery, date(2026, 10, 26)));
    acts.push(("2026-10-13T10:00", Completed));
    assert_eq!(runs(&limits, &acts), (Rule::Delivery, date(2026, 10, 26)));
    acts.push(("2026-10-14T10:00", Delivered));
    let over = clocks_of(&limits, &acts);
    assert_eq!(over.running, None);
    assert_eq!(over.promised.unwrap().due.day, date(2026, 10, 14));
}

#[test]
fn untold_by_the_fifth_day_counts_as_accepted_at_receipt() {
    let received = [("2026-11-02T10:00", Happened::Received)];
    let deemed = clocks_of(&licence(), &received).deemed_at().unwrap();
    assert_eq!(
        (deemed.at, deemed.dated),
        (at("2026-11-10T00:00"), at("2026-11-02T10:00"))
    );
    let accepted = [
        received[0].clone(),
        ("2026-11-02T10:00", Happened::Accepted { deemed: true }),
    ];
    let clocks = clocks_of(&licence(), &accepted);
    assert!(clocks.deemed && clocks.deemed_at().is_none());
    assert_eq!(clocks.promised.unwrap().due.day, date(2026, 11, 9));
    // Told in time, it waits for what was asked, and lapses after that day.
    let waits = [
        received[0].clone(),
        ("2026-11-09T10:00", told(Some(date(2026, 11, 20)))),
    ];
    let clocks = clocks_of(&licence(), &waits);
    assert_eq!(
        (clocks.deemed_at(), clocks.lapses_at()),
        (None, Some(at("2026-11-21T00:00")))
    );
}

#[test]
fn nothing_happens_by_itself_on_a_day_that_is_only_assumed() {
    // The last working second of 2026, and the second after it.
    let check = |when: &str, day: Date, zero: Date| {
        let acts = [(when, Happened::Received)];
        let clocks = clocks_of(&licence(), &acts);
        let notice = clocks.running.unwrap();
        assert!(notice.due.provisional);
        assert_eq!((notice.due.day, clocks.deemed_at()), (day, None), "{when}");
        let at_once = Limits {
            promised: Promise::working_days(0),
            ..licence()
        };
        let done = clocks_of(&at_once, &[acts[0].clone(), (when, accepted())])
            .promised
            .unwrap();
        assert_eq!(
            (done.due.day, done.due.provisional),
            (zero, zero.year() > 2026),
            "{when}"
        );
    };
    check("2026-12-31T17:00", date(2027, 1, 7), date(2026, 12, 31));
    check("2026-12-31T17:00:01", date(2027, 1, 8), date(2027, 1, 1));
    let waits = [
        ("2026-12-28T10:00", Happened::Received),
        ("2026-12-28T10:00", told(Some(date(2027, 1, 15)))),
    ];
    assert_eq!(clocks_of(&licence(), &waits).lapses_at(), None);
}

#[test]
fn a_special_procedure_stops_both_limits_and_has_a_clock_of_its_own() {
    let mut acts = vec![
        ("2026-11-02T10:00", Happened::Received),
        ("2026-11-02T10:00", accepted()),
        ("2026-11-04T10:00", paused(5)),
    ];
    let standing = clocks_of(&licence(), &acts);
    let running = standing.running.unwrap();
    assert_eq!(
        (running.rule, running.due.day),
        (Rule::SpecialProcedure, date(2026, 11, 11))
    );
    let still = standing.paused.unwrap();
    assert_eq!(
        (still.kind.as_str(), still.since),
        ("检验", at("2026-11-04T10:00"))
    );
    // As if it ended as expected: five working days later.
    assert_eq!(standing.promised.unwrap().due.day, date(2026, 11, 16));
    assert_eq!(standing.statutory.unwrap().due.day, date(2026, 12, 7));
    acts.push(("2026-11-13T16:00", Happened::Resumed));
    assert_eq!(runs(&licence(), &acts), (Rule::Promised, date(2026, 11, 18)));
    // A second one, one after another.
    acts.push(("2026-11-17T09:00", paused(2)));
    acts.push(("2026-11-19T09:00", Happened::Resumed));
    assert_eq!(runs(&licence(), &acts), (Rule::Promised, date(2026, 11, 20)));
    // A decision ends what was still looked into.
    acts.push(("2026-11-20T09:00", paused(2)));
    acts.push(("2026-11-20T10:00", decided()));
    assert_eq!(runs(&licence(), &acts), (Rule::Delivery, date(2026, 12, 4)));
}

#[test]
fn an_extension_mends_no_promise_that_was_not_kept() {
    let open = [
        ("2026-11-02T10:00", Happened::Received),
        ("2026-11-02T10:00", accepted()),
    ];
    let with = |when| [open.to_vec(), vec![(when, extended(10))]].concat();
    let in_time = clocks_of(&licence(), &with("2026-11-09T10:00"));
    let (promised, statutory) = (in_time.promised.unwrap(), in_time.statutory.unwrap());
    assert_eq!(
        (promised.rule, promised.due.day),
        (Rule::PromisedExtended, date(2026, 11, 23))
    );
    assert_eq!(
        (statutory.rule, statutory.due.day),
        (Rule::StatutoryExtended, date(2026, 12, 14))
    );
    let late = clocks_of(&licence(), &with("2026-11-10T10:00"));
    let (promised, statutory) = (late.promised.unwrap(), late.statutory.unwrap());
    assert_eq!(
        (promised.rule, promised.due.day),
        (Rule::Promised, date(2026, 11, 9))
    );
    assert_eq!(
        (statutory.rule, statutory.due.day),
        (Rule::StatutoryExtended, date(2026, 12, 14))
    );
    // Limits in calendar days and in hours are followed by the working days of the extension.
    let others = Limits {
        promised: Promise::hours(8),
        statutory: Promise::calendar_days(30),
        ..licence()
    };
    let extended = clocks_of(&others, &with("2026-11-02T11:00"));
    assert_eq!(extended.promised.unwrap().due.day, date(2026, 11, 16));
    assert_eq!(extended.statutory.unwrap().due.day, date(2026, 12, 16));
}

#[test]
fn what_ends_first_burns_first() {
    let short = Limits {
        promised: Promise::working_days(15),
        statutory: Promise::calendar_days(15),
        ..licence()
    };
    let acts = [
        ("2026-11-02T10:00", Happened::Received),
        ("2026-11-02T10:00", accepted()),
    ];
    assert_eq!(runs(&short, &acts), (Rule::Statutory, date(2026, 11, 17)));
    let same = Limits {
        statutory: Promise::working_days(5),
        ..licence()
    };
    assert_eq!(runs(&same, &acts).0, Rule::Promised);
}

#[test]
fn a_clock_says_how_many_days_are_left_and_how_many_are_over() {
    let acts = [
        ("2026-11-02T10:00", Happened::Received),
        ("2026-11-02T10:00", accepted()),
    ];
    let clock = clocks_of(&licence(), &acts).running.unwrap();
    let calendar = calendar();
    let check = |now: &str, left: i64, light: Light| {
        assert_eq!(clock.days_left(at(now), &calendar), left, "{now}");
        assert_eq!(clock.light(at(now), &calendar), light, "{now}");
    };
    check("2026-11-02T10:00", 5, Light::Green);
    check("2026-11-05T10:00", 2, Light::Amber);
    check("2026-11-09T23:59", 0, Light::Amber);
    check("2026-11-10T00:00", -1, Light::Red);
    check("2026-11-16T10:00", -5, Light::Red);
    assert_eq!(clock.burns_at(), at("2026-11-10T00:00"));
}

#[test]
fn a_hall_that_opens_on_a_saturday_receives_and_does_on_it() {
    let hours = DayHours {
        opens: time(9, 0, 0, 0),
        closes: time(12, 0, 0, 0),
    };
    let mut opening = OpeningHours::default();
    opening.own_days.insert(date(2026, 11, 21), Some(hours));
    let at_once = Limits {
        promised: Promise::working_days(0),
        ..licence()
    };
    let events = history(&[
        ("2026-11-21T10:00", Happened::Received),
        ("2026-11-21T10:00", accepted()),
        ("2026-11-21T11:00", extended(2)),
    ]);
    let of = |events: &[Event]| {
        replay(events, &at_once, &calendar(), &opening)
            .unwrap()
            .promised
            .unwrap()
    };
    assert_eq!(of(&events[..2]).due.day, date(2026, 11, 21));
    assert_eq!(of(&events).due.day, date(2026, 11, 24));
}

fn limits() -> impl Strategy<Value = Limits> {
    let promise = || {
        (0u16..60, 0u8..3).prop_map(|(days, unit)| match unit {
            0 => Promise::working_days(days),
            1 => Promise::calendar_days(days),
            _ => Promise::hours(days),
        })
    };
    (promise(), promise(), any::<bool>(), any::<bool>()).prop_map(|(promised, statutory, licence, joint)| {
        Limits {
            promised,
            statutory,
            licence,
            joint,
        }
    })
}

/// Something that is tried, and minutes since what was tried before; what is not admitted does not happen.
fn tries() -> impl Strategy<Value = Vec<(i64, Happened)>> {
    let what = prop_oneof![
        1 => (0u8..40).prop_map(|days| told((days > 0).then(|| date(2026, 1, 5) + jiff::Span::new().days(i64::from(days) * 9)))),
        2 => Just(Happened::Supplemented),
        4 => Just(accepted()),
        1 => Just(Happened::Accepted { deemed: true }),
        4 => (1u16..30).prop_map(paused),
        5 => Just(Happened::Resumed),
        3 => (1u16..16).prop_map(extended),
        1 => Just(decided()),
        1 => Just(Happened::Completed),
        1 => Just(Happened::Delivered),
        1 => Just(ended()),
    ];
    // Up to twelve days between two tries, by the minute.
    proptest::collection::vec((0i64..12 * 24 * 60, what), 0..14)
}

/// The history that comes of what was tried, from a receipt in 2025 or 2026 on.
fn live(start: i64, tries: &[(i64, Happened)], limits: &Limits) -> Vec<Event> {
    let (calendar, opening) = (calendar(), OpeningHours::default());
    let mut now = at("2025-01-02T00:00") + SignedDuration::from_mins(start);
    let mut events = vec![Event::new(now, Happened::Received)];
    for (minutes, what) in tries {
        now += SignedDuration::from_mins(*minutes);
        let dated = match what {
            Happened::Accepted { deemed: true } => events[0].at,
            _ => now,
        };
        let next = Event::new(dated, what.clone());
        if admit(&events, &next, limits, &calendar, &opening, now).is_ok() {
            events.push(next);
        }
    }
    events
}

fn all_of(clocks: &Clocks) -> Vec<Clock> {
    let ends = clocks.paused.as_ref().map(|still| still.ends);
    [clocks.running, clocks.promised, clocks.statutory, ends]
        .into_iter()
        .flatten()
        .collect()
}

proptest! {
    #[test]
    fn no_history_gives_a_day_off_or_a_day_before_the_start(start in 0i64..(600 * 24 * 60), tries in tries(), limits in limits()) {
        let (calendar, opening) = (calendar(), OpeningHours::default());
        let events = live(start, &tries, &limits);
        for length in 1..=events.len() {
            let clocks = replay(&events[..length], &limits, &calendar, &opening).unwrap();
            for clock in all_of(&clocks) {
                prop_assert!(calendar.is_working_day(clock.due.day).works(), "{:?}", clock);
                prop_assert!(clock.from >= events[0].at);
                // The day on a paper to supplement may be written wrong; nothing else is before its start.
                prop_assert!(clock.rule == Rule::Cure || clock.due.day >= hall_date(clock.from), "{:?}", clock);
                prop_assert!(clock.due.at.is_none_or(|at| at >= clock.from), "{:?}", clock);
                prop_assert!(clock.due.provisional || clock.due.day.year() <= 2026, "{:?}", clock);
            }
        }
    }

    #[test]
    fn no_history_gives_an_earlier_day_after_a_pause(start in 0i64..(600 * 24 * 60), tries in tries(), limits in limits()) {
        let (calendar, opening) = (calendar(), OpeningHours::default());
        let events = live(start, &tries, &limits);
        let days = |events: &[Event]| replay(events, &limits, &calendar, &opening).ok().and_then(|clocks| Some((clocks.promised?.due, clocks.statutory?.due)));
        let later = |one: (Due, Due), than: (Due, Due)| one.0.day >= than.0.day && one.1.day >= than.1.day && one.0.at >= than.0.at;
        for (place, event) in events.iter().enumerate() {
            if !matches!(event.what, Happened::Paused { .. }) {
                continue;
            }
            let before = days(&events[..place]).unwrap();
            let during = days(&events[..=place]).unwrap();
            prop_assert!(later(during, before), "{before:?} {during:?}");
            let Some(end) = events[place..].iter().position(|event| event.what == Happened::Resumed) else {
                continue;
            };
            // Without extensions, which are given in between, it is the pause alone that moves the days.
            let end = place + end;
            if events[place..=end].iter().all(|event| !matches!(event.what, Happened::Extended { .. })) {
                prop_assert!(later(days(&events[..=end]).unwrap(), before));
            }
            // The whole history without this pause is not due later.
            let without: Vec<Event> = events.iter().enumerate().filter(|(at, _)| *at != place && *at != end).map(|(_, event)| event.clone()).collect();
            if let Some(without) = days(&without) {
                let with = days(&events).unwrap();
                prop_assert!(with.1.day >= without.1.day && with.0.day >= without.0.day, "{without:?} {with:?}");
            }
        }
    }

    #[test]
    fn replaying_a_history_gives_the_same_days(start in 0i64..(600 * 24 * 60), tries in tries(), limits in limits()) {
        let (calendar, opening) = (calendar(), OpeningHours::default());
        let events = live(start, &tries, &limits);
        let first = replay(&events, &limits, &calendar, &opening).unwrap();
        prop_assert_eq!(&first, &replay(&events, &limits, &calendar, &opening).unwrap());
        // As they are kept and read again, under a calendar that was kept and read again.
        let kept: Vec<Event> = serde_json::from_str(&serde_json::to_string(&events).unwrap()).unwrap();
        let calendar: Calendar = serde_json::from_str(&serde_json::to_string(&calendar).unwrap()).unwrap();
        prop_assert_eq!(&first, &replay(&kept, &limits, &calendar, &opening).unwrap());
        // Act by act it comes to the same.
        for place in 1..events.len() {
            let next = &events[place];
            let step = admit(&events[..place], next, &limits, &calendar, &opening, at("2100-01-01T00:00")).unwrap();
            prop_assert_eq!(step, replay(&events[..=place], &limits, &calendar, &opening).unwrap());
        }
    }

    #[test]
    fn days_found_by_counting_are_the_days_found_by_walking(start in 0i64..(600 * 24 * 60), days in 0u16..90, spans in proptest::collection::vec((0i64..40, 0i64..20), 0..4)) {
        let (calendar, opening) = (calendar(), OpeningHours::default());
        let from = at("2025-01-02T00:00") + SignedDuration::from_mins(start);
        let mut day = hall_date(from);
        let mut pauses = Vec::new();
        for (gap, length) in spans {
            let first = day + jiff::Span::new().days(gap);
            day = first + jiff::Span::new().days(length);
            pauses.push(Pause { from: first, until: day });
        }
        let counted = due_with_pauses(from, Promise::working_days(days), &pauses, &calendar, &opening);
        // In another order they are walked through.
        pauses.reverse();
        pauses.push(Pause { from: date(2024, 1, 1), until: date(2024, 1, 1) });
        let walked = due_with_pauses(from, Promise::working_days(days), &pauses, &calendar, &opening);
        prop_assert_eq!(counted, walked);
    }
}
