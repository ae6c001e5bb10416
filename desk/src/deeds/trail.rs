//! 办件轨迹: what the desk's log says of the open intake and its visit, in order.

use cases::audit::Entry;
use cases::error::Trouble;
use cases::roles::Deed;

use crate::desk::Desk;
use crate::intake::show;
use crate::store::audit;
use crate::trouble;
use crate::view::clerk::TrailRow;

impl Desk {
    pub fn trail(&self, id: &str) -> Result<Vec<TrailRow>, Trouble> {
        self.permit(Deed::SaveDraft)?;
        let id = super::id(id)?;
        let visit = {
            let state = self.state();
            let intake = state.intake.as_ref().filter(|intake| intake.draft.id == id);
            intake.ok_or_else(trouble::no_such_draft)?.draft.visit
        };
        let subjects = [id.to_string(), visit.to_string()];
        let entries = self
            .rooms()?
            .store
            .read(|connection| audit::about(connection, &subjects))?;
        Ok(lines(&entries))
    }
}

fn lines(entries: &[Entry]) -> Vec<TrailRow> {
    let mut rows: Vec<TrailRow> = Vec::new();
    for entry in entries {
        match rows.last_mut() {
            Some(last) if last.deed == entry.deed && last.purpose == entry.purpose => {
                last.at = show::second(entry.at);
                last.times += 1;
            }
            Some(_) | None => rows.push(TrailRow {
                at: show::second(entry.at),
                deed: entry.deed.clone(),
                purpose: entry.purpose.clone(),
                times: 1,
            }),
        }
    }
    rows
}
