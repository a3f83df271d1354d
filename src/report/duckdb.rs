//! Reports over the tables of `export parquet`, in DuckDB: what of their SQL is written otherwise there.
//!
//! `duckdb/tables.sql` makes of the tables what reports ask for, and functions of SQLite that DuckDB has not; here is
//! done what no function can do. What must stay true: a report that cannot be asked is refused with the reason, never
//! answered by halves.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// What goes before a report: run in the folder of the tables.
pub const TABLES: &str = include_str!("duckdb/tables.sql");

/// Canned reports that are not asked of the tables, and why.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("decisions", "it asks `unfit_decisions`, which is not among the tables"),
    ("duplicates", "it asks `article_spans`, which is not among the tables"),
    ("feeds", "it asks `feeds`, which is not among the tables"),
    ("near", "it asks the full-text index, which is not among the tables"),
    ("origins", "it asks `field_origins`, which is not among the tables"),
    ("problems", "it asks `problems`, which is not among the tables"),
    ("runs", "it asks `runs`, which is not among the tables"),
];

/// Tables of an archive that are not exported.
const MISSING: &str = r"\b(?:FROM|JOIN) (article_spans|article_urls|captures|feeds|field_origins|notices|problems|runs|sightings|unfit_decisions)\b";

/// A statement of SQLite with its values in it, as DuckDB takes it. The error is the reason why it cannot be asked there.
pub fn statement(sql: &str) -> Result<String, String> {
    static STEPS: LazyLock<[(Regex, &'static str); 7]> = LazyLock::new(|| {
        [
            (r" INDEXED BY \w+", ""),
            // An order of joining is meant, and not every pair.
            (r"\bCROSS JOIN (\w+(?: AS \w+)?) ON\b", "JOIN $1 ON"),
            (r"\bchar\(", "chr("),
            (r"\barticles_fts MATCH NULL\b", "false"),
            (r"\bdate\((\w+), 'weekday 0', '-6 days'\)", "monday_of($1)"),
            (r"([\w.]+) = ([\w.]+|'\d+') COLLATE NOCASE\b", "lower($1) = lower($2)"),
            (r"([\w.]+) COLLATE NOCASE\b", "lower($1)"),
        ]
        .map(|(pattern, with)| (expression(pattern), with))
    });
    static IS: LazyLock<Regex> = LazyLock::new(|| expression(r"\bIS (NOT )?(\w+)"));
    static NOT_THERE: LazyLock<Regex> = LazyLock::new(|| expression(MISSING));
    let (mut code, literals) = without_literals(sql);
    for (pattern, with) in STEPS.iter() {
        code = pattern.replace_all(&code, *with).into_owned();
    }
    // Of two values, of which each may be NULL; `IS NULL` is the same everywhere.
    let code = IS.replace_all(&code, |found: &Captures<'_>| match (&found[2], found.get(1)) {
        ("NULL" | "NOT" | "DISTINCT", _) => found[0].to_owned(),
        (word, Some(_)) => format!("IS DISTINCT FROM {word}"),
        (word, None) => format!("IS NOT DISTINCT FROM {word}"),
    });
    if code.contains(" MATCH ") {
        return Err("it asks the full-text index, which is not among the tables".to_owned());
    }
    if let Some(found) = NOT_THERE.captures(&code) {
        return Err(format!("it asks `{}`, which is not among the tables", &found[1]));
    }
    Ok(with_literals(&scalars(&code), &literals))
}

fn expression(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of our own")
}

/// Literals that a pattern asks for.
const ASKED_FOR: [&str; 3] = ["weekday 0", "-6 days", "now"];

/// SQL without comments, and with a number in quotes in the place of each literal, so that no word in one is taken for
/// code; the literals, by their numbers.
fn without_literals(sql: &str) -> (String, Vec<String>) {
    let (mut code, mut literals) = (String::with_capacity(sql.len()), Vec::new());
    let mut rest = sql;
    while let Some(at) = rest.find(['\'', '/', '-']) {
        let (before, from) = rest.split_at(at);
        code.push_str(before);
        if from.starts_with("/*") {
            rest = from.split_once("*/").map_or("", |(_, after)| after);
        } else if from.starts_with("--") {
            rest = from.find('\n').and_then(|end| from.get(end..)).unwrap_or_default();
        } else if from.starts_with('\'') {
            let literal = literal(from);
            rest = from.get(literal.len()..).unwrap_or_default();
            if ASKED_FOR.contains(&literal.trim_matches('\'')) {
                code.push_str(literal);
            } else {
                code.push_str(&format!("'{}'", literals.len()));
                literals.push(literal.to_owned());
            }
        } else {
            code.push_str(from.get(..1).unwrap_or_default());
            rest = from.get(1..).unwrap_or_default();
        }
    }
    code.push_str(rest);
    (code, literals)
}

/// The literal that a text begins with, quotes included; two quotes in it are one of its characters.
fn literal(text: &str) -> &str {
    let mut quotes = text.char_indices().skip(1).filter(|(_, c)| *c == '\'').map(|(at, _)| at);
    while let Some(at) = quotes.next() {
        if text.get(at + 1..).is_some_and(|after| after.starts_with('\'')) {
            quotes.next();
        } else {
            return text.get(..=at).unwrap_or(text);
        }
    }
    text
}

fn with_literals(code: &str, literals: &[String]) -> String {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| expression(r"'(\d+)'"));
    let literal = |found: &Captures<'_>| {
        let number: Option<usize> = found[1].parse().ok();
        number.and_then(|number| literals.get(number)).cloned().unwrap_or_default()
    };
    NUMBER.replace_all(code, literal).into_owned()
}

/// Functions that are others there where they have two arguments: `max` and `min` of them are no aggregates, and `date` of
/// one is not moved.
fn scalars(code: &str) -> String {
    static CALL: LazyLock<Regex> = LazyLock::new(|| expression(r"\b(max|min|date)\("));
    let mut whole = String::with_capacity(code.len());
    let mut done = 0;
    for call in CALL.captures_iter(code) {
        let (Some(all), Some(name)) = (call.get(0), call.get(1)) else { continue };
        let has_two = has_two_arguments(code.get(all.end()..).unwrap_or_default());
        whole.push_str(code.get(done..all.start()).unwrap_or_default());
        whole.push_str(match (name.as_str(), has_two) {
            ("max", true) => "greatest(",
            ("min", true) => "least(",
            ("date", true) => "day_moved(",
            ("date", false) => "day_of(",
            _ => all.as_str(),
        });
        done = all.end();
    }
    whole.push_str(code.get(done..).unwrap_or_default());
    whole
}

/// Whether a comma stands between what follows an opening bracket and the bracket that closes it.
fn has_two_arguments(after: &str) -> bool {
    let mut depth = 0;
    for character in after.chars() {
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => return false,
            ')' => depth -= 1,
            ',' if depth == 0 => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_otherwise_is_and_words_in_quotes_are_not() {
        for (sqlite, duckdb) in [
            (
                "SELECT 'a IS NOT b /* c */ INDEXED BY d'",
                "SELECT 'a IS NOT b /* c */ INDEXED BY d'",
            ),
            ("SELECT 'it''s', max(a, (b)) /* max(c, d) */", "SELECT 'it''s', greatest(a, (b)) "),
            ("SELECT max(min(a, b)), max((a, b)) -- c", "SELECT max(least(a, b)), max((a, b)) "),
            (
                "FROM a INDEXED BY b CROSS JOIN c AS d ON d.e = a.e",
                "FROM a JOIN c AS d ON d.e = a.e",
            ),
            (
                "FROM a CROSS JOIN b WHERE a.c IS b.c",
                "FROM a CROSS JOIN b WHERE a.c IS NOT DISTINCT FROM b.c",
            ),
            (
                "WHERE a IS NOT b AND c IS NOT NULL AND d IS NULL",
                "WHERE a IS DISTINCT FROM b AND c IS NOT NULL AND d IS NULL",
            ),
            (
                "WHERE a.b = 'X' COLLATE NOCASE GROUP BY c COLLATE NOCASE",
                "WHERE lower(a.b) = lower('X') GROUP BY lower(c)",
            ),
            (
                "SELECT date('now'), date(a, '-' || 3 || ' days'), date(day, 'weekday 0', '-6 days')",
                "SELECT day_of('now'), day_moved(a, '-' || 3 || ' days'), monday_of(day)",
            ),
        ] {
            assert_eq!(statement(sqlite).as_deref(), Ok(duckdb));
        }
    }

    #[test]
    fn what_cannot_be_asked_is_refused() {
        for (sql, reason) in [
            ("SELECT rowid FROM articles_fts WHERE articles_fts MATCH '\"a\"'", "full-text"),
            ("SELECT reason FROM problems", "`problems`"),
        ] {
            assert!(statement(sql).unwrap_err().contains(reason));
        }
    }
}
