//! What can go wrong at the card reader, in words a clerk can act on.

use super::record::RecordFault;

/// A failed read. The state of the case is untouched by every one of them; the number may always be typed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", self.code(), self.en())]
pub enum CardFault {
    /// The port does not exist, is held by another program, or may not be opened.
    PortClosed { port: String, cause: String },
    /// No card came within the time, or the card that was read has not been lifted.
    NoCard,
    /// 选卡失败: the card was seen but did not answer; usually two cards lie together.
    SelectFailed { sw3: u8 },
    /// 读卡失败: the reader gave up reading; `sw3` is its third status byte.
    ReadFailed { sw3: u8 },
    /// Bytes came, but the checksum or the length of the frame is wrong.
    Damaged,
    /// The reader said nothing.
    Silent,
    /// The reply broke off in the middle: the card was lifted while it was being read.
    PulledMidRead,
    /// The reader answered `05 05 05 05`, its own time-out.
    ReaderTimedOut,
    /// The port vanished during the talk.
    Lost { cause: String },
    /// The security module (SAM) in the reader refused or is broken.
    SecurityModule { sw3: u8 },
    /// The record was read whole but is not one of the four layouts.
    Record(RecordFault),
}

impl CardFault {
    /// The stable code that screens branch on.
    pub fn code(&self) -> &'static str {
        match self {
            CardFault::PortClosed { .. } => "YC-3101",
            CardFault::NoCard => "YC-3102",
            CardFault::SelectFailed { .. } => "YC-3103",
            CardFault::ReadFailed { .. } => "YC-3104",
            CardFault::Damaged => "YC-3105",
            CardFault::Silent => "YC-3106",
            CardFault::PulledMidRead => "YC-3107",
            CardFault::ReaderTimedOut => "YC-3108",
            CardFault::Lost { .. } => "YC-3109",
            CardFault::SecurityModule { .. } => "YC-3110",
            CardFault::Record(_) => "YC-3111",
        }
    }

    /// The Chinese sentence: what happened and what to do.
    pub fn zh(&self) -> String {
        match self {
            CardFault::PortClosed { port, cause } => {
                format!("打不开读卡器端口 {port}（{cause}）。请检查连线，或手工输入证件号码。")
            }
            CardFault::NoCard => "没有读到卡。请放卡；卡已在上面的，请拿起后重新放。".to_owned(),
            CardFault::SelectFailed { sw3 } => {
                format!("选卡失败（{sw3:02X}）。请只放一张证件，拿起后重新放。")
            }
            CardFault::ReadFailed { sw3 } => format!("读卡失败（{sw3:02X}）。请拿起证件，平放后再读。"),
            CardFault::Damaged => {
                "读卡器发来的数据校验不符，未采用。请重新读卡；多次出现请检查连线。".to_owned()
            }
            CardFault::Silent => "读卡器没有应答。请检查电源和连线，或手工输入证件号码。".to_owned(),
            CardFault::PulledMidRead => "读卡中途证件被移开，未采用。请重新放卡，读完再取。".to_owned(),
            CardFault::ReaderTimedOut => "读卡器自身超时。请拿起证件后重新放。".to_owned(),
            CardFault::Lost { cause } => format!("与读卡器的连接中断（{cause}）。请重新插好后再读。"),
            CardFault::SecurityModule { sw3 } => {
                format!("读卡器安全模块异常（{sw3:02X}）。请更换读卡器，或手工输入证件号码。")
            }
            CardFault::Record(fault) => format!("证件内容无法识别（{}）。请核对证件，手工输入。", fault.zh()),
        }
    }

    /// The English sentence.
    pub fn en(&self) -> String {
        match self {
            CardFault::PortClosed { port, cause } => {
                format!(
                    "The reader's port {port} cannot be opened ({cause}). Check the cable or type the number."
                )
            }
            CardFault::NoCard => {
                "No card was found. Lay the card on the reader; if it lies there, lift it and lay it again."
                    .to_owned()
            }
            CardFault::SelectFailed { sw3 } => {
                format!(
                    "The card was seen but not selected ({sw3:02X}). Lay one card only, and lay it again."
                )
            }
            CardFault::ReadFailed { sw3 } => {
                format!(
                    "The reader could not read the card ({sw3:02X}). Lift the card, lay it flat, read again."
                )
            }
            CardFault::Damaged => {
                "The reader's data did not match its checksum and was not used. Read again; check the cable."
                    .to_owned()
            }
            CardFault::Silent => {
                "The reader does not answer. Check its power and cable, or type the number.".to_owned()
            }
            CardFault::PulledMidRead => {
                "The card was lifted while it was being read; nothing was used. Lay it again and wait."
                    .to_owned()
            }
            CardFault::ReaderTimedOut => {
                "The reader itself timed out. Lift the card and lay it again.".to_owned()
            }
            CardFault::Lost { cause } => {
                format!("The connection to the reader broke ({cause}). Plug it in and read again.")
            }
            CardFault::SecurityModule { sw3 } => {
                format!(
                    "The reader's security module failed ({sw3:02X}). Use another reader or type the number."
                )
            }
            CardFault::Record(fault) => {
                format!(
                    "The card's record was not understood ({}). Check the card and type it.",
                    fault.en()
                )
            }
        }
    }
}

impl From<RecordFault> for CardFault {
    fn from(fault: RecordFault) -> Self {
        CardFault::Record(fault)
    }
}
