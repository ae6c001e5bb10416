//! 收纸台账 at the supervisor's window: what departments ask for on paper and why. The hall counts; nobody is named.

use cases::error::Trouble;
use cases::material::ledger::{OfDepartment, by_department, csv};
use cases::roles::Deed;
use cases::wire::material::MaterialAsks;
use jiff::civil::Date;

use crate::desk::Desk;
use crate::trouble;
use crate::view::materials::{AskedByDepartment, MaterialAskView, MaterialLedger, WhyTimes};

impl Desk {
    /// From one day to another, both among them; an empty day is the first of the month, or today.
    pub async fn material_ledger(&self, from: &str, until: &str) -> Result<MaterialLedger, Trouble> {
        let rows = self.material_rows(from, until).await?;
        let (each, all) = by_department(&rows);
        Ok(MaterialLedger {
            departments: each.into_values().map(shown).collect(),
            all: shown(all),
            csv: csv(&rows),
            rows: rows.into_iter().map(row).collect(),
        })
    }

    pub(crate) async fn material_rows(&self, from: &str, until: &str) -> Result<Vec<MaterialAsks>, Trouble> {
        self.permit(Deed::SeeBoard)?;
        let mut between = Vec::new();
        for (name, day) in [("from", from), ("until", until)] {
            if !day.is_empty() {
                let day: Date = day.parse().map_err(|_| trouble::no_such_choice())?;
                between.push(format!("{name}={day}"));
            }
        }
        let path = format!("/v1/material-asks?{}", between.join("&"));
        Ok(self.0.link.get(&path).await?)
    }
}

fn shown(of: OfDepartment) -> AskedByDepartment {
    AskedByDepartment {
        violations: of.violations(),
        name: of.name,
        exempt: of.exempt,
        paper: of.paper,
        by_why: of
            .by_why
            .into_iter()
            .map(|(why, times)| WhyTimes {
                why: why.word().to_owned(),
                times,
            })
            .collect(),
    }
}

fn row(row: MaterialAsks) -> MaterialAskView {
    MaterialAskView {
        department: row.department_name,
        item_name: row.item_name,
        material_name: row.material_name,
        why: row.why.map(|why| why.word().to_owned()),
        times: row.times,
    }
}
