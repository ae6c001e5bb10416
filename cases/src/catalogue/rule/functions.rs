//! The functions of rules: which there are, what they take and give, what they cost, what they do.

use jiff::civil::Date;

use super::facts::{Span, Val, age, midnight};
use super::judge::equal;
use super::kind::Kind;
use super::number::Number;
use crate::form::Value;
use crate::form::alike::{address, same_plain, text};
use crate::identity::{PersonId, Uscc};

/// The furthest a span reaches, in months or days.
const FURTHEST: i64 = 1_000_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Size,
    Sum,
    NotEmpty,
    IsDistinct,
    Abs,
    Years,
    Months,
    Days,
    Year,
    MonthOf,
    DayOf,
    DaysBetween,
    MonthsBetween,
    Age,
    ValidId,
    ValidUscc,
    Same,
    SameAddress,
    /// By the first character: two surnames of which one is 复姓 and begins like the other are taken for the same.
    SameSurname,
    Contains,
    StartsWith,
    EndsWith,
    /// Not in any text: the loops of `all` and `exists` ask whether going on still matters.
    IsNotFalse,
}

/// The function of this name for arguments of these kinds, with the kind it gives and its steps beside those of
/// its arguments. `Err` names the kind wanted where only the kinds are wrong.
pub(super) fn find(name: &str, args: &[Kind]) -> Result<(Function, Kind, u64), Option<&'static str>> {
    use Function as F;
    let text = |kind: &Kind| matches!(kind, Kind::Text);
    Ok(match (name, args) {
        ("size", [Kind::List(_)]) => (F::Size, Kind::Number, 1),
        ("size", [Kind::Text]) => (F::Size, Kind::Number, 32),
        ("size", [_]) => return Err(Some("text | list")),
        ("sum", [Kind::List(of)]) if of.join(&Kind::Number).is_some() => (F::Sum, Kind::Number, 100),
        ("sum", [_]) => return Err(Some("list(number)")),
        ("notEmpty", [_]) => (F::NotEmpty, Kind::Bool, 1),
        ("isDistinct", [Kind::List(_)]) => (F::IsDistinct, Kind::Bool, 10_000),
        ("isDistinct", [_]) => return Err(Some("list")),
        ("abs", [Kind::Number]) => (F::Abs, Kind::Number, 1),
        ("years", [Kind::Number]) => (F::Years, Kind::Span, 1),
        ("months", [Kind::Number]) => (F::Months, Kind::Span, 1),
        ("days", [Kind::Number]) => (F::Days, Kind::Span, 1),
        ("abs" | "years" | "months" | "days", [_]) => return Err(Some("number")),
        ("year", [Kind::Date]) => (F::Year, Kind::Number, 1),
        ("monthOf", [Kind::Date]) => (F::MonthOf, Kind::Date, 1),
        ("dayOf", [Kind::Date]) => (F::DayOf, Kind::Date, 1),
        ("year" | "monthOf" | "dayOf", [_]) => return Err(Some("date")),
        ("daysBetween", [Kind::Date, Kind::Date]) => (F::DaysBetween, Kind::Number, 4),
        ("monthsBetween", [Kind::Date, Kind::Date]) => (F::MonthsBetween, Kind::Number, 8),
        ("daysBetween" | "monthsBetween", [_, _]) => return Err(Some("date, date")),
        ("age", [Kind::Date]) => (F::Age, Kind::Number, 1),
        ("age", [Kind::Text]) => (F::Age, Kind::Number, 32),
        ("age", [_]) => return Err(Some("date | text")),
        ("validId", [Kind::Text] | [Kind::Text, Kind::Text]) => (F::ValidId, Kind::Bool, 64),
        ("validUscc", [Kind::Text]) => (F::ValidUscc, Kind::Bool, 64),
        ("validId" | "validUscc", [_]) | ("validId", [_, _]) => return Err(Some("text")),
        ("same", [Kind::Text, Kind::Text]) => (F::Same, Kind::Bool, 128),
        ("same", [Kind::List(a), Kind::List(b)]) if text(a) && text(b) => (F::Same, Kind::Bool, 12_800),
        ("same", [_, _]) => return Err(Some("text, text | list(text), list(text)")),
        ("sameAddress", [Kind::Text, Kind::Text]) => (F::SameAddress, Kind::Bool, 128),
        ("sameSurname", [Kind::Text, Kind::Text]) => (F::SameSurname, Kind::Bool, 1),
        ("contains", [Kind::Text, Kind::Text]) => (F::Contains, Kind::Bool, 16),
        ("startsWith", [Kind::Text, Kind::Text]) => (F::StartsWith, Kind::Bool, 4),
        ("endsWith", [Kind::Text, Kind::Text]) => (F::EndsWith, Kind::Bool, 4),
        ("sameAddress" | "sameSurname" | "contains" | "startsWith" | "endsWith", [_, _]) => {
            return Err(Some("text, text"));
        }
        ("@not_strictly_false", [Kind::Bool]) => (F::IsNotFalse, Kind::Bool, 1),
        _ => return Err(None),
    })
}

/// `None` where the answer cannot be known.
pub(super) fn call<'a>(function: Function, args: &[Val<'a>], today: Date) -> Option<Val<'a>> {
    use Function as F;
    Some(match (function, args) {
        (F::IsNotFalse, [flag]) => Val::Bool(*flag != Val::Bool(false)),
        (F::Size, [Val::List(all)]) => Val::Number(Number::count(all.len())),
        (F::Size, [Val::Text(text)]) => Val::Number(Number::count(text.chars().count())),
        (F::Sum, [Val::List(all)]) => {
            let mut sum = Number::ZERO;
            for one in all.iter() {
                let Val::Number(number) = one else { return None };
                sum = sum.plus(*number)?;
            }
            Val::Number(sum)
        }
        (F::NotEmpty, [Val::List(all)]) => Val::Bool(!all.is_empty()),
        (F::NotEmpty, [Val::Text(text)]) => Val::Bool(!text.trim().is_empty()),
        (F::NotEmpty, [Val::Bool(_) | Val::Number(_) | Val::Date(_) | Val::Span(_)]) => Val::Bool(true),
        (F::IsDistinct, [Val::List(all)]) => Val::Bool(is_distinct(all)?),
        (F::Abs, [Val::Number(number)]) => Val::Number(number.size()),
        (F::Years, [Val::Number(number)]) => span(*number, 12, 0)?,
        (F::Months, [Val::Number(number)]) => span(*number, 1, 0)?,
        (F::Days, [Val::Number(number)]) => span(*number, 0, 1)?,
        (F::Year, [Val::Date(day)]) => Val::Number(Number::whole(day.year().into())),
        (F::MonthOf, [Val::Date(day)]) => Val::Date(midnight(day.date().first_of_month())),
        (F::DayOf, [Val::Date(day)]) => Val::Date(midnight(day.date())),
        (F::DaysBetween, [Val::Date(from), Val::Date(to)]) => {
            let between = from.date().until(to.date()).ok()?;
            Val::Number(Number::whole(between.get_days().into()))
        }
        (F::MonthsBetween, [Val::Date(from), Val::Date(to)]) => {
            let between = from.date().until((jiff::Unit::Month, to.date())).ok()?;
            Val::Number(Number::whole(between.get_months().into()))
        }
        (F::Age, [Val::Date(birth)]) => age(birth.date(), today),
        (F::Age, [Val::Text(number)]) => age(PersonId::parse("111", number, today).ok()?.birth()?, today),
        (F::ValidId, [Val::Text(number)]) => Val::Bool(PersonId::parse("111", number, today).is_ok()),
        (F::ValidId, [Val::Text(number), Val::Text(kind)]) => {
            Val::Bool(PersonId::parse(kind, number, today).is_ok())
        }
        (F::ValidUscc, [Val::Text(number)]) => Val::Bool(Uscc::parse(number).is_ok()),
        (F::Same, [Val::Text(a), Val::Text(b)]) => Val::Bool(text(a) == text(b)),
        (F::Same, [Val::List(a), Val::List(b)]) => Val::Bool(same_plain(&texts(a)?, &texts(b)?)),
        (F::SameAddress, [Val::Text(a), Val::Text(b)]) => Val::Bool(address::same(a, b)),
        (F::SameSurname, [Val::Text(a), Val::Text(b)]) => Val::Bool(a.chars().next() == b.chars().next()),
        (F::Contains, [Val::Text(text), Val::Text(part)]) => Val::Bool(text.contains(part.as_ref())),
        (F::StartsWith, [Val::Text(text), Val::Text(part)]) => Val::Bool(text.starts_with(part.as_ref())),
        (F::EndsWith, [Val::Text(text), Val::Text(part)]) => Val::Bool(text.ends_with(part.as_ref())),
        _ => return None,
    })
}

fn span(number: Number, months: i64, days: i64) -> Option<Val<'static>> {
    let many = number.to_whole().filter(|many| many.abs() <= FURTHEST)?;
    Some(Val::Span(Span {
        months: many * months,
        days: many * days,
    }))
}

fn is_distinct(all: &[Val<'_>]) -> Option<bool> {
    let mut unknown = false;
    for (at, one) in all.iter().enumerate() {
        for other in &all[..at] {
            match equal(one, other) {
                Some(true) => return Some(false),
                Some(false) => {}
                None => unknown = true,
            }
        }
    }
    (!unknown).then_some(true)
}

fn texts(all: &[Val<'_>]) -> Option<Value> {
    let all: Option<Vec<String>> = all
        .iter()
        .map(|one| match one {
            Val::Text(text) => Some(text.to_string()),
            _ => None,
        })
        .collect();
    all.map(Value::Many)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_leave_out_the_regions_in_front() {
        for (a, b, is) in [
            ("示范区政务路1号", "示范区政务路１号", true),
            ("福建省示范市示范区政务路1号", "示范区政务路1号", true),
            ("政务路1号楼二层", "示范区政务路1号楼二层", true),
            ("示范区政务路1号", "示范区政务路11号", false),
            ("示范区北政务路1号楼", "政务路1号楼", false),
            ("示范区1号", "1号", false),
        ] {
            assert_eq!(address::same(a, b), is, "{a} / {b}");
            assert_eq!(address::same(b, a), is, "{b} / {a}");
        }
    }
}
