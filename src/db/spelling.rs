//! The words of a search in the spellings that the index has.
//!
//! The tokenizer of the index folds capitals and accents, and no more, because the stock shell must
//! read the file: to it `Søren` and `Soren` are two words, and `O'Neill` is two where `ONeill` is one. So
//! a search asks for all the spellings of each word that stand in some article. A word that stands in
//! none is told with the nearest that does.

use rusqlite::{OptionalExtension, named_params};

use super::nearest::{distance, within};
use super::search::{WordsError, words_and_phrases};
use super::{Archive, Error, Reader, Result};

/// Most words in one search: more is a text that was pasted by mistake.
const MOST_WORDS: usize = 100;

/// Most spellings of one word or phrase that are tried.
const MOST_SPELLINGS: usize = 64;

/// Words that are looked at as they are printed, for the nearest of them.
const LIKELY: usize = 30;

/// Letters that have no accent to take away, and how they are written where a keyboard lacks them.
const LETTERS: [(char, &str); 8] = [
    ('ø', "o"),
    ('ø', "oe"),
    ('ł', "l"),
    ('đ', "d"),
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ı', "i"),
];

/// Letters after which names have an apostrophe: O'Neill, D'Angelo, L'Oréal.
const BEFORE_APOSTROPHES: [char; 3] = ['o', 'd', 'l'];

/// What is searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelt {
    /// In FTS5's language.
    pub query: String,
    /// Words that no article has, each with the nearest that one has.
    pub missing: Vec<(String, Option<String>)>,
}

impl Reader {
    /// Takes an archive that was opened for reading, to search in it: the words of its index can be
    /// looked at too.
    pub fn to_search(archive: Archive) -> Result<Self> {
        let made = archive.connection.execute_batch(
            "PRAGMA temp_store = memory;
             CREATE VIRTUAL TABLE temp.article_words USING fts5vocab('main', 'articles_fts', 'row')",
        );
        made.map_err(|error| Error::from_sqlite(&archive.path, error))?;
        Self::of(archive)
    }

    /// Words as typed, each in every spelling that the index has. All of them must occur. The inner error
    /// says why these words cannot be searched for.
    pub fn spelt(&self, typed: &str) -> Result<std::result::Result<Spelt, WordsError>> {
        let read = || -> rusqlite::Result<std::result::Result<Spelt, WordsError>> {
            let mut parts = Vec::new();
            let mut missing = Vec::new();
            for (words, is_prefix) in words_and_phrases(typed) {
                // A word of signs only has no tokens: FTS5 would find nothing at all.
                if !words.chars().any(char::is_alphanumeric) {
                    continue;
                }
                if parts.len() == MOST_WORDS {
                    return Ok(Err(WordsError::TooMany));
                }
                let mut found = Vec::new();
                for spelling in spellings(&words) {
                    let expression = quoted(&spelling, is_prefix);
                    if !found.contains(&expression) && self.has(&expression)? {
                        found.push(expression);
                    }
                }
                let is_word = !is_prefix && !words.contains(char::is_whitespace);
                if found.is_empty() && is_word {
                    found.extend(self.parted(&words)?);
                }
                if found.is_empty() && is_word {
                    missing.push((words.clone(), self.nearest_word(&words)?));
                }
                parts.push(match found.as_slice() {
                    [] => quoted(&words, is_prefix),
                    [one] => one.clone(),
                    several => format!("({})", several.join(" OR ")),
                });
            }
            // Explicit, because a bracket after a word is an error without it.
            let query = parts.join(" AND ");
            Ok(if query.is_empty() {
                Err(WordsError::Nothing)
            } else {
                Ok(Spelt { query, missing })
            })
        };
        read().map_err(|error| Error::from_sqlite(self.path(), error))
    }

    /// Whether any article answers an expression.
    fn has(&self, expression: &str) -> rusqlite::Result<bool> {
        self.connection()
            .prepare_cached("SELECT 1 FROM articles_fts WHERE articles_fts MATCH :words LIMIT 1")?
            .exists(named_params! { ":words": expression })
    }

    /// A word that is written with an apostrophe where the articles have it: `nukualofa`. Two words side by
    /// side are not enough: `therapist` is no `the rapist`.
    fn parted(&self, word: &str) -> rusqlite::Result<Option<String>> {
        let word = plain(word);
        let mut statement = self.connection().prepare_cached(
            "SELECT 1
             FROM (SELECT rowid AS article_id FROM articles_fts WHERE articles_fts MATCH :words LIMIT 200) AS hits
             CROSS JOIN articles ON articles.article_id = hits.article_id
             WHERE instr(lower(replace(replace(replace(replace(
                 coalesce(headline, '') || ' ' || coalesce(standfirst, '') || ' ' || body || ' ' || coalesce(captions, ''),
                 '’', ''''), '‘', ''''), 'ʼ', ''''), 'ʻ', '''')), :parted) > 0
             LIMIT 1",
        )?;
        for (at, _) in word.char_indices().skip(1) {
            let (before, after) = word.split_at(at);
            let expression = quoted(&format!("{before} {after}"), false);
            let parted = format!("{before}'{after}");
            if self.has(&expression)?
                && statement.exists(named_params! { ":words": expression, ":parted": parted })?
            {
                return Ok(Some(expression));
            }
        }
        Ok(None)
    }

    /// The word of some article that is spelt most like this one; of several the one in most articles.
    fn nearest_word(&self, word: &str) -> rusqlite::Result<Option<String>> {
        let word = plain(word);
        let Some(first) = word.chars().next() else { return Ok(None) };
        // Whoever mistypes seldom begins with it, and so only a part of all words is gone through.
        let after = char::from_u32(u32::from(first) + 1).unwrap_or(char::MAX);
        let mut statement = self.connection().prepare_cached(
            "SELECT term, doc FROM article_words WHERE term >= :first AND term < :after",
        )?;
        let mut rows = statement
            .query(named_params! { ":first": first.to_string(), ":after": after.to_string() })?;
        // The index has words without their endings, so likely ones are compared again as they are printed.
        let most = word.chars().count() / 2;
        let mut likely: Vec<(usize, i64, String)> = Vec::new();
        while let Some(row) = rows.next()? {
            let term = row.get_ref(0)?.as_str()?;
            if let Some(distance) = within(most, &word, term) {
                likely.push((distance, -row.get::<_, i64>(1)?, term.to_owned()));
            }
        }
        likely.sort();
        let mut nearest: Option<(usize, i64, String)> = None;
        for (_, articles, term) in likely.into_iter().take(LIKELY) {
            let Some(printed) = self.as_printed(&term)? else { continue };
            let Some(distance) = distance(&word, &plain(&printed)) else { continue };
            let found = (distance, articles, printed);
            if nearest.as_ref().is_none_or(|nearest| found < *nearest) {
                nearest = Some(found);
            }
        }
        Ok(nearest.map(|(_, _, printed)| printed))
    }

    /// A word of the index, which has it without its ending, as an article prints it.
    fn as_printed(&self, term: &str) -> rusqlite::Result<Option<String>> {
        let marked: Option<String> = self
            .connection()
            .prepare_cached(
                "SELECT snippet(articles_fts, -1, char(1), char(2), '', 1)
                 FROM articles_fts WHERE articles_fts MATCH :word LIMIT 1",
            )?
            .query_row(named_params! { ":word": quoted(term, false) }, |row| row.get(0))
            .optional()?;
        let printed = marked.as_deref().and_then(|marked| {
            let (_, inside) = marked.split_once('\u{1}')?;
            Some(inside.split_once('\u{2}')?.0.to_owned())
        });
        Ok(printed.filter(|printed| !printed.is_empty()))
    }
}

/// In FTS5's language: a phrase, with a star for any ending.
fn quoted(words: &str, is_prefix: bool) -> String {
    let star = if is_prefix { "*" } else { "" };
    format!("\"{}\"{star}", words.replace('"', "\"\""))
}

/// A word in small letters as a keyboard without special letters has it, without apostrophes.
fn plain(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    for character in words.chars().flat_map(char::to_lowercase) {
        match LETTERS.iter().find(|(letter, _)| *letter == character) {
            Some((_, written)) => plain.push_str(written),
            None if is_apostrophe(character) || is_invisible(character) => {}
            None => plain.push(character),
        }
    }
    plain
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{2bb}' | '`')
}

/// What no stored word has.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// The spellings of a word or a phrase, as typed first.
fn spellings(words: &str) -> Vec<String> {
    let typed: String = words.chars().filter(|character| !is_invisible(*character)).collect();
    let bare = plain(words);
    let mut spellings = vec![typed];
    let mut add = |spelling: String| {
        if spellings.len() < MOST_SPELLINGS && !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    };
    add(bare.clone());
    let mut letters = bare.chars();
    if letters.next().is_some_and(|first| BEFORE_APOSTROPHES.contains(&first)) && bare.len() > 4 {
        add(format!("{} {}", &bare[..1], letters.as_str()));
    }
    for spelling in with_letters(&bare) {
        add(spelling);
    }
    spellings
}

/// A word with special letters in each of the places, and in any set of places, where one may stand; few
/// places first.
fn with_letters(bare: &str) -> Vec<String> {
    let mut found: Vec<(usize, String)> = vec![(0, bare.to_owned())];
    let mut done = 0;
    while done < found.len() && found.len() < MOST_SPELLINGS {
        let (from, word) = found[done].clone();
        done += 1;
        for (at, _) in word.char_indices().filter(|(at, _)| *at >= from) {
            for (letter, written) in LETTERS {
                if let Some(rest) = word[at..].strip_prefix(written) {
                    found.push((at + letter.len_utf8(), format!("{}{letter}{rest}", &word[..at])));
                }
            }
        }
    }
    found.into_iter().skip(1).map(|(_, word)| word).take(MOST_SPELLINGS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_tried_in_their_spellings() {
        for (typed, tried) in [
            ("Soren", "søren"),
            ("Søren", "soren"),
            ("Strasse", "straße"),
            ("Straße", "strasse"),
            ("Lodz", "łodz"),
            ("Dorde", "đorđe"),
            ("Aeroe", "ærø"),
            ("ONeill", "o neill"),
            ("O’Neill", "oneill"),
            ("in\u{ad}quiry", "inquiry"),
            ("soren holm", "søren hołm"),
        ] {
            let spellings = spellings(typed);
            assert!(spellings.iter().any(|one| one == tried), "{typed}: {spellings:?}");
            assert!(spellings.len() <= MOST_SPELLINGS);
        }
        assert_eq!(spellings("Suva"), ["Suva", "suva"]);
        assert!(spellings(&"old".repeat(1_000)).len() <= MOST_SPELLINGS);
    }
}
