//! Who may do which deed (权限): roles × deeds as data, checked in desk and hall.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
}

impl Role {
    pub const ALL: [Role; 4] = [Role::Clerk, Role::Supervisor, Role::Helper, Role::Admin];

    pub fn word(self) -> &'static str {
        match self {
            Role::Clerk => "clerk",
            Role::Supervisor => "supervisor",
            Role::Helper => "helper",
            Role::Admin => "admin",
        }
    }

    pub fn from_word(word: &str) -> Option<Role> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// Every deed that needs a permit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Deed {
    /// 取号
    IssueTicket,
    /// 看排队
    SeeQueue,
    /// 叫号
    CallNext,
    /// 免号直办
    OpenWalkIn,
    /// 核验身份
    Identify,
    /// 调用共享数据
    Query,
    /// 调用电子证照
    ReadLicence,
    /// 收件稿保存
    SaveDraft,
    /// 接管收件稿
    TakeDraft,
    /// 收件
    Receive,
    /// 受理
    Accept,
    /// 看办件
    SeeCase,
    /// 看、打印文书
    SeePaper,
    /// 看明文
    Unmask,
    /// 核查审计
    VerifyAudit,
}

impl Deed {
    pub const ALL: [Deed; 15] = [
        Deed::IssueTicket,
        Deed::SeeQueue,
        Deed::CallNext,
        Deed::OpenWalkIn,
        Deed::Identify,
        Deed::Query,
        Deed::ReadLicence,
        Deed::SaveDraft,
        Deed::TakeDraft,
        Deed::Receive,
        Deed::Accept,
        Deed::SeeCase,
        Deed::SeePaper,
        Deed::Unmask,
        Deed::VerifyAudit,
    ];
}

/// Whether a role may do a deed. Helpers prepare and never receive, accept or look without the applicant's
/// visit; administrators keep machines and see no case.
pub fn may(role: Role, deed: Deed) -> bool {
    match role {
        Role::Clerk => match deed {
            Deed::IssueTicket
            | Deed::SeeQueue
            | Deed::CallNext
            | Deed::OpenWalkIn
            | Deed::Identify
            | Deed::Query
            | Deed::ReadLicence
            | Deed::SaveDraft
            | Deed::TakeDraft
            | Deed::Receive
            | Deed::Accept
            | Deed::SeeCase
            | Deed::SeePaper
            | Deed::Unmask => true,
            Deed::VerifyAudit => false,
        },
        Role::Supervisor => match deed {
            Deed::IssueTicket
            | Deed::SeeQueue
            | Deed::SeeCase
            | Deed::SeePaper
            | Deed::TakeDraft
            | Deed::VerifyAudit => true,
            Deed::CallNext
            | Deed::OpenWalkIn
            | Deed::Identify
            | Deed::Query
            | Deed::ReadLicence
            | Deed::SaveDraft
            | Deed::Receive
            | Deed::Accept
            | Deed::Unmask => false,
        },
        Role::Helper => match deed {
            Deed::IssueTicket | Deed::SeeQueue | Deed::SaveDraft => true,
            Deed::CallNext
            | Deed::OpenWalkIn
            | Deed::Identify
            | Deed::Query
            | Deed::ReadLicence
            | Deed::TakeDraft
            | Deed::Receive
            | Deed::Accept
            | Deed::SeeCase
            | Deed::SeePaper
            | Deed::Unmask
            | Deed::VerifyAudit => false,
        },
        Role::Admin => match deed {
            Deed::VerifyAudit | Deed::SeeQueue => true,
            Deed::IssueTicket
            | Deed::CallNext
            | Deed::OpenWalkIn
            | Deed::Identify
            | Deed::Query
            | Deed::ReadLicence
            | Deed::SaveDraft
            | Deed::TakeDraft
            | Deed::Receive
            | Deed::Accept
            | Deed::SeeCase
            | Deed::SeePaper
            | Deed::Unmask => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every cell stated: rows are deeds in the order of [`Deed::ALL`], columns clerk, supervisor, helper, admin.
    const TABLE: [(Deed, [bool; 4]); 15] = [
        (Deed::IssueTicket, [true, true, true, false]),
        (Deed::SeeQueue, [true, true, true, true]),
        (Deed::CallNext, [true, false, false, false]),
        (Deed::OpenWalkIn, [true, false, false, false]),
        (Deed::Identify, [true, false, false, false]),
        (Deed::Query, [true, false, false, false]),
        (Deed::ReadLicence, [true, false, false, false]),
        (Deed::SaveDraft, [true, false, true, false]),
        (Deed::TakeDraft, [true, true, false, false]),
        (Deed::Receive, [true, false, false, false]),
        (Deed::Accept, [true, false, false, false]),
        (Deed::SeeCase, [true, true, false, false]),
        (Deed::SeePaper, [true, true, false, false]),
        (Deed::Unmask, [true, false, false, false]),
        (Deed::VerifyAudit, [false, true, false, true]),
    ];

    #[test]
    fn every_cell_of_roles_and_deeds() {
        assert_eq!(TABLE.map(|row| row.0), Deed::ALL);
        for (deed, row) in TABLE {
            for (role, expected) in Role::ALL.into_iter().zip(row) {
                assert_eq!(may(role, deed), expected, "{role:?} {deed:?}");
            }
        }
    }
}
