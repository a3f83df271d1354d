//! Which articles a command is about: by number, from standard input, or all that a search finds.

use std::io::{self, IsTerminal, Read};

use super::{ExitCode, Failure, curate, terminal};
use crate::db::{Archive, Reader};
use crate::model::{ArticleId, Sha256};

/// Longest list that is read, in bytes: a million numbers.
const LONGEST_LIST: u64 = 64 << 20;

/// Options of a command on several articles.
#[derive(Clone, Debug, clap::Args)]
pub struct Articles {
    /// The articles' numbers; - reads them from standard input: one a line, or the column article_id of
    /// `query … --format tsv` or csv
    #[arg(value_name = "ARTICLE")]
    pub articles: Vec<String>,
    /// All articles in which these words occur, as `cuttings search` finds them
    #[arg(long, value_name = "WORDS")]
    pub search: Option<String>,
}

/// What was chosen; the archive is asked for the rest.
pub struct ChosenArticles {
    numbers: Vec<i64>,
    /// Words as typed.
    search: Option<String>,
}

impl Articles {
    /// Reads what is to be read before an archive is opened. Fails where nothing is named, or a word is no
    /// number.
    pub fn chosen(self) -> Result<ChosenArticles, Failure> {
        if self.articles.is_empty() && self.search.is_none() {
            return Err(Failure::new(ExitCode::Usage, "which articles?").hint(
                "give their numbers, - to read them from standard input, or --search WORDS",
            ));
        }
        let mut numbers = Vec::new();
        for word in &self.articles {
            match word.as_str() {
                "-" => numbers.extend(from_standard_input()?),
                _ => numbers.push(word.parse().map_err(|_| {
                    Failure::new(ExitCode::Usage, format!("`{word}` is no number of an article"))
                        .hint("find numbers with `cuttings search` or `cuttings query articles`")
                })?),
            }
        }
        Ok(ChosenArticles { numbers, search: self.search })
    }
}

impl ChosenArticles {
    /// The articles, each once, in the order in which they were named; those found come last. Fails where one
    /// of them is not there.
    pub fn in_archive(&self, archive: &Archive) -> Result<Vec<Sha256>, Failure> {
        let mut articles: Vec<Sha256> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        let found = match &self.search {
            Some(words) => found(archive, words)?,
            None => Vec::new(),
        };
        for number in self.numbers.iter().copied().chain(found.into_iter().map(|found| found.0)) {
            let article = curate::article(archive, number)?;
            if seen.insert(article) {
                articles.push(article);
            }
        }
        if articles.is_empty() {
            terminal::say("no article found");
        }
        Ok(articles)
    }
}

/// The articles that `search` finds for words as typed, in every spelling that the index has.
fn found(archive: &Archive, words: &str) -> Result<Vec<ArticleId>, Failure> {
    let reader = Reader::to_search(Archive::open_to_read(archive.path())?)?;
    let spelt = reader
        .spelt(words)?
        .map_err(|error| Failure::new(ExitCode::Usage, format!("--search: {error}")))?;
    Ok(archive.articles_with(&spelt.expression.text())?)
}

fn from_standard_input() -> Result<Vec<i64>, Failure> {
    if io::stdin().is_terminal() {
        terminal::say("reading numbers of articles from the terminal; end with Ctrl-D");
    }
    let mut text = String::new();
    io::stdin().lock().take(LONGEST_LIST).read_to_string(&mut text).map_err(|error| {
        Failure::new(ExitCode::BadData, format!("cannot read standard input: {error}"))
    })?;
    numbers(&text).map_err(|reason| {
        Failure::new(ExitCode::BadData, format!("standard input: {reason}")).hint(
            "pipe in one number a line, or what `cuttings query articles --format tsv` prints",
        )
    })
}

/// The numbers in a list or in a table with a column `article_id`. The error says which row has none.
pub(super) fn numbers(text: &str) -> Result<Vec<i64>, String> {
    let is_tabbed = text.lines().next().is_some_and(|line| line.contains('\t'));
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(if is_tabbed { b'\t' } else { b',' })
        .quoting(!is_tabbed)
        .from_reader(text.as_bytes());
    let mut column = 0;
    let mut numbers = Vec::new();
    for (index, row) in rows.records().enumerate() {
        let row = row.map_err(|error| error.to_string())?;
        if index == 0
            && let Some(place) = row.iter().position(|name| name == "article_id")
        {
            column = place;
            continue;
        }
        let cell = row.get(column).unwrap_or_default().trim();
        match cell.parse() {
            Ok(number) => numbers.push(number),
            Err(_) if cell.is_empty() && row.len() == 1 => {}
            Err(_) => {
                return Err(format!("row {}: `{cell}` is no number of an article", index + 1));
            }
        }
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_from_lists_and_tables() {
        for (text, expected) in [
            ("3\n4\n\n5\n", Ok(vec![3, 4, 5])),
            ("article_id\tpublished_on\n3\t2024-03-18\n4\t\n", Ok(vec![3, 4])),
            ("headline,article_id\n\"Tolls, again\",3\n", Ok(vec![3])),
            ("", Ok(vec![])),
            ("headline\nTolls\n", Err("row 1: `headline` is no number of an article".to_owned())),
        ] {
            assert_eq!(numbers(text), expected, "{text:?}");
        }
    }
}
