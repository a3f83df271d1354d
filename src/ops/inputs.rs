//! From paths to records: what a person names on the command line, one capture at a time.
//!
//! Streams: one file, or one line of a file of lines, is in memory at a time. Whatever cannot be read is
//! a problem or a warning in its place, and the rest goes on.
//!
//! Must stay true: a path is looked at before it is opened. Opening a FIFO would wait for ever, and
//! opening one of the archive's own files would drop the locks that SQLite holds on it.

use std::collections::{HashSet, VecDeque};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use walkdir::WalkDir;

use crate::format::{self, Format, Framing};

/// The largest capture; more than any article, page or mail, and little enough to hold a few of.
pub const CAPTURE_CAP: u64 = 32 << 20;

/// The longest line of a file of lines.
pub const LINE_CAP: usize = 16 << 20;

/// How much of a file detection sees.
const PREFIX: u64 = 64 << 10;

/// One record of the inputs.
pub struct Item {
    /// `file:///…` with every unusual byte percent-escaped, or `stdin:`.
    pub uri: String,
    /// Which record of it, where it holds many: `line 12`.
    pub record: Option<String>,
    pub content: Content,
}

/// What there is of it.
pub enum Content {
    Record { bytes: Vec<u8>, format: &'static Format },
    /// Nothing to take, for this reason; no fault of the input.
    Skipped(String),
    /// It cannot be taken, for this reason.
    Problem(String),
}

/// The records of `paths` in order, folders with all that is in them by name; `-` is standard input.
/// `format` is what a person named, `own_files` are never opened.
pub fn items(paths: Vec<PathBuf>, format: Option<&'static Format>, own_files: &[PathBuf]) -> Items {
    let own_files =
        own_files.iter().filter_map(|path| fs::metadata(path).ok()).map(|metadata| identity(&metadata)).collect();
    Items { paths: paths.into(), folder: None, lines: None, format, own_files }
}

/// Whether there is anything at all at the named paths; an error names the first that is missing.
pub fn expect_any(paths: &[PathBuf]) -> Result<(), PathBuf> {
    let is_there = |path: &PathBuf| path.as_os_str() == "-" || path.symlink_metadata().is_ok();
    match paths.first() {
        Some(first) if !paths.iter().any(is_there) => Err(first.clone()),
        _ => Ok(()),
    }
}

/// A `uri` as a path for people, unprintable characters escaped.
pub fn path_of(uri: &str) -> String {
    let Some(escaped) = uri.strip_prefix("file://") else {
        return uri.trim_end_matches(':').to_owned();
    };
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
    let text = String::from_utf8_lossy(&bytes).into_owned();
    text.chars()
        .flat_map(|character| {
            let escape = character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            let shown: Box<dyn Iterator<Item = char>> = match escape {
                true => Box::new(character.escape_default()),
                false => Box::new(std::iter::once(character)),
            };
            shown
        })
        .collect()
}

/// A path as a URI: RFC 8089, every byte but letters, digits and `-._~/` escaped.
fn file_uri(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut uri = String::from("file://");
    for byte in path.as_os_str().as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(*byte)),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}

/// See `items`.
pub struct Items {
    paths: VecDeque<PathBuf>,
    folder: Option<walkdir::IntoIter>,
    lines: Option<Lines>,
    format: Option<&'static Format>,
    own_files: HashSet<(u64, u64)>,
}

impl Iterator for Items {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next() {
                    Some(item) => return Some(item),
                    None => self.lines = None,
                }
            }
            let entry = self.folder.as_mut().and_then(Iterator::next);
            let found = match entry {
                Some(entry) => self.folder_entry(entry),
                None => {
                    self.folder = None;
                    let path = self.paths.pop_front()?;
                    self.named(&path)
                }
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

impl Items {
    /// A path that a person named: a symbolic link is followed.
    fn named(&mut self, path: &Path) -> Option<Item> {
        if path.as_os_str() == "-" {
            return self.read("stdin:".to_owned(), None, io::stdin());
        }
        let uri = file_uri(path);
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                self.folder = Some(WalkDir::new(path).min_depth(1).sort_by_file_name().into_iter());
                None
            }
            Ok(metadata) if metadata.is_file() => self.file(path, uri, &metadata, OFlags::empty()),
            Ok(_) => Some(problem(uri, "not a regular file; for a pipe, use `-`")),
            Err(error) => Some(problem(uri, &plain(&error))),
        }
    }

    /// Something found in a folder: symbolic links are not followed, hidden files not looked at.
    fn folder_entry(&mut self, entry: walkdir::Result<walkdir::DirEntry>) -> Option<Item> {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let uri = file_uri(error.path().unwrap_or(Path::new("")));
                let reason = error.io_error().map_or_else(|| error.to_string(), plain);
                return Some(problem(uri, &reason));
            }
        };
        let (path, kind) = (entry.path(), entry.file_type());
        if entry.file_name().as_bytes().starts_with(b".") {
            if let (true, Some(folder)) = (kind.is_dir(), &mut self.folder) {
                folder.skip_current_dir();
            }
            return None;
        }
        if kind.is_dir() {
            return None;
        }
        let uri = file_uri(path);
        if kind.is_symlink() {
            return Some(skipped(uri, "a symbolic link, not followed"));
        }
        if !kind.is_file() {
            return Some(skipped(uri, "not a regular file"));
        }
        match entry.metadata() {
            Ok(metadata) => self.file(path, uri, &metadata, OFlags::NOFOLLOW),
            Err(error) => Some(problem(uri, &error.io_error().map_or_else(|| error.to_string(), plain))),
        }
    }

    fn file(&mut self, path: &Path, uri: String, before: &Metadata, flags: OFlags) -> Option<Item> {
        if self.own_files.contains(&identity(before)) {
            return Some(skipped(uri, "part of the archive itself"));
        }
        let open = || -> io::Result<File> {
            // Should it have become a FIFO since: opened so, it does not wait.
            let flags = flags | OFlags::NONBLOCK;
            let file = OpenOptions::new().read(true).custom_flags(flags.bits() as i32).open(path)?;
            match file.metadata()?.is_file() {
                true => Ok(file),
                false => Err(io::Error::other("no longer a regular file")),
            }
        };
        match open() {
            Ok(file) => self.read(uri, Some(path), file),
            Err(error) => Some(problem(uri, &plain(&error))),
        }
    }

    /// Finds out the format from the first bytes, then takes the whole file or its lines.
    fn read(&mut self, uri: String, path: Option<&Path>, mut source: impl Read + Send + 'static) -> Option<Item> {
        let mut prefix = Vec::new();
        if let Err(error) = source.by_ref().take(PREFIX).read_to_end(&mut prefix) {
            return Some(problem(uri, &plain(&error)));
        }
        if is_blank(&prefix) && (prefix.len() as u64) < PREFIX {
            return Some(skipped(uri, "empty"));
        }
        let name = path.and_then(Path::file_name).map(|name| name.to_string_lossy());
        let format = match self.format.map_or_else(|| format::detect(&prefix, name.as_deref()), Ok) {
            Ok(format) => format,
            Err(refusal) => return Some(problem(uri, &refusal.0)),
        };
        match format.framing {
            Framing::Lines => {
                let source: Box<dyn Read + Send> = Box::new(io::Cursor::new(prefix).chain(source));
                self.lines = Some(Lines { uri, format, source: BufReader::new(source), number: 0, ended: false });
                None
            }
            Framing::Whole => Some(match read_whole(prefix, source, path) {
                Ok(bytes) => Item { uri, record: None, content: Content::Record { bytes, format } },
                Err(reason) => problem(uri, &reason),
            }),
        }
    }
}

/// The whole of a file whose beginning is `prefix`. One that changes meanwhile is read once more.
fn read_whole(prefix: Vec<u8>, rest: impl Read, path: Option<&Path>) -> Result<Vec<u8>, String> {
    let state = || path.and_then(|path| fs::metadata(path).ok()).map(|now| (now.len(), now.mtime(), now.mtime_nsec()));
    let too_large = || format!("larger than {} MiB", CAPTURE_CAP >> 20);
    let before = state();
    let mut bytes = prefix;
    rest.take(CAPTURE_CAP + 1 - bytes.len() as u64).read_to_end(&mut bytes).map_err(|error| plain(&error))?;
    if bytes.len() as u64 > CAPTURE_CAP {
        return Err(too_large());
    }
    let (Some(path), Some((length, ..))) = (path, before) else { return Ok(bytes) };
    if state() == before && length == bytes.len() as u64 {
        return Ok(bytes);
    }
    let before = state();
    let mut again = Vec::new();
    File::open(path)
        .and_then(|file| file.take(CAPTURE_CAP + 1).read_to_end(&mut again))
        .map_err(|error| plain(&error))?;
    match (state() == before, again.len() as u64 > CAPTURE_CAP) {
        (_, true) => Err(too_large()),
        (true, false) => Ok(again),
        (false, false) => Err("changing while it is read".to_owned()),
    }
}

/// The lines of a file, each a record.
struct Lines {
    uri: String,
    format: &'static Format,
    source: BufReader<Box<dyn Read + Send>>,
    number: u64,
    ended: bool,
}

impl Iterator for Lines {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.ended {
            let mut line = Vec::new();
            self.number += 1;
            let content = match self.source.by_ref().take(LINE_CAP as u64 + 1).read_until(b'\n', &mut line) {
                Ok(0) => {
                    self.ended = true;
                    continue;
                }
                Ok(_) if line.len() > LINE_CAP && line.last() != Some(&b'\n') => {
                    if let Err(error) = self.source.skip_until(b'\n') {
                        self.ended = true;
                        Content::Problem(plain(&error))
                    } else {
                        Content::Problem(format!("longer than {} MiB", LINE_CAP >> 20))
                    }
                }
                Ok(_) => {
                    while line.last().is_some_and(|last| matches!(last, b'\n' | b'\r')) {
                        line.pop();
                    }
                    if is_blank(&line) {
                        continue;
                    }
                    Content::Record { bytes: line, format: self.format }
                }
                Err(error) => {
                    self.ended = true;
                    Content::Problem(plain(&error))
                }
            };
            return Some(Item { uri: self.uri.clone(), record: Some(format!("line {}", self.number)), content });
        }
        None
    }
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).iter().all(u8::is_ascii_whitespace)
}

fn identity(metadata: &Metadata) -> (u64, u64) {
    (metadata.dev(), metadata.ino())
}

fn problem(uri: String, reason: &str) -> Item {
    Item { uri, record: None, content: Content::Problem(reason.to_owned()) }
}

fn skipped(uri: String, reason: &str) -> Item {
    Item { uri, record: None, content: Content::Skipped(reason.to_owned()) }
}

/// An I/O error in our own words where we have them, without the number that Rust adds.
fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).to_lowercase()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;

    fn labels(items: Items) -> Vec<String> {
        items
            .map(|item| {
                let name = item.uri.rsplit('/').next().unwrap_or_default().to_owned();
                let record = item.record.map(|record| format!(":{record}")).unwrap_or_default();
                match item.content {
                    Content::Record { bytes, format } => {
                        format!("{name}{record} {} {}", format.name, String::from_utf8_lossy(&bytes))
                    }
                    Content::Skipped(reason) => format!("{name}{record} skipped: {reason}"),
                    Content::Problem(reason) => format!("{name}{record} problem: {reason}"),
                }
            })
            .collect()
    }

    #[test]
    fn a_folder_is_read_in_order_and_every_entry_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("b.txt", "two");
        write("a/one.txt", "one");
        write("c.jsonl", "{\"text\":\"x\"}\r\n\n{\"text\":\"y\"}");
        write("d.txt", " \n");
        write(".hidden/e.txt", "never");
        write("own.db", "never");
        std::os::unix::fs::symlink(folder.path().join("b.txt"), folder.path().join("link")).unwrap();
        let own = [folder.path().join("own.db")];
        assert_eq!(
            labels(items(vec![folder.path().to_owned()], None, &own)),
            [
                "one.txt text one",
                "b.txt text two",
                "c.jsonl:line 1 jsonl {\"text\":\"x\"}",
                "c.jsonl:line 3 jsonl {\"text\":\"y\"}",
                "d.txt skipped: empty",
                "link skipped: a symbolic link, not followed",
                "own.db skipped: part of the archive itself",
            ]
        );
    }

    #[test]
    fn what_is_no_file_is_told_without_opening_it() {
        let folder = tempfile::tempdir().unwrap();
        let fifo = folder.path().join("fifo");
        rustix::fs::mknodat(rustix::fs::CWD, &fifo, rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR, 0).unwrap();
        assert_eq!(
            labels(items(vec![fifo, folder.path().to_owned(), folder.path().join("gone")], None, &[])),
            [
                "fifo problem: not a regular file; for a pipe, use `-`",
                "fifo skipped: not a regular file",
                "gone problem: there is no such file",
            ]
        );
    }

    #[test]
    fn a_line_over_the_cap_is_refused_and_the_next_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        let long = "x".repeat(LINE_CAP + 10);
        fs::write(&path, format!("{{\"text\":\"a\"}}\n{{\"text\":\"{long}\"}}\n{{\"text\":\"b\"}}\n")).unwrap();
        let found = labels(items(vec![path], None, &[]));
        assert_eq!(found.len(), 3);
        assert_eq!(found[1], "a.jsonl:line 2 problem: longer than 16 MiB");
        assert_eq!(found[2], "a.jsonl:line 3 jsonl {\"text\":\"b\"}");
    }

    #[test]
    fn any_name_becomes_a_uri_and_is_shown_safely() {
        let name = OsString::from_vec(b"/in/caf\xe9 \x1b[2J\n#1.txt".to_vec());
        let uri = file_uri(Path::new(&name));
        assert_eq!(uri, "file:///in/caf%E9%20%1B%5B2J%0A%231.txt");
        assert_eq!(path_of(&uri), "/in/caf\u{fffd} \\u{1b}[2J\\n#1.txt");
    }
}
