//! 一次告知补正: what the review finds and what the clerk adds, all of it in one notice. Only the hall issues it.

use cases::case::told::{self, Demand};
use cases::error::Trouble;
use cases::review;
use cases::roles::Deed;
use cases::wire::approval::ApprovalRow;
use cases::wire::intake::Command;

use super::Decision;
use crate::change::Why;
use crate::desk::Desk;
use crate::intake::{Ground, Intake};
use crate::trouble;
use crate::view::intake::IntakeDelta;
use crate::view::outcome::{AcceptView, DemandForm};

impl Desk {
    /// What the review finds in the open intake, as a notice would demand it.
    pub fn to_demand(&self, id: &str) -> Result<Vec<DemandForm>, Trouble> {
        self.permit(Deed::Supplement)?;
        let id = crate::deeds::id(id)?;
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
        let found = found(self.ground(&book, item), &intake.draft);
        let demands = told::demands(item, &book.catalogue.rules, &found);
        Ok(demands.into_iter().map(DemandForm::from).collect())
    }

    /// Names of what a notice with these demands would tell although the first notice of the case did not: asking for
    /// it needs a supervisor.
    pub fn added_demands(&self, id: &str, demands: Vec<DemandForm>) -> Result<Vec<String>, Trouble> {
        self.permit(Deed::Supplement)?;
        let id = crate::deeds::id(id)?;
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
        let Some(first) = &intake.draft.first_told else {
            return Ok(Vec::new());
        };
        let demands = demands.into_iter().map(|form| form.to_demand(""));
        let added = demands.filter(|demand| first.added(item, &demand.id(item)).is_some());
        Ok(added.map(|demand| demand.material).collect())
    }

    /// Issues the notice. What the review found is taken from the review; words may be changed, none may go.
    pub async fn supplement(
        &self,
        id: &str,
        base_revision: u32,
        demands: Vec<DemandForm>,
    ) -> Result<AcceptView, Trouble> {
        let session = self.permit_here(Deed::Supplement)?;
        let id = crate::deeds::id(id)?;
        let book = self.book()?;
        let approval = self.slip_of(id)?.and_then(|slip| self.approval_to_demand(&slip));
        let command = |intake: &Intake, _: &[ApprovalRow]| {
            let item = book
                .catalogue
                .item(&intake.draft.item)
                .ok_or_else(trouble::no_such_item)?;
            let basis = book.catalogue.rules.supplement.basis(item);
            let demands: Vec<Demand> = demands.into_iter().map(|form| form.to_demand(&basis)).collect();
            if demands.is_empty() {
                return Err(trouble::no_demands());
            }
            Ok(Command::Supplement {
                draft: intake.draft.clone(),
                demands,
                approval,
            })
        };
        let base = u64::from(base_revision);
        let how = decision("supplement", "supplement");
        self.decide((id, base), &how, &session.staff, command).await
    }

    /// Ticks what was demanded in words as cured, or takes the tick back; nothing is received by it yet.
    pub fn tick_demand(&self, id: &str, place: u32, cured: bool) -> Result<IntakeDelta, Trouble> {
        let session = self.permit(Deed::Supplement)?;
        let id = crate::deeds::id(id)?;
        let why = Why {
            actor: &session.staff,
            deed: "tick_demand",
            purpose: "核对补正",
            since: None,
        };
        self.change(id, &why, |_, intake| {
            let at = usize::try_from(place).unwrap_or(usize::MAX);
            let told = intake.draft.told.as_mut().ok_or_else(trouble::not_told)?;
            let demand = told.demands.get_mut(at).ok_or_else(trouble::not_told)?;
            demand.cured = cured;
            Ok(())
        })
    }

    /// 补正收件: a receipt for what came; the case keeps waiting for the rest.
    pub async fn take_return(&self, id: &str, base_revision: u32) -> Result<AcceptView, Trouble> {
        let session = self.permit_here(Deed::Supplement)?;
        let id = crate::deeds::id(id)?;
        let command = |intake: &Intake, _: &[ApprovalRow]| {
            if intake.draft.told.is_none() {
                return Err(trouble::not_told());
            }
            Ok(Command::Return {
                draft: intake.draft.clone(),
            })
        };
        let base = u64::from(base_revision);
        let how = decision("return", "take_return");
        self.decide((id, base), &how, &session.staff, command).await
    }
}

fn decision(kind: &'static str, deed: &'static str) -> Decision {
    Decision {
        kind,
        deed,
        waits: trouble::decision_waits,
    }
}

fn found(ground: Ground<'_>, draft: &cases::case::Draft) -> Vec<review::Finding> {
    let catalogue = ground.catalogue;
    review::run(
        ground.item,
        &catalogue.rules,
        &catalogue.codes,
        draft,
        ground.today(),
    )
}
