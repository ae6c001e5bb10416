//! 复制上一件: an intermediary files the same item again; what the clerk chooses comes from the previous intake of
//! this visit, named as its source. The applicant's own acts (声明、承诺) and what the register or the licence library
//! answers for this case are never copied. Where the next one applies for somebody else, only what is the agent's or
//! the matter's goes over: nothing of a person or a body, no number, no mandate, no paper.

use cases::case::Draft;
use cases::case::situation::Answerer;
use cases::catalogue::{FieldSpec, FieldType, Item};
use cases::error::Trouble;
use cases::form::alike::same;
use cases::form::{Candidate, Provenance, SourceKind, merge};
use cases::material::Held;
use cases::roles::Deed;
use uuid::Uuid;

use crate::change::Why;
use crate::desk::{Desk, VisitState};
use crate::intake::{Ground, Intake, show_fields, show_slots};
use crate::store::drafts;
use crate::trouble;
use crate::view::intake::IntakeDelta;
use crate::view::queue::{PreviousAnswer, PreviousField, PreviousPaper, PreviousView};

impl Desk {
    /// What may be copied into the open intake.
    pub fn previous_intake(&self, id: &str) -> Result<PreviousView, Trouble> {
        self.permit_here(Deed::SaveDraft)?;
        let id = super::id(id)?;
        let (draft, before) = self.with_previous(id)?;
        let book = self.book()?;
        let item = book
            .catalogue
            .item(&draft.item)
            .ok_or_else(trouble::no_such_item)?;
        let ground = self.ground(&book, item);
        let fields = item
            .fields
            .iter()
            .filter(|field| may_copy(ground, &draft, &before, &field.key))
            .filter_map(|field| {
                let value = before.form.get(&field.key)?.value()?;
                Some(PreviousField {
                    key: field.key.clone(),
                    label: field.label.clone(),
                    text: show_fields::masked(ground, field, value),
                    differs: draft.form.get(&field.key).is_some_and(|cell| cell.is_filled()),
                })
            })
            .collect();
        let answers = answered_before(ground, &draft, &before)
            .into_iter()
            .map(|(question, text, codes)| PreviousAnswer {
                question,
                text,
                answer: codes
                    .into_iter()
                    .map(|(_, label)| label)
                    .collect::<Vec<_>>()
                    .join("、"),
            })
            .collect();
        let another = !is_for_the_same(&draft, &before);
        let papers = before
            .slots
            .iter()
            .filter(|slot| !another && paper_may_go_over(ground, &draft, &before, &slot.material))
            .filter_map(|slot| {
                Some(PreviousPaper {
                    material: slot.material.clone(),
                    name: item.material(&slot.material)?.name.clone(),
                    note: show_slots::note(slot, &before.form_digest()),
                })
            })
            .collect();
        Ok(PreviousView {
            slip: before.slip.clone(),
            another,
            fields,
            answers,
            papers,
        })
    }

    /// Copies what was chosen. A value that differs from what stands there waits for a person like any other source.
    pub fn copy_previous(
        &self,
        id: &str,
        base_revision: u32,
        fields: &[String],
        answers: &[String],
        materials: &[String],
    ) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        let id = super::id(id)?;
        let (_, before) = self.with_previous(id)?;
        let why = Why {
            actor: &session.staff,
            deed: "copy_previous",
            purpose: &before.slip,
            since: Some(u64::from(base_revision)),
        };
        self.change(id, &why, |ground, intake| {
            if intake.closed {
                return Err(trouble::already_received());
            }
            let by = Answerer {
                clerk: &session.staff,
                at: ground.now,
            };
            // Answers first, in the order of the questions: one may bring the next.
            let offered = answered_before(ground, &intake.draft, &before);
            if answers
                .iter()
                .any(|wanted| offered.iter().all(|(question, ..)| question != wanted))
            {
                return Err(trouble::not_to_be_copied());
            }
            for (question, _, codes) in offered.iter().filter(|(question, ..)| answers.contains(question)) {
                let codes: Vec<String> = codes.iter().map(|(code, _)| code.clone()).collect();
                intake
                    .draft
                    .answer(ground.item, question, &codes, by, ground.today())
                    .map_err(trouble::answer_not_taken)?;
            }
            for key in fields {
                if ground.item.field(key).is_none() {
                    return Err(trouble::no_such_field());
                }
                if !may_copy(ground, &intake.draft, &before, key) {
                    return Err(trouble::not_to_be_copied());
                }
                carry_value(ground, intake, &before, key, "上一件", &session.staff);
            }
            for material in materials {
                if !is_for_the_same(&intake.draft, &before)
                    || !paper_may_go_over(ground, &intake.draft, &before, material)
                {
                    return Err(trouble::not_to_be_copied());
                }
                carry_paper(intake, &before, material);
            }
            Ok(())
        })
    }

    /// The open intake and the one before it of the same item in this visit.
    fn with_previous(&self, id: Uuid) -> Result<(Draft, Draft), Trouble> {
        let rooms = self.rooms()?;
        let saved = rooms.store.read(drafts::all)?;
        let state = self.state();
        let draft = state
            .intake
            .as_ref()
            .filter(|intake| intake.draft.id == id)
            .map(|intake| intake.draft.clone())
            .ok_or_else(trouble::no_such_draft)?;
        let visit = state.visit.as_ref().ok_or_else(trouble::no_visit)?;
        // What was handed in came before, whatever the hall's time did meanwhile; of what is parked the earlier ones.
        let parked = saved.iter().map(|saved| &saved.draft);
        let before = visit
            .done
            .iter()
            .chain(parked.filter(|other| other.opened_at <= draft.opened_at))
            .filter(|other| other.visit == visit.visit.id && other.item == draft.item)
            .filter(|other| other.id != id)
            .max_by_key(|other| (other.opened_at, other.revision))
            .cloned()
            .ok_or_else(trouble::no_previous)?;
        Ok((draft, before))
    }
}

/// A question that was answered: its id, its text, the codes with their labels.
type Answered = (String, String, Vec<(String, String)>);

/// Questions that are open here and were answered there. An answer that stands in the form goes over with its field.
fn answered_before(ground: Ground<'_>, draft: &Draft, before: &Draft) -> Vec<Answered> {
    let here = draft.situated(ground.item, ground.today());
    let there = before.situated(ground.item, ground.today());
    let open = |id: &str| {
        !here
            .questions
            .iter()
            .any(|asked| asked.id == id && !asked.is_open())
    };
    there
        .questions
        .iter()
        .filter(|asked| before.answers.contains_key(asked.id) && open(asked.id))
        .map(|asked| {
            let chosen = asked
                .answers
                .iter()
                .filter(|(code, _)| asked.chosen.contains(code));
            let codes = chosen.map(|(code, label)| ((*code).to_owned(), (*label).to_owned()));
            (asked.id.to_owned(), asked.text.to_owned(), codes.collect())
        })
        .collect()
}

impl VisitState {
    /// Keeps what was handed in during this visit, so that the next intake may copy from it.
    pub(crate) fn note_done(&mut self, draft: &Draft) {
        if draft.visit == self.visit.id {
            self.done.retain(|other| other.item != draft.item);
            self.done.push(draft.clone());
        }
    }

    /// Counts what was handed in; whether it is the first of this visit.
    pub(crate) fn note_handed(&mut self, slip: &str) -> bool {
        if !self.handed.iter().any(|known| known == slip) {
            self.handed.push(slip.to_owned());
        }
        self.handed.len() == 1
    }
}

/// Offers a value of an earlier intake, named as what it is: one that differs waits for a person like any other source.
pub(super) fn carry_value(
    ground: Ground<'_>,
    intake: &mut Intake,
    before: &Draft,
    key: &str,
    label: &str,
    clerk: &str,
) {
    let held = before.form.get(key).and_then(|cell| cell.held.as_ref());
    let (Some(field), Some(held)) = (ground.item.field(key), held) else {
        return;
    };
    let from = Provenance {
        kind: SourceKind::History,
        label: label.to_owned(),
        provider: clerk.to_owned(),
        dataset: None,
        record_id: Some(before.slip.clone()),
        as_of: Some(before.opened_at),
        grant: None,
        base: None,
        consent: None,
        earlier: None,
        raw: None,
        at: ground.now,
    };
    let value = held.value.clone();
    let cell = intake.draft.form.entry(key.to_owned()).or_default();
    merge::offer(field, cell, Candidate { value, from });
}

/// What was handed in for a material before counts for it here.
pub(super) fn carry_paper(intake: &mut Intake, before: &Draft, material: &str) {
    let held = before.slot(material).and_then(|slot| slot.held.clone());
    if let Some(slot) = intake.draft.slot_mut(material) {
        slot.held = held;
    }
}

/// A filled field that is nobody's own act, and not of a person who is somebody else here.
pub(super) fn may_copy(ground: Ground<'_>, draft: &Draft, before: &Draft, key: &str) -> bool {
    let Some(field) = ground.item.field(key) else {
        return false;
    };
    let Some(cell) = before.form.get(key).filter(|cell| !cell.undecided) else {
        return false;
    };
    let theirs = is_somebodys(ground.item, field);
    let may_go = is_for_the_same(draft, before) || !theirs || is_the_agents(draft, before, field);
    let stands = draft
        .form
        .get(key)
        .and_then(|cell| cell.value())
        .zip(cell.value())
        .is_some_and(|(here, there)| same(field, here, there));
    cell.is_filled() && !stands && !field.is_own_act() && may_go
}

/// The same person at the window, for the same applicant.
fn is_for_the_same(draft: &Draft, before: &Draft) -> bool {
    draft.party.person.id_number == before.party.person.id_number
        && draft.party.applicant_number() == before.party.applicant_number()
}

/// What a person or a body is known by, and what stands beside it: `person.*`, `enterprise.*`, `acc.staff.*` …; every
/// number of one; and the mandate, which is its giver's.
fn is_somebodys(item: &Item, field: &FieldSpec) -> bool {
    let numbered = matches!(
        field.kind,
        FieldType::IdNumber | FieldType::Uscc | FieldType::BankAccount
    );
    let family = field.data_element.rsplit_once('.').map(|(family, _)| family);
    let named = item.fields.iter().any(|other| {
        let known_by = other.data_element.rsplit_once('.');
        known_by.is_some_and(|(of, by)| Some(of) == family && matches!(by, "name" | "idNumber"))
    });
    numbered || named || field.subject == "agent" || item.person_subjects().contains(&field.subject.as_str())
}

/// What the same agent says of himself.
fn is_the_agents(draft: &Draft, before: &Draft, field: &FieldSpec) -> bool {
    let (here, there) = (&draft.party, &before.party);
    field.subject == "agent"
        && field.data_element.starts_with("person.")
        && here.as_agent
        && there.as_agent
        && here.person.id_number == there.person.id_number
}

/// Paper that was seen or kept, or files, for a slot that is empty here. Forms are made anew, licences and registers
/// asked anew, promises given anew.
pub(super) fn paper_may_go_over(ground: Ground<'_>, draft: &Draft, before: &Draft, material: &str) -> bool {
    let Some(spec) = ground.item.material(material) else {
        return false;
    };
    let by_hand = match before.slot(material).and_then(|slot| slot.held.as_ref()) {
        Some(Held::Files { .. } | Held::Paper { .. }) => true,
        Some(Held::Licence { .. } | Held::Verified { .. } | Held::Generated { .. }) | None => false,
    };
    let empty = draft.slot(material).is_some_and(|slot| slot.held.is_none());
    by_hand && empty && !spec.is_generated() && spec.source != "告知承诺" && !spec.name.contains("承诺")
}
