//! A table in GitHub's Markdown. What Markdown would take for markup, a link or HTML stands behind
//! a backslash; a line end is a space, since a row is one line.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Options, Printer, plain, safe, unique_names};
use crate::model::{Column, Value};

/// A printer of a Markdown table.
pub(super) fn printer(to: &mut dyn Write, options: Options) -> Box<dyn Printer + '_> {
    Box::new(Markdown { to, options })
}

struct Markdown<'w> {
    to: &'w mut dyn Write,
    options: Options,
}

impl Markdown<'_> {
    fn line<'a>(&mut self, cells: impl Iterator<Item = Cow<'a, str>>) -> io::Result<()> {
        let mut line = String::from("|");
        for text in cells {
            line.push(' ');
            line.push_str(&escaped(&text));
            line.push_str(" |");
        }
        line.push('\n');
        let line = if self.options.safe { safe::for_terminal(&line) } else { Cow::Owned(line) };
        self.to.write_all(line.as_bytes())
    }
}

impl Printer for Markdown<'_> {
    fn begin(&mut self, columns: &[Column]) -> io::Result<()> {
        let names = unique_names(columns);
        self.line(names.iter().map(|name| Cow::Borrowed(name.as_str())))?;
        writeln!(self.to, "|{}", " --- |".repeat(names.len()))
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        self.line(values.iter().map(plain))
    }

    fn end(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_markup = match character {
            '\\' | '|' | '`' | '*' | '[' | ']' | '<' => true,
            // Inside a word, as in a column's name, it is only an underscore.
            '_' => {
                !out.ends_with(char::is_alphanumeric)
                    || !characters.peek().is_some_and(|next| next.is_alphanumeric())
            }
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(if matches!(character, '\n' | '\r' | '\t') { ' ' } else { character });
    }
    out
}
