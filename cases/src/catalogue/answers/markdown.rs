//! Markdown as a small tree of blocks and spans that a screen draws.
//!
//! Nothing of it is markup any more: HTML stands there as the characters it was written with, a picture as its words, a
//! link as its words with the address behind them. Tables are those of GitHub's flavour.

use std::iter::Peekable;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};

/// How deep lists and quotes may stand in each other; what lies deeper is one paragraph of its words.
const DEEPEST: usize = 8;

/// One block of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Heading {
        level: u8,
        spans: Vec<Span>,
    },
    Paragraph {
        spans: Vec<Span>,
    },
    /// `first` is the number it begins with; none where it is not numbered.
    List {
        first: Option<u32>,
        items: Vec<Vec<Block>>,
    },
    Quote {
        blocks: Vec<Block>,
    },
    Table {
        head: Vec<Vec<Span>>,
        rows: Vec<Vec<Vec<Span>>>,
    },
    Code {
        text: String,
    },
    Rule,
}

/// Words of one look. A line feed in them is a line of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    pub text: String,
    pub strong: bool,
    pub emphasis: bool,
    pub code: bool,
    /// Where a link leads, to be read and typed, never followed.
    pub address: Option<String>,
}

/// Reads Markdown. Every text can be read.
pub fn read(text: &str) -> Vec<Block> {
    let mut reader = Reader {
        events: Parser::new_ext(text, Options::ENABLE_TABLES).peekable(),
        depth: 0,
    };
    reader.blocks()
}

/// The words alone, a line for each block.
pub fn plain(blocks: &[Block]) -> String {
    let mut lines = String::new();
    write_plain(blocks, &mut lines);
    lines
}

fn write_plain(blocks: &[Block], lines: &mut String) {
    for block in blocks {
        match block {
            Block::Heading { spans, .. } | Block::Paragraph { spans } => write_line(spans, lines),
            Block::Table { head, rows } => {
                for cell in head.iter().chain(rows.iter().flatten()) {
                    write_line(cell, lines);
                }
            }
            Block::Code { text } => {
                lines.push_str(text);
                lines.push('\n');
            }
            Block::List { items, .. } => items.iter().for_each(|item| write_plain(item, lines)),
            Block::Quote { blocks } => write_plain(blocks, lines),
            Block::Rule => {}
        }
    }
}

fn write_line(spans: &[Span], lines: &mut String) {
    for span in spans {
        lines.push_str(&span.text);
        if let Some(address) = &span.address {
            lines.push(' ');
            lines.push_str(address);
        }
    }
    lines.push('\n');
}

struct Reader<'a> {
    events: Peekable<Parser<'a>>,
    depth: usize,
}

impl Reader<'_> {
    /// Blocks up to the end of what they stand in, which is taken with them.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        loop {
            if self.events.peek().is_some_and(is_inline) {
                // A list item whose words stand in no paragraph.
                let mut spans = Vec::new();
                self.spans(&Span::default(), &mut spans);
                blocks.push(Block::Paragraph { spans });
                continue;
            }
            match self.events.next() {
                None | Some(Event::End(_)) => return blocks,
                Some(Event::Rule) => blocks.push(Block::Rule),
                Some(Event::Start(tag)) => blocks.extend(self.block(tag)),
                Some(_) => {}
            }
        }
    }

    fn block(&mut self, tag: Tag<'_>) -> Option<Block> {
        let block = match tag {
            Tag::Heading { level, .. } => Block::Heading {
                level: depth_of(level),
                spans: self.line(),
            },
            Tag::Paragraph => Block::Paragraph { spans: self.line() },
            Tag::CodeBlock(_) => Block::Code { text: self.words() },
            Tag::HtmlBlock => Block::Paragraph {
                spans: vec![Span {
                    text: self.words(),
                    ..Span::default()
                }],
            },
            Tag::Table(_) => self.table(),
            Tag::List(_) | Tag::BlockQuote(_) if self.depth == DEEPEST => Block::Paragraph {
                spans: vec![Span {
                    text: self.words(),
                    ..Span::default()
                }],
            },
            Tag::BlockQuote(_) => {
                self.depth += 1;
                let blocks = self.blocks();
                self.depth -= 1;
                Block::Quote { blocks }
            }
            Tag::List(first) => {
                self.depth += 1;
                let mut items = Vec::new();
                while let Some(Event::Start(Tag::Item)) = self.events.next() {
                    items.push(self.blocks());
                }
                self.depth -= 1;
                Block::List {
                    first: first.map(|first| u32::try_from(first).unwrap_or(u32::MAX)),
                    items,
                }
            }
            // Nothing else is read as a block of its own with these options.
            _ => {
                self.words();
                return None;
            }
        };
        Some(block)
    }

    fn table(&mut self) -> Block {
        let mut head = Vec::new();
        let mut rows = Vec::new();
        loop {
            match self.events.next() {
                Some(Event::Start(Tag::TableHead)) => head = self.cells(),
                Some(Event::Start(Tag::TableRow)) => rows.push(self.cells()),
                Some(_) => return Block::Table { head, rows },
                None => return Block::Table { head, rows },
            }
        }
    }

    fn cells(&mut self) -> Vec<Vec<Span>> {
        let mut cells = Vec::new();
        while let Some(Event::Start(Tag::TableCell)) = self.events.next() {
            cells.push(self.line());
        }
        cells
    }

    /// Spans up to the end of their block, which is taken with them.
    fn line(&mut self) -> Vec<Span> {
        let mut spans = Vec::new();
        self.spans(&Span::default(), &mut spans);
        self.events.next();
        spans
    }

    /// Spans in this look, up to where something else begins.
    fn spans(&mut self, look: &Span, spans: &mut Vec<Span>) {
        while let Some(event) = self.events.next_if(is_inline) {
            match event {
                Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => add(look, &text, spans),
                Event::Code(text) => {
                    let code = Span {
                        code: true,
                        ..look.clone()
                    };
                    add(&code, &text, spans);
                }
                // Chinese has no blank between words; what is written on two lines is one.
                Event::SoftBreak
                    if spans
                        .last()
                        .is_some_and(|span| span.text.ends_with(|end: char| end.is_ascii_graphic())) =>
                {
                    add(look, " ", spans);
                }
                Event::HardBreak => add(look, "\n", spans),
                Event::Start(tag) => {
                    let mut inner = look.clone();
                    match tag {
                        Tag::Strong => inner.strong = true,
                        Tag::Emphasis => inner.emphasis = true,
                        Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                            inner.address = address(&dest_url);
                        }
                        _ => {}
                    }
                    self.spans(&inner, spans);
                    self.events.next();
                    settle_link(look, inner.address.as_deref(), spans);
                }
                _ => {}
            }
        }
    }

    /// Every word up to the end of what has just begun.
    fn words(&mut self) -> String {
        let mut open = 1;
        let mut words = String::new();
        while open > 0 {
            match self.events.next() {
                None => break,
                Some(Event::Start(_)) => open += 1,
                Some(Event::End(_)) => {
                    open -= 1;
                    if open > 0 && !words.ends_with(' ') {
                        words.push(' ');
                    }
                }
                Some(Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) | Event::Code(text)) => {
                    words.push_str(&text);
                }
                Some(Event::SoftBreak | Event::HardBreak) => words.push('\n'),
                Some(_) => {}
            }
        }
        words.trim_end().to_owned()
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Text(_)
        | Event::Code(_)
        | Event::InlineHtml(_)
        | Event::Html(_)
        | Event::SoftBreak
        | Event::HardBreak => true,
        Event::Start(tag) => matches!(
            tag,
            Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        _ => false,
    }
}

fn depth_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// An address that somebody may look up; another scheme is no address.
fn address(of: &str) -> Option<String> {
    let lower = of.trim().to_ascii_lowercase();
    let known = ["https://", "http://", "tel:", "mailto:"];
    known
        .iter()
        .any(|scheme| lower.starts_with(scheme))
        .then(|| of.trim().chars().filter(|ch| !ch.is_control()).collect())
}

/// Words of one look are one span.
fn add(look: &Span, text: &str, spans: &mut Vec<Span>) {
    match spans.last_mut() {
        Some(last)
            if (last.strong, last.emphasis, last.code, &last.address)
                == (look.strong, look.emphasis, look.code, &look.address) =>
        {
            last.text.push_str(text);
        }
        Some(_) | None => spans.push(Span {
            text: text.to_owned(),
            ..look.clone()
        }),
    }
}

/// A link that is its own words needs no address behind them, and one of several looks has it once.
fn settle_link(outside: &Span, inside: Option<&str>, spans: &mut [Span]) {
    let Some(address) = inside.filter(|_| outside.address.is_none()) else {
        return;
    };
    let of_link = |span: &&mut Span| span.address.as_deref() == Some(address);
    let mut parts: Vec<&mut Span> = spans.iter_mut().rev().take_while(of_link).collect();
    let words: String = parts.iter().rev().map(|span| span.text.as_str()).collect();
    let kept = usize::from(words != address);
    for part in parts.iter_mut().skip(kept) {
        part.address = None;
    }
}
