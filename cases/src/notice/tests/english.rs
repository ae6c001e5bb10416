//! 英文对照: the same facts, no Chinese but names and what is marked as Chinese.

use super::samples::{self, every};
use super::*;

/// Names stay as they are; whatever else is Chinese stands behind its mark.
fn chinese_left(text: &str) -> String {
    let mut text = text.to_owned();
    let names = [
        samples::ITEM,
        samples::BODY,
        "示范区消防救援大队",
        "邻市市场监督管理局",
        "林小满",
        "陈立夏",
        "王敏",
        "周主任",
        "赵守信",
        // What is handed in, served or issued keeps its name.
        "食品经营许可证",
        "主要设备设施布局和操作流程文件",
        "经营场所使用证明",
        "营业执照",
        "健康证明",
        "食品安全管理人员身份证明",
        "准予行政许可决定书",
        "不予行政许可决定书",
        "受理通知书",
        // Fields of a form stand in a table whose head says that they are Chinese.
        "主体类型 个体工商户",
        "电子邮箱",
    ];
    for name in names {
        text = text.replace(name, "");
    }
    text = text
        .lines()
        .map(|line| line.split("[in Chinese]").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    for number in ["(示范区)政务(市监许)", "示市监许决"] {
        text = text.replace(number, "");
    }
    let mut words = PaperKind::ALL
        .iter()
        .filter_map(|kind| kind.number_word())
        .collect::<Vec<_>>();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        text = text.replace(&format!("{word}字〔2026〕第"), "");
    }
    text = text
        .replace("〔2026〕", "")
        .replace('号', "")
        .replace(['《', '》'], "");
    text.chars().filter(|ch| *ch > '\u{2e7f}').collect()
}

#[test]
fn a_companion_is_english_but_for_names() {
    for facts in every() {
        let content = facts.companion(Wording::built_in());
        let text = content.plain_text();
        assert_eq!(chinese_left(&text), "", "{text}");
        assert!(!text.contains('{') && !text.contains('}'), "{text}");
        assert!(text.contains("the Chinese text prevails"), "{text}");
        assert_eq!(content.language, Language::En);
    }
}

/// Same kind, number, case and blocks of data; only words differ.
#[test]
fn a_companion_has_the_same_facts() {
    for facts in every() {
        let (zh, en) = (
            facts.content(Wording::built_in()),
            facts.companion(Wording::built_in()),
        );
        assert_eq!(
            (
                zh.kind,
                &zh.number,
                &zh.case_number,
                &zh.slip_code,
                &zh.references
            ),
            (
                en.kind,
                &en.number,
                &en.case_number,
                &en.slip_code,
                &en.references
            )
        );
        let count =
            |content: &Content, of: fn(&Block) -> usize| -> usize { content.blocks.iter().map(of).sum() };
        let paragraphs = |block: &Block| usize::from(matches!(block, Block::Paragraph(_)));
        if zh.kind != PaperKind::ApplicationForm {
            let facts = |block: &Block| match block {
                Block::Facts(facts) => facts.len(),
                _ => 0,
            };
            let rows = |block: &Block| match block {
                Block::Table(table) => table.rows.len(),
                _ => 0,
            };
            assert_eq!(count(&zh, facts), count(&en, facts), "{}", zh.title);
            assert_eq!(count(&zh, rows), count(&en, rows), "{}", zh.title);
        }
        assert_eq!(count(&zh, paragraphs), count(&en, paragraphs), "{}", zh.title);
        assert_ne!(zh.codes.proof, en.codes.proof);
    }
}

#[test]
fn a_companion_says_the_days_and_the_law() {
    let text = PaperFacts::from(samples::acceptance())
        .companion(Wording::built_in())
        .plain_text();
    for words in [
        "Notice of acceptance",
        "Document number (示范区)政务(市监许)受字〔2026〕第000123号",
        "Case number ",
        "Article 32 of the Administrative Licensing Law",
        "Accepted on 8 October 2026",
        "Statutory limit 20 working days, until 4 November 2026",
        "public notice (5 days, does not count in the limit)",
        "Article 45",
        "How the result is handed over at the window",
        "Applicant 林小满",
        "Resident identity card 350199********1234",
    ] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
    let receipt = PaperFacts::from(samples::receipt())
        .companion(Wording::built_in())
        .plain_text();
    for words in [
        "within five working days (by 10 October 2026 at the latest)",
        "28 September 2026, 00:30:00",
    ] {
        assert!(receipt.contains(words), "{words} is not in\n{receipt}");
    }
}

#[test]
fn words_that_no_term_knows_are_marked_and_their_label_is_english() {
    let facts = AcceptanceFacts {
        head: Head {
            applicants: vec![Person {
                role: "共同申请人".to_owned(),
                name: "林小满".to_owned(),
                id_kind: "渔业船员证".to_owned(),
                id_shown: "A1".to_owned(),
            }],
            ..samples::acceptance().head
        },
        result_way: "自提柜领取".to_owned(),
        ..samples::acceptance()
    };
    let text = PaperFacts::from(facts)
        .companion(Wording::built_in())
        .plain_text();
    for words in [
        "Party 林小满",
        "Number of the identity document A1",
        "[in Chinese] 自提柜领取",
    ] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
}
