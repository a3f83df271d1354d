//! A document as a message: RFC 5322, with a plain part and a part in HTML, as `sendmail -t` takes it.
//!
//! What must stay true: nothing that stands in a subject, a name or an address begins a header of its own; no line is
//! longer than 998 bytes, none is a full stop alone; lines end as those of any text file here do, and `sendmail` ends
//! them as mail wants it; the same document at the same time gives the same bytes, so its parts and its identifier are
//! named by its content.

use std::fmt;
use std::io;

use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::mime::MimePart;
use sha2::{Digest, Sha256};

use crate::output::safe;

/// Whom a message is from or to: `Ana Kestrel <ana@example.org>`, or the address alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    name: Option<String>,
    address: String,
}

/// What stands on a message.
#[derive(Clone, Debug)]
pub struct Envelope {
    pub to: Vec<Mailbox>,
    /// `None`: the program that sends it says.
    pub from: Option<Mailbox>,
    pub subject: String,
    /// Seconds since 1970.
    pub sent_at: i64,
}

impl Mailbox {
    /// Reads one as it is typed; the error says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.chars().any(char::is_control) {
            return Err("there is a control character in it".to_owned());
        }
        let (name, address) = match text.trim().strip_suffix('>') {
            Some(text) => text.split_once('<').ok_or("write it as NAME <ADDRESS>")?,
            None => ("", text),
        };
        let address = address.trim();
        let name = one_line(name.trim().trim_matches('"'));
        let is_plain = |text: &str| {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_graphic() && !b"<>()[]\\,;:@\"".contains(&byte))
                && !text.starts_with('.')
                && !text.ends_with('.')
                && !text.contains("..")
        };
        match address.rsplit_once('@') {
            Some((local, host)) if is_plain(local) && is_plain(host) && address.len() <= 254 => {
                Ok(Self {
                    name: Some(name).filter(|name| !name.is_empty()),
                    address: address.to_owned(),
                })
            }
            _ => Err("an address is wanted, such as press@example.org".to_owned()),
        }
    }

    fn of_builder(&self) -> Address<'_> {
        Address::new_address(self.name.as_deref(), self.address.as_str())
    }

    fn host(&self) -> &str {
        self.address.rsplit_once('@').map_or("", |(_, host)| host)
    }
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} <{}>", self.address),
            None => f.write_str(&self.address),
        }
    }
}

impl Envelope {
    /// The message. Fails where it cannot be put together.
    pub fn message(&self, plain: &str, html: &str) -> io::Result<String> {
        let name = self.name_of(plain, html);
        // A host that is in use somewhere, or the one name that never is (RFC 2606).
        let host = self.from.as_ref().map_or("cuttings.invalid", Mailbox::host);
        let mut message = MessageBuilder::new();
        if let Some(from) = &self.from {
            message = message.from(from.of_builder());
        }
        let to = self.to.iter().map(Mailbox::of_builder).collect();
        // Quoted-printable text has no `=_`, so no part of it is taken for the end of a part.
        let parts =
            ContentType::new("multipart/alternative").attribute("boundary", format!("=_{name}"));
        let message = message
            .to(Address::new_list(to))
            .subject(one_line(&self.subject))
            .date(self.sent_at)
            .message_id(format!("{name}@{host}"))
            .body(MimePart::new(
                parts,
                vec![
                    MimePart::new("text/plain", without_lone_stops(plain)),
                    MimePart::new("text/html", without_lone_stops(html)),
                ],
            ))
            .write_to_string()?;
        // Where quoted-printable breaks a line inside of a word a full stop may be left alone.
        let lines = message.split("\r\n").map(|line| if line == "." { "=2E" } else { line });
        Ok(lines.collect::<Vec<_>>().join("\n"))
    }

    /// A name for the message that its content gives.
    fn name_of(&self, plain: &str, html: &str) -> String {
        let Self { to, from, subject, sent_at } = self;
        let mut hasher = Sha256::new();
        let mailboxes = to.iter().chain(from).map(ToString::to_string);
        let rest = [subject.clone(), sent_at.to_string(), plain.to_owned(), html.to_owned()];
        for text in mailboxes.chain(rest) {
            hasher.update(text.len().to_le_bytes());
            hasher.update(text.as_bytes());
        }
        hasher.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A line that is a full stop alone ends what `sendmail` reads, so a space goes before it.
fn without_lone_stops(text: &str) -> String {
    let lines = text.split('\n').map(|line| if line == "." { " ." } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

/// Text for a header: what steers stands in it as an escape.
fn one_line(text: &str) -> String {
    safe::for_terminal(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(subject: &str, plain: &str) -> String {
        let envelope = Envelope {
            to: vec![
                Mailbox::parse("Zoë, \"the\" Ng <zoe@example.org>").unwrap(),
                Mailbox::parse("desk@example.org").unwrap(),
            ],
            from: Some(Mailbox::parse("press@example.net").unwrap()),
            subject: subject.to_owned(),
            sent_at: 1_767_323_045,
        };
        envelope.message(plain, "<p>é</p>").unwrap()
    }

    #[test]
    fn mailboxes_are_addresses_with_names() {
        for text in
            ["a@b.example", "Ana <a@b.example>", "\"Roe, Ana\" <a@b.example>", "é <a+c@b.example>"]
        {
            assert!(Mailbox::parse(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "a",
            "a@",
            "@b",
            "a b@c.example",
            "a@b.example\r\nBcc: c@d.example",
            "a@b.example, c@d.example",
            "Ana a@b.example>",
            "Ana <a@b.example> x",
            "a@b@c.example",
            "é@b.example",
            "-x@b.example\u{0}",
        ] {
            assert!(Mailbox::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_subject_is_one_header() {
        let text = message("Tolls\r\nBcc: all@example.org\r\n\r\nhéllo\u{202e}", "x\n");
        assert!(!text.contains("\nBcc:") && !text.contains('\r') && text.is_ascii(), "{text}");
        let parsed = mail_parser::MessageParser::new().parse(&text).unwrap();
        assert_eq!(
            parsed.subject(),
            Some("Tolls\\x0d Bcc: all@example.org\\x0d \\x0d héllo\\u{202e}")
        );
        assert!(parsed.bcc().is_none());
        assert_eq!(parsed.to().unwrap().as_list().unwrap().len(), 2);
        assert_eq!(message("x", "y"), message("x", "y"));
        assert_ne!(message("x", "y"), message("x", "z"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_arrives(subject in "\\PC{0,200}|[\\x00-\\x7f]{0,200}", plain in "(\\PC{0,300}\n){0,4}|([ -~]{0,90}[.]?\n){0,5}") {
            let text = message(&subject, &plain);
            proptest::prop_assert!(text.lines().all(|line| line.len() <= 998 && line != "."), "{}", text);
            let parsed = mail_parser::MessageParser::new().parse(&text).unwrap();
            proptest::prop_assert_eq!(parsed.headers().len(), 7);
            let got = parsed.body_text(0).unwrap().replace("\r\n", "\n");
            let sent = without_lone_stops(&plain);
            proptest::prop_assert_eq!(got.trim_end(), sent.trim_end());
        }
    }
}
