//! 免提交 while walking: what was asked for on paper, why, and whether the library had a licence all the same.

use std::collections::BTreeMap;

use cases::error::Trouble;
use cases::material::WhyPaper;
use cases::material::asked::{PaperAsked, asked, exempt};
use cases::material::ledger::{OfDepartment, by_department};
use cases::material::verify::VALID;
use cases::wire::material::MaterialAsks;
use serde::Serialize;

use super::report::Line;
use super::{Walk, WalkArgs, no_such_item};
use crate::intake::asks::licence_look;
use crate::practice::Practice;
use crate::trouble;

impl Walk {
    /// Counts the paper of the open intake. The library is asked apart from everything that the desk knows.
    pub(super) async fn count_paper(&self, line: &mut Line) -> Result<(), Trouble> {
        for (one, holder) in self.taken(line)? {
            *line.asked_paper.entry(one.why.word().to_owned()).or_default() += 1;
            let excused = matches!(
                one.why,
                WhyPaper::SourceDown | WhyPaper::OriginalByLaw | WhyPaper::NotAgreed
            );
            let had = match (&self.practice, holder, &one.licence_type) {
                (Some(practice), Some(holder), Some(kind)) if !excused => {
                    practice.licence_state(&holder, kind).await.as_deref() == Some(VALID)
                }
                _ => false,
            };
            if one.why.is_violation() || had {
                line.paper_violations += 1;
            }
        }
        Ok(())
    }

    /// What was taken on paper, each with the holder of its licence.
    fn taken(&self, line: &mut Line) -> Result<Vec<(PaperAsked, Option<String>)>, Trouble> {
        let book = self.desk.book()?;
        let state = self.desk.state();
        let draft = &state.intake.as_ref().ok_or_else(trouble::no_such_draft)?.draft;
        let item = book.catalogue.item(&draft.item).ok_or_else(no_such_item)?;
        let ground = self.desk.ground(&book, item);
        line.exempt = u32::try_from(exempt(draft, item).count()).unwrap_or(u32::MAX);
        let all = asked(draft, item, ground.today(), false).into_iter();
        let with_holder = all.map(|one| {
            let spec = item.material(&one.material);
            let look = spec.and_then(|spec| licence_look(ground, draft, spec));
            (one, look.map(|look| look.holder_code))
        });
        Ok(with_holder.collect())
    }
}

impl Practice {
    /// The state of a holder's licence as the training library has it.
    async fn licence_state(&self, holder: &str, kind: &str) -> Option<String> {
        #[derive(serde::Deserialize)]
        struct Phone {
            state: String,
        }
        let path = format!(
            "/licences/phone?holderCode={}&typeName={}",
            crate::practice::escaped(holder),
            crate::practice::escaped(kind)
        );
        self.get::<Phone>(&path).await.ok().map(|phone| phone.state)
    }
}

/// `report paper`, from the hall's ledger; as JSON the last line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PaperReport {
    pub report: &'static str,
    /// 免提交
    pub exempt: u32,
    pub asked: u32,
    pub violations: u32,
    pub by_reason: BTreeMap<&'static str, u32>,
    pub by_department: BTreeMap<String, DepartmentLine>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DepartmentLine {
    pub exempt: u32,
    pub asked: u32,
    pub by_reason: BTreeMap<&'static str, u32>,
}

impl PaperReport {
    pub fn of(rows: &[MaterialAsks]) -> Self {
        let (each, all) = by_department(rows);
        Self {
            report: "paper",
            exempt: all.exempt,
            asked: all.paper,
            violations: all.violations(),
            by_reason: words(&all),
            by_department: each
                .into_values()
                .map(|one| {
                    let line = DepartmentLine {
                        exempt: one.exempt,
                        asked: one.paper,
                        by_reason: words(&one),
                    };
                    (one.name, line)
                })
                .collect(),
        }
    }

    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn words(of: &OfDepartment) -> BTreeMap<&'static str, u32> {
    of.by_why
        .iter()
        .map(|(why, times)| (why.word(), *times))
        .collect()
}

/// A line per department and reason, for people.
fn lines(rows: &[MaterialAsks]) -> Vec<String> {
    let (each, _) = by_department(rows);
    let mut lines = Vec::new();
    for one in each.values() {
        lines.push(format!("{}  免提交 {}  收纸 {}", one.name, one.exempt, one.paper));
        let reasons = one.by_why.iter();
        lines.extend(reasons.map(|(why, times)| format!("    {:>4}  {}", times, why.zh())));
    }
    lines
}

/// Walks, then reads the hall's ledger (收纸台账) at the supervisor's desk.
///
/// # Errors
/// As of [`super::run`], or no ledger.
pub async fn report_paper(args: WalkArgs, mut say: impl FnMut(&str)) -> Result<PaperReport, Trouble> {
    super::run(args.clone(), &mut say).await?;
    let above = super::open_supervisor(&args).await?;
    let rows = above.material_rows("", "").await?;
    lines(&rows).iter().for_each(|line| say(line));
    Ok(PaperReport::of(&rows))
}
