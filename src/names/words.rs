//! What is known about single words, whatever the catalogue: one lookup a word, flags out.
//!
//! The table is built once, on first use, from the lists of `lists.rs`, the ordinary English words of
//! `common_words.txt`, and the given names and surnames of `seeds/`. A word that is in no list has
//! the empty class: unknown words are what new names are made of.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::BitOr;
use std::sync::LazyLock;

use super::lists;
use super::tokens;
use crate::model::Gender;
use crate::text::given_names;

/// A set of flags about a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Class(u32);

impl Class {
    pub const GIVEN: Self = Self(1);
    pub const SURNAME: Self = Self(1 << 1);
    /// An ordinary English word, seen in lower case in running text.
    pub const COMMON: Self = Self(1 << 2);
    pub const FUNCTION: Self = Self(1 << 3);
    pub const HONORIFIC: Self = Self(1 << 4);
    pub const TITLE: Self = Self(1 << 5);
    pub const ROLE: Self = Self(1 << 6);
    pub const TITLE_MODIFIER: Self = Self(1 << 7);
    pub const SAYING: Self = Self(1 << 8);
    pub const CALENDAR: Self = Self(1 << 9);
    pub const PARTICLE: Self = Self(1 << 10);
    pub const NAME_SUFFIX: Self = Self(1 << 11);
    pub const ABBREVIATION: Self = Self(1 << 12);
    pub const HEAD: Self = Self(1 << 13);
    pub const HEAD_WITH_OF: Self = Self(1 << 14);
    pub const HEAD_WITH_AND: Self = Self(1 << 15);
    pub const WEAK_HEAD: Self = Self(1 << 16);
    pub const COMPANY: Self = Self(1 << 17);
    pub const INSTITUTION: Self = Self(1 << 18);
    pub const PLACE_TAIL: Self = Self(1 << 19);
    pub const PLACE_HEAD: Self = Self(1 << 20);
    pub const OTHER_TAIL: Self = Self(1 << 21);
    pub const NOT_ACRONYM: Self = Self(1 << 22);
    pub const FAMILY_FIRST: Self = Self(1 << 23);
    pub const PEOPLES: Self = Self(1 << 24);
    pub const JOINING: Self = Self(1 << 25);
    pub const TRADE: Self = Self(1 << 26);
    pub const STATE: Self = Self(1 << 27);
    pub const PREDICATE: Self = Self(1 << 28);

    /// The flags that are not in `other`.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether any flag of `other` is set.
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The flags as a number, for features.
    pub const fn bits(self) -> u64 {
        self.0 as u64
    }
}

impl BitOr for Class {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.with(other)
    }
}

/// The class of the word with this fold.
pub fn class(fold: u64) -> Class {
    if fold == 0 { Class::default() } else { TABLE.get(&fold).copied().unwrap_or_default() }
}

/// A map whose keys are folds: hashes already.
pub type FoldMap<V> = HashMap<u64, V, BuildHasherDefault<FoldHasher>>;

/// Takes a fold for its own hash: folds are hashes already.
#[derive(Default)]
pub struct FoldHasher(u64);

impl Hasher for FoldHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

const SURNAMES: &str = include_str!("../../seeds/surnames.csv");
const COMMON_WORDS: &str = include_str!("common_words.txt");

static TABLE: LazyLock<FoldMap<Class>> = LazyLock::new(|| {
    let mut table = FoldMap::with_capacity_and_hasher(28_000, BuildHasherDefault::default());
    let mut add = |word: &str, class: Class| {
        let entry: &mut Class = table.entry(tokens::fold(word)).or_default();
        *entry = entry.with(class);
    };
    for (list, class) in [
        (lists::HONORIFICS, Class::HONORIFIC),
        (lists::TITLES, Class::TITLE),
        (lists::ROLES, Class::ROLE),
        (lists::TITLE_MODIFIERS, Class::TITLE_MODIFIER),
        (lists::SAYING, Class::SAYING),
        (lists::FUNCTION_WORDS, Class::FUNCTION),
        (lists::CALENDAR, Class::CALENDAR),
        (lists::PARTICLES, Class::PARTICLE),
        (lists::NAME_SUFFIXES, Class::NAME_SUFFIX),
        (lists::ABBREVIATIONS, Class::ABBREVIATION),
        (lists::ORGANISATION_HEADS, Class::HEAD),
        (lists::HEADS_WITH_OF, Class::HEAD_WITH_OF),
        (lists::HEADS_WITH_AND, Class::HEAD_WITH_AND),
        (lists::WEAK_HEADS, Class::WEAK_HEAD),
        (lists::COMPANY_SUFFIXES, Class::COMPANY),
        (lists::INSTITUTION_NOUNS, Class::INSTITUTION),
        (lists::PLACE_TAILS, Class::PLACE_TAIL),
        (lists::PLACE_HEADS, Class::PLACE_HEAD),
        (lists::OTHER_TAILS, Class::OTHER_TAIL),
        (lists::NOT_ACRONYMS, Class::NOT_ACRONYM),
        (lists::FAMILY_FIRST, Class::FAMILY_FIRST),
        (lists::PEOPLES, Class::PEOPLES),
        (lists::JOINING_PARTS, Class::JOINING),
        (lists::ALSO_GIVEN, Class::GIVEN),
        (lists::ALSO_SURNAMES, Class::SURNAME),
        (lists::TRADES, Class::TRADE),
        (lists::STATES, Class::STATE),
        (lists::PREDICATES, Class::PREDICATE),
    ] {
        for word in list.split_whitespace() {
            add(word, class);
        }
    }
    for word in COMMON_WORDS.split_whitespace() {
        add(word, Class::COMMON);
    }
    for (csv, class) in [(given_names::LIST, Class::GIVEN), (SURNAMES, Class::SURNAME)] {
        for name in names_of(csv) {
            add(name, class);
        }
    }
    table
});

static USUAL_GENDERS: LazyLock<FoldMap<Gender>> = LazyLock::new(|| {
    let named = given_names::LIST.lines().skip(1).filter_map(|line| {
        let (name, mostly) = line.split_once(',')?;
        let gender = match mostly.trim_end() {
            "woman" => Gender::Woman,
            "man" => Gender::Man,
            _ => return None,
        };
        Some((tokens::fold(name), gender))
    });
    named.collect()
});

/// Whether a given name is mostly a woman's or a man's, by its fold; of most names of the world nobody counted it.
pub fn usual_gender(fold: u64) -> Option<Gender> {
    USUAL_GENDERS.get(&fold).copied()
}

/// The first column of a list with a header. A name of several words or with a hyphen is left out:
/// the table knows single words.
fn names_of(csv: &str) -> impl Iterator<Item = &str> {
    csv.lines()
        .skip(1)
        .map(|line| line.split(',').next().unwrap_or_default().trim_matches(['"', ' ', '\r']))
        .filter(|name| !name.is_empty() && !name.contains([' ', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_classes() {
        for (word, flag) in [
            ("Mrs", Class::HONORIFIC),
            ("minister", Class::TITLE),
            ("Analyst", Class::ROLE),
            ("said", Class::SAYING),
            ("MINISTRY", Class::HEAD_WITH_OF),
            ("Corp", Class::COMPANY),
            ("growing", Class::COMMON),
            ("Winston", Class::GIVEN),
            ("Collins", Class::SURNAME),
        ] {
            assert!(class(tokens::fold(word)).any(flag), "{word}");
        }
        assert_eq!(class(tokens::fold("Xyzzyqu")), Class::default());
        assert_eq!(class(0), Class::default());
        assert_eq!(usual_gender(tokens::fold("Joanna")), Some(Gender::Woman));
        assert_eq!(usual_gender(tokens::fold("Derek")), Some(Gender::Man));
        assert_eq!(usual_gender(tokens::fold("Leslie")), None);
    }
}
