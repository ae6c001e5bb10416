//! 撤回: before a case becomes void its parcels are asked back, so that no department decides what is void. Asking twice
//! is asking once; what a department never had, it refuses from then on.

use super::connector::{Attempt, Connector, Given, Recall, Rest};
use crate::fault::{self, Fault};
use crate::rooms::Rooms;

/// Asks one parcel back.
///
/// # Errors
/// The department decided already, or does not say.
pub async fn ask(rooms: &Rooms, department: &str, recall: &Recall) -> Result<(), Fault> {
    let outside = rooms
        .directory
        .addresses(&rooms.door)
        .await
        .map_err(|_| fault::recall_unreachable())?;
    let base = outside
        .department(department)
        .ok_or_else(fault::recall_unreachable)?;
    let attempt = Attempt {
        base: &base,
        events_url: "",
        sent_at: rooms.now(),
    };
    let request = Rest.write_recall(recall, &attempt);
    let reply = rooms
        .door
        .put(&request.url, &request.body)
        .await
        .map_err(|fault| fault::recall_unreachable().inside(fault))?;
    match Rest.read_recall(&reply) {
        Given::Back => Ok(()),
        Given::Decided => Err(fault::void_too_late()),
        Given::Unknown { why } => Err(fault::recall_unreachable().about(why.code)),
    }
}
