//! The names of the catalogue, found in tokens: leftmost, longest, on word borders.
//!
//! Matching goes by folds, so that apostrophes, full stops, hyphens and diacritics do not matter;
//! capitals do. A name matches as it is printed in the catalogue, or wholly in capitals; a name of
//! four or more capitals also as an ordinary capitalised word (`Aukus`). A word that is also
//! ordinary English is not taken where its capital has another reason (start of a sentence, headline,
//! line of capitals). What a match means is for later steps: here one stretch may mean several.

use super::sentences::{Capitals, Sentence};
use super::tokens::{self, Gap, Shape, Token};
use super::words::{Class, FoldMap};
use crate::model::{Catalogue, EntityKind};

/// Tokens `first..end` that are a name of the catalogue, or a demonym.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    pub first: usize,
    pub end: usize,
    pub kind: EntityKind,
    /// Index in `Catalogue::entries`.
    pub entry: u32,
    /// Belongs to a place (`Chinese`) and is no mention of it.
    pub demonym: bool,
}

/// One printed form of a name.
struct Form {
    /// Folds of its words in `Lexicon::words`.
    words: std::ops::Range<u32>,
    /// Which of its letters are capitals, from the first; letters past the 64th do not count.
    capitals: u64,
    letters: u32,
    entry: u32,
    kind: EntityKind,
    demonym: bool,
    /// The catalogue prints it with `The`, and one ordinary word after it: `The Guardian`.
    needs_the: bool,
    /// The same of a word that is no ordinary one. Where it is a demonym (`The Australian`), it takes
    /// the capital `The`, inside a sentence.
    has_the: bool,
    /// Words of it that are no part of the span: `in Wellington` of `Chinese embassy in Wellington`.
    context_words: usize,
}

/// 32 KiB of bits: with 10,000 first words four in a hundred other words pass.
const MAYBE_WORDS: usize = 1 << 12;

fn maybe_place(fold: u64) -> (usize, u64) {
    let place = (fold >> 20) as usize;
    ((place / 64) % MAYBE_WORDS, 1 << (place % 64))
}

/// Where a form is looked for.
#[derive(Clone, Copy)]
struct Place<'p> {
    text: &'p str,
    tokens: &'p [Token],
    classes: &'p [Class],
    sentence: &'p Sentence,
}

/// The matcher; made once from a catalogue.
#[derive(Default)]
pub struct Lexicon {
    /// Forms by their first word, longest first, in catalogue order.
    by_first_word: FoldMap<Vec<u32>>,
    /// A bit for each first word: says no for nearly every word of a text without leaving the
    /// nearest cache, which made matching twice as fast.
    maybe_first: Vec<u64>,
    forms: Vec<Form>,
    words: Vec<u64>,
}

impl Lexicon {
    /// A lexicon of these entries.
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut lexicon = Self::default();
        for (index, entry) in catalogue.entries.iter().enumerate() {
            let index = index as u32;
            let names: Vec<Printed> = std::iter::once(&entry.name)
                .chain(&entry.aliases)
                .filter(|name| !entry.silent.contains(name))
                .map(|name| printed(name))
                .collect();
            for name in names.iter().filter(|name| !is_longer_only(name, &names)) {
                lexicon.add(name, index, entry.kind, false);
            }
            for demonym in &entry.demonyms {
                lexicon.add(&printed(demonym), index, entry.kind, true);
                // `Texan`, `Texans`; of `French` and `Chinese` there is no other plural.
                if !demonym.ends_with(['s', 'h', 'e', 'z']) && !demonym.ends_with("men") {
                    lexicon.add(&printed(&format!("{demonym}s")), index, entry.kind, true);
                }
            }
        }
        lexicon.maybe_first = vec![0; MAYBE_WORDS];
        for &fold in lexicon.by_first_word.keys() {
            let (word, bit) = maybe_place(fold);
            lexicon.maybe_first[word] |= bit;
        }
        let Self { by_first_word, forms, .. } = &mut lexicon;
        for list in by_first_word.values_mut() {
            // Stable: equally long forms stay in catalogue order.
            list.sort_by_key(|&form| {
                std::cmp::Reverse(forms.get(form as usize).map_or(0, |form| form.words.len()))
            });
        }
        lexicon
    }

    fn add(&mut self, name: &Printed, entry: u32, kind: EntityKind, demonym: bool) {
        let Some(&first) = name.words.first() else { return };
        // A form without a capital or a digit would match ordinary prose.
        if name.capitals == 0 && !name.digits {
            return;
        }
        let start = self.words.len() as u32;
        self.words.extend(&name.words);
        let words = start..self.words.len() as u32;
        let needs_the =
            name.the && name.words.len() == 1 && super::words::class(first).any(Class::COMMON);
        let form = self.forms.len() as u32;
        self.forms.push(Form {
            words,
            capitals: name.capitals,
            letters: name.letters,
            entry,
            kind,
            demonym,
            needs_the,
            has_the: name.the && name.words.len() == 1,
            context_words: name.context_words,
        });
        self.by_first_word.entry(first).or_default().push(form);
    }

    /// Every match that no longer match covers, in order. Matches of one stretch that differ in
    /// entry follow each other in catalogue order.
    pub fn matches(
        &self,
        text: &str,
        tokens: &[Token],
        classes: &[Class],
        sentences: &[Sentence],
    ) -> Vec<Match> {
        let mut matches = Vec::new();
        if self.forms.is_empty() {
            return matches;
        }
        for sentence in sentences {
            let place = Place { text, tokens, classes, sentence };
            let mut index = sentence.first;
            while index < sentence.end {
                let token = &tokens[index];
                if !(token.is_capitalised()
                    || token.shape == Shape::Number
                    || token.shape == Shape::Lower)
                    || token.fold == 0
                {
                    index += 1;
                    continue;
                }
                // Names begin in lower case only as `al-Jazeera` does, never with an English word.
                if token.shape == Shape::Lower
                    && classes[index].any(Class::COMMON | Class::FUNCTION)
                {
                    index += 1;
                    continue;
                }
                let found = self.longest_at(&place, index, &mut matches);
                index = found.unwrap_or(index + 1);
            }
        }
        matches
    }

    /// Adds the longest matches that begin at `index`; gives their end.
    fn longest_at(&self, place: &Place, index: usize, matches: &mut Vec<Match>) -> Option<usize> {
        let Place { tokens, sentence, .. } = *place;
        let (word, bit) = maybe_place(tokens[index].fold);
        if self.maybe_first[word] & bit == 0 {
            return None;
        }
        let list = self.by_first_word.get(&tokens[index].fold)?;
        let known_demonym = list
            .iter()
            .filter_map(|&form| self.forms.get(form as usize))
            .any(|form| form.demonym && form.words.len() == 1);
        let mut longest: Option<usize> = None;
        let (mut length, mut resume) = (0, index + 1);
        for &form in list {
            let form = self.forms.get(form as usize)?;
            if longest.is_some() && form.words.len() < length {
                break;
            }
            let Some(end) = self.end_of(form, tokens, sentence, index) else { continue };
            if longest.is_some_and(|longest| end != longest)
                || !is_printed_so(form, place, index, end, known_demonym)
            {
                continue;
            }
            let mut span_end = end;
            for _ in 0..form.context_words {
                span_end -= 1;
                while span_end > index + 1 && tokens[span_end - 1].fold == 0 {
                    span_end -= 1;
                }
            }
            longest = Some(end);
            resume = resume.max(span_end);
            length = form.words.len();
            let found = Match {
                first: index,
                end: span_end.max(index + 1),
                kind: form.kind,
                entry: form.entry,
                demonym: form.demonym,
            };
            // The same entry under another alias is one match.
            let same = |other: &&Match| other.first == index;
            if !matches.iter().rev().take_while(same).any(|other| *other == found) {
                matches.push(found);
            }
        }
        longest.map(|_| resume)
    }

    /// Where the words of `form` end, if they stand at `index`.
    fn end_of(
        &self,
        form: &Form,
        tokens: &[Token],
        sentence: &Sentence,
        index: usize,
    ) -> Option<usize> {
        let words = self.words.get(form.words.start as usize..form.words.end as usize)?;
        let mut at = index + 1;
        for &word in words.iter().skip(1) {
            // Hyphens and the full stop of `St.` are passed over.
            while at < sentence.end
                && (tokens[at].is_hyphen()
                    || tokens[at].is_mark('.') && tokens[at].gap == Gap::None)
            {
                at += 1;
            }
            if at >= sentence.end || tokens[at].fold != word {
                return None;
            }
            at += 1;
        }
        Some(at)
    }
}

/// A name as the catalogue prints it.
struct Printed {
    words: Vec<u64>,
    /// How many of the last words are small ordinary ones: `pact` of `Aukus pact`.
    small_tail: usize,
    capitals: u64,
    letters: u32,
    digits: bool,
    the: bool,
    context_words: usize,
}

fn printed(name: &str) -> Printed {
    let tokens = tokens::tokenise(name);
    let the = tokens.len() > 1 && tokens.first().is_some_and(|token| token.text(name) == "The");
    let (mut capitals, mut letters) = (0, 0);
    let mut words = Vec::new();
    let (mut small_tail, mut context_words) = (0, 0);
    let mut small = false;
    for token in tokens.iter().skip(usize::from(the)).filter(|token| is_matched(token)) {
        let word = token.text(name);
        let lower = token.shape == Shape::Lower;
        if context_words > 0 || word == "in" && small {
            context_words += 1;
        }
        let class = super::words::class(token.fold);
        small = lower && class.any(Class::COMMON | Class::INSTITUTION);
        let tail = small && !class.any(Class::INSTITUTION | Class::HEAD);
        small_tail = if tail { small_tail + 1 } else { 0 };
        words.push(token.fold);
        add_capitals(word, &mut capitals, &mut letters);
    }
    let digits = name.contains(|c: char| c.is_ascii_digit());
    Printed { words, small_tail, capitals, letters, digits, the, context_words }
}

/// Whether `name` is another name of the entry with an ordinary word after it. The shorter one is
/// the mention: `Aukus` in `the Aukus pact`.
fn is_longer_only(name: &Printed, names: &[Printed]) -> bool {
    (1..=name.small_tail).any(|tail| {
        let kept = &name.words[..name.words.len() - tail];
        names.iter().any(|other| other.words == kept)
    })
}

/// What takes part in matching: words, numbers, the `s` of a possessive, `&`.
fn is_matched(token: &Token) -> bool {
    token.fold != 0
}

fn add_capitals(word: &str, capitals: &mut u64, letters: &mut u32) {
    for character in word.chars().filter(|c| c.is_alphabetic()) {
        if character.is_uppercase() && *letters < 64 {
            *capitals |= 1 << *letters;
        }
        *letters += 1;
    }
}

fn all_capitals(letters: u32) -> u64 {
    if letters >= 64 { u64::MAX } else { (1 << letters) - 1 }
}

fn is_printed_so(
    form: &Form,
    place: &Place,
    index: usize,
    end: usize,
    known_demonym: bool,
) -> bool {
    let Place { text, tokens, classes, sentence } = *place;
    let (mut capitals, mut letters) = (0, 0);
    for token in tokens[index..end].iter().filter(|token| is_matched(token)) {
        add_capitals(token.text(text), &mut capitals, &mut letters);
    }
    if letters != form.letters {
        return false;
    }
    let acronym = form.capitals == all_capitals(form.letters);
    let one_word = form.words.len() == 1;
    let class = classes[index];
    let ordinary = one_word && class.any(Class::COMMON | Class::FUNCTION | Class::CALENDAR);
    // A newspaper called like a people: `an editorial in The Australian`.
    if form.has_the && !form.demonym && known_demonym {
        let the = index.checked_sub(1).filter(|&the| the > sentence.first);
        if the.is_none_or(|the| tokens[the].text(text) != "The") {
            return false;
        }
    }
    if form.needs_the
        && !index
            .checked_sub(1)
            .is_some_and(|the| the >= sentence.first && text_is(&tokens[the], text, "the"))
    {
        return false;
    }
    if capitals == form.capitals {
        if !ordinary {
            return true;
        }
        return match sentence.capitals {
            Capitals::All => false,
            Capitals::Titles => acronym,
            Capitals::Names => acronym || form.needs_the || index != sentence.first,
        };
    }
    // `the European union`, `Labour party`: the noun at the end in lower case.
    if !one_word && form.kind == EntityKind::Organisation {
        let last = &tokens[end - 1];
        if last.shape == Shape::Lower && classes[end - 1].any(Class::HEAD) {
            let at = letters - last.text(text).chars().filter(|c| c.is_alphabetic()).count() as u32;
            return at < 64 && capitals | 1 << at == form.capitals;
        }
    }
    if capitals == all_capitals(letters) {
        return letters >= 4 && !ordinary && !form.demonym;
    }
    // `Aukus` for AUKUS, `Nato` for NATO.
    acronym && one_word && letters >= 4 && capitals == 1 && !class.any(Class::COMMON | Class::GIVEN)
}

fn text_is(token: &Token, text: &str, word: &str) -> bool {
    token.text(text).eq_ignore_ascii_case(word)
}
