//! 数据校核: the applicant says that a source is wrong. The field takes what he states and keeps what the source says; the
//! objection is saved with the intake and reaches the hall by the same outbox, line or no line.

use cases::deadline::Light;
use cases::error::Trouble;
use cases::form::{Value, merge, value};
use cases::objection::{self, Evidence, Objection, OddObjection, State, Verdict, Why, steps};
use cases::post::Post;
use cases::review;
use cases::roles::Deed;
use cases::wire::objection::{ObjectionPage, ObjectionRow, SettleObjection};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::chance;
use crate::change::Why as Because;
use crate::desk::Desk;
use crate::intake::{Ground, Intake, show_fields, subjects};
use crate::trouble;
use crate::view::desk::DeskEvent;
use crate::view::intake::{Choice, IntakeDelta};
use crate::view::objection::{
    ObjectionAnswerView, ObjectionForm, ObjectionRowView, ObjectionSheet, ObjectionsView, SettleAs,
};

/// Rows in one reply at most.
const AT_MOST: u32 = 100;

impl Desk {
    /// What sources say of a field, and what may show that they are wrong.
    pub fn objection_sheet(&self, id: &str, key: &str) -> Result<ObjectionSheet, Trouble> {
        self.permit_here(Deed::Query)?;
        let id = super::id(id)?;
        let book = self.book()?;
        let state = self.state();
        let intake = state
            .intake
            .as_ref()
            .filter(|intake| intake.draft.id == id)
            .ok_or_else(trouble::no_such_draft)?;
        let item = book
            .catalogue
            .item(&intake.draft.item)
            .ok_or_else(trouble::no_such_item)?;
        sheet(self.ground(&book, item), intake, key)
    }

    /// Raises one. Nothing of the form changes where it cannot be raised.
    pub fn raise_objection(
        &self,
        id: &str,
        base_revision: u32,
        form: &ObjectionForm,
    ) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::Query)?;
        let id = super::id(id)?;
        let base = u64::from(base_revision);
        let why = Because {
            actor: &session.staff,
            deed: "raise_objection",
            purpose: "提出数据校核",
            since: Some(base),
        };
        let objection = chance::id_at(self.0.link.legal_now());
        let delta = self.change(id, &why, |ground, intake| {
            if intake.closed {
                return Err(trouble::already_received());
            }
            if intake.is_stale(&form.key, base) {
                return Err(trouble::changed_meanwhile());
            }
            raise(ground, intake, form, &session.staff, objection)
        })?;
        self.emit(DeskEvent::Objections);
        Ok(delta)
    }

    /// Those of this window; a supervisor's are the whole hall's.
    pub async fn objections(&self, open: bool, offset: u32, limit: u32) -> Result<ObjectionsView, Trouble> {
        let of_hall = self.0.post == Post::Supervisor;
        self.permit(if of_hall { Deed::FollowUp } else { Deed::SaveDraft })?;
        let of = if of_hall { "hall" } else { "window" };
        let limit = limit.min(AT_MOST);
        let path = format!("/v1/objections?of={of}&open={open}&offset={offset}&limit={limit}");
        let page: ObjectionPage = self.0.link.get(&path).await?;
        let basis = self
            .book()
            .map(|book| book.catalogue.sources.objections().basis)
            .unwrap_or_default();
        Ok(ObjectionsView {
            total: page.total,
            open: page.open,
            overdue: page.overdue,
            of_hall,
            basis,
            rows: page
                .rows
                .into_iter()
                .map(|row| self.show_objection(row))
                .collect(),
        })
    }

    /// 登记答复: what a source answered in another way.
    pub async fn settle_objection(
        &self,
        id: &str,
        verdict: SettleAs,
        note: &str,
    ) -> Result<ObjectionRowView, Trouble> {
        let session = self.permit(Deed::FollowUp)?;
        let id = super::id(id)?;
        let line = self.line(&session.staff, "settle_objection", id, "登记数据校核答复");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let said = SettleObjection {
            verdict: match verdict {
                SettleAs::Upheld => Verdict::Upheld,
                SettleAs::Partly => Verdict::Partly,
                SettleAs::Rejected => Verdict::Rejected,
            },
            note: note.to_owned(),
        };
        let key = chance::id_at(self.0.link.legal_now());
        let path = format!("/v1/objections/{id}/settle");
        let row: ObjectionRow = self.0.link.post(&path, key, &said).await?;
        Ok(self.show_objection(row))
    }

    pub(crate) fn show_objection(&self, row: ObjectionRow) -> ObjectionRowView {
        let book = self.book().ok();
        let source = book.as_ref().map_or(row.dataset.as_str(), |book| {
            book.catalogue.sources.word(&row.dataset)
        });
        ObjectionRowView {
            id: row.id.to_string(),
            source: source.to_owned(),
            settleable: self.0.post == Post::Supervisor && steps::may_settle(row.state),
            slip: row.slip,
            item_name: row.item_name,
            desk: row.desk,
            label: row.label,
            provider: row.provider,
            record_id: row.record_id,
            theirs: row.theirs,
            stated: row.stated,
            why: row.why.zh().to_owned(),
            evidence: row.evidence,
            state: row.state.word().to_owned(),
            state_word: row.state.zh().to_owned(),
            by: row.by,
            raised_at: show_fields::minute(row.raised_at),
            sent_at: row.sent_at.map(show_fields::minute),
            receipt_no: row.receipt_no,
            answer_by: row.answer_by.to_string(),
            light: row.light.map(Light::word).map(str::to_owned),
            days_left: i32::try_from(row.days_left).unwrap_or(i32::MIN),
            answer: row.answer.map(|answer| ObjectionAnswerView {
                value: answer.value,
                note: answer.note,
                at: show_fields::minute(answer.at),
                by: answer.by,
            }),
            cause: row.cause.map(Into::into),
        }
    }

    /// One got on. Where its intake is open the mark says so, and what a source has put right is read anew.
    pub(crate) fn heard_of_objection(&self, draft: Uuid, objection: Uuid, state: State) {
        self.emit(DeskEvent::Objections);
        let is_open = {
            let open = self.state();
            open.intake
                .as_ref()
                .is_some_and(|intake| intake.draft.id == draft && !intake.closed)
        };
        if !is_open {
            return;
        }
        self.change_aside(draft, "objection_answered", "数据校核答复", |_, intake| {
            intake.sitting.hear(objection, state);
            let raised = intake.draft.heard.objections.iter();
            let dataset = raised
                .filter(|one| one.id == objection && matches!(state, State::Upheld | State::Partly))
                .map(|one| one.dataset.clone())
                .next();
            if let Some(dataset) = dataset {
                // A source that is forgotten is due again.
                intake.sources.retain(|known| known.dataset != dataset);
            }
            Ok(())
        });
    }
}

fn sheet(ground: Ground<'_>, intake: &Intake, key: &str) -> Result<ObjectionSheet, Trouble> {
    let field = ground.item.field(key).ok_or_else(trouble::no_such_field)?;
    let draft = &intake.draft;
    let offers: Vec<_> = objection::candidates(&draft.form, key)
        .map(|one| show_fields::offer(ground, field, one))
        .collect();
    if offers.is_empty() {
        return Err(trouble::odd_objection(OddObjection::NoValue));
    }
    let by_person = draft
        .form
        .get(key)
        .and_then(|cell| cell.held.as_ref().filter(|_| !cell.undecided))
        .filter(|held| !objection::candidates(&draft.form, key).any(|one| one == *held));
    let rules = ground.catalogue.sources.objections();
    let codes = field
        .code_list
        .as_deref()
        .map(|list| ground.catalogue.codes.entries(list));
    let held = draft.slots.iter().filter(|slot| slot.held.is_some());
    Ok(ObjectionSheet {
        key: key.to_owned(),
        label: field.label.clone(),
        offers,
        stated: by_person
            .map(|held| show_fields::masked(ground, field, &held.value))
            .unwrap_or_default(),
        choices: codes
            .unwrap_or_default()
            .iter()
            .map(|one| Choice {
                code: one.code.clone(),
                name: one.name.clone(),
            })
            .collect(),
        reasons: Why::ALL
            .into_iter()
            .map(|why| Choice {
                code: why.word().to_owned(),
                name: why.zh().to_owned(),
            })
            .collect(),
        materials: held
            .filter_map(|slot| ground.item.material(&slot.material))
            .map(|material| Choice {
                code: material.id.clone(),
                name: material.name.clone(),
            })
            .collect(),
        answer_days: u32::from(rules.answer_days),
        basis: rules.basis,
    })
}

fn raise(
    ground: Ground<'_>,
    intake: &mut Intake,
    form: &ObjectionForm,
    clerk: &str,
    id: Uuid,
) -> Result<(), Trouble> {
    let field = ground.item.field(&form.key).ok_or_else(trouble::no_such_field)?;
    let draft = &intake.draft;
    let place = usize::try_from(form.offer).unwrap_or(usize::MAX);
    let theirs = objection::candidates(&draft.form, &form.key)
        .nth(place)
        .cloned()
        .ok_or_else(|| trouble::odd_objection(OddObjection::NoValue))?;
    let dataset = theirs
        .from
        .dataset
        .clone()
        .ok_or_else(|| trouble::odd_objection(OddObjection::NoValue))?;
    let subject = subjects::key_of(ground, draft, &field.subject, &dataset)
        .ok_or_else(|| trouble::odd_objection(OddObjection::NoValue))?;
    let stated = stated(ground, intake, form)?;
    let why = Why::from_word(&form.why).ok_or_else(trouble::odd_answer)?;
    let draft = &intake.draft;
    let mut evidence: Vec<Evidence> = Vec::new();
    for id in &form.materials {
        let slot = draft.slot(id).filter(|slot| slot.held.is_some());
        let material = ground.item.material(id).filter(|_| slot.is_some());
        let (Some(slot), Some(material)) = (slot, material) else {
            return Err(trouble::odd_objection(OddObjection::NoEvidence));
        };
        evidence.push(Evidence::Material {
            material: material.id.clone(),
            name: material.name.clone(),
            pieces: slot.pieces().map(|piece| piece.digest.clone()).collect(),
        });
    }
    let words = form.words.split_whitespace().collect::<Vec<_>>().join(" ");
    if !words.is_empty() {
        evidence.push(Evidence::Words { text: words });
    }
    let objection = Objection {
        id,
        field: field.key.clone(),
        label: field.label.clone(),
        element: field.data_element.clone(),
        dataset,
        provider: theirs.from.provider.clone(),
        record_id: theirs.from.record_id.clone(),
        as_of: theirs.from.as_of,
        subject,
        theirs_shown: show_fields::masked(ground, field, &theirs.value),
        stated_shown: show_fields::masked(ground, field, &stated),
        raw: theirs.from.raw.clone(),
        theirs: theirs.value,
        stated: stated.clone(),
        why,
        evidence,
        answer_days: ground.catalogue.sources.objections().answer_days,
        by: clerk.to_owned(),
        at: ground.now,
    };
    intake.draft.object(objection).map_err(trouble::odd_objection)?;
    let cell = intake.draft.form.entry(form.key.clone()).or_default();
    merge::type_in(field, cell, stated, clerk, Some("sourceWrong"), ground.now);
    intake.draft.heard.settle(&form.key);
    Ok(())
}

/// What the applicant states: as it is entered here, or as it stands in the field already.
fn stated(ground: Ground<'_>, intake: &Intake, form: &ObjectionForm) -> Result<Value, Trouble> {
    let draft = &intake.draft;
    let field = ground.item.field(&form.key).ok_or_else(trouble::no_such_field)?;
    let cell = draft.form.get(&form.key);
    let held = || {
        let held = cell.filter(|cell| !cell.undecided).and_then(|cell| cell.value());
        held.cloned()
            .ok_or_else(|| trouble::odd_objection(OddObjection::NoValue))
    };
    let Some(text) = form
        .stated
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
    else {
        return held();
    };
    // The mask of what stands there is no text.
    if cell.is_some_and(|cell| show_fields::is_its_stand_in(ground, field, cell, text)) {
        return held();
    }
    let id_type = review::id_type(ground.item, draft, field);
    let given = Json::String(text.to_owned());
    value::read(field, &given, &ground.catalogue.codes, id_type, ground.today()).map_err(Trouble::from)
}
