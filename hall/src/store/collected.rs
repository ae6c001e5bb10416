//! What the facts of earlier cases are kept for (数据最多采一次).

use async_trait::async_trait;
use cases::case::collected::{KeptFact, ReuseRules};

use super::Kept;

#[async_trait]
pub trait CollectedStore: Send + Sync + 'static {
    /// The rules in force, and the source that is answered from what they keep; without one nothing is kept any more.
    async fn put_reuse(&self, source: Option<String>, rules: ReuseRules) -> Kept<()>;
    /// What earlier cases said of who has this number, every time it was said.
    async fn collected(&self, number: &str, elements: Vec<String>) -> Kept<Vec<KeptFact>>;
}
