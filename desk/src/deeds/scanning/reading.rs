//! Recognition (识别) of pages that lie with a material: one after the other, behind everything else, and only while their
//! case is open at this window. What a window that was killed had not read is read when the panel is opened again. Nothing
//! waits for it: a page that cannot be read, and a machine that cannot read, are said and passed by.

use std::sync::Weak;

use cases::error::Trouble;
use scanners::page::Turn;
use scanners::recognise::{RecogniseFault, Recogniser};
use uuid::Uuid;

use crate::desk::{Desk, Inner};
use crate::scan::batch::{Batch, Lie, Place};
use crate::store::recognised::{self, Known};
use crate::store::scans;
use crate::trouble;
use crate::view::scan::ScanView;

/// One thread reads, for whatever case is open.
#[derive(Default)]
pub(crate) struct ReadRun {
    reading: bool,
    /// How often it was asked to look for pages.
    asked: u64,
    /// The program is not there.
    missing: bool,
}

/// A page that waits to be read.
struct Waiting {
    draft: Uuid,
    digest: String,
    quarters: u8,
    turn: Turn,
    dpi: u32,
    kept: Result<Vec<u8>, Trouble>,
}

impl Desk {
    /// Lends the desk what reads pages.
    pub fn read_with(&self, recogniser: Recogniser) {
        let _ = self.0.recogniser.set(recogniser);
    }

    /// Has the sorted pages read that were not. `anew`: also where the program was not there.
    pub(super) fn read_pages(&self, anew: bool) {
        let Some(recogniser) = self.0.recogniser.get().cloned() else {
            return;
        };
        let mut state = self.state();
        let run = &mut state.reading;
        run.asked += 1;
        if !run.reading && (anew || !run.missing) {
            run.reading = true;
            let desk = self.weak();
            std::thread::spawn(move || read(&desk, &recogniser));
        }
    }

    /// Which pages were read, and why none is.
    pub(super) fn add_reading(&self, id: Uuid, view: &mut ScanView) -> Result<(), Trouble> {
        if self.0.recogniser.get().is_none() {
            return Ok(());
        }
        let missing = self.state().reading.missing;
        view.unread = missing.then(|| trouble::recognition(RecogniseFault::Missing).into());
        let (batch, known) = self
            .rooms()?
            .store
            .read(|connection| Ok((scans::get(connection, id)?, recognised::known(connection, id)?)))?;
        for lie in batch.lies().iter().filter(|lie| is_wanted(&batch, lie)) {
            let shown = view.pages.iter_mut().find(|page| page.number == lie.page);
            let state = match known_of(&batch, lie, &known) {
                Some(known) if known.is_read => "read",
                Some(_) => "failed",
                None if missing => continue,
                None => "waiting",
            };
            if let Some(page) = shown {
                page.read = Some(state.to_owned());
            }
        }
        Ok(())
    }

    fn next_to_read(&self) -> Result<Option<Waiting>, Trouble> {
        let open = self
            .state()
            .intake
            .as_ref()
            .map(|intake| (intake.draft.id, intake.closed));
        let Some((draft, false)) = open else {
            return Ok(None);
        };
        let rooms = self.rooms()?;
        let (batch, known) = rooms.store.read(|connection| {
            Ok((
                scans::get(connection, draft)?,
                recognised::known(connection, draft)?,
            ))
        })?;
        let mut lies = batch.lies().iter();
        let next = lies.find(|lie| is_wanted(&batch, lie) && known_of(&batch, lie, &known).is_none());
        Ok(next.and_then(|lie| {
            let facts = batch.facts(lie.page)?;
            Some(Waiting {
                draft,
                digest: facts.digest.clone(),
                quarters: lie.quarters % 4,
                turn: lie.turn(),
                dpi: facts.dpi,
                kept: rooms.pieces.read(&facts.digest),
            })
        }))
    }

    fn keep_reading(
        &self,
        of: &Waiting,
        read: &Result<scanners::recognise::Text, RecogniseFault>,
    ) -> Result<(), Trouble> {
        self.rooms()?.store.mark(|tx| {
            // The intake may have left the desk meanwhile, and its pages with it.
            if scans::get(tx, of.draft)?.is_empty() {
                return Ok(());
            }
            recognised::save(tx, of.draft, &of.digest, of.quarters, read)
        })?;
        self.tell_scan(of.draft);
        Ok(())
    }

    fn is_open_here(&self, draft: Uuid) -> bool {
        let state = self.state();
        state
            .intake
            .as_ref()
            .is_some_and(|intake| intake.draft.id == draft)
    }
}

/// A page that lies with a material and has something on it.
fn is_wanted(batch: &Batch, lie: &Lie) -> bool {
    let facts = batch.facts(lie.page);
    matches!(lie.place, Place::Material(_)) && facts.is_some_and(|facts| !facts.judgement.blank)
}

fn known_of<'a>(batch: &Batch, lie: &Lie, known: &'a [Known]) -> Option<&'a Known> {
    let digest = &batch.facts(lie.page)?.digest;
    known
        .iter()
        .find(|one| one.digest == *digest && one.quarters == lie.quarters % 4)
}

fn read(desk: &Weak<Inner>, recogniser: &Recogniser) {
    loop {
        let Some(asked) = desk.upgrade().map(Desk).map(|desk| desk.state().reading.asked) else {
            return;
        };
        while read_one(desk, recogniser).unwrap_or(false) {}
        let Some(here) = desk.upgrade().map(Desk) else {
            return;
        };
        let mut state = here.state();
        // Pages that were sorted since it looked are looked for again.
        if state.reading.missing || state.reading.asked == asked {
            state.reading.reading = false;
            return;
        }
    }
}

/// Reads the next page; false where there is none. The desk is not held meanwhile, so that a window closes at once.
fn read_one(desk: &Weak<Inner>, recogniser: &Recogniser) -> Result<bool, Trouble> {
    let here = || desk.upgrade().map(Desk);
    let Some(next) = here().map(|desk| desk.next_to_read()).transpose()?.flatten() else {
        return Ok(false);
    };
    let gone = || here().is_none_or(|desk| !desk.is_open_here(next.draft));
    let read = match &next.kept {
        Ok(kept) => match recogniser.text(kept, next.dpi, next.turn, &gone) {
            Ok(Some(text)) => Ok(text),
            // The case left; another may be open.
            Ok(None) => return Ok(true),
            Err(fault) => Err(fault),
        },
        Err(_) => Err(RecogniseFault::NoPicture),
    };
    let Some(here) = here() else {
        return Ok(false);
    };
    let missing = read == Err(RecogniseFault::Missing);
    here.state().reading.missing = missing;
    if missing {
        here.tell_scan(next.draft);
        return Ok(false);
    }
    here.keep_reading(&next, &read)?;
    Ok(true)
}
