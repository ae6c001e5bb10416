//! Clerk and applicant, each before his own window of one program.

use std::time::{Duration, Instant};

use crate::app::{App, Home};
use crate::applicant::Applicant;
use crate::clerk::Clerk;
use crate::papers;
use crate::screen::{SOON, until};

const ITEM: &str = "cz-bookkeeping";
/// Check 19.
const MARKED_WITHIN: Duration = Duration::from_secs(1);
/// A row that the clerk typed.
const DOUBTED: &str = "chiefAccPhone";
/// The generated form of the item.
const FORM: &str = "cz-bookkeeping-m01";

/// Consent, objection, signature and rating on the applicant's own screen, seen at the desk; his window closed while
/// he signs; and nothing of him before, while the desk is locked, and after.
#[tokio::test(flavor = "multi_thread")]
async fn check_18_19_the_applicant_answers_on_his_own_screen() {
    let home = Home::fresh("at-the-window");
    let app = App::start(&home).await;
    let mut clerk = Clerk::at(&app);
    clerk.note_the_recovery_code().await;
    clerk.sign_in().await;
    clerk.turn_to_the_applicant().await;
    let mut applicant = Applicant::beside(&app).await;
    applicant.sees("welcome").await;
    clerk.applicant_is("idle").await;
    applicant.gallery("1-idle").await;
    // His screen looks as the desk beside it does, as soon as the desk does.
    for theme in ["dark", "hc", "light"] {
        clerk.turn_the_theme().await;
        clerk.screen.wears(theme).await;
        applicant.screen.wears(theme).await;
        if theme == "dark" {
            applicant.picture("1-idle-dark").await;
        }
    }

    clerk.call_a_ticket().await;
    clerk.read_a_card().await;
    let name = clerk.screen.words("person-name", SOON).await;
    clerk.choose_the_first_body().await;
    let body = clerk.screen.words("party-name", SOON).await;
    let nobody = [name.as_str(), body.as_str()];
    shows_nothing_of(&applicant, &nobody).await;

    // Consent: nothing is ticked before he does it, and no source is asked.
    clerk.open_item("dljz", ITEM).await;
    applicant.sees("consent").await;
    clerk.applicant_is("consent").await;
    assert_eq!(applicant.chosen().await, 0, "something is ticked for him");
    applicant.gallery("2-consent").await;
    for set in applicant.named("consent-").await {
        if !matches!(set.as_str(), "consent-refuse" | "consent-agree") {
            applicant.touch(&set).await;
        }
    }
    applicant.touch("consent-agree").await;
    applicant.sees("thanks").await;
    clerk.wait_for_the_sources().await;
    clerk.fill_up_to_the_signature().await;

    // Objection: the row is marked at the desk within a second.
    clerk.turn_to_the_applicant().await;
    applicant.sees("confirm").await;
    applicant.gallery("3-confirm").await;
    applicant.touch("sheet-doubt").await;
    applicant.touch(&format!("doubt-{DOUBTED}")).await;
    applicant.picture("4-doubt").await;
    let said = Instant::now();
    applicant.touch("doubt-send").await;
    until("the row is marked at the desk", SOON, async || {
        clerk.screen.words_now(&format!("trouble-{DOUBTED}")).await
    })
    .await;
    let took = said.elapsed();
    println!("a doubt was marked at the desk after {} ms", took.as_millis());
    assert!(took <= MARKED_WITHIN, "marked after {} ms", took.as_millis());
    clerk.gallery("5-doubted").await;
    clerk.write_the_doubted_row_anew(DOUBTED, "13905910837").await;

    // Locked: neither screen shows anything of a person.
    clerk.turn_to_the_applicant().await;
    applicant.sees("confirm").await;
    clerk.lock().await;
    applicant.sees("idle").await;
    shows_nothing_of(&applicant, &nobody).await;
    clerk.unlock().await;

    // His window is closed while he signs: the desk says so, and nothing is signed.
    clerk.turn_to_the_applicant().await;
    applicant.sees("confirm").await;
    applicant
        .write_a_stroke(&[(200, 300), (300, 500), (400, 350)])
        .await;
    clerk.applicant_is("sign").await;
    applicant.close_the_window().await;
    let note = clerk.screen.words("customer-note", SOON).await;
    assert!(note.contains("YC-5445"), "{note}");
    clerk.applicant_is("idle").await;
    clerk.picture("6-interrupted").await;
    assert_ne!(
        clerk.slot_state(FORM).await.as_deref(),
        Some("satisfied"),
        "nothing is signed"
    );

    // The window comes again by F8, with the same case; unread commitments and an empty pad sign nothing.
    clerk.turn_to_the_applicant().await;
    let mut applicant = Applicant::beside(&app).await;
    applicant.sees("confirm").await;
    assert_eq!(applicant.chosen().await, 0, "something is ticked for him");
    applicant.touch("sheet-sign").await;
    applicant.read_every_commitment().await;
    let strokes = applicant.write_his_name().await;
    applicant.sees("sign").await;
    applicant.picture("7-signed").await;
    applicant.touch("sheet-sign").await;
    clerk.slot_is(FORM, &["satisfied"]).await;
    clerk.show_the_papers().await;
    clerk.picture("8-form").await;
    let form = clerk.print(&home).await;
    papers::bears_the_strokes(&form, &strokes);
    clerk.press_escape().await;

    // Rating: nothing is chosen before, and a bad level asks why.
    let number = clerk.accept_for_a_number().await;
    applicant.sees("rate").await;
    assert_eq!(applicant.chosen().await, 0, "a level is chosen for him");
    assert!(
        applicant.screen.all_words().await.contains(&number),
        "he knows what he rates"
    );
    applicant.touch("rate-bad").await;
    applicant.touch("rate-send").await;
    assert!(
        applicant.screen.is_there("rate-reasons").await,
        "a bad level asks why"
    );
    assert_eq!(applicant.chosen().await, 0, "a reason is chosen for him");
    applicant.picture("9-reasons").await;
    let why = applicant.named("reason-").await;
    applicant.touch(&why[0]).await;
    applicant.touch("rate-send").await;
    applicant.sees("thanks").await;
    let rating = clerk.screen.words("customer-rating", SOON).await;
    assert_eq!(rating, "评价已提交", "the desk knows that he rated, and not how");
    clerk.picture("10-accepted").await;

    clerk.close_the_visit().await;
    applicant.sees("idle").await;
    shows_nothing_of(&applicant, &nobody).await;
    assert!(!applicant.screen.all_words().await.contains(&number));
    drop(clerk);
    app.close().await;
}

async fn shows_nothing_of(applicant: &Applicant<'_>, words: &[&str]) {
    let page = applicant.screen.all_words().await;
    for word in words {
        assert!(
            !page.contains(word),
            "the applicant's screen shows {word}: {page}"
        );
    }
}
