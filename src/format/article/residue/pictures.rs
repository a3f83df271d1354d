//! Captions of pictures, and who took them.
//!
//! What must stay true: a sentence that only speaks of a photo or an agency stays in the story.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::RegionRole;
use crate::text::bylines;
use crate::text::bylines::words::{PICTURES, PICTURES_ELSEWHERE};

/// Besides the words for pictures, what is found in every caption and credit.
#[rustfmt::skip]
const PHOTO_SIGNS: &[&str] = &[
    "REUTERS/", "Getty", "GETTY", "AFP", "AAP", "EPA", "Credit", "CREDIT", "Shutterstock", "Caption", "CAPTION",
    "FILE", "File ", "(L-R)", "(l-r)", "(L to R)", "rom left", "eft to right", "Alamy", "Pictured", "NurPhoto",
    "Wikimedia", "Unsplash", "Flickr", "Handout",
];

/// Alternatives for a regular expression.
fn either<'w>(words: impl IntoIterator<Item = &'w &'w str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| regex::escape(word)).collect();
    words.join("|")
}

/// A photo caption or credit.
pub(super) fn photo(line: &str) -> Option<RegionRole> {
    static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
        let labels = either(PICTURES.iter().chain(PICTURES_ELSEWHERE));
        compile(&format!(r"^(?i:{labels}): .{{10,300}} \([^()]{{2,60}}\)$"))
    });
    // `Foto: The boats at noon. (Agency)`, whatever else the line holds.
    if line.ends_with(')') && LABELLED.is_match(line) {
        return Some(RegionRole::Caption);
    }
    // One pass for all signs: this is asked of every line.
    static SIGN: LazyLock<Regex> =
        LazyLock::new(|| compile(&format!("{}|(?i:{})", either(PHOTO_SIGNS), either(PICTURES))));
    if !SIGN.is_match(line) {
        return None;
    }
    static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
        compile(&format!(
            r"^[(\[]?(?i:(?:{})(?: credit| courtesy(?: of)?)?|credit)(?: by|:| ©|/)\s*[^.!?]{{2,90}}[.)\]]?$",
            either(PICTURES)
        ))
    });
    static CAPTION_START: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"^[(\[]?(?:(?i:caption|photo caption|image caption|pictured|picture|photo|file photo|above|file image):|FILE\s?[-–—]+|FILE PHOTO|\(?(?i:l-r|l to r|from left|left to right)[,:)])",
        )
    });
    static GROUP: LazyLock<Regex> =
        LazyLock::new(|| compile(r"\((?i:l-r|l to r|from left|from l)\)"));
    let is_single = !line.ends_with(['”', '"', ',', ';']);
    if CREDIT.is_match(line) {
        return Some(RegionRole::Credit);
    }
    if let Some((_, rest)) = photographer_first(line) {
        return Some(if rest.is_empty() { RegionRole::Credit } else { RegionRole::Caption });
    }
    (is_single && (CAPTION_START.is_match(line) || credit_end().is_match(line))
        || GROUP.is_match(line))
    .then_some(RegionRole::Caption)
}

/// What a caption ends with where it names who took the picture.
fn credit_end() -> &'static Regex {
    static CREDIT_END: LazyLock<Regex> = LazyLock::new(|| {
        // As they stand in print: `Photo`, `PHOTO`.
        let print = |word: &&str| {
            let (first, rest) = word.split_at(word.len().min(1));
            format!("{}{rest}|{}", first.to_uppercase(), word.to_uppercase())
        };
        let pictures: Vec<String> = PICTURES.iter().map(print).collect();
        let pictures = pictures.join("|");
        compile(&format!(
            r"(?x)
            (?: [(\[] (?:AP\ Photo|Photo|Photos|Pool\ Photo|File\ photo|Image|Picture|Credit|Supplied|Getty|REUTERS/|Reuters/|AFP/|AAP|EPA|Pool\ via) [^()\[\]]{{0,100}} [)\]] \.?
            |   (?:^|[\s.”]) (?:(?:{pictures})(?:\ credit|\ by)?|Pic|Credit):? (?:\s? [:/] \s?|\.\.\.) [^.:]{{2,80}} \.?
            |   (?:REUTERS|AFP|AP|AAP|EPA) / \p{{Lu}}[\p{{L}}.'’-]* (?:\ \p{{Lu}}[\p{{L}}.'’-]*){{0,3}} (?:/File\ Photo)? [.)]?
            |   (?: / | via\ | [–—-]\ ) (?:Getty(?:\ Images)?|GETTY\ IMAGES|AFP\ via\ Getty\ Images|Shutterstock|Alamy(?:\ Stock\ Photo)?|NurPhoto) [.)]?
            |   (?:AFP|AAP|AP|Pool)\ (?:via\ Getty\ Images|Images) [.)]?
            )$",
        ))
    });
    &CREDIT_END
}

/// A line that starts with who took the picture, as that and what comes behind it.
fn photographer_first(line: &str) -> Option<(&str, &str)> {
    static PHOTOGRAPHER_START: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"^\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,3} ?[–—/|-] ?(?:Getty Images|GETTY IMAGES|AFP|AAP|AP Photo|EPA|Shutterstock|NurPhoto|Reuters/|REUTERS/|Alamy|Pool|Flickr)\b",
        )
    });
    if !PHOTOGRAPHER_START.is_match(line) || line.ends_with(['.', '”']) {
        return None;
    }
    let agency = ["Images", "GETTY IMAGES"].into_iter();
    let end = agency.filter_map(|words| Some(line.find(words)? + words.len())).next();
    let (credit, rest) = line.split_at_checked(end.unwrap_or(line.len()))?;
    Some((credit, rest.trim()))
}

/// What stands under a picture, in one line, as its caption and its credit. What is not plainly a credit
/// is caption.
pub fn caption_and_credit(line: &str) -> (Option<&str>, Option<&str>) {
    let said = |text: &'_ str| text.chars().any(char::is_alphanumeric);
    if photo(line) == Some(RegionRole::Credit) {
        return (None, Some(line));
    }
    // Under a picture these are credits; in a text they may be words of it.
    static FOREIGN: LazyLock<Regex> = LazyLock::new(|| {
        compile(&format!(
            r"(?x)(?: ^|[\s.(\[] )
            ( (?i:{}|bron|quelle|crédits?|créditos?|source) \s? : \s? [^:]{{2,90}}
            | © \s? [^©]{{2,90}}
            | \( \p{{Lu}}[^()]{{1,50}} / [^()]{{2,40}} \) )
            [.)\]]? $",
            either(PICTURES_ELSEWHERE)
        ))
    });
    let (caption, credit) = match photographer_first(line) {
        Some((credit, caption)) => (caption, credit),
        None => {
            let foreign = || FOREIGN.captures(line).and_then(|found| found.get(1));
            let start = match credit_start(line) {
                Some(start) => start,
                None => foreign().map_or(line.len(), |found| found.start()),
            };
            line.split_at_checked(start).unwrap_or((line, ""))
        }
    };
    let credit = credit.trim().trim_matches(['(', ')', '[', ']', '|', '/', '–', '—']).trim();
    let caption = caption.trim().trim_end_matches(['(', '[', '|', '/', '–', '—']).trim_end();
    (Some(caption).filter(|text| said(text)), Some(credit).filter(|text| said(text)))
}

/// Small words inside a credit: `Photo by Ann Ng for the Lagoon Times, via Getty Images`.
const WITHIN_CREDITS: &[&str] = &[
    "by", "via", "for", "of", "the", "and", "de", "la", "van", "der", "photo", "courtesy", "credit",
];

/// Where the credit at the end of a caption starts: behind its last sentence, if all that follows may be
/// one, so that the photographer's name before the agency's is not left in the caption.
fn credit_start(line: &str) -> Option<usize> {
    let found = credit_end().find(line)?;
    // The mark before it belongs to the caption.
    let start = found.start()
        + found
            .as_str()
            .find(['.', '”'])
            .filter(|&at| at == 0)
            .map_or(0, |_| found.as_str().chars().next().map_or(0, char::len_utf8));
    let before = line.get(..start).unwrap_or_default();
    let sentence = [". ", "” ", "\" ", ") ", "| ", "! ", "? "]
        .iter()
        .filter_map(|end| Some(before.rfind(end)? + end.len()))
        .max();
    let sentence = sentence.unwrap_or_default();
    let mut words = before.get(sentence..).unwrap_or_default().split_whitespace();
    let may_be_credit = words.all(|word| {
        !word.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
            || WITHIN_CREDITS.contains(&word)
    });
    let is_credit = may_be_credit && before.len() - sentence <= LONGEST_PHOTOGRAPHER;
    Some(if is_credit { sentence } else { start })
}

/// A photographer and the paper are named in no more bytes.
const LONGEST_PHOTOGRAPHER: usize = 60;

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of our own")
}

/// Whether a paragraph is the caption of a group photo: people and their posts, separated by
/// semicolons, and no sentence.
pub fn is_list_of_people(line: &str) -> bool {
    if line.len() > 1200 || line.contains(['“', '”', '"', '?', '!']) {
        return false;
    }
    let parts: Vec<&str> = line
        .trim_end_matches('.')
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let has_verb = line.split_whitespace().any(|word| {
        matches!(
            word,
            "is" | "are"
                | "was"
                | "were"
                | "has"
                | "have"
                | "had"
                | "will"
                | "would"
                | "said"
                | "says"
                | "told"
                | "met"
                | "can"
                | "could"
                | "may"
                | "should"
                | "did"
                | "does"
        )
    });
    let people = parts
        .iter()
        .filter(|part| {
            part.split_once(',')
                .is_some_and(|(name, _)| bylines::is_name(name.trim_start_matches("and ")))
        })
        .count();
    parts.len() >= 3 && !has_verb && people * 10 >= parts.len() * 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credit_is_told_from_its_caption() {
        for (line, caption, credit) in [
            ("Photo: Ann Ng / Lagoon Times", None, Some("Photo: Ann Ng / Lagoon Times")),
            (
                "Cy Roe speaks in Suva. Photograph: Ann Ng/AAP",
                Some("Cy Roe speaks in Suva."),
                Some("Photograph: Ann Ng/AAP"),
            ),
            (
                "Cy Roe speaks in Suva, Monday, March 4, 2024. (AP Photo/Ann Ng)",
                Some("Cy Roe speaks in Suva, Monday, March 4, 2024."),
                Some("AP Photo/Ann Ng"),
            ),
            (
                "Cy Roe speaks in Suva. Ann Ng/Getty Images",
                Some("Cy Roe speaks in Suva."),
                Some("Ann Ng/Getty Images"),
            ),
            (
                "Ann Ng – Getty Images Secretary of State Cy Roe",
                Some("Secretary of State Cy Roe"),
                Some("Ann Ng – Getty Images"),
            ),
            (
                "FILE PHOTO: Cy Roe speaks in Suva on March 4, 2024. REUTERS/Ann Ng",
                Some("FILE PHOTO: Cy Roe speaks in Suva on March 4, 2024."),
                Some("REUTERS/Ann Ng"),
            ),
            (
                "Cy Roe at the White House, on Feb. 26, 2024. Photo: Ann Ng for The Lagoon Times",
                Some("Cy Roe at the White House, on Feb. 26, 2024."),
                Some("Photo: Ann Ng for The Lagoon Times"),
            ),
            (
                "Cy Roe in Suva. (Ann Ng/Lagoon Times)",
                Some("Cy Roe in Suva."),
                Some("Ann Ng/Lagoon Times"),
            ),
            ("Cy Roe in Suva. © Ann Ng/dpa", Some("Cy Roe in Suva."), Some("© Ann Ng/dpa")),
            ("Cy Roe in Suva (Foto: Ann Ng)", Some("Cy Roe in Suva"), Some("Foto: Ann Ng")),
            ("Foto: Ann Ng", None, Some("Foto: Ann Ng")),
            ("The old quay in the rain.", Some("The old quay in the rain."), None),
        ] {
            assert_eq!(caption_and_credit(line), (caption, credit), "{line:?}");
        }
    }

    #[test]
    fn a_group_photo_is_no_sentence() {
        assert!(is_list_of_people(
            "Lagoon partners; Ann Ng, Minister of Ports; Cy Roe, Minister of Fish; Di Poe, Secretary."
        ));
        for line in [
            "Three ministers came: Ann Ng, of Ports; Cy Roe, who said no; and Di Poe, who was late.",
            "The ports were shut; the boats lay idle; the crews went home.",
            "Ann Ng, Minister of Ports.",
        ] {
            assert!(!is_list_of_people(line), "{line:?}");
        }
    }
}
