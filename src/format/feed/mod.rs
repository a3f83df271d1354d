//! Feeds: RSS 0.90 to 2.0, RDF or not, Atom 0.3 and 1.0, and JSON Feed beside them.
//!
//! A feed is one capture; each entry that holds text is an article or a summary, and owns the
//! bytes of its element. What must stay true: disorder in one place costs at most the entry that
//! it is in; nothing is fetched and no entity of a document type is expanded.
//!
//! `markup::charset` makes characters of the bytes, `root` finds out what they are, `stream` cuts them
//! into entries, `vocabulary` and `elements` know what the elements of a `tree` mean, `prose` and
//! `teaser` read the text, `draft` makes an article of it. `json_feed` goes the same way from
//! `entry` on.
//! `parts` makes a small feed of each entry.

mod draft;
mod elements;
mod entry;
pub mod json_feed;
mod part_frame;
mod parts;
mod prose;
mod root;
mod stream;
mod teaser;
#[cfg(test)]
mod tests;
mod tree;
mod vocabulary;

use std::borrow::Cow;
use std::ops::Range;

use super::article::regions::{self, Cover};
use super::markup::charset;
use super::{Format, Framing, Refusal, bounds};
use crate::model::{Reading, RecordProblem, RegionRole};
use crate::text::decode::{Decoded, decode_declared};
use entry::{Channel, FeedEntry};
pub use parts::{FeedPart, FeedParts, FeedText, parts};
use root::{First, Root};

pub const FORMAT: Format = Format {
    name: "feed",
    version: 7,
    media_type: "application/xml",
    extensions: &["rss", "atom", "rdf", "xml"],
    summary: "RSS and Atom of every version: each entry with its text, or what the feed says of it",
    framing: Framing::Whole,
    sniff: looks_like,
    read,
};

/// The bytes of a feed as a server sent them, in UTF-8 where nothing but its media type says what they are: a feed that
/// leaves its declaration away must be in UTF-8, and the one that is not was right for its server (RFC 7303).
pub fn as_served<'b>(bytes: &'b [u8], media_type: Option<&str>) -> Cow<'b, [u8]> {
    let declared = media_type.and_then(charset::of_media_type);
    let says_nothing = charset::in_xml(bytes).is_none() && std::str::from_utf8(bytes).is_err();
    match declared.filter(|_| says_nothing) {
        Some(label) => decode_declared(bytes, Some(label)).text.into_bytes().into(),
        None => bytes.into(),
    }
}

/// Lists of subscriptions are taken to be refused with their name.
fn looks_like(prefix: &[u8]) -> bool {
    // Most bytes are no feed, and decoding costs more than looking for a bracket.
    if !prefix.contains(&b'<') {
        return false;
    }
    let decoded = charset::xml(prefix);
    root::find(&decoded.text)
        .is_some_and(|found| found.is_plain && !matches!(found.first, First::Other(_)))
}

/// Reads a feed; what is none is refused.
fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    let mut document = opened(bytes)?;
    let parts = take_apart(&mut document)?;
    document.decoded.warnings.append(&mut document.warnings);
    Ok(reading(document.decoded, parts))
}

/// A document that is a feed.
struct Opened {
    decoded: Decoded,
    /// Where its first element starts.
    start: usize,
    root: Root,
    /// Whether it is known for a feed by its first bytes.
    is_plain: bool,
    warnings: Vec<String>,
}

/// Makes characters of the bytes and finds out what they are; what is no feed is refused.
fn opened(bytes: &[u8]) -> Result<Opened, Refusal> {
    let decoded = charset::xml(bytes);
    let refusal = |reason: &str| Err(Refusal(reason.to_owned()));
    let Some(found) = root::find(&decoded.text) else {
        return refusal("no feed: there is no element in it");
    };
    let root = match found.first {
        First::Feed(root) => root,
        First::Opml => {
            return refusal("a list of subscriptions (OPML): it names feeds and holds no article");
        }
        First::Other(name) if name.eq_ignore_ascii_case("html") => {
            return refusal("no feed but a web page");
        }
        First::Other(_) => {
            return refusal("no feed: its first element is not `rss`, `rdf:RDF` or `feed`");
        }
    };
    let mut warnings = Vec::new();
    if found.has_own_declarations {
        warnings.push(
            "the document type declares entities or elements of its own; none is expanded"
                .to_owned(),
        );
    }
    let (start, is_plain) = (found.start, found.is_plain);
    Ok(Opened { decoded, start, root, is_plain, warnings })
}

/// A feed in parts.
struct Parts {
    /// The whole entries, each with its number from 1 and its bytes.
    entries: Vec<(usize, Range<usize>, FeedEntry)>,
    channel: Channel,
    /// What is no whole entry.
    problems: Vec<RecordProblem>,
}

/// Takes a feed apart.
fn take_apart(document: &mut Opened) -> Result<Parts, Refusal> {
    let mut entries = Vec::new();
    let mut count_of_entries = 0;
    let text = document.decoded.text.as_str();
    let findings = stream::read(text, document.start, document.root, |found| {
        count_of_entries += 1;
        if count_of_entries <= bounds::MOST_ARTICLES {
            let entry = elements::entry(text, found.tree, found.frame);
            entries.push((count_of_entries, found.range, entry));
        }
    });
    few_enough(count_of_entries)?;
    let problems = findings.cut.map(|(_, number)| cut(number)).into_iter().collect();
    document.warnings.extend(complaints(&findings));
    Ok(Parts { entries, channel: elements::channel(text, &findings.frame), problems })
}

/// Refuses more entries than are read of one feed.
fn few_enough(count_of_entries: usize) -> Result<(), Refusal> {
    if count_of_entries > bounds::MOST_ARTICLES {
        return Err(Refusal(format!("a feed of more than {} entries", bounds::MOST_ARTICLES)));
    }
    Ok(())
}

/// An entry that the end of the file cuts.
fn cut(number: usize) -> RecordProblem {
    RecordProblem::refused(format!("entry {number}"), "the file ends inside it")
}

/// What is to be said of the disorder in a feed.
fn complaints(findings: &stream::Findings) -> Vec<String> {
    let mut warnings = Vec::new();
    if findings.has_own_declarations {
        warnings.push("a document type inside the feed is passed over".to_owned());
    }
    if findings.is_open {
        warnings.push("the feed has no end: the file may be cut".to_owned());
    }
    if findings.misplaced_tags > 0 {
        warnings.push(format!(
            "not well-formed: {}",
            count(
                findings.misplaced_tags,
                "tag is not closed or closes nothing",
                "tags are not closed or close nothing"
            )
        ));
    }
    if findings.is_too_deep {
        warnings.push(
            "elements nested deeper than 512 are read as part of the one around them".to_owned(),
        );
    }
    if findings.is_too_wide {
        warnings.push(format!(
            "of an entry with more than {} elements only these are read",
            bounds::MOST_ELEMENTS
        ));
    }
    warnings
}

/// The reading of entries in the order in which they stand.
fn reading(mut decoded: Decoded, parts: Parts) -> Reading {
    let mut cover = Cover::new(decoded.text.len());
    let (mut without_text, mut unread_dates) = (Vec::new(), Vec::new());
    for (number, range, entry) in parts.entries {
        cover.mark(range.start, RegionRole::Furniture);
        cover.leave_out();
        cover.mark(range.end, RegionRole::Record);
        unread_dates.extend(entry.unread_date.clone());
        match draft::draft(entry, &parts.channel) {
            Some((facts, body)) if !body.is_empty() => {
                cover.article(facts, body);
            }
            _ => {
                without_text.push(number);
                cover.leave_out();
            }
        }
    }
    if let Some(first) = unread_dates.first() {
        let dates = count(unread_dates.len(), "date is", "dates are");
        let shown = first.get(..first.floor_char_boundary(40)).unwrap_or_default();
        decoded.warnings.push(format!("{dates} none that can be read, such as `{shown}`"));
    }
    let skipped =
        |record| RecordProblem::skipped(record, "no text, only a headline, an address or less");
    let problems = runs(&without_text).into_iter().map(skipped).chain(parts.problems).collect();
    let reading = Reading { problems, ..cover.finish(&decoded) };
    regions::explained(reading, |_| "a feed without entries".to_owned())
}

/// Entries by number, those that follow on each other together: `entry 2`, `entries 4 to 9`. Some feeds
/// have headlines alone, by the hundred.
fn runs(numbers: &[usize]) -> Vec<String> {
    let follows = |one: &usize, next: &usize| *next == one + 1;
    let name = |run: &[usize]| match run {
        [first, .., last] => format!("entries {first} to {last}"),
        [only] => format!("entry {only}"),
        [] => String::new(),
    };
    numbers.chunk_by(follows).map(name).collect()
}

fn count(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}
