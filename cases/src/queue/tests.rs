use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::queue::steps::To;

const DATA: &str = include_str!("../../../catalogue/queue.json");

fn data() -> QueueRules {
    QueueRules::load(DATA).unwrap()
}

fn rules() -> Rules {
    data().rules
}

/// Minutes after nine.
fn at(minutes: i64) -> Timestamp {
    let nine: Timestamp = "2026-11-20T01:00:00Z".parse().unwrap();
    nine + SignedDuration::from_mins(minutes)
}

fn ticket(serial: u32, group: &str, taken: i64) -> Ticket {
    Ticket::taken(
        Uuid::from_u128(u128::from(serial)),
        format!("{group}{serial:03}"),
        group.to_owned(),
        None,
        None,
        at(taken),
    )
}

fn urgent(serial: u32, taken: i64) -> Ticket {
    Ticket {
        priority: Some(PriorityReason::Elder),
        ..ticket(serial, "A", taken)
    }
}

fn appointed(serial: u32, taken: i64, time: i64) -> Ticket {
    Ticket {
        appointment_at: Some(at(time)),
        ..ticket(serial, "A", taken)
    }
}

fn returned(serial: u32, taken: i64, back: i64) -> Ticket {
    let called = ticket(serial, "A", taken)
        .step(&call("01"), at(taken), &rules())
        .unwrap();
    let missed = called.step(&Step::Miss, at(taken), &rules()).unwrap();
    missed.step(&Step::Rejoin, at(back), &rules()).unwrap()
}

fn call(desk: &str) -> Step {
    Step::Call {
        desk: desk.to_owned(),
    }
}

fn numbers(tickets: &[Ticket], desk: &str, groups: &[&str], now: i64) -> Vec<String> {
    let groups: Vec<String> = groups.iter().map(|group| (*group).to_owned()).collect();
    order(tickets, desk, &groups, at(now), &rules())
        .into_iter()
        .map(|ticket| ticket.number.clone())
        .collect()
}

/// Tickets in the order in which window 08 calls them at `now`.
fn check(tickets: &[Ticket], now: i64, expected: &[&str]) {
    assert_eq!(numbers(tickets, "08", &["A"], now), expected);
}

#[test]
fn who_came_first_is_called_first_and_groups_stay_apart() {
    let tickets = [ticket(2, "A", 5), ticket(1, "A", 0), ticket(3, "B", 1)];
    check(&tickets, 10, &["A001", "A002"]);
    assert_eq!(numbers(&tickets, "08", &["A", "B"], 10), ["A001", "B003", "A002"]);
    assert!(numbers(&tickets, "08", &[], 10).is_empty());
}

#[test]
fn a_priority_goes_before_those_of_the_last_hour_and_not_before_older_ones() {
    let tickets = [ticket(1, "A", 0), ticket(2, "A", 30), urgent(3, 70)];
    check(&tickets, 70, &["A001", "A003", "A002"]);
}

#[test]
fn an_appointment_counts_from_five_minutes_before_its_time() {
    let tickets = [ticket(1, "A", 50), appointed(2, 55, 100), ticket(3, "A", 54)];
    check(&tickets, 94, &["A001", "A003", "A002"]);
    check(&tickets, 95, &["A002", "A001", "A003"]);
    // Who checks in more than a quarter of an hour late waits like everybody.
    let late = [ticket(1, "A", 50), appointed(2, 116, 100)];
    check(&late, 120, &["A001", "A002"]);
    let just = [ticket(1, "A", 50), appointed(2, 115, 100)];
    check(&just, 120, &["A002", "A001"]);
}

#[test]
fn who_was_missed_comes_after_those_who_are_due_and_before_later_ones() {
    let tickets = [
        returned(1, 0, 40),
        ticket(2, "A", 24),
        ticket(3, "A", 26),
        ticket(4, "A", 39),
    ];
    check(&tickets, 40, &["A002", "A001", "A003", "A004"]);
}

#[test]
fn a_ticket_for_one_window_is_left_alone_until_its_time_is_over() {
    let groups = rules();
    let there = ticket(1, "A", 0)
        .step(&call("08"), at(1), &groups)
        .unwrap()
        .step(
            &Step::Transfer {
                to: To::Window {
                    window: "09".to_owned(),
                },
            },
            at(2),
            &groups,
        )
        .unwrap();
    let tickets = [there];
    check(&tickets, 3, &[]);
    assert_eq!(numbers(&tickets, "09", &[], 3), ["A001"]);
    check(&tickets, 21, &[]);
    check(&tickets, 22, &["A001"]);
    assert!(numbers(&tickets, "10", &["B"], 60).is_empty());
}

#[test]
fn every_cell_of_states_and_steps() {
    use TicketState::{Called, Left, Missed, Parked, Served, Waiting};
    let steps = [
        call("08"),
        Step::Recall,
        Step::Miss,
        Step::Rejoin,
        Step::Park {
            why: "取材料".to_owned(),
        },
        Step::Transfer {
            to: To::Group {
                group: "B".to_owned(),
            },
        },
        Step::SendBack,
        Step::Serve,
        Step::Leave,
    ];
    let table = [
        (
            Waiting,
            [Some(Called), None, None, None, None, None, None, None, Some(Left)],
        ),
        (
            Called,
            [
                None,
                Some(Called),
                Some(Missed),
                None,
                Some(Parked),
                Some(Waiting),
                Some(Waiting),
                Some(Served),
                Some(Left),
            ],
        ),
        (
            Missed,
            [
                Some(Called),
                None,
                None,
                Some(Waiting),
                None,
                None,
                None,
                None,
                Some(Left),
            ],
        ),
        (
            Parked,
            [
                Some(Called),
                None,
                None,
                None,
                None,
                None,
                Some(Waiting),
                None,
                Some(Left),
            ],
        ),
        (Served, [None; 9]),
        (Left, [None; 9]),
    ];
    for (state, row) in table {
        for (step, expected) in steps.iter().zip(row) {
            let before = Ticket {
                state,
                ..ticket(1, "A", 0)
            };
            let after = before.step(step, at(1), &rules());
            assert_eq!(
                after.ok().map(|ticket| ticket.state),
                expected,
                "{state:?} {step:?}"
            );
        }
    }
}

#[test]
fn a_number_is_void_after_the_third_miss() {
    let rules = rules();
    let mut now = ticket(1, "A", 0);
    for round in 0..3 {
        now = now.step(&call("08"), at(round), &rules).unwrap();
        now = now.step(&Step::Miss, at(round), &rules).unwrap();
        let back = now.clone().step(&Step::Rejoin, at(round), &rules);
        if round < 2 {
            now = back.unwrap();
        } else {
            assert_eq!(back, Err(OddStep::MissedTooOften));
        }
    }
}

#[test]
fn a_transfer_keeps_number_and_time_and_a_recall_counts() {
    let rules = rules();
    let called = ticket(7, "A", 0).step(&call("08"), at(5), &rules).unwrap();
    let recalled = called.step(&Step::Recall, at(6), &rules).unwrap();
    assert_eq!(
        (recalled.calls, recalled.called_at, recalled.announced_at),
        (2, Some(at(5)), Some(at(6)))
    );
    let to = To::Group {
        group: "B".to_owned(),
    };
    let moved = recalled.step(&Step::Transfer { to }, at(7), &rules).unwrap();
    assert_eq!(
        (moved.number.as_str(), moved.group.as_str(), moved.taken_at),
        ("A007", "B", at(0))
    );
    assert_eq!(
        (moved.moved_from.as_deref(), moved.calls, moved.called_at),
        (Some("A"), 0, None)
    );
}

#[test]
fn a_window_turns_as_its_table_says() {
    let step = |window: &Window, step: WindowStep, minute| window.clone().step(&step, at(minute));
    let open = |staff: &str| WindowStep::Open {
        staff: staff.to_owned(),
        name: "王雨桐".to_owned(),
    };
    let serve = WindowStep::Serve {
        visit: Uuid::nil(),
        ticket: Some("A001".to_owned()),
    };
    let closed = Window::closed("08", vec!["A".to_owned()], at(0));
    assert_eq!(
        step(&closed, serve.clone(), 1),
        Err(OddWindowStep::NotWhile(WindowState::Closed))
    );
    let free = step(&closed, open("0826"), 1).unwrap();
    assert_eq!((free.state, free.since), (WindowState::Free, at(1)));
    assert!(matches!(
        step(&free, open("0827"), 2),
        Err(OddWindowStep::Taken { .. })
    ));
    assert_eq!(step(&free, open("0826"), 2).unwrap(), free);

    let serving = step(&free, serve.clone(), 3).unwrap();
    assert_eq!(
        (serving.state, serving.ticket.as_deref()),
        (WindowState::Serving, Some("A001"))
    );
    let pause = WindowStep::Pause {
        why: PauseReason::Lunch,
    };
    assert_eq!(step(&serving, pause.clone(), 4), Err(OddWindowStep::Busy));
    assert_eq!(step(&serving, serve.clone(), 4), Err(OddWindowStep::Busy));

    // Whoever leaves in the middle leaves the visit to the next clerk.
    let left = step(&serving, WindowStep::Close, 5).unwrap();
    assert_eq!(
        (left.state, left.pause, left.visit),
        (WindowState::Paused, Some(PauseReason::Shift), Some(Uuid::nil()))
    );
    let back = step(&left, open("0826"), 6).unwrap();
    assert_eq!((back.state, back.pause), (WindowState::Serving, None));
    let over = WindowStep::HandOver {
        staff: "0827".to_owned(),
        name: "李明远".to_owned(),
    };
    let next = step(&left, over, 6).unwrap();
    assert_eq!(
        (next.state, next.staff.as_deref(), next.visit),
        (WindowState::Serving, Some("0827"), Some(Uuid::nil()))
    );

    let done = step(&next, WindowStep::Free, 7).unwrap();
    assert_eq!(
        (done.state, done.visit, done.ticket),
        (WindowState::Free, None, None)
    );
    let paused = step(&free, pause, 8).unwrap();
    assert_eq!(
        (paused.state, paused.pause, paused.since),
        (WindowState::Paused, Some(PauseReason::Lunch), at(8))
    );
    assert_eq!(
        step(&paused, serve, 9),
        Err(OddWindowStep::NotWhile(WindowState::Paused))
    );
    assert_eq!(
        step(&paused, WindowStep::Resume, 9).unwrap().state,
        WindowState::Free
    );
    assert_eq!(step(&paused, WindowStep::Close, 9).unwrap().staff, None);
    let lost = step(&serving, WindowStep::Lose, 9).unwrap();
    assert_eq!(
        (lost.state, lost.visit, lost.staff),
        (WindowState::Closed, None, None)
    );
    let moved = WindowStep::Move {
        groups: vec!["B".to_owned()],
        by: "陈立".to_owned(),
    };
    let moved = step(&serving, moved, 9).unwrap();
    assert_eq!(
        (moved.version, moved.groups, moved.state),
        (1, vec!["B".to_owned()], WindowState::Serving)
    );
}

fn handled(minutes: &[u32]) -> Vec<Handled> {
    minutes
        .iter()
        .map(|minutes| Handled {
            group: "A".to_owned(),
            ended_at: at(0),
            seconds: minutes * 60,
        })
        .collect()
}

#[test]
fn an_estimate_is_given_when_enough_is_known_and_none_otherwise() {
    let open = |desk: &str| {
        let open = WindowStep::Open {
            staff: desk.to_owned(),
            name: "某人".to_owned(),
        };
        Window::closed(desk, vec!["A".to_owned()], at(0))
            .step(&open, at(0))
            .unwrap()
    };
    let windows = [open("01"), open("02")];
    let times = handled(&[8, 10, 30]);
    assert_eq!(estimate("A", 6, &times, &windows, at(1)), Some(30));
    assert_eq!(estimate("A", 0, &times, &windows, at(1)), Some(0));
    assert_eq!(estimate("A", 6, &times[..2], &windows, at(1)), None);
    assert_eq!(estimate("A", 6, &times, &[], at(1)), None);
    assert_eq!(estimate("B", 6, &times, &windows, at(1)), None);
    assert_eq!(estimate("A", 6, &times, &windows, at(121)), None);
    // A clock that was set back knows nothing of what comes.
    assert_eq!(estimate("A", 6, &times, &windows, at(-1)), None);
}

#[test]
fn the_data_of_the_demonstration_hall_is_read_and_broken_data_is_refused() {
    assert_eq!((data().groups.len(), data().windows.len()), (5, 18));
    assert_eq!(data().groups_of("08"), ["A", "B", "C"]);
    assert_eq!(data().groups_of("77").len(), 5);
    for (from, to, path) in [
        ("\"letter\": \"B\"", "\"letter\": \"A\"", "groups[1]"),
        ("\"letter\": \"B\"", "\"letter\": \"b\"", "groups[1]"),
        ("\"daily\": 400", "\"daily\": 1000", "groups[0]"),
        (
            "{ \"desk\": \"02\", \"groups\": [\"B\"] }",
            "{ \"desk\": \"02\", \"groups\": [] }",
            "windows[1]",
        ),
        ("\"desk\": \"02\"", "\"desk\": \"01\"", "windows[1]"),
        (
            "\"desk\": \"01\", \"groups\": [\"B\"]",
            "\"desk\": \"01\", \"groups\": [\"Z\"]",
            "windows[0]",
        ),
        (
            "\"appointmentLeadS\": 3300",
            "\"appointmentLeadS\": 3700",
            "rules.appointmentLeadS",
        ),
        ("\"heldForS\": 1200", "\"heldForS\": -1", "rules.heldForS"),
        (
            "\"praiseTarget\": 950",
            "\"praiseTarget\": 9500",
            "board.praiseTarget",
        ),
    ] {
        assert!(DATA.contains(from));
        let fault = QueueRules::load(&DATA.replacen(from, to, 1)).unwrap_err();
        assert_eq!(fault.path, path, "{to}: {fault}");
    }
}

fn any_ticket() -> impl Strategy<Value = Ticket> {
    (
        1u32..999,
        0i64..240,
        proptest::option::of(Just(PriorityReason::Disabled)),
        proptest::option::of(0i64..300),
        proptest::option::of(0i64..60),
        0usize..2,
    )
        .prop_map(|(serial, taken, priority, appointment, back, group)| {
            let mut one = ticket(serial, ["A", "B"][group], taken);
            one.priority = priority;
            one.appointment_at = appointment.map(at);
            one.rejoined_at = back.map(|later| at(taken + later));
            one
        })
}

fn distinct(mut tickets: Vec<Ticket>) -> Vec<Ticket> {
    tickets.sort_by_key(|ticket| ticket.id);
    tickets.dedup_by_key(|ticket| ticket.id);
    tickets
}

fn both() -> Vec<String> {
    vec!["A".to_owned(), "B".to_owned()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// One order everywhere: it does not depend on how the tickets come, and every waiting one has its place.
    #[test]
    fn the_order_is_one_and_complete(tickets in proptest::collection::vec(any_ticket(), 0..40), turn in 0usize..40, now in 0i64..300) {
        let tickets = distinct(tickets);
        let mut turned = tickets.clone();
        if !turned.is_empty() {
            let by = turn % turned.len();
            turned.rotate_left(by);
        }
        let groups = both();
        let first = order(&tickets, "08", &groups, at(now), &rules());
        prop_assert_eq!(&first, &order(&turned, "08", &groups, at(now), &rules()));
        prop_assert_eq!(first.len(), tickets.len());
    }

    /// Nobody is passed by a ticket taken later than the longest lead after his own.
    #[test]
    fn nobody_is_passed_for_ever(tickets in proptest::collection::vec(any_ticket(), 2..40), now in 0i64..300) {
        let tickets = distinct(tickets);
        let rules = rules();
        let longest = rules.priority_lead_s.max(rules.appointment_lead_s + rules.appointment_grace_s);
        let longest = SignedDuration::from_secs(i64::from(longest));
        let ordered = order(&tickets, "08", &both(), at(now), &rules).into_iter().cloned().collect::<Vec<_>>();
        for (place, behind) in ordered.iter().enumerate() {
            // Who came back stands again from that moment on.
            let stood = behind.rejoined_at.unwrap_or(behind.taken_at);
            for before in &ordered[..place] {
                prop_assert!(before.taken_at <= stood + longest, "{} before {}", before.number, behind.number);
            }
        }
    }

    /// However many priorities arrive, one every minute for one call every minute, an ordinary ticket is called.
    #[test]
    fn every_ticket_is_called_in_finite_calls(ahead in 0u32..30, every in 1i64..4) {
        let rules = rules();
        let mut waiting: Vec<Ticket> = (1..=ahead).map(|serial| ticket(serial, "A", 0)).collect();
        waiting.push(ticket(900, "A", 1));
        let bound = i64::from(ahead) + i64::from(rules.priority_lead_s) / 60 + 2;
        let mut calls = 0;
        for minute in 2i64.. {
            if minute % every == 0 {
                waiting.push(urgent(1_000 + u32::try_from(minute).unwrap(), minute));
            }
            let next = order(&waiting, "08", &both(), at(minute), &rules)[0].id;
            waiting.retain(|ticket| ticket.id != next);
            calls += 1;
            if next == Uuid::from_u128(900) {
                break;
            }
            prop_assert!(calls <= bound, "not called after {calls} calls");
        }
    }

    /// A priority taken later than the difference of the leads after an appointed time never passes the appointment.
    #[test]
    fn priority_never_passes_an_appointment_by_more_than_the_rule_says(time in 20i64..200, early in 0i64..20, late in 0i64..100, wait in 0i64..100) {
        let rules = rules();
        let difference = i64::from(rules.priority_lead_s - rules.appointment_lead_s) / 60;
        let kept = appointed(1, time - early, time);
        let taken = time + difference + late;
        let other = urgent(2, taken);
        let tickets = [kept, other];
        let now = taken + wait;
        check(&tickets, now, &["A001", "A002"]);
    }

    /// Who came back never goes before anybody who was due by then.
    #[test]
    fn who_came_back_never_passes_who_was_due(tickets in proptest::collection::vec(any_ticket(), 1..30), back in 0i64..240, now in 240i64..300) {
        let rules = rules();
        let due = at(back) - SignedDuration::from_secs(i64::from(rules.due_after_s));
        let mut tickets = distinct(tickets);
        tickets.retain(|ticket| ticket.rejoined_at.is_none() && ticket.group == "A");
        tickets.push(Ticket { id: Uuid::from_u128(5_000), ..returned(1, 0, back) });
        let ordered = order(&tickets, "08", &both(), at(now), &rules);
        let place = ordered.iter().position(|ticket| ticket.id == Uuid::from_u128(5_000)).unwrap();
        for behind in &ordered[place + 1..] {
            prop_assert!(behind.taken_at >= due, "{} was due", behind.number);
        }
    }
}
