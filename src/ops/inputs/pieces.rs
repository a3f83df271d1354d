//! Files that hold records, cut by their own format: the pieces as items.
//!
//! Pieces without text are not told one by one but in one line at the end; what could hold an article
//! and does not is told under its name. A piece that does not say its format is looked at as a file would
//! be. That a file holds no piece at all its own format says.

use std::collections::BTreeMap;

use super::address::Step;
use super::layers::{Noted, Noting};
use super::opening::{FileAsFound, InputOrigin, Opened};
use super::{Content, Item};
use crate::format::carried::Carried;
use crate::format::{Cutting, Format, PieceContent, Pieces, Source};

/// Formats whose pieces are files with paths.
const OF_FILES: &[&str] = &["zip", "tar", "wacz"];
/// Formats that are text from end to end.
pub const OF_TEXT: &[&str] = &["csv", "mbox"];
/// So many kinds of pieces without text are named.
const KINDS_NAMED: usize = 6;

type Cutter = for<'a> fn(Box<dyn Source + 'a>, &Cutting) -> Pieces<'a>;

/// Whether the pieces of that format are files.
pub fn is_of_files(format: &Format) -> bool {
    OF_FILES.contains(&format.name)
}

/// The pieces of a file.
pub struct PieceItems {
    origin: InputOrigin,
    pieces: Option<Pieces<'static>>,
    /// Whether names of pieces are paths of files.
    are_files: bool,
    /// How many pieces without text there were, by what they are.
    passed: BTreeMap<String, u64>,
    /// Errors of the file that no refused piece has told.
    noted: Noted,
    watch: Option<FileAsFound>,
}

/// What a file of records holds.
pub enum Found {
    Item(Item),
    /// A file, to be looked at as one.
    Member {
        origin: InputOrigin,
        name: String,
        bytes: Vec<u8>,
    },
    /// A capture that came with an export of another archive.
    Carried {
        origin: InputOrigin,
        carried: Carried,
    },
}

impl PieceItems {
    /// The records of a file, as its format cuts them.
    pub fn new(file: Opened, format: &Format, cut: Cutter, cutting: &Cutting) -> Self {
        let (origin, source, watch) = file.into_source();
        let noted = Noted::default();
        let source = Noting { source, noted: noted.clone() };
        Self {
            origin,
            pieces: Some(cut(Box::new(source), cutting)),
            are_files: is_of_files(format) && format.name != "wacz",
            passed: BTreeMap::new(),
            noted,
            watch,
        }
    }

    /// The next piece with text or a reason, and at the end what else there is to say.
    pub fn next(&mut self) -> Option<Found> {
        while let Some(piece) = self.pieces.as_mut().and_then(Iterator::next) {
            match piece.content {
                PieceContent::Passed(kind) => *self.passed.entry(kind).or_insert(0) += 1,
                content => return Some(self.found(piece.name, content)),
            }
        }
        self.pieces = None;
        self.end().map(|content| Found::Item(self.origin.clone().item(content)))
    }

    fn found(&self, name: String, content: PieceContent) -> Found {
        let origin = match name.as_str() {
            "" => self.origin.clone(),
            _ if self.are_files => self.origin.within(Step::Member(name.clone())),
            _ => self.origin.within(Step::Record(name.clone())),
        };
        let content = match content {
            PieceContent::Record { bytes, format: Some(format) } => {
                Content::Record { bytes, format }
            }
            PieceContent::Record { bytes, format: None } => {
                return Found::Member { origin, name, bytes };
            }
            PieceContent::Again { sha256 } => Content::Again { sha256 },
            PieceContent::Carried(carried) => return Found::Carried { origin, carried },
            PieceContent::Refused(reason) => {
                self.noted.take();
                Content::Refused(reason)
            }
            PieceContent::Passed(reason) | PieceContent::Skipped(reason) => {
                Content::Skipped(reason)
            }
        };
        Found::Item(origin.item(content))
    }

    /// What is to be said of the file behind its last piece, one thing at a time.
    fn end(&mut self) -> Option<Content> {
        if let Some(reason) = self.noted.take() {
            return Some(Content::Refused(reason));
        }
        if let Some(complaint) = self.watch.take().and_then(|watch| watch.complaint()) {
            return Some(Content::Refused(complaint));
        }
        let passed = std::mem::take(&mut self.passed);
        (!passed.is_empty()).then(|| Content::Skipped(summary(&passed)))
    }
}

/// `12 records without text passed over (8 image/png, 4 requests)`
fn summary(passed: &BTreeMap<String, u64>) -> String {
    let mut kinds: Vec<(&str, u64)> =
        passed.iter().map(|(kind, &count)| (kind.as_str(), count)).collect();
    kinds.sort_by_key(|&(kind, count)| (std::cmp::Reverse(count), kind));
    let all: u64 = kinds.iter().map(|(_, count)| count).sum();
    let mut named: Vec<String> =
        kinds.iter().take(KINDS_NAMED).map(|(kind, count)| counted(*count, kind)).collect();
    let others: u64 = kinds.iter().skip(KINDS_NAMED).map(|(_, count)| count).sum();
    if others > 0 {
        named.push(counted(others, "other"));
    }
    format!("{} without text passed over ({})", counted(all, "record"), named.join(", "))
}

/// Words behind the noun of a kind.
const BEHIND_NOUN: &[&str] = &[" of ", " in ", " with ", " without ", " that "];

/// A kind with its number: its noun in the plural, unless it is a media type or a file's name.
fn counted(count: u64, kind: &str) -> String {
    let end = BEHIND_NOUN.iter().filter_map(|word| kind.find(word)).min().unwrap_or(kind.len());
    match kind.split_at_checked(end) {
        Some((noun, rest))
            if count != 1 && noun.bytes().all(|b| b.is_ascii_lowercase() || b == b' ') =>
        {
            format!("{count} {noun}s{rest}")
        }
        _ => format!("{count} {kind}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_passed_over_is_counted_by_kind() {
        for (kinds, expected) in [
            (&[("request", 1)][..], "1 record without text passed over (1 request)"),
            (
                &[("image/png", 8), ("dns answer", 4), ("answer with status 404", 2)],
                "14 records without text passed over (8 image/png, 4 dns answers, 2 answers with status 404)",
            ),
            (
                &[("a/a", 1), ("a/b", 1), ("a/c", 1), ("a/d", 1), ("a/e", 1), ("a/f", 1), ("z", 2)],
                "8 records without text passed over (2 zs, 1 a/a, 1 a/b, 1 a/c, 1 a/d, 1 a/e, 1 other)",
            ),
        ] {
            let kinds = kinds.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect();
            assert_eq!(summary(&kinds), expected);
        }
    }
}
