//! The report of 收纸台账: what departments ask for on paper, and why.

use std::collections::BTreeMap;

use super::WhyPaper;
use crate::watch::month::csv_cell;
use crate::wire::material::MaterialAsks;

/// One department of the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfDepartment {
    pub name: String,
    /// 免提交
    pub exempt: u32,
    /// 收纸, all reasons together.
    pub paper: u32,
    pub by_why: BTreeMap<WhyPaper, u32>,
}

impl OfDepartment {
    fn add(&mut self, row: &MaterialAsks) {
        match row.why {
            None => self.exempt += row.times,
            Some(why) => {
                self.paper += row.times;
                *self.by_why.entry(why).or_default() += row.times;
            }
        }
    }

    pub fn violations(&self) -> u32 {
        let against = self.by_why.iter().filter(|(why, _)| why.is_violation());
        against.map(|(_, times)| times).sum()
    }
}

/// By credit code, and all together.
pub fn by_department(rows: &[MaterialAsks]) -> (BTreeMap<String, OfDepartment>, OfDepartment) {
    let mut each: BTreeMap<String, OfDepartment> = BTreeMap::new();
    let mut all = OfDepartment::default();
    for row in rows {
        let one = each.entry(row.department.clone()).or_default();
        one.name.clone_from(&row.department_name);
        one.add(row);
        all.add(row);
    }
    (each, all)
}

/// The ledger as comma-separated values, for a table program.
pub fn csv(rows: &[MaterialAsks]) -> String {
    let mut out = String::from("\u{feff}部门,事项,材料,证照类型,原因代码,原因,次数\r\n");
    for row in rows {
        let times = row.times.to_string();
        let cells = [
            row.department_name.as_str(),
            &row.item_name,
            &row.material_name,
            row.licence_type.as_deref().unwrap_or_default(),
            row.why.map_or("exempt", WhyPaper::word),
            row.why.map_or("免提交", WhyPaper::zh),
            &times,
        ];
        out.push_str(&cells.map(csv_cell).join(","));
        out.push_str("\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(department: &str, material: &str, why: Option<WhyPaper>, times: u32) -> MaterialAsks {
        MaterialAsks {
            department: department.to_owned(),
            department_name: format!("{department}局"),
            item: "a".to_owned(),
            item_name: "事项".to_owned(),
            material: material.to_owned(),
            material_name: material.to_owned(),
            licence_type: None,
            why,
            times,
        }
    }

    #[test]
    fn departments_are_counted_by_reason() {
        let rows = [
            row("甲", "一", None, 3),
            row("甲", "一", Some(WhyPaper::NotFound), 2),
            row("甲", "二", Some(WhyPaper::NotLooked), 1),
            row("乙", "一", Some(WhyPaper::SourceDown), 4),
        ];
        let (each, all) = by_department(&rows);
        assert_eq!(
            (each["甲"].exempt, each["甲"].paper, each["甲"].violations()),
            (3, 3, 1)
        );
        assert_eq!(each["乙"].by_why[&WhyPaper::SourceDown], 4);
        assert_eq!((all.exempt, all.paper, all.violations()), (3, 7, 1));
        assert_eq!(by_department(&[]).1, OfDepartment::default());
    }

    #[test]
    fn no_cell_is_a_formula() {
        let text = csv(&[row("甲", "=HYPERLINK(\"http://x\")", Some(WhyPaper::Expired), 1)]);
        let line = text.lines().nth(1).unwrap();
        assert_eq!(
            line,
            "甲局,事项,\"'=HYPERLINK(\"\"http://x\"\")\",,expired,电子证照已过有效期,1"
        );
        assert!(csv(&[row("甲", "x", None, 1)]).contains("exempt,免提交,1"));
    }
}
