//! Facts for the papers a window makes: the application form, the 收件凭证, the 一次性告知书.

use cases::case::{Draft, FirstTold, Outstanding, ToldBy};
use cases::catalogue::{FieldSpec, FieldType, MaterialSpec};
use cases::deadline::notify_due;
use cases::form::Value;
use cases::identity::mask;
use cases::notice::words::day;
use cases::notice::{
    AgentFacts, FormFacts, FormGroup, FormValue, GuidanceFacts, Head, NeededMaterial, NextStep, Person,
    ReceiptFacts, ReceivedMaterial, received_lines,
};
use cases::realm::Realm;
use jiff::Timestamp;
use jiff::civil::Date;

use super::{Ground, Intake, subjects};

/// Who makes the paper and where.
pub struct Maker<'a> {
    pub realm: Realm,
    pub hall_name: &'a str,
    pub desk: &'a str,
    pub clerk: &'a str,
}

/// The application form that fulfils `material`, from every filled field.
pub fn application(
    ground: Ground<'_>,
    intake: &Intake,
    material: &MaterialSpec,
    maker: &Maker<'_>,
) -> FormFacts {
    let item = ground.item;
    let draft = &intake.draft;
    let mut groups: Vec<FormGroup> = Vec::new();
    let here = draft.situated(item, ground.today());
    for field in item.fields.iter().filter(|field| here.shows(field)) {
        let value = FormValue {
            label: field.label.clone(),
            value: words(ground, intake, field),
            source: draft
                .form
                .get(&field.key)
                .filter(|cell| cell.is_filled())
                .and_then(|cell| cell.held.as_ref())
                .map(|held| held.from.label.clone())
                .unwrap_or_default(),
        };
        match groups.iter_mut().find(|group| group.name == field.group) {
            Some(group) => group.values.push(value),
            None => groups.push(FormGroup {
                name: field.group.clone(),
                values: vec![value],
                tables: Vec::new(),
            }),
        }
    }
    let present: Vec<String> = item
        .person_subjects()
        .into_iter()
        .filter(|subject| {
            ground
                .catalogue
                .rules
                .subjects
                .get(*subject)
                .is_some_and(|rule| rule.present)
        })
        .map(|subject| subjects::label(item, subject).to_owned())
        .collect();
    let mut head = head(ground, draft, maker);
    head.body.clone_from(&item.department);
    FormFacts {
        head,
        title: material.name.clone(),
        groups,
        agent: draft.party.as_agent.then(|| AgentFacts {
            person: person_on_paper(ground, "经办人", &draft.party.person),
            phone: text_of(ground, intake, "agent", "person.phone"),
            scope: text_of(ground, intake, "agent", "agent.authorityScope"),
            valid_until: text_of(ground, intake, "agent", "agent.authTo").and_then(|text| text.parse().ok()),
        }),
        declarations: Vec::new(),
        signers: if present.is_empty() {
            vec!["申请人".to_owned()]
        } else {
            present
        },
        signed_with_seal: draft.party.body.is_some(),
        revision: draft.revision,
        printed_on: ground.today(),
        signed: None,
    }
}

/// The 收件凭证 a window makes without the hall: no number, no seal (promise 4).
pub fn receipt(
    ground: Ground<'_>,
    intake: &Intake,
    maker: &Maker<'_>,
    received_at: Timestamp,
) -> ReceiptFacts {
    ReceiptFacts {
        head: head(ground, &intake.draft, maker),
        received_at,
        desk_received_at: None,
        checked: intake.draft.party.person.checked().map(str::to_owned),
        notify_by: Some(notify_by(ground, received_at)),
        materials: received(ground, intake),
        promised: intake.draft.promised_lines(ground.item, ground.today()),
        commitment: intake.draft.is_by_commitment(ground.item),
        objections: intake.draft.objections_shown(),
        next_step: Some(NextStep::HallAnswers),
    }
}

/// The 一次性告知书 of an intake, and the list that it freezes: what is still to be handed in, in the situation that is
/// known by now. `phone` is the hall's 咨询电话.
pub fn guidance(
    ground: Ground<'_>,
    draft: &Draft,
    maker: &Maker<'_>,
    phone: Option<&str>,
) -> (GuidanceFacts, FirstTold) {
    let item = ground.item;
    let open = Outstanding::of(draft, item, &ground.catalogue.rules, ground.today());
    let edition = &ground.catalogue.edition;
    let told = FirstTold::new(ToldBy::Guidance, ground.now, item, edition, open.listed(item));
    let facts = GuidanceFacts {
        list_digest: Some(told.digest.clone()),
        ..explain(ground, draft, head(ground, draft, maker), &open, phone)
    };
    (facts, told)
}

/// What somebody who asks (咨询) is told: of nobody, and with nothing frozen.
pub fn consultation(
    ground: Ground<'_>,
    draft: &Draft,
    maker: &Maker<'_>,
    phone: Option<&str>,
) -> GuidanceFacts {
    let open = Outstanding::of(draft, ground.item, &ground.catalogue.rules, ground.today());
    let head = Head {
        applicants: Vec::new(),
        agent: None,
        slip_code: None,
        ..head(ground, draft, maker)
    };
    explain(ground, draft, head, &open, phone)
}

fn explain(
    ground: Ground<'_>,
    draft: &Draft,
    head: Head,
    open: &Outstanding<'_>,
    phone: Option<&str>,
) -> GuidanceFacts {
    let item = ground.item;
    let names = |materials: &[&MaterialSpec]| materials.iter().map(|one| one.name.clone()).collect();
    let here = draft.situated(item, ground.today());
    let answered = here.questions.iter().filter(|asked| !asked.is_open());
    let head = Head {
        consult_phone: item.consult_phone.clone().or_else(|| phone.map(str::to_owned)),
        ..head
    };
    GuidanceFacts {
        materials: open
            .unmet
            .iter()
            .map(|material| NeededMaterial::of(material))
            .collect(),
        in_hand: names(&open.in_hand),
        exempt: names(&open.exempt),
        to_come: open.people(item),
        situation: answered
            .map(|asked| (asked.text.to_owned(), asked.words()))
            .collect(),
        ..GuidanceFacts::of_item(item, head, ground.today())
    }
}

/// What a paper of this window starts with: issued by the hall, without any number.
pub fn head(ground: Ground<'_>, draft: &Draft, maker: &Maker<'_>) -> Head {
    let item = ground.item;
    let applicant = match &draft.party.body {
        Some(body) => Person {
            role: "申请人".to_owned(),
            name: body.name.clone(),
            id_kind: "统一社会信用代码".to_owned(),
            id_shown: body.uscc.clone(),
        },
        None => person_on_paper(ground, "申请人", &draft.party.person),
    };
    Head {
        realm: maker.realm,
        body: maker.hall_name.to_owned(),
        number: None,
        case_number: None,
        slip_code: Some(draft.slip.clone()),
        item_name: item.name.clone(),
        item_code: item.implementation_code.clone(),
        licence: item.is_licence(),
        applicants: vec![applicant],
        agent: draft
            .party
            .as_agent
            .then(|| person_on_paper(ground, "经办人", &draft.party.person)),
        window: format!("{}号综合窗口", maker.desk),
        clerk: maker.clerk.to_owned(),
        consult_phone: None,
        references: Vec::new(),
    }
}

/// Last of the five working days (行政许可法 art. 32).
pub fn notify_by(ground: Ground<'_>, received_at: Timestamp) -> Date {
    notify_due(received_at, &ground.catalogue.calendar, &Default::default()).day
}

/// Each material in hand with its form, copies and pages.
fn received(ground: Ground<'_>, intake: &Intake) -> Vec<ReceivedMaterial> {
    let named = intake.draft.slots.iter().filter_map(|slot| {
        let material = ground.item.material(&slot.material)?;
        Some(received_lines(&material.name, slot))
    });
    named.flatten().collect()
}

pub fn person_on_paper(ground: Ground<'_>, role: &str, person: &cases::case::Person) -> Person {
    Person {
        role: role.to_owned(),
        name: person.name.clone(),
        id_kind: ground
            .catalogue
            .codes
            .name_of("idType", &person.id_type)
            .to_owned(),
        id_shown: mask::document(&person.id_number),
    }
}

fn words(ground: Ground<'_>, intake: &Intake, field: &FieldSpec) -> String {
    let cell = intake.draft.form.get(&field.key).filter(|cell| cell.is_filled());
    let Some(value) = cell.and_then(|cell| cell.value()) else {
        return String::new();
    };
    let words = value.words(field, &ground.catalogue.codes);
    match (field.kind, value) {
        (FieldType::Date, Value::Text(text)) => text.parse::<Date>().map_or(words, day),
        _ => words,
    }
}

fn text_of(ground: Ground<'_>, intake: &Intake, subject: &str, element: &str) -> Option<String> {
    let field = ground
        .item
        .fields
        .iter()
        .find(|field| field.subject == subject && field.data_element == element)?;
    Some(words(ground, intake, field)).filter(|words| !words.is_empty())
}
