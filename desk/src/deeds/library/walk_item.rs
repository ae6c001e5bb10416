//! 试走: does this item work? One case of it through every deed of a clerk, in a hall that was opened for it and is
//! closed after it. Training realm only; nothing of it reaches the hall in front.

use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

use cases::error::Trouble;
use cases::notice::PaperKind;
use cases::realm::Realm;
use cases::roles::Deed;
use tokio::sync::watch;
use tokio::task::AbortHandle;

use crate::clock::SystemClock;
use crate::desk::{Desk, Inner};
use crate::pages;
use crate::rehearsal::{Rehearsal, Rehearsals};
use crate::trouble;
use crate::view::desk::DeskEvent;
use crate::view::library::{WalkEnd, WalkStep, WalkView};
use crate::view::outcome::PaperView;
use crate::walk::report::{Line, Report};
use crate::walk::{STAGES, WalkArgs, Wanted, run_watched};

/// A case takes a minute at most where sources are slow.
const LIMIT: Duration = Duration::from_secs(180);

/// A paper that a walk made, of which nothing else is left once its hall is closed.
#[derive(Clone)]
struct Made {
    kind: String,
    title: String,
    bytes: Arc<Vec<u8>>,
}

/// The walk under way, or the last one.
pub(crate) struct Walked {
    view: WalkView,
    papers: Vec<Made>,
    task: Option<AbortHandle>,
}

impl Desk {
    /// Begins to walk an item of the edition in force; the news of it follow by themselves.
    pub fn walk_item(&self, item_id: &str) -> Result<WalkView, Trouble> {
        let session = self.permit(Deed::PublishCatalogue)?;
        if self.0.realm != Realm::Training {
            return Err(trouble::walk_in_training());
        }
        let rehearsals = self.rehearsals().ok_or_else(trouble::no_rehearsal)?;
        let book = self.library()?;
        let item = book.catalogue.item(item_id).ok_or_else(trouble::no_such_item)?;
        let view = WalkView {
            item: item.id.clone(),
            name: item.name.clone(),
            edition: book.catalogue.edition.clone(),
            began_at: self.0.link.legal_now().to_string(),
            stage: "opening".to_owned(),
            steps: STAGES.map(|name| step(name, None)).to_vec(),
            end: None,
        };
        let line = self.line(&session.staff, "walk_item", &item.id, &item.name);
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        // Kept before the task runs, so that it finds itself there.
        let mut state = self.state();
        if state
            .walked
            .as_ref()
            .is_some_and(|walked| walked.view.end.is_none())
        {
            return Err(trouble::walking_already());
        }
        let walk = walk(self.weak(), rehearsals, view.edition.clone(), item.id.clone());
        state.walked = Some(Walked {
            view: view.clone(),
            papers: Vec::new(),
            task: Some(tokio::spawn(walk).abort_handle()),
        });
        Ok(view)
    }

    /// The walk under way, or the last one of this start.
    pub fn walk_view(&self) -> Result<Option<WalkView>, Trouble> {
        self.permit(Deed::PublishCatalogue)?;
        Ok(self.state().walked.as_ref().map(|walked| walked.view.clone()))
    }

    /// The papers of the last walk, as pictures: nothing of them can be printed, and none of them is in any list.
    pub fn walk_papers(&self) -> Result<Vec<PaperView>, Trouble> {
        self.permit(Deed::PublishCatalogue)?;
        let state = self.state();
        let made = state.walked.iter().flat_map(|walked| &walked.papers);
        let shown = made.enumerate().map(|(at, paper)| PaperView {
            id: format!("walk-{at}"),
            kind: paper.kind.clone(),
            title: paper.title.clone(),
            number: None,
            prints: 0,
            voided_by: None,
            pages: (0..pages::count(&paper.bytes))
                .map(|page| format!("paper://localhost/{}", self.0.handles.issue(&paper.bytes, page)))
                .collect(),
            missing: Vec::new(),
        });
        Ok(shown.collect())
    }

    /// Stops it: its hall is closed with everything in it.
    pub fn stop_walk(&self) -> Result<Option<WalkView>, Trouble> {
        self.permit(Deed::PublishCatalogue)?;
        let task = self.state().walked.as_mut().and_then(|walked| walked.task.take());
        if let Some(task) = task {
            task.abort();
            self.ended(WalkEnd {
                stopped: true,
                ..WalkEnd::default()
            });
        }
        self.walk_view()
    }

    fn reached(&self, stage: &str) {
        self.tell_walk(|view| stage.clone_into(&mut view.stage));
    }

    fn keep_papers(&self, papers: &[Made]) {
        if let Some(walked) = self.state().walked.as_mut() {
            walked.papers = papers.to_vec();
        }
    }

    fn papers_kept(&self) -> u32 {
        let kept = self
            .state()
            .walked
            .as_ref()
            .map_or(0, |walked| walked.papers.len());
        u32::try_from(kept).unwrap_or(u32::MAX)
    }

    /// The first end counts.
    fn ended(&self, end: WalkEnd) {
        self.tell_walk(|view| view.end = Some(view.end.take().unwrap_or(end)));
    }

    fn tell_walk(&self, change: impl FnOnce(&mut WalkView)) {
        let view = {
            let mut state = self.state();
            let Some(walked) = state.walked.as_mut() else {
                return;
            };
            change(&mut walked.view);
            if walked.view.end.is_some() {
                walked.task = None;
            }
            walked.view.clone()
        };
        self.emit(DeskEvent::Walk { walk: Box::new(view) });
    }
}

async fn walk(desk: Weak<Inner>, rehearsals: Arc<dyn Rehearsals>, edition: String, item: String) {
    let tell = |act: &dyn Fn(&Desk)| {
        if let Some(inner) = desk.upgrade() {
            act(&Desk(inner));
        }
    };
    let walking = async {
        let inner = desk.upgrade().ok_or_else(trouble::not_signed_in)?;
        let files = Desk(inner).edition_files(edition).await?;
        let rehearsal = rehearsals.open(files).await?;
        let Rehearsal {
            hall,
            token,
            desk: window,
            staff,
            password,
            out,
            held,
        } = rehearsal;
        let kept = out.clone();
        let args = WalkArgs {
            hall,
            token,
            desk: window,
            item: Some(item),
            seed: 1,
            several: 1,
            deliver: false,
            outcome: Wanted::Accept,
            out,
            staff,
            password,
            // The hall of a walk goes by the machine's time.
            clock: Arc::new(SystemClock),
        };
        let (told, mut heard) = watch::channel(String::new());
        let run = run_watched(args, |_| {}, told);
        tokio::pin!(run);
        let report = loop {
            tokio::select! {
                report = &mut run => break report,
                Ok(()) = heard.changed() => {
                    let stage = heard.borrow_and_update().clone();
                    tell(&|desk| desk.reached(&stage));
                }
            }
        };
        let papers = papers_in(&kept).await;
        tell(&|desk| desk.keep_papers(&papers));
        drop(held);
        report
    };
    let end = match tokio::time::timeout(LIMIT, walking).await {
        Ok(Ok(report)) => {
            let (steps, mut end) = end_of(&report);
            end.papers = desk.upgrade().map_or(0, |inner| Desk(inner).papers_kept());
            tell(&|desk| desk.tell_walk(|view| view.steps.clone_from(&steps)));
            end
        }
        Ok(Err(trouble)) => WalkEnd {
            trouble: Some(trouble.into()),
            ..WalkEnd::default()
        },
        Err(_) => WalkEnd {
            trouble: Some(trouble::walk_too_long().into()),
            ..WalkEnd::default()
        },
    };
    tell(&|desk| desk.ended(end.clone()));
}

/// Every paper in the folder of a walk, in the order of their kinds.
async fn papers_in(folder: &Path) -> Vec<Made> {
    let folder = folder.to_owned();
    let read = tokio::task::spawn_blocking(move || {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut papers: Vec<Made> = files.filter_map(|file| made(&file.path())).collect();
        papers.sort_by(|one, other| one.kind.cmp(&other.kind));
        papers
    });
    read.await.unwrap_or_default()
}

/// The paper in a file that a walk wrote: its name ends with the kind, that of a form with the material's id.
fn made(path: &Path) -> Option<Made> {
    let name = path.file_stem()?.to_str()?;
    let kind = name.rsplit('-').next().and_then(PaperKind::of);
    let kind = kind.unwrap_or(PaperKind::ApplicationForm);
    let bytes = (path.extension()? == "pdf").then(|| std::fs::read(path).ok())??;
    Some(Made {
        kind: kind.word().to_owned(),
        title: kind.zh().to_owned(),
        bytes: Arc::new(bytes),
    })
}

fn step(name: &str, ms: Option<u64>) -> WalkStep {
    WalkStep {
        name: name.to_owned(),
        ms: ms.map(|ms| u32::try_from(ms).unwrap_or(u32::MAX)),
    }
}

/// What the one line of the report says.
fn end_of(report: &Report) -> (Vec<WalkStep>, WalkEnd) {
    let none = Line::default();
    let line = report.items.first().unwrap_or(&none);
    let steps = STAGES.map(|name| step(name, line.ms.get(name).copied()));
    let end = WalkEnd {
        ok: report.ok,
        stopped: false,
        stage: line.stage.clone(),
        slip: line.slip.clone(),
        number: line.hall.clone(),
        pdf: line.pdf.clone(),
        department: line.department.clone(),
        total: line.total,
        required: line.required,
        typed: line.typed,
        papers: 0,
        filled: line.by_source.values().sum(),
        found: line.trouble.clone(),
        trouble: None,
    };
    (steps.to_vec(), end)
}
