//! The commands of assisted filing over their tables.

use async_trait::async_trait;
use cases::assist::Mode;
use cases::assist::mandate::Mandate;
use cases::assist::request::{HelpEnd, HelpRequest};
use cases::wire::assist::{AskHelp, Assist, DraftAsk, HandOverReply, HandOverRow, HeldDraft, KeepMandate};
use jiff::Timestamp;
use uuid::Uuid;

use super::{SqliteStore, draft_ask, hand_over, help, mandate};
use crate::store::assist::{AssistCount, AssistStore, HandOverPlan, Offered, Take, Token};
use crate::store::{Act, Kept};

#[async_trait]
impl AssistStore for SqliteStore {
    async fn ask_help(&self, act: Act, ask: AskHelp) -> Kept<HelpRequest> {
        self.write(act, move |tx, act| help::ask(tx, act, &ask)).await
    }

    async fn help(&self, now: Timestamp) -> Kept<Vec<HelpRequest>> {
        self.read(move |tx| help::of_day(tx, now)).await
    }

    async fn take_help(&self, act: Act, id: Uuid) -> Kept<HelpRequest> {
        self.write(act, move |tx, act| help::take(tx, act, id)).await
    }

    async fn end_help(&self, act: Act, id: Uuid, how: HelpEnd) -> Kept<HelpRequest> {
        self.write(act, move |tx, act| help::end(tx, act, id, how)).await
    }

    async fn open_assist(&self, act: Act, request: Option<Uuid>, mode: Mode) -> Kept<Assist> {
        self.write(act, move |tx, act| help::open_assist(tx, act, request, mode))
            .await
    }

    async fn assists(&self, now: Timestamp) -> Kept<AssistCount> {
        self.read(move |tx| help::count_assists(tx, now)).await
    }

    async fn keep_mandate(&self, act: Act, draft: Uuid, of: KeepMandate) -> Kept<Mandate> {
        self.write(act, move |tx, act| mandate::keep(tx, act, draft, &of))
            .await
    }

    async fn mandate(&self, draft: Uuid) -> Kept<(Option<Mandate>, Mode)> {
        self.read(move |tx| mandate::of_draft(tx, draft)).await
    }

    async fn hand_over(&self, act: Act, plan: HandOverPlan) -> Kept<HandOverReply> {
        self.write(act, move |tx, act| hand_over::make(tx, act, &plan))
            .await
    }

    async fn hand_overs(&self, now: Timestamp, of: Offered) -> Kept<Vec<HandOverRow>> {
        self.read(move |tx| hand_over::list(tx, now, &of)).await
    }

    async fn take_hand_over(&self, act: Act, token: Token, reach: Option<Vec<String>>) -> Kept<Take> {
        self.write(act, move |tx, act| {
            hand_over::take(tx, act, &token, reach.as_deref())
        })
        .await
    }

    async fn look_at_draft(&self, act: Act, slip: &str, visit: Uuid) -> Kept<HeldDraft> {
        let slip = slip.to_owned();
        self.plain_write(move |tx| draft_ask::look(tx, &act, &slip, visit))
            .await
    }

    async fn ask_for_draft(&self, act: Act, draft: Uuid) -> Kept<DraftAsk> {
        self.write(act, move |tx, act| draft_ask::ask(tx, act, draft))
            .await
    }

    async fn draft_asks(&self, holder: Option<&str>) -> Kept<Vec<DraftAsk>> {
        let holder = holder.map(str::to_owned);
        self.read(move |tx| draft_ask::open(tx, holder.as_deref())).await
    }

    async fn answer_ask(&self, act: Act, ask: Uuid, give: bool, above: bool) -> Kept<DraftAsk> {
        self.write(act, move |tx, act| draft_ask::answer(tx, act, ask, give, above))
            .await
    }
}
