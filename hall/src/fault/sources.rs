//! What sources answer on their bad days, each with its own sentence.

use cases::error::Trouble;

use super::Fault;

faults! {
    deceased 409 "YC-2318"
        "来源登记此人已死亡，没有采用任何内容，不能按在世的人办理。请核对证件，转主管处理。"
        "The register calls this person dead; nothing of its record was used and the matter cannot go on as for the living. Look at the document and call a supervisor.";
    several_records 409 "YC-2329"
        "来源对这个号码有多条记录，无法确定是哪一条，没有采用。请核对证件后手工填写，并告知来源部门。"
        "The source has several records under this number and nobody can say which is meant; none was used. Look at the document, enter by hand and tell the department.";
    too_many_rows 502 "YC-2327"
        "来源答复的条目过多（超过 500 条），没有采用。请手工填写并告知管理员。"
        "The source's reply has too many entries (more than 500); it was refused. Enter by hand and tell the administrator.";
    bad_reuse_rules 500 "YC-2798"
        "留存规则（[reuse]）不成立，大厅没有打开。"
        "The rules by which earlier cases are offered again ([reuse]) are not possible; the hall did not open.";
    clock_ahead 502 "YC-2328"
        "来源标注的数据时间晚于现在，可能时钟不准；内容已填入，数据时间按本次取得的时间记。"
        "The source dates its data later than now, so its clock may be wrong; the values are filled in and dated by when they were read.";
}
