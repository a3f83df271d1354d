//! Who is in an article: its mentions, the summary by entity, its authors.

use std::collections::{BTreeMap, HashMap};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, named_params};

use super::article_rows::{ArticleTable, Changed};
use super::entities::{EntityCache, Tables, tables};
use super::totals::Totals;
use crate::model::{
    ArticleId, Candidate, EntityId, EntityKind, EntityName, Mention, MentionRow, QuoteRow,
};

const MENTIONS: ArticleTable<11> = ArticleTable {
    name: "mentions",
    columns: [
        "field",
        "start_char",
        "end_char",
        "surface_form",
        "person_id",
        "organisation_id",
        "place_id",
        "rule",
        "antecedent_start_char",
        "antecedent_field",
        "confidence",
    ],
    key: 2,
};

const QUOTES: ArticleTable<16> = ArticleTable {
    name: "quotes",
    columns: [
        "field",
        "start_char",
        "end_char",
        "speaker_start_char",
        "speaker_end_char",
        "mention_start_char",
        "person_id",
        "organisation_id",
        "place_id",
        "cue_start_char",
        "cue_end_char",
        "rule",
        "confidence",
        "words_sha256",
        "word_count",
        "speaker_gender",
    ],
    key: 2,
};

const ROLES: ArticleTable<10> = ArticleTable {
    name: "roles",
    columns: [
        "field",
        "start_char",
        "person_start_char",
        "end_char",
        "title",
        "person_id",
        "organisation_id",
        "place_id",
        "rule",
        "confidence",
    ],
    key: 3,
};

const AUTHORS: ArticleTable<3> =
    ArticleTable { name: "article_authors", columns: ["position", "name", "person_id"], key: 1 };

const UNFIT_DECISIONS: ArticleTable<1> =
    ArticleTable { name: "unfit_decisions", columns: ["decision_id"], key: 1 };

/// In which articles somebody of a kind is named.
fn in_articles(kind: EntityKind) -> ArticleTable<3> {
    let Tables { id, in_articles: name, .. } = tables(kind);
    ArticleTable { name, columns: [id, "mention_count", "full_form"], key: 1 }
}

/// Somebody, by the row of a kind.
type Entity = (EntityKind, EntityId);

/// Makes what is stored of the names of an article what the candidate says. `is_new` says that nothing is stored yet.
pub(super) fn write(
    connection: &Connection,
    cache: &mut EntityCache,
    totals: &mut Totals,
    article: ArticleId,
    candidate: &Candidate,
    is_new: bool,
) -> rusqlite::Result<()> {
    // Who is in it, how often, and what it calls an automatic entry. Rows are looked up before any is
    // written: a lookup may rename, and a name settled now is the one that surface forms are compared with.
    let mut counts: BTreeMap<Entity, (i64, Option<&str>)> = BTreeMap::new();
    for mention in &candidate.mentions {
        let row = cache.row(connection, &mention.entity)?;
        let (count, full_form) = counts.entry((mention.entity.kind, row.id)).or_default();
        *count += 1;
        if row.automatic {
            *full_form = (*full_form).max(Some(&mention.entity.name));
        }
    }
    let authors: Vec<(usize, &str, EntityId)> = candidate
        .author_rows()
        .map(|author| {
            let person = cache.row(connection, author.person)?.id;
            Ok((author.position, author.name, person))
        })
        .collect::<rusqlite::Result<_>>()?;
    let mentions: Vec<MentionRow<'_>> = candidate.mentions.iter().map(Mention::row).collect();
    let mut rows = Vec::with_capacity(mentions.len());
    for mention in &mentions {
        let row = cache.row(connection, mention.entity)?;
        let surface_form = (*mention.surface_form != *row.name).then_some(mention.surface_form);
        let [person, organisation, place] = by_kind(Some((mention.entity.kind, row.id)));
        rows.push([
            text(&mention.field),
            number(mention.start_char),
            number(mention.end_char),
            surface_form.map_or(ValueRef::Null, text),
            person,
            organisation,
            place,
            text(mention.rule),
            mention.antecedent_start_char.map_or(ValueRef::Null, number),
            mention.antecedent_field.as_deref().map_or(ValueRef::Null, text),
            mention.confidence.map_or(ValueRef::Null, ValueRef::Real),
        ]);
    }
    MENTIONS.write(connection, article, rows, is_new, |_, _| Ok(()))?;
    let named = candidate.named_in_body();
    write_quotes(connection, cache, article, candidate, &named, is_new)?;
    write_roles(connection, cache, article, candidate, &named, is_new)?;
    let unfit = candidate.unfit.iter().map(|decision| [ValueRef::Integer(decision.0)]).collect();
    UNFIT_DECISIONS.write(connection, article, unfit, is_new, |_, _| Ok(()))?;
    for kind in EntityKind::ALL {
        let of_kind = counts.iter().filter(|((of, _), _)| *of == kind);
        let rows = of_kind.map(|((_, id), (count, full_form))| {
            [
                ValueRef::Integer(id.0),
                ValueRef::Integer(*count),
                full_form.map_or(ValueRef::Null, text),
            ]
        });
        in_articles(kind).write(connection, article, rows.collect(), is_new, |changed, row| {
            let entity = (kind, EntityId(row[0].as_i64()?));
            match changed {
                Changed::Added => totals.gain(connection, entity, row[1].as_i64()?),
                Changed::Removed => totals.lose(connection, entity, row[1].as_i64()?),
            }
        })?;
    }
    let authors = authors.iter().map(|&(position, name, person)| {
        [number(position), text(name), ValueRef::Integer(person.0)]
    });
    AUTHORS.write(connection, article, authors.collect(), is_new, |_, _| Ok(()))
}

fn write_quotes(
    connection: &Connection,
    cache: &mut EntityCache,
    article: ArticleId,
    candidate: &Candidate,
    named: &HashMap<usize, &EntityName>,
    is_new: bool,
) -> rusqlite::Result<()> {
    let quotes: Vec<(QuoteRow<'_>, Option<String>)> = candidate
        .quotes
        .iter()
        .map(|quote| (quote.row(named), quote.words_sha256.map(|words| words.to_string())))
        .collect();
    let mut rows = Vec::with_capacity(quotes.len());
    for (quote, words) in &quotes {
        let [person, organisation, place] = means(connection, cache, quote.speaker)?;
        rows.push([
            text(quote.field),
            number(quote.start_char),
            number(quote.end_char),
            quote.speaker_start_char.map_or(ValueRef::Null, number),
            quote.speaker_end_char.map_or(ValueRef::Null, number),
            quote.mention_start_char.map_or(ValueRef::Null, number),
            person,
            organisation,
            place,
            quote.cue_start_char.map_or(ValueRef::Null, number),
            quote.cue_end_char.map_or(ValueRef::Null, number),
            text(quote.rule),
            ValueRef::Real(quote.confidence),
            words.as_deref().map_or(ValueRef::Null, text),
            number(quote.word_count),
            quote.speaker_gender.map_or(ValueRef::Null, text),
        ]);
    }
    QUOTES.write(connection, article, rows, is_new, |_, _| Ok(()))
}

fn write_roles(
    connection: &Connection,
    cache: &mut EntityCache,
    article: ArticleId,
    candidate: &Candidate,
    named: &HashMap<usize, &EntityName>,
    is_new: bool,
) -> rusqlite::Result<()> {
    let mut rows = Vec::with_capacity(candidate.roles.len());
    for role in &candidate.roles {
        let role = role.row(named);
        let [person, _, _] = means(connection, cache, role.person)?;
        let [_, organisation, place] = means(connection, cache, role.held_in)?;
        rows.push([
            text(role.field),
            number(role.start_char),
            number(role.person_start_char),
            number(role.end_char),
            text(role.title),
            person,
            organisation,
            place,
            text(role.rule),
            ValueRef::Real(role.confidence),
        ]);
    }
    ROLES.write(connection, article, rows, is_new, |_, _| Ok(()))
}

/// The cells that say whom a row means.
fn means(
    connection: &Connection,
    cache: &mut EntityCache,
    entity: Option<&EntityName>,
) -> rusqlite::Result<[ValueRef<'static>; 3]> {
    let entity = match entity {
        Some(entity) => Some((entity.kind, cache.row(connection, entity)?.id)),
        None => None,
    };
    Ok(by_kind(entity))
}

fn text(text: &str) -> ValueRef<'_> {
    ValueRef::Text(text.as_bytes())
}

/// A place in a text, or a count of what is in it.
fn number(number: usize) -> ValueRef<'static> {
    ValueRef::Integer(number as i64)
}

/// The cells for a person, an organisation and a place.
fn by_kind(entity: Option<Entity>) -> [ValueRef<'static>; 3] {
    EntityKind::ALL.map(|kind| match entity {
        Some((of, id)) if of == kind => ValueRef::Integer(id.0),
        _ => ValueRef::Null,
    })
}

/// Who is in an article: those to be settled when it changes.
pub(super) fn named(
    connection: &Connection,
    article: ArticleId,
) -> rusqlite::Result<Vec<(EntityKind, EntityId)>> {
    let mut entities = Vec::new();
    for kind in EntityKind::ALL {
        let tables = tables(kind);
        let authors = match kind {
            EntityKind::Person => {
                "UNION SELECT person_id FROM article_authors WHERE article_id = :article"
            }
            _ => "",
        };
        let mut statement = connection.prepare_cached(&format!(
            "SELECT {id} FROM {} WHERE article_id = :article {authors}
             UNION SELECT {id} FROM quotes WHERE article_id = :article AND {id} IS NOT NULL",
            tables.in_articles,
            id = tables.id,
        ))?;
        let ids = statement
            .query_map(named_params! { ":article": article.0 }, |row| row.get(0).map(EntityId))?;
        for id in ids {
            entities.push((kind, id?));
        }
    }
    Ok(entities)
}

/// Removes everything that `write` stored for an article.
pub(super) fn remove(
    connection: &Connection,
    totals: &mut Totals,
    article: ArticleId,
) -> rusqlite::Result<()> {
    for kind in EntityKind::ALL {
        let tables = tables(kind);
        let mut counted = connection.prepare_cached(&format!(
            "SELECT {}, mention_count FROM {} WHERE article_id = :article",
            tables.id, tables.in_articles,
        ))?;
        let mut rows = counted.query(named_params! { ":article": article.0 })?;
        while let Some(row) = rows.next()? {
            totals.lose(connection, (kind, EntityId(row.get(0)?)), row.get(1)?)?;
        }
    }
    for table in [
        "quotes",
        "roles",
        "unfit_decisions",
        "mentions",
        "article_people",
        "article_organisations",
        "article_places",
        "article_authors",
    ] {
        connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE article_id = :article"))?
            .execute(named_params! { ":article": article.0 })?;
    }
    Ok(())
}
