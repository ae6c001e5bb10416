//! From pages to the files of a material: one PDF for each document, its pages as they were kept, turned as the clerk
//! turned them. Nothing is packed a second time.

use scanners::files::{Caps, PixelSize};
use scanners::page::PdfWriter;

use super::batch::{Batch, Lie};

/// What a PDF has around its pictures.
const AROUND: u64 = 64 * 1024;

/// Cut where a file would be larger than any import may be; the pages of a document stay in order.
pub fn volumes<'a>(batch: &'a Batch, material: &str, caps: &Caps) -> Vec<Vec<&'a Lie>> {
    let mut volumes = Vec::new();
    for document in batch.documents(material) {
        let mut volume: Vec<&Lie> = Vec::new();
        let mut bytes = AROUND;
        for lie in document {
            let page = batch.facts(lie.page).map_or(0, |facts| facts.bytes) + 1024;
            let full = bytes + page > caps.max_bytes as u64 || volume.len() >= caps.max_pages as usize;
            if full && !volume.is_empty() {
                volumes.push(std::mem::take(&mut volume));
                bytes = AROUND;
            }
            bytes += page;
            volume.push(lie);
        }
        volumes.push(volume);
    }
    volumes
}

/// The PDF of these pages; `read` gives a kept page by its digest. `None` where a page is not known.
pub fn pdf<F>(
    batch: &Batch,
    volume: &[&Lie],
    read: impl Fn(&str) -> Result<Vec<u8>, F>,
) -> Result<Option<Vec<u8>>, F> {
    let mut pdf = PdfWriter::default();
    for lie in volume {
        let Some(facts) = batch.facts(lie.page) else {
            return Ok(None);
        };
        let size = PixelSize {
            width: facts.width,
            height: facts.height,
        };
        let page = pdf.jpeg(read(&facts.digest)?, size, facts.grey, facts.dpi, lie.turn());
        if page.is_none() {
            return Ok(None);
        }
    }
    Ok(pdf.finish())
}

#[cfg(test)]
mod tests {
    use super::super::batch::tests::facts;
    use super::super::batch::{Place, Step};
    use super::*;

    fn of(sizes: &[u64]) -> Batch {
        let mut batch = Batch::default();
        for bytes in sizes {
            let page = batch.add(super::super::batch::Facts {
                bytes: *bytes,
                ..facts("page")
            });
            let put = Step::Put {
                page,
                place: Place::Material("m".into()),
                rest: false,
            };
            batch.apply(&put).unwrap();
        }
        batch
    }

    fn cut(batch: &Batch, caps: &Caps) -> Vec<Vec<u32>> {
        let pages = |volume: Vec<&Lie>| volume.iter().map(|lie| lie.page).collect();
        volumes(batch, "m", caps).into_iter().map(pages).collect()
    }

    #[test]
    fn a_long_document_becomes_several_files_and_loses_no_page() {
        let caps = Caps {
            max_bytes: 3_200_000,
            ..Caps::default()
        };
        let mut batch = of(&[1_000_000; 7]);
        assert_eq!(cut(&batch, &caps), [vec![1, 2, 3], vec![4, 5, 6], vec![7]]);
        batch.apply(&Step::Split { page: 3 }).unwrap();
        assert_eq!(cut(&batch, &caps), [vec![1, 2], vec![3, 4, 5], vec![6, 7]]);
        let few = Caps {
            max_pages: 2,
            ..Caps::default()
        };
        assert_eq!(cut(&of(&[10; 3]), &few), [vec![1, 2], vec![3]]);
        // One page alone that is too large is refused where files are measured, not lost here.
        assert_eq!(cut(&of(&[9_000_000, 10]), &caps), [vec![1], vec![2]]);
        assert!(volumes(&batch, "other", &caps).is_empty());
    }
}
