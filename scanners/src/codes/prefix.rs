//! Which deed a code is for, by how it begins.

/// A table of beginnings, each with a name that its owner knows; the longest that fits wins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prefixes<T> {
    rows: Vec<(String, T)>,
}

/// A code that begins as the table says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routed<'a, T> {
    pub to: &'a T,
    /// What comes after the beginning.
    pub rest: &'a str,
}

impl<T> Prefixes<T> {
    pub fn of(rows: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut rows: Vec<(String, T)> = rows.into_iter().filter(|(start, _)| !start.is_empty()).collect();
        rows.sort_by_key(|(start, _)| std::cmp::Reverse(start.len()));
        Self { rows }
    }

    /// `None` for a code that no row is for.
    pub fn route<'a>(&'a self, text: &'a str) -> Option<Routed<'a, T>> {
        self.rows
            .iter()
            .find_map(|(start, to)| text.strip_prefix(start.as_str()).map(|rest| Routed { to, rest }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_beginning_wins_and_the_rest_is_handed_on() {
        let table = Prefixes::of([
            ("paper:1:".to_owned(), "paper"),
            ("paper:1:separator:".to_owned(), "separator"),
            (String::new(), "nothing"),
        ]);
        let routed = |text| {
            table
                .route(text)
                .map(|routed| (*routed.to, routed.rest.to_owned()))
        };
        assert_eq!(
            routed("paper:1:receipt:7"),
            Some(("paper", "receipt:7".to_owned()))
        );
        assert_eq!(
            routed("paper:1:separator:租赁合同"),
            Some(("separator", "租赁合同".to_owned()))
        );
        assert_eq!(routed("https://example.invalid"), None);
        assert_eq!(routed(""), None);
    }
}
