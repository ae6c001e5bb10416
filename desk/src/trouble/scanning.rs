//! What is said of scanners and scanned pages.

use cases::error::Trouble;
use scanners::driver::Fault;
use scanners::recognise::RecogniseFault;

/// A scanner's fault, in its own sentences.
pub fn scanner(fault: &Fault) -> Trouble {
    Trouble::new(fault.code(), fault.zh(), fault.en())
}

/// No device stops a case.
pub fn no_scanner() -> Trouble {
    Trouble::new(
        "YC-5681",
        "这个窗口没有找到扫描仪，办件不受影响。可以按 I 导入文件，按 P 填写扫描仪地址，或核对原件后登记份数。",
        "No scanner was found at this window; the case goes on. Bring a file (I), give a scanner's address (P), or see the original and count it.",
    )
}

pub fn scan_under_way() -> Trouble {
    Trouble::new(
        "YC-5682",
        "正在扫描或导入，请等它结束，或先停止。",
        "A scan or an import goes on; wait for it, or stop it first.",
    )
}

pub fn no_camera_open() -> Trouble {
    Trouble::new(
        "YC-5686",
        "高拍仪没有打开。请按 空格 打开后再拍。",
        "The camera is not open. Open it with the space bar, then take the picture.",
    )
}

pub fn no_such_page() -> Trouble {
    Trouble::new(
        "YC-5683",
        "这一批里没有这一页。",
        "There is no such page in this batch.",
    )
}

pub fn batch_full() -> Trouble {
    Trouble::new(
        "YC-5684",
        "这件的扫描页已满 300 页，此前的页都在。更多材料请作为文件导入到材料栏。",
        "This case has 300 scanned pages, which is the most; they are all kept. Bring more as files to the material itself.",
    )
}

pub fn no_such_proposal() -> Trouble {
    Trouble::new(
        "YC-5685",
        "没有可以采纳的归类建议。",
        "There is no proposal to accept.",
    )
}

/// Why a page is not read, in its own sentences.
pub fn recognition(fault: RecogniseFault) -> Trouble {
    Trouble::new(fault.code(), fault.zh(), fault.en())
}

pub fn no_such_reading() -> Trouble {
    Trouble::new(
        "YC-5698",
        "这一页上没有这一栏可以采用的识别值，请刷新后再看，或直接填写。",
        "This page has no reading of that field which could be taken. Look again, or type it.",
    )
}

/// Recognition only proposes.
pub fn confirmed_before_reading() -> Trouble {
    Trouble::new(
        "YC-5699",
        "这一栏已有确认的值或要由申请人自己表示，识别不改它。如确有出入，请在表单里更正并选原因。",
        "That field has a confirmed value or is the applicant's own word; recognition does not change it. If it is wrong, correct it in the form with a reason.",
    )
}
