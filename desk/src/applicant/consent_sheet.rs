//! 告知与同意: what is put before somebody before anything is looked at that needs his word, and what is looked at by law.

use std::collections::BTreeSet;

use cases::case::{Draft, Person};
use cases::consent::{Bases, Consent, Named};
use cases::deadline::hall_time;
use jiff::Timestamp;

use super::sheet::until;
use crate::intake::Ground;
use crate::intake::consents::{self, Wish};
use crate::view::applicant::{BaseTold, BaseView, ConsentSet, ConsentView};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentSheet {
    pub item: String,
    pub item_name: String,
    pub until: Timestamp,
    /// What he is asked about.
    pub asked: Vec<Wish>,
    /// What is looked at by law: he is told of it.
    pub told: Vec<Wish>,
    view: ConsentView,
}

impl ConsentSheet {
    /// What is open that this person may answer for.
    pub fn of(ground: Ground<'_>, draft: &Draft, giver: &Person) -> Self {
        Self::with(ground, draft, consents::open_for(ground, draft, giver))
    }

    /// A question that was asked before, as it stands now.
    pub fn again(ground: Ground<'_>, draft: &Draft, question: &Consent) -> Self {
        let wishes = consents::wishes(ground, draft).into_iter();
        Self::with(
            ground,
            draft,
            wishes.filter(|wish| question.names(&wish.set)).collect(),
        )
    }

    fn with(ground: Ground<'_>, draft: &Draft, asked: Vec<Wish>) -> Self {
        let wishes = consents::wishes(ground, draft).into_iter();
        let told: Vec<Wish> = wishes.filter(|wish| !wish.kind.is_asked()).collect();
        let until = until(ground);
        Self {
            item: ground.item.id.clone(),
            item_name: ground.item.name.clone(),
            until,
            view: view(ground, until, &asked, &told),
            asked,
            told,
        }
    }

    /// Nothing to ask and nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.asked.is_empty() && self.told.is_empty()
    }

    /// The question as it is kept with the draft.
    pub fn question(&self, now: Timestamp) -> Consent {
        Consent {
            item: self.item.clone(),
            purpose: self.item_name.clone(),
            asked: self.asked.iter().map(|wish| wish.set.clone()).collect(),
            until: self.until,
            asked_at: now,
            answer: None,
            withdrawn: Vec::new(),
        }
    }

    /// The sets of these codes, each once; `None` where one of them is not among what is asked.
    pub fn sets(&self, codes: &[String]) -> Option<Vec<Named>> {
        let find = |code: &String| self.asked.iter().find(|wish| &wish.code() == code);
        let sets: Option<BTreeSet<Named>> = codes.iter().map(|code| Some(find(code)?.set.clone())).collect();
        sets.map(|sets| sets.into_iter().collect())
    }

    pub fn view(&self) -> ConsentView {
        self.view.clone()
    }
}

fn view(ground: Ground<'_>, until: Timestamp, asked: &[Wish], told: &[Wish]) -> ConsentView {
    let until = hall_time(until);
    let sets = |wishes: &[Wish]| wishes.iter().map(|wish| set(ground, wish)).collect();
    let count = |materials: bool| {
        let of_kind = asked.iter().filter(|wish| wish.materials == materials);
        let what: BTreeSet<&String> = of_kind.flat_map(|wish| &wish.what).collect();
        u32::try_from(what.len()).unwrap_or(u32::MAX)
    };
    ConsentView {
        item_name: ground.item.name.clone(),
        until: format!("{}T{:02}:{:02}", until.date(), until.hour(), until.minute()),
        sets: sets(asked),
        told: sets(told),
        bases: bases(ground, asked.iter().chain(told)),
        fields: count(false),
        materials: count(true),
    }
}

pub fn set(ground: Ground<'_>, wish: &Wish) -> ConsentSet {
    let sources = &ground.catalogue.sources;
    let source = wish.set.source.as_str();
    ConsentSet {
        code: wish.code(),
        title: sources.applicants_word(source).to_owned(),
        en: sources.get(source).map_or(source, |one| &one.en).to_owned(),
        whose: wish.whose.clone(),
        base: wish.set.base.clone(),
        fields: wish.what.clone(),
    }
}

/// Each base of these sets once, with what is told of it.
pub fn bases<'a>(ground: Ground<'_>, wishes: impl Iterator<Item = &'a Wish>) -> Vec<BaseView> {
    let known: &Bases = ground.catalogue.sources.bases();
    let mut views: Vec<BaseView> = Vec::new();
    for wish in wishes {
        let code = wish.set.base.as_str();
        let Some(base) = known
            .get(code)
            .filter(|_| views.iter().all(|view| view.code != code))
        else {
            continue;
        };
        let item = ground.item;
        let fill = |text: &str| {
            text.replace("{item}", &item.name)
                .replace("{department}", &item.department)
        };
        views.push(BaseView {
            code: code.to_owned(),
            kind: base.kind.word().to_owned(),
            word: base.word.clone(),
            en: base.en.clone(),
            articles: base.articles.clone(),
            told: base
                .told
                .iter()
                .map(|told| BaseTold {
                    zh: fill(&told.zh),
                    en: fill(&told.en),
                })
                .collect(),
        });
    }
    views
}
