//! From paths to records.
//!
//! `walking` finds files, `opening` opens them safely, `layers` takes a compression off, `lines` and
//! `pieces` cut files that hold many captures, `address` names what was found. A stream, so that memory
//! is bounded by one record whatever is dropped in. What must stay true: nothing here fails as a
//! whole; what cannot be taken is an item with its reason, and the stream goes on.

mod address;
mod layers;
mod lines;
mod opening;
mod pieces;
mod walking;

use std::io;
use std::path::PathBuf;

use crate::format::{self, Cutting, Format, Framing, compression};
use crate::model::Sha256;
use crate::text::decode;

use address::Step;
use layers::Stream;
use opening::Opened;
use walking::{Found, Walk};

pub use address::{file_uri, path_of};
pub use lines::LONGEST_LINE;

/// Larger captures are not read, in bytes.
pub const LARGEST_FILE: u64 = compression::LARGEST as u64;

/// How many cut files may lie in each other: an archive of files, and a file of records in it.
const DEEPEST: usize = 2;

/// One record, or why there is none.
#[derive(Debug)]
pub struct Item {
    /// `file:///abs/path`, bytes other than those of plain names percent-escaped, or `stdin:`.
    pub uri: String,
    /// The path as it was given or found; `-` for standard input.
    pub path: PathBuf,
    /// Where in the file, from the outside in; empty for the file as a whole.
    place: Vec<Step>,
    pub content: Content,
}

/// What an item holds. Reasons are one sentence, lower case, no full stop.
#[derive(Debug)]
pub enum Content {
    /// The bytes of one capture, and the format to read them as.
    Record { bytes: Vec<u8>, format: &'static Format },
    /// Another place at which a capture that came earlier from this file was seen.
    Again { sha256: Sha256 },
    /// Cannot be taken.
    Refused(String),
    /// A path that was named and is not there.
    Missing(String),
    /// Nothing to take, and rightly so: one of the excluded files, or records without text.
    Skipped(String),
}

impl Item {
    fn of_path(path: PathBuf, content: Content) -> Self {
        Self { uri: file_uri(&path), path, place: Vec::new(), content }
    }

    /// As in `Sighting::uri`: `uri` with the place in it, `file:///a.jsonl#L12`,
    /// `file:///a.tar.gz#b.mbox/message-3`.
    pub fn sighting_uri(&self) -> String {
        match address::fragment(&self.place) {
            Some(fragment) => format!("{}#{fragment}", self.uri),
            None => self.uri.clone(),
        }
    }

    /// As in `Problem::record`: `line 12`, `b.mbox message 3`.
    pub fn record(&self) -> Option<String> {
        address::in_words(&self.place)
    }
}

/// How to read the inputs.
pub struct Options<'a> {
    /// Read everything as this format instead of looking; for an archive of files, its members.
    pub format: Option<&'static Format>,
    /// What was said about how to cut files of records.
    pub cutting: Cutting,
    /// Whether a file is not to be touched, by device and inode; asked before it is opened.
    pub is_excluded: Box<dyn Fn(u64, u64) -> bool + Send + 'a>,
}

/// The records of `paths`, in that order; folders recursively, each sorted by name, hidden files
/// left out. `-` is standard input.
pub fn records<'a>(paths: &[PathBuf], options: Options<'a>) -> Records<'a> {
    let Options { format, cutting, is_excluded } = options;
    Records { walk: Walk::new(paths, is_excluded), format, cutting, cuts: Vec::new() }
}

/// See `records`.
pub struct Records<'a> {
    walk: Walk<'a>,
    format: Option<&'static Format>,
    cutting: Cutting,
    /// Files being cut, each within the one before.
    cuts: Vec<Cut>,
}

/// A file that holds many captures.
enum Cut {
    Lines(lines::Lines),
    Pieces(pieces::PieceItems),
}

/// What comes next of a file.
enum Next {
    Item(Item),
    Cut(Cut),
    End,
}

impl Iterator for Records<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            let next = match self.cuts.last_mut() {
                Some(Cut::Lines(lines)) => lines.next().map_or(Next::End, Next::Item),
                Some(Cut::Pieces(pieces)) => match pieces.next() {
                    Some(pieces::Found::Item(item)) => Next::Item(item),
                    Some(pieces::Found::Member { origin, name, bytes }) => {
                        self.open(Opened::of_bytes(origin, bytes), Some(name))
                    }
                    None => Next::End,
                },
                None => match self.walk.next()? {
                    Found::Item(item) => Next::Item(item),
                    Found::File { file, name } => self.open(file, name),
                },
            };
            match next {
                Next::Item(item) => return Some(item),
                Next::Cut(cut) => self.cuts.push(cut),
                Next::End => {
                    self.cuts.pop();
                }
            }
        }
    }
}

impl Records<'_> {
    /// Opens a file or a member of one: takes a layer of compression off, and finds its format.
    fn open(&self, file: Opened, name: Option<String>) -> Next {
        let origin = file.origin.clone();
        self.opened(file, name)
            .unwrap_or_else(|reason| Next::Item(origin.item(Content::Refused(reason))))
    }

    fn opened(&self, mut file: Opened, name: Option<String>) -> Result<Next, String> {
        let mut prefix = file.peek().map_err(|error| reason(&error))?;
        let mut name = name;
        if let Some(layer) = compression::of(&prefix) {
            file = file.unpacked(layer).map_err(|error| reason(&error))?;
            prefix = file.peek().map_err(|error| reason(&error))?;
            name = name.map(|name| compression::bare_name(&name));
            if compression::of(&prefix).is_some() {
                return Err("packed twice; unpack it first".to_owned());
            }
        }
        let format = self.format_of(&prefix, name.as_deref())?;
        match format.framing {
            Framing::Whole => Ok(Next::Item(file.whole(format))),
            Framing::Lines if is_utf_16(&prefix) => {
                Err("lines in UTF-16 are not read; convert the file to UTF-8".to_owned())
            }
            Framing::Lines => Ok(Next::Cut(Cut::Lines(lines::Lines::new(file, format)))),
            Framing::Records(_) if self.cuts.len() + 1 > DEEPEST || self.is_nested(format) => {
                Err("an archive within an archive; unpack it first".to_owned())
            }
            Framing::Records(cut) => {
                let pieces = pieces::PieceItems::new(file, format, cut, &self.cutting);
                Ok(Next::Cut(Cut::Pieces(pieces)))
            }
        }
    }

    /// The format to read a file as. An archive of files is opened whatever format its members have.
    fn format_of(&self, prefix: &[u8], name: Option<&str>) -> Result<&'static Format, String> {
        let found = format::detect(prefix, name);
        match (self.format, found) {
            (Some(given), Ok(found)) if pieces::is_of_files(found) && given.name != found.name => {
                // A document that is a zip was named as what it is.
                Ok(if (given.sniff)(prefix) { given } else { found })
            }
            (Some(given), _) => Ok(given),
            (None, found) => found.map_err(|refusal| refusal.0),
        }
    }

    /// Whether a file of that format would be an archive of files in another.
    fn is_nested(&self, format: &Format) -> bool {
        !self.cuts.is_empty() && pieces::is_of_files(format)
    }
}

fn is_utf_16(prefix: &[u8]) -> bool {
    prefix.starts_with(b"\xff\xfe")
        || prefix.starts_with(b"\xfe\xff")
        || decode::utf_16_without_mark(prefix).is_some()
}

/// The system's words without its error number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match error.raw_os_error() {
        Some(_) => text.split(" (os error").next().unwrap_or(&text).to_lowercase(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::io::Write;
    use std::os::unix::fs::MetadataExt;

    use super::*;

    fn options(format: Option<&'static Format>) -> Options<'static> {
        Options { format, cutting: Cutting::default(), is_excluded: Box::new(|_, _| false) }
    }

    /// Name, place and content of each item.
    fn listed(records: Records) -> Vec<(String, Option<String>, String)> {
        records
            .map(|item| {
                let place = item.record();
                let content = match item.content {
                    Content::Record { bytes, format } => {
                        format!("{}:{}", format.name, String::from_utf8_lossy(&bytes))
                    }
                    Content::Again { .. } => "again".to_owned(),
                    Content::Refused(reason) => format!("refused: {reason}"),
                    Content::Missing(reason) => format!("missing: {reason}"),
                    Content::Skipped(reason) => format!("skipped: {reason}"),
                };
                let name = item.path.file_name().unwrap_or_default().to_string_lossy();
                (name.into_owned(), place, content)
            })
            .collect()
    }

    fn entry(name: &str, place: Option<&str>, content: &str) -> (String, Option<String>, String) {
        (name.to_owned(), place.map(str::to_owned), content.to_owned())
    }

    /// Writes a file and lists what is in it.
    fn listed_file(name: &str, bytes: &[u8]) -> Vec<(String, Option<String>, String)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        listed(records(&[path], options(None)))
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), Default::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (name, bytes) in members {
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            header.set_cksum();
            builder.append_data(&mut header, name, *bytes).unwrap();
        }
        builder.into_inner().unwrap()
    }

    fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        for (name, bytes) in members {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn folders_are_walked_in_order_without_links_pipes_and_hidden_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::write(path.join("b.txt"), "b").unwrap();
        fs::create_dir(path.join("a")).unwrap();
        fs::write(path.join("a/z.txt"), "z").unwrap();
        fs::create_dir(path.join(".git")).unwrap();
        fs::write(path.join(".git/x.txt"), "x").unwrap();
        fs::write(path.join(".hidden"), "x").unwrap();
        std::os::unix::fs::symlink(path, path.join("loop")).unwrap();
        std::os::unix::fs::symlink(path.join("b.txt"), path.join("link.txt")).unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            path.join("pipe"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR,
            0,
        )
        .unwrap();
        assert_eq!(
            listed(records(
                &[path.to_owned(), path.join("link.txt"), path.join("none")],
                options(None)
            )),
            [
                entry("z.txt", None, "text:z"),
                entry("b.txt", None, "text:b"),
                entry("pipe", None, "skipped: a named pipe, not a file"),
                entry("link.txt", None, "text:b"),
                entry("none", None, "missing: no such file or folder"),
            ]
        );
    }

    #[test]
    fn excluded_files_are_never_opened() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("archive.db");
        fs::write(&path, "x").unwrap();
        // Without permission to open it, opening would be refused and not skipped.
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o000)).unwrap();
        let own = fs::metadata(&path).unwrap();
        let (dev, ino) = (own.dev(), own.ino());
        let options =
            Options { is_excluded: Box::new(move |d, i| (d, i) == (dev, ino)), ..options(None) };
        assert_eq!(
            listed(records(&[folder.path().to_owned()], options)),
            [entry("archive.db", None, "skipped: belongs to the archive itself")]
        );
    }

    #[test]
    fn lines_are_counted_as_editors_count_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        fs::write(&path, "{\"text\":\"1\"}\r\n\n  \n{\"text\":\"2\"}\n{\"text\":\"3\"}").unwrap();
        assert_eq!(
            listed(records(&[path], options(None))),
            [
                entry("a.jsonl", Some("line 1"), "jsonl:{\"text\":\"1\"}"),
                entry("a.jsonl", Some("line 4"), "jsonl:{\"text\":\"2\"}"),
                entry("a.jsonl", Some("line 5"), "jsonl:{\"text\":\"3\"}"),
            ]
        );
    }

    #[test]
    fn lines_and_files_have_a_limit() {
        let folder = tempfile::tempdir().unwrap();
        let long = folder.path().join("long.jsonl");
        let mut content = b"{\"text\":\"1\"}\n{".to_vec();
        content.resize(content.len() + LONGEST_LINE + 10, b'x');
        content.extend(b"\n{\"text\":\"3\"}\n");
        fs::write(&long, content).unwrap();
        assert_eq!(
            listed(records(&[long], options(None))),
            [
                entry("long.jsonl", Some("line 1"), "jsonl:{\"text\":\"1\"}"),
                entry("long.jsonl", Some("line 2"), "refused: line longer than 16 MiB"),
                entry("long.jsonl", Some("line 3"), "jsonl:{\"text\":\"3\"}"),
            ]
        );
        let large = folder.path().join("large.txt");
        File::create(&large).unwrap().set_len(LARGEST_FILE + 1).unwrap();
        assert_eq!(
            listed(records(&[large], options(format::by_name("text")))),
            [entry("large.txt", None, "refused: larger than 32 MiB")]
        );
    }

    #[test]
    fn a_layer_of_compression_is_taken_off() {
        let lines = b"{\"text\":\"1\"}\n{\"text\":\"2\"}\n";
        let name = "a.jsonl.gz";
        let expected = [
            entry(name, Some("line 1"), "jsonl:{\"text\":\"1\"}"),
            entry(name, Some("line 2"), "jsonl:{\"text\":\"2\"}"),
        ];
        assert_eq!(listed_file(name, &gzip(lines)), expected);
        let in_members = [gzip(&lines[..14]), gzip(&lines[14..])].concat();
        assert_eq!(listed_file(name, &in_members), expected);
        let zstandard = zstd::encode_all(&lines[..], 3).unwrap();
        assert_eq!(listed_file(name, &zstandard), expected);
        let text = [entry("a.gz", None, "text:The board said no.")];
        assert_eq!(listed_file("a.gz", &gzip(b"The board said no.")), text);
        let twice = [entry("a.gz", None, "refused: packed twice; unpack it first")];
        assert_eq!(listed_file("a.gz", &gzip(&gzip(b"no"))), twice);
    }

    #[test]
    fn what_is_whole_before_a_cut_is_given() {
        let lines: String = (0..40_000).map(|n| format!("{{\"text\":\"{n}\"}}\n")).collect();
        let packed = gzip(lines.as_bytes());
        let found = listed_file("a.jsonl.gz", &packed[..packed.len() / 2]);
        let (last, whole) = found.split_last().unwrap();
        assert_eq!(*last, entry("a.jsonl.gz", None, "refused: gzip data that end early"));
        assert!(whole.len() > 1000 && whole.iter().all(|item| item.2.ends_with("\"}")));
        let text = gzip(&lines.as_bytes().repeat(2));
        let given = options(format::by_name("text"));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt.gz");
        fs::write(&path, &text[..text.len() / 2]).unwrap();
        let refused = entry("a.txt.gz", None, "refused: gzip data that end early");
        assert_eq!(listed(records(&[path], given)), [refused]);
    }

    #[test]
    fn bombs_end_with_their_reason() {
        let zeros = vec![b' '; 40 << 20];
        for packed in [gzip(&zeros), zstd::encode_all(zeros.as_slice(), 3).unwrap()] {
            let reason = "refused: unpacks to more than 200 times its size";
            assert_eq!(listed_file("a.txt.gz", &packed), [entry("a.txt.gz", None, reason)]);
        }
        let bomb = tar(&[("a.txt", b"one"), ("b.txt", &zeros[..30 << 20]), ("c.txt", b"three")]);
        let found = listed_file("a.tgz", &gzip(&bomb));
        assert_eq!(found.len(), 2, "{:?}", found.len());
        assert_eq!(found[0], entry("a.tgz", Some("a.txt"), "text:one"));
        assert_eq!(found[1].2, "refused: unpacks to more than 200 times its size");
    }

    #[test]
    fn members_are_read_as_what_they_are_one_level_deep() {
        let lines = b"{\"text\":\"1\"}\n{\"text\":\"2\"}\n";
        let inner = zip(&[("x.txt", b"x")]);
        let record = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 2\r\n\r\nno\r\n\r\n";
        let members = [
            ("a.txt", &b"The board said no."[..]),
            ("news/b.jsonl.gz", &gzip(lines)),
            ("c.zip", &inner),
            ("d.warc", record),
            ("e.bin", b"\x00\x01\x02\x03\x04\x05\x06"),
        ];
        let archives = [
            ("a.zip", zip(&members)),
            ("a.tar.gz", gzip(&tar(&members))),
            ("b.zip.gz", gzip(&zip(&members))),
        ];
        for (name, bytes) in archives {
            let found = listed_file(name, &bytes);
            let record = String::from_utf8_lossy(&record[..record.len() - 4]);
            let nested = "refused: an archive within an archive; unpack it first";
            assert_eq!(
                found,
                [
                    entry(name, Some("a.txt"), "text:The board said no."),
                    entry(name, Some("news/b.jsonl.gz line 1"), "jsonl:{\"text\":\"1\"}"),
                    entry(name, Some("news/b.jsonl.gz line 2"), "jsonl:{\"text\":\"2\"}"),
                    entry(name, Some("c.zip"), nested),
                    entry(name, Some("d.warc record 1"), &format!("warc:{record}")),
                    entry(name, Some("e.bin"), "refused: this is binary data, not text"),
                ]
            );
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a b.zip");
        fs::write(&path, zip(&members)).unwrap();
        let uris: Vec<String> = records(&[path], options(format::by_name("text")))
            .map(|item| item.sighting_uri().rsplit('/').next().unwrap().to_owned())
            .collect();
        assert_eq!(
            uris,
            [
                "a%20b.zip#a.txt",
                "b.jsonl.gz",
                "a%20b.zip#c.zip",
                "a%20b.zip#d.warc",
                "a%20b.zip#e.bin"
            ]
        );
    }

    #[test]
    fn records_without_text_are_told_in_one_line() {
        let record = |kind: &str, block: &str| {
            let length = block.len();
            format!(
                "WARC/1.1\r\nWARC-Type: {kind}\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n"
            )
        };
        let file = [
            record("warcinfo", "a: b"),
            record("resource", "one"),
            record("request", "GET /"),
            record("request", "GET /"),
        ];
        let found = listed_file("a.warc", file.concat().as_bytes());
        let summary = "skipped: 3 records without text passed over (2 requests, 1 warcinfo record)";
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].1.as_deref(), Some("record 2"));
        assert_eq!(found[1], entry("a.warc", None, summary));
    }

    #[test]
    fn a_damaged_member_of_a_packed_web_archive_costs_its_record() {
        let record = |text: &str| {
            let length = text.len();
            let record = format!(
                "WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: {length}\r\n\r\n{text}\r\n\r\n"
            );
            gzip(record.as_bytes())
        };
        let (one, mut two, three) = (record("one"), record(&"two ".repeat(50)), record("three"));
        let middle = two.len() / 2;
        two[middle] ^= 0x55;
        for (file, expected) in [
            (
                [one.as_slice(), &two, &three].concat(),
                vec!["warc:", "refused: damaged gzip data", "warc:"],
            ),
            ([two.as_slice(), &three].concat(), vec!["refused: damaged gzip data", "warc:"]),
            (
                [one.as_slice(), &three[..three.len() - 20]].concat(),
                vec!["warc:", "refused: gzip data that end early"],
            ),
        ] {
            let found: Vec<String> = listed_file("a.warc.gz", &file)
                .into_iter()
                .map(|(_, _, content)| match content.starts_with("warc:") {
                    true => "warc:".to_owned(),
                    false => content,
                })
                .collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn what_belongs_to_a_page_or_a_mail_server_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        for (file, text) in [
            ("Boats idle.txt", "text"),
            ("Boats.html", "<html>"),
            ("Boats_files/ad.txt", "ad"),
            ("Notes_files/a.txt", "kept"),
            ("Mail/cur/1.txt", "cur"),
            ("Mail/new/2.txt", "new"),
            ("Mail/tmp/3.txt", "tmp"),
            ("Mail/dovecot-uidlist", "3 V1"),
            ("tmp/4.txt", "kept"),
        ] {
            let file = path.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        let found: Vec<(String, String)> =
            listed(records(&[path.to_owned()], options(format::by_name("text"))))
                .into_iter()
                .map(|(name, _, content)| (name, content))
                .collect();
        let expected = [
            ("Boats idle.txt", "text:text"),
            ("Boats.html", "text:<html>"),
            ("Boats_files", "skipped: belongs to the saved page `Boats.html`"),
            ("1.txt", "text:cur"),
            ("2.txt", "text:new"),
            ("a.txt", "text:kept"),
            ("4.txt", "text:kept"),
        ];
        assert_eq!(found, expected.map(|(name, content)| (name.to_owned(), content.to_owned())));
    }
}
