//! Where a tagged organisation's name begins and ends: offices behind it, a deed before it, `-led` before it, what
//! `and` goes on with.
//!
//! What must stay true: what is left is a body by one of its own words (`Committee`, letters, the catalogue), and a
//! name of the catalogue stays as it is.

use crate::names::passage::{Known, Passage};
use crate::names::proposals::Proposal;
use crate::names::tokens::Shape;
use crate::names::words::Class;

/// Offices that stand behind the name of a body, in one word. Not `Leader`, `Editor`, `Chief` or `General` alone:
/// newspapers and firms are called so.
const OFFICES: [&str; 30] = [
    "administrator",
    "ambassador",
    "attorney",
    "chairman",
    "chairperson",
    "chairwoman",
    "chancellor",
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
    "mayor",
    "member",
    "minister",
    "president",
    "secretary",
    "senator",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "superintendent",
    "treasurer",
    "undersecretary",
];

/// Words of a rank that stand between a body and an office: `Senate Majority Leader`, `FBI Assistant Director`.
const RANKS: [&str; 11] = [
    "acting",
    "assistant",
    "associate",
    "attorney",
    "chief",
    "deputy",
    "executive",
    "majority",
    "minority",
    "ranking",
    "vice",
];

/// Offices that are one only behind such a word: `Majority Leader`, `Attorney General`.
const RANKED: [&str; 4] = ["counsel", "general", "leader", "officer"];

/// Those of whom there are many, whatever stands before them: `Democratic Senators`.
const MANY: [&str; 8] = [
    "congressmen",
    "governors",
    "lawmakers",
    "mayors",
    "members",
    "officials",
    "representatives",
    "senators",
];

/// What a headline says that somebody does. No body is called so; the nouns among such verbs (`Report`, `Support`,
/// `Watch`) are left out.
const DEEDS: &str = "
    announce announces announced announcing applaud applauds approve approves asks authorize authorizes calls commend
    commends condemn condemns criticize criticizes demands denounce denounces discuss discusses gets hails introduce
    introduces introducing joins meets oppose opposes passes praise praises propose proposes pushes receive receives
    reintroduce reintroduces reject rejects says secures seek seeks seeking slams signs tells unveil unveils urge
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
    name.first = without_led(passage, &name);
    name = without_deed(passage, name);
    name.end = before_next_office(passage, &name);
    without_office(passage, name)
}

fn is_one_of(passage: &Passage, at: usize, words: &[&str]) -> bool {
    passage.tokens[at].is_capitalised() && words.iter().any(|word| passage.is_word(at, word))
}

/// Whether a stretch says by itself that it is a body: by a word of its kind, by letters or by the catalogue.
pub(super) fn is_body(passage: &Passage, first: usize, end: usize) -> bool {
    (first..end).any(|at| {
        passage.is(at, Class::HEAD | Class::HEAD_WITH_OF | Class::COMPANY | Class::INSTITUTION)
            || passage.is_known(at, Known::ORGANISATION)
            || passage.tokens[at].shape == Shape::Upper && !passage.is(at, Class::COMMON)
    })
}

/// `Republican-led Congress`: the Congress.
fn without_led(passage: &Passage, name: &Proposal) -> usize {
    let led = |at: &usize| {
        passage.is_joining_hyphen(*at - 1) && LED.contains(&passage.word(*at))
    };
    let found = (name.first + 2..name.end - 1).find(led);
    found.map_or(name.first, |at| at + 1)
}

/// `Casey Announce Approval of Interior`, `Ask Defense Department to Authorize Unit`: a piece of a headline. What is a
/// body before the deed, or behind it where nothing is, stands.
fn without_deed(passage: &Passage, name: Proposal) -> Proposal {
    let is_deed = |at: usize| {
        passage.tokens[at].shape == Shape::Capital
            && DEEDS.split_whitespace().any(|deed| passage.is_word(at, deed))
    };
    let mut part = name;
    if let Some(deed) = (part.first..part.end).find(|&at| is_deed(at)) {
        match deed == part.first {
            true => part.first += 1,
            false => part.end = deed,
        }
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
                || is_one_of(passage, office, &RANKS)
                    && is_one_of(passage, office + 1, &OFFICES))
            && (office..name.end).any(|at| passage.word(at) == "of")
    });
    next.unwrap_or(name.end)
}

/// `VA Secretary`, `Senate Majority Leader`: the body and what somebody is there. `City Councillor` has none.
fn without_office(passage: &Passage, mut name: Proposal) -> Proposal {
    let (first, last) = (name.first, name.end.saturating_sub(1));
    // `Office of the Attorney General`: the office is the body's own.
    let has_of = (first..name.end)
        .any(|at| passage.is_lower(at) && ["of", "for", "on"].contains(&passage.word(at)));
    if last <= first || has_of {
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
    let is_office = is_one_of(passage, last, &OFFICES)
        || is_one_of(passage, last, &RANKED) && is_one_of(passage, last - 1, &RANKS);
    // `Law and Justice`
    if !is_office || passage.word(last - 1) == "and" {
        return name;
    }
    let mut end = last;
    while end > first && is_one_of(passage, end - 1, &RANKS) {
        end -= 1;
    }
    name.end = if is_body(passage, first, end) { end } else { first };
    name
}
