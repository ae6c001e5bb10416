//! One application from the portal to its number: filed online, taken up where its applicant stands, accepted once, and
//! the portal told. The province's portal, the hall and two windows over real HTTP.

use std::time::Duration;

use desk::Post;
use desk::view::outcome::AcceptView;
use practice::SecondDepartment;
use serde_json::{Value as Json, json};
use tokio::time::Instant;

use crate::hand_over::Window;
use crate::walk::Place;

/// 代理记账, by its 基本编码: the seeds of the portal name it so.
const CODE: &str = "000113003000";

async fn listed(place: &Place) -> Vec<Json> {
    let url = format!("{}/online/applications", place.province());
    let reply = reqwest::get(url).await.expect("the portal answers");
    reply.json().await.expect("a list")
}

/// The application of this number, once it is so.
async fn until(place: &Place, id: &str, so: impl Fn(&Json) -> bool) -> Json {
    let limit = Instant::now() + Duration::from_secs(20);
    loop {
        let all = listed(place).await;
        let mine = all
            .into_iter()
            .find(|one| one["application"]["applicationId"] == id);
        let mine = mine.expect("the portal has it");
        if so(&mine) {
            return mine;
        }
        assert!(Instant::now() < limit, "{mine}");
        tokio::task::yield_now().await;
    }
}

async fn post(place: &Place, path: &str, body: &Json) -> (u16, Json) {
    let url = format!("{}/online/applications{path}", place.province());
    let sent = reqwest::Client::new().post(url).json(body).send().await;
    let reply = sent.expect("the portal answers");
    (reply.status().as_u16(), reply.json().await.expect("JSON"))
}

/// Waits until the first seeded application of this item is at the hall.
async fn seeded(place: &Place) -> Json {
    let limit = Instant::now() + Duration::from_secs(20);
    loop {
        let all = listed(place).await;
        let mine = all
            .into_iter()
            .find(|one| one["application"]["itemCode"] == CODE && one["pushed"]["status"] == 200);
        if let Some(mine) = mine {
            return mine["application"].clone();
        }
        assert!(Instant::now() < limit, "nothing was pushed");
        tokio::task::yield_now().await;
    }
}

async fn stands_at(window: &Window, filer: &Json) {
    let said = |key: &str| filer[key].as_str().expect("a text").to_owned();
    window.desk.walk_in("网办件").await.expect("a visit");
    window
        .desk
        .identify_typed("111", &said("idNumber"), &said("name"), "111")
        .await
        .expect("identified");
}

fn heard(of: &Json) -> Vec<&str> {
    let words = of["heard"].as_array().expect("a list");
    words.iter().filter_map(|said| said["state"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn promise_02_an_application_goes_from_the_portal_to_its_number_once() {
    let place = Place::open(SecondDepartment::Own).await;
    let mut window = Window::open(&place, Post::Clerk, "08", "0826").await;
    let other = Window::open(&place, Post::Clerk, "09", "0827").await;
    let application = seeded(&place).await;
    let id = application["applicationId"].as_str().expect("an id").to_owned();

    // Before anybody is there: numbers, and nobody.
    let waiting = window.desk.online_waiting().await.expect("the hall answers");
    assert!(
        waiting
            .iter()
            .any(|item| item.item == "cz-bookkeeping" && item.waiting > 0)
    );
    assert!(window.desk.online_offers().await.is_err());

    stands_at(&window, &application["filer"]).await;
    let offers = window.desk.online_offers().await.expect("offers");
    let row = offers.rows.iter().find(|row| row.application == id).expect("his");
    assert_eq!(row.passed, Some(true));
    window.desk.take_online(&id).await.expect("taken up");
    let told = until(&place, &id, |one| heard(one) == ["atWindow"]).await;
    assert_eq!(told["heard"][0]["window"], "08");

    // Another window learns who has it; the portal's own department may not take it any more.
    stands_at(&other, &application["filer"]).await;
    let lost = other.desk.take_online(&id).await.expect_err("one winner");
    assert!(lost.code == "YC-2999" && lost.zh.contains("08"), "{lost:?}");
    assert_eq!(post(&place, &format!("/{id}/accept"), &json!({})).await.0, 409);

    // What he said and attached online is there; the registers were asked all the same.
    window
        .until("the file lies in its slot", |desk| {
            let intake = desk.desk_view().expect("a view").intake.expect("an intake");
            let filed = |slot: &desk::view::intake::SlotView| slot.how.as_deref() == Some("files");
            intake.delta.slots.iter().any(filed)
                && intake.delta.sources.iter().all(|source| source.state != "asking")
        })
        .await;
    let intake = window.intake();
    assert!(intake.delta.counts.by_source.contains_key("online"));
    assert!(intake.delta.counts.by_source.contains_key("registry"));
    assert!(intake.delta.online.is_some());

    window.events = desk::walk::complete(&window.desk, window.events, &intake)
        .await
        .expect("nothing blocks");
    let AcceptView::Accepted { case_number, .. } = window
        .desk
        .accept(&intake.id, window.intake().delta.revision)
        .await
        .expect("an answer")
    else {
        panic!("not accepted");
    };
    let told = until(&place, &id, |one| heard(one).contains(&"accepted")).await;
    let word = &told["heard"][1];
    assert_eq!(
        (&word["state"], &word["number"]),
        (&json!("accepted"), &json!(case_number))
    );

    // Once: not at another window, not at the portal.
    let again = other.desk.take_online(&id).await.expect_err("filed");
    assert!(
        again.code == "YC-2995" && again.zh.contains(&case_number),
        "{again:?}"
    );
    for deed in ["withdraw", "accept"] {
        let (status, no) = post(&place, &format!("/{id}/{deed}"), &json!({})).await;
        assert_eq!(
            (status, no["code"].as_str()),
            (409, Some("ALREADY_FILED")),
            "{no}"
        );
        assert!(
            no["messageZh"]
                .as_str()
                .is_some_and(|zh| zh.contains(&case_number)),
            "{no}"
        );
    }
}
