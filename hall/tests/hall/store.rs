//! The contract suite of the store: every executor passes it. `stores` names the executors there are.

use std::sync::Arc;

use cases::watch::WatchRules;
use cases::wire::intake::Outcome;
use hall::intake::{Arrival, Arrived, Post};
use hall::store::sqlite::SqliteStore;
use hall::store::watched::{Begun, Watch};
use hall::store::{Act, Grant, Keyed, Look, NewTicket, Store};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::harness::{FRIDAY, NUMBER, TestHall};

fn stores() -> Vec<(&'static str, Arc<dyn Store>, Option<tempfile::TempDir>)> {
    let folder = tempfile::tempdir().unwrap();
    let on_disk = SqliteStore::open(folder.path(), Some([3; 32])).unwrap();
    vec![
        (
            "sqlite in memory",
            Arc::new(SqliteStore::in_memory().unwrap()),
            None,
        ),
        ("sqlite on disk, sealed", Arc::new(on_disk), Some(folder)),
    ]
}

fn now() -> Timestamp {
    FRIDAY.parse().unwrap()
}

fn new(group: &str) -> NewTicket {
    NewTicket {
        group: group.to_owned(),
        daily: 999,
        priority: None,
        appointment: None,
        holder: None,
        taken_at: None,
    }
}

fn rules() -> cases::queue::QueueRules {
    hall::config::queue_rules(None).unwrap()
}

fn act(desk: &str) -> Act {
    Act::new(desk, "0826", now())
}

#[tokio::test]
async fn promise_02_a_key_is_answered_once_and_for_ever() {
    for (name, store, _folder) in stores() {
        let keyed = |digest: &str| {
            act("08").under(Keyed {
                key: "k".to_owned(),
                digest: digest.to_owned(),
            })
        };
        let first = store.issue_ticket(keyed("a"), new("A")).await.unwrap();
        assert_eq!(
            store.issue_ticket(keyed("a"), new("A")).await.unwrap(),
            first,
            "{name}"
        );
        assert_eq!(
            store.issue_ticket(keyed("b"), new("A")).await.unwrap_err().code(),
            "YC-2405",
            "{name}"
        );
        assert_eq!(
            store
                .tickets(cases::deadline::hall_date(now()))
                .await
                .unwrap()
                .len(),
            1,
            "{name}"
        );
    }
}

/// Many commands in one group: one that fails takes nothing with it and leaves no number behind.
#[tokio::test]
async fn one_failing_command_leaves_the_rest_of_its_group_alone() {
    for (name, store, _folder) in stores() {
        let mut commands = Vec::new();
        for place in 0..64 {
            let store = Arc::clone(&store);
            commands.push(async move {
                if place % 8 == 5 {
                    // Nobody opened this visit.
                    store
                        .close_visit(act("08"), Uuid::nil(), "served", rules().rules)
                        .await
                        .map(|()| String::new())
                } else {
                    store
                        .issue_ticket(act("08"), new("C"))
                        .await
                        .map(|ticket| ticket.number)
                }
            });
        }
        let (mut numbers, mut failed) = (Vec::new(), 0);
        for outcome in futures::future::join_all(commands).await {
            match outcome {
                Ok(number) => numbers.push(number),
                Err(fault) => {
                    assert_eq!(fault.code(), "YC-2103", "{name}");
                    failed += 1;
                }
            }
        }
        numbers.sort();
        let expected: Vec<String> = (1..=56).map(|serial| format!("C{serial:03}")).collect();
        assert_eq!((numbers, failed), (expected, 8), "{name}");
    }
}

#[tokio::test]
async fn promise_03_each_waiting_ticket_is_called_once() {
    for (name, store, _folder) in stores() {
        for _ in 0..10 {
            store.issue_ticket(act("hall"), new("A")).await.unwrap();
        }
        for desk in 0..30 {
            let groups = vec!["A".to_owned()];
            store
                .open_window(act(&desk.to_string()), "某人", groups)
                .await
                .unwrap();
        }
        let calls = (0..30).map(|desk| store.call_next(act(&desk.to_string()), Vec::new(), rules().rules));
        let mut called: Vec<String> = futures::future::join_all(calls)
            .await
            .into_iter()
            .filter_map(|reply| reply.unwrap().visit?.ticket.map(|ticket| ticket.number))
            .collect();
        called.sort();
        called.dedup();
        assert_eq!(called.len(), 10, "{name}");
    }
}

#[tokio::test]
async fn promise_08_a_look_needs_visit_and_grant_and_leaves_its_line() {
    for (name, store, _folder) in stores() {
        let grant = Grant {
            id: "g".to_owned(),
            item: "i".to_owned(),
            dataset: "population".to_owned(),
            elements: vec!["person.name".to_owned()],
            valid_until: now() + SignedDuration::from_hours(1),
            origin: "file",
        };
        store.put_grants(vec![grant]).await.unwrap();
        let visit = store.open_walk_in(act("08"), "预约").await.unwrap();
        store.note_person(visit.id, NUMBER).await.unwrap();
        let watch = Watch {
            rules: WatchRules::default(),
            outside_minutes: 0,
            patient: false,
        };
        let look = |visit: Uuid, element: &str| Look {
            visit,
            draft: None,
            number: NUMBER.to_owned(),
            role_asked: true,
            part: false,
            item: "i".to_owned(),
            dataset: "population".to_owned(),
            elements: vec![element.to_owned()],
            subject: "350199********0011".to_owned(),
            purpose: "办理".to_owned(),
            rest: cases::consent::Rest::default(),
        };
        assert_eq!(
            store
                .begin_look(act("08"), look(visit.id, "person.name"), watch)
                .await
                .unwrap(),
            Begun::Granted("g".to_owned()),
            "{name}"
        );
        let refused = [
            (act("08"), look(Uuid::nil(), "person.name"), "YC-2301"),
            (act("09"), look(visit.id, "person.name"), "YC-2301"),
            (act("08"), look(visit.id, "person.income"), "YC-2303"),
            (
                act("08"),
                Look {
                    number: "350199199203070025".to_owned(),
                    ..look(visit.id, "person.name")
                },
                "YC-2780",
            ),
            (
                Act::new("08", "0826", now() + SignedDuration::from_hours(2)),
                look(visit.id, "person.name"),
                "YC-2303",
            ),
        ];
        for (act, look, code) in refused {
            assert_eq!(
                store.begin_look(act, look, watch).await.unwrap_err().code(),
                code,
                "{name}"
            );
        }
        let lines = store.audit(0, 100).await.unwrap();
        assert_eq!(
            lines.iter().filter(|line| line.deed == "look:population").count(),
            1,
            "{name}"
        );
    }
}

#[tokio::test]
async fn promise_02_a_place_is_applied_once() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    for (name, store, _folder) in stores() {
        let draft = window.complete("wj-parenting");
        let post = |sequence: u64, key: u128, digest: &str| Post {
            place: cases::wire::intake::Place {
                desk: "08".to_owned(),
                epoch: Uuid::nil(),
                sequence,
            },
            key: Uuid::from_u128(key),
            digest: digest.to_owned(),
        };
        let save = |post: Post| Arrival {
            post,
            what: Arrived::Save(Box::new(draft.clone())),
        };
        let first = store.apply(act("08"), save(post(1, 1, "d"))).await.unwrap();
        assert_eq!(first, Outcome::Saved { revision: 1 }, "{name}");
        assert_eq!(
            store.answered(&post(1, 1, "d")).await.unwrap(),
            Some(first.clone()),
            "{name}"
        );
        assert_eq!(
            store.apply(act("08"), save(post(1, 9, "d"))).await.unwrap(),
            first,
            "{name}"
        );
        assert_eq!(
            store
                .apply(act("08"), save(post(1, 1, "e")))
                .await
                .unwrap_err()
                .code(),
            "YC-2406",
            "{name}"
        );
        assert_eq!(
            store
                .apply(act("08"), save(post(2, 1, "e")))
                .await
                .unwrap_err()
                .code(),
            "YC-2405",
            "{name}"
        );
        assert_eq!(store.answered(&post(2, 2, "d")).await.unwrap(), None, "{name}");
    }
}
