//! 已登记的问题 (`known_faults.json`): what is wrong in a catalogue that was taken over and may not be changed here.
//! Each is noted with its reason. A note whose fault is gone is a fault itself, so the list never outlives its cause.

use serde::{Deserialize, Serialize};

use super::Checked;
use super::fault::Fault;
use crate::catalogue::load::CatalogueFault;

/// One note. What could not be loaded cannot be noted away, and nothing without a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    pub file: String,
    pub path: String,
    pub code: String,
    /// Why it stays.
    pub why: String,
}

/// Codes of what a window could not work with: reading, identity, references.
const NEVER: std::ops::RangeInclusive<&str> = "YC-1300"..="YC-1359";

impl Noted {
    fn is_of(&self, fault: &CatalogueFault) -> bool {
        self.file == fault.file
            && self.path == fault.path
            && self.code == fault.trouble.code
            && !self.why.trim().is_empty()
            && !NEVER.contains(&self.code.as_str())
    }
}

/// Faults apart from those that are noted.
pub fn divide(found: Vec<CatalogueFault>, notes: &[Noted]) -> Checked {
    let mut checked = Checked::default();
    let mut used = vec![false; notes.len()];
    for fault in found {
        match notes.iter().position(|note| note.is_of(&fault)) {
            Some(at) => {
                used[at] = true;
                checked.noted.push((fault, notes[at].clone()));
            }
            None => checked.faults.push(fault),
        }
    }
    for (note, _) in notes.iter().zip(used).filter(|(_, used)| !used) {
        checked.faults.push(CatalogueFault {
            file: "known_faults.json".to_owned(),
            path: format!("{} {}", note.file, note.path),
            trouble: Fault::Waiver(note.code.clone()).trouble(),
        });
    }
    checked
}
