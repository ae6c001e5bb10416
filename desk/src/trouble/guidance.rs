//! 情形引导: `YC-5560` to `YC-5563`.

use cases::case::situation::AnswerFault;
use cases::error::Trouble;

/// What an answer took off the form and out of the materials.
pub fn dropped(labels: &[&str]) -> Trouble {
    let all = labels.join("、");
    Trouble::new(
        "YC-5560",
        format!("不再需要（内容保留，改回即恢复）：{all}"),
        format!("No longer needed (kept, and back with the answer): {all}"),
    )
}

pub fn answer_not_taken(fault: AnswerFault) -> Trouble {
    match fault {
        AnswerFault::Unknown => Trouble::new(
            "YC-5561",
            "本事项没有这个情形问题，或没有这个答案；没有改动。",
            "The item has no such question, or no such answer; nothing was changed.",
        ),
        AnswerFault::NotAsked => Trouble::new(
            "YC-5562",
            "当前情形下不问这个问题；没有改动。请按屏幕上的问题回答。",
            "This question is not asked in the present situation; nothing was changed. Answer those on the screen.",
        ),
        AnswerFault::OnlyOne => Trouble::new(
            "YC-5563",
            "这个问题只能选一个答案；没有改动。",
            "Only one answer to this question can hold; nothing was changed.",
        ),
    }
}
