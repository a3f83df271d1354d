//! Organisations by rule: the noun that makes a name one (`Ministry`, `Institute`), legal forms,
//! demonym with institution. Those known by their capitals are in `acronyms.rs`.

use super::LONGEST_NAME;
use super::lists;
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
            if !token.is_word() {
                continue;
            }
            let class = passage.classes[index];
            if token.shape == Shape::Lower {
                if class.any(Class::INSTITUTION | Class::HEAD) {
                    institution(passage, sentence, index, proposals);
                }
                continue;
            }
            if sentence.capitals == Capitals::All {
                continue;
            }
            if class.any(Class::HEAD | Class::HEAD_WITH_OF) && token.shape != Shape::Upper {
                headed(passage, sentence, index, proposals);
            }
            if class.any(Class::COMPANY) && index > sentence.first {
                company(passage, sentence, index, proposals);
            }
            if index + 2 < sentence.end && passage.is_word(index + 1, "&") {
                ampersand(passage, sentence, index, proposals);
            }
        }
    }
}

/// Whether the span is an expression that only looks like an organisation.
pub fn is_excluded(passage: &Passage, first: usize, end: usize) -> bool {
    let span = passage.span(first, end);
    lists::NOT_ORGANISATIONS.iter().any(|expression| span.eq_ignore_ascii_case(expression))
}

/// Adds these tokens to the proposals as an organisation.
pub fn push(proposals: &mut Vec<Proposal>, first: usize, end: usize, confidence: f32) {
    proposals.push(Proposal {
        first,
        end,
        kind: EntityKind::Organisation,
        rule: Rule::FullName,
        confidence,
        entry: None,
    });
}

/// `X Y Institute`, `Ministry of X and Y`, `Japanese Defense Ministry`.
fn headed(passage: &Passage, sentence: &Sentence, head: usize, proposals: &mut Vec<Proposal>) {
    // A head before another head is part of the longer name: `Press Association`.
    if passage.is_capitalised(head + 1)
        && head + 1 < sentence.end
        && passage.follows_closely(head + 1)
        && passage.is(
            head + 1,
            Class::HEAD | Class::TITLE | Class::COMPANY | Class::PLACE_TAIL | Class::OTHER_TAIL,
        )
    {
        return;
    }
    let class = passage.classes[head];
    let first = left_end(passage, sentence, head);
    let right =
        if class.any(Class::HEAD_WITH_OF) { right_end(passage, sentence, head) } else { head + 1 };
    if !class.any(Class::HEAD) && right == head + 1 {
        return;
    }
    let modifiers = head - first;
    if modifiers == 0 {
        if right == head + 1
            || passage.is_word(head, "party")
            || class.any(Class::WEAK_HEAD) && passage.is_word(head + 1, "for")
        {
            return;
        }
        push(
            proposals,
            head,
            right,
            if passage.capital_says_nothing(sentence, head) { 0.6 } else { 0.85 },
        );
        return;
    }
    let mut confidence = 0.85_f32;
    let only_ordinary = (first..head).all(|at| {
        passage.is(at, Class::COMMON | Class::FUNCTION) && passage.known[at] == Known::default()
            || !passage.tokens[at].is_word()
    });
    let only_places = (first..head).all(|at| {
        passage.is_known(at, Known::PLACE)
            || passage.is_known(at, Known::DEMONYM)
                && (!passage.is(at, Class::PEOPLES) || modifiers == 1)
            || !passage.tokens[at].is_word()
    });
    if class.any(Class::WEAK_HEAD) && right == head + 1 {
        if only_places && !strong_with_place(passage, head) {
            confidence -= 0.4;
        } else if only_ordinary {
            confidence -= match modifiers {
                _ if class.any(Class::TRADE) => 0.4,
                1 => 0.2,
                _ => 0.1,
            };
        }
    }
    // `Mark Pryor Press`, `Bush Administration`: about a person.
    let person = (first..head).all(|at| {
        passage.is_known(at, Known::PERSON)
            || modifiers == 1 && passage.is(at, Class::SURNAME) && !passage.is(at, Class::COMMON)
    });
    if person
        && (class.any(Class::WEAK_HEAD) && modifiers > 1 || passage.is_word(head, "administration"))
    {
        confidence -= 0.4;
    }
    if passage.capital_says_nothing(sentence, first) && only_ordinary {
        confidence -= 0.25;
    }
    if sentence.capitals == Capitals::Titles {
        confidence -= 0.2;
    }
    if !is_excluded(passage, first, right) {
        push(proposals, first, right, confidence);
    }
}

/// Heads that with a place alone make a name: `Wellington University`, `Japan Times`.
fn strong_with_place(passage: &Passage, head: usize) -> bool {
    [
        "university",
        "college",
        "times",
        "post",
        "daily",
        "journal",
        "news",
        "parliament",
        "congress",
        "senate",
        "army",
        "bank",
        "council",
        "ministry",
        "assembly",
    ]
    .iter()
    .any(|word| passage.is_word(head, word))
}

/// The most words that a name is followed to the left.
const MOST_MODIFIERS: usize = 9;

/// Where the capitalised words before a head begin.
fn left_end(passage: &Passage, sentence: &Sentence, head: usize) -> usize {
    let mut first = head;
    let mut at = head;
    while at > sentence.first && head - at < MOST_MODIFIERS {
        let gap = passage.tokens[at].gap;
        at -= 1;
        let token = &passage.tokens[at];
        if !matches!(gap, Gap::Space | Gap::Line)
            && !(gap == Gap::None
                && (token.is_hyphen()
                    || passage.tokens[at + 1].is_hyphen()
                    || passage.is_possessive(at + 1)))
        {
            break;
        }
        let class = passage.classes[at];
        if token.is_capitalised() {
            let starts = passage.starts_clause(sentence, at);
            let stop = class.any(Class::CALENDAR | Class::HONORIFIC)
                || class.any(Class::FUNCTION)
                || class.any(Class::TITLE | Class::ROLE)
                    && !(class.any(Class::TITLE_MODIFIER | Class::PEOPLES)
                        || class.any(Class::ROLE) && !starts && at + 1 == head)
                || class.any(Class::COMPANY)
                    && token.shape == Shape::Capital
                    && !class.any(Class::SURNAME);
            if stop {
                break;
            }
            // `Police Tane Institute`? A person's title cannot stand inside; an ordinary word that
            // opens the sentence is mostly not part of the name.
            if starts
                && class.any(Class::COMMON)
                && passage.known[at] == Known::default()
                && first < head
                && !class.any(Class::TITLE_MODIFIER | Class::HEAD)
                && !is_naming_adjective(passage, at)
            {
                break;
            }
            first = at;
            continue;
        }
        let next_ordinary =
            passage.is(at + 1, Class::COMMON) && passage.known[at + 1] == Known::default();
        let before = at.checked_sub(1).filter(|&before| before >= sentence.first);
        let Some(before) = before else { break };
        let link = if token.is_hyphen() || passage.is_word(at, "&") {
            passage.is_capitalised(before)
        } else if passage.is_possessive(at) {
            passage.is_capitalised(before)
                && passage.is(before, Class::COMMON)
                && !passage.is(before, Class::HEAD)
                && passage.known[before] == Known::default()
        } else if passage.is_word(at, "and") && passage.is_lower(at) {
            (passage.is(head, Class::HEAD_WITH_AND)
                || ["administration", "party", "league"]
                    .iter()
                    .any(|word| passage.is_word(head, word)))
                && next_ordinary
                && passage.is_capitalised(before)
                && passage.is(before, Class::COMMON)
                && !passage.is(before, Class::HEAD)
                && passage.known[before] == Known::default()
        } else if (passage.is_word(at, "of") || passage.is_word(at, "for")) && passage.is_lower(at)
        {
            passage.is_capitalised(before) && passage.is(before, Class::HEAD_WITH_OF)
        } else {
            passage.is(at, Class::PARTICLE)
                && passage.is_lower(at)
                && passage.is_capitalised(before)
                && !passage.is(at, Class::COMMON)
        };
        if !link {
            break;
        }
    }
    first
}

/// Ordinary words that begin names more often than sentences.
fn is_naming_adjective(passage: &Passage, index: usize) -> bool {
    [
        "national",
        "international",
        "royal",
        "united",
        "federal",
        "supreme",
        "central",
        "democratic",
        "republican",
        "social",
        "liberal",
        "labour",
        "labor",
        "green",
        "new",
        "european",
        "world",
        "free",
        "general",
        "state",
        "public",
        "american",
        "union",
        "people",
    ]
    .iter()
    .any(|word| passage.is_word(index, word))
}

/// Where `of …`, `for …` after a head ends; `head + 1` where nothing of the kind follows.
fn right_end(passage: &Passage, sentence: &Sentence, head: usize) -> usize {
    let none = head + 1;
    let link = none;
    if link + 1 >= sentence.end
        || !passage.follows_closely(link)
        || !["of", "for", "on"].iter().any(|word| passage.word(link) == *word)
        || passage.word(link) != "of" && !passage.is(head, Class::HEAD_WITH_AND)
    {
        return none;
    }
    let mut at = link + 1;
    while at < sentence.end && ["the", "a"].iter().any(|word| passage.word(at) == *word) {
        at += 1;
    }
    let mut end = run_end(passage, sentence, at);
    if end == at {
        return none;
    }
    // `the United States of America`: a place with a small word in it.
    while end < sentence.end
        && passage.is_known(end, Known::PLACE)
        && passage.is_known(end, Known::LONG)
        && passage.is_known(end - 1, Known::LONG)
    {
        end += 1;
    }
    if !passage.is(head, Class::HEAD_WITH_AND) {
        return end;
    }
    // `Foreign Affairs and Trade`, `Energy, Science and Resources`.
    loop {
        if end - head > LONGEST_NAME {
            return end;
        }
        let mut next = end;
        if passage.is_mark(next, ',') && passage.word(next + 2) != "said" {
            next += 1;
        }
        let comma = next > end;
        if passage.word(next) == "and"
            || passage.is_word(next, "&")
            || passage.word(next) == "of" && !comma
        {
            next += 1;
        } else if !comma {
            return end;
        }
        let ordinary = passage.is(next, Class::COMMON)
            && passage.known.get(next).copied().unwrap_or_default() == Known::default()
            && !passage.is(next, Class::HEAD_WITH_OF | Class::TITLE | Class::ROLE);
        // `of England and Wales`.
        let places =
            passage.is_known(end - 1, Known::PLACE) && passage.is_known(next, Known::PLACE);
        let ordinary = ordinary || places && passage.is(head, Class::HEAD_WITH_AND);
        let more = run_end(passage, sentence, next);
        if comma && (next..more).any(|at| passage.is(at, Class::HEAD)) {
            return end;
        }
        if more == next || !ordinary && passage.word(next - 1) != "of" {
            return end;
        }
        if comma
            && passage.word(next - 1) != "and"
            && !(passage.word(more) == "and" || passage.is_mark(more, ','))
        {
            return end;
        }
        end = more;
    }
}

/// Where a run of capitalised words from `at` ends. One longer than any name is cut: from each of its
/// words it would be followed anew.
pub fn run_end(passage: &Passage, sentence: &Sentence, at: usize) -> usize {
    let mut end = at;
    while end < sentence.end && end - at <= LONGEST_NAME {
        let token = &passage.tokens[end];
        let close = end == at
            || matches!(token.gap, Gap::Space | Gap::Line)
            || token.gap == Gap::None && passage.tokens[end - 1].is_hyphen();
        let name = token.is_capitalised()
            && close
            && !passage.is(end, Class::CALENDAR | Class::HONORIFIC | Class::FUNCTION)
            && !(passage.is(end, Class::TITLE | Class::ROLE)
                && !passage.is(end, Class::TITLE_MODIFIER)
                && !passage.word(end).ends_with('s'))
            && !(end > at
                && token.shape == Shape::Upper
                && passage.known[end] == Known::default())
            // `Liberal Party of Canada Ana Roa`.
            && !(end > at
                && passage.is_known(end - 1, Known::PLACE)
                && passage.is(end, Class::GIVEN | Class::SURNAME)
                && !passage.is(end, Class::HEAD | Class::PLACE_TAIL)
                && passage.known[end] == Known::default()
                && passage.is_capitalised(end + 1));
        let hyphen = end > at && passage.is_joining_hyphen(end);
        if !name && !hyphen {
            break;
        }
        end += 1;
    }
    while end > at && passage.tokens[end - 1].is_hyphen() {
        end -= 1;
    }
    end
}

/// `Chinese embassy`, `French foreign ministry`, `Australian air force`.
fn institution(passage: &Passage, sentence: &Sentence, noun: usize, proposals: &mut Vec<Proposal>) {
    let mut first = noun;
    if passage.is_word(noun, "ministry")
        || passage.is_word(noun, "force")
        || passage.is_word(noun, "guard")
    {
        let Some(before) = noun.checked_sub(1) else { return };
        let fits = if passage.is_word(noun, "ministry") {
            [
                "foreign",
                "defence",
                "defense",
                "finance",
                "interior",
                "trade",
                "health",
                "education",
                "justice",
                "energy",
            ]
            .iter()
            .any(|word| passage.word(before) == *word)
        } else if passage.is_word(noun, "force") {
            passage.word(before) == "air"
        } else {
            passage.word(before) == "coast"
        };
        if !fits {
            return;
        }
        first = before;
    } else if !passage.is(noun, Class::INSTITUTION) {
        return;
    }
    let Some(last) = first.checked_sub(1).filter(|&last| last >= sentence.first) else { return };
    if !passage.is_capitalised(last)
        || !passage.is_known(last, Known::DEMONYM | Known::PLACE)
        || !passage.follows_closely(first)
    {
        return;
    }
    while first > sentence.first
        && passage.is_capitalised(first - 1)
        && passage.is_known(first - 1, Known::DEMONYM | Known::PLACE)
        && (first - 1 == last || passage.is_known(first - 1, Known::LONG))
    {
        first -= 1;
    }
    push(proposals, first, noun + 1, 0.85);
}

/// `Acme Widgets, Inc.`
fn company(passage: &Passage, sentence: &Sentence, suffix: usize, proposals: &mut Vec<Proposal>) {
    let token = &passage.tokens[suffix];
    let comma = passage.is_mark(suffix - 1, ',');
    let Some(last) = (suffix - 1).checked_sub(usize::from(comma)) else { return };
    if last < sentence.first {
        return;
    }
    if !passage.is_capitalised(last)
        || passage.is(last, Class::FUNCTION | Class::CALENDAR)
        || token.gap == Gap::None
    {
        return;
    }
    // `Presidential Debate Co` is cut off; the company writes `Co.`
    if passage.is_word(suffix, "co")
        && !passage.is_mark(suffix + 1, '.')
        && token.shape == Shape::Capital
        && passage.word(last) != "&"
        && passage.is(last, Class::COMMON)
    {
        return;
    }
    // Two capitals may be many things; they need a name before them that no list knows.
    if token.shape == Shape::Upper
        && token.end - token.start == 2
        && passage.is(last, Class::COMMON)
    {
        return;
    }
    let first = left_end(passage, sentence, last).min(last);
    let stop = passage.is_mark(suffix + 1, '.')
        && suffix + 1 < passage.tokens.len()
        && passage.tokens[suffix + 1].gap == Gap::None
        && suffix + 1 < sentence.end
        && token.shape != Shape::Dotted
        && !passage.is_word(suffix, "limited");
    push(proposals, first, suffix + 1 + usize::from(stop), 0.9);
}

/// `Marks & Spencer`.
fn ampersand(passage: &Passage, sentence: &Sentence, index: usize, proposals: &mut Vec<Proposal>) {
    let named = |at: usize| {
        passage.is_capitalised(at) && !passage.is(at, Class::FUNCTION | Class::CALENDAR)
    };
    if !named(index) || !named(index + 2) || sentence.capitals != Capitals::Names {
        return;
    }
    let ordinary = passage.is(index, Class::COMMON) && passage.is(index + 2, Class::COMMON);
    let first = left_end(passage, sentence, index).min(index);
    push(proposals, first, run_end(passage, sentence, index + 2), if ordinary { 0.4 } else { 0.7 });
}
