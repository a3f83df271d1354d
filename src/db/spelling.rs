//! The words of a search in the spellings that the index has.
//!
//! The tokenizer of the index folds capitals and accents, and no more, because the stock shell must
//! read the file: to it `Søren` and `Soren` are two words, and `O'Neill` is two where `ONeill` is one. So
//! a search asks for all the spellings of each word that stand in some article. A word that stands in
//! none is told with the nearest that does, and so is what stands only in other fields or not side by side.

use rusqlite::{Connection, OptionalExtension, named_params};

use super::nearest::{distance, within};
use super::search_language::{All, Node, SearchField, Words, WordsError, parse};
use super::{Archive, Error, Reader, Result};

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
    pub expression: Expression,
    /// What no article has, for a search that finds nothing.
    pub lacks: Vec<Lack>,
}

/// A search in FTS5's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expression {
    /// All of them must occur. Each can be joined to others as it stands.
    pub wanted: Vec<String>,
    /// None of them may.
    pub without: Vec<String>,
}

impl Expression {
    /// Of somebody who writes FTS5's language.
    pub fn verbatim(text: &str) -> Self {
        Self { wanted: vec![text.to_owned()], without: Vec::new() }
    }

    /// As FTS5 reads it.
    pub fn text(&self) -> String {
        // Explicit, because a bracket after a word is an error without it.
        let wanted = self.wanted.join(" AND ");
        match self.without.as_slice() {
            [] => wanted,
            without => format!("({wanted}) NOT ({})", without.join(" OR ")),
        }
    }
}

/// Words that were typed and that nothing answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// No article has the word; what is spelt most like it, if anything is.
    Nowhere { typed: String, nearest: Option<String> },
    /// Articles have it, and none in that field.
    NotThere { typed: String, field: SearchField },
    /// Articles have each of the words, and none has them side by side.
    Apart { typed: String },
}

/// Most alternatives that `NEAR` has: each spelling of the one beside each of the other.
const MOST_PAIRS: usize = 100;

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

    /// A search as typed (`search_language`), each word in every spelling that the index has. The inner
    /// error says why these words cannot be searched for.
    pub fn spelt(&self, typed: &str) -> Result<std::result::Result<Spelt, WordsError>> {
        let all = match parse(typed) {
            Ok(all) => all,
            Err(error) => return Ok(Err(error)),
        };
        let mut lacks = Vec::new();
        let speller = Speller { connection: self.connection() };
        let expression = speller
            .spelt(&all, Some(&mut lacks))
            .map_err(|error| Error::from_sqlite(self.path(), error))?;
        Ok(Ok(Spelt { expression, lacks }))
    }
}

/// A search as typed, each word in every spelling that the index has. The inner error says why these words
/// cannot be searched for.
pub(super) fn expression_of(
    connection: &Connection,
    typed: &str,
) -> rusqlite::Result<std::result::Result<Expression, WordsError>> {
    match parse(typed) {
        Ok(all) => Speller { connection }.spelt(&all, None).map(Ok),
        Err(error) => Ok(Err(error)),
    }
}

/// Looks words up in the index of an archive.
struct Speller<'c> {
    connection: &'c Connection,
}

impl Speller<'_> {
    /// The whole of a search. Only where there are `lacks` to be told is the nearest word looked for.
    fn spelt(&self, all: &All, mut lacks: Option<&mut Vec<Lack>>) -> rusqlite::Result<Expression> {
        let mut expression = Expression::default();
        for node in &all.wanted {
            expression.wanted.push(self.spelt_node(node, lacks.as_deref_mut())?);
        }
        for node in &all.without {
            expression.without.push(self.spelt_node(node, None)?);
        }
        Ok(expression)
    }

    /// In FTS5's language, so that it can be joined to others.
    fn spelt_node(
        &self,
        node: &Node,
        mut lacks: Option<&mut Vec<Lack>>,
    ) -> rusqlite::Result<String> {
        Ok(match node {
            Node::Words(words) => any(&self.spelt_words(words, lacks)?),
            Node::Any(nodes) => {
                let mut alternatives = Vec::with_capacity(nodes.len());
                for node in nodes {
                    alternatives.push(self.spelt_node(node, lacks.as_deref_mut())?);
                }
                any(&alternatives)
            }
            Node::All(all) => format!("({})", self.spelt(all, lacks)?.text()),
            Node::Near(one, most, other) => {
                let mut pairs = Vec::new();
                for (left, right) in
                    one.iter().flat_map(|left| other.iter().map(move |right| (left, right)))
                {
                    let field = left.field.or(right.field);
                    let bare = |words: &Words| Words { field: None, ..words.clone() };
                    let lefts = self.spelt_words(&bare(left), lacks.as_deref_mut())?;
                    for right in self.spelt_words(&bare(right), lacks.as_deref_mut())? {
                        for left in &lefts {
                            pairs.push(in_field(field, &format!("NEAR({left} {right}, {most})")));
                        }
                    }
                }
                pairs.truncate(MOST_PAIRS);
                any(&pairs)
            }
        })
    }

    /// A word or phrase in the spellings that some article has; as typed if none has it.
    fn spelt_words(
        &self,
        words: &Words,
        mut lacks: Option<&mut Vec<Lack>>,
    ) -> rusqlite::Result<Vec<String>> {
        let Words { text, is_prefix, field } = words;
        let mut found: Vec<String> = Vec::new();
        for spelling in spellings(text) {
            let expression = quoted(&spelling, *is_prefix);
            if !found.contains(&expression) && self.has(&expression)? {
                found.push(expression);
            }
        }
        let is_word = !is_prefix && !text.contains(char::is_whitespace);
        if found.is_empty() && is_word {
            found.extend(self.parted(text)?);
        }
        let as_typed = vec![quoted(text, *is_prefix)];
        if let Some(lacks) = lacks.as_deref_mut().filter(|_| found.is_empty()) {
            lacks.push(self.lack(words)?);
        }
        let found = if found.is_empty() { as_typed } else { found };
        let Some(field) = field else { return Ok(found) };
        let inside: Vec<String> =
            found.iter().map(|spelling| in_field(Some(*field), spelling)).collect();
        if let Some(lacks) = lacks
            && lacks.last().is_none_or(|lack| lack.typed() != text)
            && !self.has(&any(&inside))?
        {
            lacks.push(Lack::NotThere { typed: text.clone(), field: *field });
        }
        Ok(inside)
    }

    /// What is wrong with words that no article has.
    fn lack(&self, words: &Words) -> rusqlite::Result<Lack> {
        let typed = words.text.clone();
        if words.is_prefix {
            return Ok(Lack::Nowhere { typed, nearest: None });
        }
        let parts: Vec<&str> = typed.split_whitespace().filter(|part| has_letters(part)).collect();
        if let [_] = parts.as_slice() {
            let nearest = self.nearest_word(&typed)?;
            return Ok(Lack::Nowhere { typed, nearest });
        }
        let mut corrected = Vec::with_capacity(parts.len());
        let mut unknown = None;
        for part in parts {
            let mut is_known = false;
            for spelling in spellings(part) {
                is_known = is_known || self.has(&quoted(&spelling, false))?;
            }
            if is_known {
                corrected.push(part.to_owned());
                continue;
            }
            let nearest = self.nearest_word(part)?;
            corrected.push(nearest.clone().unwrap_or_else(|| part.to_owned()));
            unknown = unknown.or(Some(Lack::Nowhere { typed: part.to_owned(), nearest }));
        }
        let Some(unknown) = unknown else { return Ok(Lack::Apart { typed }) };
        let corrected = corrected.join(" ");
        Ok(match self.has(&quoted(&corrected, false))? {
            true => Lack::Nowhere { typed, nearest: Some(corrected) },
            false => unknown,
        })
    }

    /// Whether any article answers an expression.
    fn has(&self, expression: &str) -> rusqlite::Result<bool> {
        self.connection
            .prepare_cached("SELECT 1 FROM articles_fts WHERE articles_fts MATCH :words LIMIT 1")?
            .exists(named_params! { ":words": expression })
    }

    /// A word that is written with an apostrophe where the articles have it: `nukualofa`. Two words side by
    /// side are not enough: `therapist` is no `the rapist`.
    fn parted(&self, word: &str) -> rusqlite::Result<Option<String>> {
        let word = plain(word);
        let mut statement = self.connection.prepare_cached(
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
        let mut statement = self.connection.prepare_cached(
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
            .connection
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

impl Lack {
    fn typed(&self) -> &str {
        match self {
            Self::Nowhere { typed, .. } | Self::NotThere { typed, .. } | Self::Apart { typed } => {
                typed
            }
        }
    }
}

/// Any of them, in FTS5's language.
fn any(alternatives: &[String]) -> String {
    match alternatives {
        [one] => one.clone(),
        several => format!("({})", several.join(" OR ")),
    }
}

/// In one field, in FTS5's language.
fn in_field(field: Option<SearchField>, expression: &str) -> String {
    match field {
        Some(field) => format!("{} : {expression}", field.column()),
        None => expression.to_owned(),
    }
}

fn has_letters(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
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

/// `King's` as the two words that the index has of it.
fn without_possessives(words: &str) -> String {
    let mut parted = String::with_capacity(words.len());
    let mut rest = words.chars().peekable();
    while let Some(character) = rest.next() {
        let mut behind = rest.clone();
        let ends_in_s = behind.next().is_some_and(|next| matches!(next, 's' | 'S'))
            && behind.next().is_none_or(|next| !next.is_alphanumeric());
        let is_inside = parted.ends_with(char::is_alphanumeric);
        parted.push(if is_apostrophe(character) && ends_in_s && is_inside {
            ' '
        } else {
            character
        });
    }
    parted
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
    // `King's` is no `kings`, which would find every king.
    let bare = plain(&without_possessives(&typed));
    let mut spellings = vec![typed];
    let mut add = |spelling: String| {
        // The index has no capitals.
        let is_known =
            spellings.iter().any(|known| known.to_lowercase() == spelling.to_lowercase());
        if spellings.len() < MOST_SPELLINGS && !is_known {
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
        assert_eq!(spellings("Suva"), ["Suva"]);
        assert_eq!(spellings("Ann’s"), ["Ann’s", "ann s"]);
        assert!(spellings(&"old".repeat(1_000)).len() <= MOST_SPELLINGS);
    }
}
