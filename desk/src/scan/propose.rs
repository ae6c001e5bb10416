//! Which material unsorted pages may be of: by the code of our own paper, by a separator sheet (分隔页), by the order in
//! which materials are asked for. Proposals; a person accepts them.

use std::collections::BTreeSet;

use scanners::codes::{self, Prefixes};

use super::batch::{Batch, Lie, Place, Sorted};

/// How the code of a separator sheet begins. What [`separates`] gives follows; a hall's own sheets may have a material's id
/// or name, or its number in the list.
pub const SEPARATOR: &str = "YCSEP:";

/// A material of an item in the code of a separator sheet: `zj-drain-licence/m03`.
pub fn separates(item: &str, material: &str) -> String {
    format!("{item}/{material}")
}

/// A material that pages may be of, in the order of the item's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub id: String,
    /// What its separator says: see [`separates`].
    pub code: String,
    pub name: String,
    /// Its number in the list.
    pub number: u32,
    /// The item's own form, printed with the slip code.
    pub generated: bool,
    /// Sheets that the form was printed on.
    pub printed: u32,
    /// Asked for, and neither in hand nor among the sorted pages.
    pub wanting: bool,
}

/// Why it is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    Barcode,
    Separator,
    Order,
}

impl Why {
    pub fn word(self) -> &'static str {
        match self {
            Why::Barcode => "barcode",
            Why::Separator => "separator",
            Why::Order => "order",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub sorted: Sorted,
    pub why: Why,
}

/// `own`: the codes that papers of this case carry. Nothing is said of a page whose codes are still looked for, nor of those
/// behind it: it may be what divides them.
pub fn proposals(batch: &Batch, known: &[Known], own: &[String]) -> Vec<Proposal> {
    let separators = Prefixes::of([(SEPARATOR.to_owned(), ())]);
    let lies: Vec<&Lie> = batch
        .lies()
        .iter()
        .filter(|lie| lie.place == Place::Unsorted)
        .take_while(|lie| batch.facts(lie.page).is_none_or(|facts| facts.codes_read))
        .collect();
    let codes_of = |lie: &Lie| {
        batch
            .facts(lie.page)
            .map(|facts| facts.codes.as_slice())
            .unwrap_or_default()
    };
    let is_blank = |lie: &Lie| batch.facts(lie.page).is_some_and(|facts| facts.judgement.blank);
    let label = |lie: &&Lie| {
        let named = codes_of(lie).iter().find_map(|code| separators.route(code))?;
        named_by(known, named.rest)
    };
    let parts = codes::parts(&lies, |lie| lie.page, label, |lie| is_blank(lie));
    // What is in no part is a separator, or its back.
    let paged: BTreeSet<u32> = parts.iter().flat_map(|part| part.pages.iter().copied()).collect();
    let mut dividing = lies.iter().peekable();
    let mut found = Vec::new();
    for part in &parts {
        let mut aside = Vec::new();
        while let Some(lie) = dividing.peek() {
            if paged.contains(&lie.page) {
                break;
            }
            // The next separator begins the next part.
            if !aside.is_empty() && label(lie).is_some() {
                break;
            }
            aside.push(lie.page);
            dividing.next();
        }
        for _ in &part.pages {
            dividing.next();
        }
        match part.label {
            Some(at) => found.push(Proposal {
                sorted: Sorted {
                    material: known[at].id.clone(),
                    pages: part.pages.clone(),
                    aside,
                },
                why: Why::Separator,
            }),
            None => {
                let pages: Vec<&Lie> = lies
                    .iter()
                    .copied()
                    .filter(|lie| part.pages.contains(&lie.page))
                    .collect();
                unlabelled(
                    &pages,
                    known,
                    &|lie| codes_of(lie).iter().any(|code| own.contains(code)),
                    &is_blank,
                    &mut found,
                );
            }
        }
    }
    found
}

/// Where no separator says it: our own form by its code, the rest in the order in which materials are wanted.
fn unlabelled(
    lies: &[&Lie],
    known: &[Known],
    is_own: &dyn Fn(&Lie) -> bool,
    is_blank: &dyn Fn(&Lie) -> bool,
    found: &mut Vec<Proposal>,
) {
    let mut forms = known.iter().filter(|one| one.generated);
    // Of several forms none is known by the slip code they all carry.
    let form = forms.next().filter(|_| forms.next().is_none());
    let mut documents: Vec<Vec<&Lie>> = Vec::new();
    let mut of_form: Vec<u32> = Vec::new();
    let mut goes_on = 0;
    let mut apart = true;
    for lie in lies {
        if form.is_some() && is_own(lie) {
            of_form.push(lie.page);
            goes_on = form.map_or(1, |form| form.printed.max(1)) - 1;
            apart = true;
        } else if goes_on > 0 && !lie.begins {
            of_form.push(lie.page);
            goes_on -= 1;
        } else {
            goes_on = 0;
            match documents.last_mut() {
                Some(last) if !lie.begins && !apart => last.push(lie),
                _ => documents.push(vec![lie]),
            }
            apart = false;
        }
    }
    if let Some(form) = form.filter(|_| !of_form.is_empty()) {
        found.push(Proposal {
            sorted: Sorted {
                material: form.id.clone(),
                pages: of_form,
                aside: Vec::new(),
            },
            why: Why::Barcode,
        });
    }
    let proposed: Vec<String> = found.iter().map(|one| one.sorted.material.clone()).collect();
    let wanting = known
        .iter()
        .filter(|one| one.wanting && !one.generated && !proposed.contains(&one.id));
    let documents = documents
        .into_iter()
        .filter(|document| !document.iter().all(|lie| is_blank(lie)));
    for (document, material) in documents.zip(wanting) {
        found.push(Proposal {
            sorted: Sorted {
                material: material.id.clone(),
                pages: document.iter().map(|lie| lie.page).collect(),
                aside: Vec::new(),
            },
            why: Why::Order,
        });
    }
}

fn named_by(known: &[Known], said: &str) -> Option<usize> {
    let said = said.trim();
    known
        .iter()
        .position(|one| one.code == said || one.id == said || one.name == said)
        .or_else(|| {
            let number: u32 = said.parse().ok()?;
            known.iter().position(|one| one.number == number)
        })
}

#[cfg(test)]
mod tests {
    use super::super::batch::Step;
    use super::super::batch::tests::facts;
    use super::*;

    const SLIP: &str = "K7PM3XW001";

    fn known() -> Vec<Known> {
        let of = |id: &str, number, generated, wanting| Known {
            id: id.to_owned(),
            code: separates("licence", id),
            name: format!("材料{id}"),
            number,
            generated,
            printed: if generated { 2 } else { 0 },
            wanting,
        };
        vec![
            of("form", 1, true, true),
            of("lease", 2, false, true),
            of("licence", 3, false, false),
            of("plan", 4, false, true),
        ]
    }

    /// `_` blank, `f` our form, `L` and `P` separators, anything else a page.
    fn batch(pages: &str) -> Batch {
        let mut batch = Batch::default();
        for page in pages.chars() {
            let mut facts = facts("page");
            match page {
                '_' => facts.judgement.blank = true,
                'f' => facts.codes = vec!["https://elsewhere.example".into(), SLIP.into()],
                'L' => facts.codes = vec![format!("{SEPARATOR}lease")],
                'P' => facts.codes = vec![format!("{SEPARATOR}4")],
                '?' => facts.codes = vec![format!("{SEPARATOR}of another item")],
                _ => {}
            }
            batch.add(facts);
        }
        batch
    }

    fn said(batch: &Batch) -> Vec<String> {
        proposals(batch, &known(), &[SLIP.to_owned()])
            .into_iter()
            .map(|one| {
                let Sorted {
                    material,
                    pages,
                    aside,
                } = one.sorted;
                format!("{} {material} {pages:?} {aside:?}", one.why.word())
            })
            .collect()
    }

    #[test]
    fn separators_say_the_material_and_go_aside_with_their_backs() {
        assert_eq!(
            said(&batch("L_xxPx")),
            ["separator lease [3, 4] [1, 2]", "separator plan [6] [5]"]
        );
        assert_eq!(
            said(&batch("xLPx")),
            [
                "order lease [1] []",
                "separator lease [] [2]",
                "separator plan [4] [3]"
            ]
        );
        // One that names nothing of this item is a page like others.
        assert_eq!(said(&batch("?x")), ["order lease [1, 2] []"]);
    }

    /// What looks like a page of the lease may turn out to divide it.
    #[test]
    fn nothing_is_proposed_beyond_a_page_whose_codes_are_still_looked_for() {
        let mut batch = batch("xxxx");
        let mut waiting = facts("came last");
        waiting.codes_read = false;
        let page = batch.replace(3, waiting).unwrap();
        assert_eq!(said(&batch), ["order lease [1, 2] []"]);
        assert_eq!(batch.without_codes(), [page]);
        batch.codes_found(page, vec![format!("{SEPARATOR}4")]);
        assert_eq!(said(&batch), ["order lease [1, 2] []", "separator plan [4] [5]"]);
        assert!(batch.without_codes().is_empty());
    }

    #[test]
    fn our_own_form_is_known_by_its_code_with_the_sheets_it_was_printed_on() {
        assert_eq!(
            said(&batch("fxx")),
            ["barcode form [1, 2] []", "order lease [3] []"]
        );
        assert_eq!(
            said(&batch("xfx")),
            ["barcode form [2, 3] []", "order lease [1] []"]
        );
        let two = |mut all: Vec<Known>| {
            all[3].generated = true;
            all
        };
        let of_two = proposals(&batch("f"), &two(known()), &[SLIP.to_owned()]);
        assert_eq!(of_two.len(), 1);
        assert_eq!(
            (of_two[0].why, of_two[0].sorted.material.as_str()),
            (Why::Order, "lease")
        );
    }

    #[test]
    fn documents_go_to_what_is_wanted_in_its_order() {
        let mut batch = batch("xxx__");
        assert_eq!(said(&batch), ["order lease [1, 2, 3, 4, 5] []"]);
        batch.apply(&Step::Split { page: 3 }).unwrap();
        batch.apply(&Step::Split { page: 4 }).unwrap();
        assert_eq!(
            said(&batch),
            ["order lease [1, 2] []", "order plan [3] []"],
            "blank pages alone are of nothing"
        );
        let none: Vec<Known> = known()
            .into_iter()
            .map(|one| Known {
                wanting: false,
                ..one
            })
            .collect();
        assert!(proposals(&batch, &none, &[]).is_empty());
        assert!(said(&Batch::default()).is_empty());
    }

    #[test]
    fn sorted_pages_are_left_alone_and_what_is_accepted_is_not_proposed_again() {
        let mut batch = batch("LxPx");
        let sorted: Vec<Sorted> = proposals(&batch, &known(), &[])
            .into_iter()
            .map(|one| one.sorted)
            .collect();
        assert_eq!(batch.apply(&Step::Accept { sorted }), Ok(true));
        assert!(said(&batch).is_empty());
        assert!(batch.undo());
        assert_eq!(said(&batch).len(), 2);
    }
}
