//! 分隔页: a sheet for each material that pages can be put to, laid before its pages in the feeder.

use ::papers::sheet::{Sheet, sheets};
use cases::error::Trouble;
use cases::notice::PaperKind;
use cases::roles::Deed;

use super::super::papers::keep_made;
use crate::desk::Desk;
use crate::scan::propose::{SEPARATOR, separates};
use crate::scan::show;
use crate::store::{papers, scans};
use crate::trouble;
use crate::view::outcome::PaperView;

impl Desk {
    /// The sheets of the open intake's item. They name no person, and serve for the next case of the item too.
    pub async fn make_separators(&self, id: &str) -> Result<PaperView, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        let id = super::super::id(id)?;
        let (pages, item, slip) = self.with_intake_of(id, |ground, intake| {
            let rooms = self.rooms()?;
            let batch = rooms.store.read(|connection| scans::get(connection, id))?;
            let known = show::known(ground, intake, &batch);
            let pages: Vec<Sheet> = known
                .iter()
                .map(|one| Sheet {
                    over: format!("分隔页 · {}", ground.item.name),
                    title: format!("{} {}", one.number, one.name),
                    code: Some(format!("{SEPARATOR}{}", separates(&ground.item.id, &one.id))),
                    lines: vec![
                        "放在这份材料的前面，一起放进扫描仪。".to_owned(),
                        "本页不入档，扫描后取回，下次再用。".to_owned(),
                    ],
                })
                .collect();
            Ok((pages, ground.item.name.clone(), intake.draft.slip.clone()))
        })?;
        if pages.is_empty() {
            return Err(trouble::no_such_material());
        }
        let at = self.0.link.legal_now();
        let (desk, title) = (self.clone(), format!("分隔页：{item}"));
        let (realm, named) = (self.0.realm, title.clone());
        let rendered = tokio::task::spawn_blocking(move || {
            sheets(&pages, &named, realm, desk.fonts()?, at).map_err(|fault| fault.trouble())
        });
        let rendered = rendered.await.map_err(|_| trouble::no_such_paper())??;
        let paper = keep_made(&slip, PaperKind::Separator, title, rendered, at);
        let line = self.line(&session.staff, "make_separators", id, &paper.title);
        self.rooms()?
            .store
            .transact(line, |tx| papers::add(tx, &paper, at))?;
        Ok(self.show_paper(paper))
    }
}
