//! From the looks of one operator to what somebody has to look at.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::rules::WatchRules;
use super::seen::{Denial, Seen, Whose};
use crate::deadline::hall_date;

/// What was noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// 无号无件查询
    WithoutTicket,
    /// 查询过密: looks in a minute, or people in an hour
    TooMany,
    /// 一件多人
    ManyInCase,
    /// 屡次被拒
    Denied,
    /// 非工作时间
    OffHours,
    /// 查询本人
    Own,
    /// 查询亲属
    Relative,
    /// 重点关注人员
    Listed,
}

impl Kind {
    pub const ALL: [Kind; 8] = [
        Kind::WithoutTicket,
        Kind::TooMany,
        Kind::ManyInCase,
        Kind::Denied,
        Kind::OffHours,
        Kind::Own,
        Kind::Relative,
        Kind::Listed,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Kind::WithoutTicket => "withoutTicket",
            Kind::TooMany => "tooMany",
            Kind::ManyInCase => "manyInCase",
            Kind::Denied => "denied",
            Kind::OffHours => "offHours",
            Kind::Own => "own",
            Kind::Relative => "relative",
            Kind::Listed => "listed",
        }
    }

    pub fn from_word(word: &str) -> Option<Kind> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Something an operator's last look gave reason for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspicion {
    pub kind: Kind,
    /// How many looks, or people, it is about.
    pub count: u32,
    /// Since the first of them.
    pub since: Timestamp,
}

/// Judges the last of an operator's looks. `looks` are his of this day and of the hour before, in order. `settled` says
/// until when a supervisor has looked into a kind; what was before is not counted again.
pub fn judge(
    rules: &WatchRules,
    looks: &[Seen],
    settled: impl Fn(Kind) -> Option<Timestamp>,
) -> Vec<Suspicion> {
    let Some(last) = looks.last() else {
        return Vec::new();
    };
    let after = |kind: Kind| {
        let settled = settled(kind);
        looks
            .iter()
            .filter(move |look| settled.is_none_or(|until| look.at > until))
    };
    let within =
        |look: &Seen, minutes: i64| last.at.duration_since(look.at) < SignedDuration::from_mins(minutes);
    let mut found = Vec::new();
    let mut note = |kind: Kind, limit: u32, counted: Counted| {
        if let Some(since) = counted.since.filter(|_| counted.count >= limit) {
            found.push(Suspicion {
                kind,
                count: counted.count,
                since,
            });
        }
    };

    let without = |look: &Seen| !look.backed && !look.part;
    if without(last) {
        let day = hall_date(last.at);
        let of_day = after(Kind::WithoutTicket).filter(|look| without(look) && hall_date(look.at) == day);
        note(Kind::WithoutTicket, rules.without_ticket, looks_of(of_day));
    }
    if last.denied == Some(Denial::Beyond) {
        let minutes = i64::from(rules.denied_minutes);
        let of_late =
            after(Kind::Denied).filter(|look| look.denied == Some(Denial::Beyond) && within(look, minutes));
        note(Kind::Denied, rules.denied, looks_of(of_late));
    }
    if last.denied.is_none() {
        let granted = |look: &&Seen| look.denied.is_none();
        let of_minute = after(Kind::TooMany)
            .filter(granted)
            .filter(|look| within(look, 1));
        let of_hour = after(Kind::TooMany)
            .filter(granted)
            .filter(|look| within(look, 60));
        let (looks, people) = (looks_of(of_minute), people_of(of_hour));
        // One alarm, whichever was too much.
        if people.count >= rules.people_in_hour {
            note(Kind::TooMany, rules.people_in_hour, people);
        } else {
            note(Kind::TooMany, rules.looks_in_minute, looks);
        }
        if last.case.is_some() {
            let of_case = after(Kind::ManyInCase)
                .filter(granted)
                .filter(|look| look.case == last.case);
            note(Kind::ManyInCase, rules.people_in_case, people_of(of_case));
        }
        if rules
            .grace_minutes
            .is_some_and(|grace| last.outside_minutes > grace)
        {
            let grace = rules.grace_minutes.unwrap_or_default();
            let outside = after(Kind::OffHours)
                .filter(granted)
                .filter(|look| look.outside_minutes > grace);
            note(Kind::OffHours, 1, looks_of(outside));
        }
    }
    // Whoever tried has to say why, also where it was refused.
    let kind = match last.whose {
        Whose::Anybody => return found,
        Whose::Own => Kind::Own,
        Whose::Relative => Kind::Relative,
        Whose::Listed => Kind::Listed,
    };
    let same = after(kind).filter(|look| look.whose == last.whose && !look.part);
    let counted = looks_of(same);
    if let Some(since) = counted.since {
        found.push(Suspicion {
            kind,
            count: counted.count,
            since,
        });
    }
    found
}

#[derive(Default)]
struct Counted {
    count: u32,
    since: Option<Timestamp>,
}

fn looks_of<'a>(looks: impl Iterator<Item = &'a Seen>) -> Counted {
    let mut counted = Counted::default();
    for look in looks {
        counted.count += 1;
        counted.since.get_or_insert(look.at);
    }
    counted
}

fn people_of<'a>(looks: impl Iterator<Item = &'a Seen>) -> Counted {
    let mut counted = Counted::default();
    let mut people = BTreeSet::new();
    for look in looks {
        people.insert(look.subject.as_str());
        counted.since.get_or_insert(look.at);
    }
    counted.count = u32::try_from(people.len()).unwrap_or(u32::MAX);
    counted
}
