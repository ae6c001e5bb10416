use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::*;
use crate::case::{Draft, Party, Person};
use crate::catalogue::tests::demonstration;
use crate::form::{Candidate, Cell, Provenance, SourceKind, Value};
use crate::material::{Held, Slot};

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + minute * 60).unwrap()
}

fn draft() -> Draft {
    Draft {
        id: Uuid::from_u128(1),
        revision: 7,
        fence: 1,
        visit: Uuid::nil(),
        item: "cz-bookkeeping".to_owned(),
        edition: "e".to_owned(),
        slip: "K7PM3XW9R4".to_owned(),
        desk: "08".to_owned(),
        clerk: "0826".to_owned(),
        opened_at: at(0),
        party: Party {
            person: Person {
                name: "林试".to_owned(),
                id_type: "111".to_owned(),
                id_number: "350199199003070011".to_owned(),
                verified: None,
            },
            body: None,
            as_agent: false,
        },
        subjects: BTreeMap::new(),
        answers: BTreeMap::new(),
        form: BTreeMap::new(),
        slots: Vec::new(),
        heard: Default::default(),
        corrects: None,
        online: None,
        told: None,
        first_told: None,
        credit: Vec::new(),
        deceased: Vec::new(),
        promised: Default::default(),
    }
}

fn refusal(draft: &Draft) -> About {
    About::Refusal {
        draft: draft.id,
        revision: draft.revision,
        seen: seen(draft),
        ground: "notOurs".to_owned(),
        basis: "《中华人民共和国行政许可法》第三十二条第一款第二项".to_owned(),
        reasons: "经营场所在邻市，不属本区办理".to_owned(),
        right_body: Some(RightBody {
            name: "邻市财政局".to_owned(),
        }),
    }
}

fn pass(draft: &Draft) -> About {
    About::Override {
        draft: draft.id,
        revision: draft.revision,
        seen: seen(draft),
        what: Overridden::Duplicate {
            case_number: "N1".to_owned(),
        },
        reason: "前一件已口头撤回".to_owned(),
    }
}

fn asked(about: About) -> Approval {
    Approval {
        id: Uuid::from_u128(9),
        desk: "08".to_owned(),
        staff: "0826".to_owned(),
        asked_at: at(0),
        about,
        state: State::Waiting,
    }
}

fn said(staff: &str, note: &str) -> Answer {
    Answer {
        staff: staff.to_owned(),
        name: "陈立".to_owned(),
        at: at(2),
        note: note.to_owned(),
    }
}

#[derive(Debug, Clone, Copy)]
enum Move {
    Approve,
    Deny,
    Withdraw,
    Use,
}

/// A step, and the state it ends in or what stands against it.
type Outcome = (Move, Result<&'static str, Against>);

/// Every cell of states × steps: the state it ends in, or what stands against it.
#[test]
fn every_state_takes_every_step_or_says_why_not() {
    let now = draft();
    let waiting = asked(refusal(&now));
    let approved = waiting.clone().answer(true, said("0801", "")).unwrap();
    let denied = waiting.clone().answer(false, said("0801", "理由不足")).unwrap();
    let withdrawn = waiting.clone().withdraw("08", at(1)).unwrap();
    let used = approved.clone().use_for(Purpose::Refuse(&now), at(3)).unwrap();
    let yes = Against::Answered {
        answer: said("0801", ""),
        approved: true,
    };
    let no = || Against::Answered {
        answer: said("0801", "理由不足"),
        approved: false,
    };
    let was_denied = Against::Denied {
        answer: said("0801", "理由不足"),
    };
    use Move::{Approve, Deny, Use, Withdraw};
    let table: [(&Approval, [Outcome; 4]); 5] = [
        (
            &waiting,
            [
                (Approve, Ok("approved")),
                (Deny, Ok("denied")),
                (Withdraw, Ok("withdrawn")),
                (Use, Err(Against::NotAnswered)),
            ],
        ),
        (
            &approved,
            [
                (Approve, Err(yes.clone())),
                (Deny, Err(yes)),
                (Withdraw, Ok("withdrawn")),
                (Use, Ok("used")),
            ],
        ),
        (
            &denied,
            [
                (Approve, Err(no())),
                (Deny, Err(no())),
                (Withdraw, Err(no())),
                (Use, Err(was_denied)),
            ],
        ),
        (
            &withdrawn,
            [
                (Approve, Err(Against::Withdrawn)),
                (Deny, Err(Against::Withdrawn)),
                (Withdraw, Err(Against::Withdrawn)),
                (Use, Err(Against::Withdrawn)),
            ],
        ),
        (
            &used,
            [
                (Approve, Err(Against::Used)),
                (Deny, Err(Against::Used)),
                (Withdraw, Err(Against::Used)),
                (Use, Err(Against::Used)),
            ],
        ),
    ];
    for (from, row) in table {
        for (step, expected) in row {
            let from = from.clone();
            let state = from.state.word();
            let got = match step {
                Approve => from.answer(true, said("0802", "")),
                Deny => from.answer(false, said("0802", "不同意")),
                Withdraw => from.withdraw("08", at(4)),
                Use => from.use_for(Purpose::Refuse(&now), at(4)),
            };
            let got = got.map(|approval| approval.state.word());
            assert_eq!(got, expected, "{state} {step:?}");
        }
    }
}

#[test]
fn nobody_answers_his_own_request_and_a_denial_has_words() {
    let waiting = || asked(refusal(&draft()));
    assert_eq!(waiting().answer(true, said("0826", "")), Err(Against::OwnRequest));
    assert_eq!(waiting().answer(false, said("0801", "  ")), Err(Against::NoWords));
    assert_eq!(
        waiting().answer(true, said("0801", &"长".repeat(501))),
        Err(Against::NoWords)
    );
    assert_eq!(waiting().withdraw("09", at(1)), Err(Against::OtherDesk));
}

#[test]
fn an_approval_holds_for_what_was_looked_at_and_nothing_else() {
    let now = draft();
    let check = |about: About, purpose: Purpose<'_>, expected: Result<(), Against>| {
        assert_eq!(asked(about).fits(purpose), expected);
    };
    check(refusal(&now), Purpose::Refuse(&now), Ok(()));
    check(pass(&now), Purpose::PassDuplicate(&now, "N1"), Ok(()));
    check(
        pass(&now),
        Purpose::PassDuplicate(&now, "N2"),
        Err(Against::Stale),
    );
    check(pass(&now), Purpose::Refuse(&now), Err(Against::OtherMatter));
    check(
        refusal(&now),
        Purpose::PassDuplicate(&now, "N1"),
        Err(Against::OtherMatter),
    );

    let void = || About::Void {
        case: "K7PM3XW9R4".to_owned(),
        wrong: Wrong::Person,
        reason: "录成了配偶".to_owned(),
    };
    check(void(), Purpose::Void("K7PM3XW9R4"), Ok(()));
    check(void(), Purpose::Void("K7PM3XW9R5"), Err(Against::OtherMatter));
    check(void(), Purpose::Refuse(&now), Err(Against::OtherMatter));
    check(pass(&now), Purpose::Void("K7PM3XW9R4"), Err(Against::OtherMatter));
    let mut other = now.clone();
    other.id = Uuid::from_u128(2);
    check(refusal(&now), Purpose::Refuse(&other), Err(Against::OtherMatter));
    let mut changed = now.clone();
    changed.form.insert("name".to_owned(), cell("甲", at(1)));
    check(refusal(&now), Purpose::Refuse(&changed), Err(Against::Stale));
    let mut handed_in = now.clone();
    handed_in.slots.push(Slot {
        material: "m".to_owned(),
        held: Some(Held::Paper {
            originals: 1,
            copies: 0,
            pages: 1,
            kept: false,
        }),
        why_paper: None,
        known: Default::default(),
    });
    check(refusal(&now), Purpose::Refuse(&handed_in), Err(Against::Stale));
    // A source that says the same again is no edit.
    let mut confirmed = changed.clone();
    confirmed.revision += 3;
    confirmed.form.insert("name".to_owned(), cell("甲", at(9)));
    check(refusal(&changed), Purpose::Refuse(&confirmed), Ok(()));
}

fn cell(text: &str, at: Timestamp) -> Cell {
    Cell {
        held: Some(Candidate {
            value: Value::Text(text.to_owned()),
            from: Provenance {
                kind: SourceKind::Typed,
                label: "手工".to_owned(),
                provider: "0826".to_owned(),
                dataset: None,
                record_id: None,
                as_of: None,
                grant: None,
                base: None,
                consent: None,
                earlier: None,
                raw: None,
                at,
            },
        }),
        ..Cell::default()
    }
}

#[test]
fn what_is_asked_says_what_it_has_to() {
    let catalogue = demonstration();
    let licence = catalogue.item("cz-bookkeeping").unwrap();
    let service = catalogue
        .items
        .iter()
        .find(|item| item.item_type_code == "20")
        .unwrap();
    let lacks = |about: About| about.lacks(licence, &catalogue.rules, at(0));
    let with = |ground: &str, reasons: &str, body: Option<&str>| {
        let mut about = refusal(&draft());
        if let About::Refusal {
            ground: of,
            reasons: words,
            right_body,
            ..
        } = &mut about
        {
            ground.clone_into(of);
            reasons.clone_into(words);
            *right_body = body.map(|name| RightBody {
                name: name.to_owned(),
            });
        }
        about
    };
    assert_eq!(lacks(with("notOurs", "x", Some("邻市财政局"))), None);
    assert_eq!(lacks(with("notOurs", " ", Some("甲"))), Some(Lacking::Reason));
    assert_eq!(lacks(with("notOurs", "x", None)), Some(Lacking::RightBody));
    assert_eq!(lacks(with("notOurs", "x", Some(" "))), Some(Lacking::RightBody));
    assert_eq!(lacks(with("barred", "x", Some("甲"))), Some(Lacking::RightBody));
    assert_eq!(lacks(with("barred", "x", None)), None);
    assert_eq!(lacks(with("made up", "x", None)), Some(Lacking::Ground));
    // Article 78 is for licences alone.
    assert_eq!(
        with("barred", "x", None).lacks(service, &catalogue.rules, at(0)),
        Some(Lacking::Ground)
    );

    let demand = |materials: &[&str]| About::SecondDemand {
        case: "K7PM3XW9R4".to_owned(),
        materials: materials.iter().map(|name| (*name).to_owned()).collect(),
        reason: "现场核查发现".to_owned(),
    };
    assert_eq!(lacks(demand(&["租赁合同"])), None);
    assert_eq!(lacks(demand(&[])), Some(Lacking::Materials));
    assert_eq!(lacks(demand(&[" "])), Some(Lacking::Materials));

    let grant = |until: i64| About::Grant {
        item: licence.id.clone(),
        dataset: "tax".to_owned(),
        elements: vec!["tax.authority".to_owned()],
        until: at(until),
        reason: "首次接入".to_owned(),
    };
    assert_eq!(lacks(grant(60)), None);
    assert_eq!(lacks(grant(0)), Some(Lacking::Until));
    assert_eq!(lacks(grant(32 * 24 * 60)), Some(Lacking::Until));
}

/// Every item of the catalogue can be refused on some ground, and each ground names its law.
#[test]
fn every_item_has_a_ground_of_refusal_with_its_basis() {
    let catalogue = demonstration();
    for item in &catalogue.items {
        let grounds: Vec<_> = catalogue.rules.grounds(item).collect();
        assert!(!grounds.is_empty(), "{}", item.id);
        for ground in grounds {
            assert!(ground.basis(item).contains('《'), "{} {}", item.id, ground.code);
        }
        let licence = item.item_type_code == "01";
        let first = catalogue.rules.ground(item, "notOurs").unwrap();
        assert_eq!(first.basis(item).contains("第三十二条"), licence, "{}", item.id);
        assert_eq!(
            catalogue.rules.ground(item, "barred").is_some(),
            licence,
            "{}",
            item.id
        );
    }
}

#[test]
fn the_five_minutes_are_counted_until_somebody_answers() {
    let waiting = asked(refusal(&draft()));
    assert!(!waiting.is_late(at(5)));
    assert!(waiting.is_late(at(5) + jiff::SignedDuration::from_secs(1)));
    let answered = waiting.answer(true, said("0801", "")).unwrap();
    assert_eq!(answered.waited_s(at(60)), 120);
    assert!(!answered.is_late(at(60)));
}

#[test]
fn a_request_reads_back_as_it_was_written() {
    let approved = asked(pass(&draft())).answer(true, said("0801", "")).unwrap();
    let json = serde_json::to_value(&approved).unwrap();
    assert_eq!(json["state"], "approved");
    assert_eq!(json["about"]["kind"], "override");
    assert_eq!(serde_json::from_value::<Approval>(json).unwrap(), approved);
    let kinds = [refusal(&draft()), pass(&draft())].map(|about| about.kind());
    assert_eq!(kinds, ["refusal", "override"]);
}
