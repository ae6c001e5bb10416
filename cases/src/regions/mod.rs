//! 行政区划 (GB/T 2260): names to codes, and the regions at the front of an address.
//!
//! The list is the standard's, to the counties, with the invented 示范市 and 示范区 of the demonstration hall (350199 is no
//! code of the standard). A name may stand for several codes (朝阳区): whoever asks gets all of them.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// Code → names, with `|` between them.
const GB2260: &str = include_str!("gb2260.json");

/// Full names at a level; what addresses call a province without its 省.
struct Names {
    full: HashMap<&'static str, Vec<&'static str>>,
    short: HashMap<&'static str, Vec<&'static str>>,
    /// Codes that have regions below them.
    parents: Vec<&'static str>,
    longest: usize,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    // A list that cannot be read is found by the tests of this module; then no region has a name.
    let list: BTreeMap<&'static str, &'static str> = serde_json::from_str(GB2260).unwrap_or_default();
    let mut names = Names {
        full: HashMap::new(),
        short: HashMap::new(),
        parents: Vec::new(),
        longest: 0,
    };
    for (code, called) in list {
        for name in called.split('|') {
            names.full.entry(name).or_default().push(code);
            names.longest = names.longest.max(name.chars().count());
            if let Some(short) = short(code, name) {
                names.short.entry(short).or_default().push(code);
            }
        }
        let own = significant(code);
        for parent in (2..own.len()).step_by(2).map(|end| &own[..end]) {
            if names.parents.last() != Some(&parent) && !names.parents.contains(&parent) {
                names.parents.push(parent);
            }
        }
    }
    names
});

/// 福建 for 福建省, 福州 for 福州市. Counties have no short names that could be told from a street's.
fn short<'a>(code: &str, name: &'a str) -> Option<&'a str> {
    if significant(code).len() > 4 {
        return None;
    }
    let ends = [
        "维吾尔自治区",
        "壮族自治区",
        "回族自治区",
        "特别行政区",
        "自治区",
        "省",
        "市",
    ];
    let bare = ends.iter().find_map(|end| name.strip_suffix(end))?;
    (bare.chars().count() >= 2).then_some(bare)
}

/// A code without the zeros that say nothing: 3501 of 350100, 350199 of 350199000000.
pub fn significant(code: &str) -> &str {
    let mut code = code;
    while code.len() > 6 && code.ends_with("000") {
        code = &code[..code.len() - 3];
    }
    while code.len() <= 6 && code.len() > 2 && code.len().is_multiple_of(2) && code.ends_with("00") {
        code = &code[..code.len() - 2];
    }
    code
}

/// Whether one region lies in the other, or is it.
fn is_within(one: &str, other: &str) -> bool {
    let (one, other) = (significant(one), significant(other));
    one.starts_with(other) || other.starts_with(one)
}

/// The regions at the front of an address, and what follows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<'a> {
    /// Every code that the last region named may be; none where the address begins with no region.
    pub codes: Vec<&'static str>,
    pub rest: &'a str,
}

/// Reads 省、市、区县 at the front of an address. A short name counts only before another region: 福州路 is a street.
pub fn front(address: &str) -> Placed<'_> {
    let mut placed = Placed {
        codes: Vec::new(),
        rest: address,
    };
    while let Some(next) = step(&placed) {
        placed = next;
    }
    placed
}

fn step<'a>(placed: &Placed<'a>) -> Option<Placed<'a>> {
    let names = &*NAMES;
    let inside = |codes: &[&'static str]| -> Vec<&'static str> {
        let fits = |code: &&&'static str| {
            placed.codes.is_empty()
                || placed.codes.iter().any(|above| {
                    let (above, below) = (significant(above), significant(code));
                    below.len() > above.len() && below.starts_with(above)
                })
        };
        codes.iter().filter(fits).copied().collect()
    };
    let ends: Vec<usize> = placed
        .rest
        .char_indices()
        .map(|(at, ch)| at + ch.len_utf8())
        .take(names.longest)
        .collect();
    for end in ends.iter().rev() {
        let (name, rest) = placed.rest.split_at(*end);
        let codes = inside(names.full.get(name).map_or(&[], Vec::as_slice));
        if !codes.is_empty() {
            return Some(Placed { codes, rest });
        }
    }
    for end in ends.iter().rev() {
        let (name, rest) = placed.rest.split_at(*end);
        let codes = inside(names.short.get(name).map_or(&[], Vec::as_slice));
        if codes.is_empty() {
            continue;
        }
        let short = Placed { codes, rest };
        if step(&short).is_some() {
            return Some(short);
        }
    }
    None
}

/// The code of the region that an address lies in, as far as the address says it: the county, or a city without
/// counties. `None` where it names none, or one of several.
pub fn of_address(address: &str) -> Option<&'static str> {
    let placed = front(address);
    let [code] = placed.codes.as_slice() else {
        return None;
    };
    let own = significant(code);
    (own.len() == 6 || own.len() == 4 && !NAMES.parents.contains(&own)).then_some(*code)
}

/// Whether two fronts may be the same place: one says less than the other, or nothing.
pub fn may_be_same(one: &Placed<'_>, other: &Placed<'_>) -> bool {
    if one.codes.is_empty() || other.codes.is_empty() {
        return true;
    }
    one.codes
        .iter()
        .any(|code| other.codes.iter().any(|also| is_within(code, also)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, code: Option<&str>, rest: &str) {
        assert_eq!(
            (of_address(address), front(address).rest),
            (code, rest),
            "{address}"
        );
    }

    #[test]
    fn the_region_of_an_address_is_read_from_its_front() {
        check("福建省示范市示范区政务路18号", Some("350199"), "政务路18号");
        check("福建福州鼓楼区八一七北路1号", Some("350102"), "八一七北路1号");
        check("鼓楼区八一七北路1号", None, "八一七北路1号");
        check("北京市朝阳区建国路1号", Some("110105"), "建国路1号");
        check("朝阳区建国路1号", None, "建国路1号");
        check("广东省中山市石岐街道1号", Some("442000"), "石岐街道1号");
        check("湖北省仙桃市沔阳大道1号", Some("429004"), "沔阳大道1号");
        check("福州市", None, "");
        // Streets that are called after regions.
        check("福州路18号", None, "福州路18号");
        check("示范区北京路18号", Some("350199"), "北京路18号");
        check("上海街5号", None, "上海街5号");
        check("政务路18号", None, "政务路18号");
        check("", None, "");
    }

    #[test]
    fn every_name_of_the_list_is_read_back() {
        assert!(NAMES.full.len() > 2_500, "{}", NAMES.full.len());
        for (name, codes) in &NAMES.full {
            let placed = front(name);
            assert!(
                placed.rest.is_empty() && codes.iter().all(|code| placed.codes.contains(code)),
                "{name}: {placed:?}"
            );
        }
    }

    #[test]
    fn zeros_at_the_end_say_nothing() {
        for (code, bare) in [
            ("350000", "35"),
            ("350100", "3501"),
            ("350110", "350110"),
            ("350199000000", "350199"),
            ("350199001000", "350199001"),
            ("460100", "4601"),
            ("35", "35"),
        ] {
            assert_eq!(significant(code), bare, "{code}");
        }
    }
}
