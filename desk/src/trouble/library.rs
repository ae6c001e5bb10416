//! What stands in the way in the 事项库.

use cases::error::Trouble;

pub fn no_such_answer() -> Trouble {
    Trouble::new(
        "YC-5645",
        "本版本事项库没有这条问答，可能已经撤下。请重新查找。",
        "This edition of the catalogue has no such answer; it may have been taken out. Look again.",
    )
}
