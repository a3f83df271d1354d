//! Makes and takes back rules that tag articles, with all that follows from that.
//!
//! What must stay true: one transaction, so that whoever looks sees the archive before or after; and a rehearsal does
//! all of it and throws it away, so what it tells is what would be.

use super::derive::STEPS;
use super::rebuild::format_names;
use crate::db::{self, Archive, Writer, same_rule};
use crate::model::{NewRule, RuleId, Sought, Tagged};

/// Articles of which is told what a rule tags.
const NEWEST: u32 = 10;

/// What came of a new rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It holds, or would after a rehearsal.
    New(RuleId, Tagged),
    /// This rule says the same already.
    Needless(RuleId, Tagged),
    /// Its words cannot be searched for, and why.
    Unsearchable(db::WordsError),
}

/// What came of taking rules back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Removed {
    /// They hold no more, or would not after a rehearsal. How many articles they tagged, each for itself.
    Removed(Vec<(RuleId, u64)>),
    /// There is no such rule. Nothing was done.
    Missing(RuleId),
    /// That one was taken back before. Nothing was done.
    Before(RuleId),
}

/// Makes a rule hold, unless one says the same. With `dry_run` nothing is recorded. Fails where the archive cannot be
/// read or written.
pub fn add(archive: &mut Archive, new: &NewRule, dry_run: bool) -> db::Result<Added> {
    let mut writer = Writer::new(archive, format_names(), STEPS);
    let mut batch = writer.begin()?;
    if let Sought::Search { words } = &new.sought
        && let Some(reason) = batch.cannot_search(words)?
    {
        return Ok(Added::Unsearchable(reason));
    }
    if let Some(same) = same_rule(&batch.topic_rules()?, new) {
        return Ok(Added::Needless(same.rule_id, batch.tagged_by(same.rule_id, NEWEST)?));
    }
    let rule = batch.add_rule(new)?;
    batch.settle_now()?;
    let tagged = batch.tagged_by(rule, NEWEST)?;
    if !dry_run {
        batch.commit()?;
    }
    Ok(Added::New(rule, tagged))
}

/// Takes rules back, all or none. With `dry_run` nothing is recorded. Fails where there is no such rule, or the
/// archive cannot be read or written.
pub fn remove(
    archive: &mut Archive,
    rules: &[RuleId],
    removed_at: &str,
    removed_by: &str,
    dry_run: bool,
) -> db::Result<Removed> {
    let mut writer = Writer::new(archive, format_names(), STEPS);
    let mut batch = writer.begin()?;
    let mut removed = Vec::with_capacity(rules.len());
    for &rule in rules {
        match batch.rule_in_force(rule)? {
            None => return Ok(Removed::Missing(rule)),
            Some(false) if removed.iter().any(|(known, _)| *known == rule) => continue,
            Some(false) => return Ok(Removed::Before(rule)),
            Some(true) => {}
        }
        removed.push((rule, batch.tagged_by(rule, 0)?.count));
        batch.remove_rule(rule, removed_at, removed_by)?;
    }
    if !dry_run {
        batch.commit()?;
    }
    Ok(Removed::Removed(removed))
}

/// Asks every rule of every article, where another program or a broken index left something else, and says whether
/// that changed anything. Fails where the archive cannot be read or written.
pub fn ask_anew(archive: &mut Archive) -> db::Result<bool> {
    let mut writer = Writer::new(archive, format_names(), STEPS);
    let mut batch = writer.begin()?;
    let is_changed = batch.ask_rules_anew()?;
    if is_changed {
        batch.commit()?;
    }
    Ok(is_changed)
}
