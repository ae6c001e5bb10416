//! The limits of an item (时限), as the law's clock counts them.

use serde_json::Value as Json;

use super::Item;
use crate::deadline::{Limits, Promise, Unit};

impl Item {
    /// 承诺办结时限 and 法定办结时限. `jointHandling` in the item's data says that several bodies handle it together
    /// (统一办理、联合办理, 行政许可法 art. 26).
    pub fn limits(&self) -> Limits {
        Limits {
            promised: promise(self.promised_days, &self.day_unit),
            statutory: promise(self.statutory_days, &self.statutory_day_unit),
            licence: self.is_licence(),
            joint: self
                .rest
                .get("jointHandling")
                .and_then(Json::as_bool)
                .unwrap_or(false),
        }
    }
}

/// A limit in days of the unit the item states.
fn promise(days: u32, unit: &str) -> Promise {
    let days = u16::try_from(days).unwrap_or(u16::MAX);
    let unit = match unit {
        "日" | "自然日" | "N" => Unit::CalendarDays,
        "小时" | "H" => Unit::Hours,
        _ => Unit::WorkingDays,
    };
    Promise { days, unit }
}
