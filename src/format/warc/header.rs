//! The head of a record: its version line and named fields.

/// Longer heads are damage, in bytes.
pub const LONGEST: usize = 64 * 1024;

/// The named fields of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    fields: Vec<(String, String)>,
    /// Length in bytes, the blank line behind it included.
    pub length: usize,
}

impl Header {
    /// A header of these fields.
    pub fn new(fields: Vec<(String, String)>, length: usize) -> Self {
        Self { fields, length }
    }

    /// The first field of that name, in any case; `None` as well where it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(field, _)| field.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// `response`, `request`, `revisit` …, lower case.
    pub fn kind(&self) -> String {
        self.get("WARC-Type").unwrap_or_default().to_ascii_lowercase()
    }

    /// The address that was asked for. WARC 1.0 could be read as asking for angle brackets round it.
    pub fn target(&self) -> Option<&str> {
        self.get("WARC-Target-URI").map(bare)
    }

    /// How many bytes of block follow the head.
    pub fn content_length(&self) -> Option<u64> {
        self.get("Content-Length")?.parse().ok()
    }
}

/// An address without angle brackets.
pub fn bare(address: &str) -> &str {
    address.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(address).trim()
}

/// Whether a record begins here: a version line, and a named field under it.
pub fn starts(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(b"WARC/") else { return false };
    let end = rest.iter().take(8).position(|&byte| byte == b'\n');
    let Some((version, below)) = end.and_then(|end| rest.split_at_checked(end)) else {
        return false;
    };
    let version = version.trim_ascii_end();
    matches!(version, [b'0' | b'1', b'.', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
        && below.get(1).is_some_and(u8::is_ascii_alphabetic)
}

/// Reads a head. `None` if none is here or it has no end.
pub fn read(bytes: &[u8]) -> Option<Header> {
    if !starts(bytes) {
        return None;
    }
    let (lines, length) = lines(bytes)?;
    Some(Header { fields: fields(lines.get(1..)?), length })
}

/// The lines up to a blank one, without their ends, and the length of it all. `None` without a
/// blank line.
fn lines(bytes: &[u8]) -> Option<(Vec<&[u8]>, usize)> {
    let bytes = bytes.get(..LONGEST).unwrap_or(bytes);
    let (mut lines, mut length) = (Vec::new(), 0);
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let bare = line.strip_suffix(b"\n")?;
        length += line.len();
        match bare.trim_ascii_end() {
            [] => return Some((lines, length)),
            bare => lines.push(bare),
        }
    }
    None
}

/// Named fields; a line that begins with a blank goes on with the field above it. Lines without a
/// colon are passed over.
pub fn fields(lines: &[&[u8]]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in lines {
        let text = String::from_utf8_lossy(line);
        if text.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(text.trim());
            }
        } else if let Some((name, value)) = text.split_once(':') {
            fields.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_begins_with_its_version_and_a_field() {
        for (bytes, expected) in [
            (&b"WARC/1.0\r\nWARC-Type: response"[..], true),
            (b"WARC/0.18\nWARC-Type: response", true),
            (b"WARC/1.1\r\n\r\n", false),
            (b"WARC/1.0 is a format", false),
            (b"WARC/2.0\r\nWARC-Type", false),
            (b"WARC/1.0", false),
            (b"", false),
        ] {
            assert_eq!(starts(bytes), expected, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn fields_have_any_case_and_may_go_on_below() {
        let head = b"WARC/1.0\r\nwarc-type: Response\r\nWARC-Target-URI: <https://lagoon.example/a>\r\nX: one\r\n two\r\nodd line\r\nContent-Length: 12\r\n\r\nbody";
        let header = read(head).unwrap();
        assert_eq!(header.length, head.len() - 4);
        assert_eq!(header.kind(), "response");
        assert_eq!(header.target(), Some("https://lagoon.example/a"));
        assert_eq!(header.get("x"), Some("one two"));
        assert_eq!(header.content_length(), Some(12));
        assert_eq!(read(b"WARC/1.0\r\nWARC-Type: response\r\n"), None);
    }
}
