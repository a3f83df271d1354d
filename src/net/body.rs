//! The body of an answer: counted as it comes, and unpacked by us.
//!
//! What must stay true: what comes back is whole. A body that ends early, goes on too long or cannot be unpacked to
//! its end is an error, because a feed cut short reads like one with fewer entries.

use std::io::{self, ErrorKind, Read};

use flate2::read::MultiGzDecoder;

use super::error::Error;

/// What is asked for (`Accept-Encoding`).
pub(super) const CODINGS: &str = "gzip, br, zstd";
/// So many codings on top of each other are undone. More are no server's, but somebody's trick.
const MOST_CODINGS: usize = 2;
/// Largest window of zstd on the web (RFC 9659), as a power of two: 8 MiB.
const ZSTD_WINDOW_LOG: u32 = 23;
const CHUNK: usize = 32 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Gzip,
    Brotli,
    Zstandard,
}

impl Coding {
    fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Brotli => "br",
            Self::Zstandard => "zstd",
        }
    }
}

/// How a body is packed, in the order in which it was done.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Codings(Vec<Coding>);

impl Codings {
    /// From the values of `Content-Encoding`. Fails where one is not known, or there are more than anybody uses.
    pub fn parse<'a>(values: impl Iterator<Item = &'a [u8]>) -> Result<Self, Error> {
        let mut codings = Vec::new();
        for value in values {
            let value = String::from_utf8_lossy(value).to_ascii_lowercase();
            for name in value.split(',').map(str::trim) {
                match name {
                    "" | "identity" => {}
                    "gzip" | "x-gzip" => codings.push(Coding::Gzip),
                    "br" => codings.push(Coding::Brotli),
                    "zstd" => codings.push(Coding::Zstandard),
                    unknown => {
                        let coding = unknown.chars().take(40).collect();
                        return Err(Error::UnknownCoding { coding });
                    }
                }
            }
        }
        if codings.len() > MOST_CODINGS {
            let names: Vec<_> = codings.iter().take(10).map(|coding| coding.name()).collect();
            return Err(Error::UnknownCoding { coding: names.join(", ") });
        }
        Ok(Self(codings))
    }
}

/// All that comes, up to `limit` bytes. `explain` puts the errors of the connection into our words.
pub(super) fn received(
    mut from: impl Read,
    limit: u64,
    mut explain: impl FnMut(io::Error) -> Error,
    mut check: impl FnMut() -> Result<(), Error>,
) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        check()?;
        match from.read(&mut chunk) {
            Ok(0) => return Ok(bytes),
            Ok(read) => bytes.extend_from_slice(chunk.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(explain(error)),
        }
        if bytes.len() as u64 > limit {
            return Err(Error::TooLarge { limit });
        }
    }
}

/// A body without its codings. Fails where it is damaged, or has more than `limit` bytes.
pub(super) fn unpacked(mut body: Vec<u8>, codings: &Codings, limit: u64) -> Result<Vec<u8>, Error> {
    for coding in codings.0.iter().rev() {
        // Some servers call an empty body packed.
        if !body.is_empty() {
            body = without(&body, *coding, limit)?;
        }
    }
    Ok(body)
}

fn without(packed: &[u8], coding: Coding, limit: u64) -> Result<Vec<u8>, Error> {
    let mut body = Vec::new();
    let result = match coding {
        Coding::Gzip => MultiGzDecoder::new(packed).take(limit + 1).read_to_end(&mut body),
        Coding::Brotli => {
            brotli::Decompressor::new(packed, CHUNK).take(limit + 1).read_to_end(&mut body)
        }
        Coding::Zstandard => {
            zstandard(packed).and_then(|decoder| decoder.take(limit + 1).read_to_end(&mut body))
        }
    };
    match result {
        _ if body.len() as u64 > limit => Err(Error::TooLargeUnpacked { limit }),
        Ok(_) => Ok(body),
        Err(error) => Err(Error::Damaged { coding: coding.name(), reason: reason(&error) }),
    }
}

fn zstandard(packed: &[u8]) -> io::Result<impl Read> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(packed)?;
    decoder.window_log_max(ZSTD_WINDOW_LOG)?;
    Ok(decoder)
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::UnexpectedEof => "it ends early".to_owned(),
        _ => "it is damaged".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const PAGE: &[u8] = b"<rss><channel><item><title>Port to close</title></item></channel></rss>";

    fn packed(bytes: &[u8], coding: Coding) -> Vec<u8> {
        match coding {
            Coding::Gzip => {
                let mut encoder =
                    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
                encoder.write_all(bytes).unwrap();
                encoder.finish().unwrap()
            }
            Coding::Brotli => {
                let mut packed = Vec::new();
                brotli::CompressorWriter::new(&mut packed, 4096, 5, 22).write_all(bytes).unwrap();
                packed
            }
            Coding::Zstandard => zstd::encode_all(bytes, 3).unwrap(),
        }
    }

    fn codings(value: &str) -> Codings {
        Codings::parse([value.as_bytes()].into_iter()).unwrap()
    }

    const ALL: [Coding; 3] = [Coding::Gzip, Coding::Brotli, Coding::Zstandard];

    #[test]
    fn what_is_packed_comes_back_whole() {
        for coding in ALL {
            let body = packed(PAGE, coding);
            assert_eq!(unpacked(body, &codings(coding.name()), 1000).unwrap(), PAGE);
            assert_eq!(unpacked(Vec::new(), &codings(coding.name()), 1000).unwrap(), b"");
        }
        let twice = packed(&packed(PAGE, Coding::Gzip), Coding::Brotli);
        assert_eq!(unpacked(twice, &codings("GZIP , br"), 1000).unwrap(), PAGE);
        let members = [packed(PAGE, Coding::Gzip), packed(b" more", Coding::Gzip)].concat();
        assert_eq!(unpacked(members, &codings("x-gzip"), 1000).unwrap(), [PAGE, b" more"].concat());
        assert_eq!(unpacked(PAGE.to_vec(), &codings("identity"), 1000).unwrap(), PAGE);
    }

    #[test]
    fn every_cut_and_what_was_never_packed_is_an_error() {
        for coding in ALL {
            let whole = packed(PAGE, coding);
            for length in 1..whole.len() {
                let cut = whole[..length].to_vec();
                let error = unpacked(cut, &codings(coding.name()), 1000).unwrap_err();
                assert!(matches!(error, Error::Damaged { .. }), "{coding:?} {length} {error:?}");
            }
            let error = unpacked(PAGE.to_vec(), &codings(coding.name()), 1000).unwrap_err();
            assert!(matches!(error, Error::Damaged { .. }), "{coding:?} {error:?}");
        }
    }

    #[test]
    fn a_bomb_ends_at_the_limit() {
        let zeros = vec![0; 3_000_000];
        for coding in ALL {
            let error =
                unpacked(packed(&zeros, coding), &codings(coding.name()), 100_000).unwrap_err();
            assert_eq!(error, Error::TooLargeUnpacked { limit: 100_000 });
            let body = unpacked(packed(&zeros, coding), &codings(coding.name()), 3_000_000);
            assert_eq!(body.unwrap().len(), 3_000_000);
        }
    }

    #[test]
    fn codings_that_are_not_known_are_errors() {
        for (value, coding) in [("deflate", "deflate"), ("gzip, rot13", "rot13")] {
            let error = Codings::parse([value.as_bytes()].into_iter()).unwrap_err();
            assert_eq!(error, Error::UnknownCoding { coding: coding.to_owned() });
        }
        assert!(Codings::parse([&b"gzip, gzip"[..], b"gzip"].into_iter()).is_err());
    }
}
