//! The applicant before his own window: a finger on the glass and a pen on the pad, no keyboard.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::time::Duration;

use thirtyfour::WebElement;
use thirtyfour::prelude::By;

use crate::app::App;
use crate::corner;
use crate::screen::{SOON, Screen, until};

/// Strokes of his name: places of the pad in thousandths of its width and height.
pub type Strokes = Vec<Vec<(i64, i64)>>;

/// Of his window.
const TITLE: &str = "一窗 · 申请人屏";

pub struct Applicant<'a> {
    app: &'a App,
    pub screen: Screen,
    log: File,
}

impl<'a> Applicant<'a> {
    /// He sits before the second window of the clerk's program.
    pub async fn beside(app: &'a App) -> Applicant<'a> {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(app.evidence_file("applicant-touches.txt"))
            .unwrap();
        Applicant {
            app,
            screen: app.screen.second().await,
            log,
        }
    }

    /// Somebody closes his window by the corner of its frame.
    pub async fn close_the_window(self) {
        corner::close(self.app.peers().process, TITLE).await;
        self.screen.gone().await;
    }

    /// Waits until his screen shows this kind of page.
    pub async fn sees(&self, page: &str) {
        let name = format!("customer-{page}");
        until(
            &format!("the applicant's screen shows {page}"),
            SOON,
            async || self.screen.is_there(&name).await.then_some(()),
        )
        .await;
    }

    /// Touches what has this test name.
    pub async fn touch(&mut self, name: &str) {
        writeln!(self.log, "touches {name}").unwrap();
        let there = self.element(name).await;
        let scroll = format!(
            "document.querySelector('[data-testid=\"{name}\"]').scrollIntoView({{ block: 'center' }});"
        );
        self.screen.run::<Option<bool>>(scroll).await;
        let driver = self.screen.driver().await;
        let chain = driver.action_chain_with_delay(None, Some(Duration::ZERO));
        let touched = chain.move_to_element_center(&there).click().perform().await;
        touched.expect("the finger arrives");
    }

    async fn element(&self, name: &str) -> WebElement {
        until(&format!("{name} on the applicant's screen"), SOON, async || {
            let driver = self.screen.driver().await;
            driver.find(By::Testid(name)).await.ok()
        })
        .await
    }

    /// Test names that begin so, in the order of the page.
    pub async fn named(&self, beginning: &str) -> Vec<String> {
        let script = format!(
            "return [...document.querySelectorAll('[data-testid^=\"{beginning}\"]')].map((it) => it.dataset.testid);"
        );
        self.screen.run(script).await
    }

    /// How many boxes are ticked and how many buttons are pressed in.
    pub async fn chosen(&self) -> u32 {
        let script =
            "return document.querySelectorAll('.cs-body :checked, .cs-body [aria-pressed=true]').length;";
        self.screen.run(script).await
    }

    /// Opens every commitment and says that he has read it.
    pub async fn read_every_commitment(&mut self) {
        for at in 0.. {
            let name = format!("commit-{at}");
            if !self.screen.is_there(&name).await {
                return;
            }
            self.touch(&name).await;
            self.touch("commit-agree").await;
            until("the text is closed", SOON, async || {
                (!self.screen.is_there("commit-text").await).then_some(())
            })
            .await;
        }
    }

    /// Writes his name on the pad.
    pub async fn write_his_name(&mut self) -> Strokes {
        let name: Strokes = vec![
            vec![
                (150, 300),
                (190, 340),
                (230, 310),
                (260, 420),
                (240, 560),
                (300, 520),
            ],
            vec![
                (380, 280),
                (420, 360),
                (400, 480),
                (430, 620),
                (480, 560),
                (520, 440),
            ],
            vec![
                (600, 350),
                (660, 330),
                (720, 380),
                (700, 500),
                (640, 600),
                (760, 640),
            ],
        ];
        for stroke in &name {
            self.write_a_stroke(stroke).await;
        }
        until("every stroke on the pad", SOON, async || {
            let script = "return Number(document.querySelector('[data-testid=pad]').dataset.strokes);";
            (self.screen.run::<usize>(script).await == name.len()).then_some(())
        })
        .await;
        name
    }

    /// The pen goes down, along and up.
    pub async fn write_a_stroke(&mut self, stroke: &[(i64, i64)]) {
        writeln!(self.log, "writes {stroke:?}").unwrap();
        let [left, top, wide, high]: [f64; 4] = self
            .screen
            .run(
                "const box = document.querySelector('[data-testid=pad]').getBoundingClientRect();\
                 return [box.left, box.top, box.width, box.height];",
            )
            .await;
        let place = |(x, y): (i64, i64)| {
            let x = left + wide * x as f64 / 1000.0;
            let y = top + high * y as f64 / 1000.0;
            (x.round() as i64, y.round() as i64)
        };
        let driver = self.screen.driver().await;
        let mut chain = driver.action_chain_with_delay(None, Some(Duration::from_millis(8)));
        for (at, point) in stroke.iter().enumerate() {
            let (x, y) = place(*point);
            chain = chain.move_to(x, y);
            if at == 0 {
                chain = chain.click_and_hold();
            }
        }
        let written = chain.release().perform().await;
        written.expect("the pen arrives");
    }

    /// Screenshots at both sizes, in the light and, by the button at the foot, in high contrast.
    pub async fn gallery(&mut self, name: &str) {
        self.picture(&format!("{name}-light")).await;
        self.touch("customer-contrast").await;
        self.picture(&format!("{name}-hc")).await;
        self.touch("customer-contrast").await;
    }

    pub async fn picture(&self, name: &str) {
        self.app.picture(&self.screen, &format!("applicant-{name}")).await;
    }
}
