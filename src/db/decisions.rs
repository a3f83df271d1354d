//! Rulings, kept as they were made, and what they make of the entities' rows.
//!
//! Rows of the catalogue are what the seed lists say, changed by what is ruled: `set_judged` brings
//! them there from any earlier state, so that an undone ruling leaves nothing behind. An entity that is
//! judged keeps its row and its id for as long as a ruling names it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::entities::{self, EntityRow, tables};
use super::row_hashes::{self, DECISIONS};
use super::{Archive, Batch, Error, Result, captures};
use crate::model::{
    Act, ArticleId, CaptureId, Decision, DecisionId, EntityId, EntityKind, EntityName, Field,
    Judged, MentionField, Parts, Ruling, Sha256, Span,
};

/// What rulings can change: everything recognised in these articles.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Articles that name one of these.
    pub entities: BTreeSet<(EntityKind, String)>,
    /// Articles that may hold one of these names.
    pub names: BTreeSet<String>,
    pub articles: BTreeSet<Sha256>,
}

impl Scope {
    /// Whether nothing can be reached.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty() && self.names.is_empty() && self.articles.is_empty()
    }
}

impl Archive {
    /// Every ruling, in the order in which they were made.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        read(&self.connection).map_err(|error| Error::from_sqlite(&self.path, error))
    }
}

impl Batch<'_> {
    /// Every ruling, in the order in which they were made, those of this transaction among them.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        read(&self.transaction).map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Records a ruling.
    pub fn decide(
        &mut self,
        ruling: &Ruling,
        decided_at: &str,
        decided_by: &str,
        reason: Option<&str>,
    ) -> Result<DecisionId> {
        self.has_new_topics |= matches!(ruling.act(), Act::Tag | Act::Untag | Act::Undo);
        insert(&self.transaction, None, ruling, decided_at, decided_by, reason)
            .map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Makes the entities' rows what the catalogue and these rulings say.
    pub fn set_judged(&mut self, judged: &BTreeMap<(EntityKind, String), Judged>) -> Result<()> {
        let released = set_judged(&self.transaction, judged)
            .map_err(|error| Error::from_sqlite(self.path, error))?;
        self.unsettled.extend(released);
        self.has_replaced = true;
        self.rules.touch_all();
        self.entities.clear();
        Ok(())
    }

    /// The captures that hold the articles of a scope.
    pub fn captures_in(&self, scope: &Scope) -> Result<BTreeSet<CaptureId>> {
        captures_in(&self.transaction, scope).map_err(|error| Error::from_sqlite(self.path, error))
    }

    /// Every name that an entity has, or had in a text.
    pub fn names_of(&self, kind: EntityKind, key: &str) -> Result<Vec<String>> {
        names_of(&self.transaction, kind, key).map_err(|error| Error::from_sqlite(self.path, error))
    }
}

/// Adds a ruling under a number, or under the next one.
pub(super) fn insert(
    connection: &Connection,
    number: Option<DecisionId>,
    ruling: &Ruling,
    decided_at: &str,
    decided_by: &str,
    reason: Option<&str>,
) -> rusqlite::Result<DecisionId> {
    let parts = ruling.parts();
    let field = parts.field_name();
    let Parts { entity, other, article, span, value, undone, .. } = parts;
    connection
        .prepare_cached(
            "INSERT INTO decisions (decision_id, decided_at, decided_by, reason, act, kind, key, name, other_key,
                other_name, article_sha256, field, start_char, end_char, surface_form, value,
                undone_decision_id)
             VALUES (:number, :decided_at, :decided_by, :reason, :act, :kind, :key, :name, :other_key,
                :other_name, :article, :field, :start, :end, :surface_form, :value, :undone)",
        )?
        .execute(named_params! {
            ":number": number.map(|number| number.0),
            ":decided_at": decided_at,
            ":decided_by": decided_by,
            ":reason": reason,
            ":act": ruling.act().as_str(),
            ":kind": entity.as_ref().map(|entity| entity.kind.as_str()),
            ":key": entity.as_ref().map(|entity| &entity.key),
            ":name": entity.as_ref().map(|entity| &entity.name),
            ":other_key": other.as_ref().map(|other| &other.key),
            ":other_name": other.as_ref().map(|other| &other.name),
            ":article": article.map(|article| article.to_string()),
            ":field": field,
            ":start": span.as_ref().map(|span| span.start_char),
            ":end": span.as_ref().map(|span| span.end_char),
            ":surface_form": span.as_ref().map(|span| &span.surface_form),
            ":value": value,
            ":undone": undone.map(|undone| undone.0),
        })?;
    let id = connection.last_insert_rowid();
    DECISIONS.seal(connection, id)?;
    Ok(DecisionId(id))
}

/// Takes away what keeps decisions from being changed, for the few statements that may; `put_guard_back` ends that.
pub(super) fn drop_guard(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let guard = connection
        .query_row(
            "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = 'decisions_frozen'",
            [],
            |row| row.get(0),
        )
        .optional()?;
    connection.execute_batch("DROP TRIGGER IF EXISTS decisions_frozen")?;
    Ok(guard)
}

/// Where another program dropped the guard, `verify` says so, and it is not for us to make it.
pub(super) fn put_guard_back(
    connection: &Connection,
    guard: Option<String>,
) -> rusqlite::Result<()> {
    connection.execute_batch(guard.as_deref().unwrap_or_default())
}

/// Every ruling, in the order in which they were made.
pub(super) fn read(connection: &Connection) -> rusqlite::Result<Vec<Decision>> {
    let mut statement = connection.prepare("SELECT * FROM decisions ORDER BY decision_id")?;
    statement.query_map([], decision)?.collect()
}

fn decision(row: &Row<'_>) -> rusqlite::Result<Decision> {
    let unknown = |name: String| rusqlite::Error::InvalidColumnName(name);
    let act: String = row.get("act")?;
    let kind: Option<String> = row.get("kind")?;
    let kind = match kind {
        Some(kind) => Some(EntityKind::by_name(&kind).ok_or_else(|| unknown(kind))?),
        None => None,
    };
    let entity = |key: &str, name: &str| -> rusqlite::Result<Option<EntityName>> {
        let (key, name): (Option<String>, Option<String>) = (row.get(key)?, row.get(name)?);
        Ok(kind.zip(key).zip(name).map(|((kind, key), name)| EntityName { kind, key, name }))
    };
    let span = |surface_form| -> rusqlite::Result<Span> {
        let field: Option<String> = row.get("field")?;
        let field = field.map(|name| MentionField::by_name(&name).ok_or_else(|| unknown(name)));
        Ok(Span {
            field: field.transpose()?.unwrap_or_default(),
            start_char: row.get("start_char")?,
            end_char: row.get("end_char")?,
            surface_form,
        })
    };
    // Of any other act the column says where a span is.
    let field = match row.get::<_, Option<String>>("field")?.filter(|_| act == Act::Set.as_str()) {
        Some(name) => Some(Field::by_name(&name).ok_or_else(|| unknown(name))?),
        None => None,
    };
    let article = match row.get::<_, Option<String>>("article_sha256")? {
        Some(_) => Some(captures::sha256(row, "article_sha256")?),
        None => None,
    };
    let act = Act::by_name(&act).ok_or_else(|| unknown(act))?;
    let parts = Parts {
        entity: entity("key", "name")?,
        other: entity("other_key", "other_name")?,
        article,
        span: row.get::<_, Option<String>>("surface_form")?.map(span).transpose()?,
        field,
        value: row.get("value")?,
        undone: row.get::<_, Option<i64>>("undone_decision_id")?.map(DecisionId),
    };
    Ok(Decision {
        id: DecisionId(row.get("decision_id")?),
        ruling: Ruling::of(act, parts).map_err(|what| unknown(what.to_owned()))?,
        decided_at: row.get("decided_at")?,
        decided_by: row.get("decided_by")?,
        reason: row.get("reason")?,
    })
}

/// Brings the rows to what is ruled; says which entries are automatic again.
pub(super) fn set_judged(
    connection: &Connection,
    judged: &BTreeMap<(EntityKind, String), Judged>,
) -> rusqlite::Result<Vec<(EntityKind, EntityId)>> {
    let wrong = row_hashes::wrong_in_catalogue(connection)?;
    connection.execute("DELETE FROM aliases WHERE decision_id IS NOT NULL", [])?;
    let mut released = Vec::new();
    for kind in EntityKind::ALL {
        let (table, id) = (tables(kind).table, tables(kind).id);
        connection.execute(
            &format!("UPDATE {table} SET merged_into_id = NULL WHERE merged_into_id IS NOT NULL"),
            [],
        )?;
        let ruled: Vec<(i64, String, String, Option<String>, bool)> = connection
            .prepare(&format!(
                "SELECT {id}, key, name, former_name, decision_id IS NOT NULL FROM {table}
                 WHERE former_name IS NOT NULL OR decision_id IS NOT NULL"
            ))?
            .query_map([], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        for (row, key, name, former_name, by_ruling) in ruled {
            let own = judged.get(&(kind, key));
            if let Some(former_name) = former_name
                && !own.is_some_and(|own| own.is_renamed)
            {
                let entity = EntityRow { id: EntityId(row), name: name.into(), automatic: false };
                entities::rename(connection, kind, &entity, &former_name)?;
                connection.execute(
                    &format!("UPDATE {table} SET former_name = NULL WHERE {id} = :row"),
                    named_params! { ":row": row },
                )?;
            }
            if by_ruling && own.is_none() {
                connection.execute(
                    &format!("UPDATE {table} SET origin = 'automatic', decision_id = NULL WHERE {id} = :row"),
                    named_params! { ":row": row },
                )?;
                released.push((kind, EntityId(row)));
            }
        }
    }
    for own in judged.values() {
        judge(connection, own)?;
    }
    for own in judged.values().filter(|own| own.merged_into.is_some()) {
        merge(connection, own, judged)?;
    }
    row_hashes::seal_catalogue(connection, &wrong)?;
    Ok(released)
}

/// Makes one entity's row and aliases what is ruled of it.
fn judge(connection: &Connection, own: &Judged) -> rusqlite::Result<()> {
    let EntityName { kind, key, name } = &own.entity;
    let (table, id) = (tables(*kind).table, tables(*kind).id);
    connection.execute(
        &format!(
            "INSERT INTO {table} (key, name, origin, decision_id) VALUES (:key, :name, 'catalogue', :decision)
             ON CONFLICT (key) DO UPDATE SET origin = 'catalogue', decision_id = :decision
             WHERE origin = 'automatic' OR decision_id IS NOT NULL"
        ),
        named_params! { ":key": key, ":name": name, ":decision": own.decision.0 },
    )?;
    let (row, former, by_ruling): (i64, String, bool) = connection.query_row(
        &format!("SELECT {id}, name, decision_id IS NOT NULL FROM {table} WHERE key = :key"),
        named_params! { ":key": key },
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    if former != *name && (by_ruling || own.is_renamed) {
        let entity =
            EntityRow { id: EntityId(row), name: former.as_str().into(), automatic: false };
        entities::rename(connection, *kind, &entity, name)?;
        if !by_ruling {
            connection.execute(
                &format!(
                    "UPDATE {table} SET former_name = coalesce(former_name, :former) WHERE {id} = :row"
                ),
                named_params! { ":former": former, ":row": row },
            )?;
        }
    }
    for (alias, decision) in &own.aliases {
        add_alias(connection, *kind, row, alias, "alias", *decision)?;
    }
    Ok(())
}

/// Gives the names of a merged entity to the one that its mentions mean in the end.
fn merge(
    connection: &Connection,
    own: &Judged,
    judged: &BTreeMap<(EntityKind, String), Judged>,
) -> rusqlite::Result<()> {
    let kind = own.entity.kind;
    let Some((key, decision)) = &own.merged_into else { return Ok(()) };
    let mut target = key;
    // Merges in a circle are never taken, so this comes to an end.
    while let Some((next, _)) =
        judged.get(&(kind, target.clone())).and_then(|next| next.merged_into.as_ref())
    {
        target = next;
    }
    let (Some(from), Some(into)) = (
        entities::find(connection, kind, &own.entity.key)?,
        entities::find(connection, kind, target)?,
    ) else {
        return Ok(());
    };
    let (table, id) = (tables(kind).table, tables(kind).id);
    connection.execute(
        &format!("UPDATE {table} SET merged_into_id = :into WHERE {id} = :from"),
        named_params! { ":into": into.id.0, ":from": from.id.0 },
    )?;
    let names: Vec<(String, String)> = connection
        .prepare(&format!(
            "SELECT name, 'alias' FROM {table} WHERE {id} = :from
             UNION SELECT name, kind FROM aliases WHERE {id} = :from ORDER BY 1, 2"
        ))?
        .query_map(named_params! { ":from": from.id.0 }, |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (name, form) in names {
        add_alias(connection, kind, into.id.0, &name, &form, *decision)?;
    }
    Ok(())
}

/// Adds a name that a ruling gives, unless the entity has it.
fn add_alias(
    connection: &Connection,
    kind: EntityKind,
    row: i64,
    name: &str,
    form: &str,
    decision: DecisionId,
) -> rusqlite::Result<()> {
    let (table, id) = (tables(kind).table, tables(kind).id);
    connection
        .prepare_cached(&format!(
            "INSERT INTO aliases (name, kind, {id}, decision_id) SELECT :name, :form, :row, :decision
             WHERE NOT EXISTS (SELECT 1 FROM aliases WHERE {id} = :row AND name = :name AND kind = :form)
               AND NOT EXISTS (SELECT 1 FROM {table} WHERE {id} = :row AND name = :name)"
        ))?
        .execute(named_params! {
            ":name": name, ":form": form, ":row": row, ":decision": decision.0,
        })?;
    Ok(())
}

fn names_of(connection: &Connection, kind: EntityKind, key: &str) -> rusqlite::Result<Vec<String>> {
    let tables = tables(kind);
    connection
        .prepare_cached(&format!(
            "SELECT name FROM {table} WHERE key = :key
             UNION SELECT aliases.name FROM aliases JOIN {table} USING ({id}) WHERE key = :key AND kind = 'alias'
             UNION SELECT full_form FROM {in_articles} JOIN {table} USING ({id})
                WHERE key = :key AND full_form IS NOT NULL",
            table = tables.table, id = tables.id, in_articles = tables.in_articles
        ))?
        .query_map(named_params! { ":key": key }, |row| row.get(0))?
        .collect()
}

fn captures_in(connection: &Connection, scope: &Scope) -> rusqlite::Result<BTreeSet<CaptureId>> {
    let mut articles: BTreeSet<ArticleId> = BTreeSet::new();
    for (kind, key) in &scope.entities {
        let tables = tables(*kind);
        let authored = match kind {
            EntityKind::Person => {
                "UNION SELECT article_id FROM article_authors JOIN people USING (person_id) WHERE key = :key"
            }
            _ => "",
        };
        let mut statement = connection.prepare_cached(&format!(
            "SELECT article_id FROM {} JOIN {table} USING ({id}) WHERE key = :key {authored}
             UNION SELECT article_id FROM quotes JOIN {table} USING ({id}) WHERE key = :key",
            tables.in_articles,
            table = tables.table,
            id = tables.id,
        ))?;
        for article in statement.query_map(named_params! { ":key": key }, |row| row.get(0))? {
            articles.insert(ArticleId(article?));
        }
    }
    for name in &scope.names {
        let mut statement = match words_query(name) {
            Some(_) => connection
                .prepare_cached("SELECT rowid FROM articles_fts WHERE articles_fts MATCH :words")?,
            None => {
                connection.prepare_cached("SELECT article_id FROM articles WHERE :words IS NULL")?
            }
        };
        let words = words_query(name);
        for article in statement.query_map(named_params! { ":words": words }, |row| row.get(0))? {
            articles.insert(ArticleId(article?));
        }
    }
    for sha256 in &scope.articles {
        let article = connection
            .prepare_cached("SELECT article_id FROM articles WHERE sha256 = :sha256")?
            .query_row(named_params! { ":sha256": sha256.to_string() }, |row| row.get(0))
            .optional()?;
        articles.extend(article.map(ArticleId));
    }
    let mut captures = BTreeSet::new();
    let mut statement = connection
        .prepare_cached("SELECT capture_id FROM article_spans WHERE article_id = :article")?;
    for article in articles {
        for capture in
            statement.query_map(named_params! { ":article": article.0 }, |row| row.get(0))?
        {
            captures.insert(CaptureId(capture?));
        }
    }
    Ok(captures)
}

/// Letters that the spellings of a word have in common: `defe` of `Defence` and `Defense`.
const STEM: usize = 4;

/// A full-text query that every text with this name in any spelling answers; `None` where only
/// reading the text tells. Words with other letters than ASCII may be spelt and folded in many ways.
fn words_query(name: &str) -> Option<String> {
    let stems: Vec<String> = name
        .split_whitespace()
        .filter(|word| word.len() >= STEM && word.bytes().all(|byte| byte.is_ascii_alphabetic()))
        .map(|word| format!("{}*", &word[..STEM].to_ascii_lowercase()))
        .collect();
    (!stems.is_empty()).then(|| stems.join(" AND "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_looked_for_in_all_its_spellings() {
        for (name, query) in [
            ("Winston Peters", Some("wins* AND pete*")),
            ("Ministry of Defence", Some("mini* AND defe*")),
            ("Zoë Hale", Some("hale*")),
            ("Xi", None),
            ("O'Neill", None),
        ] {
            assert_eq!(words_query(name).as_deref(), query, "{name}");
        }
    }
}
