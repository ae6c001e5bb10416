//! Calls for support, quiet alarms, messages, and a feed that was away, at every post.

use std::sync::Arc;
use std::time::Duration;

use cases::support::call::SupportKind;
use cases::support::message::{Audience, Message, until};
use cases::wire::feed::{Change, What};
use cases::wire::support::Heard;
use cases::wire::warning::WarningRow;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use uuid::Uuid;

use super::fake_hall::{FakeHall, USCC};
use super::{KeyFile, NOON, TestDesk, clock};
use crate::view::desk::{DeskEvent, PartyChoice};
use crate::view::messages::BroadcastTo;
use crate::{Desk, Keeping, Post};

fn heard(id: u128, to: Audience, text: &str) -> Heard {
    let at = NOON.parse().unwrap();
    Heard {
        message: Message {
            id: Uuid::from_u128(id),
            to,
            text: text.into(),
            urgent: false,
            by: "陈立".into(),
            at,
            until: until(at, 30).unwrap(),
        },
        acknowledged: false,
    }
}

/// Everything the window has said so far.
fn said(test: &mut TestDesk) -> Vec<DeskEvent> {
    std::iter::from_fn(|| test.events.try_recv().ok()).collect()
}

#[tokio::test]
async fn a_window_calls_for_support_sees_who_comes_and_takes_it_back() {
    let test = TestDesk::signed_in().await;
    test.desk.call_support("machine", "高拍仪不亮").await.unwrap();
    let called = test.hall.doing().messages.calls[0].clone();
    assert_eq!(
        (called.kind, called.note.as_str()),
        (SupportKind::Support, "高拍仪不亮")
    );
    let seen = test.desk.messages().await.unwrap().support.unwrap();
    assert_eq!((seen.why.as_deref(), seen.taken_by), (Some("machine"), None));
    assert_eq!(
        test.desk.call_support("bored", "").await.unwrap_err().code,
        "YC-5417"
    );
    test.desk.withdraw_support(&seen.id).await.unwrap();
    assert_eq!(test.desk.messages().await.unwrap().support, None);
    assert_eq!(test.desk.withdraw_support("x").await.unwrap_err().code, "YC-5473");
}

/// What did not get through is said at once, kept nowhere, and not sent behind anybody's back later.
#[tokio::test]
async fn a_call_that_cannot_reach_the_hall_is_not_pretended() {
    for silent in [false, true] {
        let mut test = TestDesk::signed_in().await;
        test.hall.doing().silent = silent;
        test.hall.doing().down = !silent;
        let begin = tokio::time::Instant::now();
        let trouble = test.desk.call_support("upset", "").await.unwrap_err();
        assert_eq!(trouble.code, "YC-5471");
        // An ask that can wait has fifteen seconds.
        assert!(begin.elapsed() < Duration::from_secs(6), "{:?}", begin.elapsed());
        test.hall.doing().silent = false;
        test.hall.doing().down = false;
        while !test.desk.desk_view().unwrap().link.up {
            test.events.recv().await.unwrap();
        }
        assert_eq!(test.desk.desk_view().unwrap().unsent, 0);
        assert!(test.hall.doing().messages.calls.is_empty());
    }
}

/// Neither the clerk's screen nor the applicant's says a word of it, whether it gets through or not.
#[tokio::test]
async fn a_quiet_alarm_leaves_no_word_on_any_screen() {
    let mut test = TestDesk::signed_in().await;
    test.with_visitor().await;
    let before = test.desk.desk_view().unwrap();
    said(&mut test);
    test.desk.quiet_alarm().await.unwrap();
    let view = test.desk.messages().await.unwrap();
    assert_eq!((view.support.is_none(), view.quiet.is_some()), (true, true));
    assert_eq!(test.desk.desk_view().unwrap(), before);
    assert_eq!(said(&mut test), []);

    test.hall.doing().silent = true;
    let trouble = test.desk.quiet_alarm().await.unwrap_err();
    assert_eq!(trouble.code, "YC-5472");
    for word in ["报警", "警", "支援", "alarm", "call"] {
        assert!(
            !trouble.zh.contains(word) && !trouble.en.contains(word),
            "{trouble:?}"
        );
    }
    assert!(
        !said(&mut test)
            .iter()
            .any(|event| matches!(event, DeskEvent::Trouble { .. } | DeskEvent::Applicant { .. }))
    );
    assert_eq!(test.desk.desk_view().unwrap().applicant, before.applicant);
}

/// Every post × what it is shown.
#[tokio::test]
async fn each_post_sees_what_concerns_it() {
    for post in Post::ALL {
        let test = TestDesk::signed_in_at(post).await;
        {
            let mut doing = test.hall.doing();
            doing.messages.heard = vec![heard(1, Audience::All, "五点半停止取号")];
            doing.messages.asked.clear();
        }
        let view = test.desk.messages().await.unwrap();
        let asked = test.hall.doing().messages.asked.clone();
        let (notices, expected) = match post {
            Post::Clerk | Post::Helper => (1, vec!["/v1/messages", "/v1/supports/mine"]),
            Post::Supervisor => (
                0,
                vec!["/v1/supports", "/v1/supports/helpers", "/v1/messages/posted"],
            ),
            Post::Kiosk | Post::Wall => (1, vec!["/v1/messages"]),
        };
        assert_eq!(
            (view.notices.len(), asked),
            (notices, expected.into_iter().map(str::to_owned).collect()),
            "{post:?}"
        );
        assert_eq!(view.helpers.len(), usize::from(post == Post::Supervisor));
    }
}

/// Every post × every deed: who calls does not answer, and devices do neither.
#[tokio::test]
async fn promise_08_nobody_answers_or_broadcasts_but_supervisors() {
    for post in Post::ALL {
        let test = TestDesk::signed_in_at(post).await;
        let desk = &test.desk;
        let (id, all) = (Uuid::nil().to_string(), BroadcastTo::All);
        let staffed = matches!(post, Post::Clerk | Post::Helper);
        let supervises = post == Post::Supervisor;
        let results = [
            ("call", staffed, desk.call_support("other", "来").await),
            ("alarm", staffed, desk.quiet_alarm().await),
            ("withdraw", staffed, desk.withdraw_support(&id).await),
            ("acknowledge", staffed, desk.acknowledge_message(&id).await),
            (
                "answer",
                supervises,
                desk.answer_support(&id, "going", None).await,
            ),
            ("broadcast", supervises, desk.broadcast(all, "好", 5, false).await),
            (
                "message",
                supervises,
                desk.message_window("05", "好", 5, true).await,
            ),
            ("end", supervises, desk.end_message(&id).await),
        ];
        for (deed, may, result) in results {
            let denied = result.is_err_and(|trouble| trouble.code == "YC-5302");
            assert_eq!(denied, !may, "{deed} at {post:?}");
        }
    }
}

#[tokio::test]
async fn a_supervisor_answers_with_a_word_that_exists() {
    let test = TestDesk::signed_in_at(Post::Supervisor).await;
    let desk = &test.desk;
    let call = |hall: &FakeHall| {
        let ask = serde_json::json!({ "kind": "support", "why": "upset" }).to_string();
        let now = NOON.parse().unwrap();
        let role = cases::roles::Role::Clerk;
        hall.doing()
            .messages
            .answer("/v1/supports", ask.as_bytes(), role, now);
    };
    call(&test.hall);
    let id = desk.messages().await.unwrap().calls[0].id.clone();
    for (how, staff) in [
        ("going", Some("0831")),
        ("helper", None),
        ("done", Some("0831")),
        ("hide", None),
    ] {
        let odd = desk.answer_support(&id, how, staff.map(str::to_owned)).await;
        assert_eq!(odd.unwrap_err().code, "YC-5417", "{how}");
    }
    desk.answer_support(&id, "helper", Some("0831".into()))
        .await
        .unwrap();
    let seen = desk.messages().await.unwrap().calls[0].clone();
    assert_eq!((seen.helper.as_deref(), seen.mine), (Some("孙浩"), true));
    desk.answer_support(&id, "done", None).await.unwrap();
    assert!(desk.messages().await.unwrap().calls.is_empty());

    desk.broadcast(BroadcastTo::Group { group: "B".into() }, "请加快", 20, true)
        .await
        .unwrap();
    desk.message_window(" 05 ", "请回电", 10, false).await.unwrap();
    let posted = desk.messages().await.unwrap().posted;
    let seen: Vec<_> = posted
        .iter()
        .map(|one| (one.to.as_str(), one.of.as_deref(), one.urgent))
        .collect();
    assert_eq!(seen, [("group", Some("B"), true), ("window", Some("05"), false)]);
}

#[tokio::test]
async fn a_message_is_confirmed_for_this_window() {
    let test = TestDesk::signed_in().await;
    test.hall.doing().messages.heard = vec![heard(7, Audience::Window { desk: "08".into() }, "请回电")];
    let notice = test.desk.messages().await.unwrap().notices[0].clone();
    assert!(notice.own && !notice.acknowledged);
    test.desk.acknowledge_message(&notice.id).await.unwrap();
    assert!(test.desk.messages().await.unwrap().notices[0].acknowledged);
}

#[tokio::test]
async fn the_feed_tells_every_post_to_ask_anew() {
    for post in Post::ALL {
        let mut test = TestDesk::signed_in_at(post).await;
        said(&mut test);
        let support = What::Support {
            call: Uuid::nil(),
            desk: "05".into(),
            to: None,
        };
        let message = What::Message { message: Uuid::nil() };
        for (cursor, what) in [(3, support), (4, message)] {
            test.desk.hear(Change { cursor, what }).await;
            assert_eq!(said(&mut test), [DeskEvent::Messages], "{post:?}");
        }
    }
}

/// The feed was cut and is resumed from a cursor of thirty days ago: the hall says to begin anew, and every post asks
/// for everything that it shows, once, and goes on from where the hall is.
#[tokio::test]
async fn a_feed_resumed_after_thirty_days_reloads_every_post() {
    futures::future::join_all(Post::ALL.map(resumed_after_thirty_days)).await;
}

async fn resumed_after_thirty_days(post: Post) {
    let mut test = TestDesk::signed_in_at(post).await;
    let told = |cursor: u64, what: What| {
        let json = serde_json::to_string(&Change { cursor, what }).unwrap();
        format!("id: {cursor}\ndata: {json}\n\n").into_bytes()
    };
    let waiting = |desk: &Desk| desk.desk_view().unwrap().queue.waiting.len();
    let message = What::Message { message: Uuid::nil() };
    {
        let mut doing = test.hall.doing();
        // The stream ends after each: cut, and taken up again.
        doing.feeds.push_back(vec![told(41, message.clone())]);
        doing.feeds.push_back(vec![told(90_210, What::Reset)]);
        doing.feeds.push_back(vec![told(90_211, message)]);
    }
    // Somebody has come meanwhile, and nobody told it.
    test.hall.doing().queue.arrives(7, "A", NOON.parse().unwrap());
    test.hall.doing().feeds_end.notify_one();
    let (mut messages, mut assist) = (0, 0);
    while messages < 3 {
        let heard = tokio::time::timeout(Duration::from_secs(20), test.events.recv()).await;
        match heard.expect("news in time").unwrap() {
            DeskEvent::Messages => messages += 1,
            DeskEvent::Assist => assist += 1,
            _ => {}
        }
    }
    assert_eq!((assist, waiting(&test.desk)), (1, 1), "{post:?}");
    let asked = test.hall.doing().feeds_asked.clone();
    let from: Vec<&str> = asked
        .iter()
        .filter_map(|path| path.split_once('='))
        .map(|(_, cursor)| cursor)
        .collect();
    assert_eq!(from[..2], ["41", "90210"], "{post:?}");
}

fn warning(slip: &str, urgency: &str) -> WarningRow {
    let row = json!({
        "slip": slip, "caseNumber": null, "itemName": "代理记账", "desk": "08", "urgency": urgency,
        "clock": {
            "rule": "promised", "from": "2026-11-18T01:00:00Z", "promise": { "days": 5, "unit": "workingDays" },
            "due": { "day": "2026-11-25", "at": null, "provisional": false },
            "ruleZh": "承诺办结时限", "ruleEn": "promised limit", "light": "amber", "daysLeft": 2
        }
    });
    serde_json::from_value(row).unwrap()
}

/// The hall says that there are warnings: the window asks which, is told how many and the first of them, and finds what
/// nobody looked at again after a restart.
#[tokio::test]
async fn a_warning_waits_at_the_hall_until_somebody_looked() {
    let mut test = TestDesk::signed_in().await;
    test.hall.doing().warnings = (0..30)
        .map(|at| warning(&format!("S{at}"), if at == 0 { "lastDay" } else { "near" }))
        .collect();
    {
        let change = json!({ "cursor": 41, "what": "warned", "desk": "08" });
        let mut doing = test.hall.doing();
        doing
            .feeds
            .push_back(vec![format!("id: 41\ndata: {change}\n\n").into_bytes()]);
        doing.feeds_end.notify_one();
    }
    let told = loop {
        let heard = tokio::time::timeout(Duration::from_secs(20), test.events.recv()).await;
        if let DeskEvent::Warned { warnings } = heard.expect("news in time").unwrap()
            && warnings.total > 0
        {
            break warnings;
        }
    };
    assert_eq!((told.total, told.rows.len()), (30, 20));
    let first = &told.rows[0];
    assert_eq!(
        (
            first.slip.as_str(),
            first.urgency.as_str(),
            first.clock.rule_zh.as_str()
        ),
        ("S0", "lastDay", "承诺办结时限")
    );
    // Opened, or put away: what is left comes back.
    let left = test
        .desk
        .see_warnings(Some("S0".into()), &told.as_of)
        .await
        .unwrap();
    assert_eq!((left.total, left.rows[0].slip.as_str()), (29, "S1"));
    assert_eq!(
        test.desk.see_warnings(None, "gestern").await.unwrap_err().code,
        "YC-5448"
    );
    // Asked anew, as after a reload or a restart, they are still there.
    assert_eq!(test.desk.warnings().await.unwrap().total, 29);
    assert_eq!(test.desk.see_warnings(None, &left.as_of).await.unwrap().total, 0);
    // Without the hall nothing is said to be seen.
    test.hall.doing().down = true;
    assert!(test.desk.see_warnings(None, &left.as_of).await.is_err());
}

/// The window crashed while serving. Each post comes back to what it was doing and to what the hall has of it, and
/// takes the feed up where it was.
#[tokio::test]
async fn after_a_crash_every_post_is_where_it_was() {
    futures::future::join_all(Post::ALL.map(back_after_a_crash)).await;
}

async fn back_after_a_crash(post: Post) {
    let folder = tempfile::tempdir().unwrap();
    let hall = FakeHall::open(clock());
    hall.doing().role = Some(post.role());
    let open = || {
        let keys = Arc::new(KeyFile(folder.path().join("key")));
        TestDesk::over(
            hall.clone(),
            post,
            Keeping::Folder(folder.path().join("data")),
            keys,
        )
    };
    let mut test = open();
    test.sign_in().await;
    let serving = match post {
        Post::Clerk => {
            let view = test.with_intake().await;
            test.desk.call_support("hardCase", "").await.unwrap();
            Some(view.id)
        }
        Post::Helper => {
            test.desk.open_assist("beside").await.unwrap();
            let number = crate::walk::people::number(&mut ChaCha8Rng::seed_from_u64(1));
            let own = PartyChoice::Body {
                uscc: USCC.into(),
                as_agent: false,
            };
            test.desk
                .identify_typed("111", &number, "林思远", "111")
                .await
                .unwrap();
            test.desk.choose_party(own).unwrap();
            Some(test.desk.open_intake("cz-bookkeeping").await.unwrap().id)
        }
        Post::Supervisor | Post::Kiosk | Post::Wall => None,
    };
    hall.doing().messages.heard = vec![heard(1, Audience::All, "五点半停止取号")];
    let what = What::Message { message: Uuid::nil() };
    test.desk.hear(Change { cursor: 77, what }).await;
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
    drop(test);
    hall.doing().feeds_asked.clear();

    let test = open();
    test.sign_in().await;
    let seen = test.desk.desk_view().unwrap();
    assert_eq!(seen.intake.map(|intake| intake.id), serving, "{post:?}");
    assert_eq!(seen.visit.is_some(), serving.is_some());
    assert_eq!(
        test.desk.assist().map(|assist| assist.number),
        (post == Post::Helper).then(|| "H001".to_owned())
    );
    let messages = test.desk.messages().await.unwrap();
    assert_eq!(messages.support.is_some(), post == Post::Clerk);
    assert_eq!(messages.notices.len(), usize::from(post != Post::Supervisor));
    let feeds = || hall.doing().feeds_asked.clone();
    while feeds().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(feeds()[0], "/v1/feed?cursor=77", "{post:?}");
}
