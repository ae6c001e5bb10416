//! 领取结果: what whoever stands at the window may take along, from whichever window it was filed at.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::delivery::Collectable;
use cases::wire::record::CaseRow;

use crate::chance;
use crate::deeds::cases_list;
use crate::desk::Desk;
use crate::trouble;
use crate::view::outcome::CaseRowView;

impl Desk {
    /// Oldest first.
    pub async fn collectable(&self) -> Result<Vec<CaseRowView>, Trouble> {
        self.permit(Deed::Deliver)?;
        let ask = {
            let state = self.state();
            let visit = state.visit.as_ref().ok_or_else(trouble::no_visit)?;
            let identified = visit.identified.as_ref().ok_or_else(trouble::not_identified)?;
            Collectable {
                visit: visit.visit.id,
                id_number: identified.person.id_number.clone(),
            }
        };
        let key = chance::id_at(self.0.link.legal_now());
        let rows: Vec<CaseRow> = self.0.link.post("/v1/collectable", key, &ask).await?;
        Ok(rows.into_iter().map(cases_list::view).collect())
    }
}
