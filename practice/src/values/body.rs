//! `enterprise.*`, `reg.*` and `acc.*`: what the registers say of an enterprise or sole trader.

use jiff::ToSpan;
use serde_json::{Value, json};

use super::{Subject, account, bank, number};
use crate::chance::{digits_of, draw};
use crate::people::places::REGION;
use crate::people::retirement::{month_of, month_text};
use crate::people::{Body, BodyKind, Province, Resident, Trade};

/// The registrar of the district.
pub const REGISTRAR: &str = "示范区市场监督管理局";

/// 经营范围.
pub fn scope(body: &Body) -> &'static str {
    match body.trade {
        Trade::Catering => {
            "许可项目：餐饮服务；食品销售；烟草制品零售。（依法须经批准的项目，经相关部门批准后方可开展经营活动）一般项目：餐饮管理；外卖递送服务"
        }
        Trade::Drinks => {
            "许可项目：食品销售；烟草制品零售；餐饮服务。（依法须经批准的项目，经相关部门批准后方可开展经营活动）一般项目：食品销售（仅销售预包装食品）；日用百货销售"
        }
        Trade::Bookkeeping => {
            "许可项目：代理记账。（依法须经批准的项目，经相关部门批准后方可开展经营活动）一般项目：企业管理咨询；税务服务"
        }
        Trade::Consulting => "一般项目：企业管理咨询；软件开发；信息技术咨询服务；会议及展览服务",
    }
}

/// Registration status: one body in fifty has had its licence revoked (吊销).
pub fn status(body: &Body) -> &'static str {
    if is_revoked(body) { "2" } else { "1" }
}

/// Whether the business licence was revoked.
pub fn is_revoked(body: &Body) -> bool {
    body.index % 50 == 48
}

/// Telephone on file; one in twenty has none.
pub fn phone(body: &Body) -> Option<String> {
    (body.index % 20 != 11).then(|| format!("0599-8{}", digits_of(&["body phone", &body.uscc], 6)))
}

fn headcount(body: &Body) -> u64 {
    u64::try_from(body.staff.len()).unwrap_or(0) + number(&["headcount", &body.uscc], 2, 30)
}

/// The value of an `enterprise.*` element.
pub fn value(element: &str, province: &Province, body: &Body) -> Option<Value> {
    let key = body.uscc.as_str();
    let established = body.established.to_string();
    let started = body.established.saturating_add(1.month());
    Some(match element {
        "enterprise.name" => json!(body.name),
        "enterprise.uscc" => json!(body.uscc),
        "enterprise.type" => json!(match body.kind {
            BodyKind::Enterprise => "有限责任公司",
            BodyKind::SoleTrader => "个体工商户",
        }),
        "enterprise.registeredCapital" => json!(body.capital),
        "enterprise.currency" => json!("CNY"),
        "enterprise.establishDate" | "enterprise.termFrom" => json!(established),
        "enterprise.termTo" => json!(body.established.saturating_add(30.years()).to_string()),
        "enterprise.domicile" => json!(body.domicile),
        "enterprise.region" => json!(REGION),
        "enterprise.scope" => json!(scope(body)),
        "enterprise.registrationAuthority" => json!(REGISTRAR),
        "enterprise.status" => json!(status(body)),
        "enterprise.industry" => json!(match body.trade {
            Trade::Catering => "6220",
            Trade::Drinks => "6239",
            Trade::Bookkeeping | Trade::Consulting => "7241",
        }),
        "enterprise.economicNature" => json!("私营"),
        "enterprise.phone" => json!(phone(body)?),
        "enterprise.postcode" => json!("353099"),
        "enterprise.employees" => json!(headcount(body)),
        "enterprise.bankName" => json!(bank(key)),
        "enterprise.bankAccount" => json!(account(key)),
        "enterprise.taxAuthority" => json!("国家税务总局示范市示范区税务局"),
        "enterprise.taxpayerType" => json!(if body.capital >= 500 {
            "增值税一般纳税人"
        } else {
            "小规模纳税人"
        }),
        "enterprise.accountingSystem" => json!("小企业会计准则"),
        "enterprise.accountingMethod" => json!("独立核算"),
        "enterprise.socialRegNo" => json!(format!("3501{}", digits_of(&["social", key], 6))),
        "enterprise.socialStart" => json!(month_text(month_of(started))),
        "enterprise.injuryRate" => json!(match body.trade {
            Trade::Catering | Trade::Drinks => "二类",
            Trade::Bookkeeping | Trade::Consulting => "一类",
        }),
        "enterprise.fundNo" => json!(format!("35{}", digits_of(&["fund", key], 8))),
        "enterprise.fundStart" => json!(month_text(month_of(started))),
        "enterprise.fundRatioUnit" | "enterprise.fundRatioPerson" => {
            json!(number(&["ratio", key], 5, 12) as f64 / 100.0)
        }
        "enterprise.payDay" => json!([5, 10, 15][(draw(&["pay day", key]) % 3) as usize]),
        "enterprise.orgForm" => json!(match body.kind {
            BodyKind::Enterprise => "公司制",
            BodyKind::SoleTrader => "个人经营",
        }),
        "enterprise.parentName" if body.index % 15 == 4 => {
            json!(province.bodies[(body.index + 1) % province.bodies.len()].name)
        }
        _ => return None,
    })
}

/// Shareholders of a company: its representative and, if married, the spouse.
fn shareholders<'a>(subject: &Subject<'a>) -> Vec<&'a Resident> {
    let Some(first) = subject.person else {
        return Vec::new();
    };
    let second = first.spouse.map(|at| &subject.province.residents[at]);
    [Some(first), second].into_iter().flatten().collect()
}

/// The value of a `reg.*` element: of a body, or of a person about to found one.
pub fn registration(element: &str, subject: &Subject) -> Option<Value> {
    let province = subject.province;
    let owners = shareholders(subject);
    let each = |of: fn(&Province, &Resident) -> Value| -> Option<Value> {
        (!owners.is_empty()).then(|| owners.iter().map(|owner| of(province, owner)).collect())
    };
    let first = |of: fn(&Province, &Resident) -> Value| -> Option<Value> {
        owners.first().map(|owner| json!([of(province, owner)]))
    };
    match element {
        "reg.nameDeclared" => Some(json!(match (subject.body, subject.person) {
            (Some(body), _) => body.name.clone(),
            (None, person) => format!("示范区{}小吃店（个体工商户）", person?.name),
        })),
        "reg.nameReserveNo" => {
            let digits = digits_of(&["reserve", subject.key()], 6);
            Some(json!(format!(
                "（示）名保字〔{}〕第{digits}号",
                province.day.year()
            )))
        }
        "reg.nameReserveTo" => Some(json!(
            province
                .day
                .first_of_month()
                .saturating_add(2.months())
                .to_string()
        )),
        "reg.domicileDeclared" => Some(json!(match (subject.body, subject.person) {
            (Some(body), _) => body.domicile.clone(),
            (None, person) => province.household(person?).address.clone(),
        })),
        "reg.before" => {
            let body = subject.body?;
            Some(json!(format!("名称：{}；住所：{}", body.name, body.domicile)))
        }
        "reg.shareholder.name" => each(|_, owner| json!(owner.name)),
        "reg.shareholder.idNumber" => each(|_, owner| json!(owner.id_number)),
        "reg.shareholder.idType" => each(|_, _| json!("111")),
        "reg.shareholder.type" => each(|_, _| json!("自然人")),
        "reg.shareholder.address" => each(|province, owner| json!(province.household(owner).address)),
        "reg.beneficial.name" => first(|_, owner| json!(owner.name)),
        "reg.beneficial.idNumber" => first(|_, owner| json!(owner.id_number)),
        _ => None,
    }
}

/// The value of an `acc.*` element: the full-time staff of a bookkeeping firm.
pub fn accounting(element: &str, province: &Province, body: &Body) -> Option<Value> {
    let staff: Vec<&Resident> = body
        .staff
        .iter()
        .map(|&at| &province.residents[at])
        .filter(|r| r.accountant.is_some())
        .collect();
    if element == "acc.branches" {
        return Some(json!(0));
    }
    if staff.is_empty() {
        return None;
    }
    let each = |of: fn(&Resident) -> Value| -> Option<Value> { Some(staff.iter().map(|r| of(r)).collect()) };
    match element {
        "acc.fullTimeStaff" => Some(json!(staff.len())),
        "acc.staff.name" => each(|r| json!(r.name)),
        "acc.staff.idNumber" => each(|r| json!(r.id_number)),
        "acc.staff.title" => each(|r| {
            json!(if r.accountant >= Some(5) {
                "会计师"
            } else {
                "助理会计师"
            })
        }),
        "acc.staff.years" => each(|r| json!(r.accountant)),
        "acc.staff.insured" => each(|_| json!(true)),
        _ => None,
    }
}
