//! 预填: every source asked side by side; each answer merges as it arrives. A slow or dead source never blocks,
//! a malformed answer is refused in words.

use cases::case::{Deceased, Stage};
use cases::error::Trouble;
use cases::material::WhyPaper;
use cases::roles::Deed;
use cases::wire::credit::{CreditAsk, CreditReply};
use cases::wire::gateway::{LicenceAsk, LicenceBy, LicenceReply, QueryAsk, QueryReply, SubjectKey};
use uuid::Uuid;

use crate::chance;
use crate::change::Why;
use crate::desk::Desk;
use crate::hall_link::HallFault;
use crate::intake::asks::LicenceLook;
use crate::intake::{Ground, Intake, Source, SourceState, credit, offers};
use crate::store::drafts;
use crate::trouble;
use crate::view::desk::DeskEvent;
use crate::view::intake::IntakeDelta;

impl Desk {
    /// Asks a source again.
    pub fn retry_source(&self, id: &str, dataset: &str, subject: &str) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::Query)?;
        let id = super::id(id)?;
        let why = Why {
            actor: &session.staff,
            deed: "retry_source",
            purpose: "重新查询",
            since: None,
        };
        // A source that is forgotten is due again.
        self.change(id, &why, |_, intake| {
            intake
                .sources
                .retain(|known| known.dataset != dataset || known.subject.role != subject);
            // Who was not answered about is looked at again with it.
            let unanswered = intake.draft.credit.iter().filter(|one| one.provider.is_none());
            let again: Vec<_> = unanswered
                .map(|one| (one.role.clone(), one.number.clone()))
                .collect();
            intake.credit_asked.retain(|one| !again.contains(one));
            Ok(())
        })
    }
}

impl Desk {
    /// 查询被拦截: a look that was refused stands in the trail like one that was granted.
    fn note_refused(&self, id: Uuid, dataset: &str, code: &str) {
        let line = self.line("yichuang", "look_refused", id, &format!("{code} {dataset}"));
        let kept = self
            .rooms()
            .and_then(|rooms| Ok(rooms.store.transact(line, |_| Ok(()))?));
        if let Err(trouble) = kept {
            self.emit(DeskEvent::Trouble {
                trouble: trouble.into(),
            });
        }
    }
}

impl Desk {
    /// Nothing of the intake may change any more, whatever is open by now.
    fn is_handed_in(&self, id: Uuid) -> bool {
        let open = {
            let state = self.state();
            let intake = state.intake.as_ref().filter(|intake| intake.draft.id == id);
            intake.map(|intake| intake.closed)
        };
        let parked = || {
            let saved = self
                .rooms()?
                .store
                .read(|connection| drafts::get(connection, id))?;
            Ok::<_, Trouble>(saved.is_some_and(|saved| saved.stage == Stage::Draft.word()))
        };
        open.unwrap_or_else(|| !parked().unwrap_or(true))
    }

    /// 受理后来源才答复: what was accepted stays as it was. That an answer came is said, and a line of the trail.
    fn is_too_late(&self, id: Uuid, label: &str) -> bool {
        let late = self.is_handed_in(id);
        if late {
            self.note_late(id, label);
            self.emit(DeskEvent::Trouble {
                trouble: trouble::answered_late(label).into(),
            });
        }
        late
    }

    fn note_late(&self, id: Uuid, label: &str) {
        let line = self.line("yichuang", "late_answer", id, label);
        let kept = self
            .rooms()
            .and_then(|rooms| Ok(rooms.store.transact(line, |_| Ok(()))?));
        if let Err(trouble) = kept {
            tracing::warn!(look.code = %trouble.code, "a late answer was not noted");
        }
    }
}

/// Asks one source on its own task. One that this clerk may not ask for the item answers with the reason.
pub(crate) fn ask(desk: &Desk, id: Uuid, source: Source) {
    let reason = match reason(desk, id, Deed::Query) {
        Ok(reason) => Ok(reason),
        Err(Some(trouble)) => Err(HallFault::Problem { status: 403, trouble }),
        Err(None) => return,
    };
    let label = match desk.book() {
        Ok(book) => book.catalogue.sources.word(&source.dataset).to_owned(),
        Err(_) => source.dataset.clone(),
    };
    let link = desk.0.link.clone();
    let weak = desk.weak();
    let key = chance::id_at(link.legal_now());
    desk.spawn(async move {
        let answer: Result<QueryReply, HallFault> = match reason {
            Ok((visit, item)) => {
                let ask = QueryAsk {
                    visit,
                    draft: id,
                    item,
                    dataset: source.dataset.clone(),
                    subject: source.subject.clone(),
                    elements: source.elements.clone(),
                };
                link.post("/v1/gateway/query", key, &ask).await
            }
            Err(fault) => Err(fault),
        };
        let Some(inner) = weak.upgrade() else { return };
        let desk = Desk(inner);
        if let Err(HallFault::Problem { status: 403, trouble }) = &answer {
            desk.note_refused(id, &source.dataset, &trouble.code);
        }
        if desk.is_too_late(id, &label) {
            return;
        }
        let purpose = format!("预填 {}", source.dataset);
        desk.change_aside(id, "fill", &purpose, |ground, intake| {
            merge(ground, intake, &source, answer);
            Ok(())
        });
    });
}

/// 来源登记此人已死亡
const DECEASED: &str = "YC-2318";

/// Kept with the draft, so that desk and hall refuse to go on as for the living.
fn note_deceased(ground: Ground<'_>, intake: &mut Intake, asked: &Source, label: &str) {
    let number = asked.subject.number();
    let deceased = &mut intake.draft.deceased;
    if !deceased.iter().any(|known| known.number == number) {
        deceased.push(Deceased {
            number: number.to_owned(),
            source: label.to_owned(),
            at: ground.now,
        });
    }
}

fn merge(ground: Ground<'_>, intake: &mut Intake, asked: &Source, answer: Result<QueryReply, HallFault>) {
    let same = |known: &&mut Source| known.is_like(asked) && known.subject == asked.subject;
    if intake.closed || intake.sources.iter_mut().find(same).is_none() {
        // Accepted meanwhile, or the subject is somebody else by now.
        return;
    }
    let label = ground.catalogue.sources.word(&asked.dataset);
    let (state, fields, trouble) = match answer {
        Ok(reply) => {
            let tally = offers::reply(ground, &mut intake.draft, asked, &reply);
            let garbled = (!tally.refused.is_empty()).then(|| trouble::source_garbled(label, &tally.refused));
            let trouble = garbled.or_else(|| reply.notes.first().cloned());
            let state = SourceState::Answered {
                provider: reply.provider,
                record_id: reply.record_id,
            };
            (state, tally.fields, trouble)
        }
        Err(HallFault::Problem { status: 404, .. }) => (SourceState::Empty, 0, None),
        Err(HallFault::Problem { trouble, .. }) => {
            if trouble.code == DECEASED {
                note_deceased(ground, intake, asked, label);
            }
            (SourceState::Failed, 0, Some(trouble))
        }
        Err(HallFault::Line(crate::hall_link::LineFault::TooLarge)) => {
            (SourceState::Failed, 0, Some(trouble::reply_too_large()))
        }
        Err(HallFault::Line(_)) => (SourceState::Failed, 0, Some(trouble::source_down(label))),
        Err(HallFault::Garbled) => (SourceState::Failed, 0, Some(trouble::hall_garbled())),
    };
    if let Some(known) = intake.sources.iter_mut().find(same) {
        known.state = state;
        known.fields = fields;
        known.trouble = trouble;
    }
}

/// Looks for one licence on its own task.
pub(crate) fn look(desk: &Desk, id: Uuid, look: LicenceLook) {
    let weak = desk.weak();
    let Some(asking) = look_up(desk, id, &look, LicenceBy::Holder) else {
        return;
    };
    desk.spawn(async move {
        let answer = asking.await;
        let Some(inner) = weak.upgrade() else { return };
        let desk = Desk(inner);
        if desk.is_too_late(id, &look.type_name) {
            return;
        }
        let purpose = format!("调用电子证照 {}", look.type_name);
        desk.change_aside(id, "licence", &purpose, |ground, intake| {
            place(ground, intake, &look, answer);
            Ok(())
        });
    });
}

pub(crate) fn look_up(
    desk: &Desk,
    id: Uuid,
    look: &LicenceLook,
    by: LicenceBy,
) -> Option<impl Future<Output = Result<LicenceReply, HallFault>> + Send + 'static> {
    let (visit, item) = reason(desk, id, Deed::ReadLicence).ok()?;
    let link = desk.0.link.clone();
    let key = chance::id_at(link.legal_now());
    let ask = LicenceAsk {
        visit,
        draft: id,
        item,
        holder_code: look.holder_code.clone(),
        holder_type: look.holder_type.to_owned(),
        type_code: look.type_code.clone(),
        type_name: look.type_name.clone(),
        by,
    };
    Some(async move { link.post("/v1/gateway/licences", key, &ask).await })
}

pub(crate) fn place(
    ground: Ground<'_>,
    intake: &mut Intake,
    look: &LicenceLook,
    answer: Result<LicenceReply, HallFault>,
) {
    if intake.closed {
        return;
    }
    match answer {
        Ok(reply) => offers::licences(ground, intake, look, &reply),
        Err(fault) => {
            let why = match fault {
                HallFault::Problem { status: 404, .. } => WhyPaper::NotFound,
                HallFault::Problem { .. } | HallFault::Line(_) | HallFault::Garbled => WhyPaper::SourceDown,
            };
            if let Some(slot) = intake.draft.slot_mut(&look.material)
                && slot.held.is_none()
            {
                slot.why_paper = Some(why);
            }
        }
    }
}

/// Looks at somebody's credit on its own task, as the item declares it. No answer is an answer: 待核.
pub(crate) fn look_at_credit(desk: &Desk, id: Uuid, subject: SubjectKey) {
    let why = match reason(desk, id, Deed::Query) {
        Ok(why) => Some(why),
        // Who may not look leaves it open (待核), as a platform that is silent does.
        Err(Some(_)) => None,
        Err(None) => return,
    };
    let link = desk.0.link.clone();
    let weak = desk.weak();
    let key = chance::id_at(link.legal_now());
    desk.spawn(async move {
        let answer: Option<Result<CreditReply, HallFault>> = match why {
            Some((visit, item)) => {
                let ask = CreditAsk {
                    visit,
                    draft: id,
                    item,
                    subject: subject.clone(),
                };
                Some(link.post("/v1/gateway/credit", key, &ask).await)
            }
            None => None,
        };
        let Some(inner) = weak.upgrade() else { return };
        let desk = Desk(inner);
        if let Some(Err(HallFault::Problem { status: 403, trouble })) = &answer {
            desk.note_refused(id, "信用核查", &trouble.code);
        }
        if desk.is_too_late(id, "信用核查") {
            return;
        }
        desk.change_aside(id, "credit", "信用核查", |ground, intake| {
            if !intake.closed {
                credit::keep(ground, intake, &subject, answer.and_then(Result::ok));
            }
            Ok(())
        });
    });
}

/// The open visit and the item, for who may: without a reason nothing is asked (promise 8). The error carries words
/// where the item is not his; nobody there to ask for is no error to tell.
pub(super) fn reason(desk: &Desk, id: Uuid, deed: Deed) -> Result<(Uuid, String), Option<Trouble>> {
    desk.permit_here(deed)
        .map_err(|trouble| Some(trouble).filter(|trouble| trouble.code == trouble::NOT_YOUR_ITEM))?;
    let state = desk.state();
    let intake = state.intake.as_ref().filter(|intake| intake.draft.id == id);
    let (intake, visit) = intake.zip(state.visit.as_ref()).ok_or(None)?;
    Ok((visit.visit.id, intake.draft.item.clone()))
}
