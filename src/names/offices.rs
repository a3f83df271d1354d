//! Who of the catalogue held an office on a day: `President Obama`, `defence minister Marles`, `Senator Clinton`.
//!
//! The catalogue has the offices of an entry and their years (`model::Office`). What must stay true: a surname means
//! the holder of an office only where one person alone fits the title, the day and the countries that the text names;
//! without a day only where a single person with that surname ever held it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::passage::{Known, Passage};
use super::proposals::Proposal;
use super::sentences::Sentence;
use super::titles::{self, Title};
use super::tokens::{self, Shape};
use super::words::{self, Class, FoldMap};
use crate::model::{EntityKind, Entry, Office, Rule};
use crate::text::normalise::name_key;

/// Short forms of offices, as they stand before a name.
const SPELLINGS: &[(&str, &str)] = &[
    ("sen", "senator"),
    ("rep", "representative"),
    ("congressman", "representative"),
    ("congresswoman", "representative"),
    ("gov", "governor"),
    ("pres", "president"),
    ("amb", "ambassador"),
    ("prof", "professor"),
    ("dr", "doctor"),
    ("rev", "reverend"),
    ("gen", "general"),
    ("col", "colonel"),
    ("maj", "major"),
    ("capt", "captain"),
    ("lt", "lieutenant"),
    ("sgt", "sergeant"),
    ("cpl", "corporal"),
    ("cmdr", "commander"),
    ("adm", "admiral"),
    ("insp", "inspector"),
    ("supt", "superintendent"),
    ("cllr", "councillor"),
    ("ministers", "minister"),
    ("presidents", "president"),
    ("councilor", "councillor"),
];

/// Offices in one word of other languages: the word, and the noun and what stands with it in English.
const ABROAD: &[(&str, &str, &str)] = &[
    ("bundeskanzler", "chancellor", ""),
    ("bundeskanzlerin", "chancellor", ""),
    ("kanzler", "chancellor", ""),
    ("kanzlerin", "chancellor", ""),
    ("bondskanselier", "chancellor", ""),
    ("cancelliere", "chancellor", ""),
    ("präsident", "president", ""),
    ("präsidentin", "president", ""),
    ("bundespräsident", "president", ""),
    ("bundespräsidentin", "president", ""),
    ("staatspräsident", "president", ""),
    ("président", "president", ""),
    ("présidente", "president", ""),
    ("presidente", "president", ""),
    ("presidenta", "president", ""),
    ("premierminister", "minister", "prime"),
    ("premierministerin", "minister", "prime"),
    ("ministerpräsident", "minister", "prime"),
    ("ministerpräsidentin", "minister", "prime"),
    ("finanzminister", "minister", "finance"),
    ("finanzministerin", "minister", "finance"),
    ("außenminister", "minister", "foreign"),
    ("außenministerin", "minister", "foreign"),
    ("verteidigungsminister", "minister", "defence"),
    ("verteidigungsministerin", "minister", "defence"),
];

/// Words that belong to an office, before its noun or behind `of`.
const PORTFOLIOS: &str = "
    prime foreign defence defense finance interior home justice trade health education energy transport state
    treasury exchequer environment immigration agriculture commerce labor labour deputy vice attorney chief first
    shadow security culture communications industry infrastructure veterans police climate science housing war
    homeland assistant under
";

/// What makes another office of one: a deputy is not the holder.
const LESSER: [&str; 6] = ["deputy", "vice", "assistant", "under", "shadow", "associate"];

/// For how many years after the last office a head of government is still called by the surname alone.
const REMEMBERED: i32 = 12;

/// How sure it is, where the day lies within the years of office and where it does not.
const IN_OFFICE: f32 = 0.85;
const OUT_OF_OFFICE: f32 = 0.6;
const BY_NAME_ALONE: f32 = 0.55;

/// An office by the folds of its noun and of what stands with it; 0 without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfficeTitle {
    noun: u64,
    portfolio: u64,
}

#[derive(Clone, Debug)]
struct Held {
    entry: u32,
    office: OfficeTitle,
    term: Office,
    country: Option<String>,
    /// How many words the holder's name has.
    words: usize,
}

/// Offices by the keys of their holders' family names.
#[derive(Default)]
pub struct Offices {
    by_surname: HashMap<String, Vec<Held>>,
    /// Folds of those names that are one word: asked of every word of a text.
    folds: FoldMap<()>,
}

/// What an article says that tells holders of one name apart.
pub struct OfficeSetting<'a> {
    /// The year of its day.
    pub year: Option<i32>,
    /// Whether it names a country, by its ISO 3166-1 code.
    pub names: &'a dyn Fn(&str) -> bool,
    /// The offices it speaks of, whoever has them.
    pub offices: &'a dyn Fn() -> &'a [OfficeTitle],
}

impl Offices {
    /// Takes in the offices of an entry. They are asked for by the family name.
    pub fn add(&mut self, index: u32, surname: &str, entry: &Entry) {
        if entry.offices.is_empty() {
            return;
        }
        self.folds.insert(tokens::fold(surname), ());
        let held = self.by_surname.entry(name_key(surname)).or_default();
        for term in &entry.offices {
            // `Deputy Prime Minister and Defence Minister of Australia`: two, in the same years.
            for office in term.office.split(" and ").filter_map(office_in) {
                let (term, country) = (term.clone(), entry.country.clone());
                let words = entry.name.split_whitespace().count();
                let own = Held { entry: index, office, term, country, words };
                // One person under two names: the fuller one stands.
                match held.iter_mut().find(|other| other.is_same_term(&own)) {
                    Some(other) if other.words >= words => {}
                    Some(other) => *other = own,
                    None => held.push(own),
                }
            }
        }
    }

    /// The one person whose office stands before this surname, and how sure that is.
    pub fn holder(
        &self,
        surname: &str,
        office: OfficeTitle,
        setting: &OfficeSetting,
    ) -> Option<(u32, f32)> {
        let held = self.by_surname.get(&name_key(surname))?;
        let fits = |own: &&Held| own.office.is_called(office) && own.may_be_meant(setting.year);
        let named = |own: &&Held| own.country.as_deref().is_some_and(|own| (setting.names)(own));
        let in_office = |own: &&Held| setting.year.is_some_and(|year| own.term.is_held_in(year));
        let candidates = || held.iter().filter(fits);
        let at_the_head = office.is_head();
        // Whoever is in office now goes before those who were.
        let current = || candidates().filter(in_office);
        let is_head = |own: &&Held| at_the_head && own.office == office;
        if let Some(entry) = only(current().filter(|own| is_head(own) || named(own))) {
            return Some((entry, IN_OFFICE));
        }
        // `Secretary Roa` does not say of what: it is somebody's of these days.
        if office.is_short() {
            return None;
        }
        // A bare `Chancellor` who is of the Exchequer no more is any chancellor.
        let is_called = |own: &&Held| own.office == office;
        match only(candidates().filter(is_called)) {
            Some(entry) if candidates().any(|own| named(&own)) => Some((entry, OUT_OF_OFFICE)),
            _ => None,
        }
    }

    /// The one person of this surname whom a text means that names the country: `Mr Blair`. Who is in office goes
    /// before who was: a head of state or government, or whoever has another office of which the text speaks.
    pub fn prominent(&self, surname: &str, setting: &OfficeSetting) -> Option<(u32, f32)> {
        let held = self.by_surname.get(&name_key(surname))?;
        let year = setting.year?;
        let named = |own: &&Held| own.country.as_deref().is_some_and(|own| (setting.names)(own));
        let is_now = |own: &&Held| own.term.from_year.is_some() && own.term.is_held_in(year);
        let current = || held.iter().filter(named).filter(is_now);
        let spoken_of = |own: &&Held| (setting.offices)().contains(&own.office);
        if current().next().is_some() {
            let meant = only(current().filter(|own| own.office.is_head() || spoken_of(own)));
            return meant.map(|entry| (entry, BY_NAME_ALONE));
        }
        let was_head = |own: &&Held| {
            own.office.is_head()
                && own.term.from_year.is_some_and(|from| from <= year)
                && own.term.until_year.is_none_or(|until| year <= until + REMEMBERED)
        };
        // Someone who has left office is one of several people with the surname again, unless the text is about offices.
        let is_political = !(setting.offices)().is_empty();
        let past = held.iter().filter(named).filter(was_head);
        only(past).filter(|_| is_political).map(|entry| (entry, BY_NAME_ALONE))
    }

    /// The countries whose heads of that year a text names by office and surname: `President Obama`.
    pub fn countries_of_heads<'o>(
        &'o self,
        passage: &'o Passage,
        year: Option<i32>,
    ) -> impl Iterator<Item = &'o str> {
        passage.sentences.iter().flat_map(move |sentence| {
            (sentence.first + 1..sentence.end).filter_map(move |at| {
                if !self.folds.contains_key(&passage.tokens[at].fold) || !passage.is_capitalised(at)
                {
                    return None;
                }
                let office = office_at(passage, sentence, at)?;
                let held = self.by_surname.get(&name_key(passage.word(at)))?;
                let is_now = |own: &&Held| {
                    own.office == office
                        && office.is_head()
                        && own.term.from_year.is_some()
                        && year.is_some_and(|year| own.term.is_held_in(year))
                };
                let entry = only(held.iter().filter(is_now))?;
                held.iter().find(|own| own.entry == entry)?.country.as_deref()
            })
        })
    }
}

/// The offices that a text speaks of, with a name or without: `the foreign minister`.
pub fn spoken_of(passage: &Passage) -> Vec<OfficeTitle> {
    let mut offices: Vec<OfficeTitle> = Vec::new();
    for sentence in &passage.sentences {
        for at in sentence.first..sentence.end {
            if !passage.is(at, Class::TITLE) {
                continue;
            }
            let before = |steps: usize| {
                let at = at.checked_sub(steps).filter(|&at| at >= sentence.first);
                at.map_or(0, |at| passage.tokens[at].fold)
            };
            let of = passage.is_word(at + 1, "of") || passage.is_word(at + 1, "for");
            let behind = if passage.is_word(at + 2, "the") { at + 3 } else { at + 2 };
            let behind = if of { tokens::fold(passage.word(behind)) } else { 0 };
            let noun = passage.tokens[at].fold;
            let office = OfficeTitle::before_name(noun, [before(1), before(2)], behind);
            let is_of_state = office.portfolio != 0 || office.is_head();
            if is_of_state && !offices.contains(&office) {
                offices.push(office);
            }
        }
    }
    offices
}

/// The office that a title before a name at `first` gives.
pub fn office_before(
    passage: &Passage,
    sentence: &Sentence,
    title: &Title,
    first: usize,
) -> OfficeTitle {
    let before = |steps: usize| {
        let at = title.at.checked_sub(steps).filter(|&at| at >= sentence.first);
        at.map_or(0, |at| passage.tokens[at].fold)
    };
    let of = (title.at + 1..first).find(|&at| passage.is_word(at, "of"));
    let behind = of.map_or(0, |of| {
        let at = if passage.is_word(of + 1, "the") { of + 2 } else { of + 1 };
        passage.tokens[at].fold
    });
    OfficeTitle::before_name(title.fold, [before(1), before(2)], behind)
}

/// The office that stands before a name at `first`, in English or in one word of another language.
pub fn office_at(passage: &Passage, sentence: &Sentence, first: usize) -> Option<OfficeTitle> {
    if let Some(title) = titles::before(passage, sentence, first) {
        return Some(office_before(passage, sentence, &title, first));
    }
    static FOLDS: LazyLock<FoldMap<OfficeTitle>> = LazyLock::new(|| {
        let office = |noun: &str, portfolio: &str| OfficeTitle {
            noun: tokens::fold(noun),
            portfolio: if portfolio.is_empty() { 0 } else { tokens::fold(portfolio) },
        };
        let all = ABROAD.iter();
        all.map(|(word, noun, with)| (tokens::fold(word), office(noun, with))).collect()
    });
    let before = first.checked_sub(1).filter(|&before| before >= sentence.first)?;
    // `DFB-Präsident Roa` is no head of a state.
    let joined = before.checked_sub(1).is_some_and(|at| passage.is_joining_hyphen(at));
    FOLDS.get(&passage.tokens[before].fold).copied().filter(|_| !joined)
}

/// How sure it is that a surname is one behind an office that somebody of that name ever held.
const SURNAME_OF_HOLDER: f32 = 0.6;

/// The names of a text with the surnames behind offices which people of that name held: `Prime Minister May`, where
/// the word alone says nothing, and `US Defense Secretary Austin`, taken for one name.
pub fn with_holders(passage: &Passage, names: Vec<Proposal>, offices: &Offices) -> Vec<Proposal> {
    let mut added: Vec<Proposal> = Vec::new();
    for sentence in &passage.sentences {
        for at in sentence.first + 1..sentence.end {
            if passage.tokens[at].shape != Shape::Capital
                || !offices.folds.contains_key(&passage.tokens[at].fold)
                || passage.is_capitalised(at + 1) && passage.follows_closely(at + 1)
            {
                continue;
            }
            let Some(title) = titles::before(passage, sentence, at) else { continue };
            let office = office_before(passage, sentence, &title, at);
            let Some(held) = offices.by_surname.get(&name_key(passage.word(at))) else { continue };
            // `Mr Major`: no officer.
            let mister = titles::follows_mister(passage, at);
            if held.iter().any(|own| own.office.is_called(office) || mister && own.office.is_head())
            {
                added.push(Proposal {
                    first: at,
                    end: at + 1,
                    kind: EntityKind::Person,
                    rule: Rule::Title,
                    confidence: SURNAME_OF_HOLDER,
                    entry: None,
                });
            }
        }
    }
    let mut all = Vec::with_capacity(names.len() + added.len());
    let mut is_found = vec![false; added.len()];
    for name in names {
        let at = added.partition_point(|own| own.first < name.first);
        let Some(own) = added.get(at).filter(|own| own.first < name.end) else {
            all.push(name);
            continue;
        };
        // One name with its office, or the surname alone: it is found already. What goes on is another name.
        let is_person = name.kind == EntityKind::Person && name.first == own.first;
        let is_office = (name.first..own.first).all(|at| {
            passage.is(at, Class::TITLE | Class::TITLE_MODIFIER | Class::FUNCTION)
                || passage.is_known(at, Known::PLACE | Known::DEMONYM)
                || !passage.tokens[at].is_word()
        });
        let is_whole = name.end == own.end && (is_person || is_office);
        let confidence = name.confidence;
        all.push(if is_whole { Proposal { confidence, ..*own } } else { name });
        // All that lie in it: `Secretary of State Rice and Defense Secretary Gates` may be taken for one.
        let inside = added.iter().zip(&mut is_found).skip(at);
        for (_, is_found) in inside.take_while(|(own, _)| own.first < name.end) {
            *is_found = true;
        }
    }
    let new = added.into_iter().zip(is_found).filter(|(_, is_found)| !is_found);
    all.extend(new.map(|(name, _)| name));
    all.sort_by_key(|name| name.first);
    all
}

/// The one person who holds all of these.
fn only<'h>(held: impl Iterator<Item = &'h Held>) -> Option<u32> {
    let mut people = held.map(|own| own.entry);
    let first = people.next()?;
    people.all(|other| other == first).then_some(first)
}

impl Held {
    /// Whether it is the same years of the same office.
    fn is_same_term(&self, other: &Self) -> bool {
        let years = |own: &Self| (own.term.from_year, own.term.until_year);
        self.office == other.office
            && self.country == other.country
            && self.country.is_some()
            && years(self) == years(other)
            && years(self).0.is_some()
            && self.office.is_head()
    }

    /// Whoever held it before may still be called by it; nobody is before.
    fn may_be_meant(&self, year: Option<i32>) -> bool {
        year.is_none_or(|year| self.term.from_year.is_none_or(|from| from <= year))
    }
}

impl OfficeTitle {
    /// The office of a noun before a name (`minister`) and the words before it, nearest first (`defence`).
    pub fn before_name(noun: u64, before: [u64; 2], behind_of: u64) -> Self {
        Self { noun: long_form(noun), portfolio: portfolio(before, behind_of) }
    }

    /// Whether the holder is called by these words: of all secretaries `Secretary` is enough, of ministers that are
    /// not the first `Minister`, of the Exchequer `Chancellor`.
    fn is_called(self, words: Self) -> bool {
        let prime = self.portfolio == tokens::fold("prime");
        let exchequer = self.portfolio == tokens::fold("exchequer");
        let is_chancellor = words == Self { noun: tokens::fold("chancellor"), portfolio: 0 };
        self == words
            || words.is_short() && self.noun == words.noun && !prime
            || is_chancellor && exchequer && self.noun == words.noun
    }

    /// Whether it leaves out of what its holder is secretary or minister.
    fn is_short(self) -> bool {
        let is = |noun: &str| self.noun == tokens::fold(noun);
        self.portfolio == 0 && (is("secretary") || is("minister"))
    }

    /// Whether its holder is the head of a state or of a government, of whom there is one.
    fn is_head(self) -> bool {
        let is = |noun: &str, portfolio: u64| self == Self { noun: tokens::fold(noun), portfolio };
        is("president", 0)
            || is("minister", tokens::fold("prime"))
            || is("chancellor", 0)
            || is("taoiseach", 0)
    }
}

/// The fold of a title in full: of `Gov.` that of `governor`.
pub fn long_form(noun: u64) -> u64 {
    static LONG: LazyLock<FoldMap<u64>> = LazyLock::new(|| {
        let folds = SPELLINGS.iter().map(|(one, long)| (tokens::fold(one), tokens::fold(long)));
        folds.collect()
    });
    LONG.get(&noun).copied().unwrap_or(noun)
}

/// What stands with the noun of an office: `defence`, and of a deputy both words.
fn portfolio([nearest, further]: [u64; 2], behind_of: u64) -> u64 {
    static KNOWN: LazyLock<FoldMap<()>> = LazyLock::new(|| {
        PORTFOLIOS.split_whitespace().map(|word| (tokens::fold(word), ())).collect()
    });
    static LESS: LazyLock<FoldMap<()>> =
        LazyLock::new(|| LESSER.iter().map(|word| (tokens::fold(word), ())).collect());
    let known = |fold: u64| KNOWN.contains_key(&fold);
    let lesser = |fold: u64| LESS.contains_key(&fold);
    let own = match (known(nearest), known(behind_of)) {
        (true, _) => spelt(nearest),
        (false, true) => spelt(behind_of),
        _ => 0,
    };
    if lesser(further) && known(nearest) { own ^ further.rotate_left(1) } else { own }
}

/// `defense` as `defence`, `labor` as `labour`.
fn spelt(fold: u64) -> u64 {
    for (one, other) in [("defense", "defence"), ("labor", "labour")] {
        if fold == tokens::fold(one) {
            return tokens::fold(other);
        }
    }
    fold
}

/// The office that such words name: the last title before `of`.
fn office_in(text: &str) -> Option<OfficeTitle> {
    let tokens = tokens::tokenise(text);
    let fold = |at: usize| tokens.get(at).map_or(0, |token| token.fold);
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.text(text) == word);
    let of = (0..tokens.len()).find(|&at| is(at, "of") || is(at, "for"));
    let noun = (0..of.unwrap_or(tokens.len()))
        .rev()
        .find(|&at| words::class(fold(at)).any(Class::TITLE))?;
    let back = |steps: usize| noun.checked_sub(steps).map_or(0, fold);
    let behind = of.map_or(0, |of| fold(if is(of + 1, "the") { of + 2 } else { of + 1 }));
    Some(OfficeTitle::before_name(fold(noun), [back(1), back(2)], behind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Catalogue;
    use crate::names::lexicon::Lexicon;

    #[test]
    fn an_office_is_its_noun_and_what_stands_with_it() {
        let office = |text: &str| office_in(text).expect("an office");
        assert_eq!(office("Defence Minister of Fiji"), office("minister of defense"));
        assert_eq!(office("US Secretary of State"), office("State Secretary"));
        assert_ne!(office("Vice President of Fiji"), office("President of Fiji"));
        assert_ne!(office("Deputy Prime Minister of Fiji"), office("Prime Minister of Fiji"));
        assert!(office("President of the United States 2009-2017").is_head());
        assert!(office("Prime Minister of Fiji").is_head());
        assert!(!office("Foreign Minister of Fiji").is_head());
    }

    /// Two officers in what was taken for one name: no name is found twice, and none lies in another.
    #[test]
    fn surnames_behind_offices_lie_in_no_other_name() {
        let text = "He sends Secretary of State Rice and Defense Secretary Gates to the region.";
        let lexicon = Lexicon::new(&Catalogue::default());
        let passage = Passage::new(text, &lexicon);
        let mut offices = Offices::default();
        for (index, name, office) in [
            (0, "Rice", "Secretary of State of the United States"),
            (1, "Gates", "Secretary of Defense of the United States"),
        ] {
            let term = Office { office: office.to_owned(), from_year: None, until_year: None };
            let entry = Entry {
                kind: EntityKind::Person,
                key: name_key(name),
                name: name.to_owned(),
                sort_name: None,
                aliases: Vec::new(),
                demonyms: Vec::new(),
                description: None,
                country: None,
                wikidata_id: None,
                offices: vec![term],
                silent: Vec::new(),
            };
            offices.add(index, name, &entry);
        }
        let at =
            |word: &str| (0..passage.tokens.len()).find(|at| passage.word(*at) == word).unwrap();
        let one = |first, end| Proposal {
            first,
            end,
            kind: EntityKind::Organisation,
            rule: Rule::FullName,
            confidence: 0.5,
            entry: None,
        };
        let spans = |names: Vec<Proposal>| {
            let found = with_holders(&passage, names, &offices);
            found.iter().map(|name| (name.first, name.end)).collect::<Vec<_>>()
        };
        let (rice, gates) = (at("Rice"), at("Gates"));
        assert_eq!(spans(Vec::new()), [(rice, rice + 1), (gates, gates + 1)]);
        let whole = (rice - 1, gates + 1);
        assert_eq!(spans(vec![one(whole.0, whole.1)]), [whole]);
    }
}
