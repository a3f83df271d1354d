//! Who is in an article: its mentions, the summary by entity, its authors.

use std::collections::BTreeMap;

use rusqlite::{Connection, named_params};

use super::entities::{EntityCache, tables};
use crate::model::{ArticleId, Candidate, EntityId, EntityKind};

/// Stores the names of an article that has none stored yet.
pub(super) fn insert(
    connection: &Connection,
    cache: &mut EntityCache,
    article: ArticleId,
    candidate: &Candidate,
) -> rusqlite::Result<()> {
    let mut counts: BTreeMap<(EntityKind, EntityId), u64> = BTreeMap::new();
    // Rows are looked up before any is written: a lookup may rename, and a name settled now is the
    // one that the surface forms below are compared with.
    let mut rows = Vec::with_capacity(candidate.mentions.len());
    for mention in &candidate.mentions {
        let row = cache.row(connection, &mention.entity)?;
        *counts.entry((mention.entity.kind, row.id)).or_default() += 1;
        rows.push(row);
    }
    for (index, mention) in candidate.mentions.iter().enumerate() {
        // A later mention of the same entity may have renamed it since.
        let Some(id) = rows.get(index).map(|row| row.id) else { continue };
        let name = &cache.row(connection, &mention.entity)?.name;
        let of = |kind: EntityKind| (mention.entity.kind == kind).then_some(id.0);
        connection
            .prepare_cached(
                "INSERT INTO mentions (article_id, start_char, end_char, surface_form, person_id,
                    organisation_id, place_id, rule, antecedent_start_char, confidence, recogniser)
                 VALUES (:article, :start, :end, :surface_form, :person, :organisation, :place, :rule,
                    :antecedent, :confidence, :recogniser)",
            )?
            .execute(named_params! {
                ":article": article.0,
                ":start": mention.start_char,
                ":end": mention.end_char,
                ":surface_form": (mention.surface_form != *name).then_some(&mention.surface_form),
                ":person": of(EntityKind::Person),
                ":organisation": of(EntityKind::Organisation),
                ":place": of(EntityKind::Place),
                ":rule": mention.rule.as_str(),
                ":antecedent": mention.antecedent,
                ":confidence": mention.confidence,
                ":recogniser": candidate.recogniser,
            })?;
    }
    for ((kind, id), count) in counts {
        let tables = tables(kind);
        connection
            .prepare_cached(&format!(
                "INSERT INTO {} (article_id, {}, mention_count) VALUES (:article, :id, :count)",
                tables.in_articles, tables.id
            ))?
            .execute(named_params! { ":article": article.0, ":id": id.0, ":count": count })?;
    }
    for (index, (name, author)) in candidate.draft.head.authors.iter().zip(&candidate.authors).enumerate() {
        let person = cache.row(connection, author)?;
        connection
            .prepare_cached(
                "INSERT INTO article_authors (article_id, position, name, person_id)
                 VALUES (:article, :position, :name, :person)",
            )?
            .execute(named_params! {
                ":article": article.0, ":position": index + 1, ":name": name, ":person": person.id.0,
            })?;
    }
    Ok(())
}

/// Removes everything that `insert` stored for an article.
pub(super) fn remove(connection: &Connection, article: ArticleId) -> rusqlite::Result<()> {
    for table in ["mentions", "article_people", "article_organisations", "article_places", "article_authors"] {
        connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE article_id = :article"))?
            .execute(named_params! { ":article": article.0 })?;
    }
    Ok(())
}
