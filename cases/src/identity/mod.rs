//! Who somebody is: document and credit numbers that cannot be wrong once they exist.
//!
//! Map
//! - [`ResidentId`] 公民身份号码 (GB 11643), [`HmtResidenceId`] 港澳台居民居住证, [`ForeignerId2023`] and
//!   [`ForeignerId2017`] 外国人永久居留身份证, passports and travel permits: one type per document.
//! - [`PersonId`]: any of them together with its code of the `idType` code list.
//! - [`SearchKey`]: what may be searched for, including the 15-digit numbers that identify nobody any more.
//! - [`Uscc`] 统一社会信用代码 (GB 32100), [`OrganisationCode`] (GB 11714), [`LicenceIdentifier`] 电子证照标识.
//! - [`code`]: 政务服务码, shown in place of a card.
//! - [`mask`]: what a screen shows of each.
//! - [`IdFault`]: the one rule that a refused number broke.
//!
//! Invariants
//! - Parsing trims, folds full-width characters and upper-cases; a value holds the normal form only.
//! - Rules are judged in one order (length, characters, region, date, check) and the first broken one is named.
//! - `Debug` of a personal number is masked, so a log line cannot carry one by accident.
//! - Reading back (serde, `TryFrom<String>`) judges everything that does not depend on today's date.
//!
//! What it will not do: say that a number was issued, or that it belongs to the person who shows it.

mod body;
mod check;
pub mod code;
mod country;
mod fault;
mod licence;
pub mod mask;
mod number;
mod permit;
mod person;
mod resident;
mod search;
mod travel;

pub use body::{OrganisationCode, Uscc};
pub use fault::IdFault;
pub use licence::LicenceIdentifier;
pub use permit::{ForeignerId2017, ForeignerId2023, HmtResidenceId};
pub use person::{PersonId, PersonIdText};
pub use resident::{ResidentId, Sex};
pub use search::{SearchKey, grown, is_number_of};
pub use travel::{ForeignPassport, HkMacaoPermit, OtherDocument, PrcPassport, TaiwanPermit, mrz_check_digit};

#[cfg(test)]
mod truth;
