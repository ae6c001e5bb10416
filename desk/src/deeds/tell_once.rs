//! 一次告知: the 一次性告知书 of the open intake in its situation (情形), made here and handed over; it decides nothing. The
//! first one is frozen: pressed again it is the same bytes, and what is needed beyond it is said.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use cases::case::{Draft, FirstTold, Outstanding, ToldBy};
use cases::error::Trouble;
use cases::notice::{Content, PaperKind, guidance};
use cases::review::Spot;
use cases::roles::Deed;
use cases::wire::intake::Command;
use cases::wire::notice::{NoticeText, NoticeView, SendNotice};
use cases::wire::session::Session;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::outcomes::key_of;
use super::papers::keep_rendered;
use crate::chance;
use crate::desk::Desk;
use crate::hall_link::HallFault;
use crate::intake::Ground;
use crate::intake::forms;
use crate::store::papers::{self, KeptPaper};
use crate::store::{drafts, outbox};
use crate::trouble;
use crate::view::outcome::{NoticeTextView, ToldOnceView};

/// How often a notice is made anew because the intake became another while it was rendered.
const TRIES: u32 = 8;

/// What would be told, of which revision of the draft.
struct First {
    content: Content,
    told: FirstTold,
    slip: String,
    revision: u64,
    at: Timestamp,
}

/// What the key does to an intake.
enum ToTell {
    First(Box<First>),
    /// It was told already.
    Again {
        slip: String,
        first: FirstTold,
        beyond: Vec<String>,
    },
}

impl Desk {
    /// Needs no hall: conditions, materials, limits and fee are those of the edition the intake is pinned to. The list
    /// and the printed bytes go to the hall behind the draft.
    pub async fn tell_once(&self, id: &str) -> Result<ToldOnceView, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        let id = super::id(id)?;
        for _ in 0..TRIES {
            let first = match self.to_tell(&session, id)? {
                ToTell::Again { slip, first, beyond } => {
                    return self.told_again(&slip, first, beyond).await;
                }
                ToTell::First(first) => *first,
            };
            let rendered = self.render(first.content.clone(), first.at).await?;
            let paper = keep_rendered(&first.slip, &first.content, rendered, first.at);
            if self.keep_told(&session, id, &first, &paper)? {
                self.0.wake.notify_one();
                return Ok(ToldOnceView {
                    paper: self.show_paper(paper),
                    slip: first.slip,
                    on: first.told.at.to_string(),
                    digest: first.told.digest,
                    again: false,
                    beyond: Vec::new(),
                });
            }
        }
        Err(trouble::telling::still_changing())
    }

    /// Freezes what was rendered; `false` where the intake became another meanwhile, as when a source answered.
    fn keep_told(
        &self,
        session: &Session,
        id: Uuid,
        first: &First,
        paper: &KeptPaper,
    ) -> Result<bool, Trouble> {
        let line = self.line(&session.staff, "tell_once", id, &first.told.digest);
        let rooms = self.rooms()?;
        let mut state = self.state();
        let intake = state
            .intake
            .as_mut()
            .filter(|intake| intake.draft.id == id && !intake.closed)
            .ok_or_else(trouble::no_such_draft)?;
        if intake.draft.revision != first.revision {
            return Ok(false);
        }
        let mut draft = intake.draft.clone();
        draft.revision += 1;
        draft.first_told = Some(first.told.clone());
        let command = Command::TellOnce {
            draft: draft.clone(),
            paper: paper.digest.clone(),
            pdf: BASE64.encode(&paper.bytes),
        };
        let at = first.at;
        rooms.store.transact(line, |tx| {
            papers::add(tx, paper, at)?;
            drafts::save(tx, &draft, intake.stage.word(), at)?;
            outbox::add(tx, &command, chance::id_at(at), at)
        })?;
        intake.draft = draft;
        intake.saved_at = at;
        Ok(true)
    }

    fn to_tell(&self, session: &Session, id: Uuid) -> Result<ToTell, Trouble> {
        let book = self.book()?;
        let state = self.state();
        let intake = state
            .intake
            .as_ref()
            .filter(|intake| intake.draft.id == id)
            .ok_or_else(trouble::no_such_draft)?;
        let draft = &intake.draft;
        let item = book
            .catalogue
            .item(&draft.item)
            .ok_or_else(trouble::no_such_item)?;
        let ground = self.ground(&book, item);
        if let Some(first) = draft.first_told.clone() {
            return Ok(ToTell::Again {
                slip: draft.slip.clone(),
                beyond: beyond(ground, draft, &first),
                first,
            });
        }
        let maker = self.maker(session);
        let (facts, told) = forms::guidance(ground, draft, &maker, session.hall_phone.as_deref());
        Ok(ToTell::First(Box::new(First {
            content: guidance::content(&facts, &book.catalogue.wording),
            told,
            slip: draft.slip.clone(),
            revision: draft.revision,
            at: ground.now,
        })))
    }

    /// The paper that was handed out first, from here or from the hall.
    async fn told_again(
        &self,
        slip: &str,
        first: FirstTold,
        beyond: Vec<String>,
    ) -> Result<ToldOnceView, Trouble> {
        let kind = match first.by {
            ToldBy::Guidance => PaperKind::Guidance,
            ToldBy::Supplement => PaperKind::SupplementNotice,
            ToldBy::Further => PaperKind::FurtherMaterials,
        };
        let kept = |desk: &Desk| -> Result<Option<KeptPaper>, Trouble> {
            let all = desk
                .rooms()?
                .store
                .read(|connection| papers::of_case(connection, slip))?;
            Ok(all.into_iter().find(|paper| paper.kind == kind.word()))
        };
        let paper = match kept(self)? {
            Some(paper) => paper,
            None => {
                self.fetch_notice(slip).await?;
                kept(self)?.ok_or_else(trouble::no_such_paper)?
            }
        };
        Ok(ToldOnceView {
            paper: self.show_paper(paper),
            slip: slip.to_owned(),
            on: first.at.to_string(),
            digest: first.digest,
            again: true,
            beyond,
        })
    }

    /// The first notice of a slip code that has no case yet, as another window printed it.
    pub(crate) async fn fetch_notice(&self, slip: &str) -> Result<(), Trouble> {
        let notice: NoticeView = self.0.link.get(&format!("/v1/notices/{slip}")).await?;
        let Some(wanted) = notice.paper else {
            return Ok(());
        };
        let bytes = self.0.link.bytes(&format!("/v1/notices/{slip}/pdf")).await?;
        if hex::encode(Sha256::digest(&bytes)) != wanted.digest {
            return Err(trouble::paper_differs());
        }
        let at = self.0.link.legal_now();
        let paper = KeptPaper {
            id: chance::id_at(at),
            slip: notice.slip,
            kind: PaperKind::Guidance.word().to_owned(),
            title: PaperKind::Guidance.zh().to_owned(),
            number: None,
            digest: wanted.digest,
            pages: wanted.pages,
            missing: Vec::new(),
            bytes,
            prints: 0,
            voided_by: None,
            companion_of: None,
            companion: None,
        };
        let rooms = self.rooms()?;
        let known = rooms
            .store
            .read(|connection| papers::of_case(connection, &paper.slip))?;
        if known.iter().all(|one| one.digest != paper.digest) {
            rooms.store.mark(|tx| papers::add(tx, &paper, at))?;
        }
        Ok(())
    }

    /// What became of the text of a notice, and the number that the form gives for it. The hall alone knows.
    pub async fn notice_text(&self, slip: &str) -> Result<NoticeTextView, Trouble> {
        self.permit_here(Deed::SaveDraft)?;
        self.send_due().await?;
        let notice: NoticeView = self
            .0
            .link
            .get(&format!("/v1/notices/{slip}"))
            .await
            .map_err(needs_line)?;
        Ok(NoticeTextView {
            phone: notice.phone,
            sent: notice.text.map(sent),
        })
    }

    /// Texts a notice to the number of the form, or to one that was typed; once.
    /// `agreed`: who applies wants an item named whose name tells something about him.
    pub async fn text_notice(
        &self,
        slip: &str,
        phone: Option<String>,
        agreed: bool,
    ) -> Result<NoticeTextView, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        let send = SendNotice {
            phone: typed(phone)?,
            agreed,
            materials: Vec::new(),
        };
        let line = self.line(&session.staff, "text_notice", slip, "告知短信");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        self.send_due().await?;
        let path = format!("/v1/notices/{slip}/text");
        // Asked for again after a lost answer, it is the same text.
        let key = key_of("text_notice", slip, &send);
        let text: NoticeText = self.0.link.post(&path, key, &send).await.map_err(needs_line)?;
        Ok(NoticeTextView {
            phone: None,
            sent: Some(sent(text)),
        })
    }

    /// The list that stands: another window may have told before this one.
    pub(crate) fn first_stands(&self, id: Uuid, first: &FirstTold) -> Result<(), Trouble> {
        let rooms = self.rooms()?;
        let mut state = self.state();
        let Some(intake) = state.intake.as_mut().filter(|intake| intake.draft.id == id) else {
            return Ok(());
        };
        if intake.draft.first_told.as_ref() != Some(first) {
            intake.draft.first_told = Some(first.clone());
            let at = self.0.link.legal_now();
            rooms
                .store
                .mark(|tx| drafts::save(tx, &intake.draft, intake.stage.word(), at))?;
        }
        Ok(())
    }
}

/// Names of what the situation needs and the first list does not have.
fn beyond(ground: Ground<'_>, draft: &Draft, first: &FirstTold) -> Vec<String> {
    let item = ground.item;
    let open = Outstanding::of(draft, item, &ground.catalogue.rules, ground.today());
    let is_beyond = |id: &str| {
        let spot = Spot::Material(id.to_owned());
        let id = cases::case::first_told::id_of(item, Some(&spot), "");
        first.added(item, &id).is_some()
    };
    open.unmet
        .iter()
        .filter(|material| is_beyond(&material.id))
        .map(|material| material.name.clone())
        .collect()
}

/// A typed number is one, or nothing is sent.
pub(crate) fn typed(phone: Option<String>) -> Result<Option<String>, Trouble> {
    let Some(phone) = phone else { return Ok(None) };
    cases::texting::mobile(&phone)
        .map(Some)
        .ok_or_else(trouble::telling::no_mobile)
}

pub(crate) fn needs_line(fault: HallFault) -> Trouble {
    if fault.is_line() {
        trouble::telling::text_needs_hall()
    } else {
        fault.into()
    }
}

pub(crate) fn sent(text: NoticeText) -> crate::view::outcome::SentTextView {
    crate::view::outcome::SentTextView {
        state: text.state.word().to_owned(),
        phone: text.phone,
        words: text.words,
    }
}
