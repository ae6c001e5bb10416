//! What may be offered again: whose it is, how it came, for how long.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};

use super::rules::{Months, months_old};
use super::*;
use crate::case::party::{Body, Person};
use crate::catalogue::tests::demonstration;
use crate::consent::{Answered, Consent, Giver, How, Named};
use crate::form::{Decision, Earlier, Provenance};

const SOURCE: &str = "history";
const USCC: &str = "91350199MAEXAMPLE3";
const BOSS: &str = "350199198803072318";
const AGENT: &str = "350199199107120026";
const BODIES: &str = "cz-bookkeeping";
/// Its form asks for sensitive things.
const BENEFIT: &str = "mz-disability-subsidy";

fn at(day: &str) -> Timestamp {
    format!("{day}T02:00:00Z").parse().unwrap()
}

fn person(number: &str) -> Person {
    Person {
        name: "林试".into(),
        id_type: "111".into(),
        id_number: number.into(),
        verified: None,
    }
}

fn from(kind: SourceKind) -> Provenance {
    Provenance {
        kind,
        label: String::new(),
        provider: String::new(),
        dataset: None,
        record_id: None,
        as_of: None,
        grant: None,
        base: None,
        consent: None,
        earlier: None,
        raw: None,
        at: Timestamp::UNIX_EPOCH,
    }
}

fn held(text: &str, from: Provenance) -> Cell {
    let held = Candidate {
        value: Value::Text(text.into()),
        from,
    };
    Cell {
        held: Some(held),
        ..Cell::default()
    }
}

fn rules() -> ReuseRules {
    ReuseRules {
        files_months: 24,
        rules: Vec::new(),
        otherwise: Months {
            set_months: 6,
            offered_months: 12,
            kept_months: 24,
        },
    }
}

/// An agent files for a body; its legal representative is known by his number from the register.
fn by_agent() -> Draft {
    let mut draft = Draft::nobody();
    draft.item = BODIES.into();
    draft.party.person = person(AGENT);
    draft.party.as_agent = true;
    draft.party.body = Some(Body {
        uscc: USCC.into(),
        name: "示范会计有限公司".into(),
        relation: "agent".into(),
    });
    draft.subjects.insert("agent".into(), person(AGENT));
    put(
        &mut draft,
        ("legalRep", "person.idNumber"),
        held(BOSS, from(SourceKind::Registry)),
    );
    draft
}

fn put(draft: &mut Draft, (subject, element): (&str, &str), cell: Cell) {
    let item = demonstration().item(&draft.item).unwrap();
    let mut fields = item.fields.iter();
    let field = fields.find(|field| field.subject == subject && field.data_element == element);
    draft
        .form
        .insert(field.expect("a field of the item").key.clone(), cell);
}

fn said(draft: &Draft, rules: &ReuseRules) -> Vec<(String, String)> {
    let item = demonstration().item(&draft.item).unwrap();
    let today = date(2026, 11, 20);
    facts(demonstration(), item, draft, SOURCE, rules, today)
        .into_iter()
        .map(|fact| (fact.of, fact.element))
        .collect()
}

fn own(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(of, element)| ((*of).to_owned(), (*element).to_owned()))
        .collect()
}

#[test]
fn a_fact_is_of_whom_it_is_about_and_never_of_who_brought_it() {
    let mut draft = by_agent();
    let typed = || held("13900000001", from(SourceKind::Typed));
    put(&mut draft, ("enterprise", "enterprise.phone"), typed());
    put(&mut draft, ("legalRep", "person.phone"), typed());
    put(&mut draft, ("agent", "person.phone"), typed());
    put(&mut draft, ("deliver", "deliver.phone"), typed());
    assert!(
        !said(&draft, &rules()).contains(&(USCC.to_owned(), "deliver.phone".to_owned())),
        "not on the form"
    );
    put(
        &mut draft,
        ("deliver", "deliver.method"),
        held("邮寄", from(SourceKind::Typed)),
    );
    let mut all = said(&draft, &rules());
    all.sort();
    let mut wanted = own(&[
        (USCC, "enterprise.phone"),
        (BOSS, "person.phone"),
        (AGENT, "person.phone"),
        (USCC, "deliver.phone"),
    ]);
    wanted.sort();
    assert_eq!(all, wanted);
    // A number that somebody only typed is nobody's.
    put(
        &mut draft,
        ("legalRep", "person.idNumber"),
        held(BOSS, from(SourceKind::Typed)),
    );
    assert!(!said(&draft, &rules()).iter().any(|(of, _)| of == BOSS));
}

#[test]
fn only_what_the_applicant_stated_is_kept_and_what_he_changed_stays_his() {
    let of = |cell: Cell| {
        let mut draft = by_agent();
        put(&mut draft, ("enterprise", "enterprise.phone"), cell);
        said(&draft, &rules()).len()
    };
    let earlier = |only_offered| Provenance {
        dataset: Some(SOURCE.into()),
        earlier: Some(Box::new(Earlier {
            item: "某事项".into(),
            how: SourceKind::Typed,
            only_offered,
        })),
        ..from(SourceKind::History)
    };
    let chosen = |cell: Cell| Cell {
        decided: Some(Decision {
            by: "0826".into(),
            at: Timestamp::UNIX_EPOCH,
            reason: "chosen".into(),
        }),
        ..cell
    };
    for kind in [SourceKind::Typed, SourceKind::Guidance, SourceKind::Online] {
        assert_eq!(of(held("13900000001", from(kind))), 1, "{kind:?}");
    }
    for kind in [
        SourceKind::Registry,
        SourceKind::Licence,
        SourceKind::Card,
        SourceKind::Derived,
        SourceKind::Recognition,
    ] {
        assert_eq!(of(held("13900000001", from(kind))), 0, "{kind:?}");
    }
    // What came from an earlier case is not said anew until a person chose it; its age stays its own.
    assert_eq!(of(held("13900000001", earlier(false))), 0);
    assert_eq!(of(chosen(held("13900000001", earlier(true)))), 1);
    assert_eq!(of(chosen(held("13900000001", from(SourceKind::Recognition)))), 1);
    // A register said otherwise, and the applicant's word stands.
    let mut changed = chosen(held("13900000001", from(SourceKind::Typed)));
    changed.offered.push(Candidate {
        value: Value::Text("13900000002".into()),
        from: from(SourceKind::Registry),
    });
    let mut draft = by_agent();
    put(&mut draft, ("enterprise", "enterprise.phone"), changed);
    let item = demonstration().item(BODIES).unwrap();
    let kept = facts(
        demonstration(),
        item,
        &draft,
        SOURCE,
        &rules(),
        date(2026, 11, 20),
    );
    assert_eq!(kept[0].value, Value::Text("13900000001".into()));
    // What nobody has decided, and what could not stand, is not said.
    let undecided = Cell {
        undecided: true,
        ..held("13900000001", from(SourceKind::Typed))
    };
    let rejected = Cell {
        rejected: Some("电话".into()),
        ..held("13900000001", from(SourceKind::Typed))
    };
    assert_eq!((of(undecided), of(rejected)), (0, 0));
}

#[test]
fn his_own_act_and_what_no_form_asks_again_are_never_kept() {
    let mut draft = by_agent();
    let item = demonstration().item(BODIES).unwrap();
    for field in &item.fields {
        let text = if field.data_element == "person.idNumber" {
            BOSS
        } else {
            "1"
        };
        let kind = match field.data_element.as_str() {
            "person.idNumber" => SourceKind::Registry,
            _ => SourceKind::Typed,
        };
        let mut cell = held(text, from(kind));
        if let (Some(held), true) = (&mut cell.held, field.is_own_act()) {
            held.value = Value::Flag(true);
        }
        draft.form.insert(field.key.clone(), cell);
    }
    let kept = said(&draft, &rules());
    assert!(kept.len() > 5, "{kept:?}");
    for (_, element) in &kept {
        let fields = || item.fields.iter().filter(|field| field.data_element == *element);
        assert!(
            fields().all(|field| !field.is_own() && !field.repeatable),
            "{element}"
        );
        let chain = &demonstration().elements[element].source_chain;
        let also = demonstration()
            .sources
            .get(SOURCE)
            .is_some_and(|source| source.asks_also(element));
        assert!(also || chain.iter().any(|code| code == SOURCE), "{element}");
    }
}

#[test]
fn sensitive_data_is_kept_only_where_he_would_be_asked_about_it_apart() {
    let item = demonstration().item(BENEFIT).unwrap();
    let field = item
        .fields
        .iter()
        .find(|field| field.data_element == "person.bankAccount")
        .unwrap();
    let mut draft = Draft::nobody();
    draft.item = BENEFIT.into();
    draft.party.person = person(AGENT);
    draft.subjects.insert(field.subject.clone(), person(AGENT));
    draft.form.insert(
        field.key.clone(),
        held("6222021234567890128", from(SourceKind::Typed)),
    );
    let today = date(2026, 11, 20);
    let kept = |catalogue: &Catalogue| facts(catalogue, item, &draft, SOURCE, &rules(), today).len();
    assert_eq!(kept(demonstration()), 1);
    // Where such a look rests on a plain consent, or on the law, it is not.
    let text = crate::catalogue::sources::BUILT_IN;
    for plain in ["consent", "duty"] {
        let mut json: serde_json::Value = serde_json::from_str(text).unwrap();
        json["bases"]["rules"] = serde_json::json!([{ "base": plain, "sources": [SOURCE] }]);
        let mut other = demonstration().clone();
        other.sources = serde_json::from_value(json).unwrap();
        assert_eq!(kept(&other), 0, "{plain}");
    }
}

#[test]
fn who_took_his_consent_back_leaves_nothing_until_he_gives_it_anew() {
    let mut draft = by_agent();
    put(
        &mut draft,
        ("enterprise", "enterprise.phone"),
        held("13900000001", from(SourceKind::Typed)),
    );
    let set = Named {
        source: SOURCE.into(),
        base: "consent".into(),
        of: USCC.into(),
    };
    let question = |second: i64| Consent {
        item: BODIES.into(),
        purpose: String::new(),
        asked: vec![set.clone()],
        until: at("2026-11-21"),
        asked_at: at("2026-11-20") + SignedDuration::from_secs(second),
        answer: Some(Answered {
            how: How::Card,
            by: Giver {
                name: "林试".into(),
                number: AGENT.into(),
            },
            agreed: vec![set.clone()],
            at: at("2026-11-20"),
        }),
        withdrawn: Vec::new(),
    };
    draft.heard.ask(question(0));
    assert_eq!(said(&draft, &rules()).len(), 1);
    draft.heard.withdraw(std::slice::from_ref(&set), at("2026-11-20"));
    assert_eq!(said(&draft, &rules()).len(), 0);
    draft.heard.ask(question(1));
    assert_eq!(said(&draft, &rules()).len(), 1);
}

fn kept(element: &str, day: &str, number: &str) -> KeptFact {
    KeptFact {
        element: element.into(),
        sensitivity: "personal".into(),
        value: Value::Text(number.into()),
        how: SourceKind::Typed,
        item: "某事项".into(),
        case_number: number.into(),
        as_of: at(day),
    }
}

#[test]
fn the_last_word_on_an_element_counts_whichever_comes_first() {
    let mut all = vec![
        kept("person.phone", "2026-03-01", "2"),
        kept("person.phone", "2025-03-01", "1"),
        kept("person.email", "2024-03-01", "0"),
    ];
    for _ in 0..2 {
        let last: BTreeMap<String, String> = newest(all.clone())
            .into_iter()
            .map(|(element, fact)| (element, fact.case_number))
            .collect();
        assert_eq!(last["person.phone"], "2");
        assert_eq!(last["person.email"], "0");
        all.reverse();
    }
}

#[test]
fn a_fact_stands_is_offered_and_goes_by_the_months_of_its_rule() {
    let rules = ReuseRules {
        files_months: 24,
        rules: vec![
            ReuseRule {
                elements: vec!["reg.*".into()],
                never: true,
                ..ReuseRule::default()
            },
            ReuseRule {
                elements: vec!["person.phone".into()],
                set_months: Some(0),
                ..ReuseRule::default()
            },
            ReuseRule {
                sensitivity: vec!["sensitivePersonal".into()],
                set_months: Some(1),
                offered_months: Some(1),
                kept_months: Some(1),
                ..ReuseRule::default()
            },
        ],
        ..rules()
    };
    assert_eq!(rules.check(), Ok(()));
    let said = at("2025-08-31");
    let check = |element: &str, sensitivity: &str, today: Date, used: Use, over: bool| {
        assert_eq!(
            rules.use_of(element, sensitivity, said, today),
            used,
            "{element} {today}"
        );
        assert_eq!(
            rules.is_over(element, sensitivity, said, today),
            over,
            "{element} {today}"
        );
    };
    let plain = "enterprise.phone";
    check(plain, "business", date(2025, 8, 31), Use::Set, false);
    // Six months after the last of August is the last of February.
    check(plain, "business", date(2026, 2, 28), Use::Set, false);
    check(plain, "business", date(2026, 3, 1), Use::Offer, false);
    check(plain, "business", date(2026, 8, 31), Use::Offer, false);
    check(plain, "business", date(2026, 9, 1), Use::Never, false);
    check(plain, "business", date(2027, 8, 31), Use::Never, false);
    check(plain, "business", date(2027, 9, 1), Use::Never, true);
    check("person.phone", "personal", date(2025, 8, 31), Use::Offer, false);
    check(
        "person.marital",
        "sensitivePersonal",
        date(2025, 9, 30),
        Use::Set,
        false,
    );
    check(
        "person.marital",
        "sensitivePersonal",
        date(2025, 10, 1),
        Use::Never,
        true,
    );
    check("reg.scopeItems", "business", date(2025, 8, 31), Use::Never, true);
    assert!(rules.is_never("reg.scopeItems", "business") && !rules.is_never(plain, "business"));

    assert_eq!(months_old(said, date(2025, 8, 31)), 0);
    assert_eq!(months_old(said, date(2026, 2, 27)), 5);
    assert_eq!(months_old(said, date(2026, 2, 28)), 6);
    assert_eq!(months_old(said, date(2025, 8, 1)), 0);
}

#[test]
fn rules_that_cannot_be_are_told_with_their_place() {
    let odd = |set_months, offered_months, kept_months| {
        let otherwise = Months {
            set_months,
            offered_months,
            kept_months,
        };
        ReuseRules { otherwise, ..rules() }.check()
    };
    assert_eq!(odd(0, 0, 1), Ok(()));
    for (set, offered, kept) in [(7, 6, 12), (1, 13, 12), (0, 0, 0), (1, 2, 121)] {
        assert!(odd(set, offered, kept).is_err(), "{set} {offered} {kept}");
    }
    let files = |files_months| ReuseRules {
        files_months,
        ..self::rules()
    };
    assert_eq!(files(121).check(), Err(OddReuse::Files));
    let day = |text: &str| text.parse::<Date>().unwrap();
    assert_eq!(files(6).files_since(day("2026-08-31")), Some(day("2026-02-28")));
    assert_eq!(files(0).files_since(day("2026-08-31")), None);
    let nothing = ReuseRules {
        rules: vec![ReuseRule::default()],
        ..rules()
    };
    assert_eq!(nothing.check(), Err(OddReuse::OfNothing { at: 0 }));
    let past = ReuseRules {
        rules: vec![ReuseRule {
            elements: vec!["a.b".into()],
            kept_months: Some(3),
            ..ReuseRule::default()
        }],
        ..rules()
    };
    assert_eq!(
        past.check(),
        Err(OddReuse::Months {
            at: "rules[0]".into()
        })
    );
}
