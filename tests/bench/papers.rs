//! What a one-page 收件凭证 costs: CPU time of the whole process from content to PDF, every receipt of its own applicant,
//! codes and time. In the same rounds, typst and wkhtmltopdf make papers of the same words in the same font; their pages
//! have no codes. The last line is one JSON object; a peer that is not there has `null` and says why.
//!
//! `YICHUANG_TYPST` is the folder of typst's wheel.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use cases::notice::{
    Block, Content, Fact, Head, Person, ReceiptFacts, ReceivedForm, ReceivedMaterial, Wording, receipt,
};
use cases::realm::Realm;
use jiff::{SignedDuration, Timestamp};
use papers::Fonts;
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};

const ROUNDS: usize = 9;
const RECEIPTS_A_ROUND: usize = 20;
const FIRST_PAPERS: usize = 5;
/// The word by which this program starts itself for a first paper.
const FIRST: &str = "first";

fn main() {
    if env::args().nth(1).as_deref() == Some(FIRST) {
        first_paper();
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let first_cpu_ms = median((0..FIRST_PAPERS).map(|_| first_in_a_fresh_process()).collect());
    let fonts = Fonts::find().expect("a Chinese font");
    let mut typst = Typst::start(folder.path(), fonts.body_name());
    let mut wkhtmltopdf = Wkhtmltopdf::find(folder.path(), fonts.body_name());
    // Each warms up on papers that are not counted.
    for number in 0..RECEIPTS_A_ROUND {
        let content = a_receipt(number);
        ours(&content, &fonts, number);
        if let Ok(peer) = &mut typst {
            peer.paper(&content);
        }
    }
    let mut rounds = Rounds::default();
    for round in 1..=ROUNDS {
        let numbers = round * RECEIPTS_A_ROUND..(round + 1) * RECEIPTS_A_ROUND;
        let contents: Vec<(usize, Content)> = numbers.map(|number| (number, a_receipt(number))).collect();
        let spent = contents.iter().map(|(number, content)| {
            let (spent, pdf) = ours(content, &fonts, *number);
            rounds.bytes = pdf.len();
            spent
        });
        let ours = mean(spent.collect());
        rounds.ours.push(ours);
        if let Ok(peer) = &mut typst {
            let spent = mean(contents.iter().map(|(_, content)| peer.paper(content)).collect());
            rounds.typst.push(spent);
            rounds.ratio.push(ours / spent);
        }
        if let Ok(peer) = &mut wkhtmltopdf {
            rounds.wkhtmltopdf.push(peer.paper(&contents[0].1));
        }
        println!("round {round}: {}", rounds.line());
    }
    let ours = papers::render(&a_receipt(1), &fonts, moment(1))
        .expect("a paper")
        .pdf;
    check_page(&ours, &a_receipt(1), folder.path());
    let absent = |reason: Option<&String>| reason.map_or(Value::Null, |reason| json!(reason));
    println!(
        "{}",
        json!({
            "bench": "papers",
            "font": fonts.body_name(),
            "optimised_for": if cfg!(debug_assertions) { "dev" } else { "release" },
            "rounds": ROUNDS,
            "receipts_a_round": RECEIPTS_A_ROUND,
            "warm_cpu_ms": figure(rounds.ours),
            "first_cpu_ms": first_cpu_ms,
            "typst_warm_cpu_ms": figure(rounds.typst),
            "warm_to_typst": figure(rounds.ratio),
            "wkhtmltopdf_cpu_ms": figure(rounds.wkhtmltopdf),
            "receipt_bytes": rounds.bytes,
            "typst_bytes": typst.as_ref().ok().map(|peer| size(&peer.pdf)),
            "wkhtmltopdf_bytes": wkhtmltopdf.as_ref().ok().map(|peer| size(&peer.pdf)),
            "typst_absent": absent(typst.as_ref().err()),
            "wkhtmltopdf_absent": absent(wkhtmltopdf.as_ref().err()),
        })
    );
}

/// The cost of a receipt in each round.
#[derive(Default)]
struct Rounds {
    ours: Vec<f64>,
    typst: Vec<f64>,
    ratio: Vec<f64>,
    wkhtmltopdf: Vec<f64>,
    bytes: usize,
}

impl Rounds {
    fn line(&self) -> String {
        let latest = |name: &str, spent: &[f64]| {
            spent.last().map_or_else(
                || format!("{name} absent"),
                |spent| format!("{name} {spent:.2} ms"),
            )
        };
        [
            latest("yichuang", &self.ours),
            latest("typst", &self.typst),
            latest("wkhtmltopdf", &self.wkhtmltopdf),
        ]
        .join(", ")
    }
}

/// CPU time and bytes of one paper.
fn ours(content: &Content, fonts: &Fonts, number: usize) -> (f64, Vec<u8>) {
    let begun = cpu_ms();
    let rendered = papers::render(content, fonts, moment(number)).expect("a paper");
    let spent = cpu_ms() - begun;
    assert_eq!(
        (rendered.pages, rendered.missing.len()),
        (1, 0),
        "receipt {number}"
    );
    (spent, rendered.pdf)
}

/// Finds the fonts, makes one paper and says what the process has spent since it began.
fn first_paper() {
    let fonts = Fonts::find().expect("a Chinese font");
    let rendered = papers::render(&a_receipt(0), &fonts, moment(0)).expect("a paper");
    assert_eq!(rendered.pages, 1);
    println!("{}", cpu_ms());
}

fn first_in_a_fresh_process() -> f64 {
    let program = env::current_exe().expect("this program's path");
    let output = Command::new(program).arg(FIRST).output().expect("a first paper");
    let said = String::from_utf8_lossy(&output.stdout);
    said.trim().parse().expect("milliseconds")
}

/// typst, kept running with its fonts and its caches.
struct Typst {
    child: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
    font: String,
    pdf: PathBuf,
}

impl Typst {
    /// Starts it and has a first paper made, or says why it cannot.
    fn start(folder: &Path, font: &str) -> Result<Self, String> {
        let wheel = env::var("YICHUANG_TYPST").map_err(|_| "typst is not installed".to_owned())?;
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("bench/typst/peer.py");
        let mut child = Command::new("python3")
            .arg(program)
            .arg(wheel)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("python3: {error}"))?;
        let (Some(asks), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("typst has no line".to_owned());
        };
        let mut peer = Self {
            child,
            asks,
            answers: BufReader::new(answers),
            font: font.to_owned(),
            pdf: folder.join("typst.pdf"),
        };
        let content = a_receipt(1);
        peer.ask(&content)?;
        check_page(&fs::read(&peer.pdf).unwrap_or_default(), &content, folder);
        Ok(peer)
    }

    fn paper(&mut self, content: &Content) -> f64 {
        self.ask(content).expect("typst makes a paper")
    }

    fn ask(&mut self, content: &Content) -> Result<f64, String> {
        let text = |value: Value| value.to_string();
        let asked = json!({
            "inputs": {
                "font": self.font,
                "paper": text(json!(content)),
                "references": text(json!(content.reference_lines())),
            },
            "pdf": self.pdf,
        });
        writeln!(self.asks, "{asked}").map_err(|error| format!("typst: {error}"))?;
        let mut answer = String::new();
        self.answers
            .read_line(&mut answer)
            .map_err(|error| format!("typst: {error}"))?;
        answer
            .trim()
            .parse()
            .map_err(|_| "typst ended without a paper".to_owned())
    }
}

impl Drop for Typst {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// wkhtmltopdf, which starts anew for every paper.
struct Wkhtmltopdf {
    font: String,
    html: PathBuf,
    pdf: PathBuf,
}

impl Wkhtmltopdf {
    fn find(folder: &Path, font: &str) -> Result<Self, String> {
        let peer = Self {
            font: font.to_owned(),
            html: folder.join("receipt.html"),
            pdf: folder.join("wkhtmltopdf.pdf"),
        };
        let content = a_receipt(1);
        peer.make(&content)?;
        check_page(&fs::read(&peer.pdf).unwrap_or_default(), &content, folder);
        Ok(peer)
    }

    fn paper(&self, content: &Content) -> f64 {
        self.make(content).expect("wkhtmltopdf makes a paper")
    }

    fn make(&self, content: &Content) -> Result<f64, String> {
        fs::write(&self.html, html(content, &self.font)).map_err(|error| format!("{error}"))?;
        let before = children_ms();
        let output = Command::new("wkhtmltopdf")
            .args(["--quiet", "--page-size", "A4"])
            .args([&self.html, &self.pdf])
            .env("QT_QPA_PLATFORM", "offscreen")
            .output()
            .map_err(|error| format!("wkhtmltopdf: {error}"))?;
        if output.status.success() {
            Ok(children_ms() - before)
        } else {
            Err(format!(
                "wkhtmltopdf: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            ))
        }
    }
}

/// The content as a page for wkhtmltopdf, in reading order.
fn html(content: &Content, font: &str) -> String {
    let cells = |cells: &[String], tag: &str| -> String {
        let cells = cells
            .iter()
            .map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell)));
        format!("<tr>{}</tr>", cells.collect::<String>())
    };
    let facts = |facts: &[Fact]| -> String {
        let rows = facts.iter().map(|fact| {
            let note = fact.note.as_deref().unwrap_or_default();
            cells(&[fact.label.clone(), format!("{} {note}", fact.value)], "td")
        });
        format!("<table>{}</table>", rows.collect::<String>())
    };
    let blocks = content.blocks.iter().map(|block| match block {
        Block::Heading(text) => format!("<h3>{}</h3>", escaped(text)),
        Block::Addressee(text) | Block::Paragraph(text) | Block::Note(text) => {
            format!("<p>{}</p>", escaped(text))
        }
        Block::Facts(list) => facts(list),
        Block::Table(table) => {
            let rows: String = table.rows.iter().map(|row| cells(row, "td")).collect();
            format!("<table>{}{rows}</table>", cells(&table.header, "th"))
        }
        Block::Signatures(places) => {
            let places = places.iter().map(|place| {
                let parts =
                    [&place.name, &place.seal, &place.date].map(|part| part.as_deref().unwrap_or_default());
                format!("<p>{}：{}</p>", escaped(&place.label), escaped(&parts.join(" ")))
            });
            places.collect()
        }
    });
    format!(
        "<!doctype html><meta charset=utf-8><style>body{{font:10.5pt '{font}'}}td,th{{border:1px solid}}</style>\
         <h4>{}</h4><h1>{}</h1>{}{}",
        escaped(&content.body),
        escaped(&content.title),
        facts(&content.reference_lines()),
        blocks.collect::<String>()
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Fails unless the paper is one page and pdftotext finds every character of the content on it.
fn check_page(pdf: &[u8], content: &Content, folder: &Path) {
    let document = lopdf::Document::load_mem(pdf).expect("a PDF");
    assert_eq!(document.get_pages().len(), 1, "pages");
    let path = folder.join("checked.pdf");
    fs::write(&path, pdf).expect("written");
    let output = Command::new("pdftotext").arg(&path).arg("-").output();
    let text = output.expect("pdftotext (poppler-utils) runs").stdout;
    let found: BTreeSet<char> = String::from_utf8_lossy(&text).chars().collect();
    let said = content.plain_text();
    let lost = said
        .chars()
        .filter(|ch| !ch.is_whitespace() && !found.contains(ch));
    assert_eq!(
        lost.collect::<String>(),
        "",
        "characters that are not on the page"
    );
}

/// An invented receipt; every number has other people, codes and times.
fn a_receipt(number: usize) -> Content {
    const FAMILY: [char; 12] = [
        '林', '陈', '王', '赵', '欧', '郑', '谢', '蔡', '翁', '俞', '庄', '卢',
    ];
    const GIVEN: [char; 20] = [
        '小', '满', '立', '夏', '清', '芒', '霜', '露', '澜', '岚', '昕', '皓', '柠', '沐', '璟', '骁', '婕',
        '翊', '蓁', '垚',
    ];
    let name = |seed: usize| -> String {
        [
            FAMILY[seed % FAMILY.len()],
            GIVEN[seed / 3 % GIVEN.len()],
            GIVEN[seed / 7 % GIVEN.len()],
        ]
        .iter()
        .collect()
    };
    let person = |role: &str, seed: usize| Person {
        role: role.to_owned(),
        name: name(seed),
        id_kind: "居民身份证".to_owned(),
        id_shown: format!("350199********{:04}", seed % 10_000),
    };
    let material = |name: &str, form, copies, pages, returned| ReceivedMaterial {
        name: name.to_owned(),
        form,
        copies,
        pages,
        returned,
        remark: None,
    };
    let facts = ReceiptFacts {
        head: Head {
            realm: Realm::Live,
            body: "示范区政务服务中心".to_owned(),
            number: None,
            case_number: Some(format!("11350199MB9A00014B400013150100020261122{number:04}")),
            slip_code: Some(format!("K7PM3XW{number:03}")),
            item_name: "食品经营许可（新办）".to_owned(),
            item_code: "11350199MB9A00014B400013150100001".to_owned(),
            licence: true,
            applicants: vec![person("申请人", number * 5)],
            agent: Some(person("代理人", number * 11 + 1)),
            window: format!("综合窗口{:02}", number % 40 + 1),
            clerk: format!("{}（08021）", name(number * 13 + 2)),
            consult_phone: Some("0599-8000123".to_owned()),
            references: Vec::new(),
        },
        received_at: moment(number),
        desk_received_at: None,
        checked: Some("读卡核验".to_owned()),
        notify_by: None,
        materials: vec![
            material("食品经营许可申请书", ReceivedForm::Original, 1, 3, false),
            material("主要设备设施布局和操作流程文件", ReceivedForm::Copy, 2, 4, false),
            material("法定代表人（负责人）身份证明", ReceivedForm::Original, 1, 2, true),
            material(
                "食品安全管理人员培训证明、食品安全自查与从业人员健康管理等保证食品安全的规章制度",
                ReceivedForm::Copy,
                1,
                18,
                false,
            ),
            material("营业执照", ReceivedForm::Electronic, 1, 1, false),
        ],
        objections: Vec::new(),
        next_step: None,
        promised: Vec::new(),
        commitment: false,
    };
    receipt::content(&facts, Wording::built_in())
}

/// Receipts come every ninety-seven seconds.
fn moment(number: usize) -> Timestamp {
    let opening: Timestamp = "2026-11-22T01:05:30Z".parse().expect("a moment");
    let later = SignedDuration::from_secs(97 * i64::try_from(number).expect("few"));
    opening.saturating_add(later).expect("a duration")
}

/// CPU time of this process, all threads.
fn cpu_ms() -> f64 {
    let spent = clock_gettime(ClockId::ProcessCPUTime);
    spent.tv_sec as f64 * 1e3 + spent.tv_nsec as f64 / 1e6
}

/// CPU time of the children that have ended. The system counts it in hundredths of a second, which even out over rounds.
fn children_ms() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("/proc");
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let fields: Vec<&str> = after_name.split(' ').collect();
    // cutime and cstime are the 16th and 17th field, counted from the process's number (proc(5)).
    let ticks = |at: usize| -> f64 { fields[at - 3].parse().expect("ticks") };
    (ticks(16) + ticks(17)) * 10.0
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |file| file.len())
}

fn mean(values: Vec<f64>) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The median, or nothing where nothing was measured.
fn figure(values: Vec<f64>) -> Option<f64> {
    (!values.is_empty()).then(|| median(values))
}
