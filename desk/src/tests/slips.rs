//! 号票 at a kiosk, on a ticket printer that reads what it is sent.

use ::printers::ticket_peer::{Manner, Peer, READY, Seen};

use super::TestDesk;
use crate::view::desk::DeskEvent;
use crate::view::queue::{NumberView, SlipState, SlipView};

async fn kiosk(peer: &Peer) -> TestDesk {
    TestDesk::kiosk_with(Some(&peer.address)).await
}

async fn taken(test: &TestDesk) -> NumberView {
    test.desk.take_number("A", None, false, None).await.unwrap()
}

async fn told(test: &mut TestDesk) -> SlipView {
    test.hear(|event| match event {
        DeskEvent::Slip { slip } => Some(slip.clone()),
        _ => None,
    })
    .await
}

fn texts(paper: &[Seen]) -> Vec<&str> {
    let text = |seen: &'_ Seen| matches!(seen, Seen::Text { .. });
    paper
        .iter()
        .filter(|seen| text(seen))
        .map(|seen| match seen {
            Seen::Text { text, .. } => text.as_str(),
            Seen::Picture { .. } | Seen::Cut => "",
        })
        .collect()
}

fn cuts(paper: &[Seen]) -> usize {
    paper.iter().filter(|seen| **seen == Seen::Cut).count()
}

#[tokio::test]
async fn a_number_is_printed_once_by_itself_and_again_at_a_touch() {
    let peer = Peer::serving(Manner::default(), 2);
    let mut test = kiosk(&peer).await;
    let number = taken(&test).await;
    let slip = number.slip.clone().unwrap();
    assert_eq!((slip.state, slip.paper_low), (SlipState::Printing, false));
    let done = told(&mut test).await;
    assert_eq!((&done.ticket, done.state), (&slip.ticket, SlipState::Done));
    // The same number asked for again, by whatever way, prints nothing.
    let ticket = test.desk.state().queue.waiting[0].clone();
    assert_eq!(test.desk.print_slip(&ticket, &number), Some(done.clone()));
    let again = test.desk.reprint_slip(&slip.ticket).await.unwrap();
    assert_eq!(again.state, SlipState::Printing);
    // Touched twice, printed once more.
    test.desk.reprint_slip(&slip.ticket).await.unwrap();
    assert_eq!(told(&mut test).await, done);
    let paper = peer.paper();
    assert_eq!(cuts(&paper), 2);
    let end = paper.iter().position(|seen| *seen == Seen::Cut).unwrap();
    assert_eq!(paper[..end], paper[end + 1..paper.len() - 1]);
    let big = Seen::Text {
        text: number.number.clone(),
        times: 3,
        centred: true,
        bold: true,
    };
    assert!(paper.contains(&big), "{paper:?}");
    let lines = texts(&paper[..end]);
    assert_eq!(lines[0], "示范区政务服务中心");
    for line in [
        number.zh.as_str(),
        number.en.as_str(),
        "前面等候：0 人",
        "训练环境，号票无效",
    ] {
        assert!(lines.contains(&line), "{line}: {lines:?}");
    }
    assert!(
        lines.iter().any(|line| line.starts_with("取号时间：20")),
        "{lines:?}"
    );
    let other = test.desk.reprint_slip("no such").await.unwrap_err();
    assert_eq!(other.code, "YC-5413");
}

#[tokio::test]
async fn what_stands_in_the_way_of_the_slip_is_told_and_the_number_stands() {
    for (status, breaks_at, state, code) in [
        (
            [0x1e, 0x12, 0x12, 0x72],
            usize::MAX,
            SlipState::Failed,
            Some("YC-3401"),
        ),
        (
            [0x1e, 0x36, 0x12, 0x12],
            usize::MAX,
            SlipState::Failed,
            Some("YC-3403"),
        ),
        (READY, 60, SlipState::Doubtful, Some("YC-3410")),
    ] {
        let peer = Peer::new(Manner {
            status: Some(status),
            breaks_at,
            ..Manner::default()
        });
        let mut test = kiosk(&peer).await;
        let number = taken(&test).await;
        assert_eq!(number.number, "A001");
        let slip = told(&mut test).await;
        let trouble = slip.trouble.map(|trouble| trouble.code);
        assert_eq!((slip.state, trouble.as_deref()), (state, code));
        assert_eq!(cuts(&peer.paper()), 0);
    }
    // Paper that ends soon is for somebody of the hall.
    let low = Peer::new(Manner {
        status: Some([READY[0], READY[1], READY[2], 0x1e]),
        ..Manner::default()
    });
    let mut test = kiosk(&low).await;
    taken(&test).await;
    let slip = told(&mut test).await;
    assert_eq!((slip.state, slip.paper_low), (SlipState::Done, true));
    assert_eq!(cuts(&low.paper()), 1);
}

#[tokio::test]
async fn without_a_ticket_printer_the_number_stands_alone() {
    let test = TestDesk::kiosk_with(None).await;
    let number = taken(&test).await;
    assert_eq!((number.number.as_str(), number.slip), ("A001", None));
    assert_eq!(test.desk.reprint_slip("x").await.unwrap_err().code, "YC-3409");
    // One that is written down wrongly, and one that nobody answers at.
    let test = TestDesk::kiosk_with(Some("http://10.1.2.3/")).await;
    let slip = taken(&test).await.slip.unwrap();
    assert_eq!(
        (slip.state, slip.trouble.unwrap().code.as_str()),
        (SlipState::Failed, "YC-3409")
    );
    let mut test = TestDesk::kiosk_with(Some("127.0.0.1:1")).await;
    assert_eq!(taken(&test).await.slip.unwrap().state, SlipState::Printing);
    let slip = told(&mut test).await;
    assert_eq!(
        (slip.state, slip.trouble.unwrap().code.as_str()),
        (SlipState::Failed, "YC-3409")
    );
}
