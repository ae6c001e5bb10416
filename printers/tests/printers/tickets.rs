//! A ticket on a printer that reads it.

use printers::Fault;
use printers::ticket::{Line, Picture, Printed, Setup, Size, Slip, TicketPrinter, encode};

use printers::ticket_peer::{Manner, Peer, READY, Seen};

const CODE: &str = "https://hall.example/t/A012";

fn slip() -> Vec<u8> {
    let slip = Slip {
        lines: vec![
            Line::centred("A012", Size::Triple),
            Line::text("请到3号窗口办理"),
            Line::text("前面等待 5 人"),
            Line::text("𬭚先生"),
            Line::Rule,
            Line::Code(CODE.to_owned()),
            Line::Feed(2),
        ],
    };
    let draw = |_: &str, height: u16, _: u16| Picture::new(16, height, vec![0xaa; usize::from(height) * 2]);
    encode(&slip, Setup::default(), &draw).unwrap()
}

fn print(peer: &Peer) -> Result<Printed, Fault> {
    TicketPrinter::Network(peer.address.clone()).print(&slip())
}

#[test]
fn what_was_meant_stands_on_the_paper() {
    let peer = Peer::new(Manner::default());
    assert_eq!(print(&peer), Ok(Printed::Seen { paper_low: false }));
    let paper = peer.paper();
    let text = |text: &str, times, centred, bold| Seen::Text {
        text: text.to_owned(),
        times,
        centred,
        bold,
    };
    assert_eq!(paper[0], text("A012", 3, true, true));
    assert_eq!(paper[1], text("请到3号窗口办理", 1, false, false));
    assert_eq!(paper[2], text("前面等待 5 人", 1, false, false));
    assert!(matches!(
        paper[3],
        Seen::Picture {
            width: 16,
            height: 24,
            ..
        }
    ));
    assert_eq!(paper[4], text(&"-".repeat(48), 1, false, false));
    let Seen::Picture { width, height, bits } = &paper[5] else {
        panic!("no code: {:?}", paper[5]);
    };
    let picture = image::GrayImage::from_fn(*width as u32, *height as u32, |x, y| {
        let (x, y) = (x as usize, y as usize);
        let dark = bits[y * width / 8 + x / 8] >> (7 - x % 8) & 1 == 1;
        image::Luma([if dark { 0 } else { 255 }])
    });
    let mut prepared = rqrr::PreparedImage::prepare(picture);
    let grids = prepared.detect_grids();
    assert_eq!(grids[0].decode().unwrap().1, CODE);
    assert_eq!(paper[6], Seen::Cut);
}

#[test]
fn what_stands_in_the_way_is_said_and_nothing_is_printed() {
    let rows = [
        ([0x1e, 0x12, 0x12, 0x72], Fault::NoPaper),
        ([0x1e, 0x36, 0x12, 0x12], Fault::CoverOpen),
        ([0x1e, 0x12, 0x1a, 0x12], Fault::Cutter),
        ([0x1e, 0x12, 0x12, 0x12], Fault::Offline),
        ([0x00, 0x12, 0x12, 0x12], Fault::BadAnswer),
    ];
    for (status, fault) in rows {
        let peer = Peer::new(Manner {
            status: Some(status),
            ..Manner::default()
        });
        assert_eq!(print(&peer), Err(fault));
        assert!(peer.paper().is_empty());
    }
}

#[test]
fn paper_that_ends_soon_is_told_with_the_slip() {
    let mut status = READY;
    status[3] = 0x1e;
    let peer = Peer::new(Manner {
        status: Some(status),
        ..Manner::default()
    });
    assert_eq!(print(&peer), Ok(Printed::Seen { paper_low: true }));
    drop(peer.paper());
}

#[test]
fn a_slip_that_did_not_come_through_is_never_called_printed() {
    let out = Peer::new(Manner {
        runs_out: true,
        ..Manner::default()
    });
    assert_eq!(print(&out), Err(Fault::NoPaper));
    let cut = Peer::new(Manner {
        breaks_at: 40,
        ..Manner::default()
    });
    assert_eq!(print(&cut), Err(Fault::Lost));
    let nobody = TicketPrinter::Network("127.0.0.1:1".to_owned());
    assert_eq!(nobody.print(&slip()), Err(Fault::NotFound));
    let no_port = TicketPrinter::Serial {
        path: "/dev/no-such-port".to_owned(),
        baud: 9600,
    };
    assert_eq!(no_port.print(&slip()), Err(Fault::NotFound));
}
