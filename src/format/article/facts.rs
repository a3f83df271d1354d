//! A head in the making, with the rule that set each of its fields, and the captions beside it.
//!
//! What must stay true: what was said first stays, and a field has a rule if and only if it says
//! something.

use std::borrow::Cow;

use super::residue;
use crate::model::{Caption, Field, Head, Origins, Published};
use crate::text::{dates, language, normalise};

/// The name of a rule, as in `Origins`.
pub type Rule = Cow<'static, str>;

/// Captions of one article that are kept. No article has more pictures; a made-up one may.
const MOST_CAPTIONS: usize = 500;

/// A head, which rule set each of its fields, and what stands under the article's pictures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub head: Head,
    pub origins: Origins,
    /// As in `Draft::topics`.
    pub topics: Vec<String>,
    pub captions: Vec<Caption>,
}

impl Facts {
    /// The field of that name, where it is a text.
    fn text_slot(&mut self, field: Field) -> Option<&mut Option<String>> {
        let head = &mut self.head;
        Some(match field {
            Field::Headline => &mut head.headline,
            Field::Standfirst => &mut head.standfirst,
            Field::Byline => &mut head.byline,
            Field::Dateline => &mut head.dateline,
            Field::Publisher => &mut head.publisher,
            Field::Url => &mut head.url,
            Field::Section => &mut head.section,
            Field::Identifier => &mut head.identifier,
            Field::Language => &mut head.language,
            Field::Published
            | Field::Modified
            | Field::Authors
            | Field::Body
            | Field::Captions
            | Field::Kind
            | Field::Topics => return None,
        })
    }

    /// Sets a field that is a text and open.
    pub fn say(&mut self, field: Field, text: impl Into<String>, rule: impl Into<Rule>) {
        if let Some(slot) = self.text_slot(field)
            && slot.is_none()
        {
            *slot = Some(text.into());
            self.origins.set(field, rule);
        }
    }

    /// Sets when it was published, where that is open.
    pub fn say_published(&mut self, published: Published, rule: impl Into<Rule>) {
        if self.head.published.is_none() {
            self.head.published = Some(published);
            self.origins.set(Field::Published, rule);
        }
    }

    /// Sets when it was last changed, where that is open.
    pub fn say_modified(&mut self, modified: Published, rule: impl Into<Rule>) {
        if self.head.modified.is_none() {
            self.head.modified = Some(modified);
            self.origins.set(Field::Modified, rule);
        }
    }

    /// Sets the authors, where there are some and none are known.
    pub fn say_authors(&mut self, authors: Vec<String>, rule: impl Into<Rule>) {
        if self.head.authors.is_empty() && !authors.is_empty() {
            self.head.authors = authors;
            self.origins.set(Field::Authors, rule);
        }
    }

    /// Adds a picture's caption and credit, whichever there is; where none is given, a credit at the
    /// caption's end is taken for it. The first rule that found one stands. One
    /// that is there already (a page shows its first picture twice) is not added again, and a credit that
    /// stands alone goes with the same caption without one.
    pub fn say_caption(
        &mut self,
        caption: Option<&str>,
        credit: Option<&str>,
        rule: impl Into<Rule>,
    ) {
        let line = |text: &str| {
            let line = normalise::comparable(text).replace('\0', "\u{fffd}");
            (line.chars().any(char::is_alphanumeric) && !is_file_or_address(&line)).then_some(line)
        };
        let (mut caption, mut credit) = (caption.and_then(line), credit.and_then(line));
        if let (Some(both), None) = (&caption, &credit) {
            let (own, by) = residue::caption_and_credit(both);
            (caption, credit) = (own.map(str::to_owned), by.map(str::to_owned));
        }
        if caption.is_none() && credit.is_none() || self.captions.len() >= MOST_CAPTIONS {
            return;
        }
        let same = |one: &&mut Caption| one.caption == caption && caption.is_some();
        if let Some(known) = self.captions.iter_mut().find(same) {
            known.credit = known.credit.take().or(credit);
            return;
        }
        let found = Caption { caption, credit };
        if !self.captions.contains(&found) {
            self.captions.push(found);
        }
        if self.origins.of(Field::Captions).is_none() {
            self.origins.set(Field::Captions, rule);
        }
    }

    /// Adds a picture's caption that is said for machines: one that the article shows anywhere, whole or as
    /// part of more, is not said again, nor is its headline.
    pub fn say_stated_caption(
        &mut self,
        caption: Option<&str>,
        credit: Option<&str>,
        body: &str,
        rule: impl Into<Rule>,
    ) {
        let key = |text: &str| {
            let letters = text.chars().filter(|c| c.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect::<String>()
        };
        let words = caption.filter(|caption| !is_file_or_address(caption.trim()));
        let Some(stated) = words.map(key).filter(|stated| !stated.is_empty()) else { return };
        let head = [self.head.headline.as_deref(), self.head.standfirst.as_deref()];
        let is_shown = self.captions.iter().any(|known| {
            let sides = [known.caption.as_deref(), known.credit.as_deref()];
            let shown = key(&sides.into_iter().flatten().collect::<Vec<_>>().join(" "));
            let own = key(known.caption.as_deref().unwrap_or_default());
            shown.contains(&stated) || !own.is_empty() && stated.contains(&own)
        });
        let is_head = head.into_iter().flatten().any(|text| key(text).contains(&stated));
        if !is_shown && !is_head && !key(body).contains(&stated) {
            self.say_caption(caption, credit, rule);
        }
    }

    /// Adds what stands under pictures elsewhere in the same article.
    pub fn say_captions_of(&mut self, other: &Self) {
        let rule = other.origins.of(Field::Captions).unwrap_or_default().to_owned();
        for Caption { caption, credit } in &other.captions {
            self.say_caption(caption.as_deref(), credit.as_deref(), rule.clone());
        }
    }

    /// Sets the language that a text is plainly in, where that is open.
    pub fn say_language_of(&mut self, body: &str) {
        if self.head.language.is_none()
            && let Some(code) = language::language(body)
        {
            self.say(Field::Language, code, "text:detector");
        }
        if let Some(order) = self.head.language.as_deref().and_then(dates::order_of_language) {
            dates::settle_order(&mut self.head, &mut self.origins, order, "language");
        }
    }

    /// Unsets a field.
    pub fn forget(&mut self, field: Field) {
        match field {
            Field::Published => self.head.published = None,
            Field::Modified => self.head.modified = None,
            Field::Authors => self.head.authors.clear(),
            Field::Captions => self.captions.clear(),
            _ => {
                if let Some(slot) = self.text_slot(field) {
                    *slot = None;
                }
            }
        }
        self.origins.remove(field);
    }
}

/// Whether a line is only the name of a file or an address: `IMG 2041.jpg`, `https://…/harbour.png`.
fn is_file_or_address(line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    let is_address = lower.contains("://") || lower.starts_with("www.");
    is_address && !line.contains(char::is_whitespace)
        || lower.rsplit_once('.').is_some_and(|(_, ending)| PICTURES.contains(&ending))
}

/// Endings of files that are pictures or films.
const PICTURES: &[&str] = &[
    "avif", "bmp", "gif", "heic", "jpe", "jpeg", "jpg", "mov", "mp4", "pdf", "png", "psd", "svg",
    "tif", "tiff", "webm", "webp",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_first_stays() {
        let mut facts = Facts::default();
        facts.say(Field::Url, "https://lagoon.example/a", "text:url");
        facts.say(Field::Url, "https://lagoon.example/b", "text:label:Url");
        facts.say_authors(Vec::new(), "text:byline");
        assert_eq!(facts.head.url.as_deref(), Some("https://lagoon.example/a"));
        assert_eq!(facts.origins.of(Field::Url), Some("text:url"));
        assert_eq!(facts.origins.of(Field::Authors), None);
        facts.forget(Field::Url);
        assert_eq!(facts, Facts::default());
    }
}
