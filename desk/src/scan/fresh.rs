//! Pictures of the pages that were kept just now, so that the screen has them at once. In memory alone, with the intake.

use std::collections::VecDeque;
use std::sync::Arc;

use scanners::page::{Pictures, STAGE_WIDE, THUMBNAIL_WIDE};

/// As many pages as a feeder is ahead of the screen.
const PAGES: usize = 8;

/// Each is shown once: a page that is looked at again is opened from where it is kept.
#[derive(Debug, Clone, Default)]
pub struct Fresh(VecDeque<Page>);

#[derive(Debug, Clone)]
struct Page {
    digest: String,
    stage: Option<Arc<Vec<u8>>>,
    thumbnail: Option<Arc<Vec<u8>>>,
}

impl Fresh {
    /// The oldest go first.
    pub fn add(&mut self, digest: String, pictures: Pictures) {
        self.0.truncate(PAGES - 1);
        self.0.push_front(Page {
            digest,
            stage: Some(Arc::new(pictures.stage)),
            thumbnail: Some(Arc::new(pictures.thumbnail)),
        });
    }

    /// The JPEG of a page that was not turned since.
    pub fn take(&mut self, digest: &str, wide: u32) -> Option<Arc<Vec<u8>>> {
        let page = self.0.iter_mut().find(|page| page.digest == digest)?;
        match wide {
            STAGE_WIDE => page.stage.take(),
            THUMBNAIL_WIDE => page.thumbnail.take(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_was_kept_just_now_is_shown_once_without_opening_it() {
        let mut fresh = Fresh::default();
        for tone in 0..=PAGES as u8 {
            let pictures = Pictures {
                stage: vec![tone; 2],
                thumbnail: vec![tone],
            };
            fresh.add(tone.to_string(), pictures);
        }
        let mut take = |digest: &str, wide| fresh.take(digest, wide).map(|jpeg| jpeg.to_vec());
        assert_eq!(take("0", STAGE_WIDE), None, "the oldest went first");
        assert_eq!(take("1", STAGE_WIDE), Some(vec![1, 1]));
        assert_eq!(take("1", STAGE_WIDE), None);
        assert_eq!(take("1", THUMBNAIL_WIDE), Some(vec![1]));
        assert_eq!(take("2", 900), None);
        assert_eq!(take("2", THUMBNAIL_WIDE), Some(vec![2]));
    }
}
