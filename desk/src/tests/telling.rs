//! 一次告知 at the window: the first notice is the same again, and what is only asked about leaves nothing behind.

use cases::wire::intake::Command;

use super::*;
use crate::view::outcome::PaperView;

async fn settled(test: &mut TestDesk) {
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
}

/// A paper as another program reads it, without white space.
pub(super) fn read(bytes: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let read = std::process::Command::new("pdftotext")
        // In the order in which it was set: a page break may stand in a table.
        .arg("-raw")
        .arg(file.path())
        .arg("-")
        .output()
        .unwrap();
    let text = String::from_utf8(read.stdout).unwrap();
    text.chars().filter(|ch| !ch.is_whitespace()).collect()
}

fn bytes(test: &TestDesk, paper: &PaperView) -> Vec<u8> {
    test.desk.paper_bytes(&paper.id).unwrap()
}

#[tokio::test]
async fn promise_06_pressed_again_the_first_notice_is_the_same_bytes() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    settled(&mut test).await;
    test.hall.doing().down = true;
    let first = test.desk.tell_once(&view.id).await.unwrap();
    assert!(!first.again && first.beyond.is_empty());
    let kept = bytes(&test, &first.paper);
    let text = read(&kept);
    let digest = &first.digest[..16];
    for said in [
        "首次告知",
        digest,
        "办理流程",
        "何处取得",
        "承诺时限",
        "不收费",
        "代理记账业务内部规范",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    // Nobody knows a telephone of this hall: where to ask in person is said instead.
    assert!(text.contains("当面咨询") && !text.contains("咨询电话"), "{text}");
    let again = test.desk.tell_once(&view.id).await.unwrap();
    assert_eq!(
        (again.again, &again.digest, &again.paper.id),
        (true, &first.digest, &first.paper.id)
    );
    assert_eq!(bytes(&test, &again.paper), kept);
    // It goes to the hall with its list and its bytes, once.
    test.hall.doing().down = false;
    settled(&mut test).await;
    let arrived = test.hall.doing().arrived.clone();
    let told: Vec<_> = arrived
        .iter()
        .filter_map(|one| match &one.command {
            Command::TellOnce { draft, paper, .. } => {
                Some((draft.first_told.clone().unwrap(), paper.clone()))
            }
            _ => None,
        })
        .collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0.digest, first.digest);
    assert!(told[0].0.is_whole());
}

#[tokio::test]
async fn what_is_in_hand_is_not_demanded() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    settled(&mut test).await;
    let handed = view
        .delta
        .slots
        .iter()
        .find(|slot| slot.name == "代理记账业务内部规范")
        .unwrap();
    test.desk
        .paper(&view.id, &handed.material, 1, 0, 3, true)
        .unwrap();
    let told = test.desk.tell_once(&view.id).await.unwrap();
    let text = read(&bytes(&test, &told.paper));
    // The conditions of the item may name it; its table may not.
    let (_, table) = text.split_once("申请材料清单").expect("a table");
    let (table, rest) = table.split_once("已有").expect("what is in hand is named");
    assert!(!table.contains("代理记账业务内部规范"), "{table}");
    assert!(rest.contains("代理记账业务内部规范"));
    assert!(!told.beyond.contains(&handed.name));
    // What is taken back afterwards was never demanded.
    test.desk.clear_material(&view.id, &handed.material).unwrap();
    let again = test.desk.tell_once(&view.id).await.unwrap();
    assert_eq!(again.beyond, std::slice::from_ref(&handed.name));
}

#[tokio::test]
async fn a_consultation_names_nobody_and_leaves_only_a_count() {
    let mut test = TestDesk::signed_in().await;
    let before = test.desk.desk_view().unwrap();
    assert!(before.visit.is_none(), "a walk-in without card");
    test.hall.doing().down = true;
    let consult = test.desk.consult("scjg-food-licence").unwrap();
    assert!(!consult.materials.is_empty() && !consult.told);
    for question in consult.questions.clone() {
        let code = question.answers[0].code.clone();
        test.desk
            .consult_answer(&consult.id, &question.id, &[code])
            .unwrap();
    }
    let phone = "13812345678".to_owned();
    let early = test
        .desk
        .text_consultation(&consult.id, phone.clone(), false)
        .await;
    assert_eq!(early.unwrap_err().code, "YC-5603");
    let paper = test.desk.consult_notice(&consult.id).await.unwrap();
    let kept = test.desk.consult_paper(&paper.id).unwrap();
    let text = read(&kept.bytes);
    assert!(
        text.contains("食品经营许可") && !text.contains("首次告知") && !text.contains("收件码K"),
        "{text}"
    );
    assert_eq!(
        test.desk.consult_notice(&consult.id).await.unwrap().id,
        paper.id,
        "the same paper"
    );
    // The same item and answers by somebody else: the same words.
    let offline = test
        .desk
        .text_consultation(&consult.id, phone.clone(), false)
        .await;
    assert_eq!(offline.unwrap_err().code, "YC-5601");
    let wrong = test
        .desk
        .text_consultation(&consult.id, "12345".to_owned(), false)
        .await;
    assert_eq!(wrong.unwrap_err().code, "YC-5600");

    // Counted when the line is back, once.
    assert!(test.hall.doing().consulted.is_empty());
    test.hall.doing().down = false;
    test.desk.send_consultations().await;
    test.desk.send_consultations().await;
    assert_eq!(test.hall.doing().consulted.len(), 1);
    test.desk
        .text_consultation(&consult.id, phone, false)
        .await
        .unwrap();
    assert_eq!(test.hall.doing().texted, [Some("13812345678".to_owned())]);
    test.desk.end_consultation().unwrap();
    let rooms = test.desk.rooms().unwrap();
    let left = |table: &str| -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        rooms
            .store
            .read(|connection| Ok(connection.query_row(&sql, [], |row| row.get(0))?))
            .unwrap()
    };
    for table in ["drafts", "papers", "outbox", "consultations", "print_jobs"] {
        assert_eq!(left(table), 0, "{table}");
    }
    let over = test.desk.consult_notice(&consult.id).await;
    assert_eq!(over.unwrap_err().code, "YC-5602");
    settled(&mut test).await;
    assert!(test.hall.doing().arrived.is_empty());
}
