//! Texts: what a name may not hold, and how deep a file may nest.

use serde_json::Value as Json;

use super::fault::Fault;
use super::report::Report;

/// Levels of lists and objects within each other; the product's own files have eight.
const DEEPEST: usize = 9;

/// Names every text with a character that is not seen or turns the reading round, and every nest that is too deep.
pub fn check(json: &Json, at: &str, report: &mut Report) {
    walk(json, at, 0, report);
}

fn walk(json: &Json, at: &str, depth: usize, report: &mut Report) {
    if depth > DEEPEST {
        report.say(at, &Fault::TooDeep { most: DEEPEST });
        return;
    }
    match json {
        Json::String(text) => {
            if let Some(odd) = text.chars().find(|ch| is_hidden(*ch)) {
                report.say(at, &Fault::HiddenCharacter(odd));
            }
        }
        Json::Array(all) => {
            for (place, one) in all.iter().enumerate() {
                walk(one, &format!("{at}[{place}]"), depth + 1, report);
            }
        }
        Json::Object(all) => {
            for (key, one) in all {
                let path = if at.is_empty() {
                    key.clone()
                } else {
                    format!("{at}.{key}")
                };
                walk(one, &path, depth + 1, report);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// Control characters beside the line break, marks of direction, and characters without width: they make two names look
/// alike, or one read as another.
fn is_hidden(ch: char) -> bool {
    (ch.is_control() && ch != '\n')
        || matches!(ch,
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{061c}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{00ad}' | '\u{180e}')
}
