//! The commands of 一次告知 over their tables.

use async_trait::async_trait;
use cases::wire::notice::{ConsultationCount, ConsultationCounted, NoticeText};
use jiff::civil::Date;

use super::{SqliteStore, consultation, first_notice, notice_text};
use crate::store::telling::{Consulted, FirstNotice, TellStore, TextOf};
use crate::store::texting::Fixed;
use crate::store::{Act, Kept};

#[async_trait]
impl TellStore for SqliteStore {
    async fn first_notice(&self, reference: String) -> Kept<Option<FirstNotice>> {
        self.read(move |tx| first_notice::find(tx, &reference)).await
    }

    async fn notice_paper(&self, reference: String) -> Kept<Option<Vec<u8>>> {
        self.read(move |tx| first_notice::paper(tx, &reference)).await
    }

    async fn text_notice(&self, act: Act, of: TextOf, fixed: Fixed, agreed: bool) -> Kept<NoticeText> {
        self.write(act, move |tx, act| notice_text::ask(tx, act, &of, &fixed, agreed))
            .await
    }

    async fn consulted(&self, act: Act, consulted: Consulted) -> Kept<ConsultationCounted> {
        self.write(act, move |tx, act| consultation::count(tx, act, &consulted))
            .await
    }

    async fn consultations(&self, since: Date) -> Kept<Vec<ConsultationCount>> {
        self.read(move |tx| consultation::counts(tx, since)).await
    }
}
