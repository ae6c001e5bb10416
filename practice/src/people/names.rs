//! Names of invented people.

use super::Sex;
use crate::chance::Chance;

const SURNAMES: &[&str] = &[
    "陈", "林", "黄", "张", "吴", "李", "郑", "王", "刘", "苏", "蔡", "杨", "叶", "许", "谢", "郭", "曾",
    "何", "周", "徐", "邱", "江", "罗", "洪", "庄", "赖", "卢", "方", "高", "余", "游", "颜", "沈", "詹",
    "潘", "邓", "魏", "廖", "朱", "连", "欧阳", "上官",
];
const MALE: &[&str] = &[
    "伟", "强", "建", "国", "志", "明", "文", "辉", "杰", "俊", "宏", "斌", "鹏", "浩", "毅", "荣", "松",
    "海", "峰", "涛", "锋", "凯", "诚", "振", "庆", "培", "泽", "宇", "轩", "晨",
];
const FEMALE: &[&str] = &[
    "芳", "丽", "敏", "静", "燕", "玲", "娟", "英", "雪", "梅", "慧", "婷", "萍", "琳", "倩", "莹", "颖",
    "秀", "珍", "欣", "怡", "佳", "雅", "诗", "雨", "月", "兰", "云", "晓", "思",
];

/// A surname alone.
pub fn surname(chance: &mut Chance) -> &'static str {
    chance.pick(SURNAMES)
}

/// A given name of one or two characters.
pub fn given(chance: &mut Chance, sex: Sex) -> String {
    let list = match sex {
        Sex::Male => MALE,
        Sex::Female => FEMALE,
    };
    let first = chance.pick(list);
    if chance.below(5) == 0 {
        return first.to_owned();
    }
    let second = chance.pick(list);
    if second == first {
        return first.to_owned();
    }
    format!("{first}{second}")
}
