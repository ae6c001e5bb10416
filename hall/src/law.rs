//! The hall's side of the law: opening hours, limits of an item, the numbers it gives.

use cases::case::number::{CaseNumber, DocumentNumber};
use cases::catalogue::{Catalogue, Item};
use cases::deadline::{Due, OpeningHours, Promise, Unit, due, hall_date, notify_due};
use cases::realm::Realm;
use jiff::Timestamp;

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

/// Until when the case has to be decided by promise (承诺办结时限).
pub fn promised(item: &Item, accepted_at: Timestamp, catalogue: &Catalogue, hall: &HallFacts) -> Due {
    due(
        accepted_at,
        promise(item.promised_days, &item.day_unit),
        &catalogue.calendar,
        &hall.opening,
    )
}

/// Until when by law (法定办结时限).
pub fn statutory(item: &Item, accepted_at: Timestamp, catalogue: &Catalogue, hall: &HallFacts) -> Due {
    due(
        accepted_at,
        promise(item.statutory_days, &item.statutory_day_unit),
        &catalogue.calendar,
        &hall.opening,
    )
}

/// Until when the applicant has to be told what is missing.
pub fn notify_by(received_at: Timestamp, catalogue: &Catalogue, hall: &HallFacts) -> Due {
    notify_due(received_at, &catalogue.calendar, &hall.opening)
}

/// The running number behind a case number: per item and day.
pub fn case_series(item: &Item, at: Timestamp) -> String {
    format!("case/{}/{}", item.implementation_code, hall_date(at))
}

/// The running number behind a notice number: per body and year.
pub fn notice_series(item: &Item, at: Timestamp) -> String {
    format!("notice/{}/{}", item.department_uscc, hall_date(at).year())
}

pub fn case_number(item: &Item, at: Timestamp, serial: u64) -> Result<CaseNumber, Fault> {
    let serial = u16::try_from(serial).map_err(|_| fault::numbers_used_up())?;
    CaseNumber::make(&item.implementation_code, hall_date(at), serial)
        .map_err(|error| fault::numbers_used_up().inside(error))
}

/// The running number behind a refusal number: per body and year.
pub fn refusal_series(item: &Item, at: Timestamp) -> String {
    format!("refusal/{}/{}", item.department_uscc, hall_date(at).year())
}

/// `(示范区)政务(市监许)受字〔2026〕第000123号`: the body's short name stands in the class, so that two bodies of one
/// hall never share a number.
pub fn notice_number(
    hall: &HallFacts,
    item: &Item,
    at: Timestamp,
    serial: u64,
) -> Result<DocumentNumber, Fault> {
    document_number(hall, item, "受", at, serial)
}

/// `(示范区)政务(市监许)不受字〔2026〕第000001号`
pub fn refusal_number(
    hall: &HallFacts,
    item: &Item,
    at: Timestamp,
    serial: u64,
) -> Result<DocumentNumber, Fault> {
    document_number(hall, item, "不受", at, serial)
}

fn document_number(
    hall: &HallFacts,
    item: &Item,
    word: &str,
    at: Timestamp,
    serial: u64,
) -> Result<DocumentNumber, Fault> {
    let serial = u32::try_from(serial).map_err(|_| fault::numbers_used_up())?;
    let kind = match item.item_type_code.as_str() {
        "01" => "许",
        "05" => "给",
        "07" => "确",
        _ => "服",
    };
    let class = format!("{}{kind}", item.department_short);
    DocumentNumber::new(&hall.region, &class, word, hall_date(at).year(), serial)
        .map_err(|error| fault::numbers_used_up().inside(error))
}
