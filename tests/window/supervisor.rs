//! A supervisor before her own screen: the board, the windows of the hall, what waits for her answer.

use crate::app::App;
use crate::clerk::{Clerk, LONG};
use crate::screen::{SOON, Screen, until};

/// The training account of 陈立.
const STAFF: &str = "0801";

pub struct Supervisor<'a> {
    desk: Clerk<'a>,
}

impl<'a> Supervisor<'a> {
    pub fn at(app: &'a App) -> Supervisor<'a> {
        Supervisor { desk: Clerk::at(app) }
    }

    pub fn screen(&self) -> &Screen {
        &self.desk.screen
    }

    pub async fn sign_in(&mut self) {
        self.desk.sign_in_as(STAFF, "figure-waiting").await;
    }

    pub async fn gallery(&mut self, name: &str) {
        self.desk.gallery(name).await;
    }

    pub async fn picture(&self, name: &str) {
        self.desk.picture(name).await;
    }

    /// Level and words of a figure.
    pub async fn figure(&self, name: &str) -> (String, String) {
        let script = format!(
            "const it = document.querySelector('[data-testid=figure-{name}]'); return [it.dataset.level, it.innerText];"
        );
        self.desk.screen.run(script).await
    }

    /// Class of the bar of one waiting person.
    pub async fn bar(&self, ticket: &str) -> Option<String> {
        let script = format!(
            "const it = document.querySelector('[data-ticket=\"{ticket}\"]'); return it && it.className;"
        );
        self.desk.screen.run(script).await
    }

    /// Level of the alert of a kind in whose words this stands.
    pub async fn alert(&self, kind: &str, words: &str) -> Option<String> {
        let script = format!(
            "const it = [...document.querySelectorAll('[data-kind=\"{kind}\"]')]\
             .find((it) => it.innerText.includes('{words}')); return it ? it.dataset.level : null;"
        );
        self.desk.screen.run(script).await
    }

    /// F2: the window, the group by its digit, Enter.
    pub async fn give_a_window_a_group(&mut self, window: &str, group: &str) {
        let move_of = |look: &crate::screen::Look| look.dialog.as_deref() == Some("move-window");
        self.desk.press_escape_at_the_page().await;
        self.desk.keys.press("F2").await;
        let look = self
            .desk
            .screen
            .wait("which window", SOON, |look| look.dialog.is_some())
            .await;
        if !move_of(&look) {
            self.desk.focused("pick-window-input").await;
            self.desk.keys.write(window).await;
            self.desk.keys.press("Enter").await;
            self.desk.screen.wait("its groups", SOON, move_of).await;
        }
        let (digit, chosen) = self.group_option(group).await;
        if !chosen {
            self.desk.keys.press(&digit.to_string()).await;
        }
        until("the group is chosen", SOON, async || {
            self.group_option(group).await.1.then_some(())
        })
        .await;
        self.gallery("move").await;
        self.desk.keys.press("Enter").await;
        self.desk
            .screen
            .wait("the window is moved", SOON, |look| look.dialog.is_none())
            .await;
    }

    /// Digit of a group's line in the dialog, and whether the window is to serve it.
    async fn group_option(&self, group: &str) -> (u32, bool) {
        let script = format!(
            "const all = [...document.querySelectorAll('[data-testid^=move-]')]\
             .filter((it) => /^move-[A-Z]$/.test(it.dataset.testid));\
             const at = all.findIndex((it) => it.dataset.testid === 'move-{group}');\
             return [at + 1, all[at].getAttribute('aria-pressed') === 'true'];"
        );
        self.desk.screen.run(script).await
    }

    /// Ctrl+I, Enter to look, A to approve; what was looked at, and what was told.
    pub async fn approve(&mut self) -> (String, String) {
        self.desk.keys.press("Control+i").await;
        until("a request that waits", LONG, async || {
            let script =
                "return document.querySelector('[data-testid^=inbox-][data-state=waiting]') !== null;";
            self.desk.screen.run::<bool>(script).await.then_some(())
        })
        .await;
        self.desk.keys.press("Enter").await;
        let facts = self.desk.screen.words("inbox-facts", SOON).await;
        self.gallery("inbox").await;
        self.desk.keys.press("a").await;
        let told = self.desk.screen.words("inbox-told", LONG).await;
        self.desk.press_escape().await;
        (facts, told)
    }
}
