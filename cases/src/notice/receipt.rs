//! 收件凭证: each material with its form, copies and pages, the receipt time, the clerk, the next step.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Codes, Content, Fact, PaperKind, Signature, Table};
use super::words::{self, COMPLAINT_PHONE, Person};
use crate::realm::Realm;

/// In which form a material was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ReceivedForm {
    /// 原件
    Original,
    /// 复印件
    Copy,
    /// 电子件: an e-licence or an imported file.
    Electronic,
}

impl ReceivedForm {
    pub fn zh(self) -> &'static str {
        match self {
            ReceivedForm::Original => "原件",
            ReceivedForm::Copy => "复印件",
            ReceivedForm::Electronic => "电子件",
        }
    }
}

/// One material as it was received. Original and copy of one material are two lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReceivedMaterial {
    pub name: String,
    pub form: ReceivedForm,
    pub copies: u32,
    pub pages: u32,
    /// Seen and given back (已退还), or kept by the hall (留存).
    pub returned: bool,
}

/// Everything a 收件凭证 says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptFacts {
    pub realm: Realm,
    /// The hall or department that received, printed as the issuing body.
    pub body: String,
    pub slip_code: String,
    /// Both numbers exist only once the hall answered.
    pub case_number: Option<String>,
    pub number: Option<String>,
    pub item_name: String,
    pub item_code: String,
    /// True for 行政许可, whose notice clock is art. 32's.
    pub licence: bool,
    pub applicants: Vec<Person>,
    pub agent: Option<Person>,
    /// Legal time of receipt; the hall's once it answered.
    pub received_at: Timestamp,
    /// The window's own time of receipt, where the hall dated the receipt anew; both are printed.
    pub desk_received_at: Option<Timestamp>,
    /// Last of the five working days, when the calendar of that year is known.
    pub notify_by: Option<Date>,
    /// Name or staff number of the clerk.
    pub clerk: String,
    /// Such as 综合窗口08.
    pub window: String,
    pub materials: Vec<ReceivedMaterial>,
    /// What happens next, one sentence each, in addition to what the law makes every receipt say.
    pub next_steps: Vec<String>,
    /// How to ask for progress, such as a web address or the counter.
    pub query_way: String,
    pub consult_phone: Option<String>,
}

/// Writes the 收件凭证.
pub fn content(facts: &ReceiptFacts) -> Content {
    let received_on = words::day_of(facts.received_at);
    let mut blocks = vec![
        Block::Facts(who_and_what(facts)),
        Block::Heading("收到的材料".to_owned()),
    ];
    if facts.materials.is_empty() {
        blocks.push(Block::Paragraph("本次没有收取材料。".to_owned()));
    } else {
        blocks.push(Block::Table(materials_table(&facts.materials)));
        blocks.push(Block::Note(totals(&facts.materials)));
    }
    blocks.push(Block::Heading("下一步".to_owned()));
    blocks.push(Block::Paragraph(words::notify_statement(
        facts.licence,
        received_on,
        facts.notify_by,
    )));
    blocks.extend(facts.next_steps.iter().cloned().map(Block::Paragraph));
    if facts.case_number.is_none() {
        blocks.push(Block::Paragraph(
            "本次收件尚未编号。大厅系统确认后给出办件编号，凭收件码即可查询和领取受理通知书。".to_owned(),
        ));
    }
    blocks.push(Block::Paragraph(
        "本凭证证明已经收到上列材料，不代表已经受理。".to_owned(),
    ));
    blocks.push(Block::Facts(contact(facts)));
    blocks.push(Block::Signatures(vec![
        Signature {
            label: "收件人员（签字）".to_owned(),
            name: Some(facts.clerk.clone()),
            seal: None,
            date: Some(words::day(received_on)),
            ink: None,
        },
        Signature {
            label: "交件人（签字）".to_owned(),
            name: None,
            seal: None,
            date: None,
            ink: None,
        },
    ]));
    Content {
        kind: PaperKind::ReceiptSlip,
        title: PaperKind::ReceiptSlip.zh().to_owned(),
        body: facts.body.clone(),
        number: facts.number.clone(),
        case_number: facts.case_number.clone(),
        slip_code: Some(facts.slip_code.clone()),
        blocks,
        codes: Codes::of_case(facts.case_number.as_deref(), Some(&facts.slip_code)),
        realm: facts.realm,
        dated: words::day(received_on),
    }
}

fn who_and_what(facts: &ReceiptFacts) -> Vec<Fact> {
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
    lines.push(Fact::new("收件时间", words::moment(facts.received_at)));
    if let Some(desk_time) = facts.desk_received_at {
        lines.push(Fact::new("窗口收件时间", words::moment(desk_time)));
    }
    lines.push(Fact::new("收件窗口", facts.window.as_str()));
    lines.push(Fact::new("收件人员", facts.clerk.as_str()));
    lines
}

fn materials_table(materials: &[ReceivedMaterial]) -> Table {
    let rows = materials.iter().enumerate().map(|(index, material)| {
        vec![
            (index + 1).to_string(),
            material.name.clone(),
            material.form.zh().to_owned(),
            material.copies.to_string(),
            material.pages.to_string(),
            if material.returned { "已退还" } else { "留存" }.to_owned(),
        ]
    });
    Table {
        widths_percent: vec![8, 48, 13, 9, 9, 13],
        header: ["序号", "材料名称", "形式", "份数", "页数", "是否退还"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.collect(),
    }
}

fn totals(materials: &[ReceivedMaterial]) -> String {
    let copies: u64 = materials.iter().map(|material| u64::from(material.copies)).sum();
    let pages: u64 = materials.iter().map(|material| u64::from(material.pages)).sum();
    format!("共{}项，{copies}份，{pages}页。", materials.len())
}

fn contact(facts: &ReceiptFacts) -> Vec<Fact> {
    let mut lines = vec![Fact::new("查询方式", facts.query_way.as_str())];
    if let Some(phone) = &facts.consult_phone {
        lines.push(Fact::new("咨询电话", phone.as_str()));
    }
    lines.push(Fact::new("投诉电话", COMPLAINT_PHONE));
    lines
}
