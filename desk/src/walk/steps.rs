//! One item from the visit to its papers, by the desk's own deeds.

use std::time::{Duration, Instant};

use cases::case::Stage;
use cases::catalogue::Item;
use cases::error::Trouble;

use super::people::{Comer, Party};
use super::report::Line;
use super::{Walk, no_such_item, values, words};
use crate::trouble;
use crate::view::desk::{DeskEvent, PartyChoice};
use crate::view::intake::{Change, FieldSchema, FieldState, IntakeView, Offer};
use crate::view::outcome::AcceptView;

/// Sources have this long before the clerk goes on without them.
const SOURCES: Duration = Duration::from_secs(12);
/// Licences have this long after the sources.
const LICENCES: Duration = Duration::from_secs(4);
/// Rounds of typing: an answer may make another field required.
const ROUNDS: usize = 20;

impl Walk {
    /// Walks one item; whatever goes wrong is in the line.
    pub(crate) async fn item(&mut self, id: &str, index: usize) -> Line {
        self.come(id, index, None).await
    }

    /// The same for somebody who is known already.
    pub(super) async fn come(&mut self, id: &str, index: usize, who: Option<Party>) -> Line {
        let mut line = Line {
            item: id.to_owned(),
            ..Line::default()
        };
        self.reach(&mut line, "visit");
        if let Err(trouble) = self.through(id, index, who, &mut line).await {
            line.trouble = Some(words(&trouble));
        }
        // The next item starts with an empty window, whatever happened to this one.
        if let Err(trouble) = self.desk.close_visit("served").await
            && line.trouble.is_none()
            && trouble.code != trouble::no_visit().code
        {
            line.trouble = Some(words(&trouble));
        }
        line
    }

    /// Begins a step.
    pub(super) fn reach(&self, line: &mut Line, stage: &str) {
        stage.clone_into(&mut line.stage);
        self.told.send_replace(stage.to_owned());
    }

    async fn through(
        &mut self,
        id: &str,
        index: usize,
        who: Option<Party>,
        line: &mut Line,
    ) -> Result<(), Trouble> {
        let book = self.desk.book()?;
        let item = book.catalogue.item(id).ok_or_else(no_such_item)?.clone();
        line.department_uscc = item.department_uscc.clone();
        let party = match who {
            Some(party) => party,
            None => self.comer(&item, index).await,
        };

        self.receive_comer(&party, line).await?;

        self.reach(line, "party");
        let clock = Instant::now();
        self.choose(&item, &party).await?;
        took(line, "party", clock);
        self.file(&item, index, &party, line).await
    }

    /// Calls the next number, or takes somebody without one, and reads his card.
    pub(super) async fn receive_comer(&mut self, party: &Party, line: &mut Line) -> Result<(), Trouble> {
        let clock = Instant::now();
        let called = self.desk.call_next().await?;
        if called.visit.is_none() {
            self.desk.walk_in("走查").await?;
        }
        took(line, "visit", clock);

        self.reach(line, "identify");
        let clock = Instant::now();
        self.lay(&party.person)?;
        self.card = Some(party.person.card);
        self.desk.read_card().await?;
        took(line, "identify", clock);
        Ok(())
    }

    /// One case of the applicant who was chosen, from its intake to its papers.
    pub(super) async fn file(
        &mut self,
        item: &Item,
        index: usize,
        party: &Party,
        line: &mut Line,
    ) -> Result<(), Trouble> {
        self.reach(line, "intake");
        let clock = Instant::now();
        let view = self.desk.open_intake(&item.id).await?;
        line.slip = view.slip.clone();
        took(line, "intake", clock);

        self.reach(line, "fill");
        let clock = Instant::now();
        self.wait_for_sources().await?;
        self.copy(&view)?;
        self.identify_others(&view, party, index).await?;
        self.wait_for_sources().await?;
        took(line, "fill", clock);

        self.reach(line, "edit");
        let clock = Instant::now();
        let phone = party.person.phone.clone();
        for round in 0..ROUNDS {
            if !self.type_missing(phone.as_deref(), index as u64 * 100 + round as u64)? {
                break;
            }
        }
        took(line, "edit", clock);

        self.reach(line, "materials");
        let clock = Instant::now();
        self.leave_out(item)?;
        self.materials().await?;
        took(line, "materials", clock);

        self.reach(line, "form");
        let clock = Instant::now();
        self.forms().await?;
        took(line, "form", clock);

        self.reach(line, "accept");
        let view = self.intake()?;
        let counts = &view.delta.counts;
        line.total = counts.total;
        line.required = counts.required;
        line.by_source = counts.by_source.clone();
        line.typed = line.by_source.remove("typed").unwrap_or(0);
        line.prefill = self.measure(&item.id);
        self.count_paper(line).await?;
        line.said = self.said(&item.id);
        let clock = Instant::now();
        let outcome = self.decide(&view, item, line).await?;
        took(line, "accept", clock);
        let Some(outcome) = outcome else {
            return Ok(());
        };
        let waits = matches!(outcome, AcceptView::Accepted { waits: true, .. });
        self.keep(line, outcome).await?;
        if waits {
            let clock = Instant::now();
            self.hand_over(line).await?;
            took(line, "deliver", clock);
        }
        Ok(())
    }

    /// Takes an open intake to where nothing blocks any more.
    pub(super) async fn complete(&mut self, view: &IntakeView) -> Result<(), Trouble> {
        let party = self.comer(&self.desk.book()?.catalogue.items[0].clone(), 0).await;
        self.identify_others(view, &party, 0).await?;
        self.wait_for_sources().await?;
        for round in 0..ROUNDS {
            if !self.type_missing(None, round as u64)? {
                break;
            }
        }
        self.materials().await?;
        self.forms().await
    }

    pub(super) fn intake(&self) -> Result<IntakeView, Trouble> {
        self.desk.desk_view()?.intake.ok_or_else(trouble::no_such_draft)
    }

    /// Lays a card on the emulated reader.
    fn lay(&self, comer: &Comer) -> Result<(), Trouble> {
        self.desk
            .0
            .tray
            .as_ref()
            .ok_or_else(trouble::no_reader)?
            .place(comer.card);
        Ok(())
    }

    async fn choose(&self, item: &Item, party: &Party) -> Result<(), Trouble> {
        if item.serves_persons() {
            self.desk.choose_party(PartyChoice::Own)?;
            return Ok(());
        }
        let (uscc, name, relation) = party.body.clone().ok_or_else(trouble::unknown_body)?;
        let view = self.desk.desk_view()?;
        let offered = view
            .visit
            .is_some_and(|visit| visit.bodies.iter().any(|body| body.uscc == uscc));
        if offered || self.desk.find_body(&uscc).await.is_ok() {
            self.desk.choose_party(PartyChoice::Body {
                uscc,
                as_agent: false,
            })?;
        } else {
            self.desk.choose_party(PartyChoice::BodyOnPaper {
                uscc,
                name,
                relation,
                as_agent: false,
            })?;
        }
        Ok(())
    }

    /// Waits until no source is being asked and no licence is being looked for, or the limits pass.
    /// Before that somebody agrees, as an applicant would, to what nobody was asked about; what that releases is waited for
    /// as well, and what an answer makes known may want a word of its own.
    pub(super) async fn wait_for_sources(&mut self) -> Result<(), Trouble> {
        for _ in 0..ROUNDS {
            let agreed = self.agree().await?;
            self.wait_for_answers().await?;
            if !agreed {
                break;
            }
        }
        Ok(())
    }

    /// Says yes to every open set, each by who may answer for it: who stands at the window with his card, where the walk has
    /// it, and on paper else. Whether there was anything to say.
    async fn agree(&mut self) -> Result<bool, Trouble> {
        let view = self.intake()?;
        if view.delta.stage != Stage::Draft.word() {
            return Ok(false);
        }
        let mut agreed = false;
        let givers = self.desk.consent_choices(&view.id)?.givers;
        for (place, giver) in givers.iter().enumerate() {
            let sets = self.desk.consent_choices(&view.id)?.sets.into_iter();
            let open = sets.filter(|one| one.state == "open" && one.givers.contains(&giver.code));
            let yes: Vec<String> = open.map(|one| one.set.code).collect();
            if yes.is_empty() {
                continue;
            }
            let card = self.card.filter(|_| place == 0);
            if let Some(card) = card {
                self.desk
                    .0
                    .tray
                    .as_ref()
                    .ok_or_else(trouble::no_reader)?
                    .place(card);
            }
            let said = self
                .desk
                .give_consent(&view.id, &giver.code, card.is_some(), yes, Vec::new());
            said.await?;
            agreed = true;
        }
        Ok(agreed)
    }

    async fn wait_for_answers(&mut self) -> Result<(), Trouble> {
        let until = tokio::time::Instant::now() + SOURCES;
        while self
            .intake()?
            .delta
            .sources
            .iter()
            .any(|source| source.state == "asking")
        {
            if !self.heard_before(until).await {
                break;
            }
        }
        let until = tokio::time::Instant::now() + LICENCES;
        while self.licences_pending() {
            if !self.heard_before(until).await {
                break;
            }
        }
        Ok(())
    }

    /// Whether a licence that was looked for is neither in its slot nor known to be missing.
    fn licences_pending(&self) -> bool {
        let state = self.desk.state();
        let Some(intake) = state.intake.as_ref() else {
            return false;
        };
        intake.looked.iter().any(|(material, _)| {
            intake
                .draft
                .slot(material)
                .is_some_and(|slot| slot.held.is_none() && slot.why_paper.is_none())
        })
    }

    /// Waits for the next change of the intake; false when the time is over.
    async fn heard_before(&mut self, until: tokio::time::Instant) -> bool {
        loop {
            match tokio::time::timeout_at(until, self.events.recv()).await {
                Ok(Some(DeskEvent::Intake { .. })) => return true,
                Ok(Some(
                    DeskEvent::Link { .. }
                    | DeskEvent::Queue { .. }
                    | DeskEvent::Case { .. }
                    | DeskEvent::Texts { .. }
                    | DeskEvent::Print { .. }
                    | DeskEvent::Slip { .. }
                    | DeskEvent::Scan { .. }
                    | DeskEvent::Sight { .. }
                    | DeskEvent::Warned { .. }
                    | DeskEvent::HandedOut { .. }
                    | DeskEvent::Trouble { .. }
                    | DeskEvent::Unsent { .. }
                    | DeskEvent::Lock { .. }
                    | DeskEvent::Applicant { .. }
                    | DeskEvent::Approvals
                    | DeskEvent::Assist
                    | DeskEvent::Messages
                    | DeskEvent::Edition
                    | DeskEvent::Objections
                    | DeskEvent::Online
                    | DeskEvent::Walk { .. }
                    | DeskEvent::Board,
                )) => {}
                Ok(None) | Err(_) => return false,
            }
        }
    }

    /// Persons of the form whose fields are required: family first, then somebody with a card.
    async fn identify_others(
        &mut self,
        view: &IntakeView,
        party: &Party,
        index: usize,
    ) -> Result<(), Trouble> {
        let id = &view.id;
        let delta = self.intake()?.delta;
        for (place, subject) in delta.subjects.iter().enumerate() {
            let wanted = subject.must_be_present
                || view.schema.iter().zip(&view.delta.fields).any(|(schema, field)| {
                    schema.subject == subject.subject && field.required && field.shown
                });
            if !wanted || subject.name.is_some() {
                continue;
            }
            if !subject.must_be_present && !subject.offered.is_empty() {
                self.desk.pick_relative(id, &subject.subject, 0)?;
                continue;
            }
            let relation = match subject.subject.as_str() {
                "male" | "female" => Some("partner"),
                "father" | "mother" => Some("spouse"),
                _ => None,
            };
            let kin = relation.and_then(|relation| party.others.iter().find(|(known, _)| known == relation));
            let comer = match kin {
                Some((_, comer)) => comer.clone(),
                None => self.another(index * 10 + place).await,
            };
            self.lay(&comer)?;
            self.desk.identify_subject_card(id, &subject.subject).await?;
        }
        Ok(())
    }

    /// Gives every question its first answer, takes the first offer of every conflict, types what is required and empty.
    /// Whether anything had to be done.
    pub(super) fn type_missing(&mut self, phone: Option<&str>, seed: u64) -> Result<bool, Trouble> {
        let view = self.intake()?;
        let today = cases::deadline::hall_date(self.desk.0.link.legal_now());
        let mut changes = Vec::new();
        for question in view
            .delta
            .questions
            .iter()
            .filter(|question| question.chosen.is_empty())
        {
            let first = question.answers.first();
            changes.push(Change::Answer {
                question: question.id.clone(),
                codes: first.into_iter().map(|answer| answer.code.clone()).collect(),
            });
        }
        if !changes.is_empty() {
            // An answer may fill a field, and bring others.
            self.desk.edit_intake(&view.id, view.delta.revision, &changes)?;
            return Ok(true);
        }
        // What may follow from other fields is typed last: by then it may have followed.
        let (later, first): (Vec<_>, Vec<_>) = view
            .schema
            .iter()
            .zip(&view.delta.fields)
            .partition(|(_, field)| self.may_follow(&view.item_id, &field.key));
        let typed = |(schema, field): (&FieldSchema, &FieldState)| {
            if !field.conflict.is_empty() {
                return Some(Change::Choose {
                    key: field.key.clone(),
                    index: 0,
                });
            }
            if let Some(index) = offered_before(field) {
                // He is asked whether it is so still, and says yes.
                return Some(Change::Choose {
                    key: field.key.clone(),
                    index,
                });
            }
            let wants = field.shown && (field.required && !field.filled || field.trouble.is_some());
            wants.then(|| Change::Set {
                key: field.key.clone(),
                text: match schema.label.as_str() {
                    // What is changed elsewhere has changed to what the register says.
                    "变更后内容" => format!("名称：{}", said(&view, "名称")),
                    _ => values::plausible(schema, &view.lists, today, phone, seed),
                },
                reason: None,
            })
        };
        let is_open = |field: &FieldState| field.shown && field.required && !field.filled;
        let waits = first.iter().any(|(_, field)| is_open(field));
        changes.extend(first.into_iter().filter_map(&typed));
        if !waits {
            // One by one: one person's telephone may be another field's as well.
            changes.extend(later.into_iter().filter_map(&typed).take(1));
        }
        if changes.is_empty() {
            return Ok(false);
        }
        self.desk.edit_intake(&view.id, view.delta.revision, &changes)?;
        Ok(true)
    }

    fn may_follow(&self, item: &str, key: &str) -> bool {
        self.desk.book().is_ok_and(|book| {
            let field = book.catalogue.item(item).and_then(|item| item.field(key));
            field.is_some_and(|field| {
                book.catalogue
                    .sources
                    .derived(&field.data_element)
                    .next()
                    .is_some()
            })
        })
    }

    /// What no licence and no register satisfied is shown on paper. A licence that was not answered for is looked for
    /// again, as a clerk would.
    async fn materials(&mut self) -> Result<(), Trouble> {
        let view = self.intake()?;
        for slot in view
            .delta
            .slots
            .iter()
            .filter(|slot| slot.required && !slot.satisfied && !slot.promised && !slot.generated)
        {
            let originals = if slot.originals + slot.copies == 0 {
                1
            } else {
                slot.originals
            };
            let show = || {
                let (copies, checked) = (slot.copies, slot.copies > 0);
                self.desk
                    .paper(&view.id, &slot.material, originals, copies, 1, checked)
            };
            let shown = match show() {
                Err(early) if early.code == trouble::licence_awaited().code => {
                    // What the library says stands in the slot, or why there is none.
                    let _ = self.desk.look_for_licence(&view.id, &slot.material).await;
                    show()
                }
                other => other,
            };
            match shown {
                // Its licence came after all.
                Err(late) if late.code == trouble::licence_in_hand().code => {}
                other => drop(other?),
            }
        }
        Ok(())
    }

    pub(super) async fn forms(&mut self) -> Result<(), Trouble> {
        let view = self.intake()?;
        for slot in view
            .delta
            .slots
            .iter()
            .filter(|slot| slot.required && slot.generated)
        {
            let paper = self.desk.make_form(&view.id, &slot.material).await?;
            let bytes = self.desk.paper_bytes(&paper.id)?;
            self.write(&format!("{}-{}.pdf", view.item_id, slot.material), &bytes)?;
            self.desk
                .sign_form(&view.id, &slot.material, slot.originals.max(1))?;
        }
        Ok(())
    }

    pub(super) async fn keep(&mut self, line: &mut Line, outcome: AcceptView) -> Result<(), Trouble> {
        let papers = match outcome {
            AcceptView::Accepted {
                case_number,
                slip,
                papers,
                ..
            } => {
                line.stage = "accepted".to_owned();
                line.number = Some(case_number);
                line.slip = slip;
                papers
            }
            AcceptView::Received { slip, papers, .. } => {
                line.stage = "received".to_owned();
                line.slip = slip;
                papers
            }
            AcceptView::Refused {
                slip,
                papers,
                not_needed,
                ..
            } => {
                line.stage = if not_needed { "notNeeded" } else { "refused" }.to_owned();
                line.slip = slip;
                papers
            }
            AcceptView::Supplementing { slip, papers, .. } | AcceptView::Returned { slip, papers, .. } => {
                line.stage = "supplementing".to_owned();
                line.slip = slip;
                papers
            }
            AcceptView::Blocked { findings } => {
                let all: Vec<String> = findings
                    .iter()
                    .map(|one| format!("{} {}: {}", one.code, one.id, one.zh))
                    .collect();
                line.trouble = Some(format!("blocked: {}", all.join("; ")));
                return Ok(());
            }
            AcceptView::Duplicate { case_number } => {
                line.trouble = Some(format!("duplicate of {case_number}"));
                return Ok(());
            }
            AcceptView::HeldElsewhere { desk, .. } => {
                line.trouble = Some(format!("held by desk {desk}"));
                return Ok(());
            }
        };
        for paper in papers {
            let bytes = self.desk.paper_bytes(&paper.id)?;
            let acceptance = paper.title.contains("受理通知书");
            let kind = &paper.kind;
            let of = match self.several {
                0 | 1 => line.item.clone(),
                _ => format!("{}-{}", line.item, line.slip),
            };
            let file = self.write(&format!("{of}-{kind}.pdf"), &bytes)?;
            if acceptance || line.stage != "accepted" {
                line.paper = Some(file);
            }
        }
        Ok(())
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<std::path::PathBuf, Trouble> {
        let file = self.out.join(name);
        std::fs::write(&file, bytes).map_err(crate::vault::disk)?;
        Ok(file)
    }
}

/// Place of what an earlier case said of a required field in which nothing stands.
fn offered_before(field: &FieldState) -> Option<u32> {
    let wants = field.shown && field.required && !field.filled && field.trouble.is_none();
    let mut offers = field.others.iter().filter(|_| wants);
    let is_earlier = |offer: &Offer| offer.chip.earlier.as_ref().is_some_and(|one| one.only_offered);
    offers.position(is_earlier).and_then(|at| u32::try_from(at).ok())
}

pub(super) fn took(line: &mut Line, deed: &str, since: Instant) {
    let ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
    *line.ms.entry(deed.to_owned()).or_default() += ms;
}

/// What stands in the field with this label.
fn said<'a>(view: &'a IntakeView, label: &str) -> &'a str {
    let mut fields = view.schema.iter().zip(&view.delta.fields);
    fields
        .find(|(schema, _)| schema.label == label)
        .map_or("", |(_, field)| field.text.as_str())
}
