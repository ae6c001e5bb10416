//! `yichuang-walk`: does this item work? The desk's deeds without a window, training realm only.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use desk::clock::SystemClock;
use desk::walk::{Visits, WalkArgs, Wanted, measure_once, measure_prefill, report_paper, run};

#[derive(Parser)]
#[command(
    name = "yichuang-walk",
    version,
    about = "Walks items of the catalogue through a hall, without a window"
)]
struct Args {
    /// Address of the hall, such as http://127.0.0.1:43121
    #[arg(long)]
    hall: String,
    /// Walk one item
    #[arg(long, conflicts_with = "all")]
    item: Option<String>,
    /// Walk every item of the catalogue (the default)
    #[arg(long)]
    all: bool,
    /// Chooses the people who come
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// File so many cases of the item in one visit, each for another body, copied from the one before
    #[arg(long, default_value_t = 1, requires = "item")]
    several: usize,
    /// Wait for items that are decided on the spot (即办件) and hand their results over
    #[arg(long)]
    deliver: bool,
    /// What is to become of each item; one that does not offer it says why
    #[arg(long, value_parser = Wanted::read, default_value = "accept")]
    outcome: Wanted,
    /// Measure how much of each form its sources fill, on first visits or when everybody comes back
    #[arg(long, value_parser = Visits::read, conflicts_with_all = ["several", "deliver", "outcome"])]
    prefill: Option<Visits>,
    /// Report what was asked for on paper, by department and reason, from the hall's ledger (收纸台账)
    #[arg(long, conflicts_with_all = ["several", "deliver", "outcome", "prefill"])]
    paper: bool,
    /// Walk a day of 200 visits by 80 people, and say what they were asked twice
    #[arg(long, conflicts_with_all = ["item", "several", "deliver", "outcome", "prefill"])]
    once: bool,
    /// Folder for the papers
    #[arg(long, default_value = "target/walk")]
    out: PathBuf,
    /// The desk's token
    #[arg(long, env = "YICHUANG_HALL_TOKEN", hide_env_values = true)]
    token: String,
    /// Window number
    #[arg(long, default_value = "08")]
    desk: String,
    #[arg(long, default_value = "0826")]
    staff: String,
    #[arg(
        long,
        env = "YICHUANG_PASSWORD",
        hide_env_values = true,
        default_value = "yichuang-train"
    )]
    password: String,
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "error".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let args = Args::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.to_string()),
    };
    let walk = WalkArgs {
        hall: args.hall,
        token: args.token,
        desk: args.desk,
        item: args.item,
        seed: args.seed,
        several: args.several,
        deliver: args.deliver,
        outcome: args.outcome,
        out: args.out,
        staff: args.staff,
        password: args.password,
        clock: Arc::new(SystemClock),
    };
    let done = match args.prefill {
        None if args.paper => runtime
            .block_on(report_paper(walk, say))
            .map(|report| (report.json(), true)),
        // Whatever the figures are.
        Some(visits) => runtime
            .block_on(measure_prefill(walk, visits, say))
            .map(|report| (report.json(), true)),
        None if args.once => runtime
            .block_on(measure_once(walk, say))
            .map(|report| (report.json(), true)),
        None => runtime
            .block_on(run(walk, say))
            .map(|report| (report.json(), report.ok)),
    };
    match done {
        Ok((json, ok)) => {
            say(&json);
            if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(trouble) => fail(&format!("{} {} / {}", trouble.code, trouble.zh, trouble.en)),
    }
}

/// A line for people; a closed pipe is no reason to stop walking.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn fail(what: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "{what}");
    ExitCode::FAILURE
}
