//! 信用核查 at the window: looked at where the item declares it, told with where it comes from, and never in the way.

use cases::case::credit::Listing;

use super::fake_hall::USCC;
use super::{TestDesk, intake};

fn listing(list: &str) -> Listing {
    Listing {
        list: list.into(),
        name: "虚假承诺记录".into(),
        authority: "某区政务服务中心".into(),
        reference: "某信〔2026〕7号".into(),
        listed_on: "2026-08-20".parse().unwrap(),
        ends_on: None,
        repair: Some("补齐材料后向原受理窗口申请信用修复".into()),
    }
}

#[tokio::test]
async fn a_listing_is_told_with_where_it_comes_from() {
    let mut test = TestDesk::signed_in().await;
    test.hall.doing().listed = vec![listing("falsePromise"), listing("unheardOf")];
    test.with_intake().await;
    let findings = intake(&test.desk).delta.findings;
    let told: Vec<_> = findings.iter().filter(|one| one.code == "YC-5669").collect();
    assert_eq!(told.len(), 1, "{findings:?}");
    assert_eq!(told[0].level, "remind");
    for words in [
        "虚假承诺记录",
        "某区政务服务中心",
        "2026-08-20",
        "测试信用平台",
        "42号",
        "向原受理窗口申请信用修复",
    ] {
        assert!(told[0].zh.contains(words), "{}", told[0].zh);
    }
    let asked = test.hall.doing().credit_asked.clone();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].subject.uscc.as_deref(), Some(USCC));
}

#[tokio::test]
async fn a_platform_that_is_down_holds_up_nothing_is_noted_and_looked_at_again() {
    let mut test = TestDesk::signed_in().await;
    test.hall.doing().credit_down = Some("YC-2320");
    let view = test.with_intake().await;
    let waits = |desk: &crate::Desk| {
        let findings = intake(desk).delta.findings;
        findings
            .iter()
            .any(|one| one.code == "YC-5671" && one.level == "remind")
    };
    assert!(waits(&test.desk));
    test.hall.doing().credit_down = None;
    test.desk.retry_source(&view.id, "population", "nobody").unwrap();
    test.until(|desk| !waits(desk)).await;
}
