//! Why a file is not taken, in words a clerk can pass on.

use super::PixelSize;

/// A refused file. Nothing was kept of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", self.code(), self.en())]
pub enum FileFault {
    Empty,
    TooManyBytes {
        bytes: usize,
        max_bytes: usize,
    },
    /// Neither PDF nor JPEG nor PNG by its first bytes, whatever its name says.
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
        what: &'static str,
    },
    /// A part unpacks to far more than a paper needs.
    Unpacks,
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
            FileFault::UnknownKind => "文件内容不是 PDF、JPEG 或 PNG，未导入。请换成这三种之一。".to_owned(),
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
                format!("PDF 含可执行内容（{what}），为安全起见未导入。请打印成普通 PDF 后再导入。")
            }
            FileFault::Unpacks => "文件解压后异常庞大，为安全起见未导入。请重新导出。".to_owned(),
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
                "The file's content is neither PDF nor JPEG nor PNG. Bring one of these.".to_owned()
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
                    "The PDF holds active content ({what}) and was not imported. Print it to a plain PDF first."
                )
            }
            FileFault::Unpacks => {
                "The file unpacks to far more than a paper needs and was not imported. Export it again."
                    .to_owned()
            }
        }
    }
}

const MEGABYTE: usize = 1024 * 1024;

/// Rounded up, so that a file just over the cap does not seem to meet it.
fn megabytes_up(bytes: usize) -> usize {
    bytes.div_ceil(MEGABYTE)
}
