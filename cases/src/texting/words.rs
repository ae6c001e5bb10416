//! The words of text messages: data, checked when it is loaded.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Moment, Quiet, Reach};

/// Characters of one message in UCS-2.
pub const ONE_PART: usize = 70;
/// Characters of each part of a longer one; six bytes say which part it is.
const PART: usize = 67;
/// Characters of an item's short name at most.
const SHORT_NAME: usize = 12;
/// Ends a list that is longer than any text.
const CUT: &str = "……（其余见告知书）。";
/// Digits in a row that could be a number of somebody; the hall's own telephone is a placeholder.
const DIGITS: usize = 5;
/// Longest words that can stand in place of the others.
const LONGEST_SLIP: &str = "SSSSSSSSSS";
const LONGEST_DAY: &str = "12月31日";

const PLACES: [&str; 5] = ["item", "slip", "day", "hall", "phone"];
/// The place of what a notice lists.
const LIST: &str = "list";
/// Messages that one long text can be cut into: one octet counts them (3GPP TS 23.040, 9.2.3.24.1).
const MOST_PARTS: usize = 255;

/// Everything that texts are told by data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Texts {
    /// 咨询电话
    pub phone: String,
    pub quiet: Quiet,
    /// Working days before a due day on which the applicant is told of it.
    pub warn_days: u32,
    /// What an item is called that has no short name here.
    pub neutral: String,
    /// Item id → short name. Only items whose name tells nothing about a person stand here.
    pub named: BTreeMap<String, String>,
    pub reach: Reach,
    pub texts: BTreeMap<Moment, Wording>,
    /// 一次性告知书: everything that its paper lists, and the code to see it again.
    #[serde(default = "notice_sentence")]
    pub notice: String,
    /// 咨询, of which no case and no code is kept.
    #[serde(default = "consultation_sentence")]
    pub consultation: String,
}

fn notice_sentence() -> String {
    "【{hall}】{item}一次告知，收件码{slip}。{list}咨询{phone}".to_owned()
}

fn consultation_sentence() -> String {
    "【{hall}】{item}办事告知。{list}咨询{phone}".to_owned()
}

/// The sentence of one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// With the day in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated: Option<String>,
    /// Where no day is known, such as in a year without a calendar.
    pub undated: String,
}

/// What is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said<'a> {
    pub item: &'a str,
    pub slip: &'a str,
    pub day: Option<Date>,
    pub hall: &'a str,
}

/// What a text of a notice tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listing<'a> {
    pub item: &'a str,
    /// Said where the item has no short name.
    pub item_name: &'a str,
    /// Absent of a consultation.
    pub slip: Option<&'a str>,
    pub list: &'a str,
    /// 咨询电话 of the item, where it has its own.
    pub phone: Option<&'a str>,
}

/// What a sentence has to hold.
#[derive(Debug, Clone, Copy)]
struct Holds {
    slip: bool,
    day: bool,
    list: bool,
}

/// Where the data is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("messages.json: {path}: {what}")]
pub struct TextFault {
    pub path: String,
    pub what: String,
}

fn fault<T>(path: impl Into<String>, what: impl Into<String>) -> Result<T, TextFault> {
    Err(TextFault {
        path: path.into(),
        what: what.into(),
    })
}

impl Texts {
    pub fn load(json: &str) -> Result<Self, TextFault> {
        let mut reader = serde_json::Deserializer::from_str(json);
        serde_path_to_error::deserialize(&mut reader).or_else(|error| {
            let path = error.path().to_string();
            fault(path, "cannot be read")
        })
    }

    /// Whether every moment has its words, and each sentence of this hall fits one message and says no more than it
    /// may.
    pub fn check(&self, hall: &str) -> Result<(), TextFault> {
        if !(3..=12).contains(&self.phone.len())
            || !self
                .phone
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'-')
        {
            return fault("phone", "has to be a telephone number");
        }
        if self.quiet.until >= self.quiet.from {
            return fault("quiet", "has to begin in the evening and end in the morning");
        }
        if !(1..=10).contains(&self.warn_days) {
            return fault("warnDays", "has to be 1 to 10");
        }
        plain("neutral", &self.neutral)?;
        for (id, name) in &self.named {
            plain(&format!("named.{id}"), name)?;
        }
        for moment in Moment::ALL {
            let path = format!("texts.{}", moment.word());
            let Some(wording) = self.texts.get(&moment) else {
                return fault(path, "is missing");
            };
            let dated = wording.dated.as_deref().map(|text| (text, true));
            for (text, with_day) in dated.into_iter().chain([(wording.undated.as_str(), false)]) {
                self.check_sentence(
                    (&path, text),
                    Holds {
                        slip: true,
                        day: with_day,
                        list: false,
                    },
                    hall,
                )?;
            }
        }
        let notices = [
            ("notice", &self.notice, true),
            ("consultation", &self.consultation, false),
        ];
        for (path, text, slip) in notices {
            self.check_sentence(
                (path, text),
                Holds {
                    slip,
                    day: false,
                    list: true,
                },
                hall,
            )?;
        }
        Ok(())
    }

    fn check_sentence(&self, (path, text): (&str, &str), holds: Holds, hall: &str) -> Result<(), TextFault> {
        if !text.starts_with("【{hall}】") {
            return fault(
                path,
                "has to begin with 【{hall}】, so that everybody knows whom it is from",
            );
        }
        let places = places(text).or_else(|odd| fault(path, odd))?;
        let may_stand = |place: &&&str| PLACES.contains(*place) || (holds.list && **place == LIST);
        if let Some(odd) = places.iter().find(|place| !may_stand(place)) {
            return fault(path, format!("{{{odd}}} may not stand in a text"));
        }
        let needed = [
            ("item", true),
            ("slip", holds.slip),
            (LIST, holds.list),
            ("phone", holds.list),
        ];
        if let Some((place, _)) = needed.iter().find(|(place, is)| *is && !places.contains(place)) {
            return fault(path, format!("{{{place}}} is missing"));
        }
        if !holds.slip && places.contains(&"slip") {
            return fault(path, "{slip} is of a case, and this is of none");
        }
        if places.contains(&"day") != holds.day {
            return fault(path, "{day} has to stand in the dated sentence and in no other");
        }
        if text.chars().any(char::is_control) || digits_in_a_row(text) >= DIGITS {
            return fault(path, "line breaks and numbers may not stand in a text");
        }
        let fill = Filled {
            slip: LONGEST_SLIP,
            day: LONGEST_DAY,
            hall,
            phone: &self.phone,
            list: "",
        };
        for item in self.named.values().chain([&self.neutral]) {
            let length = length(&fill.put_into(text, item));
            if length > ONE_PART {
                return fault(path, format!("{length} characters with {item}, of {ONE_PART}"));
            }
        }
        Ok(())
    }

    /// Whether the item's name, and with it what it asks for, tells something about who applies: a text that lists it
    /// needs his own consent (单独同意, 《个人信息保护法》第二十九条).
    pub fn is_delicate(&self, item: &str) -> bool {
        !self.named.contains_key(item)
    }

    /// 告知短信: of a notice by its slip code, of a consultation without. `list` is what its paper lists; one that is
    /// longer than any text is cut and says so.
    pub fn of_notice(&self, told: &Listing<'_>, hall: &str) -> String {
        let text = if told.slip.is_some() {
            &self.notice
        } else {
            &self.consultation
        };
        let item = self.named.get(told.item).map_or(told.item_name, String::as_str);
        let filled = |list: &str| {
            let fill = Filled {
                slip: told.slip.unwrap_or_default(),
                day: "",
                hall,
                phone: told.phone.unwrap_or(&self.phone),
                list,
            };
            fill.put_into(text, item)
        };
        let whole = filled(told.list);
        if parts(&whole) <= MOST_PARTS {
            return whole;
        }
        let room = (MOST_PARTS * PART).saturating_sub(length(&filled(CUT)));
        let mut list = String::new();
        let mut taken = 0;
        for ch in told.list.chars() {
            taken += ch.len_utf16();
            if taken > room {
                break;
            }
            list.push(ch);
        }
        list.push_str(CUT);
        filled(&list)
    }

    /// The sentence of a moment.
    pub fn sentence(&self, moment: Moment, said: &Said<'_>) -> String {
        let item = self.named.get(said.item).unwrap_or(&self.neutral);
        let day = said.day.map(|day| format!("{}月{}日", day.month(), day.day()));
        let wording = self.texts.get(&moment);
        let text = match (&day, wording) {
            (Some(_), Some(wording)) => wording.dated.as_deref().unwrap_or(&wording.undated),
            (None, Some(wording)) => &wording.undated,
            // A checked table has every moment.
            (_, None) => "",
        };
        let fill = Filled {
            slip: said.slip,
            day: day.as_deref().unwrap_or_default(),
            hall: said.hall,
            phone: &self.phone,
            list: "",
        };
        fill.put_into(text, item)
    }
}

struct Filled<'a> {
    slip: &'a str,
    day: &'a str,
    hall: &'a str,
    phone: &'a str,
    list: &'a str,
}

impl Filled<'_> {
    fn put_into(&self, text: &str, item: &str) -> String {
        text.replace("{item}", item)
            .replace("{slip}", self.slip)
            .replace("{day}", self.day)
            .replace("{hall}", self.hall)
            .replace("{phone}", self.phone)
            // Last: what it lists is nobody's placeholder.
            .replace("{list}", self.list)
    }
}

/// A short name: a few words without numbers or places to fill.
fn plain(path: &str, name: &str) -> Result<(), TextFault> {
    let count = name.chars().count();
    if !(1..=SHORT_NAME).contains(&count) {
        return fault(path, format!("has to have 1 to {SHORT_NAME} characters"));
    }
    if name
        .chars()
        .any(|ch| ch.is_control() || ch.is_numeric() || matches!(ch, '{' | '}'))
    {
        return fault(path, "numbers may not stand in a short name");
    }
    Ok(())
}

/// The names between braces.
fn places(text: &str) -> Result<Vec<&str>, String> {
    let mut places = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(['{', '}']) {
        let Some((name, after)) = rest[open..]
            .strip_prefix('{')
            .and_then(|rest| rest.split_once('}'))
        else {
            return Err("a brace has no partner".to_owned());
        };
        places.push(name);
        rest = after;
    }
    Ok(places)
}

fn digits_in_a_row(text: &str) -> usize {
    text.split(|ch: char| !ch.is_numeric())
        .map(|run| run.chars().count())
        .max()
        .unwrap_or_default()
}

/// Characters as a message counts them: one outside the basic plane counts twice.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// In how many messages a text goes out.
pub fn parts(text: &str) -> usize {
    match length(text) {
        0..=ONE_PART => 1,
        long => long.div_ceil(PART),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALL: &str = "示范区政务服务中心";

    fn texts() -> Texts {
        Texts::load(include_str!("../../../catalogue/messages.json")).unwrap()
    }

    #[test]
    fn the_demonstration_halls_words_are_good() {
        assert_eq!(texts().check(HALL), Ok(()));
    }

    #[test]
    fn a_sentence_names_an_item_only_where_the_data_does() {
        let texts = texts();
        let said = |item: &'static str, day| Said {
            item,
            slip: "SF6AB2CD3E",
            day,
            hall: HALL,
        };
        let day = Some(jiff::civil::date(2026, 12, 4));
        assert_eq!(
            texts.sentence(Moment::Accepted, &said("scjg-food-licence", day)),
            "【示范区政务服务中心】食品经营许可已受理，收件码SF6AB2CD3E，承诺12月4日前办结。咨询12345"
        );
        assert_eq!(
            texts.sentence(Moment::Accepted, &said("mz-disability-subsidy", None)),
            "【示范区政务服务中心】您申请的事项已受理，收件码SF6AB2CD3E，时限见受理通知书。咨询12345"
        );
        for item in [
            "mz-marriage",
            "wj-birth-cert",
            "rs-unemployment",
            "not-in-any-catalogue",
        ] {
            let sentence = texts.sentence(Moment::Pickup, &said(item, None));
            assert!(
                sentence.contains("您申请的事项") && !sentence.contains('{'),
                "{sentence}"
            );
        }
    }

    #[test]
    fn words_that_say_too_much_or_too_long_are_refused() {
        let check = |change: &dyn Fn(&mut Texts), expected: &str| {
            let mut texts = texts();
            change(&mut texts);
            let refused = texts.check(HALL).unwrap_err().to_string();
            assert!(refused.contains(expected), "{refused}");
        };
        let ended = |text: &'static str| {
            move |texts: &mut Texts| {
                texts.texts.insert(
                    Moment::Ended,
                    Wording {
                        dated: None,
                        undated: text.to_owned(),
                    },
                );
            }
        };
        check(&ended("{name}您好，【{hall}】{item}{slip}"), "has to begin");
        check(
            &ended("【{hall}】{name}的{item}已终止，{slip}"),
            "{name} may not stand",
        );
        check(
            &ended("【{hall}】{item}已终止，{idNumber}{slip}"),
            "{idNumber} may not stand",
        );
        check(
            &ended("【{hall}】{item}已终止，{address}{slip}"),
            "{address} may not stand",
        );
        check(
            &ended("【{hall}】{item}已终止，编号12345678，{slip}"),
            "numbers may not",
        );
        check(&ended("【{hall}】{item}已终止\n{slip}"), "line breaks");
        check(&ended("【{hall}】{item}已终止"), "{slip} is missing");
        check(&ended("【{hall}】{item{slip}}"), "no partner");
        check(&ended("【{hall}】{item}{slip}}"), "no partner");
        check(
            &ended("【{hall}】{item}已于{day}终止，{slip}"),
            "in the dated sentence",
        );
        check(
            &ended(
                "【{hall}】{item}已终止办理，请您务必于工作日的工作时间之内携带本人的有效证件和收件凭证到大厅的任意一个综合窗口查询办理的详细情况{slip}",
            ),
            "of 70",
        );
        check(
            &|texts| drop(texts.texts.remove(&Moment::Pickup)),
            "texts.pickup: is missing",
        );
        check(
            &|texts| texts.neutral = "350199199003070011".to_owned(),
            "neutral",
        );
        check(
            &|texts| {
                drop(
                    texts
                        .named
                        .insert("x".to_owned(), "一个很长很长很长很长的事项名称".to_owned()),
                )
            },
            "named.x",
        );
        check(
            &|texts| texts.notice = "【{hall}】{item}的告知书已出具，收件码{slip}。咨询{phone}".to_owned(),
            "notice: {list} is missing",
        );
        check(
            &|texts| texts.consultation = "【{hall}】{item}{list}{slip}咨询{phone}".to_owned(),
            "this is of none",
        );
        check(&ended("【{hall}】{item}{slip}{list}"), "{list} may not stand");
        check(&|texts| texts.phone = "打12345".to_owned(), "phone");
        check(&|texts| texts.warn_days = 0, "warnDays");
        assert!(Texts::load("{}").is_err());
        assert!(Texts::load(r#"{"texts":{"birthday":{"undated":"x"}}}"#).is_err());
    }

    #[test]
    fn a_notice_says_all_that_it_lists_and_where_it_cannot_that_there_is_more() {
        let texts = texts();
        let of = |item: &'static str, slip, list: &str, phone| {
            let told = Listing {
                item,
                item_name: "残疾人两项补贴",
                slip,
                list,
                phone,
            };
            texts.of_notice(&told, HALL)
        };
        assert_eq!(
            of(
                "scjg-food-licence",
                Some("SF6AB2CD3E"),
                "需提交{phone}材料：1.平面图。",
                None
            ),
            "【示范区政务服务中心】食品经营许可一次告知，收件码SF6AB2CD3E。需提交{phone}材料：1.平面图。咨询12345"
        );
        assert!(texts.is_delicate("mz-disability-subsidy") && !texts.is_delicate("scjg-food-licence"));
        assert_eq!(
            of("mz-disability-subsidy", None, "1.证。", Some("0599-100")),
            "【示范区政务服务中心】残疾人两项补贴办事告知。1.证。咨询0599-100"
        );
        let long = of("scjg-food-licence", None, &"材料𠮷".repeat(9_000), None);
        assert_eq!(parts(&long), MOST_PARTS);
        assert!(
            long.ends_with("……（其余见告知书）。咨询12345"),
            "{}",
            &long[long.len() - 60..]
        );
    }

    #[test]
    fn a_part_has_seventy_characters_as_messages_count_them() {
        assert_eq!(parts(&"一".repeat(70)), 1);
        assert_eq!(parts(&"一".repeat(71)), 2);
        assert_eq!(parts(&"一".repeat(134)), 2);
        assert_eq!(parts(&"一".repeat(135)), 3);
        assert_eq!(parts(&"𠮷".repeat(35)), 1);
        assert_eq!(parts(&"𠮷".repeat(36)), 2);
    }
}
