//! The line over HTTP(S): rustls with the ring provider, 2 s to connect, a limit per call, a cap per reply.

use std::net::IpAddr;
use std::time::Duration;

use async_trait::async_trait;
use cases::error::Trouble;
use cases::realm::Realm;
use futures::StreamExt;

use super::transport::{Answer, Ask, FeedStream, HallTransport, LineFault, Method};
use crate::trouble;

const CONNECT: Duration = Duration::from_secs(2);

pub struct HttpLine {
    client: reqwest::Client,
    base: String,
}

impl HttpLine {
    /// A line to `base`, such as `http://127.0.0.1:43121`. A training desk takes loopback addresses only
    /// (promise 11), a live desk takes plain HTTP on loopback only.
    pub fn new(base: &str, realm: Realm) -> Result<Self, Trouble> {
        let base = base.trim_end_matches('/').to_owned();
        let address = reqwest::Url::parse(&base).map_err(|_| trouble::not_loopback())?;
        let loopback = is_loopback(address.host_str().unwrap_or_default());
        if !loopback && (realm == Realm::Training || address.scheme() != "https") {
            return Err(trouble::not_loopback());
        }
        Ok(Self {
            client: client()?,
            base,
        })
    }

    fn request(&self, ask: &Ask) -> reqwest::RequestBuilder {
        let address = format!("{}{}", self.base, ask.path);
        let mut request = match ask.method {
            Method::Get => self.client.get(address),
            Method::Post => self.client.post(address),
            Method::Put => self.client.put(address),
            Method::Delete => self.client.delete(address),
        };
        for (name, value) in &ask.headers {
            request = request.header(*name, value);
        }
        if let Some(body) = &ask.body {
            let kind = match ask.method {
                Method::Get | Method::Post | Method::Delete => "application/json",
                Method::Put => "application/octet-stream",
            };
            request = request.header("content-type", kind).body(body.clone());
        }
        request
    }
}

/// A client with our limits; the crypto provider is installed once per process.
pub fn client() -> Result<reqwest::Client, Trouble> {
    // A second installation is refused, which means that the first stands.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .connect_timeout(CONNECT)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(|_| trouble::hall_down())
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[async_trait]
impl HallTransport for HttpLine {
    async fn ask(&self, ask: Ask) -> Result<Answer, LineFault> {
        let limit = ask.limit;
        let cap = ask.cap;
        let exchange = async {
            let reply = self.request(&ask).send().await.map_err(fault)?;
            let status = reply.status().as_u16();
            if reply.content_length().is_some_and(|length| length > cap as u64) {
                return Err(LineFault::TooLarge);
            }
            let mut body = Vec::new();
            let mut chunks = reply.bytes_stream();
            while let Some(chunk) = chunks.next().await {
                let chunk = chunk.map_err(|_| LineFault::Lost)?;
                if body.len() + chunk.len() > cap {
                    return Err(LineFault::TooLarge);
                }
                body.extend_from_slice(&chunk);
            }
            Ok(Answer { status, body })
        };
        tokio::time::timeout(limit, exchange)
            .await
            .unwrap_or(Err(LineFault::Lost))
    }

    async fn feed(&self, ask: Ask) -> Result<FeedStream, LineFault> {
        let reply = match tokio::time::timeout(ask.limit, self.request(&ask).send()).await {
            Ok(sent) => sent.map_err(fault)?,
            Err(_late) => return Err(LineFault::Lost),
        };
        if !reply.status().is_success() {
            return Err(LineFault::Lost);
        }
        let stream = reply
            .bytes_stream()
            .map(|chunk| chunk.map(|bytes| bytes.to_vec()).map_err(|_| LineFault::Lost));
        Ok(Box::pin(stream))
    }
}

fn fault(error: reqwest::Error) -> LineFault {
    if error.is_connect() {
        LineFault::NotSent
    } else {
        LineFault::Lost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promise_11_a_training_desk_takes_no_live_address() {
        for address in [
            "http://10.0.0.8:8443",
            "https://hall.example.gov.cn",
            "http://127.0.0.1.example.com",
        ] {
            assert_eq!(
                HttpLine::new(address, Realm::Training).err().unwrap().code,
                "YC-5207",
                "{address}"
            );
        }
        for address in ["http://127.0.0.1:43121", "http://[::1]:80", "http://localhost:8"] {
            assert!(HttpLine::new(address, Realm::Training).is_ok(), "{address}");
        }
        assert!(HttpLine::new("http://10.0.0.8", Realm::Live).is_err());
        assert!(HttpLine::new("https://10.0.0.8", Realm::Live).is_ok());
    }
}
