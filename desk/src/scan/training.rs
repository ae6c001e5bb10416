//! The training realm's camera (高拍仪): practice materials that somebody lays under it, one after another.

use std::time::{Duration, Instant};

use cases::realm::Realm;
use jiff::Timestamp;
use papers::Fonts;
use papers::sheet::{Sheet, sheets};
use scanners::camera::{Frame, FrameSource};
use scanners::driver::Fault;
use scanners::files::{self, Caps};
use scanners::page::Raster;

/// What it is called in the list of scanners.
pub const NAME: &str = "训练高拍仪（材料是虚构的）";
const EVERY: Duration = Duration::from_millis(120);
/// Frames of one paper: pushed in, left lying, taken away.
const COMES: usize = 5;
const LIES: usize = 40;
const AWAY: usize = 6;
const WIDTH: u32 = 3400;
const HEIGHT: u32 = 2500;
/// Height of a paper in the picture: somewhat over 200 dpi.
const PAPER: u32 = 2400;
/// The longer side of A4 in tenths of an inch.
const A4_TENTHS: u32 = 117;
const DESK: u8 = 52;

/// Its pictures come as fast as a real one's.
pub struct TrainingCamera {
    papers: Vec<Raster>,
    begun: Instant,
    shown: usize,
    /// The last one, of this paper and so far from where it comes to lie.
    scene: Option<((usize, Option<u32>), Raster)>,
}

impl TrainingCamera {
    /// A practice paper for each of these materials.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where none can be drawn.
    pub fn of(materials: &[String], fonts: &Fonts, at: Timestamp) -> Result<TrainingCamera, Fault> {
        let practice: Vec<Sheet> = materials.iter().map(|name| sheet(name)).collect();
        let drawn = sheets(&practice, "练习材料", Realm::Training, fonts, at).map_err(|_| Fault::NotFound)?;
        let mut papers = Vec::new();
        let mut heard = |page: files::Drawn| papers.push(page.raster);
        files::pages_here(&drawn.pdf, PAPER * 10 / A4_TENTHS, &Caps::default(), &mut heard)
            .map_err(|_| Fault::NotFound)?;
        if papers.is_empty() {
            return Err(Fault::NotFound);
        }
        Ok(TrainingCamera {
            papers,
            begun: Instant::now(),
            shown: 0,
            scene: None,
        })
    }
}

impl FrameSource for TrainingCamera {
    fn next(&mut self, _within: Duration) -> Result<Frame, Fault> {
        let due = EVERY * u32::try_from(self.shown).unwrap_or(u32::MAX);
        std::thread::sleep(due.saturating_sub(self.begun.elapsed()));
        let (turn, step) = (
            self.shown / (COMES + LIES + AWAY),
            self.shown % (COMES + LIES + AWAY),
        );
        self.shown += 1;
        let at = turn % self.papers.len();
        let off = match step {
            step if step < COMES => Some((COMES - step) as u32 * 90),
            step if step < COMES + LIES => Some(0),
            _ => None,
        };
        let raster = match self.scene.take() {
            Some((of, raster)) if of == (at, off) => raster,
            _ => scene(off.map(|off| (&self.papers[at], off))),
        };
        self.scene = Some(((at, off), raster.clone()));
        Ok(Frame { raster, at: due })
    }
}

fn sheet(name: &str) -> Sheet {
    Sheet {
        over: "训练用虚构材料".to_owned(),
        title: name.to_owned(),
        code: None,
        lines: [
            "本页由训练环境生成，内容是虚构的，不作任何凭证使用。",
            "甲方：云河区样例有限公司　　乙方：训练申请人",
            "地　址：云河区示范路 1 号 101 室　　面　积：86.5 平方米",
            "日　期：2026 年 1 月 1 日 至 2028 年 12 月 31 日",
            "以上内容供练习拍摄、归类、核对和重拍。",
        ]
        .map(str::to_owned)
        .to_vec(),
    }
}

/// A dark desk, and a paper on it so far from where it comes to lie.
fn scene(paper: Option<(&Raster, u32)>) -> Raster {
    // The light falls from the left.
    let desk: Vec<u8> = (0..WIDTH).map(|x| DESK + 30 - (x * 30 / WIDTH) as u8).collect();
    let mut pixels = Vec::with_capacity((WIDTH * HEIGHT) as usize);
    for y in 0..HEIGHT {
        let begin = pixels.len();
        pixels.extend_from_slice(&desk);
        let Some((paper, off)) = paper else { continue };
        let top = HEIGHT.saturating_sub(paper.height()) / 2;
        let left = (WIDTH.saturating_sub(paper.width()) / 2 + off) as usize;
        if y < top || y - top >= paper.height() {
            continue;
        }
        let channels = paper.row(0).len() / paper.width() as usize;
        let tones = paper.row(y - top).chunks_exact(channels).map(|pixel| pixel[0]);
        // As a lens sees white.
        for (dot, tone) in pixels[begin + left..].iter_mut().zip(tones) {
            *dot = tone - tone / 9;
        }
    }
    Raster::grey(WIDTH, HEIGHT, pixels).unwrap_or_else(|| Raster::blank(WIDTH, HEIGHT, DESK))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use scanners::camera::{Shutter, Sight, look};
    use scanners::driver::{Cancel, Content, End, Event};

    use super::*;

    #[test]
    fn each_practice_paper_is_taken_once_by_the_automatic() {
        let names = ["租赁合同".to_owned(), "平面图".to_owned()];
        let at = "2026-11-20T04:00:00Z".parse().unwrap();
        let mut camera = TrainingCamera::of(&names, &Fonts::find().unwrap(), at).unwrap();
        let (shutter, cancel) = (Shutter::default(), Cancel::default());
        shutter.set_automatic(true);
        // As fast as it can.
        camera.begun -= Duration::from_secs(600);
        let mut pages = Vec::new();
        let ended = look(&mut camera, &shutter, &cancel, &mut |sight| {
            if let Sight::Scan(Event::Page(page)) = sight {
                assert!((200..=210).contains(&page.dpi), "{}", page.dpi);
                let Content::Pixels(raster) = page.content else {
                    panic!("no pixels");
                };
                pages.push(raster.pixels().to_vec());
                if pages.len() == 2 {
                    cancel.cancel();
                }
            }
        });
        assert_eq!(ended, Ok(End::Cancelled));
        assert_eq!(pages.iter().collect::<BTreeSet<_>>().len(), 2);
    }
}
