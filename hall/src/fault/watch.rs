//! What a hall says of looks that are none of a window's business, of what was noticed, and of grants.

use cases::consent::Gap;
use cases::error::Trouble;

use super::Fault;

faults! {
    not_of_visit 403 "YC-2780"
        "要查的人不是本次来访已核验的人，也不是本窗口这件收件涉及的人，未发出查询。请先核验身份，或在收件里登记他。"
        "Nobody identified in this visit, and nobody this window's case is about, has that number; no request was sent. Identify the person first, or enter him in the intake.";
    no_watch_alarm 404 "YC-2781"
        "没有这条监控预警。"
        "There is no such alarm.";
    own_watch_alarm 403 "YC-2782"
        "这条预警针对您本人的查询，须由另一位主管处置，没有登记。"
        "The alarm is about your own looks; another supervisor has to close it. Nothing was kept.";
    watch_alarm_closed 409 "YC-2783"
        "这条预警已由他人处置，没有改动。"
        "Somebody else closed the alarm already; nothing was changed.";
    bad_watch_rules 500 "YC-2784"
        "过程监控规则（[watch]）不成立，大厅没有打开。"
        "The rules of watching ([watch]) are not possible; the hall did not open.";
    odd_draw 422 "YC-2785"
        "月份写成“2026-11”，一次抽 1 到 200 条，种子不超过 100 字。没有抽取。"
        "The month is written 2026-11, a draw has 1 to 200 looks and its seed at most 100 characters. Nothing was drawn.";
    no_sample 404 "YC-2786"
        "没有这条抽查记录。"
        "There is no such sample.";
    sample_judged 409 "YC-2787"
        "这条抽查已有判定，没有改动。"
        "The sample was judged already; nothing was changed.";
    own_sample 403 "YC-2788"
        "抽到的是您本人的查询，须由另一位主管判定，没有登记。"
        "The look is your own; another supervisor has to judge it. Nothing was kept.";
    looks_not_present 403 "YC-2789"
        "须先在本次来访核验申请人身份，才能打印他的查询记录。没有查看任何记录。"
        "The applicant has to be identified in this visit before the looks at him are listed; nothing was read.";
    report_unwritten 500 "YC-2790"
        "审计月报没有写成文件。请检查文件夹是否可写、磁盘是否有空间。"
        "The monthly report was not written; check that the folder can be written and the disk has room.";
    no_grant_ask 404 "YC-2791"
        "没有这条数据授权申请。"
        "There is no such request for a grant.";
    own_grant_ask 403 "YC-2792"
        "数据授权须由另一个人在另一个窗口审批，没有登记。"
        "A grant is approved by another person at another window; nothing was kept.";
    grant_ask_answered 409 "YC-2793"
        "这条数据授权申请已有答复，没有改动。"
        "The request for a grant was answered already; nothing was changed.";
    odd_grant_until 422 "YC-2794"
        "授权须在今后三年之内到期，没有登记。"
        "A grant ends in the future, within three years; nothing was kept.";
    no_such_grant 404 "YC-2795"
        "没有这项数据授权。"
        "There is no such grant.";
    grant_over 409 "YC-2796"
        "这项数据授权已到期或已撤销，没有改动。"
        "The grant has ended or was withdrawn; nothing was changed.";
}

/// Nobody's word covers the look.
pub fn uncovered(gap: Gap) -> Fault {
    Fault::new(403, gap.trouble())
}

/// No grant, where there was one: since when it is over, and that what was read before stands.
pub fn grant_over_since(at: jiff::Timestamp, withdrawn: bool) -> Fault {
    let when = cases::deadline::hall_time(at).strftime("%Y-%m-%d %H:%M");
    let mut fault = super::no_grant();
    let (zh, en) = if withdrawn {
        ("撤销", "was withdrawn")
    } else {
        ("到期", "ended")
    };
    fault.trouble.zh = format!(
        "数据共享授权已于{when}{zh}，未发出查询。此前取得的内容不受影响；请按申请人提供的填写，或提请审批。"
    );
    fault.trouble.en = format!(
        "The grant {en} on {when}; no request was sent. What was read before stands; enter what the applicant provides, or ask for approval."
    );
    fault
}
