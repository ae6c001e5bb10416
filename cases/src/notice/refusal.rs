//! 不予受理决定书: the reasons and their article, the right body to go to, what is given back, both remedies.

use jiff::civil::Date;

use super::content::{Block, Codes, Content, Fact, PaperKind, Signature, Table};
use super::receipt::ReceivedMaterial;
use super::words::{self, APPROVAL_SEAL, COMPLAINT_PHONE, Person};
use crate::realm::Realm;

/// Everything a 不予受理决定书 says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusalFacts {
    pub realm: Realm,
    /// The body that decides.
    pub body: String,
    /// Given by the hall when it is issued; a preview has none.
    pub number: Option<String>,
    pub slip_code: String,
    pub item_name: String,
    pub item_code: String,
    /// True for 行政许可.
    pub licence: bool,
    pub applicants: Vec<Person>,
    pub agent: Option<Person>,
    /// 情形, as the catalogue words it.
    pub ground: String,
    /// 法律依据
    pub basis: String,
    /// 理由, in the clerk's words.
    pub reasons: String,
    /// Where to go, when the matter is not ours.
    pub right_body: Option<String>,
    /// What was handed over and is given back.
    pub materials: Vec<ReceivedMaterial>,
    pub applied_on: Date,
    pub decided_on: Date,
    pub window: String,
    pub clerk: String,
    pub query_way: String,
}

/// Writes the 不予受理决定书.
pub fn content(facts: &RefusalFacts) -> Content {
    let mut blocks = vec![
        Block::Addressee(addressee(facts)),
        Block::Paragraph(opening(facts)),
        Block::Facts(who_and_what(facts)),
        Block::Heading("理由和依据".to_owned()),
        Block::Facts(grounds(facts)),
    ];
    if let Some(body) = &facts.right_body {
        blocks.push(Block::Paragraph(format!(
            "上述事项属于{body}的职权范围，请你（单位）向{body}提出申请。"
        )));
    }
    if facts.materials.is_empty() {
        blocks.push(Block::Paragraph("本次没有收取需要退还的材料。".to_owned()));
    } else {
        blocks.push(Block::Heading("申请材料".to_owned()));
        blocks.push(Block::Paragraph("下列申请材料一并退还：".to_owned()));
        blocks.push(Block::Table(returned(&facts.materials)));
    }
    blocks.push(Block::Heading("救济途径".to_owned()));
    blocks.push(Block::Paragraph(words::remedies_statement().to_owned()));
    blocks.push(Block::Note(format!(
        "查询方式：{}。投诉电话 {COMPLAINT_PHONE}。",
        facts.query_way
    )));
    blocks.push(Block::Signatures(vec![
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
            date: Some(words::day(facts.decided_on)),
            ink: None,
        },
    ]));
    Content {
        kind: PaperKind::RefusalNotice,
        title: PaperKind::RefusalNotice.zh().to_owned(),
        body: facts.body.clone(),
        number: facts.number.clone(),
        case_number: None,
        slip_code: Some(facts.slip_code.clone()),
        blocks,
        codes: Codes::of_case(None, Some(&facts.slip_code)),
        realm: facts.realm,
        dated: words::day(facts.decided_on),
    }
}

fn addressee(facts: &RefusalFacts) -> String {
    let names: Vec<&str> = facts
        .applicants
        .iter()
        .map(|person| person.name.as_str())
        .collect();
    format!("{}：", names.join("、"))
}

fn opening(facts: &RefusalFacts) -> String {
    let matter = if facts.licence {
        "行政许可申请"
    } else {
        "申请"
    };
    format!(
        "你（单位）{}提出的“{}”{matter}，经审查，{}。依据{}，本机关决定不予受理。",
        words::day(facts.applied_on),
        facts.item_name,
        facts.ground,
        facts.basis
    )
}

fn who_and_what(facts: &RefusalFacts) -> Vec<Fact> {
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
    lines.push(Fact::new("办理窗口", facts.window.as_str()));
    lines.push(Fact::new("办理人员", facts.clerk.as_str()));
    lines
}

fn grounds(facts: &RefusalFacts) -> Vec<Fact> {
    let mut lines = vec![
        Fact::new("不予受理情形", facts.ground.as_str()),
        Fact::new("法律依据", facts.basis.as_str()),
        Fact::new("理由", facts.reasons.as_str()),
    ];
    if let Some(body) = &facts.right_body {
        lines.push(Fact::new("有权办理的机关", body.as_str()));
    }
    lines
}

fn returned(materials: &[ReceivedMaterial]) -> Table {
    Table {
        widths_percent: vec![58, 18, 12, 12],
        header: ["材料名称", "形式", "份数", "页数"].map(str::to_owned).to_vec(),
        rows: materials
            .iter()
            .map(|material| {
                vec![
                    material.name.clone(),
                    material.form.zh().to_owned(),
                    material.copies.to_string(),
                    material.pages.to_string(),
                ]
            })
            .collect(),
    }
}
