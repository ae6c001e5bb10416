//! The built application under a display, driven through WebDriver.
//!
//! `cargo xtask test --only window` gives the environment: `DISPLAY`, `TAURI_DRIVER` and `NATIVE_DRIVER` (programs),
//! and `YICHUANG_EVIDENCE` (the folder for screenshots, papers and key logs, emptied before the suite).
//! `first_case`, at the root of this target, is also what `cargo xtask run` takes where no display is.
