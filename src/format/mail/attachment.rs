//! A file that came with a message: which of them are read, and how.
//!
//! What a file is decides `format::detect`, as for a file on disk. What must stay true: a message
//! in a message is read by this reader with its depth counted, never anew by `detect`; a file that gives
//! no article says why.

use crate::format::{self, Format, Framing, documents};
use crate::model::{ProblemOutcome, Reading};

/// Names of formats whose files are news in themselves when they come with a message.
const READ: &[&str] = &["text", "html", "markdown", "mhtml", "docx", "odt", "pdf", "rtf"];

/// Whether files of that format are read; others are only named.
pub fn is_read(format: &Format) -> bool {
    matches!(format.framing, Framing::Whole) && READ.contains(&format.name)
}

/// Reads a file by its bytes and name.
///
/// # Errors
/// Why it is not read. A document that is damaged should have given an article; a picture, a table or a
/// page of links rightly gives none.
pub fn read(bytes: &[u8], name: &str) -> Result<Reading, (ProblemOutcome, String)> {
    let skipped = |reason: String| (ProblemOutcome::Skipped, reason);
    let format = format::detect(bytes, Some(name)).map_err(|refusal| skipped(refusal.0))?;
    if !is_read(format) {
        let reason =
            format!("a file of `{}` within a message is not read; save it to a file", format.name);
        return Err(skipped(reason));
    }
    if format.name == "text" && !is_text_name(name) {
        // A spreadsheet of commas, a calendar or a program's source is text without being a story.
        return Err(skipped("text that is no story by its name".to_owned()));
    }
    (format.read)(bytes).map_err(|refusal| match documents::is_document(format) {
        true => (ProblemOutcome::Refused, refusal.0),
        false => skipped(refusal.0),
    })
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
        use ProblemOutcome::{Refused, Skipped};
        for (bytes, name, expected) in [
            (&b"The board said no."[..], "story.txt", None),
            (b"The board said no.", "story", None),
            (b"a,b\n1,2\n", "table.csv", Some((Skipped, "a file of `csv` within a message"))),
            (b"BEGIN:VCARD", "ann.vcf", Some((Skipped, "no story by its name"))),
            (b"%PDF-1.7", "report.pdf", Some((Refused, "damaged beyond reading"))),
            (b"<html><p>Ann", "sign.htm", Some((Skipped, "no article text found"))),
            (b"\xd0\xcf\x11\xe0", "story.doc", Some((Skipped, "an old office document"))),
        ] {
            let found = read(bytes, name).err();
            match (&found, expected) {
                (None, None) => {}
                (Some((outcome, reason)), Some((wanted, part))) => {
                    assert!(*outcome == wanted && reason.contains(part), "{name}: {found:?}");
                }
                _ => panic!("{name}: {found:?}"),
            }
        }
        assert!(is_message("forwarded.EML") && !is_message("a.txt"));
    }
}
