//! Named, timed steps: a person sees what runs and how long it took.

use std::time::Instant;

use crate::Words;

/// Runs one step and prints `== name` before and `== name … 12.3 s` after it.
pub fn phase<T>(name: &str, work: impl FnOnce() -> Words<T>) -> Words<T> {
    println!("== {name}");
    let start = Instant::now();
    let outcome = work();
    let seconds = start.elapsed().as_secs_f64();
    println!("{}", closing_line(name, seconds, outcome.is_ok()));
    outcome
}

fn closing_line(name: &str, seconds: f64, good: bool) -> String {
    let suffix = if good { "" } else { " (failed)" };
    format!("== {name} … {seconds:.1} s{suffix}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_line_says_name_and_seconds() {
        assert_eq!(closing_line("clippy", 12.34, true), "== clippy … 12.3 s");
        assert_eq!(closing_line("build", 0.0, false), "== build … 0.0 s (failed)");
    }

    #[test]
    fn a_phase_hands_on_what_its_work_gave() {
        assert_eq!(phase("add", || Ok(1 + 1)), Ok(2));
        assert_eq!(
            phase::<()>("break", || Err("broken".into())),
            Err("broken".into())
        );
    }
}
