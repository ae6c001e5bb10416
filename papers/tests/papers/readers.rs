//! Papers as other programs see them: their text, their pages, their codes.

use std::process::Command;

use crate::samples::*;
use cases::case::{Ink, InkPoint};
use cases::notice::{Block, Content, FormFacts, FormGroup, Head, ReceiptFacts, ReceivedForm, SignedOnScreen};
use cases::realm::Realm;
use jiff::civil::date;
use papers::sheet::{Sheet, sheets};
use papers::{Fonts, PaperFault};

#[test]
fn another_program_reads_every_line() {
    for content in every_kind(Realm::Training) {
        let rendered = make(&content);
        assert_eq!(rendered.missing, vec![]);
        check_says_all(&content, &rendered);
    }
}

#[test]
fn promise_11_check_22_training_papers_carry_the_watermark() {
    for content in every_kind(Realm::Training) {
        let rendered = make(&content);
        let text = squeeze(&raw_text_of(&rendered.pdf));
        let marks = text.matches("训练专用不具效力").count();
        assert_eq!(marks, rendered.pages as usize, "one on every page: {text}");
    }
    for content in every_kind(Realm::Live) {
        let text = squeeze(&raw_text_of(&make(&content).pdf));
        assert!(!text.contains("训练") && !text.contains("不具效力"), "{text}");
    }
}

#[test]
fn the_qr_code_reads_back_to_the_exact_number() {
    for content in every_kind(Realm::Training) {
        // As fine as an office scanner.
        let page = first_page(&make(&content).pdf, 300);
        let mut picture = rqrr::PreparedImage::prepare(page);
        let grids = picture.detect_grids();
        // The reader tries whatever looks like corners, over the watermark too; what it reads is what counts.
        let mut read: Vec<_> = grids
            .into_iter()
            .filter_map(|grid| grid.decode().ok())
            .map(|(_, text)| text)
            .collect();
        read.sort();
        let codes = [&content.codes.qr, &content.codes.proof];
        let mut printed: Vec<_> = codes.into_iter().flatten().cloned().collect();
        assert_eq!(printed.len(), 2, "{}", content.title);
        printed.sort();
        assert_eq!(read, printed, "{}", content.title);
    }
    let notice = written(acceptance_facts());
    assert_eq!(notice.codes.qr.as_deref(), Some(CASE_NUMBER));
}

#[test]
fn equal_content_gives_equal_bytes() {
    for content in every_kind(Realm::Training) {
        let (first, second) = (make(&content), make(&content));
        assert_eq!(first, second);
        let later = papers::render(
            &content,
            fonts(),
            "2026-11-22T01:05:31Z".parse().expect("a moment"),
        );
        assert_ne!(
            first.digest_sha256,
            later.expect("a paper").digest_sha256,
            "the moment is in the file"
        );
    }
}

#[test]
fn a_long_receipt_repeats_its_header_on_every_page() {
    let materials = (1..=40)
        .map(|n| {
            material(
                &format!("第{n:02}项材料及其全部附件的复印件"),
                ReceivedForm::Copy,
                n,
                n * 2,
                n % 2 == 0,
            )
        })
        .collect();
    let content = written(ReceiptFacts {
        materials,
        ..receipt_facts()
    });
    let rendered = make(&content);
    check_says_all(&content, &rendered);
    assert!(rendered.pages >= 2);
    let text = raw_text_of(&rendered.pdf);
    let pages: Vec<&str> = text
        .split('\u{c}')
        .filter(|page| !page.trim().is_empty())
        .collect();
    assert_eq!(pages.len(), rendered.pages as usize);
    for (index, page) in pages.iter().enumerate() {
        let page = squeeze(page);
        if page.contains("项材料及其全部附件") {
            assert_eq!(
                page.matches("序号材料名称形式份数页数是否退还").count(),
                1,
                "page {}",
                index + 1
            );
        }
        assert!(page.contains(&format!("第{}页共{}页", index + 1, pages.len())));
    }
    let last = squeeze(pages[pages.len() - 1]);
    assert!(
        last.contains("交件人（签字）") && last.contains("下一步"),
        "nobody signs an empty page: {last}"
    );
}

#[test]
fn a_character_outside_the_bmp_is_drawn_or_named() {
    let name = "𠮷田小满";
    let content = with_name(name);
    let rendered = make(&content);
    let text = text_of(&content, &rendered.pdf);
    match rendered.missing.as_slice() {
        [] => assert!(text.contains(name), "{text}"),
        missing => {
            assert_eq!(missing.len(), 1);
            assert!(text.contains("〓(U+20BB7)田小满"), "{text}");
        }
    }
}

#[test]
fn a_character_that_no_font_has_is_shown_with_its_code_and_reported() {
    let mut database = fontdb::Database::new();
    database.load_system_fonts();
    let families = [fontdb::Family::Name(fonts().body_name())];
    let body = database.query(&fontdb::Query {
        families: &families,
        ..Default::default()
    });
    let source = body
        .and_then(|id| database.face_source(id))
        .expect("the body font")
        .0;
    let fontdb::Source::File(path) = source else {
        panic!("the body font is a file")
    };
    let few = Fonts::from_paths(&[path]).expect("the body font alone");

    // U+E863 is private use: fonts disagree on it, so none is asked. U+31350 is of the newest block.
    let content = with_name("王\u{e863}𱍐");
    let rendered = papers::render(&content, &few, at()).expect("the case goes on");
    let codes: Vec<&str> = rendered
        .missing
        .iter()
        .map(|missing| missing.code.as_str())
        .collect();
    assert_eq!(codes, ["U+E863", "U+31350"]);
    let text = text_of(&content, &rendered.pdf);
    assert!(text.contains("王〓(U+E863)〓(U+31350)"), "{text}");
}

#[test]
fn no_font_is_a_fault_with_a_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let fault = Fonts::from_paths(&[folder.path()])
        .map(|_| ())
        .expect_err("nothing to draw with");
    assert_eq!(fault, PaperFault::NoFont);
    assert_eq!(fault.trouble().code, "YC-6101");
}

#[test]
fn names_with_a_middle_dot_and_latin_letters_stay_whole() {
    for name in ["买买提江·阿卜杜热合曼", "O'Connor-Müller Anna"] {
        let content = with_name(name);
        let rendered = make(&content);
        assert_eq!(rendered.missing, vec![], "{name}");
        check_says_all(&content, &rendered);
    }
}

#[test]
fn a_business_scope_of_2000_characters_flows_over_pages() {
    let scope: String = "食品销售（仅销售预包装食品）；餐饮服务、Internet+服务，GB/T39046。"
        .chars()
        .cycle()
        .take(2000)
        .collect();
    let facts = form_facts();
    let group = FormGroup {
        name: "经营范围".to_owned(),
        values: vec![value("经营范围", &scope, "手工")],
        tables: vec![],
    };
    let content = written(FormFacts {
        groups: vec![group],
        ..facts
    });
    let rendered = make(&content);
    assert!(rendered.pages >= 2);
    check_says_all(&content, &rendered);
}

#[test]
fn empty_lists_make_a_whole_paper() {
    let nobody = written(ReceiptFacts {
        materials: vec![],
        head: Head {
            applicants: vec![],
            ..head()
        },
        next_step: None,
        ..receipt_facts()
    });
    let blank = written(FormFacts {
        groups: vec![FormGroup {
            name: "空".to_owned(),
            values: vec![],
            tables: vec![],
        }],
        agent: None,
        signers: vec![],
        declarations: vec![],
        head: Head {
            slip_code: None,
            ..head()
        },
        ..form_facts()
    });
    for content in [nobody, blank] {
        let rendered = make(&content);
        assert_eq!(rendered.pages, 1);
        check_says_all(&content, &rendered);
    }
}

/// A signature from the screen changes the picture above its line and not one word beside it.
#[test]
fn ink_is_drawn_where_one_signs() {
    let wave = |from: u16| {
        let points = (0..60_u16).map(|at| InkPoint {
            x: from + at * 40,
            y: 5_000 + (at % 10) * 300,
            ms: u32::from(from) + u32::from(at),
        });
        points.collect()
    };
    let facts = FormFacts {
        groups: vec![],
        agent: None,
        signed: Some(SignedOnScreen {
            ink: Ink {
                aspect: 1_600,
                strokes: vec![wave(500), wave(4_000), wave(7_000)],
            },
            on: date(2026, 11, 22),
            shown: "ab".repeat(32),
        }),
        ..form_facts()
    };
    let signed = written(facts);
    let mut bare = signed.clone();
    for block in &mut bare.blocks {
        if let Block::Signatures(places) = block {
            places.iter_mut().for_each(|place| place.ink = None);
        }
    }
    assert_eq!(signed.plain_text(), bare.plain_text());
    let (with, without) = (make(&signed), make(&bare));
    check_says_all(&signed, &with);
    let (with, without) = (first_page(&with.pdf, 150), first_page(&without.pdf, 150));
    let inked: Vec<(u32, u32)> = with
        .enumerate_pixels()
        .filter(|(x, y, pixel)| pixel.0[0] < 100 && without.get_pixel(*x, *y).0[0] > 200)
        .map(|(x, y, _)| (x, y))
        .collect();
    assert!(inked.len() > 200, "{} pixels of ink", inked.len());
    let (least, most) = (
        inked.iter().map(|(x, _)| *x).min().unwrap(),
        inked.iter().map(|(x, _)| *x).max().unwrap(),
    );
    assert!(
        least > with.width() / 2 && most < with.width(),
        "beside its line: {least} to {most}"
    );
}

#[test]
fn a_code_that_cannot_carry_its_text_stops_the_paper() {
    let content = written(ReceiptFacts {
        head: Head {
            slip_code: Some("收件码".to_owned()),
            ..head()
        },
        ..receipt_facts()
    });
    let fault = papers::render(&content, fonts(), at()).expect_err("Code128 has no Chinese");
    assert_eq!(fault.trouble().code, "YC-6102");
}

#[test]
fn the_file_is_sound() {
    for content in every_kind(Realm::Live) {
        let rendered = make(&content);
        let document = lopdf::Document::load_mem(&rendered.pdf).expect("a PDF");
        assert_eq!(document.get_pages().len(), rendered.pages as usize);
        let folder = tempfile::tempdir().expect("a folder");
        let path = write(folder.path(), &rendered.pdf);
        // qpdf is a second opinion where it is installed.
        if let Ok(out) = Command::new("qpdf").arg("--check").arg(&path).output() {
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
        }
    }
}

#[test]
fn an_offline_receipt_has_no_number_and_both_times_once_dated_anew() {
    let offline = written(receipt_facts());
    assert_eq!(
        (offline.number.as_deref(), offline.case_number.as_deref()),
        (None, None)
    );
    assert_eq!(offline.codes.qr.as_deref(), Some(SLIP_CODE));
    assert!(offline.plain_text().contains("尚未编号"));

    let dated_anew = written(ReceiptFacts {
        head: Head {
            case_number: Some(CASE_NUMBER.to_owned()),
            ..head()
        },
        desk_received_at: Some("2026-11-22T01:04:02Z".parse().expect("a moment")),
        ..receipt_facts()
    });
    let text = dated_anew.plain_text();
    assert!(text.contains("收件时间 2026年11月22日 09时05分30秒"), "{text}");
    assert!(
        text.contains("窗口收件时间 2026年11月22日 09时04分02秒"),
        "{text}"
    );
    assert!(!text.contains("尚未编号"));
}

fn with_name(name: &str) -> Content {
    written(ReceiptFacts {
        head: Head {
            applicants: vec![person("申请人", name)],
            ..head()
        },
        ..receipt_facts()
    })
}

#[test]
fn a_separator_is_read_by_other_programs_at_fax_fineness() {
    let of = |number: u32, name: &str| Sheet {
        over: "分隔页 · 食品经营许可（新办）".to_owned(),
        title: format!("{number} {name}"),
        code: Some(format!("YCSEP:scjg-food-new/m0{number}")),
        lines: vec!["本页不入档，扫描后取回，下次再用。".to_owned()],
    };
    let both = [
        of(1, "租赁合同"),
        of(2, &"与食品经营相适应的主要设备设施布局、操作流程等文件".repeat(2)),
    ];
    let at = "2026-11-20T04:00:00Z".parse().unwrap();
    let made = sheets(&both, "分隔页", Realm::Live, &Fonts::find().unwrap(), at).unwrap();
    assert_eq!((made.pages, made.missing.len()), (2, 0));
    let text = squeeze(&raw_text_of(&made.pdf));
    for sheet in &both {
        assert!(text.contains(&squeeze(&sheet.title)), "{text}");
    }
    assert!(!text.contains("训练"));
    let mut page = rqrr::PreparedImage::prepare(first_page(&made.pdf, 100));
    let read: Vec<String> = page
        .detect_grids()
        .into_iter()
        .map(|grid| grid.decode().unwrap().1)
        .collect();
    assert_eq!(read, ["YCSEP:scjg-food-new/m01"]);
}
