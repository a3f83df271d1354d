//! What a new text of an article changed, in short.
//!
//! What must stay true: words that were taken out or put in are shown; only what is the same on both sides is left out.

use crate::db::{Reader, Result};
use crate::model::{ArticleDetails, ArticleId, NewsChange, NewsRevision};
use crate::ops::diff::{self, Paragraph, Stretch};

/// Changes that are shown.
const MOST: usize = 10;

/// Characters of what stayed the same before and behind a change.
const AROUND: usize = 80;

/// Most characters of words that are new or gone.
const LONGEST: usize = 1_000;

/// Parts of a head that say something to a reader. Addresses and times change with every version.
const TOLD: [&str; 7] =
    ["headline", "standfirst", "byline", "authors", "dateline", "section", "captions"];

/// What changed from one article to the other; `None` where one of them is not there any more. Fails where the
/// archive cannot be read.
pub fn of(reader: &Reader, before: ArticleId, after: ArticleId) -> Result<Option<NewsRevision>> {
    let (Some(old), Some(new)) = (reader.article(before)?, reader.article(after)?) else {
        return Ok(None);
    };
    let mut changes = changes(&old, &new);
    let more_changes = changes.len().saturating_sub(MOST);
    changes.truncate(MOST);
    Ok(Some(NewsRevision { of_article_id: before.0, changes, more_changes }))
}

fn changes(old: &ArticleDetails, new: &ArticleDetails) -> Vec<NewsChange> {
    let found = diff::difference(old, new);
    let head = found.head.into_iter().filter(|change| TOLD.contains(&change.field));
    let head = head.map(|change| NewsChange {
        field: change.field.to_owned(),
        before: change.before.unwrap_or_default(),
        after: change.after.unwrap_or_default(),
    });
    let body = found.body.iter().filter(|paragraph| !paragraph.is_same());
    head.chain(body.map(of_paragraph)).collect()
}

/// A paragraph before and after.
fn of_paragraph(paragraph: &Paragraph) -> NewsChange {
    let (mut before, mut after) = (String::new(), String::new());
    let last = paragraph.0.len().saturating_sub(1);
    for (at, stretch) in paragraph.0.iter().enumerate() {
        match stretch {
            Stretch::Same(text) => {
                let text = shortened(text, at == 0, at == last);
                before.push_str(&text);
                after.push_str(&text);
            }
            Stretch::Removed(text) => before.push_str(&cut(text)),
            Stretch::Added(text) => after.push_str(&cut(text)),
        }
    }
    NewsChange { field: "body".to_owned(), before, after }
}

/// What stayed the same, where it is long only as much as stands beside a change.
fn shortened(text: &str, is_first: bool, is_last: bool) -> String {
    let characters: Vec<char> = text.chars().collect();
    let behind = if is_first { 0 } else { AROUND };
    let before = if is_last { 0 } else { AROUND };
    if characters.len() <= behind + before + AROUND {
        return text.to_owned();
    }
    let (start, end) = (&characters[..behind], &characters[characters.len() - before..]);
    let start: String = start.iter().collect();
    let end: String = end.iter().collect();
    // Between words.
    let start = start.rsplit_once(' ').map_or(start.as_str(), |(start, _)| start);
    let end = end.split_once(' ').map_or(end.as_str(), |(_, end)| end);
    match (is_first, is_last) {
        (true, _) => format!("… {end}"),
        (_, true) => format!("{start} …"),
        _ => format!("{start} … {end}"),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_shown_with_what_stands_beside_it() {
        let long = "one two three four ".repeat(40);
        let paragraph = Paragraph(vec![
            Stretch::Same(long.clone()),
            Stretch::Removed("nine".to_owned()),
            Stretch::Added("eleven".to_owned()),
            Stretch::Same(format!(" ships. {long}")),
        ]);
        let change = of_paragraph(&paragraph);
        assert!(change.before.starts_with("… ") && change.before.ends_with(" …"), "{change:?}");
        assert!(change.before.contains("four nine ships."), "{change:?}");
        assert!(change.after.contains("four eleven ships."), "{change:?}");
        assert!(change.before.chars().count() < 250, "{change:?}");
        let whole = Paragraph(vec![Stretch::Added("A pilot said so.".to_owned())]);
        let change = of_paragraph(&whole);
        assert_eq!((change.before.as_str(), change.after.as_str()), ("", "A pilot said so."));
    }
}
