//! A person's document: its kind and its number as one value.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check::fold;
use super::fault::IdFault;
use super::mask;
use super::permit::{ForeignerId2017, ForeignerId2023, HmtResidenceId};
use super::resident::{ResidentId, Sex};
use super::travel::{ForeignPassport, HkMacaoPermit, OtherDocument, PrcPassport, TaiwanPermit};

/// The number of a person's document, by kind (code list `idType`, GA/T 2000.156).
///
/// On the wire: `{"idType": "111", "number": "…"}` ([`PersonIdText`]), judged again when it is read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "PersonIdText", into = "PersonIdText")]
pub enum PersonId {
    /// 111 居民身份证
    Resident(ResidentId),
    /// 112 临时居民身份证
    Temporary(ResidentId),
    /// 113 户口簿: the resident number entered in it
    HouseholdRegister(ResidentId),
    /// 414 普通护照, Chinese
    PrcPassport(PrcPassport),
    /// 414 普通护照, foreign
    ForeignPassport(ForeignPassport),
    /// 511 台湾居民来往大陆通行证
    TaiwanPermit(TaiwanPermit),
    /// 516 港澳居民来往内地通行证
    HkMacaoPermit(HkMacaoPermit),
    /// 553 外国人永久居留身份证 from 2023-12
    Foreigner2023(ForeignerId2023),
    /// 553 外国人永久居留身份证 of 2017
    Foreigner2017(ForeignerId2017),
    /// 554 港澳居民居住证
    HkMacaoResidence(HmtResidenceId),
    /// 555 台湾居民居住证
    TaiwanResidence(HmtResidenceId),
    /// 990 其他
    Other(OtherDocument),
}

/// A document kind and number as text, before it is judged.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonIdText {
    /// Code of the `idType` code list, three digits.
    #[schema(example = "111")]
    pub id_type: String,
    /// The number as on the document.
    pub number: String,
}

impl PersonId {
    /// Parses a number as the document that `id_type_code` names. `today` is the hall's date.
    pub fn parse(id_type_code: &str, number: &str, today: Date) -> Result<Self, IdFault> {
        Self::judge(id_type_code, number, Some(today))
    }

    fn judge(id_type_code: &str, number: &str, today: Option<Date>) -> Result<Self, IdFault> {
        match id_type_code {
            "111" => ResidentId::judge(number, today).map(PersonId::Resident),
            "112" => ResidentId::judge(number, today).map(PersonId::Temporary),
            "113" => ResidentId::judge(number, today).map(PersonId::HouseholdRegister),
            "414" => PrcPassport::judge(number, today)
                .map(PersonId::PrcPassport)
                .or_else(|_| ForeignPassport::judge(number, today).map(PersonId::ForeignPassport)),
            "511" => TaiwanPermit::judge(number, today).map(PersonId::TaiwanPermit),
            "516" => HkMacaoPermit::judge(number, today).map(PersonId::HkMacaoPermit),
            "553" if fold(number).chars().count() == 15 => {
                ForeignerId2017::judge(number, today).map(PersonId::Foreigner2017)
            }
            "553" => ForeignerId2023::judge(number, today).map(PersonId::Foreigner2023),
            "554" | "555" => {
                let id = HmtResidenceId::judge(number, today)?;
                match (id_type_code == "555", id.is_taiwan()) {
                    (false, false) => Ok(PersonId::HkMacaoResidence(id)),
                    (true, true) => Ok(PersonId::TaiwanResidence(id)),
                    (true, false) | (false, true) => Err(IdFault::Prefix),
                }
            }
            "990" => OtherDocument::judge(number, today).map(PersonId::Other),
            _ => Err(IdFault::UnknownType),
        }
    }

    /// The code of the `idType` code list.
    pub fn type_code(&self) -> &'static str {
        match self {
            PersonId::Resident(_) => "111",
            PersonId::Temporary(_) => "112",
            PersonId::HouseholdRegister(_) => "113",
            PersonId::PrcPassport(_) | PersonId::ForeignPassport(_) => "414",
            PersonId::TaiwanPermit(_) => "511",
            PersonId::HkMacaoPermit(_) => "516",
            PersonId::Foreigner2023(_) | PersonId::Foreigner2017(_) => "553",
            PersonId::HkMacaoResidence(_) => "554",
            PersonId::TaiwanResidence(_) => "555",
            PersonId::Other(_) => "990",
        }
    }

    /// The number in normal form, unmasked.
    pub fn number(&self) -> &str {
        match self {
            PersonId::Resident(id) | PersonId::Temporary(id) | PersonId::HouseholdRegister(id) => id.as_str(),
            PersonId::PrcPassport(id) => id.as_str(),
            PersonId::ForeignPassport(id) => id.as_str(),
            PersonId::TaiwanPermit(id) => id.as_str(),
            PersonId::HkMacaoPermit(id) => id.as_str(),
            PersonId::Foreigner2023(id) => id.as_str(),
            PersonId::Foreigner2017(id) => id.as_str(),
            PersonId::HkMacaoResidence(id) | PersonId::TaiwanResidence(id) => id.as_str(),
            PersonId::Other(id) => id.as_str(),
        }
    }

    /// The number as a screen shows it by default.
    pub fn masked(&self) -> String {
        mask::document(self.number())
    }

    /// The birth date, for documents whose number states it.
    pub fn birth(&self) -> Option<Date> {
        match self {
            PersonId::Resident(id) | PersonId::Temporary(id) | PersonId::HouseholdRegister(id) => {
                Some(id.birth())
            }
            PersonId::Foreigner2023(id) => Some(id.birth()),
            PersonId::HkMacaoResidence(id) | PersonId::TaiwanResidence(id) => Some(id.birth()),
            PersonId::PrcPassport(_)
            | PersonId::ForeignPassport(_)
            | PersonId::TaiwanPermit(_)
            | PersonId::HkMacaoPermit(_)
            | PersonId::Foreigner2017(_)
            | PersonId::Other(_) => None,
        }
    }

    /// The sex, for documents whose number states it.
    pub fn sex(&self) -> Option<Sex> {
        match self {
            PersonId::Resident(id) | PersonId::Temporary(id) | PersonId::HouseholdRegister(id) => {
                Some(id.sex())
            }
            PersonId::Foreigner2023(id) => Some(id.sex()),
            PersonId::HkMacaoResidence(id) | PersonId::TaiwanResidence(id) => Some(id.sex()),
            PersonId::PrcPassport(_)
            | PersonId::ForeignPassport(_)
            | PersonId::TaiwanPermit(_)
            | PersonId::HkMacaoPermit(_)
            | PersonId::Foreigner2017(_)
            | PersonId::Other(_) => None,
        }
    }
}

impl TryFrom<PersonIdText> for PersonId {
    type Error = IdFault;

    /// Reads a kept document back: every rule but those that need today's date.
    fn try_from(text: PersonIdText) -> Result<Self, IdFault> {
        Self::judge(&text.id_type, &text.number, None)
    }
}

impl From<PersonId> for PersonIdText {
    fn from(id: PersonId) -> Self {
        PersonIdText {
            id_type: id.type_code().to_owned(),
            number: id.number().to_owned(),
        }
    }
}

impl utoipa::PartialSchema for PersonId {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        PersonIdText::schema()
    }
}

impl ToSchema for PersonId {}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 22);

    #[test]
    fn each_code_takes_its_own_numbers() {
        let rows = [
            ("111", "350199199003070011"),
            ("112", "350199198506152022"),
            ("113", "110101200002291010"),
            ("414", "E12345678"),
            ("414", "C01X00T47A"),
            ("511", "12345678"),
            ("516", "H12345678"),
            ("553", "935840198805120012"),
            ("553", "USA358405120001"),
            ("554", "810000198805200016"),
            ("555", "830000197909080038"),
            ("990", "A-1"),
        ];
        for (code, number) in rows {
            let id = PersonId::parse(code, number, TODAY).unwrap();
            assert_eq!((id.type_code(), id.number()), (code, number));
            let json = serde_json::to_string(&id).unwrap();
            assert_eq!(json, format!(r#"{{"idType":"{code}","number":"{number}"}}"#));
            assert_eq!(serde_json::from_str::<PersonId>(&json).unwrap(), id);
        }
    }

    #[test]
    fn a_number_of_another_document_is_refused() {
        assert_eq!(
            PersonId::parse("111", "810000198805200016", TODAY),
            Err(IdFault::ResidencePermit)
        );
        assert_eq!(
            PersonId::parse("554", "830000197909080038", TODAY),
            Err(IdFault::Prefix)
        );
        assert_eq!(
            PersonId::parse("555", "810000198805200016", TODAY),
            Err(IdFault::Prefix)
        );
        assert_eq!(
            PersonId::parse("553", "350199199003070011", TODAY),
            Err(IdFault::Prefix)
        );
        assert_eq!(
            PersonId::parse("001", "350199199003070011", TODAY),
            Err(IdFault::UnknownType)
        );
        assert!(
            serde_json::from_str::<PersonId>(r#"{"idType":"111","number":"350199199003070012"}"#).is_err()
        );
    }

    #[test]
    fn birth_and_sex_come_from_the_number() {
        let id = PersonId::parse("111", "350199198506152022", TODAY).unwrap();
        assert_eq!(
            (id.birth(), id.sex()),
            (Some(date(1985, 6, 15)), Some(Sex::Female))
        );
        let id = PersonId::parse("553", "935840198805120012", TODAY).unwrap();
        assert_eq!((id.birth(), id.sex()), (Some(date(1988, 5, 12)), Some(Sex::Male)));
        let id = PersonId::parse("414", "E12345678", TODAY).unwrap();
        assert_eq!((id.birth(), id.sex()), (None, None));
    }

    #[test]
    fn promise_08_debug_never_shows_a_whole_number() {
        let id = PersonId::parse("111", "350199199003070011", TODAY).unwrap();
        assert_eq!(format!("{id:?}"), "Resident(ResidentId(350199********0011))");
    }
}
