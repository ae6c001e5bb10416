//! What becomes of an item beside acceptance, by the same deeds a clerk does; each is asserted by its stage and paper.

use cases::catalogue::Item;
use cases::error::Trouble;

use super::Walk;
use super::report::{Line, NOT_OFFERED};
use crate::view::intake::{Change, IntakeView};
use crate::view::outcome::{AcceptView, DemandForm, PaperView};

/// What is wanted of every item that offers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// 受理
    Accept,
    /// 当场更正: what the review finds is put right here, and then acceptance
    Correct,
    /// 一次告知补正, the return of everything, and then acceptance
    Supplement,
    /// 只收件
    Receive,
    /// 不予受理
    Refuse,
    /// 不受理
    NotNeeded,
    /// 受理后撤回
    Withdraw,
    /// 容缺受理, and what was promised comes
    Tolerate,
    /// 告知承诺
    Promise,
    /// The form is filled in and left.
    Measure,
}

impl Wanted {
    /// # Errors
    /// A word that is none, with those that are.
    pub fn read(word: &str) -> Result<Self, String> {
        Ok(match word {
            "accept" => Wanted::Accept,
            "correct" => Wanted::Correct,
            "supplement" => Wanted::Supplement,
            "receive" => Wanted::Receive,
            "refuse" => Wanted::Refuse,
            "notNeeded" => Wanted::NotNeeded,
            "withdraw" => Wanted::Withdraw,
            "tolerate" => Wanted::Tolerate,
            "promise" => Wanted::Promise,
            _ => {
                return Err(
                    "one of accept, correct, supplement, receive, refuse, notNeeded, withdraw, tolerate, promise"
                        .to_owned(),
                );
            }
        })
    }
}

/// Something that the catalogue or the hall does not let happen; the walk goes on.
fn not_offered(line: &mut Line, why: &str) -> Option<AcceptView> {
    line.stage = format!("{NOT_OFFERED}{why}");
    None
}

/// An outcome that is not what was asked for.
fn expected(what: &str, got: &AcceptView) -> Trouble {
    Trouble::new(
        "YC-5507",
        format!("走查：应为{what}"),
        format!("walk: {what} was expected, got {got:?}"),
    )
}

impl Walk {
    /// Materials that are not handed in at first, so that there is something to promise.
    pub(super) fn leave_out(&self, item: &Item) -> Result<(), Trouble> {
        if self.outcome != Wanted::Tolerate {
            return Ok(());
        }
        let view = self.intake()?;
        for slot in view
            .delta
            .slots
            .iter()
            .filter(|slot| slot.required && !slot.satisfied)
        {
            if item
                .material(&slot.material)
                .is_some_and(|spec| spec.tolerant_days.is_some())
            {
                self.desk.promise_material(&view.id, &slot.material, true)?;
            }
        }
        Ok(())
    }

    /// Does what is wanted with the complete intake. `None` is one that does not offer it.
    pub(super) async fn decide(
        &mut self,
        view: &IntakeView,
        item: &Item,
        line: &mut Line,
    ) -> Result<Option<AcceptView>, Trouble> {
        let (id, revision) = (view.id.as_str(), view.delta.revision);
        let promised: Vec<String> = view
            .delta
            .slots
            .iter()
            .filter(|slot| slot.promised && !slot.satisfied)
            .map(|slot| slot.material.clone())
            .collect();
        match self.outcome {
            Wanted::Accept => self.desk.accept(id, revision).await.map(Some),
            Wanted::Measure => {
                line.stage = "measured".to_owned();
                Ok(None)
            }
            Wanted::Receive => {
                let got = self.desk.receive_only(id, revision, "走查：只收件").await?;
                match &got {
                    AcceptView::Received {
                        why: None, papers, ..
                    } if has(papers, "receipt") => Ok(Some(got)),
                    _ => Err(expected("收件和收件凭证", &got)),
                }
            }
            Wanted::Correct => self.correct(view, line).await,
            Wanted::Supplement => self.supplement(view).await.map(Some),
            Wanted::Withdraw => {
                let got = self.desk.accept(id, revision).await?;
                let AcceptView::Accepted { slip, .. } = &got else {
                    return Err(expected("受理", &got));
                };
                let case = match self.desk.withdraw_case(slip, "走查：申请人撤回", true).await {
                    // What is decided on the spot may be decided before the applicant thinks again.
                    Err(trouble) if trouble.code == "YC-2844" => {
                        return Ok(not_offered(line, "it was decided before"));
                    }
                    answer => answer?,
                };
                let papers = self.desk.papers(slip).await?;
                if case.stage != "withdrawn" || !has(&papers, "withdrawal") {
                    return Err(expected("撤回和撤回申请确认书", &got));
                }
                self.keep(line, got).await?;
                line.stage = "withdrawn".to_owned();
                Ok(None)
            }
            Wanted::Tolerate if promised.is_empty() => Ok(not_offered(
                line,
                "no required material may come later, or all are at hand",
            )),
            Wanted::Tolerate => {
                let got = self.desk.accept(id, revision).await?;
                let AcceptView::Accepted { slip, papers, .. } = &got else {
                    return Err(expected("容缺受理", &got));
                };
                if !has(papers, "tolerance") {
                    return Err(expected("容缺受理告知承诺书", &got));
                }
                let case = self.desk.keep_promises(slip, promised).await?;
                if case.promised.iter().any(|one| one.kept_at.is_none()) {
                    return Err(expected("容缺材料补齐", &got));
                }
                Ok(Some(got))
            }
            Wanted::Promise => {
                let field = item
                    .fields
                    .iter()
                    .find(|field| field.data_element == "apply.promiseMode");
                let Some(field) = field else {
                    return Ok(not_offered(line, "the item has no 告知承诺"));
                };
                let change = Change::Set {
                    key: field.key.clone(),
                    text: "1".to_owned(),
                    reason: None,
                };
                self.desk.edit_intake(id, revision, &[change])?;
                self.forms().await?;
                let view = self.intake()?;
                let got = self.desk.accept(id, view.delta.revision).await?;
                match &got {
                    AcceptView::Accepted { papers, .. } if has(papers, "commitment") => Ok(Some(got)),
                    _ => Err(expected("受理和告知承诺书", &got)),
                }
            }
            Wanted::Refuse | Wanted::NotNeeded => {
                let not_needed = self.outcome == Wanted::NotNeeded;
                let ground = view.grounds.iter().find(|ground| ground.not_needed == not_needed);
                let Some(ground) = ground else {
                    return Ok(not_offered(line, "the item knows no such ground"));
                };
                let body = ground.needs_body.then_some("邻市主管部门");
                let asked = self
                    .desk
                    .ask_refusal(id, revision, &ground.code, "走查：说明理由", body)
                    .await?;
                self.approve(&asked.id).await?;
                self.desk.approvals().await?;
                let got = self.desk.refuse(id, revision, &asked.id).await?;
                let paper = if not_needed { "notNeeded" } else { "refusal" };
                match &got {
                    AcceptView::Refused {
                        not_needed: is,
                        papers,
                        ..
                    } if *is == not_needed && has(papers, paper) => Ok(Some(got)),
                    _ => Err(expected(paper, &got)),
                }
            }
        }
    }

    /// A required value is taken out: the review names the place, it is filled in again, and the form printed anew.
    async fn correct(&mut self, view: &IntakeView, line: &mut Line) -> Result<Option<AcceptView>, Trouble> {
        let typed = view.delta.fields.iter().find(|field| {
            let by_hand = field.chip.as_ref().is_some_and(|chip| chip.kind == "typed");
            field.shown && field.required && by_hand
        });
        let Some(field) = typed else {
            return Ok(not_offered(line, "nothing required was typed"));
        };
        let taken_out = Change::Set {
            key: field.key.clone(),
            text: String::new(),
            reason: None,
        };
        let wrong = self
            .desk
            .edit_intake(&view.id, view.delta.revision, &[taken_out])?;
        let found = self.desk.accept(&view.id, wrong.revision).await?;
        match &found {
            AcceptView::Blocked { findings }
                if findings
                    .iter()
                    .any(|one| one.at == "field" && one.id == field.key) => {}
            _ => return Err(expected("预审指出要更正的地方", &found)),
        }
        self.type_missing(None, 0)?;
        self.forms().await?;
        let right = self.intake()?;
        self.desk.accept(&view.id, right.delta.revision).await.map(Some)
    }

    /// Told by words of the clerk, left, taken up again at this window, ticked, accepted with the day of completeness.
    async fn supplement(&mut self, view: &IntakeView) -> Result<AcceptView, Trouble> {
        let mut demands = self.desk.to_demand(&view.id)?;
        demands.push(DemandForm {
            at: String::new(),
            id: String::new(),
            material: "申请书".to_owned(),
            wrong: "附图不清晰".to_owned(),
            cure: "重新提交清晰的附图".to_owned(),
            basis: String::new(),
        });
        let told = self
            .desk
            .supplement(&view.id, view.delta.revision, demands)
            .await?;
        let AcceptView::Supplementing { slip, papers, .. } = &told else {
            return Err(expected("待补正", &told));
        };
        if !has(papers, "supplement") || !has(papers, "receipt") {
            return Err(expected("收件凭证和补正材料告知书", &told));
        }
        self.desk.reopen_case(slip).await?;
        self.wait_for_sources().await?;
        let again = self.intake()?;
        let early = self.desk.accept(&again.id, again.delta.revision).await?;
        if !matches!(early, AcceptView::Blocked { .. }) {
            return Err(expected("未补正不受理", &early));
        }
        let lines = again.delta.told.as_ref().map_or(0, |told| told.lines.len());
        for place in 0..lines {
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            self.desk.tick_demand(&again.id, place, true)?;
        }
        let view = self.intake()?;
        self.desk.accept(&view.id, view.delta.revision).await
    }

    /// A supervisor of the training hall answers on his own.
    async fn approve(&self, approval: &str) -> Result<(), Trouble> {
        let above = self
            .above
            .as_ref()
            .ok_or_else(crate::trouble::approval_needs_hall)?;
        above.open_approval(approval).await?;
        above.answer_approval(approval, true, "").await?;
        Ok(())
    }
}

fn has(papers: &[PaperView], kind: &str) -> bool {
    papers.iter().any(|paper| paper.kind == kind)
}
