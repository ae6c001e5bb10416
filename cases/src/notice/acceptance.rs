//! 受理通知书: the acceptance, its number, both limits as calendar days, what does not count, the way back.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Codes, Content, Fact, PaperKind, Signature};
use super::words::{self, APPROVAL_SEAL, COMPLAINT_PHONE, Person};
use crate::realm::Realm;

/// A handling limit: its length as the item states it, and the day it ends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Limit {
    /// Length; 0 means the same day while the hall is open (即办).
    pub days: u32,
    /// 工作日 or 日.
    pub unit: String,
    /// The last day; absent only when the year's calendar is not published, and then the paper says so.
    #[schema(value_type = Option<String>, format = "date")]
    pub due: Option<Date>,
}

impl Limit {
    fn words(&self) -> String {
        let length = match self.days {
            0 => "即时办结".to_owned(),
            days => format!("{days}个{}", self.unit),
        };
        match self.due {
            Some(due) => format!("{length}，至{}止", words::day(due)),
            None => format!("{length}，届满日期待当年工作日历公布后另行告知"),
        }
    }
}

/// A step outside the ordinary handling (特别程序), as the item states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SpecialProcedure {
    pub name: String,
    /// Expected length in days; 0 when the item does not say.
    pub days: u32,
    pub counts_in_limit: bool,
}

impl SpecialProcedure {
    fn words(&self) -> String {
        let length = match self.days {
            0 => String::new(),
            days => format!("{days}日，"),
        };
        let counts = if self.counts_in_limit {
            "计入时限"
        } else {
            "不计入时限"
        };
        format!("{}（{length}{counts}）", self.name)
    }
}

/// Everything a 受理通知书 says. It exists only after the hall accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptanceFacts {
    pub realm: Realm,
    /// The body that accepts.
    pub body: String,
    pub number: String,
    pub case_number: String,
    pub slip_code: String,
    pub item_name: String,
    pub item_code: String,
    /// True for 行政许可.
    pub licence: bool,
    pub applicants: Vec<Person>,
    pub agent: Option<Person>,
    pub received_on: Date,
    pub accepted_on: Date,
    /// 视为受理: the five days passed untold, so the acceptance is dated at receipt.
    pub deemed: bool,
    pub statutory: Limit,
    pub promised: Limit,
    pub special_procedures: Vec<SpecialProcedure>,
    /// The departments that handle the case.
    pub departments: Vec<String>,
    /// The result the case leads to, such as 食品经营许可证.
    pub result: String,
    /// How the result is handed over, such as 窗口领取.
    pub result_way: String,
    /// Such as 不收费.
    pub fee: Option<String>,
    pub window: String,
    pub clerk: String,
    pub query_way: String,
    pub consult_phone: Option<String>,
}

/// Writes the 受理通知书.
pub fn content(facts: &AcceptanceFacts) -> Content {
    Content {
        kind: PaperKind::AcceptanceNotice,
        title: PaperKind::AcceptanceNotice.zh().to_owned(),
        body: facts.body.clone(),
        number: Some(facts.number.clone()),
        case_number: Some(facts.case_number.clone()),
        slip_code: Some(facts.slip_code.clone()),
        blocks: vec![
            Block::Addressee(addressee(facts)),
            Block::Paragraph(opening(facts)),
            Block::Facts(who_and_what(facts)),
            Block::Heading("办理时限".to_owned()),
            Block::Facts(limits(facts)),
            Block::Paragraph(words::not_counted_statement(facts.licence).to_owned()),
            Block::Heading("结果与查询".to_owned()),
            Block::Facts(result_and_query(facts)),
            Block::Signatures(vec![
                Signature {
                    label: "申请人（签收）".to_owned(),
                    name: None,
                    seal: None,
                    date: None,
                    ink: None,
                },
                Signature {
                    label: facts.body.clone(),
                    name: None,
                    seal: Some(APPROVAL_SEAL.to_owned()),
                    date: Some(words::day(facts.accepted_on)),
                    ink: None,
                },
            ]),
        ],
        codes: Codes::of_case(Some(&facts.case_number), Some(&facts.slip_code)),
        realm: facts.realm,
        dated: words::day(facts.accepted_on),
    }
}

fn addressee(facts: &AcceptanceFacts) -> String {
    let names: Vec<&str> = facts
        .applicants
        .iter()
        .map(|person| person.name.as_str())
        .collect();
    format!("{}：", names.join("、"))
}

fn opening(facts: &AcceptanceFacts) -> String {
    let (received, accepted) = (words::day(facts.received_on), words::day(facts.accepted_on));
    let basis = if facts.licence {
        "依据《中华人民共和国行政许可法》第三十二条，"
    } else {
        ""
    };
    let grounds = if facts.deemed {
        format!("收件后五个工作日内未告知补正，{basis}自收到申请材料之日即{accepted}起视为受理")
    } else {
        format!("经审查，申请材料齐全，符合规定形式，{basis}于{accepted}予以受理")
    };
    format!("你（单位）{received}提交的“{}”申请，{grounds}。", facts.item_name)
}

fn who_and_what(facts: &AcceptanceFacts) -> Vec<Fact> {
    let mut lines = vec![
        Fact::new("事项名称", facts.item_name.as_str()),
        Fact::new("事项编码", facts.item_code.as_str()),
    ];
    lines.extend(
        facts
            .applicants
            .iter()
            .chain(&facts.agent)
            .flat_map(Person::facts),
    );
    if !facts.departments.is_empty() {
        lines.push(Fact::new("办理部门", facts.departments.join("、")));
    }
    lines.push(Fact::new("受理日期", words::day(facts.accepted_on)));
    lines.push(Fact::new("受理窗口", facts.window.as_str()));
    lines.push(Fact::new("受理人员", facts.clerk.as_str()));
    lines
}

fn limits(facts: &AcceptanceFacts) -> Vec<Fact> {
    let special = if facts.special_procedures.is_empty() {
        "本事项没有设定特别程序".to_owned()
    } else {
        facts
            .special_procedures
            .iter()
            .map(SpecialProcedure::words)
            .collect::<Vec<_>>()
            .join("、")
    };
    vec![
        Fact::new("法定时限", facts.statutory.words()),
        Fact::new("承诺时限", facts.promised.words()),
        Fact::new("特别程序", special),
    ]
}

fn result_and_query(facts: &AcceptanceFacts) -> Vec<Fact> {
    let mut lines = vec![
        Fact::new("办理结果", facts.result.as_str()),
        Fact::new("领取方式", facts.result_way.as_str()),
    ];
    if let Some(fee) = &facts.fee {
        lines.push(Fact::new("收费", fee.as_str()));
    }
    lines.push(Fact::new("查询方式", facts.query_way.as_str()));
    if let Some(phone) = &facts.consult_phone {
        lines.push(Fact::new("咨询电话", phone.as_str()));
    }
    lines.push(Fact::new("投诉电话", COMPLAINT_PHONE));
    lines
}
