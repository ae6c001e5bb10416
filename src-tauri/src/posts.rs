//! The windows that there are: their names, titles and sizes; and starting another post's program.

use std::process::{Command, Stdio};

use desk::Post;

use crate::fault::Fault;

/// A kind of window. Its capability file says what it may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Window {
    Clerk,
    /// 申请人屏: a second window of the clerk's program.
    Applicant,
    Supervisor,
    Helper,
    Kiosk,
    Wall,
}

impl Window {
    pub const ALL: [Window; 6] = [
        Window::Clerk,
        Window::Applicant,
        Window::Supervisor,
        Window::Helper,
        Window::Kiosk,
        Window::Wall,
    ];

    /// The window of a post.
    pub fn of(post: Post) -> Self {
        match post {
            Post::Clerk => Window::Clerk,
            Post::Supervisor => Window::Supervisor,
            Post::Helper => Window::Helper,
            Post::Kiosk => Window::Kiosk,
            Post::Wall => Window::Wall,
        }
    }

    /// The post in whose program it opens.
    pub fn post(self) -> Post {
        match self {
            Window::Clerk | Window::Applicant => Post::Clerk,
            Window::Supervisor => Post::Supervisor,
            Window::Helper => Post::Helper,
            Window::Kiosk => Post::Kiosk,
            Window::Wall => Post::Wall,
        }
    }

    /// Its name for the toolkit, its capability file and its page.
    pub fn label(self) -> &'static str {
        match self {
            Window::Clerk => "clerk",
            Window::Applicant => "applicant",
            Window::Supervisor => "supervisor",
            Window::Helper => "helper",
            Window::Kiosk => "kiosk",
            Window::Wall => "wall",
        }
    }

    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|window| window.label() == label)
    }

    pub fn title(self) -> &'static str {
        match self {
            Window::Clerk => "一窗 · 综合窗口受理工作台",
            Window::Applicant => "一窗 · 申请人屏",
            Window::Supervisor => "一窗 · 大厅值守",
            Window::Helper => "一窗 · 帮办代办工作台",
            Window::Kiosk => "一窗 · 自助取号",
            Window::Wall => "一窗 · 等候大屏",
        }
    }

    /// Logical pixels at the start, and at least.
    pub fn sizes(self) -> [(f64, f64); 2] {
        match self {
            Window::Clerk | Window::Supervisor | Window::Helper => [(1366.0, 768.0), (1280.0, 720.0)],
            Window::Applicant | Window::Kiosk | Window::Wall => [(1280.0, 800.0), (1024.0, 720.0)],
        }
    }
}

/// Starts another post's window as a program of its own on this machine; it goes on when this one ends.
pub fn start_beside(post: Post) -> Result<(), Fault> {
    let told = |cause| Fault::Post(post.word(), cause);
    let program = std::env::current_exe().map_err(told)?;
    let mut child = Command::new(program)
        .args(["--post", post.word()])
        .env_remove("YICHUANG_TEST_PEERS")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .map_err(told)?;
    // Somebody has to hear its end, or it stays in the system's table.
    std::thread::spawn(move || {
        let ended = child.wait();
        tracing::info!(post = post.word(), ended = ?ended, "a window beside this one ended");
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_post_has_its_window() {
        for post in Post::ALL {
            let window = Window::of(post);
            assert_eq!((window.label(), window.post()), (post.word(), post));
            assert_eq!(Window::from_label(post.word()), Some(window));
        }
        assert_eq!(Window::from_label("mayor"), None);
    }
}
