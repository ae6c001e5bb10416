//! What changed in one item between two editions, in words for whoever has it open.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::item::{FieldSpec, Item, MaterialSpec};

/// One change, as a sentence in each language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ItemChange {
    pub zh: String,
    pub en: String,
}

fn change(zh: String, en: String) -> ItemChange {
    ItemChange { zh, en }
}

/// What of the item is another, what an applicant notices first. None where nothing is.
pub fn item_changes(from: &Item, to: &Item) -> Vec<ItemChange> {
    let mut said = Vec::new();
    let mut text = |zh: &str, en: &str, from: &str, to: &str| {
        if from != to {
            said.push(change(
                format!("{zh}：{} → {}", brief(from), brief(to)),
                format!("{en}: {} → {}", brief(from), brief(to)),
            ));
        }
    };
    let days = |days: u32, unit: &str| format!("{days} {unit}");
    text("事项名称", "name", &from.name, &to.name);
    text(
        "承诺时限",
        "promised limit",
        &days(from.promised_days, &from.day_unit),
        &days(to.promised_days, &to.day_unit),
    );
    text(
        "法定时限",
        "statutory limit",
        &days(from.statutory_days, &from.statutory_day_unit),
        &days(to.statutory_days, &to.statutory_day_unit),
    );
    text("收费", "fee", &from.fee, &to.fee);
    text("办件类型", "kind of handling", &from.case_type, &to.case_type);
    text("办理结果", "result", &from.result, &to.result);
    text("实施主体", "department", &from.department, &to.department);
    materials(&mut said, from, to);
    fields(&mut said, from, to);
    lists(&mut said, from, to);
    rest(&mut said, from, to);
    said
}

/// Long texts are named by how they begin.
fn brief(text: &str) -> String {
    const LONGEST: usize = 40;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST).collect();
    short.push('…');
    short
}

fn materials(said: &mut Vec<ItemChange>, from: &Item, to: &Item) {
    for material in &to.materials {
        match from.material(&material.id) {
            None => said.push(change(
                format!("新增材料：{}", material.name),
                format!("material added: {}", material.name),
            )),
            Some(before) if before != material => said.push(change(
                format!("材料有改动：{}{}", material.name, counts(before, material)),
                format!("material changed: {}{}", material.name, counts(before, material)),
            )),
            Some(_) => {}
        }
    }
    for gone in from.materials.iter().filter(|one| to.material(&one.id).is_none()) {
        said.push(change(
            format!("不再需要材料：{}", gone.name),
            format!("material no longer asked for: {}", gone.name),
        ));
    }
}

fn counts(before: &MaterialSpec, after: &MaterialSpec) -> String {
    let pair = |spec: &MaterialSpec| format!("{}+{}", spec.originals, spec.copies);
    if before.necessity != after.necessity {
        format!("（{} → {}）", before.necessity, after.necessity)
    } else if pair(before) != pair(after) {
        format!("（{} → {}）", pair(before), pair(after))
    } else {
        String::new()
    }
}

fn fields(said: &mut Vec<ItemChange>, from: &Item, to: &Item) {
    let words = |field: &FieldSpec| {
        if field.required {
            ("（必填）", " (required)")
        } else {
            ("", "")
        }
    };
    for field in &to.fields {
        let (zh, en) = words(field);
        match from.field(&field.key) {
            None => said.push(change(
                format!("新增填写项：{}{zh}", field.label),
                format!("field added: {}{en}", field.label),
            )),
            Some(before) if before.required != field.required => said.push(change(
                format!(
                    "{}：{}",
                    field.label,
                    if field.required {
                        "改为必填"
                    } else {
                        "不再必填"
                    }
                ),
                format!(
                    "{}: {}",
                    field.label,
                    if field.required { "required" } else { "optional" }
                ),
            )),
            Some(before) if before != field => said.push(change(
                format!("填写项有改动：{}", field.label),
                format!("field changed: {}", field.label),
            )),
            Some(_) => {}
        }
    }
    for gone in from.fields.iter().filter(|one| to.field(&one.key).is_none()) {
        said.push(change(
            format!("不再填写：{}", gone.label),
            format!("field no longer asked for: {}", gone.label),
        ));
    }
}

fn lists(said: &mut Vec<ItemChange>, from: &Item, to: &Item) {
    for gone in from.conditions.iter().filter(|one| !to.conditions.contains(one)) {
        said.push(change(
            format!("不再有办理条件：{}", brief(gone)),
            format!("condition dropped: {}", brief(gone)),
        ));
    }
    for new in to.conditions.iter().filter(|one| !from.conditions.contains(one)) {
        said.push(change(
            format!("新增办理条件：{}", brief(new)),
            format!("condition added: {}", brief(new)),
        ));
    }
    let mut whole = |changed: bool, zh: &str, en: &str| {
        if changed {
            said.push(change(format!("{zh}有改动"), format!("{en} changed")));
        }
    };
    whole(
        from.situations != to.situations,
        "情形引导",
        "questions of the guidance",
    );
    whole(from.legal_basis != to.legal_basis, "设定依据", "legal basis");
    whole(
        from.review_points != to.review_points,
        "审查要点",
        "review points",
    );
    whole(
        from.special_procedures != to.special_procedures,
        "特别程序",
        "special procedures",
    );
    whole(
        from.procedure_note != to.procedure_note,
        "办理流程",
        "how it is handled",
    );
    whole(
        from.applicant_types != to.applicant_types,
        "服务对象",
        "whom it serves",
    );
    whole(from.aliases != to.aliases, "事项别名", "other names");
    let codes = |item: &Item| {
        [
            item.base_code.clone(),
            item.implementation_code.clone(),
            item.business_item_code.clone(),
            item.item_type_code.clone(),
            item.department_uscc.clone(),
        ]
    };
    whole(codes(from) != codes(to), "事项编码", "codes");
}

/// Keys that this version does not know by name.
fn rest(said: &mut Vec<ItemChange>, from: &Item, to: &Item) {
    let keys: BTreeSet<&String> = from.rest.keys().chain(to.rest.keys()).collect();
    let changed = keys
        .into_iter()
        .filter(|key| from.rest.get(*key) != to.rest.get(*key))
        .map(String::as_str);
    let changed: Vec<&str> = changed.collect();
    if !changed.is_empty() {
        let named = changed.join("、");
        said.push(change(
            format!("其他内容有改动：{named}"),
            format!("other contents changed: {}", changed.join(", ")),
        ));
    }
}
