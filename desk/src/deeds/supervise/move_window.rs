//! 调窗、收回: what a supervisor does with a window.

use cases::error::Trouble;
use cases::queue::Window;
use cases::roles::Deed;
use cases::wire::queue::{MoveWindow, Moved};
use serde_json::json;

use super::show_board::version;
use crate::chance;
use crate::desk::Desk;
use crate::view::board::MovedView;

impl Desk {
    /// Gives a window other groups. `seen` is the version that was looked at: whoever comes second changes nothing and
    /// is told by whom it was moved.
    pub async fn move_window(
        &self,
        desk: &str,
        groups: Vec<String>,
        seen: u32,
    ) -> Result<MovedView, Trouble> {
        let session = self.permit(Deed::ManageWindows)?;
        let line = self.line(&session.staff, "move_window", desk, "调窗");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let ask = MoveWindow {
            groups,
            version: Some(u64::from(seen)),
        };
        let key = chance::id_at(self.0.link.legal_now());
        let path = format!("/v1/windows/{}/groups", super::in_path(desk)?);
        let moved: Moved = self.0.link.post(&path, key, &ask).await?;
        self.board_changed();
        Ok(MovedView {
            moved: moved.moved,
            desk: moved.window.desk,
            groups: moved.window.groups,
            version: version(moved.window.version),
            by: moved.window.moved_by,
        })
    }

    /// 收回: what a silent window has waits again.
    pub async fn release_window(&self, desk: &str) -> Result<(), Trouble> {
        let session = self.permit(Deed::ManageWindows)?;
        let line = self.line(&session.staff, "release_window", desk, "失联收回");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let key = chance::id_at(self.0.link.legal_now());
        let path = format!("/v1/windows/{}/release", super::in_path(desk)?);
        let _: Window = self.0.link.post(&path, key, &json!({})).await?;
        self.board_changed();
        Ok(())
    }
}
