//! Keys, and the log of every key that was sent.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

use thirtyfour::Key;

use crate::screen::Screen;

/// A keyboard whose every key is written down, one stroke or text a line.
pub struct Keyboard {
    screen: Screen,
    log: File,
}

impl Keyboard {
    pub fn new(screen: &Screen, log: &Path) -> Keyboard {
        let log = OpenOptions::new().create(true).append(true).open(log).unwrap();
        Keyboard {
            screen: screen.clone(),
            log,
        }
    }

    /// One key, named as on the keyboard.
    pub async fn press(&mut self, name: &str) {
        self.note(name);
        let mut chain = self.screen.driver().await.action_chain();
        let keys: Vec<char> = name.split('+').map(character).collect();
        for key in &keys {
            chain = chain.key_down(*key);
        }
        for key in keys.iter().rev() {
            chain = chain.key_up(*key);
        }
        chain.perform().await.expect("keys arrive");
    }

    /// Text, as an input method would hand it over.
    pub async fn write(&mut self, text: &str) {
        self.note(&format!("“{text}”"));
        self.send(text).await;
    }

    /// A secret: the log shows that it was typed, not what.
    pub async fn write_secret(&mut self, text: &str) {
        self.note("“…”");
        self.send(text).await;
    }

    async fn send(&self, keys: &str) {
        let driver = self.screen.driver().await;
        let focused = driver.active_element().await.expect("something has the focus");
        focused.send_keys(keys).await.expect("keys arrive");
    }

    fn note(&mut self, line: &str) {
        writeln!(self.log, "{line}").unwrap();
    }
}

fn character(name: &str) -> char {
    let key = match name {
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Tab" => Key::Tab,
        "ArrowDown" => Key::Down,
        "Control" => Key::Control,
        "Alt" => Key::Alt,
        "Shift" => Key::Shift,
        "F2" => Key::F2,
        "F3" => Key::F3,
        "F6" => Key::F6,
        "F8" => Key::F8,
        "F9" => Key::F9,
        letter => {
            let mut letters = letter.chars();
            return match (letters.next(), letters.next()) {
                (Some(letter), None) => letter,
                _ => panic!("no key is called {name}"),
            };
        }
    };
    key.into()
}
