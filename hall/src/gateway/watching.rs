//! Every look through one door: it is begun only for somebody the visit or its case is about, and judged while it is
//! made (过程监控).

use std::time::Duration;

use cases::consent::Rest;
use cases::deadline::{HALL_OFFSET, hall_date};
use cases::identity::{PersonId, Uscc, mask};
use cases::watch::Denial;
use jiff::Timestamp;
use uuid::Uuid;

use super::ANY_ITEM;
use crate::fault::{self, Fault};
use crate::law::Counting;
use crate::rooms::Rooms;
use crate::store::watched::{Begun, RefusedLook, Watch};
use crate::store::{Act, Look};

/// How long a saved intake may be on its way behind the look that it explains.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// Begins a look; gives the grant it is made under. Where only the intake could say whose it is, and that has not
/// arrived, it is waited for.
pub async fn begin(rooms: &Rooms, act: Act, look: Look) -> Result<String, Fault> {
    let mut watch = watch(rooms, act.at);
    let mut changed = rooms.store.changed();
    let late = tokio::time::sleep(PATIENCE);
    tokio::pin!(late);
    loop {
        // What is written from here on is heard of below.
        changed.borrow_and_update();
        match rooms.store.begin_look(act.clone(), look.clone(), watch).await? {
            Begun::Granted(grant) => return Ok(grant),
            Begun::NotYet => tokio::select! {
                () = &mut late => watch.patient = false,
                heard = changed.changed() => watch.patient = heard.is_ok(),
            },
        }
    }
}

fn watch(rooms: &Rooms, at: Timestamp) -> Watch {
    Watch {
        rules: rooms.watch,
        outside_minutes: outside(&rooms.counting(), at),
        patient: true,
    }
}

/// Minutes before the hall opens or after it closes.
fn outside(counting: &Counting, at: Timestamp) -> u32 {
    let day = hall_date(at);
    let Some(hours) = counting.opening.on(day, &counting.calendar) else {
        return u32::MAX;
    };
    let moment = |time| HALL_OFFSET.to_timestamp(day.to_datetime(time)).unwrap_or(at);
    let early = moment(hours.opens).duration_since(at).as_mins();
    let late = at.duration_since(moment(hours.closes)).as_mins();
    u32::try_from(early.max(late).max(0)).unwrap_or(u32::MAX)
}

/// What somebody asked for, as far as it is written down when it is refused.
pub struct Asked<'a> {
    pub visit: Uuid,
    pub draft: Option<Uuid>,
    pub item: &'a str,
    pub dataset: &'a str,
    /// Of a person or a body, as it was sent.
    pub number: &'a str,
}

/// A look that was refused is a line of the log, and is judged, like one that was granted.
pub async fn noted<T>(
    rooms: &Rooms,
    act: Act,
    asked: Asked<'_>,
    answer: Result<T, Fault>,
) -> Result<T, Fault> {
    let Err(fault) = &answer else { return answer };
    if fault.code() == fault::another_subject().code() {
        // A source that answers about somebody else is told of as well.
        let deed = format!("lookAnsweredOfAnother:{}", asked.dataset);
        let about = asked.draft.unwrap_or(asked.visit).to_string();
        rooms
            .store
            .note_look(act.clone(), &deed, &about, fault.code())
            .await?;
        // The board shows it at the window that asked, with the case where there is one.
        let draft = match asked.draft {
            Some(draft) => rooms.store.draft(draft).await?,
            None => None,
        };
        let slip = draft.map(|(draft, _)| draft.slip).unwrap_or_default();
        rooms.store.raise_alarm(act, "answeredOfAnother", &slip).await?;
        return answer;
    }
    if fault.status != 403 {
        return answer;
    }
    // Names are among few; what else was sent in their place is not kept.
    let catalogue = rooms.catalogue();
    let known = catalogue.sources.get(asked.dataset).map(|_| asked.dataset);
    let item = catalogue.item(asked.item).map(|item| item.id.clone());
    let number = number(asked.number, act.at);
    let look = Look {
        visit: asked.visit,
        draft: asked.draft,
        item: item.unwrap_or_else(|| ANY_ITEM.to_owned()),
        dataset: known
            .or(catalogue.sources.library())
            .unwrap_or_default()
            .to_owned(),
        elements: Vec::new(),
        subject: mask::document(&number),
        number,
        role_asked: false,
        part: false,
        purpose: String::new(),
        rest: Rest::default(),
    };
    let refused = RefusedLook {
        look,
        code: fault.code().to_owned(),
        denial: denial(fault),
    };
    let watch = watch(rooms, act.at);
    rooms.store.refuse_look(act, refused, watch).await?;
    answer
}

/// A valid number of a person or a body; anything else is nobody's.
pub fn number(sent: &str, at: Timestamp) -> String {
    if let Ok(uscc) = Uscc::parse(sent) {
        return uscc.to_string();
    }
    let person = ["111", "414", "511", "516", "553"]
        .into_iter()
        .find_map(|kind| PersonId::parse(kind, sent, hall_date(at)).ok());
    person.map(|id| id.number().to_owned()).unwrap_or_default()
}

/// No grant and no consent are ordinary answers; so is what the source itself refuses.
fn denial(fault: &Fault) -> Denial {
    let beyond = [
        fault::no_visit(),
        fault::not_of_visit(),
        fault::not_declared(),
        fault::item_not_yours(),
    ];
    if beyond.iter().any(|ours| ours.code() == fault.code()) {
        Denial::Beyond
    } else {
        Denial::Ordinary
    }
}
