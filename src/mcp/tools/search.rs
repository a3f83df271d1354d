//! `search`: full-text search, with who must be named.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::{Asking, object};
use crate::answer::reports::TIMEOUT;
use crate::answer::whom::{asked, days, topic_in_use};
use crate::db::{Lack, Only, Order, Reader, Search, Spelt, WordsError};
use crate::mcp::answer::{Outcome, Trouble};
use crate::mcp::arguments::Arguments;
use crate::mcp::names;
use crate::mcp::rows::Rows;
use crate::mcp::shape;
use crate::model::EntityKind;
use crate::report;

const HITS: usize = 20;
const MOST_HITS: usize = 100;

/// Most names of each kind.
const MOST_NAMES: usize = 5;

/// What it takes.
pub fn takes() -> Value {
    let named = |what: &str| {
        json!({ "type": "array", "items": { "type": "string" }, "maxItems": MOST_NAMES,
            "description": format!("all of these {what} are named, in any form of the name") })
    };
    let day = |what: &str| json!({ "type": "string", "description": format!("{what}: {}", report::WANTED_DAY) });
    object(
        json!({
            "words": { "type": "string", "description": "the words; none are needed where somebody is named" },
            "people": named("people"), "organisations": named("organisations"), "places": named("places"),
            "since": day("published on this day or later"), "until": day("published on this day or earlier"),
            "publisher": { "type": "string", "description": "published by this publisher" },
            "topic": { "type": "string", "description": "tagged with this topic" },
            "once": { "type": "boolean", "description": "a story once, however many near-duplicates there are" },
            "order": { "type": "string", "enum": ["best", "newest", "oldest"], "default": "best" },
            "limit": { "type": "integer", "minimum": 1, "maximum": MOST_HITS, "default": HITS },
        }),
        &[],
    )
}

/// What it answers: a row for each article.
pub fn gives() -> Value {
    let rows = || shape::list(json!({ "type": "object" }));
    let beside = json!({ "order": shape::text(), "understood": rows(), "words_not_found": rows() });
    shape::of_archive(shape::rows(beside))
}

/// Answers it.
pub fn call(asking: &Asking<'_>, arguments: &Arguments) -> Outcome {
    let reader = asking.reader_of_texts()?;
    let mut understood = Vec::new();
    let named = named(&reader, arguments, &mut understood)?;
    let spelt = spelt(&reader, arguments, named.as_ref().is_none_or(|named| !named.is_empty()))?;
    let only = only(&reader, arguments, &mut understood)?;
    let limit = arguments.number("limit", HITS);
    let search = Search {
        expression: spelt.as_ref().map(|spelt| spelt.expression.clone()),
        named,
        only,
        // One more, to know whether there are more.
        limit: u32::try_from(limit + 1).unwrap_or(u32::MAX),
        order: match arguments.text("order") {
            Some("newest") => Order::Newest,
            Some("oldest") => Order::Oldest,
            _ => Order::Best,
        },
        marks: ("**".to_owned(), "**".to_owned()),
    };
    let mut rows = Rows::new(limit);
    let shown = reader.search(&search, Duration::from_secs(TIMEOUT), &mut rows)?;
    let mut said = Map::new();
    if rows.is_empty()
        && let Some(spelt) = &spelt
    {
        let lacks: Vec<Value> = spelt.lacks.iter().map(lacking).collect();
        said.insert("words_not_found".to_owned(), json!(lacks));
    }
    let order =
        if shown.is_newest_for_best { "newest" } else { arguments.text("order").unwrap_or("best") };
    said.insert("order".to_owned(), json!(order));
    if !understood.is_empty() {
        said.insert("understood".to_owned(), json!(understood));
    }
    rows.answer(&reader, said)
}

/// Who must be named; `None`: one of them is nobody whom an article names.
fn named(
    reader: &Reader,
    arguments: &Arguments,
    understood: &mut Vec<Value>,
) -> Result<Option<Vec<(EntityKind, i64)>>, Trouble> {
    let mut named = Some(Vec::new());
    for (kind, argument) in [
        (EntityKind::Person, "people"),
        (EntityKind::Organisation, "organisations"),
        (EntityKind::Place, "places"),
    ] {
        for name in arguments.texts(argument) {
            match (names::narrowing(reader, kind, name, understood)?, &mut named) {
                (Some(id), Some(named)) => named.push((kind, id)),
                (Some(_), None) => {}
                (None, _) => named = None,
            }
        }
    }
    Ok(named)
}

/// The words in the spellings that the archive has; `None` where none are asked for and somebody is named.
fn spelt(reader: &Reader, arguments: &Arguments, is_named: bool) -> Result<Option<Spelt>, Trouble> {
    match reader.spelt(arguments.text("words").unwrap_or_default())? {
        Ok(spelt) => Ok(Some(spelt)),
        Err(WordsError::Nothing) if is_named => Ok(None),
        Err(error) => Err(Trouble::new(error.to_string())),
    }
}

fn only(
    reader: &Reader,
    arguments: &Arguments,
    understood: &mut Vec<Value>,
) -> Result<Only, Trouble> {
    let days = |name: &str| arguments.text(name).map(|typed| days(name, typed)).transpose();
    if let Some(name) = arguments.text("publisher") {
        names::publisher(reader, name, understood)?;
    }
    if let Some(topic) = arguments.text("topic") {
        names::topic(reader, topic, understood)?;
    }
    Ok(Only {
        since: days("since")?.map(|(first, _)| first),
        until: days("until")?.map(|(_, last)| last),
        publisher: arguments.text("publisher").map(asked),
        topic: arguments.text("topic").map(|topic| topic_in_use(reader, topic)).transpose()?,
        once: arguments.is_set("once"),
        ..Only::default()
    })
}

/// A word that no article has as it was asked for.
fn lacking(lack: &Lack) -> Value {
    match lack {
        Lack::Nowhere { typed, nearest } => {
            json!({ "words": typed, "in": "no article", "nearest": nearest })
        }
        Lack::NotThere { typed, field } => {
            json!({ "words": typed, "in": format!("no {}, but elsewhere in articles", field.as_str()) })
        }
        Lack::Apart { typed } => json!({ "words": typed, "in": "no article side by side" }),
    }
}
