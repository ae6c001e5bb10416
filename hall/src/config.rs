//! How a hall is set up: realm, store, outside addresses, catalogue, opening hours.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read};
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cases::case::collected::ReuseRules;
use cases::catalogue::everyday::NONE;
use cases::catalogue::load::{CAP_BYTES, NO_BUNDLES, NONE_KNOWN, check_size};
use cases::catalogue::{Catalogue, CatalogueFault, CatalogueFiles, answers, sources};
use cases::crypto::{PublicKey, SecretKey, Suite};
use cases::deadline::OpeningHours;
use cases::error::Trouble;
use cases::identity::Uscc;
use cases::identity::code::Issuer;
use cases::notice::wording::BUILT_IN;
use cases::queue::QueueRules;
use cases::realm::Realm;
use cases::roles::scope::Limit;
use cases::roles::{Deed, Role};
use cases::texting::Texts;
use cases::watch::WatchRules;
use jiff::Timestamp;
use serde::Deserialize;

use crate::clock::{Clock, MachineClock};
use crate::fault::{self, Fault};
use crate::law::HallFacts;
use crate::sources::{Secrets, Table};

/// The secret between hall and practice province. It opens nothing outside the training realm.
pub const TRAINING_SECRET: &str = "yichuang-training";

/// Everything a hall has to know before it opens.
#[derive(Clone)]
pub struct HallConfig {
    pub realm: Realm,
    /// Folder of the store; `None` keeps everything in memory.
    pub data_dir: Option<PathBuf>,
    /// Raw SQLCipher key of the store.
    pub key: Option<[u8; 32]>,
    /// The token that desks carry.
    pub token: String,
    pub outside: OutsideSource,
    /// Bearer secret towards the outside, and the key of callback signatures.
    pub outside_secret: String,
    /// `[sources]`, over what the program brings.
    pub sources: Table,
    /// `[secrets]`: secrets of sources, by name.
    pub secrets: Secrets,
    pub catalogue: CatalogueSource,
    pub signing: Signing,
    pub hall: HallFacts,
    pub clock: Arc<dyn Clock>,
    pub pace: Pace,
    /// How long what is over is kept.
    pub keep: Keep,
    /// `[reuse]` (数据最多采一次); `None` takes the rules that the program brings.
    pub reuse: Option<ReuseRules>,
    /// Where departments reach this hall, if not at the address it listens on.
    pub reached_at: Option<String>,
    /// Accounts and grants of a live hall; a training hall brings its own.
    pub staff: Vec<StaffEntry>,
    pub grants: Vec<GrantEntry>,
    /// Groups, windows and the rules of the order; `None` takes the demonstration hall's.
    pub queue: Option<QueueRules>,
    /// Words of text messages; `None` takes the demonstration hall's.
    pub texts: Option<Texts>,
    /// 事项权限; without one every item is open to its roles.
    pub limits: Vec<Limit>,
    /// 过程监控
    pub watch: WatchRules,
    /// `[identity]`
    pub identity: IdentityEntry,
    /// `[phones]` (手机扫码传); without it nothing is taken from telephones.
    pub phones: Option<PhonesEntry>,
}

/// `[phones]`: the door that applicants' telephones come to. It leads to nothing else of the hall.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PhonesEntry {
    /// Where it listens; beyond this machine with a certificate only.
    pub listen: SocketAddr,
    /// What telephones are told, where something stands in front of it.
    pub reached_at: Option<String>,
    pub certificate: Option<PathBuf>,
    pub key: Option<PathBuf>,
}

impl PhonesEntry {
    /// In training a free port of this machine; a live hall says where, or has none.
    pub fn of(realm: Realm) -> Option<Self> {
        (realm == Realm::Training).then(|| Self {
            listen: (Ipv4Addr::LOCALHOST, 0).into(),
            reached_at: None,
            certificate: None,
            key: None,
        })
    }
}

/// What editions of the catalogue are signed with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signing {
    /// A key that is given; without one the hall makes its own and keeps it.
    pub key: Option<SecretKey>,
    /// The algorithms of a key that is made; without them a kept key stays what it is.
    pub suite: Option<Suite>,
}

impl Signing {
    /// A private key in a file, PKCS#8 PEM.
    pub fn read(path: &Path) -> Result<SecretKey, Fault> {
        let pem =
            std::fs::read_to_string(path).map_err(|error| fault::bad_signing_key().about(error.kind()))?;
        SecretKey::from_pem(&pem).ok_or_else(fault::bad_signing_key)
    }
}

/// `[signing]` of the hall's file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SigningEntry {
    /// `ed25519-sha256` or `sm2-sm3`.
    pub suite: Suite,
}

/// A staff account in the hall's file; `yichuang-hall staff hash` makes the hash.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StaffEntry {
    pub number: String,
    pub name: String,
    pub role: Role,
    pub password_hash: String,
}

/// A grant (数据共享授权) in the hall's file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GrantEntry {
    pub id: String,
    /// Item id, or `*` for checking who stands at the window.
    pub item: String,
    pub dataset: String,
    #[serde(default)]
    pub elements: Vec<String>,
    pub valid_until: Timestamp,
}

/// `[identity]`: whose 政务服务码 are taken, and how long one stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct IdentityEntry {
    pub issuers: Vec<IssuerEntry>,
    /// Seconds that a code stands; a minute without it.
    pub life_s: Option<u16>,
    /// Seconds that the issuer's clock may differ; ten without it.
    pub clock_s: Option<u16>,
}

/// Who issues codes, with the key that he signs them with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssuerEntry {
    /// 统一社会信用代码
    pub code: String,
    pub name: String,
    /// SubjectPublicKeyInfo as PEM.
    pub key: String,
}

impl IssuerEntry {
    /// # Errors
    /// A code or key that is none (YC-2005).
    pub fn read(&self) -> Result<Issuer, Fault> {
        let key = PublicKey::from_pem(&self.key).filter(|_| Uscc::parse(&self.code).is_ok());
        Ok(Issuer {
            code: self.code.clone(),
            name: self.name.clone(),
            key: key.ok_or_else(|| fault::bad_config().about(format!("identity.issuers {}", self.name)))?,
        })
    }
}

/// A limit of items (事项权限) in the hall's file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct LimitEntry {
    pub roles: Vec<Role>,
    pub staff: Vec<String>,
    pub deeds: Vec<Deed>,
    pub items: Vec<String>,
    pub departments: Vec<String>,
    pub domains: Vec<String>,
}

impl From<LimitEntry> for Limit {
    fn from(entry: LimitEntry) -> Self {
        Limit {
            roles: entry.roles,
            staff: entry.staff,
            deeds: entry.deeds,
            items: entry.items,
            departments: entry.departments,
            domains: entry.domains,
        }
    }
}

/// Where the addresses of the outside come from.
#[derive(Debug, Clone)]
pub enum OutsideSource {
    /// Nothing is connected: cases end received.
    Nowhere,
    Fixed(Outside),
    /// `GET {practice}/directory`, asked when first needed.
    Practice(String),
}

/// Addresses of registries, licence library, departments and the text gateway.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Outside {
    pub registry: Option<String>,
    pub licences: Option<String>,
    /// Base address of a department with `{uscc}` in it.
    pub department_base: Option<String>,
    /// Departments with an address of their own, by credit code.
    pub department_overrides: BTreeMap<String, String>,
    /// 短信平台
    pub messages: Option<String>,
    /// 网上办事平台
    pub online: Option<String>,
    /// 政务服务码和实名认证平台
    pub identity: Option<String>,
    /// Who issues codes there, beside those of `[identity]`.
    pub code_issuers: Vec<IssuerEntry>,
}

impl Outside {
    /// The base address of a department.
    pub fn department(&self, uscc: &str) -> Option<String> {
        let own = self.department_overrides.get(uscc).cloned();
        let base = own.or_else(|| {
            self.department_base
                .as_ref()
                .map(|base| base.replace("{uscc}", uscc))
        })?;
        Some(base.trim_end_matches('/').to_owned())
    }

    fn addresses(&self) -> impl Iterator<Item = &String> {
        let single = [
            &self.registry,
            &self.licences,
            &self.department_base,
            &self.messages,
            &self.online,
            &self.identity,
        ]
        .into_iter()
        .flatten();
        single.chain(self.department_overrides.values())
    }

    /// The training realm takes loopback addresses only (promise 11).
    pub fn check(&self, realm: Realm) -> Result<(), Fault> {
        match realm {
            Realm::Live => Ok(()),
            Realm::Training if self.addresses().all(|address| is_loopback(address)) => Ok(()),
            Realm::Training => Err(fault::crossed_realms()),
        }
    }
}

/// Whether an address points at this machine.
pub fn is_loopback(address: &str) -> bool {
    let plain = address.replace("{uscc}", "x");
    let Ok(url) = reqwest::Url::parse(&plain) else {
        return false;
    };
    match url.host_str() {
        Some("localhost" | "[::1]") => true,
        Some(host) => host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback()),
        None => false,
    }
}

/// How conditions are derived and what is known of subjects beforehand.
const CONDITIONS: &str = include_str!("../../catalogue/conditions.json");
const EVERYDAY: &str = include_str!("../../catalogue/everyday.json");

#[derive(Debug, Clone)]
pub enum CatalogueSource {
    /// The demonstration catalogue that the program carries.
    Embedded,
    Folder(PathBuf),
    /// The texts themselves.
    Given(Box<CatalogueFiles>),
}

/// How fast things are tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    pub first_ms: u64,
    pub cap_ms: u64,
    /// How long one attempt may hold a parcel.
    pub lease_ms: u64,
    /// How often cases that wait for a line are looked at.
    pub waiting_ms: u64,
    /// How long the law's clock is left alone at most: the machine's own clock may be set meanwhile.
    pub law_ms: u64,
}

impl Pace {
    pub fn of(realm: Realm) -> Self {
        match realm {
            Realm::Training => Self {
                first_ms: 200,
                cap_ms: 30_000,
                lease_ms: 60_000,
                waiting_ms: 1_000,
                law_ms: 60_000,
            },
            Realm::Live => Self {
                first_ms: 5_000,
                cap_ms: 900_000,
                lease_ms: 120_000,
                waiting_ms: 15_000,
                law_ms: 60_000,
            },
        }
    }

    /// Milliseconds until the next try after `attempts` failures: doubling, capped, spread by `share` (0 to 1)
    /// over its upper half.
    pub fn wait_ms(&self, attempts: u32, share: f64) -> u64 {
        let doubled = self.first_ms.saturating_mul(1u64 << attempts.min(20));
        let whole = doubled.min(self.cap_ms);
        let spread = (whole as f64 / 2.0) * share.clamp(0.0, 1.0);
        whole / 2 + spread as u64
    }
}

/// 保存期限, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Keep {
    /// Calls for support and messages after their end, words beside a number, appointments after their day.
    pub window_days: NonZeroU16,
}

impl Default for Keep {
    /// A month: until what happened in a hall was talked over.
    fn default() -> Self {
        Self {
            window_days: NonZeroU16::MIN.saturating_add(29),
        }
    }
}

impl HallConfig {
    /// A training hall in memory with the embedded catalogue.
    pub fn training(token: impl Into<String>, outside: OutsideSource) -> Self {
        Self {
            realm: Realm::Training,
            data_dir: None,
            key: None,
            token: token.into(),
            outside,
            outside_secret: TRAINING_SECRET.to_owned(),
            sources: Table::new(),
            secrets: Secrets::new(),
            catalogue: CatalogueSource::Embedded,
            signing: Signing::default(),
            hall: demonstration_hall(Realm::Training),
            clock: Arc::new(MachineClock),
            pace: Pace::of(Realm::Training),
            keep: Keep::default(),
            reuse: None,
            reached_at: None,
            staff: Vec::new(),
            grants: Vec::new(),
            queue: None,
            texts: None,
            limits: Vec::new(),
            watch: WatchRules::training(),
            identity: IdentityEntry::default(),
            phones: PhonesEntry::of(Realm::Training),
        }
    }
}

/// Groups, windows and rules that the hall works by: its own, or five groups at eighteen windows.
pub fn queue_rules(own: Option<QueueRules>) -> Result<QueueRules, Fault> {
    let rules = match own {
        Some(own) => own.check().map(|()| own),
        None => QueueRules::load(include_str!("../../catalogue/queue.json")),
    };
    rules.map_err(|wrong| fault::bad_queue_rules().about(wrong))
}

/// The words that the hall texts in: its own, or the demonstration hall's.
pub fn texts(own: Option<Texts>, hall: &str) -> Result<Texts, Fault> {
    let texts = match own {
        Some(own) => Ok(own),
        None => Texts::load(include_str!("../../catalogue/messages.json")),
    };
    let checked = texts.and_then(|texts| texts.check(hall).map(|()| texts));
    checked.map_err(|wrong| fault::bad_texts().about(wrong))
}

/// For how long what earlier cases say is offered: the hall's own rules, or those that the program brings.
pub fn reuse_rules(own: Option<ReuseRules>) -> Result<ReuseRules, Fault> {
    let rules = match own {
        Some(rules) => rules,
        None => toml::from_str(include_str!("../reuse.toml"))
            .map_err(|wrong: toml::de::Error| fault::bad_reuse_rules().about(wrong.message()))?,
    };
    rules.check().map_err(|odd| fault::bad_reuse_rules().about(odd))?;
    Ok(rules)
}

/// Refuses limits that speak of nobody, or of nothing in the catalogue in force. What an edition withdrew since they were
/// written is no reason not to open: `source` is the catalogue that they were written for.
pub fn check_limits(limits: &[Limit], in_force: &Catalogue, source: &Catalogue) -> Result<(), Fault> {
    for limit in limits {
        if let (Some(name), Some(_)) = (limit.unknown(in_force), limit.unknown(source)) {
            return Err(fault::bad_limits().about(name));
        }
    }
    Ok(())
}

/// 示范区政务服务中心, region 350199.
pub fn demonstration_hall(realm: Realm) -> HallFacts {
    HallFacts {
        realm,
        name: "示范区政务服务中心".to_owned(),
        code: "350199".to_owned(),
        region: "示范区".to_owned(),
        opening: OpeningHours::default(),
    }
}

/// Why a hall did not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenFault {
    #[error("the catalogue has {} faults", .0.len())]
    Catalogue(Vec<CatalogueFault>),
    #[error("the sources' tables have {} faults", .0.len())]
    Sources(Vec<CatalogueFault>),
    #[error(transparent)]
    Other(#[from] Fault),
}

impl CatalogueSource {
    pub fn load(&self) -> Result<Catalogue, OpenFault> {
        Catalogue::load(self.files()?).map_err(OpenFault::Catalogue)
    }

    pub fn is_embedded(&self) -> bool {
        matches!(self, CatalogueSource::Embedded)
    }

    /// The texts as they are; a folder that is too large is refused unread.
    pub fn files(&self) -> Result<CatalogueFiles, OpenFault> {
        match self {
            CatalogueSource::Embedded => Ok(CatalogueFiles {
                items: include_str!("../../catalogue/items.json").to_owned(),
                data_elements: include_str!("../../catalogue/data_elements.json").to_owned(),
                codelists: include_str!("../../catalogue/codelists.json").to_owned(),
                calendar: include_str!("../../catalogue/calendar.json").to_owned(),
                conditions: CONDITIONS.to_owned(),
                papers: BUILT_IN.to_owned(),
                bundles: include_str!("../../catalogue/bundles.json").to_owned(),
                known_faults: include_str!("../../catalogue/known_faults.json").to_owned(),
                answers: include_str!("../../catalogue/answers.json").to_owned(),
                everyday: EVERYDAY.to_owned(),
                sources: sources::BUILT_IN.to_owned(),
            }),
            CatalogueSource::Given(files) => Ok(CatalogueFiles::clone(files)),
            CatalogueSource::Folder(folder) => {
                if !folder.is_dir() {
                    return Err(OpenFault::Catalogue(vec![unread(
                        ".",
                        "没有这个文件夹",
                        "there is no such folder",
                    )]));
                }
                let mut faults = Vec::new();
                let names = CatalogueFiles::OTHERS.into_iter().chain(["items.json"]);
                let sizes = names.filter_map(|name| std::fs::metadata(folder.join(name)).ok());
                if let Err(fault) = check_size(sizes.map(|file| file.len()).sum()) {
                    return Err(OpenFault::Catalogue(vec![fault]));
                }
                let mut read = |file: &str| read_file(folder, file, &mut faults);
                let files = CatalogueFiles {
                    items: read("items.json"),
                    data_elements: read("data_elements.json"),
                    codelists: read("codelists.json"),
                    calendar: read("calendar.json"),
                    // A catalogue kept in the published form has no such files: the usual rules and words stand.
                    conditions: if folder.join("conditions.json").exists() {
                        read("conditions.json")
                    } else {
                        CONDITIONS.to_owned()
                    },
                    papers: if folder.join("papers.json").exists() {
                        read("papers.json")
                    } else {
                        BUILT_IN.to_owned()
                    },
                    bundles: if folder.join("bundles.json").exists() {
                        read("bundles.json")
                    } else {
                        NO_BUNDLES.to_owned()
                    },
                    known_faults: if folder.join("known_faults.json").exists() {
                        read("known_faults.json")
                    } else {
                        NONE_KNOWN.to_owned()
                    },
                    answers: if folder.join("answers.json").exists() {
                        read("answers.json")
                    } else {
                        answers::NONE.to_owned()
                    },
                    everyday: if folder.join("everyday.json").exists() {
                        read("everyday.json")
                    } else {
                        NONE.to_owned()
                    },
                    sources: if folder.join("sources.json").exists() {
                        read("sources.json")
                    } else {
                        sources::BUILT_IN.to_owned()
                    },
                };
                if faults.is_empty() {
                    Ok(files)
                } else {
                    Err(OpenFault::Catalogue(faults))
                }
            }
        }
    }
}

/// The text of a file, and never more of it than a catalogue may have: what is no file has no size to be judged by.
fn read_text(path: &Path) -> std::io::Result<String> {
    let file = std::fs::File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(ErrorKind::Unsupported.into());
    }
    let mut text = String::new();
    file.take(CAP_BYTES).read_to_string(&mut text)?;
    Ok(text)
}

/// YC-1300: what is not there, or cannot be read.
fn unread(file: &str, zh: &str, en: &str) -> CatalogueFault {
    CatalogueFault {
        file: file.to_owned(),
        path: ".".to_owned(),
        trouble: Trouble::new(
            "YC-1300",
            format!("读不到：{zh}"),
            format!("cannot be read: {en}"),
        ),
    }
}

fn read_file(folder: &Path, file: &str, faults: &mut Vec<CatalogueFault>) -> String {
    match read_text(&folder.join(file)) {
        Ok(text) => text,
        Err(error) => {
            let (zh, en) = match error.kind() {
                ErrorKind::NotFound => ("没有这个文件".to_owned(), "there is no such file".to_owned()),
                ErrorKind::PermissionDenied => ("没有读取的权限".to_owned(), "it may not be read".to_owned()),
                ErrorKind::InvalidData => ("不是 UTF-8 文本".to_owned(), "it is no UTF-8 text".to_owned()),
                ErrorKind::Unsupported => ("不是普通文件".to_owned(), "it is no ordinary file".to_owned()),
                other => (other.to_string(), other.to_string()),
            };
            faults.push(unread(file, &zh, &en));
            String::new()
        }
    }
}

/// The hall's TOML file. Every key is optional; what is absent stays as the realm has it.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct HallFile {
    pub name: Option<String>,
    pub code: Option<String>,
    pub region: Option<String>,
    pub secret: Option<String>,
    pub opening: Option<OpeningHours>,
    pub outside: Option<Outside>,
    pub sources: Table,
    pub secrets: Secrets,
    pub reached_at: Option<String>,
    pub staff: Vec<StaffEntry>,
    pub grants: Vec<GrantEntry>,
    /// The keys of `catalogue/queue.json`.
    pub queue: Option<QueueRules>,
    /// The keys of `catalogue/messages.json`.
    pub texts: Option<Texts>,
    pub keep: Option<Keep>,
    /// The keys of `hall/reuse.toml`.
    pub reuse: Option<ReuseRules>,
    pub limits: Vec<LimitEntry>,
    /// 过程监控
    pub watch: Option<WatchRules>,
    pub signing: Option<SigningEntry>,
    pub identity: Option<IdentityEntry>,
    pub phones: Option<PhonesEntry>,
}

impl HallFile {
    pub fn read(path: &Path) -> Result<Self, Fault> {
        let text = std::fs::read_to_string(path).map_err(|error| fault::bad_config().about(error.kind()))?;
        toml::from_str(&text).map_err(|error| fault::bad_config().about(error.message()))
    }

    /// Lays the file over a configuration.
    pub fn apply(self, config: &mut HallConfig) {
        let hall = &mut config.hall;
        hall.name = self.name.unwrap_or_else(|| hall.name.clone());
        hall.code = self.code.unwrap_or_else(|| hall.code.clone());
        hall.region = self.region.unwrap_or_else(|| hall.region.clone());
        hall.opening = self.opening.unwrap_or_else(|| hall.opening.clone());
        config.sources.extend(self.sources);
        config.secrets.extend(self.secrets);
        config.reached_at = self.reached_at.or(config.reached_at.take());
        config.staff.extend(self.staff);
        config.grants.extend(self.grants);
        config.queue = self.queue.or(config.queue.take());
        config.texts = self.texts.or(config.texts.take());
        config.signing.suite = self.signing.map(|signing| signing.suite).or(config.signing.suite);
        config.keep = self.keep.unwrap_or(config.keep);
        config.reuse = self.reuse.or(config.reuse.take());
        config.watch = self.watch.unwrap_or(config.watch);
        if let Some(identity) = self.identity {
            config.identity = identity;
        }
        config.phones = self.phones.or(config.phones.take());
        config.limits.extend(self.limits.into_iter().map(Limit::from));
        if let Some(secret) = self.secret {
            config.outside_secret = secret;
        }
        if let Some(outside) = self.outside {
            config.outside = OutsideSource::Fixed(outside);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_catalogue_in_the_published_form_is_taken_unchanged() {
        let folder = tempfile::tempdir().unwrap();
        let CatalogueFiles {
            items,
            data_elements,
            codelists,
            calendar,
            bundles,
            answers,
            known_faults,
            everyday,
            sources,
            ..
        } = CatalogueSource::Embedded.files().unwrap();
        for (name, text) in [
            ("items.json", &items),
            ("data_elements.json", &data_elements),
            ("codelists.json", &codelists),
            ("calendar.json", &calendar),
            ("bundles.json", &bundles),
            ("answers.json", &answers),
            ("known_faults.json", &known_faults),
            ("everyday.json", &everyday),
            ("sources.json", &sources),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let source = CatalogueSource::Folder(folder.path().to_owned());
        let embedded = CatalogueSource::Embedded.load().unwrap();
        assert_eq!(source.load().unwrap().edition, embedded.edition);
        let reworded = BUILT_IN.replace("收件人员", "收件员");
        std::fs::write(folder.path().join("papers.json"), reworded).unwrap();
        assert_ne!(source.load().unwrap().edition, embedded.edition);
        let unlawful = BUILT_IN
            .replace("人民法院", "有关部门")
            .replace("行政诉讼", "反映");
        std::fs::write(folder.path().join("papers.json"), unlawful).unwrap();
        let Err(OpenFault::Catalogue(faults)) = source.load() else {
            panic!("the remedies say no suit")
        };
        assert!(faults.iter().all(|fault| fault.file == "papers.json"));
        assert!(
            faults
                .iter()
                .any(|fault| fault.path == "shared.remedies.licence.zh" && fault.trouble.code == "YC-1329"),
            "{faults:?}"
        );
        std::fs::remove_file(folder.path().join("papers.json")).unwrap();
        std::fs::remove_file(folder.path().join("calendar.json")).unwrap();
        let Err(OpenFault::Catalogue(faults)) = source.load() else {
            panic!("a file is missing")
        };
        assert_eq!(faults[0].file, "calendar.json");
    }

    #[test]
    fn waits_double_up_to_the_cap_and_spread() {
        let pace = Pace {
            first_ms: 200,
            cap_ms: 30_000,
            lease_ms: 1,
            waiting_ms: 1,
            law_ms: 1,
        };
        assert_eq!(pace.wait_ms(0, 0.0), 100);
        assert_eq!(pace.wait_ms(0, 1.0), 200);
        assert_eq!(pace.wait_ms(3, 1.0), 1_600);
        assert_eq!(pace.wait_ms(40, 1.0), 30_000);
        assert_eq!(pace.wait_ms(u32::MAX, 0.0), 15_000);
    }

    #[test]
    fn a_halls_file_lays_over_what_the_realm_has() {
        let file: HallFile = toml::from_str(
            r#"
            name = "某市政务服务中心"
            secret = "s"
            reachedAt = "https://hall.example:8443"
            [outside]
            registry = "https://registry.example"
            departmentBase = "https://departments.example/{uscc}"
            [keep]
            windowDays = 7
            [outside.departmentOverrides]
            11350199MB9A00065K = "https://finance.example"
            [[staff]]
            number = "0001"
            name = "某人"
            role = "clerk"
            passwordHash = "$argon2id$"
            [[grants]]
            id = "G-1"
            item = "*"
            dataset = "population"
            elements = ["person.name"]
            validUntil = "2027-01-01T00:00:00Z"
            [[limits]]
            staff = ["0001"]
            deeds = ["saveDraft", "accept"]
            domains = ["人社"]
            "#,
        )
        .unwrap();
        let mut config = HallConfig::training("t", OutsideSource::Nowhere);
        file.apply(&mut config);
        assert_eq!(
            (config.hall.name.as_str(), config.hall.code.as_str()),
            ("某市政务服务中心", "350199")
        );
        assert_eq!(config.reached_at.as_deref(), Some("https://hall.example:8443"));
        assert_eq!(
            (config.staff[0].role, config.grants[0].elements.len()),
            (Role::Clerk, 1)
        );
        assert_eq!(config.limits[0].deeds, [Deed::SaveDraft, Deed::Accept]);
        assert_eq!(
            (Keep::default().window_days.get(), config.keep.window_days.get()),
            (30, 7)
        );
        assert!(toml::from_str::<HallFile>("[keep]\nwindowDays = 0").is_err());
        let OutsideSource::Fixed(outside) = config.outside else {
            panic!("addresses")
        };
        assert_eq!(
            outside.department("11350199MB9A00065K").unwrap(),
            "https://finance.example"
        );
        assert_eq!(outside.department("X").unwrap(), "https://departments.example/X");
        assert!(
            toml::from_str::<HallFile>("nme = 1").is_err(),
            "a mistyped key is not passed over"
        );
        assert!(toml::from_str::<HallFile>("[[limits]]\nstaf = [\"0001\"]").is_err());
    }

    #[test]
    fn limits_that_the_catalogue_does_not_know_are_refused() {
        let catalogue = CatalogueSource::Embedded.load().unwrap();
        let limit = |domain: &str| Limit {
            roles: vec![Role::Clerk],
            domains: vec![domain.to_owned()],
            ..Limit::default()
        };
        assert!(check_limits(&[limit("人社"), limit("医保")], &catalogue, &catalogue).is_ok());
        let refused = check_limits(&[limit("人社"), limit("人设")], &catalogue, &catalogue).unwrap_err();
        assert_eq!(refused.code(), "YC-2010");
        assert!(refused.trouble.zh.contains("人设"));
        // Withdrawn by a later edition, not mistyped.
        let mut later = CatalogueSource::Embedded.load().unwrap();
        later.items.retain(|item| item.department_short != "医保");
        assert!(check_limits(&[limit("医保")], &later, &catalogue).is_ok());
    }

    #[test]
    fn promise_11_a_training_hall_takes_loopback_only() {
        let at = |address: &str| Outside {
            registry: Some(address.to_owned()),
            ..Outside::default()
        };
        for address in ["http://127.0.0.1:9", "http://localhost:1/x", "http://[::1]:8/"] {
            assert!(at(address).check(Realm::Training).is_ok(), "{address}");
        }
        for address in [
            "https://registry.example",
            "http://10.0.0.1:80",
            "http://127.0.0.1.example/",
            "x",
        ] {
            assert_eq!(
                at(address).check(Realm::Training).unwrap_err().code(),
                "YC-2007",
                "{address}"
            );
        }
        let department = Outside {
            department_base: Some("http://10.1.1.1/{uscc}".to_owned()),
            ..Outside::default()
        };
        assert!(department.check(Realm::Training).is_err());
        assert!(department.check(Realm::Live).is_ok());
    }
}
