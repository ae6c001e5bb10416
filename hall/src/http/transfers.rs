//! Paper to departments (材料移交) and the seal log (用印).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::transfer::{
    Batch, Bundle, BundleState, CheckBundle, ForDepartment, HandBatch, KeepSeal, MakeBatch, ScanBack,
    ScanOut, SealRow, SheetLine, Transfers,
};
use uuid::Uuid;

use super::caller::{Caller, Reply, Write};
use super::records::reference_of;
use crate::fault::{self, Fault};
use crate::keeping;
use crate::rooms::Rooms;
use crate::store::transfer::{HandPlan, Listed, Lying, Reach};

/// Characters of the messenger's name and of a note.
const LONGEST_NAME: usize = 30;
const LONGEST_NOTE: usize = 200;
/// Copies that one paper may be sealed in.
const COPIES: u32 = 99;

/// What waits for departments, and what is on its way.
#[utoipa::path(get, path = "/v1/transfers", tag = "transfers", responses((status = 200, body = Transfers)))]
pub async fn list(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Transfers> {
    caller.may(Deed::HandMaterials)?;
    let reach = his(&rooms, &caller, Deed::HandMaterials);
    let mut here: BTreeMap<String, ForDepartment> = BTreeMap::new();
    for lying in rooms.store.lying(None, reach.clone()).await? {
        let lines = lines_of(&rooms, &lying).await?;
        let of = here
            .entry(lying.department_uscc.clone())
            .or_insert_with(|| ForDepartment {
                department: lying.department.clone(),
                department_uscc: lying.department_uscc.clone(),
                bundles: Vec::new(),
            });
        of.bundles.push(Bundle {
            slip: lying.draft.slip,
            case_number: lying.case_number,
            item_name: lying.item_name,
            state: BundleState::Here,
            lines,
            missing: Vec::new(),
            since: lying.since,
            checked_at: None,
        });
    }
    Ok(Json(Transfers {
        here: here.into_values().collect(),
        batches: rooms.store.open_batches(reach).await?,
    }))
}

/// Lists everything that lies here for a department.
#[utoipa::path(post, path = "/v1/transfers", tag = "transfers", request_body = MakeBatch,
    responses((status = 200, body = Batch), (status = 409, body = Problem)))]
pub async fn make(State(rooms): State<Arc<Rooms>>, write: Write<MakeBatch>) -> Reply<Batch> {
    write.caller.may(Deed::HandMaterials)?;
    let reach = his(&rooms, &write.caller, Deed::HandMaterials);
    let department = write.body.department_uscc.trim();
    let mut listed = Vec::new();
    for lying in rooms.store.lying(Some(department), reach.clone()).await? {
        listed.push(Listed {
            lines: lines_of(&rooms, &lying).await?,
            case: lying.case,
        });
    }
    rooms
        .store
        .make_batch(write.act(), department, listed, reach)
        .await
        .map(Json)
}

/// One batch, also when all of it is back: its 材料移交单 is printed again from it.
#[utoipa::path(get, path = "/v1/transfers/{id}", tag = "transfers", params(("id" = Uuid, Path)),
    responses((status = 200, body = Batch), (status = 404, body = Problem)))]
pub async fn one(State(rooms): State<Arc<Rooms>>, Path(id): Path<Uuid>, caller: Caller) -> Reply<Batch> {
    caller.may(Deed::HandMaterials)?;
    let reach = his(&rooms, &caller, Deed::HandMaterials);
    let batch = rooms.store.batch(id, reach).await?.ok_or_else(fault::no_batch)?;
    with_paper(&rooms, batch).await.map(Json)
}

/// A bundle is scanned as it goes out.
#[utoipa::path(post, path = "/v1/transfers/{id}/out", tag = "transfers", params(("id" = Uuid, Path)),
    request_body = ScanOut,
    responses((status = 200, body = Batch), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn scan_out(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<ScanOut>,
) -> Reply<Batch> {
    write.caller.may(Deed::HandMaterials)?;
    let reach = his(&rooms, &write.caller, Deed::HandMaterials);
    let code = reference_of(&write.body.code);
    rooms
        .store
        .scan_out(write.act(), id, &code, reach)
        .await
        .map(Json)
}

/// The department's messenger signed for what was scanned.
#[utoipa::path(post, path = "/v1/transfers/{id}/hand", tag = "transfers", params(("id" = Uuid, Path)),
    request_body = HandBatch,
    responses((status = 200, body = Batch), (status = 404, body = Problem), (status = 409, body = Problem),
              (status = 422, body = Problem)))]
pub async fn hand(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<HandBatch>,
) -> Reply<Batch> {
    write.caller.may(Deed::HandMaterials)?;
    let hand = HandBatch {
        messenger: write.body.messenger.trim().to_owned(),
        note: write.body.note.trim().to_owned(),
    };
    let named = (1..=LONGEST_NAME).contains(&hand.messenger.chars().count());
    if !named || hand.note.chars().count() > LONGEST_NOTE {
        return Err(fault::no_messenger());
    }
    let reach = his(&rooms, &write.caller, Deed::HandMaterials);
    let batch = rooms
        .store
        .batch(id, reach.clone())
        .await?
        .ok_or_else(fault::no_batch)?;
    let catalogue = rooms.catalogue();
    let item = catalogue
        .items
        .iter()
        .find(|item| item.department_uscc == batch.department_uscc)
        .ok_or_else(fault::no_such_item)?;
    let plan = HandPlan {
        hand,
        hall: Arc::clone(&rooms.hall),
        class: item.department_short.clone(),
        catalogue: Arc::clone(&catalogue),
        clerk: write.caller.name.clone(),
    };
    let batch = rooms.store.hand_batch(write.act(), id, plan, reach).await?;
    with_paper(&rooms, batch).await.map(Json)
}

/// The batch with the bytes of its paper made.
async fn with_paper(rooms: &Rooms, mut batch: Batch) -> Result<Batch, Fault> {
    if let Some(paper) = &batch.paper {
        batch.paper = Some(keeping::paper_ref(rooms, paper.id).await?);
    }
    Ok(batch)
}

/// The department compared a bundle with the list.
#[utoipa::path(post, path = "/v1/transfers/checked", tag = "transfers", request_body = CheckBundle,
    responses((status = 200, body = Batch), (status = 404, body = Problem), (status = 409, body = Problem),
              (status = 422, body = Problem)))]
pub async fn check(State(rooms): State<Arc<Rooms>>, write: Write<CheckBundle>) -> Reply<Batch> {
    write.caller.may(Deed::HandMaterials)?;
    let reach = his(&rooms, &write.caller, Deed::HandMaterials);
    let check = CheckBundle {
        code: reference_of(&write.body.code),
        missing: write.body.missing.clone(),
    };
    rooms
        .store
        .check_bundle(write.act(), check, reach)
        .await
        .map(Json)
}

/// A bundle came back, or stays with the department.
#[utoipa::path(post, path = "/v1/transfers/back", tag = "transfers", request_body = ScanBack,
    responses((status = 200, body = Batch), (status = 404, body = Problem), (status = 409, body = Problem),
              (status = 422, body = Problem)))]
pub async fn scan_back(State(rooms): State<Arc<Rooms>>, write: Write<ScanBack>) -> Reply<Batch> {
    write.caller.may(Deed::HandMaterials)?;
    let back = ScanBack {
        code: reference_of(&write.body.code),
        ..write.body.clone()
    };
    let reach = his(&rooms, &write.caller, Deed::HandMaterials);
    rooms.store.scan_back(write.act(), back, reach).await.map(Json)
}

/// Papers that wait for the seal, and those sealed last.
#[utoipa::path(get, path = "/v1/seals", tag = "transfers", responses((status = 200, body = Vec<SealRow>)))]
pub async fn seals(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Vec<SealRow>> {
    caller.may(Deed::KeepSeal)?;
    rooms
        .store
        .seals(his(&rooms, &caller, Deed::KeepSeal))
        .await
        .map(Json)
}

/// 用印登记
#[utoipa::path(post, path = "/v1/seals", tag = "transfers", request_body = KeepSeal,
    responses((status = 200, body = SealRow), (status = 404, body = Problem), (status = 409, body = Problem),
              (status = 422, body = Problem)))]
pub async fn keep_seal(State(rooms): State<Arc<Rooms>>, write: Write<KeepSeal>) -> Reply<SealRow> {
    write.caller.may(Deed::KeepSeal)?;
    let seal = KeepSeal {
        number: write.body.number.trim().to_owned(),
        copies: write.body.copies,
    };
    if !(1..=COPIES).contains(&seal.copies) {
        return Err(fault::odd_seal_copies());
    }
    let reach = his(&rooms, &write.caller, Deed::KeepSeal);
    rooms.store.keep_seal(write.act(), seal, reach).await.map(Json)
}

/// 事项权限 of who asks.
fn his(rooms: &Rooms, caller: &Caller, deed: Deed) -> Reach {
    Reach(caller.reach(rooms, deed))
}

/// What is in a bundle, by the names of the edition the case is pinned to.
async fn lines_of(rooms: &Rooms, lying: &Lying) -> Result<Vec<SheetLine>, Fault> {
    let catalogue = rooms.edition(&lying.draft.edition, &lying.draft.item).await?;
    let item = catalogue
        .item(&lying.draft.item)
        .ok_or_else(fault::no_such_item)?;
    let lines = lying.draft.slots.iter().filter_map(|slot| {
        let sheets = slot.held.as_ref()?.paper()?;
        Some(SheetLine {
            material: item.material(&slot.material)?.name.clone(),
            originals: sheets.originals,
            copies: sheets.copies,
            pages: sheets.pages,
        })
    });
    Ok(lines.collect())
}
