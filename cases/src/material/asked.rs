//! 收纸台账: which paper an intake asks the applicant for, each with its reason.

use jiff::civil::Date;

use super::{Held, Slot, WhyPaper};
use crate::case::Draft;
use crate::catalogue::{Item, MaterialSpec};

/// One material that was asked for on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperAsked {
    pub material: String,
    pub name: String,
    /// 证照类型 of a material that the library may have.
    pub licence_type: Option<String>,
    pub why: WhyPaper,
}

/// What was taken from the applicant although it might have come from the library, and every sheet of paper; where he is
/// told what to bring (`told`), what he is told as well. The form that is printed from the case is none: nobody brings it.
pub fn asked(draft: &Draft, item: &Item, today: Date, told: bool) -> Vec<PaperAsked> {
    let here = draft.situated(item, today);
    let is_asked = |spec: &MaterialSpec| {
        match draft.slot(&spec.id).and_then(|slot| slot.held.as_ref()) {
            Some(Held::Paper { .. }) => true,
            // An electronic copy of what has no licence is as good as paper never asked for.
            Some(Held::Files { .. }) => spec.licence_type.is_some(),
            Some(Held::Licence { .. } | Held::Verified { .. } | Held::Generated { .. }) => false,
            None => told && !spec.is_generated() && here.needs(spec) == Some(true),
        }
    };
    let specs = item.materials.iter().filter(|spec| is_asked(spec));
    specs
        .map(|spec| PaperAsked {
            material: spec.id.clone(),
            name: spec.name.clone(),
            licence_type: spec.licence_type.clone(),
            why: why(spec, draft.slot(&spec.id)),
        })
        .collect()
}

/// 免提交: what the library or a register gave, so that nobody brought it.
pub fn exempt<'a>(draft: &'a Draft, item: &'a Item) -> impl Iterator<Item = &'a MaterialSpec> {
    item.materials.iter().filter(|spec| {
        let held = draft.slot(&spec.id).and_then(|slot| slot.held.as_ref());
        matches!(held, Some(Held::Licence { .. } | Held::Verified { .. }))
    })
}

/// Why this material would be asked for on paper now.
pub fn why(spec: &MaterialSpec, slot: Option<&Slot>) -> WhyPaper {
    if spec.original_by_law.is_some() {
        return WhyPaper::OriginalByLaw;
    }
    match (slot.and_then(|slot| slot.why_paper), &spec.licence_type) {
        (Some(why), _) => why,
        // 数据共享 that confirmed nothing.
        (None, None) if spec.source == "数据共享" => WhyPaper::NotFound,
        (None, None) => WhyPaper::NoKind,
        (None, Some(_)) => WhyPaper::NotLooked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::tests::demonstration;

    fn held(of: Option<Held>, why_paper: Option<WhyPaper>) -> (Draft, Item) {
        let catalogue = demonstration();
        let item = catalogue.item("cz-bookkeeping").unwrap().clone();
        let mut draft = Draft::nobody();
        draft.item = item.id.clone();
        draft.slots = item.materials.iter().map(Slot::empty).collect();
        // 营业执照, which the library has.
        let slot = draft.slot_mut("cz-bookkeeping-m02").unwrap();
        (slot.held, slot.why_paper) = (of, why_paper);
        (draft, item)
    }

    fn today() -> Date {
        jiff::civil::date(2026, 11, 27)
    }

    fn paper() -> Held {
        Held::Paper {
            originals: 1,
            copies: 1,
            pages: 1,
            kept: false,
        }
    }

    #[test]
    fn every_paper_has_its_reason_and_one_without_is_a_violation() {
        let one = |of, why| {
            let (draft, item) = held(of, why);
            let all = asked(&draft, &item, today(), false);
            assert!(all.len() <= 1);
            all.first().map(|one| one.why)
        };
        assert_eq!(one(None, Some(WhyPaper::NotFound)), None);
        assert_eq!(
            one(Some(paper()), Some(WhyPaper::Expired)),
            Some(WhyPaper::Expired)
        );
        let none = one(Some(paper()), None).unwrap();
        assert!(none.is_violation());
        let files = Held::Files { pieces: Vec::new() };
        assert_eq!(
            one(Some(files), Some(WhyPaper::SourceDown)),
            Some(WhyPaper::SourceDown)
        );
    }

    #[test]
    fn the_law_comes_before_the_library() {
        let (draft, mut item) = held(Some(paper()), Some(WhyPaper::NotFound));
        for spec in &mut item.materials {
            spec.original_by_law = Some("《示范条例》第九条".to_owned());
        }
        assert_eq!(
            asked(&draft, &item, today(), false)[0].why,
            WhyPaper::OriginalByLaw
        );
    }

    #[test]
    fn who_is_told_what_to_bring_is_told_why() {
        let (draft, item) = held(None, Some(WhyPaper::NotValid));
        let all = asked(&draft, &item, today(), true);
        let of = |material: &str| all.iter().find(|one| one.material == material).map(|one| one.why);
        assert_eq!(of("cz-bookkeeping-m02"), Some(WhyPaper::NotValid));
        let generated = item.materials.iter().filter(|spec| spec.is_generated());
        assert!(generated.map(|spec| of(&spec.id)).all(|why| why.is_none()));
        assert!(asked(&draft, &item, today(), false).is_empty());
    }

    #[test]
    fn reasons_keep_their_words() {
        for why in WhyPaper::ALL {
            assert_eq!(WhyPaper::from_word(why.word()), Some(why));
            assert_eq!(serde_json::to_value(why).unwrap(), why.word());
        }
        assert_eq!(WhyPaper::ALL.iter().filter(|why| why.is_violation()).count(), 1);
    }
}
