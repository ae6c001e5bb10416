use jiff::Timestamp;
use uuid::Uuid;

use super::steps::{Answer, Believed, State, Verdict, hear, may_settle};
use super::{Evidence, MOST, Objection, OddObjection, Why, age, candidates};
use crate::case::Draft;
use crate::deadline::{Calendar, HALL_OFFSET, Light, OpeningHours};
use crate::form::{Candidate, Cell, Provenance, SourceKind, Value};
use crate::wire::gateway::SubjectKey;

fn at(text: &str) -> Timestamp {
    HALL_OFFSET.to_timestamp(text.parse().unwrap()).unwrap()
}

fn objection(stated: &str) -> Objection {
    Objection {
        id: Uuid::from_u128(1),
        field: "address".into(),
        label: "户籍地址".into(),
        element: "person.householdAddress".into(),
        dataset: "ships".into(),
        provider: "某库".into(),
        record_id: Some("R1".into()),
        as_of: None,
        subject: SubjectKey {
            role: "applicant".into(),
            id_type: Some("111".into()),
            id_number: Some("350199199003070011".into()),
            name: None,
            uscc: None,
        },
        theirs: Value::Text("旧街1号".into()),
        stated: Value::Text(stated.into()),
        raw: None,
        theirs_shown: "旧街1号".into(),
        stated_shown: stated.into(),
        why: Why::Outdated,
        evidence: vec![Evidence::Words {
            text: "户口簿第三页".into(),
        }],
        answer_days: 10,
        by: "0826".into(),
        at: at("2026-11-20T10:00"),
    }
}

fn check(change: impl Fn(&mut Objection), expected: Result<(), OddObjection>) {
    let mut one = objection("新街2号");
    change(&mut one);
    assert_eq!(Draft::nobody().object(one), expected);
}

#[test]
fn an_objection_has_two_values_and_something_that_shows_it() {
    check(|_| {}, Ok(()));
    check(|one| one.stated = one.theirs.clone(), Err(OddObjection::Same));
    check(
        |one| one.stated = Value::Text(String::new()),
        Err(OddObjection::NoValue),
    );
    check(|one| one.evidence.clear(), Err(OddObjection::NoEvidence));
    let words = |text: &str| {
        vec![Evidence::Words {
            text: text.to_owned(),
        }]
    };
    check(|one| one.evidence = words("  "), Err(OddObjection::NoEvidence));
    check(
        |one| one.evidence = words(&"长".repeat(201)),
        Err(OddObjection::Words),
    );
    // Whose number it is is said by the subject alone.
    check(
        |one| one.evidence = words("见350199199003070011的户口簿"),
        Err(OddObjection::Words),
    );
    let file = |name: &str| Evidence::Material {
        material: "m1".into(),
        name: name.into(),
        pieces: vec!["ab".repeat(32)],
    };
    check(|one| one.evidence = vec![file("户口簿")], Ok(()));
    check(
        |one| one.evidence = vec![file("户口簿"); 21],
        Err(OddObjection::Words),
    );
}

#[test]
fn the_same_is_raised_once_and_a_draft_has_so_many() {
    let mut draft = Draft::nobody();
    draft.object(objection("新街2号")).unwrap();
    assert_eq!(draft.object(objection("新街2号")), Err(OddObjection::Open));
    draft.object(objection("新街3号")).unwrap();
    assert_eq!(draft.objections_to("address").count(), 2);
    assert_eq!(draft.objections_to("name").count(), 0);
    for serial in 2..MOST {
        draft.object(objection(&format!("街{serial}"))).unwrap();
    }
    assert_eq!(draft.object(objection("一个太多")), Err(OddObjection::TooMany));
    let kept: Draft = serde_json::from_str(&serde_json::to_string(&draft).unwrap()).unwrap();
    assert_eq!(kept, draft);
}

#[test]
fn only_what_came_from_outside_can_be_objected_to() {
    let from = |kind, dataset: Option<&str>| Candidate {
        value: Value::Text("甲".into()),
        from: Provenance {
            kind,
            label: String::new(),
            provider: String::new(),
            dataset: dataset.map(str::to_owned),
            record_id: None,
            as_of: None,
            grant: None,
            base: None,
            consent: None,
            earlier: None,
            raw: None,
            at: Timestamp::UNIX_EPOCH,
        },
    };
    let check = |kind, dataset: Option<&str>, expected: usize| {
        let mut draft = Draft::nobody();
        let cell = Cell {
            offered: vec![from(kind, dataset)],
            ..Cell::default()
        };
        draft.form.insert("f".into(), cell);
        assert_eq!(candidates(&draft.form, "f").count(), expected, "{kind:?}");
        assert_eq!(candidates(&draft.form, "g").count(), 0);
    };
    check(SourceKind::Registry, Some("ships"), 1);
    check(SourceKind::Licence, Some("library"), 1);
    check(SourceKind::History, Some("past"), 1);
    check(SourceKind::Registry, None, 0);
    for kind in [
        SourceKind::Card,
        SourceKind::Online,
        SourceKind::Recognition,
        SourceKind::Guidance,
        SourceKind::Derived,
        SourceKind::Typed,
    ] {
        check(kind, Some("ships"), 0);
    }
}

fn said(verdict: Verdict, value: Option<&str>) -> Answer {
    Answer {
        verdict,
        value: value.map(str::to_owned),
        note: None,
        at: at("2026-11-24T10:00"),
        by: "ships".into(),
    }
}

/// Every state against every verdict, after an answer where there was one.
#[test]
fn the_first_answer_that_ends_it_stands() {
    use Believed::{Again, Late, Step, TooSoon};
    use Verdict::{Heard, Partly, Rejected, Upheld};
    let check = |state: State, row: [Believed; 4]| {
        let known = match state {
            State::Upheld => Some(said(Upheld, None)),
            State::Partly => Some(said(Partly, None)),
            State::Rejected => Some(said(Rejected, None)),
            State::Raised | State::Sent | State::Heard | State::Refused => None,
        };
        for (verdict, expected) in [Heard, Upheld, Partly, Rejected].into_iter().zip(row) {
            let got = hear(state, known.as_ref(), &said(verdict, None));
            assert_eq!(got, expected, "{state:?} {verdict:?}");
        }
    };
    check(State::Raised, [TooSoon; 4]);
    check(State::Refused, [TooSoon; 4]);
    let steps = [
        Step(State::Heard),
        Step(State::Upheld),
        Step(State::Partly),
        Step(State::Rejected),
    ];
    check(State::Sent, steps);
    check(State::Heard, [Again, steps[1], steps[2], steps[3]]);
    check(State::Upheld, [Again, Again, Late, Late]);
    check(State::Partly, [Again, Late, Again, Late]);
    check(State::Rejected, [Again, Late, Late, Again]);
    // The same verdict with another value is another answer.
    let known = said(Upheld, Some("新街2号"));
    assert_eq!(
        hear(State::Upheld, Some(&known), &said(Upheld, Some("新街3号"))),
        Late
    );
}

#[test]
fn words_of_states_are_read_back_and_what_is_answered_is_settled_by_nobody() {
    for state in State::ALL {
        assert_eq!(State::from_word(state.word()), Some(state));
    }
    for why in Why::ALL {
        assert_eq!(Why::from_word(why.word()), Some(why));
    }
    let settled: Vec<State> = State::ALL
        .into_iter()
        .filter(|state| may_settle(*state))
        .collect();
    assert_eq!(
        settled,
        [State::Raised, State::Sent, State::Heard, State::Refused]
    );
}

#[test]
fn ten_working_days_amber_at_two_red_after_the_last() {
    let calendar: Calendar = serde_json::from_str(include_str!("../../fixtures/calendar.json")).unwrap();
    let opening = OpeningHours::default();
    let by = age::answer_by(at("2026-11-20T10:00"), 10, &calendar, &opening);
    assert_eq!(by.to_string(), "2026-12-04");
    // The week of the National Day does not count.
    let by_autumn = age::answer_by(at("2026-09-24T10:00"), 10, &calendar, &opening);
    assert_eq!(by_autumn.to_string(), "2026-10-15");
    for (now, expected) in [
        ("2026-11-20T11:00", (Light::Green, 10)),
        ("2026-12-01T09:00", (Light::Green, 3)),
        ("2026-12-02T09:00", (Light::Amber, 2)),
        ("2026-12-04T23:59", (Light::Amber, 0)),
        ("2026-12-07T00:00", (Light::Red, -1)),
        ("2026-12-08T00:00", (Light::Red, -2)),
    ] {
        assert_eq!(age::lit(by, 10, at(now), &calendar), expected, "{now}");
    }
}
