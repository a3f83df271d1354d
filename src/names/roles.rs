//! Titles that a text gives to people: `Foreign Minister Winston Peters`, `the minister, Ana Roa,`.
//!
//! `phrase` reads the words of a title and where it is held; here stands how it belongs to a person:
//! directly before the name, beside it behind a comma, or by a verb. What must stay true: a role's
//! words stand in the text as they are given, its person is a mention of the same text, and one title
//! is given to one person. Honorifics alone are no titles.

mod phrase;
#[cfg(test)]
mod tests;
mod vocabulary;

use super::passage::Passage;
use super::resolve::Directory;
use super::sentences::Sentence;
use super::tokens::{Gap, Shape};
use super::words::Class;
use crate::model::{EntityKind, Mention, Role, RoleRule};
use phrase::{Phrase, Phrases};

/// How far a verb may stand from the name that it is about, and a name from a comma after it.
const FARTHEST: usize = 12;

/// The roles in a text, in order.
pub fn roles(passage: &Passage, mentions: &[Mention], directory: &Directory) -> Vec<Role> {
    let reader = Reader { passage, mentions, phrases: Phrases::new(passage, mentions, directory) };
    passage.sentences.iter().flat_map(|sentence| reader.roles_of(sentence)).collect()
}

/// Who holds a title, and how the text says so.
#[derive(Clone, Copy)]
struct Held {
    /// Index of the mention of the person.
    person: usize,
    rule: RoleRule,
}

struct Reader<'p, 't> {
    passage: &'p Passage<'t>,
    mentions: &'p [Mention],
    phrases: Phrases<'p, 't>,
}

impl Reader<'_, '_> {
    fn roles_of(&self, sentence: &Sentence) -> Vec<Role> {
        let mut roles = Vec::new();
        // The title read last, and whose it is.
        let mut previous: Option<(Phrase, Option<Held>)> = None;
        let mut at = sentence.first;
        while at < sentence.end {
            let read = previous.as_ref().map_or(sentence.first, |(before, _)| before.end);
            let phrase = self.phrases.at(sentence, at).filter(|phrase| phrase.first >= read);
            let Some(mut phrase) = phrase else {
                at += 1;
                continue;
            };
            at = phrase.end;
            let joined = previous.filter(|(before, held)| self.joins(before, *held, &phrase));
            let own = self.held(sentence, &phrase);
            let held = own.or_else(|| joined.as_ref().and_then(|(_, held)| *held));
            if let Some(Held { person, rule: RoleRule::Before }) = held {
                // `minister and party leader Ana Roa`: the first title is hers as well.
                if let Some((before, None)) = joined.filter(|(before, _)| self.may_share(before)) {
                    roles.extend(self.role(before, Held { person, rule: RoleRule::Before }));
                }
                if let Some(after) = self.phrases.holder_after(self.phrases.span(person).1) {
                    phrase.held_in = Some(after);
                }
            }
            roles.extend(held.and_then(|held| self.role(phrase.clone(), held)));
            previous = Some((phrase, held));
        }
        roles
    }

    /// Whether a title goes on from another: `a lawyer and activist`, `the editor, publisher and owner`.
    fn joins(&self, before: &Phrase, held: Option<Held>, phrase: &Phrase) -> bool {
        let comma = self.passage.is_mark(before.stop, ',');
        let and = before.stop + usize::from(comma);
        let start = and + usize::from(self.passage.is_word(and, "and"));
        phrase.start == phrase.first
            && start == phrase.start
            && start > before.stop
            && (!comma || held.is_some())
    }

    /// Whether the name after the next title may be this one's as well: not in `Mr Chairman and Senator
    /// Roa`, nor in `elected as chairman and met Senator Roa`.
    fn may_share(&self, phrase: &Phrase) -> bool {
        let before = phrase.start.checked_sub(1);
        let apart = before.is_some_and(|before| {
            self.passage.is(before, Class::FUNCTION | Class::HONORIFIC)
                || self.passage.is_mark(before, '.')
                    && self.passage.is(before.saturating_sub(1), Class::HONORIFIC)
        });
        !phrase.definite && !apart && !self.passage.is_mark(phrase.stop, ',')
    }

    fn role(&self, phrase: Phrase, held: Held) -> Option<Role> {
        let (first, last) =
            (self.passage.tokens.get(phrase.first)?, self.passage.tokens.get(phrase.end - 1)?);
        let confidence = match held.rule {
            RoleRule::Before => 0.95,
            RoleRule::Apposition => 0.9,
            RoleRule::Introduced | RoleRule::Predicate => 0.85,
        };
        Some(Role {
            start_char: first.start_char as usize,
            end_char: last.end_char as usize,
            title: self.passage.span(phrase.first, phrase.end).to_owned(),
            person_mention: self.mentions.get(held.person)?.start_char,
            held_in: phrase.held_in,
            rule: held.rule,
            confidence,
        })
    }

    /// Who holds this title.
    fn held(&self, sentence: &Sentence, phrase: &Phrase) -> Option<Held> {
        let held = |rule| move |person| Held { person, rule };
        if let Some(person) = self.named_after(phrase.end) {
            return Some(Held { person, rule: RoleRule::Before });
        }
        // `the minister's house`, `the minister house`.
        if !self.ends_well(sentence, phrase.stop) {
            return None;
        }
        let beside = self.beside(sentence, phrase);
        let introduced = self.introduced(sentence, phrase);
        match (beside, introduced) {
            // `After talks with Ana Roa, the foreign minister, Tom Hale, left.`
            (Some(_), Some(person)) if self.is_fronted(sentence) => {
                Some(Held { person, rule: RoleRule::Introduced })
            }
            (Some(person), _) => Some(Held { person, rule: RoleRule::Apposition }),
            (None, Some(person)) => Some(Held { person, rule: RoleRule::Introduced }),
            (None, None) => self.predicated(sentence, phrase).map(held(RoleRule::Predicate)),
        }
    }

    /// The person whose name begins at `index`, past honorifics: `Minister Sir Tom Hale`.
    fn named_after(&self, mut index: usize) -> Option<usize> {
        for _ in 0..4 {
            let token = self.passage.tokens.get(index)?;
            if !matches!(token.gap, Gap::Space | Gap::Line | Gap::None) {
                return None;
            }
            if let Some(person) = self.phrases.starting(index) {
                return self.is_person(person).then_some(person);
            }
            let honorific = token.is_capitalised() && self.passage.is(index, Class::HONORIFIC);
            if !honorific && !token.is_mark('.') {
                return None;
            }
            index += 1;
        }
        None
    }

    fn is_person(&self, mention: usize) -> bool {
        self.mentions.get(mention).is_some_and(|own| own.entity.kind == EntityKind::Person)
    }

    /// The person whose name ends before `index`.
    fn named_before(&self, index: usize) -> Option<usize> {
        self.phrases.ending(index).filter(|&mention| self.is_person(mention))
    }

    /// Whether a title may be over at `stop`: at a mark, a small word, or a verb.
    fn ends_well(&self, sentence: &Sentence, stop: usize) -> bool {
        let Some(token) = self.passage.tokens.get(stop).filter(|_| stop < sentence.end) else {
            return true;
        };
        match token.shape {
            Shape::Possessive => false,
            Shape::Mark => !token.is_hyphen(),
            _ => {
                token.gap > Gap::Space
                    || self.passage.is(
                        stop,
                        Class::FUNCTION | Class::SAYING | Class::PREDICATE | Class::CALENDAR,
                    )
            }
        }
    }

    /// Whether a mark that closes an apposition stands at `index`.
    fn closes(&self, sentence: &Sentence, index: usize) -> bool {
        index >= sentence.end
            || self.passage.tokens[index].gap > Gap::Space
            || self.is_one_of(index, &[',', ')', '.', ';', ':', '–', '—', '!', '?'])
            || self.passage.tokens[index].is_quote()
    }

    fn is_one_of(&self, index: usize, marks: &[char]) -> bool {
        marks.iter().any(|mark| self.passage.is_mark(index, *mark))
    }

    /// `Penny Wong, Australia's foreign minister,`: the person before the comma, dash or bracket.
    fn beside(&self, sentence: &Sentence, phrase: &Phrase) -> Option<usize> {
        let mark = phrase.start.checked_sub(1).filter(|&mark| mark >= sentence.first)?;
        let adverb = ["now", "then", "also", "currently", "formerly", "himself", "herself"]
            .iter()
            .any(|word| self.passage.is_word(mark, word));
        let mark = if adverb { mark.checked_sub(1)? } else { mark };
        if !self.is_one_of(mark, &[',', '(', '–', '—']) {
            return None;
        }
        let person = self.named_before(mark).or_else(|| self.before_an_age(mark))?;
        let closed = self.closes(sentence, phrase.stop);
        // `After meeting Ana Roa, the minister said`: the title is the subject of its own verb.
        let subject = !closed
            && (self.passage.is(phrase.stop, Class::SAYING | Class::PREDICATE)
                && !self.passage.is_word(phrase.stop, "who")
                && !self.passage.is_word(phrase.stop, "whose")
                || self.passage.is_word(phrase.stop, "and") && phrase.definite);
        (!subject).then_some(person)
    }

    /// `Ana Roa, 45,`: the person before the first comma, where `comma` is the second.
    fn before_an_age(&self, comma: usize) -> Option<usize> {
        let number = comma.checked_sub(1)?;
        let short = self.passage.tokens.get(number).is_some_and(|token| {
            token.shape == Shape::Number && token.end_char - token.start_char <= 3
        });
        let first = number.checked_sub(1).filter(|_| short)?;
        self.passage.is_mark(first, ',').then(|| self.named_before(first)).flatten()
    }

    /// `The foreign minister, Winston Peters, said`: the person between the commas.
    fn introduced(&self, sentence: &Sentence, phrase: &Phrase) -> Option<usize> {
        if !self.passage.is_mark(phrase.stop, ',') {
            return None;
        }
        let person = self.named_after(phrase.stop + 1)?;
        let end = self.phrases.span(person).1;
        // `Ana Roa of the Lowy Institute,`.
        let end = self.phrases.after_holder(end).unwrap_or(end);
        (self.closes(sentence, end) || self.passage.is_word(end, "and")).then_some(person)
    }

    /// Whether the sentence begins with a word that puts something before its subject.
    fn is_fronted(&self, sentence: &Sentence) -> bool {
        [
            "after", "before", "in", "at", "during", "when", "while", "as", "with", "speaking",
            "meeting",
        ]
        .iter()
        .any(|word| self.passage.is_word(sentence.first, word))
    }

    /// `Peters is the foreign minister`, `was named`, `who served as`, `named Peters chief executive`.
    fn predicated(&self, sentence: &Sentence, phrase: &Phrase) -> Option<usize> {
        let mut at = phrase.start;
        // `the bank named Ana Roa chief executive`.
        if let Some(person) = self.named_before(at) {
            let (first, _) = self.phrases.span(person);
            let verb = first.checked_sub(1).filter(|&verb| verb >= sentence.first)?;
            return vocabulary::is_naming(self.passage, verb).then_some(person);
        }
        let last =
            (sentence.first..at).rev().find(|&at| !vocabulary::is_adverb(self.passage, at))?;
        if !vocabulary::is_linking(self.passage, last) {
            return None;
        }
        for _ in 0..FARTHEST {
            let before = at.checked_sub(1).filter(|&before| before >= sentence.first)?;
            if self.passage.is_mark(before, ',') {
                // `Ana Roa, who is`, `Ana Roa, a lawyer, became`.
                return match self.passage.is_word(at, "who") {
                    true => self.named_before(before),
                    false => self.before_a_comma(sentence, before),
                };
            }
            if self.phrases.ending(at).is_some() {
                return self.named_before(at);
            }
            if !vocabulary::may_link(self.passage, before) {
                return None;
            }
            at = before;
        }
        None
    }

    /// The person before the comma that opens what `comma` closes.
    fn before_a_comma(&self, sentence: &Sentence, comma: usize) -> Option<usize> {
        let nearest = comma.saturating_sub(FARTHEST).max(sentence.first);
        let open = (nearest..comma).rev().find(|&at| self.passage.is_mark(at, ','))?;
        self.named_before(open)
    }
}
