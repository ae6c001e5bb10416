//! 政务服务码: the code that somebody shows on his phone. It says nothing about him; the platform that issued it does,
//! once, and for a minute.
//!
//! `ZWM1.P.L.<issuer>.<token>.<time>.<signature>`, of digits and capital letters alone, so that any scanner types it on
//! any keyboard. `P` a person's, `E` an enterprise's; `L` live, `T` training; the issuer by credit code; the moment in
//! seconds since 1970; SM2 with SM3 (GM/T 0009) in hex over everything before its dot. `identity.openapi.json` says the
//! same to who writes the other side.
//!
//! - [`ECode::parse`]: the shape. [`ECode::check`]: realm, issuer, signature, moment.
//!
//! What it will not do: say who it is, or that the code was not shown before.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

use super::Uscc;
use crate::crypto::PublicKey;
use crate::error::Trouble;
use crate::realm::Realm;

/// What every code of this version begins with.
pub const PREFIX: &str = "ZWM1.";
/// Characters of the longest code; more is not read.
const LONGEST: usize = 512;

/// Whose code it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum CodeOf {
    /// 个人码
    Person,
    /// 企业码
    Body,
}

/// A code of the right shape. Its token opens somebody's data for a minute, so it is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct ECode {
    of: CodeOf,
    realm: Realm,
    issuer: String,
    token: String,
    made_at: Timestamp,
    signature: Vec<u8>,
    signed: String,
}

impl std::fmt::Debug for ECode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ECode({:?} of {} at {})", self.of, self.issuer, self.made_at)
    }
}

/// Who issues codes, and the key that he signs them with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// 统一社会信用代码
    pub code: String,
    pub name: String,
    pub key: PublicKey,
}

/// How long a code stands, and how far clocks may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lasts {
    pub life: Duration,
    pub clocks: Duration,
}

impl Default for Lasts {
    /// A code is made anew every minute.
    fn default() -> Self {
        Self {
            life: Duration::from_secs(60),
            clocks: Duration::from_secs(10),
        }
    }
}

/// Why a code is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeFault {
    Empty,
    TooLong,
    /// Something else was scanned.
    NotACode,
    OtherRealm,
    UnknownIssuer,
    Forged,
    /// So many seconds too old.
    Late(i64),
    /// So many seconds ahead.
    Early(i64),
}

impl CodeFault {
    pub fn code(self) -> &'static str {
        match self {
            CodeFault::Empty => "YC-1211",
            CodeFault::TooLong => "YC-1212",
            CodeFault::NotACode => "YC-1213",
            CodeFault::OtherRealm => "YC-1214",
            CodeFault::UnknownIssuer => "YC-1215",
            CodeFault::Forged => "YC-1216",
            CodeFault::Late(_) => "YC-1217",
            CodeFault::Early(_) => "YC-1218",
        }
    }
}

impl From<CodeFault> for Trouble {
    fn from(fault: CodeFault) -> Self {
        let (zh, en) = match fault {
            CodeFault::Empty => (
                "没有扫到内容。请让申请人打开政务服务码再扫，也可以读身份证或录入。".to_owned(),
                "Nothing was scanned. Ask the applicant to open his e-code and scan again, read the card, or type.".to_owned(),
            ),
            CodeFault::TooLong => (
                "扫到的内容过长，不是政务服务码，没有读取。请重新扫码，也可以读身份证或录入。".to_owned(),
                "What was scanned is too long for an e-code and was not read. Scan again, read the card, or type.".to_owned(),
            ),
            CodeFault::NotACode => (
                "扫到的不是政务服务码。请核对申请人打开的是哪一个码，也可以读身份证或录入。".to_owned(),
                "What was scanned is no e-code. Look which code the applicant opened, read the card, or type.".to_owned(),
            ),
            CodeFault::OtherRealm => (
                "培训码不能在正式大厅使用，正式码也不能在培训环境使用；没有核验。".to_owned(),
                "Training codes are not taken by a live hall, nor live codes in training; nothing was checked.".to_owned(),
            ),
            CodeFault::UnknownIssuer => (
                "发码机构不是本大厅认可的，没有核验。请读身份证或录入，并告知管理员。".to_owned(),
                "This hall does not know who issued the code; nothing was checked. Read the card or type, and tell the administrator.".to_owned(),
            ),
            CodeFault::Forged => (
                "政务服务码的签名不符，可能是伪造或截断的，没有核验，已记录。请读身份证核验。".to_owned(),
                "The e-code's signature does not fit: it may be forged or cut short. Nothing was checked, and it was noted. Read the card.".to_owned(),
            ),
            CodeFault::Late(seconds) => (
                format!("政务服务码已过期{}。请申请人刷新后再扫。", spoken(seconds)),
                format!("The e-code is {seconds} s too old. Ask the applicant to refresh it and scan again."),
            ),
            CodeFault::Early(seconds) => (
                format!(
                    "政务服务码的时间比大厅早走{}，发码平台或大厅的时钟不准，没有核验。请读身份证或录入，并告知管理员。",
                    spoken(seconds)
                ),
                format!(
                    "The e-code is {seconds} s ahead of the hall: the platform's clock or the hall's is wrong. Nothing was checked. Read the card or type, and tell the administrator."
                ),
            ),
        };
        Trouble::new(fault.code(), zh, en)
    }
}

fn spoken(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{seconds}秒"),
        120..7_200 => format!("{}分钟", seconds / 60),
        7_200..172_800 => format!("{}小时", seconds / 3_600),
        _ => format!("{}天", seconds / 86_400),
    }
}

impl ECode {
    /// Reads what a scanner typed: line ends, full-width characters and small letters are forgiven.
    ///
    /// # Errors
    /// Nothing, too much, or something else.
    pub fn parse(text: &str) -> Result<Self, CodeFault> {
        // Four bytes are the longest character there is.
        if text.len() > LONGEST * 4 {
            return Err(CodeFault::TooLong);
        }
        let text: String = text.trim().nfkc().collect();
        match text.chars().count() {
            0 => return Err(CodeFault::Empty),
            LONGEST.. => return Err(CodeFault::TooLong),
            _ => {}
        }
        let text = text.to_ascii_uppercase();
        let (signed, signature) = text.rsplit_once('.').ok_or(CodeFault::NotACode)?;
        let parts: Vec<&str> = signed.split('.').collect();
        let [version, of, realm, issuer, token, made_at] = parts[..] else {
            return Err(CodeFault::NotACode);
        };
        let of = match of {
            "P" => CodeOf::Person,
            "E" => CodeOf::Body,
            _ => return Err(CodeFault::NotACode),
        };
        let realm = match realm {
            "L" => Realm::Live,
            "T" => Realm::Training,
            _ => return Err(CodeFault::NotACode),
        };
        let plain = |text: &str| {
            text.bytes()
                .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        };
        if version != PREFIX.trim_end_matches('.')
            || Uscc::parse(issuer).is_err()
            || !(16..=64).contains(&token.len())
            || !plain(token)
            || made_at.len() != 10
            || !(16..=144).contains(&signature.len())
        {
            return Err(CodeFault::NotACode);
        }
        let seconds = made_at.parse().map_err(|_| CodeFault::NotACode)?;
        Ok(Self {
            of,
            realm,
            issuer: issuer.to_owned(),
            token: token.to_owned(),
            made_at: Timestamp::from_second(seconds).map_err(|_| CodeFault::NotACode)?,
            signature: hex::decode(signature).map_err(|_| CodeFault::NotACode)?,
            signed: signed.to_owned(),
        })
    }

    /// Whether it may be sent to its platform: of this realm, of an issuer who is known, signed by him, and of now.
    ///
    /// # Errors
    /// The first of them that does not hold.
    pub fn check<'a>(
        &self,
        issuers: &'a [Issuer],
        realm: Realm,
        lasts: Lasts,
        now: Timestamp,
    ) -> Result<&'a Issuer, CodeFault> {
        if self.realm != realm {
            return Err(CodeFault::OtherRealm);
        }
        let mut of_him = issuers.iter().filter(|one| one.code == self.issuer).peekable();
        if of_him.peek().is_none() {
            return Err(CodeFault::UnknownIssuer);
        }
        // A platform that changes its key has two for a while.
        let issuer = of_him
            .find(|one| one.key.verify(self.signed.as_bytes(), &self.signature))
            .ok_or(CodeFault::Forged)?;
        let age = now.duration_since(self.made_at).as_secs();
        let seconds = |of: Duration| i64::try_from(of.as_secs()).unwrap_or(i64::MAX);
        if -age > seconds(lasts.clocks) {
            return Err(CodeFault::Early(-age));
        }
        let beyond = age.saturating_sub(seconds(lasts.life));
        if beyond > seconds(lasts.clocks) {
            return Err(CodeFault::Late(beyond));
        }
        Ok(issuer)
    }

    /// Until when somebody might try it again.
    pub fn until(&self, lasts: Lasts) -> Timestamp {
        let stands = SignedDuration::try_from(lasts.life + lasts.clocks + Duration::from_secs(1));
        let stands = stands.unwrap_or(SignedDuration::MAX);
        self.made_at.saturating_add(stands).unwrap_or(Timestamp::MAX)
    }

    pub fn of(&self) -> CodeOf {
        self.of
    }

    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// What the platform knows it by.
    pub fn token(&self) -> &str {
        &self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::{SecretKey, Suite};

    const ISSUER: &str = "11350199MB9A00014B";
    const NOW: i64 = 1_764_000_000;

    fn key(byte: u8) -> SecretKey {
        SecretKey::new(Suite::Sm2Sm3, [byte; 32]).unwrap()
    }

    fn issuer(byte: u8) -> Issuer {
        Issuer {
            code: ISSUER.to_owned(),
            name: "测试发码平台".to_owned(),
            key: key(byte).public().unwrap(),
        }
    }

    fn made(realm: &str, at: i64, byte: u8) -> String {
        let signed = format!("ZWM1.P.{realm}.{ISSUER}.0123456789ABCDEF.{at}");
        let signature = hex::encode_upper(key(byte).sign(signed.as_bytes()).unwrap());
        format!("{signed}.{signature}")
    }

    fn said(text: &str) -> Result<(), &'static str> {
        let now = Timestamp::from_second(NOW).unwrap();
        let code = ECode::parse(text).map_err(CodeFault::code)?;
        let issuers = [issuer(3), issuer(7)];
        let known = code.check(&issuers, Realm::Training, Lasts::default(), now);
        known.map(|_| ()).map_err(CodeFault::code)
    }

    #[test]
    fn a_code_is_taken_while_it_stands_and_only_as_it_was_signed() {
        let good = made("T", NOW, 7);
        assert_eq!(said(&good), Ok(()));
        // A platform between two keys; a scanner with small letters, line ends, or a Chinese keyboard behind it.
        assert_eq!(said(&made("T", NOW, 3)), Ok(()));
        assert_eq!(said(&format!("{}\r\n", good.to_lowercase())), Ok(()));
        let wide: String = good
            .chars()
            .map(|ch| char::from_u32(ch as u32 + 0xFEE0).unwrap())
            .collect();
        assert_eq!(said(&wide), Ok(()));
        for (at, expected) in [
            (NOW - 70, Ok(())),
            (NOW - 71, Err("YC-1217")),
            (NOW - 86_400, Err("YC-1217")),
            (NOW + 10, Ok(())),
            (NOW + 11, Err("YC-1218")),
            (NOW + 86_400, Err("YC-1218")),
        ] {
            assert_eq!(said(&made("T", at, 7)), expected, "{}", at - NOW);
        }
        assert_eq!(said(&made("L", NOW, 7)), Err("YC-1214"));
        assert_eq!(said(&made("T", NOW, 9)), Err("YC-1216"));
        assert_eq!(said(&good.replacen(".P.", ".E.", 1)), Err("YC-1216"));
        assert_eq!(said(&good.replacen("0123", "0124", 1)), Err("YC-1216"));
        let other = good.replacen(ISSUER, "11350199MB9A00065K", 1);
        assert_eq!(said(&other), Err("YC-1215"));
    }

    #[test]
    fn what_is_no_code_is_said_to_be_none() {
        for empty in ["", " ", "\r\n", "\u{3000}"] {
            assert_eq!(said(empty), Err("YC-1211"), "{empty:?}");
        }
        for long in ["9".repeat(513), "9".repeat(10_000_000), "码".repeat(2_000)] {
            assert_eq!(said(&long), Err("YC-1212"), "{}", long.len());
        }
        let good = made("T", NOW, 7);
        let cut = &good[..good.len() - 1];
        for odd in [
            "350199198506152022",
            "https://example.cn/?c=1",
            "ZWM1.",
            "ZWM1.......",
            "ZWM2.P.T.11350199MB9A00014B.0123456789ABCDEF.1764000000.3045",
            "你好",
            "\u{202e}ZWM1",
            cut,
            &good.replacen(".P.", ".Q.", 1),
            &good.replacen("1764000000", "17640000OO", 1),
        ] {
            assert_eq!(said(odd), Err("YC-1213"), "{odd}");
        }
    }

    #[test]
    fn a_code_is_remembered_until_nobody_would_take_it() {
        let code = ECode::parse(&made("T", NOW, 7)).unwrap();
        let until = code.until(Lasts::default());
        let issuers = [issuer(7)];
        let late = code.check(&issuers, Realm::Training, Lasts::default(), until);
        assert_eq!(late, Err(CodeFault::Late(11)));
        assert!(!format!("{code:?}").contains(code.token()));
        assert_eq!(spoken(86_400 * 3), "3天");
    }
}
