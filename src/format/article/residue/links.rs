//! Lines that lead elsewhere: to the whole of a piece, or to others.
//!
//! What must stay true: the two are told apart, since the first gives a piece of a newsletter its address
//! and ends it.

use super::starts_with_one;
use super::words::{LINK_HEADINGS, LINK_LABELS, READ_LINK_STARTS, READ_LINKS, WHOLE_READ_LINKS};
use crate::format::article::labels::is_url;

/// A line that only sends the reader on to the whole of the piece that it ends: `Read here`, `Read
/// more: https://…`. Gives its address, if it has one.
pub fn read_link(line: &str) -> Option<Option<&str>> {
    if line.len() > 300 {
        return None;
    }
    let (words, address) = whole_link(line).unwrap_or_else(|| without_address(line));
    let words = words.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if words.is_empty() {
        return address.is_some().then_some(address);
    }
    let is_full = ["read the full ", "read full ", "read the whole ", "read the rest of "]
        .iter()
        .any(|start| words.starts_with(start))
        && words.split(' ').count() <= 6;
    let links = || READ_LINKS.iter().chain(WHOLE_READ_LINKS);
    let is_bare = is_full || links().any(|link| words == *link);
    // `Read more at The Lagoon Times`, `Read the full story on lagoon.example`
    let is_at = words.len() <= 80
        && links().any(|link| {
            words.strip_prefix(link).is_some_and(|rest| {
                [" at ", " on ", " in the ", " from ", " via "]
                    .iter()
                    .any(|join| rest.starts_with(join))
            })
        });
    let is_labelled = address.is_some()
        && matches!(
            words.as_str(),
            "link" | "source" | "url" | "via" | "web" | "original" | "article" | "story" | "more"
        );
    (is_bare || is_labelled || is_at && !line.ends_with('.')).then_some(address)
}

/// A line that is one Markdown link: `[Read here](https://…)`.
pub fn whole_link(line: &str) -> Option<(&str, Option<&str>)> {
    let (words, rest) = line.strip_prefix('[')?.split_once("](")?;
    let address = rest.strip_suffix(')')?.split_whitespace().next()?;
    is_url(address).then_some((words, Some(address)))
}

/// A line in two: its words, and the web address that it ends with.
fn without_address(line: &str) -> (&str, Option<&str>) {
    let Some((place, _)) =
        line.match_indices("http").next().or_else(|| line.match_indices("www.").next())
    else {
        return (line, None);
    };
    let address = line.get(place..).unwrap_or_default();
    let bare = address.trim_end_matches(['>', ')', ']', '.', ' ']);
    if is_url(bare) { (line.get(..place).unwrap_or_default(), Some(bare)) } else { (line, None) }
}

/// A line that points to another piece: `Read More: New Zealand Expects …`, `Related: …`.
pub(super) fn is_link(line: &str) -> bool {
    if line.len() > 250 {
        return false;
    }
    let lower = line.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if LINK_LABELS.iter().chain(LINK_HEADINGS).any(|label| {
        lower.strip_prefix(label).is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.is_empty()
                || rest.starts_with([':', '|', '»', '→', '>', '▶'])
                || rest.starts_with("- ")
                || rest.starts_with("– ")
        })
    }) {
        return true;
    }
    let is_sentence = line.ends_with('.') && line.len() > 160;
    ([
        "click here",
        "tap here",
        "read more at ",
        "read more on ",
        "read more about ",
        "read more from ",
        "read more here",
        "read more stories",
    ]
    .iter()
    .any(|start| lower.starts_with(start))
        && !is_sentence)
        || (lower.starts_with("for more ")
            && line.len() <= 200
            && ["click here", "visit ", "go to ", "http", "www."]
                .iter()
                .any(|sign| lower.contains(sign)))
}

/// Whether a line leads to the rest of the text that it ends, in a feed or on a list of articles, where the
/// rest may be named: `Continue reading Tolls to rise →`.
pub fn leads_to_the_rest(line: &str) -> bool {
    let lower = line.to_lowercase();
    let words = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    starts_with_one(words, READ_LINKS) || starts_with_one(words, READ_LINK_STARTS)
}

/// Whether a line is a heading over links to other pieces: `Related articles`, `Explore more`.
pub fn is_heading_of_links(line: &str) -> bool {
    let lower = line.to_lowercase();
    let words = lower.trim_matches(|c: char| !c.is_alphanumeric());
    !matches!(words, "read" | "read more" | "watch" | "listen" | "more")
        && (LINK_LABELS.contains(&words) || LINK_HEADINGS.contains(&words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn read_links_give_their_address() {
        for (line, expected) in [
            ("Read here", Some(None)),
            ("Read more: https://lagoon.example/a.", Some(Some("https://lagoon.example/a"))),
            ("https://lagoon.example/a", Some(Some("https://lagoon.example/a"))),
            ("Read more at The Lagoon Times", Some(None)),
            ("Read More: Harbour Tolls to Rise", None),
            ("See https://lagoon.example/a for the rest of it", None),
            ("Nothing here", None),
        ] {
            assert_eq!(read_link(line), expected, "{line:?}");
        }
    }
}
