use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::json;

use super::*;
use crate::case::party::How as Confirmed;
use crate::case::{Draft, Person, Verified};
use crate::catalogue::Sources;
use crate::catalogue::sources::BUILT_IN;

const MOTHER: &str = "350199199003070011";
const AGENT: &str = "350199198506152022";
/// Nine years old on the day of these tests.
const CHILD: &str = "350199201701010010";

fn today() -> Date {
    date(2026, 11, 20)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-11-20T02:02:00Z")
}

/// A valid number with this birthday.
fn born(day: &str) -> String {
    let body = format!("350199{day}001");
    let valid = |number: &String| crate::identity::ResidentId::parse(number, today()).is_ok();
    let numbers = "0123456789X".chars().map(|check| format!("{body}{check}"));
    numbers.into_iter().find(valid).unwrap()
}

fn person(number: &str, verified: bool) -> Person {
    Person {
        name: "林试".to_owned(),
        id_type: "111".to_owned(),
        id_number: number.to_owned(),
        verified: verified.then(|| Verified {
            how: Confirmed::Card,
            at: now(),
            by: "0826".to_owned(),
        }),
    }
}

fn set(source: &str, base: &str, of: &str) -> Named {
    Named {
        source: source.to_owned(),
        base: base.to_owned(),
        of: of.to_owned(),
    }
}

fn asked(sets: &[Named], agreed: Option<&[Named]>, by: &str) -> Consent {
    Consent {
        item: "i".to_owned(),
        purpose: "事项".to_owned(),
        asked: sets.to_vec(),
        until: at("2026-11-20T10:00:00Z"),
        asked_at: at("2026-11-20T02:00:00Z"),
        answer: agreed.map(|agreed| Answered {
            how: How::Screen,
            by: Giver {
                name: "林试".to_owned(),
                number: by.to_owned(),
            },
            agreed: agreed.to_vec(),
            at: at("2026-11-20T02:01:00Z"),
        }),
        withdrawn: Vec::new(),
    }
}

#[track_caller]
fn check(consents: &[Consent], wanted: (&Named, Kind), expected: Result<Stands, Gap>) {
    let wanted = Wanted {
        set: wanted.0.clone(),
        kind: wanted.1,
    };
    let found = covering(consents, &wanted, "i", now(), &[MOTHER]);
    assert_eq!(found.map(|consent| consent.by), expected);
}

#[test]
fn promise_08_a_look_needs_the_word_it_was_asked_for() {
    let plain = set("r", "consent", MOTHER);
    let health = set("r", "health", MOTHER);
    let both = [plain.clone(), health.clone()];
    let (of, separate) = ((&plain, Kind::Consent), (&health, Kind::Separate));
    check(&[], of, Err(Gap::NotAsked));
    check(&[asked(&both, None, MOTHER)], of, Err(Gap::NotAsked));
    check(&[asked(&both, Some(&[]), MOTHER)], of, Err(Gap::Refused));
    let plainly = asked(&both, Some(std::slice::from_ref(&plain)), MOTHER);
    check(std::slice::from_ref(&plainly), of, Ok(Stands::Own));
    check(&[plainly], separate, Err(Gap::Refused));
    // Sensitive data nobody asked about is not covered by the rest of the source.
    let only = asked(
        std::slice::from_ref(&plain),
        Some(std::slice::from_ref(&plain)),
        MOTHER,
    );
    check(std::slice::from_ref(&only), separate, Err(Gap::Separate));
    // Of another person.
    let hers = set("r", "consent", AGENT);
    check(&[only], (&hers, Kind::Consent), Err(Gap::Elsewhere));
    // Under a mandate of who stands there.
    check(&[asked(&both, Some(&both), AGENT)], of, Ok(Stands::Mandate));
}

#[test]
fn a_word_is_for_one_item_and_until_its_end() {
    let one = set("r", "consent", MOTHER);
    let sets = std::slice::from_ref(&one);
    let wanted = Wanted {
        set: one.clone(),
        kind: Kind::Consent,
    };
    let given = [asked(sets, Some(sets), MOTHER)];
    let look = |item: &str, now: &str| covering(&given, &wanted, item, at(now), &[]).map(|one| one.by);
    assert_eq!(look("i", "2026-11-20T10:00:00Z"), Ok(Stands::Own));
    assert_eq!(look("i", "2026-11-20T10:00:01Z"), Err(Gap::Elsewhere));
    assert_eq!(look("other", "2026-11-20T02:02:00Z"), Err(Gap::Elsewhere));
}

#[test]
fn what_was_taken_back_covers_nothing_until_it_is_given_anew() {
    let one = set("r", "consent", MOTHER);
    let sets = std::slice::from_ref(&one);
    let mut heard = crate::case::Heard::default();
    heard.ask(asked(sets, Some(sets), MOTHER));
    assert_eq!(heard.withdraw(sets, now()), sets);
    assert_eq!(heard.withdraw(sets, now()), [], "once");
    check(&heard.consents, (&one, Kind::Consent), Err(Gap::Withdrawn));
    heard.ask(asked(sets, None, MOTHER));
    check(&heard.consents, (&one, Kind::Consent), Err(Gap::Withdrawn));
    heard.ask(asked(sets, Some(sets), MOTHER));
    assert_eq!(heard.consents.len(), 2, "an open question gives way");
    check(&heard.consents, (&one, Kind::Consent), Ok(Stands::Own));
}

#[test]
fn nobody_but_a_guardian_of_the_case_answers_for_a_child() {
    let child = set("r", "child", CHILD);
    let sets = std::slice::from_ref(&child);
    let of = (&child, Kind::Guardian);
    check(&[], of, Err(Gap::Guardian));
    check(&[asked(sets, Some(sets), MOTHER)], of, Ok(Stands::Guardian));
    check(&[asked(sets, Some(sets), AGENT)], of, Err(Gap::Guardian));
    check(&[asked(sets, Some(sets), CHILD)], of, Err(Gap::Guardian));
    check(&[asked(sets, Some(&[]), MOTHER)], of, Err(Gap::Refused));
}

#[test]
fn a_guardian_is_identified_of_age_and_no_agent() {
    let places = ["guardian".to_owned()];
    let may = |draft: &Draft| -> Vec<String> {
        let found = guardians(draft, &places, today());
        found.into_iter().map(str::to_owned).collect()
    };
    let mut draft = Draft::nobody();
    draft.party.person = person(MOTHER, true);
    assert_eq!(may(&draft), [MOTHER]);
    draft.party.person = person(MOTHER, false);
    assert_eq!(may(&draft), [""; 0], "not identified");
    draft.party.person = person(&born("20120101"), true);
    assert_eq!(may(&draft), [""; 0], "fourteen himself");
    draft.party.person = person(AGENT, true);
    draft.party.as_agent = true;
    assert_eq!(may(&draft), [""; 0], "an agent");
    draft.subjects.insert("guardian".to_owned(), person(MOTHER, true));
    draft.subjects.insert("spouse".to_owned(), person(AGENT, true));
    assert_eq!(may(&draft), [MOTHER]);
}

#[test]
fn a_child_turns_fourteen_on_its_birthday() {
    for (day, years) in [
        ("20121120", 14),
        ("20121121", 13),
        ("20121119", 14),
        ("20240229", 2),
    ] {
        assert_eq!(age(&born(day), today()), Some(years), "{day}");
    }
    assert_eq!(age("91350199MA8DEM0183", today()), None);
    assert_eq!(age("", today()), None);
    assert!(age(CHILD, today()).is_none_or(|years| years < 14));
}

/// The demonstration hall's own rules, on its own items.
#[test]
fn each_look_rests_on_the_base_that_the_catalogue_says() {
    let catalogue = crate::catalogue::tests::demonstration();
    let bases = catalogue.sources.bases();
    let element = |item: &str, source: &str, element: &str, number: &str| {
        let item = catalogue.item(item).unwrap();
        bases
            .of_element(item, source, element, number, today())
            .to_owned()
    };
    let child = born("20170101");
    for (item, source, wanted, number, base) in [
        (
            "mz-disability-subsidy",
            "population",
            "person.name",
            MOTHER,
            "duty",
        ),
        (
            "mz-disability-subsidy",
            "disability",
            "person.disabilityLevel",
            MOTHER,
            "health",
        ),
        (
            "mz-disability-subsidy",
            "history",
            "person.phone",
            MOTHER,
            "consent",
        ),
        (
            "mz-disability-subsidy",
            "history",
            "person.bankAccount",
            MOTHER,
            "account",
        ),
        ("wj-parenting", "population", "person.name", MOTHER, "consent"),
        ("ga-idcard", "population", "person.name", child.as_str(), "child"),
        ("ga-idcard", "population", "person.name", MOTHER, "duty"),
    ] {
        assert_eq!(
            element(item, source, wanted, number),
            base,
            "{item} {source} {wanted}"
        );
    }
    let item = catalogue.item("mz-disability-subsidy").unwrap();
    let licence = |name: &str| {
        bases
            .of_licence(item, "eLicence", name, MOTHER, today())
            .to_owned()
    };
    assert_eq!(
        (licence("身份证"), licence("残疾人证")),
        ("licence".into(), "health".into())
    );
    // Every item: whatever may be asked has a base that says its article and what is told.
    for item in &catalogue.items {
        for field in &item.fields {
            for source in field
                .source_chain
                .iter()
                .filter(|code| catalogue.sources.is_asked(code))
            {
                let code = bases.of_element(item, source, &field.data_element, MOTHER, today());
                let base = bases.get(code).unwrap_or_else(|| panic!("{code}"));
                assert!(!base.articles.is_empty() && !base.told.is_empty(), "{code}");
            }
        }
    }
    assert!(!bases.kind(bases.identifying()).is_asked());
}

#[test]
fn a_look_of_several_bases_wants_a_word_for_each_that_asks() {
    let bases = Bases::built_in();
    let rest = bases.rest("r", " 1 ", ["duty", "consent", "health", "consent"].into_iter());
    assert_eq!(rest.word(), "duty consent health");
    let wanted: Vec<(&str, &str)> = rest
        .wants
        .iter()
        .map(|one| (one.set.base.as_str(), one.set.of.as_str()))
        .collect();
    assert_eq!(wanted, [("consent", "1"), ("health", "1")]);
    assert_eq!(rest.standing(None, now()), Err(Gap::NotAsked));
    let duty = bases.rest("r", "1", std::iter::once("duty"));
    assert_eq!(duty.standing(None, now()), Ok(None));
}

#[test]
fn every_fault_of_the_bases_is_named_with_its_path() {
    let mut file: serde_json::Value = serde_json::from_str(BUILT_IN).unwrap();
    let bases = &mut file["bases"];
    bases["bases"]["health"]["articles"] = json!([]);
    bases["bases"]["child"]["told"][0]["en"] = json!(" ");
    bases["rules"][2]["base"] = json!("nothing");
    bases["rules"][1]["sources"][0] = json!("nowhere");
    bases["identifying"] = json!("consent");
    let sources: Sources = serde_json::from_value(file).unwrap();
    let said: Vec<(String, &str)> = sources
        .check()
        .into_iter()
        .map(|(path, fault)| (path, fault.words().0))
        .collect();
    let said: Vec<(&str, &str)> = said.iter().map(|(path, code)| (path.as_str(), *code)).collect();
    assert_eq!(
        said,
        [
            ("bases.bases.child", "YC-1208"),
            ("bases.bases.health", "YC-1208"),
            ("bases.rules[2].base", "YC-1206"),
            ("bases.rules[1].sources[0]", "YC-1207"),
            ("bases.identifying", "YC-1209"),
        ]
    );
    // A folder that says nothing of bases has the law's.
    assert_eq!(Sources::default().bases(), Bases::built_in());
}

#[test]
fn each_gap_has_its_own_code_and_says_that_nothing_was_asked() {
    let mut codes: Vec<String> = Gap::ALL.iter().map(|gap| gap.trouble().code).collect();
    codes.dedup();
    assert_eq!(codes.len(), Gap::ALL.len());
    for gap in Gap::ALL {
        let said = gap.trouble();
        assert!(said.zh.contains("未发出查询") && said.en.to_lowercase().contains("no request was sent"));
    }
}
