//! Reading a reply from outside: wrong type, wrong encoding, cut short or misshapen is refused in words.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::fault::{self, Fault};

/// A reply as it came, already under the size limit.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub content_type: String,
    pub retry_after_s: Option<u64>,
    pub body: Vec<u8>,
}

/// The error body of the contracts. Its sentences come from outside and are not passed on.
#[derive(Debug, Deserialize)]
struct ErrorBody {
    code: String,
}

impl Reply {
    /// The value of a good reply, or why there is none.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        match self.status {
            200 | 201 => self.json(),
            404 => match self.error_code().as_deref() {
                Some("NO_RECORD") => Err(fault::no_record()),
                Some(_) | None => Err(fault::reply_misshapen().inside("404 without NO_RECORD")),
            },
            409 if self.error_code().as_deref() == Some("SEVERAL_RECORDS") => Err(fault::several_records()),
            410 if self.error_code().as_deref() == Some("DECEASED") => Err(fault::deceased()),
            400 | 401 | 403 => Err(fault::source_refused().inside(format!("status {}", self.status))),
            429 | 503 => Err(fault::source_busy()),
            other => Err(fault::source_dead().inside(format!("status {other}"))),
        }
    }

    /// The body as JSON of one shape.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        let media = self
            .content_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        if media != "application/json" {
            return Err(fault::reply_not_json_type().inside(media));
        }
        let text = std::str::from_utf8(&self.body).map_err(|error| fault::reply_not_utf8().inside(error))?;
        serde_json::from_str(text).map_err(|error| match error.classify() {
            serde_json::error::Category::Data => fault::reply_misshapen(),
            serde_json::error::Category::Io
            | serde_json::error::Category::Syntax
            | serde_json::error::Category::Eof => fault::reply_cut(),
        })
    }

    /// The code of an error body, where it has one.
    pub fn error_code(&self) -> Option<String> {
        self.json::<ErrorBody>().ok().map(|body| body.code)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn check(status: u16, content_type: &str, body: &[u8], expected: &str) {
        let reply = Reply {
            status,
            content_type: content_type.to_owned(),
            retry_after_s: None,
            body: body.to_vec(),
        };
        let got = match reply.read::<BTreeMap<String, u32>>() {
            Ok(_) => "ok".to_owned(),
            Err(fault) => fault.code().to_owned(),
        };
        assert_eq!(
            got,
            expected,
            "{status} {content_type} {:?}",
            String::from_utf8_lossy(body)
        );
    }

    #[test]
    fn malformed_replies_are_refused_each_with_its_code() {
        let json = "application/json";
        check(200, json, br#"{"a":1}"#, "ok");
        check(200, "application/json; charset=utf-8", br#"{"a":1}"#, "ok");
        check(200, "text/html", b"<html>login</html>", "YC-2311");
        check(200, "", br#"{"a":1}"#, "YC-2311");
        check(
            200,
            json,
            &[b'{', b'"', 0xC1, 0xD6, b'"', b':', b'1', b'}'],
            "YC-2313",
        );
        check(200, json, br#"{"a":1"#, "YC-2314");
        check(200, json, b"", "YC-2314");
        check(200, json, b"<html>", "YC-2314");
        check(200, json, br#"{"a":1} trailing"#, "YC-2314");
        check(200, json, br#"{"a":"text"}"#, "YC-2315");
        check(200, json, br#"[1]"#, "YC-2315");
        check(
            404,
            json,
            br#"{"code":"NO_RECORD","messageZh":"","messageEn":""}"#,
            "YC-2306",
        );
        check(404, "text/html", b"not found", "YC-2315");
        check(403, json, br#"{"code":"NOT_GRANTED"}"#, "YC-2307");
        check(401, json, br#"{}"#, "YC-2307");
        check(429, json, br#"{}"#, "YC-2322");
        check(503, json, br#"{}"#, "YC-2322");
        check(409, json, br#"{"code":"SEVERAL_RECORDS"}"#, "YC-2329");
        check(409, json, br#"{}"#, "YC-2320");
        check(410, json, br#"{"code":"DECEASED"}"#, "YC-2318");
        check(410, json, br#"{}"#, "YC-2320");
        check(500, json, br#"{}"#, "YC-2320");
        check(302, "text/html", b"", "YC-2320");
    }
}
