//! What things found are called: addresses of files, and places within them.

use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// A step into a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Number of a line, from 1.
    Line(u64),
    /// Path of a member in an archive of files.
    Member(String),
    /// Name of a record: `message 3`.
    Record(String),
}

/// The address of a file as archives store it: absolute, and printable whatever bytes are in it.
pub fn file_uri(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    format!("file://{}", escaped(absolute.as_os_str().as_bytes()))
}

fn escaped(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for &byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

/// A `uri` as a path for people: what `file_uri` escaped stands as it is.
pub fn path_of(uri: &str) -> String {
    match uri.strip_prefix("file://") {
        Some(escaped) => unescaped(escaped),
        None => uri.trim_end_matches(':').to_owned(),
    }
}

fn unescaped(escaped: &str) -> String {
    let mut bytes = Vec::with_capacity(escaped.len());
    let mut rest = escaped.bytes();
    while let Some(byte) = rest.next() {
        let hex = |digit: u8| char::from(digit).to_digit(16);
        match (byte, rest.clone().next().and_then(hex), rest.clone().nth(1).and_then(hex)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest.nth(1);
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A place as the fragment of an address, without a blank in it; `None` for the file as a whole.
pub fn fragment(place: &[Step]) -> Option<String> {
    let steps: Vec<String> = place
        .iter()
        .map(|step| match step {
            Step::Line(line) => format!("L{line}"),
            Step::Member(path) => escaped(path.as_bytes()),
            Step::Record(name) => of_record(name),
        })
        .collect();
    (!steps.is_empty()).then(|| steps.join("/"))
}

/// `message 3` as `message-3`, `archive/a.warc record 3` as `archive/a.warc/record-3`; anything else
/// escaped.
fn of_record(name: &str) -> String {
    let numbered = name.rsplit_once(' ').filter(|(_, number)| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    match numbered.map(|(kind, number)| (kind.rsplit_once(' '), kind, number)) {
        Some((None, kind, number)) => format!("{}-{number}", escaped(kind.as_bytes())),
        Some((Some((path, kind)), _, number)) => {
            format!("{}/{}-{number}", escaped(path.as_bytes()), escaped(kind.as_bytes()))
        }
        None => escaped(name.as_bytes()),
    }
}

/// A place for people; `None` for the file as a whole.
pub fn in_words(place: &[Step]) -> Option<String> {
    let steps: Vec<String> = place
        .iter()
        .map(|step| match step {
            Step::Line(line) => format!("line {line}"),
            Step::Member(name) | Step::Record(name) => name.clone(),
        })
        .collect();
    (!steps.is_empty()).then(|| steps.join(" "))
}

/// The place that a sighting's address has in it, in the words of `in_words`: of `file:///a.jsonl#L12`
/// `line 12`. `None` for a file as a whole.
pub fn record_of(sighting_uri: &str) -> Option<String> {
    let (_, fragment) = sighting_uri.split_once('#')?;
    let (path, last) = match fragment.rsplit_once('/') {
        Some((path, last)) => (Some(path), last),
        None => (None, fragment),
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let numbered = match (last.strip_prefix('L'), last.rsplit_once('-')) {
        (Some(line), _) if is_number(line) => Some(format!("line {line}")),
        (_, Some((kind, number))) if is_number(number) && !kind.is_empty() => {
            Some(format!("{} {number}", unescaped(kind)))
        }
        _ => None,
    };
    Some(match (path, numbered) {
        (Some(path), Some(numbered)) => format!("{} {numbered}", unescaped(path)),
        (None, Some(numbered)) => numbered,
        (_, None) => unescaped(fragment),
    })
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn addresses_are_printable() {
        let path = Path::new(OsStr::from_bytes(b"/a b/%\xff\n.txt"));
        assert_eq!(file_uri(path), "file:///a%20b/%25%FF%0A.txt");
        assert_eq!(path_of(&file_uri(path)), "/a b/%\u{fffd}\n.txt");
        assert_eq!(path_of("stdin:"), "stdin");
    }

    #[test]
    fn places_have_no_blanks_and_words_have() {
        let member = |name: &str| Step::Member(name.to_owned());
        let record = |name: &str| Step::Record(name.to_owned());
        for (place, address, words) in [
            (vec![Step::Line(12)], "L12", "line 12"),
            (vec![record("message 3")], "message-3", "message 3"),
            (vec![member("news/part 3")], "news/part%203", "news/part 3"),
            (
                vec![member("b#.mbox"), record("message 3")],
                "b%23.mbox/message-3",
                "b#.mbox message 3",
            ),
            (
                vec![record("archive/a b.warc.gz record 3")],
                "archive/a%20b.warc.gz/record-3",
                "archive/a b.warc.gz record 3",
            ),
            (vec![member("b.jsonl"), Step::Line(1)], "b.jsonl/L1", "b.jsonl line 1"),
        ] {
            assert_eq!(fragment(&place).as_deref(), Some(address));
            assert_eq!(in_words(&place).as_deref(), Some(words));
            assert_eq!(record_of(&format!("file:///a#{address}")).as_deref(), Some(words));
        }
        assert_eq!((fragment(&[]), in_words(&[])), (None, None));
        assert_eq!(record_of("file:///a.txt"), None);
    }
}
