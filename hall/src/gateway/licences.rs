//! E-licences (电子证照) in the envelope of the provincial share service: by holder, by the code that the holder shows
//! (亮证码), by identifier; and what the library's own check says of the seal.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cases::catalogue::{Catalogue, Item, MaterialSpec};
use cases::consent::Rest;
use cases::deadline::hall_date;
use cases::identity::{LicenceIdentifier, is_number_of, mask};
use cases::material::verify::{self, Seal, Step};
use cases::wire::gateway::{Licence, LicenceAsk, LicenceBy, LicenceCopy, LicenceCopyAsk, LicenceReply};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use super::{MOST_ROWS, declared, purpose, watching};
use crate::fault::{self, Fault};
use crate::outside::reply::Reply;
use crate::outside::{Bounds, TOTAL};
use crate::rooms::Rooms;
use crate::store::shown::ShownCode;
use crate::store::{Act, Look};

/// The library's word on a seal is waited for this long; a licence stands without it, with less trust.
const SEAL: Duration = Duration::from_secs(3);
/// Licences of one answer whose seals are asked about, until one holds.
const SEALS: usize = 3;
/// A code that was shown could be shown again for so long at most.
const CODE_LIFE: SignedDuration = SignedDuration::from_mins(10);
/// Longest 亮证码.
const LONGEST_CODE: usize = 512;
/// A licence's file in base64; what the desk reads of the hall is no more.
const FILE_REPLY_LIMIT: usize = 7 * 1024 * 1024;

#[derive(Debug, Deserialize)]
struct Envelope<T> {
    head: ReplyHead,
    data: Option<T>,
}

impl<T> Envelope<T> {
    fn open(self) -> Result<T, Fault> {
        match (self.head.status, self.data) {
            (0, Some(data)) => Ok(data),
            (0, None) => Err(fault::reply_misshapen()),
            (status, _) => Err(fault::library_failed().inside(format!("status {status}"))),
        }
    }
}

#[derive(Debug, Deserialize)]
struct ReplyHead {
    status: i32,
}

#[derive(Debug, Deserialize)]
struct Found {
    licences: Vec<Held>,
}

/// What the library says of a seal.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sealed {
    identifier: String,
    holds: bool,
    #[serde(default)]
    steps: Vec<SealStep>,
    checked_at: Timestamp,
}

#[derive(Debug, Deserialize)]
struct SealStep {
    step: String,
    holds: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    file_type: String,
    content_base64: String,
    digest_sha256: String,
}

/// A licence in the library's words.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Held {
    identifier: String,
    type_code: String,
    type_name: String,
    number: String,
    holder_name: String,
    holder_code: String,
    issuer: String,
    valid_from: Option<String>,
    valid_to: Option<String>,
    state: String,
    as_of: Timestamp,
    face: BTreeMap<String, Json>,
}

/// A look that may be made: who asks for what, on which base.
struct Asked {
    catalogue: Arc<Catalogue>,
    library: String,
    type_name: String,
    cause: String,
    look: Look,
}

impl Asked {
    async fn of(rooms: &Rooms, act: &Act, ask: &LicenceAsk) -> Result<Self, Fault> {
        let catalogue = rooms.edition_of(ask.draft, &ask.item).await?;
        let item = catalogue.item(&ask.item).ok_or_else(fault::no_such_item)?;
        let type_name = named(item, ask).ok_or_else(fault::not_declared)?.to_owned();
        if !matches!(ask.holder_type.as_str(), "111" | "001") || ask.holder_code.trim().is_empty() {
            return Err(fault::no_subject());
        }
        let library = catalogue
            .sources
            .library()
            .ok_or_else(fault::no_such_dataset)?
            .to_owned();
        let bases = catalogue.sources.bases();
        let base = bases.of_licence(item, &library, &type_name, &ask.holder_code, hall_date(act.at));
        let rest = bases.rest(&library, &ask.holder_code, std::iter::once(base));
        let cause = purpose(Some(item), ask.draft);
        let look = Look {
            visit: ask.visit,
            draft: Some(ask.draft),
            item: item.id.clone(),
            dataset: library.clone(),
            elements: Vec::new(),
            subject: if ask.holder_type == "001" {
                ask.holder_code.clone()
            } else {
                mask::document(&ask.holder_code)
            },
            number: watching::number(&ask.holder_code, act.at),
            role_asked: true,
            part: false,
            purpose: cause.clone(),
            rest,
        };
        Ok(Self {
            catalogue,
            library,
            type_name,
            cause,
            look,
        })
    }

    /// The envelope with why, for which item and by whom.
    fn request(&self, rooms: &Rooms, act: &Act, ask: &LicenceAsk, own: Json) -> Result<Json, Fault> {
        let item = self.catalogue.item(&ask.item).ok_or_else(fault::no_such_item)?;
        let mut data = Map::new();
        let around = json!({
            "useCause": self.cause,
            "itemCode": item.business_item_code,
            "itemName": item.name,
            "operator": act.staff,
            "caseRef": ask.draft,
        });
        for part in [around, own] {
            if let Json::Object(members) = part {
                data.extend(members);
            }
        }
        Ok(json!({ "head": { "accessId": "hall", "accessToken": rooms.door.secret() }, "data": data }))
    }
}

/// Licences of one type of one holder, for a material of the item, each with what the library says of its seal as far as
/// it would be used.
pub async fn find(rooms: &Rooms, act: Act, ask: LicenceAsk) -> Result<LicenceReply, Fault> {
    let asked = Asked::of(rooms, &act, &ask).await?;
    let (path, own) = where_asked(&ask)?;
    let mut look = asked.look.clone();
    if matches!(ask.by, LicenceBy::Code { .. }) {
        // Who shows it agrees by showing it.
        look.rest = Rest {
            wants: Vec::new(),
            ..look.rest
        };
    }
    let (at, today) = (act.at, hall_date(act.at));
    let grant = watching::begin(rooms, act.clone(), look).await?;
    let outside = rooms.directory.addresses(&rooms.door).await?;
    let connection = rooms.sources.of(&asked.library);
    let base = outside.licences.as_deref();
    let request = |own: Json| asked.request(rooms, &act, &ask, own);
    let digest = take_code(rooms, &act, &ask).await?;
    let answer = connection
        .ask_own(&rooms.door, (base, path), &request(own)?, (at, TOTAL), read_found)
        .await;
    if let (Err(fault), Some(digest)) = (&answer, &digest)
        && fault.status == 503
    {
        // Nobody answered: it is as if it had not been shown.
        rooms.store.unshow_code(digest).await?;
    }
    let found = answer?;
    if found.licences.len() > MOST_ROWS {
        return Err(fault::too_many_rows());
    }
    let is_own = |held: &Held| is_number_of(&held.holder_code, &ask.holder_code);
    if !found.licences.iter().all(is_own) {
        return Err(match ask.by {
            // Who answers with somebody else's licence is not believed in any of them.
            LicenceBy::Holder => fault::another_subject(),
            LicenceBy::Code { .. } | LicenceBy::Identifier { .. } => fault::another_holder(),
        });
    }
    if !matches!(ask.by, LicenceBy::Holder) {
        if found.licences.is_empty() {
            return Err(fault::no_such_licence());
        }
        if !found
            .licences
            .iter()
            .all(|held| is_of_type(held, &ask, &asked.type_name))
        {
            return Err(fault::another_licence());
        }
    }
    let item = asked.catalogue.item(&ask.item).ok_or_else(fault::no_such_item)?;
    let elements = declared(item, &asked.library);
    let mut licences: Vec<Licence> = found
        .licences
        .into_iter()
        .map(|held| held.cut(&elements))
        .collect();
    let mut seals = 0;
    for licence in &mut licences {
        let checks = verify::verify(licence, true, today);
        if seals == SEALS || verify::failed(&checks).is_some() {
            continue;
        }
        seals += 1;
        let own = request(json!({ "identifier": licence.identifier }))?;
        let said = connection
            .ask_own(
                &rooms.door,
                (base, "/licences/verify"),
                &own,
                (at, SEAL),
                read_sealed,
            )
            .await;
        licence.seal = match said {
            Ok(sealed) => sealed.and_then(|sealed| sealed.of(&licence.identifier)),
            Err(fault) => {
                tracing::info!(gateway.code = fault.code(), "a seal was not checked");
                None
            }
        };
        if licence.seal.as_ref().is_none_or(|seal| seal.holds) {
            break;
        }
    }
    note(rooms, &act, &ask, &licences, today).await?;
    Ok(LicenceReply {
        provider: "电子证照库".to_owned(),
        grant,
        licences,
    })
}

/// The library's annotated copy (加注件) of a licence that was found before: whole, of its digest, and of the kind that it
/// says it is. It goes to the desk, which burns grade and purpose into it; the hall keeps the line of the log alone.
pub async fn copy(rooms: &Rooms, act: Act, ask: LicenceCopyAsk) -> Result<LicenceCopy, Fault> {
    let LicenceCopyAsk { of, identifier } = ask;
    let asked = Asked::of(rooms, &act, &of).await?;
    let grant = watching::begin(rooms, act.clone(), asked.look.clone()).await?;
    let outside = rooms.directory.addresses(&rooms.door).await?;
    let request = asked.request(rooms, &act, &of, json!({ "identifier": identifier }))?;
    let of_a_file = Bounds {
        time: TOTAL,
        bytes: FILE_REPLY_LIMIT,
    };
    let file: File = rooms
        .sources
        .of(&asked.library)
        .ask_own(
            &rooms.door,
            (outside.licences.as_deref(), "/licences/file"),
            &request,
            (act.at, of_a_file),
            |reply| reply.read::<Envelope<File>>()?.open(),
        )
        .await?;
    let bytes = STANDARD
        .decode(&file.content_base64)
        .map_err(|_| fault::reply_misshapen())?;
    let is_of_kind = match file.file_type.as_str() {
        "pdf" => bytes.starts_with(b"%PDF-"),
        "png" => bytes.starts_with(b"\x89PNG"),
        _ => false,
    };
    if !is_of_kind || hex::encode(Sha256::digest(&bytes)) != file.digest_sha256 {
        return Err(fault::reply_misshapen());
    }
    let words = format!("{identifier} {}", file.digest_sha256);
    let about = of.draft.to_string();
    rooms
        .store
        .note_look(act, "licenceCopied", &about, &words)
        .await?;
    Ok(LicenceCopy {
        kind: file.file_type,
        digest: file.digest_sha256,
        content: file.content_base64,
        grant,
    })
}

/// 证照使用记录: what was verified of which licence, step by step, is a line of the hall's log.
async fn note(
    rooms: &Rooms,
    act: &Act,
    ask: &LicenceAsk,
    licences: &[Licence],
    today: jiff::civil::Date,
) -> Result<(), Fault> {
    for licence in licences {
        let checks = verify::verify(licence, true, today);
        let steps = checks.iter().map(|one| {
            let holds = match one.holds {
                Some(true) => "yes",
                Some(false) => "no",
                None => "open",
            };
            format!("{}={holds}", Step::word(one.step))
        });
        let words = format!(
            "{} {} {}",
            ask.by.word(),
            licence.identifier,
            steps.collect::<Vec<_>>().join(" ")
        );
        let about = ask.draft.to_string();
        rooms
            .store
            .note_look(act.clone(), "licenceVerified", &about, &words)
            .await?;
    }
    Ok(())
}

/// Where the library is asked, and for what.
fn where_asked(ask: &LicenceAsk) -> Result<(&'static str, Json), Fault> {
    Ok(match &ask.by {
        LicenceBy::Holder => {
            let mut own = json!({ "holderCode": ask.holder_code, "holderTypeCode": ask.holder_type });
            match &ask.type_code {
                Some(code) => own["certTypeCode"] = json!(code),
                None => own["certTypeName"] = json!(ask.type_name),
            }
            ("/licences/query", own)
        }
        LicenceBy::Code { code } => {
            let code = code.trim();
            if code.is_empty() || code.len() > LONGEST_CODE || code.contains(char::is_control) {
                return Err(fault::licence_code_unknown());
            }
            ("/licences/code", json!({ "code": code }))
        }
        LicenceBy::Identifier { identifier } => {
            let identifier = LicenceIdentifier::parse(identifier).map_err(|_| fault::odd_identifier())?;
            (
                "/licences/identifier",
                json!({ "identifier": identifier.to_string() }),
            )
        }
    })
}

/// A code is taken before it is sent, so that of two windows one has it; its digest, to give it back.
async fn take_code(rooms: &Rooms, act: &Act, ask: &LicenceAsk) -> Result<Option<String>, Fault> {
    let LicenceBy::Code { code } = &ask.by else {
        return Ok(None);
    };
    let digest = hex::encode(Sha256::digest(format!("licence {}", code.trim())));
    let shown = ShownCode {
        digest: digest.clone(),
        visit: ask.visit,
        until: act.at.checked_add(CODE_LIFE).unwrap_or(act.at),
    };
    match rooms.store.show_code(act.clone(), shown).await {
        Ok(()) => Ok(Some(digest)),
        Err(fault) if fault.code() == fault::code_used().code() => Err(fault::licence_code_used()),
        Err(fault) => Err(fault),
    }
}

fn read_found(reply: &Reply) -> Result<Found, Fault> {
    match reply.status {
        404 if reply.error_code().as_deref() == Some("NO_RECORD") => Err(fault::licence_code_unknown()),
        409 if reply.error_code().as_deref() == Some("USED") => Err(fault::licence_code_used()),
        _ => reply.read::<Envelope<Found>>()?.open(),
    }
}

/// A library that does not check seals, or not this one, has said nothing.
fn read_sealed(reply: &Reply) -> Result<Option<Sealed>, Fault> {
    match reply.status {
        429 | 503 => Err(fault::source_busy()),
        200 => Ok(reply
            .json::<Envelope<Sealed>>()
            .ok()
            .and_then(|said| said.open().ok())),
        _ => Ok(None),
    }
}

impl Sealed {
    /// In people's words; nothing where it is about another licence.
    fn of(self, identifier: &str) -> Option<Seal> {
        if self.identifier != identifier {
            return None;
        }
        let failed = self.steps.iter().filter(|one| !one.holds).map(|one| {
            match one.step.as_str() {
                "integrity" => "文件完整性",
                "signature" => "签名",
                "seal" => "印章与签章人",
                "chain" => "证书链",
                "revocation" => "证书吊销",
                "signedAt" => "签章时间",
                _ => "其他核验",
            }
            .to_owned()
        });
        let failed: Vec<String> = failed.collect();
        Some(Seal {
            holds: self.holds && failed.is_empty(),
            failed,
            checked_at: self.checked_at,
        })
    }
}

impl Held {
    /// As the desk has it: with the elements that the item declares and no others.
    fn cut(self, elements: &[&str]) -> Licence {
        Licence {
            face: self
                .face
                .into_iter()
                .filter(|(element, _)| elements.contains(&element.as_str()))
                .collect(),
            identifier: self.identifier,
            type_code: self.type_code,
            type_name: self.type_name,
            number: self.number,
            holder_name: self.holder_name,
            holder_code: self.holder_code,
            issuer: self.issuer,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            state: self.state,
            as_of: self.as_of,
            seal: None,
        }
    }
}

fn is_of_type(held: &Held, ask: &LicenceAsk, type_name: &str) -> bool {
    match &ask.type_code {
        Some(code) => held.type_code == *code,
        None => held.type_name.contains(type_name) || type_name.contains(held.type_name.as_str()),
    }
}

/// The licence type of the item's material that is asked for, as the catalogue names it: by its code, else by its name.
fn named<'a>(item: &'a Item, ask: &LicenceAsk) -> Option<&'a str> {
    let by_code = |material: &&MaterialSpec| {
        ask.type_code.is_some()
            && material.licence_type_code == ask.type_code
            && material.licence_type.is_some()
    };
    let by_name = |material: &&MaterialSpec| material.licence_type.as_deref() == Some(ask.type_name.as_str());
    let materials = || item.materials.iter();
    let material = materials().find(by_code).or_else(|| materials().find(by_name));
    material.and_then(|material| material.licence_type.as_deref())
}
