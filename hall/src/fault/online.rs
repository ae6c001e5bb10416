//! What a hall says of applications begun online: to their portal, and to the windows.

use cases::error::Trouble;

use super::Fault;

faults! {
    online_id_differs 422 "YC-2990"
        "报文里的申报号与地址里的不同，没有收。"
        "The application names another id than the address; it was not taken.";
    online_misshapen 422 "YC-2991"
        "网上申报报文不符合接口规范，没有收。"
        "The application is not of the published shape; it was not taken.";
    online_other_hall 422 "YC-2992"
        "这件申报不是报给本大厅的，没有收。"
        "The application is for another hall; it was not taken.";
    online_unknown_item 422 "YC-2993"
        "事项编码不在本大厅的事项库里，或者对应多个业务办理项，没有收。"
        "The item code is not in this hall's catalogue, or means several items; the application was not taken.";
    online_contradicts 409 "YC-2994"
        "这一申报号的同一版次已有不同内容，没有改动。请用更大的版次重报。"
        "The same revision is known with another content; nothing was changed. Send a higher revision.";
    online_filed 409 "YC-2995"
        "这件网上申报已经收件，不能再收一次，没有改动。"
        "The application was filed already and is not filed twice; nothing was changed.";
    online_accepted 409 "YC-2996"
        "这件申报已经在网上受理，窗口不能再收一次，没有改动。"
        "The application was accepted online already and is not filed twice; nothing was changed.";
    no_online 404 "YC-2997"
        "没有这件网上申报，可能已经到期删除。"
        "There is no such application; it may have been deleted when its time was over.";
    online_not_present 403 "YC-2998"
        "须先在本次来访核验申请人或申报人身份，才能看他的网上申报。"
        "The applicant, or who filed it, has to be identified in this visit first.";
    online_elsewhere 409 "YC-2999"
        "这件网上申报已由另一个窗口取来办理，请到该窗口，或请主管改派。"
        "Another window has the application; go there, or ask a supervisor to reassign it.";
    online_withdrawn 409 "YC-2870"
        "申请人已在网上撤回这件申报，没有收件。"
        "The applicant took the application back online; it was not filed.";
    online_not_held 409 "YC-2871"
        "这份收件稿没有取用网上申报，或者已不在本窗口。"
        "This draft has no application of the portal, or is not at this window any more.";
    online_file_too_large 422 "YC-2872"
        "网上附件超过 20 MB，没有取来。请申请人当场提供。"
        "The file is larger than 20 MB and was not fetched. Ask the applicant for it.";
    online_file_differs 422 "YC-2873"
        "取来的网上附件与申报时的摘要不符，没有采用。请申请人当场提供。"
        "The file is not the one of the application: its digest differs. Ask the applicant for it.";
    online_file_kind 422 "YC-2874"
        "网上附件不是 PDF、JPEG 或 PNG，没有采用。请申请人当场提供。"
        "The file is no PDF, JPEG or PNG. Ask the applicant for it.";
    online_file_gone 422 "YC-2875"
        "网上平台没有这个附件。请申请人当场提供。"
        "The portal does not have the file. Ask the applicant for it.";
    portal_dead 502 "YC-2876"
        "网上平台没有应答，稍后自动再试。"
        "The online portal does not answer; it is tried again.";
    portal_refused 502 "YC-2877"
        "网上平台没有接受办理状态，请联系平台管理单位。"
        "The online portal did not take the state; ask who runs it.";
    no_portal 502 "YC-2878"
        "没有配置网上平台的地址。"
        "No address of an online portal is set.";
    online_release_late 409 "YC-2879"
        "这件已经收件，不能退回网上。"
        "The case is received; it cannot go back online.";
}
