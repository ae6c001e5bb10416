//! What a training hall starts with: accounts, grants for every item, people in the queue, one who asked for a visit. All of it invented.

use cases::assist::request::{HelpKind, HelpNote};
use cases::catalogue::Catalogue;
use cases::deadline::hall_date;
use cases::queue::QueueRules;
use cases::realm::Realm;
use cases::roles::Role;
use cases::roles::scope::Limit;
use cases::wire::assist::AskHelp;
use jiff::{SignedDuration, Timestamp};

use crate::fault::Fault;
use crate::gateway::{ANY_ITEM, DATASETS, LICENCES, declared};
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
/// People who wait when the day begins, and for what.
const QUEUE: u32 = 12;
const QUEUED_IN: &str = "A";

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
    for place in 1..=QUEUE {
        let keyed = Keyed {
            key: format!("training/{day}/{place}"),
            digest: "A".to_owned(),
        };
        // They came two minutes apart, as long as it was today.
        let ago = SignedDuration::from_mins(2 * i64::from(QUEUE - place));
        let taken_at = now
            .checked_sub(ago)
            .ok()
            .filter(|at| hall_date(*at) == day)
            .unwrap_or(now);
        let new = NewTicket {
            group: QUEUED_IN.to_owned(),
            daily: queue.group(QUEUED_IN).map_or(QUEUE, |group| group.daily),
            priority: None,
            appointment: None,
            holder: None,
        };
        store
            .issue_ticket(Act::of_hall(taken_at).under(keyed), new)
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
    };
    let mut grants = vec![
        grant(ANY_ITEM, "population", vec!["person.name"]),
        grant(ANY_ITEM, "legalEntity", vec!["enterprise.name"]),
        grant(ANY_ITEM, "represent", Vec::new()),
        grant(ANY_ITEM, "family", Vec::new()),
    ];
    for item in &catalogue.items {
        for dataset in DATASETS {
            let elements = declared(item, dataset);
            if !elements.is_empty() {
                grants.push(grant(&item.id, dataset, elements));
            }
        }
        if item
            .materials
            .iter()
            .any(|material| material.licence_type.is_some())
        {
            grants.push(grant(&item.id, LICENCES, Vec::new()));
        }
    }
    grants
}
