//! What a hall may edit, and what not.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::*;
use crate::notice::PaperFacts;
use crate::notice::pen::COMMON;
use crate::notice::tests::samples;

fn file() -> Json {
    serde_json::from_str(BUILT_IN).expect("JSON")
}

fn load(file: &Json) -> Result<Wording, Vec<WordingFault>> {
    Wording::load(&file.to_string())
}

/// The faults as path and code.
fn faults(file: &Json) -> Vec<(String, String)> {
    match load(file) {
        Ok(_) => Vec::new(),
        Err(faults) => faults
            .into_iter()
            .map(|fault| (fault.path, fault.trouble.code))
            .collect(),
    }
}

fn refused(file: &Json, path: &str, code: &str) {
    assert_eq!(faults(file), [(path.to_owned(), code.to_owned())]);
}

/// Every sentence with its JSON pointer and its sides.
fn sentences() -> Vec<(String, &'static Sentence)> {
    let wording = Wording::built_in();
    let shared = wording
        .shared
        .iter()
        .map(|(key, sentence)| (format!("/shared/{key}"), sentence));
    let own = wording.papers.iter().flat_map(|(kind, paper)| {
        paper
            .sentences
            .iter()
            .map(move |(key, sentence)| (format!("/papers/{kind}/sentences/{key}"), sentence))
    });
    shared.chain(own).collect()
}

fn sides(sentence: &Sentence) -> Vec<(&'static str, &Text)> {
    [
        ("any", &sentence.any),
        ("licence", &sentence.licence),
        ("other", &sentence.other),
    ]
    .into_iter()
    .filter_map(|(side, text)| Some((side, text.as_ref()?)))
    .collect()
}

fn dotted(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace('/', ".")
}

fn without(pointer: &str) -> Json {
    let mut file = file();
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let parent = file.pointer_mut(parent).and_then(Json::as_object_mut);
    assert!(parent.expect("an object").remove(key).is_some(), "{pointer}");
    file
}

fn with(pointer: &str, value: impl Into<Json>) -> Json {
    let mut file = file();
    *file.pointer_mut(pointer).expect("a place") = value.into();
    file
}

#[test]
fn the_built_in_wording_passes_its_own_check_and_speaks_of_every_kind() {
    let wording = Wording::load(BUILT_IN).expect("sound");
    assert_eq!(&wording, Wording::built_in());
    let kinds: BTreeSet<&str> = wording.papers.keys().map(String::as_str).collect();
    assert_eq!(kinds, PaperKind::ALL.iter().map(|kind| kind.word()).collect());
    for (pointer, sentence) in sentences() {
        let sides = sides(sentence);
        let whole = sentence.any.is_some() != (sentence.licence.is_some() && sentence.other.is_some());
        assert!(whole, "{pointer} has either one text or both");
        for (side, text) in sides {
            let (zh, en) = (placeholders(&text.zh), placeholders(&text.en));
            let sorted = |names: Vec<&str>| -> Vec<String> {
                let mut names: Vec<String> = names
                    .into_iter()
                    .filter(|name| !sentence.may.iter().any(|may| may == name))
                    .map(str::to_owned)
                    .collect();
                names.sort();
                names
            };
            assert_eq!(
                sorted(zh.expect("braces")),
                sorted(en.expect("braces")),
                "{pointer}/{side} says the same in both languages"
            );
            if !text.basis.is_empty() && text.zh.contains("依据《") {
                panic!("{pointer}/{side} names its law by hand");
            }
        }
    }
}

/// Pinned: what may be left out is said here, one by one.
#[test]
fn every_sentence_is_mandatory_but_these() {
    let optional: Vec<String> = sentences()
        .into_iter()
        .filter(|(_, sentence)| !sentence.mandatory)
        .map(|(pointer, _)| dotted(&pointer))
        .collect();
    // The wording of an edition from before there was a 来源附页 is read as well.
    assert_eq!(
        optional,
        [
            "shared.totals",
            "papers.receipt.sentences.objections",
            "papers.sources.sentences.statement",
            "papers.void.sentences.handBack"
        ]
    );
}

/// What stands in the file is written somewhere, and what is written stands in the file.
#[test]
fn no_label_and_no_sentence_is_idle() {
    let sources = [
        include_str!("../acceptance.rs"),
        include_str!("../collection.rs"),
        include_str!("../commitment.rs"),
        include_str!("../decision.rs"),
        include_str!("../ending.rs"),
        include_str!("../extension.rs"),
        include_str!("../form.rs"),
        include_str!("../further.rs"),
        include_str!("../guidance.rs"),
        include_str!("../mandate.rs"),
        include_str!("../not_needed.rs"),
        include_str!("../parts.rs"),
        include_str!("../sources.rs"),
        include_str!("../pen.rs"),
        include_str!("../receipt.rs"),
        include_str!("../refusal.rs"),
        include_str!("../service.rs"),
        include_str!("../special.rs"),
        include_str!("../supplement.rs"),
        include_str!("../tolerance.rs"),
        include_str!("../transfer.rs"),
        include_str!("../void.rs"),
    ]
    .concat();
    let wording = Wording::built_in();
    let keys = wording.labels.keys().cloned().chain(
        sentences()
            .into_iter()
            .filter_map(|(pointer, _)| Some(pointer.rsplit_once('/')?.1.to_owned())),
    );
    for key in keys {
        assert!(
            sources.contains(&format!("\"{key}\"")),
            "{key} is written nowhere"
        );
    }
}

#[test]
fn rewording_is_taken_and_printed() {
    let mut file = file();
    file["labels"]["receivedAt"]["zh"] = json!("收到材料的时间");
    file["papers"]["receipt"]["sentences"]["nothingReceived"]["any"]["zh"] =
        json!("今日未收取{applicants}的材料。");
    file["papers"]["receipt"]["more"] = json!([
        { "zh": "停车请凭{slip}到服务台免费。", "en": "Park free with {slip}.",
          "basis": [{ "law": "示范区停车管理办法", "article": "第三条", "en": "Article 3 of the parking rules" }] }
    ]);
    file["terms"]["渔业船员证"] = json!("Fishing crew certificate");
    let wording = load(&file).expect("sound");
    let facts = PaperFacts::from(crate::notice::ReceiptFacts {
        materials: vec![],
        ..samples::receipt()
    });
    let text = facts.content(&wording).plain_text();
    for words in [
        "收到材料的时间 2026年",
        "今日未收取林小满的材料。",
        "停车请凭K7PM3XW9R4到服务台免费。",
    ] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
    assert!(!text.contains("收件时间 "));
    let english = facts.companion(&wording).plain_text();
    assert!(english.contains("Park free with K7PM3XW9R4."), "{english}");
    assert_eq!(wording.term("渔业船员证"), Some("Fishing crew certificate"));
    assert_eq!(wording.term("申请人"), Some("Applicant"));
}

#[test]
fn law_may_be_renumbered_and_added() {
    let mut file = file();
    let notify = &mut file["papers"]["receipt"]["sentences"]["notify"]["licence"]["basis"];
    notify[0]["article"] = json!("第三十三条");
    let more = json!({ "law": "福建省行政许可规定", "article": "第八条", "en": "Article 8 of the provincial rules" });
    notify.as_array_mut().expect("a list").push(more);
    let wording = load(&file).expect("sound");
    let text = PaperFacts::from(samples::receipt())
        .content(&wording)
        .plain_text();
    let words = "依据《中华人民共和国行政许可法》第三十三条、《福建省行政许可规定》第八条，";
    assert!(text.contains(words), "{text}");
}

#[test]
fn an_optional_sentence_may_go() {
    let wording = load(&without("/shared/totals")).expect("sound");
    let text = PaperFacts::from(samples::receipt())
        .content(&wording)
        .plain_text();
    assert!(!text.contains("共1项"), "{text}");
}

/// Does all edits in one file, each in a place of its own, and expects just the faults they make.
fn all_refused(edits: Vec<(String, Option<Json>, String, &'static str)>) {
    let mut file = file();
    let mut expected: Vec<(String, String)> = Vec::new();
    for (pointer, value, path, code) in edits {
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        let parent = file.pointer_mut(parent).expect("a place");
        match (value, key.parse::<usize>()) {
            (Some(value), Ok(at)) => parent[at] = value,
            (Some(value), Err(_)) => parent[key] = value,
            (None, Ok(at)) => drop(parent.as_array_mut().expect("a list").remove(at)),
            (None, Err(_)) => drop(parent.as_object_mut().expect("an object").remove(key)),
        }
        expected.push((path, code.to_owned()));
    }
    let mut found = faults(&file);
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

fn mandatory() -> impl Iterator<Item = (String, &'static Sentence)> {
    sentences().into_iter().filter(|(_, sentence)| sentence.mandatory)
}

#[test]
fn no_mandatory_sentence_can_be_removed_or_made_optional() {
    assert!(mandatory().count() > 60);
    let gone = |pointer: String| (pointer.clone(), None, dotted(&pointer), "YC-1323");
    all_refused(mandatory().map(|(pointer, _)| gone(pointer)).collect());
    let each_side = mandatory().flat_map(|(pointer, sentence)| {
        sides(sentence)
            .into_iter()
            .map(move |(side, _)| gone(format!("{pointer}/{side}")))
    });
    all_refused(each_side.collect());
    for no in [None, Some(Json::Bool(false))] {
        let flags = mandatory().map(|(pointer, _)| {
            let flag = format!("{pointer}/mandatory");
            (flag.clone(), no.clone(), dotted(&flag), "YC-1324")
        });
        all_refused(flags.collect());
    }
}

/// Each text of each mandatory sentence: pointer, words, what it keeps.
fn texts() -> Vec<(String, &'static str, &'static [String], &'static Sentence)> {
    let mut texts = Vec::new();
    for (pointer, sentence) in mandatory() {
        for (side, text) in sides(sentence) {
            let (zh, en) = (format!("{pointer}/{side}/zh"), format!("{pointer}/{side}/en"));
            texts.push((zh, text.zh.as_str(), text.keep.zh.as_slice(), sentence));
            texts.push((en, text.en.as_str(), text.keep.en.as_slice(), sentence));
        }
    }
    texts
}

/// The first, the second … placeholder of every text at once, until no text has any more.
#[test]
fn no_placeholder_can_be_removed() {
    let mut removed = 0;
    for nth in 0.. {
        let edits: Vec<_> = texts()
            .into_iter()
            .filter_map(|(pointer, words, _, sentence)| {
                let mut names = placeholders(words).expect("braces");
                names.retain(|name| !sentence.may.iter().any(|may| may == name));
                let shorter = words.replace(&format!("{{{}}}", names.get(nth)?), "某");
                Some((
                    pointer.clone(),
                    Some(Json::from(shorter)),
                    dotted(&pointer),
                    "YC-1325",
                ))
            })
            .collect();
        if edits.is_empty() {
            break;
        }
        removed += edits.len();
        all_refused(edits);
    }
    assert!(removed > 250, "{removed}");
}

/// The text without a word of its own; a placeholder of the same letters stays.
fn without_word(text: &str, word: &str) -> String {
    text.split_inclusive(['{', '}'])
        .map(|piece| match piece.strip_suffix('}') {
            Some(_) => piece.to_owned(),
            None => piece.replace(word, "某"),
        })
        .collect()
}

#[test]
fn no_words_of_the_law_can_be_removed() {
    let mut removed = 0;
    for nth in 0.. {
        let mut edited = file();
        let mut expected = Vec::new();
        for (pointer, words, keep, _) in texts() {
            let Some(word) = keep.get(nth) else { continue };
            let shorter = without_word(words, word);
            *edited.pointer_mut(&pointer).expect("a place") = Json::from(shorter);
            expected.push((dotted(&pointer), "YC-1329".to_owned()));
        }
        if expected.is_empty() {
            break;
        }
        removed += expected.len();
        // A kept word within another takes both away.
        let mut found = faults(&edited);
        found.dedup();
        assert_eq!(found, expected);
    }
    assert!(removed > 150, "{removed}");
}

#[test]
fn no_text_can_be_emptied() {
    let mut emptied = file();
    for (pointer, ..) in texts() {
        *emptied.pointer_mut(&pointer).expect("a place") = Json::from("。");
    }
    let found = faults(&emptied);
    for (pointer, ..) in texts() {
        let wordless = (dotted(&pointer), "YC-1328".to_owned());
        assert!(found.contains(&wordless), "{pointer}");
    }
}

/// Each law alone, and its article.
#[test]
fn no_law_can_be_removed() {
    let mut laws = 0;
    for nth in 0.. {
        let (mut gone, mut blank) = (Vec::new(), Vec::new());
        for (pointer, sentence) in mandatory() {
            for (side, text) in sides(sentence) {
                let Some(basis) = text.basis.get(nth) else {
                    continue;
                };
                let list = format!("{pointer}/{side}/basis");
                let article = format!("{}[{nth}].article", dotted(&list));
                blank.push((
                    format!("{list}/{nth}/article"),
                    Some(json!(" ")),
                    article,
                    "YC-1328",
                ));
                // Two articles of one law: one of them may go, the law stays named.
                if text.basis.iter().filter(|other| other.law == basis.law).count() == 1 {
                    gone.push((format!("{list}/{nth}"), None, dotted(&list), "YC-1327"));
                }
            }
        }
        if blank.is_empty() {
            break;
        }
        laws += gone.len();
        all_refused(gone);
        all_refused(blank);
    }
    assert!(laws > 25, "{laws}");
}

#[test]
fn no_label_can_be_removed_or_emptied() {
    let labels = || Wording::built_in().labels.keys();
    let gone = labels().map(|key| (format!("/labels/{key}"), None, format!("labels.{key}"), "YC-1330"));
    all_refused(gone.collect());
    for side in ["zh", "en"] {
        let blank = labels().map(|key| {
            let path = format!("labels.{key}.{side}");
            (format!("/labels/{key}/{side}"), Some(json!("")), path, "YC-1328")
        });
        all_refused(blank.collect());
    }
}

#[test]
fn a_whole_paper_cannot_be_removed() {
    for kind in PaperKind::ALL {
        let found = faults(&without(&format!("/papers/{}", kind.word())));
        let mandatory = Wording::built_in().papers[kind.word()].sentences.values();
        assert_eq!(
            found.len(),
            mandatory.filter(|sentence| sentence.mandatory).count()
        );
        assert!(found.iter().all(|(_, code)| code == "YC-1323"));
    }
}

#[test]
fn unknown_placeholders_keys_and_shapes_are_named() {
    let opening = "/papers/acceptance/sentences/opening/licence/zh";
    let text = Wording::built_in()
        .text(PaperKind::AcceptanceNotice, "opening", true)
        .expect("an opening")
        .zh
        .clone();
    let path = dotted(opening);
    for added in ["{shoeSize}", "{", "}", "{item", "{Item}", "{}"] {
        refused(&with(opening, format!("{text}{added}")), &path, "YC-1326");
    }
    // What every paper has may be used anywhere.
    for name in COMMON {
        assert_eq!(faults(&with(opening, format!("{text}{{{name}}}"))), []);
    }
    let mut file = file();
    file["papers"]["acceptance"]["sentences"]["welcome"] = json!({ "any": { "zh": "您好", "en": "Hello" } });
    file["papers"]["diploma"] = json!({});
    file["labels"]["shoeSize"] = json!({ "zh": "鞋码", "en": "Shoe size" });
    file["motto"] = json!("为人民服务");
    file["papers"]["receipt"]["sentences"]["notAccepted"]["licence"] = json!({ "zh": "甲", "en": "A" });
    file["papers"]["receipt"]["sentences"]["notNumbered"]["may"] = json!(["shoeSize"]);
    let mut found = faults(&file);
    found.sort();
    let mut expected = [
        ("labels.shoeSize", "YC-1322"),
        ("motto", "YC-1322"),
        ("papers.acceptance.sentences.welcome", "YC-1322"),
        ("papers.diploma", "YC-1322"),
        ("papers.receipt.sentences.notAccepted.licence", "YC-1322"),
        ("papers.receipt.sentences.notNumbered.may", "YC-1326"),
    ]
    .map(|(path, code)| (path.to_owned(), code.to_owned()));
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn the_declaration_that_is_shown_on_a_screen_takes_no_placeholder() {
    let pointer = "/papers/form/sentences/truth/any/zh";
    let text = crate::notice::form::truth(Wording::built_in());
    refused(
        &with(pointer, format!("{text}{{item}}")),
        &dotted(pointer),
        "YC-1326",
    );
}

/// One bad place hides no other.
#[test]
fn every_fault_is_reported_with_path_code_and_both_sentences() {
    let mut file = file();
    file["labels"]["item"] = json!(7);
    file["labels"]["query"]["de"] = json!("Auskunft");
    file["terms"]["申请人"] = json!(" ");
    file["shared"]["remedies"]["licence"]["zh"] = json!("不服的可以反映。");
    file["papers"]["refusal"]["sentences"]["goThere"]["any"]["en"] = json!(["no"]);
    file["papers"]["special"] = json!("none");
    file["papers"]["void"]["more"] = json!([{ "zh": "{paper}", "en": "x" }, 3]);
    let Err(said) = load(&file) else { panic!("faults") };
    let found: BTreeSet<(&str, &str)> = said
        .iter()
        .map(|fault| (fault.path.as_str(), fault.trouble.code.as_str()))
        .collect();
    for fault in [
        ("labels.item", "YC-1321"),
        ("labels.query.de", "YC-1321"),
        ("terms.申请人", "YC-1328"),
        ("shared.remedies.licence.zh", "YC-1325"),
        ("shared.remedies.licence.zh", "YC-1329"),
        ("papers.refusal.sentences.goThere.any.en", "YC-1321"),
        ("papers.special", "YC-1321"),
        ("papers.void.more[0].zh", "YC-1326"),
        ("papers.void.more[1]", "YC-1321"),
    ] {
        assert!(found.contains(&fault), "{fault:?} is not among {found:?}");
    }
    for fault in &said {
        assert!(
            !fault.trouble.zh.is_ascii() && !fault.trouble.en.is_empty(),
            "{fault:?}"
        );
    }
    for text in ["", "[]", "null", "{\"labels\":"] {
        let found = Wording::load(text).expect_err("no file");
        assert_eq!(
            (found[0].path.as_str(), found[0].trouble.code.as_str()),
            (".", "YC-1321")
        );
    }
    assert!(Wording::load("{}").expect_err("empty").len() > 200);
}

/// Whatever a sentence may use is filled when it is written.
#[test]
fn every_placeholder_that_may_be_used_is_filled() {
    let mut file = file();
    for (pointer, sentence) in sentences() {
        if sentence.plain {
            continue;
        }
        for (side, text) in sides(sentence) {
            for (language, words) in [("zh", &text.zh), ("en", &text.en)] {
                let more: String = COMMON
                    .iter()
                    .map(|name| (*name).to_owned())
                    .chain(sentence.may.clone())
                    .map(|name| format!("<{{{name}}}>"))
                    .collect();
                let place = format!("{pointer}/{side}/{language}");
                *file.pointer_mut(&place).expect("a place") = json!(format!("{words}{more}"));
            }
        }
    }
    let wording = load(&file).expect("sound");
    for facts in samples::every() {
        for content in [facts.content(&wording), facts.companion(&wording)] {
            let text = content.plain_text();
            assert!(
                !text.contains('{') && text.contains("<食品经营许可（新办）>"),
                "{text}"
            );
        }
    }
}

/// The wording is part of an edition: another wording is another edition, and its faults are the catalogue's.
#[test]
fn the_catalogue_loads_the_wording_with_its_edition() {
    use crate::catalogue::tests::{demonstration, files};
    use crate::catalogue::{Catalogue, CatalogueFiles};
    let mut reworded = file();
    reworded["labels"]["receivedAt"]["zh"] = json!("收到材料的时间");
    let other = Catalogue::load(CatalogueFiles {
        papers: reworded.to_string(),
        ..files()
    })
    .expect("sound");
    assert_ne!(other.edition, demonstration().edition);
    assert_eq!(
        other.wording.label("receivedAt", Language::Zh),
        Some("收到材料的时间")
    );
    let found = Catalogue::load(CatalogueFiles {
        papers: without("/shared/remedies").to_string(),
        ..files()
    })
    .expect_err("no remedies");
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].file.as_str(), found[0].path.as_str()),
        ("papers.json", "shared.remedies")
    );
}
