//! What can go wrong at a scanner, in words a clerk can act on.

use serde::{Deserialize, Serialize};

/// A scan that did not end well. The pages announced before it stay good.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fault} ({pages_kept} pages kept)")]
pub struct Failure {
    pub fault: Fault,
    pub pages_kept: u32,
}

/// The kinds of faults, common to every driver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("{}: {}", self.code(), self.en())]
pub enum Fault {
    /// 卡纸
    Jam,
    /// 没有纸
    Empty,
    /// 盖子没有合上
    CoverOpen,
    /// 进了多张纸
    MultiFeed,
    /// Another program, or another window, scans with it.
    Busy,
    /// 预热
    WarmingUp,
    Denied,
    /// Nothing answers there: a wrong address and a pulled cable look alike.
    NotFound,
    /// The connection broke, or the device gave the job up without saying why.
    Lost,
    /// It answered nothing within its time.
    Timeout,
    /// A page that does not decode to its end, or an answer that cannot be read.
    BadData,
    /// The device cannot do what was asked.
    Unsupported,
    /// The library or program that speaks to such scanners is not installed.
    NoLibrary,
    /// Whatever else a device says, with its own word.
    Other(String),
}

impl Fault {
    /// With the pages that were announced before it.
    pub fn after(self, pages_kept: u32) -> Failure {
        Failure {
            fault: self,
            pages_kept,
        }
    }

    /// The stable code that screens branch on.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::Jam => "YC-3301",
            Fault::Empty => "YC-3302",
            Fault::CoverOpen => "YC-3303",
            Fault::MultiFeed => "YC-3304",
            Fault::Busy => "YC-3305",
            Fault::WarmingUp => "YC-3306",
            Fault::Denied => "YC-3307",
            Fault::NotFound => "YC-3308",
            Fault::Lost => "YC-3309",
            Fault::Timeout => "YC-3310",
            Fault::BadData => "YC-3311",
            Fault::Unsupported => "YC-3312",
            Fault::NoLibrary => "YC-3323",
            Fault::Other(_) => "YC-3313",
        }
    }

    /// The Chinese sentence: what happened and what to do.
    pub fn zh(&self) -> String {
        match self {
            Fault::Jam => "扫描仪卡纸。请取出卡住的纸，放回后继续；此前扫好的页都在。".to_owned(),
            Fault::Empty => "进纸器里没有纸。请放好材料再扫描。".to_owned(),
            Fault::CoverOpen => "扫描仪盖子没有合上。请合上后继续。".to_owned(),
            Fault::MultiFeed => "扫描仪一次进了多张纸。请理齐后从这一页重扫；此前扫好的页都在。".to_owned(),
            Fault::Busy => "扫描仪正被占用。请稍候再试，或换一台。".to_owned(),
            Fault::WarmingUp => "扫描仪正在预热。请稍候，就绪后再扫描。".to_owned(),
            Fault::Denied => "没有使用这台扫描仪的权限。请联系管理员，或换一台。".to_owned(),
            Fault::NotFound => "找不到这台扫描仪。请检查电源、连线和地址，或换一台。".to_owned(),
            Fault::Lost => {
                "与扫描仪的作业中断，原因不明（可能卡纸、开盖或断线）。请看一下设备，从这一页重扫；此前扫好的页都在。"
                    .to_owned()
            }
            Fault::Timeout => "扫描仪没有应答。请检查设备后重试；此前扫好的页都在。".to_owned(),
            Fault::BadData => "收到的这一页不完整，未采用。请从这一页重扫；此前扫好的页都在。".to_owned(),
            Fault::Unsupported => "这台扫描仪不支持所选的方式。请换一种方式，或换一台。".to_owned(),
            Fault::NoLibrary => {
                "这台电脑没有安装这类扫描仪的接口程序。可改用网络扫描仪、高拍仪或导入文件，或请管理员安装。".to_owned()
            }
            Fault::Other(word) => format!("扫描仪报告：{word}。请看一下设备后重试。"),
        }
    }

    /// The English sentence.
    pub fn en(&self) -> String {
        match self {
            Fault::Jam => "The scanner is jammed. Take the sheet out, put it back and go on; earlier pages are kept.",
            Fault::Empty => "There is no paper in the feeder. Put the sheets in and scan again.",
            Fault::CoverOpen => "The scanner's cover is open. Close it and go on.",
            Fault::MultiFeed => {
                "The feeder took several sheets at once. Straighten them and scan again from this page; earlier pages are kept."
            }
            Fault::Busy => "The scanner is in use. Try again shortly, or use another.",
            Fault::WarmingUp => "The scanner is warming up. Scan once it is ready.",
            Fault::Denied => "This account may not use the scanner. Ask the administrator, or use another.",
            Fault::NotFound => {
                "There is no such scanner. Check its power, cable and address, or use another."
            }
            Fault::Lost => {
                "The scanner gave the job up without saying why (a jam, an open cover, a cut line). Look at it and scan again from this page; earlier pages are kept."
            }
            Fault::Timeout => "The scanner does not answer. Check it and try again; earlier pages are kept.",
            Fault::BadData => {
                "This page did not arrive whole and was not used. Scan again from this page; earlier pages are kept."
            }
            Fault::Unsupported => "The scanner cannot scan that way. Choose another way, or another scanner.",
            Fault::NoLibrary => {
                "What speaks to such scanners is not installed here. Use a network scanner, the camera or a file, or have it installed."
            }
            Fault::Other(word) => return format!("The scanner says: {word}. Look at it and try again."),
        }
        .to_owned()
    }
}
