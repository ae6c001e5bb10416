//! `bases` of `sources.json`: which legal base (合法性基础) a look rests on, by item, source, element and person.
//!
//! Nothing in the program knows a base or a source by its name: the first rule that fits says the base.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::given::{Named, Rest, Wanted};
use super::guardian::age;
use crate::catalogue::sources::{BUILT_IN, Sources};
use crate::catalogue::{FieldSpec, Item};

/// What kind of base it is; what has to be done before the look follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// 法定职责 (art. 13 (1) no. 3, art. 34): nobody is asked; he is told all the same (art. 35).
    Duty,
    /// 同意 (art. 13 (1) no. 1, art. 14)
    Consent,
    /// 单独同意, for sensitive data (art. 28–30)
    Separate,
    /// 监护人同意, for a child under fourteen (art. 31)
    Guardian,
}

impl Kind {
    /// Whether somebody has to agree before the look.
    pub fn is_asked(self) -> bool {
        self != Kind::Duty
    }

    pub fn word(self) -> &'static str {
        match self {
            Kind::Duty => "duty",
            Kind::Consent => "consent",
            Kind::Separate => "separate",
            Kind::Guardian => "guardian",
        }
    }
}

/// One sentence that the applicant is told; `{item}` and `{department}` stand for their names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Told {
    pub zh: String,
    pub en: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Base {
    pub kind: Kind,
    /// 法定职责, 单独同意（医疗健康） …
    pub word: String,
    pub en: String,
    /// Where it is written: 《个人信息保护法》第十三条第一款第三项.
    pub articles: Vec<String>,
    /// Purpose, data, receiver, time, rights (art. 17, 30): read out or shown before anything is looked at.
    pub told: Vec<Told>,
}

/// What rests on a base. An empty list asks nothing; every other has to hold what is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    pub base: String,
    /// 事项类型 codes.
    #[serde(default)]
    pub item_types: Vec<String>,
    #[serde(default)]
    pub sources: Vec<String>,
    #[serde(default)]
    pub elements: Vec<String>,
    /// Of the field: `sensitivePersonal` …
    #[serde(default)]
    pub sensitivity: Vec<String>,
    /// Licence types by name.
    #[serde(default)]
    pub licences: Vec<String>,
    /// Only of somebody younger than so many years.
    pub under: Option<u8>,
}

/// The bases of a catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bases {
    bases: BTreeMap<String, Base>,
    /// The first that fits counts.
    rules: Vec<Rule>,
    /// The base where no rule fits.
    otherwise: String,
    /// The base on which it is checked who stands at the window (人证核验).
    identifying: String,
    /// Subjects of a form who may answer for a child.
    #[serde(default)]
    pub guardians: Vec<String>,
}

/// What is wrong with the bases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BasesFault {
    NoSuchBase,
    NoSuchSource,
    /// Without a word, an article or a sentence for the applicant in both languages.
    Wordless,
    /// Somebody has to be asked before the window knows who stands there.
    AsksToIdentify,
}

impl BasesFault {
    /// Code, and a sentence in each language.
    pub fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            BasesFault::NoSuchBase => ("YC-1206", "没有这个合法性基础", "there is no such legal base"),
            BasesFault::NoSuchSource => (
                "YC-1207",
                "合法性基础的规则写了没有的数据来源",
                "a rule of the legal bases names a source that is not there",
            ),
            BasesFault::Wordless => (
                "YC-1208",
                "合法性基础缺少名称、条文或对申请人的告知",
                "a legal base lacks its name, its article or what the applicant is told",
            ),
            BasesFault::AsksToIdentify => (
                "YC-1209",
                "人证核验不能以同意为基础：还不知道来人是谁",
                "checking who stands there cannot rest on consent: nobody knows yet who he is",
            ),
        }
    }
}

/// One thing of one person that is to be looked at.
#[derive(Debug, Clone, Copy)]
struct Sight<'a> {
    item_type: &'a str,
    source: &'a str,
    element: Option<&'a str>,
    sensitivity: &'a str,
    licence: Option<&'a str>,
    age: Option<i16>,
}

impl Rule {
    fn fits(&self, sight: Sight<'_>) -> bool {
        let holds = |list: &[String], one: Option<&str>| {
            list.is_empty() || one.is_some_and(|one| list.iter().any(|known| known == one))
        };
        holds(&self.item_types, Some(sight.item_type))
            && holds(&self.sources, Some(sight.source))
            && holds(&self.elements, sight.element)
            && holds(&self.sensitivity, Some(sight.sensitivity))
            && holds(&self.licences, sight.licence)
            && self
                .under
                .is_none_or(|years| sight.age.is_some_and(|age| age < i16::from(years)))
    }
}

impl Bases {
    /// Those of a folder that says none: the law is the same everywhere.
    pub fn built_in() -> &'static Self {
        static NATIONAL: OnceLock<Bases> = OnceLock::new();
        NATIONAL.get_or_init(|| {
            // The file is read by a test; a broken one would ask about everything.
            let sources: Sources = serde_json::from_str(BUILT_IN).unwrap_or_default();
            sources.own_bases().cloned().unwrap_or_default()
        })
    }

    pub fn get(&self, code: &str) -> Option<&Base> {
        self.bases.get(code)
    }

    /// What kind a base is; of one that nobody described somebody is asked.
    pub fn kind(&self, code: &str) -> Kind {
        self.get(code).map_or(Kind::Consent, |base| base.kind)
    }

    /// The word for a base; the code itself where nobody named it.
    pub fn word<'a>(&'a self, code: &'a str) -> &'a str {
        self.get(code).map_or(code, |base| base.word.as_str())
    }

    /// The base of checking who stands at the window.
    pub fn identifying(&self) -> &str {
        &self.identifying
    }

    /// The base of asking a source for an element of the item's form, about who has this number.
    pub fn of_element(&self, item: &Item, source: &str, element: &str, number: &str, today: Date) -> &str {
        let declared = item.fields.iter().find(|field| {
            field.data_element == element && field.source_chain.iter().any(|code| code == source)
        });
        let sensitivity = declared.map_or("", |field| field.sensitivity.as_str());
        self.of(Sight {
            item_type: &item.item_type_code,
            source,
            element: Some(element),
            sensitivity,
            licence: None,
            age: age(number, today),
        })
    }

    /// The same of a field of the form, where the age is known.
    pub fn of_field(&self, item: &Item, source: &str, field: &FieldSpec, age: Option<i16>) -> &str {
        self.of(Sight {
            item_type: &item.item_type_code,
            source,
            element: Some(&field.data_element),
            sensitivity: &field.sensitivity,
            licence: None,
            age,
        })
    }

    /// The base of looking for a licence of who has this number.
    pub fn of_licence(&self, item: &Item, library: &str, licence: &str, number: &str, today: Date) -> &str {
        self.of(Sight {
            item_type: &item.item_type_code,
            source: library,
            element: None,
            sensitivity: "",
            licence: Some(licence),
            age: age(number, today),
        })
    }

    /// What a look rests on: a source and a person, and the base of each thing that is asked.
    pub fn rest<'a>(&self, source: &str, number: &str, bases: impl Iterator<Item = &'a str>) -> Rest {
        let mut rest = Rest {
            guardians: self.guardians.clone(),
            ..Rest::default()
        };
        for base in bases {
            if rest.bases.iter().any(|known| known == base) {
                continue;
            }
            rest.bases.push(base.to_owned());
            let kind = self.kind(base);
            if kind.is_asked() {
                let set = Named {
                    source: source.to_owned(),
                    base: base.to_owned(),
                    of: number.trim().to_owned(),
                };
                rest.wants.push(Wanted { set, kind });
            }
        }
        rest
    }

    fn of(&self, sight: Sight<'_>) -> &str {
        self.rules
            .iter()
            .find(|rule| rule.fits(sight))
            .map_or(self.otherwise.as_str(), |rule| rule.base.as_str())
    }

    /// Every fault with its path; `sources` says which sources there are.
    pub fn check(&self, is_source: impl Fn(&str) -> bool) -> Vec<(String, BasesFault)> {
        let mut faults = Vec::new();
        for (code, base) in &self.bases {
            let blank = |text: &str| text.trim().is_empty();
            let told = base.told.iter().any(|one| blank(&one.zh) || blank(&one.en));
            if blank(&base.word)
                || blank(&base.en)
                || told
                || base.told.is_empty()
                || base.articles.is_empty()
                || base.articles.iter().any(|one| blank(one))
            {
                faults.push((format!("bases.bases.{code}"), BasesFault::Wordless));
            }
        }
        let named = self.rules.iter().enumerate();
        let named = named.map(|(at, rule)| (format!("bases.rules[{at}].base"), rule.base.as_str()));
        let single = [("otherwise", &self.otherwise), ("identifying", &self.identifying)];
        let single = single.map(|(key, base)| (format!("bases.{key}"), base.as_str()));
        for (path, base) in named.chain(single) {
            if self.get(base).is_none() {
                faults.push((path, BasesFault::NoSuchBase));
            }
        }
        for (at, rule) in self.rules.iter().enumerate() {
            for (place, source) in rule.sources.iter().enumerate() {
                if !is_source(source) {
                    faults.push((
                        format!("bases.rules[{at}].sources[{place}]"),
                        BasesFault::NoSuchSource,
                    ));
                }
            }
        }
        if self.kind(&self.identifying).is_asked() && self.get(&self.identifying).is_some() {
            faults.push(("bases.identifying".to_owned(), BasesFault::AsksToIdentify));
        }
        faults
    }
}
