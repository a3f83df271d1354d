//! Whether a text speaks of somebody as a woman or as a man, as far as it tells two people of one surname apart.
//!
//! What the text says at a name decides: `Mrs`, `his wife`, `herself`. Where it says nothing, the pronouns around
//! the only person of a sentence count, and last who mostly has the given name. What must stay true: this is
//! evidence for whom a surname means and nothing else; of nobody is a gender stored by it.

use std::sync::LazyLock;

use crate::model::{EntityKind, Gender};
use crate::names::passage::Passage;
use crate::names::proposals::Proposal;
use crate::names::quotes;
use crate::names::sentences::Sentence;
use crate::names::tokens::{self, Shape};
use crate::names::words::{Class, FoldMap, usual_gender};

/// Titles and words of kinship that only women have.
const OF_WOMEN: &str = "
    mrs ms miss dame lady baroness madam madame mme queen princess duchess countess empress viscountess
    frau señora doña signora congresswoman chairwoman councilwoman assemblywoman businesswoman spokeswoman
    policewoman alderwoman actress waitress wife widow mother grandmother daughter granddaughter stepmother
    stepdaughter sister aunt niece girlfriend fiancée mum mom ex-wife
";

/// Titles and words of kinship that only men have.
const OF_MEN: &str = "
    mr sir lord baron monsieur king prince duke earl viscount marquess emperor emir sultan sheikh sheik herr
    señor don signor congressman councilman assemblyman businessman spokesman policeman alderman husband
    widower father grandfather son grandson stepfather stepson brother uncle nephew boyfriend fiancé dad
    ex-husband
";

/// Those of them that say how somebody is related to somebody else.
const KINSHIP: &str = "
    wife widow mother grandmother daughter granddaughter stepmother stepdaughter sister aunt niece girlfriend
    fiancée ex-wife husband widower father grandfather son grandson stepfather stepson brother uncle nephew
    boyfriend fiancé ex-husband
";

const PRONOUNS_OF_WOMEN: [&str; 4] = ["she", "her", "hers", "herself"];
const PRONOUNS_OF_MEN: [&str; 4] = ["he", "him", "his", "himself"];

/// How many words before a name are read for what its bearer is to somebody: `his second wife, Ana Roa`.
const REACH: usize = 4;

static WORDS: LazyLock<FoldMap<Gender>> = LazyLock::new(|| {
    let of = |list: &'static str, gender| {
        list.split_whitespace().map(move |word| (tokens::fold(word), gender))
    };
    of(OF_WOMEN, Gender::Woman).chain(of(OF_MEN, Gender::Man)).collect()
});

static RELATIONS: LazyLock<FoldMap<()>> =
    LazyLock::new(|| KINSHIP.split_whitespace().map(|word| (tokens::fold(word), ())).collect());

/// What a title or a word of kinship says, by its fold.
pub(super) fn of_word(fold: u64) -> Option<Gender> {
    WORDS.get(&fold).copied()
}

/// What a pronoun says.
pub(super) fn of_pronoun(word: &str) -> Option<Gender> {
    let is = |list: &[&str]| list.iter().any(|own| own.eq_ignore_ascii_case(word));
    match word {
        // `he` to `herself`: most words are no pronouns, and this is asked of each sentence.
        _ if !(2..=7).contains(&word.len()) => None,
        _ if is(&PRONOUNS_OF_WOMEN) => Some(Gender::Woman),
        _ if is(&PRONOUNS_OF_MEN) => Some(Gender::Man),
        _ => None,
    }
}

/// The pronoun directly behind a name that stresses it: `Roa herself`.
pub(super) fn stressed(passage: &Passage, end: usize) -> Option<Gender> {
    of_pronoun(passage.word(end)).filter(|_| passage.word(end).ends_with("self"))
}

/// What is known of the gender of somebody's group.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Evidence {
    /// Titles, kinship and stressed pronouns: for women, for men.
    said: [u32; 2],
    /// Pronouns around.
    around: [u32; 2],
    usual: Option<Gender>,
}

/// How surely a text tells a gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Surety {
    /// By what the given name mostly is, or by pronouns that may be of somebody else.
    Likely,
    /// The text says so.
    Said,
}

impl Evidence {
    /// Takes in what a word at the name says.
    pub(super) fn say(&mut self, gender: Gender) {
        self.said[slot(gender)] += 1;
    }

    /// Takes in a pronoun that may be of this person.
    pub(super) fn hint(&mut self, gender: Gender) {
        self.around[slot(gender)] += 1;
    }

    /// Takes in the given name.
    pub(super) fn called(&mut self, given: u64) {
        self.usual =
            self.usual.or_else(|| usual_gender(given)).or_else(|| quotes::gender_of(given));
    }

    /// The gender, where all evidence of one kind agrees and none of the same weight speaks against it.
    pub(super) fn gender(&self) -> Option<(Gender, Surety)> {
        match (one(self.said), one(self.around), self.usual) {
            (Some(said), _, _) => Some((said, Surety::Said)),
            _ if self.said != [0, 0] => None,
            (None, Some(around), Some(usual)) if around != usual => None,
            (None, Some(around), _) => Some((around, Surety::Likely)),
            _ if self.around != [0, 0] && self.usual.is_none() => None,
            (None, None, usual) => usual.map(|usual| (usual, Surety::Likely)),
        }
    }
}

fn slot(gender: Gender) -> usize {
    match gender {
        Gender::Woman => 0,
        Gender::Man => 1,
    }
}

/// The gender for which alone there is evidence.
fn one(counts: [u32; 2]) -> Option<Gender> {
    match counts {
        [women, 0] if women > 0 => Some(Gender::Woman),
        [0, men] if men > 0 => Some(Gender::Man),
        _ => None,
    }
}

/// What a text says of one person's name that stands in full.
#[derive(Clone, Copy, Debug)]
pub(super) struct Note {
    pub first: usize,
    pub gender: Gender,
    pub is_said: bool,
}

/// What the words around the names of people say, in the order of the text.
pub(super) fn notes(passage: &Passage, chosen: &[Proposal]) -> Vec<Note> {
    let people: Vec<&Proposal> =
        chosen.iter().filter(|name| name.kind == EntityKind::Person).collect();
    let mut notes = Vec::new();
    let mut before: Option<usize> = None;
    let mut next = 0;
    for sentence in &passage.sentences {
        while people.get(next).is_some_and(|name| name.first < sentence.first) {
            next += 1;
        }
        let rest = people.get(next..).unwrap_or_default();
        let own = &rest[..rest.partition_point(|name| name.first < sentence.end)];
        next += own.len();
        // `Ana Roa resigned. She had …`: the only person of the sentence before.
        let opens =
            of_pronoun(passage.word(sentence.first)).filter(|_| sentence.first < sentence.end);
        if let (Some(gender), Some(first)) = (opens, before) {
            notes.push(Note { first, gender, is_said: false });
        }
        for (at, name) in own.iter().enumerate() {
            if let Some(gender) = stressed(passage, name.end) {
                notes.push(Note { first: name.first, gender, is_said: true });
            }
            let Some(relation) = relation_before(passage, sentence, name.first) else { continue };
            notes.push(Note { first: name.first, gender: relation.gender, is_said: true });
            // `Tom Roa and his wife, Ana Roa`: whose wife she is, where one person stands before.
            let owner = match at {
                0 => before,
                1 => Some(own[0].first),
                _ => None,
            };
            if let (Some(gender), Some(first)) = (relation.owner, owner) {
                notes.push(Note { first, gender, is_said: false });
            }
        }
        match own {
            [] if opens.is_some() => {}
            [] => before = None,
            [name] => before = Some(name.first),
            _ => before = None,
        }
    }
    notes
}

/// A word of kinship before a name, and the pronoun before it.
struct Relation {
    word: u64,
    gender: Gender,
    owner: Option<Gender>,
}

/// `his wife, Ana Roa`, `her late husband Tom Roa`.
fn relation_before(passage: &Passage, sentence: &Sentence, first: usize) -> Option<Relation> {
    let mut at = first.checked_sub(1).filter(|&at| at >= sentence.first)?;
    // `his son, quarterback Tom Roa`
    let is_trade = |at: usize| {
        passage.is_lower(at)
            && !passage.is(at, Class::FUNCTION | Class::SAYING)
            && !RELATIONS.contains_key(&passage.tokens[at].fold)
            && at.checked_sub(1).is_some_and(|comma| passage.is_mark(comma, ','))
    };
    if is_trade(at) {
        at -= 1;
    }
    if passage.is_mark(at, ',') {
        at = at.checked_sub(1).filter(|&at| at >= sentence.first)?;
    }
    let fold = passage.tokens[at].fold;
    let gender = of_word(fold).filter(|_| RELATIONS.contains_key(&fold) && passage.is_lower(at))?;
    let lowest = sentence.first.max(at.saturating_sub(REACH));
    let owner = (lowest..at).rev().find_map(|at| of_pronoun(passage.word(at)));
    Some(Relation { word: fold, gender, owner })
}

/// The word of kinship behind the name that ends at `end`: `Ana Roa, his wife,`, `Tom Roa, who is her nephew`.
fn relation_behind(passage: &Passage, sentence: &Sentence, end: usize) -> Option<u64> {
    let mut at = end + 1;
    if !passage.is_mark(end, ',') {
        return None;
    }
    if passage.is_word(at, "who") && ["is", "was"].iter().any(|is| passage.is_word(at + 1, is)) {
        at += 2;
    }
    let owner = passage.is_word(at, "their") || of_pronoun(passage.word(at)).is_some();
    let noun = (at + 1..sentence.end.min(at + REACH))
        .take_while(|&at| owner && passage.is_lower(at))
        .find(|&at| RELATIONS.contains_key(&passage.tokens[at].fold))?;
    // `Tom Roa, his wife and a nephew` are three.
    let closed = passage.is_mark(noun + 1, '.')
        || passage.is_mark(noun + 1, ',')
            && passage.is_lower(noun + 2)
            && !passage.is_word(noun + 2, "and");
    closed.then_some(passage.tokens[noun].fold)
}

/// How the text says that the bearer of the name `first..end` is related to somebody: the fold of `wife`.
pub(super) fn kin_beside(passage: &Passage, first: usize, end: usize) -> Option<u64> {
    let sentence = passage.sentence_of(first)?;
    relation_before(passage, sentence, first)
        .map(|relation| relation.word)
        .or_else(|| relation_behind(passage, sentence, end))
}

/// The given names that stand alone behind a word of kinship, `her husband Tom`: where, and that word.
pub(super) fn kin_by_given_name(passage: &Passage) -> Vec<(usize, u64)> {
    let mut found = Vec::new();
    for sentence in &passage.sentences {
        for at in sentence.first + 1..sentence.end {
            if passage.tokens[at].shape != Shape::Capital
                || passage.is_capitalised(at + 1) && passage.follows_closely(at + 1)
            {
                continue;
            }
            let relation = relation_before(passage, sentence, at);
            found.extend(relation.map(|relation| (at, relation.word)));
        }
    }
    found
}
