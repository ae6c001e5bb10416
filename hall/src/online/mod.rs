//! Applications begun online (网上申报件) at the hall.
//!
//! - [`take`]: a revision that the portal pushes: signed, checked, kept where it stands.
//! - [`connector`]: only writes requests to the portal and reads its replies.
//! - [`engine`]: tells the portal where this hall is, fetches files, tells where applications stand.

pub mod connector;
pub mod engine;

use cases::deadline::hall_date;
use cases::online::{Application, check};
use sha2::{Digest, Sha256};

use crate::dispatch::events;
use crate::fault::{self, Fault};
use crate::rooms::Rooms;
use crate::store::Act;
use crate::store::online::Came;

/// Name under which the portal signs.
pub const PORTAL: &str = "online";

/// Takes one revision in; says whether anything changed. A forged one changes nothing and raises an alarm.
pub async fn take(rooms: &Rooms, header: Option<&str>, id: &str, body: &[u8]) -> Result<bool, Fault> {
    let kid = events::signer(rooms, header, body).await?;
    if kid != PORTAL {
        return Err(fault::forged_callback());
    }
    let now = rooms.now();
    let mut reader = serde_json::Deserializer::from_slice(body);
    // The path says where; what stood there is not repeated.
    let application: Application = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| fault::online_misshapen().about(error.path()))?;
    if application.application_id != id {
        return Err(fault::online_id_differs());
    }
    if let Some(path) = check::odd(&application, hall_date(now)) {
        return Err(fault::online_misshapen().about(path));
    }
    if application.region != rooms.hall.code {
        return Err(fault::online_other_hall());
    }
    let catalogue = rooms.catalogue();
    let item =
        check::item(&catalogue.items, &application.item_code).ok_or_else(fault::online_unknown_item)?;
    let came = Came {
        digest: hex::encode(Sha256::digest(body)),
        item: item.id.clone(),
        item_name: item.name.clone(),
        application,
    };
    rooms.store.keep_online(Act::new("outside", kid, now), came).await
}
