//! 即办件: decided while the applicant stands there. The visit stays open for it until its result was handed over or the
//! clerk makes it a later pickup; it is kept with the visit, so a restart and a lost line find it again.

use cases::case::Stage;
use cases::catalogue::Item;
use cases::error::Trouble;
use cases::roles::Deed;

use crate::desk::{Desk, VisitState};
use crate::store::meta;
use crate::trouble;
use crate::view::desk::{DeskEvent, DeskView};

/// 办件类型 1 (GB/T 39046 A.6).
const ON_THE_SPOT: &str = "1";

/// Whether the item is decided while the applicant waits.
pub(crate) fn is_on_the_spot(item: &Item) -> bool {
    item.case_type_code == ON_THE_SPOT
}

impl VisitState {
    /// The visit waits for the result of this case.
    pub(crate) fn wait_for(&mut self, slip: &str) {
        if !self.waits.iter().any(|waiting| waiting == slip) {
            self.waits.push(slip.to_owned());
        }
    }
}

impl Desk {
    /// 稍后领取: the applicant need not wait; the result is handed out at any window, or goes out as he chose.
    pub fn collect_later(&self, slip: &str) -> Result<DeskView, Trouble> {
        let session = self.permit(Deed::Deliver)?;
        if !self.waits_for(slip) {
            return Err(trouble::waits_for_nothing());
        }
        self.stop_waiting(&session.staff, slip, "稍后领取")?;
        self.desk_view()
    }

    pub(crate) fn waits_for(&self, slip: &str) -> bool {
        let state = self.state();
        let visit = state.visit.as_ref();
        visit.is_some_and(|visit| visit.waits.iter().any(|waiting| waiting == slip))
    }

    /// The visit waits no longer for this case; what did not wait for it stays as it is.
    pub(crate) fn stop_waiting(&self, staff: &str, slip: &str, why: &str) -> Result<(), Trouble> {
        let visit = {
            let state = self.state();
            let Some(visit) = state.visit.as_ref() else {
                return Ok(());
            };
            if !visit.waits.iter().any(|waiting| waiting == slip) {
                return Ok(());
            }
            let mut visit = visit.clone();
            visit.waits.retain(|waiting| waiting != slip);
            visit
        };
        let line = self.line(staff, "stop_waiting", slip, why);
        self.rooms()?.store.transact(line, |tx| {
            meta::set(tx, meta::VISIT, &serde_json::to_string(&visit)?)
        })?;
        self.state().visit = Some(visit);
        Ok(())
    }

    /// The case ended elsewhere: the visit waits for it no longer, and the clerk is told unless its result was handed over.
    pub(crate) fn heard_of_wait(&self, slip: &str, stage: Stage) {
        let over = stage.is_ended() || stage == Stage::Delivered;
        if !over || !self.waits_for(slip) {
            return;
        }
        match self.stop_waiting("yichuang", slip, stage.zh()) {
            Ok(()) if stage == Stage::Delivered => {}
            Ok(()) => self.emit(DeskEvent::Trouble {
                trouble: trouble::waits_no_longer(slip, stage).into(),
            }),
            Err(trouble) => {
                tracing::warn!(visit.code = %trouble.code, "a visit still waits for a case that is over");
            }
        }
    }

    /// What the visit waits for may have ended while nobody heard of it.
    pub(crate) async fn look_at_waits(&self) {
        let waits = self.state().visit.as_ref().map(|visit| visit.waits.clone());
        for slip in waits.unwrap_or_default() {
            let Some(stage) = self.stage_at_hall(&slip).await else {
                continue;
            };
            self.heard_of_wait(&slip, stage);
            if !self.waits_for(&slip) {
                self.tell_stage(&slip, stage);
            }
        }
    }

    /// A visit that waits for a decision does not end by accident.
    pub(crate) fn waits_for_nothing(&self) -> Result<(), Trouble> {
        let state = self.state();
        match state.visit.as_ref().map(|visit| visit.waits.as_slice()) {
            Some([first, ..]) => Err(trouble::visit_waits(first)),
            Some([]) | None => Ok(()),
        }
    }
}
