//! Whether a name by the rules or lists stands beside what a model tagged at its words: what holds in every language.
//!
//! `merging` adds what English forms show, `names::tongues::tagging` nothing. What must stay true: an author line
//! stands whatever the model says, and a person whom the rules see whole is not cut in two.

use crate::model::{EntityKind, Rule};
use crate::names::proposals::{ACCEPTED, LIKELY, Proposal, SURE_WORD};

/// A name by the rules or lists, and what a model says of its words.
pub struct BesideTagged<'n> {
    rule: &'n Proposal,
    /// What was tagged at any of its words, in order.
    tagged: &'n [Proposal],
    /// How likely the model thinks each of its words part of a name: the least.
    likely: f32,
}

impl<'n> BesideTagged<'n> {
    /// `tagged`: all that was tagged in the text, in order and without overlap. `named`: by token, how likely the model
    /// thinks it part of a name.
    pub fn of(rule: &'n Proposal, tagged: &'n [Proposal], named: &[f32]) -> Self {
        let first = tagged.partition_point(|other| other.end <= rule.first);
        let end = tagged.partition_point(|other| other.first < rule.end).max(first);
        let likely = named[rule.first..rule.end].iter().copied().fold(1.0, f32::min);
        Self { rule, tagged: &tagged[first..end], likely }
    }

    /// Whether the model tagged none of its words.
    pub fn is_alone(&self) -> bool {
        self.tagged.is_empty()
    }

    /// How sure it is if it stands.
    pub fn confidence(&self) -> f32 {
        match self.tagged {
            [] => self.likely.max(ACCEPTED),
            tagged => tagged.iter().map(|other| other.confidence).fold(0.0, f32::max),
        }
    }

    /// Whether it stands. `sure_person`: how sure a person by the rules must be of whom the model nearly saw a name.
    pub fn stands(&self, sure_person: f32) -> bool {
        match self.tagged {
            _ if self.rule.rule == Rule::Byline => true,
            [] => self.is_listed() && self.has_several_words() || self.is_nearly_seen(sure_person),
            [other] if self.is_same(other) => true,
            tagged => {
                self.rule.kind == EntityKind::Person
                    && self.has_several_words()
                    && tagged.iter().all(|other| self.covers(other))
            }
        }
    }

    fn is_listed(&self) -> bool {
        self.rule.rule == Rule::CatalogueName
    }

    fn has_several_words(&self) -> bool {
        self.rule.end - self.rule.first >= 2
    }

    /// Whether rule or list is sure, and the model thinks a name likely that it did not tag.
    fn is_nearly_seen(&self, sure_person: f32) -> bool {
        let rule = self.rule;
        self.likely >= LIKELY
            && (self.is_listed() && rule.confidence >= SURE_WORD
                || rule.kind == EntityKind::Person && rule.confidence >= sure_person)
    }

    /// The same words, and the same kind: what a name of the catalogue of several words is, the catalogue says.
    fn is_same(&self, other: &Proposal) -> bool {
        (other.first, other.end) == (self.rule.first, self.rule.end)
            && (other.kind == self.rule.kind || self.is_listed() && self.has_several_words())
    }

    /// Whether a tagged person has no words but those of this name.
    fn covers(&self, other: &Proposal) -> bool {
        other.kind == EntityKind::Person
            && self.rule.first <= other.first
            && other.end <= self.rule.end
    }
}
