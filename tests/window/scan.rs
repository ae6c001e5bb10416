//! The scan panel with the training realm's camera: what it sees is on the screen, what is taken goes to a material.

use crate::clerk::{Clerk, LONG};
use crate::screen::{SOON, until};

/// The material that the page goes to, by its digit.
const TO: &str = "3";

impl Clerk<'_> {
    /// Ctrl+Shift+S, the camera, one paper taken and put to the third material, and back with the page filed.
    pub async fn take_a_page_under_the_camera(&mut self, name: &str) {
        self.keys.press("Control+Shift+s").await;
        self.dialog("scan").await;
        self.keys.press("p").await;
        let digit = until("the training camera in the list", LONG, async || {
            let script = "const all = [...document.querySelectorAll('[data-testid^=scanner-]')];\
                 const it = all.find((one) => one.textContent.includes('训练高拍仪'));\
                 return it ? it.dataset.testid.slice(8) : null;";
            self.screen.run::<Option<String>>(script).await
        })
        .await;
        self.keys.press(&digit).await;
        until("the panel", SOON, async || {
            (!self.screen.is_there("scan-pick").await).then_some(())
        })
        .await;
        self.keys.press(" ").await;
        // The middle of the picture is paper, its edge is desk; a page may be forbidden to look into it.
        until("a paper that lies still, drawn on the screen", LONG, async || {
            let script = "const it = document.querySelector('[data-testid=camera-sight]');\
                 if (it === null || it.dataset.moment !== 'ready' || it.dataset.drawn === '0') return null;\
                 const at = (x, y) => it.getContext('2d').getImageData(x, y, 1, 1).data[0];\
                 try { return at(it.width / 2, it.height / 10) > 180 && at(5, 5) < 120; }\
                 catch { return it.width > 400; }";
            self.screen
                .run::<Option<bool>>(script)
                .await
                .filter(|drawn| *drawn)
        })
        .await;
        self.gallery(&format!("{name}-camera")).await;
        self.keys.press(" ").await;
        until("the page", LONG, async || {
            self.screen.is_there("scan-page-1").await.then_some(())
        })
        .await;
        self.keys.press("Escape").await;
        until("the camera is closed, the page on the stage", LONG, async || {
            let script = "const it = document.querySelector('[data-testid=scan-picture]');\
                 return it !== null && it.complete && it.naturalWidth > 400;";
            self.screen.run::<bool>(script).await.then_some(())
        })
        .await;
        self.keys.press(TO).await;
        let group = format!("scan-group-{TO}");
        until("the page with its material", SOON, async || {
            self.screen.is_there(&group).await.then_some(())
        })
        .await;
        self.gallery(&format!("{name}-sorted")).await;
        self.keys.press("Escape").await;
        self.screen
            .wait("the intake", LONG, |look| look.dialog.is_none())
            .await;
    }

    async fn dialog(&self, name: &str) {
        self.screen
            .wait(name, SOON, |look| look.dialog.as_deref() == Some(name))
            .await;
    }
}
