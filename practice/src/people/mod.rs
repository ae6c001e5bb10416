//! The invented people of the province and how they hang together. Everything comes from a seed and a day.
//!
//! - `households` who lives with whom; `births` the newborn and their records; `bodies` enterprises and sole
//!   traders; `work` who works where, is out of work, served, or qualified.
//! - People other than newborn and those about to retire depend on the year of the day alone, so that they are
//!   the same people tomorrow.

mod births;
mod bodies;
mod households;
pub mod names;
pub mod places;
pub mod retirement;
mod work;

use std::collections::HashMap;

use jiff::civil::Date;

use crate::chance::draw;

/// 性别.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
}

impl Sex {
    /// Code of GB/T 2261.1.
    pub fn code(self) -> &'static str {
        match self {
            Self::Male => "1",
            Self::Female => "2",
        }
    }
}

/// What a resident lives on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// Too young for school or work.
    Child,
    Student,
    /// Works for the body of this index.
    Employed(usize),
    /// Runs the body of this index as legal representative or operator.
    Runs(usize),
    /// Out of work since a day, for a reason of the code list, last with the body of this index.
    Unemployed {
        since: Date,
        reason: &'static str,
        last: usize,
    },
    Retired,
    None,
}

/// One resident (居民).
#[derive(Debug, Clone)]
pub struct Resident {
    pub index: usize,
    pub name: String,
    pub former_name: Option<String>,
    pub sex: Sex,
    /// Code of GB/T 3304.
    pub nation: &'static str,
    pub born: Date,
    pub id_number: String,
    pub household: usize,
    /// Relation to the head of the household, code list `kinship`.
    pub to_head: &'static str,
    /// Code list `marital`.
    pub marital: &'static str,
    pub married_on: Option<Date>,
    pub spouse: Option<usize>,
    pub father: Option<usize>,
    pub mother: Option<usize>,
    pub partner: Option<usize>,
    pub died_on: Option<Date>,
    pub work: Work,
    /// Code list `education`.
    pub education: &'static str,
    pub cadre: bool,
    pub near_retirement: bool,
    pub veteran: bool,
    /// Type and level, code lists `disabilityType` and `disabilityLevel`.
    pub disability: Option<(&'static str, &'static str)>,
    /// Years as an accountant with a certificate.
    pub accountant: Option<u8>,
}

impl Resident {
    /// Whole years on a day.
    pub fn age_on(&self, day: Date) -> i16 {
        let had = (day.month(), day.day()) >= (self.born.month(), self.born.day());
        day.year() - self.born.year() - i16::from(!had)
    }

    /// Telephone on file; one in twenty has none.
    pub fn phone(&self) -> Option<String> {
        const HEADS: [&str; 6] = ["138", "139", "150", "159", "186", "189"];
        let head = HEADS[(draw(&["phone head", &self.id_number]) % 6) as usize];
        let digits = crate::chance::digits_of(&["phone", &self.id_number], 8);
        (self.index % 20 != 7).then(|| format!("{head}{digits}"))
    }
}

/// One household (户).
#[derive(Debug, Clone)]
pub struct Household {
    pub number: String,
    pub head: usize,
    pub members: Vec<usize>,
    pub address: String,
    /// 低保.
    pub low_income: bool,
}

/// What a body trades in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trade {
    Catering,
    Drinks,
    Bookkeeping,
    Consulting,
}

/// 企业 or 个体工商户.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    Enterprise,
    SoleTrader,
}

/// One enterprise or sole trader.
#[derive(Debug, Clone)]
pub struct Body {
    pub index: usize,
    pub kind: BodyKind,
    pub uscc: String,
    pub name: String,
    pub short_name: String,
    pub trade: Trade,
    pub established: Date,
    /// 万元.
    pub capital: u32,
    /// As the registrar has it.
    pub domicile: String,
    /// As the business licence shows it; differs for one body in twenty.
    pub licence_domicile: String,
    pub legal_rep: usize,
    /// Residents who work here, the legal representative among them.
    pub staff: Vec<usize>,
}

/// One birth (出生) of the last months.
#[derive(Debug, Clone)]
pub struct Birth {
    pub mother: usize,
    pub father: usize,
    pub sex: Sex,
    pub child_name: String,
    /// Local time, `YYYY-MM-DDThh:mm:00+08:00`.
    pub at: String,
    pub day: Date,
    pub weeks: i16,
    pub weight_g: i16,
    pub length_cm: i16,
    pub parity: usize,
    /// 出生医学证明编号; absent while only the delivery record exists.
    pub certificate: Option<String>,
}

/// The whole province.
#[derive(Debug, Clone)]
pub struct Province {
    pub seed: u64,
    pub day: Date,
    pub residents: Vec<Resident>,
    pub households: Vec<Household>,
    pub bodies: Vec<Body>,
    pub births: Vec<Birth>,
    by_number: HashMap<String, usize>,
    by_uscc: HashMap<String, usize>,
}

impl Province {
    /// Invents the province of a seed as it stands on a day.
    pub fn invent(seed: u64, day: Date) -> Self {
        let mut province = Self {
            seed,
            day,
            residents: Vec::new(),
            households: Vec::new(),
            bodies: Vec::new(),
            births: Vec::new(),
            by_number: HashMap::new(),
            by_uscc: HashMap::new(),
        };
        let settled = households::settle(&mut province);
        births::record(&mut province, &settled);
        bodies::found(&mut province, &settled);
        work::employ(&mut province, &settled);
        province.by_number = province
            .residents
            .iter()
            .map(|r| (r.id_number.clone(), r.index))
            .collect();
        province.by_uscc = province
            .bodies
            .iter()
            .map(|b| (b.uscc.clone(), b.index))
            .collect();
        province
    }

    /// A living or dead resident by number.
    pub fn resident(&self, id_number: &str) -> Option<&Resident> {
        self.by_number.get(id_number).map(|&at| &self.residents[at])
    }

    /// A body by credit code.
    pub fn body(&self, uscc: &str) -> Option<&Body> {
        self.by_uscc.get(uscc).map(|&at| &self.bodies[at])
    }

    pub fn household(&self, resident: &Resident) -> &Household {
        &self.households[resident.household]
    }

    /// Bodies that a resident represents.
    pub fn represented_by(&self, resident: &Resident) -> impl Iterator<Item = &Body> {
        self.bodies.iter().filter(move |b| b.legal_rep == resident.index)
    }

    /// The newest birth of a mother or father.
    pub fn birth_of(&self, parent: &Resident) -> Option<&Birth> {
        self.births
            .iter()
            .find(|b| b.mother == parent.index || b.father == parent.index)
    }

    /// Children on the register, eldest first.
    pub fn children_of(&self, parent: &Resident) -> impl Iterator<Item = &Resident> {
        self.residents
            .iter()
            .filter(move |r| r.father == Some(parent.index) || r.mother == Some(parent.index))
    }

    /// The body a resident works for or runs.
    pub fn employer_of(&self, resident: &Resident) -> Option<&Body> {
        match resident.work {
            Work::Employed(at) | Work::Runs(at) => self.bodies.get(at),
            Work::Child | Work::Student | Work::Unemployed { .. } | Work::Retired | Work::None => None,
        }
    }
}
