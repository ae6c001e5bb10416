//! The corner of a window frame, where a person closes it: what a window manager sends to the program then.

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, Window};
use x11rb::rust_connection::RustConnection;

use crate::screen::{SOON, until};

/// Closes the window of this process that bears the title. The toolkit may sleep over the first message until
/// something else wakes it, so it is pressed until the window has gone, as a person does.
pub async fn close(process: u32, title: &str) {
    let (display, screen) = x11rb::connect(None).expect("the display answers");
    let root = display.setup().roots[screen].root;
    let mut known = false;
    until(&format!("{title} is closed"), SOON, async || {
        let all = display
            .query_tree(root)
            .expect("asked")
            .reply()
            .expect("the windows");
        let window = all.children.into_iter().find(|window| {
            is_of(&display, *window, process) && titled(&display, *window).as_deref() == Some(title)
        });
        assert!(known || window.is_some(), "no window {title}");
        known = true;
        let Some(window) = window else { return Some(()) };
        let asked = [atom(&display, "WM_DELETE_WINDOW"), x11rb::CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, atom(&display, "WM_PROTOCOLS"), asked);
        display
            .send_event(false, window, EventMask::NO_EVENT, message)
            .expect("sent");
        display.flush().expect("sent");
        None
    })
    .await;
}

fn atom(display: &RustConnection, name: &str) -> u32 {
    let asked = display.intern_atom(false, name.as_bytes()).expect("asked");
    asked.reply().expect("an atom").atom
}

fn property(display: &RustConnection, window: Window, name: &str, kind: u32) -> Option<Vec<u8>> {
    let name = atom(display, name);
    let asked = display
        .get_property(false, window, name, kind, 0, 1024)
        .expect("asked");
    // It may have gone meanwhile.
    Some(asked.reply().ok()?.value).filter(|value| !value.is_empty())
}

fn is_of(display: &RustConnection, window: Window, process: u32) -> bool {
    let kept = property(display, window, "_NET_WM_PID", AtomEnum::CARDINAL.into());
    kept.is_some_and(|kept| kept == process.to_ne_bytes())
}

fn titled(display: &RustConnection, window: Window) -> Option<String> {
    let kind = atom(display, "UTF8_STRING");
    String::from_utf8(property(display, window, "_NET_WM_NAME", kind)?).ok()
}
