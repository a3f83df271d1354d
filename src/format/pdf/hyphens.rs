//! Hyphens at line ends: whether the line made them, or the word has them.
//!
//! A setter parts `har-bour` and `long-term` alike. What must stay true: the document's own words decide first, and a
//! hyphen stays only where both halves are known to go together so.

/// Whether a hyphen between two halves, in lower case, belongs to the word.
pub fn is_of_word(first: &str, second: &str) -> bool {
    let second = second.trim_matches(|c: char| !c.is_alphanumeric());
    // `mother-in-`, `state-of-the-`: the word has hyphens.
    if first.contains('-') {
        return true;
    }
    (first.chars().count() >= 3 || FIRST.contains(&first)) && SECOND.contains(&second)
        || FIRST.contains(&first) && BEHIND_FIRST.contains(&second)
        || NUMBERS.contains(&first) && BEHIND_NUMBERS.contains(&second)
        || TITLES.contains(&first) && BEHIND_TITLES.contains(&second)
}

/// Second halves that no setter makes of another word.
#[rustfmt::skip]
const SECOND: &[&str] = &[
    "based", "called", "led", "owned", "related", "backed", "funded", "friendly", "elect", "driven", "term", "party",
    "lived", "lasting", "awaited", "minded", "handed", "eyed", "haired", "sized", "scale", "style", "class",
    "known", "paid", "held", "controlled", "sponsored", "approved", "appointed", "trained", "educated", "dressed",
    "speaking", "looking", "making", "breaking", "growing", "moving", "reaching", "ranging", "standing", "sounding",
    "off", "même", "mêmes", "être", "dessus", "dessous",
];

/// First halves, and what stands behind them with a hyphen.
#[rustfmt::skip]
const FIRST: &[&str] = &[
    "so", "long", "short", "medium", "high", "low", "full", "part", "half", "mid", "cross", "well", "ill", "self",
    "hard", "far", "fast", "slow", "first", "last", "real", "right", "left", "old", "new", "open", "wide", "deep",
    "non", "anti", "pro", "post", "pre", "semi", "all", "best", "much", "ever", "follow", "face", "door", "day", "year",
    "state", "world", "north", "south", "east", "west", "peut", "au", "ci", "par", "là", "lui", "elle", "eux",
];
#[rustfmt::skip]
const BEHIND_FIRST: &[&str] = &[
    "time", "range", "level", "profile", "speed", "running", "rise", "risk", "ranking", "quality", "tech", "income",
    "wage", "cost", "price", "paying", "border", "country", "channel", "examination", "section", "being", "made",
    "employed", "defence", "defense", "help", "government", "governing", "confidence", "evident", "hit", "won", "fought",
    "line", "liner", "right", "left", "wing", "winger", "centre", "center", "hand", "ended", "air", "world", "fashioned",
    "old", "long", "wide", "round", "night", "day", "week", "month", "year", "century", "table", "court", "page", "war",
    "trial", "election", "vote", "budget", "tax", "eu", "brexit", "nuclear", "violent", "profit", "stop", "fiction",
    "executive", "member", "payment", "corruption", "terror", "terrorism", "semitic", "semitism", "immigration",
    "democracy", "european", "western", "russian", "selling", "needed", "present", "changing", "growing", "in", "up",
    "to", "by", "famous", "famed", "leading", "beating", "east", "west",
];

#[rustfmt::skip]
const NUMBERS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen",
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
#[rustfmt::skip]
const BEHIND_NUMBERS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "year", "day", "week", "month", "hour",
    "minute", "time", "way", "third", "thirds", "quarters", "fifths", "page", "point", "sided", "storey", "story",
    "bedroom", "man", "woman", "member", "person", "part", "fold", "figure", "digit", "mile", "metre", "lane", "seat",
    "off", "party", "state", "thirds",
];

#[rustfmt::skip]
const TITLES: &[&str] = &["ex", "vice", "co", "deputy", "then", "former", "sub", "under", "mit", "vize"];
#[rustfmt::skip]
const BEHIND_TITLES: &[&str] = &[
    "president", "minister", "chair", "chairman", "chairwoman", "chancellor", "captain", "wife", "husband", "partner",
    "leader", "founder", "author", "owner", "director", "editor", "mayor", "premier", "admiral", "soldier", "police",
    "ministre", "président", "présidente", "mari", "femme", "ministro", "ministra", "presidente", "primer", "marido",
    "mujer", "moglie", "marito", "premier", "secretary", "general", "committee", "operation",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_of_words_are_told_from_those_of_lines() {
        for (first, second) in [
            ("long", "term"),
            ("cross", "party"),
            ("so", "called"),
            ("one", "off"),
            ("government", "led"),
            ("two", "year"),
            ("vice", "president"),
            ("peut", "être"),
            ("mother-in", "law"),
            ("well", "known,"),
        ] {
            assert!(is_of_word(first, second), "{first}-{second}");
        }
        for (first, second) in [
            ("har", "bour"),
            ("break", "water"),
            ("ship", "ping"),
            ("so", "lution"),
            ("ex", "ample"),
            ("co", "lour"),
            ("short", "age"),
            ("part", "ner"),
            ("mid", "dle"),
            ("cross", "ing"),
            ("vice", "roy"),
        ] {
            assert!(!is_of_word(first, second), "{first}-{second}");
        }
    }
}
