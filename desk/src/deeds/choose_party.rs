//! 选择申请主体: himself, a body the register offers, a body by credit code, or one read off a paper licence.

use cases::case::{Body, Party};
use cases::error::Trouble;
use cases::identity::Uscc;
use cases::roles::Deed;
use cases::wire::visit::FindBody;

use crate::chance;
use crate::desk::Desk;
use crate::intake::show;
use crate::trouble;
use crate::view::desk::{BodyView, DeskView, PartyChoice};

impl Desk {
    /// 按统一社会信用代码查询
    pub async fn find_body(&self, uscc: &str) -> Result<BodyView, Trouble> {
        let session = self.permit(Deed::Identify)?;
        let uscc = Uscc::parse(uscc)?;
        let id = self
            .state()
            .visit
            .as_ref()
            .map(|visit| visit.visit.id)
            .ok_or_else(trouble::no_visit)?;
        let key = chance::id_at(self.0.link.legal_now());
        let ask = FindBody {
            uscc: uscc.as_str().to_owned(),
        };
        let body: Body = self
            .0
            .link
            .post(&format!("/v1/visits/{id}/bodies"), key, &ask)
            .await?;
        let mut visit = self.state().visit.clone().ok_or_else(trouble::no_visit)?;
        visit.found.retain(|known| known.uscc != body.uscc);
        visit.found.push(body.clone());
        let line = self.line(&session.staff, "find_body", id, "查询申请单位");
        self.keep_visit(line, visit)?;
        Ok(show::body(&body))
    }

    pub fn choose_party(&self, choice: PartyChoice) -> Result<DeskView, Trouble> {
        let session = self.permit(Deed::Identify)?;
        let mut visit = self.state().visit.clone().ok_or_else(trouble::no_visit)?;
        let identified = visit.identified.clone().ok_or_else(trouble::not_identified)?;
        let person = identified.person;
        let (party, on_paper) = match choice {
            PartyChoice::Own => (
                Party {
                    person,
                    body: None,
                    as_agent: false,
                },
                false,
            ),
            PartyChoice::Body { uscc, as_agent } => {
                let uscc = Uscc::parse(&uscc)?;
                let body = identified
                    .bodies
                    .iter()
                    .chain(&visit.found)
                    .find(|body| body.uscc == uscc.as_str())
                    .cloned()
                    .ok_or_else(trouble::unknown_body)?;
                (
                    Party {
                        person,
                        body: Some(body),
                        as_agent,
                    },
                    false,
                )
            }
            PartyChoice::BodyOnPaper {
                uscc,
                name,
                relation,
                as_agent,
            } => {
                let uscc = Uscc::parse(&uscc)?;
                if name.trim().is_empty() {
                    return Err(trouble::unknown_body());
                }
                let relation = match relation.as_str() {
                    known @ ("legalRep" | "operator" | "staff" | "agent") => known.to_owned(),
                    _ => return Err(trouble::unknown_body()),
                };
                let body = Body {
                    uscc: uscc.as_str().to_owned(),
                    name: name.trim().to_owned(),
                    relation,
                };
                (
                    Party {
                        person,
                        body: Some(body),
                        as_agent,
                    },
                    true,
                )
            }
        };
        visit.party = Some(party);
        visit.on_paper = on_paper;
        let line = self.line(&session.staff, "choose_party", visit.visit.id, "选择申请主体");
        self.keep_visit(line, visit)?;
        self.desk_view()
    }
}
