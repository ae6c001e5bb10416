//! Whole reads, on the pipe and on a pseudo-terminal, on good and on bad days.

use std::time::{Duration, Instant};

use scanners::card::{CardFault, CardReader, CardRecord, CardTray, EmulatedReader, Resident};

fn resident(name: &str) -> CardRecord {
    CardRecord::Resident(Resident {
        name: name.to_owned(),
        sex_code: "1".to_owned(),
        nation_code: "01".to_owned(),
        birth: "19900307".to_owned(),
        address: "福建省示范市示范区政务路1号".to_owned(),
        id_number: "350199199003070011".to_owned(),
        issuer: "示范市公安局示范分局".to_owned(),
        valid_from: "20200101".to_owned(),
        valid_to: "长期".to_owned(),
    })
}

fn bytes(name: &str) -> [u8; 256] {
    resident(name).encode().unwrap()
}

const AMPLE: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(700);

#[test]
fn emulated_card_is_read_once_until_it_is_lifted() {
    let tray = CardTray::new();
    let mut reader = EmulatedReader::new(tray.clone());
    tray.place(bytes("林测试"));
    assert!(reader.read(AMPLE) == Ok(resident("林测试")));
    assert_eq!(reader.read(SHORT).err(), Some(CardFault::NoCard));
    tray.place(bytes("陈示范"));
    assert!(reader.read(AMPLE) == Ok(resident("陈示范")));
    tray.remove();
    assert_eq!(reader.read(SHORT).err(), Some(CardFault::NoCard));
    tray.place(bytes("林测试"));
    assert!(reader.read(AMPLE) == Ok(resident("林测试")));
}

#[test]
fn card_laid_while_the_reader_waits_is_read() {
    let tray = CardTray::new();
    let mut reader = EmulatedReader::new(tray.clone());
    std::thread::scope(|hall| {
        let reading = hall.spawn(|| reader.read(AMPLE));
        tray.place(bytes("林测试"));
        assert!(reading.join().unwrap() == Ok(resident("林测试")));
    });
}

#[test]
fn record_of_no_layout_is_refused_by_name() {
    let tray = CardTray::new();
    let mut strange = bytes("林测试");
    strange[248] = b'Q';
    tray.place(strange);
    let fault = EmulatedReader::new(tray).read(AMPLE).unwrap_err();
    assert_eq!(fault.code(), "YC-3111");
}

#[test]
fn absent_port_is_said_at_once() {
    let asked = Instant::now();
    let fault = scanners::card::SerialReader::open("/dev/no-such-reader", 115_200)
        .err()
        .unwrap();
    assert_eq!(fault.code(), "YC-3101");
    assert!(asked.elapsed() < Duration::from_secs(1));
}

#[test]
fn promise_12_every_card_fault_speaks_both_languages_under_its_own_code() {
    let cause = || "broken pipe".to_owned();
    let faults = [
        CardFault::PortClosed {
            port: "COM3".to_owned(),
            cause: cause(),
        },
        CardFault::NoCard,
        CardFault::SelectFailed { sw3: 0x81 },
        CardFault::ReadFailed { sw3: 0x41 },
        CardFault::Damaged,
        CardFault::Silent,
        CardFault::PulledMidRead,
        CardFault::ReaderTimedOut,
        CardFault::Lost { cause: cause() },
        CardFault::SecurityModule { sw3: 0x66 },
        CardFault::Record(scanners::card::RecordFault::BadDate("birth")),
    ];
    let mut codes: Vec<_> = faults.iter().map(CardFault::code).collect();
    codes.dedup();
    assert_eq!(codes.len(), faults.len());
    for fault in &faults {
        assert!(fault.code().starts_with("YC-31"), "{fault}");
        assert!(fault.zh().ends_with('。') && fault.zh().contains("请"), "{fault}");
        assert!(fault.en().is_ascii() && fault.en().ends_with('.'), "{fault}");
    }
}

/// The serial reader against a peer at the other end of a pseudo-terminal.
#[cfg(unix)]
mod on_a_terminal {
    use std::io::{ErrorKind, Read, Write};
    use std::sync::atomic::{AtomicBool, Ordering};

    use scanners::card::SerialReader;
    use scanners::card::emulated::Peer;
    use serialport::{SerialPort, TTYPort};

    use super::*;

    /// What the far end does with the bytes that a good reader would answer.
    type Habit = fn(asked: &[u8], good_answer: Vec<u8>) -> Vec<Vec<u8>>;

    const FIND: &[u8] = &[0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x03, 0x20, 0x01, 0x22];
    const SELECT: &[u8] = &[0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x03, 0x20, 0x02, 0x21];
    const READ: &[u8] = &[0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x03, 0x30, 0x01, 0x32];

    fn reply(body: &[u8]) -> Vec<u8> {
        let len = (body.len() + 1) as u16;
        let mut counted = len.to_be_bytes().to_vec();
        counted.extend_from_slice(body);
        let checksum = counted.iter().fold(0, |sum, byte| sum ^ byte);
        [&[0xAA, 0xAA, 0xAA, 0x96, 0x69], counted.as_slice(), &[checksum]].concat()
    }

    fn as_it_is(_: &[u8], good: Vec<u8>) -> Vec<Vec<u8>> {
        vec![good]
    }

    /// Answers every request by `habit` until `done`, or until the near end hangs up.
    fn serve(mut far: TTYPort, tray: CardTray, habit: Habit, done: &AtomicBool) {
        let mut peer = Peer::new(tray);
        let mut chunk = [0; 64];
        far.set_timeout(Duration::from_millis(20)).unwrap();
        while !done.load(Ordering::Relaxed) {
            match far.read(&mut chunk) {
                Ok(count) => {
                    let good = peer.hear(&chunk[..count]);
                    for part in habit(&chunk[..count], good) {
                        far.write_all(&part).unwrap();
                    }
                }
                Err(error) if error.kind() == ErrorKind::TimedOut => {}
                Err(_) => return,
            }
        }
    }

    /// One sitting: opens a pty pair, serves its far end and hands the reader to `deed`.
    fn sit(habit: Habit, deed: impl FnOnce(&mut SerialReader, &CardTray)) {
        let (far, near) = TTYPort::pair().unwrap();
        let path = near.name().unwrap();
        let tray = CardTray::new();
        let done = AtomicBool::new(false);
        std::thread::scope(|hall| {
            hall.spawn(|| serve(far, tray.clone(), habit, &done));
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                let mut reader = SerialReader::open(&path, 115_200).unwrap();
                deed(&mut reader, &tray);
            }));
            done.store(true, Ordering::Relaxed);
            drop(near);
            if let Err(panic) = outcome {
                std::panic::resume_unwind(panic);
            }
        });
    }

    fn check_read(habit: Habit) {
        sit(habit, |reader, tray| {
            tray.place(bytes("林测试"));
            let outcome = reader.read(AMPLE);
            assert_eq!(outcome.as_ref().err(), None);
            assert!(outcome == Ok(resident("林测试")));
        });
    }

    fn check_fault(habit: Habit, budget: Duration, expected: CardFault) {
        sit(habit, |reader, tray| {
            tray.place(bytes("林测试"));
            let asked = Instant::now();
            assert_eq!(reader.read(budget).err(), Some(expected));
            assert!(
                asked.elapsed() < budget + Duration::from_millis(500),
                "took {:?}",
                asked.elapsed()
            );
        });
    }

    #[test]
    fn card_is_read_and_described() {
        check_read(as_it_is);
        sit(as_it_is, |reader, _| {
            assert!(reader.describe().contains("115200"))
        });
    }

    #[test]
    fn frames_that_come_a_byte_at_a_time_are_read() {
        check_read(|_, good| good.into_iter().map(|byte| vec![byte]).collect());
    }

    #[test]
    fn noise_before_each_frame_is_skipped() {
        check_read(|_, good| vec![vec![0x00, 0xAA, 0xAA, 0x96, 0x13, 0xAA, 0xAA], good]);
    }

    #[test]
    fn false_preamble_before_each_frame_is_skipped() {
        check_read(|_, good| vec![vec![0xAA, 0xAA, 0xAA, 0x96, 0x69, 0xFF, 0xFF], good]);
        // Believable length: the true frame is hidden until silence.
        check_read(|_, good| vec![vec![0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x0F, 0x00], good]);
    }

    #[test]
    fn extra_status_header_in_the_read_reply_is_skipped() {
        check_read(|asked, good| {
            if asked != READ {
                return vec![good];
            }
            let body = &good[7..good.len() - 1];
            vec![reply(&[&body[..3], &[0x00, 0x00, 0x90], &body[3..]].concat())]
        });
    }

    #[test]
    fn late_find_answer_is_not_taken_for_a_select_answer() {
        check_read(|asked, good| match asked {
            SELECT => vec![reply(&[0, 0, 0x9F, 0, 0, 0, 0]), good],
            _ => vec![good],
        });
    }

    #[test]
    fn finding_is_asked_again_after_the_readers_own_time_out() {
        static FIRST: AtomicBool = AtomicBool::new(true);
        check_read(|_, good| {
            if FIRST.swap(false, Ordering::Relaxed) {
                vec![vec![5; 4]]
            } else {
                vec![good]
            }
        });
    }

    #[test]
    fn no_card_is_said_when_the_budget_ends() {
        sit(as_it_is, |reader, _| {
            let asked = Instant::now();
            assert_eq!(reader.read(SHORT).err(), Some(CardFault::NoCard));
            assert!(asked.elapsed() < SHORT + Duration::from_millis(500));
        });
    }

    #[test]
    fn silence_ends_within_the_budget() {
        check_fault(|_, _| vec![], SHORT, CardFault::Silent);
        check_fault(|_, _| vec![], Duration::from_millis(50), CardFault::Silent);
    }

    #[test]
    fn silence_after_select_ends_within_the_budget() {
        let habit: Habit = |asked, good| if asked == READ { vec![] } else { vec![good] };
        check_fault(habit, SHORT, CardFault::Silent);
    }

    #[test]
    fn babble_ends_within_the_budget() {
        check_fault(|_, _| vec![vec![0xAA; 300]], SHORT, CardFault::Silent);
    }

    #[test]
    fn wrong_checksum_is_damage_and_the_next_read_works() {
        static SPOILT: AtomicBool = AtomicBool::new(true);
        let habit: Habit = |asked, mut good| {
            if asked == READ && SPOILT.swap(false, Ordering::Relaxed) {
                good[700] ^= 1;
            }
            vec![good]
        };
        sit(habit, |reader, tray| {
            tray.place(bytes("林测试"));
            assert_eq!(reader.read(AMPLE).err(), Some(CardFault::Damaged));
            tray.place(bytes("林测试"));
            assert!(reader.read(AMPLE) == Ok(resident("林测试")));
        });
    }

    #[test]
    fn wrong_checksum_at_every_find_is_damage() {
        let habit: Habit = |asked, mut good| {
            if asked == FIND {
                good[7] ^= 1;
            }
            vec![good]
        };
        check_fault(habit, SHORT, CardFault::Damaged);
    }

    #[test]
    fn card_pulled_while_it_is_read_gives_nothing() {
        let habit: Habit = |asked, good| match asked {
            READ => vec![good[..500].to_vec()],
            _ => vec![good],
        };
        check_fault(habit, AMPLE, CardFault::PulledMidRead);
    }

    #[test]
    fn two_cards_fail_at_select_and_a_lifted_card_at_read() {
        let habit: Habit = |asked, good| match asked {
            SELECT => vec![reply(&[0, 0, 0x81])],
            _ => vec![good],
        };
        check_fault(habit, AMPLE, CardFault::SelectFailed { sw3: 0x81 });
        let habit: Habit = |asked, good| match asked {
            READ => vec![reply(&[0, 0, 0x41])],
            _ => vec![good],
        };
        check_fault(habit, AMPLE, CardFault::ReadFailed { sw3: 0x41 });
    }

    #[test]
    fn readers_own_time_out_and_dead_module_are_told_apart() {
        check_fault(|_, _| vec![vec![5; 4]], SHORT, CardFault::ReaderTimedOut);
        check_fault(
            |_, _| vec![reply(&[0, 0, 0x66])],
            AMPLE,
            CardFault::SecurityModule { sw3: 0x66 },
        );
    }

    #[test]
    fn unplugged_reader_is_lost_then_absent() {
        let (far, near) = TTYPort::pair().unwrap();
        let mut reader = SerialReader::open(&near.name().unwrap(), 115_200).unwrap();
        drop(near);
        drop(far);
        assert_eq!(reader.read(AMPLE).unwrap_err().code(), "YC-3109");
        assert_eq!(reader.read(AMPLE).unwrap_err().code(), "YC-3101");
    }
}
