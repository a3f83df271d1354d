//! `cuttings forget`: lawful erasure.
//!
//! A rehearsal tells everything that would go, word for word; an erasure repeats none of it, because
//! what a terminal or a log keeps is not erased with it.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::curate::who;
use super::rebuild::tell_kept;
use super::wording::counted;
use super::{CommandResult, ExitCode, Failure, Global, Wait, terminal};
use crate::clock;
use crate::db::{Archive, ArticleToErase, Eraser};
use crate::model::{Counts, Sha256};
use crate::ops::forget::{Forgotten, Options, Refusal, Target, copies_beside, forget};

/// What no erasure in an archive reaches.
const NOT_REACHED: &str =
    "copies elsewhere are not reached: backups, snapshots, and the files that were ingested";

/// Erase articles for good, and refuse them when they come again
///
/// The received bytes, the text, the full-text index, names, quotations and titles, where it was seen,
/// and the words of decisions about it go, and the file is written anew, so that no free page holds
/// them. What stays is the SHA-256 with day, name and reason, in the table `erasures`: the same input is
/// refused later. Every capture that holds the article goes with it; other articles of such a capture
/// stay if another capture holds them too. This cannot be undone: try it with --dry-run first. To
/// leave an article out of reports only, see `cuttings article hide`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings forget article 12 --because 'court order 4/2026' --dry-run
  cuttings forget article 12 --because 'court order 4/2026'
  cuttings forget url https://example.com/story --because 'at her request'
  cuttings forget publisher 'The Example' --before 2020-01-01 --because 'licence ended'
  cuttings forget finish     # after exit code 75

Exit codes: 0 done; 4 something that is damaged was kept, and is listed; 66 it is not there; 75 the archive is
locked.")]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Erase articles, and every capture that holds one of them
    Article {
        /// Numbers of the articles, or the beginnings of their SHA-256
        #[arg(required = true, value_name = "ARTICLE")]
        articles: Vec<String>,
        #[command(flatten)]
        options: ForgetOptions,
    },
    /// Erase captures, and every article that no other capture holds
    Capture {
        /// The beginnings of their SHA-256
        #[arg(required = true, value_name = "SHA256")]
        captures: Vec<String>,
        #[command(flatten)]
        options: ForgetOptions,
    },
    /// Erase every text of a page
    Url {
        /// The address of the page, under any of its forms
        url: String,
        #[command(flatten)]
        options: ForgetOptions,
    },
    /// Erase what a publisher published before a day
    Publisher {
        /// The publisher's name
        name: String,
        /// The first day that stays, as 2020-01-01; articles without a day stay
        #[arg(long, value_name = "DAY", value_parser = day)]
        before: String,
        #[command(flatten)]
        options: ForgetOptions,
    },
    /// Write the file anew after an erasure that was stopped, or that somebody who read the archive held up
    Finish {
        #[command(flatten)]
        wait: Wait,
    },
}

#[derive(Clone, Debug, clap::Args)]
struct ForgetOptions {
    /// Say why; it is kept on record
    #[arg(long, value_name = "REASON")]
    because: String,
    /// Who decides [default: $USER]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Also erase articles that stand in no other capture than one that goes
    #[arg(long)]
    with_neighbours: bool,
    #[command(flatten)]
    wait: Wait,
}

fn day(text: &str) -> Result<String, String> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    day.map(|day| day.to_string()).map_err(|_| "write it as 2020-01-01".to_owned())
}

/// Erases, or with `--dry-run` says what would go. Fails without a reason, where what is named is not in the archive,
/// and where something that must stay depends on it; an erasure that another program holds up has an exit status of
/// its own.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let (target, options) = match args.verb {
        Verb::Article { articles, options } => (Target::Articles(articles), options),
        Verb::Capture { captures, options } => (Target::Captures(captures), options),
        Verb::Url { url, options } => (Target::Page(url), options),
        Verb::Publisher { name, before, options } => {
            (Target::Before { publisher: name, day: before }, options)
        }
        Verb::Finish { wait } => return finish(global, wait),
    };
    if options.because.trim().is_empty() {
        return Err(Failure::new(ExitCode::Usage, "no reason is given")
            .hint("say why with `--because REASON`"));
    }
    let eraser = Eraser {
        erased_by: who(options.by.as_deref())?,
        erased_at: clock::rfc3339(clock::now()),
        reason: options.because,
    };
    let how = Options { with_neighbours: options.with_neighbours, dry_run: options.dry_run };
    let mut archive = global.open_to_write("forget", options.wait)?;
    let outcome = forget(&mut archive, &target, &eraser, how)?;
    // Also where this one was refused: one before may have been stopped.
    let is_finished = options.dry_run || archive.finish_erasure()?;
    let code = match &outcome {
        Err(_) => ExitCode::Failure,
        Ok(_) if !is_finished => ExitCode::Temporary,
        Ok(forgotten) if !forgotten.kept.is_empty() => ExitCode::Damage,
        Ok(_) => ExitCode::Done,
    };
    if let Ok(Forgotten { run: Some(run), .. }) = &outcome {
        let finished_at = clock::rfc3339(clock::now());
        archive.finish_run(*run, Counts::default(), i64::from(code as u8), &finished_at)?;
    }
    let copies = copies(&archive);
    archive.close()?;
    let forgotten = outcome.map_err(refused)?;
    tell_kept(&forgotten.kept);
    let mut summary = json!({
        "schema": 1, "command": "forget", "exit": code as u8, "dry_run": options.dry_run,
        "copies_beside": copies,
    });
    let what = if options.dry_run { json!(forgotten) } else { without_words(&forgotten) };
    terminal::extend(&mut summary, &what);
    if !is_finished {
        return Err(not_finished().details(summary));
    }
    if global.json {
        terminal::print_json(&summary)?;
        return Ok(code);
    }
    if options.dry_run {
        for line in lines(&forgotten) {
            terminal::print(&format!("{}\n", terminal::shown(&line)))?;
        }
    }
    if !global.quiet {
        tell(&forgotten, &copies, options.dry_run);
    }
    Ok(code)
}

fn finish(global: &Global, wait: Wait) -> CommandResult {
    let archive = global.open_to_write("forget", wait)?;
    let was_due = archive.has_unfinished_erasure()?;
    let is_finished = archive.finish_erasure()?;
    archive.close()?;
    if !is_finished {
        return Err(not_finished());
    }
    if global.json {
        terminal::print_json(&json!({
            "schema": 1, "command": "forget", "exit": 0, "was_due": was_due,
        }))?;
    } else if terminal::is_watched() && !global.quiet {
        terminal::say(if was_due {
            "the erasure is finished"
        } else {
            "no erasure was unfinished"
        });
    }
    Ok(ExitCode::Done)
}

/// An erasure of which pages are left, because another program reads the archive.
pub fn not_finished() -> Failure {
    let message = "the erasure is not finished: another program reads the archive, \
                   whose files may still hold what was erased";
    Failure::new(ExitCode::Temporary, message)
        .hint("end that program, then run `cuttings forget finish`")
}

/// The archives beside this one, as far as the folder can be read.
fn copies(archive: &Archive) -> Vec<String> {
    match copies_beside(archive.path()) {
        Ok(paths) => paths.iter().map(|path| path.display().to_string()).collect(),
        Err(error) => {
            terminal::say(&format!("warning: cannot look for copies beside the archive: {error}"));
            Vec::new()
        }
    }
}

fn refused(refusal: Refusal) -> Failure {
    let details = json!({ "refused": refusal });
    let failure = match refusal {
        Refusal::Target(what, why) => Failure::new(ExitCode::Usage, format!("{what} {why}"))
            .hint("name it by more of its SHA-256, or by its whole address; nothing was erased"),
        Refusal::Missing(what, why) => Failure::new(ExitCode::NoInput, format!("{what} {why}"))
            .hint("look for it with `cuttings search` or `cuttings query articles`; nothing was erased"),
        Refusal::Neighbours(articles) => {
            let each: Vec<String> = articles.iter().map(article_line).collect();
            let message = format!(
                "these articles stand in no capture but those that would go:\n  {}",
                each.join("\n  ")
            );
            Failure::new(ExitCode::Failure, message)
                .hint("erase them too with `--with-neighbours`; nothing was erased")
        }
        Refusal::Unreadable(kept) => {
            let each: Vec<String> = kept
                .iter()
                .map(|one| format!("{} ({})", prefix(one.sha256), one.reason))
                .collect();
            let message = format!(
                "an article that is to stay cannot be read again from its other capture: {}",
                each.join(", ")
            );
            Failure::new(ExitCode::Damage, message).hint(
                "erase that capture in the same command with `cuttings forget capture`; nothing was erased",
            )
        }
        Refusal::OwnTables(tables) => {
            let each: Vec<String> =
                tables.iter().map(|(table, rows)| format!("`{table}` ({})", counted(*rows, "row"))).collect();
            let message = format!("tables of your own refer to what would go: {}", each.join(", "));
            Failure::new(ExitCode::Failure, message).hint(
                "delete those rows, or declare the reference ON DELETE CASCADE or SET NULL; nothing was erased",
            )
        }
    };
    failure.details(details)
}

fn prefix(sha256: Sha256) -> String {
    sha256.to_string().chars().take(12).collect()
}

/// `article 12 (0a1b2c3d4e5f), 2024-03-18, Reuters: The headline`.
fn article_line(article: &ArticleToErase) -> String {
    let mut line = format!("article {} ({})", article.article_id.0, prefix(article.sha256));
    for part in [&article.published_on, &article.publisher].into_iter().flatten() {
        line.push_str(&format!(", {part}"));
    }
    match &article.headline {
        Some(headline) => format!("{line}: {headline}"),
        None => line,
    }
}

/// Everything that would go, a line each.
fn lines(forgotten: &Forgotten) -> Vec<String> {
    let mut lines: Vec<String> = forgotten.articles.iter().map(article_line).collect();
    for capture in &forgotten.captures {
        lines.push(format!(
            "capture {} ({}), {}, {}, seen at {}",
            capture.capture_id.0,
            prefix(capture.sha256),
            capture.format,
            counted(capture.byte_count, "byte"),
            capture.seen_at.join(" ")
        ));
    }
    lines.extend(forgotten.names.iter().map(|name| format!("{} {}", name.kind, name.name)));
    let decisions = forgotten.decisions.iter();
    lines.extend(decisions.map(|decision| format!("words of decision {}", decision.0)));
    lines
}

/// What came of an erasure, without what was erased.
fn without_words(forgotten: &Forgotten) -> Value {
    let articles: Vec<Sha256> = forgotten.articles.iter().map(|one| one.sha256).collect();
    let captures: Vec<Sha256> = forgotten.captures.iter().map(|one| one.sha256).collect();
    json!({
        "articles": articles, "captures": captures, "mentions": forgotten.rows.mentions,
        "quotes": forgotten.rows.quotes, "roles": forgotten.rows.roles,
        "names": forgotten.names.len(), "decisions": forgotten.decisions,
        "derived_again": forgotten.derived_again, "alike": forgotten.alike,
        "undated": forgotten.undated, "kept": forgotten.kept,
    })
}

/// Says on standard error how much went, and what did not.
fn tell(forgotten: &Forgotten, copies: &[String], dry_run: bool) {
    let verb = if dry_run { "would erase" } else { "erased" };
    terminal::say(&format!(
        "{verb} {} and {}, with {}, {}, {} and {}",
        counted(forgotten.articles.len(), "article"),
        counted(forgotten.captures.len(), "capture"),
        counted(forgotten.rows.mentions, "mention"),
        counted(forgotten.rows.quotes, "quote"),
        counted(forgotten.rows.roles, "role"),
        counted(forgotten.names.len(), "name")
    ));
    let numbers = |articles: &[crate::model::ArticleId]| -> String {
        let numbers: Vec<String> = articles.iter().map(|article| article.0.to_string()).collect();
        numbers.join(", ")
    };
    if !forgotten.alike.is_empty() {
        let alike = numbers(&forgotten.alike);
        terminal::say(&format!("articles that tell nearly the same and stay: {alike}"));
    }
    if forgotten.undated > 0 {
        let stay = if forgotten.undated == 1 { "stays" } else { "stay" };
        let undated = counted(forgotten.undated, "article");
        terminal::say(&format!("{undated} without a day {stay}"));
    }
    for copy in copies {
        terminal::say(&format!("`{copy}` is not reached and may still hold it"));
    }
    terminal::say(NOT_REACHED);
}
