//! 审计月报: the figures of a month under the names people use, and its two files.

use std::path::{Path, PathBuf};

use cases::catalogue::Catalogue;
use cases::realm::Realm;
use cases::watch::month::{Month, Report, csv};
use cases::watch::sheet;
use jiff::Timestamp;
use papers::Fonts;

use crate::fault::{self, Fault};
use crate::gateway::ANY_ITEM;
use crate::store::{Act, Store};

/// Gathers the figures and puts the names of the edition in force.
pub async fn report(
    store: &dyn Store,
    catalogue: &Catalogue,
    hall: &str,
    act: Act,
    month: Month,
) -> Result<Report, Fault> {
    let mut report = store.month_report(act, month).await?;
    hall.clone_into(&mut report.hall);
    for row in &mut report.items {
        match catalogue.item(&row.key) {
            Some(item) => row.name.clone_from(&item.name),
            None if row.key == ANY_ITEM => "窗口人证核验".clone_into(&mut row.name),
            None => {}
        }
    }
    for row in &mut report.datasets {
        catalogue.sources.word(&row.key).clone_into(&mut row.name);
    }
    Ok(report)
}

/// Writes `audit-2026-11.pdf` and `audit-2026-11.csv`.
pub fn write(report: &Report, realm: Realm, made: Timestamp, folder: &Path) -> Result<[PathBuf; 2], Fault> {
    let fonts = Fonts::find().map_err(|error| Fault::new(500, error.trouble()).inside(error))?;
    let content = sheet::report(report, realm, made);
    let rendered = papers::render(&content, &fonts, made)
        .map_err(|error| Fault::new(500, error.trouble()).inside(error))?;
    let unwritten = |error: std::io::Error| fault::report_unwritten().about(error.kind());
    std::fs::create_dir_all(folder).map_err(unwritten)?;
    let file = |ending: &str| folder.join(format!("audit-{}.{ending}", report.month));
    let files = [file("pdf"), file("csv")];
    std::fs::write(&files[0], rendered.pdf).map_err(unwritten)?;
    std::fs::write(&files[1], csv(report)).map_err(unwritten)?;
    Ok(files)
}
