//! How long it takes to light a million open cases anew, as a hall does at midnight and after a new calendar.
//!
//! The acts of every case are replayed: limits in all three units, one in twenty with a special procedure that stopped
//! its clock, one in fifty extended, received over the last 150 days. The last line is one JSON object with the median of
//! the rounds.

use std::hint::black_box;
use std::time::Instant;

use cases::deadline::{Calendar, Event, Happened, Light, Limits, OpeningHours, Promise, replay};
use jiff::{SignedDuration, Timestamp};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const CASES: usize = 1_000_000;
const ROUNDS: usize = 5;

struct Open {
    acts: Vec<Event>,
    limits: Limits,
}

fn main() {
    let calendar: Calendar = serde_json::from_str(include_str!("../../catalogue/calendar.json"))
        .expect("the demonstration hall's calendar");
    let opening = OpeningHours::default();
    let now: Timestamp = "2026-11-20T02:00:00Z".parse().expect("a moment");
    let open = open_cases(now);
    let mut seconds = Vec::new();
    for round in 1..=ROUNDS {
        let begun = Instant::now();
        let lit = lights(&open, now, &calendar, &opening);
        seconds.push(begun.elapsed().as_secs_f64());
        println!(
            "round {round}: {:.2} s, green {} amber {} red {}",
            seconds[round - 1],
            lit[0],
            lit[1],
            lit[2]
        );
    }
    seconds.sort_by(f64::total_cmp);
    println!(
        "{}",
        serde_json::json!({ "bench": "clock", "cases": CASES, "rounds": ROUNDS, "relight_1m_s": seconds[ROUNDS / 2] })
    );
}

/// Green, amber, red.
fn lights(open: &[Open], now: Timestamp, calendar: &Calendar, opening: &OpeningHours) -> [usize; 3] {
    let mut lit = [0; 3];
    for case in open {
        let clocks = replay(&case.acts, &case.limits, calendar, opening).expect("a history that can be");
        let clock = clocks.running.expect("an open case");
        lit[match black_box(clock.light(now, calendar)) {
            Light::Green => 0,
            Light::Amber => 1,
            Light::Red => 2,
        }] += 1;
    }
    lit
}

fn open_cases(now: Timestamp) -> Vec<Open> {
    let mut chance = ChaCha8Rng::seed_from_u64(7);
    let ago = |minutes: i64| {
        now.saturating_sub(SignedDuration::from_mins(minutes))
            .unwrap_or(now)
    };
    (0..CASES)
        .map(|_| {
            let age = chance.random_range(0..150 * 24 * 60);
            let promise = match chance.random_range(0..10) {
                0 => Promise::hours(chance.random_range(4..72)),
                1 | 2 => Promise::calendar_days(chance.random_range(5..90)),
                _ => Promise::working_days(chance.random_range(0..60)),
            };
            let limits = Limits {
                promised: promise,
                statutory: Promise {
                    days: promise.days.saturating_mul(2),
                    ..promise
                },
                licence: true,
                joint: false,
            };
            let at = |minutes: i64, what| Event::new(ago(minutes), what);
            let mut acts = vec![
                at(age, Happened::Received),
                at(age, Happened::Accepted { deemed: false }),
            ];
            if chance.random_range(0..50) == 0 {
                let extended = Happened::Extended {
                    by: Promise::working_days(10),
                    reason: "核实".to_owned(),
                    approver: "0801".to_owned(),
                };
                acts.push(at(age, extended));
            }
            if chance.random_range(0..20) == 0 {
                let stopped = chance.random_range(0..=age);
                let paused = Happened::Paused {
                    kind: "检验".to_owned(),
                    expected: Promise::working_days(20),
                    reason: "委托检验".to_owned(),
                    approver: "0801".to_owned(),
                };
                acts.push(at(age - stopped / 2, paused));
                acts.push(at(age - stopped, Happened::Resumed));
            }
            Open { acts, limits }
        })
        .collect()
}
