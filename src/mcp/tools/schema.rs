//! `schema`: what the tables and views mean.

use serde_json::{Value, json};

use super::{Asking, object};
use crate::db::schema::described;
use crate::mcp::answer::{Answer, Outcome, Trouble};
use crate::mcp::arguments::Arguments;
use crate::mcp::shape;

/// What it takes.
pub fn takes() -> Value {
    object(
        json!({ "table": { "type": "string", "description": "a table or view, for its columns" } }),
        &[],
    )
}

/// What it answers: all tables, or one with its columns.
pub fn gives() -> Value {
    let named = || {
        let fields = json!({ "name": shape::text(), "about": shape::text() });
        shape::list(shape::with(fields, &["name", "about"]))
    };
    shape::of_program(shape::with(
        json!({ "tables": named(), "name": shape::text(), "about": shape::text(), "columns": named() }),
        &[],
    ))
}

/// Answers it.
pub fn call(_: &Asking<'_>, arguments: &Arguments) -> Outcome {
    let tables = described()?;
    let Some(wanted) = arguments.text("table") else {
        let tables: Vec<Value> = tables
            .iter()
            .filter(|table| !table.is_internal)
            .map(|table| json!({ "name": table.name, "about": table.about }))
            .collect();
        return Ok(Answer::OfProgram(json!({ "tables": tables })));
    };
    let table = tables.iter().find(|table| table.name.eq_ignore_ascii_case(wanted));
    let table = table.ok_or_else(|| {
        Trouble::new("there is no such table or view")
            .hint("call `schema` without a table to list them")
    })?;
    let columns = table.columns.iter();
    let columns: Vec<Value> =
        columns.map(|(name, about)| json!({ "name": name, "about": about })).collect();
    Ok(Answer::OfProgram(json!({ "name": table.name, "about": table.about, "columns": columns })))
}
