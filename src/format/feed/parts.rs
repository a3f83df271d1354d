//! A fetched feed taken apart: a small feed for each entry.
//!
//! A feed that is asked every hour comes every hour with the same entries and another date of building. So each
//! entry becomes a capture of its own: its bytes as they stand, in the elements that it was in, with what the feed says
//! lastingly of all its entries. What must stay true: the article that is read of a part is the one that is
//! read of the whole feed; and a part stays the same, byte by byte, as long as its entry and these words do.
//!
//! `part_frame` writes what stands around an entry. Each part is read once more and compared. Disorder may keep
//! the tidy frame from meaning the same; then the whole feed without its other entries stands around the entry, which is
//! right and merely changes more often.

use std::cell::OnceCell;
use std::ops::Range;
use std::panic::catch_unwind;

use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use url::Url;

use super::entry::{Channel, FeedEntry};
use super::part_frame::PartFrame;
use super::root::{First, Root};
use super::{FORMAT, Opened, complaints, cut, draft, elements, few_enough, json_feed, opened};
use super::{root, stream};
use crate::format::{Format, Refusal, bounds};
use crate::model::{ArticleKind, Published, RecordProblem};

#[cfg(test)]
mod tests;

/// How many times the bytes of a feed its parts may come to, beyond `SMALL_FRAMES`: a frame is repeated in each.
const MOST_REPEATED: usize = 4;
const SMALL_FRAMES: usize = 8 << 20;

/// A feed in parts.
#[derive(Debug)]
pub struct FeedParts {
    pub title: Option<String>,
    /// The page that it belongs to, absolute.
    pub site_url: Option<String>,
    /// How long it wants to be left alone between two fetches.
    pub update_minutes: Option<u32>,
    /// In the order of the feed, also those that hold no text.
    pub entries: Vec<FeedPart>,
    pub warnings: Vec<String>,
}

/// One entry.
#[derive(Debug)]
pub struct FeedPart {
    /// A feed with this entry alone, in UTF-8.
    pub bytes: Vec<u8>,
    pub format: &'static Format,
    /// Its own page, absolute.
    pub url: Option<String>,
    /// To the minute where the entry says so, otherwise the midnight at which its day begins in UTC.
    pub published: Option<DateTime<Utc>>,
    /// What it holds of the story.
    pub text: FeedText,
}

/// How much of a story an entry holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedText {
    Whole,
    Summary,
    /// A headline or an address: reading the part gives no article.
    Nothing,
}

impl FeedPart {
    /// Whether the story is longer than what the feed has of it.
    pub fn is_summary(&self) -> bool {
        self.text != FeedText::Whole
    }
}

/// Takes a feed apart that was fetched from `feed_url`. Refused is what the reader of feeds refuses: what is
/// no feed, what holds more entries than are read of one, and what makes the reader panic, which is a bug of ours.
pub fn parts(bytes: &[u8], feed_url: &Url) -> Result<FeedParts, Refusal> {
    catch_unwind(|| take_apart(bytes, feed_url)).unwrap_or_else(|_| {
        Err(Refusal("taking the feed apart failed; please report this".to_owned()))
    })
}

fn take_apart(bytes: &[u8], feed_url: &Url) -> Result<FeedParts, Refusal> {
    if (json_feed::FORMAT.sniff)(bytes) {
        return json_feed::parts(bytes, feed_url);
    }
    let document = opened(bytes)?;
    let text = document.decoded.text.as_str();
    let mut pieces = Vec::new();
    let mut count_of_entries = 0;
    let findings = stream::read(text, document.start, document.root, |found| {
        count_of_entries += 1;
        if count_of_entries <= bounds::MOST_ARTICLES {
            let entry = elements::entry(text, found.tree, found.frame);
            let around = found.around.to_vec();
            pieces.push(FeedPiece { range: found.range, entry, around });
        }
    });
    few_enough(count_of_entries)?;
    let channel = elements::channel(text, &findings.frame);
    let mut parts = FeedParts::of(&channel, feed_url);
    parts.update_minutes = elements::update_minutes(&findings.frame);
    parts.warnings.clone_from(&document.decoded.warnings);
    parts.warnings.extend(document.warnings.iter().cloned().chain(complaints(&findings)));
    if let Some((_, number)) = findings.cut {
        parts.warn(&cut(number));
    }
    let frame = PartFrame::new(text, &findings.frame);
    let whole = WholeFeed { document: &document, channel: &channel, frame, cut: findings.cut };
    whole.write(pieces, &mut parts, feed_url);
    Ok(parts)
}

impl FeedParts {
    /// What a feed says of itself; its entries are to be added.
    pub(super) fn of(channel: &Channel, feed_url: &Url) -> Self {
        Self {
            title: channel.title.as_ref().map(|title| title.value.clone()),
            site_url: channel.address.as_deref().and_then(|address| joined(feed_url, address)),
            update_minutes: None,
            entries: Vec::new(),
            warnings: Vec::new(),
        }
    }

    pub(super) fn warn(&mut self, problem: &RecordProblem) {
        let record = problem.record.as_deref().unwrap_or("feed");
        self.warnings.push(format!("{record}: {}", problem.reason));
    }

    /// Adds an entry of which the small feed is written.
    pub(super) fn add(
        &mut self,
        bytes: Vec<u8>,
        format: &'static Format,
        entry: FeedEntry,
        channel: &Channel,
        feed_url: &Url,
    ) {
        let printed = entry.url.as_ref().map(|url| url.value.clone());
        let base = entry.base.as_deref().and_then(|base| feed_url.join(base.trim()).ok());
        let published = entry.published.as_ref().and_then(|found| instant(&found.value));
        let (text, url) = match draft::draft(entry, channel).filter(|(_, body)| !body.is_empty()) {
            Some((facts, _)) if facts.head.kind == ArticleKind::Summary => {
                (FeedText::Summary, facts.head.url)
            }
            Some((facts, _)) => (FeedText::Whole, facts.head.url),
            None => (FeedText::Nothing, None),
        };
        let absolute = || joined(base.as_ref().unwrap_or(feed_url), printed.as_deref()?);
        let url = url.or_else(absolute);
        self.entries.push(FeedPart { bytes, format, url, published, text });
    }
}

/// An address in full, where it leads to a page.
fn joined(base: &Url, address: &str) -> Option<String> {
    let url = base.join(address.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| url.to_string())
}

/// An instant as precise as the words are; UTC where they name no offset.
fn instant(published: &Published) -> Option<DateTime<Utc>> {
    let civil = || NaiveDateTime::parse_from_str(&published.value, "%Y-%m-%dT%H:%M:%S").ok();
    let to_minute = || NaiveDateTime::parse_from_str(&published.value, "%Y-%m-%dT%H:%M").ok();
    let midnight = || Some(published.day()?.and_time(NaiveTime::MIN));
    let in_utc = || civil().or_else(to_minute).or_else(midnight);
    published.instant().or_else(|| Some(in_utc()?.and_utc()))
}

/// An entry, where it stands, and what it says.
struct FeedPiece {
    range: Range<usize>,
    entry: FeedEntry,
    around: Vec<usize>,
}

/// The feed that parts are made of.
struct WholeFeed<'t> {
    document: &'t Opened,
    channel: &'t Channel,
    frame: PartFrame<'t>,
    /// Where an entry starts that the file does not hold to its end, and its number.
    cut: Option<(usize, usize)>,
}

impl WholeFeed<'_> {
    /// Writes the parts, as long as they do not come to far more than the feed itself.
    fn write(&self, pieces: Vec<FeedPiece>, parts: &mut FeedParts, feed_url: &Url) {
        let mut left = MOST_REPEATED * self.text().len() + SMALL_FRAMES;
        let ranges: Vec<Range<usize>> = pieces.iter().map(|piece| piece.range.clone()).collect();
        let rest = OnceCell::new();
        let mut differing = 0;
        for piece in pieces {
            let part = self.tidy(&piece);
            let part = if self.reads_the_same(&part, &piece.entry) {
                part
            } else {
                let rest = rest.get_or_init(|| self.rest(&ranges));
                let part = self.in_the_rest(&piece.range, rest, left).unwrap_or(part);
                differing += usize::from(!self.reads_the_same(&part, &piece.entry));
                part
            };
            let Some(rest) = left.checked_sub(part.len()) else {
                let count = ranges.len() - parts.entries.len();
                parts.warnings.push(format!(
                    "what stands around the entries is too long to be kept with each; {count} are left out"
                ));
                return;
            };
            left = rest;
            parts.add(part.into_bytes(), &FORMAT, piece.entry, self.channel, feed_url);
        }
        if differing > 0 {
            parts.warnings.push(format!(
                "disorder around the entries keeps {differing} from being read as in the whole feed"
            ));
        }
    }

    fn text(&self) -> &str {
        &self.document.decoded.text
    }

    /// The entry in the frame that changes only when it says something else.
    fn tidy(&self, piece: &FeedPiece) -> String {
        let entry = self.text().get(piece.range.clone()).unwrap_or_default();
        self.frame.around(entry, &piece.around)
    }

    /// The entry in the whole feed without its other entries; `None` where that is longer than may be.
    fn in_the_rest(&self, own: &Range<usize>, rest: &RestOfFeed, most: usize) -> Option<String> {
        let entry = self.text().get(own.clone())?;
        let place = rest.place_of(own.start)?;
        if PartFrame::DECLARATION.len() + rest.text.len() + entry.len() > most {
            return None;
        }
        let (before, after) = rest.text.split_at_checked(place)?;
        Some([PartFrame::DECLARATION, before, entry, after].concat())
    }

    /// Everything but the entries.
    fn rest(&self, entries: &[Range<usize>]) -> RestOfFeed {
        let mut rest = RestOfFeed::default();
        let mut from = self.document.start;
        for entry in entries {
            rest.text.push_str(self.text().get(from..entry.start).unwrap_or_default());
            rest.places.push((entry.start, rest.text.len()));
            from = entry.end;
        }
        let end = self.cut.map_or(self.text().len(), |(start, _)| start);
        rest.text.push_str(self.text().get(from..end).unwrap_or_default());
        rest
    }

    /// Whether a part is a feed of this one entry that says the same, and is known for one as well.
    fn reads_the_same(&self, part: &str, entry: &FeedEntry) -> bool {
        let Some((start, root, is_plain)) = root_of(part) else { return false };
        let mut found: Vec<FeedEntry> = Vec::new();
        let findings = stream::read(part, start, root, |piece| {
            found.push(elements::entry(part, piece.tree, piece.frame));
        });
        let channel = elements::channel(part, &findings.frame);
        root == self.document.root
            && (is_plain || !self.document.is_plain)
            && findings.cut.is_none()
            && matches!(found.as_slice(), [only] if only == entry)
            && channel == *self.channel
    }
}

/// A feed without its entries.
#[derive(Default)]
struct RestOfFeed {
    text: String,
    /// Where each entry started in the document, and where that is in `text`; in their order.
    places: Vec<(usize, usize)>,
}

impl RestOfFeed {
    fn place_of(&self, start: usize) -> Option<usize> {
        let found = self.places.binary_search_by_key(&start, |(start, _)| *start).ok()?;
        Some(self.places.get(found)?.1)
    }
}

/// Where the first element starts, which it is, and whether nobody would take it for anything else.
fn root_of(part: &str) -> Option<(usize, Root, bool)> {
    let found = root::find(part)?;
    match found.first {
        First::Feed(root) => Some((found.start, root, found.is_plain)),
        First::Opml | First::Other(_) => None,
    }
}
