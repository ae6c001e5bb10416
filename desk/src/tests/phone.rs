//! Files from the applicant's telephone: taken like any other, refused in words, never lost between two devices.

use scanners::escl::peer::{Peer, Script};
use scanners::page::jpeg;

use super::applicant::{asked, eventually};
use super::scanning::{beside, numbers, page, scanned, sheet};
use crate::view::scan::ScanFrom;

fn photograph(seed: u32) -> Vec<u8> {
    jpeg(&sheet(seed), 200).unwrap()
}

#[tokio::test]
async fn what_a_telephone_sends_becomes_pages_and_it_is_told_what_became_of_it() {
    let (mut test, id) = beside(Vec::new()).await;
    let view = test.desk.open_phone(&id).await.unwrap();
    let phone = view.phone.unwrap();
    assert!(phone.address.starts_with("http://127.0.0.1:43121/p/") && phone.code.side >= 25);
    assert_eq!(test.desk.applicant_strip().state, "phone");
    test.hall.doing().phones.opened = true;
    test.until(|desk| desk.scan_view(&id).unwrap().phone.unwrap().opened)
        .await;
    test.hall.doing().phones.files = vec![
        ("合同1.jpg", photograph(1)),
        ("录像.mov", b"\0\0\0\x14ftypqt  \0\0\0\0qt  ".to_vec()),
        ("合同2.jpg", photograph(2)),
    ];
    test.until(|desk| desk.scan_view(&id).unwrap().phone.unwrap().came == 2)
        .await;
    let hall = test.hall.clone();
    let view = test.desk.scan_view(&id).unwrap();
    assert_eq!(numbers(&view), [1, 2]);
    {
        let doing = hall.doing();
        let answers = doing.phones.answers.iter();
        let said: Vec<_> = answers
            .map(|(number, said)| (*number, said.refused.is_some()))
            .collect();
        assert_eq!(said, [(1, false), (2, true), (3, false)]);
        let refused = doing.phones.answers[1].1.refused.as_ref().unwrap();
        assert!(refused.code.starts_with("YC-3"), "{}", refused.code);
    }
    // The clerk takes the code away, and it is gone from both screens and from the hall.
    let view = test.desk.close_phone(&id).await.unwrap();
    assert_eq!(view.phone, None);
    assert_eq!(
        (
            test.desk.applicant_strip().state.as_str(),
            hall.doing().phones.closed
        ),
        ("idle", 1)
    );
}

#[tokio::test]
async fn a_file_waits_for_the_scan_and_comes_through_a_line_that_breaks() {
    let peer = Peer::with(Script::feeder((1..=3).map(|seed| page(&sheet(seed))).collect()));
    let (mut test, id) = beside(vec![peer.address.clone()]).await;
    test.desk.open_phone(&id).await.unwrap();
    {
        let mut doing = test.hall.doing();
        doing.phones.files = vec![("合同.jpg", photograph(9))];
        doing.phones.losses = 2;
    }
    // Whichever comes first, the other waits or says so, and both are here in the end.
    let view = loop {
        match test.desk.begin_scan(&id, ScanFrom::Feeder, None).await {
            Ok(_) => break scanned_until(&mut test, &id, 4).await,
            Err(busy) => assert_eq!(busy.code, "YC-5682"),
        }
        tokio::task::yield_now().await;
    };
    assert_eq!((view.halted, view.phone.unwrap().came), (None, 1));
    let hall = test.hall.clone();
    assert!(hall.doing().phones.answers[0].1.refused.is_none());
}

async fn scanned_until(test: &mut super::TestDesk, id: &str, pages: usize) -> crate::view::scan::ScanView {
    test.until(|desk| {
        let view = desk.scan_view(id).unwrap();
        view.running.is_none() && view.pages.len() == pages && view.phone.is_some_and(|phone| phone.came == 1)
    })
    .await;
    test.desk.scan_view(id).unwrap()
}

#[tokio::test]
async fn a_code_ends_with_its_time_with_the_lock_and_with_the_case() {
    let (mut test, id) = beside(Vec::new()).await;
    test.desk.open_phone(&id).await.unwrap();
    test.hall.doing().phones.over = true;
    test.until(|desk| desk.scan_view(&id).unwrap().phone.unwrap().ended.is_some())
        .await;
    let ended = test.desk.scan_view(&id).unwrap().phone.unwrap().ended.unwrap();
    assert_eq!(
        (ended.code.as_str(), test.desk.applicant_strip().state.as_str()),
        ("YC-2371", "idle")
    );
    // Shown anew, it is another one.
    let view = test.desk.open_phone(&id).await.unwrap();
    assert!(view.phone.unwrap().address.ends_with('2'));
    let hall = test.hall.clone();
    test.desk.lock().unwrap();
    test.until(|_| hall.doing().phones.closed == 1).await;
    assert_eq!(test.desk.applicant_strip().state, "idle");
    test.desk.unlock("yichuang-train").await.unwrap();
    assert_eq!(test.desk.scan_view(&id).unwrap().phone, None);
    // Whoever goes takes his code with him.
    let view = test.desk.open_phone(&id).await.unwrap();
    assert!(view.phone.is_some() && test.desk.applicant_strip().state == "phone");
    test.desk.close_visit("served").await.unwrap();
    eventually(|| hall.doing().phones.closed == 2).await;
    assert_eq!(test.desk.applicant_strip().state, "idle");
}

#[tokio::test]
async fn a_hall_that_takes_nothing_from_telephones_says_so_and_the_scanner_is_there() {
    let peer = Peer::with(Script::feeder(vec![page(&sheet(1))]));
    let (mut test, id) = beside(vec![peer.address.clone()]).await;
    test.hall.doing().phones.none = true;
    assert_eq!(test.desk.open_phone(&id).await.unwrap_err().code, "YC-2370");
    assert_eq!(
        numbers(&scanned(&mut test, &id, ScanFrom::Feeder, None).await),
        [1]
    );
}

#[tokio::test]
async fn a_question_to_the_applicant_is_not_covered_by_the_code() {
    let (test, intake, shown) = asked().await;
    assert_eq!(test.desk.applicant_strip().state, "consent");
    test.desk.open_phone(&intake.id).await.unwrap();
    assert_eq!(test.desk.applicant_strip().state, "consent");
    assert!(test.desk.scan_view(&intake.id).unwrap().phone.is_some());
    // Nor is what he answers taken for another question's.
    assert_eq!(test.desk.applicant_view().serial, shown.serial);
}
