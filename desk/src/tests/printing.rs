//! Papers at a printer that answers as devices do.

use std::sync::Arc;

use cases::post::Post;
use printers::peer::{Odd, Peer};

use super::fake_hall::FakeHall;
use super::{Keys, TestDesk, clock, intake};
use crate::Keeping;
use crate::store::{papers, printing};
use crate::view::desk::DeskEvent;
use crate::view::printing::{PrintState, PrintView};

/// A window beside a printer, with a form that was made.
async fn with_form(peer: &Peer, keeping: Keeping) -> (TestDesk, String) {
    let hall = FakeHall::open(clock());
    hall.doing().role = Some(Post::Clerk.role());
    let keys = Arc::new(Keys::working());
    let mut test = TestDesk::beside_printers(hall, Post::Clerk, keeping, keys, peer.address.clone());
    test.sign_in().await;
    let view = test.with_intake().await;
    let test = test.complete(&view).await;
    let slots = intake(&test.desk).delta.slots;
    let form = slots.into_iter().find(|slot| slot.generated).unwrap();
    let paper = test.desk.make_form(&view.id, &form.material).await.unwrap();
    (test, paper.id)
}

/// The next thing that is said of a print.
async fn heard(test: &mut TestDesk) -> PrintView {
    let limit = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
    loop {
        let event = tokio::time::timeout_at(limit, test.events.recv()).await;
        if let DeskEvent::Print { print } = event.expect("in time").expect("an event") {
            return print;
        }
    }
}

fn prints(test: &TestDesk, paper: &str) -> u32 {
    let id = paper.parse().unwrap();
    let store = &test.desk.rooms().unwrap().store;
    store.read(|c| papers::get(c, id)).unwrap().unwrap().prints
}

fn given(test: &TestDesk) -> usize {
    test.desk
        .rooms()
        .unwrap()
        .store
        .read(printing::all)
        .unwrap()
        .len()
}

#[tokio::test]
async fn promise_04_a_paper_counts_as_printed_when_the_printer_says_so() {
    let peer = Peer::new();
    let (mut test, paper) = with_form(&peer, Keeping::Memory).await;
    let begun = test.desk.print_paper(&paper).await.unwrap();
    assert_eq!(
        (begun.state, begun.paper.as_str()),
        (PrintState::Waiting, paper.as_str())
    );
    assert_eq!((prints(&test, &paper), given(&test)), (0, 1));
    let pdf = peer.inside().jobs[0].pdf.clone();
    assert_eq!(pdf, test.desk.paper_bytes(&paper).unwrap());
    assert_eq!(heard(&mut test).await.state, PrintState::Waiting);
    (peer.inside().jobs[0].state, peer.inside().jobs[0].sheets) = (5, 1);
    let now = heard(&mut test).await;
    assert_eq!((now.state, now.sheets), (PrintState::Printing, 1));
    peer.inside().jobs[0].state = 9;
    assert_eq!(heard(&mut test).await.state, PrintState::Done);
    assert_eq!((prints(&test, &paper), given(&test)), (1, 0));
    assert!(test.desk.prints().unwrap().is_empty());
}

#[tokio::test]
async fn promise_04_what_was_not_printed_is_not_counted() {
    let peer = Peer::new();
    let (mut test, paper) = with_form(&peer, Keeping::Memory).await;
    peer.inside().reasons = vec!["media-empty-error"];
    assert_eq!(test.desk.print_paper(&paper).await.unwrap_err().code, "YC-3401");
    assert_eq!((prints(&test, &paper), given(&test)), (0, 0));
    peer.inside().reasons = vec!["none"];
    test.desk.print_paper(&paper).await.unwrap();
    peer.inside().jobs[0].state = 8;
    let mut end = heard(&mut test).await;
    while end.state == PrintState::Waiting {
        end = heard(&mut test).await;
    }
    assert_eq!(end.state, PrintState::Failed);
    assert_eq!(end.trouble.unwrap().code, "YC-3415");
    assert_eq!((prints(&test, &paper), given(&test)), (0, 0));
}

#[tokio::test]
async fn promise_02_an_answer_that_was_lost_makes_no_second_sheet() {
    let peer = Peer::new();
    let (mut test, paper) = with_form(&peer, Keeping::Memory).await;
    // The server's printers twice, the job lists, the printer, and the job without its answer.
    peer.inside().odd = vec![Odd::None, Odd::None, Odd::None, Odd::None, Odd::None, Odd::Cut];
    let begun = test.desk.print_paper(&paper).await.unwrap();
    assert_eq!(begun.state, PrintState::Doubtful);
    assert_eq!(begun.trouble.unwrap().code, "YC-3410");
    peer.inside().jobs[0].state = 9;
    assert_eq!(heard(&mut test).await.state, PrintState::Done);
    assert_eq!((prints(&test, &paper), peer.inside().jobs.len()), (1, 1));
}

#[tokio::test]
async fn a_paper_that_waits_for_paper_goes_to_the_second_printer_once() {
    let (first, second) = (Peer::new(), Peer::new());
    let (mut test, paper) = with_form(&first, Keeping::Memory).await;
    let begun = test.desk.print_paper(&paper).await.unwrap();
    assert_eq!(heard(&mut test).await.state, PrintState::Waiting);
    {
        let mut inside = first.inside();
        (inside.jobs[0].state, inside.reasons) = (5, vec!["media-empty-error"]);
    }
    let stuck = heard(&mut test).await;
    assert_eq!(
        (stuck.state, stuck.trouble.unwrap().code),
        (PrintState::Stuck, "YC-3401".to_owned())
    );
    let moved = test.desk.move_print(&begun.job, &second.address).await.unwrap();
    assert_ne!(moved.job, begun.job);
    assert_eq!(first.inside().jobs[0].state, 7, "taken back");
    second.inside().jobs[0].state = 9;
    let end = heard(&mut test).await;
    assert_eq!((end.state, end.job), (PrintState::Done, moved.job));
    assert_eq!((prints(&test, &paper), given(&test)), (1, 0));
    assert_eq!(
        test.desk.stop_print(&begun.job).await.unwrap_err().code,
        "YC-5680"
    );
}

#[tokio::test]
async fn promise_01_a_window_that_was_killed_finds_its_paper_at_the_printer() {
    let peer = Peer::new();
    let folder = tempfile::tempdir().unwrap();
    let hall = FakeHall::open(clock());
    let keys = Arc::new(Keys::working());
    let keeping = || Keeping::Folder(folder.path().to_owned());
    let open = || {
        let (hall, keys, address) = (hall.clone(), keys.clone(), peer.address.clone());
        TestDesk::beside_printers(hall, Post::Clerk, keeping(), keys, address)
    };
    let mut test = open();
    test.sign_in().await;
    let view = test.with_intake().await;
    let test = test.complete(&view).await;
    let slots = intake(&test.desk).delta.slots;
    let form = slots.into_iter().find(|slot| slot.generated).unwrap();
    let paper = test.desk.make_form(&view.id, &form.material).await.unwrap().id;
    test.desk.print_paper(&paper).await.unwrap();
    drop(test);
    let mut test = open();
    test.sign_in().await;
    peer.inside().jobs[0].state = 9;
    while heard(&mut test).await.state != PrintState::Done {}
    assert_eq!((prints(&test, &paper), given(&test)), (1, 0));
    assert_eq!(peer.inside().jobs.len(), 1);
}

#[tokio::test]
async fn a_printer_is_chosen_by_its_address_and_stays_chosen() {
    let (first, second) = (Peer::new(), Peer::new());
    let (test, paper) = with_form(&first, Keeping::Memory).await;
    let all = test.desk.printers().await.unwrap();
    assert_eq!(
        (all[0].address.as_str(), all[0].chosen),
        (first.address.as_str(), true)
    );
    assert_eq!(
        all[1].trouble.as_ref().unwrap().code,
        "YC-3409",
        "nothing answers there"
    );
    assert_eq!(
        test.desk
            .choose_printer("ipp://127.0.0.1:1/x")
            .await
            .unwrap_err()
            .code,
        "YC-3409"
    );
    assert_eq!(
        test.desk.choose_printer("no address").await.unwrap_err().code,
        "YC-3409"
    );
    let all = test.desk.choose_printer(&second.address).await.unwrap();
    let chosen: Vec<_> = all
        .iter()
        .filter(|one| one.chosen)
        .map(|one| &one.address)
        .collect();
    assert_eq!(chosen, [&second.address]);
    test.desk.print_paper(&paper).await.unwrap();
    assert_eq!((first.inside().jobs.len(), second.inside().jobs.len()), (0, 1));
}
