//! What the program may be asked on its command line.

use std::path::PathBuf;

use desk::Post;

use crate::place::Place;

/// One way to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// The window of one post.
    Window(Place),
    /// Write the screens' typed commands to this file, and end.
    WriteBindings(PathBuf),
    /// The same screens for an ordinary browser on this loopback port; 0 lets the system choose.
    #[cfg(debug_assertions)]
    ServeDev(u16, Place),
    Help,
}

pub const HELP: &str = "\
yichuang [--post POST] [--desk N]   the window of a post, in the training realm
                                    POST: clerk (the default), supervisor, helper, kiosk, wall
                                    N: its number, such as 09; each post has one if none is given
yichuang --write-bindings PATH      write the screens' typed commands
yichuang --serve-dev PORT           the same screens for a browser (debug builds only); also with --post, --desk";

/// Reads the arguments after the program's own name; `Err` is a sentence for the person who typed them.
pub fn read(arguments: &[String]) -> Result<Way, String> {
    let mut post = None;
    let mut desk = None;
    let mut way = None;
    let mut words = arguments.iter().map(String::as_str);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("“{word}” needs a value"));
        let again = match word {
            "--help" | "-h" => return Ok(Way::Help),
            "--post" => post.replace(read_post(value()?)?).is_some(),
            "--desk" => desk.replace(read_desk(value()?)?).is_some(),
            "--write-bindings" => way.replace(Asked::Bindings(PathBuf::from(value()?))).is_some(),
            #[cfg(debug_assertions)]
            "--serve-dev" => way.replace(Asked::Dev(read_port(value()?)?)).is_some(),
            other => return Err(format!("“{other}” is not understood here")),
        };
        if again {
            return Err(format!("“{word}” stands there twice"));
        }
    }
    let placed = post.is_some() || desk.is_some();
    let place = Place::new(post.unwrap_or(Post::Clerk), desk);
    match way {
        None => Ok(Way::Window(place)),
        Some(Asked::Bindings(_)) if placed => Err("bindings are the same at every post".to_owned()),
        Some(Asked::Bindings(path)) => Ok(Way::WriteBindings(path)),
        #[cfg(debug_assertions)]
        Some(Asked::Dev(port)) => Ok(Way::ServeDev(port, place)),
    }
}

/// What was asked beside a place.
enum Asked {
    Bindings(PathBuf),
    #[cfg(debug_assertions)]
    Dev(u16),
}

fn read_post(word: &str) -> Result<Post, String> {
    Post::from_word(word).ok_or_else(|| format!("“{word}” is no post"))
}

fn read_desk(word: &str) -> Result<String, String> {
    let number = (1..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    number
        .then(|| word.to_owned())
        .ok_or_else(|| format!("“{word}” is no window's number"))
}

#[cfg(debug_assertions)]
fn read_port(word: &str) -> Result<u16, String> {
    word.parse().map_err(|_| format!("“{word}” is no port number"))
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
        let at = |post, desk: Option<&str>| Place::new(post, desk.map(str::to_owned));
        let clerk = at(Post::Clerk, None);
        check("", Some(Way::Window(clerk.clone())));
        check("--post clerk", Some(Way::Window(clerk.clone())));
        check("--post supervisor", Some(Way::Window(at(Post::Supervisor, None))));
        check("--desk 09", Some(Way::Window(at(Post::Clerk, Some("09")))));
        check(
            "--desk 82 --post helper",
            Some(Way::Window(at(Post::Helper, Some("82")))),
        );
        check("--help", Some(Way::Help));
        check("--write-bindings a.ts", Some(Way::WriteBindings("a.ts".into())));
        check("--serve-dev 0", Some(Way::ServeDev(0, clerk)));
        check(
            "--serve-dev 0 --post wall",
            Some(Way::ServeDev(0, at(Post::Wall, None))),
        );
        for wrong in [
            "--write-bindings",
            "--write-bindings a.ts --post clerk",
            "--serve-dev http",
            "--post",
            "--post mayor",
            "--post clerk --post wall",
            "--desk",
            "--desk ../9",
            "--desk 12345",
            "--sideways",
        ] {
            check(wrong, None);
        }
    }
}
