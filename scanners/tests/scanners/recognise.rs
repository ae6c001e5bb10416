//! Recognition: programs that hang, crash, swell and lie in place of the real one, and the real one on a licence of an
//! invented body. Where it is not installed its test says so; `cargo xtask test --only devices` installs it and asks for it by
//! `YICHUANG_DEVICES`.

use std::cell::Cell;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

use scanners::page::{Raster, Turn, jpeg, turned};
use scanners::recognise::{RecogniseFault, Recogniser, Text};
use scanners::worker::Limits;
use tempfile::TempDir;

const HEAD: &str =
    r"level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext";

/// A program that does this in place of the real one.
fn program(script: &str) -> (TempDir, Recogniser) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reader");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let of = Recogniser {
        program: path,
        confined_by: None,
        ..Recogniser::default()
    };
    (folder, of)
}

fn confined(of: Recogniser) -> Recogniser {
    Recogniser {
        confined_by: Some(PathBuf::from(env!("CARGO_BIN_EXE_yichuang-devices"))),
        ..of
    }
}

fn page() -> Vec<u8> {
    jpeg(&Raster::blank(400, 300, 250), 100).unwrap()
}

fn read(of: &Recogniser) -> Result<Option<Text>, RecogniseFault> {
    of.text(&page(), 100, Turn::None, &|| false)
}

fn words(text: &Text) -> Vec<String> {
    text.lines
        .iter()
        .map(|line| line.words.iter().map(|word| word.text.as_str()).collect())
        .collect()
}

#[test]
fn the_picture_goes_in_and_the_words_come_out_with_and_without_limits() {
    // What it was asked stands in the first word, and the first line of the picture in the second.
    let script = format!(
        r#"first=$(head -n 2 | tr '\n' ' '); cat >/dev/null
printf '{HEAD}\n5\t1\t1\t1\t1\t1\t10\t10\t60\t40\t96\t%s\n5\t1\t1\t1\t2\t1\t10\t80\t60\t40\t50\t%s\n' "$(echo $* $OMP_THREAD_LIMIT | tr -d ' ')" "$first""#
    );
    let (_folder, of) = program(&script);
    for of in [of.clone(), confined(of)] {
        let text = read(&of).unwrap().unwrap();
        assert_eq!(
            words(&text),
            ["stdinstdout-lchi_sim--psm4--dpi100tsv1", "P5400300"]
        );
        assert_eq!((text.width, text.height), (400, 300));
    }
}

#[test]
fn a_program_or_a_language_that_is_not_there_is_said() {
    let missing = Recogniser {
        program: PathBuf::from("/nowhere/reader"),
        confined_by: None,
        ..Recogniser::default()
    };
    assert_eq!(read(&missing), Err(RecogniseFault::Missing));
    assert_eq!(read(&confined(missing)), Err(RecogniseFault::Missing));
    let (_folder, of) = program("echo \"Failed loading language 'chi_sim'\" >&2; exit 1");
    assert_eq!(read(&of), Err(RecogniseFault::Missing));
}

#[test]
fn a_crash_and_broken_or_endless_words_are_faults_of_their_page() {
    for (script, fault) in [
        ("exit 1", RecogniseFault::Ended),
        ("kill -SEGV $$", RecogniseFault::Ended),
        ("echo no table", RecogniseFault::Garbled),
        (":", RecogniseFault::Garbled),
        ("exec yes", RecogniseFault::Garbled),
        ("exec cat /dev/zero", RecogniseFault::Garbled),
        ("exec yes >&2", RecogniseFault::Ended),
    ] {
        let (_folder, of) = program(script);
        assert_eq!(read(&of), Err(fault), "{script}");
        assert_eq!(read(&confined(of)), Err(fault), "{script}, confined");
    }
    let (_folder, of) = program("exit 0");
    let no_picture = of.text(b"%PDF-1.5", 200, Turn::None, &|| false);
    assert_eq!(no_picture, Err(RecogniseFault::NoPicture));
}

#[test]
fn a_program_that_hangs_is_ended_in_its_time_and_at_once_where_the_page_is_wanted_no_more() {
    for script in [
        "exec sleep 600",
        "exec >&- 2>&-; exec sleep 600",
        "while :; do :; done",
    ] {
        let (_folder, mut of) = program(script);
        of.limits = Limits {
            within: Duration::from_millis(400),
            ..of.limits
        };
        assert_eq!(read(&of), Err(RecogniseFault::Late), "{script}");
        of.limits.within = Duration::from_secs(600);
        let asked = Cell::new(0);
        let stop = || {
            asked.set(asked.get() + 1);
            asked.get() > 2
        };
        assert_eq!(of.text(&page(), 100, Turn::None, &stop), Ok(None), "{script}");
    }
}

#[test]
fn a_confined_program_has_its_share_and_writes_no_file() {
    let (_folder, of) = program("while :; do :; done");
    let mut of = confined(of);
    of.limits = Limits {
        cpu_s: 1,
        ..of.limits
    };
    assert_eq!(read(&of), Err(RecogniseFault::Ended));
    let (folder, of) = program("cat >\"$(dirname \"$0\")/page\" || exit 3");
    assert_eq!(read(&confined(of)), Err(RecogniseFault::Ended));
    let left = fs::metadata(folder.path().join("page")).map_or(0, |file| file.len());
    assert_eq!(left, 0);
}

#[test]
fn the_real_program_reads_a_licence_in_every_way_it_lies() {
    let of = confined(Recogniser::default());
    if read(&of) == Err(RecogniseFault::Missing) && std::env::var_os("YICHUANG_DEVICES").is_none() {
        eprintln!("recognition is not installed: the real program is not asked");
        return;
    }
    let licence = image::load_from_memory(include_bytes!("licence.png"))
        .unwrap()
        .to_luma8();
    let licence = Raster::grey(licence.width(), licence.height(), licence.into_raw()).unwrap();
    // As the clerk turned it, it stands upright.
    for (lies, turn) in [(Turn::None, Turn::None), (Turn::Quarter, Turn::ThreeQuarters)] {
        let kept = jpeg(&turned(licence.clone(), lies), 200).unwrap();
        let text = of.text(&kept, 200, turn, &|| false).unwrap().unwrap();
        let lines = words(&text);
        for said in [
            "张三丰",
            "2020年03月05日",
            "102-1室",
            "示范区云河餐饮管理有限公司",
        ] {
            assert!(
                lines.iter().any(|line| line.contains(said)),
                "{said} in {lines:?}"
            );
        }
        assert_eq!((text.width, text.height), (licence.width(), licence.height()));
        let line = text
            .lines
            .iter()
            .zip(&lines)
            .find(|(_, line)| line.contains("102-1"));
        let at = line.unwrap().0.words[0].at;
        assert!(at.top > 500 && at.left < 400, "{at:?}");
    }
}
