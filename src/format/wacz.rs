//! WACZ: a zip with a web archive in it, as browsers' recorders save it.
//!
//! The records of the WARCs under `archive/` are the captures; indexes, lists of pages and logs repeat
//! what they hold. A WARC is read where it lies in the zip, so that memory stays bounded by one record.
//! Source: Web Archive Collection Zipped, webrecorder.net, 1.1.1 and 1.2.0.

use std::io::{self, Read};

use ::zip::CompressionMethod;
use ::zip::read::OwnedZipFileEntry;
use flate2::read::DeflateDecoder;

use super::compression;
use super::members::{self, MemberNames};
use super::zip::{self, Shared};
use super::{Format, Framing, Piece, Pieces, Refusal, warc};

pub const FORMAT: Format = Format {
    name: "wacz",
    version: 1,
    media_type: "application/wacz",
    extensions: &["wacz"],
    summary: "WACZ: a web archive in a zip, as ArchiveWeb.page and Browsertrix write it",
    framing: Framing::Records(zip::cut),
    sniff,
    read: |_| Err(Refusal("a WACZ is no capture, its records are".to_owned())),
};

const DESCRIPTION: &str = "datapackage.json";
const FOLDER: &str = "archive/";

/// Whether the first member is one that recorders write first. The directory at the end decides, so
/// that a mistake here costs nothing.
fn sniff(prefix: &[u8]) -> bool {
    let name = prefix.get(30..).unwrap_or_default();
    prefix.starts_with(b"PK\x03\x04")
        && [DESCRIPTION, FOLDER, "pages/pages.jsonl", "indexes/index.cdx"]
            .iter()
            .any(|first| name.starts_with(first.as_bytes()))
}

/// Whether a zip is a WACZ.
pub(super) fn is_web_archive(entries: &[OwnedZipFileEntry]) -> bool {
    entries.iter().any(|entry| entry.as_ref().name_raw() == DESCRIPTION.as_bytes())
        && entries.iter().any(is_warc)
}

/// Whether a member is a WARC, packed or not.
fn is_warc(entry: &OwnedZipFileEntry) -> bool {
    let entry = entry.as_ref();
    let name = String::from_utf8_lossy(entry.name_raw());
    name.starts_with(FOLDER) && compression::bare_name(&name).ends_with(".warc")
}

/// The records of all WARCs, named by the member and their place in it.
pub(super) fn records<'a>(entries: &[OwnedZipFileEntry], source: &Shared<'a>) -> Pieces<'a> {
    let mut names = MemberNames::default();
    // Opened when their turn comes: an open WARC holds memory of its own.
    let found: Vec<(OwnedZipFileEntry, String)> = entries
        .iter()
        .filter(|entry| is_warc(entry))
        .map(|entry| (entry.as_ref().into(), names.next(entry.as_ref().name_raw())))
        .collect();
    let source = source.clone();
    let of_each = found.into_iter().flat_map(move |(entry, name)| {
        let pieces: Pieces<'a> = match open(&entry, &source) {
            Ok(reader) => {
                members::or_nothing(warc::cut_stream(&warc::SHAPE, reader), warc::NO_RECORD)
            }
            Err(reason) => Box::new(std::iter::once(members::refused(reason))),
        };
        pieces.map(move |piece| {
            let name = format!("{name} {}", piece.name).trim_end().to_owned();
            Piece { name, ..piece }
        })
    });
    Box::new(of_each)
}

/// Opens a WARC in the zip. The error is the reason why it cannot be read.
fn open<'a>(
    entry: &OwnedZipFileEntry,
    source: &Shared<'a>,
) -> Result<Box<dyn Read + Send + 'a>, String> {
    zip::may_read(entry.as_ref().encrypted(), entry.as_ref().compression())?;
    let mut looked_at = source.clone();
    let member =
        zip::open(entry, &mut looked_at).map_err(|error| error.to_string().to_lowercase())?;
    let start = member.data_start().ok_or("the member of the zip archive is not there")?;
    let end = start.saturating_add(member.compressed_size());
    let stretch = Stretch { source: source.clone(), position: start, end };
    let mut reader: Box<dyn Read + Send + 'a> = match member.compression() {
        CompressionMethod::Deflated => Box::new(DeflateDecoder::new(stretch)),
        _ => Box::new(stretch),
    };
    let mut start = Vec::new();
    let words = |error: io::Error| error.to_string().to_lowercase();
    reader.by_ref().take(16).read_to_end(&mut start).map_err(words)?;
    let layer = compression::of(&start);
    let reader: Box<dyn Read + Send + 'a> = Box::new(io::Cursor::new(start).chain(reader));
    match layer {
        Some(layer) => compression::unpacked(layer, reader).map_err(words),
        None => Ok(reader),
    }
}

/// A stretch of a file that others read as well.
struct Stretch<'a> {
    source: Shared<'a>,
    position: u64,
    end: u64,
}

impl Read for Stretch<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end.saturating_sub(self.position)).unwrap_or(usize::MAX);
        let wanted = into.len().min(left);
        let Some(into) = into.get_mut(..wanted).filter(|into| !into.is_empty()) else {
            return Ok(0);
        };
        let read = self.source.read_at(self.position, into)?;
        self.position += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use ::zip::ZipWriter;
    use ::zip::write::SimpleFileOptions;

    use super::*;
    use crate::format::{Cutting, PieceContent};

    #[test]
    fn the_records_of_its_warcs_are_the_captures() {
        let record = "WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 18\r\n\r\nThe board said no.\r\n\r\n";
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), Default::default());
        packed.write_all(record.repeat(2).as_bytes()).unwrap();
        let packed = packed.finish().unwrap();
        for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
            let options = SimpleFileOptions::default().compression_method(method);
            for (name, bytes) in [
                ("archive/data.warc.gz", packed.as_slice()),
                ("archive/more.warc", record.as_bytes()),
                ("pages/pages.jsonl", b"{\"format\": \"json-pages-1.0\"}\n"),
                ("datapackage.json", b"{}"),
            ] {
                writer.start_file(name, options).unwrap();
                writer.write_all(bytes).unwrap();
            }
            let file = writer.finish().unwrap().into_inner();
            assert!((FORMAT.sniff)(&file));
            let names: Vec<String> = zip::cut(Box::new(Cursor::new(file)), &Cutting::default())
                .map(|piece| {
                    assert!(matches!(piece.content, PieceContent::Record { .. }), "{piece:?}");
                    piece.name
                })
                .collect();
            assert_eq!(
                names,
                [
                    "archive/data.warc.gz record 1",
                    "archive/data.warc.gz record 2",
                    "archive/more.warc record 1"
                ]
            );
        }
    }
}
