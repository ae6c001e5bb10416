//! A hall in the test process: answers the wire's own types, and does what a test tells it to.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cases::approval::{About, Answer as Answering, Approval, Purpose, State};
use cases::case::credit::Listing;
use cases::case::party::How;
use cases::case::{Body, Draft, Person, Stage, Told, Verified};
use cases::error::Trouble;
use cases::identity::code::CodeOf;
use cases::rating::Said;
use cases::realm::Realm;
use cases::roles::Role;
use cases::roles::scope::Limit;
use cases::wire::Problem;
use cases::wire::approval::{AnswerApproval, Answered, ApprovalRow, AskApproval, OpenedApproval};
use cases::wire::assist::{Assist, HandedOver, OpenAssist};
use cases::wire::credit::{CreditAsk, CreditReply};
use cases::wire::gateway::{EarlierSaid, Licence, LicenceAsk, LicenceReply, QueryAsk, QueryReply};
use cases::wire::intake::{Accepted, Command, Envelope, Outcome, Refused, Returned, Supplementing};
use cases::wire::notice::{ConsultationCounted, CountConsultation, NoticeText, SendNotice};
use cases::wire::online::{OnlineCase, OnlineTaken, ReleaseOnline};
use cases::wire::outcome::Reopened;
use cases::wire::rating::{INFO, RatingKept, RatingKey, SealedRating, bound_to};
use cases::wire::record::{CasePage, CaseRow, CaseView};
use cases::wire::session::{Health, Session, Uses};
use cases::wire::visit::{CodeShown, Identified, Identify, OpenWalkIn, RegisterCheck, Visit};
use cases::wire::warning::{SeeWarnings, SeenWarnings, WarningPage, WarningRow};
use futures::StreamExt;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, Serializable, single_shot_open};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use tokio::sync::Notify;
use uuid::Uuid;

use super::fake_board::FakeBoard;
use super::fake_editions::FakeEditions;
use super::fake_messages::FakeMessages;
use super::fake_phones::FakePhones;
use super::fake_queue::FakeQueue;
use super::fake_results::FakeResults;
use crate::clock::Clock;
use crate::hall_link::{Answer, Ask, FeedStream, HallTransport, LineFault};

pub const USCC: &str = "91350199MA8177798Q";

/// What one dataset does when it is asked.
#[derive(Clone)]
pub enum Source {
    /// Answers these elements.
    Has(BTreeMap<String, serde_json::Value>),
    /// Answers exactly these bytes with this status.
    Raw(u16, Vec<u8>),
    /// Says nothing until it is let go.
    Slow(Arc<Notify>),
}

#[derive(Default)]
pub struct Doing {
    /// Earlier cases that a source says its values came from, by source and element.
    pub origins: BTreeMap<String, BTreeMap<String, EarlierSaid>>,
    /// Nothing can be sent.
    pub down: bool,
    /// Everything is taken and nothing answered.
    pub silent: bool,
    /// The next commands are applied and their replies lost.
    pub lose_replies: u32,
    /// What was told, for whoever reopens it.
    pub reopened: Option<Draft>,
    /// Slip codes of cases that moved on, and where they stand.
    pub over: HashMap<String, Stage>,
    pub sources: HashMap<String, Source>,
    /// 材料复用
    pub reusable: Vec<cases::wire::material::Reusable>,
    /// Licence type name → state word.
    pub licences: HashMap<String, String>,
    /// How much each item is used here.
    pub uses: Uses,
    /// Every envelope that arrived, in order.
    pub arrived: Vec<Envelope>,
    pub asked: Vec<QueryAsk>,
    pub looked: Vec<LicenceAsk>,
    /// Sealed, as they arrived.
    pub ratings: Vec<SealedRating>,
    places: HashMap<(Uuid, u64), (String, Outcome)>,
    pub cases: Vec<Accepted>,
    visits: u128,
    pub role: Option<Role>,
    pub limits: Vec<Limit>,
    /// Somebody signed in and has not signed out.
    pub session_open: bool,
    pub legal_offset_s: i64,
    /// Who signs in: 工号.
    pub staff: Option<String>,
    pub queue: FakeQueue,
    pub messages: FakeMessages,
    pub phones: FakePhones,
    /// What the next feeds say before they end; without one left a feed says nothing.
    pub feeds: VecDeque<Vec<Vec<u8>>>,
    /// Ends the feed that says nothing.
    pub feeds_end: Arc<Notify>,
    /// Where each feed began.
    pub feeds_asked: Vec<String>,
    pub board: FakeBoard,
    /// Every path that was asked for.
    pub paths: Vec<String>,
    /// A draft that the hall gave to this window.
    pub given: Option<Draft>,
    /// Every draft has gone to this desk and clerk.
    pub taken_by: Option<(String, String)>,
    /// An open case of the same applicant and item.
    pub duplicate: Option<String>,
    /// What was asked for approval.
    pub approvals: Vec<ApprovalRow>,
    /// Consultations that were counted, each time they came.
    pub consulted: Vec<CountConsultation>,
    /// Numbers that texts were asked for.
    pub texted: Vec<Option<String>>,
    pub results: FakeResults,
    pub editions: FakeEditions,
    /// What a hand-over code gives.
    pub handed: Option<HandedOver>,
    /// 期限提醒 that nobody looked at.
    pub warnings: Vec<WarningRow>,
    /// The application that this window takes, or has.
    pub online: Option<OnlineCase>,
    /// Files of materials by digest.
    pub files: HashMap<String, Vec<u8>>,
    /// What was put back, and why.
    pub released: Vec<String>,
    /// What the credit platform has on the applicant.
    pub listed: Vec<Listing>,
    /// With what the credit platform refuses to answer.
    pub credit_down: Option<&'static str>,
    pub credit_asked: Vec<CreditAsk>,
}

impl Doing {
    fn ask(&mut self, about: About, now: Timestamp) -> ApprovalRow {
        let id = Uuid::from_u128(900 + self.approvals.len() as u128);
        let row = ApprovalRow {
            approval: Approval {
                id,
                desk: "08".into(),
                staff: "0826".into(),
                asked_at: now,
                about,
                state: State::Waiting,
            },
            name: "王雨桐".into(),
            item: "cz-bookkeeping".into(),
            item_name: "代理记账".into(),
            passed_on: None,
        };
        self.approvals.push(row.clone());
        row
    }

    /// A supervisor answers the last request.
    pub fn answer(&mut self, approve: bool, note: &str, at: Timestamp) {
        let row = self.approvals.last_mut().unwrap();
        let answer = Answering {
            staff: "0801".into(),
            name: "陈立".into(),
            at,
            note: note.into(),
        };
        row.approval = row.approval.clone().answer(approve, answer).unwrap();
    }

    fn use_for(&mut self, id: Uuid, purpose: Purpose<'_>, at: Timestamp) -> Option<Timestamp> {
        let row = self.approvals.iter_mut().find(|row| row.approval.id == id)?;
        row.approval = row.approval.clone().use_for(purpose, at).ok()?;
        Some(at)
    }
}

fn accept(doing: &mut Doing, draft: &Draft, now: Timestamp) -> Outcome {
    let accepted = Accepted {
        case_number: format!(
            "11350199MB9A00065K400011300300020261120{:04}",
            doing.cases.len() + 1
        ),
        slip: draft.slip.clone(),
        notice_number: "(示范区)政务(财许)受字〔2026〕第000001号".into(),
        accepted_at: now,
        due_day: cases::deadline::hall_date(now),
        provisional: false,
        papers: Vec::new(),
        departments: vec!["示范区财政局".into()],
    };
    doing.cases.push(accepted.clone());
    Outcome::Accepted(Box::new(accepted))
}

pub struct FakeHall {
    clock: Arc<dyn Clock>,
    doing: Mutex<Doing>,
}

impl FakeHall {
    pub fn open(clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self {
            clock,
            doing: Mutex::new(Doing::default()),
        })
    }

    pub fn doing(&self) -> MutexGuard<'_, Doing> {
        self.doing.lock().unwrap()
    }

    fn now(&self) -> Timestamp {
        let offset = jiff::SignedDuration::from_secs(self.doing().legal_offset_s);
        self.clock.now().checked_sub(offset).unwrap()
    }

    fn answer(&self, path: &str, body: &[u8]) -> Answer {
        let now = self.now();
        self.doing().paths.push(path.to_owned());
        if let Some(answer) = self.doing().board.answer(path, body, now) {
            return answer;
        }
        if let Some(answer) = self.doing().phones.answer(path, body, now) {
            return answer;
        }
        match path.split('?').next().unwrap() {
            "/health" => ok(&Health {
                catalogue_faults: 0,
                withheld_items: 0,
                realm: Realm::Training,
                version: 1,
                now,
            }),
            "/v1/sessions/current" => {
                self.doing().session_open = false;
                Answer {
                    status: 204,
                    body: Vec::new(),
                }
            }
            "/v1/sessions" => {
                let staff = self.doing().staff.clone().unwrap_or_else(|| "0826".into());
                self.doing().session_open = true;
                self.doing().queue.staff.clone_from(&staff);
                let limits = self.doing().limits.clone();
                ok(&Session {
                    token: "session".into(),
                    staff,
                    name: "王雨桐".into(),
                    role: self.doing().role.unwrap_or(Role::Clerk),
                    hall_name: "示范区政务服务中心".into(),
                    hall_phone: None,
                    until: now,
                    limits,
                })
            }
            "/v1/assists" => {
                let ask: OpenAssist = serde_json::from_slice(body).unwrap();
                ok(&Assist {
                    visit: Visit {
                        id: Uuid::from_u128(8),
                        ticket: None,
                        reason: Some("帮办".into()),
                        desk: "08".into(),
                        opened_at: now,
                    },
                    mode: ask.mode,
                    number: "H001".into(),
                    request: ask.request,
                })
            }
            "/v1/approvals" if body.is_empty() => ok(&self.doing().approvals),
            "/v1/approvals" => {
                let ask: AskApproval = serde_json::from_slice(body).unwrap();
                ok(&self.doing().ask(ask.about, now))
            }
            path if path.starts_with("/v1/approvals/") => self.approval(path, body, now),
            "/v1/catalogue/uses" => ok(&self.doing().uses),
            "/v1/consultations" => {
                let count: CountConsultation = serde_json::from_slice(body).unwrap();
                let day = cases::deadline::hall_date(count.at);
                self.doing().consulted.push(count);
                ok(&ConsultationCounted { day })
            }
            path if path.ends_with("/text") => {
                let send: SendNotice = serde_json::from_slice(body).unwrap();
                self.doing().texted.push(send.phone.clone());
                ok(&NoticeText {
                    state: cases::wire::record::TextState::Waiting,
                    phone: None,
                    words: "【示范区政务服务中心】".into(),
                    made_at: now,
                })
            }
            catalogue if catalogue.starts_with("/v1/catalogue") => self.doing().editions.answer(path),
            "/v1/visits" => {
                let ask: OpenWalkIn = serde_json::from_slice(body).unwrap();
                let mut doing = self.doing();
                doing.visits += 1;
                let visit = walk_in(&ask.reason, doing.visits, now);
                doing.queue.serve(&visit, now);
                ok(&visit)
            }
            "/v1/gateway/licences" => self.licence(&serde_json::from_slice(body).unwrap()),
            "/v1/ratings/key" => ok(&RatingKey {
                id: "k".into(),
                public: hex::encode(rating_keys().1.to_bytes()),
            }),
            "/v1/ratings" => {
                let rating: SealedRating = serde_json::from_slice(body).unwrap();
                self.doing().ratings.push(rating);
                ok(&RatingKept { received_at: now })
            }
            "/v1/inbox" => self.inbox(serde_json::from_slice(body).unwrap()),
            "/v1/case-page" => ok(&long_list(path)),
            "/v1/warnings" => {
                let warnings = self.doing().warnings.clone();
                ok(&WarningPage {
                    total: u32::try_from(warnings.len()).unwrap(),
                    rows: warnings.into_iter().take(20).collect(),
                    as_of: now,
                })
            }
            "/v1/warnings/seen" => {
                let seen: SeeWarnings = serde_json::from_slice(body).unwrap();
                let mut doing = self.doing();
                let before = doing.warnings.len();
                doing
                    .warnings
                    .retain(|row| seen.slip.as_ref().is_some_and(|slip| row.slip != *slip));
                let seen = u32::try_from(before - doing.warnings.len()).unwrap();
                ok(&SeenWarnings { seen })
            }
            "/v1/drafts" => ok(&self.doing().given.iter().collect::<Vec<_>>()),
            path if path.starts_with("/v1/hand-overs/") => match self.doing().handed.take() {
                Some(handed) => ok(&handed),
                None => no(404, "YC-2811"),
            },
            path if path.contains("/online") => self.online(path, body),
            path if path.contains("/reusable") => ok(&self.doing().reusable),
            path if path.starts_with("/v1/drafts/") && self.doing().taken_by.is_some() => no(403, "YC-2408"),
            "/v1/gateway/credit" => self.credit(serde_json::from_slice(body).unwrap()),
            path if path.ends_with("/people") => ok(&identified(serde_json::from_slice(body).unwrap(), now)),
            path if path.starts_with("/v1/drafts/") => match &self.doing().given {
                Some(draft) => ok(draft),
                None => no(404, "YC-2407"),
            },
            path if path.starts_with("/v1/pieces/") => {
                let doing = self.doing();
                let kept = doing.files.get(path.trim_start_matches("/v1/pieces/"));
                Answer {
                    status: if kept.is_some() { 200 } else { 204 },
                    body: kept.cloned().unwrap_or_default(),
                }
            }
            path if path.ends_with("/reopen") => match &self.doing().reopened {
                Some(draft) => ok(&Reopened {
                    draft: Draft {
                        fence: draft.fence + 1,
                        revision: draft.revision + 1,
                        ..draft.clone()
                    },
                    stage: Stage::Supplementing,
                }),
                None => no(409, "YC-2842"),
            },
            path if path.starts_with("/v1/papers/") => {
                let path = path.trim_start_matches("/v1/papers/");
                self.doing().results.paper(path)
            }
            path if path.starts_with("/v1/cases/") => self.case(path.trim_start_matches("/v1/cases/"), body),
            path => {
                let mut doing = self.doing();
                let role = doing.role.unwrap_or(Role::Clerk);
                let said = doing.messages.answer(path, body, role, now);
                said.or_else(|| doing.queue.answer(path, body, now))
                    .unwrap_or_else(|| no(404, "YC-2009"))
            }
        }
    }

    /// 待收件: one application, for whoever asks.
    fn online(&self, path: &str, body: &[u8]) -> Answer {
        let mut doing = self.doing();
        let Some(of) = doing.online.clone() else {
            return no(409, "YC-2999");
        };
        if path.ends_with("/take") {
            return ok(&OnlineTaken::Taken { of: Box::new(of) });
        }
        if path.ends_with("/release") {
            let ask: ReleaseOnline = serde_json::from_slice(body).unwrap();
            doing.released.push(ask.reason);
            return Answer {
                status: 204,
                body: Vec::new(),
            };
        }
        ok(&of)
    }

    /// `/v1/approvals/{id}`, and what is done with it.
    fn approval(&self, path: &str, body: &[u8], now: Timestamp) -> Answer {
        let mut words = path.trim_start_matches("/v1/approvals/").split('/');
        let id: Uuid = words.next().unwrap().parse().unwrap();
        let mut doing = self.doing();
        let Some(row) = doing.approvals.iter_mut().find(|row| row.approval.id == id) else {
            return no(404, "YC-2701");
        };
        match words.next() {
            Some("withdraw") => {
                row.approval = row.approval.clone().withdraw("08", now).unwrap();
                ok(row)
            }
            Some(_) => {
                let said: AnswerApproval = serde_json::from_slice(body).unwrap();
                let answer = Answering {
                    staff: "0801".into(),
                    name: "陈立".into(),
                    at: now,
                    note: said.note,
                };
                let answered = row.approval.clone().answer(said.approve, answer);
                let stands = answered.is_ok();
                if let Ok(answered) = answered {
                    row.approval = answered;
                }
                ok(&Answered {
                    answered: stands,
                    row: row.clone(),
                })
            }
            None => ok(&OpenedApproval {
                row: row.clone(),
                applicant: Some("示范市闽味财税咨询有限公司".into()),
                first_told: None,
                paper: None,
            }),
        }
    }

    fn licence(&self, ask: &LicenceAsk) -> Answer {
        self.doing().looked.push(ask.clone());
        let state = self.doing().licences.get(&ask.type_name).cloned();
        let licences = state.into_iter().map(|state| Licence {
            identifier: "1.2.156.3005.2.1".into(),
            type_code: ask.type_code.clone().unwrap_or_default(),
            type_name: ask.type_name.clone(),
            number: "No1".into(),
            holder_name: "持证人".into(),
            holder_code: ask.holder_code.clone(),
            issuer: "示范区市场监督管理局".into(),
            valid_from: None,
            valid_to: None,
            state,
            as_of: self.clock.now(),
            face: BTreeMap::new(),
            seal: None,
        });
        ok(&LicenceReply {
            provider: "证照库".into(),
            grant: "G".into(),
            licences: licences.collect(),
        })
    }

    fn inbox(&self, envelope: Envelope) -> Answer {
        let mut doing = self.doing();
        doing.arrived.push(envelope.clone());
        let place = (envelope.place.epoch, envelope.place.sequence);
        if let Some((digest, outcome)) = doing.places.get(&place) {
            return if *digest == envelope.digest {
                ok(outcome)
            } else {
                no(409, "YC-2406")
            };
        }
        assert_eq!(envelope.digest, envelope.command.digest());
        if doing.over.contains_key(&envelope.command.draft().slip) {
            return no(409, "YC-2418");
        }
        let outcome = match &envelope.command {
            Command::SaveDraft { draft } => match &doing.taken_by {
                Some((desk, clerk)) => Outcome::HeldElsewhere {
                    desk: desk.clone(),
                    clerk: clerk.clone(),
                    fence: draft.fence + 1,
                },
                None => Outcome::Saved {
                    revision: draft.revision,
                },
            },
            Command::Receive {
                draft, received_at, ..
            } => Outcome::Received {
                slip: draft.slip.clone(),
                received_at: *received_at,
                notify_by: cases::deadline::hall_date(*received_at),
                why: None,
            },
            Command::Supplement { draft, demands, .. } => {
                let until =
                    cases::deadline::hall_date(self.clock.now()).saturating_add(jiff::Span::new().days(21));
                let number = "(示范区)政务(财政许)补字〔2026〕第000001号".to_owned();
                let mut told = draft.clone();
                told.told = Some(Told {
                    number: number.clone(),
                    on: cases::deadline::hall_date(self.clock.now()),
                    until,
                    round: 1,
                    demands: demands.clone(),
                });
                doing.reopened = Some(told);
                Outcome::Supplementing(Box::new(Supplementing {
                    slip: draft.slip.clone(),
                    number,
                    told_at: self.clock.now(),
                    until,
                    demands: u32::try_from(demands.len()).unwrap(),
                    papers: Vec::new(),
                }))
            }
            Command::TellOnce { draft, .. } => Outcome::ToldOnce {
                slip: draft.slip.clone(),
                first_told: draft.first_told.clone().unwrap(),
            },
            Command::Return { draft } => {
                let told = draft.told.clone().unwrap();
                let names = |cured: bool| {
                    let some = told.demands.iter().filter(|demand| demand.cured == cured);
                    some.map(|demand| demand.material.clone()).collect()
                };
                Outcome::Returned(Box::new(Returned {
                    slip: draft.slip.clone(),
                    came: names(true),
                    open: names(false),
                    until: told.until,
                    papers: Vec::new(),
                }))
            }
            Command::Refuse { draft, approval } => {
                match doing.use_for(*approval, Purpose::Refuse(draft), self.clock.now()) {
                    Some(refused_at) => Outcome::Refused(Box::new(Refused {
                        slip: draft.slip.clone(),
                        number: "(示范区)政务(财政许)不予受字〔2026〕第000001号".into(),
                        refused_at,
                        stage: Stage::Refused,
                        papers: Vec::new(),
                    })),
                    None => return no(409, "YC-2707"),
                }
            }
            Command::Accept { draft, approval } if doing.duplicate.is_some() => {
                let case_number = doing.duplicate.clone().unwrap();
                let purpose = Purpose::PassDuplicate(draft, &case_number);
                let passed = approval.and_then(|id| doing.use_for(id, purpose, self.clock.now()));
                match passed {
                    Some(_) => accept(&mut doing, draft, self.clock.now()),
                    None => Outcome::Duplicate { case_number },
                }
            }
            Command::Accept { draft, .. } => accept(&mut doing, draft, self.clock.now()),
        };
        doing.places.insert(place, (envelope.digest, outcome.clone()));
        ok(&outcome)
    }

    /// A case, or what is done with it.
    fn case(&self, path: &str, body: &[u8]) -> Answer {
        let now = self.now();
        let (slip, what) = path.split_once('/').unwrap_or((path, ""));
        let mut doing = self.doing();
        let accepted = doing.cases.iter().find(|case| case.slip == slip).cloned();
        let told = doing.reopened.as_ref().is_some_and(|draft| draft.slip == slip);
        if what == "withdrawal" && (accepted.is_some() || told) {
            doing.over.insert(slip.to_owned(), Stage::Withdrawn);
        }
        let stage = match (doing.over.get(slip), &accepted) {
            (Some(stage), _) => *stage,
            (None, Some(_)) => Stage::Accepted,
            (None, None) if told => Stage::Supplementing,
            (None, None) => return no(404, "YC-2416"),
        };
        let accepted_at = accepted.as_ref().map(|case| case.accepted_at);
        let due_day = accepted.as_ref().map(|case| case.due_day);
        let papers = doing.results.papers.values().map(|(paper, _)| paper.clone());
        let view = CaseView {
            case_number: accepted.map(|case| case.case_number),
            slip: slip.to_owned(),
            item: "cz-bookkeeping".into(),
            item_name: "中介机构从事代理记账业务审批".into(),
            stage,
            applicant: "示*".into(),
            desk: "08".into(),
            received_at: accepted_at.unwrap_or(now),
            accepted_at,
            due_day,
            notify_by: due_day.unwrap_or_else(|| cases::deadline::hall_date(now)),
            parcels: Vec::new(),
            papers: papers.collect(),
            timeline: Vec::new(),
            acts: Vec::new(),
            results: Vec::new(),
            delivery: None,
            deliver_by: None,
            clocks: Default::default(),
            told: None,
            first_told: None,
            promised: Vec::new(),
            further: Vec::new(),
            objections: Vec::new(),
        };
        let draft = doing.arrived.iter().find_map(|envelope| match &envelope.command {
            Command::Accept { draft, .. } | Command::Supplement { draft, .. } if draft.slip == slip => {
                Some(draft.clone())
            }
            _ => None,
        });
        match (what, draft) {
            ("delivery", Some(draft)) => {
                let view = doing.results.show(view, now);
                doing.results.deliver(body, &draft, view, now)
            }
            ("void", Some(draft)) => doing.results.void(body, &draft, view, now),
            _ => ok(&doing.results.show(view, now)),
        }
    }

    async fn source(&self, ask: QueryAsk) -> Result<Answer, LineFault> {
        let source = self.doing().sources.get(&ask.dataset).cloned();
        let mut origins = self
            .doing()
            .origins
            .get(&ask.dataset)
            .cloned()
            .unwrap_or_default();
        origins.retain(|element, _| ask.elements.contains(element));
        self.doing().asked.push(ask.clone());
        match source {
            Some(Source::Has(values)) => {
                let values = values
                    .into_iter()
                    .filter(|(element, _)| ask.elements.contains(element));
                Ok(ok(&QueryReply {
                    provider: format!("示范区{}", ask.dataset),
                    record_id: "R1".into(),
                    as_of: self.clock.now(),
                    grant: "G1".into(),
                    values: values.collect(),
                    origins,
                    notes: Vec::new(),
                }))
            }
            Some(Source::Raw(status, body)) => Ok(Answer { status, body }),
            Some(Source::Slow(go)) => {
                go.notified().await;
                Ok(no(503, "YC-2321"))
            }
            None => Ok(no(404, "YC-2306")),
        }
    }
}

#[async_trait]
impl HallTransport for FakeHall {
    async fn ask(&self, ask: Ask) -> Result<Answer, LineFault> {
        if self.doing().down {
            return Err(LineFault::NotSent);
        }
        if self.doing().silent {
            std::future::pending::<()>().await;
        }
        let body = ask.body.unwrap_or_default();
        if ask.path == "/v1/gateway/query" {
            let answer = self.source(serde_json::from_slice(&body).unwrap()).await?;
            return if answer.body.len() > ask.cap {
                Err(LineFault::TooLarge)
            } else {
                Ok(answer)
            };
        }
        if ask.path.contains("/files/") && self.doing().phones.losses > 0 {
            self.doing().phones.losses -= 1;
            return Err(LineFault::Lost);
        }
        let answer = self.answer(&ask.path, &body);
        let mut doing = self.doing();
        if ask.path == "/v1/inbox" && doing.lose_replies > 0 {
            doing.lose_replies -= 1;
            return Err(LineFault::Lost);
        }
        Ok(answer)
    }

    async fn feed(&self, ask: Ask) -> Result<FeedStream, LineFault> {
        let (said, end) = {
            let mut doing = self.doing();
            doing.feeds_asked.push(ask.path);
            (doing.feeds.pop_front(), Arc::clone(&doing.feeds_end))
        };
        Ok(match said {
            Some(said) => Box::pin(futures::stream::iter(said.into_iter().map(Ok))),
            None => Box::pin(
                futures::stream::once(async move { end.notified().await }).filter_map(async |()| None),
            ),
        })
    }
}

/// Fifty thousand cases, newest first, by pages as they are asked for.
fn long_list(path: &str) -> CasePage {
    const TOTAL: u32 = 50_000;
    let number = |name: &str| {
        let words = path.split(['?', '&']);
        let value = words
            .filter_map(|word| word.split_once('='))
            .find(|(key, _)| *key == name);
        value
            .and_then(|(_, value)| value.parse::<u32>().ok())
            .unwrap_or(0)
    };
    let begin = number("offset");
    let end = begin.saturating_add(number("limit").min(200)).min(TOTAL);
    let newest: Timestamp = super::NOON.parse().unwrap();
    CasePage {
        total: TOTAL,
        rows: (begin..end)
            .map(|place| CaseRow {
                case_number: None,
                slip: format!("S{place:09}"),
                item_name: "中介机构从事代理记账业务审批".into(),
                stage: Stage::Received,
                applicant: "示*".into(),
                received_at: newest
                    .checked_sub(jiff::SignedDuration::from_secs(i64::from(place)))
                    .unwrap(),
                due_day: None,
                clock: None,
                further: None,
                warned: None,
            })
            .collect(),
    }
}

/// A walk-in of this hall; each is a visit of its own.
pub fn walk_in(reason: &str, serial: u128, at: Timestamp) -> Visit {
    Visit {
        id: Uuid::from_u128(6 + serial),
        ticket: None,
        reason: Some(reason.to_owned()),
        desk: "08".into(),
        opened_at: at,
    }
}

type Keys = (
    <X25519HkdfSha256 as Kem>::PrivateKey,
    <X25519HkdfSha256 as Kem>::PublicKey,
);

fn rating_keys() -> Keys {
    X25519HkdfSha256::derive_keypair(&[7; 32])
}

impl FakeHall {
    fn credit(&self, ask: CreditAsk) -> Answer {
        let mut doing = self.doing();
        doing.credit_asked.push(ask);
        match doing.credit_down {
            None => ok(&CreditReply {
                provider: "测试信用平台".into(),
                as_of: "2026-11-20T00:00:00Z".parse().unwrap(),
                grant: "g".into(),
                listings: doing.listed.clone(),
            }),
            Some(code) => no(503, code),
        }
    }
}

/// What a sealed rating says, as the hall reads it.
pub fn open_rating(rating: &SealedRating) -> Said {
    let sealed = STANDARD.decode(&rating.sealed).unwrap();
    let (encapsulated, text) = sealed.split_at(32);
    let plain = single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &rating_keys().0,
        &<X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated).unwrap(),
        INFO,
        text,
        &bound_to(&rating.of, rating.at),
    )
    .unwrap();
    serde_json::from_slice(&plain).unwrap()
}

pub fn ok<T: Serialize>(value: &T) -> Answer {
    Answer {
        status: 200,
        body: serde_json::to_vec(value).unwrap(),
    }
}

pub fn no(status: u16, code: &str) -> Answer {
    let problem = Problem::new(status, Trouble::new(code, "不行", "no"));
    Answer {
        status,
        body: serde_json::to_vec(&problem).unwrap(),
    }
}

fn identified(ask: Identify, at: Timestamp) -> Identified {
    let verified = |how| {
        Some(Verified {
            how,
            at,
            by: "0826".into(),
        })
    };
    let code = matches!(ask, Identify::Code { .. });
    let person = match ask {
        Identify::Card { card } => Person {
            name: card.name,
            id_type: card.id_type,
            id_number: card.id_number,
            verified: verified(How::Card),
        },
        Identify::Document {
            id_type,
            id_number,
            name,
            ..
        } => Person {
            name,
            id_type,
            id_number,
            verified: verified(How::Document),
        },
        Identify::Code { .. } => Person {
            name: "林思远".into(),
            id_type: "111".into(),
            id_number: "350199198506152022".into(),
            verified: verified(How::Code),
        },
    };
    let of_body = code.then(|| CodeShown {
        provider: "测试发码平台".into(),
        of: CodeOf::Body,
        body: Some(USCC.into()),
        licences: vec!["营业执照".into()],
    });
    Identified {
        person,
        register: RegisterCheck::Match,
        bodies: vec![Body {
            uscc: USCC.into(),
            name: "示范市闽味财税咨询有限公司".into(),
            relation: "legalRep".into(),
        }],
        bodies_known: true,
        family: Vec::new(),
        real_name: None,
        code: of_body,
    }
}

/// A few facts of the body, as the legal-entity register says them.
pub fn body_facts() -> Source {
    let facts = json!({
        "enterprise.name": "示范市闽味财税咨询有限公司",
        "enterprise.domicile": "福建省示范市示范区南门大街44号",
        "person.name": "林思远",
        "enterprise.phone": "13900000000",
    });
    Source::Has(facts.as_object().unwrap().clone().into_iter().collect())
}
