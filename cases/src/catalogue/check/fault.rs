//! What a check can find. Each has a stable code and says what is wrong in a sentence of either language.

use crate::error::Trouble;

/// One kind of fault with what it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The reason is the reader's.
    Unreadable(String),
    TooDeep {
        most: usize,
    },
    HiddenCharacter(char),
    Empty(&'static str),
    CreditCode(String),
    ImplementationCode {
        want: String,
    },
    BusinessItemCode,
    SameCode {
        code: String,
        other: String,
    },
    ItemType(String),
    CaseType,
    OnTheSpot {
        days: u32,
    },
    DayUnit(String),
    Twice(String),
    CodeTwice(String),
    NoCodes,
    NoCodeList(String),
    OtherThanElement {
        what: &'static str,
        element: String,
    },
    ChoiceOfNothing,
    FactName {
        want: String,
    },
    Source(String),
    FirstSource,
    LicenceType,
    LicenceCode(String),
    Necessity(String),
    Tolerance,
    TwoDepartments {
        code: String,
        other: String,
    },
    NoItem(String),
    NoMember(String),
    Circle(Vec<String>),
    LongestPath {
        promised: u32,
        longest: u32,
    },
    Department(String),
    EmptyQuestion,
    NoElement(String),
    NoFact(String),
    NoSubject(String),
    NoWhen,
    NoJudgement,
    NameTaken(String),
    NeverAsked,
    Unreachable,
    OnFail(String),
    Waiver(String),
}

impl Fault {
    pub fn trouble(&self) -> Trouble {
        let (code, zh, en) = self.said();
        Trouble::new(code, zh, en)
    }

    fn said(&self) -> (&'static str, String, String) {
        match self {
            Self::Unreadable(why) => (
                "YC-1301",
                format!("读不懂这一处：{why}"),
                format!("cannot be read: {why}"),
            ),
            Self::TooDeep { most } => (
                "YC-1360",
                format!("嵌套超过 {most} 层"),
                format!("nested more than {most} levels deep"),
            ),
            Self::HiddenCharacter(ch) => (
                "YC-1361",
                format!("文字中有看不见的字符 U+{:04X}", u32::from(*ch)),
                format!(
                    "the text has a character that is not seen, U+{:04X}",
                    u32::from(*ch)
                ),
            ),
            Self::Empty(what) => (
                "YC-1362",
                format!("{what}为空"),
                "an obligatory text is empty".to_owned(),
            ),
            Self::CreditCode(why) => (
                "YC-1363",
                format!("统一社会信用代码不正确：{why}"),
                format!("the credit code is wrong: {why}"),
            ),
            Self::ImplementationCode { want } => (
                "YC-1364",
                format!("实施编码应为 信用代码+层级+基本编码：{want}"),
                format!("the implementation code should be credit code, level and base code: {want}"),
            ),
            Self::BusinessItemCode => (
                "YC-1365",
                "业务办理项编码应为实施编码加两位序号".to_owned(),
                "the business item code should be the implementation code and two digits".to_owned(),
            ),
            Self::SameCode { code, other } => (
                "YC-1366",
                format!("编码 {code} 与 {other} 重复"),
                format!("the code {code} is also that of {other}"),
            ),
            Self::ItemType(code) => (
                "YC-1367",
                format!("没有这个事项类型：{code}"),
                format!("unknown type of item: {code}"),
            ),
            Self::CaseType => (
                "YC-1368",
                "办件类型代码与名称不符，应为 1 即办件、2 承诺件".to_owned(),
                "the code and the word of the kind of handling differ: 1 即办件, 2 承诺件".to_owned(),
            ),
            Self::OnTheSpot { days } => (
                "YC-1369",
                format!("即办件的承诺时限应为 0，这里是 {days}"),
                format!("an item done on the spot promises 0 days, not {days}"),
            ),
            Self::DayUnit(unit) => (
                "YC-1370",
                format!("没有这个时限单位：{unit}"),
                format!("unknown unit of days: {unit}"),
            ),
            Self::Twice(id) => ("YC-1371", format!("重复：{id}"), format!("there twice: {id}")),
            Self::CodeTwice(code) => (
                "YC-1372",
                format!("代码表中代码重复：{code}"),
                format!("the code list has the code twice: {code}"),
            ),
            Self::NoCodes => (
                "YC-1373",
                "代码表没有代码".to_owned(),
                "the code list has no code".to_owned(),
            ),
            Self::NoCodeList(list) => (
                "YC-1374",
                format!("数据元的代码表不存在：{list}"),
                format!("the data element's code list does not exist: {list}"),
            ),
            Self::OtherThanElement { what, element } => (
                "YC-1375",
                format!("{what}与数据元 {element} 不一致"),
                format!("differs from the data element {element}"),
            ),
            Self::ChoiceOfNothing => (
                "YC-1376",
                "选择类字段没有代码表".to_owned(),
                "a field of choices has no code list".to_owned(),
            ),
            Self::FactName { want } => (
                "YC-1377",
                format!("fact 应为 {want}"),
                format!("the fact should be {want}"),
            ),
            Self::Source(code) => (
                "YC-1378",
                format!("没有这个数据来源：{code}"),
                format!("unknown source: {code}"),
            ),
            Self::FirstSource => (
                "YC-1379",
                "数据来源应是来源链的第一个".to_owned(),
                "the source should be the first of its chain".to_owned(),
            ),
            Self::LicenceType => (
                "YC-1380",
                "电子证照材料没有写明证照类型".to_owned(),
                "a material from the licence library names no type of licence".to_owned(),
            ),
            Self::LicenceCode(why) => (
                "YC-1381",
                format!("证照类型代码不正确：{why}"),
                format!("the code of the type of licence is wrong: {why}"),
            ),
            Self::Necessity(word) => (
                "YC-1382",
                format!("没有这种材料必要性：{word}"),
                format!("unknown necessity of a material: {word}"),
            ),
            Self::Tolerance => (
                "YC-1383",
                "容缺后补的材料须写明补交天数，其他材料不写".to_owned(),
                "days for handing in later belong to materials that may come later, and to those only"
                    .to_owned(),
            ),
            Self::TwoDepartments { code, other } => (
                "YC-1384",
                format!("同一信用代码 {code} 有两个部门名称，另一处是 {other}"),
                format!("the credit code {code} has two names of departments, the other at {other}"),
            ),
            Self::NoItem(id) => (
                "YC-1385",
                format!("没有这个事项：{id}"),
                format!("unknown item: {id}"),
            ),
            Self::NoMember(id) => (
                "YC-1386",
                format!("套餐里没有这个成员：{id}"),
                format!("the bundle has no such member: {id}"),
            ),
            Self::Circle(ids) => (
                "YC-1387",
                format!("依赖成环：{}", ids.join(" → ")),
                format!("the dependencies go in a circle: {}", ids.join(" → ")),
            ),
            Self::LongestPath { promised, longest } => (
                "YC-1388",
                format!("套餐承诺 {promised} 个工作日，短于最长路径 {longest} 个工作日"),
                format!("the bundle promises {promised} working days, its longest path takes {longest}"),
            ),
            Self::Department(name) => (
                "YC-1389",
                format!("没有这个部门：{name}"),
                format!("unknown department: {name}"),
            ),
            Self::EmptyQuestion => (
                "YC-1390",
                "这个问题的回答不改变任何事".to_owned(),
                "no answer to this question changes anything".to_owned(),
            ),
            Self::NoElement(id) => (
                "YC-1392",
                format!("事实所指的数据元不存在：{id}"),
                format!("the fact speaks of an unknown data element: {id}"),
            ),
            Self::NoFact(fact) => (
                "YC-1393",
                format!("成员中没有这个事实：{fact}"),
                format!("no member has this fact: {fact}"),
            ),
            Self::NoSubject(subject) => (
                "YC-1394",
                format!("事项中没有这个主体：{subject}"),
                format!("the item has no such subject: {subject}"),
            ),
            Self::NoWhen => (
                "YC-1395",
                "文字条件没有对应的 when 表达式".to_owned(),
                "a condition in words has no `when` beside it".to_owned(),
            ),
            Self::NoJudgement => (
                "YC-1348",
                "审查要点没有 cel，也没有说明为什么只能由人判断（byPerson）".to_owned(),
                "a review point has no `cel`, and no reason why only a person can judge it (`byPerson`)"
                    .to_owned(),
            ),
            Self::NameTaken(name) => (
                "YC-1349",
                format!("规则里已有这个名称：{name}"),
                format!("rules have this name already: {name}"),
            ),
            Self::NeverAsked => (
                "YC-1397",
                "没有任何情形会要求这一项".to_owned(),
                "no situation can ask for this".to_owned(),
            ),
            Self::Unreachable => (
                "YC-1398",
                "没有任何情形会问到这个问题".to_owned(),
                "no situation can ask this question".to_owned(),
            ),
            Self::OnFail(word) => (
                "YC-1399",
                format!("没有这种不通过的处理：{word}"),
                format!("unknown consequence of a failed point: {word}"),
            ),
            Self::Waiver(code) => (
                "YC-1338",
                format!("已登记的问题不存在了，请删去：{code}"),
                format!("the noted fault is not there any more, remove the note: {code}"),
            ),
        }
    }
}
