//! What the attributes of an element say it holds: a date, an author, a standfirst.
//!
//! Microdata and RDFa say it in the words of schema.org; class names, ids and test hooks say it in
//! the words that content management systems use, which are much the same everywhere. What must stay
//! true: an element is judged by its own attributes alone, and cheaply, for pages have thousands.

use std::collections::HashMap;

use dom_query::Element;

use super::json_ld;

/// What an element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// An `h1`, or a heading of the two levels below.
    Heading,
    /// Called a headline by an attribute.
    Headline,
    Standfirst,
    /// A publication date in the words of schema.org or of RDFa.
    Published,
    /// A date of change, in whatever words.
    Modified,
    /// A `time` element, or one that has the time in an attribute.
    Time,
    /// Called a date by a class or id.
    Dated,
    /// Where dates and authors stand together: `entry-meta`.
    Byline,
    /// An author in the words of schema.org, of RDFa or of `rel=author`.
    Author,
    /// Called an author by a class or id.
    Writer,
    /// The name of an author or publisher, inside it.
    Name,
    Publisher,
    Section,
    /// An article in the words of schema.org.
    Article,
}

/// What the words of classes and ids mean, remembered: a page uses few of them, thousands of times.
#[derive(Default)]
pub struct Vocabulary {
    known: HashMap<String, Meaning>,
}

#[derive(Clone, Copy, Default)]
struct Meaning {
    sign: Option<Sign>,
    is_aside: bool,
}

/// How many words are remembered.
const MOST_WORDS: usize = 5000;

impl Vocabulary {
    fn meaning(&mut self, word: &str) -> Meaning {
        if let Some(meaning) = self.known.get(word) {
            return *meaning;
        }
        let is_aside =
            words_of(word).any(|part| ASIDE.iter().any(|aside| part.eq_ignore_ascii_case(aside)));
        let meaning = Meaning { sign: by_class(word), is_aside };
        if self.known.len() < MOST_WORDS {
            self.known.insert(word.to_owned(), meaning);
        }
        meaning
    }
}

/// Hands over each sign of an element: the sign, its rule, and its machine-readable value.
pub fn of(
    name: &str,
    element: &Element,
    vocabulary: &mut Vocabulary,
    mut note: impl FnMut(Sign, String, Option<String>),
) {
    let attributes = Attributes::of(element);
    if matches!(name, "h1" | "h2" | "h3") {
        note(Sign::Heading, format!("{name}:text"), None);
    }
    for (kind, words) in [("itemprop", attributes.itemprop), ("property", attributes.property)] {
        // A meta tag's property is read with the meta tags.
        if kind == "property" && name == "meta" {
            continue;
        }
        for word in words.unwrap_or_default().split_ascii_whitespace() {
            if let Some(sign) = by_property(word) {
                note(sign, format!("{kind}:{word}"), attributes.value(sign));
            }
        }
    }
    let kind = attributes.itemtype.and_then(|kind| kind.trim().rsplit('/').next());
    if let Some(kind) = kind
        && json_ld::is_article(kind)
    {
        note(Sign::Article, format!("itemtype:{kind}"), None);
    }
    if matches!(name, "meta" | "link" | "html" | "body") {
        return;
    }
    if attributes.rel.is_some_and(|rel| rel.split_ascii_whitespace().any(is_author_relation)) {
        note(Sign::Author, "rel:author".to_owned(), None);
    }
    if name == "time" || (name == "abbr" && attributes.title.is_some()) {
        let rule = if attributes.is_pubdate { "time:pubdate" } else { "time:datetime" };
        let words = [attributes.class, attributes.id].into_iter().flatten();
        let is_modified = words
            .flat_map(str::split_ascii_whitespace)
            .any(|word| vocabulary.meaning(word).sign == Some(Sign::Modified));
        let sign = if is_modified { Sign::Modified } else { Sign::Time };
        note(sign, rule.to_owned(), attributes.value(Sign::Time));
        return;
    }
    let mut noted = None;
    for (kind, words) in
        [("class", attributes.class), ("id", attributes.id), ("data", attributes.test_hook)]
    {
        for word in words.unwrap_or_default().split_ascii_whitespace().take(12) {
            if let Some(sign) = vocabulary.meaning(word).sign
                && noted != Some(sign)
            {
                noted = Some(sign);
                note(sign, format!("{kind}:{word}"), attributes.value(sign));
            }
        }
    }
}

/// Whether an element is beside the article: navigation, comments, teasers of other articles.
pub fn is_aside(name: &str, element: &Element, vocabulary: &mut Vocabulary) -> bool {
    match name {
        "nav" => return true,
        "aside" | "footer" => return !is_about_the_article(element, vocabulary),
        "html" | "body" | "main" | "article" | "h1" | "h2" | "p" | "span" | "time" | "a" => {
            return false;
        }
        _ => {}
    }
    let attributes = Attributes::of(element);
    let words = [attributes.class, attributes.id].into_iter().flatten();
    words
        .flat_map(|words| words.split_ascii_whitespace().take(12))
        .any(|word| vocabulary.meaning(word).is_aside)
}

/// Whether an `aside` or `footer` is called what holds the date and author of an article, as content
/// management systems do: `<footer class="node__meta">`, `<footer class="entry-meta">`.
fn is_about_the_article(element: &Element, vocabulary: &mut Vocabulary) -> bool {
    let attributes = Attributes::of(element);
    let words = attributes.class.unwrap_or_default().split_ascii_whitespace().take(12);
    let meanings: Vec<Meaning> = words.map(|word| vocabulary.meaning(word)).collect();
    let holds = |sign| matches!(sign, Some(Sign::Byline | Sign::Dated | Sign::Writer));
    meanings.iter().any(|meaning| holds(meaning.sign))
        && !meanings.iter().any(|meaning| meaning.is_aside)
}

/// The attributes that can be signs, each as it stands.
#[derive(Default)]
struct Attributes<'e> {
    class: Option<&'e str>,
    id: Option<&'e str>,
    itemprop: Option<&'e str>,
    itemtype: Option<&'e str>,
    property: Option<&'e str>,
    rel: Option<&'e str>,
    test_hook: Option<&'e str>,
    datetime: Option<&'e str>,
    content: Option<&'e str>,
    title: Option<&'e str>,
    is_pubdate: bool,
}

impl<'e> Attributes<'e> {
    fn of(element: &'e Element) -> Self {
        let mut found = Self::default();
        for attribute in &element.attrs {
            let value: &str = &attribute.value;
            let name: &str = &attribute.name.local;
            let slot = match name {
                "class" => &mut found.class,
                "id" => &mut found.id,
                "itemprop" => &mut found.itemprop,
                "itemtype" => &mut found.itemtype,
                "property" => &mut found.property,
                "rel" => &mut found.rel,
                "content" => &mut found.content,
                "title" => &mut found.title,
                "datetime" | "data-datetime" | "data-timestamp" | "data-time" | "data-date"
                | "data-published" | "data-utc" | "data-utime" | "data-epoch" => {
                    &mut found.datetime
                }
                "data-testid" | "data-test" | "data-qa" | "data-component" | "data-hook"
                | "data-test-id" => &mut found.test_hook,
                "pubdate" => {
                    found.is_pubdate = true;
                    continue;
                }
                _ => continue,
            };
            if !value.trim().is_empty() {
                *slot = Some(value);
            }
        }
        found
    }

    fn value(&self, sign: Sign) -> Option<String> {
        let value = match sign {
            Sign::Published | Sign::Modified | Sign::Time | Sign::Dated | Sign::Byline => {
                self.datetime.or(self.content).or(self.title)
            }
            _ => self.content,
        };
        value.map(|value| value.trim().to_owned()).filter(|value| value.len() <= 300)
    }
}

fn is_author_relation(word: &str) -> bool {
    word.eq_ignore_ascii_case("author")
}

/// The sign of a property of schema.org, Dublin Core or OpenGraph.
fn by_property(word: &str) -> Option<Sign> {
    let name = word.rsplit(['/', ':', '#']).next().unwrap_or(word);
    PROPERTIES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, sign)| *sign)
}

const PROPERTIES: &[(&str, Sign)] = &[
    ("headline", Sign::Headline),
    ("alternativeHeadline", Sign::Standfirst),
    ("datePublished", Sign::Published),
    ("dateCreated", Sign::Published),
    ("uploadDate", Sign::Published),
    ("published_time", Sign::Published),
    ("created", Sign::Published),
    ("issued", Sign::Published),
    ("date", Sign::Published),
    ("dateModified", Sign::Modified),
    ("modified", Sign::Modified),
    ("author", Sign::Author),
    ("creator", Sign::Author),
    ("name", Sign::Name),
    ("publisher", Sign::Publisher),
    ("articleSection", Sign::Section),
];

/// The sign of a word of a class or id.
fn by_class(word: &str) -> Option<Sign> {
    // Hashes of style generators and long utility names say nothing.
    if !(3..=60).contains(&word.len()) || !word.is_ascii() {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    let has_word = |parts: &[&str]| words_of(&word).any(|own| parts.contains(&own));
    let is_date = has(DATE_PARTS) || has_word(DATE_WORDS);
    if is_date && !has(NO_DATE_PARTS) {
        return Some(if has(MODIFIED_PARTS) { Sign::Modified } else { Sign::Dated });
    }
    if has(MODIFIED_PARTS) {
        return Some(Sign::Modified);
    }
    if has(AUTHOR_PARTS) && !has(NO_AUTHOR_PARTS) {
        return Some(Sign::Writer);
    }
    if has_word(STANDFIRST_WORDS) || has(STANDFIRST_PARTS) {
        return Some(Sign::Standfirst);
    }
    (has_word(META_WORDS) || has(META_PARTS)).then_some(Sign::Byline)
}

/// The words that a class name is made of: at hyphens, underscores and capitals.
fn words_of(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

#[rustfmt::skip]
const ASIDE: &[&str] = &[
    "comment", "comments", "commentlist", "disqus", "related", "recommended", "recommendations",
    "recirculation", "recirc", "sidebar", "nav", "navbar", "navigation", "menu", "footer", "widget",
    "widgets", "popular", "trending", "latest", "teaser", "teasers", "promo", "ad", "ads",
    "advertisement", "newsletter", "breadcrumb", "breadcrumbs", "ticker", "carousel", "cookie",
    "kommentare", "kommentar", "respond", "blogroll", "archives", "calendar", "mostread", "outbrain",
    "taboola", "modal", "popup", "readmore", "more", "similar", "pingback", "trackback",
];

#[rustfmt::skip]
const DATE_PARTS: &[&str] = &[
    "date", "publish", "pubtime", "timestamp", "posted", "datum", "fecha", "veroeffentlicht",
    "publicat", "publiceringsdatum",
];
const DATE_WORDS: &[&str] = &["time", "dato", "data", "day", "created", "submitted", "published"];
#[rustfmt::skip]
const NO_DATE_PARTS: &[&str] = &[
    "candidate", "mandate", "validat", "datepicker", "date-picker", "publisher", "timeline",
    "consolidat", "liquidat", "accommodat", "read-time", "reading-time", "readtime", "expir",
    "duration", "countdown", "deadline", "event-date", "calendar",
];
const MODIFIED_PARTS: &[&str] = &["update", "modif", "lastmod", "last-mod", "aktualis", "edited"];
#[rustfmt::skip]
const AUTHOR_PARTS: &[&str] = &[
    "byline", "by-line", "author", "autor", "auteur", "autore", "writer", "reporter", "redakteur",
    "journalist", "contributor", "verfasser",
];
#[rustfmt::skip]
const NO_AUTHOR_PARTS: &[&str] = &[
    "bio", "desc", "avatar", "image", "img", "photo", "pic", "profile", "social", "follow", "related",
    "twitter", "authority", "authoriz", "authoris", "role", "job", "email", "mail", "icon",
    "comment", "label", "more", "about", "typewriter", "from", "all-", "headline",
];
const STANDFIRST_WORDS: &[&str] =
    &["standfirst", "subtitle", "deck", "dek", "chapo", "vorspann", "subheadline", "strapline"];
const STANDFIRST_PARTS: &[&str] = &["sub-title", "sub-headline", "subhead", "article-lead"];
const META_WORDS: &[&str] = &["meta", "info", "dateline", "infos", "details"];
const META_PARTS: &[&str] =
    &["postmeta", "entrymeta", "articleinfo", "post-header", "entry-header"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_names_are_signs() {
        for (word, sign) in [
            ("entry-date", Some(Sign::Dated)),
            ("article__timestamp", Some(Sign::Dated)),
            ("newsdatum", Some(Sign::Dated)),
            ("date-updated", Some(Sign::Modified)),
            ("last-modified", Some(Sign::Modified)),
            ("candidate-list", None),
            ("reading-time", None),
            ("c-byline__name", Some(Sign::Writer)),
            ("author-bio", None),
            ("article-standfirst", Some(Sign::Standfirst)),
            ("entry-meta", Some(Sign::Byline)),
            ("x", None),
            ("wrapper", None),
        ] {
            assert_eq!(by_class(word), sign, "{word}");
        }
    }

    #[test]
    fn properties_lose_their_vocabulary() {
        for (word, sign) in [
            ("datePublished", Some(Sign::Published)),
            ("schema:dateModified", Some(Sign::Modified)),
            ("http://schema.org/author", Some(Sign::Author)),
            ("image", None),
        ] {
            assert_eq!(by_property(word), sign, "{word}");
        }
    }
}
