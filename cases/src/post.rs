//! The kinds of window (岗位): what one program is for, and whose it is.

use crate::roles::Role;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Post {
    /// 综合窗口
    Clerk,
    /// 值班长窗口
    Supervisor,
    /// 帮办窗口
    Helper,
    /// 自助取号机: nobody stands behind it
    Kiosk,
    /// 大屏: nobody stands behind it
    Wall,
}

impl Post {
    pub const ALL: [Post; 5] = [
        Post::Clerk,
        Post::Supervisor,
        Post::Helper,
        Post::Kiosk,
        Post::Wall,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Post::Clerk => "clerk",
            Post::Supervisor => "supervisor",
            Post::Helper => "helper",
            Post::Kiosk => "kiosk",
            Post::Wall => "wall",
        }
    }

    pub fn from_word(word: &str) -> Option<Post> {
        Self::ALL.into_iter().find(|post| post.word() == word)
    }

    /// Its name in Chinese and in English.
    pub fn name(self) -> (&'static str, &'static str) {
        match self {
            Post::Clerk => ("综合窗口", "the clerk's window"),
            Post::Supervisor => ("值班长窗口", "the supervisor's window"),
            Post::Helper => ("帮办窗口", "the helper's window"),
            Post::Kiosk => ("自助取号机", "the ticket kiosk"),
            Post::Wall => ("大屏", "the wall display"),
        }
    }

    /// The one role that may sign in here.
    pub fn role(self) -> Role {
        match self {
            Post::Clerk => Role::Clerk,
            Post::Supervisor => Role::Supervisor,
            Post::Helper => Role::Helper,
            Post::Kiosk | Post::Wall => Role::Device,
        }
    }

    /// The posts of a role, none for the administrator, who keeps machines at the command line.
    pub fn of(role: Role) -> impl Iterator<Item = Post> {
        Self::ALL.into_iter().filter(move |post| post.role() == role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_its_posts_and_every_post_its_word() {
        let check =
            |role, expected: &[Post]| assert_eq!(Post::of(role).collect::<Vec<_>>(), expected, "{role:?}");
        check(Role::Clerk, &[Post::Clerk]);
        check(Role::Supervisor, &[Post::Supervisor]);
        check(Role::Helper, &[Post::Helper]);
        check(Role::Admin, &[]);
        check(Role::Device, &[Post::Kiosk, Post::Wall]);
        for post in Post::ALL {
            assert_eq!(Post::from_word(post.word()), Some(post));
        }
        assert_eq!(Post::from_word("applicant"), None);
    }
}
