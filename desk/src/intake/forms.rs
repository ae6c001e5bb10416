//! Facts for the papers a window makes: the application form, the 收件凭证, the 一次性告知书.

use cases::case::Draft;
use cases::catalogue::{FieldSpec, FieldType, MaterialSpec};
use cases::deadline::notify_due;
use cases::form::Value;
use cases::identity::mask;
use cases::material::Held;
use cases::notice::words::day;
use cases::notice::{
    AgentFacts, FormFacts, FormGroup, FormValue, GuidanceFacts, Head, Length, NeededMaterial, NextStep,
    Person, ReceiptFacts, ReceivedForm, ReceivedMaterial,
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
        notify_by: Some(notify_by(ground, received_at)),
        materials: received(ground, intake),
        next_step: Some(NextStep::HallAnswers),
    }
}

/// The 一次性告知书 of this item in the situation that is known by now: what surely does not apply is not listed.
pub fn guidance(ground: Ground<'_>, intake: &Intake, maker: &Maker<'_>) -> GuidanceFacts {
    let item = ground.item;
    let draft = &intake.draft;
    let today = ground.today();
    let here = draft.situated(item, today);
    let needed = item
        .materials
        .iter()
        .filter(|material| here.needs(material) != Some(false));
    GuidanceFacts {
        head: head(ground, draft, maker),
        conditions: item.conditions.clone(),
        materials: needed
            .map(|material| NeededMaterial {
                name: material.name.clone(),
                originals: material.originals,
                copies: material.copies,
                necessity: material.necessity.clone(),
                condition: material.condition.clone(),
                source: material.source.clone(),
            })
            .collect(),
        statutory: Length {
            days: item.statutory_days,
            unit: item.statutory_day_unit.clone(),
        },
        promised: Length {
            days: item.promised_days,
            unit: item.day_unit.clone(),
        },
        fee: item.fee.clone(),
        result: item.result.clone(),
        basis: item
            .legal_basis
            .iter()
            .map(|basis| format!("《{}》{}", basis.law, basis.article))
            .collect(),
        told_on: today,
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
    let mut lines = Vec::new();
    for slot in &intake.draft.slots {
        let Some(material) = ground.item.material(&slot.material) else {
            continue;
        };
        let mut line = |form, copies, pages, returned| {
            lines.push(ReceivedMaterial {
                name: material.name.clone(),
                form,
                copies,
                pages,
                returned,
            });
        };
        match &slot.held {
            None => {}
            Some(Held::Licence { .. } | Held::Verified { .. }) => line(ReceivedForm::Electronic, 1, 1, false),
            Some(Held::Files { pieces }) => {
                let pages = pieces.iter().map(|piece| piece.pages).sum();
                line(ReceivedForm::Electronic, 1, pages, false);
            }
            Some(Held::Paper {
                originals,
                copies,
                pages,
                kept,
            }) => {
                if *originals > 0 {
                    line(ReceivedForm::Original, *originals, *pages, !kept);
                }
                if *copies > 0 {
                    line(ReceivedForm::Copy, *copies, *pages, false);
                }
            }
            Some(Held::Generated {
                pages,
                signature: Some(_),
                ..
            }) => line(ReceivedForm::Electronic, 1, *pages, false),
            Some(Held::Generated {
                pages, signed_copies, ..
            }) if *signed_copies > 0 => {
                line(ReceivedForm::Original, *signed_copies, *pages, false);
            }
            Some(Held::Generated { .. }) => {}
        }
    }
    lines
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
