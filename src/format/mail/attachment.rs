//! A file that came with a message: which of them are read, and how.
//!
//! What a file is decides `format::detect`, as for a file on disk. What must stay true: a message
//! in a message is read by this reader with its depth counted, never anew by `detect`.

use crate::format::{self, Format, Framing};
use crate::model::Reading;

/// Names of formats whose files are news in themselves when they come with a message.
const READ: &[&str] = &["text", "html", "markdown", "mhtml", "docx", "odt", "pdf", "rtf"];

/// Whether files of that format are read; others are only named.
pub fn is_read(format: &Format) -> bool {
    matches!(format.framing, Framing::Whole) && READ.contains(&format.name)
}

/// Reads a file by its bytes and name. `None` where it is no news or cannot be read.
pub fn read(bytes: &[u8], name: &str) -> Option<Reading> {
    let format = format::detect(bytes, Some(name)).ok()?;
    // A spreadsheet of commas, a calendar or a program's source is text without being a story.
    let is_named_otherwise = format.name == "text" && !is_text_name(name);
    if !is_read(format) || is_named_otherwise {
        return None;
    }
    (format.read)(bytes).ok()
}

/// Whether a file is itself a message, by its name.
pub fn is_message(name: &str) -> bool {
    extension(name) == "eml"
}

fn is_text_name(name: &str) -> bool {
    matches!(extension(name).as_str(), "txt" | "text" | "") || name.contains(" without a name")
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_news_is_read() {
        for (bytes, name, is_read) in [
            (&b"The board said no."[..], "story.txt", true),
            (b"The board said no.", "story", true),
            (b"a,b\n1,2\n", "table.csv", false),
            (b"%PDF-1.7", "report.pdf", false),
            (b"\x78\x9f\x3e\x22", "winmail.dat", false),
        ] {
            assert_eq!(read(bytes, name).is_some(), is_read, "{name}");
        }
        assert!(is_message("forwarded.EML") && !is_message("a.txt"));
    }
}
