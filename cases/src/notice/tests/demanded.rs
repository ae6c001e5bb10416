//! 必备内容: domain §3.3 row by row.

use super::samples::{self, every};
use super::*;

/// What the paper of each kind has to say, in the order of [`PaperKind::ALL`].
fn demanded(kind: PaperKind) -> &'static [&'static str] {
    match kind {
        PaperKind::Guidance => &[
            "第三十条",
            "一次性告知",
            "法定时限 20个工作日",
            "承诺时限 5个工作日",
            "收费 不收费",
            "具有与经营品种、数量相适应的场所",
            "1 主要设备设施布局和操作流程文件 1 2 必要 由经办人办理 申请人自备 标明各功能区的位置",
            "已有 营业执照",
            "免提交 食品安全管理人员身份证明",
            "须到场核验 法定代表人",
            "经营项目 热食类食品制售",
            "有效身份证件",
            "1 提出申请 申请人",
            "3 审查、决定 示范区市场监督管理局",
            "首次告知",
            "摘要：5ca1ab1e5ca1ab1e5ca1ab1e。",
            "五个工作日内一次告知补正",
            "《中华人民共和国食品安全法》第三十五条",
            "咨询电话 0599-8000123",
        ],
        PaperKind::Mandate => &[
            "委托人 林小满",
            "受托人 陈立夏",
            "350199********1234",
            "委托办理事项 食品经营许可（新办）",
            "委托权限 填报、提交、领取结果",
            "委托期限自 2026年9月1日",
            "委托期限至 2026年12月31日",
            "由委托人承担法律后果",
            "不包括变更收款的银行账户",
            "委托人（签字）",
            "受托人（签字）",
        ],
        PaperKind::ApplicationForm => &[
            "申请事项 食品经营许可（新办）",
            "主体类型 个体工商户 法人库",
            "真实、合法、有效",
            "第3版",
            "（签字",
        ],
        PaperKind::Commitment => &[
            "国办发〔2020〕42号",
            "1 经营场所使用证明 申请人有权使用该场所",
            "自愿选择",
            "进行核查",
            "承诺不实的",
            "撤销行政决定",
            "申请人承诺：",
            "在该场所内从事所申请的经营项目。",
            "承诺人（签字）",
        ],
        PaperKind::ReceiptSlip => &[
            "收件码 K7PM3XW9R4",
            "1 营业执照 复印件 2 3 留存",
            "共1项，2份，3页。",
            "收件时间 2026年9月28日 00时30分00秒",
            "收件人员 王敏",
            "第三十二条",
            "五个工作日内（最迟2026年10月10日）一次告知需要补正的全部内容",
            "逾期不告知的",
            "不代表已经受理",
            "投诉电话 12345",
        ],
        PaperKind::SupplementNotice => &[
            "第三十二条第一款第四项",
            "经营场所使用证明 租赁合同缺少出租人签字 由出租人补签并注明日期 《食品经营许可和备案管理办法》第十二条",
            "营业执照 ",
            "共2项，为需要补正的全部内容",
            "补正期限 2026年10月28日",
            "终止办理并退还材料",
            "申请人（签收）",
            "行政审批专用章 2026年9月29日",
        ],
        PaperKind::NotNeededNotice => &[
            "第三十二条第一款第一项",
            "不需要取得行政许可",
            "理由 仅销售食用农产品",
            "法律依据 《中华人民共和国食品安全法》第三十五条第一款",
            "办理指引 可以直接开展经营",
            "营业执照 复印件 2 3",
            "六十日内",
            "六个月内",
            "行政审批专用章 2026年9月28日",
        ],
        PaperKind::RefusalNotice => &[
            "2026年9月28日提出的“食品经营许可（新办）”行政许可申请",
            "依据《中华人民共和国行政许可法》第三十二条第一款第二项，本机关决定不予受理",
            "不予受理情形 申请事项依法不属于本机关职权范围",
            "理由 经营场所在邻市，不属本区办理",
            "有权办理的机关 邻市市场监督管理局",
            "请你（单位）向邻市市场监督管理局提出申请",
            "一并退还",
            "1 营业执照 复印件 2 3",
            "六十日内，依法向有管辖权的行政复议机关申请行政复议",
            "六个月内，依法向有管辖权的人民法院提起行政诉讼",
            "行政审批专用章 2026年10月8日",
        ],
        PaperKind::Tolerance => &[
            "1 健康证明 10 2026年10月16日",
            "承诺补交日期 2026年10月16日",
            "到2026年10月16日仍未补齐的，终止办理",
            "申请人承诺：",
            "承诺人（签字）",
        ],
        PaperKind::AcceptanceNotice => &[
            CASE,
            "第三十二条",
            "事项编码 11350199MB9A00014B4000131501000",
            "居民身份证 350199********1234",
            "受理日期 2026年10月8日",
            "办理部门 示范区市场监督管理局、示范区消防救援大队",
            "法定时限 20个工作日，至2026年11月4日止",
            "承诺时限 5个工作日，至2026年10月14日止",
            "公示（5日，不计入时限）",
            "第四十五条",
            "领取方式 窗口领取",
            "查询方式 凭收件码",
            "行政审批专用章 2026年10月8日",
        ],
        PaperKind::MaterialTransfer => &[
            "接收部门 示范区市场监督管理局",
            "移交时间 2026年10月8日 10时05分30秒",
            "移交人员 王敏",
            "1 K7PM3XW9R4 11350199MB9A00014B4000131501000202611220123 食品经营许可",
            "1 K7PM3XW9R4 营业执照 复印件 2 3",
            "共1项，2份，3页。",
            "接收人（签收）",
        ],
        PaperKind::FurtherMaterials => &[
            "要求补充的部门 示范区市场监督管理局",
            "补充次数 1",
            "理由 现场核查发现布局与图纸不一致",
            "批准人 周主任",
            "经营场所使用证明 租赁合同缺少出租人签字",
            "补充期限 2026年10月20日",
            "办理时限不因此重新计算",
            "行政审批专用章 2026年10月10日",
        ],
        PaperKind::SpecialProcedure => &[
            "程序种类 检测",
            "理由 需要对经营场所的水质进行检测",
            "法律依据 《食品经营许可和备案管理办法》第十七条",
            "预计所需时间 7个工作日",
            "预计结束日期 2026年10月19日",
            "第四十五条",
            "不计算在办理期限内",
            "特别程序结束后继续计算",
        ],
        PaperKind::Extension => &[
            "第四十二条",
            "经周主任批准",
            "理由 需要向外省核实情况",
            "批准日期 2026年11月3日",
            "延长期限 10个工作日",
            "原届满日期 2026年11月4日",
            "延长后届满日期 2026年11月18日",
        ],
        PaperKind::DecisionNotice => &[
            "第三十八条",
            "决定文书编号 示市监许决〔2026〕88号",
            "认定的事实 经营场所经现场核查",
            "法律依据 《中华人民共和国食品安全法》第三十五条",
            "决定日期 2026年10月14日",
            "决定内容 ",
        ],
        PaperKind::ServiceReceipt => &[
            "1 准予行政许可决定书 示市监许决〔2026〕88号 1",
            "受送达人 林小满",
            "送达地点 示范区政务服务中心一层",
            "送达方式 ",
            "送达人 王敏",
            "收件人 陈立夏",
            "送达时间 2026年10月15日 10时05分30秒",
            "收件人（签收）",
        ],
        PaperKind::Collection => &[
            "1 食品经营许可证 JY23501990000018 2",
            "领取人 陈立夏",
            "350199********1234",
            "与申请人关系 代理人",
            "领取依据 委托书",
            "身份核验 读卡核验",
            "领取时间 2026年10月15日 10时05分30秒",
            "领取人（签收） 2026年9月28日",
            "5ca1ab1e",
        ],
        PaperKind::SourceAnnex => &[
            "1 主体类型 个体工商户",
            "记录号 R-4711",
            "数据时间 2026-09-20 08:00",
            "可以在本窗口提出校核",
            "2026年10月15日 10时05分30秒",
        ],
        PaperKind::WithdrawalNotice => &[
            "申请撤回日期 2026年11月2日",
            "理由 经营计划变更",
            "终止日期 2026年11月3日",
            "不影响今后依法重新提出申请",
            "营业执照 复印件 2 3",
            "行政审批专用章 2026年11月3日",
        ],
        PaperKind::TerminationNotice => &[
            "终止日期 2026年11月3日",
            "六十日内",
            "六个月内",
            "营业执照 复印件 2 3",
        ],
        PaperKind::LookList | PaperKind::LookReport | PaperKind::MarkedCopy | PaperKind::Separator => {
            unreachable!("a paper of no case")
        }
        PaperKind::VoidNotice => &[
            "作废文书 受理通知书 (示范区)政务(市监许)受字〔2026〕第000123号",
            "作废文书编号 (示范区)政务(市监许)受字〔2026〕第000123号",
            "理由 申请人名称录入有误",
            "批准人 周主任",
            "1 申请人名称 林小瞒 林小满",
            "替代文书编号 (示范区)政务(市监许)受字〔2026〕第000124号",
            "不得再作为办理依据",
        ],
    }
}

const CASE: &str = samples::CASE_NUMBER;

#[test]
fn every_paper_says_what_the_law_and_the_house_demand() {
    for facts in every() {
        let content = written(facts.clone());
        assert_eq!(content.kind, facts.kind());
        check(&content, demanded(facts.kind()));
        let text = content.plain_text();
        assert!(!text.contains('{') && !text.contains('}'), "{text}");
        if facts.kind() != PaperKind::Mandate && facts.kind() != PaperKind::ApplicationForm {
            // A batch names its matters in a column.
            let matter = match facts.kind() {
                PaperKind::MaterialTransfer => "事项名称\n1 K7PM3XW9R4",
                _ => "事项名称 食品经营许可（新办）",
            };
            check(&content, &[matter, "投诉电话 12345", "查询方式 "]);
        }
    }
}

/// Numbered papers carry their number, with their word; the others none.
#[test]
fn the_number_is_printed_where_the_kind_is_numbered() {
    for facts in every() {
        let content = written(facts);
        match content.kind.number_word() {
            Some(word) => check(
                &content,
                &[&format!(
                    "文书编号 (示范区)政务(市监许){word}字〔2026〕第000123号"
                )],
            ),
            None => assert!(!content.plain_text().contains("文书编号"), "{}", content.title),
        }
    }
}

/// 行政许可法 binds licences alone; what a caller names himself is not the wording's.
#[test]
fn only_a_licence_names_the_licensing_law() {
    let named = |licence: bool| -> Vec<PaperKind> {
        let texts = every().into_iter().map(|facts| {
            let kind = facts.kind();
            let facts = samples::with_head(facts, |head| head.licence = licence);
            let facts = match facts {
                PaperFacts::Refusal(mut refusal) => {
                    refusal.basis = "《城镇排水与污水处理条例》第二十一条".to_owned();
                    PaperFacts::Refusal(refusal)
                }
                other => other,
            };
            (kind, written(facts).plain_text())
        });
        let mut kinds: Vec<PaperKind> = texts
            .filter(|(_, text)| text.contains("行政许可法"))
            .map(|(kind, _)| kind)
            .collect();
        kinds.dedup();
        kinds
    };
    assert_eq!(named(false), []);
    assert_eq!(
        named(true),
        [
            PaperKind::Guidance,
            PaperKind::ReceiptSlip,
            PaperKind::SupplementNotice,
            PaperKind::NotNeededNotice,
            PaperKind::RefusalNotice,
            PaperKind::AcceptanceNotice,
            PaperKind::SpecialProcedure,
            PaperKind::Extension,
            PaperKind::DecisionNotice,
            PaperKind::TerminationNotice,
        ]
    );
}

#[test]
fn what_was_asked_for_later_is_marked_and_says_what_it_was_added_to() {
    let told = [samples::supplement().into(), samples::added_supplement().into()];
    let [plain, added]: [Content; 2] = told.map(|facts: PaperFacts| written(facts));
    assert!(!plain.plain_text().contains("追加要求"));
    check(
        &added,
        &[
            "2 【追加要求】营业执照 ",
            "未列入2026年9月21日的首次告知清单（摘要5ca1ab1e5ca1ab1e5ca1ab1e），经周主任批准提出",
        ],
    );
    let further = samples::every()
        .into_iter()
        .find(|facts| facts.kind() == PaperKind::FurtherMaterials);
    check(
        &written(further.unwrap()),
        &["1 【追加要求·事项新版本新增】经营场所使用证明", "经周主任批准"],
    );
}

/// The text message says what the paper lists, and of who applies nothing.
#[test]
fn a_notice_in_words_lists_what_its_paper_does() {
    let Some(PaperFacts::Guidance(facts)) = samples::every()
        .into_iter()
        .find(|facts| facts.kind() == PaperKind::Guidance)
    else {
        panic!("no sample");
    };
    let words = guidance::in_words(&facts, Wording::built_in());
    assert_eq!(
        words,
        "申请材料清单：1.主要设备设施布局和操作流程文件（原件1份、复印件2份，适用情形：由经办人办理，何处取得：申请人自备，\
         样表、填写要点：标明各功能区的位置）。须到场核验：法定代表人。办理条件：1.具有与经营品种、数量相适应的场所。\
         法定时限：20个工作日。承诺时限：5个工作日。收费：不收费。办理流程：提出申请（申请人）→收件、受理（综合窗口08）→\
         审查、决定（示范区市场监督管理局）→送达结果（综合窗口08）。申请人（经办人）须携带本人有效身份证件到场核验。"
    );
    let nothing = GuidanceFacts {
        materials: Vec::new(),
        to_come: Vec::new(),
        ..*facts
    };
    let words = guidance::in_words(&nothing, Wording::built_in());
    assert!(
        words.starts_with("本情形下没有尚需提交的材料。办理条件"),
        "{words}"
    );
    check(&written(nothing), &["本情形下没有尚需提交的材料"]);
}

#[test]
fn a_denial_has_reasons_and_remedies_and_a_grant_its_result() {
    let denied = written(samples::decision(false));
    assert_eq!(denied.title, "不予决定送达通知书");
    check(
        &denied,
        &[
            "理由 经营场所距离污染源",
            "六十日内",
            "六个月内",
            "第三十八条第二款",
        ],
    );
    let granted = written(samples::decision(true));
    assert_eq!(granted.title, "准予决定送达通知书");
    check(
        &granted,
        &[
            "结果编号 JY23501990000018",
            "十日内（最迟2026年10月28日）",
            "第四十四条",
        ],
    );
    assert!(!granted.plain_text().contains("行政复议"));
    // Whoever forgets the reasons of a denial has the facts stand for them.
    let forgot = written(DecisionFacts {
        reasons: None,
        ..samples::decision(false)
    });
    check(&forgot, &["理由 经营场所经现场核查"]);
}

#[test]
fn each_ending_says_how_it_came() {
    let lapsed = written(samples::ending(samples::lapsed()));
    assert_eq!(lapsed.kind, PaperKind::TerminationNotice);
    check(
        &lapsed,
        &[
            "到2026年10月28日仍未补正全部内容",
            "补正材料告知书编号 (示范区)政务(市监许)补字",
        ],
    );
    check(
        &written(samples::ending(samples::moved())),
        &["转由邻市市场监督管理局办理", "理由 经营场所迁入邻市"],
    );
    let withdrawn = written(samples::ending(samples::withdrawn()));
    assert!(!withdrawn.plain_text().contains("行政复议"));
}

#[test]
fn each_way_of_service_is_named_and_leaving_is_explained() {
    for (way, words) in [
        (ServiceWay::Direct, "直接送达"),
        (ServiceWay::Left, "留置送达"),
        (ServiceWay::Mail, "邮寄送达"),
        (ServiceWay::Electronic, "电子送达"),
        (ServiceWay::Notice, "公告送达"),
    ] {
        let content = written(samples::service(way));
        check(&content, &[&format!("送达方式 {words}")]);
        assert_eq!(content.plain_text().contains("视为送达"), way == ServiceWay::Left);
    }
}

#[test]
fn a_void_paper_without_another_says_so() {
    let content = written(VoidFacts {
        replacement: None,
        corrections: vec![],
        basis: None,
        ..samples::void()
    });
    check(&content, &["不再出具替代文书"]);
    assert!(!content.plain_text().contains("更正前"));
}

/// A paper that was replaced says by which one, and the other what it replaces.
#[test]
fn any_paper_may_refer_to_another() {
    for (relation, words) in [
        (Relation::Replaces, "替代文书"),
        (Relation::ReplacedBy, "已由下列文书替代"),
        (Relation::Voids, "作废文书"),
        (Relation::VoidedBy, "已由下列文书作废"),
    ] {
        for facts in every() {
            let facts = samples::with_head(facts, |head| {
                head.references = vec![Reference {
                    relation,
                    title: "受理通知书".to_owned(),
                    number: "第000009号".to_owned(),
                }];
            });
            check(&written(facts), &[&format!("{words} 受理通知书 第000009号")]);
        }
    }
}
