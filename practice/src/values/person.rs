//! `person.*`: what the registers say of a resident.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::{Value, json};

use super::{account, bank, code, number};
use crate::chance::{digits_of, draw};
use crate::people::places::REGION;
use crate::people::retirement::{month_of, month_text, statutory_month};
use crate::people::{Province, Resident, Sex, Work};

/// Issuing authority of the district's identity cards.
pub const CARD_ISSUER: &str = "示范市公安局示范分局";

/// First and last day of the identity card; no last day means 长期.
pub fn card_validity(person: &Resident, day: Date) -> (Date, Option<Date>) {
    let back = i16::try_from(draw(&["card", &person.id_number]) % 4).unwrap_or(0);
    let born_year = person.born.year();
    let issued_year = (day.year() - 1 - back).max(born_year + 1);
    let issued = date(issued_year, person.born.month(), person.born.day().min(28));
    let issued = if issued > day {
        issued.saturating_sub(1.year())
    } else {
        issued
    };
    let years = match issued.year() - born_year {
        ..=15 => Some(5),
        16..=25 => Some(10),
        26..=45 => Some(20),
        46.. => None,
    };
    (
        issued,
        years.map(|years: i16| issued.saturating_add(i64::from(years).years())),
    )
}

/// The value of a `person.*` element.
pub fn value(element: &str, province: &Province, person: &Resident) -> Option<Value> {
    let key = person.id_number.as_str();
    let home = province.household(person);
    let (card_from, card_to) = card_validity(person, province.day);
    Some(match element {
        "person.name" => json!(person.name),
        "person.formerName" => json!(person.former_name.as_ref()?),
        "person.idType" => json!("111"),
        "person.idNumber" => json!(person.id_number),
        "person.sex" => json!(person.sex.code()),
        "person.nation" => json!(person.nation),
        "person.birthDate" => json!(person.born.to_string()),
        "person.birthPlace" | "person.nativePlace" => json!(key[..6]),
        "person.nationality" => json!("CHN"),
        "person.idIssuer" => json!(CARD_ISSUER),
        "person.idValidFrom" => json!(card_from.to_string()),
        "person.idValidTo" => json!(card_to?.to_string()),
        "person.photo" => json!(crate::photo::portrait_base64(key)),
        "person.householdAddress" => json!(home.address),
        "person.hukouRegion" | "person.insuredRegion" | "person.medicalRegion" => {
            return in_scope(element, province, person).then(|| json!(REGION));
        }
        "person.hukouType" => json!("家庭户"),
        "person.householdNo" => json!(home.number),
        "person.householdHead" => json!(province.residents[home.head].name),
        "person.relationToHead" => json!(person.to_head),
        "person.marital" if person.age_on(province.day) >= 18 => json!(person.marital),
        "person.marital" => return None,
        "person.marriageCertNo" => {
            json!(format!(
                "J{REGION}-{}-{}",
                person.married_on?.year(),
                couple_digits(province, person)
            ))
        }
        "person.marriageDate" => json!(person.married_on?.to_string()),
        "person.education" if person.age_on(province.day) >= 6 => json!(person.education),
        "person.school" if higher(person) => {
            json!(["示范大学", "闽江师范学院", "示范职业技术学院"][pick(key, 3)])
        }
        "person.major" if higher(person) => {
            json!(["会计学", "食品科学", "计算机应用", "工商管理"][pick(key, 4)])
        }
        "person.education" | "person.school" | "person.major" => return None,
        "person.professionalTitle" => {
            json!(if person.accountant? >= 5 {
                "会计师"
            } else {
                "助理会计师"
            })
        }
        "person.professionalCertNo" => {
            person.accountant?;
            json!(format!("KJ{}", digits_of(&["professional", key], 10)))
        }
        "person.healthCertNo" => json!(format!("JK{REGION}{}", digits_of(&["health", key], 8))),
        "person.healthCertTo" => json!(
            province
                .day
                .first_of_month()
                .saturating_add(9.months())
                .to_string()
        ),
        "person.trainingCertNo" => json!(format!("PX{}", digits_of(&["training", key], 8))),
        "person.veteranNo"
        | "person.enlistDate"
        | "person.dischargeDate"
        | "person.serviceYears"
        | "person.rank"
        | "person.unitCode"
        | "person.placementType"
        | "person.placementRegion"
        | "person.dischargeSkill"
        | "person.awards"
        | "person.enlistHukou" => return service(element, province, person),
        "person.disabilityCertNo" => {
            let (kind, level) = person.disability?;
            json!(format!("{key}{kind}{level}"))
        }
        "person.disabilityType" => json!(person.disability?.0),
        "person.disabilityLevel" => json!(person.disability?.1),
        "person.workAbility" => match person.disability?.1 {
            "1" => json!("完全丧失劳动能力"),
            "2" => json!("部分丧失劳动能力"),
            _ => json!("有劳动能力"),
        },
        _ => return insured(element, province, person),
    })
}

fn pick(key: &str, count: u64) -> usize {
    usize::try_from(draw(&["school", key]) % count).unwrap_or(0)
}

fn higher(person: &Resident) -> bool {
    matches!(person.education, "10" | "20" | "30")
}

/// Six digits that husband and wife share.
fn couple_digits(province: &Province, person: &Resident) -> String {
    let mate = person.spouse.map_or(person, |at| &province.residents[at]);
    let first = person.id_number.as_str().min(mate.id_number.as_str());
    digits_of(&["marriage", first], 6)
}

/// Where the person lives; one in twenty has moved since the register was last told.
pub fn residence(province: &Province, person: &Resident) -> String {
    let home = &province.household(person).address;
    if person.index % 20 != 13 {
        return home.clone();
    }
    let mut chance = crate::chance::Chance::new(province.seed, &format!("moved {}", person.id_number));
    crate::people::places::home(&mut chance)
}

fn in_scope(element: &str, province: &Province, person: &Resident) -> bool {
    element != "person.insuredRegion" || is_insured(province, person)
}

/// In the social insurance of workers: everyone of age who is not at school.
fn is_insured(province: &Province, person: &Resident) -> bool {
    person.age_on(province.day) >= 18 && !matches!(person.work, Work::Child | Work::Student)
}

/// Months of contributions: since the start of work, with a break now and then.
fn paid_months(province: &Province, person: &Resident) -> u64 {
    let since = month_of(work_start(person)).max(1995 * 12);
    let months = u64::try_from(month_of(province.day) - since).unwrap_or(0);
    months
        .saturating_sub(draw(&["break", &person.id_number]) % 10)
        .max(14)
}

fn work_start(person: &Resident) -> Date {
    let age = 19 + i16::try_from(draw(&["start", &person.id_number]) % 4).unwrap_or(0);
    date(person.born.year() + age, 7, 1)
}

/// Elements of social insurance, medical insurance and the housing fund.
fn insured(element: &str, province: &Province, person: &Resident) -> Option<Value> {
    let key = person.id_number.as_str();
    let worker = matches!(person.work, Work::Employed(_) | Work::Runs(_) | Work::Retired);
    match element {
        "person.medicalNo" => return Some(json!(format!("{REGION}{}", digits_of(&["medical", key], 9)))),
        "person.medicalInsuredType" => return Some(json!(if worker { "310" } else { "390" })),
        "person.medicalPaidMonths" => {
            return Some(json!(if worker {
                paid_months(province, person)
            } else {
                number(&["mm", key], 12, 90)
            }));
        }
        _ => {}
    }
    if !is_insured(province, person) {
        return None;
    }
    let retires = statutory_month(month_of(person.born), person.sex, person.cadre);
    Some(match element {
        "person.occupation" => json!(occupation(province, person)),
        "person.employer" => json!(province.employer_of(person)?.name),
        "person.employerUscc" => json!(province.employer_of(person)?.uscc),
        "person.workStart" => json!(work_start(person).to_string()),
        "person.socialCardNo" if person.near_retirement || draw(&["card no", key]).is_multiple_of(2) => {
            json!(format!("D{}", digits_of(&["social card", key], 8)))
        }
        "person.socialNo" => json!(format!("3501{}", digits_of(&["social", key], 8))),
        "person.paidMonths" => json!(paid_months(province, person)),
        "person.deemedMonths" => {
            let before = 1995 * 12 - month_of(work_start(person));
            json!(before.max(0))
        }
        "person.retireDate" if retires - month_of(province.day) <= 60 => json!(month_text(retires)),
        "person.specialWorkYears" => json!(0),
        "person.bankName" => json!(bank(key)),
        "person.bankAccount" => json!(account(key)),
        "person.monthlyIncome" => json!(income(person)),
        "person.fundAccountNo" => {
            province.employer_of(person)?;
            json!(format!("35{}", digits_of(&["fund", key], 10)))
        }
        "person.fundBalance" => {
            province.employer_of(person)?;
            json!(number(&["fund balance", key], 8_000, 260_000))
        }
        "person.fundStatus" => {
            province.employer_of(person)?;
            json!(if person.near_retirement {
                "封存"
            } else {
                "正常"
            })
        }
        "person.unemployedDate" => match &person.work {
            Work::Unemployed { since, .. } => json!(since.to_string()),
            Work::Child | Work::Student | Work::Employed(_) | Work::Runs(_) | Work::Retired | Work::None => {
                return None;
            }
        },
        "person.unemployedReason" => match &person.work {
            Work::Unemployed { reason, .. } => json!(reason),
            Work::Child | Work::Student | Work::Employed(_) | Work::Runs(_) | Work::Retired | Work::None => {
                return None;
            }
        },
        "person.unemployPaidMonths" => json!(paid_months(province, person).min(240)),
        _ => return None,
    })
}

/// Income of a month in 元.
pub fn income(person: &Resident) -> u64 {
    match person.work {
        Work::Employed(_) | Work::Runs(_) => number(&["income", &person.id_number], 42, 160) * 100,
        Work::Retired => number(&["income", &person.id_number], 28, 60) * 100,
        Work::Unemployed { .. } | Work::None => 0,
        Work::Child | Work::Student => 0,
    }
}

fn occupation(province: &Province, person: &Resident) -> &'static str {
    match person.work {
        Work::Runs(at) => match province.bodies[at].kind {
            crate::people::BodyKind::Enterprise => "企业管理人员",
            crate::people::BodyKind::SoleTrader => "个体经营者",
        },
        Work::Employed(_) if person.accountant.is_some() || person.cadre => "专业技术人员",
        Work::Employed(_) if person.sex == Sex::Male && person.near_retirement => "工人",
        Work::Employed(_) => "职员",
        Work::Unemployed { .. } | Work::None => "无业人员",
        Work::Retired => "退（离）休人员",
        Work::Child | Work::Student => "学生",
    }
}

/// Military service of a veteran.
fn service(element: &str, province: &Province, person: &Resident) -> Option<Value> {
    if !person.veteran {
        return None;
    }
    let key = person.id_number.as_str();
    let enlisted = date(person.born.year() + 18, 9, 1);
    let years = 2 + i16::try_from(draw(&["service", key]) % 2).unwrap_or(0);
    let discharged = date(enlisted.year() + years, 9, 1);
    Some(match element {
        "person.veteranNo" => json!(format!("闽退{}", digits_of(&["veteran", key], 10))),
        "person.enlistDate" => json!(enlisted.to_string()),
        "person.dischargeDate" => json!(discharged.to_string()),
        "person.serviceYears" => json!(years),
        "person.rank" => json!(if years == 2 { "上等兵" } else { "下士" }),
        "person.unitCode" => json!(format!("{}部队", digits_of(&["unit", key], 5))),
        "person.placementType" => json!("自主就业"),
        "person.placementRegion" => json!(REGION),
        "person.dischargeSkill" => json!(["通信", "驾驶", "炊事", "卫生"][pick(key, 4)]),
        "person.awards" => json!(if draw(&["award", key]).is_multiple_of(2) {
            "嘉奖一次"
        } else {
            "无"
        }),
        "person.enlistHukou" => json!(province.household(person).address),
        _ => return code("placement", &[key]),
    })
}
