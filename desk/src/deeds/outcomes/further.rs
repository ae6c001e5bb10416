//! 补充材料: what departments ask for after acceptance. The applicant is told in one notice; what comes has a receipt.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::further::{Came, FurtherCame, TellFurther};
use cases::wire::record::CaseView;

use super::{key_of, needs_hall, reference};
use crate::chance;
use crate::desk::Desk;
use crate::view::results::{CameForm, CaseNowView};

impl Desk {
    /// 补充材料通知: everything that was asked for and not told yet. A second one takes its approval along.
    pub async fn tell_further(&self, slip: &str) -> Result<CaseNowView, Trouble> {
        let session = self.permit_here(Deed::Supplement)?;
        let slip = reference(slip);
        let tell = TellFurther {
            approval: self.approval_to_demand(&slip),
        };
        let line = self.line(&session.staff, "tell_further", &slip, "补充材料通知");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let path = format!("/v1/cases/{slip}/further");
        // Told twice, it is the hall that says there is nothing new.
        let key = chance::id_at(self.0.link.legal_now());
        let case: CaseView = self.0.link.post(&path, key, &tell).await.map_err(needs_hall)?;
        self.keep_case(case).await
    }

    /// 补充材料收件, at any window of the hall.
    pub async fn take_further(&self, slip: &str, came: Vec<CameForm>) -> Result<CaseNowView, Trouble> {
        let session = self.permit_here(Deed::Supplement)?;
        let slip = reference(slip);
        let came = came
            .into_iter()
            .map(|one| {
                Ok(Came {
                    of: crate::deeds::id(&one.of)?,
                    place: one.place,
                    originals: one.originals,
                    copies: one.copies,
                })
            })
            .collect::<Result<_, Trouble>>()?;
        let came = FurtherCame { came };
        let line = self.line(&session.staff, "take_further", &slip, "补充材料收件");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let path = format!("/v1/cases/{slip}/further/came");
        let key = key_of("take_further", &slip, &came);
        let case: CaseView = self.0.link.post(&path, key, &came).await.map_err(needs_hall)?;
        self.keep_case(case).await
    }
}
