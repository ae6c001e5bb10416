//! 识别 ↔ 表单: what was read on the pages of a material beside the form, and taking a value of it. Taking is an edit like any
//! other: saved with its audit entry, taken back by Ctrl+Z, and never over what somebody confirmed.

use cases::error::Trouble;
use cases::form::masking::{is_sensitive, mask_of};
use cases::form::{Provenance, SourceKind, merge};
use cases::review;
use cases::roles::Deed;
use scanners::recognise::{Rect, Text};
use uuid::Uuid;

use super::no_page;
use crate::change::Why;
use crate::desk::Desk;
use crate::intake::{Ground, Intake, show_fields};
use crate::scan::batch::{Batch, Lie};
use crate::scan::compare::{Asked, Found, Verdict, compare};
use crate::store::{recognised, scans};
use crate::trouble;
use crate::view::intake::{Change, IntakeDelta};
use crate::view::scan::{RecognisedRowView, RecognisedView, ScanBoxView, ScanPartView};

/// Pages of a material that are held against the form.
const MOST_PAGES: usize = 40;
/// Boxes are said in so many parts of the page.
const PARTS: u64 = 10_000;

/// The text of a page as it lies.
struct Page {
    number: u32,
    text: Text,
    /// Quarters by which the page was turned on since it was read.
    turned: u8,
}

impl Desk {
    /// What was read on the pages of a material, beside the form.
    pub fn scan_recognised(&self, id: &str, material: &str) -> Result<RecognisedView, Trouble> {
        self.permit_here(Deed::SaveDraft)?;
        let id = super::super::id(id)?;
        let batch = self.batch_of(id)?;
        let lies: Vec<&Lie> = batch
            .documents(material)
            .into_iter()
            .flatten()
            .take(MOST_PAGES)
            .collect();
        let mut pages = Vec::new();
        for lie in lies {
            pages.extend(self.page_text(id, &batch, lie)?);
        }
        self.with_intake_of(id, |ground, intake| {
            let mut rows: Vec<RecognisedRowView> = Vec::new();
            for page in &pages {
                for found in found_on(ground, intake, &page.text) {
                    // Said once is enough, but for what differs.
                    let text = found.text();
                    let again = |row: &RecognisedRowView| {
                        row.key == found.key
                            && row.verdict == found.verdict.word()
                            && (found.verdict == Verdict::Same || row.whole == text)
                    };
                    if !rows.iter().any(again) {
                        rows.extend(row(ground, intake, page, &found, text, rows.len()));
                    }
                }
            }
            Ok(RecognisedView {
                material: material.to_owned(),
                rows,
            })
        })
    }

    /// Takes what a page says of a field into the form.
    pub fn take_recognised(&self, id: &str, page: u32, key: &str) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        let id = super::super::id(id)?;
        let batch = self.batch_of(id)?;
        let lie = batch.lie(page).map_err(no_page)?;
        let text = self
            .page_text(id, &batch, lie)?
            .map(|page| page.text)
            .unwrap_or_default();
        let why = Why {
            actor: &session.staff,
            deed: "take_recognised",
            purpose: "采用识别值",
            since: None,
        };
        self.change(id, &why, |ground, intake| {
            if intake.closed {
                return Err(trouble::already_received());
            }
            let field = ground.item.field(key).ok_or_else(trouble::no_such_field)?;
            let held = intake.draft.form.get(key);
            if field.is_own() || !held.is_none_or(merge::takes_reading) {
                return Err(trouble::confirmed_before_reading());
            }
            let found = found_on(ground, intake, &text)
                .into_iter()
                .find(|found| found.key == key);
            let found = found.ok_or_else(trouble::no_such_reading)?;
            let raw = found.text();
            let value = found.take.ok_or_else(trouble::no_such_reading)?;
            let change = Change::Set {
                key: key.to_owned(),
                text: String::new(),
                reason: None,
            };
            let before = intake.spots(ground.item, &change);
            let from = Provenance {
                kind: SourceKind::Recognition,
                label: format!("识别 {}%", found.sure),
                provider: "本机识别".to_owned(),
                dataset: None,
                record_id: Some(format!("扫描第 {page} 页")),
                as_of: None,
                grant: None,
                base: None,
                consent: None,
                earlier: None,
                raw: Some(raw),
                at: ground.now,
            };
            let cell = intake.draft.form.entry(key.to_owned()).or_default();
            if !merge::take_reading(field, cell, value, from, &session.staff, ground.now) {
                return Err(trouble::confirmed_before_reading());
            }
            intake.draft.heard.settle(key);
            intake.note_edit(&change, before);
            Ok(())
        })
    }

    fn batch_of(&self, id: Uuid) -> Result<Batch, Trouble> {
        self.with_intake_of(id, |_, _| {
            Ok(self
                .rooms()?
                .store
                .read(|connection| scans::get(connection, id))?)
        })
    }

    fn page_text(&self, id: Uuid, batch: &Batch, lie: &Lie) -> Result<Option<Page>, Trouble> {
        let Some(facts) = batch.facts(lie.page) else {
            return Ok(None);
        };
        let quarters = lie.quarters % 4;
        let text = self
            .rooms()?
            .store
            .read(|connection| recognised::text(connection, id, &facts.digest, quarters))?;
        Ok(text.map(|(text, read_at)| Page {
            number: lie.page,
            text,
            turned: (quarters + 4 - read_at % 4) % 4,
        }))
    }
}

fn found_on(ground: Ground<'_>, intake: &Intake, text: &Text) -> Vec<Found> {
    let draft = &intake.draft;
    let here = draft.situated(ground.item, ground.today());
    let asked: Vec<Asked<'_>> = ground
        .item
        .fields
        .iter()
        .filter(|field| here.shows(field))
        .map(|field| {
            let id_type = review::id_type(ground.item, draft, field);
            Asked::of(field, draft.form.get(&field.key), id_type)
        })
        .collect();
    compare(text, &asked, &ground.catalogue.codes, ground.today())
}

fn row(
    ground: Ground<'_>,
    intake: &Intake,
    page: &Page,
    found: &Found,
    whole: String,
    before: usize,
) -> Option<RecognisedRowView> {
    let field = ground.item.field(&found.key)?;
    let cell = intake.draft.form.get(&found.key);
    let held = cell
        .filter(|cell| cell.is_filled())
        .and_then(|cell| cell.held.as_ref());
    let masked = is_sensitive(field);
    let read = if masked {
        hidden(&found.read, &mask_of(field, &whole))
    } else {
        found.read.clone()
    };
    Some(RecognisedRowView {
        number: u32::try_from(before + 1).unwrap_or(u32::MAX),
        page: page.number,
        key: found.key.clone(),
        label: field.label.clone(),
        verdict: found.verdict.word().to_owned(),
        read: read
            .into_iter()
            .map(|(text, differs)| ScanPartView { text, differs })
            .collect(),
        form: held
            .map(|held| show_fields::masked(ground, field, &held.value))
            .unwrap_or_default(),
        from: held.map(|held| held.from.kind.word().to_owned()),
        sure: found.sure,
        can_take: found.take.is_some(),
        boxes: found.places.iter().map(|at| shown_box(page, *at)).collect(),
        whole,
    })
}

/// The parts of what was read, masked; which of them differ is still said where the mask has a sign for each.
fn hidden(parts: &[(String, bool)], mask: &str) -> Vec<(String, bool)> {
    let signs: usize = parts.iter().map(|(text, _)| text.chars().count()).sum();
    if signs != mask.chars().count() {
        return vec![(mask.to_owned(), parts.iter().any(|(_, differs)| *differs))];
    }
    let mut mask = mask.chars();
    let part =
        |(text, differs): &(String, bool)| (mask.by_ref().take(text.chars().count()).collect(), *differs);
    parts.iter().map(part).collect()
}

/// On the page as it lies now.
fn shown_box(page: &Page, at: Rect) -> ScanBoxView {
    let (wide, high) = (page.text.width, page.text.height);
    let (
        Rect {
            left,
            top,
            width,
            height,
        },
        wide,
        high,
    ) = match page.turned {
        0 => (at, wide, high),
        1 => (
            Rect {
                left: high.saturating_sub(at.top + at.height),
                top: at.left,
                width: at.height,
                height: at.width,
            },
            high,
            wide,
        ),
        2 => (
            Rect {
                left: wide.saturating_sub(at.left + at.width),
                top: high.saturating_sub(at.top + at.height),
                ..at
            },
            wide,
            high,
        ),
        _ => (
            Rect {
                left: at.top,
                top: wide.saturating_sub(at.left + at.width),
                width: at.height,
                height: at.width,
            },
            high,
            wide,
        ),
    };
    let of = |part: u32, whole: u32| (u64::from(part) * PARTS / u64::from(whole.max(1))) as u32;
    ScanBoxView {
        left: of(left, wide),
        top: of(top, high),
        width: of(width, wide),
        height: of(height, high),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_turn_with_the_page() {
        let at = Rect {
            left: 100,
            top: 300,
            width: 200,
            height: 40,
        };
        let of = |turned| {
            let text = Text {
                width: 1000,
                height: 2000,
                lines: Vec::new(),
            };
            let page = Page {
                number: 1,
                text,
                turned,
            };
            let ScanBoxView {
                left,
                top,
                width,
                height,
            } = shown_box(&page, at);
            (left, top, width, height)
        };
        assert_eq!(of(0), (1000, 1500, 2000, 200));
        assert_eq!(of(1), (8300, 1000, 200, 2000));
        assert_eq!(of(2), (7000, 8300, 2000, 200));
        assert_eq!(of(3), (1500, 7000, 200, 2000));
    }

    #[test]
    fn promise_08_a_masked_reading_shows_where_it_differs_and_not_what() {
        let parts = [
            ("3501991990030700".to_owned(), false),
            ("7".to_owned(), true),
            ("1".to_owned(), false),
        ];
        assert_eq!(
            hidden(&parts, "350199********0071"),
            [
                ("350199********00".to_owned(), false),
                ("7".to_owned(), true),
                ("1".to_owned(), false)
            ]
        );
        assert_eq!(hidden(&parts, "****0071"), [("****0071".to_owned(), true)]);
    }
}
