//! F3 at the desk: what the hall counted orders what is found.

use std::sync::Arc;

use super::fake_hall::FakeHall;
use super::{Keys, TestDesk, clock};
use crate::{Keeping, Post};

async fn signed_in(uses: &[(&str, u32)]) -> TestDesk {
    let hall = FakeHall::open(clock());
    hall.doing().uses.uses = uses
        .iter()
        .map(|(item, count)| ((*item).to_owned(), *count))
        .collect();
    let test = TestDesk::over(hall, Post::Clerk, Keeping::Memory, Arc::new(Keys::working()));
    test.sign_in().await;
    test
}

fn first(test: &TestDesk, typed: &str) -> String {
    test.desk.find_items(typed).unwrap().remove(0).id
}

#[tokio::test]
async fn what_the_hall_uses_most_is_found_first() {
    let plain = signed_in(&[]).await;
    let before = first(&plain, "登记");
    assert_ne!(before, "gjj-employer-register");
    let used = signed_in(&[("gjj-employer-register", 640), ("no-such-item", 9_000)]).await;
    assert_eq!(first(&used, "登记"), "gjj-employer-register");
    assert_eq!(first(&used, ""), "gjj-employer-register");
    assert_eq!(first(&used, "新生儿上户口"), "ga-birth-hukou");
}
