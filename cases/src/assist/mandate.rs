//! 委托书: who acts for whom, in what, how far and how long; and what it still lacks.
//!
//! Powers are filling in, handing in and collecting. Changing where money goes is no power that can be given here:
//! there is no word for it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::Draft;
use crate::catalogue::condition::Rules;
use crate::catalogue::{FieldType, Item};
use crate::error::Trouble;
use crate::form::SourceKind;
use crate::identity::PersonId;
use crate::material::Piece;

/// 权限
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Power {
    /// 填报
    Fill,
    /// 提交
    Submit,
    /// 领取结果
    Collect,
}

/// 委托人
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Principal {
    pub name: String,
    pub id_type: String,
    pub id_number: String,
}

/// How the principal's identity was checked (委托人身份核验).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Seen {
    /// 读卡
    Card,
    /// 查验证件
    Document,
    /// 视频核验
    Video,
}

/// How the principal said that it is his will (意愿确认).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Said {
    /// 回拨
    CallBack,
    /// 短信
    Message,
    /// 当面
    Present,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IdentityCheck {
    pub how: Seen,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// 工号
    pub by: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WillCheck {
    pub how: Said,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    pub by: String,
    /// Number of the recording or of the message, under which it is found again.
    pub reference: String,
}

/// A mandate as it is kept with a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Mandate {
    pub principal: Principal,
    /// 代办人: staff number.
    pub agent: String,
    pub agent_name: String,
    /// Item ids.
    pub items: Vec<String>,
    pub powers: Vec<Power>,
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// The signed paper, photographed or as a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Piece>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<IdentityCheck>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub will: Option<WillCheck>,
    /// 委托人撤回
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub revoked_at: Option<Timestamp>,
}

/// Which line of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Point {
    Document,
    Identity,
    Will,
    Item,
    Principal,
    Agent,
    Powers,
    Dates,
    Account,
    Revoked,
}

impl Point {
    pub fn word(self) -> &'static str {
        match self {
            Point::Document => "document",
            Point::Identity => "identity",
            Point::Will => "will",
            Point::Item => "item",
            Point::Principal => "principal",
            Point::Agent => "agent",
            Point::Powers => "powers",
            Point::Dates => "dates",
            Point::Account => "account",
            Point::Revoked => "revoked",
        }
    }
}

/// Something a mandate lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Lack {
    pub point: Point,
    #[serde(flatten)]
    pub trouble: Trouble,
}

/// No mandate at all.
pub fn missing() -> Lack {
    lack(
        Point::Document,
        "YC-2821",
        "代办须登记委托书，还没有登记".to_owned(),
        "acting in somebody's place needs a mandate; none is kept".to_owned(),
    )
}

/// What stands between a mandate and acting on it: every lack, in the order of the checklist. Empty is checked.
pub fn check(
    mandate: &Mandate,
    item: &Item,
    rules: &Rules,
    draft: &Draft,
    agent: &str,
    today: Date,
) -> Vec<Lack> {
    let mut lacks = Vec::new();
    let mut say = |wrong: bool, point: Point, code: &str, zh: String, en: String| {
        if wrong {
            lacks.push(lack(point, code, zh, en));
        }
    };
    say(
        mandate.document.is_none(),
        Point::Document,
        "YC-2822",
        "委托书没有拍照或上传".to_owned(),
        "the signed mandate is not attached".to_owned(),
    );
    say(
        mandate.identity.is_none(),
        Point::Identity,
        "YC-2823",
        "委托人身份还没有核验".to_owned(),
        "the principal's identity is not checked".to_owned(),
    );
    say(
        mandate
            .will
            .as_ref()
            .is_none_or(|will| will.reference.trim().is_empty()),
        Point::Will,
        "YC-2824",
        "委托人意愿还没有确认（回拨、短信或当面）".to_owned(),
        "the principal has not confirmed his will (call back, message or in person)".to_owned(),
    );
    say(
        !mandate.items.contains(&item.id),
        Point::Item,
        "YC-2825",
        "委托书没有写这个事项".to_owned(),
        "the mandate does not name this item".to_owned(),
    );
    let in_person = rules.in_person.get(&item.id);
    say(
        in_person.is_some(),
        Point::Item,
        "YC-2826",
        format!(
            "本事项须本人办理，不能代办（{}）",
            in_person.map_or("", String::as_str)
        ),
        "this item has to be applied for in person".to_owned(),
    );
    let applicant = &draft.party.person;
    let principal = PersonId::parse(&mandate.principal.id_type, &mandate.principal.id_number, today);
    say(
        principal.map_or(true, |id| id.number() != applicant.id_number)
            || mandate.principal.name != applicant.name,
        Point::Principal,
        "YC-2827",
        "委托人与收件稿的申请人不是同一人".to_owned(),
        "the principal is not the applicant of the draft".to_owned(),
    );
    say(
        mandate.agent != agent,
        Point::Agent,
        "YC-2828",
        "委托书写的代办人不是您".to_owned(),
        "the mandate names another agent".to_owned(),
    );
    say(
        !(mandate.powers.contains(&Power::Fill) && mandate.powers.contains(&Power::Submit)),
        Point::Powers,
        "YC-2829",
        "委托权限没有写明填报和提交".to_owned(),
        "the mandate does not give the powers to fill in and to hand in".to_owned(),
    );
    say(
        mandate.until < mandate.from || today < mandate.from,
        Point::Dates,
        "YC-2830",
        format!("委托从 {} 起生效", mandate.from),
        format!("the mandate begins on {}", mandate.from),
    );
    say(
        mandate.from <= mandate.until && mandate.until < today,
        Point::Dates,
        "YC-2831",
        format!("委托已于 {} 到期", mandate.until),
        format!("the mandate ended on {}", mandate.until),
    );
    let account = item.fields.iter().find(|field| {
        field.kind == FieldType::BankAccount
            && draft
                .form
                .get(&field.key)
                .is_some_and(|cell| cell.is_filled() && cell.source() == Some(SourceKind::Typed))
    });
    say(
        account.is_some(),
        Point::Account,
        "YC-2832",
        format!(
            "代办不含变更银行账户，请清空「{}」，由本人在窗口填写",
            account.map_or("", |field| field.label.as_str())
        ),
        "a mandate does not cover bank accounts; clear the account, the applicant gives it at the window"
            .to_owned(),
    );
    say(
        mandate.revoked_at.is_some(),
        Point::Revoked,
        "YC-2833",
        "委托人已撤回委托".to_owned(),
        "the principal has revoked the mandate".to_owned(),
    );
    lacks
}

fn lack(point: Point, code: &str, zh: String, en: String) -> Lack {
    Lack {
        point,
        trouble: Trouble::new(code, zh, en),
    }
}
