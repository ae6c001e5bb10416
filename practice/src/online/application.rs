//! An application as the portal has it: what the applicant said in its last revision, and what the hall said of it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// As the contract has it; written here from its text.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    #[serde(default)]
    pub application_id: String,
    #[serde(default)]
    pub revision: u64,
    pub region: String,
    pub item_code: String,
    #[serde(default)]
    pub item_name: String,
    pub applicant: Value,
    pub filer: Value,
    #[serde(default)]
    pub values: Vec<Value>,
    #[serde(default)]
    pub files: Vec<File>,
    #[serde(default)]
    pub pre_review: Option<Value>,
    #[serde(default)]
    pub submitted_at: String,
    #[serde(default)]
    pub state: Word,
    #[serde(default)]
    pub accepted_number: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct File {
    pub material: String,
    pub name: String,
    pub digest: String,
    pub bytes: u64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Word {
    #[default]
    Submitted,
    Withdrawn,
    Accepted,
}

/// Where the hall has it, by the last word of the hall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum There {
    Nowhere,
    AtWindow,
    Filed,
}

/// One application with everything around it.
#[derive(Debug, Clone)]
pub struct Held {
    pub application: Application,
    /// What the hall said, in its order.
    pub heard: Vec<(u64, Value)>,
    /// What the hall answered to the last push: status and code.
    pub pushed: Option<(u16, Option<String>)>,
}

/// Why the portal does not do what is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum No {
    AtWindow,
    Filed(String),
    Over,
}

impl Held {
    pub fn new(application: Application) -> Self {
        Self {
            application,
            heard: Vec::new(),
            pushed: None,
        }
    }

    pub fn id(&self) -> &str {
        &self.application.application_id
    }

    pub fn is_open_for(&self, region: &str) -> bool {
        self.application.region == region
            && self.application.state == Word::Submitted
            && self.there() != There::Filed
    }

    pub fn names_file(&self, digest: &str) -> bool {
        self.application.files.iter().any(|file| file.digest == digest)
    }

    /// Keeps a word of the hall; the number under which the portal accepted it, where it was first.
    pub fn hear(&mut self, sequence: u64, word: &str, said: Value) -> Result<(), String> {
        if self.heard.iter().any(|(known, _)| *known == sequence) {
            return Ok(());
        }
        if word == "atWindow"
            && let Some(number) = &self.application.accepted_number
        {
            return Err(number.clone());
        }
        self.heard.push((sequence, said));
        self.heard.sort_by_key(|(sequence, _)| *sequence);
        Ok(())
    }

    fn there(&self) -> There {
        match self
            .heard
            .last()
            .map(|(_, said)| said["state"].as_str().unwrap_or_default())
        {
            None | Some("released") => There::Nowhere,
            Some("atWindow") => There::AtWindow,
            Some(_) => There::Filed,
        }
    }

    /// The number that the hall gave: the case's, else the slip code.
    fn number(&self) -> String {
        let of = |key: &str| {
            let mut said = self.heard.iter().rev().map(|(_, said)| said[key].as_str());
            said.find_map(|number| number).map(str::to_owned)
        };
        of("number").or_else(|| of("slip")).unwrap_or_default()
    }

    /// Whether the applicant may still change it or take it back: at a window he may.
    pub fn may_change(&self) -> Result<(), No> {
        match (self.application.state, self.there()) {
            (_, There::Filed) => Err(No::Filed(self.number())),
            (Word::Withdrawn | Word::Accepted, _) => Err(No::Over),
            (Word::Submitted, There::Nowhere | There::AtWindow) => Ok(()),
        }
    }

    /// Whether the portal's own department may accept it.
    pub fn may_accept(&self) -> Result<(), No> {
        match self.there() {
            There::AtWindow => Err(No::AtWindow),
            There::Nowhere | There::Filed => self.may_change(),
        }
    }

    /// As training lists show it.
    pub fn shown(&self) -> Value {
        let heard: Vec<&Value> = self.heard.iter().map(|(_, said)| said).collect();
        let pushed = self
            .pushed
            .as_ref()
            .map(|(status, code)| json!({"status": status, "code": code}));
        json!({"application": self.application, "heard": heard, "pushed": pushed})
    }
}
