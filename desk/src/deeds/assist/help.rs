//! 求助与帮办: a window asks for help, a helper takes a request, opens a visit beside somebody or in his place, and
//! ends it.

use cases::assist::Mode;
use cases::assist::request::{HelpEnd, HelpKind, HelpNote, HelpRequest};
use cases::error::Trouble;
use cases::post::Post;
use cases::roles::Deed;
use cases::wire::assist::{AskHelp, Assist, EndHelp, OpenAssist};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::chance;
use crate::desk::Desk;
use crate::store::meta;
use crate::trouble;
use crate::view::desk::DeskView;

/// The helper's open visit; kept in the store beside the visit.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OpenedAssist {
    pub visit: Uuid,
    pub number: String,
    pub mode: Mode,
    pub request: Option<HelpRequest>,
}

impl Desk {
    /// This window or kiosk asks a helper to come.
    pub async fn ask_help(&self, note: &str) -> Result<(), Trouble> {
        self.permit(Deed::AskHelp)?;
        let (place, kind) = match self.0.post {
            Post::Kiosk => (format!("自助机 {}", self.0.desk), HelpKind::Kiosk),
            Post::Clerk | Post::Supervisor | Post::Helper | Post::Wall => {
                (format!("窗口 {}", self.0.desk), HelpKind::Window)
            }
        };
        let ask = AskHelp {
            place,
            kind,
            note: HelpNote::from_word(note).ok_or_else(trouble::no_such_help)?,
            due_at: None,
        };
        let key = chance::id_at(self.0.link.legal_now());
        let _: HelpRequest = self.0.link.post("/v1/help", key, &ask).await?;
        Ok(())
    }

    /// Takes a request and opens the visit that answers it.
    pub async fn take_help(&self, id: &str) -> Result<DeskView, Trouble> {
        let session = self.permit(Deed::GiveHelp)?;
        self.no_visit_open()?;
        let id: Uuid = id.parse().map_err(|_| trouble::no_such_help())?;
        let key = chance::id_at(self.0.link.legal_now());
        let path = format!("/v1/help/{id}/take");
        let request: HelpRequest = self.0.link.post(&path, key, &json!({})).await?;
        let mode = match request.kind {
            HelpKind::Appointment => Mode::InPlace,
            HelpKind::Kiosk | HelpKind::Remote | HelpKind::Window => Mode::Beside,
        };
        self.begin_assist(&session.staff, Some(request), mode).await
    }

    /// Opens a visit without a request: `beside` or `inPlace`.
    pub async fn open_assist(&self, mode: &str) -> Result<DeskView, Trouble> {
        let session = self.permit(Deed::GiveHelp)?;
        self.no_visit_open()?;
        let mode = Mode::from_word(mode).ok_or_else(trouble::no_such_help)?;
        self.begin_assist(&session.staff, None, mode).await
    }

    async fn begin_assist(
        &self,
        staff: &str,
        request: Option<HelpRequest>,
        mode: Mode,
    ) -> Result<DeskView, Trouble> {
        let key = chance::id_at(self.0.link.legal_now());
        let ask = OpenAssist {
            request: request.as_ref().map(|request| request.id),
            mode,
        };
        let opened: Assist = self.0.link.post("/v1/assists", key, &ask).await?;
        let assist = OpenedAssist {
            visit: opened.visit.id,
            number: opened.number,
            mode,
            request,
        };
        self.begin_visit(staff, "open_assist", opened.visit)?;
        self.rooms()?
            .store
            .mark(|tx| meta::set(tx, meta::ASSIST, &serde_json::to_string(&assist)?))?;
        self.state().assist = Some(assist);
        self.desk_view()
    }

    /// Ends the visit and the request it answers: `answered`, `prepared`, `window` or `left`.
    pub async fn end_assist(&self, how: &str) -> Result<DeskView, Trouble> {
        self.permit(Deed::GiveHelp)?;
        let how = HelpEnd::from_word(how)
            .filter(|how| *how != HelpEnd::Withdrawn)
            .ok_or_else(trouble::no_such_help)?;
        let assist = self.assist();
        if let Some(request) = assist.and_then(|assist| assist.request) {
            let key = chance::id_at(self.0.link.legal_now());
            let path = format!("/v1/help/{}/end", request.id);
            let ended = self
                .0
                .link
                .post::<_, HelpRequest>(&path, key, &EndHelp { how })
                .await;
            match ended {
                Ok(_) => {}
                // Ended already, perhaps by the reply that was lost.
                Err(crate::hall_link::HallFault::Problem { status: 409, .. }) => {}
                Err(fault) => return Err(fault.into()),
            }
        }
        let outcome = if how == HelpEnd::Left { "left" } else { "served" };
        let view = self.close_visit(outcome).await?;
        self.rooms()?.store.mark(|tx| meta::clear(tx, meta::ASSIST))?;
        self.state().assist = None;
        Ok(view)
    }

    /// What the open visit is, where a helper opened it.
    pub(crate) fn assist(&self) -> Option<OpenedAssist> {
        let state = self.state();
        let visit = state.visit.as_ref()?.visit.id;
        state.assist.clone().filter(|assist| assist.visit == visit)
    }
}
