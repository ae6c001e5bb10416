//! A question as it was typed, and the ways in which its letters may be syllables.
//!
//! A syllable is typed as a whole (shi), by its first letter (s), by both letters of zh, ch and sh, and the last one
//! by as much of it as is there yet (sh, shi). spjy, shipinjy, 食品jy and shipinjing are four questions of one kind.

use crate::sounds::{HEARING, SYLLABLES, Sound};
use crate::symbols::{self, Symbol, letter};

/// Characters of a question; what is behind them is passed over.
pub const LONGEST: usize = 48;
/// Characters of a text that are looked at for them.
const LOOKED_AT: usize = 4_096;

pub struct Question {
    pub symbols: Vec<Symbol>,
}

/// What one character of a name has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// Its reading is one of `from..to`.
    pub from: Sound,
    pub to: Sound,
    /// The character itself, where it was typed.
    pub symbol: Option<Symbol>,
}

impl Unit {
    pub fn is_whole(self) -> bool {
        self.to == self.from + 1
    }

    pub fn is_met_by(self, symbol: Symbol) -> bool {
        match self.symbol {
            Some(own) => own == symbol,
            None => HEARING
                .readings(symbol)
                .iter()
                .any(|sound| (self.from..self.to).contains(sound)),
        }
    }
}

struct Ways {
    deep: usize,
    most: usize,
    readings: usize,
    /// What is left to try; letters that come to nothing are many.
    steps: usize,
    found: Vec<Vec<Unit>>,
}

impl Question {
    /// `None` where nothing can be looked for.
    pub fn read(typed: &str) -> Option<Self> {
        let end = typed
            .char_indices()
            .nth(LOOKED_AT)
            .map_or(typed.len(), |(at, _)| at);
        let mut read = Vec::new();
        symbols::read(&typed[..end], LONGEST, &mut read);
        (!read.is_empty()).then_some(Self { symbols: read })
    }

    pub fn has_letters(&self) -> bool {
        self.symbols.iter().any(|symbol| letter(*symbol).is_some())
    }

    /// The question as a code would be written; `None` where it cannot be one.
    pub fn as_code(&self) -> Option<String> {
        let text = String::from_utf16(&self.symbols).ok()?;
        (text.is_ascii() && text.contains(|ch: char| ch.is_ascii_digit())).then_some(text)
    }

    /// The ways of reading the question as units, whole syllables before single letters: at most `most` ways, of each
    /// at most `deep` units, of a character that was typed at most so many readings. The last unit of a way may be
    /// followed by more of the question.
    pub fn ways(&self, deep: usize, most: usize, readings: usize) -> Vec<Vec<Unit>> {
        let mut ways = Ways {
            deep,
            most,
            readings,
            steps: most * deep * 4,
            found: Vec::new(),
        };
        self.follow(0, &mut Vec::new(), &mut ways);
        ways.found
    }

    fn follow(&self, at: usize, way: &mut Vec<Unit>, ways: &mut Ways) {
        if at == self.symbols.len() || way.len() == ways.deep {
            ways.found.push(way.clone());
            return;
        }
        for (unit, used) in self.units(at, ways.readings) {
            if ways.found.len() >= ways.most || ways.steps == 0 {
                return;
            }
            ways.steps -= 1;
            way.push(unit);
            self.follow(at + used, way, ways);
            way.pop();
        }
    }

    /// What the character that begins here may be, with the symbols that say so; the most said first.
    fn units(&self, at: usize, most: usize) -> Vec<(Unit, usize)> {
        let symbol = self.symbols[at];
        if letter(symbol).is_none() {
            let readings = HEARING.readings(symbol).iter().filter(|sound| **sound != 0);
            return readings
                .take(most)
                .map(|sound| {
                    let unit = Unit {
                        from: *sound,
                        to: sound + 1,
                        symbol: Some(symbol),
                    };
                    (unit, 1)
                })
                .collect();
        }
        let mut units = Vec::new();
        let mut typed = String::new();
        for letter in self.symbols[at..].iter().map_while(|symbol| letter(*symbol)) {
            typed.push(char::from(letter));
            let (from, to) = SYLLABLES.beginning_with(&typed);
            if from == to {
                break;
            }
            let any = Unit {
                from,
                to,
                symbol: None,
            };
            let ends = at + typed.len() == self.symbols.len();
            if ends || typed.len() == 1 || matches!(typed.as_str(), "zh" | "ch" | "sh") {
                units.push((any, typed.len()));
            } else if SYLLABLES.of(&typed) == Some(from) {
                units.push((Unit { to: from + 1, ..any }, typed.len()));
            }
        }
        units.reverse();
        units
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(typed: &str) -> Vec<String> {
        let question = Question::read(typed).expect("something was typed");
        let shown = |unit: &Unit| match unit.symbol {
            Some(symbol) => String::from_utf16_lossy(&[symbol]),
            None => {
                let first = String::from_utf8_lossy(SYLLABLES.word(unit.from)).into_owned();
                if unit.is_whole() {
                    first
                } else {
                    format!("{first}…")
                }
            }
        };
        let ways = question.ways(8, 50, 4);
        ways.iter()
            .map(|way| way.iter().map(shown).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn letters_are_syllables_or_their_beginnings() {
        assert_eq!(ways("shipin")[0], "shi pin…");
        assert_eq!(ways("spjy"), ["s… p… j… y…"]);
        assert_eq!(ways("食品jy"), ["食 品 j… y…"]);
        assert!(ways("xian").contains(&"xi an…".to_owned()));
        assert!(ways("xian").contains(&"xian…".to_owned()));
        assert!(ways("ssq").contains(&"s… s… q…".to_owned()));
        assert!(ways("shq").contains(&"sha… q…".to_owned()), "{:?}", ways("shq"));
    }

    #[test]
    fn a_question_has_few_ways_however_it_is_made() {
        for typed in [
            "an".repeat(500),
            "shsh".repeat(90),
            "行".repeat(9_000),
            "gang".repeat(40),
        ] {
            let question = Question::read(&typed).expect("something");
            assert!(question.symbols.len() <= LONGEST);
            assert!(question.ways(8, 48, 4).len() <= 48);
        }
        assert!(Question::read(" \u{200f}\u{0}（）…").is_none());
    }
}
