//! An article and words in it, as an assistant names them: a permalink, a number, a SHA-256, either with `#char=120,143`.

use serde_json::{Value, json};

use super::answer::Trouble;
use crate::db::Reader;
use crate::model::{ArticleId, Permalink, Place, Sha256, is_permalink};
use crate::ops::permalink::{self, Found, Words};
use crate::text::anchor::Anchored;

/// Places that are listed where words stand at several.
const LISTED: usize = 20;

/// Most characters of words that stand in their own permalink.
pub const MOST_QUOTED: usize = 500;

/// What was named.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    pub article: ArticleId,
    pub words: Option<Words>,
    /// Where that is not simply there.
    pub note: Option<&'static str>,
}

/// Opens what was named. Fails where the text names no article, or its words are gone.
pub fn open(reader: &Reader, text: &str) -> Result<Source, Trouble> {
    if is_permalink(text) {
        let permalink = Permalink::parse(text)
            .map_err(|reason| Trouble::new(format!("this is no permalink: {reason}")))?;
        return of_permalink(reader, &permalink);
    }
    let (named, fragment) = match text.split_once('#') {
        Some((named, fragment)) => (named, Some(fragment)),
        None => (text, None),
    };
    let article = match reader.find_articles(named.trim())?.as_slice() {
        [one] => *one,
        [] => return Err(Trouble::new("there is no such article")),
        several => {
            return Err(Trouble::new("several articles begin with this SHA-256")
                .hint(format!("name one by its number: {}", numbers(several))));
        }
    };
    let Some(fragment) = fragment else { return Ok(Source { article, words: None, note: None }) };
    let place = Place::parse(fragment)
        .map_err(|reason| Trouble::new(format!("this is no place in an article: {reason}")))?;
    match permalink::at(reader, article, &place)? {
        Anchored::InPlace { start_char, end_char } => {
            let words = Words { field: place.field, start_char, end_char };
            Ok(Source { article, words: Some(words), note: None })
        }
        _ => Err(Trouble::new("the article has no such words")),
    }
}

fn of_permalink(reader: &Reader, permalink: &Permalink) -> Result<Source, Trouble> {
    match permalink::open(reader, permalink)? {
        Found::There { article, words } => Ok(Source { article, words, note: None }),
        Found::Moved { article, words } => Ok(Source {
            article,
            words: Some(words),
            note: Some("the words stand elsewhere in the article now"),
        }),
        Found::Elsewhere { article, words } => Ok(Source {
            article,
            words: Some(words),
            note: Some(
                "the archive has another text than the one that was cited, with these words",
            ),
        }),
        Found::Several(places) => {
            let listed: Vec<Value> = places
                .iter()
                .take(LISTED)
                .map(|(article, words)| {
                    json!({ "article_id": article.0, "field": words.field.name(), "start_char": words.start_char,
                        "end_char": words.end_char })
                })
                .collect();
            Err(Trouble::new("the words stand at several places, and nothing tells which is meant")
                .saying(json!({ "places": listed })))
        }
        Found::WordsGone { article } => Err(Trouble::new(format!(
            "article {} does not have the words of this permalink",
            article.0
        ))),
        Found::Missing => Err(Trouble::new("the archive has neither the article nor the words")),
        Found::Erased { .. } => Err(Trouble::new("the article was erased from the archive")),
    }
}

/// The permalink of an article.
pub fn of_article(sha256: Sha256) -> String {
    Permalink { article: sha256, place: None }.to_string()
}

/// The permalink of a stretch of text that is too long to stand in it.
pub fn of_stretch(article: Sha256, words: Words) -> String {
    let Words { field, start_char, end_char } = words;
    let place =
        (start_char < end_char).then_some(Place { field, start_char, end_char, quoted: None });
    Permalink { article, place }.to_string()
}

/// A permalink without its words where they are many: the place alone names them.
pub fn bounded(permalink: &str) -> String {
    let place_alone = || {
        let parsed = Permalink::parse(permalink).ok()?;
        let place = parsed.place?;
        let is_long = place.end_char.saturating_sub(place.start_char) > MOST_QUOTED;
        let place = Place { quoted: None, ..place };
        is_long.then(|| Permalink { article: parsed.article, place: Some(place) }.to_string())
    };
    place_alone().unwrap_or_else(|| permalink.to_owned())
}

fn numbers(articles: &[ArticleId]) -> String {
    articles.iter().map(|article| article.0.to_string()).collect::<Vec<_>>().join(", ")
}
