//! Which articles a review is of: those that a search finds, or those that were named, in that order.

use std::collections::HashSet;
use std::io::{self, Read};
use std::path::Path;
use std::time::Duration;

use super::Args;
use crate::cli::search::{lacking, not_words, searchable};
use crate::cli::selection::Selection;
use crate::cli::{ExitCode, Failure, Global, articles, opened, terminal};
use crate::db::{Order, Reader, Search, WordsError};
use crate::export::citation;
use crate::model::{ArticleId, ExportedTime};

/// Longest list that is read, in bytes.
const LONGEST_LIST: u64 = 64 << 20;

/// The articles of a review, and the archive that has them.
pub struct ReviewArticles {
    pub reader: Reader,
    pub articles: Vec<i64>,
    /// One by one.
    pub is_named: bool,
    /// As it was typed.
    pub asked: Option<String>,
    /// What is said where no article is left.
    pub nothing_found: String,
}

/// The articles that were asked for: by number, in a list, or by a search. Fails where one is not
/// there or the archive cannot be read.
pub fn chosen(global: &Global, args: &Args) -> Result<ReviewArticles, Failure> {
    match args.articles.is_empty() && args.list.is_none() {
        true => found(global, args),
        false => named(global, args),
    }
}

/// The archive, where it has the texts that are wanted of it.
fn reader(global: &Global, args: &Args) -> Result<Reader, Failure> {
    if !args.query.is_empty() {
        return Ok(Reader::to_search(searchable(global)?)?);
    }
    let archive = global.open_to_read()?;
    if archive.has_no_texts()? && !args.no_text {
        let name = archive.path().display();
        let message =
            format!("`{name}` is an edition without texts: there is nothing to tell of them");
        return Err(
            Failure::new(ExitCode::Failure, message).hint("`--no-text` makes a review without")
        );
    }
    Ok(Reader::to_search(archive)?)
}

fn found(global: &Global, args: &Args) -> Result<ReviewArticles, Failure> {
    let reader = reader(global, args)?;
    let typed = args.query.join(" ");
    let spelt = match reader.spelt(&typed)? {
        Ok(spelt) => Some(spelt),
        Err(WordsError::Nothing) if args.query.is_empty() => None,
        Err(error) => return Err(not_words(&error)),
    };
    let mut only = args.selection.only(&reader, global.quiet)?;
    // Which copy stands for a story is chosen among those that are found.
    only.once = false;
    let search = Search {
        expression: spelt.as_ref().map(|spelt| spelt.expression.clone()),
        named: args.selection.named(&reader, global.quiet)?,
        only,
        limit: u32::MAX,
        order: match args.order.as_deref() {
            Some("rank") => Order::Rank,
            _ => Order::Oldest,
        },
        marks: (String::new(), String::new()),
    };
    let articles = reader.found(&search, Duration::from_secs(args.timeout))?;
    let asked = in_words(typed.trim(), &args.selection);
    let lacks = spelt.map(|spelt| spelt.lacks).unwrap_or_default();
    let nothing_found = match lacks.as_slice() {
        [] => format!("no article found for {asked}"),
        lacks => lacks.iter().map(lacking).collect::<Vec<_>>().join("\n"),
    };
    let asked = Some(asked).filter(|asked| !asked.is_empty());
    Ok(ReviewArticles { reader, articles, is_named: false, asked, nothing_found })
}

/// What was asked for, as a reader of the review would say it.
fn in_words(typed: &str, selection: &Selection) -> String {
    let day = |text: &Option<String>| {
        text.clone().map(|value| {
            citation::day(&ExportedTime { value: Some(value), ..ExportedTime::default() })
        })
    };
    let mut asked: Vec<String> =
        Some(typed.to_owned()).filter(|typed| !typed.is_empty()).into_iter().collect();
    for (kind, names) in [
        ("person", &selection.people),
        ("organisation", &selection.organisations),
        ("place", &selection.places),
    ] {
        asked.extend(names.iter().map(|name| format!("{kind} {name}")));
    }
    for (what, value) in [
        ("topic", selection.topic.clone()),
        ("publisher", selection.publisher.clone()),
        ("published since", day(&selection.since)),
        ("published until", day(&selection.until)),
        ("stored since", day(&selection.ingested_since)),
    ] {
        asked.extend(value.map(|value| format!("{what} {value}")));
    }
    match selection.dated.as_deref() {
        Some("yes") => asked.push("with a day".to_owned()),
        Some(_) => asked.push("without a day".to_owned()),
        None => {}
    }
    asked.join(", ")
}

fn named(global: &Global, args: &Args) -> Result<ReviewArticles, Failure> {
    // Read before the archive is opened: whoever types a list has time.
    let list = args.list.as_deref().map(list).transpose()?;
    let reader = reader(global, args)?;
    let mut numbers = Vec::new();
    for text in &args.articles {
        numbers.push(opened::open(&reader, text)?.article.0);
    }
    if let Some(text) = list {
        match articles::numbers(&text) {
            Ok(named) => {
                for number in named {
                    numbers.push(opened::open(&reader, &number.to_string())?.article.0);
                }
            }
            Err(_) => {
                for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
                    numbers.push(opened::open(&reader, line)?.article.0);
                }
            }
        }
    }
    let mut seen = HashSet::new();
    numbers.retain(|number| seen.insert(*number));
    let shown: HashSet<i64> =
        reader.printed(&numbers)?.into_iter().map(|article| article.article_id).collect();
    for hidden in numbers.iter().filter(|number| !shown.contains(number)) {
        if let Some(details) = reader.article(ArticleId(*hidden))?.filter(|_| !global.quiet) {
            terminal::say(&format!("article {hidden} is left out: it is {}", details.status));
        }
    }
    let nothing_found = "no article is named that could be shown".to_owned();
    Ok(ReviewArticles { reader, articles: numbers, is_named: true, asked: None, nothing_found })
}

/// The text of a list.
fn list(path: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let read = match path == Path::new("-") {
        true => io::stdin().lock().take(LONGEST_LIST).read_to_string(&mut text),
        false => std::fs::File::open(path)
            .and_then(|file| file.take(LONGEST_LIST).read_to_string(&mut text)),
    };
    read.map_err(|error| Failure::cannot_read(path, &error))?;
    Ok(text)
}
