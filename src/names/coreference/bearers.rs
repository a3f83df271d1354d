//! What a text tells of each of several people of one surname, besides their gender: who had been named by then, whom
//! nobody calls `Mr`, whose office is over, how old they are, whose mother or son they are.
//!
//! What must stay true: each of these takes somebody out or leaves all of them in; none of it makes a person.

use super::gender;
use super::{Group, Linker};
use crate::model::{EntityKind, Gender};
use crate::names::offices;
use crate::names::passage::Passage;
use crate::names::sentences::Sentence;
use crate::names::titles::{self, Title};
use crate::names::tokens::{self, Shape};
use crate::names::words::{self, Class, FoldMap};

/// Titles that `Mr` and `Mrs` do not replace.
const NO_MISTERS: &str = "
    sir dame lord lady baroness baron viscount viscountess earl countess king queen prince princess duke duchess
    pope dr doctor prof professor justice
";

/// Before a title: its bearer has it no more.
const OVER: [&str; 7] = ["former", "ex", "late", "then", "outgoing", "retired", "onetime"];

/// How far before a title such a word may stand: `former Foreign Office minister`.
const REACH: usize = 4;

/// Given names of fewer letters may differ in one and be two people's: `Maria` and `Marie`.
const LONG_NAME: usize = 6;

/// How many names of one person are looked at for a trade before them.
const LOOKED_AT: usize = 4;

/// How many words may stand between two bearers of one name of whom one does something with the other.
const ACTS: usize = 7;

/// Younger people are called by their given names.
const GROWN_UP: u32 = 16;

/// Relations who may be called `Mrs` beside a younger woman of the family.
const MOTHERS: [&str; 5] = ["mother", "grandmother", "wife", "widow", "stepmother"];

/// Relations of the younger generation.
const YOUNG: [&str; 6] = ["son", "daughter", "grandson", "granddaughter", "nephew", "niece"];

/// Words behind a surname for the older and for the younger one.
const ELDER: [&str; 4] = ["senior", "snr", "elder", "père"];
const YOUNGER: [&str; 4] = ["junior", "jnr", "younger", "fils"];

fn is_no_mister(title: u64) -> bool {
    NO_MISTERS.split_whitespace().any(|own| tokens::fold(own) == title)
}

/// Whether the office that a title gives is over, as the words before it say. The late Sir Peter stays a knight.
pub(super) fn is_over(passage: &Passage, sentence: &Sentence, title: &Title) -> bool {
    if is_no_mister(title.fold) {
        return false;
    }
    let lowest = sentence.first.max(title.at.saturating_sub(REACH));
    (lowest..title.at)
        .rev()
        .take_while(|&at| passage.tokens[at].is_word() || passage.tokens[at].is_hyphen())
        .any(|at| OVER.iter().any(|word| passage.is_word(at, word)))
}

/// The age that stands behind a name which ends at `end`: `Ana Roa, 41,`, `Ana Roa (41)`.
pub(super) fn age_behind(passage: &Passage, end: usize) -> Option<u32> {
    let is_open = passage.is_mark(end, ',') || passage.is_mark(end, '(');
    let number = passage.tokens.get(end + 1).filter(|token| token.shape == Shape::Number)?;
    let is_short = number.end - number.start <= 3;
    let is_closed = [',', ')', '.', ';'].iter().any(|&mark| passage.is_mark(end + 2, mark))
        || ["and", "of", "from", "was", "is"].iter().any(|word| passage.is_word(end + 2, word));
    if !is_open || !is_short || !is_closed {
        return None;
    }
    passage.word(end + 1).parse().ok().filter(|age| (1..120).contains(age))
}

impl Group {
    /// Whether somebody who is called `Mr`, `Mrs`, `Ms` or `Miss` may be this person.
    fn may_be_mister(&self) -> bool {
        let is_titled = self.titles.iter().any(|&title| is_no_mister(title));
        !is_titled && self.age.is_none_or(|age| age >= GROWN_UP)
    }

    fn is_kin(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.kin == Some(tokens::fold(word)))
    }
}

impl Linker<'_, '_> {
    /// Takes in the given names behind a word of kinship, `her husband Tom`, of people whom the text names in full
    /// elsewhere.
    pub(super) fn kin_by_given_name(&mut self) {
        let found = gender::kin_by_given_name(self.passage);
        if found.is_empty() {
            return;
        }
        // By given name: the one person who has it, if there is one.
        let mut called: FoldMap<Option<usize>> = FoldMap::default();
        for (group, own) in self.groups.iter().enumerate() {
            if own.kind == EntityKind::Person && own.in_full && own.given != 0 {
                called.entry(own.given).and_modify(|known| *known = None).or_insert(Some(group));
            }
        }
        for (at, word) in found {
            let fold = self.passage.tokens[at].fold;
            let Some(group) = called.get(&fold).copied().flatten() else { continue };
            self.kin.insert(at, group);
            let own = &mut self.groups[group];
            own.introduced = own.introduced.or(Some(at));
            own.kin = own.kin.or(Some(word));
            gender::of_word(word).into_iter().for_each(|gender| own.evidence.say(gender));
        }
    }

    /// Those who were named before token `index`, or beside the text; all, where nobody was.
    pub(super) fn introduced(&self, groups: &[usize], index: usize) -> Vec<usize> {
        let is_known = |&group: &usize| {
            let own = &self.groups[group];
            own.is_beside
                || own.introduced.is_some_and(|first| first < index)
                || own.fulls.first().is_some_and(|&first| first < index)
        };
        let known: Vec<usize> = groups.iter().copied().filter(is_known).collect();
        if known.is_empty() { groups.to_vec() } else { known }
    }

    /// Whether the `M.` of French stands before `index`: the text calls women `Mme`.
    pub(super) fn is_after_monsieur(&self, index: usize) -> bool {
        let passage = self.passage;
        let Some(initial) = index.checked_sub(2) else { return false };
        passage.word(initial) == "M"
            && passage.is_mark(initial + 1, '.')
            && ["mme", "mlle"].iter().any(|word| self.words().contains(&tokens::fold(word)))
    }

    /// Those whom `Mr` or the like at `index` may mean; all, where it may mean none.
    pub(super) fn misters(&self, groups: Vec<usize>, index: usize) -> Vec<usize> {
        if !titles::follows_mister(self.passage, index) {
            return groups;
        }
        let mut own = groups.clone();
        own.retain(|&group| self.groups[group].may_be_mister());
        if own.is_empty() { groups } else { own }
    }

    /// The mother or wife among the women of a family, for `Mrs` at `index`.
    pub(super) fn mother(&self, groups: &[usize], index: usize) -> Option<usize> {
        let title = if self.passage.is_mark(index.checked_sub(1)?, '.') { 2 } else { 1 };
        let is_mrs = self.passage.is_word(index.checked_sub(title)?, "mrs");
        is_mrs.then(|| self.only(groups, |own| own.is_kin(&MOTHERS))).flatten()
    }

    /// `Roa senior`, `the younger Roa`, where one is introduced as the other's son or the like.
    pub(super) fn of_generation(
        &self,
        groups: &[usize],
        (first, end): (usize, usize),
    ) -> Option<usize> {
        let is = |words: &[&str]| {
            words.iter().any(|word| self.passage.is_word(end, word))
                || words.iter().any(|word| self.is_called_before(first, word))
        };
        let child = self.only(groups, |own| own.is_kin(&YOUNG))?;
        match groups {
            _ if is(&YOUNGER) => Some(child),
            [one, other] if is(&ELDER) => Some(if *one == child { *other } else { *one }),
            _ => None,
        }
    }

    /// Whether the text says which of two generations a surname is of, whoever that may be: `the elder Roa`.
    pub(super) fn is_of_some_generation(&self, first: usize) -> bool {
        ELDER.iter().chain(&YOUNGER).any(|word| self.is_called_before(first, word))
    }

    /// `the younger Roa`
    fn is_called_before(&self, first: usize, word: &str) -> bool {
        first >= 2
            && self.passage.is_word(first - 1, word)
            && self.passage.is_word(first - 2, "the")
    }

    /// Whether two people bear the very same name: `Tom Roa the elder and Tom Roa the younger`, `Tom Roa sold the farm
    /// to Tom Roa`. Nobody can tell which of them a surname means.
    pub(super) fn is_of_two(&self, group: usize) -> bool {
        let passage = self.passage;
        let fulls = &self.groups[group].fulls;
        let words = self.groups[group].length;
        if words < 2 || self.groups[group].kind != EntityKind::Person {
            return false;
        }
        let is_called = |first: usize, names: &[&str]| {
            passage.is_word(first + words, "the")
                && names.iter().any(|name| passage.is_word(first + words + 1, name))
        };
        let looked_at = || fulls.iter().copied().take(LOOKED_AT);
        let generations = looked_at().any(|first| is_called(first, &ELDER))
            && looked_at().any(|first| is_called(first, &YOUNGER));
        let acts_on_itself = |pair: &[usize]| {
            let between = pair[0] + words..pair[1];
            let plain = |at: usize| passage.is_lower(at) && passage.tokens[at].is_word();
            (2..=ACTS).contains(&between.len())
                && between.clone().all(plain)
                && ["to", "from", "against", "with"]
                    .iter()
                    .any(|to| passage.is_word(pair[1] - 1, to))
        };
        generations || fulls.windows(2).take(LOOKED_AT).any(acts_on_itself)
    }

    /// The one of two whom a text calls by the surname alone, where it calls the other, a woman, `Mrs`
    /// and nobody `Mr`.
    pub(super) fn beside_mrs(&self, groups: &[usize], index: usize) -> Option<usize> {
        let [one, other] = groups else { return None };
        let woman =
            |group: usize| matches!(self.groups[group].evidence.gender(), Some((Gender::Woman, _)));
        let mrs = match (woman(*one), woman(*other)) {
            (true, false) => *one,
            (false, true) => *other,
            _ => return None,
        };
        let fold = self.passage.tokens[index].fold;
        let only_mrs = self.behind_misters().get(&fold) == Some(&true);
        only_mrs.then_some(if mrs == *one { *other } else { *one })
    }

    /// The words behind `Mrs`, `Ms`, `Miss` and `Mr`, and whether no `Mr` stands before them.
    fn behind_misters(&self) -> &FoldMap<bool> {
        self.behind_misters.get_or_init(|| {
            let passage = self.passage;
            let mut words: FoldMap<bool> = FoldMap::default();
            for at in (1..passage.tokens.len()).filter(|&at| titles::follows_mister(passage, at)) {
                let title = if passage.is_mark(at - 1, '.') { 2 } else { 1 };
                let is_mr = at >= title && passage.is_word(at - title, "mr");
                *words.entry(passage.tokens[at].fold).or_insert(true) &= !is_mr;
            }
            words
        })
    }

    /// The one whose age stands behind the surname: `Roa, 41,`.
    pub(super) fn of_age(&self, groups: &[usize], end: usize) -> Option<usize> {
        let age = age_behind(self.passage, end)?;
        self.only(groups, |own| own.age == Some(age))
    }

    /// The one who holds an office now that another of them held before: `Prime Minister Roa` beside a former one.
    pub(super) fn successor(&self, groups: &[usize], title: &Title) -> Option<usize> {
        let fold = offices::long_form(title.fold);
        let was = |own: &Group| own.former.contains(&fold);
        let is = |own: &Group| own.titles.contains(&fold);
        let is_over = groups.iter().any(|&group| was(&self.groups[group]));
        if !is_over || groups.iter().any(|&group| is(&self.groups[group])) {
            return None;
        }
        // `the publisher Ana Roa` holds no office.
        let passage = self.passage;
        let has_trade = |own: &Group| {
            own.fulls.iter().take(LOOKED_AT).filter_map(|first| first.checked_sub(1)).any(
                |before| {
                    passage.is_lower(before) && !passage.is(before, Class::FUNCTION | Class::SAYING)
                },
            )
        };
        self.only(groups, |own| !was(own) && own.titles.is_empty() && !has_trade(own))
    }

    /// Whether several of them bear the title: it tells nothing.
    pub(super) fn is_common_title(&self, groups: &[usize], title: &Title) -> bool {
        let fold = offices::long_form(title.fold);
        let bearers = groups.iter().filter(|&&group| self.groups[group].titles.contains(&fold));
        !self.passage.is(title.at, Class::FUNCTION) && bearers.count() >= 2
    }

    /// Whether two are one person whom somebody wrote otherwise: a letter of the given name apart, `Kristin` and
    /// `Kristen`, or a name in full and the same without some of its words, `Dewa Gede Roa` and `Dewa Roa`.
    pub(super) fn is_spelled_otherwise(&self, groups: &[usize]) -> bool {
        let [one, other] = groups else { return false };
        let words = |group: &usize| -> Vec<&str> { self.groups[*group].form.split(' ').collect() };
        let (one, other) = (words(one), words(other));
        let (Some(given), Some(second)) = (one.first(), other.first()) else { return false };
        let letters = given.chars().count();
        let differing =
            given.chars().zip(second.chars()).filter(|(one, other)| one != other).count();
        let slip = letters >= LONG_NAME && letters == second.chars().count() && differing == 1;
        let (short, long) = if one.len() < other.len() { (&one, &other) } else { (&other, &one) };
        // `Tom Roa Jr.` is another person.
        let plain = |word: &&str| {
            word.trim_end_matches('.').chars().count() > 1
                && !words::class(tokens::fold(word)).any(Class::NAME_SUFFIX)
        };
        let within = short.len() >= 2
            && short.len() < long.len()
            && short.iter().all(|word| long.contains(word))
            && long.iter().filter(|word| !short.contains(word)).all(plain);
        slip || within
    }

    /// The only one of them of whom something is true.
    fn only(&self, groups: &[usize], holds: impl Fn(&Group) -> bool) -> Option<usize> {
        let mut own = groups.iter().copied().filter(|&group| holds(&self.groups[group]));
        own.next().filter(|_| own.next().is_none())
    }
}
