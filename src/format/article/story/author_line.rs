//! Who wrote a story: the line that says so, with `By` or, where what stands beside it says so, without.
//!
//! What must stay true: a court, a place or a league under a headline is nobody.

use super::Story;
use super::signed::opens_with_given_name;
use crate::format::article::lines::Line;
use crate::format::article::{date_lines, residue};
use crate::model::{Field, RegionRole};
use crate::text::agencies::is_surely_agency;
use crate::text::{bylines, dates, normalise};

/// An author line in two: the names, and what stands beside them.
#[derive(Clone, Copy)]
struct AuthorLine<'t> {
    names: &'t str,
    beside: Option<&'t str>,
}

/// Signs between the names of an author line and the paper, the day or the reading time.
const SIGNS: &[&str] = &["|", "•", "·", " — ", " – ", " - ", " / ", "\t"];

/// A longer line is no author line, in bytes.
const LONGEST: usize = 200;
/// A first paragraph is no shorter, in bytes.
const SHORTEST_PARAGRAPH: usize = 60;
/// How much of a text is searched for a name that may be a place's, in lines.
const MOST_LINES: usize = 400;

impl<'a, 't> Story<'a, 't> {
    /// Whether a line is an author line, with `By` or, where what follows says so, without.
    pub(super) fn is_author_line(&self, place: usize) -> bool {
        self.author_line(place).is_some()
    }

    fn author_line(&self, place: usize) -> Option<AuthorLine<'t>> {
        let line = self.lines.get(place).filter(|line| !is_of_post(line.words))?;
        let whole = AuthorLine { names: line.words, beside: None };
        if bylines::is_byline(line.words) {
            return Some(parted(line.words).unwrap_or(whole));
        }
        if self.facts.head.headline.is_none() || line.heading > 0 {
            return None;
        }
        if let Some(parted) = parted(line.words)
            && self.is_person(parted.names)
            && !self.is_signed_otherwise(place)
        {
            return Some(parted);
        }
        let (_, next) = self.next(place)?;
        let is_dated = date_lines::read(next.words).is_some();
        // The day stood above: a name alone over the first paragraph, of whom the text does not speak.
        let is_over_story = self.facts.head.published.is_some()
            && next.words.len() >= SHORTEST_PARAGRAPH
            && bylines::is_name(line.words)
            && self.is_person(line.words)
            && !self.is_named_in_text(line.words);
        let is_bare = is_over_story
            || self.is_author_of_head(place)
            || bylines::is_post(next.words) && bylines::is_name(line.words)
            || is_dated
                && (self.is_person(line.words)
                    && (!line.words.contains(" for ") || opens_with_given_name(line.words))
                    && !self.is_signed_otherwise(place)
                    || is_of_agency(line.words));
        is_bare.then_some(whole)
    }

    /// Whether words are authors' names and no place's.
    fn is_person(&self, words: &str) -> bool {
        bylines::is_bare_byline(words)
            && !date_lines::is_label(words)
            && !self.is_said_as_place(words)
    }

    /// Whether longer lines hold a name.
    pub(super) fn is_named_in_text(&self, name: &str) -> bool {
        let mut longer =
            self.lines.iter().take(MOST_LINES).filter(|line| line.words.len() > name.len());
        longer.any(|line| line.words.contains(name))
    }

    /// Whether the text speaks of these words as of a place or an institution: `at the Old Bailey`.
    pub(super) fn is_said_as_place(&self, words: &str) -> bool {
        let is_place_word = |before: &str| {
            let last = before.split_whitespace().next_back().unwrap_or_default();
            bylines::stands_before_places(last)
        };
        self.lines.iter().take(MOST_LINES).any(|line| {
            line.words.len() > words.len()
                && line.words.split_once(words).is_some_and(|(before, _)| is_place_word(before))
        })
    }

    /// Takes an author line and what belongs to it; the place after it.
    pub(super) fn byline(&mut self, place: usize) -> Option<usize> {
        let lines = self.lines;
        let line = lines.get(place)?;
        let found = self.author_line(place)?;
        // An author line over nothing is a text.
        let (next_place, next) = self.next(place)?;
        self.say_byline(line.words, found.names);
        if let Some(beside) = found.beside.map(without_post).and_then(date_lines::beside) {
            if let Some((published, label)) = beside.published {
                self.facts.say_published(published, date_lines::rule_of(label, "text:byline"));
            }
            if let Some((modified, label)) = beside.modified {
                self.facts.say_modified(modified, date_lines::rule_of(label, "text:byline"));
            }
            if let Some(paper) = beside.paper {
                self.agency.get_or_insert((paper, "text:byline"));
            }
        }
        if let Some((agency, _)) =
            line.words.split_once(" in ").filter(|_| is_of_agency(line.words))
        {
            self.agency.get_or_insert((agency, "text:byline"));
        }
        // `By Ann Ng, The Lagoon Times`
        if let Some((_, paper)) = line.words.rsplit_once(", ")
            && residue::is_masthead(paper)
        {
            self.agency.get_or_insert((paper, "text:byline"));
        }
        self.claim(line, RegionRole::Byline);
        if bylines::is_post(next.words) {
            self.claim(next, RegionRole::Byline);
            return Some(next_place + 1);
        }
        Some(place + 1)
    }

    /// Says who wrote it.
    pub(super) fn say_byline(&mut self, printed: &str, names: &str) {
        self.facts.say(Field::Byline, normalise::comparable(printed), "text:byline");
        self.facts.say_authors(bylines::authors(names), "text:byline");
        self.has_byline = true;
    }
}

/// `Agence France-Presse in Brest`: an agency, and where its report is from.
fn is_of_agency(line: &str) -> bool {
    line.len() <= 60 && line.split_once(" in ").is_some_and(|(name, _)| is_surely_agency(name))
}

/// A line whose first part may be names and whose others are what stands beside them: `Ann Ng | The Lagoon Times`,
/// `By Ann Ng, 4 March 2024`.
fn parted(line: &str) -> Option<AuthorLine<'_>> {
    if line.len() > LONGEST {
        return None;
    }
    let cut = |place: usize, length: usize| {
        let names = line.get(..place)?.trim().trim_end_matches(',');
        let beside = line.get(place + length..)?.trim();
        let found = date_lines::beside(without_post(beside))?;
        let is_plain = found.opening.is_none() && found.byline.is_none();
        (!names.is_empty() && is_plain).then_some(AuthorLine { names, beside: Some(beside) })
    };
    let sign = SIGNS.iter().filter_map(|sign| line.find(sign).map(|place| (place, sign.len())));
    if let Some(found) = sign.min().and_then(|(place, length)| cut(place, length)) {
        return Some(found);
    }
    if let Some((range, _)) = dates::find(line)
        && let Some(found) = cut(range.start, 0)
    {
        return Some(found);
    }
    line.match_indices(", ").find_map(|(place, comma)| {
        let beside = line.get(place + comma.len()..)?;
        // A name behind a comma is another author's.
        residue::is_masthead(beside).then(|| cut(place, comma.len())).flatten()
    })
}

/// What stands beside the names without the author's post: `Political editor | 4 March 2024`.
fn without_post(beside: &str) -> &str {
    let end = beside.find(['|', '•', '·']).unwrap_or(beside.len());
    let (first, rest) = beside.split_at_checked(end).unwrap_or((beside, ""));
    if bylines::is_post(first.trim()) {
        rest.trim_start_matches(['|', '•', '·', ' '])
    } else {
        beside
    }
}

/// Whether a line is words that an author line may be, for those who look ahead.
pub(super) fn may_sign(line: &Line) -> bool {
    !is_of_post(line.words)
        && (bylines::is_byline(line.words)
            || date_lines::read(line.words).is_some_and(|found| found.opening.is_none())
            || parted(line.words).is_some_and(|found| bylines::is_bare_byline(found.names)))
}

/// `— Ann Ng (@annng) 4 March 2024` under what somebody posted.
pub(super) fn is_of_post(words: &str) -> bool {
    words.starts_with(['-', '–', '—', '―']) && words.contains("(@")
}
