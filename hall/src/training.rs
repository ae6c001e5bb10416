//! What a training hall starts with: accounts, grants for every item, people in the queue, a day a week ago, one who
//! asked for a visit. All of it invented.

use std::collections::BTreeSet;

use cases::assist::request::{HelpKind, HelpNote};
use cases::catalogue::Catalogue;
use cases::catalogue::sources::{Confirms, Kind};
use cases::deadline::{HALL_OFFSET, hall_date};
use cases::queue::{QueueRules, Ticket, TicketState};
use cases::realm::Realm;
use cases::roles::Role;
use cases::roles::scope::Limit;
use cases::wire::assist::AskHelp;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};

use crate::chance;
use crate::fault::Fault;
use crate::gateway::{ANY_ITEM, declared};
use crate::staff::hash_password;
use crate::store::{Act, Grant, Keyed, NewTicket, StaffRow, Store};

/// The password of every training account.
pub const PASSWORD: &str = "yichuang-train";

/// The account of kiosks and wall displays.
pub const DEVICE: &str = "0890";

/// A clerk who takes social and medical insurance alone.
pub const OF_TWO_DOMAINS: &str = "0828";

const ACCOUNTS: [(&str, &str, Role); 9] = [
    ("0826", "王雨桐", Role::Clerk),
    ("0827", "李明远", Role::Clerk),
    (OF_TWO_DOMAINS, "林若溪", Role::Clerk),
    ("0801", "陈立", Role::Supervisor),
    ("0802", "周敏", Role::Supervisor),
    ("0830", "周晓", Role::Helper),
    ("0831", "孙浩", Role::Helper),
    ("0800", "管理员", Role::Admin),
    (DEVICE, "自助设备", Role::Device),
];
/// Who waits when the day begins: the group, how many, and how many minutes apart they came.
const QUEUE: [(&str, u32, i64); 3] = [("A", 12, 2), ("D", 5, 4), ("E", 2, 3)];
/// Who took a number a week ago, by half hours from nine on.
const LAST_WEEK: [u32; 16] = [3, 5, 7, 8, 7, 5, 2, 1, 2, 3, 6, 7, 6, 5, 3, 1];
const OPENED: i64 = 9 * 60;
const HALF_HOUR_MIN: i64 = 30;
/// How long they waited and were served, in minutes.
const WAITED: i64 = 8;
const SERVED: i64 = 12;

/// Seeds what is not there yet.
pub async fn seed(
    store: &dyn Store,
    catalogue: &Catalogue,
    queue: &QueueRules,
    now: Timestamp,
) -> Result<(), Fault> {
    if store.staff(ACCOUNTS[0].0).await?.is_none() {
        let mut accounts = Vec::new();
        for (number, name, role) in ACCOUNTS {
            accounts.push(StaffRow {
                number: number.to_owned(),
                name: name.to_owned(),
                role,
                password_hash: hash_password(Realm::Training, PASSWORD)?,
                locked_until: None,
            });
        }
        store.put_staff(accounts).await?;
    }
    store.put_grants(grants(catalogue, now)).await?;
    let day = hall_date(now);
    for (letter, people, apart) in QUEUE {
        let Some(group) = queue.group(letter) else {
            continue;
        };
        for place in 1..=people {
            let keyed = Keyed {
                key: format!("training/{day}/{letter}{place}"),
                digest: "A".to_owned(),
            };
            // As long as it was today.
            let ago = SignedDuration::from_mins(apart * i64::from(people - place));
            let taken_at = now
                .checked_sub(ago)
                .ok()
                .filter(|at| hall_date(*at) == day)
                .unwrap_or(now);
            let new = NewTicket {
                group: letter.to_owned(),
                daily: group.daily,
                priority: None,
                appointment: None,
                holder: None,
                taken_at: None,
            };
            store
                .issue_ticket(Act::of_hall(taken_at).under(keyed), new)
                .await?;
        }
    }
    if let Ok(then) = day.checked_sub(jiff::Span::new().days(7)) {
        store
            .put_past_day(Act::of_hall(now), then, past_day(then, queue))
            .await?;
    }
    let keyed = Keyed {
        key: format!("training/{day}/help"),
        digest: "A".to_owned(),
    };
    let visit = AskHelp {
        place: "何庄社区".to_owned(),
        kind: HelpKind::Appointment,
        note: HelpNote::Mobility,
        due_at: now.checked_add(SignedDuration::from_mins(20)).ok(),
    };
    store.ask_help(Act::of_hall(now).under(keyed), visit).await?;
    Ok(())
}

/// Everybody of a day that is over, served in turn.
fn past_day(day: Date, queue: &QueueRules) -> Vec<Ticket> {
    let at = |minute: i64| {
        let clock = day.to_datetime(Time::midnight());
        let clock = clock.saturating_add(SignedDuration::from_mins(minute));
        HALL_OFFSET.to_timestamp(clock).unwrap_or(Timestamp::MIN)
    };
    let mut tickets: Vec<Ticket> = Vec::new();
    let mut begins = OPENED;
    for people in LAST_WEEK {
        for place in 0..i64::from(people) {
            let taken = begins + place * HALF_HOUR_MIN / i64::from(people);
            let group = &queue.groups[tickets.len() % queue.groups.len()];
            let serial = tickets.len() / queue.groups.len() + 1;
            let number = format!("{}{serial:03}", group.letter);
            let taken_at = at(taken);
            let ticket = Ticket::taken(
                chance::id(taken_at),
                number,
                group.letter.clone(),
                None,
                None,
                taken_at,
            );
            tickets.push(Ticket {
                state: TicketState::Served,
                called_at: Some(at(taken + WAITED)),
                announced_at: Some(at(taken + WAITED)),
                calls: 1,
                closed_at: Some(at(taken + WAITED + SERVED)),
                ..ticket
            });
        }
        begins += HALF_HOUR_MIN;
    }
    tickets
}

/// 事项权限 of the training accounts: one of them is limited, so that it can be seen what that does.
pub fn limits() -> [Limit; 1] {
    [Limit {
        staff: vec![OF_TWO_DOMAINS.to_owned()],
        domains: vec!["人社".to_owned(), "医保".to_owned()],
        ..Limit::default()
    }]
}

/// A grant per item and dataset, covering exactly what the item declares, and those for checking a person.
pub fn grants(catalogue: &Catalogue, now: Timestamp) -> Vec<Grant> {
    let valid_until = now
        .saturating_add(SignedDuration::from_hours(24 * 366))
        .unwrap_or(Timestamp::MAX);
    let grant = |item: &str, dataset: &str, elements: Vec<&str>| Grant {
        id: format!(
            "train/{}/{dataset}",
            if item == ANY_ITEM { "window" } else { item }
        ),
        item: item.to_owned(),
        dataset: dataset.to_owned(),
        elements: elements.into_iter().map(str::to_owned).collect(),
        valid_until,
        origin: "training",
    };
    let mut grants = vec![
        grant(ANY_ITEM, "represent", Vec::new()),
        grant(ANY_ITEM, "family", Vec::new()),
    ];
    let sources = &catalogue.sources;
    for kind in [Kind::Codes, Kind::Names] {
        if let Some(dataset) = sources.first(kind) {
            grants.push(grant(ANY_ITEM, dataset, Vec::new()));
        }
    }
    for (whom, element) in [
        (Confirms::Person, "person.name"),
        (Confirms::Body, "enterprise.name"),
    ] {
        if let Some(dataset) = sources.confirming(whom) {
            grants.push(grant(ANY_ITEM, dataset, vec![element]));
        }
    }
    for (item, look) in &catalogue.rules.credit {
        grants.push(grant(item, &look.source, look.codes()));
    }
    for item in &catalogue.items {
        let chains = item.fields.iter().flat_map(|field| &field.source_chain);
        let asked: BTreeSet<&String> = chains.filter(|code| sources.is_asked(code)).collect();
        for dataset in asked {
            grants.push(grant(&item.id, dataset, declared(item, dataset)));
        }
        let by_licence = item
            .materials
            .iter()
            .any(|material| material.licence_type.is_some());
        if let Some(library) = sources.library().filter(|_| by_licence) {
            grants.push(grant(&item.id, library, Vec::new()));
        }
    }
    grants
}
