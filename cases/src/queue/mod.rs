//! Tickets (取号), the windows that call them, and the order in which they are called.
//!
//! - [`rules`]: groups (业务组), the windows of the hall and the rules of the order: data.
//! - [`ticket`]: one ticket and its states. [`steps`]: what may become of it.
//! - [`order`]: who is called next, a pure function. [`estimate`]: how long it may take, where that is known.
//! - [`window`]: one window (窗口) and its states.

pub mod estimate;
pub mod order;
pub mod rules;
pub mod steps;
pub mod ticket;
pub mod window;

#[cfg(test)]
mod tests;

pub use estimate::{Handled, estimate};
pub use order::{claim, may_call, order};
pub use rules::{Group, QueueFault, QueueRules, Rules, Seat};
pub use steps::{OddStep, Step, To};
pub use ticket::{Hold, PriorityReason, Ticket, TicketState};
pub use window::{OddWindowStep, PauseReason, Window, WindowState, WindowStep};
