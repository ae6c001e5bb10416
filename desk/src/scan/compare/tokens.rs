//! What stands on a page as a date, a number or a code.

use std::ops::Range;

use jiff::civil::Date;

use super::flat::{Flat, Sign};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    pub range: Range<usize>,
    pub year: i16,
    pub month: i8,
    /// None where only the month is said.
    pub day: Option<i8>,
}

impl Dated {
    pub fn iso(&self) -> String {
        match self.day {
            Some(day) => format!("{:04}-{:02}-{day:02}", self.year, self.month),
            None => format!("{:04}-{:02}", self.year, self.month),
        }
    }
}

/// 2026年1月1日, 2026-01-01, 2026.1.1, 2026/1/1, 二〇二六年一月一日; 2026年1月 where no day follows.
pub fn dates(flat: &Flat) -> Vec<Dated> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < flat.signs.len() {
        match date_at(&flat.signs, at) {
            Some(date) => {
                at = date.range.end;
                found.push(date);
            }
            None => at += 1,
        }
    }
    found
}

fn date_at(signs: &[Sign], from: usize) -> Option<Dated> {
    let before = from.checked_sub(1).and_then(|at| signs.get(at));
    let first = signs.get(from)?;
    if before.is_some_and(|before| before.ch.is_ascii_digit() && !first.apart) {
        return None;
    }
    let (year, at) = count(signs, from, 4)?;
    if at - from != 4 || !(1900..=2100).contains(&year) {
        return None;
    }
    let divides = |at: usize, word: char| {
        let sign = signs.get(at)?.ch;
        (sign == word || matches!(sign, '-' | '.' | '/')).then_some(sign)
    };
    let first = divides(at, '年')?;
    let (month, at) = count(signs, at + 1, 2)?;
    let month = i8::try_from(month)
        .ok()
        .filter(|month| (1..=12).contains(month))?;
    let year = i16::try_from(year).ok()?;
    let day = divides(at, '月')
        .filter(|second| (*second == '月') == (first == '年'))
        .and_then(|_| count(signs, at + 1, 2));
    match day {
        Some((day, mut end)) => {
            let day = i8::try_from(day).ok()?;
            Date::new(year, month, day).ok()?;
            if matches!(signs.get(end).map(|sign| sign.ch), Some('日' | '号')) {
                end += 1;
            }
            Some(Dated {
                range: from..end,
                year,
                month,
                day: Some(day),
            })
        }
        // 2026-01 may be anything; 2026年1月 is a month.
        None if first == '年' && signs.get(at).is_some_and(|sign| sign.ch == '月') => Some(Dated {
            range: from..at + 1,
            year,
            month,
            day: None,
        }),
        None => None,
    }
}

/// A number of at most so many digits, in digits or in Chinese numerals, and what follows it.
fn count(signs: &[Sign], from: usize, most: usize) -> Option<(u32, usize)> {
    let digits = signs.get(from..)?.iter();
    let digits: Vec<u32> = digits
        .take(most + 1)
        .map_while(|sign| match sign.ch {
            'O' => Some(0),
            ch => ch.to_digit(10),
        })
        .collect();
    if !digits.is_empty() {
        let number = digits.iter().fold(0, |sum, digit| sum * 10 + digit);
        return (digits.len() <= most).then_some((number, from + digits.len()));
    }
    let numerals = signs.get(from..)?.iter();
    let numerals: Vec<char> = numerals
        .map(|sign| sign.ch)
        .take(4)
        .take_while(|ch| numeral(*ch).is_some() || *ch == '十')
        .collect();
    let number = if numerals.contains(&'十') {
        let at = numerals.iter().position(|ch| *ch == '十')?;
        let tens = match numerals[..at] {
            [] => 1,
            [one] => numeral(one)?,
            _ => return None,
        };
        let ones = match numerals[at + 1..] {
            [] => 0,
            [one] => numeral(one)?,
            _ => return None,
        };
        tens * 10 + ones
    } else {
        let digits = numerals.iter().filter_map(|ch| numeral(*ch));
        digits.fold(0, |sum, digit| sum * 10 + digit)
    };
    (!numerals.is_empty()).then_some((number, from + numerals.len()))
}

fn numeral(ch: char) -> Option<u32> {
    let plain = "〇一二三四五六七八九".chars().position(|one| one == ch);
    let capital = || "零壹贰叁肆伍陆柒捌玖".chars().position(|one| one == ch);
    plain.or_else(capital).map(|at| at as u32)
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    pub range: Range<usize>,
    /// In millionths.
    pub micro: i128,
    /// What follows it in the line.
    pub behind: String,
}

/// Numbers in digits, and amounts in capitals (伍拾万元整).
pub fn numbers(flat: &Flat) -> Vec<Number> {
    let signs = &flat.signs;
    let mut found = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let end = in_digits(signs, at).or_else(|| in_capitals(signs, at));
        match end {
            Some((micro, end)) => {
                found.push(Number {
                    range: at..end,
                    micro,
                    behind: flat.behind(end, 4),
                });
                at = end;
            }
            None => at = end_of_letters(signs, at),
        }
    }
    found
}

/// A digit inside a word of letters begins no number.
fn end_of_letters(signs: &[Sign], at: usize) -> usize {
    let joined = |at: usize| signs[at].ch.is_ascii_alphanumeric() && !signs[at].apart;
    let mut next = at + 1;
    while signs[at].ch.is_ascii_alphanumeric() && next < signs.len() && joined(next) {
        next += 1;
    }
    next
}

fn in_digits(signs: &[Sign], from: usize) -> Option<(i128, usize)> {
    let rest = signs.get(from..)?;
    if !rest.first()?.ch.is_ascii_digit() {
        return None;
    }
    let part =
        |at: usize, sign: &Sign| at == 0 || !sign.apart && (sign.ch.is_ascii_digit() || sign.ch == '.');
    let run: Vec<char> = rest
        .iter()
        .enumerate()
        .take_while(|(at, sign)| part(*at, sign))
        .map(|(_, sign)| sign.ch)
        .collect();
    let end = from + run.len();
    if signs
        .get(end)
        .is_some_and(|next| !next.apart && next.ch.is_ascii_alphanumeric())
    {
        return None;
    }
    Some((micro(&run.iter().collect::<String>())?, end))
}

/// A plain decimal in millionths.
pub fn micro(text: &str) -> Option<i128> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() || whole.len() > 15 || part.len() > 6 {
        return None;
    }
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) {
        return None;
    }
    format!("{whole}{part:0<6}").parse().ok()
}

/// Such a number as the form writes it.
pub fn decimal(micro: i128) -> String {
    let text = format!("{}.{:06}", micro / 1_000_000, micro % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// 伍拾万, 壹佰贰拾叁万肆仟: only before 元, where it can be nothing else.
fn in_capitals(signs: &[Sign], from: usize) -> Option<(i128, usize)> {
    let power = |ch: char| match ch {
        '十' | '拾' => Some(10),
        '百' | '佰' => Some(100),
        '千' | '仟' => Some(1_000),
        _ => None,
    };
    let (mut whole, mut section, mut pending) = (0i128, 0i128, None::<i128>);
    let mut at = from;
    while let Some(sign) = signs.get(at) {
        if let Some(digit) = numeral(sign.ch) {
            pending = Some(i128::from(digit));
        } else if let Some(power) = power(sign.ch) {
            section += pending.take().unwrap_or(1) * power;
        } else if let Some(great) = match sign.ch {
            '万' | '萬' => Some(10_000),
            '亿' => Some(100_000_000),
            _ => None,
        } {
            if at == from {
                return None;
            }
            whole = (whole + section + pending.take().unwrap_or(0)) * great;
            section = 0;
        } else {
            break;
        }
        at += 1;
        if at - from > 24 {
            return None;
        }
    }
    let number = whole + section + pending.unwrap_or(0);
    let of_money = matches!(signs.get(at).map(|sign| sign.ch), Some('元' | '圆'));
    (at > from && of_money && number > 0).then_some((number * 1_000_000, at))
}

/// Letters and digits in one piece, joints left out, of at least so many.
pub fn codes(flat: &Flat, least: usize) -> Vec<(Range<usize>, String)> {
    let signs = &flat.signs;
    let mut found = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        if !signs[at].ch.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let rest = signs[at + 1..].iter();
        let goes_on = |sign: &&Sign| {
            sign.line == signs[at].line
                && !sign.apart
                && (sign.ch.is_ascii_alphanumeric() || matches!(sign.ch, '-' | '.'))
        };
        let end = at + 1 + rest.take_while(goes_on).count();
        let code: String = signs[at..end]
            .iter()
            .map(|sign| sign.ch)
            .filter(char::is_ascii_alphanumeric)
            .collect();
        if code.len() >= least {
            found.push((at..end, code));
        }
        at = end;
    }
    found
}
