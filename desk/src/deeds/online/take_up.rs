//! 取用网上申报: an intake opened from an application. Its values come as 网上申报, its files follow as they arrive;
//! registries and licences are asked as always.

use cases::case::{Body, Party};
use cases::error::Trouble;
use cases::online::{Applicant, Application, Relation, check};
use cases::roles::Deed;
use cases::wire::online::{OnlineCase, OnlineTaken, TakeOnline};
use cases::wire::visit::Identified;

use crate::chance;
use crate::deeds::open_intake::Begin;
use crate::desk::Desk;
use crate::trouble;
use crate::view::intake::IntakeView;

impl Desk {
    pub async fn take_online(&self, application: &str) -> Result<IntakeView, Trouble> {
        self.permit(Deed::Receive)?;
        if !check::is_id(application) {
            return Err(trouble::no_such_choice());
        }
        if self.state().intake.is_some() {
            return Err(trouble::park_first());
        }
        let (visit, id_number) = self.who_stands_here()?;
        let at = self.0.link.legal_now();
        let draft = chance::id_at(at);
        let path = format!("/v1/visits/{visit}/online/{application}/take");
        let ask = TakeOnline { id_number, draft };
        let of = match self.0.link.post(&path, chance::id_at(at), &ask).await? {
            OnlineTaken::Yours { draft } => return self.resume_intake(&draft.to_string()).await,
            OnlineTaken::Taken { of } => of,
        };
        let opened = self.open_taken(draft, &of).await;
        if opened.is_err() {
            // Nothing was begun: it waits for another window.
            self.give_back(draft, "没有开始收件").await;
        }
        let view = opened?;
        self.work_in_beside(draft, *of);
        Ok(view)
    }

    async fn open_taken(&self, draft: uuid::Uuid, of: &OnlineCase) -> Result<IntakeView, Trouble> {
        if self.book()?.catalogue.item(&of.item).is_none() {
            return Err(trouble::online_item_gone());
        }
        let (party, registered) = self.party_of(&of.application).await?;
        let mut visit = self.state().visit.clone().ok_or_else(trouble::no_visit)?;
        if visit.party.as_ref() != Some(&party) {
            visit.party = Some(party);
            visit.on_paper = false;
            let session = self.permit(Deed::Identify)?;
            let line = self.line(
                &session.staff,
                "choose_party",
                visit.visit.id,
                "网上申报的申请主体",
            );
            self.keep_visit(line, visit)?;
        }
        let begin = Begin {
            id: Some(draft),
            online: Some((of, registered)),
            corrects: None,
        };
        self.open_intake_for(&of.item, begin).await
    }

    /// For whom the person at the window acts, and whether a register says so.
    async fn party_of(&self, application: &Application) -> Result<(Party, bool), Trouble> {
        let identified = {
            let state = self.state();
            let visit = state.visit.as_ref().ok_or_else(trouble::no_visit)?;
            visit.identified.clone().ok_or_else(trouble::not_identified)?
        };
        let person = identified.person.clone();
        match &application.applicant {
            Applicant::Person { id_number, .. } if *id_number == person.id_number => Ok((
                Party {
                    person,
                    body: None,
                    as_agent: false,
                },
                true,
            )),
            Applicant::Person { .. } => Err(trouble::online_principal()),
            Applicant::Body { name, uscc } => {
                let known = match identified.bodies.iter().find(|body| body.uscc == *uscc) {
                    Some(body) => Some(body.clone()),
                    // By its code: how it is registered, and what he is to it.
                    None => self.registered(uscc).await,
                };
                let registered = known.is_some();
                let body = known.unwrap_or_else(|| Body {
                    uscc: uscc.clone(),
                    name: name.clone(),
                    relation: claimed(&identified, application).word().to_owned(),
                });
                let as_agent = body.relation == "agent";
                let party = Party {
                    person,
                    body: Some(body),
                    as_agent,
                };
                Ok((party, registered))
            }
        }
    }

    /// A body as the register has it; nothing where it does not answer.
    async fn registered(&self, uscc: &str) -> Option<Body> {
        self.find_body(uscc).await.ok()?;
        let state = self.state();
        let found = &state.visit.as_ref()?.found;
        found.iter().find(|body| body.uscc == uscc).cloned()
    }
}

/// What the portal says that he is to the applicant. Where the registers know his bodies and this one is not among them,
/// he is its agent, whatever was claimed online.
fn claimed(identified: &Identified, application: &Application) -> Relation {
    let filer = &application.filer;
    if identified.bodies_known || filer.id_number != identified.person.id_number {
        return Relation::Agent;
    }
    match filer.relation {
        Relation::Own => Relation::Agent,
        named @ (Relation::LegalRep | Relation::Operator | Relation::Staff | Relation::Agent) => named,
    }
}
