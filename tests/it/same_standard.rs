//! 同标准办理: one case at each window gives the same findings, limits, papers and messages, whoever sits there.

use std::sync::Arc;

use cases::case::{Answer, Draft, Party, Person, number::SlipCode};
use cases::catalogue::{Catalogue, Item};
use cases::deadline::hall_date;
use cases::form::{Candidate, Cell, Provenance, SourceKind, Value};
use cases::material::{Held, Slot};
use cases::notice::PaperKind;
use cases::review;
use cases::wire::record::PaperRef;
use hall::CatalogueSource;
use hall::config::demonstration_hall;
use hall::intake::plan::{AcceptPlan, Ground, Numbers};
use hall::law::Counting;
use jiff::Timestamp;
use practice::SecondDepartment;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::walk::Place;

/// Persons and bodies, licences and benefits, on the spot and in fifteen days.
const ITEMS: [&str; 5] = [
    "scjg-food-licence",
    "ga-idcard",
    "cz-bookkeeping",
    "mz-disability-subsidy",
    "wj-parenting",
];

/// A window and who sits there.
type Seat = (&'static str, &'static str);

/// What the applicant and the department get of one case.
#[derive(Debug, PartialEq)]
struct Came {
    stage: String,
    prefilled: Vec<(String, u32)>,
    case_number: Option<String>,
    due_day: Option<String>,
    notify_by: String,
    papers: Vec<(String, Option<String>, String)>,
    texts: Vec<String>,
}

/// Walks the items at a window of a hall of its own and reads what came of them.
async fn at((desk, staff): Seat) -> Vec<Came> {
    let place = Place::open(SecondDepartment::Own).await;
    let mut results = Vec::new();
    for (seed, item) in ITEMS.iter().enumerate() {
        let report = place
            .walk_at((desk, staff), Some(item), seed as u64 + 5, false)
            .await;
        let line = &report.items[0];
        let store = place.hall.store();
        let (id, view) = store
            .case(hall::clock::Clock::now(place.clock.as_ref()), &line.slip)
            .await
            .unwrap()
            .expect("the case");
        let same = |text: &str| {
            let lines = text
                .replace(&line.slip, "〈收件码〉")
                .replace(&format!("综合窗口{desk}"), "〈窗口〉")
                .replace(&format!("综合窗口 {desk}"), "〈窗口〉")
                .replace(staff, "〈工号〉");
            without_times(&lines)
        };
        let mut papers = Vec::new();
        // The paper of what the department decides meanwhile comes when it comes: those of the window count.
        let of_window = |paper: &PaperRef| paper.kind != PaperKind::DecisionNotice;
        for paper in store.papers_of(id).await.unwrap().into_iter().filter(of_window) {
            let bytes = store.paper(paper.id).await.unwrap().expect("kept bytes");
            papers.push((paper.title, paper.number, same(&text_of(&bytes))));
        }
        // Texts of what the department does meanwhile come when they come: the ones of the window count.
        let texts = store.texts_of(id).await.unwrap();
        let texts = texts
            .iter()
            .filter(|text| text.moment == cases::texting::Moment::Accepted)
            .map(|text| same(text.words.as_deref().unwrap_or_default()))
            .collect();
        results.push(Came {
            stage: line.stage.clone(),
            prefilled: line.by_source.clone().into_iter().collect(),
            case_number: view.case_number,
            due_day: view.due_day.map(|day| day.to_string()),
            notify_by: view.notify_by.to_string(),
            papers,
            texts,
        });
    }
    place.hall.shutdown().await;
    results
}

fn text_of(pdf: &[u8]) -> String {
    let document = lopdf::Document::load_mem(pdf).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    document.extract_text(&pages).expect("its text")
}

/// A time of day, such as 10时00分03秒, differs from walk to walk.
fn without_times(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_time = |at: usize| {
        let digits = [0, 1, 3, 4, 6, 7].map(|place| chars.get(at + place));
        let words = [2, 5, 8].map(|place| chars.get(at + place).copied());
        digits.iter().all(|digit| digit.is_some_and(char::is_ascii_digit))
            && words == [Some('时'), Some('分'), Some('秒')]
    };
    let mut kept = String::new();
    let mut at = 0;
    while let Some(next) = chars.get(at) {
        if is_time(at) {
            kept.push_str("〈时刻〉");
            at += 9;
        } else {
            kept.push(*next);
            at += 1;
        }
    }
    kept
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_case_at_every_window_gives_the_same_limits_papers_and_messages() {
    let seats: [Seat; 3] = [("08", "0826"), ("09", "0827"), ("12", "0826")];
    let first = at(seats[0]).await;
    for (item, result) in ITEMS.iter().zip(&first) {
        assert_eq!(result.stage, "accepted", "{item}");
        // Who promises in place of proof (告知承诺) is handed what he promised as well.
        let titles: Vec<&str> = result.papers.iter().map(|(title, ..)| title.as_str()).collect();
        let own: &[&str] = if *item == "cz-bookkeeping" {
            &["告知承诺书"]
        } else {
            &[]
        };
        assert_eq!(titles, [&["收件凭证", "受理通知书"], own].concat(), "{item}");
        for (title, _, text) in &result.papers {
            assert!(
                text.contains("〈收件码〉") && text.contains("〈窗口〉"),
                "{item} {title}: {text}"
            );
        }
    }
    for seat in &seats[1..] {
        for ((item, one), other) in ITEMS.iter().zip(&first).zip(at(*seat).await) {
            assert_eq!(*one, other, "{item} at {seat:?}");
        }
    }
}

/// What differs between windows and says nothing of the case.
#[derive(Debug, Clone, PartialEq)]
struct Seated {
    desk: String,
    clerk: String,
    serial: u32,
    visit: u128,
    revision: u64,
    fence: u64,
    opened_s: i64,
}

fn seated() -> impl Strategy<Value = Seated> {
    (
        1u32..40,
        0u32..9_999,
        0u32..10_000,
        any::<u128>(),
        1u64..50,
        1u64..5,
        0i64..7_000,
    )
        .prop_map(|(desk, clerk, serial, visit, revision, fence, opened_s)| Seated {
            desk: format!("{desk:02}"),
            clerk: format!("{clerk:04}"),
            serial,
            visit,
            revision,
            fence,
            opened_s,
        })
}

/// An item by its place, and for each field and material a number that decides what is in it.
fn filled() -> impl Strategy<Value = (prop::sample::Index, Vec<u8>, Vec<u8>, bool)> {
    (
        any::<prop::sample::Index>(),
        prop::collection::vec(any::<u8>(), 80),
        prop::collection::vec(any::<u8>(), 40),
        any::<bool>(),
    )
}

const NOW: &str = "2026-11-20T02:00:00Z";
const NUMBERS: [&str; 3] = ["350199199003070011", "350199198506152022", "350199201501010018"];

fn draft(
    catalogue: &Catalogue,
    item: &Item,
    fields: &[u8],
    slots: &[u8],
    agent: bool,
    seat: &Seated,
) -> Draft {
    let now: Timestamp = NOW.parse().unwrap();
    let window = u16::from_str_radix(&seat.desk, 36).unwrap();
    let person = Person {
        name: "林试".to_owned(),
        id_type: "111".to_owned(),
        id_number: NUMBERS[usize::from(fields[0]) % NUMBERS.len()].to_owned(),
        verified: None,
    };
    let mut draft = Draft {
        id: Uuid::from_u128(7),
        revision: seat.revision,
        fence: seat.fence,
        visit: Uuid::from_u128(seat.visit),
        item: item.id.clone(),
        edition: catalogue.edition.clone(),
        slip: SlipCode::make(window, hall_date(now), seat.serial)
            .unwrap()
            .to_string(),
        desk: seat.desk.clone(),
        clerk: seat.clerk.clone(),
        opened_at: now - jiff::SignedDuration::from_secs(seat.opened_s),
        party: Party {
            person: person.clone(),
            body: None,
            as_agent: agent,
        },
        subjects: Default::default(),
        answers: Default::default(),
        form: Default::default(),
        slots: Vec::new(),
        heard: Default::default(),
        corrects: None,
        online: None,
        told: None,
        first_told: None,
        credit: Vec::new(),
        deceased: Vec::new(),
        promised: Default::default(),
    };
    for subject in item.person_subjects() {
        if !fields[1].is_multiple_of(3) {
            draft.subjects.insert(subject.to_owned(), person.clone());
        }
    }
    for (question, chance) in item.situations.iter().zip(&fields[2..]) {
        let chosen = usize::from(*chance) % (question.answers.len() + 1);
        if let Some(answer) = question.answers.get(chosen) {
            let codes = Answer::Chosen(vec![answer.code.clone()]);
            draft.answers.insert(question.id.clone(), codes);
        }
    }
    for (field, chance) in item.fields.iter().zip(fields.iter().cycle()) {
        let text = match chance % 5 {
            0 => continue,
            1 => "测试",
            2 => "2026-01-05",
            3 => "13812341234",
            _ => "1",
        };
        let value = if cases::form::value::holds_many(field) {
            Value::Many(vec![text.to_owned()])
        } else {
            Value::Text(text.to_owned())
        };
        let from = Provenance {
            kind: SourceKind::Typed,
            label: "手工".to_owned(),
            provider: seat.clerk.clone(),
            dataset: None,
            record_id: None,
            as_of: None,
            grant: None,
            base: None,
            consent: None,
            earlier: None,
            raw: None,
            at: now,
        };
        draft.form.insert(
            field.key.clone(),
            Cell {
                held: Some(Candidate { value, from }),
                ..Cell::default()
            },
        );
    }
    let form_digest = draft.form_digest();
    for (material, chance) in item.materials.iter().zip(slots.iter().cycle()) {
        let held = match chance % 4 {
            0 => None,
            1 => Some(Held::Generated {
                form_digest: form_digest.clone(),
                pages: 2,
                signed_copies: u32::from(chance / 4 % 2),
                signature: None,
            }),
            _ => Some(Held::Paper {
                originals: u32::from(chance / 4 % 2),
                copies: u32::from(chance / 8 % 3),
                pages: 3,
                kept: chance % 4 == 3,
            }),
        };
        draft.slots.push(Slot {
            material: material.id.clone(),
            held,
            why_paper: None,
            known: Default::default(),
        });
    }
    draft
}

/// Everything that is judged and said of a draft, without what names window, clerk and slip.
fn judged(ground: &Ground) -> Json {
    let now: Timestamp = NOW.parse().unwrap();
    let item = ground.item().unwrap();
    let catalogue = &ground.catalogue;
    let draft = &ground.draft;
    let findings = review::run(item, &catalogue.rules, &catalogue.codes, draft, hall_date(now));
    let plan = AcceptPlan {
        ground: ground.clone(),
        accepted_at: now,
        deemed: false,
        remarks: Vec::new(),
        approval: None,
    };
    let numbers = Numbers {
        case_number: "x".to_owned(),
        notice_number: "y".to_owned(),
        received_at: now,
    };
    let mut said = serde_json::json!({
        "findings": findings,
        "due": plan.due(item).day,
        "notifyBy": ground.notify_by(now).day,
        "receipt": ground.receipt(item, now, None, None, None),
        "notice": plan.notice(item, &numbers, None),
        "parcel": plan.parcel(item, Uuid::nil(), &numbers),
    });
    // The proof is a digest of the whole paper, window and clerk among the rest.
    for paper in ["receipt", "notice"] {
        let proof = said[paper]["codes"]["proof"].take();
        assert!(proof.is_string(), "every paper has its proof");
        let english = said[paper]["companion"]["codes"]["proof"].take();
        assert!(english.is_string(), "every paper has its companion");
    }
    let text = said
        .to_string()
        .replace(&draft.slip, "〈收件码〉")
        .replace(&format!("综合窗口{}", draft.desk), "〈窗口〉");
    // A number of four digits may stand in other words as well: only where it is a whole value is it the clerk's.
    let text = text.replace(&format!("\"{}\"", draft.clerk), "\"〈工号〉\"");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn nothing_that_is_judged_or_said_of_a_draft_depends_on_where_and_by_whom_it_was_taken() {
    let catalogue = Arc::new(
        CatalogueSource::Embedded
            .load()
            .unwrap_or_else(|fault| panic!("{fault}")),
    );
    let hall = Arc::new(demonstration_hall(cases::realm::Realm::Training));
    let counting = Arc::new(Counting {
        calendar: catalogue.calendar.clone(),
        opening: hall.opening.clone(),
    });
    let mut runner = TestRunner::new(Config::with_cases(200));
    runner
        .run(
            &(filled(), seated(), seated()),
            |((which, fields, slots, agent), one, other)| {
                let item = which.get(&catalogue.items);
                let ground = |seat: &Seated| Ground {
                    catalogue: Arc::clone(&catalogue),
                    hall: Arc::clone(&hall),
                    counting: Arc::clone(&counting),
                    draft: draft(&catalogue, item, &fields, &slots, agent, seat),
                };
                prop_assert_eq!(judged(&ground(&one)), judged(&ground(&other)));
                Ok(())
            },
        )
        .unwrap();
}

/// Screens have languages and themes; what the desk is asked and answers has neither, so it cannot depend on them.
#[test]
fn no_command_of_the_desk_knows_the_language_or_theme_of_its_screen() {
    let bindings = include_str!("../../web/src/host/bindings.ts").to_lowercase();
    assert!(bindings.contains("openintake"));
    for word in ["language", "locale", "theme", "contrast"] {
        assert!(!bindings.contains(word), "{word}");
    }
}
