//! Bundles (一件事): members, what they wait for, what is promised, and the facts that pass between them.

use std::collections::{BTreeMap, BTreeSet};

use super::super::bundle::{Bundle, Bundles, Member};
use super::super::element::DataElement;
use super::super::item::Item;
use super::fault::Fault;
use super::report::Report;

pub fn check(
    bundles: &Bundles,
    items: &[Item],
    elements: &BTreeMap<String, DataElement>,
    report: &mut Report,
) {
    let report = report.of("bundles.json");
    let known: BTreeMap<&str, &Item> = items.iter().map(|item| (item.id.as_str(), item)).collect();
    let departments: BTreeSet<&str> = items.iter().map(|item| item.department.as_str()).collect();
    let mut ids = BTreeSet::new();
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, bundle) in bundles.bundles.iter().enumerate() {
        let path = |rest: &str| format!("bundles[{at}].{rest}");
        if !ids.insert(bundle.id.as_str()) {
            report.say(&path("id"), &Fault::Twice(bundle.id.clone()));
        }
        match codes.get(bundle.code.as_str()) {
            Some(first) => {
                let (code, other) = (bundle.code.clone(), format!("bundles[{first}]"));
                report.say(&path("code"), &Fault::SameCode { code, other });
            }
            None => {
                codes.insert(&bundle.code, at);
            }
        }
        if bundle.name.trim().is_empty() {
            report.say(&path("name"), &Fault::Empty("套餐名称"));
        }
        let one = One {
            bundle,
            items: &known,
            elements,
            path: &path,
        };
        one.departments(&departments, report);
        one.members(report);
        one.order(report);
        one.questions(report);
        one.facts(report);
    }
}

struct One<'a> {
    bundle: &'a Bundle,
    items: &'a BTreeMap<&'a str, &'a Item>,
    elements: &'a BTreeMap<String, DataElement>,
    path: &'a dyn Fn(&str) -> String,
}

impl One<'_> {
    fn member(&self, id: &str) -> Option<&Member> {
        self.bundle.members.iter().find(|member| member.item_id == id)
    }

    /// Departments stand without the region's name, and those of external members are not the catalogue's own.
    fn departments(&self, known: &BTreeSet<&str>, report: &mut Report) {
        let external = || self.bundle.members.iter().filter(|member| member.external);
        let is_known = |name: &str| {
            !name.is_empty()
                && (known.iter().any(|department| department.ends_with(name))
                    || external().any(|member| member.department == name))
        };
        let lead = std::iter::once(("leadDepartment".to_owned(), &self.bundle.lead_department));
        let others = self.bundle.cooperating_departments.iter().enumerate();
        let others = others.map(|(at, name)| (format!("cooperatingDepartments[{at}]"), name));
        for (place, name) in lead.chain(others) {
            if !is_known(name) {
                report.say(&(self.path)(&place), &Fault::Department(name.clone()));
            }
        }
    }

    fn members(&self, report: &mut Report) {
        let mut ids = BTreeSet::new();
        for (at, member) in self.bundle.members.iter().enumerate() {
            let path = |rest: &str| (self.path)(&format!("members[{at}].{rest}"));
            if !ids.insert(member.item_id.as_str()) {
                report.say(&path("itemId"), &Fault::Twice(member.item_id.clone()));
            }
            for (d, id) in member.depends_on.iter().enumerate() {
                if self.member(id).is_none() {
                    report.say(&path(&format!("dependsOn[{d}]")), &Fault::NoMember(id.clone()));
                }
            }
            if member.external {
                continue;
            }
            let Some(item) = self.items.get(member.item_id.as_str()) else {
                report.say(&path("itemId"), &Fault::NoItem(member.item_id.clone()));
                continue;
            };
            for subject in member.subject_map.keys() {
                if !item.fields.iter().any(|field| field.subject == *subject) {
                    report.say(
                        &path(&format!("subjectMap.{subject}")),
                        &Fault::NoSubject(subject.clone()),
                    );
                }
            }
        }
    }

    /// 依赖: no circle, and no promise below the longest path.
    fn order(&self, report: &mut Report) {
        if let Some(circle) = self.circle() {
            report.say(&(self.path)("members"), &Fault::Circle(circle));
            return;
        }
        let mut known = BTreeMap::new();
        let longest = self
            .bundle
            .members
            .iter()
            .map(|member| self.days_until_done(&member.item_id, &mut known))
            .max()
            .unwrap_or(0);
        let promised = self.bundle.promised_days;
        if promised < longest {
            report.say(
                &(self.path)("promisedDays"),
                &Fault::LongestPath { promised, longest },
            );
        }
    }

    /// A circle of members that wait for each other, if there is one.
    fn circle(&self) -> Option<Vec<String>> {
        // Who waits for nobody that is left is taken out; what stays waits in a circle.
        let mut left: BTreeSet<&str> = self
            .bundle
            .members
            .iter()
            .map(|member| member.item_id.as_str())
            .collect();
        let waits = |id: &str, left: &BTreeSet<&str>| -> Option<&str> {
            let member = self.member(id)?;
            let next = member.depends_on.iter().find(|id| left.contains(id.as_str()))?;
            Some(next.as_str())
        };
        while let Some(free) = left.iter().find(|id| waits(id, &left).is_none()).copied() {
            left.remove(free);
        }
        let mut way = vec![*left.first()?];
        loop {
            let next = waits(way.last()?, &left)?;
            if let Some(from) = way.iter().position(|id| *id == next) {
                let circle = way[from..].iter().chain(std::iter::once(&next));
                return Some(circle.map(|id| (*id).to_owned()).collect());
            }
            way.push(next);
        }
    }

    /// Working days until this member is done when everybody takes what he promises.
    fn days_until_done<'m>(&'m self, id: &'m str, known: &mut BTreeMap<&'m str, u32>) -> u32 {
        if let Some(days) = known.get(id) {
            return *days;
        }
        let Some(member) = self.member(id) else { return 0 };
        let before = member
            .depends_on
            .iter()
            .map(|id| self.days_until_done(id, known))
            .max()
            .unwrap_or(0);
        // The item's own promise counts; what an external member states is all there is of it.
        let own = match self.items.get(id) {
            Some(item) if !member.external => item.promised_days,
            _ => member.promised_days.unwrap_or(0),
        };
        let days = before.saturating_add(own);
        known.insert(id, days);
        days
    }

    fn questions(&self, report: &mut Report) {
        for (at, question) in self.bundle.guide_questions.iter().enumerate() {
            let path = |rest: &str| (self.path)(&format!("guideQuestions[{at}].{rest}"));
            if let Some(id) = &question.if_yes_includes {
                match self.member(id) {
                    None => report.say(&path("ifYesIncludes"), &Fault::NoMember(id.clone())),
                    Some(member) if member.required => {
                        report.say(&path("ifYesIncludes"), &Fault::EmptyQuestion);
                    }
                    Some(_) => {}
                }
            } else if question.sets_fact.is_none() {
                report.say(&path("question"), &Fault::EmptyQuestion);
            }
            if let Some(fact) = &question.sets_fact {
                self.fact(&path("setsFact"), fact, report);
            }
        }
    }

    fn facts(&self, report: &mut Report) {
        for (at, provision) in self.bundle.result_provides.iter().enumerate() {
            let path = |rest: &str| (self.path)(&format!("resultProvides[{at}].{rest}"));
            if self.member(&provision.item_id).is_none() {
                report.say(&path("itemId"), &Fault::NoMember(provision.item_id.clone()));
            }
            for (f, fact) in provision.facts.iter().enumerate() {
                self.element(&path(&format!("facts[{f}]")), fact, report);
            }
        }
        for (at, same) in self.bundle.fact_equivalences.iter().enumerate() {
            for (side, fact) in [("a", &same.a), ("b", &same.b)] {
                let path = (self.path)(&format!("factEquivalences[{at}].{side}"));
                self.fact(&path, fact, report);
            }
        }
        for (at, member) in self.bundle.members.iter().enumerate() {
            for (f, fact) in member.fields_needed.iter().enumerate() {
                let path = (self.path)(&format!("members[{at}].fieldsNeeded[{f}]"));
                self.element(&path, fact, report);
            }
        }
    }

    /// A fact (`subject/element`) that a form of the bundle has.
    fn fact(&self, path: &str, fact: &str, report: &mut Report) {
        if !self.element(path, fact, report) {
            return;
        }
        let is_asked = self.bundle.members.iter().any(|member| {
            let fields = self.items.get(member.item_id.as_str()).map(|item| &item.fields);
            fields.into_iter().flatten().any(|field| {
                let subject = member.subject_map.get(&field.subject).unwrap_or(&field.subject);
                fact.strip_prefix(subject.as_str())
                    .and_then(|rest| rest.strip_prefix('/'))
                    .is_some_and(|element| element == field.data_element)
            })
        });
        if !is_asked {
            report.say(path, &Fault::NoFact(fact.to_owned()));
        }
    }

    /// Whether the fact speaks of a data element there is.
    fn element(&self, path: &str, fact: &str, report: &mut Report) -> bool {
        let element = fact.split_once('/').map_or(fact, |(_, element)| element);
        let is_known = self.elements.contains_key(element);
        if !is_known {
            report.say(path, &Fault::NoElement(element.to_owned()));
        }
        is_known
    }
}
