//! `cuttings dossier`: one page about a person, an organisation or a place.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use serde_json::json;

use super::dialect::SELECTION;
use super::rows::{destination, file_of, unless_broken_pipe};
use super::wording::counted;
use super::{CommandResult, ExitCode, Failure, Global, selection, terminal, whom};
use crate::answer::dossier::{Notes, dossier};
use crate::db::Reader;
use crate::model::{Dossier, DossierAsked, EntityKind};
use crate::output::document::{FORMATS, Format};
use crate::output::{DestinationError, Listed};

/// Make one page about a person, an organisation or a place
///
/// Who it is and how that is known, roles, a time line, companions, quotations by them and about them, and the articles as
/// a bibliography. Every claim has a number, and under that number stand at the end of the page: the sentence with the
/// words marked, by which rule they were taken so and how sure, a link to the article's own page, and a permalink that
/// `cuttings show` opens. What somebody ruled, what the catalogue has and what the program took so are told apart.
///
/// HTML is one file without a script that asks nobody for anything: it opens in any browser, light or dark, on a phone,
/// and prints on A4 (for PDF, print it into a file). Hidden articles are left out, as in reports, and your own remarks
/// unless --notes asks for them; the page says how many of each.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings dossier 'Winston Peters' -o peters.html
  cuttings dossier 'Penny Wong' --since 2024 --limit 50 --once -o wong.html
  cuttings dossier Tuvalu kind=place --format markdown | less

Exit codes: 0 done; 65 the name means several, who are listed; 66 nobody has it.")]
pub struct Args {
    /// The name, an alias, a surname that only one has, or a number: '#12'
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Look for the name only among people, organisations or places
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(EntityKind::ALL.map(EntityKind::as_str)), help_heading = SELECTION)]
    pub kind: Option<String>,
    /// Published on this day or later
    #[arg(long, value_name = "DAY", value_parser = selection::first_day, allow_hyphen_values = true, help_heading = SELECTION)]
    pub since: Option<String>,
    /// Published on this day or earlier
    #[arg(long, value_name = "DAY", value_parser = selection::last_day, allow_hyphen_values = true, help_heading = SELECTION)]
    pub until: Option<String>,
    /// Show no more than this many
    ///
    /// Quotations of each sort, and articles.
    #[arg(long, value_name = "NUMBER", default_value_t = 20, value_parser = clap::value_parser!(u32).range(..=5_000), help_heading = SELECTION)]
    pub limit: u32,
    /// Count or show a story once, however many near-duplicates of it there are; the same as once=yes
    #[arg(long, help_heading = SELECTION)]
    pub once: bool,
    /// Show your own remarks too
    #[arg(long, help_heading = SELECTION)]
    pub notes: bool,
    /// How the page is written [default: as the name of the output file ends, else markdown]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.name)), help_heading = "Output")]
    pub format: Option<String>,
    /// Write to a file instead of standard output
    ///
    /// The file is complete before it has its name. It must not exist yet.
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Replace the output file if it exists
    #[arg(long, requires = "output", help_heading = "Output")]
    pub force: bool,
}

/// Writes the page. Fails where nobody or several are called so, in an edition without texts, and where the archive
/// changed so that words cannot be found again.
pub fn run(global: &Global, args: Args) -> CommandResult {
    let format = format(global, &args)?;
    let archive = global.open_to_read()?;
    if archive.has_no_texts()? {
        return Err(Failure::new(
            ExitCode::Failure,
            "this is an edition without texts: there are no words to show",
        )
        .hint("`cuttings query` counts who is named in it"));
    }
    let reader = Reader::of(archive)?;
    let kind = args.kind.as_deref().and_then(EntityKind::by_name);
    let one = whom::any(&reader, kind, &args.name, global.quiet)?;
    // Whether it may be written shows before anything is asked.
    let output = file_of(args.output.as_deref());
    let mut destination = destination(output, args.force, reader.path())?;
    let asked = DossierAsked {
        since: args.since.clone(),
        until: args.until.clone(),
        once: args.once,
        limit: args.limit as usize,
    };
    let notes = if args.notes { Notes::Shown } else { Notes::LeftOut };
    let dossier = dossier(&reader, &one, &asked, notes)?;
    let text = format.dossier(&dossier).map_err(std::io::Error::other)?;
    let text = match output {
        Some(_) => text.into(),
        None => terminal::shown(&text),
    };
    let name = output.map_or_else(|| PathBuf::from("standard output"), Path::to_owned);
    let written = match destination.write_all(text.as_bytes()) {
        Ok(()) => destination.finish(),
        Err(source) => Err(DestinationError::File { path: name, source }),
    };
    written.or_else(unless_broken_pipe)?;
    tell(global, &args, format, &dossier)?;
    Ok(ExitCode::Done)
}

/// How the page is written.
fn format(global: &Global, args: &Args) -> Result<&'static Format, Failure> {
    let output = file_of(args.output.as_deref());
    if output.is_none() && global.json {
        return Err(Failure::new(
            ExitCode::Usage,
            "the summary of --json and the page would both be on standard output",
        )
        .hint("write the page to a file with `-o FILE`"));
    }
    let ending = output.map(|path| path.extension().unwrap_or_default());
    match (&args.format, ending) {
        (Some(name), _) => Format::by_name(name),
        (None, Some(ending)) => Format::by_ending(&ending.to_string_lossy()),
        (None, None) => Format::by_name("markdown"),
    }
    .ok_or_else(|| {
        Failure::new(
            ExitCode::Usage,
            "the name of the output file does not say how the page is written",
        )
        .hint("say it with `--format`, or end the name in .html or .md")
    })
}

fn tell(global: &Global, args: &Args, format: &Format, dossier: &Dossier) -> Result<(), Failure> {
    let left_out = &dossier.left_out;
    if global.json {
        return terminal::print_json(&json!({
            "schema": 1, "command": "dossier", "exit": 0, "number": dossier.subject.id,
            "kind": dossier.subject.kind.as_str(), "name": dossier.subject.name, "articles": dossier.articles,
            "said": dossier.said.total, "about": dossier.about.total, "words": dossier.words.len(),
            "left_out": { "articles": left_out.articles, "hidden": left_out.hidden, "repeats": left_out.repeats,
                "notes": left_out.notes },
            "format": format.name, "output": args.output,
        }));
    }
    if let Some(path) = file_of(args.output.as_deref())
        && terminal::is_watched()
        && !global.quiet
    {
        let articles = counted(dossier.articles, "article");
        tell!("{}, {articles}, written to `{}`", dossier.subject.name, path.display());
    }
    Ok(())
}
