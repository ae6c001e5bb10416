//! The one writer: collects what waits, runs it in one transaction with a savepoint per command, commits, and
//! only then answers. A command that fails takes nothing with it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};

use rusqlite::Connection;
use tokio::sync::{oneshot, watch};

use super::super::Kept;
use super::feed;
use crate::fault::{self, Fault};

/// Commands in one transaction at most.
const GROUP: usize = 64;

/// Says after the commit, or after its failure, what became of a command.
type Answer = Box<dyn FnOnce(Result<(), Fault>) + Send>;
/// Runs inside the transaction; tells whether its changes stand.
pub type Job = Box<dyn FnOnce(&Connection) -> (bool, Answer) + Send>;

pub enum Message {
    Write(Job),
    Read(Box<dyn FnOnce(&Connection) + Send>),
    /// Ends the thread; told when the connection is closed.
    Close(oneshot::Sender<()>),
}

/// The writer's thread has ended.
#[derive(Debug)]
pub struct Gone;

pub struct Writer {
    inbox: Sender<Message>,
}

impl Writer {
    pub fn start(connection: Connection, bell: watch::Sender<u64>) -> Kept<Self> {
        let (inbox, messages) = channel();
        std::thread::Builder::new()
            .name("hall-writer".to_owned())
            .spawn(move || {
                let closed = run(&connection, &messages, &bell);
                drop(connection);
                if let Some(closed) = closed {
                    // Whoever closed the store may not wait for it.
                    let _ = closed.send(());
                }
            })
            .map_err(|error| fault::store_failed().inside(error))?;
        Ok(Self { inbox })
    }

    pub fn send(&self, message: Message) -> Result<(), Gone> {
        self.inbox.send(message).map_err(|_| Gone)
    }
}

/// Makes a job of a command: its result travels only if the commit stands.
pub fn job<T, F>(command: F, say: oneshot::Sender<Kept<T>>) -> Job
where
    T: Send + 'static,
    F: FnOnce(&Connection) -> Kept<T> + Send + 'static,
{
    Box::new(move |connection| {
        let done = catch_unwind(AssertUnwindSafe(|| command(connection)))
            .unwrap_or_else(|_| Err(fault::store_failed().inside("a command panicked")));
        let stands = done.is_ok();
        let answer = move |commit: Result<(), Fault>| {
            // Nobody listens when the caller went away; the command stands all the same.
            let _ = say.send(commit.and(done));
        };
        (stands, Box::new(answer) as Answer)
    })
}

/// Serves until the store is closed or nobody holds it any more.
fn run(
    connection: &Connection,
    messages: &Receiver<Message>,
    bell: &watch::Sender<u64>,
) -> Option<oneshot::Sender<()>> {
    while let Ok(first) = messages.recv() {
        let mut jobs = Vec::new();
        let mut reads = Vec::new();
        let mut closed = None;
        let mut take = |message| match message {
            Message::Write(job) => jobs.push(job),
            Message::Read(read) => reads.push(read),
            Message::Close(say) => closed = Some(say),
        };
        take(first);
        for message in messages.try_iter().take(GROUP - 1) {
            take(message);
        }
        if !jobs.is_empty() {
            commit_group(connection, jobs);
            if let Ok(last) = feed::last(connection) {
                bell.send_if_modified(|known| std::mem::replace(known, last) != last);
            }
        }
        // A read that was sent after a write was answered sees it: the answer comes after the commit.
        for read in reads {
            read(connection);
        }
        if closed.is_some() {
            return closed;
        }
    }
    None
}

fn commit_group(connection: &Connection, jobs: Vec<Job>) {
    if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
        let fault = Fault::from(error);
        for job in jobs {
            // The job is not run; its answer channel closes, which the caller reads as a failure.
            drop(job);
        }
        tracing::error!(store.cause = ?fault.cause, "hall store: a group could not begin");
        return;
    }
    let answers: Vec<Answer> = jobs
        .into_iter()
        .map(|job| run_in_savepoint(connection, job))
        .collect();
    let committed = connection.execute_batch("COMMIT").map_err(Fault::from);
    if committed.is_err() {
        let _ = connection.execute_batch("ROLLBACK");
    }
    for answer in answers {
        answer(committed.clone());
    }
}

fn run_in_savepoint(connection: &Connection, job: Job) -> Answer {
    if let Err(error) = connection.execute_batch("SAVEPOINT command") {
        let fault = Fault::from(error);
        drop(job);
        return Box::new(move |_| drop(fault));
    }
    let (stands, answer) = job(connection);
    let end = if stands {
        "RELEASE command"
    } else {
        "ROLLBACK TO command; RELEASE command"
    };
    match connection.execute_batch(end) {
        Ok(()) => answer,
        Err(error) => {
            let fault = Fault::from(error);
            Box::new(move |_| answer(Err(fault)))
        }
    }
}
