//! What the commands of a curator share: who rules and why, whom a name means, what came of it.

use serde_json::json;

use super::rebuild::tell_kept;
use super::wording::counted;
use super::{CommandResult, ExitCode, Failure, Global, Wait, record_run, terminal, whom};
use crate::clock;
use crate::db::{Archive, Change, FoundEntity};
use crate::model::{ArticleId, EntityKind, Ruling, Sha256};
use crate::ops::curate::{Curator, Ruled, rule};

/// Changes that are listed one by one; `--json` has all of them.
const LISTED: usize = 20;

/// Options of every command that rules.
#[derive(Clone, Debug, clap::Args)]
pub struct RulingOptions {
    /// Say why; it is kept on record
    #[arg(long, value_name = "REASON")]
    pub because: Option<String>,
    /// Who decides [default: $USER]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Say what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub wait: Wait,
}

impl RulingOptions {
    /// Opens the archive, rules, and tells what came of it. `rulings` says what is to be ruled. Fails where
    /// the archive cannot be written, or a ruling does not fit it.
    pub fn rule(
        &self,
        global: &Global,
        command: &str,
        rulings: impl FnOnce(&Archive) -> Result<Vec<Ruling>, Failure>,
    ) -> CommandResult {
        let started_at = clock::rfc3339(clock::now());
        let mut archive = global.open_to_write(command, self.wait)?;
        let rulings = rulings(&archive)?;
        let curator = self.curator()?;
        let rulings: Vec<_> = rulings.into_iter().map(|ruling| (ruling, curator.clone())).collect();
        let ruled = rule(&mut archive, &rulings, self.dry_run)?;
        if !self.dry_run {
            record_run(&mut archive, command, &started_at, ExitCode::Done)?;
        }
        archive.close()?;
        tell(global, command, &ruled, self.dry_run)?;
        Ok(tell_kept(&ruled.kept))
    }

    /// Who rules now, and why. Fails where nobody is named and the machine names no user.
    pub fn curator(&self) -> Result<Curator, Failure> {
        Ok(Curator {
            decided_by: who(self.by.as_deref())?,
            decided_at: clock::rfc3339(clock::now()),
            reason: self.because.clone(),
        })
    }
}

/// Whoever is named, else the user of this machine. Fails where there is neither.
pub fn who(named: Option<&str>) -> Result<String, Failure> {
    let name = named.map(str::to_owned).or_else(crate::config::user);
    name.filter(|name| !name.trim().is_empty()).ok_or_else(|| {
        Failure::new(ExitCode::Usage, "no curator name: `$USER` is not set")
            .hint("say who with `--by NAME`")
    })
}

/// Says what a ruling came to. Fails where it cannot be printed.
pub fn tell(global: &Global, command: &str, ruled: &Ruled, dry_run: bool) -> Result<(), Failure> {
    let ids: Vec<i64> = ruled.decisions.iter().map(|decision| decision.0).collect();
    if global.json {
        return terminal::print_json(&json!({
            "schema": 1, "command": command, "exit": 0, "dry_run": dry_run,
            "decisions": if dry_run { Vec::new() } else { ids }, "needless": ruled.needless,
            "captures": ruled.captures, "changes": ruled.changes, "quotes": ruled.quotes,
            "kept": ruled.kept,
        }));
    }
    if dry_run {
        let quotes = ruled.quotes.iter().map(listed_quote);
        for line in ruled.changes.iter().map(listed).chain(quotes).take(LISTED) {
            terminal::print(&format!("{line}\n"))?;
        }
        let more = (ruled.changes.len() + ruled.quotes.len()).saturating_sub(LISTED);
        if more > 0 {
            terminal::print(&format!("and {more} more\n"))?;
        }
    }
    if !global.quiet && (dry_run || terminal::is_watched()) {
        let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
        let made = match (dry_run, ids.as_slice()) {
            (true, _) | (_, []) => "nothing was decided".to_owned(),
            (false, [id]) => format!("decision {id}"),
            (false, [first, .., last]) if ids.len() > LISTED => {
                format!("decisions {first} to {last}")
            }
            (false, ids) => format!("decisions {}", ids.join(", ")),
        };
        let verb = if dry_run { "would change" } else { "changed" };
        let mut changed = Vec::new();
        if !ruled.changes.is_empty() || ruled.quotes.is_empty() {
            changed.push(counted(ruled.changes.len(), "mention"));
        }
        if !ruled.quotes.is_empty() {
            changed.push(counted(ruled.quotes.len(), "quotation"));
        }
        let mentions = format!("{} {verb}", changed.join(" and "));
        let needless = format!("{} held already", ruled.needless);
        let more = match (ruled.changes.len() + ruled.quotes.len(), ruled.needless) {
            (0, 0) if !dry_run => String::new(),
            (0, 1..) => format!(": {needless}"),
            (_, 0) => format!(": {mentions}"),
            _ => format!(": {mentions}, {needless}"),
        };
        terminal::say(&format!("{made}{more}"));
    }
    Ok(())
}

/// Characters of a quotation that are shown.
const QUOTED: usize = 60;

/// The same of a quotation: `resolved article 12 at 340: “We will not …”: person Ann Ng → nobody`.
fn listed_quote(change: &Change) -> String {
    let words = change.surface_form.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = match words.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("“{}…”", words[..end].trim_end()),
        None => format!("“{words}”"),
    };
    listed(&Change { surface_form: shown, ..change.clone() })
}

/// `article 12 at 340: Peters, Winston Peters → Gareth Peters`, `article 12 at headline 0: …`.
pub fn listed(change: &Change) -> String {
    let side = |kind: &Option<String>, name: &Option<String>| match (kind, name) {
        (Some(kind), Some(name)) => format!("{kind} {name}"),
        _ => "nobody".to_owned(),
    };
    format!(
        "{} article {} at {}{}: {}: {} → {}",
        change.change,
        change.article_id,
        if change.field == "body" { String::new() } else { format!("{} ", change.field) },
        change.start_char,
        change.surface_form,
        side(&change.former_kind, &change.former_name),
        side(&change.kind, &change.name),
    )
}

/// The one entity that a name means. Fails where it means nobody, or several.
pub fn entity(archive: &Archive, kind: EntityKind, name: &str) -> Result<FoundEntity, Failure> {
    let one = whom::one(archive, kind, name)?;
    Ok(archive.entity(kind, one.id)?)
}

/// The one entity that has this name whole; `None` if it is a new name. Fails where several have it.
pub fn known_entity(
    archive: &Archive,
    kind: EntityKind,
    name: &str,
) -> Result<Option<FoundEntity>, Failure> {
    let known = whom::whole(archive, kind, name)?;
    Ok(known.map(|one| archive.entity(kind, one.id)).transpose()?)
}

/// The name of an article that means the same in every archive. Fails where there is no such article.
pub fn article(archive: &Archive, article: i64) -> Result<Sha256, Failure> {
    archive
        .article_sha256(ArticleId(article))?
        .ok_or_else(|| super::show::missing(&article.to_string()))
}
