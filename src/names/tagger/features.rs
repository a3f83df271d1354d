//! What the tagger sees of a token: numbers made of the word, its neighbours and its article.
//!
//! Training and use go through this one file. A feature is a 64-bit mix of what is seen and of the
//! template that saw it; nothing is built as a string. Only tokens that may be part of a name are
//! looked at (`segments`): the rest of a text, four tokens in five, costs a few comparisons.
//!
//! The templates follow the literature on feature-based recognition: words, affixes and shapes in a
//! window, clusters of word vectors at several grains (Miller et al. 2004, Ratinov & Roth 2009), list
//! membership, and what the rest of the article shows about the same word (Krishnan & Manning 2006).

use std::ops::Range;

use super::evidence::Evidence;
use super::knowledge::{Clusters, Knowledge, name_key};
use super::labels::Place;
use crate::model::EntityKind;
use crate::names::passage::Passage;
use crate::names::proposals::Proposal;
use crate::names::sentences::{Capitals, Sentence};
use crate::names::tokens::{Gap, Shape, Token};
use crate::names::words::Class;

/// A stretch of tokens that may hold names, within one sentence; longer ones are cut.
const LONGEST_SEGMENT: usize = 64;

/// Words in lower case and marks that may stand inside a name, up to this many in a row.
const LONGEST_JOINT: usize = 3;

/// How many tokens to each side the templates look at.
const WINDOW: usize = 2;

/// Tokens in which a name of a list must end.
const LONGEST_LISTED: usize = 12;

/// Raised when a template, or anything it sees, changes: models trained before no longer fit.
pub const VERSION: u32 = 1;

/// What a feature draws on. In training each source is left out at random, so that the model learns
/// to do without: names that it never saw, an empty catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeatureSource {
    /// Shapes, classes of words, places in the run.
    Form,
    /// The word itself.
    Word,
    /// The words around it.
    Context,
    /// The catalogue, and the lists of the gazetteer.
    Lists,
    /// What the rules propose.
    Rules,
    Clusters,
    /// The rest of the article.
    Article,
}

/// The stretches of a passage that may hold names, in order. Every token outside is no name.
pub fn segments(passage: &Passage) -> Vec<Range<usize>> {
    let mut segments = Vec::new();
    for sentence in &passage.sentences {
        let mut free = sentence.first;
        let mut index = sentence.first;
        while index < sentence.end {
            if !may_begin(passage, index) || is_first_word(passage, sentence, index) {
                index += 1;
                continue;
            }
            // `3rd Battalion`, `20th Century Fox`
            let numbered = index > free
                && begins_with_digit(passage, index - 1)
                && passage.follows_closely(index);
            let first = if numbered { index - 1 } else { index };
            let most = sentence.end.min(first + LONGEST_SEGMENT);
            let mut end = index + 1;
            while end < most {
                if may_begin(passage, end) || ends_with(passage, end) {
                    end += 1;
                    continue;
                }
                let joint = (end..most)
                    .take(LONGEST_JOINT)
                    .take_while(|&at| !may_begin(passage, at) && joins(passage, at))
                    .count();
                let next = end + joint;
                if joint == 0 || next >= most || !may_begin(passage, next) {
                    break;
                }
                end = next + 1;
            }
            segments.push(first..end);
            free = end;
            index = end;
        }
    }
    segments
}

/// Whether this is a small word whose only reason for its capital is to come first: `The talks`.
fn is_first_word(passage: &Passage, sentence: &Sentence, index: usize) -> bool {
    passage.tokens[index].shape == Shape::Capital
        && passage.is(index, Class::FUNCTION)
        && passage.is_lower(index + 1)
        && sentence.capitals == Capitals::Names
        && passage.starts_clause(sentence, index)
}

fn begins_with_digit(passage: &Passage, index: usize) -> bool {
    passage.word(index).bytes().next().is_some_and(|byte| byte.is_ascii_digit())
}

/// Whether this token, which directly follows part of a name, may be the last of it: the `un` of
/// `Kim Jong-un`, the full stop of `Inc.`, the number of `Channel 4`, the `'s` of `Macy's`.
fn ends_with(passage: &Passage, index: usize) -> bool {
    let Some(last) = index.checked_sub(1) else { return false };
    let token = &passage.tokens[index];
    match token.shape {
        Shape::Possessive => true,
        Shape::Number => token.gap <= Gap::Space && !passage.tokens[last].is_mark('.'),
        Shape::Lower => token.gap == Gap::None && passage.tokens[last].is_hyphen(),
        Shape::Mark if token.is_hyphen() => {
            passage.is_joining_hyphen(index) && passage.is_capitalised(last)
        }
        Shape::Mark => {
            token.is_mark('.')
                && token.gap == Gap::None
                && (passage.is(last, Class::COMPANY | Class::ABBREVIATION | Class::NAME_SUFFIX)
                    || passage.tokens[last].shape == Shape::Initial)
        }
        _ => false,
    }
}

/// Whether a name may begin or end with this token.
fn may_begin(passage: &Passage, index: usize) -> bool {
    let token = &passage.tokens[index];
    match token.shape {
        Shape::Capital | Shape::Mixed | Shape::Upper | Shape::Dotted | Shape::Initial => true,
        // `iPhone`, `al-Assad`, `10ème`: capitals or digits inside, or a particle before a name.
        Shape::Lower => {
            passage.word(index).bytes().any(|byte| byte.is_ascii_uppercase())
                || passage.is(index, Class::PARTICLE)
                    && (passage.is_capitalised(index + 1) || passage.is_joining_hyphen(index + 1))
        }
        _ => false,
    }
}

/// Whether a name may run on over this token.
fn joins(passage: &Passage, index: usize) -> bool {
    let token = &passage.tokens[index];
    if token.gap >= Gap::Blank {
        return false;
    }
    match token.shape {
        Shape::Lower => {
            passage.is(index, Class::PARTICLE | Class::JOINING)
                || matches!(
                    passage.word(index),
                    "of" | "for" | "and" | "the" | "in" | "on" | "at" | "to" | "with" | "y" | "e"
                )
        }
        Shape::Mark => matches!(
            token.mark,
            '-' | '.'
                | '&'
                | ','
                | '\''
                | '’'
                | '/'
                | '('
                | ')'
                | '"'
                | '“'
                | '”'
                | '+'
                | '\u{2010}'
                | '\u{2011}'
                | '–'
                | '!'
                | '‘'
                | '@'
                | ':'
                | '*'
        ),
        Shape::Possessive | Shape::Number => true,
        _ => false,
    }
}

/// All that is known of one token before templates are laid over it.
#[derive(Clone, Copy, Debug, Default)]
struct Look {
    fold: u64,
    shape: u64,
    class: u64,
    clusters: Clusters,
    /// What the lexicon and the rules say: kind and place in the span.
    lexicon: u64,
    listed: u64,
    rules: u64,
}

/// Templates over one passage.
pub struct Features<'p, 't> {
    passage: &'p Passage<'t>,
    looks: Vec<Look>,
    evidence: Evidence,
}

impl<'p, 't> Features<'p, 't> {
    /// `chosen`: what the lexicon and the rules propose, without overlap.
    pub fn new(
        passage: &'p Passage<'t>,
        segments: &[Range<usize>],
        chosen: &[Proposal],
        knowledge: &Knowledge,
    ) -> Self {
        // Nothing further from a segment is ever looked at.
        let mut looks = vec![Look::default(); passage.tokens.len()];
        let mut seen = 0;
        for segment in segments {
            let near = segment.start.saturating_sub(WINDOW).max(seen)
                ..(segment.end + WINDOW).min(passage.tokens.len());
            seen = near.end;
            for index in near {
                let token = &passage.tokens[index];
                let mark = u64::from(u32::from(token.mark));
                let look = &mut looks[index];
                look.fold = if token.fold != 0 { token.fold } else { mark };
                look.shape = shape(passage, token);
                look.class = passage.classes[index].bits();
                look.clusters = knowledge.clusters(token.fold);
            }
        }
        for found in &passage.matches {
            let kind = if found.demonym { 4 } else { kind_code(found.kind) };
            let span = &mut looks[found.first..found.end];
            for (index, look) in (found.first..).zip(span) {
                look.lexicon |= 1 << (kind * 4 + Place::of(index, found.first, found.end) as u64);
            }
        }
        mark_listed(passage, knowledge, &mut looks);
        for proposal in chosen {
            let sure = if proposal.confidence >= 0.85 {
                2
            } else if proposal.confidence >= 0.7 {
                1
            } else {
                0
            };
            let span = &mut looks[proposal.first..proposal.end];
            for (index, look) in (proposal.first..).zip(span) {
                look.rules = 1
                    + Place::of(index, proposal.first, proposal.end) as u64
                    + 4 * kind_code(proposal.kind)
                    + 16 * sure
                    + 64 * u64::from(proposal.entry.is_some());
            }
        }
        Self { passage, looks, evidence: Evidence::new(passage, chosen) }
    }

    /// Every feature of the token at `index`, which lies in `segment`: each is a template, whose number is part
    /// of the model, with what it finds there.
    pub fn of(
        &self,
        segment: &Range<usize>,
        index: usize,
        mut emit: impl FnMut(FeatureSource, u64),
    ) {
        let Some(sentence) = self.passage.sentence_of(index) else { return };
        let at = |offset: isize| self.look(sentence, index as isize + offset);
        let window = [at(-2), at(-1), at(0), at(1), at(2)];
        let mut add = |template: u64, value: u64| emit(source(template), mix(template, value));
        let mode = match sentence.capitals {
            Capitals::Names => 0,
            Capitals::Titles => 1,
            Capitals::All => 2,
        };
        let starts = self.passage.starts_clause(sentence, index);
        let position = mode * 2 + u64::from(starts);
        add(0, 0);
        add(1, position);
        words_and_shapes(&window, position, &mut add);
        affixes(self.passage.word(index).as_bytes(), &mut add);
        clusters(&window, &mut add);
        classes(&window, &mut add);
        lists_and_rules(&window, position, &mut add);
        self.run_of_capitals(sentence, segment, index, &mut add);
        self.rest_of_article(window[2].fold, position, &mut add);
    }

    /// The run of capitals that holds a token: its first and last word, and what stands on both sides.
    #[inline]
    fn run_of_capitals(
        &self,
        sentence: &Sentence,
        segment: &Range<usize>,
        index: usize,
        add: &mut impl FnMut(u64, u64),
    ) {
        let run = self.run(segment, index);
        let (first, last) = (self.looks[run.start], self.looks[run.end - 1]);
        let before = self.look(sentence, run.start as isize - 1);
        let after = self.look(sentence, run.end as isize);
        let length = (run.end - run.start).min(6) as u64;
        let place = ((index - run.start).min(3) as u64) * 4 + (run.end - 1 - index).min(3) as u64;
        add(100, length);
        add(101, place);
        add(102, pair(place, self.looks[index].shape));
        add(103, last.fold);
        add(104, pair(last.fold, place));
        add(105, first.fold);
        add(106, before.fold);
        add(107, after.fold);
        add(108, pair(before.fold, after.fold));
        add(109, u64::from(last.clusters[2]));
        add(110, u64::from(first.clusters[2]));
        add(111, u64::from(before.clusters[3]));
        add(112, u64::from(after.clusters[3]));
        add(113, pair(u64::from(last.clusters[1]), length));
        add(114, pair(u64::from(first.clusters[1]), u64::from(last.clusters[1])));
        add(115, pair(u64::from(before.clusters[1]), u64::from(after.clusters[1])));
        add(116, last.class);
        add(117, pair(before.class, first.class));
        add(118, pair(before.fold, length));
        add(119, pair(after.fold, length));
    }

    /// What the rest of the article says of the word.
    #[inline]
    fn rest_of_article(&self, fold: u64, position: u64, add: &mut impl FnMut(u64, u64)) {
        let own = self.evidence.of(fold);
        for (kind, value) in own.iter().enumerate().filter(|(_, value)| **value > 0) {
            add(120 + kind as u64, pair(u64::from(*value), position));
        }
        add(160, own.iter().fold(0, |sum, value| sum * 4 + u64::from(*value)));
    }

    fn look(&self, sentence: &Sentence, index: isize) -> Look {
        if index < sentence.first as isize {
            return Look { fold: 1, shape: 1, class: u64::MAX, ..Look::default() };
        }
        if index >= sentence.end as isize {
            return Look { fold: 3, shape: 3, class: u64::MAX - 1, ..Look::default() };
        }
        self.looks[index as usize]
    }

    /// The capitalised words beside each other that hold `index`, joined by hyphens and full stops.
    fn run(&self, segment: &Range<usize>, index: usize) -> Range<usize> {
        let in_run = |at: usize| {
            let token = &self.passage.tokens[at];
            token.is_capitalised() || token.is_hyphen() || token.is_mark('.') || token.is_mark('&')
        };
        let mut first = index;
        while first > segment.start && in_run(first - 1) {
            first -= 1;
        }
        let mut end = index + 1;
        while end < segment.end && in_run(end) {
            end += 1;
        }
        first..end
    }
}

/// A token between the two before and the two behind it.
type Window = [Look; 5];

#[inline]
fn words_and_shapes(window: &Window, position: u64, add: &mut impl FnMut(u64, u64)) {
    let [p2, p1, here, n1, n2] = window;
    add(2, here.fold);
    add(3, p1.fold);
    add(4, n1.fold);
    add(5, p2.fold);
    add(6, n2.fold);
    add(7, pair(p1.fold, here.fold));
    add(8, pair(here.fold, n1.fold));
    add(9, pair(p1.fold, n1.fold));
    add(10, pair(here.fold, here.shape));
    add(11, pair(p2.fold, p1.fold));
    add(12, pair(n1.fold, n2.fold));
    add(15, here.shape);
    add(16, pair(here.shape, position));
    add(17, pair(p1.shape, here.shape));
    add(18, pair(here.shape, n1.shape));
    add(19, pair(pair(p1.shape, here.shape), n1.shape));
    add(22, pair(here.shape, p1.fold));
    add(23, pair(here.shape, n1.fold));
}

/// Starts and ends of one to four bytes, where the word goes on.
#[inline]
fn affixes(word: &[u8], add: &mut impl FnMut(u64, u64)) {
    for length in 1..=4 {
        if word.len() > length {
            add(25 + length as u64, bytes(&word[..length]));
            add(30 + length as u64, bytes(&word[word.len() - length..]));
        }
    }
}

#[inline]
fn clusters(window: &Window, add: &mut impl FnMut(u64, u64)) {
    for (grain, template) in [(0, 40), (1, 50), (2, 60), (3, 70)] {
        let [p2, p1, here, n1, n2] = window.map(|look| u64::from(look.clusters[grain]));
        add(template, here);
        add(template + 1, p1);
        add(template + 2, n1);
        add(template + 3, p2);
        add(template + 4, n2);
        if grain < 3 {
            add(template + 5, pair(p1, here));
            add(template + 6, pair(here, n1));
            add(template + 7, pair(p1, n1));
            add(template + 8, pair(here, window[2].shape));
        }
    }
}

/// Classes of words.
#[inline]
fn classes(window: &Window, add: &mut impl FnMut(u64, u64)) {
    let [_, p1, here, n1, _] = window;
    add(80, here.class);
    add(81, p1.class);
    add(82, n1.class);
    add(83, pair(p1.class, here.class));
    add(84, pair(here.class, n1.class));
}

/// What the lexicon, the rules and the lists of names say.
#[inline]
fn lists_and_rules(window: &Window, position: u64, add: &mut impl FnMut(u64, u64)) {
    let [_, p1, here, n1, _] = window;
    add(90, here.lexicon);
    add(91, pair(here.lexicon, pair(p1.lexicon, n1.lexicon)));
    add(92, here.rules);
    add(93, pair(p1.rules, here.rules));
    add(94, pair(here.rules, n1.rules));
    add(95, pair(here.rules, here.shape));
    add(96, pair(here.rules, here.lexicon));
    add(97, pair(p1.rules, n1.rules));
    add(85, here.listed);
    add(86, pair(here.listed, here.shape));
    let mut rest = here.listed;
    while rest != 0 {
        let bit = u64::from(rest.trailing_zeros());
        add(200 + bit, 0);
        add(264, pair(bit, pair(here.shape, position)));
        rest &= rest - 1;
    }
    add(87, pair(p1.listed, here.listed));
    add(88, pair(here.listed, n1.listed));
}

/// The source of a template, by its number. Numbers are part of the model.
#[inline]
fn source(template: u64) -> FeatureSource {
    match template {
        2 | 7 | 8 | 10 | 26..=34 => FeatureSource::Word,
        3..=6 | 9 | 11 | 12 | 22 | 23 | 103..=108 | 118 | 119 => FeatureSource::Context,
        85..=91 | 200..=264 => FeatureSource::Lists,
        92..=97 => FeatureSource::Rules,
        40..=79 | 109..=115 => FeatureSource::Clusters,
        120..=160 => FeatureSource::Article,
        _ => FeatureSource::Form,
    }
}

fn kind_code(kind: EntityKind) -> u64 {
    match kind {
        EntityKind::Person => 1,
        EntityKind::Organisation => 2,
        EntityKind::Place => 3,
    }
}

/// Lays the names of lists over the tokens: at each capital the longest one that begins there.
fn mark_listed(passage: &Passage, knowledge: &Knowledge, looks: &mut [Look]) {
    let tokens = &passage.tokens;
    for first in 0..tokens.len() {
        if !tokens[first].is_capitalised() {
            continue;
        }
        let (mut key, mut longest) = (0, None);
        let mut at = first;
        while at < tokens.len() && at < first + LONGEST_LISTED {
            let token = &tokens[at];
            if token.shape == Shape::Mark
                && matches!(token.mark, '-' | '.' | '&' | ',' | '/')
                && at > first
            {
                at += 1;
                continue;
            }
            if token.fold == 0 || token.shape == Shape::Possessive {
                break;
            }
            key = name_key(key, token.fold);
            let Some(lists) = knowledge.lists(key) else { break };
            at += 1;
            if lists != 0 && token.shape != Shape::Lower {
                longest = Some((at, lists));
            }
        }
        let Some((end, lists)) = longest else { continue };
        for (index, look) in (first..).zip(&mut looks[first..end]) {
            let place = Place::of(index, first, end) as u64;
            for list in (0..16).filter(|list| lists >> list & 1 == 1) {
                look.listed |= 1 << (list * 4 + place);
            }
        }
    }
}

/// How a token is written, finer than `Shape`.
fn shape(passage: &Passage, token: &Token) -> u64 {
    let letters = token.end_char - token.start_char;
    match token.shape {
        Shape::Lower => 10 + u64::from(letters <= 3),
        Shape::Capital => 12 + u64::from(letters <= 3),
        Shape::Mixed => {
            let word = token.text(passage.text);
            let apostrophe = word.contains(['\'', '’']);
            14 + u64::from(apostrophe)
        }
        Shape::Upper => 16 + u64::from(letters.min(6)),
        Shape::Dotted => 24,
        Shape::Initial => 25,
        Shape::Number => 26 + u64::from(letters.min(5)),
        Shape::Possessive => 32,
        Shape::Address => 33,
        Shape::Mark => 0x100 + u64::from(u32::from(token.mark)),
    }
}

fn bytes(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(bytes.len() as u64, |sum, byte| sum << 8 | u64::from(byte.to_ascii_lowercase()))
}

#[inline]
fn pair(one: u64, other: u64) -> u64 {
    (one ^ 0x2545_f491_4f6c_dd1d).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
        ^ other.wrapping_mul(0xd6e8_feb8_6659_fd93)
}

#[inline]
fn mix(template: u64, value: u64) -> u64 {
    let mixed =
        (value ^ template.wrapping_mul(0xa076_1d64_78bd_642f)).wrapping_mul(0xe703_7ed1_a0b4_28db);
    (mixed ^ mixed >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
