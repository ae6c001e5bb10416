//! Identity sources beside the card (`identity.openapi.json`): 政务服务码, which its platform resolves once, and the
//! real-name platform (实名认证平台), which says whether a typed name belongs to a number.
//!
//! A code is judged here before anybody hears of it (realm, issuer, signature, moment) and taken before it is sent, so
//! that of two windows one has it. What the platform never heard of can be shown again; a code that it answered, or may
//! have, cannot.

use std::time::Duration;

use cases::case::Body;
use cases::catalogue::sources::Kind;
use cases::deadline::hall_date;
use cases::error::Trouble;
use cases::identity::code::{CodeFault, CodeOf, ECode, Issuer, Lasts};
use cases::identity::{PersonId, Uscc, mask};
use cases::wire::visit::{CodeShown, RegisterCheck};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{ANY_ITEM, Head, people, purpose, watching};
use crate::chance;
use crate::config::{IdentityEntry, Outside};
use crate::fault::{self, Fault};
use crate::outside::reply::Reply;
use crate::rooms::Rooms;
use crate::store::shown::ShownCode;
use crate::store::{Act, Look};

/// The person stands at the window.
const BUDGET: Duration = Duration::from_millis(2_500);
/// Characters of a name, and licences that a code opens, as far as an answer is believed.
const LONGEST_NAME: usize = 100;
const MOST_LICENCES: usize = 100;

/// `[identity]`, read.
#[derive(Debug, Clone)]
pub struct Platforms {
    issuers: Vec<Issuer>,
    lasts: Lasts,
}

impl Platforms {
    /// # Errors
    /// An issuer whose code or key is none.
    pub fn read(entry: &IdentityEntry) -> Result<Self, Fault> {
        let usual = Lasts::default();
        let seconds = |given: Option<u16>, usual| given.map_or(usual, |s| Duration::from_secs(s.into()));
        Ok(Self {
            issuers: read_all(&entry.issuers)?,
            lasts: Lasts {
                life: seconds(entry.life_s, usual.life),
                clocks: seconds(entry.clock_s, usual.clocks),
            },
        })
    }

    fn known(&self, outside: &Outside) -> Result<Vec<Issuer>, Fault> {
        let mut known = self.issuers.clone();
        known.extend(read_all(&outside.code_issuers)?);
        Ok(known)
    }
}

fn read_all(entries: &[crate::config::IssuerEntry]) -> Result<Vec<Issuer>, Fault> {
    entries.iter().map(crate::config::IssuerEntry::read).collect()
}

/// Who shows a code.
pub struct Resolved {
    pub id_type: String,
    pub id_number: String,
    pub name: String,
    /// The body he shows it for.
    pub body: Option<Body>,
    pub shown: CodeShown,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    request_id: Uuid,
    provider: String,
    token: String,
    holder: Holder,
    body: Option<Held>,
    #[serde(default)]
    licences: Vec<Opened>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Holder {
    name: String,
    id_type: String,
    id_number: String,
}

#[derive(Debug, Deserialize)]
struct Held {
    uscc: String,
    name: String,
    relation: Relation,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Relation {
    LegalRep,
    Operator,
    Staff,
    Agent,
}

impl Relation {
    fn word(self) -> &'static str {
        match self {
            Relation::LegalRep => "legalRep",
            Relation::Operator => "operator",
            Relation::Staff => "staff",
            Relation::Agent => "agent",
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Opened {
    type_name: String,
}

/// The error body of a code that was resolved before.
#[derive(Debug, Deserialize)]
struct Used {
    code: String,
    at: Timestamp,
}

/// Resolves a code that was scanned; what is wrong with more than its shape is a line of the log.
pub async fn resolve(rooms: &Rooms, act: &Act, visit: Uuid, text: &str) -> Result<Resolved, Fault> {
    let answer = resolved(rooms, act, visit, text).await;
    if let Err(fault) = &answer {
        let told = [
            CodeFault::OtherRealm.code(),
            CodeFault::UnknownIssuer.code(),
            CodeFault::Forged.code(),
            fault::code_used().trouble.code.as_str(),
        ]
        .contains(&fault.code());
        if told {
            let about = visit.to_string();
            rooms
                .store
                .note_look(act.clone(), "codeRefused", &about, fault.code())
                .await?;
        }
    }
    answer.map_err(offer_the_card)
}

/// Where nobody answered, what a clerk does meanwhile.
fn offer_the_card(mut fault: Fault) -> Fault {
    if fault.status == 503 {
        let said = fault.trouble;
        fault.trouble = Trouble::new(
            &said.code,
            format!("政务服务码没有核验：{}请读身份证，或查验证件后录入。", said.zh),
            format!(
                "The e-code was not checked: {} Read the card, or look at a document and type.",
                said.en
            ),
        );
    }
    fault
}

async fn resolved(rooms: &Rooms, act: &Act, visit: Uuid, text: &str) -> Result<Resolved, Fault> {
    let refused = |fault: CodeFault| Fault::new(422, fault.into());
    let code = ECode::parse(text).map_err(refused)?;
    let catalogue = rooms.catalogue();
    let source = catalogue
        .sources
        .first(Kind::Codes)
        .ok_or_else(fault::not_connected)?;
    let connection = rooms.sources.of(source);
    let outside = rooms.directory.addresses(&rooms.door).await?;
    let issuers = rooms.identity.known(&outside)?;
    let lasts = rooms.identity.lasts;
    code.check(&issuers, rooms.realm, lasts, act.at)
        .map_err(refused)?;
    let base = outside.identity.as_deref();
    if !connection.is_reached(base) {
        return Err(fault::not_connected());
    }

    let digest = hex::encode(Sha256::digest(format!("{}.{}", code.issuer(), code.token())));
    let why = purpose(None, visit);
    let look = Look {
        visit,
        draft: None,
        item: ANY_ITEM.to_owned(),
        dataset: source.to_owned(),
        elements: Vec::new(),
        // Nobody is known yet: the code stands for him.
        subject: format!("{} {}", catalogue.sources.word(source), &digest[..8]),
        number: digest.clone(),
        role_asked: true,
        part: true,
        purpose: why.clone(),
        rest: people::identifying(rooms),
    };
    let grant = watching::begin(rooms, act.clone(), look).await?;
    let shown = ShownCode {
        digest: digest.clone(),
        visit,
        until: code.until(lasts),
    };
    rooms.store.show_code(act.clone(), shown).await?;

    let request_id = chance::id(act.at);
    let head = Head {
        request_id,
        purpose: &why,
        case: visit,
        item: None,
        staff: &act.staff,
        desk: &act.desk,
        grant: &grant,
        at: act.at,
    };
    let request = head.with(json!({ "issuer": code.issuer(), "token": code.token(), "of": code.of() }));
    let asked = connection
        .ask_own(
            &rooms.door,
            (base, "/codes/resolve"),
            &request,
            (act.at, BUDGET),
            read_resolved,
        )
        .await;
    let answer = match asked {
        Ok(answer) => answer,
        Err(fault) => {
            // Nobody answered: it is as if it had not been shown.
            if fault.status == 503 {
                rooms.store.unshow_code(&digest).await?;
            }
            return Err(fault);
        }
    };
    if answer.request_id != request_id || answer.token != code.token() {
        return Err(fault::another_subject());
    }
    believed(answer, code.of(), act.at)
}

fn read_resolved(reply: &Reply) -> Result<Answer, Fault> {
    match reply.status {
        404 | 410 => Err(fault::code_unknown()),
        409 => match reply.json::<Used>() {
            Ok(used) if used.code == "USED" => Err(fault::code_used_there(used.at)),
            Ok(_) | Err(_) => Err(fault::reply_misshapen()),
        },
        _ => reply.read(),
    }
}

/// An answer counts as far as its numbers are ones and it is about what was shown.
fn believed(answer: Answer, of: CodeOf, at: Timestamp) -> Result<Resolved, Fault> {
    let said = |text: &str| {
        let text = text.trim().to_owned();
        let plain =
            !text.is_empty() && text.chars().count() <= LONGEST_NAME && !text.contains(char::is_control);
        plain.then_some(text).ok_or_else(fault::reply_misshapen)
    };
    let Holder {
        name,
        id_type,
        id_number,
    } = answer.holder;
    let id = PersonId::parse(&id_type, &id_number, hall_date(at)).map_err(|_| fault::reply_misshapen())?;
    let body = match (of, answer.body) {
        (CodeOf::Person, None) => None,
        (CodeOf::Body, Some(held)) => Some(Body {
            uscc: Uscc::parse(&held.uscc)
                .map_err(|_| fault::reply_misshapen())?
                .to_string(),
            name: said(&held.name)?,
            relation: held.relation.word().to_owned(),
        }),
        (CodeOf::Person, Some(_)) | (CodeOf::Body, None) => return Err(fault::reply_misshapen()),
    };
    if answer.licences.len() > MOST_LICENCES {
        return Err(fault::reply_misshapen());
    }
    let licences = answer.licences.iter().map(|one| said(&one.type_name));
    Ok(Resolved {
        id_type: id.type_code().to_owned(),
        id_number: id.number().to_owned(),
        name: said(&name)?,
        shown: CodeShown {
            provider: said(&answer.provider)?,
            of,
            body: body.as_ref().map(|body| body.uscc.clone()),
            licences: licences.collect::<Result<_, _>>()?,
        },
        body,
    })
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Belongs {
    Match,
    Mismatch,
    Unknown,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct NameAnswer {
    request_id: Uuid,
    id_number: String,
    result: Belongs,
}

/// Whether name and number belong together (实名核验); nothing where no platform is connected.
pub async fn real_name(
    rooms: &Rooms,
    act: Act,
    visit: Uuid,
    id: &PersonId,
    name: &str,
) -> Option<RegisterCheck> {
    let catalogue = rooms.catalogue();
    let source = catalogue.sources.first(Kind::Names)?;
    let outside = rooms.directory.addresses(&rooms.door).await.ok()?;
    if !rooms.sources.of(source).is_reached(outside.identity.as_deref()) {
        return None;
    }
    let answer = belongs(rooms, act.clone(), visit, (source, &outside), id, name).await;
    match answer {
        Ok(Belongs::Match) => Some(RegisterCheck::Match),
        Ok(Belongs::Mismatch) => Some(RegisterCheck::Mismatch),
        Ok(Belongs::Unknown) => Some(RegisterCheck::Unknown),
        Err(fault) => {
            tracing::info!(gateway.code = fault.code(), "names were not checked");
            if fault.code() == fault::another_subject().code() {
                let deed = format!("lookAnsweredOfAnother:{source}");
                let noted = rooms
                    .store
                    .note_look(act, &deed, &visit.to_string(), fault.code())
                    .await;
                if let Err(fault) = noted {
                    tracing::error!(
                        store.code = fault.code(),
                        "an answer about somebody else was not noted"
                    );
                }
            }
            Some(RegisterCheck::Unavailable)
        }
    }
}

async fn belongs(
    rooms: &Rooms,
    act: Act,
    visit: Uuid,
    (source, outside): (&str, &Outside),
    id: &PersonId,
    name: &str,
) -> Result<Belongs, Fault> {
    let why = purpose(None, visit);
    let look = Look {
        visit,
        draft: None,
        item: ANY_ITEM.to_owned(),
        dataset: source.to_owned(),
        elements: Vec::new(),
        subject: mask::document(id.number()),
        number: id.number().to_owned(),
        role_asked: true,
        part: true,
        purpose: why.clone(),
        rest: people::identifying(rooms),
    };
    let (staff, desk, at) = (act.staff.clone(), act.desk.clone(), act.at);
    let grant = watching::begin(rooms, act, look).await?;
    let request_id = chance::id(at);
    let head = Head {
        request_id,
        purpose: &why,
        case: visit,
        item: None,
        staff: &staff,
        desk: &desk,
        grant: &grant,
        at,
    };
    let own = json!({ "idType": id.type_code(), "idNumber": id.number(), "name": name });
    let answer: NameAnswer = rooms
        .sources
        .of(source)
        .ask_own(
            &rooms.door,
            (outside.identity.as_deref(), "/names/check"),
            &head.with(own),
            (at, BUDGET),
            Reply::read,
        )
        .await?;
    if answer.request_id != request_id || answer.id_number != id.number() {
        return Err(fault::another_subject());
    }
    Ok(answer.result)
}
