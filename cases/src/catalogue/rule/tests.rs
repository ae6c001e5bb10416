//! A rule, a case, the verdict; and texts that are no rules.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::case::Draft;
use crate::case::party::Person;
use crate::catalogue::Situation;
use crate::catalogue::tests::demonstration;
use crate::form::{Candidate, Provenance, SourceKind};

const TODAY: Date = date(2026, 9, 28);

fn names(item: &str) -> FactNames {
    FactNames::of(demonstration().item(item).expect("item")).with_questions(&[scene()])
}

fn scene() -> Situation {
    Situation {
        id: "scene".into(),
        question: String::new(),
        several: false,
        when: None,
        answers: Vec::new(),
    }
}

fn draft() -> Draft {
    let mut draft = Draft::nobody();
    draft.item = "scjg-company-setup".into();
    draft.party.person = Person {
        name: "陈静怡".into(),
        id_type: "111".into(),
        id_number: "350199198506152022".into(),
        verified: None,
    };
    draft
}

fn from(kind: SourceKind) -> Provenance {
    Provenance {
        kind,
        label: String::new(),
        provider: String::new(),
        dataset: None,
        record_id: None,
        as_of: None,
        grant: None,
        base: None,
        consent: None,
        earlier: None,
        raw: None,
        at: Timestamp::UNIX_EPOCH,
    }
}

fn put(draft: &mut Draft, key: &str, value: Value) {
    draft.form.entry(key.into()).or_default().held = Some(Candidate {
        value,
        from: from(SourceKind::Typed),
    });
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn many(all: &[&str]) -> Value {
    Value::Many(all.iter().map(|one| (*one).to_owned()).collect())
}

/// 公司设立: three shareholders, a reserved name, a food safety cell of no use here.
fn company() -> Draft {
    let mut draft = draft();
    put(
        &mut draft,
        "regShareholderName",
        many(&["林思远", "陈静怡", "王海"]),
    );
    put(&mut draft, "regShareholderRatio", many(&["33.3", "33.3", "33.4"]));
    put(
        &mut draft,
        "regShareholderPayDue",
        many(&["2029-01-01", "2030-01-01", ""]),
    );
    put(&mut draft, "regNameReserveTo", text("2026-10-01"));
    put(&mut draft, "legalRepName", text("陈静怡"));
    put(&mut draft, "legalRepIdNumber", text("350199198506152022"));
    put(&mut draft, "regCapitalDeclared", text("100.5"));
    put(&mut draft, "applyTruth", Value::Flag(true));
    draft
}

#[track_caller]
fn check(expr: &str, draft: &Draft, wanted: Option<bool>) {
    let rule = Rule::compile(expr, &names("scjg-company-setup"))
        .unwrap_or_else(|fault| panic!("{expr}: {}", fault.trouble()));
    assert_eq!(rule.holds(&Facts::of(draft, TODAY)), wanted, "{expr}");
}

#[test]
fn facts_are_compared_and_reckoned_exactly() {
    let case = company();
    for (expr, wanted) in [
        ("sum(reg.shareholder.ratio) == 100", true),
        ("reg.capitalDeclared * 10 == 1005", true),
        ("reg.capitalDeclared + 0.1 == 100.6", true),
        ("1 == 1.0 && 7 / 2 == 3.5 && 7 % 2 == 1 && -(3) < 0", true),
        (
            "size(reg.shareholder.name) >= 1 && reg.shareholder.name.size() <= 50",
            true,
        ),
        ("reg.nameReserveTo >= today", true),
        ("reg.nameReserveTo >= today + days(4)", false),
        ("today - years(1) == date('2025-09-28')", true),
        ("date('2024-02-29') + years(1) == date('2025-02-28')", true),
        ("monthOf(today) == date('2026-09') && year(today) == 2026", true),
        (
            "daysBetween(today, reg.nameReserveTo) == 3 && monthsBetween(date('2026-01-31'), today) == 7",
            true,
        ),
        (
            "age(date('2006-09-28')) == 20 && age(date('2006-09-29')) == 19",
            true,
        ),
        (
            "age(legalRep.idNumber) == 41 && party.person.age == 41 && party.person.sex == '2'",
            true,
        ),
        (
            "party.person.birth == date('1985-06-15') && !party.asAgent && !party.hasBody",
            true,
        ),
        (
            "validId(legalRep.idNumber) && validId(legalRep.idNumber, '111')",
            true,
        ),
        ("validId('350199198506152023')", false),
        ("validUscc('91350199MA8DEM0183')", true),
        ("legalRep.name in reg.shareholder.name", true),
        (
            "reg.shareholder.name.exists(x, x == '王海') && !reg.shareholder.name.exists(x, x == '王')",
            true,
        ),
        ("reg.shareholder.name.exists_one(x, x.startsWith('林'))", true),
        (
            "reg.shareholder.name.filter(x, x.size() == 3) == ['林思远', '陈静怡']",
            true,
        ),
        ("reg.shareholder.ratio.map(x, x * 2) == [66.6, 66.6, 66.8]", true),
        ("reg.shareholder.ratio[2] == 33.4", true),
        ("isDistinct(reg.shareholder.name)", true),
        ("legalRep.name.matches('^[\\\\u4e00-\\\\u9fff·]+$')", true),
        ("legalRep.name.contains('静') ? applyTruth : false", true),
        (
            "same('陈 静怡', legalRep.name) && sameAddress('福建省示范市示范区政务路1号', '示范区政务路１号')",
            true,
        ),
        (
            "has(legalRep.name) && !has(legalRep.phone) && notEmpty(legalRep.name)",
            true,
        ),
    ] {
        check(&expr.replace("applyTruth", "apply.truth"), &case, Some(wanted));
    }
}

#[test]
fn what_is_not_filled_is_unknown_unless_another_side_decides() {
    let case = company();
    for (expr, wanted) in [
        ("legalRep.phone == '1'", None),
        ("!(legalRep.phone == '1')", None),
        ("legalRep.phone == '1' || true", Some(true)),
        ("legalRep.phone == '1' && false", Some(false)),
        ("false && legalRep.phone == '1'", Some(false)),
        ("legalRep.phone == '1' || false", None),
        ("legalRep.phone in ['1']", None),
        ("reg.shareholder.payDue.all(x, x <= today + years(5))", None),
        ("reg.shareholder.payDue.all(x, x <= today)", Some(false)),
        ("reg.shareholder.payDue.exists(x, x > today)", Some(true)),
        ("reg.shareholder.payDue.exists(x, x < today)", None),
        ("size(reg.beneficial.name) > 0", None),
        ("shared.legalRep.name == legalRep.name", None),
        ("answers.scene == 'a'", None),
        ("reg.capitalDeclared / 0 == 1", None),
        ("reg.shareholder.ratio[3] == 1", None),
        ("party.body.uscc == '1'", None),
        ("notEmpty(legalRep.phone)", Some(false)),
    ] {
        check(expr, &case, wanted);
    }
}

#[test]
fn a_registry_value_is_compared_with_the_typed_one() {
    let mut case = company();
    let cell = case.form.get_mut("legalRepName").expect("cell");
    cell.offered = vec![
        Candidate {
            value: text("陈静宜"),
            from: from(SourceKind::History),
        },
        Candidate {
            value: text("陈静怡"),
            from: from(SourceKind::Registry),
        },
    ];
    check("legalRep.name == shared.legalRep.name", &case, Some(true));
    case.form.get_mut("legalRepName").expect("cell").undecided = true;
    check("legalRep.name == shared.legalRep.name", &case, None);
    check("notEmpty(legalRep.name)", &case, None);
}

#[test]
fn answers_and_an_end_that_never_comes_are_facts() {
    let mut case = company();
    put(&mut case, "regNameReserveTo", text("长期"));
    check("reg.nameReserveTo > today + years(100)", &case, Some(true));
    let rule = Rule::compile(
        "answers.scene in ['a', 'b'] && answers['scene'] != 'b'",
        &names("scjg-company-setup"),
    );
    let rule = rule.expect("rule");
    let answers = BTreeMap::from([("scene".to_owned(), vec!["a".to_owned()])]);
    let facts = Facts::of(&case, TODAY).with_answers(&answers);
    assert_eq!(rule.holds(&facts), Some(true));
}

#[test]
fn a_false_rule_says_each_clause_and_what_it_saw_and_an_unknown_one_what_is_missing() {
    let clause = |expr: &str, text: Option<&str>| Clause {
        expr: expr.into(),
        text: text.map(str::to_owned),
    };
    let rule = RuleText::Clauses(vec![
        clause("validId(legalRep.idNumber)", None),
        clause("legalRep.name == '王海'", Some("姓名不是王海")),
        clause("legalRep.phone == '1'", None),
        clause("reg.nameReserveTo < today", None),
    ]);
    let rule = Rule::compile_all(&rule, &names("scjg-company-setup")).expect("rule");
    let case = company();
    let Verdict::Fails(failed) = rule.judge(&Facts::of(&case, TODAY)) else {
        panic!("it fails");
    };
    assert_eq!(failed.iter().map(|one| one.clause).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(failed[0].text.as_deref(), Some("姓名不是王海"));
    assert_eq!(failed[0].seen[0].source, Source::Field("legalRepName".into()));
    assert_eq!(failed[0].seen[0].value, Some(text("陈静怡")));
    assert_eq!(failed[1].seen.len(), 2);

    let rule = Rule::compile(
        "legalRep.phone == '1' && legalRep.email == reg.nameDeclared",
        &names("scjg-company-setup"),
    );
    let rule = rule.expect("rule");
    let wanted = ["legalRep.phone", "legalRep.email", "reg.nameDeclared"].map(str::to_owned);
    assert_eq!(
        rule.judge(&Facts::of(&case, TODAY)),
        Verdict::Unknown(wanted.into())
    );
}

#[track_caller]
fn refuse(expr: &str, code: &str, at: Option<usize>) {
    let fault = Rule::compile(expr, &names("scjg-company-setup")).expect_err(expr);
    assert_eq!(
        (fault.trouble().code.as_str(), fault.at),
        (code, at),
        "{expr}: {fault:?}"
    );
}

#[test]
fn every_fault_has_its_code_and_its_place() {
    refuse("legalRep.name ==", "YC-1340", Some(16));
    refuse("申请人 == 1", "YC-1340", Some(0));
    refuse("", "YC-1340", Some(0));
    refuse("legalRep.surname == '陈'", "YC-1342", Some(8));
    refuse("'中文' == legalRep.surname", "YC-1342", Some(16));
    refuse("legalRep == 1", "YC-1342", Some(0));
    refuse("reg.shareholder.name.all(x, y == x)", "YC-1342", Some(28));
    refuse("ages(today) > 1", "YC-1343", Some(4));
    refuse("age(today, today) > 1", "YC-1343", Some(3));
    refuse("legalRep.name == 1", "YC-1344", Some(14));
    refuse("legalRep.name", "YC-1344", None);
    refuse("today + 1 == today", "YC-1344", Some(6));
    refuse("true && sum(reg.shareholder.name) == 1", "YC-1344", Some(11));
    refuse("[1, 'a'] == [1]", "YC-1344", Some(0));
    refuse("today == date('2026-13-01')", "YC-1346", Some(13));
    refuse("inHand('m99')", "YC-1346", Some(6));
    refuse("legalRep.name.matches('(')", "YC-1346", Some(21));
    refuse("legalRep.name.matches('(a{1000}){1000}')", "YC-1346", Some(21));
    refuse("legalRep.name == null", "YC-1347", Some(17));
    refuse("{'a': 1} == {'a': 1}", "YC-1347", Some(0));
}

#[test]
fn what_could_run_for_seconds_is_never_run() {
    let list = "reg.shareholder.name";
    let three = format!("{list}.all(x, {list}.all(y, {list}.all(z, x + y + z == 'a')))");
    refuse(&three, "YC-1345", None);
    let two = format!("{list}.all(x, {list}.exists(y, x == y))");
    let rule = Rule::compile(&two, &names("scjg-company-setup")).expect("two levels");
    assert!(rule.cost() <= MOST_STEPS);
    let literal = vec!["1"; 1_500].join(",");
    refuse(
        &format!("[{literal}].all(x, [{literal}].all(y, x == y))"),
        "YC-1341",
        None,
    );
    refuse(
        &format!("{}true{}", "(".repeat(25), ")".repeat(25)),
        "YC-1341",
        None,
    );
    refuse(&format!("{}true", "!".repeat(2_000)), "YC-1341", None);
    refuse(&format!("1{} == 1", "+1".repeat(1_000)), "YC-1341", None);
    refuse(&"true ? true : ".repeat(100), "YC-1341", None);
    refuse(&format!("a{}", ".a".repeat(1_000)), "YC-1341", None);
    refuse(&format!("'{}' == ''", "长".repeat(2_000)), "YC-1341", None);
}

/// A test thread has 2 MiB, as the hall's workers have.
#[test]
fn the_longest_chains_that_are_read_fit_a_worker() {
    let signs = 199;
    for expr in [
        format!("1{} == 1", "+1".repeat(signs - 1)),
        format!("{}true", "!".repeat(signs)),
        format!("0 == {}1", "- ".repeat(signs - 2)),
        format!("true{}", " && true".repeat(signs / 2)),
        format!("a{}", ".a".repeat(signs)),
        format!("{}true{}", "(".repeat(24), ")".repeat(24)),
        format!("{}true", "true ? true : ".repeat(24)),
        format!("legalRep.name{} == ''", ".size()".repeat(signs - 3)),
        format!("[1]{} == 1", "[0]".repeat(signs - 3)),
        format!(
            "{}1{}{} == 1",
            "f([".repeat(12),
            "+1".repeat(signs - 14),
            "])".repeat(12)
        ),
    ] {
        let _ = Rule::compile(&expr, &names("scjg-company-setup"))
            .map(|rule| rule.holds(&Facts::of(&company(), TODAY)));
    }
}

#[test]
fn no_field_of_the_demonstration_catalogue_lacks_its_own_name() {
    for item in &demonstration().items {
        let names = FactNames::of(item);
        assert_eq!(names.clashes(), [], "{}", item.id);
        let held = names
            .all()
            .filter(|(name, _)| name.starts_with("shared."))
            .count();
        assert_eq!(held, item.fields.len(), "{}", item.id);
    }
}

#[test]
fn a_name_that_is_taken_is_a_clash() {
    let mut item = demonstration().item("scjg-company-setup").expect("item").clone();
    let mut again = item.fields[0].clone();
    again.key = "again".into();
    let mut below = again.clone();
    below.key = "below".into();
    below.data_element = format!("{}.part", item.fields[0].data_element);
    let mut taken = again.clone();
    taken.key = "taken".into();
    taken.subject = "party".into();
    item.fields.extend([again, below, taken]);
    let names = FactNames::of(&item);
    let keys: Vec<&str> = names.clashes().iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["again", "below", "taken"]);
}

/// Pieces that make many texts which nearly are rules.
fn nearly() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "legalRep.name",
        "reg.shareholder.name",
        "reg.shareholder.ratio",
        "reg.shareholder.payDue",
        "today",
        "x",
        "reg.capitalDeclared",
        "has(legalRep.phone)",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ".",
        ".all(x,",
        ".exists(x,",
        ".map(x,",
        ".filter(x,",
        ".matches('",
        "'",
        "==",
        "!=",
        "<",
        "<=",
        "in",
        "&&",
        "||",
        "!",
        "-",
        "+",
        "*",
        "/",
        "%",
        "?",
        ":",
        "1",
        "0",
        "-9223372036854775808",
        "9223372036854775807",
        "0.1",
        "'中'",
        "\"",
        "years(1000000)",
        "days(-1000000)",
        "date('9999-12-31')",
        "size(",
        "sum(",
        "age(",
        "same(",
        "null",
        "true",
        "@",
        "\\",
        "`",
        "b'",
        "u",
        "e9",
        " ",
        "\n",
    ]);
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(expr in nearly(), other in any::<String>()) {
        let names = names("scjg-company-setup");
        let case = company();
        for text in [expr, other] {
            if let Ok(rule) = Rule::compile(&text, &names) {
                prop_assert!(rule.cost() <= MOST_STEPS);
                let _ = rule.judge(&Facts::of(&case, TODAY));
            }
        }
    }

    #[test]
    fn no_value_panics(values in prop::collection::vec(any::<String>(), 0..130), number in "-?[0-9]{0,30}[.]?[0-9]{0,12}") {
        let mut case = company();
        put(&mut case, "regShareholderName", Value::Many(values));
        put(&mut case, "regCapitalDeclared", text(&number));
        put(&mut case, "regNameReserveTo", text(&number));
        let names = names("scjg-company-setup");
        for expr in [
            "reg.shareholder.name.all(x, validId(x) || same(x, 'a') || sameAddress(x, x + x))",
            "isDistinct(reg.shareholder.name)",
            "reg.capitalDeclared * reg.capitalDeclared / reg.capitalDeclared - reg.capitalDeclared < 1",
            "today + days(reg.capitalDeclared) > today - months(reg.capitalDeclared)",
            "reg.nameReserveTo + years(1000) > today",
        ] {
            let rule = Rule::compile(expr, &names).expect(expr);
            let _ = rule.judge(&Facts::of(&case, TODAY));
        }
    }
}
