//! Why a file is not taken, in words a clerk can pass on.

use serde::{Deserialize, Serialize};

use super::PixelSize;

/// A refused file. Nothing was kept of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("{}: {}", self.code(), self.en())]
pub enum FileFault {
    Empty,
    TooManyBytes {
        bytes: usize,
        max_bytes: usize,
    },
    /// Neither PDF nor JPEG nor PNG nor TIFF nor HEIC by its first bytes, whatever its name says.
    UnknownKind,
    /// The header's own width and height pass the cap; no pixel was decoded.
    TooManyPixels {
        size: PixelSize,
        max_pixels: u64,
    },
    TooManyPages {
        max_pages: u32,
    },
    /// The end is missing.
    Truncated,
    /// A checksum is wrong, or the content does not decode.
    Damaged,
    /// The PDF is encrypted, with or without a password to open it.
    Encrypted,
    /// The PDF would run something: JavaScript, a program start, a dynamic form.
    ActiveContent {
        what: Active,
    },
    /// A part unpacks to far more than a paper needs.
    Unpacks,
    /// It is not there, or may not be read.
    Unreadable,
    /// A link, a folder, a pipe, a device.
    NotAFile,
    /// A folder was asked for.
    NotAFolder,
    /// A telephone's photograph in HEIC, and no library here reads it.
    Heic,
    /// A kind of TIFF that is not read: palettes, old fax.
    UnsupportedPicture,
    /// It was not decoded within its time.
    TooSlow,
    /// Its decoder ended: a crash, or more memory or work than a file may cost.
    Overran,
    /// The child that decodes files does not start.
    NoWorker,
    TooManyFiles {
        max_files: usize,
    },
}

/// What in a PDF would run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Active {
    JavaScript,
    Launch,
    Xfa,
    RichMedia,
}

impl Active {
    fn word(self) -> &'static str {
        match self {
            Active::JavaScript => "JavaScript",
            Active::Launch => "Launch",
            Active::Xfa => "XFA",
            Active::RichMedia => "RichMedia",
        }
    }
}

impl FileFault {
    /// The stable code that screens branch on.
    pub fn code(&self) -> &'static str {
        match self {
            FileFault::Empty => "YC-3201",
            FileFault::TooManyBytes { .. } => "YC-3202",
            FileFault::UnknownKind => "YC-3203",
            FileFault::TooManyPixels { .. } => "YC-3204",
            FileFault::TooManyPages { .. } => "YC-3205",
            FileFault::Truncated => "YC-3206",
            FileFault::Damaged => "YC-3207",
            FileFault::Encrypted => "YC-3208",
            FileFault::ActiveContent { .. } => "YC-3209",
            FileFault::Unpacks => "YC-3210",
            FileFault::Unreadable => "YC-3314",
            FileFault::NotAFile => "YC-3315",
            FileFault::NotAFolder => "YC-3316",
            FileFault::Heic => "YC-3317",
            FileFault::UnsupportedPicture => "YC-3318",
            FileFault::TooSlow => "YC-3319",
            FileFault::Overran => "YC-3320",
            FileFault::NoWorker => "YC-3321",
            FileFault::TooManyFiles { .. } => "YC-3322",
        }
    }

    /// The Chinese sentence: what happened and what to do.
    pub fn zh(&self) -> String {
        match self {
            FileFault::Empty => "文件是空的，未导入。请重新选择文件。".to_owned(),
            FileFault::TooManyBytes { bytes, max_bytes } => format!(
                "文件 {} MB，超过上限 {} MB，未导入。请降低分辨率或分成几份。",
                megabytes_up(*bytes),
                max_bytes / MEGABYTE
            ),
            FileFault::UnknownKind => {
                "文件内容不是 PDF、JPEG、PNG、TIFF 或 HEIC，未导入。请换成这几种之一。".to_owned()
            }
            FileFault::TooManyPixels { size, max_pixels } => format!(
                "图片 {}×{} 像素，超过上限 {} 万像素，未导入。请降低分辨率。",
                size.width,
                size.height,
                max_pixels / 10_000
            ),
            FileFault::TooManyPages { max_pages } => format!("文件超过 {max_pages} 页，未导入。请分成几份。"),
            FileFault::Truncated => "文件不完整（缺少结尾），未导入。请重新传送或重新扫描。".to_owned(),
            FileFault::Damaged => "文件已损坏，无法完整打开，未导入。请重新导出或重新扫描。".to_owned(),
            FileFault::Encrypted => "PDF 已加密，未导入。请提供未加密的文件。".to_owned(),
            FileFault::ActiveContent { what } => {
                format!(
                    "PDF 含可执行内容（{}），为安全起见未导入。请打印成普通 PDF 后再导入。",
                    what.word()
                )
            }
            FileFault::Unpacks => "文件解压后异常庞大，为安全起见未导入。请重新导出。".to_owned(),
            FileFault::Unreadable => {
                "文件读不出来，未导入。请确认文件还在、没有被别的程序占用，再选一次。".to_owned()
            }
            FileFault::NotAFile => {
                "所选的不是普通文件（快捷方式、链接或文件夹），未导入。请选文件本身。".to_owned()
            }
            FileFault::NotAFolder => "所选的不是文件夹，未导入。请重新选择文件夹。".to_owned(),
            FileFault::Heic => {
                "手机照片是 HEIC 格式，本机没有能读它的程序库，未导入。请在手机上改存为 JPEG，或改用高拍仪、扫描仪。"
                    .to_owned()
            }
            FileFault::UnsupportedPicture => {
                "这种编码的 TIFF 读不了，未导入。请另存为 JPEG、PNG 或 PDF。".to_owned()
            }
            FileFault::TooSlow => {
                "文件在规定时间内没有解完，为安全起见未导入。请重新导出或分成几份。".to_owned()
            }
            FileFault::Overran => {
                "文件解码超出限度，为安全起见未导入；其他工作不受影响。请重新导出。".to_owned()
            }
            FileFault::NoWorker => {
                "文件解码程序没有启动，未导入。请重试；仍不行请联系管理员检查安装。".to_owned()
            }
            FileFault::TooManyFiles { max_files } => {
                format!("文件夹里超过 {max_files} 个文件，未导入。请只选这件事的材料，或分成几个文件夹。")
            }
        }
    }

    /// The English sentence.
    pub fn en(&self) -> String {
        match self {
            FileFault::Empty => "The file is empty and was not imported. Choose it again.".to_owned(),
            FileFault::TooManyBytes { bytes, max_bytes } => format!(
                "The file has {} MB, more than the {} MB allowed. Lower its resolution or split it.",
                megabytes_up(*bytes),
                max_bytes / MEGABYTE
            ),
            FileFault::UnknownKind => {
                "The file's content is none of PDF, JPEG, PNG, TIFF and HEIC. Bring one of these.".to_owned()
            }
            FileFault::TooManyPixels { size, max_pixels } => format!(
                "The picture has {}×{} pixels, more than the {} million allowed. Lower its resolution.",
                size.width,
                size.height,
                max_pixels / 1_000_000
            ),
            FileFault::TooManyPages { max_pages } => {
                format!("The file has more than {max_pages} pages. Split it.")
            }
            FileFault::Truncated => {
                "The file is not whole: its end is missing. Send it or scan it again.".to_owned()
            }
            FileFault::Damaged => {
                "The file is damaged and does not open to its end. Export it or scan it again.".to_owned()
            }
            FileFault::Encrypted => "The PDF is encrypted. Bring a file without encryption.".to_owned(),
            FileFault::ActiveContent { what } => {
                format!(
                    "The PDF holds active content ({}) and was not imported. Print it to a plain PDF first.",
                    what.word()
                )
            }
            FileFault::Unpacks => {
                "The file unpacks to far more than a paper needs and was not imported. Export it again."
                    .to_owned()
            }
            FileFault::Unreadable => {
                "The file cannot be read. See that it is still there and not in use, and choose it again.".to_owned()
            }
            FileFault::NotAFile => {
                "That is no plain file but a link or a folder. Choose the file itself.".to_owned()
            }
            FileFault::NotAFolder => "That is no folder. Choose a folder.".to_owned(),
            FileFault::Heic => {
                "The photograph is in HEIC, and no library on this machine reads it. Save it as JPEG, or use the camera or scanner."
                    .to_owned()
            }
            FileFault::UnsupportedPicture => {
                "This kind of TIFF cannot be read. Save it as JPEG, PNG or PDF.".to_owned()
            }
            FileFault::TooSlow => {
                "The file was not decoded within its time and was not imported. Export it again or split it."
                    .to_owned()
            }
            FileFault::Overran => {
                "Decoding the file went beyond its limits; it was not imported, and nothing else is touched. Export it again."
                    .to_owned()
            }
            FileFault::NoWorker => {
                "The program that decodes files did not start. Try again; if it stays so, have the installation checked."
                    .to_owned()
            }
            FileFault::TooManyFiles { max_files } => {
                format!("The folder has more than {max_files} files. Choose only this matter's, or split it.")
            }
        }
    }
}

const MEGABYTE: usize = 1024 * 1024;

/// Rounded up, so that a file just over the cap does not seem to meet it.
fn megabytes_up(bytes: usize) -> usize {
    bytes.div_ceil(MEGABYTE)
}
