//! The shared-data registries: records element by element, bodies a person represents, and family members.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::catalogue::catalogue;
use crate::chance::digits_of;
use crate::http::{Refusal, read};
use crate::people::{BodyKind, Province, Resident};
use crate::values::{Subject, body as body_values, value_of};
use crate::{Shared, local_time};

/// Data sets and the names of their keepers.
pub const DATASETS: [(&str, &str); 14] = [
    ("population", "示范区人口库"),
    ("legalEntity", "示范区法人库"),
    ("socialInsurance", "示范区社会保险库"),
    ("medicalInsurance", "示范区医疗保障库"),
    ("realEstate", "示范区不动产登记库"),
    ("tax", "示范区税务库"),
    ("housingFund", "示范区住房公积金库"),
    ("birth", "示范区出生医学证明库"),
    ("marriage", "示范区婚姻登记库"),
    ("veteran", "示范区退役军人库"),
    ("education", "示范区学历库"),
    ("disability", "示范区残疾人库"),
    ("professional", "示范区职业资格库"),
    ("deliveryRecord", "示范区妇幼保健院分娩记录"),
];

/// What every look carries.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    request_id: Uuid,
    purpose: String,
    case_ref: String,
    #[serde(rename = "itemCode")]
    _item_code: String,
    #[serde(rename = "itemName")]
    _item_name: String,
    operator: String,
    #[serde(rename = "terminal")]
    _terminal: String,
    grant: String,
    #[serde(rename = "at")]
    _at: Timestamp,
}

impl Head {
    /// No look without a grant, a purpose, an open case and a name to answer for it.
    fn check(&self) -> Result<(), Refusal> {
        // The item may be empty: who stands at the window is asked before an item is chosen.
        let stated = [&self.purpose, &self.case_ref, &self.operator, &self.grant];
        if stated.iter().any(|text| text.trim().is_empty()) {
            return Err(Refusal::not_granted(
                "授权、用途、办件或操作人缺失",
                "grant, purpose, case or operator is missing",
            ));
        }
        if self.purpose.chars().count() > 200 {
            return Err(Refusal::bad_request(
                "用途超过200字",
                "the purpose is longer than 200 characters",
            ));
        }
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    role: String,
    id_type: Option<String>,
    id_number: Option<String>,
    name: Option<String>,
    uscc: Option<String>,
}

impl Asked {
    /// The subject on record. A name that is not the registered one is no record; of a dead person it is said.
    fn find<'a>(&self, province: &'a Province) -> Result<Subject<'a>, Refusal> {
        let body = self
            .uscc
            .as_deref()
            .map(|uscc| province.body(uscc).ok_or_else(Refusal::no_record))
            .transpose()?;
        let person = self
            .id_number
            .as_deref()
            .map(|_| self.person(province))
            .transpose()?;
        match (body, person) {
            (Some(body), Some(person)) => Ok(Subject {
                province,
                person: Some(person),
                body: Some(body),
                tell_person: true,
            }),
            (None, Some(person)) => Ok(Subject::of_person(province, person)),
            (Some(body), None) => Ok(Subject {
                tell_person: self.role == "legalRep",
                ..Subject::of_body(province, body)
            }),
            (None, None) => Err(Refusal::bad_request(
                "查询对象缺失",
                "the subject has neither idNumber nor uscc",
            )),
        }
    }

    fn person<'a>(&self, province: &'a Province) -> Result<&'a Resident, Refusal> {
        let number = self.id_number.as_deref().unwrap_or_default();
        let person = province.resident(number).ok_or_else(Refusal::no_record)?;
        let other_kind = self.id_type.as_deref().is_some_and(|kind| kind != "111");
        let other_name = self
            .name
            .as_deref()
            .is_some_and(|name| !name.is_empty() && name != person.name);
        if other_kind || other_name {
            Err(Refusal::no_record())
        } else if person.died_on.is_some() {
            Err(Refusal::deceased())
        } else {
            Ok(person)
        }
    }
}

#[derive(Deserialize)]
struct Query {
    #[serde(flatten)]
    head: Head,
    subject: Asked,
    elements: Vec<String>,
}

#[derive(Deserialize)]
struct About {
    #[serde(flatten)]
    head: Head,
    subject: Asked,
}

/// What a data set tells of a subject: only elements that were asked, that it holds, and that are on record.
pub fn answer(dataset: &str, elements: &[String], subject: &Subject) -> Map<String, Value> {
    let held = elements
        .iter()
        .filter(|element| catalogue().holds(dataset, element));
    held.filter_map(|element| Some((element.clone(), value_of(element, subject)?)))
        .collect()
}

/// `POST /query/{dataset}`.
pub async fn query(
    State(practice): State<Shared>,
    Path(dataset): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let Some((_, provider)) = DATASETS.iter().find(|(name, _)| *name == dataset) else {
        return Err(Refusal::unknown_dataset());
    };
    let passed = practice.switches.enter(&dataset).await?;
    let query: Query = read(&body)?;
    query.head.check()?;
    if query.elements.is_empty() {
        return Err(Refusal::bad_request("没有列出数据项", "no element was asked"));
    }
    let subject = query.subject.find(&practice.province)?;
    let mut values = answer(&dataset, &query.elements, &subject);
    if values.is_empty() {
        return Err(Refusal::no_record());
    }
    let key = query
        .subject
        .id_number
        .as_deref()
        .or(query.subject.uscc.as_deref())
        .unwrap_or_default();
    practice.objections.correct(&dataset, key, &mut values);
    Ok(passed.reply(json!({
        "requestId": query.head.request_id,
        "provider": provider,
        "recordId": format!("R{}", digits_of(&["record", &dataset, key], 12)),
        "asOf": local_time((practice.clock)()),
        "values": values,
    })))
}

/// `POST /represent`.
pub async fn represent(State(practice): State<Shared>, body: Bytes) -> Result<Response, Refusal> {
    let passed = practice.switches.enter("represent").await?;
    let about: About = read(&body)?;
    about.head.check()?;
    let person = about.subject.person(&practice.province)?;
    let bodies: Vec<Value> = practice
        .province
        .represented_by(person)
        .map(|body| {
            let (kind, relation) = match body.kind {
                BodyKind::Enterprise => ("enterprise", "legalRep"),
                BodyKind::SoleTrader => ("soleTrader", "operator"),
            };
            let status = body_values::status(body);
            json!({"uscc": body.uscc, "name": body.name, "kind": kind, "relation": relation, "status": status})
        })
        .collect();
    Ok(passed.reply(json!({"bodies": bodies})))
}

/// Living relatives of a resident, with their relation.
pub fn relatives<'a>(province: &'a Province, person: &Resident) -> Vec<(&'static str, &'a Resident)> {
    let one = |relation, at: Option<usize>| at.map(|at| (relation, &province.residents[at]));
    let near = [
        one("spouse", person.spouse),
        one("father", person.father),
        one("mother", person.mother),
    ];
    let children: Vec<_> = province
        .children_of(person)
        .map(|child| ("child", child))
        .collect();
    near.into_iter()
        .flatten()
        .chain(children)
        .filter(|(_, r)| r.died_on.is_none())
        .collect()
}

/// `POST /family`.
pub async fn family(State(practice): State<Shared>, body: Bytes) -> Result<Response, Refusal> {
    let passed = practice.switches.enter("family").await?;
    let about: About = read(&body)?;
    about.head.check()?;
    let person = about.subject.person(&practice.province)?;
    let members: Vec<Value> = relatives(&practice.province, person)
        .into_iter()
        .map(|(relation, r)| {
            json!({"relation": relation, "idType": "111", "idNumber": r.id_number, "name": r.name})
        })
        .collect();
    Ok(passed.reply(json!({"members": members})))
}
