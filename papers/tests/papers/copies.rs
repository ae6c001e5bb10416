//! Annotated copies (加注件) as other programs see them.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, RgbImage};
use papers::copy::{Picture, Stamp, burned, copy};

use crate::samples::*;
use cases::realm::Realm;

fn picture(width: u32, height: u32) -> Picture {
    let image = DynamicImage::ImageRgb8(RgbImage::from_pixel(width, height, image::Rgb([250, 240, 200])));
    let mut jpeg = Vec::new();
    image
        .write_with_encoder(JpegEncoder::new_with_quality(Cursor::new(&mut jpeg), 80))
        .unwrap();
    Picture {
        jpeg,
        width,
        height,
        grey: false,
    }
}

fn stamp(realm: Realm) -> Stamp {
    Stamp {
        realm,
        title: "加注件：营业执照".to_owned(),
        across: "仅供办理食品经营许可使用　A级".to_owned(),
        lines: vec![
            "可信等级 A 级：签发机关电子证照，签章核验有效".to_owned(),
            "使用单位：示范区市场监督管理局　使用人：08号窗口 工号0826".to_owned(),
        ],
    }
}

#[test]
fn every_page_of_a_copy_says_its_grade_and_what_it_is_for() {
    let pictures = [picture(1200, 1700), picture(1700, 1200), picture(10, 4000)];
    for realm in [Realm::Training, Realm::Live] {
        let made = copy(&pictures, &stamp(realm), fonts(), at()).unwrap();
        assert_eq!((made.pages, made.missing.len()), (3, 0));
        let text = squeeze(&raw_text_of(&made.pdf));
        assert_eq!(
            text.matches("可信等级A级：签发机关电子证照，签章核验有效")
                .count(),
            3,
            "{text}"
        );
        assert_eq!(text.matches("使用单位：示范区市场监督管理局").count(), 3);
        assert!(text.matches("仅供办理食品经营许可使用").count() >= 12, "{text}");
        assert_eq!(text.contains("训练"), realm == Realm::Training);
    }
}

#[test]
fn what_was_burned_in_is_a_picture_with_the_words_once() {
    let made = burned(&[picture(1700, 2400)], &stamp(Realm::Live), fonts(), at()).unwrap();
    let text = squeeze(&raw_text_of(&made.pdf));
    assert_eq!(text.matches("可信等级A级").count(), 1);
    // The mark across is in the pixels, and nowhere else.
    assert!(!text.contains("仅供办理"), "{text}");
    let file = lopdf::Document::load_mem(&made.pdf).unwrap();
    let images = file.objects.values().filter_map(|object| object.as_stream().ok());
    let images = images.filter(|stream| {
        stream
            .dict
            .get(b"Subtype")
            .is_ok_and(|kind| kind == &lopdf::Object::Name(b"Image".to_vec()))
    });
    assert_eq!(images.count(), 1);
}

#[test]
fn equal_copies_are_equal_bytes() {
    let make = || copy(&[picture(300, 400)], &stamp(Realm::Live), fonts(), at()).unwrap();
    assert_eq!(make(), make());
}
