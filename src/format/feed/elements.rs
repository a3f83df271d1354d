//! Which element says what: RSS, Atom and the modules that go with either.
//!
//! One table for all of them, because they are mixed in the wild: Dublin Core stands in RSS, Atom
//! in RSS, and RSS's `source` in Atom. The order in a list is the order of belief.

use std::collections::BTreeSet;

use super::entry::{Channel, FeedEntry, Picture, Sourced};
use super::tree::{FeedElement, Tree};
use super::vocabulary::Vocabulary as V;
use super::{draft, prose};
use crate::model::Published;
use crate::text::dates;

type Names = &'static [(V, &'static str)];

const CHANNEL_TITLE: Names = &[(V::Rss, "title"), (V::Atom, "title"), (V::DublinCore, "title")];
const HEADLINE: Names = &[
    (V::Rss, "title"),
    (V::Atom, "title"),
    (V::DublinCore, "title"),
    (V::Itunes, "title"),
    (V::Media, "title"),
];
const IDENTIFIER: Names = &[
    (V::Rss, "guid"),
    (V::Atom, "id"),
    (V::DublinCore, "identifier"),
    (V::DublinCoreTerms, "identifier"),
];
const PUBLISHED: Names = &[
    (V::Rss, "pubDate"),
    (V::Atom, "published"),
    (V::Atom, "issued"),
    (V::DublinCoreTerms, "issued"),
    (V::DublinCore, "date"),
    (V::DublinCoreTerms, "date"),
    (V::DublinCoreTerms, "available"),
    (V::Atom, "created"),
    (V::DublinCoreTerms, "created"),
    (V::Rss, "date"),
    (V::Rss, "published"),
];
const MODIFIED: Names = &[
    (V::Atom, "updated"),
    (V::Atom, "modified"),
    (V::DublinCoreTerms, "modified"),
    (V::Rss, "updated"),
    (V::Rss, "lastBuildDate"),
];
const AUTHORS: Names = &[
    (V::DublinCore, "creator"),
    (V::Atom, "author"),
    (V::Rss, "author"),
    (V::DublinCore, "author"),
    (V::DublinCoreTerms, "creator"),
    (V::Itunes, "author"),
];
const SECTION: Names = &[(V::Rss, "category"), (V::Atom, "category"), (V::DublinCore, "subject")];
const LANGUAGE: Names =
    &[(V::DublinCore, "language"), (V::Rss, "language"), (V::DublinCoreTerms, "language")];
const FULL: Names = &[
    (V::Content, "encoded"),
    (V::Atom, "content"),
    (V::Xhtml, "body"),
    (V::Xhtml, "div"),
    (V::Rss, "fullitem"),
    (V::Rss, "content"),
    (V::Rss, "body"),
];
const SUMMARY: Names = &[
    (V::Rss, "description"),
    (V::Atom, "summary"),
    (V::DublinCore, "description"),
    (V::DublinCoreTerms, "abstract"),
    (V::Rss, "summary"),
    (V::Rss, "abstract"),
    (V::Itunes, "summary"),
    (V::Media, "description"),
];

/// Nobody has more.
pub const MOST_AUTHORS: usize = 100;

/// Categories that programs give where nobody chose one. Lower case.
const NO_SECTION: &[&str] =
    &["uncategorized", "uncategorised", "allgemein", "non classé", "sin categoría"];

/// Reads an entry out of its elements. `frame` is what stands around it, as far as it was read.
pub fn entry(document: &str, tree: &Tree, frame: &Tree) -> FeedEntry {
    let reader = Reader { document, tree };
    let (published, unread) = reader.date(PUBLISHED);
    let (modified, unread_change) = reader.date(MODIFIED);
    let summary = reader.paragraphs(SUMMARY, 0).or_else(|| reader.media_description());
    FeedEntry {
        headline: reader.line(HEADLINE, 0),
        url: reader.url(),
        base: base(tree, frame),
        identifier: reader.identifier(),
        // Many programs give one time alone, and call it this.
        published: published.or_else(|| modified.clone()),
        modified,
        unread_date: unread.or(unread_change),
        authors: reader.authors(0),
        publisher: reader.publisher(),
        section: reader.section(),
        language: language(&reader),
        full: reader.paragraphs(FULL, 0),
        captions: reader.captions(&[FULL, SUMMARY]),
        pictures: pictures(&reader, summary.as_ref()),
        summary_may_be_full: summary.as_ref().is_some_and(|found| found.rule == "rss:description"),
        summary,
    }
}

/// The place of the element that says something of all entries: RSS has one of its own for that.
pub fn channel_place(frame: &Tree) -> usize {
    frame.children(0, V::Rss, "channel").next().map_or(0, |(place, _)| place)
}

/// The places of what says something lasting of all entries, in the order of the document: what `channel`
/// reads, but neither the feed's own address nor when it was made.
pub fn lasting(frame: &Tree) -> Vec<usize> {
    let reader = Reader { document: "", tree: frame };
    let channel = channel_place(frame);
    let plain = [CHANNEL_TITLE, LANGUAGE, AUTHORS];
    let plain = plain.into_iter().flat_map(|names| reader.children(channel, names));
    let links = reader
        .children(channel, &[(V::Rss, "link"), (V::Atom, "link")])
        .filter(|(_, link)| is_alternate(&link.tag.attribute("rel").unwrap_or_default()));
    let places: BTreeSet<usize> = plain.chain(links).map(|(place, _)| place).collect();
    places.into_iter().collect()
}

/// How many minutes a feed wants to be left alone: RSS's `ttl`, or the rhythm that it names in the module for
/// syndication of RSS 1.0; the larger. `None` where it says nothing that can be read.
pub fn update_minutes(frame: &Tree) -> Option<u32> {
    let channel = channel_place(frame);
    let said = |vocabulary, name| {
        let (_, element) = frame.children(channel, vocabulary, name).next()?;
        Some(element.text.trim().to_ascii_lowercase())
    };
    let number = |text: String| text.parse().ok().filter(|number: &u32| *number > 0);
    let period = said(V::Other, "updatePeriod").and_then(|period| match period.as_str() {
        "hourly" => Some(60),
        "daily" => Some(24 * 60),
        "weekly" => Some(7 * 24 * 60),
        "monthly" => Some(30 * 24 * 60),
        "yearly" => Some(365 * 24 * 60),
        _ => None,
    });
    let times = said(V::Other, "updateFrequency").and_then(number).unwrap_or(1);
    let rhythm = period.map(|minutes| minutes / times).filter(|minutes| *minutes > 0);
    said(V::Rss, "ttl").and_then(number).max(rhythm)
}

/// Reads what stands around the entries.
pub fn channel(document: &str, frame: &Tree) -> Channel {
    let reader = Reader { document, tree: frame };
    let place = channel_place(frame);
    let title = reader.line(CHANNEL_TITLE, place);
    let is_rss = place > 0 || title.as_ref().is_some_and(|title| title.rule.starts_with("rss"));
    let declared = reader.children(place, LANGUAGE).find_map(|(_, element)| {
        Some(Sourced::new(prose::line(document, element)?, rule(element)))
    });
    let mut address = reader
        .children(place, &[(V::Rss, "link")])
        .find_map(|(_, element)| prose::line(document, element));
    if address.is_none() {
        address = reader.alternate(place).map(|found| found.value);
    }
    let title = title.map(|title| Sourced {
        rule: if is_rss { "rss:channel/title" } else { "atom:feed/title" }.to_owned(),
        ..title
    });
    Channel {
        name: title.as_ref().and_then(draft::plain_name),
        title,
        address,
        language: declared.or_else(|| xml_lang(frame)),
        // RFC 4287, 4.2.1: a feed's author is that of the entries that name none.
        authors: if is_rss { None } else { reader.authors(0) },
    }
}

/// What an entry says of its pictures in Media RSS: inside `media:content`, inside the group around it, or
/// beside it. What served as the entry's summary is no caption.
fn pictures(reader: &Reader, summary: Option<&Sourced>) -> Vec<Picture> {
    const CONTENT: Names = &[(V::Media, "content")];
    const THUMBNAIL: Names = &[(V::Media, "thumbnail")];
    let mut pictures = Vec::new();
    let groups = reader.children(0, &[(V::Media, "group")]).map(|(place, _)| place);
    let is_summary = |caption: &String| {
        summary
            .is_some_and(|summary| summary.value.split_whitespace().eq(caption.split_whitespace()))
    };
    for around in groups.chain([0]).take(MOST_PICTURES) {
        let contents: Vec<usize> = reader
            .children(around, CONTENT)
            .filter(|(_, element)| is_picture(element))
            .map(|(place, _)| place)
            .take(MOST_PICTURES)
            .collect();
        // What stands beside several pictures is of none in particular, and of the first as well as any.
        let has_films = reader.children(around, CONTENT).count() > contents.len();
        let has_picture =
            !contents.is_empty() || reader.children(around, THUMBNAIL).next().is_some();
        let beside = (has_picture && !has_films).then_some(around);
        for place in contents.into_iter().chain(beside) {
            let of = |name: Names| reader.line(name, place).map(|found| found.value);
            let picture = Picture {
                caption: of(&[(V::Media, "description")]).filter(|caption| !is_summary(caption)),
                title: of(&[(V::Media, "title")]),
                credit: of(&[(V::Media, "credit")]),
            };
            if picture != Picture::default() && !pictures.contains(&picture) {
                pictures.push(picture);
            }
        }
    }
    pictures
}

/// Whether `media:content` is a picture: by its medium, its type, or the ending of its address.
fn is_picture(element: &FeedElement) -> bool {
    let of = |name| element.tag.attribute(name).map(|value| value.trim().to_ascii_lowercase());
    match (of("medium"), of("type")) {
        (Some(medium), _) => medium == "image",
        (None, Some(kind)) => kind.starts_with("image/"),
        (None, None) => of("url").is_some_and(|url| {
            let path = url.split(['?', '#']).next().unwrap_or_default();
            [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"]
                .iter()
                .any(|end| path.ends_with(end))
        }),
    }
}

/// Pictures of one entry that are looked at.
const MOST_PICTURES: usize = 100;

struct Reader<'d, 't> {
    document: &'d str,
    tree: &'d Tree<'t>,
}

fn rule(element: &FeedElement) -> String {
    format!("{}:{}", element.vocabulary.label(), element.name)
}

/// What the addresses in an entry are relative to (XML Base).
fn base(tree: &Tree, frame: &Tree) -> Option<String> {
    let (outer, inner) = (of_frame(frame, "xml:base"), tree.attribute("xml:base"));
    match (outer, inner) {
        (Some(outer), Some(inner)) => Some(
            url::Url::parse(&outer)
                .and_then(|outer| outer.join(&inner))
                .map_or(inner, |joined| joined.to_string()),
        ),
        (outer, inner) => inner.or(outer),
    }
}

/// An attribute of a feed's outermost elements.
fn of_frame(frame: &Tree, attribute: &str) -> Option<String> {
    let found = frame.elements.iter().take(2).find_map(|element| element.tag.attribute(attribute));
    found.map(std::borrow::Cow::into_owned)
}

fn xml_lang(tree: &Tree) -> Option<Sourced> {
    Some(Sourced::new(of_frame(tree, "xml:lang")?, "xml:lang"))
}

fn language(reader: &Reader) -> Option<Sourced> {
    let own = Tree::attribute(reader.tree, "xml:lang").map(|tag| Sourced::new(tag, "xml:lang"));
    let of_text = || {
        let (_, element) = reader.children(0, FULL).next()?;
        Some(Sourced::new(element.tag.attribute("xml:lang")?.into_owned(), "xml:lang"))
    };
    reader.line(LANGUAGE, 0).or(own).or_else(of_text)
}

impl<'d, 't> Reader<'d, 't> {
    /// The elements of any of these names inside the one at `parent`, name by name.
    fn children(
        &self,
        parent: usize,
        names: Names,
    ) -> impl Iterator<Item = (usize, &'d FeedElement<'t>)> {
        let tree = self.tree;
        names.iter().flat_map(move |&(vocabulary, name)| tree.children(parent, vocabulary, name))
    }

    fn line(&self, names: Names, parent: usize) -> Option<Sourced> {
        self.children(parent, names).find_map(|(_, element)| {
            Some(Sourced::new(prose::line(self.document, element)?, rule(element)))
        })
    }

    fn paragraphs(&self, names: Names, parent: usize) -> Option<Sourced> {
        self.children(parent, names).find_map(|(_, element)| {
            Some(Sourced::new(prose::paragraphs(self.document, element)?, rule(element)))
        })
    }

    fn captions(&self, fields: &[Names]) -> Vec<String> {
        let elements = fields.iter().flat_map(|names| self.children(0, names));
        elements.flat_map(|(_, element)| prose::captions(self.document, element)).collect()
    }

    /// Media RSS keeps its description in a group.
    fn media_description(&self) -> Option<Sourced> {
        let (group, _) = self.children(0, &[(V::Media, "group")]).next()?;
        self.paragraphs(&[(V::Media, "description")], group)
    }

    /// The entry's name as its publisher gave it.
    fn identifier(&self) -> Option<Sourced> {
        self.children(0, IDENTIFIER)
            .find_map(|(_, element)| Some(Sourced::new(prose::verbatim(element)?, rule(element))))
            .or_else(|| {
                let about = self.tree.attribute("rdf:about")?.trim().to_owned();
                (!about.is_empty()).then(|| Sourced::new(about, "rdf:about"))
            })
    }

    /// The first date that is one, and the first that is none.
    fn date(&self, names: Names) -> (Option<Sourced<Published>>, Option<String>) {
        let mut unread = None;
        for (_, element) in self.children(0, names) {
            let Some(line) = prose::line(self.document, element) else { continue };
            match stated(&line) {
                Some(date) => return (Some(Sourced::new(date, rule(element))), None),
                None => unread = unread.or(Some(line)),
            }
        }
        (None, unread)
    }

    fn url(&self) -> Option<Sourced> {
        let text = |names: Names| {
            self.children(0, names).find_map(|(_, element)| {
                let address = prose::line(self.document, element)?;
                (!address.contains(' ')).then(|| Sourced::new(address, rule(element)))
            })
        };
        text(&[(V::FeedBurner, "origLink")])
            .or_else(|| text(&[(V::Rss, "link")]))
            .or_else(|| self.alternate(0))
            .or_else(|| text(&[(V::Atom, "link")]))
            .or_else(|| self.permanent_link())
            .or_else(|| self.attribute_address())
    }

    /// Atom's link to the page itself.
    fn alternate(&self, parent: usize) -> Option<Sourced> {
        let link = |wanted: fn(&str, &str) -> bool| {
            self.children(parent, &[(V::Atom, "link"), (V::Rss, "link")]).find_map(
                |(_, element)| {
                    let address = element.tag.attribute("href")?.trim().to_owned();
                    let relation = element.tag.attribute("rel").unwrap_or_default();
                    let kind = element.tag.attribute("type").unwrap_or_default();
                    (!address.is_empty() && wanted(&relation, &kind))
                        .then(|| Sourced::new(address, format!("{}@href", rule(element))))
                },
            )
        };
        let is_page = |relation: &str, kind: &str| {
            is_alternate(relation) && (kind.is_empty() || kind.contains("html"))
        };
        link(is_page).or_else(|| link(|relation, _| is_alternate(relation)))
    }

    /// A `guid` is an address unless it says that it is none (RSS 2.0).
    fn permanent_link(&self) -> Option<Sourced> {
        self.children(0, &[(V::Rss, "guid"), (V::Atom, "id")]).find_map(|(_, element)| {
            let may_be = element
                .tag
                .attribute("isPermaLink")
                .is_none_or(|value| !value.trim().eq_ignore_ascii_case("false"));
            let address = prose::line(self.document, element)?;
            let is_address = is_web_address(&address);
            (may_be && is_address && !address.contains(' '))
                .then(|| Sourced::new(address, rule(element)))
        })
    }

    /// RDF names its items by their addresses.
    fn attribute_address(&self) -> Option<Sourced> {
        ["rdf:about", "href"].iter().find_map(|name| {
            let address = self.tree.attribute(name)?.trim().to_owned();
            is_web_address(&address).then(|| Sourced::new(address, *name))
        })
    }

    /// The author lines of an entry or a feed.
    fn authors(&self, parent: usize) -> Option<Sourced<Vec<String>>> {
        AUTHORS.iter().find_map(|&(vocabulary, name)| {
            let mut rule_found = None;
            let mut lines: Vec<String> = Vec::new();
            for (place, element) in self.tree.children(parent, vocabulary, name).take(MOST_AUTHORS)
            {
                let named = self.line(&[(V::Atom, "name"), (V::Rss, "name")], place);
                let line = match named {
                    Some(named) => named.value,
                    None if element.has_elements => continue,
                    None => match prose::line(self.document, element) {
                        Some(line) => line,
                        None => continue,
                    },
                };
                let line = without_mail(&line);
                if !line.is_empty() && !lines.contains(&line) {
                    lines.push(line);
                }
                rule_found = rule_found.or(Some(rule(element)));
            }
            Some(Sourced::new(lines, rule_found?)).filter(|found| !found.value.is_empty())
        })
    }

    /// Whose entry it was before somebody collected it.
    fn publisher(&self) -> Option<Sourced> {
        let (place, source) =
            self.children(0, &[(V::Atom, "source"), (V::Rss, "source")]).next()?;
        let title = self
            .line(&[(V::Atom, "title"), (V::Rss, "title")], place)
            .map(|title| Sourced { rule: format!("{}/title", rule(source)), ..title });
        let own = || {
            let name = prose::line(self.document, source).filter(|_| !source.has_elements)?;
            Some(Sourced::new(name, rule(source)))
        };
        title.or_else(own).filter(|found| !found.value.contains("://"))
    }

    fn section(&self) -> Option<Sourced> {
        self.children(0, SECTION).find_map(|(_, element)| {
            let attribute =
                |name| element.tag.attribute(name).and_then(|value| prose::one_line(&value));
            let name = attribute("label")
                .or_else(|| attribute("term"))
                .or_else(|| prose::line(self.document, element))?;
            let says_something =
                !name.contains("://") && !NO_SECTION.contains(&name.to_lowercase().as_str());
            says_something.then(|| Sourced::new(name, rule(element)))
        })
    }
}

fn is_web_address(text: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|start| text.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start)))
}

/// RFC 4287, 4.2.7.2: a link without relation is the page itself.
fn is_alternate(relation: &str) -> bool {
    let relation = relation.trim();
    relation.is_empty()
        || relation.eq_ignore_ascii_case("alternate")
        || relation.ends_with("relation/alternate")
}

/// An author line without the mail address that RSS asks for: `ann@lagoon.example (Ann Ng)`,
/// `Ann Ng <ann@lagoon.example>`.
fn without_mail(line: &str) -> String {
    if !line.contains('@') {
        return line.to_owned();
    }
    if let Some((before, inside)) = line.split_once('(')
        && before.contains('@')
    {
        return inside.trim_end().trim_end_matches(')').trim().to_owned();
    }
    let kept: Vec<&str> = line.split_whitespace().filter(|word| !word.contains('@')).collect();
    kept.join(" ")
        .trim_matches(|c: char| matches!(c, ',' | ';' | '-' | '<' | '>' | '(' | ')' | ' '))
        .to_owned()
}

/// A date as feeds state it. The day of the week that RFC 822 puts before it is not needed, in whatever language it is
/// or however it is misspelt.
fn stated(line: &str) -> Option<Published> {
    dates::published(line).or_else(|| {
        let (weekday, rest) = line.split_once(',')?;
        let is_word = weekday.trim().trim_end_matches('.').chars().all(char::is_alphabetic);
        (is_word && weekday.chars().count() <= 14).then(|| dates::published(rest)).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_addresses_are_no_names() {
        for (line, name) in [
            ("ann@lagoon.example (Ann Ng)", "Ann Ng"),
            ("Ann Ng <ann@lagoon.example>", "Ann Ng"),
            ("Ann Ng (ann@lagoon.example)", "Ann Ng"),
            ("ann@lagoon.example", ""),
            ("Ann Ng, Cy Roe", "Ann Ng, Cy Roe"),
        ] {
            assert_eq!(without_mail(line), name, "{line}");
        }
    }
}
