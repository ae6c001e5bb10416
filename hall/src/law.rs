//! The hall's side of the law: opening hours, limits of an item, the numbers it gives.

use cases::case::number::{CaseNumber, DocumentNumber};
use cases::catalogue::Item;
use cases::deadline::{
    Calendar, Clocks, Due, Event, HistoryFault, Limits, OpeningHours, Promise, Unit, admit, due, hall_date,
    notify_due, replay,
};
use cases::notice::PaperKind;
use cases::realm::Realm;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

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

/// A limit in days of the unit the item states.
pub fn promise(days: u32, unit: &str) -> Promise {
    let days = u16::try_from(days).unwrap_or(u16::MAX);
    match unit {
        "日" | "自然日" | "N" => Promise {
            days,
            unit: Unit::CalendarDays,
        },
        "小时" | "H" => Promise {
            days,
            unit: Unit::Hours,
        },
        _ => Promise {
            days,
            unit: Unit::WorkingDays,
        },
    }
}

/// What limits an item has (时限), as the clock counts them.
pub fn limits(item: &Item) -> Limits {
    Limits {
        promised: promise(item.promised_days, &item.day_unit),
        statutory: promise(item.statutory_days, &item.statutory_day_unit),
        licence: item.is_licence(),
        joint: item
            .rest
            .get("jointHandling")
            .and_then(Json::as_bool)
            .unwrap_or(false),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::CatalogueSource;

    /// Per body, kind and year: no two kinds share a series, and the series counted from the first hall on goes on.
    #[test]
    fn each_kind_of_paper_is_numbered_by_itself() {
        let catalogue = CatalogueSource::Embedded.load().expect("sound");
        let item = catalogue.item("cz-bookkeeping").expect("an item");
        let other = catalogue.item("scjg-food-licence").expect("an item");
        let at = "2026-12-31T15:59:59Z".parse().expect("a moment");
        let later = "2026-12-31T16:00:00Z".parse().expect("a moment");
        let series = |item, at| PaperKind::ALL.map(|kind| document_series(item, kind, at));
        let mut all: Vec<String> = [(item, at), (item, later), (other, at)]
            .into_iter()
            .flat_map(|(item, at)| series(item, at))
            .collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 3 * PaperKind::ALL.len());
        let uscc = &item.department_uscc;
        assert_eq!(
            document_series(item, PaperKind::AcceptanceNotice, at),
            format!("notice/{uscc}/2026")
        );
        assert_eq!(
            document_series(item, PaperKind::RefusalNotice, later),
            format!("refusal/{uscc}/2027")
        );
        let hall = HallFacts {
            realm: Realm::Live,
            name: "示范区政务服务中心".to_owned(),
            code: "350199".to_owned(),
            region: "示范区".to_owned(),
            opening: OpeningHours::default(),
        };
        let number = |kind| document_number(&hall, item, kind, at, 7).map(|number| number.to_string());
        assert_eq!(
            number(PaperKind::SupplementNotice).expect("a number"),
            "(示范区)政务(财政许)补字〔2026〕第000007号"
        );
        assert!(number(PaperKind::Collection).is_err(), "never numbered");
    }
}
