//! What a page says of itself: headline, authors, dates, and where it appeared.
//!
//! A page says it in many places, and they disagree. Each field has its own order of belief: what is
//! stated for machines (JSON-LD, then meta tags, then microdata and RDFa), then what is marked by
//! element or class, then the address, then the words near the headline. What must stay true: every
//! field that is set has its rule in the origins, the document is left as it was, and the work is
//! bounded by one pass over the page.

mod address;
mod authors;
mod date_labels;
mod date_tags;
mod dates;
mod headline;
mod json_ld;
mod local_day;
mod page;
mod printed_dates;
mod publication;
mod signs;
mod standfirst;
mod tags;
mod words;

use dom_query::Document;
use serde_json::{Map, Value};

use super::PageContext;
use crate::format::article::facts::{Facts, Rule};
use crate::model::{Caption, Field};
use json_ld::{Graph, Statements, text_at};
use page::{MarkedText, Page};
use signs::Sign;

type Object = Map<String, Value>;

/// What was found out about a page.
#[derive(Clone, Debug, Default)]
pub struct Described {
    pub facts: Facts,
    pub claims: Claims,
}

/// What the page says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// Whether it calls itself an article, or only a collection or a site.
    pub is_article: Option<bool>,
    /// Whether it describes that article for machines (JSON-LD), and does not merely call itself one.
    pub is_described: bool,
    /// The story as the page states it for machines, as text.
    pub article_body: Option<String>,
    /// Whether it may be read without paying.
    pub is_free: Option<bool>,
    /// Captions and credits of its pictures, as it states them for machines.
    pub captions: Vec<Caption>,
}

/// A text and the rule that found it.
#[derive(Clone, Debug)]
struct Said {
    text: String,
    rule: Rule,
}

impl Said {
    fn new(text: String, rule: impl Into<Rule>) -> Self {
        Self { text, rule: rule.into() }
    }
}

/// Everything the fields are read from.
struct PageFacts<'p> {
    page: &'p Page,
    graph: &'p Graph<'p>,
    /// The article that the page states it is.
    article: Option<&'p Object>,
    /// Another work that the page states it is: the page as such, a video.
    work: Option<&'p Object>,
    heading: Option<&'p MarkedText>,
    address: Option<address::Address>,
    known: &'p PageContext<'p>,
}

/// Reads the metadata of a page. `document` is the page as it was parsed, nothing taken out; `body`
/// is the running text of its article, for telling a standfirst from the story and for the language.
pub fn describe(document: &Document, known: &PageContext<'_>, body: &str) -> Described {
    let mut page = Page::of(document);
    let statements = Statements::read(&page.json_ld);
    let graph = statements.graph();
    let address = address::stated(&page, known);
    let titles: Vec<String> = ["og:title", "twitter:title", "dc.title"]
        .iter()
        .filter_map(|tag| page.tags.get(tag))
        .chain(page.title.as_deref())
        .map(words::plain)
        .collect();
    let fit = |graph: &Graph<'_>, object: &Object| {
        fits(graph, object, address.as_ref().map(|address| address.url.as_str()), known, &titles)
    };
    let article = graph.article(fit);
    let work = graph.other_work(fit);
    let mut stated: Vec<&str> = titles.iter().map(String::as_str).collect();
    stated.extend(article.and_then(|article| text_at(article, "headline")));
    let heading = headline::heading(&page, &stated);
    page.settle_headline(heading);
    let address = match address {
        Some(address) if address.rule != "capture:url" => Some(address),
        other => article.and_then(|article| address::of_article(&graph, article)).or(other),
    };
    let heading = heading.and_then(|heading| page.headings.get(heading));
    let facts = PageFacts { page: &page, graph: &graph, article, work, heading, address, known };
    Described { claims: claims(&facts), facts: facts_of(facts, body) }
}

/// How well an object is the one that this page is.
fn fits(
    graph: &Graph<'_>,
    object: &Object,
    address: Option<&str>,
    known: &PageContext<'_>,
    titles: &[String],
) -> i32 {
    let own = ["mainEntityOfPage", "url", "@id"].into_iter().filter_map(|property| {
        match object.get(property)? {
            Value::String(text) => Some(text.as_str()),
            Value::Object(inner) => text_at(inner, "@id").or_else(|| text_at(inner, "url")),
            _ => None,
        }
    });
    let here: Vec<&str> = address.into_iter().chain(known.url).collect();
    let mut fit = 0;
    for own in own {
        if here.iter().any(|here| address::is_same(own, here)) {
            fit += 4;
            break;
        }
    }
    let headline = text_at(object, "headline").or_else(|| text_at(object, "name"));
    if let Some(headline) = headline.map(words::plain) {
        let likeness =
            titles.iter().map(|title| words::likeness(title, &headline)).fold(0.0, f64::max);
        fit += (likeness * 4.0) as i32;
    }
    fit += i32::from(object.contains_key("datePublished"));
    fit += i32::from(!graph.names(object, "author").is_empty());
    fit
}

fn claims(facts: &PageFacts<'_>) -> Claims {
    let kind = facts.page.tags.get("og:type").map(str::to_ascii_lowercase);
    let is_marked = facts.page.marked(Sign::Article).next().is_some();
    let is_article = if facts.article.is_some() || is_marked || kind.as_deref() == Some("article") {
        Some(true)
    } else if facts.graph.is_collection() || kind.as_deref() == Some("website") {
        Some(false)
    } else {
        None
    };
    let article_body = facts
        .article
        .and_then(|article| text_at(article, "articleBody"))
        .map(|text| {
            if text.contains("</") || text.contains('&') {
                crate::format::markup::text_of(text)
            } else {
                text.to_owned()
            }
        })
        .map(|text| crate::text::normalise::stored(&text))
        .filter(|text| !text.trim().is_empty());
    let is_free = [facts.article, facts.work]
        .into_iter()
        .flatten()
        .find_map(|object| json_ld::flag_at(object, "isAccessibleForFree"));
    let captions = facts.article.map(|article| facts.graph.captions(article)).unwrap_or_default();
    let is_described = facts.article.is_some();
    Claims { is_article, is_described, article_body, is_free, captions }
}

/// What the page says of the head of its article.
fn facts_of(page: PageFacts<'_>, body: &str) -> Facts {
    let mut facts = Facts::default();
    let headline = headline::headline(&page);
    let title = headline.as_ref().map(|said| said.text.as_str());
    let standfirst = standfirst::standfirst(&page, title, body);
    let authorship = authors::authorship(&page);
    for (field, said) in [
        (Field::Headline, headline),
        (Field::Standfirst, standfirst),
        (Field::Publisher, publication::publisher(&page)),
        (Field::Section, publication::section(&page)),
        (Field::Language, publication::language(&page, body)),
        (Field::Byline, authorship.byline),
    ] {
        if let Some(Said { text, rule }) = said {
            facts.say(field, text, rule);
        }
    }
    facts.head.authors = authorship.authors;
    if let Some(rule) = authorship.authors_rule {
        facts.origins.set(Field::Authors, rule);
    }
    let times = dates::times(&page);
    if let Some(dated) = times.published {
        facts.say_published(dated.published, dated.rule);
    }
    if let Some(dated) = times.modified {
        facts.say_modified(dated.published, dated.rule);
    }
    if let Some(address) = page.address {
        facts.say(Field::Url, address.url, address.rule);
    }
    facts
}

#[cfg(test)]
mod tests;
