//! CSL-JSON: the articles as items of a bibliography, as Zotero, pandoc and citeproc read them.
//!
//! One array, written item by item. The schema takes no fields of one's own but under `custom`.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Exporter, Form, Format, Holds, Place, Setting, Stream, bibliography, written};
use crate::model::ExportedArticle;

pub const FORMAT: Format = Format {
    name: "csl-json",
    about: "CSL-JSON: a bibliography for Zotero, pandoc and citeproc",
    holds: Holds::Heads,
    form: Form::File,
    endings: &["csl.json", "csl"],
    streams: &[Stream::Articles],
    make,
};

fn make<'w>(place: Place<'w>, _: &'w Setting) -> io::Result<Box<dyn Exporter + 'w>> {
    Ok(Box::new(CslJson { to: place.stream()?, is_first: true }))
}

struct CslJson<'w> {
    to: &'w mut (dyn Write + Send),
    is_first: bool,
}

impl Exporter for CslJson<'_> {
    fn article(&mut self, article: &ExportedArticle) -> io::Result<()> {
        let before = if self.is_first { "[\n" } else { ",\n" };
        self.is_first = false;
        write!(self.to, "{before}{}", written::json(&item(article))?)
    }

    fn end(self: Box<Self>) -> io::Result<Vec<String>> {
        writeln!(self.to, "{}", if self.is_first { "[]" } else { "\n]" })?;
        Ok(Vec::new())
    }
}

pub(super) fn item(article: &ExportedArticle) -> Value {
    let authors: Vec<Value> = article
        .authors
        .iter()
        .map(|name| match bibliography::author(name) {
            bibliography::Author { family, given: Some(given) } => {
                let (particle, family) = bibliography::particle(family);
                written::object(vec![
                    ("family", json!(family)),
                    ("given", json!(given)),
                    ("non-dropping-particle", json!(particle)),
                ])
            }
            bibliography::Author { family, given: None } => json!({ "literal": family }),
        })
        .collect();
    let date = |parts: Vec<i32>| match parts.is_empty() {
        true => Value::Null,
        false => json!({ "date-parts": [parts] }),
    };
    let issued = match date(bibliography::date_parts(&article.published)) {
        Value::Null => article
            .published
            .original
            .as_ref()
            .map_or(Value::Null, |original| json!({ "literal": original })),
        issued => issued,
    };
    written::object(vec![
        ("id", json!(format!("sha256:{}", article.sha256))),
        ("type", json!("article-newspaper")),
        ("title", json!(bibliography::title(article))),
        ("author", json!(authors)),
        ("container-title", json!(article.publisher)),
        ("issued", issued),
        ("accessed", date(bibliography::accessed(article))),
        ("section", json!(article.section)),
        ("URL", json!(article.url.as_deref().and_then(written::web_address))),
        ("language", json!(article.language)),
        ("abstract", json!(article.standfirst)),
        ("keyword", json!(article.topics.join(", "))),
        ("archive", json!("cuttings")),
        ("archive_location", json!(format!("sha256:{}", article.sha256))),
    ])
}
