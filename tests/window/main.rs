//! The built application under a display, driven through WebDriver: keyboard only, as a clerk works.
//!
//! `cargo xtask test --only window` gives the environment: `DISPLAY`, a session bus with an unlocked keyring,
//! `TAURI_DRIVER` and `NATIVE_DRIVER` (programs), and `YICHUANG_EVIDENCE` (the folder for screenshots, papers and
//! key logs, emptied before the suite). `first_case`, at the root of this target, is also what `cargo xtask run`
//! takes where no display is.
//!
//! Map
//! - `app`: one start of the program in a home of its own; its end, by closing and by SIGKILL
//! - `corner`: the corner of a frame, where a person closes a window
//! - `screen`: what is on the screen now, and waiting for it; `keys`: what was pressed
//! - `at_the_window`: clerk and `applicant`, each before his own screen
//! - `hand_over`: `helper` and clerks, each before a program of his own; `line`: between a window and the hall
//! - `watch`: clerk and `supervisor`, each before a program of one's own
//! - `clerk`: the deeds of a clerk at the keyboard; `form`: how he fills a form; `answers`: what he types; `scan`: the camera
//! - `peers`: what hall, practice and department say of the same case
//! - `papers`: text and QR of a paper, read by independent programs
//! - `kept`: what lies on the disk afterwards
//! - `killed`: SIGKILL at any step; `program`: what it says at the terminal
//!
//! Invariants
//! - Nothing is clicked at a desk, and nothing is put into a field but by keys; the applicant has finger and pen.
//! - Every wait is for a state of the screen or of a peer, with a limit.

mod answers;
mod app;
mod applicant;
mod at_the_window;
mod clerk;
mod corner;
mod form;
mod hand_over;
mod helper;
mod kept;
mod keys;
mod killed;
mod line;
mod papers;
mod peers;
mod program;
mod scan;
mod screen;
mod supervisor;
mod watch;

use app::{App, Home};
use clerk::Clerk;
use peers::Person;

/// `cz-bookkeeping` by the card on the reader: from the first start to a number that is one everywhere.
#[tokio::test(flavor = "multi_thread")]
async fn first_case() {
    let home = Home::fresh("first-case");
    let app = App::start(&home).await;
    let mut clerk = Clerk::at(&app);
    clerk.note_the_recovery_code().await;
    clerk.sign_in().await;
    clerk.call_a_ticket().await;
    clerk.picture("1-ticket").await;
    clerk.read_a_card().await;
    clerk.choose_the_first_body().await;
    clerk.open_item("dljz", "cz-bookkeeping").await;
    clerk.wait_for_the_sources().await;
    clerk.picture("2-form").await;
    clerk.fill_to_the_end().await;
    clerk.picture("3-ready").await;
    clerk.look_at_the_decision("3-decision").await;
    let accepted = clerk.accept().await;
    clerk.picture("4-accepted").await;
    clerk.show_the_papers().await;
    clerk.gallery("5-papers").await;
    clerk.press_escape().await;
    papers::the_number_is_one_everywhere(&app, &accepted, "代理记账").await;
    let people = app.peers().people().await;
    clerk.close_the_visit().await;
    drop(clerk);
    app.close().await;
    kept::promise_14_no_number_of_a_person_lies_on_the_disk(&home, &people);
}

/// `scjg-food-licence` for somebody without a card: the number typed from the document he shows.
#[tokio::test(flavor = "multi_thread")]
async fn promise_14_food_licence_by_typed_number() {
    let home = Home::fresh("food-licence");
    let app = App::start(&home).await;
    let mut clerk = Clerk::at(&app);
    clerk.note_the_recovery_code().await;
    clerk.sign_in().await;
    clerk.call_a_ticket().await;
    let person: Person = app.peers().somebody_for_food().await;
    clerk.identify_typed(&person).await;
    clerk.choose_the_first_body().await;
    clerk.open_item("spjyxk", "scjg-food-licence").await;
    clerk.wait_for_the_sources().await;
    clerk.picture("2-form").await;
    clerk.take_a_page_under_the_camera("3-scan").await;
    clerk.fill_to_the_end().await;
    clerk.picture("3-ready").await;
    let accepted = clerk.accept().await;
    clerk.picture("4-accepted").await;
    papers::the_number_is_one_everywhere(&app, &accepted, "食品经营许可").await;
    let people = app.peers().people().await;
    drop(clerk);
    app.close().await;
    kept::promise_14_no_number_of_a_person_lies_on_the_disk(&home, &people);
}
