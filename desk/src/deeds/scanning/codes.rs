//! Codes (条码) of pages that are kept: looked for behind the scanner, page by page, while the pages already stand on the
//! screen. What a window that was killed had not read is read when the panel is opened again.

use std::collections::BTreeSet;
use std::sync::Weak;

use cases::error::Trouble;
use scanners::codes;
use uuid::Uuid;

use crate::desk::{Desk, Inner};
use crate::store::scans;

/// One thread looks, for one intake after another.
#[derive(Default)]
pub(crate) struct CodeRun {
    waiting: BTreeSet<Uuid>,
    looking: bool,
}

impl Desk {
    /// Has the codes of an intake's pages looked for, unless they were.
    pub(super) fn look_for_codes(&self, draft: Uuid) {
        let mut state = self.state();
        state.codes.waiting.insert(draft);
        if !state.codes.looking {
            state.codes.looking = true;
            let desk = self.weak();
            std::thread::spawn(move || look(&desk));
        }
    }

    /// The next page whose codes were not looked for; false where there is none. One that cannot be read has none.
    fn look_at_one(&self, draft: Uuid) -> Result<bool, Trouble> {
        let rooms = self.rooms()?;
        let batch = rooms.store.read(|connection| scans::get(connection, draft))?;
        let next = batch.without_codes().into_iter().next();
        let Some((page, facts)) = next.and_then(|page| Some((page, batch.facts(page)?))) else {
            return Ok(false);
        };
        let found = match rooms.pieces.read(&facts.digest) {
            Ok(kept) => codes::of_kept(&kept, facts.dpi).unwrap_or_default(),
            Err(_) => Vec::new(),
        };
        let texts: Vec<String> = found.into_iter().map(|code| code.text).collect();
        let at = self.0.link.legal_now();
        rooms.store.mark(|tx| {
            let mut batch = scans::get(tx, draft)?;
            // The intake may have left the desk meanwhile, and its pages with it.
            if batch.facts(page).is_none() {
                return Ok(());
            }
            batch.codes_found(page, texts);
            scans::save(tx, draft, &batch, at)
        })?;
        self.tell_scan(draft);
        Ok(true)
    }
}

fn look(desk: &Weak<Inner>) {
    let next = |desk: &Desk| {
        let mut state = desk.state();
        let next = state.codes.waiting.pop_first();
        state.codes.looking = next.is_some();
        next
    };
    while let Some(draft) = desk.upgrade().map(Desk).and_then(|desk| next(&desk)) {
        // Between two pages the window may be closed.
        while let Some(here) = desk.upgrade().map(Desk) {
            if !here.look_at_one(draft).unwrap_or(false) {
                break;
            }
        }
    }
}
