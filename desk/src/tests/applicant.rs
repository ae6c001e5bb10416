//! The applicant's screen beside the clerk's desk: consent, doubts, signature, rating, and their bad days.

use cases::case::Draft;
use cases::consent::How;
use cases::material::Held;
use cases::rating::Level;
use cases::wire::intake::Command;
use jiff::SignedDuration;

use super::fake_hall::{USCC, body_facts, open_rating};
use super::{Keys, TestDesk, clock, field, intake};
use crate::applicant::sheet::SignedPiece;
use crate::view::applicant::{ApplicantScreen, ApplicantView, ConsentSet, InkPointView, InkView, SheetView};
use crate::view::desk::PartyChoice;
use crate::view::intake::IntakeView;
use crate::view::outcome::AcceptView;
use crate::{Desk, Keeping, Post};

/// The window asks for the view after the one it has.
async fn look(desk: &Desk, seen: u32) -> ApplicantView {
    desk.applicant_next(seen).await.unwrap()
}

/// The applicant's window: it asks for one view after the other until it is closed.
pub(crate) struct Window(tokio::task::JoinHandle<()>);

impl Window {
    pub(crate) async fn open(desk: &Desk) -> Self {
        let mut seen = look(desk, 0).await.version;
        let desk = desk.clone();
        Self(tokio::spawn(async move {
            loop {
                seen = look(&desk, seen).await.version;
            }
        }))
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What comes about beside the clerk, without a word to him.
pub(super) async fn eventually(so: impl Fn() -> bool) {
    let waited = tokio::time::timeout(std::time::Duration::from_secs(20), async {
        while !so() {
            tokio::task::yield_now().await;
        }
    });
    assert!(waited.await.is_ok(), "it did not come to be");
}

/// A window with a screen for the applicant beside it.
pub(super) async fn with_screen() -> TestDesk {
    let mut test = TestDesk::signed_in().await;
    test.beside = Some(Window::open(&test.desk).await);
    let rooms = test.desk.rooms().unwrap();
    eventually(|| {
        rooms
            .store
            .read(crate::store::ratings::hall_key)
            .unwrap()
            .is_some()
    })
    .await;
    test
}

/// An intake whose consent is on the screen.
pub(super) async fn asked() -> (TestDesk, IntakeView, ApplicantView) {
    let test = with_screen().await;
    test.hall
        .doing()
        .sources
        .insert("legalEntity".into(), body_facts());
    test.with_visitor().await;
    test.desk
        .choose_party(PartyChoice::Body {
            uscc: USCC.into(),
            as_agent: false,
        })
        .unwrap();
    let view = test.desk.open_intake("cz-bookkeeping").await.unwrap();
    let shown = test.desk.applicant_view();
    (test, view, shown)
}

/// What he is asked about.
fn sets(shown: &ApplicantView) -> &[ConsentSet] {
    match &shown.screen {
        ApplicantScreen::Consent { sheet } => &sheet.sets,
        other => panic!("no consent: {other:?}"),
    }
}

/// He agrees to the sets of these sources.
async fn agreed(sources: &[&str]) -> (TestDesk, IntakeView) {
    let (mut test, view, shown) = asked().await;
    let codes = sets(&shown).iter().map(|set| set.code.clone());
    let agreed = codes.filter(|code| sources.iter().any(|source| code.starts_with(source)));
    test.desk
        .applicant_consent(shown.serial, agreed.collect())
        .unwrap();
    test.until(|desk| {
        let delta = intake(desk).delta;
        delta.sources.iter().all(|source| source.state != "asking")
    })
    .await;
    (test, view)
}

/// Everything is filled; the form alone waits for the signature, and the sheet is on the screen.
async fn to_sign() -> (TestDesk, IntakeView, ApplicantView) {
    let (test, view) = agreed(&["history", "eLicence"]).await;
    let test = test.complete(&view).await;
    // The clerk prints nothing: what the walk signed on paper is taken off again.
    for slot in intake(&test.desk)
        .delta
        .slots
        .iter()
        .filter(|slot| slot.generated)
    {
        test.desk.clear_material(&view.id, &slot.material).unwrap();
    }
    assert!(blockers(&test.desk).iter().all(|code| code == "YC-1410"));
    let strip = test.desk.send_to_applicant(&view.id).unwrap();
    assert_eq!(strip.state, "confirm");
    let shown = test.desk.applicant_view();
    (test, view, shown)
}

fn sheet(view: &ApplicantView) -> &SheetView {
    match &view.screen {
        ApplicantScreen::Confirm { sheet } | ApplicantScreen::Sign { sheet } => sheet,
        other => panic!("no sheet: {other:?}"),
    }
}

fn blockers(desk: &Desk) -> Vec<String> {
    let findings = intake(desk).delta.findings.into_iter();
    let blocking = findings.filter(|finding| finding.level == "block");
    blocking.map(|finding| finding.code).collect()
}

fn draft(desk: &Desk) -> Draft {
    desk.state().intake.as_ref().unwrap().draft.clone()
}

pub(crate) fn name() -> InkView {
    let stroke = |from: u16| {
        let points = (0..30_u16).map(|at| InkPointView {
            x: from + at * 60,
            y: 3_000 + (at % 7) * 500,
            ms: u32::from(from) + u32::from(at) * 8,
        });
        points.collect()
    };
    InkView {
        aspect: 1_600,
        strokes: vec![stroke(500), stroke(3_000), stroke(6_000)],
    }
}

/// Opens every commitment, touches the pad, signs.
async fn sign(desk: &Desk, shown: &ApplicantView) -> Result<ApplicantView, cases::error::Trouble> {
    for place in 0..u32::try_from(sheet(shown).commitments.len()).unwrap() {
        desk.applicant_read(shown.serial, place)?;
    }
    desk.applicant_pen(shown.serial)?;
    desk.applicant_sign(shown.serial, &sheet(shown).digest, Some(name()))
        .await
}

#[tokio::test]
async fn check_09_without_consent_no_look_leaves() {
    let (mut test, view, shown) = asked().await;
    let ApplicantScreen::Consent { sheet } = &shown.screen else {
        panic!("{shown:?}")
    };
    assert_eq!(sheet.until, "2026-11-20T18:00");
    let of = |sets: &[ConsentSet]| -> Vec<String> { sets.iter().map(|set| set.title.clone()).collect() };
    let (asked_for, told) = (of(&sheet.sets), of(&sheet.told));
    assert!(
        asked_for.contains(&"以往办件".to_owned()) && asked_for.contains(&"电子证照".to_owned()),
        "{asked_for:?}"
    );
    // What the law lets be looked up is told, not asked.
    assert!(told.contains(&"市场监管登记".to_owned()), "{told:?}");
    let named = sheet.sets.iter().chain(&sheet.told);
    assert!(
        named
            .clone()
            .all(|set| !set.fields.is_empty() && !set.whose.is_empty())
    );
    for set in named {
        let base = sheet.bases.iter().find(|base| base.code == set.base).unwrap();
        assert!(!base.articles.is_empty() && !base.told.is_empty());
        let words = serde_json::to_string(base).unwrap();
        assert!(
            !words.contains("{item}") && !words.contains("{department}"),
            "{words}"
        );
    }
    let quiet = |test: &TestDesk| {
        let doing = test.hall.doing();
        doing.asked.iter().all(|ask| ask.dataset != "history") && doing.looked.is_empty()
    };
    assert!(quiet(&test));
    // Neither an edit nor asking again gets round the open question.
    test.set(&view, "chiefAccWorkYears", "8");
    test.desk.retry_source(&view.id, "history", "enterprise").unwrap();
    assert!(quiet(&test));
    let odd = test
        .desk
        .applicant_consent(shown.serial, vec!["history".to_owned()]);
    assert_eq!(odd.unwrap_err().code, "YC-5448", "a set that was not named");
    let agreed: Vec<String> = sets(&shown)
        .iter()
        .map(|set| set.code.clone())
        .filter(|code| code.starts_with("history"))
        .collect();
    let thanks = test.desk.applicant_consent(shown.serial, agreed).unwrap();
    assert!(matches!(&thanks.screen, ApplicantScreen::Thanks { what } if what == "agreed"));
    test.until(|desk| field(desk, "enterpriseDomicile").filled).await;
    assert!(!quiet(&test) && test.hall.doing().looked.is_empty());
    let consent = draft(&test.desk).heard.consents.pop().unwrap();
    let answer = consent.answer.unwrap();
    assert_eq!(answer.how, How::Screen);
    assert!(answer.agreed.iter().all(|set| set.source == "history"));
    assert!(consent.asked.len() > answer.agreed.len());
}

#[tokio::test]
async fn check_09_a_refusal_stops_the_looks_and_nothing_else() {
    let (test, view) = agreed(&[]).await;
    let quiet = |test: &TestDesk| {
        let doing = test.hall.doing();
        doing.asked.iter().all(|ask| ask.dataset != "history") && doing.looked.is_empty()
    };
    assert!(quiet(&test));
    let refused: Vec<_> = intake(&test.desk)
        .delta
        .sources
        .into_iter()
        .filter(|source| source.state == "refused")
        .collect();
    assert!(!refused.is_empty());
    assert!(
        refused
            .iter()
            .all(|source| source.trouble.as_ref().unwrap().code == "YC-1221")
    );
    let material = intake(&test.desk)
        .delta
        .slots
        .into_iter()
        .find(|slot| slot.why_paper.is_some())
        .unwrap();
    assert_eq!(material.why_paper.as_deref(), Some("notAgreed"));
    let again = test.desk.look_for_licence(&view.id, &material.material).await;
    assert_eq!(again.unwrap_err().code, "YC-1221");
    // He said no himself; nobody says yes for him.
    let codes = test.desk.consent_choices(&view.id).unwrap().sets.into_iter();
    let codes = codes.map(|one| one.set.code).collect();
    let for_him = test
        .desk
        .give_consent(&view.id, "", false, codes, Vec::new())
        .await;
    assert_eq!(for_him.unwrap_err().code, "YC-1221");
    let state = test.set(&view, "chiefAccWorkYears", "8");
    assert!(state.filled);
    let test = test.complete(&view).await;
    let base = intake(&test.desk).delta.revision;
    let outcome = test.desk.accept(&view.id, base).await.unwrap();
    assert!(matches!(outcome, AcceptView::Accepted { .. }));
    // Whoever came into the case afterwards was asked for himself; of what he refused nothing was looked at.
    let doing = test.hall.doing();
    let refused = doing.asked.iter().filter(|ask| ask.dataset == "history");
    assert!(refused.clone().all(|ask| ask.subject.uscc.is_none()));
    assert!(doing.looked.iter().all(|ask| ask.holder_code != USCC));
}

#[tokio::test]
async fn told_at_the_window_the_looks_begin() {
    let (test, view, shown) = asked().await;
    test.agree(&view.id).await;
    assert!(matches!(test.desk.applicant_view().screen, ApplicantScreen::Idle));
    eventually(|| {
        let doing = test.hall.doing();
        doing.asked.iter().any(|ask| ask.dataset == "history")
    })
    .await;
    let late = test.desk.applicant_consent(shown.serial, Vec::new());
    assert_eq!(late.unwrap_err().code, "YC-5442");
    let answer = draft(&test.desk).heard.consents.pop().unwrap().answer.unwrap();
    assert_eq!(answer.how, How::Paper);
}

#[tokio::test]
async fn without_a_screen_he_agrees_at_the_window_and_nothing_waits() {
    let mut test = TestDesk::signed_in().await;
    test.hall
        .doing()
        .sources
        .insert("legalEntity".into(), body_facts());
    let view = test.with_intake().await;
    assert!(field(&test.desk, "enterpriseDomicile").filled);
    assert_eq!(test.desk.send_to_applicant(&view.id).unwrap_err().code, "YC-5440");
    let strip = test.desk.applicant_strip();
    assert_eq!((strip.attached, strip.state.as_str()), (false, "idle"));
}

#[tokio::test]
async fn check_08_nothing_is_sent_while_the_desk_is_not_ready() {
    let (test, view) = agreed(&["history"]).await;
    assert_eq!(test.desk.send_to_applicant(&view.id).unwrap_err().code, "YC-5444");
    assert!(!matches!(
        test.desk.applicant_view().screen,
        ApplicantScreen::Confirm { .. }
    ));
}

#[tokio::test]
async fn what_is_confirmed_says_its_source_and_shows_no_number() {
    let (test, _, shown) = to_sign().await;
    let sheet = sheet(&shown);
    assert!(
        sheet.rows.iter().all(|row| !row.source.is_empty()),
        "{:?}",
        sheet.rows
    );
    let domicile = sheet
        .rows
        .iter()
        .find(|row| row.key == "enterpriseDomicile")
        .unwrap();
    assert_eq!(domicile.source, "市场监管登记");
    let typed = sheet
        .rows
        .iter()
        .find(|row| row.key == "chiefAccWorkYears")
        .unwrap();
    assert_eq!(typed.source, "您提供");
    let words = serde_json::to_string(&shown).unwrap();
    for cell in draft(&test.desk).form.values() {
        if let Some(text) = cell.text().filter(|text| {
            text.len() == 18 && text.starts_with("3501") || text.len() == 11 && text.starts_with("139")
        }) {
            assert!(!words.contains(text), "a whole number is shown");
        }
    }
    assert!(sheet.signs && !sheet.changed);
    // The declaration of every application, and the promises of this item.
    assert!(sheet.commitments.len() >= 2);
    assert!(
        sheet
            .commitments
            .iter()
            .all(|one| !one.opened && !one.text.is_empty())
    );
}

#[tokio::test]
async fn check_19_a_doubt_marks_the_row_on_the_desk() {
    let (mut test, view, shown) = to_sign().await;
    let odd = test.desk.applicant_doubt(shown.serial, vec!["noSuchRow".into()]);
    assert_eq!(odd.unwrap_err().code, "YC-5448");
    while test.events.try_recv().is_ok() {}
    let doubted = vec!["chiefAccWorkYears".to_owned()];
    test.desk.applicant_doubt(shown.serial, doubted).unwrap();
    // The event is there before the answer is: no second passes.
    let mut marked = false;
    while let Ok(event) = test.events.try_recv() {
        if let crate::view::desk::DeskEvent::Intake { delta } = event {
            marked |= delta
                .findings
                .iter()
                .any(|one| (one.code.as_str(), one.id.as_str()) == ("YC-1411", "chiefAccWorkYears"));
        }
    }
    assert!(marked);
    assert_eq!(test.desk.applicant_strip().state, "thanks");
    let base = intake(&test.desk).delta.revision;
    let outcome = test.desk.accept(&view.id, base).await.unwrap();
    assert!(matches!(outcome, AcceptView::Blocked { .. }));
    // Changed by the clerk, or confirmed by the applicant: both settle it.
    test.set(&view, "chiefAccWorkYears", "9");
    assert!(!blockers(&test.desk).contains(&"YC-1411".to_owned()));
    test.desk.send_to_applicant(&view.id).unwrap();
    let shown = test.desk.applicant_view();
    test.desk.applicant_doubt(shown.serial, Vec::new()).unwrap();
    assert!(blockers(&test.desk).contains(&"YC-1411".to_owned()));
    test.desk.send_to_applicant(&view.id).unwrap();
    sign(&test.desk, &test.desk.applicant_view()).await.unwrap();
    assert_eq!(blockers(&test.desk), Vec::<String>::new());
}

#[tokio::test]
async fn a_signature_on_the_screen_is_kept_with_what_was_shown() {
    let (test, view, shown) = to_sign().await;
    let unread = test
        .desk
        .applicant_sign(shown.serial, &sheet(&shown).digest, Some(name()))
        .await;
    assert_eq!(
        unread.unwrap_err().code,
        "YC-5449",
        "commitments are opened first"
    );
    test.desk.applicant_pen(shown.serial).unwrap();
    assert_eq!(test.desk.applicant_strip().state, "sign");
    let thanks = sign(&test.desk, &shown).await.unwrap();
    assert!(matches!(&thanks.screen, ApplicantScreen::Thanks { what } if what == "signed"));
    assert_eq!(blockers(&test.desk), Vec::<String>::new());

    let draft = draft(&test.desk);
    let signed: Vec<_> = draft.slots.iter().filter_map(|slot| slot.signature()).collect();
    assert_eq!(signed.len(), 1);
    let rooms = test.desk.rooms().unwrap();
    let piece = rooms.pieces.read(&signed[0].piece).unwrap();
    let piece: SignedPiece = serde_json::from_slice(&piece).unwrap();
    assert_eq!(piece.sheet.digest(), sheet(&shown).digest);
    assert_eq!(
        (&piece.shown, &signed[0].shown),
        (&sheet(&shown).digest, &piece.shown)
    );
    assert_eq!(piece.sheet.form_digest, draft.form_digest());
    assert_eq!(piece.ink.strokes.len(), 3);
    // The form with the signature on it is among the papers of the case.
    let papers = test.desk.papers(&draft.slip).await.unwrap();
    assert!(papers.iter().any(|paper| paper.title.contains("申请表")));

    let base = intake(&test.desk).delta.revision;
    let outcome = test.desk.accept(&view.id, base).await.unwrap();
    assert!(matches!(outcome, AcceptView::Accepted { .. }));
    let arrived = &test.hall.doing().arrived;
    let Some(Command::Accept { draft, .. }) = arrived.last().map(|envelope| &envelope.command) else {
        panic!("no acceptance")
    };
    assert!(draft.slots.iter().any(|slot| slot.signature().is_some()));
}

#[tokio::test]
async fn an_edit_after_the_signature_makes_it_unsigned() {
    let (test, view, shown) = to_sign().await;
    sign(&test.desk, &shown).await.unwrap();
    test.set(&view, "chiefAccWorkYears", "9");
    assert_eq!(blockers(&test.desk), ["YC-1410"]);
}

#[tokio::test]
async fn what_changed_while_it_was_shown_is_not_signed_but_shown_again() {
    let (test, view, shown) = to_sign().await;
    test.desk.applicant_pen(shown.serial).unwrap();
    test.set(&view, "chiefAccWorkYears", "9");
    let late = sign(&test.desk, &shown).await;
    assert_eq!(late.unwrap_err().code, "YC-5442");
    let again = test.desk.applicant_view();
    assert!(sheet(&again).changed && sheet(&again).digest != sheet(&shown).digest);
    assert!(sheet(&again).commitments.iter().all(|one| !one.opened));
    // The right question with the digest of what is no longer shown.
    let stale = test
        .desk
        .applicant_sign(again.serial, &sheet(&shown).digest, Some(name()))
        .await;
    assert_eq!(stale.unwrap_err().code, "YC-5443");
    assert!(
        draft(&test.desk)
            .slots
            .iter()
            .all(|slot| slot.signature().is_none())
    );
    sign(&test.desk, &again).await.unwrap();
    assert_eq!(blockers(&test.desk), Vec::<String>::new());
}

#[tokio::test]
async fn a_window_closed_while_signing_signs_nothing_and_is_sent_again() {
    let (mut test, view, shown) = to_sign().await;
    test.desk.applicant_pen(shown.serial).unwrap();
    while test.events.try_recv().is_ok() {}
    test.beside = None;
    test.desk.applicant_left();
    let strip = test.desk.applicant_strip();
    assert_eq!(strip.note.unwrap().code, "YC-5445");
    let mut told = false;
    while let Ok(event) = test.events.try_recv() {
        told |= matches!(event, crate::view::desk::DeskEvent::Applicant { .. });
    }
    assert!(told);
    assert!(sign(&test.desk, &shown).await.is_err());
    assert_eq!(blockers(&test.desk), ["YC-1410"]);
    assert_eq!(test.desk.send_to_applicant(&view.id).unwrap_err().code, "YC-5440");
    test.beside = Some(Window::open(&test.desk).await);
    test.desk.send_to_applicant(&view.id).unwrap();
    sign(&test.desk, &test.desk.applicant_view()).await.unwrap();
    assert_eq!(blockers(&test.desk), Vec::<String>::new());
}

#[tokio::test]
async fn an_answer_after_the_clerk_took_it_back_changes_nothing() {
    let (test, _, shown) = to_sign().await;
    test.desk.withdraw_from_applicant().unwrap();
    assert_eq!(test.desk.applicant_strip().state, "idle");
    let before = draft(&test.desk);
    assert_eq!(sign(&test.desk, &shown).await.unwrap_err().code, "YC-5442");
    let doubt = test.desk.applicant_doubt(shown.serial, Vec::new());
    assert_eq!(doubt.unwrap_err().code, "YC-5442");
    assert_eq!(draft(&test.desk), before);
}

#[tokio::test]
async fn enormous_strokes_are_refused_before_anything_is_kept() {
    let (test, _, shown) = to_sign().await;
    for place in 0..u32::try_from(sheet(&shown).commitments.len()).unwrap() {
        test.desk.applicant_read(shown.serial, place).unwrap();
    }
    let mut endless = name();
    endless.strokes = vec![endless.strokes[0].clone(); 500];
    let mut dot = name();
    dot.strokes.truncate(1);
    dot.strokes[0].truncate(2);
    for (ink, code) in [
        (Some(endless), "YC-5448"),
        (Some(dot), "YC-5447"),
        (None, "YC-5448"),
    ] {
        let refused = test
            .desk
            .applicant_sign(shown.serial, &sheet(&shown).digest, ink)
            .await;
        assert_eq!(refused.unwrap_err().code, code);
    }
    assert_eq!(test.desk.applicant_strip().state, "confirm");
    assert!(
        draft(&test.desk)
            .slots
            .iter()
            .all(|slot| slot.signature().is_none())
    );
}

/// The case is accepted and its rating is on the screen.
async fn to_rate() -> (TestDesk, ApplicantView) {
    let (test, view, shown) = to_sign().await;
    sign(&test.desk, &shown).await.unwrap();
    let base = intake(&test.desk).delta.revision;
    test.desk.accept(&view.id, base).await.unwrap();
    let shown = test.desk.applicant_view();
    assert!(matches!(&shown.screen, ApplicantScreen::Rate { sheet } if sheet.outcome == "accepted"));
    (test, shown)
}

/// Nobody reads of an acceptance when he was refused.
#[tokio::test]
async fn a_refusal_is_rated_as_what_it_is() {
    let mut test = with_screen().await;
    test.with_visitor().await;
    test.desk
        .choose_party(PartyChoice::Body {
            uscc: USCC.into(),
            as_agent: false,
        })
        .unwrap();
    let view = test.desk.open_intake("cz-bookkeeping").await.unwrap();
    test.agree(&view.id).await;
    test.until(|desk| {
        let delta = intake(desk).delta;
        delta.sources.iter().all(|source| source.state != "asking")
    })
    .await;
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
    let base = intake(&test.desk).delta.revision;
    let asked = test
        .desk
        .ask_refusal(&view.id, base, "barred", "仍在不得再次申请的期限内", None)
        .await
        .unwrap();
    test.hall.doing().answer(true, "", super::NOON.parse().unwrap());
    let done = test.desk.refuse(&view.id, base, &asked.id).await.unwrap();
    assert!(matches!(done, AcceptView::Refused { .. }), "{done:?}");
    let shown = test.desk.applicant_view();
    assert!(
        matches!(&shown.screen, ApplicantScreen::Rate { sheet }
            if sheet.outcome == "refused" && sheet.number == view.slip),
        "{shown:?}"
    );
}

#[tokio::test]
async fn promise_10_a_rating_leaves_the_window_sealed_and_once() {
    let (test, shown) = to_rate().await;
    let rate = |level: &str, reasons: &[&str], words: &str| {
        let reasons = reasons.iter().map(|one| (*one).to_owned()).collect();
        test.desk
            .applicant_rate(shown.serial, level, reasons, words.to_owned())
    };
    assert_eq!(rate("bad", &[], "").unwrap_err().code, "YC-5449");
    assert_eq!(rate("superb", &[], "").unwrap_err().code, "YC-5448");
    assert_eq!(rate("bad", &["99"], "").unwrap_err().code, "YC-5449");
    rate("bad", &["05"], "等了很久").unwrap();
    assert_eq!(rate("veryGood", &[], "").unwrap_err().code, "YC-5442");
    // The clerk's side knows that, not how.
    let told = serde_json::to_string(&test.desk.desk_view().unwrap()).unwrap();
    assert!(told.contains("submitted") && !told.contains("\"bad\"") && !told.contains("等了很久"));
    eventually(|| !test.hall.doing().ratings.is_empty()).await;
    let ratings = test.hall.doing().ratings.clone();
    assert_eq!(ratings.len(), 1);
    let said = open_rating(&ratings[0]);
    assert_eq!((said.level, said.reasons), (Level::Bad, vec!["05".to_owned()]));
    assert_eq!(said.words, "等了很久");
}

#[tokio::test]
async fn check_18_thirty_seconds_without_a_choice_are_no_rating() {
    let (test, shown) = to_rate().await;
    test.clock.advance(SignedDuration::from_secs(29));
    assert_eq!(test.desk.applicant_view().serial, shown.serial);
    test.desk.tidy_applicant();
    assert_eq!(test.desk.applicant_strip().state, "rate");
    test.clock.advance(SignedDuration::from_secs(1));
    let idle = look(&test.desk, shown.version).await;
    assert!(matches!(idle.screen, ApplicantScreen::Idle));
    assert_eq!(test.desk.applicant_strip().rating.as_deref(), Some("notRated"));
    let late = test
        .desk
        .applicant_rate(shown.serial, "good", Vec::new(), String::new());
    assert_eq!(late.unwrap_err().code, "YC-5442");
    assert!(test.hall.doing().ratings.is_empty());
}

#[tokio::test]
async fn promise_10_the_clerk_ends_no_rating_and_the_next_visit_does() {
    let (test, shown) = to_rate().await;
    assert_eq!(test.desk.withdraw_from_applicant().unwrap_err().code, "YC-5446");
    test.desk.close_visit("served").await.unwrap();
    // He may still rate on the way out, with nothing of his case on the screen.
    let ApplicantScreen::Rate { sheet } = test.desk.applicant_view().screen else {
        panic!("the rating was taken away")
    };
    assert_eq!(sheet.number, "");
    test.desk.walk_in("测试").await.unwrap();
    let next = look(&test.desk, shown.version).await;
    assert!(matches!(next.screen, ApplicantScreen::Idle), "{next:?}");
}

#[tokio::test]
async fn promise_10_a_rating_waits_for_the_line() {
    let (test, shown) = to_rate().await;
    test.hall.doing().down = true;
    test.desk
        .applicant_rate(shown.serial, "veryGood", Vec::new(), String::new())
        .unwrap();
    assert!(test.hall.doing().ratings.is_empty());
    test.hall.doing().down = false;
    eventually(|| !test.hall.doing().ratings.is_empty()).await;
}

/// Everything a person could be known by, from the words of a view.
fn says_nobody(view: &ApplicantView) {
    let words = serde_json::to_string(view).unwrap();
    for known in ["林", "财税", "9135", "********", "南门大街"] {
        assert!(!words.contains(known), "{known} in {words}");
    }
}

#[tokio::test]
async fn check_18_nothing_of_a_person_when_idle_locked_or_after_the_end() {
    let test = with_screen().await;
    says_nobody(&look(&test.desk, 0).await);
    let (test, _, shown) = to_sign().await;
    assert!(serde_json::to_string(&shown).unwrap().contains("财税"));
    let seen = shown.version;
    // Parked, ended, signed out: each takes it away by itself.
    test.desk.close_intake().unwrap();
    let gone = look(&test.desk, seen).await;
    says_nobody(&gone);
    let (test, _, shown) = to_sign().await;
    test.desk.close_visit("left").await.unwrap();
    says_nobody(&look(&test.desk, shown.version).await);
    let (test, _, shown) = to_sign().await;
    test.desk.lock().unwrap();
    says_nobody(&test.desk.applicant_view());
    assert_eq!(sign(&test.desk, &shown).await.unwrap_err().code, "YC-5442");
    let (test, _, shown) = to_sign().await;
    test.desk.sign_out().await.unwrap();
    says_nobody(&look(&test.desk, shown.version).await);
    let (_, shown) = to_rate().await;
    says_nobody(&shown);
}

#[tokio::test]
async fn a_killed_program_asks_again_and_has_signed_nothing() {
    let hall = super::fake_hall::FakeHall::open(clock());
    let folder = tempfile::tempdir().unwrap();
    let keys = std::sync::Arc::new(Keys::working());
    let id = {
        let test = TestDesk::over(
            hall.clone(),
            Post::Clerk,
            Keeping::Folder(folder.path().into()),
            keys.clone(),
        );
        test.sign_in().await;
        let _window = Window::open(&test.desk).await;
        test.with_visitor().await;
        test.desk
            .choose_party(PartyChoice::Body {
                uscc: USCC.into(),
                as_agent: false,
            })
            .unwrap();
        let view = test.desk.open_intake("cz-bookkeeping").await.unwrap();
        assert_eq!(test.desk.applicant_strip().state, "consent");
        view.id
    };
    let test = TestDesk::over(
        hall.clone(),
        Post::Clerk,
        Keeping::Folder(folder.path().into()),
        keys,
    );
    test.sign_in().await;
    // The question was open, so it still is: nothing that needs his word is looked up behind the applicant's back.
    assert!(hall.doing().asked.iter().all(|ask| ask.dataset != "history"));
    assert!(hall.doing().looked.is_empty());
    assert_eq!(test.desk.applicant_strip().state, "idle");
    let _window = Window::open(&test.desk).await;
    test.desk.send_to_applicant(&id).unwrap();
    let shown = test.desk.applicant_view();
    assert!(matches!(shown.screen, ApplicantScreen::Consent { .. }));
    let held = draft(&test.desk).slots;
    assert!(
        !held
            .iter()
            .any(|slot| matches!(slot.held, Some(Held::Generated { .. })))
    );
}
