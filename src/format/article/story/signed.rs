//! The head of a text that says who wrote it or when it was published, seen as a whole: where its headline is, and where
//! the story begins.
//!
//! Line by line, a paper's name over a headline looks like a headline, and the headline under it like a standfirst. What
//! must stay true: a head without an author line or a date is read line by line, as if this file were not there; and
//! nothing that ends as a sentence does is counted as furniture.

use super::Story;
use super::author_line::{is_of_post, may_sign};
use crate::format::article::dateline::dateline;
use crate::format::article::lines::Line;
use crate::format::article::{date_lines, labels, residue, titles};
use crate::text::{bylines, given_names, papers};

/// Where things stand in a head, by line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SignedHead {
    pub headline: usize,
    /// The first paragraph of the story.
    pub story: usize,
}

/// What a line of a head is, judged by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// It says who wrote the story or when.
    Sign,
    /// A paper, a section, a button, an address: what stands beside the signs.
    Small,
    /// A person's name, as an author line without `By` has it.
    Person,
    /// It may be the headline or a standfirst.
    Title,
    /// A sentence or more.
    Prose,
}

/// A head has no more lines with words.
const MOST_LINES: usize = 24;
/// No more lines stand between a standfirst and what signs it.
const MOST_BEFORE_SIGN: usize = 4;
/// A longer line is a paragraph, in bytes.
const LONGEST_OF_HEAD: usize = 300;
/// A line of at least this many bytes is prose even without a full stop.
const SHORTEST_OPEN_PROSE: usize = 160;
/// A sentence has at least as many words.
const FEWEST_WORDS_OF_SENTENCE: usize = 5;
/// No more lines that may be headlines stand over the headline.
const MOST_LINES_OVER_HEADLINE: usize = 4;
/// What stands over a headline without being it has no more words and bytes.
const MOST_WORDS_OVER_HEADLINE: usize = 5;
const LONGEST_OVER_HEADLINE: usize = 48;
/// A headline under such a line, or before a day, has at least as many words.
const FEWEST_WORDS_OF_HEADLINE: usize = 3;
/// What stands beside a paper's name has no more words.
const MOST_WORDS_BESIDE_PAPER: usize = 3;
/// A name in an author line has no more words.
const MOST_WORDS_OF_NAME: usize = 5;
/// What is left over behind the signs of a head has no more words.
const MOST_WORDS_LEFT_OVER: usize = 2;
/// What is left over of a head has no longer lines, in bytes.
const LONGEST_LEFT_OVER: usize = 90;

impl<'t> Story<'_, 't> {
    /// The head as a whole, where somebody signed it and nothing names its headline.
    pub(super) fn find_signed_head(&self) -> Option<SignedHead> {
        if self.facts.head.headline.is_some() {
            return None;
        }
        let worded = self.lines.iter().enumerate().filter(|(_, line)| !line.is_blank());
        let mut head: Vec<(usize, Part)> = Vec::new();
        for (place, _) in worded.take(MOST_LINES) {
            let part = self.part(place);
            let is_text = part == Part::Prose && head.last().is_some_and(|(_, last)| *last == part);
            head.push((place, part));
            // Two paragraphs in a row: whatever follows is no head.
            if is_text {
                break;
            }
        }
        let first = first_paragraph(&head)?;
        let story = head.get(first)?.0;
        let over = head.get(..first)?;
        let is_labelled = |&(place, _): &(usize, Part)| labels::is_title(self.words(place));
        if !over.iter().any(|&(place, part)| self.is_sign(place, part))
            || over.iter().any(is_labelled)
        {
            return None;
        }
        // A headline may look like a name: the first line that does may be it, before any other has been met. Of several
        // lines the last one is it over which all others may stand.
        let opens =
            over.iter().position(|(_, part)| part.may_be_headline() || *part == Part::Person)?;
        let first = over.get(opens)?.0;
        let titles = over.iter().skip(opens + 1).filter(|(_, part)| part.may_be_headline());
        let mut above = vec![first];
        let mut headline = first;
        for &(next, part) in titles.take(MOST_LINES_OVER_HEADLINE) {
            let is_caption = part == Part::Title && self.is_caption_over(first, next);
            if is_caption || above.iter().all(|&place| self.stands_over(place, next)) {
                headline = next;
            }
            above.push(next);
        }
        Some(SignedHead { headline, story })
    }

    /// Whether a line says who wrote the story or when: also several names, a name with an address, one that is surely
    /// a person's and of whom the text does not speak, or how long ago.
    fn is_sign(&self, place: usize, part: Part) -> bool {
        let words = self.words(place);
        match part {
            Part::Sign => true,
            Part::Person => {
                let last = words.split_whitespace().next_back().unwrap_or_default();
                words.contains('@')
                    || opens_with_given_name(words)
                        && (bylines::authors(words).len() > 1 || !self.is_named_in_text(last))
            }
            _ => date_lines::is_time_without_day(words),
        }
    }

    fn words(&self, place: usize) -> &'t str {
        self.lines.get(place).map_or("", |line| line.words)
    }

    fn part(&self, place: usize) -> Part {
        let Some(line) = self.lines.get(place) else { return Part::Prose };
        let words = line.words;
        if line.heading > 0 {
            return Part::Title;
        }
        if words.len() > LONGEST_OF_HEAD {
            return Part::Prose;
        }
        if dateline(words).is_some_and(|found| found.is_certain) || is_of_post(words) {
            return Part::Prose;
        }
        if let Some(found) = date_lines::read(words) {
            // `Minutes of the harbour board, 4 March 2024` may be a headline.
            let is_title = found.opening.is_some_and(|opening| {
                opening.split_whitespace().count() >= FEWEST_WORDS_OF_HEADLINE
            });
            return if is_title && self.before_is_empty(place) { Part::Title } else { Part::Sign };
        }
        if may_sign(line) {
            return Part::Sign;
        }
        let is_person = || bylines::is_bare_byline(words) && !self.is_said_as_place(words);
        if words.contains('@') && is_person() {
            return Part::Person;
        }
        if is_small(words) {
            return Part::Small;
        }
        if is_person() {
            return Part::Person;
        }
        if is_prose(words) || self.goes_on(place) { Part::Prose } else { Part::Title }
    }

    /// Whether no line with words stands before one.
    fn before_is_empty(&self, place: usize) -> bool {
        self.lines.iter().take(place).all(Line::is_blank)
    }

    /// Whether a line was broken where a paragraph is wrapped, and goes on in the next.
    fn goes_on(&self, place: usize) -> bool {
        let Some(next) = self.lines.get(place + 1).filter(|line| !line.is_blank()) else {
            return false;
        };
        next.words.starts_with(char::is_lowercase) || self.is_wrapped() && self.is_full(place)
    }

    /// Whether line `over` is a paper's name, a kicker or a motto over the headline at line `headline`.
    fn stands_over(&self, over: usize, headline: usize) -> bool {
        let (words, under) = (self.words(over), self.words(headline));
        let count = words.split_whitespace().count();
        if self.lines.get(over).is_some_and(|line| line.heading > 0)
            || words.len() > LONGEST_OVER_HEADLINE
            || count > MOST_WORDS_OVER_HEADLINE
            || under.split_whitespace().count() < FEWEST_WORDS_OF_HEADLINE.max(count)
            || words.ends_with(['?', '!', '"', '”', '’', '»'])
        {
            return false;
        }
        // A motto stands right under the name of its paper, and so does a section.
        let is_small_at =
            |place: Option<usize>| place.is_some_and(|place| is_small(self.words(place)));
        let is_short = |place: usize| {
            (1..=MOST_WORDS_BESIDE_PAPER).contains(&self.words(place).split_whitespace().count())
        };
        let is_of_block = is_short(over) && over + 1 < headline && is_short(over + 1);
        count == 1
            || is_of_block
            || self.is_kicker(over)
            || titles::is_in_capitals(words) && !titles::is_in_capitals(under)
            || is_small_at(over.checked_sub(1))
            || is_small_at(Some(over + 1))
    }

    /// Whether line `over` is a sentence under a picture, over the headline at line `headline` that is signed at once.
    fn is_caption_over(&self, over: usize, headline: usize) -> bool {
        let is_signed = self.next(headline).is_some_and(|(_, next)| may_sign(next));
        self.words(over).ends_with('.') && is_prose(self.words(over)) && is_signed
    }

    /// The signed head, where `place` is between its headline and the story.
    fn head_around(&self, place: usize) -> Option<SignedHead> {
        self.signed.filter(|head| (head.headline + 1..head.story).contains(&place))
    }

    /// Whether a line between headline and story is an author's name: beside what signs the head, or one that the text
    /// does not speak of.
    pub(super) fn is_author_of_head(&self, place: usize) -> bool {
        if self.head_around(place).is_none() || self.part(place) != Part::Person {
            return false;
        }
        let is_beside = |neighbour: Option<usize>| {
            neighbour.filter(|&at| self.head_around(at).is_some()).is_some_and(|at| {
                matches!(self.part(at), Part::Sign | Part::Small)
                    && !bylines::is_place_alone(self.words(at))
            })
        };
        let words = self.words(place);
        let before = (0..place).rev().find(|&at| !self.words(at).is_empty());
        let is_near = is_beside(self.next(place).map(|(at, _)| at)) || is_beside(before);
        // `Senator Calls for Inquiry` looks like a name and a paper.
        let name = words.split_once(" in ").map_or(words, |(name, _)| name);
        let are_several = bylines::authors(words).len() > 1;
        let is_likely = if opens_with_given_name(words) || are_several {
            is_near || !self.is_named_in_text(words)
        } else {
            is_near && bylines::is_name(name)
        };
        is_likely && !self.is_signed_otherwise(place)
    }

    /// Whether another line of the head says outright who wrote the story.
    pub(super) fn is_signed_otherwise(&self, place: usize) -> bool {
        let Some(head) = self.signed else { return false };
        let lines = self.lines.get(head.headline + 1..head.story).unwrap_or_default();
        let others = lines.iter().zip(head.headline + 1..).filter(|(_, at)| *at != place);
        let signs = |line: &Line| {
            date_lines::read(line.words).is_none_or(|found| found.byline.is_some())
                && may_sign(line)
                && !bylines::authors(line.words).is_empty()
        };
        others.map(|(line, _)| line).any(signs)
    }

    /// Whether a line between headline and story is a name, a paper or the like, and so no standfirst.
    pub(super) fn is_beside_signs(&self, place: usize) -> bool {
        self.head_around(place).is_some() && !self.part(place).may_be_headline()
    }

    /// Whether a line under the headline is its standfirst because what signs the head stands behind it.
    pub(super) fn is_standfirst_of_head(&self, place: usize) -> bool {
        let Some(head) = self.head_around(place) else { return false };
        self.part(place).may_be_headline()
            && self.words(place).split_whitespace().count() >= FEWEST_WORDS_OF_SENTENCE
            && (place + 1..head.story).any(|at| matches!(self.part(at), Part::Sign | Part::Person))
    }

    /// Whether a line of a signed head is not one of its parts: a button, a place, a count of shares.
    pub(super) fn is_left_over(&self, place: usize) -> bool {
        let Some(line) = self.lines.get(place) else { return false };
        let Some(head) = self.signed.filter(|head| head.headline != place && place < head.story)
        else {
            return false;
        };
        // Behind the signs several words may be a heading of the story.
        let is_sign = |at: usize| matches!(self.part(at), Part::Sign | Part::Person);
        let may_be_heading = self.part(place) == Part::Title
            && line.words.split_whitespace().count() > MOST_WORDS_LEFT_OVER
            && !(place + 1..head.story).any(is_sign);
        !may_be_heading
            && line.heading == 0
            && line.words.len() <= LONGEST_LEFT_OVER
            && !line.words.ends_with(['.', '?', '!', ':', ',', '…'])
            && !self.goes_on(place)
    }
}

impl Part {
    fn may_be_headline(self) -> bool {
        matches!(self, Self::Title | Self::Prose)
    }
}

/// The place in a head of the story's first paragraph: prose that no sign follows.
fn first_paragraph(head: &[(usize, Part)]) -> Option<usize> {
    let is_prose = |at: usize| head.get(at).is_some_and(|(_, part)| *part == Part::Prose);
    (0..head.len()).find(|&at| {
        let behind = head.iter().skip(at + 1).take(MOST_BEFORE_SIGN);
        let mut parts = behind.map(|(_, part)| *part).take_while(|part| *part != Part::Prose);
        is_prose(at) && !parts.any(|part| part == Part::Sign)
    })
}

/// The name of a paper that a line holds, alone or beside a post or a place: `Lagoon Gazette | Suva`.
pub(super) fn paper_of(words: &str) -> Option<&str> {
    let mut paper = None;
    let parts = words.split(['|', '•', '·', '>', '›', '\t']).flat_map(|part| part.split(" - "));
    let parts = parts.flat_map(|part| part.split(" – ")).flat_map(|part| part.split("   "));
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        // `Lagoon Gazette (Suva)`
        let part = part
            .split_once(" (")
            .filter(|(_, place)| place.ends_with(')'))
            .map_or(part, |(name, _)| name);
        let part = part.trim_end_matches(['.', ',']);
        if paper.is_none() && (papers::is_known(part) || residue::is_masthead(part)) {
            paper = Some(part);
        } else if part.split_whitespace().count() > MOST_WORDS_BESIDE_PAPER {
            return None;
        }
    }
    paper
}

/// Whether the names of a line open with one that is surely a given name, and each has few words.
pub(super) fn opens_with_given_name(words: &str) -> bool {
    let authors = bylines::authors(words);
    let mut count = authors.iter().map(|name| name.split_whitespace().count());
    count.all(|count| count <= MOST_WORDS_OF_NAME)
        && words.split_whitespace().next().is_some_and(given_names::is_known)
}

/// Whether a line is what stands beside the signs of a head.
fn is_small(words: &str) -> bool {
    residue::is_section(words)
        || residue::role(words).is_some()
        || residue::agency_line(words).is_some()
        || residue::is_reachable(words)
        || residue::is_label_of_film(words)
        || paper_of(words).is_some()
        || date_lines::is_page(words)
        || bylines::is_post(words)
        || bylines::is_place_alone(words)
        || labels::is_labelled(words)
        || date_lines::is_label(words)
        || bylines::is_opening(&words.to_lowercase())
        || is_trail(words)
        || is_marked_kicker(words)
        || date_lines::is_day(words)
}

/// `PREMIUM  Our coast`: a word of the paper's in capitals, and what the series is called.
fn is_marked_kicker(words: &str) -> bool {
    words.split_once("  ").is_some_and(|(mark, series)| {
        titles::is_in_capitals(mark)
            && residue::is_section(mark)
            && series.split_whitespace().count() <= MOST_WORDS_OVER_HEADLINE
    })
}

/// `Home / News / Regional`, `Ontario | Notebook`: where in a paper a story stands.
fn is_trail(words: &str) -> bool {
    let is_short = |part: &str| (1..=4).contains(&part.split_whitespace().count());
    if words.split_once(" | ").is_some_and(|(one, rest)| !one.contains(' ') && is_short(rest)) {
        return true;
    }
    [" / ", " > ", " › ", " » "]
        .iter()
        .any(|sign| words.matches(sign).count() >= 2 && words.split(sign).all(is_short))
}

fn is_sentence(words: &str) -> bool {
    let closing = words.trim_end_matches(['”', '"', '’', '\'', ')', '»', '“']);
    closing.ends_with(['.', '!', '?', '…'])
        && words.split_whitespace().count() >= FEWEST_WORDS_OF_SENTENCE
}

fn is_prose(words: &str) -> bool {
    words.len() >= SHORTEST_OPEN_PROSE || is_sentence(words) && !titles::is_in_capitals(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::article::facts::Facts;
    use crate::format::article::lines::lines;

    #[test]
    fn the_headline_is_found_under_what_stands_over_it() {
        for (text, headline, story) in [
            (
                "THE TIDE\n\nTolls to rise\n\nBy Ann Ng\n4 March 2024\n\nThe board of the port raises its tolls in the spring.\n",
                Some("Tolls to rise"),
                "The board",
            ),
            (
                "Lagoon Herald\nIt is all true\n\nSuva\n\nPort tolls to rise for a third year\n\nAnn Ng\nLagoon Herald\n4 March 2024\n\nThe board of the port raises its tolls in the spring.\n",
                Some("Port tolls to rise for a third year"),
                "The board",
            ),
            (
                "Tolls to rise\nBoats pay more from spring\nBy Ann Ng\n\nThe board of the port raises its tolls in the spring.\n",
                Some("Tolls to rise"),
                "The board",
            ),
            ("Tolls to rise\n\nThe board of the port raises its tolls in the spring.\n", None, ""),
            ("4 March 2024\n\nThe board of the port raises its tolls in the spring.\n", None, ""),
        ] {
            let lines = lines(text, 0);
            let found = Story::new(text, &lines, Facts::default()).find_signed_head();
            assert_eq!(found.map(|head| lines[head.headline].words), headline, "{text}");
            if let Some(head) = found {
                assert!(lines[head.story].words.starts_with(story), "{text}");
            }
        }
    }

    #[test]
    fn papers_are_known_by_name_and_by_what_papers_are_called() {
        for (words, paper) in [
            ("Lagoon Gazette | Suva", Some("Lagoon Gazette")),
            ("Business editor · DIE WELT", Some("DIE WELT")),
            ("THE LAGOON STAR.", Some("THE LAGOON STAR")),
            ("Tolls to rise", None),
        ] {
            assert_eq!(paper_of(words), paper, "{words}");
        }
    }
}
