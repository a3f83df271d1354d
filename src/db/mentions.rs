//! Who is in an article: its mentions, the summary by entity, its authors.

use std::collections::BTreeMap;

use rusqlite::{Connection, named_params};

use super::entities::{EntityCache, tables};
use crate::model::{ArticleId, Candidate, EntityId, EntityKind, Gender, MentionField};

/// Whom the mention means that starts at a character of the body.
type BodyMentions = BTreeMap<usize, (EntityKind, EntityId)>;

/// Stores the names of an article that has none stored yet.
pub(super) fn insert(
    connection: &Connection,
    cache: &mut EntityCache,
    article: ArticleId,
    candidate: &Candidate,
) -> rusqlite::Result<()> {
    // Who is in it, how often, and what it calls an automatic entry. Rows are looked up before any is
    // written: a lookup may rename, and a name settled now is the one that surface forms are compared with.
    let mut counts: BTreeMap<(EntityKind, EntityId), (u64, Option<&str>)> = BTreeMap::new();
    for mention in &candidate.mentions {
        let row = cache.row(connection, &mention.entity)?;
        let (count, full_form) = counts.entry((mention.entity.kind, row.id)).or_default();
        *count += 1;
        if row.automatic {
            *full_form = (*full_form).max(Some(&mention.entity.name));
        }
    }
    let mut body_mentions = BodyMentions::new();
    for mention in &candidate.mentions {
        let row = cache.row(connection, &mention.entity)?;
        if mention.field == MentionField::Body {
            body_mentions.insert(mention.start_char, (mention.entity.kind, row.id));
        }
        let of = |kind: EntityKind| (mention.entity.kind == kind).then_some(row.id.0);
        connection
            .prepare_cached(
                "INSERT INTO mentions (article_id, field, start_char, end_char, surface_form, person_id,
                    organisation_id, place_id, rule, antecedent_start_char, antecedent_field, confidence, recogniser)
                 VALUES (:article, :field, :start, :end, :surface_form, :person, :organisation, :place, :rule,
                    :antecedent, :antecedent_field, :confidence, :recogniser)",
            )?
            .execute(named_params! {
                ":article": article.0,
                ":field": mention.field.to_string(),
                ":start": mention.start_char,
                ":end": mention.end_char,
                ":surface_form": (mention.surface_form != row.name).then_some(&mention.surface_form),
                ":person": of(EntityKind::Person),
                ":organisation": of(EntityKind::Organisation),
                ":place": of(EntityKind::Place),
                ":rule": mention.rule.as_str(),
                ":antecedent": mention.antecedent,
                ":antecedent_field": mention.antecedent_field.map(|field| field.to_string()),
                ":confidence": mention.confidence,
                ":recogniser": candidate.recogniser,
            })?;
    }
    insert_quotes_and_roles(connection, cache, article, candidate, &body_mentions)?;
    for ((kind, id), (count, full_form)) in counts {
        let tables = tables(kind);
        connection
            .prepare_cached(&format!(
                "INSERT INTO {} (article_id, {}, mention_count, full_form)
                 VALUES (:article, :id, :count, :full_form)",
                tables.in_articles, tables.id
            ))?
            .execute(named_params! {
                ":article": article.0, ":id": id.0, ":count": count, ":full_form": full_form,
            })?;
    }
    for (index, (name, author)) in
        candidate.draft.head.authors.iter().zip(&candidate.authors).enumerate()
    {
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

fn insert_quotes_and_roles(
    connection: &Connection,
    cache: &mut EntityCache,
    article: ArticleId,
    candidate: &Candidate,
    body_mentions: &BodyMentions,
) -> rusqlite::Result<()> {
    for quote in &candidate.quotes {
        // Ruled, or whom the mention means.
        let speaker = match &quote.speaker {
            Some(entity) => Some((entity.kind, cache.row(connection, entity)?.id)),
            None => quote.speaker_mention.and_then(|at| body_mentions.get(&at).copied()),
        };
        let of = |kind: EntityKind| {
            speaker.filter(|speaker| speaker.0 == kind).map(|speaker| speaker.1.0)
        };
        connection
            .prepare_cached(
                "INSERT INTO quotes (article_id, field, start_char, end_char, speaker_start_char, speaker_end_char,
                    mention_start_char, person_id, organisation_id, place_id, cue_start_char, cue_end_char, rule,
                    confidence, words_sha256, word_count, speaker_gender, recogniser)
                 VALUES (:article, 'body', :start, :end, :speaker_start, :speaker_end, :mention, :person,
                    :organisation, :place, :cue_start, :cue_end, :rule, :confidence, :words, :word_count, :gender,
                    :recogniser)",
            )?
            .execute(named_params! {
                ":article": article.0,
                ":start": quote.start_char,
                ":end": quote.end_char,
                ":speaker_start": quote.speaker_span.map(|span| span.0),
                ":speaker_end": quote.speaker_span.map(|span| span.1),
                ":mention": quote.speaker_mention,
                ":person": of(EntityKind::Person),
                ":organisation": of(EntityKind::Organisation),
                ":place": of(EntityKind::Place),
                ":cue_start": quote.cue_span.map(|span| span.0),
                ":cue_end": quote.cue_span.map(|span| span.1),
                ":rule": quote.rule.as_str(),
                ":confidence": quote.confidence,
                ":words": quote.words_sha256.map(|words| words.to_string()),
                ":word_count": quote.word_count,
                ":gender": quote.speaker_gender.map(Gender::as_str),
                ":recogniser": candidate.recogniser,
            })?;
    }
    for role in &candidate.roles {
        let held_in = match &role.held_in {
            Some(entity) => Some((entity.kind, cache.row(connection, entity)?.id.0)),
            None => None,
        };
        let of = |kind: EntityKind| held_in.filter(|held| held.0 == kind).map(|held| held.1);
        connection
            .prepare_cached(
                "INSERT INTO roles (article_id, field, start_char, end_char, title, person_start_char, person_id,
                    organisation_id, place_id, rule, confidence, recogniser)
                 VALUES (:article, 'body', :start, :end, :title, :mention, :person, :organisation, :place, :rule,
                    :confidence, :recogniser)",
            )?
            .execute(named_params! {
                ":article": article.0,
                ":start": role.start_char,
                ":end": role.end_char,
                ":title": role.title,
                ":mention": role.person_mention,
                ":person": body_mentions
                    .get(&role.person_mention)
                    .and_then(|(kind, id)| (*kind == EntityKind::Person).then_some(id.0)),
                ":organisation": of(EntityKind::Organisation),
                ":place": of(EntityKind::Place),
                ":rule": role.rule.as_str(),
                ":confidence": role.confidence,
                ":recogniser": candidate.recogniser,
            })?;
    }
    for decision in &candidate.unfit {
        connection
            .prepare_cached(
                "INSERT INTO unfit_decisions (decision_id, article_id) VALUES (:decision, :article)",
            )?
            .execute(named_params! { ":decision": decision.0, ":article": article.0 })?;
    }
    Ok(())
}

/// Removes everything that `insert` stored for an article; says who was in it, to be settled.
pub(super) fn remove(
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
    Ok(entities)
}
