//! The connector towards a text gateway (短信平台): writes a request, reads a reply, owns nothing else.

use cases::texting::parts;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::dispatch::connector::{Request, Verdict, code_word};
use crate::fault;
use crate::outside::reply::Reply;
use crate::store::texting::Fixed;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Taken {
    state: String,
    receipt_no: String,
}

#[derive(Debug, Deserialize)]
struct Refusal {
    code: String,
}

/// `PUT {base}/messages/{messageId}` of the messages contract. The gateway knows a message by its id: the same one
/// put twice goes out once.
pub fn write(base: &str, id: Uuid, fixed: &Fixed, sent_at: Timestamp, attempt: u32) -> Request {
    Request {
        url: format!("{base}/messages/{id}"),
        body: json!({
            "messageId": id,
            "to": fixed.phone,
            "text": fixed.words,
            "parts": parts(&fixed.words),
            "sentAt": sent_at,
            "attempt": attempt,
        }),
    }
}

pub fn read(reply: &Reply) -> Verdict {
    let wait = |after_s, why: fault::Fault| Verdict::Wait {
        after_s,
        why: why.trouble,
    };
    match reply.status {
        200 | 201 => match reply.json::<Taken>() {
            Ok(yes) if yes.state == "taken" => Verdict::Delivered {
                receipt_no: yes.receipt_no,
            },
            Ok(_) | Err(_) => wait(None, fault::gateway_garbled()),
        },
        409 => Verdict::Fix {
            why: fault::text_changed().trouble,
        },
        422 => {
            let why = fault::text_refused();
            let why = match reply.json::<Refusal>() {
                Ok(no) => why.about(code_word(&no.code)),
                Err(_) => why,
            };
            Verdict::Refused { why: why.trouble }
        }
        400 => Verdict::Fix {
            why: fault::text_refused().about("400").trouble,
        },
        401 | 403 => wait(None, fault::gateway_unauthorised()),
        429 | 503 => wait(reply.retry_after_s, fault::gateway_busy()),
        _ => wait(reply.retry_after_s, fault::gateway_garbled()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, body: &str, expected: &str) {
        let reply = Reply {
            status,
            content_type: "application/json".to_owned(),
            retry_after_s: Some(7),
            body: body.as_bytes().to_vec(),
        };
        let got = match read(&reply) {
            Verdict::Delivered { receipt_no } => format!("sent {receipt_no}"),
            Verdict::Wait { after_s, why } => format!("wait {after_s:?} {}", why.code),
            Verdict::Fix { why } => format!("fix {}", why.code),
            Verdict::Refused { why } => format!("refused {} {}", why.code, why.en.contains("STOPPED")),
        };
        assert_eq!(got, expected);
    }

    #[test]
    fn every_reply_has_one_meaning() {
        check(201, r#"{"state":"taken","receiptNo":"M1"}"#, "sent M1");
        check(200, r#"{"state":"queued","receiptNo":"M1"}"#, "wait None YC-2913");
        check(200, "<html>", "wait None YC-2913");
        check(409, "{}", "fix YC-2916");
        check(
            422,
            r#"{"state":"refused","code":"STOPPED"}"#,
            "refused YC-2917 true",
        );
        check(422, "no", "refused YC-2917 false");
        check(400, "{}", "fix YC-2917");
        check(401, "{}", "wait None YC-2915");
        check(429, "{}", "wait Some(7) YC-2914");
        check(503, "", "wait Some(7) YC-2914");
        check(500, "", "wait Some(7) YC-2913");
    }
}
