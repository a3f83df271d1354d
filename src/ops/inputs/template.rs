//! What the paths of files say of the articles in them, by a template: `{publisher}/{year}-{month}-{day}*`.
//!
//! Pure but for the count of paths that a template did not fit. Must stay true: a template is right or wrong
//! as it stands, before anything is read; a path either fits as a whole, with a day that there is, or says
//! nothing.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use chrono::{Datelike, NaiveDate};
use regex::Regex;

use super::{Content, Item, path_of};
use crate::model::PathFacts;
use crate::text::{dates, normalise};

/// What a template may ask for.
const PLACEHOLDERS: &str = "{publisher}, {section}, {topic}, {year}, {month}, {day}, * (any characters but /) and ** (any folders)";

/// A template, ready to be laid on paths.
#[derive(Debug)]
pub struct Template {
    /// On the path below what was named on the command line.
    whole: Regex,
    /// On the end of a path.
    end: Regex,
    topics: usize,
}

/// A piece of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'t> {
    Literal(&'t str),
    Star,
    Folders,
    Name(&'t str),
    Number(&'t str),
}

impl Template {
    /// Reads a template. The error says what is wrong with it, and what may stand in one.
    pub fn new(text: &str) -> Result<Self, String> {
        let wrong = |what: String| format!("{what}; a template may have {PLACEHOLDERS}");
        let pieces =
            pieces(text.trim_start_matches("./").trim_start_matches('/')).map_err(wrong)?;
        let has = |name: &str| {
            pieces.contains(&Piece::Number(name)) || pieces.contains(&Piece::Name(name))
        };
        if !pieces.iter().any(|piece| matches!(piece, Piece::Name(_) | Piece::Number(_))) {
            return Err(wrong(format!("`{text}` asks for nothing")));
        }
        for (part, of) in [("day", "month"), ("month", "year")] {
            if has(part) && !has(of) {
                return Err(wrong(format!("`{text}` has {{{part}}} without {{{of}}}")));
            }
        }
        let mut pattern = String::new();
        let mut topics = 0;
        for (at, piece) in pieces.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| pieces.get(before));
            let after = pieces.get(at + 1);
            let is_number = |piece: Option<&Piece>| matches!(piece, Some(Piece::Number(_)));
            match piece {
                Piece::Literal(text) => pattern.push_str(&regex::escape(text)),
                Piece::Star => pattern.push_str("[^/]*"),
                Piece::Folders => pattern.push_str(".*"),
                Piece::Name("topic") => {
                    topics += 1;
                    pattern.push_str(&format!("(?P<topic{topics}>[^/]+)"));
                }
                Piece::Name(name) => {
                    let repeated = pieces.iter().filter(|other| **other == *piece).count() > 1;
                    if repeated {
                        return Err(wrong(format!("`{text}` has {{{name}}} twice")));
                    }
                    pattern.push_str(&format!("(?P<{name}>[^/]+)"));
                }
                Piece::Number(name) => {
                    if pieces.iter().filter(|other| **other == *piece).count() > 1 {
                        return Err(wrong(format!("`{text}` has {{{name}}} twice")));
                    }
                    let digits = match *name {
                        "year" => "[0-9]{4}",
                        // Nothing but their length parts them: `20240318`.
                        _ if is_number(before) || is_number(after) => "[0-9]{2}",
                        "month" => "[0-9]{1,2}|[A-Za-z]{3,9}",
                        _ => "[0-9]{1,2}",
                    };
                    pattern.push_str(&format!("(?P<{name}>{digits})"));
                }
            }
            if matches!((piece, after), (Piece::Name(_), Some(Piece::Name(_)))) {
                return Err(wrong(format!("in `{text}` nothing parts two names")));
            }
        }
        let compiled = |pattern: &str| {
            Regex::new(pattern).map_err(|_| wrong(format!("`{text}` cannot be read")))
        };
        Ok(Self {
            whole: compiled(&format!("^{pattern}$"))?,
            end: compiled(&format!("^(?:.*/)?{pattern}$"))?,
            topics,
        })
    }

    /// What a path says: `relative` is what stands below what was named, where it does.
    pub fn facts(&self, relative: Option<&str>, path: &str) -> Option<PathFacts> {
        let found = relative
            .and_then(|relative| self.whole.captures(relative))
            .or_else(|| self.end.captures(path))?;
        let words = |name: &str| {
            let text = found.name(name)?.as_str().replace('_', " ");
            Some(normalise::comparable(&text)).filter(|text| !text.is_empty())
        };
        let number = |name: &str| found.name(name).map(|found| found.as_str());
        let published = match (number("year"), number("month"), number("day")) {
            (None, ..) => None,
            (Some(year), None, _) => Some(year.to_owned()),
            (Some(year), Some(month), day) => Some(day_of(year, month, day)?),
        };
        Some(PathFacts {
            publisher: words("publisher"),
            section: words("section"),
            published,
            topics: (1..=self.topics)
                .filter_map(|number| words(&format!("topic{number}")))
                .collect(),
        })
    }
}

/// `2024-03-18`, or `2024-03` without a day; `None` where there is no such day.
fn day_of(year: &str, month: &str, day: Option<&str>) -> Option<String> {
    let month = match month.parse::<u32>() {
        Ok(month) => month,
        Err(_) => {
            let first = dates::published(&format!("1 {month} {year}"))?.day()?;
            first.month()
        }
    };
    let date = NaiveDate::from_ymd_opt(
        year.parse().ok()?,
        month,
        day.map_or(Some(1), |day| day.parse().ok())?,
    )?;
    Some(match day {
        Some(_) => date.to_string(),
        None => date.format("%Y-%m").to_string(),
    })
}

fn pieces(text: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("**") {
            pieces.push(Piece::Folders);
            rest = after;
        } else if let Some(after) = rest.strip_prefix('*') {
            pieces.push(Piece::Star);
            rest = after;
        } else if let Some(after) = rest.strip_prefix('{') {
            let (name, after) = after.split_once('}').ok_or("a { is never closed")?;
            pieces.push(match name {
                "publisher" | "section" | "topic" => Piece::Name(name),
                "year" | "month" | "day" => Piece::Number(name),
                _ => return Err(format!("there is no {{{name}}}")),
            });
            rest = after;
        } else if first == '}' {
            return Err("a } that closes nothing".to_owned());
        } else {
            let end = rest.find(['{', '}', '*']).unwrap_or(rest.len());
            let (literal, after) = rest.split_at(end);
            pieces.push(Piece::Literal(literal));
            rest = after;
        }
    }
    Ok(pieces)
}

/// A template, and the paths that were named, on whose files it is laid.
#[derive(Debug)]
pub struct PathReader {
    template: Template,
    roots: Vec<PathBuf>,
    seen: Mutex<Seen>,
}

/// How many files there were, and how many of them the template did not fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    pub files: u64,
    pub unfit: u64,
    /// The first that it did not fit.
    pub example: Option<String>,
    /// The file that came last, since its records follow each other.
    last: Option<String>,
}

impl PathReader {
    /// Reads paths below these folders by a template.
    pub fn new(template: Template, roots: &[PathBuf]) -> Self {
        Self { template, roots: roots.to_vec(), seen: Mutex::default() }
    }

    /// What the path of an item says; nothing where the template does not fit.
    pub(crate) fn facts(&self, item: &Item) -> PathFacts {
        if !matches!(item.content, Content::Record { .. } | Content::Again { .. }) {
            return PathFacts::default();
        }
        let member = item.member();
        let below = |path: &str| match &member {
            Some(member) if path.is_empty() => member.clone(),
            Some(member) => format!("{path}/{member}"),
            None => path.to_owned(),
        };
        let relative = self.roots.iter().find_map(|root| item.path.strip_prefix(root).ok());
        let relative = relative.and_then(Path::to_str).map(below);
        let path = below(&path_of(&item.uri));
        let facts = self.template.facts(relative.as_deref(), &path);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.last.as_ref() != Some(&path) {
            seen.files += 1;
            if facts.is_none() {
                seen.unfit += 1;
                seen.example.get_or_insert_with(|| path.clone());
            }
            seen.last = Some(path);
        }
        facts.unwrap_or_default()
    }

    /// What it came to.
    pub fn seen(&self) -> Seen {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_say_what_the_template_asks_for() {
        for (template, relative, path, expected) in [
            (
                "{publisher}/{year}-{month}-{day}*",
                Some("lagoon_times/2024-03-18 tolls.txt"),
                "/c/lagoon_times/2024-03-18 tolls.txt",
                Some("lagoon times - 2024-03-18 -"),
            ),
            (
                "{publisher}/{year}-{month}-{day}*",
                None,
                "/c/RNZ/2024-3-8.txt",
                Some("RNZ - 2024-03-08 -"),
            ),
            ("{publisher}/{year}-{month}-{day}*", Some("a.txt"), "/c/RNZ/a.txt", None),
            ("{publisher}/{year}-{month}-{day}*", None, "/c/RNZ/2024-02-30.txt", None),
            (
                "{year}/{month}/{publisher}-{section}.*",
                None,
                "/2024/March/the-post-world.txt",
                Some("the-post world 2024-03 -"),
            ),
            (
                "{topic}/{topic}/{year}*",
                Some("sea/ships/2024.txt"),
                "/x",
                Some("- - 2024 sea,ships"),
            ),
            (
                "{publisher}/**/{year}{month}{day}*",
                Some("RNZ/a/b/20240318-x.txt"),
                "/x",
                Some("RNZ - 2024-03-18 -"),
            ),
            ("{publisher}/**", Some("RNZ/a/b.txt"), "/c/RNZ/a/b.txt", Some("RNZ - - -")),
            ("{section} ({publisher})/*", None, "/World (RNZ)/x.txt", Some("RNZ World - -")),
        ] {
            let facts = Template::new(template).unwrap().facts(relative, path);
            let said = facts.map(|facts| {
                let or = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
                let topics = facts.topics.join(",");
                let topics = if topics.is_empty() { "-".to_owned() } else { topics };
                format!(
                    "{} {} {} {topics}",
                    or(facts.publisher),
                    or(facts.section),
                    or(facts.published)
                )
            });
            assert_eq!(said.as_deref(), expected, "{template} on {path}");
        }
    }

    #[test]
    fn a_bad_template_is_wrong_at_once() {
        for (template, reason) in [
            ("", "asks for nothing"),
            ("*/*.txt", "asks for nothing"),
            ("{paper}/*", "there is no {paper}"),
            ("{publisher/*", "never closed"),
            ("publisher}/*", "closes nothing"),
            ("{day}/*", "{day} without {month}"),
            ("{month}-{day}", "{month} without {year}"),
            ("{year}/{year}", "{year} twice"),
            ("{publisher}/{publisher}", "{publisher} twice"),
            ("{publisher}{section}", "nothing parts two names"),
        ] {
            let wrong = Template::new(template).unwrap_err();
            assert!(wrong.contains(reason) && wrong.contains("{section}"), "{template}: {wrong}");
        }
    }
}
