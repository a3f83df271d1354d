//! Where a tagged organisation's name begins and ends: offices behind it, a deed before it, `-led` before it, what
//! `and` goes on with.
//!
//! What must stay true: what is left is a body by one of its own words (`Committee`, letters, the catalogue), and a
//! name of the catalogue stays as it is.

use std::sync::LazyLock;

use crate::names::passage::{Known, Passage};
use crate::names::proposals::Proposal;
use crate::names::tokens::{self, Gap, Shape};
use crate::names::words::{Class, FoldMap};

/// Offices that stand behind the name of a body, in one word. Not `Leader`, `Editor`, `Chief` or `General` alone:
/// newspapers and firms are called so.
const OFFICES: [&str; 35] = [
    "administrator",
    "ambassador",
    "attorney",
    "chairman",
    "chairperson",
    "chairwoman",
    "chancellor",
    "colonel",
    "commandant",
    "commissioner",
    "congressman",
    "congresswoman",
    "councillor",
    "councilman",
    "councilor",
    "councilwoman",
    "director",
    "governor",
    "judge",
    "justice",
    "lieutenant",
    "mayor",
    "member",
    "minister",
    "president",
    "professor",
    "secretary",
    "senator",
    "sergeant",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "superintendent",
    "treasurer",
    "undersecretary",
];

/// Words of a rank that stand between a body and an office: `Senate Majority Leader`, `FBI Assistant Director`.
const RANKS: [&str; 16] = [
    "acting",
    "assistant",
    "associate",
    "attorney",
    "chief",
    "deputy",
    "executive",
    "lieutenant",
    "major",
    "majority",
    "managing",
    "master",
    "minority",
    "ranking",
    "under",
    "vice",
];

/// Offices that are one only behind such a word: `Majority Leader`, `Attorney General`.
const RANKED: [&str; 4] = ["counsel", "general", "leader", "officer"];

/// Those of whom there are many, whatever stands before them: `Democratic Senators`.
const MANY: [&str; 11] = [
    "congressmen",
    "governors",
    "lawmakers",
    "mayors",
    "lawyers",
    "members",
    "nationals",
    "officials",
    "presidents",
    "representatives",
    "senators",
];

/// What a headline says that somebody does. No body is called so; the nouns among such verbs (`Report`, `Support`,
/// `Watch`) are left out.
const DEEDS: &str = "
    announce announces announced announcing applaud applauds approve approves asks authorize authorizes calls commend
    commends condemn condemns creating criticize criticizes demands denounce denounces deploying discuss discusses ensure ensures
    ensuring expand expands gets hails introduce introduces introducing lauds joins meets oppose opposes passes praise praises propose proposes protecting pushes receive receives
    reducing reintroduce reintroduces reject rejects says secures seek seeks seeking slams signs sponsors tells unveil unveils urge
    urges urging visits votes warns welcomes wins
";

/// What a headline says that somebody wants of a body, which `to` goes on from. Alone they begin names as well.
const ASKED: [&str; 7] = ["allow", "ask", "force", "help", "press", "push", "require"];

/// How a body is led, behind a hyphen: `Republican-led Congress`.
const LED: [&str; 7] = ["backed", "based", "controlled", "dominated", "funded", "led", "run"];

/// A name without what is no part of it; empty where nothing of a body is left.
pub(super) fn of_organisation(passage: &Passage, mut name: Proposal) -> Proposal {
    let is_known = |name: &Proposal| passage.matches_of(name.first, name.end).next().is_some();
    if name.end < name.first + 2 || is_known(&name) {
        return name;
    }
    name = of_one_sentence(passage, name);
    name.first = behind_office(passage, &name);
    name.first = behind_ranks(passage, &name);
    name.first = without_led(passage, &name);
    name.first = without_party(passage, &name);
    name = without_deed(passage, name);
    if name.end < name.first + 2 {
        return name;
    }
    name.end = before_next_office(passage, &name);
    name.end = without_capital(passage, &name);
    name = without_office(passage, name);
    // Of many boards nobody knows which.
    let is_board = name.end == name.first + 3
        && passage.is_word(name.first, "board")
        && ["directors", "governors", "regents", "supervisors", "trustees"]
            .iter()
            .any(|whose| passage.is_word(name.end - 1, whose));
    if is_board {
        name.end = name.first;
    }
    name
}

/// Words that begin the next sentence where its full stop was lost, or stand in a headline that has a capital for
/// every word: `Reserve The Administration`, `Grant Will Help Fire Department`. Inside the name of a body they have a
/// capital behind `of` or `and` only.
const OF_SENTENCES: &str = "
    the this that these those in it its he she we you our their his her my with when while if but as will can must
    to is are was were have not hundreds through into
";

/// Those of them that a deed follows.
const BEFORE_DEEDS: [&str; 4] = ["will", "can", "must", "to"];

/// Those that a sentence says of a body of which it spoke: `This Commission`.
const POINTING: [&str; 8] = ["that", "these", "this", "those", "our", "their", "his", "its"];

/// The part of a name that lies in one sentence: what is a body before such a word, or else behind it. Bands are
/// called anything, so where neither is a body the name stays.
fn of_one_sentence(passage: &Passage, name: Proposal) -> Proposal {
    static FOLDS: LazyLock<FoldMap<()>> = LazyLock::new(|| {
        OF_SENTENCES.split_whitespace().map(|word| (tokens::fold(word), ())).collect()
    });
    let is_small = |at: usize| {
        passage.tokens[at].shape == Shape::Capital && FOLDS.contains_key(&passage.tokens[at].fold)
    };
    let is_pointed_at = name.end == name.first + 2
        && is_one_of(passage, name.first, &POINTING)
        && is_body(passage, name.first + 1, name.end);
    if is_pointed_at {
        return Proposal { first: name.first + 1, ..name };
    }
    let inside = (name.first + 1..name.end).find(|&at| {
        is_small(at) && passage.is_capitalised(at - 1) && passage.tokens[at].gap != Gap::None
    });
    let Some(at) = inside else { return name };
    let behind = (at..name.end).find(|&at| !is_small(at)).unwrap_or(name.end);
    let is_done = is_one_of(passage, behind - 1, &BEFORE_DEEDS);
    let behind = if is_done { (behind + 1).min(name.end) } else { behind };
    let parts = [(name.first, at), (behind, name.end)];
    let whole = parts.into_iter().find(|&(first, end)| is_body(passage, first, end));
    whole.map_or(name, |(first, end)| Proposal { first, end, ..name })
}

/// `Democratic Congress`, `Republican White House`: who leads it, and no name of it.
fn without_party(passage: &Passage, name: &Proposal) -> usize {
    let rest = name.first + 1;
    let is_party = is_one_of(passage, name.first, &["democratic", "republican"]);
    let is_of_state = name.end == rest + 1
        && is_one_of(passage, rest, &["administration", "congress", "house", "senate"])
        || name.end == rest + 2
            && passage.is_word(rest, "white")
            && passage.is_word(rest + 1, "house");
    if is_party && is_of_state { rest } else { name.first }
}

/// `Senate Judiciary Committee Washington`: where the letter is from.
fn without_capital(passage: &Passage, name: &Proposal) -> usize {
    let last = name.end - 1;
    let is_place = name.end >= name.first + 3
        && ["Washington", "WASHINGTON", "DC", "D.C."].contains(&passage.word(last))
        && passage.is(last - 1, Class::HEAD)
        && !(name.first..last).any(|at| passage.is_lower(at) && passage.word(at) != "and");
    if is_place { last } else { name.end }
}

fn is_one_of(passage: &Passage, at: usize, words: &[&str]) -> bool {
    passage.tokens[at].is_capitalised() && words.iter().any(|word| passage.is_word(at, word))
}

/// Whether a word says in a headline what somebody does: `Announces`.
pub(super) fn is_deed(passage: &Passage, at: usize) -> bool {
    static FOLDS: LazyLock<FoldMap<()>> =
        LazyLock::new(|| DEEDS.split_whitespace().map(|deed| (tokens::fold(deed), ())).collect());
    matches!(passage.tokens[at].shape, Shape::Capital | Shape::Upper)
        && FOLDS.contains_key(&passage.tokens[at].fold)
}

/// Whether a stretch says by itself that it is a body: by a word of its kind, by letters or by the catalogue.
pub(super) fn is_body(passage: &Passage, first: usize, end: usize) -> bool {
    (first..end).any(|at| {
        passage.is(at, Class::HEAD | Class::HEAD_WITH_OF | Class::COMPANY | Class::INSTITUTION)
            || passage.is_known(at, Known::ORGANISATION)
            || passage.tokens[at].shape == Shape::Upper
                && !passage.is(at, Class::COMMON)
                && !passage.is_known(at, Known::PLACE)
    })
}

/// `General  Department of Trade`: the end of an office in the line above, and the body.
fn behind_office(passage: &Passage, name: &Proposal) -> usize {
    let rest = name.first + 1;
    let office = is_one_of(passage, name.first, &RANKED) && passage.tokens[rest].gap >= Gap::Wide;
    if office && is_body(passage, rest, name.end) { rest } else { name.first }
}

/// `Chairmen and Ranking Members of the Budget Committee`: the committee.
fn behind_ranks(passage: &Passage, name: &Proposal) -> usize {
    let is_rank = |at: usize| {
        let ranks = ["chairman", "chairmen", "member", "members", "ranking", "vice"];
        is_one_of(passage, at, &ranks) || passage.word(at) == "and"
    };
    let Some(rest) = (name.first..name.end).find(|&at| !is_rank(at)) else { return name.first };
    if rest == name.first {
        return rest;
    }
    let is_small = |at: usize| ["of", "the"].contains(&passage.word(at));
    let first = (rest..name.end).find(|&at| !is_small(at)).unwrap_or(name.end);
    if is_body(passage, first, name.end) { first } else { name.first }
}

/// `Republican-led Congress`: the Congress.
fn without_led(passage: &Passage, name: &Proposal) -> usize {
    let led = |at: &usize| passage.is_joining_hyphen(*at - 1) && LED.contains(&passage.word(*at));
    let found = (name.first + 2..name.end - 1).find(led);
    found.map_or(name.first, |at| at + 1)
}

/// `Casey Announce Approval of Interior`, `Ask Defense Department to Authorize Unit`: a piece of a headline. What is a
/// body before the deed, or behind it where nothing is, stands.
fn without_deed(passage: &Passage, name: Proposal) -> Proposal {
    let mut part = name;
    if is_deed(passage, part.first) {
        part.first += 1;
    }
    if let Some(deed) = (part.first..part.end).find(|&at| is_deed(passage, at)) {
        part.end = deed;
    }
    // `to Authorize`: what it is asked for.
    let is_asked = part.first > name.first || is_one_of(passage, name.first, &ASKED);
    let aim = (name.first + 1..part.end).find(|&at| passage.word(at) == "to");
    if let Some(aim) = aim.filter(|_| is_asked) {
        part = Proposal { first: name.first + 1, end: aim, ..part };
    }
    let is_cut = (part.first, part.end) != (name.first, name.end);
    match is_cut && !is_body(passage, part.first, part.end) {
        true => Proposal { end: part.first, ..part },
        false => part,
    }
}

/// `Committee on Finance and Ranking Member of the Panel`: the next thing that somebody is.
fn before_next_office(passage: &Passage, name: &Proposal) -> usize {
    let next = (name.first + 1..name.end.saturating_sub(1)).find(|&at| {
        let office = at + 1 + usize::from(passage.is_word(at + 1, "the"));
        passage.word(at) == "and"
            && office + 1 < name.end
            && (is_one_of(passage, office, &OFFICES)
                || is_one_of(passage, office, &RANKS) && is_one_of(passage, office + 1, &OFFICES))
            && (office..name.end).any(|at| passage.word(at) == "of")
    });
    next.unwrap_or(name.end)
}

/// `VA Secretary`, `Senate Majority Leader`: the body and what somebody is there. `City Councillor` has none.
fn without_office(passage: &Passage, mut name: Proposal) -> Proposal {
    let (first, last) = (name.first, name.end.saturating_sub(1));
    // `Office of the Under Secretary`: the office is the body.
    if last <= first || passage.is_word(first, "office") {
        return name;
    }
    if is_one_of(passage, last, &MANY) {
        // `Washington Senators` play; those of a party or of a state are many.
        let says_whose = |at: usize| {
            passage.is(at, Class::PEOPLES)
                || passage.is_known(at, Known::DEMONYM)
                || matches!(passage.tokens[at].shape, Shape::Initial | Shape::Dotted)
                || passage.word(at) == "US"
                || passage.word(at) == "and"
                || passage.tokens[at].shape == Shape::Mark
        };
        if (first..last).all(says_whose) {
            name.end = first;
        }
        return name;
    }
    // `Judiciary Committee Chairman Ana Roa`; `Justice Center` and `Attorney Office` are bodies.
    let is_office = |at: usize| {
        (is_one_of(passage, at, &OFFICES)
            || is_one_of(passage, at, &RANKED) && is_one_of(passage, at - 1, &RANKS))
            && passage.is_capitalised(at - 1)
            // `Center for Public Justice`
            && (!passage.is_word(at, "justice")
                || passage.is_word(at - 1, "court")
                || is_one_of(passage, at - 1, &RANKS))
            && !(at < last && passage.is(at + 1, Class::HEAD | Class::COMPANY | Class::PLACE_TAIL))
    };
    let Some(office) = (first + 1..=last).find(|&at| is_office(at)) else { return name };
    let mut end = office;
    while end > first && is_one_of(passage, end - 1, &RANKS) {
        end -= 1;
    }
    name.end = if is_body(passage, first, end) { end } else { first };
    name
}
