//! HEIC, the photographs of telephones (ISO/IEC 23008-12), through a loaded libheif: the calls that one picture needs, behind
//! safe ones. Where the library is not installed, or knows no decoder for a picture, that is said by its own fault.
//!
//! It is loaded in the child alone: strangers' bytes meet a C library only where the system ends both.
#![allow(
    unsafe_code,
    reason = "a C library has no other door; every pointer that crosses it is made and read in this file"
)]

use std::ffi::{c_char, c_int, c_void};
use std::ptr;
use std::sync::OnceLock;

use libloading::Library;

use super::{Caps, FileFault, PixelSize};
use crate::page::Raster;

/// Names of the library, the first that is there.
pub const LIBRARIES: [&str; 4] = ["libheif.so.1", "libheif.so", "libheif.1.dylib", "heif.dll"];

static HEIF: OnceLock<Option<Heif>> = OnceLock::new();

/// heif_colorspace_RGB, heif_chroma_interleaved_RGB, heif_channel_interleaved
const RGB: c_int = 1;
const INTERLEAVED_RGB: c_int = 10;
const INTERLEAVED: c_int = 10;

/// heif_error
#[repr(C)]
struct Status {
    code: c_int,
    sub: c_int,
    message: *const c_char,
}

impl Status {
    /// heif_error_Unsupported_filetype, heif_error_Unsupported_feature
    const UNSUPPORTED: [c_int; 2] = [3, 4];
    const NO_MEMORY: c_int = 6;
    /// heif_suberror_End_of_data
    const END_OF_DATA: c_int = 100;

    fn result(self) -> Result<(), FileFault> {
        match (self.code, self.sub) {
            (0, _) => Ok(()),
            (_, Status::END_OF_DATA) => Err(FileFault::Truncated),
            (code, _) if Status::UNSUPPORTED.contains(&code) => Err(FileFault::Heic),
            (Status::NO_MEMORY, _) => Err(FileFault::Unpacks),
            _ => Err(FileFault::Damaged),
        }
    }
}

type Pointer = *mut c_void;

struct Heif {
    open: unsafe extern "C" fn() -> Pointer,
    close: unsafe extern "C" fn(Pointer),
    read: unsafe extern "C" fn(Pointer, *const u8, usize, *const c_void) -> Status,
    primary: unsafe extern "C" fn(Pointer, *mut Pointer) -> Status,
    handle_width: unsafe extern "C" fn(Pointer) -> c_int,
    handle_height: unsafe extern "C" fn(Pointer) -> c_int,
    release_handle: unsafe extern "C" fn(Pointer),
    decode: unsafe extern "C" fn(Pointer, *mut Pointer, c_int, c_int, *const c_void) -> Status,
    image_width: unsafe extern "C" fn(Pointer, c_int) -> c_int,
    image_height: unsafe extern "C" fn(Pointer, c_int) -> c_int,
    plane: unsafe extern "C" fn(Pointer, c_int, *mut c_int) -> *const u8,
    release_image: unsafe extern "C" fn(Pointer),
    _library: Library,
}

/// Loads the library into this process, where one of these names is there.
pub fn load(names: &[String]) {
    HEIF.get_or_init(|| names.iter().find_map(|name| Heif::load(name)));
}

/// By the first bytes: a still picture of the HEVC family.
pub fn is_heic(bytes: &[u8]) -> bool {
    let brands = [
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1",
    ];
    bytes.get(4..8) == Some(b"ftyp")
        && bytes
            .get(8..12)
            .is_some_and(|own| brands.iter().any(|brand| own == *brand))
}

/// The picture as it is to be looked at, turned as the file says; what it claims is held against the caps first.
///
/// # Errors
/// [`FileFault::Heic`] without a library that reads it.
pub fn picture(bytes: &[u8], caps: &Caps) -> Result<Raster, FileFault> {
    let heif = HEIF.get().and_then(Option::as_ref).ok_or(FileFault::Heic)?;
    heif.picture(bytes, caps)
}

impl Heif {
    fn load(name: &str) -> Option<Heif> {
        // SAFETY: loading runs the library's initialisers; it is the system's own libheif, in a process made for it. The
        // types are those of heif.h.
        unsafe {
            let library = Library::new(name).ok()?;
            Some(Heif {
                open: *library.get(b"heif_context_alloc\0").ok()?,
                close: *library.get(b"heif_context_free\0").ok()?,
                read: *library
                    .get(b"heif_context_read_from_memory_without_copy\0")
                    .ok()?,
                primary: *library.get(b"heif_context_get_primary_image_handle\0").ok()?,
                handle_width: *library.get(b"heif_image_handle_get_width\0").ok()?,
                handle_height: *library.get(b"heif_image_handle_get_height\0").ok()?,
                release_handle: *library.get(b"heif_image_handle_release\0").ok()?,
                decode: *library.get(b"heif_decode_image\0").ok()?,
                image_width: *library.get(b"heif_image_get_width\0").ok()?,
                image_height: *library.get(b"heif_image_get_height\0").ok()?,
                plane: *library.get(b"heif_image_get_plane_readonly\0").ok()?,
                release_image: *library.get(b"heif_image_release\0").ok()?,
                _library: library,
            })
        }
    }

    fn picture(&self, bytes: &[u8], caps: &Caps) -> Result<Raster, FileFault> {
        // SAFETY: takes nothing; null where there is no memory, which `held` refuses.
        let context = held(unsafe { (self.open)() }, self.close)?;
        // SAFETY: `bytes` outlive the context, which reads them in place.
        unsafe { (self.read)(context.pointer, bytes.as_ptr(), bytes.len(), ptr::null()) }.result()?;
        let mut handle = ptr::null_mut();
        // SAFETY: the context is open, `handle` is written to.
        unsafe { (self.primary)(context.pointer, &raw mut handle) }.result()?;
        let handle = held(handle, self.release_handle)?;
        // SAFETY: the handle is held.
        let said = unsafe {
            size(
                (self.handle_width)(handle.pointer),
                (self.handle_height)(handle.pointer),
            )
        };
        said?.within(caps)?;
        let mut image = ptr::null_mut();
        // SAFETY: the handle is held, `image` is written to; no options.
        let decoded =
            unsafe { (self.decode)(handle.pointer, &raw mut image, RGB, INTERLEAVED_RGB, ptr::null()) };
        decoded.result()?;
        let image = held(image, self.release_image)?;
        // SAFETY: the image is held.
        let is = unsafe {
            size(
                (self.image_width)(image.pointer, INTERLEAVED),
                (self.image_height)(image.pointer, INTERLEAVED),
            )
        };
        let PixelSize { width, height } = is?.within(caps)?;
        let mut stride = 0;
        // SAFETY: the image is held, `stride` is written to.
        let plane = unsafe { (self.plane)(image.pointer, INTERLEAVED, &raw mut stride) };
        let row = width as usize * 3;
        let stride = usize::try_from(stride).unwrap_or(0);
        if plane.is_null() || stride < row {
            return Err(FileFault::Damaged);
        }
        let mut pixels = Vec::with_capacity(row * height as usize);
        for y in 0..height as usize {
            // SAFETY: the plane has `height` rows, each of `stride` bytes and at least `row` of them the picture's.
            pixels.extend_from_slice(unsafe { std::slice::from_raw_parts(plane.add(y * stride), row) });
        }
        Raster::colour(width, height, pixels).ok_or(FileFault::Damaged)
    }
}

fn size(width: c_int, height: c_int) -> Result<PixelSize, FileFault> {
    let side = |pixels: c_int| u32::try_from(pixels).map_err(|_| FileFault::Damaged);
    Ok(PixelSize {
        width: side(width)?,
        height: side(height)?,
    })
}

/// Something of the library's, given back when dropped.
struct Held {
    pointer: Pointer,
    release: unsafe extern "C" fn(Pointer),
}

fn held(pointer: Pointer, release: unsafe extern "C" fn(Pointer)) -> Result<Held, FileFault> {
    if pointer.is_null() {
        return Err(FileFault::Damaged);
    }
    Ok(Held { pointer, release })
}

impl Drop for Held {
    fn drop(&mut self) {
        // SAFETY: the library gave it, and nobody has it any more.
        unsafe { (self.release)(self.pointer) }
    }
}
