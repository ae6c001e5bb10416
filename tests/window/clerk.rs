//! A clerk at the keyboard. Where the screen has put the focus, he does what that place asks for.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, Instant};

use crate::answers;
use crate::app::App;
use crate::keys::Keyboard;
use crate::peers::Person;
use crate::screen::{Look, SOON, Screen, until};

/// The training account.
const STAFF: (&str, &str) = ("0826", "yichuang-train");
/// Outside sources may be slow; the form does not wait for them, this clerk does.
const SOURCES: Duration = Duration::from_secs(30);
/// A card is read within this, or not at all.
const CARD: Duration = Duration::from_secs(4);
/// Starting the realm, and making papers, in a debug build.
const LONG: Duration = Duration::from_secs(90);
/// Places of one form that a clerk passes.
const PLACES: usize = 160;
/// Both sizes at which evidence is taken, in pixels.
const SIZES: [(u32, u32); 2] = [(1366, 768), (1920, 1080)];

/// What the screen said of an accepted case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    pub number: String,
    pub slip: String,
    pub due: String,
}

pub struct Clerk<'a> {
    app: &'a App,
    pub screen: Screen,
    keys: Keyboard,
}

impl<'a> Clerk<'a> {
    pub fn at(app: &'a App) -> Clerk<'a> {
        let keys = Keyboard::new(&app.driver, &app.evidence_file("keys.txt"));
        Clerk {
            app,
            screen: Screen::of(&app.driver),
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
        self.screen
            .wait("the sign-in", LONG, |look| look.focus.as_deref() == Some("staff"))
            .await;
        self.keys.write(STAFF.0).await;
        self.keys.press("Enter").await;
        self.focused("password").await;
        self.keys.write_secret(STAFF.1).await;
        self.keys.press("Enter").await;
        until("the desk after the sign-in", LONG, async || {
            let trouble = self.screen.words_now("sign-in-trouble").await;
            assert_eq!(trouble, None, "the sign-in was refused");
            self.screen.is_there("ticket-number").await.then_some(())
        })
        .await;
    }

    pub async fn call_a_ticket(&mut self) {
        self.keys.press("F2").await;
        until("a ticket at the window", SOON, async || self.ticket().await).await;
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
        let found = self
            .app
            .driver
            .execute(script, Vec::new())
            .await
            .expect("the page answers");
        found.convert().expect("a place or nothing")
    }

    pub async fn wait_for_the_sources(&mut self) {
        self.screen
            .wait("every source has answered", SOURCES, |look| !look.asking)
            .await;
        self.saved().await;
    }

    /// Everything that was typed is on the disk, says the screen.
    pub async fn saved(&self) -> Look {
        self.screen
            .wait("saved", SOON, |look| look.saving.as_deref() == Some("saved"))
            .await
    }

    /// From one missing place to the next until nothing blocks.
    pub async fn fill_to_the_end(&mut self) {
        let mut visits = BTreeMap::new();
        for _ in 0..PLACES {
            if !self.one_place(&mut visits).await {
                return;
            }
        }
        let look = self.screen.look().await;
        panic!("the form is not whole after {PLACES} places: {look:?}");
    }

    /// Goes to the next place that misses something and gives it what it asks for; `false` when nothing blocks.
    pub async fn one_place(&mut self, visits: &mut BTreeMap<String, u32>) -> bool {
        let look = self.saved().await;
        let stop = look.stop.clone().unwrap_or_default();
        if look.dialog.is_some() {
            self.press_escape().await;
            return true;
        }
        if stop == "next-action" || stop.is_empty() {
            if look.blockers == 0 {
                return false;
            }
            self.keys.press("Enter").await;
            self.screen
                .wait("the next place", SOON, |now| {
                    now.stop != look.stop || now.dialog.is_some()
                })
                .await;
            return true;
        }
        let count = visits.entry(stop.clone()).or_default();
        *count += 1;
        assert!(*count <= 4, "{stop} does not become whole: {look:?}");
        match stop.split_once(':') {
            Some(("field", key)) => self.field(key, &look).await,
            Some(("question", _)) => self.question().await,
            Some(("subject", _)) => self.subject().await,
            Some(("slot", material)) => self.slot(material, &look).await,
            Some(_) | None => panic!("nothing is known about {stop}: {look:?}"),
        }
        true
    }

    async fn field(&mut self, key: &str, look: &Look) {
        match look.role.as_deref() {
            // Sources disagree; the first offer is the better one.
            Some("radiogroup") => {
                self.keys.press("1").await;
                self.field_is(key, "INPUT").await;
            }
            Some("combobox") => {
                self.keys
                    .press(if self.list_by_digit(key).await {
                        answers::digit_for(key)
                    } else {
                        "ArrowDown"
                    })
                    .await;
            }
            _ => self.keys.write(answers::text_for(key)).await,
        }
        self.keys.press("Enter").await;
        self.left(&format!("field:{key}")).await;
    }

    /// Whether the open list is chosen from by digits.
    async fn list_by_digit(&self, key: &str) -> bool {
        let script = format!("return document.querySelector('#l-{key} .k') !== null;");
        let found = self
            .app
            .driver
            .execute(script, Vec::new())
            .await
            .expect("the page answers");
        found.convert().expect("yes or no")
    }

    async fn field_is(&self, key: &str, tag: &str) {
        let script = format!(
            "const it = document.querySelector('[data-testid=\"field-{key}\"]'); return it && it.tagName;"
        );
        until(&format!("{key} decided"), SOON, async || {
            let found = self
                .app
                .driver
                .execute(script.as_str(), Vec::new())
                .await
                .expect("the page answers");
            found
                .convert::<Option<String>>()
                .expect("a tag")
                .filter(|found| found == tag)
        })
        .await;
    }

    async fn question(&mut self) {
        self.keys.press("2").await;
        self.saved().await;
        self.keys.press("Enter").await;
    }

    /// Another person of the form: his card.
    async fn subject(&mut self) {
        self.keys.press("9").await;
        self.saved().await;
        self.keys.press("1").await;
        self.saved().await;
        self.keys.press("Enter").await;
    }

    /// A generated form is printed and its signed copy counted; everything else is seen on paper.
    async fn slot(&mut self, material: &str, look: &Look) {
        let name = |deed: &str| format!("slot-{material}-{deed}");
        if self.screen.is_there(&name("sign")).await {
            // A form that was edited after it was signed is printed again.
            let signed_before = look.words.contains("已签 ");
            if look.slot.as_deref() == Some("unsigned") && !signed_before {
                self.keys.press("2").await;
                self.count_of_paper().await;
            } else {
                self.keys.press("1").await;
                self.screen
                    .wait("the printed form", LONG, |now| {
                        now.dialog.as_deref() == Some("papers")
                    })
                    .await;
                self.press_escape().await;
                self.at_stop(&format!("slot:{material}")).await;
                self.slot_is(material, &["unsigned", "satisfied"]).await;
                return;
            }
        } else {
            self.keys.press("3").await;
            self.count_of_paper().await;
        }
        self.slot_is(material, &["satisfied"]).await;
        self.keys.press("Enter").await;
        self.left(&format!("slot:{material}")).await;
    }

    async fn count_of_paper(&mut self) {
        self.screen
            .wait("the counts", SOON, |now| {
                now.focus
                    .as_deref()
                    .is_some_and(|focus| focus.starts_with("paper-"))
            })
            .await;
        self.keys.write("1").await;
        self.keys.press("Enter").await;
    }

    async fn slot_is(&self, material: &str, states: &[&str]) {
        let script = format!(
            "const it = document.querySelector('[data-testid=\"slot-{material}\"]'); return it && it.dataset.state;"
        );
        until(&format!("{material} is {states:?}"), SOON, async || {
            let found = self
                .app
                .driver
                .execute(script.as_str(), Vec::new())
                .await
                .expect("the page answers");
            let state: Option<String> = found.convert().expect("a state");
            state.filter(|state| states.contains(&state.as_str()))
        })
        .await;
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

    /// Up to the key that accepts.
    pub async fn begin_accepting(&mut self) {
        self.keys.press("F9").await;
        self.screen
            .wait("the decision", SOON, |look| {
                look.dialog.as_deref() == Some("decision-dialog")
            })
            .await;
        self.keys.press("1").await;
        until("the way is chosen", SOON, async || {
            let script = "const it = document.querySelector('[data-testid=way-1]'); return it !== null && it.ariaPressed === 'true';";
            let found = self.app.driver.execute(script, Vec::new()).await.expect("the page answers");
            found.convert::<bool>().expect("yes or no").then_some(())
        })
        .await;
        self.keys.press("Enter").await;
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

    async fn focused(&self, name: &str) {
        self.screen
            .wait(&format!("the focus on {name}"), SOON, |look| {
                look.focus.as_deref() == Some(name)
            })
            .await;
    }

    async fn at_stop(&self, stop: &str) {
        self.screen
            .wait(&format!("the focus at {stop}"), SOON, |look| {
                look.stop.as_deref() == Some(stop)
            })
            .await;
    }

    async fn left(&self, stop: &str) {
        self.screen
            .wait(&format!("the focus beyond {stop}"), SOON, |look| {
                look.stop.as_deref() != Some(stop)
            })
            .await;
    }

    /// Screenshots at both sizes.
    pub async fn picture(&self, name: &str) {
        for (width, height) in SIZES {
            self.app
                .driver
                .set_window_rect(0, 0, width, height)
                .await
                .expect("the window takes a size");
            until(&format!("a window of {width}×{height}"), SOON, async || {
                let size = self
                    .app
                    .driver
                    .execute("return [innerWidth, innerHeight];", Vec::new())
                    .await;
                let size: [u32; 2] = size.expect("the page answers").convert().expect("two numbers");
                (size == [width, height]).then_some(())
            })
            .await;
            let png = self.app.driver.screenshot_as_png().await.expect("a screenshot");
            fs::write(
                self.app.evidence_file(&format!("{name}-{width}x{height}.png")),
                png,
            )
            .unwrap();
        }
        let (width, height) = SIZES[0];
        self.app
            .driver
            .set_window_rect(0, 0, width, height)
            .await
            .expect("the window takes a size");
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
                if let Ok(png) = self.app.driver.screenshot_as_png().await {
                    let _ = fs::write(self.app.evidence_file("failed.png"), png);
                }
            });
        });
    }
}
