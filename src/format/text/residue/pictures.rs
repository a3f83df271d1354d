//! Captions of pictures, and who took them.
//!
//! What must stay true: a sentence that only speaks of a photo or an agency stays in the story.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::RegionRole;
use crate::text::bylines;

/// Words that are found in captions and credits only where one of these stands.
#[rustfmt::skip]
const PHOTO_SIGNS: &[&str] = &[
    "Photo", "PHOTO", "photo", "Image", "IMAGE", "Picture", "PICTURE", "REUTERS/", "Getty", "GETTY",
    "AFP", "AAP", "EPA", "Credit", "CREDIT", "Shutterstock", "Caption", "CAPTION", "FILE", "File ",
    "(L-R)", "(l-r)", "(L to R)", "rom left", "eft to right", "Alamy", "Illustration", "Pictured",
    "NurPhoto", "Wikimedia", "Unsplash", "Flickr", "Handout",
];

/// A photo caption or credit.
pub(super) fn photo(line: &str) -> Option<RegionRole> {
    // One pass for all signs: this is asked of every line.
    static SIGN: LazyLock<Regex> = LazyLock::new(|| {
        let signs: Vec<String> = PHOTO_SIGNS.iter().map(|sign| regex::escape(sign)).collect();
        compile(&signs.join("|"))
    });
    if !SIGN.is_match(line) {
        return None;
    }
    static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"^[(\[]?(?i:photos?|photograph|photography|picture|pictures|image|images|illustration|graphic|(?:photo|image|picture) credit|credit|photo courtesy of|photo courtesy)(?: by|:| ©|/)\s*[^.!?]{2,90}[.)\]]?$",
        )
    });
    static CAPTION_START: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"^[(\[]?(?:(?i:caption|photo caption|image caption|pictured|picture|photo|file photo|above|file image):|FILE\s?[-–—]+|FILE PHOTO|\(?(?i:l-r|l to r|from left|left to right)[,:)])",
        )
    });
    static CREDIT_END: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?x)
            (?: [(\[] (?:AP\ Photo|Photo|Photos|Pool\ Photo|File\ photo|Image|Picture|Credit|Supplied|Getty|REUTERS/|Reuters/|AFP/|AAP|EPA|Pool\ via) [^()\[\]]{0,100} [)\]] \.?
            |   (?:^|[\s.”]) (?:Photograph|Photo|Picture|Image|Photo\ credit|Image\ credit|Photo\ by|Pic|Credit|PHOTO|PHOTOGRAPH|IMAGE):? \s? [:/] \s? [^.:]{2,80} \.?
            |   (?:REUTERS|AFP|AP|AAP|EPA) / \p{Lu}[\p{L}.'’-]* (?:\ \p{Lu}[\p{L}.'’-]*){0,3} (?:/File\ Photo)? [.)]?
            |   (?: / | via\ | [–—-]\ ) (?:Getty(?:\ Images)?|GETTY\ IMAGES|AFP\ via\ Getty\ Images|Shutterstock|Alamy(?:\ Stock\ Photo)?|NurPhoto) [.)]?
            |   (?:AFP|AAP|AP|Pool)\ (?:via\ Getty\ Images|Images) [.)]?
            )$",
        )
    });
    static PHOTOGRAPHER_START: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"^\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,3} ?[–—/|-] ?(?:Getty Images|GETTY IMAGES|AFP|AAP|AP Photo|EPA|Shutterstock|NurPhoto|Reuters/|REUTERS/|Alamy|Pool|Flickr)\b",
        )
    });
    static GROUP: LazyLock<Regex> =
        LazyLock::new(|| compile(r"\((?i:l-r|l to r|from left|from l)\)"));
    let is_single = !line.ends_with(['”', '"', ',', ';']);
    if CREDIT.is_match(line) {
        return Some(RegionRole::Credit);
    }
    if PHOTOGRAPHER_START.is_match(line) && !line.ends_with(['.', '”']) {
        let rest = line
            .split_once("Images")
            .or_else(|| line.split_once("GETTY IMAGES"))
            .map_or("", |(_, rest)| rest);
        return Some(if rest.trim().is_empty() { RegionRole::Credit } else { RegionRole::Caption });
    }
    (is_single && (CAPTION_START.is_match(line) || CREDIT_END.is_match(line))
        || GROUP.is_match(line))
    .then_some(RegionRole::Caption)
}

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
