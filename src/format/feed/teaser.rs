//! Whether a text is the whole story or a taste of it, and the lines that feed programs add.
//!
//! A text is cut where it ends with an ellipsis or with a link that leads to the rest. The lines
//! of programs (`The post … appeared first on …`) are no text and say nothing about its length.

use crate::format::article::residue;

/// A text without what programs wrote under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trimmed {
    pub text: String,
    /// It ends before the story does.
    pub is_cut: bool,
}

/// Takes the lines of programs off the end of a text.
pub fn trim(text: &str) -> Trimmed {
    let mut rest = text.trim_end();
    let mut is_cut = false;
    loop {
        let start = rest.rfind('\n').map_or(0, |place| place + 1);
        let last = rest.get(start..).unwrap_or_default().trim();
        if leads_to_the_rest(last) {
            is_cut = true;
        } else if let Some(before) = before_inner_link(last) {
            let kept = start + rest.get(start..).and_then(|line| line.find(before)).unwrap_or(0);
            rest = rest.get(..kept + before.len()).unwrap_or_default().trim_end();
            is_cut = true;
            break;
        } else if !is_of_a_program(last) {
            break;
        }
        rest = rest.get(..start).unwrap_or_default().trim_end();
        if rest.is_empty() {
            break;
        }
    }
    is_cut |= ELLIPSES.iter().any(|ellipsis| rest.ends_with(ellipsis));
    Trimmed { text: rest.to_owned(), is_cut }
}

/// A text without the mark of what was left out, to compare it with the whole.
pub fn without_ellipsis(text: &str) -> &str {
    let mut text = text.trim_end();
    while let Some(before) = ELLIPSES.iter().find_map(|ellipsis| text.strip_suffix(ellipsis)) {
        text = before.trim_end();
    }
    text
}

const ELLIPSES: &[&str] = &[
    "…",
    "...",
    "[…]",
    "[...]",
    "[..]",
    "(…)",
    "(...)",
    "(more…)",
    "(more...)",
    "[more]",
    ". . .",
];

/// Links are short.
const LONGEST_LINK: usize = 160;

/// Whether a line is nothing but a link to the rest.
fn leads_to_the_rest(line: &str) -> bool {
    let is_sentence = line.ends_with(['.', '?', '!']) && !line.ends_with("...");
    line.len() <= LONGEST_LINK && !is_sentence && residue::leads_to_the_rest(line)
}

/// What stands before a link to the rest that ends a line.
fn before_inner_link(line: &str) -> Option<&str> {
    let from = line.ceil_char_boundary(line.len().saturating_sub(LONGEST_LINK));
    let tail = line.get(from..)?;
    let link = tail
        .match_indices(['…', '.', ']', '!', '?', '"', '”'])
        .map(|(place, mark)| from + place + mark.len())
        .find(|&place| {
            let after = line.get(place..).unwrap_or_default().trim_start();
            !after.is_empty() && leads_to_the_rest(after)
        })?;
    line.get(..link)
}

/// Beginnings and middles of the lines that WordPress, Medium and other programs write under each
/// entry. Lower case.
const SYNDICATION: &[(&str, &str)] = &[
    ("", " was originally published in "),
    ("the post ", " appeared first on "),
    ("the post ", " first appeared on "),
    ("the article ", " appeared first on "),
    ("this post ", " appeared first on "),
    ("this article ", " appeared first on "),
    ("der beitrag ", " erschien zuerst auf "),
    ("l’article ", " est apparu en premier sur "),
    ("l'article ", " est apparu en premier sur "),
    ("cet article ", " est apparu en premier sur "),
    ("la entrada ", " se publicó primero en "),
    ("la entrada ", " aparece primero en "),
    ("l'articolo ", " proviene da "),
    ("l’articolo ", " proviene da "),
    ("o post ", " apareceu primeiro em "),
    ("het bericht ", " verscheen eerst op "),
    ("inlägget ", " dök först upp på "),
    ("artykuł ", " pochodzi z serwisu "),
    ("сообщение ", " появились сначала на "),
];

/// Whole lines that programs write. Lower case.
const LINES: &[&str] =
    &["[link] [comments]", "[comments]", "[link]", "comments", "permalink", "share this:", "* * *"];

fn is_of_a_program(line: &str) -> bool {
    if line.is_empty() {
        return true;
    }
    if line.len() > 4 * LONGEST_LINK {
        return false;
    }
    let lower = line.to_lowercase();
    LINES.contains(&lower.as_str())
        || SYNDICATION.iter().any(|(start, middle)| {
            lower.strip_prefix(start).is_some_and(|rest| rest.contains(middle))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_texts_tell() {
        for (text, trimmed, is_cut) in [
            ("The board said no.", "The board said no.", false),
            ("The board said […]", "The board said […]", true),
            ("The board said...", "The board said...", true),
            ("It said no.\n\nRead more", "It said no.", true),
            ("It said no.\n\nContinue reading...", "It said no.", true),
            ("It said … Continue reading Tolls to rise →", "It said …", true),
            ("It said no. Read more »", "It said no.", true),
            ("It said no. Lire la suite", "It said no.", true),
            (
                "It said no.\n\nThe post Tolls to rise appeared first on The Lagoon Times.",
                "It said no.",
                false,
            ),
            (
                "It said […]\n\nThe post Tolls appeared first on The Lagoon Times.",
                "It said […]",
                true,
            ),
            ("Read more books, the minister said.", "Read more books, the minister said.", false),
            (
                "It said no.\n\nTolls was originally published in Lagoon on Quayside, where people talk.",
                "It said no.",
                false,
            ),
            ("One.\n\n[link] [comments]", "One.", false),
            ("Read more", "", true),
            ("", "", false),
        ] {
            let found = trim(text);
            assert_eq!((found.text.as_str(), found.is_cut), (trimmed, is_cut), "{text}");
        }
        assert_eq!(without_ellipsis("It said … [...]"), "It said");
    }
}
