//! 锁屏: nothing of a person leaves the core until the same clerk's password was given again. Works without the
//! hall. Another clerk signs out the one before (换人) and signs in.

use cases::error::Trouble;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::chance;
use crate::desk::Desk;
use crate::trouble;
use crate::view::desk::{DeskEvent, DeskView, StartView};

/// Wrong passwords until the clerk is signed out.
const TRIES: u8 = 5;

/// What a password is compared with while its clerk is signed in. It never leaves the memory of this process, so a
/// salted digest is enough.
pub(crate) struct PasswordMark {
    salt: [u8; 32],
    digest: Zeroizing<[u8; 32]>,
}

impl PasswordMark {
    pub fn of(password: &str) -> Option<Self> {
        let salt = chance::bytes()?;
        Some(Self {
            salt,
            digest: digest(&salt, password),
        })
    }

    fn fits(&self, password: &str) -> bool {
        *digest(&self.salt, password) == *self.digest
    }
}

fn digest(salt: &[u8; 32], password: &str) -> Zeroizing<[u8; 32]> {
    let digest = Sha256::new_with_prefix(salt).chain_update(password.as_bytes());
    Zeroizing::new(digest.finalize().into())
}

impl Desk {
    /// Pressing it twice is once.
    pub fn lock(&self) -> Result<StartView, Trouble> {
        let session = self.state().session.clone().ok_or_else(trouble::not_signed_in)?;
        if self.state().wrong_passwords.is_none() {
            let line = self.line(&session.staff, "lock", &self.0.desk, "锁屏");
            self.rooms()?.store.transact(line, |_| Ok(()))?;
            self.state().wrong_passwords = Some(0);
            self.tidy_applicant();
            self.emit(DeskEvent::Lock { locked: true });
        }
        Ok(self.start())
    }

    /// The desk as it was, or why not. After five wrong passwords the clerk is signed out.
    pub async fn unlock(&self, password: &str) -> Result<DeskView, Trouble> {
        let session = self.state().session.clone().ok_or_else(trouble::not_signed_in)?;
        // An open desk is no place to try passwords at.
        if !self.is_locked() {
            return self.desk_view();
        }
        let fits = {
            let mut state = self.state();
            let fits = state.password.as_ref().is_some_and(|mark| mark.fits(password));
            if fits {
                state.wrong_passwords = None;
            } else if let Some(wrong) = state.wrong_passwords.as_mut() {
                *wrong += 1;
            }
            fits
        };
        let wrong = self.state().wrong_passwords.unwrap_or(0);
        let (deed, purpose) = if fits {
            ("unlock", "解锁")
        } else {
            ("unlock_refused", "口令不对")
        };
        let line = self.line(&session.staff, deed, &self.0.desk, purpose);
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        if fits {
            self.emit(DeskEvent::Lock { locked: false });
            return self.desk_view();
        }
        if wrong >= TRIES {
            self.sign_out().await?;
            return Err(trouble::signed_out_by_tries());
        }
        Err(trouble::wrong_unlock(TRIES - wrong))
    }

    pub(crate) fn is_locked(&self) -> bool {
        self.state().wrong_passwords.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_itself_fits_its_mark() {
        let mark = PasswordMark::of("yichuang-train").unwrap();
        assert!(mark.fits("yichuang-train"));
        for other in ["", "yichuang-trai", "yichuang-train ", "YICHUANG-TRAIN"] {
            assert!(!mark.fits(other), "{other}");
        }
        // The same password gives another mark each time.
        assert_ne!(*PasswordMark::of("yichuang-train").unwrap().digest, *mark.digest);
    }
}
