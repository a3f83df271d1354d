//! What a model for another language tags, and what the lists of that language say to it.
//!
//! The lists come first, as evidence for the model: `settled` names, and the classes that words have in this
//! language. They come last as well, as a guard: what must stay true of names by the lists alone is true of tagged
//! ones. A noun of every day is no person, and where a language writes all nouns with a capital a single one is no
//! organisation either, unless the catalogue has it.

use super::{Tongue, WITH_GIVEN_NAME, WORDS, settled};
use crate::model::EntityKind;
use crate::names::merging::beside::BesideTagged;
use crate::names::passage::{Known, Passage};
use crate::names::proposals::Proposal;
use crate::names::quotes::{Part, words_of_saying};
use crate::names::resolve::Directory;
use crate::names::tagger;
use crate::names::tagger::knowledge::Knowledge;
use crate::names::tagger::model::Model;
use crate::names::tokens::{Gap, Shape};
use crate::names::words::{Class, FoldMap};

/// What only the model sees stands from here: below, about half is right. Of a person's name of several words more is.
const SURE_ENOUGH: f32 = 0.6;

/// A letter and a number is a road, a car or a class more often than a firm: `C42`, `U20`, and `G1`.
const SURE_CODE: f32 = 0.85;

/// Abbreviations of things; none of them is a name.
const ABBREVIATIONS: [&str; 26] = [
    "aids", "cd", "dna", "dvd", "edv", "fckw", "gps", "hiv", "it", "kfz", "ki", "kmu", "kw", "led",
    "lkw", "lte", "pc", "pdf", "pkw", "pr", "sms", "tv", "usb", "vip", "vr", "wlan",
];

/// Behind a hyphen these nouns make an organisation of a name: `Roa-Stiftung`. Others make a thing of it: `Roa-Kasse`.
const MADE_OF_NAMES: [&str; 24] = [
    "akademie",
    "bank",
    "bund",
    "fonds",
    "gesellschaft",
    "gruppe",
    "gymnasium",
    "hochschule",
    "institut",
    "klinik",
    "klinikum",
    "kolleg",
    "konzern",
    "museum",
    "orchester",
    "partei",
    "schule",
    "stiftung",
    "theater",
    "universität",
    "verband",
    "verein",
    "verlag",
    "zentrum",
];

/// Words that tie sentences together, by what they are beside a quotation.
const SMALL: Part = Part::ADVERB
    .with(Part::PREPOSITION)
    .with(Part::DETERMINER)
    .with(Part::BE)
    .with(Part::PRONOUN)
    .with(Part::RELATIVE)
    .with(Part::CONJUNCTION)
    .with(Part::SPEAKS_OF_SELF);

/// The classes that the lists of a language give anew; those of English words say nothing here.
const OF_LANGUAGE: Class = Class::COMMON
    .with(Class::FUNCTION)
    .with(Class::HONORIFIC)
    .with(Class::TITLE)
    .with(Class::ROLE)
    .with(Class::TITLE_MODIFIER)
    .with(Class::SAYING)
    .with(Class::CALENDAR)
    .with(Class::PREDICATE);

/// The names of a text in the language of `model`. `rules`: what the rules for English propose.
pub fn tagged(
    passage: &Passage,
    language: &str,
    directory: &Directory,
    rules: Vec<Proposal>,
    model: &Model,
) -> Vec<Proposal> {
    let (seen, rules) = prepared(passage, language, directory, rules, &model.knowledge);
    let tagging = tagger::tag(model, &seen, &rules);
    let tagged = tagger::proposals(model, &seen, &tagging.names);
    let tongue = Tongue { passage, language, directory, words: WORDS.get(language) };
    tongue.merged(tagged, &rules, &tagging.named, &model.knowledge)
}

/// A text as a model for its language sees it, in training too: the words' classes in this language, and what the
/// lists propose.
pub fn prepared<'t>(
    passage: &Passage<'t>,
    language: &str,
    directory: &Directory,
    rules: Vec<Proposal>,
    knowledge: &Knowledge,
) -> (Passage<'t>, Vec<Proposal>) {
    let tongue = Tongue { passage, language, directory, words: WORDS.get(language) };
    let says = words_of_saying(Some(language));
    let classes = (0..passage.tokens.len()).map(|at| {
        let fold = passage.tokens[at].fold;
        let mut class = passage.classes[at];
        if fold == 0 {
            return class;
        }
        class = class.without(OF_LANGUAGE);
        let part = says.part(fold);
        for (holds, own) in [
            (tongue.is_small(at) || part.any(SMALL), Class::FUNCTION),
            (tongue.is_honorific(at), Class::HONORIFIC),
            (tongue.is_office(at) || part.any(Part::SPOKESPERSON), Class::TITLE),
            (tongue.has(at, |words| &words.others), Class::CALENDAR),
            (part.any(Part::SAYS), Class::SAYING),
            (tongue.joins_names(at), Class::JOINING),
            (knowledge.is_noun(fold), Class::COMMON),
        ] {
            if holds {
                class = class.with(own);
            }
        }
        class
    });
    let classes = classes.collect();
    (passage.with_classes(classes), settled(passage, language, directory, rules))
}

impl Tongue<'_, '_> {
    /// A word that ties a sentence together.
    fn is_small(&self, at: usize) -> bool {
        crate::text::language::is_function_word(self.language, &self.word(at))
            || self.has(at, |words| &words.determiners)
            || self.has(at, |words| &words.joining)
    }

    /// A small word that may stand inside a name: `Universidade do Porto`, `Amt für Statistik`.
    fn joins_names(&self, at: usize) -> bool {
        self.passage.is_lower(at)
            && (self.has(at, |words| &words.particles)
                || self.has(at, |words| &words.joining)
                || self.has(at, |words| &words.inside))
    }

    /// What was tagged and what the lists propose, made one.
    fn merged(
        &self,
        tagged: Vec<Proposal>,
        rules: &[Proposal],
        named: &[f32],
        knowledge: &Knowledge,
    ) -> Vec<Proposal> {
        let people = self.words_of_people(&tagged, rules);
        let mut guarded: Vec<Proposal> = Vec::with_capacity(tagged.len());
        for name in tagged {
            match name.kind {
                EntityKind::Person => {
                    guarded.extend(self.tagged_people(&name, &people, knowledge));
                }
                EntityKind::Organisation => {
                    guarded.extend(self.tagged_organisations(name, knowledge));
                }
                EntityKind::Place => guarded.extend((!self.is_nothing(&name)).then_some(name)),
            }
        }
        let mut taken = vec![false; self.passage.tokens.len()];
        let mut merged: Vec<Proposal> = Vec::with_capacity(guarded.len());
        for rule in rules {
            let beside = BesideTagged::of(rule, &guarded, named);
            if beside.stands(WITH_GIVEN_NAME) {
                merged.push(Proposal { confidence: beside.confidence(), ..*rule });
                taken[rule.first..rule.end].fill(true);
            }
        }
        guarded.retain(|name| {
            let whole = name.kind == EntityKind::Person && name.end > name.first + 1;
            let sure = name.confidence >= SURE_ENOUGH || name.kind == EntityKind::Place || whole;
            sure && !taken[name.first..name.end].contains(&true)
        });
        merged.extend(guarded);
        merged.sort_by_key(|name| name.first);
        merged
    }

    /// The first and last words of people's names of several words: alone they mean the same people.
    fn words_of_people(&self, tagged: &[Proposal], rules: &[Proposal]) -> FoldMap<()> {
        let people = tagged
            .iter()
            .chain(rules)
            .filter(|name| name.kind == EntityKind::Person && name.end - name.first >= 2);
        people
            .flat_map(|name| [name.first, name.end - 1])
            .map(|at| (self.passage.tokens[at].fold, ()))
            .collect()
    }

    /// Whether a name ends in a noun behind a hyphen (`Roa-Kasse`, `B-Liga`, `Roa-KI`): what that noun is, it is.
    fn is_compound(&self, name: &Proposal, knowledge: &Knowledge) -> bool {
        let last = name.end - 1;
        last > name.first
            && self.passage.is_joining_hyphen(last - 1)
            && (knowledge.is_noun(self.passage.tokens[last].fold) || self.is_abbreviation(last))
    }

    fn is_abbreviation(&self, at: usize) -> bool {
        ABBREVIATIONS.contains(&self.word(at).as_str())
    }

    /// `C42`.
    fn is_code(&self, name: &Proposal) -> bool {
        let word = self.passage.word(name.first);
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        name.end == name.first + 1 && digits > 0 && word.chars().count() <= digits + 1
    }

    /// `#RoaBleibt`: a word that was made to be looked for.
    fn is_hashtag(&self, first: usize) -> bool {
        first > 0
            && self.passage.is_mark(first - 1, '#')
            && self.passage.tokens[first].gap == Gap::None
    }

    /// The people in what was tagged as one, without what the lists know to stand before a name. `people`: words of
    /// names of several words.
    fn tagged_people(
        &self,
        name: &Proposal,
        people: &FoldMap<()>,
        knowledge: &Knowledge,
    ) -> Vec<Proposal> {
        let mut parts = self.joined_people(name);
        parts.retain_mut(|part| self.is_person(part, people, knowledge));
        parts
    }

    fn is_person(&self, name: &mut Proposal, people: &FoldMap<()>, knowledge: &Knowledge) -> bool {
        let passage = self.passage;
        while name.first < name.end {
            // `Roa-Fahrer Tom Hale`
            let trade = (name.first..name.end.min(name.first + 4)).find(|&at| {
                at > name.first
                    && passage.is_joining_hyphen(at - 1)
                    && (knowledge.is_noun(passage.tokens[at].fold) || self.is_office(at))
                    && at + 1 < name.end
                    && self.is_given(at + 1)
            });
            name.first = match trade {
                Some(at) => at + 1,
                None if self.stands_before_names(name.first) => name.first + 1,
                None => break,
            };
        }
        let words = (name.first..name.end).filter(|&at| passage.tokens[at].is_word());
        let Some(last) = words.clone().next_back() else { return false };
        let is_noun = |at: usize| {
            self.is_plain(at)
                || passage.is_known(at, Known::DEMONYM)
                || knowledge.is_noun(passage.tokens[at].fold)
        };
        if self.is_compound(name, knowledge) {
            return false;
        }
        match words.clone().count() {
            1 => {
                people.contains_key(&passage.tokens[last].fold)
                    || self.follows_honorific(name.first)
                    || !is_noun(last) && !passage.is_joining_hyphen(name.end)
            }
            _ => {
                !self.is_everyday(last)
                    && !words.clone().all(|at| is_noun(at) && !self.is_given(at))
            }
        }
    }

    /// A title, an office, an article or a mark, which is no part of the name behind it.
    fn stands_before_names(&self, at: usize) -> bool {
        self.is_honorific(at)
            || self.is_office(at)
            || self.is_everyday(at)
            || !self.passage.tokens[at].is_word()
    }

    /// The organisation that was tagged, if it is one; of `Ana Roa/Correio`, which is a credit, who took the picture
    /// and the paper.
    fn tagged_organisations(&self, name: Proposal, knowledge: &Knowledge) -> Vec<Proposal> {
        let inside = name.first + 1..name.end.saturating_sub(1);
        if let Some(slash) = inside.clone().find(|&at| self.passage.is_mark(at, '/'))
            && self.is_given(name.first)
            && slash > name.first + 1
        {
            let by = Proposal { end: slash, kind: EntityKind::Person, ..name };
            return vec![by, Proposal { first: slash + 1, ..name }];
        }
        let tokens = &self.passage.tokens;
        let mut words = (name.first..name.end).filter(|&at| tokens[at].is_word());
        // `Satire-Partei`, `Beziehungen`: nothing but nouns. With a small word inside it may be an authority's name.
        let is_noun = |at: usize| knowledge.is_noun(tokens[at].fold);
        let known = (name.first..name.end).any(|at| self.passage.is_known(at, Known::ORGANISATION));
        let is_thing = self.is_compound(&name, knowledge)
            && !MADE_OF_NAMES.contains(&self.word(name.end - 1).as_str());
        let is_code = self.is_code(&name) && name.confidence < SURE_CODE;
        let stands = known || !(is_thing || is_code || words.all(is_noun));
        if stands && !self.is_nothing(&name) { vec![name] } else { Vec::new() }
    }

    /// A single word that the lists know to be no name.
    fn is_nothing(&self, name: &Proposal) -> bool {
        name.end == name.first + 1
            && (self.is_plain(name.first)
                || self.is_honorific(name.first)
                || self.is_abbreviation(name.first)
                || self.is_hashtag(name.first))
    }

    /// A word of every day, an office, or one that ties sentences together.
    fn is_plain(&self, at: usize) -> bool {
        let fold = self.passage.tokens[at].fold;
        self.is_everyday(at)
            || self.is_office(at)
            || !matches!(self.passage.tokens[at].shape, Shape::Upper | Shape::Dotted)
                && words_of_saying(Some(self.language)).part(fold).any(SMALL)
    }
}
