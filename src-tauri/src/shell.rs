//! What the commands reach: the training realm once it stands, or the words that say why it does not.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use desk::Desk;
use desk::Post;
use desk::view::TroubleView;
use desk::view::desk::{DeskEvent, DeskView, RealmView, StartState, StartView};
use tauri::ipc::Channel;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::task::AbortHandle;

use crate::fault::Fault;
use crate::training::Training;

/// The realm, or why there is none.
type Outcome = Result<Arc<Training>, TroubleView>;

/// One for the whole program. The window opens at once; commands wait here until the realm stands.
#[derive(Clone)]
pub struct Shell {
    post: Post,
    outcome: watch::Receiver<Option<Outcome>>,
    /// Who passes the news on, by the label of the window.
    followers: Arc<Mutex<HashMap<String, AbortHandle>>>,
}

/// The other end: says once how the start went.
pub struct Starting(watch::Sender<Option<Outcome>>);

impl Shell {
    pub fn new(post: Post) -> (Self, Starting) {
        let (sender, outcome) = watch::channel(None);
        let shell = Self {
            post,
            outcome,
            followers: Arc::default(),
        };
        (shell, Starting(sender))
    }

    pub fn post(&self) -> Post {
        self.post
    }

    /// The realm, as soon as it stands.
    pub async fn training(&self) -> Outcome {
        let mut outcome = self.outcome.clone();
        let settled = outcome.wait_for(Option::is_some).await.map(|it| it.clone());
        settled
            .ok()
            .flatten()
            .unwrap_or_else(|| Err(Fault::Ending.view()))
    }

    /// The desk, as soon as it stands.
    pub async fn desk(&self) -> Result<Desk, TroubleView> {
        Ok(self.training().await?.desk().clone())
    }

    /// How the program starts; a realm that could not be started is a state with words, not a failure.
    pub async fn start(&self) -> Result<StartView, TroubleView> {
        match self.training().await {
            Ok(training) => Ok(training.desk().start()),
            Err(trouble) => Ok(StartView {
                realm: RealmView::Training,
                post: self.post.into(),
                state: StartState::Stopped { trouble },
                desk: String::new(),
                hall_name: String::new(),
            }),
        }
    }

    /// The recovery code was noted: the vault opens, and the hall on this machine with it.
    pub async fn confirm_recovery(&self) -> Result<StartView, TroubleView> {
        let training = self.training().await?;
        let view = training.desk().confirm_recovery()?;
        training.open_hall().await.map_err(|fault| fault.view())?;
        Ok(view)
    }

    /// The same by the recovery code.
    pub async fn recover(&self, code: &str) -> Result<StartView, TroubleView> {
        let training = self.training().await?;
        let view = training.desk().recover(code)?;
        training.open_hall().await.map_err(|fault| fault.view())?;
        Ok(view)
    }
}

impl Shell {
    /// Signs a device in, as soon as the realm stands.
    pub async fn sign_in_device(&self) -> Result<DeskView, TroubleView> {
        self.training().await?.sign_in_device().await
    }

    /// From the desk's events to one page, until the program ends or the window's page is loaded anew.
    pub async fn follow(&self, window: &str, page: Channel<DeskEvent>) -> Result<(), TroubleView> {
        let mut events = self.training().await?.events();
        let passing = tokio::spawn(async move {
            loop {
                match events.recv().await {
                    Ok(event) => {
                        if let Err(cause) = page.send(event) {
                            tracing::warn!(error = %cause, "an event did not reach the screen");
                        }
                    }
                    Err(RecvError::Lagged(missed)) => tracing::warn!(missed, "the screen was slow"),
                    Err(RecvError::Closed) => return,
                }
            }
        });
        let mut followers = self.followers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = followers.insert(window.to_owned(), passing.abort_handle()) {
            before.abort();
        }
        Ok(())
    }
}

impl Starting {
    pub fn done(self, outcome: Outcome) {
        self.0.send_replace(Some(outcome));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_realm_that_could_not_start_is_said_on_the_first_screen() {
        let (shell, starting) = Shell::new(Post::Clerk);
        starting.done(Err(Fault::InUse("training".to_owned()).view()));
        let view = shell.start().await.unwrap();
        assert!(matches!(view.state, StartState::Stopped { trouble } if trouble.code == "YC-9102"));
        assert_eq!(shell.desk().await.err().unwrap().code, "YC-9102");
    }
}
