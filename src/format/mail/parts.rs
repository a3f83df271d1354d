//! The tree of a message: its header fields, its parts, their bytes as they were before transport.
//!
//! RFC 5322 and RFC 2045 to 2049. The tree is cut here and not by `mail_parser`, whose tree of
//! messages in messages is as deep as a message asks for; its readers of fields, encoded words
//! and transfer encodings are used. What must stay true: no deeper than `DEEPEST`, no more than
//! `MOST` parts, and bytes of a part that cannot be decoded are kept as they came.

use std::borrow::Cow;

use encoding_rs::Encoding;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::parsers::MessageStream;
use mail_parser::{HeaderName, Message, MessageParser, MimeHeaders};

use crate::text::decode;

/// Parts and messages inside each other beyond this are not looked into.
pub const DEEPEST: usize = 16;
/// More parts than this were not met in a message; that the rest is left unread is told.
pub const MOST: usize = 2000;
/// The longest header that is read, in bytes.
const LONGEST_HEAD: usize = 1 << 20;

/// The header of a message or of a part.
pub struct Fields {
    /// Names as they came and values in one line, encoded words resolved.
    pub lines: Vec<(String, String)>,
    /// The same as `mail_parser` understands them.
    parsed: Option<Message<'static>>,
}

/// A part, or a message as a whole.
pub struct Entity<'m> {
    pub fields: Fields,
    /// `text`, `multipart`; lower case.
    pub kind: String,
    /// `plain`, `alternative`; lower case.
    pub subtype: String,
    /// Its content as it was sent, still in its transfer encoding.
    raw: &'m [u8],
    pub children: Vec<Entity<'m>>,
    /// Whether it has more children than are read.
    pub is_cut: bool,
}

impl Fields {
    fn read(head: &[u8]) -> Self {
        let head = head.get(..LONGEST_HEAD).unwrap_or(head);
        // Nobody declares the character set of a header that is not in ASCII.
        let whole = decode::decode(head);
        let encoding = Encoding::for_label(whole.encoding.as_bytes()).unwrap_or(encoding_rs::UTF_8);
        let mut raw: Vec<(String, Vec<u8>)> = Vec::new();
        for line in head.split(|&byte| byte == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.starts_with(b" ") || line.starts_with(b"\t") {
                if let Some((_, value)) = raw.last_mut() {
                    value.push(b' ');
                    value.extend_from_slice(line.trim_ascii());
                }
            } else if let Some(colon) = line.iter().position(|&byte| byte == b':')
                && let Some(name) = line.get(..colon).and_then(name)
            {
                let value = line.get(colon + 1..).unwrap_or_default().trim_ascii().to_vec();
                raw.push((name.to_owned(), value));
            }
        }
        let lines: Vec<(String, String)> =
            raw.into_iter().map(|(name, value)| (name, text(value, encoding))).collect();
        let mut closed = whole.text;
        closed.push_str("\n\n");
        let parsed =
            MessageParser::default().parse_headers(closed.as_bytes()).map(Message::into_owned);
        Self { lines, parsed }
    }

    /// The first field of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.lines
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The tree of a message's parts.
    pub fn message(&self) -> Option<&Message<'static>> {
        self.parsed.as_ref()
    }
}

/// A value as text, its encoded words (RFC 2047) resolved.
fn text(mut value: Vec<u8>, encoding: &'static Encoding) -> String {
    if value.windows(2).any(|pair| pair == b"=?") {
        let mut line = value;
        line.push(b'\n');
        let resolved = MessageStream::new(&line).parse_unstructured().into_text();
        if let Some(resolved) = resolved {
            return resolved.into_owned();
        }
        // What looked like an encoded word is none: the value stays as it was written.
        line.pop();
        value = line;
    }
    let (text, _) = encoding.decode_without_bom_handling(&value);
    text.into_owned()
}

/// The name of a field, if a line's start is one.
fn name(bytes: &[u8]) -> Option<&str> {
    let name = std::str::from_utf8(bytes).ok()?.trim_end();
    let is_name =
        !name.is_empty() && name.len() <= 76 && name.bytes().all(|byte| byte.is_ascii_graphic());
    is_name.then_some(name)
}

/// A message, without its `From ` line if it has one.
pub fn message(bytes: &[u8]) -> Entity<'_> {
    let mut left = MOST;
    let start = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    entity(bytes.get(start..).unwrap_or_default(), "text/plain", DEEPEST, &mut left)
}

fn entity<'m>(bytes: &'m [u8], default: &str, depth: usize, left: &mut usize) -> Entity<'m> {
    *left = left.saturating_sub(1);
    let (head, raw) = head_and_rest(bytes);
    let fields = Fields::read(head);
    let declared = fields.parsed.as_ref().and_then(|parsed| parsed.content_type());
    let boundary = declared.and_then(|declared| declared.attribute("boundary"));
    let (kind, subtype) = match declared {
        Some(declared) => (
            declared.ctype().trim().to_ascii_lowercase(),
            declared.subtype().unwrap_or_default().trim().to_ascii_lowercase(),
        ),
        None => {
            let (kind, subtype) = default.split_once('/').unwrap_or(("text", "plain"));
            (kind.to_owned(), subtype.to_owned())
        }
    };
    let (mut children, mut is_cut) = (Vec::new(), false);
    // Too deep to be looked into, it is no text either.
    let kind = if kind == "multipart" && depth == 0 { "application".to_owned() } else { kind };
    if kind == "multipart"
        && let Some(boundary) = boundary
    {
        let default = if subtype == "digest" { "message/rfc822" } else { "text/plain" };
        for part in divided(raw, boundary.as_bytes()) {
            if *left == 0 {
                is_cut = true;
                break;
            }
            children.push(entity(part, default, depth - 1, left));
        }
    }
    Entity { fields, kind, subtype, raw, children, is_cut }
}

/// Where the header ends: behind a line without words, or before one that is no field.
fn head_and_rest(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    let mut start = 0;
    let mut has_field = false;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let next = at + line.len();
        if line.iter().all(u8::is_ascii_whitespace) {
            return (
                bytes.get(start..at).unwrap_or_default(),
                bytes.get(next..).unwrap_or_default(),
            );
        }
        let is_continued = has_field && line.starts_with(b" ") || line.starts_with(b"\t");
        let is_field = line
            .split(|&byte| byte == b':')
            .next()
            .is_some_and(|start| start.len() < line.len() && name(start).is_some());
        if is_field {
            has_field = true;
        } else if is_separator(line) {
            if !has_field {
                start = next;
            }
        } else if !is_continued {
            return (bytes.get(start..at).unwrap_or_default(), bytes.get(at..).unwrap_or_default());
        }
        at = next;
    }
    (bytes.get(start..).unwrap_or_default(), &[])
}

/// `From a@b.example Mon Mar  4 …` of a mailbox, also as some programs quote it.
fn is_separator(line: &[u8]) -> bool {
    line.strip_prefix(b">").unwrap_or(line).starts_with(b"From ")
}

/// The parts between the lines `--boundary`; what stands before and behind them is nobody's.
fn divided<'m>(raw: &'m [u8], boundary: &[u8]) -> Vec<&'m [u8]> {
    let mut parts = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = 0;
    for line in raw.split_inclusive(|&byte| byte == b'\n') {
        let next = at + line.len();
        let after = line.strip_prefix(b"--").and_then(|rest| rest.strip_prefix(boundary));
        if let Some(after) = after.filter(|_| !boundary.is_empty()) {
            let is_last = after.starts_with(b"--");
            let rest = if is_last { after.get(2..).unwrap_or_default() } else { after };
            if rest.iter().all(u8::is_ascii_whitespace) {
                if let Some(start) = open.take() {
                    parts.push(without_line_end(raw.get(start..at).unwrap_or_default()));
                }
                if is_last {
                    return parts;
                }
                open = Some(next);
            }
        }
        at = next;
    }
    if let Some(start) = open {
        parts.push(raw.get(start..).unwrap_or_default());
    }
    parts
}

/// The line end before a boundary belongs to the boundary.
fn without_line_end(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}

impl Entity<'_> {
    /// Whether its media type is this one, in lower case.
    pub fn is(&self, kind: &str, subtype: &str) -> bool {
        self.kind == kind && self.subtype == subtype
    }

    /// Whether it is a message inside the message.
    pub fn is_message(&self) -> bool {
        self.kind == "message" && matches!(self.subtype.as_str(), "rfc822" | "global")
    }

    /// The file name that it was sent with.
    pub fn name(&self) -> Option<&str> {
        let message = self.fields.parsed.as_ref()?;
        let root = message.parts.first()?;
        root.attachment_name().map(str::trim).filter(|name| !name.is_empty())
    }

    /// Whether its sender put it beside the message rather than into it.
    pub fn is_attached(&self) -> bool {
        self.fields
            .get("Content-Disposition")
            .is_some_and(|value| value.to_ascii_lowercase().starts_with("attachment"))
    }

    /// An attribute of its media type, such as `charset`.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.fields.parsed.as_ref()?.content_type()?.attribute(name)
    }

    /// Its content, and whether the transfer encoding was in order.
    pub fn bytes(&self) -> (Cow<'_, [u8]>, bool) {
        let encoding = self
            .fields
            .parsed
            .as_ref()
            .and_then(|message| message.header(HeaderName::ContentTransferEncoding))
            .and_then(|value| value.as_text())
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        match encoding.as_str() {
            "base64" => match base64_decode(until_padding(self.raw)) {
                Some(bytes) => (Cow::Owned(bytes), true),
                None => (Cow::Borrowed(self.raw), false),
            },
            "quoted-printable" => (Cow::Owned(quoted_printable(self.raw)), true),
            _ => (Cow::Borrowed(self.raw), true),
        }
    }
}

/// Base64 up to the padding that ends it (RFC 2045, section 6.8): list programs append their notes to a
/// part without a look at its encoding. Pieces that were padded each for itself stay together.
fn until_padding(raw: &[u8]) -> &[u8] {
    let signs = |bytes: &[u8]| bytes.iter().filter(|byte| !byte.is_ascii_whitespace()).count();
    let is_base64 = |bytes: &[u8]| {
        signs(bytes) % 4 == 0
            && bytes.iter().all(|byte| {
                byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace() || b"+/=".contains(byte)
            })
    };
    let start = raw.iter().position(|&byte| byte == b'=').unwrap_or(raw.len());
    let (data, rest) = raw.split_at(start);
    let padding: &[u8] = match signs(data) % 4 {
        2 => b"==",
        3 => b"=",
        _ => return raw,
    };
    match rest.strip_prefix(padding) {
        Some(behind) if !is_base64(behind) => raw.get(..start + padding.len()).unwrap_or(raw),
        _ => raw,
    }
}

/// RFC 2045, section 6.7; what is not encoded as it asks for stays as it is, as it advises.
fn quoted_printable(raw: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(raw.len());
    for line in raw.split_inclusive(|&byte| byte == b'\n') {
        let content = line.trim_ascii_end();
        let (content, is_soft) = match content.strip_suffix(b"=") {
            Some(content) => (content, true),
            None => (content, false),
        };
        let mut rest = content;
        while let Some((&byte, after)) = rest.split_first() {
            let code = match after {
                [high, low, ..] if byte == b'=' => hexadecimal(*high, *low),
                _ => None,
            };
            match code {
                Some(code) => {
                    bytes.push(code);
                    rest = after.get(2..).unwrap_or_default();
                }
                None => {
                    bytes.push(byte);
                    rest = after;
                }
            }
        }
        if !is_soft && line.ends_with(b"\n") {
            bytes.push(b'\n');
        }
    }
    bytes
}

fn hexadecimal(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_ends_where_its_fields_end() {
        for (bytes, fields, rest) in [
            ("A: b\n\nc", 1, "c"),
            ("A: b\r\n c\r\n\r\nd", 1, "d"),
            ("A: b\nno field\nmore", 1, "no field\nmore"),
            ("From a@b.example Mon\nA: b\n\nc", 1, "c"),
            (">From a@b.example Mon\nA: b\n\nc", 1, "c"),
            ("The story has no header at all.\n\nc", 0, "The story has no header at all.\n\nc"),
            ("\nc", 0, "c"),
            ("Subject: =?iso-8859-1?Q?Fr\u{f6}sche?=\n\nc", 1, "c"),
            ("A: b", 1, ""),
            ("", 0, ""),
        ] {
            let (head, after) = head_and_rest(bytes.as_bytes());
            assert_eq!(Fields::read(head).lines.len(), fields, "{bytes:?}");
            assert_eq!(std::str::from_utf8(after).unwrap(), rest, "{bytes:?}");
        }
    }

    #[test]
    fn fields_are_one_line_of_text() {
        let fields =
            Fields::read(b"Subject: =?iso-8859-1?Q?Caf=E9?= opens\r\nX: a\r\n\tb\r\nY: caf\xe9 ol");
        assert_eq!(fields.get("subject"), Some("Café opens"));
        assert_eq!(fields.get("x"), Some("a b"));
        assert!(fields.get("Y").is_some_and(|value| value.starts_with("caf")));
    }

    #[test]
    fn parts_lie_between_their_boundaries() {
        for (raw, parts) in [
            ("before\n--b\none\n--b\r\ntwo\r\n--b--\nbehind", vec!["one", "two"]),
            ("--b\none\n--bc\nstill\n", vec!["one\n--bc\nstill\n"]),
            ("--b--\nnone", vec![]),
            ("nothing", vec![]),
        ] {
            let found: Vec<&str> = divided(raw.as_bytes(), b"b")
                .into_iter()
                .map(|part| std::str::from_utf8(part).unwrap())
                .collect();
            assert_eq!(found, parts, "{raw:?}");
        }
    }

    #[test]
    fn base64_ends_with_its_padding() {
        let note = &b"____\nharbour-list, see http://list.invalid"[..];
        for (raw, kept) in [
            ([&b"VG9sbHMgZ28gdXAuCg==\n"[..], note].concat(), &b"VG9sbHMgZ28gdXAuCg=="[..]),
            (b"VG9sbHMgZ28gdXAu\nCg== sent on".to_vec(), b"VG9sbHMgZ28gdXAu\nCg=="),
            (b"VG9sbHM=\nZ28gdXA=\n".to_vec(), b"VG9sbHM=\nZ28gdXA=\n"),
            (b"VG9sbHMu\n".to_vec(), b"VG9sbHMu\n"),
            (b"tolls = dear".to_vec(), b"tolls = dear"),
            (b"=".to_vec(), b"="),
        ] {
            assert_eq!(until_padding(&raw), kept);
        }
    }

    #[test]
    fn quoted_printable_is_forgiving() {
        for (raw, bytes) in [
            (&b"caf=C3=A9 =\nand =3D  \nend"[..], "café and =\nend".as_bytes()),
            (b"100=% =zz =4", b"100=% =zz =4"),
            (b"", b""),
        ] {
            assert_eq!(quoted_printable(raw), bytes);
        }
    }

    #[test]
    fn depth_and_number_have_a_limit() {
        let mut deep = String::new();
        for level in 0..2000 {
            deep.push_str(&format!(
                "Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"
            ));
        }
        let root = message(deep.as_bytes());
        let mut depth = 0;
        let mut at = &root;
        while let Some(child) = at.children.first() {
            depth += 1;
            at = child;
        }
        assert_eq!(depth, DEEPEST);
        let wide = format!("Content-Type: multipart/mixed; boundary=b\n{}", "\n--b\n".repeat(9000));
        assert!(message(wide.as_bytes()).children.len() <= MOST);
    }
}
