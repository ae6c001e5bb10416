//! A month of looks in figures (审计月报), and as rows that a table program takes for text.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A calendar month in the hall, as it is written: `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(Date);

impl Month {
    pub fn parse(text: &str) -> Option<Month> {
        let (year, month) = text.split_once('-')?;
        if year.len() != 4 || month.len() != 2 {
            return None;
        }
        let date = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
        Some(Month(date))
    }

    pub fn of(day: Date) -> Month {
        Month(day.first_of_month())
    }

    pub fn first(self) -> Date {
        self.0
    }

    /// The first day of the month after.
    pub fn end(self) -> Date {
        self.0.last_of_month().tomorrow().unwrap_or(Date::MAX)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

/// How many looks of one operator, item or dataset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// 工号, item id or dataset.
    pub key: String,
    pub name: String,
    /// Granted ones.
    pub looks: u32,
    /// Different people and bodies among them.
    pub people: u32,
    pub refused: u32,
    /// Granted ones without ticket and case.
    pub without_ticket: u32,
}

/// Alarms of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AlarmRow {
    pub kind: String,
    pub raised: u32,
    pub in_order: u32,
    pub warned: u32,
    pub passed_on: u32,
    pub open: u32,
}

/// What was drawn and read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Samples {
    pub drawn: u32,
    pub in_order: u32,
    pub to_explain: u32,
    pub open: u32,
}

/// Refusals by their code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RefusedRow {
    pub code: String,
    pub count: u32,
}

/// 审计月报: everybody and everything that looks were made by, for and from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// `2026-11`
    pub month: String,
    pub hall: String,
    pub total: Row,
    pub operators: Vec<Row>,
    pub items: Vec<Row>,
    pub datasets: Vec<Row>,
    pub refused: Vec<RefusedRow>,
    pub alarms: Vec<AlarmRow>,
    pub samples: Samples,
    /// The audit chain at its making: entries and last hash.
    pub chain_entries: u64,
    pub chain_head: String,
}

/// The report as comma-separated values (RFC 4180) in UTF-8 with a byte order mark, as table programs expect it.
pub fn csv(report: &Report) -> String {
    let mut out = String::from("\u{feff}");
    let mut line = |cells: &[&str]| {
        let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    };
    line(&[
        "section",
        "key",
        "name",
        "looks",
        "people",
        "refused",
        "withoutTicket",
    ]);
    let sections = [
        ("total", std::slice::from_ref(&report.total)),
        ("operator", &report.operators),
        ("item", &report.items),
        ("dataset", &report.datasets),
    ];
    for (section, rows) in sections {
        for row in rows {
            let figures =
                [row.looks, row.people, row.refused, row.without_ticket].map(|figure| figure.to_string());
            let [looks, people, refused, without] = figures.each_ref().map(String::as_str);
            line(&[section, &row.key, &row.name, looks, people, refused, without]);
        }
    }
    for row in &report.refused {
        line(&["refused", &row.code, "", "", "", &row.count.to_string(), ""]);
    }
    let samples = report.samples;
    let alarms = report.alarms.iter().flat_map(|row| {
        let figures = [
            ("raised", row.raised),
            ("inOrder", row.in_order),
            ("warned", row.warned),
            ("passedOn", row.passed_on),
            ("open", row.open),
        ];
        figures.map(|(what, count)| ("alarm", row.kind.clone(), what, count))
    });
    let samples = [
        ("drawn", samples.drawn),
        ("inOrder", samples.in_order),
        ("toExplain", samples.to_explain),
        ("open", samples.open),
    ]
    .map(|(what, count)| ("sample", String::new(), what, count));
    for (section, key, what, count) in alarms.chain(samples) {
        line(&[section, &key, what, &count.to_string(), "", "", ""]);
    }
    out
}

/// One cell of comma-separated values. What a table program would take for a formula stands behind an apostrophe, also
/// where blanks or a full-width sign come first (OWASP, CSV injection).
pub fn csv_cell(text: &str) -> String {
    let first = text.trim_start().chars().next();
    let dangerous = first
        .is_some_and(|ch| matches!(ch, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '|' | '%'))
        || text.starts_with(['\t', '\r', '\n', '\0']);
    let safe = if dangerous {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if safe.contains([',', '"', '\n', '\r', ';', '\t']) || safe != safe.trim() {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_and_end_where_the_next_begins() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let found = Month::parse(text).map(|month| (month.first().to_string(), month.end().to_string()));
            let expected = expected.map(|(first, end)| (first.to_owned(), end.to_owned()));
            assert_eq!(found, expected, "{text}");
        };
        check("2026-11", Some(("2026-11-01", "2026-12-01")));
        check("2026-12", Some(("2026-12-01", "2027-01-01")));
        check("2028-02", Some(("2028-02-01", "2028-03-01")));
        for odd in [
            "2026-13",
            "2026-00",
            "2026-1",
            "26-11",
            "2026/11",
            "",
            "2026-11-01",
            "-026-11",
        ] {
            check(odd, None);
        }
        assert_eq!(Month::of("2026-11-20".parse().unwrap()).to_string(), "2026-11");
    }

    #[test]
    fn no_cell_is_a_formula_and_every_cell_reads_back() {
        let check = |text: &str, expected: &str| assert_eq!(csv_cell(text), expected, "{text:?}");
        check("王雨桐", "王雨桐");
        check("", "");
        check("=1+1", "'=1+1");
        check("  =1+1", "'  =1+1");
        check("+86", "'+86");
        check("-1", "'-1");
        check("@SUM(A1)", "'@SUM(A1)");
        check("＝cmd", "'＝cmd");
        check("\t=1", "\"'\t=1\"");
        check(
            "=HYPERLINK(\"http://x\",\"y\")",
            "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"",
        );
        check("a,b", "\"a,b\"");
        check("a\"b", "\"a\"\"b\"");
        check("a\nb", "\"a\nb\"");
        check("3", "3");
    }

    #[test]
    fn a_report_is_one_table() {
        let row = |key: &str, name: &str| Row {
            key: key.to_owned(),
            name: name.to_owned(),
            looks: 3,
            people: 2,
            refused: 1,
            without_ticket: 1,
        };
        let report = Report {
            month: "2026-11".to_owned(),
            hall: "示范区政务服务中心".to_owned(),
            total: row("", ""),
            operators: vec![row("0826", "=王雨桐")],
            items: vec![row("wj-parenting", "科学育儿,指导")],
            datasets: vec![row("population", "population")],
            refused: vec![RefusedRow {
                code: "YC-2301".to_owned(),
                count: 1,
            }],
            alarms: vec![AlarmRow {
                kind: "denied".to_owned(),
                raised: 1,
                in_order: 0,
                warned: 1,
                passed_on: 0,
                open: 0,
            }],
            samples: Samples {
                drawn: 2,
                in_order: 1,
                to_explain: 0,
                open: 1,
            },
            chain_entries: 9,
            chain_head: String::new(),
        };
        let text = csv(&report);
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines[0], "section,key,name,looks,people,refused,withoutTicket");
        assert_eq!(lines[2], "operator,0826,'=王雨桐,3,2,1,1");
        assert_eq!(lines[3], "item,wj-parenting,\"科学育儿,指导\",3,2,1,1");
        assert_eq!(lines[5], "refused,YC-2301,,,,1,");
        assert_eq!(lines.len(), 15);
        assert!(lines.iter().all(|line| line.split(',').count() >= 7));
    }
}
