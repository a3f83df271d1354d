//! A document that is a zip inside: DOCX, ODT, EPUB.
//!
//! Entries are unpacked into memory, one at a time and only those that are asked for. What must
//! stay true: no size that the file claims is believed, and nothing is written anywhere.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::format::Refusal;
use crate::text::decode;

/// The longest entry that is unpacked, in bytes.
const LONGEST_ENTRY: u64 = 32 * 1024 * 1024;
/// From here on an entry may not be more than `HIGHEST_RATIO` times its packed size.
const RATIO_COUNTS_FROM: u64 = 10 * 1024 * 1024;
const HIGHEST_RATIO: u64 = 200;
/// The most bytes that are unpacked of one file, all entries together.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// How many local headers are looked at to tell what a zip is.
const MOST_HEADERS: usize = 64;

/// An opened package.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    unpacked: u64,
    entries_left: usize,
}

impl<'b> Package<'b> {
    /// Reads the directory of the zip. At most `most_entries` entries will be given out.
    ///
    /// # Errors
    /// The bytes are no zip, or only a part of one.
    pub fn open(bytes: &'b [u8], most_entries: usize) -> Result<Self, Refusal> {
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| Refusal("the zip of the document is damaged or cut short".to_owned()))?;
        Ok(Self { archive, unpacked: 0, entries_left: most_entries })
    }

    /// Whether an entry of that name exists.
    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The text of an entry without its byte order mark; `None` where there is no such entry.
    ///
    /// # Errors
    /// It cannot be unpacked, is encrypted, or is larger than a document's parts are.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let mut text = decode::decode(&bytes).text;
        if text.starts_with('\u{feff}') {
            text.remove(0);
        }
        Ok(Some(text))
    }

    fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let entry = match self.archive.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(reason)) if reason.contains("assword") => {
                return Err(Refusal("the document is encrypted".to_owned()));
            }
            Err(_) => return Err(damaged(name)),
        };
        let Some(left) = self.entries_left.checked_sub(1) else {
            return Err(Refusal("the document has more parts than are read".to_owned()));
        };
        self.entries_left = left;
        let ratio_limit =
            RATIO_COUNTS_FROM.max(entry.compressed_size().saturating_mul(HIGHEST_RATIO));
        let limit = LONGEST_ENTRY.min(ratio_limit).min(MOST_BYTES.saturating_sub(self.unpacked));
        let mut bytes = Vec::new();
        if entry.take(limit + 1).read_to_end(&mut bytes).is_err() {
            return Err(damaged(name));
        }
        self.unpacked = self.unpacked.saturating_add(bytes.len() as u64);
        if bytes.len() as u64 > limit {
            return Err(Refusal(format!("{} unpacks to more than is read", shown(name))));
        }
        Ok(Some(bytes))
    }
}

fn damaged(name: &str) -> Refusal {
    Refusal(format!("{} in the document cannot be unpacked", shown(name)))
}

/// A name out of the file, short and without control characters.
fn shown(name: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
    format!("`{name}`")
}

/// What kind of document a zip holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackageKind {
    Word,
    /// Spreadsheets and slides of the same family as `Word`.
    OtherOffice,
    OpenDocumentText,
    /// Spreadsheets, drawings and slides of the same family.
    OtherOpenDocument,
    Epub,
}

/// What a zip is, by the names in its first bytes. `None` for any other zip.
///
/// Local headers follow each other where sizes are known beforehand; where they are not, the next
/// one is searched for.
pub fn kind(prefix: &[u8]) -> Option<PackageKind> {
    let mut at = 0;
    let mut is_office = false;
    for _ in 0..MOST_HEADERS {
        let header = prefix.get(at..)?;
        if !header.starts_with(LOCAL_HEADER) {
            break;
        }
        let packed_size = number(header, 18, 4)?;
        let name_length = number(header, 26, 2)?;
        let content = 30 + name_length + number(header, 28, 2)?;
        let Some(name) = header.get(30..30 + name_length) else { break };
        if name == b"mimetype" {
            return of_media_type(header.get(content..).unwrap_or_default());
        }
        is_office |= name == b"[Content_Types].xml" || name.starts_with(b"_rels/");
        let found = PARTS.iter().find(|(folder, _)| name.starts_with(folder.as_bytes()));
        if let Some((_, kind)) = found {
            return Some(*kind);
        }
        let has_size = header.get(6).is_some_and(|flags| flags & 8 == 0);
        let next = if has_size { Some(content + packed_size) } else { None };
        let step = next
            .filter(|&step| header.get(step..).is_some_and(|rest| rest.starts_with(LOCAL_HEADER)));
        match step.or_else(|| {
            let rest = header.get(content..)?;
            rest.windows(4).position(|window| window == LOCAL_HEADER).map(|place| place + content)
        }) {
            Some(step) => at += step,
            None => break,
        }
    }
    // Word puts its own part behind small ones, so that a family without it is still Word's.
    is_office.then_some(PackageKind::Word)
}

const LOCAL_HEADER: &[u8] = b"PK\x03\x04";

/// The folder in which each program of the family keeps its parts.
const PARTS: &[(&str, PackageKind)] = &[
    ("word/", PackageKind::Word),
    ("xl/", PackageKind::OtherOffice),
    ("ppt/", PackageKind::OtherOffice),
    ("visio/", PackageKind::OtherOffice),
    ("META-INF/container.xml", PackageKind::Epub),
];

fn of_media_type(content: &[u8]) -> Option<PackageKind> {
    const TYPES: &[(&[u8], PackageKind)] = &[
        (b"application/epub+zip", PackageKind::Epub),
        (b"application/vnd.oasis.opendocument.text", PackageKind::OpenDocumentText),
        (b"application/vnd.oasis.opendocument", PackageKind::OtherOpenDocument),
    ];
    TYPES.iter().find(|(media_type, _)| content.starts_with(media_type)).map(|(_, kind)| *kind)
}

/// A little-endian number in a header.
fn number(header: &[u8], at: usize, bytes: usize) -> Option<usize> {
    let digits = header.get(at..at + bytes)?;
    Some(digits.iter().rev().fold(0, |sum, &digit| sum << 8 | usize::from(digit)))
}

/// A zip for tests: entries in their order, stored.
#[cfg(test)]
pub fn zipped(entries: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    let stored = options.compression_method(zip::CompressionMethod::Stored);
    for (name, content) in entries {
        writer.start_file(*name, if *name == "mimetype" { stored } else { options }).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zip_is_told_by_its_first_entries() {
        for (entries, expected) in [
            (
                &[("[Content_Types].xml", "<Types/>"), ("word/document.xml", "")][..],
                Some(PackageKind::Word),
            ),
            (&[("[Content_Types].xml", ""), ("_rels/.rels", "")], Some(PackageKind::Word)),
            (
                &[("[Content_Types].xml", ""), ("xl/workbook.xml", "")],
                Some(PackageKind::OtherOffice),
            ),
            (&[("_rels/.rels", ""), ("ppt/slides/slide1.xml", "")], Some(PackageKind::OtherOffice)),
            (
                &[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "")],
                Some(PackageKind::OpenDocumentText),
            ),
            (
                &[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")],
                Some(PackageKind::OtherOpenDocument),
            ),
            (&[("mimetype", "application/epub+zip")], Some(PackageKind::Epub)),
            (&[("a.css", ""), ("META-INF/container.xml", "")], Some(PackageKind::Epub)),
            (&[("a.txt", "word/")], None),
        ] {
            assert_eq!(kind(&zipped(entries)), expected, "{entries:?}");
        }
        assert_eq!(kind(b"PK\x03\x04"), None);
    }

    #[test]
    fn an_entry_that_unpacks_to_too_much_is_refused() {
        let bytes = zipped(&[("a", &" ".repeat(11 * 1024 * 1024)), ("b", "b")]);
        let mut package = Package::open(&bytes, 64).unwrap();
        assert!(package.text("a").unwrap_err().0.contains("more than is read"));
        assert_eq!(package.text("b").unwrap().as_deref(), Some("b"));
        assert_eq!(package.text("c").unwrap(), None);
    }

    #[test]
    fn only_so_many_entries_are_read() {
        let bytes = zipped(&[("a", "a"), ("b", "b")]);
        let mut package = Package::open(&bytes, 1).unwrap();
        assert!(package.text("a").is_ok());
        assert!(package.text("b").is_err());
    }
}
