//! How `cuttings news` writes what it found, and where that goes.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use clap::builder::PossibleValuesParser;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Args, stories};
use crate::cli::rows::file_of;
use crate::cli::wording::counted;
use crate::cli::{ExitCode, Failure, Global};
use crate::config::NewsConfig;
use crate::model::News;
use crate::ops::news::Composed;
use crate::ops::send::{SendError, send};
use crate::output::document::mail::{Envelope, Mailbox};
use crate::output::document::news as document;
use crate::output::{Destination, DestinationError};

/// How long a command may take where the config file says nothing.
const TIMEOUT: u64 = 60;

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Text,
    Markdown,
    Html,
    Json,
    Atom,
    Mail,
}

impl Format {
    const ALL: [(Self, &'static str, &'static [&'static str]); 6] = [
        (Self::Text, "text", &["txt"]),
        (Self::Markdown, "markdown", &["md", "markdown"]),
        (Self::Html, "html", &["html", "htm"]),
        (Self::Json, "json", &["json"]),
        (Self::Atom, "atom", &["atom", "xml"]),
        (Self::Mail, "mail", &["eml"]),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(format, ..)| *format == self).map_or("", |(_, name, _)| name)
    }

    fn by_name(asked: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name, _)| *name == asked).map(|(format, ..)| *format)
    }

    /// Whether a program reads it, for which nothing at all would be no answer.
    pub fn is_for_programs(self) -> bool {
        matches!(self, Self::Json | Self::Atom)
    }
}

/// What `--format` takes.
pub fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(Format::ALL.map(|(_, name, _)| name))
}

/// What was asked for, or what the config file or the name of the output file says. Fails where that says nothing.
pub fn format(global: &Global, args: &Args, config: &NewsConfig) -> Result<Format, Failure> {
    if let Some(asked) = &args.format {
        return Ok(Format::by_name(asked).unwrap_or(Format::Text));
    }
    if args.send {
        return match &config.format {
            None => Ok(Format::Mail),
            Some(name) => Format::by_name(name).ok_or_else(|| {
                let names = Format::ALL.map(|(_, name, _)| name).join(", ");
                config_failure(format!("`{name}` is no format of news; formats are {names}"))
            }),
        };
    }
    let Some(path) = file_of(args.output.as_deref()) else {
        return Ok(if global.json { Format::Json } else { Format::Text });
    };
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let found = Format::ALL.iter().find(|(_, _, endings)| endings.contains(&ending.as_str()));
    found.map(|(format, ..)| *format).ok_or_else(|| {
        let message = format!("`{}` does not say how news are written", path.display());
        Failure::new(ExitCode::Usage, message).hint(
            "end its name in .html, .md, .json, .xml, .txt or .eml, or say it with `--format`",
        )
    })
}

fn config_failure(message: String) -> Failure {
    Failure::new(ExitCode::Configuration, message)
}

/// Fails where options do not go together, a message has no recipient, or two texts would be on standard output.
pub fn check(
    global: &Global,
    args: &Args,
    format: Format,
    config: &NewsConfig,
) -> Result<(), Failure> {
    let usage = |message: &str| Failure::new(ExitCode::Usage, message);
    let has_envelope = !args.to.is_empty() || args.from.is_some() || args.subject.is_some();
    if format != Format::Mail && has_envelope {
        return Err(
            usage("--to, --from and --subject are for a message").hint("add `--format mail`")
        );
    }
    if format == Format::Mail && mailboxes(args, config)?.0.is_empty() {
        return Err(usage("the message goes to nobody").hint(
            "say to whom: `--to press@example.org`, or `to` under `[news]` in the config file",
        ));
    }
    let is_printed = !args.send && file_of(args.output.as_deref()).is_none();
    if global.json && is_printed && format != Format::Json {
        return Err(usage("the summary of --json and the news would both be on standard output")
            .hint("write the news to a file with `-o FILE`"));
    }
    Ok(())
}

/// The news in a format. Fails where the config file has an address that is not valid.
pub fn text(
    news: &News,
    format: Format,
    args: &Args,
    config: &NewsConfig,
    now: DateTime<Utc>,
) -> Result<String, Failure> {
    Ok(match format {
        Format::Text => document::plain(news)?,
        Format::Markdown => document::markdown(news)?,
        Format::Html => document::html(news)?,
        Format::Json => format!("{}\n", document::json(news)),
        Format::Atom => document::atom(news, &feed_id(args))?,
        Format::Mail => envelope(news, args, config, now)?
            .message(&document::plain(news)?, &document::html(news)?)?,
    })
}

/// The same for the same watches, whenever and wherever it is written.
fn feed_id(args: &Args) -> String {
    let watches = args.watches.iter();
    let watches = watches.map(|name| format!("/{}", utf8_percent_encode(name, NON_ALPHANUMERIC)));
    format!("tag:cuttings.invalid,2026:news{}", watches.collect::<String>())
}

/// To whom and from whom: as typed, else as the config file says.
fn mailboxes(args: &Args, config: &NewsConfig) -> Result<(Vec<Mailbox>, Option<Mailbox>), Failure> {
    let mailbox = |text: &String| {
        Mailbox::parse(text)
            .map_err(|reason| config_failure(format!("`{text}` under `[news]`: {reason}")))
    };
    let to = match args.to.is_empty() {
        true => config.to.iter().map(mailbox).collect::<Result<_, Failure>>()?,
        false => args.to.clone(),
    };
    let from = match &args.from {
        Some(from) => Some(from.clone()),
        None => config.from.as_ref().map(mailbox).transpose()?,
    };
    Ok((to, from))
}

fn envelope(
    news: &News,
    args: &Args,
    config: &NewsConfig,
    now: DateTime<Utc>,
) -> Result<Envelope, Failure> {
    let (to, from) = mailboxes(args, config)?;
    let subject = args.subject.clone().unwrap_or_else(|| match stories(news) {
        0 => news.title.clone(),
        count => format!("{}: {}", news.title, counted(count, "story")),
    });
    Ok(Envelope { to, from, subject, sent_at: now.timestamp() })
}

/// Whether the news went all the way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// To whom, in the words of `tellings`.
    Completely(&'static str),
    /// A reader closed early.
    InPart,
    /// There was nothing to tell.
    Nothing,
}

/// Writes the news and sees them all the way out. Fails where they cannot be written.
pub fn write(
    mut destination: Destination,
    text: &str,
    output: Option<&Path>,
) -> Result<Sent, Failure> {
    let name = output.map_or_else(|| PathBuf::from("standard output"), Path::to_owned);
    let written = destination
        .write_all(text.as_bytes())
        .map_err(|source| DestinationError::File { path: name, source })
        .and_then(|()| destination.finish());
    match written {
        Ok(()) if output.is_some() => Ok(Sent::Completely("file")),
        Ok(()) => Ok(Sent::Completely("standard output")),
        Err(DestinationError::File { source, .. }) if Failure::is_broken_pipe(&source) => {
            Ok(Sent::InPart)
        }
        Err(error) => Err(error.into()),
    }
}

/// Hands the news to a command.
pub struct Sender {
    command: Vec<String>,
    limit: Duration,
    format: Format,
}

impl Sender {
    /// The one that the config file names. Fails where it names none.
    pub fn of(config: &NewsConfig, format: Format) -> Result<Self, Failure> {
        if config.send.first().is_none_or(|name| name.trim().is_empty()) {
            return Err(config_failure("the config file does not say how to send".to_owned()).hint(
                "write it under `[news]`: send = [\"sendmail\", \"-t\"], to = [\"press@example.org\"]",
            ));
        }
        let seconds = config.timeout_seconds.unwrap_or(TIMEOUT);
        if seconds == 0 {
            return Err(config_failure(
                "`timeout_seconds` under `[news]` leaves no time at all".to_owned(),
            ));
        }
        let limit = Duration::from_secs(seconds);
        Ok(Self { command: config.send.clone(), limit, format })
    }

    /// Sends what is new, if anything is. Fails where the command does, or takes too long.
    pub fn send(
        &self,
        composed: &Composed,
        args: &Args,
        config: &NewsConfig,
        now: DateTime<Utc>,
    ) -> Result<Sent, Failure> {
        if !composed.is_new {
            return Ok(Sent::Nothing);
        }
        let text = text(&composed.news, self.format, args, config, now)?;
        send(&self.command, &text, self.limit).map_err(|error| match error {
            SendError::NoCommand => config_failure(error.to_string()),
            SendError::NotRun { .. } => config_failure(format!("nothing was sent: {error}")).hint(
                "`send` under `[news]` in the config file names the command and its arguments",
            ),
            SendError::Failed { .. } => {
                Failure::new(ExitCode::Failure, format!("the news were not sent: {error}"))
                    .hint("nothing is recorded as told: the next run tries again")
            }
        })?;
        Ok(Sent::Completely("command"))
    }
}
