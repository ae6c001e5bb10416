//! What a prepared draft leaves for the window: only what a window and the applicant himself can do, and what is
//! still missing.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::Draft;
use crate::case::party::How;
use crate::catalogue::{FieldType, Item};
use crate::material::Held;

/// One thing left. Labels are the catalogue's; no value of the draft is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "what", content = "of")]
pub enum Left {
    /// Required fields without a value.
    Fields(u32),
    /// Required materials not in hand.
    Materials(Vec<String>),
    /// 申请人身份须在窗口再核验: he was not identified by card.
    Identity,
    /// 本人声明、承诺
    Declarations(Vec<String>),
    /// 本人签名
    Signatures(Vec<String>),
    /// 银行账户核对
    Accounts(Vec<String>),
    /// 原件核对
    Originals(Vec<String>),
}

/// How far a draft is, and what it leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Prepared {
    /// Required fields a helper can fill, and those that are filled.
    pub required: u32,
    pub filled: u32,
    /// Materials in hand of those needed beside the signed form.
    pub materials: u32,
    pub in_hand: u32,
    pub left: Vec<Left>,
}

impl Prepared {
    /// Share of the required fields that are filled, in per cent, rounded down.
    pub fn share(&self) -> u32 {
        (self.filled * 100).checked_div(self.required).unwrap_or(100)
    }
}

/// Whether the applicant was identified by his card: then the window need not do it again.
pub fn by_card(draft: &Draft) -> bool {
    draft
        .party
        .person
        .verified
        .as_ref()
        .is_some_and(|verified| verified.how == How::Card)
}

/// Looks at a draft as a window will find it.
pub fn prepared(item: &Item, draft: &Draft, today: Date) -> Prepared {
    let is_filled = |key: &str| draft.form.get(key).is_some_and(|cell| cell.is_filled());
    let (mut required, mut filled) = (0, 0);
    let mut declarations = Vec::new();
    let mut accounts = Vec::new();
    let here = draft.situated(item, today);
    for field in item.fields.iter().filter(|field| here.shows(field)) {
        let needed = here.requires(field);
        if field.is_own_act() {
            if needed && !is_filled(&field.key) {
                declarations.push(field.label.clone());
            }
            continue;
        }
        if field.kind == FieldType::BankAccount && (needed || is_filled(&field.key)) {
            accounts.push(field.label.clone());
        }
        required += u32::from(needed);
        filled += u32::from(needed && is_filled(&field.key));
    }
    let form_digest = draft.form_digest();
    let (mut materials, mut in_hand) = (0, 0);
    let mut missing = Vec::new();
    let mut signatures = Vec::new();
    let mut originals = Vec::new();
    for material in &item.materials {
        let slot = draft.slot(&material.id);
        let satisfied = slot.is_some_and(|slot| slot.is_satisfied(&form_digest));
        if matches!(slot.and_then(|slot| slot.held.as_ref()), Some(Held::Paper { .. })) {
            originals.push(material.name.clone());
        }
        if here.needs(material) != Some(true) {
            continue;
        }
        if material.is_generated() {
            if !satisfied {
                signatures.push(material.name.clone());
            }
            continue;
        }
        materials += 1;
        in_hand += u32::from(satisfied);
        if !satisfied {
            missing.push(material.name.clone());
        }
    }
    let mut left = Vec::new();
    if filled < required {
        left.push(Left::Fields(required - filled));
    }
    let lists = [
        (missing, Left::Materials as fn(Vec<String>) -> Left),
        (declarations, Left::Declarations),
        (signatures, Left::Signatures),
        (accounts, Left::Accounts),
        (originals, Left::Originals),
    ];
    if !by_card(draft) {
        left.push(Left::Identity);
    }
    left.extend(
        lists
            .into_iter()
            .filter(|(names, _)| !names.is_empty())
            .map(|(names, make)| make(names)),
    );
    Prepared {
        required,
        filled,
        materials,
        in_hand,
        left,
    }
}
