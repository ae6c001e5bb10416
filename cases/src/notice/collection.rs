//! 领取凭证: which results, who took them, by what right, when, signed.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Content};
use super::decision::ResultPaper;
use super::form::{SignedOnScreen, signed_place};
use super::kind::PaperKind;
use super::language::Language;
use super::parts::{self, Facts, Head};
use super::pen::Pen;
use super::wording::Wording;
use super::words::{self, Person};

/// Everything a 领取凭证 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CollectionFacts {
    pub head: Head,
    pub results: Vec<ResultPaper>,
    /// Who takes them; the number comes masked.
    pub receiver: Person,
    /// 与申请人关系, such as 本人 or 代理人.
    pub relation: String,
    /// By what he may take them, such as 委托书; absent for the applicant himself.
    pub authority: Option<String>,
    /// How he was identified, such as 读卡核验.
    pub checked: String,
    #[schema(value_type = String, format = DateTime)]
    pub collected_at: Timestamp,
    /// On the applicant's screen; absent means on paper.
    pub signed: Option<SignedOnScreen>,
}

/// Writes the 领取凭证.
pub fn content(facts: &CollectionFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

/// The sentence that a receiver signs under.
pub fn statement(wording: &Wording) -> &str {
    wording
        .text(PaperKind::Collection, "statement", false)
        .map_or("", |text| text.of(Language::Zh))
}

impl Facts for CollectionFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::Collection
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn dated(&self) -> Date {
        words::day_of(self.collected_at)
    }

    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block> {
        let head = &self.head;
        let then = [pen.fact("collectedAt", pen.moment(self.collected_at))]
            .into_iter()
            .chain(parts::desk(pen, head, "handlingWindow", "handlingClerk"));
        let mut blocks = vec![parts::who_and_what(pen, head, then), pen.heading("results")];
        let rows = self.results.iter().map(|result| {
            vec![
                result.name.clone(),
                result.number.clone(),
                result.copies.to_string(),
            ]
        });
        let columns = [("result", 44), ("resultNumber", 38), ("copies", 10)];
        blocks.push(parts::table(pen, &columns, rows));
        blocks.push(pen.heading("receiver"));
        let mut receiver = pen.person(&self.receiver).to_vec();
        receiver.push(pen.fact("relation", pen.term(&self.relation)));
        receiver.extend(pen.maybe("authority", self.authority.as_deref().map(|by| pen.term(by))));
        receiver.push(pen.fact("checked", pen.term(&self.checked)));
        blocks.push(Block::Facts(receiver));
        blocks.extend(pen.say("statement", &[]));
        let taker = signed_place(pen, "receiverSigns", self.signed.as_ref());
        let clerk = pen.signed("giverOfResult", &head.clerk, self.dated());
        parts::close(pen, head, &mut blocks, vec![taker, clerk]);
        blocks.extend(self.signed.as_ref().map(|signed| signed.note(pen)));
        blocks
    }
}
