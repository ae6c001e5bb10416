//! 智能预填 at the supervisor's window: counted by the hall over what was accepted.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::prefill::PrefillRow;

use super::watch::month_in;
use crate::desk::Desk;
use crate::view::prefill::PrefillRowView;

impl Desk {
    /// The cases accepted in a month, by window and item.
    pub async fn prefill_month(&self, month: &str) -> Result<Vec<PrefillRowView>, Trouble> {
        self.permit(Deed::SeeBoard)?;
        let path = format!("/v1/prefill?month={}", month_in(month)?);
        let rows: Vec<PrefillRow> = self.0.link.get(&path).await?;
        Ok(rows.into_iter().map(shown).collect())
    }
}

fn shown(row: PrefillRow) -> PrefillRowView {
    PrefillRowView {
        desk: row.desk,
        item: row.item,
        item_name: row.item_name,
        cases: row.cases,
        required: row.meter.required,
        filled: row.meter.filled,
        changed: row.meter.changed,
        typed: row.meter.typed,
        own: row.meter.own,
    }
}
