//! The statutory retirement month under the gradual delay that runs from January 2025.
//!
//! 国务院关于渐进式延迟法定退休年龄的办法: men from 60 and women cadres from 55 one month later for every four
//! months of birth, to 63 and 58; women workers from 50 one month later for every two months, to 55.

use jiff::civil::{Date, date};

use super::Sex;

/// Months counted from year 0, so that months can be added and compared.
pub type Month = i32;

/// The month a date lies in.
pub fn month_of(day: Date) -> Month {
    i32::from(day.year()) * 12 + i32::from(day.month()) - 1
}

/// "YYYY-MM".
pub fn month_text(month: Month) -> String {
    format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}

/// The first day of a month.
pub fn first_day(month: Month) -> Date {
    let year = i16::try_from(month.div_euclid(12)).unwrap_or(2000);
    let month = i8::try_from(month.rem_euclid(12) + 1).unwrap_or(1);
    date(year, month, 1)
}

/// The statutory month of a person born in `born`. `cadre` matters for women alone.
pub fn statutory_month(born: Month, sex: Sex, cadre: bool) -> Month {
    let (age, from_year, months_per_step, cap) = match (sex, cadre) {
        (Sex::Male, _) => (60, 1965, 4, 36),
        (Sex::Female, true) => (55, 1970, 4, 36),
        (Sex::Female, false) => (50, 1975, 2, 60),
    };
    let after = born - from_year * 12;
    let delay = if after < 0 {
        0
    } else {
        (after / months_per_step + 1).min(cap)
    };
    born + age * 12 + delay
}

/// The latest month of birth whose statutory month is not after `target`.
pub fn born_for(target: Month, sex: Sex, cadre: bool) -> Month {
    let youngest = target - 50 * 12;
    (0..=14 * 12)
        .map(|back| youngest - back)
        .find(|&born| statutory_month(born, sex, cadre) <= target)
        .unwrap_or(youngest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_table_comes_out() {
        let check = |born: Date, sex, cadre, expected: &str| {
            assert_eq!(month_text(statutory_month(month_of(born), sex, cadre)), expected);
        };
        check(date(1964, 12, 1), Sex::Male, false, "2024-12");
        check(date(1965, 1, 1), Sex::Male, false, "2025-02");
        check(date(1965, 5, 1), Sex::Male, false, "2025-07");
        check(date(1976, 9, 1), Sex::Male, false, "2039-09");
        check(date(1970, 1, 1), Sex::Female, true, "2025-02");
        check(date(1975, 1, 1), Sex::Female, false, "2025-02");
        check(date(1975, 3, 1), Sex::Female, false, "2025-05");
        check(date(1984, 11, 1), Sex::Female, false, "2039-11");
    }

    #[test]
    fn a_birth_month_is_found_for_every_near_month() {
        for target in month_of(date(2025, 1, 1))..month_of(date(2032, 1, 1)) {
            for (sex, cadre) in [(Sex::Male, false), (Sex::Female, true), (Sex::Female, false)] {
                let found = statutory_month(born_for(target, sex, cadre), sex, cadre);
                assert!((target - 1..=target).contains(&found), "{found} {target}");
            }
        }
    }
}
