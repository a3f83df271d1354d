//! Records whose fields somebody named, written so that every reader knows them.
//!
//! `--map headline=data.title,body=data.text`: what stands at a path is put under our name for the field. As
//! with the header of a table, the record is stored so, and a later reading needs to be told nothing. What
//! must stay true: all that came is kept, and what had the name of a mapped field already is called `other …`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::json_of;
use super::object::{Members, items};
use crate::format::{Cutting, fields};
use crate::model::Field;
use crate::text::decode;

/// Most names that a reason lists.
const NAMES_TOLD: usize = 40;

/// Every record of some bytes, with its mapped fields under our names. What is no JSON stays as it is, for the
/// reader to say so. The error is why the one record there is cannot be an article.
pub fn mapped(bytes: Vec<u8>, cutting: &Cutting) -> Result<Vec<u8>, String> {
    let decoded = decode::decode(&bytes);
    let (_, json) = json_of(&decoded);
    if !json.starts_with('[') {
        return match serde_json::from_str::<Members>(json) {
            Ok(members) => match one(&members, cutting) {
                (_, Some(reason)) => Err(reason),
                (json, None) => Ok(json.into_bytes()),
            },
            Err(_) => Ok(bytes),
        };
    }
    let Ok(items) = items(json) else { return Ok(bytes) };
    let mut written = Vec::with_capacity(items.len());
    for (_, item) in items {
        written.push(match serde_json::from_str::<Members>(item) {
            // Without the text that was mapped it has none, and the reader tells it.
            Ok(members) => one(&members, cutting).0,
            Err(_) => item.to_owned(),
        });
    }
    Ok(format!("[{}]", written.join(",\n")).into_bytes())
}

/// A record under our names; and why it cannot be an article, where the text that was mapped is not in it.
fn one(members: &Members, cutting: &Cutting) -> (String, Option<String>) {
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let mut parts: Vec<String> = Vec::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut missing = None;
    for (place, (field, path)) in cutting.columns.iter().enumerate() {
        let part = Field::by_name(field);
        known.extend(part.into_iter().flat_map(|part| fields::names(part).iter().copied()));
        match members.find(path) {
            Some(found) => {
                cutting.found(place);
                if members.has(path) {
                    taken.insert(path);
                }
                let value = for_field(part, found);
                parts.push(format!("{}:{value}", Value::from(field.as_str())));
            }
            None if part == Some(Field::Body) => {
                // Refused for it, so that it is told.
                cutting.found(place);
                missing = Some(path);
            }
            None => {}
        }
    }
    let names: Vec<String> = members.names();
    cutting.met(&names);
    let reason = missing.map(|path| {
        let names = names.iter().take(NAMES_TOLD);
        let names: Vec<String> = names.map(|name| format!("`{}`", name.escape_debug())).collect();
        format!("there is no field `{path}`; the fields are {}", names.join(", "))
    });
    for (name, value) in &members.0 {
        if taken.contains(name.as_str()) {
            continue;
        }
        let is_known = known.iter().any(|known| known.eq_ignore_ascii_case(name));
        let name = if is_known { format!("other {name}") } else { name.clone() };
        parts.push(format!("{}:{}", Value::from(name), value.get()));
    }
    (format!("{{{}}}", parts.join(",")), reason)
}

/// A value as a field takes it: several texts where one is wanted are joined.
fn for_field(field: Option<Field>, found: Found) -> String {
    let takes_list = matches!(
        field,
        Some(Field::Body | Field::Authors | Field::Topics | Field::Section | Field::Captions)
    );
    match found {
        Found::One(json) => match serde_json::from_str::<Vec<String>>(&json) {
            Ok(texts) if !takes_list => Value::from(texts.join(", ")).to_string(),
            _ => json,
        },
        Found::Several(values) => {
            let texts: Option<Vec<&str>> = values.iter().map(Value::as_str).collect();
            match texts {
                Some(texts) if !takes_list => Value::from(texts.join(", ")).to_string(),
                _ => Value::Array(values).to_string(),
            }
        }
    }
}

/// What stands at a path.
enum Found {
    /// One value, as JSON.
    One(String),
    /// Inside of a member, or of each item of a list.
    Several(Vec<Value>),
}

impl Members {
    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(own, _)| own == name)
    }

    /// By the whole path as a name first: names may have dots in them.
    fn find(&self, path: &str) -> Option<Found> {
        let own = |name: &str| self.0.iter().rev().find(|(own, _)| own == name);
        if let Some((_, raw)) = own(path) {
            return (raw.get() != "null").then(|| Found::One(raw.get().to_owned()));
        }
        let (first, rest) = path.split_once('.')?;
        let value: Value = serde_json::from_str(own(first)?.1.get()).ok()?;
        let mut found = Vec::new();
        let is_list = within(&value, rest, &mut found);
        match (found.len(), is_list) {
            (0, _) => None,
            // A text is a text, not a list of one.
            (1, false) => found.pop().map(|value| Found::One(value.to_string())),
            _ => Some(Found::Several(found)),
        }
    }

    /// Names of members, and one level into those that are objects.
    fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for (name, raw) in &self.0 {
            match serde_json::from_str::<Members>(raw.get()) {
                Ok(inner) => {
                    names.extend(inner.0.iter().map(|(inner, _)| format!("{name}.{inner}")));
                }
                Err(_) => names.push(name.clone()),
            }
        }
        names
    }
}

/// Gathers what stands at a path below a value; whether it went through a list.
fn within(value: &Value, path: &str, found: &mut Vec<Value>) -> bool {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let mut go = |next: &Value| match rest {
        Some(rest) => within(next, rest, found),
        None => {
            if !next.is_null() {
                found.push(next.clone());
            }
            false
        }
    };
    match value {
        Value::Object(members) => match members.get(path) {
            // A name with dots in it.
            Some(value) if rest.is_some() => {
                found.push(value.clone());
                false
            }
            _ => members.get(step).is_some_and(&mut go),
        },
        Value::Array(values) => match step.parse::<usize>() {
            Ok(place) => values.get(place).is_some_and(&mut go),
            Err(_) => {
                values.iter().for_each(|value| {
                    within(value, path, found);
                });
                true
            }
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(json: &str, columns: &[(&str, &str)]) -> Result<String, String> {
        let columns = columns.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let cutting = Cutting::new(columns);
        mapped(json.as_bytes().to_vec(), &cutting).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn what_stands_at_a_path_gets_our_name() {
        for (json, columns, expected) in [
            (
                r#"{"id": 7, "data": {"title": "Tolls", "text": "No."}}"#,
                &[("headline", "data.title"), ("body", "data.text")][..],
                r#"{"headline":"Tolls","body":"No.","id":7,"data":{"title": "Tolls", "text": "No."}}"#,
            ),
            // A member is moved, and what had the name is called otherwise.
            (
                r#"{"Titel": "Tolls", "title": "x", "tekst": "No.", "n": 1.50}"#,
                &[("headline", "Titel"), ("body", "tekst")],
                r#"{"headline":"Tolls","body":"No.","other title":"x","n":1.50}"#,
            ),
            (
                r#"{"a": [{"n": "Ana Roa"}, {"n": "Tom Ng"}], "p": ["One.", "Two."]}"#,
                &[("authors", "a.n"), ("headline", "p.1"), ("body", "p")],
                r#"{"authors":["Ana Roa","Tom Ng"],"headline":"Two.","body":["One.", "Two."],"a":[{"n": "Ana Roa"}, {"n": "Tom Ng"}]}"#,
            ),
            (
                r#"{"x.y": "No.", "t": {"dc.title": "Tolls"}, "byline": null}"#,
                &[("body", "x.y"), ("headline", "t.dc.title"), ("byline", "who")],
                r#"{"body":"No.","headline":"Tolls","t":{"dc.title": "Tolls"},"other byline":null}"#,
            ),
            ("[{\"t\": \"One.\"}, 3]", &[("body", "t")], "[{\"body\":\"One.\"},\n3]"),
            ("{\"t\": ", &[("body", "t")], "{\"t\": "),
            // Another text than the one that was mapped is not taken for it.
            ("[{\"text\": \"One.\"}]", &[("body", "t")], "[{\"other text\":\"One.\"}]"),
        ] {
            assert_eq!(map(json, columns).as_deref(), Ok(expected), "{json}");
        }
    }

    #[test]
    fn a_record_without_the_text_says_what_it_has() {
        let reason = map(r#"{"a": {"b": 1}, "c": "x"}"#, &[("body", "a.text")]).unwrap_err();
        assert_eq!(reason, "there is no field `a.text`; the fields are `a.b`, `c`");
    }
}
