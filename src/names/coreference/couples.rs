//! `Tom and Ana Roa`: a given name whose surname stands behind the next person's.
//!
//! What must stay true: the first word is a given name and, as far as the article and the catalogue know, not a
//! surname, and nothing before it may be a part of its name.

use super::{Form, GroupedMention, Identity, Linker, MOST_OF_ONE_NAME, folds, push_once};
use crate::model::{EntityKind, Rule};
use crate::names::passage::Known;
use crate::names::tokens::Shape;
use crate::names::words::{self, Class, usual_gender};

/// How sure it is that the two share the surname.
const SHARED: f32 = 0.75;

impl Linker<'_, '_> {
    /// Finds them, and makes each a person of that surname.
    pub(super) fn couples(&mut self) {
        let people: Vec<(usize, usize)> = self
            .found
            .iter()
            .filter(|found| self.groups[found.group].kind == EntityKind::Person)
            .filter(|found| found.rule != Rule::Byline)
            .map(|found| (found.first, found.end))
            .collect();
        let mut added = Vec::new();
        for (first, end) in people {
            let Some(given) = self.given_before(first) else { continue };
            let words = folds(self.passage, first, end);
            let [second, .., surname] = words[..] else { continue };
            let fold = self.passage.tokens[given].fold;
            let whole = words::class(second).any(Class::GIVEN) && second != fold;
            if !whole || self.by_surname.contains_key(&fold) || words.len() > 3 {
                continue;
            }
            let last = self.passage.span(end - 1, end);
            let form = format!("{} {last}", self.passage.word(given));
            let entry = self.directory.find(EntityKind::Person, &form);
            let identity = match entry {
                Some(entry) => Identity::Entry(entry),
                None => Identity::Pair(fold, surname, 0),
            };
            let group = self.named(identity, EntityKind::Person, entry);
            let own = &mut self.groups[group];
            own.evidence.called(fold);
            own.given = fold;
            if own.form.is_empty() {
                own.form = form;
            }
            let is_short = own.in_full;
            own.fulls.push(given);
            let list = self.by_surname.entry(surname).or_default();
            if list.len() < MOST_OF_ONE_NAME {
                push_once(list, group);
            }
            self.add_short(vec![surname], group, Form::Surname);
            self.add_short(vec![fold], group, Form::Given);
            self.coupled.insert(given);
            added.push(GroupedMention {
                first: given,
                end: given + 1,
                rule: if is_short { Rule::GivenName } else { Rule::FullName },
                group,
                confidence: SHARED,
                antecedent: None,
            });
        }
        let taken = |at: usize| {
            let before = self.found.partition_point(|found| found.first <= at);
            before.checked_sub(1).is_some_and(|own| self.found[own].end > at)
        };
        added.retain(|found| !taken(found.first));
        self.found.extend(added);
        self.sort();
    }

    /// The token of a given name that `and` joins to the name at `first`.
    fn given_before(&self, first: usize) -> Option<usize> {
        let passage = self.passage;
        let sentence = passage.sentence_of(first)?;
        let given = first.checked_sub(2).filter(|&given| given >= sentence.first)?;
        let joined = passage.is_word(first - 1, "and") || passage.is_mark(first - 1, '&');
        let alone = given == sentence.first
            || !(passage.is_capitalised(given - 1) && passage.follows_closely(given))
            || passage.starts_clause(sentence, given - 1)
                && passage.is(given - 1, Class::FUNCTION | Class::COMMON);
        let is_given = passage.tokens[given].shape == Shape::Capital
            && passage.is(given, Class::GIVEN)
            && !passage.is(given, Class::FUNCTION | Class::CALENDAR)
            && (!passage.is(given, Class::COMMON)
                || usual_gender(passage.tokens[given].fold).is_some())
            && !passage.is_known(given, Known::PLACE | Known::ORGANISATION | Known::DEMONYM)
            && !self.directory.has_surname(passage.word(given));
        (joined && alone && is_given).then_some(given)
    }
}
