//! Items by their code (实施编码): from its beginning, or by any three characters and more of what is behind the body's
//! credit code, which is what tells the items of one body apart.

use crate::grams::Pieces;
use crate::names::small;

/// Level and base code at the end of an implementation code.
const OWN: usize = 13;
/// Characters in a key.
const PART: usize = 3;
/// Values of one character.
const VALUES: u32 = 37;

#[derive(Debug, Clone, Default)]
pub struct Codes {
    text: String,
    /// Where each code begins; one more at the end.
    starts: Vec<u32>,
    /// Items in the order of their codes.
    sorted: Vec<u32>,
    parts: Pieces,
}

impl Codes {
    pub fn new<'a>(codes: impl Iterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        for code in codes {
            all.starts.push(small(all.text.len()));
            let plain = code.chars().filter(char::is_ascii_alphanumeric);
            all.text.extend(plain.map(|ch| ch.to_ascii_lowercase()));
        }
        all.starts.push(small(all.text.len()));
        let items = small(all.starts.len() - 1);
        let mut sorted: Vec<u32> = (0..items).collect();
        sorted.sort_unstable_by(|one, other| all.code(*one).cmp(all.code(*other)).then(one.cmp(other)));
        all.parts = Pieces::of(VALUES.pow(PART as u32), || {
            (0..items).flat_map(|item| keys(all.own(item)).map(move |key| (key, item)))
        });
        all.sorted = sorted;
        all
    }

    /// Items.
    pub fn count(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    fn code(&self, item: u32) -> &str {
        &self.text[self.starts[item as usize] as usize..self.starts[item as usize + 1] as usize]
    }

    fn own(&self, item: u32) -> &str {
        let code = self.code(item);
        &code[code.len().saturating_sub(OWN)..]
    }

    /// The items whose code is this one, or this one without the number of a 业务办理项 behind it.
    pub fn whole(&self, typed: &str) -> impl Iterator<Item = u32> {
        let before = &typed[..typed.len().saturating_sub(2)];
        [typed, before]
            .into_iter()
            .filter(|code| code.len() > OWN)
            .flat_map(move |code| {
                self.beginning_with(code)
                    .take_while(move |item| self.code(*item) == code)
            })
    }

    pub fn beginning_with(&self, typed: &str) -> impl Iterator<Item = u32> {
        let from = self.sorted.partition_point(|item| self.code(*item) < typed);
        let rest = self.sorted[from..].iter().copied();
        rest.take_while(move |item| self.code(*item).starts_with(typed))
    }

    /// In the order of the items.
    pub fn holding<'a>(&'a self, typed: &'a str) -> impl Iterator<Item = u32> + 'a {
        let lists = keys(typed).map(|key| self.parts.list(key));
        let shortest = lists.min_by_key(|list| list.len()).unwrap_or_default();
        let items = shortest.iter().copied();
        items.filter(move |item| self.own(*item).contains(typed))
    }
}

fn keys(text: &str) -> impl Iterator<Item = u32> + '_ {
    let value = |byte: u8| match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        b'a'..=b'z' => u32::from(byte - b'a') + 10,
        _ => VALUES - 1,
    };
    let parts = text.as_bytes().windows(PART);
    parts.map(move |part| part.iter().fold(0, |key, byte| key * VALUES + value(*byte)))
}
