//! What stops an edition of the catalogue from being used here (`YC-555x`).

use cases::error::Trouble;

pub fn edition_unreadable() -> Trouble {
    Trouble::new(
        "YC-5550",
        "新的事项库版本本程序读不懂，没有采用；窗口继续用原来的版本。请更新窗口程序。",
        "This program cannot read the new edition of the catalogue, which was not taken; the window goes on with the one it has. Update the program.",
    )
}

pub fn edition_away() -> Trouble {
    Trouble::new(
        "YC-5551",
        "这份收件稿所用的事项库版本不在本窗口，大厅现在取不到；收件稿保留在暂存中，线路恢复后再打开。",
        "The edition this draft is pinned to is not at this window and the hall cannot be reached; the draft stays parked, open it when the line is back.",
    )
}

pub fn item_withdrawn() -> Trouble {
    Trouble::new(
        "YC-5552",
        "新版事项库已没有这个事项，收件稿没有改动，仍按原版办理。",
        "The newer edition has no such item; the draft was not changed and goes on under its own edition.",
    )
}

pub fn odd_hall_key() -> Trouble {
    Trouble::new(
        "YC-5553",
        "大厅交来的验签公钥读不懂，没有采用。请联系管理员。",
        "The key that the hall handed over cannot be read and is not trusted. Ask the administrator.",
    )
}
