//! What happens at the portal in an exercise: an applicant files, changes, takes back; its own department accepts.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::application::{Application, File, Held, No, Word};
use super::{Book, push, unknown};
use crate::http::{Refusal, read};
use crate::{Practice, Shared, local_time};

/// A file to be attached, with its bytes.
#[derive(Deserialize)]
struct Brought {
    material: String,
    name: String,
    /// Base64.
    bytes: String,
    /// Another digest than the bytes have, for an exercise with a wrong file.
    #[serde(default)]
    digest: Option<String>,
}

#[derive(Deserialize)]
struct Submitted {
    #[serde(flatten)]
    application: Application,
    #[serde(default)]
    brought: Vec<Brought>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    #[serde(default)]
    values: Option<Vec<Value>>,
    #[serde(default)]
    pre_review: Option<Value>,
    #[serde(default)]
    brought: Vec<Brought>,
}

impl Book {
    /// Takes files in and gives them as an application names them.
    fn attach(&mut self, brought: Vec<Brought>) -> Result<Vec<File>, Refusal> {
        let files = brought.into_iter().map(|one| {
            let bytes = BASE64
                .decode(&one.bytes)
                .map_err(|_| Refusal::bad_request("附件不是 Base64", "a file is not base64"))?;
            let digest = one.digest.unwrap_or_else(|| hex::encode(Sha256::digest(&bytes)));
            let size = bytes.len() as u64;
            self.files.insert(digest.clone(), bytes);
            Ok(File {
                material: one.material,
                name: one.name,
                digest,
                bytes: size,
            })
        });
        files.collect()
    }

    /// A new application under the portal's next number.
    pub fn file(&mut self, mut application: Application, at: String) -> String {
        self.given += 1;
        let id = format!("WS{}{:06}", application.region, self.given);
        application.application_id.clone_from(&id);
        application.revision = 1;
        application.submitted_at = at;
        self.applications.insert(id.clone(), Held::new(application));
        id
    }
}

fn at(practice: &Practice, region: &str) -> String {
    let ahead = practice
        .online
        .hold()
        .halls
        .get(region)
        .map_or(0, |there| there.ahead_ms);
    let now = (practice.clock)();
    let there = now
        .checked_add(jiff::SignedDuration::from_millis(ahead))
        .unwrap_or(now);
    local_time(there)
}

/// `POST /online/applications`: somebody files an application.
pub async fn submit(State(practice): State<Shared>, body: Bytes) -> Result<Response, Refusal> {
    let submitted: Submitted = read(&body)?;
    let at = at(&practice, &submitted.application.region);
    let id = {
        let mut book = practice.online.hold();
        let files = book.attach(submitted.brought)?;
        let mut application = submitted.application;
        application.files.extend(files);
        book.file(application, at)
    };
    push::spawn(&practice, id.clone());
    Ok((StatusCode::CREATED, Json(json!({"applicationId": id}))).into_response())
}

/// `PUT /online/applications/{id}`: the applicant changes values by their fact, or attaches more.
pub async fn change(
    State(practice): State<Shared>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let changed: Changed = read(&body)?;
    let revision = {
        let mut book = practice.online.hold();
        let files = book.attach(changed.brought)?;
        let held = book.applications.get_mut(&id).ok_or_else(unknown)?;
        held.may_change().map_err(refusal)?;
        let application = &mut held.application;
        for value in changed.values.into_iter().flatten() {
            application.values.retain(|known| known["fact"] != value["fact"]);
            application.values.push(value);
        }
        application.files.extend(files);
        if changed.pre_review.is_some() {
            application.pre_review = changed.pre_review;
        }
        application.revision += 1;
        application.revision
    };
    push::spawn(&practice, id);
    Ok(Json(json!({"revision": revision})))
}

/// `POST /online/applications/{id}/withdraw`
pub async fn withdraw(
    State(practice): State<Shared>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let revision = {
        let mut book = practice.online.hold();
        let held = book.applications.get_mut(&id).ok_or_else(unknown)?;
        held.may_change().map_err(refusal)?;
        held.application.state = Word::Withdrawn;
        held.application.revision += 1;
        held.application.revision
    };
    push::spawn(&practice, id);
    Ok(Json(json!({"revision": revision})))
}

/// `POST /online/applications/{id}/accept`: the portal's own department takes it, unless a window has it.
pub async fn accept(State(practice): State<Shared>, Path(id): Path<String>) -> Result<Json<Value>, Refusal> {
    let number = {
        let mut book = practice.online.hold();
        let held = book.applications.get_mut(&id).ok_or_else(unknown)?;
        held.may_accept().map_err(refusal)?;
        let number = format!("{id}-A");
        held.application.state = Word::Accepted;
        held.application.accepted_number = Some(number.clone());
        held.application.revision += 1;
        number
    };
    push::spawn(&practice, id);
    Ok(Json(json!({"number": number})))
}

/// `GET /online/applications`: everything the portal has, with what the hall said of it.
pub async fn list(State(practice): State<Shared>) -> Json<Value> {
    let book = practice.online.hold();
    Json(book.applications.values().map(Held::shown).collect())
}

fn refusal(no: No) -> Refusal {
    match no {
        No::AtWindow => Refusal::conflict("AT_WINDOW", "正在窗口办理", "a window has it"),
        No::Filed(number) => Refusal::conflict(
            "ALREADY_FILED",
            &format!("已在大厅收件，编号 {number}"),
            &format!("filed at the hall as {number}"),
        ),
        No::Over => Refusal::conflict("OVER", "这件申报已经结束", "the application is over"),
    }
}
