//! Short forms in what no mention covers yet: where each stands, and whether it is written as one.

use super::namesakes::Shared;
use super::{Form, GroupedMention, Linker, Short, folds, push_once, short_rule};
use crate::model::{EntityKind, Rule};
use crate::names::passage::Known;
use crate::names::sentences::{Capitals, Sentence};
use crate::names::titles::{self, Strength};
use crate::names::tokens::{Gap, Shape};
use crate::names::words::Class;

/// What a token is already part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    Open,
    Place,
    /// A person by a catalogue alias of one word.
    Alias,
    Closed,
}

/// What a short form was found to be.
enum ShortForm {
    Of(GroupedMention),
    Shared(Shared),
}

impl Linker<'_, '_> {
    /// Finds short forms in what no mention covers yet. A place of one word, and a person by an alias
    /// of one word, may turn out to be somebody's surname.
    pub(super) fn scan(&mut self) {
        let passage = self.passage;
        let mut taken: Vec<Taken> = vec![Taken::Open; passage.tokens.len()];
        for found in &self.found {
            let single = found.end == found.first + 1;
            let state = match self.groups[found.group].kind {
                EntityKind::Place if single => Taken::Place,
                EntityKind::Person if single && found.rule == Rule::CatalogueAlias => Taken::Alias,
                _ => Taken::Closed,
            };
            taken[found.first..found.end].fill(state);
        }
        for name in &self.shared {
            taken[name.first..name.end].fill(Taken::Closed);
        }
        let (mut added, mut shared) = (Vec::new(), Vec::new());
        let mut replaced = vec![false; passage.tokens.len()];
        for sentence in &passage.sentences {
            let mut index = sentence.first;
            while index < sentence.end {
                let token = &passage.tokens[index];
                let starts = token.is_capitalised()
                    || token.shape == Shape::Lower && passage.is(index, Class::PARTICLE);
                if taken[index] == Taken::Closed || !starts {
                    index += 1;
                    continue;
                }
                let short = match self.by_first.contains_key(&token.fold) {
                    true => self.short_at(sentence, index, &taken),
                    false if taken[index] == Taken::Open => {
                        self.possessive_at(sentence, index, index + 1).map(ShortForm::Of)
                    }
                    false => None,
                };
                let Some(short) = short else {
                    index += 1;
                    continue;
                };
                let end = match short {
                    ShortForm::Of(found) => {
                        added.push(found);
                        found.end
                    }
                    ShortForm::Shared(name) => {
                        let end = name.end;
                        shared.push(name);
                        end
                    }
                };
                replaced[index] = true;
                taken[index..end].fill(Taken::Closed);
                index = end;
            }
        }
        self.shared.append(&mut shared);
        self.found.retain(|found| !replaced[found.first]);
        self.found.extend(added);
        self.found.sort_by_key(|found| found.first);
    }

    /// The short form at `index`, if there is one and it is clear whose.
    fn short_at(&self, sentence: &Sentence, index: usize, taken: &[Taken]) -> Option<ShortForm> {
        let passage = self.passage;
        let list = self.by_first.get(&passage.tokens[index].fold)?;
        // Longest first; of one length, forms in their own order.
        let mut best: Option<(usize, Form)> = None;
        let mut groups = Vec::new();
        for &at in list {
            let short = &self.shorts[at];
            if matches!(short.form, Form::Head | Form::First) {
                continue;
            }
            let Some(end) = self.end_of(short, sentence, index) else { continue };
            if !self.is_written_so(short, sentence, index, end, taken) {
                continue;
            }
            let rank = (end, short.form);
            match best {
                Some((longest, form)) if end < longest || end == longest && short.form > form => {}
                Some((longest, form)) if end == longest && short.form == form => {
                    push_once(&mut groups, short.group);
                }
                _ => {
                    best = Some(rank);
                    groups = vec![short.group];
                }
            }
        }
        let (end, form) = best?;
        let titled = titles::before(passage, sentence, index).is_some();
        if form == Form::Surname && self.is_shared(&groups, sentence, index) {
            let rule = short_rule(form, titled);
            let name = Shared { first: index, end, groups, rule, confidence: 0.9 };
            return Some(ShortForm::Shared(name));
        }
        let group = self.pick(&groups, sentence, index)?;
        let confidence = match form {
            Form::Surname if titled => 0.95,
            Form::BracketAcronym => 0.95,
            Form::Surname => 0.9,
            Form::Acronym => 0.85,
            Form::Repeat => 0.8,
            Form::Initial
            | Form::Given
            | Form::Nickname
            | Form::First
            | Form::Shorter
            | Form::Head => 0.7,
        };
        let rule = self.short_rule(form, titled, group, &folds(passage, index, end));
        let rule = match self.groups[group].entry {
            Some(entry) if form == Form::Repeat => {
                let kind = self.groups[group].kind;
                self.directory.rule(entry, kind, passage.span(index, end))
            }
            _ => rule,
        };
        let antecedent = None;
        Some(ShortForm::Of(GroupedMention {
            first: index,
            end,
            rule,
            group,
            confidence,
            antecedent,
        }))
    }

    /// Whether it takes more than the surname to tell who of these people is meant.
    pub(super) fn is_shared(&self, groups: &[usize], sentence: &Sentence, index: usize) -> bool {
        match groups {
            [only] => self.is_contradicted(*only, sentence, index) || self.is_of_two(*only),
            _ => true,
        }
    }

    /// Whether a surname of these people is one of several people.
    pub(super) fn means_several(&self, groups: &[usize]) -> bool {
        match groups {
            [only] => self.is_of_two(*only),
            _ => groups.len() > 1,
        }
    }

    /// The rule of a short form, with what the group says about its name.
    pub(super) fn short_rule(&self, form: Form, titled: bool, group: usize, words: &[u64]) -> Rule {
        let own = &self.groups[group];
        let family_first = own.family_first.is_some_and(|family| words == [family]);
        match (form, titled) {
            (Form::Surname, false) | (Form::First, _) if family_first => Rule::FamilyNameFirst,
            _ => short_rule(form, titled),
        }
    }

    fn end_of(&self, short: &Short, sentence: &Sentence, index: usize) -> Option<usize> {
        let mut at = index + 1;
        for &word in short.words.iter().skip(1) {
            while at < sentence.end
                && (self.passage.tokens[at].is_hyphen()
                    || self.passage.is_mark(at, '.') && self.passage.tokens[at].gap == Gap::None
                    || self.passage.is_mark(at, ','))
            {
                at += 1;
            }
            if at >= sentence.end || self.passage.tokens[at].fold != word {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// Whether the words around allow the short form `index..end`.
    fn is_written_so(
        &self,
        short: &Short,
        sentence: &Sentence,
        index: usize,
        end: usize,
        taken: &[Taken],
    ) -> bool {
        let passage = self.passage;
        let token = &passage.tokens[index];
        let place = taken[index] != Taken::Open;
        if taken[index..end].iter().skip(usize::from(place)).any(|taken| *taken != Taken::Open) {
            return false;
        }
        let titled = titles::before(passage, sentence, index)
            .is_some_and(|title| title.strength >= Strength::Role);
        if matches!(short.form, Form::Acronym | Form::BracketAcronym) {
            return !place && self.is_acronym(short.form, sentence, index);
        }
        if short.form == Form::Repeat {
            return !place
                && (sentence.capitals == Capitals::All || passage.is_capitalised(end - 1));
        }
        // No surname stands in capitals within ordinary text; whole lines of capitals are another case.
        if token.shape == Shape::Upper && sentence.capitals != Capitals::All && end == index + 1 {
            // `SEN. TANE`, `TANE:` in a transcript.
            let spoken = passage.is_mark(end, ':') && token.end - token.start >= 4;
            return !place && short.form == Form::Surname && (titled || spoken);
        }
        if sentence.capitals == Capitals::All
            && (passage.is(index, Class::COMMON) || token.end - token.start < 4)
        {
            return false;
        }
        if index > sentence.first
            && passage.is_joining_hyphen(index - 1)
            && passage.is_capitalised(index.saturating_sub(2))
        {
            return false;
        }
        if place {
            // `Jordan said`, `Ms Jordan`: not the country.
            if self.groups[short.group].kind != EntityKind::Person || short.form != Form::Surname {
                return false;
            }
            return match taken[index] {
                Taken::Place => titled || titles::says(passage, sentence, index, end),
                _ => true,
            };
        }
        if self.is_of_longer_name(sentence, index..end, titled, taken) {
            return false;
        }
        if !titled && self.reads_as_ordinary(sentence, index, end) {
            return false;
        }
        if matches!(short.form, Form::Given | Form::Nickname) {
            let own = &self.groups[short.group];
            let earlier = own.is_beside || own.fulls.first().is_some_and(|&token| token < index);
            let more = passage.is_capitalised(end) && passage.follows_closely(end);
            return earlier && !more && !passage.is_mark(end, '.');
        }
        if short.form == Form::Shorter && sentence.capitals == Capitals::All {
            return false;
        }
        true
    }

    /// Whether a token is written as an acronym is.
    fn is_acronym(&self, form: Form, sentence: &Sentence, index: usize) -> bool {
        let token = &self.passage.tokens[index];
        match token.shape {
            Shape::Upper | Shape::Dotted => {
                sentence.capitals != Capitals::All
                    || !self.passage.is(index, Class::COMMON | Class::FUNCTION)
            }
            Shape::Mixed => true,
            Shape::Capital => form == Form::BracketAcronym && token.end - token.start >= 4,
            _ => false,
        }
    }

    /// Whether tokens are part of a longer name that nobody proposed.
    fn is_of_longer_name(
        &self,
        sentence: &Sentence,
        tokens: std::ops::Range<usize>,
        titled: bool,
        taken: &[Taken],
    ) -> bool {
        let passage = self.passage;
        let may_belong = |at: usize| {
            passage.is_capitalised(at)
                && taken[at] == Taken::Open
                && !passage.is(at, Class::FUNCTION | Class::CALENDAR | Class::TITLE | Class::ROLE)
        };
        let (index, end) = (tokens.start, tokens.end);
        let goes_on = end < sentence.end && passage.follows_closely(end) && may_belong(end);
        let began_before = index > sentence.first
            && passage.follows_closely(index)
            && may_belong(index - 1)
            && !titled
            && !passage.is_known(index - 1, Known::DEMONYM)
            && !(passage.starts_clause(sentence, index - 1)
                && passage.is(index - 1, Class::COMMON));
        sentence.capitals == Capitals::Names && (goes_on || began_before)
    }

    /// Whether `index..end` is a word of everyday, its capital has another reason, and nothing around
    /// it says that somebody acts.
    pub(super) fn reads_as_ordinary(&self, sentence: &Sentence, index: usize, end: usize) -> bool {
        let passage = self.passage;
        let acts = || {
            passage.is_lower(end)
                && (passage.is(end, Class::PREDICATE) || passage.word(end).ends_with("ed"))
        };
        end == index + 1
            && passage.is(index, Class::COMMON | Class::CALENDAR | Class::FUNCTION)
            && passage.capital_says_nothing(sentence, index)
            && !acts()
            && !titles::says(passage, sentence, index, end)
            && !passage.is_possessive(end)
    }
}
