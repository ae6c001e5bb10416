//! How a hall writes down which ticket printer a machine has.

use super::{Setup, TicketPrinter};

/// As the printers are delivered.
const BAUD: u32 = 9600;
/// Of 58 mm paper.
const NARROW: u16 = 384;

impl TicketPrinter {
    /// An address, with blanks before words that say what is not as usual: `10.1.2.3`, `10.1.2.3:9100 58mm`,
    /// `/dev/ttyUSB0@19200 uncut`, `COM3`. `None` for what is none.
    pub fn written(text: &str) -> Option<(TicketPrinter, Setup)> {
        let mut words = text.split_whitespace();
        let address = words.next()?;
        let mut setup = Setup::default();
        for word in words {
            match word {
                "80mm" => {}
                "58mm" => setup.dots = NARROW,
                "uncut" => setup.has_cutter = false,
                _ => return None,
            }
        }
        let (path, baud) = match address.split_once('@') {
            Some((path, baud)) => (path, Some(baud.parse().ok()?)),
            None => (address, None),
        };
        if is_port(path) {
            let path = path.to_owned();
            let baud = baud.unwrap_or(BAUD);
            return Some((TicketPrinter::Serial { path, baud }, setup));
        }
        let is_host = baud.is_none() && !path.contains('/');
        is_host.then(|| (TicketPrinter::Network(path.to_owned()), setup))
    }
}

fn is_port(path: &str) -> bool {
    let number = path
        .get(3..)
        .filter(|_| path.get(..3).is_some_and(|com| com.eq_ignore_ascii_case("com")));
    path.starts_with("/dev/")
        || number.is_some_and(|number| !number.is_empty() && number.bytes().all(|sign| sign.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printer_is_read_as_halls_write_it() {
        let serial = |path: &str, baud| TicketPrinter::Serial {
            path: path.to_owned(),
            baud,
        };
        let network = |address: &str| TicketPrinter::Network(address.to_owned());
        let usual = Setup::default();
        let narrow = Setup {
            dots: NARROW,
            ..usual
        };
        let uncut = Setup {
            has_cutter: false,
            ..usual
        };
        for (written, expected) in [
            ("10.1.2.3", Some((network("10.1.2.3"), usual))),
            (
                " printer.hall:9101  58mm ",
                Some((network("printer.hall:9101"), narrow)),
            ),
            (
                "/dev/ttyUSB0@19200 uncut",
                Some((serial("/dev/ttyUSB0", 19_200), uncut)),
            ),
            ("COM3 80mm", Some((serial("COM3", BAUD), usual))),
            ("comet.hall", Some((network("comet.hall"), usual))),
            ("", None),
            ("10.1.2.3@19200", None),
            ("/dev/ttyUSB0@fast", None),
            ("10.1.2.3 110mm", None),
            ("http://10.1.2.3/", None),
        ] {
            assert_eq!(TicketPrinter::written(written), expected, "{written}");
        }
    }
}
