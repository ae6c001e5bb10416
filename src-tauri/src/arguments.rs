//! What the program may be asked on its command line.

use std::path::PathBuf;

/// One way to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// The clerk's window.
    Window,
    /// Write the screens' typed commands and events to this file, and end.
    WriteBindings(PathBuf),
    /// The same screens for an ordinary browser on this loopback port; 0 lets the system choose.
    #[cfg(debug_assertions)]
    ServeDev(u16),
    Help,
}

pub const HELP: &str = "\
yichuang                          the clerk's window, in the training realm
yichuang --write-bindings PATH    write the screens' typed commands and events
yichuang --serve-dev PORT         the same screens for a browser (debug builds only)";

/// Reads the arguments after the program's own name; `Err` is a sentence for the person who typed them.
pub fn read(arguments: &[String]) -> Result<Way, String> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => Ok(Way::Window),
        ["--help" | "-h"] => Ok(Way::Help),
        ["--write-bindings", path] => Ok(Way::WriteBindings(PathBuf::from(path))),
        #[cfg(debug_assertions)]
        ["--serve-dev", port] => port
            .parse()
            .map(Way::ServeDev)
            .map_err(|_| format!("“{port}” is no port number")),
        [first, ..] => Err(format!("“{first}” is not understood here")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_is_asked_by_its_words_and_nothing_else() {
        let check = |line: &str, expected: Option<Way>| {
            let arguments: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            assert_eq!(read(&arguments).ok(), expected, "{line}");
        };
        check("", Some(Way::Window));
        check("--help", Some(Way::Help));
        check("--write-bindings a.ts", Some(Way::WriteBindings("a.ts".into())));
        check("--write-bindings", None);
        check("--serve-dev 0", Some(Way::ServeDev(0)));
        check("--serve-dev http", None);
        check("--sideways", None);
    }
}
