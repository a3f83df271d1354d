//! HTML: a saved page to the one article in it, or the reason why there is none.
//!
//! `charset` decodes, `guard` makes the markup safe to parse, `outline` lists what is shown, `runs` cuts
//! it into paragraphs, `selection` finds those of the article, `body` and `cleaning` make its text,
//! `verdict` says whether that is an article, `metadata` reads what the page says of itself. What must
//! stay true: no program, style or hidden text enters the body, and time is linear in the page's length.

mod body;
mod charset;
mod cleaning;
mod guard;
mod labels;
mod metadata;
mod outline;
mod runs;
mod saved;
mod selection;
mod tags;
mod verdict;

use super::regions::Cover;
use super::{Format, Framing, Refusal};
use crate::model::{Draft, Field, Published, Reading, RegionRole};
use crate::text::decode::Decoded;
use crate::text::{language, normalise};

pub use charset::decode;

pub const FORMAT: Format = Format {
    name: "html",
    version: 1,
    media_type: "text/html",
    extensions: &["html", "htm", "xhtml"],
    summary: "HTML: a saved page, its article without what surrounds it",
    framing: Framing::Whole,
    sniff,
    read,
};

/// What is known of a page besides its markup.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// Where it was fetched from.
    pub url: Option<&'a str>,
    /// When it was fetched or received.
    pub captured: Option<&'a Published>,
}

/// Reads a saved page.
fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    let decoded = decode(bytes, None);
    if decoded.text.chars().all(char::is_whitespace) {
        return Ok(Cover::new(decoded.text.len()).finish(&decoded));
    }
    let draft = page(&decoded.text, &Known::default())?;
    let mut cover = Cover::new(decoded.text.len());
    cover.mark(decoded.text.len(), RegionRole::Record);
    cover.article(draft.head, draft.origins, draft.body);
    Ok(cover.finish(&decoded))
}

/// A page's article, or why there is none.
pub fn page(html: &str, known: &Known<'_>) -> Result<Draft, Refusal> {
    let known = Known { url: known.url.or_else(|| saved::address(html)), ..*known };
    let document = dom_query::Document::from(guard::parsable(html).as_ref());
    let outline = outline::Outline::of(&document);
    let runs = runs::runs(&outline);
    let selection = selection::Selection::new(&outline, &runs);
    let roots = selection.article(&runs);
    let mut blocks = body::blocks(&outline, &runs, &selection, &roots);
    let title = document.select_single("h1").text();
    cleaning::clean(&mut blocks, Some(&title));
    let first = body::joined(&blocks);
    let described = metadata::describe(&document, &known, &first);
    let (mut head, mut origins, claims) = (described.head, described.origins, described.claims);
    cleaning::without_head(&mut blocks, &head);
    let mut text = body::joined(&blocks);
    let mut origin = "html:text";
    if let Some(claimed) = claims.article_body.as_deref().filter(|claimed| verdict::is_better(claimed, &text)) {
        text = claimed.to_owned();
        origin = "json-ld:articleBody";
    }
    let found = verdict::Found {
        outline: &outline,
        runs: &runs,
        selection: &selection,
        roots: &roots,
        blocks: &blocks,
        title: &document.select_single("title").text(),
        claims: &claims,
    };
    verdict::check(&text, &found)?;
    let body = normalise::stored(text.trim());
    if head.language.is_none() {
        head.language = language::language(&body).map(str::to_owned);
    }
    origins.set(Field::Body, origin);
    Ok(Draft { part: 0, head, origins, body })
}

/// HTML by its first tag.
fn sniff(prefix: &[u8]) -> bool {
    let _ = prefix;
    false
}
