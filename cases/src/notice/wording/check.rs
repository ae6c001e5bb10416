//! An edited wording against the built-in one: what may change, what has to stay.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use super::{Both, PaperWords, Sentence, Text, Wording, WordingFault, placeholders, prose};
use crate::error::Trouble;
use crate::notice::pen::COMMON;

/// Reads the file piece by piece, so that one bad piece hides no other.
pub(super) fn read(json: &str, built_in: &Wording) -> Result<Wording, Vec<WordingFault>> {
    let mut judge = Judge { faults: Vec::new() };
    let wording = match serde_json::from_str::<Json>(json) {
        Ok(Json::Object(file)) => judge.file(&file, built_in),
        Ok(_) => {
            judge.unreadable(".", "not an object");
            built_in.clone()
        }
        Err(error) => {
            judge.unreadable(".", &error.to_string());
            built_in.clone()
        }
    };
    if judge.faults.is_empty() {
        Ok(wording)
    } else {
        Err(judge.faults)
    }
}

struct Judge {
    faults: Vec<WordingFault>,
}

impl Judge {
    fn file(&mut self, file: &Map<String, Json>, built_in: &Wording) -> Wording {
        self.known(".", file, ["about", "labels", "terms", "shared", "papers"]);
        let mut wording = Wording {
            about: String::new(),
            labels: BTreeMap::new(),
            terms: built_in.terms.clone(),
            shared: BTreeMap::new(),
            papers: BTreeMap::new(),
        };
        if let Some(about) = file.get("about") {
            wording.about = self.piece("about", about).unwrap_or_default();
        }
        let labels = self.object("labels", file.get("labels"));
        self.known("labels", &labels, built_in.labels.keys().map(String::as_str));
        for key in built_in.labels.keys() {
            let path = format!("labels.{key}");
            match labels.get(key) {
                Some(value) => {
                    if let Some(label) = self.piece::<Both>(&path, value) {
                        self.label(&path, &label, &built_in.labels[key]);
                        wording.labels.insert(key.clone(), label);
                    }
                }
                None => self.say(&path, "YC-1330", "缺少标签", "the label is left out".to_owned()),
            }
        }
        // Terms are a dictionary: a hall adds to it, and what it leaves out stays as it was.
        for (term, value) in &self.object("terms", file.get("terms")) {
            let path = format!("terms.{term}");
            if let Some(en) = self.piece::<String>(&path, value) {
                self.has_words(&path, &en);
                wording.terms.insert(term.clone(), en);
            }
        }
        let shared = self.object("shared", file.get("shared"));
        wording.shared = self.sentences("shared", &shared, &built_in.shared);
        let papers = self.object("papers", file.get("papers"));
        self.known("papers", &papers, built_in.papers.keys().map(String::as_str));
        for (kind, ours) in &built_in.papers {
            let path = format!("papers.{kind}");
            let paper = self.object(&path, papers.get(kind));
            self.known(&path, &paper, ["sentences", "more"]);
            let inside = format!("{path}.sentences");
            let sentences = self.object(&inside, paper.get("sentences"));
            let sentences = self.sentences(&inside, &sentences, &ours.sentences);
            let more = self.more(&path, paper.get("more"));
            wording
                .papers
                .insert(kind.clone(), PaperWords { sentences, more });
        }
        wording
    }

    fn label(&mut self, path: &str, label: &Both, ours: &Both) {
        for (side, text, model) in [("zh", &label.zh, &ours.zh), ("en", &label.en, &ours.en)] {
            let path = format!("{path}.{side}");
            self.has_words(&path, text);
            let needed: Vec<&str> = placeholders(model).unwrap_or_default();
            self.holds(&path, text, &needed, &needed.iter().copied().collect());
        }
    }

    fn sentences(
        &mut self,
        path: &str,
        file: &Map<String, Json>,
        built_in: &BTreeMap<String, Sentence>,
    ) -> BTreeMap<String, Sentence> {
        self.known(path, file, built_in.keys().map(String::as_str));
        let mut sentences = BTreeMap::new();
        for (key, ours) in built_in {
            let path = format!("{path}.{key}");
            let Some(value) = file.get(key) else {
                if ours.mandatory {
                    self.left_out(&path);
                }
                continue;
            };
            if let Some(sentence) = self.piece::<Sentence>(&path, value) {
                self.sentence(&path, &sentence, ours);
                sentences.insert(key.clone(), sentence);
            }
        }
        sentences
    }

    fn sentence(&mut self, path: &str, sentence: &Sentence, ours: &Sentence) {
        if ours.mandatory && !sentence.mandatory {
            self.say(
                &format!("{path}.mandatory"),
                "YC-1324",
                "法定必备的语句不能改为可选",
                "a mandatory sentence cannot be made optional".to_owned(),
            );
        }
        for name in sentence.may.iter().filter(|name| !ours.may.contains(name)) {
            self.unknown_placeholder(&format!("{path}.may"), name);
        }
        let sides = [
            ("any", &sentence.any, &ours.any),
            ("licence", &sentence.licence, &ours.licence),
            ("other", &sentence.other, &ours.other),
        ];
        for (side, text, model) in sides {
            let path = format!("{path}.{side}");
            match (text, model) {
                (Some(text), Some(model)) => self.text(&path, text, model, ours),
                (None, Some(_)) if ours.mandatory => self.left_out(&path),
                (Some(_), None) => self.unknown_key(&path),
                (None, Some(_) | None) => {}
            }
        }
    }

    fn text(&mut self, path: &str, text: &Text, model: &Text, ours: &Sentence) {
        let sides = [
            ("zh", &text.zh, &model.zh, &model.keep.zh),
            ("en", &text.en, &model.en, &model.keep.en),
        ];
        for (side, words, model, keep) in sides {
            let path = format!("{path}.{side}");
            self.has_words(&path, words);
            let printed = placeholders(model).unwrap_or_default();
            let needed: Vec<&str> = printed
                .iter()
                .copied()
                .filter(|name| ours.mandatory && !ours.may.iter().any(|may| may == name))
                .collect();
            let allowed: BTreeSet<&str> = printed
                .into_iter()
                .chain(ours.may.iter().map(String::as_str))
                .chain(COMMON.into_iter().filter(|_| !ours.plain))
                .collect();
            self.holds(&path, words, &needed, &allowed);
            let said = prose(words);
            for word in keep.iter().filter(|word| !said.contains(word.as_str())) {
                self.say(
                    &path,
                    "YC-1329",
                    &format!("缺少必须保留的字样：{word}"),
                    format!("the words that have to stay are left out: {word}"),
                );
            }
        }
        self.basis(path, text, model);
    }

    /// Every law of the built-in text stays named; its article may be renumbered, and more law be named.
    fn basis(&mut self, path: &str, text: &Text, model: &Text) {
        for ours in &model.basis {
            if !text.basis.iter().any(|basis| basis.law == ours.law) {
                self.say(
                    &format!("{path}.basis"),
                    "YC-1327",
                    &format!("缺少法律依据：《{}》{}", ours.law, ours.article),
                    format!("the legal basis is left out: {}", ours.en),
                );
            }
        }
        for (at, basis) in text.basis.iter().enumerate() {
            for (side, words) in [
                ("law", &basis.law),
                ("article", &basis.article),
                ("en", &basis.en),
            ] {
                self.has_words(&format!("{path}.basis[{at}].{side}"), words);
            }
        }
    }

    /// The hall's own sentences: any words, the placeholders of every paper.
    fn more(&mut self, path: &str, value: Option<&Json>) -> Vec<Text> {
        let Some(value) = value else {
            return Vec::new();
        };
        let path = format!("{path}.more");
        let Json::Array(texts) = value else {
            self.unreadable(&path, "not a list");
            return Vec::new();
        };
        let allowed: BTreeSet<&str> = COMMON.into_iter().collect();
        let mut more = Vec::new();
        for (at, value) in texts.iter().enumerate() {
            let path = format!("{path}[{at}]");
            let Some(text) = self.piece::<Text>(&path, value) else {
                continue;
            };
            for (side, words) in [("zh", &text.zh), ("en", &text.en)] {
                let path = format!("{path}.{side}");
                self.has_words(&path, words);
                self.holds(&path, words, &[], &allowed);
            }
            self.basis(&path, &text, &text);
            more.push(text);
        }
        more
    }

    fn holds(&mut self, path: &str, text: &str, needed: &[&str], allowed: &BTreeSet<&str>) {
        let found = match placeholders(text) {
            Ok(found) => found,
            Err(at) => {
                self.unknown_placeholder(path, &text[at..].chars().take(12).collect::<String>());
                return;
            }
        };
        for name in needed.iter().filter(|name| !found.contains(*name)) {
            self.say(
                path,
                "YC-1325",
                &format!("缺少必备的占位符：{{{name}}}"),
                format!("the mandatory placeholder is left out: {{{name}}}"),
            );
        }
        for name in found.iter().filter(|name| !allowed.contains(**name)) {
            self.unknown_placeholder(path, name);
        }
    }

    fn has_words(&mut self, path: &str, text: &str) {
        if !text.chars().any(char::is_alphanumeric) {
            self.say(
                path,
                "YC-1328",
                "这一处没有文字",
                "there are no words here".to_owned(),
            );
        }
    }

    fn object(&mut self, path: &str, value: Option<&Json>) -> Map<String, Json> {
        match value {
            Some(Json::Object(map)) => map.clone(),
            None => Map::new(),
            Some(_) => {
                self.unreadable(path, "not an object");
                Map::new()
            }
        }
    }

    fn piece<T: DeserializeOwned>(&mut self, path: &str, value: &Json) -> Option<T> {
        match serde_path_to_error::deserialize(value) {
            Ok(piece) => Some(piece),
            Err(error) => {
                let inner = error.path().to_string();
                let path = if inner == "." {
                    path.to_owned()
                } else {
                    format!("{path}.{inner}")
                };
                self.unreadable(&path, &error.into_inner().to_string());
                None
            }
        }
    }

    fn known<'k>(&mut self, path: &str, map: &Map<String, Json>, known: impl IntoIterator<Item = &'k str>) {
        let known: BTreeSet<&str> = known.into_iter().collect();
        for key in map.keys().filter(|key| !known.contains(key.as_str())) {
            let path = if path == "." {
                key.clone()
            } else {
                format!("{path}.{key}")
            };
            self.unknown_key(&path);
        }
    }

    fn unknown_key(&mut self, path: &str) {
        self.say(
            path,
            "YC-1322",
            "没有这一项，无处可用",
            "nothing of this name is known".to_owned(),
        );
    }

    fn unknown_placeholder(&mut self, path: &str, name: &str) {
        self.say(
            path,
            "YC-1326",
            &format!("没有这个占位符：{name}"),
            format!("unknown placeholder: {name}"),
        );
    }

    fn left_out(&mut self, path: &str) {
        self.say(
            path,
            "YC-1323",
            "缺少法定必备的语句",
            "a mandatory sentence is left out".to_owned(),
        );
    }

    fn unreadable(&mut self, path: &str, reason: &str) {
        self.say(
            path,
            "YC-1321",
            &format!("读不懂这一处：{reason}"),
            format!("cannot be read: {reason}"),
        );
    }

    fn say(&mut self, path: &str, code: &str, zh: &str, en: String) {
        self.faults.push(WordingFault {
            path: path.to_owned(),
            trouble: Trouble::new(code, zh, en),
        });
    }
}
