//! Invented facts of every paper.

use jiff::civil::date;

use super::super::*;
use crate::assist::mandate::Power;
use crate::case::{Ink, InkPoint};
use crate::realm::Realm;

pub const CASE_NUMBER: &str = "11350199MB9A00014B4000131501000202611220123";
pub const ITEM: &str = "食品经营许可（新办）";
pub const BODY: &str = "示范区市场监督管理局";

pub fn person(role: &str, name: &str) -> Person {
    Person {
        role: role.to_owned(),
        name: name.to_owned(),
        id_kind: "居民身份证".to_owned(),
        id_shown: "350199********1234".to_owned(),
    }
}

pub fn head(number: Option<&str>) -> Head {
    Head {
        realm: Realm::Live,
        body: BODY.to_owned(),
        number: number.map(|word| format!("(示范区)政务(市监许){word}字〔2026〕第000123号")),
        case_number: Some(CASE_NUMBER.to_owned()),
        slip_code: Some("K7PM3XW9R4".to_owned()),
        item_name: ITEM.to_owned(),
        item_code: "11350199MB9A00014B4000131501000".to_owned(),
        licence: true,
        applicants: vec![person("申请人", "林小满")],
        agent: Some(person("经办人", "陈立夏")),
        window: "综合窗口08".to_owned(),
        clerk: "王敏".to_owned(),
        consult_phone: Some("0599-8000123".to_owned()),
        references: Vec::new(),
    }
}

/// The head of a 材料移交单, which is of no single case.
pub fn batch_head() -> Head {
    Head {
        case_number: None,
        slip_code: None,
        item_code: String::new(),
        licence: false,
        applicants: Vec::new(),
        agent: None,
        ..head(Some("移"))
    }
}

pub fn received(name: &str) -> ReceivedMaterial {
    ReceivedMaterial {
        name: name.to_owned(),
        form: ReceivedForm::Copy,
        copies: 2,
        pages: 3,
        returned: false,
        remark: None,
    }
}

pub fn ink() -> Ink {
    Ink {
        aspect: 2_000,
        strokes: vec![vec![InkPoint { x: 1, y: 2, ms: 3 }]],
    }
}

fn signed() -> SignedOnScreen {
    SignedOnScreen {
        ink: ink(),
        on: date(2026, 9, 28),
        shown: "5ca1ab1e".to_owned(),
    }
}

fn working_days(days: u32) -> Length {
    Length {
        days,
        unit: "工作日".to_owned(),
    }
}

fn defect() -> Defect {
    Defect {
        material: "经营场所使用证明".to_owned(),
        wrong: "租赁合同缺少出租人签字".to_owned(),
        cure: "由出租人补签并注明日期".to_owned(),
        basis: "《食品经营许可和备案管理办法》第十二条".to_owned(),
        added: None,
    }
}

pub fn receipt() -> ReceiptFacts {
    ReceiptFacts {
        head: Head {
            case_number: None,
            ..head(None)
        },
        // 16:30 in UTC is already the next day in the hall.
        received_at: "2026-09-27T16:30:00Z".parse().expect("a moment"),
        desk_received_at: None,
        checked: Some("读卡核验".to_owned()),
        notify_by: Some(date(2026, 10, 10)),
        materials: vec![received("营业执照")],
        objections: Vec::new(),
        next_step: Some(NextStep::HallAnswers),
        promised: Vec::new(),
        commitment: false,
    }
}

pub fn acceptance() -> AcceptanceFacts {
    let limit = |days, due| Limit {
        days,
        unit: "工作日".to_owned(),
        due,
    };
    AcceptanceFacts {
        head: head(Some("受")),
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
        departments: vec![BODY.to_owned(), "示范区消防救援大队".to_owned()],
        result: "食品经营许可证".to_owned(),
        result_way: "窗口领取".to_owned(),
        fee: Some("不收费".to_owned()),
    }
}

pub fn refusal() -> RefusalFacts {
    RefusalFacts {
        head: Head {
            case_number: None,
            ..head(Some("不予受"))
        },
        ground: "申请事项依法不属于本机关职权范围".to_owned(),
        basis: "《中华人民共和国行政许可法》第三十二条第一款第二项".to_owned(),
        reasons: "经营场所在邻市，不属本区办理".to_owned(),
        right_body: Some("邻市市场监督管理局".to_owned()),
        materials: vec![received("营业执照")],
        applied_on: date(2026, 9, 28),
        decided_on: date(2026, 10, 8),
    }
}

pub fn form() -> FormFacts {
    let value = |label: &str, value: &str, source: &str| FormValue {
        label: label.to_owned(),
        value: value.to_owned(),
        source: source.to_owned(),
    };
    FormFacts {
        head: Head {
            case_number: None,
            ..head(None)
        },
        title: "食品经营许可申请书".to_owned(),
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
    }
}

pub fn supplement() -> SupplementFacts {
    SupplementFacts {
        head: head(Some("补")),
        received_on: date(2026, 9, 28),
        told_on: date(2026, 9, 29),
        defects: vec![
            defect(),
            Defect {
                material: "营业执照".to_owned(),
                ..defect()
            },
        ],
        added_to: None,
        until: date(2026, 10, 28),
    }
}

pub fn added_supplement() -> SupplementFacts {
    SupplementFacts {
        defects: vec![
            defect(),
            Defect {
                material: "营业执照".to_owned(),
                added: Some(crate::case::Added::Later),
                ..defect()
            },
        ],
        added_to: Some(added_to()),
        ..supplement()
    }
}

/// What the first list did not have.
fn added_to() -> AddedTo {
    AddedTo {
        first_on: date(2026, 9, 21),
        digest: "5ca1ab1e5ca1ab1e5ca1ab1e".to_owned(),
        approver: "周主任".to_owned(),
    }
}

pub fn decision(granted: bool) -> DecisionFacts {
    DecisionFacts {
        head: head(Some("决")),
        accepted_on: date(2026, 10, 8),
        granted,
        document: if granted {
            "准予行政许可决定书"
        } else {
            "不予行政许可决定书"
        }
        .to_owned(),
        document_number: Some("示市监许决〔2026〕88号".to_owned()),
        department: BODY.to_owned(),
        found: "经营场所经现场核查，布局和设备的情况已经查明".to_owned(),
        basis: "《中华人民共和国食品安全法》第三十五条".to_owned(),
        decision: if granted { "准予许可" } else { "不予许可" }.to_owned(),
        reasons: (!granted).then(|| "经营场所距离污染源不足规定的距离".to_owned()),
        result: granted.then(|| ResultPaper {
            name: "食品经营许可证".to_owned(),
            number: "JY23501990000018".to_owned(),
            copies: 1,
        }),
        deliver_by: granted.then(|| date(2026, 10, 28)),
        result_way: "窗口领取".to_owned(),
        decided_on: date(2026, 10, 14),
        told_on: date(2026, 10, 15),
    }
}

pub fn service(way: ServiceWay) -> ServiceFacts {
    ServiceFacts {
        head: head(Some("送")),
        documents: vec![ServedPaper {
            title: "准予行政许可决定书".to_owned(),
            number: Some("示市监许决〔2026〕88号".to_owned()),
            copies: 1,
        }],
        addressee: "林小满".to_owned(),
        place: "示范区政务服务中心一层".to_owned(),
        way,
        server: "王敏".to_owned(),
        receiver: Some(person("收件人", "陈立夏")),
        relation: Some("代理人".to_owned()),
        served_at: Some("2026-10-15T02:05:30Z".parse().expect("a moment")),
        witness: Some("赵守信".to_owned()),
        trace: Some("EMS1029384756CN".to_owned()),
        note: Some("当面清点".to_owned()),
        signed: (way == ServiceWay::Direct).then(signed),
        made_on: date(2026, 10, 15),
    }
}

pub fn ending(ending: Ending) -> EndingFacts {
    let word = match ending {
        Ending::Withdrawn { .. } => "撤",
        Ending::Lapsed { .. } | Ending::Moved { .. } => "终",
    };
    EndingFacts {
        head: head(Some(word)),
        ending,
        applied_on: date(2026, 9, 28),
        ended_on: date(2026, 11, 3),
        materials: vec![received("营业执照")],
    }
}

pub fn withdrawn() -> Ending {
    Ending::Withdrawn {
        asked_on: date(2026, 11, 2),
        reason: Some("经营计划变更".to_owned()),
    }
}

pub fn lapsed() -> Ending {
    Ending::Lapsed {
        notice_number: "(示范区)政务(市监许)补字〔2026〕第000007号".to_owned(),
        told_on: date(2026, 9, 29),
        until: date(2026, 10, 28),
    }
}

pub fn moved() -> Ending {
    Ending::Moved {
        to: "邻市市场监督管理局".to_owned(),
        reason: "经营场所迁入邻市".to_owned(),
    }
}

pub fn void() -> VoidFacts {
    let paper = |serial: &str, day| NamedPaper {
        title: "受理通知书".to_owned(),
        number: format!("(示范区)政务(市监许)受字〔2026〕第{serial}号"),
        dated: date(2026, 10, day),
    };
    VoidFacts {
        head: Head {
            references: vec![Reference {
                relation: Relation::Voids,
                title: "受理通知书".to_owned(),
                number: "(示范区)政务(市监许)受字〔2026〕第000123号".to_owned(),
            }],
            ..head(Some("废"))
        },
        voided: paper("000123", 8),
        replacement: Some(paper("000124", 9)),
        reason: "申请人名称录入有误".to_owned(),
        basis: Some("《示范区政务文书管理规定》第九条".to_owned()),
        approver: "周主任".to_owned(),
        corrections: vec![Correction {
            place: "申请人名称".to_owned(),
            before: "林小瞒".to_owned(),
            after: "林小满".to_owned(),
        }],
        voided_on: date(2026, 10, 9),
    }
}

/// One of every kind and, where a kind has several shapes, of every shape.
pub fn every() -> Vec<PaperFacts> {
    vec![
        GuidanceFacts {
            head: head(Some("告")),
            conditions: vec!["具有与经营品种、数量相适应的场所".to_owned()],
            materials: vec![NeededMaterial {
                name: "主要设备设施布局和操作流程文件".to_owned(),
                originals: 1,
                copies: 2,
                necessity: "必要".to_owned(),
                condition: Some("由经办人办理".to_owned()),
                obtained_from: "申请人自备".to_owned(),
                sample: Some("标明各功能区的位置".to_owned()),
            }],
            in_hand: vec!["营业执照".to_owned()],
            exempt: vec!["食品安全管理人员身份证明".to_owned()],
            to_come: vec!["法定代表人".to_owned()],
            situation: vec![("经营项目".to_owned(), "热食类食品制售".to_owned())],
            statutory: working_days(20),
            promised: working_days(5),
            fee: "不收费".to_owned(),
            result: "食品经营许可证".to_owned(),
            flow: Vec::new(),
            department: BODY.to_owned(),
            basis: vec!["《中华人民共和国食品安全法》第三十五条".to_owned()],
            told_on: date(2026, 9, 28),
            list_digest: Some("5ca1ab1e5ca1ab1e5ca1ab1e".to_owned()),
        }
        .into(),
        MandateFacts {
            head: head(None),
            principal: person("委托人", "林小满"),
            principal_phone: Some("13800000000".to_owned()),
            delegate: person("受托人", "陈立夏"),
            delegate_phone: Some("13900000000".to_owned()),
            items: vec![ITEM.to_owned()],
            powers: vec![Power::Fill, Power::Submit, Power::Collect],
            from: date(2026, 9, 1),
            until: date(2026, 12, 31),
        }
        .into(),
        form().into(),
        FormFacts {
            agent: Some(AgentFacts {
                person: person("代理人", "陈立夏"),
                phone: Some("13900000000".to_owned()),
                scope: Some("代为提交、补正材料".to_owned()),
                valid_until: Some(date(2026, 12, 31)),
            }),
            signers: vec![],
            signed_with_seal: true,
            signed: Some(signed()),
            ..form()
        }
        .into(),
        CommitmentFacts {
            head: head(Some("诺")),
            matters: vec![PromisedMatter {
                name: "经营场所使用证明".to_owned(),
                content: "申请人有权使用该场所".to_owned(),
                basis: "《食品经营许可和备案管理办法》第十二条".to_owned(),
            }],
            promises: vec!["在该场所内从事所申请的经营项目。".to_owned()],
            promised_on: date(2026, 9, 28),
            signed: Some(signed()),
        }
        .into(),
        receipt().into(),
        ReceiptFacts {
            head: head(None),
            desk_received_at: Some("2026-09-27T16:29:00Z".parse().expect("a moment")),
            next_step: Some(NextStep::DepartmentAnswers),
            ..receipt()
        }
        .into(),
        supplement().into(),
        added_supplement().into(),
        NotNeededFacts {
            head: head(Some("不受")),
            basis: "《中华人民共和国食品安全法》第三十五条第一款".to_owned(),
            reasons: "仅销售食用农产品，不需要取得食品经营许可".to_owned(),
            advice: Some("可以直接开展经营，并遵守进货查验规定".to_owned()),
            materials: vec![received("营业执照")],
            applied_on: date(2026, 9, 28),
            told_on: date(2026, 9, 28),
        }
        .into(),
        refusal().into(),
        ToleranceFacts {
            head: head(Some("容")),
            missing: vec![PromisedMaterial {
                name: "健康证明".to_owned(),
                days: 10,
                by: date(2026, 10, 16),
            }],
            promised_by: date(2026, 10, 16),
            promised_on: date(2026, 9, 28),
            signed: None,
        }
        .into(),
        acceptance().into(),
        AcceptanceFacts {
            deemed: true,
            ..acceptance()
        }
        .into(),
        TransferFacts {
            head: batch_head(),
            department: BODY.to_owned(),
            bundles: vec![HandedBundle {
                slip: "K7PM3XW9R4".to_owned(),
                case_number: CASE_NUMBER.to_owned(),
                item_name: ITEM.to_owned(),
                materials: vec![received("营业执照")],
            }],
            handed_at: "2026-10-08T02:05:30Z".parse().expect("a moment"),
        }
        .into(),
        FurtherFacts {
            head: head(Some("补充")),
            accepted_on: date(2026, 10, 8),
            demands: vec![Defect {
                added: Some(crate::case::Added::Edition),
                ..defect()
            }],
            added_to: Some(added_to()),
            reason: "现场核查发现布局与图纸不一致".to_owned(),
            approver: "周主任".to_owned(),
            round: 1,
            department: BODY.to_owned(),
            asked_on: date(2026, 10, 10),
            until: date(2026, 10, 20),
        }
        .into(),
        SpecialFacts {
            head: head(Some("特")),
            accepted_on: date(2026, 10, 8),
            procedure: "检测".to_owned(),
            reason: "需要对经营场所的水质进行检测".to_owned(),
            basis: "《食品经营许可和备案管理办法》第十七条".to_owned(),
            starts_on: date(2026, 10, 9),
            expected: working_days(7),
            expected_until: Some(date(2026, 10, 19)),
            due_before: Some(date(2026, 10, 14)),
        }
        .into(),
        ExtensionFacts {
            head: head(Some("延")),
            accepted_on: date(2026, 10, 8),
            reason: "需要向外省核实情况".to_owned(),
            basis: Some("《食品经营许可和备案管理办法》第二十条".to_owned()),
            approver: "周主任".to_owned(),
            approved_on: date(2026, 11, 3),
            by: working_days(10),
            due_before: date(2026, 11, 4),
            due: date(2026, 11, 18),
        }
        .into(),
        decision(true).into(),
        decision(false).into(),
        service(ServiceWay::Direct).into(),
        service(ServiceWay::Left).into(),
        CollectionFacts {
            head: head(None),
            results: vec![ResultPaper {
                name: "食品经营许可证".to_owned(),
                number: "JY23501990000018".to_owned(),
                copies: 2,
            }],
            receiver: person("领取人", "陈立夏"),
            relation: "代理人".to_owned(),
            authority: Some("委托书".to_owned()),
            checked: "读卡核验".to_owned(),
            collected_at: "2026-10-15T02:05:30Z".parse().expect("a moment"),
            signed: Some(signed()),
        }
        .into(),
        SourcesFacts {
            head: head(None),
            values: vec![ValueOrigin {
                label: "主体类型".to_owned(),
                value: "个体工商户".to_owned(),
                origin: vec![
                    OriginLine {
                        part: OriginPart::Record,
                        text: "R-4711".to_owned(),
                    },
                    OriginLine {
                        part: OriginPart::AsOf,
                        text: "2026-09-20 08:00".to_owned(),
                    },
                ],
            }],
            made_at: "2026-10-15T02:05:30Z".parse().expect("a moment"),
        }
        .into(),
        ending(withdrawn()).into(),
        ending(lapsed()).into(),
        ending(moved()).into(),
        void().into(),
    ]
}

/// The same facts with every head changed.
pub fn with_head(facts: PaperFacts, change: impl Fn(&mut Head)) -> PaperFacts {
    let mut json = serde_json::to_value(&facts).expect("JSON");
    let mut head: Head = serde_json::from_value(json["head"].clone()).expect("a head");
    change(&mut head);
    json["head"] = serde_json::to_value(head).expect("JSON");
    serde_json::from_value(json).expect("facts")
}
