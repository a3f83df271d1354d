//! The words of a title, and where it is held: `[China's] new [foreign minister]`,
//! `[director of research] at [the Lowy Institute]`.
//!
//! A title is read around its main word (`minister`): to the left over what widens it (`deputy
//! prime`), past adjectives to whoever it belongs to; to the right over `of …`, which belongs to the
//! title where it says what the office is (`of state`), and says where it is held where it is a name
//! alone (`of France`). Every step goes a bounded number of words, so a text costs what its length is.

use crate::model::{EntityKind, EntityName, Mention};
use crate::names::passage::Passage;
use crate::names::resolve::Directory;
use crate::names::sentences::Sentence;
use crate::names::tokens::{self, Gap, Shape};
use crate::names::words::{self, Class, FoldMap};

use super::vocabulary::{LISTS, in_list};

/// A title in a text.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// Token where everything that belongs to it begins: `the`, `China's`.
    pub start: usize,
    /// Tokens of the title itself.
    pub first: usize,
    pub end: usize,
    /// Token after everything that belongs to it: `at the Lowy Institute`.
    pub stop: usize,
    pub held_in: Option<EntityName>,
    /// Whether `the` stands before it.
    pub definite: bool,
}

/// Longest run of words that are passed over on one side.
const LONGEST: usize = 8;

/// The titles of a text, by token.
pub struct Phrases<'p, 't> {
    passage: &'p Passage<'t>,
    mentions: &'p [Mention],
    directory: &'p Directory,
    /// Tokens of each mention.
    spans: Vec<(usize, usize)>,
    /// Mention that covers a token.
    covering: Vec<Option<usize>>,
    /// Entry of the place whose demonym ends before a token, and where it begins.
    demonyms: FoldMap<(usize, u32)>,
}

impl<'p, 't> Phrases<'p, 't> {
    /// The phrase of these tokens.
    pub fn new(
        passage: &'p Passage<'t>,
        mentions: &'p [Mention],
        directory: &'p Directory,
    ) -> Self {
        let token_at = |char: usize| {
            passage.tokens.partition_point(|token| (token.start_char as usize) < char)
        };
        let spans: Vec<(usize, usize)> = mentions
            .iter()
            .map(|mention| (token_at(mention.start_char), token_at(mention.end_char)))
            .collect();
        let mut covering = vec![None; passage.tokens.len()];
        for (mention, &(first, end)) in spans.iter().enumerate() {
            covering[first..end].fill(Some(mention));
        }
        let demonyms = passage
            .matches
            .iter()
            .filter(|found| found.demonym)
            .map(|found| (found.end as u64, (found.first, found.entry)))
            .collect();
        Self { passage, mentions, directory, spans, covering, demonyms }
    }

    /// First token of a mention, and the one after it.
    pub fn span(&self, mention: usize) -> (usize, usize) {
        self.spans[mention]
    }

    /// The mention that begins at token `index`.
    pub fn starting(&self, index: usize) -> Option<usize> {
        let mention = (*self.covering.get(index)?)?;
        (self.spans[mention].0 == index).then_some(mention)
    }

    /// The mention that ends before token `index`.
    pub fn ending(&self, index: usize) -> Option<usize> {
        let mention = (*self.covering.get(index.checked_sub(1)?)?)?;
        (self.spans[mention].1 == index).then_some(mention)
    }

    /// The name of an organisation or place.
    fn holder(&self, mention: usize) -> Option<&EntityName> {
        let entity = &self.mentions[mention].entity;
        (entity.kind != EntityKind::Person).then_some(entity)
    }

    /// The organisation of `of the Lowy Institute` or `at Tzelko Bank` at `index`.
    pub fn holder_after(&self, index: usize) -> Option<EntityName> {
        self.named_after(index, &["of", "at", "from", "with"]).map(|(entity, _)| entity.clone())
    }

    /// Where those words end.
    pub fn after_holder(&self, index: usize) -> Option<usize> {
        self.named_after(index, &["of", "at", "from", "with"]).map(|(_, end)| end)
    }

    fn named_after(&self, index: usize, links: &[&str]) -> Option<(&EntityName, usize)> {
        if !links.iter().any(|link| self.passage.word(index) == *link) {
            return None;
        }
        let at = index + 1 + usize::from(self.passage.is_word(index + 1, "the"));
        let mention = self.starting(at)?;
        let (_, end) = self.spans[mention];
        Some((self.holder(mention)?, end)).filter(|_| !self.goes_on(end))
    }

    /// Whether a name that ends at `end` is only the start of what is meant: `the Institute's Asia
    /// programme`, `the Lowy Institute office`.
    fn goes_on(&self, end: usize) -> bool {
        self.passage.is_possessive(end)
            || self.passage.is_joining_hyphen(end)
            || self.passage.is_lower(end)
                && self.passage.follows_closely(end)
                && self.passage.is(end, Class::COMMON)
                && !self.passage.is(end, Class::FUNCTION | Class::SAYING | Class::PREDICATE)
    }

    /// The title whose main word stands at `index`.
    pub fn at(&self, sentence: &Sentence, index: usize) -> Option<Phrase> {
        let mut end = self.main_word(sentence, index)?;
        let first = self.first_word(sentence, index);
        if first == index
            && self.passage.is_lower(index)
            && in_list(self.passage, index, &LISTS.need_capital)
            && !self.passage.is_word(end, "of")
        {
            return None;
        }
        let (start, definite, before) = self.to_the_left(sentence, first, index);
        let (title_end, stop, after) = self.to_the_right(sentence, index, end);
        let bare = title_end == end && after.is_none();
        if bare && in_list(self.passage, index, &LISTS.need_of) {
            return None;
        }
        end = title_end;
        let held_in = after.or(before);
        Some(Phrase { start, first, end, stop, held_in, definite })
    }

    /// Where the main word at `index` ends, with its `-general`; none if it is not one, or not the
    /// last of several: `chief executive officer`.
    fn main_word(&self, sentence: &Sentence, index: usize) -> Option<usize> {
        if !self.is_title(index) {
            return None;
        }
        let mut end = index + 1;
        if self.passage.is_mark(end, '.') && self.passage.is(index, Class::ABBREVIATION) {
            end += 1;
        }
        // `secretary-general`, `editor-in-chief`, `president-elect`.
        while self.passage.is_joining_hyphen(end) && end + 1 < sentence.end {
            let next = end + 1;
            let part =
                ["general", "elect", "designate", "in", "chief", "at", "large", "of", "staff"]
                    .iter()
                    .any(|word| self.passage.is_word(next, word));
            if !part {
                return None;
            }
            end += 2;
        }
        (!self.goes_on_as_title(sentence, end)).then_some(end)
    }

    /// Whether a later main word follows: `executive officer` after `chief`.
    fn goes_on_as_title(&self, sentence: &Sentence, end: usize) -> bool {
        for at in end..(end + LONGEST).min(sentence.end) {
            if !self.passage.follows_closely(at) && at > end || self.covering[at].is_some() {
                return false;
            }
            if self.passage.follows_closely(at) && self.is_title(at) {
                return true;
            }
            let widens = self.is_modifier(at) || in_list(self.passage, at, &LISTS.widening);
            if !widens || self.passage.is(at, Class::FUNCTION) {
                return false;
            }
        }
        false
    }

    /// Whether the word is a title, whatever stands around it.
    fn is_title(&self, index: usize) -> bool {
        let listed = self.passage.is(index, Class::TITLE | Class::ROLE)
            && !in_list(self.passage, index, &LISTS.no_titles)
            || in_list(self.passage, index, &LISTS.also_titles);
        listed && self.covering.get(index).is_some_and(Option::is_none) && !self.is_plural(index)
    }

    /// `ministers`: nobody's title.
    fn is_plural(&self, index: usize) -> bool {
        let word = self.passage.word(index);
        let stem = word.strip_suffix(['s', 'S']).unwrap_or_default();
        !stem.is_empty() && {
            let stem = words::class(tokens::fold(stem));
            stem.any(Class::TITLE | Class::ROLE) || word.ends_with("deputies")
        }
    }

    /// The first word of the title whose main word stands at `index`.
    fn first_word(&self, sentence: &Sentence, index: usize) -> usize {
        let mut first = index;
        for _ in 0..LONGEST {
            let mut before = first;
            // `vice-president`, `Lt. Gen.`, `foreign affairs and trade minister`.
            if before > sentence.first + 1 {
                let gap = before - 1;
                let stop =
                    self.passage.is_mark(gap, '.') && self.passage.is(gap - 1, Class::ABBREVIATION);
                let joins = self.passage.is_joining_hyphen(gap)
                    || self.passage.word(gap) == "and" && self.widens_with_and(gap);
                before -= usize::from(stop || joins);
            }
            if before <= sentence.first || !self.widens(sentence, before - 1, first) {
                break;
            }
            first = before - 1;
        }
        first
    }

    fn widens_with_and(&self, and: usize) -> bool {
        let subject = |at| in_list(self.passage, at, &LISTS.widening) || self.is_modifier(at);
        subject(and - 1) && subject(and + 1) && !self.is_title(and - 1)
    }

    fn is_modifier(&self, index: usize) -> bool {
        self.passage.is(index, Class::TITLE_MODIFIER)
            && !["the", "late", "right", "rt", "then"]
                .iter()
                .any(|word| self.passage.is_word(index, word))
            // `under President Bush`, and `under secretary`.
            && (!self.passage.is_word(index, "under")
                || self.passage.is_word(index + 1, "secretary"))
    }

    /// Whether the word at `index` is part of the title that goes on at `next`.
    fn widens(&self, sentence: &Sentence, index: usize, next: usize) -> bool {
        let Some(token) = self.passage.tokens.get(index) else { return false };
        if !token.is_word() || self.covering[index].is_some() || !self.is_beside(next) {
            return false;
        }
        if self.is_title(index)
            || self.is_modifier(index)
            || in_list(self.passage, index, &LISTS.widening)
        {
            return true;
        }
        // `Pacific Peoples Minister`: anything in capitals that is not a name and not chance.
        let start = self.passage.starts_clause(sentence, index);
        token.shape == Shape::Capital
            && self.passage.is_capitalised(next)
            && self.passage.is(index, Class::COMMON)
            && !start
            && !self
                .passage
                .is(index, Class::FUNCTION | Class::CALENDAR | Class::SAYING | Class::HONORIFIC)
            && !self.demonyms.contains_key(&(index as u64 + 1))
            && self.passage.known[index] == Default::default()
    }

    fn is_beside(&self, next: usize) -> bool {
        self.passage.follows_closely(next)
            || next.checked_sub(1).is_some_and(|hyphen| self.passage.is_joining_hyphen(hyphen))
    }

    /// Where everything before the title begins, whether with `the`, and where it is held.
    fn to_the_left(
        &self,
        sentence: &Sentence,
        first: usize,
        main: usize,
    ) -> (usize, bool, Option<EntityName>) {
        let mut start = first;
        let mut held_in = None;
        for _ in 0..LONGEST {
            let Some(before) = start.checked_sub(1).filter(|&before| before >= sentence.first)
            else {
                break;
            };
            if let Some((from, entity)) = self.possessor(before) {
                held_in = held_in.or(entity);
                start = from;
            } else if let Some((from, entity)) = self.named_before(start) {
                let of_country = entity.kind == EntityKind::Organisation
                    || self.passage.is(main, Class::TITLE)
                    || in_list(self.passage, main, &LISTS.of_countries);
                held_in = held_in.or_else(|| of_country.then(|| entity.clone()));
                start = from;
            } else if self.is_adjective(before) {
                start = before;
            } else {
                break;
            }
        }
        let article = start.checked_sub(1).filter(|&article| {
            article >= sentence.first
                && ["the", "a", "an", "his", "her", "its", "their", "our", "my"]
                    .iter()
                    .any(|word| self.passage.is_word(article, word))
        });
        let definite = article.is_some_and(|article| self.passage.is_word(article, "the"));
        (article.unwrap_or(start), definite, held_in)
    }

    /// `Australia's`, `the company's`: where it begins, and which organisation or place it is.
    fn possessor(&self, possessive: usize) -> Option<(usize, Option<EntityName>)> {
        if !self.passage.is_possessive(possessive) {
            return None;
        }
        match self.ending(possessive) {
            Some(mention) => Some((self.spans[mention].0, self.holder(mention).cloned())),
            None => Some((possessive.checked_sub(1)?, None)),
        }
    }

    /// An organisation, a place or a people that ends before `index`.
    fn named_before(&self, index: usize) -> Option<(usize, &EntityName)> {
        if let Some(mention) = self.ending(index) {
            let close = self.passage.follows_closely(index);
            return Some((self.spans[mention].0, self.holder(mention)?)).filter(|_| close);
        }
        let &(first, entry) = self.demonyms.get(&(index as u64))?;
        Some((first, self.directory.entity(entry)?))
    }

    /// `new`, `Lima-based`, `London` of it.
    fn is_adjective(&self, index: usize) -> bool {
        let word = self.passage.is_lower(index)
            && (self.passage.is(index, Class::COMMON) || self.passage.is_word(index, "based"))
            && !self.passage.is(index, Class::FUNCTION | Class::SAYING | Class::PREDICATE)
            && !in_list(self.passage, index, &LISTS.may_link);
        let people = self.passage.is(index, Class::PEOPLES);
        word || people
            || self.passage.is_word(index, "then")
            || self.passage.is_word(index, "late")
            || self.passage.is_joining_hyphen(index)
            || self.passage.is_capitalised(index) && self.passage.is_joining_hyphen(index + 1)
    }

    /// Where the title ends, where everything after it ends, and where it is held.
    fn to_the_right(
        &self,
        sentence: &Sentence,
        main: usize,
        end: usize,
    ) -> (usize, usize, Option<EntityName>) {
        let mut title_end = end;
        let mut held_in = None;
        for _ in 0..3 {
            if let Some((entity, stop)) =
                self.named_after(title_end, &["of", "at", "from", "with", "for"])
            {
                // `minister for Northern Ireland`, `member of Parliament`.
                let office = self.passage.is_word(title_end, "for")
                    && entity.kind == EntityKind::Place
                    || self.passage.is_word(main, "member");
                if !office {
                    return (title_end, stop, Some(entity.clone()));
                }
            }
            if let Some((_, stop)) = self.named_after(title_end, &["in"]) {
                return (title_end, stop, held_in);
            }
            let Some((stop, entity)) = self.office(sentence, main, title_end) else { break };
            title_end = stop;
            held_in = held_in.or(entity);
        }
        (title_end, title_end, held_in)
    }

    /// Where `of state`, `for health` or `to China` ends, which says what the office is, and the
    /// organisation whose programme or department it is.
    fn office(
        &self,
        sentence: &Sentence,
        main: usize,
        link: usize,
    ) -> Option<(usize, Option<EntityName>)> {
        let word = self.passage.word(link);
        let mut at = link + 1;
        let article = self.passage.is_word(at, "the") || self.passage.is_word(at, "its");
        at += usize::from(article);
        // `author of a book` writes; `nominee to succeed him` waits.
        let of_office =
            self.passage.is(main, Class::TITLE) || in_list(self.passage, main, &LISTS.also_titles);
        let takes = word == "of" && of_office
            || word == "for" && in_list(self.passage, main, &LISTS.take_for)
            || word == "to" && self.passage.is_capitalised(at);
        // `spokesman for the families`.
        let families = word == "for"
            && article
            && self.passage.is_lower(at)
            && !self.passage.is(main, Class::TITLE);
        if !takes || families || link >= sentence.end {
            return None;
        }
        let begins = at;
        let mut held_in = None;
        while at < sentence.end && at < begins + LONGEST && self.is_of_office(at) {
            let mention = self.starting(at);
            if let Some(mention) = mention {
                let Some(entity) = self.holder(mention) else { break };
                if word != "to" {
                    held_in = held_in.or_else(|| Some(entity.clone()));
                }
                at = self.spans[mention].1;
            } else {
                at += 1;
            }
        }
        // Never over at `and`, `the` or a possessive, nor at the title of another: `to President Roa`.
        while at > begins
            && (self.passage.is(at - 1, Class::FUNCTION) && self.passage.is_lower(at - 1)
                || self.is_title(at - 1) && self.named_person(at)
                || self.passage.is_possessive(at - 1)
                || self.passage.tokens[at - 1].is_hyphen())
        {
            at -= 1;
        }
        (at > begins).then_some((at, held_in))
    }

    /// Whether a person's name begins at `index`.
    fn named_person(&self, index: usize) -> bool {
        self.starting(index).is_some_and(|mention| self.holder(mention).is_none())
    }

    /// Whether the token may be part of what follows `of`.
    fn is_of_office(&self, index: usize) -> bool {
        let token = &self.passage.tokens[index];
        if matches!(token.gap, Gap::Wide | Gap::Blank) {
            return false;
        }
        if self.covering[index].is_some() || token.shape == Shape::Possessive {
            return true;
        }
        if self.passage.is_joining_hyphen(index) {
            return true;
        }
        if ["and", "of", "the"].iter().any(|word| self.passage.word(index) == *word) {
            return !self.is_title(index + 1);
        }
        token.is_word()
            && !self.passage.is(index, Class::FUNCTION | Class::CALENDAR)
            && !(token.shape == Shape::Lower
                && self.passage.is(index, Class::SAYING | Class::PREDICATE))
    }
}
