//! A passage as its quotations cut it up: what stands inside marks and what outside, and the sentences
//! outside with the quotations in them.
//!
//! Such a sentence is not one of `passage.sentences`: `“We go. We must,” Peters said.` is one here,
//! although two full stops are in it.

use super::lists::{Part, WordTable};
use super::marks::{self, InMarks, Paragraph};
use crate::model::{EntityKind, Mention};
use crate::names::passage::Passage;
use crate::names::tokens::Shape;

/// A sentence outside the marks: tokens `first..end`, with quotations `quotations.0..quotations.1`.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    pub first: usize,
    pub end: usize,
    pub quotations: (usize, usize),
    pub paragraph: usize,
}

/// A mention in tokens.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    pub first: usize,
    pub end: usize,
    pub kind: EntityKind,
}

/// A text with its mentions and quotations, as attribution reads it.
pub struct Reading<'p> {
    pub passage: &'p Passage<'p>,
    pub mentions: &'p [Mention],
    pub paragraphs: Vec<Paragraph>,
    pub quotations: Vec<InMarks>,
    pub frames: Vec<Frame>,
    /// By mention.
    pub named: Vec<Named>,
    /// The words of the text's language.
    pub table: &'static WordTable,
    parts: Vec<Part>,
    /// By token: the mention that it is part of.
    owners: Vec<Option<u32>>,
    /// By token: whether it is inside marks, or one of them.
    quoted: Vec<bool>,
}

/// Whether a text has a mark that quotations, labels or posts need.
pub fn may_hold_words(passage: &Passage) -> bool {
    passage.tokens.iter().any(|token| {
        token.is_quote()
            || token.shape == Shape::Address
            || matches!(token.mark, '„' | '‚' | '‹' | '›' | ':' | '@' | '—' | '–')
    })
}

impl<'p> Reading<'p> {
    /// Lays out what attribution asks of a text.
    pub fn new(
        passage: &'p Passage<'p>,
        mentions: &'p [Mention],
        table: &'static WordTable,
    ) -> Self {
        let paragraphs = marks::paragraphs(passage);
        let quotations: Vec<InMarks> =
            paragraphs.iter().flat_map(|paragraph| paragraph.quotations.iter().copied()).collect();
        let mut quoted = vec![false; passage.tokens.len()];
        for quotation in &quotations {
            quoted[quotation.open..quotation.after].fill(true);
        }
        let (named, owners) = in_tokens(passage, mentions);
        let parts = passage.tokens.iter().map(|token| table.part(token.fold)).collect();
        Self {
            passage,
            mentions,
            paragraphs,
            quotations,
            frames: Vec::new(),
            named,
            table,
            parts,
            owners,
            quoted,
        }
    }

    /// Takes stretches of tokens, in order, for the words of their speakers: no marks in them are read.
    pub fn take_for_words(&mut self, stretches: &[(usize, usize)]) {
        self.quotations.retain(|quotation| {
            let next = stretches.partition_point(|stretch| stretch.1 <= quotation.open);
            stretches.get(next).is_none_or(|stretch| quotation.open < stretch.0)
        });
        for &(first, end) in stretches {
            self.quoted[first..end].fill(true);
        }
    }

    /// Whether the word at a token can be this.
    pub fn is(&self, at: usize, part: Part) -> bool {
        self.part(at).any(part)
    }

    /// What the word at a token can be.
    pub fn part(&self, at: usize) -> Part {
        self.parts.get(at).copied().unwrap_or_default()
    }

    /// The mention that a token belongs to.
    pub fn owner(&self, at: usize) -> Option<usize> {
        self.owners.get(at).copied().flatten().map(|owner| owner as usize)
    }

    /// Whether a token stands inside of quotation marks.
    pub fn is_quoted(&self, at: usize) -> bool {
        self.quoted.get(at).copied().unwrap_or_default()
    }

    /// Whether a mention is of this kind.
    pub fn is_kind(&self, mention: usize, kind: EntityKind) -> bool {
        self.named[mention].kind == kind
    }

    /// Whether a token is one of these marks.
    pub fn is_mark(&self, at: usize, marks: &[char]) -> bool {
        let token = self.passage.tokens.get(at);
        token.is_some_and(|token| token.shape == Shape::Mark && marks.contains(&token.mark))
    }

    /// Whether the text may be in English.
    pub fn is_english(&self) -> bool {
        self.table.is_english
    }

    /// Whether a token is one of these words.
    pub fn is_any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.passage.is_word(at, word))
    }

    /// The code points of tokens `first..end`.
    pub fn span(&self, first: usize, end: usize) -> Option<(usize, usize)> {
        let tokens = &self.passage.tokens;
        let (first, last) = (tokens.get(first)?, tokens.get(end.checked_sub(1)?)?);
        let span = (first.start_char as usize, last.end_char as usize);
        (span.0 < span.1).then_some(span)
    }

    /// Words and numbers inside.
    pub fn words(&self, quotation: &InMarks) -> usize {
        self.passage.tokens[quotation.first()..quotation.end]
            .iter()
            .filter(|token| !matches!(token.shape, Shape::Mark | Shape::Possessive))
            .count()
    }

    /// Its first token that is no mark.
    pub fn first_word(&self, quotation: &InMarks) -> usize {
        (quotation.first()..quotation.end)
            .find(|&at| self.passage.tokens[at].shape != Shape::Mark)
            .unwrap_or(quotation.first())
    }

    /// Its last token, without the marks that close another quotation inside.
    pub fn last(&self, quotation: &InMarks) -> usize {
        let mut last = quotation.end.saturating_sub(1).max(quotation.first());
        while last > quotation.first() && self.passage.tokens[last].is_quote() {
            last -= 1;
        }
        last
    }

    /// Whether a sentence ends with it.
    pub fn ends_sentence(&self, quotation: &InMarks) -> bool {
        self.is_mark(self.last(quotation), &['.', '?', '!', '…']) || !quotation.is_closed()
    }

    /// Whether it begins as sentences do.
    pub fn starts_sentence(&self, quotation: &InMarks) -> bool {
        let first = self.first_word(quotation);
        let bracket = self.is_mark(quotation.first(), &['[', '(']);
        self.passage.is_capitalised(first)
            || bracket
            || self.passage.tokens[first].shape == Shape::Number
    }

    /// Cuts the paragraphs into sentences. `attributed` says whether a quotation that has ended with
    /// its sentence is nevertheless followed by its speaker.
    pub fn frame(&mut self, attributed: impl Fn(&Self, &InMarks, usize) -> bool) {
        let mut frames = Vec::new();
        let mut next = 0;
        let mut starts = vec![false; self.passage.tokens.len()];
        for sentence in &self.passage.sentences {
            starts[sentence.first] = true;
        }
        for (number, paragraph) in self.paragraphs.iter().enumerate() {
            let mut first = paragraph.first;
            let mut from = next;
            let mut before: Option<&InMarks> = None;
            let mut at = paragraph.first;
            while at < paragraph.end {
                let breaks = match before.take() {
                    Some(quotation) => {
                        let lower = self.passage.is_lower(at)
                            || self.is_mark(at, &[',', '–', '—', ';', '-', ')', '.', '?', '!']);
                        self.ends_sentence(quotation)
                            && !lower
                            && !attributed(self, quotation, paragraph.end)
                    }
                    None => starts[at],
                };
                if breaks && at > first {
                    frames.push(Frame {
                        first,
                        end: at,
                        quotations: (from, next),
                        paragraph: number,
                    });
                    (first, from) = (at, next);
                }
                match self.quotations.get(next).filter(|quotation| quotation.open == at) {
                    Some(quotation) => {
                        next += 1;
                        at = quotation.after;
                        before = Some(quotation);
                    }
                    None => at += 1,
                }
            }
            let end = paragraph.end;
            frames.push(Frame { first, end, quotations: (from, next), paragraph: number });
        }
        self.frames = frames;
    }
}

/// Mentions as tokens, and the mention of each token.
fn in_tokens(passage: &Passage, mentions: &[Mention]) -> (Vec<Named>, Vec<Option<u32>>) {
    let tokens = &passage.tokens;
    let mut owners = vec![None; tokens.len()];
    let mut named = Vec::with_capacity(mentions.len());
    for (mention, number) in mentions.iter().zip(0..) {
        let first =
            tokens.partition_point(|token| (token.start_char as usize) < mention.start_char);
        let end = tokens.partition_point(|token| (token.start_char as usize) < mention.end_char);
        owners[first..end].fill(Some(number));
        named.push(Named { first, end, kind: mention.entity.kind });
    }
    (named, owners)
}
