//! A scan, or a file whose pages are taken: page after page is kept, saved, and only then announced. What came before a
//! fault stays, and the next scan goes on behind it.

use std::sync::Weak;

use cases::error::Trouble;
use cases::material::Piece;
use cases::roles::Deed;
use scanners::camera::Shutter;
use scanners::driver::{Cancel, Colour, End, Event, Failure, Fault, Options, Source};
use scanners::files::{self, Caps, Import};
use scanners::page::{Batch as Pages, PageFault, Raster, Treatment};
use uuid::Uuid;

use super::camera::is_camera;
use super::devices::{open as open_scanner, source};
use super::no_page;
use crate::desk::{Desk, Inner};
use crate::pieces::Pieces;
use crate::scan::batch::Facts;
use crate::store::{pieces, scans};
use crate::trouble;
use crate::view::desk::DeskEvent;
use crate::view::scan::{ScanFrom, ScanHaltView, ScanRunView, ScanView};

/// What a PDF is drawn at, and what a file that does not say it is taken for.
const FILE_DPI: u32 = 300;
/// A photograph of a page that fills the picture.
const USUAL_DPI: u32 = 200;

/// One at a time for each window.
pub(crate) struct ScanRun {
    pub(super) draft: Uuid,
    cancel: Cancel,
    from: String,
    pages: u32,
    bytes: u32,
    /// Whose place the next page takes.
    pub(super) instead: Option<u32>,
    /// Of a camera.
    pub(super) shutter: Option<Shutter>,
}

impl ScanRun {
    /// The window is closed.
    pub fn stop(&self) {
        self.cancel.cancel();
    }
}

/// How the last one of an intake ended, where it did not end well.
pub(crate) struct Halt {
    draft: Uuid,
    trouble: Trouble,
    kept: u32,
}

impl Desk {
    /// Begins to scan behind the pages that are there; `instead`: the first page takes the place of this one (重拍). What
    /// comes of it is heard page by page. A camera is looked through until it is stopped: [`Desk::camera_step`] takes its
    /// pages, or they are taken by themselves where sheet after sheet was asked for.
    pub async fn begin_scan(
        &self,
        id: &str,
        from: ScanFrom,
        instead: Option<u32>,
    ) -> Result<ScanView, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        let id = super::super::id(id)?;
        self.room_for_pages(id, instead)?;
        let scanner = self.scanner().await?;
        let shutter = is_camera(&scanner).then(|| {
            let shutter = Shutter::default();
            shutter.set_automatic(from != ScanFrom::One);
            shutter
        });
        let cancel = self.begin_run(id, scanner.clone(), instead, shutter.clone())?;
        let line = self.line(&session.staff, "scan", id, "材料扫描");
        if let Err(fault) = self.rooms()?.store.transact(line, |_| Ok(())) {
            self.end_run();
            return Err(fault.into());
        }
        let taking = Taking {
            desk: self.weak(),
            draft: id,
            kept: 0,
            refused: None,
            cancel,
            treatment: Treatment::default(),
        };
        tokio::task::spawn_blocking(move || taking.scan(&scanner, from, shutter));
        self.shown_scan(id)
    }

    /// Takes the pages of a file.
    pub async fn scan_file(&self, id: &str, name: &str, bytes: Vec<u8>) -> Result<ScanView, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        let id = super::super::id(id)?;
        self.room_for_pages(id, None)?;
        let name: String = name.chars().filter(|ch| !ch.is_control()).take(120).collect();
        let cancel = self.begin_run(id, name, None, None)?;
        let line = self.line(&session.staff, "scan_file", id, "导入文件");
        if let Err(fault) = self.rooms()?.store.transact(line, |_| Ok(())) {
            self.end_run();
            return Err(fault.into());
        }
        let taking = Taking {
            desk: self.weak(),
            draft: id,
            kept: 0,
            refused: None,
            cancel,
            treatment: Treatment::default(),
        };
        let in_memory = matches!(self.rooms()?.pieces, Pieces::Memory(_));
        let taken = tokio::task::spawn_blocking(move || taking.file(&bytes, in_memory)).await;
        taken.map_err(|_| trouble::piece_damaged())??;
        self.shown_scan(id)
    }

    /// Ends what goes on; the pages that came stay.
    pub fn stop_scan(&self, id: &str) -> Result<ScanView, Trouble> {
        self.permit_here(Deed::SaveDraft)?;
        let id = super::super::id(id)?;
        if let Some(run) = self.state().scan.as_ref().filter(|run| run.draft == id) {
            run.cancel.cancel();
        }
        self.shown_scan(id)
    }

    /// What the scanner does, and how it ended the last time.
    pub(super) fn add_run(&self, id: Uuid, view: &mut ScanView) {
        let state = self.state();
        let run = state.scan.as_ref().filter(|run| run.draft == id);
        view.running = run.map(|run| ScanRunView {
            from: run.from.clone(),
            pages: run.pages,
            bytes: run.bytes,
            stopping: run.cancel.is_cancelled(),
            automatic: run.shutter.as_ref().map(Shutter::is_automatic),
        });
        let halt = state.scan_halt.as_ref().filter(|halt| halt.draft == id);
        view.halted = halt.map(|halt| ScanHaltView {
            trouble: halt.trouble.clone().into(),
            kept: halt.kept,
            next: view.pages.iter().map(|page| page.number).max().unwrap_or(0) + 1,
        });
    }

    pub(super) fn room_for_pages(&self, id: Uuid, instead: Option<u32>) -> Result<(), Trouble> {
        let batch = self.with_intake_of(id, |_, intake| {
            if intake.closed {
                return Err(trouble::already_received());
            }
            Ok(self
                .rooms()?
                .store
                .read(|connection| scans::get(connection, id))?)
        })?;
        if batch.is_full() {
            return Err(trouble::batch_full());
        }
        if let Some(page) = instead {
            batch.lie(page).map_err(no_page)?;
        }
        Ok(())
    }

    fn begin_run(
        &self,
        draft: Uuid,
        from: String,
        instead: Option<u32>,
        shutter: Option<Shutter>,
    ) -> Result<Cancel, Trouble> {
        let mut state = self.state();
        if state.scan.is_some() {
            return Err(trouble::scan_under_way());
        }
        state.scan_halt = None;
        let cancel = Cancel::default();
        state.scan = Some(ScanRun {
            draft,
            cancel: cancel.clone(),
            from,
            pages: 0,
            bytes: 0,
            instead,
            shutter,
        });
        Ok(cancel)
    }

    fn end_run(&self) {
        self.state().scan = None;
        self.0.scan_over.notify_waiters();
    }

    /// To the screen, while this intake is on it.
    pub(super) fn tell_scan(&self, draft: Uuid) {
        if let Ok(scan) = self.shown_scan(draft) {
            self.emit(DeskEvent::Scan { scan: Box::new(scan) });
        }
    }

    pub(super) fn has_intake(&self, draft: Uuid) -> bool {
        super::open(&self.state(), draft).is_ok()
    }

    /// Keeps a page and saves where it lies. It is announced afterwards.
    fn keep_page(
        &self,
        draft: Uuid,
        raster: Raster,
        dpi: u32,
        instead: Option<u32>,
        treatment: Treatment,
    ) -> Result<(), Trouble> {
        let rooms = self.rooms()?;
        let batch = rooms.store.read(|connection| scans::get(connection, draft))?;
        if batch.is_full() {
            return Err(trouble::batch_full());
        }
        let (numbers, seen): (Vec<u32>, Vec<_>) = batch.seen(instead).into_iter().unzip();
        let mut pages = Pages::new(&rooms.pieces, treatment).after(seen);
        let kept = pages.page(raster, dpi);
        let mut kept = kept.map_err(|fault| match fault {
            PageFault::TooLarge => trouble::scanner(&Fault::Unsupported),
            PageFault::Keep(trouble) => trouble,
        })?;
        // Its own count goes over the pages it was compared with.
        let same_as = kept
            .judgement
            .same_as
            .and_then(|at| numbers.get(at as usize - 1).copied());
        let piece = Piece {
            digest: kept.digest.clone(),
            kind: "jpeg".to_owned(),
            pages: 1,
            bytes: kept.bytes,
            name: String::new(),
        };
        let pictures = std::mem::take(&mut kept.pictures);
        let facts = Facts::of(kept, same_as);
        let at = self.0.link.legal_now();
        rooms.store.mark(|tx| {
            let mut batch = scans::get(tx, draft)?;
            let replaced = instead.is_some_and(|old| batch.replace(old, facts.clone()).is_ok());
            if !replaced {
                batch.add(facts);
            }
            pieces::add(tx, draft, &piece, at)?;
            scans::save(tx, draft, &batch, at)
        })?;
        let mut state = self.state();
        if let Some(intake) = state.intake.as_mut().filter(|intake| intake.draft.id == draft) {
            intake.fresh.add(piece.digest, pictures);
        }
        Ok(())
    }
}

/// Pages on their way to one intake.
pub(super) struct Taking {
    desk: Weak<Inner>,
    pub(super) draft: Uuid,
    kept: u32,
    /// Why a page could not be kept: nothing more is taken.
    refused: Option<Trouble>,
    pub(super) cancel: Cancel,
    treatment: Treatment,
}

impl Taking {
    fn scan(mut self, scanner: &str, from: ScanFrom, shutter: Option<Shutter>) {
        let cancel = self.cancel.clone();
        let ended = match &shutter {
            Some(shutter) => self.look(scanner, shutter, &cancel),
            None => self.run(scanner, from, &cancel),
        };
        let trouble = match ended {
            _ if self.refused.is_some() => self.refused.take(),
            Err(failure) => Some(trouble::scanner(&failure.fault)),
            // A feeder that gives nothing was empty.
            Ok(End::FeederEmpty) if self.kept == 0 && shutter.is_none() && !cancel.is_cancelled() => {
                Some(trouble::scanner(&Fault::Empty))
            }
            Ok(End::Done | End::FeederEmpty | End::Cancelled) => None,
        };
        self.end(trouble);
    }

    fn run(&mut self, scanner: &str, from: ScanFrom, cancel: &Cancel) -> Result<End, Failure> {
        let mut device = open_scanner(scanner).map_err(|fault| fault.after(0))?;
        let asked = Options {
            source: source(device.capabilities(), from).map_err(|fault| fault.after(0))?,
            // A seal is red.
            colour: Colour::Colour,
            ..Options::default()
        };
        device.set(&asked).map_err(|fault| fault.after(0))?;
        self.treatment.cut_out = asked.source == Source::Flatbed;
        device.scan(cancel, &mut |event| self.hear(event))
    }

    pub(super) fn hear(&mut self, event: Event) {
        match event {
            Event::PageStarted { .. } => self.note(|run| run.bytes = 0),
            Event::Progress { bytes, .. } => {
                self.note(|run| run.bytes = u32::try_from(bytes).unwrap_or(u32::MAX));
            }
            Event::Page(page) => match page.content.raster() {
                Some(raster) => self.page(raster, page.dpi),
                None => self.refuse(trouble::scanner(&Fault::BadData)),
            },
        }
    }

    pub(super) fn desk(&self) -> Option<Desk> {
        self.desk.upgrade().map(Desk)
    }

    fn file(mut self, bytes: &[u8], in_memory: bool) -> Result<(), Trouble> {
        let mut heard = |drawn: files::Drawn| {
            if !self.cancel.is_cancelled() {
                self.page(drawn.raster, drawn.dpi.unwrap_or(USUAL_DPI));
            }
        };
        let taken = if in_memory {
            files::pages_here(bytes, FILE_DPI, &Caps::default(), &mut heard)
        } else {
            Import::default().pages(bytes, FILE_DPI, &mut heard)
        };
        let refused = self.refused.take();
        let taken = taken.map_err(|fault| Trouble::new(fault.code(), fault.zh(), fault.en()));
        self.end(None);
        match refused {
            Some(trouble) => Err(trouble),
            None => taken.map(|_| ()),
        }
    }

    fn page(&mut self, raster: Raster, dpi: u32) {
        if self.refused.is_some() {
            return;
        }
        let Some(desk) = self.desk() else {
            // The window was closed.
            self.cancel.cancel();
            return;
        };
        let instead = desk.state().scan.as_mut().and_then(|run| run.instead.take());
        match desk.keep_page(self.draft, raster, dpi, instead, self.treatment) {
            Ok(()) => {
                self.kept += 1;
                let kept = self.kept;
                self.note(|run| (run.pages, run.bytes) = (kept, 0));
                desk.tell_scan(self.draft);
                desk.look_for_codes(self.draft);
                // One that took the place of a sorted page is sorted.
                desk.read_pages(false);
            }
            Err(trouble) => self.refuse(trouble),
        }
    }

    fn refuse(&mut self, trouble: Trouble) {
        self.refused.get_or_insert(trouble);
        self.cancel.cancel();
    }

    fn note(&self, change: impl FnOnce(&mut ScanRun)) {
        if let Some(desk) = self.desk()
            && let Some(run) = desk.state().scan.as_mut()
        {
            change(run);
        }
    }

    fn end(&self, trouble: Option<Trouble>) {
        let Some(desk) = self.desk() else {
            return;
        };
        {
            let mut state = desk.state();
            state.scan = None;
            state.scan_halt = trouble.map(|trouble| Halt {
                draft: self.draft,
                trouble,
                kept: self.kept,
            });
        }
        desk.0.scan_over.notify_waiters();
        desk.tell_scan(self.draft);
    }
}
