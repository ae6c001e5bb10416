//! 帮办代办 at the desk. The helper prepares: [`help`] asks and answers, [`mandate`], [`mandate_paper`] and [`hand_over`] end his part,
//! [`helper_view`] is his page. The window takes over: [`take_over`]. Between windows: [`held`]. Edits that came
//! too late: [`lost`].

pub mod hand_over;
pub mod held;
pub mod help;
pub mod helper_view;
pub mod lost;
pub mod mandate;
pub mod mandate_paper;
pub mod take_over;

use cases::assist::left::{Left, Prepared};
use cases::assist::mandate::Lack;

use crate::view::assist::{LackView, LeftView};

pub(super) fn left(prepared: &Prepared) -> Vec<LeftView> {
    let view = |what: &str, count: usize, names: &[String]| LeftView {
        what: what.to_owned(),
        count: u32::try_from(count).unwrap_or(u32::MAX),
        names: names.to_vec(),
    };
    let of = |left: &Left| match left {
        Left::Fields(count) => view("fields", *count as usize, &[]),
        Left::Identity => view("identity", 1, &[]),
        Left::Materials(names) => view("materials", names.len(), names),
        Left::Declarations(names) => view("declarations", names.len(), names),
        Left::Signatures(names) => view("signatures", names.len(), names),
        Left::Accounts(names) => view("accounts", names.len(), names),
        Left::Originals(names) => view("originals", names.len(), names),
    };
    prepared.left.iter().map(of).collect()
}

pub(super) fn lack(lack: Lack) -> LackView {
    LackView {
        point: lack.point.word().to_owned(),
        code: lack.trouble.code,
        zh: lack.trouble.zh,
        en: lack.trouble.en,
    }
}
