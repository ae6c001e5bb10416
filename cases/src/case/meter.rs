//! 智能预填: of the fields that are required in a situation, how many a source filled and nobody had to type.
//!
//! Declarations, promises and the choice of delivery are the applicant's own: they are counted apart.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Draft;
use crate::catalogue::{FieldSpec, Item};
use crate::form::{Cell, SourceKind};

/// What stands in one required field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filling {
    /// A source's value stands, or the one a person chose among several sources.
    Source(SourceKind),
    /// A source had filled it, and a person wrote something else.
    Changed,
    /// Only a person said it.
    Typed,
    /// Nothing that counts.
    Empty,
}

impl Filling {
    pub fn of(cell: Option<&Cell>) -> Self {
        let Some((cell, source)) = cell
            .filter(|cell| cell.is_filled())
            .and_then(|cell| Some((cell, cell.source()?)))
        else {
            return Filling::Empty;
        };
        let from_source = |kind: SourceKind| !matches!(kind, SourceKind::Typed | SourceKind::Recognition);
        match source {
            SourceKind::Typed if cell.offered.iter().any(|one| from_source(one.from.kind)) => {
                Filling::Changed
            }
            SourceKind::Typed => Filling::Typed,
            kind => Filling::Source(kind),
        }
    }
}

/// The figures of one intake. They add up: `required` is `filled` + `changed` + `typed` + what is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Meter {
    /// Required fields that are not the applicant's own act.
    pub required: u32,
    pub filled: u32,
    pub changed: u32,
    pub typed: u32,
    /// Required declarations, promises and choices of delivery.
    pub own: u32,
    /// Filled fields by source word.
    pub by_source: BTreeMap<String, u32>,
}

impl Meter {
    /// Reads a draft as it stands on a day.
    pub fn of(item: &Item, draft: &Draft, today: Date) -> Self {
        let mut meter = Self::default();
        for field in required(item, draft, today) {
            if field.is_own() {
                meter.own += 1;
                continue;
            }
            meter.required += 1;
            match Filling::of(draft.form.get(&field.key)) {
                Filling::Source(kind) => {
                    meter.filled += 1;
                    *meter.by_source.entry(kind.word().to_owned()).or_default() += 1;
                }
                Filling::Changed => meter.changed += 1,
                Filling::Typed => meter.typed += 1,
                Filling::Empty => {}
            }
        }
        meter
    }

    pub fn add(&mut self, other: &Self) {
        self.required += other.required;
        self.filled += other.filled;
        self.changed += other.changed;
        self.typed += other.typed;
        self.own += other.own;
        for (source, count) in &other.by_source {
            *self.by_source.entry(source.clone()).or_default() += count;
        }
    }

    /// 预填率: filled over required; 1 where nothing is required.
    pub fn ratio(&self) -> f64 {
        share(self.filled, self.required)
    }

    /// The same with the applicant's own acts in the denominator, where no source ever fills one.
    pub fn ratio_with_declarations(&self) -> f64 {
        share(self.filled, self.required + self.own)
    }
}

/// The fields that have to be filled in this situation, in the order of the form.
pub fn required<'a>(item: &'a Item, draft: &'a Draft, today: Date) -> impl Iterator<Item = &'a FieldSpec> {
    let here = draft.situated(item, today);
    item.fields.iter().filter(move |field| here.requires(field))
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 {
        return 1.0;
    }
    f64::from(part) / f64::from(whole)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::catalogue::tests::demonstration;
    use crate::form::merge::{choose, offer, type_in};
    use crate::form::{Candidate, Provenance, Value};

    const AT: Timestamp = Timestamp::UNIX_EPOCH;

    fn from(kind: SourceKind, dataset: &str, text: &str) -> Candidate {
        Candidate {
            value: Value::Text(text.into()),
            from: Provenance {
                kind,
                label: String::new(),
                provider: dataset.into(),
                dataset: Some(dataset.into()),
                record_id: None,
                as_of: None,
                grant: None,
                base: None,
                consent: None,
                earlier: None,
                raw: None,
                at: AT,
            },
        }
    }

    #[test]
    fn what_a_source_filled_what_was_changed_and_what_was_typed_add_up() {
        let item = demonstration().item("cz-bookkeeping").expect("item");
        let today = date(2026, 11, 20);
        let mut draft = Draft::nobody();
        let asked: Vec<FieldSpec> = required(item, &draft, today).cloned().collect();
        let (own, open): (Vec<_>, Vec<_>) = asked.iter().partition(|field| field.is_own());
        assert!(!own.is_empty() && open.len() > 6);
        let (source, chosen, changed, typed) = (&open[0], &open[1], &open[2], &open[3]);
        let mut put = |field: &FieldSpec, work: &dyn Fn(&FieldSpec, &mut Cell)| {
            work(field, draft.form.entry(field.key.clone()).or_default());
        };
        put(source, &|field, cell| {
            offer(field, cell, from(SourceKind::Registry, "a", "甲"));
        });
        put(chosen, &|field, cell| {
            offer(field, cell, from(SourceKind::Registry, "a", "甲"));
            offer(field, cell, from(SourceKind::Licence, "b", "乙"));
            choose(cell, 1, "0826", AT);
        });
        put(changed, &|field, cell| {
            offer(field, cell, from(SourceKind::Registry, "a", "甲"));
            type_in(field, cell, Value::Text("丙".into()), "0826", None, AT);
        });
        put(typed, &|field, cell| {
            type_in(field, cell, Value::Text("丙".into()), "0826", None, AT)
        });
        for field in &own {
            put(field, &|field, cell| {
                type_in(field, cell, Value::Flag(true), "0826", None, AT)
            });
        }
        let meter = Meter::of(item, &draft, today);
        assert_eq!((meter.filled, meter.changed, meter.typed), (2, 1, 1));
        assert_eq!(meter.required as usize, open.len());
        assert_eq!(meter.own as usize, own.len());
        assert_eq!(meter.by_source.values().sum::<u32>(), meter.filled);
        assert!(meter.ratio_with_declarations() < meter.ratio());
        let mut twice = meter.clone();
        twice.add(&meter);
        assert_eq!((twice.filled, twice.ratio()), (4, meter.ratio()));
    }

    #[test]
    fn a_conflict_that_nobody_decided_fills_nothing() {
        let item = demonstration().item("cz-bookkeeping").expect("item");
        let field = &item.fields[0];
        let mut cell = Cell::default();
        offer(field, &mut cell, from(SourceKind::Registry, "a", "甲"));
        offer(field, &mut cell, from(SourceKind::Licence, "b", "乙"));
        assert_eq!(Filling::of(Some(&cell)), Filling::Empty);
        assert_eq!(Meter::default().ratio(), 1.0);
    }
}
