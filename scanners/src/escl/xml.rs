//! A lenient view of a device's XML: elements by their local name, in whatever namespace and order.
//!
//! Scanners leave elements out, move them, and spell prefixes as they like; every element is optional here. What a
//! stranger sends is bounded: by its size, and by how deep and how many its elements are.

use quick_xml::Reader;
use quick_xml::events::Event;

const MAX_BYTES: usize = 1024 * 1024;
const MAX_DEPTH: usize = 32;
const MAX_ELEMENTS: usize = 20_000;

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub name: String,
    pub text: String,
    pub inside: Vec<Element>,
}

impl Element {
    /// The outermost element; `None` for what is no XML, or more of it than a scanner has to say.
    pub fn read(bytes: &[u8]) -> Option<Element> {
        if bytes.len() > MAX_BYTES {
            return None;
        }
        let text = String::from_utf8_lossy(bytes);
        let mut reader = Reader::from_str(&text);
        let mut open: Vec<Element> = Vec::new();
        let mut elements = 0;
        loop {
            let done = match reader.read_event().ok()? {
                Event::Start(start) => {
                    elements += 1;
                    if open.len() >= MAX_DEPTH || elements > MAX_ELEMENTS {
                        return None;
                    }
                    open.push(Element::named(start.local_name().as_ref()));
                    None
                }
                Event::Empty(empty) => {
                    elements += 1;
                    if elements > MAX_ELEMENTS {
                        return None;
                    }
                    Some(Element::named(empty.local_name().as_ref()))
                }
                Event::End(_) => open.pop(),
                Event::Text(text) => {
                    if let Some(element) = open.last_mut() {
                        element.text.push_str(text.xml10_content().trim());
                    }
                    None
                }
                Event::Eof => return None,
                Event::CData(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_)
                | Event::GeneralRef(_) => None,
            };
            if let Some(done) = done {
                match open.last_mut() {
                    Some(around) => around.inside.push(done),
                    None => return Some(done),
                }
            }
        }
    }

    fn named(name: &str) -> Element {
        Element {
            name: name.to_owned(),
            ..Element::default()
        }
    }

    /// The first child of that name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.inside.iter().find(|one| one.name == name)
    }

    /// Every element of that name, however deep, in the order they stand.
    pub fn all(&self, name: &str) -> Vec<&Element> {
        let mut found = Vec::new();
        for one in &self.inside {
            if one.name == name {
                found.push(one);
            }
            found.extend(one.all(name));
        }
        found
    }

    /// The text of the first element of that name, however deep.
    pub fn says(&self, name: &str) -> Option<&str> {
        self.all(name)
            .into_iter()
            .map(|one| one.text.as_str())
            .find(|text| !text.is_empty())
    }

    /// The number in the first element of that name, however deep.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.says(name)?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_local_and_order_does_not_matter() {
        let read = Element::read(
            b"<?xml version='1.0'?><a:Root xmlns:a='x'><b:In> 3 </b:In><Deep><In>4</In></Deep></a:Root>",
        )
        .unwrap();
        assert_eq!(read.name, "Root");
        assert_eq!(read.number("In"), Some(3));
        assert_eq!(read.all("In").len(), 2);
        assert_eq!(read.child("Deep").and_then(|deep| deep.number("In")), Some(4));
        assert_eq!(read.says("Absent"), None);
    }

    #[test]
    fn what_is_no_xml_or_too_much_of_it_is_nothing() {
        for bytes in [&b""[..], b"hello", b"<a>", b"<a></b>", &[0xFF, 0xFE, 0x00]] {
            assert_eq!(Element::read(bytes), None, "{bytes:?}");
        }
        let deep = "<a>".repeat(40) + &"</a>".repeat(40);
        assert_eq!(Element::read(deep.as_bytes()), None);
        let many = format!("<r>{}</r>", "<a/>".repeat(MAX_ELEMENTS));
        assert_eq!(Element::read(many.as_bytes()), None);
        let long = format!("<r>{}</r>", "x".repeat(MAX_BYTES));
        assert_eq!(Element::read(long.as_bytes()), None);
    }
}
