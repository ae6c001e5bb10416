//! What the papers of a result say: 决定送达通知书, 领取凭证, 送达回证, 作废通知书.

use cases::approval::Wrong;
use cases::case::delivery::{Delivery, Receiver, Signed, Way};
use cases::catalogue::Item;
use cases::deadline::hall_date;
use cases::form::Value;
use cases::identity::mask;
use cases::notice::{
    self, CollectionFacts, Content, DecisionFacts, Head, NamedPaper, Person, Reference, Relation,
    ResultPaper, ServedPaper, ServiceFacts, ServiceWay, SignedOnScreen, VoidFacts,
};
use cases::wire::delivery::CaseResult;
use jiff::Timestamp;
use jiff::civil::Date;

use super::plan::Ground;

/// Where a result is handed out unless the applicant chose another way (领取方式).
const AT_THE_WINDOW: &str = "窗口领取";

/// A decision as it goes to the applicant.
pub struct Decision {
    pub number: String,
    pub case_number: String,
    pub accepted_at: Timestamp,
    pub decided_at: Timestamp,
    pub told_at: Timestamp,
    pub granted: bool,
    /// What the department said of it.
    pub opinion: Option<String>,
    pub results: Vec<CaseResult>,
    /// The last day for handing the result over.
    pub deliver_by: Option<Date>,
}

/// What is delivered, and under which numbers.
pub struct Handed<'a> {
    /// Of the 送达回证.
    pub number: String,
    pub case_number: Option<String>,
    pub delivery: &'a Delivery,
    pub results: &'a [CaseResult],
    /// The hall's own paper of the decision.
    pub notices: Vec<ServedPaper>,
    /// 工号
    pub staff: &'a str,
    pub desk: &'a str,
    pub at: Timestamp,
}

impl Handed<'_> {
    fn signed_on_screen(&self) -> Option<SignedOnScreen> {
        match &self.delivery.signed {
            Signed::Screen { ink, shown, .. } => Some(SignedOnScreen {
                ink: ink.clone(),
                on: hall_date(self.at),
                shown: shown.clone(),
            }),
            Signed::Paper | Signed::Nobody => None,
        }
    }
}

impl Ground {
    /// How the result is to be handed over: as the applicant said in the form, else at a window.
    pub fn result_way(&self) -> String {
        let cell = self.draft.form.get("deliverMethod");
        match cell.and_then(|cell| cell.value()) {
            Some(Value::Text(way)) if !way.is_empty() => way.clone(),
            Some(Value::Text(_) | Value::Many(_) | Value::Flag(_)) | None => AT_THE_WINDOW.to_owned(),
        }
    }

    /// 准予 / 不予决定送达通知书
    pub fn decision(&self, item: &Item, of: &Decision) -> Content {
        let word = if of.granted { "准予" } else { "不予" };
        let first = of.results.first();
        let found = of
            .opinion
            .clone()
            .unwrap_or_else(|| format!("经审查，{word}办理"));
        let law = item.legal_basis.iter();
        let basis: Vec<String> = law
            .map(|basis| format!("《{}》{}", basis.law, basis.article))
            .collect();
        let document = match (item.is_licence(), of.granted) {
            (true, true) => "准予行政许可决定书",
            (true, false) => "不予行政许可决定书",
            (false, true) => "准予办理决定",
            (false, false) => "不予办理决定",
        };
        let denied = first.filter(|_| !of.granted);
        let facts = DecisionFacts {
            head: Head {
                number: Some(of.number.clone()),
                case_number: Some(of.case_number.clone()),
                ..self.head(item)
            },
            accepted_on: hall_date(of.accepted_at),
            granted: of.granted,
            document: denied.map_or_else(|| document.to_owned(), |result| result.name.clone()),
            document_number: denied.map(|result| result.number.clone()),
            department: item.department.clone(),
            decision: format!("{word}“{}”", item.name),
            reasons: (!of.granted).then(|| found.clone()),
            found,
            basis: basis.join("；"),
            result: first.filter(|_| of.granted).map(|result| paper_of(result, 1)),
            deliver_by: of.deliver_by,
            result_way: self.result_way(),
            decided_on: hall_date(of.decided_at),
            told_on: hall_date(of.told_at),
        };
        notice::decision::content(&facts, &self.catalogue.wording)
    }

    /// 领取凭证, found by the slip code.
    pub fn collection(&self, item: &Item, of: &Handed<'_>) -> Content {
        let receiver = &of.delivery.receiver;
        let facts = CollectionFacts {
            head: Head {
                case_number: of.case_number.clone(),
                window: format!("综合窗口{}", of.desk),
                clerk: of.staff.to_owned(),
                ..self.head(item)
            },
            results: self.handed_papers(of),
            receiver: self.receiver(receiver),
            relation: receiver.relation().to_owned(),
            authority: match receiver {
                Receiver::Applicant { .. } => None,
                Receiver::Agent { authority, .. } => Some(authority.clone()),
            },
            checked: receiver.person().checked().unwrap_or("查验证件").to_owned(),
            collected_at: of.at,
            signed: of.signed_on_screen(),
        };
        notice::collection::content(&facts, &self.catalogue.wording)
    }

    /// 送达回证
    pub fn service(&self, item: &Item, of: &Handed<'_>) -> Content {
        let delivery = of.delivery;
        let direct = delivery.way == Way::Direct;
        let proof = (!delivery.proof.is_empty()).then(|| delivery.proof.clone());
        let results = self.handed_papers(of).into_iter().map(|result| ServedPaper {
            title: result.name,
            number: Some(result.number),
            copies: result.copies,
        });
        let window = format!("{}综合窗口{}", self.hall.name, of.desk);
        let facts = ServiceFacts {
            head: Head {
                number: Some(of.number.clone()),
                case_number: of.case_number.clone(),
                window: format!("综合窗口{}", of.desk),
                clerk: of.staff.to_owned(),
                ..self.head(item)
            },
            documents: of.notices.iter().cloned().chain(results).collect(),
            addressee: self.draft.party.applicant_name().to_owned(),
            place: if direct {
                window
            } else {
                proof.clone().unwrap_or_default()
            },
            way: match delivery.way {
                Way::Direct => ServiceWay::Direct,
                Way::Mail => ServiceWay::Mail,
                Way::Electronic => ServiceWay::Electronic,
                Way::Left => ServiceWay::Left,
                Way::Announced => ServiceWay::Notice,
            },
            server: of.staff.to_owned(),
            receiver: direct.then(|| self.receiver(&delivery.receiver)),
            relation: direct.then(|| delivery.receiver.relation().to_owned()),
            served_at: direct.then_some(of.at),
            witness: proof.clone().filter(|_| delivery.way == Way::Left),
            trace: proof.filter(|_| matches!(delivery.way, Way::Mail | Way::Electronic | Way::Announced)),
            note: None,
            signed: of.signed_on_screen(),
            made_on: hall_date(of.at),
        };
        notice::service::content(&facts, &self.catalogue.wording)
    }

    /// 作废通知书
    pub fn void_notice(
        &self,
        item: &Item,
        (number, case_number): (String, Option<String>),
        voided: NamedPaper,
        (wrong, reason, approver): (Wrong, &str, &str),
        at: Timestamp,
    ) -> Content {
        let facts = VoidFacts {
            head: Head {
                number: Some(number),
                case_number,
                references: vec![Reference {
                    relation: Relation::Voids,
                    title: voided.title.clone(),
                    number: voided.number.clone(),
                }],
                ..self.head(item)
            },
            voided,
            replacement: None,
            reason: format!("{}：{reason}", wrong.zh()),
            basis: None,
            approver: approver.to_owned(),
            corrections: Vec::new(),
            voided_on: hall_date(at),
        };
        notice::void::content(&facts, &self.catalogue.wording)
    }

    fn handed_papers(&self, of: &Handed<'_>) -> Vec<ResultPaper> {
        let papers = of.results.iter();
        papers
            .map(|result| paper_of(result, of.delivery.copies))
            .collect()
    }

    /// Who takes it, the number masked.
    fn receiver(&self, receiver: &Receiver) -> Person {
        let person = receiver.person();
        Person {
            role: match receiver {
                Receiver::Applicant { .. } => "领取人",
                Receiver::Agent { .. } => "代领人",
            }
            .to_owned(),
            name: person.name.clone(),
            id_kind: self.catalogue.codes.name_of("idType", &person.id_type).to_owned(),
            id_shown: mask::document(&person.id_number),
        }
    }
}

fn paper_of(result: &CaseResult, copies: u32) -> ResultPaper {
    ResultPaper {
        name: result.name.clone(),
        number: result.number.clone(),
        copies,
    }
}
