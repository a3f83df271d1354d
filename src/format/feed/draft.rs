//! From an entry and its feed to an article.
//!
//! # Whole text or summary
//!
//! An entry is an `Article` if an element made for the whole text (`content:encoded`, Atom's
//! `content`, JSON Feed's `content_html`) has text, unless that text is short and ends in an
//! ellipsis or a link to the rest, or says no more than the description beside it; or if RSS's `description`, which is for either, is too long for
//! a description and does not end so. Everything else is a `Summary`. Neither is guessed from the
//! publisher.

use url::Url;

use super::entry::{Channel, FeedEntry, Picture, Sourced};
use super::{prose, teaser};
use crate::format::article::facts::Facts;
use crate::format::{article, fields};
use crate::model::{ArticleKind, Field};
use crate::text::{bylines, fingerprint, language, normalise};

/// A cut text that is longer holds the story all the same: papers end stories in dots too.
const LONGEST_TASTE: usize = 1500;
/// A description of one or two paragraphs that is longer is the story, in characters.
const LONGEST_DESCRIPTION: usize = 1500;
/// The same for one of several paragraphs, and how many are several.
const LONGEST_IN_PARAGRAPHS: usize = 800;
const SEVERAL_PARAGRAPHS: usize = 3;
/// How much of a text its dateline, credits and captions are at most, in bytes; or a fifth.
const MOST_LEFT_OUT: usize = 400;
/// A description beside the text that is longer is no standfirst, in bytes.
const LONGEST_STANDFIRST: usize = 800;

/// The head and the body. `None` where there is no text to store.
pub fn draft(entry: FeedEntry, channel: &Channel) -> Option<(Facts, String)> {
    let words = words(&entry)?;
    let url = entry.url.as_ref().and_then(|url| address(url, entry.base.as_deref(), channel));
    let own_key = (entry.identifier.is_none() && url.is_none()).then(|| own_key(&entry));
    let mut facts = Facts::default();
    facts.head.kind = words.kind;
    let texts = [
        (Field::Language, tongue(entry.language, channel, &words.text.value)),
        (Field::Headline, entry.headline),
        (Field::Standfirst, words.standfirst),
        (Field::Publisher, entry.publisher.or_else(|| channel.name.clone())),
        (Field::Url, url),
        (Field::Section, entry.section),
        (Field::Identifier, entry.identifier.or(own_key)),
    ];
    for (field, found) in texts {
        if let Some(found) = found {
            facts.say(field, found.value, found.rule);
        }
    }
    if let Some(found) = entry.published {
        facts.say_published(found.value, found.rule);
    }
    if let Some(found) = entry.modified {
        facts.say_modified(found.value, found.rule);
    }
    if let Some(found) = entry.authors.or_else(|| inherited(channel)) {
        sign(&mut facts, found);
    }
    for caption in &entry.captions {
        facts.say_caption(Some(caption), None, "html:figcaption");
    }
    for picture in &entry.pictures {
        say_picture(&mut facts, picture, &words.text.value);
    }
    let (mut facts, body) = finish(facts, words.text.value);
    facts.origins.set(Field::Body, words.text.rule);
    Some((facts, body))
}

/// Says a picture's caption. A title serves as one only where it is a sentence of its own: most are names of
/// files, or the headline once more.
fn say_picture(facts: &mut Facts, picture: &Picture, text: &str) {
    let title = picture.title.as_ref().filter(|title| title.split_whitespace().count() > 3);
    match picture.caption.as_ref().or(title) {
        Some(caption) => {
            let credit = picture.credit.as_deref();
            facts.say_stated_caption(Some(caption), credit, text, "media:description");
        }
        None => facts.say_caption(None, picture.credit.as_deref(), "media:credit"),
    }
}

/// The text of an entry and what it is.
struct Words {
    kind: ArticleKind,
    text: Sourced,
    standfirst: Option<Sourced>,
}

fn words(entry: &FeedEntry) -> Option<Words> {
    let trimmed = |found: &Option<Sourced>| {
        let found = found.as_ref()?;
        let trimmed = teaser::trim(&found.value);
        let says_something = trimmed.text.chars().any(char::is_alphanumeric);
        says_something.then(|| (Sourced::new(trimmed.text, found.rule.clone()), trimmed.is_cut))
    };
    let length = |found: &Sourced| found.value.chars().count();
    let (full, summary) = (trimmed(&entry.full), trimmed(&entry.summary));
    match (full, summary) {
        // A picture with its caption in the place of the text, and the text in the other.
        (Some((full, _)), Some((summary, is_cut)))
            if entry.summary_may_be_full && length(&summary) > 2 * length(&full) =>
        {
            Some(alone(summary, is_cut, true))
        }
        // Nothing is said that the description does not say.
        (Some((full, is_cut)), Some((summary, _)))
            if normalise::comparable(&full.value) == normalise::comparable(&summary.value) =>
        {
            Some(alone(full, is_cut, true))
        }
        (Some((full, is_cut)), summary) => {
            let is_taste = is_cut && length(&full) < LONGEST_TASTE;
            let kind = if is_taste { ArticleKind::Summary } else { ArticleKind::Article };
            let standfirst = summary.and_then(|(summary, _)| standfirst(summary));
            Some(Words { kind, text: full, standfirst })
        }
        (None, Some((summary, is_cut))) => Some(alone(summary, is_cut, entry.summary_may_be_full)),
        (None, None) => None,
    }
}

/// A description that has no text beside it.
fn alone(summary: Sourced, is_cut: bool, may_be_full: bool) -> Words {
    let count = summary.value.chars().count();
    let paragraphs = summary.value.split("\n\n").count();
    let is_long = count > LONGEST_DESCRIPTION
        || (count > LONGEST_IN_PARAGRAPHS && paragraphs >= SEVERAL_PARAGRAPHS);
    let is_whole = may_be_full && is_long && !is_cut;
    let kind = if is_whole { ArticleKind::Article } else { ArticleKind::Summary };
    Words { kind, text: summary, standfirst: None }
}

fn standfirst(summary: Sourced) -> Option<Sourced> {
    let line = normalise::comparable(teaser::without_ellipsis(&summary.value));
    (!line.is_empty() && line.len() <= LONGEST_STANDFIRST).then(|| Sourced::new(line, summary.rule))
}

/// The feed's authors, but for the feed's own name, which programs put there where nobody signs.
fn inherited(channel: &Channel) -> Option<Sourced<Vec<String>>> {
    let title = channel.title.as_ref().map(|title| &title.value);
    let mut found = channel.authors.clone()?;
    found.value.retain(|line| Some(line) != title);
    (!found.value.is_empty()).then_some(found)
}

/// Names the authors; what names nobody stays as it is printed.
fn sign(facts: &mut Facts, found: Sourced<Vec<String>>) {
    let mut authors: Vec<String> = Vec::new();
    for line in &found.value {
        for author in bylines::authors(line) {
            if !authors.contains(&author) {
                authors.push(author);
            }
        }
    }
    let byline = found.value.join(", ");
    if authors.join(", ") != byline {
        facts.say(Field::Byline, byline, found.rule.clone());
    }
    facts.say_authors(authors, found.rule);
}

/// Reads datelines and credits out of the text, as of any newswire. An element holds one story and
/// nothing else, so that a reading that leaves out much of it took a part for a page's furniture.
fn finish(known: Facts, words: String) -> (Facts, String) {
    let (mut facts, mut body) = article::record(&words, known.clone());
    let lost = words.len().saturating_sub(body.len());
    if body.is_empty() || lost > MOST_LEFT_OUT.max(words.len() / 5) {
        (facts, body) = (known, words);
    }
    fields::tidy(&mut facts, &body);
    facts.say_language_of(&body);
    (facts, body)
}

/// An entry's address in full. Only what leads to a page is one.
fn address(found: &Sourced, base: Option<&str>, channel: &Channel) -> Option<Sourced> {
    let printed = found.value.trim();
    let is_page = |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    let value = match Url::parse(printed) {
        Ok(url) => is_page(&url).then(|| printed.to_owned())?,
        Err(_) => {
            let joined = [base, channel.address.as_deref()]
                .into_iter()
                .flatten()
                .find_map(|base| Url::parse(base.trim()).ok()?.join(printed).ok().filter(is_page));
            match joined {
                Some(url) => url.to_string(),
                None if printed.starts_with("//") => format!("https:{printed}"),
                None => return None,
            }
        }
    };
    Some(Sourced::new(value, found.rule.clone()))
}

/// The language that the entry declares, else the feed. Programs put `en` into feeds in any
/// language, so the words are asked where they or the feed are English.
fn tongue(own: Option<Sourced>, channel: &Channel, words: &str) -> Option<Sourced> {
    let declared =
        |found: Sourced| Some(Sourced::new(language::declared(&found.value)?, found.rule));
    let of_feed = || {
        let found = channel.language.clone().and_then(declared)?;
        let read = language::language(words).filter(|read| *read != found.value);
        match read {
            Some(read) if read == "en" || found.value == "en" => {
                Some(Sourced::new(read.to_owned(), "text:detector"))
            }
            _ => Some(found),
        }
    };
    own.and_then(declared).or_else(of_feed)
}

/// A name for an entry that has none: the same at every reading of the same words.
fn own_key(entry: &FeedEntry) -> Sourced {
    let value = |found: &Option<Sourced>| found.as_ref().map(|found| found.value.clone());
    let text = value(&entry.full).or(value(&entry.summary)).unwrap_or_default();
    let date = entry.published.as_ref().map(|found| found.value.original.clone());
    let parts = [value(&entry.headline).unwrap_or_default(), date.unwrap_or_default(), text];
    // A character that no part holds keeps them apart.
    let sha256 = fingerprint::sha256(parts.join("\u{1f}").as_bytes());
    Sourced::new(format!("sha256:{sha256}"), "feed:title, date and text")
}

/// Words that make a feed's title something else than a name. Lower case.
#[rustfmt::skip]
const NOT_OF_NAMES: &[&str] = &[
    "about", "all", "articles", "at", "blog", "blogs", "breaking", "business", "by", "comments", "for", "from", "in", "on", "with", "feed", "feeds",
    "headlines", "home", "homepage", "index", "latest", "new", "news", "newest", "politics",
    "posts", "recent", "releases", "rss", "search", "sport", "sports", "stories", "story", "top",
    "untitled", "updates", "weblog", "world", "xml", "atom", "example", "channel", "title", "test",
];
const MOST_WORDS_OF_NAME: usize = 5;

/// Words that end names of papers as well: `Lagoon Harbour News`, but not `Latest News` or `News`.
const ENDS_OF_NAMES: &[&str] =
    &["news", "nachrichten", "noticias", "notizie", "notícias", "nieuws", "actualités"];

/// Words before these that make no name of them.
#[rustfmt::skip]
const KINDS_OF_NEWS: &[&str] = &[
    "local", "national", "international", "regional", "world", "uk", "us", "our", "more", "daily", "weekly", "today’s",
    "today's", "european", "foreign", "domestic", "company", "industry", "press", "general", "other", "good", "live",
    "real", "site", "web", "crime", "court", "health", "science", "technology", "tech", "education", "entertainment",
    "music", "film", "climate", "money", "finance", "economy", "market", "markets", "property", "travel", "football",
    "cricket", "weather", "aktuelle", "neueste", "letzte", "alle",
];

/// Whether words of a title make it something else than a name.
fn says_something_else(words: &[&str]) -> bool {
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let is_none = |word: &String| NOT_OF_NAMES.contains(&word.as_str());
    let Some((last, before)) = lower.split_last() else { return true };
    let is_ended_name = ENDS_OF_NAMES.contains(&last.as_str())
        && before.iter().filter(|word| *word != "the").count() >= 1
        && !before.iter().any(|word| KINDS_OF_NEWS.contains(&word.as_str()));
    before.iter().any(is_none) || is_none(last) && !is_ended_name
}

/// The feed's title where it is plainly a publisher's name and nothing more: `The Lagoon Times`,
/// not `Lagoon Times - World`, `Latest news` or a sentence.
pub fn plain_name(title: &Sourced) -> Option<Sourced> {
    let words: Vec<&str> = title.value.split_whitespace().collect();
    let has_marks = title.value.contains(|c: char| {
        matches!(
            c,
            ':' | '|'
                | '»'
                | '›'
                | '>'
                | '<'
                | '/'
                | '"'
                | '“'
                | '('
                | '['
                | '?'
                | '!'
                | '@'
                | ','
                | '…'
                | '—'
                | '–'
        )
    }) || words.contains(&"-");
    let is_name = (1..=MOST_WORDS_OF_NAME).contains(&words.len())
        && !has_marks
        && title.value.chars().next().is_some_and(char::is_uppercase)
        && !says_something_else(&words)
        && prose::one_line(&title.value).is_some_and(|line| line.chars().any(char::is_alphabetic));
    is_name.then(|| title.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(value: &str) -> Option<Sourced> {
        Some(Sourced::new(value.to_owned(), "x:y"))
    }

    #[test]
    fn element_and_evidence_tell_articles_from_summaries() {
        let paragraph =
            "The harbour board said on Monday that it would raise its tolls. ".repeat(8);
        let whole = [paragraph.trim(); 3].join("\n\n");
        let cut = format!("{whole} […]");
        for (full, summary, may_be_full, kind) in [
            (Some("The board said no."), None, false, ArticleKind::Article),
            (Some("The board said no. […]"), None, false, ArticleKind::Summary),
            (
                Some("The board said no.\n\nRead more"),
                Some("It said no."),
                true,
                ArticleKind::Summary,
            ),
            (None, Some("The board said no."), true, ArticleKind::Summary),
            (None, Some(whole.as_str()), true, ArticleKind::Article),
            (None, Some(whole.as_str()), false, ArticleKind::Summary),
            (None, Some(cut.as_str()), true, ArticleKind::Summary),
            (Some("It said  no."), Some("It said no."), false, ArticleKind::Summary),
            (Some("A boat"), Some(whole.as_str()), true, ArticleKind::Article),
        ] {
            let entry = FeedEntry {
                full: full.and_then(found),
                summary: summary.and_then(found),
                summary_may_be_full: may_be_full,
                ..FeedEntry::default()
            };
            let (facts, _) = draft(entry, &Channel::default()).unwrap();
            assert_eq!(facts.head.kind, kind, "{full:?} {summary:?}");
        }
        assert!(
            draft(FeedEntry { headline: found("No"), ..FeedEntry::default() }, &Channel::default())
                .is_none()
        );
    }

    #[test]
    fn a_feed_is_a_publisher_only_by_its_name() {
        for (title, is_name) in [
            ("The Lagoon Times", true),
            ("Lagoon Harbour News", true),
            ("Lagoon News", true),
            ("Local News", false),
            ("Lagoon World News", false),
            ("News", false),
            ("Lagoon Wire", true),
            ("Lagoon Times - World", false),
            ("Latest from the Lagoon", false),
            ("news", false),
            ("What we read on the beach this week", false),
        ] {
            assert_eq!(plain_name(&found(title).unwrap()).is_some(), is_name, "{title}");
        }
    }

    #[test]
    fn a_template_s_english_is_not_believed() {
        let french = "Le ministre a déclaré que les taux augmenteraient si les salaires des ouvriers \
            du port continuaient de croître plus vite que la pêche, et que personne ne l’avait prévenu.";
        for (own, feed, language) in [
            (None, "en-us", "fr"),
            (None, "fr-CA", "fr"),
            (None, "oc", "oc"),
            (Some("en"), "fr", "en"),
        ] {
            let channel = Channel { language: found(feed), ..Channel::default() };
            let entry = FeedEntry {
                full: found(french),
                language: own.and_then(found),
                ..FeedEntry::default()
            };
            let (facts, _) = draft(entry, &channel).unwrap();
            assert_eq!(facts.head.language.as_deref(), Some(language), "{own:?} {feed}");
        }
    }

    #[test]
    fn an_entry_without_name_and_address_gets_the_same_name_each_time() {
        let entry = FeedEntry {
            headline: found("Tolls"),
            full: found("The board said no."),
            ..FeedEntry::default()
        };
        let key = |entry: &FeedEntry| {
            draft(entry.clone(), &Channel::default()).unwrap().0.head.identifier
        };
        assert_eq!(key(&entry), key(&entry));
        assert!(key(&entry).unwrap().starts_with("sha256:"));
        let linked = FeedEntry { url: found("https://lagoon.example/a"), ..entry };
        assert_eq!(key(&linked), None);
    }
}
