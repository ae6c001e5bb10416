//! What a window makes of an intake beside acceptance, and what comes back to it.

use cases::wire::intake::Command;

use super::{TestDesk, intake, set};
use crate::view::intake::IntakeView;
use crate::view::outcome::{AcceptView, DemandForm};

fn in_words(material: &str) -> DemandForm {
    DemandForm {
        at: String::new(),
        id: String::new(),
        material: material.into(),
        wrong: "附图不清晰".into(),
        cure: "重新提交".into(),
        basis: String::new(),
    }
}

async fn settled(test: &mut TestDesk) {
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
}

fn sent(test: &TestDesk, kind: &str) -> usize {
    let doing = test.hall.doing();
    let arrived = doing.arrived.iter();
    arrived
        .filter(|one| crate::store::outbox::kind(&one.command) == kind)
        .count()
}

async fn told(test: &TestDesk, view: &IntakeView) -> Result<AcceptView, String> {
    let mut demands = test.desk.to_demand(&view.id).unwrap();
    demands.push(in_words("申请书附图"));
    let revision = intake(&test.desk).delta.revision;
    let done = test.desk.supplement(&view.id, revision, demands).await;
    done.map_err(|trouble| trouble.code)
}

#[tokio::test]
async fn what_is_missing_is_listed_told_once_and_taken_up_again() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    settled(&mut test).await;
    let listed = test.desk.to_demand(&view.id).unwrap();
    let blocks = intake(&test.desk).delta.findings;
    let blocks = blocks.iter().filter(|finding| finding.level == "block");
    assert!(!listed.is_empty() && listed.len() <= blocks.count());
    assert!(
        listed
            .iter()
            .all(|one| !one.cure.is_empty() && one.basis.contains("第三十二条"))
    );
    let revision = intake(&test.desk).delta.revision;
    let empty = test.desk.supplement(&view.id, revision, Vec::new()).await;
    assert_eq!(empty.unwrap_err().code, "YC-5502");
    let AcceptView::Supplementing { slip, demands, .. } = told(&test, &view).await.unwrap() else {
        panic!("not told")
    };
    assert_eq!(
        (slip.as_str(), demands as usize),
        (view.slip.as_str(), listed.len() + 1)
    );
    assert!(test.desk.desk_view().unwrap().intake.is_none());
    // What the clerk left empty is the law of the item.
    let last = test.hall.doing().arrived.last().unwrap().command.clone();
    let Command::Supplement { demands, .. } = last else {
        panic!("not the last")
    };
    assert!(demands.last().unwrap().basis.contains("第三十二条"));

    let again = test.desk.reopen_case(&slip).await.unwrap();
    let lines = again.delta.told.clone().unwrap().lines;
    assert_eq!(lines.len(), listed.len() + 1);
    assert!(lines.iter().all(|line| !line.cured));
    assert!(lines.last().is_some_and(|line| !line.by_review));
    // A tick is seen at once, and can be taken back until something is received by it.
    let place = u32::try_from(lines.len() - 1).unwrap();
    for cured in [true, false, true] {
        let delta = test.desk.tick_demand(&again.id, place, cured).unwrap();
        assert_eq!(delta.told.unwrap().lines.last().unwrap().cured, cured);
    }
    let nowhere = test.desk.tick_demand(&again.id, 999, true);
    assert_eq!(nowhere.unwrap_err().code, "YC-5503");
    let only = test
        .desk
        .receive_only(&again.id, intake(&test.desk).delta.revision, "先收")
        .await;
    assert_eq!(only.unwrap_err().code, "YC-5505");
    let revision = intake(&test.desk).delta.revision;
    let AcceptView::Returned { came, open, .. } = test.desk.take_return(&again.id, revision).await.unwrap()
    else {
        panic!("not returned")
    };
    assert_eq!(came, ["申请书附图"]);
    assert_eq!(open.len(), listed.len());
}

#[tokio::test]
async fn a_case_that_is_withdrawn_is_put_away_with_its_draft() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    settled(&mut test).await;
    assert!(!view.received);
    told(&test, &view).await.unwrap();
    let again = test.desk.reopen_case(&view.slip).await.unwrap();
    assert!(again.received, "there is something to take back");
    assert!(test.desk.desk_view().unwrap().intake.unwrap().received);
    let case = test.desk.withdraw_case(&view.slip, "不办了", true).await.unwrap();
    assert_eq!(case.slip, view.slip);
    assert!(test.desk.desk_view().unwrap().intake.is_none());
    assert!(test.desk.drafts().unwrap().is_empty());
}

#[tokio::test]
async fn promise_02_a_lost_reply_tells_once() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    settled(&mut test).await;
    test.hall.doing().lose_replies = 1;
    let first = told(&test, &view).await;
    assert_eq!(first, Err("YC-5500".to_owned()));
    // Pressed again, it is the answer that was lost.
    let again = test.desk.supplement(&view.id, 0, Vec::new()).await.unwrap();
    assert!(matches!(again, AcceptView::Supplementing { .. }), "{again:?}");
    let doing = test.hall.doing();
    let mut keys: Vec<_> = doing
        .arrived
        .iter()
        .filter(|one| matches!(one.command, Command::Supplement { .. }))
        .map(|one| one.key)
        .collect();
    keys.dedup();
    assert_eq!(keys.len(), 1);
}

#[tokio::test]
async fn promise_04_without_the_hall_nothing_is_told_and_the_applicant_leaves_with_a_receipt() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    settled(&mut test).await;
    test.hall.doing().down = true;
    assert_eq!(told(&test, &view).await, Err("YC-5500".to_owned()));
    let revision = intake(&test.desk).delta.revision;
    let wordless = test.desk.receive_only(&view.id, revision, " ").await;
    assert_eq!(wordless.unwrap_err().code, "YC-5504");
    let done = test
        .desk
        .receive_only(&view.id, revision, "大厅断线，先收材料")
        .await
        .unwrap();
    let AcceptView::Received { why, papers, .. } = done else {
        panic!("not received")
    };
    assert_eq!((why, papers.len()), (None, 1));
    assert_eq!(papers[0].kind, "receipt");
    assert!(test.desk.desk_view().unwrap().intake.is_none());
    test.hall.doing().down = false;
    settled(&mut test).await;
    assert_eq!(sent(&test, "receive"), 1);
}

#[tokio::test]
async fn what_the_situation_needs_is_told_on_paper_without_the_hall() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    settled(&mut test).await;
    test.hall.doing().down = true;
    let paper = test.desk.tell_once(&view.id).await.unwrap();
    assert_eq!(
        (paper.kind.as_str(), paper.title.as_str()),
        ("guidance", "一次性告知书")
    );
    let kept = test.desk.papers(&view.slip).await.unwrap();
    assert!(
        kept.iter().any(|one| one.id == paper.id),
        "printed again as the same bytes"
    );
    let facts = {
        let book = test.desk.book().unwrap();
        let item = book.catalogue.item("cz-bookkeeping").unwrap();
        let state = test.desk.state();
        let maker = crate::intake::forms::Maker {
            realm: cases::realm::Realm::Training,
            hall_name: "大厅",
            desk: "08",
            clerk: "王雨桐",
        };
        let ground = test.desk.ground(&book, item);
        crate::intake::forms::guidance(ground, state.intake.as_ref().unwrap(), &maker)
    };
    let listed: Vec<&str> = facts.materials.iter().map(|one| one.name.as_str()).collect();
    for slot in view.delta.slots.iter().filter(|slot| slot.required) {
        assert!(
            listed.contains(&slot.name.as_str()),
            "{} in {listed:?}",
            slot.name
        );
    }
    for slot in view.delta.slots.iter().filter(|slot| slot.applies == Some(false)) {
        assert!(
            !listed.contains(&slot.name.as_str()),
            "{} in {listed:?}",
            slot.name
        );
    }
}

#[tokio::test]
async fn only_what_may_come_later_is_promised() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let slot = view
        .delta
        .slots
        .iter()
        .find(|slot| slot.tolerant_days.is_none())
        .unwrap();
    let refused = test.desk.promise_material(&view.id, &slot.material, true);
    assert_eq!(refused.unwrap_err().code, "YC-5506");
    let unknown = test.desk.promise_material(&view.id, "no-such", true);
    assert!(unknown.is_err());
    assert!(intake(&test.desk).delta.slots.iter().all(|slot| !slot.promised));
}

#[tokio::test]
async fn what_only_the_hall_does_says_so_when_it_does_not_answer() {
    let test = TestDesk::signed_in().await;
    test.with_visitor().await;
    test.hall.doing().down = true;
    let codes = [
        test.desk.reopen_case("225K77DAXR").await.unwrap_err().code,
        test.desk
            .withdraw_case("225K77DAXR", "不办了", true)
            .await
            .unwrap_err()
            .code,
        test.desk
            .keep_promises("225K77DAXR", vec!["m".into()])
            .await
            .unwrap_err()
            .code,
        test.desk.tell_further("225K77DAXR").await.unwrap_err().code,
        test.desk
            .take_further("225K77DAXR", Vec::new())
            .await
            .unwrap_err()
            .code,
    ];
    assert!(codes.iter().all(|code| code == "YC-5501"), "{codes:?}");
    test.hall.doing().down = false;
    // A case that lapsed is not opened, and says why.
    let lapsed = test.desk.reopen_case("225K77DAXR").await;
    assert_eq!(lapsed.unwrap_err().code, "YC-2842");
    assert!(test.desk.desk_view().unwrap().intake.is_none());
}

#[tokio::test]
async fn an_edit_after_the_list_was_shown_is_said_and_nothing_is_told() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let revision = intake(&test.desk).delta.revision;
    let demands = test.desk.to_demand(&view.id).unwrap();
    test.desk
        .edit_intake(&view.id, revision, &[set("accSoftware", "新软件")])
        .unwrap();
    let done = test.desk.supplement(&view.id, revision, demands).await;
    assert!(done.is_err());
    assert_eq!(sent(&test, "supplement"), 0);
}
