//! Opening files safely, and reading those that are one capture.
//!
//! What must stay true: only regular files are opened, and none of those that the caller excludes by
//! device and inode: opening and closing an archive's own files would cancel SQLite's locks on them. A
//! file that changes while it is read is read again or refused, never taken half and half.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustix::fs::OFlags;

use super::address::{Step, file_uri};
use super::layers::Narrowed;
use super::{Content, Item, LARGEST_FILE, Stream, reason};
use crate::format::compression::{self, Compression, TOO_LARGE};
use crate::format::{Format, PREFIX, Source};
use crate::text::wide::Wide;

const CHANGING: &str = "changing while it is read";
/// How much of a file of records is read at once, in bytes.
const BUFFER: usize = 64 * 1024;

/// Which file something is from, and where in it.
#[derive(Clone, Debug)]
pub struct InputOrigin {
    pub uri: String,
    pub path: PathBuf,
    pub place: Vec<Step>,
    pub is_named: bool,
}

impl InputOrigin {
    /// A whole file; `is_named` says that a person named it, rather than a folder that it is in.
    pub fn of_path(path: PathBuf, is_named: bool) -> Self {
        Self { uri: file_uri(&path), path, place: Vec::new(), is_named }
    }

    /// One step further in.
    pub fn within(&self, step: Step) -> Self {
        let mut place = self.place.clone();
        place.push(step);
        Self { place, ..self.clone() }
    }

    /// An item that comes from here.
    pub fn item(self, content: Content) -> Item {
        Item {
            uri: self.uri,
            path: self.path,
            place: self.place,
            is_named: self.is_named,
            content,
            elsewhere: None,
        }
    }
}

/// An open file, standard input or a member of an archive.
pub struct Opened {
    pub origin: InputOrigin,
    reader: Reader,
    /// What of it was read ahead, and whether that is all.
    peeked: Vec<u8>,
    is_all_peeked: bool,
    /// Damage before that.
    before: Option<io::Error>,
    /// The file and what it looked like before it was read.
    watch: Option<FileAsFound>,
}

enum Reader {
    /// The one that is watched.
    File(Arc<File>),
    Bytes(Cursor<Vec<u8>>),
    Stream(Box<dyn Read + Send>),
}

impl Read for Reader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(into),
            Self::Bytes(bytes) => bytes.read(into),
            Self::Stream(stream) => stream.read(into),
        }
    }
}

impl Opened {
    /// How many bytes it has, where it is a file and not packed.
    pub fn size(&self) -> Option<u64> {
        match (&self.reader, &self.watch) {
            (Reader::File(_), Some(watch)) => Some(watch.stamp.size),
            _ => None,
        }
    }

    /// What is written to the program.
    pub fn standard_input() -> Self {
        let origin = InputOrigin {
            uri: "stdin:".to_owned(),
            path: "-".into(),
            place: Vec::new(),
            is_named: true,
        };
        let reader = Reader::Stream(Box::new(io::stdin()));
        Self { origin, reader, peeked: Vec::new(), is_all_peeked: false, before: None, watch: None }
    }

    /// Bytes that are in memory.
    pub fn of_bytes(origin: InputOrigin, bytes: Vec<u8>) -> Self {
        let reader = Reader::Bytes(Cursor::new(bytes));
        Self { origin, reader, peeked: Vec::new(), is_all_peeked: false, before: None, watch: None }
    }

    /// Opens a regular file that `metadata` was read of. The error is the reason why not.
    pub fn file(path: &Path, metadata: &Metadata, flags: OFlags) -> Result<Self, String> {
        let (now, file) = OpenOptions::new()
            .read(true)
            .custom_flags(flags.bits().cast_signed())
            .open(path)
            .and_then(|file| Ok((file.metadata()?, file)))
            .map_err(|error| reason(&error))?;
        // Between looking and opening something else may have taken the name.
        if (now.dev(), now.ino()) != (metadata.dev(), metadata.ino()) || !now.is_file() {
            return Err(CHANGING.to_owned());
        }
        let file = Arc::new(file);
        Ok(Self {
            // Links are followed only of paths that were named.
            origin: InputOrigin::of_path(path.to_owned(), !flags.contains(OFlags::NOFOLLOW)),
            reader: Reader::File(Arc::clone(&file)),
            peeked: Vec::new(),
            is_all_peeked: false,
            before: None,
            watch: Some(FileAsFound { file, stamp: Stamp::of(&now) }),
        })
    }

    /// How many bytes reading up to `most` of a file takes in one step: one more than are there, to meet its end.
    /// Without room for them a short file is read in steps of 32, 64 … bytes.
    fn room(&self, most: usize) -> usize {
        let size = self.size().and_then(|size| usize::try_from(size).ok()).unwrap_or_default();
        size.min(most) + 1
    }

    /// The first bytes, as many as it takes to tell a format. They stay to be read, and so does an
    /// error that is met before or behind them; where nothing but an error is there, it is given.
    pub fn peek(&mut self) -> io::Result<&[u8]> {
        self.peeked.reserve(self.room(PREFIX));
        loop {
            let wanted = (PREFIX - self.peeked.len().min(PREFIX)) as u64;
            let Err(error) = self.reader.by_ref().take(wanted).read_to_end(&mut self.peeked) else {
                self.is_all_peeked = self.peeked.len() < PREFIX;
                return Ok(&self.peeked);
            };
            if !self.peeked.is_empty() {
                let rest = std::mem::replace(&mut self.reader, Reader::Bytes(Cursor::default()));
                self.reader = Reader::Stream(Box::new(Failing(Some(error)).chain(rest)));
                return Ok(&self.peeked);
            }
            if !compression::goes_on(&error) {
                return Err(error);
            }
            self.before = Some(error);
        }
    }

    /// What is in it, if it is packed. Fails where its first bytes cannot be unpacked.
    pub fn unpacked(self, layer: Compression) -> io::Result<Self> {
        let Self { origin, reader, peeked, watch, .. } = self;
        let reader = compression::unpacked(layer, Box::new(Cursor::new(peeked).chain(reader)))?;
        let reader = Reader::Stream(reader);
        Ok(Self { origin, reader, peeked: Vec::new(), is_all_peeked: false, before: None, watch })
    }

    /// In UTF-8, of text that is in `wide`.
    pub fn narrowed(self, wide: Wide) -> Self {
        let Self { origin, reader, peeked, before, watch, .. } = self;
        let stream = Box::new(Cursor::new(peeked).chain(reader));
        let reader = Reader::Stream(Box::new(Narrowed::new(wide, stream)));
        Self { origin, reader, peeked: Vec::new(), is_all_peeked: false, before, watch }
    }

    /// Its only capture.
    pub fn whole(mut self, format: &'static Format) -> Item {
        let content = match self.read_whole() {
            Ok(Some(bytes)) if bytes.len() as u64 > LARGEST_FILE => {
                Content::Refused(TOO_LARGE.to_owned())
            }
            Ok(Some(bytes)) => Content::Record { bytes, format },
            Ok(None) => Content::Refused(CHANGING.to_owned()),
            Err(error) => Content::Refused(reason(&error)),
        };
        self.origin.item(content)
    }

    /// Reads all of it, or one byte more than may be. A file that changed meanwhile is read once more
    /// from its start; `None` if it did so again.
    fn read_whole(&mut self) -> io::Result<Option<Vec<u8>>> {
        if let Some(error) = self.before.take() {
            return Err(error);
        }
        let mut bytes = std::mem::take(&mut self.peeked);
        if let (Reader::File(_), Some(watch)) = (&self.reader, &self.watch)
            && watch.stamp.size > LARGEST_FILE
        {
            return Err(io::Error::other(TOO_LARGE));
        }
        if !self.is_all_peeked {
            bytes.reserve(self.room(LARGEST_FILE as usize).saturating_sub(bytes.len()));
            let limit = (LARGEST_FILE + 1).saturating_sub(bytes.len() as u64);
            self.reader.by_ref().take(limit).read_to_end(&mut bytes)?;
        }
        let Some(watch) = &mut self.watch else { return Ok(Some(bytes)) };
        if watch.is_unchanged()? {
            return Ok(Some(bytes));
        }
        let Reader::File(file) = &mut self.reader else { return Ok(None) };
        watch.stamp = Stamp::of(&file.metadata()?);
        file.rewind()?;
        bytes.clear();
        file.by_ref().take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
        Ok(watch.is_unchanged()?.then_some(bytes))
    }

    /// As something to read from its start on, and what tells afterwards whether it changed.
    pub fn into_stream(self) -> (InputOrigin, Box<dyn Read + Send>, Option<FileAsFound>) {
        let stream = Failing(self.before).chain(Cursor::new(self.peeked)).chain(self.reader);
        (self.origin, Box::new(stream), self.watch)
    }

    /// As something that can also seek, and what tells afterwards whether it changed.
    pub fn into_source(self) -> (InputOrigin, Box<dyn Source>, Option<FileAsFound>) {
        let source: Box<dyn Source> = match self.reader {
            Reader::Bytes(bytes) => Box::new(Cursor::new(bytes.into_inner())),
            Reader::File(mut file) => match file.rewind() {
                Ok(()) => Box::new(BufReader::with_capacity(BUFFER, file)),
                Err(error) => Box::new(Stream::new(Box::new(Failing(Some(error))))),
            },
            Reader::Stream(_) => {
                let (origin, stream, watch) = self.into_stream();
                return (origin, Box::new(Stream::new(stream)), watch);
            }
        };
        (self.origin, source, self.watch)
    }
}

/// Gives an error once, and then nothing.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// A file and what it looked like before it was read.
pub struct FileAsFound {
    file: Arc<File>,
    stamp: Stamp,
}

impl FileAsFound {
    /// Whether the file looks as it did before. Fails where that cannot be asked.
    pub fn is_unchanged(&self) -> io::Result<bool> {
        Ok(Stamp::of(&self.file.metadata()?) == self.stamp)
    }

    /// What to say at the end of a file of which records were already given out, if it changed.
    pub fn complaint(&self) -> Option<String> {
        match self.is_unchanged() {
            Ok(true) => None,
            Ok(false) => Some("changed while it was read; read it again".to_owned()),
            Err(error) => Some(reason(&error)),
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

/// What a path is if it is no regular file.
pub fn irregular(metadata: &Metadata) -> Option<&'static str> {
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
