//! 材料移交单 as a paper, and companions in English: made once, the same bytes for ever, printed and counted.

use std::process::Command;

use cases::roles::Role;
use cases::roles::scope::Limit;
use hall::OutsideSource;
use serde_json::{Value as Json, json};

use crate::harness::{
    FRIDAY, NUMBER, OTHER_NUMBER, Province, TestClock, TestHall, Window, code, config, item,
};
use crate::transfers::{batch_of, hand, out, transfers, with_paper_of};

/// Four items of one department; three applicants for the one that a person may ask for.
const ITEMS: [(&str, &str); 4] = [
    ("scjg-company-setup", NUMBER),
    ("scjg-company-change", NUMBER),
    ("scjg-individual-setup", NUMBER),
    ("scjg-food-licence", NUMBER),
];

async fn bytes(window: &Window, paper: &Json) -> Vec<u8> {
    let path = format!("/v1/papers/{}", paper["id"].as_str().unwrap());
    let (status, bytes) = window.bytes(&path).await;
    assert_eq!(status, 200);
    bytes
}

async fn on_paper(window: &Window, paper: &Json, what: &str) -> (u16, Json) {
    let path = format!("/v1/papers/{}/{what}", paper["id"].as_str().unwrap());
    window.post(&path, &json!(null)).await
}

/// Each page as `pdftotext` reads it, without white space.
pub(crate) fn pages_of(pdf: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, pdf).unwrap();
    let read = Command::new("pdftotext")
        .args(["-raw", "-enc", "UTF-8"])
        .arg(&path)
        .arg("-")
        .output()
        .expect("pdftotext (poppler-utils) runs");
    assert!(read.status.success());
    let text = String::from_utf8(read.stdout).unwrap();
    text.split('\u{c}')
        .map(|page| page.chars().filter(|sign| !sign.is_whitespace()).collect())
        .filter(|page: &String| !page.is_empty())
        .collect()
}

#[tokio::test]
async fn promise_04_a_batch_of_many_materials_is_on_one_paper_of_several_pages() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let mut slips = Vec::new();
    for (item, number) in ITEMS {
        slips.push(with_paper_of(&window, item, number).await);
    }
    let list = batch_of(&window, ITEMS[0].0).await;
    assert!(list["paper"].is_null(), "a list that is still made is no paper");
    for (slip, _) in &slips {
        assert_eq!(out(&window, &list, slip).await.0, 200);
    }
    let (status, handed) = hand(&window, &list, "林接收").await;
    assert_eq!(status, 200, "{handed}");
    let paper = &handed["paper"];
    assert_eq!(
        (&paper["kind"], &paper["number"], &paper["prints"]),
        (&json!("materialTransfer"), &handed["number"], &json!(0))
    );

    let pdf = bytes(&window, paper).await;
    let pages = pages_of(&pdf);
    assert_eq!(json!(pages.len()), paper["pages"]);
    assert!(pages.len() >= 2, "{} pages", pages.len());
    let whole = pages.concat();
    let squeeze = |text: &str| -> String { text.chars().filter(|sign| !sign.is_whitespace()).collect() };
    assert!(whole.contains(&squeeze(handed["number"].as_str().unwrap())));
    let mut lines = 0;
    for bundle in handed["bundles"].as_array().unwrap() {
        let text = |key: &str| squeeze(bundle[key].as_str().unwrap());
        assert!(whole.contains(&text("caseNumber")), "{whole}");
        for line in bundle["lines"].as_array().unwrap() {
            let name = squeeze(line["material"].as_str().unwrap());
            assert!(whole.contains(&name), "{name} is not in\n{whole}");
            for (copies, form) in [("originals", "原件"), ("copies", "复印件")] {
                if line[copies] == 0 {
                    continue;
                }
                lines += 1;
                // A long name is broken over lines of its cell: what follows it in the row does not move.
                let row = format!("{form}{}{}", line[copies], line["pages"]);
                assert!(whole.contains(&row), "{row} of {name}");
            }
        }
    }
    assert!(lines >= 40, "{lines} lines");
    assert!(whole.contains(&format!("共{lines}项")), "{whole}");
    // Every page that the list reaches names its columns again and says whose a line is.
    let (slip, _) = &slips[0];
    assert!(pages[0].contains(slip.as_str()));
    for page in &pages[..pages.len() - 1] {
        assert!(page.contains("材料名称形式份数页数"), "{page}");
    }

    // The same bytes for ever, found again with the batch, counted by print.
    let (_, again) = window.get("/v1/transfers").await;
    assert_eq!(&again["batches"][0]["paper"], paper);
    assert_eq!(bytes(&window, paper).await, pdf);
    assert_eq!(on_paper(&window, paper, "prints").await.1["times"], 1);
    assert_eq!(on_paper(&window, paper, "prints").await.1["times"], 2);
    assert_eq!(transfers(&window).await["batches"][0]["paper"]["prints"], 2);
}

#[tokio::test]
async fn promise_04_a_companion_is_made_once_and_counted_by_itself() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (slip, _) = with_paper_of(&window, "ga-idcard", NUMBER).await;
    let case = async || window.get(&format!("/v1/cases/{slip}")).await.1;
    let before = case().await;
    let notice = before["papers"]
        .as_array()
        .unwrap()
        .iter()
        .find(|paper| paper["kind"] == "acceptanceNotice")
        .unwrap()
        .clone();
    let chinese = bytes(&window, &notice).await;
    assert!(on_paper(&window, &notice, "prints").await.1["times"] == 1);

    let (status, english) = on_paper(&window, &notice, "companion").await;
    assert_eq!(status, 200, "{english}");
    assert_eq!(
        (&english["companionOf"], &english["number"], &english["prints"]),
        (&notice["id"], &notice["number"], &json!(0))
    );
    assert_eq!(
        on_paper(&window, &notice, "companion").await.1,
        english,
        "made once"
    );
    let pdf = bytes(&window, &english).await;
    let text = pages_of(&pdf).concat();
    assert!(
        text.contains("Noticeofacceptance") && text.contains("Casenumber"),
        "{text}"
    );
    let number: String = notice["number"].as_str().unwrap().split_whitespace().collect();
    assert!(text.contains(&number), "{text}");
    assert_eq!(on_paper(&window, &english, "prints").await.1["times"], 1);
    assert_eq!(on_paper(&window, &english, "prints").await.1["times"], 2);
    assert_eq!(bytes(&window, &english).await, pdf);

    let after = case().await;
    let prints = |id: &Json| {
        let papers = after["papers"].as_array().unwrap();
        papers.iter().find(|paper| &paper["id"] == id).unwrap()["prints"].clone()
    };
    assert_eq!(
        (prints(&notice["id"]), prints(&english["id"])),
        (json!(1), json!(2))
    );
    assert_eq!(
        bytes(&window, &notice).await,
        chinese,
        "the paper itself is what it was"
    );
    assert_eq!(
        code(&on_paper(&window, &english, "companion").await.1),
        "YC-2947",
        "a companion has none"
    );
    // It waits for no seal of its own.
    let (_, seals) = window.get("/v1/seals").await;
    assert_eq!(seals.as_array().unwrap().len(), 1, "{seals}");
}

/// A clerk of one item, beside one of all of them.
async fn narrowed() -> TestHall {
    let province = Province::open().await;
    let clock = TestClock::at(FRIDAY);
    let mut config = config(&clock, OutsideSource::Practice(province.url.clone()));
    config.limits = vec![Limit {
        roles: vec![Role::Supervisor],
        items: vec!["ga-idcard".to_owned()],
        ..Limit::default()
    }];
    TestHall::open_with(config, province, clock).await
}

#[tokio::test]
async fn promise_08_transfers_and_seals_are_narrowed_to_ones_items() {
    let hall = narrowed().await;
    let free = hall.clerk().await;
    let limited = hall.desk("Z1", "0801").await;
    let (own, _) = with_paper_of(&free, "ga-idcard", NUMBER).await;
    let (other, _) = with_paper_of(&free, "ga-birth-hukou", OTHER_NUMBER).await;
    let (elsewhere, _) = with_paper_of(&free, "yc-tobacco-retail", NUMBER).await;
    let slips = |bundles: &Json| -> Vec<String> {
        let bundles = bundles.as_array().unwrap();
        bundles
            .iter()
            .map(|bundle| bundle["slip"].as_str().unwrap().to_owned())
            .collect()
    };
    let here = transfers(&limited).await;
    assert_eq!(here["here"].as_array().unwrap().len(), 1, "{here}");
    assert_eq!(slips(&here["here"][0]["bundles"]), [own.as_str()]);

    // What he lists is his; what another lists beside it he does not see.
    let list = batch_of(&limited, "ga-idcard").await;
    assert_eq!(slips(&list["bundles"]), [own.as_str()]);
    let list = batch_of(&free, "ga-idcard").await;
    assert_eq!(slips(&list["bundles"]).len(), 2);
    batch_of(&free, "yc-tobacco-retail").await;
    let seen = transfers(&limited).await;
    let batches = seen["batches"].as_array().unwrap();
    assert_eq!(batches.len(), 1, "{seen}");
    assert_eq!(slips(&batches[0]["bundles"]), [own.as_str()]);
    assert_eq!(transfers(&free).await["batches"].as_array().unwrap().len(), 2);

    // He scans his own, and hands over nothing that holds another's.
    assert_eq!(code(&out(&limited, &list, &other).await.1), "YC-2208");
    assert_eq!(out(&limited, &list, &own).await.0, 200);
    assert_eq!(out(&free, &list, &other).await.0, 200);
    let (status, refused) = hand(&limited, &list, "林接收").await;
    assert_eq!((status, code(&refused)), (403, "YC-2208"));
    let name = &item("ga-birth-hukou").name;
    assert!(refused["zh"].as_str().unwrap().contains(name), "{refused}");
    let (status, handed) = hand(&free, &list, "林接收").await;
    assert_eq!(status, 200, "{handed}");
    // The paper names both cases: it is shown to who may see both.
    let path = format!("/v1/papers/{}", handed["paper"]["id"].as_str().unwrap());
    assert_eq!(limited.get(&path).await.0, 403);
    assert_eq!(free.bytes(&path).await.0, 200);
    let back = json!({ "code": other });
    for path in ["/v1/transfers/back", "/v1/transfers/checked"] {
        assert_eq!(code(&limited.post(path, &back).await.1), "YC-2208", "{path}");
    }

    let seals = async |window: &Window| window.get("/v1/seals").await.1;
    assert_eq!(slips(&seals(&limited).await), [own.as_str()]);
    let all = seals(&free).await;
    assert_eq!(slips(&all).len(), 3);
    let of = |slip: &str| {
        let rows = all.as_array().unwrap();
        rows.iter().find(|row| row["slip"] == json!(slip)).unwrap()["number"].clone()
    };
    for (slip, expected) in [(&other, "YC-2208"), (&elsewhere, "YC-2208")] {
        let ask = json!({ "number": of(slip), "copies": 1 });
        assert_eq!(code(&limited.post("/v1/seals", &ask).await.1), expected);
    }
    let ask = json!({ "number": of(&own), "copies": 1 });
    assert_eq!(limited.post("/v1/seals", &ask).await.0, 200);
}
