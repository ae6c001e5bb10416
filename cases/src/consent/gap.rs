//! Why a look is not covered by what somebody said.

use crate::error::Trouble;

/// Nothing was asked of the source; the field falls to typing, the material to paper, and the service goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nobody was asked, or has not answered.
    NotAsked,
    /// He said no.
    Refused,
    /// He said yes and took it back.
    Withdrawn,
    /// He agreed to other data of this source; for sensitive data he has to say so apart.
    Separate,
    /// The one it is about is a child, and no guardian in the case has agreed.
    Guardian,
    /// What he agreed to was of another person, for another item, or is over.
    Elsewhere,
}

impl Gap {
    pub const ALL: [Self; 6] = [
        Gap::NotAsked,
        Gap::Refused,
        Gap::Withdrawn,
        Gap::Separate,
        Gap::Guardian,
        Gap::Elsewhere,
    ];

    pub fn trouble(self) -> Trouble {
        let (code, zh, en) = match self {
            Gap::NotAsked => (
                "YC-1220",
                "这项数据须经申请人同意，还没有问过他或他还没有答复，未发出查询。请征求同意，或按他提供的填写、收取材料。",
                "This look needs the applicant's consent, and he was not asked or has not answered; no request was sent. Ask him, or enter what he provides and take the paper.",
            ),
            Gap::Refused => (
                "YC-1221",
                "申请人不同意查询这项数据，未发出查询，办理不受影响。请按他提供的填写、收取材料。",
                "The applicant does not agree to this look; no request was sent, and the service goes on. Enter what he provides and take the paper.",
            ),
            Gap::Withdrawn => (
                "YC-1222",
                "申请人已撤回对这项数据的同意，未发出查询；撤回以前取得的内容不受影响。请按他提供的填写、收取材料。",
                "The applicant has withdrawn his consent to this look; no request was sent, and what was read before stands. Enter what he provides and take the paper.",
            ),
            Gap::Separate => (
                "YC-1223",
                "这项是敏感个人信息，须由申请人单独同意，一般的同意不包括它，未发出查询。",
                "This is sensitive personal data: the applicant has to agree to it separately, his other consent does not cover it. No request was sent.",
            ),
            Gap::Guardian => (
                "YC-1224",
                "查询的对象不满十四周岁，须由已在本件核验身份的父母或其他监护人同意，未发出查询。",
                "The person is under fourteen: a parent or other guardian whose identity was checked in this case has to agree. No request was sent.",
            ),
            Gap::Elsewhere => (
                "YC-1225",
                "现有的同意是给另一个人、另一事项的，或已经到期，不能用于这次查询，未发出查询。请重新征求同意。",
                "The consent there is was given for another person or item, or is over; it does not cover this look. No request was sent. Ask again.",
            ),
        };
        Trouble::new(code, zh, en)
    }
}
