//! Cuts a table into captures, one a row, in memory bounded by one row.
//!
//! A capture is the header and one row, in UTF-8. Rows are numbered as a spreadsheet shows them: the
//! header is row 1. What must stay true: a quotation mark that never closes does not swallow the file
//! in silence; the row where it opened is refused, and the lines behind its first are tried as rows.

use std::io::Read;

use encoding_rs::{Decoder, Encoding};

use super::rows::{self, End, Row};
use super::{columns, fields, fitting, whole_characters, without_text};
use crate::format::{Cutting, Piece, PieceContent, Pieces, Source, members};
use crate::model::Field;
use crate::text::decode;

/// The longest row, in bytes.
const LONGEST_ROW: usize = 16 << 20;

/// The longest header in bytes, and what each of its columns may add: every row is stored under it.
const LONGEST_HEADER: usize = 16 << 10;
const LONGEST_NAME: usize = 300;

/// Cells of one row, counted by their separators.
const MOST_CELLS: usize = 500_000;

/// How much is read at once, and how much tells the character set.
const CHUNK: usize = 64 * 1024;

/// Every open quotation mark costs another look at up to `LONGEST_ROW`; a file with more of them is
/// no table.
const MOST_OPEN: usize = 16;

/// The rows of a table. The names in `cutting` stand in the header of every capture.
pub fn cut<'a>(source: Box<dyn Source + 'a>, cutting: &Cutting) -> Pieces<'a> {
    let rows = Rows {
        source: Characters { source, decoder: None, is_over: false },
        cutting: cutting.clone(),
        buffer: Vec::new(),
        at: 0,
        header: None,
        row: 0,
        opened: 0,
        fault: None,
        is_over: false,
    };
    members::or_nothing(rows, super::NO_ROW)
}

struct Rows<'a> {
    source: Characters<'a>,
    cutting: Cutting,
    /// Text of the file that was read, and up to where it was given out.
    buffer: Vec<u8>,
    at: usize,
    header: Option<Header>,
    /// Number of the row that was found last.
    row: usize,
    /// How many quotation marks never closed.
    opened: usize,
    /// Why the row that was found last cannot be taken.
    fault: Option<String>,
    is_over: bool,
}

/// The header as every capture has it.
struct Header {
    line: String,
    separator: u8,
    count: usize,
}

impl Iterator for Rows<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if self.is_over {
            return None;
        }
        match self.piece() {
            Ok(piece) => {
                self.is_over = piece.is_none();
                piece
            }
            Err(reason) => {
                self.is_over = true;
                Some(self.refused(reason))
            }
        }
    }
}

impl Rows<'_> {
    /// The next piece. The error ends the file.
    fn piece(&mut self) -> Result<Option<Piece>, String> {
        if self.header.is_none() {
            self.header = self.read_header()?;
        }
        let (separator, count) = match &self.header {
            Some(header) => (header.separator, header.count),
            None => return Ok(None),
        };
        loop {
            let Some(end) = self.row_end(separator)? else { return Ok(None) };
            let start = self.at;
            self.at = end;
            self.row += 1;
            let row = self.buffer.get(start..end).unwrap_or_default();
            let text = String::from_utf8_lossy(row).into_owned();
            if text.trim().is_empty() {
                continue;
            }
            if rows::holds_another_row(&text, separator, count) {
                self.at = start;
                self.at = self.first_line()?;
            }
            let row = self.buffer.get(start..self.at).unwrap_or_default();
            let line = String::from_utf8_lossy(row);
            if has_too_many_cells(&line, separator) {
                self.fault = None;
                return Ok(Some(self.refused(too_many_cells())));
            }
            let cells = Row::new(&line, 0, separator);
            // Separators alone: a spreadsheet's idea of a blank line.
            if cells.cells.iter().all(|cell| cell.is_empty()) {
                continue;
            }
            // Marks in pairs on one line are words of the text: `"No" say crews`.
            let is_in_pairs = line.matches('"').count().is_multiple_of(2);
            let fits = cells.plain.as_ref().is_some_and(|plain| plain.len() == count);
            if let Some(fault) = self.fault.take().filter(|_| !(is_in_pairs && fits)) {
                return Ok(Some(self.refused(fault)));
            }
            if let Err(reason) = fitting(cells, count) {
                return Ok(Some(self.refused(reason)));
            }
            let line = self.header.as_ref().map_or("", |header| header.line.as_str());
            let mut bytes = Vec::with_capacity(line.len() + row.len() + 2);
            bytes.extend_from_slice(line.as_bytes());
            bytes.push(b'\n');
            bytes.extend_from_slice(row);
            if !row.ends_with(b"\n") {
                bytes.push(b'\n');
            }
            let format = Some(&super::FORMAT);
            let content = PieceContent::Record { bytes, format };
            return Ok(Some(Piece { name: format!("row {}", self.row), content }));
        }
    }

    fn refused(&self, reason: String) -> Piece {
        Piece { name: format!("row {}", self.row.max(1)), content: PieceContent::Refused(reason) }
    }

    fn read_header(&mut self) -> Result<Option<Header>, String> {
        self.more()?;
        let (start, separator) = loop {
            let text = String::from_utf8_lossy(whole_characters(&self.buffer)).into_owned();
            if let Some(found) = rows::opening(&text).filter(|_| text.trim().contains('\n')) {
                break found;
            }
            if self.source.is_over || self.buffer.len() > LONGEST_ROW {
                match rows::opening(&text) {
                    Some(found) => break found,
                    None if text.trim().is_empty() => return Ok(None),
                    None => return Err("the first line names no columns".to_owned()),
                }
            }
            self.more()?;
        };
        self.row =
            self.buffer.get(..start).unwrap_or_default().iter().filter(|&&b| b == b'\n').count();
        self.at = start;
        let Some(end) = self.row_end(separator)? else { return Ok(None) };
        self.fault = None;
        self.row += 1;
        let line = String::from_utf8_lossy(self.buffer.get(start..end).unwrap_or_default());
        if has_too_many_cells(&line, separator) {
            return Err(too_many_cells());
        }
        let mut names = rows::cells(&line, separator);
        self.at = end;
        self.rename(&mut names)?;
        let is_text = |name: &String| {
            columns::of_column(name).is_some_and(|name| fields::names(Field::Body).contains(&name))
        };
        if !names.iter().any(is_text) {
            return Err(without_text(&names));
        }
        let written: Vec<String> =
            names.iter().map(|name| rows::written(name, separator)).collect();
        let line = written.join(char::from(separator).to_string().as_str());
        if line.len() > LONGEST_HEADER + names.len() * LONGEST_NAME {
            return Err("the names of the columns are too long".to_owned());
        }
        Ok(Some(Header { line, separator, count: names.len() }))
    }

    /// Gives columns the names of the fields that somebody said they are.
    fn rename(&self, names: &mut [String]) -> Result<(), String> {
        self.cutting.met(names);
        for (mapped, (field, column)) in self.cutting.columns.iter().enumerate() {
            // A table without it is refused, so that it is told either way.
            self.cutting.found(mapped);
            let wanted = columns::letters(column);
            let Some(place) = names.iter().position(|name| columns::letters(name) == wanted) else {
                let known: Vec<String> = names
                    .iter()
                    .take(40)
                    .map(|name| format!("`{}`", name.escape_debug()))
                    .collect();
                return Err(format!(
                    "there is no column `{column}`; the columns are {}",
                    known.join(", ")
                ));
            };
            // What has that name already is not what was meant.
            for (other, name) in names.iter_mut().enumerate() {
                if other != place && columns::of_column(name) == columns::of_column(field) {
                    name.insert_str(0, "other ");
                }
            }
            if let Some(name) = names.get_mut(place) {
                name.clone_from(field);
            }
        }
        Ok(())
    }

    /// Where the row at `self.at` ends in the buffer, which is filled as far as necessary. `None` at
    /// the end of the file.
    fn row_end(&mut self, separator: u8) -> Result<Option<usize>, String> {
        loop {
            if self.at >= self.buffer.len() && self.source.is_over {
                return Ok(None);
            }
            let is_all = self.source.is_over;
            let is_too_long = self.buffer.len() - self.at > LONGEST_ROW;
            match rows::row_end(&self.buffer, self.at, separator, is_all) {
                Some(End::At(end)) => {
                    if end - self.at > LONGEST_ROW {
                        self.fault = Some(too_long());
                    }
                    return Ok(Some(end));
                }
                Some(End::Open) => return self.first_line().map(Some),
                None if is_too_long => return self.first_line().map(Some),
                None => self.more()?,
            }
        }
    }

    /// The end of the first line of a row that does not end.
    fn first_line(&mut self) -> Result<usize, String> {
        self.opened += 1;
        if self.opened > MOST_OPEN {
            self.row += 1;
            return Err("too many rows with a quotation mark that never closes; the rest of the \
                file was left out"
                .to_owned());
        }
        self.fault = Some(
            "a quotation mark opens in this row and never closes; the lines after its first were \
             read as rows"
                .to_owned(),
        );
        let rest = self.buffer.get(self.at..).unwrap_or_default();
        match rest.iter().position(|&byte| byte == b'\n') {
            Some(length) => Ok(self.at + length + 1),
            None if rest.len() <= LONGEST_ROW => Ok(self.buffer.len()),
            None => {
                self.row += 1;
                Err(too_long())
            }
        }
    }

    /// Reads on; what was given out is forgotten. Reads as much again as is kept, so that looking at a
    /// long row anew each time costs no more than twice its length.
    fn more(&mut self) -> Result<(), String> {
        self.buffer.drain(..self.at);
        self.at = 0;
        let wanted = self.buffer.len().max(CHUNK);
        let had = self.buffer.len();
        while self.buffer.len() < had + wanted && !self.source.is_over {
            self.source.read_into(&mut self.buffer)?;
        }
        Ok(())
    }
}

/// Whether there may be more cells in a row than are read: separators within quotation marks count too.
fn has_too_many_cells(row: &str, separator: u8) -> bool {
    row.bytes().filter(|&byte| byte == separator).count() > MOST_CELLS
}

fn too_many_cells() -> String {
    format!("a row of more than {MOST_CELLS} fields")
}

fn too_long() -> String {
    format!("a row longer than {} MiB", LONGEST_ROW >> 20)
}

/// A file as UTF-8, whatever it is in.
struct Characters<'a> {
    source: Box<dyn Source + 'a>,
    /// `None` for UTF-8, which passes as it is.
    decoder: Option<Decoder>,
    is_over: bool,
}

impl Characters<'_> {
    /// Reads one chunk more. The first tells the character set, and loses its byte order mark.
    fn read_into(&mut self, buffer: &mut Vec<u8>) -> Result<(), String> {
        let is_first = buffer.is_empty() && self.decoder.is_none();
        let mut chunk = Vec::with_capacity(CHUNK);
        let read = self.source.by_ref().take(CHUNK as u64).read_to_end(&mut chunk);
        read.map_err(|error| format!("cannot be read on: {error}"))?;
        self.is_over = chunk.len() < CHUNK;
        if is_first {
            let name = decode::decode(whole_characters(&chunk)).encoding;
            if name != "utf-8"
                && let Some(encoding) = Encoding::for_label(name.as_bytes())
            {
                self.decoder = Some(encoding.new_decoder_with_bom_removal());
            } else if let Some(rest) = chunk.strip_prefix(b"\xef\xbb\xbf") {
                chunk = rest.to_vec();
            }
        }
        match &mut self.decoder {
            None => buffer.append(&mut chunk),
            Some(decoder) => {
                let most = decoder.max_utf8_buffer_length(chunk.len()).unwrap_or(CHUNK * 4);
                let mut text = String::with_capacity(most);
                let _ = decoder.decode_to_string(&chunk, &mut text, self.is_over);
                buffer.extend_from_slice(text.as_bytes());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn pieces(bytes: &[u8], columns: &[(&str, &str)]) -> Vec<(String, Result<String, String>)> {
        let columns = columns.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        cut(Box::new(Cursor::new(bytes.to_vec())), &Cutting::new(columns))
            .map(|piece| {
                let content = match piece.content {
                    PieceContent::Record { bytes, .. } => Ok(String::from_utf8(bytes).unwrap()),
                    PieceContent::Refused(reason) => Err(reason),
                    other => panic!("{other:?}"),
                };
                (piece.name, content)
            })
            .collect()
    }

    #[test]
    fn every_row_stands_alone() {
        let table = "\u{feff}title,date,text\r\nA,2024,\"One,\r\ntwo.\"\r\n\r\nB,2024\r\n,,\r\nC,2024,Three.";
        let pieces = pieces(table.as_bytes(), &[]);
        assert_eq!(
            pieces,
            [
                ("row 2".to_owned(), Ok("title,date,text\nA,2024,\"One,\r\ntwo.\"\r\n".to_owned())),
                ("row 4".to_owned(), Err("2 fields, the header has 3".to_owned())),
                ("row 6".to_owned(), Ok("title,date,text\nC,2024,Three.\n".to_owned())),
            ]
        );
        let reading =
            (super::super::FORMAT.read)(pieces[0].1.as_ref().unwrap().as_bytes()).unwrap();
        assert_eq!(reading.drafts[0].head.headline.as_deref(), Some("A"));
    }

    #[test]
    fn columns_may_be_named() {
        let table = "Titel;Text;Body\nTolls;No.;x\n";
        let named = pieces(table.as_bytes(), &[("headline", "titel"), ("body", "Text")]);
        assert_eq!(named[0].1.as_deref(), Ok("headline;body;other Body\nTolls;No.;x\n"));
        let missing = pieces(table.as_bytes(), &[("headline", "Kop")]);
        assert_eq!(missing.len(), 1);
        assert!(missing[0].1.as_ref().unwrap_err().starts_with("there is no column `Kop`"));
        let unknown = pieces(b"a,b,c\n1,2,3\n4,5,6\n", &[]);
        assert_eq!(unknown.len(), 1);
        assert!(unknown[0].1.as_ref().unwrap_err().contains("`a`, `b`, `c`"));
    }

    #[test]
    fn character_sets_become_utf_8() {
        let mut bytes = b"\xff\xfe".to_vec();
        bytes.extend("title,date,text\nCafé,2024,No.\n".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(pieces(&bytes, &[])[0].1.as_deref(), Ok("title,date,text\nCafé,2024,No.\n"));
        let latin = b"title,date,text\nCaf\xe9,2024,\"It was \x93no\x94.\"\n";
        assert_eq!(
            pieces(latin, &[])[0].1.as_deref(),
            Ok("title,date,text\nCafé,2024,\"It was “no”.\"\n")
        );
    }

    #[test]
    fn an_open_quotation_mark_costs_its_row_alone() {
        let table = "title,date,text\nA,2024,One.\nB,2024,\"Two.\nC,2024,Three.\n";
        let pieces = pieces(table.as_bytes(), &[]);
        assert_eq!(pieces.len(), 3, "{pieces:?}");
        assert_eq!(pieces[1].0, "row 3");
        assert!(pieces[1].1.as_ref().unwrap_err().contains("never closes"));
        assert_eq!(pieces[2].1.as_deref(), Ok("title,date,text\nC,2024,Three.\n"));
    }

    #[test]
    fn an_open_mark_that_the_next_one_closes_is_noticed() {
        let table = "title,date,text\nA,2024,\"One.\nB,2024,\"Two, too.\"\nC,2024,\"Say \"\"no\"\",\nD,2024,Three.\"\n";
        let pieces = pieces(table.as_bytes(), &[]);
        assert!(pieces[0].1.as_ref().unwrap_err().contains("never closes"), "{pieces:?}");
        assert!(pieces[1].1.as_ref().unwrap().ends_with("\nB,2024,\"Two, too.\"\n"));
        let careless = self::pieces(b"title,date,text\n\"No\" say crews,2024,Never.\n", &[]);
        assert!(careless[0].1.is_ok(), "{careless:?}");
    }

    #[test]
    fn rows_longer_than_a_chunk_are_whole() {
        let long = "no ".repeat(100_000);
        let table = format!("title,date,text\nA,2024,\"{long}\"\nB,2024,Two.\n");
        let pieces = pieces(table.as_bytes(), &[]);
        assert_eq!(pieces.len(), 2);
        assert!(pieces[0].1.as_ref().unwrap().len() > 300_000);
        let endless = format!("title,date,text\n{}", "\"a,".repeat(6_000_000));
        let pieces = self::pieces(endless.as_bytes(), &[]);
        assert_eq!(pieces.len(), 1);
        assert!(
            pieces[0].1.as_ref().unwrap_err().contains("longer than 16 MiB"),
            "{:?}",
            pieces[0].1
        );
    }
}
