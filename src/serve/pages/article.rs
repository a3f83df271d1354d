//! An article: head, body with names marked by kind, quotations with their speakers, captions, who is in it and by which
//! rule, where it came from, revisions and reprints, and its captures to be saved.
//!
//! What must stay true: nothing of a capture is markup here; the text is in the language that it is in; a text that is
//! longer than a page comes in parts, each with the names and quotations that stand in it.

use std::collections::HashMap;

use askama::Template;

use super::Frame;
use crate::db::Reader;
use crate::model::{
    ArticleDetails, ArticleId, EntityKind, MentionDetails, MentionField, Permalink, Sha256,
};
use crate::ops::permalink::{self, Words};
use crate::output::document::Address;
use crate::serve::answer::{Answer, NoPage};
use crate::serve::asked::PageAsked;
use crate::serve::link;
use crate::serve::marked::{Marks, Piece};
use crate::serve::part::{Part, part_with};

#[derive(Template)]
#[template(path = "article.html")]
struct Article<'p> {
    page: Frame<'p>,
    details: &'p ArticleDetails,
    /// The path of this page.
    here: String,
    note: Option<&'static str>,
    /// The language of its text, where it is known.
    language: Option<&'p str>,
    headline: Vec<Vec<Piece>>,
    standfirst: Vec<Vec<Piece>>,
    body: Vec<Vec<Piece>>,
    /// Which part of the body is shown.
    part: Part,
    captions: Vec<Caption>,
    names: Vec<Named>,
    quotations: Vec<Quotation<'p>>,
    url: Option<Address>,
    permalink: String,
    /// The permalink of the words that were asked for.
    words_permalink: Option<String>,
}

struct Caption {
    number: i64,
    lines: Vec<Vec<Piece>>,
    credit: Option<String>,
}

/// Characters of a headline, a standfirst or a caption that are shown.
const MOST_HEAD: usize = 2_000;

/// Somebody or something that is named.
struct Named {
    name: String,
    kind: String,
    href: String,
    times: usize,
    /// As the text has it first.
    first: String,
    rules: Vec<String>,
}

struct Quotation<'p> {
    number: usize,
    start_char: i64,
    speaker: &'p str,
    quote: &'p str,
    rule: &'p str,
}

/// Fails where there is no such article, several begin so, or the archive cannot be read.
pub fn page(asked: &PageAsked) -> Result<Answer, NoPage> {
    let reader = asked.reader()?;
    let article = the_one(&reader, asked.text("article"))?;
    let details = reader.article(article)?;
    let details = details.ok_or_else(|| NoPage::NotThere("there is no such article".to_owned()))?;
    let words = words(asked)?;
    let words_permalink = match words {
        None => None,
        Some(words) => {
            let permalink = permalink::of_words(&reader, article, words)?;
            let gone = || NoPage::NotThere("the article has no such characters".to_owned());
            Some(permalink.ok_or_else(gone)?.to_string())
        }
    };
    Ok(Answer::Page(shown(asked, &details, words, words_permalink)?))
}

/// The article that a number or the beginning of a SHA-256 names.
fn the_one(reader: &Reader, text: &str) -> Result<ArticleId, NoPage> {
    match reader.find_articles(text)?.as_slice() {
        [] => Err(NoPage::NotThere("there is no such article".to_owned())),
        [one] => Ok(*one),
        several => {
            let numbers: Vec<String> = several.iter().map(|one| one.0.to_string()).collect();
            Err(NoPage::Usage(format!("it means several articles: {}", numbers.join(", "))))
        }
    }
}

/// The words that are to be shown: `at=120,143`, `field=headline`.
fn words(asked: &PageAsked) -> Result<Option<Words>, NoPage> {
    let Some(at) = asked.given("at") else { return Ok(None) };
    let wanted = || NoPage::Usage(format!("`at` is START,END, not `{at}`"));
    let (start, end) = at.split_once(',').ok_or_else(wanted)?;
    let (start_char, end_char) = match (start.parse::<usize>(), end.parse::<usize>()) {
        (Ok(start), Ok(end)) if start < end => (start, end),
        _ => return Err(wanted()),
    };
    let field = match asked.given("field") {
        None => MentionField::Body,
        Some(name) => MentionField::by_name(name)
            .ok_or_else(|| NoPage::Usage(format!("`{name}` is no field of an article")))?,
    };
    Ok(Some(Words { field, start_char, end_char }))
}

fn shown(
    asked: &PageAsked,
    details: &ArticleDetails,
    words: Option<Words>,
    words_permalink: Option<String>,
) -> Result<String, NoPage> {
    let site = &asked.site;
    let body: Vec<char> = details.body.chars().collect();
    let asked_for = words.filter(|words| words.field == MentionField::Body);
    let from = asked.given("from").map(|from| {
        let wanted = || NoPage::Usage(format!("`from` is the number of a character, not `{from}`"));
        from.parse::<usize>().map_err(|_| wanted())
    });
    let from = from.transpose()?.or(asked_for.map(|words| words.start_char));
    let part = part_with(&body, from.unwrap_or_default());
    let places: Vec<(i64, i64)> =
        details.quotes.iter().map(|quote| (quote.start_char, quote.end_char)).collect();
    let marks = Marks { site, mentions: &details.mentions, words, quotations: &places };
    let lines = |field: &str, text: Option<&str>| {
        let mut text: Vec<char> = text.unwrap_or_default().chars().take(MOST_HEAD + 1).collect();
        if text.len() > MOST_HEAD {
            text.truncate(MOST_HEAD);
            text.push('…');
        }
        marks.lines(field, &text, 0..text.len())
    };
    let captions = details.captions.iter().map(|caption| Caption {
        number: caption.number,
        lines: lines(&format!("caption-{}", caption.number), caption.caption.as_deref()),
        credit: caption.credit.clone(),
    });
    let title = details.headline.as_deref().unwrap_or("An article without headline");
    let article = Article {
        page: Frame { words: asked.text("q"), ..Frame::of(site, title) },
        note: note(asked.text("note")),
        language: details.language.as_deref().filter(|tag| is_language(tag)),
        headline: lines("headline", details.headline.as_deref()),
        standfirst: lines("standfirst", details.standfirst.as_deref()),
        body: marks.lines("body", &body, part.start..part.end),
        part,
        captions: captions.collect(),
        names: names(asked, details, part),
        quotations: quotations(details, part),
        url: details.url.as_deref().and_then(Address::of),
        permalink: permalink_of(details)?,
        words_permalink,
        here: format!("article/{}", details.article_id),
        details,
    };
    Ok(article.render()?)
}

fn permalink_of(details: &ArticleDetails) -> Result<String, NoPage> {
    let sha256 = Sha256::from_hex(&details.sha256);
    let article = sha256.ok_or_else(|| NoPage::Bug("an article has no SHA-256".to_owned()))?;
    Ok(Permalink { article, place: None }.to_string())
}

/// What is said of words that a permalink named.
fn note(note: &str) -> Option<&'static str> {
    match note {
        "moved" => Some("The words stand elsewhere in the text than when they were cited."),
        "elsewhere" => {
            Some("The archive has another text than the one that was cited; the words stand here.")
        }
        "gone" => {
            Some("This is the article that was cited. It does not have the cited words any more.")
        }
        _ => None,
    }
}

/// Whether a browser takes it for a language (BCP 47, in outline).
fn is_language(tag: &str) -> bool {
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let first = tag.split('-').next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && tag.split('-').all(is_part)
}

/// Whether what stands there in the body is in a part of it.
fn is_in(part: Part, start_char: i64) -> bool {
    usize::try_from(start_char).is_ok_and(|start| (part.start..part.end).contains(&start))
}

/// Who is named in the head or in this part of the body, in the order of the text.
fn names(asked: &PageAsked, details: &ArticleDetails, part: Part) -> Vec<Named> {
    let mut names: Vec<Named> = Vec::new();
    let mut known = HashMap::new();
    let is_shown =
        |mention: &&MentionDetails| mention.field != "body" || is_in(part, mention.start_char);
    for mention in details.mentions.iter().filter(is_shown) {
        let at = *known.entry((&mention.kind, &mention.name)).or_insert(names.len());
        match names.get_mut(at) {
            Some(named) => {
                named.times += 1;
                if !named.rules.contains(&mention.rule) {
                    named.rules.push(mention.rule.clone());
                }
            }
            None => names.push(Named {
                name: mention.name.clone(),
                kind: mention.kind.clone(),
                href: EntityKind::by_name(&mention.kind)
                    .map(|kind| link::entity(&asked.site, kind, &mention.name))
                    .unwrap_or_default(),
                times: 1,
                first: mention.surface_form.clone(),
                rules: vec![mention.rule.clone()],
            }),
        }
    }
    names
}

fn quotations(details: &ArticleDetails, part: Part) -> Vec<Quotation<'_>> {
    (1..)
        .zip(&details.quotes)
        .filter(|(_, quote)| is_in(part, quote.start_char))
        .map(|(number, quote)| Quotation {
            number,
            start_char: quote.start_char,
            // Where nobody can tell who that is, the words of the text stand for the speaker.
            speaker: quote
                .speaker
                .as_deref()
                .or(quote.speaker_words.as_deref())
                .unwrap_or("nobody named"),
            quote: &quote.quote,
            rule: &quote.rule,
        })
        .collect()
}
