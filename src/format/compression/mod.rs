//! Compressed streams: told by their first bytes, and read without trust.
//!
//! What must stay true of every reader here: memory is bounded whatever the stream announces; beyond
//! `FREE` bytes not more than `RATIO` times what went in comes out; an error is given once, and then
//! either the stream goes on behind the damage (`goes_on`) or it has ended.

mod gzip;

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub use gzip::goes_on;

/// One capture, and one member of an archive of files, is at most so large, in bytes unpacked.
pub const LARGEST: usize = 32 * 1024 * 1024;
/// What comes out beyond `FREE` bytes may be so many times what went in. Text packs 3 to 20 times, the
/// most regular logs 100 times; a bomb of zeros in gzip 1,030 times.
pub const RATIO: u64 = 200;
/// So much may come out of anything, in bytes.
pub const FREE: u64 = 10 * 1024 * 1024;
/// Largest window of Zstandard, as a power of two: 64 MiB.
const WINDOW_LOG: u32 = 26;
/// Largest dictionary of Zstandard, in bytes.
const LARGEST_DICTIONARY: u64 = 8 * 1024 * 1024;
const CHUNK: usize = 64 * 1024;

/// What a stream is packed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    Gzip,
    Zstandard,
    Lz4,
}

/// First bytes of each.
const MAGIC: &[(&[u8], Compression)] = &[
    (b"\x1f\x8b\x08", Compression::Gzip),
    (b"\x28\xb5\x2f\xfd", Compression::Zstandard),
    // A frame to be skipped: a WARC in Zstandard begins with its dictionary.
    (b"\x5d\x2a\x4d\x18", Compression::Zstandard),
    (b"\x04\x22\x4d\x18", Compression::Lz4),
];

/// What comes off a file's name with the layer, and what is put in its place.
const ENDINGS: &[(&str, &str)] = &[
    (".gz", ""),
    (".gzip", ""),
    (".zst", ""),
    (".zstd", ""),
    (".lz4", ""),
    (".tgz", ".tar"),
    (".tzst", ".tar"),
];

/// What these first bytes of a stream are packed with.
pub fn of(prefix: &[u8]) -> Option<Compression> {
    MAGIC.iter().find(|(magic, _)| prefix.starts_with(magic)).map(|&(_, compression)| compression)
}

/// The name of what is in a packed file: `a.warc.gz` holds `a.warc`.
pub fn bare_name(name: &str) -> String {
    for (ending, instead) in ENDINGS {
        let at = name.len().saturating_sub(ending.len());
        if let (Some(stem), Some(end)) = (name.get(..at), name.get(at..))
            && !stem.is_empty()
            && end.eq_ignore_ascii_case(ending)
        {
            return format!("{stem}{instead}");
        }
    }
    name.to_owned()
}

/// Reads what is in a stream. Fails only where not even its start can be read.
pub fn unpacked<'a>(
    compression: Compression,
    source: Box<dyn Read + Send + 'a>,
) -> io::Result<Box<dyn Read + Send + 'a>> {
    let taken_in = Arc::new(AtomicU64::new(0));
    let source = Counted { source, count: Arc::clone(&taken_in) };
    let reader: Box<dyn Read + Send + 'a> = match compression {
        Compression::Gzip => Box::new(gzip::Gzip::new(source)),
        Compression::Zstandard => zstandard(source)?,
        Compression::Lz4 => Box::new(Lz4::new(source)),
    };
    Ok(Box::new(Guarded { reader, taken_in, given_out: 0, has_ended: false }))
}

/// Reads to the end what comes out of a decompressor; with an error comes what was read until then,
/// and nothing of what is larger than `LARGEST` or a bomb. `packed` is how many bytes go in.
pub fn read_all(mut reader: impl Read, packed: u64) -> Result<Vec<u8>, (Vec<u8>, io::Error)> {
    let mut bytes = Vec::new();
    loop {
        match reader.by_ref().take(CHUNK as u64).read_to_end(&mut bytes) {
            Ok(0) => return Ok(bytes),
            Ok(_) if is_bomb(bytes.len() as u64, packed) => return Err((Vec::new(), bomb())),
            Ok(_) if bytes.len() > LARGEST => {
                return Err((Vec::new(), io::Error::other(TOO_LARGE)));
            }
            Ok(_) => {}
            Err(error) => return Err((bytes, error)),
        }
    }
}

/// Why something larger than `LARGEST` is not taken.
pub const TOO_LARGE: &str = "larger than 32 MiB";

fn is_bomb(given_out: u64, taken_in: u64) -> bool {
    given_out > FREE && given_out > taken_in.saturating_mul(RATIO)
}

fn bomb() -> io::Error {
    io::Error::other(format!("unpacks to more than {RATIO} times its size"))
}

/// Counts what is read of a source.
struct Counted<R> {
    source: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(into)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Holds a decompressor to the ratio, and ends it after an error from which it does not recover: who
/// reads on after an error must not be given the same one for ever.
struct Guarded<'a> {
    reader: Box<dyn Read + Send + 'a>,
    taken_in: Arc<AtomicU64>,
    given_out: u64,
    has_ended: bool,
}

impl Read for Guarded<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.has_ended {
            return Ok(0);
        }
        let most = into.len().min(CHUNK);
        match self.reader.read(into.get_mut(..most).unwrap_or_default()) {
            Ok(read) => {
                self.given_out += read as u64;
                if is_bomb(self.given_out, self.taken_in.load(Ordering::Relaxed)) {
                    self.has_ended = true;
                    return Err(bomb());
                }
                Ok(read)
            }
            Err(error) => {
                self.has_ended = error.kind() != io::ErrorKind::Interrupted && !goes_on(&error);
                Err(error)
            }
        }
    }
}

/// One frame of Zstandard after the other, with the dictionary that a WARC may begin with.
///
/// Source: "Zstandard for WARC", IIPC, version 1.0: a skippable frame 0x184D2A5D holds the dictionary,
/// itself compressed or not.
fn zstandard<'a>(source: impl Read + Send + 'a) -> io::Result<Box<dyn Read + Send + 'a>> {
    let mut source = BufReader::with_capacity(CHUNK, source);
    let dictionary = match source.fill_buf()?.starts_with(b"\x5d\x2a\x4d\x18") {
        true => dictionary(&mut source).map_err(|error| zstandard_error(&error))?,
        false => Vec::new(),
    };
    let mut decoder = zstd::stream::read::Decoder::with_dictionary(source, &dictionary)?;
    decoder.window_log_max(WINDOW_LOG)?;
    Ok(Box::new(Explained { reader: decoder, explain: zstandard_error }))
}

fn dictionary(source: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = [0; 8];
    source.read_exact(&mut head)?;
    let [_, _, _, _, length @ ..] = head;
    let length = u64::from(u32::from_le_bytes(length));
    if length > LARGEST_DICTIONARY {
        return Err(io::Error::other("memory for a dictionary"));
    }
    let mut bytes = Vec::new();
    source.take(length).read_to_end(&mut bytes)?;
    if of(&bytes) == Some(Compression::Zstandard) {
        let packed = std::mem::take(&mut bytes);
        zstd::stream::read::Decoder::with_buffer(packed.as_slice())?
            .take(LARGEST_DICTIONARY)
            .read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

fn zstandard_error(error: &io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            io::Error::new(error.kind(), "Zstandard data that end early")
        }
        _ if error.to_string().contains("memory") => {
            io::Error::other("Zstandard data that need more than 64 MiB of memory")
        }
        _ => io::Error::new(io::ErrorKind::InvalidData, "damaged Zstandard data"),
    }
}

/// A decompressor whose errors are put into words of ours.
struct Explained<R> {
    reader: R,
    explain: fn(&io::Error) -> io::Error,
}

impl<R: Read> Read for Explained<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.reader.read(into).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            _ => (self.explain)(&error),
        })
    }
}

/// One LZ4 frame after the other.
struct Lz4<R: Read> {
    decoder: lz4_flex::frame::FrameDecoder<BufReader<R>>,
}

impl<R: Read> Lz4<R> {
    fn new(source: R) -> Self {
        let source = BufReader::with_capacity(CHUNK, source);
        Self { decoder: lz4_flex::frame::FrameDecoder::new(source) }
    }
}

impl<R: Read> Read for Lz4<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.decoder.read(into).map_err(|error| match error.kind() {
                io::ErrorKind::UnexpectedEof => {
                    io::Error::new(error.kind(), "LZ4 data that end early")
                }
                io::ErrorKind::Interrupted => error,
                _ => io::Error::new(io::ErrorKind::InvalidData, "damaged LZ4 data"),
            })?;
            // The decoder stops behind each frame.
            if read > 0 || into.is_empty() || self.decoder.get_mut().fill_buf()?.is_empty() {
                return Ok(read);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn lz4(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = lz4_flex::frame::FrameEncoder::new(Vec::new());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn read(packed: &[u8]) -> (Vec<u8>, Option<String>) {
        let mut bytes = Vec::new();
        let compression = of(packed).unwrap();
        let error = unpacked(compression, Box::new(packed))
            .and_then(|mut reader| reader.read_to_end(&mut bytes))
            .err();
        (bytes, error.map(|error| error.to_string()))
    }

    #[test]
    fn streams_of_several_parts_are_read_whole() {
        for pack in [gzip, lz4, |bytes: &[u8]| zstd::encode_all(bytes, 3).unwrap()] {
            let packed = [pack(b"first "), pack(b""), pack(b"second")].concat();
            assert_eq!(read(&packed), (b"first second".to_vec(), None));
        }
    }

    #[test]
    fn an_end_that_comes_early_is_told() {
        let text: Vec<u8> = (0..60_000_u32).flat_map(|n| n.to_string().into_bytes()).collect();
        for (pack, reason) in [
            (gzip as fn(&[u8]) -> Vec<u8>, "gzip data that end early"),
            (lz4, "LZ4 data that end early"),
            (|bytes: &[u8]| zstd::encode_all(bytes, 3).unwrap(), "Zstandard data that end early"),
        ] {
            let packed = pack(&text);
            let (bytes, error) = read(&packed[..packed.len() / 2]);
            assert_eq!(error.as_deref(), Some(reason));
            assert!(text.starts_with(&bytes));
        }
    }

    #[test]
    fn bombs_are_stopped() {
        let zeros = vec![0; 40 << 20];
        for packed in [gzip(&zeros), zstd::encode_all(zeros.as_slice(), 3).unwrap(), lz4(&zeros)] {
            let (bytes, error) = read(&packed);
            // LZ4 cannot pack 256 times.
            if let Some(error) = error {
                assert_eq!(error, "unpacks to more than 200 times its size");
                let most = FREE.max(RATIO * packed.len() as u64);
                assert!(bytes.len() as u64 <= most + CHUNK as u64, "{}", bytes.len());
            }
        }
        for (packed, reason) in [(60_000, "unpacks to more than"), (u64::MAX, TOO_LARGE)] {
            let (bytes, error) = read_all(io::repeat(0), packed).unwrap_err();
            assert!(bytes.is_empty() && error.to_string().starts_with(reason), "{error}");
        }
    }

    #[test]
    fn a_window_beyond_all_measure_is_refused() {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
        encoder.window_log(27).unwrap();
        encoder.write_all(b"text").unwrap();
        let packed = encoder.finish().unwrap();
        let reason = "Zstandard data that need more than 64 MiB of memory";
        assert_eq!(read(&packed).1.as_deref(), Some(reason));
    }

    #[test]
    fn a_dictionary_may_stand_first() {
        let dictionary = b"WARC/1.1\r\nWARC-Type: response\r\n".repeat(8);
        let packed = zstd::bulk::Compressor::with_dictionary(3, &dictionary)
            .unwrap()
            .compress(&dictionary)
            .unwrap();
        for kept in [dictionary.clone(), zstd::encode_all(dictionary.as_slice(), 3).unwrap()] {
            let mut file = b"\x5d\x2a\x4d\x18".to_vec();
            file.extend((kept.len() as u32).to_le_bytes());
            file.extend(&kept);
            file.extend(&packed);
            assert_eq!(read(&file), (dictionary.clone(), None));
        }
    }

    #[test]
    fn the_layer_comes_off_the_name() {
        for (name, bare) in [
            ("a.warc.gz", "a.warc"),
            ("a.TGZ", "a.tar"),
            ("a.jsonl.zst", "a.jsonl"),
            (".gz", ".gz"),
            ("a.txt", "a.txt"),
            ("é.gz", "é"),
        ] {
            assert_eq!(bare_name(name), bare);
        }
    }
}
