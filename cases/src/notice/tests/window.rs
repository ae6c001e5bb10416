//! What a receipt, an acceptance, a refusal and a form say beside what every paper says.

use jiff::civil::date;

use super::*;

#[test]
fn a_receipt_without_the_hall_carries_no_number_and_no_seal_place() {
    let content = written(samples::receipt());
    check(&content, &["尚未编号", "按本凭证的收件时间审查"]);
    assert_eq!((&content.number, &content.case_number), (&None, &None));
    assert_eq!(content.codes.qr.as_deref(), Some("K7PM3XW9R4"));
    let sealed = |block: &Block| match block {
        Block::Signatures(places) => places.iter().any(|place| place.seal.is_some()),
        Block::Heading(_)
        | Block::Addressee(_)
        | Block::Paragraph(_)
        | Block::Note(_)
        | Block::Facts(_)
        | Block::Table(_) => false,
    };
    assert!(!content.blocks.iter().any(sealed));
}

#[test]
fn a_receipt_dated_anew_has_both_times_and_its_number() {
    let content = written(ReceiptFacts {
        head: samples::head(None),
        desk_received_at: Some("2026-09-27T16:29:00Z".parse().expect("a moment")),
        next_step: Some(NextStep::DepartmentAnswers),
        ..samples::receipt()
    });
    check(
        &content,
        &[
            "收件时间 2026年9月28日 00时30分00秒",
            "窗口收件时间 2026年9月28日 00时29分00秒",
            "部门系统恢复后自动受理并编号",
        ],
    );
    assert!(!content.plain_text().contains("尚未编号"));
    assert_eq!(content.codes.qr.as_deref(), Some(samples::CASE_NUMBER));
}

#[test]
fn a_refusal_of_another_item_without_materials_says_so() {
    let bare = written(RefusalFacts {
        head: Head {
            licence: false,
            number: None,
            ..samples::refusal().head
        },
        basis: "《城镇排水与污水处理条例》第二十一条".to_owned(),
        right_body: None,
        materials: Vec::new(),
        ..samples::refusal()
    });
    check(&bare, &["本次没有收取需要退还的材料", "申请，经审查"]);
    let text = bare.plain_text();
    assert!(
        !text.contains("行政许可") && !text.contains("有权办理") && !text.contains("文书编号"),
        "{text}"
    );
}

#[test]
fn a_limit_without_a_calendar_says_so_and_none_is_the_same_day() {
    let unknown = Limit {
        days: 20,
        unit: "工作日".to_owned(),
        due: None,
    };
    let at_once = Limit {
        days: 0,
        unit: "工作日".to_owned(),
        due: Some(date(2026, 10, 8)),
    };
    let content = written(AcceptanceFacts {
        statutory: unknown,
        promised: at_once,
        deemed: true,
        special_procedures: vec![],
        ..samples::acceptance()
    });
    check(
        &content,
        &[
            "届满日期待当年工作日历公布后另行告知",
            "即时办结，至2026年10月8日止",
            "起视为受理",
            "特别程序 本事项没有设定特别程序",
        ],
    );
}

#[test]
fn a_form_leaves_name_and_date_to_the_hand_and_shows_each_source() {
    let facts = samples::form();
    let content = written(facts.clone());
    check(
        &content,
        &[
            "电子邮箱",
            "承诺按照许可的项目经营。",
            "男方（签字）",
            "女方（签字）",
        ],
    );
    assert!(
        places(&content)
            .iter()
            .all(|place| place.name.is_none() && place.date.is_none())
    );
    let signed = written(FormFacts {
        signed: Some(SignedOnScreen {
            ink: samples::ink(),
            on: date(2026, 9, 28),
            shown: "5ca1ab1e".to_owned(),
        }),
        ..facts
    });
    check(&signed, &["男方（签字） 2026年9月28日", "SHA-256 为 5ca1ab1e"]);
    let inked: Vec<_> = places(&signed).into_iter().map(|place| place.ink).collect();
    assert_eq!(inked, [Some(samples::ink()), None]);
}

fn places(content: &Content) -> Vec<Signature> {
    let places = content.blocks.iter().filter_map(|block| match block {
        Block::Signatures(places) => Some(places.clone()),
        Block::Heading(_)
        | Block::Addressee(_)
        | Block::Paragraph(_)
        | Block::Note(_)
        | Block::Facts(_)
        | Block::Table(_) => None,
    });
    places.flatten().collect()
}
