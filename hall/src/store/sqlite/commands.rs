//! The trait's commands over the tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use cases::audit::Entry;
use cases::case::Draft;
use cases::queue::{QueueRules, Rules, Step, Ticket, Window, WindowStep};
use cases::rating::Said;
use cases::wire::edition::ItemUse;
use cases::wire::feed::Change;
use cases::wire::intake::Outcome;
use cases::wire::queue::{Appointment, CallReply, Moved, OpenDraft, Reassign, Reassigned, Seated, Transfer};
use cases::wire::rating::{Rated, RatingKept};
use cases::wire::record::{CasePage, CaseRow, CaseView, PaperRef};
use cases::wire::visit::Visit;
use jiff::Timestamp;
use jiff::civil::Date;
use tokio::sync::watch;
use uuid::Uuid;

use super::{
    SqliteStore, appointment, audit, casefile, draft, feed, forgetting, grant, inbox, intake_time, paper,
    parcel, piece, progress, queue, rating, staff, ticket, visit, window,
};
use crate::intake::plan::{AcceptPlan, Ground};
use crate::intake::{Arrival, Post};
use crate::store::{
    Act, CaseFilter, Forgotten, Grant, Kept, LeasedParcel, NewTicket, PendingCase, Progress, Progressed,
    RatingRow, RatingSecret, SessionRow, Settled, StaffRow, Store, Unmade, UnmadePaper,
};

#[async_trait]
impl Store for SqliteStore {
    async fn put_staff(&self, accounts: Vec<StaffRow>) -> Kept<()> {
        self.plain_write(move |tx| staff::put(tx, &accounts)).await
    }

    async fn staff(&self, number: &str) -> Kept<Option<StaffRow>> {
        let number = number.to_owned();
        self.read(move |tx| staff::find(tx, &number)).await
    }

    async fn wrong_password(&self, act: Act, number: &str, limit: u32, locked_until: Timestamp) -> Kept<()> {
        let number = number.to_owned();
        self.plain_write(move |tx| staff::wrong_password(tx, &act, &number, limit, locked_until))
            .await
    }

    async fn open_session(&self, act: Act, session: SessionRow) -> Kept<()> {
        self.plain_write(move |tx| staff::open_session(tx, &act, &session))
            .await
    }

    async fn session(&self, token_digest: &str) -> Kept<Option<SessionRow>> {
        let token_digest = token_digest.to_owned();
        self.read(move |tx| staff::session(tx, &token_digest)).await
    }

    async fn close_session(&self, act: Act, token_digest: &str) -> Kept<()> {
        let token_digest = token_digest.to_owned();
        self.plain_write(move |tx| staff::close_session(tx, &act, &token_digest))
            .await
    }

    async fn issue_ticket(&self, act: Act, new: NewTicket) -> Kept<Ticket> {
        self.write(act, move |tx, act| ticket::issue(tx, act, &new)).await
    }

    async fn put_past_day(&self, act: Act, day: Date, tickets: Vec<Ticket>) -> Kept<()> {
        self.plain_write(move |tx| ticket::put_past_day(tx, &act, day, &tickets))
            .await
    }

    async fn make_appointment(&self, act: Act, of: Appointment) -> Kept<Appointment> {
        self.write(act, move |tx, act| appointment::put(tx, act, &of))
            .await
    }

    async fn appointment(&self, day: Date, code: &str) -> Kept<Option<Appointment>> {
        let code = code.to_owned();
        self.read(move |tx| appointment::find(tx, day, &code)).await
    }

    async fn tickets(&self, day: Date) -> Kept<Vec<Ticket>> {
        self.read(move |tx| ticket::of_day(tx, day)).await
    }

    async fn call_next(&self, act: Act, groups: Vec<String>, rules: Rules) -> Kept<CallReply> {
        self.write(act, move |tx, act| queue::call(tx, act, &groups, &rules))
            .await
    }

    async fn take_up(&self, act: Act, of: Uuid, rules: Rules) -> Kept<Visit> {
        self.write(act, move |tx, act| queue::take_up(tx, act, of, &rules))
            .await
    }

    async fn handle_ticket(&self, act: Act, of: Uuid, step: Step, rules: Rules) -> Kept<Ticket> {
        self.write(act, move |tx, act| queue::handle(tx, act, of, &step, &rules))
            .await
    }

    async fn transfer_ticket(&self, act: Act, of: Uuid, to: Transfer, rules: Rules) -> Kept<Ticket> {
        self.write(act, move |tx, act| queue::transfer(tx, act, of, &to, &rules))
            .await
    }

    async fn open_walk_in(&self, act: Act, reason: &str) -> Kept<Visit> {
        let reason = reason.to_owned();
        self.write(act, move |tx, act| visit::open_walk_in(tx, act, &reason))
            .await
    }

    async fn close_visit(&self, act: Act, of: Uuid, outcome: &str, rules: Rules) -> Kept<()> {
        let outcome = outcome.to_owned();
        self.write(act, move |tx, act| visit::close(tx, act, of, &outcome, &rules))
            .await
    }

    async fn note_bodies(&self, of: Uuid, bodies: Vec<(String, String)>) -> Kept<()> {
        self.plain_write(move |tx| visit::note_bodies(tx, of, &bodies))
            .await
    }

    async fn body_relation(&self, of: Uuid, uscc: &str) -> Kept<Option<String>> {
        let uscc = uscc.to_owned();
        self.read(move |tx| visit::body_relation(tx, of, &uscc)).await
    }

    async fn put_windows(&self, act: Act, rules: Arc<QueueRules>) -> Kept<()> {
        self.plain_write(move |tx| window::put(tx, &act, &rules)).await
    }

    async fn windows(&self) -> Kept<Vec<Window>> {
        self.read(window::all).await
    }

    async fn open_window(&self, act: Act, name: &str, groups: Vec<String>) -> Kept<Seated> {
        let name = name.to_owned();
        self.write(act, move |tx, act| window::open(tx, act, &name, groups))
            .await
    }

    async fn take_shift(&self, act: Act, name: &str) -> Kept<Seated> {
        let name = name.to_owned();
        self.write(act, move |tx, act| window::take_shift(tx, act, &name))
            .await
    }

    async fn run_window(&self, act: Act, step: WindowStep) -> Kept<Window> {
        self.write(act, move |tx, act| window::run(tx, act, &step)).await
    }

    async fn move_window(
        &self,
        act: Act,
        desk: &str,
        groups: Vec<String>,
        by: &str,
        version: Option<u64>,
    ) -> Kept<Moved> {
        let (desk, by) = (desk.to_owned(), by.to_owned());
        self.write(act, move |tx, act| {
            window::change_groups(tx, act, &desk, &groups, &by, version)
        })
        .await
    }

    async fn release_window(&self, act: Act, desk: &str, rules: Rules) -> Kept<Window> {
        let desk = desk.to_owned();
        self.write(act, move |tx, act| queue::release(tx, act, &desk, &rules))
            .await
    }

    async fn open_drafts(&self, desk: &str) -> Kept<Vec<OpenDraft>> {
        let desk = desk.to_owned();
        self.read(move |tx| draft::lying_at(tx, &desk)).await
    }

    async fn reassign(&self, act: Act, from: &str, ask: Reassign) -> Kept<Reassigned> {
        let from = from.to_owned();
        self.write(act, move |tx, act| draft::reassign(tx, act, &from, &ask))
            .await
    }

    async fn put_grants(&self, grants: Vec<Grant>) -> Kept<()> {
        self.plain_write(move |tx| grant::put(tx, &grants)).await
    }

    async fn note_look(&self, act: Act, deed: &str, subject: &str, purpose: &str) -> Kept<()> {
        let (deed, subject, purpose) = (deed.to_owned(), subject.to_owned(), purpose.to_owned());
        self.plain_write(move |tx| audit::log(tx, &act, &deed, &subject, &purpose, ""))
            .await
    }

    async fn usage(&self, now: Timestamp) -> Kept<Vec<ItemUse>> {
        self.read(move |tx| intake_time::usage(tx, now)).await
    }

    async fn uses(&self, now: Timestamp) -> Kept<BTreeMap<String, u32>> {
        self.read(move |tx| intake_time::uses(tx, now)).await
    }

    async fn answered(&self, post: &Post) -> Kept<Option<Outcome>> {
        let post = post.clone();
        self.read(move |tx| inbox::answered(tx, &post)).await
    }

    async fn apply(&self, act: Act, arrival: Arrival) -> Kept<Outcome> {
        self.plain_write(move |tx| inbox::apply(tx, &act, &arrival)).await
    }

    async fn accept_waiting(&self, act: Act, plan: AcceptPlan) -> Kept<Outcome> {
        self.plain_write(move |tx| casefile::accept(tx, &act, &plan))
            .await
    }

    async fn waiting_for_line(&self) -> Kept<Vec<PendingCase>> {
        self.read(casefile::waiting_for_line).await
    }

    async fn drafts_of(&self, desk: &str) -> Kept<Vec<Draft>> {
        let desk = desk.to_owned();
        self.read(move |tx| draft::of_desk(tx, &desk)).await
    }

    async fn draft(&self, id: Uuid) -> Kept<Option<(Draft, bool)>> {
        self.read(move |tx| draft::find(tx, id)).await
    }

    async fn take_draft(&self, act: Act, id: Uuid) -> Kept<Draft> {
        self.write(act, move |tx, act| draft::take(tx, act, id)).await
    }

    async fn put_piece(&self, digest: &str, bytes: Vec<u8>, at: Timestamp) -> Kept<()> {
        let digest = digest.to_owned();
        self.plain_write(move |tx| piece::put(tx, &digest, &bytes, at))
            .await
    }

    async fn piece(&self, digest: &str) -> Kept<Option<Vec<u8>>> {
        let digest = digest.to_owned();
        self.read(move |tx| piece::find(tx, &digest)).await
    }

    async fn cases(&self, now: Timestamp, filter: CaseFilter) -> Kept<Vec<CaseRow>> {
        self.read(move |tx| casefile::rows(tx, now, &filter)).await
    }

    async fn case_page(&self, now: Timestamp, filter: CaseFilter) -> Kept<CasePage> {
        self.read(move |tx| {
            Ok(CasePage {
                total: casefile::count(tx, &filter)?,
                rows: casefile::rows(tx, now, &filter)?,
            })
        })
        .await
    }

    async fn case(&self, now: Timestamp, reference: &str) -> Kept<Option<(Uuid, CaseView)>> {
        let reference = reference.to_owned();
        self.read(move |tx| match casefile::find_by_reference(tx, &reference)? {
            Some(case) => Ok(Some((case.id, casefile::view(tx, now, case)?))),
            None => Ok(None),
        })
        .await
    }

    async fn papers_of(&self, case: Uuid) -> Kept<Vec<PaperRef>> {
        self.read(move |tx| paper::refs(tx, case)).await
    }

    async fn unmade_papers(&self, of: Unmade) -> Kept<Vec<UnmadePaper>> {
        self.read(move |tx| paper::unmade(tx, of)).await
    }

    async fn write_companion(&self, act: Act, of: Uuid) -> Kept<Uuid> {
        self.write(act, move |tx, act| paper::write_companion(tx, act, of))
            .await
    }

    async fn paper_ref(&self, id: Uuid) -> Kept<Option<PaperRef>> {
        self.read(move |tx| paper::find(tx, id)).await
    }

    async fn keep_paper(
        &self,
        id: Uuid,
        bytes: Vec<u8>,
        digest: String,
        pages: u32,
        missing: Vec<String>,
    ) -> Kept<()> {
        self.plain_write(move |tx| paper::keep(tx, id, &bytes, &digest, pages, &missing))
            .await
    }

    async fn paper(&self, id: Uuid) -> Kept<Option<Vec<u8>>> {
        self.read(move |tx| paper::bytes(tx, id)).await
    }

    async fn items_of_paper(&self, id: Uuid) -> Kept<Vec<(String, String)>> {
        self.read(move |tx| paper::items_of(tx, id)).await
    }

    async fn lease_parcel(&self, now: Timestamp, until: Timestamp) -> Kept<Option<LeasedParcel>> {
        self.plain_write(move |tx| parcel::lease(tx, now, until)).await
    }

    async fn settle_parcel(&self, act: Act, id: Uuid, settled: Settled) -> Kept<()> {
        self.plain_write(move |tx| parcel::settle(tx, &act, id, &settled))
            .await
    }

    async fn next_parcel_time(&self) -> Kept<Option<Timestamp>> {
        self.read(parcel::next_time).await
    }

    async fn release_leases(&self) -> Kept<u64> {
        self.plain_write(parcel::release_leases).await
    }

    async fn note_progress(&self, act: Act, of: Progress, ground: Option<Ground>) -> Kept<Progressed> {
        self.plain_write(move |tx| progress::note(tx, &act, &of, ground.as_ref()))
            .await
    }

    async fn parcel_draft(&self, id: Uuid) -> Kept<Option<Draft>> {
        self.read(move |tx| match parcel::whose(tx, id)? {
            Some((case, ..)) => casefile::draft_by_id(tx, case),
            None => Ok(None),
        })
        .await
    }

    async fn parcel_department(&self, id: Uuid) -> Kept<Option<String>> {
        self.read(move |tx| Ok(parcel::whose(tx, id)?.map(|(_, department, _)| department)))
            .await
    }

    async fn rating_key(&self) -> Kept<Option<RatingSecret>> {
        self.read(rating::key).await
    }

    async fn put_rating_key(&self, act: Act, key: RatingSecret) -> Kept<RatingSecret> {
        self.plain_write(move |tx| rating::put_key(tx, &act, key)).await
    }

    async fn keep_rating(&self, act: Act, of: Rated, said: Said, at: Timestamp) -> Kept<RatingKept> {
        self.write(act, move |tx, act| rating::keep(tx, act, &of, &said, at))
            .await
    }

    async fn ratings_of(&self, desk: &str) -> Kept<Vec<RatingRow>> {
        let desk = desk.to_owned();
        self.read(move |tx| rating::of_desk(tx, &desk)).await
    }

    async fn forget(&self, act: Act, before: Timestamp) -> Kept<Forgotten> {
        self.plain_write(move |tx| forgetting::forget(tx, &act, before))
            .await
    }

    async fn raise_alarm(&self, act: Act, what: &str, detail: &str) -> Kept<()> {
        let (what, detail) = (what.to_owned(), detail.to_owned());
        self.plain_write(move |tx| inbox::raise_alarm(tx, &act, &what, &detail))
            .await
    }

    async fn alarms(&self) -> Kept<Vec<String>> {
        self.read(inbox::alarms).await
    }

    async fn changes(&self, cursor: u64, limit: u32) -> Kept<Option<Vec<Change>>> {
        self.read(move |tx| feed::after(tx, cursor, limit)).await
    }

    async fn last_change(&self) -> Kept<u64> {
        self.read(feed::last).await
    }

    async fn ring(&self) -> Kept<()> {
        // After each group the writer looks how far the feed is.
        self.plain_write(|_| Ok(())).await
    }

    async fn audit(&self, seq: u64, limit: u32) -> Kept<Vec<Entry>> {
        self.read(move |tx| audit::after(tx, seq, limit)).await
    }

    async fn close(&self) {
        self.shut().await;
    }

    fn changed(&self) -> watch::Receiver<u64> {
        self.inner.changed.clone()
    }
}
