//! 数据最多采一次, over the whole path: desk, hall and province.

use std::collections::BTreeMap;

use cases::case::whose::own_key_of;
use cases::catalogue::sources::Kind;
use cases::deadline::hall_date;
use cases::form::SourceKind;
use hall::CatalogueSource;
use practice::SecondDepartment;

use crate::walk::{Place, friday};

/// One person after the other matter: what he said in an earlier case is never typed again where the form may take it from
/// there, and it names that case; on his first visit nobody knows it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_asked_twice_what_an_earlier_case_may_say() {
    let place = Place::open(SecondDepartment::Own).await;
    let files = CatalogueSource::Embedded.files().expect("the catalogue");
    let catalogue = cases::catalogue::Catalogue::of_files(&files).expect("sound");
    let store = place.hall.store();
    // Whom a fact is about, and its element → the number of the case that said it.
    let mut said: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut again = 0;
    for id in ["rs-pension-transfer", "rs-socialcard", "yb-transfer"] {
        let report = place.walk_at(("08", "0826"), Some(id), 5, false).await;
        assert_eq!(report.accepted, 1, "{}", report.json());
        let line = &report.items[0];
        let (case, view) = store
            .case(friday(), &line.slip)
            .await
            .expect("the store answers")
            .expect("the case is there");
        let draft = store
            .received_draft(case)
            .await
            .expect("the store answers")
            .expect("what it said");
        let item = catalogue.item(id).expect("the item");
        let here = draft.situated(item, hall_date(friday()));
        let number = view.case_number.expect("a number");
        let mut new = Vec::new();
        for field in item
            .fields
            .iter()
            .filter(|field| !field.is_own() && here.shows(field))
        {
            let from_before = |code: &String| catalogue.sources.kind(code) == Kind::History;
            let held = draft.form.get(&field.key).and_then(|cell| cell.held.as_ref());
            let key = own_key_of(item, &catalogue.rules, &draft, &field.subject);
            let (Some(held), Some(key), true) = (held, key, field.source_chain.iter().any(from_before))
            else {
                continue;
            };
            let fact = (key.number().to_owned(), field.data_element.clone());
            match (said.get(&fact), held.from.kind) {
                (None, kind) => {
                    assert_ne!(
                        kind,
                        SourceKind::History,
                        "{id}: {} on a first visit",
                        field.label
                    );
                    if kind == SourceKind::Typed {
                        new.push(fact);
                    }
                }
                (Some(_), SourceKind::Typed) => panic!("{id}: {} was asked twice", field.label),
                (Some(case), SourceKind::History) => {
                    assert_eq!(held.from.record_id.as_ref(), Some(case), "{id}: {}", field.label);
                    assert!(held.from.earlier.is_some() && held.from.as_of.is_some());
                    again += 1;
                }
                (Some(_), _) => {}
            }
        }
        for fact in new {
            said.insert(fact, number.clone());
        }
    }
    assert!(again >= 1, "{again} of {said:?}");
}
