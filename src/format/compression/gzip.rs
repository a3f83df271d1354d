//! gzip in many members, read on behind damage.
//!
//! A WARC is packed record by record, each a member of its own, so that one damaged member need not
//! cost the rest: after an error the next member is looked for, from the start of the damaged one,
//! because a decompressor gone astray reads far into what follows. Source: RFC 1952.

use std::fmt;
use std::io::{self, BufRead, Read};
use std::mem;

use flate2::bufread::GzDecoder;

/// So much of a member is kept for looking through it again, in bytes as packed.
const KEPT: usize = 1024 * 1024;
const CHUNK: usize = 64 * 1024;
/// Length of a member's head without its optional fields, in bytes.
const HEAD: usize = 10;

/// Members of gzip, one after the other.
pub struct Gzip<R> {
    state: State<R>,
}

enum State<R> {
    Between(Kept<R>),
    Inside(Box<GzDecoder<Kept<R>>>),
    Ended,
}

/// An error behind which the stream goes on with its next member.
#[derive(Debug)]
struct Damage;

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("damaged gzip data")
    }
}

impl std::error::Error for Damage {}

/// Whether a stream goes on behind this error: what follows is whole again, but does not join on to
/// what came before.
pub fn goes_on(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Damage>())
}

impl<R: Read> Gzip<R> {
    /// The decompressed bytes of a gzip stream of several members.
    pub fn new(source: R) -> Self {
        Self { state: State::Between(Kept { source, bytes: Vec::new(), mark: 0, position: 0 }) }
    }

    /// Starts the next member. What is no member is passed over; behind the last one it is padding
    /// and no damage, as for gzip(1).
    fn start(&mut self, mut input: Kept<R>) -> io::Result<()> {
        input.mark = input.position;
        let head = input.peek(HEAD)?;
        if head.is_empty() {
            return Ok(());
        }
        if head.starts_with(b"\x1f\x8b\x08") {
            self.state = State::Inside(Box::new(GzDecoder::new(input)));
            return Ok(());
        }
        if input.find_member()? {
            self.state = State::Between(input);
            return Err(damage());
        }
        Ok(())
    }

    /// Looks for the member behind a damaged one.
    fn recover(&mut self, mut input: Kept<R>, error: &io::Error) -> io::Error {
        input.position = input.position.min(input.mark + 1);
        match input.find_member() {
            Ok(true) => {
                self.state = State::Between(input);
                damage()
            }
            Ok(false) if error.kind() == io::ErrorKind::UnexpectedEof => {
                io::Error::new(error.kind(), "gzip data that end early")
            }
            Ok(false) => io::Error::new(io::ErrorKind::InvalidData, "damaged gzip data"),
            Err(error) => error,
        }
    }
}

impl<R: Read> Read for Gzip<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            match mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(0),
                State::Between(input) => self.start(input)?,
                State::Inside(mut decoder) => match decoder.read(into) {
                    Ok(0) => self.state = State::Between(decoder.into_inner()),
                    Ok(read) => {
                        self.state = State::Inside(decoder);
                        return Ok(read);
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                        self.state = State::Inside(decoder);
                        return Err(error);
                    }
                    Err(error) => return Err(self.recover(decoder.into_inner(), &error)),
                },
            }
        }
    }
}

fn damage() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, Damage)
}

/// Whether a member begins here, for all one can see: its mark, only defined flags, and a level that
/// compressors write. The mark alone would be found by chance in every 16 MiB.
fn is_member(bytes: &[u8]) -> bool {
    match bytes {
        [0x1f, 0x8b, 8, flags, _, _, _, _, level, ..] => {
            flags & 0xe0 == 0 && matches!(level, 0 | 2 | 4)
        }
        _ => false,
    }
}

/// A source whose bytes since the start of the present member are kept, if they are not too many.
struct Kept<R> {
    source: R,
    bytes: Vec<u8>,
    /// Where in `bytes` the present member starts.
    mark: usize,
    position: usize,
}

impl<R: Read> Kept<R> {
    /// Reads some more behind what is there; false at the end.
    fn more(&mut self) -> io::Result<bool> {
        if self.position - self.mark > KEPT {
            self.mark = self.position;
        }
        self.bytes.drain(..self.mark);
        self.position -= self.mark;
        self.mark = 0;
        loop {
            let read = self.source.by_ref().take(CHUNK as u64).read_to_end(&mut self.bytes);
            match read {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => return Ok(read? > 0),
            }
        }
    }

    /// The next `wanted` bytes, or what there is.
    fn peek(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.bytes.len() - self.position < wanted && self.more()? {}
        Ok(self.bytes.get(self.position..).unwrap_or_default())
    }

    /// Goes to where a member begins; false if none does.
    fn find_member(&mut self) -> io::Result<bool> {
        loop {
            let rest = self.bytes.get(self.position..).unwrap_or_default();
            if let Some(at) = rest.windows(HEAD).position(is_member) {
                self.position += at;
                return Ok(true);
            }
            self.position += rest.len().saturating_sub(HEAD - 1);
            self.mark = self.position;
            if !self.more()? {
                return Ok(false);
            }
        }
    }
}

impl<R: Read> Read for Kept<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: Read> BufRead for Kept<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.position >= self.bytes.len() {
            self.more()?;
        }
        Ok(self.bytes.get(self.position..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.position = (self.position + count).min(self.bytes.len());
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn member(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    /// All that can be read, with a `!` where an error was that did not end it, and the last error.
    fn read(packed: &[u8]) -> (String, Option<String>) {
        let mut reader = Gzip::new(packed);
        let mut text = Vec::new();
        loop {
            match reader.read_to_end(&mut text) {
                Ok(_) => return (String::from_utf8_lossy(&text).into_owned(), None),
                Err(error) if goes_on(&error) => text.push(b'!'),
                Err(error) => {
                    let text = String::from_utf8_lossy(&text).into_owned();
                    return (text, Some(error.to_string()));
                }
            }
        }
    }

    #[test]
    fn damage_costs_one_member() {
        let (one, two, three) = (member("one "), member("two "), member("three"));
        let mut wrong_sum = two.clone();
        let sum = wrong_sum.len() - 6;
        wrong_sum[sum] ^= 1;
        let mut wrong_code = two.clone();
        wrong_code[HEAD] = 0xff;
        let wrong_head = [b"\x1f\x8c\x08", &two[3..]].concat();
        let cut = two[..two.len() - 9].to_vec();
        for (damaged, text) in [
            (two, "one two three"),
            (wrong_sum, "one two !three"),
            (wrong_code, "one !three"),
            (wrong_head, "one !three"),
            (cut, "one two !three"),
            (vec![0; 700], "one !three"),
        ] {
            let (found, error) = read(&[one.as_slice(), &damaged, &three].concat());
            assert_eq!((found.replace("two !", "!"), error), (text.replace("two !", "!"), None));
        }
    }

    #[test]
    fn padding_behind_the_last_member_is_no_damage() {
        for padding in [&[0; 512][..], b"\n", b"\x1f\x8b"] {
            let packed = [member("one").as_slice(), padding].concat();
            assert_eq!(read(&packed), ("one".to_owned(), None));
        }
    }

    #[test]
    fn the_last_member_may_be_cut_or_damaged() {
        let packed = [member("one "), member("two")].concat();
        let (text, error) = read(&packed[..packed.len() - 3]);
        assert!(text.starts_with("one "), "{text}");
        assert_eq!(error.as_deref(), Some("gzip data that end early"));
        let mut packed = packed;
        let sum = packed.len() - 6;
        packed[sum] ^= 1;
        assert_eq!(read(&packed).1.as_deref(), Some("damaged gzip data"));
    }
}
