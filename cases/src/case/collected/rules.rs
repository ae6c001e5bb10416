//! 留存规则: for how long a fact stands in the next form, is offered there, and is kept; by data element.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::deadline::hall_date;

/// The longest a fact is kept for the next case.
const MOST_MONTHS: u16 = 120;

/// What becomes of a fact of some age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It stands in the field, like what any source says.
    Set,
    /// It is offered beside the field, and counts once a person chose it.
    Offer,
    Never,
}

/// One rule; the first that fits counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ReuseRule {
    /// Data elements; `reg.*` stands for a family. None stands for all.
    pub elements: Vec<String>,
    /// Of the field: `sensitivePersonal` … None stands for all.
    pub sensitivity: Vec<String>,
    /// It belongs to the matter of one case: neither kept nor offered.
    pub never: bool,
    /// Without one of these months the rule has those of `otherwise`.
    pub set_months: Option<u16>,
    pub offered_months: Option<u16>,
    pub kept_months: Option<u16>,
}

/// The months of what no rule names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Months {
    /// So long it stands in the field; 0 only offers it.
    pub set_months: u16,
    /// So long it is offered.
    pub offered_months: u16,
    /// So long it is kept; then it is deleted (个人信息保护法第十九条).
    pub kept_months: u16,
}

/// `hall/reuse.toml`, or `[reuse]` of the hall's file in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReuseRules {
    /// 材料复用: so long a file that was handed in may stand for a material again; 0 never offers one.
    #[serde(default = "two_years")]
    pub files_months: u16,
    #[serde(default)]
    pub rules: Vec<ReuseRule>,
    pub otherwise: Months,
}

/// What is older is asked for anew: a paper says how things were on its day.
fn two_years() -> u16 {
    24
}

/// Why rules are none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OddReuse {
    #[error("{at}: setMonths <= offeredMonths <= keptMonths <= {MOST_MONTHS}, keptMonths at least 1")]
    Months { at: String },
    #[error("rules[{at}]: names neither elements nor a sensitivity")]
    OfNothing { at: usize },
    #[error("filesMonths: at most {MOST_MONTHS}")]
    Files,
}

impl ReuseRule {
    fn fits(&self, element: &str, sensitivity: &str) -> bool {
        let named = |pattern: &String| match pattern.strip_suffix('*') {
            Some(family) => element.starts_with(family),
            None => pattern == element,
        };
        (self.elements.is_empty() || self.elements.iter().any(named))
            && (self.sensitivity.is_empty() || self.sensitivity.iter().any(|one| one == sensitivity))
    }

    fn over(&self, otherwise: Months) -> Months {
        Months {
            set_months: self.set_months.unwrap_or(otherwise.set_months),
            offered_months: self.offered_months.unwrap_or(otherwise.offered_months),
            kept_months: self.kept_months.unwrap_or(otherwise.kept_months),
        }
    }
}

impl ReuseRules {
    /// # Errors
    /// The first thing that cannot be.
    pub fn check(&self) -> Result<(), OddReuse> {
        let possible = |at: String, months: Months| {
            let ordered = months.set_months <= months.offered_months
                && months.offered_months <= months.kept_months
                && (1..=MOST_MONTHS).contains(&months.kept_months);
            if ordered {
                Ok(())
            } else {
                Err(OddReuse::Months { at })
            }
        };
        if self.files_months > MOST_MONTHS {
            return Err(OddReuse::Files);
        }
        possible("otherwise".to_owned(), self.otherwise)?;
        for (at, rule) in self.rules.iter().enumerate() {
            if rule.elements.is_empty() && rule.sensitivity.is_empty() {
                return Err(OddReuse::OfNothing { at });
            }
            possible(format!("rules[{at}]"), rule.over(self.otherwise))?;
        }
        Ok(())
    }

    /// The first day whose files may be used again; `None` where none may.
    pub fn files_since(&self, today: Date) -> Option<Date> {
        (self.files_months > 0).then(|| today.saturating_sub(i32::from(self.files_months).months()))
    }

    fn months(&self, element: &str, sensitivity: &str) -> Option<Months> {
        match self.rules.iter().find(|rule| rule.fits(element, sensitivity)) {
            Some(rule) if rule.never => None,
            Some(rule) => Some(rule.over(self.otherwise)),
            None => Some(self.otherwise),
        }
    }

    pub fn is_never(&self, element: &str, sensitivity: &str) -> bool {
        self.months(element, sensitivity).is_none()
    }

    /// What becomes on this day of a fact that was said then. The day on which the months are over still counts.
    pub fn use_of(&self, element: &str, sensitivity: &str, said: Timestamp, today: Date) -> Use {
        let Some(months) = self.months(element, sensitivity) else {
            return Use::Never;
        };
        let within = |count: u16| count > 0 && today <= after(hall_date(said), count);
        if within(months.set_months) {
            Use::Set
        } else if within(months.offered_months) {
            Use::Offer
        } else {
            Use::Never
        }
    }

    /// Whether the months for which it is kept are over.
    pub fn is_over(&self, element: &str, sensitivity: &str, said: Timestamp, today: Date) -> bool {
        self.months(element, sensitivity)
            .is_none_or(|months| today > after(hall_date(said), months.kept_months))
    }
}

fn after(day: Date, months: u16) -> Date {
    day.saturating_add(i32::from(months).months())
}

/// Full months from one day to another; what was said today is 0 months old.
pub fn months_old(said: Timestamp, today: Date) -> u32 {
    let said = hall_date(said);
    let whole = (i32::from(today.year()) - i32::from(said.year())) * 12
        + (i32::from(today.month()) - i32::from(said.month()));
    let last = said.saturating_add(whole.months());
    u32::try_from(whole - i32::from(last > today)).unwrap_or(0)
}
