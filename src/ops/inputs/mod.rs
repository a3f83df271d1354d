//! From paths to records.
//!
//! `walking` finds files, `opening` opens them safely, `layers` takes a compression off, `lines` and
//! `pieces` cut files that hold many captures, `address` names what was found, `chunks` hands out some of
//! them at a time. A stream, so that memory
//! is bounded by one record whatever is dropped in. What must stay true: nothing here fails as a
//! whole; what cannot be taken is an item with its reason, and the stream goes on.

mod address;
mod chunks;
mod layers;
mod lines;
mod opening;
mod pieces;
mod template;
mod walking;

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::format::carried::{self, Carried};
use crate::format::{self, Cutting, Format, Framing, compression, json};
use crate::model::{Hints, Sha256, Sighting};
use crate::text::wide;

use address::Step;
use layers::Stream;
use opening::{InputOrigin, Opened};
use walking::{Found, Walk};

pub use address::{file_uri, path_of, record_of};
pub use chunks::{chunks, chunks_of};
pub use lines::LONGEST_LINE;
pub use template::{PathReader, Seen, Template};

/// Larger captures are not read, in bytes.
pub const LARGEST_FILE: u64 = compression::LARGEST as u64;

/// How many cut files may lie in each other: an archive of files, and a file of records in it.
const DEEPEST: usize = 2;

/// Files that are opened before it is their turn, and their bytes; the last may go beyond it.
const MOST_AHEAD: usize = 64;
const MOST_BYTES_AHEAD: u64 = 1 << 20;

/// Formats whose records are JSON objects.
const JSON: [&str; 2] = ["json", "jsonl"];

/// One record, or why there is none.
#[derive(Debug)]
pub struct Item {
    /// `file:///abs/path`, bytes other than those of plain names percent-escaped, or `stdin:`.
    pub uri: String,
    /// The path as it was given or found; `-` for standard input.
    pub path: PathBuf,
    /// Where in the file, from the outside in; empty for the file as a whole.
    place: Vec<Step>,
    /// Whether a person named the file, rather than a folder that it lies in.
    pub is_named: bool,
    pub content: Content,
    /// Where another archive had it from, if it came with an export.
    pub elsewhere: Option<Elsewhere>,
}

/// What an export says of a capture.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    /// Whether a person named the format there.
    pub format_given: bool,
    /// Where it was seen and what was said of it; `None` where nothing is known of that.
    pub sighting: Option<Sighting>,
}

/// What an item holds. Reasons are one sentence, lower case, no full stop.
#[derive(Debug)]
pub enum Content {
    /// The bytes of one capture, and the format to read them as.
    Record { bytes: Vec<u8>, format: &'static Format },
    /// Another place at which a capture that came earlier from this file was seen.
    Again { sha256: Sha256 },
    /// Cannot be taken.
    Refused(String),
    /// A path that was named and is not there.
    Missing(String),
    /// Nothing to take, and rightly so: one of the excluded files, or records without text.
    Skipped(String),
}

impl Item {
    fn of_path(path: PathBuf, is_named: bool, content: Content) -> Self {
        let uri = file_uri(&path);
        Self { uri, path, place: Vec::new(), is_named, content, elsewhere: None }
    }

    /// What was fetched from an address, or why nothing was; what is known of everything from there.
    pub fn of_address(uri: String, content: Content, hints: Hints) -> Self {
        let sighting = Sighting { uri: uri.clone(), hints };
        Self {
            path: PathBuf::from(&uri),
            uri,
            place: Vec::new(),
            is_named: false,
            content,
            elsewhere: Some(Elsewhere { format_given: false, sighting: Some(sighting) }),
        }
    }

    /// The same of an address that a person named.
    pub fn of_named_address(uri: String, content: Content, hints: Hints) -> Self {
        Self { is_named: true, ..Self::of_address(uri, content, hints) }
    }

    /// The captures that it carries, each as often as it was seen.
    fn carried(&self, all: Vec<Carried>) -> VecDeque<Self> {
        let mut items = VecDeque::new();
        for Carried { sha256, bytes, format, format_given, seen } in all {
            let seen: Vec<Option<Sighting>> = match seen.is_empty() {
                true => vec![None],
                false => seen.into_iter().map(Some).collect(),
            };
            for (at, sighting) in seen.into_iter().enumerate() {
                // What was said of it is a fact of its reading, so that it is read again with that.
                let is_read =
                    at == 0 || sighting.as_ref().is_some_and(|seen| !seen.hints.is_empty());
                let content = match &bytes {
                    Some(bytes) if is_read => Content::Record { bytes: bytes.clone(), format },
                    _ => Content::Again { sha256 },
                };
                items.push_back(Self {
                    uri: self.uri.clone(),
                    path: self.path.clone(),
                    place: self.place.clone(),
                    is_named: self.is_named,
                    content,
                    elsewhere: Some(Elsewhere { format_given, sighting }),
                });
            }
        }
        items
    }

    /// As in `Sighting::uri`: `uri` with the place in it, `file:///a.jsonl#L12`,
    /// `file:///a.tar.gz#b.mbox/message-3`.
    pub fn sighting_uri(&self) -> String {
        match address::fragment(&self.place) {
            Some(fragment) => format!("{}#{fragment}", self.uri),
            None => self.uri.clone(),
        }
    }

    /// The path of a member, where the file is an archive of files.
    fn member(&self) -> Option<String> {
        let member = |step: &Step| match step {
            Step::Member(path) => Some(path.clone()),
            _ => None,
        };
        self.place.iter().find_map(member)
    }

    /// As in `Problem::record`: `line 12`, `b.mbox message 3`.
    pub fn record(&self) -> Option<String> {
        address::in_words(&self.place)
    }
}

/// How to read the inputs.
pub struct Options<'a> {
    /// Read everything as this format instead of looking; for an archive of files, its members.
    pub format: Option<&'static Format>,
    /// What was said about how to cut files of records.
    pub cutting: Cutting,
    /// Whether a file is not to be touched, by device and inode; asked before it is opened.
    pub is_excluded: Box<dyn Fn(u64, u64) -> bool + Send + 'a>,
}

/// The records of `paths`, in that order; folders recursively, each sorted by name, hidden files
/// left out. `-` is standard input.
pub fn records<'a>(paths: &[PathBuf], options: Options<'a>) -> Records<'a> {
    let Options { format, cutting, is_excluded } = options;
    Records {
        walk: Walk::new(paths, is_excluded),
        opening: Opening { format, cutting },
        ahead: VecDeque::new(),
        cuts: Vec::new(),
        carried: VecDeque::new(),
    }
}

/// Lines of standard input that bring records, each as an item of JSON. A line may be longer than one of a file of lines
/// by what it takes to write the largest capture in base64.
pub fn lines_of_standard_input() -> impl Iterator<Item = Item> {
    let longest = compression::LARGEST / 3 * 4 + LONGEST_LINE;
    let mut lines = lines::Lines::new(Opened::standard_input(), &json::LINES, longest);
    // Of no lines at all there is nothing to say.
    std::iter::from_fn(move || lines.next())
        .filter(|item| !matches!(item.content, Content::Skipped(_)))
}

/// The records of an item that was found before: itself, or what it carries.
pub fn of_item(item: Item) -> Records<'static> {
    Records::ahead(None, Ahead::Item(item))
}

/// The records of a file that came as bytes within an item; `name` is what it is called.
pub fn of_bytes(
    within: Item,
    name: Option<String>,
    bytes: Vec<u8>,
    format: Option<&'static Format>,
) -> Records<'static> {
    let Item { uri, path, place, is_named, .. } = within;
    let origin = InputOrigin { uri, path, place, is_named };
    let file = Opened::of_bytes(origin, bytes);
    Records::ahead(format, Ahead::Unread { file, name })
}

/// See `records`.
pub struct Records<'a> {
    walk: Walk<'a>,
    opening: Opening,
    /// Files opened before it is their turn.
    ahead: VecDeque<Ahead>,
    /// Files being cut, each within the one before.
    cuts: Vec<Cut>,
    /// Captures that came with an item, still to be given out.
    carried: VecDeque<Item>,
}

/// A file that holds many captures.
enum Cut {
    Lines(lines::Lines),
    Pieces(pieces::PieceItems),
}

/// What comes next of a file.
enum Next {
    Item(Item),
    Cut(Cut),
    End,
}

impl Iterator for Records<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.carried.pop_front() {
                return Some(item);
            }
            let next = match self.cuts.last_mut() {
                Some(Cut::Lines(lines)) => lines.next().map_or(Next::End, Next::Item),
                Some(Cut::Pieces(pieces)) => match pieces.next() {
                    Some(pieces::Found::Item(item)) => Next::Item(item),
                    Some(pieces::Found::Member { origin, name, bytes }) => self.opening.open(
                        Opened::of_bytes(origin, bytes),
                        Some(name),
                        self.cuts.len(),
                    ),
                    Some(pieces::Found::Carried { origin, carried }) => {
                        // What it holds is told by what it carries.
                        let item = origin.item(Content::Skipped(String::new()));
                        self.carried = item.carried(vec![carried]);
                        continue;
                    }
                    None => Next::End,
                },
                None => match self.next_file()? {
                    Ahead::Item(item) => Next::Item(item),
                    Ahead::Looked { file, format } => self.opening.cut(file, format, 0),
                    Ahead::Unread { file, name } => self.opening.open(file, name, 0),
                },
            };
            match next {
                Next::Item(item) => match carried_by(&item) {
                    Some(Ok(all)) => self.carried = item.carried(all),
                    Some(Err(reason)) => {
                        return Some(Item { content: Content::Refused(reason), ..item });
                    }
                    None => return Some(self.named(item)),
                },
                Next::Cut(cut) => self.cuts.push(cut),
                Next::End => {
                    self.cuts.pop();
                }
            }
        }
    }
}

/// How files are opened.
struct Opening {
    format: Option<&'static Format>,
    cutting: Cutting,
}

/// What was done about a file before it is its turn.
enum Ahead {
    Item(Item),
    /// Its format is known.
    Looked {
        file: Opened,
        format: &'static Format,
    },
    /// Standard input is not touched before.
    Unread {
        file: Opened,
        name: Option<String>,
    },
}

impl Records<'static> {
    /// What comes of something that no path leads to.
    fn ahead(format: Option<&'static Format>, found: Ahead) -> Self {
        let opening = Opening { format, cutting: Cutting::default() };
        let walk = Walk::new(&[], Box::new(|_, _| false));
        let (cuts, carried) = (Vec::new(), VecDeque::new());
        Records { walk, opening, ahead: VecDeque::from([found]), cuts, carried }
    }
}

impl Records<'_> {
    /// The next file that the paths lead to. Small ones are read on all cores, some at a time: to open one, to tell its
    /// format and to read it takes longer than to find that the archive has it.
    fn next_file(&mut self) -> Option<Ahead> {
        if self.ahead.is_empty() {
            let (mut found, mut bytes) = (Vec::new(), 0);
            while found.len() < MOST_AHEAD && bytes < MOST_BYTES_AHEAD {
                let Some(next) = self.walk.next() else { break };
                let size = match &next {
                    Found::File { file, .. } => file.size(),
                    Found::Item(_) => Some(0),
                };
                bytes = bytes.saturating_add(size.unwrap_or(u64::MAX));
                found.push(next);
            }
            let opening = &self.opening;
            self.ahead = found.into_par_iter().map(|found| opening.ahead(found)).collect();
        }
        self.ahead.pop_front()
    }

    /// A JSON record with its fields under the names that somebody gave them.
    fn named(&self, item: Item) -> Item {
        match item.content {
            Content::Record { bytes, format }
                if !self.opening.cutting.columns.is_empty() && JSON.contains(&format.name) =>
            {
                let content = match json::mapped(bytes, &self.opening.cutting) {
                    Ok(bytes) => Content::Record { bytes, format },
                    Err(reason) => Content::Refused(reason),
                };
                Item { content, ..item }
            }
            _ => item,
        }
    }
}

impl Opening {
    /// Finds the format of a file, and reads it if it is small, not packed, and one capture.
    fn ahead(&self, found: Found) -> Ahead {
        let (file, name) = match found {
            Found::Item(item) => return Ahead::Item(item),
            Found::File { file, name } => (file, name),
        };
        if file.size().is_none() {
            return Ahead::Unread { file, name };
        }
        let origin = file.origin.clone();
        match self.looked(file, name) {
            Err(reason) => Ahead::Item(origin.item(Content::Refused(reason))),
            Ok((file, format)) => {
                let is_small = file.size().is_some_and(|size| size <= MOST_BYTES_AHEAD);
                match format.framing {
                    Framing::Whole if is_small => Ahead::Item(file.whole(format)),
                    _ => Ahead::Looked { file, format },
                }
            }
        }
    }

    /// Opens a file or a member of one, `depth` files further in.
    fn open(&self, file: Opened, name: Option<String>, depth: usize) -> Next {
        let origin = file.origin.clone();
        match self.looked(file, name) {
            Ok((file, format)) => self.cut(file, format, depth),
            Err(reason) => Next::Item(origin.item(Content::Refused(reason))),
        }
    }

    /// Takes a layer of compression off, and finds the format. The error is the reason why it cannot be taken.
    fn looked(
        &self,
        mut file: Opened,
        name: Option<String>,
    ) -> Result<(Opened, &'static Format), String> {
        let mut prefix = file.peek().map_err(|error| reason(&error))?;
        let mut name = name;
        if let Some(layer) = compression::of(prefix) {
            file = file.unpacked(layer).map_err(|error| reason(&error))?;
            prefix = file.peek().map_err(|error| reason(&error))?;
            name = name.map(|name| compression::bare_name(&name));
            if compression::of(prefix).is_some() {
                return Err("packed twice; unpack it first".to_owned());
            }
        }
        let format = self.format_of(prefix, name.as_deref())?;
        if is_cut_as_text(format)
            && let Some((wide, _)) = wide::of(prefix)
        {
            file = file.narrowed(wide);
        }
        Ok((file, format))
    }

    fn cut(&self, file: Opened, format: &'static Format, depth: usize) -> Next {
        match format.framing {
            Framing::Whole => Next::Item(file.whole(format)),
            Framing::Lines => Next::Cut(Cut::Lines(lines::Lines::new(file, format, LONGEST_LINE))),
            Framing::Records(_)
                if depth + 1 > DEEPEST || (depth > 0 && pieces::is_of_files(format)) =>
            {
                let reason = "an archive within an archive; unpack it first".to_owned();
                Next::Item(file.origin.item(Content::Refused(reason)))
            }
            Framing::Records(cut) => {
                let pieces = pieces::PieceItems::new(file, format, cut, &self.cutting);
                Next::Cut(Cut::Pieces(pieces))
            }
        }
    }

    /// The format to read a file as. An archive of files is opened whatever format its members have.
    fn format_of(&self, prefix: &[u8], name: Option<&str>) -> Result<&'static Format, String> {
        let found = format::detect(prefix, name);
        match (self.format, found) {
            (Some(given), Ok(found)) if pieces::is_of_files(found) && given.name != found.name => {
                // A document that is a zip was named as what it is.
                Ok(if (given.sniff)(prefix) { given } else { found })
            }
            (Some(given), _) => Ok(given),
            (None, found) => found.map_err(|refusal| refusal.0),
        }
    }
}

/// The captures that a JSON record carries, if it came with an export.
fn carried_by(item: &Item) -> Option<Result<Vec<Carried>, String>> {
    match &item.content {
        Content::Record { bytes, format } if JSON.contains(&format.name) => carried::of_line(bytes),
        _ => None,
    }
}

/// Whether a file of that format is text that is cut into captures. In UTF-16 or UTF-32 it is cut in
/// UTF-8: its captures are lines, rows and messages, and each must be the same as in a file of its own.
fn is_cut_as_text(format: &Format) -> bool {
    match format.framing {
        Framing::Whole => false,
        Framing::Lines => true,
        Framing::Records(_) => pieces::OF_TEXT.contains(&format.name),
    }
}

/// The system's words without its error number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match error.raw_os_error() {
        Some(_) => text.split(" (os error").next().unwrap_or(&text).to_lowercase(),
        None => text,
    }
}

#[cfg(test)]
mod tests;
