//! Reading ahead in a stream, up to the next fault in it.
//!
//! A fault (damaged or cut compression, a disk that fails) is told apart from the end: what stands
//! before it is seen first, and whoever comes to it takes it away and may go on behind it.

use std::io::{self, Read};

use crate::format::compression;

const CHUNK: usize = 256 * 1024;

/// The part of a stream that is in memory.
pub struct Window<'a> {
    source: Box<dyn Read + Send + 'a>,
    bytes: Vec<u8>,
    start: usize,
    /// Offset in the stream of what comes next.
    pub offset: u64,
    fault: Option<io::Error>,
    is_at_end: bool,
}

impl<'a> Window<'a> {
    /// A window at the start of a source.
    pub fn new(source: Box<dyn Read + Send + 'a>) -> Self {
        Self { source, bytes: Vec::new(), start: 0, offset: 0, fault: None, is_at_end: false }
    }

    /// What comes next: `wanted` bytes or more, or fewer before a fault or the end.
    pub fn peek(&mut self, wanted: usize) -> &[u8] {
        if self.bytes.len() - self.start < wanted {
            self.bytes.drain(..self.start);
            self.start = 0;
        }
        while self.bytes.len() < self.start + wanted && self.fault.is_none() && !self.is_at_end {
            // Larger steps for large records, so that a long one is not moved about for each chunk.
            let more = CHUNK.max(wanted.saturating_sub(self.bytes.len()).min(1 << 22)) as u64;
            match self.source.by_ref().take(more).read_to_end(&mut self.bytes) {
                Ok(0) => self.is_at_end = true,
                Ok(_) => {}
                Err(error) => self.fault = Some(error),
            }
        }
        self.bytes.get(self.start..).unwrap_or_default()
    }

    /// Moves the start of the window by this many bytes.
    pub fn consume(&mut self, count: usize) {
        let count = count.min(self.bytes.len() - self.start);
        self.start += count;
        self.offset += count as u64;
    }

    /// The fault that stands behind what is in memory, if reading came so far.
    pub fn fault(&self) -> Option<&io::Error> {
        self.fault.as_ref()
    }

    /// Takes the fault away: its reason. Behind it the stream goes on, if it can.
    pub fn take_fault(&mut self) -> Option<String> {
        let fault = self.fault.take()?;
        self.is_at_end = !compression::goes_on(&fault);
        Some(fault.to_string())
    }
}
