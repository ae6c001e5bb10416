//! Why the hall did not do something: a status, a stable code, one sentence in each language.
//!
//! What broke inside goes to the log by [`Fault::inside`] and never into a reply; no sentence here carries
//! personal data.

use cases::deadline::HistoryFault;
use cases::error::Trouble;

/// A refusal or a failure, ready to become an RFC 9457 problem.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{trouble}")]
pub struct Fault {
    pub status: u16,
    pub trouble: Trouble,
    /// Digests of pieces that have to be uploaded first (YC-2411).
    pub digests: Vec<String>,
    /// For the log.
    pub cause: Option<Box<str>>,
}

impl Fault {
    pub fn new(status: u16, trouble: Trouble) -> Self {
        Self {
            status,
            trouble,
            digests: Vec::new(),
            cause: None,
        }
    }

    /// Adds what broke, for the log only.
    pub fn inside(mut self, cause: impl std::fmt::Display) -> Self {
        self.cause = Some(cause.to_string().into());
        self
    }

    /// Adds a detail to both sentences.
    pub fn about(mut self, detail: impl std::fmt::Display) -> Self {
        self.trouble.zh = format!("{}（{detail}）", self.trouble.zh);
        self.trouble.en = format!("{} ({detail})", self.trouble.en);
        self
    }

    pub fn code(&self) -> &str {
        &self.trouble.code
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        // Messages of SQLite name tables and columns, never values.
        store_failed().inside(error)
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        store_failed().inside(format!(
            "json: {:?} at {}:{}",
            error.classify(),
            error.line(),
            error.column()
        ))
    }
}

impl From<HistoryFault> for Fault {
    fn from(fault: HistoryFault) -> Self {
        Fault::new(409, fault.into())
    }
}

macro_rules! faults {
    ($($name:ident $status:literal $code:literal $zh:literal $en:literal;)*) => {
        $(
            #[doc = concat!($code, " ", $zh)]
            pub fn $name() -> Fault {
                Fault::new($status, Trouble::new($code, $zh, $en))
            }
        )*
    };
}

mod identity;
mod licences;
mod objections;
mod online;
mod phones;
mod sources;
mod watch;

pub use self::identity::*;
pub use self::licences::*;
pub use self::objections::*;
pub use self::online::*;
pub use self::phones::*;
pub use self::sources::*;
pub use self::watch::*;

faults! {
    plain_http 500 "YC-2001"
        "非本机地址必须使用加密连接，大厅服务没有启动。请提供证书，或改用 127.0.0.1。"
        "An address beyond this machine needs TLS; the hall did not start. Give a certificate, or use 127.0.0.1.";
    store_shut 500 "YC-2002"
        "大厅数据库打不开：密钥不对或文件损坏。没有改动任何数据，请联系管理员。"
        "The hall's store does not open: wrong key or damaged file. Nothing was changed; ask the administrator.";
    no_store 500 "YC-2012"
        "这个文件夹里没有大厅数据库（hall.db）。请核对 --data；第一次 publish 或开启大厅时会建立。"
        "There is no hall's store (hall.db) in the folder. Look at --data; the first publish or start makes one.";
    store_failed 500 "YC-2003"
        "大厅没有保存成功，本次操作没有生效，可以重试。"
        "The hall could not save; nothing took effect and it may be tried again.";
    broken_catalogue 500 "YC-2004"
        "事项目录有错误，大厅服务没有启动。请按所列文件和位置改正。"
        "The catalogue is broken; the hall did not start. Correct the places named.";
    bad_config 500 "YC-2005"
        "配置读不懂，大厅服务没有启动。"
        "The configuration cannot be read; the hall did not start.";
    no_chance 500 "YC-2006"
        "系统随机数不可用，本次操作没有生效。"
        "The system gives no random numbers; nothing took effect.";
    crossed_realms 500 "YC-2007"
        "训练环境只能连接本机地址，大厅服务没有启动。"
        "The training realm takes loopback addresses only; the hall did not start.";
    no_calendar 500 "YC-2011"
        "大厅没有工作日历，期限无法计算，本次操作没有生效。请管理员载入工作日历。"
        "The hall has no working-day calendar, so no limit can be counted; nothing took effect. Have one loaded.";
    paper_failed 500 "YC-2008"
        "文书没有生成，办件不受影响，稍后会再次生成。"
        "The paper was not made; the case is unaffected and it will be made again.";
    bad_limits 500 "YC-2010"
        "事项权限写了目录里没有的事项、部门或领域，或没有写明对谁有效，大厅服务没有启动。"
        "A limit names an item, department or domain that the catalogue does not have, or nobody it holds for; the hall did not start.";
    no_such_route 404 "YC-2009"
        "大厅没有这个接口。"
        "The hall has no such route.";

    unknown_group 422 "YC-2101"
        "没有这个业务组，未取号。"
        "There is no such group; no ticket was issued.";
    tickets_used_up 409 "YC-2102"
        "本组今日号码已用完，未取号。"
        "This group's numbers of the day are used up; no ticket was issued.";
    visit_gone 409 "YC-2103"
        "这次到访不在本窗口或已经结束。"
        "The visit is not at this desk or is closed.";
    no_reason 422 "YC-2104"
        "免号直办须写明理由。"
        "A walk-in needs its reason.";
    odd_outcome 422 "YC-2105"
        "到访结果只能是 served 或 left。"
        "A visit ends served or left.";

    no_token 401 "YC-2201"
        "窗口未登记或令牌不对，大厅没有处理。请重新登记窗口。"
        "The desk's token is missing or wrong; nothing was done. Enrol the desk again.";
    no_session 401 "YC-2202"
        "没有登录或登录已过期，未提交的内容仍在窗口。请重新登录。"
        "Not signed in, or the session expired; what was entered is still at the desk. Sign in again.";
    not_permitted 403 "YC-2203"
        "您的岗位没有这项权限，大厅没有处理。"
        "Your role does not permit this; nothing was done.";
    wrong_password 401 "YC-2204"
        "工号或密码不对。连续输错 5 次将锁定 15 分钟。"
        "Staff number or password is wrong. Five wrong tries lock the account for 15 minutes.";
    locked_out 423 "YC-2205"
        "连续输错 5 次，账号已锁定 15 分钟。"
        "Five wrong tries: the account is locked for 15 minutes.";
    no_desk 400 "YC-2206"
        "请求没有写明窗口。"
        "The request does not name its desk.";
    other_version 400 "YC-2207"
        "窗口与大厅的版本相差太远，请升级窗口程序。"
        "Desk and hall are too many versions apart; update the desk.";

    item_not_yours 403 "YC-2208"
        "这个事项不在您的办理范围，大厅没有处理。请转到受理它的窗口。"
        "The item is not among those you may take; nothing was done. Pass it to a window that takes it.";
    item_not_theirs 403 "YC-2209"
        "接收窗口的人员不办理其中的事项，没有改派。"
        "The clerk of that window may not take one of the items; nothing was given over.";

    no_visit 403 "YC-2301"
        "没有在本窗口打开的到访，不能查询任何人的信息。请先叫号或登记免号直办。"
        "No visit is open at this desk, so nobody may be looked up. Call a ticket or open a walk-in first.";
    not_declared 403 "YC-2302"
        "本事项没有声明从这个来源取这些信息，未发出查询。"
        "The item does not declare these elements for this source; no request was sent.";
    no_grant 403 "YC-2303"
        "没有有效的数据共享授权，未发出查询。"
        "There is no valid grant for this; no request was sent.";
    no_such_dataset 404 "YC-2304"
        "没有这个数据来源。"
        "There is no such dataset.";
    no_such_item 404 "YC-2305"
        "目录里没有这个事项。"
        "The catalogue has no such item.";
    no_record 404 "YC-2306"
        "来源中没有查到记录，请按窗口所见填写。"
        "The source has no record; enter what is seen at the desk.";
    source_refused 403 "YC-2307"
        "来源拒绝了这次查询，请按窗口所见填写并告知管理员。"
        "The source refused the request; enter what is seen and tell the administrator.";
    no_subject 422 "YC-2308"
        "没有写明查询对象的有效号码。"
        "The subject's number is missing or not valid.";
    not_asked_so 422 "YC-2309"
        "这个来源不按这类对象查询，未发出查询。"
        "The source is not asked about such a subject; no request was sent.";
    reply_not_json_type 502 "YC-2311"
        "来源答复的不是数据（内容类型不对，可能是网页），未采用。请稍后再取或手工填写。"
        "The source answered something that is not JSON by its content type, perhaps a web page; it was refused. Try later or enter by hand.";
    reply_too_large 502 "YC-2312"
        "来源答复过大，已中断，未采用。请手工填写。"
        "The source's reply was too large and was cut off; it was refused. Enter by hand.";
    reply_not_utf8 502 "YC-2313"
        "来源答复的文字编码不对（不是 UTF-8，可能是 GBK），未采用。请手工填写。"
        "The source's reply is not UTF-8, perhaps GBK; it was refused. Enter by hand.";
    reply_cut 502 "YC-2314"
        "来源答复不完整或不是有效 JSON，未采用。请稍后再取或手工填写。"
        "The source's reply is cut short or not valid JSON; it was refused. Try later or enter by hand.";
    reply_misshapen 502 "YC-2315"
        "来源答复不符合约定的格式，未采用。请手工填写并告知管理员。"
        "The source's reply does not follow the contract; it was refused. Enter by hand and tell the administrator.";
    another_subject 502 "YC-2316"
        "来源答复的是另一个对象，未采用，已记录。请按窗口所见填写并告知管理员。"
        "The source answered about somebody else; it was refused and noted. Enter what is seen and tell the administrator.";
    source_failed 502 "YC-2317"
        "来源答复查询没有成功，请稍后再取或手工填写。"
        "The source said that the query failed; try later or enter by hand.";
    source_dead 503 "YC-2320"
        "来源连接不上，其他来源和手工填写不受影响。"
        "The source cannot be reached; other sources and manual entry are unaffected.";
    source_slow 503 "YC-2321"
        "来源没有及时答复，其他来源和手工填写不受影响。"
        "The source did not answer in time; other sources and manual entry are unaffected.";
    source_busy 503 "YC-2322"
        "来源正忙，请稍后再取或手工填写。"
        "The source is busy; try later or enter by hand.";
    source_rests 503 "YC-2323"
        "来源接连失败，暂停片刻后再取，其他来源和手工填写不受影响。"
        "The source failed several times in a row and is left alone for a while; other sources and manual entry are unaffected.";
    source_limit 503 "YC-2324"
        "本分钟对这个来源的查询已达上限，请稍后再取或手工填写。"
        "As many queries as this source takes a minute have been made; try later or enter by hand.";
    not_connected 503 "YC-2325"
        "本大厅没有接入这个来源，请手工填写。"
        "This hall is not connected to the source; enter by hand.";
    request_not_written 502 "YC-2326"
        "按来源的模板写不出这次查询，未发出。请手工填写并告知管理员。"
        "The source's template could not write this request; nothing was sent. Enter by hand and tell the administrator.";
    library_failed 502 "YC-2330"
        "证照库答复查询失败，请收取纸质材料。"
        "The licence library answered with an error; take the paper.";

    unreadable_body 422 "YC-2401"
        "请求内容读不懂，大厅没有处理。"
        "The request's body cannot be read; nothing was done.";
    body_too_large 413 "YC-2402"
        "请求内容超过大小上限，大厅没有处理。"
        "The request's body is over the limit; nothing was done.";
    no_key 400 "YC-2403"
        "写入请求没有带有效的操作键，大厅没有处理。"
        "The write carries no valid Idempotency-Key; nothing was done.";
    digest_differs 422 "YC-2404"
        "内容与摘要不符，可能在传输中损坏，大厅没有处理。请重发。"
        "Content and digest differ, perhaps damaged on the way; nothing was done. Send it again.";
    key_reused 422 "YC-2405"
        "同一操作键带了不同内容，大厅没有处理。"
        "The same key came with another body; nothing was done.";
    place_conflict 409 "YC-2406"
        "这个窗口在同一位置提交过不同的内容，可能恢复了旧数据库。大厅没有处理并已报警，请联系管理员。"
        "This desk already sent something else from the same place; an older database may have been restored. Nothing was done and an alarm was raised.";
    no_draft 404 "YC-2407"
        "大厅没有这份收件稿。"
        "The hall has no such draft.";
    draft_elsewhere 403 "YC-2408"
        "这份收件稿由其他窗口持有，请先接管。"
        "Another desk holds this draft; take it over first.";
    foreign_place 403 "YC-2409"
        "提交位置不属于本窗口，大厅没有处理。"
        "The place belongs to another desk; nothing was done.";
    draft_closed 409 "YC-2410"
        "这份收件稿已经转为办件，不能再改。"
        "The draft has become a case and cannot be changed.";
    pieces_missing 409 "YC-2411"
        "有材料文件还没有上传，本次提交没有登记。上传后用同一操作键重发。"
        "Files of materials are not uploaded yet; nothing was recorded. Upload them and send again with the same key.";
    slip_taken 409 "YC-2412"
        "收件码已被另一份收件使用，大厅没有处理。请换一个收件码重试。"
        "The slip code belongs to another draft; nothing was done. Make another and try again.";
    no_piece 404 "YC-2414"
        "大厅没有这个材料文件。"
        "The hall has no such piece.";
    no_edition 409 "YC-2415"
        "收件稿所用的目录版本大厅没有，请重新打开收件。"
        "The hall does not have the draft's edition of the catalogue; open the intake again.";
    no_case 404 "YC-2416"
        "没有这个办件。"
        "There is no such case.";
    no_paper 404 "YC-2417"
        "没有这份文书。"
        "There is no such paper.";
    wrong_stage 409 "YC-2418"
        "办件当前环节不允许这一步，没有改动。"
        "The case's stage does not allow this step; nothing was changed.";
    numbers_used_up 409 "YC-2419"
        "编号已用完或事项编码不正确，未受理。请联系管理员。"
        "Numbers are used up or the item's code is not valid; nothing was accepted. Ask the administrator.";
    line_down 503 "YC-2420"
        "与部门系统断开，先收件，恢复后自动受理"
        "The department's system is out of reach: received for now, accepted automatically when it is back";

    department_refused 422 "YC-2501"
        "部门退回了推送，需人工处理。"
        "The department refused the parcel; a person has to look at it.";
    department_dead 503 "YC-2502"
        "部门系统连接不上，稍后自动重试。"
        "The department's system cannot be reached; it is tried again automatically.";
    department_slow 503 "YC-2503"
        "部门系统没有及时答复，稍后自动重试。"
        "The department's system did not answer in time; it is tried again automatically.";
    department_busy 503 "YC-2504"
        "部门系统正忙，按其要求的时间重试。"
        "The department's system is busy; it is tried again when it asked for.";
    parcel_changed 409 "YC-2505"
        "部门已收到同一编号的不同内容，需人工处理。"
        "The department holds another body under this id; a person has to look at it.";
    department_garbled 502 "YC-2506"
        "部门系统的答复读不懂，稍后自动重试。"
        "The department's reply cannot be read; it is tried again automatically.";
    department_unknown 503 "YC-2507"
        "没有配置这个部门的地址，配置后自动推送。"
        "The department has no address; the parcel goes out once one is configured.";
    department_unauthorised 401 "YC-2508"
        "部门系统不认本大厅的凭据，请管理员检查。"
        "The department does not accept this hall's secret; ask the administrator.";
    message_not_taken 404 "YC-2509"
        "部门系统不接收后续通知，请用电话告知部门。"
        "The department's system takes no messages about its parcels; tell the department by telephone.";
    forged_callback 401 "YC-2510"
        "回传签名不对，没有改动任何内容，已记录。"
        "The callback's signature is wrong; nothing was changed and it was logged.";
    misshapen_event 400 "YC-2511"
        "回传内容不符合约定的格式，没有改动任何内容。"
        "The event does not follow the contract; nothing was changed.";
    unknown_parcel 404 "YC-2512"
        "没有这个分办件。"
        "There is no such parcel.";

    double_ticket 409 "YC-2601"
        "您今天已有本业务组的号，没有重复取号。过号可以凭原号回队。"
        "You already hold a number of this group; no second one was given. A missed number may rejoin.";
    no_ticket 404 "YC-2603"
        "今天没有这个号。"
        "There is no such ticket today.";
    ticket_elsewhere 409 "YC-2604"
        "这个号不在本窗口。"
        "Another window has this ticket.";
    odd_ticket_step 409 "YC-2605"
        "这个号现在不能这样处理，没有改动。"
        "The ticket's state does not allow this; nothing was changed.";
    ticket_void 409 "YC-2606"
        "过号次数已满，这个号作废，请重新取号。"
        "The number was missed too often and is void; take another one.";
    no_park_reason 422 "YC-2607"
        "挂起须写明原因（不超过 100 字）。"
        "Parking needs its reason, 100 characters at most.";
    no_such_window 404 "YC-2608"
        "没有这个窗口，或窗口没有开。"
        "There is no such window, or it is not open.";
    window_taken 409 "YC-2609"
        "这个窗口还在另一位同事名下，请办理交接班。"
        "The window is still another clerk's; take the shift over.";
    window_not_open 409 "YC-2610"
        "窗口没有开或正在暂停，没有叫号。请先开窗或恢复。"
        "The window is closed or pauses; nothing was called. Open or resume it first.";
    window_busy 409 "YC-2611"
        "窗口还有没有结束的到访，请先结束、挂起或转出。"
        "A visit is still open at the window: end, park or transfer it first.";
    odd_window_step 409 "YC-2612"
        "窗口现在的状态不能这样操作，没有改动。"
        "The window's state does not allow this; nothing was changed.";
    window_answers 409 "YC-2613"
        "窗口仍在应答，不能收回它的号。请联系窗口人员。"
        "The window still answers; its ticket cannot be taken back. Speak to the clerk.";
    other_window 403 "YC-2614"
        "只能操作自己的窗口。"
        "Only one's own window may be run.";
    no_groups 422 "YC-2615"
        "调窗至少要选一个现有的业务组。"
        "A window has to serve at least one group that exists.";
    odd_holder 422 "YC-2616"
        "证件摘要的格式不对，没有取号。"
        "The holder's digest is malformed; no ticket was given.";
    no_appointment 404 "YC-2617"
        "今天没有这个预约码，没有取号。请核对，或直接取号。"
        "There is no such appointment today; no ticket was given. Check the code, or take a number.";
    appointment_used 409 "YC-2619"
        "这个预约已经签到取号。"
        "The appointment is checked in already.";
    appointment_code_taken 409 "YC-2620"
        "预约码重复，没有登记，请再试一次。"
        "The appointment's code exists already; nothing was kept. Try again.";
    odd_appointment 422 "YC-2621"
        "预约时间已经过去，没有登记。"
        "The appointment lies in the past; nothing was kept.";
    nothing_to_urge 409 "YC-2691"
        "这个办件已经结束，不用督办。"
        "The case has ended; there is nothing to urge.";
    no_bad_rating 404 "YC-2692"
        "没有这条差评。"
        "There is no such bad rating.";
    called_back 409 "YC-2693"
        "这条差评已经回访到人，没有重复登记。括号内是回访人工号。"
        "Somebody was reached for this rating already; nothing was noted twice. In brackets: by whom.";
    odd_call_back 422 "YC-2694"
        "回访记录太长（不超过 200 字），没有登记。"
        "The note of the call is too long (200 characters at most); nothing was kept.";
    not_in_training 409 "YC-2695"
        "这是正式环境，不能安排练习号。"
        "This is the live realm; there are no tickets for practice.";
    odd_practice 422 "YC-2696"
        "练习号的等候时间是 0 到 240 分钟。"
        "Somebody in an exercise has waited 0 to 240 minutes.";
    bad_queue_rules 500 "YC-2618"
        "排队规则文件有错误，大厅服务没有启动。"
        "The rules of the queue are broken; the hall did not start.";

    text_empty 422 "YC-2751"
        "消息是空的，没有发出。"
        "The message is empty; it was not sent.";
    text_too_long 422 "YC-2752"
        "文字超过 200 字，没有发出。括号内是现在的字数。"
        "The text is over 200 characters; it was not sent. In brackets: how many there are.";
    text_has_number 422 "YC-2753"
        "文字里有身份证号或手机号，没有发出。请改用窗口号或票号。"
        "The text contains somebody's identity or mobile number; it was not sent. Name a window or a ticket.";
    odd_minutes 422 "YC-2754"
        "有效时间须在 1 至 480 分钟之间，没有发出。"
        "A message stands from 1 to 480 minutes; it was not sent.";
    no_audience 422 "YC-2755"
        "没有这个业务组或窗口，没有发出。"
        "There is no such group or window; the message was not sent.";
    no_message 404 "YC-2756"
        "没有这条消息，或者已经到期、撤回。"
        "There is no such message here, or it is over.";
    no_support 404 "YC-2757"
        "没有这个支援请求。"
        "There is no such call for support.";
    support_taken 409 "YC-2758"
        "这个支援请求已有主管接手，没有改动。"
        "Another supervisor is on this call; nothing was changed.";
    support_ended 409 "YC-2759"
        "这个支援请求已经处置完毕。"
        "This call for support is over.";
    support_withdrawn 409 "YC-2760"
        "窗口已经撤回这个支援请求，不用再去。"
        "The window has withdrawn this call; nobody need go.";
    support_open 409 "YC-2761"
        "这个支援请求还没有人接手，不能结束。请先接手。"
        "Nobody is on this call yet; take it before ending it.";
    not_your_call 403 "YC-2762"
        "这个支援请求不是本窗发出的，没有改动。"
        "Another window called; nothing was changed.";
    odd_first_notice 422 "YC-2766"
        "一次告知的清单和文书对不上，没有记录。请重新出告知书。"
        "The list of the notice and its paper do not fit; nothing was recorded. Make the notice again.";
    demand_added 409 "YC-2767"
        "首次告知没有列入这些要求；追加要求须经主管同意，请先提请审批。"
        "The first notice did not list this; asking for more needs a supervisor's approval first.";
    added_not_approved 409 "YC-2768"
        "主管批准的内容里没有这一项追加要求，没有告知。请就这一项提请审批。"
        "What the supervisor approved does not cover this; nothing was told. Ask for approval of it.";
    no_notice 404 "YC-2769"
        "这个收件码还没有一次告知过。"
        "Nothing has been told under this slip code.";
    notice_texted 409 "YC-2770"
        "这份告知书已发过短信，不再重复发送。"
        "The text message of this notice was sent already; it goes out once.";
    no_mobile 422 "YC-2771"
        "这不是大陆手机号码，或者表单里没有可用的手机号码。请当面核对后输入11位手机号码。"
        "This is no mainland mobile number, or the form has none. Type the eleven digits after asking.";
    text_needs_consent 409 "YC-2772"
        "这个事项的名称和材料会透露个人情况，短信还没有发。申请人当面同意写明的，再确认发送；不同意的，请其带走纸质告知书。"
        "The name and materials of this item tell something personal; nothing was sent. Send it if the applicant consents; else the paper is enough.";
    no_helper_here 409 "YC-2763"
        "这位帮办员没有登录，没有派出。请另选一位。"
        "This helper is not signed in; nobody was sent. Choose another.";
    alarm_not_for_helpers 409 "YC-2764"
        "静默报警由主管处置，不派帮办员。"
        "A quiet alarm is for supervisors; no helper is sent.";
    no_support_reason 422 "YC-2765"
        "请求支援须选原因，没有发出。"
        "A call for support names its reason; it was not sent.";

    no_place 422 "YC-2801"
        "求助要写明地点（40 个字以内，不写个人信息）。"
        "Asking for help needs its place, at most 40 characters and no personal data.";
    no_help_request 404 "YC-2802"
        "没有这个求助。"
        "There is no such request for help.";
    help_taken 409 "YC-2803"
        "这个求助已有人接了。"
        "Somebody has taken this request.";
    help_ended 409 "YC-2804"
        "这个求助已经结束。"
        "This request has ended.";
    not_your_help 403 "YC-2805"
        "这个求助不是您接的，没有改动。"
        "Another helper has this request; nothing was changed.";
    unknown_agent 422 "YC-2806"
        "没有这个工号，委托书没有登记。请核对代办人。"
        "There is no such staff number; the mandate was not kept. Check the agent.";
    helper_signed 403 "YC-2807"
        "帮办不能代签：收件稿里的签名没有采用，大厅没有保存。由申请人本人在窗口签。"
        "A helper cannot sign for anybody: the draft was not kept. The applicant signs at the window.";
    helper_declared 403 "YC-2808"
        "帮办不能代为声明、承诺：大厅没有保存。由申请人本人在窗口作出。"
        "A helper cannot declare for anybody: the draft was not kept. The applicant does it at the window.";
    no_hand_over 404 "YC-2809"
        "没有这次移交。"
        "There is no such hand-over.";
    no_such_code 422 "YC-2810"
        "移交码是 4 位数字（2 至 9），请核对。"
        "A hand-over code has four digits from 2 to 9; compare it.";
    wrong_code 404 "YC-2811"
        "没有这个移交码，请与帮办员核对。括号内是还可以试的次数。"
        "There is no such code; compare it with the helper. In brackets: tries that are left.";
    codes_locked 423 "YC-2812"
        "移交码连续输错 5 次，本窗暂停按码接收，到括号内时间恢复；已报警。"
        "Five wrong codes: this desk takes no hand-over by code until the time in brackets; an alarm was raised.";
    code_over 409 "YC-2813"
        "这个移交码已过期或已被新码代替，草稿还在帮办员那里，请他重新移交。"
        "This code is over or was replaced; the helper still has the draft and makes another.";
    hand_over_taken 409 "YC-2814"
        "这份草稿已被接走，没有重复接收。"
        "Somebody has taken this draft; nothing was taken twice.";
    other_ticket 403 "YC-2815"
        "这份草稿随另一张票，请输入移交码。"
        "This draft goes with another ticket; enter the code.";
    codes_used_up 503 "YC-2816"
        "移交码暂时用完，请稍后再试。"
        "No hand-over code is free; try again in a while.";
    draft_is_here 409 "YC-2817"
        "这份收件稿就在本窗。"
        "This desk holds the draft already.";
    no_such_ask 404 "YC-2818"
        "没有这个接管请求。"
        "There is no such asking.";
    ask_answered 409 "YC-2819"
        "这个接管请求已经答复。"
        "This asking was answered already.";

    no_approval 404 "YC-2701"
        "没有这个审批，没有办理。请重新提请。"
        "There is no such approval; nothing was done. Ask anew.";
    approval_behind 409 "YC-2702"
        "大厅还没有收到最新修改，没有提请。请稍后再试。"
        "The hall does not have the latest changes yet; nothing was asked. Try again in a moment.";
    approval_waits 409 "YC-2703"
        "审批还没有答复，没有办理。"
        "The request is not answered yet; nothing was done.";
    approval_denied 409 "YC-2704"
        "审批没有同意，没有办理。"
        "The request was denied; nothing was done.";
    approval_withdrawn 409 "YC-2705"
        "这个提请已撤回，没有办理。"
        "The request was taken back; nothing was done.";
    approval_used 409 "YC-2706"
        "这个审批已经使用，不能再用。"
        "The approval was used already and is not used again.";
    approval_stale 409 "YC-2707"
        "提请以后内容有改动，原提请作废，没有办理。请重新提请审批。"
        "What was asked about has changed since; nothing was done. Ask for approval anew.";
    approval_other 409 "YC-2708"
        "这个审批不是为这一件、这一事由提请的，没有办理。"
        "The approval was asked for something else; nothing was done.";
    approval_answered 409 "YC-2709"
        "这个提请已有人答复，以第一个答复为准。"
        "Somebody has answered; the first answer stands.";
    approval_elsewhere 403 "YC-2710"
        "这个提请不是本窗口提出的，没有改动。"
        "Another desk asked for this; nothing was changed.";
    own_approval 403 "YC-2711"
        "不能审批自己提请的事项，请由另一位主管答复。"
        "Nobody answers his own request; another supervisor has to.";
    no_answer_words 422 "YC-2712"
        "不同意须写明意见（不超过 500 字），没有登记。"
        "A denial needs its words, 500 characters at most; nothing was kept.";
    no_ask_reason 422 "YC-2713"
        "提请须写明理由（不超过 500 字）。"
        "A request needs its reasons, 500 characters at most.";
    no_ground 422 "YC-2714"
        "本事项没有这个不予受理情形，没有提请。"
        "The item knows no such ground of refusal; nothing was asked.";
    no_right_body 422 "YC-2715"
        "这个情形须写明、且只有这个情形才写明应当受理的机关，没有提请。"
        "This ground has to name the right body, and no other ground names one; nothing was asked.";
    no_demanded 422 "YC-2716"
        "再次补正须列明材料，没有提请。"
        "A second demand has to list its materials; nothing was asked.";
    odd_until 422 "YC-2717"
        "授权期限须在今后 31 天以内，没有提请。"
        "The grant has to end within the next 31 days; nothing was asked.";
    no_procedure 422 "YC-2718"
        "特别程序须写明种类（不超过 80 字），没有提请。"
        "A special procedure has to say of which kind it is, in 80 characters at most; nothing was asked.";
    odd_days 422 "YC-2719"
        "天数不在允许范围：特别程序 1 至 180 天，延期 1 至 10 个工作日（联合办理 15 个），没有提请。"
        "The days are out of range: 1 to 180 for a special procedure, 1 to 10 working days for an extension (15 for joint handling); nothing was asked.";

    nothing_to_deliver 409 "YC-2850"
        "部门还没有办结，没有可以送达的结果；办结后再送达，申请人可以稍后领取。"
        "The department is not done yet and there is nothing to deliver; deliver it once it is, the applicant may collect it later.";
    delivered_already 409 "YC-2851"
        "结果已经送达，不能再送达一次；需要凭证请补打送达回证。"
        "The result was delivered already and is not delivered twice; print the proof of delivery again if it is needed.";
    case_void 409 "YC-2852"
        "这件已作废，不能再办理；请在更正后的新办件上办理。"
        "The case is void and nothing more is done with it; go on with the case that corrects it.";
    receiver_not_here 409 "YC-2853"
        "当面送达要在本窗口正在接待的来访中办理；请先叫号或登记来访，并核验领取人。"
        "What is handed over is handed over in an open visit of this window; open one and verify who takes it first.";
    receiver_not_verified 422 "YC-2854"
        "领取人还没有核验身份；请读卡，或查验证件并登记。"
        "Who takes it was not verified yet; read the card, or compare a document and say so.";
    other_receiver 422 "YC-2855"
        "领取人不是申请时到场的人；请按代领登记与申请人的关系和依据。"
        "Who takes it is not who applied; note the relation to the applicant and the authority to take it.";
    no_relation 422 "YC-2856"
        "请登记代领人与申请人的关系，最多200字。"
        "Note how who takes it is related to the applicant, in at most 200 characters.";
    no_authority 422 "YC-2857"
        "请登记代领依据，如授权委托书及其日期，最多200字。"
        "Note the authority to take it, such as the mandate and its date, in at most 200 characters.";
    not_signed_for 422 "YC-2858"
        "领取人还没有签收；请在申请人屏签名，或打印送达回证后签名。"
        "Who takes it has not signed yet; he signs on the applicant's screen or on the printed proof of delivery.";
    no_delivery_proof 422 "YC-2859"
        "没有人当面签收，请登记送达凭据：邮件号、电子送达地址、见证人或公告的载体和日期，最多200字。"
        "Nobody signs for it here: note what proves it, such as the mail number, the address, the witnesses or the announcement.";
    odd_copies 422 "YC-2860"
        "送达份数应为1至99份。"
        "Between 1 and 99 copies are delivered.";
    void_too_late 409 "YC-2862"
        "部门已作出决定，不能再作废；结果有误请由作出决定的部门依法变更或撤销，申请人也可以另行申请。"
        "The department has decided and the case cannot be made void; a wrong decision is changed or revoked by the body that made it, or the applicant applies anew.";
    recall_unreachable 503 "YC-2863"
        "部门系统没有应答，不知道办件包是否已撤回；这件没有作废，审批仍然有效，请稍后再按一次。"
        "The department does not answer and nobody knows whether the parcel was recalled; the case is not void, the approval stands, press again later.";
    recall_under_way 409 "YC-2864"
        "办件包正在送往部门，这件没有作废；请过几秒再按一次。"
        "The parcel is on its way to the department and the case is not void; press again in a few seconds.";
    corrects_nothing 409 "YC-2865"
        "要更正的办件没有作废，或已经更正过；请核对原件后再受理。"
        "The case to be corrected is not void, or was corrected already; look at it before accepting this one.";
    ended_without_result 409 "YC-2861"
        "这件没有结果可以送达"
        "The case ended without a result to deliver";

    not_to_supplement 409 "YC-2834"
        "这件现在不能告知补正。"
        "The case cannot be told to supplement anything now.";
    told_once 409 "YC-2835"
        "已经一次告知过；再次补正须经主管同意，请先提请再次补正。"
        "Everything was to be told once; a further notice needs a supervisor's approval first.";
    no_demands 422 "YC-2836"
        "补正告知不能为空，请列明要补正的内容。"
        "A notice that asks for nothing is none: list what is missing.";
    too_many_demands 422 "YC-2837"
        "一份补正告知书最多列300项，没有发出；请合并同类项。"
        "One notice lists at most 300 demands; it was not issued. Join those of one kind.";
    odd_demand 422 "YC-2838"
        "补正要求没有写全或过长（名称200字、其他500字以内），没有发出。第几项"
        "A demand lacks words or has too many (name 200, others 500 characters); nothing was issued. Its place";
    demand_twice 422 "YC-2839"
        "同一项补正要求列了两次，没有发出。第几项"
        "The same demand is listed twice; nothing was issued. Its place";
    nothing_awaited 409 "YC-2841"
        "这件不在等待补交，没有登记。"
        "Nothing is awaited of this case; nothing was kept.";
    came_too_late 409 "YC-2842"
        "补正期限已过，这件已按补正不来办结；申请人可以重新申请。"
        "It came after the last day and the case has lapsed; the applicant may apply anew.";
    nothing_came 422 "YC-2843"
        "这次没有收到新的材料，也没有确认新的补正项，没有登记。"
        "Nothing came that was not there before; nothing was kept.";
    not_to_withdraw 409 "YC-2844"
        "这件现在不能撤回（已决定或已结束）。"
        "The case cannot be withdrawn any more.";
    odd_withdrawal 422 "YC-2845"
        "请写明撤回理由，最多500字。"
        "Note why it is withdrawn, in at most 500 characters.";
    withdrawal_unsigned 422 "YC-2846"
        "撤回须由申请人签名；请先收撤回申请，再登记。"
        "The applicant signs a withdrawal; take the signed request first.";
    not_promised 422 "YC-2847"
        "这份材料没有承诺后补，没有登记。"
        "This material was not promised; nothing was kept.";
    came_already 409 "YC-2848"
        "这份容缺材料已经收过，没有重复登记。"
        "This promised material came before; it was not kept twice.";
    nothing_asked 409 "YC-2866"
        "部门没有新的补充要求，没有发通知。"
        "No department asks for anything that was not told; no notice was issued.";
    further_again 409 "YC-2867"
        "已发过补充材料通知；再次要求须经主管同意，请先提请再次补正。"
        "A notice of further materials was issued before; another needs a supervisor's approval first.";
    not_asked 422 "YC-2868"
        "这一项没有要求补充，没有登记。"
        "This was not asked for; nothing was kept.";
    no_pieces 422 "YC-2869"
        "请写明收到的原件或复印件份数（至多99份），没有登记。"
        "Note how many originals or copies came, 99 at most; nothing was kept.";
    no_undone 404 "YC-2849"
        "没有这条办不成事反映。"
        "There is no such entry of matters not done.";
    undone_answered 409 "YC-2800"
        "这条办不成事反映已经答复，以先答复的为准。"
        "The entry was answered already; the first answer stands.";
    odd_undone_answer 422 "YC-2820"
        "请写明处理结果，最多500字。"
        "Note what was done about it, in at most 500 characters.";

    rating_elsewhere 403 "YC-2902"
        "这次到访不在本窗口，评价没有登记。"
        "The visit is not of this desk; the rating was not kept.";
    nothing_to_rate 409 "YC-2903"
        "这次到访还没有办过这一件，评价没有登记。"
        "Nothing of this slip was handled in this visit; the rating was not kept.";
    rated_already 409 "YC-2904"
        "这一件已经评价过，评价不能修改。"
        "This item has been rated; a rating is never changed.";
    rating_sealed 422 "YC-2905"
        "评价的封装打不开，没有登记。"
        "The rating's seal does not open; it was not kept.";
    odd_rating 422 "YC-2906"
        "评价内容不符合约定（差评须选原因），没有登记。"
        "The rating does not follow the contract (a bad one names a reason); it was not kept.";

    bad_texts 500 "YC-2910"
        "短信用语有错误，大厅服务没有启动。请按所列位置改正。"
        "The words of text messages are wrong; the hall did not start. Correct the place named.";
    no_gateway 502 "YC-2911"
        "没有接入短信平台，短信留存待发，办件不受影响。请联系管理员。"
        "No text gateway is connected; the message is kept and the case is unaffected. Ask the administrator.";
    gateway_dead 502 "YC-2912"
        "短信平台连不上，稍后自动再发，办件不受影响。"
        "The text gateway cannot be reached; it is tried again by itself and the case is unaffected.";
    gateway_garbled 502 "YC-2913"
        "短信平台的答复读不懂，稍后自动再发；同一条短信平台只发一次。"
        "The text gateway's reply cannot be read; it is tried again, and the gateway sends the same message once.";
    gateway_busy 502 "YC-2914"
        "短信平台繁忙，按其要求的时间再发。"
        "The text gateway is busy; it is tried again when it asked for.";
    gateway_unauthorised 502 "YC-2915"
        "短信平台不认本大厅的密钥，短信留存待发。请联系管理员。"
        "The text gateway does not take the hall's secret; the message is kept. Ask the administrator.";
    text_changed 502 "YC-2916"
        "短信平台已有同一编号的另一条短信，这一条没有发出。请联系管理员。"
        "The text gateway knows another message of this id; this one was not sent. Ask the administrator.";
    text_refused 502 "YC-2917"
        "短信平台拒绝发送这一条，没有发出。请用电话告知申请人。"
        "The text gateway refused the message; it was not sent. Tell the applicant by telephone.";
    gateway_slow 502 "YC-2918"
        "短信平台没有按时答复，稍后自动再发；同一条短信平台只发一次。"
        "The text gateway did not answer in time; it is tried again, and the gateway sends the same message once.";
    no_text 409 "YC-2919"
        "这条短信已有结果，没有改动。"
        "The message is settled already; nothing was changed.";

    nothing_to_hand 409 "YC-2930"
        "没有待移交给这个部门的纸质材料，没有新建批次。"
        "No paper lies here for this department; no batch was made.";
    no_batch 404 "YC-2931"
        "没有这个移交批次。"
        "There is no such batch.";
    no_bundle 404 "YC-2932"
        "这一件没有留存的纸质材料。"
        "No paper was kept of this case.";
    not_on_list 409 "YC-2933"
        "这一袋不在本批次里，没有扫出。请先列入批次，或核对部门。"
        "The bundle is not on this batch's list; it was not scanned out. List it first, or check the department.";
    scanned_already 409 "YC-2934"
        "这一袋已经扫过。"
        "The bundle was scanned already.";
    handed_already 409 "YC-2935"
        "已经移交给部门，没有改动。"
        "It was handed over already; nothing was changed.";
    back_already 409 "YC-2936"
        "这一袋已经登记交回或由部门留存，没有改动。"
        "The bundle is back or stays with the department already; nothing was changed.";
    ended_paper 409 "YC-2937"
        "这一件已经终止，材料应退还申请人，没有扫出。"
        "The case has ended: its paper goes back to the applicant; it was not scanned out.";
    nothing_scanned 409 "YC-2938"
        "还没有扫出任何一袋，没有移交。"
        "No bundle was scanned yet; nothing was handed over.";
    no_messenger 422 "YC-2939"
        "须写明部门接收人姓名（不超过30字），备注不超过200字，没有移交。"
        "The messenger's name has to be given (30 characters at most, a note of 200); nothing was handed over.";
    not_away 409 "YC-2940"
        "这一袋还没有移交给部门，不能登记交回。"
        "The bundle was not handed over yet; it cannot come back.";
    odd_missing 422 "YC-2941"
        "缺少的材料须是移交单上列明的，由部门留存的不另列缺少，没有登记。"
        "What is missing has to stand on the transfer list, and nothing is missing of what stays; it was not noted.";
    no_such_paper_number 404 "YC-2942"
        "没有这个编号的文书。"
        "There is no paper of this number.";
    void_paper 409 "YC-2943"
        "这份文书已经作废，不能用印。"
        "The paper is void; it cannot be sealed.";
    no_seal_place 409 "YC-2944"
        "这份文书不用盖行政审批专用章。"
        "The paper has no place for the seal.";
    sealed_already 409 "YC-2945"
        "这份文书已经登记用印。"
        "The paper was sealed already.";
    odd_seal_copies 422 "YC-2946"
        "用印份数须为 1 至 99，没有登记。"
        "The copies sealed have to be 1 to 99; it was not noted.";
    no_companion 409 "YC-2947"
        "这份文书由窗口当场打印或在启用英文对照前制发，没有英文对照。"
        "The paper was printed at a window, or made before there were companions; it has none in English.";
    checked_already 409 "YC-2948"
        "部门已经核对签收这一袋，没有改动。缺少的材料随交回一并登记。"
        "The department checked the bundle already; nothing was changed. What is missing is noted when it comes back.";

    no_such_edition 404 "YC-2950"
        "没有这个事项库版本。"
        "There is no such edition of the catalogue.";
    edition_came_first 409 "YC-2952"
        "已有另一个版本先发布，这次没有发布。请与新版本核对后再发布。"
        "Another edition was published first; this one was not. Compare with it, then publish again.";
    edition_same 409 "YC-2953"
        "内容与现行版本相同，没有发布。"
        "The content is that of the edition in force; nothing was published.";
    edition_incomplete 500 "YC-2954"
        "版本的内容不齐，没有发布，可以重试。"
        "Parts of the edition are missing; nothing was published and it may be tried again.";
    edition_unreadable 500 "YC-2955"
        "最新的事项库版本读不懂，大厅继续用原来的版本。请更新大厅程序，或回退版本。"
        "The newest edition cannot be read by this program; the hall goes on with the one before. Update the program, or roll back.";
    no_signing_key 500 "YC-2956"
        "签名密钥不可用，没有发布。"
        "The signing key cannot be used; nothing was published.";
    bad_signing_key 500 "YC-2957"
        "签名密钥文件读不懂，须为 Ed25519 或 SM2 的 PKCS#8 PEM。没有改动。"
        "The signing key cannot be read: it has to be PKCS#8 PEM of Ed25519 or SM2. Nothing was changed.";
    long_edition_note 422 "YC-2958"
        "发布说明不超过 500 字，没有发布。"
        "The note has 500 characters at most; nothing was published.";
    unknown_catalogue_file 422 "YC-2959"
        "没有这个名称的目录文件，没有发布。"
        "The catalogue has no file of this name; nothing was published.";
}
