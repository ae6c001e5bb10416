//! Broken catalogues: each is the sound one with an edit, and its whole report is written beside the edit.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cases::catalogue::{CatalogueFault, CatalogueFiles, check};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogues")
}

/// One file of `broken/`.
#[derive(Deserialize)]
pub(crate) struct Broken {
    pub edits: Vec<Edit>,
    pub report: Vec<Said>,
}

/// A change of one file: at a JSON pointer, or of its whole text.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Edit {
    Put {
        file: String,
        at: String,
        put: Json,
    },
    Drop {
        file: String,
        drop: String,
    },
    /// The text is cut after its first bytes, or has others.
    Text {
        file: String,
        text: String,
    },
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    pub file: String,
    pub path: String,
    pub code: String,
    zh: String,
    en: String,
}

impl From<CatalogueFault> for Said {
    fn from(fault: CatalogueFault) -> Self {
        Self {
            file: fault.file,
            path: fault.path,
            code: fault.trouble.code,
            zh: fault.trouble.zh,
            en: fault.trouble.en,
        }
    }
}

pub(crate) fn sound() -> BTreeMap<String, Json> {
    let files = std::fs::read_dir(folder().join("sound")).expect("the sound catalogue");
    files
        .map(|file| {
            let path = file.expect("a file").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let text = std::fs::read_to_string(path).expect("text");
            (name, serde_json::from_str(&text).expect("JSON"))
        })
        .collect()
}

pub(crate) fn edited(edits: &[Edit]) -> CatalogueFiles {
    let mut files = sound();
    let mut texts: BTreeMap<&str, &str> = BTreeMap::new();
    for edit in edits {
        match edit {
            Edit::Put { file, at, put } => {
                let (above, key) = at.rsplit_once('/').expect("a pointer");
                let json = files.get_mut(file).expect("a file of the catalogue");
                match json.pointer_mut(above).expect("a place in the file") {
                    Json::Array(all) if key == "-" => all.push(put.clone()),
                    Json::Array(all) => all[key.parse::<usize>().expect("an index")] = put.clone(),
                    Json::Object(all) => {
                        all.insert(key.to_owned(), put.clone());
                    }
                    other => panic!("nothing can be put into {other}"),
                }
            }
            Edit::Drop { file, drop } => {
                let (above, key) = drop.rsplit_once('/').expect("a pointer");
                let json = files.get_mut(file).expect("a file of the catalogue");
                match json.pointer_mut(above).expect("a place in the file") {
                    Json::Array(all) => {
                        all.remove(key.parse::<usize>().expect("an index"));
                    }
                    Json::Object(all) => {
                        all.remove(key).expect("a key");
                    }
                    other => panic!("nothing can be taken out of {other}"),
                }
            }
            Edit::Text { file, text } => {
                texts.insert(file, text);
            }
        }
    }
    let text = |file: &str| match texts.get(file) {
        Some(text) => (*text).to_owned(),
        None => files.get(file).expect("a file").to_string(),
    };
    CatalogueFiles::from_others(text("items.json"), |file| {
        (texts.contains_key(file) || files.contains_key(file)).then(|| text(file))
    })
}

/// Every broken catalogue under its name.
pub(crate) fn broken() -> Vec<(String, Broken)> {
    let mut names: Vec<PathBuf> = std::fs::read_dir(folder().join("broken"))
        .expect("broken catalogues")
        .map(|file| file.expect("a file").path())
        .collect();
    names.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("text");
        let name = path.display().to_string();
        let broken = serde_json::from_str(&text).unwrap_or_else(|why| panic!("{name}: {why}"));
        (name, broken)
    };
    names.into_iter().map(read).collect()
}

#[test]
fn the_sound_catalogue_has_no_fault() {
    let found = check(&edited(&[]));
    assert_eq!(found.faults, []);
}

#[test]
fn forty_broken_catalogues_and_the_whole_report_of_each() {
    let mut wrong = Vec::new();
    let all = broken();
    assert!(all.len() >= 40, "only {} broken catalogues", all.len());
    for (name, broken) in all {
        assert!(!broken.report.is_empty(), "{name} reports nothing");
        let found: Vec<Said> = check(&edited(&broken.edits))
            .faults
            .into_iter()
            .map(Said::from)
            .collect();
        if found != broken.report {
            let found = serde_json::to_string_pretty(&found).expect("JSON");
            wrong.push(format!("{name}\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What the reference data itself gets wrong is noted, each with its reason, and nothing beside it.
#[test]
fn the_demonstration_catalogue_has_only_the_faults_that_are_noted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue");
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).expect("a file of the catalogue");
    let files = CatalogueFiles::from_others(read("items.json"), |file| Some(read(file)));
    let found = check(&files);
    assert_eq!(found.faults, []);
    assert!(!found.noted.is_empty());
    assert!(found.noted.iter().all(|(_, note)| !note.why.trim().is_empty()));
}
