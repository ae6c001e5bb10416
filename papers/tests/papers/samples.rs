//! Invented papers and the programs that read them back.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use cases::notice::{
    AcceptanceFacts, AgentFacts, Block, Content, FormFacts, FormGroup, FormValue, Head, Limit, NextStep,
    PaperFacts, Person, ReceiptFacts, ReceivedForm, ReceivedMaterial, RefusalFacts, SpecialProcedure, Table,
    Wording,
};
use cases::realm::Realm;
use jiff::Timestamp;
use jiff::civil::date;
use papers::{Fonts, Rendered};

pub const CASE_NUMBER: &str = "11350199MB9A00014B4000131501000202611220123";
pub const SLIP_CODE: &str = "K7PM3XW9R4";

pub fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(|| Fonts::find().expect("a Chinese font is installed"))
}

pub fn at() -> Timestamp {
    "2026-11-22T01:05:30Z".parse().expect("a moment")
}

pub fn make(content: &Content) -> Rendered {
    papers::render(content, fonts(), at()).expect("a paper")
}

pub fn person(role: &str, name: &str) -> Person {
    Person {
        role: role.to_owned(),
        name: name.to_owned(),
        id_kind: "居民身份证".to_owned(),
        id_shown: "350199********1234".to_owned(),
    }
}

pub fn material(name: &str, form: ReceivedForm, copies: u32, pages: u32, returned: bool) -> ReceivedMaterial {
    ReceivedMaterial {
        name: name.to_owned(),
        form,
        copies,
        pages,
        returned,
        remark: None,
    }
}

pub fn head() -> Head {
    Head {
        realm: Realm::Training,
        body: "示范区市场监督管理局".to_owned(),
        number: None,
        case_number: None,
        slip_code: Some(SLIP_CODE.to_owned()),
        item_name: "食品经营许可（新办）".to_owned(),
        item_code: "11350199MB9A00014B400013150100001".to_owned(),
        licence: true,
        applicants: vec![person("申请人", "林小满")],
        agent: None,
        window: "综合窗口08".to_owned(),
        clerk: "王敏（08021）".to_owned(),
        consult_phone: None,
        references: vec![],
    }
}

pub fn receipt_facts() -> ReceiptFacts {
    ReceiptFacts {
        head: Head {
            body: "示范区政务服务中心".to_owned(),
            agent: Some(person("代理人", "陈立夏")),
            ..head()
        },
        received_at: at(),
        desk_received_at: None,
        checked: Some("读卡核验".to_owned()),
        notify_by: Some(date(2026, 11, 27)),
        materials: vec![
            material("食品经营许可申请书", ReceivedForm::Original, 1, 3, false),
            material("主要设备设施布局和操作流程文件", ReceivedForm::Copy, 2, 4, false),
            material("法定代表人（负责人）身份证明", ReceivedForm::Original, 1, 2, true),
            material(
                "食品安全管理人员培训证明、食品安全自查与从业人员健康管理等保证食品安全的规章制度",
                ReceivedForm::Copy,
                1,
                18,
                false,
            ),
            material("营业执照", ReceivedForm::Electronic, 1, 1, false),
        ],
        objections: Vec::new(),
        next_step: Some(NextStep::HallAnswers),
        promised: Vec::new(),
        commitment: false,
    }
}

pub fn acceptance_facts() -> AcceptanceFacts {
    AcceptanceFacts {
        head: Head {
            number: Some("(示范区)政务(市监许)受字〔2026〕第000123号".to_owned()),
            case_number: Some(CASE_NUMBER.to_owned()),
            consult_phone: Some("0599-8000123".to_owned()),
            ..head()
        },
        received_on: date(2026, 11, 22),
        accepted_on: date(2026, 11, 23),
        deemed: false,
        statutory: Limit {
            days: 20,
            unit: "工作日".to_owned(),
            due: Some(date(2026, 12, 21)),
        },
        promised: Limit {
            days: 5,
            unit: "工作日".to_owned(),
            due: Some(date(2026, 11, 30)),
        },
        special_procedures: vec![SpecialProcedure {
            name: "现场核查".to_owned(),
            days: 5,
            counts_in_limit: true,
        }],
        departments: vec!["示范区市场监督管理局".to_owned(), "示范区卫生健康局".to_owned()],
        result: "食品经营许可证".to_owned(),
        result_way: "窗口领取".to_owned(),
        fee: Some("不收费".to_owned()),
    }
}

pub fn value(label: &str, value: &str, source: &str) -> FormValue {
    FormValue {
        label: label.to_owned(),
        value: value.to_owned(),
        source: source.to_owned(),
    }
}

pub fn form_facts() -> FormFacts {
    let subject = vec![
        value("主体名称", "示范区林记小满面馆", "法人库"),
        value("统一社会信用代码", "92350199MA00000012", "电子证照"),
        value("主体类型", "个体工商户", "法人库"),
        value("成立日期", "2024年3月18日", "法人库"),
        value(
            "经营场所",
            "福建省示范区桃源街道春晓路88号1层12号商铺（面向春晓路一侧）",
            "法人库",
        ),
        value("经营场所区划", "示范区桃源街道", "推导"),
        value("经营面积（平方米）", "86.5", "手工"),
        value("法定代表人（负责人）姓名", "林小满", "身份证"),
        value("法定代表人（负责人）证件号码", "350199199003071233", "身份证"),
        value("法定代表人（负责人）联系电话", "13800000000", "历史办件"),
        value("电子邮箱", "", ""),
    ];
    let operation = vec![
        value(
            "经营项目",
            "热食类食品制售、预包装食品销售（不含冷藏冷冻食品）、自制饮品制售",
            "手工",
        ),
        value("是否网络经营", "是", "手工"),
        value("结果送达方式", "窗口领取", "手工"),
    ];
    let staff = Table {
        widths_percent: vec![20, 30, 25, 25],
        header: ["姓名", "证件号码", "职务", "健康证明编号"]
            .map(str::to_owned)
            .to_vec(),
        rows: vec![
            ["林小满", "350199199003071233", "负责人", "SFQ2026000101"]
                .map(str::to_owned)
                .to_vec(),
            ["阿依古丽·买买提", "350199199511220020", "厨师", "SFQ2026000102"]
                .map(str::to_owned)
                .to_vec(),
        ],
    };
    FormFacts {
        head: head(),
        title: "食品经营许可申请书".to_owned(),
        groups: vec![
            FormGroup {
                name: "主体信息".to_owned(),
                values: subject,
                tables: vec![],
            },
            FormGroup {
                name: "经营信息".to_owned(),
                values: operation,
                tables: vec![staff],
            },
        ],
        agent: Some(AgentFacts {
            person: person("代理人", "陈立夏"),
            phone: Some("13900000000".to_owned()),
            scope: Some("代为提交、补正材料，代为签收文书".to_owned()),
            valid_until: Some(date(2026, 12, 31)),
        }),
        declarations: vec!["本人已经知悉食品经营许可的条件，承诺按照许可的项目经营。".to_owned()],
        signers: vec!["申请人".to_owned()],
        signed_with_seal: false,
        revision: 3,
        printed_on: date(2026, 11, 22),
        signed: None,
    }
}

pub fn refusal_facts() -> RefusalFacts {
    RefusalFacts {
        head: Head {
            number: Some("(示范区)政务(市监许)不予受字〔2026〕第000001号".to_owned()),
            agent: Some(person("经办人", "陈立夏")),
            ..head()
        },
        ground: "申请事项依法不属于本机关职权范围".to_owned(),
        basis: "《中华人民共和国行政许可法》第三十二条第一款第二项".to_owned(),
        reasons:
            "申请的经营场所位于邻市高新区创业路12号，依照属地管辖的规定由场所所在地的市场监督管理部门办理，\
                  不属于本机关职权范围。"
                .to_owned(),
        right_body: Some("邻市高新区市场监督管理局".to_owned()),
        materials: vec![
            material("食品经营许可申请书", ReceivedForm::Original, 1, 3, true),
            material("主要设备设施布局和操作流程文件", ReceivedForm::Copy, 2, 4, true),
        ],
        applied_on: date(2026, 11, 22),
        decided_on: date(2026, 11, 22),
    }
}

pub fn written(facts: impl Into<PaperFacts>) -> Content {
    facts.into().content(Wording::built_in())
}

pub fn every_kind(realm: Realm) -> [Content; 4] {
    [
        receipt_facts().into(),
        acceptance_facts().into(),
        form_facts().into(),
        PaperFacts::from(refusal_facts()),
    ]
    .map(|facts| Content {
        realm,
        ..written(facts)
    })
}

/// Text without white space, so that line breaks do not matter.
pub fn squeeze(text: &str) -> String {
    text.chars().filter(|ch| !ch.is_whitespace()).collect()
}

/// The pages' text in drawing order as poppler reads it, without footers and watermark, white space removed.
pub fn text_of(content: &Content, pdf: &[u8]) -> String {
    let footer = squeeze(&format!(
        "{}{}",
        content.title,
        content.slip_code.as_deref().unwrap_or_default()
    ));
    let own = |line: &str| {
        let line = squeeze(line);
        !(line.starts_with(&footer) && line.contains("页共") && line.ends_with('页'))
    };
    let text = raw_text_of(pdf);
    let text: String = text.lines().filter(|line| own(line)).collect();
    squeeze(&text).replace("训练专用不具效力", "")
}

pub fn raw_text_of(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = write(folder.path(), pdf);
    let out = Command::new("pdftotext")
        .args(["-raw", "-enc", "UTF-8"])
        .arg(&path)
        .arg("-")
        .output();
    let out = out.expect("pdftotext (poppler-utils) runs");
    assert!(
        out.status.success() && out.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).expect("UTF-8")
}

/// The first page as a grey picture of so many dots per inch.
pub fn first_page(pdf: &[u8], dpi: u32) -> image::GrayImage {
    let folder = tempfile::tempdir().expect("a folder");
    let path = write(folder.path(), pdf);
    let root = folder.path().join("page");
    let ran = Command::new("pdftoppm")
        .args(["-r", &dpi.to_string(), "-png", "-singlefile"])
        .arg(&path)
        .arg(&root)
        .status();
    assert!(ran.expect("pdftoppm (poppler-utils) runs").success());
    image::open(root.with_extension("png"))
        .expect("a picture")
        .to_luma8()
}

/// Writes the PDF into the folder and gives its path.
pub fn write(folder: &Path, pdf: &[u8]) -> PathBuf {
    let path = folder.join("paper.pdf");
    std::fs::write(&path, pdf).expect("written");
    path
}

/// Every string of the content that has to be on the paper, one by one.
pub fn said(content: &Content) -> Vec<String> {
    let mut said = vec![content.body.clone(), content.title.clone()];
    for fact in content.reference_lines() {
        said.push(format!("{}：{}", fact.label, fact.value));
    }
    for block in &content.blocks {
        match block {
            Block::Heading(text) | Block::Addressee(text) | Block::Paragraph(text) | Block::Note(text) => {
                said.push(text.clone());
            }
            Block::Facts(facts) => {
                for fact in facts {
                    said.push(fact.label.clone());
                    said.push(format!(
                        "{}{}",
                        fact.value,
                        fact.note.as_deref().unwrap_or_default()
                    ));
                }
            }
            Block::Table(table) => {
                said.extend(table.header.iter().cloned());
                said.extend(table.rows.iter().map(|row| row.concat()));
            }
            Block::Signatures(places) => {
                for place in places {
                    said.push(place.label.clone());
                    said.extend(
                        [&place.name, &place.seal, &place.date]
                            .into_iter()
                            .flatten()
                            .cloned(),
                    );
                }
            }
        }
    }
    said
}

/// Fails unless everything the content says is in the paper's text.
pub fn check_says_all(content: &Content, rendered: &Rendered) {
    let text = text_of(content, &rendered.pdf);
    for words in said(content) {
        let words = squeeze(&words);
        assert!(text.contains(&words), "{words}\nis not in\n{text}");
    }
}
