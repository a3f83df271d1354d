//! A text made ready for the rules: tokens, their classes, sentences, and what the catalogue knows.
//!
//! Every later step reads a `Passage` and none changes it. A recogniser of another kind that proposes
//! spans needs nothing but this.

use std::cell::OnceCell;

use super::lexicon::{Lexicon, Match};
use super::sentences::{self, Capitals, Sentence};
use super::tokens::{self, Gap, Shape, Token};
use super::words::{self, Class, FoldMap};
use crate::model::EntityKind;

/// What the catalogue says about a token; bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known(u8);

impl Known {
    pub const PERSON: Self = Self(1);
    pub const ORGANISATION: Self = Self(2);
    pub const PLACE: Self = Self(4);
    pub const DEMONYM: Self = Self(8);
    /// Part of a name of more than one word.
    pub const LONG: Self = Self(16);

    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl std::ops::BitOr for Known {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.with(other)
    }
}

/// A text with all that recognition asks of its tokens, worked out once.
pub struct Passage<'t> {
    pub text: &'t str,
    pub tokens: Vec<Token>,
    /// By token.
    pub classes: Vec<Class>,
    /// By token.
    pub known: Vec<Known>,
    pub sentences: Vec<Sentence>,
    /// In order of their first tokens.
    pub matches: Vec<Match>,
    alone: OnceCell<FoldMap<()>>,
}

impl<'t> Passage<'t> {
    /// Lays out what is known of every token of a text.
    pub fn new(text: &'t str, lexicon: &Lexicon) -> Self {
        let tokens = tokens::tokenise(text);
        let classes: Vec<Class> = tokens.iter().map(|token| words::class(token.fold)).collect();
        let sentences = sentences::sentences(&tokens, &classes);
        let matches = lexicon.matches(text, &tokens, &classes, &sentences);
        let mut classes = classes;
        for found in &matches {
            // `US` and `WHO` are no small words where the catalogue knows them in capitals.
            for index in found.first..found.end {
                if matches!(tokens[index].shape, Shape::Upper | Shape::Dotted) {
                    classes[index] = classes[index].without(Class::FUNCTION.with(Class::COMMON));
                }
            }
        }
        let mut known = vec![Known::default(); tokens.len()];
        for (known, class) in known.iter_mut().zip(&classes) {
            if class.any(Class::PEOPLES) {
                *known = Known::DEMONYM;
            }
        }
        for found in &matches {
            let kind = match found.kind {
                _ if found.demonym => Known::DEMONYM,
                EntityKind::Person => Known::PERSON,
                EntityKind::Organisation => Known::ORGANISATION,
                EntityKind::Place => Known::PLACE,
            };
            let long = if found.end > found.first + 1 { Known::LONG } else { Known::default() };
            for known in &mut known[found.first..found.end] {
                *known = known.with(kind).with(long);
            }
        }
        Self { text, tokens, classes, known, sentences, matches, alone: OnceCell::new() }
    }

    /// The same with other classes of the words: those that they have in another language.
    pub fn with_classes(&self, classes: Vec<Class>) -> Self {
        Self {
            text: self.text,
            tokens: self.tokens.clone(),
            classes,
            known: self.known.clone(),
            sentences: self.sentences.clone(),
            matches: self.matches.clone(),
            alone: OnceCell::new(),
        }
    }

    /// What the catalogue knows as exactly tokens `first..end`.
    pub fn matches_of(&self, first: usize, end: usize) -> impl Iterator<Item = &Match> {
        let from = self.matches.partition_point(|found| found.first < first);
        let own = self.matches.get(from..).unwrap_or_default();
        own.iter()
            .take_while(move |found| found.first == first)
            .filter(move |found| found.end == end)
    }

    /// Whether the capitalised word at `index` also stands alone, as surnames do once their bearer
    /// was introduced: capitalised inside a sentence, and no capital beside it.
    pub fn stands_alone_elsewhere(&self, index: usize) -> bool {
        let alone = self.alone.get_or_init(|| {
            let mut alone = FoldMap::default();
            for (at, token) in self.tokens.iter().enumerate() {
                let unlisted = !self.classes[at].any(Class::COMMON | Class::FUNCTION | Class::HEAD)
                    && self.known[at] == Known::default();
                if !matches!(token.shape, Shape::Capital | Shape::Mixed) || !unlisted {
                    continue;
                }
                let capital = |other: usize| {
                    self.is_capitalised(other) && !self.is(other, Class::TITLE | Class::HONORIFIC)
                };
                let joined = at > 0 && capital(at - 1) && token.gap < Gap::Line
                    || capital(at + 1) && self.follows_closely(at + 1)
                    || at > 0 && ["the", "a", "an"].iter().any(|word| self.is_word(at - 1, word))
                    || at > 0 && self.is_joining_hyphen(at - 1)
                    || self.is_joining_hyphen(at + 1);
                if !joined {
                    alone.insert(token.fold, ());
                }
            }
            alone
        });
        self.tokens.get(index).is_some_and(|token| alone.contains_key(&token.fold))
    }

    /// Whether token `index` exists, is a word and has one of these classes.
    pub fn is(&self, index: usize, class: Class) -> bool {
        self.classes.get(index).is_some_and(|own| own.any(class))
    }

    /// Whether the lexicon has a name of that kind at the token.
    pub fn is_known(&self, index: usize, known: Known) -> bool {
        self.known.get(index).is_some_and(|own| own.any(known))
    }

    /// Whether a token is there and begins with a capital.
    pub fn is_capitalised(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(Token::is_capitalised)
    }

    /// Whether a token is there and is in small letters.
    pub fn is_lower(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|token| token.shape == Shape::Lower)
    }

    /// Whether a token is there and is this mark.
    pub fn is_mark(&self, index: usize, mark: char) -> bool {
        self.tokens.get(index).is_some_and(|token| token.is_mark(mark))
    }

    /// Whether a token is there and is a possessive ending.
    pub fn is_possessive(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|token| token.shape == Shape::Possessive)
    }

    /// A hyphen with a word directly on both sides.
    pub fn is_joining_hyphen(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|token| token.is_hyphen() && token.gap == Gap::None)
            && self
                .tokens
                .get(index + 1)
                .is_some_and(|next| next.gap == Gap::None && next.is_word())
    }

    /// One space between this token and the one before it.
    pub fn follows_closely(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|token| matches!(token.gap, Gap::Space | Gap::Line))
    }

    /// The characters of a token; nothing beyond the last one.
    pub fn word(&self, index: usize) -> &'t str {
        self.tokens.get(index).map(|token| token.text(self.text)).unwrap_or_default()
    }

    /// Whether a token is this word, in any case.
    pub fn is_word(&self, index: usize, word: &str) -> bool {
        self.word(index).eq_ignore_ascii_case(word)
    }

    /// The text of tokens `first..end`.
    pub fn span(&self, first: usize, end: usize) -> &'t str {
        let (Some(first), Some(last)) =
            (self.tokens.get(first), end.checked_sub(1).and_then(|last| self.tokens.get(last)))
        else {
            return "";
        };
        self.text.get(first.start as usize..last.end as usize).unwrap_or_default()
    }

    /// Whether a capital at `index` has another reason than a name: first word of its sentence (or
    /// of a quotation in it), or a headline.
    pub fn capital_says_nothing(&self, sentence: &Sentence, index: usize) -> bool {
        sentence.capitals != Capitals::Names || self.starts_clause(sentence, index)
    }

    /// First word of its sentence, of a quotation, or after a colon or a bullet.
    pub fn starts_clause(&self, sentence: &Sentence, index: usize) -> bool {
        let mut before = index;
        while before > sentence.first {
            before -= 1;
            let token = &self.tokens[before];
            if token.is_quote() || matches!(token.mark, ':' | '•' | '·' | '*' | '(' | '[') {
                if token.mark != '(' && token.mark != '[' {
                    return true;
                }
                continue;
            }
            return false;
        }
        true
    }

    /// The sentence that holds a token.
    pub fn sentence_of(&self, index: usize) -> Option<&Sentence> {
        let at = self.sentences.partition_point(|sentence| sentence.end <= index);
        self.sentences.get(at)
    }
}
