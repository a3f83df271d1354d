//! Opens what a permalink names, and says so where that is not simply there.
//!
//! The SHA-256 of a permalink is that of the article's text, so words in the body stand where they stood or the article
//! is another one. Words in a headline, a standfirst or a caption may have gone by a correction. Nothing is opened
//! that is only like the words.

use crate::db::{Reader, Result};
use crate::model::{ArticleId, MentionField, Permalink, Place, Quoted, Sha256};
use crate::text::anchor::{self, Anchored};

/// Words in an article: code points, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    pub field: MentionField,
    pub start_char: usize,
    pub end_char: usize,
}

/// What came of a permalink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The article, and its words where they are named.
    There { article: ArticleId, words: Option<Words> },
    /// The article, but the words stand elsewhere in it.
    Moved { article: ArticleId, words: Words },
    /// The archive has no such article; another one has the words.
    Elsewhere { article: ArticleId, words: Words },
    /// The words stand at several places, and nothing tells which is meant.
    Several(Vec<(ArticleId, Words)>),
    /// The article is there, its words are not.
    WordsGone { article: ArticleId },
    /// Neither the article nor its words are there.
    Missing,
    /// A person had the article removed at that time.
    Erased { erased_at: String },
}

/// What a permalink leads to. An article that is not there is an answer, not an error; it fails where the archive
/// cannot be read.
pub fn open(reader: &Reader, permalink: &Permalink) -> Result<Found> {
    let Some(article) = reader.article_of(permalink.article)? else {
        if let Some(erased_at) = reader.erased_at(permalink.article)? {
            return Ok(Found::Erased { erased_at });
        }
        return match &permalink.place {
            Some(place) => elsewhere(reader, place),
            None => Ok(Found::Missing),
        };
    };
    let Some(place) = &permalink.place else { return Ok(Found::There { article, words: None }) };
    Ok(match at(reader, article, place)? {
        Anchored::InPlace { start_char, end_char } => {
            Found::There { article, words: Some(words(place, start_char, end_char)) }
        }
        Anchored::Moved { start_char, end_char } => {
            Found::Moved { article, words: words(place, start_char, end_char) }
        }
        Anchored::Several(starts) => Found::Several(several(article, place, &starts)),
        Anchored::Gone => Found::WordsGone { article },
    })
}

/// Where the words of a place stand in the same field of an article. Fails where the archive cannot be read.
pub fn at(reader: &Reader, article: ArticleId, place: &Place) -> Result<Anchored> {
    let text = reader.text_of(article, place.field)?;
    Ok(text.map_or(Anchored::Gone, |(_, text)| anchor::find(&text, place)))
}

/// The permalink of words in an article; `None` if there are no such characters. Fails where the archive cannot be
/// read.
pub fn of_words(reader: &Reader, article: ArticleId, words: Words) -> Result<Option<Permalink>> {
    let Some((sha256, text)) = reader.text_of(article, words.field)? else { return Ok(None) };
    Ok(in_text(sha256, &text, words))
}

/// The same, of an article whose text is at hand.
pub fn in_text(article: Sha256, text: &str, words: Words) -> Option<Permalink> {
    let Words { field, start_char, end_char } = words;
    let quoted = anchor::quoted(text, start_char, end_char)?;
    let place = Place { field, start_char, end_char, quoted: Some(quoted) };
    Some(Permalink { article, place: Some(place) })
}

/// The words of a place in articles that the permalink does not name.
fn elsewhere(reader: &Reader, place: &Place) -> Result<Found> {
    let Some(quoted) = &place.quoted else { return Ok(Found::Missing) };
    let mut found = Vec::new();
    for article in reader.articles_with(&whole_words(quoted))? {
        match at(reader, article, place)? {
            Anchored::InPlace { start_char, end_char }
            | Anchored::Moved { start_char, end_char } => {
                found.push((article, words(place, start_char, end_char)));
            }
            Anchored::Several(starts) => found.extend(several(article, place, &starts)),
            Anchored::Gone => {}
        }
    }
    Ok(match found.as_slice() {
        [] => Found::Missing,
        [(article, words)] => Found::Elsewhere { article: *article, words: *words },
        _ => Found::Several(found),
    })
}

/// The words without those that the place begins or ends in the middle of: the index knows whole words only.
fn whole_words(quoted: &Quoted) -> String {
    let is_inside = |before: Option<char>, behind: Option<char>| {
        before.is_some_and(char::is_alphanumeric) && behind.is_some_and(char::is_alphanumeric)
    };
    let mut exact = quoted.exact.as_str();
    if is_inside(quoted.prefix.chars().next_back(), exact.chars().next()) {
        exact = exact.trim_start_matches(char::is_alphanumeric);
    }
    if is_inside(exact.chars().next_back(), quoted.suffix.chars().next()) {
        exact = exact.trim_end_matches(char::is_alphanumeric);
    }
    exact.to_owned()
}

fn words(place: &Place, start_char: usize, end_char: usize) -> Words {
    Words { field: place.field, start_char, end_char }
}

fn several(article: ArticleId, place: &Place, starts: &[usize]) -> Vec<(ArticleId, Words)> {
    let length = place.end_char - place.start_char;
    starts.iter().map(|start| (article, words(place, *start, start + length))).collect()
}
