//! What the program says of a page: twelve columns, one row for each page, block, paragraph, line and word (level 5).

use super::{Line, RecogniseFault, Rect, Text, Word};

const COLUMNS: usize = 12;
/// A page of small print has two thousand characters.
const MOST_WORDS: usize = 20_000;
/// Of one word.
const MOST_CHARACTERS: usize = 500;

/// Reads the rows of a picture of this size. Boxes are cut at its edges, words without a character or a place left out.
///
/// # Errors
/// [`RecogniseFault::Garbled`] for anything that is no such table, or was cut off.
pub fn read(said: &[u8], width: u32, height: u32) -> Result<Text, RecogniseFault> {
    let said = String::from_utf8_lossy(said);
    let mut rows = said.split_terminator('\n');
    let head = rows.next().ok_or(RecogniseFault::Garbled)?;
    let names: Vec<&str> = head.trim_end_matches('\r').split('\t').collect();
    if names.len() != COLUMNS || names[0] != "level" || names[COLUMNS - 1] != "text" {
        return Err(RecogniseFault::Garbled);
    }
    if !said.ends_with('\n') {
        return Err(RecogniseFault::Garbled);
    }
    let mut text = Text {
        width,
        height,
        lines: Vec::new(),
    };
    let mut line = None;
    let mut words = 0;
    for row in rows {
        let (of, word) = row_of(row.trim_end_matches('\r'))?;
        let Some(word) = word.and_then(|word| on_the_page(word, width, height)) else {
            continue;
        };
        words += 1;
        if words > MOST_WORDS {
            return Err(RecogniseFault::Garbled);
        }
        if line != Some(of) {
            text.lines.push(Line::default());
            line = Some(of);
        }
        if let Some(last) = text.lines.last_mut() {
            last.words.push(word);
        }
    }
    Ok(text)
}

/// Page, block, paragraph and line.
type Of = [u32; 4];

/// Of a word its place among the lines, and itself.
fn row_of(row: &str) -> Result<(Of, Option<Word>), RecogniseFault> {
    let columns: Vec<&str> = row.splitn(COLUMNS, '\t').collect();
    // The text of what is no word may be missing with its tabulator.
    if columns.len() < COLUMNS - 1 {
        return Err(RecogniseFault::Garbled);
    }
    let number = |at: usize| columns[at].parse::<i64>().map_err(|_| RecogniseFault::Garbled);
    let small = |at: usize| number(at).map(|it| u32::try_from(it.max(0)).unwrap_or(u32::MAX));
    let of = [small(1)?, small(2)?, small(3)?, small(4)?];
    let at = Rect {
        left: small(6)?,
        top: small(7)?,
        width: small(8)?,
        height: small(9)?,
    };
    let sure: f64 = columns[10].parse().map_err(|_| RecogniseFault::Garbled)?;
    if number(0)? != 5 {
        return Ok((of, None));
    }
    let text = columns.get(11).copied().unwrap_or_default();
    if text.chars().count() > MOST_CHARACTERS {
        return Err(RecogniseFault::Garbled);
    }
    let text: String = text
        .chars()
        .filter(|ch| !ch.is_control() && !ch.is_whitespace())
        .collect();
    let word = Word {
        text,
        at,
        // What is no number is sure of nothing.
        sure: if sure > 0.0 { sure.min(100.0) as u32 } else { 0 },
    };
    Ok((of, Some(word)))
}

fn on_the_page(word: Word, width: u32, height: u32) -> Option<Word> {
    let Rect { left, top, .. } = word.at;
    let at = Rect {
        left,
        top,
        width: word.at.width.min(width.checked_sub(left)?),
        height: word.at.height.min(height.checked_sub(top)?),
    };
    (!word.text.is_empty() && at.width > 0 && at.height > 0).then_some(Word { at, ..word })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HEAD: &str =
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";

    fn words(rows: &str) -> Result<Vec<Vec<String>>, RecogniseFault> {
        let text = read(format!("{HEAD}{rows}").as_bytes(), 1000, 1000)?;
        let said = |word: &Word| {
            let Rect {
                left,
                top,
                width,
                height,
            } = word.at;
            format!("{} {left},{top} {width}×{height} {}", word.text, word.sure)
        };
        Ok(text
            .lines
            .iter()
            .map(|line| line.words.iter().map(said).collect())
            .collect())
    }

    #[test]
    fn rows_become_lines_of_words_with_their_places() {
        let rows = "1\t1\t0\t0\t0\t0\t0\t0\t1000\t1000\t-1\t\n\
                    4\t1\t1\t1\t1\t0\t10\t10\t500\t40\t-1\n\
                    5\t1\t1\t1\t1\t1\t10\t10\t60\t40\t96.027306\t面积\n\
                    5\t1\t1\t1\t1\t2\t75\t10\t60\t40\t88.6\t86.5\n\
                    5\t1\t1\t1\t2\t1\t10\t80\t60\t40\t-1\t \n\
                    5\t1\t2\t1\t1\t1\t10\t80\t60\t40\t0.4\t地\u{3000}址\n";
        assert_eq!(
            words(rows).unwrap(),
            [
                vec!["面积 10,10 60×40 96", "86.5 75,10 60×40 88"],
                vec!["地址 10,80 60×40 0"],
            ]
        );
        assert!(words("").unwrap().is_empty());
        assert_eq!(
            words("5\t1\t1\t1\t1\t1\t10\t10\t60\t40\t96\t甲\r\n").unwrap(),
            [["甲 10,10 60×40 96"]]
        );
    }

    #[test]
    fn boxes_end_with_the_page_and_beyond_it_there_is_nothing() {
        let row = |place: &str| words(&format!("5\t1\t1\t1\t1\t1\t{place}\t90\t甲\n")).unwrap();
        assert_eq!(row("990\t990\t60\t40"), [["甲 990,990 10×10 90"]]);
        assert_eq!(row("-5\t0\t60\t40"), [["甲 0,0 60×40 90"]]);
        assert!(row("1000\t0\t60\t40").is_empty());
        assert!(row("2000\t0\t60\t40").is_empty());
        assert!(row("0\t0\t0\t40").is_empty());
        assert!(row("0\t0\t99999999999\t99999999999").concat()[0].contains("1000×1000"));
    }

    #[test]
    fn what_is_no_such_table_is_refused() {
        let whole = "5\t1\t1\t1\t1\t1\t10\t10\t60\t40\t96\t甲\n";
        for wrong in [
            "5\t1\t1\t1\n",
            "5\t1\t1\t1\t1\t1\tten\t10\t60\t40\t96\t甲\n",
            "no table\n",
        ] {
            assert_eq!(words(wrong), Err(RecogniseFault::Garbled), "{wrong}");
        }
        // Cut off in its last row.
        assert_eq!(words(whole.trim_end()), Err(RecogniseFault::Garbled));
        assert_eq!(
            words(&format!(
                "5\t1\t1\t1\t1\t1\t10\t10\t60\t40\t96\t{}\n",
                "甲".repeat(501)
            )),
            Err(RecogniseFault::Garbled)
        );
        assert_eq!(words(&whole.repeat(MOST_WORDS + 1)), Err(RecogniseFault::Garbled));
        for wrong in [
            &b""[..],
            b"\n",
            b"Tesseract Open Source OCR Engine\n",
            b"\xFF\xFE",
        ] {
            assert_eq!(read(wrong, 10, 10), Err(RecogniseFault::Garbled));
        }
    }

    proptest! {
        #[test]
        fn whatever_is_said_nothing_lies_outside_the_page(said in ".{0,400}", row in "5(\t-?[0-9]{1,11}){10}\t.{0,9}\n") {
            let _ = read(said.as_bytes(), 100, 100);
            if let Ok(text) = read(format!("{HEAD}{row}").as_bytes(), 100, 100) {
                for word in text.lines.iter().flat_map(|line| &line.words) {
                    prop_assert!(word.at.left + word.at.width <= 100 && word.at.top + word.at.height <= 100);
                }
            }
        }
    }
}
