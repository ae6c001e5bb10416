//! An edition as large as a province's: invented items over many departments, the same for the same seed.
//!
//! An item is a place, a subject of a kind of department, what is applied for and a deed. The same thing has the same
//! base code in every place (四级四同); each place has departments of its own. Every combination comes once before any
//! comes again.

mod folder;
mod words;

pub use folder::write;
use words::{DEEDS, OFFICES, PLACES, WHAT};

/// How many items there can be.
pub const MOST: usize = PLACES.len() * OFFICES.len() * 12 * WHAT.len() * DEEDS.len();

/// One invented item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub id: String,
    pub name: String,
    pub kind_code: &'static str,
    pub kind: &'static str,
    pub department: String,
    pub department_short: &'static str,
    /// Credit code of the department.
    pub uscc: String,
    /// 基本编码
    pub base_code: String,
}

impl Made {
    /// 实施编码: credit code of the body, level, base code.
    pub fn implementation_code(&self) -> String {
        format!("{}4{}", self.uscc, self.base_code)
    }
}

/// The first `count` items of a seed, at most [`MOST`].
pub fn items(count: usize, seed: u64) -> impl Iterator<Item = Made> + Clone {
    // A step without a common divisor goes through all combinations before it meets one again.
    let start = usize::try_from(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) % MOST as u64).unwrap_or(0);
    (0..count.min(MOST)).map(move |at| made((start + at * STEP) % MOST))
}

const STEP: usize = 2_750_159;

fn made(at: usize) -> Made {
    let mut rest = at;
    let mut one_of = |length: usize| {
        let chosen = rest % length;
        rest /= length;
        chosen
    };
    let (deed, what, subject) = (one_of(DEEDS.len()), one_of(WHAT.len()), one_of(12));
    let (office, place) = (one_of(OFFICES.len()), one_of(PLACES.len()));
    let (word, kind_code, kind) = WHAT[what];
    let body = &OFFICES[office];
    let base_code = format!(
        "00{kind_code}{:02}{:03}{:03}",
        body.field,
        subject * WHAT.len() + what + 1,
        deed + 1
    );
    Made {
        id: format!("made-{place}-{office}-{subject}-{what}-{deed}"),
        name: format!(
            "{}{}{word}（{}）",
            PLACES[place], body.subjects[subject], DEEDS[deed]
        ),
        kind_code,
        kind,
        department: format!(
            "{}{}",
            if place == 0 { "示范区" } else { PLACES[place] },
            body.name
        ),
        department_short: body.short,
        uscc: uscc(place, office),
        base_code,
    }
}

/// A number that no real body has (MB9 …), with both of its check characters.
fn uscc(place: usize, office: usize) -> String {
    let body = format!("MB9{:05}", place * OFFICES.len() + office + 50_000);
    let mut number = format!("11350199{body}");
    number.push(inner_check(&body));
    number.push(outer_check(&number));
    number
}

/// GB 11714
fn inner_check(body: &str) -> char {
    let digits = body.chars().map(|ch| ch.to_digit(36).unwrap_or(0));
    let sum: u32 = digits
        .zip([3, 7, 9, 10, 5, 8, 4, 2])
        .map(|(digit, weight)| digit * weight)
        .sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

/// GB 32100
fn outer_check(number: &str) -> char {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let values = number
        .bytes()
        .map(|byte| ALPHABET.iter().position(|known| *known == byte).unwrap_or(0));
    let (sum, _) = values.fold((0, 1), |(sum, weight), value| {
        ((sum + value * weight) % 31, weight * 3 % 31)
    });
    char::from(ALPHABET[(31 - sum) % 31])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use cases::identity::Uscc;

    use super::*;

    #[test]
    fn a_seed_gives_the_same_items_and_none_of_them_twice() {
        let first: Vec<Made> = items(3_000, 1).collect();
        assert_eq!(first, items(3_000, 1).collect::<Vec<_>>());
        assert_ne!(first, items(3_000, 2).collect::<Vec<_>>());
        let codes: BTreeSet<String> = items(60_000, 1).map(|made| made.implementation_code()).collect();
        let ids: BTreeSet<String> = items(60_000, 1).map(|made| made.id).collect();
        assert_eq!((codes.len(), ids.len()), (60_000, 60_000));
        let departments: BTreeSet<String> = first.iter().map(|made| made.department.clone()).collect();
        assert!(departments.len() > 500, "{}", departments.len());
        assert!(codes.iter().all(|code| code.len() == 31));
    }

    #[test]
    fn credit_codes_are_valid() {
        for made in items(500, 3) {
            let uscc = Uscc::parse(&made.uscc).unwrap_or_else(|_| panic!("{}", made.uscc));
            assert!(uscc.inner_check_ok(), "{}", made.uscc);
        }
    }
}
