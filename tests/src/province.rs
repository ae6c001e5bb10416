//! An edition as large as a province's, and how clerks ask for its items.

use cases::catalogue::{Catalogue, Item, Lookup};

/// An edition as large as a province's: the demonstration items among 125,000 others.
pub fn province(demonstration: &Catalogue) -> Vec<Item> {
    const OF: [&str; 25] = [
        "水路",
        "道路",
        "林木",
        "渔业",
        "医疗",
        "兽药",
        "农药",
        "种子",
        "矿产",
        "测绘",
        "出版",
        "电影",
        "演出",
        "文物",
        "人防",
        "气象",
        "烟花",
        "危化",
        "保安",
        "典当",
        "拍卖",
        "旅行社",
        "职业介绍",
        "民办教育",
        "特种设备",
    ];
    const WHAT: [&str; 20] = [
        "经营许可",
        "运输证",
        "采伐证",
        "捕捞证",
        "机构执业登记",
        "生产许可",
        "检验合格",
        "资质认定",
        "场所备案",
        "人员资格",
        "工程审批",
        "用地预审",
        "进出口核准",
        "广告审查",
        "价格备案",
        "质量监督",
        "安全评价",
        "税收减免",
        "档案查询",
        "补贴发放",
    ];
    const DEED: [&str; 10] = [
        "新办", "变更", "延续", "注销", "补证", "换证", "核发", "撤销", "年检", "复核",
    ];
    const WHERE: [&str; 25] = [
        "东山", "西坪", "南浦", "北岭", "上洋", "下湖", "前溪", "后垄", "左海", "右江", "大田", "小桥",
        "长汀", "平和", "古田", "清流", "明溪", "宁化", "尤溪", "沙县", "将乐", "泰宁", "建宁", "永安",
        "武平",
    ];
    let pattern = demonstration.items[0].clone();
    let plain = Item {
        aliases: Vec::new(),
        materials: Vec::new(),
        fields: Vec::new(),
        review_points: Vec::new(),
        legal_basis: Vec::new(),
        conditions: Vec::new(),
        rest: Default::default(),
        ..pattern
    };
    let mut items = Vec::with_capacity(125_000 + demonstration.items.len());
    for (at, of) in OF.iter().enumerate() {
        for what in WHAT {
            for deed in DEED {
                for place in WHERE {
                    items.push(Item {
                        id: format!("other-{}", items.len()),
                        name: format!("{place}{of}{what}（{deed}）"),
                        implementation_code: format!("1135{at:02}00MB9A{:018}", items.len()),
                        ..plain.clone()
                    });
                }
            }
        }
    }
    items.extend(demonstration.items.iter().cloned().map(|item| Item {
        materials: Vec::new(),
        fields: Vec::new(),
        ..item
    }));
    items
}

/// Ids of the first three items found.
pub fn first_three<'a>(items: &'a [Item], lookup: &Lookup, typed: &str) -> Vec<&'a str> {
    let found = lookup.find(typed, 3);
    found.into_iter().map(|at| items[at].id.as_str()).collect()
}

/// What somebody types, and the item that is meant.
pub const TYPED: [(&str, &str); 10] = [
    ("spjyxk", "scjg-food-licence"),
    ("shipinjingying", "scjg-food-licence"),
    ("食品经营", "scjg-food-licence"),
    ("食品jy", "scjg-food-licence"),
    ("dljz", "cz-bookkeeping"),
    ("代账", "cz-bookkeeping"),
    ("11350199MB9A00065K4000113003000", "cz-bookkeeping"),
    ("jiehun", "mz-marriage"),
    ("gongzhang", "ga-seal"),
    ("chengzhen wushui", "zj-drain-licence"),
];

/// Ways to ask for an item: its name, the beginning of it, initials, syllables, code, nicknames.
pub fn questions(item: &Item) -> Vec<String> {
    use pinyin::ToPinyin;
    let begin = |letters: usize| -> String {
        let written = item.name.chars().filter(|ch| ch.to_pinyin().is_some());
        written.take(letters).collect()
    };
    let sounds = |text: &str, of: fn(pinyin::Pinyin) -> &'static str| -> String {
        text.to_pinyin().flatten().map(of).collect()
    };
    let mut all = vec![
        item.name.clone(),
        begin(8),
        sounds(&begin(8), pinyin::Pinyin::first_letter),
        sounds(&begin(5), pinyin::Pinyin::plain),
        item.implementation_code.clone(),
    ];
    all.extend(item.aliases.iter().cloned());
    all
}
