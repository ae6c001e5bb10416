//! The annotated copy (加注件): one A4 page, written by hand, that says what the licence shows and for what use.

/// One line: what is drawn in Latin letters with a font that every reader has, and what it says in Chinese,
/// which readers take as its text. No Chinese font has to be carried or installed.
pub struct Line {
    pub drawn: String,
    pub says: String,
}

/// A page with these lines, and the note as an annotation of the page.
pub fn page(lines: &[Line], note: &str) -> Vec<u8> {
    let mut content = String::from("BT /F1 9.5 Tf 60 770 Td 24 TL\n");
    for line in lines {
        let drawn: String = line
            .drawn
            .chars()
            .filter(|c| (' '..='~').contains(c) && !"()\\".contains(*c))
            .collect();
        content.push_str(&format!(
            "/Span << /ActualText <feff{}> >> BDC ({drawn}) Tj EMC T*\n",
            utf16(&line.says)
        ));
    }
    content.push_str("ET\n0.5 w 50 50 495 742 re S\n");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R] \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}endstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        format!(
            "<< /Type /Annot /Subtype /Text /Rect [60 60 80 80] /Contents <feff{}> >>",
            utf16(note)
        ),
    ];
    let mut out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).bytes());
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    out.extend(format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes());
    out
}

fn utf16(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("{unit:04x}")).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_object_is_where_the_table_says() {
        let line = super::Line {
            drawn: "Licence (no. 1)".to_owned(),
            says: "营业执照𠮷".to_owned(),
        };
        let pdf = super::page(&[line], "用途：练习");
        let text = String::from_utf8_lossy(&pdf);
        let start: usize = text
            .rsplit("startxref\n")
            .next()
            .unwrap()
            .lines()
            .next()
            .unwrap()
            .parse()
            .unwrap();
        assert!(pdf[start..].starts_with(b"xref"));
        let table = String::from_utf8_lossy(&pdf[start..]).into_owned();
        for (at, line) in table.lines().skip(3).take(6).enumerate() {
            let place: usize = line[..10].parse().unwrap();
            assert!(pdf[place..].starts_with(format!("{} 0 obj", at + 1).as_bytes()));
        }
    }
}
