//! What a clerk types finds the item he means; whatever is typed, nothing breaks.

use proptest::prelude::*;

use super::*;

/// An edition of these names alone.
fn names(names: &[&str]) -> Lookup {
    Lookup::new(names.iter().map(|name| ("", [*name])))
}

fn found<'a>(known: &[&'a str], typed: &str) -> Vec<&'a str> {
    names(known)
        .find(typed, 20)
        .into_iter()
        .map(|at| known[at])
        .collect()
}

fn first(known: &[&str], typed: &str, expected: &str) {
    assert_eq!(
        found(known, typed).first(),
        Some(&expected),
        "{typed}: {:?}",
        found(known, typed)
    );
}

/// A few items of a hall with their codes and everyday names.
const HALL: &[(&str, &[&str])] = &[
    (
        "11350199MB9A00014B4000131504000",
        &["食品经营许可（新办）", "开餐馆", "卫生许可证"],
    ),
    (
        "11350199MB9A00065K4000113003000",
        &["中介机构从事代理记账业务审批", "代账", "会计代账"],
    ),
    (
        "11350199MB9A0009X14000709503000",
        &["居民身份证申领（首次、换领、补领）", "办身份证"],
    ),
    ("11350199MB9A0009X14001009501000", &["公章刻制备案", "刻章"]),
    (
        "11350199MB9A00102R4000711501000",
        &["内地居民结婚登记", "领结婚证"],
    ),
];

fn hall() -> Lookup {
    Lookup::new(HALL.iter().map(|(code, names)| (*code, names.iter().copied())))
}

#[test]
fn items_are_found_by_initials_syllables_words_codes_and_everyday_names() {
    let lookup = hall();
    for (typed, item) in [
        ("spjyxk", 0),
        ("shipinjingying", 0),
        ("食品经营", 0),
        ("食品jy", 0),
        ("shipinjy", 0),
        ("spjingying", 0),
        ("SPJY", 0),
        ("ＳＰＪＹ", 0),
        ("食品 许可", 0),
        ("开餐馆", 0),
        ("dljz", 1),
        ("kuaijidz", 1),
        ("记账业务", 1),
        ("11350199MB9A00065K4000113003000", 1),
        ("11350199mb9a00065k400011300300001", 1),
        ("11350199MB9A00065K", 1),
        ("000113003000", 1),
        ("113003", 1),
        ("sfzbl", 2),
        ("bansfz", 2),
        ("gongzhang", 3),
        ("kezhang", 3),
        ("jiehun", 4),
        ("领证", 4),
    ] {
        assert_eq!(lookup.find(typed, 3).first(), Some(&item), "{typed}");
    }
    assert!(lookup.find("", 3).is_empty());
    assert!(lookup.find("zzzzqqqq", 3).is_empty());
    assert!(lookup.find("spjy", 0).is_empty());
}

#[test]
fn a_heteronym_is_found_as_its_word_is_read_before_it_is_found_otherwise() {
    const KNOWN: &[&str] = &[
        "银行业务备案",
        "重庆路占道许可",
        "中青年人才认定",
        "长期护理保险申请",
        "账期核定",
        "行业协会登记",
        "刑业登记",
        "会计人员信息采集",
        "回记人员采集",
        "朝阳区门牌编制",
        "招养子女登记",
        "音乐会演出审批",
        "银乐制品审批",
    ];
    for (typed, expected) in [
        ("yinhang", "银行业务备案"),
        ("yh", "银行业务备案"),
        ("银hang", "银行业务备案"),
        ("chongqing", "重庆路占道许可"),
        ("cq", "重庆路占道许可"),
        ("zhongqing", "中青年人才认定"),
        ("changqi", "长期护理保险申请"),
        ("zhangqi", "账期核定"),
        ("hangye", "行业协会登记"),
        ("hyxh", "行业协会登记"),
        ("xingye", "刑业登记"),
        ("kuaiji", "会计人员信息采集"),
        ("kjry", "会计人员信息采集"),
        ("huiji", "回记人员采集"),
        ("chaoyang", "朝阳区门牌编制"),
        ("zhaoyang", "招养子女登记"),
        ("yinyue", "音乐会演出审批"),
        ("yinle", "银乐制品审批"),
    ] {
        first(KNOWN, typed, expected);
    }
    // The other reading is found too, behind.
    assert_eq!(found(KNOWN, "zhongqing"), ["中青年人才认定", "重庆路占道许可"]);
    assert_eq!(found(KNOWN, "zhangqi"), ["账期核定", "长期护理保险申请"]);
    assert!(found(KNOWN, "xingyexiehui").contains(&"行业协会登记"));
}

#[test]
fn letters_are_parted_as_the_name_wants_it() {
    const KNOWN: &[&str] = &[
        "西安办事处登记",
        "先进个人评选",
        "方案备案",
        "饭馆登记",
        "绿化许可",
        "女职工维权",
        "C1类驾驶证",
        "5G基站备案",
    ];
    first(KNOWN, "xianbsc", "西安办事处登记");
    first(KNOWN, "xianjin", "先进个人评选");
    first(KNOWN, "fanganba", "方案备案");
    first(KNOWN, "fangu", "饭馆登记");
    first(KNOWN, "lvhua", "绿化许可");
    first(KNOWN, "luhua", "绿化许可");
    first(KNOWN, "lühua", "绿化许可");
    first(KNOWN, "nvzg", "女职工维权");
    first(KNOWN, "c1jsz", "C1类驾驶证");
    first(KNOWN, "5gjz", "5G基站备案");
    first(KNOWN, "jiashizheng", "C1类驾驶证");
}

#[test]
fn the_whole_name_stands_first_then_the_earlier_place_then_the_shorter_name() {
    const KNOWN: &[&str] = &["变更登记", "登记变更", "登记", "公司登记", "登记事项变更备案"];
    assert_eq!(
        found(KNOWN, "dj"),
        ["登记", "登记变更", "登记事项变更备案", "变更登记", "公司登记"]
    );
    assert_eq!(
        found(KNOWN, "登记"),
        ["登记", "登记变更", "登记事项变更备案", "变更登记", "公司登记"]
    );
}

#[test]
fn gaps_are_passed_over_when_nothing_closer_is_there() {
    const KNOWN: &[&str] = &[
        "食品经营许可（新办）",
        "食用农产品批发市场开办许可",
        "药品经营许可",
    ];
    first(KNOWN, "spxk", "食品经营许可（新办）");
    first(KNOWN, "shipinxuke", "食品经营许可（新办）");
    first(KNOWN, "食品许可", "食品经营许可（新办）");
    first(KNOWN, "药xk", "药品经营许可");
}

#[test]
fn what_this_hall_takes_in_often_stands_first() {
    const KNOWN: &[&str] = &["登记甲", "公司登记", "个体登记", "婚姻登记", "登记"];
    let mut lookup = names(KNOWN);
    let order = |lookup: &Lookup| lookup.find("dj", 20);
    assert_eq!(order(&lookup), [4, 0, 1, 2, 3]);
    lookup.rank_by([(3, 900), (1, 30), (2, 0)]);
    assert_eq!(order(&lookup), [4, 3, 1, 0, 2], "the whole name, then by use");
    lookup.rank_by([(3, 1_000), (1, 31)]);
    assert_eq!(
        order(&lookup),
        [4, 3, 1, 0, 2],
        "counts that change a little change nothing"
    );
    lookup.rank_by([(2, 70), (3, 60)]);
    assert_eq!(order(&lookup), [4, 2, 3, 0, 1], "what went out of use falls back");
    lookup.rank_by([]);
    assert_eq!(order(&lookup), [4, 0, 1, 2, 3]);
    assert_eq!(lookup.most_used(3), [0, 1, 2]);
    lookup.rank_by([(3, 900), (1, 30)]);
    assert_eq!(lookup.most_used(4), [3, 1, 0, 2]);
    // What is counted for items of another edition does no harm.
    lookup.rank_by([(99, 5)]);
    assert_eq!(order(&lookup), [4, 0, 1, 2, 3]);
}

#[test]
fn marks_and_length_of_a_question_do_no_harm() {
    let lookup = hall();
    let plain = lookup.find("公章刻制", 5);
    for typed in [
        "\u{202e}公章\u{200f}刻制\u{202c}",
        "公\u{0}章\u{7}刻\u{1b}制",
        " 公 章，刻制 ",
        "公\u{feff}章\r\n刻\t制",
    ] {
        assert_eq!(lookup.find(typed, 5), plain, "{typed:?}");
    }
    for typed in ["\u{200f}", "\u{0}\u{1}", "（）、。", "\u{301}\u{301}"] {
        assert!(lookup.find(typed, 5).is_empty(), "{typed:?}");
    }
    for part in ["a", "sh", "an", "xian", "行", "1", "\u{200f}", "𠮷", "ﬀ", "é"] {
        lookup.find(&part.repeat(10_000), 20);
    }
}

#[test]
fn odd_names_load_and_are_found() {
    let long = "长".repeat(3_000);
    let known = [
        long.as_str(),
        "",
        "（）",
        "\u{202e}",
        "𠮷野家开业",
        "Дом культуры登记",
        "ＡＢＣ类",
    ];
    let lookup = names(&known);
    assert_eq!(lookup.find("𠮷野家", 3), [4]);
    assert_eq!(lookup.find("дом", 3), [5]);
    assert_eq!(lookup.find("abc", 3), [6]);
    assert_eq!(lookup.find("chang", 3), [0]);
    assert!(names(&[]).find("a", 3).is_empty());
}

proptest! {
    #[test]
    fn whatever_is_typed_nothing_breaks(typed in "\\PC{0,60}", more in "[a-z银行长重会乐0-9 ]{0,50}", limit in 0usize..30) {
        let lookup = hall();
        for question in [typed.clone(), more.clone(), typed + &more] {
            let found = lookup.find(&question, limit);
            prop_assert!(found.len() <= limit);
            let distinct: std::collections::BTreeSet<_> = found.iter().collect();
            prop_assert_eq!(distinct.len(), found.len());
        }
    }

    /// The tables find what going through all names finds.
    #[test]
    fn the_tables_miss_nothing(
        known in proptest::collection::vec("[银行业长重会计登记备案乐]{1,7}", 1..25),
        typed in "[银行业长重会xyhzcdjalgenbkui]{1,5}",
    ) {
        let lookup = Lookup::new(known.iter().map(|name| ("", [name.as_str()])));
        let question = Question::read(&typed).expect("something");
        let expected: Vec<usize> = (0..lookup.names.rows())
            .filter(|row| {
                let length = small(lookup.names.symbols(*row).len());
                let spots = (0..length).map(|place| Spot { place, row: *row });
                spots.filter_map(|spot| fits(&lookup.names, spot, &question)).any(|fit| fit.is_right)
            })
            .map(|row| lookup.names.item(row) as usize)
            .collect();
        let found = lookup.find(&typed, known.len());
        for item in expected {
            prop_assert!(found.contains(&item), "{} misses {}", typed, known[item]);
        }
    }
}
