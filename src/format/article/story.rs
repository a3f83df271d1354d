//! One article out of lines of plain text: its head, its body, and the residue about them.
//!
//! From the top: labelled lines and dates, furniture, headline, standfirst, byline, captions, in
//! whatever order they come, each at most once; then the dateline, then the story. What must stay
//! true: the body is the text of the stretches marked as such, joined and normalised, and every
//! byte is in one stretch.

mod author_line;
mod body;
mod head;
mod headline;
mod signed;

use std::cell::OnceCell;

use signed::SignedHead;

use super::facts::{Facts, Rule};
use super::lines::Line;
use super::regions::Cover;
use super::{newsletter, residue};
use crate::model::{Field, Precision, Published, RegionRole};
use crate::text::{bylines, dates, normalise};

/// An article, and what each stretch of its lines is.
pub struct Parsed {
    pub facts: Facts,
    pub body: String,
    /// Whether its head says who wrote it or when, and its headline stands there.
    pub is_signed: bool,
    /// Byte offset of each stretch's end in the text, in order, and its role.
    pub stretches: Vec<(usize, RegionRole)>,
}

impl Parsed {
    /// Puts it into a reading. Says whether it is an article there.
    pub fn put(self, cover: &mut Cover) -> bool {
        for (end, role) in self.stretches {
            cover.mark(end, role);
        }
        cover.article(self.facts, self.body)
    }
}

/// Reads `lines` of `text` as one article that says nowhere in them what its standfirst is: none is
/// looked for.
pub fn parse_without_standfirst(text: &str, lines: &[Line], mut known: Facts) -> Parsed {
    let is_open = known.head.standfirst.is_none();
    known.head.standfirst.get_or_insert_default();
    let mut parsed = parse(text, lines, known);
    if is_open {
        parsed.facts.forget(Field::Standfirst);
    }
    parsed
}

/// A shorter line without a full stop is a greeting or a word of an answer, not a sentence that was cut, in bytes.
const SHORTEST_CUT: usize = 30;

/// Reads `lines` of `text` as one article. What `known` says already (front matter, fields of a
/// record) stays; only what it leaves open is looked for. Lines whose role is settled keep it; the others
/// are read in runs.
pub fn parse(text: &str, lines: &[Line], known: Facts) -> Parsed {
    let mut whole = Parsed {
        facts: known.clone(),
        body: String::new(),
        is_signed: false,
        stretches: Vec::new(),
    };
    for run in lines.chunk_by(|one, next| one.role == next.role) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        whole.stretches.push((first.start, RegionRole::Furniture));
        if let Some(role) = first.role {
            whole.stretches.push((last.end, role));
            continue;
        }
        // A later run goes on with the same article.
        let known = if whole.body.is_empty() { known.clone() } else { whole.facts };
        let parsed = parse_run(text, run, known);
        whole.facts = parsed.facts;
        whole.is_signed |= parsed.is_signed;
        whole.stretches.extend(parsed.stretches);
        if !whole.body.is_empty() && !parsed.body.is_empty() {
            // The end of a page may stand within a sentence; a greeting is not one.
            let last = whole.body.rsplit('\n').next().unwrap_or_default();
            let is_cut = last.len() >= SHORTEST_CUT
                && last.ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit() || c == ',')
                && parsed.body.starts_with(char::is_lowercase);
            whole.body.push_str(if is_cut { " " } else { "\n\n" });
        }
        whole.body.push_str(&parsed.body);
    }
    whole
}

/// Reads a run of lines from its head on.
fn parse_run(text: &str, lines: &[Line], known: Facts) -> Parsed {
    let mut story = Story::new(text, lines, known);
    let (first, start) = story.read_head();
    story.read_body(first, start);
    if story.body.is_empty() && story.has_words_in_head {
        // A headline over nothing is the text itself.
        let known = story.known;
        let mut story = Story::new(text, lines, known);
        story.read_body(0, None);
        return story.finish();
    }
    story.finish()
}

struct Story<'a, 't> {
    text: &'t str,
    lines: &'a [Line<'t>],
    /// How long its longest line is, once that was asked.
    widest: OnceCell<usize>,
    known: Facts,
    facts: Facts,
    stretches: Vec<(usize, RegionRole)>,
    body: String,
    /// Where the stretch of body before the present one ended, for the white space between.
    body_end: Option<usize>,
    /// Whether a mail program put a `>` before each line.
    is_quoted: bool,
    /// The head as a whole, where it is signed.
    signed: Option<SignedHead>,
    /// Whether words were taken out of the text into the head.
    has_words_in_head: bool,
    /// Whether the head has had its author line.
    has_byline: bool,
    /// Whether it has had its standfirst, or none is looked for.
    has_standfirst: bool,
    /// Whose story it is, and the rule that says so.
    agency: Option<(&'t str, &'static str)>,
    holder: Option<&'t str>,
    copyright: Option<Published>,
    /// When it says that it was changed, or as of when it is: where it says nothing else, that is when it was published.
    updated: Option<(Published, Rule)>,
    day: Option<&'t str>,
    reporters: Option<(&'t str, Vec<String>)>,
}

impl<'a, 't> Story<'a, 't> {
    fn new(text: &'t str, lines: &'a [Line<'t>], known: Facts) -> Self {
        Self {
            text,
            lines,
            widest: OnceCell::new(),
            facts: known.clone(),
            has_byline: false,
            has_standfirst: known.head.standfirst.is_some(),
            known,
            stretches: Vec::new(),
            body: String::new(),
            body_end: None,
            is_quoted: lines.iter().any(|line| line.is_quoted),
            signed: None,
            has_words_in_head: false,
            agency: None,
            holder: None,
            copyright: None,
            updated: None,
            day: None,
            reporters: None,
        }
    }

    fn mark(&mut self, end: usize, role: RegionRole) {
        match self.stretches.last_mut() {
            Some((last, _)) if *last >= end => {}
            Some((last, same)) if *same == role => *last = end,
            _ => self.stretches.push((end, role)),
        }
    }

    /// Gives a whole line its role; blank lines before it are furniture.
    fn claim(&mut self, line: &Line, role: RegionRole) {
        self.mark_blank(line.start);
        self.mark(line.end, role);
    }

    fn mark_blank(&mut self, end: usize) {
        let start = self.lines.first().map_or(0, |line| line.start);
        if self.stretches.last().map_or(start, |(last, _)| *last) < end {
            self.mark(end, RegionRole::Furniture);
        }
    }

    /// The next line after `place` that is not blank.
    fn next(&self, place: usize) -> Option<(usize, &'a Line<'t>)> {
        let lines = self.lines;
        lines.iter().enumerate().skip(place + 1).find(|(_, line)| !line.is_blank())
    }

    fn take_residue(&mut self, words: &'t str, role: RegionRole) {
        match role {
            RegionRole::Copyright => {
                if let Some(year) = dates::copyright_year(words) {
                    self.copyright.get_or_insert(year);
                }
                if let Some(holder) = residue::copyright_holder(words) {
                    self.holder.get_or_insert(holder);
                }
            }
            RegionRole::Byline => {
                if let Some(reporters) = bylines::reporting_credit(words)
                    && !reporters.is_empty()
                    && self.reporters.is_none()
                {
                    self.reporters = Some((words, reporters));
                }
            }
            RegionRole::Caption => self.facts.say_caption(Some(words), None, "text:caption"),
            RegionRole::Credit => self.facts.say_caption(None, Some(words), "text:credit"),
            _ => {}
        }
    }

    /// Takes the lines that tell whom the press may call: from `place` to the next blank line, and
    /// on while lines hold a number or an address. The place after them.
    fn take_contact(&mut self, place: usize) -> usize {
        let lines = self.lines;
        let mut after_blank = false;
        let mut next = place;
        for (at, line) in lines.iter().enumerate().skip(place) {
            if line.is_blank() {
                after_blank = true;
                continue;
            }
            let belongs = at == place
                || residue::is_contact(line.words)
                || residue::is_reachable(line.words)
                || (!after_blank && line.words.len() <= 80 && !line.words.ends_with('.'));
            if !belongs {
                break;
            }
            self.claim(line, RegionRole::Furniture);
            next = at + 1;
        }
        next
    }

    fn finish(mut self) -> Parsed {
        if self.facts.head.byline.is_none()
            && self.facts.head.authors.is_empty()
            && let Some((words, reporters)) = self.reporters.take()
        {
            let byline = normalise::comparable(words);
            self.facts.say(Field::Byline, byline, "text:reporting-credit");
            self.facts.say_authors(reporters, "text:reporting-credit");
        }
        let holder = self.holder.map(|holder| (holder, "text:copyright"));
        if let Some((publisher, rule)) = self.agency.or(holder) {
            self.facts.say(Field::Publisher, normalise::comparable(publisher), rule);
        }
        if let Some((day, rule)) = self.updated.take() {
            match self.facts.head.published {
                Some(_) => self.facts.say_modified(day, rule),
                None => self.facts.say_published(day, rule),
            }
        }
        if let Some((published, rule)) = self.published() {
            self.facts.say_published(published, rule);
        }
        self.facts.say_language_of(&self.body);
        self.facts.origins.set(Field::Body, "text:body");
        Parsed {
            facts: self.facts,
            body: self.body,
            is_signed: self.signed.is_some(),
            stretches: self.stretches,
        }
    }

    /// The day of the dateline, with the year of the copyright line where it has none of its own;
    /// else that of its title or its address, else that year.
    fn published(&mut self) -> Option<(Published, &'static str)> {
        if let Some(day) = self.day {
            let with_year = dates::published(day).filter(|day| day.precision == Precision::Day);
            if let Some(published) = with_year {
                return Some((published, "text:dateline"));
            }
            if let Some(year) = &self.copyright
                && let Some(published) = dates::day_in_year(day, year)
            {
                return Some((published, "text:dateline+copyright"));
            }
        }
        let title =
            self.facts.head.headline.as_deref().filter(|_| self.facts.head.published.is_none());
        if let Some(day) = title.and_then(newsletter::day_of_title) {
            return Some((day, "text:headline"));
        }
        let address = self.facts.head.url.as_deref();
        if let Some(day) = address.and_then(dates::of_address) {
            return Some((day, "url:path"));
        }
        self.copyright.take().map(|year| (year, "text:copyright"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::article::lines::lines;

    #[test]
    fn a_settled_line_keeps_its_role_and_the_text_goes_on_behind_it() {
        for (text, body) in [
            (
                "The board raises its tolls in the\n\nPage 2\n\nspring.\n",
                "The board raises its tolls in the spring.",
            ),
            ("Dear all,\n\nPage 2\n\ntwo.\n", "Dear all,\n\ntwo."),
            ("One.\n\nPage 2\n\nTwo.\n", "One.\n\nTwo."),
            ("Page 2\nOne.\n", "One."),
            ("Page 2\n", ""),
        ] {
            let mut lines = lines(text, 0);
            let page = lines.iter_mut().find(|line| line.words == "Page 2").unwrap();
            *page = page.settled(RegionRole::Link);
            let parsed = parse(text, &lines, Facts::default());
            assert_eq!(parsed.body, body, "{text:?}");
            assert!(parsed.stretches.iter().any(|(_, role)| *role == RegionRole::Link));
        }
    }
}
