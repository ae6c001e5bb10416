//! 打印: a paper given to a printer is followed until it lies there, or until somebody is told why it does not.

use std::sync::Arc;
use std::time::Duration;

use ::printers::Fault;
use ::printers::ipp::{Id, Job, Media, Printer, Sides, Standing};
use cases::error::Trouble;
use cases::roles::Deed;
use futures::future::join_all;
use uuid::Uuid;

use crate::chance;
use crate::desk::Desk;
use crate::store::meta;
use crate::store::papers::KeptPaper;
use crate::store::printing::{self, Given};
use crate::trouble;
use crate::view::desk::DeskEvent;
use crate::view::printing::{PrintState, PrintView, PrinterView};

/// A printer whose answer was lost is asked for the job so often, this long apart.
const ASKED: u32 = 20;
const APART: Duration = Duration::from_secs(3);
/// Addresses that were typed at this window.
const MOST_TYPED: usize = 20;

/// What is printed.
#[derive(Clone)]
pub(crate) struct Sheet {
    paper: Uuid,
    title: String,
    bytes: Arc<Vec<u8>>,
    /// A paper of this window's store; what is of nobody is not kept on.
    kept: bool,
}

impl Sheet {
    pub fn kept(paper: &KeptPaper, title: String) -> Self {
        Self {
            paper: paper.id,
            title,
            bytes: Arc::new(paper.bytes.clone()),
            kept: true,
        }
    }

    /// Printed and forgotten.
    pub fn passing(paper: &KeptPaper) -> Self {
        Self {
            kept: false,
            ..Self::kept(paper, paper.title.clone())
        }
    }
}

/// A sheet at a printer.
pub(crate) struct Print {
    key: Uuid,
    sheet: Sheet,
    printer: Printer,
    /// Its number there, once the printer said it.
    id: Option<Id>,
    pub view: PrintView,
}

impl Desk {
    /// Gives a sheet to the printer of this window, or to the one at this address.
    pub(crate) async fn give_to_printer(
        &self,
        sheet: Sheet,
        address: Option<&str>,
    ) -> Result<PrintView, Trouble> {
        let printer = match address {
            Some(address) => Printer::at(address).map_err(|fault| trouble::printer(&fault))?,
            None => self.printer().await?,
        };
        let at = self.0.link.legal_now();
        let key = chance::id_at(at);
        if sheet.kept {
            let given = Given {
                key,
                paper: sheet.paper,
                title: sheet.title.clone(),
                printer: printer.address().to_owned(),
            };
            // Before a byte goes out: a window that is killed now finds the job at the printer again.
            self.rooms()?.store.mark(|tx| printing::add(tx, &given, at))?;
        }
        let id = match printer.print(&job(&sheet, key)).await {
            Ok(id) => Some(id),
            Err(fault) if fault.is_doubtful() => None,
            Err(fault) => {
                self.forget_print(key, sheet.kept);
                return Err(trouble::printer(&fault));
            }
        };
        Ok(self.follow_print(key, sheet, printer, id))
    }

    /// Papers at printers that have not ended.
    pub fn prints(&self) -> Result<Vec<PrintView>, Trouble> {
        self.permit_printing()?;
        Ok(self
            .state()
            .prints
            .iter()
            .map(|print| print.view.clone())
            .collect())
    }

    /// Takes a paper back from its printer and gives it to another.
    pub async fn move_print(&self, job: &str, address: &str) -> Result<PrintView, Trouble> {
        self.permit_printing()?;
        let sheet = self.take_back(job).await?;
        self.give_to_printer(sheet, Some(address)).await
    }

    /// Takes a paper back; it stays kept and can be printed later.
    pub async fn stop_print(&self, job: &str) -> Result<(), Trouble> {
        self.permit_printing()?;
        self.take_back(job).await.map(|_| ())
    }

    /// The printers of this window, the chosen one marked.
    pub async fn printers(&self) -> Result<Vec<PrinterView>, Trouble> {
        self.permit_printing()?;
        let mut all = self.typed_printers()?;
        // Without a print server there are those that were typed.
        for address in Printer::of_server(&self.0.print_server).await.unwrap_or_default() {
            if !all.contains(&address) {
                all.push(address);
            }
        }
        let chosen = self.chosen_printer()?.or_else(|| all.first().cloned());
        Ok(join_all(
            all.iter()
                .map(|address| shown(address, chosen.as_deref() == Some(address))),
        )
        .await)
    }

    /// Chooses a printer by its address, which may be a new one; it has to answer.
    pub async fn choose_printer(&self, address: &str) -> Result<Vec<PrinterView>, Trouble> {
        self.permit_printing()?;
        let printer = Printer::at(address).map_err(|fault| trouble::printer(&fault))?;
        printer.look().await.map_err(|fault| trouble::printer(&fault))?;
        let mut typed = self.typed_printers()?;
        let served = Printer::of_server(&self.0.print_server).await.unwrap_or_default();
        let address = printer.address().to_owned();
        if !typed.contains(&address) && !served.contains(&address) {
            typed.insert(0, address.clone());
            typed.truncate(MOST_TYPED);
        }
        let list = serde_json::to_string(&typed).map_err(|_| trouble::store_unreadable())?;
        self.rooms()?.store.mark(|tx| {
            meta::set(tx, meta::PRINTERS, &list)?;
            meta::set(tx, meta::PRINTER, &address)
        })?;
        self.printers().await
    }

    /// Follows on what was at a printer when this window ended.
    pub(crate) fn resume_prints(&self) {
        let Ok(rooms) = self.rooms() else { return };
        for given in rooms.store.read(printing::all).unwrap_or_default() {
            if self.state().prints.iter().any(|print| print.key == given.key) {
                continue;
            }
            let paper = rooms
                .store
                .read(|connection| crate::store::papers::get(connection, given.paper));
            match (paper, Printer::at(&given.printer)) {
                (Ok(Some(paper)), Ok(printer)) => {
                    self.follow_print(given.key, Sheet::kept(&paper, given.title), printer, None);
                }
                _ => self.forget_print(given.key, true),
            }
        }
    }

    /// A helper prints mandates and sees no other paper.
    fn permit_printing(&self) -> Result<(), Trouble> {
        self.permit(Deed::SeePaper)
            .or_else(|_| self.permit(Deed::KeepMandate))
            .map(|_| ())
    }

    fn typed_printers(&self) -> Result<Vec<String>, Trouble> {
        let typed = self
            .rooms()?
            .store
            .read(|connection| meta::get(connection, meta::PRINTERS))?;
        Ok(typed
            .and_then(|list| serde_json::from_str(&list).ok())
            .unwrap_or_default())
    }

    fn chosen_printer(&self) -> Result<Option<String>, Trouble> {
        Ok(self
            .rooms()?
            .store
            .read(|connection| meta::get(connection, meta::PRINTER))?)
    }

    /// The chosen printer, else the print server's first.
    async fn printer(&self) -> Result<Printer, Trouble> {
        let address = match self.chosen_printer()? {
            Some(address) => address,
            None => Printer::of_server(&self.0.print_server)
                .await
                .ok()
                .and_then(|all| all.into_iter().next())
                .ok_or_else(trouble::no_printer)?,
        };
        Printer::at(&address).map_err(|fault| trouble::printer(&fault))
    }

    /// Takes a job out of its printer. What is on paper already stays so.
    async fn take_back(&self, job: &str) -> Result<Sheet, Trouble> {
        let print = {
            let mut state = self.state();
            let at = state.prints.iter().position(|print| print.view.job == job);
            state.prints.remove(at.ok_or_else(trouble::no_such_print)?)
        };
        let id = match print.id {
            Some(id) => Some(id),
            None => print.printer.find(&print.key.to_string()).await.unwrap_or(None),
        };
        if let Some(id) = id {
            // A printer that is away keeps the job; whoever chose this stands beside it.
            if let Err(fault) = print.printer.cancel(id).await {
                tracing::info!(printer.fault = fault.code(), "a job could not be taken back");
            }
        }
        self.forget_print(print.key, print.sheet.kept);
        Ok(print.sheet)
    }

    fn follow_print(&self, key: Uuid, sheet: Sheet, printer: Printer, id: Option<Id>) -> PrintView {
        let view = PrintView {
            job: key.to_string(),
            paper: sheet.paper.to_string(),
            title: sheet.title.clone(),
            printer: printer.address().to_owned(),
            state: if id.is_some() {
                PrintState::Waiting
            } else {
                PrintState::Doubtful
            },
            sheets: 0,
            trouble: id.is_none().then(|| trouble::printer(&Fault::Lost).into()),
        };
        self.state().prints.push(Print {
            key,
            sheet: sheet.clone(),
            printer: printer.clone(),
            id,
            view: view.clone(),
        });
        let weak = self.weak();
        self.spawn(async move {
            let desk = || weak.upgrade().map(Desk);
            let id = match id {
                Some(id) => Ok(id),
                None => found_again(&printer, key).await,
            };
            let end = match id {
                Ok(id) => {
                    let heard = |standing: &Standing| {
                        if let Some(desk) = desk() {
                            desk.print_stands(key, id, standing);
                        }
                    };
                    printer.follow(id, heard).await
                }
                Err(fault) => Err(fault),
            };
            if let Some(desk) = desk() {
                desk.print_ended(key, &sheet, end).await;
            }
        });
        view
    }

    fn print_stands(&self, key: Uuid, id: Id, standing: &Standing) {
        let mut state = self.state();
        let Some(print) = state.prints.iter_mut().find(|print| print.key == key) else {
            return;
        };
        print.id = Some(id);
        (print.view.state, print.view.trouble) = match standing {
            Standing::Waiting => (PrintState::Waiting, None),
            Standing::Printing { sheets } => {
                print.view.sheets = *sheets;
                (PrintState::Printing, None)
            }
            Standing::Stuck(fault) => (PrintState::Stuck, Some(trouble::printer(fault).into())),
            // Said when it is known to have ended.
            Standing::Done | Standing::GivenUp(_) => return,
        };
        let print = print.view.clone();
        drop(state);
        self.emit(DeskEvent::Print { print });
    }

    /// Nothing is told of a job that was taken back here.
    async fn print_ended(&self, key: Uuid, sheet: &Sheet, end: Result<(), Fault>) {
        let print = {
            let mut state = self.state();
            let at = state.prints.iter().position(|print| print.key == key);
            let Some(at) = at else { return };
            state.prints.remove(at)
        };
        let mut view = print.view;
        match end {
            Ok(()) => {
                if sheet.kept {
                    self.printed(key, sheet.paper).await;
                }
                (view.state, view.trouble) = (PrintState::Done, None);
            }
            Err(fault) => {
                self.forget_print(key, sheet.kept);
                view.state = if fault.is_doubtful() {
                    PrintState::Doubtful
                } else {
                    PrintState::Failed
                };
                view.trouble = Some(trouble::printer(&fault).into());
            }
        }
        self.emit(DeskEvent::Print { print: view });
    }

    fn forget_print(&self, key: Uuid, kept: bool) {
        if !kept {
            return;
        }
        let Ok(rooms) = self.rooms() else { return };
        if let Err(fault) = rooms.store.mark(|tx| printing::ended(tx, key)) {
            tracing::warn!(store.fault = %fault, "a print could not be struck off");
        }
    }
}

fn job(sheet: &Sheet, key: Uuid) -> Job {
    Job {
        title: sheet.title.clone(),
        key: key.to_string(),
        pdf: sheet.bytes.to_vec(),
        copies: 1,
        sides: Sides::One,
        media: Media::A4,
    }
}

/// The job after its answer was lost, or after this window was closed.
async fn found_again(printer: &Printer, key: Uuid) -> Result<Id, Fault> {
    let mut beat = tokio::time::interval(APART);
    for _ in 0..ASKED {
        beat.tick().await;
        match printer.find(&key.to_string()).await {
            Ok(Some(id)) => return Ok(id),
            Ok(None) => return Err(Fault::Forgotten),
            Err(_) => {}
        }
    }
    Err(Fault::Lost)
}

async fn shown(address: &str, chosen: bool) -> PrinterView {
    let about = match Printer::at(address) {
        Ok(printer) => printer.look().await,
        Err(fault) => Err(fault),
    };
    let (name, model, fault) = match about {
        Ok(about) => {
            let fault = about.trouble();
            (about.name, about.model, fault)
        }
        Err(fault) => (String::new(), String::new(), Some(fault)),
    };
    PrinterView {
        address: address.to_owned(),
        name: if name.is_empty() { address.to_owned() } else { name },
        model,
        chosen,
        trouble: fault.map(|fault| trouble::printer(&fault).into()),
    }
}
