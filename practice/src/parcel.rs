//! The parcel as the department contract has it. Members that are not looked at are still required.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use uuid::Uuid;

/// One accepted case, handed to the department (办件包).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Parcel {
    pub parcel_id: Uuid,
    pub case_number: String,
    #[serde(rename = "slipCode")]
    pub _slip_code: String,
    pub item: Item,
    pub applicant: Party,
    pub agent: Option<Party>,
    #[serde(rename = "acceptedAt")]
    pub _accepted_at: Timestamp,
    #[serde(rename = "dueDay")]
    pub _due_day: Date,
    #[serde(rename = "noticeNumber")]
    pub _notice_number: String,
    #[serde(rename = "form")]
    pub _form: Vec<FormEntry>,
    #[serde(rename = "materials")]
    pub _materials: Vec<Material>,
    pub events_url: String,
    pub sent_at: Timestamp,
    #[serde(rename = "attempt")]
    pub _attempt: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    #[serde(rename = "id")]
    pub _id: String,
    pub code: String,
    pub name: String,
    #[serde(rename = "department")]
    pub _department: String,
    pub department_uscc: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Party {
    #[serde(rename = "kind")]
    pub _kind: PartyKind,
    pub name: String,
    #[serde(rename = "idType")]
    pub _id_type: String,
    pub id_number: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PartyKind {
    Person,
    Body,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FormEntry {
    #[serde(rename = "key")]
    pub _key: String,
    #[serde(rename = "label")]
    pub _label: String,
    #[serde(rename = "dataElement")]
    pub _data_element: String,
    #[serde(rename = "source")]
    pub _source: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Material {
    #[serde(rename = "id")]
    pub _id: String,
    #[serde(rename = "name")]
    pub _name: String,
    #[serde(rename = "how")]
    pub _how: How,
    #[serde(rename = "originals")]
    pub _originals: u32,
    #[serde(rename = "copies")]
    pub _copies: u32,
    #[serde(rename = "pages")]
    pub _pages: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum How {
    Licence,
    File,
    PaperSeen,
    PaperKept,
    Generated,
}
