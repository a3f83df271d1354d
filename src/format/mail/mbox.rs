//! A mailbox: many messages in one file, each behind a line `From `, somebody and a date.
//!
//! Nobody ever defined it (RFC 4155 tells of the default only), so that a separator is believed
//! only where it stands at the start or behind a blank line, ends in a date, and a header follows.
//! `Content-Length` is followed where it leads to another separator or the end. Lines that the
//! writer quoted (`>From `) lose one `>`: the capture is the message, not the mailbox's way of
//! keeping it, and the same message in a file of its own must be the same capture. What must stay
//! true: memory is bounded by one message, and a message that is too long is refused, not the rest.

use std::io::{BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom};

use super::sniff;
use crate::format::{Cutting, Format, Framing, Piece, PieceContent, Pieces, Source, members};

pub const FORMAT: Format = Format {
    name: "mbox",
    version: 1,
    media_type: "application/mbox",
    extensions: &["mbox", "mbx"],
    summary: "a mailbox of many messages (mboxo, mboxrd, mboxcl)",
    framing: Framing::Records(cut),
    sniff: sniff::is_mailbox,
    read: super::read,
};

/// Longer messages are refused, in bytes.
const LONGEST: usize = 32 << 20;
/// Longer lines are taken in pieces, in bytes.
const LONGEST_LINE: u64 = 1 << 20;

fn cut<'a>(source: Box<dyn Source + 'a>, _: &Cutting) -> Pieces<'a> {
    let mailbox = Mailbox {
        source: BufReader::new(source),
        count: 0,
        is_after_blank: true,
        has_separator: false,
        is_done: false,
    };
    members::or_nothing(mailbox, "a mailbox without messages")
}

struct Mailbox<'a> {
    source: BufReader<Box<dyn Source + 'a>>,
    count: usize,
    /// Whether the line before was blank, or there was none.
    is_after_blank: bool,
    /// Whether the separator of the next message was read already.
    has_separator: bool,
    is_done: bool,
}

/// A message as far as it was read.
#[derive(Default)]
struct Open {
    bytes: Vec<u8>,
    is_too_long: bool,
    is_in_header: bool,
    content_length: Option<u64>,
    has_words: bool,
}

impl Open {
    fn add(&mut self, line: &[u8]) {
        self.has_words |= !line.trim_ascii().is_empty();
        if self.bytes.len() + line.len() > LONGEST {
            self.is_too_long = true;
            self.bytes = Vec::new();
        }
        if !self.is_too_long {
            self.bytes.extend_from_slice(line);
        }
    }
}

impl Iterator for Mailbox<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            if self.is_done {
                return None;
            }
            let mut open = Open { is_in_header: true, ..Open::default() };
            match self.message(&mut open) {
                Ok(()) => {}
                Err(error) => {
                    self.is_done = true;
                    self.count += 1;
                    let reason = format!("the mailbox cannot be read further: {error}");
                    return Some(self.piece(PieceContent::Refused(reason)));
                }
            }
            if !open.has_words && !self.has_separator {
                continue;
            }
            self.count += 1;
            if !open.has_words {
                return Some(self.piece(PieceContent::Skipped("an empty message".to_owned())));
            }
            return Some(self.piece(if open.is_too_long {
                PieceContent::Refused(format!("the message is longer than {} MiB", LONGEST >> 20))
            } else {
                // The blank line before a separator belongs to the mailbox.
                let end = without_last_line_end(&open.bytes);
                open.bytes.truncate(end);
                PieceContent::Record { bytes: open.bytes, format: Some(&super::FORMAT) }
            }));
        }
    }
}

fn without_last_line_end(bytes: &[u8]) -> usize {
    let end = [&b"\n\n"[..], b"\n\r\n"]
        .iter()
        .find(|blank| bytes.ends_with(blank))
        .map_or(0, |blank| blank.len() - 1);
    bytes.len() - end
}

impl Mailbox<'_> {
    fn piece(&self, content: PieceContent) -> Piece {
        Piece { name: format!("message {}", self.count), content }
    }

    /// Reads up to the next separator or the end.
    fn message(&mut self, open: &mut Open) -> std::io::Result<()> {
        let mut line = Vec::new();
        loop {
            line.clear();
            let length = (&mut self.source).take(LONGEST_LINE).read_until(b'\n', &mut line)?;
            if length == 0 {
                self.is_done = true;
                return Ok(());
            }
            if self.is_after_blank && sniff::is_separator(line.trim_ascii_end()) {
                let is_first = !self.has_separator && !open.has_words;
                if is_first || self.is_followed_by_header()? {
                    self.has_separator = true;
                    self.is_after_blank = false;
                    if is_first {
                        *open = Open { is_in_header: true, ..Open::default() };
                        continue;
                    }
                    return Ok(());
                }
            }
            let is_blank = line.trim_ascii().is_empty();
            if open.is_in_header {
                header_line(open, &line, is_blank);
            }
            let is_quoted = is_quoted_separator(&line) && !open.is_in_header;
            open.add(if is_quoted { line.get(1..).unwrap_or_default() } else { &line });
            self.is_after_blank = is_blank;
            if open.is_in_header && is_blank && open.has_words {
                open.is_in_header = false;
                if let Some(length) = open.content_length.take() {
                    self.follow(open, length)?;
                }
            }
        }
    }

    /// Whether the next line is a field, or another quoted separator before one.
    fn is_followed_by_header(&mut self) -> std::io::Result<bool> {
        let next = loop {
            match self.source.fill_buf() {
                Ok(next) => break next,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        };
        let line = next.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let name = line.split(|&byte| byte == b':').next().unwrap_or_default();
        // At the edge of the buffer the line may be cut; then the date has to do.
        let is_field = !name.is_empty()
            && name.iter().all(|&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        Ok(is_field || line.starts_with(b">From ") || next.is_empty())
    }

    /// Takes as many bytes as the header promises, if a separator or the end stands behind them.
    fn follow(&mut self, open: &mut Open, length: u64) -> std::io::Result<()> {
        let start = self.source.stream_position()?;
        if length == 0 || length > LONGEST as u64 {
            return Ok(());
        }
        let mut bytes = Vec::new();
        (&mut self.source).take(length).read_to_end(&mut bytes)?;
        let mut behind = Vec::new();
        (&mut self.source).take(512).read_to_end(&mut behind)?;
        let blank = behind.iter().take_while(|&&byte| matches!(byte, b'\n' | b'\r')).count();
        let rest = behind.get(blank..).unwrap_or_default();
        let line = rest.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let is_whole = bytes.len() as u64 == length
            && (rest.is_empty() || sniff::is_separator(line.trim_ascii_end()));
        if !is_whole {
            self.source.seek(SeekFrom::Start(start))?;
            return Ok(());
        }
        self.source.seek(SeekFrom::Start(start + length))?;
        open.add(&bytes);
        self.is_after_blank = true;
        Ok(())
    }
}

fn header_line(open: &mut Open, line: &[u8], is_blank: bool) {
    if is_blank {
        return;
    }
    let Some(colon) = line.iter().position(|&byte| byte == b':') else { return };
    let (name, value) = line.split_at(colon);
    if name.eq_ignore_ascii_case(b"content-length") {
        open.content_length = std::str::from_utf8(value.get(1..).unwrap_or_default())
            .ok()
            .and_then(|value| value.trim().parse().ok());
    }
}

/// `>From ` as mboxo, and with more `>` as mboxrd writes it.
fn is_quoted_separator(line: &[u8]) -> bool {
    let marks = line.iter().take_while(|&&byte| byte == b'>').count();
    marks > 0 && line.get(marks..).is_some_and(|rest| rest.starts_with(b"From "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn pieces(mailbox: &str) -> Vec<String> {
        cut(Box::new(Cursor::new(mailbox.as_bytes().to_vec())), &Cutting::default())
            .map(|piece| match piece.content {
                PieceContent::Record { bytes, .. } => {
                    format!("{}: {}", piece.name, String::from_utf8(bytes).unwrap())
                }
                other => format!("{}: {other:?}", piece.name),
            })
            .collect()
    }

    const LINE: &str = "From ann@lagoon.example Mon Mar  4 10:00:00 2024\n";

    #[test]
    fn messages_lie_behind_their_separators() {
        for (mailbox, expected) in [
            (
                format!("{LINE}A: b\n\none\n\n{LINE}A: c\n\ntwo\n"),
                vec!["A: b\n\none\n", "A: c\n\ntwo\n"],
            ),
            // A body that opens with the word, and one that quotes a separator without its header.
            (
                format!(
                    "{LINE}A: b\n\nFrom here on\n\nFrom there to 10:00 in 2024\n\n{LINE}no field here\n"
                ),
                vec![
                    "A: b\n\nFrom here on\n\nFrom there to 10:00 in 2024\n\nFrom ann@lagoon.example Mon Mar  4 10:00:00 2024\nno field here\n",
                ],
            ),
            (
                format!("{LINE}A: b\n\n>From here\n>>From there\n> From\n"),
                vec!["A: b\n\nFrom here\n>From there\n> From\n"],
            ),
            (format!("\n\n{LINE}A: b\n\n\n\n{LINE}A: c\n\n"), vec!["A: b\n\n\n", "A: c\n"]),
            (
                format!("{LINE}\n{LINE}A: c\n\ntwo\n"),
                vec!["Skipped(\"an empty message\")", "A: c\n\ntwo\n"],
            ),
            ("A: b\n\nno separator".to_owned(), vec!["A: b\n\nno separator"]),
        ] {
            let expected: Vec<String> = expected
                .into_iter()
                .enumerate()
                .map(|(number, bytes)| format!("message {}: {bytes}", number + 1))
                .collect();
            assert_eq!(pieces(&mailbox), expected, "{mailbox:?}");
        }
    }

    #[test]
    fn a_length_counts_where_it_leads_to_a_separator() {
        let body = format!("one\n\n{LINE}X: y\n\nquoted whole\n");
        let right = format!("{LINE}Content-Length: {}\n\n{body}\n{LINE}A: c\n\ntwo\n", body.len());
        assert_eq!(pieces(&right).len(), 2);
        let wrong = format!("{LINE}Content-Length: 7\n\none\n\n{LINE}A: c\n\ntwo\n");
        assert_eq!(pieces(&wrong).len(), 2);
        let beyond = format!("{LINE}Content-Length: 70000\n\none\n\n{LINE}A: c\n\ntwo\n");
        assert_eq!(pieces(&beyond).len(), 2);
    }

    #[test]
    fn too_long_a_message_is_refused_alone() {
        let long = "x".repeat(1 << 20) + "\n";
        let mailbox = format!("{LINE}A: b\n\n{}\n{LINE}A: c\n\ntwo\n", long.repeat(33));
        let found = pieces(&mailbox);
        assert!(found[0].contains("Refused") && found[1].ends_with("two\n"), "{}", found.len());
    }
}
