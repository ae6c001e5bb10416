//! The credit information platform: who of the province stands on which list. Nobody who comes as a persona does; of the
//! others every second body and every fourth resident has an entry, some of them over.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use jiff::ToSpan;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::chance::{digits_of, draw};
use crate::http::{Refusal, read};
use crate::people::Province;
use crate::personas::{body_in_order, in_order};
use crate::{Shared, local_time};

/// Lists: code, name, who lists, for how many years, how it is repaired.
const LISTS: [(&str, &str, &str, i64, &str); 5] = [
    (
        "foodRevoked",
        "食品经营许可吊销五年内禁止申请名单",
        "示范区市场监督管理局",
        5,
        "期满自动移出",
    ),
    (
        "dishonestExecuted",
        "失信被执行人名单",
        "示范区人民法院",
        2,
        "履行义务后向示范区人民法院申请删除",
    ),
    (
        "seriousDishonesty",
        "严重失信主体名单",
        "示范区发展和改革局",
        3,
        "整改后经“信用中国（示范）”网站申请信用修复",
    ),
    (
        "falsePromise",
        "虚假承诺记录",
        "示范区政务服务中心",
        1,
        "补齐材料后向原受理窗口申请信用修复",
    ),
    (
        "foodPenalty",
        "食品安全行政处罚信息",
        "示范区市场监督管理局",
        1,
        "履行处罚满三个月后申请信用修复",
    ),
];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Query {
    request_id: Uuid,
    purpose: String,
    case_ref: String,
    operator: String,
    grant: String,
    basis: String,
    subject: Subject,
    lists: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Subject {
    id_number: Option<String>,
    uscc: Option<String>,
}

/// `POST /credit/query`: entries on the lists that were named, over ones among them.
pub async fn query(State(practice): State<Shared>, body: Bytes) -> Result<Response, Refusal> {
    let passed = practice.switches.enter("credit").await?;
    let ask: Query = read(&body)?;
    let stated = [&ask.purpose, &ask.case_ref, &ask.operator, &ask.grant, &ask.basis];
    if stated.iter().any(|text| text.trim().is_empty()) {
        return Err(Refusal::not_granted(
            "授权、用途、依据、办件或操作人缺失",
            "grant, purpose, basis, case or operator is missing",
        ));
    }
    let number = ask.subject.uscc.or(ask.subject.id_number);
    let number = number.ok_or_else(|| Refusal::bad_request("查询对象缺失", "no subject"))?;
    let entries = entries(&practice.province, &number);
    let listings: Vec<Value> = entries
        .into_iter()
        .filter(|entry| ask.lists.iter().any(|list| entry["list"] == json!(list)))
        .collect();
    Ok(passed.reply(json!({
        "requestId": ask.request_id,
        "provider": "示范区信用信息共享平台",
        "subject": number,
        "asOf": local_time((practice.clock)()),
        "listings": listings,
    })))
}

/// Every entry of a number; the same for the same number.
pub fn entries(province: &Province, number: &str) -> Vec<Value> {
    let day = province.day;
    let chance = draw(&["credit", number]);
    let one_in = match (province.body(number), province.resident(number)) {
        (Some(body), _) if !body_in_order(province, body) => 2,
        (None, Some(resident)) if !in_order(province, resident) => 4,
        (Some(_), _) | (None, _) => return Vec::new(),
    };
    if !chance.is_multiple_of(one_in) {
        return Vec::new();
    }
    let turn = (chance / one_in % LISTS.len() as u64) as usize;
    let over = (chance / 1_000).is_multiple_of(4);
    let (list, name, authority, years, repair) = LISTS[turn];
    let months = if over { years * 12 + 2 } else { 3 };
    let listed = day.checked_sub(months.months()).unwrap_or(day);
    let ends = listed.checked_add(years.years()).unwrap_or(day);
    vec![json!({
        "list": list,
        "listName": name,
        "authority": authority,
        "reference": format!("示信〔{}〕{}号", listed.year(), digits_of(&["credit", number], 3)),
        "listedOn": listed,
        "endsOn": ends,
        "repair": repair,
    })]
}
