//! The window shell (窗口外壳): starts what a window needs, and carries the screens' words to the desk and back.
//!
//! Map
//! - [`arguments`]: the command line.
//! - [`posts`], [`place`]: the kinds of window; which one this program is, and its folder.
//! - [`training`]: the start order of the training realm: folder, hall, desk.
//! - [`hall_line`], [`hall_here`]: which program of this machine holds the hall; the hall in this one.
//! - [`home`], [`log`], [`practice`]: the locked data folder, the log, the practice province as a child.
//! - [`rehearsals`]: a hall of its own for walking an item.
//! - [`shell`]: the desk once it stands, or the words that say why not; its news to the pages.
//! - [`commands`], [`bindings`]: the typed line to the screens, and its TypeScript.
//! - [`window`], [`paper_scheme`]: the window and its page pictures.
//! - `dev_host`: the same screens for an ordinary browser, in debug builds.
//! - [`fault`]: the shell's own failures in words.
//!
//! Invariants
//! - A command decides nothing: one row of the table, one method of the desk.
//! - A window may call only what its capability file names; the page reaches no file, program or network.
//! - One program per window's folder and one hall per realm; the hall ends with the program that holds it.
//! - News of the desk reach the page that asked for them by its permitted command, and no other.
//! - The page keeps nothing on disk (promise 14).
//!
//! What it will not do: hold a rule, keep a value, read a device, or talk to a hall itself.

pub mod arguments;
pub mod bindings;
pub mod commands;
#[cfg(test)]
mod deny_by_default;
#[cfg(debug_assertions)]
pub mod dev_host;
pub mod fault;
pub mod hall_here;
pub mod hall_line;
pub mod home;
pub mod log;
pub mod paper_scheme;
pub mod place;
pub mod posts;
pub mod practice;
pub mod rehearsals;
pub mod shell;
pub mod training;
pub mod window;

use std::process::ExitCode;

use arguments::Way;
use fault::Fault;
use place::Place;
use shell::Shell;
use training::Training;

/// No display.
const NO_DISPLAY: u8 = 3;
/// Everything else that could not be done.
const FAILED: u8 = 1;
/// The arguments were not understood.
const MISUSED: u8 = 2;

/// Runs the program; its exit code.
pub fn run(arguments: &[String]) -> ExitCode {
    let outcome = match arguments::read(arguments) {
        Ok(Way::Window(place)) => window(place),
        Ok(Way::WriteBindings(path)) => bindings::write(&path).map(|()| ExitCode::SUCCESS),
        #[cfg(debug_assertions)]
        Ok(Way::ServeDev(port, place)) => dev_host::run(port, &place).map(|()| ExitCode::SUCCESS),
        Ok(Way::Help) => {
            say(arguments::HELP);
            Ok(ExitCode::SUCCESS)
        }
        Err(words) => {
            say(&format!("{words}\n{}", arguments::HELP));
            Ok(ExitCode::from(MISUSED))
        }
    };
    outcome.unwrap_or_else(|fault| {
        let trouble = fault.view();
        say(&format!("{} {}\n{}", trouble.code, trouble.zh, trouble.en));
        ExitCode::from(if matches!(fault, Fault::Display(_)) {
            NO_DISPLAY
        } else {
            FAILED
        })
    })
}

/// The window of a post: it opens at once, and the desk comes up behind it.
fn window(place: Place) -> Result<ExitCode, Fault> {
    draw_without_graphics_device();
    window::look_for_display()?;
    let runtime = tokio::runtime::Runtime::new().map_err(|cause| Fault::Window(cause.to_string()))?;
    let (shell, starting) = Shell::new(place.post);
    let training = runtime.spawn(async move {
        let training = Training::start(&place).await;
        match &training {
            Ok(training) => starting.done(Ok(training.clone())),
            Err(fault) => {
                let trouble = fault.view();
                say(&format!("{} {}\n{}", trouble.code, trouble.zh, trouble.en));
                starting.done(Err(trouble));
            }
        }
        training
    });
    let code = window::stay_open(shell, runtime.handle())?;
    runtime.block_on(async {
        if let Ok(Ok(training)) = training.await {
            training.stop().await;
        }
    });
    runtime.shutdown_timeout(std::time::Duration::from_secs(3));
    Ok(u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Without a graphics device WebKit's buffer sharing shows an empty window. Runs before any thread starts.
#[allow(
    unsafe_code,
    reason = "the environment may be changed while there is one thread"
)]
fn draw_without_graphics_device() {
    const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if cfg!(target_os = "linux")
        && !std::path::Path::new("/dev/dri").exists()
        && std::env::var_os(RENDERER).is_none()
    {
        // SAFETY: called first thing in the program, before it starts a thread.
        unsafe { std::env::set_var(RENDERER, "1") };
    }
}

/// Words for the person at the terminal.
fn say(words: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{words}");
}
