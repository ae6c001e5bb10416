//! `yichuang-hall grants export`: every grant with its elements, its end and who approved it.

use std::process::ExitCode;

use cases::watch::month::csv_cell;
use cases::wire::grant::GrantRow;
use clap::{Subcommand, ValueEnum};
use hall::clock::{Clock, MachineClock};
use hall::fault::Fault;
use hall::store::Store;
use hall::store::granting::GrantStore;

use crate::catalogue::Folder;
use crate::{failed, say};

#[derive(Subcommand)]
pub enum GrantsCommand {
    /// Print every grant, those in force first
    Export {
        #[arg(long, value_enum, default_value = "csv")]
        format: Format,
        #[command(flatten)]
        folder: Folder,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    Csv,
    Json,
}

pub async fn run(command: GrantsCommand) -> ExitCode {
    let GrantsCommand::Export { format, folder } = command;
    match export(format, &folder).await {
        Ok(text) => {
            say(text.trim_end());
            ExitCode::SUCCESS
        }
        Err(fault) => failed(&fault),
    }
}

async fn export(format: Format, folder: &Folder) -> Result<String, Fault> {
    let store = folder.open_for_reading()?;
    let grants = store.grants(MachineClock.now()).await;
    store.close().await;
    let grants = grants?;
    Ok(match format {
        Format::Json => serde_json::to_string_pretty(&grants)?,
        Format::Csv => csv(&grants),
    })
}

const HEADER: &str = "id,item,dataset,elements,validUntil,origin,askedBy,approvedBy,approvedAt,state,withdrawnBy,withdrawnAt,withdrawnWhy";

fn csv(grants: &[GrantRow]) -> String {
    let mut out = format!("{HEADER}\r\n");
    for grant in grants {
        let moment = |at: Option<jiff::Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
        let word = |word: &Option<String>| word.clone().unwrap_or_default();
        let cells = [
            grant.id.clone(),
            grant.item.clone(),
            grant.dataset.clone(),
            grant.elements.join(" "),
            grant.valid_until.to_string(),
            grant.origin.clone(),
            word(&grant.asked_by),
            word(&grant.approved_by),
            moment(grant.approved_at),
            grant.state.clone(),
            word(&grant.withdrawn_by),
            moment(grant.withdrawn_at),
            word(&grant.withdrawn_why),
        ];
        out.push_str(&cells.map(|cell| csv_cell(&cell)).join(","));
        out.push_str("\r\n");
    }
    out
}
