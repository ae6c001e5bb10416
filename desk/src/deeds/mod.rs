//! Clerk deeds, one per file: request, reply, body. Each names the permit it needs.

pub mod accept;
pub mod applicant_window;
pub mod approvals;
pub mod ask_applicant;
pub mod assist;
pub mod call_next;
pub mod case_page;
mod case_texts;
pub mod cases_list;
pub mod choose_party;
pub mod close_visit;
pub mod consent;
pub mod consult;
pub mod copy_previous;
pub mod desk_view;
pub mod edit_intake;
pub mod fill;
pub mod find_items;
pub mod handle_ticket;
pub mod hear_consent;
pub mod hear_doubts;
pub mod hear_rating;
pub mod hear_signature;
pub mod identify;
pub mod identify_subject;
pub(crate) mod library;
pub mod list_looks;
pub mod lock;
pub mod make_annex;
pub mod make_copy;
mod make_form;
pub mod materials;
pub mod messaging;
pub mod move_edition;
pub mod object;
pub mod online;
pub mod open_intake;
pub mod outcomes;
pub mod papers;
pub mod place_card;
pub mod practice_code;
pub mod printing;
pub mod receive;
pub mod results;
pub mod resume;
pub mod reuse_material;
pub mod reveal;
pub mod run_window;
pub(crate) mod scanning;
pub mod settle;
pub mod sign_in;
pub mod slips;
pub mod supervise;
pub mod take_number;
pub mod tell_once;
pub mod trail;
mod transfers;
pub mod undo_edit;
pub mod walk_in;
pub mod warnings;

use cases::error::Trouble;
use uuid::Uuid;

use crate::trouble;

/// Ids come from screens as text.
pub(crate) fn id(text: &str) -> Result<Uuid, Trouble> {
    text.parse().map_err(|_| trouble::no_such_draft())
}
