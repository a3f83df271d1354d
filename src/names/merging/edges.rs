//! Where a person's tagged name begins and ends: titles and ranks, verbs and adjectives before it, letters behind it.
//!
//! A word is cut only where the rest is still a name by itself: two words with a given name, or the surname of
//! somebody whom the article names in full. What must stay true: the last word always is one of the name.

use std::sync::LazyLock;

use super::bodies;
use crate::model::EntityKind;
use crate::names::lists;
use crate::names::passage::{Known, Passage};
use crate::names::proposals::Proposal;
use crate::names::tokens::{self, Shape};
use crate::names::words::{self, Class, FoldMap};

/// A person's name without what is no part of it.
pub(super) fn of_person(passage: &Passage, surnames: &FoldMap<()>, mut name: Proposal) -> Proposal {
    name.first = without_state(passage, &name);
    name.first = without_title(passage, surnames, &name);
    name.end = end_of_person(passage, &name);
    name.end = without_letters(passage, &name);
    let opening = without_opening(passage, surnames, &name);
    if opening > name.first {
        // `Syrian President Ana Roa`
        name.first = opening;
        name.first = without_title(passage, surnames, &name);
    }
    name.end = without_deed(passage, &name);
    name
}

/// A name that letters behind it show to be a person's, whatever it was tagged: `Tom Fox QC`.
pub(super) fn person_by_letters_behind(passage: &Passage, mut name: Proposal) -> Proposal {
    let has_letters = name.end >= name.first + 3 && is_post_nominal(passage, name.end - 1);
    let is_title = |at: usize| passage.is(at, Class::HONORIFIC) || lists::is_rank(passage.word(at));
    let mut given = name.first..name.end - 1;
    let given = given.find(|&at| passage.tokens[at].is_word() && !is_title(at));
    let is_ranked = lists::is_rank(passage.word(name.first)) && name.end >= name.first + 4;
    if has_letters && (is_ranked || given.is_some_and(|at| passage.is(at, Class::GIVEN))) {
        name.kind = EntityKind::Person;
    }
    name
}

/// `Raleigh, NC Ana Roa`: the state of the one before, in a list whose marks were lost. `Ohio Sen. Ana Roa`: whose
/// senator she is.
fn without_state(passage: &Passage, name: &Proposal) -> usize {
    let is_whose = name.end >= name.first + 4
        && passage.is_known(name.first, Known::PLACE)
        && !passage.is(name.first, Class::GIVEN)
        && passage.is(name.first + 1, Class::HONORIFIC)
        && passage.is_mark(name.first + 2, '.');
    if is_whose {
        return name.first + 1;
    }
    let is_state = name.end >= name.first + 3
        && passage.tokens[name.first].shape == Shape::Upper
        && passage.word(name.first).len() == 2
        && passage.is(name.first, Class::STATE)
        && passage.is_known(name.first, Known::PLACE)
        && passage.tokens[name.first + 1].shape == Shape::Capital;
    if is_state { name.first + 1 } else { name.first }
}

/// Letters of an honour, a degree or an office behind a name: `KC`, `OBE`, `MP`.
pub(super) fn is_post_nominal(passage: &Passage, at: usize) -> bool {
    let shape = passage.tokens[at].shape;
    let is_capital = matches!(shape, Shape::Upper | Shape::Dotted | Shape::Mixed);
    is_capital && lists::is_post_nominal(passage.word(at))
}

/// Where a name ends before the letters that stand behind it. `Haldane J` is a judge, `Malcolm X` is not.
fn without_letters(passage: &Passage, name: &Proposal) -> usize {
    let mut end = name.end;
    let of_judge = |at: usize| ["LJ", "JA", "CJ", "KC", "QC"].contains(&passage.word(at));
    while end >= name.first + 2
        && is_post_nominal(passage, end - 1)
        && (end >= name.first + 3 || of_judge(end - 1))
    {
        end -= 1;
        if end >= name.first + 2 && passage.is_mark(end - 1, ',') {
            end -= 1;
        }
    }
    // `Ana Roa I said`: the next sentence, its full stop lost.
    if end >= name.first + 3 && passage.word(end - 1) == "I" {
        end -= 1;
    }
    let judge = end == name.first + 2
        && passage.tokens[end - 1].shape == Shape::Initial
        && !passage.is_mark(end, '.')
        && (passage.word(end - 1) == "I"
            || ["J", "P"].contains(&passage.word(end - 1))
                && !passage.is(name.first, Class::GIVEN));
    if judge { end - 1 } else { end }
}

/// Adjectives and adverbs that stand before a name in headlines and at the head of a sentence.
const BEFORE_NAMES: &[&str] = &[
    "former",
    "late",
    "ex",
    "new",
    "old",
    "outgoing",
    "incoming",
    "disgraced",
    "veteran",
    "embattled",
    "fellow",
    "young",
    "poor",
    "dear",
    "meanwhile",
    "fugitive",
    "acting",
    "double",
    "star",
    "jailed",
    "ousted",
    "rising",
    "countryman",
    "compatriot",
    "teammate",
    "whereas",
];

/// What people do for a living or in a team, and by which ranks they go, as it stands before a name. They add to the
/// lists of `names::lists`, which the trained model reads and which therefore stay as they are between trainings.
const OCCUPATIONS: &str = "
    accountant acrobat admiral agent apprentice archaeologist astronomer auctioneer baker ballerina banker barber barista
    barman barmaid barrister bassoonist beautician beekeeper blacksmith boatman boatbuilder bookseller botanist boxer
    brewer bricklayer broker builder butcher campaigner canon captain caretaker carpenter cartoonist cellist centre-back chef
    chemist choirmaster choreographer cleaner climber clown comic commuter conductor conservationist courier cricketer
    archdeacon curate curator dancer deacon decorator dentist dermatologist detectorist dietician docker doorman dramatist dressmaker
    electrician emcee fisherman florist flautist footballer forester fullback gamekeeper gardener geologist goalie
    golfer grazier grocer groundsman gymnast hairdresser harpist headmaster headmistress headteacher historian
    horticulturalist illustrator instructor inventor janitor jeweller jockey joiner keeper landlady landlord
    lecturer librarian lifeguard lighthouse-keeper linguist locksmith lorry-driver magician magistrate mechanic
    merchant midwife milkman miller miner motorist mountaineer murderer naturalist newsreader novelist oboist optician
    organist ornithologist paediatrician paramedic pathologist pensioner percussionist pharmacist philanthropist
    physiotherapist plasterer plumber podcaster postman postmaster postmistress postwoman potter prop pundit puppeteer
    quarterback radiographer rancher ranger receptionist referee restaurateur restorer rider roofer rower sailor
    salesman sculptor seamstress shepherd shopkeeper signalman skater skier sniper sommelier specialist soprano sprinter
    stallholder statistician steward stonemason substitute surveyor tailor tattooist taxidermist tenor thatcher
    tiler trawlerman trumpeter tutor undertaker undergraduate valet verger vet vicar vintner violinist virologist
    volunteer waiter waitress warden watchmaker weaver weightlifter welder winger winemaker wrestler zookeeper zoologist
";

/// Whether a word says what somebody does, as one word or as several: `Jockey`, `Councillors`.
fn is_occupation(passage: &Passage, at: usize) -> bool {
    static FOLDS: LazyLock<FoldMap<()>> = LazyLock::new(|| {
        OCCUPATIONS.split_whitespace().map(|word| (tokens::fold(word), ())).collect()
    });
    let fold = passage.tokens[at].fold;
    let says =
        |fold: u64| FOLDS.contains_key(&fold) || words::class(fold).any(Class::ROLE | Class::TITLE);
    let one_of_them = || passage.word(at).strip_suffix('s').map(tokens::fold);
    FOLDS.contains_key(&fold) || one_of_them().is_some_and(says)
}

/// The first token of a name after a verb, an adjective, a party or a people that is no part of it:
/// `Injecting Clinton`, `Late Okafor header`, `Tory Liam Fox`.
fn without_opening(passage: &Passage, surnames: &FoldMap<()>, name: &Proposal) -> usize {
    let mut first = name.first;
    while first + 1 < name.end && is_opening(passage, first) {
        let rest = first + 1;
        // Nobody is called `Jockey`: two more words are a name even where the first is in no list.
        let is_name = if name.end >= rest + 2 {
            is_occupation(passage, first) && passage.tokens[rest].shape == Shape::Capital
                || passage.is(rest, Class::GIVEN | Class::TITLE)
                || passage.tokens[rest].shape == Shape::Initial
        } else {
            surnames.contains_key(&passage.tokens[rest].fold)
                || passage.is_known(rest, Known::PERSON)
                || passage.is(rest, Class::SURNAME) && !passage.is(rest, Class::COMMON)
        };
        if !is_name {
            break;
        }
        first = rest;
    }
    first
}

/// Where a name ends before what its bearer does, in a headline: `Roa Joins Tane`, `Ana Roa Blasts`, `Roa Urging`.
fn without_deed(passage: &Passage, name: &Proposal) -> usize {
    let deed = |at: &usize| {
        let word = passage.word(*at);
        let small = word.to_lowercase();
        // `Steve Jobs said`: in running text it is a surname that no list has.
        let in_headline = || {
            passage.is_capitalised(*at + 1) && passage.follows_closely(*at + 1)
                || passage
                    .sentence_of(*at)
                    .is_some_and(|sentence| passage.capital_says_nothing(sentence, *at))
        };
        passage.tokens[*at].shape == Shape::Capital
            && passage.follows_closely(*at)
            && (in_headline() || bodies::is_deed(passage, *at))
            && !passage.is(*at, Class::GIVEN | Class::SURNAME)
            && (bodies::is_deed(passage, *at)
                || is_third_person(word)
                || small.len() > 5 && small.strip_suffix("ing").is_some_and(is_of_verb))
    };
    let known = passage.matches_of(name.first, name.end).next().is_some();
    let found = (name.first + 1..name.end).find(|at| !known && deed(at));
    found.unwrap_or(name.end)
}

/// Whether a word is an ordinary one with `s`, as verbs have it in headlines: `Joins`.
fn is_third_person(word: &str) -> bool {
    let small = word.to_lowercase();
    let is_common = |word: &str| words::class(tokens::fold(word)).any(Class::COMMON);
    let stem = small.strip_suffix('s').filter(|stem| small.len() > 4 && !stem.ends_with('s'));
    stem.is_some_and(|stem| is_common(stem) || stem.strip_suffix('e').is_some_and(is_common))
}

/// Whether a word stands before names and in none.
fn is_opening(passage: &Passage, at: usize) -> bool {
    let word = passage.word(at);
    if passage.tokens[at].shape != Shape::Capital {
        return false;
    }
    // `Tory` is a given name as well; `Tory Liam Roa` is of the party.
    let partisan = lists::is_partisan(word);
    if partisan && passage.is(at + 1, Class::GIVEN) && passage.is_capitalised(at + 2) {
        return true;
    }
    // `Warden Ana Roa`: words for what somebody does are surnames as well, but none stands before a given name.
    let is_trade = is_occupation(passage, at) && !passage.is(at, Class::GIVEN);
    if is_trade && passage.is(at + 1, Class::GIVEN) && passage.is_capitalised(at + 2) {
        return true;
    }
    if passage.is(at, Class::GIVEN | Class::SURNAME) {
        return false;
    }
    // `Backs Roa: union chooses outsider`
    let deed = || {
        passage
            .sentence_of(at)
            .is_some_and(|sentence| sentence.first == at && is_third_person(word))
    };
    let listed = || BEFORE_NAMES.iter().any(|own| own.eq_ignore_ascii_case(word));
    let verb = || word.len() > 5 && word.strip_suffix("ing").is_some_and(is_of_verb);
    let of_people = || passage.is_known(at, Known::DEMONYM) && !passage.is_known(at, Known::PLACE);
    listed()
        || verb()
        || deed()
        || partisan
        || of_people()
        || passage.is(at, Class::ROLE)
        || is_occupation(passage, at)
}

/// Whether what stands before `-ing` is a verb: an ordinary word (`back`, `leav(e)`, `runn`), or one that ends in two
/// consonants as Chinese names such as Jianping do not.
fn is_of_verb(stem: &str) -> bool {
    let is_common = |word: &str| words::class(tokens::fold(word)).any(Class::COMMON);
    let doubled = || {
        let last = stem.chars().last()?;
        stem.strip_suffix(last)?.strip_suffix(last)?;
        stem.strip_suffix(last)
    };
    let is_consonant = |letter: &u8| letter.is_ascii_alphabetic() && !b"aeiouy".contains(letter);
    let ends_in_two = match stem.as_bytes() {
        [.., one, other] => {
            is_consonant(one) && is_consonant(other) && !b"ngrszc".contains(one)
                || b"ct" == &[*one, *other]
        }
        _ => false,
    };
    ends_in_two
        || is_common(stem)
        || is_common(&format!("{stem}e"))
        || doubled().is_some_and(is_common)
}

/// The first token of a person's name after its titles; the last word is always one of the name.
fn without_title(passage: &Passage, surnames: &FoldMap<()>, name: &Proposal) -> usize {
    let mut first = name.first;
    while first + 1 < name.end {
        let next = if passage.is_mark(first + 1, '.') { first + 2 } else { first + 1 };
        // `Earl Dodge`: of the ranks of peers one is a given name as often.
        let is_given = passage.is_word(first, "earl") && !passage.is_word(first + 1, "of");
        // `Master Sergeant Roa`
        let is_master = passage.is_word(first, "master") && passage.is(next, Class::TITLE);
        let title = passage.is(first, Class::HONORIFIC) && !is_given
            || is_master && name.end > next + 1
            || lists::is_rank(passage.word(first))
            || passage.is(first, Class::TITLE) && !passage.is(first, Class::GIVEN | Class::SURNAME)
            // `Pastor Roa` after Ana Roa: a surname stands before no other.
            || passage.is(first, Class::TITLE)
                && !passage.is(first, Class::GIVEN)
                && name.end == first + 2
                && surnames.contains_key(&passage.tokens[first + 1].fold)
                && !surnames.contains_key(&passage.tokens[first].fold);
        if !title || next >= name.end {
            break;
        }
        first = next;
    }
    // `Foreign Minister Ana Roa`: the words of an office before its noun.
    let office = |at: &usize| {
        passage.is(*at, Class::TITLE | Class::TITLE_MODIFIER)
            && !passage.is(*at, Class::GIVEN | Class::SURNAME)
    };
    let words = (first..name.end.saturating_sub(1)).take_while(office);
    words.filter(|&at| passage.is(at, Class::TITLE)).last().map_or(first, |noun| noun + 1)
}

/// Where a person's name ends: before a full stop of the sentence, and before titles. Each step sees what the one
/// before it left: of `Ana Roa, Mr President` the office goes first, and then `Mr`.
fn end_of_person(passage: &Passage, name: &Proposal) -> usize {
    let mut end = without_stop(passage, name.first, name.end);
    // `Roa the President's …`: no name ends so.
    if end >= name.first + 2 && passage.word(end - 1) == "the" {
        end -= 1;
    }
    let end = without_office_behind(passage, name.first, end);
    without_title_of_next(passage, name.first, end)
}

/// A full stop belongs to a name after an initial, `Jr` or an abbreviation only.
fn without_stop(passage: &Passage, first: usize, end: usize) -> usize {
    if end < first + 2 || !passage.is_mark(end - 1, '.') {
        return end;
    }
    let word = &passage.tokens[end - 2];
    let is_abbreviated = passage.is(end - 2, Class::NAME_SUFFIX | Class::ABBREVIATION);
    if word.end_char - word.start_char >= 3 && !is_abbreviated { end - 1 } else { end }
}

/// `Ana B. Roa, Jr. President`: behind a whole name an office is none of its words, whatever follows. Words that are
/// surnames as well stay, and so does the last of two words: `Ana Pope` has no other surname.
fn without_office_behind(passage: &Passage, first: usize, end: usize) -> usize {
    let is_office = end >= first + 3
        && passage.is(end - 1, Class::TITLE)
        && !passage.is(end - 1, Class::GIVEN | Class::SURNAME | Class::NAME_SUFFIX);
    if is_office { end - 1 } else { end }
}

/// `Roa Mr Tane`, `Ana Roa Gen. Tom Tane`: a title belongs to the name that follows it. Here what follows decides, so
/// the last of two words goes too, and one that is a surname as well where a full stop shows that it is cut short.
fn without_title_of_next(passage: &Passage, first: usize, end: usize) -> usize {
    if end < first + 2 || !passage.is(end - 1, Class::HONORIFIC | Class::TITLE) {
        return end;
    }
    let is_cut_short = passage.is_mark(end, '.');
    let next = if is_cut_short { end + 1 } else { end };
    let may_be_name = !is_cut_short && passage.is(end - 1, Class::GIVEN | Class::SURNAME);
    if passage.is_capitalised(next) && !may_be_name { end - 1 } else { end }
}
