//! The fake hall's basket for a telephone: what a test lays in it, and what the desk says of it.

use cases::wire::phone::{PhoneAnswer, PhoneBasket, PhoneFile, PhoneFiles};
use jiff::Timestamp;
use uuid::Uuid;

use super::fake_hall::{no, ok};
use crate::hall_link::Answer;

#[derive(Default)]
pub struct FakePhones {
    /// The hall has no door for telephones.
    pub none: bool,
    pub opened: bool,
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// By number, as they came.
    pub answers: Vec<(u32, PhoneAnswer)>,
    /// So many of the next words about files are lost.
    pub losses: u32,
    pub over: bool,
    pub closed: u32,
    baskets: u128,
}

impl FakePhones {
    pub fn answer(&mut self, path: &str, body: &[u8], now: Timestamp) -> Option<Answer> {
        let path = path.strip_prefix("/v1/phone-baskets")?;
        let (path, behind) = path.split_once('?').unwrap_or((path, ""));
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        Some(match parts[..] {
            [""] if self.none => no(409, "YC-2370"),
            [""] => {
                self.baskets += 1;
                self.over = false;
                ok(&PhoneBasket {
                    id: Uuid::from_u128(self.baskets),
                    address: format!("http://127.0.0.1:43121/p/{:022}", self.baskets),
                    until: now,
                })
            }
            _ if self.over => no(404, "YC-2371"),
            [_] if behind.is_empty() => {
                self.closed += 1;
                self.over = true;
                Answer {
                    status: 204,
                    body: Vec::new(),
                }
            }
            [_] => {
                let after = behind.trim_start_matches("after=").split('&').next().unwrap();
                let after: u32 = after.parse().unwrap();
                let numbered = (1..).zip(&self.files);
                let waiting = numbered.filter(|(number, _)| {
                    *number > after && self.answers.iter().all(|(answered, _)| answered != number)
                });
                ok(&PhoneFiles {
                    opened: self.opened,
                    files: waiting
                        .map(|(number, (name, bytes))| PhoneFile {
                            number,
                            name: (*name).to_owned(),
                            bytes: u32::try_from(bytes.len()).unwrap(),
                        })
                        .collect(),
                })
            }
            [_, "files", number] => {
                let number: u32 = number.parse().unwrap();
                if body.is_empty() {
                    Answer {
                        status: 200,
                        body: self.files[number as usize - 1].1.clone(),
                    }
                } else {
                    self.answers.push((number, serde_json::from_slice(body).unwrap()));
                    Answer {
                        status: 204,
                        body: Vec::new(),
                    }
                }
            }
            _ => return None,
        })
    }
}
