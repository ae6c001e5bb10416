//! Signing in: staff number, password, lock-out; a session is a random token kept as its digest.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use cases::realm::Realm;
use cases::wire::session::{Session, SignIn};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::chance;
use crate::fault::{self, Fault};
use crate::rooms::Rooms;
use crate::store::{Act, SessionRow};

/// Wrong passwords in a row before the account is locked.
const TRIES: u32 = 5;
const LOCKED_FOR: SignedDuration = SignedDuration::from_mins(15);
/// A working day with some overtime.
const SESSION_LASTS: SignedDuration = SignedDuration::from_hours(12);

/// Argon2id for this realm. Training accounts have a published password: their cost is kept small so that
/// practising starts quickly.
fn argon(realm: Realm) -> Result<Argon2<'static>, Fault> {
    let (memory_kib, passes) = match realm {
        Realm::Training => (8_192, 1),
        Realm::Live => (19_456, 2),
    };
    let params =
        Params::new(memory_kib, passes, 1, None).map_err(|error| fault::store_failed().inside(error))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a password for keeping.
pub fn hash_password(realm: Realm, password: &str) -> Result<String, Fault> {
    let hash = argon(realm)?
        .hash_password(password.as_bytes())
        .map_err(|error| fault::store_failed().inside(error))?;
    Ok(hash.to_string())
}

fn is_password(kept: &str, given: &str) -> bool {
    // The hash names its own cost.
    PasswordHash::new(kept)
        .is_ok_and(|kept| Argon2::default().verify_password(given.as_bytes(), &kept).is_ok())
}

/// How a token is kept.
pub fn token_digest(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// Opens a session, or says why not. An unknown number costs as much time as a wrong password.
pub async fn sign_in(rooms: &Rooms, desk: String, ask: SignIn) -> Result<Session, Fault> {
    let now = rooms.now();
    let known = rooms.store.staff(&ask.staff).await?;
    if known
        .as_ref()
        .and_then(|staff| staff.locked_until)
        .is_some_and(|until| until > now)
    {
        return Err(fault::locked_out());
    }
    let kept = known
        .as_ref()
        .map_or_else(|| nobody(rooms.realm), |staff| Ok(staff.password_hash.clone()))?;
    let password = zeroize::Zeroizing::new(ask.password);
    let right = tokio::task::spawn_blocking(move || is_password(&kept, &password))
        .await
        .map_err(|error| fault::store_failed().inside(error))?;
    let act = Act::new(desk.clone(), ask.staff.clone(), now);
    let Some(staff) = known.filter(|_| right) else {
        let until = now.saturating_add(LOCKED_FOR).unwrap_or(Timestamp::MAX);
        rooms.store.wrong_password(act, &ask.staff, TRIES, until).await?;
        return Err(fault::wrong_password());
    };
    let token = chance::token()?;
    let until = now.saturating_add(SESSION_LASTS).unwrap_or(Timestamp::MAX);
    let session = SessionRow {
        token_digest: token_digest(&token),
        staff: staff.number.clone(),
        name: staff.name.clone(),
        role: staff.role,
        desk,
        until,
    };
    rooms.store.open_session(act, session).await?;
    Ok(Session {
        token,
        staff: staff.number,
        name: staff.name,
        role: staff.role,
        hall_name: rooms.hall.name.clone(),
        hall_phone: Some(rooms.texts.phone.clone()),
        until,
        limits: rooms.limits.to_vec(),
    })
}

/// A hash that no password fits, of this realm's cost.
fn nobody(realm: Realm) -> Result<String, Fault> {
    hash_password(realm, &chance::token()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_fits_its_hash() {
        let kept = hash_password(Realm::Training, "yichuang-train").unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(is_password(&kept, "yichuang-train"));
        assert!(!is_password(&kept, "yichuang-Train"));
        assert!(!is_password("nonsense", "yichuang-train"));
    }
}
