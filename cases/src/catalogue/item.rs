//! One service item (政务服务事项), with the keys of GB/T 39554.2 as the catalogue files spell them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::rule::{Rule, RuleText};
use super::situation::Situation;
use super::whens::Whens;

/// A service item. Keys this version does not know are carried through in `rest`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    /// 基本编码, 12 characters.
    pub base_code: String,
    /// 实施编码, 31 characters: credit code of the body, level, base code.
    pub implementation_code: String,
    /// 业务办理项编码, 33 characters.
    pub business_item_code: String,
    /// 事项类型 code (GB/T 39046 A.1): 01 行政许可, 05 行政给付, 07 行政确认, 20 公共服务 …
    pub item_type_code: String,
    pub item_type: String,
    pub department: String,
    pub department_short: String,
    pub department_uscc: String,
    /// 服务对象: 自然人, 企业法人, 个体工商户 …
    pub applicant_types: Vec<String>,
    #[serde(default)]
    pub legal_basis: Vec<LegalBasis>,
    /// 办件类型: 1 即办件, 2 承诺件.
    pub case_type_code: String,
    pub case_type: String,
    pub statutory_days: u32,
    pub promised_days: u32,
    /// 工作日, 自然日 or 小时.
    pub day_unit: String,
    pub statutory_day_unit: String,
    #[serde(default)]
    pub procedure_note: Option<String>,
    pub fee: String,
    #[serde(default)]
    pub charged: bool,
    /// Name of the result document (结果名称).
    pub result: String,
    /// 办理流程, step by step; empty takes the course that every case has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flow: Vec<FlowStep>,
    /// 咨询电话 of the department for this item; absent takes the hall's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consult_phone: Option<String>,
    #[serde(default)]
    pub special_procedures: Vec<SpecialProcedure>,
    #[serde(default)]
    pub conditions: Vec<String>,
    pub materials: Vec<MaterialSpec>,
    pub fields: Vec<FieldSpec>,
    /// 情形引导, asked in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub situations: Vec<Situation>,
    /// Its expressions, compiled when the edition was read.
    #[serde(skip)]
    pub whens: Whens,
    #[serde(default)]
    pub review_points: Vec<ReviewPoint>,
    #[serde(flatten)]
    pub rest: BTreeMap<String, Json>,
}

impl Item {
    pub fn field(&self, key: &str) -> Option<&FieldSpec> {
        self.fields.iter().find(|field| field.key == key)
    }

    pub fn material(&self, id: &str) -> Option<&MaterialSpec> {
        self.materials.iter().find(|material| material.id == id)
    }

    /// 行政许可: its papers rest on 行政许可法.
    pub fn is_licence(&self) -> bool {
        self.item_type_code == "01"
    }

    /// Whether a natural person may apply for himself (服务对象含自然人).
    pub fn serves_persons(&self) -> bool {
        self.applicant_types.iter().any(|kind| kind == "自然人")
    }

    /// Whether a body (企业、个体工商户 …) may apply.
    pub fn serves_bodies(&self) -> bool {
        self.applicant_types.iter().any(|kind| kind != "自然人")
    }

    /// Subjects that are natural persons, in the order the form names them.
    pub fn person_subjects(&self) -> Vec<&str> {
        let mut subjects: Vec<&str> = Vec::new();
        for field in &self.fields {
            if field.data_element == "person.name" && !subjects.contains(&field.subject.as_str()) {
                subjects.push(&field.subject);
            }
        }
        subjects
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalBasis {
    pub law: String,
    pub article: String,
}

/// 特别程序 or 现场核查: days that may or may not count in the limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SpecialProcedure {
    pub name: String,
    pub days: u32,
    pub counts_in_limit: bool,
}

/// One step of the course of a case (办理环节), and who takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FlowStep {
    pub step: String,
    pub by: String,
}

/// One field of the application form (申请表单字段).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldSpec {
    pub key: String,
    pub label: String,
    /// Whom or what the field speaks of: applicant, enterprise, legalRep, mother, premises …
    pub subject: String,
    pub data_element: String,
    pub fact: String,
    pub group: String,
    #[serde(rename = "type")]
    pub kind: FieldType,
    #[serde(default)]
    pub max_length: Option<usize>,
    #[serde(default)]
    pub code_list: Option<String>,
    pub required: bool,
    /// Condition text under which an optional field becomes required.
    #[serde(default)]
    pub required_when: Option<String>,
    /// `required_when` as an expression; without one it is a question of 是 and 否.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The field is on the form only while this expression holds, whether it is required or not. Without it a field
    /// with `required_when` is on the form while that holds, any other always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_when: Option<String>,
    #[serde(default)]
    pub repeatable: bool,
    pub source: String,
    pub source_code: String,
    pub source_chain: Vec<String>,
    #[serde(default)]
    pub shared: bool,
    #[serde(default)]
    pub reusable: bool,
    #[serde(default)]
    pub sensitivity: String,
    #[serde(flatten)]
    pub rest: BTreeMap<String, Json>,
}

impl FieldSpec {
    /// The applicant's own act (声明、承诺、选择告知承诺): never pre-set by any source (promise 5), never done for him.
    pub fn is_own_act(&self) -> bool {
        self.kind == FieldType::Bool && (self.subject == "apply" || self.data_element.contains(".declare"))
    }

    /// The applicant's own act, or how he wants to have the result (送达方式): only he can say it, so no source could
    /// have filled it, and no measure of the fill counts it.
    pub fn is_own(&self) -> bool {
        self.is_own_act() || self.data_element == "deliver.method"
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FieldType {
    Text,
    Textarea,
    Enum,
    Multi,
    Date,
    Month,
    Datetime,
    Number,
    Money,
    Bool,
    Phone,
    Email,
    Address,
    Region,
    IdNumber,
    Uscc,
    BankAccount,
    Table,
    Photo,
}

/// One material (申请材料).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MaterialSpec {
    pub id: String,
    pub name: String,
    /// 来源: 电子证照, 申请人, 系统生成, 数据共享, 告知承诺.
    pub source: String,
    /// Who issues it or where it is made (何处取得).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obtained_from: Option<String>,
    /// 样表、填写要点
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<String>,
    #[serde(default)]
    pub originals: u32,
    #[serde(default)]
    pub copies: u32,
    /// 必要, 非必要 or 容缺后补.
    pub necessity: String,
    #[serde(default)]
    pub tolerant_days: Option<u32>,
    #[serde(default)]
    pub licence_type: Option<String>,
    #[serde(default)]
    pub licence_type_code: Option<String>,
    /// 依法须收原件: law and article under which the original is asked for although there may be a licence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_by_law: Option<String>,
    #[serde(default)]
    pub condition: Option<String>,
    /// `condition` as an expression; without one it is a question of 是 and 否.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    #[serde(default)]
    pub accept_electronic: bool,
    #[serde(default)]
    pub format: String,
    #[serde(flatten)]
    pub rest: BTreeMap<String, Json>,
}

impl MaterialSpec {
    /// 系统生成: the item's own application form (申请表、申请书), printed from the case and signed. A picture
    /// that some other system makes is not one.
    pub fn is_generated(&self) -> bool {
        self.source == "系统生成"
            && !["相片", "照片", "影像"]
                .iter()
                .any(|word| self.name.contains(word))
    }

    /// 必要, and 容缺后补 as well while the case is complete only with everything in hand.
    pub fn is_required(&self) -> bool {
        self.necessity != "非必要"
    }
}

/// 审查要点. `rule` says it for people; `cel` says what a machine can judge of it, `byPerson` why it cannot judge the
/// rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReviewPoint {
    pub id: String,
    pub text: String,
    pub kind: String,
    pub rule: String,
    /// 补正, 不予受理 or 提示.
    pub on_fail: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cel: Option<RuleText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_person: Option<String>,
    /// `cel`, compiled when the edition was loaded.
    #[serde(skip)]
    pub judged: Option<Rule>,
    #[serde(flatten)]
    pub rest: BTreeMap<String, Json>,
}
