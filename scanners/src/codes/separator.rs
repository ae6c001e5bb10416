//! Separator sheets (分隔页): a sheet with a code begins a part of a batch, and is no page itself.

/// Pages that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<L> {
    /// What the separator said; `None` for the pages before the first one.
    pub label: Option<L>,
    /// Numbers of pages, in the order they were scanned. Empty where two separators follow each other.
    pub pages: Vec<u32>,
}

/// Splits a batch: `label` says of a page what it separates, `None` for a page of its own. The back of a separator that
/// was scanned on both sides is blank: `is_blank` pages right behind one go with it.
pub fn parts<P, L>(
    pages: &[P],
    number: impl Fn(&P) -> u32,
    label: impl Fn(&P) -> Option<L>,
    is_blank: impl Fn(&P) -> bool,
) -> Vec<Part<L>> {
    let mut parts: Vec<Part<L>> = Vec::new();
    let mut behind_separator = false;
    for page in pages {
        if let Some(label) = label(page) {
            parts.push(Part {
                label: Some(label),
                pages: Vec::new(),
            });
            behind_separator = true;
        } else if std::mem::take(&mut behind_separator) && is_blank(page) {
            // The separator's own back.
        } else if let Some(part) = parts.last_mut() {
            part.pages.push(number(page));
        } else {
            parts.push(Part {
                label: None,
                pages: vec![number(page)],
            });
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(batch: &str) -> Vec<(Option<char>, Vec<u32>)> {
        let pages: Vec<(u32, char)> = (1..).zip(batch.chars()).collect();
        let label = |page: &(u32, char)| page.1.is_uppercase().then_some(page.1);
        parts(&pages, |page| page.0, label, |page| page.1 == '_')
            .into_iter()
            .map(|part| (part.label, part.pages))
            .collect()
    }

    #[test]
    fn a_separator_begins_a_part_and_its_blank_back_goes_with_it() {
        assert_eq!(
            split("xxAxxBx"),
            [(None, vec![1, 2]), (Some('A'), vec![4, 5]), (Some('B'), vec![7])]
        );
        assert_eq!(split("A_x_x"), [(Some('A'), vec![3, 4, 5])]);
        assert_eq!(split("AB"), [(Some('A'), vec![]), (Some('B'), vec![])]);
        assert_eq!(split("_x"), [(None, vec![1, 2])]);
        assert_eq!(split(""), []);
    }
}
