//! `report once`: a day on which the same people come again with other matters, and what they were asked twice although an
//! earlier case of theirs had said it and the hall's retention rules still offered it (数据最多采一次).

use std::collections::{BTreeMap, BTreeSet};

use cases::case::collected::{ReuseRules, Use};
use cases::case::whose::own_key_of;
use cases::deadline::hall_date;
use cases::error::Trouble;
use cases::form::SourceKind;
use jiff::Timestamp;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use tokio::sync::watch;

use super::people::Party;
use super::prefill::why_not;
use super::report::rounded;
use super::{Walk, WalkArgs, Wanted, no_such_item, say_troubles};
use crate::practice::Shape;
use crate::trouble;

pub const VISITS: usize = 200;
pub const PEOPLE: usize = 80;
/// People of one kind that the day chooses among.
const OF_A_KIND: usize = 400;

/// What somebody had to say into one field.
#[derive(Debug, Clone)]
pub struct Said {
    pub element: String,
    pub sensitivity: String,
    pub label: String,
    /// Number of whom it is about; the place in the form where nobody knows who that is.
    pub of: String,
    /// Why no source had it.
    pub why: String,
}

/// All visits; as JSON the last line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OnceReport {
    pub report: &'static str,
    pub visits: usize,
    pub people: usize,
    /// Cases that were accepted.
    pub accepted: usize,
    /// Facts that somebody was asked for: one element of one person or body.
    pub fields_asked: usize,
    pub asked_twice: usize,
    pub share_never_asked_twice: f64,
    /// Asked twice, by element.
    pub by_element: BTreeMap<String, usize>,
    /// The same, by reason.
    pub by_reason: BTreeMap<String, usize>,
}

impl OnceReport {
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// One who comes, and what he may come for.
struct Comes {
    parties: Vec<(String, Party)>,
    /// Items of his that are open at their departments.
    filed: BTreeSet<String>,
}

/// Walks the day, and says what was asked twice, and why.
///
/// # Errors
/// As of [`super::run`].
pub async fn measure_once(mut args: WalkArgs, mut say: impl FnMut(&str)) -> Result<OnceReport, Trouble> {
    args.outcome = Wanted::Accept;
    let seed = args.seed;
    let told = watch::channel(String::new()).0;
    let (mut walk, items) = Walk::open(&args, &mut say, told).await?;
    let rules: ReuseRules = walk.desk.0.link.get("/v1/catalogue/reuse").await?;
    let mut chance = ChaCha8Rng::seed_from_u64(seed ^ 0x0ce);
    let mut people = walk.people(&items, &mut chance).await?;
    let mut order: Vec<usize> = (0..people.len()).collect();
    while order.len() < VISITS {
        order.push(chance.random_range(0..people.len()));
    }
    order.shuffle(&mut chance);
    let mut tally = Tally::default();
    let mut lines = Vec::new();
    for who in order {
        let one = &mut people[who];
        let fresh = one.parties.iter().find(|(item, _)| !one.filed.contains(item));
        // What is open is taken in again and not accepted.
        walk.outcome = if fresh.is_some() {
            Wanted::Accept
        } else {
            Wanted::Measure
        };
        let again = chance.random_range(0..one.parties.len());
        let (item, party) = fresh.unwrap_or(&one.parties[again]).clone();
        let line = walk.come(&item, who, Some(party.clone())).await;
        let accepted = line.stage == "accepted";
        if accepted {
            one.filed.insert(item);
        }
        tally.visit(
            &party.person.id_number,
            &line.said,
            accepted,
            &rules,
            walk.desk.0.link.legal_now(),
        );
        lines.push(line);
    }
    say_troubles(&lines, &mut say);
    for (label, why, times) in tally.twice() {
        say(&format!("{times:>4}  {label}  ({why})"));
    }
    Ok(tally.report(lines.len(), people.len()))
}

impl Walk {
    /// The people of the day: as many kinds as there are items, each with every item that suits him.
    async fn people(&self, items: &[String], chance: &mut ChaCha8Rng) -> Result<Vec<Comes>, Trouble> {
        let practice = self.practice.as_ref().ok_or_else(trouble::no_practice)?;
        let book = self.desk.book()?;
        let mut all: BTreeMap<String, Vec<(String, Party)>> = BTreeMap::new();
        let mut of_item: Vec<Vec<String>> = Vec::new();
        for id in items {
            let item = book.catalogue.item(id).ok_or_else(no_such_item)?;
            let found = practice.fit(&Shape::of(item), self.seed, OF_A_KIND).await?;
            let mut numbers = Vec::new();
            for party in found.into_iter().filter_map(super::people::known) {
                let number = party.person.id_number.clone();
                let his = all.entry(number.clone()).or_default();
                if his.iter().all(|(item, _)| item != id) {
                    his.push((id.clone(), party));
                    numbers.push(number);
                }
            }
            numbers.shuffle(chance);
            of_item.push(numbers);
        }
        let mut chosen: Vec<Comes> = Vec::new();
        let mut known: BTreeSet<String> = BTreeSet::new();
        let mut turn = 0;
        while chosen.len() < PEOPLE && of_item.iter().any(|numbers| !numbers.is_empty()) {
            let kind = turn % of_item.len();
            turn += 1;
            let Some(number) = of_item[kind].pop().filter(|number| !known.contains(number)) else {
                continue;
            };
            let mut parties = all.get(&number).cloned().unwrap_or_default();
            // What he was chosen for comes first, so that the day sees every item.
            parties.sort_by_key(|(item, _)| *item != items[kind]);
            known.insert(number);
            chosen.push(Comes {
                parties,
                filed: BTreeSet::new(),
            });
        }
        Ok(chosen)
    }

    /// What a person had to say into the open intake, besides his own acts.
    pub(super) fn said(&self, id: &str) -> Vec<Said> {
        let Ok(book) = self.desk.book() else {
            return Vec::new();
        };
        let Some(item) = book.catalogue.item(id) else {
            return Vec::new();
        };
        let state = self.desk.state();
        let Some(intake) = state.intake.as_ref() else {
            return Vec::new();
        };
        let draft = &intake.draft;
        let here = draft.situated(item, hall_date(self.desk.0.link.legal_now()));
        let fields = item.fields.iter();
        fields
            .filter(|field| !field.is_own() && here.shows(field))
            .filter_map(|field| {
                let cell = draft.form.get(&field.key).filter(|cell| cell.is_filled())?;
                if cell.source() != Some(SourceKind::Typed) {
                    return None;
                }
                let key = own_key_of(item, &book.catalogue.rules, draft, &field.subject);
                let nobody = || format!("{}/{}", draft.party.applicant_number(), field.subject);
                Some(Said {
                    element: field.data_element.clone(),
                    sensitivity: field.sensitivity.clone(),
                    label: format!("{} {}", field.data_element, field.label),
                    of: key.map_or_else(nobody, |key| key.number().to_owned()),
                    why: why_not(field, Some(cell), intake, &book.catalogue.sources),
                })
            })
            .collect()
    }
}

/// A fact somebody was asked for: who said it, of whom, which element.
type Asked = (String, String, String);

#[derive(Default)]
struct Tally {
    /// How often, and what of it the hall held from an accepted case: since when.
    asked: BTreeMap<Asked, Option<Timestamp>>,
    /// The last label and the reasons.
    twice: BTreeMap<Asked, (String, String)>,
    accepted: usize,
}

impl Tally {
    fn visit(&mut self, who: &str, said: &[Said], accepted: bool, rules: &ReuseRules, now: Timestamp) {
        self.accepted += usize::from(accepted);
        let mut here: BTreeSet<Asked> = BTreeSet::new();
        for one in said {
            let asked = (who.to_owned(), one.of.clone(), one.element.clone());
            if !here.insert(asked.clone()) {
                continue;
            }
            let held = self.asked.entry(asked.clone()).or_default();
            let is_held = held.is_some_and(|since| {
                rules.use_of(&one.element, &one.sensitivity, since, hall_date(now)) != Use::Never
            });
            if is_held {
                self.twice
                    .insert(asked.clone(), (one.label.clone(), one.why.clone()));
            }
            if accepted {
                *held = Some(now);
            }
        }
    }

    /// Label, reason and how many facts of it, most first.
    fn twice(&self) -> Vec<(String, String, usize)> {
        let mut counted: BTreeMap<(String, String), usize> = BTreeMap::new();
        for one in self.twice.values() {
            *counted.entry(one.clone()).or_default() += 1;
        }
        let mut all: Vec<_> = counted
            .into_iter()
            .map(|((label, why), times)| (label, why, times))
            .collect();
        all.sort_by_key(|(_, _, times)| std::cmp::Reverse(*times));
        all
    }

    fn report(&self, visits: usize, people: usize) -> OnceReport {
        let mut by_element = BTreeMap::new();
        let mut by_reason = BTreeMap::new();
        for ((_, _, element), (_, why)) in &self.twice {
            *by_element.entry(element.clone()).or_default() += 1;
            *by_reason.entry(why.clone()).or_default() += 1;
        }
        let (asked, twice) = (self.asked.len(), self.twice.len());
        let share = match asked {
            0 => 1.0,
            asked => 1.0 - twice as f64 / asked as f64,
        };
        OnceReport {
            report: "once",
            visits,
            people,
            accepted: self.accepted,
            fields_asked: asked,
            asked_twice: twice,
            share_never_asked_twice: rounded(share),
            by_element,
            by_reason,
        }
    }
}

#[cfg(test)]
mod tests {
    use cases::case::collected::rules::{Months, ReuseRule};

    use super::*;

    fn said(of: &str, element: &str) -> Said {
        Said {
            element: element.into(),
            sensitivity: "personal".into(),
            label: element.into(),
            of: of.into(),
            why: "目录未列可共享的来源".into(),
        }
    }

    #[test]
    fn a_fact_counts_as_asked_twice_only_where_an_accepted_case_held_it() {
        let rules = ReuseRules {
            files_months: 24,
            rules: vec![ReuseRule {
                elements: vec!["reg.*".into()],
                never: true,
                ..ReuseRule::default()
            }],
            otherwise: Months {
                set_months: 1,
                offered_months: 1,
                kept_months: 1,
            },
        };
        let now: Timestamp = "2026-11-20T02:00:00Z".parse().unwrap();
        let mut tally = Tally::default();
        let mut visit = |who: &str, said: &[Said], accepted| tally.visit(who, said, accepted, &rules, now);
        // Twice in one form is once; what was never accepted is held nowhere.
        visit(
            "a",
            &[said("a", "person.phone"), said("a", "person.phone")],
            false,
        );
        visit("a", &[said("a", "person.phone"), said("a", "reg.scope")], true);
        // Somebody else, of somebody else, something else.
        visit("b", &[said("a", "person.phone")], true);
        visit("a", &[said("b", "person.phone"), said("a", "person.email")], true);
        // The rules let nobody keep it.
        visit("a", &[said("a", "reg.scope")], true);
        let before = tally.report(5, 2);
        assert_eq!((before.fields_asked, before.asked_twice), (5, 0));
        assert_eq!(before.share_never_asked_twice, 1.0);
        tally.visit("a", &[said("a", "person.phone")], true, &rules, now);
        let after = tally.report(6, 2);
        assert_eq!((after.fields_asked, after.asked_twice), (5, 1));
        assert_eq!(after.share_never_asked_twice, 0.8);
        assert_eq!(after.by_element["person.phone"], 1);
        assert_eq!(tally.twice()[0].2, 1);
    }
}
