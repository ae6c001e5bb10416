//! Chinese numerals in addresses. They are numbers before a unit (十八号, 一〇二室); anywhere else they may be a name
//! (五一路, 十里铺, 八一七北路).

/// What a number in an address counts.
const UNITS: [&str; 17] = [
    "号", "弄", "栋", "幢", "棟", "座", "单元", "室", "房", "层", "楼", "组", "队", "户", "门", "期", "排",
];
/// Streets in a row (中山二路): one numeral is their number, more are a name.
const STREETS: [&str; 4] = ["路", "街", "巷", "大道"];

/// The address with its numbers in digits.
pub fn in_digits(address: &str) -> String {
    let chars: Vec<char> = address.chars().collect();
    let mut written = String::with_capacity(address.len());
    let mut at = 0;
    while at < chars.len() {
        let run = chars[at..]
            .iter()
            .take_while(|ch| digit(**ch).is_some() || power(**ch).is_some());
        let length = run.count();
        if length == 0 {
            // 第3层 is 3层.
            let ordinal = chars[at] == '第' && chars.get(at + 1).is_some_and(char::is_ascii_digit);
            if !ordinal {
                written.push(chars[at]);
            }
            at += 1;
            continue;
        }
        let run = &chars[at..at + length];
        let rest: String = chars[at + length..].iter().take(2).collect();
        let counts = UNITS.iter().any(|unit| rest.starts_with(unit));
        let street = length == 1 && STREETS.iter().any(|street| rest.starts_with(street));
        // Behind a digit it is not clear what is one number.
        let apart = !written.ends_with(|ch: char| ch.is_ascii_digit());
        match number(run).filter(|_| apart && (counts || street)) {
            Some(number) => {
                if written.ends_with('第') {
                    written.pop();
                }
                written.push_str(&number);
            }
            None => written.extend(run),
        }
        at += length;
    }
    written
}

fn digit(ch: char) -> Option<u32> {
    "零一二三四五六七八九"
        .chars()
        .position(|one| one == ch)
        .map(|at| at as u32)
        .or(match ch {
            '〇' | '○' => Some(0),
            '两' => Some(2),
            _ => None,
        })
}

fn power(ch: char) -> Option<u32> {
    match ch {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        _ => None,
    }
}

/// The number that a run of numerals is: read out digit by digit, or counted with 十, 百 and 千 in their order.
fn number(run: &[char]) -> Option<String> {
    if run.iter().all(|ch| digit(*ch).is_some()) {
        let digits = run.iter().filter_map(|ch| digit(*ch));
        return Some(digits.map(|one| one.to_string()).collect());
    }
    let (mut sum, mut pending, mut last) = (0u32, None, u32::MAX);
    for (at, ch) in run.iter().enumerate() {
        match (digit(*ch), power(*ch)) {
            (Some(0), _) => {}
            (Some(one), _) if pending.is_none() => pending = Some(one),
            (None, Some(power)) if power < last => {
                // 十八 is 18; 百 alone counts nothing.
                let many = pending.take().or((power == 10 && at == 0).then_some(1))?;
                sum += many * power;
                last = power;
            }
            _ => return None,
        }
    }
    // 一百五 is said for 150 and for 105: it is left as it is.
    let spoken = pending.is_some() && last > 10 && run.len() >= 2 && digit(run[run.len() - 2]) != Some(0);
    (!spoken).then(|| (sum + pending.unwrap_or(0)).to_string())
}
