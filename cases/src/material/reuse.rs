//! 材料复用: whether what was handed in with an earlier case may stand for a material again (数据、材料最多交一次).

use jiff::Timestamp;
use jiff::civil::Date;

use super::Slot;
use crate::catalogue::MaterialSpec;
use crate::deadline::hall_date;
use crate::material::{Held, Piece};

/// Whether a material of one item is that of another: the same one, one of the same name, or the same kind of licence.
pub fn is_same(one: &MaterialSpec, other: &MaterialSpec) -> bool {
    let kind = |spec: &MaterialSpec| spec.licence_type.clone();
    one.id == other.id || one.name == other.name || kind(one).is_some() && kind(one) == kind(other)
}

/// The files of a slot that may be used again, where it holds any. The form that the applicant signed is of its case alone.
pub fn pieces<'a>(spec: &MaterialSpec, slot: &'a Slot) -> Option<&'a [Piece]> {
    match &slot.held {
        Some(Held::Files { pieces }) if !pieces.is_empty() && !spec.is_generated() => Some(pieces),
        Some(
            Held::Files { .. }
            | Held::Licence { .. }
            | Held::Verified { .. }
            | Held::Paper { .. }
            | Held::Generated { .. },
        )
        | None => None,
    }
}

/// Whether it first came on this day or later. What was itself used again is as old as when it first came.
pub fn is_fresh(slot: &Slot, received_at: Timestamp, since: Date) -> bool {
    let first = slot.known.values().filter_map(|known| known.reused.as_ref());
    let oldest = first
        .map(|reused| reused.received_at)
        .min()
        .unwrap_or(received_at);
    hall_date(oldest.min(received_at)) >= since
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::tests::demonstration;
    use crate::material::grade::Grade;
    use crate::material::{Known, Reused};

    #[test]
    fn a_material_is_known_again_by_name_or_licence() {
        let catalogue = demonstration();
        let all: Vec<&MaterialSpec> = catalogue.items.iter().flat_map(|item| &item.materials).collect();
        let with_kind: Vec<_> = all.iter().filter(|one| one.licence_type.is_some()).collect();
        let first = with_kind[0];
        let other = with_kind
            .iter()
            .find(|one| one.licence_type == first.licence_type && one.id != first.id);
        assert!(is_same(first, other.unwrap()));
        let without = all
            .iter()
            .find(|one| one.licence_type.is_none() && one.name != first.name);
        assert!(!is_same(first, without.unwrap()));
        let mut nameless = (*first).clone();
        (nameless.id, nameless.name, nameless.licence_type) = ("x".into(), "y".into(), None);
        assert!(!is_same(&nameless, first));
    }

    #[test]
    fn what_was_used_again_grows_no_younger() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let since = "2024-11-27".parse().unwrap();
        let mut slot = Slot {
            material: "m".into(),
            held: None,
            why_paper: None,
            known: Default::default(),
        };
        assert!(is_fresh(&slot, at("2024-11-26T16:00:00Z"), since));
        assert!(!is_fresh(&slot, at("2024-11-26T15:59:59Z"), since));
        let reused = Reused {
            slip: "s".into(),
            received_at: at("2024-01-01T00:00:00Z"),
            grade: Grade::C,
        };
        let known = Known {
            compared: None,
            reused: Some(reused),
        };
        slot.known.insert("a".into(), known);
        assert!(!is_fresh(&slot, at("2026-11-01T00:00:00Z"), since));
    }
}
