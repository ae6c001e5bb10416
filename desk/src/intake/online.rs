//! What an online application said, into cells and slots: offered like any other source, never over what a person
//! decided. Laying the same revision again changes nothing.

use std::collections::BTreeMap;

use cases::case::Draft;
use cases::error::Trouble;
use cases::form::alike::same;
use cases::form::{Candidate, Cell, Provenance, SourceKind, Value, merge};
use cases::material::{Held, Piece};
use cases::online::place::{Target, place, target};
use cases::online::{Applicant, Application, Fetched, Given, Left, Origin, Why};
use cases::wire::online::OnlineCase;

use super::{Ground, offers, show_fields};
use crate::view::online::{OnlineLeftView, OnlineRemarkView, OnlineReviewView, OnlineView};

/// Files that were fetched, by the digest under which the application names them.
pub type Pieces = BTreeMap<String, Result<Piece, Trouble>>;

/// The word on the chip.
const LABEL: &str = "网上申报";
const DATASET: &str = "online";

/// Lays a revision into a draft.
pub fn lay(ground: Ground<'_>, draft: &mut Draft, of: &OnlineCase, pieces: &Pieces) {
    let application = &of.application;
    let mut origin = match draft.online.take() {
        Some(origin) if origin.revision > application.revision => {
            draft.online = Some(origin);
            return;
        }
        Some(origin) => *origin,
        None => Origin::of(application),
    };
    let is_news = application.revision > origin.revision;
    let placed = place(ground.item, application);
    let mut changed: Vec<String> = Vec::new();
    let mut left = placed.left;
    for (field, given) in placed.values.iter().chain(&placed.acts) {
        let Some(value) = offers::read(ground, draft, field, &given.value) else {
            left.push(Left {
                name: field.label.clone(),
                said: given.words(),
                why: Why::Misshapen,
            });
            continue;
        };
        let from = provenance(ground, application, given);
        let cell = draft.form.entry(field.key.clone()).or_default();
        if said_before(field, cell, application, &value) {
            continue;
        }
        let candidate = Candidate { value, from };
        if field.is_own_act() {
            merge::propose(field, cell, candidate);
        } else {
            merge::offer(field, cell, candidate);
        }
        changed.push(field.key.clone());
    }
    for field in &ground.item.fields {
        let mut kept = placed.values.iter().chain(&placed.acts);
        if kept.any(|(known, _)| known.key == field.key) {
            continue;
        }
        if let Some(cell) = draft.form.get(&field.key)
            && let Some(last) = last_said(cell, application)
        {
            left.push(Left {
                name: field.label.clone(),
                said: last.words(field, &ground.catalogue.codes),
                why: Why::TakenBack,
            });
            changed.push(field.key.clone());
        }
    }
    for (material, files) in &placed.files {
        for file in files {
            if origin.laid.contains(&file.digest) {
                continue;
            }
            let at = application
                .files
                .iter()
                .position(|known| known.digest == file.digest);
            let fetched = at.and_then(|at| of.files.get(at)).unwrap_or(&Fetched::Waiting);
            let mut stays = |why| {
                left.push(Left {
                    name: material.name.clone(),
                    said: file.name.clone(),
                    why,
                });
            };
            let piece = match (fetched, pieces.get(&file.digest)) {
                (Fetched::Refused { why }, _) | (Fetched::Here, Some(Err(why))) => {
                    stays(Why::NotTaken { why: why.clone() });
                    continue;
                }
                (Fetched::Here, Some(Ok(piece))) => piece.clone(),
                (Fetched::Here, None) | (Fetched::Waiting, _) => {
                    stays(Why::OnItsWay);
                    continue;
                }
            };
            let Some(slot) = draft.slots.iter_mut().find(|slot| slot.material == material.id) else {
                stays(Why::NoMaterial);
                continue;
            };
            match &mut slot.held {
                Some(Held::Files { pieces }) => pieces.push(piece),
                Some(
                    Held::Licence { .. }
                    | Held::Verified { .. }
                    | Held::Paper { .. }
                    | Held::Generated { .. },
                ) => {
                    stays(Why::InHand);
                    continue;
                }
                empty @ None => *empty = Some(Held::Files { pieces: vec![piece] }),
            }
            origin.laid.push(file.digest.clone());
            changed.push(material.id.clone());
        }
    }
    applicant(ground, draft, application);
    if is_news {
        for spot in changed {
            if !origin.changed.contains(&spot) {
                origin.changed.push(spot);
            }
        }
    }
    draft.online = Some(Box::new(Origin {
        changed: origin.changed,
        laid: origin.laid,
        left,
        ..Origin::of(application)
    }));
}

/// Code and name of the body, where no register was there to say them.
fn applicant(ground: Ground<'_>, draft: &mut Draft, application: &Application) {
    let Applicant::Body { name, uscc } = &application.applicant else {
        return;
    };
    let from = origin_of(ground, application, None);
    for (element, said) in [("enterprise.uscc", uscc), ("enterprise.name", name)] {
        let fields = ground.item.fields.iter();
        for field in fields.filter(|field| field.subject == "enterprise" && field.data_element == element) {
            let known = draft.form.get(&field.key).is_some_and(|cell| cell.held.is_some());
            if known {
                continue;
            }
            let given = serde_json::Value::String(said.clone());
            if let Some(value) = offers::read(ground, draft, field, &given) {
                let from = from.clone();
                let cell = draft.form.entry(field.key.clone()).or_default();
                merge::offer(field, cell, Candidate { value, from });
            }
        }
    }
}

fn provenance(ground: Ground<'_>, application: &Application, given: &Given) -> Provenance {
    let mut from = origin_of(ground, application, given.source.as_deref());
    from.raw = given.value.as_str().map(str::to_owned);
    if let Some(proof) = &given.proof {
        from.provider = format!("{} {}", proof.by, proof.reference);
    }
    from
}

/// Named with its revision, so that an earlier and a later word of the applicant stand side by side.
fn origin_of(ground: Ground<'_>, application: &Application, source: Option<&str>) -> Provenance {
    Provenance {
        kind: SourceKind::Online,
        label: LABEL.to_owned(),
        provider: source.unwrap_or("申请人").to_owned(),
        dataset: Some(DATASET.to_owned()),
        record_id: Some(format!("{}/{}", application.application_id, application.revision)),
        as_of: Some(application.submitted_at),
        grant: None,
        base: None,
        consent: None,
        earlier: None,
        raw: None,
        at: ground.now,
    }
}

fn is_of(from: &Provenance, application: &Application) -> bool {
    let id = from
        .record_id
        .as_deref()
        .and_then(|record| record.rsplit_once('/'));
    from.kind == SourceKind::Online && id.is_some_and(|(id, _)| id == application.application_id)
}

/// What this application said of a field last.
fn last_said<'a>(cell: &'a Cell, application: &Application) -> Option<&'a Value> {
    let revision = |from: &Provenance| {
        let record = from
            .record_id
            .as_deref()
            .and_then(|record| record.rsplit_once('/'));
        record.and_then(|(_, revision)| revision.parse::<u64>().ok())
    };
    cell.offered
        .iter()
        .filter(|one| is_of(&one.from, application))
        .max_by_key(|one| revision(&one.from))
        .map(|one| &one.value)
}

fn said_before(
    field: &cases::catalogue::FieldSpec,
    cell: &Cell,
    application: &Application,
    value: &Value,
) -> bool {
    last_said(cell, application).is_some_and(|known| same(field, known, value))
}

/// Whether everything in a slot came with the application: a valid licence takes its place.
pub fn is_laid(draft: &Draft, material: &str) -> bool {
    let Some(origin) = &draft.online else {
        return false;
    };
    match draft.slot(material).and_then(|slot| slot.held.as_ref()) {
        Some(Held::Files { pieces }) => pieces.iter().all(|piece| origin.laid.contains(&piece.digest)),
        Some(Held::Licence { .. } | Held::Verified { .. } | Held::Paper { .. } | Held::Generated { .. })
        | None => false,
    }
}

/// The strip of the intake: where it came from, what the pre-review said, what has no place.
pub fn view(ground: Ground<'_>, draft: &Draft) -> Option<OnlineView> {
    let origin = draft.online.as_deref()?;
    let named = |spot: &String| {
        let field = ground.item.field(spot).map(|field| field.label.clone());
        field.or_else(|| ground.item.material(spot).map(|material| material.name.clone()))
    };
    Some(OnlineView {
        application: origin.application_id.clone(),
        revision: u32::try_from(origin.revision).unwrap_or(u32::MAX),
        submitted_at: origin.submitted_at.to_string(),
        state: origin.state.word().to_owned(),
        accepted_number: origin.accepted_number.clone(),
        review: origin.pre_review.as_ref().map(|review| OnlineReviewView {
            passed: review.passed,
            by: review.by.clone(),
            at: review.at.to_string(),
            remarks: review
                .findings
                .iter()
                .map(|remark| {
                    let (at, id) = match target(ground.item, remark) {
                        Target::Field(key) => ("field", key),
                        Target::Material(id) => ("material", id),
                        Target::Nothing => ("", ""),
                    };
                    OnlineRemarkView {
                        text: remark.text.clone(),
                        at: at.to_owned(),
                        id: id.to_owned(),
                        name: named(&id.to_owned()),
                    }
                })
                .collect(),
        }),
        changed: origin.changed.iter().filter_map(named).collect(),
        left: origin.left.iter().map(left_view).collect(),
    })
}

fn left_view(left: &Left) -> OnlineLeftView {
    let (why, trouble) = match &left.why {
        Why::NotAsked => ("notAsked", None),
        Why::Ambiguous => ("ambiguous", None),
        Why::Twice => ("twice", None),
        Why::Misshapen => ("misshapen", None),
        Why::OwnAct => ("ownAct", None),
        Why::NoMaterial => ("noMaterial", None),
        Why::MadeHere => ("madeHere", None),
        Why::PaperOnly => ("paperOnly", None),
        Why::InHand => ("inHand", None),
        Why::OnItsWay => ("onItsWay", None),
        Why::NotTaken { why } => ("notTaken", Some(why.clone().into())),
        Why::TakenBack => ("takenBack", None),
    };
    OnlineLeftView {
        name: left.name.clone(),
        said: show_fields::without_numbers(&left.said),
        why: why.to_owned(),
        trouble,
    }
}
