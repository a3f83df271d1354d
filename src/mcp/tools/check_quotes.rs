//! `check_quotes`: whether words stand where they are said to stand, and who said them.

use serde_json::{Map, Value, json};

use super::{Asking, object};
use crate::answer::whom::asked;
use crate::db::Reader;
use crate::mcp::answer::{Answer, Outcome, Trouble, short};
use crate::mcp::arguments::Arguments;
use crate::mcp::source::{self, Source};
use crate::mcp::{rows, shape};
use crate::model::{ArticleDetails, ArticleId, Permalink, QuoteDetails, is_permalink};
use crate::ops::quoted::{Checked, Standing, Verdict, check};
use crate::text::alike::{pieces, quoted_parts, trimmed};
use crate::text::normalise::name_key;

const MOST_SENTENCES: usize = 50;
const LONGEST: usize = 2_000;

/// Most quotations of one sentence, and most characters of the words that stand there.
const MOST_PARTS: usize = 6;
const MOST_EXACT: usize = 1_000;

/// What it takes.
pub fn takes() -> Value {
    object(
        json!({
            "sentences": { "type": "array", "minItems": 1, "maxItems": MOST_SENTENCES, "items": {
                "type": "object", "additionalProperties": false, "required": ["text", "source"],
                "properties": {
                    "text": { "type": "string", "minLength": 1, "maxLength": LONGEST,
                        "description": "the sentence as you would hand it on, or the quoted words alone" },
                    "source": { "type": "string", "minLength": 1, "maxLength": 20_000,
                        "description": "the permalink that is cited for it, or the number of the article" },
                    "speaker": { "type": "string", "minLength": 1,
                        "description": "who is said to have said it; whether that is right is then told as well" },
                },
            } },
        }),
        &["sentences"],
    )
}

/// What it answers: a result for each sentence, in their order.
pub fn gives() -> Value {
    let parts = shape::with(
        json!({ "words": shape::text(), "verdict": shape::text(), "stands": { "type": "object" },
            "nearest": { "type": "object" } }),
        &["words", "verdict"],
    );
    let result = shape::with(
        json!({ "verdict": shape::text(), "attribution": shape::text(), "source": shape::text(),
            "parts": shape::list(parts) }),
        &["verdict"],
    );
    shape::of_archive(shape::with(json!({ "results": shape::list(result) }), &["results"]))
}

/// What is known of the speaker that was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attribution {
    Right,
    Wrong,
    /// Nobody can tell who said it.
    Unknown,
    /// The words are the article's own.
    NotAQuotation,
    NotAsked,
}

impl Attribution {
    fn as_str(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Unknown => "unknown",
            Self::NotAQuotation => "not_a_quotation",
            Self::NotAsked => "not_asked",
        }
    }
}

/// Answers it.
pub fn call(asking: &Asking<'_>, arguments: &Arguments) -> Outcome {
    let reader = asking.reader_of_texts()?;
    let mut checking = Checking { reader: &reader, last: None };
    let mut results = Vec::new();
    let mut is_cut = false;
    for sentence in arguments.list("sentences") {
        let text = |name: &str| sentence.get(name).and_then(Value::as_str);
        let given = Sentence {
            text: text("text").unwrap_or_default(),
            source: text("source").unwrap_or_default(),
            speaker: text("speaker"),
        };
        let (result, is_whole) = checking.sentence(&given)?;
        is_cut |= !is_whole;
        results.push(result);
    }
    let cut = is_cut.then(|| {
        format!(
            "a sentence has more than {MOST_PARTS} quotations: the rest of them was not checked"
        )
    });
    Ok(Answer::OfArchive { value: json!({ "results": results }), cut })
}

/// A sentence to be checked.
struct Sentence<'s> {
    text: &'s str,
    source: &'s str,
    speaker: Option<&'s str>,
}

struct Checking<'r> {
    reader: &'r Reader,
    /// Sentences often have the source of the one before.
    last: Option<ArticleDetails>,
}

impl Checking<'_> {
    /// What came of a sentence, and whether all of it was checked. Fails where the archive cannot be read.
    fn sentence(&mut self, given: &Sentence<'_>) -> Result<(Value, bool), Trouble> {
        let mut result = Map::new();
        let source = match self.source(given.source)? {
            Ok(source) => Some(source),
            Err(reason) => {
                result.insert("source".to_owned(), json!(reason));
                None
            }
        };
        if let Some(source) = &source {
            self.read(source.article)?;
        }
        let parts = parts(given.text);
        if parts.is_empty() {
            result.insert("verdict".to_owned(), json!("no_words"));
            return Ok((Value::Object(result), true));
        }
        let cited = self.last.as_ref().filter(|_| source.is_some());
        let at = source.and_then(|source| source.words);
        let mut checked = Vec::new();
        for words in parts.iter().take(MOST_PARTS) {
            checked.push((words, check(self.reader, cited, at, words)?));
        }
        let worst = checked.iter().map(|(_, checked)| checked.verdict).max();
        let verdict = match (&source, worst) {
            (None, Some(Verdict::StandsElsewhere)) => "stands_elsewhere",
            (None, _) => "no_source",
            (Some(_), worst) => worst.map_or("no_words", Verdict::as_str),
        };
        result.insert("verdict".to_owned(), json!(verdict));
        let attribution = self.attribution(given.speaker, &checked)?;
        result.insert("attribution".to_owned(), json!(attribution.as_str()));
        let told: Result<Vec<Value>, Trouble> =
            checked.iter().map(|(words, checked)| self.part(given, words, checked)).collect();
        result.insert("parts".to_owned(), json!(told?));
        Ok((Value::Object(result), parts.len() <= MOST_PARTS))
    }

    /// What was cited; the inner error says in words of ours why there is none. A permalink whose words are gone still names
    /// its article.
    fn source(&self, text: &str) -> Result<Result<Source, String>, Trouble> {
        match source::open(self.reader, text) {
            Ok(source) => Ok(Ok(source)),
            // Not what was cited, but what went wrong.
            Err(trouble) if trouble.is_of_archive => Err(trouble),
            Err(trouble) => {
                let permalink = is_permalink(text).then(|| Permalink::parse(text).ok()).flatten();
                let article = match permalink {
                    Some(permalink) => self.reader.article_of(permalink.article)?,
                    None => None,
                };
                Ok(match article {
                    Some(article) => Ok(Source { article, words: None, note: None }),
                    None => Err(trouble.message),
                })
            }
        }
    }

    fn read(&mut self, article: ArticleId) -> Result<(), Trouble> {
        if self.last.as_ref().is_none_or(|last| last.article_id != article.0) {
            self.last = self.reader.article(article)?;
        }
        Ok(())
    }

    /// Whether the speaker that was named said it, as far as the words stand anywhere.
    fn attribution(
        &self,
        speaker: Option<&str>,
        checked: &[(&String, Checked)],
    ) -> Result<Attribution, Trouble> {
        let Some(speaker) = speaker else { return Ok(Attribution::NotAsked) };
        let quotes: Vec<&QuoteDetails> = checked
            .iter()
            .filter_map(|(_, checked)| checked.standing.as_ref())
            .flat_map(|standing| &standing.quotes)
            .collect();
        let mut attribution = Attribution::NotAQuotation;
        for quote in quotes {
            match self.said_by(quote, speaker)? {
                Some(true) if attribution != Attribution::Unknown => {
                    attribution = Attribution::Right
                }
                Some(true) => {}
                Some(false) => return Ok(Attribution::Wrong),
                None => attribution = Attribution::Unknown,
            }
        }
        Ok(attribution)
    }

    /// Whether a quotation is somebody's; `None`: nobody can tell.
    fn said_by(&self, quote: &QuoteDetails, speaker: &str) -> Result<Option<bool>, Trouble> {
        let typed = name_key(speaker);
        if quote.speaker_words.as_deref().is_some_and(|words| name_key(words) == typed) {
            return Ok(Some(true));
        }
        let Some(name) = &quote.speaker else { return Ok(None) };
        if name_key(name) == typed {
            return Ok(Some(true));
        }
        let called = self.reader.whom(None, &asked(speaker))?;
        let meanings = called.map(|called| called.meanings).unwrap_or_default();
        Ok(Some(meanings.iter().any(|one| one.name == *name)))
    }

    fn part(&self, given: &Sentence<'_>, words: &str, checked: &Checked) -> Result<Value, Trouble> {
        let mut part = Map::new();
        part.insert("words".to_owned(), json!(words));
        part.insert("verdict".to_owned(), json!(checked.verdict.as_str()));
        let Some(standing) = &checked.standing else { return Ok(Value::Object(part)) };
        let name = if checked.verdict == Verdict::Altered { "nearest" } else { "stands" };
        part.insert(name.to_owned(), self.standing(given, standing)?);
        Ok(Value::Object(part))
    }

    fn standing(&self, given: &Sentence<'_>, standing: &Standing) -> Result<Value, Trouble> {
        let words = standing.words;
        let exact: String = standing.exact.chars().take(MOST_EXACT).collect();
        let mut differs_in = Vec::new();
        if standing.distance > 0 {
            differs_in.push("words");
        }
        if standing.differences.capitals {
            differs_in.push("capitals");
        }
        if standing.differences.marks {
            differs_in.push("marks");
        }
        let outside = name_key(given.text);
        let said_by: Vec<Value> = standing
            .quotes
            .iter()
            .map(|quote| {
                json!({ "speaker": quote.speaker.as_deref().map(short), "speaker_words": quote.speaker_words.as_deref().map(short), "rule": quote.rule,
                    "confidence": quote.confidence, "is_named_in_sentence": is_named(quote, &outside) })
            })
            .collect();
        Ok(json!({
            "exact": exact, "is_cut": standing.exact.chars().count() > MOST_EXACT, "differs_in": differs_in,
            "different_words": standing.distance, "article_id": standing.article.0, "field": words.field.name(),
            "start_char": words.start_char, "end_char": words.end_char,
            "permalink": rows::of_words(self.reader, standing.article, words)?,
            "is_quotation": !said_by.is_empty(), "said_by": said_by,
        }))
    }
}

/// Whether a speaker's last name, or the text's own words for them, stand in a sentence; `None`: nobody can tell who it is.
fn is_named(quote: &QuoteDetails, sentence: &str) -> Option<bool> {
    let names = [quote.speaker.as_deref(), quote.speaker_words.as_deref()];
    let mut names = names.into_iter().flatten().map(name_key).peekable();
    names.peek()?;
    let has = |name: &str| {
        let last = name.split_whitespace().next_back().unwrap_or(name);
        sentence.split(|c: char| !c.is_alphanumeric()).any(|word| word == last)
    };
    Some(names.any(|name| has(&name)))
}

/// The words that are to be checked: those in quotation marks, or else all; cut where some were left out.
fn parts(text: &str) -> Vec<String> {
    let quoted: Vec<String> = quoted_parts(text).iter().flat_map(|part| pieces(part)).collect();
    match quoted.is_empty() {
        true => pieces(trimmed(text)),
        false => quoted,
    }
}
