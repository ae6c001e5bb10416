//! Devices and files as they come: a card reader on a pseudo-terminal, files that are not what they say, pages askew, and
//! scanners behind libsane's own test backend.

mod camera;
mod card_reader;
mod codes;
mod drawn;
mod escl;
mod file_import;
#[cfg(unix)]
mod heic;
mod limited_import;
mod pages;
#[cfg(unix)]
mod recognise;
#[cfg(target_os = "linux")]
mod sane;
