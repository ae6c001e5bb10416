//! `yichuang-practice`: the practice province as a program. Prints one line of JSON, logs to stderr.

use std::io::{Read, Write};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use practice::{SecondDepartment, Settings, Speed, local_date, start};
use rand::Rng;
use tracing_subscriber::EnvFilter;

/// Invented people and departments behind the published contracts, for the training realm.
#[derive(Parser)]
#[command(name = "yichuang-practice", version)]
struct Options {
    /// Port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The people come from this number.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The day the people live in, YYYY-MM-DD; the machine's day when absent.
    #[arg(long)]
    date: Option<Date>,
    /// The secret that the hall has to show; made up when absent.
    #[arg(long, env = "YICHUANG_PRACTICE_SECRET", hide_env_values = true)]
    secret: Option<String>,
    /// How fast departments work.
    #[arg(long, value_enum, default_value_t = Pace::Normal)]
    speed: Pace,
    /// Address of a second department that runs already.
    #[arg(long)]
    second_department: Option<String>,
    /// Ends when the standard input closes, so that no process is left behind.
    #[arg(long)]
    exit_with_stdin: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Pace {
    Fast,
    Normal,
    Paused,
}

/// The clock seam: the only reading of the time.
#[allow(clippy::disallowed_methods)]
fn clock() -> Timestamp {
    Timestamp::now()
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();

    let secret = options.secret.filter(|text| !text.is_empty()).unwrap_or_else(|| {
        let bytes: [u8; 16] = rand::rng().random();
        hex::encode(bytes)
    });
    let settings = Settings {
        port: options.port,
        seed: options.seed,
        day: options.date.unwrap_or_else(|| local_date(clock())),
        secret: secret.clone(),
        speed: match options.speed {
            Pace::Fast => Speed::Fast,
            Pace::Normal => Speed::Normal,
            Pace::Paused => Speed::Paused,
        },
        second: options
            .second_department
            .map_or(SecondDepartment::Child, SecondDepartment::At),
        clock,
    };
    let running = match start(settings).await {
        Ok(running) => running,
        Err(error) => {
            tracing::error!(%error, "练习省没有启动 / the practice province did not start");
            return ExitCode::FAILURE;
        }
    };
    let line = serde_json::json!({"practice": running.base, "secret": secret});
    let mut output = std::io::stdout().lock();
    if writeln!(output, "{line}").and_then(|()| output.flush()).is_err() {
        return ExitCode::FAILURE;
    }
    drop(output);
    until_told(options.exit_with_stdin).await;
    ExitCode::SUCCESS
}

/// Waits for an interrupt or, if asked, for the end of the input.
async fn until_told(exit_with_stdin: bool) {
    let (closed, input_closed) = tokio::sync::oneshot::channel();
    if exit_with_stdin {
        // A thread of its own: a blocked read would hold up the runtime's end.
        std::thread::spawn(move || {
            let mut sink = [0_u8; 256];
            while matches!(std::io::stdin().read(&mut sink), Ok(count) if count > 0) {}
            let _ = closed.send(());
        });
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = input_closed => {}
        }
    } else {
        let _ = tokio::signal::ctrl_c().await;
    }
}
