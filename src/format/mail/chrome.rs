//! What mail puts about a text: answers and their quotes, signatures, the footers of lists and of
//! newsletters, disclaimers, and the header of a message that was forwarded inside the text.
//!
//! What must stay true: only blocks get a role, none goes; and a footer is one only near the end.

use crate::format::article::forwarded::{self, Forward, LONGEST_NOTE, MailField};
use crate::format::article::residue::words::{
    FOOTERS, SUBSCRIBED_ADDRESSES, SUBSCRIPTIONS, WITHIN_FOOTERS,
};
use crate::format::article::{residue, sections};
use crate::format::page::{Block, Look};
use crate::model::RegionRole;

/// A signature is no longer than so many lines.
const LONGEST_SIGNATURE: usize = 12;
/// A footer is no longer than this, in bytes.
const LONGEST_FOOTER: usize = 2500;

/// A text was forwarded no more often than this.
const MOST_FORWARDS: usize = 20;

/// No news has more paragraphs; what lies beyond is a log, a table, or made to keep a reader busy.
pub const MOST_BLOCKS: usize = 20_000;

/// What lies beyond the longest text that is read belongs to no article.
pub fn limit(blocks: &mut [Block]) {
    leave_out(blocks, MOST_BLOCKS, blocks.len());
}

/// Gives the blocks of one part that belong to no article their role.
pub fn mark(blocks: &mut [Block]) {
    attributions(blocks);
    advertisements(blocks);
    for block in blocks.iter_mut() {
        if residue::starts_with_one(&block.words.to_lowercase(), SUBSCRIBED_ADDRESSES) {
            block.role.get_or_insert(RegionRole::Furniture);
        }
    }
    seals(blocks);
    if let Some(start) = signature(blocks) {
        leave_out(blocks, start, blocks.len());
    }
    if let Some(start) = footer(blocks) {
        leave_out(blocks, start, blocks.len());
    }
}

fn leave_out(blocks: &mut [Block], start: usize, end: usize) {
    for block in blocks.iter_mut().take(end).skip(start) {
        block.role.get_or_insert(RegionRole::Furniture);
    }
}

/// `On Monday Ann Ng wrote:` over a quote.
fn attributions(blocks: &mut [Block]) {
    let places: Vec<usize> = blocks
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| match pair {
            [one, two] => {
                one.role.is_none()
                    && two.role.is_some()
                    && one.words.ends_with(':')
                    && one.words.len() <= 200
            }
            _ => false,
        })
        .map(|(place, _)| place)
        .collect();
    for place in places {
        leave_out(blocks, place, place + 1);
    }
}

/// An advertisement between two rules has no more blocks than this.
const LONGEST_ADVERTISEMENT: usize = 30;

/// What stands between a rule that says so and the next rule.
fn advertisements(blocks: &mut [Block]) {
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        let lower = block.words.to_lowercase();
        let says_so = ["advert", "sponsor"].iter().any(|word| lower.contains(word));
        let end = blocks
            .iter()
            .enumerate()
            .skip(at + 1)
            .take(LONGEST_ADVERTISEMENT)
            .find(|(_, block)| block.look == Look::Rule)
            .map(|(place, _)| place);
        if block.look == Look::Rule
            && says_so
            && let Some(end) = end
        {
            leave_out(blocks, at, end + 1);
            at = end;
        }
        at += 1;
    }
}

/// The lines that OpenPGP puts about a signed text (RFC 9580, section 7).
fn seals(blocks: &mut [Block]) {
    let mut is_inside = false;
    for block in blocks.iter_mut() {
        let is_mark =
            block.words.starts_with("-----BEGIN PGP") || block.words.starts_with("-----END PGP");
        if is_mark {
            is_inside = block.words.starts_with("-----BEGIN PGP SIGNATURE");
        }
        if is_mark || is_inside || block.words.starts_with("Hash: SHA") {
            block.role.get_or_insert(RegionRole::Furniture);
        }
    }
}

/// Where the line `--` stands with little under it. In a quote it ends the quoted message, not this one.
fn signature(blocks: &[Block]) -> Option<usize> {
    let start = blocks
        .iter()
        .rposition(|block| block.role.is_none() && matches!(block.words.as_str(), "--" | "—"))?;
    (blocks.len() - start <= LONGEST_SIGNATURE).then_some(start)
}

/// Where the footer starts: at the first block near the end that only footers hold, or the rule
/// over it. A quoted footer is that of another message, and an answer may stand under it.
fn footer(blocks: &[Block]) -> Option<usize> {
    let whole: usize = blocks.iter().map(|block| block.words.len()).sum();
    let mut left = 0;
    let mut found = None;
    for (place, block) in blocks.iter().enumerate().rev() {
        left += block.words.len();
        // How to leave a list may also stand at the top of a short message.
        if left > LONGEST_FOOTER || left * 5 > whole * 4 {
            break;
        }
        // The first words of somebody's own may well speak of a mailing list, except under a rule.
        let is_first = !blocks.iter().take(place).any(|before| before.role.is_none());
        let may_be = block.role.is_none() && (!is_first || says_footer(&block.words));
        if may_be && is_footer(&block.words) {
            found = Some(place);
        }
    }
    let mut start = found?;
    while let Some(before) = start.checked_sub(1)
        && blocks.get(before).is_some_and(|block| block.look == Look::Rule)
    {
        start = before;
    }
    (start > 0).then_some(start)
}

fn is_footer(words: &str) -> bool {
    let lower = words.to_lowercase();
    says_footer(words)
        || words.len() <= 160 && WITHIN_FOOTERS.iter().any(|sign| lower.contains(sign))
}

/// Whether a line starts as only footers do.
fn says_footer(words: &str) -> bool {
    let lower = words.to_lowercase();
    let start = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let starts = |words: &[&str]| residue::starts_with_one(start, words);
    words.len() <= 700 && (starts(SUBSCRIPTIONS) || starts(FOOTERS))
}

/// Finds the innermost message that was forwarded inside the text, and marks what is about it;
/// what was quoted in answer to it is nobody's.
pub fn forward(blocks: &mut [Block], is_forwarded: bool) -> Option<Forward> {
    let mut found = None;
    let mut at = 0;
    for _ in 0..MOST_FORWARDS {
        let Some((start, end, is_marked)) = header_inside(blocks, at) else { break };
        let has_words = blocks.iter().skip(end).any(|block| block.role.is_none());
        if !has_words {
            break;
        }
        let note: usize = blocks.iter().take(start).map(|block| block.words.len()).sum();
        if is_marked || is_forwarded || start == 0 {
            let labels = blocks.get(start..end).unwrap_or_default();
            let forward = forwarded::head(labels.iter().map(|block| block.words.as_str()));
            if note <= LONGEST_NOTE || found.is_some() {
                leave_out(blocks, 0, start);
            }
            for block in blocks.iter_mut().take(end).skip(start) {
                block.role = Some(RegionRole::Metadata);
            }
            found = Some(forward);
            at = end;
        } else {
            leave_out(blocks, start, blocks.len());
            break;
        }
    }
    found
}

/// The next header inside the text from `from` on: where it starts, where it ends, and whether a
/// line over it says that it was forwarded.
fn header_inside(blocks: &[Block], from: usize) -> Option<(usize, usize, bool)> {
    let mut at = from;
    while let Some(block) = blocks.get(at) {
        let is_marked = forwarded::is_marker(&block.words);
        let is_original = forwarded::is_original(&block.words);
        let first = if is_marked || is_original { at + 1 } else { at };
        let count = blocks
            .iter()
            .skip(first)
            .take_while(|block| block.role.is_none() && forwarded::field(&block.words).is_some())
            .count();
        let has_sender = blocks.get(first).is_some_and(|block| {
            forwarded::field(&block.words).is_some_and(|(field, _)| field == MailField::Sender)
        });
        if is_marked || is_original && count > 0 || count >= 3 && has_sender {
            return Some((at, first + count, is_marked));
        }
        at += 1;
    }
    None
}

/// Whether a block is worth nothing in a newsletter's own words: no paragraph.
pub fn is_paragraph(block: &Block) -> bool {
    block.is_text() && sections::is_paragraph(&block.words) && !residue::is_contact(&block.words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::mail::plain::{self, LineFlow};

    fn marked(text: &str) -> Vec<(String, Option<RegionRole>)> {
        let mut blocks = plain::blocks(text, LineFlow::default());
        mark(&mut blocks);
        blocks.into_iter().map(|block| (block.words, block.role)).collect()
    }

    #[test]
    fn answers_signatures_and_footers_are_nobodys() {
        let text = "The board said no.\n\nOn Monday Ann Ng wrote:\n> Will it?\n\nIt will not.\n\n--\nAnn Ng\nPort Lagoon\n\n_______________\nferries mailing list\nhttps://lagoon.example/mailman/listinfo/ferries\n";
        let kept: Vec<String> = marked(text)
            .into_iter()
            .filter(|(_, role)| role.is_none())
            .map(|(words, _)| words)
            .collect();
        assert_eq!(kept, ["The board said no.", "It will not."]);
    }

    #[test]
    fn an_answer_under_a_quoted_signature_and_footer_stays() {
        let text = "> Will it?\n> --\n> Bo Li\n> You received this message because you are subscribed.\n> To unsubscribe, write to us.\n\nIt will not, said the board on Monday.\n\n> Why?\n> --\n> Bo\n";
        let kept: Vec<String> = marked(text)
            .into_iter()
            .filter(|(_, role)| role.is_none())
            .map(|(words, _)| words)
            .collect();
        assert_eq!(kept, ["It will not, said the board on Monday."]);
    }

    #[test]
    fn the_first_words_under_a_quote_are_no_footer_for_speaking_of_one() {
        let text = "> Where?\n\nI think there is a mailing list for this.\n\nAnd the harbour has an office.\n\n--\nAnn\n";
        let kept = |text: &str| -> Vec<String> {
            let kept = marked(text).into_iter().filter(|(_, role)| role.is_none());
            kept.map(|(words, _)| words).collect()
        };
        assert_eq!(
            kept(text),
            ["I think there is a mailing list for this.", "And the harbour has an office."]
        );
        let quote = "> Somebody wrote at length of the harbour and of its tolls.\n".repeat(12);
        for footer in [
            "____\nferries mailing list\nhttps://a.example/mailman/listinfo/f\n",
            "You received this message because you asked.\n",
        ] {
            let kept = kept(&format!("{quote}\n{footer}"));
            assert!(kept.is_empty(), "{kept:?}");
        }
    }

    #[test]
    fn a_footer_is_near_the_end() {
        let story = "To unsubscribe, write to us.\n\n".to_owned()
            + &"The board of the harbour said no to tolls.\n\n".repeat(80);
        assert!(marked(&story).iter().all(|(_, role)| role.is_none()));
    }

    #[test]
    fn a_forwarded_message_brings_its_header() {
        let text = "See below!\n\n---------- Forwarded message ---------\nFrom: Ann Ng <ann@lagoon.example>\nDate: Mon, Mar 4, 2024 at 9:15 AM\nSubject: Fwd: Harbour tolls to rise\nTo: <bo@lagoon.example>\n\nThe board said so.\n";
        let mut blocks = plain::blocks(text, LineFlow::default());
        let forward = forward(&mut blocks, false).unwrap();
        assert_eq!(forward.subject.as_deref(), Some("Harbour tolls to rise"));
        assert_eq!(forward.date.unwrap().value, "2024-03-04T09:15");
        let kept: Vec<&str> = blocks
            .iter()
            .filter(|block| block.role.is_none())
            .map(|block| block.words.as_str())
            .collect();
        assert_eq!(kept, ["The board said so."]);
    }

    #[test]
    fn an_answer_leaves_what_it_answers() {
        let text = "No.\n\n-----Original Message-----\nFrom: Bo Li\nSent: Monday\nSubject: Tolls\n\nWill it?\n";
        let mut blocks = plain::blocks(text, LineFlow::default());
        assert_eq!(forward(&mut blocks, false), None);
        assert_eq!(blocks.iter().filter(|block| block.role.is_none()).count(), 1);
    }
}
