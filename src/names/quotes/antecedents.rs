//! Whom `she`, `the minister`, `the ministry` and `the statement` mean: what the article has said so far.
//!
//! The memory is filled sentence by sentence, and a look into it goes back a bounded way. It gives no
//! answer rather than one without evidence.

use std::collections::HashMap;

use super::bearers::{Bearers, bearers, gender_of, genders};
use super::lists::Part;
use super::papers;
use super::reading::{Frame, Reading};
use super::strangers::Strangers;
use super::subjects::{self, Subject, Who};
use crate::model::{EntityKind, EntityName, Gender, QuoteRule};
use crate::names::tokens::Shape;
use crate::names::words::Class;

/// How many entries a look back may read.
const LOOK_BACK: usize = 64;
/// How sure the recogniser must be of a surname that several people bear: less is said of whom nobody can tell.
const LEAST_SURE: f64 = 0.5;
/// How sure it is where that is not a guess.
const NO_GUESS: f64 = 0.6;
/// How many sentences back a document may have been named. (How far a pronoun reaches, its score says.)
const DOCUMENT_REACH: usize = 14;
/// The same of a pronoun that is not English.
const PRONOUN_REACH: usize = 3;
/// What it counts that a person’s gender is known to fit: less than a sentence of distance.
const KNOWN_GENDER: f64 = 0.6;
/// The most words before or after a name that are read for its titles.
const LONGEST_TITLE: usize = 8;
const LONGEST_APPOSITION: usize = 14;

/// A mention that later words may mean.
#[derive(Clone, Copy, Debug)]
struct Focus {
    token: usize,
    frame: usize,
    mention: usize,
    /// Whether it did something there.
    subject: bool,
    /// `with Peters`, `Peters’`: nobody whom a pronoun of the same sentence means.
    object: bool,
}

/// An office that the article gives to a person: the token of its noun, the words around it.
#[derive(Clone, Copy, Debug)]
struct Office {
    noun: usize,
    first: usize,
    mention: usize,
}

/// A document and who stands behind it.
#[derive(Clone, Copy, Debug)]
struct Document {
    token: usize,
    frame: usize,
    mention: usize,
}

/// Who speaks, as far as the article tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speaker {
    pub mention: Option<usize>,
    pub rule: QuoteRule,
    pub confidence: f64,
}

/// Who was named so far, and who spoke last.
pub struct Memory<'p> {
    focuses: Vec<Focus>,
    offices: Vec<Office>,
    documents: Vec<Document>,
    strangers: Strangers,
    genders: HashMap<&'p str, Gender>,
    /// How many people are named in full with a surname, by its fold.
    bearers: HashMap<u64, Bearers<'p>>,
}

impl<'p> Memory<'p> {
    /// A memory at the start of a text.
    pub fn new(reading: &Reading<'p>) -> Self {
        Self {
            focuses: Vec::new(),
            offices: Vec::new(),
            documents: Vec::new(),
            strangers: Strangers::default(),
            genders: genders(reading),
            bearers: bearers(reading),
        }
    }

    /// Takes in the sentence; gives what it is about.
    pub fn read(&mut self, reading: &Reading, number: usize) -> Option<Subject> {
        let frame = reading.frames[number];
        let mut leading = leading_pronoun(reading, &frame);
        let mut at = frame.first;
        while at < frame.end {
            let own = reading.owner(at).filter(|_| !reading.is_quoted(at));
            let Some(mention) = own else {
                at += 1;
                continue;
            };
            let named = reading.named[mention];
            at = named.end.max(at + 1);
            if named.kind == EntityKind::Place {
                continue;
            }
            self.note_offices(reading, mention, &frame);
            let subject = subjects::ending_with(reading, mention, frame.first)
                .filter(|_| !reading.passage.is_possessive(named.end))
                .filter(|_| !belongs_to_office(reading, mention))
                .filter(|subject| matches!(subject.who, Who::Named(_) | Who::Document(_, Some(_))));
            let leads = leading.is_none() && subject.is_some();
            if leads {
                leading = subject;
            }
            self.focuses.push(Focus {
                token: named.first,
                frame: number,
                mention,
                subject: leads,
                object: subject.is_none(),
            });
        }
        let floor = leading.map(|own| own.reach.min(own.first));
        if let Some(stranger) = self.strangers.read(reading, number, floor) {
            self.note_documents(reading, number, None);
            return Some(Subject::new(Who::Other, stranger.first, stranger.end));
        }
        if let Some((role, mention)) =
            self.leading_office(reading, &frame).filter(|_| leading.is_none())
        {
            self.note_subject(role.first, number, mention);
            leading = Some(role);
        }
        if let Some(Subject { who: Who::Pronoun(_), .. }) = leading {
            let meant = leading.map(|subject| self.speaker(reading, &subject, number));
            if let (Some(mention), Some(subject)) = (meant.and_then(|own| own.mention), leading) {
                self.note_subject(subject.first, number, mention);
            }
        }
        self.note_documents(reading, number, leading);
        leading
    }

    /// Somebody spoke in the sentence.
    pub fn note_subject(&mut self, token: usize, frame: usize, mention: usize) {
        self.focuses.push(Focus { token, frame, mention, subject: true, object: false });
    }

    /// A spokesman spoke for an organisation: `the spokesman` will do so again.
    pub fn note_spokesperson(&mut self, reading: &Reading, subject: &Subject) {
        let Who::Spokesperson(mention) = subject.who else { return };
        let noun = (subject.first..subject.end).find(|&at| reading.is(at, Part::SPOKESPERSON));
        self.offices.extend(noun.map(|noun| Office { noun, first: noun, mention }));
    }

    /// The words for whoever speaks, where nobody is named: those of the stranger whom a pronoun means, and no
    /// pronoun.
    pub fn described(
        &self,
        reading: &Reading,
        subject: &Subject,
        frame: usize,
    ) -> Option<(usize, usize)> {
        match subject.who {
            Who::Pronoun(at) => {
                if reading.is_any(at, &["it"]) {
                    return papers::before(reading, frame);
                }
                let stranger = self.strangers.described(reading, at, frame)?;
                reading.span(stranger.first, stranger.end)
            }
            _ => reading.span(subject.first, subject.end),
        }
    }

    /// Whether somebody else than `mention` did something after a token.
    pub fn others_after(&self, reading: &Reading, token: usize, mention: usize) -> bool {
        if self.strangers.any_after(token, self.gender(reading, mention)) {
            return true;
        }
        let entity = &reading.mentions[mention].entity;
        self.focuses
            .iter()
            .rev()
            .take(LOOK_BACK)
            .take_while(|focus| focus.token > token)
            .any(|focus| focus.subject && reading.mentions[focus.mention].entity != *entity)
    }

    /// `The judge intervenes.`: a sentence about the office that the article gave to somebody.
    fn leading_office(&self, reading: &Reading, frame: &Frame) -> Option<(Subject, usize)> {
        let first = frame.first;
        if !reading.is_any(first, &["the"]) || reading.is_quoted(first) {
            return None;
        }
        let noun = (first + 1..frame.end.min(first + 4))
            .take_while(|&at| reading.owner(at).is_none() && reading.passage.tokens[at].is_word())
            .find(|&at| is_office(reading, at))?;
        let goes_on = reading.is(noun + 1, Part::PREPOSITION | Part::CONJUNCTION)
            || reading.passage.is_possessive(noun + 1)
            || is_office(reading, noun + 1)
            || reading.owner(noun + 1).is_some()
            || reading.is_mark(noun + 1, &[',']);
        let subject = Subject::new(Who::Role(noun), first, noun + 1);
        let mention = self.office(reading, noun, &subject).filter(|_| !goes_on)?;
        reading.is_kind(mention, EntityKind::Person).then_some((subject, mention))
    }

    /// The offices beside a name.
    fn note_offices(&mut self, reading: &Reading, mention: usize, frame: &Frame) {
        if reading.is_kind(mention, EntityKind::Person) {
            self.note_offices_before(reading, mention, frame);
            self.note_office_after(reading, mention, frame);
        }
    }

    /// `Foreign Minister Ana Roa`, `the police chief, Inspector Ana Roa,`.
    fn note_offices_before(&mut self, reading: &Reading, mention: usize, frame: &Frame) {
        let passage = reading.passage;
        let name = reading.named[mention].first;
        let lowest = frame.first.max(name.saturating_sub(LONGEST_TITLE));
        let mut nouns: Vec<usize> = Vec::new();
        let mut at = name;
        while at > lowest && !reading.is_quoted(at - 1) && !reading.is(at, Part::DETERMINER) {
            let before = at - 1;
            let office = is_office(reading, before);
            let comma = reading.is_mark(before, &[','])
                && before > lowest
                && is_office(reading, before - 1);
            let word = !nouns.is_empty()
                && passage.tokens[before].is_word()
                && reading.owner(before).is_none();
            let joins = office
                || comma
                || word
                || passage.is(before, Class::TITLE_MODIFIER)
                || passage.is_joining_hyphen(before);
            if !joins {
                break;
            }
            if office && (nouns.is_empty() || reading.is_mark(at, &[','])) {
                nouns.push(before);
            }
            at = before;
        }
        self.offices.extend(nouns.iter().map(|&noun| Office { noun, first: at, mention }));
    }

    /// `Ana Roa, a lawyer`, `Ana Roa is a lawyer`.
    fn note_office_after(&mut self, reading: &Reading, mention: usize, frame: &Frame) {
        let passage = reading.passage;
        let end = reading.named[mention].end;
        let apposed = reading.is_mark(end, &[',', '(', '–', '—']);
        if !apposed && !reading.is_any(end, &["is", "was"]) {
            return;
        }
        let first = end + 1;
        let noun = (first..frame.end.min(first + LONGEST_APPOSITION))
            .take_while(|&at| {
                let mark = passage.tokens[at].shape == Shape::Mark;
                !reading.is_quoted(at) && (!mark || passage.is_joining_hyphen(at))
            })
            .find(|&at| is_office(reading, at) && !passage.is_possessive(at + 1));
        self.offices.extend(noun.map(|noun| Office { noun, first, mention }));
    }

    /// The documents that the sentence names, with whoever issued them.
    fn note_documents(&mut self, reading: &Reading, number: usize, leading: Option<Subject>) {
        let frame = reading.frames[number];
        for at in frame.first..frame.end {
            if !reading.is(at, Part::DOCUMENT)
                || reading.is_quoted(at)
                || reading.owner(at).is_some()
            {
                continue;
            }
            let named_after = (at + 1..frame.end.min(at + 7))
                .take_while(|&next| {
                    !reading.is_quoted(next)
                        && !reading.is_mark(next, &['.', ',', ';', ':'])
                        && !reading.is_any(
                            next,
                            &["on", "about", "that", "saying", "said", "to", "against"],
                        )
                })
                .find_map(|next| reading.owner(next))
                .filter(|&own| !reading.passage.is_possessive(reading.named[own].end))
                .filter(|_| {
                    reading.is(at + 1, Part::PREPOSITION) || reading.is(at + 2, Part::PREPOSITION)
                });
            let definite = at > frame.first && reading.is_any(at - 1, &["the", "that", "this"]);
            let leader = match leading.map(|subject| subject.who) {
                Some(Who::Named(mention)) if !definite => Some(mention),
                Some(Who::Pronoun(_)) if !definite => self
                    .focuses
                    .last()
                    .filter(|focus| focus.frame == number && focus.subject)
                    .map(|focus| focus.mention),
                _ => None,
            };
            let behind = subjects::named_before_noun(reading, at, frame.first)
                .or(named_after.filter(|&own| !reading.is_kind(own, EntityKind::Place)))
                .or(leader);
            if let Some(mention) = behind {
                self.documents.push(Document { token: at, frame: number, mention });
                let organisation = reading.is_kind(mention, EntityKind::Organisation);
                if organisation && leader != Some(mention) {
                    self.focuses.push(Focus {
                        token: at,
                        frame: number,
                        mention,
                        subject: true,
                        object: false,
                    });
                }
            }
        }
    }

    /// Who speaks when these words do, in sentence `frame`.
    pub fn speaker(&self, reading: &Reading, subject: &Subject, frame: usize) -> Speaker {
        let known =
            |mention, rule, confidence| Speaker { mention: Some(mention), rule, confidence };
        let unknown = |rule| Speaker { mention: None, rule, confidence: 0.5 };
        let of = |mention: Option<usize>, rule, confidence| {
            mention.map_or(unknown(rule), |mention| known(mention, rule, confidence))
        };
        match subject.who {
            Who::Named(mention) if reading.is_kind(mention, EntityKind::Person) => {
                match self.sureness(reading, mention) {
                    sure if sure < LEAST_SURE => unknown(QuoteRule::Name),
                    sure if sure < NO_GUESS => known(mention, QuoteRule::Name, sure),
                    _ => known(mention, QuoteRule::Name, 0.95),
                }
            }
            Who::Named(mention) => known(mention, QuoteRule::Organisation, 0.9),
            Who::Spokesperson(mention) if reading.is_kind(mention, EntityKind::Organisation) => {
                known(mention, QuoteRule::Organisation, 0.85)
            }
            Who::Spokesperson(_) | Who::Other => unknown(QuoteRule::Role),
            Who::Pronoun(at) => of(self.pronoun(reading, at, frame), QuoteRule::Pronoun, 0.75),
            Who::Role(at) => of(self.office(reading, at, subject), QuoteRule::Role, 0.8),
            Who::Institution(at) => {
                of(self.institution(reading, at, subject, frame), QuoteRule::Organisation, 0.75)
            }
            Who::Document(at, behind) => {
                let new = reading.is_any(subject.first, &["a", "an", "another"]);
                let behind = behind.or_else(|| self.document(reading, at, frame, new));
                of(behind, QuoteRule::Organisation, 0.75)
            }
        }
    }

    /// How sure it is that a name means this person: a surname alone may mean another bearer of it.
    fn sureness(&self, reading: &Reading, mention: usize) -> f64 {
        let named = reading.named[mention];
        let alone = named.end == named.first + 1;
        let fold = reading.passage.tokens.get(named.first).map_or(0, |token| token.fold);
        let shared = self.bearers.get(&fold).is_some_and(|bearers| bearers.several);
        match reading.mentions[mention].confidence {
            Some(sure) if alone && shared => sure,
            _ => 1.0,
        }
    }

    /// The person or organisation that a pronoun means: who did something lately, and fits.
    fn pronoun(&self, reading: &Reading, at: usize, frame: usize) -> Option<usize> {
        let gender = gender_of(reading, at);
        if !reading.is_english() {
            return self.only_one(reading, at, frame, gender?);
        }
        if gender.is_none() && !reading.is_any(at, &["it"]) {
            return None;
        }
        if gender.is_some() && self.means_office(reading, at, frame) {
            return None;
        }
        // `He praised Peters`: he is not Peters.
        let others: Vec<&EntityName> = self
            .focuses
            .iter()
            .rev()
            .take(LOOK_BACK)
            .take_while(|focus| focus.frame == frame)
            .filter(|focus| focus.token > at)
            .map(|focus| &reading.mentions[focus.mention].entity)
            .collect();
        let mut best: Option<(f64, usize)> = None;
        for focus in self.focuses.iter().rev().take(LOOK_BACK).filter(|focus| focus.token < at) {
            if focus.object && focus.frame == frame
                || others.contains(&&reading.mentions[focus.mention].entity)
            {
                continue;
            }
            let person = reading.is_kind(focus.mention, EntityKind::Person);
            let fits = match (gender, self.gender(reading, focus.mention)) {
                (None, _) if person || !focus.subject => continue,
                (Some(_), _) if !person => continue,
                (Some(wanted), Some(own)) if wanted != own => continue,
                (Some(_), Some(_)) => 1.0,
                _ => 0.0,
            };
            let distance = (frame - focus.frame.min(frame)) as f64;
            let score = fits + if focus.subject { 2.0 } else { 0.0 } - 0.7 * distance;
            // Who is nearer goes before who fits, but who fits may be further away.
            let reaches = score > 0.0;
            let score = score - (1.0 - KNOWN_GENDER) * fits;
            // Of two in one sentence the first counts, of two sentences the nearer one.
            let better =
                best.is_none_or(|(least, _)| score > least || score == least && !focus.subject);
            if reaches && better {
                best = Some((score, focus.mention));
            }
        }
        let (_, mention) = best?;
        let named = self.last_named(reading, mention, at);
        self.strangers.meant(reading, at, frame, named).is_none().then_some(mention)
    }

    /// Where somebody was last named before token `at`.
    fn last_named(&self, reading: &Reading, mention: usize, at: usize) -> usize {
        let entity = &reading.mentions[mention].entity;
        let own =
            |focus: &&Focus| focus.token < at && reading.mentions[focus.mention].entity == *entity;
        let last = self.focuses.iter().rev().take(LOOK_BACK).find(own);
        last.map_or(0, |focus| focus.token)
    }

    /// `The defence minister condemned what he called …`: the pronoun means an office of its own sentence, and
    /// nobody could say whose.
    fn means_office(&self, reading: &Reading, at: usize, frame: usize) -> bool {
        let person =
            self.focuses.iter().rev().take(LOOK_BACK).take_while(|focus| focus.frame == frame).any(
                |focus| focus.token < at && reading.is_kind(focus.mention, EntityKind::Person),
            );
        let lowest = reading.frames[frame].first;
        let near = lowest.max(at.saturating_sub(LONGEST_APPOSITION));
        !person
            && (near..at).any(|noun| {
                is_office(reading, noun)
                    && !reading.is_quoted(noun)
                    && !is_office(reading, noun + 1)
                    && subjects::is_subject(reading, noun + 1, lowest)
            })
    }

    /// The one person of whom the last sentences spoke, unless a pronoun of this gender cannot mean them: of other
    /// languages no more is known. Of several it is whom the sentence before was about alone, if the gender is theirs.
    fn only_one(
        &self,
        reading: &Reading,
        at: usize,
        frame: usize,
        wanted: Gender,
    ) -> Option<usize> {
        let near = || {
            self.focuses
                .iter()
                .rev()
                .take(LOOK_BACK)
                .filter(|focus| focus.token < at)
                .take_while(|focus| frame - focus.frame.min(frame) <= PRONOUN_REACH)
                .filter(|focus| reading.is_kind(focus.mention, EntityKind::Person))
        };
        let fits = |focus: &&Focus| {
            self.gender(reading, focus.mention).is_none_or(|gender| gender == wanted)
        };
        let last = near().find(fits)?;
        let entity = &reading.mentions[last.mention].entity;
        let is_same = |focus: &Focus| reading.mentions[focus.mention].entity == *entity;
        let alone = near().filter(fits).all(is_same);
        let just_before = || near().filter(|focus| focus.frame + 1 >= frame);
        let leads = self.gender(reading, last.mention) == Some(wanted)
            && just_before().all(is_same)
            && just_before().any(|focus| focus.subject);
        let named = self.last_named(reading, last.mention, at);
        let no_stranger = self.strangers.meant(reading, at, frame, named).is_none();
        ((alone || leads) && no_stranger).then_some(last.mention)
    }

    fn gender(&self, reading: &Reading, mention: usize) -> Option<Gender> {
        self.genders.get(reading.mentions[mention].entity.key.as_str()).copied()
    }

    /// The person whom the article last gave this office. An office with `a` or an owner before it is
    /// somebody new.
    fn office(&self, reading: &Reading, at: usize, subject: &Subject) -> Option<usize> {
        let tokens = &reading.passage.tokens;
        let definite = subject.first == at || reading.is_any(subject.first, &["the"]);
        if !definite || reading.passage.word(at).ends_with("men") {
            return None;
        }
        let modifiers = |first: usize, noun: usize| {
            (first..noun).filter(|&at| tokens[at].is_word() && !reading.is(at, Part::DETERMINER))
        };
        let prime = |first: usize, noun: usize| {
            modifiers(first, noun).any(|at| reading.is_any(at, &["prime"]))
        };
        self.offices
            .iter()
            .rev()
            .take(LOOK_BACK)
            .filter(|office| office.noun < at && tokens[office.noun].fold == tokens[at].fold)
            .find(|office| {
                let has = |wanted: usize| {
                    modifiers(office.first, office.noun)
                        .any(|own| tokens[own].fold == tokens[wanted].fold)
                };
                prime(office.first, office.noun) == prime(subject.first, at)
                    && modifiers(subject.first, at)
                        .all(|wanted| reading.owner(wanted).is_some() || has(wanted))
            })
            .map(|office| office.mention)
    }

    /// `the ministry`: the last organisation with that word in its name; `the company`: the one that did
    /// something last.
    fn institution(
        &self,
        reading: &Reading,
        at: usize,
        subject: &Subject,
        frame: usize,
    ) -> Option<usize> {
        if subject.first != at && !reading.is_any(subject.first, &["the", "that"]) {
            return None;
        }
        let word = reading.passage.word(at);
        let before = || {
            self.focuses.iter().rev().take(LOOK_BACK).filter(|focus| {
                focus.token < at && reading.is_kind(focus.mention, EntityKind::Organisation)
            })
        };
        let named = before().find(|focus| {
            let mention = &reading.mentions[focus.mention];
            let has =
                |name: &str| name.split_whitespace().any(|own| own.eq_ignore_ascii_case(word));
            has(&mention.surface_form) || has(&mention.entity.name)
        });
        let any = || {
            before().find(|focus| {
                reading.is(at, Part::ANY_INSTITUTION)
                    && focus.subject
                    && frame - focus.frame.min(frame) <= 4
            })
        };
        named.or_else(any).map(|focus| focus.mention)
    }

    /// Who stands behind the document that the token names: the last one of its kind, or, of a `new`
    /// one, what its own sentence tells.
    fn document(&self, reading: &Reading, at: usize, frame: usize, new: bool) -> Option<usize> {
        let tokens = &reading.passage.tokens;
        self.documents
            .iter()
            .rev()
            .take(LOOK_BACK)
            .take_while(|document| frame - document.frame.min(frame) <= DOCUMENT_REACH)
            .find(|document| {
                if new {
                    document.token == at
                } else {
                    document.token < at && tokens[document.token].fold == tokens[at].fold
                }
            })
            .map(|document| document.mention)
    }
}

/// `NATO chief Peters`: the organisation says what Peters is, and the sentence is about Peters.
fn belongs_to_office(reading: &Reading, mention: usize) -> bool {
    let named = reading.named[mention];
    let end = (named.end..named.end + LONGEST_TITLE)
        .find(|&at| !is_office(reading, at) && !reading.passage.is(at, Class::TITLE_MODIFIER))
        .unwrap_or(named.end);
    named.kind == EntityKind::Organisation
        && end > named.end
        && reading.owner(end).is_some_and(|own| reading.is_kind(own, EntityKind::Person))
}

fn is_office(reading: &Reading, at: usize) -> bool {
    reading.passage.is(at, Class::TITLE | Class::ROLE)
}

/// A sentence that begins with `he`.
fn leading_pronoun(reading: &Reading, frame: &Frame) -> Option<Subject> {
    let at = (frame.first..frame.end.min(frame.first + 3)).find(|&at| !reading.is_quoted(at))?;
    reading.is(at, Part::PRONOUN).then_some(Subject {
        who: Who::Pronoun(at),
        first: at,
        end: at + 1,
        reach: at,
    })
}
