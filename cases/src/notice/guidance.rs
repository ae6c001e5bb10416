//! 一次性告知书: conditions, every material that is missing and where it is to be had, both limits, fee, the way through
//! and who takes each step, whom to ask.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::acceptance::Length;
use super::content::{Block, Content, Fact};
use super::kind::PaperKind;
use super::language::Language;
use super::parts::{self, Facts, Head};
use super::pen::Pen;
use super::wording::Wording;
use crate::catalogue::{FlowStep, Item, MaterialSpec};

/// One material that has to be handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NeededMaterial {
    pub name: String,
    pub originals: u32,
    pub copies: u32,
    /// 必要, 非必要 or 容缺 as the catalogue says.
    pub necessity: String,
    /// When it is needed, where it is not always.
    pub condition: Option<String>,
    /// 何处取得, such as 申请人自备; what the hall looks up itself is not handed in (免提交).
    pub obtained_from: String,
    /// 样表、填写要点
    pub sample: Option<String>,
}

impl NeededMaterial {
    /// A material as its item describes it.
    pub fn of(material: &MaterialSpec) -> Self {
        Self {
            name: material.name.clone(),
            originals: material.originals,
            copies: material.copies,
            necessity: material.necessity.clone(),
            condition: material.condition.clone(),
            obtained_from: obtained_from(material),
            sample: material.sample.clone(),
        }
    }

    /// What a notice asked for in its own words.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            originals: 0,
            copies: 0,
            necessity: String::new(),
            condition: None,
            obtained_from: String::new(),
            sample: None,
        }
    }
}

/// Where a material is to be had: what the catalogue says, else what follows from its source.
fn obtained_from(material: &MaterialSpec) -> String {
    if material.is_generated() {
        return "窗口打印，核对后签字".to_owned();
    }
    if let Some(said) = material
        .obtained_from
        .as_ref()
        .filter(|said| !said.trim().is_empty())
    {
        return said.clone();
    }
    match material.source.as_str() {
        "申请人" => "申请人自备",
        "告知承诺" => "窗口提供文本，本人签署",
        "电子证照" => "发证机关核发",
        "数据共享" => "出具该材料的单位",
        other => other,
    }
    .to_owned()
}

/// Everything a 一次性告知书 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GuidanceFacts {
    pub head: Head,
    /// 办理条件
    pub conditions: Vec<String>,
    /// Every material that is still to be handed in, in this situation (情形).
    pub materials: Vec<NeededMaterial>,
    /// 已有
    #[serde(default)]
    pub in_hand: Vec<String>,
    /// 免提交
    #[serde(default)]
    pub exempt: Vec<String>,
    /// 须到场: persons of the form who were not identified yet.
    #[serde(default)]
    pub to_come: Vec<String>,
    /// What was answered of the situation: question and answer.
    #[serde(default)]
    pub situation: Vec<(String, String)>,
    /// 法定时限
    pub statutory: Length,
    /// 承诺时限
    pub promised: Length,
    pub fee: String,
    pub result: String,
    /// 办理流程; empty is the course that every case has.
    #[serde(default)]
    pub flow: Vec<FlowStep>,
    /// Who decides, on the course that every case has.
    pub department: String,
    /// 设定依据, such as 《中华人民共和国食品安全法》第三十五条.
    pub basis: Vec<String>,
    #[schema(value_type = String, format = Date)]
    pub told_on: Date,
    /// Digest of the list that this paper freezes; absent where there is no case (咨询).
    #[serde(default)]
    pub list_digest: Option<String>,
}

impl GuidanceFacts {
    /// What the item itself says to everybody, with nothing in hand and nothing asked for.
    pub fn of_item(item: &Item, head: Head, told_on: Date) -> Self {
        Self {
            head,
            conditions: item.conditions.clone(),
            materials: Vec::new(),
            in_hand: Vec::new(),
            exempt: Vec::new(),
            to_come: Vec::new(),
            situation: Vec::new(),
            statutory: Length {
                days: item.statutory_days,
                unit: item.statutory_day_unit.clone(),
            },
            promised: Length {
                days: item.promised_days,
                unit: item.day_unit.clone(),
            },
            fee: item.fee.clone(),
            result: item.result.clone(),
            flow: item.flow.clone(),
            department: item.department.clone(),
            basis: item
                .legal_basis
                .iter()
                .map(|basis| format!("《{}》{}", basis.law, basis.article))
                .collect(),
            told_on,
            list_digest: None,
        }
    }
}

/// The whole notice as a text message tells it (告知短信): what its paper lists, of nobody.
pub fn in_words(facts: &GuidanceFacts, wording: &Wording) -> String {
    let pen = Pen::new(wording, Language::Zh, PaperKind::Guidance, &facts.head);
    let mut parts = vec![facts.materials_in_words(&pen)];
    if !facts.to_come.is_empty() {
        parts.push(format!("{}：{}", pen.label("toCome"), pen.list(&facts.to_come)));
    }
    if !facts.conditions.is_empty() {
        parts.push(format!(
            "{}：{}",
            pen.label("conditions"),
            numbered(&facts.conditions)
        ));
    }
    let limits = [
        ("statutoryLimit", facts.statutory.words(&pen)),
        ("promisedLimit", facts.promised.words(&pen)),
        ("fee", facts.fee.clone()),
    ];
    parts.extend(limits.map(|(label, value)| format!("{}：{value}", pen.label(label))));
    let steps = facts.course(&pen).into_iter();
    let steps: Vec<String> = steps.map(|(step, by)| format!("{step}（{by}）")).collect();
    parts.push(format!("{}：{}", pen.label("flow"), steps.join("→")));
    let sentences = parts.iter().map(|part| part.trim_end_matches(['。', '；']));
    let mut words = sentences.collect::<Vec<_>>().join("。");
    words.push('。');
    words.push_str(&pen.phrase("identity", &[]));
    // One line: what somebody wrote over several is one as well.
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// 1.…；2.…
fn numbered(lines: &[String]) -> String {
    let lines = lines.iter().enumerate();
    let lines: Vec<String> = lines
        .map(|(at, line)| format!("{}.{}", at + 1, line.trim_end_matches(['。', '；'])))
        .collect();
    lines.join("；")
}

/// Writes the 一次性告知书.
pub fn content(facts: &GuidanceFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for GuidanceFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::Guidance
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn dated(&self) -> Date {
        self.told_on
    }

    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block> {
        let head = &self.head;
        let mut blocks = Vec::new();
        blocks.extend(parts::addressee(pen, head));
        blocks.extend(pen.say("opening", &[]));
        let mut then = vec![
            pen.fact("statutoryLimit", self.statutory.words(pen)),
            pen.fact("promisedLimit", self.promised.words(pen)),
            pen.fact("fee", pen.term(&self.fee)),
            pen.fact("result", self.result.as_str()),
        ];
        then.extend(parts::desk(pen, head, "handlingWindow", "handlingClerk"));
        blocks.push(parts::who_and_what(pen, head, then));
        parts::list(pen, "conditions", &self.conditions, &mut blocks);
        if !self.situation.is_empty() {
            blocks.push(pen.heading("situation"));
            let lines = self.situation.iter();
            blocks.push(Block::Facts(
                lines
                    .map(|(asked, said)| Fact::new(&pen.text(asked), pen.text(said)))
                    .collect(),
            ));
        }
        blocks.push(pen.heading("neededMaterials"));
        if self.materials.is_empty() {
            blocks.push(Block::Paragraph(pen.label("nothingMore")));
        } else {
            blocks.push(self.materials(pen));
        }
        let people: Vec<String> = self.to_come.iter().map(|who| pen.term(who)).collect();
        let lists = [
            ("alreadyHeld", &self.in_hand),
            ("exempt", &self.exempt),
            ("toCome", &people),
        ];
        let lines = lists.into_iter().filter(|(_, names)| !names.is_empty());
        let lines: Vec<Fact> = lines
            .map(|(label, names)| pen.fact(label, pen.list(names)))
            .collect();
        if !lines.is_empty() {
            blocks.push(Block::Facts(lines));
        }
        blocks.extend(pen.say("complete", &[]));
        blocks.extend(pen.say("identity", &[]));
        blocks.push(pen.heading("flow"));
        blocks.push(self.steps(pen));
        blocks.extend(pen.say("flow", &[("fiveDays", pen.label("fiveWorkingDays"))]));
        parts::list(pen, "itemBasis", &self.basis, &mut blocks);
        if let Some(digest) = &self.list_digest {
            blocks.extend(pen.say("frozen", &[("digest", digest.clone())]));
        }
        if head.consult_phone.is_none() {
            blocks.extend(pen.say("askInPerson", &[]));
        }
        let places = vec![
            pen.place("applicantReceives"),
            pen.signed("clerkSigns", &head.clerk, self.told_on),
        ];
        parts::close(pen, head, &mut blocks, places);
        blocks
    }
}

impl GuidanceFacts {
    fn materials(&self, pen: &Pen<'_>) -> Block {
        let rows = self.materials.iter().map(|material| {
            vec![
                material.name.clone(),
                material.originals.to_string(),
                material.copies.to_string(),
                pen.term(&material.necessity),
                material
                    .condition
                    .as_deref()
                    .map_or_else(String::new, |when| pen.text(when)),
                pen.term(&material.obtained_from),
                material
                    .sample
                    .as_deref()
                    .map_or_else(String::new, |sample| pen.text(sample)),
            ]
        });
        let columns = [
            ("material", 22),
            ("originals", 7),
            ("copiesOf", 7),
            ("necessity", 8),
            ("when", 13),
            ("obtainedFrom", 17),
            ("sample", 18),
        ];
        parts::table(pen, &columns, rows)
    }

    fn materials_in_words(&self, pen: &Pen<'_>) -> String {
        let pieces = |label: &str, count: u32| match count {
            0 => None,
            count => Some(format!("{}{count}份", pen.label(label))),
        };
        let said = |label: &str, words: &str| {
            format!("{}：{}", pen.label(label), words.trim_end_matches(['。', '；']))
        };
        let lines: Vec<String> = self
            .materials
            .iter()
            .map(|material| {
                let counted: Vec<String> = [
                    pieces("originals", material.originals),
                    pieces("copiesOf", material.copies),
                ]
                .into_iter()
                .flatten()
                .collect();
                let more = [
                    Some(counted.join("、")).filter(|words| !words.is_empty()),
                    material.condition.as_deref().map(|when| said("when", when)),
                    Some(material.obtained_from.as_str())
                        .filter(|from| !from.is_empty())
                        .map(|from| said("obtainedFrom", from)),
                    material.sample.as_deref().map(|hint| said("sample", hint)),
                ];
                let more: Vec<String> = more.into_iter().flatten().collect();
                match more.is_empty() {
                    true => material.name.clone(),
                    false => format!("{}（{}）", material.name, more.join("，")),
                }
            })
            .collect();
        match lines.is_empty() {
            true => pen.label("nothingMore"),
            false => format!("{}：{}", pen.label("neededMaterials"), numbered(&lines)),
        }
    }

    /// 环节 and who takes it.
    fn steps(&self, pen: &Pen<'_>) -> Block {
        let rows = self.course(pen).into_iter().map(|(step, by)| vec![step, by]);
        parts::table(pen, &[("step", 46), ("stepBy", 46)], rows)
    }

    /// The steps of the item, or those that every case takes.
    fn course(&self, pen: &Pen<'_>) -> Vec<(String, String)> {
        if !self.flow.is_empty() {
            let own = self.flow.iter();
            return own
                .map(|step| (pen.text(&step.step), pen.text(&step.by)))
                .collect();
        }
        let usual = [
            ("stepApply", pen.label("byApplicant")),
            ("stepAccept", pen.text(&self.head.window)),
            ("stepDecide", pen.text(&self.department)),
            ("stepDeliver", pen.text(&self.head.window)),
        ];
        usual.map(|(step, by)| (pen.label(step), by)).into()
    }
}
