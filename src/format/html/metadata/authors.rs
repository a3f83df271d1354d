//! Who wrote the article: the line as printed, and the people it names.
//!
//! Structured sources name people one by one and are believed first; the printed line is read in the
//! languages of the press. What must stay true: an author is a person. The site's own name, an
//! agency or a newsroom stays in the line and out of the list.

use super::page::Mark;
use super::signs::{self, Sign};
use super::{Facts, Rule, Said, words};
use crate::text::{agencies, bylines};

/// The line and the people, each with its rule.
#[derive(Default)]
pub struct Authorship {
    pub byline: Option<Said>,
    pub authors: Vec<String>,
    pub authors_rule: Option<Rule>,
}

#[rustfmt::skip]
const TAGS: &[&str] = &[
    "article:author", "article:author_name", "og:article:author", "parsely-author", "author",
    "sailthru.author", "cxenseparse:author", "byl", "byline", "citation_author", "dc.creator",
    "dcterms.creator", "dc.contributor", "authors", "article.author", "dcsext.author", "bt:author",
    "shareaholic:article_author_name", "mediator_author", "rbauthors", "twitter:creator:name",
    "creator", "content_author", "author_name", "cre",
];

/// Longest author line, in bytes.
const LONGEST: usize = 300;

/// Reads who wrote it.
pub fn authorship(facts: &Facts<'_>) -> Authorship {
    let sites = facts.site_names();
    let reader = Reader { facts, site_keys: sites.iter().map(|name| words::key(name)).collect() };
    let mut line: Option<Names> = None;
    let mut people: Option<Names> = None;
    // The most believed first.
    let sources: [fn(&Reader<'_, '_>) -> Option<Names>; 5] = [
        |reader| reader.json_ld(),
        |reader| reader.tags(),
        |reader| reader.marks(Sign::Author),
        |reader| reader.marks(Sign::Writer),
        |reader| reader.lines(),
    ];
    for source in sources {
        let Some(names) = source(&reader) else { continue };
        if !names.people.is_empty() {
            people = Some(names);
            break;
        }
        line = line.or(Some(names));
    }
    let printed = people.or(line);
    let Some(names) = printed else { return Authorship::default() };
    let byline = (!names.line.is_empty()).then(|| Said::new(names.line, names.rule.clone()));
    let authors_rule = (!names.people.is_empty()).then_some(names.rule);
    Authorship { byline, authors: names.people, authors_rule }
}

/// What one source says.
struct Names {
    line: String,
    people: Vec<String>,
    rule: Rule,
}

struct Reader<'f, 'p> {
    facts: &'f Facts<'p>,
    site_keys: Vec<String>,
}

impl Reader<'_, '_> {
    fn json_ld(&self) -> Option<Names> {
        let objects = [self.facts.article, self.facts.work].into_iter().flatten();
        objects.flat_map(|object| ["author", "creator"].map(|property| (object, property))).find_map(
            |(object, property)| {
                let names = self.facts.graph.names(object, property);
                let entries = names.iter().map(|(name, is_organisation)| (name.as_str(), *is_organisation));
                self.entries(entries, Rule::from(format!("json-ld:{property}")))
            },
        )
    }

    fn tags(&self) -> Option<Names> {
        let mut first = None;
        for tag in TAGS {
            let contents = self.facts.page.tags.all(tag).map(|content| (content, false));
            let Some(names) = self.entries(contents, Rule::from(format!("meta:{tag}"))) else { continue };
            if !names.people.is_empty() {
                return Some(names);
            }
            first = first.or(Some(names));
        }
        first
    }

    /// The elements called authors nearest to the headline; of nested ones the innermost.
    fn marks(&self, sign: Sign) -> Option<Names> {
        let page = self.facts.page;
        let marks: Vec<&Mark> =
            page.marked(sign).filter(|mark| page.distance(mark.place) <= 150).collect();
        let mut first: Option<Names> = None;
        for mark in marks {
            let text = mark.value.as_deref().unwrap_or(&mark.text);
            if text.len() > LONGEST {
                continue;
            }
            let Some(names) = self.entries([(text, false)].into_iter(), Rule::from(mark.rule.clone()))
            else {
                continue;
            };
            match &mut first {
                None if !names.people.is_empty() => first = Some(names),
                // Authors side by side, each in an element of its own.
                Some(known) if known.rule == names.rule => {
                    for person in names.people {
                        if !known.people.contains(&person) {
                            known.line.push_str(", ");
                            known.line.push_str(&person);
                            known.people.push(person);
                        }
                    }
                }
                _ => {}
            }
        }
        first
    }

    /// A line near the headline that opens with `By` or its like.
    fn lines(&self) -> Option<Names> {
        let page = self.facts.page;
        page.lines
            .iter()
            .filter(|line| !page.is_aside(line.zone()) && signs::opens_a_byline(&line.text))
            .filter(|line| page.distance(line.place) <= 30)
            .find_map(|line| {
                let names = self.entries([(line.text.as_str(), false)].into_iter(), Rule::from("text:line"))?;
                (!names.people.is_empty()).then_some(names)
            })
    }

    /// Reads names as they are listed; each entry may itself be a line of several names.
    fn entries<'t>(&self, entries: impl Iterator<Item = (&'t str, bool)>, rule: Rule) -> Option<Names> {
        let mut line = String::new();
        let mut people: Vec<String> = Vec::new();
        let mut last_key = String::new();
        for (text, is_organisation) in entries {
            let Some(text) = words::name(text).filter(|text| is_said(text)) else { continue };
            let key = words::key(&text);
            if key == last_key {
                continue;
            }
            last_key = key;
            if line.len() < LONGEST {
                if !line.is_empty() {
                    line.push_str(", ");
                }
                line.push_str(&text);
            }
            if !is_organisation {
                for name in self.people(&text) {
                    if !people.contains(&name) {
                        people.push(name);
                    }
                }
            }
        }
        (!line.is_empty()).then_some(Names { line, people, rule })
    }

    /// The people that an author line names.
    fn people(&self, line: &str) -> Vec<String> {
        if line.len() > LONGEST * 4 {
            return Vec::new();
        }
        let pieces = pieces(without_opening(line));
        // `Doe, Jane`, as catalogues and citations have it.
        if let [family, given] = pieces.as_slice()
            && line.contains(',')
            && !family.contains(' ')
            && !given.contains(' ')
        {
            return self.person(&format!("{given} {family}")).into_iter().collect();
        }
        pieces.into_iter().filter_map(|piece| self.person(piece)).collect()
    }

    fn person(&self, piece: &str) -> Option<String> {
        let key = words::key(piece);
        let is_site = self.site_keys.iter().any(|site| *site == key);
        if piece.is_empty() || is_site || is_collective(piece) || agencies::is_agency(piece) {
            return None;
        }
        let names = bylines::authors(piece);
        if let Some(name) = names.into_iter().next() {
            return Some(name);
        }
        is_plain_name(piece).then(|| piece.to_owned())
    }
}

/// Whether an entry can be an author line at all: no address, no handle, no placeholder.
fn is_said(text: &str) -> bool {
    !text.contains("://")
        && !text.starts_with(['@', '#', '{', '%'])
        && !text.starts_with("www.")
        && text.len() <= LONGEST * 4
        && text.chars().any(char::is_alphabetic)
}

/// A line without the words that open it.
fn without_opening(line: &str) -> &str {
    let mut line = line.trim();
    for _ in 0..2 {
        let opening = OPENINGS.iter().find_map(|opening| {
            let rest = line.get(opening.len()..)?;
            let is_there = line.get(..opening.len())?.eq_ignore_ascii_case(opening);
            let is_apart = opening.ends_with(':') || rest.starts_with(|c: char| c.is_whitespace() || c == ':');
            (is_there && is_apart).then(|| rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':'))
        });
        match opening {
            Some(rest) if !rest.is_empty() => line = rest,
            _ => break,
        }
    }
    line
}

#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    "written by", "words by", "story by", "report by", "reported by", "analysis by", "opinion by",
    "posted by", "published by", "ein beitrag von", "ein artikel von", "eine analyse von",
    "ein kommentar von", "kommentar von", "text von", "geschrieben von", "artikel von", "par",
    "publié par", "écrit par", "escrito por", "publicado por", "scritto da", "geschreven door",
    "by", "von", "por", "di", "da", "door", "av", "af", "text:", "text", "tekst:", "autor:",
    "autorin:", "autoren:", "author:", "authors:", "auteur:", "autore:", "autor", "autorin",
];

/// A line of names in single names: at semicolons, bars, bullets, commas, and the word for `and`.
fn pieces(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    for part in line.split([';', '|', '•', '·', '\n', '、']) {
        for part in part.split(',') {
            let mut rest = part;
            while let Some((place, length)) = conjunction(rest) {
                pieces.push(rest.get(..place).unwrap_or_default());
                rest = rest.get(place + length..).unwrap_or_default();
            }
            pieces.push(rest);
        }
    }
    pieces.into_iter().map(clean).filter(|piece| !piece.is_empty()).collect()
}

/// Where the word for `and` stands, and its length with the spaces around it.
fn conjunction(text: &str) -> Option<(usize, usize)> {
    CONJUNCTIONS
        .iter()
        .filter_map(|word| Some((text.find(word)?, word.len())))
        .min_by_key(|(place, _)| *place)
}

const CONJUNCTIONS: &[&str] =
    &[" and ", " & ", " und ", " et ", " y ", " e ", " en ", " og ", " och ", " ja ", " ve ", " with ", " mit ", " / "];

/// A name without brackets, addresses and handles around it.
fn clean(piece: &str) -> &str {
    let piece = piece.split(['(', '[', '<']).next().unwrap_or_default();
    let end = piece
        .split_whitespace()
        .find(|word| word.contains('@') || word.contains("://"))
        .and_then(|word| piece.find(word));
    piece.get(..end.unwrap_or(piece.len())).unwrap_or_default().trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ':' | '-' | '–' | '—' | '"' | '*' | '/')
    })
}

/// Whether a name is that of a newsroom or of an office rather than of a person.
fn is_collective(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.contains(".de")
        || lower.contains(".com")
        || lower.contains(".co")
        || lower.contains(".net")
        || lower.contains(".org")
        || lower
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| COLLECTIVES.contains(&word))
}

#[rustfmt::skip]
const COLLECTIVES: &[&str] = &[
    "admin", "administrator", "redaktion", "redaktionen", "redaction", "rédaction", "redacción",
    "redazione", "redactie", "redakcja", "redaksjonen", "redaccion", "editor", "editors", "editorial",
    "staff", "team", "news", "newsroom", "desk", "agency", "agencies", "agentur", "agenturen",
    "online", "press", "presse", "webmaster", "correspondent", "correspondents", "reporter",
    "reporters", "contributor", "contributors", "guest", "office", "service", "network", "media",
    "magazine", "user", "gast", "anonymous", "unknown", "author", "verlag", "gmbh", "inc", "ltd",
    "zeitung", "times", "post", "the", "agence", "agencia", "nachrichten", "guardian", "website",
    "group", "corporation", "company", "institute", "university", "department", "ministry", "board",
];

/// Whether a text that nothing speaks against can be a person's name: one to five words, each with
/// letters, none a sentence's.
fn is_plain_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_word = |word: &&str| {
        word.chars().any(char::is_alphabetic)
            && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '\'' | '’' | '_'))
    };
    (1..=5).contains(&words.len()) && text.len() <= 60 && words.iter().all(is_word)
}
