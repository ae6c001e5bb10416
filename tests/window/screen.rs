//! What is on the screen now, read and never changed, and waiting for it.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use thirtyfour::{WebDriver, WindowHandle};
use tokio::sync::Mutex;

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
// The helper's page says it by what has not been sent.
const helping = document.querySelector("[data-testid=post-helper]");
const unsent = document.querySelector("[data-testid=unsent]");
const text = (node) => (node && node.textContent || "").trim();
return {
  stop: place ? place.dataset.stop : null,
  focus: at ? at.dataset.testid ?? null : null,
  role: at ? at.getAttribute("role") : null,
  slot: place ? place.dataset.state ?? null : null,
  words: text(place && (place.closest("[data-stop-box]") || place)).slice(0, 300),
  dialog: dialogs.length ? dialogs[dialogs.length - 1].dataset.testid ?? null : null,
  blockers: document.querySelectorAll("[data-testid^=blocker-]:not(.w)").length,
  saving: save ? save.dataset.saving : helping ? (unsent ? "saving" : "saved") : null,
  asking: sources !== null && text(sources).includes("…"),
  item: text(document.querySelector("[data-testid=item-name]")) || null,
  troubles: [...document.querySelectorAll("[role=alert]")].map(text).filter((it) => it !== ""),
};"#;

/// WebKit takes a picture with the next frame, and a page that stands still has none: one pixel changes its colour.
const FLICKER: &str = r#"
const dot = document.body.appendChild(document.createElement("i"));
dot.dataset.testid = "flicker";
Object.assign(dot.style, { position: "fixed", left: 0, top: 0, width: "1px", height: "1px", pointerEvents: "none" });
let odd = false;
dot.timer = setInterval(() => {
  odd = !odd;
  dot.style.background = odd ? "rgba(0, 0, 0, 0.01)" : "rgba(0, 0, 0, 0.02)";
}, 30);"#;

const STILL: &str = r#"
const dot = document.querySelector("[data-testid=flicker]");
clearInterval(dot.timer);
dot.remove();"#;

/// The screen of one window. A driver speaks to one window of its program at a time: every word goes through here.
#[derive(Clone)]
pub struct Screen {
    driver: WebDriver,
    window: WindowHandle,
    /// The window the driver speaks to.
    front: Arc<Mutex<WindowHandle>>,
}

impl Screen {
    /// Of the window with which the session began.
    pub async fn first(driver: &WebDriver) -> Screen {
        let window = driver.window().await.expect("the session has a window");
        Screen {
            driver: driver.clone(),
            front: Arc::new(Mutex::new(window.clone())),
            window,
        }
    }

    /// The program's second window, as soon as there is one.
    pub async fn second(&self) -> Screen {
        let window = until("a second window", SOON, async || {
            let all = self.driver.windows().await.expect("the driver lists its windows");
            all.into_iter().find(|window| *window != self.window)
        })
        .await;
        Screen {
            window,
            ..self.clone()
        }
    }

    /// The driver, speaking to this window.
    pub async fn driver(&self) -> &WebDriver {
        let mut front = self.front.lock().await;
        if *front != self.window {
            let switched = self.driver.switch_to_window(self.window.clone()).await;
            switched.expect("the window is there");
            *front = self.window.clone();
        }
        &self.driver
    }

    /// What a script in the page returns.
    pub async fn run<T: DeserializeOwned>(&self, script: impl thirtyfour::IntoArcStr) -> T {
        let driver = self.driver().await;
        let found = driver
            .execute(script, Vec::new())
            .await
            .expect("the page answers");
        found.convert().expect("the answer has its shape")
    }

    /// Waits until the window is closed.
    pub async fn gone(&self) {
        until("the window is closed", SOON, async || {
            let all = self.driver.windows().await.expect("the driver lists its windows");
            (!all.contains(&self.window)).then_some(())
        })
        .await;
    }

    pub async fn look(&self) -> Look {
        self.run(LOOK).await
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
        let found: Option<String> = self.run(script).await;
        found.filter(|words| !words.is_empty())
    }

    /// Everything that can be read on the page.
    pub async fn all_words(&self) -> String {
        self.run("return document.body.innerText;").await
    }

    pub async fn is_there(&self, name: &str) -> bool {
        self.run(format!(
            "return document.querySelector('[data-testid=\"{name}\"]') !== null;"
        ))
        .await
    }

    /// The slip code of the open case.
    pub async fn slip(&self) -> Option<String> {
        self.run("const it = document.querySelector('.sum .slip'); return it ? it.textContent.trim() : null;")
            .await
    }

    /// Key and text of every field of the form.
    pub async fn fields(&self) -> Vec<(String, String)> {
        self.run(
            "return [...document.querySelectorAll('input[data-testid^=field-], textarea[data-testid^=field-]')]\
             .map((it) => [it.dataset.testid.slice(6), it.value]);",
        )
        .await
    }

    /// Key and source of every field that has one.
    pub async fn sources(&self) -> Vec<(String, String)> {
        self.run(
            "return [...document.querySelectorAll('[data-testid^=chip-]')]\
             .map((it) => [it.dataset.testid.slice(5), it.textContent.trim()]);",
        )
        .await
    }

    /// Whether every page picture in view has arrived; `None` while none is there.
    pub async fn pages_shown(&self) -> Option<bool> {
        self.run(
            "const all = [...document.querySelectorAll('img[data-testid^=paper-page-]')];\
             return all.length === 0 ? null : all.every((it) => it.complete && it.naturalWidth > 400);",
        )
        .await
    }

    /// Makes the window's page so large.
    pub async fn resize(&self, (width, height): (u32, u32)) {
        let driver = self.driver().await;
        let sized = driver.set_window_rect(0, 0, width, height).await;
        sized.expect("the window takes a size");
        until(&format!("a window of {width}×{height}"), SOON, async || {
            let size: [u32; 2] = self.run("return [innerWidth, innerHeight];").await;
            (size == [width, height]).then_some(())
        })
        .await;
    }

    /// Waits until the page looks so: `light`, `dark` or `hc`.
    pub async fn wears(&self, theme: &str) {
        until(&format!("the screen in {theme}"), SOON, async || {
            let now: String = self
                .run("return document.documentElement.dataset.theme ?? 'light';")
                .await;
            (now == theme).then_some(())
        })
        .await;
    }

    /// A screenshot of the page.
    pub async fn shoot(&self, file: &Path) {
        self.run::<Option<bool>>(FLICKER).await;
        let png = self.driver().await.screenshot_as_png().await;
        fs::write(file, png.expect("a screenshot")).unwrap();
        self.run::<Option<bool>>(STILL).await;
    }
}
