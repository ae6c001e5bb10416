//! Sources in the applicant's words: where he would say a value comes from.

use cases::case::Draft;
use cases::form::{Cell, SourceKind};
use cases::identity::PersonId;
use cases::material::Held;
use jiff::civil::Date;

use crate::intake::Ground;

/// The small word behind a value.
pub fn source(ground: Ground<'_>, draft: &Draft, cell: &Cell, own_act: bool) -> String {
    let Some(held) = &cell.held else {
        return String::new();
    };
    if own_act {
        return "您的声明".to_owned();
    }
    match held.from.kind {
        SourceKind::Registry | SourceKind::History => held.from.dataset.as_deref().map_or_else(
            || held.from.provider.clone(),
            |code| ground.catalogue.sources.applicants_word(code).to_owned(),
        ),
        SourceKind::Licence => licence(draft, held.from.record_id.as_deref()),
        SourceKind::Card => "您的证件".to_owned(),
        SourceKind::Online => "您的网上申报".to_owned(),
        SourceKind::Recognition => "您的材料".to_owned(),
        SourceKind::Guidance => "您的选择".to_owned(),
        SourceKind::Derived => "由其他内容推出".to_owned(),
        SourceKind::Typed => "您提供".to_owned(),
    }
}

/// 营业执照, by the licence in hand.
fn licence(draft: &Draft, identifier: Option<&str>) -> String {
    let named = draft.slots.iter().find_map(|slot| match &slot.held {
        Some(Held::Licence {
            identifier: known,
            type_name,
            ..
        }) if Some(known.as_str()) == identifier => Some(type_name.clone()),
        Some(
            Held::Licence { .. }
            | Held::Verified { .. }
            | Held::Files { .. }
            | Held::Paper { .. }
            | Held::Generated { .. },
        )
        | None => None,
    });
    named.unwrap_or_else(|| "电子证照".to_owned())
}

/// 复姓: two characters are the surname.
const DOUBLE_SURNAMES: [&str; 12] = [
    "欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "夏侯",
];

/// 陈女士: as much of a name as a screen in a hall may show. Without a known sex or a Han name, 您.
pub fn greeting(draft: &Draft, today: Date) -> String {
    let person = &draft.party.person;
    let sex = PersonId::parse(&person.id_type, &person.id_number, today)
        .ok()
        .and_then(|id| id.sex());
    let title = match sex.map(|sex| sex.code()) {
        Some("1") => "先生",
        Some("2") => "女士",
        Some(_) | None => return "您好".to_owned(),
    };
    let name: Vec<char> = person.name.chars().collect();
    if !(2..=4).contains(&name.len()) || name.iter().any(char::is_ascii) {
        return "您好".to_owned();
    }
    let two: String = name[..2].iter().collect();
    let surname = if name.len() > 2 && DOUBLE_SURNAMES.contains(&two.as_str()) {
        two
    } else {
        name[0].to_string()
    };
    format!("{surname}{title}")
}
