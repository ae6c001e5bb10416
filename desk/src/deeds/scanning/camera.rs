//! 高拍仪 in the panel: what it sees goes to the screen, picture by picture as fast as they are looked at, and pages are taken
//! by the clerk or by themselves. What is seen and not taken is kept nowhere.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use cases::error::Trouble;
use cases::realm::Realm;
use cases::roles::Deed;
use scanners::camera::{FolderSource, Frame, FrameSource, Moment, Shutter, Sight, look};
use scanners::driver::{Cancel, DeviceInfo, End, Failure, Fault};
use scanners::page::preview_jpeg;
use uuid::Uuid;

use super::run::Taking;
use crate::desk::Desk;
use crate::scan::show;
use crate::scan::training::{self, TrainingCamera};
use crate::store::scans;
use crate::trouble;
use crate::view::desk::DeskEvent;
use crate::view::scan::{CameraStep, ScanView, SightView};

/// A camera of the system: `camera:/dev/video0`.
const OF_THE_SYSTEM: &str = "camera:";
/// A folder of pictures: `frames:/path`.
const OF_A_FOLDER: &str = "frames:";
const OF_TRAINING: &str = "training:camera";
/// Between two pictures of a folder.
const FOLDER_PACE: Duration = Duration::from_millis(100);
/// A picture that the screen did not fetch holds the next one back for so long.
const UNSEEN: Duration = Duration::from_secs(1);

pub(super) fn is_camera(id: &str) -> bool {
    id.starts_with(OF_THE_SYSTEM) || id.starts_with(OF_A_FOLDER) || id == OF_TRAINING
}

/// A folder is a camera where the window's own list names it, and no other.
pub(super) fn is_folder(id: &str) -> bool {
    id.starts_with(OF_A_FOLDER)
}

/// Those of this machine.
pub(super) fn of_the_system() -> Vec<DeviceInfo> {
    #[cfg(target_os = "linux")]
    return scanners::camera::V4l
        .list()
        .into_iter()
        .map(|one| DeviceInfo {
            id: format!("{OF_THE_SYSTEM}{}", one.id),
            name: one.name,
        })
        .collect();
    #[cfg(not(target_os = "linux"))]
    Vec::new()
}

pub(super) fn of_training() -> DeviceInfo {
    DeviceInfo {
        id: OF_TRAINING.to_owned(),
        name: training::NAME.to_owned(),
    }
}

/// Opens one whose pictures come from outside.
pub(super) fn open(id: &str) -> Result<Box<dyn FrameSource>, Fault> {
    if let Some(folder) = id.strip_prefix(OF_A_FOLDER) {
        let source = FolderSource::open(Path::new(folder), FOLDER_PACE)?;
        return Ok(Box::new(source));
    }
    let device = id.strip_prefix(OF_THE_SYSTEM).ok_or(Fault::NotFound)?;
    #[cfg(target_os = "linux")]
    return Ok(Box::new(scanners::camera::V4l.open(Path::new(device))?));
    #[cfg(not(target_os = "linux"))]
    {
        let _ = device;
        Err(Fault::NoLibrary)
    }
}

impl Desk {
    /// Takes what lies under the open camera, or turns its automatic on or off.
    pub fn camera_step(&self, id: &str, step: CameraStep) -> Result<ScanView, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        let id = super::super::id(id)?;
        let instead = match step {
            CameraStep::Take { instead } => instead,
            CameraStep::Automatic { .. } => None,
        };
        self.room_for_pages(id, instead)?;
        let line = self.line(&session.staff, "camera_step", id, "材料拍摄");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        {
            let mut state = self.state();
            let run = state.scan.as_mut().filter(|run| run.draft == id);
            let (shutter, replaces) = run
                .and_then(|run| Some((run.shutter.clone()?, &mut run.instead)))
                .ok_or_else(trouble::no_camera_open)?;
            match step {
                CameraStep::Take { instead } => {
                    *replaces = instead;
                    shutter.press();
                }
                CameraStep::Automatic { on } => shutter.set_automatic(on),
            }
        }
        self.shown_scan(id)
    }

    fn practice_camera(&self, draft: Uuid) -> Result<TrainingCamera, Fault> {
        if self.0.realm != Realm::Training {
            return Err(Fault::NotFound);
        }
        let materials = self.with_intake_of(draft, |ground, intake| {
            let rooms = self.rooms()?;
            let batch = rooms.store.read(|connection| scans::get(connection, draft))?;
            let known = show::known(ground, intake, &batch);
            Ok(known.into_iter().map(|one| one.name).collect::<Vec<_>>())
        });
        let fonts = self.fonts().map_err(|_| Fault::NotFound)?;
        let materials = materials.map_err(|_| Fault::NotFound)?;
        TrainingCamera::of(&materials, fonts, self.0.link.legal_now())
    }
}

impl Taking {
    /// Looks through a camera until somebody closes it.
    pub(super) fn look(&mut self, camera: &str, shutter: &Shutter, cancel: &Cancel) -> Result<End, Failure> {
        let mut source: Box<dyn FrameSource> = if camera == OF_TRAINING {
            let desk = self.desk().ok_or_else(|| Fault::Lost.after(0))?;
            Box::new(desk.practice_camera(self.draft).map_err(|fault| fault.after(0))?)
        } else {
            open(camera).map_err(|fault| fault.after(0))?
        };
        let mut shown = Shown::default();
        let ended = look(&mut *source, shutter, cancel, &mut |sight| match sight {
            Sight::Frame {
                frame,
                corners,
                moment,
            } => self.show(&mut shown, frame, corners, moment),
            Sight::Scan(event) => self.hear(event),
        });
        if let Some(desk) = self.desk() {
            desk.0.handles.withdraw(&shown.handle);
        }
        ended
    }

    /// One picture is on its way to the screen at a time.
    fn show(&mut self, shown: &mut Shown, frame: &Frame, corners: Option<[(f32, f32); 4]>, moment: Moment) {
        let Some(desk) = self.desk() else {
            self.cancel.cancel();
            return;
        };
        // A camera sees nothing for a window that is locked or went on to something else.
        if desk.is_locked() || !desk.has_intake(self.draft) {
            self.cancel.cancel();
            return;
        }
        let unseen = desk.0.handles.is_waiting(&shown.handle);
        if unseen && frame.at.saturating_sub(shown.at) < UNSEEN {
            return;
        }
        let Some(jpeg) = preview_jpeg(&frame.raster) else {
            return;
        };
        desk.0.handles.withdraw(&shown.handle);
        let thousandths = |part: f32| (part * 1e3).round() as u32;
        let corners = corners.into_iter().flatten();
        *shown = Shown {
            handle: desk.0.handles.issue_jpeg(Arc::new(jpeg)),
            at: frame.at,
        };
        desk.emit(DeskEvent::Sight {
            sight: SightView {
                draft: self.draft.to_string(),
                picture: format!("paper://localhost/{}", shown.handle),
                corners: corners.map(|(x, y)| (thousandths(x), thousandths(y))).collect(),
                moment: word(moment).to_owned(),
            },
        });
    }
}

/// The picture that was told last.
#[derive(Default)]
struct Shown {
    handle: String,
    at: Duration,
}

fn word(moment: Moment) -> &'static str {
    match moment {
        Moment::NoPaper => "noPaper",
        Moment::Moving => "moving",
        Moment::Settling => "settling",
        Moment::Take => "ready",
        Moment::Taken => "taken",
    }
}
