//! Several cases in one visit: an agent files the same item for one body after the other, copying from the one before.

use cases::error::Trouble;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::people::Party;
use super::report::Line;
use super::{Walk, no_such_item, people, words};
use crate::trouble;
use crate::view::desk::PartyChoice;
use crate::view::intake::IntakeView;

impl Walk {
    /// One visit; a line per case. The first that goes wrong is the last.
    pub(crate) async fn several(&mut self, id: &str, index: usize) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut agent = None;
        for place in 0..self.several {
            let mut line = Line {
                item: id.to_owned(),
                stage: "visit".to_owned(),
                ..Line::default()
            };
            let done = self
                .next_of_several(id, (index, place), &mut agent, &mut line)
                .await;
            line.trouble = done.err().map(|trouble| words(&trouble)).or(line.trouble.take());
            let stuck = line.trouble.is_some();
            lines.push(line);
            if stuck {
                break;
            }
        }
        if let Err(trouble) = self.desk.close_visit("served").await
            && let Some(last) = lines.last_mut()
            && last.trouble.is_none()
        {
            last.trouble = Some(words(&trouble));
        }
        lines
    }

    async fn next_of_several(
        &mut self,
        id: &str,
        (index, place): (usize, usize),
        agent: &mut Option<Party>,
        line: &mut Line,
    ) -> Result<(), Trouble> {
        let book = self.desk.book()?;
        let item = book.catalogue.item(id).ok_or_else(no_such_item)?.clone();
        line.department_uscc.clone_from(&item.department_uscc);
        let party = match agent {
            Some(party) => party.clone(),
            None => {
                let party = self.comer(&item, index).await;
                self.receive_comer(&party, line).await?;
                agent.insert(party).clone()
            }
        };
        self.reach(line, "party");
        let number = self.seed * 1_000 + place as u64;
        self.desk.choose_party(PartyChoice::BodyOnPaper {
            uscc: people::uscc(&mut ChaCha8Rng::seed_from_u64(number)),
            name: format!("示范区委托{number}号有限公司"),
            relation: "agent".to_owned(),
            as_agent: true,
        })?;
        self.file(&item, index * 100 + place, &party, line).await
    }

    /// Takes over whatever may be and is missing here, where this visit has an intake of the same item before.
    pub(super) fn copy(&self, view: &IntakeView) -> Result<(), Trouble> {
        let before = match self.desk.previous_intake(&view.id) {
            Ok(before) => before,
            Err(fault) if fault.code == trouble::no_previous().code => return Ok(()),
            Err(fault) => return Err(fault),
        };
        let missing = before.fields.iter().filter(|field| !field.differs);
        let fields: Vec<String> = missing.map(|field| field.key.clone()).collect();
        let answers: Vec<String> = before.answers.into_iter().map(|one| one.question).collect();
        let papers: Vec<String> = before.papers.into_iter().map(|one| one.material).collect();
        let base = self.intake()?.delta.revision;
        self.desk
            .copy_previous(&view.id, base, &fields, &answers, &papers)?;
        Ok(())
    }
}
