//! What stands in the way of a consent given or taken back at the window.

use cases::error::Trouble;

pub fn another_card() -> Trouble {
    Trouble::new(
        "YC-5656",
        "读卡器上不是要给出同意的人的证件，没有登记同意。请放他本人的证件，或改用书面同意。",
        "The card on the reader is not that of who is to agree; no consent was recorded. Lay his own card, or take it on paper.",
    )
}

pub fn no_such_set() -> Trouble {
    Trouble::new(
        "YC-5657",
        "没有选择同意或不同意的内容，或同一项两种都选了，没有登记。请逐项选择。",
        "Nothing was chosen, or one set was both agreed to and refused; nothing was recorded. Choose for each set.",
    )
}

pub fn nothing_given() -> Trouble {
    Trouble::new(
        "YC-5658",
        "所选内容现在没有同意可以撤回，没有改动。",
        "There is no consent to withdraw for what was chosen; nothing was changed.",
    )
}

pub fn nothing_to_settle() -> Trouble {
    Trouble::new(
        "YC-5659",
        "这一项没有因撤回同意而待处理的内容，可能已经处理过。",
        "Nothing here waits because of a withdrawn consent; it may have been settled already.",
    )
}
