//! `estate.*` and `premises.*`: the home of a household and the place a body does business in.

use jiff::ToSpan;
use jiff::civil::date;
use serde_json::{Value, json};

use super::{Subject, number};
use crate::chance::digits_of;
use crate::people::places::REGION;

/// One property as the land register has it.
struct Property {
    address: String,
    owner: String,
    /// Fixes the numbers of the property.
    key: String,
    usage: &'static str,
}

/// A resident has the home of the household; a body, and whoever runs one, the premises it works in.
fn property(element: &str, subject: &Subject) -> Option<Property> {
    let premises = !subject.tell_person || element.starts_with("premises.");
    if let (Some(body), true) = (subject.body, premises) {
        let owner = &subject.province.residents[body.legal_rep].name;
        return Some(Property {
            address: body.domicile.clone(),
            owner: owner.clone(),
            key: body.uscc.clone(),
            usage: "商业",
        });
    }
    let home = subject.province.household(subject.person?);
    Some(Property {
        address: home.address.clone(),
        owner: subject.province.residents[home.head].name.clone(),
        key: home.number.clone(),
        usage: "住宅",
    })
}

/// Number of the certificate of title (不动产权证书号).
fn certificate(key: &str) -> String {
    let year = number(&["title year", key], 2016, 2024);
    format!("闽（{year}）示范区不动产权第{}号", digits_of(&["title", key], 7))
}

/// The value of an `estate.*` or `premises.*` element.
pub fn value(element: &str, subject: &Subject) -> Option<Value> {
    let property = property(element, subject)?;
    let key = property.key.as_str();
    let floors = number(&["floors", key], 6, 24);
    let floor = number(&["floor", key], 1, floors);
    let area = number(&["area", key], 480, 2600);
    Some(match element {
        "estate.unitNo" => json!(format!(
            "{REGION}001001GB{}F{}",
            digits_of(&["land", key], 5),
            digits_of(&["unit", key], 8)
        )),
        "estate.certNo" | "premises.certNo" => json!(certificate(key)),
        "estate.location" | "premises.address" => json!(property.address),
        "premises.region" | "premises.street" => json!(REGION),
        "estate.area" | "premises.buildingArea" => json!(area as f64 / 10.0),
        "estate.usage" | "premises.usage" => json!(property.usage),
        "estate.structure" | "premises.structure" => json!("钢筋混凝土"),
        "estate.floor" | "premises.floors" => json!(format!("{floor}/{floors}")),
        "premises.owner" => json!(property.owner),
        "estate.rightType" => json!("国有建设用地使用权/房屋所有权"),
        "estate.rightNature" => json!("出让/市场化商品房"),
        "estate.landTermTo" => json!(date(2074, 6, 30).to_string()),
        "estate.mortgage" => json!(number(&["mortgage", key], 0, 5) == 0),
        "estate.seizure" => json!(false),
        "estate.share" => json!("单独所有"),
        "estate.contractNo" => json!(format!("SF{REGION}{}", digits_of(&["contract", key], 10))),
        "estate.price" => json!(area * 1200),
        "estate.contractDate" => {
            let back = i64::try_from(number(&["contract day", key], 5, 40)).unwrap_or(5);
            json!(
                subject
                    .province
                    .day
                    .first_of_month()
                    .saturating_sub(back.days())
                    .to_string()
            )
        }
        "estate.taxNo" => json!(format!("（35）闽地完{}", digits_of(&["estate tax", key], 10))),
        "estate.firstHome" => json!(number(&["first home", key], 0, 2) != 0),
        "premises.fireAcceptNo" => {
            subject.body?;
            json!(format!("示消验字〔2023〕第{}号", digits_of(&["fire", key], 4)))
        }
        _ => return None,
    })
}
