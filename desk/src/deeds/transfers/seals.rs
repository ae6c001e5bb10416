//! 用印登记: which paper was sealed, by whom, when, in how many copies.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::transfer::{KeepSeal, SealRow};

use crate::chance;
use crate::desk::Desk;
use crate::view::transfer::SealView;

impl Desk {
    /// Papers that wait for the seal, then those sealed last.
    pub async fn seals(&self) -> Result<Vec<SealView>, Trouble> {
        self.permit(Deed::KeepSeal)?;
        let rows: Vec<SealRow> = self.0.link.get("/v1/seals").await?;
        Ok(rows.into_iter().map(row).collect())
    }

    pub async fn keep_seal(&self, number: &str, copies: u32) -> Result<SealView, Trouble> {
        let session = self.permit(Deed::KeepSeal)?;
        let line = self.line(&session.staff, "keep_seal", number, "用印");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let key = chance::id_at(self.0.link.legal_now());
        let ask = KeepSeal {
            number: number.to_owned(),
            copies,
        };
        let sealed: SealRow = self.0.link.post("/v1/seals", key, &ask).await?;
        Ok(row(sealed))
    }
}

fn row(of: SealRow) -> SealView {
    let (sealed_at, sealed_by, copies) = match of.sealed {
        Some(sealed) => (Some(sealed.at.to_string()), Some(sealed.by), Some(sealed.copies)),
        None => (None, None, None),
    };
    SealView {
        paper: of.paper.to_string(),
        title: of.title,
        number: of.number,
        slip: of.slip,
        item_name: of.item_name,
        made_at: of.made_at.to_string(),
        sealed_at,
        sealed_by,
        copies,
    }
}
