//! 事项沿革与使用情况: how an item came to say what it says, and how much each is used in this hall.

use std::fmt::Write;

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::edition::{ItemHistory, Usage, VersionKind};

use super::editions::line;
use crate::desk::Desk;
use crate::view::library::{HistoryView, UsageRow, UsageView, VersionRow};

/// Rows that are shown; the count says how many there are.
const SHOWN: usize = 500;

impl Desk {
    /// One item through the editions, the newest first.
    pub async fn item_history(&self, item_id: &str) -> Result<HistoryView, Trouble> {
        self.library()?;
        let path = format!("/v1/catalogue/history?item={}", escaped(item_id));
        let history: ItemHistory = self.0.link.get(&path).await?;
        let versions = history.versions.into_iter().map(|version| VersionRow {
            id: version.number,
            published_at: version.published_at.to_string(),
            by: version.by,
            note: version.note,
            rollback_of: version.rollback_of,
            kind: word(version.kind).to_owned(),
            said: version.said.into_iter().map(line).collect(),
        });
        Ok(HistoryView {
            total: small(history.total),
            versions: versions.collect(),
        })
    }

    /// How much each item was used in this hall, the most used first.
    pub async fn catalogue_usage(&self) -> Result<UsageView, Trouble> {
        self.permit(Deed::PublishCatalogue)?;
        let book = self.library()?;
        let usage: Usage = self.0.link.get("/v1/catalogue/usage").await?;
        let used = small(usage.items.len() as u64);
        let rows = usage.items.into_iter().take(SHOWN).map(|one| UsageRow {
            name: book
                .catalogue
                .item(&one.item)
                .map_or_else(|| one.item.clone(), |item| item.name.clone()),
            id: one.item,
            month: small(one.month),
            quarter: small(one.quarter),
            year: small(one.year),
            received: small(one.received),
            accepted: small(one.accepted),
            drafts: small(one.drafts),
            last_at: one.last_at.map(|at| at.to_string()),
        });
        Ok(UsageView {
            counted_at: usage.counted_at.to_string(),
            used,
            unused: small(usage.unused),
            rows: rows.collect(),
        })
    }
}

fn word(kind: VersionKind) -> &'static str {
    match kind {
        VersionKind::Added => "added",
        VersionKind::Changed => "changed",
        VersionKind::Removed => "removed",
    }
}

fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A value of a query (RFC 3986): ids are the catalogue's own and may be any text.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut all, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            all.push(char::from(byte));
        } else {
            let _ = write!(all, "%{byte:02X}");
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn an_id_of_any_text_is_one_value_of_the_query() {
        assert_eq!(escaped("scjg-food-licence"), "scjg-food-licence");
        assert_eq!(escaped("a&b=/食"), "a%26b%3D%2F%E9%A3%9F");
    }
}
