//! What a screen shows of personal data by default. Unmasking is a deed of its own and is logged.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What kind of value a field holds, as far as masking is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum MaskKind {
    /// 证件号码
    Document,
    /// 电话
    Phone,
    /// 银行账号, 公积金账号
    Account,
    /// 姓名, on public screens
    Name,
    /// 住址
    Address,
    /// 电子邮箱
    Email,
    /// 日期 of birth and the like, `YYYY-MM-DD`
    Date,
    /// Anything else that must not be shown
    Secret,
}

/// Masks a value by its kind. An empty value stays empty.
pub fn mask(kind: MaskKind, value: &str) -> String {
    let value = value.trim();
    if value.is_empty() {
        return String::new();
    }
    match kind {
        MaskKind::Document => document(value),
        MaskKind::Phone => phone(value),
        MaskKind::Account => account(value),
        MaskKind::Name => name(value),
        MaskKind::Address => head_only(value, 6),
        MaskKind::Email => match value.split_once('@') {
            Some((user, domain)) => format!("{}@{domain}", head_only(user, 1)),
            None => head_only(value, 1),
        },
        MaskKind::Date => match value.split_once('-') {
            Some((year, _)) if year.len() == 4 => format!("{year}-**-**"),
            Some(_) | None => "****".to_owned(),
        },
        MaskKind::Secret => "****".to_owned(),
    }
}

/// A document number: `350199********0011`; shorter ones keep less.
pub fn document(value: &str) -> String {
    match value.chars().count() {
        0..=4 => stars(value, 0, 0),
        5..=7 => stars(value, 1, 1),
        8..=14 => stars(value, 2, 2),
        _ => stars(value, 6, 4),
    }
}

/// A phone number: `138****1234`; any other length keeps the last four at most.
pub fn phone(value: &str) -> String {
    match value.chars().count() {
        11 => stars(value, 3, 4),
        0..=6 => stars(value, 0, 1),
        _ => stars(value, 0, 4),
    }
}

/// An account: the last four, with the length hidden.
pub fn account(value: &str) -> String {
    let count = value.chars().count();
    let last: String = value
        .chars()
        .skip(count.saturating_sub(if count > 8 { 4 } else { 1 }))
        .collect();
    format!("****{last}")
}

/// A name on a public screen: `林*`, `林*试`; names in other scripts keep the first letter.
pub fn name(value: &str) -> String {
    let count = value.chars().count();
    if value.chars().any(|c| c.is_ascii_alphabetic()) {
        return head_only(value, 1);
    }
    match count {
        0 | 1 => "*".repeat(count),
        2 => stars(value, 1, 0),
        _ => stars(value, 1, 1),
    }
}

/// The first `head` characters (fewer if the value is not longer) and four stars.
fn head_only(value: &str, head: usize) -> String {
    let keep = head.min(value.chars().count().saturating_sub(1));
    value.chars().take(keep).chain("****".chars()).collect()
}

/// Keeps `head` and `tail` characters and turns each other one into a star.
fn stars(value: &str, head: usize, tail: usize) -> String {
    let count = value.chars().count();
    value
        .chars()
        .enumerate()
        .map(|(i, c)| if i < head || i + tail >= count { c } else { '*' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: MaskKind, value: &str, shown: &str) {
        assert_eq!(mask(kind, value), shown);
    }

    #[test]
    fn promise_08_masked_by_default() {
        check(MaskKind::Document, "350199199003070011", "350199********0011");
        check(MaskKind::Document, "USA358405120001", "USA358*****0001");
        check(MaskKind::Document, "E12345678", "E1*****78");
        check(MaskKind::Document, "AB12", "****");
        check(MaskKind::Phone, "13812341234", "138****1234");
        check(MaskKind::Phone, "0599-1234567", "********4567");
        check(MaskKind::Account, "6222021234567890123", "****0123");
        check(MaskKind::Account, "123", "****3");
        check(MaskKind::Name, "林小试", "林*试");
        check(MaskKind::Name, "林试", "林*");
        check(MaskKind::Name, "阿依古丽·买买提", "阿******提");
        check(MaskKind::Name, "𠮷田试", "𠮷*试");
        check(MaskKind::Name, "JOHN SMITH", "J****");
        check(MaskKind::Address, "福建省示范区测试路1号", "福建省示范区****");
        check(MaskKind::Address, "测试", "测****");
        check(MaskKind::Email, "someone@example.cn", "s****@example.cn");
        check(MaskKind::Date, "1990-03-07", "1990-**-**");
        check(MaskKind::Secret, "x", "****");
        check(MaskKind::Phone, "  ", "");
    }
}
