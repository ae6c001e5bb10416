//! Codes on pages, made by other hands (qrcode, barcoders), at angles and under noise; readers on a pseudo-terminal.

use std::io::{Read, Write};
use std::time::Duration;

use barcoders::sym::code128::Code128;
use proptest::prelude::*;
use qrcode::{Color, QrCode};
use scanners::codes::{Code, CodeKind, CodeReader, Part, Prefixes, SerialCodes, find, parts};
use scanners::driver::Fault;
use scanners::page::{Turn, turned};
use serialport::{SerialPort, TTYPort};

use crate::drawn::{INK, Sheet};

fn draw_qr(sheet: &mut Sheet, text: &str, left: u32, top: u32, module: u32) {
    let code = QrCode::new(text).unwrap();
    let side = code.width() as u32;
    sheet.fill(
        left - 4 * module,
        top - 4 * module,
        (side + 8) * module,
        (side + 8) * module,
        250,
    );
    for (at, colour) in (0..).zip(code.to_colors()) {
        if colour == Color::Dark {
            sheet.fill(
                left + at % side * module,
                top + at / side * module,
                module,
                module,
                INK,
            );
        }
    }
}

/// In set B as our papers have it, or with the set written in front (À A, Ɓ B, Ć C).
fn draw_code128(sheet: &mut Sheet, text: &str, left: u32, top: u32, module: u32) {
    let modules = Code128::new(text).unwrap().encode();
    let width = modules.len() as u32 * module;
    sheet.fill(left - 12 * module, top, width + 24 * module, sheet.mm(10.0), 250);
    let high = sheet.mm(10.0);
    for (at, dark) in (0..).zip(modules) {
        if dark == 1 {
            sheet.fill(left + at * module, top, module, high, INK);
        }
    }
}

fn texts(sheet: &Sheet) -> Vec<(CodeKind, String)> {
    find(&sheet.raster(), sheet.dpi)
        .into_iter()
        .map(|Code { kind, text }| (kind, text))
        .collect()
}

const PAPER_CODE: &str =
    "yichuang:1:receipt:K7PM3XW001:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

#[test]
fn both_kinds_are_found_on_one_page_of_text() {
    let mut sheet = Sheet::text(1, 300);
    draw_qr(&mut sheet, PAPER_CODE, 1800, 2900, 6);
    draw_code128(&mut sheet, "\u{0181}K7PM3XW001", 500, 3000, 4);
    let expected = [
        (CodeKind::Qr, PAPER_CODE.to_owned()),
        (CodeKind::Code128, "K7PM3XW001".to_owned()),
    ];
    assert_eq!(texts(&sheet), expected);
    for quarter in [Turn::Quarter, Turn::Half, Turn::ThreeQuarters] {
        let found = find(&turned(sheet.raster(), quarter), 300);
        assert_eq!(
            found
                .into_iter()
                .map(|code| (code.kind, code.text))
                .collect::<Vec<_>>(),
            expected,
            "{quarter:?}"
        );
    }
    for (degrees, noise) in [(1.5, 0), (-2.0, 0), (0.5, 40)] {
        assert_eq!(
            texts(&sheet.askew(degrees).noisy(noise, 7)),
            expected,
            "{degrees} {noise}"
        );
    }
}

#[test]
fn chinese_in_a_qr_is_read_as_it_was_written() {
    let mut sheet = Sheet::a4(200);
    draw_qr(&mut sheet, "分隔页：房屋租赁合同", 400, 500, 5);
    assert_eq!(texts(&sheet), [(CodeKind::Qr, "分隔页：房屋租赁合同".to_owned())]);
}

#[test]
fn separator_sheets_split_a_batch_and_our_own_papers_are_known() {
    let coded = |text: &str| {
        let mut sheet = Sheet::a4(200);
        draw_qr(&mut sheet, text, 400, 500, 5);
        sheet
    };
    let batch = [
        Sheet::text(1, 200),
        coded("yichuang:1:separator:房屋租赁合同"),
        Sheet::a4(200),
        Sheet::text(2, 200),
        coded(PAPER_CODE),
    ];
    let prefixes = Prefixes::of([
        ("yichuang:1:".to_owned(), "ours"),
        ("yichuang:1:separator:".to_owned(), "separator"),
    ]);
    let pages: Vec<(u32, Option<(&str, String)>)> = (1..)
        .zip(&batch)
        .map(|(number, sheet)| {
            let found = find(&sheet.raster(), sheet.dpi);
            let routed = found.first().and_then(|code| {
                let routed = prefixes.route(&code.text)?;
                Some((*routed.to, routed.rest.to_owned()))
            });
            (number, routed)
        })
        .collect();
    assert_eq!(
        pages[4].1,
        Some(("ours", PAPER_CODE["yichuang:1:".len()..].to_owned()))
    );
    let label = |page: &(u32, Option<(&str, String)>)| match &page.1 {
        Some(("separator", label)) => Some(label.clone()),
        Some(_) | None => None,
    };
    let split = parts(&pages, |page| page.0, label, |page| page.0 == 3);
    let expected = [
        Part {
            label: None,
            pages: vec![1],
        },
        Part {
            label: Some("房屋租赁合同".to_owned()),
            pages: vec![4, 5],
        },
    ];
    assert_eq!(split, expected);
}

#[test]
fn pages_without_codes_have_none() {
    for seed in 0..6 {
        assert_eq!(texts(&Sheet::text(seed, 200).noisy(60, seed)), [], "{seed}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_text_in_code128_is_read_back(text in "[ -~]{3,20}", digits in "([0-9]{2}){2,9}", module in 2u32..5) {
        let mut sheet = Sheet::a4(200);
        let long = sheet.width - 100;
        if (text.len() as u32 * 11 + 46) * module < long {
            draw_code128(&mut sheet, &format!("\u{0181}{text}"), 70, 300, module);
            prop_assert_eq!(texts(&sheet), [(CodeKind::Code128, text.clone())]);
        }
        let mut sheet = Sheet::a4(200);
        draw_code128(&mut sheet, &format!("\u{0106}{digits}"), 70, 300, module);
        prop_assert_eq!(texts(&sheet), [(CodeKind::Code128, digits)]);
    }
}

fn pair() -> (TTYPort, SerialCodes<TTYPort>) {
    let (reader, mut window) = TTYPort::pair().unwrap();
    window.set_timeout(Duration::from_millis(20)).unwrap();
    (reader, SerialCodes::on(window))
}

const SOON: Duration = Duration::from_secs(5);

#[test]
fn a_serial_reader_gives_one_code_for_each_line() {
    let (mut reader, mut codes) = pair();
    reader
        .write_all("K7PM3XW001\r\n分隔页\r\r\nA037\n".as_bytes())
        .unwrap();
    for expected in ["K7PM3XW001", "分隔页", "A037"] {
        assert_eq!(codes.next(SOON), Ok(Some(expected.to_owned())));
    }
    // A reader set to no line end is done when it pauses.
    reader.write_all(b"no end").unwrap();
    assert_eq!(codes.next(SOON), Ok(Some("no end".to_owned())));
    assert_eq!(codes.next(Duration::from_millis(60)), Ok(None));
}

#[test]
fn garbage_and_a_pulled_cable_are_faults_and_a_flood_ends() {
    let (mut reader, mut codes) = pair();
    reader.write_all(b"\xFF\xFE\x80\r").unwrap();
    assert_eq!(codes.next(SOON), Err(Fault::BadData));
    let flood = std::thread::spawn(move || {
        let _ = reader.write_all(&[b'x'; 5000]);
        reader
    });
    assert_eq!(codes.next(SOON), Err(Fault::BadData));
    let mut rest = 0;
    while let Ok(Some(text)) = codes.next(Duration::from_millis(400)) {
        rest += text.len();
    }
    assert!(rest < 5000);
    drop(flood.join().unwrap());
    assert_eq!(codes.next(SOON), Err(Fault::Lost));
}

/// A reader that is always ready with nothing would keep the window waiting for ever.
#[test]
fn silence_ends_in_time() {
    struct Silent;
    impl Read for Silent {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::TimedOut.into())
        }
    }
    assert_eq!(SerialCodes::on(Silent).next(Duration::from_millis(10)), Ok(None));
}
