//! `article`: one article, a window of its text at a time.

use serde_json::{Value, json};

use super::{Asking, object};
use crate::db::Reader;
use crate::mcp::answer::{Answer, Outcome, Trouble, short};
use crate::mcp::arguments::Arguments;
use crate::mcp::{rows, shape, source};
use crate::model::{ArticleDetails, ArticleId, MentionField, QuoteDetails, Sha256};
use crate::ops::permalink::Words;

/// Characters of a window.
const WINDOW: usize = 4_000;
const MOST_WINDOW: usize = 20_000;

/// Characters before words that a permalink opens at.
const BEFORE: usize = 400;

/// Most names, captions, quotations and other texts.
const MOST_LISTED: usize = 60;

/// What it takes.
pub fn takes() -> Value {
    object(
        json!({
            "article": { "type": "string", "maxLength": 20_000,
                "description": "its number, its SHA-256, a permalink, or words in it such as 17#char=120,143" },
            "from": { "type": "integer", "minimum": 0,
                "description": "the first character of the window; by default the first of the text, or before the words" },
            "length": { "type": "integer", "minimum": 1, "maximum": MOST_WINDOW, "default": WINDOW },
        }),
        &["article"],
    )
}

/// What it answers.
pub fn gives() -> Value {
    let (text, number) = (shape::maybe_text, shape::number);
    let rows = || shape::list(json!({ "type": "object" }));
    let window = shape::with(
        json!({ "text": shape::text(), "start_char": number(), "end_char": number(), "total_chars": number(),
            "permalink": shape::text() }),
        &["text", "start_char", "end_char", "total_chars", "permalink"],
    );
    shape::of_archive(shape::with(
        json!({
            "article_id": number(), "permalink": shape::text(), "headline": text(), "standfirst": text(), "byline": text(),
            "publisher": text(), "section": text(), "published": text(), "published_precision": text(),
            "language": text(), "url": text(), "status": text(), "opened_at": { "type": ["object", "null"] },
            "window": window, "quotes": rows(), "named": rows(), "captions": rows(),
            "topics": shape::list(shape::text()), "other_texts": rows(),
        }),
        &["article_id", "permalink", "window", "quotes", "named"],
    ))
}

/// Answers it.
pub fn call(asking: &Asking<'_>, arguments: &Arguments) -> Outcome {
    let reader = asking.reader()?;
    let source = source::open(&reader, arguments.required("article"))?;
    let found = reader.article(source.article)?;
    let article = found.ok_or_else(|| Trouble::new("there is no such article"))?;
    let sha256 = Sha256::from_hex(&article.sha256)
        .ok_or_else(|| Trouble::new("the archive is damaged: the article has no SHA-256"))?;
    let characters: Vec<char> = article.body.chars().collect();
    let opened_at = source.words.filter(|words| words.field == MentionField::Body);
    let start = opened_at.map_or(0, |words| words.start_char.saturating_sub(BEFORE));
    let start = arguments.number("from", start).min(characters.len());
    let end = characters.len().min(start + arguments.number("length", WINDOW));
    let text: String = characters.iter().skip(start).take(end - start).collect();
    let window = Words { field: MentionField::Body, start_char: start, end_char: end };
    let words = match source.words {
        Some(words) => Some(json!({
            "field": words.field.name(), "start_char": words.start_char, "end_char": words.end_char,
            "permalink": rows::of_words(&reader, source.article, words)?, "note": source.note,
        })),
        None => None,
    };
    let quotes = quotes(&reader, source.article, &article, &window)?;
    let from_archive = json!({
        "article_id": article.article_id,
        "permalink": source::of_article(sha256),
        "headline": line(article.headline.as_deref()),
        "standfirst": line(article.standfirst.as_deref()),
        "byline": line(article.byline.as_deref()),
        "publisher": line(article.publisher.as_deref()),
        "section": line(article.section.as_deref()),
        "published": article.published,
        "published_precision": article.published_precision,
        "language": article.language,
        "url": line(article.url.as_deref()),
        "status": article.status,
        "opened_at": words,
        "window": {
            "text": text, "start_char": start, "end_char": end, "total_chars": characters.len(),
            "permalink": source::of_stretch(sha256, window),
        },
        "quotes": quotes,
        "named": named(&article, &window),
        "captions": captions(&reader, source.article, &article)?,
        "topics": article.topics.iter().take(MOST_LISTED).map(|topic| short(topic)).collect::<Vec<_>>(),
        "other_texts": others(&article),
    });
    let mut cut = Vec::new();
    if end < characters.len() {
        let count = characters.len();
        cut.push(format!(
            "the text goes on: ask again with `from` {end}; it has {count} characters"
        ));
    }
    let lists = ["quotes", "named", "captions", "topics", "other_texts"];
    let is_full =
        |name: &&str| from_archive[*name].as_array().is_some_and(|list| list.len() >= MOST_LISTED);
    let full: Vec<&str> = lists.into_iter().filter(is_full).collect();
    if !full.is_empty() {
        cut.push(format!("at most {MOST_LISTED} are listed of: {}", full.join(", ")));
    }
    let cut = (!cut.is_empty()).then(|| cut.join("; "));
    Ok(Answer::OfArchive { value: from_archive, cut })
}

/// A field of the head.
fn line(text: Option<&str>) -> Option<String> {
    text.map(short)
}

/// Who is quoted in the window; the words stand in it.
fn quotes(
    reader: &Reader,
    id: ArticleId,
    article: &ArticleDetails,
    window: &Words,
) -> Result<Vec<Value>, Trouble> {
    let is_inside = |quote: &&QuoteDetails| {
        let (start, end) = (window.start_char as i64, window.end_char as i64);
        quote.start_char >= start && quote.end_char <= end
    };
    let mut found = Vec::new();
    for quote in article.quotes.iter().filter(is_inside).take(MOST_LISTED) {
        let permalink = match words_of(quote) {
            Some(words) => rows::of_words(reader, id, words)?,
            None => None,
        };
        found.push(json!({
            "start_char": quote.start_char, "end_char": quote.end_char, "speaker": line(quote.speaker.as_deref()),
            "speaker_words": line(quote.speaker_words.as_deref()), "rule": quote.rule, "confidence": quote.confidence,
            "permalink": permalink,
        }));
    }
    Ok(found)
}

/// Where a quotation stands.
pub fn words_of(quote: &QuoteDetails) -> Option<Words> {
    let start_char = usize::try_from(quote.start_char).ok()?;
    let end_char = usize::try_from(quote.end_char).ok()?;
    Some(Words { field: MentionField::Body, start_char, end_char })
}

/// Who is named in the window, each once, in the order of the text.
fn named(article: &ArticleDetails, window: &Words) -> Vec<Value> {
    let (start, end) = (window.start_char as i64, window.end_char as i64);
    let mut seen: Vec<(&str, &str)> = Vec::new();
    let mut found = Vec::new();
    for mention in &article.mentions {
        let is_inside =
            mention.field != "body" || (mention.start_char >= start && mention.end_char <= end);
        let one = (mention.kind.as_str(), mention.name.as_str());
        if is_inside && !seen.contains(&one) && seen.len() < MOST_LISTED {
            seen.push(one);
            found.push(json!({ "name": short(&mention.name), "kind": mention.kind, "first_as": short(&mention.surface_form),
                "field": mention.field, "start_char": mention.start_char, "rule": mention.rule }));
        }
    }
    found
}

fn captions(
    reader: &Reader,
    id: ArticleId,
    article: &ArticleDetails,
) -> Result<Vec<Value>, Trouble> {
    let mut found = Vec::new();
    for caption in article.captions.iter().take(MOST_LISTED) {
        let number = u32::try_from(caption.number).ok();
        let length = caption.caption.as_ref().map_or(0, |text| text.chars().count());
        let permalink = match number {
            Some(number) if length > 0 => {
                let field = MentionField::Caption(number);
                rows::of_words(reader, id, Words { field, start_char: 0, end_char: length })?
            }
            _ => None,
        };
        found.push(json!({ "number": caption.number, "caption": line(caption.caption.as_deref()),
            "credit": line(caption.credit.as_deref()), "permalink": permalink }));
    }
    Ok(found)
}

/// Other texts of the article, and articles that are nearly the same.
fn others(article: &ArticleDetails) -> Vec<Value> {
    let revisions = article.revisions.iter().map(|other| {
        json!({ "article_id": other.article_id, "published": other.published, "headline": line(other.headline.as_deref()),
            "why": format!("same {}", other.reason) })
    });
    let near = article.near_duplicates.iter().map(|other| {
        json!({ "article_id": other.article_id, "published": other.published, "publisher": line(other.publisher.as_deref()),
            "headline": line(other.headline.as_deref()), "why": "nearly the same text" })
    });
    revisions.chain(near).take(MOST_LISTED).collect()
}
