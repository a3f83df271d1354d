//! One message of electronic mail: a press release, a newsletter, an article that was forwarded.
//!
//! The text of the capture is the message decoded: its header fields, one a line, encoded words
//! resolved; a blank line; the words of the part that is read, a line for each paragraph, heading,
//! link or rule, with the lines joined that a mail program broke; a line in brackets for each file
//! that came with it, and, where the file is read, that file's own text. Regions count bytes of
//! this text. `parts` cuts the message, `content` chooses, `plain` and `html` make blocks of it,
//! `chrome` and `items` say what the blocks are, and `format::text` reads each article.
//!
//! What must stay true: any bytes are a reading; messages in messages are followed to a depth and
//! a number that are limited; the sender is not the author.

mod attachment;
mod block;
mod charset;
mod chrome;
mod content;
mod drafts;
mod envelope;
mod html;
mod items;
pub mod mbox;
pub mod mhtml;
mod parts;
mod plain;
mod sniff;

use super::regions::Cover;
use super::{Format, Framing, Refusal, text};
use crate::model::{Reading, RegionRole};
use crate::text::decode::Decoded;
use content::{Enclosed, EnclosedContent};

pub const FORMAT: Format = Format {
    name: "mail",
    version: 1,
    media_type: "message/rfc822",
    extensions: &["eml", "emlx"],
    summary: "one mail message: press releases, newsletters, forwarded articles, files in them",
    framing: Framing::Whole,
    sniff: sniff::is_message,
    read,
};

/// Messages in one message that are read; the rest is named.
const MOST_MESSAGES: usize = 200;

/// Reads one message. Never refuses: bytes without a header are read as text.
pub fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    let bytes = without_count(bytes);
    let mut left = MOST_MESSAGES;
    Ok(message(bytes, parts::DEEPEST, &mut left))
}

/// Apple's `emlx`: a line with the number of the message's bytes, the message, a property list.
fn without_count(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().take(20).position(|&byte| byte == b'\n').unwrap_or_default();
    let count = bytes
        .get(..end)
        .and_then(|line| std::str::from_utf8(line).ok())
        .and_then(|line| line.trim().parse::<usize>().ok());
    match count {
        Some(count) => {
            let rest = bytes.get(end + 1..).unwrap_or_default();
            rest.get(..count).unwrap_or(rest)
        }
        None => bytes,
    }
}

fn message(bytes: &[u8], depth: usize, left: &mut usize) -> Reading {
    *left = left.saturating_sub(1);
    let replaced;
    // Line ends of an old Macintosh.
    let bytes = if bytes.contains(&b'\r') && !bytes.contains(&b'\n') {
        replaced = bytes
            .iter()
            .map(|&byte| if byte == b'\r' { b'\n' } else { byte })
            .collect::<Vec<u8>>();
        &replaced
    } else {
        bytes
    };
    let root = parts::message(bytes);
    if root.fields.lines.is_empty() {
        return text::read(bytes).unwrap_or_default();
    }
    let envelope = envelope::envelope(&root.fields);
    let content = content::content(&root, envelope.is_bulk);
    let mut whole = String::new();
    for (name, value) in &root.fields.lines {
        whole.push_str(name);
        whole.push_str(": ");
        whole.push_str(value);
        whole.push('\n');
    }
    whole.push('\n');
    let header = whole.len();
    let encloses_message =
        content.enclosed.iter().any(|enclosed| is_message(enclosed));
    let mut blocks: Vec<block::Block> = Vec::new();
    let encoding = content.bodies.first().map_or("utf-8", |body| body.encoding);
    for body in content.bodies {
        let mut body = body.blocks;
        if let Some(first) = body.first_mut() {
            first.has_gap = true;
        }
        blocks.extend(body);
    }
    let places = block::write(&blocks, &mut whole);
    let mut cover = Cover::new(whole.len());
    cover.mark(header, RegionRole::Metadata);
    let message = drafts::Message { text: &whole, header, places: &places, encloses_message };
    drafts::read(&message, &mut blocks, &envelope, &mut cover);
    let warnings = [envelope.warnings, content.warnings].concat();
    let decoded = Decoded { text: String::new(), encoding, warnings };
    let mut reading = cover.finish(&decoded);
    reading.captured = envelope.captured;
    for enclosed in content.enclosed {
        append(&mut reading, enclosed, depth, left);
    }
    reading.warnings.dedup();
    reading
}

fn is_message(enclosed: &Enclosed) -> bool {
    match &enclosed.content {
        EnclosedContent::Message(_) => true,
        EnclosedContent::File(_) => attachment::is_message(&enclosed.name),
        EnclosedContent::Nothing => false,
    }
}

/// Adds what a message carries to its reading: a line with the name, then the text if it is read.
fn append(reading: &mut Reading, enclosed: Enclosed, depth: usize, left: &mut usize) {
    let name: String = enclosed.name.chars().filter(|c| !c.is_control()).take(200).collect();
    let is_message = is_message(&enclosed);
    extend(reading, &line(&format!("[{name}]\n")));
    let inner = match enclosed.content {
        EnclosedContent::Message(bytes) | EnclosedContent::File(bytes) if is_message => {
            if depth == 0 || *left == 0 {
                reading.warnings.push("messages inside messages go too deep or are too many".to_owned());
                return;
            }
            Some(message(&bytes, depth - 1, left))
        }
        EnclosedContent::File(bytes) => attachment::read(&bytes, &name),
        _ => None,
    };
    let inner = inner.map(|mut inner| {
        for draft in &mut inner.drafts {
            drafts::tell_origins(&draft.head, &mut draft.origins);
        }
        inner
    });
    match inner {
        Some(inner) => extend(reading, &inner),
        None => reading.warnings.push(format!("attachment not read: {name}")),
    }
}

/// The reading of a line that belongs to no article.
fn line(words: &str) -> Reading {
    let decoded = Decoded { text: String::new(), encoding: "utf-8", warnings: Vec::new() };
    Cover::new(words.len()).finish(&decoded)
}

/// Adds a reading behind another, as if their texts stood one after the other.
fn extend(reading: &mut Reading, other: &Reading) {
    let parts = reading.drafts.len() as u32;
    for draft in &other.drafts {
        let mut draft = draft.clone();
        draft.part += parts;
        reading.drafts.push(draft);
    }
    for region in &other.regions {
        let mut region = *region;
        region.start += reading.text_bytes;
        region.end += reading.text_bytes;
        region.part = region.part.map(|part| part + parts);
        reading.regions.push(region);
    }
    reading.text_bytes += other.text_bytes;
    reading.warnings.extend(other.warnings.iter().cloned());
    reading.problems.extend(other.problems.iter().cloned());
    reading.notices.extend(other.notices.iter().cloned());
}
