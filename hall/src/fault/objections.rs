//! What a hall says of objections (数据校核) and of the answers that come.

use cases::error::Trouble;

use super::Fault;

faults! {
    odd_objection 422 "YC-2350"
        "这项校核与事项、数据来源不符，或本件没有查询过该来源，没有送出。请在字段上重新提出。"
        "The objection does not fit the item or the source, or the source was never asked for this case; it was not sent. Raise it anew at the field.";
    no_objection_line 503 "YC-2351"
        "这个数据来源没有联网接收校核的接口，校核未送出。请书面送交来源部门，由主管登记其答复。"
        "The source takes no objections over the line; it was not sent. Hand it to the department in writing and let a supervisor enter the answer.";
    foreign_objection 403 "YC-2352"
        "校核答复不是由受理该校核的来源作出，未采信，已告警。"
        "The answer is not of the source that has the objection; it was not believed and an alarm was raised.";
    no_objection 404 "YC-2353"
        "没有这项校核。"
        "There is no such objection.";
    objection_answered 409 "YC-2354"
        "这项校核已有答复，后到的不同答复没有采用。"
        "The objection was answered already; the later answer, which is another one, was not taken.";
    objection_not_sent 409 "YC-2355"
        "这项校核尚未送达来源，答复未采信。"
        "The objection has not reached the source; an answer to it is not believed.";
    objection_misshapen 422 "YC-2356"
        "校核答复不符合接口规范，没有采用。"
        "The answer does not have the shape of the contract; it was not taken.";
    objection_not_taken 422 "YC-2357"
        "数据来源不接收这项校核。请书面送交来源部门，由主管登记其答复。"
        "The source does not take the objection. Hand it to the department in writing and let a supervisor enter the answer.";
}
