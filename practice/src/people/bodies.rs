//! 120 enterprises and 40 sole traders, run by residents.

use std::collections::HashSet;

use jiff::civil::date;

use super::households::Settled;
use super::{Body, BodyKind, Province, Trade, places};
use crate::chance::Chance;
use crate::checks::uscc;

pub const ENTERPRISES: usize = 120;
pub const SOLE_TRADERS: usize = 40;

const WORDS: &[&str] = &[
    "鼎兴", "闽味", "海悦", "榕源", "恒信", "金穗", "百川", "和顺", "嘉禾", "启航", "盛泽", "明德", "泰和",
    "云帆", "佳成", "正源", "华榕", "新芽", "长青", "安达", "瑞丰", "聚贤", "博远", "同心", "茂林", "锦程",
    "润生", "福满", "天成", "万顺", "汇通", "银杉",
];

/// Founds the bodies. Legal representatives are parents and husbands; operators are singles and wives.
pub fn found(province: &mut Province, settled: &Settled) {
    let mut chance = Chance::new(province.seed, "bodies");
    let mut taken = Taken::default();
    let leaders: Vec<usize> = settled
        .parents
        .iter()
        .chain(&settled.husbands[..44])
        .copied()
        .collect();
    for turn in 0..ENTERPRISES {
        let trade = match turn % 10 {
            0..=3 => Trade::Catering,
            4 | 5 => Trade::Drinks,
            6 => Trade::Bookkeeping,
            _ => Trade::Consulting,
        };
        // The last four enterprises have a representative who runs another one as well.
        let legal_rep = leaders[turn % leaders.len()];
        let body = invent(
            province,
            &mut chance,
            &mut taken,
            BodyKind::Enterprise,
            trade,
            legal_rep,
        );
        province.bodies.push(body);
    }
    let half = SOLE_TRADERS / 2;
    let operators: Vec<usize> = settled.singles[..half]
        .iter()
        .chain(&settled.wives[..half])
        .copied()
        .collect();
    for (turn, &operator) in operators.iter().enumerate() {
        let trade = if turn % 3 == 0 {
            Trade::Drinks
        } else {
            Trade::Catering
        };
        let body = invent(
            province,
            &mut chance,
            &mut taken,
            BodyKind::SoleTrader,
            trade,
            operator,
        );
        province.bodies.push(body);
    }
}

#[derive(Default)]
struct Taken {
    codes: HashSet<String>,
    names: HashSet<String>,
}

fn invent(
    province: &Province,
    chance: &mut Chance,
    taken: &mut Taken,
    kind: BodyKind,
    trade: Trade,
    legal_rep: usize,
) -> Body {
    let index = province.bodies.len();
    let name = loop {
        let word = format!(
            "{}{}",
            chance.pick(WORDS),
            chance.pick(&["", "", "记", "一", "元"])
        );
        let name = title(kind, trade, &word);
        if taken.names.insert(name.1.clone()) {
            break name;
        }
    };
    let head = match kind {
        BodyKind::Enterprise => "91350199",
        BodyKind::SoleTrader => "92350199",
    };
    let code = loop {
        let code = uscc(
            head,
            &format!(
                "MA{}{}",
                chance.pick(&["8", "9", "A", "D", "T"]),
                chance.digits(5)
            ),
        );
        if taken.codes.insert(code.clone()) {
            break code;
        }
    };
    let year = province.day.year() - chance.between(1, 12);
    let month = i8::try_from(chance.between(1, 12)).unwrap_or(1);
    let day = i8::try_from(chance.between(1, 28)).unwrap_or(1);
    let domicile = places::premises(chance);
    let moved = places::premises(chance);
    let capital = match kind {
        BodyKind::Enterprise => [50, 100, 200, 500, 1000][chance.below(5)],
        BodyKind::SoleTrader => 5,
    };
    Body {
        index,
        kind,
        uscc: code,
        short_name: name.0,
        name: name.1,
        trade,
        established: date(year, month, day),
        capital,
        licence_domicile: if index % 20 == 5 { moved } else { domicile.clone() },
        domicile,
        legal_rep,
        staff: vec![legal_rep],
    }
}

/// Short name (字号) and full name.
fn title(kind: BodyKind, trade: Trade, word: &str) -> (String, String) {
    let full = match (kind, trade) {
        (BodyKind::Enterprise, Trade::Catering) => format!("示范市{word}餐饮管理有限公司"),
        (BodyKind::Enterprise, Trade::Drinks) => format!("示范市{word}商贸有限公司"),
        (BodyKind::Enterprise, Trade::Bookkeeping) => format!("示范市{word}财税咨询有限公司"),
        (BodyKind::Enterprise, Trade::Consulting) => format!("示范市{word}企业管理咨询有限公司"),
        (BodyKind::SoleTrader, Trade::Catering) => format!("示范区{word}小吃店（个体工商户）"),
        (BodyKind::SoleTrader, _) => format!("示范区{word}便利店（个体工商户）"),
    };
    (word.to_owned(), full)
}
