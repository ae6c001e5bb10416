//! 期限提醒: what nobody looked at yet, as the hall keeps it, so that a reload and a restart find it again. A window has
//! those of its cases; a supervisor those that nobody at a window can act on.

use cases::error::Trouble;
use cases::post::Post;
use cases::roles::Deed;
use cases::wire::warning::{SeeWarnings, SeenWarnings, WarningPage, WarningRow, WarningsOf};
use jiff::Timestamp;

use super::cases_list::clock_line;
use crate::chance;
use crate::desk::Desk;
use crate::trouble;
use crate::view::desk::DeskEvent;
use crate::view::outcome::{WarningView, WarningsView};

/// Rows that a screen is given; it says how many there are in all.
const SHOWN: u32 = 20;

impl Desk {
    /// The most urgent first.
    pub async fn warnings(&self) -> Result<WarningsView, Trouble> {
        let of = self.warned_of()?;
        let name = match of {
            WarningsOf::Window => "window",
            WarningsOf::Hall => "hall",
        };
        let path = format!("/v1/warnings?of={name}&limit={SHOWN}");
        let page: WarningPage = self.0.link.get(&path).await?;
        Ok(WarningsView {
            total: page.total,
            rows: page.rows.into_iter().map(view).collect(),
            as_of: page.as_of.to_string(),
        })
    }

    /// 知道了: the case was opened, or its warning put away; without a case all that were said until `as_of`. Gives what
    /// is left.
    pub async fn see_warnings(&self, slip: Option<String>, as_of: &str) -> Result<WarningsView, Trouble> {
        let of = self.warned_of()?;
        let until: Timestamp = as_of.parse().map_err(|_| trouble::odd_answer())?;
        let key = chance::id_at(self.0.link.legal_now());
        let seen = SeeWarnings { of, slip, until };
        let SeenWarnings { .. } = self.0.link.post("/v1/warnings/seen", key, &seen).await?;
        self.warnings().await
    }

    /// They are not as they were. What cannot be asked now is asked when the line is back.
    pub(crate) async fn tell_warnings(&self) {
        if let Ok(warnings) = self.warnings().await {
            self.emit(DeskEvent::Warned { warnings });
        }
    }

    /// Whose warnings this window shows.
    fn warned_of(&self) -> Result<WarningsOf, Trouble> {
        self.permit(Deed::SeeCase)?;
        Ok(match self.0.post {
            Post::Supervisor => WarningsOf::Hall,
            Post::Clerk | Post::Helper | Post::Kiosk | Post::Wall => WarningsOf::Window,
        })
    }
}

fn view(row: WarningRow) -> WarningView {
    WarningView {
        slip: row.slip,
        case_number: row.case_number,
        item_name: row.item_name,
        desk: row.desk,
        urgency: row.urgency.word().to_owned(),
        clock: clock_line(row.clock),
    }
}
