//! Short forms inside one article: `Peters` after `Winston Peters`, `WTO` after its long form.
//!
//! A short form stands only on evidence: a fuller name in the same article or in its head. Where two
//! people share a surname, the title before the short form decides, else the one named last before it;
//! where both were named last in one sentence nobody can tell, and there is no mention. Everyone named
//! in an article is a `Group`; mentions of one group are mentions of one entity.

use std::collections::HashMap;

use super::passage::{Known, Passage};
use super::proposals::Proposal;
use super::resolve::Directory;
use super::sentences::{Capitals, Sentence};
use super::titles::{self, Strength};
use super::tokens::{self, Gap, Shape};
use super::words::{self, Class, FoldMap};
use crate::model::{EntityKind, Rule};

/// A mention whose entity is known as a group.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    pub first: usize,
    pub end: usize,
    pub rule: Rule,
    pub group: usize,
    pub confidence: f32,
    /// Index of the fuller mention in the list of all.
    pub antecedent: Option<usize>,
}

/// Everyone (or everything) that mentions of one name mean.
#[derive(Clone, Debug)]
pub struct Group {
    pub kind: EntityKind,
    pub entry: Option<u32>,
    /// The fullest form in the article.
    pub form: String,
    /// Words in `form`.
    length: usize,
    /// Folds of the titles that stood before it.
    titles: Vec<u64>,
    /// Middle names or initials, by their first letters; two that differ are two people.
    middle: Option<String>,
    suffix: Option<u64>,
    /// First tokens of its full mentions in the body, in order.
    fulls: Vec<usize>,
    in_head: bool,
    /// Whether a name of two words or more stands for it anywhere.
    in_full: bool,
}

/// How a short form is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// The full name again, where capitals alone would not show it.
    Repeat,
    Surname,
    Given,
    BracketAcronym,
    Acronym,
    Shorter,
}

/// What a token is already part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    Open,
    Place,
    /// A person by a catalogue alias of one word.
    Alias,
    Closed,
}

/// A sequence of words that may stand for a group.
struct Short {
    words: Vec<u64>,
    group: usize,
    form: Form,
}

/// Names that stand in the article's head.
pub struct HeadNames<'h, 't> {
    pub passage: &'h Passage<'t>,
    pub proposals: &'h [Proposal],
}

/// Groups what was chosen and adds the short forms that rest on it.
pub fn link(
    passage: &Passage,
    chosen: &[Proposal],
    head: Option<&HeadNames>,
    directory: &Directory,
) -> (Vec<Found>, Vec<Group>) {
    let mut linker = Linker {
        passage,
        directory,
        groups: Vec::new(),
        by_identity: HashMap::new(),
        shorts: Vec::new(),
        by_first: FoldMap::default(),
        found: Vec::new(),
        placing: (passage.tokens.iter().zip(&passage.known))
            .filter(|(_, known)| known.any(Known::DEMONYM | Known::PLACE))
            .map(|(token, _)| (token.fold, ()))
            .collect(),
    };
    linker.full_names(chosen);
    if let Some(head) = head {
        linker.names_of_head(head);
    }
    linker.brackets();
    linker.short_forms();
    linker.titled(chosen);
    linker.scan();
    linker.antecedents();
    (linker.found, linker.groups)
}

/// People of one name, and groups that one short form may mean, that are still told apart. No real
/// article comes near it; a made-up one must not cost its length squared.
const MOST_OF_ONE_NAME: usize = 32;

/// Heads of names that are cut down to their first word: `Lowy` for the Lowy Institute. Of a
/// university or a newspaper the first word is mostly its town.
const SHORTENED: &[&str] = &[
    "institute", "group", "foundation", "corporation", "company", "industries", "motors",
    "airlines", "airways", "holdings", "pharmaceuticals", "technologies", "business", "electronics",
];

#[derive(PartialEq, Eq, Hash)]
enum Identity {
    Entry(u32),
    Words(EntityKind, Vec<u64>),
    /// First and last name of a person, and how many with the same pair differ otherwise.
    Pair(u64, u64, usize),
}

struct Linker<'p, 't> {
    passage: &'p Passage<'t>,
    directory: &'p Directory,
    groups: Vec<Group>,
    by_identity: HashMap<Identity, usize>,
    shorts: Vec<Short>,
    by_first: FoldMap<Vec<usize>>,
    found: Vec<Found>,
    /// Words of the text that the catalogue knows as places or demonyms.
    placing: FoldMap<()>,
}

/// Folds of the words of tokens `first..end`.
fn folds(passage: &Passage, first: usize, end: usize) -> Vec<u64> {
    passage.tokens[first..end]
        .iter()
        .filter(|token| token.fold != 0)
        .map(|token| token.fold)
        .collect()
}

fn push_once<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) {
        list.push(value);
    }
}

impl Linker<'_, '_> {
    /// Groups everything that is a name in full.
    fn full_names(&mut self, chosen: &[Proposal]) {
        for proposal in chosen {
            if proposal.rule == Rule::Title {
                continue;
            }
            let group = self.group_of(self.passage, proposal);
            let rule = self.full_rule(proposal, group);
            self.groups[group].fulls.push(proposal.first);
            self.found.push(Found {
                first: proposal.first,
                end: proposal.end,
                rule,
                group,
                confidence: proposal.confidence,
                antecedent: None,
            });
        }
    }

    fn full_rule(&self, proposal: &Proposal, group: usize) -> Rule {
        match self.groups[group].entry {
            Some(entry) => {
                let surface = self.passage.span(proposal.first, proposal.end);
                if self.directory.is_main_name(entry, surface) {
                    Rule::CatalogueName
                } else if proposal.entry.is_some()
                    || self.directory.find(proposal.kind, surface) == Some(entry)
                {
                    Rule::CatalogueAlias
                } else {
                    Rule::FullName
                }
            }
            None if proposal.rule == Rule::CatalogueName => Rule::FullName,
            None => proposal.rule,
        }
    }

    fn names_of_head(&mut self, head: &HeadNames) {
        for proposal in head.proposals {
            if proposal.rule == Rule::Title {
                continue;
            }
            let group = self.group_of(head.passage, proposal);
            self.groups[group].in_head = true;
        }
    }

    /// The group of a full name, made where it is the first of its kind.
    fn group_of(&mut self, passage: &Passage, proposal: &Proposal) -> usize {
        let surface = passage.span(proposal.first, proposal.end);
        let entry = proposal.entry.or_else(|| self.directory.find(proposal.kind, surface));
        let words = folds(passage, proposal.first, proposal.end);
        let title = (proposal.kind == EntityKind::Person)
            .then(|| passage.sentence_of(proposal.first))
            .flatten()
            .and_then(|sentence| titles::before(passage, sentence, proposal.first));
        let several_words = words.len() >= 2;
        let group = if let Some(entry) = entry {
            self.named(Identity::Entry(entry), proposal.kind, Some(entry))
        } else if proposal.kind == EntityKind::Person && words.len() >= 2 {
            self.person(passage, proposal)
        } else {
            self.named(Identity::Words(proposal.kind, words.clone()), proposal.kind, None)
        };
        let own = &mut self.groups[group];
        own.in_full |= several_words;
        if own.entry.is_none() && (words.len() > own.length || own.form.is_empty()) {
            surface.clone_into(&mut own.form);
            own.length = words.len();
        } else if own.form.is_empty() {
            surface.clone_into(&mut own.form);
        }
        if let Some(title) = title {
            push_once(&mut own.titles, title.fold);
        }
        group
    }

    fn named(&mut self, identity: Identity, kind: EntityKind, entry: Option<u32>) -> usize {
        let next = self.groups.len();
        let group = *self.by_identity.entry(identity).or_insert(next);
        if group == next {
            self.groups.push(Group {
                kind,
                entry,
                form: String::new(),
                length: 0,
                titles: Vec::new(),
                middle: None,
                suffix: None,
                fulls: Vec::new(),
                in_head: false,
                in_full: false,
            });
        }
        group
    }

    /// The group of a person in full: the same first and last name, and no middle name or suffix
    /// that says otherwise.
    fn person(&mut self, passage: &Passage, proposal: &Proposal) -> usize {
        let mut end = proposal.end;
        let mut suffix = None;
        while end > proposal.first + 1 {
            let last = end - 1;
            if passage.is(last, Class::NAME_SUFFIX) {
                suffix = Some(passage.tokens[last].fold);
            } else if passage.tokens[last].fold != 0 {
                break;
            }
            end = last;
        }
        let words = folds(passage, proposal.first, end);
        let (Some(&first), Some(&last)) = (words.first(), words.last()) else {
            return self.named(Identity::Words(proposal.kind, words), proposal.kind, None);
        };
        let middle: String = passage.tokens
            [proposal.first + 1..end.saturating_sub(1).max(proposal.first + 1)]
            .iter()
            .filter(|token| token.is_capitalised())
            .filter_map(|token| token.text(passage.text).chars().next())
            .collect();
        for variant in 0..MOST_OF_ONE_NAME {
            let known = self.by_identity.get(&Identity::Pair(first, last, variant)).copied();
            let Some(group) = known else {
                let group = self.named(Identity::Pair(first, last, variant), proposal.kind, None);
                self.groups[group].suffix = suffix;
                self.groups[group].middle = (!middle.is_empty()).then_some(middle);
                return group;
            };
            let own = &mut self.groups[group];
            let same_middle =
                middle.is_empty() || own.middle.as_ref().is_none_or(|own| *own == middle);
            if own.suffix == suffix && same_middle {
                if own.middle.is_none() && !middle.is_empty() {
                    own.middle = Some(middle);
                }
                return group;
            }
        }
        self.named(Identity::Words(proposal.kind, words), proposal.kind, None)
    }

    /// `Pacific Islands Forum (PIF)`: the acronym means what stands before it, whatever else it may
    /// mean to the catalogue.
    fn brackets(&mut self) {
        let mut defined = Vec::new();
        for found in &self.found {
            let group = found.group;
            let at = found.end;
            if self.groups[group].kind != EntityKind::Organisation
                || !self.passage.is_mark(at, '(')
                || !self.passage.is_mark(at + 2, ')')
            {
                continue;
            }
            let Some(acronym) = self.passage.tokens.get(at + 1) else { continue };
            let letters = acronym.end_char - acronym.start_char;
            let shaped = matches!(
                acronym.shape,
                Shape::Upper | Shape::Dotted | Shape::Mixed | Shape::Capital
            ) && (2..=10).contains(&letters);
            let initial = self.passage.word(at + 1).chars().next().map(|c| c.to_ascii_lowercase());
            let long =
                self.passage.word(found.first).chars().next().map(|c| c.to_ascii_lowercase());
            let known = self
                .found
                .binary_search_by_key(&(at + 1), |found| found.first)
                .is_ok_and(|other| self.found[other].group == group);
            if shaped
                && !known
                && initial == long
                && found.end - found.first > 1
            {
                defined.push((acronym.fold, group));
            }
        }
        let mut redefined = FoldMap::<()>::default();
        for (fold, group) in defined {
            // One meaning an article: the first definition stands.
            if redefined.contains_key(&fold) {
                continue;
            }
            redefined.insert(fold, ());
            self.add_short(vec![fold], group, Form::BracketAcronym);
        }
        if redefined.is_empty() {
            return;
        }
        let tokens = &self.passage.tokens;
        let replaced = |first: usize, end: usize| {
            end == first + 1 && redefined.contains_key(&tokens[first].fold)
        };
        for found in self.found.iter().filter(|found| replaced(found.first, found.end)) {
            self.groups[found.group].fulls.retain(|&first| first != found.first);
        }
        self.found.retain(|found| !replaced(found.first, found.end));
    }

    fn add_short(&mut self, words: Vec<u64>, group: usize, form: Form) {
        let Some(&first) = words.first() else { return };
        let list = self.by_first.entry(first).or_default();
        let same = |&at: &usize| self.shorts[at].group == group && self.shorts[at].words == words;
        if list.len() < MOST_OF_ONE_NAME && !list.iter().any(same) {
            list.push(self.shorts.len());
            self.shorts.push(Short { words, group, form });
        }
    }

    /// What each group may be called further on.
    fn short_forms(&mut self) {
        for group in 0..self.groups.len() {
            let own = &self.groups[group];
            if !own.in_full {
                continue;
            }
            let kind = own.kind;
            // The catalogue's name tells the surname; the printed form what is repeated.
            let form = own.form.clone();
            let entry = own.entry;
            match kind {
                EntityKind::Person => self.short_forms_of_person(group, &form, entry),
                EntityKind::Organisation => self.short_forms_of_organisation(group, &form, entry),
                EntityKind::Place => {}
            }
        }
    }

    fn short_forms_of_person(&mut self, group: usize, form: &str, entry: Option<u32>) {
        let name = match entry.and_then(|entry| self.directory.entity(entry)) {
            Some(entity) => entity.name.clone(),
            None => form.to_owned(),
        };
        let tokens = tokens::tokenise(&name);
        let words: Vec<usize> = (0..tokens.len()).filter(|&at| tokens[at].fold != 0).collect();
        let repeat: Vec<u64> = tokens::tokenise(form)
            .iter()
            .map(|token| token.fold)
            .filter(|&fold| fold != 0)
            .collect();
        if repeat.len() >= 2 {
            self.add_short(repeat, group, Form::Repeat);
        }
        let class = |at: usize| words::class(tokens[at].fold);
        let mut last = words.len();
        while last > 1 && class(words[last - 1]).any(Class::NAME_SUFFIX) {
            last -= 1;
        }
        if last < 2 {
            return;
        }
        let words = &words[..last];
        let (first, end) = (words[0], words[last - 1] + 1);
        let sequence = |from: usize, to: usize| -> Vec<u64> {
            tokens[from..to].iter().map(|token| token.fold).filter(|&fold| fold != 0).collect()
        };
        if let Some(surname) = entry.and_then(|entry| self.directory.surname(entry)) {
            let surname: Vec<u64> = tokens::tokenise(surname)
                .iter()
                .map(|token| token.fold)
                .filter(|&fold| fold != 0)
                .collect();
            if !surname.is_empty() {
                self.add_short(surname, group, Form::Surname);
            }
        }
        // The last word, back over a hyphen: `Rapp-Hooper`; and with its particles: `van der Berg`.
        let mut from = words[last - 1];
        while from >= 2
            && tokens[from - 1].is_hyphen()
            && tokens[from].gap == Gap::None
            && from - 2 > first
        {
            from -= 2;
        }
        self.add_short(sequence(from, end), group, Form::Surname);
        let mut particle = from;
        while particle > first + 1
            && tokens[particle - 1].shape == Shape::Lower
            && class(particle - 1).any(Class::PARTICLE)
        {
            particle -= 1;
        }
        if particle < from {
            self.add_short(sequence(particle, end), group, Form::Surname);
        } else if last >= 3
            && from == words[last - 1]
            && tokens[words[last - 2]].shape == Shape::Capital
        {
            // Two surnames: `García Márquez`; and a given name between is harmless.
            self.add_short(sequence(words[last - 2], end), group, Form::Surname);
        }
        let given = class(first);
        if given.any(Class::FAMILY_FIRST)
            && last <= 3
            && entry.is_none_or(|entry| self.directory.surname(entry).is_none())
        {
            self.add_short(sequence(first, first + 1), group, Form::Surname);
        } else if given.any(Class::GIVEN)
            && !given.any(Class::COMMON)
            && tokens[first].shape == Shape::Capital
        {
            self.add_short(sequence(first, first + 1), group, Form::Given);
        }
    }

    fn short_forms_of_organisation(&mut self, group: usize, form: &str, entry: Option<u32>) {
        let name =
            entry.and_then(|entry| self.directory.entity(entry)).map(|entity| entity.name.clone());
        for name in std::iter::once(form).chain(name.as_deref()) {
            let tokens = tokens::tokenise(name);
            let words: Vec<usize> = (0..tokens.len()).filter(|&at| tokens[at].fold != 0).collect();
            let class = |at: usize| words::class(tokens[at].fold);
            let sequence = |from: usize, to: usize| -> Vec<u64> {
                words[from..to].iter().map(|&at| tokens[at].fold).collect()
            };
            if words.len() < 2 {
                continue;
            }
            self.add_short(sequence(0, words.len()), group, Form::Repeat);
            // Initials of the words that have a capital.
            let initials: String = words
                .iter()
                .filter(|&&at| tokens[at].is_capitalised() && !class(at).any(Class::FUNCTION))
                .filter_map(|&at| tokens[at].text(name).chars().next())
                .collect();
            if initials.chars().count() >= 3 {
                self.add_short(vec![tokens::fold(&initials)], group, Form::Acronym);
            }
            let mut last = words.len();
            while last > 1 && class(words[last - 1]).any(Class::COMPANY) {
                last -= 1;
            }
            if last < words.len() && last >= 2 {
                self.add_short(sequence(0, last), group, Form::Shorter);
            }
            let first = class(words[0]);
            let telling = tokens[words[0]].shape != Shape::Initial
                && tokens[words[0]].end_char - tokens[words[0]].start_char >= 4
                && !first.any(
                    Class::COMMON
                        | Class::FUNCTION
                        | Class::GIVEN
                        | Class::SURNAME
                        | Class::TITLE
                        | Class::CALENDAR
                        | Class::HEAD
                        | Class::PEOPLES,
                )
                && words.iter().any(|&at| {
                    class(at).any(Class::COMPANY)
                        || SHORTENED.iter().any(|head| tokens[at].text(name).eq_ignore_ascii_case(head))
                })
                && self.directory.find(EntityKind::Place, tokens[words[0]].text(name)).is_none();
            let company = last < words.len()
                && first != Class::default()
                && !first.any(Class::COMMON | Class::FUNCTION);
            if tokens[words[0]].is_capitalised()
                && (telling && !self.placing.contains_key(&tokens[words[0]].fold)
                    || company && last == 1)
            {
                self.add_short(sequence(0, 1), group, Form::Shorter);
            }
        }
    }

    /// Names after a title: of someone named in full elsewhere, or of someone of whom only this is
    /// known.
    fn titled(&mut self, chosen: &[Proposal]) {
        for proposal in chosen.iter().filter(|proposal| proposal.rule == Rule::Title) {
            let words = folds(self.passage, proposal.first, proposal.end);
            let Some(sentence) = self.passage.sentence_of(proposal.first) else { continue };
            let groups = self.groups_called(&words, &[Form::Surname]);
            let (group, rule) = match self.pick(&groups, sentence, proposal.first) {
                Some(group) => (group, Rule::TitleSurname),
                None => {
                    let entry = if groups.is_empty() {
                        self.directory.find(
                            EntityKind::Person,
                            self.passage.span(proposal.first, proposal.end),
                        )
                    } else {
                        None
                    };
                    let identity = match entry {
                        Some(entry) => Identity::Entry(entry),
                        None => Identity::Words(EntityKind::Person, words.clone()),
                    };
                    let group = self.named(identity, EntityKind::Person, entry);
                    if self.groups[group].form.is_empty() {
                        self.groups[group].form =
                            self.passage.span(proposal.first, proposal.end).to_owned();
                    }
                    (group, Rule::Title)
                }
            };
            self.found.push(Found {
                first: proposal.first,
                end: proposal.end,
                rule,
                group,
                confidence: proposal.confidence,
                antecedent: None,
            });
        }
        // A surname may be repeated without the title that first came with it.
        let alone: Vec<(usize, usize, usize)> = self
            .found
            .iter()
            .filter(|found| found.rule == Rule::Title)
            .map(|found| (found.first, found.end, found.group))
            .collect();
        for (first, end, group) in alone {
            self.groups[group].fulls.push(first);
            self.add_short(folds(self.passage, first, end), group, Form::Surname);
        }
    }

    /// Groups that may be called by exactly these words.
    fn groups_called(&self, words: &[u64], forms: &[Form]) -> Vec<usize> {
        let mut groups = Vec::new();
        let Some(first) = words.first() else { return groups };
        for &at in self.by_first.get(first).into_iter().flatten() {
            let short = &self.shorts[at];
            if short.words == words && forms.contains(&short.form) {
                push_once(&mut groups, short.group);
            }
        }
        groups
    }

    /// Which of several groups a short form at `index` means.
    fn pick(&self, groups: &[usize], sentence: &Sentence, index: usize) -> Option<usize> {
        if groups.len() <= 1 {
            return groups.first().copied();
        }
        if let Some(title) = titles::before(self.passage, sentence, index) {
            let mut titled =
                groups.iter().filter(|&&group| self.groups[group].titles.contains(&title.fold));
            if let (Some(&group), None) = (titled.next(), titled.next()) {
                return Some(group);
            }
        }
        // The last full mention of each before here, by sentence.
        let last = |group: usize| -> Option<usize> {
            let fulls = &self.groups[group].fulls;
            fulls.get(fulls.partition_point(|&token| token < index).checked_sub(1)?).copied()
        };
        let mut named: Vec<(usize, usize)> =
            groups.iter().filter_map(|&group| Some((last(group)?, group))).collect();
        named.sort_unstable();
        let (nearest, group) = named.pop()?;
        let rival = named.pop();
        let sentence_of = |token| self.passage.sentence_of(token).map(|sentence| sentence.first);
        match rival {
            Some((other, _)) if sentence_of(other) == sentence_of(nearest) => None,
            _ => Some(group),
        }
    }

    /// Finds short forms in what no mention covers yet. A place of one word, and a person by an alias
    /// of one word, may turn out to be somebody's surname.
    fn scan(&mut self) {
        let passage = self.passage;
        let mut taken: Vec<Taken> = vec![Taken::Open; passage.tokens.len()];
        self.found.sort_by_key(|found| found.first);
        for found in &self.found {
            let single = found.end == found.first + 1;
            let state = match self.groups[found.group].kind {
                EntityKind::Place if single => Taken::Place,
                EntityKind::Person if single && found.rule == Rule::CatalogueAlias => Taken::Alias,
                _ => Taken::Closed,
            };
            taken[found.first..found.end].fill(state);
        }
        let mut added = Vec::new();
        let mut replaced = vec![false; passage.tokens.len()];
        for sentence in &passage.sentences {
            let mut index = sentence.first;
            while index < sentence.end {
                let token = &passage.tokens[index];
                let starts = token.is_capitalised()
                    || token.shape == Shape::Lower && passage.is(index, Class::PARTICLE);
                if taken[index] == Taken::Closed
                    || !starts
                    || !self.by_first.contains_key(&token.fold)
                {
                    index += 1;
                    continue;
                }
                match self.short_at(sentence, index, &taken) {
                    Some(found) => {
                        replaced[index] = true;
                        index = found.end;
                        taken[found.first..found.end].fill(Taken::Closed);
                        added.push(found);
                    }
                    None => index += 1,
                }
            }
        }
        self.found.retain(|found| !replaced[found.first]);
        self.found.extend(added);
        self.found.sort_by_key(|found| found.first);
    }

    /// The short form at `index`, if there is one and it is clear whose.
    fn short_at(&self, sentence: &Sentence, index: usize, taken: &[Taken]) -> Option<Found> {
        let passage = self.passage;
        let list = self.by_first.get(&passage.tokens[index].fold)?;
        // Longest first; of one length, forms in their own order.
        let mut best: Option<(usize, Form)> = None;
        let mut groups = Vec::new();
        for &at in list {
            let short = &self.shorts[at];
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
        let group = self.pick(&groups, sentence, index)?;
        let titled = titles::before(passage, sentence, index).is_some();
        let (rule, confidence) = match form {
            Form::Repeat => (Rule::FullName, 0.8),
            Form::Surname if titled => (Rule::TitleSurname, 0.95),
            Form::Surname => (Rule::SurnameAfterFull, 0.9),
            Form::Given => (Rule::GivenName, 0.7),
            Form::BracketAcronym => (Rule::AcronymInBrackets, 0.95),
            Form::Acronym => (Rule::AcronymOfWords, 0.85),
            Form::Shorter => (Rule::ShortForm, 0.7),
        };
        let rule = match self.groups[group].entry {
            Some(entry) if form == Form::Repeat => {
                if self.directory.is_main_name(entry, passage.span(index, end)) {
                    Rule::CatalogueName
                } else {
                    Rule::CatalogueAlias
                }
            }
            _ => rule,
        };
        Some(Found { first: index, end, rule, group, confidence, antecedent: None })
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
        let acronym = matches!(short.form, Form::Acronym | Form::BracketAcronym);
        if acronym {
            return !place
                && match token.shape {
                    Shape::Upper | Shape::Dotted => {
                        sentence.capitals != Capitals::All
                            || !passage.is(index, Class::COMMON | Class::FUNCTION)
                    }
                    Shape::Mixed => true,
                    Shape::Capital => {
                        short.form == Form::BracketAcronym && token.end - token.start >= 4
                    }
                    _ => false,
                };
        }
        if short.form == Form::Repeat {
            return !place
                && (sentence.capitals == Capitals::All || passage.is_capitalised(end - 1));
        }
        // Nobody's surname in capitals within ordinary text; whole lines of capitals are another case.
        if token.shape == Shape::Upper && sentence.capitals != Capitals::All && end == index + 1 {
            return false;
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
            if self.groups[short.group].kind != EntityKind::Person || short.form == Form::Given {
                return false;
            }
            return match taken[index] {
                Taken::Place => titled || titles::says(passage, sentence, index, end),
                _ => true,
            };
        }
        // Part of a longer name that nobody proposed.
        let more = end < sentence.end
            && passage.is_capitalised(end)
            && passage.follows_closely(end)
            && taken[end] == Taken::Open
            && sentence.capitals == Capitals::Names
            && !passage.is(end, Class::FUNCTION | Class::CALENDAR | Class::TITLE | Class::ROLE);
        if more {
            return false;
        }
        let before = index > sentence.first
            && passage.is_capitalised(index - 1)
            && passage.follows_closely(index)
            && taken[index - 1] == Taken::Open
            && sentence.capitals == Capitals::Names
            && !titled
            && !passage.is_known(index - 1, Known::DEMONYM)
            && !(passage.starts_clause(sentence, index - 1)
                && passage.is(index - 1, Class::COMMON | Class::FUNCTION))
            && !passage
                .is(index - 1, Class::FUNCTION | Class::CALENDAR | Class::TITLE | Class::ROLE);
        if before {
            return false;
        }
        let ordinary = end == index + 1
            && passage.is(index, Class::COMMON | Class::CALENDAR | Class::FUNCTION);
        if ordinary && !titled {
            let nothing = passage.capital_says_nothing(sentence, index);
            if nothing
                && !titles::says(passage, sentence, index, end)
                && !passage.is_possessive(end)
            {
                return false;
            }
        }
        if short.form == Form::Given {
            let own = &self.groups[short.group];
            let earlier = own.in_head || own.fulls.first().is_some_and(|&token| token < index);
            return earlier && !passage.is_mark(end, '.');
        }
        if short.form == Form::Shorter && sentence.capitals == Capitals::All {
            return false;
        }
        true
    }

    /// Gives every short form the full mention it rests on: the nearest before it, else the first
    /// after it. One that rests on the head has none to name.
    fn antecedents(&mut self) {
        let full: Vec<(usize, usize, usize)> = self
            .found
            .iter()
            .enumerate()
            .filter(|(_, found)| {
                !found.rule.needs_antecedent()
                    && (found.end > found.first + 1 || !self.groups[found.group].in_full)
            })
            .map(|(at, found)| (found.group, found.first, at))
            .collect();
        let mut by_group: HashMap<usize, Vec<(usize, usize)>> = HashMap::new();
        for (group, first, at) in full {
            by_group.entry(group).or_default().push((first, at));
        }
        for found in &mut self.found {
            if !found.rule.needs_antecedent() {
                continue;
            }
            let list = by_group.get(&found.group).map(Vec::as_slice).unwrap_or_default();
            let before = list.partition_point(|&(first, _)| first < found.first);
            match before.checked_sub(1).and_then(|at| list.get(at)).or_else(|| list.first()) {
                Some(&(_, at)) => found.antecedent = Some(at),
                None => found.rule = Rule::NamedInHead,
            }
        }
    }
}
