//! Titles, offices and roles beside a name. They are evidence that the name is a person's, tell two
//! people of one surname apart, and stay outside the span.

use super::passage::{Known, Passage};
use super::sentences::Sentence;
use super::tokens::{Gap, Shape};
use super::words::Class;

/// A title that stands directly before a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    pub strength: Strength,
    /// Fold of its main word (`minister`), by which mentions of one person are matched.
    pub fold: u64,
    /// The token of its main word.
    pub at: usize,
    /// Fold of the word before that (`health`), which tells two ministers apart; 0 without one.
    pub widened: u64,
}

/// How surely the next capitalised word is a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// `analyst`, `spokesman`: says what someone is.
    Role,
    /// `President`, `minister`: an office, but also the start of `President of …`.
    Office,
    /// `Mr`, `Dr`, `Sir`.
    Honorific,
}

/// How many tokens a title such as `Minister of Foreign Affairs and Trade` may have after its noun.
const LONGEST_OF: usize = 8;

/// The title that ends directly before `index`.
pub fn before(passage: &Passage, sentence: &Sentence, index: usize) -> Option<Title> {
    let last = index.checked_sub(1).filter(|&last| last >= sentence.first)?;
    let token = passage.tokens[last];
    let title = |strength, at: usize| {
        let widened = at.checked_sub(1).filter(|&before| before >= sentence.first);
        let widened = widened.map_or(0, |before| passage.tokens[before].fold);
        Some(Title { strength, fold: passage.tokens[at].fold, at, widened })
    };
    if token.is_mark('.') {
        let word = last.checked_sub(1).filter(|&word| word >= sentence.first)?;
        let honorific = passage.is(word, Class::HONORIFIC)
            && passage.is(word, Class::ABBREVIATION)
            && passage.is_capitalised(word);
        return if honorific { title(Strength::Honorific, word) } else { None };
    }
    if !token.is_word() {
        return None;
    }
    let class = passage.classes[last];
    // Another column, or punctuation lost on the way, parts a role from the next word.
    if passage.tokens[index].gap == Gap::Wide && !class.any(Class::HONORIFIC) {
        return None;
    }
    if class.any(Class::HONORIFIC) && token.is_capitalised() {
        return title(Strength::Honorific, last);
    }
    if class.any(Class::TITLE) {
        return title(Strength::Office, last);
    }
    if class.any(Class::ROLE) {
        return title(Strength::Role, last);
    }
    if !token.is_capitalised() {
        return None;
    }
    // `Minister of Foreign Affairs Ana Roa`: back over the office to the noun before `of`.
    let mut at = last;
    for _ in 0..LONGEST_OF {
        let word = passage.tokens[at];
        let part = word.is_capitalised()
            && (passage.is(at, Class::COMMON | Class::HEAD)
                || passage.is_known(at, Known::PLACE | Known::ORGANISATION))
            || ["of", "for", "and", "the"].iter().any(|link| passage.word(at) == *link);
        if !part {
            return None;
        }
        at = at.checked_sub(1).filter(|&at| at >= sentence.first)?;
        if matches!(passage.word(at + 1), "of" | "for") && passage.is(at, Class::TITLE) {
            return title(Strength::Role, at);
        }
    }
    None
}

/// Whether `Mr`, `Mrs`, `Ms` or `Miss` stands directly before `index`: the next word is a name, whatever it is
/// otherwise (`Mrs. Field`).
pub fn follows_mister(passage: &Passage, index: usize) -> bool {
    let Some(before) = index.checked_sub(1) else { return false };
    let title = if passage.is_mark(before, '.') { before.checked_sub(1) } else { Some(before) };
    title.is_some_and(|at| {
        passage.is(at, Class::HONORIFIC)
            && passage.is_capitalised(at)
            && ["mr", "mrs", "ms", "miss"].iter().any(|word| passage.is_word(at, word))
    })
}

/// How far an apposition is read for the role it may name.
const LONGEST_APPOSITION: usize = 14;

/// Whether a role follows the name that ends at `end`: `Ana Roa, a Lima-based analyst,`,
/// `Ana Roa, Peru's foreign minister`, `Ana Roa (director)`, `Ana Roa, 45,`.
pub fn role_follows(passage: &Passage, sentence: &Sentence, end: usize) -> bool {
    // `Ana Roa is a Lima-based analyst`.
    let is_a = ["is", "was", "became"].iter().any(|word| passage.word(end) == *word)
        && ["a", "an", "the"].iter().any(|word| passage.word(end + 1) == *word);
    let mark = [',', '(', '–'].iter().any(|mark| passage.is_mark(end, *mark));
    if !is_a && !mark {
        return false;
    }
    let first = end + 1;
    // `Ana Roa (born March 3, 1970)`, `Ana Roa (1970-2020)`.
    let year = passage
        .tokens
        .get(first)
        .is_some_and(|token| token.shape == Shape::Number && token.end - token.start == 4);
    if passage.is_mark(end, '(')
        && (passage.is_word(first, "born")
            || passage.is_word(first, "née")
            || passage.is(first, Class::CALENDAR)
            || year
                && passage.tokens.get(first + 1).is_some_and(|token| {
                    token.is_hyphen() || token.is_mark('–') || token.is_mark('—')
                }))
    {
        return true;
    }
    if passage
        .tokens
        .get(first)
        .is_some_and(|token| token.shape == Shape::Number && token.end - token.start <= 2)
        && passage.is_mark(first + 1, ',')
    {
        return true;
    }
    if passage.is_word(first, "who") {
        return true;
    }
    if !is_a
        && passage.is(first, Class::FUNCTION)
        && !["the", "a", "an", "his", "her", "their", "its", "our", "my", "then", "one", "also"]
            .iter()
            .any(|word| passage.is_word(first, word))
    {
        return false;
    }
    for at in first..(first + LONGEST_APPOSITION).min(sentence.end) {
        let token = &passage.tokens[at];
        if matches!(token.mark, ',' | ';' | ':' | ')' | '(' | '.' | '–' | '—') || token.is_quote()
        {
            return false;
        }
        if passage.is(at, Class::TITLE | Class::ROLE) {
            // `…, the minister's house` is about the house, `…, ministers say` about others.
            return !passage.is_possessive(at + 1);
        }
        if passage.is(at, Class::SAYING) && !passage.is_capitalised(at) {
            return false;
        }
    }
    false
}

/// The main word of the role that a text gives to the name at `first..end` behind or before a comma:
/// `Ana Roa, the mayor,`, `the mayor, Ana Roa,`.
pub fn beside(passage: &Passage, sentence: &Sentence, first: usize, end: usize) -> Option<u64> {
    if role_precedes(passage, sentence, first) {
        return Some(passage.tokens[first - 2].fold);
    }
    if !role_follows(passage, sentence, end) {
        return None;
    }
    (end..(end + LONGEST_APPOSITION).min(sentence.end))
        .skip(1)
        .take_while(|&at| passage.tokens[at].mark != ',')
        .find(|&at| passage.is(at, Class::TITLE | Class::ROLE))
        .map(|at| passage.tokens[at].fold)
}

/// Whether a role and a comma stand before `index`: `the deputy, Kurt Roa,`.
pub fn role_precedes(passage: &Passage, sentence: &Sentence, index: usize) -> bool {
    index >= sentence.first + 2
        && passage.is_mark(index - 1, ',')
        && passage.is(index - 2, Class::TITLE | Class::ROLE)
}

/// Whether a verb of saying stands beside the span: `Roa said`, `said Roa`, `Roa, who`.
pub fn says(passage: &Passage, sentence: &Sentence, first: usize, end: usize) -> bool {
    let verb =
        |at: usize| at < sentence.end && passage.is(at, Class::SAYING) && passage.is_lower(at);
    verb(end)
        || passage.is_mark(end, ',') && passage.is_word(end + 1, "who")
        || (passage.is_word(end, "also") || passage.is_word(end, "has")) && verb(end + 1)
        || first > sentence.first
            && ["said", "says", "added", "wrote", "explained"]
                .iter()
                .any(|word| passage.word(first - 1) == *word)
}
