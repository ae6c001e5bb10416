//! The clerk's window program; everything is in the library, where tests reach it.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    yichuang::run(&arguments)
}
