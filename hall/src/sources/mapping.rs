//! A reply in a source's own shape, read by JSON pointers (RFC 6901) into the elements that were asked.

use std::collections::BTreeMap;

use cases::identity::is_number_of;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value as Json;
use uuid::Uuid;

use super::Question;
use super::convert::{self, Convert, plain};
use crate::fault::{self, Fault};
use crate::outside::reply::Reply;

/// What a source said.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    pub provider: String,
    pub record_id: String,
    pub as_of: Timestamp,
    pub values: BTreeMap<String, Json>,
}

impl Said {
    /// Who said it, where the reply does not tell.
    pub(super) fn or_by(mut self, provider: Option<&str>, name: &str) -> Self {
        if self.provider.trim().is_empty() {
            provider.unwrap_or(name).clone_into(&mut self.provider);
        }
        self
    }
}

/// The published contract's reply.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    request_id: Uuid,
    provider: String,
    record_id: String,
    as_of: Timestamp,
    #[serde(deserialize_with = "each_once")]
    values: BTreeMap<String, Json>,
    /// Whose record it is, where the source says so.
    subject: Option<Whose>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Whose {
    id_number: Option<String>,
    uscc: Option<String>,
}

/// Members of which none stands there twice: of two values nobody may choose the last.
fn each_once<'de, D: serde::Deserializer<'de>>(from: D) -> Result<BTreeMap<String, Json>, D::Error> {
    struct EachOnce;
    impl<'de> serde::de::Visitor<'de> for EachOnce {
        type Value = BTreeMap<String, Json>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("values by element")
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut all = BTreeMap::new();
            while let Some((element, value)) = map.next_entry::<String, Json>()? {
                if all.insert(element, value).is_some() {
                    return Err(serde::de::Error::custom("an element twice"));
                }
            }
            Ok(all)
        }
    }
    from.deserialize_map(EachOnce)
}

/// Reads a reply of the published contract.
pub(super) fn contract(reply: &Reply, question: &Question<'_>) -> Result<Said, Fault> {
    let answer: Answer = reply.read()?;
    if answer.request_id.to_string() != question.request_id {
        return Err(fault::reply_misshapen().inside("another request's reply"));
    }
    let whose = answer.subject.and_then(|whose| whose.uscc.or(whose.id_number));
    if whose.is_some_and(|said| !is_number_of(&said, question.subject)) {
        return Err(fault::another_subject());
    }
    Ok(Said {
        provider: answer.provider,
        record_id: answer.record_id,
        as_of: answer.as_of,
        values: answer.values,
    })
}

/// `[sources.NAME.reply]`
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ShapeEntry {
    /// Holds of a reply that has something; without one every reply does.
    ok: Option<Test>,
    /// 查无记录
    nothing: Option<Test>,
    /// The source says no.
    refused: Option<Test>,
    /// The person is dead.
    deceased: Option<Test>,
    /// There are several records under the number.
    several: Option<Test>,
    /// A member that is JSON written as text, read before anything else.
    text: Option<String>,
    /// Must be what was sent.
    request_id: Option<String>,
    /// Must be whom was asked about.
    subject: Option<String>,
    record: Option<String>,
    as_of: Option<At>,
    provider: Option<String>,
    values: BTreeMap<String, At>,
}

/// Whether a reply says so: by its status, or by a member.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Test {
    status: Option<u16>,
    at: Option<String>,
    #[serde(default)]
    is: Vec<String>,
}

/// Where a value stands, and what is done to it.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum At {
    Plain(String),
    Made(Made),
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Made {
    at: Option<String>,
    /// Several places, set together.
    join: Vec<String>,
    with: String,
    /// A list: `at` and `join` are places in each of its rows.
    each: Option<String>,
    date: Option<String>,
    codes: BTreeMap<String, String>,
    scale: Option<u32>,
}

/// What is wrong with a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShapeFault {
    Pointer,
    NoPlace,
    TwoPlaces,
    DateForm,
    NoTest,
    NoValues,
}

impl ShapeFault {
    pub fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            ShapeFault::Pointer => (
                "YC-2024",
                "不是 JSON 指针，应以 / 开头，如 /data/xm",
                "not a JSON pointer such as /data/name",
            ),
            ShapeFault::NoPlace => (
                "YC-2025",
                "没有写明取自何处",
                "it does not say where the value stands",
            ),
            ShapeFault::TwoPlaces => (
                "YC-2025",
                "at 与 join 只能写一个",
                "at and join exclude each other",
            ),
            ShapeFault::DateForm => (
                "YC-2025",
                "日期格式不能用，如 %Y%m%d",
                "not a form of a date such as %Y%m%d",
            ),
            ShapeFault::NoTest => (
                "YC-2025",
                "判断须写 status，或者 at 与 is",
                "a test needs status, or at and is",
            ),
            ShapeFault::NoValues => ("YC-2025", "没有写任何数据项", "no element is mapped"),
        }
    }
}

/// A reply's shape, checked.
pub struct Shape {
    entry: ShapeEntry,
    values: BTreeMap<String, (Made, Convert)>,
    as_of: Option<(String, Option<String>)>,
}

impl ShapeEntry {
    /// # Errors
    /// Everything that is wrong, with its path.
    pub fn read(self) -> Result<Shape, Vec<(String, ShapeFault)>> {
        let mut faults = Vec::new();
        for (key, pointer) in [
            ("text", &self.text),
            ("requestId", &self.request_id),
            ("subject", &self.subject),
            ("record", &self.record),
            ("provider", &self.provider),
        ] {
            if pointer.as_deref().is_some_and(|one| !is_pointer(one)) {
                faults.push((key.to_owned(), ShapeFault::Pointer));
            }
        }
        for (key, test) in [
            ("ok", &self.ok),
            ("nothing", &self.nothing),
            ("refused", &self.refused),
            ("deceased", &self.deceased),
            ("several", &self.several),
        ] {
            let Some(test) = test else { continue };
            match &test.at {
                Some(at) if !is_pointer(at) => faults.push((format!("{key}.at"), ShapeFault::Pointer)),
                Some(_) if test.is.is_empty() => faults.push((key.to_owned(), ShapeFault::NoTest)),
                None if test.status.is_none() => faults.push((key.to_owned(), ShapeFault::NoTest)),
                Some(_) | None => {}
            }
        }
        if self.values.is_empty() {
            faults.push(("values".to_owned(), ShapeFault::NoValues));
        }
        let mut values = BTreeMap::new();
        for (element, at) in &self.values {
            let made = at.made();
            for fault in made.faults() {
                faults.push((format!("values.{element}"), fault));
            }
            let convert = Convert {
                date: made.date.clone(),
                codes: made.codes.clone(),
                scale: made.scale,
            };
            values.insert(element.clone(), (made, convert));
        }
        let as_of = self.as_of.as_ref().map(|at| {
            let made = at.made();
            let pointer = made.at.clone().unwrap_or_default();
            if !is_pointer(&pointer) {
                faults.push(("asOf".to_owned(), ShapeFault::Pointer));
            }
            if made.date.as_deref().is_some_and(|form| !convert::is_form(form)) {
                faults.push(("asOf".to_owned(), ShapeFault::DateForm));
            }
            (pointer, made.date)
        });
        if faults.is_empty() {
            Ok(Shape {
                entry: self,
                values,
                as_of,
            })
        } else {
            Err(faults)
        }
    }
}

impl At {
    fn made(&self) -> Made {
        match self {
            At::Plain(at) => Made {
                at: Some(at.clone()),
                ..Made::default()
            },
            At::Made(made) => made.clone(),
        }
    }
}

impl Made {
    fn faults(&self) -> Vec<ShapeFault> {
        let mut faults = Vec::new();
        let places = self.at.iter().chain(&self.join).chain(&self.each);
        if places.clone().any(|one| !is_pointer(one)) {
            faults.push(ShapeFault::Pointer);
        }
        match (self.at.is_some(), self.join.is_empty()) {
            (false, true) => faults.push(ShapeFault::NoPlace),
            (true, false) => faults.push(ShapeFault::TwoPlaces),
            (true, true) | (false, false) => {}
        }
        if self.date.as_deref().is_some_and(|form| !convert::is_form(form)) {
            faults.push(ShapeFault::DateForm);
        }
        faults
    }

    /// The value in a reply; nothing where the reply has none. Every row of a list has its place, empty or not.
    fn take(&self, convert: &Convert, reply: &Json) -> Option<Json> {
        let Some(each) = &self.each else {
            return self.one(convert, reply);
        };
        let rows = reply.pointer(each)?.as_array()?;
        let rows = rows
            .iter()
            .map(|row| self.one(convert, row).unwrap_or(Json::Null));
        Some(Json::Array(rows.collect()))
    }

    fn one(&self, convert: &Convert, within: &Json) -> Option<Json> {
        if let Some(at) = &self.at {
            let given = within.pointer(at).filter(|given| !given.is_null())?;
            return Some(match given {
                Json::Array(all) => Json::Array(all.iter().map(|one| convert.value(one)).collect()),
                one => convert.value(one),
            });
        }
        let parts: Vec<String> = self
            .join
            .iter()
            .filter_map(|at| within.pointer(at).and_then(plain))
            .filter(|part| !part.trim().is_empty())
            .collect();
        (!parts.is_empty()).then(|| convert.value(&Json::String(parts.join(&self.with))))
    }
}

impl Test {
    fn holds(&self, status: u16, reply: Option<&Json>) -> bool {
        if self.status.is_some_and(|wanted| wanted != status) {
            return false;
        }
        let Some(at) = &self.at else { return true };
        let said = reply.and_then(|reply| reply.pointer(at)).and_then(plain);
        said.is_some_and(|said| self.is.iter().any(|one| *one == said.trim()))
    }
}

impl Shape {
    pub(super) fn read(&self, reply: &Reply, question: &Question<'_>) -> Result<Said, Fault> {
        let json = reply.json::<Json>();
        let says = |test: &Option<Test>| {
            test.as_ref()
                .is_some_and(|test| test.holds(reply.status, json.as_ref().ok()))
        };
        if says(&self.entry.nothing) {
            return Err(fault::no_record());
        }
        if says(&self.entry.deceased) {
            return Err(fault::deceased());
        }
        if says(&self.entry.several) {
            return Err(fault::several_records());
        }
        if says(&self.entry.refused) {
            return Err(fault::source_refused());
        }
        // What its own words do not explain is read by the status, as everywhere.
        let mut json: Json = reply.read()?;
        if self.entry.ok.is_some() && !says(&self.entry.ok) {
            return Err(fault::source_failed());
        }
        if let Some(place) = &self.entry.text
            && let Some(inner) = json.pointer_mut(place)
            && let Json::String(text) = inner
        {
            *inner = serde_json::from_str(text).map_err(|_| fault::reply_misshapen().inside("text"))?;
        }
        // Where the record stands in a list, the list has to have this one alone: of two nobody may take the first.
        let own = [&self.entry.record, &self.entry.subject];
        if own
            .into_iter()
            .flatten()
            .any(|place| stands_among_others(place, &json))
        {
            return Err(fault::several_records());
        }
        let text = |place: &Option<String>| place.as_deref().and_then(|at| json.pointer(at)).and_then(plain);
        if self.entry.request_id.is_some()
            && text(&self.entry.request_id).as_deref() != Some(question.request_id)
        {
            return Err(fault::reply_misshapen().inside("another request's reply"));
        }
        if let Some(said) = text(&self.entry.subject)
            && !is_number_of(&said, question.subject)
        {
            return Err(fault::another_subject());
        }
        let as_of = self.as_of.as_ref().and_then(|(at, form)| {
            let said = json.pointer(at).and_then(plain)?;
            convert::moment(form.as_deref(), &said)
        });
        let values = self
            .values
            .iter()
            .filter_map(|(element, (made, convert))| Some((element.clone(), made.take(convert, &json)?)))
            .collect();
        Ok(Said {
            provider: text(&self.entry.provider).unwrap_or_default(),
            // A source that names no record is found again by the request.
            record_id: text(&self.entry.record).unwrap_or_else(|| question.request_id.to_owned()),
            as_of: as_of.unwrap_or(question.now),
            values,
        })
    }
}

/// Whether a pointer goes through a list of more than one.
fn stands_among_others(place: &str, json: &Json) -> bool {
    let slashes = place.match_indices('/').map(|(at, _)| at).chain([place.len()]);
    slashes
        .filter(|at| *at < place.len())
        .filter(|at| place[at + 1..].starts_with(|sign: char| sign.is_ascii_digit()))
        .any(|at| {
            json.pointer(&place[..at])
                .and_then(Json::as_array)
                .is_some_and(|rows| rows.len() > 1)
        })
}

/// RFC 6901: empty, or `/` and so on.
fn is_pointer(text: &str) -> bool {
    text.is_empty() || text.starts_with('/')
}
