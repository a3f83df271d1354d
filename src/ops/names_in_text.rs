//! The names of a text with their places in the text as it was given.
//!
//! The text is derived as a plain file of these words would be. What must stay true: the mentions are those that `derive`
//! gives of it, and the words at a span are those of the mention; one that cannot be placed is counted.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::derive::{Deriver, Source};
use crate::format::text;
use crate::model::{
    Candidate, Capture, EntityKind, Hints, Mention, MentionField, Region, RegionRole, Rule,
    Sighting,
};
use crate::text::placed::{self, Place};
use crate::text::{fingerprint, normalise};

/// A name, by the code points of the text as given, from 0, end exclusive. The names of fields are a contract.
#[derive(Clone, Debug, Serialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
    pub kind: EntityKind,
    pub surface: String,
    pub name: String,
    /// The field of the article in which it is a mention.
    pub field: Cow<'static, str>,
    pub rule: Rule,
    /// `start` of the fuller name that it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub antecedent: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
}

/// The names of a text.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// In the order of the text.
    pub spans: Vec<Span>,
    /// How many mentions have no place in the text as given.
    pub lost: usize,
}

/// The mentions of all articles in a text. The error is the reason why it cannot be read.
pub fn spans(deriver: &Deriver, text: &str) -> Result<Found, String> {
    let bytes = text.as_bytes().to_vec();
    let received = deriver.derive(Source {
        capture: Capture {
            sha256: fingerprint::sha256(&bytes),
            body: bytes,
            format: text::FORMAT.name,
        },
        compressed: Vec::new(),
        format: &text::FORMAT,
        format_given: true,
        sighting: Sighting { uri: String::new(), hints: Hints::default() },
        record: None,
        language: None,
    });
    let recognised = received.reading?;
    // A text whose characters were mended has other places than the one that was given.
    let regions = match recognised.text_bytes == text.len() {
        true => &recognised.regions[..],
        false => &[],
    };
    let mut found = Found::default();
    for article in &recognised.articles {
        let spans = placed(text, regions, article);
        found.lost += article.mentions.len() - spans.len();
        found.spans.extend(spans);
    }
    found.spans.sort_by_key(|span| (span.start, span.end));
    Ok(found)
}

/// The mentions of an article that can be placed in its text.
fn placed(text: &str, regions: &[Region], article: &Candidate) -> Vec<Span> {
    let places = Places::of_article(text, regions, article);
    let span = |mention: &Mention| {
        let first = places.of(mention.field, mention.start_char)?;
        let last = places.of(mention.field, mention.end_char.checked_sub(1)?)?;
        let surface = text.get(first.start_byte..last.end_byte)?;
        let is_it = normalise::comparable(surface) == normalise::comparable(&mention.surface_form);
        let antecedent = mention.rests_on().and_then(|(field, at)| places.of(field, at));
        is_it.then(|| Span {
            start: first.start_char,
            end: last.end_char,
            kind: mention.entity.kind,
            surface: surface.to_owned(),
            name: mention.entity.name.clone(),
            field: mention.field.name(),
            rule: mention.rule,
            antecedent: antecedent.map(|place| place.start_char),
            confidence: mention.confidence,
        })
    };
    article.mentions.iter().filter_map(span).collect()
}

/// Where in the text the first and last characters of mentions stand, by their fields.
struct Places(HashMap<MentionField, HashMap<usize, Place>>);

impl Places {
    fn of_article(text: &str, regions: &[Region], article: &Candidate) -> Self {
        let mut wanted: HashMap<MentionField, HashSet<usize>> = HashMap::new();
        for mention in &article.mentions {
            let of_field = wanted.entry(mention.field).or_default();
            of_field.extend([mention.start_char, mention.end_char.saturating_sub(1)]);
        }
        let part = article.draft.part;
        let head = &article.draft.head;
        let in_field = |(field, wanted): (MentionField, HashSet<usize>)| {
            let (role, words) = match field {
                MentionField::Headline => (RegionRole::Headline, head.headline.as_deref()),
                MentionField::Standfirst => (RegionRole::Standfirst, head.standfirst.as_deref()),
                MentionField::Body => (RegionRole::Body, Some(article.draft.body.as_str())),
                MentionField::Caption(number) => {
                    return (field, in_caption(text, regions, article, number, &wanted));
                }
            };
            let words = words.unwrap_or_default();
            (field, placed::places(text, regions, (part, role), words, &wanted))
        };
        Self(wanted.into_iter().map(in_field).collect())
    }

    fn of(&self, field: MentionField, character: usize) -> Option<Place> {
        self.0.get(&field)?.get(&character).copied()
    }
}

/// Captions share their stretches, so that one is found behind those before it.
fn in_caption(
    text: &str,
    regions: &[Region],
    article: &Candidate,
    number: u32,
    wanted: &HashSet<usize>,
) -> HashMap<usize, Place> {
    let mut words = String::new();
    let mut before = 0;
    for (_, caption) in (1..=number).zip(&article.draft.captions) {
        before = words.chars().count();
        words.push_str(caption.caption.as_deref().unwrap_or_default());
    }
    let wanted = wanted.iter().map(|character| before + character).collect();
    let of = (article.draft.part, RegionRole::Caption);
    let places = placed::places(text, regions, of, &words, &wanted);
    places.into_iter().map(|(character, place)| (character - before, place)).collect()
}
