//! Calls and messages of the fake hall: it keeps what it is sent and hands out what a test lays down.

use cases::roles::Role;
use cases::support::call::{HelperHere, SupportCall, SupportStep};
use cases::support::message::Message;
use cases::wire::support::{AnswerSupport, CallSupport, Heard, PostMessage, Posted};
use jiff::Timestamp;
use uuid::Uuid;

use super::fake_hall::{no, ok};
use crate::hall_link::Answer;

#[derive(Default)]
pub struct FakeMessages {
    pub calls: Vec<SupportCall>,
    pub heard: Vec<Heard>,
    pub posted: Vec<PostMessage>,
    /// Paths that were asked for, in order.
    pub asked: Vec<String>,
}

impl FakeMessages {
    pub fn answer(&mut self, path: &str, body: &[u8], role: Role, now: Timestamp) -> Option<Answer> {
        let parts: Vec<&str> = path.trim_start_matches("/v1/").split('/').collect();
        if !matches!(parts[0], "supports" | "messages") {
            return None;
        }
        self.asked.push(path.to_owned());
        let supervisor = role == Role::Supervisor;
        Some(match parts[..] {
            ["supports"] if body.is_empty() && supervisor => ok(&self.calls),
            ["supports"] if body.is_empty() => no(403, "YC-2203"),
            ["supports"] => {
                let ask: CallSupport = serde_json::from_slice(body).unwrap();
                let call = SupportCall {
                    id: Uuid::from_u128(1 + self.calls.len() as u128),
                    desk: "08".into(),
                    staff: "0826".into(),
                    kind: ask.kind,
                    why: ask.why,
                    note: ask.note,
                    at: now,
                    taken: None,
                    ended: None,
                };
                self.calls.push(call.clone());
                ok(&call)
            }
            ["supports", "mine"] => ok(&self.calls),
            ["supports", "helpers"] => ok(&[HelperHere {
                staff: "0831".into(),
                name: "孙浩".into(),
                desk: "81".into(),
            }]),
            ["supports", id, deed] => self.step(id.parse().unwrap(), deed, body, now),
            ["messages"] if body.is_empty() => ok(&self.heard),
            ["messages"] => {
                let post: PostMessage = serde_json::from_slice(body).unwrap();
                self.posted.push(post.clone());
                ok(&message(self.posted.len(), &post, now))
            }
            ["messages", "posted"] => {
                let all = self.posted.iter().enumerate();
                let all = all.map(|(at, post)| Posted {
                    message: message(at + 1, post, now),
                    acknowledged: Vec::new(),
                });
                ok(&all.collect::<Vec<_>>())
            }
            ["messages", id, "acknowledge"] => {
                let id: Uuid = id.parse().unwrap();
                match self.heard.iter_mut().find(|heard| heard.message.id == id) {
                    Some(heard) => {
                        heard.acknowledged = true;
                        ok(heard)
                    }
                    None => no(404, "YC-2756"),
                }
            }
            ["messages", _, "end"] => ok(&message(1, &self.posted.remove(0), now)),
            _ => no(404, "YC-2009"),
        })
    }

    fn step(&mut self, id: Uuid, deed: &str, body: &[u8], now: Timestamp) -> Answer {
        let Some(call) = self.calls.iter_mut().find(|call| call.id == id) else {
            return no(404, "YC-2757");
        };
        let take = |helper| SupportStep::Take {
            staff: "0826".into(),
            name: "陈立".into(),
            helper,
        };
        let step = match deed {
            "withdraw" => SupportStep::Withdraw { desk: "08".into() },
            _ => match serde_json::from_slice(body).unwrap() {
                AnswerSupport::Going => take(None),
                AnswerSupport::Helper { staff } => take(Some(HelperHere {
                    staff,
                    name: "孙浩".into(),
                    desk: "81".into(),
                })),
                AnswerSupport::Done => SupportStep::Finish,
            },
        };
        match call.clone().step(&step, now) {
            Ok(after) => {
                *call = after.clone();
                self.calls.retain(SupportCall::is_open);
                ok(&after)
            }
            Err(_) => no(409, "YC-2758"),
        }
    }
}

fn message(serial: usize, post: &PostMessage, now: Timestamp) -> Message {
    Message {
        id: Uuid::from_u128(100 + serial as u128),
        to: post.to.clone(),
        text: post.text.clone(),
        urgent: post.urgent,
        by: "陈立".into(),
        at: now,
        until: cases::support::message::until(now, post.minutes).unwrap(),
    }
}
