//! An article and words in it, as people name them: a number, the beginning of a SHA-256, either with `#char=120,143`,
//! or a permalink.

use super::show::{find, missing};
use super::{ExitCode, Failure, terminal};
use crate::db::Reader;
use crate::model::{ArticleId, MentionField, Permalink, Place, is_permalink};
use crate::ops::permalink::{self, Found, Words};
use crate::text::anchor::Anchored;

/// How many places are listed where words stand at several.
const LISTED: usize = 20;

/// What was named.
pub struct Opened {
    pub article: ArticleId,
    pub words: Option<Words>,
}

/// Opens what was named. What is not simply there is said, or is a failure. Fails where the text names no
/// article, or its words are gone.
pub fn open(reader: &Reader, text: &str) -> Result<Opened, Failure> {
    if is_permalink(text) {
        let permalink = Permalink::parse(text).map_err(|reason| {
            Failure::new(ExitCode::Usage, format!("`{text}` is no permalink: {reason}"))
                .hint("`cuttings cite ARTICLE#char=START,END` makes one")
        })?;
        return of_permalink(reader, text, &permalink);
    }
    let Some((named, fragment)) = text.split_once('#') else {
        return Ok(Opened { article: find(reader, text)?, words: None });
    };
    let place = Place::parse(fragment).map_err(|reason| {
        Failure::new(ExitCode::Usage, format!("`#{fragment}` is no place in an article: {reason}"))
            .hint("write it as #char=120,143, or #char=0,14/field=headline")
    })?;
    let article = find(reader, named)?;
    let Anchored::InPlace { start_char, end_char } = permalink::at(reader, article, &place)? else {
        let Place { field, start_char, end_char, .. } = place;
        return Err(no_such_words(article, Words { field, start_char, end_char }));
    };
    Ok(Opened { article, words: Some(Words { field: place.field, start_char, end_char }) })
}

fn of_permalink(reader: &Reader, text: &str, permalink: &Permalink) -> Result<Opened, Failure> {
    let words_of = permalink.place.as_ref().and_then(|place| place.quoted.as_ref());
    let exact = words_of.map_or("", |quoted| quoted.exact.as_str());
    match permalink::open(reader, permalink)? {
        Found::There { article, words } => {
            tell_other_texts(reader, article, permalink.place.as_ref())?;
            Ok(Opened { article, words })
        }
        Found::Moved { article, words } => {
            terminal::say(&format!(
                "note: the words stand elsewhere now: {}",
                address(article, words)
            ));
            Ok(Opened { article, words: Some(words) })
        }
        Found::Elsewhere { article, words } => {
            terminal::say(&format!(
                "note: the archive has another text than the one that was cited; the words stand in {}",
                address(article, words)
            ));
            Ok(Opened { article, words: Some(words) })
        }
        Found::Several(places) => {
            let addresses: Vec<String> = places
                .iter()
                .take(LISTED)
                .map(|(article, words)| address(*article, *words))
                .collect();
            let more = places.len().saturating_sub(LISTED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            Err(Failure::new(
                ExitCode::NoInput,
                format!(
                    "the words stand at {} places, and nothing tells which is meant",
                    places.len()
                ),
            )
            .hint(format!("open one of them: {}{more}", addresses.join(", "))))
        }
        Found::WordsGone { article } => Err(Failure::new(
            ExitCode::NoInput,
            format!("article {} does not have the words any more: “{exact}”", article.0),
        )
        .hint(format!("`cuttings show {}` shows it as it is", article.0))),
        Found::Missing => {
            let failure = missing(text);
            Err(match exact {
                "" => failure,
                words => Failure::new(
                    ExitCode::NoInput,
                    format!("the archive has neither the article nor the words: “{words}”"),
                ),
            })
        }
        Found::Erased { erased_at } => Err(Failure::new(
            ExitCode::NoInput,
            format!("the article was erased on {}", erased_at.get(..10).unwrap_or(&erased_at)),
        )),
    }
}

/// Says which other texts of the article there are, and whether the words stand there too.
fn tell_other_texts(
    reader: &Reader,
    article: ArticleId,
    place: Option<&Place>,
) -> Result<(), Failure> {
    for other in reader.other_texts(article)? {
        let words = match place {
            None => String::new(),
            Some(place) => match permalink::at(reader, other, place)? {
                Anchored::InPlace { start_char, end_char }
                | Anchored::Moved { start_char, end_char } => {
                    let words = Words { field: place.field, start_char, end_char };
                    format!(", where the words are {}", address(other, words))
                }
                Anchored::Several(_) => ", where the words stand several times".to_owned(),
                Anchored::Gone => ", where the words are not".to_owned(),
            },
        };
        terminal::say(&format!("note: article {} is another text of it{words}", other.0));
    }
    Ok(())
}

/// As `show` and `cite` take it: `17#char=120,143`.
pub fn address(article: ArticleId, words: Words) -> String {
    let field = match words.field {
        MentionField::Body => String::new(),
        field => format!("/field={field}"),
    };
    format!("{}#char={},{}{field}", article.0, words.start_char, words.end_char)
}

/// What is said of a place that an article does not have.
pub fn no_such_words(article: ArticleId, words: Words) -> Failure {
    let Words { field, start_char, end_char } = words;
    Failure::new(
        ExitCode::NoInput,
        format!(
            "article {} has no characters {start_char} to {end_char} in its {field}",
            article.0
        ),
    )
}
