//! What the law and the hall demand of each paper, stated as text that has to be there.

use jiff::civil::date;

use super::*;
use crate::case::{Ink, InkPoint};
use crate::realm::Realm;

const CASE_NUMBER: &str = "11350199MB9A00014B4000131501000202611220123";

fn applicant() -> Person {
    Person {
        role: "申请人".to_owned(),
        name: "林小满".to_owned(),
        id_kind: "居民身份证".to_owned(),
        id_shown: "350199********1234".to_owned(),
    }
}

fn receipt_facts() -> ReceiptFacts {
    ReceiptFacts {
        realm: Realm::Training,
        body: "示范区政务服务中心".to_owned(),
        slip_code: "K7PM3XW9R4".to_owned(),
        case_number: None,
        number: None,
        item_name: "食品经营许可（新办）".to_owned(),
        item_code: "11350199MB9A00014B400013150100001".to_owned(),
        licence: true,
        applicants: vec![applicant()],
        agent: None,
        // 16:30 in UTC is already the next day in the hall.
        received_at: "2026-09-27T16:30:00Z".parse().expect("a moment"),
        desk_received_at: None,
        notify_by: Some(date(2026, 10, 10)),
        clerk: "王敏".to_owned(),
        window: "综合窗口08".to_owned(),
        materials: vec![ReceivedMaterial {
            name: "营业执照".to_owned(),
            form: ReceivedForm::Copy,
            copies: 2,
            pages: 3,
            returned: false,
        }],
        next_steps: vec!["材料转送市场监督管理局。".to_owned()],
        query_way: "凭收件码查询".to_owned(),
        consult_phone: None,
    }
}

fn acceptance_facts() -> AcceptanceFacts {
    let limit = |days, due| Limit {
        days,
        unit: "工作日".to_owned(),
        due,
    };
    AcceptanceFacts {
        realm: Realm::Live,
        body: "示范区市场监督管理局".to_owned(),
        number: "示范区政务(许)受字〔2026〕第000123号".to_owned(),
        case_number: CASE_NUMBER.to_owned(),
        slip_code: "K7PM3XW9R4".to_owned(),
        item_name: "食品经营许可（新办）".to_owned(),
        item_code: "11350199MB9A00014B400013150100001".to_owned(),
        licence: true,
        applicants: vec![applicant()],
        agent: None,
        received_on: date(2026, 9, 28),
        accepted_on: date(2026, 10, 8),
        deemed: false,
        statutory: limit(20, Some(date(2026, 11, 4))),
        promised: limit(5, Some(date(2026, 10, 14))),
        special_procedures: vec![SpecialProcedure {
            name: "公示".to_owned(),
            days: 5,
            counts_in_limit: false,
        }],
        departments: vec![],
        result: "食品经营许可证".to_owned(),
        result_way: "窗口领取".to_owned(),
        fee: None,
        window: "综合窗口08".to_owned(),
        clerk: "王敏".to_owned(),
        query_way: "凭收件码查询".to_owned(),
        consult_phone: None,
    }
}

fn check(content: &Content, demanded: &[&str]) {
    let text = content.plain_text();
    for words in demanded {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
}

#[test]
fn a_receipt_says_what_the_law_demands() {
    let demanded = [
        "收件码 K7PM3XW9R4",
        "1 营业执照 复印件 2 3 留存",
        "收件时间 2026年9月28日 00时30分00秒",
        "收件人员 王敏",
        "第三十二条",
        "五个工作日内（最迟2026年10月10日）一次告知需要补正的全部内容",
        "材料转送市场监督管理局。",
        "投诉电话 12345",
        "尚未编号",
    ];
    check(&receipt::content(&receipt_facts()), &demanded);
}

#[test]
fn only_a_licence_names_the_licensing_law() {
    let other = receipt::content(&ReceiptFacts {
        licence: false,
        ..receipt_facts()
    });
    assert!(!other.plain_text().contains("行政许可法"));
    let other = acceptance::content(&AcceptanceFacts {
        licence: false,
        ..acceptance_facts()
    });
    assert!(!other.plain_text().contains("行政许可法"));
}

#[test]
fn a_receipt_without_the_hall_carries_no_number_and_no_seal_place() {
    let content = receipt::content(&receipt_facts());
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
fn an_acceptance_says_what_the_law_demands() {
    let demanded = [
        "文书编号 示范区政务(许)受字〔2026〕第000123号",
        CASE_NUMBER,
        "事项编码 11350199MB9A00014B400013150100001",
        "居民身份证 350199********1234",
        "受理日期 2026年10月8日",
        "法定时限 20个工作日，至2026年11月4日止",
        "承诺时限 5个工作日，至2026年10月14日止",
        "公示（5日，不计入时限）",
        "第四十五条",
        "领取方式 窗口领取",
        "查询方式 凭收件码查询",
        "投诉电话 12345",
        "行政审批专用章 2026年10月8日",
    ];
    let content = acceptance::content(&acceptance_facts());
    check(&content, &demanded);
    assert_eq!(content.codes.qr.as_deref(), Some(CASE_NUMBER));
}

fn refusal_facts() -> RefusalFacts {
    RefusalFacts {
        realm: Realm::Live,
        body: "示范区市场监督管理局".to_owned(),
        number: Some("(示范区)政务(市监许)不受字〔2026〕第000001号".to_owned()),
        slip_code: "K7PM3XW9R4".to_owned(),
        item_name: "食品经营许可（新办）".to_owned(),
        item_code: "11350199MB9A00014B400013150100001".to_owned(),
        licence: true,
        applicants: vec![applicant()],
        agent: None,
        ground: "申请事项依法不属于本机关职权范围".to_owned(),
        basis: "《中华人民共和国行政许可法》第三十二条第一款第二项".to_owned(),
        reasons: "经营场所在邻市，不属本区办理".to_owned(),
        right_body: Some("邻市市场监督管理局".to_owned()),
        materials: vec![ReceivedMaterial {
            name: "营业执照".to_owned(),
            form: ReceivedForm::Copy,
            copies: 2,
            pages: 3,
            returned: false,
        }],
        applied_on: date(2026, 9, 28),
        decided_on: date(2026, 10, 8),
        window: "综合窗口08".to_owned(),
        clerk: "王敏".to_owned(),
        query_way: "凭收件码查询".to_owned(),
    }
}

/// Art. 32 and 38 of the licensing law: dated, with seal, reasons, basis, the right body and both remedies.
#[test]
fn a_refusal_says_what_the_law_demands() {
    let demanded = [
        "文书编号 (示范区)政务(市监许)不受字〔2026〕第000001号",
        "收件码 K7PM3XW9R4",
        "林小满：",
        "2026年9月28日提出的“食品经营许可（新办）”行政许可申请",
        "依据《中华人民共和国行政许可法》第三十二条第一款第二项，本机关决定不予受理",
        "理由 经营场所在邻市，不属本区办理",
        "有权办理的机关 邻市市场监督管理局",
        "请你（单位）向邻市市场监督管理局提出申请",
        "一并退还",
        "营业执照 复印件 2 3",
        "六十日内，依法向有管辖权的行政复议机关申请行政复议",
        "六个月内，依法向有管辖权的人民法院提起行政诉讼",
        "投诉电话 12345",
        "行政审批专用章 2026年10月8日",
    ];
    check(&refusal::content(&refusal_facts()), &demanded);
    let bare = refusal::content(&RefusalFacts {
        licence: false,
        basis: "《城镇排水与污水处理条例》第二十一条".to_owned(),
        right_body: None,
        materials: Vec::new(),
        number: None,
        ..refusal_facts()
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
    let content = acceptance::content(&AcceptanceFacts {
        statutory: unknown,
        promised: at_once,
        deemed: true,
        ..acceptance_facts()
    });
    check(
        &content,
        &[
            "届满日期待当年工作日历公布后另行告知",
            "即时办结，至2026年10月8日止",
            "起视为受理",
        ],
    );
}

#[test]
fn a_form_leaves_name_and_date_to_the_hand_and_shows_each_source() {
    let value = |label: &str, value: &str, source: &str| FormValue {
        label: label.to_owned(),
        value: value.to_owned(),
        source: source.to_owned(),
    };
    let facts = FormFacts {
        realm: Realm::Training,
        title: "食品经营许可申请书".to_owned(),
        addressed_to: "示范区市场监督管理局".to_owned(),
        slip_code: None,
        case_number: None,
        item_name: "食品经营许可（新办）".to_owned(),
        item_code: "11350199MB9A00014B400013150100001".to_owned(),
        groups: vec![FormGroup {
            name: "主体信息".to_owned(),
            values: vec![
                value("主体类型", "个体工商户", "法人库"),
                value("电子邮箱", "", ""),
            ],
            tables: vec![],
        }],
        agent: None,
        declarations: vec!["承诺按照许可的项目经营。".to_owned()],
        signers: vec!["男方".to_owned(), "女方".to_owned()],
        signed_with_seal: false,
        revision: 3,
        printed_on: date(2026, 9, 28),
        signed: None,
    };
    let content = form::content(&facts);
    let demanded = [
        "主体类型 个体工商户 法人库",
        "电子邮箱",
        "承诺按照许可的项目经营。",
        "男方（签字）",
        "女方（签字）",
        "第3版",
    ];
    check(&content, &demanded);
    let Some(Block::Signatures(places)) = content
        .blocks
        .iter()
        .find(|block| matches!(block, Block::Signatures(_)))
    else {
        panic!("nobody signs")
    };
    assert!(
        places
            .iter()
            .all(|place| place.name.is_none() && place.date.is_none())
    );

    let ink = Ink {
        aspect: 2_000,
        strokes: vec![vec![InkPoint { x: 1, y: 2, ms: 3 }]],
    };
    let signed = form::content(&FormFacts {
        signed: Some(SignedOnScreen {
            ink: ink.clone(),
            on: date(2026, 9, 28),
            shown: "5ca1ab1e".to_owned(),
        }),
        ..facts
    });
    check(&signed, &["男方（签字） 2026年9月28日", "SHA-256 为 5ca1ab1e"]);
    let inked: Vec<_> = signed
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Signatures(places) => Some(places.iter().map(|place| place.ink.clone())),
            _ => None,
        })
        .flatten()
        .collect();
    assert_eq!(inked, [Some(ink), None]);
}

#[test]
fn content_survives_json() {
    let content = acceptance::content(&acceptance_facts());
    let json = serde_json::to_string(&content).expect("JSON");
    assert_eq!(serde_json::from_str::<Content>(&json).expect("content"), content);
}
