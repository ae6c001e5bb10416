//! 送达: how the result of a case reached whom it is for, and what makes that sure.
//!
//! 行政许可法 art. 44: the document is issued and delivered within ten days of the decision. The ways are those of
//! 民事诉讼法 ch. 7 sec. 2 as administrative bodies use them.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::ink::Ink;
use super::party::{How, Party, Person};

/// Characters of a relation, an authority or a proof at most: they stand on a paper.
pub const LONGEST: usize = 200;
/// Copies of one result at most.
pub const MOST_COPIES: u32 = 99;

/// 送达方式
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Way {
    /// 直接送达: handed over at the window.
    Direct,
    /// 邮寄送达, proven by the mail's number.
    Mail,
    /// 电子送达, to the address the receiver agreed to.
    Electronic,
    /// 留置送达: left where the receiver would not take it, before witnesses.
    Left,
    /// 公告送达
    Announced,
}

impl Way {
    pub const ALL: [Way; 5] = [Way::Direct, Way::Mail, Way::Electronic, Way::Left, Way::Announced];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Way::Direct => "direct",
            Way::Mail => "mail",
            Way::Electronic => "electronic",
            Way::Left => "left",
            Way::Announced => "announced",
        }
    }

    /// The official term.
    pub fn zh(self) -> &'static str {
        match self {
            Way::Direct => "直接送达",
            Way::Mail => "邮寄送达",
            Way::Electronic => "电子送达",
            Way::Left => "留置送达",
            Way::Announced => "公告送达",
        }
    }

    pub fn from_word(word: &str) -> Option<Way> {
        Self::ALL.into_iter().find(|way| way.word() == word)
    }
}

/// 受送达人 or who takes it for him.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "as")]
pub enum Receiver {
    /// 本人, or the person who applied for the body.
    Applicant { person: Person },
    /// 代收人
    #[serde(rename_all = "camelCase")]
    Agent {
        person: Person,
        /// 与受送达人关系
        relation: String,
        /// 代收依据, such as a 授权委托书 and its date.
        authority: String,
    },
}

impl Receiver {
    pub fn person(&self) -> &Person {
        match self {
            Receiver::Applicant { person } | Receiver::Agent { person, .. } => person,
        }
    }

    /// 与受送达人关系, as the paper says it.
    pub fn relation(&self) -> &str {
        match self {
            Receiver::Applicant { .. } => "本人",
            Receiver::Agent { relation, .. } => relation,
        }
    }
}

/// 签收
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "by")]
pub enum Signed {
    /// On the printed 送达回证, which stays at the hall.
    Paper,
    /// On the applicant's screen, under exactly these words: `shown` is their SHA-256, hex.
    Screen { ink: Ink, words: String, shown: String },
    /// Nobody signs where nobody stands.
    Nobody,
}

/// One delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    pub way: Way,
    pub receiver: Receiver,
    pub signed: Signed,
    /// 份数
    pub copies: u32,
    /// What proves a delivery that nobody signs for: mail number, address agreed to, witnesses, where and when announced.
    #[serde(default)]
    pub proof: String,
}

/// What a delivery still lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacking {
    /// Who takes it stands at the window and was verified there.
    Identity,
    /// The one who is named as the applicant is somebody else.
    OtherPerson,
    Relation,
    Authority,
    Signature,
    Proof,
    Copies,
}

impl Delivery {
    /// The first thing that is missing, against the party of the case.
    pub fn lacks(&self, party: &Party) -> Option<Lacking> {
        let said = |text: &str| !text.trim().is_empty() && text.chars().count() <= LONGEST;
        if !(1..=MOST_COPIES).contains(&self.copies) {
            return Some(Lacking::Copies);
        }
        match &self.receiver {
            Receiver::Applicant { person } if person.id_number != party.person.id_number => {
                return Some(Lacking::OtherPerson);
            }
            Receiver::Applicant { .. } => {}
            Receiver::Agent { relation, .. } if !said(relation) => return Some(Lacking::Relation),
            Receiver::Agent { authority, .. } if !said(authority) => return Some(Lacking::Authority),
            Receiver::Agent { .. } => {}
        }
        match self.way {
            Way::Direct => {
                let verified = self
                    .receiver
                    .person()
                    .verified
                    .as_ref()
                    .map(|verified| verified.how);
                if !verified.is_some_and(How::is_present) {
                    return Some(Lacking::Identity);
                }
                let signed = match &self.signed {
                    Signed::Paper => true,
                    Signed::Screen { ink, words, shown } => {
                        ink.check().is_ok() && !words.is_empty() && digest_of(words) == *shown
                    }
                    Signed::Nobody => false,
                };
                (!signed).then_some(Lacking::Signature)
            }
            Way::Mail | Way::Electronic | Way::Left | Way::Announced => {
                (!said(&self.proof)).then_some(Lacking::Proof)
            }
        }
    }
}

/// SHA-256 of what somebody signs under, hex.
pub fn digest_of(words: &str) -> String {
    hex::encode(Sha256::digest(words.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Body, Verified};

    fn person(number: &str, how: Option<How>) -> Person {
        Person {
            name: "林试".to_owned(),
            id_type: "111".to_owned(),
            id_number: number.to_owned(),
            verified: how.map(|how| Verified {
                how,
                at: jiff::Timestamp::UNIX_EPOCH,
                by: "0826".to_owned(),
            }),
        }
    }

    fn party() -> Party {
        Party {
            person: person("350199199003070011", None),
            body: Some(Body {
                uscc: "91350199MA8DEM0183".to_owned(),
                name: "甲公司".to_owned(),
                relation: "legalRep".to_owned(),
            }),
            as_agent: false,
        }
    }

    fn name() -> Ink {
        let stroke = (0..30u16).map(|at| crate::case::InkPoint {
            x: 1_000 + at * 100,
            y: 5_000,
            ms: u32::from(at) * 10,
        });
        Ink {
            aspect: 1_600,
            strokes: vec![stroke.collect()],
        }
    }

    fn own(how: Option<How>) -> Receiver {
        Receiver::Applicant {
            person: person("350199199003070011", how),
        }
    }

    fn agent(relation: &str, authority: &str) -> Receiver {
        Receiver::Agent {
            person: person("350199198506152022", Some(How::Document)),
            relation: relation.to_owned(),
            authority: authority.to_owned(),
        }
    }

    fn check(way: Way, receiver: Receiver, signed: Signed, proof: &str, expected: Option<Lacking>) {
        let delivery = Delivery {
            way,
            receiver,
            signed,
            copies: 1,
            proof: proof.to_owned(),
        };
        assert_eq!(delivery.lacks(&party()), expected, "{way:?}");
    }

    #[test]
    fn what_is_handed_over_is_handed_to_somebody_who_was_verified_and_signs() {
        let card = || own(Some(How::Card));
        check(Way::Direct, card(), Signed::Paper, "", None);
        check(Way::Direct, own(Some(How::Document)), Signed::Paper, "", None);
        check(Way::Direct, own(None), Signed::Paper, "", Some(Lacking::Identity));
        check(
            Way::Direct,
            own(Some(How::Register)),
            Signed::Paper,
            "",
            Some(Lacking::Identity),
        );
        check(Way::Direct, card(), Signed::Nobody, "", Some(Lacking::Signature));
        let on_screen = |ink: Ink, words: &str, shown: String| Signed::Screen {
            ink,
            words: words.to_owned(),
            shown,
        };
        let said = "领取人确认";
        let whole = on_screen(name(), said, digest_of(said));
        check(Way::Direct, card(), whole, "", None);
        // No name, other words than those signed under, and none.
        for lacking in [
            on_screen(Ink::default(), said, digest_of(said)),
            on_screen(name(), "领取人不确认", digest_of(said)),
            on_screen(name(), "", digest_of("")),
        ] {
            check(Way::Direct, card(), lacking, "", Some(Lacking::Signature));
        }
        let other = Receiver::Applicant {
            person: person("350199198506152022", Some(How::Card)),
        };
        check(Way::Direct, other, Signed::Paper, "", Some(Lacking::OtherPerson));
        check(Way::Direct, agent("配偶", "委托书"), Signed::Paper, "", None);
        check(
            Way::Direct,
            agent(" ", "委托书"),
            Signed::Paper,
            "",
            Some(Lacking::Relation),
        );
        check(
            Way::Direct,
            agent("配偶", ""),
            Signed::Paper,
            "",
            Some(Lacking::Authority),
        );
    }

    #[test]
    fn what_nobody_signs_for_has_its_proof() {
        for way in [Way::Mail, Way::Electronic, Way::Left, Way::Announced] {
            check(way, own(None), Signed::Nobody, "EM123456789CN", None);
            check(way, own(None), Signed::Nobody, " ", Some(Lacking::Proof));
            let long = "长".repeat(LONGEST + 1);
            check(way, own(None), Signed::Nobody, &long, Some(Lacking::Proof));
        }
    }

    #[test]
    fn copies_are_counted() {
        for (copies, lacks) in [(0, true), (1, false), (99, false), (100, true)] {
            let delivery = Delivery {
                way: Way::Direct,
                receiver: own(Some(How::Card)),
                signed: Signed::Paper,
                copies,
                proof: String::new(),
            };
            assert_eq!(delivery.lacks(&party()), lacks.then_some(Lacking::Copies));
        }
        assert!(
            Way::ALL
                .iter()
                .all(|way| Way::from_word(way.word()) == Some(*way))
        );
    }
}
