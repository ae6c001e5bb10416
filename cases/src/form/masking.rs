//! Which values of a form are masked on a screen, and how.

use crate::catalogue::{FieldSpec, FieldType};
use crate::identity::mask;

/// Numbers, accounts and a person's telephone are masked wherever they came from, the keyboard too; unmasking is a
/// deed of its own (promise 8).
pub fn is_sensitive(field: &FieldSpec) -> bool {
    matches!(field.kind, FieldType::IdNumber | FieldType::BankAccount)
        || (field.kind == FieldType::Phone && field.sensitivity == "personal")
        || (field.sensitivity == "sensitivePersonal"
            && (is_numbered(field)
                || matches!(
                    field.kind,
                    FieldType::Phone | FieldType::Address | FieldType::Email
                )))
}

/// 证号、卡号、账号 written as a text: of a disability certificate, a social security card, a fund account.
fn is_numbered(field: &FieldSpec) -> bool {
    field.kind == FieldType::Text && field.data_element.ends_with("No")
}

/// A value of this field, masked.
pub fn mask_of(field: &FieldSpec, text: &str) -> String {
    match field.kind {
        FieldType::IdNumber => mask::document(text),
        FieldType::BankAccount => mask::account(text),
        FieldType::Phone => mask::phone(text),
        FieldType::Address => mask::mask(mask::MaskKind::Address, text),
        FieldType::Email => mask::mask(mask::MaskKind::Email, text),
        FieldType::Text if is_numbered(field) && field.data_element.ends_with("AccountNo") => {
            mask::account(text)
        }
        FieldType::Text if is_numbered(field) => mask::document(text),
        FieldType::Text
        | FieldType::Textarea
        | FieldType::Enum
        | FieldType::Multi
        | FieldType::Date
        | FieldType::Month
        | FieldType::Datetime
        | FieldType::Number
        | FieldType::Money
        | FieldType::Bool
        | FieldType::Region
        | FieldType::Uscc
        | FieldType::Table
        | FieldType::Photo => text.to_owned(),
    }
}
