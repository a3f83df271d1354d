//! What is left in the body that is no running text: the headline again, the author line and date over
//! the first paragraph, buttons, and what stands under the last.
//!
//! Tests are for whole short blocks. What must stay true: a paragraph of prose is only taken away where
//! it equals something that the head has.

use super::body::{BlockKind, PageBlock};
use crate::format::article::residue::words::{
    ADVERTISEMENTS, BOXES, ENDS_OF_ARTICLES, LEADING_AWAY, LEADING_AWAY_AS_LINKS, LINK_HEADINGS,
    READING_TIMES,
};
use crate::format::article::{dateline, residue};
use crate::model::{Head, RegionRole};
use crate::text::{bylines, dates};

/// Takes away what surrounds the text and what stands in it as furniture.
pub fn clean(blocks: &mut Vec<PageBlock>, titles: &[&str]) {
    let titles: Vec<String> = titles.iter().map(|title| folded(title)).collect();
    let mut kept: Vec<PageBlock> = Vec::with_capacity(blocks.len());
    let (mut behind, mut has_prose) = (None, false);
    for mut block in blocks.drain(..) {
        match behind {
            Some(End::OfArticle) => continue,
            // A box of links between the paragraphs ends where the story goes on.
            Some(End::OfLinks) if !goes_on(&block, kept.last()) => continue,
            _ => behind = None,
        }
        let is_first = !has_prose;
        if is_first && !block.is_prose && block.text.contains('\n') {
            let lines = block.text.lines();
            let text: Vec<&str> =
                lines.filter(|line| !is_title(line, &titles) && !is_about(line)).collect();
            block.text = text.join("\n");
        }
        if kept.len() > 2 {
            behind = end(&block);
        }
        if behind.is_some() {
            continue;
        }
        if block.text.is_empty()
            || is_furniture(&block)
            || (is_first && (is_title(&block.text, &titles) || is_line_of_title(&block, &titles)))
        {
            continue;
        }
        has_prose |= block.is_prose;
        kept.push(block);
    }
    head(&mut kept);
    tail(&mut kept);
    *blocks = kept;
}

/// Takes away blocks at the top that the head has already.
pub fn without_head(blocks: &mut Vec<PageBlock>, head: &Head) {
    let standfirst = head.standfirst.as_deref().map(folded).unwrap_or_default();
    let known: Vec<String> = [&head.headline, &head.byline]
        .into_iter()
        .flatten()
        .map(|text| folded(text))
        .filter(|text| !text.is_empty())
        .collect();
    let authors: Vec<String> = head.authors.iter().map(|name| folded(name)).collect();
    for _ in 0..6 {
        let Some(first) = blocks.first() else { return };
        if blocks.len() < 2 {
            return;
        }
        let text = folded(&first.text);
        let bare = text.strip_prefix("by ").unwrap_or(&text);
        // A paragraph among the paragraphs is the story's first, whatever else it is used for.
        let stands_apart = first.kind == BlockKind::Heading
            || blocks.get(1).is_none_or(|next| next.around != first.around);
        let is_standfirst = stands_apart && !text.is_empty() && text == standfirst;
        if !is_standfirst && !known.contains(&text) && !authors.iter().any(|author| author == bare)
        {
            return;
        }
        blocks.remove(0);
    }
}

/// Takes the dateline from the text's first paragraph.
pub fn take_dateline(text: &mut String) -> Option<String> {
    let found = dateline::dateline(text)?;
    let printed = found.printed.to_owned();
    let story = text.get(found.story..)?.to_owned();
    if story.trim().is_empty() {
        return None;
    }
    *text = story;
    Some(printed)
}

/// Words in small letters with one space between: two lines that say the same.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}

/// Whether a line is the page's headline, or most of its title beside the paper's name.
fn is_title(line: &str, titles: &[String]) -> bool {
    let line = folded(line);
    line.len() > 8
        && titles.iter().any(|title| {
            line == *title
                || (line.len() * 2 > title.len()
                    && (title.starts_with(&line) || title.ends_with(&line)))
        })
}

/// A longer headline is not set in lines, in bytes.
const LONGEST_TITLE: usize = 600;

/// Whether a heading over the text is one of the lines in which the headline is set.
fn is_line_of_title(block: &PageBlock, titles: &[String]) -> bool {
    let line = folded(&block.text);
    let holds = |title: &String| format!(" {title} ").contains(&format!(" {line} "));
    block.kind == BlockKind::Heading
        && !line.is_empty()
        && titles.first().filter(|title| title.len() <= LONGEST_TITLE).is_some_and(holds)
}

/// Whether a block is a button, a link to another article or the like, wherever it stands.
fn is_furniture(block: &PageBlock) -> bool {
    let line = block.text.as_str();
    match residue::role(line) {
        Some(RegionRole::Byline) | None => {}
        Some(_) => return block.length < 300,
    }
    let all_linked = block.linked * 10 >= block.length * 8;
    if block.length < 60
        && (ADVERTISEMENTS.contains(&folded(line).as_str()) || is_reading_time(line))
    {
        return true;
    }
    all_linked && block.kind != BlockKind::Item && has_start(line, LEADING_AWAY_AS_LINKS)
        || block.length < 120 && leads_away(line)
}

/// `4 min read`, `Lesezeit: 3 Minuten`.
fn is_reading_time(line: &str) -> bool {
    let text = folded(line);
    let bare = READING_TIMES.iter().find_map(|word| {
        text.strip_prefix(word).or_else(|| text.strip_suffix(word)).map(str::trim)
    });
    bare.is_some_and(|bare| {
        let mut words = bare.split(' ').filter(|word| !["ca", "about", "de", "di"].contains(word));
        words.next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
            && words.next().is_some_and(|word| word.starts_with("min"))
            && words.next().is_none()
    })
}

/// What a heading says is over.
#[derive(Clone, Copy)]
enum End {
    OfArticle,
    /// Links to other articles follow, and perhaps more of this one.
    OfLinks,
}

fn end(block: &PageBlock) -> Option<End> {
    if block.length >= 60 || block.is_prose {
        return None;
    }
    let text = folded(&block.text);
    if ENDS_OF_ARTICLES.contains(&text.as_str()) {
        return Some(End::OfArticle);
    }
    let is_over_links = LINK_HEADINGS.contains(&text.as_str())
        || BOXES.contains(&text.as_str())
        || (block.kind == BlockKind::Heading && residue::is_heading_of_links(&block.text));
    is_over_links.then_some(End::OfLinks)
}

/// Whether a block behind a box of links is the story's: prose that is not cut short and hardly linked,
/// or a heading beside the story's paragraphs that leads nowhere.
fn goes_on(block: &PageBlock, last: Option<&PageBlock>) -> bool {
    let is_beside = last.is_some_and(|last| last.around == block.around);
    if block.kind == BlockKind::Heading {
        return is_beside && block.linked == 0 && end(block).is_none();
    }
    block.is_prose
        && (block.linked == 0 || (is_beside && block.linked * 4 < block.length))
        && !block.text.ends_with(['…', ']'])
        && !block.text.ends_with("...")
}

/// Lines over the first paragraph: dates, author lines, sections, captions.
fn head(blocks: &mut Vec<PageBlock>) {
    let Some(first) =
        blocks.iter().position(|block| block.is_prose && block.kind != BlockKind::Heading)
    else {
        return;
    };
    let mut place = 0;
    blocks.retain(|block| {
        place += 1;
        place > first || block.length >= 90 || !is_about(&block.text)
    });
}

/// Whether a short line says something about the article: its date, author, section.
fn is_about(line: &str) -> bool {
    let line = line.trim();
    dates::published(line).is_some()
        || line.chars().filter(|c| c.is_alphabetic()).count() < 3
        || residue::is_section(line)
        || residue::role(line).is_some()
        || (line.len() < 80 && bylines::after_opening(line).is_some())
        || (line.len() < 60 && bylines::reporting_credit(line).is_some())
        || has_date(line)
}

/// A short line with a year and a month or clock time, and hardly a word besides.
fn has_date(line: &str) -> bool {
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    digits >= 3
        && letters < 40
        && digits * 2 >= letters / 2
        && !super::runs::ends_as_sentence(line)
        && (line.contains("19") || line.contains("20") || line.contains(':'))
}

/// Headings without text under them, and lines of links and contacts at the end.
fn tail(blocks: &mut Vec<PageBlock>) {
    while let Some(last) = blocks.last() {
        let all_linked = last.linked * 10 >= last.length * 7;
        let goes = last.kind == BlockKind::Heading
            || (last.length < 300 && residue::role(&last.text).is_some())
            || (!last.is_prose
                && (all_linked && last.length > 0
                    || residue::role(&last.text).is_some()
                    || residue::is_contact(&last.text)
                    || leads_away(&last.text)));
        if !goes {
            return;
        }
        blocks.pop();
    }
}

/// Whether a line starts as links to other pages, credits and buttons do.
fn leads_away(line: &str) -> bool {
    has_start(line, LEADING_AWAY) || bylines::is_label_of_picture(line)
}

fn has_start(line: &str, starts: &[&str]) -> bool {
    let lower: String = line.chars().take(40).flat_map(char::to_lowercase).collect();
    residue::starts_with_one(&lower, starts)
}
