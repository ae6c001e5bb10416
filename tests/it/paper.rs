//! 收纸台账 over the real hall: what cases asked for on paper, by department and reason.

use desk::walk::{WalkArgs, report_paper};
use practice::SecondDepartment;
use serde_json::Value as Json;

use crate::walk::Place;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ledger_tells_what_was_asked_on_paper_and_why() {
    let place = Place::open(SecondDepartment::Own).await;
    let walked = place.walk(Some("scjg-food-licence"), 4).await;
    assert!(walked.ok, "{}", walked.json());
    place.switch("licences", "dead").await;
    let args = WalkArgs {
        item: Some("rs-socialcard".to_owned()),
        seed: 9,
        ..place.args()
    };
    let mut lines = Vec::new();
    let report = report_paper(args, |line| lines.push(line.to_owned()))
        .await
        .expect("a report");
    let json: Json = serde_json::from_str(&report.json()).expect("one JSON object");
    assert_eq!(
        (&json["report"], &json["violations"]),
        (&"paper".into(), &0.into())
    );
    assert_eq!(report.by_department.len(), 2, "{json}");
    assert!(report.by_reason["sourceDown"] >= 1, "{json}");
    let of_each = report.by_department.values();
    let (asked, exempt) = of_each.fold((0, 0), |(asked, exempt), one| {
        assert_eq!(one.by_reason.values().sum::<u32>(), one.asked);
        (asked + one.asked, exempt + one.exempt)
    });
    assert_eq!((asked, exempt), (report.asked, report.exempt));
    let of_food: u32 = walked.items[0].asked_paper.values().sum();
    assert!(report.asked > of_food && report.exempt >= walked.exempt, "{json}");
    assert!(
        lines.iter().any(|line| line.contains("证照库或数据来源不可用")),
        "{lines:?}"
    );
}
