//! 练习码: training only; the 政务服务码 of a visitor, as his phone would show it now.

use cases::error::Trouble;
use cases::realm::Realm;
use cases::wire::session::PracticeAddress;

use crate::desk::Desk;
use crate::practice::{Practice, Shape};
use crate::trouble;

impl Desk {
    pub async fn practice_code(&self) -> Result<String, Trouble> {
        if self.0.realm != Realm::Training {
            return Err(trouble::training_only());
        }
        let address: PracticeAddress = self
            .0
            .link
            .get("/v1/training/practice")
            .await
            .map_err(|_| trouble::no_practice())?;
        let practice = Practice::at(&address.practice)?;
        let visits = self.rooms()?.store.read(crate::store::audit::count)?;
        let mut people = practice.fit(&Shape::bookkeeping(), visits, 1).await?;
        let person = people.pop().ok_or_else(trouble::no_practice)?;
        practice.code(&person.resident.id_number).await
    }
}
