//! 办件: cases of this desk as the hall has them, and drafts that are still here.

use cases::error::Trouble;
use cases::identity::mask;
use cases::roles::Deed;
use cases::wire::record::{CaseRow, ClockView};

use super::papers::stage_words;
use crate::desk::Desk;
use crate::intake::show;
use crate::store::{self, drafts};
use crate::view::outcome::{CaseRowView, ClockLine};

impl Desk {
    /// Cases, newest first. Without the hall, as they were last seen.
    pub async fn cases(&self) -> Result<Vec<CaseRowView>, Trouble> {
        self.permit(Deed::SeeCase)?;
        let rooms = self.rooms()?;
        let path = format!("/v1/cases?desk={}&limit=200", self.0.desk);
        let rows = match self.0.link.get::<Vec<CaseRow>>(&path).await {
            Ok(rows) => {
                let at = self.0.link.legal_now();
                rooms
                    .store
                    .mark(|tx| rows.iter().try_for_each(|row| store::cases::keep(tx, row, at)))?;
                rows
            }
            Err(_) => {
                let mut kept = rooms.store.read(store::cases::all)?;
                if let Some(names) = self.names_seen() {
                    kept.retain(|row| names.contains(&row.item_name));
                }
                self.light(&mut kept);
                kept
            }
        };
        Ok(rows.into_iter().map(view).collect())
    }

    /// Intakes that this window still has.
    pub fn drafts(&self) -> Result<Vec<CaseRowView>, Trouble> {
        self.permit(Deed::SaveDraft)?;
        let book = self.shelf()?;
        let saved = self.rooms()?.store.read(drafts::all)?;
        Ok(saved
            .into_iter()
            .map(|saved| {
                let draft = saved.draft;
                let received = saved.stage == "received";
                CaseRowView {
                    draft: Some(draft.id.to_string()),
                    case_number: None,
                    slip: draft.slip.clone(),
                    item_name: book
                        .catalogue
                        .item(&draft.item)
                        .map_or_else(|| draft.item.clone(), |item| item.name.clone()),
                    stage: saved.stage,
                    stage_word: if received {
                        "已收件，待大厅确认"
                    } else {
                        "草稿"
                    }
                    .to_owned(),
                    applicant: mask::name(draft.party.applicant_name()),
                    received_at: show::minute(saved.saved_at),
                    due_day: None,
                    clock: None,
                    further: None,
                    warned: None,
                }
            })
            .collect())
    }
}

pub(super) fn view(row: CaseRow) -> CaseRowView {
    let (stage, stage_word) = stage_words(row.stage);
    CaseRowView {
        draft: None,
        case_number: row.case_number,
        slip: row.slip,
        item_name: row.item_name,
        stage,
        stage_word,
        applicant: row.applicant,
        received_at: row.received_at.to_string(),
        due_day: row.due_day.map(|day| day.to_string()),
        clock: row.clock.map(clock_line),
        further: row.further.map(|state| state.word().to_owned()),
        warned: row.warned.map(|urgency| urgency.word().to_owned()),
    }
}

pub(crate) fn clock_line(view: ClockView) -> ClockLine {
    ClockLine {
        rule: view.clock.rule.word().to_owned(),
        rule_zh: view.rule_zh,
        rule_en: view.rule_en,
        light: view.light.word().to_owned(),
        day: view.clock.due.day.to_string(),
        at: view.clock.due.at.map(|at| at.to_string()),
        days_left: i32::try_from(view.days_left).unwrap_or(i32::MAX),
        provisional: view.clock.due.provisional,
    }
}
