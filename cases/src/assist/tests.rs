//! A mandate, a draft, and what they lack.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::json;
use uuid::Uuid;

use super::left::{Left, prepared};
use super::mandate::{
    IdentityCheck, Mandate, Point, Power, Principal, Said, Seen, WillCheck, check, missing,
};
use super::{OwnAct, own_act};
use crate::case::Draft;
use crate::case::party::{How, Party, Person, Verified};
use crate::catalogue::Item;
use crate::catalogue::tests::demonstration;
use crate::form::cell::Cell;
use crate::form::merge;
use crate::form::tests::field;
use crate::form::value::Value;
use crate::material::{Held, Piece, Slot};

const TODAY: Date = date(2026, 11, 20);
const ITEM: &str = "mz-disability-subsidy";
const AGENT: &str = "0830";

fn item(id: &str) -> &'static Item {
    demonstration().item(id).unwrap()
}

fn draft(id: &str) -> Draft {
    Draft {
        id: Uuid::nil(),
        revision: 1,
        fence: 1,
        visit: Uuid::nil(),
        item: id.into(),
        edition: demonstration().edition.clone(),
        slip: "TEST".into(),
        desk: "B1".into(),
        clerk: AGENT.into(),
        opened_at: Timestamp::UNIX_EPOCH,
        party: Party {
            person: Person {
                name: "何桂兰".into(),
                id_type: "111".into(),
                id_number: "350199198506152022".into(),
                verified: Some(Verified {
                    how: How::Document,
                    at: Timestamp::UNIX_EPOCH,
                    by: AGENT.into(),
                }),
            },
            body: None,
            as_agent: false,
        },
        subjects: BTreeMap::new(),
        answers: BTreeMap::new(),
        form: BTreeMap::new(),
        slots: item(id).materials.iter().map(Slot::empty).collect(),
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

fn mandate() -> Mandate {
    Mandate {
        principal: Principal {
            name: "何桂兰".into(),
            id_type: "111".into(),
            id_number: "350199198506152022".into(),
        },
        agent: AGENT.into(),
        agent_name: "周晓".into(),
        items: vec![ITEM.into()],
        powers: vec![Power::Fill, Power::Submit, Power::Collect],
        from: date(2026, 11, 20),
        until: date(2026, 12, 4),
        document: Some(Piece {
            digest: "0".repeat(64),
            kind: "pdf".into(),
            pages: 1,
            bytes: 10,
            name: "委托书.pdf".into(),
        }),
        identity: Some(IdentityCheck {
            how: Seen::Video,
            at: Timestamp::UNIX_EPOCH,
            by: AGENT.into(),
        }),
        will: Some(WillCheck {
            how: Said::CallBack,
            at: Timestamp::UNIX_EPOCH,
            by: AGENT.into(),
            reference: "回拨 12".into(),
        }),
        revoked_at: None,
    }
}

fn typed(text: &str) -> Cell {
    let mut cell = Cell::default();
    merge::type_in(
        &field("text", serde_json::json!({})),
        &mut cell,
        Value::Text(text.to_owned()),
        AGENT,
        None,
        Timestamp::UNIX_EPOCH,
    );
    cell
}

/// Changes a whole mandate and states every lack that follows.
#[track_caller]
fn lacks(change: impl FnOnce(&mut Mandate), expected: &[(Point, &str)]) {
    let mut mandate = mandate();
    change(&mut mandate);
    lacks_of(&mandate, &draft(ITEM), TODAY, expected);
}

#[track_caller]
fn lacks_of(mandate: &Mandate, draft: &Draft, today: Date, expected: &[(Point, &str)]) {
    let found = check(
        mandate,
        item(&draft.item),
        &demonstration().rules,
        draft,
        AGENT,
        today,
    );
    let found: Vec<(Point, &str)> = found
        .iter()
        .map(|lack| (lack.point, lack.trouble.code.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_mandate_is_checked_line_by_line() {
    lacks(|_| {}, &[]);
    lacks(|it| it.document = None, &[(Point::Document, "YC-2822")]);
    lacks(|it| it.identity = None, &[(Point::Identity, "YC-2823")]);
    lacks(|it| it.will = None, &[(Point::Will, "YC-2824")]);
    lacks(
        |it| it.will.as_mut().unwrap().reference = " ".into(),
        &[(Point::Will, "YC-2824")],
    );
    lacks(
        |it| it.items = vec!["rs-retire".into()],
        &[(Point::Item, "YC-2825")],
    );
    lacks(
        |it| it.principal.id_number = "350199199003070011".into(),
        &[(Point::Principal, "YC-2827")],
    );
    lacks(
        |it| it.principal.name = "何桂".into(),
        &[(Point::Principal, "YC-2827")],
    );
    lacks(
        |it| it.principal.id_number = "nonsense".into(),
        &[(Point::Principal, "YC-2827")],
    );
    lacks(|it| it.agent = "0831".into(), &[(Point::Agent, "YC-2828")]);
    lacks(|it| it.powers = vec![Power::Fill], &[(Point::Powers, "YC-2829")]);
    lacks(
        |it| it.revoked_at = Some(Timestamp::UNIX_EPOCH),
        &[(Point::Revoked, "YC-2833")],
    );
    lacks(
        |it| {
            it.document = None;
            it.will = None;
        },
        &[(Point::Document, "YC-2822"), (Point::Will, "YC-2824")],
    );
    assert_eq!(missing().trouble.code, "YC-2821");
}

#[test]
fn a_mandate_counts_from_its_first_day_to_its_last() {
    let check = |today: Date, expected: &[(Point, &str)]| {
        lacks_of(&mandate(), &draft(ITEM), today, expected);
    };
    check(date(2026, 11, 19), &[(Point::Dates, "YC-2830")]);
    check(date(2026, 11, 20), &[]);
    check(date(2026, 12, 4), &[]);
    check(date(2026, 12, 5), &[(Point::Dates, "YC-2831")]);
    let mut backwards = mandate();
    backwards.until = date(2026, 11, 1);
    lacks_of(&backwards, &draft(ITEM), TODAY, &[(Point::Dates, "YC-2830")]);
}

#[test]
fn some_items_need_the_person_and_no_mandate_covers_an_account() {
    let mut marriage = mandate();
    marriage.items = vec!["mz-marriage".into()];
    lacks_of(
        &marriage,
        &draft("mz-marriage"),
        TODAY,
        &[(Point::Item, "YC-2826")],
    );

    let mut with_account = draft(ITEM);
    let account = item(ITEM)
        .fields
        .iter()
        .find(|field| field.kind == crate::catalogue::FieldType::BankAccount)
        .unwrap();
    with_account
        .form
        .insert(account.key.clone(), typed("6222000011112222"));
    lacks_of(&mandate(), &with_account, TODAY, &[(Point::Account, "YC-2832")]);
}

#[test]
fn signatures_and_declarations_are_found_whoever_put_them_there() {
    let food = item("scjg-food-licence");
    let mut signed = draft(&food.id);
    assert_eq!(own_act(food, &signed), None);
    let form = food.materials.iter().find(|it| it.is_generated()).unwrap();
    let made = |copies| {
        Some(Held::Generated {
            form_digest: String::new(),
            pages: 1,
            signed_copies: copies,
            signature: None,
        })
    };
    signed.slot_mut(&form.id).unwrap().held = made(0);
    assert_eq!(own_act(food, &signed), None);
    signed.slot_mut(&form.id).unwrap().held = made(1);
    assert_eq!(own_act(food, &signed), Some(OwnAct::Signature(form.id.clone())));

    signed.slot_mut(&form.id).unwrap().held = Some(Held::Paper {
        originals: 1,
        copies: 0,
        pages: 1,
        kept: true,
    });
    assert_eq!(own_act(food, &signed), Some(OwnAct::Signature(form.id.clone())));

    let declared = food.fields.iter().find(|it| it.is_own_act()).unwrap();
    let mut promised = draft(&food.id);
    let mut cell = Cell::default();
    merge::type_in(
        declared,
        &mut cell,
        Value::Flag(true),
        AGENT,
        None,
        Timestamp::UNIX_EPOCH,
    );
    promised.form.insert(declared.key.clone(), cell);
    assert_eq!(
        own_act(food, &promised),
        Some(OwnAct::Declaration(declared.key.clone()))
    );
}

#[test]
fn the_window_is_told_what_is_left_for_it() {
    let of = |draft: &Draft| prepared(item(ITEM), draft, TODAY);
    let empty = of(&draft(ITEM));
    assert_eq!((empty.filled, empty.in_hand), (0, 0));
    assert!(empty.required > 0 && empty.share() == 0);
    assert_eq!(empty.left[0], Left::Fields(empty.required));
    assert!(empty.left.contains(&Left::Identity));
    assert!(
        empty
            .left
            .iter()
            .any(|left| matches!(left, Left::Accounts(names) if !names.is_empty()))
    );

    let mut carded = draft(ITEM);
    carded.party.person.verified.as_mut().unwrap().how = How::Card;
    let field = item(ITEM)
        .fields
        .iter()
        .find(|field| field.required && !field.is_own_act())
        .unwrap();
    carded.form.insert(field.key.clone(), typed("一"));
    for slot in &mut carded.slots {
        slot.held = Some(Held::Paper {
            originals: 1,
            copies: 0,
            pages: 1,
            kept: false,
        });
    }
    let some = of(&carded);
    assert_eq!((some.filled, some.in_hand), (1, some.materials));
    assert!(!some.left.contains(&Left::Identity));
    assert!(some.left.iter().any(|left| matches!(left, Left::Originals(_))));
    assert!(!some.left.iter().any(|left| matches!(left, Left::Materials(_))));
    // What is left never repeats a value of the draft.
    let json = json!(some).to_string();
    assert!(!json.contains("350199198506152022") && !json.contains("何桂兰"));
}
