//! A whole paper: letterhead with its codes, the blocks in order, footer and watermark on every page.

use cases::case::{Ink, InkPoint};
use cases::notice::content::BLANK_DATE;
use cases::notice::{Block, Content, Fact, Language, Signature};
use cases::realm::Realm;

use crate::PaperFault;
use crate::codes;
use crate::layout::{Line, Setter, Style};
use crate::page::{BOTTOM, Flow, HEIGHT, LEFT, MEASURE, Mark, RIGHT, Spacing, WIDTH};
use crate::table;

const BODY_NAME: Style = Style {
    size: 12.0,
    grey: 0.1,
    bold: false,
};
const TITLE: Style = Style {
    size: 20.0,
    grey: 0.0,
    bold: true,
};
const LONG_TITLE: Style = Style {
    size: 15.0,
    grey: 0.0,
    bold: true,
};
const REFERENCE: Style = Style {
    size: 9.0,
    grey: 0.15,
    bold: false,
};
const HEADING: Style = Style {
    size: 11.0,
    grey: 0.0,
    bold: true,
};
const TEXT: Style = Style {
    size: 10.5,
    grey: 0.0,
    bold: false,
};
const SMALL: Style = Style {
    size: 8.5,
    grey: 0.35,
    bold: false,
};
const FOOTER: Style = Style {
    size: 8.0,
    grey: 0.4,
    bold: false,
};
const WATERMARK: Style = Style {
    size: 58.0,
    grey: 0.90,
    bold: false,
};

const TEXT_LEADING: f32 = 17.5;
const SMALL_LEADING: f32 = 13.0;
const HEADING_LEADING: f32 = 15.0;
/// Of the words at a place to sign.
const SIGNED_LEADING: f32 = 14.0;
const QR_SIDE: f32 = 66.0;
/// A proof has up to 61 modules: 0.36 mm each, which a telephone reads from an office printer.
const PROOF_SIDE: f32 = 62.0;
/// The quiet zone of the wider modules.
const BETWEEN_CODES: f32 = 10.0;
/// One Code128 module, 0.3 mm: a hand scanner reads it from an office printer.
const BAR_MODULE: f32 = 0.85;
const BAR_HEIGHT: f32 = 30.0;

/// The mark on every training paper; nothing of it appears on a live one.
const TRAINING_MARK: &str = "训练专用　不具效力";

/// Lays out the content: pages of marks, drawn from back to front.
pub(crate) fn pages(content: &Content, setter: &mut Setter) -> Result<Vec<Vec<Mark>>, PaperFault> {
    let mut flow = text(content, setter, Spacing::USUAL)?;
    if flow.pages.len() == 2 {
        for closer in Spacing::CLOSER {
            let one = text(content, setter, closer)?;
            if one.pages.len() == 1 {
                flow = one;
                break;
            }
        }
    }
    let total = flow.pages.len();
    let mut pages = Vec::with_capacity(total);
    for (index, front) in flow.pages.into_iter().enumerate() {
        let mut page = Flow::new(Spacing::USUAL);
        if content.realm == Realm::Training {
            watermark(&mut page, setter);
        }
        page.pages[0].extend(front);
        footer(&mut page, setter, content, index + 1, total);
        pages.append(&mut page.pages);
    }
    Ok(pages)
}

/// Letterhead and blocks in this spacing.
fn text(content: &Content, setter: &mut Setter, spacing: Spacing) -> Result<Flow, PaperFault> {
    let mut flow = Flow::new(spacing);
    letterhead(&mut flow, setter, content)?;
    for (index, block) in content.blocks.iter().enumerate() {
        let kept = kept_with_signatures(&content.blocks[index..]);
        if !kept.is_empty() {
            let height = height_of(setter, kept, spacing);
            if height <= (BOTTOM - flow.top()) * 0.6 {
                flow.need(height);
            }
        }
        draw_block(&mut flow, setter, block);
    }
    Ok(flow)
}

/// The blocks that should stand on one page with the places to sign, when `blocks` starts such a group: what is
/// signed under its heading, the places, and the small print after them. Nobody signs an empty page.
fn kept_with_signatures(blocks: &[Block]) -> &[Block] {
    let Some(places) = blocks
        .iter()
        .position(|block| matches!(block, Block::Signatures(_)))
    else {
        return &[];
    };
    let starts = match &blocks[0] {
        Block::Heading(_) => true,
        Block::Addressee(_)
        | Block::Paragraph(_)
        | Block::Note(_)
        | Block::Facts(_)
        | Block::Table(_)
        | Block::Signatures(_) => places == 1,
    };
    let heading_between = blocks[1..]
        .iter()
        .take(places)
        .any(|block| matches!(block, Block::Heading(_)));
    if !starts || heading_between {
        return &[];
    }
    let small_print = blocks[places + 1..]
        .iter()
        .take_while(|block| matches!(block, Block::Note(_)))
        .count();
    &blocks[..places + 1 + small_print]
}

/// The height of the blocks on one endless page.
fn height_of(setter: &mut Setter, blocks: &[Block], spacing: Spacing) -> f32 {
    let mut trial = Flow::endless(spacing);
    let start = trial.y;
    blocks
        .iter()
        .for_each(|block| draw_block(&mut trial, setter, block));
    trial.y - start
}

fn letterhead(flow: &mut Flow, setter: &mut Setter, content: &Content) -> Result<(), PaperFault> {
    let top = flow.y;
    if let Some(text) = &content.codes.code128 {
        draw_bars(flow, setter, text, top + 4.0)?;
    }
    if let Some(text) = &content.codes.qr {
        let caption = content.language.of("扫码查询", "Scan to enquire");
        draw_qr(flow, setter, text, (RIGHT - QR_SIDE, top), QR_SIDE, caption)?;
    }
    if let Some(text) = &content.codes.proof {
        let caption = content.language.of("扫码核验", "Scan to verify");
        let left = RIGHT - QR_SIDE - BETWEEN_CODES - PROOF_SIDE;
        draw_qr(
            flow,
            setter,
            text,
            (left, top + QR_SIDE - PROOF_SIDE),
            PROOF_SIDE,
            caption,
        )?;
    }
    let room = MEASURE - 2.0 * 138.0;
    let body = setter.lines(&[(content.body.as_str(), BODY_NAME)], room, 0.0);
    let style = if setter.width(&content.title, TITLE) <= room {
        TITLE
    } else {
        LONG_TITLE
    };
    let title = setter.lines(&[(content.title.as_str(), style)], room, 0.0);
    let mut y = top + 14.0;
    for line in &body {
        flow.centred(line, WIDTH / 2.0, y);
        y += 17.0;
    }
    y += style.size - 8.0;
    for line in &title {
        flow.centred(line, WIDTH / 2.0, y);
        y += style.size * 1.35;
    }
    flow.y = (y - style.size * 0.9).max(top + QR_SIDE + 14.0);
    flow.rule((LEFT, flow.y), (RIGHT, flow.y), 1.2, 0.0);
    flow.rule((LEFT, flow.y + 2.6), (RIGHT, flow.y + 2.6), 0.4, 0.0);
    flow.y += 9.0;
    references(flow, setter, &content.reference_lines());
    flow.y += 8.0;
    Ok(())
}

/// Number, slip code, case number and date: as many on a line as fit, first at the left edge, last at the right.
fn references(flow: &mut Flow, setter: &mut Setter, lines: &[Fact]) {
    let texts: Vec<_> = lines
        .iter()
        .flat_map(|fact| {
            let text = format!("{}：{}", fact.label, fact.value);
            setter.lines(&[(text.as_str(), REFERENCE)], MEASURE, 0.0)
        })
        .collect();
    for pair in texts.chunks(2) {
        flow.y += SMALL_LEADING;
        match pair {
            [left, right] if left.width + right.width + 12.0 <= MEASURE => {
                flow.line(left, LEFT, flow.y - 2.0);
                flow.line(right, RIGHT - right.width, flow.y - 2.0);
            }
            pair => {
                for (index, line) in pair.iter().enumerate() {
                    flow.y += SMALL_LEADING * if index > 0 { 1.0 } else { 0.0 };
                    flow.line(line, LEFT, flow.y - 2.0);
                }
            }
        }
    }
}

fn draw_bars(flow: &mut Flow, setter: &mut Setter, text: &str, y: f32) -> Result<(), PaperFault> {
    let modules = codes::code128(text)?;
    // A longer text gets thinner bars rather than running under the title.
    let module = BAR_MODULE.min(132.0 / modules.len() as f32);
    let bars = codes::bars(&modules);
    let block = |(start, length): (usize, usize)| {
        [
            LEFT + start as f32 * module,
            y,
            length as f32 * module,
            BAR_HEIGHT,
        ]
    };
    flow.mark(Mark::Blocks {
        blocks: bars.into_iter().map(block).collect(),
        grey: 0.0,
    });
    let caption = setter.line(text, FOOTER);
    flow.centred(
        &caption,
        LEFT + modules.len() as f32 * module / 2.0,
        y + BAR_HEIGHT + 10.0,
    );
    Ok(())
}

pub(crate) fn draw_qr(
    flow: &mut Flow,
    setter: &mut Setter,
    text: &str,
    (left, y): (f32, f32),
    side: f32,
    caption: &str,
) -> Result<(), PaperFault> {
    let qr = codes::qr(text)?;
    let module = side / qr.side as f32;
    let mut blocks = Vec::new();
    for (row, modules) in qr.dark.chunks(qr.side).enumerate() {
        for (start, length) in codes::bars(modules) {
            let x = left + start as f32 * module;
            blocks.push([x, y + row as f32 * module, length as f32 * module, module]);
        }
    }
    flow.mark(Mark::Blocks { blocks, grey: 0.0 });
    let caption = setter.line(caption, Style { size: 7.5, ..FOOTER });
    flow.centred(&caption, left + side / 2.0, y + side + 9.0);
    Ok(())
}

fn draw_block(flow: &mut Flow, setter: &mut Setter, block: &Block) {
    match block {
        Block::Heading(text) => {
            // A heading stays with what follows it.
            flow.need(64.0);
            flow.y += 5.0 * flow.spacing.room;
            let y = flow.y;
            flow.mark(Mark::Blocks {
                blocks: vec![[LEFT, y + 1.5, 3.0, 11.0]],
                grey: 0.0,
            });
            for line in setter.lines(&[(text.as_str(), HEADING)], MEASURE - 8.0, 0.0) {
                flow.line(&line, LEFT + 8.0, flow.y + 11.0);
                flow.y += HEADING_LEADING;
            }
            flow.y += (19.0 - HEADING_LEADING) * flow.spacing.room;
        }
        Block::Addressee(text) => draw_text(flow, setter, text, TEXT, TEXT_LEADING, 0.0),
        Block::Paragraph(text) => {
            draw_text(flow, setter, text, TEXT, TEXT_LEADING, 2.0 * TEXT.size);
            flow.y += 3.0 * flow.spacing.room;
        }
        Block::Note(text) => draw_text(flow, setter, text, SMALL, SMALL_LEADING, 0.0),
        Block::Facts(facts) if facts.is_empty() => {}
        Block::Facts(facts) => table::facts(flow, setter, facts),
        Block::Table(rows) => table::table(flow, setter, rows),
        Block::Signatures(places) => places.chunks(2).for_each(|pair| signatures(flow, setter, pair)),
    }
}

fn draw_text(flow: &mut Flow, setter: &mut Setter, text: &str, style: Style, leading: f32, indent: f32) {
    let leading = leading * flow.spacing.lines;
    let lines = setter.lines(&[(text, style)], MEASURE, indent);
    let count = lines.len();
    for (index, line) in lines.iter().enumerate() {
        // No single first or last line alone on a page.
        let together = if (index == 0 && count > 1) || index + 2 == count {
            2.0
        } else {
            1.0
        };
        flow.need(leading * together);
        flow.y += leading;
        flow.line(line, LEFT, flow.y - leading * 0.28);
    }
    flow.y += leading * 0.15;
}

/// One or two places to sign, side by side, never parted by a page break. One alone stands at the right.
fn signatures(flow: &mut Flow, setter: &mut Setter, places: &[Signature]) {
    let wide = MEASURE / 2.0;
    let offset = 2 - places.len().min(2);
    let sealed = places.iter().any(|place| place.seal.is_some());
    let words: Vec<Vec<Line>> = places
        .iter()
        .map(|place| match place.seal {
            Some(_) => {
                let name = place.name.as_deref().unwrap_or_default();
                setter.lines(&[(name, TEXT)], wide - 24.0, 0.0)
            }
            None => written_words(setter, place, wide - 12.0),
        })
        .collect();
    let longest = words.iter().map(Vec::len).max().unwrap_or(1).max(1);
    // Everything stands as high as the longest name needs.
    let more = (longest - 1) as f32 * SIGNED_LEADING;
    let tall = more + if sealed { 128.0 } else { 64.0 };
    flow.need(tall + 6.0);
    flow.y += 6.0;
    let top = flow.y;
    for (index, (place, words)) in places.iter().zip(&words).enumerate() {
        let right = index + offset > 0;
        let x = if right { LEFT + wide + 12.0 } else { LEFT };
        match &place.seal {
            Some(seal) => sealed_place(flow, setter, place, words, seal, x + wide / 2.0 - 6.0, top),
            None => written_place(flow, setter, place, words, [x, wide - 12.0], top + tall),
        }
    }
    flow.y = top + tall;
}

/// Body, seal and date one under the other, as under a decision.
fn sealed_place(
    flow: &mut Flow,
    setter: &mut Setter,
    place: &Signature,
    name: &[Line],
    seal: &str,
    centre: f32,
    top: f32,
) {
    let middle = top + 64.0;
    flow.mark(Mark::SealPlace {
        centre: (centre, middle),
        radius: 60.0,
        grey: 0.6,
    });
    let label = setter.lines(&[(place.label.as_str(), TEXT)], MEASURE / 2.0 - 24.0, 0.0);
    let mut y = middle - 14.0 - (label.len() as f32 - 1.0) * SIGNED_LEADING;
    for line in &label {
        flow.centred(line, centre, y);
        y += SIGNED_LEADING;
    }
    let words = setter.line(&format!("（{seal}）"), Style { grey: 0.45, ..SMALL });
    flow.centred(&words, centre, middle + 5.0);
    let mut y = middle + 20.0;
    if place.name.is_some() {
        for line in name {
            flow.centred(line, centre, y);
            y += SIGNED_LEADING;
        }
    } else {
        y += 10.0;
    }
    let date = setter.line(place.date.as_deref().unwrap_or(BLANK_DATE), TEXT);
    flow.centred(&date, centre, y);
}

/// The label and the printed name of a place to sign; the name begins a line of its own where both do not fit on one.
fn written_words(setter: &mut Setter, place: &Signature, width: f32) -> Vec<Line> {
    let label = format!("{}：", place.label);
    let name = place.name.as_deref().unwrap_or_default();
    let one = setter.line(&format!("{label} {name}"), TEXT);
    if one.width <= width {
        return vec![one];
    }
    let mut lines = setter.lines(&[(label.as_str(), TEXT)], width, 0.0);
    if !name.is_empty() {
        lines.extend(setter.lines(&[(name, TEXT)], width, 0.0));
    }
    lines
}

/// A label, a line to sign on (or a printed name on it) and a date. `x` and `width` of the place, then its lower edge.
fn written_place(
    flow: &mut Flow,
    setter: &mut Setter,
    place: &Signature,
    words: &[Line],
    [x, width]: [f32; 2],
    bottom: f32,
) {
    let base = bottom - 32.0;
    for (above, line) in words.iter().rev().enumerate() {
        flow.line(line, x, base - above as f32 * SIGNED_LEADING);
    }
    // Where the words are one line, one signs beside the label; else under all of them.
    let start = match words {
        [_] => x + setter.width(&format!("{}：", place.label), TEXT) + 2.0,
        _ => x,
    };
    if let Some(ink) = &place.ink {
        let room = (x + width - start - 8.0, 34.0);
        draw_ink(flow, ink, (start + 4.0, base + 2.0), room);
    }
    flow.rule((start, base + 4.0), (x + width, base + 4.0), 0.5, 0.3);
    let date = setter.line(place.date.as_deref().unwrap_or(BLANK_DATE), TEXT);
    flow.line(&date, x + width - date.width, base + 24.0);
}

/// What was written on the screen, as large as the room above the line allows, its lower left corner at `corner`.
fn draw_ink(flow: &mut Flow, ink: &Ink, corner: (f32, f32), room: (f32, f32)) {
    let aspect = f32::from(ink.aspect) / 1000.0;
    let points = || ink.strokes.iter().flatten();
    let ends = |of: fn(&InkPoint) -> u16| {
        let least = points().map(of).min().unwrap_or(0);
        (least, points().map(of).max().unwrap_or(0) - least)
    };
    let ((left, wide), (top, high)) = (ends(|point| point.x), ends(|point| point.y));
    // A pad is `aspect` times as wide as it is high, and both sides count alike.
    let (wide, high) = (f32::from(wide) * aspect, f32::from(high));
    let scale = (room.0 / wide.max(1.0)).min(room.1 / high.max(1.0));
    let place = |point: &InkPoint| {
        (
            corner.0 + f32::from(point.x - left) * aspect * scale,
            corner.1 - (high - f32::from(point.y - top)) * scale,
        )
    };
    flow.mark(Mark::Ink {
        strokes: ink
            .strokes
            .iter()
            .map(|stroke| stroke.iter().map(place).collect())
            .collect(),
        weight: 1.1,
        grey: 0.05,
    });
}

fn footer(flow: &mut Flow, setter: &mut Setter, content: &Content, page: usize, total: usize) {
    let y = BOTTOM + 26.0;
    flow.rule((LEFT, BOTTOM + 13.0), (RIGHT, BOTTOM + 13.0), 0.4, 0.6);
    let reference = content.slip_code.as_deref().unwrap_or_default();
    let number = match content.language {
        Language::Zh => format!("第 {page} 页 共 {total} 页"),
        Language::En => format!("Page {page} of {total}"),
    };
    let number = setter.line(&number, FOOTER);
    let room = MEASURE - number.width - 12.0;
    let mut left = setter.line(&format!("{}　{reference}", content.title), FOOTER);
    let mut title: Vec<char> = content.title.chars().collect();
    while left.width > room && title.pop().is_some() {
        let short: String = title.iter().collect();
        left = setter.line(&format!("{short}…　{reference}"), FOOTER);
    }
    flow.line(&left, LEFT, y);
    flow.line(&number, RIGHT - number.width, y);
}

pub(crate) fn watermark(flow: &mut Flow, setter: &mut Setter) {
    let line = setter.line(TRAINING_MARK, WATERMARK);
    let degrees = 38.0_f32;
    let (sine, cosine) = degrees.to_radians().sin_cos();
    let centre = (WIDTH / 2.0, HEIGHT / 2.0);
    let start = (
        centre.0 - line.width / 2.0 * cosine,
        centre.1 + line.width / 2.0 * sine,
    );
    for run in line.runs {
        let (x, y) = (start.0 + run.x * cosine, start.1 - run.x * sine);
        flow.mark(Mark::Turned { x, y, degrees, run });
    }
}
