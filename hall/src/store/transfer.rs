//! The commands of paper to departments (材料移交) and of the seal log (用印).

use std::sync::Arc;

use async_trait::async_trait;
use cases::case::Draft;
use cases::case::number::DocumentNumber;
use cases::catalogue::Catalogue;
use cases::deadline::hall_date;
use cases::notice::{
    self, Content, HandedBundle, Head, PaperKind, ReceivedForm, ReceivedMaterial, TransferFacts,
};
use cases::wire::transfer::{Batch, Bundle, CheckBundle, HandBatch, KeepSeal, ScanBack, SealRow, SheetLine};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Act, Kept};
use crate::fault::{self, Fault};
use crate::law::HallFacts;

/// A bundle that lies at the windows.
#[derive(Debug, Clone)]
pub struct Lying {
    pub case: Uuid,
    pub case_number: Option<String>,
    pub item_name: String,
    pub department: String,
    pub department_uscc: String,
    pub since: Timestamp,
    pub draft: Draft,
}

/// A bundle as it is listed: whose, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub case: Uuid,
    pub lines: Vec<SheetLine>,
}

/// The items that are his who acts (事项权限); `None` is all of them.
#[derive(Debug, Clone)]
pub struct Reach(pub Option<Vec<String>>);

impl Reach {
    pub fn has(&self, item: &str) -> bool {
        self.0
            .as_ref()
            .is_none_or(|items| items.iter().any(|one| one == item))
    }

    /// As JSON for a query; `None` narrows nothing.
    pub fn json(&self) -> Kept<Option<String>> {
        Ok(self.0.as_ref().map(serde_json::to_string).transpose()?)
    }
}

/// 移交签收, and what its 材料移交单 is made from.
#[derive(Debug, Clone)]
pub struct HandPlan {
    pub hand: HandBatch,
    pub hall: Arc<HallFacts>,
    pub catalogue: Arc<Catalogue>,
    /// The department's short name, the class in its numbers.
    pub class: String,
    /// Who hands over.
    pub clerk: String,
}

impl HandPlan {
    /// The running number behind the numbers: per body and year.
    pub fn series(department: &str, at: Timestamp) -> String {
        format!("transfer/{department}/{}", hall_date(at).year())
    }

    pub fn number(&self, at: Timestamp, serial: u64) -> Result<String, Fault> {
        let serial = u32::try_from(serial).map_err(|_| fault::numbers_used_up())?;
        let word = PaperKind::MaterialTransfer.number_word().unwrap_or_default();
        let number = DocumentNumber::new(&self.hall.region, &self.class, word, hall_date(at).year(), serial);
        number
            .map(|number| number.to_string())
            .map_err(|error| fault::numbers_used_up().inside(error))
    }

    /// The 材料移交单 of what is handed over.
    pub fn sheet(&self, act: &Act, number: &str, batch: &Batch) -> Content {
        let mut matters: Vec<String> = Vec::new();
        for bundle in &batch.bundles {
            if !matters.contains(&bundle.item_name) {
                matters.push(bundle.item_name.clone());
            }
        }
        let facts = TransferFacts {
            head: Head {
                realm: self.hall.realm,
                body: self.hall.name.clone(),
                number: Some(number.to_owned()),
                case_number: None,
                slip_code: None,
                item_name: matters.join("、"),
                item_code: String::new(),
                licence: false,
                applicants: Vec::new(),
                agent: None,
                window: format!("综合窗口{}", act.desk),
                clerk: self.clerk.clone(),
                consult_phone: None,
                references: Vec::new(),
            },
            department: batch.department.clone(),
            bundles: batch.bundles.iter().map(handed).collect(),
            handed_at: act.at,
        };
        notice::transfer::content(&facts, &self.catalogue.wording)
    }
}

fn handed(bundle: &Bundle) -> HandedBundle {
    let line = |of: &SheetLine, form, copies| ReceivedMaterial {
        name: of.material.clone(),
        form,
        copies,
        pages: of.pages,
        returned: false,
        remark: None,
    };
    let materials = bundle.lines.iter().flat_map(|of| {
        [
            (ReceivedForm::Original, of.originals),
            (ReceivedForm::Copy, of.copies),
        ]
        .into_iter()
        .filter(|(_, copies)| *copies > 0)
        .map(move |(form, copies)| line(of, form, copies))
    });
    HandedBundle {
        slip: bundle.slip.clone(),
        case_number: bundle.case_number.clone().unwrap_or_default(),
        item_name: bundle.item_name.clone(),
        materials: materials.collect(),
    }
}

#[async_trait]
pub trait TransferStore: Send + Sync + 'static {
    /// What lies here, of one department or all, the longest first.
    async fn lying(&self, department: Option<&str>, reach: Reach) -> Kept<Vec<Lying>>;
    /// Lists bundles in the department's open batch, or opens one.
    async fn make_batch(&self, act: Act, department: &str, listed: Vec<Listed>, reach: Reach) -> Kept<Batch>;
    /// A bundle of the batch is scanned, once.
    async fn scan_out(&self, act: Act, batch: Uuid, code: &str, reach: Reach) -> Kept<Batch>;
    /// The messenger signed for what was scanned; the rest lies here again. Gives the number and writes the paper.
    async fn hand_batch(&self, act: Act, batch: Uuid, plan: HandPlan, reach: Reach) -> Kept<Batch>;
    /// The department compared a bundle with the list, once.
    async fn check_bundle(&self, act: Act, check: CheckBundle, reach: Reach) -> Kept<Batch>;
    /// A bundle came back, or stays.
    async fn scan_back(&self, act: Act, back: ScanBack, reach: Reach) -> Kept<Batch>;
    async fn batch(&self, id: Uuid, reach: Reach) -> Kept<Option<Batch>>;
    /// Batches of which something has not come back whole, the newest first.
    async fn open_batches(&self, reach: Reach) -> Kept<Vec<Batch>>;
    async fn seals(&self, reach: Reach) -> Kept<Vec<SealRow>>;
    async fn keep_seal(&self, act: Act, seal: KeepSeal, reach: Reach) -> Kept<SealRow>;
}
