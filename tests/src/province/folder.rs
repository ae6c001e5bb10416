//! The invented items in the product's own format, as a catalogue folder.

use std::fs::{File, create_dir_all};
use std::io::{BufWriter, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::{Made, items};

/// The files of the demonstration hall that every folder gets as they are.
const BESIDE: [(&str, &str); 10] = [
    (
        "data_elements.json",
        include_str!("../../../catalogue/data_elements.json"),
    ),
    (
        "codelists.json",
        include_str!("../../../catalogue/codelists.json"),
    ),
    ("calendar.json", include_str!("../../../catalogue/calendar.json")),
    (
        "conditions.json",
        include_str!("../../../catalogue/conditions.json"),
    ),
    ("papers.json", include_str!("../../../catalogue/papers.json")),
    ("bundles.json", include_str!("../../../catalogue/bundles.json")),
    ("answers.json", include_str!("../../../catalogue/answers.json")),
    (
        "known_faults.json",
        include_str!("../../../catalogue/known_faults.json"),
    ),
    ("everyday.json", include_str!("../../../catalogue/everyday.json")),
    ("sources.json", include_str!("../../../catalogue/sources.json")),
];
const DEMONSTRATION: &str = include_str!("../../../catalogue/items.json");

/// Writes a catalogue of `count` items: the demonstration hall's first, invented ones behind them. Gives the number
/// written: never less than the demonstration hall's own, never more than there are.
pub fn write(folder: &Path, count: usize, seed: u64) -> std::io::Result<usize> {
    create_dir_all(folder)?;
    for (name, text) in BESIDE {
        std::fs::write(folder.join(name), text)?;
    }
    let own: Vec<Value> = serde_json::from_str(DEMONSTRATION)?;
    let invented = items(count.saturating_sub(own.len()), seed);
    let mut file = BufWriter::new(File::create(folder.join("items.json"))?);
    let mut written = 0;
    for item in own.into_iter().chain(invented.map(|made| spell(&made))) {
        file.write_all(if written == 0 { b"[\n" } else { b",\n" })?;
        serde_json::to_writer(&mut file, &item)?;
        written += 1;
    }
    file.write_all(b"\n]\n")?;
    file.flush()?;
    Ok(written)
}

fn spell(made: &Made) -> Value {
    let code = made.implementation_code();
    json!({
        "id": made.id,
        "name": made.name,
        "baseCode": made.base_code,
        "implementationCode": code,
        "businessItemCode": format!("{code}01"),
        "itemTypeCode": made.kind_code,
        "itemType": made.kind,
        "exerciseLevelCode": "4",
        "exerciseLevel": "县级",
        "department": made.department,
        "departmentShort": made.department_short,
        "departmentUscc": made.uscc,
        "applicantTypes": ["自然人", "企业法人"],
        "legalBasis": [{ "law": "中华人民共和国行政许可法", "article": "第三十二条" }],
        "caseTypeCode": "2",
        "caseType": "承诺件",
        "statutoryDays": 20,
        "promisedDays": 5,
        "dayUnit": "工作日",
        "statutoryDayUnit": "工作日",
        "fee": "不收费",
        "charged": false,
        "result": "办理结果通知书",
        "materials": [{
            "id": format!("{}-m01", made.id),
            "name": "申请表",
            "source": "系统生成",
            "originals": 1,
            "copies": 0,
            "necessity": "必要",
            "condition": null,
            "acceptElectronic": true,
            "format": "纸质或电子"
        }],
        "fields": []
    })
}
