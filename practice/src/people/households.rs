//! Who lives with whom: families of many shapes, couples to be, widows, and two names that test character sets.

use std::collections::HashSet;

use jiff::civil::{Date, date};

use super::retirement::{born_for, first_day, month_of};
use super::{Household, Province, Resident, Sex, Work, names, places};
use crate::chance::Chance;
use crate::checks::resident_check;

/// Groups the other rooms pick from, by index into the residents.
#[derive(Debug, Default)]
pub struct Settled {
    /// Father and mother of each young family that expects a newborn.
    pub new_parents: Vec<(usize, usize)>,
    pub parents: Vec<usize>,
    pub husbands: Vec<usize>,
    pub wives: Vec<usize>,
    pub singles: Vec<usize>,
    pub near_retirement: Vec<usize>,
    pub grown_children: Vec<usize>,
    pub disabled: Vec<usize>,
}

/// A person about to be entered.
struct Entry {
    sex: Sex,
    born: Date,
    to_head: &'static str,
    marital: &'static str,
    surname: Option<String>,
    nation: &'static str,
}

struct Registrar<'a> {
    province: &'a mut Province,
    chance: Chance,
    numbers: HashSet<String>,
}

/// Fills households and residents.
pub fn settle(province: &mut Province) -> Settled {
    let chance = Chance::new(province.seed, "households");
    let mut registrar = Registrar {
        province,
        chance,
        numbers: HashSet::new(),
    };
    let mut settled = Settled::default();
    registrar.young_families(&mut settled);
    registrar.families(&mut settled);
    registrar.couples(&mut settled);
    registrar.elders(&mut settled);
    registrar.singles(&mut settled);
    registrar.widowed();
    registrar.disabled(&mut settled);
    registrar.betroth(&settled);
    registrar.rare_names(&settled);
    settled
}

impl Registrar<'_> {
    fn open(&mut self) -> usize {
        let number = format!("3501{}", self.chance.digits(5));
        let address = places::home(&mut self.chance);
        let at = self.province.households.len();
        let first = self.province.residents.len();
        self.province.households.push(Household {
            number,
            head: first,
            members: Vec::new(),
            address,
            low_income: false,
        });
        at
    }

    /// A day of birth in the year in which a person turns `age`.
    fn born(&mut self, age: i16) -> Date {
        let year = self.province.day.year() - age;
        let month = i8::try_from(self.chance.between(1, 12)).unwrap_or(1);
        let day = i8::try_from(self.chance.between(1, 28)).unwrap_or(1);
        date(year, month, day)
    }

    fn enter(&mut self, household: usize, entry: Entry) -> usize {
        let index = self.province.residents.len();
        let surname = entry
            .surname
            .unwrap_or_else(|| names::surname(&mut self.chance).to_owned());
        let name = format!("{surname}{}", names::given(&mut self.chance, entry.sex));
        let former_name =
            (index % 33 == 12).then(|| format!("{surname}{}", names::given(&mut self.chance, entry.sex)));
        let id_number = self.number(entry.sex, entry.born);
        let age = self.province.day.year() - entry.born.year();
        let education = match age {
            ..=6 => "90",
            7..=12 => "80",
            13..=15 => "70",
            16..=18 => "60",
            19..=45 => self
                .chance
                .pick(&["10", "20", "20", "20", "30", "30", "40", "60"]),
            46.. => self.chance.pick(&["20", "30", "40", "60", "70"]),
        };
        let work = match age {
            ..=6 => Work::Child,
            7..=18 => Work::Student,
            19..=60 => Work::None,
            61.. => Work::Retired,
        };
        self.province.households[household].members.push(index);
        self.province.residents.push(Resident {
            index,
            name,
            former_name,
            sex: entry.sex,
            nation: entry.nation,
            born: entry.born,
            id_number,
            household,
            to_head: entry.to_head,
            marital: entry.marital,
            married_on: None,
            spouse: None,
            father: None,
            mother: None,
            partner: None,
            died_on: None,
            work,
            education,
            cadre: false,
            near_retirement: false,
            veteran: false,
            disability: None,
            accountant: None,
        });
        index
    }

    /// A number that nobody has (GB 11643); four in five were first registered in the district itself.
    fn number(&mut self, sex: Sex, born: Date) -> String {
        loop {
            let region = self.chance.pick(&[
                places::REGION,
                places::REGION,
                places::REGION,
                places::REGION,
                places::REGION,
                places::REGION,
                places::REGION,
                places::REGION,
                "350102",
                "330106",
            ]);
            let odd = self.chance.between(0, 499) * 2 + i16::from(sex == Sex::Male);
            let body = format!("{region}{}{odd:03}", born.strftime("%Y%m%d"));
            let number = format!("{body}{}", resident_check(&body));
            if self.numbers.insert(number.clone()) {
                return number;
            }
        }
    }

    fn nation(&mut self) -> &'static str {
        if self.chance.below(20) == 0 {
            self.chance.pick(&["03", "22", "08", "15"])
        } else {
            "01"
        }
    }

    /// A married couple; the husband heads the household.
    fn couple(&mut self, household: usize, his: Date, hers: Date) -> (usize, usize) {
        let nation = self.nation();
        let husband = self.enter(
            household,
            Entry {
                sex: Sex::Male,
                born: his,
                to_head: "02",
                marital: "20",
                surname: None,
                nation,
            },
        );
        let wife = self.enter(
            household,
            Entry {
                sex: Sex::Female,
                born: hers,
                to_head: "10",
                marital: "20",
                surname: None,
                nation,
            },
        );
        let of_age = (his.year() + 22).max(hers.year() + 20);
        let year = (of_age + self.chance.between(1, 4)).min(self.province.day.year() - 2);
        let month = i8::try_from(self.chance.between(1, 12)).unwrap_or(1);
        let wedding = date(year, month, 18);
        for (one, other) in [(husband, wife), (wife, husband)] {
            self.province.residents[one].spouse = Some(other);
            self.province.residents[one].married_on = Some(wedding);
        }
        (husband, wife)
    }

    fn child(&mut self, household: usize, parents: (usize, usize), age: i16) -> usize {
        let sex = if self.chance.below(2) == 0 {
            Sex::Male
        } else {
            Sex::Female
        };
        self.child_of(household, parents, age, sex)
    }

    fn child_of(&mut self, household: usize, (father, mother): (usize, usize), age: i16, sex: Sex) -> usize {
        let born = self.born(age);
        let family_name = surname_of(&self.province.residents[father].name);
        let nation = self.province.residents[father].nation;
        let to_head = match sex {
            Sex::Male => "20",
            Sex::Female => "30",
        };
        let child = self.enter(
            household,
            Entry {
                sex,
                born,
                to_head,
                marital: "10",
                surname: Some(family_name),
                nation,
            },
        );
        self.province.residents[child].father = Some(father);
        self.province.residents[child].mother = Some(mother);
        child
    }

    fn young_families(&mut self, settled: &mut Settled) {
        for turn in 0..18 {
            let household = self.open();
            let age = self.chance.between(27, 36);
            let (his, hers) = (self.born(age), self.born(age - 1));
            let pair = self.couple(household, his, hers);
            if turn % 3 == 0 {
                let age = self.chance.between(3, 6);
                self.child(household, pair, age);
            }
            settled.new_parents.push(pair);
        }
    }

    fn families(&mut self, settled: &mut Settled) {
        for turn in 0..36 {
            let household = self.open();
            let age = self.chance.between(34, 48);
            let (his, hers) = (self.born(age), self.born(age - 2));
            let pair = self.couple(household, his, hers);
            let eldest = self.chance.between(6, (age - 27).min(17));
            self.child(household, pair, eldest);
            if turn % 2 == 0 && eldest > 3 {
                let age = self.chance.between(2, eldest - 1);
                self.child(household, pair, age);
            }
            if turn % 6 == 0 {
                let born = self.born(age + 27);
                let family_name = surname_of(&self.province.residents[pair.0].name);
                let grandfather = self.enter(
                    household,
                    Entry {
                        sex: Sex::Male,
                        born,
                        to_head: "51",
                        marital: "30",
                        surname: Some(family_name),
                        nation: "01",
                    },
                );
                self.province.residents[pair.0].father = Some(grandfather);
            }
            settled.parents.extend([pair.0, pair.1]);
        }
    }

    fn couples(&mut self, settled: &mut Settled) {
        for _ in 0..60 {
            let household = self.open();
            let age = self.chance.between(28, 49);
            let (his, hers) = (self.born(age), self.born(age - 1));
            let (husband, wife) = self.couple(household, his, hers);
            settled.husbands.push(husband);
            settled.wives.push(wife);
        }
    }

    /// Couples one of whom reaches the statutory month within weeks, with a grown child at home.
    fn elders(&mut self, settled: &mut Settled) {
        let target = month_of(self.province.day);
        for turn in 0..20 {
            let household = self.open();
            let sex = if turn % 2 == 0 { Sex::Male } else { Sex::Female };
            let cadre = turn % 4 == 1;
            let offset = [0, 1, -1, 2, 0, 1, 3, 0, 2, 1][turn / 2];
            let month = first_day(born_for(target + offset, sex, cadre));
            let day = i8::try_from(self.chance.between(1, 28)).unwrap_or(1);
            let near = date(month.year(), month.month(), day);
            let year_other = near.year() + if sex == Sex::Male { 2 } else { -2 };
            let other = date(year_other, near.month(), 15);
            let (his, hers) = if sex == Sex::Male {
                (near, other)
            } else {
                (other, near)
            };
            let pair = self.couple(household, his, hers);
            let retiree = if sex == Sex::Male { pair.0 } else { pair.1 };
            let person = &mut self.province.residents[retiree];
            person.near_retirement = true;
            person.cadre = cadre;
            let grown_sex = if turn % 4 < 2 { Sex::Male } else { Sex::Female };
            let grown = self.child_of(
                household,
                pair,
                24 + i16::try_from(turn % 4).unwrap_or(0),
                grown_sex,
            );
            settled.near_retirement.push(retiree);
            settled.grown_children.push(grown);
        }
    }

    fn singles(&mut self, settled: &mut Settled) {
        for turn in 0..46 {
            let household = self.open();
            let sex = if turn % 2 == 0 { Sex::Male } else { Sex::Female };
            let age = if turn >= 40 {
                20
            } else {
                self.chance.between(23, 47)
            };
            let born = self.born(age);
            let marital = if age > 30 && turn % 5 == 0 { "40" } else { "10" };
            let nation = self.nation();
            let single = self.enter(
                household,
                Entry {
                    sex,
                    born,
                    to_head: "02",
                    marital,
                    surname: None,
                    nation,
                },
            );
            settled.singles.push(single);
        }
    }

    /// Elders whose spouse has died; the dead stay on the register with their day of death.
    fn widowed(&mut self) {
        for turn in 0..10 {
            let household = self.open();
            let age = self.chance.between(68, 84);
            let (his, hers) = (self.born(age), self.born(age - 2));
            let (husband, wife) = self.couple(household, his, hers);
            let (dead, left) = if turn % 3 == 2 {
                (wife, husband)
            } else {
                (husband, wife)
            };
            let year = self.province.day.year() - self.chance.between(1, 6);
            self.province.residents[dead].died_on = Some(date(year, 3, 12));
            let left_behind = &mut self.province.residents[left];
            left_behind.marital = "30";
            left_behind.spouse = None;
            left_behind.to_head = "02";
            self.province.households[household].head = left;
        }
    }

    fn disabled(&mut self, settled: &mut Settled) {
        const KINDS: [(&str, &str); 7] = [
            ("1", "1"),
            ("4", "2"),
            ("2", "2"),
            ("5", "1"),
            ("4", "3"),
            ("6", "2"),
            ("3", "4"),
        ];
        for turn in 0..14 {
            let household = self.open();
            let sex = if turn % 2 == 0 { Sex::Female } else { Sex::Male };
            let age = self.chance.between(24, 52);
            let born = self.born(age);
            let person = self.enter(
                household,
                Entry {
                    sex,
                    born,
                    to_head: "02",
                    marital: "10",
                    surname: None,
                    nation: "01",
                },
            );
            self.province.residents[person].disability = Some(KINDS[turn % KINDS.len()]);
            self.province.households[household].low_income = turn % 4 != 3;
            settled.disabled.push(person);
        }
    }

    /// Grown children pair up as couples to be; each pair is of full age and free to marry.
    fn betroth(&mut self, settled: &Settled) {
        let of = |sex: Sex| {
            let all = &self.province.residents;
            settled
                .grown_children
                .iter()
                .copied()
                .filter(|&at| all[at].sex == sex)
                .collect::<Vec<_>>()
        };
        let pairs: Vec<(usize, usize)> = of(Sex::Male)
            .into_iter()
            .zip(of(Sex::Female).into_iter().rev())
            .collect();
        for (he, she) in pairs {
            self.province.residents[he].partner = Some(she);
            self.province.residents[she].partner = Some(he);
        }
    }

    /// Characters outside the basic plane, and a name with a middle dot.
    fn rare_names(&mut self, settled: &Settled) {
        let mut call = |at: usize, name: &str| self.province.residents[at].name = name.to_owned();
        call(settled.husbands[3], "陈𠮷祥");
        call(settled.wives[5], "林𬱖");
        call(settled.singles[2], "买买提·吐尔逊");
        self.province.residents[settled.singles[2]].nation = "05";
    }
}

/// The surname of a name made here, compound ones included.
pub fn surname_of(name: &str) -> String {
    let compound = name.starts_with("欧阳") || name.starts_with("上官");
    name.chars().take(if compound { 2 } else { 1 }).collect()
}
