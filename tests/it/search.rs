//! F3 over an edition as large as a province's. How fast it is, `cargo xtask bench --only search` tells.

use cases::catalogue::Lookup;
use hall::config::CatalogueSource;
use tests::province::{TYPED, first_three, province, questions};

#[test]
fn check_03_whatever_way_it_is_asked_for_the_item_is_among_the_first_three() {
    let demonstration = CatalogueSource::Embedded
        .load()
        .unwrap_or_else(|fault| panic!("{fault}"));
    let items = province(&demonstration);
    assert_eq!(items.len(), 125_000 + 32);
    let lookup = Lookup::new(&items);
    for (typed, id) in TYPED {
        let found = first_three(&items, &lookup, typed);
        assert!(found.contains(&id), "{typed} found {found:?}");
    }
    let asked: Vec<(String, &str)> = demonstration
        .items
        .iter()
        .flat_map(|item| questions(item).into_iter().map(|text| (text, item.id.as_str())))
        .collect();
    let missed: Vec<&(String, &str)> = asked
        .iter()
        .filter(|(text, id)| !first_three(&items, &lookup, text).contains(id))
        .collect();
    assert!(asked.len() >= 160, "{}", asked.len());
    assert!(
        missed.len() * 20 <= asked.len(),
        "{} of {}: {missed:?}",
        missed.len(),
        asked.len()
    );
}
