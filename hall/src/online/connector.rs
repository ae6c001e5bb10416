//! Requests to the online portal (`online.openapi.json`) and what its replies mean. Owns no HTTP and no clock.

use cases::error::Trouble;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::fault;
use crate::outside::reply::Reply;

/// Largest file that is fetched.
pub const FILE_LIMIT: usize = 20 * 1024 * 1024;

/// What a reply means for an errand.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    Done,
    File(Vec<u8>),
    /// The portal's own department accepted the application before it heard of the window.
    AcceptedThere(String),
    Wait {
        after_s: Option<u64>,
        why: Trouble,
    },
    Refused {
        why: Trouble,
    },
}

/// `PUT {base}/halls/{code}`: where this hall takes applications.
pub fn announce(base: &str, code: &str, address: &str, sent_at: &str) -> (String, Json) {
    let url = format!("{base}/halls/{code}");
    let body =
        json!({ "code": code, "applicationsUrl": format!("{address}/v1/outside/online"), "sentAt": sent_at });
    (url, body)
}

/// `PUT {base}/applications/{id}/states/{sequence}`
pub fn word_url(base: &str, application: &str, sequence: u64) -> String {
    format!("{base}/applications/{application}/states/{sequence}")
}

/// `GET {base}/applications/{id}/files/{digest}`
pub fn file_url(base: &str, application: &str, digest: &str) -> String {
    format!("{base}/applications/{application}/files/{digest}")
}

#[derive(Deserialize)]
struct Conflict {
    code: String,
    number: String,
}

pub fn read_word(reply: &Reply) -> Verdict {
    match reply.status {
        200..=204 => Verdict::Done,
        409 => match reply.json::<Conflict>() {
            Ok(no) if no.code == "ALREADY_ACCEPTED" && is_number(&no.number) => {
                Verdict::AcceptedThere(no.number)
            }
            Ok(_) | Err(_) => refused(fault::portal_refused()),
        },
        400 | 404 | 422 => refused(fault::portal_refused()),
        _ => Verdict::Wait {
            after_s: reply.retry_after_s,
            why: fault::portal_dead().trouble,
        },
    }
}

/// A number of another system is shown as far as it is one and no prose.
fn is_number(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// A file counts only as the one that was named: by its digest, and by its first bytes.
pub fn read_file(digest: &str, reply: Reply) -> Verdict {
    match reply.status {
        200 if hex::encode(Sha256::digest(&reply.body)) != digest => refused(fault::online_file_differs()),
        200 if !is_taken_kind(&reply.body) => refused(fault::online_file_kind()),
        200 => Verdict::File(reply.body),
        404 | 410 => refused(fault::online_file_gone()),
        413 => refused(fault::online_file_too_large()),
        _ => Verdict::Wait {
            after_s: reply.retry_after_s,
            why: fault::portal_dead().trouble,
        },
    }
}

fn is_taken_kind(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
        || bytes.starts_with(&[0xFF, 0xD8, 0xFF])
        || bytes.starts_with(&[0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A])
}

fn refused(fault: fault::Fault) -> Verdict {
    Verdict::Refused { why: fault.trouble }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, body: &[u8]) -> Reply {
        Reply {
            status,
            content_type: "application/json".to_owned(),
            retry_after_s: Some(3),
            body: body.to_vec(),
        }
    }

    fn word(verdict: &Verdict) -> String {
        match verdict {
            Verdict::Done => "done".to_owned(),
            Verdict::File(bytes) => format!("file {}", bytes.len()),
            Verdict::AcceptedThere(number) => format!("accepted {number}"),
            Verdict::Wait { after_s, why } => format!("wait {after_s:?} {}", why.code),
            Verdict::Refused { why } => format!("refused {}", why.code),
        }
    }

    #[test]
    fn every_reply_to_a_word_has_one_meaning() {
        let check = |status: u16, body: &str, expected: &str| {
            assert_eq!(
                word(&read_word(&reply(status, body.as_bytes()))),
                expected,
                "{status} {body}"
            );
        };
        check(204, "", "done");
        check(200, "{}", "done");
        check(
            409,
            r#"{"code":"ALREADY_ACCEPTED","number":"WS-1"}"#,
            "accepted WS-1",
        );
        check(
            409,
            r#"{"code":"ALREADY_ACCEPTED","number":"一段话"}"#,
            "refused YC-2877",
        );
        check(409, "{}", "refused YC-2877");
        check(404, "", "refused YC-2877");
        check(401, "", "wait Some(3) YC-2876");
        check(503, "", "wait Some(3) YC-2876");
        check(500, "<html>", "wait Some(3) YC-2876");
    }

    #[test]
    fn a_file_is_the_one_that_was_named_or_none() {
        let check = |status: u16, body: &[u8], digest_of: &[u8], expected: &str| {
            let digest = hex::encode(Sha256::digest(digest_of));
            assert_eq!(
                word(&read_file(&digest, reply(status, body))),
                expected,
                "{status}"
            );
        };
        check(200, b"%PDF-1.7", b"%PDF-1.7", "file 8");
        check(200, b"%PDF-1.7 other", b"%PDF-1.7", "refused YC-2873");
        check(200, b"MZ program", b"MZ program", "refused YC-2874");
        check(404, b"", b"", "refused YC-2875");
        check(413, b"", b"", "refused YC-2872");
        check(503, b"", b"", "wait Some(3) YC-2876");
    }
}
