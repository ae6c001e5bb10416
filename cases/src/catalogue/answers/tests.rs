//! Answers are drawn safely, found by words of any length, and checked with their place.

use super::index::excerpt;
use super::markdown::{Block, Span, plain, read};
use super::*;
use crate::catalogue::tests::{demonstration, files};
use crate::catalogue::{Catalogue, CatalogueFiles};

fn text(text: &str) -> Span {
    Span {
        text: text.to_owned(),
        ..Span::default()
    }
}

fn strong(words: &str) -> Span {
    Span {
        strong: true,
        ..text(words)
    }
}

fn link(words: &str, address: &str) -> Span {
    Span {
        address: Some(address.to_owned()),
        ..text(words)
    }
}

fn paragraph(spans: Vec<Span>) -> Block {
    Block::Paragraph { spans }
}

#[test]
fn markdown_becomes_blocks_and_spans() {
    let check = |written: &str, expected: Vec<Block>| assert_eq!(read(written), expected, "{written}");
    check("", vec![]);
    check(
        "## 费用\n补领 **40 元**。\n换领\\\n`20`",
        vec![
            Block::Heading {
                level: 2,
                spans: vec![text("费用")],
            },
            paragraph(vec![
                text("补领 "),
                strong("40 元"),
                text("。换领\n"),
                Span {
                    code: true,
                    ..text("20")
                },
            ]),
        ],
    );
    check(
        "3. 一\n4. 二\n   - 里面\n",
        vec![Block::List {
            first: Some(3),
            items: vec![
                vec![paragraph(vec![text("一")])],
                vec![
                    paragraph(vec![text("二")]),
                    Block::List {
                        first: None,
                        items: vec![vec![paragraph(vec![text("里面")])]],
                    },
                ],
            ],
        }],
    );
    check(
        "- 一\n\n- 二\n",
        vec![Block::List {
            first: None,
            items: vec![
                vec![paragraph(vec![text("一")])],
                vec![paragraph(vec![text("二")])],
            ],
        }],
    );
    check(
        "| 年龄 | 期 |\n|---|---|\n| **16** | 10 |\n| | |\n\n---\n> 引",
        vec![
            Block::Table {
                head: vec![vec![text("年龄")], vec![text("期")]],
                rows: vec![vec![vec![strong("16")], vec![text("10")]], vec![vec![], vec![]]],
            },
            Block::Rule,
            Block::Quote {
                blocks: vec![paragraph(vec![text("引")])],
            },
        ],
    );
    check(
        "```\na <b>\n```\n",
        vec![Block::Code {
            text: "a <b>".to_owned(),
        }],
    );
}

#[test]
fn nothing_in_an_answer_is_markup_or_can_be_followed() {
    let check = |written: &str, expected: Vec<Block>| assert_eq!(read(written), expected, "{written}");
    check(
        "甲<script>alert(1)</script>乙",
        vec![paragraph(vec![text("甲<script>alert(1)</script>乙")])],
    );
    check(
        "<div onclick=\"x()\">\n块\n</div>\n\n后",
        vec![
            paragraph(vec![text("<div onclick=\"x()\">\n块\n</div>")]),
            paragraph(vec![text("后")]),
        ],
    );
    check(
        "见[**国家**法规库](https://flk.npc.gov.cn/)。",
        vec![paragraph(vec![
            text("见"),
            strong("国家"),
            link("法规库", "https://flk.npc.gov.cn/"),
            text("。"),
        ])],
    );
    check(
        "<https://flk.npc.gov.cn/>",
        vec![paragraph(vec![text("https://flk.npc.gov.cn/")])],
    );
    check(
        "[点](javascript:alert(1)) [表](data:text/html,x)",
        vec![paragraph(vec![text("点 表")])],
    );
    check(
        "![样表](https://x.example/a.png)",
        vec![paragraph(vec![link("样表", "https://x.example/a.png")])],
    );
    assert_eq!(
        plain(&read("一[二](https://x.example/)\n\n| 三 |\n|---|\n| 四 |")),
        "一二 https://x.example/\n三\n四\n"
    );
}

#[test]
fn what_is_nested_without_end_is_read_to_its_end() {
    let deep = format!("{}底", "> ".repeat(10_000));
    assert!(plain(&read(&deep)).contains('底'));
    let mut list = String::new();
    for depth in 0..200 {
        list.push_str(&format!("{}- 层{depth}\n", "  ".repeat(depth)));
    }
    let words = plain(&read(&format!("{list}\n\n末")));
    assert!(words.contains("层199") && words.ends_with("末\n"), "{words}");
    for broken in [
        "**",
        "[a](",
        "| a |\n|--",
        "```",
        "1. ",
        "![",
        "<a",
        "\u{0}",
        "- \n  - \n",
    ] {
        read(broken);
    }
}

fn answer(id: &str, question: &str, also: &[&str], body: &str) -> Answer {
    Answer {
        id: id.to_owned(),
        question: question.to_owned(),
        also: also.iter().map(|&text| text.to_owned()).collect(),
        items: Vec::new(),
        body: vec![body.to_owned()],
        sources: Vec::new(),
        owner: String::new(),
        answered_on: "2026-09-01".parse().unwrap(),
        valid_to: None,
    }
}

#[test]
fn answers_are_found_by_words_of_one_character_two_and_more() {
    let answers = [
        answer(
            "card",
            "身份证丢了怎么补？",
            &["补办身份证"],
            "补领 40 元，**六十日内**发放。",
        ),
        answer("retire", "退休年龄是多少？", &[], "见 ABC-1 号文。"),
        answer(
            "fund",
            "公积金怎么取？",
            &["退休提取"],
            "退休的可以提取。\n\n身份\n证件要带。",
        ),
    ];
    let index = AnswerIndex::new(&answers);
    let check = |typed: &str, expected: &[&str]| {
        let found: Vec<&str> = index
            .find(typed)
            .into_iter()
            .map(|at| answers[at].id.as_str())
            .collect();
        assert_eq!(found, expected, "{typed}");
    };
    check("退休", &["retire", "fund"]);
    check("补", &["card"]);
    check("身份证", &["card", "fund"]);
    check("身份证丢了怎么补", &["card"]);
    check("六十日", &["card"]);
    check("退休 提取", &["fund"]);
    check("提取　年龄", &[]);
    check("abc", &["retire"]);
    check("ＡＢＣ－１", &["retire"]);
    check("40元", &["card"]);
    // Two texts side by side are not one.
    check("补？补", &[]);
    check("取？退休", &[]);
    check("", &[]);
    check("  ", &[]);
    check("没有的词", &[]);
    check("\0", &[]);
}

#[test]
fn the_answers_of_an_item_are_at_hand() {
    let catalogue = demonstration();
    let index = AnswerIndex::new(&catalogue.answers);
    let of = |item: &str| -> Vec<&str> {
        let about = index.about(item).iter();
        about.map(|at| catalogue.answers[*at].id.as_str()).collect()
    };
    assert_eq!(of("ga-idcard"), ["idcard-lost", "idcard-urgent", "idcard-valid"]);
    assert!(of("nowhere").is_empty());
    let found = index.find("容缺");
    assert_eq!(catalogue.answers[found[0]].id, "food-lack");
    assert!(found.len() >= 3);
    let answered: BTreeSet<&str> = catalogue
        .answers
        .iter()
        .flat_map(|answer| answer.items.iter().map(String::as_str))
        .collect();
    assert!(answered.len() >= 12, "{} items have answers", answered.len());
}

#[test]
fn five_thousand_answers_are_found_as_a_scan_would_find_them() {
    let words = [
        "退休",
        "公积金",
        "身份证",
        "结婚",
        "食品",
        "许可",
        "登记",
        "变更",
        "补领",
        "期限",
    ];
    let answers: Vec<Answer> = (0..5000_usize)
        .map(|at| {
            let word = |step: usize| words[(at / step.max(1) + step) % words.len()];
            let body = format!(
                "{}与{}的办法，第{at}号。{}",
                word(3),
                word(7),
                "窗口当场告知。".repeat(20)
            );
            answer(
                &at.to_string(),
                &format!("{}{}怎么办？", word(1), word(11)),
                &[],
                &body,
            )
        })
        .collect();
    let index = AnswerIndex::new(&answers);
    for typed in [
        "退休",
        "休",
        "公积金怎么",
        "第4999号",
        "结婚 食品",
        "许可登记",
        "登记许可 身份",
    ] {
        let mut found = index.find(typed);
        found.sort_unstable();
        let scanned: Vec<usize> = (0..answers.len())
            .filter(|at| {
                let body = plain(&answers[*at].blocks());
                typed
                    .split(' ')
                    .all(|word| answers[*at].question.contains(word) || body.contains(word))
            })
            .collect();
        assert_eq!(found, scanned, "{typed}");
    }
}

#[test]
fn an_excerpt_shows_where_the_word_stands() {
    let check = |written: &str, typed: &str, most: usize, expected: &str, marked: Option<&str>| {
        let (piece, range) = excerpt(written, typed, most);
        assert_eq!(piece, expected, "{typed}");
        let part = range.map(|range| {
            piece
                .chars()
                .skip(range.start)
                .take(range.len())
                .collect::<String>()
        });
        assert_eq!(part.as_deref(), marked, "{typed}");
    };
    check(
        "补领 40 元，六十日内发放。",
        "六十日",
        40,
        "补领 40 元，六十日内发放。",
        Some("六十日"),
    );
    check("补领 40 元", "40元", 40, "补领 40 元", Some("40 元"));
    check(
        "甲乙丙丁戊己庚辛壬癸子丑",
        "辛壬",
        8,
        "…己庚辛壬癸子丑",
        Some("辛壬"),
    );
    check("甲乙丙丁戊己庚辛壬癸子丑", "没有", 4, "甲乙丙丁…", None);
    check("Ａ类", "a", 4, "Ａ类", Some("Ａ"));
    check("", "a", 4, "", None);
}

#[test]
fn every_fault_of_the_answers_is_named_with_its_place() {
    let broken = serde_json::json!([
        {"id": "a", "question": "问", "items": ["scjg-food-licence", "nowhere"], "body": ["答"],
         "sources": [{"name": "法"}], "owner": "局", "answeredOn": "2026-09-01"},
        {"id": "a", "question": " ", "also": ["好", ""], "body": ["", " "],
         "sources": [], "owner": "局", "answeredOn": "2026-09-01", "validTo": "2026-08-31"},
        {"id": "b", "question": "问\u{202e}倒", "body": ["好", "坏\u{7}"],
         "sources": [{"name": "法", "article": ""}], "owner": "x".repeat(201), "answeredOn": "2026-09-01"},
    ]);
    let load = |answers: String| Catalogue::load(CatalogueFiles { answers, ..files() });
    let faults = load(broken.to_string()).expect_err("broken");
    let said: Vec<(&str, &str)> = faults
        .iter()
        .map(|fault| (fault.path.as_str(), fault.trouble.code.as_str()))
        .collect();
    assert!(faults.iter().all(|fault| fault.file == "answers.json"));
    assert_eq!(
        said,
        [
            ("[0].items[1]", "YC-5641"),
            ("[1].id", "YC-5640"),
            ("[1].question", "YC-5642"),
            ("[1].also[1]", "YC-5642"),
            ("[1].body", "YC-5642"),
            ("[1].sources", "YC-5643"),
            ("[1].validTo", "YC-5644"),
            ("[2].question", "YC-5642"),
            ("[2].owner", "YC-5642"),
            ("[2].body[1]", "YC-5642"),
            ("[2].sources[0]", "YC-5642"),
        ]
    );
    let day = load(broken.to_string().replace("2026-08-31", "2026-13-01")).expect_err("no day");
    assert_eq!(
        (day[0].path.as_str(), day[0].trouble.code.as_str()),
        ("[1].validTo", "YC-1301")
    );
}

#[test]
fn answers_are_part_of_the_edition_and_none_are_none() {
    let with = demonstration().edition.clone();
    let without = Catalogue::load(CatalogueFiles {
        answers: NONE.to_owned(),
        ..files()
    })
    .unwrap();
    assert!(without.answers.is_empty());
    assert_ne!(without.edition, with);
    let over = |day: &str| {
        Answer {
            valid_to: Some("2026-09-30".parse().unwrap()),
            ..answer("a", "问", &[], "答")
        }
        .is_over(day.parse().unwrap())
    };
    assert!(!over("2026-09-30"));
    assert!(over("2026-10-01"));
}
