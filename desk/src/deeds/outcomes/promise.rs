//! 容缺: a material that the item lets come later is promised now, and received when it comes.

use cases::case::credit::restricted;
use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::outcome::KeepPromises;
use cases::wire::record::CaseView;

use super::{key_of, needs_hall, reference};
use crate::change::Why;
use crate::desk::Desk;
use crate::trouble;
use crate::view::intake::IntakeDelta;
use crate::view::results::CaseNowView;

impl Desk {
    /// The applicant promises a material for later, or takes it back.
    pub fn promise_material(&self, id: &str, material: &str, promised: bool) -> Result<IntakeDelta, Trouble> {
        let session = self.permit(Deed::SaveDraft)?;
        let id = crate::deeds::id(id)?;
        let why = Why {
            actor: &session.staff,
            deed: "promise_material",
            purpose: "容缺后补",
            since: None,
        };
        self.change(id, &why, |ground, intake| {
            let spec = ground
                .item
                .material(material)
                .ok_or_else(trouble::no_such_material)?;
            if spec.tolerant_days.is_none() {
                return Err(trouble::not_tolerated());
            }
            let rules = &ground.catalogue.rules;
            if let Some(rule) = restricted(ground.item, rules, &intake.draft, ground.today())
                && promised
            {
                return Err(trouble::promise_restricted(&rule.basis));
            }
            if promised {
                intake.draft.promised.insert(material.to_owned());
            } else {
                intake.draft.promised.remove(material);
            }
            Ok(())
        })
    }

    /// 容缺材料补交, at any window of the hall.
    pub async fn keep_promises(&self, slip: &str, materials: Vec<String>) -> Result<CaseNowView, Trouble> {
        let session = self.permit_here(Deed::Supplement)?;
        let slip = reference(slip);
        let came = KeepPromises { materials };
        let line = self.line(&session.staff, "keep_promises", &slip, "容缺材料补交");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let path = format!("/v1/cases/{slip}/promises");
        let key = key_of("keep_promises", &slip, &came);
        let case: CaseView = self.0.link.post(&path, key, &came).await.map_err(needs_hall)?;
        self.keep_case(case).await
    }
}
