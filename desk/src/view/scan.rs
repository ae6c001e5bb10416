//! The scan panel: pages, where they lie, what is proposed, what the scanner does.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::TroubleView;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScanView {
    /// Id of the intake.
    pub draft: String,
    /// As they lie.
    pub pages: Vec<ScanPageView>,
    /// What pages can be put to, in the order of the item's list.
    pub materials: Vec<ScanMaterialView>,
    pub proposals: Vec<ScanProposalView>,
    pub can_undo: bool,
    /// Pages lie otherwise than in the files that the materials have.
    pub unfiled: bool,
    pub running: Option<ScanRunView>,
    /// How the last scan ended, where it did not end well.
    pub halted: Option<ScanHaltView>,
    /// Why no page is read (识别).
    pub unread: Option<TroubleView>,
    /// 手机扫码传, while its code is shown.
    pub phone: Option<PhoneView>,
}

/// The basket for the applicant's telephone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PhoneView {
    pub address: String,
    /// The address as a QR code.
    pub code: CodeView,
    /// When the code ends, `2026-11-20T10:58` in the hall's time.
    pub until: String,
    /// A telephone has opened it.
    pub opened: bool,
    /// Files that were taken.
    pub came: u32,
    /// The last file, where it was not taken.
    pub refused: Option<PhoneRefusedView>,
    /// Why nothing more comes.
    pub ended: Option<TroubleView>,
}

/// A QR code to be drawn: dark modules as an SVG path, one unit each, without the quiet zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CodeView {
    pub side: u32,
    pub path: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PhoneRefusedView {
    pub name: String,
    pub trouble: TroubleView,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScanPageView {
    pub number: u32,
    /// `unsorted`, `material`, `aside`.
    pub place: String,
    pub material: Option<String>,
    /// A document begins with it.
    pub begins: bool,
    /// Clockwise quarters by the clerk.
    pub quarters: u32,
    /// What is doubtful of it may stand.
    pub seen: bool,
    /// `blank`, `blurred`, `coarse`, `cut`, `double`, `unsorted`.
    pub problem: Option<String>,
    pub dpi: u32,
    pub dpi_is_enough: bool,
    /// Of a hundred; none where the page has no edge to judge by.
    pub sharpness: Option<u32>,
    pub is_sharp: bool,
    pub blank: bool,
    pub corners_whole: bool,
    /// A grey page cannot say.
    pub seal: Option<bool>,
    pub same_as: Option<u32>,
    /// By the machine: turned upright, edges cut off.
    pub turned: bool,
    pub cropped: bool,
    /// `waiting`, `read`, `failed`; none of a page that is not read.
    pub read: Option<String>,
}

/// 识别 ↔ 表单: what was read on the pages of a material, beside the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RecognisedView {
    pub material: String,
    pub rows: Vec<RecognisedRowView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RecognisedRowView {
    /// In the table and at its box, from 1.
    pub number: u32,
    pub page: u32,
    /// Of the field.
    pub key: String,
    pub label: String,
    /// `same`, `look`, `offer`.
    pub verdict: String,
    /// As it was read, masked like the field.
    pub read: Vec<ScanPartView>,
    /// As it stands in the form, masked; empty where nothing does.
    pub form: String,
    /// Kind of the source of what stands in the form.
    pub from: Option<String>,
    /// Of a hundred.
    pub sure: u32,
    pub can_take: bool,
    /// One for each line.
    pub boxes: Vec<ScanBoxView>,
    /// Unmasked, and of this side of the screen alone.
    #[serde(skip)]
    pub whole: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScanPartView {
    pub text: String,
    /// Not as in the form.
    pub differs: bool,
}

/// In ten-thousandths of the page as it lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScanBoxView {
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScanMaterialView {
    pub material: String,
    pub name: String,
    /// In the list of materials; the digit that puts a page there, up to nine.
    pub number: u32,
    pub required: bool,
    pub satisfied: bool,
    pub pages: u32,
    /// Its pages lie otherwise than in its files.
    pub unfiled: bool,
    /// 样表、填写要点
    pub sample: Option<String>,
    /// How it is in hand, in words.
    pub note: String,
    pub originals: u32,
    pub copies: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScanProposalView {
    pub material: String,
    pub name: String,
    pub pages: Vec<u32>,
    /// Separators and their backs, which go aside.
    pub aside: Vec<u32>,
    /// `barcode`, `separator`, `order`.
    pub why: String,
}

/// A scan or an import that goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScanRunView {
    /// The scanner's or the file's name.
    pub from: String,
    /// Pages that came so far.
    pub pages: u32,
    /// Bytes of the page that is arriving, where they are known.
    pub bytes: u32,
    pub stopping: bool,
    /// 自动拍摄, of a camera: each paper is taken by itself when it lies still. `None` for a scanner or a file.
    pub automatic: Option<bool>,
}

/// What a camera sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SightView {
    pub draft: String,
    /// Address of the picture, good for one fetch.
    pub picture: String,
    /// Of the paper, clockwise from the upper left, in thousandths of the picture's sides; none where no paper stands out.
    pub corners: Vec<(u32, u32)>,
    /// `noPaper`, `moving`, `settling`, `ready`, `taken`.
    pub moment: String,
}

/// What the clerk does with a camera that is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum CameraStep {
    /// 拍摄; `instead`: the picture takes the place of this page (重拍).
    Take { instead: Option<u32> },
    /// 自动拍摄
    Automatic { on: bool },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScanHaltView {
    pub trouble: TroubleView,
    /// Pages of that scan that are kept.
    pub kept: u32,
    /// Number that the next page gets.
    pub next: u32,
}

/// A scanner of this window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScannerView {
    pub id: String,
    pub name: String,
    /// 高拍仪
    pub camera: bool,
    pub chosen: bool,
    pub trouble: Option<TroubleView>,
}

/// What is asked of the scanner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ScanFrom {
    /// One page from the glass; of a scanner without glass the feeder's sheets.
    One,
    /// All sheets of the feeder.
    Feeder,
    /// Both sides of them.
    Duplex,
}

/// What the clerk does with pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum ScanStep {
    /// Clockwise.
    Turn {
        page: u32,
        quarters: u32,
    },
    Split {
        page: u32,
    },
    Move {
        page: u32,
        up: bool,
    },
    /// `rest`: with what follows it in its document.
    Put {
        page: u32,
        material: String,
        rest: bool,
    },
    /// 退回未归类
    Unsort {
        page: u32,
        rest: bool,
    },
    /// 不入档
    Aside {
        page: u32,
        rest: bool,
    },
    Stand {
        page: u32,
    },
    /// The proposal with this number in the list, from 0; all without one.
    Accept {
        proposal: Option<u32>,
    },
    Undo,
}
