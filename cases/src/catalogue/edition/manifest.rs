//! The manifest (版本说明): number, order, content, time, hand and signature of one edition.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::crypto::{PublicKey, SecretKey, Suite};
use crate::error::Trouble;

/// What is said of an edition, under its signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// Code of the hall that published it.
    pub hall: String,
    /// Day and place in the day, such as `20261127-1`.
    pub number: String,
    /// Grows by one with every edition of the hall.
    pub sequence: u64,
    /// Hash over the names and digests of all parts, with its algorithm, such as `sha256:…`.
    pub content: String,
    /// Number of the edition before it.
    pub previous: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
    /// 发布人: staff number, or the name of a program.
    pub by: String,
    /// 发布说明
    pub note: String,
    /// Where it brings an older content back: the number of that edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollback_of: Option<String>,
    /// How many items it has.
    pub items: u64,
    pub suite: Suite,
    /// Which key signed it.
    pub key_id: String,
}

/// `20261127-1`
pub fn number(day: Date, place: u64) -> String {
    format!("{}-{place}", day.strftime("%Y%m%d"))
}

/// A manifest as it travels and is kept: the signature is over the very text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignedManifest {
    /// [`Manifest`] as JSON, the text that was signed.
    pub manifest: String,
    /// Hex: Ed25519's 64 bytes, or SM2's DER.
    pub signature: String,
}

/// Why an edition is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditionFault {
    /// No signature, or no manifest.
    Unsigned,
    /// A key that is not trusted here.
    OtherKey,
    /// The signature is another text's.
    Forged,
    /// The content is not what the manifest says.
    Damaged,
    /// Not newer than what is here.
    Older,
    /// Of another hall.
    OtherHall,
    /// Its difference does not begin where this window is.
    OtherBase,
}

impl EditionFault {
    pub fn trouble(self) -> Trouble {
        match self {
            EditionFault::Unsigned => Trouble::new(
                "YC-1350",
                "事项库版本没有签名，没有采用；窗口继续用原来的版本。",
                "The edition is not signed and was not taken; the window goes on with the one it has.",
            ),
            EditionFault::OtherKey => Trouble::new(
                "YC-1351",
                "事项库版本不是本大厅的密钥签发，没有采用；窗口继续用原来的版本，请联系管理员。",
                "The edition is signed by another key than the hall's and was not taken; the window goes on with the one it has. Ask the administrator.",
            ),
            EditionFault::Forged => Trouble::new(
                "YC-1352",
                "事项库版本的签名不符，没有采用；窗口继续用原来的版本，请联系管理员。",
                "The edition's signature does not fit and it was not taken; the window goes on with the one it has. Ask the administrator.",
            ),
            EditionFault::Damaged => Trouble::new(
                "YC-1353",
                "事项库版本的内容与摘要不符（损坏或被改动），没有采用；窗口继续用原来的版本。",
                "The edition's content is not what its hash says (damaged or changed) and was not taken; the window goes on with the one it has.",
            ),
            EditionFault::Older => Trouble::new(
                "YC-1354",
                "收到的事项库版本不比本窗口的新，没有采用；窗口继续用现有的版本，请联系管理员。",
                "The edition offered is not newer than the window's and was not taken; the window goes on with the one it has. Ask the administrator.",
            ),
            EditionFault::OtherHall => Trouble::new(
                "YC-1355",
                "收到的是另一个大厅的事项库版本，没有采用。",
                "The edition is of another hall and was not taken.",
            ),
            EditionFault::OtherBase => Trouble::new(
                "YC-1358",
                "事项库版本的差异不是从本窗口的版本算起，没有采用；将取整版。",
                "The difference does not begin at the window's edition and was not taken; the whole one is fetched.",
            ),
        }
    }
}

impl SignedManifest {
    /// Signs; `None` where the key cannot.
    pub fn sign(manifest: &Manifest, key: &SecretKey) -> Option<Self> {
        let text = serde_json::to_string(manifest).ok()?;
        let signature = hex::encode(key.sign(text.as_bytes())?);
        Some(Self {
            manifest: text,
            signature,
        })
    }

    /// What it says, without a look at the signature: for the hall's own store.
    pub fn read(&self) -> Result<Manifest, EditionFault> {
        serde_json::from_str(&self.manifest).map_err(|_| EditionFault::Unsigned)
    }

    /// What it says, when a trusted key signed exactly this.
    pub fn open(&self, trusted: &[PublicKey]) -> Result<Manifest, EditionFault> {
        if self.signature.is_empty() {
            return Err(EditionFault::Unsigned);
        }
        let said = self.read()?;
        let signature = hex::decode(&self.signature).map_err(|_| EditionFault::Forged)?;
        let key = trusted
            .iter()
            .find(|key| key.key_id == said.key_id && key.suite == said.suite && key.is_whole())
            .ok_or(EditionFault::OtherKey)?;
        if key.verify(self.manifest.as_bytes(), &signature) {
            Ok(said)
        } else {
            Err(EditionFault::Forged)
        }
    }
}

/// A key of the hall as it is published: one that comes after another carries that one's signature, so whoever
/// trusts the first may trust the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublishedKey {
    #[serde(flatten)]
    pub key: PublicKey,
    /// Key id of the key before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endorsed_by: Option<String>,
    /// Hex of that key's signature over [`endorsement`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endorsement: Option<String>,
}

/// The text by which a key hands over to the next.
pub fn endorsement(next: &PublicKey) -> String {
    format!("yichuang catalogue key\n{}\n{}", next.suite.word(), next.key_id)
}

/// Every published key that a chain of endorsements leads to from the trusted ones, those first.
pub fn follow_keys(trusted: &[PublicKey], published: &[PublishedKey]) -> Vec<PublicKey> {
    let mut known = trusted.to_vec();
    loop {
        let next = published.iter().find(|offered| {
            let endorser = known
                .iter()
                .find(|key| offered.endorsed_by.as_ref() == Some(&key.key_id));
            let signature = offered
                .endorsement
                .as_ref()
                .and_then(|text| hex::decode(text).ok());
            let fits = endorser
                .zip(signature)
                .is_some_and(|(key, signature)| key.verify(endorsement(&offered.key).as_bytes(), &signature));
            fits && offered.key.is_whole() && !known.contains(&offered.key)
        });
        match next {
            Some(next) => known.push(next.key.clone()),
            None => return known,
        }
    }
}
