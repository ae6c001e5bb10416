//! One material slot on the screen, and how it is in hand in words.

use cases::case::Draft;
use cases::case::credit::restricted;
use cases::material::{Held, Slot};

use super::Ground;
use crate::view::intake::{LicenceCheckView, SlotView};

pub(crate) fn slot_views(ground: Ground<'_>, draft: &Draft) -> Vec<SlotView> {
    let form_digest = draft.form_digest();
    let here = draft.situated(ground.item, ground.today());
    let rules = &ground.catalogue.rules;
    // Whoever may not promise is not offered it; the finding says why.
    let tolerated = restricted(ground.item, rules, draft, ground.today()).is_none();
    ground
        .item
        .materials
        .iter()
        .map(|material| {
            let slot = draft.slot(&material.id);
            let held = slot.and_then(|slot| slot.held.as_ref());
            let satisfied = slot.is_some_and(|slot| slot.is_satisfied(&form_digest));
            SlotView {
                material: material.id.clone(),
                name: material.name.clone(),
                source: material.source.clone(),
                generated: material.is_generated(),
                required: here.needs(material) == Some(true),
                applies: here.applies(material),
                condition: material.condition.clone(),
                originals: material.originals,
                copies: material.copies,
                satisfied,
                how: held.map(|held| how_held(held).to_owned()),
                note: slot.map(|slot| note(slot, &form_digest)).unwrap_or_default(),
                why_paper: slot
                    .and_then(|slot| slot.why_paper)
                    .map(|why| why.word().to_owned()),
                checks: held.map(checks).unwrap_or_default(),
                grade: slot.and_then(Slot::grade).map(|grade| grade.letter().to_owned()),
                unsigned: !satisfied && matches!(held, Some(Held::Generated { .. })),
                tolerant_days: material.tolerant_days.filter(|_| tolerated),
                promised: draft.promised.contains(&material.id),
            }
        })
        .collect()
}

/// What was verified of a licence, step by step.
fn checks(held: &Held) -> Vec<LicenceCheckView> {
    let Held::Licence { checks, .. } = held else {
        return Vec::new();
    };
    let shown = checks.iter().map(|one| LicenceCheckView {
        step: one.step.word().to_owned(),
        holds: one.holds,
        seen: one.seen.clone(),
    });
    shown.collect()
}

fn how_held(held: &Held) -> &'static str {
    match held {
        Held::Licence { .. } => "licence",
        Held::Verified { .. } => "verified",
        Held::Files { .. } => "files",
        Held::Paper { .. } => "paper",
        Held::Generated { .. } => "generated",
    }
}

pub fn note(slot: &Slot, form_digest: &str) -> String {
    match &slot.held {
        None => String::new(),
        Some(Held::Licence {
            type_name, valid_to, ..
        }) => {
            format!("{type_name} 有效至 {}", valid_to.as_deref().unwrap_or("长期"))
        }
        Some(Held::Verified { provider, .. }) => format!("{provider}已核验"),
        Some(Held::Files { pieces }) => {
            format!(
                "文件 {} 份 {} 页",
                pieces.len(),
                pieces.iter().map(|piece| piece.pages).sum::<u32>()
            )
        }
        Some(Held::Paper {
            originals,
            copies,
            pages,
            kept,
        }) => {
            let what = if *kept { "已收" } else { "已核" };
            let mut parts = Vec::new();
            if *originals > 0 {
                parts.push(format!("原件{what} {originals} 份"));
            }
            if *copies > 0 {
                parts.push(format!("复印件 {copies} 份"));
            }
            parts.push(format!("{pages} 页"));
            parts.join("，")
        }
        Some(Held::Generated {
            form_digest: of,
            signed_copies,
            signature,
            ..
        }) if of != form_digest => if *signed_copies > 0 || signature.is_some() {
            "签字后内容有改动，请重新打印签字"
        } else {
            "打印后内容有改动，请重新打印"
        }
        .to_owned(),
        Some(Held::Generated {
            signature: Some(_), ..
        }) => "已在申请人屏签名".to_owned(),
        Some(Held::Generated {
            pages, signed_copies, ..
        }) => match signed_copies {
            0 => format!("已打印 {pages} 页，未签"),
            copies => format!("已签 {copies} 份"),
        },
    }
}
