//! Names in other languages than English: what the rules for English propose there, put right by word lists. Where a
//! model knows the language, this is evidence for it, and a guard behind it (`tagging`); elsewhere it is all there is.
//!
//! By the lists alone a run of capitals is a person only with a given name at its head, after a title or office of that
//! language, or as a name of the catalogue letter by letter. What must stay true: a common noun, a weekday or a
//! title is no name, and `y`, `e`, `et`, `und` join two people and stand in none.

mod lists;
mod tagging;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use lists::{LISTS, List};
pub use tagging::{prepared, tagged};

use super::passage::{Known, Passage};
use super::proposals::Proposal;
use super::resolve::Directory;
use super::sentences::Sentence;
use super::tokens::{self, Gap, Shape};
use super::words::{Class, FoldMap};
use crate::model::{EntityKind, Rule};
use crate::text::language::is_function_word;

/// What is known of the words of one language, in small letters.
struct Words {
    /// Before a name: `Herr`, `Mme`.
    honorifics: HashSet<&'static str>,
    /// Offices and trades, and how compounds with them end.
    offices: HashSet<&'static str>,
    endings: Vec<&'static str>,
    /// `und`, `et`.
    joining: HashSet<&'static str>,
    /// Inside names: `von der`, `de la`.
    particles: HashSet<&'static str>,
    /// Small words inside the name of a body, besides those: `Amt für Statistik`. Only where a model asks.
    inside: HashSet<&'static str>,
    /// Before nouns and not before names.
    determiners: HashSet<&'static str>,
    /// Nouns of everyday that are also the name of a paper or a party.
    nouns: HashSet<&'static str>,
    /// Where it is spoken, by ISO 3166-1 codes.
    countries: HashSet<&'static str>,
    /// How many words a name may have behind the given names.
    surnames: usize,
    /// Days, months and other capitalised words that name nobody.
    others: HashSet<&'static str>,
}

static WORDS: LazyLock<HashMap<&'static str, Words>> = LazyLock::new(|| {
    let set = |list: &'static str| list.split_whitespace().collect();
    let words = |list: &List| Words {
        honorifics: set(list.honorifics),
        offices: set(list.offices),
        endings: list.endings.split_whitespace().collect(),
        joining: set(list.joining),
        particles: set(list.particles),
        inside: set(list.inside),
        determiners: set(list.determiners),
        nouns: set(list.nouns),
        countries: set(list.countries),
        surnames: list.surnames,
        others: set(list.others),
    };
    LISTS.iter().map(|list| (list.code, words(list))).collect()
});

/// Given names of all the world, an extract of which `words` has.
static GIVEN_NAMES: LazyLock<FoldMap<()>> = LazyLock::new(|| {
    let list = include_str!("../../models/lists/given_names.txt").lines();
    list.map(|name| (tokens::fold(name), ())).collect()
});

/// How sure a name is that begins with a given name, and one of which only the office before it is known.
const WITH_GIVEN_NAME: f32 = 0.75;
const AFTER_OFFICE: f32 = 0.6;

/// The most tokens of a name.
const MOST_TOKENS: usize = 7;

/// What the rules proposed, as far as it is a name in this language, and people after its titles and offices.
pub fn settled(
    passage: &Passage,
    language: &str,
    directory: &Directory,
    proposals: Vec<Proposal>,
) -> Vec<Proposal> {
    let tongue = Tongue { passage, language, directory, words: WORDS.get(language) };
    let mut names: Vec<Proposal> = Vec::with_capacity(proposals.len());
    for proposal in proposals {
        match proposal.kind {
            _ if tongue.is_small_word(&proposal) || tongue.is_of_elsewhere(&proposal) => {}
            EntityKind::Organisation if proposal.rule == Rule::FullName => {
                names.extend(tongue.organisation(proposal));
            }
            EntityKind::Person if matches!(proposal.rule, Rule::FullName | Rule::Title) => {
                names.extend(tongue.people(&proposal));
            }
            _ => names.push(proposal),
        }
    }
    let added = tongue.found(&names);
    // What the rules saw of a name goes with it.
    let inside = |name: &Proposal, whole: &[Proposal]| {
        let before = whole.partition_point(|own| own.first <= name.first);
        before.checked_sub(1).is_some_and(|at| whole[at].end > name.first)
            || whole.get(before).is_some_and(|own| own.first < name.end)
    };
    names.retain(|name| !inside(name, &added));
    names.extend(added);
    names.sort_by_key(|name| name.first);
    names
}

/// A text and what is known of its language.
struct Tongue<'p, 't> {
    passage: &'p Passage<'t>,
    language: &'p str,
    directory: &'p Directory,
    words: Option<&'static Words>,
}

impl Tongue<'_, '_> {
    fn word(&self, at: usize) -> String {
        self.passage.word(at).to_lowercase()
    }

    fn has(&self, at: usize, list: impl Fn(&Words) -> &HashSet<&'static str>) -> bool {
        self.words.is_some_and(|words| list(words).contains(self.word(at).as_str()))
    }

    fn is_honorific(&self, at: usize) -> bool {
        self.has(at, |words| &words.honorifics)
    }

    fn is_office(&self, at: usize) -> bool {
        let ends_so = |words: &Words| {
            let word = self.word(at);
            words.endings.iter().any(|end| word.len() > end.len() && word.ends_with(end))
        };
        self.has(at, |words| &words.offices) || self.words.is_some_and(ends_so)
    }

    /// A word of everyday, which has its capital for another reason.
    fn is_everyday(&self, at: usize) -> bool {
        is_function_word(self.language, &self.word(at)) || self.has(at, |words| &words.others)
    }

    fn is_given(&self, at: usize) -> bool {
        let is_listed = self.passage.is(at, Class::GIVEN)
            || GIVEN_NAMES.contains_key(&self.passage.tokens.get(at).map_or(0, |token| token.fold));
        is_listed && !self.is_everyday(at) && !self.is_office(at)
    }

    /// A name of the catalogue of one word that is an everyday word here, or is spelt otherwise: `Über` is not Uber.
    fn is_small_word(&self, name: &Proposal) -> bool {
        let one_word = name.end == name.first + 1;
        let word = self.passage.word(name.first);
        let is_acronym =
            matches!(self.passage.tokens[name.first].shape, Shape::Upper | Shape::Dotted);
        let quoted = name.first > 0 && self.passage.tokens[name.first - 1].is_quote();
        let is_noun = || !quoted && self.has(name.first, |words| &words.nouns);
        one_word
            && !is_acronym
            && (self.is_everyday(name.first) || self.is_office(name.first) || is_noun())
            || one_word
                && name.kind == EntityKind::Organisation
                && name.rule == Rule::CatalogueName
                && word
                    .chars()
                    .any(|letter| matches!(letter, 'ä' | 'ö' | 'ü' | 'Ä' | 'Ö' | 'Ü' | 'ß'))
    }

    /// An acronym of an organisation of another country: in French `NPA` is no army of the Philippines.
    fn is_of_elsewhere(&self, name: &Proposal) -> bool {
        let Some(entry) = name.entry.filter(|_| name.kind == EntityKind::Organisation) else {
            return false;
        };
        let acronym = matches!(self.passage.tokens[name.first].shape, Shape::Upper | Shape::Dotted);
        let surface = self.passage.span(name.first, name.end);
        let country = self.directory.entity(entry).and_then(|own| self.directory.country(own));
        let spoken =
            |country: &str| self.words.is_some_and(|words| words.countries.contains(country));
        acronym
            && name.end == name.first + 1
            && !self.directory.is_main_name(entry, surface)
            && country.is_some_and(|country| country != "US" && !spoken(country))
    }

    /// An organisation without what stands before its name: articles, offices, a noun and `der`.
    fn organisation(&self, mut name: Proposal) -> Option<Proposal> {
        let passage = self.passage;
        let inside = name.first..name.end;
        let last_article = inside
            .clone()
            .rev()
            .find(|&at| passage.is_lower(at) && self.has(at, |words| &words.determiners));
        // `Geschäftsführer der Roa Deutschland GmbH`.
        let is_office = inside.clone().any(|at| self.is_office(at));
        if let Some(article) = last_article.filter(|_| is_office) {
            name.first = article + 1;
        }
        let before = name.first;
        while name.first < name.end
            && (self.is_everyday(name.first)
                || self.has(name.first, |words| &words.determiners)
                || self.is_office(name.first))
        {
            name.first += 1;
        }
        if name.end > name.first + 1 && passage.is_mark(name.end - 1, '.') {
            name.end -= 1;
        }
        let words = (name.first..name.end).filter(|&at| passage.tokens[at].is_word()).count();
        let word = passage.word(name.first);
        let short =
            passage.tokens.get(name.first)?.end_char - passage.tokens[name.first].start_char < 3;
        let stands = match words {
            0 => false,
            // `Das Post`-Vac; `KI`; `SiegerInnen`.
            1 => {
                before == name.first && !short && !word.ends_with("Innen") && !word.ends_with("In")
            }
            _ => true,
        };
        stands.then_some(name)
    }

    /// The people in what was proposed as one: none, one or two.
    fn people(&self, proposal: &Proposal) -> Vec<Proposal> {
        self.joined_people(proposal).into_iter().filter_map(|part| self.person(part)).collect()
    }

    /// A name of a person parted where a word joins two people: `Ana Roa und Tom Hale`.
    fn joined_people(&self, name: &Proposal) -> Vec<Proposal> {
        let mut parts = Vec::new();
        let mut first = name.first;
        for at in name.first..name.end {
            let joins = self.passage.is_lower(at)
                && self.has(at, |words| &words.joining)
                && at > first
                && self.is_given(at + 1);
            if joins {
                parts.push(Proposal { first, end: at, ..*name });
                first = at + 1;
            }
        }
        parts.push(Proposal { first, ..*name });
        parts
    }

    /// A person without titles and small words before, if the name is one: a given name or an initial and more, or
    /// a surname after an honorific.
    fn person(&self, mut name: Proposal) -> Option<Proposal> {
        let mut titled = self.follows_honorific(name.first);
        while name.first < name.end {
            let at = name.first;
            let mark = !self.passage.tokens[at].is_word();
            let title = self.is_honorific(at) || self.is_office(at);
            if !(title || mark || self.is_everyday(at)) {
                break;
            }
            titled |= self.is_honorific(at);
            name.first += 1;
        }
        let stands = match self.passage.tokens.get(name.first)?.shape {
            _ if name.first >= name.end => false,
            Shape::Initial => self.is_with_initial(&name),
            // Those with a given name are found anew.
            _ => titled && name.end == name.first + 1,
        };
        stands.then_some(name)
    }

    /// `J. Roa`, and not `z. B. Angst`.
    fn is_with_initial(&self, name: &Proposal) -> bool {
        let passage = self.passage;
        let abbreviated = name.first >= 2
            && passage.is_mark(name.first - 1, '.')
            && passage.tokens[name.first - 2].end_char - passage.tokens[name.first - 2].start_char
                <= 2;
        let last = name.end - 1;
        let words = (name.first..name.end).filter(|&at| passage.tokens[at].is_word());
        !abbreviated
            && words.clone().count() >= 2
            && words
                .skip(1)
                .all(|at| self.is_of_name(at) || passage.tokens[at].shape == Shape::Initial)
            && self.is_of_name(last)
            && (!self.passage.is(last, Class::COMMON))
    }

    /// Whether an honorific of this language stands directly before.
    fn follows_honorific(&self, first: usize) -> bool {
        let Some(before) = first.checked_sub(1) else { return false };
        let at =
            if self.passage.is_mark(before, '.') { before.checked_sub(1) } else { Some(before) };
        at.is_some_and(|at| self.is_honorific(at) && self.passage.is_capitalised(at))
    }

    /// People by their given names and by the offices before them.
    fn found(&self, known: &[Proposal]) -> Vec<Proposal> {
        let mut found: Vec<Proposal> = Vec::new();
        for sentence in &self.passage.sentences {
            let mut at = sentence.first;
            while at < sentence.end {
                let name = self.name_after(sentence, at).or_else(|| self.name_at(sentence, at));
                at = name.map_or(at + 1, |name| name.end);
                found.extend(name.filter(|name| self.is_new(name, known)));
            }
        }
        found
    }

    /// The name after the title at `at`: `Bürgermeister Jens Roa`, `Mme Roa`.
    fn name_after(&self, sentence: &Sentence, at: usize) -> Option<Proposal> {
        let honorific = self.is_honorific(at) && self.passage.is_capitalised(at);
        if !honorific && !self.is_office(at) {
            return None;
        }
        let stop = honorific && self.passage.is_mark(at + 1, '.');
        let first = if stop { at + 2 } else { at + 1 };
        let (end, words) = self.run(sentence, first);
        // A single word after an office may be anything: `Präsident Russlands`.
        let rule = match words {
            0 => return None,
            1 if !honorific => return None,
            1 => Rule::Title,
            _ => Rule::FullName,
        };
        let given = self.is_given(first) && words >= 2;
        let confidence = if given { WITH_GIVEN_NAME } else { AFTER_OFFICE };
        let kind = EntityKind::Person;
        Some(Proposal { first, end, kind, rule, confidence, entry: None })
    }

    /// The name that begins with the given name at `at`. What follows another capitalised word is the end of
    /// something longer: `Avenida João Pessoa`.
    fn name_at(&self, sentence: &Sentence, at: usize) -> Option<Proposal> {
        let passage = self.passage;
        if passage.tokens[at].shape != Shape::Capital || !self.is_given(at) {
            return None;
        }
        let follows_name = at.checked_sub(1).is_some_and(|before| {
            before >= sentence.first
                && passage.is_capitalised(before)
                && passage.follows_closely(at)
                && !self.is_everyday(before)
                && !self.is_office(before)
        });
        // `eine Art Qualitätssiegel`, `X-Wing Starfighter`: a thing.
        let before = at.checked_sub(1).filter(|&before| before >= sentence.first);
        let of_thing = before.is_some_and(|before| {
            passage.is_joining_hyphen(before) || self.has(before, |words| &words.determiners)
        });
        let is_place = passage.is_known(at, Known::PLACE) && !passage.is(at, Class::GIVEN);
        let (end, words) = self.run(sentence, at);
        (words >= 2 && !follows_name && !of_thing && !is_place).then_some(Proposal {
            first: at,
            end,
            kind: EntityKind::Person,
            rule: Rule::FullName,
            confidence: WITH_GIVEN_NAME,
            entry: None,
        })
    }

    /// Where the capitalised words from `first` end, with the particles between them, and how many they are: given
    /// names first, then as many more as names of the language have.
    fn run(&self, sentence: &Sentence, first: usize) -> (usize, usize) {
        let passage = self.passage;
        let most = self.words.map_or(2, |words| words.surnames);
        let (mut at, mut end, mut given, mut others) = (first, first, 0, 0);
        while at < sentence.end && at < first + MOST_TOKENS {
            let behind_hyphen = at > first && passage.is_joining_hyphen(at - 1);
            let elided = at > first && passage.word(at - 1).ends_with(['\'', '’']);
            let is_close = at == first
                || behind_hyphen
                || elided
                || matches!(passage.tokens[at].gap, Gap::Space | Gap::Line);
            if is_close && self.is_of_name(at) {
                match behind_hyphen {
                    true => {}
                    false if others == 0 && self.is_given(at) => given += 1,
                    false if others < most || self.is_romance(at) => others += 1,
                    false => break,
                }
                at += 1;
                end = at;
            } else if end > first && passage.is_joining_hyphen(at)
                || is_close && at > first && self.is_particle(at, given, others)
            {
                at += 1;
            } else {
                break;
            }
        }
        (end, given + others)
    }

    /// `Sáez`: the second surname of somebody from Spain, in a text of another language.
    fn is_romance(&self, at: usize) -> bool {
        self.passage.word(at).contains(['á', 'é', 'í', 'ó', 'ú', 'ñ', 'ã', 'ç'])
    }

    /// Whether a capitalised word may be one of a name.
    fn is_of_name(&self, at: usize) -> bool {
        matches!(self.passage.tokens[at].shape, Shape::Capital | Shape::Mixed)
            && !self.is_everyday(at)
            && !self.is_office(at)
            && !self.is_honorific(at)
            && !self.passage.is_known(at, Known::DEMONYM)
            && !self.passage.is(at, Class::HEAD | Class::COMPANY)
    }

    /// Whether a small word stands inside a name of which so many words came before: `von der Heyden`, `Ortega y
    /// Gasset`. What joins two people, or a thing and a place or its maker, does not.
    fn is_particle(&self, at: usize, given: usize, others: usize) -> bool {
        let passage = self.passage;
        let next = self.behind_particles(at);
        if !passage.is_lower(at)
            || !self.has(at, |words| &words.particles)
            || !passage.is_capitalised(next)
            || others > 0 && self.is_given(next)
            || passage.is_known(next, Known::PLACE | Known::ORGANISATION)
        {
            return false;
        }
        match self.has(at, |words| &words.joining) {
            true => given + others >= 2 && next == at + 1 && !passage.is_capitalised(next + 1),
            // German names have them behind the given names only.
            false => self.language != "de" || others == 0,
        }
    }

    /// Whether a name is none of the catalogue's, and no places or organisations in a row.
    fn is_new(&self, name: &Proposal, known: &[Proposal]) -> bool {
        let listed = |other: &Proposal| {
            matches!(other.rule, Rule::CatalogueName | Rule::Byline) && other.end >= other.first + 2
        };
        let from = known.partition_point(|other| other.end <= name.first);
        let overlaps = known[from..].iter().take_while(|other| other.first < name.end).any(listed);
        let is_other = (name.first..name.end)
            .filter(|&at| self.passage.is_capitalised(at))
            .all(|at| self.passage.is_known(at, Known::PLACE | Known::ORGANISATION));
        !overlaps && !is_other
    }

    /// The first token behind particles.
    fn behind_particles(&self, mut at: usize) -> usize {
        while self.passage.is_lower(at) && self.has(at, |words| &words.particles) {
            at += 1;
        }
        at
    }
}
