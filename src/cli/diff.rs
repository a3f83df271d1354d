//! `cuttings diff`: what changed between two texts of an article.

use std::fmt::Write as _;
use std::io;

use super::show::find;
use super::terminal::print;
use super::wording::counted;
use super::{CommandResult, ExitCode, Failure, Global};
use crate::db::Reader;
use crate::ops::diff::{Difference, FieldChange, Paragraph, Stretch, difference};
use crate::output::{self, safe};

/// Show what changed between two articles
///
/// Meant for two revisions of one article (`cuttings query revisions` lists them) or a story and its
/// reprint: the parts of the head that differ, the paragraphs that changed with [-words taken out-]
/// and {+words put in+}, who is named more or less often, and which quotes came or went. Nothing is
/// changed.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings diff 17 23
  cuttings diff 3f9a01 88b2c4 --json
  cuttings diff 17 23 --whole | less

Exit codes: 0 done, whether they differ or not; 65 one of them means several; 66 one of them is not there.")]
pub struct Args {
    /// The earlier article: its number, or the beginning of its SHA-256
    #[arg(value_name = "A")]
    pub before: String,
    /// The later article
    #[arg(value_name = "B")]
    pub after: String,
    /// Show the paragraphs that did not change too
    #[arg(long)]
    pub whole: bool,
    /// Write control and invisible characters to a terminal as they are
    #[arg(long)]
    pub raw: bool,
}

/// Prints what changed from the first article to the second. Fails where one of them is not there.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let reader = Reader::of(global.open_to_read()?)?;
    let read = |text: &str| -> Result<_, Failure> {
        let article = find(&reader, text)?;
        reader.article(article)?.ok_or_else(|| super::show::missing(text))
    };
    let (before, after) = (read(&args.before)?, read(&args.after)?);
    let found = difference(&before, &after);
    let is_safe = output::terminal_width().is_some() && !args.raw;
    if global.json {
        let text = serde_json::to_string_pretty(&found).map_err(io::Error::from)?;
        let text = if is_safe { safe::for_terminal_in_json(&text).into_owned() } else { text };
        print(&format!("{text}\n"))?;
        return Ok(ExitCode::Done);
    }
    let mut page = format!("--- article {}\n+++ article {}\n", before.article_id, after.article_id);
    lay_out(&mut page, &found, args.whole);
    print(&if is_safe { safe::for_terminal(&page).into_owned() } else { page })?;
    Ok(ExitCode::Done)
}

// Writing to a String cannot fail.
fn lay_out(page: &mut String, found: &Difference, is_whole: bool) {
    for FieldChange { field, before, after } in &found.head {
        let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "(none)".to_owned());
        let _ = writeln!(page, "{field}: {} → {}", side(before), side(after));
    }
    let mut has_gap = true;
    for paragraph in &found.body {
        if paragraph.is_same() && !is_whole {
            if !std::mem::replace(&mut has_gap, true) {
                page.push_str("\n…\n");
            }
            continue;
        }
        has_gap = false;
        let _ = writeln!(page, "\n{}", marked(paragraph));
    }
    if !found.names.is_empty() {
        page.push('\n');
    }
    for name in &found.names {
        let sign = if name.after > name.before { '+' } else { '-' };
        let _ = writeln!(
            page,
            "{sign} {} ({}): named {}, was {}",
            name.name,
            name.kind,
            counted(name.after, "time"),
            name.before
        );
    }
    if !(found.quotes_gone.is_empty() && found.quotes_new.is_empty()) {
        page.push('\n');
    }
    for (sign, quotes) in [('-', &found.quotes_gone), ('+', &found.quotes_new)] {
        for quote in quotes {
            let _ = writeln!(page, "{sign} {quote}");
        }
    }
}

fn marked(paragraph: &Paragraph) -> String {
    let marked = paragraph.0.iter().map(|stretch| match stretch {
        Stretch::Same(text) => text.clone(),
        Stretch::Removed(text) => format!("[-{text}-]"),
        Stretch::Added(text) => format!("{{+{text}+}}"),
    });
    marked.collect()
}
