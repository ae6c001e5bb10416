//! 告知与同意 without the applicant's screen: told at the window and given with the card or on paper; taken back by key;
//! and what becomes of what was read before.

use cases::case::{Draft, Person};
use cases::consent::{Answered, Gap, Giver, How, Named};
use cases::error::Trouble;
use cases::form::Decision;
use cases::identity::mask;
use cases::roles::Deed;
use uuid::Uuid;

use super::ask_applicant::why;
use crate::applicant::Showing;
use crate::applicant::consent_sheet::{ConsentSheet, bases, set};
use crate::desk::Desk;
use crate::intake::consents::{self, Wish};
use crate::intake::{Ground, show_fields, show_slots};
use crate::trouble;
use crate::view::consent::{ConsentChoice, ConsentChoices, GiverView, TakenBack};
use crate::view::intake::IntakeDelta;

/// Who stands at the window.
const HERE: &str = "";

impl Desk {
    pub fn consent_choices(&self, id: &str) -> Result<ConsentChoices, Trouble> {
        self.permit_here(Deed::Query)?;
        self.with_draft(super::id(id)?, |ground, draft| Ok(choices(ground, draft)))
    }

    /// What somebody said of each set. By card it has to be his own that lies on the reader now.
    pub async fn give_consent(
        &self,
        id: &str,
        giver: &str,
        by_card: bool,
        yes: Vec<String>,
        no: Vec<String>,
    ) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::Query)?;
        let id = super::id(id)?;
        let person = self.with_draft(id, |ground, draft| giver_of(ground, draft, giver))?;
        let how = if by_card {
            let card = self.take_card().await?;
            if card.id_number != person.id_number {
                return Err(trouble::another_card());
            }
            How::Card
        } else {
            How::Paper
        };
        let why = why(&session.staff, "give_consent", "告知与同意");
        let delta = self.change(id, &why, |ground, intake| {
            if intake.closed {
                return Err(trouble::already_received());
            }
            let draft = &mut intake.draft;
            let mine =
                |wish: &&Wish| wish.kind.is_asked() && consents::may_answer(ground, draft, &person, wish);
            let wishes = consents::wishes(ground, draft);
            let find = |codes: &[String]| {
                let sets = codes.iter().map(|code| {
                    let wish = wishes.iter().find(|wish| &wish.code() == code);
                    let wish = wish.ok_or_else(trouble::no_such_set)?;
                    Some(wish)
                        .filter(mine)
                        .map(|wish| wish.set.clone())
                        .ok_or_else(|| Gap::Guardian.trouble())
                });
                sets.collect::<Result<Vec<Named>, Trouble>>()
            };
            let (agreed, refused) = (find(&yes)?, find(&no)?);
            if agreed.is_empty() && refused.is_empty() || agreed.iter().any(|set| refused.contains(set)) {
                return Err(trouble::no_such_set());
            }
            // What he refused on his own screen nobody grants for him on a paper.
            let said_no = |set: &Named| draft.heard.consents.iter().rev().find(|one| one.names(set));
            let by_himself = |set: &Named| {
                let answer = said_no(set).filter(|one| !one.stands(set))?.answer.as_ref()?;
                (answer.how == How::Screen).then_some(())
            };
            if how == How::Paper && agreed.iter().any(|set| by_himself(set).is_some()) {
                return Err(Gap::Refused.trouble());
            }
            let mut question = ConsentSheet::of(ground, draft, &person).question(ground.now);
            question.asked = [agreed.clone(), refused].concat();
            question.answer = Some(Answered {
                how,
                by: Giver {
                    name: person.name.clone(),
                    number: person.id_number.clone(),
                },
                agreed,
                at: ground.now,
            });
            draft.heard.ask(question);
            Ok(())
        })?;
        // What he said at the window is not asked again on his screen.
        self.on_screen(|state, now| {
            state.screen.waiting = None;
            if matches!(&state.screen.showing, Showing::Consent { draft, .. } if *draft == id) {
                state.screen.show(Showing::Idle, now);
            }
        });
        Ok(delta)
    }

    /// 撤回同意: nothing of these sets is looked at from now on; what was read before is asked about.
    pub fn withdraw_consent(&self, id: &str, codes: &[String]) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::Query)?;
        let why = why(&session.staff, "withdraw_consent", "撤回同意");
        self.change(super::id(id)?, &why, |ground, intake| {
            if intake.closed {
                return Err(trouble::already_received());
            }
            let wishes = consents::wishes(ground, &intake.draft);
            let named = wishes.into_iter().filter(|wish| codes.contains(&wish.code()));
            let sets: Vec<Named> = named.map(|wish| wish.set).collect();
            let gone = intake.draft.heard.withdraw(&sets, ground.now);
            if gone.is_empty() {
                return Err(trouble::nothing_given());
            }
            for key in consents::read_of(ground, &intake.draft, &gone) {
                intake.draft.heard.withdrawn.insert(key, ground.now);
            }
            Ok(())
        })
    }

    /// What the applicant wants done with what was read before he took his consent back.
    pub fn settle_withdrawn(&self, id: &str, key: &str, keep: bool) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        let why = why(&session.staff, "settle_withdrawn", "撤回同意后的内容");
        self.change(super::id(id)?, &why, |ground, intake| {
            if !intake.draft.heard.withdrawn.contains_key(key) {
                return Err(trouble::nothing_to_settle());
            }
            if keep {
                let decision = Decision {
                    by: session.staff.clone(),
                    at: ground.now,
                    reason: "keptAfterWithdrawal".to_owned(),
                };
                consents::keep(&mut intake.draft, key, decision);
            } else {
                consents::drop(&mut intake.draft, key);
            }
            Ok(())
        })
    }

    pub(super) fn with_draft<T>(
        &self,
        id: Uuid,
        body: impl FnOnce(Ground<'_>, &Draft) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
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
        body(self.ground(&book, item), &intake.draft)
    }
}

/// Who stands at the window, and guardians who were identified in this case.
fn givers<'a>(ground: Ground<'_>, draft: &'a Draft) -> Vec<(&'a str, &'a Person)> {
    let places = &ground.catalogue.sources.bases().guardians;
    let may = cases::consent::guardians(draft, places, ground.today());
    let here = &draft.party.person;
    let beside = draft.subjects.iter().filter(|(subject, person)| {
        places.contains(subject)
            && person.id_number != here.id_number
            && may.contains(&person.id_number.as_str())
    });
    std::iter::once((HERE, here))
        .chain(beside.map(|(subject, person)| (subject.as_str(), person)))
        .collect()
}

fn giver_of(ground: Ground<'_>, draft: &Draft, code: &str) -> Result<Person, Trouble> {
    let found = givers(ground, draft)
        .into_iter()
        .find(|(known, _)| *known == code);
    found
        .map(|(_, person)| person.clone())
        .ok_or_else(|| Gap::Guardian.trouble())
}

fn choices(ground: Ground<'_>, draft: &Draft) -> ConsentChoices {
    let sheet = ConsentSheet::of(ground, draft, &draft.party.person).view();
    let wishes = consents::wishes(ground, draft);
    let givers = givers(ground, draft);
    let asked = wishes.iter().filter(|wish| wish.kind.is_asked());
    ConsentChoices {
        item_name: sheet.item_name,
        until: sheet.until,
        sets: asked.map(|wish| choice(ground, draft, &givers, wish)).collect(),
        told: sheet.told,
        bases: bases(ground, wishes.iter()),
        givers: givers
            .iter()
            .map(|(code, person)| GiverView {
                code: (*code).to_owned(),
                name: person.name.clone(),
                masked_number: mask::document(&person.id_number),
            })
            .collect(),
        withdrawn: taken_back(ground, draft),
    }
}

fn choice(ground: Ground<'_>, draft: &Draft, givers: &[(&str, &Person)], wish: &Wish) -> ConsentChoice {
    let known = &ground.catalogue.sources.bases();
    let base = std::iter::once(wish.set.base.as_str());
    let rest = known.rest(&wish.set.source, &wish.set.of, base);
    let standing = rest.standing(Some(draft), ground.now);
    let given = standing.ok().flatten();
    let may = givers
        .iter()
        .filter(|(_, person)| consents::may_answer(ground, draft, person, wish));
    ConsentChoice {
        set: set(ground, wish),
        state: match standing {
            Ok(_) => "given",
            Err(Gap::Refused) => "refused",
            Err(Gap::Withdrawn) => "withdrawn",
            Err(Gap::NotAsked | Gap::Separate | Gap::Guardian | Gap::Elsewhere) => "open",
        }
        .to_owned(),
        givers: may.map(|(code, _)| (*code).to_owned()).collect(),
        how: given.map(|one| one.how.word().to_owned()),
        by: given.map(|one| one.by.word().to_owned()),
        at: given.map(|one| show_fields::minute(one.at)),
    }
}

fn taken_back(ground: Ground<'_>, draft: &Draft) -> Vec<TakenBack> {
    let form_digest = draft.form_digest();
    let places = draft.heard.withdrawn.keys();
    let shown = places.filter_map(|key| {
        if let Some(field) = ground.item.field(key) {
            let held = draft.form.get(key)?.held.as_ref()?;
            return Some(TakenBack {
                key: key.clone(),
                label: field.label.clone(),
                text: show_fields::masked(ground, field, &held.value),
                material: false,
            });
        }
        let material = ground.item.material(key)?;
        Some(TakenBack {
            key: key.clone(),
            label: material.name.clone(),
            text: draft
                .slot(key)
                .map(|slot| show_slots::note(slot, &form_digest))
                .unwrap_or_default(),
            material: true,
        })
    });
    shown.collect()
}
