//! Rows and cells of separated values, RFC 4180 and what people make of it.
//!
//! A cell in quotation marks may hold separators and line ends, and a mark twice for one. A mark that
//! neither a separator nor a line end follows is one of the text's own: programs forget to double
//! them. What must stay true: rows follow each other without gap, so that the end of one is the
//! start of the next.

use memchr::memchr_iter;

/// Separators, in the order of belief where a header has equally many of two.
const SEPARATORS: [u8; 4] = *b"\t;,|";

/// Where a row ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Behind its line end, or with the text.
    At(usize),
    /// A quotation mark is open at the end of the text.
    Open,
}

/// A table: its text and its separator.
pub struct Table<'t> {
    text: &'t str,
    start: usize,
    separator: u8,
}

/// One row.
#[derive(Debug)]
pub struct Row {
    /// Byte offset behind it in the text.
    pub end: usize,
    pub cells: Vec<String>,
    /// The same without minding quotation marks, of a row that is one line.
    pub plain: Option<Vec<String>>,
}

impl Row {
    /// A row as it stands, with the end that it has.
    pub fn new(row: &str, end: usize, separator: u8) -> Self {
        let line = row.trim_end_matches(['\r', '\n']);
        let has_marks = line.contains('"') && !line.contains(['\r', '\n']);
        let plain = has_marks.then(|| {
            line.split(char::from(separator)).map(|cell| unquoted(cell.trim()).to_owned()).collect()
        });
        Self { end, cells: cells(row, separator), plain }
    }
}

/// Without the quotation marks around it, if there are two.
fn unquoted(cell: &str) -> &str {
    cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')).unwrap_or(cell)
}

impl<'t> Table<'t> {
    /// A text whose first line with words is a header. `None` where it has no separator.
    pub fn new(text: &'t str) -> Option<Self> {
        let (start, separator) = opening(text)?;
        Some(Self { text, start, separator })
    }

    /// The rows that are not blank, the header first. A row whose quotation mark never closes goes to
    /// the end of the text.
    pub fn rows(&self) -> impl Iterator<Item = Row> + use<'t> {
        let (text, separator, mut at) = (self.text, self.separator, self.start);
        std::iter::from_fn(move || {
            loop {
                let start = at;
                if start >= text.len() {
                    return None;
                }
                let end = match row_end(text.as_bytes(), start, separator, true) {
                    Some(End::At(end)) => end,
                    Some(End::Open) | None => text.len(),
                };
                at = end;
                let row = text.get(start..end).unwrap_or_default();
                if !row.trim().is_empty() {
                    return Some(Row::new(row, end, separator));
                }
            }
        })
    }
}

/// Where the header of a table starts and what separates its cells. Spreadsheets may write the
/// separator on a line of its own before: `sep=;`.
pub fn opening(text: &str) -> Option<(usize, u8)> {
    let header = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let start = text.len() - header.len();
    if let Some(&separator) = header.as_bytes().get(4)
        && header.starts_with("sep=")
        && SEPARATORS.contains(&separator)
    {
        let line_end = header.find('\n').map_or(header.len(), |end| end + 1);
        return Some((start + line_end, separator));
    }
    let line = header.lines().next()?;
    // Between two quotation marks nothing separates. One separator after the other: the first line may be a whole text,
    // and counting one byte is many times faster than looking which of several each is.
    let counts = SEPARATORS.map(|separator| {
        let unquoted = line.split('"').step_by(2);
        unquoted.map(|part| memchr_iter(separator, part.as_bytes()).count()).sum::<usize>()
    });
    let most = counts.iter().copied().max().filter(|&most| most > 0)?;
    let place = counts.iter().position(|&count| count == most)?;
    // White space at the start of a line of tabs are empty cells.
    let start = if SEPARATORS.get(place) == Some(&b'\t') {
        start - text.get(..start)?.bytes().rev().take_while(|&byte| byte == b'\t').count()
    } else {
        start
    };
    Some((start, *SEPARATORS.get(place)?))
}

/// Where the row that starts at `start` ends. `None` where more bytes are needed to tell; with
/// `is_all` there are none.
pub fn row_end(bytes: &[u8], start: usize, separator: u8, is_all: bool) -> Option<End> {
    let mut at = start;
    let mut is_cell_start = true;
    let mut is_quoted = false;
    while let Some(&byte) = bytes.get(at) {
        if is_quoted {
            if byte == b'"' {
                match closing(bytes, at, separator) {
                    Closing::Pair => at += 1,
                    Closing::Closes => is_quoted = false,
                    Closing::Word => {}
                    Closing::Unknown if is_all => is_quoted = false,
                    Closing::Unknown => return None,
                }
            }
            at += 1;
            continue;
        }
        match byte {
            b'"' if is_cell_start => {
                is_quoted = true;
                is_cell_start = false;
            }
            b'\n' => return Some(End::At(at + 1)),
            b'\r' => {
                return match bytes.get(at + 1) {
                    Some(b'\n') => Some(End::At(at + 2)),
                    None if !is_all => None,
                    _ => Some(End::At(at + 1)),
                };
            }
            _ if byte == separator => is_cell_start = true,
            b' ' => {}
            _ => is_cell_start = false,
        }
        at += 1;
    }
    match (is_all, is_quoted) {
        (false, _) => None,
        (true, true) => Some(End::Open),
        (true, false) => Some(End::At(bytes.len())),
    }
}

enum Closing {
    /// Two for one.
    Pair,
    Closes,
    /// A mark of the text's own.
    Word,
    /// The bytes end before it can be told.
    Unknown,
}

/// What the quotation mark at `at`, inside a quoted cell, does.
fn closing(bytes: &[u8], at: usize, separator: u8) -> Closing {
    let mut next = at + 1;
    if bytes.get(next) == Some(&b'"') {
        return Closing::Pair;
    }
    while bytes.get(next) == Some(&b' ') {
        next += 1;
    }
    match bytes.get(next) {
        None => Closing::Unknown,
        Some(&byte) if byte == separator || matches!(byte, b'\n' | b'\r') => Closing::Closes,
        Some(_) => Closing::Word,
    }
}

/// Whether a later line of a row is a row of its own, with a quotation mark at the start of one of its
/// cells: then the mark that holds the lines together was never meant to.
pub fn holds_another_row(row: &str, separator: u8, count: usize) -> bool {
    row.lines().skip(1).any(|line| {
        let bytes = line.as_bytes();
        let opens = line.match_indices('"').any(|(place, _)| {
            let is_start = place == 0 || bytes.get(place - 1) == Some(&separator);
            is_start && !matches!(bytes.get(place + 1), None | Some(b'"')) && {
                bytes.get(place + 1) != Some(&separator)
            }
        });
        opens && cells(line, separator).len() == count
    })
}

/// The cells of a row, without quotation marks and white space around them.
pub fn cells(row: &str, separator: u8) -> Vec<String> {
    let row = row.strip_suffix('\n').unwrap_or(row);
    let row = row.strip_suffix('\r').unwrap_or(row);
    let bytes = row.as_bytes();
    let mut cells = Vec::new();
    let mut cell: Vec<u8> = Vec::new();
    let mut is_cell_start = true;
    let mut is_quoted = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if is_quoted && byte == b'"' {
            match closing(bytes, at, separator) {
                Closing::Pair => {
                    cell.push(b'"');
                    at += 1;
                }
                Closing::Closes | Closing::Unknown => is_quoted = false,
                Closing::Word => cell.push(b'"'),
            }
        } else if !is_quoted && byte == b'"' && is_cell_start {
            is_quoted = true;
            is_cell_start = false;
            cell.clear();
        } else if !is_quoted && byte == separator {
            cells.push(finished(&mut cell));
            is_cell_start = true;
        } else {
            is_cell_start &= byte == b' ';
            cell.push(byte);
        }
        at += 1;
    }
    cells.push(finished(&mut cell));
    cells
}

/// Cuts are made at ASCII characters alone, so that a cell of valid UTF-8 is valid.
fn finished(cell: &mut Vec<u8>) -> String {
    let text = String::from_utf8_lossy(cell).trim().to_owned();
    cell.clear();
    text
}

/// A cell as it is written: in quotation marks where it must be.
pub fn written(cell: &str, separator: u8) -> String {
    let needs = cell.bytes().any(|byte| byte == separator || matches!(byte, b'"' | b'\n' | b'\r'));
    if needs { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_those_of_the_standard_and_of_careless_programs() {
        for (row, expected) in [
            ("a,b,c\r\n", vec!["a", "b", "c"]),
            ("\"a, b\",\"say \"\"no\"\"\",", vec!["a, b", "say \"no\"", ""]),
            ("\"a\nb\", \"c\" ,d\n", vec!["a\nb", "c", "d"]),
            ("\"say \"no\" twice\",b", vec!["say \"no\" twice", "b"]),
            ("5\" pipe,b", vec!["5\" pipe", "b"]),
            ("\"open,b", vec!["open,b"]),
            (",", vec!["", ""]),
        ] {
            assert_eq!(cells(row, b','), expected, "{row:?}");
        }
    }

    #[test]
    fn rows_end_where_no_mark_is_open() {
        for (text, end) in [
            ("a,b\nc", Some(End::At(4))),
            ("a,b\r\nc", Some(End::At(5))),
            ("a,\"b\nc\"\nd", Some(End::At(8))),
            ("a,\"b\nc", Some(End::Open)),
            ("a,b", Some(End::At(3))),
        ] {
            assert_eq!(row_end(text.as_bytes(), 0, b',', true), end, "{text:?}");
        }
        for text in ["a,\"b\"", "a,b\r", "a,b"] {
            assert_eq!(row_end(text.as_bytes(), 0, b',', false), None, "{text:?}");
        }
    }

    #[test]
    fn the_separator_is_the_headers_own() {
        for (text, opening_at) in [
            ("a,b,c\n", Some((0, b','))),
            ("\u{feff}a;b, c;d\n", Some((3, b';'))),
            ("\"a;b\",c\n", Some((0, b','))),
            ("sep=;\r\na;b\n", Some((7, b';'))),
            ("a\tb\n", Some((0, b'\t'))),
            ("a|b\n", Some((0, b'|'))),
            ("abc\n", None),
            ("", None),
        ] {
            assert_eq!(opening(text), opening_at, "{text:?}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for cell in ["a", "a,b", "say \"no\"", "a\nb", ""] {
            assert_eq!(cells(&written(cell, b','), b','), [cell], "{cell:?}");
        }
    }
}
