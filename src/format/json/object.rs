//! JSON objects, with what serde_json alone would hide: fields that stand twice.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// One object.
pub struct Record {
    /// Of fields that stand twice, the last.
    pub fields: Map<String, Value>,
    pub repeated: Vec<String>,
}

/// Reads one object; the error is one sentence, lower case, no full stop.
pub fn record(json: &str) -> Result<Record, String> {
    serde_json::from_str(json).map_err(|error| reason(&error, json))
}

/// The items of an array, each with its byte offset in `json`. Fails where the whole is no array of JSON.
pub fn items(json: &str) -> Result<Vec<(usize, &str)>, String> {
    let items: Vec<&RawValue> = serde_json::from_str(json).map_err(|error| reason(&error, json))?;
    // An item is a part of `json`, so that the difference of their addresses is its place.
    let base = json.as_ptr().addr();
    Ok(items
        .into_iter()
        .map(|item| (item.get().as_ptr().addr().saturating_sub(base), item.get()))
        .collect())
}

/// Whether a line is one JSON value from end to end.
pub fn is_whole(line: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(line).is_ok()
}

/// The members of one object as they stand, in their order.
pub struct Members(pub Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Members;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Each)
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Record;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
                let mut record = Record { fields: Map::new(), repeated: Vec::new() };
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    if record.fields.contains_key(&name) && !record.repeated.contains(&name) {
                        record.repeated.push(name.clone());
                    }
                    record.fields.insert(name, value);
                }
                Ok(record)
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, _: A) -> Result<Record, A::Error> {
                Err(de::Error::invalid_type(de::Unexpected::Seq, &self))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

/// What is wrong, in words for people who did not write the JSON.
fn reason(error: &serde_json::Error, json: &str) -> String {
    let message = error.to_string();
    let place = if json.contains('\n') {
        format!("line {} column {}", error.line(), error.column())
    } else {
        format!("column {}", error.column())
    };
    let says = |part: &str| message.contains(part);
    if says("expected an object") || says("invalid type") {
        "not an object".to_owned()
    } else if says("surrogate") || says("hex escape") {
        format!("half of a surrogate pair in a string at {place}")
    } else if says("control character") {
        format!("a raw control character in a string at {place}")
    } else if says("recursion limit") {
        "nested deeper than 128 levels".to_owned()
    } else if says("number out of range") {
        format!("a number out of range at {place}")
    } else if says("trailing characters") {
        format!(
            "more than one JSON value ({place}); read a file of one object a line with `--format jsonl`"
        )
    } else {
        let what = message.split(" at line ").next().unwrap_or(&message);
        format!("not valid JSON at {place}: {}", what.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_stand_twice_are_named_once() {
        let record = record(r#"{"a": 1, "b": {"a": 2}, "a": 3, "a": 4}"#).unwrap();
        assert_eq!(record.repeated, ["a"]);
        assert_eq!(record.fields["a"], 4);
    }

    #[test]
    fn items_know_their_place() {
        let json = "[ {\"a\": 1},[2] , 3]";
        for (offset, item) in items(json).unwrap() {
            assert_eq!(json.get(offset..offset + item.len()), Some(item));
        }
    }
}
