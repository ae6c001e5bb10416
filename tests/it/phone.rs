//! 手机扫码传 over the real hall: what a telephone sends by the code on the screen lies among the pages of the window.

use std::time::Duration;

use desk::Post;
use desk::view::scan::ScanView;
use practice::SecondDepartment;
use scanners::page::{PdfWriter, Raster};

use crate::hand_over::Window;
use crate::walk::Place;

const ITEM: &str = "cz-bookkeeping";

/// Two pages with a line of dark squares each.
fn a_contract() -> Vec<u8> {
    let mut pdf = PdfWriter::default();
    for page in 0..2_u32 {
        let (wide, high) = (1240, 1754);
        let mut pixels = vec![245_u8; (wide * high) as usize];
        for at in 0..40 * (page + 1) {
            let (left, top) = (100 + at % 40 * 26, 200 + page * 300 + at / 40 * 60);
            for y in top..top + 20 {
                pixels[(y * wide + left) as usize..][..18].fill(20);
            }
        }
        pdf.page(&Raster::grey(wide, high, pixels).unwrap(), 150).unwrap();
    }
    pdf.finish().unwrap()
}

/// The code as a telephone reads it off the screen.
fn read_off(view: &ScanView) -> String {
    let code = &view.phone.as_ref().expect("a code").code;
    let (module, quiet) = (8, 4);
    let wide = (code.side + 2 * quiet) * module;
    let mut pixels = vec![255_u8; (wide * wide) as usize];
    // M{x} {y}h{length}v1h-{length}z
    for bar in code.path.split('z').filter(|bar| !bar.is_empty()) {
        let (at, rest) = bar[1..].split_once('h').unwrap();
        let (x, y) = at.split_once(' ').unwrap();
        let length: u32 = rest.split('v').next().unwrap().parse().unwrap();
        let (x, y): (u32, u32) = (x.parse().unwrap(), y.parse().unwrap());
        let (left, top) = ((x + quiet) * module, (y + quiet) * module);
        for row in top..top + module {
            pixels[(row * wide + left) as usize..][..(length * module) as usize].fill(0);
        }
    }
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(wide as usize, wide as usize, |x, y| {
        pixels[y * wide as usize + x]
    });
    let grids = image.detect_grids();
    grids.first().expect("a code").decode().expect("readable").1
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_contract_comes_from_the_applicants_telephone() {
    let place = Place::open(SecondDepartment::Own).await;
    let mut window = Window::open(&place, Post::Clerk, "08", "0826").await;
    let id = window.with_intake(ITEM).await.id;

    let shown = window.desk.open_phone(&id).await.expect("a code");
    let address = read_off(&shown);
    assert_eq!(address, shown.phone.unwrap().address);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let page = http.get(&address).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("传材料到 08 号窗口"), "{page}");
    let send = async |bytes: Vec<u8>| {
        let sent = http
            .post(format!("{address}/files"))
            .body(bytes)
            .send()
            .await
            .unwrap();
        assert_eq!(sent.status(), 200);
    };
    send(a_contract()).await;
    send(b"MZ no paper".to_vec()).await;
    window
        .until("two pages and a refusal", |desk| {
            let view = desk.scan_view(&id).unwrap();
            view.pages.len() == 2 && view.phone.unwrap().refused.is_some()
        })
        .await;
    let seen = http.get(format!("{address}/files")).send().await.unwrap();
    let seen: serde_json::Value = serde_json::from_str(&seen.text().await.unwrap()).unwrap();
    assert_eq!(
        (&seen[0]["state"], &seen[1]["state"]),
        (&"taken".into(), &"refused".into())
    );
    assert!(
        seen[1]["why"]["zh"].as_str().unwrap().contains("未导入"),
        "{seen}"
    );

    window.desk.close_phone(&id).await.expect("closed");
    let late = tokio::time::timeout(Duration::from_secs(5), http.get(&address).send());
    assert_eq!(late.await.unwrap().unwrap().status(), 404);
}
