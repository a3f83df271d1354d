//! Zip: an archive of files, each member a capture by its own format.
//!
//! The directory at the end says what is inside. It is read line by line and not as a map of names:
//! two members may have one name, and both are somebody's. What must stay true: no member is believed
//! about its size; members that share bytes, which only bombs do, cost the archive. Office documents are zips
//! too: those that have a reader are recognised before this, the others are refused by name here. A
//! web archive in a zip is cut into its records (`wacz`). Source: PKWARE APPNOTE 6.3.10.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

// Of the module's two readers the one that is not a map of names. It is called unstable, and the lock
// file pins it.
use ::zip::read::{Config, OwnedZipFileEntry, ZipFile};
use ::zip::result::ZipResult;
use ::zip::unstable::read::ZipIterable;
use ::zip::{CompressionMethod, ZipReadOptions};

use super::compression::{self, LARGEST};
use super::members::{self, MemberNames};
use super::{Cutting, Format, Framing, Piece, PieceContent, Pieces, Refusal, Source, wacz};

pub const FORMAT: Format = Format {
    name: "zip",
    version: 1,
    media_type: "application/zip",
    extensions: &["zip"],
    summary: "zip: an archive of files, each read as what it is",
    framing: Framing::Records(cut),
    sniff: |prefix| prefix.starts_with(b"PK\x03\x04") || prefix.starts_with(b"PK\x05\x06"),
    read: |_| Err(Refusal("a zip archive is no capture, its files are".to_owned())),
};

/// A member that says what the whole is, and what to do about it.
const DOCUMENTS: &[(&str, &str)] = &[
    ("xl/workbook.xml", "this is a workbook (XLSX); save its sheets as CSV"),
    ("xl/workbook.bin", "this is a workbook (XLSB); save its sheets as CSV"),
    ("ppt/presentation.xml", "this is a presentation (PPTX); save it as text"),
    ("visio/document.xml", "this is a drawing (VSDX); save it as text"),
    ("word/document.xml", "this is a text document that could not be told as DOCX; save it again"),
    (
        "META-INF/manifest.xml",
        "this is an office document of a kind that is not read; save it as text",
    ),
    ("Index/Document.iwa", "this is a document of Pages, Numbers or Keynote; export it as text"),
    ("META-INF/MANIFEST.MF", "this is a program (JAR)"),
    ("AndroidManifest.xml", "this is a program (APK)"),
];

/// The kind of file in `unix_mode`, as in `stat(2)`.
const KIND: u32 = 0o170_000;
const REGULAR: u32 = 0o100_000;
/// Length of a member's local header without its name, in bytes.
const LOCAL_HEADER: u64 = 30;

/// The members of a zip, or the records of a web archive in one.
pub(super) fn cut<'a>(source: Box<dyn Source + 'a>, _: &Cutting) -> Pieces<'a> {
    let shared = Shared(Arc::new(Mutex::new(source)));
    let entries = match entries(shared.clone()) {
        Ok(entries) => entries,
        Err(error) => return one(format!("damaged zip archive: {}", words(&error.into()))),
    };
    let holds =
        |name: &str| entries.iter().any(|entry| entry.as_ref().name_raw() == name.as_bytes());
    if let Some((_, reason)) = DOCUMENTS.iter().find(|(name, _)| holds(name)) {
        return one((*reason).to_owned());
    }
    if has_overlap(&entries) {
        return one("members of the zip archive share bytes, as only bombs do".to_owned());
    }
    if wacz::is_web_archive(&entries) {
        return wacz::records(&entries, &shared);
    }
    members::or_none(Members {
        source: shared,
        entries: entries.into_iter(),
        names: MemberNames::default(),
    })
}

fn one<'a>(reason: String) -> Pieces<'a> {
    Box::new(std::iter::once(members::refused(reason)))
}

/// The lines of the directory.
fn entries(source: Shared) -> ZipResult<Vec<OwnedZipFileEntry>> {
    let mut directory = ZipIterable::try_new(source, Config::default())?;
    directory.files()?.map(|entry| entry.map(OwnedZipFileEntry::from)).collect()
}

/// Opens what a line of the directory is about.
pub(super) fn open<'s, 'a>(
    entry: &'s OwnedZipFileEntry,
    source: &'s mut Shared<'a>,
) -> ZipResult<ZipFile<'s, Shared<'a>>> {
    entry.as_ref().with_reader(source, ZipReadOptions::new())
}

/// A file that several read, each from a place of its own.
#[derive(Clone)]
pub(super) struct Shared<'a>(Arc<Mutex<Box<dyn Source + 'a>>>);

impl Shared<'_> {
    fn with<T>(&self, action: impl FnOnce(&mut dyn Source) -> io::Result<T>) -> io::Result<T> {
        action(&mut **self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads at a place of the file. Fails as the file does.
    pub fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        self.with(|source| {
            source.seek(SeekFrom::Start(offset))?;
            source.read(into)
        })
    }
}

impl Read for Shared<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.with(|source| source.read(into))
    }
}

impl Seek for Shared<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.with(|source| source.seek(to))
    }
}

struct Members<'a> {
    source: Shared<'a>,
    entries: std::vec::IntoIter<OwnedZipFileEntry>,
    names: MemberNames,
}

impl Iterator for Members<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        // A folder is where its files are, and nothing itself.
        let owned = self.entries.find(|entry| !entry.as_ref().is_dir())?;
        let entry = owned.as_ref();
        let name = self.names.next(entry.name_raw());
        let content = if members::is_left_behind(&String::from_utf8_lossy(entry.name_raw())) {
            members::left_behind()
        } else if entry.unix_mode().is_some_and(|mode| ![0, REGULAR].contains(&(mode & KIND))) {
            PieceContent::Passed("link or special file".to_owned())
        } else {
            match read(&owned, &mut self.source) {
                Ok(bytes) => PieceContent::Record { bytes, format: None },
                Err(reason) => PieceContent::Refused(reason),
            }
        };
        Some(Piece { name, content })
    }
}

/// Reads a member, as far as it is what one may read. The error is the reason why not.
fn read(owned: &OwnedZipFileEntry, source: &mut Shared) -> Result<Vec<u8>, String> {
    let entry = owned.as_ref();
    may_read(entry.encrypted(), entry.compression())?;
    if entry.size() > LARGEST as u64 {
        return Err(members::too_large());
    }
    let packed = entry.compressed_size();
    let member = open(owned, source).map_err(|error| words(&error.into()))?;
    compression::read_all(member, packed).map_err(|(_, error)| match error.kind() {
        io::ErrorKind::Other if error.to_string() == compression::TOO_LARGE => members::too_large(),
        io::ErrorKind::Other => error.to_string(),
        io::ErrorKind::InvalidData => "damaged".to_owned(),
        _ => words(&error),
    })
}

/// Fails with the reason why a member cannot be read: it is encrypted, or packed in an unusual way.
pub(super) fn may_read(is_encrypted: bool, method: CompressionMethod) -> Result<(), String> {
    match method {
        _ if is_encrypted => Err("encrypted".to_owned()),
        CompressionMethod::Stored | CompressionMethod::Deflated => Ok(()),
        method => {
            let method = method.to_string().to_lowercase();
            Err(format!("packed by a method that is not read ({method})"))
        }
    }
}

/// Whether members lie on top of each other, so that a small file unpacks to a huge one without any
/// member standing out.
fn has_overlap(entries: &[OwnedZipFileEntry]) -> bool {
    let mut stretches: Vec<(u64, u64)> = entries
        .iter()
        .map(|entry| {
            let entry = entry.as_ref();
            let length = LOCAL_HEADER + entry.name_raw().len() as u64;
            let start = entry.header_start();
            (start, start.saturating_add(length).saturating_add(entry.compressed_size()))
        })
        .collect();
    stretches.sort_unstable();
    stretches.iter().zip(stretches.iter().skip(1)).any(|(one, next)| one.1 > next.0)
}

/// An error of the file or of the directory, in words that fit behind a colon.
fn words(error: &io::Error) -> String {
    let text = error.to_string().to_lowercase();
    let text = text.strip_prefix("invalid zip archive: ").unwrap_or(&text);
    text.split(" (os error").next().unwrap_or(text).trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use ::zip::ZipWriter;
    use ::zip::write::SimpleFileOptions;

    use super::*;

    fn written(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn pieces(file: Vec<u8>) -> Vec<String> {
        cut(Box::new(Cursor::new(file)), &Cutting::default())
            .map(|piece| match piece.content {
                PieceContent::Record { bytes, format } => {
                    assert!(format.is_none());
                    format!("{}: {}", piece.name, String::from_utf8_lossy(&bytes))
                }
                PieceContent::Passed(reason) => format!("{}: passed: {reason}", piece.name),
                PieceContent::Refused(reason) => format!("{}: refused: {reason}", piece.name),
                PieceContent::Skipped(reason) => format!("{}: skipped: {reason}", piece.name),
                PieceContent::Again { .. } => format!("{}: again", piece.name),
                PieceContent::Carried(_) => "carried".to_owned(),
            })
            .collect()
    }

    #[test]
    fn members_are_pieces_under_their_paths() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        writer.add_directory("news/", options).unwrap();
        writer.start_file("news/b.txt", options).unwrap();
        writer.write_all(b"The board said no.").unwrap();
        writer.add_symlink("news/link.txt", "b.txt", options).unwrap();
        writer.start_file("../away.txt", options).unwrap();
        writer.start_file(".DS_Store", options).unwrap();
        writer.start_file("__MACOSX/news/._b.txt", options).unwrap();
        assert_eq!(
            pieces(writer.finish().unwrap().into_inner()),
            [
                "news/b.txt: The board said no.",
                "news/link.txt: passed: link or special file",
                "../away.txt: ",
                ".DS_Store: passed: hidden file",
                "__MACOSX/news/._b.txt: passed: hidden file",
            ]
        );
    }

    #[test]
    fn members_of_one_name_are_two() {
        // The writer refuses a name that it has, so that another is renamed behind its back.
        let mut file = written(&[("a.txt", b"one"), ("b.txt", b"two"), ("c.txt", b"three")]);
        for at in 0..file.len() - 5 {
            if &file[at..at + 5] == b"c.txt" {
                file[at] = b'a';
            }
        }
        assert_eq!(pieces(file), ["a.txt: one", "b.txt: two", "a.txt (2): three"]);
    }

    #[test]
    fn a_zip_of_nothing_says_so() {
        assert_eq!(pieces(written(&[])), [": skipped: no file in the archive"]);
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.add_directory("news/", SimpleFileOptions::default()).unwrap();
        let folder = writer.finish().unwrap().into_inner();
        assert_eq!(pieces(folder), [": skipped: no file in the archive"]);
    }

    #[test]
    fn bombs_and_large_members_cost_themselves() {
        let zeros = vec![0; 20 << 20];
        let mut random = 88_172_645_463_325_252_u64;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            random as u8
        })
        .take(LARGEST + 1)
        .collect();
        let file = written(&[("bomb.txt", &zeros), ("large.mbox", &noise), ("a.txt", b"one")]);
        assert_eq!(
            pieces(file),
            [
                "bomb.txt: refused: unpacks to more than 200 times its size",
                "large.mbox: refused: larger than 32 MiB; unpack the archive and take its folder",
                "a.txt: one"
            ]
        );
    }

    #[test]
    fn a_member_that_lies_about_its_size_or_is_damaged_is_refused() {
        let file = written(&[("a.txt", b"one one one one one one"), ("b.txt", b"two")]);
        let at = file.windows(5).position(|window| window == b"a.txt").unwrap() + 5;
        let mut damaged = file.clone();
        damaged[at + 2] ^= 0xff;
        assert_eq!(pieces(damaged), ["a.txt: refused: damaged", "b.txt: two"]);
        let mut encrypted = file.clone();
        let central = file.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
        encrypted[central + 8] |= 1;
        assert_eq!(pieces(encrypted), ["a.txt: refused: encrypted", "b.txt: two"]);
        let mut strange = file.clone();
        strange[central + 10] = 14;
        let reason = "a.txt: refused: packed by a method that is not read";
        assert!(pieces(strange)[0].starts_with(reason));
        let cut = &file[..file.len() - 30];
        assert!(pieces(cut.to_vec())[0].starts_with(": refused: damaged zip archive: "));
    }

    #[test]
    fn members_that_share_bytes_cost_the_archive() {
        let mut file = written(&[("a.txt", b"one one one"), ("b.txt", b"two")]);
        let central = file.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
        file[central + 42] = 4;
        assert_eq!(
            pieces(file),
            [": refused: members of the zip archive share bytes, as only bombs do"]
        );
    }

    #[test]
    fn documents_without_a_reader_are_named() {
        let file = written(&[("[Content_Types].xml", b""), ("xl/workbook.xml", b"<workbook/>")]);
        assert_eq!(pieces(file), [": refused: this is a workbook (XLSX); save its sheets as CSV"]);
    }
}
