//! How a clerk fills the form that lies before him: from one missing place to the next.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::answers;
use crate::clerk::{Clerk, LONG};
use crate::screen::{Look, SOON, until};

/// Outside sources may be slow; the form does not wait for them, this clerk does.
const SOURCES: Duration = Duration::from_secs(30);
/// What the review says of a generated form that nobody signed.
const UNSIGNED: &str = "YC-1410";
/// Places of one form that a clerk passes.
const PLACES: usize = 160;

impl Clerk<'_> {
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

    /// From one missing place to the next up to this field.
    pub async fn fill_up_to(&mut self, key: &str) {
        let (last, mut visits) = (format!("field:{key}"), BTreeMap::new());
        // Where the form was opened a source may have answered since.
        self.keys.press("Enter").await;
        for _ in 0..PLACES {
            if self.saved().await.stop.as_deref() == Some(&last) {
                return;
            }
            assert!(self.one_place(&mut visits).await, "{key} misses nothing");
        }
        panic!("{key} was not reached");
    }

    /// Until nothing is missing but the applicant's signature under the generated form.
    pub async fn fill_up_to_the_signature(&mut self) {
        let mut visits = BTreeMap::new();
        for _ in 0..PLACES {
            let look = self.saved().await;
            let Some(at) = self.first_beside_the_signature().await else {
                return;
            };
            let stop = look.stop.clone().unwrap_or_default();
            let is_the_form = match stop.strip_prefix("slot:") {
                Some(material) => self.screen.is_there(&format!("slot-{material}-sign")).await,
                None => stop == "next-action" || stop.is_empty(),
            };
            if !is_the_form {
                self.one_place(&mut visits).await;
                continue;
            }
            self.keys.press(&format!("Alt+{at}")).await;
            self.left(&stop).await;
        }
        let look = self.screen.look().await;
        panic!("the form is not whole after {PLACES} places: {look:?}");
    }

    /// Number of the first blocker that is not the missing signature.
    async fn first_beside_the_signature(&self) -> Option<u32> {
        let script = format!(
            "const all = [...document.querySelectorAll('[data-testid^=blocker-]:not(.w)')];\
             const at = all.findIndex((it) => it.title !== '{UNSIGNED}'); return at < 0 ? null : at + 1;"
        );
        self.screen.run(script).await
    }

    /// Goes to the one thing that blocks, a row that the applicant doubts, and writes it anew.
    pub async fn write_the_doubted_row_anew(&mut self, key: &str, text: &str) {
        self.keys.press("Alt+1").await;
        self.at_stop(&format!("field:{key}")).await;
        self.keys.write(text).await;
        self.keys.press("Enter").await;
        self.left(&format!("field:{key}")).await;
        self.saved().await;
    }

    /// State of a material slot.
    pub async fn slot_state(&self, material: &str) -> Option<String> {
        let script = format!(
            "const it = document.querySelector('[data-testid=\"slot-{material}\"]'); return it && it.dataset.state;"
        );
        self.screen.run(script).await
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
        // A register's value was replaced: why, by digit.
        if self.screen.look().await.dialog.as_deref() == Some("reason") {
            self.keys.press("1").await;
            self.saved().await;
            self.left(&format!("field:{key}")).await;
        }
    }

    /// Whether the open list is chosen from by digits.
    async fn list_by_digit(&self, key: &str) -> bool {
        let script = format!("return document.querySelector('#l-{key} .k') !== null;");
        self.screen.run(script).await
    }

    async fn field_is(&self, key: &str, tag: &str) {
        let script = format!(
            "const it = document.querySelector('[data-testid=\"field-{key}\"]'); return it && it.tagName;"
        );
        until(&format!("{key} decided"), SOON, async || {
            let found: Option<String> = self.screen.run(script.as_str()).await;
            found.filter(|found| found == tag)
        })
        .await;
    }

    /// Its first answer; where only one can hold, that goes on by itself.
    async fn question(&mut self) {
        let script = "return document.activeElement.getAttribute('data-several') !== null;";
        let several: bool = self.screen.run(script).await;
        let at = self.screen.look().await.stop;
        self.keys.press("1").await;
        self.saved().await;
        if several {
            self.keys.press("Enter").await;
        }
        self.left(at.as_deref().unwrap_or_default()).await;
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
            // A form that was edited after it was printed or signed is printed again.
            let outdated = look.words.contains("内容有改动");
            if look.slot.as_deref() == Some("unsigned") && !outdated {
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

    pub async fn slot_is(&self, material: &str, states: &[&str]) {
        until(&format!("{material} is {states:?}"), SOON, async || {
            let state = self.slot_state(material).await;
            state.filter(|state| states.contains(&state.as_str()))
        })
        .await;
    }
}
