//! The text of a field as a page shows it: in lines, its names marked, and the words that were asked for.
//!
//! What must stay true: the pieces of all lines together are the text, but for the ends of its lines; what lies
//! outside the text or across another mark, which `verify` would find, is left unmarked.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::link;
use super::site::Site;
use crate::model::{EntityKind, MentionDetails};
use crate::ops::permalink::Words;

/// A stretch of text of which the same is true.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub name: Option<Name>,
    /// Whether it is of the words that were asked for, and whether it is their beginning.
    pub is_words: bool,
    pub begins_words: bool,
    /// The number of the quotation that ends here.
    pub quotation: Option<usize>,
    /// Where the quotation begins that begins here.
    pub begins_quotation: Option<i64>,
}

/// Somebody or something that is named.
#[derive(Debug, PartialEq, Eq)]
pub struct Name {
    pub kind: EntityKind,
    pub href: String,
    /// Who it is, of which kind, and by which rule.
    pub said: String,
}

/// What is known of the text of an article.
pub struct Marks<'m> {
    pub site: &'m Site,
    pub mentions: &'m [MentionDetails],
    /// What was asked for.
    pub words: Option<Words>,
    /// Where quotations begin and end in the body, in its order.
    pub quotations: &'m [(i64, i64)],
}

impl Marks<'_> {
    /// What is `shown` of the text of a field in lines, each of pieces; empty lines are left out.
    pub fn lines(&self, field: &str, text: &[char], shown: Range<usize>) -> Vec<Vec<Piece>> {
        let mentions = self.names(field, text.len() as i64);
        let quotations = if field == "body" { self.quotations } else { &[] };
        let words = self.words.filter(|words| words.field.to_string() == field);
        let words = words.map(|words| (words.start_char as i64, words.end_char as i64));
        let mut places: Vec<i64> = mentions
            .iter()
            .map(|mention| (mention.start_char, mention.end_char))
            .chain(words)
            .chain(quotations.iter().copied())
            .flat_map(|(start, end)| [start, end])
            .collect();
        cut_up(&mut places, text, shown);
        let begin: HashSet<i64> = quotations.iter().map(|(start, _)| *start).collect();
        // Of two that end in one place the first is named.
        let mut end_of = HashMap::new();
        for (number, (_, end)) in (1..).zip(quotations) {
            end_of.entry(*end).or_insert(number);
        }
        let mut lines = vec![Vec::new()];
        // Words may begin with the end of a line, which is no piece.
        let mut has_begun = false;
        let mut mentions = mentions.into_iter().peekable();
        for range in places.windows(2) {
            let &[start, end] = range else { continue };
            while mentions.next_if(|mention| mention.end_char <= start).is_some() {}
            let stretch = text.get(start as usize..end as usize).unwrap_or_default();
            if stretch == ['\n'] {
                lines.push(Vec::new());
                continue;
            }
            let mention = mentions.peek().filter(|mention| mention.start_char <= start);
            let is_words = words.is_some_and(|words| words.0 <= start && end <= words.1);
            let piece = Piece {
                text: stretch.iter().collect(),
                name: mention.and_then(|mention| self.name(mention)),
                is_words,
                begins_words: is_words && !std::mem::replace(&mut has_begun, true),
                quotation: end_of.get(&end).copied(),
                begins_quotation: begin.contains(&start).then_some(start),
            };
            if let Some(line) = lines.last_mut() {
                line.push(piece);
            }
        }
        lines.retain(|line| line.iter().any(|piece| !piece.text.trim().is_empty()));
        lines
    }

    /// The mentions of the field that lie in it, none across another.
    fn names(&self, field: &str, length: i64) -> Vec<&MentionDetails> {
        let mut names: Vec<&MentionDetails> = Vec::new();
        for mention in self.mentions.iter().filter(|mention| mention.field == field) {
            let begin = names.last().map_or(0, |last| last.end_char);
            if mention.start_char >= begin
                && mention.start_char < mention.end_char
                && mention.end_char <= length
            {
                names.push(mention);
            }
        }
        names
    }

    fn name(&self, mention: &MentionDetails) -> Option<Name> {
        let kind = EntityKind::by_name(&mention.kind)?;
        Some(Name {
            kind,
            href: link::entity(self.site, kind, &mention.name),
            said: format!("{} ({}, by the rule {})", mention.name, mention.kind, mention.rule),
        })
    }
}

/// Adds the ends of lines and of what is shown to the places where something begins or ends, and leaves out what lies
/// elsewhere.
fn cut_up(places: &mut Vec<i64>, text: &[char], shown: Range<usize>) {
    let (first, last) = (shown.start.min(text.len()), shown.end.min(text.len()));
    let characters = text.get(first..last).unwrap_or_default();
    let (first, last) = (first as i64, last as i64);
    for (at, _) in (first..).zip(characters).filter(|(_, character)| **character == '\n') {
        places.extend([at, at + 1]);
    }
    places.extend([first, last]);
    places.retain(|place| (first..=last).contains(place));
    places.sort_unstable();
    places.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::MentionField;
    use crate::serve::Sql;

    fn mention(start_char: i64, end_char: i64) -> MentionDetails {
        MentionDetails {
            field: "body".to_owned(),
            start_char,
            end_char,
            surface_form: String::new(),
            kind: "person".to_owned(),
            name: "Ann Lee".to_owned(),
            rule: "full-name".to_owned(),
            antecedent_start_char: None,
            antecedent_field: None,
            confidence: None,
        }
    }

    /// `[name]`, `{words}`, `|` between lines.
    fn shown(text: &str, mentions: &[MentionDetails], words: Option<(usize, usize)>) -> String {
        let site = Site { archive: "a".into(), port: 1, base: String::new(), sql: Sql::Refused };
        let text: Vec<char> = text.chars().collect();
        let words = words.map(|(start_char, end_char)| Words {
            field: MentionField::Body,
            start_char,
            end_char,
        });
        let marks = Marks { site: &site, mentions, words, quotations: &[(0, 3)] };
        let lines = marks.lines("body", &text, 0..text.len()).into_iter().map(|line| {
            line.into_iter()
                .map(|piece| {
                    let text =
                        if piece.is_words { format!("{{{}}}", piece.text) } else { piece.text };
                    if piece.name.is_some() { format!("[{text}]") } else { text }
                })
                .collect::<String>()
        });
        lines.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn names_and_words_are_marked_where_they_stand() {
        let names = [mention(1, 8), mention(5, 9), mention(12, 99)];
        // The quotation that ends at 3 parts the name, which is marked on both sides of it.
        assert_eq!(
            shown("éAnn Lee said\n\nso", &names, Some((5, 10))),
            "é[An][n ][{Lee}]{ s}aid|so"
        );
        assert_eq!(shown("", &names, Some((5, 10))), "");
        assert_eq!(shown("\n\n", &[], None), "");
        // A name over the end of a line is marked on both.
        assert_eq!(shown("Ann\nLee", &[mention(0, 7)], None), "[Ann]|[Lee]");
    }
}
