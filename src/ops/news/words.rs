//! The words of a story that are shown: sentences that name who is watched or have the words of a search, quotations,
//! titles.
//!
//! What must stay true: words are shown as they stand in the text but for the white space between them, and with the
//! place at which they stand; no more than a few of each, and the others are counted.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Target;
use super::story::Group;
use crate::db::{NamedAt, QuoteAt, Reader, Result, TitleAt};
use crate::export::citation;
use crate::model::{ArticleId, MentionField, NewsQuote, NewsRole, NewsWords};
use crate::ops::review::summary;
use crate::text::passage;

/// Sentences, and quotations, of a story that are shown.
const MOST: usize = 3;

/// Words of a quotation that are shown.
const WORDS_OF_QUOTE: usize = 80;

/// Around the words that a search found. From the private planes: no text that is meant to be read has them.
const MARKS: [char; 2] = ['\u{f0001}', '\u{f0002}'];

/// What is read of the stories of a watch that are shown.
#[derive(Default)]
pub struct Material {
    bodies: HashMap<i64, String>,
    /// Bodies with marks around what was searched for.
    marked: HashMap<i64, String>,
    named: HashMap<i64, Vec<NamedAt>>,
    quotes: HashMap<i64, Vec<QuoteAt>>,
}

impl Material {
    /// What is known of these articles, of which sentences are shown. Fails where the archive cannot be read.
    pub fn read(reader: &Reader, target: &Target<'_>, articles: &[i64]) -> Result<Self> {
        let mut material = Self { bodies: reader.bodies(articles)?, ..Self::default() };
        if let Some(whom) = &target.whom {
            for named in reader.named_at(whom, articles)? {
                material.named.entry(named.article).or_default().push(named);
            }
            for quote in reader.quotes_by_or_about(whom, articles)? {
                material.quotes.entry(quote.article).or_default().push(quote);
            }
        }
        if let Some(words) = &target.words {
            material.marked = reader.bodies_marked(words, articles, MARKS)?;
        }
        Ok(material)
    }

    /// The body of an article, by code points.
    pub fn text(&self, article: i64) -> Vec<char> {
        self.bodies.get(&article).map(|body| body.chars().collect()).unwrap_or_default()
    }
}

/// The sentences of a story that are shown, and how many more there are. One that is hardly more than a quotation
/// that is shown is left out. Fails where the archive cannot be read.
pub fn sentences(
    reader: &Reader,
    article: i64,
    material: &Material,
    text: &[char],
) -> Result<(Vec<NewsWords>, usize)> {
    let named = material.named.get(&article).map(Vec::as_slice).unwrap_or_default();
    let quotes = material.quotes.get(&article).map(Vec::as_slice).unwrap_or_default();
    let quoted: Vec<(usize, usize)> =
        quotes.iter().take(MOST).map(|quote| (quote.start_char, quote.end_char)).collect();
    let in_body: Vec<(usize, usize)> = match material.marked.get(&article) {
        Some(marked) => marked_spans(marked, text),
        None => spans_in(named, "body"),
    };
    if !in_body.is_empty() {
        return Ok(passages(article, MentionField::Body, text, &in_body, &quoted));
    }
    // The headline is shown by itself.
    let elsewhere = named.iter().find(|one| one.field != "headline");
    if let Some(field) = elsewhere.and_then(|one| MentionField::by_name(&one.field))
        && let Some((_, of_field)) = reader.text_of(ArticleId(article), field)?
    {
        let of_field: Vec<char> = of_field.chars().collect();
        return Ok(passages(article, field, &of_field, &spans_in(named, &field.name()), &[]));
    }
    let first = text.iter().position(|character| !character.is_whitespace());
    let (found, _) = match first {
        Some(first) => passages(article, MentionField::Body, text, &[(first, first + 1)], &[]),
        None => (Vec::new(), 0),
    };
    Ok((found, 0))
}

fn spans_in(named: &[NamedAt], field: &str) -> Vec<(usize, usize)> {
    let inside = named.iter().filter(|one| one.field == field);
    inside.map(|one| (one.start_char, one.end_char)).collect()
}

/// The sentences around some words, each once, without those that are mostly one of the quotations.
fn passages(
    article: i64,
    field: MentionField,
    text: &[char],
    spans: &[(usize, usize)],
    quoted: &[(usize, usize)],
) -> (Vec<NewsWords>, usize) {
    let mut found: Vec<NewsWords> = Vec::new();
    let (mut shown_until, mut more) = (0, BTreeSet::new());
    for &(start, end) in spans {
        if start < shown_until {
            continue;
        }
        let around = passage::around(text, start, end);
        let is_quotation = quoted.iter().any(|&(from, to)| {
            let shared = to.min(around.end).saturating_sub(from.max(around.start));
            shared * 2 > around.end - around.start
        });
        if is_quotation {
            shown_until = around.end;
            continue;
        }
        if found.len() == MOST {
            more.insert(around.start);
            continue;
        }
        shown_until = around.end;
        let inside: String =
            text.get(around.start..around.end).unwrap_or_default().iter().collect();
        let (before, behind) = around.is_cut;
        found.push(NewsWords {
            words: format!(
                "{}{}{}",
                if before { "…" } else { "" },
                on_one_line(&inside),
                if behind { "…" } else { "" }
            ),
            address: address(article, field, around.start, around.end),
        });
    }
    (found, more.len())
}

/// Where the marks stand, in code points of the text without them; none where it is another text.
fn marked_spans(marked: &str, text: &[char]) -> Vec<(usize, usize)> {
    let [open, close] = MARKS;
    let (mut at, mut begun, mut spans) = (0, None, Vec::new());
    for character in marked.chars() {
        if text.get(at) == Some(&character) && begun.is_none() && character != open {
            at += 1;
        } else if character == open {
            begun = Some(at);
        } else if character == close {
            spans.extend(begun.take().map(|start| (start, at)));
        } else {
            at += 1;
        }
    }
    if at == text.len() { spans } else { Vec::new() }
}

/// The quotations of a story that are shown, those by who is watched first, and how many more there are.
pub fn quotes(article: i64, material: &Material, text: &[char]) -> (Vec<NewsQuote>, usize) {
    let found = material.quotes.get(&article).map(Vec::as_slice).unwrap_or_default();
    let inside = |start: usize, end: usize| -> String {
        on_one_line(&text.get(start..end).unwrap_or_default().iter().collect::<String>())
    };
    let shown = found.iter().take(MOST).map(|quote| {
        let words = inside(quote.start_char, quote.end_char);
        let words = summary::first_words(&words, true, WORDS_OF_QUOTE);
        let named = quote.speaker_span.map(|(start, end)| inside(start, end));
        NewsQuote {
            words: summary::in_marks(&words),
            speaker: quote.speaker.clone().or(named),
            is_by_watched: quote.is_by_them,
            address: address(article, MentionField::Body, quote.start_char, quote.end_char),
        }
    });
    (shown.collect(), found.len().saturating_sub(MOST))
}

/// The titles that stories give who is watched and no article before them did, each once. Fails where the archive
/// cannot be read.
pub fn roles(reader: &Reader, target: &Target<'_>, groups: &[Group]) -> Result<Vec<NewsRole>> {
    let Some(whom) = &target.whom else { return Ok(Vec::new()) };
    let mut heads: Vec<_> = groups.iter().map(|group| &group.head).collect();
    heads.sort_by_key(|head| (head.earliest_on.is_none(), &head.earliest_on, head.sha256));
    let shown: Vec<i64> = heads.iter().map(|head| head.article_id).collect();
    let given = reader.titles_at(whom, &shown)?;
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let new: Vec<i64> = groups.iter().flat_map(Group::numbers).collect();
    let mut known: HashSet<String> =
        reader.titles_elsewhere(whom, &new)?.iter().map(|title| title.to_lowercase()).collect();
    let mut of_article: HashMap<i64, Vec<&TitleAt>> = HashMap::new();
    for title in &given {
        of_article.entry(title.article).or_default().push(title);
    }
    let mut roles = Vec::new();
    for head in heads {
        for at in of_article.get(&head.article_id).into_iter().flatten() {
            if !known.insert(at.title.to_lowercase()) {
                continue;
            }
            let field = MentionField::by_name(&at.field).unwrap_or_default();
            roles.push(NewsRole {
                person: whom.name.clone(),
                title: on_one_line(&at.title),
                publisher: head.publisher.clone(),
                day: citation::day(&head.published),
                address: address(head.article_id, field, at.start_char, at.end_char),
            });
        }
    }
    Ok(roles)
}

/// As `show` and `cite` take it.
fn address(article: i64, field: MentionField, start: usize, end: usize) -> String {
    let field = match field {
        MentionField::Body => String::new(),
        field => format!("/field={field}"),
    };
    format!("{article}#char={start},{end}{field}")
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sentence_is_shown_once_and_the_rest_counted() {
        let text =
            "Ann Ng came. Ng and Ng left. No one else.\n\nNg wept. Then Ng sang. Ng sat. Ng slept.";
        let characters: Vec<char> = text.chars().collect();
        let spans: Vec<(usize, usize)> =
            text.match_indices("Ng").map(|(at, _)| (at, at + 2)).collect();
        let (found, more) = passages(7, MentionField::Body, &characters, &spans, &[]);
        let words: Vec<&str> = found.iter().map(|one| one.words.as_str()).collect();
        assert_eq!(words, ["Ann Ng came.", "Ng and Ng left.", "Ng wept."]);
        assert_eq!(found[0].address, "7#char=0,12");
        assert_eq!(more, 3);
        let (found, _) = passages(7, MentionField::Body, &characters, &spans[..3], &[(14, 25)]);
        assert_eq!(found.len(), 1, "a quotation is shown by itself: {found:?}");
    }

    #[test]
    fn marks_are_found_again() {
        let [open, close] = MARKS;
        let text: Vec<char> = "the old bridge, a bridge".chars().collect();
        let marked = format!("the old {open}bridge{close}, a {open}bridge{close}");
        assert_eq!(marked_spans(&marked, &text), [(8, 14), (18, 24)]);
        assert_eq!(marked_spans("another text", &text), []);
    }
}
