//! What every number type has in common.

/// Declares a newtype over the normal form of a number.
///
/// The type's module supplies `fn judge(raw: &str, today: Option<Date>) -> Result<Self, IdFault>`; reading back
/// calls it without a date. `personal` numbers are masked in `Debug`, `public` ones are not.
macro_rules! number_type {
    ($(#[$meta:meta])* $visibility:ident $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(try_from = "String", into = "String")]
        #[schema(value_type = String)]
        pub struct $name(String);

        impl $name {
            /// The normal form: half-width, upper case, trimmed.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), $crate::identity::number::number_type!(@debug $visibility &self.0))
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::identity::IdFault;

            /// Reads a kept number back: every rule but those that need today's date.
            fn try_from(raw: String) -> Result<Self, Self::Error> {
                Self::judge(&raw, None)
            }
        }

        impl From<$name> for String {
            fn from(number: $name) -> String {
                number.0
            }
        }
    };
    (@debug personal $text:expr) => {
        $crate::identity::mask::document($text)
    };
    (@debug public $text:expr) => {
        $text
    };
}

pub(crate) use number_type;
