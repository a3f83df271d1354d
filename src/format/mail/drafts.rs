//! The articles of a message, out of its blocks.
//!
//! A newsletter becomes its items and its own words, any other message one article. What must stay
//! true: what the text says of an article beats what the header says of the message, and every
//! field tells where it stood.

use std::ops::Range;

use super::chrome;
use super::envelope::{self, Envelope};
use super::items::{self, MailItem, MailSection};
use crate::format::article::facts::Facts;
use crate::format::article::forwarded::{self, Forward};
use crate::format::article::lines::{self, Line};
use crate::format::article::regions::Cover;
use crate::format::article::sections::SectionKind;
use crate::format::article::{self, Parsed, date_lines, newsletter};
use crate::format::page::{Block, Look, Page};
use crate::model::{ArticleKind, Field, Head, Published, RegionRole};
use crate::text::{dates, normalise, publishers};

/// A message's text with its blocks.
pub struct Message<'t> {
    pub page: &'t Page,
    /// Length of its header, in bytes.
    pub header: usize,
    /// Whether it brings a message, which is then what it is about.
    pub encloses_message: bool,
}

/// A note over an enclosed message is no longer than this, in bytes.
const LONGEST_NOTE: usize = 800;

/// A longer text is no newsletter that somebody wrote by hand.
const MOST_BLOCKS_OF_TEXT: usize = 5000;

/// Fewer words and letters of somebody's own are no article beside a text that they answer: `+1`,
/// `Thanks! Ann`. Letters count for scripts that put no space between words.
const FEWEST_WORDS: usize = 4;
const FEWEST_LETTERS: usize = 20;

/// Reads all articles of the message's own text into `cover`. Gives the reason that holds if there is none.
pub fn read(
    message: &Message,
    blocks: &mut [Block],
    envelope: &Envelope,
    cover: &mut Cover,
) -> String {
    let is_answer =
        blocks.iter().any(|block| !matches!(block.role, None | Some(RegionRole::Caption)));
    let mut lines = lines::lines(&message.page.text, message.header);
    for (place, block) in blocks.iter().enumerate() {
        if let Look::Heading(style) = block.look {
            let start = message.page.start(place);
            let line = lines.partition_point(|line| line.start < start);
            if let Some(line) = lines.get_mut(line) {
                // Plain text shows its own headings; only HTML tells their rank.
                line.heading = line.heading.max(usize::from(style.level));
            }
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
    // A list program's header over somebody's few lines makes no newsletter of them.
    let sections = sections.filter(|sections| {
        sections.iter().any(|section| !matches!(section.kind, SectionKind::Furniture))
    });
    match sections {
        Some(sections) => {
            cover.leave_out();
            for section in sections {
                reader.section(&section, blocks, cover);
            }
            "a newsletter of which no item has text".to_owned()
        }
        None => reader.whole(blocks, is_answer, cover),
    }
}

struct Reader<'a> {
    message: &'a Message<'a>,
    lines: Vec<Line<'a>>,
    envelope: &'a Envelope,
    forward: Option<Forward>,
}

impl Reader<'_> {
    /// How the text reader divides the text, as sections of blocks.
    fn sections_of_text(&self, blocks: &[Block]) -> Option<Vec<MailSection>> {
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
        let page = self.message.page;
        let place = |line: usize| {
            page.block_from(self.lines.get(line).map_or(page.text.len(), |line| line.start))
        };
        let found = sections
            .into_iter()
            .map(|section| {
                let range = place(section.range.start)..place(section.range.end);
                let address = blocks
                    .get(range.clone())
                    .unwrap_or_default()
                    .iter()
                    .find_map(|block| block.read_address());
                let kind = match section.kind {
                    SectionKind::Article(()) => SectionKind::Article(MailItem::Piece {
                        title: None,
                        address,
                        is_teaser: false,
                    }),
                    SectionKind::Digest => SectionKind::Digest,
                    SectionKind::Furniture => SectionKind::Furniture,
                };
                MailSection { range, kind }
            })
            .filter(|section| !section.range.is_empty())
            .collect();
        Some(found)
    }

    fn section(&self, section: &MailSection, blocks: &mut [Block], cover: &mut Cover) {
        match &section.kind {
            SectionKind::Furniture => cover.skip(self.message.page.start(section.range.end)),
            SectionKind::Digest => self.digest(&section.range, blocks, cover),
            SectionKind::Article(MailItem::Piece { title, address, is_teaser }) => {
                self.item(section, *title, address.clone(), *is_teaser, blocks, cover);
            }
            SectionKind::Article(MailItem::Message { fields }) => {
                self.message_of_digest(&section.range, *fields, blocks, cover);
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
        let mut known = self.known();
        known.head.kind = ArticleKind::Digest;
        self.subject(&mut known);
        finish(self.story(range, blocks, known), cover);
    }

    fn item(
        &self,
        section: &MailSection,
        title: Option<usize>,
        address: Option<String>,
        is_teaser: bool,
        blocks: &mut [Block],
        cover: &mut Cover,
    ) {
        let mut known = self.known();
        known.forget(Field::Identifier);
        if let Some(block) = title.and_then(|title| blocks.get_mut(title)) {
            let words = block.title().0.to_owned();
            block.role = Some(RegionRole::Headline);
            known.say(Field::Headline, words, "mail:item title");
        }
        if is_teaser {
            known.head.kind = ArticleKind::Summary;
            // When the newsletter came out is not when the piece did.
            known.forget(Field::Published);
        }
        for block in blocks.get_mut(section.range.clone()).unwrap_or_default() {
            if block.role.is_none()
                && let Some(published) = date_lines::date_line(&block.words)
            {
                block.role = Some(RegionRole::Metadata);
                known.forget(Field::Published);
                known.say_published(published, "mail:item date");
            } else if block.role.is_none() && (block.address.is_some() || block.is_read_link()) {
                block.role = Some(RegionRole::Link);
            }
        }
        if let Some(address) = address {
            if !self.is_own(&address) {
                known.forget(Field::Publisher);
            }
            known.say(Field::Url, address, "mail:item link");
        }
        finish(self.story(&section.range, blocks, known), cover);
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
        let mut known = Facts::default();
        let header = range.start..(range.start + fields).min(range.end);
        for block in blocks.get_mut(header).unwrap_or_default() {
            block.role = Some(RegionRole::Metadata);
            let Some((label, value)) = block.words.split_once(':') else { continue };
            match label.to_ascii_lowercase().as_str() {
                "subject" => {
                    let (subject, _) = forwarded::subject(value);
                    if !subject.is_empty() {
                        known.say(Field::Headline, subject, "mail:digest Subject");
                    }
                }
                "date" => {
                    if let Some(published) = published(value) {
                        known.say_published(published, "mail:digest Date");
                    }
                }
                "message-id" => {
                    let identifier = value.trim_matches(['<', '>', ' ']);
                    known.say(Field::Identifier, identifier, "mail:digest Message-ID");
                }
                _ => {}
            }
        }
        finish(self.story(range, blocks, known), cover);
    }

    /// The message as one article, or why it is none.
    fn whole(&self, blocks: &mut [Block], is_answer: bool, cover: &mut Cover) -> String {
        // Lines that are wholly links lead elsewhere, except the first, which may be the headline.
        let first = blocks.iter().position(|block| block.role.is_none());
        for (place, block) in blocks.iter_mut().enumerate() {
            if block.address.is_some() && first != Some(place) {
                block.role.get_or_insert(RegionRole::Link);
            }
        }
        let range = 0..blocks.len();
        let mut known = self.known();
        let mut story = self.story(&range, blocks, known.clone());
        if !self.has_headline_of_its_own(&story.facts.head) {
            self.subject(&mut known);
            story = self.story(&range, blocks, known);
        }
        let words =
            story.body.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
        let words = words.count();
        let letters = story.body.chars().filter(|c| c.is_alphanumeric()).count();
        if is_answer && words < FEWEST_WORDS && letters < FEWEST_LETTERS {
            story.body.clear();
        }
        finish(story, cover);
        match (is_answer, words) {
            (true, 0) => {
                "only quoted text, a signature or links, and no word of its own".to_owned()
            }
            (true, 1) => "only quoted text or a signature, and 1 word of its own".to_owned(),
            (true, _) => format!("only quoted text or a signature, and {words} words of its own"),
            (false, _) if blocks.is_empty() => "a message without text".to_owned(),
            (false, _) => "a message without text but links and signs".to_owned(),
        }
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
    fn known(&self) -> Facts {
        let envelope = self.envelope;
        let mut known = Facts::default();
        if let Some(language) = &envelope.language {
            known.say(Field::Language, language, "mail:Content-Language");
        }
        if let Some(identifier) = &envelope.identifier {
            known.say(Field::Identifier, identifier, "mail:Message-ID");
        }
        let (date, rule) = match &self.forward {
            Some(forward) => (forward.date.clone(), "mail:forwarded Date"),
            None => {
                if let Some(publisher) = &envelope.publisher {
                    known.say(Field::Publisher, publisher, "mail:From");
                }
                (envelope.date.clone().filter(|_| !envelope.is_forwarded), "mail:Date")
            }
        };
        if let Some(date) = date {
            known.say_published(date, rule);
        }
        known
    }

    /// Takes the subject for the headline.
    fn subject(&self, known: &mut Facts) {
        let forwarded = self.forward.as_ref().and_then(|forward| forward.subject.as_ref());
        let rule = if forwarded.is_some() { "mail:forwarded Subject" } else { "mail:Subject" };
        if let Some(subject) = forwarded.or(self.envelope.subject.as_ref()) {
            known.say(Field::Headline, subject, rule);
        }
    }

    /// Reads the blocks of a section that are nobody else's as one article.
    fn story(&self, range: &Range<usize>, blocks: &[Block], mut known: Facts) -> Parsed {
        let own = blocks.get(range.clone()).unwrap_or_default();
        for caption in own.iter().filter(|block| block.role == Some(RegionRole::Caption)) {
            known.say_caption(Some(&caption.words), None, "html:figcaption");
        }
        let page = self.message.page;
        let mut at = range.start;
        let lines = page.lines_of(range, &self.lines).iter().map(|line| {
            while at + 1 < range.end && page.start(at + 1) <= line.start {
                at += 1;
            }
            Line { role: blocks.get(at).and_then(|block| block.role), ..*line }
        });
        let lines: Vec<Line> = lines.collect();
        article::parse(&self.message.page.text, &lines, known)
    }
}

/// Puts what was read of a section into the reading.
fn finish(mut parsed: Parsed, cover: &mut Cover) {
    parsed.facts.say_language_of(&parsed.body);
    parsed.facts.origins.set(Field::Body, "mail:body");
    parsed.put(cover);
}

fn published(value: &str) -> Option<Published> {
    let value = value.trim();
    dates::published(value.split('(').next().unwrap_or(value).trim())
}
