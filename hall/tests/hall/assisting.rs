//! Help, mandates, hand-overs by code, and drafts that another desk holds.

use cases::assist::Mode;
use cases::case::Draft;
use cases::case::party::How;
use cases::material::Held;
use cases::wire::intake::Command;
use hall::clock::Clock;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::harness::{NUMBER, OTHER_NUMBER, TestHall, Window, code, item};

const ITEM: &str = "mz-disability-subsidy";
const PAPER: &[u8] = b"%PDF-1.4 a mandate";

async fn helper(hall: &TestHall) -> Window {
    hall.desk("B1", "0830").await
}

/// A draft as a helper's desk sends it: nothing signed, nothing declared.
fn prepared(window: &Window, id: &str, visit: Uuid) -> Draft {
    let mut draft = window.complete(id);
    draft.visit = visit;
    draft.slots.iter_mut().for_each(|slot| {
        if let Some(Held::Generated { signed_copies, .. }) = &mut slot.held {
            *signed_copies = 0;
        }
    });
    for field in item(id).fields.iter().filter(|field| field.is_own_act()) {
        draft.form.remove(&field.key);
    }
    draft
}

async fn assist(window: &Window, mode: Mode) -> (Uuid, String) {
    let (status, reply) = window.post("/v1/assists", &json!({ "mode": mode })).await;
    assert_eq!(status, 200, "{reply}");
    (
        reply["visit"]["id"].as_str().unwrap().parse().unwrap(),
        reply["number"].as_str().unwrap().to_owned(),
    )
}

/// A helper with a saved draft of his.
async fn with_draft(hall: &TestHall, mode: Mode) -> (Window, Draft) {
    let window = helper(hall).await;
    let (visit, _) = assist(&window, mode).await;
    let mut draft = prepared(&window, ITEM, visit);
    draft.party.person.verified.as_mut().unwrap().how = How::Document;
    assert_eq!(window.save(&draft).await["outcome"], "saved");
    (window, draft)
}

async fn hand_over(window: &Window, draft: &Draft, ask: &Json) -> Json {
    let (status, reply) = window
        .post(&format!("/v1/drafts/{}/hand-over", draft.id), ask)
        .await;
    assert_eq!(status, 200, "{reply}");
    reply
}

async fn code_of(window: &Window, draft: &Draft) -> String {
    let reply = hand_over(window, draft, &json!({})).await;
    assert_eq!(reply["reply"], "given", "{reply}");
    reply["code"].as_str().unwrap().to_owned()
}

async fn take(window: &Window, code: &str) -> (u16, Json) {
    window
        .post(&format!("/v1/hand-overs/{code}/take"), &json!({}))
        .await
}

fn ask(place: &str) -> Json {
    json!({ "place": place, "kind": "kiosk", "note": "face" })
}

#[tokio::test]
async fn promise_03_a_request_is_taken_by_one_helper_and_the_minute_is_measured() {
    let hall = TestHall::open().await;
    let kiosk = hall.desk("K03", "0890").await;
    let helpers = [helper(&hall).await, hall.desk("B2", "0831").await];
    let (status, first) = kiosk.post("/v1/help", &ask("自助机 03")).await;
    assert_eq!(status, 200, "{first}");
    hall.clock.advance(SignedDuration::from_secs(70));
    let (_, second) = kiosk.post("/v1/help", &ask("自助机 07")).await;

    let (_, board) = helpers[0].get("/v1/help").await;
    let places: Vec<&str> = board["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|request| request["place"].as_str().unwrap())
        .collect();
    // Last the visit that somebody asked for, in its time.
    assert_eq!(places, ["自助机 03", "自助机 07", "何庄社区"]);
    assert_eq!(board["promised"]["counted"], 1, "{board}");

    let path = format!("/v1/help/{}/take", second["id"].as_str().unwrap());
    let replies = futures::future::join_all(helpers.iter().map(|it| it.post(&path, &Json::Null))).await;
    let won = replies.iter().filter(|(status, _)| *status == 200).count();
    let (_, lost) = replies.iter().find(|(status, _)| *status == 409).unwrap();
    assert_eq!((won, code(lost)), (1, "YC-2803"));
    let winner = replies.iter().find(|(status, _)| *status == 200).unwrap();
    let name = winner.1["taken"]["name"].as_str().unwrap();
    assert!(lost["zh"].as_str().unwrap().contains(name), "{lost}");

    let (_, board) = helpers[1].get("/v1/help").await;
    assert_eq!(
        board["promised"],
        json!({ "counted": 2, "inTime": 1, "medianS": 0 })
    );
    assert_eq!(board["reasons"][0], json!({ "note": "face", "times": 2 }));
    // Nothing of a person can be asked into the list.
    let (status, problem) = kiosk.post("/v1/help", &ask(&format!("林试 {NUMBER}"))).await;
    assert_eq!((status, code(&problem)), (422, "YC-2801"));
    assert_eq!(code(&kiosk.post("/v1/help", &ask(" ")).await.1), "YC-2801");
}

#[tokio::test]
async fn help_ends_by_him_who_gives_it_or_is_taken_back_by_who_asked() {
    let hall = TestHall::open().await;
    let kiosk = hall.desk("K03", "0890").await;
    let (mine, other) = (helper(&hall).await, hall.desk("B2", "0831").await);
    let (_, request) = kiosk.post("/v1/help", &ask("自助机 03")).await;
    let id = request["id"].as_str().unwrap();
    let end = |how: &str| json!({ "how": how });
    let path = format!("/v1/help/{id}/end");
    assert_eq!(code(&mine.post(&path, &end("answered")).await.1), "YC-2805");
    mine.post(&format!("/v1/help/{id}/take"), &Json::Null).await;
    assert_eq!(code(&other.post(&path, &end("answered")).await.1), "YC-2805");
    // An assist visit needs a request that this helper took.
    let open = json!({ "request": id, "mode": "beside" });
    assert_eq!(code(&other.post("/v1/assists", &open).await.1), "YC-2805");
    assert_eq!(mine.post("/v1/assists", &open).await.0, 200);
    assert_eq!(mine.post(&path, &end("prepared")).await.0, 200);
    assert_eq!(mine.post(&path, &end("prepared")).await.0, 200);
    assert_eq!(code(&mine.post(&path, &end("left")).await.1), "YC-2804");

    let (_, request) = kiosk.post("/v1/help", &ask("自助机 03")).await;
    let path = format!("/v1/help/{}/end", request["id"].as_str().unwrap());
    let elsewhere = hall.desk("K04", "0890").await;
    assert_eq!(code(&elsewhere.post(&path, &end("withdrawn")).await.1), "YC-2805");
    assert_eq!(kiosk.post(&path, &end("withdrawn")).await.0, 200);
    let (_, board) = mine.get("/v1/help").await;
    assert_eq!(
        board["requests"].as_array().unwrap().len(),
        1,
        "the appointment alone"
    );
}

/// Check 24: the draft arrives at the window with the same values and sources.
#[tokio::test]
async fn check_24_a_hand_over_brings_values_and_sources_and_leaves_identity_to_the_window() {
    let hall = TestHall::open().await;
    let (window, draft) = with_draft(&hall, Mode::Beside).await;
    let given = hand_over(&window, &draft, &json!({ "group": "A" })).await;
    let row = &given["handOver"];
    assert_eq!(
        (row["number"].as_str(), row["group"].as_str()),
        (Some("H001"), Some("A"))
    );
    assert!(!row.to_string().contains(NUMBER) && row["applicant"] == "林*");

    let clerk = hall.clerk().await;
    let (_, strip) = clerk.get("/v1/hand-overs").await;
    assert_eq!(strip[0]["id"], row["id"]);
    assert!(!strip.to_string().contains(given["code"].as_str().unwrap()));

    let key = Uuid::new_v4().to_string();
    let path = format!("/v1/hand-overs/{}/take", given["code"].as_str().unwrap());
    let (status, taken) = clerk.post_under(&path, &key, &json!({})).await;
    assert_eq!(status, 200, "{taken}");
    let arrived: Draft = serde_json::from_value(taken["draft"].clone()).unwrap();
    assert_eq!(arrived.form, draft.form);
    assert_eq!(arrived.slots, draft.slots);
    assert_eq!((arrived.desk.as_str(), arrived.fence), ("08", draft.fence + 1));
    // Identified by a document at the helper's: the window identifies again.
    assert_eq!(arrived.party.person.verified, None);
    let accept = clerk.accept(&arrived).await;
    assert_eq!(accept["outcome"], "blocked");
    assert!(
        accept["findings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it["code"] == "YC-1401")
    );
    // The lost reply is asked for again under its key.
    assert_eq!(clerk.post_under(&path, &key, &json!({})).await.1, taken);
    assert_eq!(clerk.get("/v1/hand-overs").await.1, json!([]));
    assert_eq!(window.get("/v1/hand-overs").await.1[0]["taken"]["name"], "王雨桐");
}

#[tokio::test]
async fn who_was_identified_by_card_stays_identified() {
    let hall = TestHall::open().await;
    let (window, mut draft) = with_draft(&hall, Mode::Beside).await;
    draft.revision += 1;
    draft.party.person.verified.as_mut().unwrap().how = How::Card;
    window.save(&draft).await;
    let (_, taken) = take(&hall.clerk().await, &code_of(&window, &draft).await).await;
    assert_eq!(taken["draft"]["party"]["person"]["verified"]["how"], "card");
}

#[tokio::test]
async fn promise_03_one_code_two_windows_one_draft() {
    let hall = TestHall::open().await;
    let (window, draft) = with_draft(&hall, Mode::Beside).await;
    let code_said = code_of(&window, &draft).await;
    let windows = [hall.clerk().await, hall.desk("09", "0827").await];
    let replies = futures::future::join_all(windows.iter().map(|it| take(it, &code_said))).await;
    let won: Vec<_> = replies.iter().filter(|(status, _)| *status == 200).collect();
    let (_, lost) = replies.iter().find(|(status, _)| *status == 409).unwrap();
    assert_eq!((won.len(), code(lost)), (1, "YC-2814"));
    let holder = won[0].1["draft"]["desk"].as_str().unwrap();
    assert!(lost["zh"].as_str().unwrap().contains(holder), "{lost}");
    // The helper has lost it: what he still sends is told who has it, and changes nothing.
    let mut late = draft.clone();
    late.revision += 1;
    let outcome = window.save(&late).await;
    assert_eq!(
        (outcome["outcome"].as_str(), outcome["desk"].as_str()),
        (Some("heldElsewhere"), Some(holder))
    );
}

#[tokio::test]
async fn a_guessed_code_locks_the_desk_and_raises_an_alarm() {
    let hall = TestHall::open().await;
    let (window, draft) = with_draft(&hall, Mode::Beside).await;
    let right = code_of(&window, &draft).await;
    let wrong = if right == "2222" { "2223" } else { "2222" };
    let clerk = hall.clerk().await;
    for left in ["4", "3", "2", "1"] {
        let (status, problem) = take(&clerk, wrong).await;
        assert_eq!((status, code(&problem)), (404, "YC-2811"));
        assert!(problem["zh"].as_str().unwrap().contains(left));
    }
    assert_eq!(code(&take(&clerk, "1010").await.1), "YC-2810");
    assert_eq!(code(&take(&clerk, wrong).await.1), "YC-2812");
    // Not even the right one now; another desk is not locked.
    let (status, problem) = take(&clerk, &right).await;
    assert_eq!((status, code(&problem)), (423, "YC-2812"));
    assert_eq!(hall.store().alarms().await.unwrap(), ["handOverGuessed"]);
    hall.clock.advance(SignedDuration::from_mins(11));
    assert_eq!(take(&clerk, &right).await.0, 200);
    let log = hall.store().audit(0, 1_000).await.unwrap();
    assert_eq!(log.iter().filter(|it| it.deed == "wrongHandOverCode").count(), 5);
}

#[tokio::test]
async fn a_code_is_over_after_half_an_hour_and_when_another_is_made() {
    let hall = TestHall::open().await;
    let (window, draft) = with_draft(&hall, Mode::Beside).await;
    let clerk = hall.clerk().await;
    let first = code_of(&window, &draft).await;
    let second = code_of(&window, &draft).await;
    assert_ne!(first, second);
    assert_eq!(code(&take(&clerk, &first).await.1), "YC-2813");
    hall.clock.advance(SignedDuration::from_mins(31));
    assert_eq!(code(&take(&clerk, &second).await.1), "YC-2813");
    assert_eq!(clerk.get("/v1/hand-overs").await.1, json!([]));
    // The helper still holds the draft.
    assert_eq!(window.get(&format!("/v1/drafts/{}", draft.id)).await.0, 200);
}

#[tokio::test]
async fn the_window_that_serves_the_ticket_needs_no_code() {
    let hall = TestHall::open().await;
    let (window, draft) = with_draft(&hall, Mode::Beside).await;
    let given = hand_over(&window, &draft, &json!({ "ticket": "A001" })).await;
    let path = format!(
        "/v1/hand-overs/{}/take-with-ticket",
        given["handOver"]["id"].as_str().unwrap()
    );
    let (clerk, other) = (hall.clerk().await, hall.desk("09", "0827").await);
    assert_eq!(code(&clerk.post(&path, &Json::Null).await.1), "YC-2815");
    let (_, called) = clerk.post("/v1/queue/call", &json!({ "groups": [] })).await;
    assert_eq!(called["visit"]["ticket"]["number"], "A001");
    other.post("/v1/queue/call", &json!({ "groups": [] })).await;
    assert_eq!(code(&other.post(&path, &Json::Null).await.1), "YC-2815");
    assert_eq!(clerk.post(&path, &Json::Null).await.0, 200);
}

fn paper(agent: &str) -> Json {
    json!({
        "principal": { "name": "林试", "idType": "111", "idNumber": NUMBER },
        "agent": agent, "items": [ITEM], "powers": ["fill", "submit"],
        "from": "2026-11-20", "until": "2026-12-04",
        "document": { "digest": hex::encode(Sha256::digest(PAPER)), "kind": "pdf", "pages": 1, "bytes": PAPER.len(), "name": "委托书.pdf" },
        "identity": "video", "will": { "how": "callBack", "reference": "录音 12" },
    })
}

/// Check 24: 代办 without a confirmed will cannot be handed over.
#[tokio::test]
async fn check_24_in_somebodys_place_only_with_a_checked_mandate() {
    let hall = TestHall::open().await;
    let (window, draft) = with_draft(&hall, Mode::InPlace).await;
    let path = format!("/v1/drafts/{}/mandate", draft.id);
    let lacking = |reply: &Json| -> Vec<String> {
        assert_eq!(reply["reply"], "lacking", "{reply}");
        let lacks = reply["lacks"].as_array().unwrap().iter();
        lacks
            .map(|lack| lack["code"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        lacking(&hand_over(&window, &draft, &json!({})).await),
        ["YC-2821"]
    );

    assert_eq!(code(&window.post(&path, &paper("0830")).await.1), "YC-2411");
    let digest = hex::encode(Sha256::digest(PAPER));
    assert_eq!(window.put_piece(&digest, PAPER.to_vec()).await.0, 204);

    let check = async |change: &dyn Fn(&mut Json), expected: &[&str]| {
        let mut mandate = paper("0830");
        change(&mut mandate);
        let (status, kept) = window.post(&path, &mandate).await;
        assert_eq!(status, 200, "{kept}");
        assert_eq!(lacking(&hand_over(&window, &draft, &json!({})).await), expected);
    };
    // The accounts of the complete draft are typed; they are the applicant's to give.
    check(&|it| it["will"] = Json::Null, &["YC-2824", "YC-2832"]).await;
    check(&|it| it["until"] = json!("2026-11-19"), &["YC-2830", "YC-2832"]).await;
    check(
        &|it| {
            it["from"] = json!("2026-11-01");
            it["until"] = json!("2026-11-19");
        },
        &["YC-2831", "YC-2832"],
    )
    .await;
    check(&|it| it["items"] = json!(["rs-retire"]), &["YC-2825", "YC-2832"]).await;
    check(&|it| it["agent"] = json!("0831"), &["YC-2828", "YC-2832"]).await;
    check(
        &|it| it["principal"]["idNumber"] = json!(OTHER_NUMBER),
        &["YC-2827", "YC-2832"],
    )
    .await;

    let mut cleared = draft.clone();
    cleared.revision += 1;
    for field in &item(ITEM).fields {
        if field.kind == cases::catalogue::FieldType::BankAccount {
            cleared.form.remove(&field.key);
        }
    }
    window.save(&cleared).await;
    let (_, kept) = window.post(&path, &paper("0830")).await;
    assert_eq!(kept["lacks"], json!([]));
    assert_eq!(kept["mandate"]["will"]["by"], "0830");
    let said = code_of(&window, &cleared).await;

    // The principal revokes: the code that was said is worth nothing, and the revocation stays.
    let mut revoked = paper("0830");
    revoked["revoked"] = json!(true);
    window.post(&path, &revoked).await;
    assert_eq!(code(&take(&hall.clerk().await, &said).await.1), "YC-2813");
    let (_, kept) = window.post(&path, &paper("0830")).await;
    assert_eq!(kept["lacks"][0]["code"], "YC-2833");
    assert_eq!(
        lacking(&hand_over(&window, &cleared, &json!({})).await),
        ["YC-2833"]
    );
}

#[tokio::test]
async fn a_checked_mandate_hands_over_and_its_principal_need_not_come() {
    let hall = TestHall::open().await;
    let (window, mut draft) = with_draft(&hall, Mode::InPlace).await;
    draft.revision += 1;
    for field in &item(ITEM).fields {
        if field.kind == cases::catalogue::FieldType::BankAccount {
            draft.form.remove(&field.key);
        }
    }
    window.save(&draft).await;
    window
        .put_piece(&hex::encode(Sha256::digest(PAPER)), PAPER.to_vec())
        .await;
    window
        .post(&format!("/v1/drafts/{}/mandate", draft.id), &paper("0830"))
        .await;
    let (status, taken) = take(&hall.clerk().await, &code_of(&window, &draft).await).await;
    assert_eq!(status, 200, "{taken}");
    assert_eq!(taken["handOver"]["mode"], "inPlace");
    assert_eq!(taken["draft"]["party"]["person"]["verified"]["how"], "document");
    // Resuming it beside somebody does not make it another draft.
    let (beside, _) = assist(&window, Mode::Beside).await;
    let (place, _) = assist(&window, Mode::InPlace).await;
    let mut turned = prepared(&window, ITEM, place);
    window.save(&turned).await;
    turned.visit = beside;
    turned.revision += 1;
    window.save(&turned).await;
    assert_eq!(hand_over(&window, &turned, &json!({})).await["reply"], "lacking");
}

/// Check 24: submit and sign cannot be triggered by the helper, whatever his program sends.
#[tokio::test]
async fn check_24_a_helper_never_signs_declares_receives_or_accepts() {
    let hall = TestHall::open().await;
    let window = helper(&hall).await;
    let (visit, _) = assist(&window, Mode::Beside).await;
    let signed_item = "scjg-food-licence";
    let mut signed = prepared(&window, signed_item, visit);
    let slot = signed
        .slots
        .iter_mut()
        .find(|slot| matches!(slot.held, Some(Held::Generated { .. })));
    if let Some(Held::Generated { signed_copies, .. }) = &mut slot.unwrap().held {
        *signed_copies = 1;
    }
    let (status, problem) = window
        .send(&window.envelope(Command::SaveDraft { draft: signed }))
        .await;
    assert_eq!((status, code(&problem)), (403, "YC-2807"));

    let mut declared = window.complete(signed_item);
    declared.slots.clear();
    let (status, problem) = window
        .send(&window.envelope(Command::SaveDraft { draft: declared }))
        .await;
    assert_eq!((status, code(&problem)), (403, "YC-2808"));

    let draft = prepared(&window, signed_item, visit);
    for command in [
        Command::Accept {
            draft: draft.clone(),
            approval: None,
        },
        Command::Receive {
            draft: draft.clone(),
            received_at: hall.clock.now(),
            receipt_digest: String::new(),
            receipt_pdf: String::new(),
            reason: None,
        },
    ] {
        let (status, problem) = window.send(&window.envelope(command)).await;
        assert_eq!((status, code(&problem)), (403, "YC-2203"));
    }
    assert_eq!(window.get("/v1/drafts").await.1, json!([]));
}

#[tokio::test]
async fn a_held_draft_is_read_asked_for_and_given() {
    let hall = TestHall::open().await;
    let (holder, other) = (hall.clerk().await, hall.desk("09", "0827").await);
    let draft = holder.complete(ITEM);
    holder.save(&draft).await;
    let look = |visit: Uuid| json!({ "slip": draft.slip, "visit": visit });
    // No look without a reason.
    assert_eq!(
        code(&other.post("/v1/drafts/look", &look(Uuid::nil())).await.1),
        "YC-2301"
    );
    let visit = other.open_visit().await;
    let (status, held) = other.post("/v1/drafts/look", &look(visit)).await;
    assert_eq!(status, 200, "{held}");
    assert_eq!(
        held["holder"],
        json!({ "desk": "08", "staff": "0826", "name": "王雨桐" })
    );
    assert_eq!(held["asked"], Json::Null);
    // Reading takes nothing.
    let mut mine = draft.clone();
    mine.desk = "09".into();
    assert_eq!(other.save(&mine).await["outcome"], "heldElsewhere");

    let path = format!("/v1/drafts/{}/ask", draft.id);
    let (_, asked) = other.post(&path, &Json::Null).await;
    assert_eq!(other.post(&path, &Json::Null).await.1["id"], asked["id"]);
    assert_eq!(code(&holder.post(&path, &Json::Null).await.1), "YC-2817");
    let (_, asks) = holder.get("/v1/draft-asks").await;
    assert_eq!(
        (asks.as_array().unwrap().len(), &asks[0]["by"]["name"]),
        (1, &json!("李明远"))
    );
    let answer = format!("/v1/draft-asks/{}/answer", asked["id"].as_str().unwrap());
    let third = hall.desk("10", "0827").await;
    assert_eq!(
        code(&third.post(&answer, &json!({ "give": true })).await.1),
        "YC-2408"
    );
    let (_, given) = holder.post(&answer, &json!({ "give": true })).await;
    assert_eq!(given["given"], true);
    assert_eq!(holder.post(&answer, &json!({ "give": true })).await.0, 200);
    assert_eq!(
        code(&holder.post(&answer, &json!({ "give": false })).await.1),
        "YC-2819"
    );
    let (_, arrived) = other.get(&format!("/v1/drafts/{}", draft.id)).await;
    assert_eq!(
        (&arrived["desk"], &arrived["clerk"]),
        (&json!("09"), &json!("0827"))
    );
    let mut late = draft.clone();
    late.revision = 9;
    assert_eq!(holder.save(&late).await["outcome"], "heldElsewhere");
}

#[tokio::test]
async fn a_supervisor_grants_what_the_holder_does_not_answer() {
    let hall = TestHall::open().await;
    let (holder, other) = (hall.clerk().await, hall.desk("09", "0827").await);
    let draft = holder.complete(ITEM);
    holder.save(&draft).await;
    let (_, kept) = other
        .post(&format!("/v1/drafts/{}/ask", draft.id), &Json::Null)
        .await;
    let answer = |asked: &Json| format!("/v1/draft-asks/{}/answer", asked["id"].as_str().unwrap());
    assert_eq!(
        holder.post(&answer(&kept), &json!({ "give": false })).await.0,
        200
    );
    assert_eq!(holder.get(&format!("/v1/drafts/{}", draft.id)).await.0, 200);
    let (_, again) = other
        .post(&format!("/v1/drafts/{}/ask", draft.id), &Json::Null)
        .await;
    assert_ne!(again["id"], kept["id"]);
    let supervisor = hall.desk("S1", "0801").await;
    assert_eq!(supervisor.get("/v1/draft-asks").await.1[0]["id"], again["id"]);
    assert_eq!(
        supervisor.post(&answer(&again), &json!({ "give": true })).await.0,
        200
    );
    assert_eq!(other.get(&format!("/v1/drafts/{}", draft.id)).await.0, 200);
    assert_eq!(supervisor.get("/v1/draft-asks").await.1, json!([]));
}
