//! What lies on the disk afterwards.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::app::Home;
use crate::peers::Person;

/// Promise 14: no number of a person in any file below this user's folders, neither in UTF-8 nor in UTF-16.
pub fn promise_14_no_number_of_a_person_lies_on_the_disk(home: &Home, people: &[Person]) {
    let files = files(home.folder.path());
    assert!(
        files.iter().any(|file| file.ends_with("desk/desk.db"))
            && files.iter().any(|file| file.ends_with("hall/hall.db")),
        "the stores are where the search looks: {files:?}"
    );
    let numbers: HashSet<&[u8]> = people.iter().map(|person| person.id_number.as_bytes()).collect();
    for file in &files {
        // A file may go while it is looked for; what is gone is not kept.
        let Ok(bytes) = fs::read(file) else { continue };
        if let Some(number) = found(&bytes, &numbers) {
            panic!(
                "{} holds the number that ends in {}",
                file.display(),
                &number[14..]
            );
        }
    }
}

/// Digits of a number of GB 11643, the check character among them.
const LENGTH: usize = 18;

/// The first of the numbers that occurs in the bytes, as UTF-8 or as UTF-16 of either order at either parity.
fn found(bytes: &[u8], numbers: &HashSet<&[u8]>) -> Option<String> {
    let wide = |from: usize, order: fn([u8; 2]) -> u16| -> Vec<u8> {
        let units = bytes.get(from..).unwrap_or_default().chunks_exact(2);
        units
            .map(|unit| u8::try_from(order([unit[0], unit[1]])).unwrap_or(0))
            .collect()
    };
    in_runs(bytes, numbers).or_else(|| {
        [
            (0, u16::from_le_bytes as fn([u8; 2]) -> u16),
            (1, u16::from_le_bytes),
            (0, u16::from_be_bytes),
            (1, u16::from_be_bytes),
        ]
        .into_iter()
        .find_map(|(from, order)| in_runs(&wide(from, order), numbers))
    })
}

/// Looks only where digits stand long enough in a row.
fn in_runs(bytes: &[u8], numbers: &HashSet<&[u8]>) -> Option<String> {
    let mut from = 0;
    for at in 0..=bytes.len() {
        if bytes
            .get(at)
            .is_some_and(|byte| byte.is_ascii_digit() || *byte == b'X')
        {
            continue;
        }
        let hit = bytes[from..at]
            .windows(LENGTH)
            .find(|window| numbers.contains(window));
        if let Some(hit) = hit {
            return Some(String::from_utf8_lossy(hit).into_owned());
        }
        from = at + 1;
    }
    None
}

/// Every file below a folder; none when it is not there.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(folder, &mut files);
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(&entry.path(), files),
            Ok(kind) if kind.is_file() => files.push(entry.path()),
            Ok(_) | Err(_) => {}
        }
    }
}

#[test]
fn the_search_finds_a_number_however_it_is_written() {
    let number = crate::answers::SOMEBODY;
    let numbers = HashSet::from([number.as_bytes()]);
    let wide = |order: fn(u16) -> [u8; 2]| number.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    for written in [
        number.as_bytes().to_vec(),
        wide(u16::to_le_bytes),
        wide(u16::to_be_bytes),
    ] {
        for before in [&b""[..], b"\x01", b"7\xff", b"\x00\x00\x37"] {
            let file = [before, &written, b"\xff1"].concat();
            assert_eq!(found(&file, &numbers).as_deref(), Some(number), "{before:?}");
        }
    }
    assert_eq!(found(&number.as_bytes()[1..], &numbers), None);
}
