//! 免提交: a licence comes before paper.

use super::Trouble;

pub fn licence_in_hand() -> Trouble {
    Trouble::new(
        "YC-5690",
        "这项材料已有有效的电子证照，不再收纸质或文件（免提交）。",
        "A valid licence stands for this material; neither paper nor a file is taken for it.",
    )
}

pub fn licence_awaited() -> Trouble {
    Trouble::new(
        "YC-5691",
        "这项材料的电子证照还没有查询结果。请稍候，或再查一次；没有证照时会写明原因，再收纸质。",
        "There is no answer yet on the licence for this material. Wait a moment, or look again; where there is none the reason is shown and paper may be taken.",
    )
}

pub fn original_by_law() -> Trouble {
    Trouble::new(
        "YC-5692",
        "这项材料依法须收原件，电子证照不能代替，没有查询。",
        "By law the original of this material is taken; a licence cannot stand for it, and nobody was asked.",
    )
}

pub fn nothing_shown() -> Trouble {
    Trouble::new(
        "YC-5693",
        "没有读到亮证码或证照标识。请重新扫码，或键入证照标识。",
        "Neither a licence code nor an identifier was read. Scan again, or type the identifier.",
    )
}

pub fn nothing_to_copy() -> Trouble {
    Trouble::new(
        "YC-5694",
        "这项材料没有电子证照或文件，不能出加注件。",
        "There is neither a licence nor a file for this material; no annotated copy can be made.",
    )
}

pub fn not_copied() -> Trouble {
    Trouble::new(
        "YC-5695",
        "文件不能转成加注件（不是可显示的 PDF 或图片、页数过多，或内容不完整），没有生成任何副本；办件不受影响。",
        "The file cannot be made into an annotated copy: it is no PDF or picture that can be drawn, has too many pages, or is not whole. No copy was made; the case is unaffected.",
    )
}

pub fn nothing_to_compare() -> Trouble {
    Trouble::new(
        "YC-5696",
        "这项材料没有扫描件或文件，不用登记与原件一致。",
        "There is no scan or file for this material that could be compared with an original.",
    )
}

pub fn nothing_to_reuse() -> Trouble {
    Trouble::new(
        "YC-5697",
        "大厅没有可以复用的这份材料（可能已超过保存期或已作废），没有使用。请按要求收取。",
        "The hall has no such files to use again: their time may be over, or the case is void. Nothing was used; take the material as asked.",
    )
}
