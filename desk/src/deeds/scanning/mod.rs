//! 材料扫描: the panel, and what the clerk does with its pages. Every step is saved before it is shown and can be taken back.

mod camera;
mod codes;
mod devices;
mod filing;
mod phone;
mod reading;
mod recognised;
mod run;
mod separators;

pub(crate) use codes::CodeRun;
pub use devices::ScannersHere;
pub(crate) use phone::PhoneRun;
pub(crate) use reading::ReadRun;
pub(crate) use run::{Halt, ScanRun};

use std::sync::Arc;

use cases::error::Trouble;
use cases::roles::Deed;
use scanners::page::{STAGE_WIDE, THUMBNAIL_WIDE, Turn};
use uuid::Uuid;

use crate::desk::{Desk, State};
use crate::intake::{Ground, Intake};
use crate::pages::KeptPage;
use crate::scan::batch::{Batch, NoPage, Place, Step};
use crate::scan::show;
use crate::store::{StoreFault, scans};
use crate::trouble;
use crate::view::scan::{ScanStep, ScanView};

impl Desk {
    pub fn scan_view(&self, id: &str) -> Result<ScanView, Trouble> {
        self.permit_here(Deed::SaveDraft)?;
        let id = super::id(id)?;
        let view = self.shown_scan(id)?;
        self.look_for_codes(id);
        self.read_pages(true);
        Ok(view)
    }

    /// One step of the clerk, or the last one taken back.
    pub fn scan_step(&self, id: &str, step: &ScanStep) -> Result<ScanView, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        let id = super::id(id)?;
        let line = self.line(&session.staff, "scan_step", id, "材料扫描");
        self.with_intake_of(id, |ground, intake| {
            if intake.closed {
                return Err(trouble::already_received());
            }
            let rooms = self.rooms()?;
            let mut refused = None;
            let saved = rooms.store.transact(line, |tx| {
                let mut batch = scans::get(tx, id)?;
                if let Err(trouble) = take_step(ground, intake, &mut batch, step) {
                    refused = Some(trouble);
                    // Nothing is kept of a step that was not taken.
                    return Err(StoreFault::Missing);
                }
                scans::save(tx, id, &batch, ground.now)
            });
            match refused {
                Some(trouble) => Err(trouble),
                None => Ok(saved?),
            }
        })?;
        self.read_pages(false);
        self.shown_scan(id)
    }

    /// Address of a page's picture, good for one fetch.
    pub fn scan_picture(&self, id: &str, page: u32, small: bool) -> Result<String, Trouble> {
        self.permit_here(Deed::SaveDraft)?;
        let id = super::id(id)?;
        let batch = self.with_intake_of(id, |_, _| {
            Ok(self
                .rooms()?
                .store
                .read(|connection| scans::get(connection, id))?)
        })?;
        let turn = batch.lie(page).map_err(no_page)?.turn();
        let digest = &batch.facts(page).ok_or_else(trouble::no_such_page)?.digest;
        let wide = if small { THUMBNAIL_WIDE } else { STAGE_WIDE };
        let fresh = match turn {
            Turn::None => self.fresh_picture(id, digest, wide),
            Turn::Quarter | Turn::Half | Turn::ThreeQuarters => None,
        };
        let handle = match fresh {
            Some(jpeg) => self.0.handles.issue_jpeg(jpeg),
            None => self.0.handles.issue_kept(KeptPage {
                digest: digest.clone(),
                turn,
                wide,
            }),
        };
        Ok(format!("paper://localhost/{handle}"))
    }

    fn fresh_picture(&self, id: Uuid, digest: &str, wide: u32) -> Option<Arc<Vec<u8>>> {
        let mut state = self.state();
        let intake = state.intake.as_mut().filter(|intake| intake.draft.id == id)?;
        intake.fresh.take(digest, wide)
    }

    pub(crate) fn shown_scan(&self, id: Uuid) -> Result<ScanView, Trouble> {
        let mut view = self.with_intake_of(id, |ground, intake| {
            let batch = self
                .rooms()?
                .store
                .read(|connection| scans::get(connection, id))?;
            Ok(show::view(ground, intake, &batch))
        })?;
        self.add_run(id, &mut view);
        self.add_phone(id, &mut view);
        self.add_reading(id, &mut view)?;
        Ok(view)
    }

    /// The open intake; the book is that of its edition.
    fn with_intake_of<T>(
        &self,
        id: Uuid,
        body: impl FnOnce(Ground<'_>, &Intake) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let book = self.book()?;
        let state = self.state();
        let intake = open(&state, id)?;
        let item = book
            .catalogue
            .item(&intake.draft.item)
            .ok_or_else(trouble::no_such_item)?;
        body(self.ground(&book, item), intake)
    }
}

fn open(state: &State, id: Uuid) -> Result<&Intake, Trouble> {
    let intake = state.intake.as_ref().filter(|intake| intake.draft.id == id);
    intake.ok_or_else(trouble::no_such_draft)
}

fn no_page(_: NoPage) -> Trouble {
    trouble::no_such_page()
}

fn take_step(ground: Ground<'_>, intake: &Intake, batch: &mut Batch, step: &ScanStep) -> Result<(), Trouble> {
    let put = |page: u32, place: Place, rest: bool| Step::Put { page, place, rest };
    let step = match step {
        ScanStep::Turn { page, quarters } => Step::Turn {
            page: *page,
            quarters: (quarters % 4) as u8,
        },
        ScanStep::Split { page } => Step::Split { page: *page },
        ScanStep::Move { page, up } => Step::Move { page: *page, up: *up },
        ScanStep::Put { page, material, rest } => {
            let known = show::known(ground, intake, batch);
            if !known.iter().any(|one| one.id == *material) {
                return Err(trouble::no_such_material());
            }
            put(*page, Place::Material(material.clone()), *rest)
        }
        ScanStep::Unsort { page, rest } => put(*page, Place::Unsorted, *rest),
        ScanStep::Aside { page, rest } => put(*page, Place::Aside, *rest),
        ScanStep::Stand { page } => Step::Stand { page: *page },
        ScanStep::Accept { proposal } => {
            let all = show::proposed(ground, intake, batch);
            let mut sorted: Vec<_> = all.into_iter().map(|one| one.sorted).collect();
            if let Some(at) = proposal {
                let at = *at as usize;
                if at >= sorted.len() {
                    return Err(trouble::no_such_proposal());
                }
                sorted = vec![sorted.swap_remove(at)];
            }
            if sorted.is_empty() {
                return Err(trouble::no_such_proposal());
            }
            Step::Accept { sorted }
        }
        ScanStep::Undo => {
            return if batch.undo() {
                Ok(())
            } else {
                Err(trouble::nothing_to_undo())
            };
        }
    };
    batch.apply(&step).map(|_| ()).map_err(no_page)
}
