//! Requests and replies against the published OpenAPI files.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Town, question};
use crate::registry::relatives;

fn contract(name: &str) -> Value {
    let path = format!(
        "{}/../hall/contracts/{name}.openapi.json",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The part of JSON Schema that the contracts use. `Err` names the place that does not fit.
fn fits(file: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = file
            .pointer(reference.trim_start_matches('#'))
            .ok_or(reference.to_owned())?;
        return fits(file, target, value, at);
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        fits(file, part, value, at)?;
    }
    for choice in ["anyOf", "oneOf"] {
        if let Some(list) = schema[choice].as_array() {
            let any = list.iter().any(|part| fits(file, part, value, at).is_ok());
            any.then_some(()).ok_or(format!("{at}: none of {choice}"))?;
        }
    }
    let of_type = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        _ => true,
    };
    of_type.then_some(()).ok_or(format!("{at}: type"))?;
    if let Some(list) = schema["enum"].as_array() {
        list.contains(value)
            .then_some(())
            .ok_or(format!("{at}: enum {value}"))?;
    }
    if let Some(fixed) = schema.get("const") {
        (fixed == value).then_some(()).ok_or(format!("{at}: const"))?;
    }
    match schema["format"].as_str() {
        Some("date-time") => drop(
            value
                .as_str()
                .unwrap_or("")
                .parse::<jiff::Timestamp>()
                .map_err(|_| format!("{at}: time"))?,
        ),
        Some("date") => drop(
            value
                .as_str()
                .unwrap_or("")
                .parse::<jiff::civil::Date>()
                .map_err(|_| format!("{at}: day"))?,
        ),
        Some("uuid") => drop(
            value
                .as_str()
                .unwrap_or("")
                .parse::<uuid::Uuid>()
                .map_err(|_| format!("{at}: uuid"))?,
        ),
        _ => {}
    }
    for name in schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        value
            .get(name)
            .is_some()
            .then_some(())
            .ok_or(format!("{at}.{name}: missing"))?;
    }
    for (name, part) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(member) = value.get(name) {
            fits(file, part, member, &format!("{at}.{name}"))?;
        }
    }
    if let Some(part) = schema.get("items") {
        for (place, item) in value.as_array().into_iter().flatten().enumerate() {
            fits(file, part, item, &format!("{at}[{place}]"))?;
        }
    }
    Ok(())
}

/// Asserts that a value has the named shape of a contract.
pub fn check(file: &str, shape: &str, value: &Value) {
    let file = contract(file);
    let schema = file.pointer(&format!("/components/schemas/{shape}")).unwrap();
    assert_eq!(fits(&file, schema, value, shape), Ok(()), "{value}");
}

#[tokio::test]
async fn a_registry_tells_what_was_asked_and_no_more() {
    let town = Town::open_alone().await;
    let person = town
        .people
        .residents
        .iter()
        .find(|r| r.phone().is_some())
        .unwrap();
    let subject =
        json!({"role": "applicant", "idType": "111", "idNumber": person.id_number, "name": person.name});
    let ask = question(subject.clone(), &["person.name", "person.sex", "person.phone"]);
    check("registry", "Query", &ask);
    let (status, reply) = town.post("/query/population", &ask).await;
    assert_eq!(status, StatusCode::OK);
    check("registry", "Answer", &reply);
    // No register holds a phone: who has one says it himself.
    assert_eq!(
        reply["values"],
        json!({"person.name": person.name, "person.sex": person.sex.code()})
    );
    let asked = question(subject, &["person.phone"]);
    assert_eq!(town.post("/query/history", &asked).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_body_is_asked_by_code_and_its_representative_through_it() {
    let town = Town::open_alone().await;
    let body = &town.people.bodies[0];
    let rep = &town.people.residents[body.legal_rep];
    let ask = question(
        json!({"role": "enterprise", "uscc": body.uscc}),
        &["enterprise.name", "person.name"],
    );
    check("registry", "Query", &ask);
    let (_, reply) = town.post("/query/legalEntity", &ask).await;
    assert_eq!(reply["values"], json!({"enterprise.name": body.name}));
    let ask = question(
        json!({"role": "legalRep", "uscc": body.uscc}),
        &["person.name", "person.idNumber"],
    );
    let (_, reply) = town.post("/query/legalEntity", &ask).await;
    assert_eq!(
        reply["values"],
        json!({"person.name": rep.name, "person.idNumber": rep.id_number})
    );
}

#[tokio::test]
async fn a_registry_refuses_in_words_and_codes() {
    let town = Town::open_alone().await;
    let person = &town.people.residents[0];
    let subject = json!({"role": "applicant", "idType": "111", "idNumber": person.id_number});
    let ask = question(subject.clone(), &["person.name"]);
    let url = format!("{}/query/population", town.running.base);
    let reply = town.client.post(&url).json(&ask).send().await.unwrap();
    assert_eq!(reply.status(), StatusCode::UNAUTHORIZED);
    check("registry", "Error", &reply.json().await.unwrap());
    let reply = town
        .client
        .post(&url)
        .bearer_auth("wrong")
        .json(&ask)
        .send()
        .await
        .unwrap();
    assert_eq!(reply.status(), StatusCode::UNAUTHORIZED);

    let mut blank = ask.clone();
    blank["purpose"] = json!("  ");
    let mut no_grant = ask.clone();
    no_grant["grant"] = json!("");
    let mut no_case = ask.clone();
    no_case.as_object_mut().unwrap().remove("caseRef");
    let mut other_name = ask.clone();
    other_name["subject"]["name"] = json!("别人");
    let mut nobody = ask.clone();
    nobody["subject"]["idNumber"] = json!("350199199003070011");
    let dead = town
        .people
        .residents
        .iter()
        .find(|r| r.died_on.is_some())
        .unwrap();
    let mut gone = ask.clone();
    gone["subject"]["idNumber"] = json!(dead.id_number);
    let cases = [
        ("population", &blank, 403, "NOT_GRANTED"),
        ("population", &no_grant, 403, "NOT_GRANTED"),
        ("population", &no_case, 400, "BAD_REQUEST"),
        ("population", &other_name, 404, "NO_RECORD"),
        ("population", &nobody, 404, "NO_RECORD"),
        ("population", &gone, 410, "DECEASED"),
        ("tax", &ask, 404, "NO_RECORD"),
        ("weather", &ask, 404, "UNKNOWN_DATASET"),
    ];
    for (dataset, body, status, code) in cases {
        let (got, reply) = town.post(&format!("/query/{dataset}"), body).await;
        assert_eq!(
            (got.as_u16(), &reply["code"]),
            (status, &json!(code)),
            "{dataset} {body}"
        );
        check("registry", "Error", &reply);
    }
}

#[tokio::test]
async fn represent_and_family_name_bodies_and_relatives() {
    let town = Town::open_alone().await;
    let body = &town.people.bodies[130];
    let rep = &town.people.residents[body.legal_rep];
    let subject = json!({"role": "applicant", "idType": "111", "idNumber": rep.id_number, "name": rep.name});
    let (_, reply) = town.post("/represent", &question(subject, &[])).await;
    check("registry", "Bodies", &reply);
    let expected = json!({"uscc": body.uscc, "name": body.name, "kind": "soleTrader", "relation": "operator", "status": "1"});
    assert_eq!(reply["bodies"][0], expected);

    let mother = town
        .people
        .residents
        .iter()
        .find(|r| r.spouse.is_some() && town.people.children_of(r).count() == 2);
    let mother = mother.unwrap();
    let subject = json!({"role": "applicant", "idType": "111", "idNumber": mother.id_number});
    let (_, reply) = town.post("/family", &question(subject, &[])).await;
    check("registry", "Family", &reply);
    let told: Vec<&str> = reply["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["relation"].as_str().unwrap())
        .collect();
    let known: Vec<&str> = relatives(&town.people, mother)
        .into_iter()
        .map(|(relation, _)| relation)
        .collect();
    assert_eq!(told, known);
    assert_eq!(told.iter().filter(|r| **r == "child").count(), 2);
}

#[tokio::test]
async fn licences_come_in_the_envelope_and_as_an_annotated_copy() {
    use base64::Engine;
    use sha2::Digest;
    let town = Town::open_alone().await;
    let body = &town.people.bodies[0];
    let head = json!({"accessId": "hall", "accessToken": "t"});
    let ask = |code: &str, kind: &str, cause: &str| {
        json!({"head": head, "data": {"holderCode": code, "holderTypeCode": kind, "useCause": cause,
            "certTypeCode": "11100000MB0143028R001", "itemCode": "1", "itemName": "食品经营许可", "operator": "0801", "caseRef": "c"}})
    };
    let request = ask(&body.uscc, "001", "办理食品经营许可");
    check("licence", "LicenceQuery", &request);
    let (status, reply) = town.post("/licences/query", &request).await;
    assert_eq!(status, StatusCode::OK);
    check("licence", "LicenceReply", &reply);
    let licence = &reply["data"]["licences"][0];
    assert_eq!(reply["data"]["licences"].as_array().unwrap().len(), 1);
    assert_eq!(licence["face"]["enterprise.name"], json!(body.name));

    let file = json!({"head": head, "data": {"identifier": licence["identifier"], "useCause": "练习", "itemCode": "1", "caseRef": "c"}});
    let (_, reply) = town.post("/licences/file", &file).await;
    check("licence", "FileReply", &reply);
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(reply["data"]["contentBase64"].as_str().unwrap())
        .unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    assert_eq!(
        reply["data"]["digestSha256"],
        json!(hex::encode(sha2::Sha256::digest(&bytes)))
    );

    let (_, refused) = town.post("/licences/query", &ask(&body.uscc, "001", "")).await;
    assert_eq!(refused["head"]["status"], json!(99));
    let (_, none) = town
        .post("/licences/query", &ask("350199199003070011", "111", "练习"))
        .await;
    assert_eq!(none["data"]["licences"], json!([]));
    let (_, unknown) = town.post("/licences/file", &json!({"head": head, "data": {"identifier": "1.2", "useCause": "练习", "itemCode": "1", "caseRef": "c"}})).await;
    assert_eq!(unknown["head"]["status"], json!(99));
}

#[tokio::test]
async fn a_licence_is_shown_by_a_code_once_found_by_its_identifier_and_verified() {
    let town = Town::open_alone().await;
    let body = &town.people.bodies[0];
    let head = json!({"accessId": "hall", "accessToken": "t"});
    let ask = |key: &str, value: &str| {
        json!({"head": head, "data": {key: value, "useCause": "练习", "itemCode": "1", "itemName": "食品经营许可",
            "operator": "0801", "caseRef": "c"}})
    };
    let path = format!("/licences/phone?holderCode={}&typeName=营业执照", body.uscc);
    let phone = town.get(&path).await;
    let request = ask("code", phone["code"].as_str().unwrap());
    check("licence", "CodeQuery", &request);
    let (status, reply) = town.post("/licences/code", &request).await;
    assert_eq!(status, StatusCode::OK);
    check("licence", "LicenceReply", &reply);
    let identifier = reply["data"]["licences"][0]["identifier"].as_str().unwrap();
    assert_eq!(reply["data"]["licences"][0]["holderCode"], json!(body.uscc));
    let (status, used) = town.post("/licences/code", &request).await;
    assert_eq!((status, &used["code"]), (StatusCode::CONFLICT, &json!("USED")));
    check("licence", "Error", &used);
    let (status, _) = town.post("/licences/code", &ask("code", "LZM1.X")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);

    let request = ask("identifier", identifier);
    check("licence", "IdentifierQuery", &request);
    let (_, found) = town.post("/licences/identifier", &request).await;
    assert_eq!(found["data"]["licences"], reply["data"]["licences"]);
    let (_, none) = town.post("/licences/identifier", &ask("identifier", "1.2")).await;
    assert_eq!(none["data"]["licences"], json!([]));
    let (_, verified) = town.post("/licences/verify", &request).await;
    check("licence", "VerifyReply", &verified);
    assert_eq!(verified["data"]["holds"], json!(true));
    let (_, unknown) = town.post("/licences/verify", &ask("identifier", "1.2")).await;
    assert_eq!(unknown["head"]["status"], json!(99));
}

#[tokio::test]
async fn the_directory_has_exactly_the_keys_a_hall_reads() {
    let town = Town::open_alone().await;
    let directory = town.get("/directory").await;
    let keys: BTreeSet<&str> = directory
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        BTreeSet::from([
            "registry",
            "licences",
            "online",
            "departmentBase",
            "departmentOverrides",
            "messages",
            "identity",
            "codeIssuers"
        ])
    );
    assert!(
        directory["departmentBase"]
            .as_str()
            .unwrap()
            .ends_with("/departments/{uscc}")
    );
    assert!(
        directory["registry"]
            .as_str()
            .unwrap()
            .starts_with("http://127.0.0.1:")
    );
    assert_eq!(directory["licences"], directory["registry"]);
    let reply = town.send(Method::GET, "/health", None).await;
    assert_eq!(reply.status(), StatusCode::OK);
}
