//! SIGKILL to the program and all its children at a random step of the scripted case (promise 1): after the
//! restart the same visit, case and field stand there, with every value that the screen had called saved.

use std::collections::BTreeMap;
use std::time::Instant;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::answers;
use crate::app::{App, Home};
use crate::clerk::Clerk;
use crate::screen::{SOON, until};

const SEEDS: std::ops::RangeInclusive<u64> = 1..=20;
/// Steps between two kills, at most.
const STEPS: u32 = 7;

/// What the screen showed as saved before the kill.
#[derive(Debug, Default)]
struct Seen {
    ticket: Option<String>,
    person: Option<String>,
    item: Option<String>,
    slip: Option<String>,
    /// The place of the form with the focus.
    stop: Option<String>,
    fields: BTreeMap<String, String>,
    /// The field that was being typed into when the kill came: it may hold the old or the new text.
    rash: Option<String>,
    /// The kill came while the acceptance was under way.
    accepting: bool,
}

#[tokio::test(flavor = "multi_thread")]
async fn promise_01_check_21_killed_at_any_step() {
    let begun = Instant::now();
    let home = Home::fresh("killed");
    let mut seen = Seen::default();
    let mut accepted = Vec::new();
    for seed in SEEDS {
        let started = Instant::now();
        let app = App::start(&home).await;
        let mut clerk = Clerk::at(&app);
        if seed == *SEEDS.start() {
            clerk.note_the_recovery_code().await;
        }
        clerk.sign_in().await;
        if seen.accepting {
            after_accepting(seed, &app, &mut clerk, &seen, &mut accepted).await;
        } else {
            compare(seed, &clerk, &seen).await;
        }
        no_case_twice(&app, &accepted).await;

        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let steps = chance.random_range(1..=STEPS);
        let mut visits = BTreeMap::new();
        for _ in 0..steps {
            step(&mut clerk, &mut visits, &mut accepted).await;
        }
        seen = look(&clerk).await;
        rash_keys(&mut clerk, &mut seen).await;
        drop(clerk);
        app.kill();
        println!(
            "seed {seed:2}: {steps} steps, {:.1} s",
            started.elapsed().as_secs_f32()
        );
    }
    println!(
        "{} kills in {:.0} s",
        SEEDS.count(),
        begun.elapsed().as_secs_f32()
    );
}

/// One step of the scripted case, whatever comes next.
async fn step(clerk: &mut Clerk<'_>, visits: &mut BTreeMap<String, u32>, accepted: &mut Vec<String>) {
    if clerk.ticket().await.is_none() {
        clerk.call_a_ticket().await;
    } else if clerk.screen.words_now("person-name").await.is_none() {
        clerk.read_a_card().await;
    } else if clerk.screen.words_now("party-name").await.is_none() {
        clerk.choose_the_first_body().await;
        clerk.press_escape().await;
    } else if clerk.screen.look().await.item.is_none() {
        clerk.find_an_item().await;
        clerk.open_item("dljz", "cz-bookkeeping").await;
        clerk.wait_for_the_sources().await;
    } else if clerk.screen.is_there("accepted-number").await {
        clerk.close_the_visit().await;
    } else if !clerk.one_place(visits).await {
        match clerk.accept_or_hear_why_not().await {
            Some(case) => accepted.push(case.slip),
            // The same company came twice: the hall has its case already.
            None => clerk.end_the_visit().await,
        }
    }
}

/// What stands on the screen once it says that everything is saved.
async fn look(clerk: &Clerk<'_>) -> Seen {
    let screen = &clerk.screen;
    let mut seen = Seen {
        ticket: clerk.ticket().await,
        person: screen.words_now("person-name").await,
        ..Seen::default()
    };
    if screen.look().await.saving.is_some() && !screen.is_there("accepted-number").await {
        let look = clerk.saved().await;
        seen.stop = look.stop.filter(|stop| stop.starts_with("field:"));
        seen.item = look.item;
        seen.slip = screen.slip().await;
        seen.fields = screen
            .fields()
            .await
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .collect();
    }
    seen
}

/// Keys that nobody waits for: the kill comes while they are being worked on.
async fn rash_keys(clerk: &mut Clerk<'_>, seen: &mut Seen) {
    let look = clerk.screen.look().await;
    if seen.item.is_some() && look.blockers == 0 && look.stop.as_deref() == Some("next-action") {
        clerk.begin_accepting().await;
        seen.accepting = true;
        return;
    }
    if clerk.screen.is_there("accepted-number").await {
        // Enter ends the visit: whether it was still open is known to nobody.
        (seen.ticket, seen.person) = (None, None);
    }
    let key = look
        .stop
        .as_deref()
        .and_then(|stop| stop.strip_prefix("field:"))
        .map(str::to_owned);
    clerk.rash(key.as_deref().map(answers::text_for)).await;
    seen.rash = key;
}

/// Killed during an acceptance: either the intake stands there whole, or the case reached the hall and was taken.
async fn after_accepting(
    seed: u64,
    app: &App,
    clerk: &mut Clerk<'_>,
    before: &Seen,
    accepted: &mut Vec<String>,
) {
    until(
        &format!("seed {seed}: nothing waits to be sent"),
        SOON,
        async || (!clerk.screen.is_there("unsent").await).then_some(()),
    )
    .await;
    let slip = before.slip.clone().expect("the slip code was on the screen");
    if app.peers().hall().await.case(&slip).await.is_none() {
        compare(seed, clerk, before).await;
        return;
    }
    accepted.push(slip);
    let numbered = until(
        &format!("seed {seed}: the number on the screen"),
        SOON,
        async || {
            let numbered = clerk.screen.is_there("accepted-number").await;
            (numbered || clerk.screen.look().await.item.is_none()).then_some(numbered)
        },
    )
    .await;
    if !numbered {
        clerk.end_the_visit().await;
    }
}

async fn compare(seed: u64, clerk: &Clerk<'_>, before: &Seen) {
    if before.ticket.is_some() {
        assert_eq!(
            clerk.ticket().await,
            before.ticket,
            "seed {seed}: the ticket at the window"
        );
    }
    if before.person.is_some() {
        assert_eq!(
            clerk.screen.words_now("person-name").await,
            before.person,
            "seed {seed}: the person"
        );
    }
    if before.item.is_none() {
        return;
    }
    let look = clerk.saved().await;
    assert_eq!(look.item, before.item, "seed {seed}: the open item");
    assert_eq!(clerk.screen.slip().await, before.slip, "seed {seed}: the case");
    let after: BTreeMap<String, String> = clerk.screen.fields().await.into_iter().collect();
    for (key, text) in &before.fields {
        let now = after.get(key).map(String::as_str).unwrap_or_default();
        let same = agrees(text, now) || before.rash.as_deref() == Some(key);
        assert!(
            same,
            "seed {seed}: {key} held “{text}” that was saved, and holds “{now}”; last keys went to {:?}",
            before.rash
        );
    }
    if let Some(stop) = &before.stop {
        let found = look.stop.as_deref() == Some(stop) || before.rash.is_some();
        assert!(
            found,
            "seed {seed}: the keyboard stood in {stop}, and stands in {:?}",
            look.stop
        );
    }
}

/// Equal, but for characters that either side masks.
fn agrees(one: &str, other: &str) -> bool {
    one.chars().count() == other.chars().count()
        && one
            .chars()
            .zip(other.chars())
            .all(|(a, b)| a == b || a == '*' || b == '*')
}

/// A case that the screen called accepted is at the hall once.
async fn no_case_twice(app: &App, accepted: &[String]) {
    if accepted.is_empty() {
        return;
    }
    let cases = app.peers().hall().await.cases().await;
    for slip in accepted {
        let plain = |text: &str| text.replace(['-', ' '], "");
        let found = cases
            .iter()
            .filter(|case| case["slip"].as_str().is_some_and(|one| plain(one) == plain(slip)));
        assert_eq!(found.count(), 1, "the case {slip} stands at the hall once");
    }
}

#[test]
fn masked_and_whole_texts_agree() {
    assert!(agrees("350199198803156214", "350199********6214"));
    assert!(!agrees("350199198803156214", "350199********6215"));
    assert!(!agrees("示范区", "示范"));
}
