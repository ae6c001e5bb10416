//! What makes a limit: the rule, where it stands, and how a screen says it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The rule behind a due day and its light. Article numbers are those of the 行政许可法 (2019) and of the
/// 优化营商环境条例 (国务院令第722号).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Rule {
    /// 一次告知: five working days from receipt to tell everything that is missing (art. 32 no. 4).
    Notice,
    /// Five working days from the day on which everything had come (art. 32 nos. 4 and 5).
    Completed,
    /// 补正期限: the day on the 补正材料告知书.
    Cure,
    /// 承诺办结时限: the body's own word (条例 art. 36).
    Promised,
    /// 法定办结时限 (art. 42).
    Statutory,
    /// 承诺办结时限 with 延期.
    PromisedExtended,
    /// 法定办结时限 with 延期 (art. 42): ten working days more, fifteen where several bodies handle it together.
    StatutoryExtended,
    /// 特别程序所需时间: told in writing, not counted (art. 45).
    SpecialProcedure,
    /// 送达: ten working days from the decision (art. 44).
    Delivery,
    /// 容缺补齐期限: what was promised at acceptance comes by this day.
    Tolerance,
    /// 补充材料期限: the day on the 补充材料通知书, by which comes what a department asked for after acceptance.
    Further,
}

impl Rule {
    pub const ALL: [Rule; 11] = [
        Rule::Notice,
        Rule::Completed,
        Rule::Cure,
        Rule::Promised,
        Rule::Statutory,
        Rule::PromisedExtended,
        Rule::StatutoryExtended,
        Rule::SpecialProcedure,
        Rule::Delivery,
        Rule::Tolerance,
        Rule::Further,
    ];

    /// The stable code.
    pub fn word(self) -> &'static str {
        match self {
            Rule::Notice => "notice",
            Rule::Completed => "completed",
            Rule::Cure => "cure",
            Rule::Promised => "promised",
            Rule::Statutory => "statutory",
            Rule::PromisedExtended => "promisedExtended",
            Rule::StatutoryExtended => "statutoryExtended",
            Rule::SpecialProcedure => "specialProcedure",
            Rule::Delivery => "delivery",
            Rule::Tolerance => "tolerance",
            Rule::Further => "further",
        }
    }

    /// Law and article.
    pub fn basis(self) -> &'static str {
        match self {
            Rule::Notice => "行政许可法第三十二条第一款第四项",
            Rule::Completed => "行政许可法第三十二条第一款第五项",
            Rule::Cure => "补正材料告知书",
            Rule::Promised | Rule::PromisedExtended => "优化营商环境条例第三十六条",
            Rule::Statutory | Rule::StatutoryExtended => "行政许可法第四十二条",
            Rule::SpecialProcedure => "行政许可法第四十五条",
            Rule::Delivery => "行政许可法第四十四条",
            Rule::Tolerance => "容缺受理告知承诺书",
            Rule::Further => "补充材料通知书",
        }
    }

    /// Whether the article binds licences alone: other items follow their own rules after the same pattern.
    fn is_of_licences(self) -> bool {
        match self {
            Rule::Notice
            | Rule::Completed
            | Rule::Statutory
            | Rule::StatutoryExtended
            | Rule::SpecialProcedure
            | Rule::Delivery => true,
            Rule::Cure | Rule::Promised | Rule::PromisedExtended | Rule::Tolerance | Rule::Further => false,
        }
    }

    /// As a Chinese screen says it.
    pub fn zh(self, licence: bool) -> String {
        let what = match self {
            Rule::Notice => "收件后五个工作日内一次告知",
            Rule::Completed => "补正齐全后五个工作日内受理",
            Rule::Cure => "补正期限",
            Rule::Promised => "承诺办结时限",
            Rule::Statutory => "法定办结时限",
            Rule::PromisedExtended => "承诺办结时限（已延期）",
            Rule::StatutoryExtended => "法定办结时限（已延期）",
            Rule::SpecialProcedure => "特别程序所需时间，不计入时限",
            Rule::Delivery => "决定后十个工作日内送达",
            Rule::Tolerance => "容缺材料补齐期限",
            Rule::Further => "补充材料期限",
        };
        let beside = if self.is_of_licences() && !licence {
            "参照"
        } else {
            ""
        };
        format!("{what}（{beside}{}）", self.basis())
    }

    /// As an English screen says it.
    pub fn en(self, licence: bool) -> String {
        let (what, basis) = match self {
            Rule::Notice => (
                "Tell everything that is missing within 5 working days of receipt",
                "Licensing Law art. 32(1)(4)",
            ),
            Rule::Completed => (
                "Accept within 5 working days after everything came",
                "Licensing Law art. 32(1)(5)",
            ),
            Rule::Cure => ("Limit to supplement", "the notice that was given"),
            Rule::Promised => ("Promised limit", "Business Environment Regulation art. 36"),
            Rule::Statutory => ("Statutory limit", "Licensing Law art. 42"),
            Rule::PromisedExtended => (
                "Promised limit, extended",
                "Business Environment Regulation art. 36",
            ),
            Rule::StatutoryExtended => ("Statutory limit, extended", "Licensing Law art. 42"),
            Rule::SpecialProcedure => (
                "Time of the special procedure, which does not count",
                "Licensing Law art. 45",
            ),
            Rule::Delivery => (
                "Hand over within 10 working days of the decision",
                "Licensing Law art. 44",
            ),
            Rule::Tolerance => ("Limit for promised materials", "the applicant's own promise"),
            Rule::Further => ("Limit for further materials", "the notice that was given"),
        };
        let beside = if self.is_of_licences() && !licence {
            "after "
        } else {
            ""
        };
        format!("{what} ({beside}{basis})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_code_and_says_where_it_stands() {
        let mut words: Vec<&str> = Rule::ALL.iter().map(|rule| rule.word()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Rule::ALL.len());
        for rule in Rule::ALL {
            assert_eq!(serde_json::to_value(rule).unwrap(), rule.word());
            assert!(rule.zh(true).ends_with(&format!("（{}）", rule.basis())));
            assert!(rule.en(false).is_ascii());
            assert_eq!(rule.zh(false).contains("参照"), rule.is_of_licences());
        }
    }
}
