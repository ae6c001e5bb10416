//! What is on the screen now, read and never changed, and waiting for it.

use std::time::{Duration, Instant};

use serde::Deserialize;
use thirtyfour::WebDriver;

/// How long the screen may take for what depends on this machine alone.
pub const SOON: Duration = Duration::from_secs(20);
/// Between two looks.
const LOOK_AGAIN: Duration = Duration::from_millis(40);

/// Looks until there is something; fails with the sentence after the limit.
pub async fn until<T>(what: &str, limit: Duration, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        assert!(
            begun.elapsed() < limit,
            "not within {} s: {what}",
            limit.as_secs()
        );
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// The place of the keyboard and what stands around it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Look {
    /// Name of the place that has the focus, such as `field:enterpriseName`.
    pub stop: Option<String>,
    /// Test name of the element that has the focus.
    pub focus: Option<String>,
    /// `combobox` for a field with a list.
    pub role: Option<String>,
    /// State of the material slot that has the focus.
    pub slot: Option<String>,
    /// The words at the place, for a failure's sentence.
    pub words: String,
    /// The dialog on top.
    pub dialog: Option<String>,
    pub blockers: u32,
    /// `saved`, `saving`, `failed`; absent while no intake is open.
    pub saving: Option<String>,
    /// Sources that have not answered yet.
    pub asking: bool,
    pub item: Option<String>,
    /// Notices and troubles in view.
    pub troubles: Vec<String>,
}

const LOOK: &str = r#"
const at = document.activeElement;
const place = at && at.closest("[data-stop]");
const dialogs = [...document.querySelectorAll("dialog[open]")];
const save = document.querySelector("[data-testid=save-state]");
const sources = document.querySelector("[data-testid=sources]");
const text = (node) => (node && node.textContent || "").trim();
return {
  stop: place ? place.dataset.stop : null,
  focus: at ? at.dataset.testid ?? null : null,
  role: at ? at.getAttribute("role") : null,
  slot: place ? place.dataset.state ?? null : null,
  words: text(place && (place.closest("[data-stop-box]") || place)).slice(0, 300),
  dialog: dialogs.length ? dialogs[dialogs.length - 1].dataset.testid ?? null : null,
  blockers: document.querySelectorAll("[data-testid^=blocker-]:not(.w)").length,
  saving: save ? save.dataset.saving : null,
  asking: sources !== null && text(sources).includes("…"),
  item: text(document.querySelector("[data-testid=item-name]")) || null,
  troubles: [...document.querySelectorAll("[role=alert]")].map(text).filter((it) => it !== ""),
};"#;

/// The screen of one window.
#[derive(Clone)]
pub struct Screen {
    driver: WebDriver,
}

impl Screen {
    pub fn of(driver: &WebDriver) -> Screen {
        Screen {
            driver: driver.clone(),
        }
    }

    pub async fn look(&self) -> Look {
        let seen = self
            .driver
            .execute(LOOK, Vec::new())
            .await
            .expect("the page answers");
        seen.convert().expect("the look has its shape")
    }

    /// Waits until the screen is as asked.
    pub async fn wait(&self, what: &str, limit: Duration, fits: impl Fn(&Look) -> bool) -> Look {
        let begun = Instant::now();
        loop {
            let look = self.look().await;
            if fits(&look) {
                return look;
            }
            assert!(
                begun.elapsed() < limit,
                "not within {} s: {what}; the screen: {look:?}",
                limit.as_secs()
            );
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// The words of the element with this test name, once it is there and says something.
    pub async fn words(&self, name: &str, limit: Duration) -> String {
        until(&format!("{name} on the screen"), limit, async || {
            self.words_now(name).await
        })
        .await
    }

    pub async fn words_now(&self, name: &str) -> Option<String> {
        let script = format!(
            "const it = document.querySelector('[data-testid=\"{name}\"]'); return it ? it.textContent.trim() : null;"
        );
        let found = self
            .driver
            .execute(script, Vec::new())
            .await
            .expect("the page answers");
        found
            .convert::<Option<String>>()
            .expect("words are text")
            .filter(|words| !words.is_empty())
    }

    pub async fn is_there(&self, name: &str) -> bool {
        let script = format!("return document.querySelector('[data-testid=\"{name}\"]') !== null;");
        let found = self
            .driver
            .execute(script, Vec::new())
            .await
            .expect("the page answers");
        found.convert().expect("yes or no")
    }

    /// The slip code of the open case.
    pub async fn slip(&self) -> Option<String> {
        let script =
            "const it = document.querySelector('.sum .slip'); return it ? it.textContent.trim() : null;";
        let found = self
            .driver
            .execute(script, Vec::new())
            .await
            .expect("the page answers");
        found.convert().expect("a slip code or nothing")
    }

    /// Key and text of every field of the form.
    pub async fn fields(&self) -> Vec<(String, String)> {
        let script = "return [...document.querySelectorAll('input[data-testid^=field-], textarea[data-testid^=field-]')]\
                      .map((it) => [it.dataset.testid.slice(6), it.value]);";
        let found = self
            .driver
            .execute(script, Vec::new())
            .await
            .expect("the page answers");
        found.convert().expect("pairs of text")
    }

    /// Whether every page picture in view has arrived; `None` while none is there.
    pub async fn pages_shown(&self) -> Option<bool> {
        let script = "const all = [...document.querySelectorAll('img[data-testid^=paper-page-]')];\
                      return all.length === 0 ? null : all.every((it) => it.complete && it.naturalWidth > 400);";
        let found = self
            .driver
            .execute(script, Vec::new())
            .await
            .expect("the page answers");
        found.convert().expect("yes, no, or nothing")
    }
}
