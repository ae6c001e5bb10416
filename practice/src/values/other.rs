//! The smaller groups of elements, and plausible values by type for what is not written out.

use jiff::ToSpan;
use serde_json::{Value, json};

use super::person::{income, residence};
use super::{Subject, account, code, number};
use crate::catalogue::{Element, Kind, catalogue};
use crate::chance::digits_of;
use crate::people::places::REGION;
use crate::people::retirement::{month_of, month_text};
use crate::people::{Body, Resident};

/// Registered makers and laboratories that applicants name.
const SIGN_BUILDER: &str = "示范市美彩广告工程有限公司";
const SEAL_MAKER: &str = "示范市正印印章有限公司";
const LABORATORY: &str = "示范市华测检测技术有限公司";

/// The value of an element of a smaller group.
pub fn value(element: &str, subject: &Subject) -> Option<Value> {
    let province = subject.province;
    let key = subject.key();
    Some(match element {
        "tax.buyer.name" | "tax.finance.name" => json!(subject.person?.name),
        "tax.buyer.idNumber" | "tax.finance.idNumber" => json!(subject.person?.id_number),
        "tax.agreementNo" => {
            subject.body?;
            json!(format!("SF{}", digits_of(&["agreement", key], 12)))
        }
        "fundreg.baseTotal" => json!(staff_of(subject)?.map(income).sum::<u64>()),
        "fundreg.count" | "food.staffCount" | "food.healthCertCount" => json!(staff_of(subject)?.count()),
        "withdraw.amount" => super::person::value("person.fundBalance", province, subject.person?)?,
        "sign.text" => json!(subject.body?.short_name),
        "sign.builder" => json!(SIGN_BUILDER),
        "sign.wallOwner" => json!(province.residents[subject.body?.legal_rep].name),
        "seal.maker" => json!(SEAL_MAKER),
        "seal.oldNo" => {
            subject.body?;
            json!(format!("{REGION}{}", digits_of(&["seal", key], 7)))
        }
        "hygiene.testOrg" | "drain.testOrg" => json!(LABORATORY),
        "drain.monitor" => {
            subject.body?;
            json!(false)
        }
        "hukou.childNative" => json!(subject.person?.id_number[..6]),
        "hukou.newAddress" => json!(province.household(subject.person?).address),
        "med.category" => json!(match subject.person?.age_on(province.day) {
            ..=0 => "新生儿",
            1..=6 => "学龄前儿童",
            7..=17 => "中小学生",
            18..=22 => "大学生",
            23..=59 => "成年居民",
            60.. => "老年居民",
        }),
        "med.subsidy" => {
            let person = subject.person?;
            let poor = province.household(person).low_income;
            json!(match person.disability {
                Some((_, "1" | "2")) => "重度残疾人",
                _ if poor => "低保对象",
                _ => "无",
            })
        }
        "med.transferFrom" => json!("市医疗保障基金中心"),
        "soc.transferFrom" => json!("市社会劳动保险中心"),
        "soc.archiveKeeper" => json!("示范区人才人事档案服务中心"),
        "soc.archiveReviewed" => json!(number(&["archive", key], 0, 3) != 0),
        "soc.pensionType" => json!("企业职工基本养老保险"),
        "relief.familySize" => json!(family(subject)?.len()),
        "relief.member.name" => family(subject)?.iter().map(|r| json!(r.name)).collect(),
        "relief.member.idNumber" => family(subject)?.iter().map(|r| json!(r.id_number)).collect(),
        "relief.member.relation" => family(subject)?.iter().map(|r| relation(subject, r)).collect(),
        "relief.member.income" => family(subject)?.iter().map(|r| json!(income(r))).collect(),
        "relief.member.health" => family(subject)?
            .iter()
            .map(|r| {
                json!(if r.disability.is_some() {
                    "残疾"
                } else {
                    "健康"
                })
            })
            .collect(),
        "relief.familyIncome" => {
            let family = family(subject)?;
            let total: u64 = family.iter().map(|r| income(r)).sum();
            json!(total / u64::try_from(family.len()).unwrap_or(1).max(1))
        }
        "relief.houseCount" => json!(1),
        "relief.pension" => {
            let person = subject.person?;
            json!(if person.work == crate::people::Work::Retired {
                income(person)
            } else {
                0
            })
        }
        "relief.support" => {
            let person = subject.person?;
            let children = province
                .children_of(person)
                .filter(|c| c.age_on(province.day) >= 18);
            children
                .map(|c| json!({"name": c.name, "idNumber": c.id_number, "relation": "20"}))
                .collect()
        }
        "relief.vehicleCount" => json!(number(&["vehicle", key], 0, 1)),
        "vet.letterNo"
        | "vet.archiveArrived"
        | "vet.subsidyStd"
        | "vet.subsidyAmount"
        | "vet.reserveSpecialty"
            if !subject.person?.veteran =>
        {
            return None;
        }
        "vet.letterNo" => json!(format!(
            "示退安〔{}〕{}号",
            province.day.year(),
            digits_of(&["letter", key], 4)
        )),
        "vet.archiveArrived" => json!(true),
        "vet.subsidyStd" => json!(4500),
        "vet.subsidyAmount" => {
            let years = super::person::value("person.serviceYears", province, subject.person?)?;
            json!(4500 * years.as_i64().unwrap_or(2))
        }
        "id.oldNo" => super::person::value("person.idValidTo", province, subject.person?)?,
        _ => return by_type(catalogue().element(element)?, subject),
    })
}

/// Residents on a body's payroll.
fn staff_of<'a>(subject: &Subject<'a>) -> Option<impl Iterator<Item = &'a Resident>> {
    let province = subject.province;
    let body: &Body = subject.body?;
    Some(body.staff.iter().map(move |&at| &province.residents[at]))
}

/// Everyone of the household who lives, the person first.
fn family<'a>(subject: &Subject<'a>) -> Option<Vec<&'a Resident>> {
    let person = subject.person?;
    let members = &subject.province.household(person).members;
    let others = members.iter().map(|&at| &subject.province.residents[at]);
    let others = others.filter(|r| r.index != person.index && r.died_on.is_none());
    Some(std::iter::once(person).chain(others).collect())
}

fn relation(subject: &Subject, member: &Resident) -> Value {
    let Some(person) = subject.person else {
        return json!("97");
    };
    json!(if member.index == person.index {
        "01"
    } else if person.spouse == Some(member.index) {
        "10"
    } else if member.father == Some(person.index) || member.mother == Some(person.index) {
        if member.sex == crate::people::Sex::Male {
            "20"
        } else {
            "30"
        }
    } else if person.father == Some(member.index) {
        "51"
    } else if person.mother == Some(member.index) {
        "52"
    } else {
        "97"
    })
}

/// A value that fits the element's type, code list and length.
fn by_type(element: &Element, subject: &Subject) -> Option<Value> {
    let key = subject.key();
    let words = [element.id.as_str(), key];
    let day = subject.province.day.first_of_month();
    let back = i64::try_from(number(&words, 30, 900)).unwrap_or(30);
    let list = element.code_list.as_deref();
    Some(match element.kind {
        Kind::Text | Kind::Textarea => {
            let text = format!("示范{}", element.name);
            json!(
                text.chars()
                    .take(element.max_length.unwrap_or(20))
                    .collect::<String>()
            )
        }
        Kind::Enum => code(list?, &words)?,
        Kind::Multi => json!([code(list?, &words)?]),
        Kind::Bool => json!(number(&words, 0, 1) == 1),
        Kind::Number => json!(number(&words, 1, 40)),
        Kind::Money => json!(number(&words, 10, 900) * 100),
        Kind::Date => json!(day.saturating_sub(back.days()).to_string()),
        Kind::Month => json!(month_text(month_of(day) - 3)),
        Kind::Datetime => json!(format!("{}T09:30:00+08:00", day.saturating_sub(back.days()))),
        Kind::Region => json!(REGION),
        Kind::Address => json!(residence(subject.province, subject.person?)),
        Kind::IdNumber => json!(subject.person?.id_number),
        Kind::Uscc => json!(subject.body?.uscc),
        Kind::Phone => json!(subject.person?.phone()?),
        Kind::Email => json!(format!("u{}@example.cn", digits_of(&words, 6))),
        Kind::BankAccount => json!(account(key)),
        Kind::Photo => json!(crate::photo::portrait_base64(key)),
        Kind::Table => json!([]),
    })
}
