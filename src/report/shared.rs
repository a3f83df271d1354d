//! SQL that reports share, so that a name, a publisher and a day mean the same in all of them.
//!
//! A report has a comment in its place, `/* shared: whom */`, and is given the text when it is
//! registered: what `--show-sql` prints is whole. Each text uses parameters, which the report's header
//! describes: `whom` the parameters `name` and `kind`, the others those of `ARTICLES`. After a text's name
//! may stand
//!
//! - `but since, until`: without the conditions on these parameters;
//! - `as about`: `whom` once more, for the parameter `about`, which is of any kind; its tables are then
//!   `about_wanted` and so on;
//! - `as nodes`: `most named` with the parameter `nodes` in the place of `top`;
//! - `of people`: `origin` and `named` speak of one kind of entity and are told which.

use super::{Parameter, ParameterKind};

/// Whom a name means: the table `wanted (kind, entity_id)` of a WITH, and `called` with every step's.
pub const WHOM: &str = include_str!("shared/whom.sql");

/// Which publishers are meant: the table `wanted_publishers (publisher_id)` of a WITH.
pub const PUBLISHER: &str = include_str!("shared/publisher.sql");

/// Which articles are asked for: conditions on a table `articles`, after `publisher`.
pub const ARTICLES: &str = include_str!("shared/articles.sql");

/// Whether all are: conditions on the parameters alone.
const NOTHING_ASKED: &str = include_str!("shared/nothing_asked.sql");

/// The articles that name one of `wanted`: the table `named_in (article_id)` of a WITH, after `whom`.
const NAMED_IN: &str = include_str!("shared/named_in.sql");

/// In how many of the articles that are asked for each of a kind is named: the tables `wanted_articles` and
/// `counted (entity_id, articles)` of a WITH, after `named in` and `publisher`, with the parameter `other`.
const COUNTED: &str = include_str!("shared/counted.sql");

/// Who of a kind is named in most of these articles: the table `most_named (position, entity_id, name, articles)` of a
/// WITH, after `counted`, with the parameters `other`, `origin` and `top`.
const MOST_NAMED: &str = include_str!("shared/most_named.sql");

/// Where an entry comes from: an expression on a row of `people`, `organisations` or `places`.
const ORIGIN: &str = include_str!("shared/origin.sql");

/// Every mention of one of `wanted`, in any form: the table `mentioned` of a WITH, after `whom`.
const MENTIONED: &str = include_str!("shared/mentioned.sql");

/// The column `around_text` in small letters, one space before, between and after its words, without signs.
const PLAIN_WORDS: &str = include_str!("shared/plain_words.sql");

/// Which quotes are asked for: conditions on `quotes` and `articles`, by the parameters `words` and `about`.
const QUOTE_WORDS: &str = include_str!("shared/quote_words.sql");

const TEXTS: [(&str, &str); 11] = [
    ("whom", WHOM),
    ("named in", NAMED_IN),
    ("publisher", PUBLISHER),
    ("articles", ARTICLES),
    ("counted", COUNTED),
    ("most named", MOST_NAMED),
    ("nothing asked", NOTHING_ASKED),
    ("origin", ORIGIN),
    ("mentioned", MENTIONED),
    ("plain words", PLAIN_WORDS),
    ("quote words", QUOTE_WORDS),
];

/// The tables that `WHOM` makes, which have other names where it stands a second time.
const TABLES_OF_WHOM: [&str; 5] = ["called_whole", "longer", "called_shortly", "called", "wanted"];

const MARK: &str = "/* shared: ";

/// A report's SQL with every shared text in its place. The error names a text that there is not.
pub fn expanded(sql: &str) -> Result<String, String> {
    let mut whole = String::with_capacity(sql.len() + WHOM.len());
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once(MARK) {
        let (what, after) = after.split_once(" */").ok_or("a shared text without an end")?;
        let (what, left_out) = what.split_once(" but ").unwrap_or((what, ""));
        let (what, kind) = what.split_once(" of ").unwrap_or((what, ""));
        let (name, parameter) = what.split_once(" as ").unwrap_or((what, ""));
        let (_, text) = TEXTS
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| format!("there is no shared text `{name}`"))?;
        let mut text = without(text.trim_end(), left_out);
        if !parameter.is_empty() {
            text = match name {
                "most named" => text.replace(":top", &format!(":{parameter}")),
                _ => once_more(&text, parameter),
            };
        }
        if !kind.is_empty() {
            let singular = if kind == "people" { "person" } else { kind.trim_end_matches('s') };
            text = text.replace("entities", kind).replace("entity_id", &format!("{singular}_id"));
        }
        whole.push_str(before);
        whole.push_str(&expanded(&text)?);
        rest = after;
    }
    whole.push_str(rest);
    Ok(whole)
}

/// Conditions without those on some parameters: each is a line of its own that goes on with AND, and the
/// AND before the first one that stays goes too.
fn without(conditions: &str, parameters: &str) -> String {
    if parameters.is_empty() {
        return conditions.to_owned();
    }
    let parameters: Vec<String> = listed(parameters).map(|name| format!(":{name} ")).collect();
    let mut is_first = true;
    let mut kept = Vec::new();
    for line in conditions.lines() {
        if parameters.iter().any(|parameter| line.contains(parameter.as_str())) {
            continue;
        }
        let is_condition = line.contains(':') || line.trim_start().starts_with("AND ");
        let without_and = line.trim_start().strip_prefix("AND ").filter(|_| is_first);
        kept.push(without_and.unwrap_or(line));
        is_first &= !is_condition;
    }
    kept.join("\n")
}

/// The names in `since, until`.
pub(super) fn listed(names: &str) -> impl Iterator<Item = &str> {
    names.split(',').map(str::trim)
}

/// `WHOM` for another parameter, which is of any kind.
fn once_more(whom: &str, parameter: &str) -> String {
    let text = whom
        .replace(":name_folded", &format!(":{parameter}_folded"))
        .replace(":name", &format!(":{parameter}"))
        .replace(":kind", "NULL");
    let is_sign = |c: char| !c.is_ascii_alphanumeric() && c != '_';
    let mut whole = String::with_capacity(text.len());
    for word in text.split_inclusive(is_sign) {
        if TABLES_OF_WHOM.contains(&word.trim_end_matches(is_sign)) {
            whole.push_str(parameter);
            whole.push('_');
        }
        whole.push_str(word);
    }
    whole
}

/// What every report about articles takes, in the order in which they are told.
pub fn article_parameters() -> Vec<Parameter> {
    let one_of = |words: [&str; 2]| ParameterKind::OneOf(words.map(str::to_owned).to_vec());
    [
        ("since", "only articles of this day or later", ParameterKind::FirstDay, None),
        ("until", "only articles of this day or earlier", ParameterKind::LastDay, None),
        (
            "ingested_since",
            "only articles that were stored on this day (UTC) or later",
            ParameterKind::FirstDay,
            None,
        ),
        ("publisher", "only articles of this publisher", ParameterKind::Publisher, None),
        ("topic", "only articles tagged with this topic", ParameterKind::Topic, None),
        ("dated", "only articles with, or without, a day", one_of(["yes", "no"]), None),
        (
            "once",
            "count or show a story once, however many near-duplicates of it there are",
            one_of(["yes", "no"]),
            Some("no"),
        ),
    ]
    .into_iter()
    .map(|(name, description, kind, default)| Parameter {
        name: name.to_owned(),
        description: description.to_owned(),
        kind,
        default: default.map(str::to_owned),
        is_required: false,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_in_their_places() {
        let sql = expanded(
            "WITH /* shared: publisher */ SELECT 1 WHERE (/* shared: nothing asked but once */)",
        );
        let sql = sql.unwrap();
        assert!(sql.contains("wanted_publishers") && sql.contains(":topic IS NULL)"), "{sql}");
        assert!(!sql.contains(":once") && !sql.contains("shared:"), "{sql}");
        assert_eq!(expanded("SELECT 1").as_deref(), Ok("SELECT 1"));
        assert!(expanded("/* shared: nobody */").unwrap_err().contains("`nobody`"));
        assert!(expanded("/* shared: whom").is_err());
    }

    #[test]
    fn a_condition_is_a_line() {
        for name in ["articles", "nothing asked"] {
            let all = expanded(&format!("/* shared: {name} */")).unwrap();
            for parameter in article_parameters() {
                let marker = format!(":{} ", parameter.name);
                assert!(all.lines().any(|line| line.contains(&marker)), "{name}: {marker}");
            }
            let left = expanded(&format!("/* shared: {name} but once */")).unwrap();
            assert_eq!(left.lines().count() + 1, all.lines().count());
        }
    }
}
