//! 抽查: which looks of a month are read afterwards, and what was found.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

/// Looks of one draw at most.
pub const LARGEST: u32 = 200;

/// What somebody found who read a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// 合规
    InOrder,
    /// 待说明
    ToExplain,
}

impl Verdict {
    pub const ALL: [Verdict; 2] = [Verdict::InOrder, Verdict::ToExplain];

    pub fn word(self) -> &'static str {
        match self {
            Verdict::InOrder => "inOrder",
            Verdict::ToExplain => "toExplain",
        }
    }

    pub fn from_word(word: &str) -> Option<Verdict> {
        Self::ALL.into_iter().find(|verdict| verdict.word() == word)
    }
}

/// Who judged a look, when and how. The first answer stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Judged {
    pub verdict: Verdict,
    pub note: String,
    /// 工号
    pub by: String,
    pub name: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// Draws `size` of these looks: each as likely as another, the same ones for the same seed in whatever order they come,
/// so that everybody can draw again and compare.
pub fn draw(mut looks: Vec<Uuid>, size: u32, seed: &str) -> Vec<Uuid> {
    let place = |look: &Uuid| -> [u8; 32] {
        let mut sum = Sha256::new();
        sum.update((seed.len() as u64).to_be_bytes());
        sum.update(seed.as_bytes());
        sum.update(look.as_bytes());
        sum.finalize().into()
    };
    looks.sort_unstable();
    looks.dedup();
    looks.sort_by_cached_key(place);
    looks.truncate(usize::try_from(size).unwrap_or(usize::MAX));
    looks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_looks_in_whatever_order() {
        let looks: Vec<Uuid> = (1..=500).map(Uuid::from_u128).collect();
        let drawn = draw(looks.clone(), 20, "2026-11/a");
        assert_eq!(drawn.len(), 20);
        let mut turned = looks.clone();
        turned.reverse();
        turned.extend(&looks[..10]);
        assert_eq!(draw(turned, 20, "2026-11/a"), drawn);
        assert_ne!(draw(looks.clone(), 20, "2026-11/b"), drawn);
        assert_eq!(draw(looks[..3].to_vec(), 20, "x").len(), 3);
        assert!(draw(Vec::new(), 20, "x").is_empty());
        // A smaller draw is the beginning of the larger one.
        assert_eq!(draw(looks, 5, "2026-11/a"), drawn[..5]);
    }

    #[test]
    fn every_look_is_as_likely_as_another() {
        let looks: Vec<Uuid> = (1..=10).map(Uuid::from_u128).collect();
        let mut often = [0u32; 10];
        for seed in 0..2_000 {
            for look in draw(looks.clone(), 3, &seed.to_string()) {
                often[usize::try_from(look.as_u128()).unwrap() - 1] += 1;
            }
        }
        assert!(often.iter().all(|times| (480..720).contains(times)), "{often:?}");
    }
}
