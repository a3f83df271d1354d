//! What changed between two texts of an article: words, head, who is named, what is quoted.
//!
//! Must stay true: putting together what is `Same` and `Removed` gives the earlier text, `Same` and
//! `Added` the later one, paragraph by paragraph; white space is not compared.

use std::collections::BTreeMap;

use serde::Serialize;
use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices};

use crate::model::ArticleDetails;
use crate::text::normalise;

/// What changed from one article to another.
#[derive(Debug, Serialize)]
pub struct Difference {
    pub head: Vec<FieldChange>,
    /// The paragraphs of both, in order.
    pub body: Vec<Paragraph>,
    /// Who is named more often in one of them than in the other.
    pub names: Vec<NameChange>,
    pub quotes_gone: Vec<String>,
    pub quotes_new: Vec<String>,
}

/// A part of the head that is not the same.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    pub field: &'static str,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A paragraph as a run of stretches.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Paragraph(pub Vec<Stretch>);

impl Paragraph {
    /// Whether it stands in both texts word for word.
    pub fn is_same(&self) -> bool {
        self.0.iter().all(|stretch| matches!(stretch, Stretch::Same(_)))
    }
}

/// What became of some words.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stretch {
    Same(String),
    Removed(String),
    Added(String),
}

/// How often somebody or something is named in each.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct NameChange {
    pub kind: String,
    pub name: String,
    pub before: usize,
    pub after: usize,
}

/// What changed from `before` to `after`.
pub fn difference(before: &ArticleDetails, after: &ArticleDetails) -> Difference {
    Difference {
        head: head(before, after),
        body: body(&before.body, &after.body),
        names: names(before, after),
        quotes_gone: quotes_missing(before, after),
        quotes_new: quotes_missing(after, before),
    }
}

fn head(before: &ArticleDetails, after: &ArticleDetails) -> Vec<FieldChange> {
    let authors = |article: &ArticleDetails| {
        (!article.authors.is_empty()).then(|| article.authors.join("; "))
    };
    let captions = |article: &ArticleDetails| {
        let texts = article.captions.iter().flat_map(|one| [&one.caption, &one.credit]).flatten();
        let texts: Vec<&str> = texts.map(String::as_str).collect();
        (!texts.is_empty()).then(|| texts.join("; "))
    };
    [
        ("headline", before.headline.clone(), after.headline.clone()),
        ("standfirst", before.standfirst.clone(), after.standfirst.clone()),
        ("byline", before.byline.clone(), after.byline.clone()),
        ("authors", authors(before), authors(after)),
        ("dateline", before.dateline.clone(), after.dateline.clone()),
        ("publisher", before.publisher.clone(), after.publisher.clone()),
        ("section", before.section.clone(), after.section.clone()),
        ("url", before.url.clone(), after.url.clone()),
        ("captions", captions(before), captions(after)),
        ("published", before.published.clone(), after.published.clone()),
        ("modified", before.modified.clone(), after.modified.clone()),
        ("language", before.language.clone(), after.language.clone()),
    ]
    .into_iter()
    .filter(|(_, before, after)| before != after)
    .map(|(field, before, after)| FieldChange { field, before, after })
    .collect()
}

/// Paragraphs first, then words within those that took each other's place: a text of any length is
/// compared in the time its changed paragraphs take.
fn body(before: &str, after: &str) -> Vec<Paragraph> {
    let (before, after) = (paragraphs(before), paragraphs(after));
    let mut found = Vec::new();
    for change in capture_diff_slices(Algorithm::Myers, &before, &after) {
        let old = before.get(change.old_range()).unwrap_or_default();
        let new = after.get(change.new_range()).unwrap_or_default();
        match change {
            DiffOp::Equal { .. } => found.extend(old.iter().map(|text| whole(text, Stretch::Same))),
            DiffOp::Delete { .. } => {
                found.extend(old.iter().map(|text| whole(text, Stretch::Removed)));
            }
            DiffOp::Insert { .. } => {
                found.extend(new.iter().map(|text| whole(text, Stretch::Added)));
            }
            DiffOp::Replace { .. } => {
                let pairs = old.len().min(new.len());
                found.extend(old.iter().zip(new).map(|(old, new)| words(old, new)));
                found.extend(old.iter().skip(pairs).map(|text| whole(text, Stretch::Removed)));
                found.extend(new.iter().skip(pairs).map(|text| whole(text, Stretch::Added)));
            }
        }
    }
    found
}

fn whole(text: &str, stretch: fn(String) -> Stretch) -> Paragraph {
    Paragraph(vec![stretch(text.to_owned())])
}

/// Paragraphs with single spaces.
fn paragraphs(text: &str) -> Vec<String> {
    text.split('\n').map(normalise::comparable).filter(|text| !text.is_empty()).collect()
}

/// Words that changed beside each other are one change, with the spaces between them.
fn words(before: &str, after: &str) -> Paragraph {
    let mut stretches: Vec<Stretch> = Vec::new();
    let (mut removed, mut added, mut gap) = (String::new(), String::new(), String::new());
    let mut flush = |removed: &mut String, added: &mut String, same: &str| {
        if !removed.is_empty() {
            stretches.push(Stretch::Removed(std::mem::take(removed)));
        }
        if !added.is_empty() {
            stretches.push(Stretch::Added(std::mem::take(added)));
        }
        match stretches.last_mut() {
            _ if same.is_empty() => {}
            Some(Stretch::Same(so_far)) => so_far.push_str(same),
            _ => stretches.push(Stretch::Same(same.to_owned())),
        }
    };
    for change in TextDiff::from_words(before, after).iter_all_changes() {
        let text = change.value();
        let has_change = !(removed.is_empty() && added.is_empty());
        if change.tag() == ChangeTag::Equal {
            if has_change && gap.is_empty() && text.trim().is_empty() {
                gap = text.to_owned();
            } else {
                let same = std::mem::take(&mut gap) + text;
                flush(&mut removed, &mut added, &same);
            }
            continue;
        }
        if !gap.is_empty() {
            removed.push_str(&gap);
            added.push_str(&gap);
            gap.clear();
        }
        if change.tag() == ChangeTag::Delete {
            removed.push_str(text)
        } else {
            added.push_str(text)
        }
    }
    flush(&mut removed, &mut added, &gap);
    Paragraph(stretches)
}

fn names(before: &ArticleDetails, after: &ArticleDetails) -> Vec<NameChange> {
    let mut counts: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for mention in &before.mentions {
        counts.entry((&mention.kind, &mention.name)).or_default().0 += 1;
    }
    for mention in &after.mentions {
        counts.entry((&mention.kind, &mention.name)).or_default().1 += 1;
    }
    counts
        .into_iter()
        .filter(|(_, (before, after))| before != after)
        .map(|((kind, name), (before, after))| NameChange {
            kind: kind.to_owned(),
            name: name.to_owned(),
            before,
            after,
        })
        .collect()
}

/// Quotations of `one`, with their speakers, that the other does not have in the same words.
fn quotes_missing(one: &ArticleDetails, other: &ArticleDetails) -> Vec<String> {
    let shown = |article: &ArticleDetails| -> Vec<String> {
        let quotes = article.quotes.iter().map(|quote| {
            // Where nobody can tell who that is, the words of the text stand for the speaker.
            let speaker = quote.speaker.as_ref().or(quote.speaker_words.as_ref());
            let speaker = speaker.map_or("somebody", String::as_str);
            format!("{speaker}: “{}”", normalise::comparable(&quote.quote))
        });
        quotes.collect()
    };
    let others = shown(other);
    shown(one).into_iter().filter(|quote| !others.contains(quote)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_together_again_is_each_text() {
        let before = "The port opened.\n\nNine ships came.\n\nNobody was hurt.";
        let after =
            "The port opened.\n\nEleven ships came in.\n\nA pilot said so.\n\nNobody was hurt.";
        let found = body(before, after);
        let rebuilt = |is_before: bool| -> Vec<String> {
            let texts = found.iter().map(|paragraph| {
                let kept = paragraph.0.iter().filter_map(|stretch| match stretch {
                    Stretch::Same(text) => Some(text.as_str()),
                    Stretch::Removed(text) if is_before => Some(text),
                    Stretch::Added(text) if !is_before => Some(text),
                    _ => None,
                });
                kept.collect::<String>()
            });
            texts.filter(|text| !text.is_empty()).collect()
        };
        assert_eq!(rebuilt(true), paragraphs(before));
        assert_eq!(rebuilt(false), paragraphs(after));
        assert!(found[0].is_same() && !found[1].is_same() && found[3].is_same(), "{found:?}");
    }

    #[test]
    fn white_space_is_no_change() {
        assert!(body("One  two.\nThree.", "One two.\n\n Three.").iter().all(Paragraph::is_same));
    }

    proptest::proptest! {
        #[test]
        fn any_two_texts_can_be_compared(before in "[ab \n]{0,60}", after in "[ab \n]{0,60}") {
            let found = body(&before, &after);
            let same = found.iter().all(Paragraph::is_same);
            proptest::prop_assert_eq!(same, paragraphs(&before) == paragraphs(&after));
        }
    }
}
