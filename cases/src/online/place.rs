//! Where the values and files of an application belong in the item as it is published now. The applicant may have
//! filled another edition: what has no place is named, never dropped.

use super::{Application, Attached, Given, Left, Remark, Why};
use crate::catalogue::{FieldSpec, Item, MaterialSpec};

/// An application by its places.
#[derive(Debug, Default, PartialEq)]
pub struct Placed<'a> {
    pub values: Vec<(&'a FieldSpec, &'a Given)>,
    /// 声明、承诺 that were signed online: laid before the applicant again.
    pub acts: Vec<(&'a FieldSpec, &'a Given)>,
    /// Files by material, in the order of the item.
    pub files: Vec<(&'a MaterialSpec, Vec<&'a Attached>)>,
    pub left: Vec<Left>,
}

/// What a remark of the pre-review points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    Field(&'a str),
    Material(&'a str),
    Nothing,
}

pub fn place<'a>(item: &'a Item, application: &'a Application) -> Placed<'a> {
    let mut placed = Placed::default();
    for given in &application.values {
        let left = |why| Left {
            name: given.name().to_owned(),
            said: given.words(),
            why,
        };
        let field = match field(item, &given.fact) {
            Ok(field) => field,
            Err(why) => {
                placed.left.push(left(why));
                continue;
            }
        };
        let mut taken = placed.values.iter().chain(&placed.acts);
        if taken.any(|(other, _)| other.key == field.key) {
            placed.left.push(left(Why::Twice));
        } else if !field.is_own_act() {
            placed.values.push((field, given));
        } else if given.proof.is_some() {
            placed.acts.push((field, given));
        } else {
            placed.left.push(left(Why::OwnAct));
        }
    }
    // The document kind first: it says how the number beside it is read.
    placed
        .values
        .sort_by_key(|(field, _)| !field.data_element.ends_with("idType"));
    for file in &application.files {
        let left = |name: &str, why| Left {
            name: name.to_owned(),
            said: file.name.clone(),
            why,
        };
        let Some(material) = material(item, &file.material) else {
            placed.left.push(left(&file.material, Why::NoMaterial));
            continue;
        };
        if material.is_generated() || material.source == "告知承诺" || material.name.contains("承诺") {
            placed.left.push(left(&material.name, Why::MadeHere));
        } else if !material.accept_electronic {
            placed.left.push(left(&material.name, Why::PaperOnly));
        } else if let Some((_, files)) = placed.files.iter_mut().find(|(known, _)| known.id == material.id) {
            if files.iter().all(|known| known.digest != file.digest) {
                files.push(file);
            }
        } else {
            placed.files.push((material, vec![file]));
        }
    }
    placed
}

/// What a remark points to in the item as it is now.
pub fn target<'a>(item: &'a Item, remark: &Remark) -> Target<'a> {
    let by_fact = remark.fact.as_deref().and_then(|fact| field(item, fact).ok());
    let by_material = remark.material.as_deref().and_then(|name| material(item, name));
    match (by_fact, by_material) {
        (Some(field), _) => Target::Field(&field.key),
        (None, Some(material)) => Target::Material(&material.id),
        (None, None) => Target::Nothing,
    }
}

/// By the whole fact, else by the data element where one field alone has it.
fn field<'a>(item: &'a Item, fact: &str) -> Result<&'a FieldSpec, Why> {
    if let Some(field) = item.fields.iter().find(|field| field.fact == fact) {
        return Ok(field);
    }
    let mut meant = item.fields.iter().filter(|field| field.data_element == fact);
    match (meant.next(), meant.next()) {
        (Some(field), None) => Ok(field),
        (None, _) => Err(Why::NotAsked),
        (Some(_), Some(_)) => Err(Why::Ambiguous),
    }
}

/// By its id, else by its name.
fn material<'a>(item: &'a Item, named: &str) -> Option<&'a MaterialSpec> {
    item.material(named).or_else(|| {
        item.materials
            .iter()
            .find(|material| material.name == named.trim())
    })
}
