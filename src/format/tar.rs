//! Tar: an archive of files one behind the other, each member a capture by its own format.
//!
//! Read as a stream. What must stay true: no member is believed about its size or its path; a damaged
//! header costs what stands up to the next one. Sources: POSIX.1-2017 `pax`, GNU tar 1.35 for long
//! names.

use std::io::{self, Read};

use ::tar::{EntryType, Header, PaxExtensions};

use super::compression::LARGEST;
use super::members::{self, MemberNames};
use super::{Cutting, Format, Framing, Piece, PieceContent, Pieces, Refusal, Source};

pub const FORMAT: Format = Format {
    name: "tar",
    version: 1,
    media_type: "application/x-tar",
    extensions: &["tar"],
    summary: "tar: an archive of files, each read as what it is",
    framing: Framing::Records(cut),
    sniff: |prefix| prefix.get(257..).is_some_and(|rest| rest.starts_with(b"ustar")),
    read: |_| Err(Refusal("a tar archive is no capture, its files are".to_owned())),
};

const BLOCK: usize = 512;
/// Longer names and lists of extensions are damage, in bytes.
const LONGEST_EXTENSION: u64 = 1024 * 1024;

fn cut<'a>(source: Box<dyn Source + 'a>, _: &Cutting) -> Pieces<'a> {
    members::or_none(Members {
        source,
        names: MemberNames::default(),
        offset: 0,
        put_back: None,
        has_ended: false,
    })
}

struct Members<'a> {
    source: Box<dyn Source + 'a>,
    names: MemberNames,
    /// Offset of the next block.
    offset: u64,
    /// A block that was read and is the next after all.
    put_back: Option<[u8; BLOCK]>,
    has_ended: bool,
}

/// What a header before the member's own says about it.
#[derive(Default)]
struct Extensions {
    path: Option<Vec<u8>>,
    size: Option<u64>,
}

impl Iterator for Members<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if self.has_ended {
            return None;
        }
        self.member().unwrap_or_else(|error| {
            self.has_ended = true;
            let reason = match error.kind() {
                io::ErrorKind::UnexpectedEof if error.get_ref().is_none() => {
                    "the tar archive ends early".to_owned()
                }
                _ => error.to_string(),
            };
            Some(members::refused(reason))
        })
    }
}

impl Members<'_> {
    /// The next member; an error ends the archive.
    fn member(&mut self) -> io::Result<Option<Piece>> {
        let mut extensions = Extensions::default();
        loop {
            let start = self.offset;
            let Some(block) = self.block()? else {
                self.has_ended = true;
                return Ok(None);
            };
            if block.iter().all(|&byte| byte == 0) {
                continue;
            }
            let header = Header::from_byte_slice(&block);
            let (true, Ok(size)) = (has_right_sum(header), header.entry_size()) else {
                return self.resume(start).map(Some);
            };
            let size = extensions.size.take().unwrap_or(size);
            match header.entry_type() {
                EntryType::XHeader => extensions = pax(&self.extension(size)?),
                EntryType::GNULongName => {
                    let mut path = self.extension(size)?;
                    path.truncate(path.iter().position(|&byte| byte == 0).unwrap_or(path.len()));
                    extensions.path = Some(path);
                }
                EntryType::XGlobalHeader | EntryType::GNULongLink => {
                    self.extension(size)?;
                }
                kind => {
                    let path = extensions.path.take();
                    let path = path.unwrap_or_else(|| header.path_bytes().into_owned());
                    if let Some(content) = self.content(kind, &path, size)? {
                        return Ok(Some(Piece { name: self.names.next(&path), content }));
                    }
                    extensions = Extensions::default();
                }
            }
        }
    }

    /// What a member holds; `None` for a folder, which is where its files are and nothing itself.
    fn content(
        &mut self,
        kind: EntryType,
        path: &[u8],
        size: u64,
    ) -> io::Result<Option<PieceContent>> {
        let is_file = kind.is_file() || kind.is_contiguous();
        if kind.is_dir() || (is_file && path.ends_with(b"/")) {
            self.skip(size)?;
            return Ok(None);
        }
        if members::is_left_behind(&String::from_utf8_lossy(path)) {
            self.skip(size)?;
            return Ok(Some(members::left_behind()));
        }
        if !is_file {
            self.skip(size)?;
            return Ok(Some(match kind.is_gnu_sparse() {
                true => PieceContent::Refused("a file with holes is not read".to_owned()),
                false => PieceContent::Passed("link or special file".to_owned()),
            }));
        }
        if size > LARGEST as u64 {
            self.skip(size)?;
            return Ok(Some(PieceContent::Refused(members::too_large())));
        }
        Ok(Some(PieceContent::Record { bytes: self.bytes(size)?, format: None }))
    }

    /// The next block of 512 bytes; `None` at the end.
    fn block(&mut self) -> io::Result<Option<[u8; BLOCK]>> {
        if let Some(block) = self.put_back.take() {
            self.offset += BLOCK as u64;
            return Ok(Some(block));
        }
        let mut block = Vec::with_capacity(BLOCK);
        self.source.by_ref().take(BLOCK as u64).read_to_end(&mut block)?;
        self.offset += block.len() as u64;
        if block.is_empty() {
            return Ok(None);
        }
        let whole: Result<[u8; BLOCK], _> = block.try_into();
        whole.map(Some).map_err(|_| io::ErrorKind::UnexpectedEof.into())
    }

    /// The content of a member, and on to the next block.
    fn bytes(&mut self, size: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.source.by_ref().take(size).read_to_end(&mut bytes)?;
        self.offset += bytes.len() as u64;
        if (bytes.len() as u64) < size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.skip_exactly(padding(size))?;
        Ok(bytes)
    }

    fn extension(&mut self, size: u64) -> io::Result<Vec<u8>> {
        match size <= LONGEST_EXTENSION {
            true => self.bytes(size),
            false => Err(io::Error::other("damaged tar archive: a name of more than 1 MiB")),
        }
    }

    fn skip(&mut self, size: u64) -> io::Result<()> {
        self.skip_exactly(size.saturating_add(padding(size)))
    }

    fn skip_exactly(&mut self, count: u64) -> io::Result<()> {
        let skipped = io::copy(&mut self.source.by_ref().take(count), &mut io::sink())?;
        self.offset += skipped;
        if skipped < count { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    /// Goes on behind a damaged header: past the next blocks, as long as none is a header.
    fn resume(&mut self, damaged: u64) -> io::Result<Piece> {
        let reason = "damaged tar header; what stands up to the next one is passed over".to_owned();
        let piece =
            Piece { name: format!("byte {damaged}"), content: PieceContent::Refused(reason) };
        loop {
            let block = match self.block() {
                Ok(Some(block)) => block,
                Ok(None) => {
                    self.has_ended = true;
                    return Ok(piece);
                }
                Err(error) => {
                    self.has_ended = true;
                    let reason = match error.kind() {
                        // Less than a block is left, and no header fits into it.
                        io::ErrorKind::UnexpectedEof if error.get_ref().is_none() => {
                            return Ok(piece);
                        }
                        _ => format!("damaged tar header, and behind it {error}"),
                    };
                    return Ok(Piece { content: PieceContent::Refused(reason), ..piece });
                }
            };
            let header = Header::from_byte_slice(&block);
            if block.get(257..262) == Some(b"ustar") && has_right_sum(header) {
                self.put_back = Some(block);
                self.offset -= BLOCK as u64;
                return Ok(piece);
            }
        }
    }
}

/// From the end of a member to the next block.
fn padding(size: u64) -> u64 {
    (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64
}

/// Whether a header's checksum is right: the sum of its bytes, its own field read as blanks.
fn has_right_sum(header: &Header) -> bool {
    let sum: u32 = header
        .as_bytes()
        .iter()
        .enumerate()
        .map(|(at, &byte)| u32::from(if (148..156).contains(&at) { b' ' } else { byte }))
        .sum();
    header.cksum().is_ok_and(|written| written == sum)
}

fn pax(bytes: &[u8]) -> Extensions {
    let mut extensions = Extensions::default();
    // An extension that cannot be read leaves what the member's own header says. A size that is wrong by
    // that shows at the next header, which is then not where it should be, and is told there.
    for extension in PaxExtensions::new(bytes).flatten() {
        match extension.key_bytes() {
            b"path" => extensions.path = Some(extension.value_bytes().to_vec()),
            b"size" => extensions.size = extension.value().ok().and_then(|size| size.parse().ok()),
            _ => {}
        }
    }
    extensions
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn written(members: &[(&str, EntryType, &str)]) -> Vec<u8> {
        let mut builder = ::tar::Builder::new(Vec::new());
        for (name, kind, text) in members {
            let mut header = Header::new_gnu();
            header.set_entry_type(*kind);
            header.set_size(text.len() as u64);
            header.set_mode(0o644);
            header.set_cksum();
            builder.append_data(&mut header, name, text.as_bytes()).unwrap();
        }
        builder.into_inner().unwrap()
    }

    fn pieces(file: &[u8]) -> Vec<String> {
        cut(Box::new(Cursor::new(file.to_vec())), &Cutting::default())
            .map(|piece| match piece.content {
                PieceContent::Record { bytes, .. } => {
                    format!("{}: {}", piece.name, String::from_utf8_lossy(&bytes))
                }
                PieceContent::Passed(reason) => format!("{}: passed: {reason}", piece.name),
                PieceContent::Refused(reason) => format!("{}: refused: {reason}", piece.name),
                PieceContent::Skipped(reason) => format!("{}: skipped: {reason}", piece.name),
                PieceContent::Again { .. } => format!("{}: again", piece.name),
                PieceContent::Carried(_) => "carried".to_owned(),
            })
            .collect()
    }

    #[test]
    fn members_are_pieces_under_their_paths() {
        let long = format!("{}/a.txt", "news".repeat(40));
        let file = written(&[
            ("news", EntryType::Directory, ""),
            ("news/b.txt", EntryType::Regular, "The board said no."),
            ("news/link.txt", EntryType::Symlink, ""),
            ("pipe", EntryType::Fifo, ""),
            (&long, EntryType::Regular, "long"),
            ("news/._b.txt", EntryType::Regular, "no"),
            ("news/b.txt", EntryType::Regular, "The board said yes."),
        ]);
        assert!((FORMAT.sniff)(&file));
        assert_eq!(
            pieces(&file),
            [
                "news/b.txt: The board said no.",
                "news/link.txt: passed: link or special file",
                "pipe: passed: link or special file",
                &format!("{long}: long"),
                "news/._b.txt: passed: hidden file",
                "news/b.txt (2): The board said yes.",
            ]
        );
    }

    #[test]
    fn names_of_pax_are_taken() {
        let path = "24 path=n\u{e9}ws/caf\u{e9}.txt\n";
        assert_eq!(path.len(), 24);
        let file = written(&[("x", EntryType::XHeader, path), ("b", EntryType::Regular, "text")]);
        assert_eq!(pieces(&file), ["n\u{e9}ws/caf\u{e9}.txt: text"]);
    }

    #[test]
    fn damage_costs_one_member_and_a_cut_the_last() {
        let regular = EntryType::Regular;
        let mut file =
            written(&[("a", regular, "one"), ("b", regular, "two"), ("c", regular, "x")]);
        assert_eq!(
            pieces(&file[..2 * BLOCK + 700]),
            ["a: one", ": refused: the tar archive ends early"]
        );
        assert_eq!(pieces(&file[..BLOCK + 2]), [": refused: the tar archive ends early"]);
        file[2 * BLOCK] ^= 1;
        let damaged =
            "byte 1024: refused: damaged tar header; what stands up to the next one is passed over";
        assert_eq!(pieces(&file), ["a: one", damaged, "c: x"]);
    }
}
