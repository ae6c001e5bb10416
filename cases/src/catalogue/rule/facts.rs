//! What is known of a case, as rules see it.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::civil::{Date, DateTime, Time, date};

use super::kind::Kind;
use super::names::{PartyFact, Source};
use super::number::Number;
use super::{LONGEST_TEXT, MOST_ENTRIES};
use crate::case::Draft;
use crate::form::{Cell, SourceKind, Value};
use crate::identity::PersonId;
use crate::material::Held;

/// `长期`: an end that never comes.
const FOR_EVER: Date = date(9999, 12, 31);

/// A value while a rule is judged. `Unknown` is a third answer, not a fault.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Val<'a> {
    Unknown,
    Bool(bool),
    Number(Number),
    Text(Cow<'a, str>),
    Date(DateTime),
    Span(Span),
    List(Rc<Vec<Val<'a>>>),
}

/// Years and months, and days beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub months: i64,
    pub days: i64,
}

impl Span {
    pub(super) fn negated(self) -> Option<Self> {
        Some(Self {
            months: self.months.checked_neg()?,
            days: self.days.checked_neg()?,
        })
    }
}

/// The facts of one intake on one day.
///
/// Nothing is copied or prepared: a rule looks up what it names, so that judging at each key costs microseconds.
pub struct Facts<'a> {
    draft: &'a Draft,
    today: Date,
    answers: Option<&'a BTreeMap<String, Vec<String>>>,
    form_digest: OnceCell<String>,
}

impl<'a> Facts<'a> {
    pub fn of(draft: &'a Draft, today: Date) -> Self {
        Self {
            draft,
            today,
            answers: None,
            form_digest: OnceCell::new(),
        }
    }

    /// The same with what was answered in the guidance (情形引导): question id → codes. None are answered where the
    /// question is not asked; an open question is absent.
    pub fn with_answers(mut self, answers: &'a BTreeMap<String, Vec<String>>) -> Self {
        self.answers = Some(answers);
        self
    }

    pub(super) fn today(&self) -> Date {
        self.today
    }

    pub(super) fn value(&self, source: &Source, kind: &Kind) -> Val<'a> {
        match source {
            Source::Field(_) | Source::Shared(_) => {
                self.held(source).map_or(Val::Unknown, |value| read(value, kind))
            }
            Source::Today => Val::Date(midnight(self.today)),
            Source::Party(fact) => self.of_party(*fact),
            Source::Answer(question) => self
                .answers
                .and_then(|answers| answers.get(question))
                .map_or(Val::Unknown, |codes| answered(codes, kind)),
        }
    }

    /// What stands in the form behind a name, as the form holds it.
    pub(super) fn held(&self, source: &Source) -> Option<&'a Value> {
        match source {
            Source::Field(key) => self.cell(key).filter(|cell| cell.is_filled())?.value(),
            Source::Shared(key) => self
                .cell(key)?
                .offered
                .iter()
                .find(|one| one.from.kind == SourceKind::Registry && !one.value.is_empty())
                .map(|one| &one.value),
            Source::Today | Source::Party(_) | Source::Answer(_) => None,
        }
    }

    /// Whether anything was said; unknown while sources disagree or a typed text could not stand, and of a registry
    /// that said nothing: it may not have been asked.
    pub(super) fn is_filled(&self, source: &Source, kind: &Kind) -> Option<bool> {
        if let Source::Field(key) = source
            && self
                .cell(key)
                .is_some_and(|cell| cell.undecided || cell.rejected.is_some())
        {
            return None;
        }
        match source {
            Source::Field(_) => Some(self.held(source).is_some()),
            Source::Shared(_) => self.held(source).map(|_| true),
            Source::Today | Source::Party(_) | Source::Answer(_) => {
                Some(self.value(source, kind) != Val::Unknown)
            }
        }
    }

    /// Whether anything is in hand for the material: a licence, a confirmed fact, files, paper, a made form.
    pub(super) fn in_hand(&self, material: &str) -> bool {
        self.draft
            .slot(material)
            .is_some_and(|slot| slot.is_satisfied(self.form_digest()))
    }

    /// Whether the form that was made of this material is signed as it stands.
    pub(super) fn is_signed(&self, material: &str) -> bool {
        self.draft.slot(material).is_some_and(|slot| {
            matches!(slot.held, Some(Held::Generated { .. })) && slot.is_satisfied(self.form_digest())
        })
    }

    fn form_digest(&self) -> &str {
        self.form_digest.get_or_init(|| self.draft.form_digest())
    }

    fn cell(&self, key: &str) -> Option<&'a Cell> {
        self.draft.form.get(key)
    }

    fn of_party(&self, fact: PartyFact) -> Val<'a> {
        let party = &self.draft.party;
        let person = &party.person;
        let id = || PersonId::parse(&person.id_type, &person.id_number, self.today).ok();
        let birth = || id().and_then(|id| id.birth());
        let body = |of: fn(&'a crate::case::party::Body) -> &'a String| {
            party.body.as_ref().map_or(Val::Unknown, |body| text(of(body)))
        };
        match fact {
            PartyFact::AsAgent => Val::Bool(party.as_agent),
            PartyFact::HasBody => Val::Bool(party.body.is_some()),
            PartyFact::PersonName => text(&person.name),
            PartyFact::PersonIdType => text(&person.id_type),
            PartyFact::PersonIdNumber => text(&person.id_number),
            PartyFact::PersonSex => id()
                .and_then(|id| id.sex())
                .map_or(Val::Unknown, |sex| Val::Text(Cow::Owned(sex.code().to_owned()))),
            PartyFact::PersonBirth => birth().map_or(Val::Unknown, |day| Val::Date(midnight(day))),
            PartyFact::PersonAge => birth().map_or(Val::Unknown, |day| age(day, self.today)),
            PartyFact::BodyName => body(|body| &body.name),
            PartyFact::BodyUscc => body(|body| &body.uscc),
            PartyFact::BodyRelation => body(|body| &body.relation),
        }
    }
}

/// 周岁: full years lived; a birthday counts from its own day.
pub(super) fn age(birth: Date, today: Date) -> Val<'static> {
    let mut years = i64::from(today.year()) - i64::from(birth.year());
    if (today.month(), today.day()) < (birth.month(), birth.day()) {
        years -= 1;
    }
    Val::Number(Number::whole(years))
}

pub(super) fn midnight(day: Date) -> DateTime {
    day.to_datetime(Time::midnight())
}

fn text(text: &str) -> Val<'_> {
    if text.is_empty() || text.len() > LONGEST_TEXT {
        Val::Unknown
    } else {
        Val::Text(Cow::Borrowed(text))
    }
}

/// The codes of an answer. That nothing was asked is known: it equals no code.
fn answered<'a>(codes: &'a [String], kind: &Kind) -> Val<'a> {
    let code = |code: &'a String| Val::Text(Cow::Borrowed(code.as_str()));
    match kind {
        Kind::List(_) => Val::List(Rc::new(codes.iter().map(code).collect())),
        _ => codes.first().map_or(Val::Text(Cow::Borrowed("")), code),
    }
}

fn read<'a>(value: &'a Value, kind: &Kind) -> Val<'a> {
    match (kind, value) {
        (Kind::List(_), Value::Many(all)) if all.len() > MOST_ENTRIES => Val::Unknown,
        (Kind::List(of), Value::Many(all)) => {
            Val::List(Rc::new(all.iter().map(|one| read_one(one, of)).collect()))
        }
        (Kind::List(of), Value::Text(one)) => Val::List(Rc::new(vec![read_one(one, of)])),
        (Kind::Bool, Value::Flag(flag)) => Val::Bool(*flag),
        (_, Value::Text(one)) => read_one(one, kind),
        (_, Value::Flag(_) | Value::Many(_)) => Val::Unknown,
    }
}

fn read_one<'a>(one: &'a str, kind: &Kind) -> Val<'a> {
    match kind {
        Kind::Text => text(one),
        Kind::Number => Number::read(one).map_or(Val::Unknown, Val::Number),
        Kind::Date => read_date(one).map_or(Val::Unknown, Val::Date),
        Kind::Bool => match one {
            "是" => Val::Bool(true),
            "否" => Val::Bool(false),
            _ => Val::Unknown,
        },
        Kind::Span | Kind::List(_) | Kind::Nothing => Val::Unknown,
    }
}

/// A date, a month (its first day) or a date with a time of day, in the form's normal writing.
pub(super) fn read_date(text: &str) -> Option<DateTime> {
    match text {
        "长期" => Some(midnight(FOR_EVER)),
        _ if text.contains('T') => text.parse().ok(),
        _ if text.len() == 7 => format!("{text}-01").parse().ok().map(midnight),
        _ => text.parse().ok().map(midnight),
    }
}
