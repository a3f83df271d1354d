//! `sql`: one statement that only reads.

use std::time::Duration;

use serde_json::{Map, Value as Json, json};

use super::{Asking, object};
use crate::answer::reports::TIMEOUT;
use crate::mcp::answer::Outcome;
use crate::mcp::arguments::Arguments;
use crate::mcp::rows::Rows;
use crate::mcp::shape;
use crate::model::Value;

const ROWS: usize = 50;
const MOST_ROWS: usize = 200;

/// Longest statement, in characters.
const LONGEST: usize = 100_000;

/// What it takes.
pub fn takes() -> Json {
    object(
        json!({
            "sql": { "type": "string", "description": "one statement of SQLite, such as SELECT", "maxLength": LONGEST },
            "parameters": { "type": "object", "description": "the values of :name in the statement",
                "additionalProperties": { "type": ["string", "number", "boolean", "null"] } },
            "limit": { "type": "integer", "description": "at most so many rows", "minimum": 1, "maximum": MOST_ROWS,
                "default": ROWS },
        }),
        &["sql"],
    )
}

/// What it answers.
pub fn gives() -> Json {
    shape::of_archive(shape::rows(json!({})))
}

/// Answers it.
pub fn call(asking: &Asking<'_>, arguments: &Arguments) -> Outcome {
    let reader = asking.reader()?;
    let values: Vec<(String, Value)> = arguments
        .object("parameters")
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.trim_start_matches([':', '@', '$']).to_owned(), bound(value)))
        .collect();
    let mut rows = Rows::new(arguments.number("limit", ROWS));
    let sql = arguments.required("sql").trim_start_matches('\u{feff}');
    reader.run(sql, &values, Duration::from_secs(TIMEOUT), &mut rows)?;
    rows.answer(&reader, Map::new())
}

/// A value of JSON as SQLite has it.
fn bound(value: &Json) -> Value {
    match value {
        Json::Bool(is_so) => Value::Integer(i64::from(*is_so)),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::Integer(whole),
            (None, Some(real)) => Value::Real(real),
            (None, None) => Value::Text(number.to_string()),
        },
        Json::String(text) => Value::Text(text.clone()),
        _ => Value::Null,
    }
}
