//! 开始收件: a draft with its slip code, what is already known in it, and every source asked side by side.

use cases::case::number::SlipCode;
use cases::case::{Draft, Stage};
use cases::deadline::hall_date;
use cases::error::Trouble;
use cases::material::Slot;
use cases::roles::{self, Deed};
use cases::wire::intake::Command;
use cases::wire::online::OnlineCase;
use jiff::Timestamp;
use uuid::Uuid;

use crate::applicant::consent_sheet::ConsentSheet;
use crate::chance;
use crate::change::Why;
use crate::desk::Desk;
use crate::intake::{Intake, offers, online, show};
use crate::store::{self, StoreFault, drafts, meta, outbox};
use crate::trouble;
use crate::view::desk::DeskView;
use crate::view::intake::IntakeView;

/// What an intake begins with.
#[derive(Default)]
pub(crate) struct Begin<'a> {
    /// Its id, where somebody has to know it before.
    pub id: Option<Uuid>,
    /// The application that it is begun from, and whether a register names its applicant.
    pub online: Option<(&'a OnlineCase, bool)>,
    /// It takes the place of the void case of this slip code.
    pub corrects: Option<String>,
}

impl Desk {
    pub async fn open_intake(&self, item_id: &str) -> Result<IntakeView, Trouble> {
        self.open_intake_for(item_id, Begin::default()).await
    }

    pub(crate) async fn open_intake_for(
        &self,
        item_id: &str,
        begin: Begin<'_>,
    ) -> Result<IntakeView, Trouble> {
        self.permit(Deed::SaveDraft)?;
        let rooms = self.rooms()?;
        self.next_edition();
        let book = self.shelf()?;
        let item = book.catalogue.item(item_id).ok_or_else(trouble::no_such_item)?;
        let session = self.permit_for(Deed::SaveDraft, Some(item))?;
        let ground = self.ground(&book, item);
        let visit = self.state().visit.clone().ok_or_else(trouble::no_visit)?;
        if visit.identified.is_none() {
            return Err(trouble::not_identified());
        }
        let party = visit.party.clone().ok_or_else(trouble::no_party)?;

        let mut draft = Draft {
            id: begin.id.unwrap_or_else(|| chance::id_at(ground.now)),
            revision: 1,
            fence: 1,
            visit: visit.visit.id,
            item: item.id.clone(),
            edition: book.catalogue.edition.clone(),
            slip: String::new(),
            desk: self.0.desk.clone(),
            clerk: session.staff.clone(),
            opened_at: ground.now,
            party,
            subjects: Default::default(),
            answers: Default::default(),
            form: Default::default(),
            slots: item.materials.iter().map(Slot::empty).collect(),
            heard: Default::default(),
            corrects: begin.corrects,
            online: None,
            told: None,
            first_told: None,
            credit: Vec::new(),
            deceased: Vec::new(),
            promised: Default::default(),
        };
        offers::seat_window_person(ground, &mut draft, visit.card.as_ref());
        if begin.online.is_none_or(|(_, registered)| registered) {
            offers::body(ground, &mut draft, visit.on_paper, &session.staff);
        }
        if let Some((of, _)) = begin.online {
            online::lay(ground, &mut draft, of, &online::Pieces::new());
        }
        offers::derive_all(ground, &mut draft);
        let asks = self.state().screen.attached && roles::may(session.role, Deed::AskApplicant);
        let sheet = ConsentSheet::of(ground, &draft, &draft.party.person);
        let asks = asks && !sheet.is_empty();
        if asks {
            draft.heard.ask(sheet.question(ground.now));
        }

        let id = draft.id;
        let line = self.line(&session.staff, "open_intake", id, &item.name);
        let key = chance::id_at(ground.now);
        let draft = rooms.store.transact(line, |tx| {
            draft.slip = self.next_slip(tx, ground.now)?;
            drafts::save(tx, &draft, Stage::Draft.word(), ground.now)?;
            meta::set(tx, meta::INTAKE, &id.to_string())?;
            outbox::save_draft(tx, &Command::SaveDraft { draft: draft.clone() }, key, ground.now)?;
            Ok(draft)
        })?;
        self.state().intake = Some(Intake::of(draft, Stage::Draft, None, ground.now));
        self.0.wake.notify_one();
        // Nothing changes here; the asks and licence looks that are possible start.
        let why = Why {
            actor: &session.staff,
            deed: "fill",
            purpose: "预填",
            since: None,
        };
        self.change(id, &why, |_, _| Ok(()))?;
        if asks {
            self.show_consent(id)?;
        }
        self.intake_view(id)
    }

    /// The next slip code of this window's day.
    pub(crate) fn next_slip(&self, tx: &rusqlite::Connection, now: Timestamp) -> Result<String, StoreFault> {
        let day = hall_date(now);
        let counter = meta::next_slip(tx, &day.to_string(), SlipCode::COUNTERS)?;
        SlipCode::make(window_number(&self.0.desk), day, counter)
            .map(|slip| slip.to_string())
            .map_err(|_| StoreFault::Missing)
    }

    pub(crate) fn intake_view(&self, id: Uuid) -> Result<IntakeView, Trouble> {
        let book = self.book()?;
        let rooms = self.rooms()?;
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
        let slip = &intake.draft.slip;
        let received = rooms
            .store
            .read(|connection| store::cases::is_received(connection, slip))?;
        let family = state.visit.as_ref().and_then(|visit| visit.identified.as_ref());
        let family = family
            .map(|identified| identified.family.as_slice())
            .unwrap_or_default();
        Ok(IntakeView {
            received,
            ..show::view(self.ground(&book, item), intake, family)
        })
    }

    /// Parks the open intake; its draft is saved already.
    pub fn close_intake(&self) -> Result<DeskView, Trouble> {
        let session = self.permit(Deed::SaveDraft)?;
        let id = self.state().intake.as_ref().map(|intake| intake.draft.id);
        if let Some(id) = id {
            let line = self.line(&session.staff, "close_intake", id, "暂存");
            self.rooms()?
                .store
                .transact(line, |tx| meta::clear(tx, meta::INTAKE))?;
            self.state().intake = None;
            self.switch_edition();
            self.tidy_applicant();
        }
        self.desk_view()
    }

    /// Notes the field the clerk stands in, for after a restart.
    pub fn remember_position(&self, id: &str, key: &str) -> Result<(), Trouble> {
        let id = super::id(id)?;
        self.rooms()?.store.mark(|tx| drafts::place(tx, id, key))?;
        if let Some(intake) = self
            .state()
            .intake
            .as_mut()
            .filter(|intake| intake.draft.id == id)
        {
            intake.position = Some(key.to_owned());
        }
        Ok(())
    }
}

/// The number in slip codes: the digits of the desk's name, such as 8 of `08`.
fn window_number(desk: &str) -> u16 {
    let digits: String = desk.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}
