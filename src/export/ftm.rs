//! FollowTheMoney: entities as OpenAleph, Aleph and their tools take them, one JSON object a line.
//!
//! A person or organisation is an entity, an article an `Article`, a place where one is named a `Mention`, and a
//! `Documentation` joins an article to whom it names. The model knows no places, so they are names on the
//! article. What must stay true: a thing has the same id in every archive, and every value is one that the
//! model takes, because it drops others without a word.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Exporter, Form, Format, Holds, Place, Setting, Stream, written};
use crate::model::{EntityKind, ExportedArticle, ExportedEntity, ExportedName, ExportedTime};

pub const FORMAT: Format = Format {
    name: "ftm",
    about: "FollowTheMoney: entities, articles and mentions for OpenAleph and Aleph",
    holds: Holds::Texts,
    form: Form::File,
    endings: &["ftm.json", "ftm.jsonl", "ftm.ijson", "ftm"],
    streams: &[Stream::Entities, Stream::Articles],
    make,
};

/// More text in one entity is dropped by the library, in bytes.
const MOST_TEXT: usize = 29_000_000;

/// ISO 639-3 of the codes of two letters that articles have. A language that is not here is left out.
const LANGUAGES: [(&str, &str); 48] = [
    ("af", "afr"),
    ("ar", "ara"),
    ("az", "aze"),
    ("be", "bel"),
    ("bg", "bul"),
    ("bn", "ben"),
    ("ca", "cat"),
    ("cs", "ces"),
    ("da", "dan"),
    ("de", "deu"),
    ("el", "ell"),
    ("en", "eng"),
    ("es", "spa"),
    ("et", "est"),
    ("fa", "fas"),
    ("fi", "fin"),
    ("fr", "fra"),
    ("he", "heb"),
    ("hi", "hin"),
    ("hr", "hrv"),
    ("hu", "hun"),
    ("hy", "hye"),
    ("id", "ind"),
    ("it", "ita"),
    ("ja", "jpn"),
    ("ka", "kat"),
    ("ko", "kor"),
    ("lt", "lit"),
    ("lv", "lav"),
    ("mk", "mkd"),
    ("nl", "nld"),
    ("no", "nor"),
    ("nb", "nor"),
    ("pl", "pol"),
    ("pt", "por"),
    ("ro", "ron"),
    ("ru", "rus"),
    ("sk", "slk"),
    ("sl", "slv"),
    ("sq", "sqi"),
    ("sr", "srp"),
    ("sv", "swe"),
    ("sw", "swa"),
    ("th", "tha"),
    ("tr", "tur"),
    ("uk", "ukr"),
    ("vi", "vie"),
    ("zh", "zho"),
];

fn make<'w>(place: Place<'w>, _: &'w Setting) -> io::Result<Box<dyn Exporter + 'w>> {
    Ok(Box::new(Ftm { to: place.stream()?, cut: 0 }))
}

struct Ftm<'w> {
    to: &'w mut (dyn Write + Send),
    /// Articles whose text was too long.
    cut: u64,
}

impl Ftm<'_> {
    fn line(
        &mut self,
        id: &str,
        schema: &str,
        properties: Value,
        more: Vec<(&str, Value)>,
    ) -> io::Result<()> {
        let mut fields =
            vec![("id", json!(id)), ("schema", json!(schema)), ("properties", properties)];
        fields.extend(more);
        writeln!(self.to, "{}", written::json(&written::object(fields))?)
    }
}

impl Exporter for Ftm<'_> {
    fn entity(&mut self, entity: &ExportedEntity) -> io::Result<()> {
        let ExportedEntity { means, .. } = entity;
        let Some(schema) = schema(means.kind) else { return Ok(()) };
        // A single word of a person is a short form, and matching does without it.
        let is_weak = |alias: &&String| means.kind == EntityKind::Person && !alias.contains(' ');
        let (weak, full): (Vec<&String>, Vec<&String>) = entity.aliases.iter().partition(is_weak);
        let parts = super::bibliography::author(&means.name);
        let is_person = means.kind == EntityKind::Person;
        let properties = vec![
            ("name", texts([&means.name])),
            ("alias", texts(full)),
            ("weakAlias", texts(weak)),
            ("firstName", texts(parts.given.filter(|_| is_person))),
            ("lastName", texts(parts.given.filter(|_| is_person).map(|_| parts.family))),
            ("wikidataId", texts(means.wikidata_id.as_deref().filter(|id| is_wikidata_id(id)))),
            ("country", texts(entity.country.as_ref().map(|country| country.to_ascii_lowercase()))),
            ("summary", texts(entity.description.as_ref())),
        ];
        self.line(&id_of(means), schema, written::object(properties), Vec::new())
    }

    fn article(&mut self, article: &ExportedArticle) -> io::Result<()> {
        let id = format!("cuttings-article-{}", article.sha256);
        let mut named: BTreeMap<(EntityKind, &str), &ExportedName> = BTreeMap::new();
        for mention in &article.mentions {
            named.insert((mention.means.kind, &mention.means.key), &mention.means);
        }
        let names = |kind: EntityKind| {
            texts(named.values().filter(|means| means.kind == kind).map(|means| &means.name))
        };
        let language = article.language.as_deref().and_then(|code| {
            let code = code.split('-').next().unwrap_or(code);
            LANGUAGES.iter().find(|(two, _)| *two == code).map(|(_, three)| *three)
        });
        let is_whole = article.body.len() <= MOST_TEXT;
        if !is_whole {
            self.cut += 1;
        }
        let properties = vec![
            ("fileName", texts([format!("{}.txt", article.sha256)])),
            ("title", texts(article.headline.as_ref())),
            ("author", texts(&article.authors)),
            ("publisher", texts(article.publisher.as_ref())),
            ("publishedAt", texts(instant(article.published_at.as_deref(), &article.published))),
            ("modifiedAt", texts(instant(None, &article.modified))),
            (
                "retrievedAt",
                texts([bare(article.captured_at.as_deref().unwrap_or(&article.ingested_at))]),
            ),
            ("language", texts(language)),
            ("mimeType", texts([media_type(&article.media_type)])),
            ("contentHash", texts([&article.sha256])),
            ("sourceUrl", texts(article.url.as_deref().and_then(written::web_address))),
            ("summary", texts(article.standfirst.as_ref())),
            ("keywords", texts(&article.topics)),
            ("namesMentioned", texts(named.values().map(|means| &means.name))),
            ("peopleMentioned", names(EntityKind::Person)),
            ("companiesMentioned", names(EntityKind::Organisation)),
            ("locationMentioned", names(EntityKind::Place)),
            ("bodyText", texts(Some(&article.body).filter(|_| is_whole))),
        ];
        self.line(&id, "Article", written::object(properties), Vec::new())?;
        for mention in &article.mentions {
            let start = mention.start_char.to_string();
            let own = format!(
                "cuttings-mention-{}",
                written::digest(&[&article.sha256, &mention.field, &start])
            );
            let resolved = schema(mention.means.kind).map(|_| id_of(&mention.means));
            let properties = vec![
                ("document", texts([&id])),
                ("name", texts([&mention.surface_form])),
                ("resolved", texts(resolved)),
                ("detectedSchema", texts([schema(mention.means.kind).unwrap_or("Address")])),
            ];
            // The model has no property for places in a text; beside the properties they are kept.
            let place = vec![
                ("field", json!(mention.field)),
                ("start_char", json!(mention.start_char)),
                ("end_char", json!(mention.end_char)),
            ];
            self.line(&own, "Mention", written::object(properties), place)?;
        }
        for means in named.values().filter(|means| schema(means.kind).is_some()) {
            let entity = id_of(means);
            let own = format!("cuttings-documentation-{}", written::digest(&[&id, &entity]));
            let properties = vec![
                ("document", texts([&id])),
                ("entity", texts([&entity])),
                ("role", texts(["mentioned"])),
            ];
            self.line(&own, "Documentation", written::object(properties), Vec::new())?;
        }
        Ok(())
    }

    fn end(self: Box<Self>) -> io::Result<Vec<String>> {
        Ok(match self.cut {
            0 => Vec::new(),
            cut => vec![format!(
                "{cut} with more text than FollowTheMoney takes in one entity ({MOST_TEXT} bytes) went without it"
            )],
        })
    }
}

/// The schema of what a mention means; `None`: the model has none.
fn schema(kind: EntityKind) -> Option<&'static str> {
    match kind {
        EntityKind::Person => Some("Person"),
        EntityKind::Organisation => Some("Organization"),
        EntityKind::Place => None,
    }
}

fn id_of(means: &ExportedName) -> String {
    format!("cuttings-{}-{}", means.kind.as_str(), written::digest(&[&means.key]))
}

/// Values as the model has them: a list of texts.
fn texts<T: AsRef<str>>(values: impl IntoIterator<Item = T>) -> Value {
    values.into_iter().map(|value| Value::from(value.as_ref())).collect()
}

fn is_wikidata_id(id: &str) -> bool {
    id.strip_prefix('Q').is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit())
    })
}

/// An instant in UTC where there is one, else the day, month or year.
fn instant(utc: Option<&str>, time: &ExportedTime) -> Option<String> {
    match (utc, time.precision.as_deref(), time.value.as_deref()) {
        (Some(utc), ..) => Some(bare(utc)),
        (None, Some("ambiguous"), Some(value)) => value.get(..4).map(str::to_owned),
        // Whose hour it was is not known, or not what the model takes.
        (None, _, Some(value)) => value.split('T').next().map(str::to_owned),
        (None, _, None) => None,
    }
}

/// Without a zone: the model's times are all in UTC.
fn bare(utc: &str) -> String {
    utc.trim_end_matches('Z').split('.').next().unwrap_or(utc).to_owned()
}

fn media_type(text: &str) -> &str {
    text.split(';').next().unwrap_or(text).trim()
}
