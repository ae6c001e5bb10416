//! The desk's own sentences: `YC-51xx` store, `YC-52xx` hall and sources, `YC-53xx` deeds, `YC-540x` vault,
//! `YC-545x` the clerk's screen, `YC-546x` approvals and items, `YC-547x` calls and messages, `YC-555x` editions,
//! `YC-556x` guidance, `YC-557x` paper to departments, `YC-559x` applications begun online, `YC-560x` notices
//! and consultations, `YC-564x` to `YC-5655` 事项库, `YC-5656` to `YC-5659` consent, `YC-566x` codes shown and objections,
//! `YC-568x` printing and scanning, `YC-569x` licences before paper, copies and recognition, `YC-912x` posts.
//!
//! Each says what happened, what it means for the case and what to do; none carries a person.

mod consent;
mod editions;
mod guidance;
mod identity;
mod library;
mod licences;
mod objections;
mod online;
mod outcomes;
mod printing;
mod results;
mod scanning;
pub mod telling;

use cases::error::Trouble;
use cases::post::Post;
use cases::queue::Window;
use cases::roles::Role;

pub use self::consent::*;
pub use self::editions::*;
pub use self::guidance::*;
pub use self::identity::*;
pub use self::library::*;
pub use self::licences::*;
pub use self::objections::*;
pub use self::online::*;
pub use self::outcomes::*;
pub use self::printing::*;
pub use self::results::*;
pub use self::scanning::*;

/// 磁盘已满
pub fn disk_full() -> Trouble {
    Trouble::new(
        "YC-5101",
        "磁盘已满，这一步没有保存；之前保存的内容都在。请清理磁盘后再试，不要关机重装。",
        "The disk is full and this step was not saved; everything saved before is safe. Free some space and try again.",
    )
}

pub fn store_failed() -> Trouble {
    Trouble::new(
        "YC-5102",
        "本机数据库写入失败，这一步没有保存；之前保存的内容都在。请再试一次，仍不行请联系管理员。",
        "The local store could not be written and this step was not saved; everything saved before is safe. Try again, then call the administrator.",
    )
}

pub fn store_unreadable() -> Trouble {
    Trouble::new(
        "YC-5103",
        "本机数据库无法读取。数据没有被改动或删除，请联系管理员检查磁盘。",
        "The local store cannot be read. Nothing was changed or deleted; ask the administrator to check the disk.",
    )
}

/// An older copy of the store came back: the hall has another command at this place (promise 2).
pub fn restored_store() -> Trouble {
    Trouble::new(
        "YC-5104",
        "本机数据库是从旧备份恢复的：大厅在同一位置已有不同内容。为避免重复或丢失，本窗口已停止办件，数据没有删除。请联系管理员重新登记本窗口。",
        "This store was restored from an older copy: the hall has something else at the same place. The window has stopped so that nothing is doubled or lost; nothing was deleted. Ask the administrator to enrol this window again.",
    )
}

pub fn piece_damaged() -> Trouble {
    Trouble::new(
        "YC-5105",
        "材料文件读不出或校验不符，请重新导入这份材料。",
        "A material file cannot be read or does not match its digest. Import the material again.",
    )
}

pub fn odd_way() -> Trouble {
    Trouble::new(
        "YC-5543",
        "没有这种送达方式，请从列出的方式中选择。",
        "There is no such way of delivery; choose one of those listed.",
    )
}

pub fn hall_down() -> Trouble {
    Trouble::new(
        "YC-5201",
        "大厅服务器没有应答，这一步要等恢复连接。已填写的都存在本机，没有丢失。",
        "The hall does not answer: this step waits for the line. Everything filled in is saved here; nothing is lost.",
    )
}

/// What goes on at this post while the line is away, and what waits.
pub fn line_away(post: Post) -> Trouble {
    match post {
        Post::Clerk => accepted_later(),
        Post::Helper => Trouble::new(
            "YC-5210",
            "大厅服务器没有应答。可以继续填写和收取材料，改动先存在本机；接求助、查来源和移交窗口要等恢复连接。",
            "The hall does not answer. You can go on filling and collecting, saved here; requests, sources and the hand-over wait for the line.",
        ),
        Post::Supervisor => Trouble::new(
            "YC-5211",
            "大厅服务器没有应答。看板停在最后收到的情况；调窗、审批和消息要等恢复连接，急事请到现场。",
            "The hall does not answer. The board stands as it was heard last; moves, approvals and messages wait for the line. Go there if it is urgent.",
        ),
        Post::Kiosk | Post::Wall => hall_down(),
    }
}

/// 先收后补: a window goes on without its hall, and acceptance follows.
pub fn accepted_later() -> Trouble {
    Trouble::new(
        "YC-5209",
        "大厅服务器没有应答。可以继续填写、收取材料和打印收件凭证；受理要等恢复连接后自动补办。",
        "The hall does not answer. You can go on filling, collecting and printing receipts; acceptance follows when the line is back.",
    )
}

pub fn hall_garbled() -> Trouble {
    Trouble::new(
        "YC-5202",
        "大厅的答复读不懂，没有采用。请再试一次，仍不行请联系管理员。",
        "The hall's reply could not be read and was not used. Try again, then call the administrator.",
    )
}

pub fn reply_too_large() -> Trouble {
    Trouble::new(
        "YC-5203",
        "答复超过了允许的大小，没有采用。其他来源不受影响；请手工填写或稍后重试。",
        "The reply was larger than allowed and was not used. Other sources go on; fill by hand or retry later.",
    )
}

pub fn source_down(label: &str) -> Trouble {
    Trouble::new(
        "YC-5204",
        format!("{label}没有应答。其他字段不受影响；可重试，或按纸质材料手工填写。"),
        "The source did not answer. Other fields are unaffected; retry, or fill by hand from paper.",
    )
}

pub fn answered_late(label: &str) -> Trouble {
    Trouble::new(
        "YC-5212",
        format!("{label}在办件提交以后才答复，没有并入，已提交的内容不变。"),
        "The source answered after the case was handed in; nothing of it was taken, the case stays as it was.",
    )
}

pub fn source_garbled(label: &str, fields: &[String]) -> Trouble {
    let named = fields.join("、");
    Trouble::new(
        "YC-5205",
        format!("{label}的{named}不合格式，没有采用；其余已填入。请核对后手工填写。"),
        format!(
            "{} values of the source were malformed and not used ({named}); the rest is filled. Enter those by hand.",
            fields.len()
        ),
    )
}

pub fn wrong_realm() -> Trouble {
    Trouble::new(
        "YC-5206",
        "本窗口与大厅不属于同一环境（训练/正式），已拒绝连接。",
        "This window and the hall are not of the same realm (training or live); the connection was refused.",
    )
}

pub fn not_loopback() -> Trouble {
    Trouble::new(
        "YC-5207",
        "训练环境只能连接本机地址，已拒绝这个地址。",
        "A training desk connects to loopback addresses only; this address was refused.",
    )
}

pub fn clock_off(seconds: i64) -> Trouble {
    Trouble::new(
        "YC-5208",
        format!("本机时钟与大厅相差 {seconds} 秒。收件时间以大厅为准，请校准本机时钟。"),
        format!(
            "This machine's clock differs from the hall's by {seconds} s. The hall's time counts; please set the clock."
        ),
    )
}

pub fn not_signed_in() -> Trouble {
    Trouble::new("YC-5301", "请先登录。", "Sign in first.")
}

pub fn not_permitted() -> Trouble {
    Trouble::new(
        "YC-5302",
        "当前岗位没有这项权限，没有执行。",
        "Your role does not permit this deed; nothing was done.",
    )
}

pub fn no_visit() -> Trouble {
    Trouble::new(
        "YC-5303",
        "没有进行中的到访。请先叫号或登记免号直办。",
        "No visit is open. Call a ticket or open a walk-in first.",
    )
}

pub fn visit_open() -> Trouble {
    Trouble::new(
        "YC-5304",
        "当前到访还没有结束，请先结束。",
        "The current visit is still open; close it first.",
    )
}

pub fn not_identified() -> Trouble {
    Trouble::new(
        "YC-5305",
        "请先核验到场人身份。",
        "Identify the person at the window first.",
    )
}

pub fn no_party() -> Trouble {
    Trouble::new(
        "YC-5306",
        "请先选择申请主体。",
        "Choose the applying party first.",
    )
}

pub fn no_such_item() -> Trouble {
    Trouble::new("YC-5307", "没有这个事项。", "There is no such item.")
}

pub fn no_such_draft() -> Trouble {
    Trouble::new(
        "YC-5308",
        "这份收件不在本窗口。",
        "This intake is not at this window.",
    )
}

pub fn no_such_field() -> Trouble {
    Trouble::new("YC-5309", "表单没有这一项。", "The form has no such field.")
}

pub fn no_such_material() -> Trouble {
    Trouble::new("YC-5310", "事项没有这份材料。", "The item has no such material.")
}

pub fn no_such_subject() -> Trouble {
    Trouble::new("YC-5311", "表单没有这个人员。", "The form has no such person.")
}

pub fn changed_meanwhile() -> Trouble {
    Trouble::new(
        "YC-5312",
        "刚有新的内容到达，请核对后再按受理。",
        "New values arrived just now; look at them and accept again.",
    )
}

pub fn unknown_body() -> Trouble {
    Trouble::new(
        "YC-5313",
        "这个单位还没有查到，请先按统一社会信用代码查询，或凭纸质执照录入名称。",
        "This body is not known yet: look it up by its credit code, or enter its name from the paper licence.",
    )
}

pub fn already_received() -> Trouble {
    Trouble::new(
        "YC-5314",
        "这件已经收件，内容不能再改。",
        "This case has been received and can no longer be edited here.",
    )
}

pub fn other_person() -> Trouble {
    Trouble::new(
        "YC-5315",
        "当前到访的人不是这份收件的申请人或经办人，不能继续办理。",
        "The person of this visit is not the one of that intake.",
    )
}

pub fn no_reader() -> Trouble {
    Trouble::new(
        "YC-5316",
        "没有接读卡器，请手工输入证件号码。",
        "No card reader is connected; type the number.",
    )
}

pub fn training_only() -> Trouble {
    Trouble::new(
        "YC-5317",
        "只有训练环境才有练习证件。",
        "Practice cards exist in the training realm only.",
    )
}

pub fn no_practice() -> Trouble {
    Trouble::new(
        "YC-5318",
        "训练用的练习省没有应答，拿不到练习证件；可手工输入号码。",
        "The practice province does not answer, so there is no practice card; type a number instead.",
    )
}

pub fn unknown_document() -> Trouble {
    Trouble::new(
        "YC-5319",
        "请选择当场查验的证件；只输入号码不能核验身份。",
        "Name the document you hold: a typed number alone confirms nobody.",
    )
}

pub fn no_such_relative() -> Trouble {
    Trouble::new(
        "YC-5320",
        "没有这位亲属可选。",
        "There is no such relative to pick.",
    )
}

pub fn unsigned_form() -> Trouble {
    Trouble::new(
        "YC-5321",
        "请先打印申请表，再登记签字份数。",
        "Print the application form before counting signed copies.",
    )
}

/// What lies signed on the table says something else than the form now does.
pub fn form_outdated() -> Trouble {
    Trouble::new(
        "YC-5329",
        "申请表打印以后内容有改动，这份不能登记签字；请重新打印，请申请人在新表上签字。",
        "The form was changed after it was printed, so this copy cannot be counted; print it again and have the new one signed.",
    )
}

pub fn no_such_offer() -> Trouble {
    Trouble::new(
        "YC-5322",
        "没有这个可选的值。",
        "There is no such value to choose.",
    )
}

pub fn no_counts() -> Trouble {
    Trouble::new(
        "YC-5323",
        "请填写原件或复印件份数。",
        "Say how many originals or copies there are.",
    )
}

pub fn held_elsewhere(desk: &str) -> Trouble {
    Trouble::new(
        "YC-5324",
        format!("这份收件已由 {desk} 号窗口接管。"),
        format!("Window {desk} has taken this intake over."),
    )
}

pub fn nobody_waits() -> Trouble {
    Trouble::new("YC-5325", "没有等候的号。", "Nobody is waiting.")
}

pub fn no_printer() -> Trouble {
    Trouble::new(
        "YC-5326",
        "打印机不可用，文书没有打印；文书已保存，可以稍后补打。",
        "The printer is not available and nothing was printed; the paper is kept and can be printed later.",
    )
}

pub fn no_such_paper() -> Trouble {
    Trouble::new("YC-5327", "没有这份文书。", "There is no such paper.")
}

pub fn paper_differs() -> Trouble {
    Trouble::new(
        "YC-5328",
        "大厅发来的文书与其校验值不符，没有保存。请重新获取。",
        "The paper the hall sent does not match its digest and was not kept. Fetch it again.",
    )
}

pub fn keyring_locked() -> Trouble {
    Trouble::new(
        "YC-5401",
        "系统密钥环已锁定或密钥丢失，本机数据打不开；数据没有删除。请解锁密钥环后重启，或输入恢复码。",
        "The keyring is locked or lost its key, so the store stays closed; nothing was deleted. Unlock the keyring and restart, or enter the recovery code.",
    )
}

pub fn keyring_absent() -> Trouble {
    Trouble::new(
        "YC-5402",
        "这台电脑没有可用的密钥环，启动时请输入恢复码。",
        "This machine has no usable keyring; enter the recovery code at each start.",
    )
}

pub fn wrong_recovery_code() -> Trouble {
    Trouble::new(
        "YC-5403",
        "恢复码不正确，请逐组核对（没有 0、1、I、L、O）。",
        "The recovery code is not right; compare it group by group (it has no 0, 1, I, L or O).",
    )
}

pub fn vault_unreadable() -> Trouble {
    Trouble::new(
        "YC-5404",
        "恢复文件缺失或损坏，恢复码无法使用。数据没有删除，请联系管理员。",
        "The recovery file is missing or damaged, so the code cannot be used. Nothing was deleted; call the administrator.",
    )
}

pub fn key_does_not_fit() -> Trouble {
    Trouble::new(
        "YC-5405",
        "密钥与本机数据不匹配。数据没有删除，请输入恢复码或联系管理员。",
        "The key does not fit this store. Nothing was deleted; enter the recovery code or call the administrator.",
    )
}

pub fn no_chance() -> Trouble {
    Trouble::new(
        "YC-5406",
        "系统没有提供随机数，无法建立密钥。请重启电脑。",
        "The system gave no randomness, so no key can be made. Restart the machine.",
    )
}

pub fn not_open() -> Trouble {
    Trouble::new(
        "YC-5407",
        "本机数据尚未打开。",
        "The local store is not open yet.",
    )
}

/// Somebody of another role signed in here.
pub fn other_post(role: Role) -> Trouble {
    let (zh, en): (Vec<_>, Vec<_>) = Post::of(role).map(Post::name).unzip();
    let (zh, en) = if zh.is_empty() {
        (
            "这个账号不在窗口办公，没有登录。".to_owned(),
            "This account works at no window; it was not signed in.".to_owned(),
        )
    } else {
        (
            format!("这里不是您的岗位，没有登录。请到{}登录。", zh.join("或")),
            format!(
                "This is not your post; you were not signed in. Sign in at {}.",
                en.join(" or ")
            ),
        )
    };
    Trouble::new("YC-9120", zh, en)
}

pub fn applicant_absent() -> Trouble {
    Trouble::new(
        "YC-5440",
        "申请人屏没有打开，没有送出。按 F8 打开后再送。",
        "The applicant's screen is not open and nothing was sent. Open it with F8 and send again.",
    )
}

pub fn question_gone() -> Trouble {
    Trouble::new(
        "YC-5442",
        "这一步已经结束或由窗口撤回，您的操作没有登记。请看屏幕上的新内容。",
        "This step has ended or was withdrawn by the window; nothing was recorded. Please look at the screen again.",
    )
}

pub fn shown_differs() -> Trouble {
    Trouble::new(
        "YC-5443",
        "内容刚刚有变动，签名没有登记。请核对更新后的内容再签。",
        "The content has just changed and the signature was not recorded. Check the new content and sign again.",
    )
}

pub fn not_ready(blocks: usize) -> Trouble {
    Trouble::new(
        "YC-5444",
        format!("还有 {blocks} 处未填好，没有送出。补齐后再请申请人核对。"),
        format!(
            "{blocks} places are not filled yet and nothing was sent. Fill them before the applicant checks."
        ),
    )
}

pub fn interrupted() -> Trouble {
    Trouble::new(
        "YC-5445",
        "申请人屏在作答前关闭，这一步没有完成、没有签名。可按 F8 重新送出。",
        "The applicant's screen closed before an answer: the step is interrupted and nothing is signed. Send it again with F8.",
    )
}

pub fn rating_is_his() -> Trouble {
    Trouble::new(
        "YC-5446",
        "申请人正在评价，窗口不能撤回；不评价会自动结束。",
        "The applicant is rating and the window cannot end that; without a choice it ends by itself.",
    )
}

pub fn too_little_ink() -> Trouble {
    Trouble::new(
        "YC-5447",
        "签名太短，请在框内写完整姓名。",
        "The signature is too short; write the whole name in the box.",
    )
}

pub fn odd_answer() -> Trouble {
    Trouble::new(
        "YC-5448",
        "内容不符合要求或超过上限，没有登记。请清除后重试。",
        "The answer is out of bounds and was not recorded. Clear it and try again.",
    )
}

pub fn incomplete_answer() -> Trouble {
    Trouble::new(
        "YC-5449",
        "还没有完成：承诺须先打开阅读，差评须选一个原因。",
        "Not complete yet: commitments have to be opened first, and a bad rating names a reason.",
    )
}

/// 锁屏
pub fn locked() -> Trouble {
    Trouble::new(
        "YC-5451",
        "本窗已锁屏，没有执行。请先输入口令解锁；办件内容都在。",
        "The desk is locked and nothing was done. Unlock it with your password; the intake is safe.",
    )
}

pub fn wrong_unlock(left: u8) -> Trouble {
    Trouble::new(
        "YC-5452",
        format!("口令不对，还可再试 {left} 次；之后将退出登录，办件内容不会丢失。"),
        format!("Wrong password; {left} tries left, then you are signed out. Nothing of the intake is lost."),
    )
}

pub fn signed_out_by_tries() -> Trouble {
    Trouble::new(
        "YC-5453",
        "口令连续五次不对，已退出登录。办件内容都已保存，请重新登录。",
        "Five wrong passwords: you were signed out. The intake is saved; sign in again.",
    )
}

pub fn nothing_to_undo() -> Trouble {
    Trouble::new(
        "YC-5454",
        "没有可以撤销的改动。",
        "There is no edit to take back.",
    )
}

pub fn overtaken_edit() -> Trouble {
    Trouble::new(
        "YC-5455",
        "这一项在您改动之后又有新内容到达，没有撤销。请按 Alt+↓ 看来源后再定。",
        "Something newer arrived in this field after your edit, so it was not taken back. Look at its sources with Alt+↓.",
    )
}

pub fn find_more() -> Trouble {
    Trouble::new(
        "YC-5456",
        "查全厅办件至少输入受理号或办件码的前 6 位。",
        "To look in the whole hall, enter at least the first 6 characters of a case number or slip code.",
    )
}

pub fn visit_taken_back() -> Trouble {
    Trouble::new(
        "YC-5411",
        "本窗口失联时，大厅已收回这次到访，号已退回排队。收件稿都在暂存里，可在本人再次到窗时接着办。",
        "While this window was silent the hall took its visit back and the number waits again. The drafts are parked and go on when the person comes again.",
    )
}

pub fn no_ticket_here() -> Trouble {
    Trouble::new(
        "YC-5412",
        "免号直办没有号，不能重呼、挂起或转移；请结束到访，或请对方取号。",
        "A walk-in has no number to recall, park or transfer: end the visit, or have a number taken.",
    )
}

pub fn no_such_number() -> Trouble {
    Trouble::new(
        "YC-5413",
        "今天没有这个过号的号码，请核对号票。",
        "There is no such missed number today; check the slip.",
    )
}

pub fn shift_due() -> Trouble {
    Trouble::new(
        "YC-5414",
        "本窗口还在上一位同事名下。请先办理交接班，再叫号；没有结束的到访和收件会一起接过来。",
        "The window is still in the last clerk's name. Take the shift over before calling; the open visit and the drafts come with it.",
    )
}

pub fn no_previous() -> Trouble {
    Trouble::new(
        "YC-5415",
        "这次到访里没有同一事项的上一件，没有可复制的内容。",
        "This visit has no previous intake of the same item; there is nothing to copy.",
    )
}

pub fn not_to_be_copied() -> Trouble {
    Trouble::new(
        "YC-5416",
        "声明、承诺、他人信息和生成的表格不能从上一件复制，没有改动。",
        "Declarations, promises, another person's data and printed forms are not copied; nothing was changed.",
    )
}

pub fn no_such_choice() -> Trouble {
    Trouble::new(
        "YC-5417",
        "没有这个选项，没有改动。",
        "There is no such choice; nothing was changed.",
    )
}

pub fn no_park_reason() -> Trouble {
    Trouble::new(
        "YC-5418",
        "挂起须写明原因，不超过 100 字。",
        "Parking needs its reason, 100 characters at most.",
    )
}

pub fn draft_came(slip: &str) -> Trouble {
    Trouble::new(
        "YC-5419",
        format!("收件 {slip} 已改派到本窗口，在办件列表里可以接着办。"),
        format!("Intake {slip} was given to this window; it goes on from the list of cases."),
    )
}

pub fn helper_signs() -> Trouble {
    Trouble::new(
        "YC-5431",
        "帮办不能代签：这一步没有保存。请留给申请人本人在窗口签名。",
        "A helper cannot sign for anybody; this step was not saved. The applicant signs at the window.",
    )
}

pub fn helper_declares() -> Trouble {
    Trouble::new(
        "YC-5432",
        "声明、承诺只能由申请人本人作出：这一步没有保存。请留到窗口。",
        "Declarations are the applicant's own act; this step was not saved. Leave it for the window.",
    )
}

pub fn no_account_in_place() -> Trouble {
    Trouble::new(
        "YC-5433",
        "代办不含银行账户：这一步没有保存。请由本人在窗口填写。",
        "Acting in somebody's place does not cover bank accounts; this step was not saved. The applicant gives it at the window.",
    )
}

pub fn no_such_help() -> Trouble {
    Trouble::new(
        "YC-5434",
        "没有这个求助或选项，请刷新后再试。",
        "There is no such request or choice; look again.",
    )
}

pub fn bad_mandate() -> Trouble {
    Trouble::new(
        "YC-5435",
        "委托书有一项填写不正确，没有登记。请核对权限、日期和核验方式。",
        "Something in the mandate is not valid and it was not kept; compare powers, dates and checks.",
    )
}

pub fn no_hand_over_code() -> Trouble {
    Trouble::new(
        "YC-5436",
        "请输入 4 位移交码。",
        "Enter the hand-over code of four digits.",
    )
}

pub fn another_is_open() -> Trouble {
    Trouble::new(
        "YC-5437",
        "草稿已接收，放在「办件」里；先暂存正在办的这件，再打开它。",
        "The draft has been taken and lies among the drafts; park the open intake, then open it.",
    )
}

pub fn piece_left_behind() -> Trouble {
    Trouble::new(
        "YC-5438",
        "有一份材料文件没有随草稿传来，请重新导入这份材料。",
        "A material's file did not come with the draft; import it again.",
    )
}

pub fn support_not_sent() -> Trouble {
    Trouble::new(
        "YC-5471",
        "支援请求没有送到：大厅没有应答。请打电话或当面叫主管，恢复后可以再发。",
        "The call for support did not get through: the hall does not answer. Telephone or call out; try again later.",
    )
}

/// Read off the screen it tells nobody what was sent.
pub fn quiet_not_sent() -> Trouble {
    Trouble::new("YC-5472", "没有送达。", "Not delivered.")
}

pub fn no_such_message() -> Trouble {
    Trouble::new(
        "YC-5473",
        "没有这条消息或请求，请刷新后再试。",
        "There is no such message or call; look again.",
    )
}

pub fn approval_needs_hall() -> Trouble {
    Trouble::new(
        "YC-5461",
        "大厅服务器没有应答，审批要经大厅送到主管，现在不能提请或答复。内容都在，恢复后再试；也可以先收件。",
        "The hall does not answer, and approvals go through it; nothing was asked or answered. Everything is kept: try again when the line is back, or receive for now.",
    )
}

pub fn no_such_approval() -> Trouble {
    Trouble::new(
        "YC-5462",
        "没有这个提请，请刷新后再试。",
        "There is no such request; look again.",
    )
}

pub fn approval_stale() -> Trouble {
    Trouble::new(
        "YC-5463",
        "提请以后内容有改动，原审批作废，没有办理。请重新提请审批。",
        "What was asked about has changed since; the approval is void and nothing was done. Ask anew.",
    )
}

pub fn refusal_waits() -> Trouble {
    Trouble::new(
        "YC-5464",
        "大厅没有应答，不予受理决定还没有作出，不能打印决定书。本件已锁定，恢复后自动发出；请留申请人联系方式，决定书届时凭收件码领取。",
        "The hall does not answer: the decision is not made yet and nothing may be printed. The intake is closed and goes out by itself when the line is back; the paper is handed over by the slip code then.",
    )
}

pub const NOT_YOUR_ITEM: &str = "YC-5465";

/// 事项权限: the item is not among those of who is signed in; `takers` are the windows that take it.
pub fn not_your_item<'a>(domain: &str, takers: impl Iterator<Item = &'a Window>) -> Trouble {
    let (zh, en): (Vec<_>, Vec<_>) = takers
        .map(|window| {
            let groups = window.groups.join("/");
            (
                format!("{} 号窗（{groups} 组）", window.desk),
                format!("{} (group {groups})", window.desk),
            )
        })
        .unzip();
    let (zh, en) = if zh.is_empty() {
        (
            "眼下没有开着的窗口受理，请找值班长".to_owned(),
            "no open window takes it: ask the supervisor".to_owned(),
        )
    } else {
        (
            format!("请转到 {}", zh.join("、")),
            format!("pass it to window {}", en.join(", ")),
        )
    };
    Trouble::new(
        NOT_YOUR_ITEM,
        format!("{domain}事项不在您的办理范围，没有执行；{zh}。"),
        format!("This item is not among those you may take and nothing was done; {en}."),
    )
}

/// Nothing that a scanner could have read.
pub fn no_code() -> Trouble {
    Trouble::new(
        "YC-5570",
        "没有扫到编码，没有登记。请对准材料袋上的收件码再扫一次，或手工输入。",
        "No code was scanned and nothing was noted. Scan the slip code on the bundle again, or type it.",
    )
}

pub fn no_messenger() -> Trouble {
    Trouble::new(
        "YC-5571",
        "没有写部门接收人姓名，没有移交。",
        "The name of the department's messenger is missing; nothing was handed over.",
    )
}
