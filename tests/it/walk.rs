//! Every item of the catalogue through practice province, hall and desk, as real HTTP on loopback.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use desk::walk::prefill::PrefillReport;
use desk::walk::report::{Line, Report};
use desk::walk::{Visits, WalkArgs, Wanted, measure_prefill, run};
use hall::{Hall, HallConfig, OutsideSource};
use jiff::{SignedDuration, Timestamp};
use practice::{SecondDepartment, Settings, Speed};
use serde_json::{Value as Json, json};
use tempfile::TempDir;

pub const TOKEN: &str = "a-token-of-this-test";

/// A day of the tests' own: runs on from a moment, whatever the machine's date.
#[derive(Debug)]
pub struct Running(Timestamp, Instant);

impl Running {
    fn now(&self) -> Timestamp {
        let run = SignedDuration::try_from(self.1.elapsed()).expect("a short test");
        hall::clock::to_millisecond(self.0 + run)
    }
}

impl desk::clock::Clock for Running {
    fn now(&self) -> Timestamp {
        self.now()
    }
}

impl hall::clock::Clock for Running {
    fn now(&self) -> Timestamp {
        self.now()
    }
}

/// A Friday at ten in the hall.
const FRIDAY: &str = "2026-11-20T02:00:00Z";

/// The province follows the moments of what it is sent; its own clock only stamps its log.
pub fn friday() -> Timestamp {
    FRIDAY.parse().expect("a moment")
}

/// A hall and a province of their own.
pub struct Place {
    practice: Option<practice::Running>,
    pub hall: hall::Running,
    papers: TempDir,
    pub clock: Arc<Running>,
}

impl Place {
    pub async fn open(second: SecondDepartment) -> Self {
        Self::open_at(second, FRIDAY).await
    }

    async fn open_at(second: SecondDepartment, moment: &str) -> Self {
        let clock = Arc::new(Running(moment.parse().expect("a moment"), Instant::now()));
        let practice = practice::start(Settings {
            port: 0,
            seed: 7,
            day: cases::deadline::hall_date(clock.now()),
            secret: hall::config::TRAINING_SECRET.to_owned(),
            speed: Speed::Fast,
            second,
            clock: friday,
        })
        .await
        .expect("the province opens");
        let config = HallConfig {
            clock: Arc::clone(&clock) as Arc<dyn hall::clock::Clock>,
            ..HallConfig::training(TOKEN, OutsideSource::Practice(practice.base.clone()))
        };
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a port");
        let hall = Hall::open(config)
            .await
            .expect("the hall opens")
            .serve(listener)
            .await
            .expect("serves");
        let papers = TempDir::new().expect("a folder");
        Self {
            practice: Some(practice),
            hall,
            papers,
            clock,
        }
    }

    /// Where the province is.
    pub fn province(&self) -> &str {
        &self.practice.as_ref().expect("practice runs").base
    }

    pub async fn switch(&self, part: &str, mode: &str) {
        let base = self.province();
        let reply = reqwest::Client::new()
            .post(format!("{base}/switches"))
            .json(&json!({ "part": part, "mode": mode }))
            .send()
            .await
            .expect("the switch answers");
        assert!(reply.status().is_success(), "{}", reply.status());
    }

    pub async fn walk(&self, item: Option<&str>, seed: u64) -> Report {
        self.walk_to(item, seed, false).await
    }

    /// With `deliver`, what is decided on the spot is handed over in its visit.
    async fn walk_to(&self, item: Option<&str>, seed: u64, deliver: bool) -> Report {
        self.walk_at(("08", "0826"), item, seed, deliver).await
    }

    /// At a window, by a clerk.
    pub async fn walk_at(
        &self,
        (desk, staff): (&str, &str),
        item: Option<&str>,
        seed: u64,
        deliver: bool,
    ) -> Report {
        self.walk_for(Wanted::Accept, (desk, staff), item, seed, deliver)
            .await
    }

    /// To another end than acceptance.
    async fn walk_for(
        &self,
        outcome: Wanted,
        (desk, staff): (&str, &str),
        item: Option<&str>,
        seed: u64,
        deliver: bool,
    ) -> Report {
        self.run(WalkArgs {
            outcome,
            desk: desk.to_owned(),
            item: item.map(str::to_owned),
            seed,
            deliver,
            staff: staff.to_owned(),
            ..self.args()
        })
        .await
    }

    /// So many cases of an item in one visit.
    pub async fn walk_several(&self, item: &str, seed: u64, several: usize) -> Report {
        self.run(WalkArgs {
            item: Some(item.to_owned()),
            seed,
            several,
            ..self.args()
        })
        .await
    }

    /// What the sources fill of an item or of all, with its lines for people.
    async fn measure(&self, visits: Visits, item: Option<&str>) -> (Vec<String>, PrefillReport) {
        let args = WalkArgs {
            item: item.map(str::to_owned),
            ..self.args()
        };
        let mut lines = Vec::new();
        let report = measure_prefill(args, visits, |line| lines.push(line.to_owned()))
            .await
            .expect("it was measured");
        (lines, report)
    }

    pub fn args(&self) -> WalkArgs {
        WalkArgs {
            hall: self.hall.url.clone(),
            token: TOKEN.to_owned(),
            desk: "08".to_owned(),
            item: None,
            seed: 1,
            several: 1,
            outcome: desk::walk::Wanted::Accept,
            deliver: false,
            out: PathBuf::from(self.papers.path()),
            staff: "0826".to_owned(),
            password: "yichuang-train".to_owned(),
            clock: Arc::clone(&self.clock) as Arc<dyn desk::clock::Clock>,
        }
    }

    async fn run(&self, args: WalkArgs) -> Report {
        run(args, |_| ()).await.expect("the walk ran")
    }
}

pub fn troubles(report: &Report) -> Vec<String> {
    let told = |line: &Line| {
        format!(
            "{}: {} pdf {:?} hall {:?} department {:?} {}",
            line.item,
            line.stage,
            line.pdf,
            line.hall,
            line.department,
            line.trouble.as_deref().unwrap_or_default()
        )
    };
    report
        .items
        .iter()
        .filter(|line| !matches!(line.stage.as_str(), "accepted" | "delivered") || line.trouble.is_some())
        .map(told)
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_item_is_accepted_with_one_number_on_paper_at_the_hall_and_at_the_department() {
    let place = Place::open(SecondDepartment::Child).await;
    let report = place.walk_to(None, 3, true).await;
    assert_eq!(troubles(&report), Vec::<String>::new());
    assert!(report.ok);
    assert_eq!(report.items.len(), 32);
    // 免提交: nothing was asked for on paper that the library had, or without a reason.
    assert_eq!(report.paper_violations, 0, "{}", report.json());
    assert!(report.exempt > 0 && report.paper_asked > 0, "{}", report.json());
    // Half the catalogue is decided while the applicant waits (即办件), and handed over to him.
    assert_eq!((report.accepted, report.delivered), (16, 16));
    let json: Json = serde_json::from_str(&report.json()).expect("one JSON object");
    for line in json["items"].as_array().expect("items") {
        let number = line["hall"].as_str().expect("a number");
        assert_eq!(number.len(), 43, "{line}");
        assert!(
            line["ms"].as_object().is_some_and(|deeds| deeds.len() >= 6),
            "{line}"
        );
        assert!(
            line["bySource"]
                .as_object()
                .is_some_and(|sources| !sources.contains_key("typed")),
            "{line}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_04_without_the_outside_a_case_is_received_and_nothing_else_is_printed() {
    let mut place = Place::open(SecondDepartment::Own).await;
    place.practice = None;
    let report = place.walk(None, 5).await;
    assert!(report.ok, "{}", report.json());
    assert_eq!((report.accepted, report.received), (0, 32), "{}", report.json());
    let printed: Vec<String> = std::fs::read_dir(place.papers.path())
        .expect("papers")
        .map(|entry| entry.expect("a paper").file_name().to_string_lossy().into_owned())
        .collect();
    for Line { item, pdf, hall, .. } in &report.items {
        assert_eq!((pdf, hall), (&None, &None), "{item}");
        // The form the applicant signs is his own paper; of the hall's papers there is the receipt alone.
        let form = format!("{item}-{item}-");
        let halls: Vec<&String> = printed
            .iter()
            .filter(|name| name.starts_with(&format!("{item}-")) && !name.starts_with(&form))
            .collect();
        assert_eq!(halls, [&format!("{item}-receipt.pdf")]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_registries_off_what_fills_is_card_derived_guidance_and_what_was_said_here_before() {
    let place = Place::open(SecondDepartment::Own).await;
    for part in [
        "population",
        "legalEntity",
        "socialInsurance",
        "medicalInsurance",
        "realEstate",
        "tax",
        "housingFund",
        "birth",
        "marriage",
        "veteran",
        "education",
        "disability",
        "professional",
        "deliveryRecord",
        "licences",
        "represent",
        "family",
    ] {
        place.switch(part, "dead").await;
    }
    let report = place.walk(None, 11).await;
    assert!(report.ok, "{}", report.json());
    assert_eq!(report.accepted, 32, "{}", report.json());
    // With the library off no licence is taken, and paper is taken for that reason.
    assert!(report.paper_by_reason["sourceDown"] > 30, "{}", report.json());
    assert!(!report.paper_by_reason.contains_key("notFound") || report.exempt == 0);
    for line in &report.items {
        let strange: Vec<&String> = line
            .by_source
            .keys()
            .filter(|source| !["card", "derived", "guidance", "history"].contains(&source.as_str()))
            .collect();
        assert_eq!(strange, Vec::<&String>::new(), "{}", line.item);
        assert!(line.typed > 0, "{}", line.item);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_province_that_answers_nonsense_stops_nobody() {
    let place = Place::open(SecondDepartment::Own).await;
    for (seed, mode) in [
        (21, "malformed:truncated"),
        (22, "malformed:gbk"),
        (23, "malformed:html"),
        (24, "malformed:wrongType"),
    ] {
        for part in ["population", "legalEntity", "licences"] {
            place.switch(part, mode).await;
        }
        let report = place.walk(Some("rs-socialcard"), seed).await;
        assert!(report.ok, "{mode}: {}", report.json());
        assert_eq!(report.accepted, 1, "{mode}: {}", report.json());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_received_is_accepted_by_itself_when_the_department_is_back() {
    let place = Place::open(SecondDepartment::Own).await;
    let departments = "department:11350199MB9A00065K";
    place.switch(departments, "dead").await;
    let report = place.walk(Some("cz-bookkeeping"), 9).await;
    assert_eq!(report.received, 1, "{}", report.json());
    let slip = report.items[0].slip.clone();
    let mut changes = place.hall.store().changed();
    place.switch(departments, "ok").await;
    let store = place.hall.store();
    let number = tokio::time::timeout(std::time::Duration::from_secs(30), async {
        loop {
            if let Ok(Some((_, case))) = store.case(friday(), &slip).await
                && let Some(number) = case.case_number
            {
                return number;
            }
            changes.changed().await.expect("the store lives");
        }
    })
    .await
    .expect("accepted within half a minute");
    assert_eq!(number.len(), 43);
}

/// Clock and store are shared by nothing: two places at once keep their own numbers.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_halls_in_one_process_do_not_meet() {
    let (one, other) = (
        Place::open(SecondDepartment::Own).await,
        Place::open(SecondDepartment::Own).await,
    );
    let (first, second) = (
        one.walk(Some("rs-socialcard"), 1).await,
        other.walk(Some("rs-socialcard"), 1).await,
    );
    assert!(first.ok && second.ok, "{} {}", first.json(), second.json());
    let store: Arc<dyn hall::store::Store> = other.hall.store();
    assert!(
        store
            .case(friday(), &first.items[0].slip)
            .await
            .expect("a look-up")
            .is_none_or(|(_, case)| { case.slip == second.items[0].slip })
    );
}

/// `wj-parenting` promises no day, `cz-bookkeeping` five working days.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_07_a_case_goes_through_on_every_kind_of_day() {
    for (moment, item, due_day, provisional) in [
        ("2026-11-20T02:00:00Z", "cz-bookkeeping", "2026-11-27", false),
        ("2026-11-22T02:00:00Z", "cz-bookkeeping", "2026-11-30", false),
        ("2026-11-22T02:00:00Z", "wj-parenting", "2026-11-23", false),
        // The promised day is today, the statutory one falls into a year without a calendar.
        ("2026-12-31T02:00:00Z", "wj-parenting", "2026-12-31", true),
        ("2026-12-31T02:00:00Z", "cz-bookkeeping", "2027-01-07", true),
        ("2031-03-04T02:00:00Z", "cz-bookkeeping", "2031-03-11", true),
    ] {
        let place = Place::open_at(SecondDepartment::Own, moment).await;
        let report = place.walk(Some(item), 4).await;
        assert!(report.ok && report.accepted == 1, "{moment} {}", report.json());
        let found = place
            .hall
            .store()
            .case(friday(), &report.items[0].slip)
            .await
            .expect("a look-up");
        let (_, case) = found.expect("the case");
        let due = case.due_day.expect("accepted").to_string();
        assert_eq!(due, due_day, "{moment} {item}");
        let day = &case.case_number.expect("a number")[31..39];
        assert_eq!(day, moment[..10].replace('-', ""), "{moment}");
        let notice = case
            .papers
            .iter()
            .find(|paper| paper.kind == cases::notice::PaperKind::AcceptanceNotice);
        let notice = notice.expect("an acceptance notice");
        let pdf = place
            .hall
            .store()
            .paper(notice.id)
            .await
            .expect("a look-up")
            .expect("its bytes");
        assert_eq!(
            says_provisional(&pdf, place.papers.path()),
            provisional,
            "{moment} {item}"
        );
    }
}

/// Whether a paper says that a day waits for its year's calendar, as another program reads it.
fn says_provisional(pdf: &[u8], folder: &std::path::Path) -> bool {
    let file = folder.join("notice.pdf");
    std::fs::write(&file, pdf).expect("written");
    let out = std::process::Command::new("pdftotext")
        .args(["-layout".as_ref(), file.as_os_str(), "-".as_ref()])
        .output()
        .expect("pdftotext is installed");
    let text: String = String::from_utf8_lossy(&out.stdout).split_whitespace().collect();
    text.contains("待当年工作日历公布")
}

/// A licence of a body that may come late and be promised, one of the everyday items, and one decided on the spot.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_outcome_that_an_item_offers_ends_as_it_is_called_with_its_paper() {
    let place = Place::open(SecondDepartment::Own).await;
    let mut seed = 2100;
    let mut offered = Vec::new();
    for item in ["scjg-food-licence", "wj-parenting", "mz-marriage"] {
        for (outcome, stage) in [
            (Wanted::Correct, "accepted"),
            (Wanted::Supplement, "accepted"),
            (Wanted::Receive, "received"),
            (Wanted::Refuse, "refused"),
            (Wanted::NotNeeded, "notNeeded"),
            (Wanted::Withdraw, "withdrawn"),
            (Wanted::Tolerate, "accepted"),
            (Wanted::Promise, "accepted"),
        ] {
            seed += 1;
            let report = place
                .walk_for(outcome, ("08", "0826"), Some(item), seed, false)
                .await;
            let line = &report.items[0];
            assert!(report.ok, "{item} {outcome:?}: {line:?}");
            if line.stage == stage {
                offered.push((item, outcome));
            } else {
                assert!(
                    line.stage.starts_with("not offered"),
                    "{item} {outcome:?}: {line:?}"
                );
            }
        }
    }
    assert!(
        offered.contains(&("scjg-food-licence", Wanted::Tolerate)),
        "{offered:?}"
    );
    assert!(
        offered.contains(&("scjg-food-licence", Wanted::Promise)),
        "{offered:?}"
    );
    assert!(offered.len() >= 19, "{offered:?}");
}

/// 智能预填: what the sources of the demonstration fill over all items, on a first visit and when everybody comes back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_goals_of_the_prefill_hold_over_all_items() {
    for (visits, least, of_each) in [(Visits::First, 0.75, 0.0), (Visits::Returning, 0.85, 0.70)] {
        let place = Place::open(SecondDepartment::Own).await;
        let (lines, report) = place.measure(visits, None).await;
        assert_eq!(report.stuck, Vec::<String>::new());
        assert_eq!(report.items.len(), 32);
        assert!(report.ratio >= least, "{}\n{}", report.json(), lines.join("\n"));
        let low: Vec<_> = report
            .items
            .iter()
            .filter(|(_, ratio)| **ratio < of_each)
            .collect();
        assert!(low.is_empty(), "{low:?}");
    }
}

/// Every item is measured, the figures add up, and each field says where its value is from or why it was typed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_prefill_of_an_item_is_measured_on_a_first_visit_and_when_somebody_comes_back() {
    let place = Place::open(SecondDepartment::Own).await;
    for visits in [Visits::First, Visits::Returning] {
        let (lines, report) = place.measure(visits, Some("scjg-food-licence")).await;
        assert_eq!(report.stuck, Vec::<String>::new(), "{lines:?}");
        assert_eq!(report.visits, visits.word());
        assert_eq!(
            report.required,
            report.filled + report.changed + report.typed,
            "{lines:?}"
        );
        assert_eq!(report.by_source.values().sum::<u32>(), report.filled);
        assert!(report.filled > 5 && report.typed > 0, "{lines:?}");
        assert!(report.ratio_with_declarations < report.ratio);
        assert_eq!(report.items.len(), 1);
        // What earlier cases say is there once there is one.
        let from_before = report.by_source.get("history").copied().unwrap_or(0);
        assert_eq!(from_before > 0, visits == Visits::Returning, "{lines:?}");
        for line in &lines[1..] {
            let own = line.trim_start().starts_with("own ");
            assert_eq!(line.ends_with(')'), !own, "{line}");
        }
    }
}
