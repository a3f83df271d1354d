//! The articles of a message, out of its blocks.
//!
//! A newsletter becomes its items and its own words, any other message one article. What must stay
//! true: what the text says of an article beats what the header says of the message, and every
//! field tells where it stood.

use std::ops::Range;

use super::block::{Block, Look};
use super::chrome::{self, Forward};
use super::envelope::{self, Envelope};
use super::items::{self, Section, SectionKind};
use crate::format::regions::Cover;
use crate::format::text::lines::{self, Line};
use crate::format::text::{article, labels, newsletter};
use crate::model::{ArticleKind, Field, Head, Origins, Published, RegionRole};
use crate::text::{dates, language, normalise, publishers};

/// A message's text, and where its blocks lie in it.
pub struct Message<'t> {
    pub text: &'t str,
    /// Length of its header, in bytes.
    pub header: usize,
    /// The line of each block, from the header's end on.
    pub places: &'t [usize],
    /// Whether it brings a message, which is then what it is about.
    pub encloses_message: bool,
}

/// A note over an enclosed message is no longer than this, in bytes.
const LONGEST_NOTE: usize = 800;

/// A longer text is no newsletter that somebody wrote by hand.
const MOST_BLOCKS_OF_TEXT: usize = 5000;

/// Reads all articles of the message's own text into `cover`.
pub fn read(message: &Message, blocks: &mut [Block], envelope: &Envelope, cover: &mut Cover) {
    let mut lines = lines::lines(message.text, message.header);
    for (block, place) in blocks.iter().zip(message.places) {
        if let Look::Title(style) = block.look
            && let Some(line) = lines.get_mut(*place)
        {
            // Plain text shows its own headings; only HTML tells their rank.
            line.heading = line.heading.max(usize::from(style.level));
        }
    }
    // The headers inside a digest are those of its messages; nobody forwarded them.
    let digest = items::messages(blocks);
    let forward = match digest {
        Some(_) => None,
        None => chrome::forward(blocks, envelope.is_forwarded),
    };
    if message.encloses_message && forward.is_none() {
        let note: usize = blocks.iter().map(|block| block.words.len()).sum();
        if note <= LONGEST_NOTE {
            for block in blocks.iter_mut() {
                block.role.get_or_insert(RegionRole::Furniture);
            }
        }
    }
    let reader = Reader { message, lines, envelope, forward };
    let sections =
        items::sections(blocks, envelope.is_bulk).or_else(|| reader.sections_of_text(blocks));
    match sections {
        Some(sections) => {
            cover.leave_out();
            for section in sections {
                reader.section(&section, blocks, cover);
            }
        }
        None => reader.whole(blocks, cover),
    }
}

struct Reader<'a> {
    message: &'a Message<'a>,
    lines: Vec<Line<'a>>,
    envelope: &'a Envelope,
    forward: Option<Forward>,
}

/// What was read of a section.
struct Story {
    head: Head,
    body: String,
    stretches: Vec<(usize, RegionRole)>,
}

impl Reader<'_> {
    /// How the text reader divides the text, as sections of blocks.
    fn sections_of_text(&self, blocks: &[Block]) -> Option<Vec<Section>> {
        if blocks.iter().any(|block| block.role.is_some()) && !self.envelope.is_bulk {
            return None;
        }
        if blocks.len() > MOST_BLOCKS_OF_TEXT {
            return None;
        }
        let sections = newsletter::sections(&self.lines);
        if sections.len() < 2 {
            return None;
        }
        let place = |line: usize| self.message.places.partition_point(|&place| place < line);
        let found = sections
            .into_iter()
            .map(|section| {
                let range = place(section.start)..place(section.end);
                let address = blocks
                    .get(range.clone())
                    .unwrap_or_default()
                    .iter()
                    .find_map(|block| block.read_address());
                let kind = match section.kind {
                    newsletter::SectionKind::Article => {
                        SectionKind::Item { title: usize::MAX, address, is_teaser: false }
                    }
                    newsletter::SectionKind::Digest => SectionKind::Digest,
                    newsletter::SectionKind::Furniture => SectionKind::Furniture,
                };
                Section { blocks: range, kind }
            })
            .filter(|section| !section.blocks.is_empty())
            .collect();
        Some(found)
    }

    /// Where the text of the blocks behind `end` starts.
    fn byte(&self, end: usize) -> usize {
        match self.message.places.get(end).and_then(|&place| self.lines.get(place)) {
            Some(line) => line.start,
            None => self.message.text.len(),
        }
    }

    fn lines_of(&self, range: &Range<usize>) -> &[Line<'_>] {
        let line =
            |block: usize| self.message.places.get(block).copied().unwrap_or(self.lines.len());
        self.lines.get(line(range.start)..line(range.end)).unwrap_or_default()
    }

    fn section(&self, section: &Section, blocks: &mut [Block], cover: &mut Cover) {
        let end = self.byte(section.blocks.end);
        match &section.kind {
            SectionKind::Furniture => {
                cover.mark(end, RegionRole::Furniture);
                cover.leave_out();
            }
            SectionKind::Digest => self.digest(&section.blocks, blocks, cover),
            SectionKind::Item { title, address, is_teaser } => {
                self.item(section, *title, address.clone(), *is_teaser, blocks, cover);
            }
            SectionKind::Message { fields } => {
                self.message_of_digest(&section.blocks, *fields, blocks, cover);
            }
        }
    }

    /// The newsletter's own words: its paragraphs, without the links and names about them.
    fn digest(&self, range: &Range<usize>, blocks: &mut [Block], cover: &mut Cover) {
        for block in blocks.get_mut(range.clone()).unwrap_or_default() {
            if !chrome::is_paragraph(block) {
                block.role.get_or_insert(RegionRole::Furniture);
            }
        }
        let (mut head, mut origins) = self.known();
        head.kind = ArticleKind::Digest;
        self.subject(&mut head, &mut origins);
        let story = self.story(range, blocks, head);
        self.finish(story, origins, cover);
    }

    fn item(
        &self,
        section: &Section,
        title: usize,
        address: Option<String>,
        is_teaser: bool,
        blocks: &mut [Block],
        cover: &mut Cover,
    ) {
        let (mut head, mut origins) = self.known();
        head.identifier = None;
        origins.remove(Field::Identifier);
        if let Some(block) = blocks.get_mut(title) {
            let words = block.title().0.to_owned();
            block.role = Some(RegionRole::Headline);
            head.headline = Some(words);
            origins.set(Field::Headline, "mail:item title");
        }
        if is_teaser {
            head.kind = ArticleKind::Summary;
            // When the newsletter came out is not when the piece did.
            head.published = None;
            origins.remove(Field::Published);
        }
        for block in blocks.get_mut(section.blocks.clone()).unwrap_or_default() {
            if block.role.is_none()
                && let Some(published) = labels::date_line(&block.words)
            {
                block.role = Some(RegionRole::Metadata);
                head.published = Some(published);
                origins.set(Field::Published, "mail:item date");
            } else if block.role.is_none() && (block.address.is_some() || block.is_read_link()) {
                block.role = Some(RegionRole::Link);
            }
        }
        if let Some(address) = address {
            if !self.is_own(&address) {
                head.publisher = None;
                origins.remove(Field::Publisher);
            }
            head.url = Some(address);
            origins.set(Field::Url, "mail:item link");
        }
        let story = self.story(&section.blocks, blocks, head);
        self.finish(story, origins, cover);
    }

    /// Whether an address belongs to whom the newsletter is from.
    fn is_own(&self, address: &str) -> bool {
        match (publishers::host(address), &self.envelope.domain) {
            (Some(host), Some(domain)) => envelope::is_of_domain(host, domain),
            _ => false,
        }
    }

    /// A message of an RFC 1153 digest, with its own header over it.
    fn message_of_digest(
        &self,
        range: &Range<usize>,
        fields: usize,
        blocks: &mut [Block],
        cover: &mut Cover,
    ) {
        let mut head = Head::default();
        let mut origins = Origins::default();
        let header = range.start..(range.start + fields).min(range.end);
        for block in blocks.get_mut(header).unwrap_or_default() {
            block.role = Some(RegionRole::Metadata);
            let Some((label, value)) = block.words.split_once(':') else { continue };
            match label.to_ascii_lowercase().as_str() {
                "subject" => {
                    head.headline = Some(envelope::subject(value).0).filter(|s| !s.is_empty());
                    origins.set(Field::Headline, "mail:digest Subject");
                }
                "date" => {
                    head.published = published(value);
                    origins.set(Field::Published, "mail:digest Date");
                }
                "message-id" => {
                    head.identifier = Some(value.trim_matches(['<', '>', ' ']).to_owned());
                    origins.set(Field::Identifier, "mail:digest Message-ID");
                }
                _ => {}
            }
        }
        let story = self.story(range, blocks, head);
        self.finish(story, origins, cover);
    }

    /// The message as one article.
    fn whole(&self, blocks: &mut [Block], cover: &mut Cover) {
        // Lines that are wholly links lead elsewhere, except the first, which may be the headline.
        let first = blocks.iter().position(|block| block.role.is_none());
        for (place, block) in blocks.iter_mut().enumerate() {
            if block.address.is_some() && first != Some(place) {
                block.role.get_or_insert(RegionRole::Link);
            }
        }
        let range = 0..blocks.len();
        let (head, mut origins) = self.known();
        let mut story = self.story(&range, blocks, head.clone());
        if !self.has_headline_of_its_own(&story.head) {
            let mut head = head;
            self.subject(&mut head, &mut origins);
            story = self.story(&range, blocks, head);
        }
        self.finish(story, origins, cover);
    }

    /// Whether the text has a headline that is more than its first line: it is signed, or the
    /// subject says the same.
    fn has_headline_of_its_own(&self, head: &Head) -> bool {
        let Some(headline) = &head.headline else { return false };
        let key = |text: &str| normalise::name_key(text);
        let subject = match &self.forward {
            Some(Forward { subject: Some(subject), .. }) => Some(subject),
            _ => self.envelope.subject.as_ref(),
        };
        let is_said = subject.is_some_and(|subject| {
            let (one, two) = (key(subject), key(headline));
            !two.is_empty() && (one.contains(&two) || two.contains(&one))
        });
        is_said || subject.is_none() || head.byline.is_some() || head.dateline.is_some()
    }

    /// What the header says of every article in the message.
    fn known(&self) -> (Head, Origins) {
        let mut head = Head::default();
        let mut origins = Origins::default();
        if let Some(language) = &self.envelope.language {
            head.language = Some(language.clone());
            origins.set(Field::Language, "mail:Content-Language");
        }
        if let Some(identifier) = &self.envelope.identifier {
            head.identifier = Some(identifier.clone());
            origins.set(Field::Identifier, "mail:Message-ID");
        }
        match &self.forward {
            Some(forward) => {
                head.published = forward.date.clone();
                origins.set(Field::Published, "mail:forwarded Date");
            }
            None => {
                head.publisher = self.envelope.publisher.clone();
                origins.set(Field::Publisher, "mail:From");
                head.published = self.envelope.date.clone().filter(|_| !self.envelope.is_forwarded);
                origins.set(Field::Published, "mail:Date");
            }
        }
        (head, origins)
    }

    fn subject(&self, head: &mut Head, origins: &mut Origins) {
        let forwarded = self.forward.as_ref().and_then(|forward| forward.subject.clone());
        let rule = if forwarded.is_some() { "mail:forwarded Subject" } else { "mail:Subject" };
        head.headline = forwarded.or_else(|| self.envelope.subject.clone());
        origins.set(Field::Headline, rule);
    }

    /// Reads the blocks of a section that are nobody else's as one article.
    fn story(&self, range: &Range<usize>, blocks: &[Block], known: Head) -> Story {
        let mut story = Story { head: known.clone(), body: String::new(), stretches: Vec::new() };
        let mut at = range.start;
        let mut is_first = true;
        while at < range.end {
            let role = blocks.get(at).and_then(|block| block.role);
            let count = blocks
                .get(at..range.end)
                .unwrap_or_default()
                .iter()
                .take_while(|block| block.role == role)
                .count()
                .max(1);
            let run = at..at + count;
            at = run.end;
            if let Some(role) = role {
                story.stretches.push((self.byte(run.end), role));
                continue;
            }
            // A later run goes on with the same article; its own lines are no head.
            let known = if is_first { known.clone() } else { story.head.clone() };
            let parsed = article::parse(self.message.text, self.lines_of(&run), known);
            is_first = is_first && parsed.body.is_empty();
            story.head = parsed.head;
            story.stretches.extend(parsed.stretches);
            story.stretches.push((self.byte(run.end), RegionRole::Furniture));
            if !story.body.is_empty() && !parsed.body.is_empty() {
                story.body.push_str("\n\n");
            }
            story.body.push_str(&parsed.body);
        }
        story
    }

    fn finish(&self, story: Story, mut origins: Origins, cover: &mut Cover) {
        let Story { mut head, body, stretches } = story;
        if head.language.is_none() {
            head.language = language::language(&body).map(str::to_owned);
        }
        for (end, role) in stretches {
            cover.mark(end, role);
        }
        tell_origins(&head, &mut origins);
        cover.article(head, origins, body);
    }
}

fn published(value: &str) -> Option<Published> {
    let value = value.trim();
    dates::published(value.split('(').next().unwrap_or(value).trim())
}

/// Fields that the text itself told are the text reader's; those that nobody told have no rule.
pub fn tell_origins(head: &Head, origins: &mut Origins) {
    let set = [
        (Field::Headline, head.headline.is_some(), "text:headline"),
        (Field::Standfirst, head.standfirst.is_some(), "text:standfirst"),
        (Field::Byline, head.byline.is_some(), "text:byline"),
        (Field::Authors, !head.authors.is_empty(), "text:byline"),
        (Field::Dateline, head.dateline.is_some(), "text:dateline"),
        (Field::Publisher, head.publisher.is_some(), "text:publisher"),
        (Field::Url, head.url.is_some(), "text:url"),
        (Field::Published, head.published.is_some(), "text:date"),
        (Field::Modified, head.modified.is_some(), "text:date"),
        (Field::Section, head.section.is_some(), "text:section"),
        (Field::Identifier, head.identifier.is_some(), "text:identifier"),
        (Field::Language, head.language.is_some(), "text:body"),
        (Field::Body, true, "mail:body"),
    ];
    for (field, is_set, rule) in set {
        if !is_set {
            origins.remove(field);
        } else if origins.of(field).is_none() {
            origins.set(field, rule);
        }
    }
}
