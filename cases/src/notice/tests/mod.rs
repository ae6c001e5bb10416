//! What the law and the hall demand of each paper, stated as text that has to be there.

mod demanded;
mod english;
mod hard;

mod proof;
pub mod samples;
mod window;

use super::*;

fn written(facts: impl Into<PaperFacts>) -> Content {
    facts.into().content(Wording::built_in())
}

fn check(content: &Content, demanded: &[&str]) {
    let text = content.plain_text();
    for words in demanded {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
}

#[test]
fn every_kind_has_its_own_word_number_and_sample() {
    let mut words: Vec<&str> = PaperKind::ALL.iter().map(|kind| kind.word()).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), PaperKind::ALL.len());
    let mut numbers: Vec<&str> = PaperKind::ALL
        .iter()
        .filter_map(|kind| kind.number_word())
        .collect();
    let numbered = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!((numbers.len(), numbered), (16, 16));
    for stored in ["receipt", "acceptance", "refusal", "form"] {
        assert_eq!(PaperKind::of(stored).map(PaperKind::word), Some(stored));
    }
    assert_eq!(PaperKind::of("nothing"), None);
    let sampled: Vec<PaperKind> = samples::every().iter().map(PaperFacts::kind).collect();
    assert!(PaperKind::ALL.iter().all(|kind| sampled.contains(kind)));
}

#[test]
fn every_number_word_makes_a_document_number() {
    for word in PaperKind::ALL.iter().filter_map(|kind| kind.number_word()) {
        let number = crate::case::number::DocumentNumber::new("示范区", "市监许", word, 2026, 1);
        assert!(number.is_ok(), "{word}");
    }
}

#[test]
fn facts_and_contents_survive_json() {
    for facts in samples::every() {
        let json = serde_json::to_string(&facts).expect("JSON");
        let kept: PaperFacts = serde_json::from_str(&json).expect("facts");
        assert_eq!(kept, facts);
        for content in [
            facts.content(Wording::built_in()),
            facts.companion(Wording::built_in()),
        ] {
            let json = serde_json::to_string(&content).expect("JSON");
            assert_eq!(serde_json::from_str::<Content>(&json).expect("content"), content);
        }
    }
}

#[test]
fn a_content_kept_before_there_were_languages_is_read() {
    let content = written(samples::acceptance());
    let mut json = serde_json::to_value(&content).expect("JSON");
    assert!(json.get("language").is_none() && json.get("references").is_none());
    json["codes"].as_object_mut().expect("codes").remove("proof");
    let read: Content = serde_json::from_value(json).expect("content");
    assert_eq!(read.plain_text(), content.plain_text());
    assert_eq!(read.codes.proof, None);
}
