//! `yichuang-devices`: the child process in which strangers' files are decoded and vendors' libraries run. The window
//! starts it beside itself and speaks the worker protocol (`scanners::worker`) on its standard input and output.

use std::process::ExitCode;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some(scanners::files::WORK) => scanners::files::serve(),
        #[cfg(unix)]
        Some(scanners::recognise::WORK) => scanners::recognise::serve(),
        #[cfg(unix)]
        Some(scanners::sane::WORK) => scanners::sane::serve(),
        Some(_) | None => {
            eprintln!("yichuang-devices is started by the window; it does nothing by itself");
            ExitCode::from(2)
        }
    }
}
