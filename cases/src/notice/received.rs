//! What was received (收件清单): each material as it came, from the slot that holds it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::language::Language;
use super::parts::{ReceivedForm, ReceivedMaterial};
use super::words;
use crate::material::grade::Grade;
use crate::material::{Held, Slot};

/// How far it can be trusted and where it is from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "is")]
pub enum Remark {
    /// 免提交: the library's licence.
    Exempt { grade: Grade },
    /// 免提交: a register confirmed the fact.
    Confirmed,
    /// A scan or a file.
    File { grade: Grade },
    /// 复用: received with an earlier case.
    #[serde(rename_all = "camelCase")]
    Reused {
        grade: Grade,
        slip: String,
        #[schema(value_type = String, format = DateTime)]
        received_at: Timestamp,
    },
}

impl Remark {
    pub(super) fn words(&self, language: Language) -> String {
        match (self, language) {
            (Remark::Exempt { grade }, Language::Zh) => {
                format!("免提交，电子证照，可信等级{}", grade.letter())
            }
            (Remark::Exempt { grade }, Language::En) => {
                format!("not asked for: e-licence, grade {}", grade.letter())
            }
            (Remark::Confirmed, Language::Zh) => "免提交，数据核验".to_owned(),
            (Remark::Confirmed, Language::En) => "not asked for: confirmed by a register".to_owned(),
            (Remark::File { grade }, Language::Zh) => format!("可信等级{}", grade.letter()),
            (Remark::File { grade }, Language::En) => format!("grade {}", grade.letter()),
            (
                Remark::Reused {
                    grade,
                    slip,
                    received_at,
                },
                language,
            ) => {
                let day = words::day_of(*received_at);
                match language {
                    Language::Zh => format!("复用{day}收件{slip}的材料，可信等级{}", grade.letter()),
                    Language::En => format!("used again from {slip} of {day}, grade {}", grade.letter()),
                }
            }
        }
    }

    fn of(slot: &Slot) -> Option<Self> {
        let grade = slot.grade();
        match slot.held.as_ref()? {
            Held::Licence { .. } => Some(Remark::Exempt { grade: grade? }),
            Held::Verified { .. } => Some(Remark::Confirmed),
            Held::Files { pieces } => {
                let first = pieces.first()?;
                let known = slot.known.get(&first.digest);
                let reused = known.and_then(|known| known.reused.as_ref());
                Some(match reused {
                    Some(reused) => Remark::Reused {
                        grade: grade?,
                        slip: reused.slip.clone(),
                        received_at: reused.received_at,
                    },
                    None => Remark::File { grade: grade? },
                })
            }
            Held::Paper { .. } | Held::Generated { .. } => None,
        }
    }
}

/// The lines of one slot. Original and copy of one material are two; what lies there unsigned is none.
pub fn lines(name: &str, slot: &Slot) -> Vec<ReceivedMaterial> {
    let line = |form, copies: u32, pages, returned| ReceivedMaterial {
        name: name.to_owned(),
        form,
        copies,
        pages,
        returned,
        remark: Remark::of(slot),
    };
    match &slot.held {
        None => Vec::new(),
        Some(Held::Licence { .. } | Held::Verified { .. }) => {
            vec![line(ReceivedForm::Electronic, 1, 1, false)]
        }
        Some(Held::Files { pieces }) => {
            let pages = pieces.iter().map(|piece| piece.pages).sum();
            let copies = u32::try_from(pieces.len()).unwrap_or(u32::MAX);
            vec![line(ReceivedForm::Electronic, copies, pages, false)]
        }
        Some(Held::Paper {
            originals,
            copies,
            pages,
            kept,
        }) => {
            let originals = (*originals > 0).then(|| line(ReceivedForm::Original, *originals, *pages, !kept));
            let copies = (*copies > 0).then(|| line(ReceivedForm::Copy, *copies, *pages, false));
            originals.into_iter().chain(copies).collect()
        }
        Some(Held::Generated {
            pages,
            signature: Some(_),
            ..
        }) => vec![line(ReceivedForm::Electronic, 1, *pages, false)],
        Some(Held::Generated { signed_copies: 0, .. }) => Vec::new(),
        Some(Held::Generated {
            signed_copies, pages, ..
        }) => vec![line(ReceivedForm::Original, *signed_copies, *pages, false)],
    }
}

/// 容缺后补: a material that the applicant promised to hand in later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PromisedLine {
    pub name: String,
    /// Working days from acceptance.
    pub days: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::material::{Compared, Known, Piece, Reused};

    fn file() -> Piece {
        Piece {
            digest: "a".to_owned(),
            kind: "pdf".to_owned(),
            pages: 3,
            bytes: 1,
            name: "x".to_owned(),
        }
    }

    #[test]
    fn a_file_says_its_grade_and_where_it_was_before() {
        let at: Timestamp = "2026-05-01T02:00:00Z".parse().unwrap();
        let mut slot = Slot {
            material: "m".to_owned(),
            held: Some(Held::Files { pieces: vec![file()] }),
            why_paper: None,
            known: Default::default(),
        };
        let said = |slot: &Slot| {
            let all = lines("营业执照", slot);
            assert_eq!((all.len(), all[0].copies, all[0].pages), (1, 1, 3));
            let remark = all[0].remark.clone().unwrap();
            (remark.words(Language::Zh), remark.words(Language::En))
        };
        assert_eq!(said(&slot).0, "可信等级D");
        let compared = Compared {
            by: "0826".to_owned(),
            at,
        };
        let known = Known {
            compared: Some(compared),
            reused: None,
        };
        slot.known.insert("a".to_owned(), known);
        assert_eq!(said(&slot), ("可信等级C".to_owned(), "grade C".to_owned()));
        let reused = Reused {
            slip: "S1".to_owned(),
            received_at: at,
            grade: Grade::D,
        };
        slot.known.get_mut("a").unwrap().reused = Some(reused);
        assert_eq!(
            said(&slot).0,
            "复用2026-05-01收件S1的材料，可信等级D",
            "it grows no better"
        );
    }
}
