//! 演练: a hall of the training realm that nobody else uses, lent by the shell for as long as an item is walked in it.

use std::any::Any;
use std::path::PathBuf;

use async_trait::async_trait;
use cases::error::Trouble;

pub use cases::catalogue::CatalogueFiles;

/// Opens such halls.
#[async_trait]
pub trait Rehearsals: Send + Sync {
    /// Opens one over this catalogue, with a practice province of its own.
    async fn open(&self, files: CatalogueFiles) -> Result<Rehearsal, Trouble>;
}

/// An open one. It ends when this is dropped.
pub struct Rehearsal {
    pub hall: String,
    pub token: String,
    /// A window of it, and who sits there.
    pub desk: String,
    pub staff: String,
    pub password: String,
    /// Folder for the papers; it goes with the hall.
    pub out: PathBuf,
    /// What has to live as long.
    pub held: Box<dyn Any + Send>,
}
