//! Editions of the catalogue at this window: fetched as a difference, verified, kept, and taken into use between cases.
//!
//! Map: [`Desk::catch_up`] brings the store to the hall's newest edition, [`Desk::pin_edition`] has the edition at hand
//! that a draft is pinned to, [`Desk::switch_edition`] takes a new one into use.
//!
//! Invariants
//! - Nothing is used that was not verified: the signature by a pinned key, each part by its digest, the whole by the hash
//!   of its content, the order by its sequence. What is refused is said once, and the window goes on with what it has.
//! - An open intake is judged by the edition its draft is pinned to. A visit keeps the one it began with until its next
//!   intake.

use std::collections::BTreeSet;
use std::sync::Arc;

use cases::catalogue::Catalogue;
use cases::catalogue::edition::manifest::{PublishedKey, follow_keys};
use cases::catalogue::edition::{Changed, Difference, EditionFault, Inventory, Manifest, SignedManifest};
use cases::crypto::PublicKey;
use cases::error::Trouble;
use cases::wire::edition::{CatalogueHead, DifferencePage};

use crate::desk::{Book, Desk, Rooms, State};
use crate::hall_link::HallFault;
use crate::store::editions::{self, Taken};
use crate::store::{StoreFault, drafts, meta};
use crate::trouble;
use crate::view::desk::DeskEvent;

/// Why an edition was not taken.
enum Untaken {
    /// It is refused: said once, and not asked for again.
    Refused(Trouble),
    /// Another time: the line, or this machine.
    Later(Trouble),
}

impl From<EditionFault> for Untaken {
    fn from(fault: EditionFault) -> Self {
        Untaken::Refused(fault.trouble())
    }
}

impl From<StoreFault> for Untaken {
    fn from(fault: StoreFault) -> Self {
        Untaken::Later(fault.into())
    }
}

impl From<HallFault> for Untaken {
    fn from(fault: HallFault) -> Self {
        Untaken::Later(fault.into())
    }
}

impl From<Trouble> for Untaken {
    fn from(trouble: Trouble) -> Self {
        Untaken::Later(trouble)
    }
}

impl Desk {
    /// A key of the hall, handed over by whoever opened it; PEM.
    pub fn trust_hall(&self, pem: &str) -> Result<(), Trouble> {
        let key = PublicKey::from_pem(pem).ok_or_else(trouble::odd_hall_key)?;
        let at = self.0.link.legal_now();
        self.rooms()?
            .store
            .mark(|tx| editions::pin_key(tx, &key, at))
            .map_err(Trouble::from)
    }

    /// Brings this window to the newest edition. Without the hall it goes on with what it has; with nothing it cannot
    /// work.
    pub(crate) async fn catch_up(&self) -> Result<(), Trouble> {
        let _turn = self.0.catching_up.lock().await;
        let (newest, fresh) = match self.fetch_newest().await {
            Ok(newest) => newest,
            Err(why) => {
                let Some(known) = self.rooms()?.store.read(editions::newest)? else {
                    return Err(match why {
                        Untaken::Refused(trouble) | Untaken::Later(trouble) => trouble,
                    });
                };
                if let Untaken::Refused(trouble) = why {
                    self.say_refused(&trouble)?;
                }
                (known, None)
            }
        };
        let at_hand = {
            let state = self.state();
            let mut books = state.coming.iter().chain(&state.book);
            books.any(|book| book.catalogue.edition == newest.manifest.number)
        };
        if at_hand {
            return Ok(());
        }
        let book = match fresh {
            Some(book) => book,
            None => self.load(newest, None).await?,
        };
        self.state().coming = Some(Arc::new(book));
        if !self.switch_edition() {
            // What is open may move.
            self.emit(DeskEvent::Edition);
        }
        Ok(())
    }

    /// The newest edition, verified and kept; with its book where it was read just now.
    async fn fetch_newest(&self) -> Result<(Taken, Option<Book>), Untaken> {
        let rooms = self.rooms()?;
        let head: CatalogueHead = self.0.link.get("/v1/catalogue").await?;
        let trusted = self.trusted(&rooms, &head.keys)?;
        let known = rooms.store.read(editions::newest)?;
        let manifest = head.edition.open(&trusted)?;
        if let Some(known) = &known {
            if manifest == known.manifest {
                return Ok((known.clone(), None));
            }
            if manifest.hall != known.manifest.hall {
                return Err(EditionFault::OtherHall.into());
            }
            // A replay: an older edition, or another one in the place of one that was taken.
            if manifest.sequence <= known.manifest.sequence {
                return Err(EditionFault::Older.into());
            }
        }
        let taken = self
            .fetch(&rooms, head.edition, &manifest, known.as_ref())
            .await?;
        // What this program cannot read is not taken.
        let Some(book) = self.read_book(taken.clone(), None).await? else {
            return Err(EditionFault::Damaged.into());
        };
        let at = self.0.link.legal_now();
        rooms.store.mark(|tx| {
            for key in &trusted {
                editions::pin_key(tx, key, at)?;
            }
            editions::put(tx, &taken, None, at)?;
            editions::prune(tx)
        })?;
        Ok((taken, Some(book)))
    }

    /// The pinned keys and those that they endorse; at the first contact, which is the enrolment, the hall's own.
    fn trusted(&self, rooms: &Rooms, published: &[PublishedKey]) -> Result<Vec<PublicKey>, Untaken> {
        let pinned = rooms.store.read(editions::keys)?;
        if pinned.is_empty() && rooms.store.read(editions::newest)?.is_none() {
            let own = published.iter().map(|published| published.key.clone());
            return Ok(own.collect());
        }
        Ok(follow_keys(&pinned, published))
    }

    /// Fetches what an edition has beyond `base`, and verifies all of it.
    async fn fetch(
        &self,
        rooms: &Rooms,
        signed: SignedManifest,
        manifest: &Manifest,
        base: Option<&Taken>,
    ) -> Result<Taken, Untaken> {
        let fetched = match self.fetch_from(rooms, &signed, manifest, base).await {
            // The hall does not know what this window has, or not as this window knows it.
            Err(Untaken::Refused(trouble))
                if base.is_some() && trouble.code == EditionFault::OtherBase.trouble().code =>
            {
                self.fetch_from(rooms, &signed, manifest, None).await?
            }
            other => other?,
        };
        Ok(Taken {
            signed,
            manifest: manifest.clone(),
            inventory: fetched,
        })
    }

    async fn fetch_from(
        &self,
        rooms: &Rooms,
        signed: &SignedManifest,
        manifest: &Manifest,
        base: Option<&Taken>,
    ) -> Result<Inventory, Untaken> {
        let mut difference = Difference::default();
        let mut after: Option<String> = None;
        let mut from = None;
        loop {
            let mut path = format!("/v1/catalogue/editions/{}/difference", manifest.number);
            let mut sign = '?';
            for (name, value) in [
                ("from", base.map(|base| &base.manifest.number)),
                ("after", after.as_ref()),
            ] {
                if let Some(value) = value {
                    path = format!("{path}{sign}{name}={}", escaped(value));
                    sign = '&';
                }
            }
            let page: DifferencePage = self.0.link.get(&path).await?;
            if &page.edition != signed {
                return Err(EditionFault::Damaged.into());
            }
            if page.parts.iter().any(|part| !part.is_whole()) {
                return Err(EditionFault::Damaged.into());
            }
            rooms.store.mark(|tx| editions::put_parts(tx, &page.parts))?;
            let brought = page.parts.into_iter().map(|part| Changed {
                name: part.name,
                digest: part.digest,
            });
            difference.added.extend(brought);
            difference.removed.extend(page.removed);
            from = page.from.or(from);
            let goes_on = match (&page.next, &after) {
                // A hall that sends the same page for ever is not followed.
                (Some(next), Some(after)) => next > after,
                (Some(_), None) => true,
                (None, _) => false,
            };
            if !goes_on {
                break;
            }
            after = page.next;
        }
        let empty = Inventory::default();
        let start = match (&from, base) {
            (None, _) => &empty,
            (Some(from), Some(base)) if *from == base.manifest.number => &base.inventory,
            (Some(_), _) => return Err(EditionFault::OtherBase.into()),
        };
        let inventory = difference.apply(start, manifest)?;
        Ok(inventory)
    }

    /// The edition that a draft is pinned to, at hand with its item: kept here, or fetched. One that nobody has any more
    /// leaves the one in force.
    pub(crate) async fn pin_edition(&self, edition: &str, item: &str) -> Result<(), Trouble> {
        {
            let mut state = self.state();
            let in_force = state.book.as_ref();
            if in_force.is_some_and(|book| book.catalogue.edition == edition) {
                let book = state.book.clone();
                state.pinned = book.map(|book| (edition.to_owned(), book));
                return Ok(());
            }
            let pinned = state.pinned.as_ref();
            if pinned.is_some_and(|(name, book)| name == edition && book.catalogue.item(item).is_some()) {
                return Ok(());
            }
        }
        let _turn = self.0.catching_up.lock().await;
        let rooms = self.rooms()?;
        let kept = rooms
            .store
            .read(|connection| editions::find(connection, edition))?;
        let taken = match kept {
            Some(kept) => kept,
            None => match self.fetch_old(&rooms, edition).await {
                Ok(Some(taken)) => taken,
                Ok(None) => {
                    self.state().pinned = None;
                    return Ok(());
                }
                Err(Untaken::Refused(trouble)) => return Err(trouble),
                Err(Untaken::Later(_)) => return Err(trouble::edition_away()),
            },
        };
        let book = self.load(taken, Some(item)).await?;
        self.state().pinned = Some((edition.to_owned(), Arc::new(book)));
        Ok(())
    }

    /// An older edition, as a difference from what is here.
    async fn fetch_old(&self, rooms: &Rooms, edition: &str) -> Result<Option<Taken>, Untaken> {
        let path = format!("/v1/catalogue/editions/{}", escaped(edition));
        let signed: SignedManifest = match self.0.link.get(&path).await {
            Ok(signed) => signed,
            Err(HallFault::Problem { status: 404, .. }) => return Ok(None),
            Err(fault) => return Err(fault.into()),
        };
        let trusted = rooms.store.read(editions::keys)?;
        let manifest = signed.open(&trusted)?;
        let base = rooms.store.read(editions::newest)?;
        let taken = self.fetch(rooms, signed, &manifest, base.as_ref()).await?;
        let at = self.0.link.legal_now();
        let alias = Some(edition).filter(|name| *name != manifest.number);
        rooms.store.mark(|tx| editions::put(tx, &taken, alias, at))?;
        Ok(Some(taken))
    }

    async fn load(&self, taken: Taken, item: Option<&str>) -> Result<Book, Trouble> {
        let read = self.read_book(taken, item.map(str::to_owned)).await;
        match read {
            Ok(Some(book)) => Ok(book),
            Ok(None) => Err(EditionFault::Damaged.trouble()),
            Err(Untaken::Refused(trouble) | Untaken::Later(trouble)) => Err(trouble),
        }
    }

    async fn read_book(&self, taken: Taken, item: Option<String>) -> Result<Option<Book>, Untaken> {
        let rooms = self.rooms()?;
        let uses = Arc::clone(&self.state().uses);
        let read = tokio::task::spawn_blocking(move || {
            let files = rooms
                .store
                .read(|connection| editions::files(connection, &taken.inventory, item.as_deref()))?;
            let Some(files) = files else { return Ok(None) };
            let catalogue = Catalogue::of_edition(&files, &taken.manifest).map_err(|faults| {
                let first = faults.first();
                tracing::error!(
                    catalogue.faults = faults.len(),
                    catalogue.first = first.map(|fault| fault.path.as_str()),
                    "the hall's edition does not load"
                );
                Untaken::Refused(trouble::edition_unreadable())
            })?;
            Ok(Some(Book::new(catalogue, &uses)))
        });
        read.await.map_err(|_| trouble::hall_garbled())?
    }

    /// Said once for each reason: the window goes on.
    fn say_refused(&self, why: &Trouble) -> Result<(), Trouble> {
        let rooms = self.rooms()?;
        let said = rooms
            .store
            .read(|connection| meta::get(connection, meta::EDITION_REFUSED))?;
        let mut codes: BTreeSet<String> = said
            .iter()
            .flat_map(|said| said.split(' '))
            .map(str::to_owned)
            .collect();
        if codes.insert(why.code.clone()) {
            let codes: Vec<String> = codes.into_iter().collect();
            rooms
                .store
                .mark(|tx| meta::set(tx, meta::EDITION_REFUSED, &codes.join(" ")))?;
            tracing::error!(edition.code = why.code, "an edition of the catalogue was refused");
            self.emit(DeskEvent::Trouble {
                trouble: why.clone().into(),
            });
        }
        Ok(())
    }

    /// Takes a new edition into use where nobody is being served; whether it did.
    pub(crate) fn switch_edition(&self) -> bool {
        let taken = {
            let mut state = self.state();
            let free = state.visit.is_none() && state.intake.is_none();
            (free || state.book.is_none()) && take_coming(&mut state)
        };
        if taken {
            self.emit(DeskEvent::Edition);
        }
        taken
    }

    /// Takes a new edition into use for an intake that begins.
    pub(crate) fn next_edition(&self) {
        take_coming(&mut self.state());
    }

    /// The newest edition that this window has.
    pub(crate) fn newest_book(&self) -> Result<Arc<Book>, Trouble> {
        let state = self.state();
        let newest = state.coming.clone().or_else(|| state.book.clone());
        newest.ok_or_else(trouble::not_signed_in)
    }

    /// The edition of the open intake, before anything of it is shown after a restart.
    pub(crate) async fn pin_what_was_open(&self) -> Result<(), Trouble> {
        let rooms = self.rooms()?;
        let open = rooms.store.read(|connection| {
            let id = meta::get(connection, meta::INTAKE)?.and_then(|text| text.parse().ok());
            Ok(id.map(|id| drafts::get(connection, id)).transpose()?.flatten())
        })?;
        let Some(open) = open else { return Ok(()) };
        let pinned = self.pin_edition(&open.draft.edition, &open.draft.item).await;
        if let Err(why) = pinned {
            // The draft stays parked as it is until its edition is here.
            rooms.store.mark(|tx| meta::clear(tx, meta::INTAKE))?;
            self.emit(DeskEvent::Trouble { trouble: why.into() });
        }
        Ok(())
    }
}

/// What is open under the edition that ends keeps it.
fn take_coming(state: &mut State) -> bool {
    let Some(coming) = state.coming.take() else {
        return false;
    };
    let before = state.book.replace(coming);
    if let (Some(before), Some(intake)) = (before, &state.intake)
        && intake.draft.edition == before.catalogue.edition
    {
        state.pinned = Some((intake.draft.edition.clone(), before));
    }
    true
}

/// A value in a query: what is not plain is written as its bytes.
fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
