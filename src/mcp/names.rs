//! Whom a name means, told to an assistant: taken, one of several, or the nearest spellings.
//!
//! The rule is `db::whom`'s. What must stay true: nothing is guessed where a name means several, and names that come from
//! the archive are only ever handed on as such.

use serde_json::{Value, json};

use super::answer::Trouble;
use crate::answer::whom::asked;
use crate::db::{Called, Fit, Meaning, Near, Reader, folded_topic};
use crate::model::EntityKind;
use crate::report::{ParameterKind, Report};

/// The one that a name means. Fails where it means nobody, or several.
pub fn one(reader: &Reader, kind: EntityKind, typed: &str) -> Result<Meaning, Trouble> {
    let Some(Called { meanings, .. }) = reader.whom(Some(kind), &asked(typed))? else {
        let nearest = reader.nearest_names(Some(kind), &asked(typed))?;
        return Err(Trouble::new(format!("no {} has this name", kind.as_str()))
            .hint("`search` finds words, and `report` with the name people lists who is named")
            .saying(json!({ "nearest": described(&nearest) })));
    };
    let told = told(&meanings);
    match if told.is_empty() { &meanings[..] } else { &told[..] } {
        [one] => Ok(one.clone()),
        several => Err(ambiguous(several)),
    }
}

/// Whom a name means that narrows a search; `None`: nobody whom an article names. How it was understood goes to `said`.
/// Fails where it means several.
pub fn narrowing(
    reader: &Reader,
    kind: EntityKind,
    typed: &str,
    said: &mut Vec<Value>,
) -> Result<Option<i64>, Trouble> {
    Ok(understood_name(reader, Some(kind), typed, said)?.map(|one| one.id))
}

/// How the names, publishers and topics among a report's parameters are understood. Fails where one means several.
pub fn understood(
    reader: &Reader,
    report: &Report,
    given: &[(String, String)],
) -> Result<Vec<Value>, Trouble> {
    let text = |name: &str| given.iter().find(|(known, _)| known == name).map(|(_, text)| text);
    let kind = text("kind").and_then(|kind| EntityKind::by_name(kind));
    let mut said = Vec::new();
    for parameter in &report.parameters {
        let Some(typed) = text(&parameter.name) else { continue };
        match parameter.kind {
            ParameterKind::Name => {
                understood_name(reader, kind, typed, &mut said)?;
            }
            ParameterKind::NameOrWords if reader.whom(None, &asked(typed))?.is_some() => {
                understood_name(reader, None, typed, &mut said)?;
            }
            ParameterKind::Publisher => publisher(reader, typed, &mut said)?,
            ParameterKind::Topic => topic(reader, typed, &mut said)?,
            _ => {}
        }
    }
    Ok(said)
}

/// Which publisher a name means. Fails where it means several.
pub fn publisher(reader: &Reader, typed: &str, said: &mut Vec<Value>) -> Result<(), Trouble> {
    let found = reader.publishers_called(&asked(typed))?;
    let is_same = |name: &String| asked(name).folded == asked(typed).folded;
    match found.as_slice() {
        [] => {
            let nearest = reader.nearest_publishers(&asked(typed))?;
            said.push(json!({ "asked": typed, "publisher": null, "nearest": nearest }));
        }
        [one] if !is_same(one) => said.push(json!({ "asked": typed, "publisher": one })),
        several if several.len() > 1 && !several.iter().all(is_same) => {
            return Err(Trouble::new("the name means several publishers")
                .hint("ask again with one of them whole")
                .saying(json!({ "publishers": several })));
        }
        _ => {}
    }
    Ok(())
}

/// Says of a topic that no article has it. Fails where the archive cannot be read.
pub fn topic(reader: &Reader, typed: &str, said: &mut Vec<Value>) -> Result<(), Trouble> {
    let topics = reader.topics()?;
    if !topics.iter().any(|topic| folded_topic(topic) == folded_topic(typed)) {
        said.push(json!({ "asked": typed, "topic": null }));
    }
    Ok(())
}

fn understood_name(
    reader: &Reader,
    kind: Option<EntityKind>,
    typed: &str,
    said: &mut Vec<Value>,
) -> Result<Option<Meaning>, Trouble> {
    let Some(Called { fit, meanings }) = reader.whom(kind, &asked(typed))? else {
        let nearest = reader.nearest_names(kind, &asked(typed))?;
        said.push(json!({ "asked": typed, "means": null, "nearest": described(&nearest) }));
        return Ok(None);
    };
    match told(&meanings).as_slice() {
        [] => {
            said.push(json!({ "asked": typed, "means": null, "named_in_articles": 0 }));
            Ok(None)
        }
        [one] => {
            if fit != Fit::Whole {
                said.push(json!({ "asked": typed, "means": meaning(one) }));
            }
            Ok(Some(one.clone()))
        }
        several => Err(ambiguous(several)),
    }
}

/// Of whom no article tells, no report does.
fn told(meanings: &[Meaning]) -> Vec<Meaning> {
    meanings.iter().filter(|one| one.articles > 0).cloned().collect()
}

fn ambiguous(several: &[Meaning]) -> Trouble {
    let candidates: Vec<Value> = several.iter().map(meaning).collect();
    Trouble::new("the name means several")
        .hint("ask again with the `asked_as` of one of them as the name")
        .saying(json!({ "candidates": candidates }))
}

/// Somebody, with what names them alone.
fn meaning(one: &Meaning) -> Value {
    let kind = one.kind.as_str();
    json!({ "name": one.name, "kind": kind, "articles": one.articles, "asked_as": format!("{kind} #{}", one.id) })
}

fn described(nearest: &[Near]) -> Vec<Value> {
    let one = |near: &Near| json!({ "name": near.name, "kind": near.kind.as_str(), "articles": near.articles });
    nearest.iter().map(one).collect()
}
