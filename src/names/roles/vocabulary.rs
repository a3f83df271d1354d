//! The words that titles and the sentences around them are made of, as plain lists.
//!
//! They add to the lists of `names::lists`, which the trained model reads and which therefore stay as
//! they are between trainings.

use std::sync::LazyLock;

use crate::names::passage::Passage;
use crate::names::tokens;
use crate::names::words::FoldMap;

/// Words of `Class::TITLE` and `Class::ROLE` that are no title: kin, rivals, what happened to someone.
const NO_TITLES: &str = "
    husband wife son daughter widow friend father mother sister brother suspect victim gunman
    attacker hacker resident neighbour neighbor witness colleague counterpart rival opponent
    challenger incumbent successor predecessor ally winner champion star superstar billionaire
    tycoon magnate guru heir heiress veteran democrat republican conservative socialist
    runner driver emeritus
";

/// Short and royal titles that the lists count as honorifics.
const ALSO_TITLES: &str = "
    sen rep gov gen col maj capt lt cmdr adm sgt prof amb pres pm king queen emperor empress pope
    sultan emir archbishop bishop cardinal ayatollah rabbi head member pastor
";

/// Titles that are an everyday word unless printed with a capital or widened.
const NEED_CAPITAL: &str =
    "general major private justice principal whip chair chief pm rep gen col";

/// Titles that are none without `of …`.
const NEED_OF: &str = "head member";

/// Titles whose `for …` says what they are: `minister for health`.
const TAKE_FOR: &str = "
    minister secretary undersecretary commissioner spokesman spokeswoman spokesperson officer
    director envoy representative
";

/// Titles that are held in a country where its name or people stands before: `Chinese president`;
/// a `Chinese economist` holds nothing.
const OF_COUNTRIES: &str = "
    spokesman spokeswoman spokesperson diplomat official negotiator adviser advisor candidate
    regulator king queen emperor empress sultan emir prosecutor
";

/// Words that widen a title to the left, besides `Class::TITLE_MODIFIER`.
const WIDENING: &str = "
    affairs peoples policy political press public human rights finance financial economic economy
    development infrastructure housing planning social welfare women youth children sport sports
    culture arts heritage science research technology digital communications media information
    marketing operating operations commercial legal military naval army navy air fleet force border
    customs revenue tax budget audit competition consumer water agriculture agricultural rural
    fisheries forestry mining resources oil gas power nuclear environmental conservation industry
    industrial tourism aviation maritime shipping rail roads police prison corrections courts
    constitutional parliamentary party campaign opposition government cabinet union faction
    regional provincial district city county town village local federal central special senior lead
    principal founding global international european asian pacific indigenous veterans disarmament
    intelligence counterterrorism cyber emergency disaster civil school hospital health medical
    surgical nursing university faculty bank investment portfolio fund fashion film music theatre
    news online night foreign world diplomatic defence executive non vice ex co sub presidential
    congressional gubernatorial mayoral ministerial supreme high privacy electoral election
    statistics water transportation small business enterprise employment workplace relations
    climate change security prime crown state deputy former acting interim visiting adjunct
    honorary lieutenant brigadier staff wing rear squadron group
";

/// What directly joins a person and a title.
const LINKING: &str = "
    is was became becomes become remains remained been be as named appointed elected made chosen
    installed confirmed being to
";

/// Adverbs between the verb and the title: `is now the minister`.
const ADVERBS: &str = "now also currently again still once then later already previously";

/// What else may stand between: helpers, adverbs, the verbs of taking and leaving office.
const MAY_LINK: &str = "
    is was were be been being has had have will who also now then currently previously formerly
    once again still later recently already first long soon twice himself herself served serves
    serving works worked working acted acts acting as became becomes become remains remained named
    appointed reappointed elected reelected re unanimously made chosen installed sworn in
    confirmed promoted to resigned quit stepped down took over office returned inaugurated today
    yesterday retired
";

const NAMING: &str = "named appointed elected made picked names appoints picks elects";

fn set(list: &str) -> FoldMap<()> {
    list.split_whitespace().map(|word| (tokens::fold(word), ())).collect()
}

/// The lists of words that roles are made of, by fold.
pub struct Lists {
    pub no_titles: FoldMap<()>,
    pub also_titles: FoldMap<()>,
    pub need_capital: FoldMap<()>,
    pub need_of: FoldMap<()>,
    pub take_for: FoldMap<()>,
    pub of_countries: FoldMap<()>,
    pub widening: FoldMap<()>,
    pub linking: FoldMap<()>,
    pub adverbs: FoldMap<()>,
    pub may_link: FoldMap<()>,
    pub naming: FoldMap<()>,
}

/// The lists, made at their first use.
pub static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    no_titles: set(NO_TITLES),
    also_titles: set(ALSO_TITLES),
    need_capital: set(NEED_CAPITAL),
    need_of: set(NEED_OF),
    take_for: set(TAKE_FOR),
    of_countries: set(OF_COUNTRIES),
    widening: set(WIDENING),
    linking: set(LINKING),
    adverbs: set(ADVERBS),
    may_link: set(MAY_LINK),
    naming: set(NAMING),
});

/// Whether the word at `index` is in a list.
pub fn in_list(passage: &Passage, index: usize, list: &FoldMap<()>) -> bool {
    passage.tokens.get(index).is_some_and(|token| list.contains_key(&token.fold))
}

/// Whether the word directly joins a person and a title.
pub fn is_linking(passage: &Passage, index: usize) -> bool {
    passage.is_lower(index) && in_list(passage, index, &LISTS.linking)
}

/// Whether it is an adverb between the two.
pub fn is_adverb(passage: &Passage, index: usize) -> bool {
    in_list(passage, index, &LISTS.adverbs)
}

/// Whether the word may stand between a person and what joins them with a title.
pub fn may_link(passage: &Passage, index: usize) -> bool {
    passage.is_lower(index) && in_list(passage, index, &LISTS.may_link)
        || passage.is_joining_hyphen(index)
}

/// Whether the word says that someone is given a title.
pub fn is_naming(passage: &Passage, index: usize) -> bool {
    in_list(passage, index, &LISTS.naming)
}
