//! 告知查询记录: the looks at the applicant who stands there, as a paper for him; nobody else is in it.

use cases::error::Trouble;
use cases::identity::mask;
use cases::roles::Deed;
use cases::watch::sheet::{Given, Line, list};
use cases::wire::watch::{AskLooks, LooksOf};

use super::papers::keep_rendered;
use crate::chance;
use crate::desk::Desk;
use crate::store::papers;
use crate::trouble;
use crate::view::outcome::PaperView;

impl Desk {
    pub async fn list_looks(&self) -> Result<PaperView, Trouble> {
        let session = self.permit(Deed::ListLooks)?;
        let (visit, person) = {
            let state = self.state();
            let here = state.visit.as_ref().ok_or_else(trouble::no_visit)?;
            let identified = here.identified.as_ref().ok_or_else(trouble::not_identified)?;
            (here.visit.id, identified.person.clone())
        };
        let line = self.line(&session.staff, "list_looks", visit, "告知申请人本人查询记录");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let ask = AskLooks {
            id_number: person.id_number.clone(),
        };
        let at = self.0.link.legal_now();
        let path = format!("/v1/visits/{visit}/looks");
        let listed: LooksOf = self.0.link.post(&path, chance::id_at(at), &ask).await?;
        let given = Given {
            realm: self.0.realm,
            hall: session.hall_name.clone(),
            name: person.name,
            number: mask::document(&person.id_number),
            desk: self.0.desk.clone(),
            at,
        };
        let lines: Vec<Line> = self.in_words(|words| {
            let look = |row| words.look(row);
            let lines = listed.looks.into_iter().map(|row| {
                let (at, desk, read) = (row.at, row.desk.clone(), row.refused.is_none());
                let shown = look(row);
                Line {
                    at,
                    item: shown.item_name,
                    source: shown.source,
                    under: shown.base.unwrap_or_default(),
                    elements: shown.elements,
                    desk,
                    read,
                }
            });
            lines.collect()
        })?;
        let content = list(&given, &lines);
        let rendered = self.render(content.clone(), at).await?;
        // Under the visit, since it belongs to no case.
        let paper = keep_rendered(&visit.to_string(), &content, rendered, at);
        self.rooms()?.store.mark(|tx| papers::add(tx, &paper, at))?;
        Ok(self.show_paper(paper))
    }
}
