//! `cuttings merge`: several archives become one.

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use super::failure::shell_word;
use super::forget::not_finished;
use super::rebuild::tell_kept;
use super::signals::Stop;
use super::wording::counted;
use super::{CommandResult, ExitCode, Failure, Global, Wait, terminal};
use crate::clock;
use crate::db;
use crate::ops::exchange::DecisionRow;
use crate::ops::merge::{Conflict, LeftOut, Merged, NotMerged, Options, merge};

/// Take what other archives hold into one
///
/// The first archive takes in what the others have: captures with where they were seen, rulings, entries of
/// the catalogue, feeds, watches and rules; then it derives what is new. It then says what one archive would
/// that had taken in everything from the beginning, whichever of the others is named first, and merging them
/// again changes nothing. Rulings stand in the order in which they were made, and may get other numbers; where
/// two of different archives are on the same thing, both are kept, the later one holds, and both are listed.
/// What was forgotten in one archive is erased here too, for good, and comes in from no other: try it with
/// --dry-run first. A damaged capture is named and stays out. Articles keep the instant at which they first came in,
/// so `cuttings news` does not tell old ones as new. The others are only read; all have to be of this
/// program's schema and its starter knowledge, to which `cuttings seed` brings them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings merge all.db ana.db ben.db --dry-run
  cuttings merge all.db ana.db ben.db
  cuttings merge /srv/clips/2024-*.db --archive /srv/clips/all.db --wait 300
  cuttings init all.db && cuttings merge all.db parts/*.db

Exit codes: 0 done; 3 what was forgotten stayed out; 4 damage stayed out, or kept all out; 66 an archive is not there; 75 the archive is locked.")]
pub struct Args {
    /// The archive that takes in, unless `--archive` names it, then those whose holdings come in
    #[arg(required = true, value_name = "ARCHIVE")]
    archives: Vec<PathBuf>,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    wait: Wait,
}

/// Takes over what the others have, or with `--dry-run` says what that would be. Fails where only one archive is named
/// or one is named twice, and where one of them is not there, of another schema, or damaged in what people decided.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let (into, from) = match (&global.archive, args.archives.split_first()) {
        (Some(into), _) => (into.clone(), args.archives.clone()),
        (None, Some((into, from))) if !from.is_empty() => (into.clone(), from.to_vec()),
        _ => {
            return Err(Failure::new(ExitCode::Usage, "only one archive is named")
                .hint("name the one that takes in, then the others: `cuttings merge INTO FROM`"));
        }
    };
    let global = &Global { archive: Some(into.clone()), ..global.clone() };
    let started_at = clock::rfc3339(clock::now());
    let stop = Stop::listen()?;
    let mut archive = global.open_to_write("merge", args.wait)?;
    let bar = if global.quiet { ProgressBar::hidden() } else { ProgressBar::no_length() };
    if let Ok(style) = ProgressStyle::with_template("{spinner} capture {pos}, {elapsed}") {
        bar.set_style(style);
    }
    let options = Options { started_at: &started_at, dry_run: args.dry_run };
    let progress = &mut |captures| bar.set_position(captures);
    let outcome = merge(&mut archive, &from, options, progress, &|| stop.is_asked());
    bar.finish_and_clear();
    let Some(merged) = outcome.map_err(failure)? else {
        return Ok(stop.exit_code().unwrap_or(ExitCode::Done));
    };
    let code = match () {
        () if !(merged.damaged.is_empty() && merged.kept.is_empty()) => ExitCode::Damage,
        () if !merged.refused.is_empty() => ExitCode::Partly,
        () => ExitCode::Done,
    };
    if let Some(run) = merged.run {
        let finished_at = clock::rfc3339(clock::now());
        archive.finish_run(run, merged.counts, i64::from(code as u8), &finished_at)?;
    }
    archive.close()?;
    let archives: Vec<&Path> =
        std::iter::once(into.as_path()).chain(from.iter().map(PathBuf::as_path)).collect();
    let summary = summary(&merged, &archives, code, args.dry_run);
    if global.json {
        if !merged.is_erasure_unfinished {
            terminal::print_json(&summary)?;
        }
    } else {
        list(&merged, &archives)?;
        if terminal::is_watched() && !global.quiet {
            tell(&merged, args.dry_run);
        }
    }
    tell_left_out(&merged);
    match merged.is_erasure_unfinished {
        true => Err(not_finished().details(summary)),
        false => Ok(code),
    }
}

fn failure(failed: NotMerged) -> Failure {
    match failed {
        NotMerged::Archive(error) => error.into(),
        NotMerged::Other(error @ db::Error::Missing { .. }) => {
            Failure::from(error).hint("name archives that are there; nothing was changed")
        }
        NotMerged::Other(error @ db::Error::Older { .. }) => {
            let failure = Failure::from(error);
            let hint = failure.hint.clone().unwrap_or_default();
            failure.hint(format!("{hint}; or migrate a copy, which `cuttings backup` makes"))
        }
        NotMerged::Other(error) => error.into(),
        NotMerged::Twice(_) => Failure::new(ExitCode::Usage, failed.to_string())
            .hint("a file may have several names; nothing was changed"),
        NotMerged::OtherStarterKnowledge(ref other, ref own) => {
            let [other, own] = [shell_word(other), shell_word(own)];
            Failure::new(ExitCode::BadData, failed.to_string()).hint(format!(
                "bring both up to date: `cuttings seed --archive {other}` and `cuttings seed --archive {own}`"
            ))
        }
    }
}

fn summary(merged: &Merged, archives: &[&Path], code: ExitCode, dry_run: bool) -> Value {
    let mut summary = json!({
        "schema": 1, "command": "merge", "exit": code as u8, "dry_run": dry_run,
        "seen": merged.counts.seen(),
    });
    terminal::extend(&mut summary, merged);
    let named = |place: usize| archives.get(place).map(|path| path.display().to_string());
    let conflicts: Vec<Value> = merged
        .conflicts
        .iter()
        .map(|Conflict { earlier, earlier_in, later, later_in }| {
            json!({
                "earlier": earlier, "earlier_in": named(*earlier_in),
                "later": later, "later_in": named(*later_in),
            })
        })
        .collect();
    terminal::extend(&mut summary, json!({ "conflicts": conflicts }));
    summary
}

/// What a person should look at, a line each.
fn list(merged: &Merged, archives: &[&Path]) -> Result<(), Failure> {
    let mut lines = Vec::new();
    for Conflict { earlier, earlier_in, later, later_in } in &merged.conflicts {
        let in_archive = |place: usize| match archives.get(place) {
            Some(path) => path.display().to_string(),
            None => "?".to_owned(),
        };
        lines.push(format!(
            "conflict: {} in {} gives way to {} in {}",
            ruling(earlier),
            in_archive(*earlier_in),
            ruling(later),
            in_archive(*later_in)
        ));
    }
    for one in &merged.differing {
        lines.push(format!(
            "catalogue: {} {}: {} stays `{}`, elsewhere it is `{}`",
            one.kind, one.name, one.field, one.stands, one.is_left_out
        ));
    }
    for (name, here) in &merged.watched.renamed {
        lines.push(format!("watch: `{name}` is called `{here}` here"));
    }
    for url in &merged.watched.differing_feeds {
        lines.push(format!("feed: {url} stays as it is subscribed to here"));
    }
    for line in lines {
        terminal::print(&format!("{}\n", terminal::shown(&line)))?;
    }
    Ok(())
}

/// `set headline “Talks” of article 0a1b2c3d4e5f by ana at 2026-01-02T03:04:05Z`.
fn ruling(row: &DecisionRow) -> String {
    let quoted = |words: &str| format!("“{words}”");
    let mut parts = vec![row.act.clone()];
    for part in [&row.field, &row.kind, &row.name, &row.other_name] {
        parts.extend(Some(part.clone()).filter(|part| !part.is_empty()));
    }
    for words in [&row.surface_form, &row.value] {
        parts.extend(Some(words).filter(|words| !words.is_empty()).map(|words| quoted(words)));
    }
    if !row.article_sha256.is_empty() {
        parts.push(format!(
            "of article {}",
            row.article_sha256.chars().take(12).collect::<String>()
        ));
    }
    format!("{} by {} at {}", parts.join(" "), row.decided_by, row.decided_at)
}

/// Names what stayed out, and what here could not be derived again.
fn tell_left_out(merged: &Merged) {
    for LeftOut { archive, sha256, reason } in merged.refused.iter().chain(&merged.damaged) {
        let name: String = sha256.to_string().chars().take(12).collect();
        terminal::say(&format!("capture {name} of {}: {reason}; it stays out", archive.display()));
    }
    tell_kept(&merged.kept);
}

fn tell(merged: &Merged, dry_run: bool) {
    let Merged { counts, decisions, catalogue, watched, erased, .. } = merged;
    let entries =
        catalogue.people + catalogue.organisations + catalogue.places + catalogue.publishers;
    let mut parts = vec![
        counted(counts.stored + counts.revised, "article"),
        counted(*decisions as u64, "ruling"),
    ];
    for (count, noun) in [
        (entries, "entry"),
        (watched.feeds, "feed"),
        (watched.watches, "watch"),
        (watched.rules, "rule"),
    ] {
        if count > 0 {
            parts.push(counted(count, noun));
        }
    }
    tell!("{} in: {}", if dry_run { "would come" } else { "came" }, parts.join(", "));
    if erased.there > 0 {
        let went = if dry_run { "would go" } else { "went" };
        tell!("of what was forgotten elsewhere {went} here: {}", erased.there);
    }
    if erased.neighbours > 0 {
        tell!(
            "with them went {} that stood in no other capture",
            counted(erased.neighbours as u64, "article")
        );
    }
    if let Some(first) = merged.renumbered_from {
        tell!("rulings from number {} on have another number now", first.0);
    }
}
