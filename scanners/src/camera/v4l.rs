//! Cameras of Linux (Video4Linux2). A thread of the camera's own is not needed: every wait is a poll with an end, since a
//! camera that is pulled out may never give another picture.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use linuxvideo::format::{FrameSizes, PixFormat, PixelFormat};
use linuxvideo::stream::ReadStream;
use linuxvideo::{BufType, CapabilityFlags, Device};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::{Frame, FrameSource};
use crate::driver::{DeviceInfo, Fault};
use crate::files::{Caps, picture_of};
use crate::page::Raster;

/// The cameras of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct V4l;

impl V4l {
    /// Those that give pictures; none where the system knows no cameras.
    pub fn list(&self) -> Vec<DeviceInfo> {
        let Ok(devices) = linuxvideo::list() else {
            return vec![];
        };
        let mut found: Vec<DeviceInfo> = devices
            .filter_map(|device| {
                let device = device.ok()?;
                let known = device.capabilities().ok()?;
                known
                    .device_capabilities()
                    .contains(CapabilityFlags::VIDEO_CAPTURE)
                    .then_some(())?;
                Some(DeviceInfo {
                    id: device.path().ok()?.to_string_lossy().into_owned(),
                    name: known.card().to_owned(),
                })
            })
            .collect();
        found.sort_by(|one, other| one.id.cmp(&other.id));
        found
    }

    /// # Errors
    /// [`Fault::NotFound`], [`Fault::Denied`], [`Fault::Busy`], or [`Fault::Unsupported`] for one that gives neither
    /// motion JPEG nor YUYV.
    pub fn open(&self, path: &Path) -> Result<VideoSource, Fault> {
        let device = Device::open(path).map_err(|error| fault(&error))?;
        let format = best(&device).ok_or(Fault::Unsupported)?;
        let capture = device.video_capture(format).map_err(|error| fault(&error))?;
        let given = capture.format();
        let layout = Layout {
            width: given.width(),
            height: given.height(),
            row: given.bytes_per_line(),
            jpeg: given.pixel_format() == PixelFormat::MJPG,
        };
        if !layout.jpeg && given.pixel_format() != PixelFormat::YUYV {
            return Err(Fault::Unsupported);
        }
        let stream = capture.into_stream().map_err(|error| fault(&error))?;
        Ok(VideoSource {
            path: path.to_owned(),
            stream,
            layout,
            begun: Instant::now(),
        })
    }
}

/// The largest that it has; motion JPEG before raw pictures, which come slowly over USB.
fn best(device: &Device) -> Option<PixFormat> {
    for format in [PixelFormat::MJPG, PixelFormat::YUYV] {
        let has = device
            .formats(BufType::VIDEO_CAPTURE)
            .filter_map(Result::ok)
            .any(|offered| offered.pixel_format() == format);
        if !has {
            continue;
        }
        let sizes = device.frame_sizes(format).ok()?;
        let (width, height) = match sizes {
            FrameSizes::Discrete(sizes) => sizes
                .iter()
                .map(|size| (size.width(), size.height()))
                .max_by_key(|(width, height)| u64::from(*width) * u64::from(*height))?,
            FrameSizes::Stepwise(sizes) | FrameSizes::Continuous(sizes) => {
                (sizes.max_width(), sizes.max_height())
            }
        };
        return Some(PixFormat::new(width, height, format));
    }
    None
}

struct Layout {
    width: u32,
    height: u32,
    row: u32,
    jpeg: bool,
}

/// An open camera.
pub struct VideoSource {
    path: PathBuf,
    stream: ReadStream,
    layout: Layout,
    begun: Instant,
}

impl FrameSource for VideoSource {
    fn next(&mut self, within: Duration) -> Result<Frame, Fault> {
        let mut waits = [PollFd::new(&self.stream, PollFlags::IN)];
        let limit = Timespec::try_from(within).map_err(|_| Fault::Unsupported)?;
        let ready = poll(&mut waits, Some(&limit)).map_err(|_| Fault::Lost)?;
        let events = waits[0].revents();
        if events.intersects(PollFlags::ERR | PollFlags::HUP) || !self.path.exists() {
            return Err(Fault::Lost);
        }
        if ready == 0 {
            return Err(Fault::Timeout);
        }
        let bytes = self
            .stream
            .dequeue(|view| Ok(if view.is_error() { vec![] } else { view.to_vec() }))
            .map_err(|_| Fault::Lost)?;
        let raster = if self.layout.jpeg {
            picture_of(&bytes, &Caps::default())
        } else {
            from_yuyv(&bytes, self.layout.width, self.layout.height, self.layout.row)
        };
        Ok(Frame {
            raster: raster.ok_or(Fault::BadData)?,
            at: self.begun.elapsed(),
        })
    }
}

fn fault(error: &std::io::Error) -> Fault {
    match error.kind() {
        std::io::ErrorKind::NotFound => Fault::NotFound,
        std::io::ErrorKind::PermissionDenied => Fault::Denied,
        std::io::ErrorKind::ResourceBusy => Fault::Busy,
        _ => Fault::Unsupported,
    }
}

/// Two pixels in four bytes: brightness, blue, brightness, red (BT.601, 16 to 235).
fn from_yuyv(bytes: &[u8], width: u32, height: u32, row: u32) -> Option<Raster> {
    let (width_bytes, row) = (width as usize * 2, row as usize);
    if row < width_bytes || bytes.len() < row * (height as usize).saturating_sub(1) + width_bytes {
        return None;
    }
    let mut pixels = Vec::with_capacity(width as usize * height as usize * 3);
    for line in bytes.chunks(row).take(height as usize) {
        for pair in line[..width_bytes].chunks_exact(4) {
            let (cb, cr) = (i32::from(pair[1]) - 128, i32::from(pair[3]) - 128);
            for tone in [pair[0], pair[2]] {
                let y = (i32::from(tone) - 16) * 298;
                let channels = [y + 409 * cr, y - 100 * cb - 208 * cr, y + 516 * cb];
                pixels.extend(channels.map(|value| ((value + 128) >> 8).clamp(0, 255) as u8));
            }
        }
    }
    Raster::colour(width, height, pixels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuyv_becomes_colours_and_a_short_frame_none() {
        // White, black, then a red pair.
        let line = [235, 128, 16, 128, 81, 90, 81, 240];
        let frame = from_yuyv(&line, 4, 1, 8).unwrap();
        let pixels: Vec<&[u8]> = frame.pixels().chunks(3).collect();
        assert_eq!(pixels[0], [255, 255, 255]);
        assert_eq!(pixels[1], [0, 0, 0]);
        assert!(
            pixels[2][0] > 245 && pixels[2][1] < 10 && pixels[2][2] < 10,
            "{:?}",
            pixels[2]
        );
        assert!(from_yuyv(&line[..7], 4, 1, 8).is_none());
        assert!(from_yuyv(&line, 4, 2, 8).is_none());
        assert!(from_yuyv(&line, 5, 1, 8).is_none());
    }

    #[test]
    fn what_is_no_camera_is_said() {
        assert_eq!(
            V4l.open(Path::new("/dev/video-nowhere")).err(),
            Some(Fault::NotFound)
        );
        assert!(V4l.open(Path::new("/dev/null")).is_err());
        // Listing never fails, cameras or none.
        let _ = V4l.list();
    }
}
