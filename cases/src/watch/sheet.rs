//! Two papers about looks: what was looked up about somebody, for him (个人信息保护法 art. 44, 45), and the month of a
//! hall (审计月报).

use jiff::Timestamp;
use jiff::civil::Date;

use super::judge::Kind;
use super::month::{Report, Row};
use crate::deadline::{hall_date, hall_time};
use crate::notice::{Block, Codes, Content, Fact, Language, PaperKind, Table};
use crate::realm::Realm;

/// One line of the list: nobody but the applicant stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub at: Timestamp,
    /// What it was for.
    pub item: String,
    /// The source, as people call it.
    pub source: String,
    /// 合法性基础, and the consent where one was needed.
    pub under: String,
    /// Names of what was asked for.
    pub elements: Vec<String>,
    pub desk: String,
    /// False where the look was refused and nothing was read.
    pub read: bool,
}

/// Who gets the list, where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub realm: Realm,
    pub hall: String,
    pub name: String,
    /// Masked.
    pub number: String,
    pub desk: String,
    pub at: Timestamp,
}

/// 个人信息查询记录告知单
pub fn list(given: &Given, lines: &[Line]) -> Content {
    Content {
        companion: Some(Box::new(list_in(Language::En, given, lines))),
        ..list_in(Language::Zh, given, lines)
    }
}

fn list_in(language: Language, given: &Given, lines: &[Line]) -> Content {
    let of = |zh: &'static str, en: &'static str| language.of(zh, en);
    let rows = lines.iter().map(|line| {
        let end = if line.read {
            of("已查询", "read")
        } else {
            of("未准，未查询", "refused, nothing read")
        };
        let elements = if line.elements.is_empty() {
            of("是否存在", "whether there is any").to_owned()
        } else {
            line.elements.join(of("、", ", "))
        };
        vec![
            minute(line.at),
            line.item.clone(),
            line.source.clone(),
            elements,
            line.under.clone(),
            line.desk.clone(),
            end.to_owned(),
        ]
    });
    let read = lines.iter().filter(|line| line.read).count();
    let facts = vec![
        Fact::new(of("申请人", "Applicant"), given.name.as_str()),
        Fact::new(of("证件号码", "Document number"), given.number.as_str()),
        Fact::new(of("告知窗口", "Window"), given.desk.as_str()),
        Fact::new(of("告知时间", "Given at"), minute(given.at)),
        Fact::new(of("查询次数", "Looks"), count(language, read, lines.len() - read)),
    ];
    let mut blocks = vec![
        Block::Paragraph(
            of(
                "本单列出本大厅就您本人向共享数据、电子证照来源发出的查询，以及未获准而没有发出的查询。证件号码已遮盖，不含其他人的信息。",
                "This lists every look at shared data and e-licences that this hall made about you, and those that were refused and not made. Numbers are masked, and nobody else stands in it.",
            )
            .to_owned(),
        ),
        Block::Facts(facts),
    ];
    if lines.is_empty() {
        blocks.push(Block::Paragraph(
            of(
                "本大厅没有查询过您的信息。",
                "This hall has looked up nothing about you.",
            )
            .to_owned(),
        ));
    } else {
        blocks.push(Block::Table(Table {
            widths_percent: vec![14, 20, 13, 19, 16, 7, 11],
            header: [
                of("时间", "Time"),
                of("办理事项", "Item"),
                of("数据来源", "Source"),
                of("查询内容", "What was asked"),
                of("依据", "Legal base"),
                of("窗口", "Window"),
                of("结果", "Outcome"),
            ]
            .map(str::to_owned)
            .to_vec(),
            rows: rows.collect(),
        }));
    }
    blocks.push(Block::Note(
        of(
            "依据：《中华人民共和国个人信息保护法》第四十四条、第四十五条。对查询有疑问的，可当场向大厅主管提出，或拨打12345。",
            "Basis: Personal Information Protection Law, articles 44 and 45. Questions about a look are taken by the hall's supervisor at once, or by the hotline 12345.",
        )
        .to_owned(),
    ));
    paper(
        PaperKind::LookList,
        language,
        &given.hall,
        given.realm,
        hall_date(given.at),
        blocks,
    )
}

/// 数据查询审计月报
pub fn report(report: &Report, realm: Realm, made: Timestamp) -> Content {
    let total = &report.total;
    let samples = report.samples;
    let mut blocks = vec![Block::Facts(vec![
        Fact::new("统计月份", report.month.as_str()),
        Fact::new("查询次数", total.looks.to_string()),
        Fact::new("被查询的人和单位", total.people.to_string()),
        Fact::new("被拒绝", total.refused.to_string()),
        Fact::new("无号无件查询", total.without_ticket.to_string()),
        Fact::new(
            "抽查",
            format!(
                "抽取{}，合规{}，待说明{}，未判定{}",
                samples.drawn, samples.in_order, samples.to_explain, samples.open
            ),
        ),
    ])];
    for (heading, first, rows) in [
        ("按操作人员", "工号、姓名", &report.operators),
        ("按办理事项", "事项", &report.items),
        ("按数据来源", "来源", &report.datasets),
    ] {
        blocks.push(Block::Heading(heading.to_owned()));
        blocks.push(figures(first, rows));
    }
    blocks.push(Block::Heading("被拒绝的查询".to_owned()));
    blocks.push(table(
        &[70, 30],
        &["代码", "次数"],
        report
            .refused
            .iter()
            .map(|row| vec![row.code.clone(), row.count.to_string()]),
    ));
    blocks.push(Block::Heading("监控预警".to_owned()));
    blocks.push(table(
        &[30, 14, 14, 14, 14, 14],
        &["预警", "发出", "属正常业务", "已提醒", "移交处理", "未处置"],
        report.alarms.iter().map(|row| {
            let figures = [row.raised, row.in_order, row.warned, row.passed_on, row.open];
            std::iter::once(kind_word(&row.kind))
                .chain(figures.map(|figure| figure.to_string()))
                .collect()
        }),
    ));
    blocks.push(Block::Note(format!(
        "审计日志共{}条，末条散列值 {}。制表时间 {}。",
        report.chain_entries,
        report.chain_head,
        minute(made)
    )));
    paper(
        PaperKind::LookReport,
        Language::Zh,
        &report.hall,
        realm,
        hall_date(made),
        blocks,
    )
}

/// A kind of alarm as people say it.
fn kind_word(kind: &str) -> String {
    let word = match Kind::from_word(kind) {
        Some(Kind::WithoutTicket) => "无号无件查询",
        Some(Kind::TooMany) => "查询过密",
        Some(Kind::ManyInCase) => "一件多人",
        Some(Kind::Denied) => "屡次被拒",
        Some(Kind::OffHours) => "非工作时间查询",
        Some(Kind::Own) => "查询本人",
        Some(Kind::Relative) => "查询亲属",
        Some(Kind::Listed) => "查询重点关注人员",
        None => kind,
    };
    word.to_owned()
}

fn figures(first: &str, rows: &[Row]) -> Block {
    table(
        &[40, 15, 15, 15, 15],
        &[first, "查询", "人和单位", "被拒绝", "无号无件"],
        rows.iter().map(|row| {
            let name = match (row.key.as_str(), row.name.as_str()) {
                (key, name) if key == name || row.key.is_empty() => name.to_owned(),
                (key, name) => format!("{name}（{key}）"),
            };
            std::iter::once(name)
                .chain(
                    [row.looks, row.people, row.refused, row.without_ticket].map(|figure| figure.to_string()),
                )
                .collect()
        }),
    )
}

fn table(widths: &[u8], header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Block {
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        return Block::Paragraph("本月没有。".to_owned());
    }
    Block::Table(Table {
        widths_percent: widths.to_vec(),
        header: header.iter().map(|cell| (*cell).to_owned()).collect(),
        rows,
    })
}

fn count(language: Language, read: usize, refused: usize) -> String {
    match language {
        Language::Zh => format!("已查询{read}次，未准{refused}次"),
        Language::En => format!("{read} read, {refused} refused"),
    }
}

/// `2026-11-20 10:00` in the hall.
fn minute(at: Timestamp) -> String {
    hall_time(at).strftime("%Y-%m-%d %H:%M").to_string()
}

fn paper(
    kind: PaperKind,
    language: Language,
    hall: &str,
    realm: Realm,
    dated: Date,
    blocks: Vec<Block>,
) -> Content {
    Content {
        kind,
        language,
        title: language.of(kind.zh(), kind.en()).to_owned(),
        body: hall.to_owned(),
        number: None,
        case_number: None,
        slip_code: None,
        references: Vec::new(),
        blocks,
        codes: Codes::default(),
        realm,
        dated: dated.to_string(),
        companion: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given() -> Given {
        Given {
            realm: Realm::Training,
            hall: "示范区政务服务中心".to_owned(),
            name: "林试".to_owned(),
            number: "350199********0011".to_owned(),
            desk: "08".to_owned(),
            at: "2026-11-20T02:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn the_list_says_when_what_for_from_whom_and_how_it_ended() {
        let line = |read: bool| Line {
            at: "2026-11-20T01:30:00Z".parse().unwrap(),
            item: "科学育儿指导服务".to_owned(),
            source: "人口库".to_owned(),
            under: "法定职责".to_owned(),
            elements: if read {
                vec!["姓名".to_owned(), "性别".to_owned()]
            } else {
                Vec::new()
            },
            desk: "08".to_owned(),
            read,
        };
        let content = list(&given(), &[line(true), line(false)]);
        let text = content.plain_text();
        for part in [
            "个人信息查询记录告知单",
            "证件号码 350199********0011",
            "查询次数 已查询1次，未准1次",
            "2026-11-20 09:30 科学育儿指导服务 人口库 姓名、性别 法定职责 08 已查询",
            "是否存在 法定职责 08 未准，未查询",
            "第四十五条",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        let english = content.companion.unwrap().plain_text();
        assert!(
            english.contains("1 read, 1 refused") && english.contains("articles 44 and 45"),
            "{english}"
        );
        let none = list(&given(), &[]).plain_text();
        assert!(none.contains("没有查询过您的信息"), "{none}");
    }
}
