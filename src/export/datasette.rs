//! Datasette metadata: the reports as canned queries, what tables and columns mean, what a search looks in.
//!
//! `datasette serve -i archive.db -m metadata.json`, for the stable 0.65. A parameter that nobody fills in comes as an
//! empty text there, so the queries are handed to us ready for that. What must stay true: a query never has the name of a
//! table, which it would hide.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{Exporter, Form, Format, Holds, Place, Setting, written};
use crate::model::DescribedTable;

pub const FORMAT: Format = Format {
    name: "datasette",
    about: "Datasette: metadata for serving the archive, with the reports as queries",
    holds: Holds::Nothing,
    form: Form::File,
    endings: &["metadata.json"],
    streams: &[],
    make,
};

fn make<'w>(place: Place<'w>, setting: &'w Setting) -> io::Result<Box<dyn Exporter + 'w>> {
    Ok(Box::new(Datasette { to: place.stream()?, setting }))
}

struct Datasette<'w> {
    to: &'w mut (dyn Write + Send),
    setting: &'w Setting,
}

impl Exporter for Datasette<'_> {
    fn end(self: Box<Self>) -> io::Result<Vec<String>> {
        let setting = self.setting;
        let tables: Map<String, Value> =
            setting.tables.iter().map(|table| (table.name.clone(), described(table))).collect();
        let queries: Map<String, Value> = setting
            .reports
            .iter()
            .map(|report| {
                let query = json!({
                    "title": report.title, "description": report.description, "sql": report.sql,
                    "params": report.parameters, "hide_sql": true,
                });
                (format!("report-{}", report.name), query)
            })
            .collect();
        let metadata = json!({
            "title": "Press cuttings",
            "source": setting.program,
            "databases": { &setting.archive: { "tables": tables, "queries": queries } },
        });
        let text = serde_json::to_string_pretty(&metadata)?;
        // As everywhere, what could steer a terminal stands there by its number.
        let text = crate::output::safe::for_terminal_in_json(&text);
        writeln!(self.to, "{}", text.replace('<', "\\u003c"))?;
        Ok(Vec::new())
    }
}

fn described(table: &DescribedTable) -> Value {
    let columns: Map<String, Value> = table
        .columns
        .iter()
        .filter(|(_, about)| !about.is_empty())
        .map(|(name, about)| (name.clone(), json!(about)))
        .collect();
    let mut fields = vec![
        ("description", json!(table.about)),
        ("hidden", if table.is_internal { json!(true) } else { Value::Null }),
        ("columns", Value::Object(columns)),
    ];
    match table.name.as_str() {
        "articles" => fields.extend([
            ("label_column", json!("headline")),
            ("fts_table", json!("articles_fts")),
            ("fts_pk", json!("article_id")),
            ("facets", json!(["publisher_id", "language", "kind"])),
            ("sort_desc", json!("published_on")),
        ]),
        "article_details" => fields.extend([
            ("fts_table", json!("articles_fts")),
            ("fts_pk", json!("article_id")),
            ("sort_desc", json!("published_on")),
        ]),
        "people" | "organisations" | "places" | "publishers" => {
            fields.extend([("label_column", json!("name")), ("facets", json!(["origin"]))]);
        }
        "captures" => fields.push(("label_column", json!("sha256"))),
        _ => {}
    }
    written::object(fields)
}
