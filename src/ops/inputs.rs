//! From paths to records: walking folders, opening files safely, cutting files of lines.
//!
//! A stream, so that memory is bounded by one record whatever is dropped in. What must stay true:
//! only regular files are opened, and none of those that the caller excludes by device and inode:
//! opening and closing an archive's own files would cancel SQLite's locks on them. Nothing here
//! fails as a whole; what cannot be taken is an item with its reason, and the stream goes on.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Seek};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use walkdir::WalkDir;

use crate::format::{self, Format, Framing};
use crate::text::decode;

/// Larger files are not read whole, in bytes.
pub const LARGEST_FILE: u64 = 32 * 1024 * 1024;
/// Longer lines of a file of lines are refused, in bytes.
pub const LONGEST_LINE: usize = 16 * 1024 * 1024;
/// How much of a file of lines is read at once, in bytes.
const CHUNK: usize = 256 * 1024;

/// One record, or why there is none.
#[derive(Debug)]
pub struct Item {
    /// `file:///abs/path`, bytes other than those of plain names percent-escaped, or `stdin:`.
    pub uri: String,
    /// The path as it was given or found; `-` for standard input.
    pub path: PathBuf,
    /// Number of the line, from 1, in a file of lines.
    pub line: Option<u64>,
    pub content: Content,
}

/// What an item holds. Reasons are one sentence, lower case, no full stop.
#[derive(Debug)]
pub enum Content {
    /// The bytes of one capture, and the format to read them as.
    Record { bytes: Vec<u8>, format: &'static Format },
    /// Cannot be taken.
    Refused(String),
    /// A path that was named and is not there.
    Missing(String),
    /// Nothing to take, and rightly so: one of the excluded files.
    Skipped(String),
}

impl Item {
    /// As in `Sighting::uri`: `uri` with the line in it, `file:///a.jsonl#L12`.
    pub fn sighting_uri(&self) -> String {
        match self.line {
            Some(line) => format!("{}#L{line}", self.uri),
            None => self.uri.clone(),
        }
    }

    /// As in `Problem::record`: `line 12`.
    pub fn record(&self) -> Option<String> {
        self.line.map(|line| format!("line {line}"))
    }
}

/// How to read the inputs.
pub struct Options<'a> {
    /// Read everything as this format instead of looking.
    pub format: Option<&'static Format>,
    /// Whether a file is not to be touched, by device and inode; asked before it is opened.
    pub is_excluded: Box<dyn Fn(u64, u64) -> bool + Send + 'a>,
}

/// The records of `paths`, in that order; folders recursively, each sorted by name, hidden files
/// left out. `-` is standard input.
pub fn records<'a>(paths: &[PathBuf], options: Options<'a>) -> Records<'a> {
    Records { paths: paths.iter().cloned().collect(), options, folder: None, lines: None }
}

/// The address of a file as archives store it: absolute, and printable whatever bytes are in it.
pub fn file_uri(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut uri = String::from("file://");
    for &byte in absolute.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// A `uri` as a path for people: what `file_uri` escaped stands as it is.
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
    String::from_utf8_lossy(&bytes).into_owned()
}

/// See `records`.
pub struct Records<'a> {
    paths: VecDeque<PathBuf>,
    options: Options<'a>,
    folder: Option<walkdir::IntoIter>,
    lines: Option<Lines>,
}

impl Iterator for Records<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            let found = if let Some(lines) = &mut self.lines {
                let item = lines.next();
                if item.is_none() {
                    self.lines = None;
                }
                item
            } else if self.folder.is_some() {
                self.next_of_folder()
            } else {
                let path = self.paths.pop_front()?;
                self.named(path)
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

impl Records<'_> {
    /// A path that somebody named: links are followed, since they were meant.
    fn named(&mut self, path: PathBuf) -> Option<Item> {
        if path.as_os_str() == "-" {
            let source = Source {
                path,
                uri: "stdin:".to_owned(),
                reader: Box::new(io::stdin()),
                watch: None,
            };
            return self.take(source, 0, None);
        }
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => {
                self.folder = Some(WalkDir::new(path).sort_by_file_name().into_iter());
                None
            }
            Ok(metadata) => self.file(path, metadata, OFlags::NONBLOCK),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Some(item(path, Content::Missing("no such file or folder".to_owned())))
            }
            Err(error) => Some(item(path, Content::Refused(reason(&error)))),
        }
    }

    /// The next of the folder that is being walked; `None` as well where it is nothing to take.
    fn next_of_folder(&mut self) -> Option<Item> {
        let folder = self.folder.as_mut()?;
        let entry = match folder.next() {
            Some(Ok(entry)) => entry,
            Some(Err(error)) => {
                let path = error.path().map(Path::to_owned).unwrap_or_default();
                let reason = error.io_error().map_or_else(|| "cannot be listed".to_owned(), reason);
                return Some(item(path, Content::Refused(reason)));
            }
            None => {
                self.folder = None;
                return None;
            }
        };
        let kind = entry.file_type();
        if entry.depth() > 0 && is_hidden(entry.file_name()) {
            if kind.is_dir() {
                folder.skip_current_dir();
            }
            return None;
        }
        // Links inside folders are not followed: they lead in circles and out of the tree.
        if kind.is_dir() || kind.is_symlink() {
            return None;
        }
        let path = entry.into_path();
        match fs::symlink_metadata(&path) {
            Ok(metadata) => self.file(path, metadata, OFlags::NONBLOCK | OFlags::NOFOLLOW),
            Err(error) => Some(item(path, Content::Refused(reason(&error)))),
        }
    }

    /// Opens a file, if it may be opened.
    fn file(&mut self, path: PathBuf, metadata: Metadata, flags: OFlags) -> Option<Item> {
        if (self.options.is_excluded)(metadata.dev(), metadata.ino()) {
            return Some(item(path, Content::Skipped("belongs to the archive itself".to_owned())));
        }
        if let Some(kind) = irregular(&metadata) {
            let reason = format!("{kind}, not a file");
            // Named, it was meant; found in a folder, it was only in the way.
            let content = match flags.contains(OFlags::NOFOLLOW) {
                true => Content::Skipped(reason),
                false => Content::Refused(reason),
            };
            return Some(item(path, content));
        }
        let opened = OpenOptions::new()
            .read(true)
            .custom_flags(flags.bits().cast_signed())
            .open(&path)
            .and_then(|file| Ok((file.metadata()?, file)));
        let (now, file) = match opened {
            Ok(opened) => opened,
            Err(error) => return Some(item(path, Content::Refused(reason(&error)))),
        };
        // Between looking and opening something else may have taken the name.
        if (now.dev(), now.ino()) != (metadata.dev(), metadata.ino()) || !now.is_file() {
            return Some(item(path, Content::Refused(CHANGING.to_owned())));
        }
        let watch = match file.try_clone() {
            Ok(file) => Some((file, Stamp::of(&now))),
            Err(error) => return Some(item(path, Content::Refused(reason(&error)))),
        };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let source = Source { uri: file_uri(&path), path, reader: Box::new(file), watch };
        self.take(source, now.len(), name)
    }

    /// Reads an open source: its only record, or, for lines, nothing yet.
    fn take(&mut self, mut source: Source, size: u64, name: Option<String>) -> Option<Item> {
        let mut bytes = Vec::new();
        if let Err(error) = source.read(&mut bytes, format::PREFIX as u64) {
            return Some(source.item(Content::Refused(reason(&error))));
        }
        let format =
            match self.options.format.map_or_else(|| format::detect(&bytes, name.as_deref()), Ok) {
                Ok(format) => format,
                Err(refusal) => return Some(source.item(Content::Refused(refusal.0))),
            };
        if matches!(format.framing, Framing::Lines) {
            if bytes.starts_with(b"\xff\xfe")
                || bytes.starts_with(b"\xfe\xff")
                || decode::utf_16_without_mark(&bytes).is_some()
            {
                let reason = "lines in UTF-16 are not read; convert the file to UTF-8".to_owned();
                return Some(source.item(Content::Refused(reason)));
            }
            self.lines = Some(Lines {
                source,
                format,
                buffer: bytes,
                taken: 0,
                seen: 0,
                line: 0,
                is_at_end: false,
            });
            return None;
        }
        let too_large =
            || Content::Refused(format!("larger than {} MiB", LARGEST_FILE / (1024 * 1024)));
        if size > LARGEST_FILE {
            return Some(source.item(too_large()));
        }
        let content = match source.read_rest(&mut bytes) {
            Ok(true) if bytes.len() as u64 > LARGEST_FILE => too_large(),
            Ok(true) => Content::Record { bytes, format },
            Ok(false) => Content::Refused(CHANGING.to_owned()),
            Err(error) => Content::Refused(reason(&error)),
        };
        Some(source.item(content))
    }
}

const CHANGING: &str = "changing while it is read";

/// An open file or standard input.
struct Source {
    path: PathBuf,
    uri: String,
    reader: Box<dyn Read + Send>,
    /// The file and what it looked like before it was read.
    watch: Option<(File, Stamp)>,
}

impl Source {
    fn item(self, content: Content) -> Item {
        Item { uri: self.uri, path: self.path, line: None, content }
    }

    /// Reads at most `limit` bytes more.
    fn read(&mut self, bytes: &mut Vec<u8>, limit: u64) -> io::Result<usize> {
        self.reader.by_ref().take(limit).read_to_end(bytes)
    }

    /// Reads the rest of a file, and once more from its start if it changed meanwhile. False if it
    /// did so again.
    fn read_rest(&mut self, bytes: &mut Vec<u8>) -> io::Result<bool> {
        self.read(bytes, (LARGEST_FILE + 1).saturating_sub(bytes.len() as u64))?;
        if self.is_unchanged()? {
            return Ok(true);
        }
        if let Some((file, stamp)) = &mut self.watch {
            *stamp = Stamp::of(&file.metadata()?);
            file.rewind()?;
            bytes.clear();
            file.take(LARGEST_FILE + 1).read_to_end(bytes)?;
        }
        self.is_unchanged()
    }

    fn is_unchanged(&self) -> io::Result<bool> {
        match &self.watch {
            Some((file, stamp)) => Ok(Stamp::of(&file.metadata()?) == *stamp),
            None => Ok(true),
        }
    }
}

/// What changes when a file is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    size: u64,
    seconds: i64,
    nanoseconds: i64,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self { size: metadata.len(), seconds: metadata.mtime(), nanoseconds: metadata.mtime_nsec() }
    }
}

/// A file of lines being read.
struct Lines {
    source: Source,
    format: &'static Format,
    buffer: Vec<u8>,
    /// Bytes of `buffer` that were given out.
    taken: usize,
    /// Bytes of `buffer` known to hold no line end behind `taken`.
    seen: usize,
    line: u64,
    is_at_end: bool,
}

impl Lines {
    /// The next line that is not blank. Lines already given out stay given out if the file turns
    /// out to have changed: then the last item says so.
    fn next(&mut self) -> Option<Item> {
        loop {
            let unseen = self.buffer.get(self.seen..).unwrap_or_default();
            if let Some(length) = unseen.iter().position(|&byte| byte == b'\n') {
                let line =
                    self.buffer.get(self.taken..self.seen + length).unwrap_or_default().to_vec();
                self.taken = self.seen + length + 1;
                self.seen = self.taken;
                self.line += 1;
                if let Some(item) = self.record(line) {
                    return Some(item);
                }
                continue;
            }
            self.seen = self.buffer.len();
            if self.is_at_end {
                let line = self.buffer.split_off(self.taken);
                self.taken = self.buffer.len();
                self.seen = self.taken;
                if !line.is_empty() {
                    self.line += 1;
                    if let Some(item) = self.record(line) {
                        return Some(item);
                    }
                }
                let watch = self.source.is_unchanged();
                self.source.watch = None;
                return match watch {
                    Ok(true) => None,
                    Ok(false) => Some(self.item(Content::Refused(
                        "changed while it was read; read it again".to_owned(),
                    ))),
                    Err(error) => Some(self.item(Content::Refused(reason(&error)))),
                };
            }
            if self.seen - self.taken > LONGEST_LINE {
                return Some(self.too_long());
            }
            if let Err(error) = self.fill() {
                self.stop();
                return Some(self.item(Content::Refused(reason(&error))));
            }
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.taken);
        self.seen -= self.taken;
        self.taken = 0;
        if self.source.read(&mut self.buffer, CHUNK as u64)? == 0 {
            self.is_at_end = true;
        }
        Ok(())
    }

    /// Passes over a line that is too long, in bounded memory.
    fn too_long(&mut self) -> Item {
        self.line += 1;
        let content =
            Content::Refused(format!("line longer than {} MiB", LONGEST_LINE / (1024 * 1024)));
        loop {
            self.buffer.clear();
            (self.taken, self.seen) = (0, 0);
            match self.source.read(&mut self.buffer, CHUNK as u64) {
                Ok(0) => self.is_at_end = true,
                Ok(_) => match self.buffer.iter().position(|&byte| byte == b'\n') {
                    Some(end) => (self.taken, self.seen) = (end + 1, end + 1),
                    None => continue,
                },
                Err(_) => self.stop(),
            }
            let mut item = self.item(content);
            item.line = Some(self.line);
            return item;
        }
    }

    fn stop(&mut self) {
        self.buffer.clear();
        (self.taken, self.seen) = (0, 0);
        self.is_at_end = true;
        self.source.watch = None;
    }

    fn record(&self, mut bytes: Vec<u8>) -> Option<Item> {
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return None;
        }
        let content = if bytes.len() > LONGEST_LINE {
            Content::Refused(format!("line longer than {} MiB", LONGEST_LINE / (1024 * 1024)))
        } else {
            Content::Record { bytes, format: self.format }
        };
        Some(Item { line: Some(self.line), ..self.item(content) })
    }

    fn item(&self, content: Content) -> Item {
        Item { uri: self.source.uri.clone(), path: self.source.path.clone(), line: None, content }
    }
}

fn item(path: PathBuf, content: Content) -> Item {
    Item { uri: file_uri(&path), path, line: None, content }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_bytes().starts_with(b".")
}

/// What a path is if it is no regular file.
fn irregular(metadata: &Metadata) -> Option<&'static str> {
    let kind = metadata.file_type();
    if kind.is_file() {
        None
    } else if kind.is_fifo() {
        Some("a named pipe")
    } else if kind.is_socket() {
        Some("a socket")
    } else if kind.is_block_device() || kind.is_char_device() {
        Some("a device")
    } else {
        Some("something else")
    }
}

/// The system's words without its error number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(format: Option<&'static Format>) -> Options<'static> {
        Options { format, is_excluded: Box::new(|_, _| false) }
    }

    /// Name, line and content of each item.
    fn listed(records: Records) -> Vec<(String, Option<u64>, String)> {
        records
            .map(|item| {
                let content = match item.content {
                    Content::Record { bytes, format } => {
                        format!("{}:{}", format.name, String::from_utf8_lossy(&bytes))
                    }
                    Content::Refused(reason) => format!("refused: {reason}"),
                    Content::Missing(reason) => format!("missing: {reason}"),
                    Content::Skipped(reason) => format!("skipped: {reason}"),
                };
                (
                    item.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                    item.line,
                    content,
                )
            })
            .collect()
    }

    fn entry(name: &str, line: Option<u64>, content: &str) -> (String, Option<u64>, String) {
        (name.to_owned(), line, content.to_owned())
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
        fs::write(path.join("page.html"), "<!doctype html>").unwrap();
        assert_eq!(
            listed(records(
                &[path.to_owned(), path.join("link.txt"), path.join("none")],
                options(None)
            )),
            [
                entry("z.txt", None, "text:z"),
                entry("b.txt", None, "text:b"),
                entry("page.html", None, "refused: HTML is not read yet; save it as text"),
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
            Options { format: None, is_excluded: Box::new(move |d, i| (d, i) == (dev, ino)) };
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
                entry("a.jsonl", Some(1), "jsonl:{\"text\":\"1\"}"),
                entry("a.jsonl", Some(4), "jsonl:{\"text\":\"2\"}"),
                entry("a.jsonl", Some(5), "jsonl:{\"text\":\"3\"}"),
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
                entry("long.jsonl", Some(1), "jsonl:{\"text\":\"1\"}"),
                entry("long.jsonl", Some(2), "refused: line longer than 16 MiB"),
                entry("long.jsonl", Some(3), "jsonl:{\"text\":\"3\"}"),
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
    fn addresses_are_printable() {
        let path = Path::new(OsStr::from_bytes(b"/a b/%\xff\n.txt"));
        assert_eq!(file_uri(path), "file:///a%20b/%25%FF%0A.txt");
        assert_eq!(path_of(&file_uri(path)), "/a b/%\u{fffd}\n.txt");
        let item =
            Item { line: Some(12), ..item(path.to_owned(), Content::Refused(String::new())) };
        assert_eq!(item.sighting_uri(), "file:///a%20b/%25%FF%0A.txt#L12");
    }
}
