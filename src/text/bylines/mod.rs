//! Author lines to authors' names.
//!
//! Conservative in both directions: a line is a byline only if it is nothing else, and a name is a
//! person's only if it looks like one; `By Our Foreign Staff` has no author. What must stay true:
//! names come out in printed order, in mixed case, each once.

mod case;
mod credits;
mod openings;
mod person;
mod pictures;
mod pieces;
mod structured;
pub mod words;

pub use credits::reporting_credit;
pub use openings::{
    after_opening, after_opening_of_field, is_opening, joins_names, may_open_a_byline,
};
pub use pictures::{is_label_of_picture, is_of_a_picture};
pub use structured::authors_of_field;

use super::agencies::is_agency;
use openings::{Prefixed, without_prefix};
use person::{bare, is_person, name_of};
use pieces::{NamePiece, pieces};
use words::{
    ANONYMOUS, BEFORE_PLACES, ENDING, FINITE, LINKING, NEWSROOMS, NOT_WRITING, OF_PLACES,
    PARTICLES, STARTS_OF_PLACES, WRITING,
};

/// The longest line that is looked at, in bytes.
const LONGEST: usize = 400;

/// The longest byline that stands on a line of its own, in bytes.
const LONGEST_LINE: usize = 200;

/// The longest that names nobody, in bytes.
const LONGEST_UNSIGNED: usize = 70;

/// Whether a line is an author line: `By` or a like word, then names, an agency or the staff, and
/// nothing that belongs to a sentence.
pub fn is_byline(line: &str) -> bool {
    let line = line.trim();
    if line.len() > LONGEST_LINE {
        return false;
    }
    let lower = line.trim_end_matches('.').to_lowercase();
    let is_from =
        |rest: &str| rest.is_empty() || rest.starts_with(" in ") || rest.starts_with(" à ");
    if line.len() <= LONGEST_UNSIGNED
        && ANONYMOUS.iter().any(|words| lower.strip_prefix(words).is_some_and(is_from))
    {
        return true;
    }
    let Some(Prefixed { names, is_elsewhere }) = without_prefix(line) else { return false };
    if ends_like_a_sentence(line) {
        return false;
    }
    let first = first_piece(names);
    let words: Vec<&str> = first.split_whitespace().collect();
    let is_prose = person::without_post_before(&words).iter().any(|word| {
        word.starts_with(|c: char| c.is_lowercase())
            && !PARTICLES.contains(word)
            && !LINKING.contains(word)
    });
    if is_elsewhere {
        // `Von` and `Av` also open names and titles.
        let is_short = first.split_whitespace().count() <= 4;
        return !is_prose && is_short && !starts_with_words(line, "di");
    }
    !is_prose && (name_of(&first).is_some() || is_collective(&first))
}

/// The people named by an author line, with or without its `By`; also `A; B` as programs write it.
/// Those who only took the pictures or edited are none of them.
pub fn authors(line: &str) -> Vec<String> {
    let line = line.trim();
    if line.len() > LONGEST {
        return Vec::new();
    }
    let Prefixed { names, is_elsewhere } =
        without_prefix(line).unwrap_or(Prefixed { names: line, is_elsewhere: false });
    let mut authors: Vec<String> = Vec::new();
    let mut is_writing = true;
    // `Por Ana Sol en Madrid`, but `Door Jan Ng en Piet Roe`.
    let may_join =
        !(is_elsewhere && ["por", "par"].iter().any(|word| starts_with_words(line, word)));
    for NamePiece { words, is_apart } in pieces(names, may_join) {
        let mut name = words.as_str();
        is_writing |= is_apart;
        if let Some(rest) = WRITING.iter().find_map(|start| after_words(name, start)) {
            (name, is_writing) = (rest, true);
        } else if NOT_WRITING.iter().any(|start| starts_with_words(name, start))
            || pictures::starts_with_picture(name)
        {
            is_writing = false;
        }
        if is_writing
            && let Some(name) = name_of(name)
            && !authors.contains(&name)
        {
            authors.push(name);
        }
    }
    authors
}

/// Whether a line is a person's name and nothing else, two to four words in mixed case.
pub fn is_name(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    (2..=4).contains(&words.len()) && line.len() <= 50 && !line.ends_with('.') && is_person(&words)
}

/// Whether a line names authors as some papers do, without `By`: `Eva Corlett in Wellington`. Only
/// what stands around it can tell it from a short headline.
pub fn is_bare_byline(line: &str) -> bool {
    line.len() <= 80
        && line.split_whitespace().count() <= 10
        && !authors(line).is_empty()
        && !names_a_place(line)
        && is_byline(&format!("By {line}"))
}

/// Whether a line may name a court, a league, a street or another place rather than a person: `Old Bailey`, `Quay
/// Street`.
fn names_a_place(line: &str) -> bool {
    let lower = |word: &str| bare(word).to_lowercase();
    let mut words = line.split_whitespace();
    let opens_as_places_do =
        words.next().is_some_and(|first| STARTS_OF_PLACES.contains(&lower(first).as_str()));
    opens_as_places_do
        || pieces(line, true).iter().any(|piece| {
            let ends = piece.words.split_whitespace().filter(|word| !ENDING.contains(word));
            ends.map(lower).any(|word| OF_PLACES.contains(&word.as_str()))
        })
}

/// Whether a line is the name of a court, a league or a place and nothing else, in few words.
pub fn is_place_alone(line: &str) -> bool {
    let words = || line.split_whitespace();
    let is_part = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || matches!(word, "of" | "the" | "de" | "la" | "du" | "am" | "an" | "der" | "do" | "da")
    };
    words().count() <= 4
        && line.len() <= 40
        && !line.ends_with(['.', '?', '!', ':', ',', ';'])
        && words().all(is_part)
        && names_a_place(line)
}

/// Whether a word, as printed, stands before the name of a place or an institution in a sentence.
pub fn stands_before_places(word: &str) -> bool {
    BEFORE_PLACES.contains(&word.to_lowercase().as_str())
}

/// A name without the post before it: `Tahlia Royle` of `state political reporter Tahlia Royle`.
pub fn after_post(piece: &str) -> &str {
    let words: Vec<&str> = piece.split_whitespace().collect();
    let name = person::without_post_before(&words);
    match name.first() {
        // `name` is a part of `piece`, so that the difference of their addresses is its place.
        Some(first) if name.len() < words.len() => {
            let place = first.as_ptr().addr().saturating_sub(piece.as_ptr().addr());
            piece.get(place..).unwrap_or(piece)
        }
        _ => piece,
    }
}

/// Whether a line under a byline tells the author's post: `Political Editor`.
pub fn is_post(line: &str) -> bool {
    let line = line.trim();
    let words: Vec<&str> = line.split_whitespace().collect();
    line.len() <= 80
        && words.len() <= 8
        && !line.ends_with(['.', ':', '?', '!'])
        && words.iter().any(|word| person::is_post(word))
        && !words.iter().any(|word| FINITE.contains(word))
}

fn first_piece(names: &str) -> String {
    pieces(names, true).into_iter().next().map(|piece| piece.words).unwrap_or_default()
}

/// What follows `words` (lower case) at the start of a line, whatever its case there.
fn after_words<'l>(line: &'l str, words: &str) -> Option<&'l str> {
    let rest = line.get(words.len()..)?;
    let is_there = line.get(..words.len())?.eq_ignore_ascii_case(words);
    (is_there
        && (words.ends_with(':') || rest.starts_with(|c: char| c.is_whitespace() || c == ':')))
    .then(|| rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':'))
    .filter(|rest| !rest.is_empty())
}

fn starts_with_words(line: &str, words: &str) -> bool {
    after_words(line, words).is_some()
}

fn ends_like_a_sentence(line: &str) -> bool {
    line.ends_with(['?', '!', ':', ','])
        || (line.ends_with('.') && {
            let last = line.split_whitespace().next_back().unwrap_or_default();
            // `Jr.`, `J.`, `U.S.`
            !matches!(last.to_lowercase().as_str(), "jr." | "sr.")
                && last.chars().filter(|c| c.is_alphabetic()).count() > 2
        })
}

/// Whether a name is that of a newsroom or of an office rather than of a person.
pub fn is_of_a_newsroom(name: &str) -> bool {
    let lower = name.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|word| word == "the" || NEWSROOMS.contains(&word))
}

/// Whether the first part of an author line is an agency or the staff.
fn is_collective(first: &str) -> bool {
    let words: Vec<&str> = first.split_whitespace().collect();
    is_agency(first)
        || (words.len() <= 6
            && words.iter().any(|word| {
                matches!(
                    bare(word).to_lowercase().as_str(),
                    "staff"
                        | "agencies"
                        | "reporter"
                        | "reporters"
                        | "correspondent"
                        | "correspondents"
                        | "editors"
                        | "editor"
                        | "newsroom"
                        | "desk"
                        | "bureau"
                        | "editorial"
                        | "writer"
                        | "writers"
                )
            }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, names: &[&str]) {
        assert_eq!(authors(line), names, "{line:?}");
    }

    #[test]
    fn names_come_out_in_order_and_mixed_case() {
        check("By Eva Corlett", &["Eva Corlett"]);
        check("BY KATHLEEN BENOZA AND JESSE JOHNSON", &["Kathleen Benoza", "Jesse Johnson"]);
        check("By Ann Ng and Cy Roe in Washington", &["Ann Ng", "Cy Roe"]);
        check("By Ann Ng in London and Cy Roe in Paris", &["Ann Ng", "Cy Roe"]);
        check("BY ANN NG IN LONDON", &["Ann Ng"]);
        check("By Ann Ng, Cy Roe and Di Poe", &["Ann Ng", "Cy Roe", "Di Poe"]);
        check("By Ann Ng, Cy Roe, and Di Poe", &["Ann Ng", "Cy Roe", "Di Poe"]);
        check("By Ann Ng, Political Editor", &["Ann Ng"]);
        check("By Ann Ng, The Harbour Times", &["Ann Ng"]);
        check("By Ann Ng for the Harbour Times", &["Ann Ng"]);
        check("By Ann Ng | Reuters | March 4, 2024", &["Ann Ng"]);
        check("By Ann Ng • 3 min read", &["Ann Ng"]);
        check("By Ann Ng (ann@paper.example)", &["Ann Ng"]);
        check("By Ann Ng ann@paper.example @annng", &["Ann Ng"]);
        check("By TOM KRIS Associated Press", &["Tom Kris"]);
        check("TOM KRIS, Auto", &["Tom Kris"]);
        check("Tom Kris; Ap Auto Writer", &["Tom Kris"]);
        check("Ann Ng; Cy Roe", &["Ann Ng", "Cy Roe"]);
        check("By Ann Ng, Jr. and Cy Roe", &["Ann Ng Jr.", "Cy Roe"]);
        check("By J. R. R. Tolk", &["J. R. R. Tolk"]);
        check("By A. J. Ng", &["A. J. Ng"]);
        check("Written by José Muñoz", &["José Muñoz"]);
        check("By Ann Ng and Ann Ng", &["Ann Ng"]);
        check("By Bill de Blas", &["Bill de Blas"]);
        check("Analysis by Dr Ann Ng", &["Ann Ng"]);
    }

    #[test]
    fn other_languages_have_their_own_words() {
        check("Von Anna Schmid und Kai Roe", &["Anna Schmid", "Kai Roe"]);
        check("von Anna Schmid, Berlin", &["Anna Schmid"]);
        check("Von Anna Schmid aus Berlin", &["Anna Schmid"]);
        check("VON ANNA SCHMID UND KAI ROE", &["Anna Schmid", "Kai Roe"]);
        check("Von Prof. Dr. Anna Schmid", &["Anna Schmid"]);
        check("Par Zoé Roux et Luc Noir", &["Zoé Roux", "Luc Noir"]);
        check("Par Zoé Roux (avec AFP)", &["Zoé Roux"]);
        check("Par Zoé Roux avec AFP", &["Zoé Roux"]);
        check("Par Zoé Roux à Lagune", &["Zoé Roux"]);
        check("Por Ana Sol y Juan Mar", &["Ana Sol", "Juan Mar"]);
        check("Por Ana Sol en Buenos Aires", &["Ana Sol"]);
        check("José Ortega y Gasset", &["José Ortega y Gasset"]);
        check("di Gino Rossi e Anna Blu", &["Gino Rossi", "Anna Blu"]);
        check("Door Jan van der Berg en Piet Roe", &["Jan van der Berg", "Piet Roe"]);
        check("Av Siv Lund och Per Ek", &["Siv Lund", "Per Ek"]);
        check("Af Siv Lund og Per Ek", &["Siv Lund", "Per Ek"]);
        check("Text: Anna Schmid, Fotos: Kai Roe", &["Anna Schmid"]);
        check("Autorin: Anna Schmid", &["Anna Schmid"]);
        check("Di Poe", &["Di Poe"]);
        check("Von Trapp", &["Von Trapp"]);
        check("La rédaction avec AFP", &[]);
        check("Redaktion", &[]);
        check("dpa/afp", &[]);
    }

    #[test]
    fn posts_and_helpers_are_no_authors() {
        check("By Ann Ng Health Correspondent", &["Ann Ng"]);
        check("By Ann Ng Chief Political Reporter", &["Ann Ng"]);
        check("Ann Ng, Chief Reporter, in Wellington", &["Ann Ng"]);
        check("By Ann Ng, AFP", &["Ann Ng"]);
        check("By Ann Ng/AFP", &["Ann Ng"]);
        check("Special to The Lagoon Times", &[]);
        check("By Ann Ng, Special to The Lagoon Times", &["Ann Ng"]);
        check("From our own correspondent", &[]);
        check("By Ann Ng, PhD", &["Ann Ng"]);
        check("By Sir Cy Roe MP", &["Cy Roe"]);
        check("By Ann Ng; photographs by Cy Roe and Di Poe", &["Ann Ng"]);
        check("By Ann Ngata. Photos by Cy Roe", &["Ann Ngata"]);
        check(
            "By Ann Ng, with additional reporting by Cy Roe and Di Poe",
            &["Ann Ng", "Cy Roe", "Di Poe"],
        );
        check(
            "By Ann Ng, edited by Cy Roe | Additional reporting by Di Poe",
            &["Ann Ng", "Di Poe"],
        );
        check("Ann Ng @annng", &["Ann Ng"]);
        check("admin", &[]);
    }

    #[test]
    fn capitals_become_names_as_people_write_them() {
        check("BY JAN VAN DER BERG", &["Jan van der Berg"]);
        check("BY CHRIS VAN HOLL", &["Chris Van Holl"]);
        check("BY MARY MCDONALD AND TIM MACDONALD", &["Mary McDonald", "Tim MacDonald"]);
        check("BY EMMA MACRON", &["Emma Macron"]);
        check("BY PETER O'NEILL AND ANNE-MARIE O’BRIEN", &["Peter O'Neill", "Anne-Marie O’Brien"]);
        check("BY MIRA RAPP-HOOP", &["Mira Rapp-Hoop"]);
        check("BY J.R. SMITH JR.", &["J.R. Smith Jr."]);
        check("BY JD VANE", &["JD Vane"]);
        check("BY JOSÉ DE LA CRUZ", &["José de la Cruz"]);
        check("BY ED DAVEY", &["Ed Davey"]);
        check("BY ELENA ZOË", &["Elena Zoë"]);
    }

    #[test]
    fn agencies_and_staff_are_nobody() {
        for line in [
            "By Our Foreign Staff",
            "Staff",
            "Reuters",
            "By AP",
            "By The Associated Press",
            "By Staff Reporter",
            "By Reuters Staff",
            "",
            "By",
            "By Guardian staff and agencies",
            "By Bloomberg News",
            "By Cher",
            "By the Editorial Board",
            "By He Did It",
        ] {
            check(line, &[]);
        }
    }

    #[test]
    fn only_author_lines_are_bylines() {
        for line in [
            "By Eva Corlett",
            "BY KATHLEEN BENOZA AND JESSE JOHNSON",
            "by Ann Ng",
            "By Reuters",
            "By Our Foreign Staff",
            "By Ann Ng in Washington",
            "By Ann Ng, Political Editor",
            "By Ann Ng, Jr.",
            "Written by Ann Ng",
            "By Jan van der Berg",
            "By Guardian staff and agencies",
            "By Ann Ng | March 4, 2024 | 9:15am",
            "From our own correspondent",
            "Von Anna Schmid und Kai Roe",
            "Von Anna Schmid, Berlin",
            "Par Zoé Roux",
            "Por Ana Sol en Madrid",
            "Door Jan van der Berg",
        ] {
            assert!(is_byline(line), "{line:?}");
        }
        for line in [
            "By Wednesday, the talks had stalled",
            "By then it was too late.",
            "By land and sea",
            "By Design",
            "By The Numbers",
            "Bypass opens",
            "By",
            "By Monday",
            "By Ann Ngo.",
            "By Ann Ng said the minister",
            "By 2030, Emissions Must Fall",
            "New Zealand steps up",
            "By Winston Peters’ own account the pact is far off",
            "From Ann Ng",
            "Von der Mole calls a vote",
            "Von Der Mole Calls A Vote",
            "Von Trapp",
            "Di Mole Scores Twice",
            "Par three is hard",
            "Door to door in Suva",
            "Por favor",
        ] {
            assert!(!is_byline(line), "{line:?}");
        }
    }
}
