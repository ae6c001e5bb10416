//! 一次告知与咨询: `YC-5600` to `YC-5605`.

use cases::error::Trouble;

pub fn no_mobile() -> Trouble {
    Trouble::new(
        "YC-5600",
        "这不是大陆手机号码，短信没有发送。请当面核对后输入11位手机号码。",
        "This is no mainland mobile number; nothing was sent. Type the eleven digits after asking.",
    )
}

pub fn text_needs_hall() -> Trouble {
    Trouble::new(
        "YC-5601",
        "大厅没有应答，短信没有发送；告知书已打印有效。恢复后可再发一次。",
        "The hall does not answer and no text was sent; the printed notice stands. Send it again when the line is back.",
    )
}

pub fn no_consultation() -> Trouble {
    Trouble::new(
        "YC-5602",
        "这次咨询已经结束，没有留下任何内容。请重新选择事项。",
        "This consultation is over and nothing of it was kept. Choose the item again.",
    )
}

pub fn nothing_told() -> Trouble {
    Trouble::new(
        "YC-5603",
        "还没有出告知书，不能打印或发送短信。请先出告知书。",
        "The notice was not made yet. Make it first.",
    )
}

pub fn still_changing() -> Trouble {
    Trouble::new(
        "YC-5605",
        "数据来源正在回填，告知书还没有出，申请没有改动。请稍等，再按 Ctrl+G。",
        "Sources are still filling in, so the notice was not made and nothing was changed. Press Ctrl+G again in a moment.",
    )
}

pub fn no_folder() -> Trouble {
    Trouble::new(
        "YC-5604",
        "本机没有可写的导出目录，没有导出。请检查磁盘空间和权限。",
        "There is no folder here that can be written; nothing was exported. Check the disk and its permissions.",
    )
}
