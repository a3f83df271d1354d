//! What a message's header says of the message: who sent it, when, how, and under which name.
//!
//! The sender is not the author and seldom the publisher: only a newsletter, which says in its
//! header that it goes to many who did not write to each other, is published by whom it is from.
//! A date is taken only if it is one; `mail_parser` reads the 32nd of a month as such.

use mail_parser::DateTime;

use super::parts::Fields;
use crate::format::article::forwarded::subject;
use crate::model::Published;
use crate::text::{dates, normalise};

/// The header as far as articles need it.
#[derive(Clone, Debug, Default)]
pub struct Envelope {
    /// `Subject` without the marks of forwarding and of lists.
    pub subject: Option<String>,
    /// Whether those marks said that it was forwarded.
    pub is_forwarded: bool,
    /// `Message-ID` without its brackets.
    pub identifier: Option<String>,
    pub date: Option<Published>,
    /// When it was sent, else when it was last received.
    pub captured: Option<Published>,
    /// Whom it is from, where that is a publisher.
    pub publisher: Option<String>,
    /// The domain of the address that it is from, lower case.
    pub domain: Option<String>,
    /// Whether it went to many at once who only read.
    pub is_bulk: bool,
    pub language: Option<String>,
    pub warnings: Vec<String>,
}

/// Reads the header of a message.
pub fn envelope(fields: &Fields) -> Envelope {
    let mut warnings = Vec::new();
    let date = fields.get("Date").and_then(|value| {
        let date = date(value, fields.message().and_then(|message| message.date()));
        if date.is_none() {
            warnings.push("date of the message not understood".to_owned());
        }
        date
    });
    let (subject, is_forwarded) = subject(fields.get("Subject").unwrap_or_default());
    let is_bulk = is_bulk(fields);
    let sender = fields.message().and_then(|message| message.from()).and_then(|from| from.first());
    let publisher = sender
        .and_then(|sender| sender.name())
        .map(|name| normalise::comparable(name).trim_matches(['"', '\'', ' ']).to_owned())
        .filter(|name| is_bulk && !is_forwarded && !name.is_empty() && !name.contains('@'));
    let domain = sender
        .and_then(|sender| sender.address())
        .and_then(|address| address.rsplit_once('@'))
        .map(|(_, domain)| domain.trim_matches(['>', ' ', '.']).to_ascii_lowercase());
    Envelope {
        subject: Some(subject).filter(|subject| !subject.is_empty()),
        is_forwarded,
        identifier: fields
            .get("Message-ID")
            .map(|value| value.trim_matches(['<', '>', ' ']).to_owned())
            .filter(|value| !value.is_empty() && value.len() <= 998 && !value.contains('\0')),
        captured: date.clone().or_else(|| received(fields)),
        date,
        publisher,
        domain,
        is_bulk,
        language: fields
            .get("Content-Language")
            .and_then(|value| crate::text::language::declared(value.split(',').next()?.trim())),
        warnings,
    }
}

/// The time at the end of the topmost, which is the last, `Received`.
fn received(fields: &Fields) -> Option<Published> {
    let (_, time) = fields.get("Received")?.rsplit_once(';')?;
    date(time, None)
}

/// A date as messages write it, the comment behind it aside: `Mon, 4 Mar 2024 10:00:00 +1300
/// (NZDT)`. Where the text is not understood but the parser found a real date, that one.
fn date(value: &str, parsed: Option<&DateTime>) -> Option<Published> {
    let value = normalise::comparable(value);
    let bare = value.split('(').next().unwrap_or_default().trim();
    if let Some(published) = dates::published(bare) {
        return Some(Published { original: value, ..published });
    }
    let parsed = parsed.filter(|parsed| parsed.is_valid())?;
    let published = dates::published(&parsed.to_rfc3339())?;
    // Two numbers of a date that are no year and a month that is none end as one of 1900 or 2000.
    let day = parsed.day.to_string();
    value.contains(&day).then_some(Published { original: value, ..published })
}

/// Whether a message is a newsletter's: it can be unsubscribed from or says that it is bulk, and
/// it is no letter to a list on which everybody writes.
fn is_bulk(fields: &Fields) -> bool {
    let precedence = fields.get("Precedence").unwrap_or_default().to_ascii_lowercase();
    let is_sent_to_many =
        ["List-Unsubscribe", "List-ID", "X-Bulkmail", "X-Campaign", "Feedback-ID"]
            .iter()
            .any(|name| fields.get(name).is_some())
            || matches!(precedence.as_str(), "bulk" | "list");
    let is_discussion = fields
        .get("List-Post")
        .is_some_and(|value| value.trim_start().to_ascii_lowercase().starts_with('<'))
        || ["X-BeenThere", "X-Mailman-Version", "X-Mailing-List", "In-Reply-To"]
            .iter()
            .any(|name| fields.get(name).is_some());
    is_sent_to_many && !is_discussion
}

/// Whether a web address belongs to whom the message is from.
pub fn is_of_domain(host: &str, domain: &str) -> bool {
    registered(host) == registered(domain)
}

/// The part of a host's name that somebody registered: the last two labels, or three below a
/// country's `co`, `com`, `org`.
fn registered(host: &str) -> &str {
    let labels: Vec<&str> = host.rsplit('.').take(3).collect();
    let is_below_second = matches!(labels.as_slice(), [country, second, _]
        if country.len() == 2 && matches!(*second, "co" | "com" | "org" | "net" | "gov" | "govt" | "ac"));
    let count = if is_below_second { 3 } else { 2 };
    let length: usize =
        labels.iter().take(count).map(|label| label.len() + 1).sum::<usize>().saturating_sub(1);
    host.get(host.len().saturating_sub(length)..).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::mail::parts;

    fn of(head: &str) -> Envelope {
        envelope(&parts::message(head.as_bytes()).fields)
    }

    #[test]
    fn only_a_real_date_is_one() {
        for (value, expected) in [
            ("Mon, 4 Mar 2024 10:00:00 +1300", Some("2024-03-04T10:00:00")),
            ("Mon, 4 Mar 2024 10:00:00 +1300 (NZDT)", Some("2024-03-04T10:00:00")),
            ("4 Mar 24 10:00:00 GMT", Some("2024-03-04T10:00:00")),
            ("Thu, 32 Foo 2024 99:99:99 +9999", None),
            ("Thu, 31 Feb 2024 09:00:00 +0000", None),
            ("yesterday", None),
        ] {
            let found = of(&format!("Date: {value}\nX: y\n\n"));
            assert_eq!(found.date.as_ref().map(|d| d.value.as_str()), expected, "{value}");
            assert_eq!(found.warnings.is_empty(), expected.is_some(), "{value}");
        }
    }

    #[test]
    fn a_message_was_captured_when_it_was_sent_or_received() {
        let head = "Received: from a by b; Mon, 4 Mar 2024 10:00:05 +1300\nSubject: x\n\n";
        assert_eq!(of(head).captured.unwrap().value, "2024-03-04T10:00:05");
        assert_eq!(of(head).date, None);
    }

    #[test]
    fn only_newsletters_are_published_by_their_sender() {
        for (head, publisher) in [
            (
                "From: The Lagoon Times <news@lagoon.example>\nList-Unsubscribe: <x>\n\n",
                Some("The Lagoon Times"),
            ),
            ("From: \"Ann Ng\" <ann@lagoon.example>\n\n", None),
            (
                "From: Ann Ng <a@b.example>\nList-Id: <talk>\nList-Post: <mailto:talk@b.example>\n\n",
                None,
            ),
            ("From: news@lagoon.example\nPrecedence: bulk\n\n", None),
        ] {
            assert_eq!(of(head).publisher.as_deref(), publisher, "{head}");
        }
        assert_eq!(
            of("From: A <a@News.Lagoon.example>\n\n").domain.as_deref(),
            Some("news.lagoon.example")
        );
    }

    #[test]
    fn hosts_of_one_owner_belong_together() {
        for (host, domain, expected) in [
            ("click.lagoon.example", "lagoon.example", true),
            ("www.tide.co.nz", "news.tide.co.nz", true),
            ("www.tide.co.nz", "lagoon.co.nz", false),
            ("example", "example", true),
        ] {
            assert_eq!(is_of_domain(host, domain), expected, "{host} {domain}");
        }
    }
}
