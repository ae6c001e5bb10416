//! 可信等级 and the mark of every copy (国办函〔2016〕108号 «“互联网+政务服务”技术体系建设指南»: electronic files are
//! graded A–D by how they came to be; a copy carries grade and purpose as a watermark).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::verify::{Checked, Step};
use super::{Held, Slot};
use crate::deadline::{hall_date, hall_time};

/// How far an electronic file can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub enum Grade {
    /// Issued by the authority as an e-licence; its seal was confirmed.
    A,
    /// Of the library or a register; no seal was confirmed.
    B,
    /// Scanned at the window from an original that the clerk compared it with.
    C,
    /// Handed in by the applicant; nobody compared it with an original.
    D,
}

impl Grade {
    pub const ALL: [Self; 4] = [Grade::A, Grade::B, Grade::C, Grade::D];

    pub fn letter(self) -> &'static str {
        match self {
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
            Grade::D => "D",
        }
    }

    /// What the mark has to say of it.
    pub fn zh(self) -> &'static str {
        match self {
            Grade::A => "签发机关电子证照，签章核验有效",
            Grade::B => "证照库或业务系统数据，签章未核验",
            Grade::C => "窗口扫描件，经核对与原件一致",
            Grade::D => "申请人提交的电子文件，未核对原件",
        }
    }

    /// Of a licence, by its verification.
    pub fn of_licence(checks: &[Checked]) -> Self {
        let sealed = checks
            .iter()
            .any(|one| one.step == Step::Signature && one.holds == Some(true));
        if sealed { Grade::A } else { Grade::B }
    }
}

impl Slot {
    /// The least of what is in it; paper and the signed form have no grade.
    pub fn grade(&self) -> Option<Grade> {
        match self.held.as_ref()? {
            Held::Licence { checks, .. } => Some(Grade::of_licence(checks)),
            Held::Verified { .. } => Some(Grade::B),
            Held::Files { pieces } => pieces.iter().map(|piece| self.grade_of(&piece.digest)).max(),
            Held::Paper { .. } | Held::Generated { .. } => None,
        }
    }
}

/// Days for which a copy may be used.
pub const COPY_DAYS: i64 = 30;
/// Characters of a name in a mark; nothing longer is drawn.
const LONGEST: usize = 60;

/// What is burned into every page of a copy (加注件).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyMark {
    pub grade: Grade,
    /// The material, or the licence.
    pub of: String,
    pub item: String,
    /// 使用单位
    pub body: String,
    pub desk: String,
    /// 工号
    pub staff: String,
    pub slip: String,
    pub at: Timestamp,
}

impl CopyMark {
    /// The last day on which the copy may be used.
    pub fn until(&self) -> Date {
        let days = jiff::Span::new().days(COPY_DAYS);
        hall_date(self.at).saturating_add(days)
    }

    /// Across the page, again and again.
    pub fn across(&self) -> String {
        format!(
            "仅供办理{}使用　{}　{}级",
            short(&self.item),
            hall_date(self.at),
            self.grade.letter()
        )
    }

    /// At the foot of the page, line by line.
    pub fn lines(&self) -> Vec<String> {
        vec![
            format!(
                "加注件　{}　可信等级 {} 级：{}",
                short(&self.of),
                self.grade.letter(),
                self.grade.zh()
            ),
            format!(
                "用途：仅供办理“{}”使用，他用无效　使用单位：{}",
                short(&self.item),
                short(&self.body)
            ),
            format!(
                "使用人：{}号窗口 工号{}　收件码：{}",
                short(&self.desk),
                short(&self.staff),
                short(&self.slip)
            ),
            format!(
                "加注时间：{}　有效期至：{}，逾期无效",
                hall_time(self.at).strftime("%Y-%m-%d %H:%M:%S"),
                self.until()
            ),
        ]
    }
}

fn short(text: &str) -> String {
    let plain = text.chars().filter(|ch| !ch.is_control());
    plain.take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::material::{Compared, Known, Piece};

    fn files(digests: &[&str]) -> Slot {
        let pieces = digests.iter().map(|digest| Piece {
            digest: (*digest).to_owned(),
            kind: "pdf".to_owned(),
            pages: 1,
            bytes: 1,
            name: "x".to_owned(),
        });
        Slot {
            material: "m".to_owned(),
            held: Some(Held::Files {
                pieces: pieces.collect(),
            }),
            why_paper: None,
            known: Default::default(),
        }
    }

    #[test]
    fn a_file_is_trusted_as_far_as_somebody_compared_it() {
        let mut slot = files(&["a", "b"]);
        assert_eq!(slot.grade(), Some(Grade::D));
        let compared = Known {
            compared: Some(Compared {
                by: "0826".to_owned(),
                at: Timestamp::UNIX_EPOCH,
            }),
            reused: None,
        };
        slot.known.insert("a".to_owned(), compared.clone());
        assert_eq!(slot.grade(), Some(Grade::D), "one of two");
        slot.known.insert("b".to_owned(), compared);
        assert_eq!(slot.grade(), Some(Grade::C));
        assert_eq!(files(&[]).grade(), None);
    }

    #[test]
    fn a_licence_is_of_the_first_grade_only_with_its_seal() {
        let check = |holds| {
            vec![Checked {
                step: Step::Signature,
                holds,
                seen: String::new(),
            }]
        };
        assert_eq!(Grade::of_licence(&check(Some(true))), Grade::A);
        assert_eq!(Grade::of_licence(&check(None)), Grade::B);
        assert_eq!(Grade::of_licence(&[]), Grade::B);
    }

    #[test]
    fn a_mark_says_grade_purpose_body_user_time_and_end() {
        for grade in Grade::ALL {
            let mark = CopyMark {
                grade,
                of: "营业执照\u{7}".to_owned(),
                item: "食品经营许可".to_owned(),
                body: "示范区市场监督管理局".to_owned(),
                desk: "08".to_owned(),
                staff: "0826".to_owned(),
                slip: "3501990001".to_owned(),
                at: "2026-11-27T03:04:05Z".parse().unwrap(),
            };
            let text = mark.lines().join("\n");
            for said in [
                &format!("可信等级 {} 级：{}", grade.letter(), grade.zh()),
                "仅供办理“食品经营许可”使用",
                "使用单位：示范区市场监督管理局",
                "08号窗口 工号0826",
                "收件码：3501990001",
                "加注时间：2026-11-27 11:04:05",
                "有效期至：2026-12-27",
            ] {
                assert!(text.contains(said), "{said} in {text}");
            }
            assert!(!text.contains('\u{7}'));
            assert!(
                mark.across().contains("仅供办理食品经营许可使用")
                    && mark.across().ends_with(&format!("{}级", grade.letter()))
            );
        }
    }
}
