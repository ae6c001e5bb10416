//! Devices and files as they come: a card reader on a pseudo-terminal, files that are not what they say.

mod card_reader;
mod escl;
mod escl_peer;
mod file_import;
