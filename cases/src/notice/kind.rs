//! The kinds of papers (文书种类): their names, their words, and which of them are numbered.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The papers that the hall can make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum PaperKind {
    /// 一次性告知书: everything that the item asks for, before anything is handed in.
    Guidance,
    /// 委托书: who acts for the applicant, how far and how long.
    Mandate,
    /// 申请表 / 申请书: its title is the name of the material it fulfils.
    ApplicationForm,
    /// 告知承诺书: a written promise takes the place of a certificate (证明事项告知承诺制).
    Commitment,
    /// 收件凭证: materials were received; the only paper a window may print without the hall.
    ReceiptSlip,
    /// 补正材料告知书: every defect at once, before acceptance.
    SupplementNotice,
    /// 不受理告知书: the matter needs no licence.
    NotNeededNotice,
    /// 不予受理通知书: the matter is not ours, or may not be applied for.
    RefusalNotice,
    /// 容缺受理告知承诺书: accepted now, the missing materials are promised.
    Tolerance,
    /// 受理通知书
    AcceptanceNotice,
    /// 材料移交单: what the window hands over to a department.
    MaterialTransfer,
    /// 补充材料通知书: a department's demand after acceptance.
    FurtherMaterials,
    /// 特别程序告知书: time that does not count in the limit.
    SpecialProcedure,
    /// 延期通知书
    Extension,
    /// 准予 / 不予决定送达通知书: the department's decision as it goes to the applicant.
    DecisionNotice,
    /// 送达回证
    ServiceReceipt,
    /// 领取凭证: who took the result away.
    Collection,
    /// 撤回申请确认书: the applicant took the application back.
    WithdrawalNotice,
    /// 终止办理通知书: the case ended without a decision, as when nothing was supplemented in time.
    TerminationNotice,
    /// 作废通知书（更正）: a paper that counts no longer, and the one that replaces it.
    VoidNotice,
    /// 个人信息查询记录告知单: who looked what up about the applicant, for him.
    LookList,
    /// 数据查询审计月报
    LookReport,
    /// 来源附页: where every value of an application comes from.
    SourceAnnex,
    /// 加注件: a copy of a licence or a file with grade and purpose burned into every page.
    MarkedCopy,
    /// 分隔页: divides scanned pages and says which material follows.
    Separator,
}

impl PaperKind {
    /// Every kind, in the order in which a case meets them.
    pub const ALL: [PaperKind; 21] = [
        PaperKind::Guidance,
        PaperKind::Mandate,
        PaperKind::ApplicationForm,
        PaperKind::Commitment,
        PaperKind::ReceiptSlip,
        PaperKind::SupplementNotice,
        PaperKind::NotNeededNotice,
        PaperKind::RefusalNotice,
        PaperKind::Tolerance,
        PaperKind::AcceptanceNotice,
        PaperKind::MaterialTransfer,
        PaperKind::FurtherMaterials,
        PaperKind::SpecialProcedure,
        PaperKind::Extension,
        PaperKind::DecisionNotice,
        PaperKind::ServiceReceipt,
        PaperKind::Collection,
        PaperKind::WithdrawalNotice,
        PaperKind::TerminationNotice,
        PaperKind::VoidNotice,
        PaperKind::SourceAnnex,
    ];

    /// Papers of no case, about looks: their words are [`crate::watch::sheet`]'s own.
    pub const OF_LOOKS: [PaperKind; 2] = [PaperKind::LookList, PaperKind::LookReport];

    /// Made at a window without words of the wording: a copy has those of its mark, a separator names a material.
    pub const OF_THE_WINDOW: [PaperKind; 2] = [PaperKind::MarkedCopy, PaperKind::Separator];

    /// The official name of the kind.
    pub fn zh(self) -> &'static str {
        self.names().1
    }

    /// The English name for screens and companions.
    pub fn en(self) -> &'static str {
        self.names().2
    }

    /// The word used in stored rows, file names, addresses and `papers.json`.
    pub fn word(self) -> &'static str {
        self.names().0
    }

    /// The kind of a stored word.
    pub fn of(word: &str) -> Option<Self> {
        let mut kinds = Self::ALL
            .into_iter()
            .chain(Self::OF_LOOKS)
            .chain(Self::OF_THE_WINDOW);
        kinds.find(|kind| kind.word() == word)
    }

    /// The character of the kind in a document number, as 受 in `(示范区)政务(市监许)受字〔2026〕第000123号`; numbers
    /// run per body, kind and year without gaps. `None` for papers that are never numbered: what the applicant
    /// himself signs as his own (委托书, 申请表), and what is found by the slip code (收件凭证, 领取凭证,
    /// 来源附页).
    pub fn number_word(self) -> Option<&'static str> {
        match self {
            PaperKind::Mandate
            | PaperKind::ApplicationForm
            | PaperKind::ReceiptSlip
            | PaperKind::Collection
            | PaperKind::LookList
            | PaperKind::LookReport
            | PaperKind::MarkedCopy
            | PaperKind::Separator
            | PaperKind::SourceAnnex => None,
            PaperKind::Guidance => Some("告"),
            PaperKind::Commitment => Some("诺"),
            PaperKind::SupplementNotice => Some("补"),
            PaperKind::NotNeededNotice => Some("不受"),
            PaperKind::RefusalNotice => Some("不予受"),
            PaperKind::Tolerance => Some("容"),
            PaperKind::AcceptanceNotice => Some("受"),
            PaperKind::MaterialTransfer => Some("移"),
            PaperKind::FurtherMaterials => Some("补充"),
            PaperKind::SpecialProcedure => Some("特"),
            PaperKind::Extension => Some("延"),
            PaperKind::DecisionNotice => Some("决"),
            PaperKind::ServiceReceipt => Some("送"),
            PaperKind::WithdrawalNotice => Some("撤"),
            PaperKind::TerminationNotice => Some("终"),
            PaperKind::VoidNotice => Some("废"),
        }
    }

    fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            PaperKind::Guidance => ("guidance", "一次性告知书", "One-time guidance notice"),
            PaperKind::Mandate => ("mandate", "委托书", "Power of attorney"),
            PaperKind::ApplicationForm => ("form", "申请表", "Application form"),
            PaperKind::Commitment => ("commitment", "告知承诺书", "Notification and commitment"),
            PaperKind::ReceiptSlip => ("receipt", "收件凭证", "Receipt slip"),
            PaperKind::SupplementNotice => (
                "supplement",
                "补正材料告知书",
                "Notice of materials to be supplemented",
            ),
            PaperKind::NotNeededNotice => ("notNeeded", "不受理告知书", "Notice that no licence is needed"),
            PaperKind::RefusalNotice => ("refusal", "不予受理通知书", "Notice of non-acceptance"),
            PaperKind::Tolerance => (
                "tolerance",
                "容缺受理告知承诺书",
                "Commitment for acceptance with missing materials",
            ),
            PaperKind::AcceptanceNotice => ("acceptance", "受理通知书", "Notice of acceptance"),
            PaperKind::MaterialTransfer => ("transfer", "材料移交单", "Transfer list of materials"),
            PaperKind::FurtherMaterials => ("further", "补充材料通知书", "Notice of further materials"),
            PaperKind::SpecialProcedure => ("special", "特别程序告知书", "Notice of a special procedure"),
            PaperKind::Extension => ("extension", "延期通知书", "Notice of extension"),
            PaperKind::DecisionNotice => ("decision", "决定送达通知书", "Notice of delivery of the decision"),
            PaperKind::ServiceReceipt => ("service", "送达回证", "Proof of service"),
            PaperKind::SourceAnnex => ("sources", "来源附页", "Annex of sources"),
            PaperKind::MarkedCopy => ("copy", "加注件", "Annotated copy"),
            PaperKind::Separator => ("separator", "分隔页", "Separator sheets"),
            PaperKind::Collection => ("collection", "领取凭证", "Collection receipt"),
            PaperKind::WithdrawalNotice => ("withdrawal", "撤回申请确认书", "Confirmation of withdrawal"),
            PaperKind::TerminationNotice => ("termination", "终止办理通知书", "Notice of termination"),
            PaperKind::VoidNotice => ("void", "作废通知书", "Notice of voidance"),
            PaperKind::LookList => (
                "looks",
                "个人信息查询记录告知单",
                "Record of looks at personal data",
            ),
            PaperKind::LookReport => ("lookReport", "数据查询审计月报", "Monthly audit of looks"),
        }
    }
}
