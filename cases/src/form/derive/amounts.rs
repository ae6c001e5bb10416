//! What follows from listed rows: how many, how much together, whose share.

use super::{Follows, rows};
use crate::catalogue::{FieldSpec, Item};
use crate::form::cell::Form;
use crate::form::rows::group_of;
use crate::form::value::Value;

/// How many are listed, for a field that counts them by its name: `acc.staffCount` of `acc.staff.*`.
pub(super) fn counted(item: &Item, field: &FieldSpec, form: &Form) -> Option<Follows> {
    let group = field.data_element.strip_suffix("Count")?;
    let longest = item
        .fields
        .iter()
        .filter(|other| other.subject == field.subject && group_of(other) == Some(group))
        .filter_map(|other| {
            let cell = form.get(&other.key).filter(|cell| cell.is_filled())?;
            Some((rows(cell)?.len(), other.key.as_str()))
        })
        .max_by_key(|(rows, _)| *rows)?;
    Some(Follows {
        value: Value::Text(longest.0.to_string()),
        from: Some(longest.1.to_owned()),
        basis: None,
    })
}

/// Each row's share of the sum, in per cent with at most two places; none while an amount is missing or the sum is
/// nothing.
pub(super) fn shares(amounts: &[String]) -> Option<Vec<String>> {
    let amounts: Vec<f64> = amounts
        .iter()
        .map(|one| one.parse::<f64>().ok().filter(|amount| *amount >= 0.0))
        .collect::<Option<_>>()?;
    let sum: f64 = amounts.iter().sum();
    if !(sum.is_finite() && sum > 0.0) {
        return None;
    }
    let share = |amount: &f64| {
        let hundredths = (amount / sum * 10_000.0).round() / 100.0;
        hundredths.to_string()
    };
    Some(amounts.iter().map(share).collect())
}

/// Decimal places that an amount may have: 万元 with a fen has six.
const PLACES: usize = 6;

/// The exact total, as a plain decimal; none while an amount is missing.
pub(super) fn sum(amounts: &[String]) -> Option<String> {
    let total = amounts
        .iter()
        .try_fold(0_i128, |sum, one| sum.checked_add(millionths(one)?))?;
    let scale = 10_i128.pow(PLACES as u32);
    let (whole, rest) = (total / scale, total % scale);
    let text = format!("{whole}.{rest:0width$}", width = PLACES);
    Some(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}

/// A plain decimal that is not negative.
fn millionths(text: &str) -> Option<i128> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > PLACES {
        return None;
    }
    format!("{whole}{part:0<width$}", width = PLACES).parse().ok()
}

/// The columns that say who holds how much.
pub(super) struct Holding<'a> {
    /// Numbers of those who are asked about.
    pub own: &'a str,
    /// Numbers of those who hold.
    pub holder: &'a str,
    /// How much each of them holds.
    pub amounts: &'a str,
    /// In per cent of the whole.
    pub least: u8,
}

/// How many are asked about, where each of them holds enough; with the key of the column of amounts. Somebody who is
/// listed twice holds both.
pub(super) fn holding(
    item: &Item,
    field: &FieldSpec,
    columns: &Holding<'_>,
    form: &Form,
) -> Option<(usize, String)> {
    let column = |element: &str| {
        let is = |other: &&FieldSpec| other.data_element == element && other.subject == field.subject;
        let found = item.fields.iter().find(is)?;
        let cell = form.get(&found.key).filter(|cell| cell.is_filled())?;
        Some((rows(cell)?, found.key.clone()))
    };
    let ((own, _), (holders, _)) = (column(columns.own)?, column(columns.holder)?);
    let (amounts, key) = column(columns.amounts)?;
    if holders.len() != amounts.len() {
        return None;
    }
    let held: Vec<i128> = amounts.iter().map(|one| millionths(one)).collect::<Option<_>>()?;
    let total = held.iter().try_fold(0_i128, |sum, one| sum.checked_add(*one))?;
    if total == 0 {
        return None;
    }
    let enough = |number: &String| {
        let his = holders.iter().zip(&held).filter(|(holder, _)| *holder == number);
        let his: i128 = his.map(|(_, amount)| amount).sum();
        his.checked_mul(100)
            .zip(total.checked_mul(i128::from(columns.least)))
            .is_some_and(|(his, least)| his >= least)
    };
    let all = own.iter().all(|number| !number.is_empty() && enough(number));
    all.then_some((own.len(), key))
}
