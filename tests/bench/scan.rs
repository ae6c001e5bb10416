//! What a scanned A4 page at 300 dpi costs from its pixels to the sealed file: CPU time of the whole process for turning,
//! straightening, cleaning, judging, packing, sealing, syncing, as the scan panel has it done. `first_page_ms` is the time from
//! a page's arrival until it is kept, announced and its picture unpacked for the screen. The pages are our own receipts with invented people, laid
//! askew, with a scanner's noise. In the same rounds unpaper and ImageMagick straighten the same pages. The last line is one
//! JSON object; a peer that is not there has `null` and says why.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use cases::notice::{Head, Person, ReceiptFacts, ReceivedForm, ReceivedMaterial, Wording, receipt};
use cases::realm::Realm;
use desk::pieces::Pieces;
use desk::vault::StoreKey;
use papers::Fonts;
use rustix::time::{ClockId, clock_gettime};
use scanners::files::Import;
use scanners::page::{Batch, Beyond, Raster, STAGE_WIDE, Treatment, Turn, Window, straightened};
use serde_json::{Value, json};

const ROUNDS: usize = 5;
const DPI: u32 = 300;
/// Pages of one batch whose memory is measured, few and many.
const FEW: usize = 3;
const MANY: usize = 30;
/// The word by which this program starts itself for a batch.
const BATCH: &str = "batch";

fn main() {
    let arguments: Vec<String> = env::args().collect();
    if let [_, word, page, pages] = &arguments[..]
        && word == BATCH
    {
        batch(Path::new(page), pages.parse().expect("a number"));
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let pages: Vec<Page> = (0..ROUNDS)
        .map(|number| Page::draw(number, folder.path()))
        .collect();
    let few = in_a_fresh_process(&pages[0].grey_file, FEW);
    let many = in_a_fresh_process(&pages[0].grey_file, MANY);
    let firsts = |file: fn(&Page) -> &Path| -> Vec<Measured> {
        let files = pages.iter().map(file);
        files.map(|file| in_a_fresh_process(file, 1)).collect()
    };
    let grey_firsts = firsts(|page| &page.grey_file);
    let colour_firsts = firsts(|page| &page.colour_file);
    let announced = |firsts: &[Measured]| figure(firsts.iter().map(|first| first.announced_ms).collect());
    let on_screen = |firsts: &[Measured]| figure(firsts.iter().map(|first| first.first_page_ms).collect());
    let unpaper = peer("unpaper");
    let imagemagick = peer("convert");
    // A page that is not counted.
    ours(&pages[0].grey, folder.path());
    let mut rounds = Rounds::default();
    for (round, page) in pages.iter().enumerate() {
        rounds.grey.push(ours(&page.grey, folder.path()));
        rounds.colour.push(ours(&page.colour, folder.path()));
        if let Ok(program) = &unpaper {
            rounds
                .unpaper_grey
                .push(unpapered(program, &page.grey_file, folder.path()));
            rounds
                .unpaper_colour
                .push(unpapered(program, &page.colour_file, folder.path()));
        }
        if let Ok(program) = &imagemagick {
            rounds
                .imagemagick_grey
                .push(deskewed(program, &page.grey_file, folder.path()));
            rounds
                .imagemagick_colour
                .push(deskewed(program, &page.colour_file, folder.path()));
        }
        println!("round {}: {}", round + 1, rounds.line());
    }
    let ratio =
        |ours: &[f64], peer: &[f64]| figure(ours.iter().zip(peer).map(|(ours, peer)| ours / peer).collect());
    let absent =
        |peer: &Result<PathBuf, String>| peer.as_ref().err().map_or(Value::Null, |words| json!(words));
    println!(
        "{}",
        json!({
            "bench": "scan",
            "optimised_for": if cfg!(debug_assertions) { "dev" } else { "release" },
            "rounds": ROUNDS,
            "dpi": DPI,
            "grey_to_unpaper": ratio(&rounds.grey, &rounds.unpaper_grey),
            "grey_to_imagemagick": ratio(&rounds.grey, &rounds.imagemagick_grey),
            "grey_cpu_s": figure(rounds.grey),
            "colour_cpu_s": figure(rounds.colour),
            "first_page_ms": on_screen(&grey_firsts),
            "first_page_colour_ms": on_screen(&colour_firsts),
            "first_announced_ms": announced(&grey_firsts),
            "first_announced_colour_ms": announced(&colour_firsts),
            "peak_bytes": many.peak_bytes,
            "peak_pages": MANY,
            "peak_bytes_of_few": few.peak_bytes,
            "few_pages": FEW,
            "page_bytes": many.page_bytes,
            "unpaper_grey_cpu_s": figure(rounds.unpaper_grey),
            "unpaper_colour_cpu_s": figure(rounds.unpaper_colour),
            "imagemagick_grey_cpu_s": figure(rounds.imagemagick_grey),
            "imagemagick_colour_cpu_s": figure(rounds.imagemagick_colour),
            "unpaper_absent": absent(&unpaper),
            "imagemagick_absent": absent(&imagemagick),
        })
    );
}

#[derive(Default)]
struct Rounds {
    grey: Vec<f64>,
    colour: Vec<f64>,
    unpaper_grey: Vec<f64>,
    unpaper_colour: Vec<f64>,
    imagemagick_grey: Vec<f64>,
    imagemagick_colour: Vec<f64>,
}

impl Rounds {
    fn line(&self) -> String {
        let latest = |name: &str, spent: &[f64]| match spent.last() {
            Some(spent) => format!("{name} {spent:.3} s"),
            None => format!("{name} absent"),
        };
        [
            latest("grey", &self.grey),
            latest("colour", &self.colour),
            latest("unpaper grey", &self.unpaper_grey),
            latest("colour", &self.unpaper_colour),
            latest("ImageMagick grey", &self.imagemagick_grey),
            latest("colour", &self.imagemagick_colour),
        ]
        .join(", ")
    }
}

/// A receipt as a scanner sees it.
struct Page {
    grey: Raster,
    colour: Raster,
    grey_file: PathBuf,
    colour_file: PathBuf,
}

impl Page {
    fn draw(number: usize, folder: &Path) -> Page {
        let fonts = Fonts::find().expect("a Chinese font");
        let at = "2026-11-22T01:05:30Z".parse().expect("a moment");
        let paper = papers::render(&a_receipt(number), &fonts, at).expect("a paper");
        let mut drawn = Vec::new();
        Import::default()
            .pages(&paper.pdf, DPI, &mut |page| drawn.push(page.raster))
            .expect("yichuang-devices draws it");
        let upright = grey(&drawn[0]);
        let degrees = [1.5, -0.8, 2.6, -2.1, 0.4][number % 5];
        let askew = straightened(&upright, -degrees, Window::whole(&upright), Beyond::Paper(255));
        let grey = noisy(askew, number as u64);
        let colour = tinted(&grey);
        let grey_file = folder.join(format!("page-{number}.pgm"));
        let colour_file = folder.join(format!("page-{number}.ppm"));
        write(&grey_file, "P5", &grey);
        write(&colour_file, "P6", &colour);
        Page {
            grey,
            colour,
            grey_file,
            colour_file,
        }
    }
}

fn grey(raster: &Raster) -> Raster {
    if raster.is_grey() {
        return raster.clone();
    }
    let tones = raster.pixels().chunks_exact(3).map(|pixel| pixel[1]).collect();
    Raster::grey(raster.width(), raster.height(), tones).expect("as many pixels")
}

/// Paper is not white and a sensor is not quiet.
fn noisy(raster: Raster, seed: u64) -> Raster {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let tones = raster.pixels().iter().map(|tone| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let noise = (state >> 33) % 13;
        (u32::from(*tone) * 230 / 255 + 12 + noise as u32).min(255) as u8
    });
    Raster::grey(raster.width(), raster.height(), tones.collect()).expect("as many pixels")
}

fn tinted(grey: &Raster) -> Raster {
    let pixels = grey.pixels().iter().flat_map(|tone| {
        [
            *tone,
            tone.saturating_sub(tone / 40),
            tone.saturating_sub(tone / 20),
        ]
    });
    Raster::colour(grey.width(), grey.height(), pixels.collect()).expect("as many pixels")
}

fn write(path: &Path, kind: &str, raster: &Raster) {
    let mut file = fs::File::create(path).expect("a file");
    write!(file, "{kind}\n{} {}\n255\n", raster.width(), raster.height()).expect("written");
    file.write_all(raster.pixels()).expect("written");
}

/// CPU seconds of one page, sealed into a folder of its own.
fn ours(raster: &Raster, folder: &Path) -> f64 {
    let shelf = tempfile::tempdir_in(folder).expect("a folder");
    let pieces = Pieces::in_folder(shelf.path().to_owned(), &StoreKey::new([7; 32])).expect("a shelf");
    let page = raster.clone();
    let begun = cpu_s();
    let kept = Batch::new(&pieces, Treatment::default())
        .page(page, DPI)
        .expect("kept");
    let spent = cpu_s() - begun;
    assert_eq!(kept.turn, Turn::None);
    assert!(!kept.judgement.blank && kept.straightened_by != 0.0, "{kept:?}");
    spent
}

struct Measured {
    announced_ms: f64,
    first_page_ms: f64,
    peak_bytes: u64,
    page_bytes: u64,
}

fn in_a_fresh_process(page: &Path, pages: usize) -> Measured {
    let program = env::current_exe().expect("this program's path");
    let output = Command::new(program)
        .arg(BATCH)
        .arg(page)
        .arg(pages.to_string())
        .output()
        .expect("a batch");
    let said: Value = serde_json::from_slice(&output.stdout).expect("figures");
    Measured {
        announced_ms: said["announced_ms"].as_f64().expect("milliseconds"),
        first_page_ms: said["first_page_ms"].as_f64().expect("milliseconds"),
        peak_bytes: said["peak_bytes"].as_u64().expect("bytes"),
        page_bytes: said["page_bytes"].as_u64().expect("bytes"),
    }
}

/// A batch of so many pages: how long until the first is announced and until its picture for the stage of the panel is
/// unpacked, and the most memory that was ever held.
fn batch(page: &Path, pages: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let pieces = Pieces::in_folder(folder.path().to_owned(), &StoreKey::new([7; 32])).expect("a shelf");
    let mut batch = Batch::new(&pieces, Treatment::default());
    let (mut announced_ms, mut first_page_ms, mut page_bytes) = (0.0, 0.0, 0);
    for number in 0..pages {
        let raster = read(page);
        let arrived = Instant::now();
        let kept = batch.page(raster, DPI).expect("kept");
        if number == 0 {
            announced_ms = arrived.elapsed().as_secs_f64() * 1e3;
            // What the screen does with it.
            let picture = image::load_from_memory(&kept.pictures.stage).expect("a picture");
            assert!(picture.width() <= STAGE_WIDE && picture.width() * 2 > STAGE_WIDE);
            first_page_ms = arrived.elapsed().as_secs_f64() * 1e3;
        }
        page_bytes = kept.bytes;
    }
    let status = fs::read_to_string("/proc/self/status").expect("/proc");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: u64 = peak
        .and_then(|words| words.split_whitespace().next())
        .and_then(|number| number.parse().ok())
        .expect("VmHWM");
    println!(
        "{}",
        json!({ "announced_ms": announced_ms, "first_page_ms": first_page_ms, "peak_bytes": kilobytes * 1024, "page_bytes": page_bytes })
    );
}

/// A file of [`write`].
fn read(path: &Path) -> Raster {
    let bytes = fs::read(path).expect("a page");
    let mut lines = bytes.splitn(4, |byte| *byte == b'\n');
    let is_grey = lines.next() == Some(b"P5".as_slice());
    let sides = lines
        .next()
        .and_then(|line| std::str::from_utf8(line).ok())
        .expect("sides");
    let _most = lines.next();
    let pixels = lines.next().expect("pixels").to_vec();
    let (width, height) = sides.split_once(' ').expect("two sides");
    let sides = (width.parse().expect("width"), height.parse().expect("height"));
    let raster = if is_grey {
        Raster::grey(sides.0, sides.1, pixels)
    } else {
        Raster::colour(sides.0, sides.1, pixels)
    };
    raster.expect("a page")
}

fn unpapered(program: &Path, page: &Path, folder: &Path) -> f64 {
    let out = folder.join("unpapered.pnm");
    of_child(
        Command::new(program)
            .args(["--overwrite", "--layout", "single"])
            .arg(page)
            .arg(out),
    )
}

fn deskewed(program: &Path, page: &Path, folder: &Path) -> f64 {
    let out = folder.join("deskewed.jpg");
    of_child(
        Command::new(program)
            .arg(page)
            .args(["-deskew", "40%", "-quality", "80"])
            .arg(out),
    )
}

fn of_child(command: &mut Command) -> f64 {
    let before = children_s();
    let output = command.output().expect("the peer runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    children_s() - before
}

/// The system's own, where there is one.
fn peer(name: &str) -> Result<PathBuf, String> {
    let usual = Path::new("/usr/bin").join(name);
    let program = if usual.is_file() {
        usual
    } else {
        PathBuf::from(name)
    };
    match Command::new(&program).arg("--version").output() {
        Ok(_) => Ok(program),
        Err(error) => Err(format!("{name}: {error}")),
    }
}

fn a_receipt(number: usize) -> cases::notice::Content {
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
            applicants: vec![Person {
                role: "申请人".to_owned(),
                name: ["林小满", "陈立夏", "王清芒", "赵霜露", "郑澜岚"][number % 5].to_owned(),
                id_kind: "居民身份证".to_owned(),
                id_shown: format!("350199********{number:04}"),
            }],
            agent: None,
            window: format!("综合窗口{:02}", number + 1),
            clerk: "陈静怡（08021）".to_owned(),
            consult_phone: Some("0599-8000123".to_owned()),
            references: Vec::new(),
        },
        received_at: "2026-11-22T01:05:30Z".parse().expect("a moment"),
        desk_received_at: None,
        checked: None,
        notify_by: None,
        objections: Vec::new(),
        materials: vec![
            material("食品经营许可申请书", ReceivedForm::Original, 1, 3, false),
            material("主要设备设施布局和操作流程文件", ReceivedForm::Copy, 2, 4, false),
            material("法定代表人（负责人）身份证明", ReceivedForm::Original, 1, 2, true),
            material(
                "食品安全管理人员培训证明、规章制度",
                ReceivedForm::Copy,
                1,
                18,
                false,
            ),
            material("营业执照", ReceivedForm::Electronic, 1, 1, false),
        ],
        next_step: None,
        promised: Vec::new(),
        commitment: false,
    };
    receipt::content(&facts, Wording::built_in())
}

/// CPU time of this process, all threads.
fn cpu_s() -> f64 {
    let spent = clock_gettime(ClockId::ProcessCPUTime);
    spent.tv_sec as f64 + spent.tv_nsec as f64 / 1e9
}

/// CPU time of the children that have ended, in hundredths of a second.
fn children_s() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("/proc");
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let fields: Vec<&str> = after_name.split(' ').collect();
    // cutime and cstime are the 16th and 17th field, counted from the process's number (proc(5)).
    let ticks = |at: usize| -> f64 { fields[at - 3].parse().expect("ticks") };
    (ticks(16) + ticks(17)) / 100.0
}

/// The median, or nothing where nothing was measured.
fn figure(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
