//! W3C Web Annotations: every mention and quotation at its words, as one collection in JSON-LD.
//!
//! A target is a text by its SHA-256, and in it a span by its place (in code points, as the recommendation wants) and
//! by its words with those around them, so that it is found again in a copy that has shifted. What must stay true:
//! the exact words are those at the place.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Exporter, Form, Format, Holds, Place, Setting, Stream, written};
use crate::model::{ExportedArticle, ExportedName};

pub const FORMAT: Format = Format {
    name: "web-annotation",
    about: "W3C Web Annotation: mentions and quotations at their words, JSON-LD",
    holds: Holds::Texts,
    form: Form::File,
    endings: &["jsonld"],
    streams: &[Stream::Articles],
    make,
};

/// Characters before and after the words.
const AROUND: usize = 32;

fn make<'w>(place: Place<'w>, setting: &'w Setting) -> io::Result<Box<dyn Exporter + 'w>> {
    let to = place.stream()?;
    let label = written::json(&json!(format!("{}: mentions and quotations", setting.archive)))?;
    write!(
        to,
        "{{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"urn:cuttings:annotations\",\"type\":\"AnnotationCollection\",\n\
         \"label\":{label},\n\
         \"first\":{{\"id\":\"urn:cuttings:annotations:1\",\"type\":\"AnnotationPage\",\"startIndex\":0,\"items\":["
    )?;
    Ok(Box::new(WebAnnotation { to, count: 0 }))
}

struct WebAnnotation<'w> {
    to: &'w mut (dyn Write + Send),
    count: u64,
}

impl WebAnnotation<'_> {
    fn item(&mut self, annotation: &Value) -> io::Result<()> {
        let before = if self.count == 0 { "\n" } else { ",\n" };
        self.count += 1;
        write!(self.to, "{before}{}", written::json(annotation)?)
    }
}

impl Exporter for WebAnnotation<'_> {
    fn article(&mut self, article: &ExportedArticle) -> io::Result<()> {
        let texts = Texts::of(article);
        for mention in &article.mentions {
            let Some(target) = texts.target(&mention.field, mention.start_char, mention.end_char)
            else {
                continue;
            };
            let id = format!(
                "urn:cuttings:mention:{}:{}:{}",
                article.sha256, mention.field, mention.start_char
            );
            let annotation = json!({
                "id": id, "type": "Annotation", "motivation": "identifying",
                "body": whom(&mention.means), "target": target,
            });
            self.item(&annotation)?;
        }
        for quote in &article.quotes {
            let Some(target) = texts.target(&quote.field, quote.start_char, quote.end_char) else {
                continue;
            };
            let id = format!(
                "urn:cuttings:quote:{}:{}:{}",
                article.sha256, quote.field, quote.start_char
            );
            let mut bodies = vec![
                json!({ "type": "TextualBody", "purpose": "classifying", "value": "quotation" }),
            ];
            if let Some(speaker) = &quote.speaker {
                bodies.extend(whom(speaker));
            }
            let annotation = json!({
                "id": id, "type": "Annotation", "motivation": "classifying", "body": bodies, "target": target,
            });
            self.item(&annotation)?;
        }
        Ok(())
    }

    fn end(self: Box<Self>) -> io::Result<Vec<String>> {
        write!(self.to, "\n]}},\"total\":{}}}\n", self.count)?;
        Ok(Vec::new())
    }
}

/// Whom the words mean: the name, and the thing itself where the world has an address for it.
fn whom(means: &ExportedName) -> Vec<Value> {
    let mut bodies = vec![
        json!({ "type": "TextualBody", "purpose": "identifying", "format": "text/plain", "value": means.name }),
        json!({ "type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": means.kind.as_str() }),
    ];
    if let Some(id) = &means.wikidata_id {
        bodies.push(json!({
            "type": "SpecificResource", "purpose": "identifying",
            "source": format!("http://www.wikidata.org/entity/{id}"),
        }));
    }
    bodies
}

/// The texts of an article with the byte at which each character begins.
struct Texts<'a> {
    sha256: &'a str,
    fields: Vec<(String, &'a str, Vec<usize>)>,
}

impl<'a> Texts<'a> {
    fn of(article: &'a ExportedArticle) -> Self {
        let fields = fields(article)
            .into_iter()
            .map(|(name, text)| {
                let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
                (name, text, starts)
            })
            .collect();
        Self { sha256: &article.sha256, fields }
    }

    fn target(&self, field: &str, start: i64, end: i64) -> Option<Value> {
        let (_, text, starts) = self.fields.iter().find(|(name, ..)| name == field)?;
        let (from, to) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
        let slice = |from: usize, to: usize| text.get(*starts.get(from)?..*starts.get(to)?);
        let last = starts.len() - 1;
        let source = match field {
            "body" => format!("urn:sha256:{}", self.sha256),
            other => format!("urn:sha256:{}#{other}", self.sha256),
        };
        Some(json!({
            "source": source,
            "selector": [
                { "type": "TextPositionSelector", "start": start, "end": end },
                {
                    "type": "TextQuoteSelector", "exact": slice(from, to)?,
                    "prefix": slice(from.saturating_sub(AROUND), from)?,
                    "suffix": slice(to, (to + AROUND).min(last))?,
                },
            ],
        }))
    }
}

/// The texts of an article that mentions stand in, by the names of their fields, in the order of reading.
pub fn fields(article: &ExportedArticle) -> Vec<(String, &str)> {
    let mut fields: Vec<(String, &str)> = Vec::new();
    for (name, text) in [("headline", &article.headline), ("standfirst", &article.standfirst)] {
        fields.extend(text.as_deref().map(|text| (name.to_owned(), text)));
    }
    fields.push(("body".to_owned(), &article.body));
    for caption in &article.captions {
        let name = format!("caption-{}", caption.number);
        fields.extend(caption.caption.as_deref().map(|text| (name, text)));
    }
    fields
}
