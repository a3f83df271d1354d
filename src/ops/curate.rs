//! Carries out rulings: records them, and makes anew what rests on them.
//!
//! One transaction: whoever looks meanwhile sees the archive as it was, and a stop leaves it so. Only
//! articles that a ruling can reach are derived again; they then say what a whole rebuild would make
//! them say, which is what undoing rests on.

use std::collections::HashMap;

use super::derive::{Deriver, STEPS};
use super::rebuild::{Kept, format_names, renew};
use crate::db::{self, Archive, Batch, Change, Changes, Scope, Writer, folded_topic};
use crate::model::{Decision, DecisionId, EntityName, Field, Ruling, Sha256, Span};
use crate::names::rulings;

/// Who rules, when and why.
#[derive(Clone, Debug)]
pub struct Curator {
    pub decided_by: String,
    /// RFC 3339, UTC.
    pub decided_at: String,
    pub reason: Option<String>,
}

/// What came of rulings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ruled {
    pub decisions: Vec<DecisionId>,
    /// How many rulings were not made, because what they say holds already.
    pub needless: usize,
    /// How many captures were derived again.
    pub captures: usize,
    /// Mentions that now mean somebody else, are new or gone.
    pub changes: Vec<Change>,
    /// Quotes that now have another speaker, are new or gone.
    pub quotes: Vec<Change>,
    /// Captures that could not be derived again; their articles say what they said before.
    pub kept: Vec<Kept>,
}

/// Makes rulings hold, each with who made it, but those that change nothing. With `dry_run` it says what would
/// change, and nothing is recorded. Fails where the archive cannot be read or written. Nothing holds then.
pub fn rule(archive: &mut Archive, made: &[(Ruling, Curator)], dry_run: bool) -> db::Result<Ruled> {
    let mut writer = Writer::new(archive, format_names(), STEPS);
    let mut batch = writer.begin()?;
    let before = batch.decisions()?;
    let needed = needed(&before, made);
    let mut decisions = Vec::with_capacity(needed.len());
    for (ruling, Curator { decided_by, decided_at, reason }) in &needed {
        decisions.push(batch.decide(ruling, decided_at, decided_by, reason.as_deref())?);
    }
    let scope = scope(&batch, needed.iter().map(|(ruling, _)| ruling), &before)?;
    let captures = batch.captures_in(&scope)?;
    batch.remember_mentions(Some(&captures))?;
    let after = batch.decisions()?;
    let mut kept = Vec::new();
    if !scope.is_empty() {
        batch.set_judged(&rulings::judged(&after))?;
        let deriver = Deriver::new(&batch.catalogue()?, &after);
        kept = renew(&mut batch, &deriver, &captures)?;
    }
    batch.settle_now()?;
    let Changes { mentions: changes, quotes } = batch.changes()?;
    if !dry_run {
        batch.commit()?;
    }
    let needless = made.len() - needed.len();
    let captures = captures.len() - kept.len();
    Ok(Ruled { decisions, needless, captures, changes, quotes, kept })
}

/// Those of the rulings that say something new, each looked at behind the ones before it.
fn needed<'m>(before: &'m [Decision], made: &'m [(Ruling, Curator)]) -> Vec<&'m (Ruling, Curator)> {
    let mut by_article: HashMap<Sha256, Vec<&Ruling>> = HashMap::new();
    for decision in rulings::in_force(before) {
        let ruling = &decision.ruling;
        by_article.entry(ruling.article().unwrap_or(NO_ARTICLE)).or_default().push(ruling);
    }
    let mut needed = Vec::with_capacity(made.len());
    for one in made {
        let ruling = &one.0;
        let earlier = by_article.entry(ruling.article().unwrap_or(NO_ARTICLE)).or_default();
        if !holds(earlier, ruling) {
            earlier.push(ruling);
            needed.push(one);
        }
    }
    needed
}

/// Stands for what is ruled on no article.
const NO_ARTICLE: Sha256 = Sha256([0; 32]);

/// Whether what a ruling says of an article holds by the last one on the same thing.
fn holds(earlier: &[&Ruling], ruling: &Ruling) -> bool {
    let Some(wanted) = subject(ruling) else { return false };
    match earlier.iter().rev().find(|earlier| subject(earlier).as_ref() == Some(&wanted)) {
        Some(last) => is_said_alike(last, ruling),
        // What came with an article does not count: it may go, and come after the ruling.
        None => matches!(ruling, Ruling::Unhide { .. }),
    }
}

/// What of an article a ruling is on, where a later one on the same takes its place.
pub(super) fn subject(ruling: &Ruling) -> Option<Subject> {
    let article = ruling.article()?;
    let thing = match ruling {
        Ruling::Tag { topic, .. } | Ruling::Untag { topic, .. } => {
            Thing::Topic(folded_topic(topic))
        }
        Ruling::Hide { .. } | Ruling::Unhide { .. } => Thing::Showing,
        Ruling::Set { field, .. } => Thing::Field(*field),
        Ruling::Reassign { span, .. } | Ruling::Reject { span, .. } => Thing::Mention(span.clone()),
        Ruling::ReassignQuote { span, .. }
        | Ruling::RejectQuote { span, .. }
        | Ruling::RejectSpeaker { span, .. } => Thing::Quote(span.clone()),
        _ => return None,
    };
    Some((article, thing))
}

/// An article, and what of it.
pub(super) type Subject = (Sha256, Thing);

/// What of an article only one ruling can hold on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Thing {
    Topic(String),
    Showing,
    Field(Field),
    Mention(Span),
    Quote(Span),
}

/// Whether two rulings on the same say the same of it.
pub(super) fn is_said_alike(one: &Ruling, other: &Ruling) -> bool {
    match one {
        // However the topic is written.
        Ruling::Tag { .. } | Ruling::Untag { .. } => one.act() == other.act(),
        _ => one == other,
    }
}

/// Everything that the rulings, and those that they undo, can reach.
pub(super) fn scope<'r>(
    batch: &Batch<'_>,
    made: impl Iterator<Item = &'r Ruling>,
    before: &[Decision],
) -> db::Result<Scope> {
    let undone = |ruling: &Ruling| {
        let id = ruling.undone()?;
        before.iter().find(|decision| decision.id == id).map(|decision| decision.ruling.clone())
    };
    let reached = made.map(|ruling| undone(ruling).unwrap_or_else(|| ruling.clone()));
    let mut scope = Scope::default();
    for ruling in reached {
        match ruling {
            Ruling::Distinct { .. }
            | Ruling::Note { .. }
            | Ruling::Tag { .. }
            | Ruling::Untag { .. }
            | Ruling::Remark { .. }
            | Ruling::Hide { .. }
            | Ruling::Unhide { .. }
            | Ruling::Undo { .. } => {}
            Ruling::Reassign { article, .. }
            | Ruling::Reject { article, .. }
            | Ruling::ReassignQuote { article, .. }
            | Ruling::RejectQuote { article, .. }
            | Ruling::RejectSpeaker { article, .. }
            | Ruling::Set { article, .. } => {
                scope.articles.insert(article);
            }
            // Who is split off becomes an entry of the catalogue; whom they are split from stays.
            Ruling::Split { other, article, .. } => {
                scope.articles.insert(article);
                reach(batch, &mut scope, &other)?;
            }
            Ruling::Merge { entity, into } => {
                reach(batch, &mut scope, &entity)?;
                reach(batch, &mut scope, &into)?;
            }
            Ruling::Rename { entity, name } | Ruling::Alias { entity, name } => {
                reach(batch, &mut scope, &entity)?;
                scope.names.insert(name);
            }
            Ruling::Ignore { entity } => reach(batch, &mut scope, &entity)?,
        }
    }
    Ok(scope)
}

/// Adds an entity with all its names.
fn reach(batch: &Batch<'_>, scope: &mut Scope, entity: &EntityName) -> db::Result<()> {
    let EntityName { kind, key, name } = entity;
    scope.names.extend(batch.names_of(*kind, key)?);
    scope.names.insert(name.clone());
    scope.entities.insert((*kind, key.clone()));
    Ok(())
}
