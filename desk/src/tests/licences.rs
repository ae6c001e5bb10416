//! 免提交 at the desk: a licence comes before paper, and what is shown is verified before it is used.

use super::telling::read;
use super::{TestDesk, blank_pdf, intake};
use crate::view::intake::SlotView;

/// 营业执照 of the bookkeeping company.
const MATERIAL: &str = "cz-bookkeeping-m02";

fn slot(test: &TestDesk) -> SlotView {
    let slots = intake(&test.desk).delta.slots;
    slots.into_iter().find(|slot| slot.material == MATERIAL).unwrap()
}

async fn with_licence(state: Option<&str>) -> (TestDesk, String) {
    let mut test = TestDesk::signed_in().await;
    if let Some(state) = state {
        test.hall.doing().licences.insert("营业执照".into(), state.into());
    }
    let view = test.with_intake().await;
    let is_known = |desk: &crate::Desk| {
        let slots = intake(desk).delta.slots;
        let slot = slots.into_iter().find(|slot| slot.material == MATERIAL).unwrap();
        slot.satisfied || slot.why_paper.is_some()
    };
    test.until(is_known).await;
    (test, view.id)
}

#[tokio::test]
async fn a_licence_in_hand_is_not_replaced_by_paper_and_says_what_was_verified() {
    let (test, id) = with_licence(Some("有效")).await;
    let refused = test.desk.paper(&id, MATERIAL, 1, 1, 1, true).unwrap_err();
    assert_eq!(refused.code, "YC-5690");
    let file = test
        .desk
        .import_file(&id, MATERIAL, "x.pdf", vec![1])
        .await
        .unwrap_err();
    assert_eq!(file.code, "YC-5690");
    let slot = slot(&test);
    assert_eq!(slot.how.as_deref(), Some("licence"));
    let checks: Vec<_> = slot
        .checks
        .iter()
        .map(|one| (one.step.as_str(), one.holds))
        .collect();
    assert_eq!(
        checks,
        [
            ("state", Some(true)),
            ("validity", Some(true)),
            ("holder", Some(true)),
            ("signature", None)
        ]
    );
}

#[tokio::test]
async fn paper_is_taken_with_the_reason_that_the_library_gave() {
    for (state, why) in [
        (None, "notFound"),
        (Some("过期"), "expired"),
        (Some("吊销"), "notValid"),
        (Some("遗失"), "notValid"),
    ] {
        let (test, id) = with_licence(state).await;
        test.desk.paper(&id, MATERIAL, 1, 1, 1, false).unwrap();
        let slot = slot(&test);
        assert_eq!(
            (slot.how.as_deref(), slot.why_paper.as_deref()),
            (Some("paper"), Some(why))
        );
    }
}

#[tokio::test]
async fn what_is_cleared_is_looked_for_again_before_paper_is_taken() {
    let (test, id) = with_licence(Some("有效")).await;
    test.desk.clear_material(&id, MATERIAL).unwrap();
    let refused = test.desk.paper(&id, MATERIAL, 1, 1, 1, true).unwrap_err();
    assert_eq!(refused.code, "YC-5691");
    test.desk.look_for_licence(&id, MATERIAL).await.unwrap();
    assert_eq!(slot(&test).how.as_deref(), Some("licence"));
}

#[tokio::test]
async fn a_shown_licence_is_used_only_when_it_passes() {
    let (test, id) = with_licence(None).await;
    let show = async |text: &str| test.desk.show_licence(&id, MATERIAL, text).await;
    assert_eq!(show("  ").await.unwrap_err().code, "YC-5693");
    let asked = test.hall.doing().looked.len();
    assert!(
        show("1.2.156.3005.2.1")
            .await
            .unwrap_err()
            .code
            .starts_with("YC-11")
    );
    assert_eq!(test.hall.doing().looked.len(), asked, "nothing was asked");
    test.hall
        .doing()
        .licences
        .insert("营业执照".into(), "注销".into());
    assert_eq!(show("LZM1.A").await.unwrap_err().code, "YC-1230");
    let before = slot(&test);
    assert_eq!(
        (before.how, before.why_paper.as_deref()),
        (None, Some("notFound"))
    );
    test.hall
        .doing()
        .licences
        .insert("营业执照".into(), "有效".into());
    show("LZM1.B").await.unwrap();
    assert_eq!(slot(&test).how.as_deref(), Some("licence"));
    let last = test.hall.doing().looked.last().cloned().unwrap();
    assert_eq!(
        last.by,
        cases::wire::gateway::LicenceBy::Code {
            code: "LZM1.B".into()
        }
    );
}

#[tokio::test]
async fn a_copy_has_grade_and_purpose_in_its_pixels_and_as_text() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let slots = intake(&test.desk).delta.slots;
    let own = slots
        .iter()
        .find(|slot| slot.name == "代理记账业务内部规范")
        .unwrap();
    let nothing = test.desk.make_copy(&view.id, &own.material).await.unwrap_err();
    assert_eq!(nothing.code, "YC-5694");
    assert_eq!(
        test.desk
            .compare_material(&view.id, &own.material)
            .unwrap_err()
            .code,
        "YC-5696"
    );
    let pdf = blank_pdf();
    test.desk
        .import_file(&view.id, &own.material, "x.pdf", pdf)
        .await
        .unwrap();
    let grade = |test: &TestDesk| {
        let slots = intake(&test.desk).delta.slots;
        let slot = slots.into_iter().find(|slot| slot.material == own.material);
        slot.unwrap().grade
    };
    assert_eq!(grade(&test).as_deref(), Some("D"));
    let copy = test.desk.make_copy(&view.id, &own.material).await.unwrap();
    let text = read(&test.desk.paper_bytes(&copy.id).unwrap());
    assert!(
        text.contains("可信等级D级：申请人提交的电子文件，未核对原件"),
        "{text}"
    );
    test.desk.compare_material(&view.id, &own.material).unwrap();
    assert_eq!(grade(&test).as_deref(), Some("C"));
    let copy = test.desk.make_copy(&view.id, &own.material).await.unwrap();
    let bytes = test.desk.paper_bytes(&copy.id).unwrap();
    let text = read(&bytes);
    for said in [
        "可信等级C级：窗口扫描件，经核对与原件一致",
        "仅供办理“",
        "使用单位：",
        "工号",
        "收件码：",
        "加注时间：2026-11-2012:0",
        "有效期至：2026-12-20",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    // The page was blank: what is dark above the foot is the mark itself, drawn in.
    let page = crate::pages::rasterise_to(&bytes, 0, 1_000).unwrap();
    let page = image::load_from_memory(&page).unwrap().into_luma8();
    let upper = page
        .enumerate_pixels()
        .filter(|(_, y, pixel)| *y < page.height() * 3 / 5 && pixel.0[0] < 200);
    assert!(upper.count() > 500);
    let images = lopdf::Document::load_mem(&bytes).unwrap();
    let drawn = images
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok());
    let is_image = |kind: &lopdf::Object| kind.as_name().is_ok_and(|name| name == b"Image");
    assert_eq!(
        drawn
            .filter(|one| one.dict.get(b"Subtype").is_ok_and(is_image))
            .count(),
        1
    );
}

#[tokio::test]
async fn what_was_handed_in_before_is_offered_and_says_so_on_the_receipt() {
    use cases::material::Piece;
    use cases::material::grade::Grade;
    use cases::wire::material::Reusable;
    use sha2::{Digest, Sha256};
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let slots = intake(&test.desk).delta.slots;
    let own = slots
        .iter()
        .find(|slot| slot.name == "代理记账业务内部规范")
        .unwrap();
    let bytes = blank_pdf();
    let digest = hex::encode(Sha256::digest(&bytes));
    assert!(
        test.desk
            .reusable_materials(&view.id, &own.material)
            .await
            .unwrap()
            .is_empty()
    );
    let none = test
        .desk
        .reuse_material(&view.id, &own.material, "S1")
        .await
        .unwrap_err();
    assert_eq!(none.code, "YC-5697");
    test.hall.doing().reusable.push(Reusable {
        slip: "S1".into(),
        item_name: "代理记账许可".into(),
        material_name: own.name.clone(),
        received_at: "2026-06-20T02:00:00Z".parse().unwrap(),
        grade: Grade::C,
        pieces: vec![Piece {
            digest: digest.clone(),
            kind: "pdf".into(),
            pages: 2,
            bytes: bytes.len() as u64,
            name: "规范.pdf".into(),
        }],
    });
    let offered = test
        .desk
        .reusable_materials(&view.id, &own.material)
        .await
        .unwrap();
    assert_eq!(
        (offered[0].days, offered[0].grade.as_str(), offered[0].pages),
        (153, "C", 2)
    );
    assert_eq!(
        intake(&test.desk)
            .delta
            .slots
            .iter()
            .find(|slot| slot.material == own.material)
            .unwrap()
            .how,
        None
    );
    // A file that is not what it was is refused.
    test.hall.doing().files.insert(digest.clone(), b"other".to_vec());
    assert!(
        test.desk
            .reuse_material(&view.id, &own.material, "S1")
            .await
            .is_err()
    );
    test.hall.doing().files.insert(digest.clone(), bytes);
    test.desk
        .reuse_material(&view.id, &own.material, "S1")
        .await
        .unwrap();
    let test = test.complete(&view).await;
    test.hall.doing().down = true;
    let received = test
        .desk
        .accept(&view.id, intake(&test.desk).delta.revision)
        .await
        .unwrap();
    let crate::view::outcome::AcceptView::Received { papers, .. } = received else {
        panic!("{received:?}");
    };
    let text = read(&test.desk.paper_bytes(&papers[0].id).unwrap());
    assert!(text.contains("复用2026-06-20收件S1的材料，可信等级C"), "{text}");
    assert!(text.contains("已退还") || text.contains("留存"), "{text}");
}
