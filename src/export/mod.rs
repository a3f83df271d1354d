//! Ways out: one file for each format that another tool reads.
//!
//! An exporter is handed plain rows (`model::export`) and a place to write to; it knows nothing of archives,
//! queries or paths. What must stay true: memory does not grow with the number of articles, and whatever stands
//! in a name or a text, the tool that the format is for gets it back as text: no formula, no markup, no
//! line of its own.
//!
//! A new format is one file here and one line in `FORMATS`.

mod archive;
pub mod bibliography;
mod bibtex;
mod brat;
pub mod citation;
mod csl_json;
mod csv;
mod datasette;
mod ftm;
mod gexf;
mod graphml;
mod jsonl;
mod parquet;
mod ris;
mod warc;
mod web_annotation;
mod written;

use std::io::{self, Write};

pub use crate::output::Listed;
use crate::output::listed::is_listed;

use crate::model::{
    CannedQuery, CoMention, DescribedTable, ExportedArticle, ExportedCapture, ExportedEntity,
    ExportedTable, Value,
};

/// A format's way out.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    pub name: &'static str,
    /// One line for the table of formats.
    pub about: &'static str,
    /// What stands in it, for people who choose one.
    pub holds: Holds,
    pub form: Form,
    /// How names of files in this format end.
    pub endings: &'static [&'static str],
    /// What it is handed, in this order.
    pub streams: &'static [Stream],
    make: for<'w> fn(Place<'w>, &'w Setting) -> io::Result<Box<dyn Exporter + 'w>>,
}

/// One stream, or many files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    File,
    Folder,
    /// One file, which is an archive: `ops::smaller` makes it, no exporter.
    Archive,
}

/// What leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Bytes as they were received.
    Received,
    Texts,
    Names,
    Heads,
    /// Nothing of any article.
    Nothing,
}

impl Holds {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Received => "what was received, whole",
            Self::Texts => "texts and what is said of them",
            Self::Names => "names and counts, no text",
            Self::Heads => "heads of articles, no text",
            Self::Nothing => "nothing of the articles",
        }
    }
}

/// What an exporter is handed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Articles,
    /// The same, each with the captures that it rests on, and then the captures of no article.
    Received,
    Entities,
    CoMentions,
    Tables,
}

/// Where an exporter writes.
pub enum Place<'w> {
    Stream(&'w mut (dyn Write + Send)),
    /// Opens a new file of that name in the folder.
    Folder(&'w mut OpenFile<'w>),
}

/// See `Place::Folder`.
pub type OpenFile<'f> = dyn FnMut(&str) -> io::Result<Box<dyn Write + Send>> + 'f;

impl<'w> Place<'w> {
    fn stream(self) -> io::Result<&'w mut (dyn Write + Send)> {
        match self {
            Self::Stream(to) => Ok(to),
            Self::Folder(_) => Err(io::Error::other("this format is one file")),
        }
    }

    fn folder(self) -> io::Result<&'w mut OpenFile<'w>> {
        match self {
            Self::Folder(open) => Ok(open),
            Self::Stream(_) => Err(io::Error::other("this format is a folder of files")),
        }
    }
}

/// What an exporter may say besides its rows.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// `cuttings 0.1.0`.
    pub program: String,
    /// When it is made, RFC 3339 in UTC.
    pub made_at: String,
    pub schema_version: i64,
    /// The name of the archive's file, without its ending.
    pub archive: String,
    /// In how many articles two must be named for a link.
    pub least: u32,
    pub reports: Vec<CannedQuery>,
    pub tables: Vec<DescribedTable>,
}

/// Writes a set in one format. It is handed what its format's `streams` say and nothing else.
pub trait Exporter {
    fn article(&mut self, _: &ExportedArticle) -> io::Result<()> {
        Ok(())
    }

    /// A capture on which no article of the set rests.
    fn capture(&mut self, _: &ExportedCapture) -> io::Result<()> {
        Ok(())
    }

    fn entity(&mut self, _: &ExportedEntity) -> io::Result<()> {
        Ok(())
    }

    fn co_mention(&mut self, _: &CoMention) -> io::Result<()> {
        Ok(())
    }

    fn table(&mut self, _: &ExportedTable) -> io::Result<()> {
        Ok(())
    }

    /// A row of the table before.
    fn row(&mut self, _: &[Value]) -> io::Result<()> {
        Ok(())
    }

    /// Writes what is left; what was left out, in sentences for people.
    fn end(self: Box<Self>) -> io::Result<Vec<String>>;
}

is_listed!(Format, FORMATS);

impl Format {
    /// The format that the name of a file says; `None` where it says nothing.
    pub fn by_file_name(name: &str) -> Option<&'static Self> {
        let name = name.to_ascii_lowercase();
        let endings =
            FORMATS.iter().flat_map(|format| format.endings.iter().map(move |end| (format, *end)));
        let fitting = endings.filter(|(_, end)| {
            name.strip_suffix(end)
                .is_some_and(|rest| rest.ends_with('.') || (rest.is_empty() && end.contains('.')))
        });
        // `.ftm.jsonl` before `.jsonl`.
        fitting.max_by_key(|(_, end)| end.len()).map(|(format, _)| format)
    }

    /// What writes this format to a place. Fails where the place cannot be written.
    pub fn exporter<'w>(
        &self,
        place: Place<'w>,
        setting: &'w Setting,
    ) -> io::Result<Box<dyn Exporter + 'w>> {
        (self.make)(place, setting)
    }
}

/// Every way out.
pub const FORMATS: &[Format] = &[
    jsonl::FORMAT,
    warc::FORMAT,
    csv::FORMAT,
    parquet::FORMAT,
    ftm::FORMAT,
    gexf::FORMAT,
    graphml::FORMAT,
    csl_json::FORMAT,
    ris::FORMAT,
    bibtex::FORMAT,
    web_annotation::FORMAT,
    brat::FORMAT,
    datasette::FORMAT,
    archive::FORMAT,
    archive::NO_TEXT,
];
