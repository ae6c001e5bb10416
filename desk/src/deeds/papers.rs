//! 文书: the bytes that were made or fetched here, as pictures; what the hall keeps is fetched once and checked.

use ::papers::Rendered;
use cases::case::Stage;
use cases::error::Trouble;
use cases::notice::{Content, PaperKind};
use cases::roles::Deed;
use cases::wire::delivery::PrintNoted;
use cases::wire::further::FurtherState;
use cases::wire::record::{CaseRow, CaseView, PaperRef};
use cases::wire::session::Session;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

use crate::chance;
use crate::deeds::printing::Sheet;
use crate::desk::Desk;
use crate::hall_link::HallFault;
use crate::store;
use crate::store::papers::{self, KeptPaper};
use crate::store::print_jobs;
use crate::trouble;
use crate::view::outcome::PaperView;
use crate::view::printing::PrintView;

impl Desk {
    /// Papers of a case, by slip code or case number.
    pub async fn papers(&self, slip: &str) -> Result<Vec<PaperView>, Trouble> {
        let session = self.permit(Deed::SeePaper)?;
        let line = self.line(&session.staff, "papers", slip, "查看文书");
        let rooms = self.rooms()?;
        rooms.store.transact(line, |_| Ok(()))?;
        let mut slip = slip.to_owned();
        match self.0.link.get::<CaseView>(&format!("/v1/cases/{slip}")).await {
            Ok(case) => {
                self.permit_named(Deed::SeePaper, &case.item_name)?;
                self.fetch_papers(&case.slip, &case.papers).await?;
                slip = case.slip;
            }
            // Not one of his items: what this window has kept of it is not his either.
            Err(HallFault::Problem {
                status: 403, trouble, ..
            }) => return Err(trouble),
            Err(fault) => {
                if !fault.is_line() && self.fetch_notice(&slip).await.is_ok() {
                    // Told and no case yet: its first notice is all there is.
                    let kept = rooms
                        .store
                        .read(|connection| papers::of_case(connection, &slip))?;
                    return Ok(kept.into_iter().map(|paper| self.show_paper(paper)).collect());
                }
                let rows = rooms.store.read(store::cases::all)?;
                if let Some(row) = rows.iter().find(|row| row.slip == slip) {
                    self.permit_named(Deed::SeePaper, &row.item_name)?;
                }
            }
        }
        let kept = rooms
            .store
            .read(|connection| papers::of_case(connection, &slip))?;
        Ok(kept.into_iter().map(|paper| self.show_paper(paper)).collect())
    }

    /// Gives a kept paper to the printer of this window. It is printed, and counted, when the printer says so
    /// ([`DeskEvent::Print`](crate::view::desk::DeskEvent::Print)).
    pub async fn print_paper(&self, id: &str) -> Result<PrintView, Trouble> {
        if let Some(paper) = self.consult_paper(id) {
            return self.print_consultation(&paper).await;
        }
        let paper = self.kept_paper(id)?;
        let session = self.permit(deed_of(&paper))?;
        let line = self.line(&session.staff, "print_paper", paper.id, &paper.title);
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let sheet = Sheet::kept(&paper, job_title(&paper.title, paper.prints + 1));
        self.give_to_printer(sheet, None).await
    }

    /// A paper came out of the printer.
    pub(crate) async fn printed(&self, job: Uuid, paper: Uuid) {
        let Ok(rooms) = self.rooms() else { return };
        let at = self.0.link.legal_now();
        let noted = rooms.store.mark(|tx| {
            store::printing::ended(tx, job)?;
            print_jobs::add(tx, job, paper, at)
        });
        match noted {
            Ok(()) => self.count_print(job, paper).await,
            Err(fault) => tracing::warn!(store.fault = %fault, "a print could not be counted"),
        }
    }

    /// Tells the hall of a print. Without an answer, and of a paper it does not know, it stays counted here.
    async fn count_print(&self, key: Uuid, paper: Uuid) {
        let path = format!("/v1/papers/{paper}/prints");
        let noted = self.0.link.post::<_, PrintNoted>(&path, key, &()).await;
        let (Ok(noted), Ok(rooms)) = (noted, self.rooms()) else {
            return;
        };
        if let Err(fault) = rooms
            .store
            .mark(|tx| print_jobs::counted(tx, key, paper, noted.times))
        {
            tracing::warn!(store.fault = %fault, "a print could not be struck off");
        }
    }

    /// Tells the hall of prints that it has not counted. One of a paper it does not know stays counted here.
    pub(crate) async fn send_prints(&self) {
        let Ok(rooms) = self.rooms() else { return };
        for (key, paper) in rooms.store.read(print_jobs::all).unwrap_or_default() {
            self.count_print(key, paper).await;
        }
    }

    /// The bytes of a kept paper, for saving it on request.
    pub fn paper_bytes(&self, id: &str) -> Result<Vec<u8>, Trouble> {
        self.permit(Deed::SeePaper)?;
        Ok(self.kept_paper(id)?.bytes)
    }

    /// The session, when it permits the deed for the item of this name.
    fn permit_named(&self, deed: Deed, name: &str) -> Result<Session, Trouble> {
        let book = self.book()?;
        match book.catalogue.items.iter().find(|item| item.name == name) {
            // Of another edition: nobody can say whose it is.
            None if self.names_seen().is_some() => Err(trouble::not_permitted()),
            item => self.permit_for(deed, item),
        }
    }

    pub(crate) fn kept_paper(&self, id: &str) -> Result<KeptPaper, Trouble> {
        let id: Uuid = id.parse().map_err(|_| trouble::no_such_paper())?;
        let paper = self
            .rooms()?
            .store
            .read(|connection| papers::get(connection, id))?;
        paper.ok_or_else(trouble::no_such_paper)
    }

    /// Fetches papers that are not here yet; each has to match the digest the hall names.
    pub(crate) async fn fetch_papers(&self, slip: &str, refs: &[PaperRef]) -> Result<(), Trouble> {
        let rooms = self.rooms()?;
        // One without a digest is being made just now; the next look fetches it.
        for wanted in refs.iter().filter(|wanted| !wanted.digest.is_empty()) {
            let voided_by = wanted.voided_by.as_deref();
            if rooms
                .store
                .mark(|tx| papers::note(tx, wanted.id, wanted.prints, voided_by))?
            {
                continue;
            }
            // A companion comes when somebody asks for it.
            if wanted.companion_of.is_none() {
                self.fetch_paper(slip, wanted).await?;
            }
        }
        Ok(())
    }

    /// Fetches one paper and keeps it.
    async fn fetch_paper(&self, slip: &str, wanted: &PaperRef) -> Result<KeptPaper, Trouble> {
        let bytes = self.0.link.bytes(&format!("/v1/papers/{}", wanted.id)).await?;
        if hex::encode(Sha256::digest(&bytes)) != wanted.digest {
            return Err(trouble::paper_differs());
        }
        let paper = KeptPaper {
            id: wanted.id,
            slip: slip.to_owned(),
            kind: wanted.kind.word().to_owned(),
            title: wanted.title.clone(),
            number: wanted.number.clone(),
            digest: wanted.digest.clone(),
            pages: wanted.pages,
            missing: wanted.missing.clone(),
            bytes,
            prints: wanted.prints,
            voided_by: wanted.voided_by.clone(),
            companion_of: wanted.companion_of,
            companion: None,
        };
        let at = self.0.link.legal_now();
        self.rooms()?.store.mark(|tx| papers::add(tx, &paper, at))?;
        Ok(paper)
    }

    /// The English companion (英文对照) of a paper: made here of what was made here, else the hall's. Made once, kept
    /// and counted like any paper.
    pub async fn companion(&self, paper_id: &str) -> Result<PaperView, Trouble> {
        let session = self.permit(Deed::SeePaper)?;
        let paper = self.kept_paper(paper_id)?;
        let line = self.line(&session.staff, "companion", paper.id, &paper.title);
        let rooms = self.rooms()?;
        rooms.store.transact(line, |_| Ok(()))?;
        if let Some(known) = rooms
            .store
            .read(|connection| papers::companion(connection, paper.id))?
        {
            return Ok(self.show_paper(known));
        }
        let companion = match &paper.companion {
            Some(content) => self.render_companion(&paper, content).await?,
            None => {
                let path = format!("/v1/papers/{}/companion", paper.id);
                let key = chance::id_at(self.0.link.legal_now());
                let wanted: PaperRef = self.0.link.post(&path, key, &()).await?;
                self.fetch_paper(&paper.slip, &wanted).await?
            }
        };
        Ok(self.show_paper(companion))
    }

    async fn render_companion(&self, paper: &KeptPaper, content: &Content) -> Result<KeptPaper, Trouble> {
        let at = self.0.link.legal_now();
        let rendered = self.render(content.clone(), at).await?;
        let companion = KeptPaper {
            companion_of: Some(paper.id),
            number: paper.number.clone(),
            ..keep_rendered(&paper.slip, content, rendered, at)
        };
        self.rooms()?.store.mark(|tx| papers::add(tx, &companion, at))?;
        Ok(companion)
    }

    /// A paper as the screen shows it, each page a picture under an address that works once.
    pub(crate) fn show_paper(&self, paper: KeptPaper) -> PaperView {
        let pdf = Arc::new(paper.bytes);
        let pages = usize::try_from(paper.pages).unwrap_or(0);
        PaperView {
            id: paper.id.to_string(),
            kind: paper.kind,
            title: paper.title,
            number: paper.number,
            prints: paper.prints,
            voided_by: paper.voided_by,
            pages: (0..pages)
                .map(|page| format!("paper://localhost/{}", self.0.handles.issue(&pdf, page)))
                .collect(),
            missing: paper.missing,
        }
    }

    pub(crate) async fn render(&self, content: Content, at: Timestamp) -> Result<Rendered, Trouble> {
        let desk = self.clone();
        tokio::task::spawn_blocking(move || {
            ::papers::render(&content, desk.fonts()?, at).map_err(|fault| fault.trouble())
        })
        .await
        .map_err(|_| trouble::no_such_paper())?
    }
}

/// 补打 stands on the print job, never in the file.
fn job_title(title: &str, times: u32) -> String {
    match times {
        0 | 1 => title.to_owned(),
        times => format!("{title} 补打 第{times}次"),
    }
}

/// A paper made here, as it is kept.
pub(crate) fn keep_rendered(slip: &str, content: &Content, rendered: Rendered, at: Timestamp) -> KeptPaper {
    KeptPaper {
        companion: content.companion.clone(),
        ..keep_made(slip, content.kind, content.title.clone(), rendered, at)
    }
}

/// A paper that was made here and no content stands behind.
pub(crate) fn keep_made(
    slip: &str,
    kind: PaperKind,
    title: String,
    rendered: Rendered,
    at: Timestamp,
) -> KeptPaper {
    KeptPaper {
        id: chance::id_at(at),
        slip: slip.to_owned(),
        kind: kind.word().to_owned(),
        title,
        number: None,
        digest: rendered.digest_sha256,
        pages: rendered.pages,
        missing: rendered.missing.into_iter().map(|glyph| glyph.code).collect(),
        bytes: rendered.pdf,
        prints: 0,
        voided_by: None,
        companion_of: None,
        companion: None,
    }
}

/// The row of the list that a case of the hall is.
pub(crate) fn row_of(case: &CaseView) -> CaseRow {
    CaseRow {
        case_number: case.case_number.clone(),
        slip: case.slip.clone(),
        item_name: case.item_name.clone(),
        stage: case.stage,
        applicant: case.applicant.clone(),
        received_at: case.received_at,
        due_day: case.due_day,
        clock: case.clocks.running.clone(),
        further: FurtherState::of(case.stage, &case.further),
        warned: None,
    }
}

/// The stage words of a row.
pub(crate) fn stage_words(stage: Stage) -> (String, String) {
    (stage.word().to_owned(), stage.zh().to_owned())
}

/// 委托书 are the helper's own business; every other paper is for those who see papers.
fn deed_of(paper: &KeptPaper) -> Deed {
    if paper.kind == PaperKind::Mandate.word() {
        Deed::KeepMandate
    } else {
        Deed::SeePaper
    }
}
