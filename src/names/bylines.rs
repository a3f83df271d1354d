//! Author lines: `By Eva Roa`, `BY EVA ROA AND TE AO TANE`. In them every name is a person, whatever
//! the capitals and whether or not a list knows it.

use super::passage::Passage;
use super::proposals::Proposal;
use super::sentences::Sentence;
use super::tokens::{Gap, Shape};
use super::words::Class;
use crate::model::{EntityKind, Rule};

/// The longest author line that is read as one, in tokens.
const LONGEST_BYLINE: usize = 30;

/// `By Eva Roa`, `BY EVA ROA AND TE AO TANE`, `By Eva Roa in Lima`: the people of an author line.
/// Gives whether the line is one.
pub fn propose_line(passage: &Passage, sentence: &Sentence, proposals: &mut Vec<Proposal>) -> bool {
    let first = sentence.first;
    if !passage.is_word(first, "by")
        || !passage.is_capitalised(first)
        || sentence.end - first > LONGEST_BYLINE
    {
        return false;
    }
    let mut found = Vec::new();
    let mut at = first + 1;
    loop {
        let start = at;
        let mut parts = 0;
        while at < sentence.end {
            let token = &passage.tokens[at];
            let joined =
                passage.is_joining_hyphen(at) || token.is_mark('.') && token.gap == Gap::None;
            let particle = passage.is_lower(at) && passage.is(at, Class::PARTICLE) && at > start;
            let name = token.is_capitalised()
                && !passage.is_word(at, "and")
                && !passage.is_word(at, "in")
                && !passage.is(at, Class::CALENDAR | Class::HEAD | Class::FUNCTION | Class::TITLE);
            if !(joined || particle || name) {
                break;
            }
            parts += usize::from(name && !passage.is_joining_hyphen(at.saturating_sub(1)));
            at += 1;
        }
        // A line that goes on as prose is no author line: `By Monday Tane had left.`
        if !(2..=4).contains(&parts) {
            return false;
        }
        let mut end = at;
        if passage.is_mark(end - 1, '.') && passage.tokens[end - 2].shape != Shape::Initial {
            end -= 1;
        }
        found.push((start, end));
        let separator = ["and", "&"].iter().any(|word| passage.is_word(at, word))
            || passage.is_mark(at, ',')
                && passage.is_capitalised(at + 1)
                && !passage.is(at + 1, Class::TITLE | Class::ROLE);
        if at < sentence.end && separator {
            at += 1;
            if passage.is_word(at, "and") {
                at += 1;
            }
            continue;
        }
        break;
    }
    let rest = &passage.tokens[at..sentence.end];
    let ends = rest.is_empty()
        || rest[0].shape == Shape::Mark
        || rest[0].gap >= Gap::Wide
        || passage.is_word(at, "in")
        || passage.is(at, Class::CALENDAR | Class::TITLE);
    if !ends {
        return false;
    }
    for (first, end) in found {
        proposals.push(Proposal {
            first,
            end,
            kind: EntityKind::Person,
            rule: Rule::Byline,
            confidence: 0.9,
            entry: None,
        });
    }
    true
}
