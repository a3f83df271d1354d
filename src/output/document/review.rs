//! A review of the press as a page, as Markdown and as plain text.
//!
//! What must stay true: each is a function of the review alone; whatever stands in a headline or a name is text; only
//! addresses of the web are links.

use std::io;

use askama::Template;

use super::wrap::wrapped;
use super::{Address, Page};
use crate::model::{
    Agency, Review, ReviewCopy, ReviewEntry, ReviewGroup, ReviewSummary, ReviewTitle,
};

#[derive(Template)]
#[template(path = "review.html")]
struct Html<'r> {
    page: Page,
    shown: Shown<'r>,
}

#[derive(Template)]
#[template(path = "review.md")]
struct Markdown<'r> {
    shown: Shown<'r>,
}

#[derive(Template)]
#[template(path = "review.txt")]
struct Plain<'r> {
    shown: Shown<'r>,
}

/// A page that is one file. Fails where its template does, which is a bug.
pub fn html(review: &Review) -> io::Result<String> {
    rendered(&Html { page: Page::new(&review.title), shown: Shown::of(review) })
}

/// The review in Markdown. Fails where the template does, which is a bug.
pub fn markdown(review: &Review) -> io::Result<String> {
    rendered(&Markdown { shown: Shown::of(review) })
}

/// For the part of a message that every program shows: no line is longer than 72 characters, but for
/// addresses. Fails where its template does, which is a bug.
pub fn plain(review: &Review) -> io::Result<String> {
    Ok(wrapped(&rendered(&Plain { shown: Shown::of(review) })?))
}

/// A template's text, which ends with one line end. Fails where the template does.
pub(super) fn rendered(document: &impl Template) -> io::Result<String> {
    let text = document.render().map_err(io::Error::other)?;
    Ok(format!("{}\n", text.trim_end()))
}

/// A review with what templates ask of it.
struct Shown<'r> {
    review: &'r Review,
    groups: Vec<Group<'r>>,
    is_empty: bool,
    /// `3 stories`.
    count: String,
    left_out: Option<String>,
}

struct Group<'r> {
    name: Option<&'r str>,
    entries: Vec<Entry<'r>>,
}

struct Entry<'r> {
    entry: &'r ReviewEntry,
    title: String,
    /// As it stands in the contents: cut where it is longer than anybody reads there.
    short_title: String,
    /// What is said where that is no headline.
    said: &'static str,
    /// `The Tide, 18 March 2024`.
    source: String,
    publisher: &'r str,
    authors: Option<String>,
    agency: Option<String>,
    link: Option<Address>,
    /// An address that is none of the web.
    other_address: Option<&'r str>,
    copies: Vec<Copy<'r>>,
    more_copies: Option<String>,
}

struct Copy<'r> {
    copy: &'r ReviewCopy,
    source: String,
    publisher: &'r str,
    link: Option<Address>,
}

impl<'r> Shown<'r> {
    fn of(review: &'r Review) -> Self {
        let count = review.entries().count();
        let group = |group: &'r ReviewGroup| Group {
            name: group.name.as_deref(),
            entries: group.entries.iter().map(Entry::of).collect(),
        };
        Self {
            review,
            groups: review.groups.iter().map(group).collect(),
            is_empty: count == 0,
            count: counted(count, "story", "stories"),
            left_out: (review.left_out > 0)
                .then(|| counted(review.left_out, "more story", "more stories")),
        }
    }

    fn has_headings(&self) -> bool {
        self.groups.iter().any(|group| group.name.is_some())
    }
}

impl<'r> Entry<'r> {
    fn of(entry: &'r ReviewEntry) -> Self {
        let (title, said) = match &entry.title {
            ReviewTitle::Headline(headline) => (headline.clone(), ""),
            ReviewTitle::FirstWords(words) => (words.clone(), "no headline; its first words"),
            ReviewTitle::Nothing => (format!("Article {}", entry.article_id), "no headline"),
        };
        let link = entry.url.as_deref().and_then(Address::of);
        Self {
            short_title: shortened(&title),
            title,
            said,
            source: source(entry.publisher.as_deref(), &entry.day),
            publisher: entry.publisher.as_deref().unwrap_or(NOBODY),
            authors: (!entry.authors.is_empty()).then(|| entry.authors.join(", ")),
            agency: entry.agency.as_ref().map(labelled),
            // An edition without texts has a hash in the place of each address, which helps nobody here.
            other_address: entry
                .url
                .as_deref()
                .filter(|url| link.is_none() && !url.starts_with("sha256:")),
            link,
            copies: entry.copies.iter().map(Copy::of).collect(),
            more_copies: (entry.more_copies > 0)
                .then(|| counted(entry.more_copies, "more copy", "more copies")),
            entry,
        }
    }

    fn lines(&self) -> Option<&str> {
        match &self.entry.summary {
            ReviewSummary::Lines(lines) => Some(lines.as_str()).filter(|lines| !lines.is_empty()),
            _ => None,
        }
    }

    fn more_quotes(&self) -> Option<String> {
        match &self.entry.summary {
            ReviewSummary::Quotes(quotes, 0) if quotes.is_empty() => {
                Some("No quotation in it.".to_owned())
            }
            ReviewSummary::Quotes(_, more) if *more > 0 => {
                Some(format!("{} in it.", counted(*more, "more quotation", "more quotations")))
            }
            _ => None,
        }
    }

    fn quotes(&self) -> &[crate::model::ReviewQuote] {
        match &self.entry.summary {
            ReviewSummary::Quotes(quotes, _) => quotes,
            _ => &[],
        }
    }
}

impl<'r> Copy<'r> {
    fn of(copy: &'r ReviewCopy) -> Self {
        Self {
            copy,
            source: source(copy.publisher.as_deref(), &copy.day),
            publisher: copy.publisher.as_deref().unwrap_or(NOBODY),
            link: copy.url.as_deref().and_then(Address::of),
        }
    }
}

/// Said where a publisher would stand.
pub(super) const NOBODY: &str = "no publisher known";

fn source(publisher: Option<&str>, day: &str) -> String {
    format!("{}, {day}", publisher.unwrap_or(NOBODY))
}

/// Characters of a headline in the contents; over its entry it stands whole.
const MOST_HEADLINE: usize = 120;

fn shortened(title: &str) -> String {
    match title.char_indices().nth(MOST_HEADLINE) {
        Some((end, _)) => format!("{}…", title.get(..end).unwrap_or_default().trim_end()),
        None => title.to_owned(),
    }
}

/// `text of Reuters, as its dateline says`.
fn labelled(agency: &Agency) -> String {
    let Agency { name, named_in, of_copy } = agency;
    match of_copy {
        None => format!("text of {name}, as its {} says", named_in.as_str()),
        Some(copy) => {
            format!("text of {name}, as the {} of the copy in {copy} says", named_in.as_str())
        }
    }
}

/// `1 story`, `3 stories`.
pub(super) fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}
