//! One window: made in code, told nothing it may not know, keeping nothing on disk.

use std::path::{Path, PathBuf};

use tauri::{
    App, AppHandle, Context, Manager, Monitor, RunEvent, Runtime, WebviewUrl, WebviewWindowBuilder,
    WindowEvent, Wry,
};
use tokio::runtime::Handle;

use crate::bindings;
use crate::fault::Fault;
use crate::paper_scheme;
use crate::posts::Window;
use crate::shell::Shell;

/// Looks whether a window can be opened at all.
///
/// # Errors
/// [`Fault::Display`]; without this look the toolkit would end the program without a word.
pub fn look_for_display() -> Result<(), Fault> {
    #[cfg(target_os = "linux")]
    gtk::init().map_err(|cause| Fault::Display(cause.to_string()))?;
    Ok(())
}

/// The program's configuration, pages and capabilities, as they were compiled in.
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// Opens the post's window and stays until it is closed; then the program's exit code.
pub fn stay_open(shell: Shell, runtime: &Handle) -> Result<i32, Fault> {
    let told = |cause: tauri::Error| Fault::Window(cause.to_string());
    let builder = bindings::builder::<Wry>();
    let window = Window::of(shell.post());
    let pages = shell.clone();
    let scratch = Scratch::new();
    let web_data = scratch.folder.clone();
    tauri::async_runtime::set(runtime.clone());
    let app = tauri::Builder::<Wry>::new()
        .manage(shell)
        .invoke_handler(builder.invoke_handler())
        .register_asynchronous_uri_scheme_protocol(paper_scheme::NAME, move |_, request, responder| {
            let pages = pages.clone();
            tauri::async_runtime::spawn(async move {
                responder.respond(paper_scheme::answer(&pages, request.uri().path()).await);
            });
        })
        .setup(move |app| Ok(open(app, window, &web_data)?))
        .build(context())
        .map_err(told)?;
    let code = app.run_return(|_, event| {
        if let RunEvent::Exit = event {
            tracing::info!("the window is closed");
        }
    });
    drop(scratch);
    Ok(code)
}

/// Opens a window; `web_data` is for the toolkit's own files.
fn open(app: &App, window: Window, web_data: &Path) -> tauri::Result<()> {
    let opened = described(app, window, web_data).build()?;
    let handle = app.handle().clone();
    opened.on_window_event(move |event| {
        // The applicant's window does not outlive the one it stands beside.
        if let WindowEvent::Destroyed = event
            && let Some(beside) = handle.get_webview_window(Window::Applicant.label())
            && let Err(cause) = beside.close()
        {
            tracing::warn!(error = %cause, "the applicant's window did not close");
        }
    });
    opened.set_focus()
}

fn described<'a, R: Runtime, M: Manager<R>>(
    app: &'a M,
    window: Window,
    web_data: &Path,
) -> WebviewWindowBuilder<'a, R, M> {
    let [size, least] = window.sizes();
    // The toolkit opens a store of its own beside an incognito page, so the folder is named for both.
    WebviewWindowBuilder::new(app, window.label(), WebviewUrl::default())
        .title(window.title())
        .inner_size(size.0, size.1)
        .min_inner_size(least.0, least.1)
        .devtools(cfg!(debug_assertions))
        .disable_drag_drop_handler()
        .data_directory(web_data.to_owned())
        // An incognito page cannot be driven by WebDriver.
        .incognito(!driven())
}

/// Opens the applicant's window: over the whole of a monitor where the clerk's window is not, or as a window of its
/// own. One that is there comes to the front. The clerk keeps the keyboard.
pub fn open_applicant<R: Runtime>(app: &AppHandle<R>) -> Result<(), Fault> {
    let told = |cause: tauri::Error| Fault::Window(cause.to_string());
    if let Some(there) = app.get_webview_window(Window::Applicant.label()) {
        return there.unminimize().and_then(|()| there.show()).map_err(told);
    }
    let folder = scratch_folder();
    let mut window = described(app, Window::Applicant, &folder).focused(false);
    if let Some(monitor) = monitor_beside(app) {
        let place = monitor.position().to_logical::<f64>(monitor.scale_factor());
        window = window.position(place.x, place.y).fullscreen(true);
    }
    let shell = app.state::<Shell>().inner().clone();
    let opened = window.build().map_err(told)?;
    opened.on_window_event(move |event| {
        if let WindowEvent::Destroyed = event {
            let shell = shell.clone();
            tauri::async_runtime::spawn(async move {
                if let Ok(desk) = shell.desk().await {
                    desk.applicant_left();
                }
            });
        }
    });
    Ok(())
}

/// A monitor on which the clerk's window does not stand.
fn monitor_beside<R: Runtime>(app: &AppHandle<R>) -> Option<Monitor> {
    let clerk = app.get_webview_window(Window::Clerk.label())?;
    let here = clerk.current_monitor().ok()??;
    let all = clerk.available_monitors().ok()?;
    all.into_iter()
        .find(|monitor| monitor.position() != here.position())
}

/// Whether WebDriver drives this window. A release build cannot be driven.
fn driven() -> bool {
    cfg!(debug_assertions) && std::env::var("TAURI_WEBVIEW_AUTOMATION").is_ok_and(|it| it == "true")
}

/// The folder of the toolkit's own files; removed at the end.
struct Scratch {
    folder: PathBuf,
}

/// How a scratch folder is called, before the number of its process.
const SCRATCH: &str = "yichuang-page-";

impl Scratch {
    fn new() -> Self {
        remove_left_behind(&scratch_room());
        Self {
            folder: scratch_folder(),
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // It is not there when no window was opened.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Of this process.
fn scratch_folder() -> PathBuf {
    scratch_room().join(format!("{SCRATCH}{}", std::process::id()))
}

/// In memory where the system offers it to this user, or else among the temporary files.
fn scratch_room() -> PathBuf {
    std::env::var_os("XDG_RUNTIME_DIR")
        .map(PathBuf::from)
        .filter(|room| room.is_dir())
        .unwrap_or_else(std::env::temp_dir)
}

/// Removes the folders of programs that were killed.
fn remove_left_behind(room: &Path) {
    let processes = Path::new("/proc");
    if !processes.join("self").exists() {
        return;
    }
    for entry in std::fs::read_dir(room).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let of = name.to_str().and_then(|name| name.strip_prefix(SCRATCH));
        if let Some(process) = of.filter(|it| it.parse::<u32>().is_ok())
            && !processes.join(process).exists()
        {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_program_left_is_removed_and_what_a_living_one_holds_stays() {
        let room = std::env::temp_dir().join(format!("yichuang-scratch-{}", std::process::id()));
        let folder = |name: &str| {
            let folder = room.join(name);
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join("salt"), "1").unwrap();
            folder
        };
        // No process of Linux has this number.
        let dead = folder(&format!("{SCRATCH}4294967295"));
        let living = folder(&format!("{SCRATCH}{}", std::process::id()));
        let other = folder("yichuang-page-notes");
        remove_left_behind(&room);
        assert!(!dead.exists() && living.exists() && other.exists());
        std::fs::remove_dir_all(room).unwrap();
    }
}
