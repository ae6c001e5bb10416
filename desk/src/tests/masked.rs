//! Promise 8, masked by default: what was typed leaves the desk masked like what a source said; a text that could not
//! stand is read by who typed it, in this sitting, and by nobody else.

use cases::form::{Candidate, Provenance, SourceKind, Value, merge};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::{TestDesk, field, intake};
use crate::change::Why;
use crate::intake::show_fields::states;
use crate::intake::{Ground, Intake, Sitting};
use crate::walk::people;

/// The number of somebody who is not at the window.
fn another() -> String {
    people::number(&mut ChaCha8Rng::seed_from_u64(77))
}

fn leaves_the_desk(test: &TestDesk, text: &str) -> bool {
    let whole = serde_json::to_string(&test.desk.desk_view().unwrap()).unwrap();
    whole.contains(text)
}

fn revealed(test: &TestDesk, id: &str) -> u32 {
    let trail = test.desk.trail(id).unwrap();
    trail
        .iter()
        .filter(|row| row.deed == "reveal")
        .map(|row| row.times)
        .sum()
}

#[tokio::test]
async fn promise_08_what_was_typed_is_masked_and_shown_only_by_the_logged_deed() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let number = another();
    let typed = [
        ("accStaffIdNumber", number.as_str()),
        ("legalRepPhone", "13812345678"),
    ];
    for (key, text) in typed {
        let shown = test.set(&view, key, text);
        assert!(shown.masked && shown.filled, "{shown:?}");
        assert_eq!(shown.chip.unwrap().kind, "typed");
        assert!(!leaves_the_desk(&test, text), "{key}");
    }
    assert_eq!(revealed(&test, &view.id), 0);
    for (key, text) in typed {
        assert_eq!(test.desk.reveal(&view.id, key).unwrap(), text);
    }
    assert_eq!(revealed(&test, &view.id), 2);
    // A business line is on every sign board.
    assert_eq!(
        test.set(&view, "enterprisePhone", "05918800662").text,
        "05918800662"
    );
}

#[tokio::test]
async fn the_mask_of_a_value_is_nothing_that_could_be_saved() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let number = another();
    let shown = test.set(&view, "accStaffIdNumber", &number);
    let revision = intake(&test.desk).delta.revision;
    assert_eq!(test.set(&view, "accStaffIdNumber", &shown.text), shown);
    assert_eq!(intake(&test.desk).delta.revision, revision, "nothing was saved");
    assert_eq!(test.desk.reveal(&view.id, "accStaffIdNumber").unwrap(), number);

    // A part of it is a text like any other that cannot stand, and the value is still there to come back.
    let cut = &shown.text[..shown.text.len() - 1];
    assert!(test.set(&view, "accStaffIdNumber", cut).trouble.is_some());
    test.desk.undo_edit(&view.id).unwrap();
    assert_eq!(field(&test.desk, "accStaffIdNumber"), shown);
}

#[tokio::test]
async fn values_that_disagree_are_masked_and_unmasked_side_by_side() {
    let mut test = TestDesk::signed_in().await;
    let (one, other) = ("13812345678", "13812995678");
    let view = test.with_intake().await;
    let why = Why {
        actor: "yichuang",
        deed: "fill",
        purpose: "预填",
        since: None,
    };
    let said = |ground: Ground<'_>, intake: &mut Intake| {
        let field = ground.item.field("legalRepPhone").unwrap();
        let cell = intake.draft.form.entry(field.key.clone()).or_default();
        for (provider, phone) in [("省平台", one), ("市平台", other)] {
            let from = Provenance {
                kind: SourceKind::History,
                label: provider.into(),
                provider: provider.into(),
                dataset: None,
                record_id: None,
                as_of: None,
                grant: None,
                base: None,
                consent: None,
                earlier: None,
                raw: None,
                at: ground.now,
            };
            let value = Value::Text(phone.into());
            merge::offer(field, cell, Candidate { value, from });
        }
        Ok(())
    };
    test.desk.change(view.id.parse().unwrap(), &why, said).unwrap();
    let shown = field(&test.desk, "legalRepPhone");
    assert_eq!(shown.conflict.len(), 2, "{shown:?}");
    assert!(shown.masked);
    assert!(!leaves_the_desk(&test, one) && !leaves_the_desk(&test, other));
    let plain = test.desk.reveal(&view.id, "legalRepPhone").unwrap();
    let lines: Vec<&str> = plain.lines().collect();
    assert!(
        lines.len() == 2 && plain.contains(one) && plain.contains(other),
        "{plain}"
    );
}

#[tokio::test]
async fn undo_brings_a_typed_number_back_masked() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let first = test.set(&view, "legalRepPhone", "13812345678");
    test.set(&view, "legalRepPhone", "13987654321");
    test.desk.undo_edit(&view.id).unwrap();
    assert_eq!(field(&test.desk, "legalRepPhone"), first);
    assert!(!leaves_the_desk(&test, "13812345678") && !leaves_the_desk(&test, "13987654321"));
}

#[tokio::test]
async fn a_refused_text_is_read_by_who_typed_it_until_the_sitting_ends() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    // One digit short.
    let number = another();
    let short = &number[..17];
    let shown = test.set(&view, "accStaffIdNumber", short);
    assert_eq!((shown.text.as_str(), shown.masked), (short, false));
    assert!(shown.trouble.is_some());
    let with_trouble = |masked: &str| !masked.contains(&short[6..12]) && masked.contains('*');

    // Another window that looks at the draft, or the list of what came too late.
    let draft = {
        let state = test.desk.state();
        state.intake.as_ref().unwrap().draft.clone()
    };
    let book = test.desk.book().unwrap();
    let ground = test.desk.ground(&book, book.catalogue.item(&draft.item).unwrap());
    let elsewhere = &states(ground, &draft, &Sitting::default())["accStaffIdNumber"];
    assert!(with_trouble(&elsewhere.text), "{elsewhere:?}");
    let opened = Intake::of(draft, cases::case::Stage::Draft, None, ground.now);
    let opened = crate::intake::show::view(ground, &opened, &[]);
    assert!(!serde_json::to_string(&opened).unwrap().contains(short));

    // Parked and taken up again.
    test.desk.close_intake().unwrap();
    let again = test.desk.resume_intake(&view.id).await.unwrap();
    let state = again
        .delta
        .fields
        .iter()
        .find(|one| one.key == "accStaffIdNumber");
    let state = state.unwrap();
    assert!(state.masked && with_trouble(&state.text), "{state:?}");
    assert!(state.trouble.is_some(), "what is wrong is still said");
    assert_eq!(test.desk.reveal(&view.id, "accStaffIdNumber").unwrap(), short);

    // Typed anew it is this sitting's own, and gone with the next clerk.
    assert_eq!(test.set(&view, "accStaffIdNumber", short).text, short);
    test.desk.sign_out().await.unwrap();
    test.sign_in().await;
    assert!(!leaves_the_desk(&test, short));
    assert!(field(&test.desk, "accStaffIdNumber").masked);
}
