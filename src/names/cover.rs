//! What stands around a story, as one text: headline, standfirst, captions, author lines.
//!
//! Names in it explain short forms in the body, and the body's names explain those in it; both ways
//! `coreference` links one passage with the other beside it. What must stay true: a mention here lies in
//! one field and has its place in that field's text; author lines are evidence and hold none; and in a
//! headline whose capitals say nothing only what somebody vouches for is a name.

use std::collections::HashMap;

use super::coreference::Beside;
use super::passage::Passage;
use super::proposals::Proposal;
use super::sentences::Capitals;
use super::tokens::{self, Shape};
use super::words::{self, Class, FoldMap};
use crate::model::{Caption, EntityKind, Head, Mention, MentionField, Rule};

/// How many words a line of place and day has at most: `NEW YORK, Tuesday, October 18, 1970`.
const LONGEST_DAY: usize = 7;

/// How sure the model must be of a name that nobody else vouches for.
const SURE: f32 = 0.7;

/// The same in a headline that gives a capital to every longer word.
const ALL_BUT_CERTAIN: f32 = 0.97;

/// One line of the text.
#[derive(Clone, Copy, Debug)]
struct Line {
    /// None for an author line.
    field: Option<MentionField>,
    start_char: usize,
    end_char: usize,
}

/// The text around a story, and which field each of its lines is.
pub struct ArticleCover {
    pub text: String,
    lines: Vec<Line>,
    chars: usize,
}

impl ArticleCover {
    /// A cover whose lines are recognised apart from the body.
    pub fn new(head: &Head, captions: &[Caption]) -> Self {
        let mut cover = Self { text: String::new(), lines: Vec::new(), chars: 0 };
        for (field, text) in
            [(MentionField::Headline, &head.headline), (MentionField::Standfirst, &head.standfirst)]
        {
            cover.add(Some(field), text.as_deref().unwrap_or_default());
        }
        cover.add(None, head.byline.as_deref().unwrap_or_default());
        for author in &head.authors {
            cover.add(None, &format!("By {author}"));
        }
        for (number, caption) in (1..).zip(captions) {
            let field = MentionField::Caption(number);
            cover.add(Some(field), caption.caption.as_deref().unwrap_or_default());
        }
        cover
    }

    fn add(&mut self, field: Option<MentionField>, text: &str) {
        if text.is_empty() {
            return;
        }
        let start_char = self.chars;
        let end_char = start_char + text.chars().count();
        self.lines.push(Line { field, start_char, end_char });
        self.text.push_str(text);
        self.text.push_str("\n\n");
        self.chars = end_char + 2;
    }

    /// The line in which `start..end` lies whole.
    fn line(&self, start: usize, end: usize) -> Option<&Line> {
        let at = self.lines.partition_point(|line| line.end_char < end);
        self.lines.get(at).filter(|line| line.start_char <= start && end <= line.end_char)
    }

    /// The mentions found in this text, each in its field. Short forms that rest on nothing in this text
    /// rest on the body's `mentions`; those that rest on an author are known by the head alone.
    pub fn mentions(&self, found: Vec<Mention>, body: &[Mention]) -> Vec<Mention> {
        let places: HashMap<usize, (MentionField, usize)> = found
            .iter()
            .filter_map(|mention| Some((mention.start_char, self.place(mention)?)))
            .collect();
        let mut placed = Vec::with_capacity(places.len());
        for mention in found {
            let Some(&(field, start_char)) = places.get(&mention.start_char) else { continue };
            let end_char = start_char + mention.end_char - mention.start_char;
            let mut own = Mention { field, start_char, end_char, antecedent: None, ..mention };
            let fuller = match mention.antecedent {
                Some(at) => places.get(&at).copied(),
                None if own.rule.needs_antecedent() => {
                    let fuller = body.iter().find(|other| is_fuller(other, &own));
                    let Some(fuller) = fuller else { continue };
                    Some((MentionField::Body, fuller.start_char))
                }
                None => None,
            };
            match fuller {
                Some((other, at)) => {
                    own.antecedent = Some(at);
                    own.antecedent_field = Some(other).filter(|other| *other != field);
                }
                None if own.rule.needs_antecedent() => own.rule = Rule::NamedInHead,
                None => {}
            }
            placed.push(own);
        }
        placed.sort_by_key(|mention| (mention.field, mention.start_char));
        placed
    }

    /// Field and place in it of a mention; `None` for an author.
    fn place(&self, mention: &Mention) -> Option<(MentionField, usize)> {
        let line = self.line(mention.start_char, mention.end_char)?;
        let field = line.field.filter(|_| mention.rule != Rule::Byline)?;
        Some((field, mention.start_char - line.start_char))
    }
}

/// The year of a head without a day of its own, where its headline or dateline is nothing but a place and a day.
pub fn year_written(head: &Head) -> Option<i32> {
    [&head.dateline, &head.headline].into_iter().flatten().find_map(|line| year_of(line))
}

fn year_of(line: &str) -> Option<i32> {
    let tokens = tokens::tokenise(line);
    let numbers: Vec<i32> = tokens
        .iter()
        .filter(|token| token.shape == Shape::Number)
        .filter_map(|token| token.text(line).parse().ok())
        .collect();
    let words: Vec<_> = tokens.iter().filter(|token| token.is_word()).collect();
    let is_calendar = |fold: u64| words::class(fold).any(Class::CALENDAR);
    let is_day = words.iter().any(|word| is_calendar(word.fold))
        && words.iter().all(|word| is_calendar(word.fold) || word.is_capitalised());
    match numbers[..] {
        [day, year] if is_day && words.len() + 2 <= LONGEST_DAY => {
            ((1..=31).contains(&day) && (1000..=9999).contains(&year)).then_some(year)
        }
        _ => None,
    }
}

/// Adds the people of a list, `Ann Ng, Minister of Ports; Cy Co, Samoa's Minister of Fish; …`, as stands
/// under a picture of several. There the words before the comma are a person, whatever they look like.
pub fn with_listed_people(cover: &Passage, proposals: Vec<Proposal>) -> Vec<Proposal> {
    let mut people: Vec<Proposal> = Vec::new();
    for sentence in &cover.sentences {
        let marks = (sentence.first..sentence.end).filter(|&at| cover.is_mark(at, ';'));
        let mut starts: Vec<usize> = marks.map(|at| at + 1).collect();
        if starts.len() + 1 < FEWEST_LISTED {
            continue;
        }
        starts.insert(0, sentence.first);
        for (number, &start) in starts.iter().enumerate() {
            let end = starts.get(number + 1).map_or(sentence.end, |next| next - 1);
            let start = start + usize::from(cover.is_word(start, "and"));
            people.extend(listed_person(cover, start, end));
        }
    }
    // A name of the catalogue at the same place keeps that reason.
    for person in &mut people {
        let same = |name: &&Proposal| {
            (name.first, name.end, name.kind) == (person.first, person.end, EntityKind::Person)
        };
        if let Some(known) = proposals.iter().find(same) {
            *person = Proposal { confidence: known.confidence.max(LISTED), ..*known };
        }
    }
    let overlaps = |name: &Proposal| {
        people.iter().any(|person| name.first < person.end && person.first < name.end)
    };
    let mut all: Vec<Proposal> = proposals.into_iter().filter(|name| !overlaps(name)).collect();
    all.extend(people);
    all.sort_by_key(|name| name.first);
    all
}

/// A list of fewer is a sentence.
const FEWEST_LISTED: usize = 3;

/// The person of one part of a list: two to four words with capitals, a comma, and a post.
fn listed_person(cover: &Passage, first: usize, end: usize) -> Option<Proposal> {
    let comma = (first..end).find(|&at| cover.is_mark(at, ','))?;
    let words = comma - first;
    let is_name = (2..=4).contains(&words)
        && (first..comma).all(|at| {
            cover.is_capitalised(at) && !cover.is(at, Class::TITLE | Class::ROLE | Class::FUNCTION)
        });
    let has_post = (comma..end).any(|at| cover.is(at, Class::TITLE | Class::ROLE));
    (is_name && has_post).then_some(Proposal {
        first,
        end: comma,
        kind: EntityKind::Person,
        rule: Rule::FullName,
        confidence: LISTED,
        entry: None,
    })
}

/// How sure it is that somebody in such a list is a person.
const LISTED: f32 = 0.85;

/// Whether a mention in another text is the fuller one that `short` rests on.
fn is_fuller(other: &Mention, short: &Mention) -> bool {
    other.entity == short.entity
        && !other.rule.needs_antecedent()
        && !matches!(other.rule, Rule::NamedInHead | Rule::Byline)
}

/// Mentions of the body that rest on the cover: short forms of a name that it does not have in full. They
/// name the fuller mention where that is one.
pub fn rest_on_cover(body: &mut [Mention], cover: &[Mention]) {
    for mention in body.iter_mut() {
        if !mention.rule.needs_antecedent() || mention.antecedent.is_some() {
            continue;
        }
        mention.rule = Rule::NamedInHead;
        if let Some(fuller) = cover.iter().find(|other| is_fuller(other, mention)) {
            mention.antecedent = Some(fuller.start_char);
            mention.antecedent_field = Some(fuller.field);
        }
    }
}

/// The proposals in a cover that stand: names of the catalogue, those that the body has too, and those of
/// which the model is sure. In a line whose capitals say nothing a name of the catalogue needs several
/// words, or the body, and the model must be all but certain. What the body calls a person or an
/// organisation is one here.
pub fn vouched(cover: &Passage, proposals: &[Proposal], body: &Beside) -> Vec<Proposal> {
    let says_nothing = |name: &Proposal| {
        cover.sentence_of(name.first).is_some_and(|own| own.capitals != Capitals::Names)
    };
    let mut heard = Heard::default();
    for name in body.proposals {
        heard.add(body.passage, name);
    }
    let proposals: Vec<Proposal> =
        proposals.iter().map(|name| without_deed(cover, *name, &heard)).collect();
    for name in proposals.iter().filter(|name| !says_nothing(name) && name.confidence >= SURE) {
        // What the body says it is counts for more.
        if heard.kind(&words(cover, name)).is_none() {
            heard.add(cover, name);
        }
    }
    let small: FoldMap<()> = (body.passage.tokens.iter())
        .filter(|token| token.shape == Shape::Lower)
        .map(|token| (token.fold, ()))
        .collect();
    let stands = |name: &Proposal| {
        let words = words(cover, name);
        let is_known = name.rule == Rule::CatalogueName;
        let may_be_surname = !is_known || name.kind == EntityKind::Place && says_nothing(name);
        // `Oberlin in Oslo` under a picture of Hans Oberlin is no town.
        if may_be_surname
            && name.kind != EntityKind::Person
            && matches!(words[..], [word] if heard.surnames.contains_key(&word))
        {
            return None;
        }
        let kind = heard.kind(&words);
        // `Walker who fell sues`, where the body writes of `a walker`.
        let is_everyday = name.kind == EntityKind::Person
            && matches!(words[..], [word] if small.contains_key(&word) && !heard.surnames.contains_key(&word))
            && cover
                .sentence_of(name.first)
                .is_some_and(|own| cover.capital_says_nothing(own, name.first));
        if is_everyday {
            return None;
        }
        let is_sure = name.confidence >= if says_nothing(name) { ALL_BUT_CERTAIN } else { SURE };
        let is_listed = is_known && (words.len() >= 2 || !says_nothing(name));
        (is_listed || is_sure || kind.is_some()).then(|| Proposal {
            kind: kind.flatten().filter(|_| !is_known).unwrap_or(name.kind),
            ..*name
        })
    };
    proposals.iter().filter_map(stands).collect()
}

/// A name of a headline without the verb before it: `Slams Roa: bank hits back`, where the body has Tom Roa in full.
fn without_deed(cover: &Passage, name: Proposal, heard: &Heard) -> Proposal {
    let is_heard = heard.kind(&words(cover, &name)).is_some();
    match !is_heard && begins_with_deed(cover, &name, |word| heard.surnames.contains_key(&word)) {
        true => Proposal { first: name.first + 1, ..name },
        false => name,
    }
}

/// Whether a name at the head of a line, before a colon, is a verb and the surname of somebody known.
pub fn begins_with_deed(cover: &Passage, name: &Proposal, is_known: impl Fn(u64) -> bool) -> bool {
    let first = name.first;
    name.kind == EntityKind::Person
        && name.end == first + 2
        && cover.is_mark(name.end, ':')
        && cover.sentence_of(first).is_some_and(|own| own.first == first)
        && !cover.is(first, Class::GIVEN | Class::SURNAME | Class::TITLE)
        && cover.tokens[first].shape == Shape::Capital
        && is_known(cover.tokens[first + 1].fold)
}

/// Folds of the words of a name.
fn words(passage: &Passage, name: &Proposal) -> Vec<u64> {
    let tokens = &passage.tokens[name.first..name.end];
    tokens.iter().map(|token| token.fold).filter(|&fold| fold != 0).collect()
}

/// Names that stand where capitals mean something.
#[derive(Default)]
struct Heard {
    /// By the words of a name: what it names, `None` where several kinds of thing.
    kinds: HashMap<Vec<u64>, Option<EntityKind>>,
    /// Last words of people's names of several words.
    surnames: FoldMap<()>,
}

impl Heard {
    fn add(&mut self, passage: &Passage, name: &Proposal) {
        let words = words(passage, name);
        if let (EntityKind::Person, [_, .., surname]) = (name.kind, &words[..]) {
            self.surnames.insert(*surname, ());
        }
        self.kinds
            .entry(words)
            .and_modify(|kind| *kind = kind.filter(|kind| *kind == name.kind))
            .or_insert(Some(name.kind));
    }

    /// What a name of these words names, if it was heard.
    fn kind(&self, words: &[u64]) -> Option<Option<EntityKind>> {
        self.kinds.get(words).copied()
    }
}
