//! Zip: an archive of files, each member a capture by its own format.
//!
//! The directory at the end says what is inside. What must stay true: no member is believed about its
//! size; members that share bytes, which only bombs do, cost the archive. Office documents are zips
//! too: those that have a reader are recognised before this, the others are refused by name here. A
//! web archive in a zip is cut into its records (`wacz`). Source: PKWARE APPNOTE 6.3.10.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use ::zip::{CompressionMethod, ZipArchive};

use super::compression::{self, LARGEST};
use super::members::{self, Names};
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
    let archive = match ZipArchive::new(shared.clone()) {
        Ok(archive) => archive,
        Err(error) => return one(format!("damaged zip archive: {}", words(&error.into()))),
    };
    let holds = |name: &str| archive.index_for_name(name).is_some();
    if let Some((_, reason)) = DOCUMENTS.iter().find(|(name, _)| holds(name)) {
        return one((*reason).to_owned());
    }
    if has_overlap(&archive) {
        return one("members of the zip archive share bytes, as only bombs do".to_owned());
    }
    if wacz::is_web_archive(&archive) {
        return wacz::records(archive, shared);
    }
    Box::new(Members { archive, next: 0, names: Names::default() })
}

fn one<'a>(reason: String) -> Pieces<'a> {
    Box::new(std::iter::once(members::refused(reason)))
}

/// A file that several read, each from a place of its own.
#[derive(Clone)]
pub(super) struct Shared<'a>(Arc<Mutex<Box<dyn Source + 'a>>>);

impl Shared<'_> {
    fn with<T>(&self, action: impl FnOnce(&mut dyn Source) -> io::Result<T>) -> io::Result<T> {
        action(&mut **self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads at a place of the file.
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
    archive: ZipArchive<Shared<'a>>,
    next: usize,
    names: Names,
}

impl Iterator for Members<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        while self.next < self.archive.len() {
            let index = self.next;
            self.next += 1;
            let Ok(entry) = self.archive.by_index_data(index) else { continue };
            let (is_folder, raw) = (entry.is_dir(), entry.name_raw().to_vec());
            if is_folder || members::is_left_behind(&String::from_utf8_lossy(&raw)) {
                continue;
            }
            let name = self.names.next(&raw);
            return Some(Piece { name, content: self.content(index) });
        }
        None
    }
}

impl Members<'_> {
    fn content(&mut self, index: usize) -> PieceContent {
        if let Ok(entry) = self.archive.by_index_data(index)
            && entry.unix_mode().is_some_and(|mode| ![0, REGULAR].contains(&(mode & KIND)))
        {
            return PieceContent::Passed("link or special file".to_owned());
        }
        match read(&mut self.archive, index) {
            Ok(bytes) => PieceContent::Record { bytes, format: None },
            Err(reason) => PieceContent::Refused(reason),
        }
    }
}

/// Reads a member, as far as it is what one may read. The error is the reason why not.
fn read(archive: &mut ZipArchive<Shared>, index: usize) -> Result<Vec<u8>, String> {
    let entry = archive.by_index_data(index).map_err(|error| words(&error.into()))?;
    may_read(entry.encrypted(), entry.compression())?;
    if entry.size() > LARGEST as u64 {
        return Err(members::too_large());
    }
    let packed = entry.compressed_size();
    let member = archive.by_index(index).map_err(|error| words(&error.into()))?;
    compression::read_all(member, packed).map_err(|(_, error)| match error.kind() {
        io::ErrorKind::Other if error.to_string() == compression::TOO_LARGE => members::too_large(),
        io::ErrorKind::Other => error.to_string(),
        io::ErrorKind::InvalidData => "damaged".to_owned(),
        _ => words(&error),
    })
}

/// Whether there is a way to read a member.
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
fn has_overlap(archive: &ZipArchive<Shared>) -> bool {
    let mut stretches: Vec<(u64, u64)> = (0..archive.len())
        .filter_map(|index| archive.by_index_data(index).ok())
        .map(|entry| {
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
                PieceContent::Again { .. } => format!("{}: again", piece.name),
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
                "../away.txt: "
            ]
        );
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
