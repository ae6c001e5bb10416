//! Which window of which post this program is, and where on the disk it keeps its own.

use std::path::{Path, PathBuf};

use desk::{Keeping, Post};

use crate::fault::Fault;
use crate::home::{Home, make_private};

/// A window's post and number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub post: Post,
    /// Window number, such as `08`; slip codes are made of it.
    pub desk: String,
}

/// The room of the vault: that of this machine's first clerk's window.
const VAULT: &str = "desk";

impl Place {
    /// Without a number, the post's usual one.
    pub fn new(post: Post, desk: Option<String>) -> Self {
        let desk = desk.unwrap_or_else(|| usual_desk(post).to_owned());
        Self { post, desk }
    }

    /// The folder of this window alone. The usual clerk's window lives in the realm's own folder.
    pub fn folder(&self, realm: &Path) -> PathBuf {
        if self.is_first() {
            return realm.to_owned();
        }
        realm
            .join("posts")
            .join(format!("{}-{}", self.post.word(), self.desk))
    }

    /// Where its store lies. One vault, and so one recovery code, serves every window of this machine; each has a
    /// store with a key of its own.
    pub fn keeping(&self, realm: &Path, home: &Home) -> Result<Keeping, Fault> {
        let folder = home.room("desk")?;
        Ok(if self.is_first() {
            Keeping::Folder(folder)
        } else {
            // The keyring knows the vault by its path, which has to exist for that.
            let vault = vault(realm);
            make_private(&vault).map_err(|cause| Fault::Folder(vault.display().to_string(), cause))?;
            Keeping::Beside { vault, folder }
        })
    }

    fn is_first(&self) -> bool {
        self.post == Post::Clerk && self.desk == usual_desk(Post::Clerk)
    }
}

/// The folder of this machine's vault.
pub fn vault(realm: &Path) -> PathBuf {
    realm.join(VAULT)
}

fn usual_desk(post: Post) -> &'static str {
    match post {
        Post::Clerk => "08",
        Post::Supervisor => "90",
        Post::Helper => "81",
        Post::Kiosk => "91",
        Post::Wall => "92",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_window_has_a_folder_of_its_own() {
        let realm = Path::new("training");
        let check = |post, desk: Option<&str>, expected: &str| {
            let place = Place::new(post, desk.map(str::to_owned));
            assert_eq!(place.folder(realm), PathBuf::from(expected), "{place:?}");
        };
        check(Post::Clerk, None, "training");
        check(Post::Clerk, Some("08"), "training");
        check(Post::Clerk, Some("09"), "training/posts/clerk-09");
        check(Post::Supervisor, None, "training/posts/supervisor-90");
        let usual: BTreeSet<&str> = Post::ALL.map(usual_desk).into_iter().collect();
        assert_eq!(usual.len(), Post::ALL.len(), "no number stands twice");
    }
}
