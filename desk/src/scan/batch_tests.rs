use proptest::prelude::*;

use super::*;

pub(crate) fn facts(name: &str) -> Facts {
    Facts {
        digest: name.to_owned(),
        bytes: 1_000_000,
        width: 2480,
        height: 3508,
        dpi: 300,
        grey: true,
        turned: 0,
        straightened: false,
        cropped: false,
        judgement: Judgement {
            dpi: 300,
            dpi_is_enough: true,
            sharpness: Some(90),
            is_sharp: true,
            blank: false,
            corners_whole: true,
            seal: None,
            same_as: None,
        },
        codes: Vec::new(),
        codes_read: true,
        likeness: serde_json::from_str(&format!("[{}0]", "0,".repeat(15))).unwrap(),
    }
}

fn batch(pages: u32) -> Batch {
    let mut batch = Batch::default();
    for page in 1..=pages {
        assert_eq!(batch.add(facts(&page.to_string())), page);
    }
    batch
}

fn to(page: u32, material: &str) -> Step {
    Step::Put {
        page,
        place: Place::Material(material.to_owned()),
        rest: false,
    }
}

/// The pages of a material, a bar where a document begins.
fn shown(batch: &Batch, material: &str) -> String {
    let documents = batch.documents(material).into_iter();
    let pages = |lies: Vec<&Lie>| lies.iter().map(|lie| lie.page.to_string()).collect::<String>();
    documents.map(pages).collect::<Vec<_>>().join("|")
}

fn unsorted(batch: &Batch) -> Vec<u32> {
    let lies = batch.lies().iter().filter(|lie| lie.place == Place::Unsorted);
    lies.map(|lie| lie.page).collect()
}

/// Does it, and shows that undo takes it back.
fn does(batch: &mut Batch, step: &Step) {
    let was = batch.clone();
    assert_eq!(batch.apply(step), Ok(true), "{step:?}");
    let mut back = batch.clone();
    assert!(back.undo());
    assert_eq!(back, was, "{step:?}");
}

/// A batch that was saved before a page could wait for its codes has none that waits.
#[test]
fn of_a_batch_that_does_not_say_the_codes_were_looked_for() {
    let mut batch = batch(2);
    let mut waiting = facts("3");
    waiting.codes_read = false;
    batch.add(waiting);
    assert_eq!(batch.without_codes(), [3]);
    let saved = serde_json::to_string(&batch).unwrap();
    assert_eq!(serde_json::from_str::<Batch>(&saved).unwrap(), batch);
    let old = saved
        .replace(",\"codesRead\":false", "")
        .replace(",\"codesRead\":true", "");
    assert!(old.len() < saved.len());
    let mut read: Batch = serde_json::from_str(&old).unwrap();
    assert!(read.without_codes().is_empty());
    // What is found of a page that is gone is of nobody.
    let was = read.clone();
    read.codes_found(9, vec!["x".into()]);
    assert_eq!(read, was);
    batch.codes_found(3, vec!["x".into()]);
    assert!(batch.without_codes().is_empty());
    assert_eq!(batch.facts(3).unwrap().codes, ["x"]);
}

#[test]
fn every_step_does_what_it_says_and_is_taken_back() {
    let mut batch = batch(7);
    for page in 1..=4 {
        does(&mut batch, &to(page, "lease"));
    }
    assert_eq!(
        (shown(&batch, "lease").as_str(), unsorted(&batch)),
        ("1234", vec![5, 6, 7])
    );
    does(&mut batch, &Step::Split { page: 3 });
    assert_eq!(shown(&batch, "lease"), "12|34");
    // Pages change places, documents keep theirs.
    does(&mut batch, &Step::Move { page: 3, up: true });
    assert_eq!(shown(&batch, "lease"), "13|24");
    does(&mut batch, &Step::Move { page: 3, up: false });
    does(&mut batch, &Step::Turn { page: 1, quarters: 3 });
    does(&mut batch, &Step::Turn { page: 1, quarters: 3 });
    assert_eq!(batch.lie(1).unwrap().turn(), Turn::Half);
    let rest = Step::Put {
        page: 3,
        place: Place::Unsorted,
        rest: true,
    };
    does(&mut batch, &rest);
    assert_eq!(
        (shown(&batch, "lease").as_str(), unsorted(&batch)),
        ("12", vec![3, 4, 5, 6, 7])
    );
    let aside = Step::Put {
        page: 5,
        place: Place::Aside,
        rest: false,
    };
    does(&mut batch, &aside);
    assert_eq!(batch.problem(batch.lie(5).unwrap()), None);
    does(&mut batch, &Step::Split { page: 4 });
    does(&mut batch, &Step::Split { page: 4 });
    assert!(!batch.lie(4).unwrap().begins);
    while batch.undo() {}
    assert_eq!(batch, self::batch(7));
}

#[test]
fn what_changes_nothing_is_no_step() {
    let mut batch = batch(2);
    for step in [
        Step::Split { page: 1 },
        Step::Move { page: 1, up: true },
        Step::Move { page: 2, up: false },
        Step::Turn { page: 1, quarters: 4 },
        Step::Put {
            page: 1,
            place: Place::Unsorted,
            rest: true,
        },
        Step::Accept { sorted: Vec::new() },
    ] {
        assert_eq!(batch.apply(&step), Ok(false), "{step:?}");
    }
    assert!(!batch.can_undo());
    assert_eq!(batch.apply(&Step::Split { page: 9 }), Err(NoPage));
    assert_eq!(batch.replace(9, facts("x")), Err(NoPage));
}

#[test]
fn a_page_scanned_again_takes_its_place_and_the_first_comes_back() {
    let mut batch = batch(3);
    does(&mut batch, &to(2, "health"));
    does(&mut batch, &Step::Turn { page: 2, quarters: 1 });
    assert_eq!(batch.replace(2, facts("again")), Ok(4));
    assert_eq!(
        (shown(&batch, "health").as_str(), batch.lie(4).unwrap().quarters),
        ("4", 0)
    );
    assert_eq!(batch.facts(4).unwrap().digest, "again");
    // What came meanwhile stays.
    assert_eq!(batch.add(facts("5")), 5);
    assert!(batch.undo());
    assert_eq!(shown(&batch, "health"), "2");
    assert_eq!(unsorted(&batch), [1, 3, 5]);
    assert_eq!(batch.next_number(), 6);
}

#[test]
fn blank_pages_are_problems_until_somebody_lets_them_stand() {
    let mut batch = batch(1);
    let mut blank = facts("blank");
    blank.judgement.blank = true;
    blank.judgement.is_sharp = true;
    batch.add(blank);
    let mut double = facts("double");
    double.judgement.same_as = Some(1);
    batch.add(double);
    let problems = |batch: &Batch| -> Vec<Option<Problem>> {
        batch.lies().iter().map(|lie| batch.problem(lie)).collect()
    };
    assert_eq!(
        problems(&batch),
        [
            Some(Problem::Unsorted),
            Some(Problem::Blank),
            Some(Problem::Double)
        ]
    );
    for page in 1..=3 {
        does(&mut batch, &to(page, "m"));
    }
    does(&mut batch, &Step::Stand { page: 2 });
    assert_eq!(problems(&batch), [None, None, Some(Problem::Double)]);
    let aside = Step::Put {
        page: 1,
        place: Place::Aside,
        rest: false,
    };
    does(&mut batch, &aside);
    assert_eq!(
        problems(&batch),
        [None, None, None],
        "its double is not in the case"
    );
}

#[test]
fn files_are_out_of_date_as_soon_as_their_pages_lie_otherwise() {
    let mut batch = batch(2);
    assert!(!batch.is_unfiled("m"));
    does(&mut batch, &to(1, "m"));
    assert!(batch.is_unfiled("m"));
    let bound = batch.clone();
    batch.file("m", vec!["pdf".to_owned()], &bound);
    assert!(!batch.is_unfiled("m"));
    does(&mut batch, &Step::Turn { page: 1, quarters: 2 });
    assert!(batch.is_unfiled("m"));
    batch.undo();
    assert!(!batch.is_unfiled("m"));
    batch.undo();
    assert!(batch.is_unfiled("m"), "the last page went");
    batch.file("m", Vec::new(), &bound);
    assert!(!batch.is_unfiled("m"));
}

#[test]
fn what_is_accepted_begins_a_document_beside_what_was_there() {
    let mut batch = batch(5);
    does(&mut batch, &to(1, "m"));
    let accept = Step::Accept {
        sorted: vec![Sorted {
            material: "m".to_owned(),
            pages: vec![3, 4],
            aside: vec![2],
        }],
    };
    does(&mut batch, &accept);
    assert_eq!((shown(&batch, "m").as_str(), unsorted(&batch)), ("1|34", vec![5]));
    assert_eq!(batch.lie(2).unwrap().place, Place::Aside);
}

fn a_step() -> impl Strategy<Value = Option<Step>> {
    let page = 1u32..14;
    let place = prop_oneof![
        Just(Place::Unsorted),
        Just(Place::Aside),
        "[abc]".prop_map(Place::Material)
    ];
    prop_oneof![
        (page.clone(), 0u8..6).prop_map(|(page, quarters)| Some(Step::Turn { page, quarters })),
        page.clone().prop_map(|page| Some(Step::Split { page })),
        (page.clone(), any::<bool>()).prop_map(|(page, up)| Some(Step::Move { page, up })),
        (page.clone(), place, any::<bool>()).prop_map(|(page, place, rest)| Some(Step::Put {
            page,
            place,
            rest
        })),
        page.clone().prop_map(|page| Some(Step::Stand { page })),
        (prop::collection::vec(page, 0..4), "[abc]").prop_map(|(pages, material)| {
            let (aside, pages) = pages.split_at(pages.len() / 2);
            let (aside, pages) = (aside.to_vec(), pages.to_vec());
            Some(Step::Accept {
                sorted: vec![Sorted {
                    material,
                    pages,
                    aside,
                }],
            })
        }),
        // A page comes, or is scanned again.
        Just(None),
    ]
}

proptest! {
    #[test]
    fn whatever_was_done_is_taken_back_to_the_start(steps in prop::collection::vec((a_step(), 0u32..12), 0..60)) {
        let mut batch = batch(6);
        let mut came = vec![1, 2, 3, 4, 5, 6];
        for (step, instead) in steps {
            match step {
                Some(step) => {
                    let was = batch.clone();
                    match batch.apply(&step) {
                        Ok(true) => {}
                        Ok(false) | Err(NoPage) => prop_assert_eq!(&batch, &was),
                    }
                }
                None => {
                    let facts = facts(&batch.next_number().to_string());
                    if batch.replace(instead, facts.clone()).is_err() {
                        came.push(batch.add(facts));
                    }
                }
            }
            // No page is lost or doubled.
            prop_assert_eq!(batch.lies().len(), came.len());
            let json = serde_json::to_string(&batch).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Batch>(&json).unwrap(), &batch);
        }
        while batch.undo() {}
        let start: Vec<Lie> = came.iter().map(|page| Lie::new(*page)).collect();
        prop_assert_eq!(batch.lies(), start.as_slice());
    }
}
