//! `catalogue search --stdin`: questions in, one a line; hits and what they took out, one JSON object a line.

use std::io::{self, BufRead, Read, Write};
use std::time::Instant;

use cases::catalogue::Catalogue;
use lookup::Lookup;
use serde::Serialize;

/// Bytes of a line that are read; what is behind them is passed over.
const LINE: u64 = 64 * 1024;
/// Characters of a question that are given back.
const SHOWN: usize = 200;

/// One line of the answer.
#[derive(Serialize)]
struct Answer<'a> {
    /// The question, cut; bytes that are no text are shown as such.
    query: String,
    /// Microseconds that finding took, without reading and writing.
    us: f64,
    hits: Vec<Hit<'a>>,
}

#[derive(Serialize)]
struct Hit<'a> {
    id: &'a str,
    name: &'a str,
}

/// Answers every line in its order until the input ends; an empty line has no hits. Each answer is written at once, so
/// that a program may ask and wait.
pub fn answer(
    catalogue: &Catalogue,
    limit: usize,
    mut questions: impl BufRead,
    mut answers: impl Write,
) -> io::Result<()> {
    let lookup = Lookup::new(catalogue.named());
    let mut line = Vec::new();
    while read_line(&mut questions, &mut line)? {
        let typed = String::from_utf8_lossy(&line);
        let begun = Instant::now();
        let found = lookup.find(&typed, limit);
        let us = begun.elapsed().as_secs_f64() * 1e6;
        let hits = found.into_iter().filter_map(|at| catalogue.items.get(at));
        let answer = Answer {
            query: typed.chars().take(SHOWN).collect(),
            us: (us * 10.0).round() / 10.0,
            hits: hits
                .map(|item| Hit {
                    id: &item.id,
                    name: &item.name,
                })
                .collect(),
        };
        serde_json::to_writer(&mut answers, &answer)?;
        answers.write_all(b"\n")?;
        answers.flush()?;
    }
    Ok(())
}

/// The next line without its end; false where there is none.
fn read_line(from: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    if from.by_ref().take(LINE).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    if line.last() != Some(&b'\n') {
        loop {
            let rest = from.fill_buf()?;
            if rest.is_empty() {
                break;
            }
            let end = rest.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(rest.len(), |at| at + 1);
            from.consume(used);
            if end.is_some() {
                break;
            }
        }
    }
    while matches!(line.last(), Some(b'\n' | b'\r')) {
        line.pop();
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::CatalogueSource;

    #[test]
    fn every_line_has_one_answer_whatever_is_in_it() {
        let catalogue = CatalogueSource::Embedded.load().unwrap();
        let mut asked = Vec::new();
        asked.extend_from_slice("spjyxk\n\n食品jy\r\n".as_bytes());
        asked.extend_from_slice("a".repeat(3_000_000).as_bytes());
        asked.extend_from_slice(b"\n\xff\xfe\x00\x1b[2J\n");
        asked.extend_from_slice("\u{202e}公章\u{200f}\nzzzzqqqq\n办身份证".as_bytes());
        let mut answers = Vec::new();
        answer(&catalogue, 3, asked.as_slice(), &mut answers).unwrap();
        let text = String::from_utf8(answers).unwrap();
        let answers: Vec<serde_json::Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let first: Vec<&str> = answers
            .iter()
            .map(|answer| answer["hits"][0]["id"].as_str().unwrap_or(""))
            .collect();
        assert_eq!(
            first,
            [
                "scjg-food-licence",
                "",
                "scjg-food-licence",
                first[3],
                first[4],
                "ga-seal",
                "",
                "ga-idcard"
            ]
        );
        assert!(
            answers
                .iter()
                .all(|answer| answer["us"].as_f64().is_some_and(|us| us >= 0.0))
        );
        assert!(
            answers
                .iter()
                .all(|answer| answer["hits"].as_array().unwrap().len() <= 3)
        );
        assert_eq!(answers[0]["hits"][0]["name"], "食品经营许可（新办）");
        assert!(answers[3]["query"].as_str().unwrap().chars().count() <= SHOWN);
        assert!(!text.contains('\u{1b}'), "control characters are escaped");
    }
}
