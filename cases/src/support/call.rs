//! 请求支援 and 静默报警: a window calls, one supervisor takes it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a window calls for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum SupportKind {
    /// 请求支援
    Support,
    /// 静默报警: whoever stands at the window must not notice; no reason is asked.
    QuietAlarm,
}

impl SupportKind {
    pub const ALL: [SupportKind; 2] = [SupportKind::Support, SupportKind::QuietAlarm];

    pub fn word(self) -> &'static str {
        match self {
            SupportKind::Support => "support",
            SupportKind::QuietAlarm => "quietAlarm",
        }
    }

    pub fn from_word(word: &str) -> Option<SupportKind> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Why support is called for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum SupportWhy {
    /// 申请人情绪激动
    Upset,
    /// 疑难事项
    HardCase,
    /// 设备故障
    Machine,
    /// 需要翻译、手语
    Interpreter,
    /// 其他
    Other,
}

impl SupportWhy {
    pub const ALL: [SupportWhy; 5] = [
        SupportWhy::Upset,
        SupportWhy::HardCase,
        SupportWhy::Machine,
        SupportWhy::Interpreter,
        SupportWhy::Other,
    ];

    pub fn word(self) -> &'static str {
        match self {
            SupportWhy::Upset => "upset",
            SupportWhy::HardCase => "hardCase",
            SupportWhy::Machine => "machine",
            SupportWhy::Interpreter => "interpreter",
            SupportWhy::Other => "other",
        }
    }

    pub fn from_word(word: &str) -> Option<SupportWhy> {
        Self::ALL.into_iter().find(|why| why.word() == word)
    }
}

/// A helper who can be sent: signed in at a desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HelperHere {
    /// 工号
    pub staff: String,
    pub name: String,
    pub desk: String,
}

/// Who took a call, and who comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SupportTaken {
    /// 工号 of the supervisor.
    pub staff: String,
    pub name: String,
    /// 派帮办; `None` while the supervisor comes himself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helper: Option<HelperHere>,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum SupportEnd {
    /// 已处置
    Done,
    /// 窗口撤回
    Withdrawn,
}

impl SupportEnd {
    pub const ALL: [SupportEnd; 2] = [SupportEnd::Done, SupportEnd::Withdrawn];

    pub fn word(self) -> &'static str {
        match self {
            SupportEnd::Done => "done",
            SupportEnd::Withdrawn => "withdrawn",
        }
    }

    pub fn from_word(word: &str) -> Option<SupportEnd> {
        Self::ALL.into_iter().find(|end| end.word() == word)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SupportEnded {
    pub how: SupportEnd,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// One call of a window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SupportCall {
    pub id: Uuid,
    pub desk: String,
    /// 工号 of who calls.
    pub staff: String,
    pub kind: SupportKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<SupportWhy>,
    /// At most [`LONGEST`](super::text::LONGEST) characters, nobody's number in it.
    pub note: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<SupportTaken>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<SupportEnded>,
}

/// What is done with a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SupportStep {
    /// 我去现场, or 派帮办.
    Take {
        staff: String,
        name: String,
        helper: Option<HelperHere>,
    },
    /// 支援结束
    Finish,
    /// 撤回, by the desk that called.
    Withdraw { desk: String },
}

/// Why a step is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OddSupportStep {
    /// Another supervisor is on it.
    Taken {
        staff: String,
        name: String,
    },
    Ended(SupportEnd),
    /// Nobody is on it yet.
    Open,
    /// Another desk called.
    OtherDesk,
    /// A quiet alarm is for supervisors: no helper's screen shows it.
    NotForHelpers,
}

impl SupportCall {
    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// The same step again changes nothing. Who took a call may send a helper in his place, and come himself after all.
    pub fn step(mut self, step: &SupportStep, at: Timestamp) -> Result<Self, OddSupportStep> {
        match (step, &self.ended) {
            (SupportStep::Take { staff, name, helper }, None) => {
                if let Some(taken) = &self.taken
                    && taken.staff != *staff
                {
                    return Err(OddSupportStep::Taken {
                        staff: taken.staff.clone(),
                        name: taken.name.clone(),
                    });
                }
                if helper.is_some() && self.kind == SupportKind::QuietAlarm {
                    return Err(OddSupportStep::NotForHelpers);
                }
                let since = self.taken.as_ref().map_or(at, |taken| taken.at);
                self.taken = Some(SupportTaken {
                    staff: staff.clone(),
                    name: name.clone(),
                    helper: helper.clone(),
                    at: since,
                });
            }
            (SupportStep::Finish, None) if self.taken.is_none() => return Err(OddSupportStep::Open),
            (SupportStep::Withdraw { desk }, _) if *desk != self.desk => {
                return Err(OddSupportStep::OtherDesk);
            }
            (SupportStep::Finish, None) => {
                self.ended = Some(SupportEnded {
                    how: SupportEnd::Done,
                    at,
                });
            }
            (SupportStep::Withdraw { .. }, None) => {
                self.ended = Some(SupportEnded {
                    how: SupportEnd::Withdrawn,
                    at,
                });
            }
            (SupportStep::Finish, Some(ended)) if ended.how == SupportEnd::Done => {}
            (SupportStep::Withdraw { .. }, Some(ended)) if ended.how == SupportEnd::Withdrawn => {}
            (SupportStep::Take { .. } | SupportStep::Finish | SupportStep::Withdraw { .. }, Some(ended)) => {
                return Err(OddSupportStep::Ended(ended.how));
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    fn call(kind: SupportKind) -> SupportCall {
        SupportCall {
            id: Uuid::nil(),
            desk: "05".to_owned(),
            staff: "0826".to_owned(),
            kind,
            why: Some(SupportWhy::Upset),
            note: String::new(),
            at: at(0),
            taken: None,
            ended: None,
        }
    }

    fn take(staff: &str, helper: Option<&str>) -> SupportStep {
        SupportStep::Take {
            staff: staff.to_owned(),
            name: format!("主管{staff}"),
            helper: helper.map(|staff| HelperHere {
                staff: staff.to_owned(),
                name: "孙浩".to_owned(),
                desk: "81".to_owned(),
            }),
        }
    }

    fn withdraw(desk: &str) -> SupportStep {
        SupportStep::Withdraw {
            desk: desk.to_owned(),
        }
    }

    /// States × steps: `Ok` with who is on it and how it ended, or why not.
    #[test]
    fn every_step_from_every_state() {
        let open = || call(SupportKind::Support);
        let taken = || open().step(&take("0801", None), at(1)).unwrap();
        let done = || taken().step(&SupportStep::Finish, at(2)).unwrap();
        let gone = || open().step(&withdraw("05"), at(2)).unwrap();
        type Expected = Result<(Option<&'static str>, Option<SupportEnd>), OddSupportStep>;
        let check = |from: SupportCall, step: SupportStep, expected: Expected| {
            let seen = from.clone().step(&step, at(9));
            let seen = seen.as_ref().map(|call| {
                let by = call.taken.as_ref().map(|taken| taken.staff.as_str());
                (by, call.ended.as_ref().map(|ended| ended.how))
            });
            let expected = expected.as_ref().map(|(by, how)| (*by, *how));
            assert_eq!(
                seen.map_err(Clone::clone),
                expected.map_err(Clone::clone),
                "{from:?} {step:?}"
            );
        };
        let lost = || OddSupportStep::Taken {
            staff: "0801".to_owned(),
            name: "主管0801".to_owned(),
        };
        use SupportEnd::{Done, Withdrawn};
        check(open(), take("0801", None), Ok((Some("0801"), None)));
        check(open(), take("0801", Some("0831")), Ok((Some("0801"), None)));
        check(open(), SupportStep::Finish, Err(OddSupportStep::Open));
        check(open(), withdraw("05"), Ok((None, Some(Withdrawn))));
        check(open(), withdraw("06"), Err(OddSupportStep::OtherDesk));
        check(taken(), take("0801", Some("0831")), Ok((Some("0801"), None)));
        check(taken(), take("0802", None), Err(lost()));
        check(taken(), SupportStep::Finish, Ok((Some("0801"), Some(Done))));
        check(taken(), withdraw("05"), Ok((Some("0801"), Some(Withdrawn))));
        check(done(), take("0801", None), Err(OddSupportStep::Ended(Done)));
        check(done(), SupportStep::Finish, Ok((Some("0801"), Some(Done))));
        check(done(), withdraw("05"), Err(OddSupportStep::Ended(Done)));
        check(done(), withdraw("06"), Err(OddSupportStep::OtherDesk));
        check(gone(), take("0801", None), Err(OddSupportStep::Ended(Withdrawn)));
        check(gone(), SupportStep::Finish, Err(OddSupportStep::Ended(Withdrawn)));
        check(gone(), withdraw("05"), Ok((None, Some(Withdrawn))));
    }

    #[test]
    fn a_quiet_alarm_is_no_helpers() {
        let alarm = call(SupportKind::QuietAlarm);
        assert_eq!(
            alarm.clone().step(&take("0801", Some("0831")), at(1)),
            Err(OddSupportStep::NotForHelpers)
        );
        assert!(alarm.step(&take("0801", None), at(1)).is_ok());
    }

    #[test]
    fn taken_stays_taken_since_the_first_time() {
        let sent = call(SupportKind::Support)
            .step(&take("0801", None), at(5))
            .and_then(|call| call.step(&take("0801", Some("0831")), at(50)))
            .unwrap();
        assert_eq!(sent.taken.as_ref().map(|taken| taken.at), Some(at(5)));
        assert_eq!(
            sent.taken
                .and_then(|taken| taken.helper)
                .map(|helper| helper.desk),
            Some("81".to_owned())
        );
    }

    #[test]
    fn words_read_back() {
        for kind in SupportKind::ALL {
            assert_eq!(SupportKind::from_word(kind.word()), Some(kind));
        }
        for why in SupportWhy::ALL {
            assert_eq!(SupportWhy::from_word(why.word()), Some(why));
        }
        for end in SupportEnd::ALL {
            assert_eq!(SupportEnd::from_word(end.word()), Some(end));
        }
    }
}
