//! The pages of one intake: what each is, where it lies, and the way back from every step.

use std::collections::BTreeMap;

use scanners::page::{Judgement, Kept, Likeness, Turn};
use serde::{Deserialize, Serialize};

/// Of one intake.
pub const MOST_PAGES: usize = 300;
/// Steps that can be taken back.
const MOST_STEPS: usize = 500;

/// A page as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    /// SHA-256 of the kept JPEG, in hex.
    pub digest: String,
    pub bytes: u64,
    pub width: u32,
    pub height: u32,
    pub dpi: u32,
    pub grey: bool,
    /// Degrees by which it was turned upright.
    pub turned: u32,
    pub straightened: bool,
    pub cropped: bool,
    /// `same_as` is the number of a page of this batch.
    pub judgement: Judgement,
    /// QR and Code128 on it.
    pub codes: Vec<String>,
    /// They were looked for, which is done after the page was announced. Of a batch that does not say, they were.
    #[serde(default = "looked_for")]
    pub codes_read: bool,
    pub likeness: Likeness,
}

impl Facts {
    /// `same_as`: the page of the batch that it looks like.
    pub fn of(kept: Kept, same_as: Option<u32>) -> Self {
        Self {
            digest: kept.digest,
            bytes: kept.bytes,
            width: kept.size.width,
            height: kept.size.height,
            dpi: kept.dpi,
            grey: kept.grey,
            turned: kept.turn.degrees(),
            straightened: kept.straightened_by != 0.0,
            cropped: kept.cropped,
            judgement: Judgement {
                same_as,
                ..kept.judgement
            },
            codes: Vec::new(),
            codes_read: false,
            likeness: kept.likeness,
        }
    }
}

fn looked_for() -> bool {
    true
}

/// Where a page lies.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "in", content = "material")]
pub enum Place {
    /// 未归类
    #[default]
    Unsorted,
    Material(String),
    /// 不入档: given back, scanned by mistake, a separator sheet. It is kept.
    Aside,
}

/// A page as it lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lie {
    /// Its number: counted from 1 as pages came, never given again.
    pub page: u32,
    pub place: Place,
    /// A document begins with it.
    pub begins: bool,
    /// Clockwise, by the clerk.
    pub quarters: u8,
    /// The clerk looked at what is doubtful of it and lets it stand.
    pub seen: bool,
}

impl Lie {
    fn new(page: u32) -> Self {
        Self {
            page,
            place: Place::Unsorted,
            begins: false,
            quarters: 0,
            seen: false,
        }
    }

    pub fn turn(&self) -> Turn {
        match self.quarters % 4 {
            0 => Turn::None,
            1 => Turn::Quarter,
            2 => Turn::Half,
            _ => Turn::ThreeQuarters,
        }
    }
}

/// What the clerk does with a page. Each can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Clockwise by so many quarters.
    Turn { page: u32, quarters: u8 },
    /// A document begins with it, or no longer does.
    Split { page: u32 },
    /// One place up or down among the pages that lie where it lies.
    Move { page: u32, up: bool },
    /// `rest`: with what follows it in its document.
    Put { page: u32, place: Place, rest: bool },
    /// What is doubtful of it may stand, or no longer.
    Stand { page: u32 },
    /// Proposals that were accepted.
    Accept { sorted: Vec<Sorted> },
}

/// Pages to a material, and those that only said so (a separator and its back) aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sorted {
    pub material: String,
    pub pages: Vec<u32>,
    pub aside: Vec<u32>,
}

/// What a page is looked at for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    Blank,
    Blurred,
    /// Too few dots per inch.
    Coarse,
    /// A corner is missing or folded, or a line runs over the edge.
    Cut,
    /// It looks like another page.
    Double,
    Unsorted,
}

impl Problem {
    pub fn word(self) -> &'static str {
        match self {
            Problem::Blank => "blank",
            Problem::Blurred => "blurred",
            Problem::Coarse => "coarse",
            Problem::Cut => "cut",
            Problem::Double => "double",
            Problem::Unsorted => "unsorted",
        }
    }
}

/// The files that were made of a material's pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Filed {
    /// Their digests.
    pub pieces: Vec<String>,
    /// The pages as they lay.
    pub of: Vec<Vec<(u32, u8)>>,
}

/// There is no page of that number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoPage;

/// What a step replaced: from place `at` on, `put` pages lie where these lay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Before {
    at: usize,
    put: usize,
    lay: Vec<Lie>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Batch {
    facts: BTreeMap<u32, Facts>,
    lies: Vec<Lie>,
    before: Vec<Before>,
    filed: BTreeMap<String, Filed>,
}

impl Batch {
    pub fn is_empty(&self) -> bool {
        self.lies.is_empty()
    }

    pub fn is_full(&self) -> bool {
        self.facts.len() >= MOST_PAGES
    }

    /// As they lie.
    pub fn lies(&self) -> &[Lie] {
        &self.lies
    }

    pub fn facts(&self, page: u32) -> Option<&Facts> {
        self.facts.get(&page)
    }

    pub fn lie(&self, page: u32) -> Result<&Lie, NoPage> {
        self.lies.iter().find(|lie| lie.page == page).ok_or(NoPage)
    }

    pub fn can_undo(&self) -> bool {
        !self.before.is_empty()
    }

    /// The number that the next page gets.
    pub fn next_number(&self) -> u32 {
        self.facts.keys().next_back().map_or(1, |last| last + 1)
    }

    /// What a new page is compared with: those that are not aside, and not the one whose place it takes.
    pub fn seen(&self, instead: Option<u32>) -> Vec<(u32, Likeness)> {
        let lies = self.lies.iter();
        lies.filter(|lie| lie.place != Place::Aside && Some(lie.page) != instead)
            .filter_map(|lie| Some((lie.page, self.facts.get(&lie.page)?.likeness.clone())))
            .collect()
    }

    /// A page that came, behind all others. What comes is no step: it is put aside where it is not wanted.
    pub fn add(&mut self, facts: Facts) -> u32 {
        let page = self.next_number();
        self.facts.insert(page, facts);
        self.lies.push(Lie::new(page));
        page
    }

    /// 重拍: a page that came takes the place of another; the other comes back with the step.
    pub fn replace(&mut self, old: u32, facts: Facts) -> Result<u32, NoPage> {
        let at = self.at(old)?;
        let page = self.next_number();
        self.facts.insert(page, facts);
        self.step(|lies| {
            lies[at] = Lie {
                place: lies[at].place.clone(),
                begins: lies[at].begins,
                ..Lie::new(page)
            };
        });
        Ok(page)
    }

    /// Pages whose codes were not looked for yet, in the order they came.
    pub fn without_codes(&self) -> Vec<u32> {
        let pages = self.facts.iter();
        pages
            .filter(|(_, facts)| !facts.codes_read)
            .map(|(page, _)| *page)
            .collect()
    }

    /// What was found on a page, whatever became of it in between. It is no step: nothing moves by it.
    pub fn codes_found(&mut self, page: u32, codes: Vec<String>) {
        if let Some(facts) = self.facts.get_mut(&page) {
            facts.codes = codes;
            facts.codes_read = true;
        }
    }

    /// False where it changes nothing.
    pub fn apply(&mut self, step: &Step) -> Result<bool, NoPage> {
        match step {
            Step::Turn { page, quarters } => {
                let at = self.at(*page)?;
                Ok(self.step(|lies| lies[at].quarters = (lies[at].quarters + quarters % 4) % 4))
            }
            Step::Split { page } => {
                let at = self.at(*page)?;
                // The first one begins its document anyway.
                if self.neighbour(at, true).is_none() {
                    return Ok(false);
                }
                Ok(self.step(|lies| lies[at].begins = !lies[at].begins))
            }
            Step::Move { page, up } => {
                let at = self.at(*page)?;
                let Some(other) = self.neighbour(at, *up) else {
                    return Ok(false);
                };
                Ok(self.step(|lies| {
                    // Where documents begin stays where it was.
                    let begins = (lies[at].begins, lies[other].begins);
                    lies.swap(at, other);
                    (lies[at].begins, lies[other].begins) = begins;
                }))
            }
            Step::Put { page, place, rest } => {
                let at = self.at(*page)?;
                let pages = if *rest { self.rest_of(at) } else { vec![at] };
                Ok(self.step(|lies| {
                    for at in pages {
                        if lies[at].place != *place {
                            lies[at].place = place.clone();
                            lies[at].begins = false;
                        }
                    }
                }))
            }
            Step::Stand { page } => {
                let at = self.at(*page)?;
                Ok(self.step(|lies| lies[at].seen = !lies[at].seen))
            }
            Step::Accept { sorted } => {
                for one in sorted {
                    for page in one.pages.iter().chain(&one.aside) {
                        self.at(*page)?;
                    }
                }
                Ok(self.step(|lies| {
                    for one in sorted {
                        accept(lies, one);
                    }
                }))
            }
        }
    }

    /// Takes the last step back; false where there is none.
    pub fn undo(&mut self) -> bool {
        let Some(before) = self.before.pop() else {
            return false;
        };
        self.lies
            .splice(before.at..before.at + before.put, before.lay)
            .for_each(drop);
        true
    }

    /// What a page is looked at for, the gravest first.
    pub fn problem(&self, lie: &Lie) -> Option<Problem> {
        if lie.place == Place::Aside {
            return None;
        }
        let judged = self.facts.get(&lie.page).map(|facts| &facts.judgement);
        let doubt = judged.filter(|_| !lie.seen).and_then(|judged| {
            if judged.blank {
                Some(Problem::Blank)
            } else if !judged.is_sharp {
                Some(Problem::Blurred)
            } else if !judged.dpi_is_enough {
                Some(Problem::Coarse)
            } else if !judged.corners_whole {
                Some(Problem::Cut)
            } else if judged.same_as.is_some_and(|other| self.lies_in_the_case(other)) {
                Some(Problem::Double)
            } else {
                None
            }
        });
        doubt.or((lie.place == Place::Unsorted).then_some(Problem::Unsorted))
    }

    /// The documents of a material, each of them its pages in order.
    pub fn documents(&self, material: &str) -> Vec<Vec<&Lie>> {
        let mut documents: Vec<Vec<&Lie>> = Vec::new();
        for lie in &self.lies {
            if !matches!(&lie.place, Place::Material(id) if id == material) {
                continue;
            }
            match documents.last_mut() {
                Some(last) if !lie.begins => last.push(lie),
                _ => documents.push(vec![lie]),
            }
        }
        documents
    }

    pub fn filed(&self, material: &str) -> Option<&Filed> {
        self.filed.get(material)
    }

    /// The pages lie otherwise than in the files that were made of them.
    pub fn is_unfiled(&self, material: &str) -> bool {
        let now = self.outline(material);
        self.filed
            .get(material)
            .map_or(!now.is_empty(), |filed| filed.of != now)
    }

    /// The files that the material has now, made of its pages as they lay in `bound`.
    pub fn file(&mut self, material: &str, pieces: Vec<String>, bound: &Batch) {
        if pieces.is_empty() {
            self.filed.remove(material);
        } else {
            let of = bound.outline(material);
            self.filed.insert(material.to_owned(), Filed { pieces, of });
        }
    }

    fn outline(&self, material: &str) -> Vec<Vec<(u32, u8)>> {
        let pages = |document: Vec<&Lie>| document.iter().map(|lie| (lie.page, lie.quarters)).collect();
        self.documents(material).into_iter().map(pages).collect()
    }

    fn lies_in_the_case(&self, page: u32) -> bool {
        self.lie(page).is_ok_and(|lie| lie.place != Place::Aside)
    }

    fn at(&self, page: u32) -> Result<usize, NoPage> {
        self.lies.iter().position(|lie| lie.page == page).ok_or(NoPage)
    }

    /// The next page before or behind it that lies where it lies.
    fn neighbour(&self, at: usize, before: bool) -> Option<usize> {
        let same = |other: &usize| self.lies[*other].place == self.lies[at].place;
        if before {
            (0..at).rev().find(same)
        } else {
            (at + 1..self.lies.len()).find(same)
        }
    }

    /// It, and what follows in its document.
    fn rest_of(&self, at: usize) -> Vec<usize> {
        let mut rest = vec![at];
        let mut here = at;
        while let Some(next) = self.neighbour(here, false) {
            if self.lies[next].begins {
                break;
            }
            rest.push(next);
            here = next;
        }
        rest
    }

    /// Changes how pages lie and notes what lay there before.
    fn step(&mut self, body: impl FnOnce(&mut Vec<Lie>)) -> bool {
        let was = self.lies.clone();
        body(&mut self.lies);
        let same = |(one, other): &(&Lie, &Lie)| one == other;
        let at = was.iter().zip(&self.lies).take_while(same).count();
        if at == was.len() {
            return false;
        }
        let behind = was[at..].iter().rev().zip(self.lies[at..].iter().rev());
        let behind = behind.take_while(same).count();
        self.before.push(Before {
            at,
            put: self.lies.len() - behind - at,
            lay: was[at..was.len() - behind].to_vec(),
        });
        if self.before.len() > MOST_STEPS {
            self.before.remove(0);
        }
        true
    }
}

/// What comes to a material that has pages is a document of its own.
fn accept(lies: &mut [Lie], sorted: &Sorted) {
    let place = Place::Material(sorted.material.clone());
    let has_some = lies.iter().any(|lie| lie.place == place);
    for lie in lies.iter_mut() {
        if sorted.aside.contains(&lie.page) {
            lie.place = Place::Aside;
        } else if sorted.pages.contains(&lie.page) {
            lie.place = place.clone();
            if sorted.pages.first() == Some(&lie.page) {
                lie.begins = has_some;
            }
        }
    }
}

#[cfg(test)]
#[path = "batch_tests.rs"]
pub(crate) mod tests;
