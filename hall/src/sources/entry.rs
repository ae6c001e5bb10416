//! `[sources.NAME]`: one source, its address, its limits and its own shapes.

use std::collections::BTreeMap;
use std::time::Duration;

use cases::catalogue::sources::Kind;
use cases::catalogue::{CatalogueFault, Sources};
use cases::error::Trouble;
use cases::realm::Realm;
use reqwest::header::HeaderName;
use serde::Deserialize;

use super::guard::Limits;
use super::mapping::{Shape, ShapeEntry};
use super::request::Template;
use crate::config::is_loopback;
use crate::outside::{Credential, TOTAL};

/// `[sources]`: what stands in the file, by name; each is read for itself, so that one mistake hides no other.
pub type Table = BTreeMap<String, toml::Value>;

/// `[secrets]`: secrets by the name that sources call them by.
pub type Secrets = BTreeMap<String, String>;

/// The name of the file in a fault.
const FILE: &str = "hall.toml";

/// By what a source finds whom it is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AskedBy {
    /// 自然人, by document number.
    Person,
    /// 法人和其他组织, by credit code.
    Body,
}

/// Who answers for a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Answerer {
    /// Somebody who is asked over the line.
    #[default]
    Line,
    /// This hall, from its own accepted cases (数据最多采一次).
    Collected,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Entry {
    kind: Answerer,
    /// Base address; without one the hall's `registry`, or `licences` for the library.
    address: Option<String>,
    /// `{source}` stands for the name.
    path: Option<String>,
    /// Who answers, where the reply does not say it.
    provider: Option<String>,
    /// Name in `[secrets]`; without one the hall's own secret.
    secret: Option<String>,
    /// Header that carries the secret; without one it is a bearer token.
    secret_header: Option<String>,
    timeout_ms: Option<u64>,
    at_once: Option<u32>,
    per_minute: Option<u32>,
    /// Failures in a row after which it is left alone for `rest_s`.
    failures: Option<u32>,
    rest_s: Option<u32>,
    asked_by: Option<Vec<AskedBy>>,
    request: Option<String>,
    reply: Option<ShapeEntry>,
    /// Where objections are put, under the address; `/objections` where it speaks the published contract.
    objections: Option<String>,
}

/// One source as it is reached.
pub(super) struct Connected {
    pub kind: Answerer,
    pub address: Option<String>,
    pub path: Option<String>,
    pub provider: Option<String>,
    pub secret: Credential,
    pub timeout: Duration,
    pub limits: Limits,
    pub asked_by: Vec<AskedBy>,
    pub request: Option<Template>,
    pub reply: Option<Shape>,
    pub objections: Option<String>,
}

impl Default for Connected {
    /// By the published contract, at the hall's own registry.
    fn default() -> Self {
        Self {
            kind: Answerer::Line,
            address: None,
            path: None,
            provider: None,
            secret: Credential::default(),
            timeout: TOTAL,
            limits: Limits::default(),
            asked_by: vec![AskedBy::Person, AskedBy::Body],
            request: None,
            reply: None,
            objections: None,
        }
    }
}

impl Connected {
    pub fn read(
        name: &str,
        entry: toml::Value,
        secrets: &Secrets,
        realm: Realm,
        known: &Sources,
    ) -> Result<Self, Vec<CatalogueFault>> {
        let mut wrong = Wrong {
            name,
            faults: Vec::new(),
        };
        let entry: Entry = match serde_path_to_error::deserialize(entry) {
            Ok(entry) => entry,
            Err(error) => {
                let path = format!("sources.{name}.{}", error.path());
                return Err(vec![unreadable(&path, &error.into_inner().to_string())]);
            }
        };
        if known.is_known(name) && !known.is_outside(name) {
            wrong.say(
                "",
                "YC-2027",
                "目录里这个来源不向外查询",
                "the catalogue asks nobody outside for it",
            );
        }
        let is_past = known.kind(name) == Kind::History;
        if entry.kind == Answerer::Collected && (!is_past || entry.says_where()) {
            wrong.say(
                "kind",
                "YC-2797",
                "只有历史办件类来源可以由本大厅应答，且不写地址、模板和查询对象",
                "only a source of kind history is answered by this hall itself, and it names no address, template or subjects",
            );
        }
        if let Some(address) = &entry.address {
            if !is_address(address) {
                wrong.say(
                    "address",
                    "YC-2021",
                    "不是 http 或 https 地址",
                    "not an http or https address",
                );
            } else if realm == Realm::Training && !is_loopback(address) {
                wrong.say(
                    "address",
                    "YC-2007",
                    "培训环境只能连接本机",
                    "the training realm takes loopback addresses only",
                );
            }
        }
        let secret = wrong.credential(&entry, secrets);
        let timeout = wrong.within("timeoutMs", entry.timeout_ms, 1, TOTAL.as_millis() as u64);
        let usual = Limits::default();
        let limits = Limits {
            at_once: wrong
                .within("atOnce", entry.at_once.map(u64::from), 1, 1_000)
                .map_or(usual.at_once, |n| n as u32),
            per_minute: wrong
                .within("perMinute", entry.per_minute.map(u64::from), 1, 1_000_000)
                .map(|n| n as u32),
            failures: wrong
                .within("failures", entry.failures.map(u64::from), 1, 1_000)
                .map_or(usual.failures, |n| n as u32),
            rest_s: wrong
                .within("restS", entry.rest_s.map(u64::from), 1, 86_400)
                .map_or(usual.rest_s, |n| n as u32),
        };
        if entry.asked_by.as_ref().is_some_and(Vec::is_empty) {
            wrong.say(
                "askedBy",
                "YC-2022",
                "至少写一种查询对象",
                "name whom it is asked about",
            );
        }
        let request = entry.request.as_deref().map(|text| Template::read(name, text));
        let request = wrong.taken("request", "YC-2023", request.transpose()).flatten();
        let reply = entry.reply.map(|shape| shape.read());
        let reply = match reply.transpose() {
            Ok(shape) => shape,
            Err(said) => {
                for (path, fault) in said {
                    let (code, zh, en) = fault.words();
                    wrong.say(&format!("reply.{path}"), code, zh, en);
                }
                None
            }
        };
        if !wrong.faults.is_empty() {
            return Err(wrong.faults);
        }
        Ok(Self {
            kind: entry.kind,
            address: entry.address,
            path: entry.path,
            provider: entry.provider,
            secret,
            timeout: timeout.map_or(TOTAL, Duration::from_millis),
            limits,
            asked_by: entry.asked_by.unwrap_or(Self::default().asked_by),
            request,
            reply,
            objections: entry.objections,
        })
    }
}

impl Entry {
    /// Whether it says anything of a line.
    fn says_where(&self) -> bool {
        let texts = [
            &self.address,
            &self.path,
            &self.secret,
            &self.request,
            &self.objections,
        ];
        texts.into_iter().any(Option::is_some) || self.reply.is_some() || self.asked_by.is_some()
    }
}

/// What was found wrong with one entry.
struct Wrong<'a> {
    name: &'a str,
    faults: Vec<CatalogueFault>,
}

impl Wrong<'_> {
    fn say(&mut self, key: &str, code: &str, zh: &str, en: &str) {
        let path = format!("sources.{}.{key}", self.name);
        self.faults.push(CatalogueFault {
            file: FILE.to_owned(),
            path: path.trim_end_matches('.').to_owned(),
            trouble: Trouble::new(code, zh, en),
        });
    }

    fn within(&mut self, key: &str, given: Option<u64>, least: u64, most: u64) -> Option<u64> {
        let given = given?;
        if !(least..=most).contains(&given) {
            let zh = format!("应在 {least} 到 {most} 之间");
            self.say(key, "YC-2022", &zh, &format!("has to be from {least} to {most}"));
        }
        Some(given)
    }

    fn taken<T>(&mut self, key: &str, code: &str, read: Result<T, String>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(why) => {
                let zh = format!("请求模板不能用：{why}");
                self.say(key, code, &zh, &format!("the template cannot be used: {why}"));
                None
            }
        }
    }

    fn credential(&mut self, entry: &Entry, secrets: &Secrets) -> Credential {
        let secret = match &entry.secret {
            None => None,
            Some(name) => {
                if !secrets.contains_key(name) {
                    self.say(
                        "secret",
                        "YC-2026",
                        "[secrets] 里没有这个名字",
                        "[secrets] has no such name",
                    );
                }
                secrets.get(name).cloned()
            }
        };
        let header = match entry.secret_header.as_deref().map(str::parse::<HeaderName>) {
            None => None,
            Some(Ok(header)) => Some(header),
            Some(Err(_)) => {
                self.say(
                    "secretHeader",
                    "YC-2026",
                    "不是请求头的名字",
                    "not the name of a header",
                );
                None
            }
        };
        Credential { secret, header }
    }
}

fn is_address(text: &str) -> bool {
    reqwest::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// An entry that does not have the shape of one.
pub(super) fn unreadable(path: &str, why: &str) -> CatalogueFault {
    CatalogueFault {
        file: FILE.to_owned(),
        path: path.trim_end_matches('.').to_owned(),
        trouble: Trouble::new(
            "YC-2020",
            format!("来源配置读不懂：{why}"),
            format!("the source's table cannot be read: {why}"),
        ),
    }
}
