//! What can go wrong at a printer.

/// The kinds of faults, common to papers and tickets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", self.code(), self.en())]
pub enum Fault {
    /// 缺纸
    NoPaper,
    /// 卡纸
    Jam,
    /// 盖子没有合上
    CoverOpen,
    /// The tray is gone, or holds paper of another size (纸盒不对).
    WrongPaper,
    /// 缺墨（粉）
    NoInk,
    /// 出纸盘满
    OutputFull,
    /// Somebody paused it.
    Paused,
    /// The print server answers, the printer behind it does not.
    Offline,
    /// Nothing answers at the address.
    NotFound,
    /// The line broke while a job was handed over: whether it prints is not known.
    Lost,
    Timeout,
    /// It cannot print what it was given.
    Unsupported,
    /// It takes no jobs now.
    Busy,
    Denied,
    /// It gave the job up.
    Aborted,
    /// Somebody took the job out of its queue.
    Cancelled,
    /// An answer that cannot be read.
    BadAnswer,
    /// 切刀
    Cutter,
    /// The job is not among those it knows.
    Forgotten,
    /// Whatever else a printer says, with its own word.
    Other(String),
}

impl Fault {
    /// The stable code that screens branch on.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::NoPaper => "YC-3401",
            Fault::Jam => "YC-3402",
            Fault::CoverOpen => "YC-3403",
            Fault::WrongPaper => "YC-3404",
            Fault::NoInk => "YC-3405",
            Fault::OutputFull => "YC-3406",
            Fault::Paused => "YC-3407",
            Fault::Offline => "YC-3408",
            Fault::NotFound => "YC-3409",
            Fault::Lost => "YC-3410",
            Fault::Timeout => "YC-3411",
            Fault::Unsupported => "YC-3412",
            Fault::Busy => "YC-3413",
            Fault::Denied => "YC-3414",
            Fault::Aborted => "YC-3415",
            Fault::Cancelled => "YC-3416",
            Fault::BadAnswer => "YC-3417",
            Fault::Cutter => "YC-3418",
            Fault::Forgotten => "YC-3419",
            Fault::Other(_) => "YC-3420",
        }
    }

    /// The Chinese sentence: what happened and what to do.
    pub fn zh(&self) -> String {
        match self {
            Fault::NoPaper => "打印机缺纸。请加纸，加好后会接着打印；也可以换一台。",
            Fault::Jam => "打印机卡纸。请取出卡住的纸，取出后会接着打印；也可以换一台。",
            Fault::CoverOpen => "打印机盖子没有合上。请合上，合上后会接着打印。",
            Fault::WrongPaper => "打印机纸盒里不是 A4 纸，或纸盒没有放好。请换好纸，或换一台。",
            Fault::NoInk => "打印机缺墨（粉）。请更换，或换一台。",
            Fault::OutputFull => "打印机出纸盘已满。请取走已打印的纸。",
            Fault::Paused => "打印机被暂停。请在打印机上恢复，或换一台。",
            Fault::Offline => "打印服务在，但连不上打印机。请检查电源和连线，或换一台。",
            Fault::NotFound => "找不到打印机。请检查电源、连线和地址，或换一台。",
            Fault::Lost => "送打印时连线中断，不能确定是否已打印。请看一下打印机再决定是否重打。",
            Fault::Timeout => "打印机没有应答。请检查后再试，或换一台。",
            Fault::Unsupported => "打印机不能打印这种文件。请换一台。",
            Fault::Busy => "打印机现在不接受作业。请稍候再试，或换一台。",
            Fault::Denied => "没有使用这台打印机的权限。请联系管理员，或换一台。",
            Fault::Aborted => "打印机放弃了这次打印。请重新打印，或换一台。",
            Fault::Cancelled => "这次打印在打印机上被取消。如仍需要，请重新打印。",
            Fault::BadAnswer => "打印机的应答无法读取。请看一下打印机，或换一台。",
            Fault::Cutter => "小票打印机切刀异常。请关机清理后再试。",
            Fault::Forgotten => "打印机不再记得这次打印，不能确定是否已打印。请看一下打印机再决定是否重打。",
            Fault::Other(word) => return format!("打印机报告：{word}。请看一下打印机，或换一台。"),
        }
        .to_owned()
    }

    /// The English sentence.
    pub fn en(&self) -> String {
        match self {
            Fault::NoPaper => "The printer is out of paper. Add paper and it goes on, or use another printer.",
            Fault::Jam => "The printer is jammed. Take the sheet out and it goes on, or use another printer.",
            Fault::CoverOpen => "The printer's cover is open. Close it and it goes on.",
            Fault::WrongPaper => "The tray holds no A4 paper, or is not in place. Put it right, or use another printer.",
            Fault::NoInk => "The printer is out of toner or ink. Replace it, or use another printer.",
            Fault::OutputFull => "The printer's output tray is full. Take the printed sheets away.",
            Fault::Paused => "The printer is paused. Resume it at the printer, or use another.",
            Fault::Offline => {
                "The print server answers, the printer does not. Check its power and cable, or use another."
            }
            Fault::NotFound => "There is no such printer. Check its power, cable and address, or use another.",
            Fault::Lost => {
                "The line broke while the job was handed over; whether it prints is not known. Look at the printer before printing again."
            }
            Fault::Timeout => "The printer does not answer. Check it and try again, or use another.",
            Fault::Unsupported => "The printer cannot print this kind of file. Use another printer.",
            Fault::Busy => "The printer takes no jobs now. Try again shortly, or use another.",
            Fault::Denied => "This account may not use the printer. Ask the administrator, or use another.",
            Fault::Aborted => "The printer gave the job up. Print again, or use another printer.",
            Fault::Cancelled => "The job was cancelled at the printer. Print again if it is still needed.",
            Fault::BadAnswer => "The printer's answer cannot be read. Look at it, or use another.",
            Fault::Cutter => "The ticket printer's cutter is stuck. Switch it off, clear it and try again.",
            Fault::Forgotten => {
                "The printer no longer knows the job; whether it was printed is not known. Look at the printer before printing again."
            }
            Fault::Other(word) => return format!("The printer says: {word}. Look at it, or use another."),
        }
        .to_owned()
    }

    /// Whether the paper may lie in a tray all the same: printing again could make a second one.
    pub fn is_doubtful(&self) -> bool {
        matches!(self, Fault::Lost | Fault::Forgotten)
    }
}
