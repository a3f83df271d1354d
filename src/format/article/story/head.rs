//! What stands over a story: each line of it is asked what it is, until one is the story's.
//!
//! What must stay true: labelled lines and dates, furniture, headline, standfirst, author line and captions
//! come in whatever order, each at most once.

use super::Story;
use super::author_line::is_of_post;
use super::signed::paper_of;
use crate::format::article::dateline::dateline;
use crate::format::article::is_title;
use crate::format::article::lines::Line;
use crate::format::article::{date_lines, labels, residue, titles};
use crate::model::{ArticleKind, Field, RegionRole};
use crate::text::{bylines, normalise};

/// What a line of the head leads to.
enum HeadStep {
    /// It is the head's; the next line to ask.
    Next(usize),
    /// The story starts here, inside the line from that byte where one is given.
    Story(Option<usize>),
}

use HeadStep::Next;

/// No more lines stand over a headline that is repeated, and none of more bytes.
const MOST_OVER_HEADLINE: usize = 6;
const LONGEST_OVER_HEADLINE: usize = 48;

/// The rule of a line that is a date.
const DATE_LINE: &str = "text:date-line";

impl<'a, 't> Story<'a, 't> {
    /// Takes the head off the top. Gives the line where the body starts, and the byte inside that
    /// line if it is not its first.
    pub(super) fn read_head(&mut self) -> (usize, Option<usize>) {
        // In the order in which a line is asked; the first that knows it takes it.
        type Step<'a, 't> = fn(&mut Story<'a, 't>, usize, &'a Line<'t>) -> Option<HeadStep>;
        let steps: [Step<'a, 't>; 22] = [
            Self::take_dates,
            Self::take_leading_date,
            Self::take_label,
            Self::take_repeated_headline,
            Self::end_at_story,
            Self::take_residue_of_head,
            Self::take_contact_of_head,
            Self::take_agency,
            Self::take_issuer,
            Self::take_over_repeated_headline,
            Self::take_signed_headline,
            Self::take_over_headline,
            Self::take_section,
            Self::take_kicker,
            Self::take_masthead,
            Self::take_author_line,
            Self::take_list_of_people,
            Self::take_headline,
            Self::take_headline_under_author_line,
            Self::take_place,
            Self::take_standfirst,
            Self::take_left_over,
        ];
        self.signed = self.find_signed_head();
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

    /// Counts a line as furniture, and takes the paper that it names.
    fn taken_with_paper(&mut self, place: usize, rule: &'static str) -> Option<HeadStep> {
        if let Some(paper) = self.lines.get(place).and_then(|line| paper_of(line.words)) {
            self.agency.get_or_insert((paper, rule));
        }
        self.taken(place, RegionRole::Furniture)
    }

    /// A line that says when, and perhaps of which paper it is.
    fn take_dates(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        let found = date_lines::read(line.words).filter(|_| !is_of_post(line.words))?;
        // `Suva, 4 March 2024` over a story may be its headline, and `Ann Ng, 4 March 2024` its author line.
        if let Some(opening) = found.opening {
            let is_of_author = bylines::is_bare_byline(opening)
                && !self.is_said_as_place(opening)
                && self.signed.is_none_or(|head| head.headline < place)
                && !self.is_signed_otherwise(place);
            let may_be_headline = self.facts.head.headline.is_none() && self.signed.is_none();
            if may_be_headline || is_of_author {
                return None;
            }
        }
        if let Some((modified, label)) = found.modified {
            let rule = date_lines::rule_of(label, DATE_LINE);
            self.updated.get_or_insert((modified.clone(), rule.clone()));
            self.facts.say_modified(modified, rule);
        }
        if let Some((published, label)) = found.published {
            let rule = date_lines::rule_of(label, DATE_LINE);
            if found.is_first {
                self.make_day_of_change();
            }
            if found.is_state {
                self.updated.get_or_insert((published, rule));
            } else {
                self.facts.say_published(published, rule);
            }
        }
        // Over the headline of a page of print stands `THE TIDE TABLE, 4 MARCH 1924.`
        let is_over = self.signed.is_some_and(|head| place < head.headline);
        let printed = found
            .opening
            .filter(|opening| is_over && opening.contains(' ') && titles::is_in_capitals(opening));
        if let Some(paper) = found.paper.or(printed) {
            self.agency.get_or_insert((paper, DATE_LINE));
        }
        if let Some(byline) = found.byline.filter(|_| !self.has_byline) {
            self.say_byline(byline, byline);
        }
        self.taken(place, RegionRole::Metadata)
    }

    /// What a date without a label said is the day of a change where another says that it is the first.
    fn make_day_of_change(&mut self) {
        if self.facts.origins.of(Field::Published) != Some(DATE_LINE) {
            return;
        }
        if let Some(published) = self.facts.head.published.clone() {
            self.facts.forget(Field::Published);
            self.facts.say_modified(published, DATE_LINE);
        }
    }

    /// A line that opens with its day, and may go on with the story.
    fn take_leading_date(&mut self, _: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        let (published, rest) = date_lines::leading_date(line.words)?;
        if rest >= line.words.len() {
            return None;
        }
        let label = date_lines::label_of(line.words);
        self.facts.say_published(published, date_lines::rule_of(label, "text:leading-date"));
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

    fn take_repeated_headline(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        if !self.repeats_headline(line.words) {
            return None;
        }
        self.has_words_in_head = true;
        self.taken(place, RegionRole::Headline)
    }

    fn end_at_story(&mut self, place: usize, _: &'a Line<'t>) -> Option<HeadStep> {
        let is_story = self.signed.is_some_and(|head| head.story == place);
        (is_story || self.starts_story(place)).then_some(HeadStep::Story(None))
    }

    fn take_residue_of_head(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        if residue::is_heading_of_events(line.words) {
            return Some(Next(self.take_events(place)));
        }
        if date_lines::is_page(line.words) && self.next(place).is_some() {
            return self.taken(place, RegionRole::Furniture);
        }
        if self.facts.head.headline.is_some() && residue::is_label_of_film(line.words) {
            return self.taken(place, RegionRole::Furniture);
        }
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

    /// A section's name or another kicker, over the headline or under it.
    fn take_section(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        let is_section =
            line.heading == 0 && residue::is_section(line.words) && self.next(place).is_some();
        is_section.then(|| self.taken(place, RegionRole::Furniture)).flatten()
    }

    /// A word or two over the headline that nobody lists: `Ferries`.
    fn take_kicker(&mut self, place: usize, _: &'a Line<'t>) -> Option<HeadStep> {
        let is_open = self.facts.head.headline.is_none() && !self.has_byline;
        (is_open && self.is_kicker(place))
            .then(|| self.taken(place, RegionRole::Furniture))
            .flatten()
    }

    fn take_issuer(&mut self, place: usize, _: &'a Line<'t>) -> Option<HeadStep> {
        let is_open = self.facts.head.headline.is_none();
        let next = is_open.then(|| self.issuer(place)).flatten()?;
        // The head was seen as one without an issuer over it.
        self.signed = None;
        Some(Next(next))
    }

    /// The headline of a head that was seen as a whole.
    fn take_signed_headline(&mut self, place: usize, _: &'a Line<'t>) -> Option<HeadStep> {
        if self.signed.is_none_or(|head| head.headline != place) {
            return None;
        }
        let count = self.headline(place).unwrap_or(1);
        self.say_headline(place, count)
    }

    /// What stands over a headline that is known already and repeated further down: `THE TIDE`, `No. 118`.
    fn take_over_repeated_headline(
        &mut self,
        place: usize,
        line: &'a Line<'t>,
    ) -> Option<HeadStep> {
        self.facts.head.headline.as_ref()?;
        let worded = self.lines.iter().enumerate().skip(place).filter(|(_, line)| !line.is_blank());
        let mut over = worded.take(MOST_OVER_HEADLINE);
        if self.has_words_in_head || !over.any(|(_, line)| self.repeats_headline(line.words)) {
            return None;
        }
        let mut between = self
            .lines
            .iter()
            .skip(place)
            .take_while(|line| line.is_blank() || !self.repeats_headline(line.words));
        let are_short = between.all(|line| line.words.len() <= LONGEST_OVER_HEADLINE);
        if !are_short || bylines::is_byline(line.words) {
            return None;
        }
        self.taken_with_paper(place, "text:masthead")
    }

    /// What stands over the headline of a signed head: a paper's name, a kicker, a trail of sections, a caption.
    fn take_over_headline(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        if self.signed.is_none_or(|head| place >= head.headline) || bylines::is_byline(line.words) {
            return None;
        }
        if line.words.len() > LONGEST_OVER_HEADLINE && line.words.ends_with('.') {
            self.take_residue(line.words, RegionRole::Caption);
            return self.taken(place, RegionRole::Caption);
        }
        self.taken_with_paper(place, "text:masthead")
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

    /// A court, a place or a league under the headline: `Old Bailey`.
    fn take_place(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        let is_place = self.facts.head.headline.is_some()
            && line.heading == 0
            && bylines::is_place_alone(line.words)
            && self.next(place).is_some();
        is_place.then(|| self.taken(place, RegionRole::Furniture)).flatten()
    }

    fn take_standfirst(&mut self, place: usize, line: &'a Line<'t>) -> Option<HeadStep> {
        let is_open = self.facts.head.headline.is_some()
            && !self.has_standfirst
            && !self.is_beside_signs(place);
        if !is_open
            || self.has_byline
            || !(self.is_standfirst_of_head(place) || self.is_standfirst(place))
        {
            return None;
        }
        self.has_standfirst = true;
        self.has_words_in_head = true;
        self.facts.say(Field::Standfirst, normalise::comparable(line.words), "text:standfirst");
        self.taken(place, RegionRole::Standfirst)
    }

    /// What a signed head has besides: a paper's name, a place, a button.
    fn take_left_over(&mut self, place: usize, _: &'a Line<'t>) -> Option<HeadStep> {
        self.is_left_over(place).then(|| self.taken_with_paper(place, "text:paper-line")).flatten()
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
        if date_lines::date_line(title.words).is_some() {
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
}
