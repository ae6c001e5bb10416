//! The connector towards a source that is told of an objection: writes requests, reads replies, owns nothing else.

use cases::catalogue::Item;
use cases::error::Trouble;
use cases::identity::mask;
use cases::objection::{Answer, Evidence, Verdict};
use cases::support::text;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::dispatch::connector::code_word;
use crate::fault;
use crate::outside::reply::Reply;
use crate::store::objecting::LeasedObjection;

/// Characters of a value or a note that an answer brings.
const LONGEST: usize = 2_000;

/// What a sending says beside the objection.
pub struct Sending<'a> {
    pub hall: (&'a str, &'a str),
    pub item: &'a Item,
    pub answer_by: Date,
    pub answers_url: String,
    pub sent_at: Timestamp,
}

/// The body of `PUT {base}/objections/{objectionId}`. Only what is the same at every attempt tells one objection from
/// another: `sentAt`, `answerBy`, `answersUrl` and `attempt` do not.
pub fn write(leased: &LeasedObjection, sending: &Sending<'_>) -> Json {
    let objection = &leased.objection;
    let (code, name) = sending.hall;
    let evidence: Vec<Json> = objection
        .evidence
        .iter()
        .map(|one| match one {
            Evidence::Material { name, pieces, .. } => {
                json!({ "kind": "material", "name": name, "digestsSha256": pieces })
            }
            Evidence::Words { text } => json!({ "kind": "words", "text": text }),
        })
        .collect();
    json!({
        "objectionId": objection.id,
        "dataset": objection.dataset,
        "hall": { "code": code, "name": name },
        "caseRef": leased.slip,
        "itemCode": sending.item.business_item_code,
        "itemName": sending.item.name,
        "subject": objection.subject,
        "element": objection.element,
        "label": objection.label,
        "recordId": objection.record_id,
        "asOf": objection.as_of,
        "sourceValue": objection.theirs,
        "sourceRaw": objection.raw,
        "statedValue": objection.stated,
        "reason": objection.why.word(),
        "reasonWords": objection.why.zh(),
        "evidence": evidence,
        "operator": objection.by,
        "raisedAt": objection.at,
        "answerBy": sending.answer_by,
        "answersUrl": sending.answers_url,
        "sentAt": sending.sent_at,
        "attempt": leased.attempts + 1,
    })
}

/// What a reply to a sending means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    Taken { receipt_no: String },
    Wait { after_s: Option<u64>, why: Trouble },
    Refused { why: Trouble },
}

/// What a reply to a question means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// It has it and says nothing new.
    Nothing,
    Said {
        receipt_no: String,
        answer: Answer,
    },
    /// It does not know it any more.
    Lost,
    Wait {
        after_s: Option<u64>,
        why: Trouble,
    },
}

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

/// An answer, asked for or brought.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    objection_id: Uuid,
    dataset: String,
    pub receipt_no: String,
    state: String,
    value: Option<String>,
    note: Option<String>,
    at: Timestamp,
}

impl Said {
    /// The answer that it is, about this objection at this source; `None` where it is none.
    pub fn answer(&self, id: Uuid, dataset: &str) -> Option<Answer> {
        let verdict = match self.state.as_str() {
            "hearing" => Verdict::Heard,
            "upheld" => Verdict::Upheld,
            "partly" => Verdict::Partly,
            "rejected" => Verdict::Rejected,
            _ => return None,
        };
        let brief = |said: &Option<String>| said.as_ref().is_none_or(|said| said.chars().count() <= LONGEST);
        let fits =
            self.objection_id == id && self.dataset == dataset && brief(&self.value) && brief(&self.note);
        fits.then(|| Answer {
            verdict,
            value: self.value.as_deref().map(shown),
            note: self.note.as_deref().map(shown),
            at: self.at,
            by: dataset.to_owned(),
        })
    }
}

/// Words of a source on one line; where somebody's number stands in them it is masked.
fn shown(said: &str) -> String {
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line
        .chars()
        .filter(|sign| !sign.is_control())
        .take(text::LONGEST)
        .collect();
    if text::note(&line).is_ok() {
        return line;
    }
    let masked = line
        .split_inclusive(|sign: char| !sign.is_ascii_alphanumeric())
        .map(|part| {
            let end = part.trim_end_matches(|sign: char| !sign.is_ascii_alphanumeric());
            match end.len() >= 11 {
                true => part.replace(end, &mask::document(end)),
                false => part.to_owned(),
            }
        });
    masked.collect()
}

pub fn read(reply: &Reply) -> Sent {
    let wait = |why: fault::Fault| Sent::Wait {
        after_s: reply.retry_after_s,
        why: why.trouble,
    };
    let refused = |code: &str| Sent::Refused {
        why: fault::objection_not_taken().about(code).trouble,
    };
    match reply.status {
        200 | 201 => match reply.json::<Taken>() {
            Ok(yes) if yes.state == "taken" && !yes.receipt_no.trim().is_empty() => Sent::Taken {
                receipt_no: yes.receipt_no.trim().chars().take(100).collect(),
            },
            Ok(_) | Err(_) => wait(fault::reply_misshapen()),
        },
        409 | 422 => match reply.json::<Refusal>() {
            Ok(no) => refused(&code_word(&no.code)),
            Err(_) => refused(if reply.status == 409 { "409" } else { "422" }),
        },
        400 => refused("400"),
        401 | 403 => wait(fault::source_refused()),
        404 | 405 | 501 => wait(fault::no_objection_line()),
        429 | 503 => wait(fault::source_busy()),
        _ => wait(fault::source_dead()),
    }
}

pub fn read_asked(reply: &Reply, id: Uuid, dataset: &str) -> Asked {
    let wait = |why: fault::Fault| Asked::Wait {
        after_s: reply.retry_after_s,
        why: why.trouble,
    };
    match reply.status {
        200 => match reply.json::<Said>() {
            Ok(said) if said.state == "taken" && said.objection_id == id => Asked::Nothing,
            Ok(said) => match said.answer(id, dataset) {
                Some(answer) => Asked::Said {
                    receipt_no: said.receipt_no,
                    answer,
                },
                None => wait(fault::objection_misshapen()),
            },
            Err(fault) => wait(fault),
        },
        404 if reply.error_code().as_deref() == Some("UNKNOWN") => Asked::Lost,
        401 | 403 => wait(fault::source_refused()),
        429 | 503 => wait(fault::source_busy()),
        _ => wait(fault::source_dead()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, body: &str) -> Reply {
        Reply {
            status,
            content_type: "application/json".to_owned(),
            retry_after_s: Some(7),
            body: body.as_bytes().to_vec(),
        }
    }

    fn check(status: u16, body: &str, expected: &str) {
        let got = match read(&reply(status, body)) {
            Sent::Taken { receipt_no } => format!("taken {receipt_no}"),
            Sent::Wait { after_s, why } => format!("wait {after_s:?} {}", why.code),
            Sent::Refused { why } => format!("refused {} {}", why.code, why.en.contains("NO_RECORD")),
        };
        assert_eq!(got, expected, "{status} {body}");
    }

    #[test]
    fn every_reply_to_a_sending_has_one_meaning() {
        check(201, r#"{"state":"taken","receiptNo":"J1","at":""}"#, "taken J1");
        check(
            200,
            r#"{"state":"taken","receiptNo":" "}"#,
            "wait Some(7) YC-2315",
        );
        check(200, "<html>", "wait Some(7) YC-2315");
        check(422, r#"{"code":"NO_RECORD"}"#, "refused YC-2357 true");
        check(409, "no", "refused YC-2357 false");
        check(400, "{}", "refused YC-2357 false");
        check(401, "{}", "wait Some(7) YC-2307");
        check(404, "{}", "wait Some(7) YC-2351");
        check(503, "", "wait Some(7) YC-2322");
        check(500, "", "wait Some(7) YC-2320");
    }

    fn asked(status: u16, body: &str, expected: &str) {
        let got = match read_asked(&reply(status, body), Uuid::from_u128(1), "ships") {
            Asked::Nothing => "nothing".to_owned(),
            Asked::Lost => "lost".to_owned(),
            Asked::Said { receipt_no, answer } => format!(
                "{receipt_no} {:?} {}",
                answer.verdict,
                answer.note.unwrap_or_default()
            ),
            Asked::Wait { why, .. } => format!("wait {}", why.code),
        };
        assert_eq!(got, expected, "{status} {body}");
    }

    #[test]
    fn an_answer_is_read_strictly_and_carries_nobodys_number() {
        let says = |state: &str, dataset: &str, id: u128, note: &str| {
            json!({ "objectionId": Uuid::from_u128(id), "dataset": dataset, "receiptNo": "J1", "state": state,
                "value": null, "note": note, "at": "2026-11-24T10:00:00+08:00" })
            .to_string()
        };
        asked(200, &says("taken", "ships", 1, ""), "nothing");
        asked(200, &says("upheld", "ships", 1, "已\n更正"), "J1 Upheld 已 更正");
        asked(
            200,
            &says("rejected", "ships", 1, "350199199003070011名下无误"),
            "J1 Rejected 350199********0011名下无误",
        );
        asked(200, &says("granted", "ships", 1, ""), "wait YC-2356");
        asked(200, &says("upheld", "boats", 1, ""), "wait YC-2356");
        asked(200, &says("upheld", "ships", 2, ""), "wait YC-2356");
        asked(
            200,
            &says("upheld", "ships", 1, &"长".repeat(2_001)),
            "wait YC-2356",
        );
        asked(200, "{}", "wait YC-2315");
        asked(404, r#"{"code":"UNKNOWN"}"#, "lost");
        asked(404, "{}", "wait YC-2320");
        asked(503, "{}", "wait YC-2322");
    }
}
