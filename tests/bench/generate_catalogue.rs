//! `cargo xtask generate catalogue`: a catalogue folder of so many items.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, count, seed] = arguments.as_slice() else {
        eprintln!("generate-catalogue FOLDER ITEMS SEED");
        return ExitCode::from(2);
    };
    let (Ok(count), Ok(seed)) = (count.parse(), seed.parse()) else {
        eprintln!("ITEMS and SEED are numbers");
        return ExitCode::from(2);
    };
    let folder = PathBuf::from(folder);
    match tests::province::write(&folder, count, seed) {
        Ok(written) => {
            println!("{written} items in {}", folder.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}
