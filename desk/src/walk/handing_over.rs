//! 即办件: the visit waits until the department is done, then its result is handed over; or it is put off.

use std::time::Duration;

use cases::error::Trouble;

use super::Walk;
use super::report::Line;
use crate::trouble;
use crate::view::results::DeliverForm;

/// A department has this long to decide while the applicant stands there.
const DECISION: Duration = Duration::from_secs(20);
/// The feed says when to look again; this is for changes that came before the look.
const LOOK: Duration = Duration::from_millis(200);

impl Walk {
    /// Hands the result of the case in `line` over, or makes it a later pickup where nobody asked to wait.
    pub(super) async fn hand_over(&mut self, line: &mut Line) -> Result<(), Trouble> {
        if !self.deliver || self.practice.is_none() {
            self.desk.collect_later(&line.slip)?;
            return Ok(());
        }
        // A visit that waits is not ended by accident.
        if self.desk.close_visit("served").await.is_ok() {
            line.trouble = Some("the visit ended while it waited for a decision".to_owned());
            return Ok(());
        }
        let until = tokio::time::Instant::now() + DECISION;
        let mut now = self.desk.case_now(&line.slip).await?;
        while now.stage != "completed" {
            if tokio::time::Instant::now() >= until {
                self.desk.collect_later(&line.slip)?;
                line.trouble = Some(format!("not decided in time: {}", now.stage));
                return Ok(());
            }
            let next = until.min(tokio::time::Instant::now() + LOOK);
            let _ = tokio::time::timeout_at(next, self.events.recv()).await;
            now = self.desk.case_now(&line.slip).await?;
        }
        if now.results.is_empty() || now.granted != Some(true) {
            line.trouble = Some("decided without a result".to_owned());
        }
        let form = DeliverForm {
            way: "direct".to_owned(),
            agent: None,
            copies: 1,
            proof: String::new(),
        };
        let handed = self.desk.deliver(&line.slip, form).await?;
        if handed.case.stage != "delivered" || handed.case.results.iter().any(|result| !result.handed_over) {
            line.trouble = Some(format!("delivered and yet {}", handed.case.stage));
        }
        for paper in &handed.papers {
            let bytes = self
                .desk
                .paper_bytes(&paper.id)
                .map_err(|_| trouble::no_such_paper())?;
            self.write(&format!("{}-{}.pdf", line.item, paper.kind), &bytes)?;
        }
        line.stage = "delivered".to_owned();
        line.delivery_papers = handed.papers.into_iter().map(|paper| paper.kind).collect();
        Ok(())
    }
}
