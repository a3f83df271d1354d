//! Carries out rulings: records them, and makes anew what rests on them.
//!
//! One transaction: whoever looks meanwhile sees the archive as it was, and a stop leaves it so. Only
//! articles that a ruling can reach are derived again; they then say what a whole rebuild would make
//! them say, which is what undoing rests on.

use super::derive::{Deriver, near_duplicates};
use super::rebuild::{Kept, format_names, renew};
use crate::db::{self, Archive, Batch, Change, Scope, Writer};
use crate::model::{Act, Decision, DecisionId, EntityName, Ruling};
use crate::names::rulings;
use crate::text::normalise::name_key;

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
    /// How many captures were derived again.
    pub captures: usize,
    /// Mentions that now mean somebody else, are new or gone.
    pub changes: Vec<Change>,
    /// Captures that could not be derived again; their articles say what they said before.
    pub kept: Vec<Kept>,
}

/// Makes rulings hold, each with who made it. With `dry_run` it says what would change, and nothing is
/// recorded.
pub fn rule(archive: &mut Archive, made: &[(Ruling, Curator)], dry_run: bool) -> db::Result<Ruled> {
    let mut writer = Writer::new(archive, format_names(), near_duplicates, name_key);
    let mut batch = writer.begin()?;
    let before = batch.decisions()?;
    let mut decisions = Vec::with_capacity(made.len());
    for (ruling, Curator { decided_by, decided_at, reason }) in made {
        decisions.push(batch.decide(ruling, decided_at, decided_by, reason.as_deref())?);
    }
    let scope = scope(&batch, made.iter().map(|(ruling, _)| ruling), &before)?;
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
    let changes = batch.changes()?;
    if !dry_run {
        batch.commit()?;
    }
    Ok(Ruled { decisions, captures: captures.len() - kept.len(), changes, kept })
}

/// Everything that the rulings, and those that they undo, can reach.
pub(super) fn scope<'r>(
    batch: &Batch<'_>,
    made: impl Iterator<Item = &'r Ruling>,
    before: &[Decision],
) -> db::Result<Scope> {
    let undone = |ruling: &Ruling| {
        let id = ruling.undone?;
        before.iter().find(|decision| decision.id == id).map(|decision| decision.ruling.clone())
    };
    let reached = made.map(|ruling| undone(ruling).unwrap_or_else(|| ruling.clone()));
    let mut scope = Scope::default();
    for ruling in reached {
        match ruling.act {
            Act::Distinct
            | Act::Note
            | Act::Tag
            | Act::Untag
            | Act::Remark
            | Act::Hide
            | Act::Unhide
            | Act::Undo => continue,
            Act::Reassign | Act::Reject => scope.articles.extend(ruling.article),
            // Who is split off becomes an entry of the catalogue; whom they are split from stays.
            Act::Split => {
                scope.articles.extend(ruling.article);
                reach(batch, &mut scope, &ruling.other)?;
            }
            Act::Merge | Act::Rename | Act::Alias | Act::Ignore => {
                reach(batch, &mut scope, &ruling.entity)?;
                reach(batch, &mut scope, &ruling.other)?;
                scope.names.extend(ruling.value);
            }
        }
    }
    Ok(scope)
}

/// Adds an entity with all its names.
fn reach(batch: &Batch<'_>, scope: &mut Scope, entity: &Option<EntityName>) -> db::Result<()> {
    if let Some(EntityName { kind, key, name }) = entity {
        scope.names.extend(batch.names_of(*kind, key)?);
        scope.names.insert(name.clone());
        scope.entities.insert((*kind, key.clone()));
    }
    Ok(())
}
