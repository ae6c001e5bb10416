//! The case (办件): from a draft at one desk to a record at the hall.
//!
//! - [`delivery`]: how a result reached whom it is for.
//! - [`draft`]: the intake as long as one desk owns it; what is saved, sent and judged.
//! - [`party`]: who applies, who stands at the window, who else is named.
//! - [`first_told`]: the first notice of a case, frozen, and what a later demand adds to it.
//! - [`heard`]: what the applicant said on his own screen; [`ink`]: his signature.
//! - [`situation`]: what is asked and answered (情形引导), and what follows for form and materials.
//! - [`stage`]: stages, parcels and the steps between them.
//! - [`credit`]: who stands on which list, and what that does.
//! - [`told`]: what a case was told to supplement, and what of it came.
//! - [`meter`]: how much of it sources filled (智能预填). [`collected`]: what of it is offered again (数据最多采一次).
//! - [`whose`]: of whom its fields speak.
//! - [`number`]: case number, document number, slip code.

pub mod collected;
pub mod credit;
pub mod delivery;
pub mod draft;
pub mod first_told;
pub mod heard;
pub mod ink;
pub mod meter;
pub mod number;
pub mod party;
pub mod situation;
pub mod stage;
pub mod told;
pub mod whose;

pub use draft::{Deceased, Draft};
pub use first_told::{Added, FirstTold, Listed, Outstanding, ToldBy};
pub use heard::Heard;
pub use ink::{Ink, InkPoint, ScreenSignature};
pub use meter::{Filling, Meter};
pub use party::{Body, Grade, Party, Person, Verified};
pub use situation::{Answer, Asked, Situated};
pub use stage::{ParcelState, Stage, Step, WrongStage};
pub use told::{Demand, Told};
