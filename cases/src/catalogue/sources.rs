//! `sources.json`: where a value may come from (数据来源), as the source chains of the items name it.
//!
//! Nothing in the program knows a source by its name. What kind it is, what it is called on a chip and before the
//! applicant, who is confirmed by it, and what follows from what stands here; where it is reached stands in the hall's
//! own file.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::derivation::Derivation;
use crate::consent::{Bases, BasesFault};

/// The sources of a folder that has none of its own: the demonstration hall's.
pub const BUILT_IN: &str = include_str!("../../../catalogue/sources.json");

/// What a source is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// 共享数据: asked over the line, element by element. A source nobody described is one.
    #[default]
    Registry,
    /// 历史办件: asked in the same way; what it says was said before.
    History,
    /// 电子证照库: asked by holder, for materials.
    Licences,
    /// 读卡: the card in the hand.
    Card,
    /// 手工
    Typed,
    /// 推导
    Derived,
    /// 政务服务码平台: says who shows a code.
    Codes,
    /// 实名认证平台: says whether a name belongs to a number.
    Names,
    /// 信用信息共享平台: says who stands on which list.
    Credit,
}

/// Whom a register confirms at the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Confirms {
    /// 自然人
    Person,
    /// 法人和其他组织
    Body,
}

/// One source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SourceSpec {
    /// The word on a chip: 人口库.
    pub word: String,
    /// The same in English.
    pub en: String,
    /// What the applicant calls it (公安户籍); the chip's word where he calls it that as well.
    pub applicant: Option<String>,
    pub kind: Kind,
    pub confirms: Option<Confirms>,
    /// Data elements for which it is asked after everything that their chains name: `sign.*`, or one by its id.
    pub also: Vec<String>,
}

impl SourceSpec {
    /// Whether it is asked for an element beyond the chains.
    pub fn asks_also(&self, element: &str) -> bool {
        self.also.iter().any(|one| match one.strip_suffix('*') {
            Some(family) => family.ends_with('.') && element.starts_with(family),
            None => one == element,
        })
    }
}

/// Which sources prove a 数据共享 material, by the words of its name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Proof {
    pub words: Vec<String>,
    pub sources: Vec<String>,
}

/// `sources.json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Sources {
    sources: BTreeMap<String, SourceSpec>,
    proofs: Vec<Proof>,
    derived: Vec<Derivation>,
    objections: Option<Objections>,
    bases: Option<Bases>,
}

/// 数据校核: how long a source has to verify and answer, and by which rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Objections {
    /// Working days.
    pub answer_days: u16,
    /// The rule, as papers and screens name it.
    pub basis: String,
}

/// Most working days that a source may be given.
const MOST_ANSWER_DAYS: u16 = 60;

/// What is wrong with the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourcesFault {
    Wordless,
    /// A proof names a source that is not there.
    NoSuchSource,
    /// A proof of no words or of no source.
    ProvesNothing,
    /// It is asked for an element without a name, or is no source that is asked element by element.
    AsksAlso,
    /// Two registers confirm one kind of applicant.
    ConfirmedTwice,
    /// 数据校核 without a rule, or with no time or too much of it to answer.
    Unanswerable,
    /// 推导 that can fill nothing.
    FollowsFromNothing,
    /// What is wrong with the legal bases.
    Bases(BasesFault),
}

impl SourcesFault {
    /// Code, and a sentence in each language.
    pub fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            SourcesFault::Wordless => ("YC-1331", "数据来源缺少名称", "a source lacks its name"),
            SourcesFault::NoSuchSource => ("YC-1332", "没有这个数据来源", "there is no such source"),
            SourcesFault::ProvesNothing => (
                "YC-1333",
                "共享核验缺少词或来源",
                "a proof lacks its words or its sources",
            ),
            SourcesFault::AsksAlso => (
                "YC-1391",
                "另行查询的数据元没有写明，或者该来源不按数据元查询",
                "an element that is asked for as well has no name, or the source is not asked by element",
            ),
            SourcesFault::ConfirmedTwice => (
                "YC-1334",
                "同一类申请人由两个来源核验",
                "two sources confirm the same kind of applicant",
            ),
            SourcesFault::Unanswerable => (
                "YC-1339",
                "数据校核的答复期限应为 1 到 60 个工作日，并写明依据",
                "an objection is answered within 1 to 60 working days, by a rule that is named",
            ),
            SourcesFault::FollowsFromNothing => (
                "YC-1337",
                "推导缺少数据元、来源或取值，填不出内容",
                "a derivation lacks its element, its origin or its values and can fill nothing",
            ),
            SourcesFault::Bases(fault) => fault.words(),
        }
    }
}

impl Sources {
    pub fn get(&self, code: &str) -> Option<&SourceSpec> {
        self.sources.get(code)
    }

    pub fn is_known(&self, code: &str) -> bool {
        self.sources.contains_key(code)
    }

    /// What a code of a source chain is; one that nobody described is a register.
    pub fn kind(&self, code: &str) -> Kind {
        self.get(code).map_or(Kind::default(), |source| source.kind)
    }

    /// Whether it is asked element by element.
    pub fn is_asked(&self, code: &str) -> bool {
        match self.kind(code) {
            Kind::Registry | Kind::History => true,
            Kind::Licences
            | Kind::Card
            | Kind::Typed
            | Kind::Derived
            | Kind::Codes
            | Kind::Names
            | Kind::Credit => false,
        }
    }

    /// The word on a chip; the code where nobody named it.
    pub fn word<'a>(&'a self, code: &'a str) -> &'a str {
        match self.get(code) {
            Some(source) if !source.word.is_empty() => &source.word,
            Some(_) | None => code,
        }
    }

    /// What the applicant calls it.
    pub fn applicants_word<'a>(&'a self, code: &'a str) -> &'a str {
        self.get(code)
            .and_then(|source| source.applicant.as_deref())
            .unwrap_or_else(|| self.word(code))
    }

    /// The licence library.
    pub fn library(&self) -> Option<&str> {
        self.first(Kind::Licences)
    }

    /// The first source of a kind, by its code.
    pub fn first(&self, kind: Kind) -> Option<&str> {
        self.all()
            .find(|(_, source)| source.kind == kind)
            .map(|(code, _)| code)
    }

    /// Whether it is asked at all: element by element, by holder, or for who somebody is.
    pub fn is_outside(&self, code: &str) -> bool {
        self.is_asked(code)
            || matches!(
                self.kind(code),
                Kind::Licences | Kind::Codes | Kind::Names | Kind::Credit
            )
    }

    /// Every source that is known, with what is known of it.
    pub fn all(&self) -> impl Iterator<Item = (&str, &SourceSpec)> {
        self.sources.iter().map(|(code, source)| (code.as_str(), source))
    }

    /// The register that confirms a kind of applicant.
    pub fn confirming(&self, whom: Confirms) -> Option<&str> {
        self.all()
            .find(|(_, source)| source.confirms == Some(whom))
            .map(|(code, _)| code)
    }

    /// Which sources prove a material of this name: those of the first proof with a word of it.
    pub fn proving(&self, name: &str) -> &[String] {
        self.proofs
            .iter()
            .find(|proof| proof.words.iter().any(|word| name.contains(word.as_str())))
            .map_or(&[], |proof| &proof.sources)
    }

    /// On which legal base a look rests, as this file has it.
    pub fn own_bases(&self) -> Option<&Bases> {
        self.bases.as_ref()
    }

    /// On which legal base a look rests.
    pub fn bases(&self) -> &Bases {
        self.bases.as_ref().unwrap_or_else(|| Bases::built_in())
    }

    pub fn derived(&self, element: &str) -> impl Iterator<Item = &Derivation> {
        self.derived.iter().filter(move |one| one.element == element)
    }

    /// 数据校核; a hall that says nothing of it has the demonstration hall's.
    pub fn objections(&self) -> Objections {
        let built_in = || {
            let built_in: Sources = serde_json::from_str(BUILT_IN).unwrap_or_default();
            built_in.objections
        };
        let none = || Objections {
            answer_days: 1,
            basis: String::new(),
        };
        self.objections.clone().or_else(built_in).unwrap_or_else(none)
    }

    /// Every fault with its path.
    pub fn check(&self) -> Vec<(String, SourcesFault)> {
        let mut faults = Vec::new();
        let mut confirmed = Vec::new();
        for (code, source) in &self.sources {
            if source.word.trim().is_empty() || source.en.trim().is_empty() {
                faults.push((format!("sources.{code}"), SourcesFault::Wordless));
            }
            for (at, element) in source.also.iter().enumerate() {
                if element.trim().is_empty() || !self.is_asked(code) {
                    faults.push((format!("sources.{code}.also[{at}]"), SourcesFault::AsksAlso));
                }
            }
            if let Some(whom) = source.confirms {
                if confirmed.contains(&whom) {
                    faults.push((format!("sources.{code}.confirms"), SourcesFault::ConfirmedTwice));
                }
                confirmed.push(whom);
            }
        }
        if let Some(objections) = &self.objections
            && (!(1..=MOST_ANSWER_DAYS).contains(&objections.answer_days)
                || objections.basis.trim().is_empty())
        {
            faults.push(("objections".to_owned(), SourcesFault::Unanswerable));
        }
        for (at, proof) in self.proofs.iter().enumerate() {
            if proof.words.iter().all(|word| word.trim().is_empty()) || proof.sources.is_empty() {
                faults.push((format!("proofs[{at}]"), SourcesFault::ProvesNothing));
            }
            for (place, source) in proof.sources.iter().enumerate() {
                if !self.is_known(source) {
                    faults.push((
                        format!("proofs[{at}].sources[{place}]"),
                        SourcesFault::NoSuchSource,
                    ));
                }
            }
        }
        for (at, rule) in self.derived.iter().enumerate() {
            if !rule.is_sound() {
                faults.push((format!("derived[{at}]"), SourcesFault::FollowsFromNothing));
            }
        }
        let bases = self
            .bases
            .iter()
            .flat_map(|bases| bases.check(|code| self.is_known(code)));
        faults.extend(bases.map(|(path, fault)| (path, SourcesFault::Bases(fault))));
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demonstration_halls_sources_are_sound_and_every_chain_names_them() {
        let sources: Sources = serde_json::from_str(BUILT_IN).unwrap();
        assert_eq!(sources.check(), []);
        let catalogue = crate::catalogue::tests::demonstration();
        let chains = catalogue.items.iter().flat_map(|item| &item.fields);
        let unknown: Vec<&String> = chains
            .flat_map(|field| &field.source_chain)
            .filter(|code| !sources.is_known(code))
            .collect();
        assert!(unknown.is_empty(), "{unknown:?}");
        assert!(
            sources.confirming(Confirms::Person).is_some() && sources.confirming(Confirms::Body).is_some()
        );
    }

    #[test]
    fn every_fault_is_named_with_its_path() {
        let sources: Sources = serde_json::from_str(
            r#"{ "sources": {
                   "land": { "word": "地籍库", "en": "Land", "confirms": "body" },
                   "ships": { "word": " ", "en": "Ships", "confirms": "body" },
                   "cards": { "word": "卡", "en": "Cards", "kind": "card", "also": ["ship.*"] },
                   "wrecks": { "word": "沉船库", "en": "Wrecks", "also": ["ship.name", " "] } },
                 "proofs": [ { "words": [], "sources": ["land"] }, { "words": ["船"], "sources": ["boats"] } ],
                 "derived": [ { "element": "ship.kind", "from": "ship.name", "how": "named" } ],
                 "objections": { "answerDays": 0, "basis": "某条例" } }"#,
        )
        .unwrap();
        let said: Vec<(String, &str)> = sources
            .check()
            .into_iter()
            .map(|(path, fault)| (path, fault.words().0))
            .collect();
        let said: Vec<(&str, &str)> = said.iter().map(|(path, code)| (path.as_str(), *code)).collect();
        assert_eq!(
            said,
            [
                ("sources.cards.also[0]", "YC-1391"),
                ("sources.ships", "YC-1331"),
                ("sources.ships.confirms", "YC-1334"),
                ("sources.wrecks.also[1]", "YC-1391"),
                ("objections", "YC-1339"),
                ("proofs[0]", "YC-1333"),
                ("proofs[1].sources[0]", "YC-1332"),
                ("derived[0]", "YC-1337"),
            ]
        );
    }

    #[test]
    fn a_source_nobody_described_is_a_register_by_its_code() {
        let sources = Sources::default();
        assert!(sources.is_asked("shipRegister"));
        assert_eq!(sources.word("shipRegister"), "shipRegister");
        assert_eq!(sources.objections().answer_days, 10);
    }
}
