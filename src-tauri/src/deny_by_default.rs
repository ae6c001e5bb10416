//! What a window may call: exactly what the command table says, asked in two ways.

use std::collections::BTreeSet;
use std::fs;

use serde_json::json;
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{WebviewWindow, WebviewWindowBuilder};

use crate::bindings;
use crate::commands::TABLE;
use crate::fault::Fault;
use crate::posts::Window;
use crate::shell::Shell;
use crate::window::context;

#[test]
fn every_capability_file_names_the_commands_of_its_window_and_nothing_else() {
    for window in Window::ALL {
        let label = window.label();
        let path = format!("{}/capabilities/{label}.json", env!("CARGO_MANIFEST_DIR"));
        let file: serde_json::Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(file["identifier"], label);
        assert_eq!(file["windows"], json!([label]));
        let granted: BTreeSet<String> = file["permissions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_str().unwrap().to_owned())
            .collect();
        let expected: BTreeSet<String> = TABLE
            .iter()
            .filter(|(_, windows)| windows.contains(&window))
            .map(|(name, _)| format!("allow-{}", name.replace('_', "-")))
            .collect();
        let missing: Vec<_> = expected.difference(&granted).collect();
        let beyond: Vec<_> = granted.difference(&expected).collect();
        assert!(
            missing.is_empty() && beyond.is_empty(),
            "capabilities/{label}.json: missing {missing:?}, beyond the table {beyond:?}"
        );
    }
}

/// Every cell of windows × commands, through the program's own handler and the capabilities compiled into it.
#[test]
fn every_command_from_every_window() {
    // A realm that could not start answers every permitted command at once.
    let (shell, starting) = Shell::new(desk::Post::Clerk);
    starting.done(Err(Fault::Ending.view()));
    let app = mock_builder()
        .manage(shell)
        .invoke_handler(bindings::builder::<MockRuntime>().invoke_handler())
        .build(context())
        .unwrap();
    // All are open before the first call: one of the commands opens a window itself where it finds none.
    let pages = Window::ALL.map(|window| {
        let page = WebviewWindowBuilder::new(&app, window.label(), Default::default()).build();
        (window, page.unwrap())
    });
    for (window, page) in pages {
        for (command, windows) in TABLE {
            let denied = call(&page, command);
            assert_eq!(
                denied,
                !windows.contains(&window),
                "{command} from {}",
                window.label()
            );
        }
        for foreign in [
            "plugin:event|listen",
            "plugin:event|emit",
            "plugin:webview|create_webview_window",
        ] {
            assert!(call(&page, foreign), "{foreign} from {}", window.label());
        }
    }
}

/// Whether the call was denied before it reached the command.
fn call(page: &WebviewWindow<MockRuntime>, command: &str) -> bool {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: "tauri://localhost".parse().unwrap(),
        // Of no command's shape, so that a permitted one does nothing either.
        body: InvokeBody::Json(json!({})),
        headers: Default::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    match get_ipc_response(page, request) {
        Ok(_) => false,
        Err(words) => words.as_str().is_some_and(|words| words.contains("not allowed")),
    }
}
