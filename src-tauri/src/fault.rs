//! Why the shell could not do its part; every one has a code and says it in both languages.

use desk::view::TroubleView;

/// A failure of the shell itself. The inner texts are of the operating system and carry no personal data.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("the data folder {0} cannot be used: {1}")]
    Folder(String, std::io::Error),
    #[error("the data folder {0} is in use by another window")]
    InUse(String),
    #[error("the practice province could not be started: {0}")]
    Practice(String),
    #[error("the hall could not be started: {0}")]
    Hall(String),
    #[error("the window's core could not be started: {0}")]
    Desk(String),
    #[error("the screen cannot be opened: {0}")]
    Display(String),
    #[error("the window could not be opened: {0}")]
    Window(String),
    #[error("the bindings could not be written: {0}")]
    Bindings(String),
    #[error("there is no command {0}, or its arguments are of another shape")]
    Command(String),
    #[error("the program is ending")]
    Ending,
    #[error("another program holds the hall and does not serve it")]
    HallElsewhere,
    #[error("the window of the {0} could not be started: {1}")]
    Post(&'static str, std::io::Error),
    #[error("this window has no device account")]
    NoDevice,
    #[error("a failure that has its own code: {}", .0.code)]
    Told(TroubleView),
}

impl Fault {
    /// The stable code, and a sentence in each language: what happened, and what to do.
    pub fn view(&self) -> TroubleView {
        let (code, zh, en) = match self {
            Fault::Folder(folder, cause) => (
                "YC-9101",
                format!("数据文件夹 {folder} 无法使用（{cause}）。请检查磁盘空间和权限后重新启动。"),
                format!(
                    "The data folder {folder} cannot be used ({cause}). Check disk space and permissions, then start again."
                ),
            ),
            Fault::InUse(folder) => (
                "YC-9102",
                format!(
                    "一窗已在运行：数据文件夹 {folder} 正被另一个窗口使用。请使用已打开的窗口，本次没有改动任何数据。"
                ),
                format!(
                    "Yichuang already runs: another window uses the data folder {folder}. Use that window; nothing was changed."
                ),
            ),
            Fault::Practice(cause) => (
                "YC-9103",
                format!("练习环境未能启动（{cause}）。没有受理任何业务；请重新启动，仍不行请报修。"),
                format!(
                    "The practice province did not start ({cause}). No case is affected; start again, then call support."
                ),
            ),
            Fault::Hall(cause) => (
                "YC-9104",
                format!("本机大厅服务未能启动（{cause}）。已保存的数据没有改动；请重新启动，仍不行请报修。"),
                format!(
                    "The hall on this machine did not start ({cause}). Saved data are untouched; start again, then call support."
                ),
            ),
            Fault::Desk(cause) => (
                "YC-9105",
                format!("窗口程序未能启动（{cause}）。已保存的数据没有改动；请重新启动，仍不行请报修。"),
                format!(
                    "The window's core did not start ({cause}). Saved data are untouched; start again, then call support."
                ),
            ),
            Fault::Display(cause) => (
                "YC-9106",
                format!("无法打开显示器（{cause}）。请在图形桌面中启动，或检查 DISPLAY 设置。"),
                format!(
                    "The display cannot be opened ({cause}). Start inside a graphical session, or check DISPLAY."
                ),
            ),
            Fault::Window(cause) => (
                "YC-9107",
                format!("窗口无法打开（{cause}）。已保存的数据没有改动。"),
                format!("The window cannot be opened ({cause}). Saved data are untouched."),
            ),
            Fault::Bindings(cause) => (
                "YC-9108",
                format!("接口文件未能写出（{cause}）。"),
                format!("The bindings could not be written ({cause})."),
            ),
            Fault::Command(name) => (
                "YC-9109",
                format!("没有名为 {name} 的操作，或其参数形式不符；没有改动任何数据。"),
                format!(
                    "There is no command {name}, or its arguments have another shape; nothing was changed."
                ),
            ),
            Fault::Ending => (
                "YC-9110",
                "程序正在退出，本次操作没有执行。".to_owned(),
                "The program is ending; this was not done.".to_owned(),
            ),
            Fault::HallElsewhere => (
                "YC-9121",
                "本机大厅由另一个一窗程序打开，还没有就绪。请先在那个窗口完成首次使用或输入恢复码，再重新启动本窗口。"
                    .to_owned(),
                "Another Yichuang program of this machine holds the hall and has not opened it. Finish its first start or enter the recovery code there, then start this window again."
                    .to_owned(),
            ),
            Fault::Post(name, cause) => (
                "YC-9122",
                format!("窗口 {name} 未能启动（{cause}）。本窗口不受影响，可以再试。"),
                format!(
                    "The window of the {name} could not be started ({cause}). This window goes on; it may be tried again."
                ),
            ),
            Fault::NoDevice => (
                "YC-9123",
                "这里有人办公，请用工号登录。".to_owned(),
                "A person works at this window: sign in with a staff number.".to_owned(),
            ),
            Fault::Told(trouble) => return trouble.clone(),
        };
        TroubleView {
            code: code.to_owned(),
            zh,
            en,
        }
    }
}

impl From<TroubleView> for Fault {
    fn from(trouble: TroubleView) -> Self {
        Fault::Told(trouble)
    }
}
