//! Windows of several kinds on one machine: whose is whose, and one recovery code for all.

use std::sync::Arc;

use cases::roles::Role;

use super::fake_hall::FakeHall;
use super::{KeyFile, TestDesk, clock};
use crate::view::desk::StartState;
use crate::{Keeping, Post};

/// Every cell: who may sign in where.
#[tokio::test]
async fn nobody_signs_in_at_another_post_than_his_own() {
    for post in Post::ALL {
        let test = TestDesk::signed_in_at(post).await;
        for role in Role::ALL {
            test.desk.sign_out().await.unwrap();
            test.hall.doing().role = Some(role);
            let signed_in = test.desk.sign_in("0899", "x").await;
            if role == post.role() {
                signed_in.unwrap();
                continue;
            }
            let trouble = signed_in.unwrap_err();
            assert_eq!(trouble.code, "YC-9120", "{role:?} at {post:?}");
            for own in Post::of(role) {
                let (zh, en) = own.name();
                assert!(trouble.zh.contains(zh) && trouble.en.contains(en), "{trouble:?}");
            }
            assert_eq!(
                test.desk.desk_view().unwrap_err().code,
                "YC-5301",
                "nothing opens"
            );
            assert!(!test.hall.doing().session_open, "the hall's session is closed");
        }
    }
}

#[tokio::test]
async fn promise_14_windows_of_one_machine_share_a_vault_and_no_key() {
    let folder = tempfile::tempdir().unwrap();
    let vault = folder.path().join("desk");
    let keys = || Arc::new(KeyFile(folder.path().join("key")));
    let beside = |name: &str| Keeping::Beside {
        vault: vault.clone(),
        folder: folder.path().join(name),
    };
    let hall = FakeHall::open(clock());
    hall.doing().role = Some(Role::Supervisor);
    for name in ["a", "b"] {
        std::fs::create_dir_all(folder.path().join(name)).unwrap();
    }

    // The first window of all shows the code, whichever post it is.
    let first = TestDesk::over(hall.clone(), Post::Supervisor, beside("a"), keys());
    assert!(matches!(first.desk.start().state, StartState::FirstStart { .. }));
    assert!(first.desk.key_for("hall").is_none());
    first.sign_in().await;
    let hall_key = first.desk.key_for("hall").unwrap();

    // The next ones need none, and bring the same hall's key.
    hall.doing().role = None;
    let clerk = TestDesk::over(hall.clone(), Post::Clerk, Keeping::Folder(vault.clone()), keys());
    assert!(matches!(clerk.desk.start().state, StartState::SignIn));
    assert_eq!(clerk.desk.key_for("hall").unwrap(), hall_key);
    clerk.sign_in().await;
    let rooms = first.desk.rooms().unwrap();
    rooms
        .store
        .read(|c| Ok(c.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?))
        .unwrap();

    // Each has a store that another's key does not open.
    std::fs::copy(folder.path().join("a/desk.db"), folder.path().join("b/desk.db")).unwrap();
    let stranger = TestDesk::over(hall, Post::Helper, beside("b"), keys());
    assert!(matches!(
        stranger.desk.start().state,
        StartState::NeedsRecovery { .. }
    ));
}
