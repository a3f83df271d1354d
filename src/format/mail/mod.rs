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

use super::article::regions::{self, Cover};
use super::page::{Block, Page};
use super::{Format, Framing, Refusal, text};
use crate::model::{ProblemOutcome, Reading, RecordProblem, RegionRole};
use crate::text::decode::Decoded;
use crate::text::wide;
use content::{Enclosed, EnclosedContent};

pub const FORMAT: Format = Format {
    name: "mail",
    version: 8,
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
    if let Some((wide, _)) = wide::of(bytes)
        && let Some(narrow) = wide::to_utf_8(bytes)
    {
        return Reading { encoding: wide.name(), ..message(narrow.as_bytes(), depth, left) };
    }
    let replaced;
    // Line ends of an old Macintosh.
    let bytes = if bytes.contains(&b'\r') && !bytes.contains(&b'\n') {
        replaced =
            bytes.iter().map(|&byte| if byte == b'\r' { b'\n' } else { byte }).collect::<Vec<u8>>();
        &replaced
    } else {
        bytes
    };
    let root = parts::message(bytes);
    if root.fields.lines.is_empty() {
        return text::read(bytes);
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
    let encloses_message = content.enclosed.iter().any(is_message);
    let mut blocks: Vec<Block> = Vec::new();
    let encoding = content.bodies.first().map_or("utf-8", |body| body.encoding);
    for body in content.bodies {
        let mut body = body.blocks;
        if let Some(first) = body.first_mut() {
            first.has_gap = true;
        }
        blocks.extend(body);
    }
    chrome::limit(&mut blocks);
    let mut page = Page::new(whole);
    blocks.iter().for_each(|block| page.push(block));
    if !blocks.is_empty() {
        page.text.push('\n');
    }
    let mut cover = Cover::new(page.text.len());
    cover.mark(header, RegionRole::Metadata);
    let message = drafts::Message { page: &page, header, encloses_message };
    let reason = drafts::read(&message, &mut blocks, &envelope, &mut cover);
    let warnings = [envelope.warnings, content.warnings].concat();
    let decoded = Decoded { text: String::new(), encoding, warnings };
    let mut reading = cover.finish(&decoded);
    reading.captured = envelope.captured;
    for enclosed in content.enclosed {
        append(&mut reading, enclosed, depth, left);
    }
    reading.warnings.dedup();
    regions::explained(reading, |_| reason)
}

fn is_message(enclosed: &Enclosed) -> bool {
    match &enclosed.content {
        EnclosedContent::Message(_) => true,
        EnclosedContent::File(_) => attachment::is_message(&enclosed.name),
        EnclosedContent::Silent | EnclosedContent::Damaged => false,
    }
}

/// Adds what a message carries to its reading: a line with the name, then the text if it is read, or why
/// it is not.
fn append(reading: &mut Reading, enclosed: Enclosed, depth: usize, left: &mut usize) {
    let name: String = enclosed.name.chars().filter(|c| !c.is_control()).take(200).collect();
    let is_message = is_message(&enclosed);
    regions::append(reading, line(&format!("[{name}]\n")));
    let refused = |reason: String| Err((ProblemOutcome::Refused, reason));
    let inner = match enclosed.content {
        EnclosedContent::Message(bytes) | EnclosedContent::File(bytes) if is_message => {
            if depth == 0 {
                refused(format!(
                    "a message within more than {} others is not opened; save it as a file of its own",
                    parts::DEEPEST
                ))
            } else if *left == 0 {
                refused(format!(
                    "more than {MOST_MESSAGES} messages in one are not opened; save it as a file of its own"
                ))
            } else {
                Ok(message(&bytes, depth - 1, left))
            }
        }
        EnclosedContent::File(bytes) | EnclosedContent::Message(bytes) => {
            attachment::read(&bytes, &name)
        }
        EnclosedContent::Silent => {
            reading.warnings.push(format!("attachment not read: {name}"));
            return;
        }
        EnclosedContent::Damaged => refused("its transfer encoding is damaged".to_owned()),
    };
    let record = format!("attachment {name}");
    match inner {
        Ok(mut inner) => {
            for problem in &mut inner.problems {
                problem.record.get_or_insert_with(|| record.clone());
            }
            regions::append(reading, inner);
        }
        Err((outcome, reason)) => {
            reading.problems.push(RecordProblem { record: Some(record), outcome, reason });
        }
    }
}

/// The reading of a line that belongs to no article.
fn line(words: &str) -> Reading {
    let decoded = Decoded { text: String::new(), encoding: "utf-8", warnings: Vec::new() };
    Cover::new(words.len()).finish(&decoded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleKind, Draft, Field};

    /// Regions in order, without gap, to the end; every draft owns one, every field has a rule.
    fn reading(bytes: &[u8]) -> Reading {
        let reading = read(bytes).expect("mail is never refused");
        let mut at = 0;
        for region in &reading.regions {
            assert!(region.start == at && region.end > at, "{region:?} {at}");
            assert!(region.part.is_none_or(|part| (part as usize) < reading.drafts.len()));
            at = region.end;
        }
        assert_eq!(at, reading.text_bytes);
        for draft in &reading.drafts {
            assert!(reading.regions.iter().any(|region| region.part == Some(draft.part)));
            assert!(!draft.body.is_empty());
        }
        reading
    }

    fn drafts(message: &str) -> Vec<Draft> {
        reading(message.as_bytes()).drafts
    }

    const RELEASE: &str = "From: Port Lagoon Harbour Board <press@harbour.example>\nTo: newsdesk@lagoon.example\nSubject: Harbour tolls to rise\nDate: Mon, 4 Mar 2024 09:15:00 +1300\nMessage-ID: <tolls-1@harbour.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nThe harbour board of Port Lagoon said on Monday that it would raise\nits tolls for every ship above forty metres from the first of July on.\n\n\"Ferries are spared,\" said its chair, Ann Ng.\n\n-- \nPress office\nHarbour Street 4\n";

    #[test]
    fn a_press_release_is_its_message() {
        let drafts = drafts(RELEASE);
        let head = &drafts[0].head;
        assert_eq!(drafts.len(), 1);
        assert_eq!(head.headline.as_deref(), Some("Harbour tolls to rise"));
        assert_eq!(head.identifier.as_deref(), Some("tolls-1@harbour.example"));
        assert_eq!(head.published.as_ref().unwrap().value, "2024-03-04T09:15:00");
        assert_eq!((head.publisher.as_deref(), head.byline.as_deref()), (None, None));
        assert_eq!(drafts[0].origins.of(Field::Headline), Some("mail:Subject"));
        assert_eq!(drafts[0].origins.of(Field::Published), Some("mail:Date"));
        assert_eq!(
            drafts[0].body,
            "The harbour board of Port Lagoon said on Monday that it would raise its tolls for every ship above forty metres from the first of July on.\n\n\"Ferries are spared,\" said its chair, Ann Ng."
        );
    }

    #[test]
    fn a_message_that_was_forwarded_keeps_its_own_fields() {
        let message = format!(
            "Subject: Fwd: Harbour tolls to rise\nDate: Fri, 8 Mar 2024 10:00:00 +1300\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nFor your files.\n--b\nContent-Type: message/rfc822\n\n{RELEASE}\n--b--\n"
        );
        let reading = reading(message.as_bytes());
        assert_eq!(reading.drafts.len(), 1);
        assert_eq!(reading.drafts[0].head.published.as_ref().unwrap().value, "2024-03-04T09:15:00");
        assert_eq!(reading.captured.unwrap().value, "2024-03-08T10:00:00");
        assert!(reading.warnings.is_empty());
    }

    #[test]
    fn files_that_are_news_are_read_and_others_are_named() {
        let message = "Subject: Two things\nDate: Fri, 8 Mar 2024 10:00:00 +1300\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; name=tolls.txt\nContent-Disposition: attachment\n\nSUVA, March 4 (Reuters) - The board said no.\n--b\nContent-Type: application/pdf; name=report.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n--b--\n";
        let reading = reading(message.as_bytes());
        assert_eq!(reading.drafts.len(), 1);
        assert_eq!(reading.drafts[0].head.publisher.as_deref(), Some("Reuters"));
        let problem = &reading.problems[0];
        assert_eq!(problem.record.as_deref(), Some("attachment report.pdf"));
        assert_eq!(problem.reason, "the PDF is damaged beyond reading");
    }

    #[test]
    fn a_newsletter_is_its_items_and_its_own_words() {
        let message = "From: The Lagoon Times <news@lagoon.example>\nSubject: Lagoon Morning\nDate: Mon, 4 Mar 2024 06:00:00 +1300\nMessage-ID: <m4@lagoon.example>\nList-Unsubscribe: <https://lagoon.example/u>\nContent-Type: text/html\n\n<p>Good morning. The harbour did not sleep last night, and neither did its board.</p><h2><a href='https://click.lagoon.example/1'>Tolls to rise</a></h2><p>The board wants more money for the mole.</p><h2><a href='https://other.example/2'>Ferries are late</a></h2><p>Fog, they say, and then more of the fog.</p><p><a href='https://lagoon.example/u'>Unsubscribe</a></p>";
        let drafts = drafts(message);
        let seen: Vec<_> = drafts
            .iter()
            .map(|draft| {
                (
                    draft.head.kind,
                    draft.head.headline.as_deref().unwrap(),
                    draft.head.publisher.as_deref(),
                )
            })
            .collect();
        let lagoon = Some("The Lagoon Times");
        assert_eq!(
            seen,
            [
                (ArticleKind::Digest, "Lagoon Morning", lagoon),
                (ArticleKind::Summary, "Tolls to rise", lagoon),
                (ArticleKind::Summary, "Ferries are late", None),
            ]
        );
        assert_eq!(drafts[0].head.identifier.as_deref(), Some("m4@lagoon.example"));
        assert_eq!(
            (drafts[1].head.identifier.as_deref(), drafts[1].head.published.as_ref()),
            (None, None)
        );
        assert_eq!(drafts[1].head.url.as_deref(), Some("https://click.lagoon.example/1"));
    }

    #[test]
    fn whatever_comes_is_a_reading() {
        let rfc822 = "Content-Type: message/rfc822\n\n".repeat(5000);
        let deep: String = (0..2000)
            .map(|level| {
                format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n")
            })
            .collect();
        let cases: Vec<Vec<u8>> = vec![
            Vec::new(),
            b"\n\n\n".to_vec(),
            b"no header at all, only words".to_vec(),
            b"Subject: only a header".to_vec(),
            b"Subject: old\rDate: Mon, 4 Mar 2024 09:15:00 +1300\r\rThe board said no.\r".to_vec(),
            b"Subject: caf\xe9\nX: y\n\ncaf\xe9 \0 nul".to_vec(),
            b"Date: Thu, 32 Foo 2024 99:99:99 +9999\nContent-Type: text/plain; charset=x-no\n\nNo."
                .to_vec(),
            b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n!!!!".to_vec(),
            b"Content-Type: multipart/mixed\n\n--b\n\nno boundary".to_vec(),
            b"Content-Type: multipart/mixed; boundary=\"\"\n\n--\n\nx\n--\n".to_vec(),
            format!("{rfc822}Subject: x\n\ny").into_bytes(),
            deep.into_bytes(),
        ];
        for case in cases {
            reading(&case);
        }
        assert_eq!(reading(b"Subject: old\rX: y\r\rThe board said no.\r").drafts.len(), 1);
        assert_eq!(
            reading(b"31\nSubject: a\n\nThe board said no.\n<plist>").drafts[0].body,
            "The board said no."
        );
    }

    #[test]
    fn every_cut_and_every_wrong_byte_is_accounted_for() {
        let forwarded = format!(
            "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<h2>Tolls</h2><p>So &amp; so.\n--b\nContent-Type: message/rfc822\n\n{RELEASE}\n--b--\n"
        );
        for message in [RELEASE.as_bytes(), forwarded.as_bytes()] {
            for end in (0..message.len()).step_by(7) {
                reading(&message[..end]);
                let mut wrong = message.to_vec();
                wrong[end] = [0, b'\n', b'-', 0xff, b'<', b'='][end % 6];
                reading(&wrong);
            }
        }
    }
}
