//! A paper as somebody outside reads it: `pdftotext` for the words, `pdftoppm` and a QR reader for the picture.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::app::App;
use crate::applicant::Strokes;
use crate::clerk::{Accepted, Refused};

/// Dots per inch at which a person's phone would see the code.
const DPI: &str = "200";

/// The number on the screen is the number in every paper's text and QR, at the hall and at the department.
pub async fn the_number_is_one_everywhere(app: &App, accepted: &Accepted, item: &str) {
    let hall = app.peers().hall().await;
    let case = hall.case(&accepted.slip).await.expect("the hall has the case");
    assert_eq!(case["caseNumber"], accepted.number.as_str(), "number at the hall");
    assert_eq!(case["dueDay"], accepted.due.as_str(), "due day at the hall");
    assert!(
        case["itemName"].as_str().is_some_and(|name| name.contains(item)),
        "{}",
        case["itemName"]
    );

    let mut numbered = 0;
    for paper in case["papers"].as_array().expect("papers of the case") {
        let kind = paper["kind"].as_str().unwrap_or("paper").to_owned();
        let file = app.evidence_file(&format!("{kind}.pdf"));
        fs::write(&file, hall.paper(paper["id"].as_str().expect("an id")).await).unwrap();
        let (words, codes) = (words_of(&file), codes_of(&file));
        if words.contains(&accepted.number) {
            numbered += 1;
            assert!(
                codes.iter().any(|code| code.contains(&accepted.number)),
                "{kind}: {codes:?} lack the number"
            );
        } else {
            assert!(
                words
                    .replace([' ', '-'], "")
                    .contains(&accepted.slip.replace([' ', '-'], "")),
                "{kind} lacks the slip code:\n{words}"
            );
        }
    }
    assert!(numbered >= 1, "no paper carries the number");

    let parcels = case["parcels"].as_array().expect("parcels of the case");
    assert!(!parcels.is_empty(), "the case goes to a department");
    for parcel in parcels {
        let uscc = parcel["departmentUscc"].as_str().expect("the department's code");
        app.peers().at_the_department(uscc, &accepted.number).await;
    }
}

/// The number of a refusal on the screen is the number of the decision, in its words and at the hall; no paper
/// beside it says that the case was accepted.
pub async fn the_refusal_bears(app: &App, refused: &Refused) {
    let hall = app.peers().hall().await;
    let case = hall.case(&refused.slip).await.expect("the hall has the case");
    let papers = case["papers"].as_array().expect("papers of the case");
    let kinds: Vec<_> = papers.iter().filter_map(|paper| paper["kind"].as_str()).collect();
    assert_eq!(kinds, ["refusalNotice"], "the papers of a refusal");
    let file = app.evidence_file("refusal.pdf");
    fs::write(&file, hall.paper(papers[0]["id"].as_str().expect("an id")).await).unwrap();
    let words = words_of(&file).replace(char::is_whitespace, "");
    assert!(
        words.contains(&refused.number),
        "{} is not in\n{words}",
        refused.number
    );
    assert_eq!(
        words.matches(&refused.number).count(),
        words.matches("不予受字").count(),
        "one number"
    );
}

/// The pen's own lines stand on the paper: as many, of the same shape, through the same places.
pub fn bears_the_strokes(pdf: &[u8], strokes: &Strokes) {
    let ink = lines_of(pdf);
    assert_eq!(ink.len(), strokes.len(), "lines on the paper: {ink:?}");
    let paper = within_a_box(ink.iter().map(Vec::as_slice), |(x, y)| (x, -y));
    let asked: Vec<Vec<(f32, f32)>> = strokes
        .iter()
        .map(|stroke| stroke.iter().map(|(x, y)| (*x as f32, *y as f32)).collect())
        .collect();
    let asked = within_a_box(asked.iter().map(Vec::as_slice), |place| place);
    for (drawn, written) in paper.iter().zip(&asked) {
        for (x, y) in written {
            let near = drawn
                .iter()
                .any(|(a, b)| (a - x).abs() < 0.03 && (b - y).abs() < 0.03);
            assert!(near, "the pen was at {x:.2}, {y:.2}; the paper has {drawn:?}");
        }
    }
}

/// Lines as shares of the box around all of them.
fn within_a_box<'a>(
    lines: impl Iterator<Item = &'a [(f32, f32)]>,
    turned: impl Fn((f32, f32)) -> (f32, f32),
) -> Vec<Vec<(f32, f32)>> {
    let lines: Vec<Vec<(f32, f32)>> = lines
        .map(|line| line.iter().map(|place| turned(*place)).collect())
        .collect();
    let of = |axis: fn(&(f32, f32)) -> f32| {
        let all = || lines.iter().flatten().map(axis);
        let least = all().fold(f32::MAX, f32::min);
        (least, all().fold(f32::MIN, f32::max) - least)
    };
    let ((left, wide), (top, high)) = (of(|place| place.0), of(|place| place.1));
    lines
        .iter()
        .map(|line| {
            line.iter()
                .map(|(x, y)| ((x - left) / wide, (y - top) / high))
                .collect()
        })
        .collect()
}

/// Every drawn line of the pages that is no straight rule, through its points.
fn lines_of(pdf: &[u8]) -> Vec<Vec<(f32, f32)>> {
    let document = lopdf::Document::load_mem(pdf).expect("a PDF");
    let (mut lines, mut open) = (Vec::new(), Vec::new());
    for page in document.page_iter() {
        let content = document.get_and_decode_page_content(page).expect("a page");
        for operation in content.operations {
            let place = || {
                let number = |at: usize| operation.operands[at].as_float().expect("a number");
                (number(0), number(1))
            };
            match operation.operator.as_str() {
                "m" => open = vec![place()],
                "l" => open.push(place()),
                "S" if open.len() > 2 => lines.push(std::mem::take(&mut open)),
                "S" | "f" | "f*" => open.clear(),
                _ => {}
            }
        }
    }
    lines
}

fn words_of(pdf: &Path) -> String {
    let output = Command::new("pdftotext")
        .arg("-layout")
        .arg(pdf)
        .arg("-")
        .output()
        .expect("pdftotext runs");
    assert!(output.status.success(), "pdftotext reads {}", pdf.display());
    // A long number may be set over two lines.
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Everything that QR codes on the pages say.
fn codes_of(pdf: &Path) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let status = Command::new("pdftoppm")
        .args(["-r", DPI, "-gray", "-png"])
        .arg(pdf)
        .arg(folder.path().join("page"))
        .status();
    assert!(
        status.expect("pdftoppm runs").success(),
        "pdftoppm draws {}",
        pdf.display()
    );
    let mut codes = Vec::new();
    for page in fs::read_dir(folder.path()).unwrap() {
        let picture = image::open(page.unwrap().path()).unwrap().to_luma8();
        let mut picture = rqrr::PreparedImage::prepare(picture);
        codes.extend(
            picture
                .detect_grids()
                .iter()
                .filter_map(|grid| grid.decode().ok())
                .map(|(_, text)| text),
        );
    }
    codes
}
