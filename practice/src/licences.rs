//! The e-licence library (电子证照库): which licences a holder has, what they show, and an annotated copy.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::catalogue::catalogue;
use crate::chance::{digits_of, draw};
use crate::checks::{licence_check, uscc};
use crate::http::{Refusal, read};
use crate::licence_kinds::{KINDS, Kind};
use crate::people::{Body, Province, Resident, Trade, Work};
use crate::values::person::card_validity;
use crate::values::{Subject, body as body_values, value_of};
use crate::{Shared, local_time, pdf};

/// One licence of one holder.
pub struct Licence<'a> {
    kind: &'static Kind,
    subject: Subject<'a>,
    holder_name: &'a str,
    holder_code: &'a str,
    valid_from: Date,
    valid_to: Option<Date>,
    pub state: &'static str,
}

impl Licence<'_> {
    fn type_code(&self) -> String {
        self.kind
            .code
            .map_or_else(|| format!("{}001", self.issuer_uscc()), str::to_owned)
    }

    fn issuer_uscc(&self) -> String {
        uscc("11350199", self.kind.issuer_code)
    }

    pub fn identifier(&self) -> String {
        let (kind, issuer) = (self.type_code(), self.issuer_uscc());
        let serial = digits_of(&["licence serial", self.kind.name, self.holder_code], 20);
        let check = licence_check(&format!("{kind}{issuer}{serial}001"));
        format!("1.2.156.3005.2.{kind}.{issuer}.{serial}.001.{check}")
    }

    fn number(&self) -> String {
        let known = match self.kind.name {
            "居民身份证" | "营业执照" => Some(json!(self.holder_code)),
            "居民户口簿" => value_of("person.householdNo", &self.subject),
            "结婚证" => value_of("person.marriageCertNo", &self.subject),
            "出生医学证明" => value_of("birth.certNo", &self.subject),
            "残疾人证" => value_of("person.disabilityCertNo", &self.subject),
            "不动产权证" => value_of("estate.certNo", &self.subject),
            _ => None,
        };
        known.as_ref().and_then(Value::as_str).map_or_else(
            || digits_of(&["licence number", self.kind.name, self.holder_code], 12),
            str::to_owned,
        )
    }

    /// What it shows. The card and the business licence may show an address the register no longer has.
    pub fn face(&self) -> Map<String, Value> {
        let mut face = Map::new();
        for &element in self.kind.face {
            let value = match (element, self.subject.person, self.subject.body) {
                ("person.householdAddress", Some(person), _) if self.kind.name == "居民身份证" => {
                    Some(json!(crate::cards::card_address(self.subject.province, person)))
                }
                ("enterprise.domicile", _, Some(body)) => Some(json!(body.licence_domicile)),
                _ => value_of(element, &self.subject),
            };
            if let Some(value) = value {
                face.insert(element.to_owned(), value);
            }
        }
        face
    }

    pub fn matches(&self, code: Option<&str>, name: Option<&str>) -> bool {
        match (code.filter(|c| !c.is_empty()), name.filter(|n| !n.is_empty())) {
            (Some(code), _) => self.type_code() == code,
            (None, Some(name)) => self.kind.name.contains(name) || name.contains(self.kind.name),
            (None, None) => true,
        }
    }
}

/// Every licence of a resident.
pub fn of_person<'a>(province: &'a Province, person: &'a Resident) -> Vec<Licence<'a>> {
    let adult = person.age_on(province.day) >= 18;
    let trade = province
        .represented_by(person)
        .next()
        .or_else(|| province.employer_of(person))
        .map(|b| b.trade);
    let has = |name: &str| match name {
        "居民身份证" | "居民户口簿" => true,
        "结婚证" => person.married_on.is_some() && person.spouse.is_some(),
        "出生医学证明" => province.birth_of(person).is_some_and(|b| b.certificate.is_some()),
        "残疾人证" => person.disability.is_some(),
        "健康证明" => matches!(trade, Some(Trade::Catering | Trade::Drinks)),
        "独生子女父母光荣证" => person.near_retirement,
        "退役军人优待证" => person.veteran,
        "机动车行驶证" => adult && person.work != Work::None,
        "会计专业技术资格证书" => person.accountant.is_some(),
        "不动产权证" => adult && matches!(person.to_head, "02" | "10"),
        _ => false,
    };
    let subject = Subject {
        body: None,
        ..Subject::of_person(province, person)
    };
    KINDS
        .iter()
        .filter(|kind| person.died_on.is_none() && has(kind.name))
        .map(|kind| {
            let issued = province.day.first_of_month().saturating_sub(
                i64::try_from(draw(&["issued", kind.name, &person.id_number]) % 300 + 20)
                    .unwrap_or(20)
                    .days(),
            );
            let (valid_from, valid_to) = match kind.name {
                "居民身份证" => card_validity(person, province.day),
                _ if kind.years > 0 => (issued, Some(issued.saturating_add(kind.years.years()))),
                _ => (issued, None),
            };
            let lost = draw(&["licence state", kind.name, &person.id_number]).is_multiple_of(50);
            let state = match valid_to {
                Some(last) if last < province.day => "过期",
                _ if lost && kind.years > 0 => "注销",
                _ if lost => "遗失",
                _ => "有效",
            };
            Licence {
                kind,
                subject,
                holder_name: &person.name,
                holder_code: &person.id_number,
                valid_from,
                valid_to,
                state,
            }
        })
        .collect()
}

/// Every licence of an enterprise or sole trader.
pub fn of_body<'a>(province: &'a Province, body: &'a Body) -> Vec<Licence<'a>> {
    let food = matches!(body.trade, Trade::Catering | Trade::Drinks);
    let has = |name: &str| match name {
        "营业执照" | "建设工程消防验收意见书" | "印章备案证明" | "不动产权证" => {
            true
        }
        "健康证明" | "固定污染源排污登记回执" => food,
        _ => false,
    };
    let subject = Subject::of_body(province, body);
    KINDS
        .iter()
        .filter(|kind| has(kind.name))
        .map(|kind| {
            let first = body.established;
            let valid_from = if kind.years > 0 {
                province.day.saturating_sub(60.days())
            } else {
                first
            };
            let valid_to = (kind.years > 0).then(|| valid_from.saturating_add(kind.years.years()));
            let state = match kind.name {
                "营业执照" if body_values::is_revoked(body) => "吊销",
                "建设工程消防验收意见书" if body.index % 50 == 23 => "撤销",
                _ => "有效",
            };
            Licence {
                kind,
                subject,
                holder_name: &body.name,
                holder_code: &body.uscc,
                valid_from,
                valid_to,
                state,
            }
        })
        .collect()
}

pub fn of_holder<'a>(province: &'a Province, code: &str) -> Vec<Licence<'a>> {
    match (province.resident(code), province.body(code)) {
        (Some(person), _) => of_person(province, person),
        (None, Some(body)) => of_body(province, body),
        (None, None) => Vec::new(),
    }
}

/// Which holder an identifier belongs to.
pub fn index(province: &Province) -> HashMap<String, String> {
    let people = province
        .residents
        .iter()
        .flat_map(|person| of_person(province, person));
    let bodies = province.bodies.iter().flat_map(|body| of_body(province, body));
    people
        .chain(bodies)
        .map(|licence| (licence.identifier(), licence.holder_code.to_owned()))
        .collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Envelope<T> {
    #[serde(rename = "head")]
    _head: Head,
    pub data: T,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    #[serde(rename = "accessId")]
    _access_id: String,
    #[serde(rename = "accessToken")]
    _access_token: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Query {
    holder_code: String,
    holder_type_code: String,
    cert_type_code: Option<String>,
    cert_type_name: Option<String>,
    use_cause: String,
    item_code: String,
    #[serde(rename = "itemName")]
    _item_name: String,
    operator: String,
    case_ref: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FileQuery {
    identifier: String,
    use_cause: String,
    item_code: String,
    case_ref: String,
}

pub fn refuse(message: &str) -> Value {
    json!({"head": {"status": 99, "message": message}})
}

pub fn cause_is_stated(cause: &str) -> bool {
    (1..=200).contains(&cause.trim().chars().count())
}

/// A licence as the contract has it.
pub fn shown(licence: &Licence<'_>, now: &str) -> Value {
    json!({
        "identifier": licence.identifier(),
        "typeCode": licence.type_code(),
        "typeName": licence.kind.name,
        "number": licence.number(),
        "holderName": licence.holder_name,
        "holderCode": licence.holder_code,
        "issuer": licence.kind.issuer,
        "issuerUscc": licence.issuer_uscc(),
        "validFrom": licence.valid_from.to_string(),
        "validTo": licence.valid_to.map(|day| day.to_string()),
        "state": licence.state,
        "asOf": now,
        "face": licence.face(),
    })
}

/// `POST /licences/query`.
pub async fn query(State(practice): State<Shared>, body: Bytes) -> Result<Response, Refusal> {
    let passed = practice.switches.enter("licences").await?;
    let Envelope { data, .. }: Envelope<Query> = read(&body)?;
    let stated = [&data.item_code, &data.operator, &data.case_ref]
        .iter()
        .all(|text| !text.trim().is_empty());
    if !cause_is_stated(&data.use_cause) || !stated {
        return Ok(passed.reply(refuse("用证事由、事项、办件或操作人缺失")));
    }
    if !matches!(data.holder_type_code.as_str(), "111" | "001") {
        return Ok(passed.reply(refuse("持证者类型代码只能是111或001")));
    }
    let now = local_time((practice.clock)());
    let found = of_holder(&practice.province, &data.holder_code);
    let wanted = found
        .iter()
        .filter(|l| l.matches(data.cert_type_code.as_deref(), data.cert_type_name.as_deref()));
    let licences: Vec<Value> = wanted.map(|licence| shown(licence, &now)).collect();
    Ok(passed.reply(json!({"head": {"status": 0, "message": "成功"}, "data": {"licences": licences}})))
}

/// `POST /licences/file`.
pub async fn file(State(practice): State<Shared>, body: Bytes) -> Result<Response, Refusal> {
    let passed = practice.switches.enter("licences").await?;
    let Envelope { data, .. }: Envelope<FileQuery> = read(&body)?;
    if !cause_is_stated(&data.use_cause) || data.item_code.is_empty() || data.case_ref.is_empty() {
        return Ok(passed.reply(refuse("用证事由、事项或办件缺失")));
    }
    let holder = practice.licence_index.get(&data.identifier);
    let found = holder
        .map(|code| of_holder(&practice.province, code))
        .unwrap_or_default();
    let Some(licence) = found.iter().find(|l| l.identifier() == data.identifier) else {
        return Ok(passed.reply(refuse("没有这个证照标识")));
    };
    let now = local_time((practice.clock)());
    let note = format!(
        "用途：{}；事项：{}；时间：{now}；仅供本次办理使用",
        data.use_cause, data.item_code
    );
    let line = |drawn: String, says: String| pdf::Line { drawn, says };
    let (number, valid_to) = (licence.number(), licence.valid_to.map(|day| day.to_string()));
    let mut lines = vec![
        line(
            format!("E-LICENCE {}", licence.type_code()),
            licence.kind.name.to_owned(),
        ),
        line(
            licence.identifier(),
            format!("证照标识：{}", licence.identifier()),
        ),
        line(format!("No. {number}"), format!("证照编号：{number}")),
        line(
            format!("Holder {}", licence.holder_code),
            format!("持证者：{}", licence.holder_name),
        ),
        line(
            format!("Issuer {}", licence.issuer_uscc()),
            format!("颁发机构：{}", licence.kind.issuer),
        ),
        line(
            format!(
                "Valid {} - {}",
                licence.valid_from,
                valid_to.as_deref().unwrap_or("no end")
            ),
            format!(
                "有效期：{}至{}；状态：{}",
                licence.valid_from,
                valid_to.as_deref().unwrap_or("长期"),
                licence.state
            ),
        ),
    ];
    for (element, value) in licence.face() {
        let label = catalogue()
            .element(&element)
            .map_or(element.as_str(), |e| e.name.as_str());
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if text.chars().count() <= 60 {
            lines.push(line(format!("{element}: {text}"), format!("{label}：{text}")));
        }
    }
    lines.push(line(
        format!("Annotated copy for {} at {now}", data.item_code),
        format!("加注 {note}"),
    ));
    lines.push(line("TRAINING COPY".to_owned(), "练习用件".to_owned()));
    let bytes = pdf::page(&lines, &note);
    let digest = hex::encode(Sha256::digest(&bytes));
    let data = json!({"fileType": "pdf", "contentBase64": STANDARD.encode(&bytes), "digestSha256": digest});
    Ok(passed.reply(json!({"head": {"status": 0, "message": "成功"}, "data": data})))
}
