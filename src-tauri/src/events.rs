//! What the desk tells the screens unasked.

use serde::{Deserialize, Serialize};
use specta::Type;

/// The one event of the desk, `desk-event`; its payload says what happened.
#[derive(Debug, Clone, Serialize, Deserialize, Type, tauri_specta::Event)]
#[tauri_specta(event_name = "desk-event")]
#[serde(transparent)]
pub struct DeskNews(pub desk::view::desk::DeskEvent);
