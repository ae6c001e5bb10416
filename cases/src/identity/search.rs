//! What may be typed into a search for a person.

use super::check::{date, fold, is_province, mod11_2};
use super::fault::IdFault;
use super::resident::ResidentId;

/// A resident number to search by: 18 characters, or the 15 digits of the first generation
/// (address 6, YYMMDD, sequence 3), which identify nobody since 2013 but stand in old files.
#[derive(Clone, PartialEq, Eq)]
pub struct SearchKey(Kind);

#[derive(Clone, PartialEq, Eq)]
enum Kind {
    Whole(ResidentId),
    Fifteen(String),
}

impl SearchKey {
    /// Parses a typed key. All 15-digit numbers belong to births in 19YY.
    pub fn parse(raw: &str) -> Result<Self, IdFault> {
        match ResidentId::judge(raw, None) {
            Ok(id) => Ok(Self(Kind::Whole(id))),
            Err(IdFault::OldFifteen) => {
                let text = fold(raw);
                if !is_province(&text[..2]) {
                    return Err(IdFault::Province);
                }
                date(&format!("19{}", &text[6..12])).ok_or(IdFault::NoSuchDate)?;
                Ok(Self(Kind::Fifteen(text)))
            }
            Err(other) => Err(other),
        }
    }

    /// Whether `id` is the number searched for, or grew out of it.
    pub fn finds(&self, id: &ResidentId) -> bool {
        match &self.0 {
            Kind::Whole(whole) => whole == id,
            Kind::Fifteen(old) => {
                let new = id.as_str();
                new[..6] == old[..6] && &new[6..8] == "19" && new[8..17] == old[6..]
            }
        }
    }
}

/// The 18 characters that a 15-digit number of the first generation grew into. `None` of what is no such number.
pub fn grown(raw: &str) -> Option<String> {
    let old = match SearchKey::parse(raw).ok()?.0 {
        Kind::Fifteen(old) => old,
        Kind::Whole(_) => return None,
    };
    let body = format!("{}19{}", &old[..6], &old[6..]);
    let check = mod11_2(&body);
    Some(format!("{body}{check}"))
}

/// Whether a number in a reply is the one that was asked about: in its old form, or masked, it is the same one.
pub fn is_number_of(said: &str, asked: &str) -> bool {
    let plain = |text: &str| text.trim().to_ascii_uppercase();
    let (said, asked) = (plain(said), plain(asked));
    if said.contains('*') {
        let fits = |(a, b): (char, char)| a == '*' || a == b;
        return said.chars().count() == asked.chars().count() && said.chars().zip(asked.chars()).all(fits);
    }
    let whole = |text: &str| grown(text).unwrap_or_else(|| text.to_owned());
    whole(&said) == whole(&asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_number_grows_into_one_number_and_nothing_else_grows() {
        assert_eq!(grown("350199900307001").as_deref(), Some("350199199003070011"));
        assert_eq!(
            grown(" ３５０１９９９００３０７００１ ").as_deref(),
            Some("350199199003070011")
        );
        for no in [
            "350199199003070011",
            "350199901307001",
            "990199900307001",
            "",
            "USA358405120001",
        ] {
            assert_eq!(grown(no), None, "{no}");
        }
    }

    #[test]
    fn an_old_number_finds_the_number_that_grew_out_of_it() {
        let id = ResidentId::judge("350199199003070011", None).unwrap();
        let other = ResidentId::judge("350199198506152022", None).unwrap();
        for key in [
            "350199900307001",
            " ３５０１９９９００３０７００１ ",
            "350199199003070011",
        ] {
            let key = SearchKey::parse(key).unwrap();
            assert!(key.finds(&id) && !key.finds(&other));
        }
        assert_eq!(
            SearchKey::parse("350199901307001").err(),
            Some(IdFault::NoSuchDate)
        );
        assert_eq!(SearchKey::parse("990199900307001").err(), Some(IdFault::Province));
        assert_eq!(
            SearchKey::parse("3501999003070").err(),
            Some(IdFault::Length {
                expected: "18",
                found: 13
            })
        );
    }
}
