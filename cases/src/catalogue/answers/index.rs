//! 检索: answers by words of any length, one character and two among them.
//!
//! Every character is a token with its places; a word is a phrase of characters side by side. The rarest character of a
//! word leads to its places, so that no answer is read that cannot have it. Width, case and blanks make no difference.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::{Answer, markdown};

/// Characters of one question that are looked for.
const LONGEST: usize = 60;
/// Stands between texts: no word reaches over it.
const BETWEEN: char = '\0';

/// The prepared texts of every answer.
#[derive(Debug, Clone, Default)]
pub struct AnswerIndex {
    /// All texts one behind the other.
    text: Vec<char>,
    /// Where each character stands in them.
    places: HashMap<char, Vec<u32>>,
    /// Where the texts of each answer lie, in their order.
    answers: Vec<Texts>,
    /// Answers by the item they are about.
    about: HashMap<String, Vec<usize>>,
}

#[derive(Debug, Clone)]
struct Texts {
    start: usize,
    question: usize,
    also: usize,
    end: usize,
}

/// Where a word stands best; smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank(u8, usize);

impl AnswerIndex {
    pub fn new(answers: &[Answer]) -> Self {
        let mut index = Self::default();
        for (at, answer) in answers.iter().enumerate() {
            let start = index.text.len();
            index.add(&answer.question);
            let question = index.text.len();
            for other in &answer.also {
                index.add(other);
            }
            let also = index.text.len();
            for line in markdown::plain(&answer.blocks()).lines() {
                index.add(line);
            }
            index.answers.push(Texts {
                start,
                question,
                also,
                end: index.text.len(),
            });
            for item in &answer.items {
                index.about.entry(item.clone()).or_default().push(at);
            }
        }
        for (at, ch) in index.text.iter().enumerate() {
            if *ch != BETWEEN {
                let at = u32::try_from(at).unwrap_or(u32::MAX);
                index.places.entry(*ch).or_default().push(at);
            }
        }
        index
    }

    fn add(&mut self, text: &str) {
        self.text.extend(text.chars().flat_map(folded));
        self.text.push(BETWEEN);
    }

    /// The answers about an item, in their order.
    pub fn about(&self, item: &str) -> &[usize] {
        self.about.get(item).map_or(&[], Vec::as_slice)
    }

    /// Every answer that has all words, best first: those of the question before other wordings before the answer.
    /// Without a word there is none.
    pub fn find(&self, typed: &str) -> Vec<usize> {
        let mut found: Option<Vec<(usize, Rank)>> = None;
        for word in words(typed) {
            let having = self.having(&word);
            found = Some(match found {
                None => having,
                Some(before) => both(&before, &having),
            });
        }
        let mut found = found.unwrap_or_default();
        found.sort_by_key(|(answer, rank)| {
            (
                *rank,
                self.answers[*answer].question - self.answers[*answer].start,
                *answer,
            )
        });
        found.into_iter().map(|(answer, _)| answer).collect()
    }

    /// Answers with this word, in their order, each with where it stands best.
    fn having(&self, word: &[char]) -> Vec<(usize, Rank)> {
        let rarest = word
            .iter()
            .enumerate()
            .map(|(at, ch)| (at, self.places.get(ch).map_or(&[][..], Vec::as_slice)))
            .min_by_key(|(_, places)| places.len());
        let Some((at, places)) = rarest else {
            return Vec::new();
        };
        let mut having: Vec<(usize, Rank)> = Vec::new();
        let mut answer = 0;
        for place in places {
            let Some(start) = (*place as usize).checked_sub(at) else {
                continue;
            };
            if self.text.get(start..start + word.len()) != Some(word) {
                continue;
            }
            while self.answers[answer].end <= start {
                answer += 1;
            }
            // Texts stand in the order of their weight: the first place is the best.
            if having.last().is_none_or(|(last, _)| *last != answer) {
                having.push((answer, self.answers[answer].rank(start)));
            }
        }
        having
    }
}

impl Texts {
    fn rank(&self, place: usize) -> Rank {
        let weight = if place < self.question {
            0
        } else if place < self.also {
            1
        } else {
            2
        };
        Rank(weight, place - self.start)
    }
}

/// Answers of both lists; the worse place counts for the first of what ranks them, both for the rest.
fn both(one: &[(usize, Rank)], other: &[(usize, Rank)]) -> Vec<(usize, Rank)> {
    let mut rest = other.iter().peekable();
    let mut found = Vec::new();
    for (answer, rank) in one {
        while rest.next_if(|(next, _)| next < answer).is_some() {}
        if let Some((_, also)) = rest.next_if(|(next, _)| next == answer) {
            found.push((*answer, Rank(rank.0.max(also.0), rank.1 + also.1)));
        }
    }
    found
}

/// The words that are looked for: parted by blanks, as they are compared.
fn words(typed: &str) -> Vec<Vec<char>> {
    let mut left = LONGEST;
    let mut words = Vec::new();
    for word in typed.split_whitespace() {
        let word: Vec<char> = word.chars().flat_map(folded).take(left).collect();
        left -= word.len();
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

/// A character as it is compared: of one width and one case; a blank is nothing.
fn folded(ch: char) -> impl Iterator<Item = char> {
    std::iter::once(ch)
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|ch| !ch.is_whitespace() && *ch != BETWEEN)
}

/// A piece of the answer's words around the first place of what was looked for, and where that stands in it, in
/// characters. The beginning where it does not stand there.
pub fn excerpt(text: &str, typed: &str, most: usize) -> (String, Option<Range<usize>>) {
    let written: Vec<char> = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .collect();
    let mut compared: Vec<(char, usize)> = Vec::with_capacity(written.len());
    for (at, ch) in written.iter().enumerate() {
        compared.extend(folded(*ch).map(|ch| (ch, at)));
    }
    let first = words(typed)
        .iter()
        .filter_map(|word| {
            let place = compared
                .windows(word.len())
                .position(|part| part.iter().map(|(ch, _)| ch).eq(word.iter()))?;
            Some(compared[place].1..compared[place + word.len() - 1].1 + 1)
        })
        .min_by_key(|range| range.start);
    let from = first
        .as_ref()
        .map_or(0, |range| range.start.saturating_sub(most / 4));
    let to = written.len().min(from + most);
    let mut piece: String = written[from..to].iter().collect();
    let mut shift = 0;
    if from > 0 {
        piece.insert(0, '…');
        shift = 1;
    }
    if to < written.len() {
        piece.push('…');
    }
    let marked = first
        .filter(|range| range.end <= to)
        .map(|range| range.start - from + shift..range.end - from + shift);
    (piece, marked)
}
