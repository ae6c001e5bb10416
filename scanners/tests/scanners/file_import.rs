//! What is taken as a file and what is refused, with every fixture made here.

use std::io::Cursor;
use std::time::{Duration, Instant};

use image::{ExtendedColorType, ImageFormat};
use lopdf::{
    Dictionary, Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream, dictionary,
};
use proptest::prelude::*;
use scanners::files::{Active, Caps, FileFault, FileKind, Imported, PixelSize, import};

pub fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let pixels: Vec<u8> = (0..width * height * 3).map(|at| (at * 31 % 251) as u8).collect();
    let mut file = Cursor::new(Vec::new());
    image::write_buffer_with_format(&mut file, &pixels, width, height, ExtendedColorType::Rgb8, format)
        .unwrap();
    file.into_inner()
}

pub fn jpeg() -> Vec<u8> {
    picture(64, 40, ImageFormat::Jpeg)
}

pub fn png() -> Vec<u8> {
    picture(64, 40, ImageFormat::Png)
}

/// A document of `pages` blank pages whose catalog `dress` may change.
fn pdf_with(pages: usize, dress: impl FnOnce(&mut Document, &mut Dictionary)) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let kids: Vec<Object> = (0..pages)
        .map(|_| {
            let content = document.add_object(Stream::new(dictionary! {}, b"BT ET".to_vec()));
            let page = dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content,
                "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            };
            document.add_object(page).into()
        })
        .collect();
    let tree_object = dictionary! { "Type" => "Pages", "Count" => pages as i64, "Kids" => kids };
    document.objects.insert(tree, tree_object.into());
    let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => tree };
    dress(&mut document, &mut catalog);
    let root = document.add_object(catalog);
    document.trailer.set("Root", root);
    saved(document)
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut file = Vec::new();
    document.save_to(&mut file).unwrap();
    file
}

pub fn pdf(pages: usize) -> Vec<u8> {
    pdf_with(pages, |_, _| {})
}

fn check(bytes: &[u8], expected: Result<Imported, FileFault>) {
    assert_eq!(import(bytes, &Caps::default()), expected);
}

fn check_code(bytes: &[u8], code: &str) {
    let outcome = import(bytes, &Caps::default());
    assert_eq!(
        outcome.as_ref().err().map(FileFault::code),
        Some(code),
        "{outcome:?}"
    );
}

#[test]
fn whole_files_are_taken_with_their_size_or_pages() {
    let size = Some(PixelSize {
        width: 64,
        height: 40,
    });
    check(
        &jpeg(),
        Ok(Imported {
            kind: FileKind::Jpeg,
            pages: 1,
            size,
        }),
    );
    check(
        &png(),
        Ok(Imported {
            kind: FileKind::Png,
            pages: 1,
            size,
        }),
    );
    check(
        &pdf(3),
        Ok(Imported {
            kind: FileKind::Pdf,
            pages: 3,
            size: None,
        }),
    );
}

#[test]
fn bytes_behind_the_end_of_a_jpeg_are_left_alone() {
    let twice = [jpeg(), jpeg()].concat();
    assert!(import(&twice, &Caps::default()).is_ok());
}

#[test]
fn empty_and_foreign_content_is_refused_whatever_it_claims() {
    check_code(b"", "YC-3201");
    check_code(
        b"<!DOCTYPE html><html><body>%PDF-1.7 not found %%EOF</body></html>",
        "YC-3203",
    );
    check_code(b"GIF89a\x01\x00\x01\x00", "YC-3203");
    check_code(b"PK\x03\x04docx", "YC-3203");
    check_code(b"%PDF-1.7\n<html>502 Bad Gateway</html>\n%%EOF", "YC-3207");
}

#[test]
fn too_many_bytes_are_refused_before_anything_is_read() {
    let caps = Caps {
        max_bytes: 100,
        ..Caps::default()
    };
    let fault = import(&jpeg(), &caps).unwrap_err();
    assert!(matches!(fault, FileFault::TooManyBytes { max_bytes: 100, .. }));
}

#[test]
fn jpeg_without_its_end_is_truncated_wherever_it_was_cut() {
    let whole = jpeg();
    for end in 3..whole.len() {
        let fault = import(&whole[..end], &Caps::default()).unwrap_err();
        assert_eq!(fault.code(), "YC-3206", "cut at {end} of {}", whole.len());
    }
}

/// A preview inside APP1 has an end marker of its own.
#[test]
fn end_marker_of_a_preview_is_not_the_end_of_the_jpeg() {
    let whole = jpeg();
    let preview = jpeg();
    let mut file = whole[..2].to_vec();
    file.extend([0xFF, 0xE1]);
    file.extend(((preview.len() + 2) as u16).to_be_bytes());
    file.extend(&preview);
    file.extend(&whole[2..]);
    assert!(import(&file, &Caps::default()).is_ok());
    check_code(&file[..file.len() - 2], "YC-3206");
}

#[test]
fn png_that_was_cut_or_changed_is_refused() {
    let whole = png();
    for end in 8..whole.len() {
        let fault = import(&whole[..end], &Caps::default()).unwrap_err();
        assert!(matches!(fault, FileFault::Truncated), "cut at {end}: {fault}");
    }
    // Any flipped bit behind the header is caught by a checksum or a length.
    for at in (33..whole.len()).step_by(7) {
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        assert!(import(&changed, &Caps::default()).is_err(), "bit flipped at {at}");
    }
}

pub fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0xEDB8_8320
            } else {
                crc >> 1
            }
        })
    })
}

/// The small picture with another size written into its header, checksum in order.
pub fn png_claiming(width: u32, height: u32) -> Vec<u8> {
    let mut file = png();
    file[16..20].copy_from_slice(&width.to_be_bytes());
    file[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&file[12..29]);
    file[29..33].copy_from_slice(&sum.to_be_bytes());
    file
}

#[test]
fn pictures_too_large_are_refused_by_their_header_alone() {
    let asked = Instant::now();
    let size = PixelSize {
        width: 100_000,
        height: 100_000,
    };
    check(
        &png_claiming(100_000, 100_000),
        Err(FileFault::TooManyPixels {
            size,
            max_pixels: 60_000_000,
        }),
    );
    let mut jpeg = jpeg();
    let frame = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].fill(0xFF);
    let size = PixelSize {
        width: 65_535,
        height: 65_535,
    };
    check(
        &jpeg,
        Err(FileFault::TooManyPixels {
            size,
            max_pixels: 60_000_000,
        }),
    );
    assert!(asked.elapsed() < Duration::from_secs(1));
}

#[test]
fn picture_smaller_than_its_header_says_is_damaged() {
    check_code(&png_claiming(64, 4000), "YC-3207");
    check_code(&png_claiming(0, 40), "YC-3207");
}

#[test]
fn endless_scans_in_a_jpeg_are_refused_before_decoding() {
    let whole = jpeg();
    let scan = whole.windows(2).position(|pair| pair == [0xFF, 0xDA]).unwrap();
    let mut file = whole[..scan].to_vec();
    for _ in 0..2000 {
        file.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0]);
    }
    file.extend([0xFF, 0xD9]);
    check_code(&file, "YC-3210");
}

#[test]
fn pdf_that_was_cut_is_refused() {
    let whole = pdf(2);
    for end in (9..whole.len() - 6).step_by(11) {
        let fault = import(&whole[..end], &Caps::default()).unwrap_err();
        assert!(matches!(fault, FileFault::Truncated), "cut at {end}: {fault}");
    }
    // The start and the end are there, the middle with the cross-reference table is not.
    let gap = [&whole[..whole.len() / 3], b"\nstartxref\n9\n%%EOF\n"].concat();
    check_code(&gap, "YC-3207");
}

#[test]
fn pdf_without_or_with_too_many_pages_is_refused() {
    check_code(&pdf(0), "YC-3207");
    check(
        &pdf(200),
        Ok(Imported {
            kind: FileKind::Pdf,
            pages: 200,
            size: None,
        }),
    );
    check(&pdf(201), Err(FileFault::TooManyPages { max_pages: 200 }));
}

/// The count that the tree states is not believed.
#[test]
fn pages_are_counted_not_quoted() {
    let mut document = Document::load_mem(&pdf(5)).unwrap();
    for object in document.objects.values_mut() {
        if let Ok(tree) = object.as_dict_mut()
            && tree.has_type(b"Pages")
        {
            tree.set("Count", 1);
        }
    }
    check(
        &saved(document),
        Ok(Imported {
            kind: FileKind::Pdf,
            pages: 5,
            size: None,
        }),
    );
}

#[test]
fn encrypted_pdf_is_refused_with_and_without_a_password_to_open_it() {
    for user_password in ["", "secret"] {
        let mut document = Document::load_mem(&pdf(1)).unwrap();
        let id = Object::string_literal("0123456789abcdef");
        document.trailer.set("ID", vec![id.clone(), id]);
        let version = EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password,
            key_length: 128,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        check(&saved(document), Err(FileFault::Encrypted));
    }
}

#[test]
fn pdf_that_would_run_something_is_refused() {
    let check = |what: Active, dress: fn(&mut Document, &mut Dictionary)| {
        check(&pdf_with(1, dress), Err(FileFault::ActiveContent { what }));
    };
    check(Active::JavaScript, |_, catalog| {
        let run = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
        catalog.set("OpenAction", run);
    });
    // Behind references, the kind of action too.
    check(Active::JavaScript, |document, catalog| {
        let kind = document.add_object(Object::Name(b"JavaScript".to_vec()));
        let run = document.add_object(dictionary! { "S" => kind });
        catalog.set("AA", dictionary! { "WC" => run });
    });
    check(Active::Launch, |_, catalog| {
        catalog.set(
            "OpenAction",
            dictionary! { "S" => "Launch", "F" => Object::string_literal("a.exe") },
        );
    });
    check(Active::Xfa, |_, catalog| {
        catalog.set("AcroForm", dictionary! { "XFA" => Object::string_literal("") });
    });
    check(Active::RichMedia, |document, _| {
        document.add_object(dictionary! { "Type" => "Annot", "Subtype" => "RichMedia" });
    });
}

#[test]
fn pdf_with_an_attached_file_is_taken() {
    let file = pdf_with(1, |document, catalog| {
        let invoice = document.add_object(Stream::new(
            dictionary! { "Type" => "EmbeddedFile" },
            b"<x/>".to_vec(),
        ));
        let names: Vec<Object> = vec![Object::string_literal("fapiao.xml"), invoice.into()];
        catalog.set(
            "Names",
            dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } },
        );
    });
    assert!(import(&file, &Caps::default()).is_ok());
}

/// 64 MB of blanks in one packed object stream of some 60 KB. The writer would drop a stray object stream, so
/// the type is put in after writing.
#[test]
fn pdf_whose_objects_unpack_without_end_is_refused_in_time() {
    let mut file = pdf_with(1, |document, _| {
        let mut bomb = Stream::new(dictionary! { "Type" => "XbjStm", "N" => 1, "First" => 4 }, {
            let mut content = b"9 0 ".to_vec();
            content.resize(64 * 1024 * 1024, b' ');
            content
        });
        bomb.compress().unwrap();
        document.add_object(bomb);
    });
    let kind = file.windows(6).position(|window| window == b"XbjStm").unwrap();
    file[kind] = b'O';
    assert!(file.len() < 200_000);
    let asked = Instant::now();
    check(&file, Err(FileFault::Unpacks));
    assert!(asked.elapsed() < Duration::from_secs(5));
}

#[test]
fn promise_12_every_file_fault_speaks_both_languages_under_its_own_code() {
    let faults = [
        FileFault::Empty,
        FileFault::TooManyBytes {
            bytes: 20 * 1024 * 1024 + 1,
            max_bytes: 20 * 1024 * 1024,
        },
        FileFault::UnknownKind,
        FileFault::TooManyPixels {
            size: PixelSize { width: 1, height: 1 },
            max_pixels: 60_000_000,
        },
        FileFault::TooManyPages { max_pages: 200 },
        FileFault::Truncated,
        FileFault::Damaged,
        FileFault::Encrypted,
        FileFault::ActiveContent {
            what: Active::JavaScript,
        },
        FileFault::Unpacks,
        FileFault::Unreadable,
        FileFault::NotAFile,
        FileFault::NotAFolder,
        FileFault::Heic,
        FileFault::UnsupportedPicture,
        FileFault::TooSlow,
        FileFault::Overran,
        FileFault::NoWorker,
        FileFault::TooManyFiles { max_files: 500 },
    ];
    let mut codes: Vec<_> = faults.iter().map(FileFault::code).collect();
    codes.dedup();
    assert_eq!(codes.len(), faults.len());
    for fault in &faults {
        assert!(
            fault.code().starts_with("YC-32") || fault.code().starts_with("YC-33"),
            "{fault}"
        );
        assert!(fault.zh().ends_with('。') && fault.zh().contains("请"), "{fault}");
        assert!(
            !fault.en().chars().any(|sign| ('一'..='龥').contains(&sign)),
            "{fault}"
        );
    }
    assert!(faults[1].zh().contains("21 MB，超过上限 20 MB"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_behind_any_signature_end_in_a_verdict(
        kind in 0usize..4, tail in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let start: [&[u8]; 4] = [b"%PDF-1.5\n", b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1a\n", b""];
        let _ = import(&[start[kind], &tail].concat(), &Caps::default());
    }

    #[test]
    fn changed_bytes_in_good_files_end_in_a_verdict(
        kind in 0usize..3, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut file = [pdf(2), jpeg(), png()][kind].clone();
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        let _ = import(&file, &Caps::default());
    }
}
