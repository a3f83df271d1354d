//! Search: words, filters, what was found, and beside it what the articles have in common, with how many.
//!
//! What must stay true: the words mean what they mean to `cuttings search`; a name that means several is never guessed;
//! each count is a link that narrows to it.

use askama::Template;

use super::{Frame, meant};
use crate::answer::whom;
use crate::db::{FacetShare, Lack, Only, Order, Reader, Search, Shown, Spelt, WordsError};
use crate::model::{Column, EntityKind, Flow, RowSink, Value, is_permalink};
use crate::serve::answer::{Answer, NoPage};
use crate::serve::asked::PageAsked;
use crate::serve::link;
use crate::serve::site::Site;

/// Hits at first, and at most.
const SHOWN: u32 = 20;
const MOST: u32 = 200;
/// Articles that are counted; where there are more, that is said.
const MOST_COUNTED: u32 = 2_000;
/// Counts of each sort.
const MOST_SHARES: u32 = 8;
/// Around each match; not in any text.
const OPEN: &str = "\u{fdd0}";
const CLOSE: &str = "\u{fdd1}";

/// What a search can be narrowed by.
pub const FILTERS: [&str; 8] =
    ["person", "organisation", "place", "publisher", "topic", "since", "until", "order"];

#[derive(Template)]
#[template(path = "search.html")]
struct Found<'p> {
    page: Frame<'p>,
    /// What stands in the form.
    asked: &'p PageAsked,
    /// How names were understood, and what nothing has.
    notes: Vec<String>,
    /// `12 articles`.
    count: String,
    is_newest_for_best: bool,
    hits: Vec<Hit>,
    facets: Vec<Facet>,
    /// The same search with more hits.
    more: Option<String>,
}

struct Hit {
    href: String,
    headline: String,
    day: String,
    publisher: String,
    /// Text, and whether it is a match.
    snippet: Vec<(String, bool)>,
}

struct Facet {
    title: &'static str,
    /// Its name, its address, how many.
    rows: Vec<(String, String, u64)>,
}

/// Fails where words or filters cannot be asked, or the archive cannot be read.
pub fn page(asked: &PageAsked) -> Result<Answer, NoPage> {
    let words = asked.text("q");
    if is_permalink(words) {
        return Ok(Answer::Elsewhere(asked.site.href("open", &[("permalink", words)])));
    }
    let archive = asked.archive()?;
    if archive.has_no_texts()? {
        let words = "this is an edition without texts: there is no text to search";
        return Err(NoPage::NotThere(words.to_owned()));
    }
    let reader = Reader::to_search(archive)?;
    let mut notes = Vec::new();
    let named = match named(asked, &reader, &mut notes)? {
        Named::These(named) => named,
        Named::Several(page) => return Ok(page),
    };
    let spelt = spelt(asked, &reader, &mut notes)?;
    let only = only(asked, &reader, &mut notes)?;
    let most = asked.number("show", SHOWN, MOST)?;
    let mut search = Search {
        expression: spelt.map(|spelt| spelt.expression),
        named,
        only,
        limit: most,
        order: order(asked)?,
        marks: (OPEN.to_owned(), CLOSE.to_owned()),
    };
    let mut hits = Hits { site: &asked.site, words, hits: Vec::new() };
    let Shown { is_newest_for_best, .. } = reader.search(&search, asked.time(), &mut hits)?;
    let hits = hits.hits;
    search.limit = MOST_COUNTED + 1;
    search.order = Order::Newest;
    let mut all = reader.found(&search, asked.time())?;
    let is_counted = all.len() <= MOST_COUNTED as usize;
    all.truncate(MOST_COUNTED as usize);
    let facets = facets(asked, &reader, &all)?;
    let count = match (is_counted, all.len()) {
        (true, 1) => "1 article".to_owned(),
        (true, count) => format!("{count} articles"),
        (false, _) => {
            format!(
                "More than {MOST_COUNTED} articles; the counts are of the newest {MOST_COUNTED}"
            )
        }
    };
    let next = (most * 2).min(MOST);
    let has_more = hits.len() == most as usize && next > most && all.len() > hits.len();
    let more = has_more.then(|| with(asked, "show", &next.to_string()));
    let title = if words.is_empty() { "Search" } else { words };
    let page = Frame { words, ..Frame::of(&asked.site, title) };
    let found = Found { page, asked, notes, count, is_newest_for_best, hits, facets, more };
    Ok(Answer::Page(found.render()?))
}

/// This search with one thing said otherwise.
fn with(asked: &PageAsked, name: &str, value: &str) -> String {
    let mut pairs: Vec<(&str, &str)> = vec![("q", asked.text("q"))];
    pairs.extend(FILTERS.map(|filter| (filter, asked.text(filter))));
    if asked.given("once").is_some() {
        pairs.push(("once", "yes"));
    }
    pairs.retain(|(known, _)| *known != name);
    pairs.push((name, value));
    asked.site.href("search", &pairs)
}

/// Who must be named, or a page that asks which one.
enum Named {
    These(Option<Vec<(EntityKind, i64)>>),
    Several(Answer),
}

fn named(asked: &PageAsked, reader: &Reader, notes: &mut Vec<String>) -> Result<Named, NoPage> {
    let mut named = Some(Vec::new());
    for kind in EntityKind::ALL {
        let Some(typed) = asked.given(kind.as_str()) else { continue };
        match meant::meant(reader, Some(kind), typed)? {
            meant::Meant::One(one, said) => {
                notes.extend(said);
                if let Some(named) = &mut named {
                    named.push((kind, one.id));
                }
            }
            meant::Meant::Several(several) => {
                let address =
                    |one: &crate::db::Meaning| with(asked, kind.as_str(), &format!("#{}", one.id));
                return Ok(Named::Several(meant::which(&asked.site, typed, &several, address)?));
            }
            meant::Meant::Nobody(said) => {
                notes.push(said);
                named = None;
            }
        }
    }
    Ok(Named::These(named))
}

/// The words in the spellings that the archive has.
fn spelt(
    asked: &PageAsked,
    reader: &Reader,
    notes: &mut Vec<String>,
) -> Result<Option<Spelt>, NoPage> {
    match reader.spelt(asked.text("q"))? {
        Ok(spelt) => {
            notes.extend(spelt.lacks.iter().map(lacking));
            Ok(Some(spelt))
        }
        // Filters alone are a question too, and nothing at all is the whole archive.
        Err(WordsError::Nothing) => Ok(None),
        Err(error) => Err(NoPage::Usage(error.to_string())),
    }
}

fn lacking(lack: &Lack) -> String {
    match lack {
        Lack::Nowhere { typed, nearest: Some(nearest) } => {
            format!("No article has “{typed}”; the nearest word is “{nearest}”.")
        }
        Lack::Nowhere { typed, nearest: None } => format!("No article has “{typed}”."),
        Lack::NotThere { typed, field } => {
            format!("No {} has “{typed}”; articles have it elsewhere.", field.as_str())
        }
        Lack::Apart { typed } => format!("No article has “{typed}” side by side."),
    }
}

/// The filters that are no names of somebody.
fn only(asked: &PageAsked, reader: &Reader, notes: &mut Vec<String>) -> Result<Only, NoPage> {
    let days = |name: &str| asked.given(name).map(|typed| whom::days(name, typed)).transpose();
    let publisher = asked.given("publisher").map(whom::asked);
    if let Some(typed) = &publisher {
        match reader.publishers_called(typed)?.as_slice() {
            [] => notes.push(format!("There is no publisher “{}”.", typed.typed)),
            [_] => {}
            several => notes.push(format!("“{}” means {}.", typed.typed, several.join(", "))),
        }
    }
    let topic = asked.given("topic").map(|topic| whom::topic_in_use(reader, topic)).transpose()?;
    Ok(Only {
        since: days("since")?.map(|(first, _)| first),
        until: days("until")?.map(|(_, last)| last),
        ingested_since: None,
        publisher,
        topic,
        is_dated: None,
        once: asked.given("once").is_some(),
    })
}

fn order(asked: &PageAsked) -> Result<Order, NoPage> {
    match asked.text("order") {
        "" => Ok(Order::Best),
        "newest" => Ok(Order::Newest),
        "oldest" => Ok(Order::Oldest),
        other => Err(NoPage::Usage(format!("`order` is newest or oldest, not `{other}`"))),
    }
}

/// What the articles have in common, each a narrower search.
fn facets(asked: &PageAsked, reader: &Reader, articles: &[i64]) -> Result<Vec<Facet>, NoPage> {
    let shares = reader.shares(articles, MOST_SHARES)?;
    let rows = |filter: &'static str, shares: Vec<FacetShare>| {
        let row = |share: FacetShare| {
            let href = match filter {
                // A year is both its first day and its last.
                "since" => year(asked, &share.name),
                _ => with(asked, filter, &share.name),
            };
            (share.name, href, share.articles)
        };
        shares.into_iter().map(row).collect::<Vec<_>>()
    };
    let facets = [
        ("Publishers", rows("publisher", shares.publishers)),
        ("Years", rows("since", shares.years)),
        ("Topics", rows("topic", shares.topics)),
        ("People", rows("person", shares.people)),
    ];
    Ok(facets
        .into_iter()
        .map(|(title, rows)| Facet { title, rows })
        .filter(|facet| !facet.rows.is_empty())
        .collect())
}

fn year(asked: &PageAsked, year: &str) -> String {
    let mut pairs: Vec<(&str, &str)> = vec![("q", asked.text("q"))];
    pairs.extend(FILTERS.map(|filter| (filter, asked.text(filter))));
    pairs.retain(|(known, _)| !matches!(*known, "since" | "until"));
    pairs.extend([("since", year), ("until", year)]);
    asked.site.href("search", &pairs)
}

/// Takes in hits.
struct Hits<'h> {
    site: &'h Site,
    words: &'h str,
    hits: Vec<Hit>,
}

/// Characters of a headline in a list.
const MOST_HEADLINE: usize = 300;

impl RowSink for Hits<'_> {
    fn columns(&mut self, _: &[Column]) -> Flow {
        Flow::Continue
    }

    fn row(&mut self, values: &[Value]) -> Flow {
        let text = |at: usize| match values.get(at) {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let Some(Value::Integer(id)) = values.first() else { return Flow::Continue };
        let headline: String = text(3).chars().take(MOST_HEADLINE).collect();
        self.hits.push(Hit {
            href: match self.words.is_empty() {
                true => link::article(self.site, *id),
                false => self.site.href(&format!("article/{id}"), &[("q", self.words)]),
            },
            headline: if headline.trim().is_empty() { format!("Article {id}") } else { headline },
            day: text(1),
            publisher: text(2),
            snippet: pieces(&text(4)),
        });
        Flow::Continue
    }
}

/// A snippet as text and matches.
fn pieces(snippet: &str) -> Vec<(String, bool)> {
    let mut pieces = Vec::new();
    for part in snippet.split(OPEN) {
        match part.split_once(CLOSE) {
            Some((matched, behind)) => {
                pieces.push((matched.to_owned(), true));
                pieces.push((behind.to_owned(), false));
            }
            None => pieces.push((part.to_owned(), false)),
        }
    }
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snippets_are_text_and_matches() {
        let shown = pieces(&format!("a {OPEN}b{CLOSE} c{CLOSE}"));
        let text = |text: &str, is_match| (text.to_owned(), is_match);
        assert_eq!(shown, [text("a ", false), text("b", true), text(&format!(" c{CLOSE}"), false)]);
    }
}
