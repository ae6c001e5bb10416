//! 常见问答: looked for by words of any length, or by item; source, owner and edition stand beside each.

use cases::catalogue::Answer;
use cases::catalogue::answers::index::excerpt;
use cases::catalogue::answers::markdown::{self, Block, Span};
use cases::deadline::hall_date;
use cases::error::Trouble;

use super::{page, wanted};
use crate::desk::{Book, Desk};
use crate::trouble;
use crate::view::library::{
    AnswerItem, AnswerRow, AnswerRows, AnswerSource, AnswerView, TextBlock, TextSpan,
};

/// Characters of a piece of an answer.
const EXCERPT: usize = 60;

impl Desk {
    /// All of them page by page, or those that have every word.
    pub fn answers(&self, find: &str, offset: u32, limit: u32) -> Result<AnswerRows, Trouble> {
        let book = self.library()?;
        let find = wanted(find);
        let found = if find.is_empty() {
            (0..book.catalogue.answers.len()).collect()
        } else {
            book.answers.find(&find)
        };
        let (total, places) = page(&found, offset, limit);
        Ok(AnswerRows {
            total,
            edition: book.catalogue.edition.clone(),
            rows: self.rows(&book, &places, &find),
        })
    }

    pub fn answer(&self, id: &str) -> Result<AnswerView, Trouble> {
        let book = self.library()?;
        let mut answers = book.catalogue.answers.iter();
        let answer = answers
            .find(|answer| answer.id == id)
            .ok_or_else(trouble::no_such_answer)?;
        let items = answer.items.iter().map(|id| AnswerItem {
            id: id.clone(),
            name: name_of(&book, id),
        });
        let sources = answer.sources.iter().map(|source| AnswerSource {
            name: source.name.clone(),
            article: source.article.clone(),
        });
        Ok(AnswerView {
            id: answer.id.clone(),
            question: answer.question.clone(),
            body: blocks(answer.blocks()),
            sources: sources.collect(),
            items: items.collect(),
            owner: answer.owner.clone(),
            answered_on: answer.answered_on.to_string(),
            valid_to: answer.valid_to.map(|day| day.to_string()),
            over: answer.is_over(hall_date(self.0.link.legal_now())),
            edition: book.catalogue.edition.clone(),
        })
    }

    /// The answers about one item.
    pub(super) fn answers_about(&self, book: &Book, item: &str) -> Vec<AnswerRow> {
        self.rows(book, book.answers.about(item), "")
    }

    fn rows(&self, book: &Book, places: &[usize], find: &str) -> Vec<AnswerRow> {
        let today = hall_date(self.0.link.legal_now());
        let answers = places.iter().filter_map(|at| book.catalogue.answers.get(*at));
        answers
            .map(|answer: &Answer| {
                let (excerpt, mark) = excerpt(&markdown::plain(&answer.blocks()), find, EXCERPT);
                let small = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
                AnswerRow {
                    id: answer.id.clone(),
                    question: answer.question.clone(),
                    items: answer.items.iter().map(|id| name_of(book, id)).collect(),
                    owner: answer.owner.clone(),
                    answered_on: answer.answered_on.to_string(),
                    over: answer.is_over(today),
                    excerpt,
                    mark: mark.map(|range| (small(range.start), small(range.end))),
                }
            })
            .collect()
    }
}

fn name_of(book: &Book, item: &str) -> String {
    let known = book.catalogue.item(item);
    known.map_or_else(|| item.to_owned(), |item| item.name.clone())
}

fn blocks(of: Vec<Block>) -> Vec<TextBlock> {
    of.into_iter().map(block).collect()
}

fn block(of: Block) -> TextBlock {
    match of {
        Block::Heading { level, spans } => TextBlock::Heading {
            level,
            spans: line(spans),
        },
        Block::Paragraph { spans } => TextBlock::Paragraph { spans: line(spans) },
        Block::List { first, items } => TextBlock::List {
            first,
            items: items.into_iter().map(blocks).collect(),
        },
        Block::Quote { blocks: inside } => TextBlock::Quote {
            blocks: blocks(inside),
        },
        Block::Table { head, rows } => TextBlock::Table {
            head: head.into_iter().map(line).collect(),
            rows: rows
                .into_iter()
                .map(|row| row.into_iter().map(line).collect())
                .collect(),
        },
        Block::Code { text } => TextBlock::Code { text },
        Block::Rule => TextBlock::Rule,
    }
}

fn line(spans: Vec<Span>) -> Vec<TextSpan> {
    let spans = spans.into_iter().map(|span| TextSpan {
        text: span.text,
        strong: span.strong,
        emphasis: span.emphasis,
        code: span.code,
        address: span.address,
    });
    spans.collect()
}
