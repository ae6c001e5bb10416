//! Who stands at the window (人证核验), whom he represents, and who belongs to him. The register confirms; where it
//! is silent, card, code or document stand alone and the reply says so.

use std::time::Duration;

use cases::case::party::How;
use cases::case::{Body, Person, Verified};
use cases::catalogue::sources::Confirms;
use cases::consent::Rest;
use cases::deadline::hall_date;
use cases::identity::{PersonId, Uscc, mask};
use cases::wire::gateway::QueryReply;
use cases::wire::visit::{FindBody, Identified, Identify, RegisterCheck, Relative};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{ANY_ITEM, Head, MOST_ROWS, identity, purpose, query, watching};
use crate::chance;
use crate::fault::Fault;
use crate::outside::TOTAL;
use crate::rooms::Rooms;
use crate::store::{Act, Look};

/// The register has this long; the person stands at the window.
const BUDGET: Duration = Duration::from_millis(2_500);
/// Code of a body that exists and works (存续).
const IN_EXISTENCE: &str = "1";

#[derive(Debug, Deserialize)]
struct Bodies {
    bodies: Vec<Represented>,
}

#[derive(Debug, Deserialize)]
struct Represented {
    uscc: String,
    name: String,
    relation: String,
    status: String,
}

#[derive(Debug, Deserialize)]
struct Family {
    members: Vec<Member>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Member {
    relation: String,
    id_type: String,
    id_number: String,
    name: String,
}

/// Confirms a person by card, code or document and asks the registers, side by side.
pub async fn identify(rooms: &Rooms, act: Act, visit: Uuid, by: Identify) -> Result<Identified, Fault> {
    let mut resolved = None;
    let (id_type, id_number, name, how) = match by {
        Identify::Card { card } => (card.id_type, card.id_number, card.name, How::Card),
        Identify::Document {
            id_type,
            id_number,
            name,
            document: _,
        } => (id_type, id_number, name, How::Document),
        Identify::Code { code } => {
            let found = identity::resolve(rooms, &act, visit, &code).await?;
            resolved = Some((found.shown, found.body));
            (found.id_type, found.id_number, found.name, How::Code)
        }
    };
    let (code, shown_for) = resolved.unzip();
    let shown_for = shown_for.flatten();
    let id = PersonId::parse(&id_type, &id_number, hall_date(act.at))
        .map_err(|fault| Fault::new(422, fault.into()))?;
    let name = name.trim().to_owned();
    let subject =
        json!({ "role": "applicant", "idType": id.type_code(), "idNumber": id.number(), "name": name });

    let registered = check(rooms, act.clone(), visit, id.number(), subject.clone());
    let bodies = ask_about::<Bodies>(
        rooms,
        act.clone(),
        visit,
        "represent",
        id.number(),
        subject.clone(),
    );
    let family = ask_about::<Family>(rooms, act.clone(), visit, "family", id.number(), subject);
    let real_name = async {
        match how {
            How::Document => identity::real_name(rooms, act.clone(), visit, &id, &name).await,
            How::Card | How::Code | How::RealName | How::Register => None,
        }
    };
    let (registered, bodies, family, real_name) = tokio::join!(registered, bodies, family, real_name);
    // Without an open visit nothing was asked; anything else leaves card or document standing.
    let refused = [
        registered.as_ref().err(),
        bodies.as_ref().err(),
        family.as_ref().err(),
    ];
    if let Some(fault) = refused
        .into_iter()
        .flatten()
        .find(|fault| fault.status == 403 && is_ours(fault))
    {
        return Err(fault.clone());
    }

    // Whoever stands there with a dead person's document is not confirmed by it.
    if let Err(fault) = &registered
        && fault.code() == crate::fault::deceased().code()
    {
        return Err(fault.clone());
    }

    rooms.store.note_person(visit, id.number()).await?;
    let register = match registered {
        Ok(reply) => match reply.values.get("person.name").and_then(Json::as_str) {
            Some(on_file) if same_name(on_file, &name) => RegisterCheck::Match,
            Some(_) => RegisterCheck::Mismatch,
            None => RegisterCheck::Unknown,
        },
        Err(fault) if fault.code() == crate::fault::no_record().code() => RegisterCheck::Unknown,
        Err(_) => RegisterCheck::Unavailable,
    };
    let bodies_known = bodies.is_ok();
    let represented = bodies
        .map(|found| within(found.bodies))
        .unwrap_or_default()
        .into_iter()
        .filter(|body| body.status == IN_EXISTENCE)
        .map(|body| Body {
            uscc: body.uscc,
            name: body.name,
            relation: body.relation,
        });
    // What he shows a code for comes first; how the register knows him there says more.
    let mut bodies: Vec<Body> = represented.collect();
    if let Some(body) = shown_for {
        let known = bodies.iter().position(|one| one.uscc == body.uscc);
        let first = known.map_or(body, |at| bodies.remove(at));
        bodies.insert(0, first);
    }
    let relations = bodies
        .iter()
        .map(|body| (body.uscc.clone(), body.relation.clone()))
        .collect();
    rooms.store.note_bodies(visit, relations).await?;
    let family = family
        .map(|found| within(found.members))
        .unwrap_or_default()
        .into_iter()
        .map(|member| Relative {
            relation: member.relation,
            person: Person {
                name: member.name,
                id_type: member.id_type,
                id_number: member.id_number,
                verified: Some(Verified {
                    how: How::Register,
                    at: act.at,
                    by: act.staff.clone(),
                }),
            },
        })
        .collect();
    let how = match how {
        How::Document if belong_together(register, real_name) => How::RealName,
        as_shown => as_shown,
    };
    Ok(Identified {
        person: Person {
            name,
            id_type: id.type_code().to_owned(),
            id_number: id.number().to_owned(),
            verified: Some(Verified {
                how,
                at: act.at,
                by: act.staff,
            }),
        },
        register,
        bodies,
        bodies_known,
        family,
        real_name,
        code,
    })
}

/// Whether a typed name belongs to its number: the real-name platform says so, or the register where it is silent.
/// None of them may say the contrary.
fn belong_together(register: RegisterCheck, real_name: Option<RegisterCheck>) -> bool {
    let said = [Some(register), real_name];
    said.contains(&Some(RegisterCheck::Match)) && !said.contains(&Some(RegisterCheck::Mismatch))
}

/// A body by its credit code, with how somebody of this visit is connected to it.
pub async fn find_body(rooms: &Rooms, act: Act, visit: Uuid, ask: FindBody) -> Result<Body, Fault> {
    let uscc = Uscc::parse(&ask.uscc).map_err(|fault| Fault::new(422, fault.into()))?;
    let catalogue = rooms.catalogue();
    let register = catalogue
        .sources
        .confirming(Confirms::Body)
        .ok_or_else(crate::fault::not_connected)?;
    let look = Look {
        visit,
        draft: None,
        item: ANY_ITEM.to_owned(),
        dataset: register.to_owned(),
        elements: vec!["enterprise.name".to_owned()],
        subject: uscc.to_string(),
        number: uscc.to_string(),
        role_asked: true,
        part: false,
        purpose: purpose(None, visit),
        rest: identifying(rooms),
    };
    let subject = json!({ "role": "enterprise", "uscc": uscc });
    let reply = query::read(rooms, act, look, None, visit, register, subject, TOTAL).await?;
    let name = reply
        .values
        .get("enterprise.name")
        .and_then(Json::as_str)
        .ok_or_else(crate::fault::no_record)?;
    let relation = rooms.store.body_relation(visit, uscc.as_str()).await?;
    Ok(Body {
        uscc: uscc.to_string(),
        name: name.to_owned(),
        relation: relation.unwrap_or_else(|| "agent".to_owned()),
    })
}

async fn check(
    rooms: &Rooms,
    act: Act,
    visit: Uuid,
    number: &str,
    subject: Json,
) -> Result<QueryReply, Fault> {
    let catalogue = rooms.catalogue();
    let register = catalogue
        .sources
        .confirming(Confirms::Person)
        .ok_or_else(crate::fault::not_connected)?;
    let look = Look {
        visit,
        draft: None,
        item: ANY_ITEM.to_owned(),
        dataset: register.to_owned(),
        elements: vec!["person.name".to_owned()],
        subject: mask::document(number),
        number: number.to_owned(),
        role_asked: true,
        part: false,
        purpose: purpose(None, visit),
        rest: identifying(rooms),
    };
    query::read(rooms, act, look, None, visit, register, subject, BUDGET).await
}

/// 人证核验 rests on one base, and nobody is asked: he is not known yet.
pub(super) fn identifying(rooms: &Rooms) -> Rest {
    let catalogue = rooms.catalogue();
    Rest {
        bases: vec![catalogue.sources.bases().identifying().to_owned()],
        ..Rest::default()
    }
}

/// `represent` or `family`: the same look, another question.
async fn ask_about<T: DeserializeOwned>(
    rooms: &Rooms,
    act: Act,
    visit: Uuid,
    what: &str,
    number: &str,
    subject: Json,
) -> Result<T, Fault> {
    let why = purpose(None, visit);
    let look = Look {
        visit,
        draft: None,
        item: ANY_ITEM.to_owned(),
        dataset: what.to_owned(),
        elements: Vec::new(),
        subject: mask::document(number),
        number: number.to_owned(),
        role_asked: true,
        part: true,
        purpose: why.clone(),
        rest: identifying(rooms),
    };
    let (staff, desk, at) = (act.staff.clone(), act.desk.clone(), act.at);
    let grant = watching::begin(rooms, act, look).await?;
    let base = query::registry(rooms).await?;
    let head = Head {
        request_id: chance::id(at),
        purpose: &why,
        case: visit,
        item: None,
        staff: &staff,
        desk: &desk,
        grant: &grant,
        at,
    };
    rooms
        .door
        .ask(
            &format!("{base}/{what}"),
            &head.with(json!({ "subject": subject })),
            BUDGET,
        )
        .await
}

/// A list that nobody could choose from is none.
fn within<T>(rows: Vec<T>) -> Vec<T> {
    if rows.len() > MOST_ROWS { Vec::new() } else { rows }
}

/// Our own refusals, as against those of a source.
fn is_ours(fault: &Fault) -> bool {
    [crate::fault::no_visit(), crate::fault::no_grant()]
        .iter()
        .any(|ours| ours.code() == fault.code())
}

/// Names are equal without spaces and with one kind of middle dot.
fn same_name(one: &str, other: &str) -> bool {
    let plain = |name: &str| -> String {
        name.chars()
            .filter(|ch| !ch.is_whitespace())
            .map(|ch| {
                if matches!(ch, '•' | '・' | '‧' | '∙' | '．') {
                    '·'
                } else {
                    ch
                }
            })
            .flat_map(char::to_uppercase)
            .collect()
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::same_name;

    #[test]
    fn names_match_across_dots_and_spaces() {
        assert!(same_name("阿依古丽·买买提", "阿依古丽•买买提"));
        assert!(same_name("JOHN SMITH", "John Smith"));
        assert!(!same_name("林试", "林小试"));
    }
}
