//! Streams that are to be as good as files.
//!
//! Most files of records are cut from start to end; a zip begins at its end. A stream that is asked to
//! seek before anything of it was read is put into a file without a name first, so that the formats
//! need not know what they read. What must stay true: an error on the way is remembered, whatever the
//! format that met it made of it.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use super::reason;
use crate::format::Source;
use crate::text::wide::{Narrower, Wide};

/// Larger streams are not put into a file, in bytes.
const LARGEST_PUT_ASIDE: u64 = 256 * 1024 * 1024;

/// A stream that becomes a file when it has to.
pub struct Stream {
    state: State,
    position: u64,
}

enum State {
    Stream(Box<dyn Read + Send>),
    File(File),
}

impl Stream {
    /// A stream from its present place on.
    pub fn new(stream: Box<dyn Read + Send>) -> Self {
        Self { state: State::Stream(stream), position: 0 }
    }
}

impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.state {
            State::Stream(stream) => stream.read(into)?,
            State::File(file) => file.read(into)?,
        };
        self.position += read as u64;
        Ok(read)
    }
}

impl Seek for Stream {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if let State::Stream(stream) = &mut self.state {
            match to {
                SeekFrom::Current(0) => return Ok(self.position),
                SeekFrom::Start(there) if there == self.position => return Ok(there),
                _ if self.position > 0 => return Err(io::ErrorKind::NotSeekable.into()),
                _ => self.state = State::File(put_aside(stream)?),
            }
        }
        match &mut self.state {
            State::File(file) => file.seek(to),
            State::Stream(_) => Err(io::ErrorKind::NotSeekable.into()),
        }
    }
}

fn put_aside(stream: &mut dyn Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    let copied = io::copy(&mut stream.take(LARGEST_PUT_ASIDE + 1), &mut file)?;
    if copied > LARGEST_PUT_ASIDE {
        let mib = LARGEST_PUT_ASIDE >> 20;
        return Err(io::Error::other(format!("larger than {mib} MiB; unpack it to a file first")));
    }
    file.rewind()?;
    Ok(file)
}

/// The last error that was met in a source, as a reason.
#[derive(Clone, Default)]
pub struct Noted(Arc<Mutex<Option<String>>>);

impl Noted {
    /// The error, and forgets it.
    pub fn take(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn note<T>(&self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result
            && error.kind() != io::ErrorKind::Interrupted
        {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(reason(error));
        }
        result
    }
}

/// A source whose errors are remembered.
pub struct Noting {
    pub source: Box<dyn Source>,
    pub noted: Noted,
}

impl Read for Noting {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.noted.note(self.source.read(into))
    }
}

impl Seek for Noting {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.noted.note(self.source.seek(to))
    }
}

/// How much of text in UTF-16 or UTF-32 is read at once, in bytes.
const WIDE_CHUNK: usize = 32 * 1024;

/// Text in UTF-16 or UTF-32 as UTF-8, without its byte order mark.
pub struct Narrowed {
    source: Box<dyn Read + Send>,
    narrower: Narrower,
    /// What was decoded, and how much of it was given.
    text: String,
    given: usize,
    has_started: bool,
    is_over: bool,
    /// Why reading ended, told when everything before it was given.
    broken: Option<io::Error>,
}

impl Narrowed {
    /// Text that is in this character set, from its byte order mark on.
    pub fn new(wide: Wide, source: Box<dyn Read + Send>) -> Self {
        Self {
            source,
            narrower: Narrower::new(wide),
            text: String::new(),
            given: 0,
            has_started: false,
            is_over: false,
            broken: None,
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        if let Some(error) = self.broken.take() {
            return Err(error);
        }
        let mut chunk = Vec::with_capacity(WIDE_CHUNK);
        let outcome = self.source.by_ref().take(WIDE_CHUNK as u64).read_to_end(&mut chunk);
        if let Err(error) = outcome {
            if chunk.is_empty() {
                return Err(error);
            }
            self.broken = Some(error);
        }
        self.is_over = chunk.is_empty();
        self.text.clear();
        self.narrower.push(&chunk, self.is_over, &mut self.text);
        let is_mark = !self.has_started && self.text.starts_with('\u{feff}');
        self.given = if is_mark { '\u{feff}'.len_utf8() } else { 0 };
        self.has_started |= !self.text.is_empty();
        Ok(())
    }
}

impl Read for Narrowed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given >= self.text.len() && !self.is_over {
            self.fill()?;
        }
        let mut rest = self.text.as_bytes().get(self.given..).unwrap_or_default();
        let read = rest.read(into)?;
        self.given += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_can_seek_until_it_is_read() {
        let mut stream = Stream::new(Box::new(&b"abcdef"[..]));
        assert_eq!(stream.seek(SeekFrom::End(-2)).unwrap(), 4);
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        assert_eq!(text, "ef");
        stream.rewind().unwrap();
        text.clear();
        stream.read_to_string(&mut text).unwrap();
        assert_eq!(text, "abcdef");
        let mut stream = Stream::new(Box::new(&b"abcdef"[..]));
        stream.read_exact(&mut [0; 2]).unwrap();
        assert_eq!(stream.stream_position().unwrap(), 2);
        assert!(stream.rewind().is_err());
    }

    #[test]
    fn what_cannot_be_put_aside_is_refused() {
        let mut stream = Stream::new(Box::new(io::repeat(b'x')));
        let error = stream.seek(SeekFrom::End(0)).unwrap_err();
        assert_eq!(error.to_string(), "larger than 256 MiB; unpack it to a file first");
    }
}
