//! 手机扫码传: a telephone without any token hands files to one window, and reaches nothing else.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cases::realm::Realm;
use hall::config::PhonesEntry;
use hall::{Hall, HallConfig, OutsideSource};
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::harness::{TestHall, Window, code};

/// A browser that knows the address alone.
struct Phone {
    http: reqwest::Client,
    address: String,
}

impl Phone {
    fn scans(hall: &TestHall, basket: &Json) -> Self {
        Self {
            http: hall.http.clone(),
            address: basket["address"].as_str().unwrap().to_owned(),
        }
    }

    async fn page(&self) -> (u16, String) {
        let reply = self.http.get(&self.address).send().await.unwrap();
        assert_eq!(reply.headers()["cache-control"], "no-store");
        let policy = reply.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        (reply.status().as_u16(), reply.text().await.unwrap())
    }

    async fn send(&self, name: &str, bytes: impl Into<reqwest::Body>) -> (u16, Json) {
        let request = self
            .http
            .post(format!("{}/files", self.address))
            .header("x-file-name", URL_SAFE_NO_PAD.encode(name))
            .body(bytes);
        let reply = request.send().await.unwrap();
        (reply.status().as_u16(), reply.json().await.unwrap())
    }

    async fn seen(&self) -> (u16, Json) {
        let reply = self.http.get(format!("{}/files", self.address));
        let reply = reply.send().await.unwrap();
        (reply.status().as_u16(), reply.json().await.unwrap())
    }
}

async fn basket(window: &Window) -> Json {
    let (status, basket) = window.post("/v1/phone-baskets", &Json::Null).await;
    assert_eq!(status, 200, "{basket}");
    basket
}

fn path(basket: &Json, rest: &str) -> String {
    format!("/v1/phone-baskets/{}{rest}", basket["id"].as_str().unwrap())
}

#[tokio::test]
async fn what_a_telephone_sends_reaches_its_window_and_both_know_what_became_of_it() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let basket = basket(&window).await;
    let phone = Phone::scans(&hall, &basket);
    let (status, page) = phone.page().await;
    assert_eq!(status, 200);
    assert!(
        page.contains("传材料到 08 号窗口")
            && page.contains("示范区政务服务中心")
            && page.contains("训练环境")
    );
    let (_, opened) = window.get(&path(&basket, "?after=0")).await;
    assert_eq!(opened, json!({ "opened": true, "files": [] }));

    // The window asks before anything is there.
    let behind = path(&basket, "?after=0&opened=true");
    let (asked, sent) = tokio::join!(
        window.get(&behind),
        phone.send("租赁合同.pdf", "%PDF-1.7 ".as_bytes())
    );
    assert_eq!(sent, (200, json!({ "number": 1 })));
    assert_eq!(
        asked.1["files"],
        json!([{ "number": 1, "name": "租赁合同.pdf", "bytes": 9 }])
    );
    phone.send("../../x\u{1b}.jpg", vec![0xff; 100_000]).await;
    let (_, both) = window.get(&behind).await;
    assert_eq!(both["files"][1]["name"], "x.jpg");

    let (status, bytes) = window.bytes(&path(&basket, "/files/1")).await;
    assert_eq!((status, bytes.as_slice()), (200, &b"%PDF-1.7 "[..]));
    assert_eq!(phone.seen().await.1[0]["state"], "waiting");
    window
        .post(&path(&basket, "/files/1"), &json!({ "refused": null }))
        .await;
    let refused = json!({ "refused": { "code": "YC-3305", "zh": "读不出。", "en": "Unreadable." } });
    window.post(&path(&basket, "/files/2"), &refused).await;
    let (_, seen) = phone.seen().await;
    assert_eq!(seen[0], json!({ "number": 1, "state": "taken", "why": null }));
    assert_eq!(
        (&seen[1]["state"], &seen[1]["why"]["zh"]),
        (&json!("refused"), &json!("读不出。"))
    );
    assert_eq!(code(&window.get(&path(&basket, "/files/1")).await.1), "YC-2375");
}

#[tokio::test]
async fn an_address_that_was_not_shown_or_has_ended_takes_nothing() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let first = basket(&window).await;
    let phone = Phone::scans(&hall, &first);
    phone.send("a.jpg", "x").await;
    let other = hall.desk("09", "0827").await;
    assert_eq!(code(&other.get(&path(&first, "/files/1")).await.1), "YC-2371");
    let door = phone.address.rsplit_once('/').unwrap().0;
    let guess = Phone {
        http: hall.http.clone(),
        address: format!("{door}/AAAAAAAAAAAAAAAAAAAAAA"),
    };
    assert_eq!(code(&guess.send("a.jpg", "x").await.1), "YC-2371");
    assert_eq!(code(&guess.seen().await.1), "YC-2371");

    // Another code, its time, or the window ends one.
    let second = basket(&window).await;
    let (status, page) = phone.page().await;
    assert_eq!(status, 404);
    assert!(
        page.contains("二维码已失效") && !page.contains("<input"),
        "{page}"
    );
    let phone = Phone::scans(&hall, &second);
    assert_eq!(phone.send("a.jpg", "x").await.0, 200);
    hall.clock.advance(SignedDuration::from_mins(15));
    assert_eq!(code(&phone.send("a.jpg", "x").await.1), "YC-2371");
    assert_eq!(code(&window.get(&path(&second, "?after=0")).await.1), "YC-2371");
    let third = basket(&window).await;
    let closed = window.request("DELETE", &path(&third, "")).send().await.unwrap();
    assert_eq!(closed.status(), 204);
    assert_eq!(
        code(&Phone::scans(&hall, &third).send("a.jpg", "x").await.1),
        "YC-2371"
    );
}

#[tokio::test]
async fn the_door_leads_to_nothing_else_and_is_not_flooded() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let basket = basket(&window).await;
    let phone = Phone::scans(&hall, &basket);
    let door = phone.address.split("/p/").next().unwrap();
    for path in [
        "/",
        "/health",
        "/v1/drafts",
        "/openapi.json",
        "/p/",
        "/p/x/files/1",
    ] {
        let reply = hall.http.get(format!("{door}{path}")).send().await.unwrap();
        assert_eq!(reply.status(), 404, "{path}");
    }
    assert_eq!(phone.send("a.jpg", "").await.1["code"], "YC-2374");

    // Twenty megabytes and one byte are refused by their length, before they are sent.
    let (host, secret) = (
        door.trim_start_matches("http://"),
        phone.address.split("/p/").nth(1).unwrap(),
    );
    let mut line = TcpStream::connect(host).await.unwrap();
    let head = format!("POST /p/{secret}/files HTTP/1.1\r\nhost: x\r\ncontent-length: 20971521\r\n\r\n");
    line.write_all(head.as_bytes()).await.unwrap();
    let mut reply = vec![0; 2_000];
    let read = tokio::time::timeout(Duration::from_secs(5), line.read(&mut reply))
        .await
        .unwrap()
        .unwrap();
    assert!(String::from_utf8_lossy(&reply[..read]).contains("YC-2373"));

    // One that says no length is cut off where it is too long.
    let endless = futures::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![0_u8; 65_536]));
    let sent = phone.http.post(format!("{}/files", phone.address));
    match sent.body(reqwest::Body::wrap_stream(endless)).send().await {
        Ok(reply) => assert_eq!(reply.json::<Json>().await.unwrap()["code"], "YC-2373"),
        // The hall has hung up on what went on.
        Err(error) => assert!(error.is_request(), "{error}"),
    }
    // One that breaks off leaves nothing.
    let mut line = TcpStream::connect(host).await.unwrap();
    let head = format!("POST /p/{secret}/files HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nabc");
    line.write_all(head.as_bytes()).await.unwrap();
    drop(line);
    assert_eq!(phone.send("a.jpg", "x").await, (200, json!({ "number": 1 })));
    assert_eq!(phone.seen().await.1.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_door_beyond_this_machine_has_a_certificate_and_no_training() {
    let open = async |realm: Realm, listen: &str, reached_at: Option<&str>| {
        let mut config = HallConfig::training("t", OutsideSource::Nowhere);
        config.realm = realm;
        config.phones = Some(PhonesEntry {
            listen: listen.parse().unwrap(),
            reached_at: reached_at.map(str::to_owned),
            certificate: None,
            key: None,
        });
        let hall = Hall::open(config).await.unwrap_or_else(|fault| panic!("{fault}"));
        hall.serve(TcpListener::bind("127.0.0.1:0").await.unwrap()).await
    };
    assert_eq!(
        open(Realm::Training, "0.0.0.0:0", None)
            .await
            .err()
            .unwrap()
            .code(),
        "YC-2007"
    );
    for (realm, listen, reached_at, code) in [
        (
            Realm::Training,
            "127.0.0.1:0",
            Some("https://files.example"),
            "YC-2007",
        ),
        (Realm::Live, "0.0.0.0:0", None, "YC-2001"),
        (
            Realm::Live,
            "127.0.0.1:0",
            Some("http://files.example"),
            "YC-2001",
        ),
    ] {
        let fault = open(realm, listen, reached_at).await.err().unwrap();
        assert_eq!(fault.code(), code, "{listen} {reached_at:?}");
    }
    let proxied = open(Realm::Live, "127.0.0.1:0", Some("https://files.example/")).await;
    proxied.unwrap().shutdown().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = taken.local_addr().unwrap().to_string();
    let fault = open(Realm::Training, &at, None).await.err().unwrap();
    assert_eq!(fault.code(), "YC-2005");
}

#[tokio::test]
async fn a_hall_without_the_door_says_so() {
    let hall = TestHall::open().await;
    let clock = std::sync::Arc::clone(&hall.clock);
    let mut config = crate::harness::config(&clock, OutsideSource::Nowhere);
    config.phones = None;
    let hall = TestHall::open_with(config, std::sync::Arc::clone(&hall.province), clock).await;
    let window = hall.clerk().await;
    let (status, problem) = window.post("/v1/phone-baskets", &Json::Null).await;
    assert_eq!((status, code(&problem)), (409, "YC-2370"));
}
