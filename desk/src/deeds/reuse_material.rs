//! 材料复用: what the applicant handed in with an earlier case, offered with its age and grade; used only when he says
//! that nothing has changed.

use cases::error::Trouble;
use cases::material::{Held, Known, Reused};
use cases::roles::Deed;
use cases::wire::material::Reusable;
use uuid::Uuid;

use crate::desk::Desk;
use crate::store::pieces;
use crate::trouble;
use crate::view::intake::IntakeDelta;
use crate::view::materials::ReusableView;

impl Desk {
    /// What may stand for a material, the last first.
    pub async fn reusable_materials(&self, id: &str, material: &str) -> Result<Vec<ReusableView>, Trouble> {
        self.permit_here(Deed::SaveDraft)?;
        let now = self.0.link.legal_now();
        let found = self.reusable(super::id(id)?, material).await?;
        let shown = found.into_iter().map(|one| ReusableView {
            slip: one.slip,
            item_name: one.item_name,
            material_name: one.material_name,
            received_at: one.received_at.to_string(),
            days: u32::try_from(now.duration_since(one.received_at).as_hours() / 24).unwrap_or(0),
            grade: one.grade.letter().to_owned(),
            pages: one.pieces.iter().map(|piece| piece.pages).sum(),
        });
        Ok(shown.collect())
    }

    /// Takes the files of an earlier case into the slot. The applicant confirmed that they still say what is so.
    pub async fn reuse_material(&self, id: &str, material: &str, slip: &str) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        let id = super::id(id)?;
        self.may_take(id, material)?;
        // What the hall says now, not what a screen said before.
        let found = self.reusable(id, material).await?;
        let one = found
            .into_iter()
            .find(|one| one.slip == slip)
            .ok_or_else(trouble::nothing_to_reuse)?;
        let rooms = self.rooms()?;
        for piece in &one.pieces {
            if rooms.pieces.read(&piece.digest).is_err() {
                let bytes = self.0.link.bytes(&format!("/v1/pieces/{}", piece.digest)).await?;
                if rooms.pieces.keep(&bytes)? != piece.digest {
                    return Err(trouble::piece_damaged());
                }
            }
        }
        let at = self.0.link.legal_now();
        rooms.store.mark(|tx| {
            one.pieces
                .iter()
                .try_for_each(|piece| pieces::add(tx, id, piece, at))
        })?;
        self.on_slot(id, material, &session.staff, "reuse_material", |slot| {
            let reused = Reused {
                slip: one.slip.clone(),
                received_at: one.received_at,
                grade: one.grade,
            };
            for piece in &one.pieces {
                let known = Known {
                    compared: None,
                    reused: Some(reused.clone()),
                };
                slot.known.insert(piece.digest.clone(), known);
            }
            slot.held = Some(Held::Files { pieces: one.pieces });
            Ok(())
        })
    }

    async fn reusable(&self, id: Uuid, material: &str) -> Result<Vec<Reusable>, Trouble> {
        // A material's id goes into the address as it is.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if !material.bytes().all(plain) {
            return Err(trouble::no_such_material());
        }
        let path = format!("/v1/drafts/{id}/reusable?material={material}");
        Ok(self.0.link.get(&path).await?)
    }
}
