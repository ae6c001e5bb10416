//! How long F3 takes over the 125,000 items of a province: every beginning of what is typed is a question of its own.
//! The last line is one JSON object.

use std::hint::black_box;
use std::time::Instant;

use cases::catalogue::Lookup;
use hall::config::CatalogueSource;
use tests::province::{TYPED, province};

const ROUNDS: usize = 5;

fn main() {
    let demonstration = CatalogueSource::Embedded
        .load()
        .expect("the demonstration catalogue");
    let items = province(&demonstration);
    let begun = Instant::now();
    let lookup = Lookup::new(&items);
    let index_s = begun.elapsed().as_secs_f64();
    let mut times_ms = Vec::new();
    for _ in 0..ROUNDS {
        for (typed, _) in TYPED {
            let ends = typed.char_indices().map(|(at, letter)| at + letter.len_utf8());
            for end in ends {
                let begun = Instant::now();
                black_box(lookup.find(&typed[..end], 3));
                times_ms.push(begun.elapsed().as_secs_f64() * 1000.0);
            }
        }
    }
    times_ms.sort_by(f64::total_cmp);
    let share = |percent: usize| times_ms[(times_ms.len() - 1) * percent / 100];
    println!(
        "{}",
        serde_json::json!({
            "bench": "search",
            "items": items.len(),
            "questions": times_ms.len(),
            "index_s": index_s,
            "p50_ms": share(50),
            "p95_ms": share(95),
            "slowest_ms": share(100),
        })
    );
}
