//! Text that press databases give out: many articles in a file, each under a head of its own.
//!
//! One file a database knows its layouts and cuts them into `document`s; `announced` compares what a
//! file says it holds with what is in it. What must stay true: a line of an article that looks like
//! one of the database's own (`BODY`, `LENGTH: …`, `Title: …`) stays in the article, because a head is
//! read from its start and a foot only where several of its lines stand together; a document that is
//! announced and not there is a problem with its number.
//!
//! The layouts were written down from the databases' own text, RTF and DOCX files; there is no
//! specification of any of them.

mod announced;
mod document;
pub mod factiva;
pub mod nexis;
mod nexis_uni;
pub mod proquest;

#[cfg(test)]
mod hostile;

use super::article::lines::{self, Line};
use super::{Format, Refusal};
use crate::model::{Reading, RecordProblem};
use crate::text::decode::{self, Decoded};
use document::ExportDocument;

/// What a database's file holds: the documents, and what is missing.
struct Export<'t> {
    database: &'static str,
    documents: Vec<ExportDocument<'t>>,
    problems: Vec<RecordProblem>,
}

/// A way to recognise a database's text by its start, and to cut it.
struct Database {
    format: &'static Format,
    is: fn(&str) -> bool,
    cut: for<'t> fn(&'t str, &[Line<'t>]) -> Export<'t>,
}

const DATABASES: &[Database] = &[
    Database { format: &nexis::FORMAT, is: nexis::is, cut: nexis::cut },
    Database { format: &factiva::FORMAT, is: factiva::is, cut: factiva::cut },
    Database { format: &proquest::FORMAT, is: proquest::is, cut: proquest::cut },
];

/// How much of a text is looked at to recognise a database, in bytes.
const PREFIX: usize = 64 * 1024;

/// Reads text that came out of a document (DOCX, RTF, PDF) where it is a database's, one paragraph or
/// more a line. The regions are those of `text`. `None` where it is no database's.
pub fn read_text(text: &str) -> Option<(&'static Format, Reading)> {
    let start = text.get(..text.floor_char_boundary(PREFIX)).unwrap_or(text);
    let database = DATABASES.iter().find(|database| (database.is)(start))?;
    let decoded = Decoded { text: text.to_owned(), encoding: "utf-8", warnings: Vec::new() };
    Some((database.format, read_decoded(database, &decoded)))
}

fn sniff(bytes: &[u8], is: fn(&str) -> bool) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(text) => is(text),
        Err(_) => is(&decode::decode(bytes).text),
    }
}

fn read(bytes: &[u8], name: &str) -> Result<Reading, Refusal> {
    let decoded = decode::decode(bytes);
    let database = DATABASES
        .iter()
        .find(|database| database.format.name == name)
        .ok_or_else(|| Refusal(format!("`{name}` is no database")))?;
    Ok(read_decoded(database, &decoded))
}

fn read_decoded(database: &Database, decoded: &Decoded) -> Reading {
    let lines = lines::lines(&decoded.text, 0);
    let export = (database.cut)(&decoded.text, &lines);
    document::reading(decoded, export)
}
