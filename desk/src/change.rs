//! The one way an intake changes: on a copy, saved with its audit entry and outbox row in one transaction, and
//! only then shown. What could not be saved was never said to be.

use cases::assist::{self, Mode, OwnAct};
use cases::case::{Draft, Stage};
use cases::catalogue::FieldType;
use cases::error::Trouble;
use cases::form::{Cell, SourceKind};
use cases::post::Post;
use cases::wire::intake::Command;
use rusqlite::Transaction;
use uuid::Uuid;

use crate::applicant::Showing;
use crate::chance;
use crate::deeds::assist::help::OpenedAssist;
use crate::deeds::fill;
use crate::desk::{Desk, State};
use crate::intake::{Ground, Intake, asks, credit, offers, show, show_fields};
use crate::store::{StoreFault, drafts, outbox};
use crate::trouble;
use crate::view::TroubleView;
use crate::view::desk::DeskEvent;
use crate::view::intake::IntakeDelta;

/// Who changes an intake, by which deed and why.
pub(crate) struct Why<'a> {
    pub actor: &'a str,
    pub deed: &'static str,
    pub purpose: &'a str,
    /// Revision the screen was looking at: every field changed after it is in the delta.
    pub since: Option<u64>,
}

/// A change that answers a question of the applicant's screen: taken only while that is asked, and the end of it.
pub(crate) struct Answer {
    pub serial: u32,
    /// The word of thanks that follows.
    pub thanks: &'static str,
}

impl Desk {
    /// Changes the open intake `id`. Asks and licence looks that become possible are started.
    pub(crate) fn change(
        &self,
        id: Uuid,
        why: &Why<'_>,
        body: impl FnOnce(Ground<'_>, &mut Intake) -> Result<(), Trouble>,
    ) -> Result<IntakeDelta, Trouble> {
        self.change_by(id, why, None, body, |_| Ok(()))
    }

    /// The same where the applicant changes it; `keep` runs in the same transaction.
    pub(crate) fn change_by(
        &self,
        id: Uuid,
        why: &Why<'_>,
        answer: Option<Answer>,
        body: impl FnOnce(Ground<'_>, &mut Intake) -> Result<(), Trouble>,
        keep: impl FnOnce(&Transaction) -> Result<(), StoreFault>,
    ) -> Result<IntakeDelta, Trouble> {
        if let Some(trouble) = self.is_stopped() {
            return Err(trouble);
        }
        let rooms = self.rooms()?;
        let book = self.book()?;
        let mut guard = self.state();
        let State {
            intake,
            visit,
            assist,
            screen,
            approvals,
            ..
        } = &mut *guard;
        if let Some(answer) = &answer {
            screen.expects(answer.serial)?;
        }
        let held = intake
            .as_mut()
            .filter(|intake| intake.draft.id == id)
            .ok_or_else(trouble::no_such_draft)?;
        let item = book
            .catalogue
            .item(&held.draft.item)
            .ok_or_else(trouble::no_such_item)?;
        let ground = self.ground(&book, item);
        let family = visit
            .as_ref()
            .and_then(|visit| visit.identified.as_ref())
            .map(|identified| identified.family.as_slice())
            .unwrap_or_default();

        let mut work = held.clone();
        body(ground, &mut work)?;
        if self.0.post == Post::Helper {
            helper_may(ground, assist.as_ref(), &held.draft, &work.draft)?;
        }
        if !work.closed {
            offers::derive_all(ground, &mut work.draft);
            offers::verify_shared(ground, &mut work);
        }
        let open = work.stage == Stage::Draft && !work.closed && visit.is_some();
        let (sources, licences, credit) = if open {
            (
                asks::due(ground, &mut work),
                asks::licences_due(ground, &mut work),
                credit::due(ground, &mut work),
            )
        } else {
            (Vec::new(), Vec::new(), Vec::new())
        };
        let saved = work.draft != held.draft;
        if saved {
            work.draft.revision += 1;
            work.note_changes(&held.draft);
            work.saved_at = ground.now;
            let line = self.line(why.actor, why.deed, id, why.purpose);
            let command = Command::SaveDraft {
                draft: work.draft.clone(),
            };
            let key = chance::id_at(ground.now);
            rooms.store.transact(line, |tx| {
                drafts::save(tx, &work.draft, work.stage.word(), ground.now)?;
                outbox::save_draft(tx, &command, key, ground.now)?;
                keep(tx)
            })?;
        } else if answer.is_some() {
            // Nothing to change is an answer as well.
            let line = self.line(why.actor, why.deed, id, why.purpose);
            rooms.store.transact(line, keep)?;
        }
        let before = show_fields::states(ground, &held.draft, &held.sitting);
        let after = show_fields::states(ground, &work.draft, &work.sitting);
        let mut delta = show::delta(ground, &work, family, |key| {
            before.get(key) != after.get(key)
                || why.since.is_some_and(|since| {
                    since < work.floor || work.changed_at.get(key).is_some_and(|at| *at > since)
                })
        });
        delta.dropped = dropped(ground, &held.draft, &work.draft).map(TroubleView::from);
        *held = work;
        let asked_about = saved && Self::is_asked_about(approvals, id);
        let answered = answer.is_some();
        if let Some(answer) = answer {
            screen.show(Showing::Thanks(answer.thanks), ground.now);
        }
        drop(guard);
        if answered {
            self.tell_screen();
        } else {
            self.recheck_sheet(id);
        }
        if saved {
            self.0.wake.notify_one();
        }
        if asked_about {
            self.emit(DeskEvent::Approvals);
        }
        for source in sources {
            fill::ask(self, id, source);
        }
        for look in licences {
            fill::look(self, id, look);
        }
        for subject in credit {
            fill::look_at_credit(self, id, subject);
        }
        Ok(delta)
    }

    /// Changes beside the clerk: the delta goes out as an event, a failure as a trouble.
    pub(crate) fn change_aside(
        &self,
        id: Uuid,
        deed: &'static str,
        purpose: &str,
        body: impl FnOnce(Ground<'_>, &mut Intake) -> Result<(), Trouble>,
    ) {
        let why = Why {
            actor: "yichuang",
            deed,
            purpose,
            since: None,
        };
        match self.change(id, &why, body) {
            Ok(delta) => self.emit(DeskEvent::Intake {
                delta: Box::new(delta),
            }),
            // The intake was parked meanwhile; it asks again when it is resumed.
            Err(trouble) if trouble.code == trouble::no_such_draft().code => {}
            Err(trouble) => self.emit(DeskEvent::Trouble {
                trouble: trouble.into(),
            }),
        }
    }
}

/// What is in hand and belongs to this situation no longer: it is kept, and said.
fn dropped(ground: Ground<'_>, before: &Draft, after: &Draft) -> Option<Trouble> {
    let was = before.situated(ground.item, ground.today());
    let is = after.situated(ground.item, ground.today());
    let filled = |key: &str| after.form.get(key).is_some_and(Cell::is_filled);
    let held = |id: &str| after.slot(id).is_some_and(|slot| slot.held.is_some());
    let fields = ground.item.fields.iter();
    let fields = fields.filter(|field| filled(&field.key) && was.shows(field) && !is.shows(field));
    let materials = ground.item.materials.iter().filter(|material| {
        held(&material.id) && was.applies(material) != Some(false) && is.applies(material) == Some(false)
    });
    let labels: Vec<&str> = fields
        .map(|field| field.label.as_str())
        .chain(materials.map(|material| material.name.as_str()))
        .collect();
    (!labels.is_empty()).then(|| trouble::dropped(&labels))
}

/// A helper signs and declares for nobody; in somebody's place he gives no account.
fn helper_may(
    ground: Ground<'_>,
    assist: Option<&OpenedAssist>,
    before: &Draft,
    after: &Draft,
) -> Result<(), Trouble> {
    match assist::own_act(ground.item, after) {
        None => {}
        Some(OwnAct::Signature(_)) => return Err(trouble::helper_signs()),
        Some(OwnAct::Declaration(_)) => return Err(trouble::helper_declares()),
    }
    if assist.is_none_or(|assist| assist.mode == Mode::Beside) {
        return Ok(());
    }
    let typed = |draft: &Draft, key: &str| {
        let cell = draft.form.get(key);
        cell.filter(|cell| matches!(cell.source(), Some(SourceKind::Typed | SourceKind::Recognition)))
            .and_then(|cell| cell.value().cloned())
    };
    let account = ground.item.fields.iter().any(|field| {
        let now = typed(after, &field.key);
        field.kind == FieldType::BankAccount
            && now.as_ref().is_some_and(|value| !value.is_empty())
            && now != typed(before, &field.key)
    });
    if account {
        Err(trouble::no_account_in_place())
    } else {
        Ok(())
    }
}
