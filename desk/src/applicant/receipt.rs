//! 签收 on the applicant's screen: which results, how many copies, who takes them by what right, and the sentence he
//! signs under.

use cases::case::delivery::{Receiver, digest_of};
use cases::identity::mask;
use cases::notice::{Wording, collection};
use cases::wire::record::CaseView;
use serde::{Deserialize, Serialize};

use crate::view::applicant::{ReceiptLine, ReceiptView};

/// Everything that is shown; its JSON is the words under the signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptSheet {
    pub slip: String,
    pub case_number: Option<String>,
    pub item_name: String,
    pub results: Vec<ResultLine>,
    /// 份数, of each.
    pub copies: u32,
    pub receiver: String,
    /// Masked.
    pub id_shown: String,
    /// 与受送达人关系
    pub relation: String,
    /// 代收依据
    pub authority: Option<String>,
    pub statement: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultLine {
    pub name: String,
    pub number: String,
}

impl ReceiptSheet {
    pub fn of(case: &CaseView, receiver: &Receiver, copies: u32, wording: &Wording) -> Self {
        let results = case.results.iter().map(|result| ResultLine {
            name: result.name.clone(),
            number: result.number.clone(),
        });
        Self {
            slip: case.slip.clone(),
            case_number: case.case_number.clone(),
            item_name: case.item_name.clone(),
            results: results.collect(),
            copies,
            receiver: receiver.person().name.clone(),
            id_shown: mask::document(&receiver.person().id_number),
            relation: receiver.relation().to_owned(),
            authority: match receiver {
                Receiver::Applicant { .. } => None,
                Receiver::Agent { authority, .. } => Some(authority.clone()),
            },
            statement: collection::statement(wording).to_owned(),
        }
    }

    /// What is signed under, word for word.
    pub fn words(&self) -> String {
        // Strings and numbers alone: this cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// SHA-256 of the words, hex.
    pub fn digest(&self) -> String {
        digest_of(&self.words())
    }

    pub fn view(&self) -> ReceiptView {
        ReceiptView {
            item_name: self.item_name.clone(),
            number: self.case_number.clone().unwrap_or_else(|| self.slip.clone()),
            results: self
                .results
                .iter()
                .map(|line| ReceiptLine {
                    name: line.name.clone(),
                    number: line.number.clone(),
                })
                .collect(),
            copies: self.copies,
            receiver: self.receiver.clone(),
            id_shown: self.id_shown.clone(),
            relation: self.relation.clone(),
            authority: self.authority.clone(),
            statement: self.statement.clone(),
            digest: self.digest(),
        }
    }
}
