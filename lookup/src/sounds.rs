//! What characters sound like: syllables without tones, the usual reading first, the right one in its word.
//!
//! `heteronyms.txt` names the characters that are read in more than one way today (多音字), `phrases.txt` the words that
//! decide between the readings (银行 yín háng, 执行 zhí xíng). Everything else has the one reading of the crate `pinyin`.
//! ü is typed as v, and found as u too.

use std::collections::HashMap;
use std::sync::LazyLock;

use pinyin::ToPinyin;

/// A syllable by its place in the alphabet of [`Syllables`]; 0 is none.
pub type Sound = u16;

/// Readings of one character, the usual one first; 0 fills up.
pub type Readings = [Sound; READINGS];

pub const READINGS: usize = 4;

static HETERONYMS: &str = include_str!("heteronyms.txt");
static PHRASES: &str = include_str!("phrases.txt");

/// Every syllable there is, in the order of the alphabet; single letters and digits read as themselves. What has no
/// reading stands last.
pub struct Syllables {
    words: Vec<String>,
}

pub static SYLLABLES: LazyLock<Syllables> = LazyLock::new(|| {
    let mut words: Vec<String> = ('a'..='z').chain('0'..='9').map(String::from).collect();
    words.extend(('\u{2e80}'..='\u{ffff}').filter_map(plain));
    let readings = lines(HETERONYMS).flat_map(|line| line.split(' ').skip(1));
    words.extend(readings.map(str::to_owned));
    words.extend(
        words
            .iter()
            .filter_map(|word| without_umlaut(word))
            .collect::<Vec<_>>(),
    );
    words.sort_unstable();
    words.dedup();
    Syllables { words }
});

impl Syllables {
    /// Ids from 1; one more than all of them is what has no reading.
    pub fn count(&self) -> usize {
        self.words.len() + 2
    }

    pub fn unread(&self) -> Sound {
        id(self.words.len())
    }

    pub fn of(&self, word: &str) -> Option<Sound> {
        let found = self.words.binary_search_by(|known| known.as_str().cmp(word));
        found.ok().map(id)
    }

    /// The letters; none for what has no reading.
    pub fn word(&self, sound: Sound) -> &[u8] {
        let at = usize::from(sound).checked_sub(1);
        at.and_then(|at| self.words.get(at))
            .map_or(&[], |word| word.as_bytes())
    }

    /// The syllables that begin with these letters, as `from..to`; empty where none does.
    pub fn beginning_with(&self, letters: &str) -> (Sound, Sound) {
        let from = self.words.partition_point(|word| word.as_str() < letters);
        let more = self.words[from..].partition_point(|word| word.starts_with(letters));
        (id(from), id(from + more))
    }
}

fn id(at: usize) -> Sound {
    Sound::try_from(at + 1).unwrap_or(Sound::MAX)
}

/// The readings of characters, and the words that decide between them.
pub struct Hearing {
    /// Of every unit of UTF-16.
    readings: Vec<Readings>,
    /// Words by their first two characters: what follows, and the readings; the longest first.
    words: HashMap<[u16; 2], Vec<Word>>,
}

struct Word {
    rest: Vec<u16>,
    sounds: Vec<Sound>,
}

pub static HEARING: LazyLock<Hearing> = LazyLock::new(|| {
    let mut known: Vec<Readings> = (0..=u16::MAX).map(usual).collect();
    for line in lines(HETERONYMS) {
        let mut parts = line.split(' ');
        let ch = parts.next().and_then(|word| word.encode_utf16().next());
        if let Some(own) = ch.and_then(|ch| known.get_mut(usize::from(ch))) {
            *own = readings(parts.map(str::to_owned));
        }
    }
    let mut words: HashMap<[u16; 2], Vec<Word>> = HashMap::new();
    for line in lines(PHRASES) {
        let mut parts = line.split(' ');
        let text: Vec<u16> = parts.next().unwrap_or_default().encode_utf16().collect();
        let sounds: Vec<Sound> = parts.filter_map(|word| SYLLABLES.of(word)).collect();
        if let [first, second, rest @ ..] = text.as_slice()
            && sounds.len() == text.len()
        {
            words.entry([*first, *second]).or_default().push(Word {
                rest: rest.to_vec(),
                sounds,
            });
        }
    }
    for same in words.values_mut() {
        same.sort_by_key(|word| std::cmp::Reverse(word.rest.len()));
    }
    Hearing {
        readings: known,
        words,
    }
});

impl Hearing {
    pub fn readings(&self, symbol: u16) -> &Readings {
        &self.readings[usize::from(symbol)]
    }

    /// How a name is read: `sounds` comes with the usual readings and leaves with those of its words.
    pub fn decide(&self, text: &[u16], sounds: &mut [Sound]) {
        let mut at = 0;
        while at + 1 < text.len() {
            let after = &text[at + 2..];
            let words = self.words.get(&[text[at], text[at + 1]]);
            let word = words.and_then(|words| words.iter().find(|word| after.starts_with(&word.rest)));
            at += match word {
                Some(word) => {
                    sounds[at..at + word.sounds.len()].copy_from_slice(&word.sounds);
                    word.sounds.len()
                }
                None => 1,
            };
        }
    }
}

fn usual(symbol: u16) -> Readings {
    match char::from_u32(u32::from(symbol)) {
        Some(ch) if ch.is_ascii_alphanumeric() => readings([ch.to_string()]),
        Some(ch) => readings(plain(ch)),
        None => readings(None),
    }
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn plain(ch: char) -> Option<String> {
    let word = ch.to_pinyin()?.plain().replace('ü', "v").replace('ê', "e");
    word.is_ascii().then_some(word)
}

/// lü as lu: some write it so.
fn without_umlaut(word: &str) -> Option<String> {
    word.contains('v').then(|| word.replace('v', "u"))
}

/// What has none reads as [`Syllables::unread`].
fn readings(words: impl IntoIterator<Item = String>) -> Readings {
    let mut all = Readings::default();
    let words: Vec<String> = words.into_iter().collect();
    let also = words
        .iter()
        .filter(|word| word.len() > 1)
        .filter_map(|word| without_umlaut(word));
    let sounds = words
        .iter()
        .cloned()
        .chain(also)
        .filter_map(|word| SYLLABLES.of(&word));
    for (slot, sound) in all.iter_mut().zip(sounds) {
        *slot = sound;
    }
    if all[0] == 0 {
        all[0] = SYLLABLES.unread();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sounds(text: &str) -> String {
        let symbols: Vec<u16> = text.encode_utf16().collect();
        let mut sounds: Vec<Sound> = symbols
            .iter()
            .map(|symbol| HEARING.readings(*symbol)[0])
            .collect();
        HEARING.decide(&symbols, &mut sounds);
        let words = sounds
            .iter()
            .map(|sound| String::from_utf8_lossy(SYLLABLES.word(*sound)));
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_characters_reading_depends_on_its_word() {
        for (text, expected) in [
            ("银行", "yin hang"),
            ("银行业务", "yin hang ye wu"),
            ("执行业务", "zhi xing ye wu"),
            ("行业协会", "hang ye xie hui"),
            ("旅行社", "lv xing she"),
            ("重庆", "chong qing"),
            ("重新登记", "chong xin deng ji"),
            ("重大项目", "zhong da xiang mu"),
            ("长期护理", "chang qi hu li"),
            ("校长", "xiao zhang"),
            ("会计", "kuai ji"),
            ("工会", "gong hui"),
            ("朝阳", "chao yang"),
            ("调查", "diao cha"),
            ("调解", "tiao jie"),
            ("音乐", "yin yue"),
            ("娱乐", "yu le"),
            ("还款", "huan kuan"),
            ("人参", "ren shen"),
            ("参保", "can bao"),
            ("单县", "shan xian"),
            ("单位", "dan wei"),
            ("成都", "cheng du"),
            ("厦门", "xia men"),
            ("没收", "mo shou"),
            ("给付", "ji fu"),
            ("畜牧", "xu mu"),
            ("种畜禽", "zhong chu qin"),
            ("出差", "chu chai"),
            ("女子", "nv zi"),
        ] {
            assert_eq!(sounds(text), expected, "{text}");
        }
    }

    #[test]
    fn every_reading_of_a_phrase_is_one_of_its_characters() {
        for line in lines(PHRASES) {
            let mut parts = line.split(' ');
            let text = parts.next().unwrap();
            let words: Vec<&str> = parts.collect();
            assert_eq!(text.chars().count(), words.len(), "{line}");
            for (symbol, word) in text.encode_utf16().zip(words) {
                let sound = SYLLABLES.of(word).unwrap_or_else(|| panic!("{line}: {word}"));
                assert!(HEARING.readings(symbol).contains(&sound), "{line}: {word}");
            }
        }
    }

    #[test]
    fn heteronyms_have_a_line_each_and_no_more_readings_than_there_is_room_for() {
        let mut seen = std::collections::BTreeSet::new();
        for line in lines(HETERONYMS) {
            let words: Vec<&str> = line.split(' ').collect();
            assert!((2..=1 + READINGS).contains(&words.len()), "{line}");
            assert!(seen.insert(words[0]), "{line} twice");
            let distinct: std::collections::BTreeSet<_> = words.iter().collect();
            assert_eq!(distinct.len(), words.len(), "{line}");
        }
        assert!(seen.len() > 200);
    }

    #[test]
    fn syllables_that_begin_alike_stand_together() {
        let (from, to) = SYLLABLES.beginning_with("zh");
        let all: Vec<&[u8]> = (from..to).map(|sound| SYLLABLES.word(sound)).collect();
        assert!(all.len() > 15 && all.iter().all(|word| word.starts_with(b"zh")));
        let (from, to) = SYLLABLES.beginning_with("vx");
        assert_eq!(from, to);
    }
}
