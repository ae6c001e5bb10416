//! The connector towards a department: writes a request, reads a reply, owns nothing else.

use cases::approval::Wrong;
use cases::error::Trouble;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::fault;
use crate::outside::reply::Reply;
use crate::store::LeasedParcel;

/// What a reply means for the parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Delivered {
        receipt_no: String,
    },
    /// Try again, not before so many seconds where the department said so.
    Wait {
        after_s: Option<u64>,
        why: Trouble,
    },
    /// Something on our side has to be corrected first.
    Fix {
        why: Trouble,
    },
    /// The department said no.
    Refused {
        why: Trouble,
    },
}

/// One request.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub url: String,
    pub body: Json,
}

/// What differs from attempt to attempt.
#[derive(Debug, Clone)]
pub struct Attempt<'a> {
    pub base: &'a str,
    pub events_url: &'a str,
    pub sent_at: Timestamp,
}

/// A kind of department system.
pub trait Connector: Send + Sync {
    fn write(&self, parcel: &LeasedParcel, attempt: &Attempt<'_>) -> Request;
    fn read(&self, parcel: &LeasedParcel, reply: &Reply) -> Verdict;
    /// Asks a parcel back (撤回).
    fn write_recall(&self, recall: &Recall, attempt: &Attempt<'_>) -> Request;
    fn read_recall(&self, reply: &Reply) -> Given;
}

/// A parcel that is asked back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recall {
    pub parcel: Uuid,
    pub case_number: String,
    pub wrong: Wrong,
    pub reason: String,
}

/// What a department answers when a parcel is asked back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// Given back, now or before; what it never had, it will not take.
    Back,
    /// It decided already.
    Decided,
    /// Nobody knows: ask again later.
    Unknown { why: Trouble },
}

/// `PUT {base}/parcels/{parcelId}` of the department contract; what is said of a parcel afterwards is
/// `PUT {base}/parcels/{parcelId}/messages/{id}`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rest;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Acknowledged {
    state: String,
    receipt_no: String,
}

#[derive(Debug, Deserialize)]
struct RecalledReply {
    state: String,
}

#[derive(Debug, Deserialize)]
struct Refusal {
    code: String,
}

impl Connector for Rest {
    fn write(&self, parcel: &LeasedParcel, attempt: &Attempt<'_>) -> Request {
        let mut body = parcel.body.clone();
        if let Json::Object(members) = &mut body {
            members.insert("eventsUrl".to_owned(), json!(attempt.events_url));
            members.insert("sentAt".to_owned(), json!(attempt.sent_at));
            members.insert("attempt".to_owned(), json!(parcel.attempts + 1));
        }
        Request {
            url: match parcel.about {
                None => format!("{}/parcels/{}", attempt.base, parcel.id),
                Some(about) => format!("{}/parcels/{about}/messages/{}", attempt.base, parcel.id),
            },
            body,
        }
    }

    fn read(&self, parcel: &LeasedParcel, reply: &Reply) -> Verdict {
        match reply.status {
            // A message needs no receipt, and not every department takes them.
            200..=204 if parcel.about.is_some() => Verdict::Delivered {
                receipt_no: String::new(),
            },
            404 | 405 | 501 if parcel.about.is_some() => Verdict::Refused {
                why: fault::message_not_taken().trouble,
            },
            200 | 201 => match reply.json::<Acknowledged>() {
                Ok(yes) if yes.state == "acknowledged" => Verdict::Delivered {
                    receipt_no: yes.receipt_no,
                },
                Ok(_) | Err(_) => Verdict::Wait {
                    after_s: None,
                    why: fault::department_garbled().trouble,
                },
            },
            409 => Verdict::Fix {
                why: fault::parcel_changed().trouble,
            },
            422 => match reply.json::<Refusal>() {
                Ok(no) => Verdict::Refused {
                    why: fault::department_refused().about(code_word(&no.code)).trouble,
                },
                Err(_) => Verdict::Refused {
                    why: fault::department_refused().trouble,
                },
            },
            400 => Verdict::Fix {
                why: fault::department_refused().about("400").trouble,
            },
            401 | 403 => Verdict::Wait {
                after_s: None,
                why: fault::department_unauthorised().trouble,
            },
            429 | 503 => Verdict::Wait {
                after_s: reply.retry_after_s,
                why: fault::department_busy().trouble,
            },
            _ => Verdict::Wait {
                after_s: reply.retry_after_s,
                why: fault::department_garbled().trouble,
            },
        }
    }

    fn write_recall(&self, recall: &Recall, attempt: &Attempt<'_>) -> Request {
        Request {
            url: format!("{}/parcels/{}/recall", attempt.base, recall.parcel),
            body: json!({
                "parcelId": recall.parcel,
                "caseNumber": recall.case_number,
                "wrong": recall.wrong.word(),
                "reason": recall.reason,
                "sentAt": attempt.sent_at,
            }),
        }
    }

    fn read_recall(&self, reply: &Reply) -> Given {
        let unknown = |fault: fault::Fault| Given::Unknown { why: fault.trouble };
        match reply.status {
            200 => match reply.json::<RecalledReply>() {
                Ok(yes) if yes.state == "recalled" => Given::Back,
                Ok(_) | Err(_) => unknown(fault::department_garbled()),
            },
            409 => match reply.json::<Refusal>() {
                Ok(no) if no.code == "ALREADY_DECIDED" => Given::Decided,
                Ok(_) | Err(_) => unknown(fault::department_garbled()),
            },
            401 | 403 => unknown(fault::department_unauthorised()),
            429 | 503 => unknown(fault::department_busy()),
            _ => unknown(fault::department_garbled()),
        }
    }
}

/// A department's code is shown as far as it is a code and no prose.
pub fn code_word(code: &str) -> String {
    code.chars()
        .filter(|ch| ch.is_ascii_alphanumeric() || matches!(ch, '_' | '-'))
        .take(40)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, body: &str, expected: &str) {
        check_of(None, status, body, expected);
    }

    fn check_of(about: Option<Uuid>, status: u16, body: &str, expected: &str) {
        let parcel = LeasedParcel {
            id: Uuid::nil(),
            department: String::new(),
            attempts: 0,
            failures: 0,
            body: json!({}),
            about,
        };
        let reply = Reply {
            status,
            content_type: "application/json".to_owned(),
            retry_after_s: Some(7),
            body: body.as_bytes().to_vec(),
        };
        let got = match Rest.read(&parcel, &reply) {
            Verdict::Delivered { receipt_no } => format!("delivered {receipt_no}"),
            Verdict::Wait { after_s, why } => format!("wait {after_s:?} {}", why.code),
            Verdict::Fix { why } => format!("fix {}", why.code),
            Verdict::Refused { why } => format!("refused {} {}", why.code, why.en.contains("BAD_FORM")),
        };
        assert_eq!(got, expected);
    }

    #[test]
    fn every_reply_has_one_meaning() {
        check(
            200,
            r#"{"state":"acknowledged","receiptNo":"R1","at":"2026-11-20T01:00:00Z"}"#,
            "delivered R1",
        );
        check(200, "<html>", "wait None YC-2506");
        check(200, r#"{"state":"odd","receiptNo":"R1"}"#, "wait None YC-2506");
        check(409, "{}", "fix YC-2505");
        check(
            422,
            r#"{"state":"refused","code":"BAD_FORM","messageZh":"","messageEn":""}"#,
            "refused YC-2501 true",
        );
        check(429, "{}", "wait Some(7) YC-2504");
        check(503, "", "wait Some(7) YC-2504");
        check(500, "", "wait Some(7) YC-2506");
        check(401, "{}", "wait None YC-2508");
        check(404, "{}", "wait Some(7) YC-2506");
        // A message wants no receipt, and a system that knows parcels only holds nothing up.
        let message =
            |status: u16, body: &str, expected: &str| check_of(Some(Uuid::nil()), status, body, expected);
        message(204, "", "delivered ");
        message(200, "{}", "delivered ");
        message(404, "", "refused YC-2509 false");
        message(405, "", "refused YC-2509 false");
        message(503, "", "wait Some(7) YC-2504");
    }

    #[test]
    fn a_parcel_is_given_back_was_decided_or_nobody_knows() {
        let check = |status: u16, body: &str, expected: &str| {
            let reply = Reply {
                status,
                content_type: "application/json".to_owned(),
                retry_after_s: None,
                body: body.as_bytes().to_vec(),
            };
            let got = match Rest.read_recall(&reply) {
                Given::Back => "back".to_owned(),
                Given::Decided => "decided".to_owned(),
                Given::Unknown { why } => why.code,
            };
            assert_eq!(got, expected, "{status} {body}");
        };
        check(200, r#"{"state":"recalled","at":"2026-11-20T01:00:00Z"}"#, "back");
        check(200, r#"{"state":"odd"}"#, "YC-2506");
        check(200, "<html>", "YC-2506");
        check(
            409,
            r#"{"code":"ALREADY_DECIDED","messageZh":"","messageEn":""}"#,
            "decided",
        );
        check(409, "{}", "YC-2506");
        check(503, "", "YC-2504");
        check(401, "{}", "YC-2508");
        check(500, "", "YC-2506");
    }
}
