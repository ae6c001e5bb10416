//! The figures of a walk: one line per item for people, one JSON object as the last line.

use std::collections::BTreeMap;

use serde::Serialize;

use super::once::Said;
use super::prefill::ItemPrefill;

/// How the stage of an item begins that does not offer what is walked.
pub(super) const NOT_OFFERED: &str = "not offered: ";

/// One item.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    pub item: String,
    /// `accepted`, `delivered`, `received`, `refused`, `notNeeded`, `withdrawn`, or where it stopped.
    pub stage: String,
    /// Case number read back from the PDF by an independent reader.
    pub pdf: Option<String>,
    /// Case number as the hall has it.
    pub hall: Option<String>,
    /// Case number in the department's own log.
    pub department: Option<String>,
    pub slip: String,
    /// Fields on the form, required ones among them.
    pub total: u32,
    pub required: u32,
    /// Filled fields by source, the typed ones apart.
    pub by_source: BTreeMap<String, u32>,
    pub typed: u32,
    /// 免提交: materials that the library or a register gave.
    pub exempt: u32,
    /// 收纸: materials taken from the applicant, by reason.
    pub asked_paper: BTreeMap<String, u32>,
    /// Of them those that have no reason, or whose licence was there all the same.
    pub paper_violations: u32,
    /// Milliseconds per deed.
    pub ms: BTreeMap<String, u64>,
    /// Kinds of the papers of the delivery.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub delivery_papers: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
    #[serde(skip)]
    pub number: Option<String>,
    #[serde(skip)]
    pub department_uscc: String,
    /// The paper that has to carry the number, or the slip code while there is none.
    #[serde(skip)]
    pub paper: Option<std::path::PathBuf>,
    /// The slip code stands in the paper's text.
    #[serde(skip)]
    pub slip_read: bool,
    /// What stood in the form before the decision.
    #[serde(skip)]
    pub prefill: Option<ItemPrefill>,
    /// What a person had to say into it.
    #[serde(skip)]
    pub said: Vec<Said>,
}

impl Line {
    /// For people.
    pub fn words(&self) -> String {
        let sources: Vec<String> = self
            .by_source
            .iter()
            .map(|(source, count)| format!("{source} {count}"))
            .collect();
        let ms: Vec<String> = self.ms.iter().map(|(deed, ms)| format!("{deed} {ms}")).collect();
        format!(
            "{:<26} {:<9} {:<43} fields {}/{} [{}] typed {} ms[{}]",
            self.item,
            self.stage,
            self.number.as_deref().unwrap_or(&self.slip),
            self.by_source.values().sum::<u32>() + self.typed,
            self.total,
            sources.join(", "),
            self.typed,
            ms.join(", ")
        )
    }

    /// Accepted: three equal numbers. Received, refused, not needed: a slip code on the paper and no number anywhere. What
    /// an item does not offer says why.
    fn fits(&self) -> bool {
        match self.stage.as_str() {
            "accepted" | "delivered" => {
                self.trouble.is_none()
                    && self.pdf.is_some()
                    && self.pdf == self.hall
                    && self.hall == self.department
            }
            "received" | "refused" | "notNeeded" => {
                self.trouble.is_none() && self.slip_read && self.pdf.is_none()
            }
            "withdrawn" => self.trouble.is_none(),
            stage => stage.starts_with(NOT_OFFERED) && self.trouble.is_none(),
        }
    }
}

/// A ratio as the reports give it.
pub(super) fn rounded(ratio: f64) -> f64 {
    (ratio * 10_000.0).round() / 10_000.0
}

#[derive(Debug, Clone, Serialize)]
pub struct Report {
    pub report: &'static str,
    pub items: Vec<Line>,
    pub accepted: usize,
    pub delivered: usize,
    pub received: usize,
    pub exempt: u32,
    pub paper_asked: u32,
    pub paper_violations: u32,
    pub paper_by_reason: BTreeMap<String, u32>,
    pub ok: bool,
}

impl Report {
    pub fn of(items: Vec<Line>) -> Self {
        let count = |stage: &str| items.iter().filter(|line| line.stage == stage).count();
        let mut numbers: Vec<&String> = items.iter().filter_map(|line| line.hall.as_ref()).collect();
        numbers.sort();
        let distinct = numbers.windows(2).all(|pair| pair[0] != pair[1]);
        let paper_violations = items.iter().map(|line| line.paper_violations).sum();
        let mut paper_by_reason: BTreeMap<String, u32> = BTreeMap::new();
        for (why, times) in items.iter().flat_map(|line| &line.asked_paper) {
            *paper_by_reason.entry(why.clone()).or_default() += times;
        }
        let ok = distinct && !items.is_empty() && paper_violations == 0 && items.iter().all(Line::fits);
        Self {
            exempt: items.iter().map(|line| line.exempt).sum(),
            paper_asked: paper_by_reason.values().sum(),
            paper_violations,
            paper_by_reason,
            report: "walk",
            accepted: count("accepted"),
            delivered: count("delivered"),
            received: count("received"),
            ok,
            items,
        }
    }

    /// The last line.
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(number: &str) -> Line {
        Line {
            item: "x".to_owned(),
            stage: "accepted".to_owned(),
            pdf: Some(number.to_owned()),
            hall: Some(number.to_owned()),
            department: Some(number.to_owned()),
            ..Line::default()
        }
    }

    #[test]
    fn a_walk_is_ok_only_with_three_equal_numbers_that_differ_between_items() {
        assert!(Report::of(vec![accepted("1"), accepted("2")]).ok);
        assert!(!Report::of(vec![accepted("1"), accepted("1")]).ok);
        assert!(
            !Report::of(vec![Line {
                department: None,
                ..accepted("1")
            }])
            .ok
        );
        assert!(
            !Report::of(vec![Line {
                pdf: Some("2".to_owned()),
                ..accepted("1")
            }])
            .ok
        );
        assert!(!Report::of(Vec::new()).ok);
    }

    #[test]
    fn a_walk_is_not_ok_while_paper_was_asked_for_without_reason() {
        let asked = Line {
            asked_paper: BTreeMap::from([("notFound".to_owned(), 2)]),
            ..accepted("1")
        };
        let report = Report::of(vec![asked.clone()]);
        assert!(report.ok);
        assert_eq!((report.paper_asked, report.paper_violations), (2, 0));
        let against = Line {
            paper_violations: 1,
            ..asked
        };
        let report = Report::of(vec![against, accepted("2")]);
        assert!(!report.ok);
        assert_eq!(report.paper_violations, 1);
    }

    #[test]
    fn a_received_case_needs_its_slip_on_paper_and_no_number() {
        let line = Line {
            stage: "received".to_owned(),
            slip_read: true,
            ..Line::default()
        };
        assert!(Report::of(vec![line.clone()]).ok);
        assert!(
            !Report::of(vec![Line {
                slip_read: false,
                ..line.clone()
            }])
            .ok
        );
        assert!(
            !Report::of(vec![Line {
                pdf: Some("1".to_owned()),
                ..line
            }])
            .ok
        );
    }
}
