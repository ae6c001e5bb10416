//! What a clerk would type into a required field that no source filled: plausible and valid.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::people;
use crate::view::intake::{Choice, FieldSchema};

/// The text for one field. `phone` is the visitor's, where he has one.
pub fn plausible(
    field: &FieldSchema,
    lists: &BTreeMap<String, Vec<Choice>>,
    today: Date,
    phone: Option<&str>,
    seed: u64,
) -> String {
    let mut chance = ChaCha8Rng::seed_from_u64(seed ^ u64::from(field.key.len() as u32) << 32);
    let list = field.list.as_ref().and_then(|list| lists.get(list));
    if let Some(list) = list {
        return choice(list, field);
    }
    if field.many && field.label.starts_with("专职从业人员") {
        return staff(field, &mut chance).join("\n");
    }
    let max = field.max_length.unwrap_or(200) as usize;
    let text = match field.kind.as_str() {
        "date" => day(field, today).to_string(),
        // Nobody who comes is too young for it by then.
        "month" if field.label.contains("退休时间") => today
            .saturating_add(jiff::Span::new().years(40))
            .strftime("%Y-%m")
            .to_string(),
        "month" => today.strftime("%Y-%m").to_string(),
        "datetime" => format!("{today} 09:00"),
        "number" => number(field).to_owned(),
        "money" => "1000".to_owned(),
        "bool" => if field.own_act || field.label.contains("本机构参保") {
            "1"
        } else {
            "0"
        }
        .to_owned(),
        "phone" => phone.map_or_else(
            || format!("139{:08}", chance.random_range(0..100_000_000)),
            str::to_owned,
        ),
        "email" => "window@example.cn".to_owned(),
        "region" => "350199".to_owned(),
        "address" => "示范区政务路1号".to_owned(),
        "idNumber" => people::number(&mut chance),
        "uscc" => people::uscc(&mut chance),
        "bankAccount" => luhn(&format!(
            "622202{:012}",
            chance.random_range(0..1_000_000_000_000_u64)
        )),
        "enum" | "multi" => "1".to_owned(),
        _ if field.label == "出生医学证明编号" => {
            format!("V{:09}", chance.random_range(0..1_000_000_000))
        }
        _ if field.label.contains("姓名") => "林思远".to_owned(),
        _ if field.label.contains("邮编") || field.label.contains("邮政编码") => "350000".to_owned(),
        _ => format!("{}（窗口核对）", field.label),
    };
    text.chars().take(max).collect()
}

/// A number that the review points (审查要点) take: far enough from a school, a ratio of the fund within the law.
fn number(field: &FieldSchema) -> &'static str {
    match field.label.as_str() {
        label if label.contains("距离") => "120",
        label if label.contains("缴存比例") => "0.08",
        label if label.contains("月数") => "240",
        _ => "3",
    }
}

/// Three of them, as a bookkeeping firm needs.
fn staff(field: &FieldSchema, chance: &mut ChaCha8Rng) -> Vec<String> {
    (1..=3)
        .map(|sex| {
            let person = people::person(chance, 1 + sex % 2);
            if field.kind == "idNumber" {
                person.id_number
            } else {
                person.name
            }
        })
        .collect()
}

/// The first entry that needs nothing more: collecting at the window rather than mail. What is moved goes somewhere
/// else than it came from, so that takes the last.
fn choice(list: &[Choice], field: &FieldSchema) -> String {
    let plain = |entry: &&Choice| !entry.name.contains("邮寄") && entry.code != "GB/T";
    let plain = if field.label.contains("转入") {
        list.iter().rfind(plain)
    } else {
        list.iter().find(plain)
    };
    match plain.or_else(|| list.first()) {
        Some(entry) if entry.code != "GB/T" => entry.code.clone(),
        // The codes are kept by the standard; any of its form is taken.
        Some(_) | None if field.kind == "enum" => "1".to_owned(),
        Some(_) | None => "1".to_owned(),
    }
}

/// Ends lie ahead, beginnings behind.
fn day(field: &FieldSchema, today: Date) -> Date {
    let ahead = ["止", "至", "到期", "拟", "预计"]
        .iter()
        .any(|word| field.label.contains(word));
    if ahead {
        today.saturating_add(jiff::Span::new().days(365))
    } else {
        today.saturating_sub(jiff::Span::new().days(30))
    }
}

/// The digits with the check digit of payment cards.
fn luhn(digits: &str) -> String {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte - b'0');
            let doubled = if at % 2 == 0 { digit * 2 } else { digit };
            if doubled > 9 { doubled - 9 } else { doubled }
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}
