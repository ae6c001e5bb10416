//! Invented forms beside invented pages: what is the same, what somebody should look at, what may be taken.

use std::collections::BTreeMap;

use cases::catalogue::{CodeEntry, CodeLists, FieldSpec};
use cases::form::{Cell, Provenance, SourceKind, Value};
use jiff::civil::{Date, date};
use scanners::recognise::{Line, Rect, Text, Word};
use serde_json::{Value as Json, json};

use super::*;

const TODAY: Date = date(2026, 11, 20);

/// A page: one text a line; two blanks are the gap between two columns.
fn page(lines: &[&str]) -> Text {
    let mut text = Text {
        width: 1600,
        height: 2200,
        lines: Vec::new(),
    };
    for (at, line) in (0..).zip(lines) {
        let mut left = 100;
        let mut words = Vec::new();
        for column in line.split("  ") {
            for word in column.split(' ') {
                let width = 30 * word.chars().count() as u32;
                words.push(Word {
                    text: word.to_owned(),
                    at: Rect {
                        left,
                        top: 100 + 60 * at,
                        width,
                        height: 30,
                    },
                    sure: 90,
                });
                left += width + 5;
            }
            left += 100;
        }
        text.lines.push(Line { words });
    }
    text
}

fn field(key: &str, label: &str, kind: &str, more: Json) -> FieldSpec {
    let mut spec = json!({
        "key": key, "label": label, "subject": "premises", "dataElement": format!("premises.{key}"),
        "fact": key, "group": "信息", "type": kind, "required": true, "source": "", "sourceCode": "", "sourceChain": [],
    });
    for (name, value) in more.as_object().unwrap() {
        spec[name] = value.clone();
    }
    serde_json::from_value(spec).unwrap()
}

fn plain(key: &str, label: &str, kind: &str) -> FieldSpec {
    field(key, label, kind, json!({}))
}

fn cell(kind: SourceKind, text: &str) -> Cell {
    let from = Provenance {
        kind,
        label: String::new(),
        provider: String::new(),
        dataset: None,
        record_id: None,
        as_of: None,
        grant: None,
        base: None,
        consent: None,
        earlier: None,
        raw: None,
        at: jiff::Timestamp::UNIX_EPOCH,
    };
    Cell {
        held: (!text.is_empty()).then(|| cases::form::Candidate {
            value: Value::Text(text.to_owned()),
            from,
        }),
        ..Cell::default()
    }
}

fn lists() -> CodeLists {
    let entry = |code: &str, name: &str| -> CodeEntry {
        serde_json::from_value(json!({ "code": code, "name": name })).unwrap()
    };
    CodeLists(BTreeMap::from([(
        "usage".to_owned(),
        vec![entry("1", "商业用房"), entry("2", "住宅")],
    )]))
}

fn found(form: &[(FieldSpec, &str)], lines: &[&str]) -> Vec<Found> {
    let cells: Vec<Cell> = form
        .iter()
        .map(|(_, text)| cell(SourceKind::Typed, text))
        .collect();
    let asked: Vec<Asked> = form
        .iter()
        .zip(&cells)
        .map(|((field, _), cell)| Asked::of(field, Some(cell), None))
        .collect();
    compare(&page(lines), &asked, &lists(), TODAY)
}

/// `key verdict what was read`, what differs in brackets, what may be taken behind an arrow.
fn said(form: &[(FieldSpec, &str)], lines: &[&str]) -> Vec<String> {
    let row = |one: Found| {
        let read: String = one
            .read
            .iter()
            .map(|(text, differs)| {
                if *differs {
                    format!("[{text}]")
                } else {
                    text.clone()
                }
            })
            .collect();
        let take = match one.take {
            Some(Value::Text(text)) => format!(" → {text}"),
            Some(_) | None => String::new(),
        };
        format!("{} {} {read}{take}", one.key, one.verdict.word())
    };
    found(form, lines).into_iter().map(row).collect()
}

#[test]
fn a_contract_is_held_against_the_form_in_the_order_of_the_page() {
    let form = [
        (plain("area", "使用面积（平方米）", "number"), "86.5"),
        (plain("owner", "房屋权利人", "text"), "云河区文昌物业管理有限公司"),
        (plain("tenant", "承租人姓名", "text"), "陈静怡"),
        (plain("id", "承租人证件号码", "idNumber"), "350199199003070011"),
        (
            plain("place", "经营场所地址", "address"),
            "云河区文昌路18号102-1室",
        ),
        (plain("from", "租赁期起", "date"), "2026-01-01"),
        (plain("to", "租赁期止", "date"), "2027-12-31"),
        (plain("absent", "登记机关", "text"), "示范区市场监督管理局"),
    ];
    let contract = [
        "出 租 方 〈 甲 方 ): 云 河 区 文昌 物业 管理 有 限 公司",
        "承租 方 〈 乙 方 ): 陈 静 怡  身份 证 号 : 350199199003070011",
        "一 、 甲方 将 位 于 云 河 区 文昌 路 十 八 号 102-1 室 的 房屋 出 租 给 乙方 ， 建 筑 面积 86.5 平方米 。",
        "二 、 租 赁 期 限 自 2026 年 ] 月 1 日 起 至 2026 年 12 月 31 日 止 。 租赁期止 : 2026 年 12 月 31 日",
    ];
    assert_eq!(
        said(&form, &contract),
        [
            "owner same 云河区文昌物业管理有限公司",
            "tenant same 陈静怡",
            "id same 350199199003070011",
            "place same 云河区文昌路十八号102-1室",
            "area same 86.5",
            "from same 2026年]月1日",
            "to look [2026年12月31日]",
        ]
    );
}

#[test]
fn what_differs_in_few_signs_is_looked_at_with_the_signs_marked() {
    let of =
        |kind: &str, held: &'static str, line: &str| said(&[(plain("x", "某某号", kind), held)], &[line]);
    assert_eq!(
        of("idNumber", "350199199003070011", "身份证号：350199199003070071"),
        ["x look 3501991990030700[7]1"]
    );
    assert_eq!(
        of(
            "address",
            "云河区文昌路18号102-1室",
            "地址 云河区文昌路18号102-7室"
        ),
        ["x look 云河区文昌路18号102-[7]室"]
    );
    assert_eq!(
        of("text", "云河区文昌餐饮管理有限公司", "云河区文昌餐饮管埋有限公司"),
        ["x look 云河区文昌餐饮管[埋]有限公司"]
    );
    // A joint is a difference: 102-1 is not 1021.
    assert_eq!(
        of("address", "云河区文昌路18号102-1室", "云河区文昌路18号1021室")[0]
            .split(' ')
            .nth(1),
        Some("look")
    );
    // Another company, another number.
    assert!(of("text", "云河区文昌餐饮管理有限公司", "云河区永安物业经营有限公司").is_empty());
    assert!(of("idNumber", "350199199003070011", "110101198512120039").is_empty());
}

#[test]
fn letters_and_digits_of_one_shape_are_the_same_reading() {
    let of =
        |kind: &str, held: &'static str, line: &str| said(&[(plain("x", "某某号", kind), held)], &[line]);
    assert_eq!(
        of("uscc", "91350199MA8DEM0183", "代码 9135O199MA8DEMO183"),
        ["x same 9135O199MA8DEMO183"]
    );
    assert_eq!(of("text", "No.A1002", "编号 NO.AlO02"), ["x same NO.AlO02"]);
    // 未 for 末 is another name.
    assert_eq!(
        of("text", "末来科技有限公司", "未来科技有限公司"),
        ["x look [未]来科技有限公司"]
    );
}

#[test]
fn dates_and_numbers_are_known_however_they_are_written() {
    let of_date = |line: &str| said(&[(plain("x", "成立日期", "date"), "2020-03-05")], &[line]);
    for line in [
        "2020年03月05日",
        "2020 年 3 月 5 日",
        "2020-03-05",
        "2020.3.5",
        "2020/3/5",
        "二〇二〇年三月五日",
        "成立日期：2020 年 3 月 5 日",
    ] {
        assert_eq!(of_date(line).len(), 1, "{line}");
        assert!(
            of_date(line)[0].starts_with("x same"),
            "{line}: {:?}",
            of_date(line)
        );
    }
    assert!(of_date("2020-03-055 12020-03-05").is_empty());
    let of_money = |line: &str| said(&[(plain("x", "注册资本（万元）", "money"), "50")], &[line]);
    for line in [
        "注册资本  50万元",
        "注册资本（万元）：50",
        "注册资本 ： 伍拾万元整",
        "注册资本：500,000元",
    ] {
        assert!(
            of_money(line)
                .first()
                .is_some_and(|row| row.starts_with("x same")),
            "{line}: {:?}",
            of_money(line)
        );
    }
    assert_eq!(of_money("注册资本：60万元"), ["x look [60]"]);
    let of_area = |line: &str| said(&[(plain("x", "使用面积（平方米）", "number"), "86.5")], &[line]);
    assert!(of_area("面积：86.50㎡")[0].starts_with("x same"));
    assert_eq!(of_area("面积：68.5平方米"), ["x look [68.5]"]);
    // In another unit it says nothing.
    assert!(of_area("面积：86.5亩").is_empty());
    assert!(of_area("第86.5页").is_empty());
}

#[test]
fn an_address_may_leave_its_regions_out_and_not_change_them() {
    let form = |held: &'static str| [(plain("x", "住所", "address"), held)];
    let held = "福建省福州市鼓楼区文昌路18号102-1室";
    assert_eq!(
        said(&form(held), &["坐落于文昌路18号102-1室。"]),
        ["x same 文昌路18号102-1室"]
    );
    let other = said(&form(held), &["坐落于福建省厦门市思明区文昌路18号102-1室。"]);
    assert!(other[0].starts_with("x look"), "{other:?}");
    assert_eq!(
        said(&form(held), &["福建省福州市鼓楼区", "文昌路18号102-1室"]),
        ["x same 福建省福州市鼓楼区文昌路18号102-1室"]
    );
}

#[test]
fn what_stands_behind_the_label_of_an_empty_field_is_offered_if_it_is_of_its_kind() {
    let form = || {
        [
            (plain("name", "法定代表人（负责人）姓名", "text"), ""),
            (plain("code", "统一社会信用代码", "uscc"), ""),
            (plain("id", "证件号码", "idNumber"), ""),
            (plain("since", "成立日期", "date"), ""),
            (plain("area", "使用面积（平方米）", "number"), ""),
            (plain("place", "住所（主要经营场所）", "address"), ""),
        ]
    };
    let licence = [
        "名称  示范区云河餐饮管理有限公司  统一社会信用代码  91350199MA8DEM0183",
        "法定代表人  张三丰  成立日期  2020年03月05日",
        "住所  云河区文昌路18号102-1室",
        "公民身份号码 350199199003070011  面积：86.5平方米",
    ];
    assert_eq!(
        said(&form(), &licence),
        [
            "code offer 91350199MA8DEM0183 → 91350199MA8DEM0183",
            "name offer 张三丰 → 张三丰",
            "since offer 2020年03月05日 → 2020-03-05",
            "place offer 云河区文昌路18号102-1室 → 云河区文昌路18号102-1室",
            "id offer 350199199003070011 → 350199199003070011",
            "area offer 86.5 → 86.5",
        ]
    );
    // Wrong check digits, no date, the label of another field, nothing behind the label.
    let wrong = [
        "统一社会信用代码  91350199MA8DEM0184",
        "公民身份号码  350199199003070012",
        "成立日期  2020年13月05日",
        "法定代表人  成立日期",
        "住所",
    ];
    assert!(said(&form(), &wrong).is_empty(), "{:?}", said(&form(), &wrong));
}

#[test]
fn what_is_the_applicants_own_act_or_not_sure_is_never_offered() {
    let own = |key: &str, label: &str, kind: &str, more: Json| (field(key, label, kind, more), "");
    let form = [
        own("truth", "申请材料真实性声明", "bool", json!({"subject": "apply"})),
        own("date", "申请日期", "date", json!({"subject": "apply"})),
        own(
            "how",
            "送达方式",
            "enum",
            json!({"dataElement": "deliver.method", "codeList": "usage"}),
        ),
        own(
            "declared",
            "申报声明",
            "bool",
            json!({"dataElement": "reg.declareAll"}),
        ),
        own("usage", "房屋用途", "enum", json!({"codeList": "usage"})),
        own("rows", "股东姓名", "text", json!({"repeatable": true})),
    ];
    let lines = [
        "申请材料真实性声明：是  申请日期：2026年1月1日  送达方式：住宅",
        "申报声明：是  房屋用途：住宅  股东姓名：张三丰",
    ];
    assert!(said(&form, &lines).is_empty());
    let mut unsure = page(&["成立日期：2020年3月5日"]);
    for word in unsure.lines.iter_mut().flat_map(|line| &mut line.words) {
        word.sure = 20;
    }
    let since = plain("since", "成立日期", "date");
    let asked = [Asked::of(&since, None, None)];
    assert!(compare(&unsure, &asked, &lists(), TODAY).is_empty());
}

#[test]
fn a_name_that_several_fields_may_be_meant_by_is_nobodys() {
    let form = [
        (plain("kitchen", "食品处理区面积（平方米）", "number"), ""),
        (plain("hall", "就餐区面积（平方米）", "number"), ""),
        (plain("mine", "经办人证件号码", "idNumber"), ""),
        (plain("theirs", "联系人证件号码", "idNumber"), ""),
    ];
    assert!(said(&form, &["面积：86.5平方米", "身份证号：350199199003070011"]).is_empty());
    assert_eq!(
        said(
            &form,
            &["就餐区面积：40平方米", "联系人证件号码：350199199003070011"]
        ),
        [
            "hall offer 40 → 40",
            "theirs offer 350199199003070011 → 350199199003070011"
        ]
    );
}

#[test]
fn a_choice_is_compared_by_its_name_behind_the_label() {
    let form = |held: &'static str| {
        [(
            field("usage", "房屋用途", "enum", json!({"codeList": "usage"})),
            held,
        )]
    };
    assert_eq!(said(&form("1"), &["房屋用途：商业用房"]), ["usage same 商业用房"]);
    assert_eq!(said(&form("1"), &["房屋用途：住宅"]), ["usage look [住宅]"]);
    assert!(said(&form("1"), &["房屋用途：餐饮", "商业用房"]).is_empty());
}

#[test]
fn promise_05_only_what_nobody_confirmed_may_be_taken() {
    let name = plain("name", "经营者", "text");
    let with = |cell: &Cell| {
        let asked = [Asked::of(&name, Some(cell), None)];
        let rows = compare(&page(&["经营者：李四海"]), &asked, &lists(), TODAY);
        rows.into_iter()
            .next()
            .map(|row| (row.verdict, row.take.is_some()))
    };
    for kind in [
        SourceKind::Registry,
        SourceKind::Licence,
        SourceKind::Card,
        SourceKind::History,
        SourceKind::Online,
        SourceKind::Guidance,
        SourceKind::Derived,
        SourceKind::Typed,
    ] {
        assert_eq!(
            with(&cell(kind, "张三丰")),
            Some((Verdict::Look, false)),
            "{kind:?}"
        );
        assert_eq!(
            with(&cell(kind, "李四海")),
            Some((Verdict::Same, false)),
            "{kind:?}"
        );
    }
    assert_eq!(
        with(&cell(SourceKind::Recognition, "张三丰")),
        Some((Verdict::Look, true))
    );
    assert_eq!(with(&Cell::default()), Some((Verdict::Offer, true)));
    let waits = Cell {
        undecided: true,
        ..cell(SourceKind::Registry, "张三丰")
    };
    assert_eq!(with(&waits), None);
    let rejected = Cell {
        rejected: Some("?".to_owned()),
        ..Cell::default()
    };
    assert_eq!(with(&rejected), None);
}

#[test]
fn boxes_stand_where_the_value_stands_one_for_each_line() {
    let form = [(plain("x", "住所", "address"), "云河区文昌路18号102-1室")];
    let rows = found(&form, &["坐落于云河区文昌路", "18号102-1室的房屋"]);
    let boxes: Vec<_> = rows[0]
        .places
        .iter()
        .map(|at| (at.left, at.top, at.width))
        .collect();
    // From the fourth sign of nine on, and the first nine of the next line.
    assert_eq!(boxes, [(190, 100, 180), (100, 160, 270)]);
}

#[test]
fn rows_of_a_group_are_only_found() {
    let form = field("names", "股东姓名", "text", json!({"repeatable": true}));
    let mut held = cell(SourceKind::Typed, "x");
    held.held.as_mut().unwrap().value = Value::Many(vec!["张三丰".into(), "李四海".into()]);
    let asked = [Asked::of(&form, Some(&held), None)];
    let of = |line: &str| compare(&page(&[line]), &asked, &lists(), TODAY);
    assert_eq!(of("股东：李四海")[0].verdict, Verdict::Same);
    assert!(of("股东姓名：王五洲").is_empty());
}

#[test]
fn nothing_on_a_page_stops_the_comparing() {
    let form = [
        (plain("a", "面积（平方米）", "number"), "86.5"),
        (plain("b", "名称（）", "text"), "（）"),
        (plain("c", "", "text"), "甲"),
        (plain("d", "（", "date"), "2026-01-01"),
    ];
    for line in [
        "",
        "  ",
        "面积",
        "面积：",
        "-.-/",
        "万元",
        "年月日",
        "2026年",
        "9999999999999999999999",
        "（（（",
    ] {
        let _ = said(&form, &[line, line]);
    }
    assert!(compare(&Text::default(), &[], &lists(), TODAY).is_empty());
    let long = "甲".repeat(30_000);
    let _ = said(&form, &[long.as_str()]);
}
