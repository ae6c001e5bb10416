//! Between windows and supervisors: a window calls for support, a supervisor tells windows and walls something.
//!
//! - [`call`]: 请求支援 and 静默报警: open, taken by one supervisor, done or withdrawn.
//! - [`message`]: 大厅公告: to whom, until when, who has confirmed it.
//! - [`text`]: what may be written in either: short, and nobody's number.

pub mod call;
pub mod message;
pub mod text;
