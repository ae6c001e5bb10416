//! The helper's page beside the intake: who asks, how the day goes, what is prepared, what is offered.

use cases::assist::left::prepared;
use cases::assist::mandate::Mandate;
use cases::assist::{Mode, request::HelpRequest};
use cases::error::Trouble;
use cases::identity::mask;
use cases::roles::Deed;
use cases::wire::assist::{HandOverRow, HelpBoard, MandateReply};
use uuid::Uuid;

use super::left;
use crate::desk::Desk;
use crate::hall_link::HallFault;
use crate::intake::show;
use crate::store::drafts::{self, SavedDraft};
use crate::view::assist::{
    AssistView, HelpToday, HelpView, HelperView, MandateView, PreparedView, ReasonView,
};

impl Desk {
    /// Asks the hall anew; without it the lists are empty and the page says why.
    pub async fn helper_view(&self) -> Result<HelperView, Trouble> {
        let session = self.permit(Deed::GiveHelp)?;
        let now = self.0.link.legal_now();
        let board: Result<HelpBoard, HallFault> = self.0.link.get("/v1/help").await;
        let offered: Result<Vec<HandOverRow>, HallFault> = self.0.link.get("/v1/hand-overs").await;
        let trouble = board
            .as_ref()
            .err()
            .or(offered.as_ref().err())
            .map(|fault| fault.trouble().into());
        let offered: Vec<Uuid> = offered
            .unwrap_or_default()
            .iter()
            .filter(|row| row.taken.is_none() && row.until > now)
            .map(|row| row.draft)
            .collect();
        let open = self
            .state()
            .intake
            .as_ref()
            .filter(|intake| !intake.closed)
            .map(|intake| intake.draft.id);
        let assist = self.assist();
        let mandate = match open {
            Some(id) => {
                self.mandate_line(id, assist.as_ref().map(|assist| assist.mode))
                    .await
            }
            None => None,
        };
        let saved = self.rooms()?.store.read(drafts::all)?;
        let drafts: Vec<PreparedView> = saved
            .iter()
            .filter(|saved| saved.stage == "draft")
            .filter_map(|saved| self.prepared_view(saved, &offered))
            .collect();
        let prepared = open.and_then(|id| drafts.iter().find(|draft| draft.draft == id.to_string()).cloned());
        let (requests, today) = match board {
            Ok(board) => (
                board
                    .requests
                    .iter()
                    .map(|request| help(request, &session.staff))
                    .collect(),
                today(&board),
            ),
            Err(_) => (Vec::new(), HelpToday::default()),
        };
        Ok(HelperView {
            requests,
            today,
            assist: assist.map(|assist| AssistView {
                number: assist.number,
                mode: assist.mode.word().to_owned(),
                request: assist.request.as_ref().map(|request| request.id.to_string()),
                place: assist.request.map(|request| request.place),
            }),
            drafts,
            prepared,
            mandate,
            offer: open.and_then(|id| self.offer_of(id, now)),
            lost: self.lost_edits()?,
            trouble,
        })
    }

    /// The mandate of the open draft, where it is one of 代办.
    async fn mandate_line(&self, id: Uuid, mode: Option<Mode>) -> Option<MandateView> {
        let reply = match self.mandate_of(id).await {
            Ok(reply) => reply,
            // Not at the hall yet, or no line: the checklist stands as far as it is known here.
            Err(_) => MandateReply {
                mandate: None::<Mandate>,
                in_place: mode == Some(Mode::InPlace),
                lacks: vec![cases::assist::mandate::missing()],
            },
        };
        (reply.in_place || mode == Some(Mode::InPlace)).then(|| self.mandate_view(id, reply))
    }

    fn prepared_view(&self, saved: &SavedDraft, offered: &[Uuid]) -> Option<PreparedView> {
        let book = self.book().ok()?;
        let draft = &saved.draft;
        let item = book.catalogue.item(&draft.item)?;
        let today = self.ground(&book, item).today();
        let far = prepared(item, draft, today);
        Some(PreparedView {
            draft: draft.id.to_string(),
            slip: draft.slip.clone(),
            item_name: item.name.clone(),
            applicant: mask::name(draft.party.applicant_name()),
            required: far.required,
            filled: far.filled,
            share: far.share(),
            materials: far.materials,
            in_hand: far.in_hand,
            left: left(&far),
            saved_at: show::minute(saved.saved_at),
            offered: offered.contains(&draft.id),
        })
    }
}

fn help(request: &HelpRequest, staff: &str) -> HelpView {
    HelpView {
        id: request.id.to_string(),
        place: request.place.clone(),
        kind: request.kind.word().to_owned(),
        note: request.note.word().to_owned(),
        waits_from: request.waits_from().to_string(),
        taken_at: request.taken.as_ref().map(|taken| taken.at.to_string()),
        taken_by: request.taken.as_ref().map(|taken| taken.name.clone()),
        mine: request.taken.as_ref().is_some_and(|taken| taken.staff == staff),
    }
}

fn today(board: &HelpBoard) -> HelpToday {
    let promised = board.promised;
    HelpToday {
        beside: board.beside,
        in_place: board.in_place,
        counted: promised.counted,
        in_time: promised.in_time,
        share: promised.share(),
        median_s: promised
            .median_s
            .map(|seconds| u32::try_from(seconds).unwrap_or(u32::MAX)),
        reasons: board
            .reasons
            .iter()
            .take(3)
            .map(|reason| ReasonView {
                note: reason.note.word().to_owned(),
                times: reason.times,
            })
            .collect(),
    }
}
