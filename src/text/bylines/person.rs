//! Whether words are a person's name, and where in a stretch of an author line it ends.

use super::case::{is_all_capitals, mixed_case};
use super::words::{
    BEATS, ENDING, ENDING_ELSEWHERE, ENDS_OF_PHRASES_OF_POSTS, ENDS_OF_POSTS, FINITE, NEWSROOMS,
    NOT_NAMES, PARTICLES, POSTS,
};
use crate::text::agencies::is_agency;

/// What may stand before a name and is no part of it.
#[rustfmt::skip]
const HONORIFICS: &[&str] = &[
    "Dr", "DR", "Prof", "PROF", "Professor", "Mr", "Mrs", "Ms", "Miss", "Mme", "Sen", "Rep", "Gov",
    "Senator", "Hon", "Rev", "Sir", "Dame", "Lt", "Capt", "Col", "Gen", "Maj", "Herr", "Frau", "med",
    "Dipl",
];

/// What may stand behind a name without a comma and is no part of it.
const DEGREES: &[&str] =
    &["PhD", "MD", "MP", "MPs", "QC", "KC", "OBE", "MBE", "CBE", "CNZM", "MBA", "BSc", "MSc"];

/// The name of one piece: `Eva Corlett in Wellington`, `TOM KRISHER Associated Press`, `Ann Ng
/// Health Correspondent`.
pub fn name_of(piece: &str) -> Option<String> {
    let mut words: Vec<&str> = piece.split_whitespace().collect();
    let is_end = |&(place, word): &(usize, &&str)| {
        // A day may follow a name directly, `Ann Ng 4.3.2024`, and `Publié le 4 mars` is none.
        let is_day = word.starts_with(|c: char| c.is_ascii_digit())
            && place.checked_sub(1).and_then(|before| words.get(before)).is_some_and(is_capital);
        is_day || ENDING_ELSEWHERE.contains(word) || ENDING.contains(&word.to_lowercase().as_str())
    };
    let end = words.iter().enumerate().find(is_end).map(|(place, _)| place);
    words.truncate(end.unwrap_or(words.len()));
    let mut words = without_post_before(&words).to_vec();
    while words.len() > 2
        && words.first().is_some_and(|word| HONORIFICS.contains(&word.trim_end_matches('.')))
    {
        words.remove(0);
    }
    while words.len() > 2
        && words.last().is_some_and(|word| DEGREES.contains(&word.replace('.', "").as_str()))
    {
        words.pop();
    }
    // A name in capitals ends where the capitals end: AP prints `TOM KRISHER Associated Press`.
    let capitals = words.iter().take_while(|word| is_all_capitals(word)).count();
    let whole_words = words.iter().take(capitals).filter(|word| !word.ends_with('.')).count();
    if whole_words >= 2 {
        words.truncate(capitals);
    }
    let has_post = words.iter().any(|word| is_post(word));
    let post = words.iter().position(|word| {
        is_no_name(word) || has_post && BEATS.contains(&bare(word).to_lowercase().as_str())
    });
    if let Some(post) = post.filter(|&post| post >= 2) {
        words.truncate(post);
    }
    (words.len() >= 2 && is_person(&words) && !is_paper(&words)).then(|| mixed_case(&words))
}

/// Before a name there are no more words of a post.
const MOST_WORDS_OF_POST: usize = 7;

/// A piece without the post before its name: `state political reporter Tahlia Royle`, `Lagoon Times health editor Ann
/// Ng`. As it was where what stands before may be another name.
pub fn without_post_before<'w, 'l>(words: &'w [&'l str]) -> &'w [&'l str] {
    let lower = |word: &&str| bare(word).to_lowercase();
    let is_end = |place: usize| {
        let ends_phrase = words
            .get(place)
            .is_some_and(|word| ENDS_OF_PHRASES_OF_POSTS.contains(&lower(word).as_str()));
        let before = place.checked_sub(1).and_then(|before| words.get(before));
        words.get(place).is_some_and(|word| is_post(word))
            || ends_phrase && before.is_some_and(|word| is_post(word))
    };
    let Some(end) = (0..words.len().min(MOST_WORDS_OF_POST)).rev().find(|&place| is_end(place))
    else {
        return words;
    };
    let (before, name) = words.split_at_checked(end + 1).unwrap_or((words, &[]));
    let is_name = name.len() >= 2
        && name.iter().all(|word| !is_post(word) && !is_no_name(word))
        && name.first().is_some_and(is_capital)
        && is_person(name);
    let has_paper = before.iter().any(|word| {
        NEWSROOMS.contains(&lower(word).as_str()) || PAPERS.contains(&lower(word).as_str())
    });
    let is_of_post = |word: &&str| {
        let lower = lower(word);
        let is_plain = word.starts_with(char::is_lowercase) && !FINITE.contains(&lower.as_str());
        is_plain
            || is_post(word)
            || BEATS.contains(&lower.as_str())
            || is_no_name(word)
            || is_agency(word)
            || has_paper
            || word.len() <= 5 && is_all_capitals(word) && word.len() > 1
    };
    if is_name && before.iter().all(is_of_post) { name } else { words }
}

/// Whether a word is an author's post.
pub fn is_post(word: &str) -> bool {
    let lower = bare(word).to_lowercase();
    POSTS.contains(&lower.as_str())
        || ENDS_OF_POSTS.iter().any(|end| lower.len() > end.len() && lower.ends_with(end))
}

/// Whether words are a paper's name: by the article before it, `Le Figaro`, `El Sol de Suva`, where `Le`
/// and `La` also open names of three words; or by what papers are called, `Storvik Herald`.
fn is_paper(words: &[&str]) -> bool {
    let ends_as_papers_do =
        words.last().is_some_and(|last| PAPERS.contains(&bare(last).to_lowercase().as_str()));
    let opens_as_papers_do = words.first().is_some_and(|first| match *first {
        "Der" | "Die" | "Das" | "El" | "Los" | "Las" | "Les" | "Il" => true,
        "Le" | "La" => words.len() == 2,
        _ => false,
    });
    ends_as_papers_do || opens_as_papers_do
}

/// What papers are called, where no family is. Lower case.
#[rustfmt::skip]
const PAPERS: &[&str] = &[
    "broadcasting", "chronicle", "courier", "examiner", "express", "gazette", "guardian", "herald",
    "journal", "newswire", "observer", "sentinel", "telegraph", "tribune",
];

/// Whether words make up a person's name.
pub fn is_person(words: &[&str]) -> bool {
    let is_cut = words.last().is_some_and(|last| PARTICLES.contains(last));
    if words.len() > 6 || is_cut || is_agency(&words.join(" ")) {
        return false;
    }
    let mut full = 0;
    for (place, word) in words.iter().enumerate() {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let is_clean = word.chars().all(|c| {
            c.is_alphabetic()
                || matches!(c, '.' | '-' | '\'' | '’' | 'ʼ' | '‐' | '\u{300}'..='\u{36f}')
        });
        if letters == 0 || !is_clean || is_no_name(word) {
            return false;
        }
        let starts_upper =
            word.starts_with(|c: char| c.is_uppercase() || !(c.is_lowercase() || c.is_uppercase()));
        let is_inner = place > 0 && PARTICLES.contains(word);
        // `de Blasio` and `al-Assad` may also open a name.
        let is_prefixed = word.split_once('-').is_some_and(|(prefix, rest)| {
            PARTICLES.contains(&prefix) && rest.starts_with(char::is_uppercase)
        });
        if !(starts_upper
            || is_inner
            || is_prefixed
            || (place == 0 && words.len() > 2 && PARTICLES.contains(word)))
        {
            return false;
        }
        full += usize::from(letters > 1 && starts_upper);
    }
    full >= 1
}

/// Whether a word stands for an organisation or a post; `A.` is an initial, `a` is not.
pub fn is_no_name(word: &str) -> bool {
    let lower = bare(word).to_lowercase();
    let is_listed = NOT_NAMES.contains(&lower.as_str()) || NEWSROOMS.contains(&lower.as_str());
    is_listed && !word.ends_with('.')
}

fn is_capital(word: &&str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// A word without the marks around it.
pub fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_posts_places_and_papers_start() {
        for (piece, name) in [
            ("Ann Ng in Suva", Some("Ann Ng")),
            ("Ann Ng Environment editor", Some("Ann Ng")),
            ("Ann Ng Africa correspondent", Some("Ann Ng")),
            ("Ann Africa", Some("Ann Africa")),
            ("Prof. Dr. Ann Ng", Some("Ann Ng")),
            ("Ann Ng PhD", Some("Ann Ng")),
            ("TOM KRIS Associated Press", Some("Tom Kris")),
            ("Jan van ’t Hoff", Some("Jan van ’t Hoff")),
            ("Le Duc Tho", Some("Le Duc Tho")),
            ("Le Lagon", None),
            ("El Sol de Suva", None),
            ("Storvik Herald", None),
            ("Lagoon Verlag GmbH", None),
            ("Associated Press", None),
            ("Ann", None),
            ("Ann 3", None),
        ] {
            assert_eq!(name_of(piece).as_deref(), name, "{piece}");
        }
    }
}
