//! Decisions and the catalogue as rows for a spreadsheet or a repository, out and in again.
//!
//! What is written can be read back, here or into another archive: rows name things by kind and key,
//! articles by their SHA-256. A row that cannot be taken is refused alone, with its number and reason.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::curate::Curator;
use super::rebuild::Lesson;
use super::seed::{known, values};
use crate::format::csv::opening;
use crate::model::{
    Act, Catalogue, Decision, EntityKind, EntityName, Entry, Field, MentionField, Office, Parts,
    Ruling, Sha256, Span,
};
use crate::names::entity_named;
use crate::text::decode;
use crate::text::normalise::name_key;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowForm {
    /// A header and a line for each row.
    Csv,
    /// A table `[[row]]` for each row, without the fields that are empty.
    Toml,
}

/// A ruling as a row. Empty fields are those that the act does not take.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DecisionRow {
    pub act: String,
    pub kind: String,
    pub name: String,
    pub key: String,
    pub other_name: String,
    pub other_key: String,
    pub value: String,
    pub article_sha256: String,
    /// The field to set, or where the words stand, if not in the body: `headline`, `caption-1`.
    pub field: String,
    pub start_char: Option<usize>,
    pub end_char: Option<usize>,
    pub surface_form: String,
    pub decided_at: String,
    pub decided_by: String,
    pub reason: String,
}

/// An entry of the catalogue as a row; several names in one field stand apart by `; `.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CatalogueRow {
    pub kind: String,
    pub name: String,
    pub sort_name: String,
    pub aliases: String,
    pub demonyms: String,
    pub description: String,
    pub country: String,
    pub wikidata_id: String,
    /// Of people: `Defence Minister of Australia 2019-2022; Treasurer of Australia since 2022`.
    pub offices: String,
}

/// Rows as text. Fails where a row has what the form cannot hold.
pub fn written(rows: &[impl Serialize], form: RowForm) -> Result<String, String> {
    match form {
        RowForm::Csv => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in rows {
                writer.serialize(row).map_err(|error| error.to_string())?;
            }
            let bytes = writer.into_inner().map_err(|error| error.to_string())?;
            String::from_utf8(bytes).map_err(|error| error.to_string())
        }
        RowForm::Toml => {
            let mut text = String::new();
            for row in rows {
                let mut table = toml::Table::try_from(row).map_err(|error| error.to_string())?;
                table.retain(|_, value| value.as_str() != Some(""));
                text.push_str(&format!("[[row]]\n{table}\n"));
            }
            Ok(text)
        }
    }
}

/// Each row of a file, or why it is none. An error of the whole is the one row of the answer. Character
/// sets and separators are those that `ingest` takes in tables.
pub fn read<R: DeserializeOwned>(bytes: &[u8], form: RowForm) -> Vec<Result<R, String>> {
    let decoded = decode::decode(bytes).text;
    let text = decoded.trim_start_matches('\u{feff}');
    match form {
        RowForm::Csv => {
            let (start, separator) = opening(text).unwrap_or((0, b','));
            csv::ReaderBuilder::new()
                .delimiter(separator)
                .from_reader(text.get(start..).unwrap_or_default().as_bytes())
                .into_deserialize()
                .map(|row| row.map_err(|error| error.to_string()))
                .collect()
        }
        RowForm::Toml => {
            let document: toml::Table = match text.parse() {
                Ok(document) => document,
                Err(error) => return vec![Err(error.to_string().trim_end().to_owned())],
            };
            match document.get("row") {
                Some(toml::Value::Array(rows)) => rows
                    .iter()
                    .map(|row| R::deserialize(row.clone()).map_err(|error| error.to_string()))
                    .collect(),
                _ => vec![Err("there is no [[row]]".to_owned())],
            }
        }
    }
}

impl From<&Decision> for DecisionRow {
    fn from(decision: &Decision) -> Self {
        let parts = decision.ruling.parts();
        let field = parts.field_name().unwrap_or_default();
        let Parts { entity, other, article, span, value, .. } = parts;
        let kind = entity.as_ref().map(|entity| entity.kind.as_str()).unwrap_or_default();
        let (key, name) = entity.map(|entity| (entity.key, entity.name)).unwrap_or_default();
        let (other_key, other_name) =
            other.map(|other| (other.key, other.name)).unwrap_or_default();
        Self {
            act: decision.ruling.act().as_str().to_owned(),
            kind: kind.to_owned(),
            name,
            key,
            other_name,
            other_key,
            value: value.unwrap_or_default(),
            article_sha256: article.map(|article| article.to_string()).unwrap_or_default(),
            field,
            start_char: span.as_ref().map(|span| span.start_char),
            end_char: span.as_ref().map(|span| span.end_char),
            surface_form: span.map(|span| span.surface_form).unwrap_or_default(),
            decided_at: decision.decided_at.clone(),
            decided_by: decision.decided_by.clone(),
            reason: decision.reason.clone().unwrap_or_default(),
        }
    }
}

impl DecisionRow {
    /// The ruling and who made it; `importer` stands in where the row does not say. `Err` is why it is
    /// no ruling.
    pub fn ruling(self, importer: &Curator) -> Result<(Ruling, Curator), String> {
        let act = Act::by_name(&self.act).filter(|act| *act != Act::Undo);
        let act = act.ok_or_else(|| format!("`{}` is no act that can be imported", self.act))?;
        let kind = match known(self.kind.clone()) {
            Some(kind) => Some(
                EntityKind::by_name(&kind).ok_or_else(|| format!("there is no kind `{kind}`"))?,
            ),
            None => None,
        };
        let entity = |name: String, key: String| -> Result<Option<EntityName>, String> {
            if name.is_empty() {
                return Ok(None);
            }
            let kind = kind.ok_or("a name without its kind")?;
            let named = entity_named(kind, &name).ok_or_else(|| format!("`{name}` is no name"))?;
            Ok(Some(EntityName { key: known(key).unwrap_or(named.key), ..named }))
        };
        let article = match known(self.article_sha256) {
            Some(text) => {
                Some(Sha256::from_hex(&text).ok_or_else(|| format!("`{text}` is no SHA-256"))?)
            }
            None => None,
        };
        let span = match (self.start_char, self.end_char, known(self.surface_form)) {
            (Some(start_char), Some(end_char), Some(surface_form)) => {
                let field = match known(self.field.clone()) {
                    Some(name) => MentionField::by_name(&name)
                        .ok_or_else(|| format!("mentions have no field `{name}`"))?,
                    None => MentionField::Body,
                };
                Some(Span { field, start_char, end_char, surface_form })
            }
            (None, None, None) => None,
            _ => return Err("start_char, end_char and surface_form go together".to_owned()),
        };
        let field = match known(self.field).filter(|_| act == Act::Set) {
            Some(name) => {
                Some(Field::by_name(&name).ok_or_else(|| format!("`{name}` is no field"))?)
            }
            None => None,
        };
        let parts = Parts {
            entity: entity(self.name, self.key)?,
            other: entity(self.other_name, self.other_key)?,
            article,
            span,
            field,
            // A field that is to say nothing is set all the same.
            value: if act == Act::Set { Some(self.value) } else { known(self.value) },
            undone: None,
        };
        let ruling =
            Ruling::of(act, parts).map_err(|what| format!("{} needs {what}", act.as_str()))?;
        let or = |own: String, else_: &str| known(own).unwrap_or_else(|| else_.to_owned());
        let curator = Curator {
            decided_by: or(self.decided_by, &importer.decided_by),
            decided_at: or(self.decided_at, &importer.decided_at),
            reason: known(self.reason).or_else(|| importer.reason.clone()),
        };
        Ok((ruling, curator))
    }
}

impl From<&Entry> for CatalogueRow {
    fn from(entry: &Entry) -> Self {
        let entry = entry.clone();
        Self {
            kind: entry.kind.as_str().to_owned(),
            name: entry.name,
            sort_name: entry.sort_name.unwrap_or_default(),
            aliases: entry.aliases.join("; "),
            demonyms: entry.demonyms.join("; "),
            description: entry.description.unwrap_or_default(),
            country: entry.country.unwrap_or_default(),
            wikidata_id: entry.wikidata_id.unwrap_or_default(),
            offices: entry.offices.iter().map(Office::to_string).collect::<Vec<_>>().join("; "),
        }
    }
}

impl CatalogueRow {
    /// The entry; `Err` is why it is none.
    pub fn entry(self) -> Result<Entry, String> {
        let kind = EntityKind::by_name(&self.kind)
            .ok_or_else(|| format!("there is no kind `{}`", self.kind))?;
        let key = name_key(&self.name);
        if key.is_empty() {
            return Err(format!("`{}` is no name", self.name));
        }
        let digits = self.wikidata_id.strip_prefix('Q').unwrap_or_default();
        let is_number = digits.starts_with(|c: char| ('1'..='9').contains(&c))
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !self.wikidata_id.is_empty() && !is_number {
            return Err(format!("`{}` is no Wikidata id", self.wikidata_id));
        }
        let offices = values(&self.offices)
            .iter()
            .map(|office| office.parse())
            .collect::<Result<Vec<Office>, String>>()?;
        if !offices.is_empty() && kind != EntityKind::Person {
            return Err("only people hold offices".to_owned());
        }
        Ok(Entry {
            kind,
            key,
            name: self.name,
            sort_name: known(self.sort_name),
            aliases: values(&self.aliases),
            demonyms: values(&self.demonyms),
            description: known(self.description),
            country: known(self.country),
            wikidata_id: known(self.wikidata_id),
            offices,
            silent: Vec::new(),
        })
    }
}

/// The rows of decisions in force, in the order in which they were made.
pub fn decision_rows(decisions: &[Decision]) -> Vec<DecisionRow> {
    crate::names::rulings::in_force(decisions).into_iter().map(DecisionRow::from).collect()
}

/// The rulings in force, as they were made.
pub fn in_force(decisions: &[Decision]) -> Vec<&Ruling> {
    crate::names::rulings::in_force(decisions).into_iter().map(|made| &made.ruling).collect()
}

/// Entries to add to an archive's catalogue, or to update by kind and key.
pub fn lesson(entries: Vec<Entry>) -> Lesson {
    Lesson { catalogue: Catalogue { entries, publishers: Vec::new() }, sha256: None }
}

/// The rows of a catalogue's people, organisations and places.
pub fn entry_rows(catalogue: &Catalogue) -> Vec<CatalogueRow> {
    catalogue.entries.iter().map(CatalogueRow::from).collect()
}
