//! A helper at his own post: he prepares with the clerk's keys, and hands over by a code.

use crate::app::App;
use crate::clerk::{Clerk, LONG};
use crate::screen::{SOON, until};

/// The training account of 周晓.
const STAFF: &str = "0830";

pub struct Helper<'a> {
    /// What both do alike: the person, the item, the form.
    pub desk: Clerk<'a>,
}

impl<'a> Helper<'a> {
    pub fn at(app: &'a App) -> Helper<'a> {
        Helper { desk: Clerk::at(app) }
    }

    pub async fn sign_in(&mut self) {
        self.desk.sign_in_as(STAFF, "post-helper").await;
    }

    /// F2 takes the request that has waited longest, once one is there; its place.
    pub async fn take_a_request(&mut self) -> String {
        until("a request that is due", LONG, async || {
            let script = "return document.querySelector('[data-testid^=take-] kbd') !== null;";
            self.desk.screen.run::<bool>(script).await.then_some(())
        })
        .await;
        self.desk.keys.press("F2").await;
        self.desk.at_stop("applicant").await;
        self.desk.screen.words("assist-title", SOON).await
    }

    /// F9 and Enter, for any window: the code.
    pub async fn hand_over(&mut self) -> String {
        self.desk.keys.press("F9").await;
        self.desk.focused("hand-over-to").await;
        self.desk.gallery("hand-over").await;
        self.desk.keys.press("Enter").await;
        self.desk.screen.words("hand-over-code", LONG).await
    }
}
