//! SQL that reports share, so that a name, a publisher and a day mean the same in all of them.
//!
//! A report has a comment in its place, `/* shared: whom */`, and is given the text when it is
//! registered: what `--show-sql` prints is whole. Each text uses parameters, which the report's header
//! describes: `whom` the parameters `name` and `kind`, the others those of `ARTICLES`. `but once` after a
//! text's name leaves out the conditions on that parameter.

use super::{Kind, Parameter};

/// Whom a name means: the table `wanted (kind, entity_id)` of a WITH, and `called` with every step's.
pub const WHOM: &str = include_str!("shared/whom.sql");

/// Which publishers are meant: the table `wanted_publishers (publisher_id)` of a WITH.
pub const PUBLISHER: &str = include_str!("shared/publisher.sql");

/// Which articles are asked for: conditions on a table `articles`, after `publisher`.
pub const ARTICLES: &str = include_str!("shared/articles.sql");

/// Whether all are: conditions on the parameters alone.
const NOTHING_ASKED: &str = include_str!("shared/nothing_asked.sql");

const TEXTS: [(&str, &str); 4] = [
    ("whom", WHOM),
    ("publisher", PUBLISHER),
    ("articles", ARTICLES),
    ("nothing asked", NOTHING_ASKED),
];

const MARK: &str = "/* shared: ";

/// A report's SQL with every shared text in its place.
pub fn expanded(sql: &str) -> Result<String, String> {
    let mut whole = String::with_capacity(sql.len() + WHOM.len());
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once(MARK) {
        let (what, after) = after.split_once(" */").ok_or("a shared text without an end")?;
        let (name, left_out) = what.split_once(" but ").unwrap_or((what, ""));
        let (_, text) = TEXTS
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| format!("there is no shared text `{name}`"))?;
        whole.push_str(before);
        whole.push_str(&without(text.trim_end(), left_out));
        rest = after;
    }
    whole.push_str(rest);
    Ok(whole)
}

/// Conditions without those on a parameter: each is a line of its own, and the first is on none that may
/// be left out.
fn without(conditions: &str, parameter: &str) -> String {
    if parameter.is_empty() {
        return conditions.to_owned();
    }
    let parameter = format!(":{parameter} ");
    conditions.lines().filter(|line| !line.contains(&parameter)).collect::<Vec<_>>().join("\n")
}

/// What every report about articles takes, in the order in which they are told.
pub fn article_parameters() -> Vec<Parameter> {
    let one_of = |words: [&str; 2]| Kind::OneOf(words.map(str::to_owned).to_vec());
    [
        ("since", "only articles of this day or later", Kind::FirstDay, None),
        ("until", "only articles of this day or earlier", Kind::LastDay, None),
        (
            "ingested_since",
            "only articles that were stored on this day (UTC) or later",
            Kind::FirstDay,
            None,
        ),
        ("publisher", "only articles of this publisher", Kind::Publisher, None),
        ("topic", "only articles tagged with this topic", Kind::Topic, None),
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
