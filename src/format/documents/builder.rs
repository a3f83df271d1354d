//! Paragraphs as they come out of a document's tree.
//!
//! Paragraphs nest: a text box hangs in one, a table's cell holds several. What must stay true: a
//! text box comes behind the paragraph that it hangs in, and a row of a table is one line unless its
//! cells are used to lay out running text.

use crate::format::page::{Block, Style};

/// A cell of more bytes lays out text.
const LONGEST_CELL: usize = 200;
/// A document of more text is cut there, in bytes.
const MOST_TEXT: usize = 64 * 1024 * 1024;
/// What a paragraph counts beside its text.
const BYTES_OF_A_PARAGRAPH: usize = 128;

/// Collects paragraphs.
#[derive(Default)]
pub struct Builder {
    done: Vec<Block>,
    /// Paragraphs that are being written, the innermost last.
    open: Vec<Open>,
    /// Rows that are being written, the innermost last: cells, each its paragraphs.
    rows: Vec<Row>,
    length: usize,
}

struct Open {
    paragraph: Block,
    /// Complete paragraphs that hang in this one.
    inner: Vec<Block>,
    /// How many rows were open when it began.
    rows: usize,
}

#[derive(Default)]
struct Row {
    cells: Vec<Vec<Block>>,
}

impl Builder {
    /// Begins a paragraph of this style.
    pub fn open_paragraph(&mut self, style: Style) {
        self.open.push(Open {
            paragraph: Block::styled(String::new(), style),
            inner: Vec::new(),
            rows: self.rows.len(),
        });
    }

    /// Gives the paragraph being written its style.
    pub fn style(&mut self, style: Style) {
        if let Some(open) = self.open.last_mut() {
            open.paragraph.set(style);
        }
    }

    /// Adds to the paragraph being written; outside of one, nothing happens.
    pub fn push(&mut self, text: &str) {
        // No part of a document is that long: only blanks by number (`text:s`) lead here.
        if self.length > MOST_TEXT {
            return;
        }
        if let Some(open) = self.open.last_mut() {
            self.length += text.len();
            open.paragraph.words.push_str(text);
        }
    }

    /// Adds text whose white space means one space, as in OpenDocument and HTML.
    pub fn push_collapsed(&mut self, text: &str) {
        for (place, word) in text.split([' ', '\t', '\n', '\r']).enumerate() {
            let is_after_space = self
                .open
                .last()
                .is_none_or(|open| open.paragraph.words.ends_with(char::is_whitespace));
            if place > 0 && !is_after_space {
                self.push(" ");
            }
            self.push(word);
        }
    }

    /// Ends the innermost open paragraph.
    pub fn close_paragraph(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let Open { paragraph, inner, .. } = open;
        self.put(paragraph);
        for paragraph in inner {
            self.put(paragraph);
        }
    }

    fn put(&mut self, paragraph: Block) {
        self.length += BYTES_OF_A_PARAGRAPH;
        if self.length > MOST_TEXT && paragraph.words.is_empty() {
            return;
        }
        let rows = self.open.last().map_or(0, |open| open.rows);
        if self.rows.len() > rows {
            // A row that is younger than the paragraph about it.
            if let Some(row) = self.rows.last_mut() {
                match row.cells.last_mut() {
                    Some(cell) => cell.push(paragraph),
                    None => row.cells.push(vec![paragraph]),
                }
            }
        } else if let Some(open) = self.open.last_mut() {
            open.inner.push(paragraph);
        } else {
            self.done.push(paragraph);
        }
    }

    /// Begins a row of a table.
    pub fn open_row(&mut self) {
        self.rows.push(Row::default());
    }

    /// Begins a cell of the row.
    pub fn open_cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.cells.push(Vec::new());
        }
    }

    /// Ends the row: one line of its cells, or their paragraphs where a cell has many or long ones.
    pub fn close_row(&mut self) {
        let Some(row) = self.rows.pop() else { return };
        let lays_out = row.cells.iter().any(|cell| {
            let written = cell.iter().filter(|paragraph| !paragraph.words.trim().is_empty());
            written.clone().count() > 2
                || written.clone().any(|paragraph| {
                    paragraph.words.len() > LONGEST_CELL || paragraph.style() != Style::TEXT
                })
        });
        if lays_out {
            for paragraph in row.cells.into_iter().flatten() {
                self.put(paragraph);
            }
            return;
        }
        let cells: Vec<String> = row
            .cells
            .iter()
            .map(|cell| {
                let words: Vec<&str> =
                    cell.iter().flat_map(|p| p.words.split_whitespace()).collect();
                words.join(" ")
            })
            .collect();
        let line = cells.join("\t");
        if !line.trim().is_empty() {
            self.put(Block::styled(line, Style::TEXT));
        }
    }

    /// Everything written, in order; what was left open is closed.
    pub fn finish(mut self) -> Vec<Block> {
        while !self.open.is_empty() || !self.rows.is_empty() {
            match self.open.last() {
                Some(open) if open.rows >= self.rows.len() => self.close_paragraph(),
                _ => self.close_row(),
            }
        }
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(builder: Builder) -> Vec<String> {
        builder.finish().into_iter().map(|paragraph| paragraph.words).collect()
    }

    fn paragraph(builder: &mut Builder, text: &str) {
        builder.open_paragraph(Style::TEXT);
        builder.push(text);
        builder.close_paragraph();
    }

    #[test]
    fn a_box_comes_behind_the_paragraph_that_it_hangs_in() {
        let mut builder = Builder::default();
        builder.open_paragraph(Style::TEXT);
        builder.push("One ");
        paragraph(&mut builder, "box");
        builder.push("two");
        builder.close_paragraph();
        assert_eq!(words(builder), ["One two", "box"]);
    }

    #[test]
    fn a_row_is_a_line_unless_it_lays_out_text() {
        let mut builder = Builder::default();
        for cells in [["Toll", "9"], [&"long ".repeat(60), "side"]] {
            builder.open_row();
            for cell in cells {
                builder.open_cell();
                paragraph(&mut builder, cell);
            }
            builder.close_row();
        }
        assert_eq!(words(builder), ["Toll\t9".to_owned(), "long ".repeat(60), "side".to_owned()]);
    }

    #[test]
    fn what_is_left_open_is_kept() {
        let mut builder = Builder::default();
        builder.open_row();
        builder.open_cell();
        builder.open_paragraph(Style::TEXT);
        builder.push_collapsed(" a \n b ");
        assert_eq!(words(builder), ["a b"]);
    }
}
