//! F3 over an edition as large as a province's. How fast it is, `cargo xtask bench --only search` tells.

use tests::questions::{FIRST, Named, ask, first_three};

#[test]
fn check_03_whatever_way_it_is_asked_for_the_item_is_among_the_first_three() {
    let named = Named::demonstration_among(125_000);
    let lookup = named.lookup();
    let questions = ask();
    assert_eq!(questions.len(), 200);
    let missed: Vec<_> = questions
        .iter()
        .filter_map(|question| {
            let found = first_three(&named, &lookup, &question.typed);
            (!found.contains(&question.item.as_str())).then_some((&question.typed, &question.item, found))
        })
        .collect();
    assert!(
        missed.len() * 20 <= questions.len(),
        "{} of 200: {missed:#?}",
        missed.len()
    );
    // What is asked for by a whole name or its code has no excuse.
    for (typed, item) in FIRST {
        let found = first_three(&named, &lookup, typed);
        assert_eq!(found.first(), Some(&item), "{typed}");
    }
}
