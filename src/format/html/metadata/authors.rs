//! Who wrote the article: the line as printed, and the people it names.
//!
//! Structured sources name people one by one and are believed first; the printed line is read in the
//! languages of the press. What must stay true: an author is a person. The site's own name, an
//! agency or a newsroom stays in the line and out of the list.

use super::printed_dates;
use super::signs::Sign;
use super::{PageFacts, Rule, Said, words};
use crate::text::{agencies, bylines, publishers};

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
pub fn authorship(facts: &PageFacts<'_>) -> Authorship {
    let sites = facts.site_names();
    let reader = Reader {
        facts,
        site_keys: sites.iter().map(|name| words::key(name)).collect(),
        hosts: facts.addresses().filter_map(host_name).collect(),
    };
    let mut line: Option<Names> = None;
    let mut people: Option<Names> = None;
    // The most believed first.
    let sources: [fn(&Reader<'_, '_>) -> Option<Names>; 5] = [
        |reader| reader.json_ld(),
        |reader| reader.tags(),
        |reader| reader.marks(Sign::Author, Trust::Stated),
        |reader| reader.marks(Sign::Writer, Trust::Printed),
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
    let byline = as_printed(facts, &names.people).or_else(|| {
        (!names.line.is_empty()).then(|| Said::new(names.line.clone(), names.rule.clone()))
    });
    let authors_rule = (!names.people.is_empty()).then_some(names.rule);
    Authorship { byline, authors: names.people, authors_rule }
}

/// The line near the headline that names all of these people, as it is printed.
fn as_printed(facts: &PageFacts<'_>, people: &[String]) -> Option<Said> {
    let page = facts.page;
    let marks = page.marked(Sign::Writer).map(|mark| (&mark.text, &*mark.rule, mark.place));
    let lines = page.lines.iter().filter(|line| !page.is_aside(line.zone()));
    let lines = lines.map(|line| (&line.text, "text:line", line.place));
    let (text, rule, _) = marks.chain(lines).find(|(text, _, place)| {
        text.len() <= LONGEST_LINE
            && page.distance(*place) <= FARTHEST_LINE
            && bylines::may_open_a_byline(text)
            && !people.is_empty()
            && people.iter().all(|person| text.contains(person.as_str()))
    })?;
    Some(Said::new(words::plain(text), rule.to_owned()))
}

/// Longest printed author line, in bytes.
const LONGEST_LINE: usize = 160;

/// What one source says.
struct Names {
    line: String,
    people: Vec<String>,
    rule: Rule,
}

struct Reader<'f, 'p> {
    facts: &'f PageFacts<'p>,
    site_keys: Vec<String>,
    /// The names in the addresses of this page: `mdr` of `www.mdr.de`.
    hosts: Vec<String>,
}

/// How sure it is that a text is the name of an author.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// A program was told so: also a name of one word, or a pen name, is one.
    Stated,
    /// It stands where authors stand.
    Printed,
}

/// How far from the headline an author is looked for, in lines: in elements called so, in lines that
/// open like an author line, and beside the date.
const FARTHEST_MARK: usize = 150;
const FARTHEST_LINE: usize = 30;
const NEAREST_LINE: usize = 8;

impl Names {
    /// Takes over the people of an element beside.
    fn add(&mut self, other: Self) {
        for person in other.people {
            if !self.people.contains(&person) {
                self.line.push_str(", ");
                self.line.push_str(&person);
                self.people.push(person);
            }
        }
    }
}

impl Reader<'_, '_> {
    fn json_ld(&self) -> Option<Names> {
        let objects = [self.facts.article, self.facts.work].into_iter().flatten();
        objects
            .flat_map(|object| ["author", "creator"].map(|property| (object, property)))
            .find_map(|(object, property)| {
                let names = self.facts.graph.names(object, property);
                let names =
                    names.iter().map(|(name, is_organisation)| (name.as_str(), *is_organisation));
                self.entries(names, Trust::Stated, Rule::from(format!("json-ld:{property}")))
            })
    }

    fn tags(&self) -> Option<Names> {
        let mut first = None;
        for tag in TAGS {
            let contents = self.facts.page.tags.all(tag).map(|content| (content, false));
            let rule = Rule::from(format!("meta:{tag}"));
            let Some(names) = self.entries(contents, Trust::Stated, rule) else { continue };
            if !names.people.is_empty() {
                return Some(names);
            }
            first = first.or(Some(names));
        }
        first
    }

    /// The elements called authors nearest to the headline; of nested ones the innermost.
    fn marks(&self, sign: Sign, trust: Trust) -> Option<Names> {
        let page = self.facts.page;
        let marks = page.marked(sign).filter(|mark| page.distance(mark.place) <= FARTHEST_MARK);
        let mut first: Option<Names> = None;
        let mut house: Option<Names> = None;
        for mark in marks {
            let text = mark.value.as_deref().unwrap_or(&mark.text);
            if text.len() > LONGEST {
                continue;
            }
            let Some(names) = self.entry(text, trust, Rule::from(mark.rule.clone())) else {
                continue;
            };
            if names.people.is_empty() {
                house = house.or(Some(names));
                continue;
            }
            match &mut first {
                None => first = Some(names),
                // Authors side by side, each in an element of its own.
                Some(known) if known.rule == names.rule => known.add(names),
                Some(_) => {}
            }
        }
        // What no person stands in is a line only where a program says that it is one.
        first.or(house.filter(|_| trust == Trust::Stated))
    }

    /// A line near the headline that opens with `By` or its like, or further off with `Author:`; else a
    /// name that stands beside the date.
    fn lines(&self) -> Option<Names> {
        let page = self.facts.page;
        let lines = || page.lines.iter().filter(|line| !page.is_aside(line.zone()));
        let opened = lines()
            .filter(|line| bylines::may_open_a_byline(&line.text))
            .filter(|line| page.distance(line.place) <= FARTHEST_LINE || is_labelled(&line.text))
            .find_map(|line| self.people_of(&line.text));
        opened.or_else(|| {
            lines()
                .filter(|line| page.distance(line.place) <= NEAREST_LINE && line.text.len() <= 120)
                .find_map(|line| self.people_of(&beside_date(&line.text)?))
        })
    }

    fn people_of(&self, line: &str) -> Option<Names> {
        let names = self.entry(line, Trust::Printed, Rule::from("text:line"))?;
        (!names.people.is_empty()).then_some(names)
    }

    fn entry(&self, text: &str, trust: Trust, rule: Rule) -> Option<Names> {
        self.entries([(text, false)].into_iter(), trust, rule)
    }

    /// Reads names as they are listed, each with whether it is said to be an organisation; each may
    /// itself be a line of several names.
    fn entries<'t>(
        &self,
        entries: impl Iterator<Item = (&'t str, bool)>,
        trust: Trust,
        rule: Rule,
    ) -> Option<Names> {
        let mut found = Names { line: String::new(), people: Vec::new(), rule };
        let mut last_key = String::new();
        for (text, is_organisation) in entries {
            let Some(text) = words::name(text).filter(|text| is_said(text)) else { continue };
            let key = words::key(&text);
            if key == last_key {
                continue;
            }
            last_key = key;
            if found.line.len() < LONGEST {
                if !found.line.is_empty() {
                    found.line.push_str(", ");
                }
                found.line.push_str(&text);
            }
            if !is_organisation {
                for name in self.people(&text, trust) {
                    if !found.people.contains(&name) {
                        found.people.push(name);
                    }
                }
            }
        }
        (!found.line.is_empty()).then_some(found)
    }

    /// The people that an author line names.
    fn people(&self, line: &str, trust: Trust) -> Vec<String> {
        let line = without_opening(line);
        if line.len() > LONGEST * 4 || self.is_house(line) {
            return Vec::new();
        }
        let pieces = pieces(line);
        // `Doe, Jane`, as catalogues and citations have it.
        if let [family, _] = pieces.as_slice()
            && line.contains(',')
            && let [name] = bylines::authors_of_field(line).as_slice()
            && name.ends_with(family)
        {
            return self.person(name, trust).into_iter().collect();
        }
        pieces.into_iter().filter_map(|piece| self.person(piece, trust)).collect()
    }

    fn person(&self, piece: &str, trust: Trust) -> Option<String> {
        let piece = bylines::after_post(after_label(piece)?);
        if piece.is_empty()
            || self.is_house(piece)
            || is_collective(piece)
            || agencies::is_agency(piece)
        {
            return None;
        }
        if let Some(name) = bylines::authors_of_field(piece).into_iter().next() {
            return ends_a_name(&name).then_some(name);
        }
        is_plain_name(piece, trust).then(|| piece.to_owned())
    }

    /// Whether a name is that of the publication, or of one of its newsrooms: `MDR Sachsen-Anhalt`.
    fn is_house(&self, name: &str) -> bool {
        let key = words::key(name);
        let first = name.split_whitespace().next().map(words::key).unwrap_or_default();
        self.site_keys.contains(&key)
            || self.hosts.iter().any(|host| *host == first || *host == key)
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
        let glued = || {
            GLUED.iter().find_map(|opening| {
                let (start, rest) = line.split_at_checked(opening.len())?;
                (start.eq_ignore_ascii_case(opening) && is_glued(line, rest)).then_some(rest)
            })
        };
        match bylines::after_opening_of_field(line).or_else(glued) {
            Some(rest) => line = rest,
            None => break,
        }
    }
    line
}

/// Whether an opening in small letters runs into a name, `ByJane Doe`: they stood in elements side by
/// side.
fn is_glued(line: &str, rest: &str) -> bool {
    let opening = line.len() - rest.len();
    let small = line.get(..opening).and_then(|opening| opening.chars().next_back());
    small.is_some_and(char::is_lowercase) && rest.starts_with(char::is_uppercase)
}

/// Openings that run into a name and are no start of one.
const GLUED: &[&str] = &["by", "von", "author", "autor", "autorin"];

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
    let mut start = 0;
    for part in text.split_inclusive(' ') {
        let word = part.trim_end_matches(' ');
        let is_inside = start > 0 && word.len() < part.len();
        if is_inside && (word == "/" || bylines::joins_names(word)) {
            return Some((start - 1, part.len() + 1));
        }
        start += part.len();
    }
    None
}

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
    lower.contains("e.v.")
        || lower.contains("e. v.")
        || lower.contains(".de")
        || lower.contains(".com")
        || lower.contains(".co")
        || lower.contains(".net")
        || lower.contains(".org")
        || bylines::is_of_a_newsroom(&lower)
}

/// Whether a text that a program was told is an author, and that nothing speaks against, can be a
/// person's name: a few words that letters make up.
fn is_plain_name(text: &str, trust: Trust) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_word = |word: &&str| {
        word.chars().any(char::is_alphabetic)
            && word
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '\'' | '’' | '_'))
    };
    let is_name = (1..=5).contains(&words.len()) && text.len() <= 60 && words.iter().all(is_word);
    is_name && trust == Trust::Stated && !is_label(&text.to_lowercase())
}

/// Whether a name does not end in a word that opens one: `Artikel von` is a label.
fn ends_a_name(name: &str) -> bool {
    let last = name.split_whitespace().next_back().unwrap_or_default();
    !is_label(&last.to_lowercase()) || DEGREES.contains(&last)
}

/// Labels that are part of a name where they stand behind it.
const DEGREES: &[&str] = &["Jr", "Sr", "MD", "PhD", "Ma", "Di", "By", "Name", "Test"];

/// Whether words, in lower case, stand where a name should and are none.
fn is_label(words: &str) -> bool {
    PLACEHOLDERS.contains(&words) || bylines::is_opening(words)
}

const PLACEHOLDERS: &[&str] =
    &["fail", "nobody", "name", "test", "root", "ma", "md", "phd", "dr", "jr", "sr"];

/// A piece without a label before the name, `Interview: Jane Doe`; `None` where it names who took
/// the picture.
fn after_label(piece: &str) -> Option<&str> {
    let Some((label, name)) = piece.split_once(':') else { return Some(piece) };
    (!bylines::is_of_a_picture(label)).then(|| name.trim())
}

/// Whether a line says outright that it names the author.
fn is_labelled(line: &str) -> bool {
    line.split_once(':').is_some_and(|(label, _)| {
        ["author", "autor", "autorin", "auteur", "autore"]
            .iter()
            .any(|word| label.eq_ignore_ascii_case(word))
    })
}

/// What stands beside the date of a line, if it is a person's name and nothing else.
fn beside_date(line: &str) -> Option<String> {
    let date = printed_dates::in_line(line, None).into_iter().next()?;
    let before = line.get(..date.range.start)?;
    let after = line.get(date.range.end..)?;
    let is_mark = |c: char| !c.is_alphanumeric() && c != '.';
    [before, after]
        .into_iter()
        .map(|part| without_opening(part.trim_matches(is_mark)).trim_matches(is_mark))
        .find(|part| bylines::is_name(part))
        .map(str::to_owned)
}

/// The name in an address: `mdr` of `https://www.mdr.de/nachrichten`.
fn host_name(address: &str) -> Option<String> {
    let host = publishers::host(address)?;
    let mut labels = host.rsplit('.').skip(1);
    // `co.uk` and the like take two labels.
    let name = labels.find(|label| {
        label.len() > 3 || !matches!(*label, "co" | "com" | "org" | "net" | "gov" | "ac")
    })?;
    Some(words::key(name))
}
