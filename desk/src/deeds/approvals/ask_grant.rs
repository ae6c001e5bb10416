//! 提请授权

use cases::approval::About;
use cases::deadline::{HALL_OFFSET, hall_date};
use cases::error::Trouble;
use cases::roles::Deed;
use jiff::{Span, Timestamp};

use crate::desk::Desk;
use crate::trouble;
use crate::view::approval::ApprovalView;

/// Days that a grant may be asked for at the window.
const LONGEST_DAYS: u32 = 30;

impl Desk {
    /// Asks for a grant over a source of the open intake that had none, for this and the next days of `days`.
    pub async fn ask_grant(
        &self,
        id: &str,
        dataset: &str,
        days: u32,
        reason: &str,
    ) -> Result<ApprovalView, Trouble> {
        let session = self.permit_here(Deed::AskApproval)?;
        let id = crate::deeds::id(id)?;
        let until = end_of(self.0.link.legal_now(), days)?;
        let (item, elements) = {
            let state = self.state();
            let intake = state
                .intake
                .as_ref()
                .filter(|intake| intake.draft.id == id)
                .ok_or_else(trouble::no_such_draft)?;
            let asked = intake.sources.iter().filter(|source| source.dataset == dataset);
            let mut elements: Vec<String> = asked.flat_map(|source| source.elements.clone()).collect();
            elements.sort();
            elements.dedup();
            (intake.draft.item.clone(), elements)
        };
        let about = About::Grant {
            item,
            dataset: dataset.to_owned(),
            elements,
            until,
            reason: reason.trim().to_owned(),
        };
        self.ask_approval(&session, "ask_grant", id, about).await
    }
}

/// The end of the hall's day on which so many days, today among them, are over.
fn end_of(now: Timestamp, days: u32) -> Result<Timestamp, Trouble> {
    if !(1..=LONGEST_DAYS).contains(&days) {
        return Err(trouble::no_such_choice());
    }
    let end = hall_date(now)
        .checked_add(Span::new().days(i64::from(days)))
        .and_then(|after| HALL_OFFSET.to_timestamp(after.at(0, 0, 0, 0)));
    end.map_err(|_| trouble::no_such_choice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_ends_with_a_day_of_the_hall() {
        let check = |days: u32, expected: Option<&str>| {
            let end = end_of("2026-11-20T17:30:00Z".parse().unwrap(), days).ok();
            assert_eq!(end.map(|end| end.to_string()).as_deref(), expected, "{days}");
        };
        // Half past one in the morning of the 21st in the hall.
        check(1, Some("2026-11-21T16:00:00Z"));
        check(7, Some("2026-11-27T16:00:00Z"));
        check(0, None);
        check(31, None);
    }
}
