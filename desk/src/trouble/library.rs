//! What stands in the way in the 事项库.

use cases::error::Trouble;

pub fn no_such_answer() -> Trouble {
    Trouble::new(
        "YC-5645",
        "本版本事项库没有这条问答，可能已经撤下。请重新查找。",
        "This edition of the catalogue has no such answer; it may have been taken out. Look again.",
    )
}

pub fn walk_in_training() -> Trouble {
    Trouble::new(
        "YC-5646",
        "试走只在训练环境里做，正式大厅不收演练的件。请到训练窗口试走。",
        "An item is walked in the training realm alone; a live hall takes no rehearsed case. Walk it at a training window.",
    )
}

pub fn no_rehearsal() -> Trouble {
    Trouble::new(
        "YC-5647",
        "这个程序不能另开演练大厅，不能试走。请用训练窗口程序，或运行 yichuang-walk。",
        "This program cannot open a hall for a rehearsal, so nothing can be walked. Use the training window, or run yichuang-walk.",
    )
}

pub fn walking_already() -> Trouble {
    Trouble::new(
        "YC-5648",
        "正在试走另一个事项。等它结束，或先停止。",
        "Another item is being walked. Wait for its end, or stop it first.",
    )
}

pub fn walk_too_long() -> Trouble {
    Trouble::new(
        "YC-5649",
        "试走三分钟还没有走完，已经停止。请看它停在哪一步。",
        "The walk had not ended after three minutes and was stopped. See at which step it stood.",
    )
}

pub fn no_catalogue_file() -> Trouble {
    Trouble::new(
        "YC-5650",
        "选的文件里没有事项库的文件（items.json、codelists.json 等），没有检查。",
        "None of the files belongs to a catalogue (items.json, codelists.json …); nothing was checked.",
    )
}

pub fn nothing_checked() -> Trouble {
    Trouble::new(
        "YC-5651",
        "还没有检查通过的文件，不能发布。请先选择文件并检查。",
        "No files have passed the check; there is nothing to publish. Choose and check them first.",
    )
}

pub fn no_edition_note() -> Trouble {
    Trouble::new(
        "YC-5652",
        "请写发布说明：改了什么、依据什么。说明随版本永久保存。",
        "Say what was changed and why: the note is kept with the edition for ever.",
    )
}

pub fn no_such_edition() -> Trouble {
    Trouble::new("YC-5653", "没有这个版本。", "There is no such edition.")
}

pub fn no_rollback_reason() -> Trouble {
    Trouble::new(
        "YC-5654",
        "请写回退的原因。原因随新版本永久保存，窗口会看到。",
        "Say why the older edition comes back: the reason is kept with the edition for ever, and windows read it.",
    )
}

pub fn no_rollback() -> Trouble {
    Trouble::new(
        "YC-5655",
        "还没有看过回退会改动什么，没有回退。请先选定版本。",
        "Nobody has looked at what would change; nothing was brought back. Choose the edition first.",
    )
}
