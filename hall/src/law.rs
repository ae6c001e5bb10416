//! The hall's side of the law: opening hours, limits of an item, the numbers it gives.

use cases::case::number::{CaseNumber, DocumentNumber};
use cases::catalogue::Item;
use cases::deadline::{
    Calendar, Clocks, Due, Event, HistoryFault, Limits, OpeningHours, Promise, admit, due, hall_date,
    notify_due, replay,
};
use cases::notice::PaperKind;
use cases::realm::Realm;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::fault::{self, Fault};

/// What papers and numbers say of the hall.
#[derive(Debug, Clone)]
pub struct HallFacts {
    pub realm: Realm,
    /// 示范区政务服务中心
    pub name: String,
    /// Region code (GB/T 2260).
    pub code: String,
    /// 区划简称 in document numbers: 示范区.
    pub region: String,
    pub opening: OpeningHours,
}

/// What days are counted by: the calendar in force at this hall and its own opening days. The law of the day counts for
/// every open case, whatever edition of the catalogue the case is pinned to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counting {
    pub calendar: Calendar,
    pub opening: OpeningHours,
}

impl Counting {
    pub fn due(&self, from: Timestamp, promise: Promise) -> Due {
        due(from, promise, &self.calendar, &self.opening)
    }

    /// Until when the applicant has to be told what is missing.
    pub fn notify_by(&self, received_at: Timestamp) -> Due {
        notify_due(received_at, &self.calendar, &self.opening)
    }

    pub fn replay(&self, events: &[Event], limits: &Limits) -> Result<Clocks, HistoryFault> {
        replay(events, limits, &self.calendar, &self.opening)
    }

    /// Judges an act that is done at its own moment.
    pub fn admit(&self, events: &[Event], next: &Event, limits: &Limits) -> Result<Clocks, HistoryFault> {
        admit(events, next, limits, &self.calendar, &self.opening, next.at)
    }
}

/// The running number behind a case number: per item and day.
pub fn case_series(item: &Item, at: Timestamp) -> String {
    format!("case/{}/{}", item.implementation_code, hall_date(at))
}

/// The running number behind the numbers of a kind of paper: per body, kind and year.
pub fn document_series(item: &Item, kind: PaperKind, at: Timestamp) -> String {
    let series = match kind {
        // As it has been counted from the first hall on.
        PaperKind::AcceptanceNotice => "notice",
        other => other.word(),
    };
    format!("{series}/{}/{}", item.department_uscc, hall_date(at).year())
}

pub fn case_number(item: &Item, at: Timestamp, serial: u64) -> Result<CaseNumber, Fault> {
    let serial = u16::try_from(serial).map_err(|_| fault::numbers_used_up())?;
    CaseNumber::make(&item.implementation_code, hall_date(at), serial)
        .map_err(|error| fault::numbers_used_up().inside(error))
}

/// `(示范区)政务(市监许)受字〔2026〕第000123号`: the body's short name stands in the class, so that two bodies of one
/// hall never share a number; the word is that of the kind ([`PaperKind::number_word`]).
pub fn document_number(
    hall: &HallFacts,
    item: &Item,
    kind: PaperKind,
    at: Timestamp,
    serial: u64,
) -> Result<DocumentNumber, Fault> {
    let serial = u32::try_from(serial).map_err(|_| fault::numbers_used_up())?;
    let word = kind
        .number_word()
        .ok_or_else(|| fault::numbers_used_up().inside("a kind that is never numbered"))?;
    let of_item = match item.item_type_code.as_str() {
        "01" => "许",
        "05" => "给",
        "07" => "确",
        _ => "服",
    };
    let class = format!("{}{of_item}", item.department_short);
    DocumentNumber::new(&hall.region, &class, word, hall_date(at).year(), serial)
        .map_err(|error| fault::numbers_used_up().inside(error))
}
