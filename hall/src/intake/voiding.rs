//! When a case may still be made void (作废).

use cases::case::{Stage, Step};

use crate::fault::{self, Fault};

/// Received, supplementing and accepted cases may; a decision is the department's to change or revoke.
pub fn may_still(stage: Stage) -> Result<Stage, Fault> {
    stage.step(Step::Void).map_err(|_| match stage {
        Stage::Void => fault::case_void(),
        Stage::Decided | Stage::Completed | Stage::Delivered => fault::void_too_late(),
        Stage::Draft
        | Stage::Received
        | Stage::Supplementing
        | Stage::Accepted
        | Stage::Withdrawn
        | Stage::NotNeeded
        | Stage::Refused
        | Stage::Lapsed => fault::wrong_stage(),
    })
}
