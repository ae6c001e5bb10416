//! Printers and what is printed, as screens show them.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::TroubleView;

/// One paper at a printer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PrintView {
    pub job: String,
    pub paper: String,
    pub title: String,
    /// Name of the printer, or its address.
    pub printer: String,
    pub state: PrintState,
    /// Sheets that came out so far, where the printer counts them.
    pub sheets: u32,
    /// What stands in the way, or why it ended.
    pub trouble: Option<TroubleView>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PrintState {
    /// In the printer's queue.
    Waiting,
    Printing,
    /// Goes on by itself once somebody put it right at the printer.
    Stuck,
    /// On paper.
    Done,
    /// Ended, and not on paper.
    Failed,
    /// Nobody knows whether it is on paper: look before printing again.
    Doubtful,
}

/// One printer of this window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PrinterView {
    pub address: String,
    pub name: String,
    pub model: String,
    pub chosen: bool,
    /// What keeps it from printing now.
    pub trouble: Option<TroubleView>,
}
