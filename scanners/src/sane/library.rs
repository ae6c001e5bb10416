//! libsane, loaded at run time: the eleven calls of the SANE standard that a scan needs, behind safe ones.
//!
//! It runs in the child alone. A backend that crashes takes the child with it and nothing else.
#![allow(
    unsafe_code,
    reason = "a C library has no other door; every pointer that crosses it is made and read in this file"
)]

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr;

use libloading::Library;

const GET: c_int = 0;
const SET: c_int = 1;

/// What SANE says of every call (SANE_Status).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status(pub c_int);

impl Status {
    pub const GOOD: Status = Status(0);
    pub const UNSUPPORTED: Status = Status(1);
    pub const CANCELLED: Status = Status(2);
    pub const BUSY: Status = Status(3);
    pub const INVALID: Status = Status(4);
    pub const END: Status = Status(5);
    pub const JAMMED: Status = Status(6);
    pub const NO_DOCUMENTS: Status = Status(7);
    pub const COVER_OPEN: Status = Status(8);
    pub const IO: Status = Status(9);
    pub const NO_MEMORY: Status = Status(10);
    pub const DENIED: Status = Status(11);
    pub const WARMING_UP: Status = Status(12);

    fn result(self) -> Result<(), Status> {
        if self == Status::GOOD { Ok(()) } else { Err(self) }
    }
}

#[repr(C)]
struct RawDevice {
    name: *const c_char,
    vendor: *const c_char,
    model: *const c_char,
    kind: *const c_char,
}

#[repr(C)]
struct RawOption {
    name: *const c_char,
    title: *const c_char,
    description: *const c_char,
    kind: c_int,
    unit: c_int,
    size: c_int,
    capabilities: c_int,
    constraint_kind: c_int,
    constraint: *const c_void,
}

/// SANE_Parameters
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct Parameters {
    /// 0 grey, 1 RGB; 2 to 4 a pass of one colour.
    pub format: c_int,
    pub last_frame: c_int,
    pub bytes_per_line: c_int,
    pub pixels_per_line: c_int,
    /// -1 where nobody knows: a hand scanner.
    pub lines: c_int,
    pub depth: c_int,
}

type Handle = *mut c_void;

struct Calls {
    init: unsafe extern "C" fn(*mut c_int, *const c_void) -> c_int,
    devices: unsafe extern "C" fn(*mut *const *const RawDevice, c_int) -> c_int,
    open: unsafe extern "C" fn(*const c_char, *mut Handle) -> c_int,
    close: unsafe extern "C" fn(Handle),
    describe: unsafe extern "C" fn(Handle, c_int) -> *const RawOption,
    control: unsafe extern "C" fn(Handle, c_int, c_int, *mut c_void, *mut c_int) -> c_int,
    parameters: unsafe extern "C" fn(Handle, *mut Parameters) -> c_int,
    start: unsafe extern "C" fn(Handle) -> c_int,
    read: unsafe extern "C" fn(Handle, *mut u8, c_int, *mut c_int) -> c_int,
    cancel: unsafe extern "C" fn(Handle),
}

/// The loaded library, for as long as the child lives.
pub struct Sane {
    calls: Calls,
    _library: Library,
}

/// A device as SANE lists it.
pub struct Listed {
    pub name: String,
    pub vendor: String,
    pub model: String,
}

/// What an option may be set to.
#[derive(Debug, Clone, PartialEq)]
pub enum Allowed {
    Anything,
    Range { least: i32, most: i32, step: i32 },
    Words(Vec<i32>),
    Texts(Vec<String>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Description {
    pub index: i32,
    pub name: String,
    /// SANE_Fixed: sixteen bits behind the point.
    pub is_fixed: bool,
    pub is_text: bool,
    /// In millimetres rather than dots.
    pub in_mm: bool,
    size: usize,
    pub active: bool,
    pub settable: bool,
    pub allowed: Allowed,
}

impl Sane {
    /// `None` where the library is not installed.
    pub fn load(names: &[String]) -> Option<Result<Sane, Status>> {
        // SAFETY: loading runs the library's initialisers; it is the system's own libsane, in a process made for it.
        let library = names.iter().find_map(|name| unsafe { Library::new(name) }.ok())?;
        let calls = Calls::of(&library)?;
        let mut version = 0;
        // SAFETY: `version` is written to, and no callback is given.
        let status = Status(unsafe { (calls.init)(&raw mut version, ptr::null()) });
        Some(status.result().map(|()| Sane {
            calls,
            _library: library,
        }))
    }

    pub fn devices(&self) -> Result<Vec<Listed>, Status> {
        let mut list: *const *const RawDevice = ptr::null();
        // SAFETY: SANE gives an array that ends with null and lives until the next call.
        Status(unsafe { (self.calls.devices)(&raw mut list, 0) }).result()?;
        let mut devices = Vec::new();
        let mut at = list;
        // SAFETY: as above; each entry is a device until the null.
        unsafe {
            while !at.is_null() && !(*at).is_null() {
                let device = &**at;
                devices.push(Listed {
                    name: text(device.name),
                    vendor: text(device.vendor),
                    model: text(device.model),
                });
                at = at.add(1);
            }
        }
        Ok(devices)
    }

    pub fn open(&self, name: &str) -> Result<Opened<'_>, Status> {
        let name = CString::new(name).map_err(|_| Status::INVALID)?;
        let mut handle = ptr::null_mut();
        // SAFETY: `name` ends with a zero, `handle` is written to.
        Status(unsafe { (self.calls.open)(name.as_ptr(), &raw mut handle) }).result()?;
        Ok(Opened { sane: self, handle })
    }
}

impl Calls {
    fn of(library: &Library) -> Option<Calls> {
        // SAFETY: the types are those of sane.h.
        unsafe {
            Some(Calls {
                init: *library.get(b"sane_init\0").ok()?,
                devices: *library.get(b"sane_get_devices\0").ok()?,
                open: *library.get(b"sane_open\0").ok()?,
                close: *library.get(b"sane_close\0").ok()?,
                describe: *library.get(b"sane_get_option_descriptor\0").ok()?,
                control: *library.get(b"sane_control_option\0").ok()?,
                parameters: *library.get(b"sane_get_parameters\0").ok()?,
                start: *library.get(b"sane_start\0").ok()?,
                read: *library.get(b"sane_read\0").ok()?,
                cancel: *library.get(b"sane_cancel\0").ok()?,
            })
        }
    }
}

/// A device that is held; closed when dropped.
pub struct Opened<'a> {
    sane: &'a Sane,
    handle: Handle,
}

impl Opened<'_> {
    /// Every option there is, as it stands: setting one may change the others.
    pub fn options(&self) -> Vec<Description> {
        let mut all = Vec::new();
        for index in 1.. {
            // SAFETY: SANE gives null behind the last; the descriptor lives until the device is closed.
            let Some(raw) = (unsafe { (self.sane.calls.describe)(self.handle, index).as_ref() }) else {
                break;
            };
            all.push(Description {
                index,
                name: text(raw.name),
                is_fixed: raw.kind == 2,
                is_text: raw.kind == 3,
                in_mm: raw.unit == 3,
                size: usize::try_from(raw.size).unwrap_or(0),
                active: raw.capabilities & 0x20 == 0,
                settable: raw.capabilities & 0x01 != 0,
                allowed: allowed(raw),
            });
        }
        all
    }

    /// The first word of an option's value.
    pub fn word(&self, option: &Description) -> Result<i32, Status> {
        let mut words = vec![0i32; option.size / 4 + 1];
        self.control(option, GET, words.as_mut_ptr().cast())?;
        Ok(words[0])
    }

    /// What is set may be another word near it: it is read back by [`Opened::word`].
    pub fn set_word(&self, option: &Description, word: i32) -> Result<(), Status> {
        let mut words = vec![0i32; option.size / 4 + 1];
        words[0] = word;
        self.control(option, SET, words.as_mut_ptr().cast())
    }

    pub fn set_text(&self, option: &Description, text: &str) -> Result<(), Status> {
        let mut bytes = vec![0u8; option.size.max(text.len() + 1)];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        self.control(option, SET, bytes.as_mut_ptr().cast())
    }

    fn control(&self, option: &Description, action: c_int, value: *mut c_void) -> Result<(), Status> {
        let mut info = 0;
        // SAFETY: `value` has at least the bytes that the option's descriptor asks for.
        let status =
            unsafe { (self.sane.calls.control)(self.handle, option.index, action, value, &raw mut info) };
        Status(status).result()
    }

    pub fn parameters(&self) -> Result<Parameters, Status> {
        let mut parameters = Parameters::default();
        // SAFETY: `parameters` is laid out as in sane.h and written to.
        Status(unsafe { (self.sane.calls.parameters)(self.handle, &raw mut parameters) }).result()?;
        Ok(parameters)
    }

    pub fn start(&self) -> Result<(), Status> {
        // SAFETY: the handle is open.
        Status(unsafe { (self.sane.calls.start)(self.handle) }).result()
    }

    /// How many bytes were read; [`Status::END`] is an error here.
    pub fn read(&self, into: &mut [u8]) -> Result<usize, Status> {
        let most = c_int::try_from(into.len()).unwrap_or(c_int::MAX);
        let mut read = 0;
        // SAFETY: SANE writes at most `most` bytes.
        Status(unsafe { (self.sane.calls.read)(self.handle, into.as_mut_ptr(), most, &raw mut read) })
            .result()?;
        Ok(usize::try_from(read).unwrap_or(0).min(into.len()))
    }

    pub fn cancel(&self) {
        // SAFETY: the handle is open.
        unsafe { (self.sane.calls.cancel)(self.handle) }
    }
}

impl Drop for Opened<'_> {
    fn drop(&mut self) {
        // SAFETY: the handle is open, and nobody has it any more.
        unsafe { (self.sane.calls.close)(self.handle) }
    }
}

fn allowed(raw: &RawOption) -> Allowed {
    if raw.constraint.is_null() {
        return Allowed::Anything;
    }
    // SAFETY: what the pointer leads to is told by the kind: a range of three words, a list of words that begins with
    // their number, or texts that end with null.
    unsafe {
        match raw.constraint_kind {
            1 => {
                let range = &*raw.constraint.cast::<[i32; 3]>();
                Allowed::Range {
                    least: range[0],
                    most: range[1],
                    step: range[2],
                }
            }
            2 => {
                let words = raw.constraint.cast::<i32>();
                let number = (*words).clamp(0, 4096);
                Allowed::Words((1..=number).map(|at| *words.offset(at as isize)).collect())
            }
            3 => {
                let mut at = raw.constraint.cast::<*const c_char>();
                let mut texts = Vec::new();
                while !(*at).is_null() {
                    texts.push(text(*at));
                    at = at.add(1);
                }
                Allowed::Texts(texts)
            }
            _ => Allowed::Anything,
        }
    }
}

fn text(from: *const c_char) -> String {
    if from.is_null() {
        return String::new();
    }
    // SAFETY: SANE's texts end with a zero.
    unsafe { CStr::from_ptr(from) }.to_string_lossy().into_owned()
}
