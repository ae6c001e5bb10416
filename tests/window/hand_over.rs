//! Helper and clerks, each before a program of his own, in one hall.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::app::{App, Home};
use crate::clerk::{Clerk, SECOND};
use crate::helper::Helper;
use crate::line::Line;
use crate::screen::{SOON, Screen, until};

const ITEM: &str = "cz-bookkeeping";
/// What no source knows: the helper comes to it last.
const LAST: &str = "chiefAccWorkYears";
/// Check 20.
const SEEN_WITHIN: Duration = Duration::from_secs(3);

/// A helper prepares beside the applicant and hands over by a code; the clerk has the same values and sources. What
/// the helper typed while his line was away is shown to him and merged nowhere. A second clerk reads the case with
/// its holder's name, and asks for it; his window crashes, and serves the same person again.
#[tokio::test(flavor = "multi_thread")]
async fn check_24_a_helpers_draft_arrives_with_its_values_and_sources() {
    let home = Home::fresh("hand-over");
    let app = App::start(&home).await;
    let mut clerk = Clerk::at(&app);
    clerk.note_the_recovery_code().await;
    clerk.sign_in().await;
    let line = Line::lay(&home).await;
    let beside = App::beside(&home, "helper", "81").await;
    let mut helper = Helper::at(&beside);
    helper.sign_in().await;
    helper.desk.gallery("1-requests").await;

    clerk.ask_for_help().await;
    let place = helper.take_a_request().await;
    assert!(place.contains("08"), "the request of window 08: {place}");
    helper.desk.read_a_card().await;
    helper.desk.choose_the_first_body().await;
    helper.desk.open_item("dljz", ITEM).await;
    helper.desk.wait_for_the_sources().await;
    helper.desk.fill_up_to(LAST).await;
    helper.desk.gallery("2-draft").await;
    shows_no_way_to_sign_or_submit(&helper.desk.screen).await;
    let code = helper.hand_over().await;
    helper.desk.picture("3-code").await;
    let prepared = Draft::on(&helper.desk.screen).await;
    assert!(
        prepared.sources.values().any(|source| source == "法人库"),
        "{prepared:?}"
    );

    // The line breaks while he is still typing; meanwhile the window takes the draft.
    line.cut();
    let cut = Instant::now();
    until("the helper sees that his line is away", SOON, async || {
        let link = helper.desk.screen.words_now("link").await?;
        link.starts_with('!').then_some(())
    })
    .await;
    let took = cut.elapsed();
    println!("a cut line was seen after {} ms", took.as_millis());
    assert!(took <= SEEN_WITHIN, "seen after {} ms", took.as_millis());
    helper.desk.keys.write("7").await;
    helper.desk.keys.press("Enter").await;
    helper.desk.left(&format!("field:{LAST}")).await;
    helper.desk.picture("4-line-away").await;

    clerk.walk_in().await;
    clerk.take_by_code(&code).await;
    let arrived = Draft::on(&clerk.screen).await;
    prepared.is_the_same_as(&arrived);
    prepared.shows_no_number_in_full();
    clerk.gallery("5-arrived").await;

    line.mend();
    let lost = until(
        "what he typed too late is shown to the helper",
        SOON,
        async || {
            let script = "const it = document.querySelector('[data-testid^=lost-]:not(button)');\
                      return it === null ? null : it.innerText;";
            helper.desk.screen.run::<Option<String>>(script).await
        },
    )
    .await;
    assert!(lost.contains('7') && lost.contains("08"), "{lost}");
    helper.desk.picture("6-too-late").await;
    Draft::on(&clerk.screen).await.is_unchanged_from(&arrived);

    // Another window opens the case that window 08 holds.
    let slip = clerk.screen.slip().await.expect("a slip code");
    let third = App::beside(&home, "clerk", "09").await;
    let mut other = Clerk::at(&third);
    other.sign_in_as(SECOND, "ticket-number").await;
    other.walk_in().await;
    let holder = other.look_at_held(&slip).await;
    assert!(holder.contains("08") && holder.contains("王雨桐"), "{holder}");
    let form: u32 = other
        .screen
        .run("return document.querySelectorAll('[data-testid=held-form] :is(input, textarea, select, button)').length;")
        .await;
    assert_eq!(form, 0, "what another window holds is read");
    other.picture("7-held").await;
    other.ask_for_the_draft().await;
    let asked = until("window 08 is asked for its draft", SOON, async || {
        let script = "const it = document.querySelector('[data-testid^=ask-]'); return it && it.innerText;";
        clerk.screen.run::<Option<String>>(script).await
    })
    .await;
    assert!(asked.contains("09") && asked.contains("李明远"), "{asked}");
    clerk.picture("8-asked").await;

    // Its window crashes while somebody stands there: the same visit is open again, and the hall went on meanwhile.
    let serving = other.ticket().await;
    assert!(serving.is_some(), "window 09 serves somebody");
    drop(other);
    third.kill();
    let third = App::beside(&home, "clerk", "09").await;
    let mut other = Clerk::at(&third);
    other.sign_in_as(SECOND, "ticket-number").await;
    assert_eq!(other.ticket().await, serving, "the visit after the crash");

    drop((clerk, helper, other));
    third.close().await;
    beside.close().await;
    app.close().await;
}

/// A draft as its page shows it.
#[derive(Debug)]
struct Draft {
    values: BTreeMap<String, String>,
    sources: BTreeMap<String, String>,
}

impl Draft {
    async fn on(screen: &Screen) -> Draft {
        let filled = |(_, text): &(String, String)| !text.is_empty();
        Draft {
            values: screen.fields().await.into_iter().filter(filled).collect(),
            sources: screen.sources().await.into_iter().collect(),
        }
    }

    /// Letter for letter, with the same masks.
    fn is_the_same_as(&self, other: &Draft) {
        assert_eq!(self.sources, other.sources, "the source of every value");
        assert_eq!(self.values, other.values);
    }

    /// What a person said or typed of numbers is masked at the helper's and at the clerk's.
    fn shows_no_number_in_full(&self) {
        let numbers = self.values.iter().filter(|(key, _)| {
            ["IdNumber", "RepPhone", "AccPhone", "deliverPhone"]
                .iter()
                .any(|ending| key.ends_with(ending))
        });
        let numbers: Vec<_> = numbers.collect();
        assert!(!numbers.is_empty(), "{self:?}");
        for (key, text) in numbers {
            assert!(text.contains("****"), "{key}: {text}");
        }
    }

    fn is_unchanged_from(&self, before: &Draft) {
        assert_eq!(self.values, before.values);
        assert_eq!(self.sources, before.sources);
    }
}

async fn shows_no_way_to_sign_or_submit(screen: &Screen) {
    let ways: Vec<String> = screen
        .run(
            "return [...document.querySelectorAll('[data-testid]')].map((it) => it.dataset.testid)\
             .filter((name) => name === 'accept' || /^slot-.*-(sign|print)$/.test(name));",
        )
        .await;
    assert!(ways.is_empty(), "a helper is offered {ways:?}");
}
