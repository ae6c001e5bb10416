//! The outbox (诚实的发件箱): what was committed here reaches the hall in order, once, with its cause in words
//! while it waits.
//!
//! Invariants
//! - One row is under way at a time; the next goes when the hall confirmed the place and digest of this one.
//! - A row is never dropped: it ends `done` with the hall's outcome or `refused` with the hall's reason.
//! - From the first send that may have arrived, a place keeps its digest for ever.

use std::time::Duration;

use cases::error::Trouble;
use cases::material::Held;
use cases::wire::intake::{Command, Envelope, Outcome, Place};
use jiff::SignedDuration;
use uuid::Uuid;

use crate::change::Why;
use crate::desk::{Desk, Rooms};
use crate::hall_link::{HallFault, LineFault};
use crate::store::drafts;
use crate::store::outbox::{self, OutboxRow};
use crate::trouble;
use crate::view::desk::DeskEvent;

/// Where one place has two digests.
const PLACE_CONFLICT: &str = "YC-2406";
/// A slip code of another draft: this installation began to count where another had counted.
const SLIP_TAKEN: &str = "YC-2412";
const PIECES_MISSING: &str = "YC-2411";
const LONGEST_WAIT_S: i64 = 60;

/// What became of one send.
enum Sent {
    Settled,
    Waits(HallFault),
}

impl Desk {
    /// Sends what is due, in order, until something has to wait.
    pub(crate) async fn send_due(&self) -> Result<(), Trouble> {
        loop {
            let _one = self.0.sending.lock().await;
            let rooms = self.rooms()?;
            let Some(row) = rooms.store.read(outbox::head)? else {
                return Ok(());
            };
            if !self.0.link.speaks() || self.is_stopped().is_some() {
                return Ok(());
            }
            if row.next_try.is_some_and(|next| next > self.0.clock.now()) {
                return Ok(());
            }
            match self.send(&rooms, row).await? {
                Sent::Settled => self.tell_unsent(&rooms)?,
                Sent::Waits(_) => return self.tell_unsent(&rooms),
            }
        }
    }

    /// Sends everything up to one place now. The row as it ended, or why it waits.
    pub(crate) async fn send_through(&self, sequence: u64) -> Result<Result<OutboxRow, HallFault>, Trouble> {
        loop {
            let _one = self.0.sending.lock().await;
            if let Some(trouble) = self.is_stopped() {
                return Err(trouble);
            }
            let rooms = self.rooms()?;
            let wanted = rooms.store.read(|connection| outbox::at(connection, sequence))?;
            let wanted = wanted.ok_or_else(trouble::no_such_draft)?;
            if wanted.state != "waiting" {
                return Ok(Ok(wanted));
            }
            let head = rooms.store.read(outbox::head)?.unwrap_or(wanted);
            let sent = self.send(&rooms, head).await?;
            self.tell_unsent(&rooms)?;
            if let Sent::Waits(fault) = sent {
                return Ok(Err(fault));
            }
        }
    }

    async fn send(&self, rooms: &Rooms, row: OutboxRow) -> Result<Sent, Trouble> {
        // The row may have taken over a later revision since it was looked at.
        let Some(row) = rooms.store.mark(|tx| outbox::lease(tx, row.sequence))? else {
            return Ok(Sent::Settled);
        };
        let command: Command = match serde_json::from_str(&row.body) {
            Ok(command) => command,
            Err(_) => {
                self.refused(rooms, &row, trouble::store_unreadable())?;
                return Ok(Sent::Settled);
            }
        };
        if let Err(fault) = self.hand_over_pieces(rooms, &command).await {
            rooms.store.mark(|tx| outbox::not_sent(tx, row.sequence))?;
            return self.postpone(rooms, &row, fault);
        }
        let envelope = Envelope {
            place: Place {
                desk: self.0.desk.clone(),
                epoch: rooms.epoch,
                sequence: row.sequence,
            },
            key: row.key,
            digest: row.digest.clone(),
            sent_at: self.0.link.legal_now(),
            command,
        };
        match self
            .0
            .link
            .post::<_, Outcome>("/v1/inbox", row.key, &envelope)
            .await
        {
            Ok(outcome) => {
                rooms.store.mark(|tx| outbox::done(tx, row.sequence, &outcome))?;
                self.settled(row.draft, &row.kind, &envelope.command, &outcome)
                    .await;
                Ok(Sent::Settled)
            }
            Err(HallFault::Problem { trouble, .. }) if trouble.code == PLACE_CONFLICT => {
                self.stop(trouble::restored_store());
                Err(trouble::restored_store())
            }
            Err(HallFault::Problem {
                status: 400..=499,
                trouble,
            }) if !waits(&trouble.code) => {
                if trouble.code == SLIP_TAKEN && row.kind == "saveDraft" {
                    rooms
                        .store
                        .mark(|tx| outbox::refused(tx, row.sequence, &trouble))?;
                    self.take_other_slip(rooms, row.draft, &envelope.command.draft().slip)?;
                } else {
                    self.refused(rooms, &row, trouble)?;
                    self.refused_by_hall(envelope.command.draft()).await;
                }
                Ok(Sent::Settled)
            }
            Err(fault) => {
                if fault == HallFault::Line(LineFault::NotSent) {
                    rooms.store.mark(|tx| outbox::not_sent(tx, row.sequence))?;
                }
                self.postpone(rooms, &row, fault)
            }
        }
    }

    fn postpone(&self, rooms: &Rooms, row: &OutboxRow, fault: HallFault) -> Result<Sent, Trouble> {
        let now = self.0.clock.now();
        let wait = SignedDuration::from_secs(back_off_s(row.attempts));
        let next = now.checked_add(wait).unwrap_or(now);
        rooms
            .store
            .mark(|tx| outbox::wait(tx, row.sequence, &fault.trouble(), next))?;
        Ok(Sent::Waits(fault))
    }

    fn refused(&self, rooms: &Rooms, row: &OutboxRow, cause: Trouble) -> Result<(), Trouble> {
        rooms.store.mark(|tx| outbox::refused(tx, row.sequence, &cause))?;
        tracing::warn!(outbox.sequence = row.sequence, outbox.code = %cause.code, "the hall refused a command");
        if ["refuse", "supplement", "return"].contains(&row.kind.as_str()) {
            // Nothing was done: the intake may be changed and asked about anew.
            self.reopen(row.draft);
        }
        // What was typed into a draft that has left this window was shown when it left.
        let gone = row.kind == "saveDraft"
            && rooms
                .store
                .read(|connection| drafts::get(connection, row.draft))?
                .is_none();
        if !gone {
            self.emit(DeskEvent::Trouble {
                trouble: cause.into(),
            });
        }
        Ok(())
    }

    /// Gives an intake another slip code, once per refused code.
    fn take_other_slip(&self, rooms: &Rooms, id: Uuid, refused: &str) -> Result<(), Trouble> {
        let slip = rooms
            .store
            .mark(|tx| self.next_slip(tx, self.0.link.legal_now()))?;
        let why = Why {
            actor: "yichuang",
            deed: "other_slip",
            purpose: "收件码已被使用，换码",
            since: None,
        };
        let changed = self.change(id, &why, |_, intake| {
            if intake.draft.slip == refused && !intake.closed {
                intake.draft.slip = slip;
            }
            Ok(())
        });
        match changed {
            Ok(delta) => self.emit(DeskEvent::Intake {
                delta: Box::new(delta),
            }),
            // Parked: it takes another code when it is saved next.
            Err(trouble) if trouble.code == trouble::no_such_draft().code => {}
            Err(trouble) => return Err(trouble),
        }
        Ok(())
    }

    /// The hall needs the files before the case that names them, and has those of a draft for whoever takes it over.
    /// A file that cannot be read or is not taken does not hold a draft back.
    async fn hand_over_pieces(&self, rooms: &Rooms, command: &Command) -> Result<(), HallFault> {
        for slot in &command.draft().slots {
            let files = match &slot.held {
                Some(Held::Files { pieces }) => pieces.as_slice(),
                Some(
                    Held::Licence { .. }
                    | Held::Verified { .. }
                    | Held::Paper { .. }
                    | Held::Generated { .. },
                )
                | None => &[],
            };
            let signed = slot.signature().map(|signature| &signature.piece);
            for digest in files.iter().map(|piece| &piece.digest).chain(signed) {
                if rooms.is_handed(digest) {
                    continue;
                }
                let handed = match rooms.pieces.read(digest) {
                    Ok(bytes) => self.0.link.put_piece(digest, piece_key(digest), bytes).await,
                    Err(trouble) => Err(HallFault::Problem { status: 500, trouble }),
                };
                match handed {
                    Ok(()) => rooms.note_handed(digest),
                    Err(HallFault::Problem { .. }) if matches!(command, Command::SaveDraft { .. }) => {}
                    Err(fault) => return Err(fault),
                }
            }
        }
        Ok(())
    }

    fn tell_unsent(&self, rooms: &Rooms) -> Result<(), Trouble> {
        let count = rooms.store.read(outbox::waiting)?;
        self.emit(DeskEvent::Unsent { count });
        Ok(())
    }

    /// Sends beside the clerk, woken by every commit and by the line coming back.
    pub(crate) fn send_beside(&self) {
        let weak = self.weak();
        self.spawn(async move {
            loop {
                let Some(inner) = weak.upgrade() else { return };
                let desk = Desk(inner);
                if let Err(trouble) = desk.send_due().await {
                    tracing::warn!(outbox.code = %trouble.code, "the outbox stopped");
                }
                if let Err(trouble) = desk.send_ratings().await {
                    tracing::warn!(outbox.code = %trouble.code, "the ratings stopped");
                }
                let woken = desk.0.clone();
                drop(desk);
                tokio::select! {
                    () = woken.wake.notified() => {}
                    () = tokio::time::sleep(Duration::from_secs(1)) => {}
                }
            }
        });
    }
}

/// Refusals that time or a person cures: the session, files on their way, a busy hall.
fn waits(code: &str) -> bool {
    matches!(code, "YC-2201" | "YC-2202" | "YC-2207") || code == PIECES_MISSING
}

/// 1 s, 2 s, 4 s … at most a minute.
fn back_off_s(attempts: u32) -> i64 {
    1_i64
        .checked_shl(attempts.min(10))
        .unwrap_or(LONGEST_WAIT_S)
        .min(LONGEST_WAIT_S)
}

/// The same piece has the same key, so that handing it over twice is one write.
fn piece_key(digest: &str) -> Uuid {
    let mut bytes = [0_u8; 16];
    let taken = hex::decode(digest).unwrap_or_default();
    bytes.iter_mut().zip(taken).for_each(|(to, from)| *to = from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_grows_to_a_minute_and_not_beyond() {
        let waits: Vec<i64> = (0..8).map(back_off_s).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(back_off_s(u32::MAX), 60);
    }
}
