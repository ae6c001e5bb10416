//! `birth.*`, `vac.*` and the mother's stay in `med.*`.

use jiff::ToSpan;
use serde_json::{Value, json};

use super::{Subject, number};
use crate::chance::digits_of;
use crate::people::places::REGION;
use crate::people::{Province, Resident};

/// Where the district's children are born.
const HOSPITAL: &str = "示范区妇幼保健院";

/// The value of a `birth.*` or `vac.*` element of a parent's newborn.
pub fn value(element: &str, province: &Province, parent: &Resident) -> Option<Value> {
    let birth = province.birth_of(parent)?;
    let key = province.residents[birth.mother].id_number.as_str();
    Some(match element {
        "birth.childName" => json!(birth.child_name),
        "birth.childSex" => json!(birth.sex.code()),
        "birth.datetime" => json!(birth.at),
        "birth.weeks" => json!(birth.weeks),
        "birth.weight" => json!(birth.weight_g),
        "birth.length" => json!(birth.length_cm),
        "birth.place" => json!(REGION),
        "birth.hospital" => json!(HOSPITAL),
        "birth.midwife" => {
            json!(["苏雅琴", "郑慧珍", "叶秀芳"][usize::from(number(&["midwife", key], 0, 2) as u8)])
        }
        "birth.certNo" => json!(birth.certificate.as_ref()?),
        "birth.parity" => json!(birth.parity),
        "birth.gestation" => json!(1),
        "vac.bcg" | "vac.hepb" => json!(birth.day.to_string()),
        _ => return None,
    })
}

/// The value of a `med.*` element about the mother's stay.
pub fn medical(element: &str, subject: &Subject) -> Option<Value> {
    let person = subject.person?;
    let birth = subject.province.birth_of(person)?;
    let mother = subject.province.residents[birth.mother].id_number.as_str();
    Some(match element {
        "med.birthHospital" => json!(HOSPITAL),
        "med.deliverMode" => json!(if number(&["delivery", mother], 0, 2) == 0 {
            "剖宫产"
        } else {
            "顺产"
        }),
        "med.admitDate" => json!(birth.day.saturating_sub(1.day()).to_string()),
        "med.dischargeDate" => json!(birth.day.saturating_add(3.days()).to_string()),
        "med.totalFee" => json!(number(&["fee", mother], 4200, 11800)),
        "med.invoiceNo" => json!(format!("35{}", digits_of(&["invoice", mother], 10))),
        _ => return None,
    })
}
