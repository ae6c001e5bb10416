//! What the papers share (文书共用部分): the head, who is addressed, who and what, materials, contact, signatures.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Codes, Content, Fact, Reference, Signature, Table};
use super::kind::PaperKind;
use super::language::Language;
use super::pen::Pen;
use super::proof::proof;
use super::received::Remark;
use super::wording::Wording;
use super::words::{COMPLAINT_PHONE, Person};
use crate::case::{Added, Demand};
use crate::realm::Realm;

/// What every paper has: who issues it, its numbers, the matter, the people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Head {
    pub realm: Realm,
    /// The issuing body (制发机关), printed above the title.
    pub body: String,
    /// 文书编号, given by the hall alone; a preview has none, nor have kinds that are not numbered.
    pub number: Option<String>,
    /// 办件编号, given by the hall alone at acceptance.
    pub case_number: Option<String>,
    pub slip_code: Option<String>,
    pub item_name: String,
    /// 实施编码
    pub item_code: String,
    /// True for 行政许可 (item type 01), whose papers rest on 行政许可法.
    pub licence: bool,
    pub applicants: Vec<Person>,
    pub agent: Option<Person>,
    /// Such as 综合窗口08.
    pub window: String,
    /// Name or staff number of the clerk.
    pub clerk: String,
    pub consult_phone: Option<String>,
    /// Papers that this one replaces, or that replace it.
    #[serde(default)]
    pub references: Vec<Reference>,
}

/// The facts of one paper: everything that it says, decided before.
pub trait Facts {
    fn kind(&self) -> PaperKind;

    fn head(&self) -> &Head;

    /// The date on the paper (落款日期).
    fn dated(&self) -> Date;

    /// Printed title; usually the name of the kind.
    fn title(&self, pen: &Pen<'_>) -> String {
        pen.language.of(self.kind().zh(), self.kind().en()).to_owned()
    }

    /// Everything below the letterhead, in reading order.
    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block>;
}

/// The English companion (英文对照) of a paper, of the same facts and number.
pub fn companion(facts: &impl Facts, wording: &Wording) -> Content {
    write(facts, wording, Language::En)
}

/// The paper itself, with its companion.
pub(super) fn paper(facts: &impl Facts, wording: &Wording) -> Content {
    Content {
        companion: Some(Box::new(companion(facts, wording))),
        ..write(facts, wording, Language::Zh)
    }
}

fn write(facts: &impl Facts, wording: &Wording, language: Language) -> Content {
    let (kind, head) = (facts.kind(), facts.head());
    let pen = Pen::new(wording, language, kind, head);
    let mut blocks = Vec::new();
    if language == Language::En {
        let original = ("original", kind.zh().to_owned());
        blocks.push(Block::Note(pen.phrase("companion", &[original])));
    }
    blocks.extend(facts.blocks(&pen));
    let mut content = Content {
        kind,
        language,
        title: facts.title(&pen),
        body: head.body.clone(),
        number: head.number.clone(),
        case_number: head.case_number.clone(),
        slip_code: head.slip_code.clone(),
        references: head.references.clone(),
        blocks,
        codes: Codes::of_case(head.case_number.as_deref(), head.slip_code.as_deref()),
        realm: head.realm,
        dated: pen.day(facts.dated()),
        companion: None,
    };
    content.codes.proof = Some(proof(&content));
    content
}

/// 林小满、陈立夏：
pub(super) fn addressee(pen: &Pen<'_>, head: &Head) -> Option<Block> {
    let colon = pen.language.of("：", ":");
    (!head.applicants.is_empty()).then(|| Block::Addressee(format!("{}{colon}", pen.names(&head.applicants))))
}

/// The matter and everybody named, then `then`.
pub(super) fn who_and_what(pen: &Pen<'_>, head: &Head, then: impl IntoIterator<Item = Fact>) -> Block {
    let mut lines = vec![
        pen.fact("item", head.item_name.as_str()),
        pen.fact("itemCode", head.item_code.as_str()),
    ];
    lines.extend(
        head.applicants
            .iter()
            .chain(&head.agent)
            .flat_map(|person| pen.person(person)),
    );
    lines.extend(then);
    Block::Facts(lines)
}

/// Where and by whom, under the labels of the act: 受理窗口, 受理人员.
pub(super) fn desk(pen: &Pen<'_>, head: &Head, window: &str, clerk: &str) -> [Fact; 2] {
    [
        pen.fact(window, pen.text(&head.window)),
        pen.fact(clerk, head.clerk.as_str()),
    ]
}

/// The hall's own sentences, how to ask and complain, and the places to sign: the end of every notice.
pub(super) fn close(pen: &Pen<'_>, head: &Head, blocks: &mut Vec<Block>, signatures: Vec<Signature>) {
    blocks.extend(pen.more());
    let mut lines = vec![pen.fact("query", pen.phrase("query", &[]))];
    lines.extend(pen.maybe("consultPhone", head.consult_phone.as_deref()));
    lines.push(pen.fact("complaintPhone", COMPLAINT_PHONE));
    blocks.push(Block::Facts(lines));
    blocks.push(Block::Signatures(signatures));
}

/// The usual end: the applicant signs for it, the body seals it.
pub(super) fn close_sealed(pen: &Pen<'_>, head: &Head, blocks: &mut Vec<Block>, on: Date) {
    let places = vec![pen.place("applicantReceives"), pen.seal(on)];
    close(pen, head, blocks, places);
}

/// Reconsideration within sixty days (行政复议法 art. 20) and a suit within six months (行政诉讼法 art. 46).
pub(super) fn remedies(pen: &Pen<'_>, blocks: &mut Vec<Block>) {
    blocks.push(pen.heading("remedies"));
    blocks.extend(pen.say(
        "remedies",
        &[
            ("reconsideration", pen.label("sixtyDays")),
            ("suit", pen.label("sixMonths")),
        ],
    ));
}

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
    pub(super) fn label(self) -> &'static str {
        match self {
            ReceivedForm::Original => "original",
            ReceivedForm::Copy => "copy",
            ReceivedForm::Electronic => "electronic",
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<Remark>,
}

/// Number, name, form, copies, pages of each material, and whether it was given back where that is asked.
pub(super) fn materials(pen: &Pen<'_>, materials: &[ReceivedMaterial], with_returned: bool) -> Block {
    let rows = materials.iter().map(|material| {
        let mut row = vec![
            match &material.remark {
                None => material.name.clone(),
                Some(remark) => {
                    let (open, shut) = (pen.language.of("（", " ("), pen.language.of("）", ")"));
                    format!("{}{open}{}{shut}", material.name, remark.words(pen.language))
                }
            },
            pen.label(material.form.label()),
            material.copies.to_string(),
            material.pages.to_string(),
        ];
        if with_returned {
            row.push(pen.label(if material.returned { "givenBack" } else { "kept" }));
        }
        row
    });
    let mut columns = vec![("material", 48), ("form", 13), ("copies", 9), ("pages", 9)];
    if with_returned {
        columns.push(("returned", 13));
    } else {
        columns[0].1 = 61;
    }
    table(pen, &columns, rows)
}

/// Total of lines, copies and pages in small print.
pub(super) fn totals(pen: &Pen<'_>, materials: &[ReceivedMaterial]) -> Option<Block> {
    let copies: u64 = materials.iter().map(|material| u64::from(material.copies)).sum();
    let pages: u64 = materials.iter().map(|material| u64::from(material.pages)).sum();
    let fill = [
        ("lines", materials.len().to_string()),
        ("copies", copies.to_string()),
        ("pages", pages.to_string()),
    ];
    Some(pen.phrase("totals", &fill))
        .filter(|text| !text.is_empty())
        .map(Block::Note)
}

/// What is given back with the paper, or that nothing was kept.
pub(super) fn given_back(pen: &Pen<'_>, given: &[ReceivedMaterial], blocks: &mut Vec<Block>) {
    if given.is_empty() {
        blocks.extend(pen.say("nothingToReturn", &[]));
        return;
    }
    blocks.push(pen.heading("applicationMaterials"));
    blocks.extend(pen.say("returned", &[]));
    blocks.push(materials(pen, given, false));
}

/// A table with numbered rows. Columns are a label and the width in percent, of the 92 that the number leaves.
pub(super) fn table(
    pen: &Pen<'_>,
    columns: &[(&str, u8)],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Block {
    let widths: Vec<u8> = columns.iter().map(|(_, wide)| *wide).collect();
    titled_table(
        pen,
        columns.iter().map(|(label, _)| pen.label(label)),
        &widths,
        rows,
    )
}

/// [`table`] with its columns named by the caller. One without rows says that there is nothing.
pub(super) fn titled_table(
    pen: &Pen<'_>,
    titles: impl IntoIterator<Item = String>,
    widths: &[u8],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Block {
    let mut rows: Vec<Vec<String>> = rows
        .into_iter()
        .enumerate()
        .map(|(at, cells)| std::iter::once((at + 1).to_string()).chain(cells).collect())
        .collect();
    if rows.is_empty() {
        let mut none = vec![String::new(); widths.len() + 1];
        none[1] = pen.label("none");
        rows.push(none);
    }
    Block::Table(Table {
        widths_percent: std::iter::once(8).chain(widths.iter().copied()).collect(),
        header: std::iter::once(pen.label("row")).chain(titles).collect(),
        rows,
    })
}

/// Numbered lines under a heading; nothing where there are none.
pub(super) fn list(pen: &Pen<'_>, heading: &str, lines: &[String], blocks: &mut Vec<Block>) {
    if lines.is_empty() {
        return;
    }
    blocks.push(pen.heading(heading));
    let number = |at: usize| {
        pen.language.of("（", "(").to_owned() + &(at + 1).to_string() + pen.language.of("）", ") ")
    };
    blocks.extend(
        lines
            .iter()
            .enumerate()
            .map(|(at, line)| Block::Paragraph(format!("{}{}", number(at), pen.text(line)))),
    );
}

/// One thing that a material lacks, and how it is cured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Defect {
    pub material: String,
    /// 存在问题
    pub wrong: String,
    /// 补正要求
    pub cure: String,
    /// 依据
    pub basis: String,
    /// 追加要求: not on the first list of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added: Option<Added>,
}

impl Defect {
    pub fn of(demand: &Demand) -> Self {
        Self {
            material: demand.material.clone(),
            wrong: demand.wrong.clone(),
            cure: demand.cure.clone(),
            basis: demand.basis.clone(),
            added: demand.added,
        }
    }
}

/// What the demands marked as 追加要求 were added to, and who let them be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AddedTo {
    /// The day of the first list.
    #[schema(value_type = String, format = Date)]
    pub first_on: Date,
    /// Digest of the first list.
    pub digest: String,
    pub approver: String,
}

/// What the marks of the table mean; nothing where nothing is marked.
pub(super) fn added(pen: &Pen<'_>, to: Option<&AddedTo>) -> Option<Block> {
    let to = to?;
    pen.say(
        "added",
        &[
            ("firstOn", pen.day(to.first_on)),
            ("digest", to.digest.clone()),
            ("approver", to.approver.clone()),
        ],
    )
}

pub(super) fn defects(pen: &Pen<'_>, defects: &[Defect]) -> Block {
    let rows = defects.iter().map(|defect| {
        let mark = match defect.added {
            None => String::new(),
            Some(Added::Later) => pen.label("addedLater"),
            Some(Added::Edition) => pen.label("addedByEdition"),
        };
        vec![
            format!("{mark}{}", defect.material),
            pen.text(&defect.wrong),
            pen.text(&defect.cure),
            pen.text(&defect.basis),
        ]
    });
    let columns = [("material", 22), ("wrong", 25), ("cure", 25), ("basis", 20)];
    table(pen, &columns, rows)
}
