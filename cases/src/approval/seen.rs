//! What a supervisor's answer is bound to.

use sha2::{Digest, Sha256};

use crate::case::Draft;

/// Digest over what an approval of a draft speaks of: item, party, values and materials in hand. Where a value came
/// from, and which visit it is handled in, are no part of it: a source that only confirms makes nothing stale.
pub fn seen(draft: &Draft) -> String {
    let mut sum = Sha256::new();
    let mut put = |text: &str| {
        sum.update((text.len() as u64).to_be_bytes());
        sum.update(text.as_bytes());
    };
    put(&draft.form_digest());
    for slot in &draft.slots {
        let Some(held) = &slot.held else { continue };
        put(&slot.material);
        // A slot is plain data; serialising it cannot fail.
        put(&serde_json::to_string(held).unwrap_or_default());
    }
    hex::encode(sum.finalize())
}
