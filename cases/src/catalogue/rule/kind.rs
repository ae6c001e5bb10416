//! What kinds of values rules know, before any value is seen.

use std::fmt;

use crate::catalogue::{FieldSpec, FieldType};
use crate::form::value::holds_many;

/// The kind of a value. Knowing it beforehand is why a rule cannot fail at a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Bool,
    Number,
    Text,
    /// A date, the first day of a month, or a date with a time of day.
    Date,
    /// Years, months and days to be added to a date.
    Span,
    List(Box<Kind>),
    /// Of an empty list's entries: goes with every kind.
    Nothing,
}

impl Kind {
    /// The kind of a field's fact.
    pub fn of(field: &FieldSpec) -> Self {
        let one = match field.kind {
            FieldType::Bool => Kind::Bool,
            FieldType::Number | FieldType::Money => Kind::Number,
            FieldType::Date | FieldType::Month | FieldType::Datetime => Kind::Date,
            FieldType::Text
            | FieldType::Textarea
            | FieldType::Enum
            | FieldType::Multi
            | FieldType::Phone
            | FieldType::Email
            | FieldType::Address
            | FieldType::Region
            | FieldType::IdNumber
            | FieldType::Uscc
            | FieldType::BankAccount
            | FieldType::Table
            | FieldType::Photo => Kind::Text,
        };
        if holds_many(field) {
            Kind::List(Box::new(one))
        } else {
            one
        }
    }

    pub fn list(of: Kind) -> Self {
        Kind::List(Box::new(of))
    }

    /// The one kind that both are, if there is one.
    pub fn join(&self, other: &Kind) -> Option<Kind> {
        match (self, other) {
            (Kind::Nothing, kind) | (kind, Kind::Nothing) => Some(kind.clone()),
            (Kind::List(a), Kind::List(b)) => a.join(b).map(Kind::list),
            (a, b) if a == b => Some(a.clone()),
            _ => None,
        }
    }

    /// Whether `<` says something about two of them.
    pub fn is_ordered(&self) -> bool {
        matches!(self, Kind::Number | Kind::Date | Kind::Text)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Kind::Bool => f.write_str("bool"),
            Kind::Number => f.write_str("number"),
            Kind::Text => f.write_str("text"),
            Kind::Date => f.write_str("date"),
            Kind::Span => f.write_str("span"),
            Kind::List(of) => write!(f, "list({of})"),
            Kind::Nothing => f.write_str("nothing"),
        }
    }
}
