//! What the small hall of the tests knows of results: deliveries by the hall's own rule, void cases, papers.

use std::collections::HashMap;

use cases::case::delivery::Lacking;
use cases::case::{Draft, Stage};
use cases::notice::PaperKind;
use cases::wire::delivery::{CaseResult, Deliver, PrintNoted, VoidCase, Voided};
use cases::wire::record::{CaseView, PaperRef};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::blank_pdf;
use super::fake_hall::{no, ok};
use crate::hall_link::Answer;

#[derive(Default)]
pub struct FakeResults {
    /// Every case is decided, and its result lies at the window.
    pub ready: bool,
    /// What was delivered, in order.
    pub delivered: Vec<Deliver>,
    /// Slip codes of void cases, each with its approval.
    pub voided: Vec<(String, Uuid)>,
    /// What the hall keeps, by id.
    pub papers: HashMap<Uuid, (PaperRef, Vec<u8>)>,
}

impl FakeResults {
    /// The case as its results make it.
    pub fn show(&self, mut case: CaseView, now: Timestamp) -> CaseView {
        if self.ready {
            case.stage = Stage::Completed;
            case.results = vec![CaseResult {
                parcel: Uuid::from_u128(70),
                department: "示范区财政局".into(),
                name: "代理记账许可证书".into(),
                number: "DLJZ35019920260001".into(),
                granted: true,
                valid_to: None,
                at: now,
                handed_over: false,
            }];
        }
        if !self.delivered.is_empty() {
            case.stage = Stage::Delivered;
        }
        if self.voided.iter().any(|(slip, _)| *slip == case.slip) {
            case.stage = Stage::Void;
        }
        case
    }

    pub fn deliver(&mut self, body: &[u8], draft: &Draft, case: CaseView, now: Timestamp) -> Answer {
        let deliver: Deliver = serde_json::from_slice(body).unwrap();
        match deliver.clone().to(&draft.party).lacks(&draft.party) {
            Some(Lacking::Signature) => no(422, "YC-2858"),
            Some(Lacking::OtherPerson) => no(422, "YC-2855"),
            Some(Lacking::Relation) => no(422, "YC-2856"),
            Some(Lacking::Authority) => no(422, "YC-2857"),
            Some(Lacking::Identity) => no(422, "YC-2854"),
            Some(Lacking::Proof) => no(422, "YC-2859"),
            Some(Lacking::Copies) => no(422, "YC-2860"),
            None => {
                if !self.delivered.contains(&deliver) {
                    self.delivered.push(deliver);
                }
                ok(&self.show(case, now))
            }
        }
    }

    pub fn void(&mut self, body: &[u8], draft: &Draft, case: CaseView, now: Timestamp) -> Answer {
        let ask: VoidCase = serde_json::from_slice(body).unwrap();
        self.voided.push((case.slip.clone(), ask.approval));
        ok(&Voided {
            case: self.show(case, now),
            draft: draft.clone(),
        })
    }

    /// Keeps a paper, and says how the hall names it.
    pub fn keep(&mut self, id: u128, companion_of: Option<Uuid>) -> PaperRef {
        let bytes = blank_pdf();
        let paper = PaperRef {
            id: Uuid::from_u128(id),
            kind: PaperKind::AcceptanceNotice,
            title: if companion_of.is_some() {
                "Notice of acceptance".into()
            } else {
                "受理通知书".into()
            },
            number: Some("(示范区)政务(财政许)受字〔2026〕第000001号".into()),
            digest: hex::encode(Sha256::digest(&bytes)),
            pages: 1,
            missing: Vec::new(),
            prints: 0,
            voided_by: None,
            companion_of,
        };
        self.papers.insert(paper.id, (paper.clone(), bytes));
        paper
    }

    /// `{id}`, `{id}/companion` or `{id}/prints`.
    pub fn paper(&mut self, path: &str) -> Answer {
        let (id, what) = path.split_once('/').unwrap_or((path, ""));
        let Some((known, bytes)) = self.papers.get_mut(&id.parse().unwrap()) else {
            return no(404, "YC-2417");
        };
        match what {
            "companion" => {
                let id = known.id;
                let made = self
                    .papers
                    .values()
                    .find(|(paper, _)| paper.companion_of == Some(id));
                match made {
                    Some((paper, _)) => ok(paper),
                    None => ok(&self.keep(id.as_u128() + 1, Some(id))),
                }
            }
            "prints" => {
                known.prints += 1;
                ok(&PrintNoted { times: known.prints })
            }
            _ => Answer {
                status: 200,
                body: bytes.clone(),
            },
        }
    }
}
