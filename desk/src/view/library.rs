//! 事项库 as the screen shows it: what the catalogue says of an item, and what it does not.

use serde::{Deserialize, Serialize};
use specta::Type;

/// One item of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LibraryItemRow {
    pub id: String,
    pub name: String,
    pub department: String,
    pub item_type: String,
    pub case_type: String,
}

/// A page of the items that were looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LibraryItems {
    pub total: u32,
    pub edition: String,
    pub rows: Vec<LibraryItemRow>,
}

/// 办事指南 (GB/T 39554.2): the parts of one item that an applicant is told of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GuideView {
    pub id: String,
    pub name: String,
    pub aliases: Vec<String>,
    /// The edition all of it comes from.
    pub edition: String,
    pub department: String,
    /// 事项类型
    pub item_type: String,
    /// 行使层级
    pub level: Option<String>,
    /// 办件类型
    pub case_type: String,
    /// 服务对象
    pub applicants: Vec<String>,
    pub base_code: String,
    /// Whether the base code was compared with the published list; absent where the catalogue does not say.
    pub base_code_verified: Option<bool>,
    pub implementation_code: String,
    pub business_item_code: String,
    /// 网办深度
    pub online_depth: Option<String>,
    /// 福建省 “五星”
    pub star: Option<u32>,
    /// 到办事现场次数
    pub visits: Option<u32>,
    /// 办理条件
    pub conditions: Vec<String>,
    /// 须本人办理: the law that says so.
    pub in_person: Option<String>,
    /// 情形引导: what is asked, and so what the rest depends on.
    pub situations: Vec<GuideSituation>,
    pub materials: Vec<GuideMaterial>,
    pub flow: Vec<GuideStep>,
    /// 办理流程说明
    pub procedure: Option<String>,
    pub basis: Vec<GuideBasis>,
    pub statutory: GuideLimit,
    pub promised: GuideLimit,
    pub special: Vec<GuideSpecial>,
    pub fee: String,
    pub charged: bool,
    /// 咨询电话 of this item
    pub consult_phone: Option<String>,
    /// 结果名称
    pub result: String,
    pub result_validity: Option<String>,
    pub groups: Vec<GuideGroup>,
    /// Fields of the form, and how many of them are always asked.
    pub total: u32,
    pub required: u32,
    /// 审查要点
    pub review: Vec<GuidePoint>,
    pub note: Option<String>,
    /// What the catalogue says of its own facts (内容来源).
    pub fact_status: Option<String>,
    /// Whatever else the item's data has, by its own keys.
    pub others: Vec<GuideOther>,
    /// What a guide has by the standard and this item's data has not.
    pub unsaid: Vec<Unsaid>,
    pub answers: Vec<AnswerRow>,
}

/// One question of the guidance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct GuideSituation {
    pub question: String,
    /// Several answers may hold at once.
    pub several: bool,
    pub answers: Vec<String>,
}

/// 申请材料
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GuideMaterial {
    pub name: String,
    /// 来源渠道: 电子证照, 申请人, 系统生成, 数据共享, 告知承诺
    pub source: String,
    pub originals: u32,
    pub copies: u32,
    pub necessity: String,
    pub tolerant_days: Option<u32>,
    pub licence_type: Option<String>,
    pub condition: Option<String>,
    pub electronic: bool,
    pub format: String,
    /// 何处取得
    pub obtained_from: Option<String>,
    /// 样表、填写要点
    pub sample: Option<String>,
    /// 填报须知: whatever the material's data says beside.
    pub others: Vec<GuideOther>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct GuideOther {
    pub key: String,
    pub value: String,
}

/// One step of 办理流程, and who says that it is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum GuideStep {
    /// 申请、收件
    Apply { materials: u32 },
    /// 受理或一次告知: at once or within five days for a licence (行政许可法 art. 32).
    Accept { licence: bool },
    /// 特别程序
    Special { name: String, days: u32, counts: bool },
    /// 审查 by so many points
    Review { points: u32 },
    /// 决定 within the promised limit
    Decide { days: u32, unit: String },
    /// 办理环节 as the item's own data has it
    Own { name: String, by: String },
    /// 送达: within ten days of the decision for a licence (行政许可法 art. 44).
    Deliver { result: String, licence: bool },
}

/// 设定依据
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct GuideBasis {
    pub law: String,
    pub article: String,
}

/// A limit; 0 days are 即时办结.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct GuideLimit {
    pub days: u32,
    pub unit: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GuideSpecial {
    pub name: String,
    pub days: u32,
    pub counts_in_limit: bool,
}

/// 审查要点: what is examined, by whom, and what follows where it does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GuidePoint {
    pub text: String,
    /// 补正, 不予受理 or 提示
    pub on_fail: String,
    /// A rule judges it, or a part of it.
    pub by_rule: bool,
    /// Why only a person can judge it, or what of it is left to one.
    pub by_person: Option<String>,
}

/// Fields of one part of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct GuideGroup {
    pub name: String,
    pub fields: Vec<GuideField>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GuideField {
    pub label: String,
    pub required: bool,
    pub required_when: Option<String>,
    /// Where its value comes from, the best first: 法人库, 手工 …
    pub sources: Vec<String>,
    /// Choices that there are to choose from, where they are few.
    pub choices: Vec<String>,
    pub repeatable: bool,
    /// The applicant's own act: nothing sets it for him.
    pub own_act: bool,
}

/// Elements of a guide that an item's data may lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Unsaid {
    /// 办理条件
    Conditions,
    /// 申请材料
    Materials,
    /// 样表、填报须知
    Samples,
    /// 办理流程说明
    Procedure,
    /// 设定依据
    Basis,
    /// 收费依据 of an item that is charged
    FeeBasis,
    /// 结果有效期
    ResultValidity,
    /// 办理地点、办理时间
    Place,
    /// 咨询方式
    Phone,
    /// 监督投诉方式
    Complaints,
    /// 通办范围
    Area,
    /// 中介服务
    Intermediary,
}

/// One answer of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AnswerRow {
    pub id: String,
    pub question: String,
    /// Names of the items it is about; none where it is about the hall.
    pub items: Vec<String>,
    pub owner: String,
    pub answered_on: String,
    /// 已过有效期
    pub over: bool,
    /// A piece of the answer, and where in it the word stands, in characters.
    pub excerpt: String,
    pub mark: Option<(u32, u32)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AnswerRows {
    pub total: u32,
    pub edition: String,
    pub rows: Vec<AnswerRow>,
}

/// One answer, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AnswerView {
    pub id: String,
    pub question: String,
    pub body: Vec<TextBlock>,
    pub sources: Vec<AnswerSource>,
    pub items: Vec<AnswerItem>,
    pub owner: String,
    pub answered_on: String,
    pub valid_to: Option<String>,
    pub over: bool,
    pub edition: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AnswerSource {
    pub name: String,
    pub article: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AnswerItem {
    pub id: String,
    pub name: String,
}

/// Text as a tree that a screen draws; nothing of it is markup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum TextBlock {
    Heading {
        level: u8,
        spans: Vec<TextSpan>,
    },
    Paragraph {
        spans: Vec<TextSpan>,
    },
    /// `first` is the number it begins with; none where it is not numbered.
    List {
        first: Option<u32>,
        items: Vec<Vec<TextBlock>>,
    },
    Quote {
        blocks: Vec<TextBlock>,
    },
    Table {
        head: Vec<Vec<TextSpan>>,
        rows: Vec<Vec<Vec<TextSpan>>>,
    },
    Code {
        text: String,
    },
    Rule,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TextSpan {
    pub text: String,
    pub strong: bool,
    pub emphasis: bool,
    pub code: bool,
    /// Where a link leads, to be read.
    pub address: Option<String>,
}

/// 试走: one case of an item through every deed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WalkView {
    pub item: String,
    pub name: String,
    pub edition: String,
    pub began_at: String,
    /// Where it is: `opening`, or a step.
    pub stage: String,
    pub steps: Vec<WalkStep>,
    pub end: Option<WalkEnd>,
}

/// One step; its time once the walk has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WalkStep {
    pub name: String,
    pub ms: Option<u32>,
}

/// How it ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WalkEnd {
    pub ok: bool,
    /// Somebody stopped it.
    pub stopped: bool,
    /// accepted, received, or the step where it stood still
    pub stage: String,
    pub slip: String,
    /// Case number as the hall of the walk has it.
    pub number: Option<String>,
    /// The same read from the paper.
    pub pdf: Option<String>,
    /// The same in the department's log.
    pub department: Option<String>,
    pub total: u32,
    pub required: u32,
    /// Fields that sources filled, and that had to be typed.
    pub filled: u32,
    pub typed: u32,
    /// Papers that were made on the way; `walk_papers` shows them.
    pub papers: u32,
    /// What it stumbled over, in the words of the walk.
    pub found: Option<String>,
    /// Why there was no walk at all.
    pub trouble: Option<super::TroubleView>,
}

/// One edition (版本) of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EditionRow {
    /// 版本号
    pub id: String,
    pub published_at: String,
    pub by: String,
    /// 发布说明
    pub note: String,
    pub rollback_of: Option<String>,
    pub items: u32,
    /// The one that this window works by.
    pub in_force: bool,
}

/// 事项沿革: one item through the editions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct HistoryView {
    /// How often it came, became another or went; the newest are listed.
    pub total: u32,
    pub versions: Vec<VersionRow>,
}

/// One edition in which the item came, became another or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VersionRow {
    /// 版本号
    pub id: String,
    pub published_at: String,
    pub by: String,
    pub note: String,
    pub rollback_of: Option<String>,
    /// added, changed, removed
    pub kind: String,
    pub said: Vec<super::edition::ChangeLine>,
}

/// 使用情况: how much each item is used in this hall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UsageView {
    pub counted_at: String,
    /// Items that were taken in within a year, and those that were not.
    pub used: u32,
    pub unused: u32,
    /// The most used first; a long list is cut.
    pub rows: Vec<UsageRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UsageRow {
    pub id: String,
    /// Its name in the edition in force; the id where it has gone.
    pub name: String,
    /// Intakes of the last 30, 90 and 365 days.
    pub month: u32,
    pub quarter: u32,
    pub year: u32,
    /// Of those of the year.
    pub received: u32,
    pub accepted: u32,
    /// Open drafts.
    pub drafts: u32,
    pub last_at: Option<String>,
}

/// What an edition says otherwise than the one before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct EditionChanges {
    pub number: String,
    /// Absent for the first.
    pub previous: Option<String>,
    /// How many there are; a large one is not listed whole.
    pub total: u32,
    pub changes: Vec<PartChange>,
}

/// One item or file that is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PartChange {
    /// added, changed, removed, file
    pub kind: String,
    pub id: String,
    /// Name of the item.
    pub title: String,
    pub said: Vec<super::edition::ChangeLine>,
}

/// A file that somebody chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CatalogueText {
    pub name: String,
    pub text: String,
}

/// What is wrong in what the hall serves; nothing in an edition that was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ServedView {
    pub edition: String,
    pub faults: Vec<FaultLine>,
    /// Names of the items that are not served for it.
    pub withheld: Vec<String>,
}

/// 检查报告
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CheckView {
    /// Files that were looked at; the rest is as it is in force.
    pub files: Vec<String>,
    /// Files that belong to no catalogue.
    pub unknown: Vec<String>,
    /// What keeps it from being published.
    pub faults: Vec<FaultLine>,
    /// The edition that it was compared with.
    pub edition: String,
    pub items: u32,
    pub total: u32,
    pub changes: Vec<PartChange>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FaultLine {
    pub file: String,
    pub path: String,
    pub trouble: super::TroubleView,
}
