//! 送达回证: which papers were served, on whom, where, how, by whom, and who signed for them.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Content};
use super::form::{SignedOnScreen, signed_place};
use super::kind::PaperKind;
use super::parts::{self, Facts, Head};
use super::pen::Pen;
use super::wording::Wording;
use super::words::Person;

/// 送达方式
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ServiceWay {
    /// 直接送达
    Direct,
    /// 留置送达
    Left,
    /// 邮寄送达
    Mail,
    /// 电子送达
    Electronic,
    /// 公告送达
    Notice,
}

impl ServiceWay {
    fn label(self) -> &'static str {
        match self {
            ServiceWay::Direct => "servedDirectly",
            ServiceWay::Left => "servedByLeaving",
            ServiceWay::Mail => "servedByMail",
            ServiceWay::Electronic => "servedElectronically",
            ServiceWay::Notice => "servedByNotice",
        }
    }
}

/// A paper that is served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ServedPaper {
    pub title: String,
    pub number: Option<String>,
    pub copies: u32,
}

/// Everything a 送达回证 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ServiceFacts {
    pub head: Head,
    pub documents: Vec<ServedPaper>,
    /// 受送达人
    pub addressee: String,
    /// 送达地点
    pub place: String,
    pub way: ServiceWay,
    /// 送达人
    pub server: String,
    /// Who signed for them, where it is known; the number comes masked.
    pub receiver: Option<Person>,
    /// 与受送达人关系
    pub relation: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub served_at: Option<Timestamp>,
    /// 见证人, where the papers were left.
    pub witness: Option<String>,
    /// 运单号, message or notice under which the service is found again.
    pub trace: Option<String>,
    /// Why nobody signed, and what else has to be said.
    pub note: Option<String>,
    /// By the receiver on the applicant's screen; absent means on paper.
    #[serde(default)]
    pub signed: Option<SignedOnScreen>,
    #[schema(value_type = String, format = Date)]
    pub made_on: Date,
}

/// Writes the 送达回证.
pub fn content(facts: &ServiceFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for ServiceFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::ServiceReceipt
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn dated(&self) -> Date {
        self.made_on
    }

    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block> {
        let head = &self.head;
        let mut blocks = vec![parts::who_and_what(pen, head, []), pen.heading("servedPapers")];
        let rows = self.documents.iter().map(|paper| {
            vec![
                paper.title.clone(),
                paper.number.clone().unwrap_or_default(),
                paper.copies.to_string(),
            ]
        });
        let columns = [("servedPaper", 36), ("servedNumber", 46), ("copies", 10)];
        blocks.push(parts::table(pen, &columns, rows));
        blocks.push(pen.heading("service"));
        let relation = self.relation.as_deref().map(|relation| pen.term(relation));
        let mut lines = vec![
            pen.fact("addressee", self.addressee.as_str()),
            pen.fact("servicePlace", pen.text(&self.place)),
            pen.fact("serviceWay", pen.label(self.way.label())),
            pen.fact("server", self.server.as_str()),
        ];
        lines.extend(self.receiver.iter().flat_map(|person| pen.person(person)));
        lines.extend(pen.maybe("addresseeRelation", relation));
        // An empty box is filled by hand.
        let served = self.served_at.map_or_else(String::new, |at| pen.moment(at));
        lines.push(pen.fact("servedAt", served));
        lines.extend(pen.maybe("witness", self.witness.as_deref()));
        lines.extend(pen.maybe("trace", self.trace.as_deref()));
        lines.extend(pen.maybe("note", self.note.as_deref().map(|note| pen.text(note))));
        blocks.push(Block::Facts(lines));
        if self.way == ServiceWay::Left {
            blocks.extend(pen.say("left", &[]));
        }
        blocks.extend(pen.say("rule", &[]));
        let taker = signed_place(pen, "addresseeSigns", self.signed.as_ref());
        parts::close(pen, head, &mut blocks, vec![taker, pen.place("serverSigns")]);
        blocks.extend(self.signed.as_ref().map(|signed| signed.note(pen)));
        blocks
    }
}
