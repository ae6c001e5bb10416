//! A clerk's changes to the draft.

use cases::case::situation::Answerer;
use cases::error::Trouble;
use cases::form::{merge, rows, value};
use cases::review;
use serde_json::Value as Json;

use super::{Ground, Intake, show_fields};
use crate::trouble;
use crate::view::intake::Change;

/// Applies one change. Text that cannot stand in the field is kept beside it, so nothing typed is lost; the mask of
/// a value is no text and changes nothing.
pub fn apply(ground: Ground<'_>, intake: &mut Intake, change: &Change, clerk: &str) -> Result<(), Trouble> {
    match change {
        Change::Set { key, text, reason } => {
            let field = ground.item.field(key).ok_or_else(trouble::no_such_field)?;
            let id_type = review::id_type(ground.item, &intake.draft, field).map(str::to_owned);
            let given = Json::String(text.clone());
            let read = value::read(
                field,
                &given,
                &ground.catalogue.codes,
                id_type.as_deref(),
                ground.today(),
            );
            let cell = intake.draft.form.entry(key.clone()).or_default();
            if show_fields::is_its_stand_in(ground, field, cell, text) {
                return Ok(());
            }
            match read {
                Ok(read) => merge::type_in(field, cell, read, clerk, reason.as_deref(), ground.now),
                Err(_fault) => {
                    cell.rejected = Some(text.clone());
                    intake.sitting.note(key, text);
                }
            }
            intake.draft.heard.settle(key);
        }
        Change::Choose { key, index } => {
            let field = ground.item.field(key).ok_or_else(trouble::no_such_field)?;
            let index = usize::try_from(*index).unwrap_or(usize::MAX);
            let form = &mut intake.draft.form;
            rows::choose_rows(ground.item, form, field, index, clerk, ground.now)
                .ok_or_else(trouble::no_such_offer)?;
            for chosen in std::iter::once(field).chain(rows::of_group(ground.item, field)) {
                intake.draft.heard.settle(&chosen.key);
            }
        }
        Change::Answer { question, codes } => {
            let by = Answerer {
                clerk,
                at: ground.now,
            };
            let filled = intake
                .draft
                .answer(ground.item, question, codes, by, ground.today())
                .map_err(trouble::answer_not_taken)?;
            for key in filled {
                intake.draft.heard.settle(&key);
            }
        }
    }
    Ok(())
}
