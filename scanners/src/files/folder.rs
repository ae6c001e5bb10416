//! A folder brought as a whole (文件夹导入): its plain files in the order a person counts.

use std::cmp::Ordering;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Brought, FileFault, Import};

/// Of one folder.
pub const MOST_FILES: usize = 500;

/// What became of one entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub outcome: Result<Brought, FileFault>,
}

impl Import {
    /// Takes every file of a folder, each in a child of its own; one that is refused stops none. Hidden files are left
    /// out, links and folders inside are named and not entered. Gives how many entries there were.
    ///
    /// # Errors
    /// [`FileFault::TooManyFiles`] before any file is read, [`FileFault::Unreadable`] for the folder itself.
    pub fn folder(&self, path: &Path, heard: &mut dyn FnMut(Entry)) -> Result<usize, FileFault> {
        let known = fs::symlink_metadata(path).map_err(|_| FileFault::Unreadable)?;
        if !known.is_dir() {
            return Err(FileFault::NotAFolder);
        }
        let entries = entries(path)?;
        for (name, path) in &entries {
            heard(Entry {
                name: name.clone(),
                outcome: self.file(path),
            });
        }
        Ok(entries.len())
    }
}

fn entries(folder: &Path) -> Result<Vec<(String, PathBuf)>, FileFault> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(|_| FileFault::Unreadable)? {
        let entry = entry.map_err(|_| FileFault::Unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        if entries.len() == MOST_FILES {
            return Err(FileFault::TooManyFiles {
                max_files: MOST_FILES,
            });
        }
        entries.push((name, entry.path()));
    }
    entries.sort_by(|(one, _), (other, _)| as_counted(one, other).then_with(|| one.cmp(other)));
    Ok(entries)
}

/// Page 2 comes before page 10.
fn as_counted(one: &str, other: &str) -> Ordering {
    let (mut one, mut other) = (one, other);
    loop {
        let (number, rest) = leading_digits(one);
        let (other_number, other_rest) = leading_digits(other);
        if !number.is_empty() && !other_number.is_empty() {
            let (number, other_number) = (
                number.trim_start_matches('0'),
                other_number.trim_start_matches('0'),
            );
            let order = number
                .len()
                .cmp(&other_number.len())
                .then_with(|| number.cmp(other_number));
            if order != Ordering::Equal {
                return order;
            }
            (one, other) = (rest, other_rest);
            continue;
        }
        let (mut signs, mut other_signs) = (one.chars(), other.chars());
        match (signs.next(), other_signs.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(sign), Some(other_sign)) if sign != other_sign => return sign.cmp(&other_sign),
            (Some(_), Some(_)) => (one, other) = (signs.as_str(), other_signs.as_str()),
        }
    }
}

fn leading_digits(text: &str) -> (&str, &str) {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_in_the_order_a_person_counts() {
        let mut names = vec![
            "第10页.jpg",
            "第2页.jpg",
            "a",
            "第02页b.jpg",
            "第1页.jpg",
            "99999999999999999999999",
            "b10",
            "b9",
        ];
        names.sort_by(|one, other| as_counted(one, other));
        assert_eq!(
            names,
            [
                "99999999999999999999999",
                "a",
                "b9",
                "b10",
                "第1页.jpg",
                "第2页.jpg",
                "第02页b.jpg",
                "第10页.jpg"
            ]
        );
    }
}
