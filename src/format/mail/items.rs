//! The items of a newsletter or a digest: where each starts, ends and leads.
//!
//! Items of one newsletter are set alike, so headings are grouped by how they are set, and a group
//! makes items if enough of its headings stand over words that end with a link to the whole piece.
//! RFC 1153 digests say themselves where a message starts. What must stay true: two items at
//! least, or the message is one; subheadings of an article lead nowhere and do not divide it.

use std::collections::{BTreeMap, HashMap};

use super::chrome;
use crate::format::article::forwarded::is_field;
use crate::format::article::residue;
use crate::format::article::sections::{self, between, gap_free};
use crate::format::page::{Block, HeadingStyle, List, Look};
use crate::text::normalise;

/// A run of blocks, and what it is to become.
pub type MailSection = sections::Section<MailItem>;

/// An article of a message that holds several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailItem {
    /// The block with its headline, where that is known, and where its words lead.
    Piece { title: Option<usize>, address: Option<String>, is_teaser: bool },
    /// A message of a digest, with a header of its own of so many blocks.
    Message { fields: usize },
}

/// Text shorter than this under a heading is no item, in bytes.
const SHORTEST: usize = 25;
/// The same where a link of its own ends it.
const SHORTEST_WITH_LINK: usize = 10;
/// Shorter lines that do not end a sentence are a list or a section's name, in bytes.
const LINE: usize = 60;
/// Text that is worth reading without a link to more of it, in bytes.
const WHOLE: usize = 200;
/// A teaser that does not say that there is more is no longer than this, in bytes.
const LONGEST_TEASER: usize = 800;
/// Fewer items in a message that does not say that it is a newsletter are its own paragraphs.
const FEWEST_UNDECLARED: usize = 3;

/// The sections of a newsletter, in order, without gap; nothing if the message is one piece.
pub fn sections(blocks: &[Block], is_bulk: bool) -> Option<Vec<MailSection>> {
    messages(blocks).or_else(|| items(blocks, is_bulk))
}

/// RFC 1153: after a rule of hyphens, the header of a message.
pub fn messages(blocks: &[Block]) -> Option<Vec<MailSection>> {
    let starts: Vec<(usize, usize)> = blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| is_separator(block))
        .filter_map(|(place, _)| {
            let fields = blocks
                .iter()
                .skip(place + 1)
                .take_while(|block| is_field(&block.words) || block.words.ends_with(':'))
                .count();
            let has_sender = blocks
                .iter()
                .skip(place + 1)
                .take(fields)
                .any(|block| block.words.starts_with("From: "));
            (fields >= 2 && has_sender).then_some((place, fields))
        })
        .collect();
    let first = starts.first()?.0;
    if starts.len() < 2 {
        return None;
    }
    let mut found: Vec<MailSection> = lead(blocks, first).into_iter().collect();
    let places: Vec<usize> = starts.iter().map(|&(start, _)| start).collect();
    for (range, (_, fields)) in between(&places, blocks.len()).zip(starts) {
        let start = range.start + 1;
        // `End of Lagoon Digest` behind the last separator.
        let own = blocks.get(start..range.end).unwrap_or_default();
        let end = own.iter().position(is_separator).map_or(range.end, |place| start + place);
        found.push(MailSection::article(start..end, MailItem::Message { fields }));
    }
    Some(gap_free(found, blocks.len()))
}

fn is_separator(block: &Block) -> bool {
    block.words.len() >= 20 && block.words.bytes().all(|byte| byte == b'-')
}

/// What stands before the first item, if it says something.
fn lead(blocks: &[Block], end: usize) -> Option<MailSection> {
    let mut blocks = blocks.iter().take(end);
    let has_words = blocks.any(|block| block.role.is_none() && chrome::is_paragraph(block));
    has_words.then(|| MailSection::digest(0..end))
}

/// A heading with words under it.
#[derive(Debug)]
struct ItemHeading {
    place: usize,
    style: HeadingStyle,
    text: usize,
    /// Behind the first link that leads to the whole piece, and where that leads.
    link: Option<(usize, Option<String>)>,
    is_linked: bool,
    /// Whether a list of contents before it names it.
    is_announced: bool,
}

fn items(blocks: &[Block], is_bulk: bool) -> Option<Vec<MailSection>> {
    // Asked of many blocks many times.
    let links: Vec<bool> =
        blocks.iter().map(|block| block.role.is_none() && block.is_read_link()).collect();
    let mut candidates: Vec<ItemHeading> =
        (0..blocks.len()).filter_map(|place| candidate(blocks, &links, place)).collect();
    announce(blocks, &mut candidates);
    let styles = accepted(&candidates, is_bulk);
    let chosen: Vec<&ItemHeading> =
        candidates.iter().filter(|found| styles.contains(&found.style)).collect();
    let fewest = if is_bulk { 2 } else { FEWEST_UNDECLARED };
    if chosen.len() < fewest {
        return None;
    }
    let starts: Vec<usize> = chosen.iter().map(|found| found.place).collect();
    let closes = ends_with_links(blocks, &chosen);
    let mut sections: Vec<MailSection> =
        lead(blocks, starts.first().copied()?).into_iter().collect();
    for (range, found) in between(&starts, blocks.len()).zip(chosen) {
        let end = end(blocks, found, range.end, closes);
        sections.push(item(blocks, found, end));
    }
    Some(gap_free(sections, blocks.len()))
}

/// The heading at `place` as the start of an item.
fn candidate(blocks: &[Block], links: &[bool], place: usize) -> Option<ItemHeading> {
    let block = blocks.get(place)?;
    let style = block.heading()?;
    let (title, address) = block.title();
    if residue::is_boilerplate(title) || residue::role(title).is_some() || !has_words(title) {
        return None;
    }
    let mut found = ItemHeading {
        place,
        style,
        text: 0,
        link: None,
        is_linked: address.is_some(),
        is_announced: false,
    };
    let mut titles = 0;
    let mut lines = 0;
    let mut has_sentence = false;
    for (at, block) in blocks.iter().enumerate().skip(place + 1).take(80) {
        if block.role.is_some() {
            continue;
        }
        if links.get(at) == Some(&true) {
            if found.text > 0 {
                found.link = Some((at + 1, block.read_address()));
                break;
            }
            continue;
        }
        match block.look {
            Look::Rule if found.text > 0 => break,
            Look::Rule => {}
            Look::Heading(other) => {
                // A subtitle may stand between a headline and its words.
                titles += 1;
                if found.text > 0 || other == style || titles > 1 || other.level > 0 {
                    break;
                }
            }
            Look::Text => {
                found.text += block.words.len();
                lines += 1;
                has_sentence |= !is_line(&block.words);
            }
        }
    }
    // A list of names or of contents.
    if lines > 3 && !has_sentence {
        return None;
    }
    let is_item = found.text >= SHORTEST && found.is_linked
        || found.text >= SHORTEST_WITH_LINK && found.link.is_some()
        || found.text >= WHOLE;
    is_item.then_some(found)
}

/// Whether words are a short line that ends no sentence.
fn is_line(words: &str) -> bool {
    words.len() < LINE && !words.ends_with(['.', '!', '?', '”', '"', '…'])
}

/// Notes which headings a list of contents names before they come.
fn announce(blocks: &[Block], candidates: &mut Vec<ItemHeading>) {
    let key = |block: &Block| normalise::name_key(block.title().0);
    // Where the same words stand first, and how often.
    let mut places: HashMap<String, (usize, usize)> = HashMap::new();
    for (place, block) in blocks.iter().enumerate() {
        if block.words.len() <= LONGEST_ENTRY {
            places.entry(key(block)).or_insert((place, 0)).1 += 1;
        }
    }
    // What stands under many items is a button.
    candidates.retain(|found| {
        let count = blocks.get(found.place).and_then(|block| places.get(&key(block)));
        count.is_none_or(|&(_, count)| count < FEWEST_BUTTONS)
    });
    for found in candidates {
        let Some(block) = blocks.get(found.place) else { continue };
        found.is_announced = places
            .get(&key(block))
            .is_some_and(|&(first, count)| first + 1 < found.place && count == 2);
    }
}

/// A link with the same words so many times is a button, not a headline.
const FEWEST_BUTTONS: usize = 3;
/// An entry of a list of contents is no longer than this, in bytes.
const LONGEST_ENTRY: usize = 160;

fn has_words(title: &str) -> bool {
    title.split_whitespace().count() >= 2
        || title.chars().filter(|c| c.is_alphabetic()).count() >= 8
}

/// The ways of setting a heading that make items.
fn accepted(candidates: &[ItemHeading], is_bulk: bool) -> Vec<HeadingStyle> {
    let mut groups: BTreeMap<HeadingStyle, (usize, usize, usize)> = BTreeMap::new();
    for found in candidates {
        let (linked, whole, announced) = groups.entry(found.style).or_default();
        *announced += usize::from(found.is_announced);
        if found.is_linked || found.link.is_some() {
            *linked += 1;
        } else {
            *whole += 1;
        }
    }
    let fewest = if is_bulk { 2 } else { FEWEST_UNDECLARED };
    groups
        .into_iter()
        .filter(|(style, (linked, whole, announced))| {
            let is_strong =
                (1..=3).contains(&style.level) || matches!(style.list, List::Number | List::Rule);
            *linked >= fewest && linked * 2 >= linked + whole
                || *announced >= 2
                || is_bulk && is_strong && linked + whole >= FEWEST_UNDECLARED
        })
        .map(|(style, _)| style)
        .collect()
}

/// Whether items end where their link stands: then what follows it is another matter.
fn ends_with_links(blocks: &[Block], chosen: &[&ItemHeading]) -> bool {
    let mut with = 0;
    let mut last = 0;
    for pair in chosen.windows(2) {
        let [one, next] = pair else { continue };
        let Some((end, _)) = &one.link else { continue };
        with += 1;
        let rest = blocks.get(*end..next.place).unwrap_or_default();
        last += usize::from(rest.iter().all(|block| !block.is_text()));
    }
    last * 10 >= with * 6
}

fn end(blocks: &[Block], found: &ItemHeading, next: usize, closes: bool) -> usize {
    let leads_on = found.is_linked || found.link.is_some();
    let mut end = next;
    let mut has_text = false;
    for (at, block) in blocks.iter().enumerate().take(next).skip(found.place + 1) {
        has_text |= block.is_text();
        let is_other = matches!(block.look, Look::Heading(_) | Look::Rule) || block.role.is_some();
        // What leads on is short, so the next heading is no subheading of it.
        if has_text && leads_on && is_other && !block.is_read_link() {
            end = at;
            break;
        }
        if closes && found.link.as_ref().is_some_and(|(behind, _)| *behind == at + 1) {
            end = at + 1;
            break;
        }
    }
    // A section's name, a rule: they belong to what follows.
    while end > found.place + 1
        && blocks.get(end - 1).is_some_and(|block| {
            block.look == Look::Rule
                || matches!(block.look, Look::Heading(_)) && !block.is_read_link()
                || end > found.place + 2
                    && block.is_text()
                    && is_line(&block.words)
                    && block.has_gap
                    && block.words.len() <= 40
        })
    {
        end -= 1;
    }
    end
}

fn item(blocks: &[Block], found: &ItemHeading, end: usize) -> MailSection {
    let block = blocks.get(found.place);
    let within = blocks.get(found.place + 1..end).unwrap_or_default();
    let text: usize =
        within.iter().filter(|block| block.is_text()).map(|block| block.words.len()).sum();
    let last = within.iter().rev().find(|block| block.is_text());
    let is_cut =
        last.is_some_and(|block| block.words.ends_with("...") || block.words.ends_with('…'));
    let read = found.link.as_ref().and_then(|(_, address)| address.clone());
    let address = block.and_then(|block| block.title().1).or(read);
    let says_more = found.link.is_some() && text <= LONGEST_TEASER * 3;
    let is_teaser = address.is_some() && (is_cut || says_more || text <= LONGEST_TEASER);
    let title = Some(found.place);
    MailSection::article(found.place..end, MailItem::Piece { title, address, is_teaser })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::article::sections::SectionKind;
    use crate::format::mail::html;
    use crate::format::mail::plain::{self, LineFlow};

    fn titles(blocks: &[Block], is_bulk: bool) -> Vec<(String, Option<String>, bool)> {
        sections(blocks, is_bulk)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|section| match section.kind {
                SectionKind::Article(MailItem::Piece {
                    title: Some(title),
                    address,
                    is_teaser,
                }) => Some((blocks[title].title().0.to_owned(), address, is_teaser)),
                _ => None,
            })
            .collect()
    }

    fn found(title: &str, address: &str) -> (String, Option<String>, bool) {
        (title.to_owned(), Some(address.to_owned()), true)
    }

    #[test]
    fn cards_of_a_page_are_items() {
        let card = |title: &str, number: u32| {
            format!(
                "<tr><td><h2>{title}</h2><p>The harbour board of Port Lagoon said so on Monday.</p>\
                 <a href='https://lagoon.example/{number}'>Read more</a></td></tr>"
            )
        };
        let page = format!(
            "<table><tr><td>Good morning, this is what the harbour did overnight, and why it did so.</td></tr>{}{}\
             <tr><td><b>Follow us</b> <a href='https://social.example'>Page</a></td></tr></table>",
            card("Tolls to rise", 1),
            card("Ferries are late", 2)
        );
        let (blocks, _) = html::blocks(&page);
        assert_eq!(
            titles(&blocks, true),
            [
                found("Tolls to rise", "https://lagoon.example/1"),
                found("Ferries are late", "https://lagoon.example/2")
            ]
        );
        let sections = sections(&blocks, true).unwrap();
        assert_eq!(sections[0].kind, SectionKind::Digest);
        assert_eq!(sections.last().map(|section| section.range.end), Some(blocks.len()));
    }

    #[test]
    fn lines_with_addresses_are_items() {
        let text = "Today's headlines\n-----------------\n\nHarbour\n\n    Tolls to rise for large ships\n    The board wants more money, it says\n        https://lagoon.example/1\n\n    Ferries are late again today\n    Fog, they say, and more fog\n        https://lagoon.example/2\n";
        let blocks = plain::blocks(text, LineFlow::default());
        assert_eq!(
            titles(&blocks, true),
            [
                found("Tolls to rise for large ships", "https://lagoon.example/1"),
                found("Ferries are late again today", "https://lagoon.example/2")
            ]
        );
    }

    #[test]
    fn subheadings_do_not_divide_an_article() {
        let paragraph =
            "The harbour board of Port Lagoon said on Monday that it would raise its tolls. "
                .repeat(4);
        let page = format!(
            "<h1>Tolls</h1><p>{paragraph}</p><h2>Who pays</h2><p>{paragraph}</p><h2>Who gains</h2><p>{paragraph}</p>"
        );
        let (blocks, _) = html::blocks(&page);
        assert_eq!(sections(&blocks, false), None);
    }

    #[test]
    fn a_digest_of_messages_says_where_they_start() {
        let rule = "-".repeat(30);
        let text = format!(
            "Lagoon Digest, Volume 3, Issue 7, for everybody who reads along at the harbour\n\n{}\n\nDate: Mon, 4 Mar 2024 09:15:00 +1300\nFrom: Ann Ng <ann@lagoon.example>\nSubject: Tolls\n\nThey rise.\n\n{rule}\n\nFrom: Bo Li <bo@lagoon.example>\nSubject: Ferries\n\nThey are late.\n\n{rule}\n\nEnd of Lagoon Digest\n",
            "-".repeat(70)
        );
        let blocks = plain::blocks(&text, LineFlow::default());
        let sections = sections(&blocks, false).unwrap();
        let fields: Vec<usize> = sections
            .iter()
            .filter_map(|section| match section.kind {
                SectionKind::Article(MailItem::Message { fields }) => Some(fields),
                _ => None,
            })
            .collect();
        assert_eq!(fields, [3, 2]);
        assert_eq!(
            sections.last().map(|section| section.kind.clone()),
            Some(SectionKind::Furniture)
        );
    }
}
