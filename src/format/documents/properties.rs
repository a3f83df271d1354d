//! What a document says of itself: title, author, day of creation.
//!
//! Programs fill these in without asking, with file names, templates and whoever sat at the
//! keyboard. What must stay true: they only fill what the text leaves open, and what a program
//! wrote there by itself is not believed.

use crate::format::article::facts::Facts;
use crate::model::{Draft, Field, Published};
use crate::text::{bylines, dates, language, normalise};

/// The properties of a document, as far as they are believed.
#[derive(Clone, Debug, Default)]
pub struct Properties {
    /// What they say of its only article.
    own: Facts,
    /// What holds for every article in it.
    shared: Facts,
}

impl Properties {
    /// Takes a title unless a program made it: `Microsoft Word - tolls v2.doc`, `Document1`.
    pub fn title(&mut self, value: &str, rule: &'static str) {
        let value = normalise::comparable(value);
        let value = PROGRAMS.iter().find_map(|name| value.strip_prefix(name)).unwrap_or(&value);
        let lower = value.to_lowercase();
        let is_file = ENDINGS_OF_FILES.iter().any(|ending| lower.ends_with(ending));
        let is_default = DEFAULT_TITLES.iter().any(|title| lower.starts_with(title));
        if value.split_whitespace().count() >= 2 && value.len() <= 300 && !is_file && !is_default {
            self.own.say(Field::Headline, value, rule);
        }
    }

    /// Takes an author that is a person's name.
    pub fn author(&mut self, value: &str, rule: &'static str) {
        let value = normalise::comparable(value);
        let lower = value.to_lowercase();
        let is_default = DEFAULT_AUTHORS.iter().any(|name| lower.contains(name));
        if !is_default && bylines::is_name(&value) {
            self.own.say_authors(vec![value], rule);
        }
    }

    /// Takes the time of creation.
    pub fn created(&mut self, value: &str, rule: &'static str) {
        if let Some(published) = dates::published(value) {
            self.own.say_published(published, rule);
        }
    }

    /// Takes the day of the issue, which holds for every article in it.
    pub fn issued(&mut self, value: &str, rule: &'static str) {
        if let Some(published) = dates::published(value) {
            self.shared.say_published(published, rule);
        }
    }

    /// Takes the language that a document declares, if there is such a language.
    pub fn language(&mut self, tag: &str, rule: &'static str) {
        if let Some(value) = language::declared(tag) {
            self.shared.say(Field::Language, value, rule);
        }
    }

    /// Takes the publisher that a document names.
    pub fn publisher(&mut self, value: &str, rule: &'static str) {
        let value = normalise::comparable(value);
        if !value.is_empty() && value.len() <= 80 {
            self.shared.say(Field::Publisher, value, rule);
        }
    }

    /// Whether the heads of its pages say of which paper or day it is.
    pub fn is_of_an_issue(&self) -> bool {
        self.shared.head.publisher.is_some() || self.shared.head.published.is_some()
    }

    /// The title, to be found again among the paragraphs.
    pub fn title_value(&self) -> Option<&str> {
        self.own.head.headline.as_deref()
    }

    /// Fills what a document's only draft does not say.
    pub fn fill(&self, draft: &mut Draft) {
        self.fill_shared(draft);
        fill(draft, &self.own);
    }

    /// Fills what holds for every draft of a document.
    pub fn fill_shared(&self, draft: &mut Draft) {
        fill(draft, &self.shared);
    }
}

/// Fills what a draft leaves open; of the day also where it gives a year or month alone.
fn fill(draft: &mut Draft, facts: &Facts) {
    let (head, known) = (&mut draft.head, &facts.head);
    let mut filled = Vec::new();
    for (field, open, value) in [
        (Field::Headline, &mut head.headline, &known.headline),
        (Field::Publisher, &mut head.publisher, &known.publisher),
        (Field::Language, &mut head.language, &known.language),
    ] {
        if open.is_none() && value.is_some() {
            open.clone_from(value);
            filled.push(field);
        }
    }
    if head.byline.is_none() && head.authors.is_empty() && !known.authors.is_empty() {
        head.authors.clone_from(&known.authors);
        filled.push(Field::Authors);
    }
    let printed = head.published.as_ref();
    if let Some(published) = &known.published
        && printed.is_none_or(|printed| printed.day().is_none())
        && agrees(printed, published)
    {
        head.published = Some(published.clone());
        filled.push(Field::Published);
    }
    for field in filled {
        draft.origins.set(field, facts.origins.of(field).unwrap_or_default().to_owned());
    }
}

/// Whether a time does not contradict the year or month that the text gives.
fn agrees(printed: Option<&Published>, created: &Published) -> bool {
    printed.is_none_or(|printed| created.value.starts_with(&printed.value))
}

const PROGRAMS: &[&str] = &["Microsoft Word - ", "Microsoft Word – "];
/// Lower case.
const ENDINGS_OF_FILES: &[&str] = &[
    ".doc", ".docx", ".dot", ".dotx", ".rtf", ".odt", ".indd", ".qxd", ".qxp", ".pdf", ".pages",
    ".txt", ".pub", ".html", ".htm", ".tex", ".dvi",
];
/// Lower case.
#[rustfmt::skip]
const DEFAULT_TITLES: &[&str] = &[
    "untitled", "document1", "document 1", "powerpoint presentation", "slide 1", "title of", "[",
    "press release template", "layout 1", "page 1", "no title", "new document",
];
/// Lower case.
#[rustfmt::skip]
const DEFAULT_AUTHORS: &[&str] = &[
    "microsoft", "windows user", "office user", "admin", "user name", "unknown", "calibre", "author",
    "default", "owner",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_filled_in_is_not_believed() {
        for (title, expected) in [
            ("Harbour tolls to rise", Some("Harbour tolls to rise")),
            ("Microsoft Word - Harbour tolls to rise", Some("Harbour tolls to rise")),
            ("Microsoft Word - tolls v2.doc", None),
            ("Document1", None),
            ("Untitled Document", None),
            ("PR_0304_final.indd", None),
            ("", None),
        ] {
            let mut properties = Properties::default();
            properties.title(title, "docx:core/title");
            assert_eq!(properties.title_value(), expected, "{title:?}");
        }
        for (author, expected) in [
            ("Ann Ng", true),
            ("Microsoft Office User", false),
            ("ann", false),
            ("Admin User", false),
        ] {
            let mut properties = Properties::default();
            properties.author(author, "docx:core/creator");
            assert_eq!(!properties.own.head.authors.is_empty(), expected, "{author:?}");
        }
    }

    #[test]
    fn the_text_goes_before_its_properties() {
        let mut properties = Properties::default();
        properties.title("Another title", "a:title");
        properties.created("2024-03-05T10:00:00Z", "a:created");
        let mut draft = Draft::default();
        draft.head.headline = Some("Tolls to rise".to_owned());
        draft.head.published = dates::published("2023");
        properties.fill(&mut draft);
        assert_eq!(draft.head.headline.as_deref(), Some("Tolls to rise"));
        assert_eq!(draft.head.published.as_ref().map(|p| p.value.as_str()), Some("2023"));
        draft.head.published = None;
        properties.fill(&mut draft);
        assert_eq!(draft.origins.of(Field::Published), Some("a:created"));
    }
}
