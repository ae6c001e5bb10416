//! `yichuang-walk`: every item of the catalogue through the same deeds a clerk does, without a window.
//!
//! Map: [`people`] who comes · [`values`] what a clerk would type · [`steps`] one item from visit to papers ·
//! [`outcomes`] what becomes of it beside acceptance · [`several`] cases in one visit ·
//! [`handing_over`] its result, where it is decided on the spot ·
//! [`prefill`] how much of the forms sources filled · [`paper`] what was asked for on paper, and why ·
//! [`once`] what people were asked twice ·
//! [`readback`] the number from the PDF, the hall and the department · [`report`] lines and the figures.

pub mod handing_over;
pub mod once;
pub mod outcomes;
pub mod paper;
pub mod people;
pub mod prefill;
pub mod readback;
pub mod report;
pub mod several;
pub mod steps;
pub mod values;

use std::path::PathBuf;
use std::sync::Arc;

use cases::error::Trouble;
use cases::realm::Realm;
use cases::wire::session::PracticeAddress;
use scanners::card::RECORD_LEN;
use tokio::sync::{mpsc, watch};

use crate::clock::Clock;
use crate::practice::Practice;
use crate::vault::NoKeyring;
use crate::view::desk::DeskEvent;
use crate::view::intake::IntakeView;
use crate::{CardSource, Desk, DeskConfig, HallAddress, Keeping, PRINT_SERVER, Post, ScannersHere, trouble};
pub use once::measure_once;
pub use outcomes::Wanted;
pub use paper::report_paper;
use prefill::PrefillReport;
pub use prefill::Visits;
use report::{Line, Report};

/// The steps of one case, in their order.
pub const STAGES: [&str; 9] = [
    "visit",
    "identify",
    "party",
    "intake",
    "fill",
    "edit",
    "materials",
    "form",
    "accept",
];

/// 工号 of the training hall's supervisor.
const SUPERVISOR: &str = "0801";

/// What to walk.
#[derive(Clone)]
pub struct WalkArgs {
    pub hall: String,
    pub token: String,
    /// Window number.
    pub desk: String,
    /// One item, or all of the catalogue.
    pub item: Option<String>,
    pub seed: u64,
    /// So many cases of each item in one visit, each for another body, each after the first copied from the one before.
    pub several: usize,
    /// Wait for what is decided on the spot and hand the result over.
    pub deliver: bool,
    /// What is to become of each item.
    pub outcome: Wanted,
    /// Folder for the papers.
    pub out: PathBuf,
    pub staff: String,
    pub password: String,
    pub clock: Arc<dyn Clock>,
}

/// A walk under way.
pub(crate) struct Walk {
    pub desk: Desk,
    pub events: mpsc::UnboundedReceiver<DeskEvent>,
    /// `None` while the practice province does not answer.
    pub practice: Option<Practice>,
    pub seed: u64,
    pub several: usize,
    pub deliver: bool,
    pub outcome: Wanted,
    /// The supervisor's desk, where something has to be approved.
    pub above: Option<Desk>,
    /// The card of who stands at the window, once it was laid on the reader.
    pub card: Option<[u8; RECORD_LEN]>,
    pub out: PathBuf,
    /// Where it is.
    pub told: watch::Sender<String>,
}

/// Takes the open intake of a desk to where nothing blocks any more, as a clerk would; gives the events back.
///
/// # Errors
/// What stood in the way.
pub async fn complete(
    desk: &Desk,
    events: mpsc::UnboundedReceiver<DeskEvent>,
    view: &IntakeView,
) -> Result<mpsc::UnboundedReceiver<DeskEvent>, Trouble> {
    let mut walk = Walk {
        desk: desk.clone(),
        events,
        practice: None,
        seed: 1,
        several: 1,
        outcome: Wanted::Accept,
        above: None,
        card: None,
        deliver: false,
        out: std::env::temp_dir(),
        told: watch::channel(String::new()).0,
    };
    walk.complete(view).await?;
    Ok(walk.events)
}

/// Walks and says one line per item through `say`.
///
/// # Errors
/// Only what stops the whole walk: no hall, no sign-in, no folder. An item that fails is a line of the report.
pub async fn run(args: WalkArgs, say: impl FnMut(&str)) -> Result<Report, Trouble> {
    run_watched(args, say, watch::channel(String::new()).0).await
}

/// The same, and `told` hears each step as it begins.
///
/// # Errors
/// As of [`run`].
pub async fn run_watched(
    args: WalkArgs,
    mut say: impl FnMut(&str),
    told: watch::Sender<String>,
) -> Result<Report, Trouble> {
    let (mut walk, items) = Walk::open(&args, &mut say, told).await?;
    let mut lines = walk.all(&items, &mut say).await;
    for line in &mut lines {
        walk.read_back(line).await;
    }
    let report = Report::of(lines);
    say_troubles(&report.items, say);
    Ok(report)
}

/// Measures how much of each item's form its sources fill, on first visits or when everybody comes back.
///
/// # Errors
/// As of [`run`].
pub async fn measure_prefill(
    mut args: WalkArgs,
    visits: Visits,
    mut say: impl FnMut(&str),
) -> Result<PrefillReport, Trouble> {
    let told = watch::channel(String::new()).0;
    args.outcome = Wanted::Accept;
    let (mut walk, items) = Walk::open(&args, &mut say, told).await?;
    let mut lines = walk.all(&items, |_| {}).await;
    if visits == Visits::Returning {
        // What was accepted is open at its department still: the same may be taken in again, and not accepted.
        walk.outcome = Wanted::Measure;
        lines = walk.all(&items, |_| {}).await;
    }
    say_troubles(&lines, &mut say);
    let stuck = lines
        .iter()
        .filter(|line| line.prefill.is_none())
        .map(|line| line.item.clone())
        .collect();
    let measured: Vec<_> = lines.into_iter().filter_map(|line| line.prefill).collect();
    for one in &measured {
        one.words().iter().for_each(|line| say(line));
    }
    Ok(PrefillReport::of(visits, &measured, stuck))
}

fn say_troubles(lines: &[Line], mut say: impl FnMut(&str)) {
    for line in lines {
        if let Some(what) = &line.trouble {
            say(&format!("{}: {what}", line.item));
        }
    }
}

impl Walk {
    /// Signs in; gives the walk and the items it is for.
    async fn open(
        args: &WalkArgs,
        say: &mut impl FnMut(&str),
        told: watch::Sender<String>,
    ) -> Result<(Self, Vec<String>), Trouble> {
        std::fs::create_dir_all(&args.out).map_err(crate::vault::disk)?;
        let (events, heard) = mpsc::unbounded_channel();
        let desk = Desk::open(DeskConfig {
            realm: Realm::Training,
            post: Post::Clerk,
            keeping: Keeping::Memory,
            desk: args.desk.clone(),
            hall: HallAddress::Http {
                url: args.hall.clone(),
                token: args.token.clone(),
            },
            keys: Arc::new(NoKeyring),
            clock: Arc::clone(&args.clock),
            events,
            reader: CardSource::Emulated,
            print_server: PRINT_SERVER.to_owned(),
            ticket_printer: None,
            scanners: ScannersHere::default(),
        })?;
        desk.sign_in(&args.staff, &args.password).await?;
        let practice = practice(&desk).await;
        if practice.is_none() {
            say("practice province: no answer; people are made up here and cases end received");
        }
        let items: Vec<String> = match &args.item {
            Some(item) => vec![item.clone()],
            None => desk
                .book()?
                .catalogue
                .items
                .iter()
                .map(|item| item.id.clone())
                .collect(),
        };
        let walk = Self {
            desk,
            events: heard,
            practice,
            seed: args.seed,
            several: args.several,
            deliver: args.deliver,
            outcome: args.outcome,
            above: supervisor(args).await?,
            card: None,
            out: args.out.clone(),
            told,
        };
        Ok((walk, items))
    }

    /// One item after the other.
    async fn all(&mut self, items: &[String], mut say: impl FnMut(&str)) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let done = match self.several {
                0 | 1 => vec![self.item(item, index).await],
                _ => self.several(item, index).await,
            };
            for line in done {
                say(&line.words());
                lines.push(line);
            }
        }
        lines
    }
}

/// A second person at the supervisor's own desk, for outcomes that need one.
async fn supervisor(args: &WalkArgs) -> Result<Option<Desk>, Trouble> {
    match args.outcome {
        Wanted::Refuse | Wanted::NotNeeded => open_supervisor(args).await.map(Some),
        Wanted::Accept
        | Wanted::Correct
        | Wanted::Supplement
        | Wanted::Receive
        | Wanted::Withdraw
        | Wanted::Tolerate
        | Wanted::Promise
        | Wanted::Measure => Ok(None),
    }
}

/// The supervisor's own desk.
async fn open_supervisor(args: &WalkArgs) -> Result<Desk, Trouble> {
    let (events, _) = mpsc::unbounded_channel();
    let desk = Desk::open(DeskConfig {
        realm: Realm::Training,
        post: Post::Supervisor,
        keeping: Keeping::Memory,
        desk: "S1".to_owned(),
        hall: HallAddress::Http {
            url: args.hall.clone(),
            token: args.token.clone(),
        },
        keys: Arc::new(NoKeyring),
        clock: Arc::clone(&args.clock),
        events,
        reader: CardSource::Emulated,
        print_server: PRINT_SERVER.to_owned(),
        ticket_printer: None,
        scanners: ScannersHere::default(),
    })?;
    desk.sign_in(SUPERVISOR, &args.password).await?;
    Ok(desk)
}

async fn practice(desk: &Desk) -> Option<Practice> {
    let address: PracticeAddress = desk.0.link.get("/v1/training/practice").await.ok()?;
    let practice = Practice::at(&address.practice).ok()?;
    practice.get::<serde_json::Value>("/directory").await.ok()?;
    Some(practice)
}

/// An item's trouble as one line of the report.
pub(crate) fn words(trouble: &Trouble) -> String {
    format!("{} {}", trouble.code, trouble.en)
}

pub(crate) fn no_such_item() -> Trouble {
    trouble::no_such_item()
}
