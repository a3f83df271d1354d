//! What tools answer, as JSON schemas that clients check results against.
//!
//! What must stay true: an answer and a trouble both fit, since a client that checks does not look first which it is.

use serde_json::{Value, json};

/// An answer of the archive.
pub fn of_archive(value: Value) -> Value {
    whole(vec![found_in_archive(value)])
}

/// What this program says of itself.
pub fn of_program(value: Value) -> Value {
    whole(vec![said_by_program(value)])
}

/// Either, as it was asked.
pub fn of_either(archive: Value, program: Value) -> Value {
    whole(vec![found_in_archive(archive), said_by_program(program)])
}

/// Rows, whatever their columns are, beside what else is said of them.
pub fn rows(beside: Value) -> Value {
    let mut fields =
        json!({ "count": number(), "rows": { "type": "array", "items": { "type": "object" } } });
    if let (Value::Object(fields), Value::Object(beside)) = (&mut fields, beside) {
        fields.extend(beside);
    }
    with(fields, &["count", "rows"])
}

/// An object that has these fields, perhaps among others.
pub fn with(fields: Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": fields, "required": required })
}

/// A list of such.
pub fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

/// A whole number.
pub fn number() -> Value {
    json!({ "type": "integer" })
}

/// A text.
pub fn text() -> Value {
    json!({ "type": "string" })
}

/// A text, or null where there is none.
pub fn maybe_text() -> Value {
    json!({ "type": ["string", "null"] })
}

fn whole(mut ways: Vec<Value>) -> Value {
    ways.push(json!({
        "required": ["error"], "additionalProperties": false,
        "properties": { "error": text(), "hint": text(), "notice": text(), "from_archive": {} },
    }));
    json!({ "type": "object", "oneOf": ways })
}

fn found_in_archive(value: Value) -> Value {
    json!({
        "required": ["is_cut", "notice", "from_archive"], "additionalProperties": false,
        "properties": { "is_cut": { "type": "boolean" }, "cut": text(), "notice": text(), "from_archive": value },
    })
}

fn said_by_program(value: Value) -> Value {
    json!({
        "required": ["is_cut", "from_program"], "additionalProperties": false,
        "properties": { "is_cut": { "type": "boolean" }, "from_program": value },
    })
}
