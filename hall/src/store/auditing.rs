//! What looks are kept for afterwards: 抽查, 审计月报, the list for the applicant.

use async_trait::async_trait;
use cases::watch::month::{Month, Report};
use cases::wire::watch::{AskDraw, Draw, JudgeSample, LooksOf, Sample};
use uuid::Uuid;

use super::{Act, Kept};

#[async_trait]
pub trait AuditStore: Send + Sync + 'static {
    /// Draws among the granted looks of a month; the draw is kept and logged.
    async fn draw_looks(&self, act: Act, month: Month, ask: AskDraw) -> Kept<Draw>;
    /// The draws of a month, the last first; reading them is a line of the log.
    async fn draws(&self, act: Act, month: Month) -> Kept<Vec<Draw>>;
    /// The first answer stands.
    async fn judge_sample(&self, act: Act, id: Uuid, said: JudgeSample) -> Kept<Sample>;
    /// The figures of a month; names of items and datasets are the caller's to put.
    async fn month_report(&self, act: Act, month: Month) -> Kept<Report>;
    /// The looks at somebody who was identified in this visit.
    async fn looks_of(&self, act: Act, visit: Uuid, id_number: &str) -> Kept<LooksOf>;
}
