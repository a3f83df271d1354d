//! The articles of a text: what every reader hands its words to.
//!
//! `lines` cuts the text, `forwarded` takes off what a mail program put over it, `newsletter` finds where articles
//! start and `sections` what follows from it, `story` reads one of them with the help of `labels`, `date_lines`,
//! `dateline`, `titles` and `residue`; `facts` is a head in the making, and `regions` holds what each stretch of a
//! capture is. A caption, a credit, an author line or a
//! heading over boilerplate is known here and nowhere else. What must stay true: where a rule is in doubt the
//! words stay in the body, and nothing of the text is unaccounted for.

pub mod date_lines;
pub mod dateline;
pub mod facts;
pub mod forwarded;
pub mod labels;
pub mod lines;
pub mod newsletter;
pub mod regions;
pub mod residue;
pub mod sections;
mod story;
mod titles;

use crate::model::{ArticleKind, Field, RegionRole};
use facts::Facts;
use regions::Cover;
use sections::{Section, SectionKind};

pub use story::{Parsed, parse, parse_without_standfirst};
pub use titles::is_title;

/// Reads what lies beyond the cover's position as one article or several. `known` holds for all
/// of them, except that a headline or an author line can be only one article's.
pub fn articles(text: &str, cover: &mut Cover, known: impl Into<Facts>) {
    let known = known.into();
    if cover.position() == 0 && text.starts_with('\u{feff}') {
        cover.mark('\u{feff}'.len_utf8(), RegionRole::Furniture);
        cover.leave_out();
    }
    let mut lines = lines::lines(text, cover.position());
    let is_described = known.head.headline.is_some() || known.head.byline.is_some();
    if !is_described {
        forwarded::unquote(&mut lines);
    }
    let forward = if is_described { None } else { forwarded::inside(&lines) };
    let mut lines = lines.as_slice();
    if let Some((_, end)) = forward {
        let (over, message) = lines.split_at_checked(end).unwrap_or((lines, &[]));
        cover.skip(over.last().map_or(0, |last| last.end));
        lines = message;
    }
    let forward = forward.map(|(forward, _)| forward);
    let sections = if is_described {
        vec![Section::article(0..lines.len(), ())]
    } else {
        newsletter::sections(lines)
    };
    let is_newsletter = sections.len() > 1;
    if let Some(forward) = forward.as_ref().filter(|_| !is_newsletter) {
        forwarded_article(text, lines, known, forward).put(cover);
        return;
    }
    let masthead = match sections.first() {
        Some(first) if is_newsletter && first.kind != SectionKind::Article(()) => {
            newsletter::Masthead::of(lines.get(first.range.clone()).unwrap_or_default())
        }
        _ => newsletter::Masthead::default(),
    };
    let masthead = masthead.sent(forward.and_then(|forward| forward.date));
    for section in sections {
        let lines = lines.get(section.range).unwrap_or_default();
        if section.kind == SectionKind::Furniture {
            cover.skip(lines.last().map_or(0, |last| last.end));
            continue;
        }
        let mut known = known.clone();
        if section.kind == SectionKind::Digest {
            known.head.kind = ArticleKind::Digest;
        }
        let mut parsed = parse(text, lines, known);
        linked_headline(&mut parsed.facts);
        if is_newsletter
            && section.kind == SectionKind::Article(())
            && let Some(address) = address(lines)
        {
            parsed.facts.say(Field::Url, address, "text:read-link");
        }
        masthead.fill(&mut parsed.facts);
        parsed.put(cover);
    }
}

/// The one article of a message that was forwarded. Its subject is its headline, unless it has one of its own.
fn forwarded_article(
    text: &str,
    lines: &[lines::Line],
    known: Facts,
    forward: &forwarded::Forward,
) -> Parsed {
    let parsed = parse(text, lines, known.clone());
    let head = &parsed.facts.head;
    let is_own = head.headline.as_deref().is_some_and(|headline| {
        parsed.is_signed
            || head.byline.is_some()
            || head.dateline.is_some()
            || forward.says(headline)
            || newsletter::is_plain_headline(headline)
    });
    let mut parsed = match is_own {
        true => parsed,
        false => {
            let mut known = known;
            if let Some(subject) = &forward.subject {
                known.say(Field::Headline, subject.clone(), "text:forwarded Subject");
            }
            parse(text, lines, known)
        }
    };
    forward.fill(&mut parsed.facts);
    parsed
}

/// A headline in a list has a number, and one copied from a page may be a link.
fn linked_headline(facts: &mut Facts) {
    let Some(headline) = facts.head.headline.clone() else { return };
    let (title, address) = sections::bare_title(&headline);
    if title.is_empty() || title.len() == headline.len() {
        return;
    }
    if let Some(address) = address {
        facts.say(Field::Url, address, "text:headline");
    }
    facts.head.headline = Some(title.to_owned());
}

/// The address of one of several articles: that of its `Read here`, wherever it stands.
fn address(lines: &[lines::Line]) -> Option<String> {
    lines.iter().find_map(|line| residue::read_link(line.words).flatten()).map(str::to_owned)
}

/// Reads a text that is part of a record (a field of JSON) as one article: what `known` leaves open
/// of its head, and its body.
pub fn record(text: &str, known: Facts) -> (Facts, String) {
    let parsed = parse(text, &lines::lines(text, 0), known);
    (parsed.facts, parsed.body)
}
