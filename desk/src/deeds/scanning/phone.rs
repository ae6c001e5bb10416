//! 手机扫码传: the applicant scans a code with his telephone, and what he sends comes in like any other file. The hall holds it
//! until it was taken or refused here, and tells his telephone which.

use std::time::Duration;

use cases::deadline::hall_time;
use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::phone::{PHONE_FILE, PhoneAnswer, PhoneBasket, PhoneFile, PhoneFiles};
use jiff::Timestamp;
use tokio::task::AbortHandle;
use uuid::Uuid;

use crate::applicant::Showing;
use crate::chance;
use crate::desk::Desk;
use crate::hall_link::HallFault;
use crate::trouble;
use crate::view::scan::{CodeView, PhoneRefusedView, PhoneView, ScanView};

/// The line is tried again after so long.
const AGAIN: Duration = Duration::from_secs(1);
/// A hall that has nothing to say is asked this often at most; ours waits before it says so.
const PACE: Duration = Duration::from_millis(100);

/// The open basket of an intake; it is heard of until it is dropped.
pub(crate) struct PhoneRun {
    draft: Uuid,
    basket: PhoneBasket,
    code: CodeView,
    opened: bool,
    /// Files that were taken, and the last one that was not.
    came: u32,
    refused: Option<PhoneRefusedView>,
    ended: Option<Trouble>,
    following: AbortHandle,
}

impl Drop for PhoneRun {
    fn drop(&mut self) {
        self.following.abort();
    }
}

impl PhoneRun {
    pub fn is_of(&self, draft: Uuid) -> bool {
        self.draft == draft
    }
}

/// What is done after a file.
enum Next {
    Listen,
    /// The line broke: the same file once more.
    Again,
    Over,
}

fn minute(at: Timestamp) -> String {
    hall_time(at).strftime("%Y-%m-%dT%H:%M").to_string()
}

impl Desk {
    /// Opens a basket and shows its code, here and on the applicant's screen. Opened again, the code is a new one.
    pub async fn open_phone(&self, id: &str) -> Result<ScanView, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        let id = super::super::id(id)?;
        self.room_for_pages(id, None)?;
        let basket: PhoneBasket = self
            .0
            .link
            .post("/v1/phone-baskets", self.phone_key(), &())
            .await?;
        let drawn = papers::qr_outline(&basket.address).map_err(|_| trouble::hall_garbled())?;
        let code = CodeView {
            side: drawn.side,
            path: drawn.path,
        };
        let line = self.line(&session.staff, "open_phone", id, "手机扫码传");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let sheet = (code.clone(), minute(basket.until));
        {
            // What the basket tells finds the run in its place.
            let mut state = self.state();
            let following = self.follow_phone(id, basket.id);
            state.phone = Some(PhoneRun {
                draft: id,
                basket,
                code,
                opened: false,
                came: 0,
                refused: None,
                ended: None,
                following,
            });
        }
        self.show_phone(id, sheet);
        self.shown_scan(id)
    }

    /// Takes the code away; what waits in the basket is not taken.
    pub async fn close_phone(&self, id: &str) -> Result<ScanView, Trouble> {
        self.permit_here(Deed::SaveDraft)?;
        let id = super::super::id(id)?;
        self.end_phone(id).await;
        self.shown_scan(id)
    }

    pub(super) fn add_phone(&self, id: Uuid, view: &mut ScanView) {
        let state = self.state();
        let run = state.phone.as_ref().filter(|run| run.draft == id);
        view.phone = run.map(|run| PhoneView {
            address: run.basket.address.clone(),
            code: run.code.clone(),
            until: minute(run.basket.until),
            opened: run.opened,
            came: run.came,
            refused: run.refused.clone(),
            ended: run.ended.clone().map(Into::into),
        });
    }

    fn show_phone(&self, draft: Uuid, (code, until): (CodeView, String)) {
        self.on_screen(|state, now| {
            // What somebody is to answer stays.
            if !state.screen.showing.is_question() {
                state.screen.show(Showing::Phone { draft, code, until }, now);
            }
        });
    }

    fn hide_phone(&self) {
        self.on_screen(|state, now| {
            if matches!(state.screen.showing, Showing::Phone { .. }) {
                state.screen.show(Showing::Idle, now);
            }
        });
    }

    async fn end_phone(&self, draft: Uuid) {
        let run = {
            let mut state = self.state();
            match state.phone.as_ref() {
                Some(run) if run.draft == draft => state.phone.take(),
                Some(_) | None => None,
            }
        };
        let Some(run) = run else { return };
        self.hide_phone();
        let path = format!("/v1/phone-baskets/{}", run.basket.id);
        if let Err(fault) = self.0.link.delete(&path).await {
            tracing::info!(hall.fault = ?fault, "a basket ends by its time");
        }
    }

    fn follow_phone(&self, draft: Uuid, basket: Uuid) -> AbortHandle {
        let weak = self.weak();
        let task = tokio::spawn(async move {
            let (mut after, mut opened) = (0, false);
            loop {
                let Some(desk) = weak.upgrade().map(Desk) else {
                    return;
                };
                if !desk.takes_from_phone(draft) {
                    // Ending aborts this very task: it is done by another.
                    tokio::spawn(async move {
                        desk.end_phone(draft).await;
                        desk.tell_scan(draft);
                    });
                    return;
                }
                let path = format!("/v1/phone-baskets/{basket}?after={after}&opened={opened}");
                match desk.0.link.get::<PhoneFiles>(&path).await {
                    Ok(found) => {
                        if found.opened != opened {
                            opened = found.opened;
                            desk.note_phone(draft, |run| run.opened = opened);
                        }
                        if found.files.is_empty() {
                            tokio::time::sleep(PACE).await;
                        }
                        for file in found.files {
                            if !desk.takes_from_phone(draft) {
                                break;
                            }
                            let number = file.number;
                            match desk.take_phone_file(draft, basket, file).await {
                                Next::Listen => after = number,
                                Next::Again => {
                                    tokio::time::sleep(AGAIN).await;
                                    break;
                                }
                                Next::Over => return,
                            }
                        }
                    }
                    Err(HallFault::Problem { trouble, .. }) => {
                        desk.phone_ended(draft, trouble);
                        return;
                    }
                    Err(HallFault::Line(_) | HallFault::Garbled) => tokio::time::sleep(AGAIN).await,
                }
            }
        });
        task.abort_handle()
    }

    /// Nothing comes to a window that is locked or went on to something else.
    fn takes_from_phone(&self, draft: Uuid) -> bool {
        !self.is_locked() && self.has_intake(draft)
    }

    /// Takes one file in, or says why not, here and on the telephone.
    async fn take_phone_file(&self, draft: Uuid, basket: Uuid, file: PhoneFile) -> Next {
        let path = format!("/v1/phone-baskets/{basket}/files/{}", file.number);
        let bytes = match self.0.link.file(&path, PHONE_FILE).await {
            Ok(bytes) => bytes,
            Err(fault) if fault.is_line() => return Next::Again,
            // The next look says whether the basket is still there.
            Err(fault) => {
                self.refuse_phone_file(draft, &file, fault.trouble());
                return Next::Listen;
            }
        };
        let taken = loop {
            // Enabled before the try, so that an end between the two is heard.
            let over = self.0.scan_over.notified();
            tokio::pin!(over);
            over.as_mut().enable();
            match self
                .scan_file(&draft.to_string(), &file.name, bytes.clone())
                .await
            {
                Err(busy) if busy.code == trouble::scan_under_way().code => over.await,
                taken => break taken,
            }
        };
        let answer = PhoneAnswer { refused: taken.err() };
        let key = self.phone_key();
        while self.has_intake(draft) {
            match self.0.link.post_plain(&path, key, &answer).await {
                Ok(()) => break,
                Err(fault) if fault.is_line() => tokio::time::sleep(AGAIN).await,
                Err(fault) => {
                    self.phone_ended(draft, fault.trouble());
                    return Next::Over;
                }
            }
        }
        match answer.refused {
            None => self.note_phone(draft, |run| {
                run.came += 1;
                run.refused = None;
            }),
            Some(why) => self.refuse_phone_file(draft, &file, why),
        }
        Next::Listen
    }

    fn phone_ended(&self, draft: Uuid, why: Trouble) {
        self.note_phone(draft, |run| run.ended = Some(why));
        self.hide_phone();
    }

    fn phone_key(&self) -> Uuid {
        chance::id_at(self.0.link.legal_now())
    }

    fn refuse_phone_file(&self, draft: Uuid, file: &PhoneFile, why: Trouble) {
        self.note_phone(draft, |run| {
            run.refused = Some(PhoneRefusedView {
                name: file.name.clone(),
                trouble: why.into(),
            });
        });
    }

    fn note_phone(&self, draft: Uuid, change: impl FnOnce(&mut PhoneRun)) {
        if let Some(run) = self.state().phone.as_mut().filter(|run| run.draft == draft) {
            change(run);
        }
        self.tell_scan(draft);
    }
}
