//! Sorted pages become the files of their materials, through the same measuring as every file, and in place of those that
//! were made of them before.

use std::sync::Arc;

use cases::error::Trouble;
use cases::material::{Held, Piece, Slot};
use cases::roles::Deed;
use scanners::files::Caps;
use uuid::Uuid;

use super::super::materials::{measured, open_slot};
use crate::change::Why;
use crate::desk::Desk;
use crate::scan::batch::{Batch, Lie};
use crate::scan::{bind, show};
use crate::store::{pieces, scans};
use crate::trouble;
use crate::view::desk::DeskEvent;
use crate::view::intake::IntakeDelta;

impl Desk {
    /// 存入材料: every material whose pages lie otherwise than in its files. One that paper may not be taken for is named,
    /// after the others were filed; its pages stay where they lie.
    pub async fn file_scans(&self, id: &str) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        let id = super::super::id(id)?;
        let (batch, due) = self.with_intake_of(id, |ground, intake| {
            let batch = self
                .rooms()?
                .store
                .read(|connection| scans::get(connection, id))?;
            let materials = ground.item.materials.iter();
            let due: Vec<(String, String)> = materials
                .filter(|material| show::is_unfiled(&batch, &intake.draft, &material.id))
                .map(|material| (material.id.clone(), material.name.clone()))
                .collect();
            Ok((Arc::new(batch), due))
        })?;
        let mut made: Vec<(String, Vec<Piece>)> = Vec::new();
        let mut refused = None;
        for (material, name) in due {
            let files = self.bound(id, &batch, &material, &name).await?;
            match self.may_take(id, &material) {
                Err(trouble) if !files.is_empty() => {
                    refused.get_or_insert(trouble);
                }
                Ok(()) | Err(_) => made.push((material, files)),
            }
        }
        let why = Why {
            actor: &session.staff,
            deed: "file_scans",
            purpose: "材料扫描",
            since: None,
        };
        let delta = self.change(id, &why, |_, intake| {
            let form = intake.draft.form_digest();
            for (material, files) in &made {
                let old = batch.filed(material).map(|filed| filed.pieces.as_slice());
                let slot = open_slot(intake, material)?;
                file(slot, old.unwrap_or_default(), files, &form)?;
            }
            Ok(())
        })?;
        let at = self.0.link.legal_now();
        // A window that is killed before this files the same again: equal pages make equal files.
        self.rooms()?.store.mark(|tx| {
            let mut now = scans::get(tx, id)?;
            for (material, files) in &made {
                let digests = files.iter().map(|piece| piece.digest.clone()).collect();
                now.file(material, digests, &batch);
            }
            scans::save(tx, id, &now, at)
        })?;
        let Some(trouble) = refused else {
            return Ok(delta);
        };
        self.emit(DeskEvent::Intake {
            delta: Box::new(delta),
        });
        Err(trouble)
    }

    /// The files of a material, kept.
    async fn bound(
        &self,
        draft: Uuid,
        batch: &Arc<Batch>,
        material: &str,
        name: &str,
    ) -> Result<Vec<Piece>, Trouble> {
        let volumes: Vec<Vec<Lie>> = bind::volumes(batch, material, &Caps::default())
            .into_iter()
            .map(|volume| volume.into_iter().cloned().collect())
            .collect();
        let rooms = self.rooms()?;
        let several = volumes.len() > 1;
        let mut files = Vec::new();
        for (at, volume) in (1..).zip(volumes) {
            let (batch, from) = (Arc::clone(batch), Arc::clone(&rooms));
            let pdf = tokio::task::spawn_blocking(move || {
                let volume: Vec<&Lie> = volume.iter().collect();
                bind::pdf(&batch, &volume, |digest| from.pieces.read(digest))
            });
            let pdf = pdf.await.map_err(|_| trouble::piece_damaged())??;
            let pdf = pdf.ok_or_else(trouble::piece_damaged)?;
            let number = if several { format!(" {at}") } else { String::new() };
            let (piece, _) = measured(&rooms.pieces, &format!("{name} 扫描件{number}.pdf"), pdf).await?;
            let now = self.0.link.legal_now();
            rooms.store.mark(|tx| pieces::add(tx, draft, &piece, now))?;
            files.push(piece);
        }
        Ok(files)
    }
}

/// Puts files in place of those made before. A form taken in as a file is a signed one: what was printed before the last
/// edit is not it.
fn file(slot: &mut Slot, old: &[String], new: &[Piece], form: &str) -> Result<(), Trouble> {
    let mut held = match &slot.held {
        Some(Held::Files { pieces }) => pieces.clone(),
        Some(Held::Generated { form_digest, .. }) if !new.is_empty() && form_digest != form => {
            return Err(trouble::form_outdated());
        }
        Some(Held::Licence { .. } | Held::Verified { .. } | Held::Paper { .. } | Held::Generated { .. })
            if new.is_empty() =>
        {
            return Ok(());
        }
        Some(Held::Licence { .. } | Held::Verified { .. } | Held::Paper { .. } | Held::Generated { .. })
        | None => Vec::new(),
    };
    held.retain(|piece| !old.contains(&piece.digest));
    for piece in new {
        if !held.iter().any(|known| known.digest == piece.digest) {
            held.push(piece.clone());
        }
    }
    slot.held = (!held.is_empty()).then_some(Held::Files { pieces: held });
    Ok(())
}
