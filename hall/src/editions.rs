//! Editions of the catalogue: published here, or by a program beside this hall, and taken into force.
//!
//! A publish keeps its parts first, in small steps that a working hall does not notice, and is numbered, signed and
//! announced in one last step. Of two at once one wins; the other's parts lie unused.

use std::sync::Arc;
use std::time::Duration;

use cases::catalogue::edition::{
    Difference, Inventory, ItemChange, Part, SignedManifest, item_changes, parts,
};
use cases::catalogue::load::{NO_BUNDLES, NONE_KNOWN};
use cases::catalogue::{Catalogue, CatalogueFault, CatalogueFiles, Item, check};
use cases::crypto::{SecretKey, Suite};
use cases::notice::wording::BUILT_IN;
use cases::wire::edition::{ItemHistory, ItemVersion, VersionKind};
use serde::Deserialize;
use tokio::sync::watch;

use crate::chance;
use crate::config::OpenFault;
use crate::fault::{self, Fault};
use crate::law::Counting;
use crate::rooms::{InForce, Rooms};
use crate::store::edition::{KeptEdition, NewEdition, OldEdition, Standing};
use crate::store::{Act, Store};

/// Text of parts that is kept in one step.
const STEP_BYTES: usize = 512 * 1024;
/// How often a hall looks whether a program beside it has published.
const LOOK: Duration = Duration::from_millis(500);

/// Who publishes what, and what he looked at.
pub struct Publication {
    pub act: Act,
    pub hall: String,
    pub note: String,
    /// Number of the edition it was made from, where he says so.
    pub previous: Option<String>,
}

/// Why nothing was published.
#[derive(Debug)]
pub enum Unpublished {
    Faults(Vec<CatalogueFault>),
    Other(Fault),
}

impl From<Fault> for Unpublished {
    fn from(fault: Fault) -> Self {
        Self::Other(fault)
    }
}

/// The key that signs: the one kept, one that is given, or one that is made.
pub async fn prepare_key(
    store: &dyn Store,
    act: Act,
    given: Option<SecretKey>,
    suite: Option<Suite>,
) -> Result<SecretKey, Fault> {
    let kept = store.signing_key().await?;
    let key = match (given, kept) {
        (Some(given), _) => given,
        (None, Some(kept)) if suite.is_none_or(|suite| kept.suite() == suite) => return Ok(kept),
        (None, _) => fresh_key(suite.unwrap_or_default())?,
    };
    store.put_signing_key(act, key.clone()).await?;
    Ok(key)
}

fn fresh_key(suite: Suite) -> Result<SecretKey, Fault> {
    // Of SM2's secrets one in 2^32 is none.
    for _ in 0..8 {
        if let Some(key) = SecretKey::new(suite, chance::bytes()?) {
            return Ok(key);
        }
    }
    Err(fault::no_chance())
}

impl From<Unpublished> for OpenFault {
    fn from(why: Unpublished) -> Self {
        match why {
            Unpublished::Faults(faults) => OpenFault::Catalogue(faults),
            Unpublished::Other(fault) => OpenFault::Other(fault),
        }
    }
}

/// Checks files and publishes them.
pub async fn publish(
    store: &dyn Store,
    key: SecretKey,
    of: Publication,
    files: CatalogueFiles,
) -> Result<SignedManifest, Unpublished> {
    // Whoever publishes while this one is checked comes first.
    let before = base(store, &of).await?;
    let checked = move || check(&files).passed().map(|()| files);
    let files = beside(checked).await?.map_err(Unpublished::Faults)?;
    put(store, key, of, before, files).await
}

/// What takes long is done beside everything else.
async fn beside<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    tokio::task::spawn_blocking(run)
        .await
        .map_err(|error| fault::store_failed().inside(error))
}

/// Makes the next edition of files that can be read.
async fn put(
    store: &dyn Store,
    key: SecretKey,
    of: Publication,
    before: Option<KeptEdition>,
    files: CatalogueFiles,
) -> Result<SignedManifest, Unpublished> {
    let suite = key.suite();
    let split = move || parts::split(files, suite).map_err(|fault| vec![fault]);
    let parts = beside(split).await?.map_err(Unpublished::Faults)?;
    let inventory = Inventory::of(&parts);
    let content = inventory.content(suite);
    if let Some(before) = before
        .as_ref()
        .filter(|before| before.manifest.content == content)
    {
        return Err(fault::edition_same().about(&before.manifest.number).into());
    }
    let known = match &before {
        Some(before) => store.inventory(before.manifest.sequence).await?,
        None => Inventory::default(),
    };
    put_new_parts(store, parts, &known).await?;
    let new = NewEdition {
        hall: of.hall,
        inventory,
        content,
        note: of.note,
        rollback_of: None,
        base: before.map_or(0, |before| before.manifest.sequence),
        key,
        alias: None,
    };
    Ok(store.publish(of.act, new).await?)
}

/// Publishes the content of an older edition under the next number.
pub async fn roll_back(
    store: &dyn Store,
    key: SecretKey,
    of: Publication,
    to: &str,
) -> Result<SignedManifest, Fault> {
    let before = base(store, &of).await?.ok_or_else(fault::no_such_edition)?;
    let target = store
        .find_edition(to)
        .await?
        .ok_or_else(|| fault::no_such_edition().about(to))?;
    let older = store.inventory(target.manifest.sequence).await?;
    if older == store.inventory(before.manifest.sequence).await? {
        return Err(fault::edition_same().about(&before.manifest.number));
    }
    let inventory = digested(store, older, key.suite()).await?;
    let new = NewEdition {
        hall: of.hall,
        content: inventory.content(key.suite()),
        inventory,
        note: of.note,
        rollback_of: Some(target.manifest.number),
        base: before.manifest.sequence,
        key,
        alias: None,
    };
    store.publish(of.act, new).await
}

/// The edition in force, when it is the one that was looked at.
async fn base(store: &dyn Store, of: &Publication) -> Result<Option<KeptEdition>, Fault> {
    if of.note.chars().count() > 500 {
        return Err(fault::long_edition_note());
    }
    let before = store.newest_edition().await?;
    let number = before.as_ref().map(|before| &before.manifest.number);
    match (&of.previous, number) {
        (Some(seen), Some(number)) if seen != number => {
            let by = before.as_ref().map(|before| before.manifest.by.as_str());
            Err(fault::edition_came_first().about(format!("{number} {}", by.unwrap_or_default())))
        }
        (Some(_) | None, _) => Ok(before),
    }
}

/// The parts of an older edition under the digests of the suite that signs: another one keeps them once more.
async fn digested(store: &dyn Store, older: Inventory, suite: Suite) -> Result<Inventory, Fault> {
    let name = suite.crypto().digest_name();
    if older.0.values().all(|digest| digest.starts_with(name)) {
        return Ok(older);
    }
    let mut inventory = Inventory::default();
    let mut names: Vec<(String, String)> = older.0.into_iter().collect();
    while !names.is_empty() {
        let some: Vec<(String, String)> = names.split_off(names.len().saturating_sub(64));
        let digests = some.iter().map(|(_, digest)| digest.clone()).collect();
        let texts = store.parts(digests).await?;
        let anew = some.into_iter().zip(texts);
        let parts: Vec<Part> = anew
            .map(|((name, _), (_, text))| Part::new(suite, name, text))
            .collect();
        inventory.0.extend(Inventory::of(&parts).0);
        store.put_parts(parts).await?;
    }
    Ok(inventory)
}

async fn put_new_parts(store: &dyn Store, parts: Vec<Part>, known: &Inventory) -> Result<(), Fault> {
    let mut step = Vec::new();
    let mut bytes = 0;
    for part in parts {
        if known.0.get(&part.name) == Some(&part.digest) {
            continue;
        }
        bytes += part.text.len();
        step.push(part);
        if bytes >= STEP_BYTES {
            store.put_parts(std::mem::take(&mut step)).await?;
            bytes = 0;
        }
    }
    store.put_parts(step).await
}

/// Brings the store to the edition that a hall opens with: what was kept before editions had numbers gets one each,
/// and a source whose content was never published here is. One that was, changes nothing: whoever published since knew
/// better. Gives the sequence of the source's own edition, whether it is in force or not.
pub async fn open(
    store: &dyn Store,
    key: &SecretKey,
    hall: &str,
    act: Act,
    source: CatalogueFiles,
    is_embedded: bool,
) -> Result<Option<u64>, Unpublished> {
    for old in store.old_editions().await? {
        adopt(store, key, hall, old).await?;
    }
    let kept = store.editions().await?;
    let hands = |edition: &KeptEdition| edition.manifest.by != act.staff;
    if is_embedded && kept.iter().any(hands) {
        return Ok(None);
    }
    let publication = Publication {
        act,
        hall: hall.to_owned(),
        note: "大厅开启 / the hall opened".to_owned(),
        previous: None,
    };
    if !kept.is_empty() {
        let parts =
            parts::split(source.clone(), key.suite()).map_err(|fault| Unpublished::Faults(vec![fault]))?;
        let content = Inventory::of(&parts).content(key.suite());
        if let Some(known) = store.find_edition(&content).await? {
            return Ok(Some(known.manifest.sequence));
        }
    }
    // What a hall is opened with it can work with; more is asked of what is published.
    let before = base(store, &publication).await?;
    let sequence = before.as_ref().map_or(0, |before| before.manifest.sequence) + 1;
    put(store, key.clone(), publication, before, source).await?;
    Ok(Some(sequence))
}

#[derive(Deserialize)]
struct OldFiles {
    items: String,
    data_elements: String,
    codelists: String,
    calendar: String,
    conditions: String,
    papers: Option<String>,
}

/// Gives an edition that was kept as files its number, dated as it was first seen.
async fn adopt(store: &dyn Store, key: &SecretKey, hall: &str, old: OldEdition) -> Result<(), Fault> {
    let kept: OldFiles = serde_json::from_str(&old.files)?;
    let files = CatalogueFiles {
        items: kept.items,
        data_elements: kept.data_elements,
        codelists: kept.codelists,
        calendar: kept.calendar,
        conditions: kept.conditions,
        papers: kept.papers.unwrap_or_else(|| BUILT_IN.to_owned()),
        bundles: NO_BUNDLES.to_owned(),
        known_faults: NONE_KNOWN.to_owned(),
        answers: cases::catalogue::answers::NONE.to_owned(),
        everyday: cases::catalogue::everyday::NONE.to_owned(),
        sources: cases::catalogue::sources::BUILT_IN.to_owned(),
    };
    let parts = match parts::split(files, key.suite()) {
        Ok(parts) => parts,
        Err(fault) => {
            // It stays as it is kept; what is pinned to it is refused in words.
            tracing::error!(
                edition.alias = old.alias,
                edition.path = fault.path,
                "an old edition cannot be read"
            );
            return Ok(());
        }
    };
    let inventory = Inventory::of(&parts);
    store.put_parts(parts).await?;
    let base = store.newest_edition().await?;
    let new = NewEdition {
        hall: hall.to_owned(),
        content: inventory.content(key.suite()),
        inventory,
        note: String::new(),
        rollback_of: None,
        base: base.map_or(0, |base| base.manifest.sequence),
        key: key.clone(),
        alias: Some(old.alias.clone()),
    };
    store.publish(Act::of_hall(old.seen_at), new).await?;
    store.drop_old_edition(&old.alias).await
}

/// Reads the newest edition.
pub async fn load(store: &dyn Store, newest: &KeptEdition) -> Result<Catalogue, Unpublished> {
    let files = store.edition_files(newest.manifest.sequence, None).await?;
    let manifest = newest.manifest.clone();
    tokio::task::spawn_blocking(move || Catalogue::of_edition(&files, &manifest))
        .await
        .map_err(|error| fault::store_failed().inside(error))?
        .map_err(Unpublished::Faults)
}

/// Takes the newest edition into force, where another is.
pub async fn take_up(rooms: &Rooms) -> Result<(), Fault> {
    // One at a time: whoever waits finds it done.
    let _turn = rooms.taking_up.lock().await;
    let Some(newest) = rooms.store.newest_edition().await? else {
        return Ok(());
    };
    if newest.manifest.sequence <= rooms.in_force().sequence {
        return Ok(());
    }
    let catalogue = match load(rooms.store.as_ref(), &newest).await {
        Ok(catalogue) => Arc::new(catalogue),
        Err(Unpublished::Other(fault)) => return Err(fault),
        Err(Unpublished::Faults(faults)) => {
            let first = faults
                .first()
                .map(|fault| format!("{} {}", fault.file, fault.path));
            return Err(fault::edition_unreadable().inside(first.unwrap_or_default()));
        }
    };
    let counting = Counting {
        calendar: catalogue.calendar.clone(),
        opening: rooms.hall.opening.clone(),
    };
    let act = Act::of_hall(rooms.now());
    rooms.store.put_counting(act, counting.clone()).await?;
    tracing::info!(
        edition.number = newest.manifest.number,
        edition.items = newest.manifest.items,
        "an edition of the catalogue is in force"
    );
    rooms.put_in_force(InForce {
        sequence: newest.manifest.sequence,
        catalogue,
        counting: Arc::new(counting),
    });
    Ok(())
}

/// Notices what a program beside this hall has published.
pub async fn run(rooms: Arc<Rooms>, mut closing: watch::Receiver<bool>) {
    let mut refused = 0;
    loop {
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
        let newest = match rooms.store.newest_edition().await {
            Ok(Some(newest)) => newest.manifest.sequence,
            Ok(None) | Err(_) => continue,
        };
        if newest <= rooms.in_force().sequence || newest == refused {
            continue;
        }
        if let Err(fault) = take_up(&rooms).await {
            tracing::error!(edition.code = fault.code(), edition.cause = ?fault.cause, "an edition was not taken up");
            refused = newest;
        }
        // Its row of the feed was written by another program: those who listen here are told now.
        if let Err(fault) = rooms.store.ring().await {
            tracing::warn!(edition.code = fault.code(), "the feed was not rung");
        }
    }
}

/// How a part is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Added,
    Changed,
    Removed,
}

impl Kind {
    pub fn sign(self) -> char {
        match self {
            Kind::Added => '+',
            Kind::Changed => '~',
            Kind::Removed => '-',
        }
    }
}

/// One part that two editions do not share, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartChange {
    pub kind: Kind,
    pub name: String,
    /// Name of the item; empty for another file.
    pub title: String,
    pub said: Vec<ItemChange>,
}

/// What changed between two editions, in words and in the order of names.
pub async fn compare(store: &dyn Store, from: u64, to: u64) -> Result<Vec<PartChange>, Fault> {
    let (old, new) = (store.inventory(from).await?, store.inventory(to).await?);
    let difference = Difference::between(&old, &new);
    let mut changes = Vec::new();
    let parts = difference.added.iter().map(|part| (Kind::Added, &part.name));
    let parts = parts.chain(difference.changed.iter().map(|part| (Kind::Changed, &part.name)));
    let parts = parts.chain(difference.removed.iter().map(|name| (Kind::Removed, name)));
    for (kind, name) in parts {
        let before = item_at(store, &old, name).await?;
        let after = item_at(store, &new, name).await?;
        let said = match (&before, &after) {
            (Some(before), Some(after)) => item_changes(before, after),
            (Some(_) | None, _) => Vec::new(),
        };
        let title = after.or(before).map(|item| item.name);
        changes.push(PartChange {
            kind,
            name: name.clone(),
            title: title.unwrap_or_default(),
            said,
        });
    }
    changes.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(changes)
}

/// Versions of one item that are put in words.
const VERSIONS: usize = 60;

/// One item through the editions, the newest first.
pub async fn history(store: &dyn Store, name: &str) -> Result<ItemHistory, Fault> {
    let standings = store.standings(name).await?;
    let mut steps: Vec<(u64, VersionKind, Option<&str>, Option<&str>)> = Vec::new();
    let mut before: Option<&Standing> = None;
    for standing in &standings {
        // What ended with the edition before it went; what ends with this one became it.
        let stood = before.filter(|before| before.until == Some(standing.since));
        let kind = if stood.is_some() {
            VersionKind::Changed
        } else {
            VersionKind::Added
        };
        let old = stood.map(|before| before.digest.as_str());
        steps.push((standing.since, kind, old, Some(&standing.digest)));
        let next = standings.iter().any(|next| standing.until == Some(next.since));
        if let (Some(until), false) = (standing.until, next) {
            steps.push((until, VersionKind::Removed, Some(&standing.digest), None));
        }
        before = Some(standing);
    }
    let editions = store.editions().await?;
    let mut history = ItemHistory {
        total: steps.len() as u64,
        versions: Vec::new(),
    };
    for (sequence, kind, old, new) in steps.into_iter().rev().take(VERSIONS) {
        let Some(edition) = editions.iter().find(|one| one.manifest.sequence == sequence) else {
            continue;
        };
        let said = match (old, new) {
            (Some(old), Some(new)) => changed(store, old, new).await?,
            (Some(_) | None, _) => Vec::new(),
        };
        let manifest = edition.manifest.clone();
        history.versions.push(ItemVersion {
            number: manifest.number,
            published_at: manifest.published_at,
            by: manifest.by,
            note: manifest.note,
            rollback_of: manifest.rollback_of,
            kind,
            said,
        });
    }
    Ok(history)
}

/// What one text of an item says otherwise than another.
async fn changed(store: &dyn Store, old: &str, new: &str) -> Result<Vec<ItemChange>, Fault> {
    let texts = store.parts(vec![old.to_owned(), new.to_owned()]).await?;
    let mut items = texts
        .iter()
        .map(|(_, text)| serde_json::from_str::<Item>(text).ok());
    match (items.next().flatten(), items.next().flatten()) {
        (Some(old), Some(new)) => Ok(item_changes(&old, &new)),
        (Some(_) | None, _) => Ok(Vec::new()),
    }
}

/// The item under a name; `None` where it is none, or is not there.
async fn item_at(store: &dyn Store, inventory: &Inventory, name: &str) -> Result<Option<Item>, Fault> {
    let Some(digest) = inventory.0.get(name).filter(|_| parts::item_of(name).is_some()) else {
        return Ok(None);
    };
    let texts = store.parts(vec![digest.clone()]).await?;
    let item = texts
        .first()
        .and_then(|(_, text)| serde_json::from_str(text).ok());
    Ok(item)
}

/// What changed between two editions.
pub async fn difference(store: &dyn Store, from: u64, to: u64) -> Result<Difference, Fault> {
    let (from, to) = (store.inventory(from).await?, store.inventory(to).await?);
    Ok(Difference::between(&from, &to))
}
