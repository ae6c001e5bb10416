//! Boxes with wrapped text: tables with a repeated header, and facts as label and value side by side.

use cases::notice::{Fact, Table};

use crate::layout::{Line, Setter, Style};
use crate::page::{BOTTOM, Flow, LEFT, MEASURE, Mark, RIGHT, Spacing};

const PAD_X: f32 = 5.0;
const PAD_Y: f32 = 4.0;
const LEADING: f32 = 14.5;
/// From the top of a line to its baseline.
const RISE: f32 = 10.6;
/// Below a table or a group of facts.
const BELOW: f32 = 8.0;

/// Distances inside boxes in one spacing.
#[derive(Clone, Copy)]
struct Inside {
    pad: f32,
    leading: f32,
    rise: f32,
}

impl Inside {
    fn of(spacing: Spacing) -> Self {
        let leading = LEADING * spacing.lines;
        Self {
            pad: PAD_Y * spacing.room,
            leading,
            // The words stay in the middle of their line.
            rise: RISE - (LEADING - leading) / 2.0,
        }
    }
}
const BORDER: f32 = 0.5;
const BORDER_GREY: f32 = 0.45;
const SHADE: f32 = 0.955;
const LABEL_WIDTH: f32 = 82.0;

const LABEL: Style = Style {
    size: 9.0,
    grey: 0.25,
    bold: false,
};
const VALUE: Style = Style {
    size: 10.0,
    grey: 0.0,
    bold: false,
};
const SOURCE: Style = Style {
    size: 7.0,
    grey: 0.5,
    bold: false,
};
const HEADER: Style = Style {
    size: 9.5,
    grey: 0.1,
    bold: true,
};

/// A box of a row: its left edge and width, its lines, whether centred and shaded.
struct Cell {
    x: f32,
    width: f32,
    lines: Vec<Line>,
    centred: bool,
    shaded: bool,
}

/// Draws facts two by two where both fit on one line, else one across the page.
pub(crate) fn facts(flow: &mut Flow, setter: &mut Setter, facts: &[Fact]) {
    let half = MEASURE / 2.0;
    let room = half - LABEL_WIDTH - 2.0 * PAD_X;
    let mut rows: Vec<Vec<&Fact>> = Vec::new();
    let mut open = false;
    for fact in facts {
        let note = fact
            .note
            .as_deref()
            .map_or(0.0, |note| setter.width(note, SOURCE) + 5.0);
        let short = !fact.value.contains('\n') && setter.width(&fact.value, VALUE) + note <= room;
        match rows.last_mut() {
            Some(row) if open && short => {
                row.push(fact);
                open = false;
            }
            _ => {
                rows.push(vec![fact]);
                open = short;
            }
        }
    }
    let mut first = true;
    for row in rows {
        let width = if row.len() == 2 { half } else { MEASURE };
        let mut cells = Vec::new();
        for (index, fact) in row.into_iter().enumerate() {
            cells.extend(fact_cells(setter, fact, LEFT + half * index as f32, width));
        }
        draw_row(flow, cells, first, None);
        first = false;
    }
    flow.y += BELOW * flow.spacing.room;
}

fn fact_cells(setter: &mut Setter, fact: &Fact, x: f32, width: f32) -> [Cell; 2] {
    let value_width = width - LABEL_WIDTH;
    let mut spans = vec![(fact.value.as_str(), VALUE)];
    if let Some(note) = &fact.note {
        spans.push((" ", VALUE));
        spans.push((note.as_str(), SOURCE));
    }
    let label = setter.lines(&[(fact.label.as_str(), LABEL)], LABEL_WIDTH - 2.0 * PAD_X, 0.0);
    let value = setter.lines(&spans, value_width - 2.0 * PAD_X, 0.0);
    [
        Cell {
            x,
            width: LABEL_WIDTH,
            lines: label,
            centred: false,
            shaded: true,
        },
        Cell {
            x: x + LABEL_WIDTH,
            width: value_width,
            lines: value,
            centred: false,
            shaded: false,
        },
    ]
}

/// Draws a table; the header comes again on every page that the table reaches.
pub(crate) fn table(flow: &mut Flow, setter: &mut Setter, table: &Table) {
    let columns = columns(table);
    // A column whose every cell is short is centred, so figures stand under each other.
    let centred: Vec<bool> = (0..columns.len())
        .map(|column| {
            let cells = table.rows.iter().filter_map(|row| row.get(column));
            cells.clone().all(|cell| cell.chars().count() <= 4)
        })
        .collect();
    let mut cells_of = |row: &[String], style: Style, header: bool| -> Vec<Cell> {
        let boxes = columns.iter().enumerate().map(|(column, (x, width))| {
            let text = row.get(column).map_or("", String::as_str);
            let lines = setter.lines(&[(text, style)], width - 2.0 * PAD_X, 0.0);
            Cell {
                x: *x,
                width: *width,
                lines,
                centred: header || centred[column],
                shaded: header,
            }
        });
        boxes.collect()
    };
    let header = cells_of(&table.header, HEADER, true);
    let inside = Inside::of(flow.spacing);
    let header_height = height(&header, inside);
    flow.need(header_height + 2.0 * inside.leading + 2.0 * inside.pad);
    draw_chunk(flow, &header, true);
    for row in &table.rows {
        let cells = cells_of(row, VALUE, false);
        draw_row(flow, cells, false, Some(&header));
    }
    flow.y += BELOW * flow.spacing.room;
}

fn columns(table: &Table) -> Vec<(f32, f32)> {
    let count = table.header.len().max(1);
    let even = 100.0 / count as f32;
    let percent = |column: usize| {
        table
            .widths_percent
            .get(column)
            .map_or(even, |width| f32::from(*width))
    };
    let total: f32 = (0..count).map(percent).sum::<f32>().max(1.0);
    let mut x = LEFT;
    (0..count)
        .map(|column| {
            let width = MEASURE * percent(column) / total;
            x += width;
            (x - width, width)
        })
        .collect()
}

fn height(cells: &[Cell], inside: Inside) -> f32 {
    let lines = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(1);
    lines as f32 * inside.leading + 2.0 * inside.pad
}

/// Draws a row, on the next page if it does not fit; a row taller than half a page is cut between lines.
fn draw_row(flow: &mut Flow, mut cells: Vec<Cell>, first: bool, header: Option<&[Cell]>) {
    let inside = Inside::of(flow.spacing);
    let mut topped = !first;
    loop {
        let whole = height(&cells, inside);
        if whole <= flow.left() {
            draw_chunk(flow, &cells, !topped);
            return;
        }
        let fit = ((flow.left() - 2.0 * inside.pad) / inside.leading)
            .floor()
            .max(0.0) as usize;
        if whole > BOTTOM / 2.0 && fit >= 3 {
            let rest = cells.iter_mut().map(|cell| {
                let keep = cell.lines.len().min(fit);
                Cell {
                    lines: cell.lines.split_off(keep),
                    ..*cell
                }
            });
            let rest: Vec<Cell> = rest.collect();
            draw_chunk(flow, &cells, !topped);
            cells = rest;
        }
        flow.turn();
        topped = false;
        if let Some(header) = header {
            draw_chunk(flow, header, true);
            topped = true;
        }
    }
}

/// Draws boxes that fit here, with a line above only where nothing else drew it.
fn draw_chunk(flow: &mut Flow, cells: &[Cell], line_above: bool) {
    let inside = Inside::of(flow.spacing);
    let (top, tall) = (flow.y, height(cells, inside));
    let shades: Vec<[f32; 4]> = cells
        .iter()
        .filter(|cell| cell.shaded)
        .map(|cell| [cell.x, top, cell.width, tall])
        .collect();
    if !shades.is_empty() {
        flow.mark(Mark::Blocks {
            blocks: shades,
            grey: SHADE,
        });
    }
    let bottom = top + tall;
    // The shade of this row reaches into the line of the row above it.
    if line_above || cells.iter().any(|cell| cell.shaded) {
        flow.rule((LEFT, top), (RIGHT, top), BORDER, BORDER_GREY);
    }
    flow.rule((LEFT, bottom), (RIGHT, bottom), BORDER, BORDER_GREY);
    flow.rule((RIGHT, top), (RIGHT, bottom), BORDER, BORDER_GREY);
    for cell in cells {
        flow.rule((cell.x, top), (cell.x, bottom), BORDER, BORDER_GREY);
        // Short cells stand in the middle of a taller row, but at the top of a very tall one.
        let spare = tall - 2.0 * inside.pad - cell.lines.len() as f32 * inside.leading;
        let start = top
            + inside.pad
            + if (0.0..6.0 * inside.leading).contains(&spare) {
                spare / 2.0
            } else {
                0.0
            };
        for (index, line) in cell.lines.iter().enumerate() {
            let y = start + index as f32 * inside.leading + inside.rise;
            if cell.centred {
                flow.centred(line, cell.x + cell.width / 2.0, y);
            } else {
                flow.line(line, cell.x + PAD_X, y);
            }
        }
    }
    flow.y = bottom;
}
