//! Papers that are hard to make: long, many, rare, printed after others; and what any printer and reader must accept.

use std::process::Command;

use crate::samples::*;
use cases::notice::{Block, Content, FormFacts, Head, ReceiptFacts, ReceivedForm, Signature};
use cases::realm::Realm;
use papers::Fonts;

/// The text's edges in points, with room for a rounding.
const LEFT: f64 = 56.0;
const RIGHT: f64 = 595.3 - 56.0;

#[test]
fn a_paper_is_the_same_whatever_was_printed_before() {
    let content = receipt_of("林小满", 5);
    let (fresh, used) = (new_fonts(), new_fonts());
    let first = papers::render(&content, &fresh, at()).expect("a paper");
    for (number, others) in ('一'..='龥').step_by(97).take(60).enumerate() {
        let name: String = [others, '𠮷', '·', '林'].iter().collect();
        papers::render(&receipt_of(&name, number % 7), &used, at()).expect("a paper");
    }
    let after_many = papers::render(&content, &used, at()).expect("a paper");
    let again = papers::render(&content, &used, at()).expect("a paper");
    assert_eq!(first, after_many);
    assert_eq!(first, again);
}

#[test]
fn forty_and_three_hundred_materials_stay_in_their_boxes() {
    for count in [40, 300] {
        let content = receipt_of("林小满", count);
        let rendered = make(&content);
        check_says_all(&content, &rendered);
        let pages = words_of(&rendered.pdf);
        assert_eq!(pages.len(), rendered.pages as usize);
        let with_table = pages
            .iter()
            .filter(|page| page.iter().any(|word| word.text.contains("复印件附页")));
        for page in with_table {
            let headers = page.iter().filter(|word| word.text.contains("材料名称"));
            assert_eq!(headers.count(), 1, "one header on each page of the table");
        }
        check_nothing_overflows(&pages);
    }
}

#[test]
fn names_of_200_characters_stay_in_their_boxes() {
    let name: String = "福建省示范区林记小满餐饮管理与食品冷链配送服务（集团）有限责任公司"
        .chars()
        .cycle()
        .take(200)
        .collect();
    let latin: String = "Yichuang-Demonstration".chars().cycle().take(200).collect();
    for name in [name, latin] {
        let mut slip = receipt_of(&name, 3);
        slip.body = name.clone();
        slip.title = name.clone();
        slip.number = Some(name.clone());
        slip.blocks.push(Block::Heading(name.clone()));
        slip.blocks.push(Block::Note(name.clone()));
        let place = |seal: Option<&str>| Signature {
            label: "申请人（签字）".to_owned(),
            name: Some(name.clone()),
            seal: seal.map(str::to_owned),
            date: Some("2026年11月22日".to_owned()),
            ink: None,
        };
        slip.blocks
            .push(Block::Signatures(vec![place(None), place(None)]));
        slip.blocks
            .push(Block::Signatures(vec![place(Some("盖章")), place(Some("盖章"))]));
        let rendered = make(&slip);
        check_nothing_overflows(&words_of(&rendered.pdf));
        let text = squeeze(&raw_text_of(&rendered.pdf));
        // Body, title, number, applicant, heading, note and four places; the footer shortens the title.
        let tail: String = name.chars().skip(190).collect();
        assert!(text.matches(&tail).count() >= 10, "{text}");
    }
}

#[test]
fn what_looks_the_same_is_read_back_as_it_was_written() {
    // 一 and the radical ⼀ have one glyph in most fonts; a copied name may hold either.
    for path in body_fonts() {
        let fonts = Fonts::from_paths(&[&path]).expect("a body font");
        for name in ["一⼀⽇日", "⽇日"] {
            let content = receipt_of(name, 1);
            let rendered = papers::render(&content, &fonts, at()).expect("a paper");
            let shown = rendered.missing.iter().fold(name.to_owned(), |name, missing| {
                name.replace(missing.ch, &format!("〓({})", missing.code))
            });
            let text = squeeze(&raw_text_of(&rendered.pdf));
            assert!(text.contains(&shown), "{shown} in {path}:\n{text}");
        }
    }
}

#[test]
fn every_body_font_makes_sound_papers() {
    for path in body_fonts() {
        let fonts = Fonts::from_paths(&[&path]).expect("a body font");
        for content in every_kind(Realm::Training) {
            let rendered = papers::render(&content, &fonts, at()).expect("a paper");
            check_says_all(&content, &rendered);
            check_sound(&rendered.pdf);
        }
    }
}

#[test]
fn rare_names_are_drawn_from_fonts_that_are_embedded_too() {
    for name in ["𠮷田小满", "㑇䶮龘", "买买提江·Ünal Ğ"] {
        let content = receipt_of(name, 2);
        let rendered = make(&content);
        check_says_all_drawn(&content, &rendered);
        check_sound(&rendered.pdf);
    }
}

#[test]
fn a_receipt_is_small_enough_for_an_e_mail() {
    let rendered = make(&written(receipt_facts()));
    assert_eq!(rendered.pages, 1);
    assert!(rendered.pdf.len() < 60_000, "{} bytes", rendered.pdf.len());
}

/// An office printer has one ink: what is on a paper is black, or grey for ease, and never a colour.
#[test]
fn papers_are_black_on_white() {
    for content in every_kind(Realm::Training) {
        let document = lopdf::Document::load_mem(&make(&content).pdf).expect("a PDF");
        for (_, page) in document.get_pages() {
            let drawn = document.get_page_content(page);
            let drawn = lopdf::content::Content::decode(&drawn).expect("operators");
            for operation in drawn.operations {
                let coloured = [
                    "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "sh", "Do",
                ];
                assert!(!coloured.contains(&operation.operator.as_str()), "{operation:?}");
            }
        }
    }
}

#[test]
fn a_form_with_a_long_title_keeps_its_footer_on_one_line() {
    let title =
        "食品经营许可证（含仅销售预包装食品备案与餐饮服务）新办变更延续补办注销一体化申请书".repeat(2);
    let content = written(FormFacts {
        title,
        ..form_facts()
    });
    let rendered = make(&content);
    let pages = words_of(&rendered.pdf);
    check_nothing_overflows(&pages);
    let number = format!("共{}页", rendered.pages);
    assert!(squeeze(&raw_text_of(&rendered.pdf)).contains(&number));
}

fn new_fonts() -> Fonts {
    Fonts::find().expect("a Chinese font is installed")
}

fn receipt_of(name: &str, count: usize) -> Content {
    let materials = (1..=count)
        .map(|n| {
            material(
                &format!("第{n:03}项材料的复印件附页"),
                ReceivedForm::Copy,
                1,
                2,
                n % 2 == 0,
            )
        })
        .collect();
    let facts = receipt_facts();
    written(ReceiptFacts {
        head: Head {
            realm: Realm::Live,
            applicants: vec![person("申请人", name)],
            ..facts.head
        },
        materials,
        ..facts
    })
}

/// The files of a TrueType and of a CFF font that the set-up installs.
fn body_fonts() -> Vec<String> {
    let mut database = fontdb::Database::new();
    database.load_system_fonts();
    let named = ["WenQuanYi Micro Hei", "Noto Sans CJK SC"].map(|family| {
        let id = database.query(&fontdb::Query {
            families: &[fontdb::Family::Name(family)],
            ..Default::default()
        });
        match id.and_then(|id| database.face_source(id)) {
            Some((fontdb::Source::File(path), _)) => path.to_string_lossy().into_owned(),
            _ => panic!("{family} is not installed"),
        }
    });
    named.to_vec()
}

/// Some word of a page: its text and its left and right edge in points.
struct Word {
    text: String,
    left: f64,
    right: f64,
}

/// The words of each page as poppler places them.
fn words_of(pdf: &[u8]) -> Vec<Vec<Word>> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = write(folder.path(), pdf);
    let out = Command::new("pdftotext")
        .arg("-bbox")
        .arg(&path)
        .arg("-")
        .output();
    let out = out.expect("pdftotext (poppler-utils) runs").stdout;
    let out = String::from_utf8(out).expect("UTF-8");
    let edge = |line: &str, name: &str| -> f64 {
        let value = line
            .split(&format!("{name}=\""))
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        value.expect(name).parse().expect("points")
    };
    let page_words = |page: &str| {
        page.lines()
            .filter(|line| line.trim_start().starts_with("<word "))
            .map(|line| Word {
                text: line.split('>').nth(1).unwrap_or_default().replace("</word", ""),
                left: edge(line, "xMin"),
                right: edge(line, "xMax"),
            })
            .collect()
    };
    out.split("<page ").skip(1).map(page_words).collect()
}

fn check_nothing_overflows(pages: &[Vec<Word>]) {
    for word in pages.iter().flatten() {
        assert!(
            word.left >= LEFT && word.right <= RIGHT,
            "{} from {} to {}",
            word.text,
            word.left,
            word.right
        );
    }
}

/// As `check_says_all`, where a character may be shown by its code.
fn check_says_all_drawn(content: &Content, rendered: &papers::Rendered) {
    if rendered.missing.is_empty() {
        check_says_all(content, rendered);
        return;
    }
    let text = text_of(content, &rendered.pdf);
    for missing in &rendered.missing {
        assert!(text.contains(&format!("〓({})", missing.code)), "{text}");
    }
}

/// Other programs find no fault, and every font is embedded, cut and readable.
fn check_sound(pdf: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = write(folder.path(), pdf);
    let fonts = Command::new("pdffonts")
        .arg(&path)
        .output()
        .expect("pdffonts (poppler-utils) runs");
    assert!(
        fonts.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&fonts.stderr)
    );
    let listed = String::from_utf8_lossy(&fonts.stdout).into_owned();
    for font in listed.lines().skip(2) {
        assert!(
            font.contains(" yes yes yes "),
            "embedded, cut, readable: {listed}"
        );
    }
    assert!(listed.lines().count() > 2, "{listed}");
    // A second and a third opinion where they are installed.
    for (program, arguments) in [
        ("qpdf", ["--check"].as_slice()),
        ("mutool", &["draw", "-q", "-F", "txt", "-o", "/dev/null"]),
    ] {
        if let Ok(out) = Command::new(program).args(arguments).arg(&path).output() {
            // Debian's mutool says of itself, about no file, that it knows no colour profiles.
            let said =
                String::from_utf8_lossy(&out.stderr).replace("warning: ICC support is not available", "");
            assert!(
                out.status.success() && said.trim().is_empty(),
                "{program}: {}{said}",
                String::from_utf8_lossy(&out.stdout)
            );
        }
    }
}
