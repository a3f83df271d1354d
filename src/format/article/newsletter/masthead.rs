//! What a newsletter says of itself over its items: its name and its day.
//!
//! What must stay true: an item keeps what it says itself, and a review of other papers is no publisher.

use super::super::date_lines;
use super::super::facts::Facts;
use super::super::is_title;
use super::super::lines::Line;
use super::super::residue::words::{GREETINGS, NAMES_OF_NEWSLETTERS, PRESS_REVIEWS};
use crate::model::{Field, Precision, Published};
use crate::text::{dates, normalise};

/// The rule of what its head says of an item.
const RULE: &str = "text:newsletter";
/// How many lines over its first item are read.
const MOST_LINES: usize = 8;
/// A name is no longer, in words.
const MOST_WORDS: usize = 6;

/// A newsletter's name and day.
#[derive(Clone, Debug, Default)]
pub struct Masthead {
    name: Option<String>,
    day: Option<Published>,
}

impl Masthead {
    /// What the lines over the first item say.
    pub fn of(lines: &[Line]) -> Self {
        let worded: Vec<&str> = lines
            .iter()
            .map(|line| line.words)
            .filter(|words| !words.is_empty())
            .take(MOST_LINES)
            .collect();
        let day_of_line = |words: &&str| {
            let found = date_lines::read(words)?;
            found.published.or(found.modified).map(|(day, _)| day)
        };
        let day = worded.iter().find_map(day_of_line).or_else(|| {
            let first = worded.first().filter(|words| words.len() <= 120);
            let parted = worded.iter().filter(|words| words.len() <= 120 && words.contains('|'));
            first.into_iter().chain(parted).find_map(|words| dates::find(words)).map(|(_, day)| day)
        });
        let name = worded.first().and_then(|first| {
            let name = match dates::find(first) {
                Some((range, _)) => first.get(..range.start).unwrap_or_default(),
                None => first,
            };
            let name = name.trim_matches(|c: char| !c.is_alphanumeric());
            let is_signed = worded
                .iter()
                .skip(1)
                .take(3)
                .any(|words| date_lines::read(words).is_some() || greets(words))
                || name.len() < first.len();
            let is_name = name.split_whitespace().count() <= MOST_WORDS
                && name.chars().any(char::is_alphabetic)
                && is_title(name)
                && !is_of_other_papers(name);
            (is_signed && is_name).then(|| normalise::comparable(name))
        });
        Self { name, day: day.filter(|day| day.precision >= Precision::Day) }
    }

    /// The same with the day on which it was sent, where it says none.
    pub fn sent(mut self, day: Option<Published>) -> Self {
        self.day = self.day.or(day);
        self
    }

    /// Says of an item what it leaves open. The footer of the whole stands under its last item.
    pub fn fill(&self, facts: &mut Facts) {
        for field in [Field::Publisher, Field::Published] {
            if facts.origins.of(field) == Some("text:copyright") {
                let is_said = match field {
                    Field::Publisher => self.name.is_some(),
                    _ => self.day.is_some(),
                };
                if is_said {
                    facts.forget(field);
                }
            }
        }
        if let Some(name) = &self.name {
            facts.say(Field::Publisher, name.clone(), RULE);
        }
        if let Some(day) = &self.day {
            facts.say_published(day.clone(), RULE);
        }
    }
}

fn greets(words: &str) -> bool {
    let start = words.get(..words.floor_char_boundary(24)).unwrap_or(words).to_lowercase();
    GREETINGS.iter().any(|greeting| start.starts_with(greeting))
}

/// Whether a title is that of a review of what other papers say.
fn is_of_other_papers(title: &str) -> bool {
    let lower = title.to_lowercase();
    PRESS_REVIEWS.iter().any(|words| lower.contains(words))
}

/// The day that the title of a press review, a newsletter or a transcript ends with: `In the papers, 13 February 2024`.
pub fn day_of_title(title: &str) -> Option<Published> {
    let (range, day) = dates::find(title)?;
    let behind = title.get(range.end..)?;
    let lower = title.to_lowercase();
    let is_of_its_kind = is_of_other_papers(&lower)
        || lower.split(|c: char| !c.is_alphanumeric()).any(|word| {
            NAMES_OF_NEWSLETTERS.contains(&word)
                || word.starts_with("transcript")
                || word == "transkript"
        });
    (is_of_its_kind && !behind.contains(char::is_alphanumeric) && day.precision >= Precision::Day)
        .then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::article::lines::lines;

    #[test]
    fn a_head_says_name_and_day() {
        for (text, name, day) in [
            (
                "The Lagoon Brief\nMonday 4 March 2024\n",
                Some("The Lagoon Brief"),
                Some("2024-03-04"),
            ),
            (
                "LAGOON MORNING - 4 March 2024\n\nGood morning.",
                Some("LAGOON MORNING"),
                Some("2024-03-04"),
            ),
            ("In the papers\n4 March 2024\n", None, Some("2024-03-04")),
            ("Something else\n\nTo read", None, None),
        ] {
            let found = Masthead::of(&lines(text, 0));
            assert_eq!(found.name.as_deref(), name, "{text}");
            assert_eq!(found.day.map(|day| day.value).as_deref(), day, "{text}");
        }
    }

    #[test]
    fn only_titles_of_reviews_and_letters_have_a_day() {
        for (title, day) in [
            ("In the papers, 13 February 2024", Some("2024-02-13")),
            ("Presseschau vom 13. Februar 2024", Some("2024-02-13")),
            ("Revue de presse du 13 février 2024", Some("2024-02-13")),
            ("Transcript: Ann Ng on the harbour, March 9, 2024", Some("2024-03-09")),
            ("Votes of 13 February 2024", None),
            ("Press review of 13 February 2024 withdrawn", None),
            ("Press review", None),
        ] {
            assert_eq!(day_of_title(title).map(|day| day.value).as_deref(), day, "{title}");
        }
    }
}
