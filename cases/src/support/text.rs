//! Words that go through the hall: of bounded length, on one line, and without anybody's number.

use crate::identity::{ForeignerId2023, HmtResidenceId, ResidentId};

/// Longest note or message, in characters.
pub const LONGEST: usize = 200;

/// Why words are not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OddText {
    Empty,
    TooLong(usize),
    /// 身份号码 or 手机号: who is meant is said by window and ticket.
    Number,
}

/// Reads words: blanks become one, none at the ends.
pub fn read(raw: &str) -> Result<String, OddText> {
    let text = note(raw)?;
    if text.is_empty() {
        Err(OddText::Empty)
    } else {
        Ok(text)
    }
}

/// The same where nothing need be said.
pub fn note(raw: &str) -> Result<String, OddText> {
    let length = raw.chars().count();
    if length > LONGEST {
        return Err(OddText::TooLong(length));
    }
    let text = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    if has_number(&text) {
        Err(OddText::Number)
    } else {
        Ok(text)
    }
}

/// Whether a valid resident number or a mobile number stands in it, however it is written: full-width, in groups,
/// with blanks or hyphens between.
fn has_number(text: &str) -> bool {
    runs(text)
        .iter()
        .any(|run| is_mobile(run) || (0..run.len()).any(|from| is_resident(run, from)))
}

/// Runs of digits, one sign between two digits left out; an X after a run may be its check character.
fn runs(text: &str) -> Vec<String> {
    let signs: Vec<char> = text.chars().map(half).collect();
    let mut runs = Vec::new();
    let mut run = String::new();
    for (at, sign) in signs.iter().enumerate() {
        let next = signs.get(at + 1);
        if sign.is_ascii_digit() {
            run.push(*sign);
        } else if !run.is_empty() {
            let joins = matches!(sign, ' ' | '-' | '－' | '—' | '·' | '.' | '_')
                && next.is_some_and(|next| next.is_ascii_digit() || matches!(next, 'X' | 'x'));
            if matches!(sign, 'X' | 'x') {
                run.push('X');
            } else if joins {
                continue;
            }
            runs.push(std::mem::take(&mut run));
        }
    }
    runs.push(run);
    runs
}

/// A full-width digit or letter as its half-width one.
fn half(sign: char) -> char {
    match sign {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(sign as u32 - 0xFEE0).unwrap_or(sign),
        '\u{3000}' => ' ',
        other => other,
    }
}

fn is_resident(run: &str, from: usize) -> bool {
    run.get(from..from + 18).is_some_and(|part| {
        ResidentId::try_from(part.to_owned()).is_ok()
            || HmtResidenceId::try_from(part.to_owned()).is_ok()
            || ForeignerId2023::try_from(part.to_owned()).is_ok()
    })
}

/// 11 digits from 13 to 19 on, also with the country before them.
fn is_mobile(run: &str) -> bool {
    let own = match run.len() {
        11 => run,
        13 => run.strip_prefix("86").unwrap_or_default(),
        _ => "",
    };
    let signs = own.as_bytes();
    signs.len() == 11
        && signs[0] == b'1'
        && (b'3'..=b'9').contains(&signs[1])
        && own.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_somebody_is_found_however_it_is_written() {
        for text in [
            "350199199003070011",
            "请找身份证 350199199003070011 的申请人",
            "３５０１９９１９９００３０７００１１",
            "350199 19900307 0011",
            "350199-19900307-0011",
            "号350199199003070011号",
            "00350199199003070011",
            "电话13800138000。",
            "138 0013 8000",
            "138-0013-8000",
            "１３８００１３８０００",
            "+86 13800138000",
            "8613800138000",
        ] {
            assert_eq!(note(text), Err(OddText::Number), "{text}");
        }
    }

    #[test]
    fn what_is_nobodys_number_is_said() {
        for text in [
            "A037 请到 05 号窗",
            "12:00-13:00 系统维护，8:30-11:30 正常",
            "2026-11-20 下午停办不动产业务",
            "350199199003070012",
            "咨询电话 0591-87654321",
            "12345 热线",
            "12800138000",
            "13800138000123",
        ] {
            assert_eq!(note(text).as_deref(), Ok(text));
        }
    }

    #[test]
    fn words_are_short_and_on_one_line() {
        assert_eq!(read("  叫号\n暂停\t十分钟 ").as_deref(), Ok("叫号 暂停 十分钟"));
        assert_eq!(read(" \n "), Err(OddText::Empty));
        assert_eq!(note(" ").as_deref(), Ok(""));
        assert_eq!(
            read(&"长".repeat(LONGEST)).as_deref(),
            Ok("长".repeat(LONGEST).as_str())
        );
        assert_eq!(read(&"长".repeat(10_000)), Err(OddText::TooLong(10_000)));
    }
}
