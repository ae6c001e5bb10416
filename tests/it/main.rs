//! The integration binary: one module per subject, linked once.

mod catalogues;
mod editions;
mod hand_over;
mod house;
mod messages;
mod once;
mod online;
mod openssl;
mod paper;
mod phone;
mod publishing;
mod rehearsal;
mod same_standard;
mod scans;
mod schemas;
mod search;
mod several;
mod walk;
