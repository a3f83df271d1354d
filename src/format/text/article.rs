//! One article out of lines of plain text: its head, its body, and the residue about them.
//!
//! From the top: labelled lines and dates, furniture, headline, standfirst, byline, captions, in
//! whatever order they come, each at most once; then the dateline, then the story. What must stay
//! true: the body is the text of the stretches marked as such, joined and normalised, and every
//! byte is in one stretch.

use super::dateline::{Dateline, dateline};
use super::facts::{Facts, Rule};
use super::lines::{Line, is_space, trimmed};
use super::{labels, residue};
use crate::model::{ArticleKind, Field, Precision, Published, RegionRole};
use crate::text::{bylines, dates, normalise};

/// An article, and what each stretch of its lines is.
pub struct Parsed {
    pub facts: Facts,
    pub body: String,
    /// Byte offset of each stretch's end in the text, in order, and its role.
    pub stretches: Vec<(usize, RegionRole)>,
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

/// Reads `lines` of `text` as one article. What `known` says already (front matter, fields of a
/// record) stays; only what it leaves open is looked for.
pub fn parse(text: &str, lines: &[Line], known: Facts) -> Parsed {
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

/// Longer headlines were not met, in bytes and words.
const LONGEST_HEADLINE: usize = 220;
const MOST_WORDS_OF_HEADLINE: usize = 32;
/// Longer paragraphs above a byline are no standfirst, in bytes.
const LONGEST_STANDFIRST: usize = 600;
/// Lines of a text wrapped by hand or by mail are not wider than this, in characters.
const WIDEST_WRAPPED: usize = 100;

/// Whether a line may be a headline: short, no sentence, no author line.
pub fn is_title(words: &str) -> bool {
    if words.len() > LONGEST_HEADLINE
        || words.ends_with([',', ';', ':'])
        || !words.contains(char::is_alphabetic)
    {
        return false;
    }
    let count = words.split_whitespace().count();
    if count > MOST_WORDS_OF_HEADLINE {
        return false;
    }
    let mut characters = words.trim_start_matches(|c: char| !c.is_alphanumeric()).chars();
    let (first, second) = (characters.next(), characters.next());
    // `iPhone` may open a headline, `the` may not.
    if first.is_some_and(char::is_lowercase) && !second.is_some_and(char::is_uppercase) {
        return false;
    }
    let closing = words.trim_end_matches(['”', '"', '’', '\'', ')', '»']);
    if closing.ends_with('.') && !ends_with_abbreviation(closing) && !is_in_capitals(words) {
        return false;
    }
    if count > 12 && holds_a_sentence(words) {
        return false;
    }
    if closing.ends_with(['?', '!']) && (closing.len() < words.len() || count > 20) {
        return false;
    }
    !bylines::is_byline(words)
}

/// Whether a sentence ends inside: a full stop behind a word in lower case.
fn holds_a_sentence(words: &str) -> bool {
    words.match_indices(". ").any(|(place, _)| {
        let before = words.get(..place).unwrap_or_default();
        before.chars().rev().take(4).filter(|c| c.is_lowercase()).count() == 4
    })
}

fn ends_with_abbreviation(words: &str) -> bool {
    let last = words.split_whitespace().next_back().unwrap_or_default();
    let inner_stops = last.trim_end_matches('.').contains('.');
    inner_stops && last.len() <= 8
        || matches!(
            last,
            "Jr." | "Sr." | "Inc." | "Corp." | "Co." | "Ltd." | "St." | "..." | "etc."
        )
}

fn is_in_capitals(words: &str) -> bool {
    !words.chars().any(char::is_lowercase)
        && words.chars().filter(|c| c.is_uppercase()).count() >= 4
}

struct Story<'a, 't> {
    text: &'t str,
    lines: &'a [Line<'t>],
    known: Facts,
    facts: Facts,
    stretches: Vec<(usize, RegionRole)>,
    body: String,
    /// Where the stretch of body before the present one ended, for the white space between.
    body_end: Option<usize>,
    /// Whether words were taken out of the text into the head.
    has_words_in_head: bool,
    /// Whose story it is, and the rule that says so.
    agency: Option<(&'t str, &'static str)>,
    holder: Option<&'t str>,
    copyright: Option<Published>,
    /// When it says that it was changed: where it says nothing else, that is when it was published.
    updated: Option<(Published, Rule)>,
    day: Option<&'t str>,
    reporters: Option<(&'t str, Vec<String>)>,
}

impl<'a, 't> Story<'a, 't> {
    fn new(text: &'t str, lines: &'a [Line<'t>], known: Facts) -> Self {
        Self {
            text,
            lines,
            facts: known.clone(),
            known,
            stretches: Vec::new(),
            body: String::new(),
            body_end: None,
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

    /// Takes the head off the top. Gives the line where the body starts, and the byte inside that
    /// line if it is not its first.
    fn read_head(&mut self) -> (usize, Option<usize>) {
        let lines = self.lines;
        let mut place = 0;
        let mut has_byline = false;
        let mut has_standfirst = self.facts.head.standfirst.is_some();
        while let Some(line) = lines.get(place) {
            if line.is_blank() {
                place += 1;
                continue;
            }
            let words = line.words;
            if let Some(modified) = labels::update_line(words) {
                let rule = labels::rule_of_date(words, "text:date-line");
                self.updated.get_or_insert((modified.clone(), rule.clone()));
                self.facts.say_modified(modified, rule);
                self.claim(line, RegionRole::Metadata);
                place += 1;
                continue;
            }
            if let Some((published, rest)) = labels::leading_date(words) {
                let is_whole_line = rest >= words.len();
                let unlabelled = if is_whole_line { "text:date-line" } else { "text:leading-date" };
                self.facts.say_published(published, labels::rule_of_date(words, unlabelled));
                if is_whole_line {
                    self.claim(line, RegionRole::Metadata);
                    place += 1;
                    continue;
                }
                self.mark_blank(line.start);
                self.mark(line.at + rest, RegionRole::Metadata);
                return (place, Some(line.at + rest));
            }
            if line.heading == 0 && labels::take(words, &mut self.facts) {
                self.has_words_in_head |= labels::is_title(words);
                self.claim(line, RegionRole::Metadata);
                place += 1;
                continue;
            }
            if let Some(published) = labels::date_line(words) {
                self.facts.say_published(published, labels::rule_of_date(words, "text:date-line"));
                self.claim(line, RegionRole::Metadata);
                place += 1;
                continue;
            }
            if self.repeats_headline(words) {
                self.has_words_in_head = true;
                self.claim(line, RegionRole::Headline);
                place += 1;
                continue;
            }
            if self.starts_story(place) {
                break;
            }
            if let Some(role) = residue::role(words) {
                self.take_residue(words, role);
                if labels::is_url(words) {
                    self.facts.say(Field::Url, words, "text:url");
                }
                self.claim(line, role);
                place += 1;
                continue;
            }
            if residue::is_contact(words) {
                place = self.take_contact(place);
                continue;
            }
            if let Some(agency) = residue::agency_line(words) {
                self.agency.get_or_insert((agency, "text:agency-line"));
                self.claim(line, RegionRole::Furniture);
                place += 1;
                continue;
            }
            if self.facts.head.headline.is_none()
                && residue::is_section(words)
                && self.next(place).is_some()
            {
                self.claim(line, RegionRole::Furniture);
                place += 1;
                continue;
            }
            if self.facts.head.headline.is_none()
                && let Some(after) = self.issuer(place)
            {
                place = after;
                continue;
            }
            if self.facts.head.headline.is_none() && self.is_masthead(place) {
                self.facts.say(Field::Publisher, normalise::comparable(words), "text:masthead");
                self.claim(line, RegionRole::Furniture);
                place += 1;
                continue;
            }
            if !has_byline && let Some(after) = self.byline(place) {
                has_byline = true;
                place = after;
                continue;
            }
            if residue::is_list_of_people(words)
                && self.next(place).is_some_and(|(next, _)| next > place + 1)
            {
                self.claim(line, RegionRole::Caption);
                place += 1;
                continue;
            }
            if self.facts.head.headline.is_none()
                && !has_byline
                && let Some(count) = self.headline(place)
            {
                let taken = lines.get(place..place + count).unwrap_or_default();
                let words: Vec<&str> = taken.iter().map(|line| line.words).collect();
                let headline = normalise::comparable(&words.join(" "));
                self.facts.say(Field::Headline, headline, "text:headline");
                self.has_words_in_head = true;
                for line in taken {
                    self.claim(line, RegionRole::Headline);
                }
                place += count;
                continue;
            }
            // A byline may come first, `By A. B.` above the headline.
            if self.facts.head.headline.is_none()
                && has_byline
                && line.heading > 0
                && self.next(place).is_some()
            {
                self.facts.say(Field::Headline, normalise::comparable(words), "text:headline");
                self.has_words_in_head = true;
                self.claim(line, RegionRole::Headline);
                place += 1;
                continue;
            }
            if self.facts.head.headline.is_some()
                && !has_standfirst
                && !has_byline
                && self.is_standfirst(place)
            {
                has_standfirst = true;
                self.has_words_in_head = true;
                self.facts.say(Field::Standfirst, normalise::comparable(words), "text:standfirst");
                self.claim(line, RegionRole::Standfirst);
                place += 1;
                continue;
            }
            break;
        }
        (place, None)
    }

    /// Whether a line is the headline that is known already: a record's text often repeats it.
    fn repeats_headline(&self, words: &str) -> bool {
        let Some(known) = &self.facts.head.headline else { return false };
        words.len() <= known.len() * 2 + 16
            && normalise::comparable(words).to_lowercase()
                == normalise::comparable(known).to_lowercase()
    }

    /// Whether the story starts here with a dateline. A short line without a full stop is rather a
    /// headline that happens to open with a place, `Wellington - a city guide`.
    fn starts_story(&self, place: usize) -> bool {
        let Some(line) = self.lines.get(place) else { return false };
        let Some(found) = dateline(line.words) else { return false };
        let rest = line.words.get(found.story..).unwrap_or_default();
        let may_be_headline = !found.is_certain
            && self.facts.head.headline.is_none()
            && rest.len() < 100
            && is_title(line.words);
        !(may_be_headline && self.next(place).is_some() && !self.is_wrapped())
    }

    /// Takes the minister or office whose release it is, where name and post stand over the
    /// headline: `Hon Jane Moana`, `Minister of Foreign Affairs`. The place after them.
    fn issuer(&mut self, place: usize) -> Option<usize> {
        let lines = self.lines;
        let line = lines.get(place)?;
        let (post_place, post) = self.next(place)?;
        let name = ["Rt Hon ", "Hon ", "Hon. ", "The Hon ", "The Hon. "]
            .iter()
            .find_map(|style| line.words.strip_prefix(style))
            .unwrap_or(line.words);
        let is_post = is_title(post.words)
            && post.words.split_whitespace().count() <= 12
            && [
                "Minister",
                "Secretary",
                "Senator",
                "Department",
                "Ministry",
                "Spokesperson",
                "Ambassador",
                "Governor",
                "Mayor",
            ]
            .iter()
            .any(|word| post.words.starts_with(word));
        if !bylines::is_name(name) || !is_post {
            return None;
        }
        // A headline must follow, be it after a date, and text after that.
        let (mut title_place, mut title) = self.next(post_place)?;
        if labels::date_line(title.words).is_some() {
            (title_place, title) = self.next(title_place)?;
        }
        if !is_title(title.words) || self.next(title_place).is_none() {
            return None;
        }
        self.claim(line, RegionRole::Furniture);
        self.claim(post, RegionRole::Furniture);
        Some(post_place + 1)
    }

    /// Whether a line is the paper's name over the headline of an article.
    fn is_masthead(&self, place: usize) -> bool {
        let Some(line) = self.lines.get(place) else { return false };
        let Some((next_place, next)) = self.next(place) else { return false };
        self.facts.head.kind == ArticleKind::Article
            && residue::is_masthead(line.words)
            && (residue::is_section(next.words)
                || is_title(next.words) && self.next(next_place).is_some())
    }

    /// Whether a line is an author line, with `By` or, where what follows says so, without.
    fn is_author_line(&self, place: usize) -> bool {
        let Some(line) = self.lines.get(place) else { return false };
        if bylines::is_byline(line.words) {
            return true;
        }
        let Some((_, next)) = self.next(place) else { return false };
        let is_dated = labels::date_line(next.words).is_some();
        let has_post = bylines::is_post(next.words);
        self.facts.head.headline.is_some()
            && (has_post && bylines::is_name(line.words)
                || is_dated && bylines::is_bare_byline(line.words))
    }

    /// Takes an author line and what belongs to it; the place after it.
    fn byline(&mut self, place: usize) -> Option<usize> {
        let lines = self.lines;
        let line = lines.get(place)?;
        let next = self.next(place);
        let next_is_post = next.is_some_and(|(_, next)| bylines::is_post(next.words));
        // An author line over nothing is a text.
        if !self.is_author_line(place) || next.is_none() {
            return None;
        }
        self.facts.say(Field::Byline, normalise::comparable(line.words), "text:byline");
        self.facts.say_authors(bylines::authors(line.words), "text:byline");
        for part in line.words.split(['|', '•', '·']).skip(1) {
            if let Some(published) = labels::date_line(part.trim()) {
                self.facts.say_published(published, "text:byline");
            }
            if let Some(agency) = residue::agency_line(part.trim()) {
                self.agency.get_or_insert((agency, "text:byline"));
            }
        }
        // `By Ann Ng, The Lagoon Times`
        if let Some((_, paper)) = line.words.rsplit_once(", ")
            && residue::is_masthead(paper)
        {
            self.agency.get_or_insert((paper, "text:byline"));
        }
        self.claim(line, RegionRole::Byline);
        if next_is_post && let Some((post, line)) = next {
            self.claim(line, RegionRole::Byline);
            return Some(post + 1);
        }
        Some(place + 1)
    }

    /// How many lines from `place` on are the headline.
    fn headline(&self, place: usize) -> Option<usize> {
        let line = self.lines.get(place)?;
        let (next_place, next) = self.next(place)?;
        if line.heading > 0 {
            return Some(1);
        }
        if !is_title(line.words) {
            return None;
        }
        if next_place > place + 1
            || bylines::is_byline(next.words)
            || labels::date_line(next.words).is_some()
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
    fn is_wrapped(&self) -> bool {
        let widest = self.widest();
        let full = self.lines.iter().filter(|line| line.words.len() * 10 >= widest * 7).count();
        (50..=WIDEST_WRAPPED).contains(&widest) && full >= 3
    }

    fn widest(&self) -> usize {
        let mut widest = 0;
        for line in self.lines {
            if line.words.len() > WIDEST_WRAPPED * 4 {
                return line.words.len();
            }
            widest = widest.max(line.words.chars().count());
        }
        widest
    }

    /// Whether a paragraph under the headline is its standfirst: then an author line or a date
    /// follows, or, under a line without full stop, a dateline. Anything else is the lede.
    fn is_standfirst(&self, place: usize) -> bool {
        let Some(line) = self.lines.get(place) else { return false };
        let Some((next_place, next)) = self.next(place) else { return false };
        if line.words.len() > LONGEST_STANDFIRST || line.words.ends_with([':', ',']) {
            return false;
        }
        let is_open = is_title(line.words);
        self.is_author_line(next_place)
            || is_open
                && (labels::date_line(next.words).is_some()
                    || dateline(next.words)
                        .is_some_and(|found| found.is_certain || next.words.len() > 100))
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

    /// Reads the story from line `place`, inside that line from byte `start` where given.
    fn read_body(&mut self, place: usize, start: Option<usize>) {
        let lines = self.lines;
        let last = lines.iter().rposition(|line| !line.is_blank());
        // Start of the open stretch of body, and its end behind its last line with words.
        let mut open: Option<(usize, usize)> = None;
        let mut at = place;
        let mut is_first = true;
        while let Some(line) = lines.get(at) {
            if line.is_blank() {
                at += 1;
                continue;
            }
            let from = start.filter(|_| at == place).unwrap_or(line.at);
            if is_first {
                is_first = false;
                let story = self.text.get(from..line.end).unwrap_or_default();
                let story_start = match dateline(story) {
                    Some(found)
                        if self.facts.head.dateline.is_none()
                            || self.known.head.dateline.is_some() =>
                    {
                        self.take_dateline(&found);
                        self.mark_blank(line.start);
                        self.mark(from + found.story, RegionRole::Dateline);
                        from + found.story
                    }
                    _ => {
                        self.mark_blank(if from > line.at { from } else { line.start });
                        if from > line.at { from } else { line.start }
                    }
                };
                // A line may hold nothing but the dateline.
                if self
                    .text
                    .get(story_start..line.end)
                    .is_some_and(|rest| !trimmed(rest).is_empty())
                {
                    open = Some((story_start, line.end));
                } else {
                    self.mark(line.end, RegionRole::Dateline);
                }
                at += 1;
                continue;
            }
            let role = match residue::role(line.words) {
                Some(role) => Some(role),
                None if self.is_tail_of_agency(at, last, line.words) => Some(RegionRole::Credit),
                None if residue::is_contact(line.words) => Some(RegionRole::Furniture),
                None if self.is_label_of_database(line.words) => Some(RegionRole::Metadata),
                None => None,
            };
            match role {
                None => {
                    open = match open {
                        Some((start, _)) => Some((start, line.end)),
                        None => {
                            self.mark_blank(line.start);
                            Some((line.start, line.end))
                        }
                    };
                    at += 1;
                }
                Some(role) => {
                    self.close(open.take());
                    if residue::is_contact(line.words) && role == RegionRole::Furniture {
                        at = self.take_contact(at);
                        continue;
                    }
                    self.take_residue(line.words, role);
                    if residue::is_heading_of_links(line.words) && self.only_titles_follow(at) {
                        for line in lines.iter().skip(at).filter(|line| !line.is_blank()) {
                            let role = residue::role(line.words).unwrap_or(RegionRole::Link);
                            self.take_residue(line.words, role);
                            self.claim(line, role);
                        }
                        break;
                    }
                    self.claim(line, role);
                    at += 1;
                    if role == RegionRole::Link && line.words.ends_with(':') {
                        at = self.take_linked_titles(at);
                    }
                    if Some(at) == last.map(|last| last + 1) && labels::is_url(line.words) {
                        self.facts.say(Field::Url, line.words, "text:url");
                    }
                }
            }
        }
        self.close(open.take());
        if let Some(line) = lines.last() {
            self.mark_blank(line.end);
        }
    }

    /// Takes the headlines that a line such as `Read more:` announces: the next lines up to a blank
    /// one, if no paragraph is among them. The place after them.
    fn take_linked_titles(&mut self, place: usize) -> usize {
        let lines = self.lines;
        let blank = lines.iter().skip(place).take_while(|line| line.is_blank()).count();
        let start = place + blank;
        let block: Vec<&Line> =
            lines.iter().skip(start).take_while(|line| !line.is_blank()).collect();
        let are_titles = block.iter().all(|line| line.words.len() <= 140 && is_title(line.words));
        if !are_titles || blank > 1 || block.is_empty() {
            return place;
        }
        for line in &block {
            self.claim(line, RegionRole::Link);
        }
        start + block.len()
    }

    /// Whether nothing but headlines and residue stands under a heading such as `Most read`.
    fn only_titles_follow(&self, at: usize) -> bool {
        self.lines.iter().skip(at + 1).filter(|line| !line.is_blank()).all(|line| {
            line.words.len() <= 120 && !line.words.ends_with(['.', '”', '"'])
                || residue::role(line.words).is_some()
        })
    }

    /// `LOAD-DATE: March 5, 2024`, as press databases write under a story.
    fn is_label_of_database(&mut self, words: &str) -> bool {
        let is_label = words.split_once(':').is_some_and(|(label, _)| {
            (4..=24).contains(&label.len())
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'-' | b' '))
        });
        is_label && labels::take(words, &mut self.facts)
    }

    /// `– Reuters` under the last paragraph: who the story is from.
    fn is_tail_of_agency(&mut self, at: usize, last: Option<usize>, words: &'t str) -> bool {
        let is_near_end = last.is_some_and(|last| at + 4 > last);
        if let Some(agency) = residue::agency_line(words)
            && is_near_end
        {
            self.agency.get_or_insert((agency, "text:agency-line"));
            return true;
        }
        false
    }

    fn take_dateline(&mut self, found: &Dateline<'t>) {
        self.facts.say(Field::Dateline, normalise::comparable(found.printed), "text:dateline");
        // The agency of the dateline is nearer the story than a line on its own.
        self.agency = found.agency.map(|agency| (agency, "text:dateline")).or(self.agency);
        self.day = found.day;
    }

    /// Ends a stretch of body: marks it and adds its text to the body.
    fn close(&mut self, stretch: Option<(usize, usize)>) {
        let Some((start, end)) = stretch else { return };
        let text = self.text;
        let words = normalise::stored(text.get(start..end).unwrap_or_default());
        let words = words.trim_matches(is_space);
        if let Some(before) = self.body_end
            && !self.body.is_empty()
        {
            let between = text.get(before..start).unwrap_or_default();
            let line_ends = between.matches('\n').count().max(between.matches('\r').count());
            let residue_lines =
                between.split(['\n', '\r']).filter(|line| !trimmed(line).is_empty()).count();
            self.body.push_str(if line_ends > residue_lines { "\n\n" } else { "\n" });
        }
        self.body.push_str(words);
        self.mark(end, RegionRole::Body);
        self.body_end = Some(end);
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
        if let Some((published, rule)) = self.updated.take() {
            self.facts.say_published(published, rule);
        }
        if let Some((published, rule)) = self.published() {
            self.facts.say_published(published, rule);
        }
        self.facts.say_language_of(&self.body);
        self.facts.origins.set(Field::Body, "text:body");
        Parsed { facts: self.facts, body: self.body, stretches: self.stretches }
    }

    /// The day of the dateline, with the year of the copyright line where it has none of its own;
    /// else that year.
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
        self.copyright.take().map(|year| (year, "text:copyright"))
    }
}
