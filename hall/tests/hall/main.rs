//! The hall over HTTP, with small peers in place of registries, library and departments.

mod accept;
mod approvals;
mod assisting;
mod audit;
mod board;
mod days;
mod deliveries;
mod dispatch;
mod feed;
mod harness;
mod inbox;
mod law;
mod limits;
mod looks;
mod messages;
mod pages;
mod permits;
mod queue;
mod ratings;
mod serve;
mod store;
mod texts;
mod transfer_papers;
mod transfers;
mod void;
mod windows;
