//! The newborn of the last weeks: delivery record and, for most, the medical certificate of birth.

use jiff::ToSpan;

use super::households::{Settled, surname_of};
use super::{Birth, Province, Sex, names};
use crate::chance::Chance;

/// Gives each young family its newborn. Every sixth has no certificate yet.
pub fn record(province: &mut Province, settled: &Settled) {
    let mut chance = Chance::new(province.seed, "births");
    let this_month = province.day.first_of_month();
    for (turn, &(father, mother)) in settled.new_parents.iter().enumerate() {
        let sex = if chance.below(2) == 0 {
            Sex::Male
        } else {
            Sex::Female
        };
        let surname = surname_of(&province.residents[father].name);
        let day = this_month.saturating_sub(i64::from(chance.between(4, 75)).days());
        let at = format!(
            "{day}T{:02}:{:02}:00+08:00",
            chance.between(0, 23),
            chance.between(0, 59)
        );
        let parity = 1 + province
            .residents
            .iter()
            .filter(|r| r.mother == Some(mother))
            .count();
        let certificate = format!("V{}", chance.digits(9));
        province.births.push(Birth {
            mother,
            father,
            sex,
            child_name: format!("{surname}{}", names::given(&mut chance, sex)),
            at,
            day,
            weeks: chance.between(37, 41),
            weight_g: chance.between(260, 410) * 10,
            length_cm: chance.between(47, 53),
            parity,
            certificate: (turn % 6 != 5).then_some(certificate),
        });
    }
}
