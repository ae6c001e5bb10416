//! A clerk at the keyboard. Where the screen has put the focus, he does what that place asks for.

use std::time::{Duration, Instant};

use crate::app::{App, Home};
use crate::keys::Keyboard;
use crate::peers::Person;
use crate::screen::{SOON, Screen, until};

/// Training accounts of clerks: 王雨桐 and 李明远.
pub const FIRST: &str = "0826";
pub const SECOND: &str = "0827";
/// Where a case belongs that does not belong here.
const RIGHT_BODY: &str = "示范省财政厅";
const PASSWORD: &str = "yichuang-train";
/// As Alt+T turns them.
const THEMES: [&str; 3] = ["light", "dark", "hc"];
/// A card is read within this, or not at all.
const CARD: Duration = Duration::from_secs(4);
/// Starting the realm, and making papers, in a debug build.
pub const LONG: Duration = Duration::from_secs(90);

/// What the screen said of an accepted case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    pub number: String,
    pub slip: String,
    pub due: String,
}

/// What the screen said of a case that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub number: String,
    pub slip: String,
}

pub struct Clerk<'a> {
    pub app: &'a App,
    pub screen: Screen,
    pub keys: Keyboard,
}

impl<'a> Clerk<'a> {
    pub fn at(app: &'a App) -> Clerk<'a> {
        let keys = Keyboard::new(&app.screen, &app.evidence_file("keys.txt"));
        Clerk {
            app,
            screen: app.screen.clone(),
            keys,
        }
    }

    /// The first start shows the recovery code once.
    pub async fn note_the_recovery_code(&mut self) {
        let code = self.screen.words("recovery-code", LONG).await;
        assert_eq!(
            code.chars().filter(char::is_ascii_alphanumeric).count(),
            25,
            "a whole recovery code"
        );
        self.focused("recovery-noted").await;
        self.keys.press("Enter").await;
    }

    pub async fn sign_in(&mut self) {
        self.sign_in_as(FIRST, "ticket-number").await;
    }

    /// Signs in; `there` is on the page of somebody who is.
    pub async fn sign_in_as(&mut self, staff: &str, there: &str) {
        self.screen
            .wait("the sign-in", LONG, |look| look.focus.as_deref() == Some("staff"))
            .await;
        self.keys.write(staff).await;
        self.keys.press("Enter").await;
        self.focused("password").await;
        self.keys.write_secret(PASSWORD).await;
        self.keys.press("Enter").await;
        until("the desk after the sign-in", LONG, async || {
            let trouble = self.screen.words_now("sign-in-trouble").await;
            assert_eq!(trouble, None, "the sign-in was refused");
            self.screen.is_there(there).await.then_some(())
        })
        .await;
    }

    /// Ctrl+L, and the same clerk's password.
    pub async fn lock(&mut self) {
        self.keys.press("Control+l").await;
        self.focused("unlock-password").await;
    }

    pub async fn unlock(&mut self) {
        self.keys.write_secret(PASSWORD).await;
        self.keys.press("Enter").await;
        until("the desk after the lock", SOON, async || {
            self.screen.is_there("ticket-number").await.then_some(())
        })
        .await;
    }

    pub async fn call_a_ticket(&mut self) {
        self.keys.press("F2").await;
        until("a ticket at the window", SOON, async || self.ticket().await).await;
    }

    /// Ctrl+N and the first reason: somebody without a number.
    pub async fn walk_in(&mut self) {
        self.keys.press("Control+n").await;
        self.screen
            .wait("the reasons", SOON, |look| {
                look.dialog.as_deref() == Some("walk-in")
            })
            .await;
        self.keys.press("1").await;
        self.at_stop("applicant").await;
    }

    /// Ctrl+U and the first note: a helper is to come.
    pub async fn ask_for_help(&mut self) {
        self.keys.press("Control+u").await;
        self.screen
            .wait("what it is about", SOON, |look| {
                look.dialog.as_deref() == Some("ask-help")
            })
            .await;
        self.keys.press("1").await;
    }

    /// Ctrl+J and the four digits that the applicant brings from the helper.
    pub async fn take_by_code(&mut self, code: &str) {
        self.keys.press("Control+j").await;
        self.focused("hand-over-code").await;
        self.keys.write(code).await;
        self.keys.press("Enter").await;
        self.screen
            .wait("the draft of the hand-over", LONG, |look| {
                look.item.is_some() && look.dialog.is_none()
            })
            .await;
    }

    /// Ctrl+O and a slip code: who holds the draft.
    pub async fn look_at_held(&mut self, slip: &str) -> String {
        self.keys.press("Control+o").await;
        self.focused("held-slip").await;
        self.keys.write(slip).await;
        self.keys.press("Enter").await;
        self.screen.words("held-by", SOON).await
    }

    /// 请求接管, one Tab away.
    pub async fn ask_for_the_draft(&mut self) {
        self.keys.press("Tab").await;
        self.focused("held-ask").await;
        self.keys.press("Enter").await;
        until("the holder is asked", SOON, async || {
            let words = self.screen.words_now("held-ask").await?;
            words.contains("已请求").then_some(())
        })
        .await;
    }

    /// Number of the ticket at the window.
    pub async fn ticket(&self) -> Option<String> {
        self.screen
            .words_now("ticket-number")
            .await
            .filter(|number| number != "—")
    }

    /// The visitor lays the card on the reader, the clerk reads it.
    pub async fn read_a_card(&mut self) {
        self.at_stop("applicant").await;
        self.keys.press("9").await;
        // A key that comes while the card is still being laid down is not taken, as with a real reader.
        until("the card's person", SOON, async || {
            if self.person().await.is_none() {
                self.keys.press("1").await;
                let begun = Instant::now();
                while begun.elapsed() < CARD
                    && self.person().await.is_none()
                    && self.screen.look().await.troubles.is_empty()
                {}
            }
            self.person().await
        })
        .await;
    }

    async fn person(&self) -> Option<String> {
        self.screen.words_now("person-name").await
    }

    /// 核验身份 by the document in the clerk's hand: kind, number, name.
    pub async fn identify_typed(&mut self, person: &Person) {
        self.at_stop("applicant").await;
        self.keys.press("2").await;
        self.focused("id-number").await;
        self.keys.write(&person.id_number).await;
        self.keys.press("Enter").await;
        self.focused("id-name").await;
        self.keys.write(&person.name).await;
        self.keys.press("Enter").await;
        let shown = self.screen.words("person-name", SOON).await;
        assert_eq!(shown, person.name);
    }

    /// The first body that the register offers for this person.
    pub async fn choose_the_first_body(&mut self) {
        let name = until("a body to act for", SOON, async || {
            let second = self.screen.words_now("party-2").await;
            let first = self.screen.words_now("party-1").await?;
            // 本人 comes first or the bodies do; a body shows its credit code.
            let is_body = |words: &str| words.contains("913501") || words.contains("923501");
            if is_body(&first) {
                Some("1")
            } else {
                second.filter(|words| is_body(words)).map(|_| "2")
            }
        })
        .await;
        self.keys.press(name).await;
        self.focused("palette-input").await;
    }

    /// F3 opens the search.
    pub async fn find_an_item(&mut self) {
        self.keys.press("F3").await;
        self.focused("palette-input").await;
    }

    /// Text and Enter, and no waiting for what becomes of them.
    pub async fn rash(&mut self, text: Option<&str>) {
        if let Some(text) = text {
            self.keys.write(text).await;
        }
        self.keys.press("Enter").await;
    }

    /// An item by its initials.
    pub async fn open_item(&mut self, initials: &str, item: &str) {
        self.focused("palette-input").await;
        self.keys.write(initials).await;
        let at = until(
            &format!("{item} among the hits of “{initials}”"),
            SOON,
            async || self.hit(item).await,
        )
        .await;
        for _ in 0..at {
            self.keys.press("ArrowDown").await;
        }
        self.keys.press("Enter").await;
        self.screen
            .wait("the open intake", LONG, |look| {
                look.item.is_some() && look.dialog.is_none()
            })
            .await;
    }

    /// How many lines below the marked one the item stands.
    async fn hit(&self, item: &str) -> Option<usize> {
        let script = format!(
            "const all = [...document.querySelectorAll('[data-testid^=palette-hit-]')];\
             const at = all.findIndex((it) => it.dataset.item === '{item}');\
             const marked = all.findIndex((it) => it.getAttribute('aria-selected') === 'true');\
             return at < 0 || marked < 0 || marked > at ? null : at - marked;"
        );
        self.screen.run(script).await
    }

    /// F9, the first way, Enter; then the number, the slip code and the day it is due.
    pub async fn accept(&mut self) -> Accepted {
        self.begin_accepting().await;
        let number = self.screen.words("accepted-number", LONG).await;
        let slip = self.screen.words("accepted-slip", SOON).await;
        let due = self.screen.words("accepted-due", SOON).await;
        until("the papers' pages", LONG, async || {
            self.screen.pages_shown().await.filter(|shown| *shown)
        })
        .await;
        Accepted { number, slip, due }
    }

    /// The case, or `None` after a refusal in words; the dialog is closed then.
    pub async fn accept_or_hear_why_not(&mut self) -> Option<Accepted> {
        self.begin_accepting().await;
        let accepted = until("a number, or why there is none", LONG, async || {
            if self.screen.words_now("decision-trouble").await.is_some() {
                return Some(None);
            }
            let number = self.screen.words_now("accepted-number").await?;
            let slip = self.screen.words_now("accepted-slip").await?;
            Some(Some(Accepted {
                number,
                slip,
                due: self.screen.words_now("accepted-due").await?,
            }))
        })
        .await;
        if accepted.is_none() {
            self.press_escape().await;
        }
        accepted
    }

    /// The number, without waiting for the papers' pictures.
    pub async fn accept_for_a_number(&mut self) -> String {
        self.begin_accepting().await;
        self.screen.words("accepted-number", LONG).await
    }

    /// F9 and away again, looked at in every theme.
    pub async fn look_at_the_decision(&mut self, name: &str) {
        self.open_the_decision().await;
        self.gallery(name).await;
        self.press_escape().await;
    }

    async fn open_the_decision(&mut self) {
        self.keys.press("F9").await;
        self.screen
            .wait("the decision", SOON, |look| {
                look.dialog.as_deref() == Some("decision-dialog")
            })
            .await;
    }

    /// Up to the key that accepts.
    pub async fn begin_accepting(&mut self) {
        self.open_the_decision().await;
        self.keys.press("1").await;
        self.way_is_chosen(1).await;
        self.keys.press("Enter").await;
    }

    async fn way_is_chosen(&self, way: u32) {
        let script = format!(
            "const it = document.querySelector('[data-testid=way-{way}]'); return it !== null && it.ariaPressed === 'true';"
        );
        until("the way is chosen", SOON, async || {
            self.screen.run::<bool>(script.as_str()).await.then_some(())
        })
        .await;
    }

    /// Ctrl+P shows the papers of the case again.
    pub async fn show_the_papers(&mut self) {
        self.keys.press("Control+p").await;
        self.screen
            .wait("the papers", SOON, |look| {
                look.dialog.as_deref() == Some("papers")
            })
            .await;
        self.screen.words("paper-title", LONG).await;
        until("the papers' pages", LONG, async || {
            self.screen.pages_shown().await.filter(|shown| *shown)
        })
        .await;
    }

    /// F9, the fifth way: the first ground, the right body where one is asked for, the reasons.
    pub async fn ask_for_a_refusal(&mut self, reason: &str) {
        self.keys.press("F9").await;
        self.screen
            .wait("the decision", SOON, |look| {
                look.dialog.as_deref() == Some("decision-dialog")
            })
            .await;
        self.keys.press("5").await;
        self.way_is_chosen(5).await;
        self.keys.press("Enter").await;
        self.screen
            .wait("the grounds", SOON, |look| {
                look.dialog.as_deref() == Some("refusal-dialog")
            })
            .await;
        self.keys.press("1").await;
        let look = self
            .screen
            .wait("what has to be written", SOON, |look| {
                matches!(look.focus.as_deref(), Some("ask-line" | "ask-reason"))
            })
            .await;
        if look.focus.as_deref() == Some("ask-line") {
            self.keys.write(RIGHT_BODY).await;
            self.keys.press("Tab").await;
        }
        self.focused("ask-reason").await;
        self.keys.write(reason).await;
        self.keys.press("Enter").await;
        self.approval_is("waiting").await;
    }

    /// Enter on the one next action issues what was approved.
    pub async fn issue_the_refusal(&mut self) -> Refused {
        self.approval_is("approved").await;
        self.press_escape_at_the_page().await;
        self.at_stop("next-action").await;
        self.keys.press("Enter").await;
        self.screen.words("refused", LONG).await;
        until("the decision's pages", LONG, async || {
            self.screen.pages_shown().await.filter(|shown| *shown)
        })
        .await;
        Refused {
            number: self.screen.words("accepted-number", SOON).await,
            slip: self.screen.words("accepted-slip", SOON).await,
        }
    }

    async fn approval_is(&self, state: &str) {
        let script = "const it = document.querySelector('[data-testid=approval-refusal]');\
                      return it === null ? null : it.dataset.state;";
        until(&format!("the request is {state}"), SOON, async || {
            let now: Option<String> = self.screen.run(script).await;
            (now.as_deref() == Some(state)).then_some(())
        })
        .await;
    }

    /// Esc where no dialog is: notices go, and the keyboard stands at the next action.
    pub async fn press_escape_at_the_page(&mut self) {
        for _ in 0..4 {
            self.keys.press("Escape").await;
        }
    }

    /// Hands the paper in front to the printer; its bytes as the printer had them.
    pub async fn print(&mut self, home: &Home) -> Vec<u8> {
        let before = home.printed().len();
        self.keys.press("Enter").await;
        until("a job at the printer", SOON, async || {
            home.printed().into_iter().nth(before)
        })
        .await
    }

    /// F8: opens the applicant's window while nothing is open, and else puts the case before him.
    pub async fn turn_to_the_applicant(&mut self) {
        self.keys.press("F8").await;
    }

    /// What the desk says of the applicant's screen.
    pub async fn applicant_is(&self, state: &str) {
        let script = "const it = document.querySelector('[data-testid=customer-strip]');\
                      return it === null ? null : it.dataset.state;";
        until(&format!("the strip says {state}"), SOON, async || {
            let now: Option<String> = self.screen.run(script).await;
            (now.as_deref() == Some(state)).then_some(())
        })
        .await;
    }

    pub async fn press_escape(&mut self) {
        let before = self.screen.look().await;
        self.keys.press("Escape").await;
        self.screen
            .wait("the dialog is closed", SOON, |now| now.dialog != before.dialog)
            .await;
    }

    /// Enter on the one next action ends the visit.
    pub async fn close_the_visit(&mut self) {
        self.at_stop("next-action").await;
        self.keys.press("Enter").await;
        until("the window is free", SOON, async || {
            self.ticket().await.is_none().then_some(())
        })
        .await;
    }

    /// Ctrl+E and the first way end a visit whatever is open.
    pub async fn end_the_visit(&mut self) {
        self.keys.press("Control+e").await;
        self.screen
            .wait("how the visit ends", SOON, |look| {
                look.dialog.as_deref() == Some("end-dialog")
            })
            .await;
        self.keys.press("1").await;
        until("the window is free", SOON, async || {
            self.ticket().await.is_none().then_some(())
        })
        .await;
    }

    pub async fn focused(&self, name: &str) {
        self.screen
            .wait(&format!("the focus on {name}"), SOON, |look| {
                look.focus.as_deref() == Some(name)
            })
            .await;
    }

    pub async fn at_stop(&self, stop: &str) {
        self.screen
            .wait(&format!("the focus at {stop}"), SOON, |look| {
                look.stop.as_deref() == Some(stop)
            })
            .await;
    }

    pub async fn left(&self, stop: &str) {
        self.screen
            .wait(&format!("the focus beyond {stop}"), SOON, |look| {
                look.stop.as_deref() != Some(stop)
            })
            .await;
    }

    /// Screenshots at both sizes.
    pub async fn picture(&self, name: &str) {
        self.app.picture(&self.screen, name).await;
    }

    /// Screenshots at both sizes in each of the themes, which Alt+T turns, over a dialog too.
    pub async fn gallery(&mut self, name: &str) {
        for theme in THEMES {
            self.screen.wears(theme).await;
            self.picture(&format!("{name}-{theme}")).await;
            self.turn_the_theme().await;
        }
    }

    pub async fn turn_the_theme(&mut self) {
        self.keys.press("Alt+t").await;
    }
}

/// A test that fails leaves the screen as it was.
impl Drop for Clerk<'_> {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(async {
                self.screen.shoot(&self.app.evidence_file("failed.png")).await;
            });
        });
    }
}
