//! Who works where, who is out of work, who served, who is qualified.

use jiff::ToSpan;
use jiff::civil::Date;

use super::households::Settled;
use super::retirement::{month_of, statutory_month};
use super::{BodyKind, Province, Resident, Trade, Work};
use crate::chance::Chance;

/// Staff with a certificate at each bookkeeping firm, the legal representative apart.
const ACCOUNTANTS_PER_FIRM: usize = 4;

/// Gives every adult of working age an occupation.
pub fn employ(province: &mut Province, settled: &Settled) {
    let mut chance = Chance::new(province.seed, "work");
    for at in 0..province.bodies.len() {
        let rep = province.bodies[at].legal_rep;
        if !matches!(province.residents[rep].work, Work::Runs(_)) {
            province.residents[rep].work = Work::Runs(at);
        }
    }
    accountants(province, settled);
    unemployed(province, settled, &mut chance);
    veterans(province, settled);

    // Mothers, people about to retire and everyone left work for enterprises; so do half of the disabled.
    let enterprises: Vec<usize> = province
        .bodies
        .iter()
        .filter(|b| b.kind == BodyKind::Enterprise)
        .map(|b| b.index)
        .collect();
    let students = settled.singles.len() - 6;
    for at in 0..province.residents.len() {
        let person = &province.residents[at];
        let age = person.age_on(province.day);
        let is_student = settled.singles[students..].contains(&at);
        let stays_home = settled
            .disabled
            .iter()
            .position(|&d| d == at)
            .is_some_and(|turn| turn % 2 == 1);
        if is_student {
            province.residents[at].work = Work::Student;
        } else if person.work == Work::None && is_past_retirement(person, province.day) {
            province.residents[at].work = Work::Retired;
        } else if (person.work == Work::None || person.near_retirement) && age >= 18 && !stays_home {
            let body = enterprises[chance.below(enterprises.len())];
            province.residents[at].work = Work::Employed(body);
            province.bodies[body].staff.push(at);
        }
    }
}

/// Past the statutory month of a worker, and not one of those about to retire.
fn is_past_retirement(person: &Resident, day: Date) -> bool {
    let month = statutory_month(month_of(person.born), person.sex, person.cadre);
    !person.near_retirement && month <= month_of(day)
}

fn accountants(province: &mut Province, settled: &Settled) {
    let firms: Vec<usize> = province
        .bodies
        .iter()
        .filter(|b| b.trade == Trade::Bookkeeping)
        .map(|b| b.index)
        .collect();
    let mut pool = settled.wives[20..].iter().chain(&settled.husbands[44..]).copied();
    for (turn, &firm) in firms.iter().enumerate() {
        let rep = province.bodies[firm].legal_rep;
        province.residents[rep].accountant = Some(6 + u8::try_from(turn % 10).unwrap_or(0));
        for (place, at) in pool.by_ref().take(ACCOUNTANTS_PER_FIRM).enumerate() {
            let person = &mut province.residents[at];
            person.accountant = Some(4 + u8::try_from(place).unwrap_or(0));
            person.work = Work::Employed(firm);
            person.education = "20";
            province.bodies[firm].staff.push(at);
        }
    }
}

fn unemployed(province: &mut Province, settled: &Settled, chance: &mut Chance) {
    for (turn, &at) in settled.singles[20..32].iter().enumerate() {
        let reason = match turn % 6 {
            0 | 3 => "劳动合同终止",
            1 | 4 => "其他非本人意愿中断就业",
            2 => "被解除劳动合同",
            _ => "本人意愿离职",
        };
        let since = province
            .day
            .first_of_month()
            .saturating_sub(i64::from(chance.between(15, 50)).days());
        let last = chance.below(100);
        province.residents[at].work = Work::Unemployed { since, reason, last };
    }
}

fn veterans(province: &mut Province, settled: &Settled) {
    for &at in settled.singles[32..40].iter().chain(&settled.husbands[44..48]) {
        let person = &mut province.residents[at];
        person.veteran = person.age_on(province.day) >= 23;
    }
}
