//! Whether the first bytes of a file are a message's, a mailbox's or a saved page's.
//!
//! By fields that only programs write: `From:` and `Date:` alone may be somebody's labels over a
//! story, and that stays text.

use std::borrow::Cow;

use crate::text::decode;

/// Fields that nobody writes by hand, lower case.
const MACHINE_MADE: &[&str] = &[
    "received",
    "return-path",
    "message-id",
    "mime-version",
    "content-type",
    "delivered-to",
    "content-transfer-encoding",
    "x-mailer",
    "dkim-signature",
    "x-apparently-to",
    "x-spam-status",
    "list-unsubscribe",
];

/// How the line begins that parts the messages of a mailbox.
const SEPARATOR: &str = "From ";

/// How many lines of a header are looked at.
const LINES: usize = 200;

/// Whether a file is one message, an Apple one with its count before it included.
pub fn is_message(prefix: &[u8]) -> bool {
    let text = head(prefix);
    let text = match text.split_once('\n') {
        Some((count, rest))
            if !count.trim().is_empty()
                && count.trim().bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            rest
        }
        _ => text.as_ref(),
    };
    fields(text).iter().any(|(name, _)| MACHINE_MADE.contains(&name.as_str()))
}

/// Whether a file is a mailbox: it starts with a separator, and a header follows.
pub fn is_mailbox(prefix: &[u8]) -> bool {
    let text = head(prefix);
    if !text.starts_with(SEPARATOR) {
        return false;
    }
    let Some((first, rest)) = text.split_once(['\n', '\r']) else { return false };
    let rest = rest.trim_start_matches('\n');
    is_separator(first.as_bytes()) && (rest.trim().is_empty() || !fields(rest).is_empty())
}

/// Whether a file is a page saved with all that belongs to it (RFC 2557).
pub fn is_saved_page(prefix: &[u8]) -> bool {
    let text = head(prefix);
    let fields = fields(&text);
    let has = |name: &str| fields.iter().any(|(known, _)| known == name);
    let is_related = fields.iter().any(|(name, value)| {
        name == "content-type" && value.to_ascii_lowercase().starts_with("multipart/related")
    });
    let is_saved = has("snapshot-content-location")
        || fields.iter().any(|(name, value)| {
            name == "from" && (value.starts_with("<Saved by") || value.starts_with("\"Saved by"))
        });
    // Other programs write a message without anybody who sent or received it.
    is_saved
        || is_related && !has("to") && !has("received") && !has("message-id") && has("mime-version")
}

/// Whether a line parts the messages of a mailbox: `From `, somebody, and a date that ends in a
/// year, be it with a zone behind it.
pub fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(SEPARATOR.as_bytes()) else { return false };
    let Ok(rest) = std::str::from_utf8(rest.get(..200).unwrap_or(rest)) else { return false };
    let words: Vec<&str> = rest.split_whitespace().collect();
    let has_time = words.iter().any(|word| {
        word.len() <= 8
            && word.contains(':')
            && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b':')
    });
    let has_year = words.iter().rev().take(4).any(|word| {
        word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.bytes().all(|byte| byte.is_ascii_digit())
    });
    has_time && has_year
}

/// The start of a file as text. A copy is made only of what is not UTF-8: nearly every text that is taken comes by here.
fn head(prefix: &[u8]) -> Cow<'_, str> {
    let prefix = prefix.get(..16_384).unwrap_or(prefix);
    match std::str::from_utf8(prefix) {
        Ok(text) => with_line_ends(text),
        Err(_) => Cow::Owned(with_line_ends(&decode::decode(prefix).text).into_owned()),
    }
}

/// Without what stands before the first word, and with the line ends of others where it has only those of old Macs.
fn with_line_ends(text: &str) -> Cow<'_, str> {
    let text = text.trim_start_matches('\u{feff}').trim_start_matches([' ', '\t', '\r', '\n']);
    match text.contains('\r') && !text.contains('\n') {
        true => Cow::Owned(text.replace('\r', "\n")),
        false => Cow::Borrowed(text),
    }
}

/// The fields at the start of a text, names in lower case; it ends with the first other line.
fn fields(text: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines().take(LINES) {
        if line.starts_with([' ', '\t']) && !fields.is_empty() {
            continue;
        }
        if line.strip_prefix('>').unwrap_or(line).starts_with(SEPARATOR) {
            continue;
        }
        match line.split_once(':') {
            Some((name, value))
                if !name.is_empty()
                    && name.len() < 60
                    && name
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') =>
            {
                fields.push((name.to_ascii_lowercase(), value.trim().to_owned()));
            }
            _ => break,
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_programs_make_a_message() {
        for (bytes, expected) in [
            (&b"Received: from a.example\nFrom: a@a.example\n\nNo."[..], true),
            (b"From: a@a.example\r\nMessage-ID: <a>\r\n\r\nNo.", true),
            (b"42\nMessage-ID: <a>\n\nNo.", true),
            (b"From: a\rMIME-Version: 1.0\r\rNo.", true),
            (b"Date: 2024-03-18\nFrom: Ann\n\nNo.", false),
            (b"The minister said: no\nMessage-ID: x", false),
            (b"", false),
        ] {
            assert_eq!(is_message(bytes), expected, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn separators_end_in_a_date() {
        for (line, expected) in [
            ("From ann@lagoon.example Mon Mar  4 10:00:00 2024", true),
            ("From ann@lagoon.example  Mon Mar 04 10:00:00 +1300 2024", true),
            ("From 1792@xxx Mon Mar 04 10:00:00 2024 +0000", true),
            ("From - Mon Mar  4 10:00:00 2024", true),
            ("From there it went on to 2024", false),
            ("From a@b.example", false),
            (">From ann@lagoon.example Mon Mar  4 10:00:00 2024", false),
        ] {
            assert_eq!(is_separator(line.as_bytes()), expected, "{line}");
        }
        assert!(is_mailbox(b"From - Mon Mar  4 10:00:00 2024\nSubject: x\n\ny"));
        assert!(is_mailbox(b"From - Mon Mar  4 10:00:00 2024\n\n"));
        assert!(!is_mailbox(b"From - Mon Mar  4 10:00:00 2024\nthe story goes on"));
    }

    #[test]
    fn saved_pages_are_no_messages_of_anybody() {
        for (bytes, expected) in [
            (&b"From: <Saved by Blink>\nSubject: x\nMIME-Version: 1.0\n\n"[..], true),
            (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n", true),
            (b"To: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n", false),
            (b"MIME-Version: 1.0\nContent-Type: text/plain\n\n", false),
        ] {
            assert_eq!(is_saved_page(bytes), expected);
        }
    }
}
