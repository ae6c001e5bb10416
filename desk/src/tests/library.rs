//! 事项库: guides and answers at every post, without a visit and without the hall.

use cases::error::Trouble;

use super::TestDesk;
use crate::Post;
use crate::view::library::{GuideStep, LibraryItemRow, TextBlock, Unsaid};

fn trouble_code<T>(refused: Result<T, Trouble>) -> String {
    refused.err().map_or_else(String::new, |trouble| trouble.code)
}

fn ids(rows: &[LibraryItemRow]) -> Vec<&str> {
    rows.iter().map(|row| row.id.as_str()).collect()
}

#[tokio::test]
async fn every_post_reads_guides_and_answers_without_a_visit() {
    for post in [Post::Clerk, Post::Helper, Post::Supervisor] {
        let test = TestDesk::signed_in_at(post).await;
        let found = test.desk.library_items("spjy", 0, 20).unwrap();
        assert_eq!(ids(&found.rows)[0], "scjg-food-licence", "{post:?}");
        let guide = test.desk.guide("scjg-food-licence").unwrap();
        assert_eq!(guide.edition, found.edition);
        assert_eq!(guide.materials.len(), 8);
        assert!(!test.desk.answers("容缺", 0, 20).unwrap().rows.is_empty());
        test.desk.lock().unwrap();
        assert_eq!(trouble_code(test.desk.guide("scjg-food-licence")), "YC-5451");
        assert_eq!(trouble_code(test.desk.answer("food-lack")), "YC-5451");
    }
}

#[tokio::test]
async fn the_list_comes_by_pages_and_what_is_looked_for_best_first() {
    let test = TestDesk::signed_in().await;
    let all = test.desk.library_items("", 0, 10).unwrap();
    assert_eq!((all.total, all.rows.len()), (32, 10));
    let last = test.desk.library_items(" ", 30, 10).unwrap();
    assert_eq!((last.total, last.rows.len()), (32, 2));
    assert!(test.desk.library_items("", 99, 10).unwrap().rows.is_empty());
    assert_eq!(test.desk.library_items("", 0, u32::MAX).unwrap().rows.len(), 32);
    let found = test.desk.library_items("登记", 0, 3).unwrap();
    assert!(found.total > 3);
    let next = test.desk.library_items("登记", 3, 3).unwrap();
    assert!(ids(&next.rows).iter().all(|id| !ids(&found.rows).contains(id)));
    assert_eq!(
        test.desk.library_items(&"长".repeat(5_000), 0, 3).unwrap().total,
        0
    );
}

#[tokio::test]
async fn a_guide_says_what_the_catalogue_says_and_names_what_it_does_not() {
    let test = TestDesk::signed_in().await;
    let food = test.desk.guide("scjg-food-licence").unwrap();
    assert_eq!((food.promised.days, food.statutory.days), (5, 10));
    assert_eq!(food.result_validity.as_deref(), Some("5年"));
    assert_eq!(food.visits, Some(1));
    assert_eq!(
        food.fact_status.as_deref(),
        Some("from knowledge, verify against the local 办事指南 before real use")
    );
    let tolerant: Vec<_> = food
        .materials
        .iter()
        .filter_map(|one| one.tolerant_days)
        .collect();
    assert_eq!(tolerant, [10, 10]);
    // Its own steps where it has them; what the law has every case go through where it has none.
    let own = GuideStep::Own {
        name: "收件、受理".into(),
        by: "综合窗口".into(),
    };
    assert_eq!(food.flow[1], own);
    let fire = test.desk.guide("xf-public-place").unwrap();
    let special = GuideStep::Special {
        name: "现场检查".into(),
        days: 10,
        counts: true,
    };
    assert_eq!(fire.flow[2], special);
    assert_eq!(fire.flow[1], GuideStep::Accept { licence: true });
    // Why only a person can judge a point stands beside it.
    assert!(
        food.review
            .iter()
            .any(|point| point.by_rule && point.by_person.is_some())
    );
    assert!(food.materials.iter().any(|one| one.sample.is_some()));
    assert!(food.materials.iter().any(|one| one.obtained_from.is_some()));
    assert_eq!(
        food.total as usize,
        food.groups.iter().map(|group| group.fields.len()).sum::<usize>()
    );
    assert!(food.required > 0 && food.required <= food.total);
    let sources: Vec<&str> = food.groups[0].fields[0]
        .sources
        .iter()
        .map(String::as_str)
        .collect();
    assert!(sources.iter().all(|word| !word.is_ascii()), "{sources:?}");
    let asked: Vec<&str> = food.situations.iter().map(|one| one.question.as_str()).collect();
    assert!(
        !asked.is_empty() && food.situations.iter().all(|one| one.answers.len() > 1),
        "{asked:?}"
    );
    for lacks in [Unsaid::Phone, Unsaid::Place, Unsaid::Complaints] {
        assert!(food.unsaid.contains(&lacks), "{lacks:?}");
    }
    for known in [
        Unsaid::Samples,
        Unsaid::Procedure,
        Unsaid::ResultValidity,
        Unsaid::FeeBasis,
    ] {
        assert!(!food.unsaid.contains(&known), "{known:?}");
    }
    let questions: Vec<&str> = food.answers.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(questions, ["food-prepacked", "food-lack", "food-days"]);

    let parenting = test.desk.guide("wj-parenting").unwrap();
    assert!(parenting.unsaid.contains(&Unsaid::Materials));
    assert!(parenting.unsaid.contains(&Unsaid::Procedure));
    assert!(!parenting.unsaid.contains(&Unsaid::Samples));
    assert!(test.desk.guide("mz-marriage").unwrap().in_person.is_some());
    assert_eq!(trouble_code(test.desk.guide("nowhere")), "YC-5307");
}

#[tokio::test]
async fn an_answer_names_source_owner_and_edition_and_is_a_tree() {
    let test = TestDesk::signed_in().await;
    let rows = test.desk.answers("补领", 0, 20).unwrap();
    let first = &rows.rows[0];
    assert_eq!(first.id, "idcard-lost");
    assert_eq!(first.items, ["居民身份证申领（首次、换领、补领）"]);
    let (from, to) = first.mark.unwrap();
    let marked: String = first
        .excerpt
        .chars()
        .skip(from as usize)
        .take((to - from) as usize)
        .collect();
    assert_eq!(marked, "补领");
    let answer = test.desk.answer("idcard-valid").unwrap();
    assert_eq!(answer.edition, rows.edition);
    assert_eq!(answer.sources[0].name, "中华人民共和国居民身份证法");
    assert_eq!(answer.owner, "示范区公安局");
    assert!(!answer.over);
    assert!(matches!(&answer.body[1], TextBlock::Table { rows, .. } if rows.len() == 4));
    assert_eq!(trouble_code(test.desk.answer("nowhere")), "YC-5645");
    let all = test.desk.answers("", 0, 2).unwrap();
    assert_eq!(all.rows.len(), 2);
    assert!(all.total > 2);
}

#[tokio::test]
async fn the_library_needs_no_hall() {
    let test = TestDesk::signed_in().await;
    test.hall.doing().down = true;
    assert_eq!(test.desk.guide("ga-idcard").unwrap().answers.len(), 3);
    assert_eq!(
        test.desk.library_items("sfz", 0, 5).unwrap().rows[0].id,
        "ga-idcard"
    );
}
