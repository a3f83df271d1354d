//! What stands over a story: each line of it is asked what it is, until one is the story's.
//!
//! What must stay true: labelled lines and dates, furniture, headline, standfirst, author line and captions
//! come in whatever order, each at most once.

use super::Story;
use crate::format::article::dateline::dateline;
use crate::format::article::is_title;
use crate::format::article::lines::Line;
use crate::format::article::{labels, residue};
use crate::model::{ArticleKind, Field, RegionRole};
use crate::text::{bylines, normalise};

/// Longer paragraphs above a byline are no standfirst, in bytes.
const LONGEST_STANDFIRST: usize = 600;
/// Lines of a text wrapped by hand or by mail are not wider than this, in characters.
const WIDEST_WRAPPED: usize = 100;

/// What a line of the head leads to.
enum HeadStep {
    /// It is the head's; the next line to ask.
    Next(usize),
    /// The story starts here, inside the line from that byte where one is given.
    Story(Option<usize>),
}

use HeadStep::Next;

impl<'a, 't> Story<'a, 't> {
    /// Takes the head off the top. Gives the line where the body starts, and the byte inside that
    /// line if it is not its first.
    pub(super) fn read_head(&mut self) -> (usize, Option<usize>) {
        // In the order in which a line is asked; the first that knows it takes it.
        type Step<'a, 't> = fn(&mut Story<'a, 't>, usize, &'a Line<'t>) -> Option<HeadStep>;
        let steps: [Step<'a, 't>; 17] = [
            Self::take_day_of_update,
            Self::take_leading_date,
            Self::take_label,
            Self::take_day,
            Self::take_repeated_headline,
            Self::end_at_story,
            Self::take_residue_of_head,
            Self::take_contact_of_head,
            Self::take_agency,
            Self::take_section,
            Self::take_issuer,
            Self::take_masthead,
            Self::take_author_line,
            Self::take_list_of_people,
            Self::take_headline,
            Self::take_headline_under_author_line,
            Self::take_standfirst,
        ];
        let mut place = 0;
        while let Some(line) = self.lines.get(place) {
            if line.is_blank() {
                place += 1;
                continue;
            }
            match steps.iter().find_map(|step| step(self, place, line)) {
                Some(Next(next)) => place = next,
                Some(HeadStep::Story(byte)) => return (place, byte),
                None => break,
            }
        }
        (place, None)
    }

    /// Gives a line its role and goes on behind it.
    fn taken(&mut self, place: usize, role: RegionRole) -> Option<HeadStep> {
        self.claim(self.lines.get(place)?, role);
        Some(Next(place + 1))
    }

    fn take_day_of_update(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        let modified = labels::update_line(line.words)?;
        let rule = labels::rule_of_date(line.words, "text:date-line");
        self.updated.get_or_insert((modified.clone(), rule.clone()));
        self.facts.say_modified(modified, rule);
        self.taken(place, RegionRole::Metadata)
    }

    /// A line that opens with its day, and may go on with the story.
    fn take_leading_date(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        let (published, rest) = labels::leading_date(line.words)?;
        let is_whole_line = rest >= line.words.len();
        let unlabelled = if is_whole_line { "text:date-line" } else { "text:leading-date" };
        self.facts.say_published(published, labels::rule_of_date(line.words, unlabelled));
        if is_whole_line {
            return self.taken(place, RegionRole::Metadata);
        }
        self.mark_blank(line.start);
        self.mark(line.at + rest, RegionRole::Metadata);
        Some(HeadStep::Story(Some(line.at + rest)))
    }

    fn take_label(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        if line.heading > 0 || !labels::take(line.words, &mut self.facts) {
            return None;
        }
        self.has_words_in_head |= labels::is_title(line.words);
        self.taken(place, RegionRole::Metadata)
    }

    fn take_day(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        let published = labels::date_line(line.words)?;
        self.facts.say_published(published, labels::rule_of_date(line.words, "text:date-line"));
        self.taken(place, RegionRole::Metadata)
    }

    fn take_repeated_headline(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        if !self.repeats_headline(line.words) {
            return None;
        }
        self.has_words_in_head = true;
        self.taken(place, RegionRole::Headline)
    }

    fn end_at_story(&mut self, place: usize, _: &'a Line<'t>) -> Option<HeadStep> {
        self.starts_story(place).then_some(HeadStep::Story(None))
    }

    fn take_residue_of_head(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        let role = residue::role(line.words)?;
        self.take_residue(line.words, role);
        if labels::is_url(line.words) {
            self.facts.say(Field::Url, line.words, "text:url");
        }
        self.taken(place, role)
    }

    fn take_contact_of_head(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        residue::is_contact(line.words).then(|| Next(self.take_contact(place)))
    }

    fn take_agency(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        let agency = residue::agency_line(line.words)?;
        self.agency.get_or_insert((agency, "text:agency-line"));
        self.taken(place, RegionRole::Furniture)
    }

    fn take_section(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        let is_section = self.facts.head.headline.is_none()
            && residue::is_section(line.words)
            && self.next(place).is_some();
        is_section.then(|| self.taken(place, RegionRole::Furniture)).flatten()
    }

    fn take_issuer(&mut self, place: usize, _: &'a Line<'t>) -> Option<HeadStep> {
        let is_open = self.facts.head.headline.is_none();
        is_open.then(|| self.issuer(place)).flatten().map(Next)
    }

    fn take_masthead(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        if self.facts.head.headline.is_some() || !self.is_masthead(place) {
            return None;
        }
        self.facts.say(Field::Publisher, normalise::comparable(line.words), "text:masthead");
        self.taken(place, RegionRole::Furniture)
    }

    fn take_author_line(&mut self, place: usize, _: &'a Line<'t>) -> Option<HeadStep> {
        let after = if self.has_byline { None } else { self.byline(place) }?;
        self.has_byline = true;
        Some(Next(after))
    }

    /// The caption of a group photo, with a blank line behind it.
    fn take_list_of_people(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        let is_list = residue::is_list_of_people(line.words)
            && self.next(place).is_some_and(|(next, _)| next > place + 1);
        if !is_list {
            return None;
        }
        self.take_residue(line.words, RegionRole::Caption);
        self.taken(place, RegionRole::Caption)
    }

    fn take_headline(&mut self, place: usize, _: &'a Line<'t>) -> Option<HeadStep> {
        let is_open = self.facts.head.headline.is_none() && !self.has_byline;
        let count = if is_open { self.headline(place) } else { None }?;
        self.say_headline(place, count)
    }

    /// A byline may come first, `By A. B.` above the headline.
    fn take_headline_under_author_line(
        &mut self,
        place: usize,
        line: &'a Line<'t>,
    ) -> Option<HeadStep> {
        let is_headline = self.facts.head.headline.is_none()
            && self.has_byline
            && line.heading > 0
            && self.next(place).is_some();
        if is_headline { self.say_headline(place, 1) } else { None }
    }

    /// Takes so many lines for the headline.
    fn say_headline(&mut self, place: usize, count: usize) -> Option<HeadStep> {
        let lines = self.lines.get(place..place + count)?;
        let words: Vec<&str> = lines.iter().map(|line| line.words).collect();
        self.facts.say(Field::Headline, normalise::comparable(&words.join(" ")), "text:headline");
        self.has_words_in_head = true;
        lines.iter().for_each(|line| self.claim(line, RegionRole::Headline));
        Some(Next(place + count))
    }

    fn take_standfirst(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        let is_open = self.facts.head.headline.is_some() && !self.has_standfirst;
        if !is_open || self.has_byline || !self.is_standfirst(place) {
            return None;
        }
        self.has_standfirst = true;
        self.has_words_in_head = true;
        self.facts.say(Field::Standfirst, normalise::comparable(line.words), "text:standfirst");
        self.taken(place, RegionRole::Standfirst)
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
}
