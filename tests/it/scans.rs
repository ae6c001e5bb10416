//! Our own papers, printed, laid askew on the glass and scanned: set upright, and known by their codes.

use cases::notice::{Content, Head, Person, ReceiptFacts, ReceivedForm, ReceivedMaterial, Wording, receipt};
use cases::realm::Realm;
use papers::Fonts;
use scanners::codes::{self, CodeKind};
use scanners::files::Import;
use scanners::page::{Beyond, Raster, Treatment, Turn, Window, set_right, straightened, turned};

const DPI: u32 = 200;

fn a_receipt() -> Content {
    let material = |name: &str, form, copies, pages, returned| ReceivedMaterial {
        name: name.to_owned(),
        form,
        copies,
        pages,
        returned,
        remark: None,
    };
    let facts = ReceiptFacts {
        head: Head {
            realm: Realm::Live,
            body: "示范区政务服务中心".to_owned(),
            number: None,
            case_number: Some("11350199MB9A00014B4000131501000202611220001".to_owned()),
            slip_code: Some("K7PM3XW001".to_owned()),
            item_name: "食品经营许可（新办）".to_owned(),
            item_code: "11350199MB9A00014B400013150100001".to_owned(),
            licence: true,
            applicants: vec![Person {
                role: "申请人".to_owned(),
                name: "林小满".to_owned(),
                id_kind: "居民身份证".to_owned(),
                id_shown: "350199********0011".to_owned(),
            }],
            agent: None,
            window: "综合窗口02".to_owned(),
            clerk: "陈静怡（08021）".to_owned(),
            consult_phone: Some("0599-8000123".to_owned()),
            references: Vec::new(),
        },
        received_at: "2026-11-22T01:05:30Z".parse().unwrap(),
        desk_received_at: None,
        checked: None,
        notify_by: None,
        objections: Vec::new(),
        materials: vec![
            material("食品经营许可申请书", ReceivedForm::Original, 1, 3, false),
            material("主要设备设施布局和操作流程文件", ReceivedForm::Copy, 2, 4, false),
            material("营业执照", ReceivedForm::Electronic, 1, 1, false),
        ],
        next_step: None,
        promised: Vec::new(),
        commitment: false,
    };
    receipt::content(&facts, Wording::built_in())
}

fn printed() -> (Content, Raster) {
    let content = a_receipt();
    let fonts = Fonts::find().expect("a Chinese font");
    let at = "2026-11-22T01:05:30Z".parse().unwrap();
    let paper = papers::render(&content, &fonts, at).unwrap();
    let mut drawn = Vec::new();
    Import::default()
        .pages(&paper.pdf, DPI, &mut |page| drawn.push(page.raster))
        .expect("yichuang-devices is built beside this program");
    (content, drawn.remove(0))
}

#[test]
fn our_own_paper_is_straightened_and_known_by_its_codes() {
    let (content, paper) = printed();
    let expected = [content.codes.qr, content.codes.code128, content.codes.proof];
    assert!(expected.iter().any(Option::is_some));
    for (degrees, turn) in [
        (0.0, Turn::None),
        (1.7, Turn::None),
        (-2.4, Turn::None),
        (1.1, Turn::Quarter),
    ] {
        let askew = straightened(&paper, -degrees, Window::whole(&paper), Beyond::Paper(255));
        let right = set_right(turned(askew, turn), DPI, Treatment::default());
        assert!(
            (right.straightened_by - degrees).abs() < 0.15,
            "{degrees}: {}",
            right.straightened_by
        );
        let found = codes::find(&right.raster, DPI);
        for text in expected.iter().flatten() {
            assert!(
                found.iter().any(|code| code.text == *text),
                "{degrees}: {text} is not in {found:?}"
            );
        }
        for code in found {
            assert!(matches!(code.kind, CodeKind::Qr | CodeKind::Code128));
            assert!(
                expected.iter().flatten().any(|text| *text == code.text),
                "{code:?} is none of ours"
            );
        }
    }
}
