//! Catalogue files → one edition, or every fault with its file, path and reason.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answers::{self, Answer};
use super::condition::Rules;
use super::edition::parts;
use super::edition::{Inventory, Manifest};
use super::element::{CodeLists, DataElement};
use super::everyday::{self, Everyday};
use super::item::{FieldType, Item};
use super::refusal::{self, GroundFault};
use super::rule::{FactNames, Rule, RuleText};
use super::situation;
use super::sources::{self, Kind, Sources};
use super::whens::Whens;
use crate::crypto::Suite;
use crate::deadline::Calendar;
use crate::error::Trouble;
use crate::notice::Wording;
use crate::notice::wording::BUILT_IN;

/// The texts of the files of one catalogue folder.
#[derive(Debug, Clone)]
pub struct CatalogueFiles {
    pub items: String,
    pub data_elements: String,
    pub codelists: String,
    pub calendar: String,
    pub conditions: String,
    /// The wording of the papers; [`crate::notice::wording::BUILT_IN`] where a folder has none.
    pub papers: String,
    /// 一件事; none where a folder has none.
    pub bundles: String,
    /// Faults that are noted with the reason why they stay; none where a folder has none.
    pub known_faults: String,
    /// 常见问答; [`answers::NONE`] where a folder has none.
    pub answers: String,
    /// What people call the items (俗称); [`everyday::NONE`] where a folder has none.
    pub everyday: String,
    /// 数据来源; [`sources::BUILT_IN`] where a folder has none.
    pub sources: String,
}

/// Bytes of all files together from which a catalogue is refused unread: a province's 125,000 items take less.
pub const CAP_BYTES: u64 = 200_000_000;

/// The bundles of a folder that has none.
pub const NO_BUNDLES: &str = r#"{"bundles":[]}"#;

/// The noted faults of a folder that has none.
pub const NONE_KNOWN: &str = "[]";

impl CatalogueFiles {
    /// Every file beside `items.json`, by name.
    pub const OTHERS: [&'static str; 10] = [
        "answers.json",
        "bundles.json",
        "calendar.json",
        "codelists.json",
        "conditions.json",
        "data_elements.json",
        "everyday.json",
        "known_faults.json",
        "papers.json",
        "sources.json",
    ];

    /// Every file beside `items.json`, in the order of [`CatalogueFiles::OTHERS`].
    pub fn into_others(self) -> [(&'static str, String); 10] {
        let [
            answers,
            bundles,
            calendar,
            codelists,
            conditions,
            data_elements,
            everyday,
            known_faults,
            papers,
            sources,
        ] = Self::OTHERS;
        [
            (answers, self.answers),
            (bundles, self.bundles),
            (calendar, self.calendar),
            (codelists, self.codelists),
            (conditions, self.conditions),
            (data_elements, self.data_elements),
            (everyday, self.everyday),
            (known_faults, self.known_faults),
            (papers, self.papers),
            (sources, self.sources),
        ]
    }

    /// Of `items.json` and what `take` has of the others; what an older edition did not know is as it was without.
    pub fn from_others(items: String, mut take: impl FnMut(&str) -> Option<String>) -> Self {
        let [
            answers,
            bundles,
            calendar,
            codelists,
            conditions,
            data_elements,
            names,
            known_faults,
            papers,
            origins,
        ] = Self::OTHERS;
        Self {
            items,
            answers: take(answers).unwrap_or_else(|| answers::NONE.to_owned()),
            bundles: take(bundles).unwrap_or_else(|| NO_BUNDLES.to_owned()),
            calendar: take(calendar).unwrap_or_default(),
            codelists: take(codelists).unwrap_or_default(),
            conditions: take(conditions).unwrap_or_default(),
            data_elements: take(data_elements).unwrap_or_default(),
            everyday: take(names).unwrap_or_else(|| everyday::NONE.to_owned()),
            known_faults: take(known_faults).unwrap_or_else(|| NONE_KNOWN.to_owned()),
            papers: take(papers).unwrap_or_else(|| BUILT_IN.to_owned()),
            sources: take(origins).unwrap_or_else(|| sources::BUILT_IN.to_owned()),
        }
    }

    pub(super) fn bytes(&self) -> u64 {
        let all = [
            &self.items,
            &self.answers,
            &self.bundles,
            &self.calendar,
            &self.codelists,
            &self.conditions,
            &self.data_elements,
            &self.everyday,
            &self.known_faults,
            &self.papers,
            &self.sources,
        ];
        all.into_iter().map(|text| text.len() as u64).sum()
    }
}

/// Refuses a catalogue for its size alone, before anything of it is read.
pub fn check_size(bytes: u64) -> Result<(), CatalogueFault> {
    if bytes < CAP_BYTES {
        return Ok(());
    }
    let (got, cap) = (bytes / 1_000_000, CAP_BYTES / 1_000_000);
    Err(fault(
        ".",
        ".",
        "YC-1356",
        format!("事项目录共 {got} MB，须小于 {cap} MB，没有读取。请核对文件。"),
        format!(
            "the catalogue has {got} MB and has to be smaller than {cap} MB; it was not read. Look at the files"
        ),
    ))
}

/// One edition (版本) of the catalogue, checked.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// Number of the edition (版本号), which a case pins for ever; of files that were not published, the hash of
    /// their content.
    pub edition: String,
    pub items: Vec<Item>,
    pub elements: BTreeMap<String, DataElement>,
    pub codes: CodeLists,
    pub calendar: Calendar,
    pub rules: Rules,
    pub wording: Wording,
    pub answers: Vec<Answer>,
    pub everyday: Everyday,
    pub sources: Sources,
}

/// One fault: which file, where in it, why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CatalogueFault {
    pub file: String,
    /// JSON path such as `[3].fields[12].codeList`.
    pub path: String,
    #[serde(flatten)]
    pub trouble: Trouble,
}

impl Catalogue {
    /// Reads and checks the files. Every fault is reported, not only the first.
    /// Of a published edition, which was checked whole, there may be one item alone.
    fn read(files: &CatalogueFiles, whole: bool) -> Result<Self, Vec<CatalogueFault>> {
        if let Err(fault) = check_size(files.bytes()) {
            return Err(vec![fault]);
        }
        let mut faults = Vec::new();
        let items: Option<Vec<Item>> = parse("items.json", &files.items, &mut faults);
        let elements: Option<Vec<DataElement>> =
            parse("data_elements.json", &files.data_elements, &mut faults);
        let codes: Option<CodeLists> = parse("codelists.json", &files.codelists, &mut faults);
        let rules: Option<Rules> = parse("conditions.json", &files.conditions, &mut faults);
        let calendar: Option<Calendar> = parse("calendar.json", &files.calendar, &mut faults);
        let bundles: Option<serde::de::IgnoredAny> = parse("bundles.json", &files.bundles, &mut faults);
        let wording = Wording::load(&files.papers)
            .map_err(|wrong| {
                faults.extend(wrong.into_iter().map(|fault| CatalogueFault {
                    file: "papers.json".to_owned(),
                    path: fault.path,
                    trouble: fault.trouble,
                }));
            })
            .ok();
        let answers: Option<Vec<Answer>> = parse("answers.json", &files.answers, &mut faults);
        let everyday: Option<Everyday> = parse("everyday.json", &files.everyday, &mut faults);
        let sources: Option<Sources> = parse("sources.json", &files.sources, &mut faults);
        let (
            Some(mut items),
            Some(elements),
            Some(codes),
            Some(rules),
            Some(calendar),
            Some(wording),
            Some(_),
            Some(answers),
            Some(everyday),
            Some(sources),
        ) = (
            items, elements, codes, rules, calendar, wording, bundles, answers, everyday, sources,
        )
        else {
            return Err(faults);
        };
        let elements: BTreeMap<String, DataElement> = elements
            .into_iter()
            .map(|element| (element.id.clone(), element))
            .collect();
        check_parts(&mut items, &elements, &codes, &rules, &mut faults);
        for (path, what) in answers::check(&answers, whole.then_some(items.as_slice())) {
            let (code, zh, en) = what.words();
            faults.push(fault("answers.json", &path, code, zh.to_owned(), en.to_owned()));
        }
        for (path, what) in everyday.check(whole.then_some(items.as_slice())) {
            let (code, zh, en) = what.words();
            faults.push(fault("everyday.json", &path, code, zh.to_owned(), en.to_owned()));
        }
        for (path, what) in sources.check() {
            let (code, zh, en) = what.words();
            faults.push(fault("sources.json", &path, code, zh.to_owned(), en.to_owned()));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        ask_also(&mut items, &sources);
        Ok(Self {
            edition: String::new(),
            items,
            elements,
            codes,
            calendar,
            rules,
            wording,
            answers,
            everyday,
            sources,
        })
    }

    /// Reads files that were not published: their edition is the hash of their content.
    pub fn load(files: CatalogueFiles) -> Result<Self, Vec<CatalogueFault>> {
        let mut catalogue = Self::read(&files, true)?;
        let parts = parts::split(files, Suite::default()).map_err(|fault| vec![fault])?;
        catalogue.edition = Inventory::of(&parts).content(Suite::default());
        Ok(catalogue)
    }

    /// Reads files that a hall can work with, whatever else a check would say of them; they are no edition yet.
    pub fn of_files(files: &CatalogueFiles) -> Result<Self, Vec<CatalogueFault>> {
        Self::read(files, true)
    }

    /// Reads the files of a published edition.
    pub fn of_edition(files: &CatalogueFiles, manifest: &Manifest) -> Result<Self, Vec<CatalogueFault>> {
        let mut catalogue = Self::read(files, false)?;
        catalogue.edition.clone_from(&manifest.number);
        Ok(catalogue)
    }

    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// Code and names of every item, in their order: its own name, its aliases, and what people call it.
    pub fn named(&self) -> impl Iterator<Item = (&str, Vec<&str>)> + Clone {
        self.items.iter().map(|item| {
            let own = std::iter::once(&item.name).chain(&item.aliases);
            let names = own.chain(self.everyday.of(&item.id)).map(String::as_str);
            (item.implementation_code.as_str(), names.collect())
        })
    }
}

/// A source that is asked beyond the chains stands at their end: whatever they name goes before it. Rows, pictures and
/// the applicant's own acts are of one case.
fn ask_also(items: &mut [Item], sources: &Sources) {
    for (code, source) in sources.all().filter(|(_, source)| !source.also.is_empty()) {
        let fields = items.iter_mut().flat_map(|item| &mut item.fields);
        for field in fields.filter(|field| source.asks_also(&field.data_element)) {
            let of_one_case = field.is_own()
                || field.repeatable
                || matches!(field.kind, FieldType::Table | FieldType::Photo)
                || sources.kind(&field.source_code) == Kind::Derived;
            if !of_one_case && !field.source_chain.iter().any(|known| known == code) {
                field.source_chain.push(code.to_owned());
            }
        }
    }
}

fn parse<T: serde::de::DeserializeOwned>(
    file: &str,
    text: &str,
    faults: &mut Vec<CatalogueFault>,
) -> Option<T> {
    let mut reader = serde_json::Deserializer::from_str(text);
    match serde_path_to_error::deserialize(&mut reader) {
        Ok(value) => Some(value),
        Err(error) => {
            let path = error.path().to_string();
            let reason = error.into_inner().to_string();
            faults.push(fault(
                file,
                &path,
                "YC-1301",
                format!("读不懂这一处：{reason}"),
                format!("cannot be read: {reason}"),
            ));
            None
        }
    }
}

fn fault(file: &str, path: &str, code: &str, zh: String, en: String) -> CatalogueFault {
    CatalogueFault {
        file: file.to_owned(),
        path: path.to_owned(),
        trouble: Trouble::new(code, zh, en),
    }
}

/// Compiles the rules of an item's review points; those that fail come back with their path below the item.
fn compile_points(item: &mut Item) -> Vec<(String, Trouble)> {
    let names = FactNames::of(item).with_questions(&item.situations);
    let mut faults = Vec::new();
    for (p, point) in item.review_points.iter_mut().enumerate() {
        let Some(text) = &point.cel else { continue };
        match Rule::compile_all(text, &names) {
            Ok(rule) => point.judged = Some(rule),
            Err(wrong) => faults.extend(wrong.into_iter().map(|wrong| {
                let place = match text {
                    RuleText::One(_) => String::new(),
                    RuleText::Clauses(_) => format!("[{}].expr", wrong.clause),
                };
                (format!("reviewPoints[{p}].cel{place}"), wrong.trouble())
            })),
        }
    }
    faults
}

/// What a window could not work with: two of one name, codes of another length, what points at nothing, and expressions
/// that cannot be judged. Compiles what can.
pub(super) fn check_parts(
    items: &mut [Item],
    elements: &BTreeMap<String, DataElement>,
    codes: &CodeLists,
    rules: &Rules,
    faults: &mut Vec<CatalogueFault>,
) {
    check_items(items, elements, codes, faults);
    for (at, item) in items.iter_mut().enumerate() {
        let (whens, wrong) = Whens::compile(item);
        item.whens = whens;
        let wrong = wrong.into_iter().map(|(path, fault)| (path, fault.trouble()));
        let odd = situation::check(item, codes).into_iter();
        let odd = odd.map(|(path, fault)| (path, fault.trouble()));
        let points = compile_points(item);
        faults.extend(
            odd.chain(wrong)
                .chain(points)
                .map(|(path, trouble)| CatalogueFault {
                    file: "items.json".to_owned(),
                    path: format!("[{at}].{path}"),
                    trouble,
                }),
        );
    }
    for (path, what) in refusal::check(&rules.refusals) {
        let (code, zh, en) = match what {
            GroundFault::Twice => (
                "YC-1309",
                "不予受理情形代码重复",
                "two grounds of refusal have one code",
            ),
            GroundFault::Wordless => (
                "YC-1310",
                "不予受理情形缺少文字",
                "a ground of refusal lacks words",
            ),
        };
        faults.push(fault(
            "conditions.json",
            &path,
            code,
            zh.to_owned(),
            en.to_owned(),
        ));
    }
}

fn check_items(
    items: &[Item],
    elements: &BTreeMap<String, DataElement>,
    codes: &CodeLists,
    faults: &mut Vec<CatalogueFault>,
) {
    let mut ids = BTreeSet::new();
    for (at, item) in items.iter().enumerate() {
        let mut say = |path: String, code: &str, zh: String, en: String| {
            faults.push(fault("items.json", &path, code, zh, en));
        };
        if !ids.insert(item.id.as_str()) {
            say(
                format!("[{at}].id"),
                "YC-1302",
                format!("事项标识重复：{}", item.id),
                format!("duplicate item id: {}", item.id),
            );
        }
        for (name, value, want) in [
            ("baseCode", &item.base_code, 12),
            ("implementationCode", &item.implementation_code, 31),
            ("businessItemCode", &item.business_item_code, 33),
        ] {
            let got = value.chars().count();
            if got != want {
                say(
                    format!("[{at}].{name}"),
                    "YC-1303",
                    format!("编码应为 {want} 位，这里是 {got} 位"),
                    format!("the code has {got} characters, not {want}"),
                );
            }
        }
        if item.promised_days > item.statutory_days && item.day_unit == item.statutory_day_unit {
            say(
                format!("[{at}].promisedDays"),
                "YC-1304",
                "承诺时限长于法定时限".to_owned(),
                "the promised limit is longer than the statutory one".to_owned(),
            );
        }
        let mut keys = BTreeSet::new();
        for (f, field) in item.fields.iter().enumerate() {
            if !keys.insert(field.key.as_str()) {
                say(
                    format!("[{at}].fields[{f}].key"),
                    "YC-1305",
                    format!("字段重复：{}", field.key),
                    format!("duplicate field: {}", field.key),
                );
            }
            if !elements.contains_key(&field.data_element) {
                say(
                    format!("[{at}].fields[{f}].dataElement"),
                    "YC-1306",
                    format!("没有这个数据元：{}", field.data_element),
                    format!("unknown data element: {}", field.data_element),
                );
            }
            if let Some(list) = &field.code_list
                && codes.entries(list).is_empty()
            {
                say(
                    format!("[{at}].fields[{f}].codeList"),
                    "YC-1307",
                    format!("没有这个代码表：{list}"),
                    format!("unknown code list: {list}"),
                );
            }
        }
        let mut materials = BTreeSet::new();
        for (m, material) in item.materials.iter().enumerate() {
            if !materials.insert(material.id.as_str()) {
                say(
                    format!("[{at}].materials[{m}].id"),
                    "YC-1308",
                    format!("材料标识重复：{}", material.id),
                    format!("duplicate material id: {}", material.id),
                );
            }
        }
    }
}
