//! 一次告知: the first notice is frozen, what goes beyond it needs a supervisor and is counted, texts go out once,
//! consultations are counted and leave nothing.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use cases::case::told::{self, Demand};
use cases::case::{Draft, FirstTold, Outstanding, ToldBy};
use cases::deadline::hall_date;
use cases::material::Held;
use cases::review;
use cases::wire::intake::Command;
use hall::clock::Clock;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::harness::{TestHall, Window, catalogue, code, item};
use crate::law::{happened, paper_of};
use crate::outcomes::{kinds, taken_up, text_of, view};

const ITEM: &str = "cz-bookkeeping";

/// A draft whose paper materials are all at home.
fn empty_handed(window: &Window) -> Draft {
    let mut draft = window.complete(ITEM);
    for slot in &mut draft.slots {
        if matches!(slot.held, Some(Held::Paper { .. })) {
            slot.held = None;
        }
    }
    draft
}

/// The draft as a window sends it that handed out its 一次性告知书.
fn told(window: &Window, draft: &Draft) -> (Draft, Command) {
    let at = window.clock.now();
    let open = Outstanding::of(draft, item(ITEM), &catalogue().rules, hall_date(at));
    let mut draft = draft.clone();
    draft.revision += 1;
    draft.first_told = Some(FirstTold::new(
        ToldBy::Guidance,
        at,
        item(ITEM),
        &draft.edition,
        open.listed(item(ITEM)),
    ));
    let pdf = b"%PDF-1.7 /Type/Page ".to_vec();
    let command = Command::TellOnce {
        draft: draft.clone(),
        paper: hex::encode(Sha256::digest(&pdf)),
        pdf: BASE64.encode(&pdf),
    };
    (draft, command)
}

fn found(draft: &Draft) -> Vec<Demand> {
    let book = catalogue();
    let found = review::run(
        item(ITEM),
        &book.rules,
        &book.codes,
        draft,
        hall_date(draft.opened_at),
    );
    told::demands(item(ITEM), &book.rules, &found)
}

fn own(material: &str) -> Demand {
    Demand {
        spot: None,
        material: material.to_owned(),
        wrong: "未提供".to_owned(),
        cure: "提交原件1份".to_owned(),
        basis: "《中华人民共和国行政许可法》第三十二条第一款第四项".to_owned(),
        cured: false,
        added: None,
    }
}

async fn supplement(
    window: &Window,
    draft: &Draft,
    demands: Vec<Demand>,
    approval: Option<Uuid>,
) -> (u16, Json) {
    let command = Command::Supplement {
        draft: draft.clone(),
        demands,
        approval,
    };
    window.send(&window.envelope(command)).await
}

async fn approved(window: &Window, above: &Window, slip: &str, materials: &[&str]) -> Uuid {
    let about = json!({ "about": { "kind": "secondDemand", "case": slip, "materials": materials,
                                   "reason": "首次核对遗漏" } });
    let (status, row) = window.post("/v1/approvals", &about).await;
    assert_eq!(status, 200, "{row}");
    let path = format!("/v1/approvals/{}", row["id"].as_str().unwrap());
    // The supervisor sees what was told first.
    let (_, opened) = above.get(&path).await;
    assert!(
        !opened["firstTold"]["listed"].as_array().unwrap().is_empty(),
        "{opened}"
    );
    let (status, _) = above
        .post(&format!("{path}/answer"), &json!({ "approve": true, "note": "" }))
        .await;
    assert_eq!(status, 200);
    row["id"].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn promise_06_the_first_notice_is_frozen_with_its_digest_and_its_bytes() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = empty_handed(&window);
    window.save(&draft).await;
    let path = format!("/v1/notices/{}", draft.slip);
    assert_eq!(code(&window.get(&path).await.1), "YC-2769");
    let (mut draft, command) = told(&window, &draft);
    let envelope = window.envelope(command);
    let (status, outcome) = window.send(&envelope).await;
    assert_eq!(
        (status, &outcome["outcome"]),
        (200, &json!("toldOnce")),
        "{outcome}"
    );
    assert_eq!(
        window.send(&envelope).await.1,
        outcome,
        "sent again it is the same"
    );
    let first = draft.first_told.clone().unwrap();
    let (_, notice) = window.get(&path).await;
    assert_eq!(notice["told"]["digest"], json!(first.digest));
    let (status, bytes) = window.bytes(&format!("{path}/pdf")).await;
    assert_eq!(
        (status, hex::encode(Sha256::digest(&bytes))),
        (200, notice["paper"]["digest"].as_str().unwrap().to_owned())
    );

    // Another list afterwards changes nothing, nor does a draft that forgot or altered it.
    let mut other = draft.clone();
    other.first_told = None;
    other.slots.iter_mut().for_each(|slot| slot.held = None);
    hall.clock.advance(jiff::SignedDuration::from_secs(60));
    let (_, command) = told(&window, &other);
    let (_, outcome) = window.send(&window.envelope(command)).await;
    assert_eq!(outcome["firstTold"]["digest"], json!(first.digest));
    draft.revision += 2;
    draft.first_told = None;
    window.save(&draft).await;
    assert_eq!(window.get(&path).await.1["told"], notice["told"]);
    let mut forged = draft.clone();
    let mut list = first.clone();
    list.listed.pop();
    forged.first_told = Some(list);
    let pdf = b"%PDF".to_vec();
    let command = Command::TellOnce {
        draft: forged,
        paper: hex::encode(Sha256::digest(&pdf)),
        pdf: BASE64.encode(&pdf),
    };
    let (status, problem) = window.send(&window.envelope(command)).await;
    assert_eq!((status, code(&problem)), (422, "YC-2766"));

    // What it told is on the trail of the case, and its paper among the papers.
    draft.revision += 1;
    let (status, outcome) = supplement(&window, &draft, found(&draft), None).await;
    assert_eq!(
        (status, &outcome["outcome"]),
        (200, &json!("supplementing")),
        "{outcome}"
    );
    let case = view(&window, &draft.slip).await;
    assert!(kinds(&case).contains(&"guidance"), "{:?}", kinds(&case));
    assert!(
        happened(&case, "toldOnce")["note"]
            .as_str()
            .unwrap()
            .contains(&first.digest[..16])
    );
    assert_eq!(case["firstTold"]["digest"], json!(first.digest));
    let again = taken_up(&window, &draft.slip).await;
    assert_eq!(again.first_told, Some(first));
}

#[tokio::test]
async fn promise_06_more_than_was_told_first_needs_a_supervisor_is_marked_and_counted() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let above = hall.signed_in("S1", "0801").await;
    let draft = empty_handed(&window);
    let (mut draft, command) = told(&window, &draft);
    assert_eq!(window.send(&window.envelope(command)).await.0, 200);
    let mut demands = found(&draft);
    demands.push(own("租赁合同"));
    demands.push(own("房屋安全鉴定报告"));
    draft.revision += 1;
    let (status, problem) = supplement(&window, &draft, demands.clone(), None).await;
    assert_eq!((status, code(&problem)), (409, "YC-2767"), "{problem}");
    assert!(
        problem["zh"]
            .as_str()
            .unwrap()
            .contains("租赁合同、房屋安全鉴定报告"),
        "{problem}"
    );
    // An approval of something else covers it not.
    let approval = approved(&window, &above, &draft.slip, &["租赁合同"]).await;
    draft.revision += 1;
    let (status, problem) = supplement(&window, &draft, demands.clone(), Some(approval)).await;
    assert_eq!((status, code(&problem)), (409, "YC-2768"), "{problem}");
    assert_eq!(
        above.get("/v1/second-demands").await.1,
        json!([]),
        "nothing was told"
    );
    let approval = approved(&window, &above, &draft.slip, &["租赁合同", "房屋安全 鉴定报告"]).await;
    draft.revision += 1;
    let (status, outcome) = supplement(&window, &draft, demands, Some(approval)).await;
    assert_eq!(
        (status, &outcome["outcome"]),
        (200, &json!("supplementing")),
        "{outcome}"
    );
    let paper = paper_of(&window, &draft.slip, "supplementNotice").await;
    let text = text_of(&window, &paper).await;
    let digest = &draft.first_told.as_ref().unwrap().digest[..16];
    assert!(
        text.contains("【追加要求】租赁合同") && text.contains("未列入") && text.contains(digest),
        "{text}"
    );
    let case = view(&window, &draft.slip).await;
    assert!(
        happened(&case, "supplementing")["note"]
            .as_str()
            .unwrap()
            .contains("追加要求：租赁合同、房屋安全鉴定报告"),
        "{case}"
    );
    let (_, counts) = above.get("/v1/second-demands").await;
    assert_eq!(
        (
            &counts[0]["item"],
            &counts[0]["department"],
            &counts[0]["demands"],
            &counts[0]["added"],
            &counts[0]["byEdition"]
        ),
        (
            &json!(ITEM),
            &json!(item(ITEM).department),
            &json!(1),
            &json!(2),
            &json!(0)
        )
    );
    assert_eq!(window.get("/v1/second-demands").await.0, 403);
    assert_eq!(above.get("/v1/undone").await.1[0]["kind"], "secondDemand");
}

#[tokio::test]
async fn a_later_edition_is_named_as_what_adds_to_the_first_list() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let above = hall.signed_in("S1", "0801").await;
    let draft = empty_handed(&window);
    let mut draft = draft.clone();
    draft.revision += 1;
    // The edition of then did not have the last of the unmet materials.
    let missing = found(&draft);
    let added = missing
        .iter()
        .rfind(|demand| demand.id(item(ITEM)).starts_with("material:"))
        .unwrap();
    let mut before = item(ITEM).clone();
    before
        .materials
        .retain(|material| material.name != added.material);
    let open = Outstanding::of(&draft, &before, &catalogue().rules, hall_date(window.clock.now()));
    let listed = open.listed(&before);
    draft.first_told = Some(FirstTold::new(
        ToldBy::Guidance,
        window.clock.now(),
        &before,
        "0123456789abcdef",
        listed,
    ));
    let pdf = b"%PDF".to_vec();
    let command = Command::TellOnce {
        draft: draft.clone(),
        paper: hex::encode(Sha256::digest(&pdf)),
        pdf: BASE64.encode(&pdf),
    };
    assert_eq!(window.send(&window.envelope(command)).await.0, 200);
    let approval = approved(&window, &above, &draft.slip, &[&added.material]).await;
    draft.revision += 1;
    let (status, outcome) = supplement(&window, &draft, missing.clone(), Some(approval)).await;
    assert_eq!(status, 200, "{outcome}");
    let paper = paper_of(&window, &draft.slip, "supplementNotice").await;
    let text = text_of(&window, &paper).await;
    assert!(text.contains("事项新版本新增"), "{text}");
    assert_eq!(above.get("/v1/second-demands").await.1[0]["byEdition"], 1);
}

#[tokio::test]
async fn a_notice_is_texted_once_to_the_number_of_the_form_or_a_typed_one() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = empty_handed(&window);
    let (draft, command) = told(&window, &draft);
    window.send(&window.envelope(command)).await;
    let path = format!("/v1/notices/{}", draft.slip);
    let text = format!("{path}/text");
    let (status, problem) = window.post(&text, &json!({ "phone": "0599-1234567" })).await;
    assert_eq!((status, code(&problem)), (422, "YC-2771"));
    let key = Uuid::from_u128(77).to_string();
    let (status, sent) = window
        .post_under(&text, &key, &json!({ "phone": "138 1234 5678" }))
        .await;
    assert_eq!(
        (status, &sent["state"], &sent["phone"]),
        (200, &json!("waiting"), &json!("138****5678")),
        "{sent}"
    );
    let words = sent["words"].as_str().unwrap();
    assert!(
        words.contains(&draft.slip) && words.contains("代理记账审批"),
        "{words}"
    );
    // Exactly what is unmet, with conditions, limits, fee, flow and telephone.
    let of = item(ITEM);
    let listed = &draft.first_told.as_ref().unwrap().listed;
    for material in &of.materials {
        let is_unmet = listed.iter().any(|one| one.name == material.name);
        assert_eq!(
            words.contains(&material.name),
            is_unmet,
            "{}: {words}",
            material.name
        );
        if is_unmet {
            assert!(
                material
                    .sample
                    .iter()
                    .all(|hint| words.contains(hint.trim_end_matches('。'))),
                "{words}"
            );
            assert!(words.contains("何处取得"), "{words}");
        }
    }
    assert!(
        of.conditions
            .iter()
            .all(|one| words.contains(one.trim_end_matches('。'))),
        "{words}"
    );
    for part in [
        "法定时限",
        "承诺时限",
        of.fee.as_str(),
        "办理流程",
        of.department.as_str(),
        "咨询",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert!(!words.contains(draft.party.applicant_name()), "{words}");
    // A lost reply is asked for again; another number is another text.
    assert_eq!(
        window
            .post_under(&text, &key, &json!({ "phone": "138 1234 5678" }))
            .await
            .1,
        sent
    );
    let (status, problem) = window.post(&text, &json!({ "phone": "13912345678" })).await;
    assert_eq!((status, code(&problem)), (409, "YC-2770"));
    assert_eq!(window.get(&path).await.1["text"]["phone"], "138****5678");
}

/// 单独同意: the name of such an item tells something about who asks.
#[tokio::test]
async fn a_text_that_tells_something_personal_waits_for_consent() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let delicate = item("mz-disability-subsidy");
    let path = format!("/v1/consultations/{}/{}/text", delicate.id, Uuid::from_u128(5));
    let first = &delicate.materials[0];
    let body = |agreed| json!({ "phone": "13812345678", "agreed": agreed, "materials": [first.id] });
    let (status, problem) = window.post(&path, &body(false)).await;
    assert_eq!((status, code(&problem)), (409, "YC-2772"));
    let (status, sent) = window.post(&path, &body(true)).await;
    assert_eq!(status, 200, "{sent}");
    let words = sent["words"].as_str().unwrap();
    assert!(
        words.contains(&delicate.name) && words.contains(&first.name),
        "{words}"
    );
    let unknown = json!({ "phone": "13812345678", "agreed": true, "materials": ["no-such"] });
    let path = format!("/v1/consultations/{}/{}/text", delicate.id, Uuid::from_u128(6));
    assert_eq!(code(&window.post(&path, &unknown).await.1), "YC-2766");
}

#[tokio::test]
async fn a_consultation_is_counted_once_by_item_and_day_and_leaves_nobody() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let above = hall.signed_in("S1", "0801").await;
    let day = hall_date(hall.clock.now());
    let yesterday = hall.clock.now() - jiff::SignedDuration::from_hours(24);
    let count = |id: u128, at| json!({ "id": Uuid::from_u128(id), "item": ITEM, "at": at });
    for (id, at) in [
        (1, yesterday),
        (1, yesterday),
        (2, hall.clock.now()),
        (3, hall.clock.now()),
    ] {
        // One that was counted while the answer was lost comes under another key as well.
        let (status, counted) = window.post("/v1/consultations", &count(id, at)).await;
        assert_eq!(
            (status, &counted["day"]),
            (200, &json!(hall_date(at))),
            "{counted}"
        );
    }
    let (_, counts) = above.get("/v1/consultations").await;
    assert_eq!(
        counts,
        json!([
            { "day": day, "item": ITEM, "itemName": item(ITEM).name, "times": 2 },
            { "day": day.yesterday().unwrap(), "item": ITEM, "itemName": item(ITEM).name, "times": 1 },
        ])
    );
    assert_eq!(window.get("/v1/consultations").await.0, 403);
    let path = format!("/v1/consultations/{ITEM}/{}/text", Uuid::from_u128(2));
    let (status, sent) = window.post(&path, &json!({ "phone": "13812345678" })).await;
    assert_eq!((status, &sent["phone"]), (200, &json!(null)), "{sent}");
    assert!(!sent["words"].as_str().unwrap().contains("收件码"));
    assert_eq!(
        code(&window.post(&path, &json!({ "phone": "13812345678" })).await.1),
        "YC-2770"
    );
    assert_eq!(
        code(
            &window
                .post(
                    "/v1/consultations",
                    &json!({ "id": Uuid::from_u128(9), "item": "no-such", "at": hall.clock.now() })
                )
                .await
                .1
        ),
        "YC-2305"
    );
    assert_eq!(window.get("/v1/drafts").await.1, json!([]));
    assert_eq!(window.get("/v1/cases").await.1, json!([]));
}
