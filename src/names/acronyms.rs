//! Organisations known by how they are written: acronyms, words with a capital inside, the agency
//! between brackets in a dateline.
//!
//! Capitals alone are weak evidence: programmes, products and laws have them too. An acronym that
//! neither the catalogue nor the article explains stands only where the words around it treat it as
//! someone who acts.

use super::lists;
use super::organisations::{push, run_end};
use super::passage::{Known, Passage};
use super::proposals::Proposal;
use super::sentences::{Capitals, Sentence};
use super::tokens::{Gap, Shape};
use super::words::Class;
use crate::model::{EntityKind, Rule};

/// Proposes organisations.
pub fn propose(passage: &Passage, proposals: &mut Vec<Proposal>) {
    for sentence in &passage.sentences {
        for index in sentence.first..sentence.end {
            let token = &passage.tokens[index];
            if token.is_mark('(') {
                agency_of_dateline(passage, sentence, index, proposals);
                spelled_out(passage, sentence, index, proposals);
            }
            match token.shape {
                Shape::Upper => acronym(passage, sentence, index, proposals),
                Shape::Mixed => camel_case(passage, sentence, index, proposals),
                _ => {}
            }
        }
    }
}

/// How sure such letters are a firm.
const FIRM: f32 = 0.8;

/// `H&M`, `P&O Ferries`.
fn firm(passage: &Passage, sentence: &Sentence, index: usize, proposals: &mut Vec<Proposal>) {
    let known = passage.known[index].any(Known::ORGANISATION | Known::PLACE | Known::PERSON);
    if known || lists::is_no_firm(passage.word(index)) || sentence.capitals == Capitals::All {
        return;
    }
    let is_more = |at: usize| {
        at < sentence.end
            && passage.tokens[at].shape == Shape::Capital
            && passage.follows_closely(at)
            && !passage.is(
                at,
                Class::FUNCTION
                    | Class::TITLE
                    | Class::ROLE
                    | Class::TITLE_MODIFIER
                    | Class::CALENDAR
                    | Class::OTHER_TAIL
                    | Class::GIVEN,
            )
            && !passage.is_known(at, Known::DEMONYM)
    };
    let mut end = index + 1;
    while end <= index + 2 && is_more(end) {
        end += 1;
    }
    // `H&M Sales Fall`: a headline.
    if sentence.capitals == Capitals::Titles && (end > index + 2 || passage.is_capitalised(end)) {
        end = index + 1;
    }
    if !passage.is(end - 1, Class::PLACE_TAIL) {
        push(proposals, index, end, FIRM);
    }
}

/// Capitals that no list knows: a party, an agency.
fn acronym(passage: &Passage, sentence: &Sentence, index: usize, proposals: &mut Vec<Proposal>) {
    let token = &passage.tokens[index];
    let letters = token.end_char - token.start_char;
    if passage.word(index).contains('&') {
        return firm(passage, sentence, index, proposals);
    }
    let class = passage.classes[index];
    if !(2..=6).contains(&letters)
        || sentence.capitals != Capitals::Names
        || class.any(
            Class::NOT_ACRONYM
                | Class::COMMON
                | Class::FUNCTION
                | Class::COMPANY
                | Class::CALENDAR
                | Class::GIVEN
                | Class::SURNAME
                | Class::HONORIFIC
                | Class::TITLE
                | Class::ROLE
                | Class::STATE
                | Class::ABBREVIATION,
        )
        || passage.known[index] != Known::default()
        || passage.word(index).contains(|c: char| c.is_ascii_digit())
    {
        return;
    }
    let glued = |at: usize| passage.tokens.get(at).is_some_and(|token| token.gap == Gap::None);
    // `F-16`, `MH17`, `COVID-19`, `JAUKUS` in quotation marks, `NYSE: ABC`.
    let before = index.checked_sub(1).filter(|&before| before >= sentence.first);
    let after = index + 1;
    if before.is_some_and(|before| {
        let token = &passage.tokens[before];
        token.is_quote()
            || token.is_mark(':')
            || token.is_hyphen() && glued(index)
            || token.is_mark('$')
            || token.is_mark('#')
            || token.shape == Shape::Number
            || token.shape == Shape::Upper && passage.follows_closely(index)
    }) || passage.tokens.get(after).is_some_and(|token| {
        token.shape == Shape::Number
            || token.is_hyphen() && glued(after)
            || token.is_mark('/')
            || token.is_mark('$')
            || token.shape == Shape::Upper && passage.follows_closely(after)
    }) {
        return;
    }
    let mut confidence = 0.45 + standing(passage, sentence, index);
    if letters == 2 {
        confidence -= 0.1;
    }
    push(proposals, index, after, confidence);
}

/// What the words around capitals say for an organisation: it acts, owns, has leaders and members, or
/// stands among others; against one: an ordinary noun follows (`the ICI system`).
fn standing(passage: &Passage, sentence: &Sentence, index: usize) -> f32 {
    let after = index + 1;
    let before = index.checked_sub(1).filter(|&before| before >= sentence.first);
    let mut standing: f32 = 0.0;
    if after < sentence.end {
        let lower = passage.is_lower(after);
        if passage.is_possessive(after)
            || lower && passage.is(after, Class::PREDICATE | Class::SAYING)
            || passage.is(after, Class::ROLE | Class::TITLE | Class::HEAD)
        {
            standing += 0.15;
        } else if lower && !passage.is(after, Class::FUNCTION) {
            standing -= 0.1;
        }
    }
    let Some(before) = before else { return standing };
    let listed = |at: usize| {
        (passage.is_mark(at, ',') || passage.word(at) == "and")
            && at > sentence.first
            && passage.is_known(at - 1, Known::ORGANISATION)
    };
    let bracketed = passage.is_mark(before, '(')
        && passage.is_mark(after, ')')
        && before > sentence.first
        && passage.is_capitalised(before - 1)
        && !passage.is(before - 1, Class::OTHER_TAIL);
    if listed(before) || bracketed {
        standing += 0.15;
    }
    if passage.word(before) == "the" && standing >= 0.0 {
        standing += 0.1;
    }
    standing
}

/// `Rapid Relief Fund (RRF)`, `Médecins du Monde (MDM)`: words whose initials are the acronym in brackets
/// after them, whatever nouns they are.
fn spelled_out(
    passage: &Passage,
    sentence: &Sentence,
    bracket: usize,
    proposals: &mut Vec<Proposal>,
) {
    let acronym = bracket + 1;
    let closed = passage.is_mark(acronym + 1, ')') || passage.is_mark(acronym + 1, ';');
    if acronym >= sentence.end || !closed || passage.tokens[acronym].shape != Shape::Upper {
        return;
    }
    let word = passage.word(acronym);
    if word.len() > 8 || !word.bytes().all(|letter| letter.is_ascii_uppercase()) || word.len() < 2 {
        return;
    }
    let mut first = bracket;
    for letter in word.bytes().rev() {
        loop {
            let Some(before) = first.checked_sub(1).filter(|&at| at >= sentence.first) else {
                return;
            };
            first = before;
            let initial = passage.word(first).bytes().next().unwrap_or_default();
            if passage.is_capitalised(first) && initial == letter {
                break;
            }
            let skipped = passage.is_lower(first)
                && passage.is(first, Class::FUNCTION | Class::PARTICLE)
                || passage.tokens[first].is_hyphen()
                || passage.is_possessive(first)
                || passage.is_mark(first, ',');
            if !skipped || first + 1 == bracket {
                return;
            }
        }
    }
    let tail = passage.classes[bracket - 1];
    let other = tail.any(Class::OTHER_TAIL | Class::PLACE_TAIL) && !tail.any(Class::HEAD);
    if first + 1 < bracket
        && !other
        && !passage.is(first, Class::TITLE | Class::ROLE)
        && passage.known[first..bracket].iter().any(|known| *known == Known::default())
    {
        push(proposals, first, bracket, 0.75);
    }
}

/// `SkyNews`, `BuzzFeed`; but `McDonald` and `DiCaprio` are surnames.
fn camel_case(passage: &Passage, sentence: &Sentence, index: usize, proposals: &mut Vec<Proposal>) {
    let word = passage.word(index);
    if word.chars().count() < 6
        || sentence.capitals == Capitals::All
        || passage.known[index] != Known::default()
        || passage.is(index, Class::GIVEN | Class::SURNAME)
        || word.contains(|c: char| !c.is_ascii_alphabetic())
    {
        return;
    }
    let prefix: String = word.chars().skip(1).take_while(|c| c.is_lowercase()).collect();
    let surname = ["c", "ac", "e", "i", "a", "u", "el", "an", "on", "itz", "o"];
    if surname.contains(&prefix.as_str()) || prefix.is_empty() {
        return;
    }
    let name_before = index > sentence.first && passage.is(index - 1, Class::GIVEN);
    push(proposals, index, index + 1, if name_before { 0.3 } else { 0.6 });
}

/// How many tokens stand before the agency of a dateline at most.
const LONGEST_DATELINE: usize = 10;

/// `WELLINGTON (Reuters) -`, `(Bloomberg) --`: the agency between brackets before a dash.
fn agency_of_dateline(
    passage: &Passage,
    sentence: &Sentence,
    bracket: usize,
    proposals: &mut Vec<Proposal>,
) {
    // First of all, or a line of nothing but brackets costs its length squared.
    if !sentence.starts_line || bracket - sentence.first > LONGEST_DATELINE {
        return;
    }
    let opens = (sentence.first..bracket).all(|at| {
        let token = &passage.tokens[at];
        matches!(token.shape, Shape::Upper | Shape::Number | Shape::Mark)
            || passage.is(at, Class::CALENDAR)
            || passage.is_known(at, Known::PLACE)
            || passage.word(at) == "date"
    });
    if !opens {
        return;
    }
    let end = run_end(passage, sentence, bracket + 1);
    if end == bracket + 1 || end > bracket + 4 || !passage.is_mark(end, ')') {
        return;
    }
    let dash = passage
        .tokens
        .get(end + 1)
        .is_some_and(|token| token.shape == Shape::Mark && matches!(token.mark, '-' | '–' | '—'));
    if dash
        && (bracket + 1..end).all(|at| {
            !passage.is(at, Class::CALENDAR | Class::STATE)
                && passage.tokens[at].is_word()
                && !passage.is_known(at, Known::PLACE)
        })
    {
        proposals.push(Proposal {
            first: bracket + 1,
            end,
            kind: EntityKind::Organisation,
            rule: Rule::Byline,
            confidence: 0.8,
            entry: None,
        });
    }
}
