//! Editions of the catalogue: the one in force, differences, publishing.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request, State};
use axum::http::header::CONTENT_LENGTH;
use cases::catalogue::edition::{Changed, Difference, Part, SignedManifest};
use cases::catalogue::{CatalogueFiles, load};
use cases::roles::Deed;
use cases::wire::edition::{CatalogueHead, DifferencePage, Publish, PublishReply, Rollback};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use super::caller::{Caller, Reply, Write};
use crate::editions::{self, Publication, Unpublished};
use crate::fault::{self, Fault};
use crate::rooms::Rooms;
use crate::store::edition::KeptEdition;

/// Text in one page of a difference: a window takes 8 MB, and JSON doubles what it has to escape.
const PAGE_BYTES: usize = 2 * 1024 * 1024;
/// Parts that are read at once.
const AT_ONCE: usize = 128;

/// The edition in force, and the keys that it may be signed with.
#[utoipa::path(get, path = "/v1/catalogue", tag = "catalogue", responses((status = 200, body = CatalogueHead)))]
pub async fn head(State(rooms): State<Arc<Rooms>>) -> Reply<CatalogueHead> {
    let newest = rooms
        .store
        .newest_edition()
        .await?
        .ok_or_else(fault::no_such_edition)?;
    Ok(Json(CatalogueHead {
        edition: newest.signed,
        keys: rooms.store.published_keys().await?,
    }))
}

/// Every edition, newest first.
#[utoipa::path(get, path = "/v1/catalogue/editions", tag = "catalogue",
    responses((status = 200, body = Vec<SignedManifest>)))]
pub async fn list(State(rooms): State<Arc<Rooms>>) -> Reply<Vec<SignedManifest>> {
    let editions = rooms.store.editions().await?;
    Ok(Json(editions.into_iter().map(|edition| edition.signed).collect()))
}

/// One edition, by its number or by what a draft pins.
#[utoipa::path(get, path = "/v1/catalogue/editions/{edition}", tag = "catalogue",
    params(("edition" = String, Path, description = "number, such as 20261127-1, or the hash of the content")),
    responses((status = 200, body = SignedManifest), (status = 404, body = cases::wire::Problem)))]
pub async fn one(State(rooms): State<Arc<Rooms>>, Path(edition): Path<String>) -> Reply<SignedManifest> {
    Ok(Json(find(&rooms, &edition).await?.signed))
}

#[derive(Debug, Deserialize, IntoParams)]
pub struct Between {
    /// The edition the window has; without it, or where the hall does not know it, the whole one comes.
    from: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
}

/// What changed between two editions, or a whole one, in pages.
#[utoipa::path(get, path = "/v1/catalogue/editions/{to}/difference", tag = "catalogue",
    params(("to" = String, Path, description = "number of the edition to come to"), Between),
    responses((status = 200, body = DifferencePage), (status = 404, body = cases::wire::Problem)))]
pub async fn difference(
    State(rooms): State<Arc<Rooms>>,
    Path(to): Path<String>,
    Query(between): Query<Between>,
) -> Reply<DifferencePage> {
    let to = find(&rooms, &to).await?;
    let from = match &between.from {
        Some(from) => rooms.store.find_edition(from).await?,
        None => None,
    };
    let between_them = rooms
        .difference(
            from.as_ref().map_or(0, |from| from.manifest.sequence),
            to.manifest.sequence,
        )
        .await?;
    let (parts, next) = page(&rooms, &between_them, between.after.as_deref()).await?;
    let first = between.after.is_none();
    Ok(Json(DifferencePage {
        edition: to.signed,
        from: from.map(|from| from.manifest.number),
        added: between_them.added.len() as u64,
        changed: between_them.changed.len() as u64,
        removed: if first {
            between_them.removed.clone()
        } else {
            Vec::new()
        },
        parts,
        next,
    }))
}

/// The texts after a name, as many as one page takes.
async fn page(
    rooms: &Rooms,
    difference: &Difference,
    after: Option<&str>,
) -> Result<(Vec<Part>, Option<String>), Fault> {
    let mut brings: Vec<&Changed> = difference
        .brings()
        .filter(|part| after.is_none_or(|after| part.name.as_str() > after))
        .collect();
    brings.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    let mut parts: Vec<Part> = Vec::new();
    let mut bytes = 0;
    for some in brings.chunks(AT_ONCE) {
        let digests = some.iter().map(|part| part.digest.clone()).collect();
        for (part, (digest, text)) in some.iter().zip(rooms.store.parts(digests).await?) {
            if bytes > 0 && bytes + text.len() > PAGE_BYTES {
                let next = parts.last().map(|part: &Part| part.name.clone());
                return Ok((parts, next));
            }
            bytes += text.len();
            parts.push(Part {
                name: part.name.clone(),
                digest,
                text,
            });
        }
    }
    Ok((parts, None))
}

/// Publishes files as the next edition, or says every fault of them.
#[utoipa::path(post, path = "/v1/catalogue/editions", tag = "catalogue", request_body = Publish,
    responses((status = 200, body = PublishReply), (status = 409, body = cases::wire::Problem)))]
pub async fn publish(State(rooms): State<Arc<Rooms>>, request: Request) -> Reply<PublishReply> {
    let write: Write<Publish> = permitted(request, &rooms).await?;
    if let Some(edition) = rooms.store.published_under(write.keyed.clone()).await? {
        return Ok(Json(published(edition)));
    }
    let of = publication(&rooms, &write, &write.body.note, &write.body.previous);
    let files = files(&rooms, write.body.files).await?;
    let made = editions::publish(rooms.store.as_ref(), rooms.signing_key.clone(), of, files).await;
    let edition = match made {
        Ok(edition) => edition,
        Err(Unpublished::Other(fault)) => return Err(fault),
        Err(Unpublished::Faults(faults)) => {
            return Ok(Json(PublishReply {
                edition: None,
                faults,
            }));
        }
    };
    editions::take_up(&rooms).await?;
    Ok(Json(published(edition)))
}

/// Brings the content of an older edition back under the next number.
#[utoipa::path(post, path = "/v1/catalogue/rollback", tag = "catalogue", request_body = Rollback,
    responses((status = 200, body = PublishReply), (status = 404, body = cases::wire::Problem)))]
pub async fn roll_back(State(rooms): State<Arc<Rooms>>, request: Request) -> Reply<PublishReply> {
    let write: Write<Rollback> = permitted(request, &rooms).await?;
    if let Some(edition) = rooms.store.published_under(write.keyed.clone()).await? {
        return Ok(Json(published(edition)));
    }
    let of = publication(&rooms, &write, &write.body.note, &write.body.previous);
    let key = rooms.signing_key.clone();
    let edition = editions::roll_back(rooms.store.as_ref(), key, of, &write.body.to).await?;
    editions::take_up(&rooms).await?;
    Ok(Json(published(edition)))
}

async fn find(rooms: &Rooms, name: &str) -> Result<KeptEdition, Fault> {
    let found = rooms.store.find_edition(name).await?;
    found.ok_or_else(fault::no_such_edition)
}

fn published(edition: SignedManifest) -> PublishReply {
    PublishReply {
        edition: Some(edition),
        faults: Vec::new(),
    }
}

/// Reads the body only of who may publish, and only of a length that a catalogue has.
async fn permitted<T: DeserializeOwned>(request: Request, rooms: &Arc<Rooms>) -> Result<Write<T>, Fault> {
    let (mut parts, body) = request.into_parts();
    Caller::from_request_parts(&mut parts, rooms)
        .await?
        .may(Deed::PublishCatalogue)?;
    let length = parts
        .headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok());
    let length = length.and_then(|length| length.parse().ok()).unwrap_or(0);
    load::check_size(length).map_err(|fault| Fault::new(413, fault.trouble))?;
    Write::from_request(Request::from_parts(parts, body), rooms).await
}

fn publication<T>(rooms: &Rooms, write: &Write<T>, note: &str, previous: &Option<String>) -> Publication {
    Publication {
        act: write.act(),
        hall: rooms.hall.code.clone(),
        note: note.trim().to_owned(),
        previous: previous.clone(),
    }
}

/// The files that came, over those in force.
async fn files(rooms: &Rooms, mut given: BTreeMap<String, String>) -> Result<CatalogueFiles, Fault> {
    const ITEMS: &str = "items.json";
    let known = |name: &String| name == ITEMS || CatalogueFiles::OTHERS.contains(&name.as_str());
    if let Some(other) = given.keys().find(|name| !known(name)) {
        let shown: String = other.chars().filter(|c| !c.is_control()).take(60).collect();
        return Err(fault::unknown_catalogue_file().about(shown));
    }
    let bytes = given.values().map(|text| text.len() as u64).sum();
    load::check_size(bytes).map_err(|fault| Fault::new(413, fault.trouble))?;
    let newest = rooms
        .store
        .newest_edition()
        .await?
        .ok_or_else(fault::no_such_edition)?;
    // Its items are read only where none came.
    let only = given.contains_key(ITEMS).then(String::new);
    let kept = rooms.store.edition_files(newest.manifest.sequence, only).await?;
    let items = given.remove(ITEMS);
    let mut others = BTreeMap::new();
    let kept_items = kept.items.clone();
    others.extend(kept.into_others());
    Ok(CatalogueFiles::from_others(items.unwrap_or(kept_items), |name| {
        given.remove(name).or_else(|| others.remove(name))
    }))
}
