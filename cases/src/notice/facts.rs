//! The facts of any paper as one value: whatever its kind, it gives the paper and its English companion.

use serde::{Deserialize, Serialize};

use super::content::Content;
use super::parts::{self, Facts, companion};
use super::wording::Wording;
use super::{
    AcceptanceFacts, CollectionFacts, CommitmentFacts, DecisionFacts, EndingFacts, ExtensionFacts, FormFacts,
    FurtherFacts, GuidanceFacts, MandateFacts, NotNeededFacts, PaperKind, ReceiptFacts, RefusalFacts,
    ServiceFacts, SourcesFacts, SpecialFacts, SupplementFacts, ToleranceFacts, TransferFacts, VoidFacts,
};

/// One name each for what is kept, made from its facts, and asked of them.
macro_rules! papers {
    ($($name:ident($facts:ty)),* $(,)?) => {
        /// The facts of one paper.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "paper", rename_all = "camelCase")]
        pub enum PaperFacts {
            $($name(Box<$facts>)),*
        }

        $(impl From<$facts> for PaperFacts {
            fn from(facts: $facts) -> Self {
                PaperFacts::$name(Box::new(facts))
            }
        })*

        impl PaperFacts {
            pub fn kind(&self) -> PaperKind {
                match self {
                    $(PaperFacts::$name(facts) => facts.kind()),*
                }
            }

            /// The paper.
            pub fn content(&self, wording: &Wording) -> Content {
                match self {
                    $(PaperFacts::$name(facts) => parts::paper(facts.as_ref(), wording)),*
                }
            }

            /// Its English companion (英文对照).
            pub fn companion(&self, wording: &Wording) -> Content {
                match self {
                    $(PaperFacts::$name(facts) => companion(facts.as_ref(), wording)),*
                }
            }
        }
    };
}

papers! {
    Guidance(GuidanceFacts),
    Mandate(MandateFacts),
    Form(FormFacts),
    Commitment(CommitmentFacts),
    Receipt(ReceiptFacts),
    Supplement(SupplementFacts),
    NotNeeded(NotNeededFacts),
    Refusal(RefusalFacts),
    Tolerance(ToleranceFacts),
    Acceptance(AcceptanceFacts),
    Transfer(TransferFacts),
    Further(FurtherFacts),
    Special(SpecialFacts),
    Extension(ExtensionFacts),
    Decision(DecisionFacts),
    Service(ServiceFacts),
    Collection(CollectionFacts),
    Ending(EndingFacts),
    Void(VoidFacts),
    Sources(SourcesFacts),
}
