//! Files of which every line that is not blank is a capture.

use std::io::{self, Read};

use super::address::Step;
use super::opening::{FileAsFound, InputOrigin, Opened};
use super::{Content, Item, reason};
use crate::format::Format;

/// Longer lines of a file of lines are refused, in bytes.
pub const LONGEST_LINE: usize = 16 * 1024 * 1024;
/// How much of a file of lines is read at once, in bytes.
const CHUNK: usize = 256 * 1024;

/// A file of lines being read.
pub struct Lines {
    origin: InputOrigin,
    reader: Box<dyn Read + Send>,
    watch: Option<FileAsFound>,
    format: &'static Format,
    longest: usize,
    buffer: Vec<u8>,
    /// Bytes of `buffer` that were given out.
    taken: usize,
    /// Bytes of `buffer` known to hold no line end behind `taken`.
    seen: usize,
    line: u64,
    is_at_end: bool,
    /// Whether no line was given out yet.
    is_empty: bool,
    /// Why reading ended, told when everything before it was given out.
    broken: Option<io::Error>,
}

impl Lines {
    /// The lines of a file, each a capture of this format; one longer than that many bytes is refused.
    pub fn new(file: Opened, format: &'static Format, longest: usize) -> Self {
        let (origin, reader, watch) = file.into_stream();
        Self {
            origin,
            reader,
            watch,
            format,
            longest,
            buffer: Vec::new(),
            taken: 0,
            seen: 0,
            line: 0,
            is_at_end: false,
            is_empty: true,
            broken: None,
        }
    }

    /// The next line that is not blank. Lines already given out stay given out if the file turns
    /// out to have changed: then the last item says so.
    pub fn next(&mut self) -> Option<Item> {
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
                return self.last();
            }
            if self.seen - self.taken > self.longest {
                return Some(self.too_long());
            }
            let filled = match self.broken.take() {
                Some(error) => Err(error),
                None => self.fill(),
            };
            if let Err(error) = filled {
                self.stop();
                return Some(self.origin.clone().item(Content::Refused(reason(&error))));
            }
        }
    }

    /// What stands behind the last line end, then whether the file changed or held nothing.
    fn last(&mut self) -> Option<Item> {
        let line = self.buffer.split_off(self.taken);
        self.taken = self.buffer.len();
        self.seen = self.taken;
        if !line.is_empty() {
            self.line += 1;
            if let Some(item) = self.record(line) {
                return Some(item);
            }
        }
        let content = match self.watch.take().and_then(|watch| watch.complaint()) {
            Some(complaint) => Content::Refused(complaint),
            None if self.is_empty => Content::Skipped("no line with words in it".to_owned()),
            None => return None,
        };
        self.is_empty = false;
        Some(self.origin.clone().item(content))
    }

    fn fill(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.taken);
        self.seen -= self.taken;
        self.taken = 0;
        if self.read()? == 0 {
            self.is_at_end = true;
        }
        Ok(())
    }

    /// What could be read before an error is given out first.
    fn read(&mut self) -> io::Result<usize> {
        let before = self.buffer.len();
        let outcome = self.reader.by_ref().take(CHUNK as u64).read_to_end(&mut self.buffer);
        let count = self.buffer.len() - before;
        match outcome {
            Err(error) if count > 0 => {
                self.broken = Some(error);
                Ok(count)
            }
            outcome => outcome,
        }
    }

    /// Passes over a line that is too long, in bounded memory.
    fn too_long(&mut self) -> Item {
        self.line += 1;
        let item = self.item(Content::Refused(too_long(self.longest)));
        loop {
            self.buffer.clear();
            (self.taken, self.seen) = (0, 0);
            match self.read() {
                Ok(0) => self.is_at_end = true,
                Ok(_) => match self.buffer.iter().position(|&byte| byte == b'\n') {
                    Some(end) => (self.taken, self.seen) = (end + 1, end + 1),
                    None => continue,
                },
                // Told when this line was.
                Err(error) => self.broken = Some(error),
            }
            return item;
        }
    }

    fn stop(&mut self) {
        self.buffer.clear();
        (self.taken, self.seen) = (0, 0);
        self.is_at_end = true;
        self.is_empty = false;
        self.watch = None;
    }

    fn record(&mut self, mut bytes: Vec<u8>) -> Option<Item> {
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return None;
        }
        Some(self.item(if bytes.len() > self.longest {
            Content::Refused(too_long(self.longest))
        } else {
            Content::Record { bytes, format: self.format }
        }))
    }

    /// An item at the present line.
    fn item(&mut self, content: Content) -> Item {
        self.is_empty = false;
        self.origin.within(Step::Line(self.line)).item(content)
    }
}

fn too_long(longest: usize) -> String {
    format!("line longer than {} MiB", longest >> 20)
}
