//! Quotations: where they stand and who speaks.
//!
//! `marks` finds what stands between marks, `reading` the sentences around it, `subjects` and `following`
//! who is said to speak in them, `antecedents` whom that means; `cues` finds the words of saying (with
//! `phrases` and `unlisted`, `strangers` knows who is only described), `shape` looks at the words between the marks, and `deciding` says which of
//! them are somebody's own. Words without marks come from `turns` of
//! interviews, embedded `posts` and speech after `dashes`.
//!
//! What must stay true: quotes lie in the text, in order, without overlap; a speaker is a mention of the
//! text; without evidence nobody speaks; the work grows with the length of the text and no faster.

mod antecedents;
mod asides;
mod bearers;
mod cues;
mod dashes;
mod deciding;
mod following;
mod labels;
mod lists;
mod marks;
mod papers;
mod phrases;
mod posts;
mod reading;
mod shape;
mod strangers;
mod subjects;
#[cfg(test)]
mod tests;
mod turns;
mod unlisted;

use super::passage::Passage;
use crate::model::{Gender, Mention, Quote, QuoteRule};
use crate::text::language::language;

use antecedents::Speaker;
use deciding::Decider;
pub use lists::{Part, table as words_of_saying};
use reading::Reading;

/// Whether the lists of those who speak have a given name for a woman's or a man's, by its fold.
pub fn gender_of(given: u64) -> Option<Gender> {
    let part = lists::table(None).part(given);
    match (part.any(Part::WOMAN), part.any(Part::MAN)) {
        (true, false) => Some(Gender::Woman),
        (false, true) => Some(Gender::Man),
        _ => None,
    }
}

/// What is known of a text besides its words.
#[derive(Clone, Copy, Debug, Default)]
pub struct QuoteSetting<'s> {
    /// The mentions of headline, standfirst and captions.
    pub cover: &'s [Mention],
    /// Who wrote it.
    pub authors: &'s [String],
}

/// The quotations of a text, in order.
pub fn quotes(passage: &Passage, mentions: &[Mention], setting: QuoteSetting) -> Vec<Quote> {
    if !reading::may_hold_words(passage) {
        return Vec::new();
    }
    let table = lists::table(language(passage.text));
    let mut reading = Reading::new(passage, mentions, table);
    let mut spoken = turns::turns(&reading, setting);
    if spoken.is_empty() {
        spoken = dashes::dialogue(&reading);
    }
    let taken: Vec<(usize, usize)> = spoken.iter().map(|own| (own.first, own.end)).collect();
    spoken.extend(posts::posts(&reading, &taken));
    spoken.sort_by_key(|own| own.first);
    let stretches: Vec<(usize, usize)> = spoken.iter().map(|own| (own.first, own.end)).collect();
    reading.take_for_words(&stretches);
    let mut quotes = Vec::new();
    if !reading.quotations.is_empty() {
        reading.frame(cues::names_speaker);
        quotes = Decider::new(&reading).quotes();
    }
    let any = !quotes.is_empty();
    quotes.extend(spoken.iter().filter_map(|own| quote(&reading, own.first, own.end, own.said)));
    if any && !spoken.is_empty() {
        quotes.sort_by_key(|quote| quote.start_char);
    }
    quotes
}

/// Words without quotation marks that are somebody's own: tokens `first..end`.
#[derive(Clone, Copy, Debug)]
struct Spoken {
    first: usize,
    end: usize,
    said: Said,
}

/// A quotation as the archive keeps it.
fn quote(reading: &Reading, first: usize, end: usize, said: Said) -> Option<Quote> {
    let (start_char, end_char) = reading.span(first, end)?;
    let Said { speaker, span, cue } = said;
    Some(Quote {
        speaker: None,
        words_sha256: None,
        word_count: 0,
        speaker_gender: None,
        start_char,
        end_char,
        speaker_span: span,
        speaker_mention: speaker.mention.map(|own| reading.mentions[own].start_char),
        cue_span: cue,
        rule: speaker.rule,
        confidence: (speaker.confidence * 100.0).round() / 100.0,
    })
}

/// Who is said to speak, and by which words.
#[derive(Clone, Copy, Debug)]
struct Said {
    speaker: Speaker,
    span: Option<(usize, usize)>,
    cue: Option<(usize, usize)>,
}

impl Said {
    const NOBODY: Self = Self {
        speaker: Speaker { mention: None, rule: QuoteRule::Unattributed, confidence: 0.0 },
        span: None,
        cue: None,
    };

    /// The sentence is about them, but no verb says that they speak.
    fn doubted(self) -> Self {
        let confidence = self.speaker.confidence * 0.8;
        Self { speaker: Speaker { confidence, ..self.speaker }, ..self }
    }

    /// The same speaker goes on.
    fn continued(self, share: f64) -> Self {
        if self.speaker.rule == QuoteRule::Unattributed {
            return Self::NOBODY;
        }
        let confidence = self.speaker.confidence * share;
        let speaker = Speaker { rule: QuoteRule::Continued, confidence, ..self.speaker };
        Self { speaker, span: None, cue: None }
    }
}

/// `Peters:`: the mention, if one says who that is, and the words of the label.
fn labelled(reading: &Reading, mention: Option<usize>, first: usize, end: usize) -> Said {
    let confidence = if mention.is_some() { 0.9 } else { 0.5 };
    let speaker = Speaker { mention, rule: QuoteRule::Label, confidence };
    Said { speaker, span: reading.span(first, end), cue: None }
}
