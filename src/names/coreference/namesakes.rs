//! People of one surname in one article: which of them the surname alone means.
//!
//! What stands at the surname decides first: `Mrs`, an office, `his wife` behind it, `herself`, an age; `bearers`
//! knows who of them may be meant there at all. Else it is the one named just before, where no other of them was
//! near, or the one of whom the article is, and this is a guess that is never sure. Nobody can tell where both were named last in one sentence, or
//! where the title is of the other gender: the name is then kept under itself, and rests on nobody. What must
//! stay true: a wrong person is worse than an unknown one.

use super::gender::{self, Surety};
use super::{GroupedMention, Identity, Linker, folds};
use crate::model::{EntityKind, Gender, Rule};
use crate::names::offices;
use crate::names::passage::Passage;
use crate::names::sentences::Sentence;
use crate::names::titles;
use crate::names::words::{self, Class};

/// How sure it is whom a surname means that several have: at most, where the text tells them apart; where a given
/// name or a pronoun does; and where it was only named last.
const TOLD_APART: f32 = 0.9;
const LIKELY: f32 = 0.6;
const NAMED_LAST: f32 = 0.55;

/// What somebody does to somebody else by words.
const TELLING: [&str; 10] = [
    "told", "asked", "warned", "answered", "thanked", "advised", "informed", "assured", "invited",
    "begged",
];

/// How many sentences must lie between two of one surname for the later one to be the one who was named last.
const APART: usize = 1;

/// How many sentences on from its other bearers an article is of its subject again: from the relations, from others.
const LEFT_RELATIONS: usize = 2;
const LEFT_OTHERS: usize = 4;

/// How sure a surname is a name of which nobody can tell whose.
const NOBODY_KNOWS: f32 = 0.4;

/// A surname that several people of the article have.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    pub first: usize,
    pub end: usize,
    pub groups: Vec<usize>,
    pub rule: Rule,
    pub confidence: f32,
}

/// By group: where it was named last, and how often.
struct Named(Vec<(Option<usize>, usize)>);

impl Named {
    fn of(groups: usize) -> Self {
        Self(vec![(None, 0); groups])
    }

    fn add(&mut self, group: usize, token: usize) {
        if let Some((last, times)) = self.0.get_mut(group) {
            (*last, *times) = (Some(token), *times + 1);
        }
    }

    fn last(&self, group: usize) -> Option<usize> {
        self.0.get(group)?.0
    }

    fn times(&self, group: usize) -> usize {
        self.0.get(group).map_or(0, |own| own.1)
    }
}

impl Linker<'_, '_> {
    /// Whether the title before `index` is of a woman where all the text says of the group is of a man, or the
    /// other way round.
    pub(super) fn is_contradicted(&self, group: usize, sentence: &Sentence, index: usize) -> bool {
        let told = self.title_gender(sentence, index);
        let own = self.groups[group].evidence.gender();
        matches!((told, own), (Some(told), Some((own, _))) if told != own)
    }

    /// Finds out whom each surname means that several have, in the order of the text, because each may be the
    /// one named last for the next.
    pub(super) fn shared_surnames(&mut self) {
        if self.shared.is_empty() {
            return;
        }
        let mut shared = std::mem::take(&mut self.shared);
        shared.sort_by_key(|name| name.first);
        self.found.sort_by_key(|found| found.first);
        let mut named = Named::of(self.groups.len());
        let mut next = 0;
        let mut resolved = Vec::with_capacity(shared.len());
        for name in shared {
            while let Some(found) = self.found.get(next).filter(|found| found.first < name.first) {
                named.add(found.group, found.first);
                next += 1;
            }
            let meant = self.meant(&name, &named);
            let (group, rule, most) = match meant {
                Some((group, most)) => {
                    named.add(group, name.first);
                    // Whoever was `Mrs` is a woman further on as well.
                    let sentence = self.passage.sentence_of(name.first).copied();
                    if let Some(told) = sentence.and_then(|own| self.title_gender(&own, name.first))
                    {
                        self.groups[group].evidence.hint(told);
                    }
                    (group, name.rule, most)
                }
                None => {
                    let group = self.unresolved(&name);
                    let titled = name.rule == Rule::TitleSurname;
                    (group, if titled { Rule::Title } else { Rule::FullName }, NOBODY_KNOWS)
                }
            };
            // Apart from those that were there before: the sweep goes over them in their order.
            resolved.push(GroupedMention {
                first: name.first,
                end: name.end,
                rule,
                group,
                confidence: name.confidence.min(most),
                antecedent: None,
            });
        }
        self.found.extend(resolved);
        self.found.sort_by_key(|found| found.first);
    }

    /// What the title directly before `index` says.
    fn title_gender(&self, sentence: &Sentence, index: usize) -> Option<Gender> {
        if self.is_after_monsieur(index) {
            return Some(Gender::Man);
        }
        let title = titles::before(self.passage, sentence, index)?;
        gender::of_word(title.fold)
    }

    /// Whom a surname means, and how sure that can be.
    fn meant(&self, name: &Shared, named: &Named) -> Option<(usize, f32)> {
        let passage = self.passage;
        let sentence = passage.sentence_of(name.first)?;
        if name.groups.iter().any(|&group| self.is_of_two(group)) {
            return None;
        }
        let title = titles::before(passage, sentence, name.first);
        if let Some(group) = title.and_then(|title| self.successor(&name.groups, &title)) {
            return Some((group, LIKELY));
        }
        if let Some(group) = self.of_office(&name.groups, sentence, name.first) {
            return Some((group, TOLD_APART));
        }
        if is_of_couple(passage, sentence, name.first)
            || title.is_some_and(|title| self.is_common_title(&name.groups, &title))
        {
            return None;
        }
        let groups = &self.misters(self.introduced(&name.groups, name.first), name.first);
        if let Some(group) = self.of_generation(groups, (name.first, name.end)) {
            return Some((group, LIKELY));
        }
        if self.is_of_some_generation(name.first) {
            return None;
        }
        if let Some(group) = self.of_age(groups, name.end) {
            return Some((group, TOLD_APART));
        }
        let told = self.title_gender(sentence, name.first);
        if let Some(told) = told.or(gender::stressed(passage, name.end)) {
            let (only, surety) = self.of_gender(groups, told);
            let mother = || Some((self.mother(groups, name.first)?, NAMED_LAST));
            return only.map(|only| (only, most(surety))).or_else(mother);
        }
        if let ([only], true) = (&groups[..], name.groups.len() > 1) {
            return Some((*only, LIKELY));
        }
        if title.is_none()
            && let Some(group) = self.beside_mrs(groups, name.first)
        {
            return Some((group, NAMED_LAST));
        }
        let pronoun = pronoun_behind(passage, sentence, name.end);
        if let Some(group) = pronoun.and_then(|told| self.of_gender(groups, told).0) {
            return Some((group, NAMED_LAST));
        }
        self.named_last(groups, named, name.first)
            .or_else(|| self.subject(groups, named, name.first))
            .map(|group| (group, NAMED_LAST))
    }

    /// The one of several who may be of this gender, and how sure it is of all of them.
    fn of_gender(&self, groups: &[usize], wanted: Gender) -> (Option<usize>, Surety) {
        let told = |group: usize| self.groups[group].evidence.gender();
        let alike = |group: usize| told(group).is_some_and(|(own, _)| own == wanted);
        let open = |group: usize| told(group).is_none();
        let only = |holds: &dyn Fn(usize) -> bool| {
            let mut fitting = groups.iter().copied().filter(|&group| holds(group));
            fitting.next().filter(|_| fitting.next().is_none())
        };
        // Somebody of whom nothing is known may be meant as well as the one who fits, unless the article is
        // much more about the one.
        let named = |group: usize| {
            self.groups[group].fulls.len() + usize::from(self.groups[group].is_beside)
        };
        let found = only(&|group| alike(group) || open(group)).or_else(|| {
            let fitting = only(&alike)?;
            let mut others = groups.iter().copied().filter(|&group| open(group));
            others.all(|other| named(other) < named(fitting)).then_some(fitting)
        });
        let surety = groups
            .iter()
            .map(|&group| told(group).map_or(Surety::Likely, |(_, surety)| surety))
            .min()
            .unwrap_or(Surety::Likely);
        (found, surety)
    }

    /// The one of several who was named last, where nobody else of the name was near and nobody introduces that one
    /// as a relation of another; of two in one sentence the one who is no relation.
    fn named_last(&self, groups: &[usize], all: &Named, index: usize) -> Option<usize> {
        let mut named: Vec<(usize, usize)> =
            groups.iter().filter_map(|&group| Some((all.last(group)?, group))).collect();
        named.sort_unstable();
        let (nearest, group) = named.pop()?;
        let number = |token: usize| self.number(token);
        let is_relation = |group: usize| self.groups[group].kin.is_some();
        let rival = named.last().map(|&(other, _)| number(other));
        if rival == Some(number(nearest)) {
            let mut own = groups.iter().copied().filter(|&group| !is_relation(group));
            return own.next().filter(|_| own.next().is_none());
        }
        if self.is_spelled_otherwise(groups) {
            return Some(group);
        }
        let is_near = number(index) <= number(nearest) + 1;
        let is_alone = rival.is_none_or(|other| other + APART < number(nearest));
        let is_of_another =
            is_relation(group) && groups.iter().any(|&other| other != group && !is_relation(other));
        (is_near && is_alone && !is_of_another).then_some(group)
    }

    /// The one of whom the article is, once it has left the others: who was named first of them, where the others are
    /// somebody's relations, or were named less often and long ago.
    fn subject(&self, groups: &[usize], named: &Named, index: usize) -> Option<usize> {
        let begins = |group: &usize| {
            let own = &self.groups[*group];
            if own.is_beside { Some(0) } else { own.fulls.first().map(|first| first + 1) }
        };
        let mut by_first: Vec<(usize, usize)> =
            groups.iter().filter_map(|group| Some((begins(group)?, *group))).collect();
        by_first.sort_unstable();
        let [(first, subject), others @ ..] = &by_first[..] else { return None };
        let is_relation = |group: usize| self.groups[group].kin.is_some();
        let all_relations = others.iter().all(|&(_, other)| is_relation(other));
        let left = match all_relations {
            true => LEFT_RELATIONS,
            false => LEFT_OTHERS,
        };
        let stands = others.iter().all(|&(at, other)| {
            let since =
                named.last(other).is_none_or(|last| self.number(last) + left <= self.number(index));
            at > *first && since && (all_relations || named.times(other) < named.times(*subject))
        });
        (stands && !is_relation(*subject)).then_some(*subject)
    }

    /// The number of a token's sentence.
    fn number(&self, token: usize) -> usize {
        self.passage.sentences.partition_point(|sentence| sentence.end <= token)
    }

    /// The group of a surname of which nobody can tell whose it is.
    fn unresolved(&mut self, name: &Shared) -> usize {
        let words = folds(self.passage, name.first, name.end);
        let group =
            self.named(Identity::Words(EntityKind::Person, words), EntityKind::Person, None);
        if self.groups[group].form.is_empty() {
            let surface = self.passage.span(name.first, name.end);
            surface.clone_into(&mut self.groups[group].form);
        }
        group
    }

    /// The only one of several who holds the office that stands before `index`.
    pub(super) fn of_office(
        &self,
        groups: &[usize],
        sentence: &Sentence,
        index: usize,
    ) -> Option<usize> {
        let title = titles::before(self.passage, sentence, index)?;
        let fold = offices::long_form(title.fold);
        let office = (title.widened, fold);
        let only = |holds: &dyn Fn(&super::Group) -> bool| {
            let mut titled = groups.iter().filter(|&&group| holds(&self.groups[group]));
            titled.next().filter(|_| titled.next().is_none()).copied()
        };
        // `health minister` is an office of its own; of `and Dr` the first word says nothing.
        let is_told = words::class(title.widened).any(Class::TITLE_MODIFIER)
            && !words::class(title.widened).any(Class::FUNCTION);
        let by_office = is_told.then(|| only(&|own| own.offices.contains(&office))).flatten();
        by_office
            .or_else(|| only(&|own| own.titles.contains(&fold)))
            .or_else(|| only(&|own| own.former.contains(&fold)))
    }
}

fn most(surety: Surety) -> f32 {
    match surety {
        Surety::Said => TOLD_APART,
        Surety::Likely => LIKELY,
    }
}

/// `Mr and Mrs Roa`: neither of them.
fn is_of_couple(passage: &Passage, sentence: &Sentence, index: usize) -> bool {
    let mut at = index;
    let mut back = || {
        at = at.checked_sub(1).filter(|&at| at >= sentence.first)?;
        if passage.is_mark(at, '.') {
            at = at.checked_sub(1).filter(|&at| at >= sentence.first)?;
        }
        Some(at)
    };
    let honorific = |at: usize| passage.is(at, Class::HONORIFIC) && passage.is_capitalised(at);
    back().is_some_and(honorific)
        && back().is_some_and(|at| passage.is_word(at, "and") || passage.is_mark(at, '&'))
        && back().is_some_and(honorific)
}

/// What the first pronoun behind a surname in its sentence says, before another name: `Roa, 61, left with his wife`.
/// Whoever `told her` is somebody else than she.
fn pronoun_behind(passage: &Passage, sentence: &Sentence, end: usize) -> Option<Gender> {
    for at in end..sentence.end {
        let token = &passage.tokens[at];
        let is_name = token.is_capitalised() && !passage.is(at, Class::CALENDAR | Class::TITLE);
        if token.is_quote() || is_name {
            return None;
        }
        if let Some(told) = gender::of_pronoun(passage.word(at)) {
            return Some(if is_object(passage, end, at) { other(told) } else { told });
        }
    }
    None
}

fn other(gender: Gender) -> Gender {
    match gender {
        Gender::Woman => Gender::Man,
        Gender::Man => Gender::Woman,
    }
}

/// Whether the pronoun at `at` is whom something is said to by whoever is named before `end`: `Roa told her that`.
fn is_object(passage: &Passage, end: usize, at: usize) -> bool {
    let behind = at + 1;
    let closes = passage.tokens.get(behind).is_none_or(|next| !next.is_word())
        || ["that", "to", "she", "he", "about", "they", "not", "how", "what", "why"]
            .iter()
            .any(|word| passage.is_word(behind, word));
    let object = passage.is_word(at, "him") || passage.is_word(at, "her") && closes;
    object && at == end + 1 && TELLING.iter().any(|verb| passage.is_word(end, verb))
}
