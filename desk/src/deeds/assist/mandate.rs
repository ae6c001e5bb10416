//! 委托书: written down beside the draft, judged by the hall.

use cases::assist::mandate::{Power, Principal, Said, Seen};
use cases::error::Trouble;
use cases::identity::mask;
use cases::material::Piece;
use cases::roles::Deed;
use cases::wire::assist::{KeepMandate, MandateReply, SaidSo};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use uuid::Uuid;

use super::lack;
use crate::chance;
use crate::desk::Desk;
use crate::store::pieces;
use crate::trouble;
use crate::view::assist::{MandateForm, MandateView};

impl Desk {
    /// Keeps what the helper wrote down; the hall says what is still lacking. The principal is the applicant of the
    /// draft, the agent whoever is signed in, the item that of the draft.
    pub async fn keep_mandate(&self, id: &str, form: MandateForm) -> Result<MandateView, Trouble> {
        let session = self.permit_here(Deed::KeepMandate)?;
        let id = crate::deeds::id(id)?;
        let (applicant, item) =
            self.open_draft(id, |draft| (draft.party.person.clone(), draft.item.clone()))?;
        let document = match form.file {
            Some(file) => {
                let (piece, bytes) = self.keep_file(&file.name, file.bytes).await?;
                let at = self.0.link.legal_now();
                self.rooms()?.store.mark(|tx| pieces::add(tx, id, &piece, at))?;
                self.0
                    .link
                    .put_piece(&piece.digest, chance::id_at(at), bytes)
                    .await?;
                Some(piece)
            }
            None => self.mandate_of(id).await?.mandate.and_then(|kept| kept.document),
        };
        let wrong = || trouble::bad_mandate();
        let kept = KeepMandate {
            principal: Principal {
                name: applicant.name,
                id_type: applicant.id_type,
                id_number: applicant.id_number,
            },
            agent: session.staff.clone(),
            items: vec![item],
            powers: form
                .powers
                .iter()
                .map(|power| read::<Power>(power).ok_or_else(wrong))
                .collect::<Result<_, _>>()?,
            from: form.from.parse().map_err(|_| wrong())?,
            until: form.until.parse().map_err(|_| wrong())?,
            document,
            identity: form
                .identity
                .map(|how| read::<Seen>(&how).ok_or_else(wrong))
                .transpose()?,
            will: form
                .will
                .map(|how| {
                    Ok::<_, Trouble>(SaidSo {
                        how: read::<Said>(&how).ok_or_else(wrong)?,
                        reference: form.reference.trim().to_owned(),
                    })
                })
                .transpose()?,
            revoked: form.revoked,
        };
        // The hall judges the draft it has: what was just typed goes first.
        self.send_draft(id).await?;
        let line = self.line(&session.staff, "keep_mandate", id, "登记委托书");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let key = chance::id_at(self.0.link.legal_now());
        let path = format!("/v1/drafts/{id}/mandate");
        let reply: MandateReply = self.0.link.post(&path, key, &kept).await?;
        Ok(self.mandate_view(id, reply))
    }

    pub(super) async fn mandate_of(&self, id: Uuid) -> Result<MandateReply, Trouble> {
        Ok(self.0.link.get(&format!("/v1/drafts/{id}/mandate")).await?)
    }

    pub(super) fn mandate_view(&self, id: Uuid, reply: MandateReply) -> MandateView {
        let item_name = self
            .open_draft(id, |draft| draft.item.clone())
            .ok()
            .and_then(|item| self.item_name(&item))
            .unwrap_or_default();
        let applicant = self.open_draft(id, |draft| draft.party.person.clone()).ok();
        let kept = reply.mandate;
        MandateView {
            draft: id.to_string(),
            kept: kept.is_some(),
            principal: match (&kept, &applicant) {
                (Some(kept), _) => kept.principal.name.clone(),
                (None, Some(person)) => person.name.clone(),
                (None, None) => String::new(),
            },
            masked_number: match (&kept, &applicant) {
                (Some(kept), _) => mask::document(&kept.principal.id_number),
                (None, Some(person)) => mask::document(&person.id_number),
                (None, None) => String::new(),
            },
            agent: kept.as_ref().map(|kept| kept.agent.clone()).unwrap_or_default(),
            agent_name: kept
                .as_ref()
                .map(|kept| kept.agent_name.clone())
                .unwrap_or_default(),
            item_name,
            powers: kept
                .as_ref()
                .map(|kept| kept.powers.iter().map(word).collect())
                .unwrap_or_default(),
            from: kept
                .as_ref()
                .map(|kept| kept.from.to_string())
                .unwrap_or_default(),
            until: kept
                .as_ref()
                .map(|kept| kept.until.to_string())
                .unwrap_or_default(),
            document: kept
                .as_ref()
                .and_then(|kept| kept.document.as_ref())
                .map(|document| document.name.clone()),
            identity: kept
                .as_ref()
                .and_then(|kept| kept.identity.as_ref())
                .map(|check| word(&check.how)),
            will: kept
                .as_ref()
                .and_then(|kept| kept.will.as_ref())
                .map(|check| word(&check.how)),
            reference: kept
                .as_ref()
                .and_then(|kept| kept.will.as_ref())
                .map(|check| check.reference.clone())
                .unwrap_or_default(),
            revoked: kept.as_ref().is_some_and(|kept| kept.revoked_at.is_some()),
            lacks: reply.lacks.into_iter().map(lack).collect(),
        }
    }

    /// Measures a file and seals it.
    async fn keep_file(&self, name: &str, bytes: Vec<u8>) -> Result<(Piece, Vec<u8>), Trouble> {
        crate::deeds::materials::measured(&self.rooms()?.pieces, name, bytes).await
    }
}

pub(super) fn read<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(Json::String(word.to_owned())).ok()
}

fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(Json::String(word)) => word,
        Ok(_) | Err(_) => String::new(),
    }
}
