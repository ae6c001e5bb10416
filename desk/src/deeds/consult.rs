//! 咨询 without a case: an item, its situation (情形), its 一次性告知书. Nobody is named, nothing is saved but that it was
//! asked; the hall counts it by item and day.

use cases::case::situation::Answerer;
use cases::case::{Draft, Outstanding};
use cases::error::Trouble;
use cases::notice::guidance;
use cases::roles::Deed;
use cases::wire::approval::DemandCount;
use cases::wire::notice::{
    ConsultationCount, ConsultationCounted, CountConsultation, NoticeText, SendNotice,
};
use uuid::Uuid;

use super::outcomes::key_of;
use super::papers::keep_rendered;
use super::printing::Sheet;
use super::tell_once::{needs_line, sent, typed};
use crate::chance;
use crate::desk::Desk;
use crate::hall_link::HallFault;
use crate::intake::forms;
use crate::intake::show;
use crate::store::consultations;
use crate::store::papers::KeptPaper;
use crate::trouble;
use crate::view::outcome::{
    ConsultCountView, ConsultView, DemandCountView, NoticeTextView, PaperView, ToldFiguresView,
};
use crate::view::printing::PrintView;

/// A consultation that is going on: in memory alone.
pub(crate) struct Consult {
    id: Uuid,
    /// A draft of nobody, which carries the answers.
    draft: Draft,
    /// The paper of these answers, once it was made.
    paper: Option<KeptPaper>,
    told: bool,
}

impl Desk {
    /// Begins one, in a visit or without any.
    pub fn consult(&self, item_id: &str) -> Result<ConsultView, Trouble> {
        self.permit(Deed::Consult)?;
        let book = self.book()?;
        let item = book.catalogue.item(item_id).ok_or_else(trouble::no_such_item)?;
        let session = self.permit_for(Deed::Consult, Some(item))?;
        let now = self.ground(&book, item).now;
        let id = chance::id_at(now);
        let draft = Draft {
            id,
            item: item.id.clone(),
            edition: book.catalogue.edition.clone(),
            desk: self.0.desk.clone(),
            clerk: session.staff,
            opened_at: now,
            ..Draft::nobody()
        };
        self.state().consult = Some(Consult {
            id,
            draft,
            paper: None,
            told: false,
        });
        self.consult_view(id)
    }

    /// Answers a question of the situation: the codes that hold now.
    pub fn consult_answer(&self, id: &str, question: &str, codes: &[String]) -> Result<ConsultView, Trouble> {
        let session = self.permit(Deed::Consult)?;
        let id = super::id(id)?;
        let book = self.book()?;
        {
            let mut state = self.state();
            let consult = going_on(state.consult.as_mut(), id)?;
            let item = book
                .catalogue
                .item(&consult.draft.item)
                .ok_or_else(trouble::no_such_item)?;
            let ground = self.ground(&book, item);
            let by = Answerer {
                clerk: &session.staff,
                at: ground.now,
            };
            consult
                .draft
                .answer(item, question, codes, by, ground.today())
                .map_err(trouble::answer_not_taken)?;
            // Another situation is another paper.
            consult.paper = None;
        }
        self.consult_view(id)
    }

    /// The 一次性告知书 of the answers, without any name. The same answers give the same paper; it is counted once.
    pub async fn consult_notice(&self, id: &str) -> Result<PaperView, Trouble> {
        self.permit(Deed::Consult)?;
        let id = super::id(id)?;
        let (content, item, session, at) = {
            let book = self.book()?;
            let mut state = self.state();
            let hall = state.session.clone().ok_or_else(trouble::not_signed_in)?;
            let consult = going_on(state.consult.as_mut(), id)?;
            if let Some(paper) = consult.paper.clone() {
                drop(state);
                return Ok(self.show_paper(paper));
            }
            let item = book
                .catalogue
                .item(&consult.draft.item)
                .ok_or_else(trouble::no_such_item)?;
            let ground = self.ground(&book, item);
            let maker = self.maker(&hall);
            let facts = forms::consultation(ground, &consult.draft, &maker, hall.hall_phone.as_deref());
            let content = guidance::content(&facts, &book.catalogue.wording);
            (content, item.id.clone(), hall, ground.now)
        };
        let session = self
            .permit_for(Deed::Consult, self.book()?.catalogue.item(&item))
            .map(|_| session)?;
        let rendered = self.render(content.clone(), at).await?;
        let paper = keep_rendered("", &content, rendered, at);
        let line = self.line(&session.staff, "consult", &item, "咨询");
        let told = {
            let mut state = self.state();
            let consult = going_on(state.consult.as_mut(), id)?;
            consult.paper = Some(paper.clone());
            std::mem::replace(&mut consult.told, true)
        };
        if !told {
            self.rooms()?
                .store
                .transact(line, |tx| consultations::add(tx, id, &item, at))?;
            self.send_consultations().await;
        }
        Ok(self.show_paper(paper))
    }

    /// Texts what its paper says, to a number that nobody keeps. `agreed` as in [`Desk::text_notice`].
    pub async fn text_consultation(
        &self,
        id: &str,
        phone: String,
        agreed: bool,
    ) -> Result<NoticeTextView, Trouble> {
        let session = self.permit(Deed::Consult)?;
        let id = super::id(id)?;
        let (item, materials) = {
            let book = self.book()?;
            let mut state = self.state();
            let consult = going_on(state.consult.as_mut(), id)?;
            if consult.paper.is_none() {
                return Err(trouble::telling::nothing_told());
            }
            let item = book
                .catalogue
                .item(&consult.draft.item)
                .ok_or_else(trouble::no_such_item)?;
            let today = self.ground(&book, item).today();
            let open = Outstanding::of(&consult.draft, item, &book.catalogue.rules, today);
            let materials = open.unmet.iter().map(|material| material.id.clone());
            (item.id.clone(), materials.collect())
        };
        let send = SendNotice {
            phone: typed(Some(phone))?,
            agreed,
            materials,
        };
        let line = self.line(&session.staff, "text_consultation", &item, "咨询短信");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let path = format!("/v1/consultations/{item}/{id}/text");
        let key = key_of("text_consultation", &id.to_string(), &send);
        let text: NoticeText = self.0.link.post(&path, key, &send).await.map_err(needs_line)?;
        Ok(NoticeTextView {
            phone: None,
            sent: Some(sent(text)),
        })
    }

    /// Ends it: nothing is left.
    pub fn end_consultation(&self) -> Result<(), Trouble> {
        self.permit(Deed::Consult)?;
        self.state().consult = None;
        Ok(())
    }

    /// The paper of the consultation that is going on, if it is this one.
    pub(crate) fn consult_paper(&self, paper: &str) -> Option<KeptPaper> {
        let state = self.state();
        let made = state.consult.as_ref().and_then(|consult| consult.paper.as_ref());
        made.filter(|made| made.id.to_string() == paper).cloned()
    }

    pub(crate) async fn print_consultation(&self, paper: &KeptPaper) -> Result<PrintView, Trouble> {
        let session = self.permit(Deed::Consult)?;
        let line = self.line(&session.staff, "print_consultation", &paper.title, "咨询");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        self.give_to_printer(Sheet::passing(paper), None).await
    }

    /// Tells the hall of consultations that it has not counted; each once.
    pub(crate) async fn send_consultations(&self) {
        let Ok(rooms) = self.rooms() else { return };
        for (id, item, at) in rooms.store.read(consultations::all).unwrap_or_default() {
            let count = CountConsultation { id, item, at };
            let counted = self
                .0
                .link
                .post::<_, ConsultationCounted>("/v1/consultations", id, &count)
                .await;
            match counted {
                // An item that is gone from the catalogue, or a permit that is gone, comes back by no waiting.
                Ok(_)
                | Err(HallFault::Problem {
                    status: 403 | 404, ..
                }) => {
                    if let Err(fault) = rooms.store.mark(|tx| consultations::counted(tx, id)) {
                        tracing::warn!(store.fault = %fault, "a consultation could not be struck off");
                    }
                }
                Err(_) => return,
            }
        }
    }

    /// 一次告知统计, for the supervisor: what was asked for later, and what was only asked about.
    pub async fn told_figures(&self) -> Result<ToldFiguresView, Trouble> {
        self.permit(Deed::SeeBoard)?;
        let demands: Vec<DemandCount> = self.0.link.get("/v1/second-demands").await?;
        let asked: Vec<ConsultationCount> = self.0.link.get("/v1/consultations").await?;
        Ok(ToldFiguresView {
            demands: demands
                .into_iter()
                .map(|count| DemandCountView {
                    item_name: count.item_name,
                    department: count.department,
                    demands: count.demands,
                    added: count.added,
                    by_edition: count.by_edition,
                })
                .collect(),
            consultations: asked
                .into_iter()
                .map(|count| ConsultCountView {
                    day: count.day.to_string(),
                    item_name: count.item_name,
                    times: count.times,
                })
                .collect(),
        })
    }

    /// The figures as a table for other programs (CSV, UTF-8), in a folder of this window; says where.
    pub async fn export_told_figures(&self) -> Result<String, Trouble> {
        let figures = self.told_figures().await?;
        let session = self.permit(Deed::SeeBoard)?;
        let folder = self.exports().ok_or_else(trouble::telling::no_folder)?;
        let day = cases::deadline::hall_date(self.0.link.legal_now());
        let line = self.line(&session.staff, "export_told_figures", day, "导出一次告知统计");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let file = folder.join(format!("一次告知统计-{day}.csv"));
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&file, csv(&figures)))
            .map_err(|_| trouble::telling::no_folder())?;
        Ok(file.display().to_string())
    }

    fn consult_view(&self, id: Uuid) -> Result<ConsultView, Trouble> {
        let book = self.book()?;
        let mut state = self.state();
        let consult = going_on(state.consult.as_mut(), id)?;
        let item = book
            .catalogue
            .item(&consult.draft.item)
            .ok_or_else(trouble::no_such_item)?;
        let today = self.ground(&book, item).today();
        let here = consult.draft.situated(item, today);
        let open = Outstanding::of(&consult.draft, item, &book.catalogue.rules, today);
        Ok(ConsultView {
            id: id.to_string(),
            item: item.id.clone(),
            item_name: item.name.clone(),
            department: item.department.clone(),
            fee: item.fee.clone(),
            questions: here.questions.iter().map(show::question).collect(),
            materials: open.unmet.iter().map(|material| material.name.clone()).collect(),
            told: consult.told,
        })
    }
}

fn going_on(consult: Option<&mut Consult>, id: Uuid) -> Result<&mut Consult, Trouble> {
    consult
        .filter(|consult| consult.id == id)
        .ok_or_else(trouble::telling::no_consultation)
}

/// One table of both: what a row is stands in its first column.
fn csv(figures: &ToldFiguresView) -> String {
    let mut text = "\u{feff}类别,日期,事项,部门,批准再次要求（次）,追加要求（项）,其中事项新版本新增（项）,咨询（次）\r\n".to_owned();
    for row in &figures.demands {
        let (item, department) = (quoted(&row.item_name), quoted(&row.department));
        text.push_str(&format!(
            "追加要求,,{item},{department},{},{},{},\r\n",
            row.demands, row.added, row.by_edition
        ));
    }
    for row in &figures.consultations {
        text.push_str(&format!(
            "咨询,{},{},,,,,{}\r\n",
            row.day,
            quoted(&row.item_name),
            row.times
        ));
    }
    text
}

/// RFC 4180; what a spreadsheet would take for a formula is text.
fn quoted(text: &str) -> String {
    let lead = if text.starts_with(['=', '+', '-', '@']) {
        "'"
    } else {
        ""
    };
    format!("\"{lead}{}\"", text.replace('"', "\"\""))
}
