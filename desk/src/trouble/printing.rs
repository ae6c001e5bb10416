//! What is said of printers.

use cases::error::Trouble;
use printers::Fault;

/// A printer's fault, in its own sentences.
pub fn printer(fault: &Fault) -> Trouble {
    Trouble::new(fault.code(), fault.zh(), fault.en())
}

pub fn no_such_print() -> Trouble {
    Trouble::new("YC-5680", "这次打印已经结束。", "That print job has ended.")
}
