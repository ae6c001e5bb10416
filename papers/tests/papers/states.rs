//! Every state of a material (材料状态) on the receipt, as another program reads it.

use cases::material::grade::Grade;
use cases::notice::{PromisedLine, ReceiptFacts, ReceivedForm, ReceivedMaterial, Remark};

use crate::samples::*;

fn with(remark: Remark, form: ReceivedForm) -> ReceivedMaterial {
    ReceivedMaterial {
        remark: Some(remark),
        ..material("材料", form, 1, 2, false)
    }
}

#[test]
fn every_state_of_a_material_stands_on_the_receipt() {
    let electronic = ReceivedForm::Electronic;
    let facts = ReceiptFacts {
        materials: vec![
            with(Remark::Exempt { grade: Grade::A }, electronic),
            with(Remark::Confirmed, electronic),
            with(Remark::File { grade: Grade::D }, electronic),
            with(
                Remark::Reused {
                    grade: Grade::C,
                    slip: "S1".to_owned(),
                    received_at: "2026-05-01T02:00:00Z".parse().expect("a moment"),
                },
                electronic,
            ),
            material("身份证", ReceivedForm::Original, 1, 2, true),
            material("章程", ReceivedForm::Copy, 3, 4, false),
        ],
        promised: vec![PromisedLine {
            name: "租赁合同".to_owned(),
            days: 10,
        }],
        commitment: true,
        ..receipt_facts()
    };
    let content = written(facts);
    let said = |content: &cases::notice::Content| squeeze(&raw_text_of(&make(content).pdf));
    let text = said(&content);
    for state in [
        "免提交，电子证照，可信等级A",
        "免提交，数据核验",
        "可信等级D",
        "复用2026-05-01收件S1的材料，可信等级C",
        "已退还",
        "容缺后补：租赁合同，申请人承诺自受理之日起10个工作日内补交",
        "告知承诺：申请人选择以书面承诺代替证明",
    ] {
        assert!(text.contains(state), "{state} in {text}");
    }
    let english = said(content.companion.as_ref().expect("a companion"));
    for state in [
        "gradeA",
        "usedagainfromS1of2026-05-01,gradeC",
        "within10workingdays",
        "Commitment:",
    ] {
        assert!(english.contains(state), "{state} in {english}");
    }
}
