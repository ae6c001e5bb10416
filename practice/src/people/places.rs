//! Addresses inside the demonstration district (350199 示范区).

use crate::chance::Chance;

/// The district's administrative code.
pub const REGION: &str = "350199";

const STREETS: &[(&str, &str)] = &[
    ("东街街道", "政务路"),
    ("东街街道", "榕城东路"),
    ("南门街道", "南门大街"),
    ("南门街道", "书院巷"),
    ("西湖街道", "湖滨路"),
    ("西湖街道", "西环中路"),
    ("江滨街道", "江滨大道"),
    ("江滨街道", "码头新村路"),
    ("新城街道", "创业大道"),
    ("新城街道", "科技园路"),
];
const ESTATES: &[&str] = &["榕景苑", "江畔花园", "世纪新村", "和谐家园", "书香里", "滨湖小区"];
const TOWERS: &[&str] = &["示范大厦", "创业中心", "万汇商厦", "江滨商务楼", "新城广场"];

/// Where a household lives.
pub fn home(chance: &mut Chance) -> String {
    let (street, road) = STREETS[chance.below(STREETS.len())];
    let (number, block, floor, room) = (
        chance.between(1, 299),
        chance.between(1, 20),
        chance.between(1, 18),
        chance.between(1, 4),
    );
    let estate = chance.pick(ESTATES);
    format!("福建省示范市示范区{street}{road}{number}号{estate}{block}幢{floor}0{room}室")
}

/// Where a body does business.
pub fn premises(chance: &mut Chance) -> String {
    let (street, road) = STREETS[chance.below(STREETS.len())];
    let (number, floor, room) = (
        chance.between(1, 399),
        chance.between(1, 12),
        chance.between(1, 20),
    );
    let tower = chance.pick(TOWERS);
    format!("福建省示范市示范区{street}{road}{number}号{tower}{floor}层{floor:02}{room:02}单元")
}

/// The sub-district inside an address made here.
pub fn street_of(address: &str) -> &'static str {
    STREETS
        .iter()
        .find(|(street, _)| address.contains(street))
        .map_or("东街街道", |(street, _)| street)
}
