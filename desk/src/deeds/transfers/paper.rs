//! 材料移交: bundles are listed, scanned out, handed over to a messenger, scanned when they come back.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::transfer::{Batch, Bundle, CheckBundle, HandBatch, MakeBatch, ScanBack, ScanOut, Transfers};
use serde::Serialize;

use crate::chance;
use crate::desk::Desk;
use crate::trouble;
use crate::view::outcome::PaperView;
use crate::view::transfer::{BatchView, BundleView, ForDepartmentView, SheetLineView, TransfersView};

/// Characters of a scanned code; a QR text of a case is shorter.
const LONGEST: usize = 100;

impl Desk {
    /// What lies here for departments, and what is on its way.
    pub async fn transfers(&self) -> Result<TransfersView, Trouble> {
        self.permit(Deed::HandMaterials)?;
        let all: Transfers = self.0.link.get("/v1/transfers").await?;
        Ok(TransfersView {
            here: all
                .here
                .into_iter()
                .map(|of| ForDepartmentView {
                    department: of.department,
                    department_uscc: of.department_uscc,
                    bundles: of.bundles.into_iter().map(bundle).collect(),
                })
                .collect(),
            batches: all.batches.into_iter().map(batch).collect(),
        })
    }

    /// Lists everything that lies here for a department.
    pub async fn make_transfer(&self, department: &str) -> Result<BatchView, Trouble> {
        let ask = MakeBatch {
            department_uscc: department.to_owned(),
        };
        self.transfer_deed("make_transfer", department, "/v1/transfers", &ask)
            .await
    }

    /// A bundle goes out: its slip code was scanned or typed.
    pub async fn scan_out(&self, id: &str, code: &str) -> Result<BatchView, Trouble> {
        let ask = ScanOut { code: scanned(code)? };
        let path = format!("/v1/transfers/{}/out", super::super::id(id)?);
        self.transfer_deed("scan_out", &ask.code, &path, &ask).await
    }

    /// The department's messenger signed for what was scanned.
    pub async fn hand_transfer(&self, id: &str, messenger: &str, note: &str) -> Result<BatchView, Trouble> {
        let ask = HandBatch {
            messenger: messenger.trim().to_owned(),
            note: note.trim().to_owned(),
        };
        if ask.messenger.is_empty() {
            return Err(trouble::no_messenger());
        }
        let path = format!("/v1/transfers/{}/hand", super::super::id(id)?);
        self.transfer_deed("hand_transfer", id, &path, &ask).await
    }

    /// 材料移交单 of a batch that was handed over, to be looked at and printed.
    pub async fn transfer_paper(&self, id: &str) -> Result<PaperView, Trouble> {
        let session = self.permit(Deed::HandMaterials)?;
        let line = self.line(&session.staff, "transfer_paper", id, "查看材料移交单");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let batch: Batch = self
            .0
            .link
            .get(&format!("/v1/transfers/{}", super::super::id(id)?))
            .await?;
        let paper = batch.paper.ok_or_else(trouble::no_such_paper)?;
        self.fetch_papers(id, std::slice::from_ref(&paper)).await?;
        Ok(self.show_paper(self.kept_paper(&paper.id.to_string())?))
    }

    /// 核对签收: the department compared a bundle with the list; what was not in it.
    pub async fn check_bundle(&self, code: &str, missing: Vec<String>) -> Result<BatchView, Trouble> {
        let ask = CheckBundle {
            code: scanned(code)?,
            missing,
        };
        self.transfer_deed("check_bundle", &ask.code, "/v1/transfers/checked", &ask)
            .await
    }

    /// A bundle came back, with what of it did not; or it stays with the department.
    pub async fn scan_back(
        &self,
        code: &str,
        stays: bool,
        missing: Vec<String>,
    ) -> Result<BatchView, Trouble> {
        let ask = ScanBack {
            code: scanned(code)?,
            stays,
            missing,
        };
        self.transfer_deed("scan_back", &ask.code, "/v1/transfers/back", &ask)
            .await
    }

    async fn transfer_deed(
        &self,
        deed: &'static str,
        subject: &str,
        path: &str,
        ask: &impl Serialize,
    ) -> Result<BatchView, Trouble> {
        let session = self.permit(Deed::HandMaterials)?;
        let line = self.line(&session.staff, deed, subject, "材料移交");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let key = chance::id_at(self.0.link.legal_now());
        let done: Batch = self.0.link.post(path, key, ask).await?;
        Ok(batch(done))
    }
}

/// A code as it came from a scanner: without its line end, and not endless.
fn scanned(code: &str) -> Result<String, Trouble> {
    let code = code.trim();
    if code.is_empty() || code.chars().count() > LONGEST {
        return Err(trouble::no_code());
    }
    Ok(code.to_owned())
}

fn batch(of: Batch) -> BatchView {
    BatchView {
        id: of.id.to_string(),
        number: of.number,
        department: of.department,
        made_at: of.made_at.to_string(),
        made_by: of.made_by,
        handed_at: of.handed_at.map(|at| at.to_string()),
        messenger: of.messenger,
        note: of.note,
        prints: of.paper.map(|paper| paper.prints),
        bundles: of.bundles.into_iter().map(bundle).collect(),
    }
}

fn bundle(of: Bundle) -> BundleView {
    BundleView {
        slip: of.slip,
        case_number: of.case_number,
        item_name: of.item_name,
        state: of.state.word().to_owned(),
        lines: of
            .lines
            .into_iter()
            .map(|line| SheetLineView {
                material: line.material,
                originals: line.originals,
                copies: line.copies,
                pages: line.pages,
            })
            .collect(),
        missing: of.missing,
        since: of.since.to_string(),
        checked_at: of.checked_at.map(|at| at.to_string()),
    }
}
