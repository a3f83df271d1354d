//! Which articles, as `search` and `export` take it.

use super::{Failure, terminal, whom};
use crate::db::{Only, Reader};
use crate::model::EntityKind;
use crate::report;

#[derive(Clone, Debug, clap::Args)]
pub struct Selection {
    /// In which this person is named, in any form of the name; several times: all of them
    #[arg(long = "person", value_name = "NAME", help_heading = "Selection")]
    pub people: Vec<String>,
    /// In which this organisation is named; several times: all of them
    #[arg(long = "organisation", value_name = "NAME", help_heading = "Selection")]
    pub organisations: Vec<String>,
    /// In which this place is named; several times: all of them
    #[arg(long = "place", value_name = "NAME", help_heading = "Selection")]
    pub places: Vec<String>,
    /// Published on this day or later
    #[arg(long, value_name = "DAY", value_parser = first_day, allow_hyphen_values = true, help_heading = "Selection")]
    pub since: Option<String>,
    /// Published on this day or earlier
    #[arg(long, value_name = "DAY", value_parser = last_day, allow_hyphen_values = true, help_heading = "Selection")]
    pub until: Option<String>,
    /// Stored on this day or later
    #[arg(long, value_name = "DAY", value_parser = first_day, allow_hyphen_values = true, help_heading = "Selection")]
    pub ingested_since: Option<String>,
    /// Published by this publisher
    #[arg(long, value_name = "NAME", help_heading = "Selection")]
    pub publisher: Option<String>,
    /// Tagged with this topic
    #[arg(long, value_name = "TOPIC", help_heading = "Selection")]
    pub topic: Option<String>,
    /// Only articles with, or without, a day
    #[arg(long, value_name = "yes|no", value_parser = ["yes", "no"], hide_possible_values = true, help_heading = "Selection")]
    pub dated: Option<String>,
    /// Show a story once, however many near-duplicates of it there are
    #[arg(long, help_heading = "Selection")]
    pub once: bool,
}

impl Selection {
    /// Whether it says anything.
    pub fn is_given(&self) -> bool {
        let Self {
            people,
            organisations,
            places,
            since,
            until,
            ingested_since,
            publisher,
            topic,
            dated,
            once,
        } = self;
        let has_names = [people, organisations, places].iter().any(|names| !names.is_empty());
        let texts = [since, until, ingested_since, publisher, topic, dated];
        has_names || texts.iter().any(|text| text.is_some()) || *once
    }

    /// Whether somebody must be named.
    pub fn names_somebody(&self) -> bool {
        [&self.people, &self.organisations, &self.places].iter().any(|names| !names.is_empty())
    }

    /// Who must be named; `None`: one of them is nobody whom an article names. Fails where a name means
    /// several.
    pub fn named(
        &self,
        reader: &Reader,
        is_quiet: bool,
    ) -> Result<Option<Vec<(EntityKind, i64)>>, Failure> {
        let mut named = Some(Vec::new());
        for (kind, names) in [
            (EntityKind::Person, &self.people),
            (EntityKind::Organisation, &self.organisations),
            (EntityKind::Place, &self.places),
        ] {
            for name in names {
                match (whom::narrowing(reader, kind, name, is_quiet)?, &mut named) {
                    (Some(id), Some(named)) => named.push((kind, id)),
                    (Some(_), None) => {}
                    (None, _) => named = None,
                }
            }
        }
        Ok(named)
    }

    /// The rest of it; says which publisher and topic are meant. Fails where a day cannot be read, or the
    /// archive cannot.
    pub fn only(&self, reader: &Reader, is_quiet: bool) -> Result<Only, Failure> {
        for said in [
            self.publisher.as_deref().map(|name| whom::publisher_said(reader, name)),
            self.topic.as_deref().map(|topic| whom::topic_said(reader, topic)),
        ] {
            if let Some(said) = said.transpose()?.flatten().filter(|_| !is_quiet) {
                terminal::say(&said);
            }
        }
        let topic = self.topic.as_deref().map(|topic| whom::topic_in_use(reader, topic));
        Ok(Only {
            since: self.since.clone(),
            until: self.until.clone(),
            ingested_since: self.ingested_since.clone(),
            publisher: self.publisher.as_deref().map(whom::asked),
            topic: topic.transpose()?,
            is_dated: self.dated.as_deref().map(|dated| dated == "yes"),
            once: self.once,
        })
    }

    /// What it narrows to, as it was typed.
    pub fn typed(&self) -> String {
        let mut narrowing = Vec::new();
        for (option, values) in [
            ("--person", &self.people),
            ("--organisation", &self.organisations),
            ("--place", &self.places),
        ] {
            narrowing.extend(values.iter().map(|value| format!("{option} {value}")));
        }
        for (option, value) in [
            ("--since", &self.since),
            ("--until", &self.until),
            ("--ingested-since", &self.ingested_since),
            ("--publisher", &self.publisher),
            ("--topic", &self.topic),
            ("--dated", &self.dated),
        ] {
            if let Some(value) = value {
                narrowing.push(format!("{option} {value}"));
            }
        }
        narrowing.join(" ")
    }
}

/// The first day that is asked for. The error says how days are written.
pub(super) fn first_day(text: &str) -> Result<String, String> {
    let days = report::days(text, whom::given().today);
    days.map(|(first, _)| first.to_string()).ok_or_else(no_day)
}

/// The last day that is asked for. The error says how days are written.
pub(super) fn last_day(text: &str) -> Result<String, String> {
    let days = report::days(text, whom::given().today);
    days.map(|(_, last)| last.to_string()).ok_or_else(no_day)
}

fn no_day() -> String {
    format!("{} is wanted", report::WANTED_DAY)
}
