//! How much of the processor F3 takes at every key, over the 125,000 and the 1,000,000 items of a province, beside
//! SQLite's FTS5 (trigram) and tantivy (n-grams): key by key in turn, each asked for twenty hits. What is typed are the
//! beginnings of the questions in `questions.json`. The last line is one JSON object.
//!
//! The crate `lookup` is compiled with `opt-level = 3` in the development profile too, with overflow checks on, which
//! the shipped one has not. Memory is what the process grows by while the tables are made from names that are there
//! already, and the most it grew to meanwhile. The peers at 1,000,000 are asked every tenth question.

#[path = "search_peers.rs"]
mod peers;

use std::hint::black_box;
use std::time::Duration;

use lookup::Lookup;
use peers::{Fts5, Peer, Tantivy};
use rustix::time::{ClockId, clock_gettime};
use tests::questions::{Named, ask, first_three};

const LIMIT: usize = 20;
const ROUNDS: usize = 3;
const IN_USE: usize = 1_000;

fn main() {
    let small = measure(125_000, ROUNDS, 1);
    let large = measure(1_000_000, 1, 10);
    println!(
        "{}",
        serde_json::json!({
            "bench": "search",
            "p95_125k_ms": small.ours.p95,
            "p95_1m_ms": large.ours.p95,
            "build_125k_s": small.build_s,
            "memory_125k_bytes": small.grown_bytes,
            "first_three_ratio": small.first_three,
            "p50_125k_ms": small.ours.p50,
            "p50_1m_ms": large.ours.p50,
            "slowest_125k_ms": small.ours.slowest,
            "slowest_1m_ms": large.ours.slowest,
            "build_1m_s": large.build_s,
            "memory_1m_bytes": large.grown_bytes,
            "memory_peak_125k_bytes": small.peak_bytes,
            "first_three_1m_ratio": large.first_three,
            "keys": small.keys,
            "peers_keys_1m": large.peers_keys,
            "fts5_p95_125k_ms": small.fts5.p95,
            "fts5_p95_1m_ms": large.fts5.p95,
            "fts5_build_125k_s": small.fts5_build_s,
            "tantivy_p95_125k_ms": small.tantivy.p95,
            "tantivy_p95_1m_ms": large.tantivy.p95,
            "tantivy_build_125k_s": small.tantivy_build_s,
        })
    );
}

struct Times {
    p50: f64,
    p95: f64,
    slowest: f64,
}

struct Measured {
    ours: Times,
    fts5: Times,
    tantivy: Times,
    build_s: f64,
    fts5_build_s: f64,
    tantivy_build_s: f64,
    grown_bytes: u64,
    peak_bytes: u64,
    first_three: f64,
    keys: usize,
    peers_keys: usize,
}

/// With so many others; the peers are asked every `peers_ask`-th question.
fn measure(others: usize, rounds: usize, peers_ask: usize) -> Measured {
    let named = Named::demonstration_among(others);
    let before = memory("VmRSS");
    let (mut lookup, build_s) = timed(|| named.lookup());
    let grown_bytes = memory("VmRSS").saturating_sub(before);
    let peak_bytes = memory("VmHWM").saturating_sub(before);
    let first_three = ratio(&named, &lookup);
    // As in a hall that is at work: so many items are in use, each more than the one before.
    let in_use = (0..named.items().len()).step_by(others / IN_USE);
    lookup.rank_by(in_use.zip(1..));
    eprintln!("{others}: ours is built");
    let (mut fts5, fts5_build_s) = timed(|| Fts5::of(&named));
    let (mut tantivy, tantivy_build_s) = timed(|| Tantivy::of(&named));
    eprintln!("{others}: the peers are built");
    let questions = ask();
    let (mut ours_ms, mut fts5_ms, mut tantivy_ms) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..rounds {
        for (at, question) in questions.iter().enumerate() {
            let ends = question.typed.char_indices().map(|(at, ch)| at + ch.len_utf8());
            for end in ends {
                let typed = &question.typed[..end];
                ours_ms.push(cpu_ms(|| black_box(lookup.find(typed, LIMIT)).len()));
                if round == 0 && at % peers_ask == 0 {
                    fts5_ms.push(cpu_ms(|| fts5.find(typed, LIMIT)));
                    tantivy_ms.push(cpu_ms(|| tantivy.find(typed, LIMIT)));
                }
            }
        }
    }
    Measured {
        keys: ours_ms.len() / rounds,
        peers_keys: fts5_ms.len(),
        ours: times(ours_ms),
        fts5: times(fts5_ms),
        tantivy: times(tantivy_ms),
        build_s,
        fts5_build_s,
        tantivy_build_s,
        grown_bytes,
        peak_bytes,
        first_three,
    }
}

fn ratio(named: &Named, lookup: &Lookup) -> f64 {
    let questions = ask();
    let found = questions
        .iter()
        .filter(|question| first_three(named, lookup, &question.typed).contains(&question.item.as_str()));
    found.count() as f64 / questions.len() as f64
}

fn times(mut all: Vec<f64>) -> Times {
    all.sort_by(f64::total_cmp);
    let share = |percent: usize| all[(all.len() - 1) * percent / 100];
    Times {
        p50: share(50),
        p95: share(95),
        slowest: share(100),
    }
}

/// What this thread took of the processor, so that other programs do not count.
fn cpu() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
}

fn cpu_ms(deed: impl FnOnce() -> usize) -> f64 {
    let begun = cpu();
    black_box(deed());
    (cpu() - begun).as_secs_f64() * 1000.0
}

fn timed<T>(make: impl FnOnce() -> T) -> (T, f64) {
    let begun = cpu();
    let made = make();
    (made, (cpu() - begun).as_secs_f64())
}

/// A line of the kernel's account of this process.
fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|text| text.strip_prefix(line));
    let kilobytes = found.and_then(|rest| rest.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}
