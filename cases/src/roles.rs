//! Who may do which deed (权限): roles × deeds as data, checked in desk and hall. [`scope`]: for which items.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub mod scope;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// 窗口人员
    Clerk,
    /// 大厅主管
    Supervisor,
    /// 帮办代办人员
    Helper,
    /// 系统管理员
    Admin,
    /// 自助取号机、大屏: a device with an account of its own, nobody stands behind it
    Device,
}

impl Role {
    pub const ALL: [Role; 5] = [
        Role::Clerk,
        Role::Supervisor,
        Role::Helper,
        Role::Admin,
        Role::Device,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Role::Clerk => "clerk",
            Role::Supervisor => "supervisor",
            Role::Helper => "helper",
            Role::Admin => "admin",
            Role::Device => "device",
        }
    }

    pub fn from_word(word: &str) -> Option<Role> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// Every deed that needs a permit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Deed {
    // Queue and window
    /// 取号
    IssueTicket,
    /// 看排队
    SeeQueue,
    /// 开窗、暂停、交接班
    RunWindow,
    /// 叫号
    CallNext,
    /// 重呼、过号、回队、挂起、转移
    HandleTicket,
    /// 免号直办
    OpenWalkIn,
    // The person and what is known of him
    /// 核验身份
    Identify,
    /// 调用共享数据
    Query,
    /// 调用电子证照
    ReadLicence,
    /// 看明文
    Unmask,
    /// 送申请人屏: 同意、核对、签名、评价
    AskApplicant,
    // Intake
    /// 咨询告知, without a case
    Consult,
    /// 收件稿保存
    SaveDraft,
    /// 接管收件稿
    TakeDraft,
    /// 登记申请人签名
    TakeSignature,
    /// 收件
    Receive,
    /// 受理
    Accept,
    /// 不予受理、不受理
    Refuse,
    /// 告知补正、补正收件
    Supplement,
    /// 撤回
    Withdraw,
    /// 送达、发放结果
    Deliver,
    /// 作废、更正
    VoidCase,
    /// 看办件
    SeeCase,
    /// 看、打印文书
    SeePaper,
    /// 材料移交: paper to departments and back
    HandMaterials,
    /// 用印登记
    KeepSeal,
    // Assisted filing
    /// 请求帮办
    AskHelp,
    /// 接帮办
    GiveHelp,
    /// 登记委托书
    KeepMandate,
    /// 移交窗口
    HandOver,
    // Supervising
    /// 值守看板
    SeeBoard,
    /// 调窗、派人、改派办件
    ManageWindows,
    /// 督办、差评回访
    FollowUp,
    /// 提请审批
    AskApproval,
    /// 审批
    AnswerApproval,
    /// 请求支援、静默报警
    CallSupport,
    /// 大厅广播
    Broadcast,
    /// 过程监控、抽查、审计月报
    WatchLooks,
    /// 告知查询记录: the looks at the applicant who stands there, for him
    ListLooks,
    /// 提请数据授权
    AskGrant,
    /// 批准、撤销数据授权
    ApproveGrant,
    /// 核查审计
    VerifyAudit,
    /// 发布事项库版本
    PublishCatalogue,
}

/// Every deed with the roles that may do it. Helpers prepare and never sign, receive or accept; supervisors decide
/// on request and never serve; administrators keep machines and see no case; devices know nobody.
const PERMITS: &[(Deed, &[Role])] = {
    use Role::{Admin, Clerk, Device, Helper, Supervisor};
    &[
        (Deed::IssueTicket, &[Clerk, Supervisor, Helper, Device]),
        (Deed::SeeQueue, &[Clerk, Supervisor, Helper, Admin, Device]),
        (Deed::RunWindow, &[Clerk]),
        (Deed::CallNext, &[Clerk]),
        (Deed::HandleTicket, &[Clerk]),
        (Deed::OpenWalkIn, &[Clerk, Helper]),
        (Deed::Identify, &[Clerk, Helper]),
        (Deed::Query, &[Clerk, Helper]),
        (Deed::ReadLicence, &[Clerk, Helper]),
        (Deed::Unmask, &[Clerk]),
        (Deed::AskApplicant, &[Clerk]),
        (Deed::Consult, &[Clerk, Helper]),
        (Deed::SaveDraft, &[Clerk, Helper]),
        (Deed::TakeDraft, &[Clerk, Supervisor]),
        (Deed::TakeSignature, &[Clerk]),
        (Deed::Receive, &[Clerk]),
        (Deed::Accept, &[Clerk]),
        (Deed::Refuse, &[Clerk]),
        (Deed::Supplement, &[Clerk]),
        (Deed::Withdraw, &[Clerk]),
        (Deed::Deliver, &[Clerk]),
        (Deed::VoidCase, &[Clerk]),
        (Deed::SeeCase, &[Clerk, Supervisor]),
        (Deed::SeePaper, &[Clerk, Supervisor]),
        (Deed::HandMaterials, &[Clerk, Supervisor]),
        (Deed::KeepSeal, &[Clerk, Supervisor]),
        (Deed::AskHelp, &[Clerk, Supervisor, Device]),
        (Deed::GiveHelp, &[Helper]),
        (Deed::KeepMandate, &[Helper]),
        (Deed::HandOver, &[Helper]),
        (Deed::SeeBoard, &[Supervisor]),
        (Deed::ManageWindows, &[Supervisor]),
        (Deed::FollowUp, &[Supervisor]),
        (Deed::AskApproval, &[Clerk]),
        (Deed::AnswerApproval, &[Supervisor]),
        (Deed::CallSupport, &[Clerk, Helper]),
        (Deed::Broadcast, &[Supervisor]),
        (Deed::WatchLooks, &[Supervisor]),
        (Deed::ListLooks, &[Clerk]),
        (Deed::AskGrant, &[Supervisor, Admin]),
        (Deed::ApproveGrant, &[Supervisor]),
        (Deed::VerifyAudit, &[Supervisor, Admin]),
        (Deed::PublishCatalogue, &[Supervisor, Admin]),
    ]
};

impl Deed {
    /// Every deed, in the order of the table.
    pub fn all() -> impl Iterator<Item = Deed> {
        PERMITS.iter().map(|(deed, _)| *deed)
    }
}

/// Whether a role may do a deed at all; what the table does not name is denied. [`scope::may`] asks for an item.
pub fn may(role: Role, deed: Deed) -> bool {
    PERMITS
        .iter()
        .any(|(named, roles)| *named == deed && roles.contains(&role))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every cell stated: columns clerk, supervisor, helper, admin, device.
    const TABLE: [(Deed, [u8; 5]); 43] = [
        (Deed::IssueTicket, [1, 1, 1, 0, 1]),
        (Deed::SeeQueue, [1, 1, 1, 1, 1]),
        (Deed::RunWindow, [1, 0, 0, 0, 0]),
        (Deed::CallNext, [1, 0, 0, 0, 0]),
        (Deed::HandleTicket, [1, 0, 0, 0, 0]),
        (Deed::OpenWalkIn, [1, 0, 1, 0, 0]),
        (Deed::Identify, [1, 0, 1, 0, 0]),
        (Deed::Query, [1, 0, 1, 0, 0]),
        (Deed::ReadLicence, [1, 0, 1, 0, 0]),
        (Deed::Unmask, [1, 0, 0, 0, 0]),
        (Deed::AskApplicant, [1, 0, 0, 0, 0]),
        (Deed::Consult, [1, 0, 1, 0, 0]),
        (Deed::SaveDraft, [1, 0, 1, 0, 0]),
        (Deed::TakeDraft, [1, 1, 0, 0, 0]),
        (Deed::TakeSignature, [1, 0, 0, 0, 0]),
        (Deed::Receive, [1, 0, 0, 0, 0]),
        (Deed::Accept, [1, 0, 0, 0, 0]),
        (Deed::Refuse, [1, 0, 0, 0, 0]),
        (Deed::Supplement, [1, 0, 0, 0, 0]),
        (Deed::Withdraw, [1, 0, 0, 0, 0]),
        (Deed::Deliver, [1, 0, 0, 0, 0]),
        (Deed::VoidCase, [1, 0, 0, 0, 0]),
        (Deed::SeeCase, [1, 1, 0, 0, 0]),
        (Deed::SeePaper, [1, 1, 0, 0, 0]),
        (Deed::HandMaterials, [1, 1, 0, 0, 0]),
        (Deed::KeepSeal, [1, 1, 0, 0, 0]),
        (Deed::AskHelp, [1, 1, 0, 0, 1]),
        (Deed::GiveHelp, [0, 0, 1, 0, 0]),
        (Deed::KeepMandate, [0, 0, 1, 0, 0]),
        (Deed::HandOver, [0, 0, 1, 0, 0]),
        (Deed::SeeBoard, [0, 1, 0, 0, 0]),
        (Deed::ManageWindows, [0, 1, 0, 0, 0]),
        (Deed::FollowUp, [0, 1, 0, 0, 0]),
        (Deed::AskApproval, [1, 0, 0, 0, 0]),
        (Deed::AnswerApproval, [0, 1, 0, 0, 0]),
        (Deed::CallSupport, [1, 0, 1, 0, 0]),
        (Deed::Broadcast, [0, 1, 0, 0, 0]),
        (Deed::WatchLooks, [0, 1, 0, 0, 0]),
        (Deed::ListLooks, [1, 0, 0, 0, 0]),
        (Deed::AskGrant, [0, 1, 0, 1, 0]),
        (Deed::ApproveGrant, [0, 1, 0, 0, 0]),
        (Deed::VerifyAudit, [0, 1, 0, 1, 0]),
        (Deed::PublishCatalogue, [0, 1, 0, 1, 0]),
    ];

    #[test]
    fn every_cell_of_roles_and_deeds() {
        assert_eq!(TABLE.map(|row| row.0).to_vec(), Deed::all().collect::<Vec<_>>());
        for (deed, row) in TABLE {
            for (role, expected) in Role::ALL.into_iter().zip(row) {
                assert_eq!(may(role, deed), expected == 1, "{role:?} {deed:?}");
            }
        }
    }
}
