//! Which lines over a story are its headline, its kicker and its standfirst.
//!
//! What must stay true: a line that looks like a sentence is a headline only where what follows signs it, and a kicker
//! never is.

use super::Story;
use super::author_line::may_sign;
use crate::format::article::dateline::dateline;
use crate::format::article::lines::Line;
use crate::format::article::titles::{self, is_title};
use crate::format::article::{date_lines, labels, residue};
use crate::text::bylines;

/// Longer paragraphs above a byline are no standfirst, in bytes.
const LONGEST_STANDFIRST: usize = 600;
/// Longer paragraphs above a date are the lede, in bytes.
const LONGEST_OVER_DATE: usize = 300;
/// Lines of a text wrapped by hand or by mail are not wider than this, in characters.
const WIDEST_WRAPPED: usize = 100;
/// A kicker that nobody lists has no more words, in capitals and otherwise.
const MOST_WORDS_IN_CAPITALS: usize = 4;
const MOST_WORDS_OF_KICKER: usize = 3;
/// A headline under a kicker has at least as many.
const FEWEST_WORDS_OF_HEADLINE: usize = 3;
/// A speaker is named in no more bytes before a quotation that is a headline.
const LONGEST_SPEAKER: usize = 40;

impl<'a, 't> Story<'a, 't> {
    /// How many lines from `place` on are the headline.
    pub(super) fn headline(&self, place: usize) -> Option<usize> {
        let line = self.lines.get(place)?;
        let (next_place, next) = self.next(place)?;
        if line.heading > 0 {
            return Some(1);
        }
        if !is_title(line.words) {
            let is_headline = self.is_signed_sentence(place) || self.is_quote_with_speaker(place);
            return is_headline.then_some(1);
        }
        if next_place > place + 1
            || may_sign(next)
            || labels::is_labelled(next.words)
            || dateline(next.words).is_some()
            || residue::role(next.words).is_some()
        {
            return Some(1);
        }
        // Lines that follow each other without a blank one: paragraphs where they are long, else a
        // text that somebody wrapped, where only a break that was not needed means something.
        if !self.is_wrapped() {
            return Some(1);
        }
        let block = self.lines.iter().skip(place).take_while(|line| !line.is_blank()).count();
        let joined: Vec<&str> =
            self.lines.iter().skip(place).take(block).map(|line| line.words).collect();
        let first_word = next.words.split_whitespace().next().unwrap_or_default().chars().count();
        let length = line.words.chars().count();
        if (2..=3).contains(&block)
            && length * 2 > self.widest()
            && is_title(&joined.join(" "))
            && self.next(place + block).is_some()
        {
            return Some(block);
        }
        (length + first_word + 6 < self.widest()).then_some(1)
    }

    /// Whether the text is wrapped at some width: no long line, and some that fill it.
    pub(super) fn is_wrapped(&self) -> bool {
        let widest = self.widest();
        let full = self.lines.iter().filter(|line| fills(line, widest)).count();
        (50..=WIDEST_WRAPPED).contains(&widest) && full >= 3
    }

    /// Whether a line is nearly as long as the longest.
    pub(super) fn is_full(&self, place: usize) -> bool {
        self.lines.get(place).is_some_and(|line| fills(line, self.widest()))
    }

    fn widest(&self) -> usize {
        *self.widest.get_or_init(|| {
            let mut widest = 0;
            for line in self.lines {
                if line.words.len() > WIDEST_WRAPPED * 4 {
                    return line.words.len();
                }
                widest = widest.max(line.words.chars().count());
            }
            widest
        })
    }

    /// Whether a paragraph under the headline is its standfirst: then an author line or a date
    /// follows, or, under a line without full stop, a dateline. Anything else is the lede.
    pub(super) fn is_standfirst(&self, place: usize) -> bool {
        let Some(line) = self.lines.get(place) else { return false };
        let Some((next_place, next)) = self.next(place) else { return false };
        if line.words.len() > LONGEST_STANDFIRST || line.words.ends_with([':', ',']) {
            return false;
        }
        let is_open = is_title(line.words);
        let is_over_date = line.words.len() <= LONGEST_OVER_DATE
            && date_lines::read(next.words).is_some_and(|found| found.published.is_some())
            && self.next(next_place).is_some();
        self.is_author_line(next_place)
            || is_over_date
            || is_open
                && (date_lines::read(next.words).is_some()
                    || dateline(next.words)
                        .is_some_and(|found| found.is_certain || next.words.len() > 100))
    }

    /// Whether a line that ends or holds a sentence is a headline all the same: an author line or a date follows it,
    /// at once or behind a standfirst.
    fn is_signed_sentence(&self, place: usize) -> bool {
        let Some(line) = self.lines.get(place) else { return false };
        if !titles::may_be_title(line.words) || dateline(line.words).is_some() {
            return false;
        }
        let Some((next_place, next)) = self.next(place) else { return false };
        if may_sign(next) {
            return true;
        }
        let Some((_, second)) = self.next(next_place) else { return false };
        if bylines::is_bare_byline(next.words) && may_sign(second) {
            return true;
        }
        // A caption may stand over a headline.
        let may_be_caption = line.words.ends_with('.') && is_title(next.words);
        !may_be_caption
            && next.words.len() <= LONGEST_STANDFIRST
            && residue::role(next.words).is_none()
            && may_sign(second)
    }

    /// `Peters: ‘I never saw it.’` alone over a paragraph.
    fn is_quote_with_speaker(&self, place: usize) -> bool {
        let Some(line) = self.lines.get(place) else { return false };
        let Some((next_place, next)) = self.next(place) else { return false };
        let is_first =
            self.lines.iter().take(place).all(|line| line.words.len() <= LONGEST_SPEAKER);
        is_quotation_of_speaker(line.words)
            && !is_quotation_of_speaker(next.words)
            && is_first
            && titles::may_be_title(line.words)
            && next_place > place + 1
            && next.words.len() > line.words.len()
    }

    /// Whether a line is a word or two over the headline that follows.
    pub(super) fn is_kicker(&self, place: usize) -> bool {
        let Some(line) = self.lines.get(place) else { return false };
        let count = line.words.split_whitespace().count();
        let is_in_capitals = titles::is_in_capitals(line.words);
        let most = if is_in_capitals { MOST_WORDS_IN_CAPITALS } else { MOST_WORDS_OF_KICKER };
        if line.heading > 0 || count > most || line.words.ends_with(['.', '?', '!', '…']) {
            return false;
        }
        let Some((title_place, title)) = self.next(place) else { return false };
        let is_headline = (is_title(title.words) || self.is_signed_sentence(title_place))
            && title.words.split_whitespace().count() >= FEWEST_WORDS_OF_HEADLINE
            && title.words.len() > line.words.len()
            && !may_sign(title)
            && !is_in_capitals_too(is_in_capitals, title.words);
        if !is_headline {
            return false;
        }
        let Some((second_place, second)) = self.next(title_place) else { return false };
        let is_over_standfirst = second.words.len() <= LONGEST_STANDFIRST
            && self.next(second_place).is_some_and(|(_, third)| may_sign(third));
        // A headline of two words may well have a standfirst that looks like a headline.
        match count {
            1 => may_sign(second) || is_over_standfirst,
            _ if is_in_capitals => may_sign(second) || is_over_standfirst,
            _ => is_over_standfirst,
        }
    }
}

fn fills(line: &Line, widest: usize) -> bool {
    line.words.len() * 10 >= widest * 7
}

/// `Peters: ‘I never saw it.’`
fn is_quotation_of_speaker(words: &str) -> bool {
    words.split_once(": ").is_some_and(|(speaker, quotation)| {
        let is_quoted = quotation.starts_with(['‘', '“', '"', '\'', '«', '„'])
            && quotation.ends_with(['’', '”', '"', '\'', '»', '“']);
        is_quoted && speaker.len() <= LONGEST_SPEAKER && speaker.split_whitespace().count() <= 4
    })
}

fn is_in_capitals_too(is_in_capitals: bool, words: &str) -> bool {
    is_in_capitals && titles::is_in_capitals(words)
}
