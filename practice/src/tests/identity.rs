//! Codes and names against the published contract.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::Town;
use super::contracts::check;

fn head(own: Value) -> Value {
    let mut ask = json!({
        "requestId": "0199c0de-0000-7000-8000-000000000001",
        "purpose": "窗口人证核验",
        "caseRef": "visit-1",
        "itemCode": "",
        "itemName": "人证核验",
        "operator": "0801",
        "terminal": "08",
        "grant": "G-1",
        "at": "2026-09-28T09:00:00+08:00",
    });
    for (key, value) in own.as_object().unwrap() {
        ask[key] = value.clone();
    }
    ask
}

async fn shown(town: &Town, number: &str, more: &str) -> (String, Value) {
    let shown = town.get(&format!("/identity/code?idNumber={number}{more}")).await;
    let code = shown["code"].as_str().unwrap().to_owned();
    let parts: Vec<&str> = code.split('.').collect();
    let of = if parts[1] == "P" { "person" } else { "body" };
    let ask = head(json!({ "issuer": parts[3], "token": parts[4], "of": of }));
    check("identity", "CodeQuery", &ask);
    (code, ask)
}

#[tokio::test]
async fn a_code_is_resolved_once_and_says_who_shows_it() {
    let town = Town::open_alone().await;
    let body = &town.people.bodies[0];
    let person = &town.people.residents[body.legal_rep];
    let (code, ask) = shown(&town, &person.id_number, "").await;
    assert!(code.starts_with("ZWM1.P.T."), "{code}");
    let (status, reply) = town.post("/identity/codes/resolve", &ask).await;
    assert_eq!(status, StatusCode::OK, "{reply}");
    check("identity", "CodeAnswer", &reply);
    assert_eq!(reply["holder"]["idNumber"], json!(person.id_number));
    assert_eq!(reply["body"], Value::Null);
    let (status, again) = town.post("/identity/codes/resolve", &ask).await;
    assert_eq!(
        (status, again["code"].as_str()),
        (StatusCode::CONFLICT, Some("USED"))
    );
    check("identity", "Error", &again);

    let (code, ask) = shown(&town, &person.id_number, &format!("&uscc={}", body.uscc)).await;
    assert!(code.starts_with("ZWM1.E.T."), "{code}");
    let (_, reply) = town.post("/identity/codes/resolve", &ask).await;
    check("identity", "CodeAnswer", &reply);
    assert_eq!(reply["body"]["uscc"], json!(body.uscc));
    assert!(["legalRep", "operator"].contains(&reply["body"]["relation"].as_str().unwrap()));

    let unknown = head(json!({ "issuer": ask["issuer"], "token": "0123456789ABCDEF", "of": "person" }));
    let (status, _) = town.post("/identity/codes/resolve", &unknown).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_name_belongs_to_its_number_or_not() {
    let town = Town::open_alone().await;
    let mut known = None;
    let mut seen = std::collections::BTreeSet::new();
    let living = town.people.residents.iter().filter(|one| one.died_on.is_none());
    for person in living {
        if seen.len() == 2 {
            break;
        }
        let ask = head(json!({ "idType": "111", "idNumber": person.id_number, "name": person.name }));
        check("identity", "NameQuery", &ask);
        let (_, reply) = town.post("/identity/names/check", &ask).await;
        check("identity", "NameAnswer", &reply);
        let result = reply["result"].as_str().unwrap().to_owned();
        if result == "match" {
            known = Some(person);
        }
        seen.insert(result);
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["match", "unknown"]);
    let number = &known.unwrap().id_number;
    let ask = head(json!({ "idType": "111", "idNumber": number, "name": "别人" }));
    let (_, reply) = town.post("/identity/names/check", &ask).await;
    assert_eq!(reply["result"], json!("mismatch"));
}

#[tokio::test]
async fn a_listing_is_told_on_the_lists_that_were_named_alone() {
    let town = Town::open_alone().await;
    let entries = |number: &str| crate::credit::entries(&town.people, number);
    let listed = town
        .people
        .bodies
        .iter()
        .find(|body| !entries(&body.uscc).is_empty())
        .unwrap();
    let list = entries(&listed.uscc)[0]["list"].clone();
    for (asked, expected) in [(list, 1), (json!("anotherList"), 0)] {
        let ask = head(
            json!({ "subject": { "role": "applicant", "uscc": listed.uscc, "name": listed.name },
            "lists": [asked], "basis": "某法第一条" }),
        );
        check("credit", "CreditQuery", &ask);
        let (status, reply) = town.post("/credit/query", &ask).await;
        assert_eq!(status, StatusCode::OK, "{reply}");
        check("credit", "CreditAnswer", &reply);
        assert_eq!(reply["listings"].as_array().unwrap().len(), expected);
    }
    let none = town
        .people
        .bodies
        .iter()
        .find(|body| entries(&body.uscc).is_empty())
        .unwrap();
    assert!(none.uscc != listed.uscc);
}
