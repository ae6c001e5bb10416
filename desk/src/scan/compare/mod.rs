//! 识别 ↔ 表单: what recognition read on a page, beside what stands in the form. Pure, for any item: it knows labels, kinds
//! and check digits, no form by name.
//!
//! - [`flat`]: a page as signs that can be looked through · [`find`]: a value among them, as it is or nearly · [`tokens`]: dates,
//!   numbers, codes · [`label`]: the words by which a page names a field.
//!
//! Of a filled field it says that the page has the same (一致) or, where the field's place says something else, that somebody
//! should look (需看). What stands behind the label of an empty field is proposed. Recognition proposes and never sets: what an
//! applicant declares, promises or chooses is not even proposed.

pub mod find;
pub mod flat;
pub mod label;
pub mod tokens;

#[cfg(test)]
mod tests;

use std::ops::Range;

use cases::catalogue::{CodeLists, FieldSpec, FieldType};
use cases::form::{Cell, Value, alike, merge, value};
use cases::regions;
use jiff::civil::Date;
use scanners::recognise::{Rect, Text};
use serde_json::Value as Json;

use flat::Flat;
use label::{Ended, Name};

/// Rows of one page.
const MOST_ROWS: usize = 60;
/// A reading that is less sure than this is no proposal.
const SURE_ENOUGH: u32 = 55;

/// One field of the form as the page is held against it.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub field: &'a FieldSpec,
    /// What counts there; nothing where a person has still to choose.
    pub held: Option<&'a Value>,
    /// Nobody confirmed anything there: a reading may be taken.
    pub open: bool,
    /// 证件类型 beside a number.
    pub id_type: Option<&'a str>,
}

impl<'a> Asked<'a> {
    pub fn of(field: &'a FieldSpec, cell: Option<&'a Cell>, id_type: Option<&'a str>) -> Self {
        Self {
            field,
            held: cell.filter(|cell| cell.is_filled()).and_then(Cell::value),
            open: cell.is_none_or(merge::takes_reading),
            id_type,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// 一致
    Same,
    /// 需看
    Look,
    /// 可采用: the field is empty.
    Offer,
}

impl Verdict {
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Same => "same",
            Verdict::Look => "look",
            Verdict::Offer => "offer",
        }
    }
}

/// What a page says of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Key of the field.
    pub key: String,
    pub verdict: Verdict,
    /// As it was read; which parts of it are not as in the form.
    pub read: Vec<(String, bool)>,
    /// In pixels of the picture that was read.
    pub places: Vec<Rect>,
    /// Of a hundred.
    pub sure: u32,
    /// What can be taken of it.
    pub take: Option<Value>,
    from: usize,
}

impl Found {
    pub fn text(&self) -> String {
        self.read.iter().map(|(text, _)| text.as_str()).collect()
    }
}

/// What a page says of the fields, in the order in which it says it.
pub fn compare(text: &Text, asked: &[Asked<'_>], codes: &CodeLists, today: Date) -> Vec<Found> {
    let flat = Flat::of(text);
    let fields: Vec<&FieldSpec> = asked.iter().map(|one| one.field).collect();
    let names = label::names(&fields);
    let page = Page {
        dates: tokens::dates(&flat),
        numbers: tokens::numbers(&flat),
        codes: tokens::codes(&flat, 5),
        names: &names,
        flat,
        lists: codes,
        today,
    };
    let mut found: Vec<Found> = asked
        .iter()
        .zip(&names)
        .filter(|(one, _)| may_be_read(one.field))
        .filter_map(|(one, names)| match one.held {
            Some(held) => page.against(one, names, held),
            None if one.open => page.offered(one, names),
            None => None,
        })
        .collect();
    found.sort_by_key(|one| one.from);
    found.truncate(MOST_ROWS);
    found
}

/// What only the applicant can say is no matter of recognition, nor is what no page says in words.
fn may_be_read(field: &FieldSpec) -> bool {
    if field.is_own() || field.subject == "apply" {
        return false;
    }
    match field.kind {
        FieldType::Text
        | FieldType::Textarea
        | FieldType::Enum
        | FieldType::Date
        | FieldType::Month
        | FieldType::Number
        | FieldType::Money
        | FieldType::Phone
        | FieldType::Email
        | FieldType::Address
        | FieldType::IdNumber
        | FieldType::Uscc
        | FieldType::BankAccount => true,
        FieldType::Multi
        | FieldType::Datetime
        | FieldType::Bool
        | FieldType::Region
        | FieldType::Table
        | FieldType::Photo => false,
    }
}

struct Page<'a> {
    flat: Flat,
    dates: Vec<tokens::Dated>,
    numbers: Vec<tokens::Number>,
    codes: Vec<(Range<usize>, String)>,
    names: &'a [Vec<Name>],
    lists: &'a CodeLists,
    today: Date,
}

/// Something of the page that may be the value of a field.
struct Reading {
    range: Range<usize>,
    /// In the field's normal form, where it is one.
    value: Option<Value>,
}

impl Page<'_> {
    fn against(&self, one: &Asked<'_>, names: &[Name], held: &Value) -> Option<Found> {
        let field = one.field;
        let entries: Vec<&str> = match held {
            Value::Text(text) => vec![text],
            Value::Many(all) => all.iter().map(String::as_str).collect(),
            Value::Flag(_) => return None,
        };
        // Rows of a group: whether one stands there is all that can be said.
        let several = field.repeatable;
        match field.kind {
            FieldType::Date | FieldType::Month => entries
                .iter()
                .find_map(|text| self.date(one, names, text, several)),
            FieldType::Number | FieldType::Money => entries
                .iter()
                .find_map(|text| self.number(one, names, text, several)),
            FieldType::IdNumber | FieldType::Uscc | FieldType::Phone | FieldType::BankAccount => entries
                .iter()
                .find_map(|text| self.code(one, names, text, several)),
            FieldType::Enum => entries.iter().find_map(|code| self.choice(one, names, code)),
            FieldType::Text | FieldType::Textarea | FieldType::Email | FieldType::Address => entries
                .iter()
                .find_map(|text| self.words(one, names, text, several)),
            FieldType::Multi
            | FieldType::Datetime
            | FieldType::Bool
            | FieldType::Region
            | FieldType::Table
            | FieldType::Photo => None,
        }
    }

    /// A date behind the label is judged; one that stands anywhere is at least the same.
    fn date(&self, one: &Asked<'_>, names: &[Name], held: &str, several: bool) -> Option<Found> {
        let fits = |date: &&tokens::Dated| match one.field.kind {
            FieldType::Month => date.iso().get(..7) == held.get(..7),
            _ => date.iso() == held,
        };
        if let Some(reading) = self.behind_label(one, names).filter(|_| !several) {
            return Some(self.judged(one, reading, held));
        }
        let date = self.dates.iter().find(fits)?;
        Some(self.same(one, date.range.clone()))
    }

    fn number(&self, one: &Asked<'_>, names: &[Name], held: &str, several: bool) -> Option<Found> {
        if let Some(reading) = self.behind_label(one, names).filter(|_| !several) {
            return Some(self.judged(one, reading, held));
        }
        let unit = label::unit(&one.field.label)?;
        let micro = tokens::micro(held)?;
        let number = self.numbers.iter().find(|number| {
            let said = label::unit_before(&number.behind);
            said.is_some() && scaled(number.micro, said, Some(unit)) == Some(micro)
        });
        // 3人 stands everywhere.
        let number = number.filter(|_| held.len() >= 3)?;
        Some(self.same(one, number.range.clone()))
    }

    fn code(&self, one: &Asked<'_>, names: &[Name], held: &str, several: bool) -> Option<Found> {
        let field = one.field;
        let is_held = |said: &str| {
            alike::same(
                field,
                &Value::Text(said.to_owned()),
                &Value::Text(held.to_owned()),
            )
        };
        let key: Vec<char> = flat::key(held)
            .into_iter()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        if key.len() < 6 {
            return None;
        }
        let chars = |code: &str| code.chars().collect::<Vec<char>>();
        let same =
            |(_, code): &&(Range<usize>, String)| is_held(code) || find::distance(&chars(code), &key) == 0;
        if let Some((range, _)) = self.codes.iter().find(same) {
            return Some(self.same(one, range.clone()));
        }
        if several {
            return None;
        }
        // Two signs of eighteen: the same number, read or written wrongly.
        let near = self
            .codes
            .iter()
            .filter(|(_, code)| code.len().abs_diff(key.len()) <= 1);
        let near = near
            .map(|(range, code)| (find::distance(&chars(code), &key), range))
            .filter(|(distance, _)| *distance <= 1 + key.len() / 12)
            .min_by_key(|(distance, _)| *distance);
        if let Some((_, range)) = near {
            let value = self.read_as(one, &self.flat.read(range));
            let range = range.clone();
            return Some(self.judged(one, Reading { range, value }, held));
        }
        let reading = self.behind_label(one, names)?;
        reading.value.is_some().then(|| self.judged(one, reading, held))
    }

    /// A choice of a list is told by its name behind the label; another name of the list there is looked at.
    fn choice(&self, one: &Asked<'_>, names: &[Name], held: &str) -> Option<Found> {
        let list = one.field.code_list.as_deref()?;
        let (range, said) = self.text_behind(names)?;
        let code = self.lists.code_of(list, said.trim())?;
        Some(if code == held {
            self.same(one, range)
        } else {
            self.looked_at(one, range, None)
        })
    }

    fn words(&self, one: &Asked<'_>, names: &[Name], held: &str, several: bool) -> Option<Found> {
        let field = one.field;
        let signs = &self.flat.signs;
        let key = flat::key(held);
        if is_telling(&key)
            && let Some(range) = find::exact(signs, &key)
        {
            return Some(self.same(one, range));
        }
        if field.kind == FieldType::Address
            && let Some(found) = self.address(one, held)
        {
            return Some(found);
        }
        if several {
            return None;
        }
        // Two signs say something only behind their label.
        let behind = self.text_behind(names).filter(|(range, _)| range.len() < 200);
        if let Some((range, said)) = &behind
            && alike::same(field, &Value::Text(said.clone()), &Value::Text(held.to_owned()))
        {
            return Some(self.same(one, range.clone()));
        }
        // 十八号 for 18号 and the like are the same further apart than what may be a slip.
        let slip = (key.len() / 8).max(1);
        if key.len() >= 5
            && let Some((range, distance)) = find::near(signs, &key, (key.len() / 5).max(1))
        {
            let said = self.flat.read(&range);
            if alike::same(field, &Value::Text(said.clone()), &Value::Text(held.to_owned())) {
                return Some(self.same(one, range));
            }
            if distance <= slip {
                let value = self.read_as(one, &said);
                return Some(self.judged(one, Reading { range, value }, held));
            }
        }
        let (range, said) = behind.filter(|_| field.kind != FieldType::Textarea)?;
        let value = self.read_as(one, &said);
        Some(self.judged(one, Reading { range, value }, held))
    }

    /// An address without its regions, where the page leaves them out or says others.
    fn address(&self, one: &Asked<'_>, held: &str) -> Option<Found> {
        let plain = flat::key(held).into_iter().collect::<String>();
        let own = regions::front(&plain);
        let rest: Vec<char> = own.rest.chars().collect();
        if own.codes.is_empty() || rest.len() < 5 {
            return None;
        }
        let signs = &self.flat.signs;
        let most = rest.len() / 8;
        let (place, _) = match find::exact(signs, &rest) {
            Some(range) => (range, 0),
            None => find::near(signs, &rest, most)?,
        };
        // With the regions that stand before it on the page.
        let longest = place.start.saturating_sub(24);
        let range = (longest..=place.start)
            .find(|from| {
                let said: String = self.flat.chars(&(*from..place.end)).into_iter().collect();
                let front = regions::front(&said);
                let street: String = self.flat.chars(&place).into_iter().collect();
                front.rest == street
            })
            .map_or(place.clone(), |from| from..place.end);
        let said = self.flat.read(&range);
        if alike::same(
            one.field,
            &Value::Text(said.clone()),
            &Value::Text(held.to_owned()),
        ) {
            return Some(self.same(one, range));
        }
        let value = self.read_as(one, &said);
        Some(self.judged(one, Reading { range, value }, held))
    }

    /// What stands behind the label of an empty field.
    fn offered(&self, one: &Asked<'_>, names: &[Name]) -> Option<Found> {
        let field = one.field;
        if field.repeatable || matches!(field.kind, FieldType::Enum | FieldType::Textarea) {
            return None;
        }
        let reading = self.behind_label(one, names)?;
        let value = reading.value?;
        let sure = self.flat.sure(&reading.range);
        (sure >= SURE_ENOUGH).then(|| Found {
            key: field.key.clone(),
            verdict: Verdict::Offer,
            read: vec![(self.flat.read(&reading.range), false)],
            places: self.flat.places(&reading.range),
            sure,
            take: Some(value),
            from: reading.range.start,
        })
    }

    /// The value behind the label, of the field's kind.
    fn behind_label(&self, one: &Asked<'_>, names: &[Name]) -> Option<Reading> {
        let ends = || names.iter().flat_map(|name| label::found(&self.flat, name));
        match one.field.kind {
            FieldType::Date | FieldType::Month => ends().find_map(|end| {
                let date = self
                    .dates
                    .iter()
                    .find(|date| self.follows(end, date.range.start))?;
                let whole = one.field.kind == FieldType::Month || date.day.is_some();
                let value = whole.then(|| self.read_as(one, &date.iso())).flatten();
                Some(Reading {
                    range: date.range.clone(),
                    value,
                })
            }),
            FieldType::Number | FieldType::Money => ends().find_map(|end| {
                let number = self
                    .numbers
                    .iter()
                    .find(|one| self.follows(end, one.range.start))?;
                let unit = label::unit(&one.field.label);
                let said = label::unit_before(&number.behind).or_else(|| self.unit_at(end));
                let micro = scaled(number.micro, said, unit)?;
                Some(Reading {
                    range: number.range.clone(),
                    value: self.read_as(one, &tokens::decimal(micro)),
                })
            }),
            FieldType::IdNumber | FieldType::Uscc | FieldType::Phone | FieldType::BankAccount => ends()
                .find_map(|end| {
                    let (range, _) = self
                        .codes
                        .iter()
                        .find(|(range, _)| self.follows(end, range.start))?;
                    let said = self.flat.read(range);
                    let value = self.read_as(one, &said).or_else(|| {
                        let digits: String = self.flat.chars(range).into_iter().map(digit_of).collect();
                        self.read_as(one, &digits)
                    });
                    Some(Reading {
                        range: range.clone(),
                        value,
                    })
                }),
            FieldType::Text | FieldType::Email | FieldType::Address => {
                let (range, said) = self.text_behind(names)?;
                let value = self.read_as(one, &said);
                Some(Reading { range, value })
            }
            FieldType::Textarea
            | FieldType::Enum
            | FieldType::Multi
            | FieldType::Datetime
            | FieldType::Bool
            | FieldType::Region
            | FieldType::Table
            | FieldType::Photo => None,
        }
    }

    /// A text behind a label and a mark or a gap, to the next of these. The label of another field is no value.
    fn text_behind(&self, names: &[Name]) -> Option<(Range<usize>, String)> {
        let ends = names
            .iter()
            .filter(|name| name.own)
            .flat_map(|name| label::found(&self.flat, name));
        ends.filter(|end| end.apart).find_map(|end| {
            let range = end.at..self.flat.end_of_run(end.at);
            let signs = self.flat.chars(&range);
            let is_label = self
                .names
                .iter()
                .flatten()
                .any(|name| signs.starts_with(&name.signs));
            let said = self.flat.read(&range);
            (range.len() >= 2 && !is_label).then_some((range, said))
        })
    }

    /// Whether what begins there stands behind the label: at once, or after its unit and a word that joins them (为、约、至).
    fn follows(&self, end: Ended, start: usize) -> bool {
        let Some(between) = start.checked_sub(end.at).filter(|many| *many <= 4) else {
            return false;
        };
        let signs = &self.flat.signs;
        let line = |at: usize| signs.get(at).map(|sign| sign.line);
        let joins = |ch: char| {
            matches!(
                ch,
                '为' | '是' | '约' | '计' | '共' | '自' | '从' | '至' | '于' | '即' | '到'
            )
        };
        let words: String = self.flat.chars(&(end.at..start)).into_iter().collect();
        let rest =
            label::unit_before(&words).map_or(words.as_str(), |unit| words.strip_prefix(unit).unwrap_or(""));
        line(end.at) == line(start) && (between == 0 || rest.chars().all(joins))
    }

    /// The unit that the page has in the label.
    fn unit_at(&self, end: Ended) -> Option<&'static str> {
        label::unit_before(&self.flat.behind(end.at, 4))
    }

    fn read_as(&self, one: &Asked<'_>, said: &str) -> Option<Value> {
        let said = said.trim_matches(|ch: char| ch.is_whitespace() || "，。；：、,;:".contains(ch));
        let said = match one.field.kind {
            FieldType::Number | FieldType::Money => said.replace([',', '，'], ""),
            _ => said.to_owned(),
        };
        let read = value::read(
            one.field,
            &Json::String(said),
            self.lists,
            one.id_type,
            self.today,
        );
        read.ok().filter(|value| !value.is_empty())
    }

    fn same(&self, one: &Asked<'_>, range: Range<usize>) -> Found {
        Found {
            key: one.field.key.clone(),
            verdict: Verdict::Same,
            read: vec![(self.flat.read(&range), false)],
            places: self.flat.places(&range),
            sure: self.flat.sure(&range),
            take: None,
            from: range.start,
        }
    }

    /// Beside what stands in the form.
    fn judged(&self, one: &Asked<'_>, reading: Reading, held: &str) -> Found {
        let held_value = Value::Text(held.to_owned());
        let same = reading
            .value
            .as_ref()
            .is_some_and(|value| alike::same(one.field, value, &held_value));
        if same {
            return self.same(one, reading.range);
        }
        let take = reading.value.filter(|_| one.open && !one.field.repeatable);
        let mut found = self.looked_at(one, reading.range.clone(), take);
        let value = flat::key(held);
        let read = self.flat.chars(&reading.range);
        let compares_signs = matches!(
            one.field.kind,
            FieldType::Text
                | FieldType::Textarea
                | FieldType::Address
                | FieldType::Email
                | FieldType::IdNumber
                | FieldType::Uscc
                | FieldType::Phone
                | FieldType::BankAccount
        );
        if compares_signs
            && read.len() <= 300
            && value.len() <= 300
            && find::distance(&read, &value) < read.len()
        {
            found.read = self.flat.parts(&reading.range, &find::differs(&read, &value));
        }
        found
    }

    fn looked_at(&self, one: &Asked<'_>, range: Range<usize>, take: Option<Value>) -> Found {
        Found {
            key: one.field.key.clone(),
            verdict: Verdict::Look,
            read: vec![(self.flat.read(&range), true)],
            places: self.flat.places(&range),
            sure: self.flat.sure(&range),
            take,
            from: range.start,
        }
    }
}

/// Long enough that it stands nowhere by chance: three Chinese characters, or five letters and digits.
fn is_telling(key: &[char]) -> bool {
    let weight: usize = key.iter().map(|ch| if ch.is_ascii() { 3 } else { 5 }).sum();
    weight >= 15
}

/// A number in the unit of the field. Nothing where the page counts in another one.
fn scaled(micro: i128, said: Option<&str>, wanted: Option<&str>) -> Option<i128> {
    match (said, wanted) {
        (None, _) => Some(micro),
        (Some(said), Some(wanted)) if said == wanted => Some(micro),
        (Some("元"), Some("万元")) => Some(micro / 10_000),
        (Some("万元"), Some("元") | None) => Some(micro * 10_000),
        // 长 5 米, asked without a unit.
        (Some(_), None) => Some(micro),
        (Some(_), Some(_)) => None,
    }
}

/// Where only digits can stand.
fn digit_of(ch: char) -> char {
    match ch {
        'O' => '0',
        'I' | 'L' => '1',
        'Z' => '2',
        'S' => '5',
        other => other,
    }
}
