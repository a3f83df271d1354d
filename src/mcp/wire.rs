//! One JSON message a line, in and out.
//!
//! What must stay true: a line that is too long is read past without being kept, and the next one is read as if it had
//! not been.

use std::io::{self, BufRead, ErrorKind, Write};

use serde_json::Value;

/// Longest message, in bytes. A statement of SQL may have 100,000, and a call of `check_quotes` half a million.
pub const MOST_BYTES: usize = 1_000_000;

/// What came in.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// Without its line end.
    Whole(Vec<u8>),
    TooLong,
    /// The input is at its end.
    End,
}

/// The next line that is not blank. Fails where the input cannot be read.
pub fn next(input: &mut impl BufRead) -> io::Result<Line> {
    loop {
        let line = read(input)?;
        match &line {
            Line::Whole(bytes) if bytes.trim_ascii().is_empty() => {}
            _ => return Ok(line),
        }
    }
}

fn read(input: &mut impl BufRead) -> io::Result<Line> {
    let (mut line, mut is_too_long, mut has_begun) = (Vec::new(), false, false);
    loop {
        let part = match input.fill_buf() {
            Ok(part) => part,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = part.iter().position(|byte| *byte == b'\n');
        let taken = end.unwrap_or(part.len());
        is_too_long |= line.len() + taken > MOST_BYTES;
        if is_too_long {
            line = Vec::new();
        } else {
            line.extend(part.iter().take(taken));
        }
        let is_at_end = part.is_empty();
        has_begun |= !is_at_end;
        input.consume(taken + usize::from(end.is_some()));
        if end.is_some() || is_at_end {
            return Ok(match (has_begun, is_too_long) {
                (false, _) => Line::End,
                (true, true) => Line::TooLong,
                (true, false) => Line::Whole(line),
            });
        }
    }
}

/// Writes a message. Fails where the output takes nothing.
pub fn write(output: &mut impl Write, message: &Value) -> io::Result<()> {
    let mut line = serde_json::to_vec(message)?;
    line.push(b'\n');
    output.write_all(&line)?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8], buffered: usize) -> Vec<Line> {
        let mut input = io::BufReader::with_capacity(buffered, input);
        let mut found = Vec::new();
        loop {
            match next(&mut input).unwrap() {
                Line::End => return found,
                line => found.push(line),
            }
        }
    }

    #[test]
    fn a_line_too_long_is_read_past() {
        let whole = |text: &str| Line::Whole(text.as_bytes().to_vec());
        let mut input = b"{\"a\":1}\r\n\n".to_vec();
        input.extend(vec![b'x'; MOST_BYTES + 1]);
        input.extend(b"\n{}\n");
        input.extend(vec![b'y'; MOST_BYTES]);
        for buffered in [7, 8_192] {
            let found = lines(&input, buffered);
            assert_eq!(found[..3], [whole("{\"a\":1}\r"), Line::TooLong, whole("{}")]);
            assert_eq!(found[3], Line::Whole(vec![b'y'; MOST_BYTES]));
            assert_eq!(found.len(), 4);
        }
        assert_eq!(lines(b"", 8), []);
        assert_eq!(lines(b"last", 2), [whole("last")]);
    }
}
