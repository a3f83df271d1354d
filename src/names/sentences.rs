//! Tokens to sentences, and how each sentence uses capitals.
//!
//! A name never runs on into the next sentence, so the borders matter more here than in other uses
//! of sentences: a headline, a byline and the paragraph after it are sentences of their own even
//! without a full stop. Text that was wrapped at a fixed width is told from text whose lines are
//! paragraphs by how many lines go on in lower case.

use super::tokens::{Gap, Shape, Token};
use super::words::Class;

/// What a capital letter means in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capitals {
    /// Names have them, and the first word.
    Names,
    /// A headline that gives one to every longer word: no evidence of a name.
    Titles,
    /// Everything is in capitals: no evidence of anything.
    All,
}

/// Tokens `first..end` of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub first: usize,
    pub end: usize,
    pub capitals: Capitals,
    /// Whether it starts a line of the text.
    pub starts_line: bool,
}

/// The sentences, in order; together they hold every token.
pub fn sentences(tokens: &[Token], classes: &[Class]) -> Vec<Sentence> {
    let wrapped = is_wrapped(tokens);
    let mut sentences = Vec::new();
    let mut first = 0;
    for index in 1..=tokens.len() {
        if index < tokens.len() && !is_border(tokens, classes, index, wrapped) {
            continue;
        }
        if first < index {
            sentences.push(Sentence {
                first,
                end: index,
                capitals: capitals(&tokens[first..index], &classes[first..index]),
                starts_line: first == 0 || tokens[first].gap >= Gap::Line,
            });
        }
        first = index;
    }
    sentences
}

/// Whether lines are a width and not a paragraph: a fifth of the line breaks come before a word in
/// lower case.
pub(super) fn is_wrapped(tokens: &[Token]) -> bool {
    let starts = || tokens.iter().skip(1).filter(|token| token.gap == Gap::Line);
    let lower = starts().filter(|token| token.shape == Shape::Lower).count();
    lower >= 2 && lower * 5 >= starts().count()
}

/// Whether a new sentence begins at `index` (not the first token).
fn is_border(tokens: &[Token], classes: &[Class], index: usize, wrapped: bool) -> bool {
    let token = &tokens[index];
    match token.gap {
        Gap::Blank => return true,
        Gap::Line if !wrapped => return true,
        _ => {}
    }
    // Closing quotes and brackets after the full stop belong to the sentence that ends.
    if token.shape == Shape::Mark && !opens(token, tokens.get(index + 1)) {
        return false;
    }
    let mut last = index - 1;
    while last > 0 && tokens[last].shape == Shape::Mark && closes(&tokens[last]) {
        last -= 1;
    }
    let end = &tokens[last];
    match end.mark {
        '!' | '?' | '…' | '•' if end.shape == Shape::Mark => {
            token.gap != Gap::None || token.is_capitalised()
        }
        '.' if end.shape == Shape::Mark => {
            let Some(before) = last.checked_sub(1) else { return true };
            if token.shape == Shape::Lower || token.shape == Shape::Mark && token.gap == Gap::None {
                return false;
            }
            let word = &tokens[before];
            if end.gap != Gap::None {
                return true;
            }
            match word.shape {
                Shape::Initial => false,
                _ if token.gap == Gap::None => {
                    matches!(word.shape, Shape::Lower | Shape::Capital) && token.is_capitalised()
                }
                Shape::Capital | Shape::Lower | Shape::Mixed => {
                    !classes[before].any(Class::ABBREVIATION)
                        || classes[index].any(Class::FUNCTION) && token.shape == Shape::Capital
                }
                _ => true,
            }
        }
        // `… in the U.S. The …`: the full stop is part of the word.
        _ if end.shape == Shape::Dotted && token.gap != Gap::None => {
            token.shape == Shape::Capital && classes[index].any(Class::FUNCTION)
        }
        _ => false,
    }
}

fn opens(token: &Token, next: Option<&Token>) -> bool {
    match token.mark {
        '“' | '‘' | '(' | '[' | '«' | '•' | '–' | '—' | '©' => true,
        '"' | '\'' => token.gap != Gap::None && next.is_some_and(|next| next.gap == Gap::None),
        _ => false,
    }
}

fn closes(token: &Token) -> bool {
    matches!(token.mark, '”' | '’' | '"' | '\'' | ')' | ']' | '»')
}

fn capitals(tokens: &[Token], classes: &[Class]) -> Capitals {
    let (mut words, mut long_words, mut capitalised, mut upper, mut lower) = (0, 0, 0, 0, 0);
    for (token, class) in tokens.iter().zip(classes) {
        if !token.is_word() {
            continue;
        }
        words += 1;
        if token.shape == Shape::Lower {
            lower += 1;
        }
        let letters = token.end_char - token.start_char;
        if matches!(token.shape, Shape::Upper | Shape::Initial | Shape::Dotted) {
            upper += 1;
        }
        if letters >= 4 && !class.any(Class::FUNCTION) {
            long_words += 1;
            if token.is_capitalised() {
                capitalised += 1;
            }
        }
    }
    if words >= 3 && upper == words {
        Capitals::All
    } else if words >= 4 && lower * 2 < words && long_words >= 4 && capitalised == long_words {
        let ordinary = tokens
            .iter()
            .zip(classes)
            .filter(|(token, class)| {
                token.shape == Shape::Capital
                    && class.any(Class::COMMON)
                    && !class.any(Class::GIVEN | Class::SURNAME | Class::TITLE | Class::HEAD)
            })
            .count();
        if ordinary >= 2 { Capitals::Titles } else { Capitals::Names }
    } else {
        Capitals::Names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::tokens::tokenise;
    use crate::names::words;

    fn split(text: &str) -> Vec<(String, Capitals)> {
        let tokens = tokenise(text);
        let classes: Vec<Class> = tokens.iter().map(|token| words::class(token.fold)).collect();
        sentences(&tokens, &classes)
            .iter()
            .map(|sentence| {
                let start = tokens[sentence.first].start as usize;
                let end = tokens[sentence.end - 1].end as usize;
                (text[start..end].to_owned(), sentence.capitals)
            })
            .collect()
    }

    #[test]
    fn text_falls_into_these_sentences() {
        fn check(text: &str, expected: &[&str]) {
            let found: Vec<String> = split(text).into_iter().map(|(text, _)| text).collect();
            assert_eq!(found, expected);
        }
        check("He left. She stayed.", &["He left.", "She stayed."]);
        check("Mr. Tane met Dr. Roa. They talked.", &["Mr. Tane met Dr. Roa.", "They talked."]);
        check("J. Tane won.", &["J. Tane won."]);
        check("He left the U.S. The end.", &["He left the U.S.", "The end."]);
        check("The U.S. Navy sailed.", &["The U.S. Navy sailed."]);
        check("“We go.” He went.", &["“We go.”", "He went."]);
        check("By Ana Roa\nTalks began", &["By Ana Roa", "Talks began"]);
        check("the ministry.They agreed", &["the ministry.", "They agreed"]);
        check("Acme Corp. said so.", &["Acme Corp. said so."]);
        check(
            "One line that was\nwrapped at a width by\nsome old Foreign\nMinister here.",
            &["One line that was\nwrapped at a width by\nsome old Foreign\nMinister here."],
        );
    }

    #[test]
    fn capitals_are_judged_by_the_line() {
        for (text, expected) in [
            ("BY ANA ROA AND TE AO TANE", Capitals::All),
            ("Ministers Hold Talks About Growing Trade Concerns", Capitals::Titles),
            ("The minister held talks with Ana Roa", Capitals::Names),
            ("NATO met", Capitals::Names),
        ] {
            assert_eq!(split(text)[0].1, expected, "{text}");
        }
    }
}
