//! Scanned pages on their way to the materials (扫描批次). Pure: values in, values out.
//!
//! Map: [`batch`] the pages of one intake, how they lie and every step back · [`propose`] which material they may be of ·
//! [`bind`] the files that go to the materials · [`show`] the panel · [`fresh`] pictures of the latest pages ·
//! [`training`] the training realm's camera · [`compare`] what recognition read beside the form.
//!
//! A page is kept before it is in a batch, and a batch is saved before anybody hears of it. Nothing here throws a page away:
//! what is put aside lies there until the case leaves the desk.

pub mod batch;
pub mod bind;
pub mod compare;
pub mod fresh;
pub mod propose;
pub mod show;
pub mod training;
